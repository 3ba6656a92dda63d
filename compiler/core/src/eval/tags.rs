//! The app's tags, on every resource whose type can carry tags.

use rustc_hash::FxHashMap;

use crate::interpret::{APP, Machine};
use crate::names::Symbol;
use crate::schema::{PathSegment, TypeId, TypeMask};
use crate::types::program::SlotId;
use crate::value::{ObjectId, Value};

/// The tags of the `app` block, and how each type carries them.
pub(super) struct Tags {
    tags: Option<ObjectId>,
    carriers: FxHashMap<TypeId, Option<Carrier>>,
}

/// How a type carries tags.
#[derive(Clone, Copy)]
struct Carrier {
    /// The property.
    property: Symbol,
    /// Whether it is a list of `Key` and `Value`; a map otherwise.
    is_list: bool,
    /// Its value where the resource has no tags of its own.
    alone: Value,
}

/// What an input of the `app` block is, at home.
pub fn of_app(machine: &mut Machine<'_>, name: &str) -> Option<Value> {
    let name = machine.heap.names.intern(name);
    let mut slots = machine.component(APP).slots.iter();
    let slot = slots.position(|slot| slot.name.name == name)?;
    let frame = machine.frame_at(APP, machine.sites.home());
    machine.slot(frame, SlotId(slot as u32)).ok()
}

impl Tags {
    /// The tags of the `app` block.
    pub fn of_app(machine: &mut Machine<'_>) -> Self {
        let tags = match of_app(machine, "tags") {
            Some(Value::Object(tags)) if !machine.heap.store.fields(tags).is_empty() => Some(tags),
            _ => None,
        };
        Self {
            tags,
            carriers: FxHashMap::default(),
        }
    }

    /// Properties with the app's tags added; a tag that the resource has itself wins.
    pub fn add(
        &mut self,
        machine: &Machine<'_>,
        type_id: TypeId,
        properties: ObjectId,
    ) -> ObjectId {
        let Some(tags) = self.tags else {
            return properties;
        };
        let carrier = *self
            .carriers
            .entry(type_id)
            .or_insert_with(|| carrier(machine, type_id, tags));
        let Some(Carrier {
            property,
            is_list,
            alone,
        }) = carrier
        else {
            return properties;
        };
        let store = machine.heap.store;
        let names = machine.heap.names;
        let own = store.fields(properties);
        let at = own.partition_point(|field| names.text(field.0) < names.text(property));
        let (before, mut after) = own.split_at(at);
        let merged = match after.split_first() {
            Some((&(name, tagged), rest)) if name == property => {
                after = rest;
                if is_list {
                    listed(machine, tags, &machine.elements(tagged))
                } else {
                    mapped(machine, tags, tagged)
                }
            }
            _ => alone,
        };
        store.object(&[before, &[(property, merged)], after].concat())
    }
}

fn carrier(machine: &Machine<'_>, type_id: TypeId, tags: ObjectId) -> Option<Carrier> {
    let heap = machine.heap;
    let schema = heap.schemas.load(heap.names, type_id);
    let Some([PathSegment::Name(property)]) = schema.tagging.property.as_deref() else {
        return None;
    };
    let node = heap
        .schemas
        .node(heap.names, schema.root)
        .property(*property)?;
    let is_list = heap
        .schemas
        .node(heap.names, node)
        .types
        .names(TypeMask::ARRAY);
    let alone = if is_list {
        listed(machine, tags, &[])
    } else {
        Value::Object(tags)
    };
    Some(Carrier {
        property: *property,
        is_list,
        alone,
    })
}

fn mapped(machine: &Machine<'_>, tags: ObjectId, own: Value) -> Value {
    let store = machine.heap.store;
    let mut fields = store.fields(tags).to_vec();
    if let Value::Object(own) = own {
        fields.extend_from_slice(store.fields(own));
    }
    Value::Object(store.object_of(machine.heap.names, fields))
}

fn listed(machine: &Machine<'_>, tags: ObjectId, own: &[Value]) -> Value {
    let (store, names) = (machine.heap.store, machine.heap.names);
    let (key, value) = (names.intern("Key"), names.intern("Value"));
    let names_tag = |element: &Value, tag: Value| match element {
        Value::Object(object) => store.field(*object, key) == Some(tag),
        _ => false,
    };
    let mut all: Vec<_> = store
        .fields(tags)
        .iter()
        .filter(|(name, _)| {
            !own.iter()
                .any(|element| names_tag(element, Value::Text(*name)))
        })
        .map(|(name, text)| {
            Value::Object(store.object(&[(key, Value::Text(*name)), (value, *text)]))
        })
        .collect();
    all.extend(own);
    Value::List(store.list(&all))
}
