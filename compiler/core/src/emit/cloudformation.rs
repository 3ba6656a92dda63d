//! Values as CloudFormation writes them: references become `Ref`, `Fn::GetAtt` and `Fn::Sub`, or
//! the parameter that brings them from another stack.

use super::Writer;
use crate::eval::World;
use crate::graph::Graph;
use crate::names::{Names, Symbol};
use crate::place::{Deployment, StackId, param_name};
use crate::value::{AccountId, Address, Later, LaterId, SiteId, Store, Value};

/// What writing a value needs to know of the stack that it is in.
#[derive(Clone, Copy)]
pub struct StackScope<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// All resources.
    pub world: &'a World,
    /// Where each one is.
    pub graph: &'a Graph,
    /// Which stack and id each one has.
    pub deployment: &'a Deployment,
    /// The stack.
    pub stack: StackId,
    /// Its account.
    pub account: AccountId,
    /// And its region.
    pub site: SiteId,
}

/// What a reference comes to in a stack.
enum Target {
    /// `Ref`: of a resource, or of a parameter that another stack fills.
    Ref(Symbol),
    /// `Ref`: of a param of the app, or of a pseudo parameter.
    RefTo(String),
    /// `Fn::GetAtt`.
    Attribute(Symbol, Symbol),
    /// What is known without one.
    Known(Value),
}

