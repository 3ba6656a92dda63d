//! The machine that evaluates expressions, on demand and each slot once. In: a typed [`Program`].
//! It keeps the instances of components, their frames at each site, and the value of each slot.
//! `link` asks it for uses, `eval` for resources. It never makes a resource, and it seldom recurses
//! deeper than components are nested: `link` goes through the uses in an order that sees to it.

pub mod accounts;
mod blame;
mod budget;
mod callers;
mod calls;
mod depth;
mod evaluate;
mod functions;
mod implied;
mod loops;
mod numbers;
mod operators;
mod reads;
mod references;
mod renew;
mod share;
pub mod site;
mod state;
mod uses;

pub use blame::SlotSource;
pub use reads::Unit;
pub use renew::Emptied;
pub use state::State;

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::arena::Parts;
use crate::diag::Diagnostics;
use crate::functions::regex::Patterns;
use crate::names::{Names, Symbol};
use crate::schema::Schemas;
use crate::source::Span;
use crate::types::program::{Arguments, Component, ComponentId, Ir, Op, Program, SlotId};
use crate::value::{AccountId, Address, InstanceId, SiteId, Store, Value};
use accounts::Accounts;
use budget::Budget;
use callers::Callers;
use depth::Waiting;
use reads::Reads;
use share::Slots;
use site::{Regions, Sites};

/// The tables that evaluation reads and fills.
#[derive(Clone, Copy)]
pub struct Heap<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// Resource types.
    pub schemas: &'a Schemas,
    /// Facts about regions.
    pub regions: &'a Regions,
}

/// Why there is no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failed {
    /// A diagnostic says so.
    Reported,
    /// What is asked for does not stand at this site.
    Absent,
}

/// A value, or why there is none.
pub type Evaluated = Result<Value, Failed>;

/// A use of a component, all its sites together.
pub struct Instance {
    /// The component.
    pub component: ComponentId,
    /// Its address; none for the app's own body.
    pub address: Option<Address>,
    /// Around it.
    pub parent: Option<InstanceId>,
    /// Its slot in the body around it.
    pub slot: SlotId,
    /// The account in which it stands, at whatever region.
    pub account: AccountId,
    /// The first of its frames: one for each site of the app.
    first_frame: u32,
    /// At which sites it stands, a bit each.
    sites: u64,
    /// Its address as text, once somebody has asked.
    text: Cell<Option<Symbol>>,
}

/// The text that an instance is evaluated by.
#[derive(Clone, Copy)]
struct Text<'a> {
    body: &'a Component,
    given: &'a Arguments,
}

impl Instance {
    /// Whether it stands at a site.
    pub fn stands_at(&self, site: SiteId) -> bool {
        self.sites & (1 << site.0) != 0
    }
}

/// The values of an instance at a site.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FrameId(u32);

struct Frame {
    instance: InstanceId,
    site: SiteId,
    unit: Unit,
    /// One for each slot, as far as they were asked for.
    values: Box<[Option<Value>]>,
    /// The slots whose values look at the site.
    regional: Slots,
    each: Option<Each>,
}

/// An element of what `for_each` goes over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Each {
    /// `each.key`.
    pub key: Symbol,
    /// `each.value`.
    pub value: Value,
    /// Whether it may be another one at another site.
    regional: bool,
}

/// Where an expression is evaluated.
pub struct Scope {
    /// The values it reads.
    pub frame: FrameId,
    /// `each.key` and `each.value`.
    pub each: Option<Each>,
    /// Variables of for-expressions.
    pub locals: Vec<Value>,
}

impl Scope {
    /// A scope without variables.
    pub fn new(frame: FrameId) -> Self {
        Self {
            frame,
            each: None,
            locals: Vec::new(),
        }
    }
}

/// See the module.
pub struct Machine<'a> {
    /// What is evaluated.
    pub program: &'a Program,
    /// The tables.
    pub heap: Heap<'a>,
    /// The app's regions.
    pub sites: Sites,
    /// The app's accounts.
    pub accounts: Accounts,
    /// What is wrong.
    pub diagnostics: &'a mut Diagnostics,
    /// All instances, parents before children.
    pub instances: Vec<Instance>,
    /// Beside each of them.
    texts: Vec<Text<'a>>,
    frames: Parts<Frame>,
    /// Lists that nothing is in any more, to be filled again.
    spare: Spare,
    /// Regular expressions that functions have compiled.
    patterns: Patterns,
    by_address: FxHashMap<Address, InstanceId>,
    globals: FxHashSet<Address>,
    /// Inside `each_site(...)`, where what does not stand at a site is left out.
    leaves_out_absent: bool,
    /// Whether what is being evaluated has looked at its site.
    looked: bool,
    /// Who reads what of others.
    reads: Reads,
    /// Who calls whom, once all uses are in place.
    callers: Callers,
    /// Properties that the `app` block gives to resources that do not say them, and where it does.
    pub everywhere: FxHashMap<Symbol, Span>,
    /// The numbers of uses in shared spaces: by space and address.
    pub numbers: FxHashMap<(Symbol, Symbol), i64>,
    /// What fields of calls are called.
    words: calls::Words,
    /// What may still be spent on loops.
    budget: Budget,
    /// What is being worked out.
    waiting: Waiting,
    /// An expression without a type, of which typing has said nothing: a bug of ours.
    pub unsaid: Option<Span>,
    /// What only one use may have, and who has it.
    pub claimed: Vec<(Claim, FrameId)>,
    /// For whom uses are made that nobody wrote: by their slot in the app's own body.
    askers: FxHashMap<SlotId, FrameId>,
    /// Inputs that lack one of several uses, as far as that was reported.
    without_name: FxHashSet<(InstanceId, SlotId)>,
}

