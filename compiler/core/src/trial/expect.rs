//! What a test expects, against what there is.

use std::cmp::Ordering;

use super::known::Known;
use super::read::{Expect, Refusal, Test};
use super::show::{self, Form};
use crate::diag::{Diagnostic, codes};
use crate::eval::{Resource, World};
use crate::interpret::{Machine, ROOT, Scope};
use crate::paths;
use crate::source::Span;
use crate::spelling::nearest;
use crate::syntax::tree::Ident;
use crate::value::{SiteId, Value};

/// Adds to the diagnostics what does not hold.
pub(super) fn check(test: &Test, world: &World, known: &mut Known<'_>, machine: &mut Machine<'_>) {
    let addresses: Vec<String> = world
        .resources
        .iter()
        .map(|one| address(machine, one))
        .collect();
    for (at, condition) in test.holds.iter().enumerate() {
        if let Some(value) = evaluate(machine, at, machine.sites.home())
            && value != Value::Bool(true)
        {
            let found = show::value(machine, value, Form::Hcl);
            let parts = parts(machine, at);
            let failed = codes::trial::does_not_hold(condition.span, &found, &parts);
            machine.diagnostics.push(failed);
        }
    }
    for absent in &test.absent {
        let wanted = expected(machine.heap.names.text(absent.name));
        if let Some(found) = addresses
            .iter()
            .position(|known| paths::below(known, &wanted).is_some())
        {
            let there = codes::trial::is_there(absent.span, &paths::pasted(&addresses[found]));
            machine.diagnostics.push(there);
        }
    }
    let mut question = test.holds.len();
    for expect in &test.expects {
        resource(expect, question, (world, &addresses), known, machine);
        question += expect.properties.len();
    }
}

fn address(machine: &Machine<'_>, resource: &Resource) -> String {
    machine
        .heap
        .store
        .address_text(machine.heap.names, resource.address)
}

/// An address that is expected, as the compiler writes it: keys may stand in either quotes.
fn expected(written: &str) -> String {
    paths::address(written).unwrap_or_else(|| written.to_owned())
}

fn evaluate(machine: &mut Machine<'_>, question: usize, site: SiteId) -> Option<Value> {
    let program = machine.program;
    let asked = program.questions.get(question)?;
    let frame = machine.frame_at(ROOT, site);
    machine.evaluate(asked, &mut Scope::new(frame)).ok()
}

/// What the parts of a condition are, that does not hold at home.
fn parts(machine: &mut Machine<'_>, question: usize) -> Vec<(Span, String)> {
    let program = machine.program;
    let mut parts = Vec::new();
    if let Some(asked) = program.questions.get(question) {
        let frame = machine.frame_at(ROOT, machine.sites.home());
        machine.explain(asked, &mut Scope::new(frame), &mut parts);
    }
    parts
}

/// One `expect` block. Its properties are the questions from `question` on.
fn resource(
    expect: &Expect,
    question: usize,
    (world, addresses): (&World, &[String]),
    known: &mut Known<'_>,
    machine: &mut Machine<'_>,
) {
    let names = machine.heap.names;
    let wanted = expected(names.text(expect.address.name));
    let here = world
        .resources
        .iter()
        .zip(addresses)
        .filter(|(resource, address)| {
            let region = machine.region(resource.site);
            **address == wanted && expect.at.is_none_or(|at| names.text(at.name) == region)
        });
    let here: Vec<&Resource> = here.map(|(resource, _)| resource).collect();
    if here.is_empty() {
        let elsewhere: Vec<&str> = world
            .resources
            .iter()
            .zip(addresses)
            .filter(|(_, address)| **address == wanted)
            .map(|(resource, _)| machine.region(resource.site))
            .collect();
        let near = nearest(&wanted, addresses.iter().map(String::as_str)).map(paths::pasted);
        let wanted = paths::pasted(&wanted);
        let span = expect.address.span;
        let missing = codes::trial::not_there(span, &wanted, near.as_deref(), &elsewhere);
        machine.diagnostics.push(missing);
    }
    for resource in here {
        if let Some(type_name) = expect
            .type_name
            .filter(|name| name.name != resource.type_name)
        {
            let found = names.text(resource.type_name);
            machine
                .diagnostics
                .push(codes::trial::other_type(type_name.span, found));
        }
        for (at, property) in expect.properties.iter().enumerate() {
            let Some(value) = evaluate(machine, question + at, resource.site) else {
                continue;
            };
            let name = property.name.name;
            let found = machine.heap.store.field(resource.properties, name);
            if found.is_none()
                && let Some(unknown) = unknown(machine, resource, property.name)
            {
                machine.diagnostics.push(unknown);
                continue;
            }
            let mut path = names.text(name).to_owned();
            let found = found.unwrap_or(Value::Null);
            let mut sides = Sides {
                machine: &*machine,
                known: &mut *known,
                site: resource.site,
            };
            if let Some(other) = sides.difference(value, found, &mut path) {
                let differs = differs(machine, property.value.span, &path, &other);
                machine.diagnostics.push(differs);
            }
        }
    }
}

