//! Resources against their schemas, completely: every keyword that a schema says about a value. In:
//! a resource's properties and the schema of its type in its region. Out: [`Violation`]s, with all
//! facts and the place inside the properties. Never: source places (the caller has the provenance),
//! and no judgement on what is known at deployment only.

mod combine;
mod diagnose;
mod format;
mod object;
mod scalar;
#[cfg(test)]
mod tests;
mod violation;

use std::cell::RefCell;

pub use diagnose::diagnostic;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
pub use violation::{Found, PathStep, PropertyPath, Violation, ViolationKind};

use crate::names::Names;
use crate::schema::{Node, NodeId, PathSegment, ResourceSchema, Schemas, TypeId, TypeMask};
use crate::value::{ListId, ObjectId, Store, Value};

/// Whether a value is as a node wants it: the worse, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Verdict {
    /// It is.
    Yes,
    /// Nothing speaks against it, but it holds something that is known at deployment only.
    Open,
    /// It is not.
    No,
}

impl Verdict {
    /// Both must hold.
    fn and(self, other: Verdict) -> Verdict {
        self.max(other)
    }
}

/// A value that holds no more than so many is judged again sooner than its verdict is looked up.
const SMALL: u32 = 32;

/// Checks resources of one compilation, and remembers what it has seen: equal values are one value
/// in the [`Store`], so two regions cost little more than one.
pub struct Checker<'a> {
    names: &'a Names,
    store: &'a Store,
    schemas: &'a Schemas,
    verdicts: RefCell<Verdicts>,
}

/// What was found of objects and lists; for one set of tables.
#[derive(Default)]
pub struct Verdicts {
    objects: HashMap<(NodeId, ObjectId), Verdict, FxBuildHasher>,
    lists: HashMap<(NodeId, ListId), Verdict, FxBuildHasher>,
}

impl Verdicts {
    fn get(&self, node: NodeId, value: Value) -> Option<Verdict> {
        match value {
            Value::Object(object) => self.objects.get(&(node, object)).copied(),
            Value::List(list) => self.lists.get(&(node, list)).copied(),
            _ => None,
        }
    }

    fn insert(&mut self, node: NodeId, value: Value, verdict: Verdict) {
        match value {
            Value::Object(object) => {
                self.objects.insert((node, object), verdict);
            }
            Value::List(list) => {
                self.lists.insert((node, list), verdict);
            }
            _ => {}
        }
    }
}

impl<'a> Checker<'a> {
    /// A checker for values of `store`.
    pub fn new(names: &'a Names, store: &'a Store, schemas: &'a Schemas) -> Self {
        Self::remembering(names, store, schemas, Verdicts::default())
    }

    /// A checker that knows what another one of the same tables found.
    pub fn remembering(
        names: &'a Names,
        store: &'a Store,
        schemas: &'a Schemas,
        verdicts: Verdicts,
    ) -> Self {
        Self {
            names,
            store,
            schemas,
            verdicts: RefCell::new(verdicts),
        }
    }

    /// Whether a verdict on a value is likely to be asked for again: because the value is, or because it
    /// is so large that alternatives of its schema may lead to it more than once.
    fn is_worth_remembering(&self, value: Value) -> bool {
        match value {
            Value::Object(_) | Value::List(_) => {
                self.store.came_again(value) || self.store.weight(value) > SMALL
            }
            _ => false,
        }
    }

    /// What was found.
    pub fn into_verdicts(self) -> Verdicts {
        self.verdicts.into_inner()
    }

    /// What is wrong with a resource of a type in a region. A type that does not exist there is the
    /// caller's to report (`Schemas::exists_in`); it is checked against the type's widest schema.
    pub fn check_resource(
        &self,
        type_id: TypeId,
        region: &str,
        properties: ObjectId,
    ) -> Vec<Violation> {
        let schema = self
            .schemas
            .load_in(self.names, type_id, region)
            .unwrap_or_else(|| self.schemas.load(self.names, type_id));
        self.check(schema, properties)
    }

    /// What is wrong with a resource. Empty, and nothing allocated, when it is right.
    pub fn check(&self, schema: &ResourceSchema, properties: ObjectId) -> Vec<Violation> {
        let value = Value::Object(properties);
        let mut walk = Walk::silent(self);
        if walk.node(schema.root, value) == Verdict::No {
            walk.silent = false;
            walk.node(schema.root, value);
        }
        self.set_by_the_service(schema, value, &mut walk);
        walk.each_once()
    }

    /// What is wrong with a value at the place of a node.
    pub fn check_value(&self, node: NodeId, value: Value) -> Vec<Violation> {
        let mut walk = Walk::silent(self);
        if walk.node(node, value) == Verdict::No {
            walk.silent = false;
            walk.node(node, value);
        }
        walk.each_once()
    }

    /// Finds properties that are set and read-only.
    fn set_by_the_service(&self, schema: &ResourceSchema, value: Value, walk: &mut Walk) {
        for path in &schema.read_only {
            self.find_set(path, value, walk);
        }
    }

    fn find_set(&self, path: &[PathSegment], value: Value, walk: &mut Walk) {
        let Some((segment, rest)) = path.split_first() else {
            let violation = walk.violation(ViolationKind::ReadOnly);
            walk.violations.push(violation);
            return;
        };
        match (*segment, value) {
            (PathSegment::Name(name), Value::Object(object)) => {
                if let Some(found) = self.store.field(object, name).filter(is_set) {
                    walk.path.push(PathStep::Name(name));
                    self.find_set(rest, found, walk);
                    walk.path.pop();
                }
            }
            (PathSegment::Each, Value::List(list)) => {
                for (index, &element) in self.store.elements(list).iter().enumerate() {
                    walk.path.push(PathStep::Index(index as u32));
                    self.find_set(rest, element, walk);
                    walk.path.pop();
                }
            }
            (PathSegment::Each, Value::Object(object)) => {
                for &(name, field) in self.store.fields(object).iter().filter(|f| is_set(&f.1)) {
                    walk.path.push(PathStep::Name(name));
                    self.find_set(rest, field, walk);
                    walk.path.pop();
                }
            }
            _ => {}
        }
    }
}