/// Where a new instance is.
#[derive(Clone, Copy)]
struct Place {
    address: Option<Address>,
    parent: Option<InstanceId>,
    slot: SlotId,
    account: AccountId,
}

/// Something that no two uses of a component may have: by the component, its check and the text.
pub type Claim = (ComponentId, usize, Value);

/// The app's own body.
pub const ROOT: InstanceId = InstanceId(0);

/// What the `app` block says; behind it stand the tiers, in their order.
pub const APP: InstanceId = InstanceId(1);

/// Most uses that an app may expand to, so that a small text cannot exhaust the memory.
const MOST_INSTANCES: usize = 500_000;

impl<'a> Machine<'a> {
    /// A machine with the app's own body in place at all sites. What uses read of each other is noted
    /// if somebody wants to evaluate some of them again.
    pub fn new(
        program: &'a Program,
        heap: Heap<'a>,
        sites: Sites,
        notes_reads: bool,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let state = State::new(heap.names, sites, notes_reads);
        let mut machine = Self::resume(state, program, heap, diagnostics);
        let core = [
            (program.root, Arguments::NONE),
            (program.app, &program.app_arguments),
        ];
        let tiers = program.tiers.iter();
        let tiers = tiers.map(|tier| (tier.component, &tier.arguments));
        for (component, given) in core.into_iter().chain(tiers) {
            let place = Place {
                address: None,
                parent: None,
                slot: SlotId(0),
                account: AccountId::MAIN,
            };
            let id = machine.add_instance(component, given, place);
            for site in machine.sites.ids() {
                machine.stand_at(id, site, None);
            }
        }
        machine
    }

    fn add_instance(
        &mut self,
        component: ComponentId,
        given: &'a Arguments,
        place: Place,
    ) -> InstanceId {
        let id = InstanceId(self.instances.len() as u32);
        let first_frame = self.frames.len() as u32;
        let unit = match place.parent {
            None if id == ROOT => Unit::BODY,
            None => Unit::FIXED,
            Some(ROOT) => Unit::of(place.slot),
            Some(parent) => self.unit(self.frame_at(parent, SiteId(0))),
        };
        let unit = self.reads.unit(unit);
        for site in self.sites.ids() {
            self.frames.push(Frame {
                instance: id,
                site,
                unit,
                values: Box::default(),
                regional: Slots::default(),
                each: None,
            });
        }
        self.instances.push(Instance {
            component,
            address: place.address,
            parent: place.parent,
            slot: place.slot,
            account: place.account,
            first_frame,
            sites: 0,
            text: Cell::new(None),
        });
        self.texts.push(Text {
            body: &self.program.components[component.0 as usize],
            given,
        });
        if let Some(address) = place.address {
            self.by_address.insert(address, id);
        }
        id
    }

    /// Lets an instance stand at a site, with empty slots.
    fn stand_at(&mut self, id: InstanceId, site: SiteId, each: Option<Each>) {
        let slots = self.component(id).slots.len();
        let frame = self.frame_at(id, site);
        let frame = &mut self.frames[frame.0 as usize];
        (frame.values, frame.each) = (vec![None; slots].into(), each);
        frame.regional = Slots::none_of(slots);
        self.instances[id.0 as usize].sites |= 1 << site.0;
    }

    /// Gives back what uses and their values took, once nobody asks for one any more.
    pub fn forget(&mut self) {
        self.instances = Vec::new();
        self.texts = Vec::new();
        self.frames = Parts::new();
        self.by_address = FxHashMap::default();
        self.spare = Spare::default();
    }

    /// An instance.
    pub fn instance(&self, id: InstanceId) -> &Instance {
        &self.instances[id.0 as usize]
    }

    /// The use of the app's own body that an instance is, or is inside of; itself, if it is in none.
    fn use_around(&self, mut id: InstanceId) -> InstanceId {
        while let Some(around) = self.instance(id).parent.filter(|around| *around != ROOT) {
            id = around;
        }
        id
    }

