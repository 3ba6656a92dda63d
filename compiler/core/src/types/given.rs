//! What an app is given: params, and what exists already.

use crate::diag::codes;
use crate::order;
use crate::schema::ResourceSchema;
use crate::syntax::tree::{Attribute, Block, ExprKind};
use crate::value::Value;

use super::infer::Env;
use super::program::{ExistingDef, Op, ParamDef};
use super::ty::{Type, TypeId};
use super::{ROOT, Typer};

/// Attributes of a param.
const OF_PARAM: [&str; 10] = [
    "type",
    "default",
    "doc",
    "secret",
    "min",
    "max",
    "min_length",
    "max_length",
    "matches",
    "one_of",
];

/// Where limits begin among them.
const FIRST_LIMIT: usize = 4;

impl<'t> Typer<'t> {
    pub(super) fn params(&mut self) -> Vec<ParamDef> {
        let blocks = self.declarations.params.clone();
        blocks.into_iter().map(|block| self.param(block)).collect()
    }

    fn param(&mut self, block: &'t Block) -> ParamDef {
        let mut env = Env::new(ROOT);
        self.only(block, &OF_PARAM, "a param");
        let ty = if let Some(declared) = self.attribute(block, "type") {
            let ty = self.type_of(&declared.value);
            self.deployable(ty, declared)
        } else {
            self.diagnostics.push(codes::names::missing_attribute(
                block.header(),
                "type",
                "a param",
            ));
            TypeId::ERROR
        };
        self.param_types.push(ty);
        let secret = self.is_secret(block, &mut env);
        let refinements = if matches!(self.tables.types.get(ty), Type::List(_)) {
            self.no_limits_of_lists(block);
            Vec::new()
        } else {
            self.refinements(block, ty, "a param", &mut env)
        };
        let given = self.attribute(block, "default");
        if let (Some(given), Some(secret)) = (given, secret) {
            let name = self.text(block.labels[0].name);
            let shown = codes::given::secret_with_default(given.value.span, secret, name);
            self.diagnostics.push(shown);
        }
        let wanted = self
            .attribute(block, "type")
            .map(|declared| &declared.value);
        let default = given.and_then(|given| {
            self.wanting(wanted, |typer| typer.constant(&given.value, ty, &mut env))
        });
        if let (Some(given), Some(default)) = (given, default) {
            let (names, store) = (self.tables.names, self.tables.store);
            for refinement in &refinements {
                if refinement.breaks(default, names, store) {
                    let name = self.text(block.labels[0].name);
                    let refused = codes::given::default_refused(
                        given.value.span,
                        name,
                        &refinement.rule(&self.constant_text(refinement.limit)),
                        refinement.span,
                    );
                    self.diagnostics.push(refused);
                }
            }
        }
        let doc = self
            .attribute(block, "doc")
            .and_then(|doc| self.literal(&doc.value));
        ParamDef {
            name: block.labels[0],
            ty,
            default,
            secret: secret.is_some(),
            refinements,
            doc,
        }
    }

    /// No target holds the elements of a list, or their number, to anything.
    fn no_limits_of_lists(&mut self, block: &Block) {
        for attribute in &block.body.attributes {
            let name = self.text(attribute.name.name);
            if OF_PARAM[FIRST_LIMIT..].contains(&name) {
                self.diagnostics
                    .push(codes::given::list_limited(attribute.name.span, name));
            }
        }
    }

    /// Where a param says that it is secret.
    fn is_secret(&mut self, block: &'t Block, env: &mut Env) -> Option<crate::source::Span> {
        let said = self.attribute(block, "secret")?;
        let secret = self.constant(&said.value, TypeId::BOOL, env);
        (secret == Some(Value::Bool(true))).then_some(said.value.span)
    }

    /// The type of a param, if a target can take values of it at deployment: targets know texts,
    /// numbers, and lists of them.
    fn deployable(&mut self, ty: TypeId, declared: &Attribute) -> TypeId {
        let types = self.tables.types;
        let why = match types.get(ty) {
            Type::List(of) if !matches!(types.get(*of), Type::Bool) && self.is_scalar(*of) => None,
            _ if self.is_scalar(ty) => None,
            Type::Later(inner) => Some(format!(
                "every param is known at deployment only: write `type = {}`",
                self.type_text(*inner)
            )),
            Type::Optional(inner) => Some(format!(
                "whether a value is there must be known: write `type = {}` and a `default`",
                self.type_text(*inner)
            )),
            Type::Quantity(dimension) => Some(format!(
                "a target reads no units, and a quantity has to be known to be converted: write `type = int`, and say in its `doc` in which unit of {} the property counts",
                dimension.name()
            )),
            Type::List(_) | Type::Set(_) => Some(
                "a target takes lists of text and of numbers only: write `list(string)`, `list(int)` or `list(number)`"
                    .into(),
            ),
            Type::Map(_) | Type::Object(_) | Type::ByRegion(_) => Some(
                "a target takes text, numbers and lists of them: write a param for each field".into(),
            ),
            Type::Resource(name) => Some(format!(
                "a target is given an attribute, and no resource: write `attribute({:?}, \"...\")`, or an `existing {:?} \"NAME\"` whose `id` is a param",
                self.text(*name),
                self.text(*name)
            )),
            Type::Component(_) | Type::Provides(_) | Type::Tier => Some(
                "which parts the app has is known when it is compiled: write it in an `environment`"
                    .into(),
            ),
            _ => Some("no target takes such values".into()),
        };
        let Some(why) = why else {
            return ty;
        };
        let text = self.type_text(ty);
        self.diagnostics
            .push(codes::types::param_type(declared.value.span, &text, &why));
        TypeId::ERROR
    }

