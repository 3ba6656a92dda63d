//! Types against resource schemas: which properties there are, what they take, and what the
//! attributes of a resource are. Values (ranges, patterns, enums, ...) are the business of `check`.

use crate::diag::codes;
use crate::names::Symbol;
use crate::schema::{Node, NodeId, ResourceSchema, TypeMask};
use crate::source::Span;
use crate::syntax::tree::{Attribute, Ident, Item, Key};

use super::infer::Env;
use super::program::{AttributeRead, Op};
use super::ty::{Type, TypeId};
use super::{Typed, Typer, did_you_mean};

/// How deep combinators are followed; schemas nest them two or three levels.
const DEEPEST_COMBINATION: u32 = 8;

impl<'t> Typer<'t> {
    pub(super) fn node(&self, id: NodeId) -> &'t Node {
        self.tables.schemas.node(self.tables.names, id)
    }

    /// The properties of a resource block as one object. `words` are the attributes that it takes
    /// beside them.
    pub(super) fn resource_properties(
        &mut self,
        block: &crate::syntax::tree::Block,
        type_name: Symbol,
        root: NodeId,
        attributes: Vec<&'t Attribute>,
        words: &[&str],
        env: &mut Env,
    ) -> Typed {
        let mut fields = Vec::with_capacity(attributes.len());
        let mut regional = false;
        env.property = Some((type_name, String::new()));
        for attribute in attributes {
            let name = attribute.name;
            let Some(child) = self.child(root, name.name, 0) else {
                self.unknown_property(type_name, root, name, words);
                continue;
            };
            let want = self.tables.types.id(Type::Property(child));
            let typed = in_property(env, self.text(name.name), |env| {
                self.expect(&attribute.value, want, env)
            });
            regional |= typed.regional;
            fields.push((name.name, typed.ir));
        }
        env.property = None;
        fields.sort_by(|a, b| self.text(a.0).cmp(self.text(b.0)));
        Typed {
            regional,
            ..Typed::new(Op::Object(fields), block.header(), TypeId::JSON)
        }
    }

    /// An object literal where a schema says what may be in it.
    pub(super) fn property_object(
        &mut self,
        node: NodeId,
        want: TypeId,
        items: &[Item],
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let free = self.is_free(node);
        let mut fields = Vec::with_capacity(items.len());
        let mut regional = false;
        for item in items {
            let Key::Literal(key) = item.key else {
                continue;
            };
            let child = match self.child(node, key, 0) {
                Some(child) => self.tables.types.id(Type::Property(child)),
                None if free => TypeId::JSON,
                None => {
                    let type_name = env.property.as_ref().map_or(key, |property| property.0);
                    self.unknown_property(
                        type_name,
                        node,
                        Ident {
                            name: key,
                            span: item.key_span,
                        },
                        &[],
                    );
                    continue;
                }
            };
            let typed = in_property(env, self.text(key), |env| {
                self.expect(&item.value, child, env)
            });
            regional |= typed.regional;
            fields.push((key, typed.ir));
        }
        fields.sort_by(|a, b| self.text(a.0).cmp(self.text(b.0)));
        Typed {
            regional,
            ..Typed::new(Op::Object(fields), span, want)
        }
    }

    /// `words` are known where the name stands, beside the node's properties.
    pub(super) fn unknown_property(
        &mut self,
        type_name: Symbol,
        node: NodeId,
        name: Ident,
        words: &[&str],
    ) {
        let mut known = Vec::new();
        self.names_below(node, 0, &mut known);
        let known = known.iter().map(|name| self.text(*name));
        let (text, property) = (self.text(type_name), self.text(name.name));
        let instead = super::uses::instead_of_attribute(property);
        // A word of another language is no slip in one of ours.
        let words = if instead.is_none() { words } else { &[] };
        let suggestion = did_you_mean(property, known.chain(words.iter().copied()));
        let suggestion = suggestion.as_deref();
        let unknown = codes::schema::unknown_property(name.span, text, property, suggestion);
        self.diagnostics.push(unknown.help_if(instead));
    }

    /// The node of a property, looked for in combinators too.
    pub(super) fn child(&self, node: NodeId, name: Symbol, depth: u32) -> Option<NodeId> {
        let found = self.node(node);
        if let Some(child) = found.property(name) {
            return Some(child);
        }
        if let Some(object) = &found.object {
            let text = self.text(name);
            let matches = |(pattern, _): &&(crate::schema::PatternId, NodeId)| {
                self.tables
                    .schemas
                    .pattern(*pattern)
                    .matches(text)
                    .accepts()
            };
            if let Some((_, child)) = object.pattern_properties.iter().find(matches) {
                return Some(*child);
            }
        }
        self.parts(node, depth)
            .find_map(|part| self.child(part, name, depth + 1))
    }

    pub(super) fn names_below(&self, node: NodeId, depth: u32, found: &mut Vec<Symbol>) {
        found.extend(
            self.node(node)
                .properties()
                .iter()
                .map(|property| property.0),
        );
        self.parts(node, depth)
            .for_each(|part| self.names_below(part, depth + 1, found));
    }

    /// The nodes that a node combines.
    fn parts(&self, node: NodeId, depth: u32) -> impl Iterator<Item = NodeId> + use<'t> {
        let combination = self
            .node(node)
            .combination
            .as_deref()
            .filter(|_| depth < DEEPEST_COMBINATION);
        let combined = combination.into_iter().flat_map(|combination| {
            [
                &combination.all_of,
                &combination.any_of,
                &combination.one_of,
            ]
            .into_iter()
            .flat_map(|nodes| nodes.iter())
        });
        combined.copied()
    }

    /// The JSON types that a node takes, combinators included.
    fn mask(&self, node: NodeId, depth: u32) -> TypeMask {
        let own = self.node(node).types;
        if !own.is_any() {
            return own;
        }
        let bits = self
            .parts(node, depth)
            .map(|part| self.mask(part, depth + 1).bits());
        TypeMask::from_bits(bits.fold(0, |all, bits| all | bits))
    }

    /// Whether a property takes a list, and no object.
    pub(super) fn is_list(&self, node: NodeId, name: Symbol) -> bool {
        let child = self.child(node, name, 0).map(|child| self.mask(child, 0));
        child.is_some_and(|mask| mask.allows(TypeMask::ARRAY) && !mask.allows(TypeMask::OBJECT))
    }

    /// Whether a property can be an object at all.
    pub(super) fn takes_objects(&self, node: NodeId) -> bool {
        let mask = self.mask(node, 0);
        mask.is_any() || mask.allows(TypeMask::OBJECT)
    }

    /// Whether objects with any keys go: free-form JSON.
    pub(super) fn is_free(&self, node: NodeId) -> bool {
        let mut known = Vec::new();
        self.names_below(node, 0, &mut known);
        let closed = self
            .node(node)
            .object
            .as_ref()
            .is_some_and(|object| object.closed);
        self.mask(node, 0).allows(TypeMask::OBJECT) && known.is_empty() && !closed
    }

    /// The type of the elements of a list property.
    pub(super) fn element_of_property(&self, node: NodeId) -> Option<TypeId> {
        let items = self
            .node(node)
            .items()
            .or_else(|| self.parts(node, 0).find_map(|part| self.node(part).items()));
        match items {
            Some(items) => Some(self.tables.types.id(Type::Property(items))),
            None if self.mask(node, 0).is_any() || self.mask(node, 0).allows(TypeMask::ARRAY) => {
                Some(TypeId::JSON)
            }
            None => None,
        }
    }

    /// The type of the values of a property that is a map.
    pub(super) fn value_of_property(&self, node: NodeId) -> Option<TypeId> {
        if self.is_free(node) {
            let object = self.node(node).object.as_ref();
            let child = object.and_then(|object| object.pattern_properties.first());
            return Some(child.map_or(TypeId::JSON, |(_, child)| {
                self.tables.types.id(Type::Property(*child))
            }));
        }
        let object = self.node(node).object.as_ref()?;
        let (_, child) = object.pattern_properties.first()?;
        Some(self.tables.types.id(Type::Property(*child)))
    }

    /// Whether a property takes values of this type.
    pub(super) fn property_takes(&self, node: NodeId, ty: TypeId, env: &Env) -> bool {
        let types = self.tables.types;
        let mask = self.mask(node, 0);
        let allows = |wanted: TypeMask| mask.allows(wanted);
        match types.get(ty) {
            Type::Error
            | Type::Never
            | Type::Null
            | Type::Json
            | Type::KnownJson
            | Type::Property(_) => true,
            Type::Bool => allows(TypeMask::BOOLEAN),
            Type::Int => allows(TypeMask::INTEGER) || allows(TypeMask::NUMBER),
            Type::Number => allows(TypeMask::NUMBER) || allows(TypeMask::INTEGER),
            Type::Text | Type::Form(_) | Type::Enum(_) => allows(TypeMask::STRING),
            Type::Optional(inner) => self.property_takes(node, *inner, env),
            Type::Later(inner) if matches!(types.get(*inner), Type::List(_)) => {
                allows(TypeMask::ARRAY)
            }
            Type::Later(_) => allows(TypeMask::SCALAR),
            Type::Attribute(of, attribute) => {
                allows(TypeMask::SCALAR) && self.takes_attribute(node, *of, *attribute, env)
            }
            Type::List(of) | Type::Set(of) => {
                allows(TypeMask::ARRAY)
                    && self.element_of_property(node).is_none_or(|element| {
                        match types.get(element) {
                            Type::Property(element) => self.property_takes(*element, *of, env),
                            _ => self.is_json(*of),
                        }
                    })
            }
            Type::Object(fields) => {
                allows(TypeMask::OBJECT)
                    && fields
                        .iter()
                        .all(|field| match self.child(node, field.name, 0) {
                            Some(child) => self.property_takes(child, field.ty, env),
                            None => self.is_free(node) && self.is_json(field.ty),
                        })
            }
            Type::Map(of) => {
                allows(TypeMask::OBJECT)
                    && match self.value_of_property(node).map(|value| types.get(value)) {
                        Some(Type::Property(value)) => self.property_takes(*value, *of, env),
                        Some(_) => self.is_json(*of),
                        None => false,
                    }
            }
            Type::Quantity(_)
            | Type::ByRegion(_)
            | Type::Resource(_)
            | Type::Component(_)
            | Type::Provides(_)
            | Type::Tier => false,
        }
    }

    /// Attributes are nominal: where it is known which ones a property takes, no other goes.
    fn takes_attribute(&self, node: NodeId, of: Symbol, attribute: Symbol, env: &Env) -> bool {
        let accepted = self.accepted(node, env);
        let (of, attribute) = (self.text(of), self.text(attribute));
        let is_arn = |name: &str| name.ends_with("Arn");
        accepted.is_empty()
            || accepted.iter().any(|(ty, wanted)| {
                *ty == of
                    && (*wanted == attribute
                        || *wanted == "ref"
                        || is_arn(wanted) == is_arn(attribute))
            })
    }

    /// The attributes that a property takes, where that is known.
    fn accepted(&self, node: NodeId, env: &Env) -> Vec<(&'t str, &'t str)> {
        let mut accepted = Vec::new();
        self.accepted_by_schema(node, 0, &mut accepted);
        if let Some((type_name, path)) = &env.property {
            let listed = self.tables.references.accepted(self.text(*type_name), path);
            accepted.extend(listed.iter().filter_map(|entry| entry.rsplit_once('.')));
        }
        // Some schemas name types that there are not.
        accepted.retain(|(of, _)| self.tables.schemas.find(of).is_some());
        accepted
    }

    fn accepted_by_schema(&self, node: NodeId, depth: u32, found: &mut Vec<(&'t str, &'t str)>) {
        let own = self.node(node);
        if let Some(format) = own.text.format {
            found.extend(
                self.text(format)
                    .rsplit_once('.')
                    .filter(|(ty, _)| ty.contains("::")),
            );
        }
        if let Some(relationship) = own.relationship {
            let attribute = self
                .text(relationship.property_path)
                .rsplit('/')
                .next()
                .unwrap_or_default();
            found.push((self.text(relationship.type_name), attribute));
        }
        self.parts(node, depth)
            .for_each(|part| self.accepted_by_schema(part, depth + 1, found));
    }

    pub(super) fn misfit_property(&mut self, typed: &Typed, node: NodeId, env: &Env) {
        let types = self.tables.types;
        let span = typed.ir.span;
        let path = env
            .property
            .as_ref()
            .map_or("", |property| property.1.as_str());
        let diagnostic = match types.get(types.present(typed.ty)) {
            Type::Quantity(dimension) => {
                let name = self.written(&typed.ir, env);
                let name = name.as_deref().unwrap_or("x");
                codes::types::quantity_in_property(span, path, *dimension, name)
            }
            Type::Attribute(..) if self.mask(node, 0).allows(TypeMask::SCALAR) => {
                let accepted = self.accepted(node, env).into_iter();
                let accepted: Vec<_> = accepted
                    .map(|(ty, attribute)| format!("{ty}.{attribute}"))
                    .collect();
                codes::types::wrong_attribute(span, path, &accepted, &self.type_text(typed.ty))
            }
            Type::Resource(_) => {
                let name = self.written(&typed.ir, env);
                let name = name.as_deref().unwrap_or("x");
                codes::types::resource_in_property(span, path, &self.type_text(typed.ty), name)
            }
            _ => {
                let wanted = self.mask(node, 0).to_string();
                self.clash(typed, &wanted, env, |clash| {
                    codes::types::wrong_property_type(path, clash)
                })
            }
        };
        let diagnostic = diagnostic.help_if(self.without_key(&typed.ir, typed.ty, env));
        self.diagnostics.push(diagnostic);
    }

    /// The type of an attribute, and what is read.
    pub(super) fn attribute_type(
        &self,
        type_name: Symbol,
        steps: &[Ident],
    ) -> Option<(TypeId, AttributeRead)> {
        let (names, types) = (self.tables.names, self.tables.types);
        let id = self.tables.schemas.find(self.text(type_name))?;
        let schema = self.tables.schemas.load(names, id);
        if let [only] = steps
            && self.text(only.name) == "ref"
        {
            let nominal = self.reference_of(schema).unwrap_or(only.name);
            let ty = types.id(Type::Attribute(type_name, nominal));
            let read = AttributeRead {
                name: only.name,
                made: Some(only.name),
                of: id,
            };
            return Some((ty, read));
        }
        let path: Vec<_> = steps.iter().map(|step| self.text(step.name)).collect();
        let name = names.intern(&path.join("."));
        let node = self.tables.schemas.attribute(names, schema, name)?;
        let ty = if self.mask(node, 0).names(TypeMask::ARRAY) {
            types.later(types.id(Type::List(TypeId::TEXT)))
        } else {
            types.id(Type::Attribute(type_name, name))
        };
        let read = AttributeRead {
            name,
            made: self.made_attribute(schema, name),
            of: id,
        };
        Some((ty, read))
    }

    /// What a resource that we make gives for an attribute: itself if the service sets it or the data
    /// adds it, and `ref` for what identifies it. Of what exists already, any property may be stated
    /// and read.
    fn made_attribute(&self, schema: &ResourceSchema, name: Symbol) -> Option<Symbol> {
        let (text, references) = (self.text(name), self.tables.references);
        let is_given = schema.is_read_only(self.tables.names, text)
            || references.gives(self.text(schema.name), text);
        let is_reference = self.reference_of(schema) == Some(name);
        let reference = is_reference.then(|| self.tables.names.intern("ref"));
        is_given.then_some(name).or(reference)
    }

    /// The attribute that `Ref` gives.
    pub(super) fn reference_of(&self, schema: &ResourceSchema) -> Option<Symbol> {
        let stated = self.tables.references.reference(self.text(schema.name));
        let stated = stated.map(|name| self.tables.names.intern(name));
        stated.or(schema.identifier())
    }

    pub(super) fn no_attribute(&mut self, type_name: Symbol, step: Ident, span: Span) -> Typed {
        let known = self.attributes_of(type_name);
        let suggestion = did_you_mean(self.text(step.name), known.iter().map(String::as_str));
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let (ty, text) = (self.text(type_name), self.text(step.name));
        self.diagnostics.push(codes::types::no_attribute(
            step.span,
            ty,
            text,
            suggestion.as_deref(),
            &known,
        ));
        Typed::broken(span)
    }

    fn attributes_of(&self, type_name: Symbol) -> Vec<String> {
        let Some(id) = self.tables.schemas.find(self.text(type_name)) else {
            return Vec::new();
        };
        let schema = self.tables.schemas.load(self.tables.names, id);
        schema.given(self.tables.names)
    }
}

/// Runs `inner` with a property's name added to the path.
pub(super) fn in_property<T>(env: &mut Env, name: &str, inner: impl FnOnce(&mut Env) -> T) -> T {
    let before = env.property.as_ref().map_or(0, |property| property.1.len());
    if let Some((_, path)) = &mut env.property {
        if !path.is_empty() && name != "[]" {
            path.push('.');
        }
        path.push_str(name);
    }
    let result = inner(env);
    if let Some((_, path)) = &mut env.property {
        path.truncate(before);
    }
    result
}
