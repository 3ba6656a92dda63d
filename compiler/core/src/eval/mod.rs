//! From uses to resources. In: the linked [`Machine`]. Goes out: the [`World`]. Every resource of
//! every instance is made at each site where it stands. Never looks at a schema but for tags.

mod determined;
mod everywhere;
mod facts;
mod handed;
mod itself;
mod overrides;
mod provenance;
mod tags;
mod trace;
mod world;

use everywhere::{Made, Wishes};
use overrides::Met;
use tags::Tags;

pub use determined::{Determined, SiteTables};
pub use everywhere::Everywhere;
pub use facts::declared as declared_fact;
pub use handed::handed_by;
pub use itself::needs_itself;
pub use overrides::overridden;
pub use provenance::{Provenance, Step, provenance};
pub use trace::{Written, trace, trace_property};
pub use world::{Moved, Param, ParamKind, Resource, ResourceOrigin, Waited, World};

use rustc_hash::FxHashMap;

use crate::diag::codes;
use crate::interpret::{Each, FrameId, Instance, Machine, ROOT, Scope, Unit};
use crate::names::Symbol;
use crate::schema;
use crate::types::program::{At, ResourceDef, Slot, SlotDef, SlotId, UnitName};
use crate::types::ty::Types;
use crate::value::{Address, InstanceId, Later, ObjectId, Segment, SiteId, Value};

/// Most resources of an app, so that a small text cannot exhaust the memory.
const MOST_RESOURCES: usize = 1_000_000;

/// What comes to a resource from outside of its component.
struct Additions<'d> {
    tags: Tags,
    wishes: Wishes,
    met: Met,
    everywhere: &'d Everywhere,
    /// Properties that look at no site, of the instance at hand: by slot and element. They are the same
    /// at each of its sites.
    shared: FxHashMap<(SlotId, Option<Each>), ObjectId>,
}

impl<'d> Additions<'d> {
    fn of_app(machine: &mut Machine<'_>, everywhere: &'d Everywhere, met: Met) -> Self {
        Self {
            tags: Tags::of_app(machine),
            wishes: Wishes::of_app(machine, everywhere),
            met,
            everywhere,
            shared: FxHashMap::default(),
        }
    }
}

/// Makes all resources.
pub fn evaluate(
    machine: &mut Machine<'_>,
    types: &Types,
    everywhere: &Everywhere,
) -> Option<World> {
    let mut resources = Vec::with_capacity(about_how_many(machine));
    let mut additions = Additions::of_app(machine, everywhere, Met::default());
    // Instances stand in the order in which `link` met them; none is added here.
    for at in 0..machine.instances.len() {
        let id = InstanceId(at as u32);
        check_home(machine, id);
        make_instance(machine, id, &mut additions, &mut resources);
    }
    finish(machine, types, additions, (resources, None))
}

/// Makes the resources of some units again, and leaves the others as they were. None if others are there
/// than before, or something is wrong: then everything has to be evaluated anew.
pub fn evaluate_again(
    machine: &mut Machine<'_>,
    types: &Types,
    everywhere: &Everywhere,
    before: World,
    is_renewed: impl Fn(Unit) -> bool,
) -> Option<World> {
    let (mut resources, mut met) = (before.resources, before.met);
    met.forget(|slot| is_renewed(Unit::of(slot)));
    let mut additions = Additions::of_app(machine, everywhere, met);
    let (mut at, mut made, mut changed) = (0, Vec::new(), Vec::new());
    // Resources stand in the order of the instances that they were made by.
    for number in 0..machine.instances.len() {
        let id = InstanceId(number as u32);
        let mut rest = resources[at..].iter();
        let others = rest.position(|one| machine.instance_of(one.origin.frame) != id);
        let end = others.map_or(resources.len(), |many| at + many);
        let start = std::mem::replace(&mut at, end);
        let own = &mut resources[start..end];
        if id != ROOT && !is_renewed(machine.unit(machine.frame_at(id, SiteId(0)))) {
            find_again(machine, id, own);
            continue;
        }
        check_home(machine, id);
        make_instance(machine, id, &mut additions, &mut made);
        let mut pairs = made.iter().zip(&*own);
        if made.len() != own.len() || !pairs.all(|(new, old)| new.is_successor(old)) {
            return None;
        }
        for (number, (place, mut new)) in own.iter_mut().zip(made.drain(..)).enumerate() {
            // What is said of it is found out later, for all of them.
            new.facts = std::mem::take(&mut place.facts);
            if !new.is_as(place) {
                changed.push(start + number);
            }
            *place = new;
        }
    }
    finish(machine, types, additions, (resources, Some(changed)))
}

