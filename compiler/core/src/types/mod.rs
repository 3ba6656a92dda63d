//! From declarations to a typed program. Comes in: [`Declarations`]. Goes out: a [`Program`], in
//! which every expression has a type, every name is a slot, and what is known is apart from what is
//! later. A component is checked once, where it is defined. Never evaluates anything but literals.

mod assemble;
mod assign;
mod declarations;
mod declare;
mod facts;
mod given;
mod infer;
mod inputs;
mod ir;
mod origins;
mod overrides;
pub mod program;
mod properties;
pub mod references;
mod refinement;
mod same;
mod slots;
pub mod ty;
mod type_expr;
mod uses;

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::diag::Diagnostics;
use crate::imports::SpaceId;
use crate::names::{Names, Symbol};
use crate::resolve::Declarations;
use crate::schema::Schemas;
use crate::source::Span;
use crate::syntax::tree::{Block, Expr, Ident};
use crate::value::Store;
use program::{CheckDef, ComponentId, FactDef, Ir, Op, Program, ProvidesDef, SlotDef, SlotId};
use references::References;
use ty::{TypeId, Types};

/// The tables that typing reads and fills.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// Types.
    pub types: &'a Types,
    /// Resource types.
    pub schemas: &'a Schemas,
    /// What schemas lack about references.
    pub references: &'a References,
}

/// Types a whole app. What is wrong is in the diagnostics; the program is then not to be used.
pub fn check(
    declarations: &Declarations<'_>,
    environment: Symbol,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Program> {
    let app = declarations.app?;
    let mut typer = Typer {
        tables,
        declarations,
        diagnostics,
        components: Vec::new(),
        kinds: FxHashMap::default(),
        root_uses: FxHashMap::default(),
        kind_uses: FxHashMap::default(),
        tiers: FxHashMap::default(),
        params: FxHashMap::default(),
        existing: FxHashMap::default(),
        reads_existing: Vec::new(),
        everywhere: Vec::new(),
        param_types: Vec::new(),
        depth: 0,
        reached: true,
        has_overrides: false,
        is_too_large: false,
        header: (environment, environment),
        wanted: None,
        written: FxHashMap::default(),
        space: SpaceId::APP,
        call_options: OnceCell::new(),
    };
    typer.program(app, environment)
}

struct Typer<'t> {
    tables: Tables<'t>,
    declarations: &'t Declarations<'t>,
    diagnostics: &'t mut Diagnostics,
    components: Vec<Draft<'t>>,
    kinds: FxHashMap<Symbol, ComponentId>,
    root_uses: FxHashMap<(Symbol, Symbol), SlotId>,
    kind_uses: FxHashMap<Symbol, Vec<SlotId>>,
    tiers: FxHashMap<Symbol, u32>,
    params: FxHashMap<Symbol, u32>,
    existing: FxHashMap<Symbol, u32>,
    /// What exists already and is read by the block that is being typed.
    reads_existing: Vec<u32>,
    /// Of what exists already: which of them are the same at every site.
    everywhere: Vec<bool>,
    param_types: Vec<TypeId>,
    depth: usize,
    /// Whether what is typed is reached from the app.
    reached: bool,
    /// Whether any use overrides anything.
    has_overrides: bool,
    /// Whether a type was said to be too large.
    is_too_large: bool,
    /// The app's name and environment.
    header: (Symbol, Symbol),
    /// The declaration of the type that the present expression should have.
    wanted: Option<&'t Expr>,
    /// Quantities as they are written.
    written: FxHashMap<Span, Symbol>,
    /// The name space of the types that are being read.
    space: SpaceId,
    /// The type of what may be said of a call.
    call_options: OnceCell<TypeId>,
}

/// The app's own body is the first component.
const ROOT: ComponentId = ComponentId(0);

/// A component while it is being typed.
struct Draft<'t> {
    kind: Symbol,
    /// What kinds mean in it.
    space: SpaceId,
    span: Span,
    slots: Vec<SlotDraft<'t>>,
    by_name: FxHashMap<Symbol, SlotId>,
    /// The inputs without a default.
    wanting: Vec<SlotId>,
    outputs: FxHashMap<Symbol, SlotId>,
    provided: Vec<(Ident, &'t Block)>,
    check_blocks: Vec<&'t Block>,
    fact_blocks: Vec<&'t Block>,
    checks: Vec<CheckDef>,
    facts: Vec<FactDef>,
    provides: Vec<ProvidesDef>,
    spaces: Vec<(Symbol, i64)>,
    /// Names inside that may go with a version.
    unstable: Vec<Ident>,
}

/// A slot while it is being typed.
struct SlotDraft<'t> {
    name: Ident,
    source: Source<'t>,
    ty: Option<TypeId>,
    regional: bool,
    state: State,
    def: Option<SlotDef>,
    needs: Vec<SlotId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Busy,
    Done,
}

/// Where a slot comes from.
#[derive(Clone, Copy)]
enum Source<'t> {
    Input(&'t Block),
    Let(&'t crate::syntax::tree::Attribute),
    Resource(&'t Block),
    Use(&'t Block),
    Output(&'t Block),
    /// A use that nobody wrote: the component's only mention is in an input's type.
    Implied,
}

/// An expression with its type.
struct Typed {
    ir: Ir,
    ty: TypeId,
    regional: bool,
}

impl Typed {
    fn new(op: Op, span: Span, ty: TypeId) -> Self {
        Self {
            ir: Ir { op, span },
            ty,
            regional: false,
        }
    }

    fn broken(span: Span) -> Self {
        Self::new(Op::Broken, span, TypeId::ERROR)
    }
}

impl<'t> Typer<'t> {
    fn text(&self, symbol: Symbol) -> &'t str {
        self.tables.names.text(symbol)
    }

    fn type_text(&self, ty: TypeId) -> String {
        self.tables.types.text(self.tables.names, ty)
    }

    fn draft(&self, component: ComponentId) -> &Draft<'t> {
        &self.components[component.0 as usize]
    }

    fn slot(&self, component: ComponentId, slot: SlotId) -> &SlotDraft<'t> {
        &self.draft(component).slots[slot.0 as usize]
    }

    fn slot_mut(&mut self, component: ComponentId, slot: SlotId) -> &mut SlotDraft<'t> {
        &mut self.components[component.0 as usize].slots[slot.0 as usize]
    }
}

/// What a misspelt name was probably meant to be.
fn did_you_mean<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<String> {
    crate::spelling::nearest(name, candidates).map(str::to_owned)
}
