//! Values as Terraform's expressions: references become traversals, or the variable that brings
//! them from another root.

use super::translation::Given;
use super::tree::{Body, Expr, Piece};
use super::{Lowering, Output, ProblemKind, Variable, name};
use crate::eval::Step;
use crate::graph::ResourceIndex;
use crate::names::Symbol;
use crate::value::{Address, Later, LaterId, SiteId, Value};

impl Lowering<'_> {
    /// A value of a property of the current resource.
    pub(super) fn value(&mut self, value: Value) -> Expr {
        let tables = self.tables;
        match value {
            Value::Bool(bool) => Expr::Bool(bool),
            Value::Int(int) => Expr::Int(int),
            Value::Number(number) => Expr::Number(number.get()),
            Value::Text(text) => {
                let text = tables.names.text(text);
                self.pieces(vec![Piece::Text(text.to_owned())])
            }
            Value::List(list) => {
                let mut elements = Vec::new();
                for (at, element) in tables.store.elements(list).iter().enumerate() {
                    if *element != Value::Null {
                        self.path.push(Step::Index(at));
                        elements.push(self.value(*element));
                        self.path.pop();
                    }
                }
                Expr::List(elements)
            }
            Value::Object(object) => {
                let mut fields = Vec::new();
                for (key, field) in tables.store.fields(object) {
                    self.path.push(Step::Name(*key));
                    fields.push((tables.names.text(*key).to_owned(), self.value(*field)));
                    self.path.pop();
                }
                Expr::Object(fields)
            }
            Value::Later(id) => {
                let site = self.site();
                let pieces = self.later(id, site);
                self.pieces(pieces)
            }
            Value::Quantity(quantity) => Expr::Text(quantity.to_string()),
            // `check` lets none of these into a property.
            Value::Null
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => Expr::Text(String::new()),
        }
    }

    /// The site to which the current resource's references are relative.
    fn site(&self) -> SiteId {
        self.tables.world.resources[self.current.index()].site
    }

    /// The pieces of a later value; what CloudFormation would resolve in them is still text.
    fn later(&mut self, id: LaterId, site: SiteId) -> Vec<Piece> {
        let tables = self.tables;
        match tables.store.get_later(id) {
            Later::Template(parts) => {
                let mut pieces = Vec::new();
                for part in tables.store.elements(parts) {
                    match part {
                        Value::Text(text) => {
                            pieces.push(Piece::Text(tables.names.text(*text).to_owned()));
                        }
                        Value::Later(id) => pieces.extend(self.later(*id, site)),
                        _ => {}
                    }
                }
                pieces
            }
            Later::Elsewhere(there, inner) => self.later(inner, there),
            Later::Json(value) => {
                let value = self.value(value);
                vec![Piece::Value(Expr::Call("jsonencode", vec![value]))]
            }
            // Not Terraform's `replace`, which takes text between slashes for a pattern.
            Later::Replace(of, from, to) => {
                let pieces = self.later(of, site);
                let of = self.pieces(pieces);
                let text = |symbol| Expr::text(tables.names.text(symbol));
                let split = Expr::Call("split", vec![text(from), of]);
                vec![Piece::Value(Expr::Call("join", vec![text(to), split]))]
            }
            Later::Attribute(address, attribute) => {
                match self.attribute(address, attribute, site) {
                    // What is known stands in the text itself.
                    Expr::Text(text) => vec![Piece::Text(text)],
                    Expr::Template(pieces) => pieces,
                    value => vec![Piece::Value(value)],
                }
            }
            Later::Param(param) => vec![Piece::Value(self.param(param))],
            Later::Pseudo(word) => {
                let word = tables.names.text(word).to_owned();
                vec![Piece::Value(self.pseudo(&word))]
            }
        }
    }

    /// What the target knows of where it runs.
    pub(super) fn pseudo(&mut self, word: &str) -> Expr {
        let Some(pseudo) = self.tables.translations.pseudo.get(word) else {
            self.problem(ProblemKind::NoForm(format!("AWS::{word}")));
            return Expr::text("");
        };
        let block = self.data(&pseudo.data, "current", Body::default());
        Expr::Reference(format!("{block}.{}", pseudo.read))
    }

    fn param(&mut self, param: Symbol) -> Expr {
        let params = &self.tables.world.params;
        let at = params.iter().position(|known| known.name == param);
        let variable = format!("param_{}", self.tables.names.text(param));
        let root = self.root();
        let variables = &mut self.roots[root.index()].variables;
        variables.insert(variable.clone(), Variable::Param(at.unwrap_or_default()));
        Expr::Reference(format!("var.{variable}"))
    }

    /// An attribute of a resource: its own traversal in its root, a variable in others.
    fn attribute(&mut self, address: Address, attribute: Symbol, site: SiteId) -> Expr {
        // `graph` has found every reference, so the resource is there.
        let Some(to) = self.tables.graph.find(address, site) else {
            return Expr::text("");
        };
        let tables = self.tables;
        let reader = &tables.world.resources[self.current.index()];
        let here = (reader.account, reader.site);
        if let Some(known) = tables.graph.known_from(here, to, attribute, tables.world) {
            return self.value(known);
        }
        let attribute = tables.names.text(attribute);
        let value = self.own_attribute(to, attribute);
        let (own, there) = (self.root(), self.division.root(to));
        if own == there {
            return value;
        }
        let output = format!("{}_{}", self.name(to), name::of_attribute(attribute));
        let description = format!("{attribute} of {}", self.address(to));
        let root = &mut self.roots[there.index()];
        let given = Output {
            description: description.clone(),
            value,
        };
        // Two attributes of which only the spelling differs.
        let known = root.outputs.get(&output);
        let output = match known {
            Some(known) if *known != given => format!("{output}_{}", name::hash(attribute)),
            _ => output,
        };
        root.outputs.insert(output.clone(), given);
        let variable = format!("from_{}_{output}", root.name.replace(['-', '/'], "_"));
        let source = Variable::Output {
            root: there,
            output,
            description,
        };
        let variables = &mut self.roots[own.index()].variables;
        variables.insert(variable.clone(), source);
        Expr::Reference(format!("var.{variable}"))
    }

    /// An attribute of a resource as its own root reads it.
    fn own_attribute(&mut self, to: ResourceIndex, attribute: &str) -> Expr {
        let block = format!("{}.{}", self.target(to), self.name(to));
        let translations = self.tables.translations;
        let Some(translation) = translations.by_type.get(self.type_name(to)) else {
            return self.cloud_control_attribute(to, &block, attribute);
        };
        let given = match attribute {
            "ref" => translation.reference.as_ref(),
            attribute => translation.attributes.get(attribute),
        };
        match given {
            Some(Given::Attribute(there)) => Expr::Reference(format!("{block}.{there}")),
            Some(Given::Within(before, there, after)) => Expr::template(vec![
                Piece::Text(before.clone()),
                Piece::Value(Expr::Reference(format!("{block}.{there}"))),
                Piece::Text(after.clone()),
            ]),
            None => self.no_attribute(to, attribute),
        }
    }

    fn no_attribute(&mut self, to: ResourceIndex, attribute: &str) -> Expr {
        let (address, type_name) = (self.address(to), self.type_name(to));
        let kind = ProblemKind::NoAttribute(
            address.to_owned(),
            type_name.to_owned(),
            attribute.to_owned(),
        );
        self.problem(kind);
        Expr::text("")
    }

    /// What Cloud Control says of a resource is JSON text under the names of CloudFormation; the
    /// identifier stands beside it.
    fn cloud_control_attribute(&mut self, to: ResourceIndex, block: &str, attribute: &str) -> Expr {
        let names = self.tables.names;
        let resource = &self.tables.world.resources[to.index()];
        let schema = self.tables.schemas.load(names, resource.type_id);
        let identifier = schema.identifier().map(|only| names.text(only));
        let type_name = names.text(resource.type_name);
        let attribute = match attribute {
            "ref" => self.tables.references.reference(type_name).or(identifier),
            other => Some(other),
        };
        let Some(attribute) = attribute else {
            return self.no_attribute(to, "ref");
        };
        if Some(attribute) == identifier {
            return Expr::Reference(format!("{block}.id"));
        }
        let properties = Expr::Reference(format!("{block}.properties"));
        let decoded = Expr::Call("jsondecode", vec![properties]);
        attribute.split('.').fold(decoded, |base, key| {
            Expr::Index(Box::new(base), key.to_owned())
        })
    }
}
