//! The resources of an app, as they are before any target is thought of.

use rustc_hash::FxHashMap;

use super::overrides::Met;
use crate::interpret::FrameId;
use crate::interpret::accounts::Accounts;
use crate::interpret::site::Sites;
use crate::names::{Names, Symbol};
use crate::schema::TypeId;
use crate::source::Span;
use crate::types::program::{At, OnDelete, ParamDef, RefinementKind, SlotId, UnitName};
use crate::types::ty::{Type, Types};
use crate::value::{AccountId, Address, ObjectId, SiteId, Store, Value};

/// All resources of an app.
pub struct World {
    /// The app's name.
    pub app: Symbol,
    /// Its environment.
    pub environment: Symbol,
    /// The accounts that it may be deployed to.
    pub accounts: Accounts,
    /// The bucket of each site for templates that are too large for a request.
    pub artifacts: Vec<(SiteId, Symbol)>,
    /// Of required tags: the types that cannot carry any, and how many resources are of them.
    pub untagged: Vec<(Symbol, usize)>,
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
    /// What became of overrides.
    pub(super) met: Met,
    /// The resources that are not as they were in the compilation before; none if all are new.
    pub(super) changed: Option<Vec<usize>>,
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
    /// What it is to the target.
    pub kind: ParamKind,
    /// The only values that it may have; any if there are none.
    pub allowed: Vec<Value>,
    /// What else its values must fulfil.
    pub limits: Vec<(RefinementKind, Value)>,
    /// Its default.
    pub default: Option<Value>,
    /// Whether nobody may see its value.
    pub secret: bool,
    /// What it is for.
    pub doc: Option<Symbol>,
}

/// What a param is to a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
}

/// A resource at a site.
pub struct Resource {
    /// Its address, without the site.
    pub address: Address,
    /// The use at the top level that it belongs to.
    pub root: Address,
    /// At which of the app's regions it stands.
    pub site: SiteId,
    /// In which of the app's accounts.
    pub account: AccountId,
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

impl World {
    /// The places of the resources that are not as they were in the compilation that this one goes on
    /// from: without one, all of them.
    pub fn changed(&self) -> Vec<usize> {
        match &self.changed {
            Some(changed) => changed.clone(),
            None => (0..self.resources.len()).collect(),
        }
    }

    /// Where a resource stands, as messages call it: `eu-west-1`, `backup/eu-west-1`.
    pub fn site_text(&self, resource: &Resource, names: &Names) -> String {
        self.site_name(resource.account, resource.site, names)
    }

    /// Where files are that have a name with its site: where there are several accounts, each has a
    /// folder.
    pub fn path(&self, account: AccountId, name: String) -> String {
        if account == AccountId::MAIN && self.accounts.are_several() {
            format!("{}/{name}", Accounts::MAIN)
        } else {
            name
        }
    }

    /// A site as messages call it.
    pub fn site_name(&self, account: AccountId, site: SiteId, names: &Names) -> String {
        let region = names.text(self.sites.get(site).region);
        self.accounts.site_text(names, account, region)
    }
}

impl Resource {
    /// Whether this is as another one was, wherever it is written.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let Self {
            address,
            root: _,
            site,
            account,
            type_id,
            type_name: _,
            properties,
            after,
            on_delete,
            unit,
            at,
            // What is said of it comes from all of the app.
            facts: _,
            overridden,
            origin: _,
        } = self;
        (address, site, account, type_id)
            == (&other.address, &other.site, &other.account, &other.type_id)
            && (properties, after, on_delete, unit, at)
                == (
                    &other.properties,
                    &other.after,
                    &other.on_delete,
                    &other.unit,
                    &other.at,
                )
            && overridden == &other.overridden
    }

    /// Whether this is the same resource as another one and stands in the same place, whatever its
    /// properties are now.
    pub(super) fn is_successor(&self, of: &Self) -> bool {
        let identity = |one: &Self| {
            (
                (one.address, one.site, one.account),
                (one.type_id, one.origin.slot),
                (one.unit, one.on_delete),
            )
        };
        identity(self) == identity(of)
    }
}

impl ResourceOrigin {
    /// Where messages about the resource point: the user's use, else the resource itself.
    pub fn shown(&self) -> Span {
        self.caller.unwrap_or(self.span)
    }
}

impl Param {
    pub(super) fn of(def: &ParamDef, types: &Types, names: &Names, store: &Store) -> Self {
        let is_number = |ty: &Type| matches!(ty, Type::Int | Type::Number);
        let ty = types.get(def.ty);
        let kind = match ty {
            Type::List(of) if is_number(types.get(*of)) => ParamKind::Numbers,
            Type::List(_) => ParamKind::Texts,
            ty if is_number(ty) => ParamKind::Number,
            _ => ParamKind::Text,
        };
        let word = |word: &str| Value::Text(names.intern(word));
        let mut allowed = match ty {
            Type::Bool => vec![word("true"), word("false")],
            Type::Enum(values) => values.iter().copied().map(Value::Text).collect(),
            _ => Vec::new(),
        };
        let mut limits = Vec::new();
        for refinement in &def.refinements {
            match (refinement.kind, refinement.limit) {
                (RefinementKind::OneOf, Value::List(list)) => {
                    allowed = store.elements(list).to_vec();
                }
                (kind, limit) => limits.push((kind, limit)),
            }
        }
        // In whatever order they are written.
        limits.sort_by_key(|(kind, _)| *kind as u8);
        Self {
            name: def.name.name,
            kind,
            allowed,
            limits,
            default: def.default,
            secret: def.secret,
            doc: def.doc,
        }
    }
}
