//! From the steps behind the resource to the property's place in its schema.

use crate::diag::codes;
use crate::names::Symbol;
use crate::paths::{Scalar, Step, StepKind};
use crate::schema::NodeId;
use crate::source::Span;
use crate::syntax::tree::Ident;
use crate::value::Value;

use super::super::Typer;
use super::super::program::PropertyStep;
use super::super::ty::{Type, TypeId};
use super::Path;

impl Typer<'_> {
    /// The steps to a property, its type, and its path as the references' data has it.
    pub(super) fn property_steps(
        &mut self,
        path: &Path,
        steps: &[Step],
        type_name: Symbol,
        root: NodeId,
    ) -> Option<(Vec<PropertyStep>, TypeId, String)> {
        let types = self.tables.types;
        let mut found = Vec::with_capacity(steps.len());
        let mut ty = types.id(Type::Property(root));
        let mut text = String::new();
        for step in steps {
            let span = path.of(step);
            let node = match *types.get(ty) {
                Type::Property(node) => Some(node),
                _ => None,
            };
            let is_list = node.is_none_or(|node| self.element_of_property(node).is_some());
            let (step, next) = match &step.kind {
                StepKind::Name(name) => {
                    text.push_str(if text.is_empty() { "" } else { "." });
                    text.push_str(name);
                    self.named(node, type_name, name, span)?
                }
                StepKind::Key(key) if is_list => {
                    text.push_str("[]");
                    let next = self.element(node, span)?;
                    (PropertyStep::Name(self.tables.names.intern(key)), next)
                }
                StepKind::Key(key) => self.named(node, type_name, key, span)?,
                StepKind::All if is_list => {
                    text.push_str("[]");
                    (PropertyStep::All, self.element(node, span)?)
                }
                StepKind::All => match node.and_then(|node| self.value_of_property(node)) {
                    Some(next) => (PropertyStep::All, next),
                    None => {
                        self.no_list(span);
                        return None;
                    }
                },
                StepKind::Where(fields) => {
                    text.push_str("[]");
                    let next = self.element(node, span)?;
                    let fields = self.fields(fields, next, type_name, span)?;
                    (PropertyStep::Where(fields), next)
                }
                StepKind::Position(position) => {
                    let instead = self.by_content(node);
                    let wrong = codes::overrides::by_position(span, position, &instead);
                    self.diagnostics.push(wrong);
                    return None;
                }
            };
            found.push(step);
            ty = next;
        }
        Some((found, ty, text))
    }

    /// A field, or a key of a map.
    fn named(
        &mut self,
        node: Option<NodeId>,
        type_name: Symbol,
        name: &str,
        span: Span,
    ) -> Option<(PropertyStep, TypeId)> {
        let name = self.tables.names.intern(name);
        let step = PropertyStep::Name(name);
        let Some(node) = node else {
            return Some((step, TypeId::JSON));
        };
        if let Some(child) = self.child(node, name, 0) {
            return Some((step, self.tables.types.id(Type::Property(child))));
        }
        if self.is_free(node) {
            return Some((step, TypeId::JSON));
        }
        self.unknown_property(type_name, node, Ident { name, span }, &[]);
        None
    }

    fn element(&mut self, node: Option<NodeId>, span: Span) -> Option<TypeId> {
        let Some(node) = node else {
            return Some(TypeId::JSON);
        };
        let element = self.element_of_property(node);
        if element.is_none() {
            self.no_list(span);
        }
        element
    }

    fn no_list(&mut self, span: Span) {
        self.diagnostics.push(codes::overrides::no_property(
            span,
            "what stands before these brackets is no list",
            "go on with the name of a property",
        ));
    }

    /// What elements are found by: fields that they have.
    fn fields(
        &mut self,
        fields: &[(String, Scalar)],
        element: TypeId,
        type_name: Symbol,
        span: Span,
    ) -> Option<Vec<(Symbol, Value)>> {
        let node = match *self.tables.types.get(element) {
            Type::Property(node) => Some(node),
            _ => None,
        };
        let names = self.tables.names;
        let mut found = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            self.named(node, type_name, name, span)?;
            let value = match value {
                Scalar::Text(text) => Value::Text(names.intern(text)),
                Scalar::Int(int) => Value::Int(*int),
                Scalar::Bool(bool) => Value::Bool(*bool),
            };
            found.push((names.intern(name), value));
        }
        Some(found)
    }

    /// How an element of a list is named by its content.
    fn by_content(&self, node: Option<NodeId>) -> String {
        let element = node.and_then(|node| self.element_of_property(node));
        let Some(Type::Property(element)) = element.map(|ty| self.tables.types.get(ty)) else {
            return "[FIELD == 'VALUE']".into();
        };
        let mut names = Vec::new();
        self.names_below(*element, 0, &mut names);
        let required = self.node(*element).object.as_ref();
        let required = required.and_then(|object| object.required.first().copied());
        match required.or_else(|| names.first().copied()) {
            Some(field) => format!("[{} == 'VALUE']", self.text(field)),
            None => "['VALUE']".into(),
        }
    }
}
