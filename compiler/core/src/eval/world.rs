//! The resources of an app, as they are before any target is thought of.

use rustc_hash::FxHashMap;

use crate::interpret::FrameId;
use crate::interpret::site::Sites;
use crate::names::{Names, Symbol};
use crate::schema::TypeId;
use crate::source::Span;
use crate::types::program::{At, OnDelete, ParamDef, SlotId, UnitName};
use crate::types::ty::{Type, Types};
use crate::value::{Address, ObjectId, SiteId, Value};

/// All resources of an app.
pub struct World {
    /// The app's name.
    pub app: Symbol,
    /// Its environment.
    pub environment: Symbol,
    /// The only account that it may be deployed to, if it says so.
    pub account: Option<Symbol>,
    /// The bucket of each site for templates that are too large for a request.
    pub artifacts: Vec<(SiteId, Symbol)>,
    /// Its sites.
    pub sites: Sites,
    /// Where home is written.
    pub home_span: Span,
    /// Every resource: by use, then by site, then as its component declares it.
    pub resources: Vec<Resource>,
    /// What is given at deployment.
    pub params: Vec<Param>,
    /// The numbers of uses in shared spaces: by space and address.
    pub numbers: FxHashMap<(Symbol, Symbol), i64>,
    /// Addresses that changed: from, to.
    pub moved: Vec<(Moved, Moved)>,
}

/// One side of a `moved` block.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// The address as written.
    pub address: Symbol,
    /// Where it is written.
    pub span: Span,
}

/// A value given at deployment.
pub struct Param {
    /// Its name.
    pub name: Symbol,
    /// Whether it is a number to the target.
    pub is_number: bool,
    /// The only values that it may have; any if there are none.
    pub allowed: Vec<Symbol>,
    /// Its default.
    pub default: Option<Value>,
    /// What it is for.
    pub doc: Option<Symbol>,
}

/// A resource at a site.
pub struct Resource {
    /// Its address, without the site.
    pub address: Address,
    /// The use at the top level that it belongs to.
    pub root: Address,
    /// Where it stands.
    pub site: SiteId,
    /// Its type.
    pub type_id: TypeId,
    /// Its type's name.
    pub type_name: Symbol,
    /// Its properties.
    pub properties: ObjectId,
    /// What it waits for beside what it refers to.
    pub after: Box<[Waited]>,
    /// What becomes of it when it is deleted or replaced.
    pub on_delete: Option<OnDelete>,
    /// Its stack, where the component says so.
    pub unit: Option<UnitName>,
    /// At which of its use's sites it stands.
    pub at: At,
    /// What is said of it, sorted by name.
    pub facts: Box<[(Symbol, Value)]>,
    /// Which properties whoever uses it has set otherwise, and why: sorted by property.
    pub overridden: Box<[(Symbol, Symbol)]>,
    /// Where it comes from.
    pub origin: ResourceOrigin,
}

/// A resource to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waited {
    /// The resource.
    pub address: Address,
    /// Where it stands.
    pub site: SiteId,
}

/// Where a resource comes from: enough to find the source of any of its properties.
#[derive(Clone, Copy, Debug)]
pub struct ResourceOrigin {
    /// The frame in which it was made.
    pub frame: FrameId,
    /// Its slot.
    pub slot: SlotId,
    /// The resource's type in its block.
    pub span: Span,
    /// The user's use, if it is not the user's own resource.
    pub caller: Option<Span>,
}

impl ResourceOrigin {
    /// Where messages about the resource point: the user's use, else the resource itself.
    pub fn shown(&self) -> Span {
        self.caller.unwrap_or(self.span)
    }
}

impl Param {
    pub(super) fn of(def: &ParamDef, types: &Types, names: &Names) -> Self {
        let (is_number, allowed) = match types.get(def.ty) {
            Type::Int | Type::Number => (true, Vec::new()),
            Type::Bool => (false, vec![names.intern("true"), names.intern("false")]),
            _ => (false, Vec::new()),
        };
        Self {
            name: def.name.name,
            is_number,
            allowed,
            default: def.default,
            doc: def.doc,
        }
    }
}
