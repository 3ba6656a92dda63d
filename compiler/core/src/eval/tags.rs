//! The app's tags, on every resource whose type can carry tags.

use rustc_hash::FxHashMap;

use crate::diag::codes;
use crate::interpret::Machine;
use crate::names::Symbol;
use crate::schema::{PathSegment, TypeId, TypeMask};
use crate::source::Span;
use crate::value::{ObjectId, Value};

use super::everywhere::written;
use super::{Everywhere, Resource};

/// The tags of the `app` block, and how each type carries them.
pub(super) struct Tags {
    of_all: Option<ObjectId>,
    /// Keys that every resource must carry that can carry any.
    required: Vec<Value>,
    carriers: FxHashMap<TypeId, Option<Carrier>>,
}

/// How a type carries tags.
#[derive(Clone)]
struct Carrier {
    /// The property.
    property: Symbol,
    /// Whether it is a list of `Key` and `Value`; a map otherwise.
    is_list: bool,
    /// The app's tags, as the type wants them.
    tags: Box<[(Symbol, Value)]>,
    /// The property's value where the resource has no tags of its own.
    alone: Value,
}

impl Tags {
    /// The tags of the `app` block.
    pub fn of_app(machine: &mut Machine<'_>) -> Self {
        let tags = match machine.of_app("tags") {
            Some(Value::Object(tags)) if !machine.heap.store.fields(tags).is_empty() => Some(tags),
            _ => None,
        };
        let required = match machine.of_app("require_tags") {
            Some(Value::List(required)) => machine.heap.store.elements(required).to_vec(),
            _ => Vec::new(),
        };
        Self {
            of_all: tags,
            required,
            carriers: FxHashMap::default(),
        }
    }

    /// Properties with the app's tags added; a tag that the resource has itself wins.
    pub fn add(
        &mut self,
        machine: &Machine<'_>,
        data: &Everywhere,
        type_id: TypeId,
        properties: ObjectId,
    ) -> ObjectId {
        if self.of_all.is_none() {
            return properties;
        }
        let store = machine.heap.store;
        let Some(carrier) = self.carrier(machine, data, type_id) else {
            return properties;
        };
        let names = machine.heap.names;
        let property = carrier.property;
        let own = store.fields(properties);
        let at = own.partition_point(|field| names.text(field.0) < names.text(property));
        let (before, mut after) = own.split_at(at);
        let mut merged = carrier.alone;
        if let Some((&(name, tagged), rest)) = after.split_first()
            && name == property
        {
            after = rest;
            merged = match tagged {
                Value::Null => carrier.alone,
                _ if carrier.is_list => listed(machine, &carrier.tags, &machine.elements(tagged)),
                _ => mapped(machine, &carrier.tags, tagged),
            };
        }
        store.object(&[before, &[(property, merged)], after].concat())
    }

    fn carrier(
        &mut self,
        machine: &Machine<'_>,
        data: &Everywhere,
        type_id: TypeId,
    ) -> Option<&Carrier> {
        let tags = self.of_all;
        let made = || carrier(machine, data, type_id, tags);
        self.carriers.entry(type_id).or_insert_with(made).as_ref()
    }

    /// Reports the resources that lack a required tag. Goes out: the types that cannot carry any,
    /// each with how many resources are of it, by name.
    pub fn check_required(
        &mut self,
        machine: &mut Machine<'_>,
        data: &Everywhere,
        resources: &[Resource],
    ) -> Vec<(Symbol, usize)> {
        if self.required.is_empty() {
            return Vec::new();
        }
        let (store, names) = (machine.heap.store, machine.heap.names);
        let everywhere = |key: &Value| match (self.of_all, *key) {
            (Some(tags), Value::Text(key)) => store.field(tags, key).is_some(),
            _ => false,
        };
        // What the app itself says, every resource has.
        let mut missing: Vec<(Value, Vec<&Resource>)> = self
            .required
            .iter()
            .filter(|key| !everywhere(key))
            .map(|key| (*key, Vec::new()))
            .collect();
        let mut untagged: FxHashMap<Symbol, usize> = FxHashMap::default();
        for resource in resources {
            let Some(carrier) = self.carrier(machine, data, resource.type_id) else {
                *untagged.entry(resource.type_name).or_default() += 1;
                continue;
            };
            let own = store.field(resource.properties, carrier.property);
            for (key, without) in &mut missing {
                if !own.is_some_and(|own| carries(machine, own, *key)) {
                    without.push(resource);
                }
            }
        }
        for (key, without) in missing {
            report(machine, key, &without);
        }
        let mut untagged: Vec<_> = untagged.into_iter().collect();
        untagged.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
        untagged
    }
}

