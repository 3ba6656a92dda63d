//! The app's tags, on every resource whose type can carry tags.

use rustc_hash::FxHashMap;

use crate::interpret::Machine;
use crate::names::Symbol;
use crate::schema::{PathSegment, TypeId, TypeMask};
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

impl Tags {
    /// The tags of the `app` block.
    pub fn of_app(machine: &mut Machine<'_>) -> Self {
        let tags = match machine.of_app("tags") {
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
        let merged = match store.field(properties, property) {
            None => alone,
            Some(own) if is_list => listed(machine, tags, &machine.elements(own)),
            Some(own) => mapped(machine, tags, own),
        };
        let mut fields = store.fields(properties).to_vec();
        fields.push((property, merged));
        store.object_of(machine.heap.names, fields)
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