/// Whether a field counts as there.
fn is_set(value: &Value) -> bool {
    *value != Value::Null
}

/// One walk through a value. Silent walks stop at the first fault and say nothing; the same rules
/// then name all of them.
struct Walk<'c> {
    checker: &'c Checker<'c>,
    silent: bool,
    path: Vec<PathStep>,
    violations: Vec<Violation>,
}

impl<'c> Walk<'c> {
    fn silent(checker: &'c Checker<'c>) -> Self {
        Self {
            checker,
            silent: true,
            path: Vec::new(),
            violations: Vec::new(),
        }
    }

    /// The violations without repetitions: nodes that are combined can find the same fault.
    fn each_once(self) -> Vec<Violation> {
        let mut once: Vec<Violation> = Vec::new();
        for violation in self.violations {
            if !once.iter().any(|known| known.says_the_same(&violation)) {
                once.push(violation);
            }
        }
        once
    }

    /// The verdict of a node on a value.
    fn node(&mut self, id: NodeId, value: Value) -> Verdict {
        if !self.checker.is_worth_remembering(value) {
            return self.judge(id, value);
        }
        let known = self.checker.verdicts.borrow().get(id, value);
        match known {
            Some(Verdict::No) if !self.silent => self.judge(id, value),
            Some(verdict) => verdict,
            None => {
                let verdict = self.judge(id, value);
                let mut verdicts = self.checker.verdicts.borrow_mut();
                verdicts.insert(id, value, verdict);
                verdict
            }
        }
    }

    /// The verdict on what lies a step below.
    fn below(&mut self, step: PathStep, id: NodeId, value: Value) -> Verdict {
        if self.silent {
            return self.node(id, value);
        }
        self.path.push(step);
        let verdict = self.node(id, value);
        self.path.pop();
        verdict
    }

    /// All that a node says.
    fn judge(&mut self, id: NodeId, value: Value) -> Verdict {
        let node = self.checker.schemas.node(self.checker.names, id);
        let fits = self.kind(node, value);
        if fits == Verdict::No || matches!(value, Value::Later(_)) {
            return fits;
        }
        let mut verdict = fits;
        if let Some(allowed) = &node.enumeration {
            verdict = verdict.and(self.enumerated(allowed, value));
            if self.enough(verdict) {
                return verdict;
            }
        }
        verdict = verdict.and(match value {
            Value::Text(text) => self.text(&node.text, text),
            Value::Int(_) | Value::Number(_) => self.number(node, value),
            Value::Object(object) => self.object(node, object),
            Value::List(list) => self.list(node, list),
            _ => Verdict::Yes,
        });
        match &node.combination {
            Some(combination) if !self.enough(verdict) => {
                verdict.and(self.combination(combination, value))
            }
            _ => verdict,
        }
    }

    /// Whether the value is of a type that the node allows.
    fn kind(&mut self, node: &Node, value: Value) -> Verdict {
        let found = match value {
            Value::Later(_) if node.is_anything() => return Verdict::Yes,
            // Whether it is one value or a list of them, its type has said.
            Value::Later(_) if node.types.allows(TypeMask::SCALAR) => return Verdict::Open,
            Value::Later(_) if node.types.allows(TypeMask::ARRAY) => return Verdict::Open,
            Value::Text(_) => TypeMask::STRING,
            Value::Bool(_) => TypeMask::BOOLEAN,
            Value::Int(_) => TypeMask::WHOLE,
            Value::Number(number) if number.get().fract() == 0.0 => TypeMask::WHOLE,
            Value::Number(_) => TypeMask::NUMBER,
            Value::List(_) => TypeMask::ARRAY,
            Value::Object(_) => TypeMask::OBJECT,
            Value::Null if node.types.names(TypeMask::NULL) => return Verdict::Yes,
            Value::Null
            | Value::Later(_)
            | Value::Quantity(_)
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => return self.wrong_type(node, value),
        };
        if node.types.allows(found) {
            Verdict::Yes
        } else {
            self.wrong_type(node, value)
        }
    }

    #[cold]
    fn wrong_type(&mut self, node: &Node, value: Value) -> Verdict {
        self.fail(|| ViolationKind::WrongType {
            expected: node.types,
            found: Found::of(value),
        })
    }

    /// Whether a silent walk has seen all it needs.
    fn enough(&self, verdict: Verdict) -> bool {
        self.silent && verdict == Verdict::No
    }

    #[cold]
    fn fail(&mut self, kind: impl FnOnce() -> ViolationKind) -> Verdict {
        if !self.silent {
            let violation = self.violation(kind());
            self.violations.push(violation);
        }
        Verdict::No
    }

    fn violation(&self, kind: ViolationKind) -> Violation {
        Violation {
            path: PropertyPath(self.path.as_slice().into()),
            kind,
        }
    }

    /// A rule that holds, or else a violation.
    fn rule(&mut self, holds: bool, kind: impl FnOnce() -> ViolationKind) -> Verdict {
        if holds { Verdict::Yes } else { self.fail(kind) }
    }
}