/// A property that no resource of the type can have, so that nothing is to be expected of it.
fn unknown(machine: &Machine<'_>, resource: &Resource, property: Ident) -> Option<Diagnostic> {
    let (names, schemas) = (machine.heap.names, machine.heap.schemas);
    let root = schemas.load(names, resource.type_id).root;
    let text = names.text(property.name);
    if schemas.step(names, root, text).is_some() {
        return None;
    }
    let known = schemas.node(names, root).properties().iter();
    let near = nearest(text, known.map(|(name, _)| names.text(*name)));
    let type_name = names.text(resource.type_name);
    Some(codes::schema::unknown_property(
        property.span,
        type_name,
        text,
        near,
    ))
}

/// What is expected, and what there is instead.
struct Other {
    expected: Value,
    found: Value,
}

/// Compares what is expected of a resource with what there is.
struct Sides<'s, 'w, 'm> {
    machine: &'s Machine<'m>,
    known: &'s mut Known<'w>,
    /// Where the resource stands.
    site: SiteId,
}

impl Sides<'_, '_, '_> {
    /// Where two values differ first, if they do; `path` leads there then. Of objects, only the fields
    /// that are expected count.
    fn difference(&mut self, expected: Value, found: Value, path: &mut String) -> Option<Other> {
        let heap = self.machine.heap;
        let store = heap.store;
        match (expected, found) {
            (Value::Object(some), Value::Object(all)) => {
                store.fields(some).iter().find_map(|(key, value)| {
                    let there = store.field(all, *key).unwrap_or(Value::Null);
                    below(path, |path| {
                        path.push('.');
                        path.push_str(heap.names.text(*key));
                        self.difference(*value, there, path)
                    })
                })
            }
            (Value::List(some), Value::List(all)) => {
                let (some, all) = (store.elements(some), store.elements(all));
                if some.len() != all.len() {
                    return Some(Other { expected, found });
                }
                some.iter()
                    .zip(all)
                    .enumerate()
                    .find_map(|(at, (value, there))| {
                        below(path, |path| {
                            path.push_str(&format!("[{at}]"));
                            self.difference(*value, *there, path)
                        })
                    })
            }
            _ if same(expected, found) => None,
            _ => self.other(expected, found),
        }
    }

    /// What is later may be written as what it will be, where that is known.
    fn other(&mut self, expected: Value, found: Value) -> Option<Other> {
        let text = self.known.text(expected, self.site);
        let there = self.known.text(found, self.site);
        if text.is_some() && text == there {
            return None;
        }
        let found = match (expected, there) {
            (Value::Text(_), Some(there)) => Value::Text(self.machine.heap.names.intern(&there)),
            _ => found,
        };
        Some(Other { expected, found })
    }
}

/// Goes a step down, and back up where nothing is found there.
fn below(path: &mut String, step: impl FnOnce(&mut String) -> Option<Other>) -> Option<Other> {
    let before = path.len();
    let found = step(path);
    if found.is_none() {
        path.truncate(before);
    }
    found
}

/// Numbers are the same whether they are written with a fraction or not.
fn same(a: Value, b: Value) -> bool {
    a == b || a.compare(b).is_some_and(Ordering::is_eq)
}

fn differs(machine: &Machine<'_>, span: Span, path: &str, other: &Other) -> Diagnostic {
    let expected = show::value(machine, other.expected, Form::Hcl);
    let found = match other.found {
        Value::Null => None,
        found => Some(show::value(machine, found, Form::Hcl)),
    };
    codes::trial::differs(span, path, &expected, found.as_deref())
}

/// What is left of the diagnostics when those are taken away that were to come, and what was to come
/// and did not.
pub fn refusals(wanted: &[Refusal], mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let fits = |refusal: &Refusal, one: &Diagnostic| {
        let part = refusal.message.as_deref().unwrap_or_default();
        one.code == refusal.code && one.message.contains(part)
    };
    let missing = wanted
        .iter()
        .filter(|refusal| !found.iter().any(|one| fits(refusal, one)))
        .map(|refusal| codes::trial::not_refused(refusal.span, refusal.code));
    let missing: Vec<Diagnostic> = missing.collect();
    found.retain(|one| !wanted.iter().any(|refusal| fits(refusal, one)));
    found.extend(missing);
    found
}
