//! Answers to the questions of behaviours. Truth has three values: an answer that is not known says
//! why, and whatever needs it is not known either. Only `true` proves.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::behaviors::{Behavior, Behaviors, Query, QueryOp};
use crate::eval::{Resource, World};
use crate::graph::{Graph, ResourceIndex};
use crate::names::{Names, Symbol};
use crate::syntax::tree::BinaryOp;
use crate::units_of_measure::Quantity;
use crate::value::{Later, LaterId, SiteId, Store, Value};

use super::Parts;
use super::defaults::Defaults;
use super::existing::Existing;
use super::origin::{Assumed, Origin};

/// An answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A known value. What it refers to is relative to the site.
    Known(Value, SiteId),
    /// A resource of the app.
    Resource(ResourceIndex),
    /// Something that exists already, by number, as it is at a site.
    Existing(u32, SiteId),
    /// Several answers.
    List(Rc<[Answer]>),
    /// Not known.
    Unknown(Unknown),
}

/// Why something is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// A property (or a field of one) is not given, and no default of it is documented.
    Unset(ResourceIndex, Symbol),
    /// A property is known at deployment only.
    AtDeployment(ResourceIndex),
    /// Nobody attached a fact of this name.
    NoFact(ResourceIndex, Symbol),
    /// What a property refers to is not a resource of the app, and nothing is stated of it.
    Elsewhere(ResourceIndex),
    /// Something that exists already does not state this property.
    NotStated(u32, Symbol),
    /// There is none of what is asked for, or there are several.
    NotOne(ResourceIndex),
    /// The behaviour says why.
    Said(Symbol),
    /// The question does not fit the answer.
    Misfit(ResourceIndex),
}

/// What is asked, and of what.
pub struct Asker<'a> {
    /// All resources.
    pub world: &'a World,
    /// Where each one is.
    pub graph: &'a Graph,
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// What types do.
    pub behaviors: &'a Behaviors,
    /// What unset properties are.
    pub defaults: &'a Defaults,
    /// What exists already.
    pub existing: Existing,
    /// Properties that are taken to be something else, while that is tried.
    pub(super) assumed: RefCell<Vec<Assumed>>,
    by_type: FxHashMap<Symbol, Vec<ResourceIndex>>,
    referrers: Vec<OnceCell<FxHashMap<ResourceIndex, Vec<ResourceIndex>>>>,
}

/// One behaviour of one resource, with what was answered so far.
pub struct Subject<'a> {
    /// The resource.
    pub index: ResourceIndex,
    /// What it does.
    pub behavior: &'a Behavior,
    lets: Vec<OnceCell<Answer>>,
}

impl<'a> Subject<'a> {
    /// Nothing answered yet.
    pub fn new(index: ResourceIndex, behavior: &'a Behavior) -> Self {
        Self {
            index,
            behavior,
            lets: behavior.lets.iter().map(|_| OnceCell::new()).collect(),
        }
    }
}

impl<'a> Asker<'a> {
    /// Nothing asked yet.
    pub fn new(
        parts: Parts<'a>,
        (names, store): (&'a Names, &'a Store),
        existing: Existing,
    ) -> Self {
        let Parts {
            world,
            graph,
            behaviors,
            defaults,
        } = parts;
        let mut by_type: FxHashMap<Symbol, Vec<ResourceIndex>> = FxHashMap::default();
        for wanted in &behaviors.referrers {
            by_type.entry(wanted.type_name).or_default();
        }
        for (at, resource) in world.resources.iter().enumerate() {
            if let Some(all) = by_type.get_mut(&resource.type_name) {
                all.push(ResourceIndex(at as u32));
            }
        }
        Self {
            world,
            graph,
            names,
            store,
            behaviors,
            defaults,
            existing,
            assumed: RefCell::default(),
            by_type,
            referrers: behaviors
                .referrers
                .iter()
                .map(|_| OnceCell::new())
                .collect(),
        }
    }

