//! Every translation against both schemas: each property of the CloudFormation type has a rule, each
//! rule leads to something that the provider has, takes and does not deprecate, and everything that
//! the provider requires is produced. Mutants see that this can fail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

use std::collections::BTreeSet;

use outrigger_core::diag::Diagnostics;
use outrigger_core::lower::terraform::provider::{Provider, Shape};
use outrigger_core::lower::terraform::translation::{
    Child, Composed, Element, Given, Literal, Rule, Rules, Translation, Translations,
};
use outrigger_core::names::Names;
use outrigger_core::schema::{self, Node, NodeId, PathSegment, ResourceSchema, Schemas, TypeMask};
use outrigger_core::source::{Origin, Sources};
use outrigger_core::types::references::References;
use outrigger_core::{stdlib, syntax};

struct Both {
    names: Names,
    schemas: Schemas,
    references: References,
    provider: Provider,
    translations: Translations,
}

fn both() -> Both {
    let names = Names::new();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let mut trees = Vec::new();
    for (path, text) in stdlib::LIBRARY.folder("terraform/") {
        if path.ends_with(".rig.hcl") {
            let file = sources.add(path, text, Origin::Stdlib);
            trees.push(syntax::parse(&sources, file, &names, &mut diagnostics));
        }
    }
    assert!(!diagnostics.has_errors());
    let text = |path: &str| stdlib::LIBRARY.file(path).unwrap();
    Both {
        schemas: Schemas::open(schema::EMBEDDED).unwrap(),
        references: References::read(text("data/references.json")).unwrap(),
        provider: Provider::read(text("terraform/provider.json")).unwrap(),
        translations: Translations::read(&trees, &names).unwrap(),
        names,
    }
}

/// What is wrong with one translation.
struct Judge<'a> {
    both: &'a Both,
    mistakes: Vec<String>,
}

fn mistakes(both: &Both, type_name: &str, translation: &Translation) -> Vec<String> {
    let mut judge = Judge {
        both,
        mistakes: Vec::new(),
    };
    judge.translation(type_name, translation);
    let told = |mistake: &String| format!("{type_name}: {mistake}");
    judge.mistakes.iter().map(told).collect()
}

impl<'a> Judge<'a> {
    fn wrong(&mut self, mistake: impl Into<String>) {
        self.mistakes.push(mistake.into());
    }