impl StackScope<'_> {
    /// Writes a value.
    pub fn value(&self, value: Value, out: &mut impl Writer) {
        match value {
            Value::Bool(bool) => out.bool(bool),
            Value::Int(int) => out.int(int),
            Value::Number(number) => out.number(number.get()),
            Value::Text(text) => out.text_of(self.names, text),
            Value::List(_) | Value::Object(_) if self.store.came_again(value) => {
                if !out.again(value) {
                    self.container(value, out);
                    out.keep(value);
                }
            }
            Value::List(_) | Value::Object(_) => self.container(value, out),
            Value::Later(id) => self.later(id, out),
            // `check` lets none of these into a property; facts may hold quantities.
            Value::Quantity(quantity) => out.text(&quantity.to_string()),
            Value::Null
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => out.text(""),
        }
    }

    /// A list or an object.
    fn container(&self, value: Value, out: &mut impl Writer) {
        match value {
            Value::List(list) => {
                out.begin_list();
                let there = self
                    .store
                    .elements(list)
                    .iter()
                    .filter(|element| **element != Value::Null);
                there.for_each(|element| self.value(*element, out));
                out.end_list();
            }
            Value::Object(object) => {
                out.begin_object();
                for (key, field) in self.store.fields(object) {
                    out.key_of(self.names, *key);
                    self.value(*field, out);
                }
                out.end_object();
            }
            _ => {}
        }
    }

    fn later(&self, id: LaterId, out: &mut impl Writer) {
        match self.store.get_later(id) {
            Later::Template(parts) => self.sub(out, |scope, text, variables| {
                for part in scope.store.elements(parts) {
                    scope.part(*part, text, variables);
                }
            }),
            Later::Json(value) => self.sub(out, |scope, text, variables| {
                scope.json(value, text, variables);
            }),
            Later::Replace(of, from, to) => {
                out.begin_object();
                out.key("Fn::Join");
                out.begin_list();
                out.text(self.names.text(to));
                out.begin_object();
                out.key("Fn::Split");
                out.begin_list();
                out.text(self.names.text(from));
                self.later(of, out);
                out.end_list();
                out.end_object();
                out.end_list();
                out.end_object();
            }
            later => match self.target(later) {
                Target::Known(value) => self.value(value, out),
                Target::Ref(name) => {
                    out.begin_object();
                    out.key("Ref");
                    out.text_of(self.names, name);
                    out.end_object();
                }
                Target::RefTo(name) => {
                    out.begin_object();
                    out.field("Ref", &name);
                    out.end_object();
                }
                Target::Attribute(id, attribute) => {
                    out.begin_object();
                    out.key("Fn::GetAtt");
                    out.begin_list();
                    out.text_of(self.names, id);
                    out.text_of(self.names, attribute);
                    out.end_list();
                    out.end_object();
                }
            },
        }
    }

    /// `Fn::Sub`, with variables for what cannot stand inside the text itself.
    fn sub(&self, out: &mut impl Writer, fill: impl FnOnce(&Self, &mut String, &mut Vec<LaterId>)) {
        let (mut text, mut variables) = (String::new(), Vec::new());
        fill(self, &mut text, &mut variables);
        if !has_references(&text) {
            // All that was later when it was written is known here.
            out.text(&text.replace("${!", "${"));
            return;
        }
        out.begin_object();
        out.key("Fn::Sub");
        if variables.is_empty() {
            out.text(&text);
        } else {
            out.begin_list();
            out.text(&text);
            out.begin_object();
            for (at, variable) in variables.iter().enumerate() {
                out.key_text(&variable_name(at));
                self.later(*variable, out);
            }
            out.end_object();
            out.end_list();
        }
        out.end_object();
    }

    fn part(&self, part: Value, text: &mut String, variables: &mut Vec<LaterId>) {
        match part {
            Value::Text(known) => push_escaped(text, self.names.text(known)),
            Value::Later(id) => self.inline(id, text, variables),
            _ => {}
        }
    }

    fn inline(&self, id: LaterId, text: &mut String, variables: &mut Vec<LaterId>) {
        match self.store.get_later(id) {
            Later::Template(parts) => {
                self.store
                    .elements(parts)
                    .iter()
                    .for_each(|part| self.part(*part, text, variables));
            }
            Later::Json(_) | Later::Replace(..) => {
                let at = variables
                    .iter()
                    .position(|known| *known == id)
                    .unwrap_or_else(|| {
                        variables.push(id);
                        variables.len() - 1
                    });
                push_all(text, &["${", &variable_name(at), "}"]);
            }
            later => match self.target(later) {
                Target::Known(value) => self.part(value, text, variables),
                Target::Ref(name) => push_all(text, &["${", self.names.text(name), "}"]),
                Target::RefTo(name) => push_all(text, &["${", &name, "}"]),
                Target::Attribute(id, attribute) => {
                    let [id, attribute] = [id, attribute].map(|part| self.names.text(part));
                    push_all(text, &["${", id, ".", attribute, "}"]);
                }
            },
        }
    }

    /// JSON text with references inside; compact, keys sorted.
    fn json(&self, value: Value, text: &mut String, variables: &mut Vec<LaterId>) {
        match value {
            Value::Later(id) => {
                text.push('"');
                self.inline(id, text, variables);
                text.push('"');
            }
            Value::List(list) => {
                text.push('[');
                for (at, element) in self.store.elements(list).iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    self.json(*element, text, variables);
                }
                text.push(']');
            }
            Value::Object(object) => {
                text.push('{');
                for (at, (key, field)) in self.store.fields(object).iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    push_escaped(text, &quoted(self.names.text(*key)));
                    text.push(':');
                    self.json(*field, text, variables);
                }
                text.push('}');
            }
            Value::Text(known) => push_escaped(text, &quoted(self.names.text(known))),
            Value::Bool(bool) => text.push_str(if bool { "true" } else { "false" }),
            Value::Int(int) => text.push_str(&int.to_string()),
            Value::Number(number) => text.push_str(&number.get().to_string()),
            _ => text.push_str("null"),
        }
    }

    fn target(&self, later: Later) -> Target {
        match later {
            Later::Attribute(address, attribute) => self.attribute(address, attribute, self.site),
            Later::Elsewhere(there, inner) => match self.store.get_later(inner) {
                Later::Attribute(address, attribute) => self.attribute(address, attribute, there),
                other => self.target(other),
            },
            Later::Param(name) => Target::RefTo(param_name(self.names.text(name))),
            Later::Pseudo(name) => Target::RefTo(format!("AWS::{}", self.names.text(name))),
            Later::Template(_) | Later::Json(_) | Later::Replace(..) => {
                Target::RefTo(String::new())
            }
        }
    }

    fn attribute(&self, address: Address, attribute: Symbol, site: SiteId) -> Target {
        // `graph` has found every reference, so the resource is there.
        let Some(to) = self.graph.find(address, site) else {
            return Target::RefTo(String::new());
        };
        let here = (self.account, self.site);
        if let Some(known) = self.graph.known_from(here, to, attribute, self.world) {
            return Target::Known(known);
        }
        if self.deployment.stack_of[to.index()] != self.stack {
            let name = self
                .deployment
                .parameter(self.world, self.stack, to, attribute, self.names);
            return Target::Ref(name);
        }
        let id = self.deployment.ids[to.index()];
        match self.names.text(attribute) {
            "ref" => Target::Ref(id),
            _ => Target::Attribute(id, attribute),
        }
    }

    /// The value of an output of this stack.
    pub fn output(
        &self,
        resource: crate::graph::ResourceIndex,
        attribute: Symbol,
        out: &mut impl Writer,
    ) {
        let resource = &self.world.resources[resource.index()];
        self.later(
            self.store
                .later(Later::Attribute(resource.address, attribute)),
            out,
        );
    }
}

fn variable_name(at: usize) -> String {
    format!("Part{}", at + 1)
}

/// Appends text as it stands inside `Fn::Sub`.
fn push_escaped(out: &mut String, text: &str) {
    if text.contains('$') {
        out.push_str(&text.replace("${", "${!"));
    } else {
        out.push_str(text);
    }
}

fn push_all(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

/// Whether anything stands in such a text that is to be filled in.
fn has_references(text: &str) -> bool {
    text.match_indices("${")
        .any(|(at, _)| !text[at..].starts_with("${!"))
}

fn quoted(text: &str) -> String {
    let mut quoted = Vec::with_capacity(text.len() + 2);
    super::writer::quote(text, &mut quoted);
    // What was text stays text.
    String::from_utf8(quoted).unwrap_or_default()
}
