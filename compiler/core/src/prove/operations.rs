//! Operators and functions of behaviours, over answers with three truth values.

use std::rc::Rc;

use crate::behaviors::QueryFunction;
use crate::eval::Resource;
use crate::graph::ResourceIndex;
use crate::syntax::tree::BinaryOp;
use crate::value::Value;

use super::answer::{Answer, Asker, Unknown, int, known, truth};

/// Whether two answers are the same: known values, or the same resource.
fn same(a: &Answer, b: &Answer, own: ResourceIndex) -> Result<bool, Unknown> {
    match (a, b) {
        (Answer::Unknown(why), _) | (_, Answer::Unknown(why)) => Err(*why),
        (Answer::Resource(a), Answer::Resource(b)) => Ok(a == b),
        (Answer::Existing(a, _), Answer::Existing(b, _)) => Ok(a == b),
        (Answer::Known(a, here), Answer::Known(b, there)) if a == b && here == there => Ok(true),
        (Answer::Known(..), Answer::Known(..)) => {
            let (a, b) = (known(a, own)?, known(b, own)?);
            let alike = std::mem::discriminant(&a) == std::mem::discriminant(&b);
            // A text is no number: that they differ says nothing.
            match a.compare(b) {
                Some(order) => Ok(order.is_eq()),
                None if alike => Ok(a == b),
                None => Err(Unknown::Misfit(own)),
            }
        }
        _ => Err(Unknown::Misfit(own)),
    }
}