    fn node(&self, id: NodeId) -> &'a Node {
        self.both.schemas.node(&self.both.names, id)
    }

    /// The properties of an object, or of the elements of a list of objects.
    fn fields(&self, id: NodeId) -> Vec<(&'a str, NodeId)> {
        let node = self.node(id);
        if let Some(items) = node.list.as_ref().and_then(|list| list.items) {
            return self.fields(items);
        }
        let object = node.object.iter().flat_map(|object| &object.properties);
        object
            .map(|(name, node)| (self.both.names.text(*name), *node))
            .collect()
    }

    fn translation(&mut self, type_name: &str, translation: &Translation) {
        let Some(id) = self.both.schemas.find(type_name) else {
            return self.wrong("there is no such type");
        };
        let schema = self.both.schemas.load(&self.both.names, id);
        let Some(shape) = self.both.provider.resources.get(&translation.to) else {
            return self.wrong(format!("{} is not in the provider's table", translation.to));
        };
        let given: BTreeSet<&str> = schema
            .read_only
            .iter()
            .filter_map(|path| match &**path {
                [PathSegment::Name(name)] => Some(self.both.names.text(*name)),
                _ => None,
            })
            .collect();
        let mut fields = self.fields(schema.root);
        fields.retain(|(name, _)| !given.contains(name));
        let mut produced = BTreeSet::new();
        self.rules(&translation.rules, &fields, shape, &mut produced, |_| false);
        self.required(&translation.to, shape, &produced);
        self.attributes(schema, translation, shape);
        for child in &translation.children {
            self.child(child, translation, &fields);
        }
    }

    fn attributes(&mut self, schema: &ResourceSchema, translation: &Translation, shape: &Shape) {
        for (name, given) in &translation.attributes {
            let symbol = self.both.names.intern(name);
            let known = self
                .both
                .schemas
                .attribute(&self.both.names, schema, symbol);
            let type_name = self.both.names.text(schema.name);
            if known.is_none() && !self.both.references.gives(type_name, name) {
                self.wrong(format!("it gives no {name}"));
            }
            self.given(given, shape);
        }
        if let Some(given) = &translation.reference {
            self.given(given, shape);
        }
    }

    fn given(&mut self, given: &Given, shape: &Shape) {
        let (Given::Attribute(name) | Given::Within(_, name, _)) = given;
        if shape.attribute_type(name) != Some("string") {
            self.wrong(format!("the provider gives no text {name}"));
        }
    }

    fn child(&mut self, child: &Child, translation: &Translation, fields: &[(&str, NodeId)]) {
        let types = if child.ephemeral {
            &self.both.provider.ephemeral
        } else {
            &self.both.provider.resources
        };
        let Some(shape) = types.get(&child.to) else {
            return self.wrong(format!("{} is not in the provider's table", child.to));
        };
        let Some((_, node)) = fields.iter().find(|(name, _)| *name == child.of) else {
            return self.wrong(format!("it has no {}", child.of));
        };
        let mut produced = BTreeSet::new();
        let set = child.set.iter().map(|(name, _)| name);
        for name in set.chain(child.parent.iter().map(|(name, _)| name)) {
            self.target(name, shape, None);
            produced.insert(name.clone());
        }
        let of = self.both.provider.resources.get(&translation.to);
        for (_, name) in &child.parent {
            if of.is_none_or(|shape| shape.attribute_type(name).is_none()) {
                self.wrong(format!("the provider gives no {name} for a child"));
            }
        }
        let inner = self.fields(*node);
        let mut absent = produced.clone();
        match &child.element {
            Element::Whole(rule) => {
                let node = self.node(*node);
                let items = node.list.as_ref().and_then(|list| list.items);
                let node = items.or(fields.iter().find(|f| f.0 == child.of).map(|f| f.1));
                self.rule(rule, "", node.unwrap(), &[], shape, &mut produced);
            }
            Element::Fields(rules) => {
                let siblings = |field: &str| {
                    let mut all = translation.children_of(&child.of);
                    all.any(|sibling| sibling.reads(field))
                };
                self.rules(rules, &inner, shape, &mut produced, siblings);
            }
        }
        let names: Vec<&str> = inner.iter().map(|(name, _)| *name).collect();
        let composed = child.set.iter().filter_map(|(_, composed)| match composed {
            Composed::FieldIn { template, key, .. } => Some([template, key]),
            Composed::Literal(_) | Composed::Digest => None,
        });
        let read: Vec<&String> = composed.flatten().chain(&child.key).collect();
        for field in read {
            if !names.contains(&field.as_str()) {
                self.wrong(format!("{} has no {field}", child.of));
            }
        }
        self.required(&child.to, shape, &produced);
        if !child.absent.is_empty() {
            for (name, literal) in &child.absent {
                self.target(name, shape, Some(literal));
                absent.insert(name.clone());
            }
            self.required(&child.to, shape, &absent);
        }
    }

    fn required(&mut self, to: &str, shape: &Shape, produced: &BTreeSet<String>) {
        for required in shape.required() {
            if !produced.contains(required) {
                self.wrong(format!("{to} requires {required}, and nothing produces it"));
            }
        }
    }

    fn rules(
        &mut self,
        rules: &Rules,
        fields: &[(&str, NodeId)],
        shape: &Shape,
        produced: &mut BTreeSet<String>,
        elsewhere: impl Fn(&str) -> bool,
    ) {
        for (name, _) in fields {
            if !rules.iter().any(|(property, _)| property == name) && !elsewhere(name) {
                self.wrong(format!("{name} has no rule"));
            }
        }
        for (property, rule) in rules {
            match fields.iter().find(|(name, _)| name == property) {
                Some((_, node)) => self.rule(rule, property, *node, fields, shape, produced),
                None => self.wrong(format!("there is no property {property}")),
            }
        }
    }

    fn rule(
        &mut self,
        rule: &Rule,
        property: &str,
        node: NodeId,
        fields: &[(&str, NodeId)],
        shape: &Shape,
        produced: &mut BTreeSet<String>,
    ) {
        match rule {
            Rule::Rename(to) => {
                self.target(to, shape, None);
                let ty = shape.attribute_type(to).unwrap_or_default().to_owned();
                if !self.fits(node, &ty) {
                    self.wrong(format!("{property} does not fit {to}, which is {ty}"));
                }
                produced.insert(to.clone());
            }
            Rule::Json(to) | Rule::Within(to, ..) => {
                self.text(to, shape);
                produced.insert(to.clone());
            }
            Rule::Pairs { to, key, value } => {
                self.target(to, shape, None);
                if shape.attribute_type(to) != Some("map(string)") {
                    self.wrong(format!("{to} is no map"));
                }
                let inner = self.fields(node);
                for field in [key, value] {
                    if !inner.iter().any(|(name, _)| name == field) {
                        self.wrong(format!("the elements of {property} have no {field}"));
                    }
                }
                produced.insert(to.clone());
            }
            Rule::Block(to, rules) => {
                let Some(nested) = shape.blocks.get(to) else {
                    return self.wrong(format!("there is no block {to}"));
                };
                let mut inner = BTreeSet::new();
                let fields = self.fields(node);
                self.rules(rules, &fields, &nested.shape, &mut inner, |_| false);
                self.required(to, &nested.shape, &inner);
                produced.insert(to.clone());
            }
            Rule::Unnest(rules) => {
                let fields = self.fields(node);
                self.rules(rules, &fields, shape, produced, |_| false);
            }
            Rule::Words(to, words) => {
                for (word, literal) in words {
                    self.target(to, shape, Some(literal));
                    self.word(property, node, word);
                }
                produced.insert(to.clone());
            }
            Rule::Variant { by, to } => {
                for (word, attribute) in to {
                    self.text(attribute, shape);
                    if let Some((_, node)) = fields.iter().find(|(name, _)| name == by) {
                        self.word(by, *node, word);
                    }
                }
                if !fields.iter().any(|(name, _)| name == by) {
                    self.wrong(format!("there is no {by} to choose by"));
                }
            }
            Rule::Selects(of) => {
                if !fields.iter().any(|(name, _)| name == of) {
                    self.wrong(format!("there is no {of} to select"));
                }
            }
            Rule::Drop(reason) | Rule::Refuse(reason) => {
                if reason.split(' ').count() < 3 {
                    self.wrong(format!("{property}: {reason:?} is no reason"));
                }
            }
            Rule::Split(_) => {}
        }
    }

    /// A word must be one that the schema allows.
    fn word(&mut self, property: &str, node: NodeId, word: &str) {
        use outrigger_core::value::Value;
        let Some(allowed) = &self.node(node).enumeration else {
            return;
        };
        let text = |value: &Value| match value {
            Value::Text(text) => self.both.names.text(*text).to_owned(),
            _ => String::new(),
        };
        let same =
            |known: String| known == word || (allowed.ignore_case && known == word.to_lowercase());
        if !allowed.values.iter().map(text).any(same) {
            self.wrong(format!("{property} is never {word}"));
        }
    }

    fn text(&mut self, to: &str, shape: &Shape) {
        self.target(to, shape, None);
        if shape.attribute_type(to) != Some("string") {
            self.wrong(format!("{to} is no text"));
        }
    }

    /// Something that can be set, and with what it is set.
    fn target(&mut self, to: &str, shape: &Shape, literal: Option<&Literal>) {
        let settable = shape.has_flag(to, "required") || shape.has_flag(to, "optional");
        if !settable {
            self.wrong(format!("{to} cannot be set"));
        }
        if shape.has_flag(to, "deprecated") {
            self.wrong(format!("{to} is deprecated"));
        }
        let wanted = match literal {
            None => return,
            Some(Literal::Text(_)) => "string",
            Some(Literal::Bool(_)) => "bool",
            Some(Literal::Int(_)) => "number",
        };
        if shape.attribute_type(to) != Some(wanted) {
            self.wrong(format!("{to} is not of the type {wanted}"));
        }
    }

    /// Whether values of a property can become an attribute of a type.
    fn fits(&self, node: NodeId, ty: &str) -> bool {
        let node = self.node(node);
        let element = |kind: &str| Some(ty.strip_prefix(kind)?.strip_suffix(')')?.to_owned());
        if let Some(of) = element("list(").or_else(|| element("set(")) {
            let items = node.list.as_ref().and_then(|list| list.items);
            return node.types.names(TypeMask::ARRAY)
                && items.is_some_and(|items| self.fits(items, &of));
        }
        if element("map(").is_some() {
            return node.types.names(TypeMask::OBJECT);
        }
        match ty {
            "string" => node.types.names(TypeMask::SCALAR),
            "number" => node.types.names(TypeMask::WHOLE) || node.types.names(TypeMask::STRING),
            "bool" => node.types.names(TypeMask::BOOLEAN) || node.types.names(TypeMask::STRING),
            _ => false,
        }
    }
}