    /// A resource.
    pub fn resource(&self, index: ResourceIndex) -> &'a Resource {
        &self.world.resources[index.index()]
    }

    /// The answer to a question about a subject.
    pub fn ask(&self, subject: &Subject<'a>, query: &'a Query) -> Answer {
        self.answer(subject, query, &mut Vec::new())
    }

    /// Whether something holds; none if it is not known.
    pub fn holds(&self, subject: &Subject<'a>, query: &'a Query) -> Result<bool, Unknown> {
        truth(&self.ask(subject, query), subject.index)
    }

    fn answer(&self, subject: &Subject<'a>, query: &'a Query, locals: &mut Vec<Answer>) -> Answer {
        let own = subject.index;
        match &query.op {
            QueryOp::Const(value) => Answer::Known(*value, self.resource(own).site),
            QueryOp::Own => Answer::Resource(own),
            QueryOp::Let(at) => {
                let cell = &subject.lets[*at];
                let made = || self.answer(subject, &subject.behavior.lets[*at], &mut Vec::new());
                cell.get_or_init(made).clone()
            }
            QueryOp::Local(at) => locals
                .get(*at)
                .cloned()
                .unwrap_or(Answer::Unknown(Unknown::Misfit(own))),
            QueryOp::Get(base, name) => {
                let base = self.answer(subject, base, locals);
                self.get(own, base, *name)
            }
            QueryOp::Target(base) => {
                let base = self.answer(subject, base, locals);
                self.target(own, base)
            }
            QueryOp::Fact(base, name) => match self.answer(subject, base, locals) {
                Answer::Resource(index) => self.fact(index, *name),
                Answer::Unknown(why) => Answer::Unknown(why),
                _ => Answer::Unknown(Unknown::Misfit(own)),
            },
            QueryOp::Referrers(of, at) => {
                let of = self.answer(subject, of, locals);
                let mut found = Vec::new();
                match self.add_referrers(own, of, *at, &mut found) {
                    Ok(()) => Answer::List(found.into_iter().map(Answer::Resource).collect()),
                    Err(why) => Answer::Unknown(why),
                }
            }
            QueryOp::List(elements) => {
                let answers = elements
                    .iter()
                    .map(|element| self.answer(subject, element, locals));
                Answer::List(answers.collect())
            }
            QueryOp::Not(operand) => {
                let operand = self.answer(subject, operand, locals);
                self.of_truth(own, truth(&operand, own).map(|holds| !holds))
            }
            QueryOp::Binary(op @ (BinaryOp::And | BinaryOp::Or), operands) => {
                self.of_truth(own, self.either(subject, *op, operands, locals))
            }
            QueryOp::Binary(op, operands) => {
                let left = self.answer(subject, &operands[0], locals);
                let right = self.answer(subject, &operands[1], locals);
                self.binary(own, *op, &left, &right)
            }
            QueryOp::If(parts) => {
                let condition = self.answer(subject, &parts[0], locals);
                match truth(&condition, own) {
                    Ok(true) => self.answer(subject, &parts[1], locals),
                    Ok(false) => self.answer(subject, &parts[2], locals),
                    Err(why) => Answer::Unknown(why),
                }
            }
            QueryOp::For(number, over, result, condition) => {
                let over = self.answer(subject, over, locals);
                let parts = (*number, &**result, condition.as_deref());
                match self.for_each(subject, over, parts, locals) {
                    Ok(results) => Answer::List(results),
                    Err(why) => Answer::Unknown(why),
                }
            }
            QueryOp::Call(function, arguments) => {
                let answers: Vec<_> = arguments
                    .iter()
                    .map(|argument| self.answer(subject, argument, locals))
                    .collect();
                self.call(own, *function, &answers)
            }
            QueryOp::Broken => Answer::Unknown(Unknown::Misfit(own)),
        }
    }

    /// `&&` and `||`. What decides alone, decides: `false && unknown` is false.
    fn either(
        &self,
        subject: &Subject<'a>,
        op: BinaryOp,
        operands: &'a [Query; 2],
        locals: &mut Vec<Answer>,
    ) -> Result<bool, Unknown> {
        let decides = op == BinaryOp::Or;
        let own = subject.index;
        let left = truth(&self.answer(subject, &operands[0], locals), own);
        if left == Ok(decides) {
            return left;
        }
        let right = truth(&self.answer(subject, &operands[1], locals), own);
        if right == Ok(decides) {
            return right;
        }
        left.and(right)
    }

    /// A for-expression: the variable's number, the result, and the condition.
    fn for_each(
        &self,
        subject: &Subject<'a>,
        over: Answer,
        (number, result, condition): (usize, &'a Query, Option<&'a Query>),
        locals: &mut Vec<Answer>,
    ) -> Result<Rc<[Answer]>, Unknown> {
        let own = subject.index;
        let elements = self.elements(own, over)?;
        let mut results = Vec::with_capacity(elements.len());
        for element in elements.iter() {
            locals.truncate(number);
            locals.push(element.clone());
            if let Some(condition) = condition {
                // If it is not known whether an element stays, the list is not known.
                if !truth(&self.answer(subject, condition, locals), own)? {
                    continue;
                }
                locals.truncate(number + 1);
            }
            results.push(self.answer(subject, result, locals));
        }
        locals.truncate(number);
        Ok(results.into())
    }

    pub(super) fn of_truth(&self, own: ResourceIndex, truth: Result<bool, Unknown>) -> Answer {
        match truth {
            Ok(holds) => Answer::Known(Value::Bool(holds), self.resource(own).site),
            Err(why) => Answer::Unknown(why),
        }
    }

    fn get(&self, own: ResourceIndex, base: Answer, name: Symbol) -> Answer {
        match base {
            Answer::Resource(index) => self.property(index, name),
            Answer::Existing(number, site) => match self.existing.stated(number, site, name) {
                Some(value) => Answer::Known(value, site),
                None => Answer::Unknown(Unknown::NotStated(number, name)),
            },
            Answer::Known(Value::Object(object), site) => match self.store.field(object, name) {
                Some(value) if value != Value::Null => Answer::Known(value, site),
                _ => Answer::Unknown(Unknown::Unset(own, name)),
            },
            Answer::Known(Value::List(_), _) | Answer::List(_) => match self.elements(own, base) {
                Ok(all) => {
                    let each = all.iter().map(|one| self.get(own, one.clone(), name));
                    Answer::List(each.collect())
                }
                Err(why) => Answer::Unknown(why),
            },
            Answer::Known(Value::Later(_), _) => Answer::Unknown(Unknown::AtDeployment(own)),
            Answer::Known(..) => Answer::Unknown(Unknown::Misfit(own)),
            Answer::Unknown(why) => Answer::Unknown(why),
        }
    }

    fn property(&self, index: ResourceIndex, name: Symbol) -> Answer {
        let resource = self.resource(index);
        let given = self.store.field(resource.properties, name);
        let is_this = |origin: &Origin| matches!(origin, Origin::Property(of, path) if *of == index && path[..] == [name]);
        let assumed = self.assumed.borrow();
        let assumed = assumed.iter().find(|(origin, _)| is_this(origin));
        let value = assumed
            .map(|(_, value)| *value)
            .or(given.filter(|value| *value != Value::Null))
            .or_else(|| self.defaults.of(resource.type_name, name));
        match value {
            Some(value) => Answer::Known(value, resource.site),
            None => Answer::Unknown(Unknown::Unset(index, name)),
        }
    }

    fn fact(&self, index: ResourceIndex, name: Symbol) -> Answer {
        let resource = self.resource(index);
        let found = resource.facts.iter().find(|(known, _)| *known == name);
        match found {
            Some((_, Value::Later(_))) => Answer::Unknown(Unknown::AtDeployment(index)),
            Some((_, value)) => Answer::Known(*value, resource.site),
            None => Answer::Unknown(Unknown::NoFact(index, name)),
        }
    }

    fn target(&self, own: ResourceIndex, base: Answer) -> Answer {
        let elsewhere = Answer::Unknown(Unknown::Elsewhere(own));
        match base {
            Answer::Known(Value::Later(id), site) => match self.store.get_later(id) {
                Later::Attribute(address, _) => self
                    .graph
                    .find(address, site)
                    .map_or(elsewhere, Answer::Resource),
                Later::Elsewhere(there, inner) => {
                    self.target(own, Answer::Known(Value::Later(inner), there))
                }
                _ => self
                    .what_exists(Value::Later(id), site)
                    .unwrap_or(elsewhere),
            },
            Answer::Known(id @ Value::Text(_), site) => {
                self.what_exists(id, site).unwrap_or(elsewhere)
            }
            Answer::Known(Value::List(_), _) | Answer::List(_) => match self.elements(own, base) {
                Ok(all) => Answer::List(
                    all.iter()
                        .map(|one| self.target(own, one.clone()))
                        .collect(),
                ),
                Err(why) => Answer::Unknown(why),
            },
            Answer::Unknown(why) => Answer::Unknown(why),
            _ => elsewhere,
        }
    }

    /// What exists already and has this id.
    fn what_exists(&self, id: Value, site: SiteId) -> Option<Answer> {
        let number = self.existing.find(id, site)?;
        Some(Answer::Existing(number, site))
    }

    /// The elements of a list.
    pub fn elements(&self, own: ResourceIndex, list: Answer) -> Result<Rc<[Answer]>, Unknown> {
        match list {
            Answer::List(all) => Ok(all),
            Answer::Known(Value::List(list), site) => {
                let there = self.store.elements(list).iter();
                let there = there.filter(|element| **element != Value::Null);
                Ok(there.map(|element| Answer::Known(*element, site)).collect())
            }
            Answer::Known(Value::Later(_), _) => Err(Unknown::AtDeployment(own)),
            Answer::Unknown(why) => Err(why),
            _ => Err(Unknown::Misfit(own)),
        }
    }

    fn add_referrers(
        &self,
        own: ResourceIndex,
        of: Answer,
        at: usize,
        found: &mut Vec<ResourceIndex>,
    ) -> Result<(), Unknown> {
        let Answer::Resource(index) = of else {
            for element in self.elements(own, of)?.iter() {
                self.add_referrers(own, element.clone(), at, found)?;
            }
            return Ok(());
        };
        let all = self.referrers[at].get_or_init(|| self.find_referrers(at));
        for &referrer in all.get(&index).into_iter().flatten() {
            if !found.contains(&referrer) {
                found.push(referrer);
            }
        }
        Ok(())
    }

    fn find_referrers(&self, at: usize) -> FxHashMap<ResourceIndex, Vec<ResourceIndex>> {
        let wanted = &self.behaviors.referrers[at];
        let mut found: FxHashMap<ResourceIndex, Vec<ResourceIndex>> = FxHashMap::default();
        for &index in self.by_type.get(&wanted.type_name).into_iter().flatten() {
            let resource = self.resource(index);
            let mut value = Value::Object(resource.properties);
            for step in &wanted.path {
                value = match value {
                    Value::Object(object) => self.store.field(object, *step),
                    _ => None,
                }
                .unwrap_or(Value::Null);
            }
            self.each_target(value, resource.site, &mut |to| {
                let all = found.entry(to).or_default();
                if all.last() != Some(&index) {
                    all.push(index);
                }
            });
        }
        found
    }

    /// Every resource that a value refers to, also inside of texts and at other sites.
    fn each_target(&self, value: Value, site: SiteId, found: &mut dyn FnMut(ResourceIndex)) {
        match value {
            Value::Later(id) => self.each_target_of(id, site, found),
            Value::List(list) => {
                for element in self.store.elements(list) {
                    self.each_target(*element, site, found);
                }
            }
            Value::Object(object) => {
                for (_, field) in self.store.fields(object) {
                    self.each_target(*field, site, found);
                }
            }
            _ => {}
        }
    }

    fn each_target_of(&self, id: LaterId, site: SiteId, found: &mut dyn FnMut(ResourceIndex)) {
        match self.store.get_later(id) {
            Later::Attribute(address, _) => {
                if let Some(index) = self.graph.find(address, site) {
                    found(index);
                }
            }
            Later::Template(parts) => self.each_target(Value::List(parts), site, found),
            Later::Json(value) => self.each_target(value, site, found),
            Later::Elsewhere(there, inner) => self.each_target_of(inner, there, found),
            Later::Replace(of, _, _) => self.each_target_of(of, site, found),
            Later::Param(_) | Later::Pseudo(_) => {}
        }
    }
}

