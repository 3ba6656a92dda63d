//! The app's tags, on every resource whose type can carry tags.

use crate::interpret::{APP, Machine};
use crate::schema::{PathSegment, TypeId, TypeMask};
use crate::types::program::SlotId;
use crate::value::{ObjectId, Value};

/// The tags of the `app` block, if there are any.
pub(super) fn app_tags(machine: &mut Machine<'_>) -> Option<Value> {
    let tags = machine.heap.names.intern("tags");
    let slot = machine
        .component(APP)
        .slots
        .iter()
        .position(|slot| slot.name.name == tags)?;
    let frame = machine.frame_at(APP, machine.sites.home());
    match machine.slot(frame, SlotId(slot as u32)) {
        Ok(Value::Object(object)) if !machine.heap.store.fields(object).is_empty() => {
            Some(Value::Object(object))
        }
        _ => None,
    }
}

/// Properties with the app's tags added; a tag that the resource has itself wins.
pub(super) fn with_tags(
    machine: &Machine<'_>,
    type_id: TypeId,
    properties: ObjectId,
    tags: Option<Value>,
) -> ObjectId {
    let (Some(Value::Object(tags)), heap) = (tags, machine.heap) else {
        return properties;
    };
    let schema = heap.schemas.load(heap.names, type_id);
    let Some([PathSegment::Name(property)]) = schema.tagging.property.as_deref() else {
        return properties;
    };
    let Some(node) = heap
        .schemas
        .node(heap.names, schema.root)
        .property(*property)
    else {
        return properties;
    };
    let is_list = heap
        .schemas
        .node(heap.names, node)
        .types
        .names(TypeMask::ARRAY);
    let own = heap.store.field(properties, *property);
    let merged = if is_list {
        listed(machine, tags, own)
    } else {
        mapped(machine, tags, own)
    };
    let mut fields = heap.store.fields(properties).to_vec();
    fields.push((*property, merged));
    heap.store.object_of(heap.names, fields)
}

fn mapped(machine: &Machine<'_>, tags: ObjectId, own: Option<Value>) -> Value {
    let store = machine.heap.store;
    let mut fields = store.fields(tags).to_vec();
    if let Some(Value::Object(own)) = own {
        fields.extend_from_slice(store.fields(own));
    }
    Value::Object(store.object_of(machine.heap.names, fields))
}

fn listed(machine: &Machine<'_>, tags: ObjectId, own: Option<Value>) -> Value {
    let (store, names) = (machine.heap.store, machine.heap.names);
    let (key, value) = (names.intern("Key"), names.intern("Value"));
    let own = own.map(|own| machine.elements(own)).unwrap_or_default();
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
    all.extend(&own);
    Value::List(store.list(&all))
}
