//! What this phase hands on: components whose bodies are compiled to slots, and expressions in
//! which every name is resolved to where its value will be.

pub use super::ir::{AttributeRead, ForIr, Ir, Op, SiteFact};

use rustc_hash::FxHashMap;

use crate::names::Symbol;
use crate::schema;
use crate::source::Span;
use crate::syntax::tree::Ident;
use crate::types::ty::TypeId;
use crate::value::Value;

/// A whole app, typed.
pub struct Program {
    /// All components that are used.
    pub components: Vec<Component>,
    /// The app's own body: its uses, resources, params and what exists already.
    pub root: ComponentId,
    /// What the `app` block says, as inputs of the component `app`.
    pub app: ComponentId,
    /// The name of the app, its environment and where the `app` block is.
    pub header: Header,
    /// Arguments of the `app` block.
    pub app_arguments: Arguments,
    /// Tiers by number.
    pub tiers: Vec<TierDef>,
    /// What exists already, by number.
    pub existing: Vec<ExistingDef>,
    /// Values given at deployment.
    pub params: Vec<ParamDef>,
    /// Addresses that changed.
    pub moved: Vec<MovedDef>,
    /// The uses of the root, each behind those it needs.
    pub order: Vec<SlotId>,
    /// Quantities as they are written, by their place: `1GB` is never shown as `1000MB`.
    pub written: FxHashMap<Span, Symbol>,
    /// Whether any use overrides anything.
    pub has_overrides: bool,
    /// Expressions that are asked beside the app, in the scope of its own body.
    pub questions: Vec<Ir>,
}

/// What is known of the app without evaluating anything.
#[derive(Clone, Debug)]
pub struct Header {
    /// The app's name.
    pub name: Symbol,
    /// The environment that is compiled.
    pub environment: Symbol,
    /// The `app` block's keyword and label.
    pub span: Span,
    /// The region of what has a single writer.
    pub home: Symbol,
    /// Where home is written.
    pub home_span: Span,
    /// All regions, as written.
    pub regions: Vec<Symbol>,
    /// Where the regions are written.
    pub regions_span: Span,
}

/// A component in [`Program::components`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ComponentId(pub u32);

/// A slot of a component's frame.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SlotId(pub u32);

/// A component, ready to be evaluated.
pub struct Component {
    /// Its kind.
    pub kind: Symbol,
    /// Where it is declared.
    pub span: Span,
    /// One value each in a frame.
    pub slots: Vec<Slot>,
    /// What must be true.
    pub checks: Vec<CheckDef>,
    /// What resources are said to be.
    pub facts: Vec<FactDef>,
    /// What it offers to callers.
    pub provides: Vec<ProvidesDef>,
    /// The shared spaces in which each use of it has a number, with the largest number.
    pub spaces: Vec<(Symbol, i64)>,
}

/// A named value of a component.
pub struct Slot {
    /// Its name.
    pub name: Ident,
    /// What makes the value.
    pub def: SlotDef,
    /// The type of the value.
    pub ty: TypeId,
    /// Whether the value depends on the site.
    pub regional: bool,
}

/// What makes the value of a slot.
pub enum SlotDef {
    /// Given by the use, else the default.
    Input(InputDef),
    /// An expression.
    Let(Ir),
    /// A resource, or several.
    Resource(Box<ResourceDef>),
    /// An inner use, or several.
    Use(Box<UseDef>),
    /// A value for the outside.
    Output(Ir),
    /// Reported already.
    Broken,
}

/// An input.
pub struct InputDef {
    /// The value if nobody gives one; none where it must be given.
    pub default: Option<Ir>,
    /// What values must fulfil.
    pub refinements: Vec<Refinement>,
}

/// A condition on an input's value, with the constant it compares with.
pub struct Refinement {
    /// What is compared.
    pub kind: RefinementKind,
    /// With what.
    pub limit: Value,
    /// The compiled pattern of `matches`.
    pub pattern: Option<regex_lite::Regex>,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of refinement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefinementKind {
    /// `min`.
    Min,
    /// `max`.
    Max,
    /// `min_length`.
    MinLength,
    /// `max_length`.
    MaxLength,
    /// `matches`.
    Matches,
    /// `one_of`.
    OneOf,
}

/// Where a resource stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum At {
    /// At each site of its use.
    Each,
    /// At the app's home only.
    Home,
    /// At each site but home.
    Others,
    /// One for all sites, at home.
    Global,
}

