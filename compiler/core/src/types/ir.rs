//! Expressions, in which every name is resolved to where its value will be.

use super::program::SlotId;
use crate::functions::Function;
use crate::names::Symbol;
use crate::schema;
use crate::source::Span;
use crate::syntax::tree::BinaryOp;
use crate::value::Value;

/// A compiled expression with the place it comes from.
#[derive(Debug)]
pub struct Ir {
    /// What to do.
    pub op: Op,
    /// Where it stands.
    pub span: Span,
}

/// What an expression does.
#[derive(Debug)]
pub enum Op {
    /// A value.
    Const(Value),
    /// The value of a slot of the same frame.
    Slot(SlotId),
    /// A slot of the app's own body: what nobody wrote and is shared.
    Root(SlotId),
    /// One of several uses of the app's own body, of which none was named: a mistake of whoever reads it.
    OneOf(Vec<SlotId>),
    /// A variable of a for-expression, counted from the outermost.
    Local(u32),
    /// `each.key`.
    EachKey,
    /// `each.value`.
    EachValue,
    /// Something of the site.
    Site(SiteFact),
    /// A slot of the `app` block.
    App(SlotId),
    /// The app's name, or its environment's.
    Header(Symbol),
    /// The name of the use itself.
    SelfName,
    /// The address of the use itself.
    SelfAddress,
    /// The regions where the use itself stands.
    SelfRegions,
    /// The account of the use itself, where the app says it.
    SelfAccount,
    /// A tier by number.
    Tier(u32),
    /// Something that exists, by number.
    Existing(u32),
    /// A param by number.
    Param(u32),
    /// A field of an object or map; absent is null.
    Field(Box<Ir>, Symbol),
    /// An element by key or position.
    Index(Box<Ir>, Box<Ir>),
    /// An attribute of a resource.
    Attribute(Box<Ir>, AttributeRead),
    /// An output of a use.
    Output(Box<Ir>, SlotId),
    /// A field of a tier.
    TierField(Box<Ir>, SlotId),
    /// A list.
    List(Vec<Ir>),
    /// An object with literal keys, sorted by text.
    Object(Vec<(Symbol, Ir)>),
    /// An object with computed keys.
    Computed(Vec<(Ir, Ir)>),
    /// Text put together.
    Template(Vec<Ir>),
    /// `!`
    Not(Box<Ir>),
    /// `-`
    Negate(Box<Ir>),
    /// Two operands.
    Binary(BinaryOp, Box<[Ir; 2]>),
    /// Condition, yes, no.
    If(Box<[Ir; 3]>),
    /// A for-expression.
    For(Box<ForIr>),
    /// A function.
    Call(Function, Vec<Ir>),
    /// A list whose elements are the last arguments of a call.
    Spread(Box<Ir>),
    /// A record with the fields of another over it: what is known of a call.
    With(Box<[Ir; 2]>),
    /// The calls that reach this use.
    Callers,
    /// A number that this use alone has in a shared space: the space, the largest number.
    StableNumber(Symbol, i64),
    /// A value at another site: value, region.
    At(Box<[Ir; 2]>),
    /// A value at each site, by region.
    EachSite(Box<Ir>),
    /// What a use provides, by number: a record.
    Provides(Box<Ir>, u32),
    /// A value as a list of one, or of none if it is null.
    Present(Box<Ir>),
    /// A list as a set: sorted, each once.
    ToSet(Box<Ir>),
    /// Reported already; never evaluated.
    Broken,
}

/// An attribute that an expression reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AttributeRead {
    /// As it is written: something that exists already may state it.
    pub name: Symbol,
    /// What a resource that is made gives for it: itself, or `ref`. None if it gives nothing.
    pub made: Option<Symbol>,
    /// The resource's type.
    pub of: schema::TypeId,
}

/// The parts of a for-expression.
#[derive(Debug)]
pub struct ForIr {
    /// What is gone through.
    pub over: Ir,
    /// Whether that is a set, whose elements are their own keys.
    pub over_set: bool,
    /// The number of the first variable: key or position. The value is the next.
    pub first_local: u32,
    /// Makes an object if present.
    pub key: Option<Ir>,
    /// What an element becomes.
    pub result: Ir,
    /// Equal keys have a list of all their results.
    pub grouped: bool,
    /// Which elements stay.
    pub condition: Option<Ir>,
}

/// What a site is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SiteFact {
    /// `site.region`.
    Region,
    /// `site.account`.
    Account,
    /// `site.partition`.
    Partition,
    /// `site.zones`.
    Zones,
}