/// Resources of an instance that are as they were: where they are written may have moved.
fn find_again(machine: &Machine<'_>, id: InstanceId, resources: &mut [Resource]) {
    let slots = &machine.component(id).slots;
    let mut caller = None;
    for resource in resources {
        let origin = &mut resource.origin;
        origin.caller = *caller.get_or_insert_with(|| machine.caller_span(origin.frame));
        if let SlotDef::Resource(def) = &slots[origin.slot.0 as usize].def {
            origin.span = def.type_span;
        }
    }
}

fn finish(
    machine: &mut Machine<'_>,
    types: &Types,
    mut additions: Additions<'_>,
    (mut resources, mut changed): (Vec<Resource>, Option<Vec<usize>>),
) -> Option<World> {
    check_regions(machine, &resources);
    overrides::report(machine, &additions.met);
    let (tags, everywhere) = (&mut additions.tags, additions.everywhere);
    let untagged = tags.check_required(machine, everywhere, &resources);
    let given = facts::give(machine, &mut resources);
    if let Some(changed) = &mut changed {
        changed.extend(given);
        changed.sort_unstable();
        changed.dedup();
    }
    if machine.diagnostics.has_errors() {
        return None;
    }
    let program = machine.program;
    let side = |name: crate::syntax::tree::Ident| Moved {
        address: name.name,
        span: name.span,
    };
    let artifacts = artifacts(machine);
    Some(World {
        accounts: machine.accounts.clone(),
        artifacts,
        untagged,
        app: program.header.name,
        environment: program.header.environment,
        sites: machine.sites.clone(),
        home_span: program.header.home_span,
        numbers: machine.numbers.clone(),
        resources,
        params: program
            .params
            .iter()
            .map(|def| Param::of(def, types, machine.heap.names, machine.heap.store))
            .collect(),
        moved: program
            .moved
            .iter()
            .map(|moved| (side(moved.from), side(moved.to)))
            .collect(),
        met: additions.met,
        changed,
    })
}

/// How many resources there will be if none has a condition, and none stands for several.
fn about_how_many(machine: &Machine<'_>) -> usize {
    let is_resource = |slot: &&Slot| matches!(slot.def, SlotDef::Resource(_));
    let components = machine.program.components.iter();
    let slots: Vec<usize> = components
        .map(|component| component.slots.iter().filter(is_resource).count())
        .collect();
    let of = |instance: &Instance| {
        let sites = machine.sites.ids();
        let stands = sites.filter(|site| instance.stands_at(*site));
        stands.count() * slots[instance.component.0 as usize]
    };
    let all: usize = machine.instances.iter().map(of).sum();
    all.min(MOST_RESOURCES)
}

/// The buckets of `app.artifacts`: one text for all sites, or texts by region.
fn artifacts(machine: &mut Machine<'_>) -> Vec<(SiteId, Symbol)> {
    let said = machine.of_app("artifacts");
    let sites = machine.sites.ids();
    let bucket = |site| match said? {
        Value::Text(bucket) => Some((site, bucket)),
        Value::Object(buckets) => {
            let region = machine.sites.get(site).region;
            match machine.heap.store.field(buckets, region)? {
                Value::Text(bucket) => Some((site, bucket)),
                _ => None,
            }
        }
        _ => None,
    };
    sites.filter_map(bucket).collect()
}