/// A word for some of the app's regions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegionChoice {
    /// Every one.
    All,
    /// The app's home.
    Home,
    /// All but home.
    Others,
}

impl RegionChoice {
    /// Each with its word in the language.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::All, "all"),
        (Self::Home, "home"),
        (Self::Others, "others"),
    ];

    /// The choice of a word.
    pub fn read(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == word);
        found.map(|(choice, _)| *choice)
    }
}

/// What becomes of a resource that is deleted or replaced.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OnDelete {
    /// A last snapshot is taken.
    Snapshot,
    /// It stays, unmanaged.
    Retain,
    /// It goes.
    Delete,
}

/// Which stack of a site something belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum UnitName {
    /// What everything stands in.
    Network,
    /// What holds data.
    Data,
    /// The rest.
    App,
}

impl UnitName {
    /// Its name in the language and in file names.
    pub fn name(self) -> &'static str {
        match self {
            UnitName::Network => "network",
            UnitName::Data => "data",
            UnitName::App => "app",
        }
    }
}

/// A declared resource.
pub struct ResourceDef {
    /// Its type.
    pub type_id: schema::TypeId,
    /// Its type's name, as `AWS::SQS::Queue`.
    pub type_name: Symbol,
    /// Where the type is written.
    pub type_span: Span,
    /// Where it stands.
    pub at: At,
    /// Whether it is there.
    pub when: Option<Ir>,
    /// One for each element.
    pub for_each: Option<Ir>,
    /// Its properties: an object.
    pub properties: Ir,
    /// What it waits for.
    pub after: Vec<Ir>,
    /// What becomes of it, where it is said.
    pub on_delete: Option<OnDelete>,
    /// Its stack, where it is said.
    pub unit: Option<UnitName>,
}

/// A use of a component.
pub struct UseDef {
    /// Which component.
    pub component: ComponentId,
    /// Whether it is there.
    pub when: Option<Ir>,
    /// One for each element.
    pub for_each: Option<Ir>,
    /// At which regions it stands, if that is said: a word, or a list.
    pub regions: Option<Ir>,
    /// The name of the account in which it stands, if that is said.
    pub account: Option<Ir>,
    /// The stack of what is inside and does not say its own.
    pub unit: Option<UnitName>,
    /// What the inputs are given.
    pub arguments: Arguments,
    /// What is set otherwise than the component sets it, sorted by path.
    pub overrides: Vec<OverrideDef>,
    /// Keyword and label.
    pub span: Span,
}

impl UseDef {
    /// Whether nobody wrote it.
    pub fn is_implied(&self) -> bool {
        !self.span.is_some()
    }
}

/// A property of a resource inside a use, set by whoever uses it.
pub struct OverrideDef {
    /// The path, as it is written.
    pub path: Symbol,
    /// Where the path is written.
    pub span: Span,
    /// The inner uses on the way to the resource, from the outside.
    pub uses: Vec<InnerStep>,
    /// The resource, in the body of the last of them.
    pub resource: InnerStep,
    /// What is set.
    pub change: OverrideChange,
    /// Why, and where that is written.
    pub reason: (Symbol, Span),
}

/// A step to what a component makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InnerStep {
    /// The resource or the use.
    pub slot: SlotId,
    /// Which of several.
    pub which: Which,
}

/// Which elements of a `for_each` are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// There is one, and no `for_each`.
    Only,
    /// All of them.
    All,
    /// The one with this key.
    Key(Symbol),
}

/// What an override sets.
pub enum OverrideChange {
    /// A property; without a value it is taken away.
    Property(Vec<PropertyStep>, Option<Ir>),
    /// What becomes of the resource when it is deleted; nothing takes the component's word away.
    OnDelete(Option<OnDelete>),
    /// Its stack; nothing takes the component's word away.
    Unit(Option<UnitName>),
}