/// Whether an answer is true.
pub(super) fn truth(answer: &Answer, own: ResourceIndex) -> Result<bool, Unknown> {
    match answer {
        Answer::Known(Value::Bool(holds), _) => Ok(*holds),
        Answer::Known(Value::Later(_), _) => Err(Unknown::AtDeployment(own)),
        Answer::Unknown(why) => Err(*why),
        _ => Err(Unknown::Misfit(own)),
    }
}

/// A known value that can be compared.
pub(super) fn known(answer: &Answer, own: ResourceIndex) -> Result<Value, Unknown> {
    match answer {
        Answer::Known(Value::Later(_), _) => Err(Unknown::AtDeployment(own)),
        Answer::Known(value, _) => Ok(*value),
        Answer::Unknown(why) => Err(*why),
        _ => Err(Unknown::Misfit(own)),
    }
}

/// The whole number of an answer.
pub fn int(answer: &Answer, own: ResourceIndex) -> Result<i64, Unknown> {
    match known(answer, own)? {
        Value::Int(int) => Ok(int),
        _ => Err(Unknown::Misfit(own)),
    }
}

/// The quantity of an answer.
pub fn quantity(answer: &Answer, own: ResourceIndex) -> Result<Quantity, Unknown> {
    match known(answer, own)? {
        Value::Quantity(quantity) => Ok(quantity),
        _ => Err(Unknown::Misfit(own)),
    }
}