/// One error for a tag: where it is required, and who lacks it.
fn report(machine: &mut Machine<'_>, key: Value, without: &[&Resource]) {
    let heap = machine.heap;
    let Some(first) = without.first() else { return };
    let mut addresses: Vec<String> = without
        .iter()
        .map(|resource| heap.store.address_text(heap.names, resource.address))
        .collect();
    addresses.sort();
    addresses.dedup();
    let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
    let required = written(machine, "require_tags", &[]).unwrap_or(Span::NONE);
    let key = match key {
        Value::Text(key) => heap.names.text(key),
        _ => "",
    };
    let example = first.origin.shown();
    machine.diagnostics.push(codes::given::tag_missing(
        required, key, &addresses, example,
    ));
}

/// Whether the value of a property that holds tags has one of this key.
fn carries(machine: &Machine<'_>, own: Value, key: Value) -> bool {
    let (store, names) = (machine.heap.store, machine.heap.names);
    let name = names.intern("Key");
    match (own, key) {
        (Value::List(list), key) => store.elements(list).iter().any(|element| match element {
            Value::Object(tag) => store.field(*tag, name) == Some(key),
            _ => false,
        }),
        (Value::Object(tags), Value::Text(key)) => store.field(tags, key).is_some(),
        _ => false,
    }
}

fn carrier(
    machine: &Machine<'_>,
    data: &Everywhere,
    type_id: TypeId,
    tags: Option<ObjectId>,
) -> Option<Carrier> {
    let (schemas, names, store) = (machine.heap.schemas, machine.heap.names, machine.heap.store);
    let schema = schemas.load(names, type_id);
    let Some([PathSegment::Name(property)]) = schema.tagging.property.as_deref() else {
        return None;
    };
    let node = schemas.node(names, schema.root).property(*property)?;
    let node = schemas.node(names, node);
    let is_list = node.types.names(TypeMask::ARRAY);
    let (key, value) = (names.intern("Key"), names.intern("Value"));
    let element = node.items().map(|items| schemas.node(names, items));
    // A list of plain texts, or of some other pairs, holds no tags as the app has them.
    let is_alien = element.is_some_and(|element| {
        let has = |name| element.property(name).is_some();
        !element.types.is_any() && !element.types.names(TypeMask::OBJECT)
            || !(element.properties().is_empty() || has(key) && has(value))
    });
    if is_list && is_alien {
        return None;
    }
    let more: Vec<_> = data
        .of_tags(names.text(schema.name))
        .map(|(name, value)| (names.intern(name), Value::Bool(value)))
        .collect();
    let fields = tags.map_or(&[][..], |tags| store.fields(tags));
    let tags: Box<[_]> = fields
        .iter()
        .map(|(name, text)| {
            let pair = [(key, Value::Text(*name)), (value, *text)];
            let pair = pair.into_iter().chain(more.iter().copied()).collect();
            let whole = || Value::Object(store.object_of(names, pair));
            (*name, if is_list { whole() } else { *text })
        })
        .collect();
    let alone = if is_list {
        listed(machine, &tags, &[])
    } else {
        mapped(machine, &tags, Value::Null)
    };
    Some(Carrier {
        property: *property,
        is_list,
        tags,
        alone,
    })
}

fn mapped(machine: &Machine<'_>, tags: &[(Symbol, Value)], own: Value) -> Value {
    let store = machine.heap.store;
    let mut fields = tags.to_vec();
    if let Value::Object(own) = own {
        fields.extend_from_slice(store.fields(own));
    }
    Value::Object(store.object_of(machine.heap.names, fields))
}

fn listed(machine: &Machine<'_>, tags: &[(Symbol, Value)], own: &[Value]) -> Value {
    let store = machine.heap.store;
    let key = machine.heap.names.intern("Key");
    let names_tag = |element: &Value, tag: Symbol| match element {
        Value::Object(object) => store.field(*object, key) == Some(Value::Text(tag)),
        _ => false,
    };
    let mut all: Vec<_> = tags
        .iter()
        .filter(|(name, _)| !own.iter().any(|element| names_tag(element, *name)))
        .map(|(_, tag)| *tag)
        .collect();
    all.extend(own);
    Value::List(store.list(&all))
}