impl Asker<'_> {
    pub(super) fn binary(
        &self,
        own: ResourceIndex,
        op: BinaryOp,
        left: &Answer,
        right: &Answer,
    ) -> Answer {
        let result = match op {
            BinaryOp::Equal => same(left, right, own),
            BinaryOp::NotEqual => same(left, right, own).map(|same| !same),
            _ => {
                return self
                    .arithmetic(own, op, left, right)
                    .unwrap_or_else(Answer::Unknown);
            }
        };
        self.of_truth(own, result)
    }

    fn arithmetic(
        &self,
        own: ResourceIndex,
        op: BinaryOp,
        left: &Answer,
        right: &Answer,
    ) -> Result<Answer, Unknown> {
        let (left, right) = (known(left, own)?, known(right, own)?);
        let misfit = Unknown::Misfit(own);
        let compared = |holds: fn(std::cmp::Ordering) -> bool| {
            let order = left.compare(right).ok_or(misfit)?;
            Ok(self.of_truth(own, Ok(holds(order))))
        };
        let (a, b) = match op {
            BinaryOp::Less => return compared(std::cmp::Ordering::is_lt),
            BinaryOp::LessEqual => return compared(std::cmp::Ordering::is_le),
            BinaryOp::Greater => return compared(std::cmp::Ordering::is_gt),
            BinaryOp::GreaterEqual => return compared(std::cmp::Ordering::is_ge),
            _ => match (left, right) {
                (Value::Int(a), Value::Int(b)) => (a, b),
                _ => return Err(misfit),
            },
        };
        let result = match op {
            BinaryOp::Add => a.checked_add(b),
            BinaryOp::Subtract => a.checked_sub(b),
            BinaryOp::Multiply => a.checked_mul(b),
            BinaryOp::Divide => a.checked_div(b),
            BinaryOp::Remainder => a.checked_rem(b),
            _ => None,
        };
        let site = self.resource(own).site;
        result
            .map(|int| Answer::Known(Value::Int(int), site))
            .ok_or(misfit)
    }

    pub(super) fn call(
        &self,
        own: ResourceIndex,
        function: QueryFunction,
        arguments: &[Answer],
    ) -> Answer {
        self.called(own, function, arguments)
            .unwrap_or_else(Answer::Unknown)
    }

    fn called(
        &self,
        own: ResourceIndex,
        function: QueryFunction,
        arguments: &[Answer],
    ) -> Result<Answer, Unknown> {
        let site = self.resource(own).site;
        let misfit = Unknown::Misfit(own);
        let value = |value| Ok(Answer::Known(value, site));
        let list = || self.elements(own, arguments[0].clone());
        let truth_of = |result| Ok(self.of_truth(own, result));
        match function {
            QueryFunction::Length => value(Value::Int(list()?.len() as i64)),
            QueryFunction::Distinct => {
                let mut found: Vec<Answer> = Vec::new();
                for element in list()?.iter() {
                    let mut is_new = true;
                    for known in &found {
                        is_new &= !same(known, element, own)?;
                    }
                    if let Answer::Unknown(why) = element {
                        return Err(*why);
                    }
                    if is_new {
                        found.push(element.clone());
                    }
                }
                Ok(Answer::List(found.into()))
            }
            QueryFunction::Only => match &*list()? {
                [one] => Ok(one.clone()),
                _ => Err(Unknown::NotOne(own)),
            },
            QueryFunction::IsSet => match arguments[0] {
                Answer::Unknown(
                    Unknown::Unset(..) | Unknown::NoFact(..) | Unknown::NotStated(..),
                ) => truth_of(Ok(false)),
                Answer::Unknown(why) => Err(why),
                _ => truth_of(Ok(true)),
            },
            QueryFunction::Contains => {
                let mut result = Ok(false);
                for element in list()?.iter() {
                    match same(element, &arguments[1], own) {
                        Ok(true) => return truth_of(Ok(true)),
                        Ok(false) => {}
                        Err(why) => result = Err(why),
                    }
                }
                truth_of(result)
            }
            QueryFunction::Min | QueryFunction::Max => {
                let (a, b) = (known(&arguments[0], own)?, known(&arguments[1], own)?);
                let order = a.compare(b).ok_or(misfit)?;
                value(if order.is_lt() == (function == QueryFunction::Min) {
                    a
                } else {
                    b
                })
            }
            QueryFunction::Sum => {
                let mut sum = 0_i64;
                for element in list()?.iter() {
                    sum = sum.checked_add(int(element, own)?).ok_or(misfit)?;
                }
                value(Value::Int(sum))
            }
            QueryFunction::All | QueryFunction::Any => {
                let decides = function == QueryFunction::Any;
                let mut result = Ok(!decides);
                for element in list()?.iter() {
                    match truth(element, own) {
                        Ok(holds) if holds == decides => return truth_of(Ok(decides)),
                        Ok(_) => {}
                        Err(why) => result = Err(why),
                    }
                }
                truth_of(result)
            }
            QueryFunction::StartsWith | QueryFunction::Fits => {
                match (known(&arguments[0], own)?, known(&arguments[1], own)?) {
                    (Value::Text(text), Value::Text(other)) => {
                        let (text, other) = (self.names.text(text), self.names.text(other));
                        truth_of(Ok(if function == QueryFunction::Fits {
                            fits(text, other)
                        } else {
                            text.starts_with(other)
                        }))
                    }
                    _ => Err(misfit),
                }
            }
            QueryFunction::Twins => match arguments[0] {
                Answer::Resource(of) => Ok(Answer::List(self.twins(of))),
                Answer::Unknown(why) => Err(why),
                _ => Err(misfit),
            },
            QueryFunction::Unknown => match arguments[0] {
                Answer::Known(Value::Text(why), _) => Err(Unknown::Said(why)),
                _ => Err(misfit),
            },
        }
    }

    /// The same resource at the app's other sites.
    fn twins(&self, of: ResourceIndex) -> Rc<[Answer]> {
        let Resource { address, site, .. } = *self.resource(of);
        let others = self.world.sites.ids().filter(|other| *other != site);
        others
            .filter_map(|other| self.graph.find(address, other))
            .map(Answer::Resource)
            .collect()
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters, and `?` for one.
fn fits(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut next) = (0, 0);
    // The last `*`, and where what it stands for ends so far: it may stand for one more.
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        match (pattern.get(next), star) {
            (Some('*'), _) => {
                star = Some((next, at));
                next += 1;
            }
            (Some(wanted), _) if *wanted == '?' || *wanted == text[at] => {
                at += 1;
                next += 1;
            }
            (_, Some((behind, end))) => {
                star = Some((behind, end + 1));
                (next, at) = (behind + 1, end + 1);
            }
            (_, None) => return false,
        }
    }
    pattern[next..].iter().all(|rest| *rest == '*')
}
