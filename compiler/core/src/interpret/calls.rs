//! What uses offer to their callers.

use super::{Evaluated, Failed, Machine, Scope};
use crate::diag::codes;
use crate::names::{Names, Symbol};
use crate::source::Span;
use crate::value::{SiteId, Value};

/// The names by which the compiler knows the fields of a call, and of what a use provides.
pub(super) struct Words {
    pub account: Symbol,
    pub address: Symbol,
    pub backlog: Symbol,
    pub callee: Symbol,
    pub capability: Symbol,
    hard: Symbol,
    pub name: Symbol,
    pub needs: Symbol,
    pub outside: Symbol,
    pub path: Symbol,
    pub per_request: Symbol,
    retries: Symbol,
}

impl Words {
    pub fn new(names: &Names) -> Self {
        Self {
            account: names.intern("account"),
            address: names.intern("address"),
            backlog: names.intern("backlog"),
            callee: names.intern("callee"),
            capability: names.intern("capability"),
            hard: names.intern("hard"),
            name: names.intern("name"),
            needs: names.intern("needs"),
            outside: names.intern("outside"),
            path: names.intern("path"),
            per_request: names.intern("per_request"),
            retries: names.intern("retries"),
        }
    }
}

impl Machine<'_> {
    /// The record of what a use provides, as its caller at a site sees it.
    #[inline(never)]
    pub(super) fn provided(
        &mut self,
        callee: Value,
        number: u32,
        site: SiteId,
        span: Span,
    ) -> Evaluated {
        let Value::Use(id) = callee else {
            return Ok(Value::Null);
        };
        let frame = self.frame_at(id, site);
        if !self.settle(id, site) {
            let what = self.owner_text(frame);
            self.diagnostics
                .push(codes::sites::not_at_site(span, &what, self.region(site)));
            return Err(Failed::Reported);
        }
        let def = &self.component(id).provides[number as usize];
        let mut scope = Scope::new(frame);
        if let Some(when) = &def.when
            && self.evaluate(when, &mut scope)? != Value::Bool(true)
        {
            let why = match &def.error {
                Some(error) => Some(self.evaluate(error, &mut scope)?),
                None => None,
            };
            let why = why.map(|why| self.show(why));
            let here = match self.sites.len() {
                1 => "here".to_owned(),
                _ => format!("at {}", self.region(site)),
            };
            let capability = (self.heap.names.text(def.name.name), def.name.span);
            self.diagnostics.push(codes::sites::not_provided(
                span,
                &self.owner_text(frame),
                capability,
                &here,
                why.as_deref(),
            ));
            return Err(Failed::Reported);
        }
        let record = self.evaluate(&def.record, &mut scope)?;
        let words = &self.words;
        // Sorted by name.
        let known = [
            (words.account, self.known_account(frame)),
            (words.callee, Value::Text(self.owner(id))),
            (words.capability, Value::Text(def.name.name)),
            (words.name, self.self_name(frame)),
            (words.needs, Value::Text(words.hard)),
            (words.per_request, Value::Int(1)),
            (words.retries, Value::Int(0)),
        ];
        let known = Value::Object(self.heap.store.object(&known));
        Ok(self.with(known, record))
    }

    /// A record with the fields of another over it.
    #[inline(never)]
    pub(super) fn with(&self, record: Value, over: Value) -> Value {
        let (Value::Object(below), Value::Object(above)) = (record, over) else {
            return record;
        };
        Value::Object(self.heap.store.over(self.heap.names, below, above))
    }
}