#[test]
fn every_translation_is_complete_on_both_sides() {
    let both = both();
    let all = &both.translations.by_type;
    assert!(all.len() >= 18, "only {} types are translated", all.len());
    let wrong: Vec<String> = all
        .iter()
        .flat_map(|(type_name, translation)| mistakes(&both, type_name, translation))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn data_sources_take_and_give_what_is_said_of_them() {
    let both = both();
    let given = |data: &str, attribute: &str| {
        let shape = both.provider.data.get(data).expect(data);
        shape.attribute_type(attribute) == Some("string")
    };
    let taken = |data: &str, attribute: &str| {
        let shape = &both.provider.data[data];
        shape.has_flag(attribute, "required") || shape.has_flag(attribute, "optional")
    };
    for (word, pseudo) in &both.translations.pseudo {
        assert!(given(&pseudo.data, &pseudo.read), "{word}");
        let required = both.provider.data[&pseudo.data].required().count();
        assert_eq!(required, 0, "{word} is read without being asked");
    }
    for (service, secret) in &both.translations.secrets {
        assert!(given(&secret.data, &secret.read), "{service}");
        for attribute in [&secret.id, &secret.stage, &secret.version] {
            assert!(taken(&secret.data, attribute), "{service}: {attribute}");
        }
        let required: Vec<&str> = both.provider.data[&secret.data].required().collect();
        assert_eq!(required, [secret.id.as_str()], "{service}");
    }
    assert!(both.translations.pseudo.len() >= 4 && !both.translations.secrets.is_empty());
}

#[test]
fn a_rule_taken_away_is_missed() {
    let both = both();
    let mut mutants = 0;
    for (type_name, translation) in &self::both().translations.by_type {
        for at in 0..translation.rules.len() {
            // Each mutant starts from a fresh reading: rules are not to be copied.
            let mut fresh = self::both().translations;
            let mutant = fresh.by_type.get_mut(type_name).unwrap();
            let (property, rule) = mutant.rules.remove(at);
            let found = mistakes(&both, type_name, mutant);
            let expected = format!("{type_name}: {property} has no rule");
            assert!(found.contains(&expected), "without {property}: {found:?}");
            mutants += 1;
            drop(rule);
        }
    }
    assert!(mutants >= 100, "only {mutants} mutants");
}

#[test]
fn a_rule_that_leads_nowhere_is_found() {
    let both = both();
    let mut mutants = 0;
    for type_name in both.translations.by_type.keys() {
        let rules = both.translations.by_type[type_name].rules.len();
        for at in 0..rules {
            let mut fresh = self::both().translations;
            let mutant = fresh.by_type.get_mut(type_name).unwrap();
            match &mut mutant.rules[at].1 {
                Rule::Rename(to)
                | Rule::Json(to)
                | Rule::Pairs { to, .. }
                | Rule::Block(to, _)
                | Rule::Words(to, _)
                | Rule::Within(to, ..) => to.push_str("_nowhere"),
                _ => continue,
            }
            assert!(
                !mistakes(&both, type_name, mutant).is_empty(),
                "{type_name}"
            );
            mutants += 1;
        }
    }
    assert!(mutants >= 80, "only {mutants} mutants");
}

#[test]
fn values_of_another_type_and_deprecated_targets_are_found() {
    let both = both();
    let mut fresh = self::both().translations;
    let flow = fresh.by_type.get_mut("AWS::EC2::FlowLog").unwrap();
    for (property, rule) in &mut flow.rules {
        if property == "LogGroupName" {
            *rule = Rule::Rename("log_group_name".into());
        }
    }
    let found = mistakes(&both, "AWS::EC2::FlowLog", flow);
    assert!(
        found
            .iter()
            .any(|one| one.ends_with("log_group_name is deprecated"))
    );
    let endpoint = fresh.by_type.get_mut("AWS::EC2::VPCEndpoint").unwrap();
    for (property, rule) in &mut endpoint.rules {
        if property == "RouteTableIds" {
            *rule = Rule::Rename("service_name".into());
        }
    }
    let found = mistakes(&both, "AWS::EC2::VPCEndpoint", endpoint);
    assert!(
        found
            .iter()
            .any(|one| one.contains("RouteTableIds does not fit"))
    );
    let association = fresh
        .by_type
        .get_mut("AWS::EC2::SubnetRouteTableAssociation")
        .unwrap();
    association
        .rules
        .retain(|(property, _)| property != "RouteTableId");
    let found = mistakes(&both, "AWS::EC2::SubnetRouteTableAssociation", association);
    assert!(
        found
            .iter()
            .any(|one| one.contains("requires route_table_id"))
    );
}