    /// The component of an instance.
    pub fn component(&self, id: InstanceId) -> &'a Component {
        self.texts[id.0 as usize].body
    }

    /// The frame of an instance at a site, whether it stands there or not.
    pub fn frame_at(&self, id: InstanceId, site: SiteId) -> FrameId {
        FrameId(self.instance(id).first_frame + u32::from(site.0))
    }

    /// The frame at the first site where an instance stands.
    fn first_frame(&self, id: InstanceId) -> Option<FrameId> {
        let instance = self.instance(id);
        let first = instance.first_frame + instance.sites.trailing_zeros();
        (instance.sites != 0).then_some(FrameId(first))
    }

    /// The value of a slot, if somebody has asked for it.
    pub fn known_slot(&self, frame: FrameId, slot: SlotId) -> Option<Value> {
        let own = self.frames[frame.0 as usize].values.get(slot.0 as usize);
        own.copied()
            .flatten()
            .or_else(|| self.known_elsewhere(frame, slot))
    }

    /// The site of a frame.
    pub fn site(&self, frame: FrameId) -> SiteId {
        self.frames[frame.0 as usize].site
    }

    /// The instance of a frame.
    pub fn instance_of(&self, frame: FrameId) -> InstanceId {
        self.frames[frame.0 as usize].instance
    }

    /// `each.key` and `each.value` of the use that a frame belongs to.
    pub fn each(&self, frame: FrameId) -> Option<Each> {
        self.frames[frame.0 as usize].each
    }

    /// The region of a site as text.
    pub fn region(&self, site: SiteId) -> &'a str {
        self.heap.names.text(self.sites.get(site).region)
    }

    /// A site as messages call it: `eu-west-1`, or `backup/eu-west-1` in another account.
    pub fn site_text(&self, account: AccountId, site: SiteId) -> String {
        let region = self.region(site);
        self.accounts.site_text(self.heap.names, account, region)
    }

    /// What an input of the `app` block is, at home.
    pub fn of_app(&mut self, name: &str) -> Option<Value> {
        let name = self.heap.names.intern(name);
        let mut slots = self.component(APP).slots.iter();
        let slot = slots.position(|slot| slot.name.name == name)?;
        let frame = self.frame_at(APP, self.sites.home());
        self.slot(frame, SlotId(slot as u32)).ok()
    }

    /// Where the app names its other accounts; none if it does not.
    pub fn accounts_span(&self) -> Span {
        self.said_of_accounts().map_or(Span::NONE, |said| said.span)
    }

    /// Where the app says which account a name stands for.
    pub fn account_span(&self, name: Symbol) -> Span {
        match self.said_of_accounts() {
            Some(Ir {
                op: Op::Object(fields),
                span,
            }) => {
                let field = fields.iter().find(|(known, _)| *known == name);
                field.map_or(*span, |(_, digits)| digits.span)
            }
            said => said.map_or(Span::NONE, |said| said.span),
        }
    }

    fn said_of_accounts(&self) -> Option<&'a Ir> {
        let name = self.heap.names.intern("accounts");
        let mut slots = self.component(APP).slots.iter();
        let slot = slots.position(|slot| slot.name.name == name)?;
        let frame = self.frame_at(APP, self.sites.home());
        let said = self.argument(frame, SlotId(slot as u32))?;
        Some(said.0)
    }

    /// Whether a resource of this address stands once for all sites.
    pub fn is_global(&self, address: Address) -> bool {
        self.globals.contains(&address)
    }

    /// What an instance is given.
    pub fn arguments(&self, id: InstanceId) -> &'a Arguments {
        self.texts[id.0 as usize].given
    }

    /// The argument that a use gives an input, and the frame to evaluate it in.
    pub fn argument(&self, frame: FrameId, input: SlotId) -> Option<(&'a Ir, Span, Scope)> {
        let own = &self.frames[frame.0 as usize];
        let instance = self.instance(own.instance);
        let argument = self.arguments(own.instance).get(input)?;
        let (around, each) = match instance.parent {
            None => (ROOT, None),
            Some(parent) => (parent, own.each),
        };
        let scope = Scope {
            frame: self.frame_at(around, own.site),
            each,
            locals: Vec::new(),
        };
        Some((&argument.value, argument.span, scope))
    }
}

/// Lists for values on their way into the store: most are short, and there are very many.
#[derive(Default)]
struct Spare {
    values: Vec<Vec<Value>>,
    fields: Vec<Vec<(Symbol, Value)>>,
}

impl Spare {
    fn take_values(&mut self) -> Vec<Value> {
        self.values.pop().unwrap_or_default()
    }

    fn keep_values(&mut self, mut values: Vec<Value>) {
        values.clear();
        self.values.push(values);
    }

    fn take_fields(&mut self) -> Vec<(Symbol, Value)> {
        self.fields.pop().unwrap_or_default()
    }

    fn keep_fields(&mut self, mut fields: Vec<(Symbol, Value)>) {
        fields.clear();
        self.fields.push(fields);
    }
}