/// Every type must exist in every region where it is wanted.
fn check_regions(machine: &mut Machine<'_>, resources: &[Resource]) {
    let mut first: FxHashMap<(schema::TypeId, SiteId), usize> = FxHashMap::default();
    for (at, resource) in resources.iter().enumerate() {
        first.entry((resource.type_id, resource.site)).or_insert(at);
    }
    for ((type_id, site), at) in first {
        let region = machine.region(site);
        if machine.heap.schemas.exists_in(type_id, region) {
            continue;
        }
        let resource = &resources[at];
        let type_name = machine.heap.names.text(resource.type_name);
        let span = resource.origin.shown();
        let regions = machine.program.header.regions_span;
        let elsewhere: Vec<_> = machine.heap.schemas.regions_of(type_id).collect();
        machine.diagnostics.push(codes::sites::type_not_in_region(
            span, type_name, region, regions, &elsewhere,
        ));
    }
}

/// What has a home must stand there.
fn check_home(machine: &mut Machine<'_>, id: InstanceId) {
    let home = machine.sites.home();
    let Some(first) = machine
        .sites
        .ids()
        .find(|site| machine.instance(id).stands_at(*site))
    else {
        return;
    };
    if machine.instance(id).stands_at(home) {
        return;
    }
    let needs_home = machine
        .component(id)
        .slots
        .iter()
        .find_map(|slot| match &slot.def {
            SlotDef::Resource(def) if matches!(def.at, At::Home | At::Global) => {
                Some(def.type_span)
            }
            _ => None,
        });
    if let Some(declared) = needs_home {
        let frame = machine.frame_at(id, first);
        let (span, owner) = (
            machine.caller_span(frame).unwrap_or(declared),
            machine.owner_text(frame),
        );
        machine.diagnostics.push(codes::sites::home_not_here(
            span,
            &owner,
            machine.region(home),
        ));
    }
}

/// The resources of an instance, at each site where it stands.
fn make_instance(
    machine: &mut Machine<'_>,
    id: InstanceId,
    additions: &mut Additions<'_>,
    made: &mut Vec<Resource>,
) {
    additions.shared.clear();
    for site in machine.sites.ids() {
        if machine.instance(id).stands_at(site) {
            make_resources(machine, machine.frame_at(id, site), additions, made);
        }
    }
}

fn make_resources(
    machine: &mut Machine<'_>,
    frame: FrameId,
    additions: &mut Additions<'_>,
    made: &mut Vec<Resource>,
) {
    let component = machine.component(machine.instance_of(frame));
    for (at, slot) in component.slots.iter().enumerate() {
        let SlotDef::Resource(def) = &slot.def else {
            continue;
        };
        if !machine.stands(def.at, machine.site(frame)) {
            continue;
        }
        if made.len() > MOST_RESOURCES {
            machine.diagnostics.push(codes::sites::too_large(
                def.type_span,
                "resources",
                MOST_RESOURCES,
            ));
            return;
        }
        let slot = SlotId(at as u32);
        let place = Place { frame, slot, def };
        let unit = machine.unit_of(frame, slot);
        machine.reading_as(unit, |machine| make_slot(machine, place, additions, made));
    }
}

/// A resource slot of a frame.
#[derive(Clone, Copy)]
struct Place<'a> {
    frame: FrameId,
    slot: SlotId,
    def: &'a ResourceDef,
}

fn make_slot<'a>(
    machine: &mut Machine<'a>,
    place: Place<'a>,
    additions: &mut Additions<'_>,
    made: &mut Vec<Resource>,
) {
    let mut one = |machine: &mut Machine<'a>, address, each| {
        machine.blaming(place.frame, |machine| {
            make(machine, place, address, each, additions)
        })
    };
    match machine.slot(place.frame, place.slot) {
        Ok(Value::Resource(address)) => made.extend(one(machine, address, None)),
        Ok(Value::Object(_)) => {
            let Some(for_each) = &place.def.for_each else {
                return;
            };
            let Ok(all) = machine.each_of(for_each, &mut Scope::new(place.frame)) else {
                return;
            };
            let whole = machine.slot_address(machine.instance_of(place.frame), place.slot);
            for each in all {
                let key = Segment::Key(each.key);
                let address = machine.heap.store.address(Some(whole), key);
                made.extend(one(machine, address, Some(each)));
            }
        }
        _ => {}
    }
}