    /// A literal, for messages.
    fn constant_text(&self, value: Value) -> String {
        match value {
            Value::Bool(bool) => bool.to_string(),
            Value::Int(int) => int.to_string(),
            Value::Number(number) => number.get().to_string(),
            Value::Text(text) => self.text(text).to_owned(),
            Value::List(list) => {
                let elements = self.tables.store.elements(list).iter();
                let shown: Vec<_> = elements.map(|one| self.constant_text(*one)).collect();
                shown.join(", ")
            }
            _ => String::new(),
        }
    }

    /// Text in some form, a number or a bool.
    fn is_scalar(&self, ty: TypeId) -> bool {
        matches!(
            self.tables.types.get(ty),
            Type::Text
                | Type::Int
                | Type::Number
                | Type::Bool
                | Type::Form(_)
                | Type::Enum(_)
                | Type::Attribute(..)
                | Type::Error
        )
    }

    /// All blocks of what exists already. They read literals, params, sites and each other.
    pub(super) fn existing(&mut self) -> Vec<ExistingDef> {
        let blocks = self.declarations.existing.clone();
        let mut made = Vec::with_capacity(blocks.len());
        let mut reads = Vec::with_capacity(blocks.len());
        let mut everywhere = Vec::with_capacity(blocks.len());
        for &block in &blocks {
            self.reads_existing.clear();
            let typed = self.existing_block(block);
            reads.push(std::mem::take(&mut self.reads_existing));
            everywhere.push(typed.as_ref().is_some_and(|(_, regional)| !regional));
            made.extend(typed.map(|(def, _)| def));
        }
        self.everywhere = everywhere;
        let needs = |at: usize| reads[at].iter().map(|need| *need as usize);
        if let Err(circle) = order::by_need(blocks.len(), needs) {
            let path: Vec<_> = circle
                .iter()
                .map(|at| {
                    let name = blocks[*at].labels[1];
                    (format!("existing.{}", self.text(name.name)), name.span)
                })
                .collect();
            let path: Vec<_> = path.iter().map(|(name, at)| (name.as_str(), *at)).collect();
            self.diagnostics.push(codes::types::cycle(&path));
        }
        made
    }

    /// A block of what exists already, and whether it differs from site to site.
    fn existing_block(&mut self, block: &'t Block) -> Option<(ExistingDef, bool)> {
        let type_name = block.labels[0].name;
        let Some(type_id) = self.tables.schemas.find(self.text(type_name)) else {
            self.unknown_resource_type(block.labels[0].span, type_name);
            return None;
        };
        for inner in &block.body.blocks {
            self.diagnostics.push(codes::names::block_not_here(
                inner.header(),
                self.text(inner.keyword.name),
                "an existing resource",
                codes::names::Instead::Object,
            ));
        }
        let schema = self.tables.schemas.load(self.tables.names, type_id);
        let Some(id) = self.attribute(block, "id") else {
            self.diagnostics.push(codes::names::missing_attribute(
                block.header(),
                "id",
                "an existing resource",
            ));
            return None;
        };
        let mut env = Env::new(ROOT);
        let identifier = self.reference_of(schema);
        let by_region = matches!(id.value.kind, ExprKind::Object(_));
        let later = self.tables.types.later(TypeId::TEXT);
        let many = self.tables.types.id(Type::Map(later));
        let hint = if by_region { many } else { later };
        let typed = self.infer(&id.value, Some(hint), &mut env);
        let want = match (self.tables.types.get(typed.ty), identifier) {
            // The attribute of something else is refused.
            (Type::Attribute(..), Some(own)) => {
                self.tables.types.id(Type::Attribute(type_name, own))
            }
            _ => hint,
        };
        let id = self.assign(typed, want, &env);
        let attributes = block
            .body
            .attributes
            .iter()
            .filter(|attribute| self.text(attribute.name.name) != "id");
        let (attributes, root) = (attributes.collect(), schema.root);
        let properties =
            self.resource_properties(block, type_name, root, attributes, &["id"], &mut env);
        if let Some(&slot) = env.needs.first() {
            let made = self.slot(ROOT, slot).name.span;
            let name = self.text(block.labels[1].name);
            self.diagnostics
                .push(codes::given::existing_of_ours(block.header(), name, made));
        }
        let Op::Object(stated) = properties.ir.op else {
            return None;
        };
        let def = ExistingDef {
            name: block.labels[1],
            type_id,
            type_name,
            id: id.ir,
            identifier: identifier.filter(|_| self.is_identified(schema)),
            stated,
        };
        Some((def, by_region || id.regional || properties.regional))
    }

    /// Whether what `Ref` gives is a property by itself.
    fn is_identified(&self, schema: &ResourceSchema) -> bool {
        let reference = self.tables.references.reference(self.text(schema.name));
        reference.is_some() || schema.identifier().is_some()
    }
}
