//! Applies the rules of a translation to the properties of a resource.

use super::provider::Shape;
use super::translation::{Known, Literal, Rule, Rules};
use super::tree::{Block, Body, Expr, Piece};
use super::{Lowering, ProblemKind};
use crate::eval::Step;
use crate::names::Symbol;
use crate::value::{ListId, ObjectId, Value};

/// Where rules put things: the body, and what the provider says of it.
pub(super) struct Into<'s> {
    /// Terraform's type, for messages.
    pub to: &'s str,
    /// What the body may have.
    pub shape: &'s Shape,
    /// The body.
    pub body: Body,
}

impl<'s> Into<'s> {
    pub(super) fn new(to: &'s str, shape: &'s Shape) -> Self {
        Self {
            to,
            shape,
            body: Body::default(),
        }
    }
}

impl Lowering<'_> {
    /// Applies rules to the fields of an object, in the order of the rules. `elsewhere` says which
    /// fields reach another resource.
    pub(super) fn apply(
        &mut self,
        rules: &Rules,
        object: ObjectId,
        into: &mut Into<'_>,
        elsewhere: impl Fn(&str) -> bool,
    ) {
        let tables = self.tables;
        let fields = tables.store.fields(object);
        for (property, rule) in rules {
            let name = |field: &&(Symbol, Value)| tables.names.text(field.0) == property;
            if let Some((symbol, value)) = fields.iter().find(name) {
                self.path.push(Step::Name(*symbol));
                self.rule(rule, *value, object, into);
                self.path.pop();
            }
        }
        for (symbol, _) in fields {
            let field = tables.names.text(*symbol);
            let known = rules.iter().any(|(property, _)| property == field);
            if !known && !elsewhere(field) {
                self.path.push(Step::Name(*symbol));
                self.problem(ProblemKind::NoRule);
                self.path.pop();
            }
        }
    }

    /// Applies one rule. `around` is the object that the value is a field of.
    pub(super) fn rule(
        &mut self,
        rule: &Rule,
        value: Value,
        around: ObjectId,
        into: &mut Into<'_>,
    ) {
        match rule {
            Rule::Rename(to) => {
                let value = self.coerced(value, to, into.shape);
                self.put(into, to, value);
            }
            Rule::Json(to) => {
                let encoded = match value {
                    // JSON text already.
                    Value::Text(_) | Value::Later(_) => self.value(value),
                    other => Expr::Call("jsonencode", vec![self.value(other)]),
                };
                self.put(into, to, encoded);
            }
            Rule::Pairs { to, key, value: of } => {
                let pairs = self.pairs(value, key, of);
                self.put(into, to, pairs);
            }
            Rule::Block(to, rules) => self.blocks(to, rules, value, into),
            Rule::Unnest(rules) => match value {
                Value::Object(object) => self.apply(rules, object, into, |_| false),
                _ => self.unfit("an object"),
            },
            Rule::Words(to, words) => {
                let word = self.known_text(value);
                let word = word.and_then(|word| words.iter().find(|(known, _)| *known == word));
                match word {
                    Some((_, known)) => self.put(into, to, literal(known)),
                    None => self.unfit_word(words.iter().map(|(word, _)| word.as_str())),
                }
            }
            Rule::Variant { by, to } => {
                let selected = self.field(around, by);
                let word = selected.and_then(|value| self.known_text(value));
                let to_attribute =
                    word.and_then(|word| to.iter().find(|(known, _)| *known == word));
                match to_attribute {
                    Some((_, attribute)) => {
                        let value = self.coerced(value, attribute, into.shape);
                        self.put(into, attribute, value);
                    }
                    None => self.unfit_word(to.iter().map(|(word, _)| word.as_str())),
                }
            }
            Rule::Within(to, before, after) => {
                let mut pieces = self.known(before);
                pieces.push(Piece::Value(self.value(value)));
                pieces.extend(self.known(after));
                self.put(into, to, Expr::template(flat(pieces)));
            }
            // `by` and `children` read them; what is dropped has no effect.
            Rule::Selects(_) | Rule::Split(_) | Rule::Drop(_) => {}
            Rule::Refuse(reason) => self.problem(ProblemKind::Refused(reason.clone())),
        }
    }

    /// Sets an attribute. Two properties that lead to one exclude each other.
    fn put(&mut self, into: &mut Into<'_>, to: &str, value: Expr) {
        if into.body.attributes.iter().any(|(name, _)| name == to) {
            let why = format!("another property becomes `{to}` too, and both are set");
            return self.problem(ProblemKind::Unfit(why));
        }
        into.body.set(to, value);
    }

    fn blocks(&mut self, to: &str, rules: &Rules, value: Value, into: &mut Into<'_>) {
        let Some(nested) = into.shape.blocks.get(to) else {
            // A test sees that every translation leads to something that is there.
            return;
        };
        let elements: Vec<(Option<usize>, Value)> = match value {
            Value::List(list) => {
                let elements = self.elements(list).into_iter();
                elements.map(|(at, element)| (Some(at), element)).collect()
            }
            other => vec![(None, other)],
        };
        for (at, element) in elements {
            let Value::Object(object) = element else {
                self.unfit("an object or a list of objects");
                continue;
            };
            self.path.extend(at.map(Step::Index));
            let mut inner = Into::new(into.to, &nested.shape);
            self.apply(rules, object, &mut inner, |_| false);
            self.require(&inner, rules);
            into.body.block(to, inner.body);
            if at.is_some() {
                self.path.pop();
            }
        }
    }

    fn pairs(&mut self, value: Value, key: &str, of: &str) -> Expr {
        let Value::List(list) = value else {
            self.unfit("a list of objects");
            return Expr::Object(Vec::new());
        };
        let mut fields: Vec<(String, Expr)> = Vec::new();
        for (at, element) in self.elements(list) {
            self.path.push(Step::Index(at));
            let pair = match element {
                Value::Object(object) => self.field(object, key).zip(self.field(object, of)),
                _ => None,
            };
            let pair = pair.and_then(|(key, value)| Some((self.known_text(key)?, value)));
            match pair {
                Some((key, _)) if fields.iter().any(|(known, _)| *known == key) => {
                    self.unfit(&format!("each `{key}` once"));
                }
                Some((key, value)) => fields.push((key, self.value(value))),
                None => self.unfit(&format!("objects with `{key}` and `{of}`")),
            }
            self.path.pop();
        }
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        Expr::Object(fields)
    }

    /// A value as the type that the provider's schema wants. Values of the deployment Terraform
    /// converts itself.
    fn coerced(&mut self, value: Value, to: &str, shape: &Shape) -> Expr {
        let wanted = shape.attribute_type(to).unwrap_or_default();
        let of = |prefix: &str| Some(wanted.strip_prefix(prefix)?.strip_suffix(')')?.to_owned());
        if let Some(element) = of("list(").or_else(|| of("set(")) {
            let Value::List(list) = value else {
                self.unfit("a list");
                return Expr::List(Vec::new());
            };
            let mut elements = Vec::new();
            for (at, value) in self.elements(list) {
                self.path.push(Step::Index(at));
                elements.push(self.scalar(value, &element));
                self.path.pop();
            }
            return Expr::List(elements);
        }
        if let Some(element) = of("map(") {
            let Value::Object(object) = value else {
                self.unfit("an object");
                return Expr::Object(Vec::new());
            };
            let mut fields = Vec::new();
            for (key, value) in self.tables.store.fields(object) {
                self.path.push(Step::Name(*key));
                let value = self.scalar(*value, &element);
                fields.push((self.tables.names.text(*key).to_owned(), value));
                self.path.pop();
            }
            return Expr::Object(fields);
        }
        self.scalar(value, wanted)
    }

    fn scalar(&mut self, value: Value, wanted: &str) -> Expr {
        let expr = self.value(value);
        match (wanted, expr) {
            ("string", Expr::Int(int)) => Expr::Text(int.to_string()),
            ("string", Expr::Number(number)) => Expr::Text(number.to_string()),
            ("string", Expr::Bool(bool)) => Expr::Text(bool.to_string()),
            ("number", Expr::Text(text)) => match (text.parse(), text.parse::<f64>()) {
                (Ok(int), _) => Expr::Int(int),
                (_, Ok(number)) if number.is_finite() => Expr::Number(number),
                _ => self.unfit_expr("a number"),
            },
            ("bool", Expr::Text(text)) => match text.as_str() {
                "true" => Expr::Bool(true),
                "false" => Expr::Bool(false),
                _ => self.unfit_expr("true or false"),
            },
            (_, Expr::List(_) | Expr::Object(_)) => self.unfit_expr("a single value"),
            (_, expr) => expr,
        }
    }

    /// Everything that Terraform requires has to be there.
    pub(super) fn require(&mut self, into: &Into<'_>, rules: &Rules) {
        for required in into.shape.required() {
            let attribute = |(name, _): &(String, Expr)| name == required;
            let block = |block: &Block| block.keyword == required;
            if into.body.attributes.iter().any(attribute) || into.body.blocks.iter().any(block) {
                continue;
            }
            let becomes = rules.iter().find(|(_, rule)| rule.to() == Some(required));
            self.problem(ProblemKind::Required {
                to: into.to.to_owned(),
                attribute: required.to_owned(),
                property: becomes.map(|(property, _)| property.clone()),
            });
        }
    }

    /// The elements of a list with their places; what is null is not there.
    pub(super) fn elements(&self, list: ListId) -> Vec<(usize, Value)> {
        let elements = self.tables.store.elements(list).iter().copied();
        let there = |(_, value): &(usize, Value)| *value != Value::Null;
        elements.enumerate().filter(there).collect()
    }

    pub(super) fn field(&self, object: ObjectId, name: &str) -> Option<Value> {
        let symbol = self.tables.names.find(name)?;
        self.tables.store.field(object, symbol)
    }

    pub(super) fn known_text(&self, value: Value) -> Option<String> {
        match value {
            Value::Text(text) => Some(self.tables.names.text(text).to_owned()),
            _ => None,
        }
    }

    fn known(&mut self, pieces: &[Known]) -> Vec<Piece> {
        pieces
            .iter()
            .map(|piece| match piece {
                Known::Text(text) => Piece::Text(text.clone()),
                Known::Pseudo(word) => Piece::Value(self.pseudo(word)),
            })
            .collect()
    }

    pub(super) fn unfit(&mut self, wanted: &str) {
        let why = format!("the translation takes {wanted} here, known to the compiler");
        self.problem(ProblemKind::Unfit(why));
    }

    fn unfit_expr(&mut self, wanted: &str) -> Expr {
        self.unfit(wanted);
        Expr::text("")
    }

    fn unfit_word<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let words: Vec<&str> = words.collect();
        self.unfit(&format!("one of {}", words.join(", ")));
    }
}

/// A known value of a translation.
pub(super) fn literal(literal: &Literal) -> Expr {
    match literal {
        Literal::Text(text) => Expr::text(text),
        Literal::Bool(bool) => Expr::Bool(*bool),
        Literal::Int(int) => Expr::Int(*int),
    }
}

/// Pieces without templates inside.
fn flat(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces
        .into_iter()
        .flat_map(|piece| match piece {
            Piece::Value(Expr::Template(inner)) => inner,
            Piece::Value(Expr::Text(text)) => vec![Piece::Text(text)],
            other => vec![other],
        })
        .collect()
}