fn make<'a>(
    machine: &mut Machine<'a>,
    place: Place<'a>,
    address: Address,
    each: Option<Each>,
    additions: &mut Additions<'_>,
) -> Option<Resource> {
    let Place { frame, slot, def } = place;
    let mut scope = Scope {
        each,
        ..Scope::new(frame)
    };
    let properties = properties(machine, place, &mut scope, additions)?;
    let after = waited_for(machine, def, &mut scope)?;
    let site = machine.site(frame);
    let account = machine.instance(machine.instance_of(frame)).account;
    let type_id = def.type_id;
    let caller = machine.caller_span(frame);
    let made = Made {
        type_name: def.type_name,
        address,
        site,
        at: def.at,
    };
    let properties = additions.wishes.add(machine, made, properties);
    let (tags, everywhere) = (&mut additions.tags, additions.everywhere);
    let mut resource = Resource {
        address,
        root: machine.heap.store.root(address),
        site,
        account,
        type_id,
        type_name: def.type_name,
        properties: tags.add(machine, everywhere, type_id, properties),
        after,
        on_delete: def.on_delete,
        unit: def.unit.or_else(|| unit_around(machine, frame)),
        at: def.at,
        facts: Box::default(),
        overridden: Box::default(),
        origin: ResourceOrigin {
            frame,
            slot,
            span: def.type_span,
            caller,
        },
    };
    overrides::apply(machine, &mut resource, &mut additions.met)?;
    Some(resource)
}

fn properties<'a>(
    machine: &mut Machine<'a>,
    place: Place<'a>,
    scope: &mut Scope,
    additions: &mut Additions<'_>,
) -> Option<ObjectId> {
    let key = (place.slot, scope.each);
    if let Some(known) = additions.shared.get(&key) {
        machine.heap.store.comes_again(*known);
        return Some(*known);
    }
    let evaluate = |machine: &mut Machine<'a>| machine.evaluate(&place.def.properties, scope);
    let (evaluated, regional) = machine.looking(evaluate);
    let Ok(Value::Object(properties)) = evaluated else {
        return None;
    };
    if !regional && machine.sites.are_several() {
        additions.shared.insert(key, properties);
    }
    Some(properties)
}

/// The stack that the innermost of the uses around a frame says.
fn unit_around(machine: &Machine<'_>, frame: FrameId) -> Option<UnitName> {
    let mut instance = machine.instance(machine.instance_of(frame));
    while let Some(parent) = instance.parent {
        let def = machine.use_def(parent, instance.slot);
        if let Some(unit) = def.and_then(|def| def.unit) {
            return Some(unit);
        }
        instance = machine.instance(parent);
    }
    None
}

fn waited_for<'a>(
    machine: &mut Machine<'a>,
    def: &'a ResourceDef,
    scope: &mut Scope,
) -> Option<Box<[Waited]>> {
    let site = machine.site(scope.frame);
    let mut found = Vec::new();
    for after in &def.after {
        let value = machine.evaluate(after, scope).ok()?;
        collect_waited(machine, value, site, &mut found);
    }
    Some(found.into())
}

fn collect_waited(machine: &mut Machine<'_>, value: Value, site: SiteId, found: &mut Vec<Waited>) {
    let store = machine.heap.store;
    match value {
        // Everything that the use makes.
        Value::Use(id) if machine.instance(id).stands_at(site) => {
            let frame = machine.frame_at(id, site);
            for (at, slot) in machine.component(id).slots.iter().enumerate() {
                if let SlotDef::Resource(_) | SlotDef::Use(_) = slot.def
                    && let Ok(inner) = machine.slot(frame, SlotId(at as u32))
                {
                    collect_waited(machine, inner, site, found);
                }
            }
        }
        Value::Resource(address) => {
            let site = if machine.is_global(address) {
                machine.sites.home()
            } else {
                site
            };
            found.push(Waited { address, site });
        }
        Value::Later(id) => {
            if let Later::Elsewhere(site, inner) = store.get_later(id)
                && let Later::Attribute(address, _) = store.get_later(inner)
            {
                found.push(Waited { address, site });
            }
        }
        Value::List(list) => {
            store
                .elements(list)
                .iter()
                .for_each(|element| collect_waited(machine, *element, site, found));
        }
        Value::Object(object) => {
            store
                .fields(object)
                .iter()
                .for_each(|field| collect_waited(machine, field.1, site, found));
        }
        _ => {}
    }
}
