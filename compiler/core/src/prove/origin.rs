//! Which property or fact gave an answer its value, so that it can be traced to what a user wrote.

use crate::behaviors::{Query, QueryFunction, QueryOp};
use crate::eval::{self, Step, Written};
use crate::graph::ResourceIndex;
use crate::interpret::Machine;
use crate::names::Symbol;
use crate::syntax::tree::BinaryOp;
use crate::value::Value;

use super::answer::{Answer, Asker, Subject};

/// What an answer was read from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A property of a resource.
    Property(ResourceIndex, Vec<Symbol>),
    /// A fact about a resource.
    Fact(ResourceIndex, Symbol),
}

impl Origin {
    /// Where a user wrote it; none where no component declares the fact.
    pub fn written(
        &self,
        asker: &Asker<'_>,
        machine: &mut Machine<'_>,
        loosely: bool,
    ) -> Option<Written> {
        match self {
            Origin::Property(index, path) => {
                let steps: Vec<_> = path.iter().map(|name| Step::Name(*name)).collect();
                Some(eval::trace_property(
                    machine,
                    asker.resource(*index),
                    &steps,
                ))
            }
            Origin::Fact(index, name) => {
                let (value, frame) = eval::declared_fact(machine, asker.resource(*index), *name)?;
                Some(eval::trace(machine, value, frame, &[], loosely))
            }
        }
    }
}

impl<'a> Asker<'a> {
    /// What the answer to a question was read from, where it was read from one place.
    pub fn origin(&self, subject: &Subject<'a>, query: &'a Query) -> Option<Origin> {
        match &query.op {
            QueryOp::Get(base, name) => {
                let found = match self.ask(subject, base) {
                    Answer::Resource(index) => Some(index),
                    Answer::List(all) => match &*all {
                        [Answer::Resource(index)] => Some(*index),
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(index) = found {
                    return Some(Origin::Property(index, vec![*name]));
                }
                match self.origin(subject, base)? {
                    Origin::Property(index, mut path) => {
                        path.push(*name);
                        Some(Origin::Property(index, path))
                    }
                    Origin::Fact(..) => None,
                }
            }
            QueryOp::Fact(base, name) => match self.ask(subject, base) {
                Answer::Resource(index) => Some(Origin::Fact(index, *name)),
                _ => None,
            },
            QueryOp::Let(at) => self.origin(subject, &subject.behavior.lets[*at]),
            QueryOp::If(parts) => match self.holds(subject, &parts[0]) {
                Ok(true) => self.origin(subject, &parts[1]),
                Ok(false) => self.origin(subject, &parts[2]),
                Err(_) => None,
            },
            QueryOp::Call(QueryFunction::Only, arguments) => self.origin(subject, &arguments[0]),
            _ => None,
        }
    }
}

/// Which properties are taken to be what, while something is tried.
pub type Assumed = (Origin, Value);

impl<'a> Asker<'a> {
    /// Runs `inner` with properties that have other values.
    pub fn assuming<T>(&self, assumed: &[Assumed], inner: impl FnOnce() -> T) -> T {
        let before = self.assumed.replace(assumed.to_vec());
        let result = inner();
        self.assumed.replace(before);
        result
    }

    /// Which properties would have to be what, so that a condition is as `wanted`. They are tried
    /// out by whoever asks.
    pub fn what_would_hold(
        &self,
        subject: &Subject<'a>,
        condition: &'a Query,
        wanted: bool,
        found: &mut Vec<Assumed>,
    ) {
        if self.holds(subject, condition) == Ok(wanted) {
            return;
        }
        match &condition.op {
            QueryOp::Let(at) => {
                self.what_would_hold(subject, &subject.behavior.lets[*at], wanted, found);
            }
            QueryOp::Not(inner) => self.what_would_hold(subject, inner, !wanted, found),
            QueryOp::Binary(BinaryOp::And | BinaryOp::Or, parts) => {
                for part in parts.iter() {
                    self.what_would_hold(subject, part, wanted, found);
                }
            }
            QueryOp::Binary(op, parts) if wanted => {
                let QueryOp::Const(limit) = parts[1].op else {
                    return;
                };
                let value = match (op, limit) {
                    (BinaryOp::Equal | BinaryOp::GreaterEqual | BinaryOp::LessEqual, value) => {
                        value
                    }
                    (BinaryOp::Greater, Value::Int(limit)) => Value::Int(limit.saturating_add(1)),
                    (BinaryOp::Less, Value::Int(limit)) => Value::Int(limit.saturating_sub(1)),
                    _ => return,
                };
                found.extend(
                    self.origin(subject, &parts[0])
                        .map(|origin| (origin, value)),
                );
            }
            QueryOp::Get(..) => {
                let origin = self.origin(subject, condition);
                found.extend(origin.map(|origin| (origin, Value::Bool(wanted))));
            }
            _ => {}
        }
    }
}