/// A step to a property.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PropertyStep {
    /// A field, a key of a map, or the element of a list that is this text.
    Name(Symbol),
    /// Every element.
    All,
    /// The elements in which these fields have these values.
    Where(Vec<(Symbol, Value)>),
}

/// What the inputs of a use are given.
#[derive(Default)]
pub struct Arguments {
    /// Sorted by input.
    all: Vec<Argument>,
    /// Where each input is among them, as far as the last one that is given. A block has fewer
    /// attributes than fit: the scanner sees to it.
    places: Vec<Option<u16>>,
}

impl Arguments {
    /// Nothing is given.
    pub const NONE: &'static Self = {
        static NONE: Arguments = Arguments {
            all: Vec::new(),
            places: Vec::new(),
        };
        &NONE
    };

    /// These, in any order; one for an input.
    pub fn new(mut all: Vec<Argument>) -> Self {
        all.sort_by_key(|argument| argument.input);
        let last = all.last().map(|argument| argument.input.0 as usize);
        let mut places = vec![None; last.map_or(0, |last| last + 1)];
        for (at, argument) in all.iter().enumerate() {
            places[argument.input.0 as usize] = u16::try_from(at).ok();
        }
        Self { all, places }
    }

    /// What an input is given.
    #[inline]
    pub fn get(&self, input: SlotId) -> Option<&Argument> {
        let place = self.places.get(input.0 as usize).copied().flatten()?;
        self.all.get(usize::from(place))
    }

    /// All of them, sorted by input.
    pub fn all(&self) -> &[Argument] {
        &self.all
    }
}

/// A value for an input.
pub struct Argument {
    /// The input.
    pub input: SlotId,
    /// The value.
    pub value: Ir,
    /// The attribute's name where it is given; none for what the compiler filled in.
    pub span: Span,
}

/// A declared check.
pub struct CheckDef {
    /// Its name.
    pub name: Ident,
    /// What is looked at.
    pub rule: CheckRule,
    /// What is wrong otherwise.
    pub error: Ir,
    /// The input to point at.
    pub at: Option<SlotId>,
}

/// What a check looks at.
pub enum CheckRule {
    /// What must be true.
    That(Ir),
    /// Texts that no two uses of the component may have at one site.
    Unique(Ir),
}

impl CheckRule {
    /// What is evaluated.
    pub fn ir(&self) -> &Ir {
        match self {
            CheckRule::That(ir) | CheckRule::Unique(ir) => ir,
        }
    }
}

/// A declared fact.
pub struct FactDef {
    /// Its name.
    pub name: Ident,
    /// The resource.
    pub of: Ir,
    /// What is said of it.
    pub value: Ir,
}

/// A declared capability.
pub struct ProvidesDef {
    /// The capability.
    pub name: Ident,
    /// Whether it is there.
    pub when: Option<Ir>,
    /// Why not, where it is not.
    pub error: Option<Ir>,
    /// The record's fields.
    pub record: Ir,
}

/// A tier.
pub struct TierDef {
    /// Its name.
    pub name: Ident,
    /// The component whose inputs are given: `tier`.
    pub component: ComponentId,
    /// What they are given.
    pub arguments: Arguments,
}

/// Something that exists already.
pub struct ExistingDef {
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub type_id: schema::TypeId,
    /// Its type's name.
    pub type_name: Symbol,
    /// What identifies it: a text, or a map from region to text.
    pub id: Ir,
    /// The property that its `id` is, beside what `Ref` gives; none where several identify it.
    pub identifier: Option<Symbol>,
    /// The properties that are stated.
    pub stated: Vec<(Symbol, Ir)>,
}

/// A value given at deployment.
pub struct ParamDef {
    /// Its name.
    pub name: Ident,
    /// Its type, without `later`.
    pub ty: TypeId,
    /// What it is if nobody gives one.
    pub default: Option<Value>,
    /// Whether nobody may see its value.
    pub secret: bool,
    /// What values must fulfil.
    pub refinements: Vec<Refinement>,
    /// What it is for.
    pub doc: Option<Symbol>,
}

/// An address that changed.
#[derive(Clone, Copy, Debug)]
pub struct MovedDef {
    /// The old address as written.
    pub from: Ident,
    /// The new address as written.
    pub to: Ident,
}
