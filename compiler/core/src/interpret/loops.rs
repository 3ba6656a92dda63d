//! For-expressions.

use super::evaluate::MOST_ELEMENTS;
use super::{Evaluated, Failed, Machine, Scope};
use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::ForIr;
use crate::value::Value;

/// Keys in the order in which they come, each with its results.
type IndexedGroups = Vec<(Symbol, Vec<Value>)>;

impl<'a> Machine<'a> {
    #[inline(never)]
    pub(super) fn for_each(
        &mut self,
        parts: &'a ForIr,
        span: Span,
        scope: &mut Scope,
    ) -> Evaluated {
        let pairs: Vec<(Value, Value)> = match self.evaluate(&parts.over, scope)? {
            Value::List(list) => {
                let elements = self.heap.store.elements(list).iter().enumerate();
                // The key of a set's element is the element.
                let key = |at: usize, element: Value| {
                    if parts.over_set {
                        element
                    } else {
                        Value::Int(at as i64)
                    }
                };
                elements
                    .map(|(at, element)| (key(at, *element), *element))
                    .collect()
            }
            Value::Object(object) => self
                .heap
                .store
                .fields(object)
                .iter()
                .map(|(key, value)| (Value::Text(*key), *value))
                .collect(),
            _ => Vec::new(),
        };
        if pairs.len() > MOST_ELEMENTS {
            self.diagnostics
                .push(codes::sites::too_large(span, "elements", MOST_ELEMENTS));
            return Err(Failed::Reported);
        }
        self.spend(pairs.len(), span)?;
        let before = scope.locals.len();
        scope.locals.truncate(parts.first_local as usize);
        let mut results = Vec::with_capacity(pairs.len());
        let mut keys = Vec::new();
        let outcome = pairs.into_iter().try_for_each(|(key, value)| {
            scope.locals.truncate(parts.first_local as usize);
            scope.locals.extend([key, value]);
            if let Some(condition) = &parts.condition
                && self.evaluate(condition, scope)? != Value::Bool(true)
            {
                return Ok(());
            }
            if let Some(key) = &parts.key {
                keys.push((self.evaluate(key, scope)?, key.span));
            }
            results.push(self.evaluate(&parts.result, scope)?);
            Ok(())
        });
        scope.locals.truncate(parts.first_local as usize);
        debug_assert_eq!(before, scope.locals.len());
        outcome?;
        if parts.key.is_none() {
            return Ok(Value::List(self.heap.store.list(&results)));
        }
        if parts.grouped {
            return self.grouped_results(keys, results);
        }
        self.keyed_results(keys, results)
    }

    /// Each key with the list of its results, in their order.
    fn grouped_results(&mut self, keys: Vec<(Value, Span)>, results: Vec<Value>) -> Evaluated {
        let mut groups: IndexedGroups = Vec::new();
        let mut places = rustc_hash::FxHashMap::default();
        for ((key, _), value) in keys.into_iter().zip(results) {
            let Value::Text(key) = key else {
                return Err(Failed::Reported);
            };
            let place = *places.entry(key).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(value);
        }
        let fields = groups.into_iter();
        let fields = fields.map(|(key, values)| (key, Value::List(self.heap.store.list(&values))));
        let fields = fields.collect();
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, fields),
        ))
    }

    fn keyed_results(&mut self, keys: Vec<(Value, Span)>, results: Vec<Value>) -> Evaluated {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut fields = Vec::with_capacity(results.len());
        for ((key, span), value) in keys.into_iter().zip(results) {
            let Value::Text(key) = key else {
                return Err(Failed::Reported);
            };
            if !seen.insert(key) {
                self.diagnostics
                    .push(codes::sites::key_twice(span, self.heap.names.text(key)));
                return Err(Failed::Reported);
            }
            if value != Value::Null {
                fields.push((key, value));
            }
        }
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, fields),
        ))
    }
}
