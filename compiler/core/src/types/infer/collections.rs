//! Lists, objects, for-expressions and splats.

use crate::diag::codes;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, For, Ident, Item, Key};

use super::super::program::{ForIr, Ir, Op};
use super::super::properties::in_property;
use super::super::ty::{Field, Form, Type, TypeId};
use super::super::{ROOT, Typed, Typer, did_you_mean};
use super::{Env, Local};

/// The type of free-form JSON, by whether something inside is later.
fn json(later: bool) -> TypeId {
    if later {
        TypeId::JSON
    } else {
        TypeId::KNOWN_JSON
    }
}

impl Typer<'_> {
    pub(super) fn infer_list(
        &mut self,
        elements: &[Expr],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let want = want.map(|want| self.wanted(want));
        let (element, set) = match want.map(|want| self.tables.types.get(want)) {
            Some(Type::List(of)) => (Some(*of), false),
            Some(Type::Set(of)) => (Some(*of), true),
            Some(Type::Property(node)) => (self.element_of_property(*node), false),
            Some(Type::Json) => (Some(TypeId::JSON), false),
            _ => (None, false),
        };
        let mut found = Vec::with_capacity(elements.len());
        let (mut ty, mut regional) = (element.unwrap_or(TypeId::NEVER), false);
        let mut later = false;
        for expr in elements {
            let typed = match element {
                Some(element) => {
                    let wanted = self.wanted_element();
                    in_property(env, "[]", |env| {
                        self.wanting(wanted, |typer| typer.expect(expr, element, env))
                    })
                }
                None => self.infer(expr, None, env),
            };
            if element.is_none() {
                ty = if let Some(joined) = self.join(ty, typed.ty) {
                    joined
                } else {
                    let (before, other) = (self.type_text(ty), self.type_text(typed.ty));
                    let before = (elements[0].span, before.as_str());
                    let of = "elements of a list";
                    let differ = codes::types::elements_differ(expr.span, of, before, &other);
                    self.diagnostics.push(differ);
                    TypeId::ERROR
                };
            }
            regional |= typed.regional;
            later |= self.tables.types.has_later(typed.ty);
            found.push(typed.ir);
        }
        let list = Op::List(found);
        let typed = match want.map(|want| (want, self.tables.types.get(want))) {
            Some((want, Type::Property(_))) if element.is_some() => Typed::new(list, span, want),
            Some((_, Type::Json)) => Typed::new(list, span, json(later)),
            _ if set => {
                let list = Ir { op: list, span };
                Typed::new(
                    Op::ToSet(Box::new(list)),
                    span,
                    self.tables.types.id(Type::Set(ty)),
                )
            }
            _ => Typed::new(list, span, self.tables.types.id(Type::List(ty))),
        };
        Typed { regional, ..typed }
    }

    pub(super) fn infer_object(
        &mut self,
        items: &[Item],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        if let [only] = items
            && self.is_intrinsic(only, want, env)
        {
            return Typed::broken(span);
        }
        if items
            .iter()
            .any(|item| matches!(item.key, Key::Computed(_)))
        {
            return self.infer_computed(items, span, want, env);
        }
        let want = want.map(|want| self.wanted(want));
        if let Some(want) = want
            && let Type::Property(node) = *self.tables.types.get(want)
            && self.takes_objects(node)
        {
            return self.property_object(node, want, items, span, env);
        }
        let expected = want.map(|want| self.tables.types.get(want).clone());
        let mut fields = Vec::with_capacity(items.len());
        let mut types = Vec::with_capacity(items.len());
        let (mut regional, mut later) = (false, false);
        for item in items {
            let Key::Literal(key) = item.key else {
                continue;
            };
            let wanted = match &expected {
                Some(Type::Map(of)) => Some(*of),
                Some(Type::ByRegion(of)) => {
                    if let Some(problem) = self.form_problem(Form::Region, self.text(key)) {
                        self.diagnostics.push(problem(item.key_span));
                    }
                    Some(*of)
                }
                Some(Type::Json) => Some(TypeId::JSON),
                Some(Type::Object(known)) => {
                    if let Some(field) = known.iter().find(|field| field.name == key) {
                        Some(field.ty)
                    } else {
                        self.unknown_field(key, item.key_span, known);
                        continue;
                    }
                }
                _ => None,
            };
            let declared = self.wanted_field(key);
            let typed = self.wanting(declared, |typer| match wanted {
                Some(wanted) => typer.expect(&item.value, wanted, env),
                None => typer.infer(&item.value, None, env),
            });
            regional |= typed.regional;
            later |= self.tables.types.has_later(typed.ty);
            types.push(Field {
                name: key,
                ty: wanted.unwrap_or(typed.ty),
            });
            fields.push((key, typed.ir));
        }
        fields.sort_by(|a, b| self.text(a.0).cmp(self.text(b.0)));
        types.sort_by(|a, b| self.text(a.name).cmp(self.text(b.name)));
        let ty = match (&expected, want) {
            (Some(Type::Map(_) | Type::ByRegion(_)), Some(want)) => want,
            (Some(Type::Json), _) => json(later),
            (Some(Type::Object(known)), Some(want)) => {
                self.missing_fields(known, &types, span);
                want
            }
            _ => self.tables.types.id(Type::Object(types.into())),
        };
        Typed {
            regional,
            ..Typed::new(Op::Object(fields), span, ty)
        }
    }

    /// `{ Ref = "..." }` and `{ "Fn::GetAtt" = [...] }`, where a property or JSON takes anything.
    fn is_intrinsic(&mut self, item: &Item, want: Option<TypeId>, env: &Env) -> bool {
        let Key::Literal(key) = item.key else {
            return false;
        };
        let function = self.text(key);
        let want = want.map(|want| self.tables.types.get(self.wanted(want)));
        let is_emitted = matches!(want, Some(Type::Property(_) | Type::Json));
        if !(function.starts_with("Fn::") || function == "Ref" && is_emitted) {
            return false;
        }
        let text = |expr: &Expr| match expr.kind {
            ExprKind::Text(text) => Some(self.text(text)),
            _ => None,
        };
        let named = match &item.value.kind {
            ExprKind::List(parts) => parts.iter().map(text).collect::<Option<Vec<_>>>(),
            _ => text(&item.value).map(|text| vec![text]),
        };
        let named = named.map(|parts| parts.join("."));
        let is_beside_uses = env.component == ROOT;
        let named = named.map(|name| {
            if is_beside_uses && !name.contains("::") {
                format!("resource.{name}")
            } else {
                name
            }
        });
        let Some(instead) = crate::foreign::intrinsic(function, named.as_deref()) else {
            return false;
        };
        let found = codes::names::intrinsic(item.key_span, function, &instead);
        self.diagnostics.push(found);
        true
    }

    fn unknown_field(&mut self, key: crate::names::Symbol, span: Span, known: &[Field]) {
        let known: Vec<_> = known.iter().map(|field| self.text(field.name)).collect();
        let suggestion = did_you_mean(self.text(key), known.iter().copied());
        let text = self.text(key);
        self.diagnostics.push(codes::types::unknown_field(
            span,
            text,
            suggestion.as_deref(),
            &known,
            &self.wanted_note(),
        ));
    }

    fn missing_fields(&mut self, known: &[Field], given: &[Field], span: Span) {
        let is_there = |name| given.iter().any(|given| given.name == name);
        let missing = known
            .iter()
            .filter(|field| !is_there(field.name) && !self.tables.types.is_optional(field.ty));
        let missing: Vec<_> = missing
            .map(|field| (self.text(field.name), self.type_text(field.ty)))
            .collect();
        if !missing.is_empty() {
            let declared = known.iter().filter(|field| !is_there(field.name));
            let declared = declared.filter_map(|field| {
                let ty = self.wanted_field(field.name)?;
                let name = self.text(field.name);
                let optional = self.tables.types.is_optional(field.ty);
                (!optional).then(|| (ty.span, format!("`{name}` is declared here")))
            });
            let notes: Vec<_> = declared.collect();
            let diagnostic = codes::types::missing_fields(span, &missing, &notes);
            self.diagnostics.push(diagnostic);
        }
    }

    fn infer_computed(
        &mut self,
        items: &[Item],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let value_want = self.value_of_map(want);
        let mut pairs = Vec::with_capacity(items.len());
        let (mut ty, mut regional) = (value_want.unwrap_or(TypeId::NEVER), false);
        let mut later = false;
        for item in items {
            let key = match &item.key {
                Key::Literal(key) => {
                    let op = Op::Const(crate::value::Value::Text(*key));
                    Typed::new(op, item.key_span, TypeId::TEXT)
                }
                Key::Computed(key) => self.expect_known(key, TypeId::TEXT, "a key", env),
            };
            let declared = self.wanted_element();
            let value = self.wanting(declared, |typer| match value_want {
                Some(want) => typer.expect(&item.value, want, env),
                None => typer.infer(&item.value, None, env),
            });
            if value_want.is_none() {
                let first = items[0].value.span;
                ty = self.one_type(ty, first, value.ty, item.value.span);
            }
            regional |= key.regional || value.regional;
            later |= self.tables.types.has_later(value.ty);
            pairs.push((key.ir, value.ir));
        }
        let ty = self.map_type(want, ty, later);
        Typed {
            regional,
            ..Typed::new(Op::Computed(pairs), span, ty)
        }
    }

    /// The one type of values that are treated alike, of which the first stands at `first`.
    fn one_type(&mut self, before: TypeId, first: Span, other: TypeId, span: Span) -> TypeId {
        if let Some(joined) = self.join(before, other) {
            return joined;
        }
        let (before, other) = (self.type_text(before), self.type_text(other));
        let differ =
            codes::types::elements_differ(span, "values of a map", (first, &before), &other);
        self.diagnostics.push(differ);
        TypeId::ERROR
    }

    /// The one type of an object's fields, where they are gone through or chosen by a key.
    pub(in super::super) fn one_of_fields(&mut self, fields: &[Field], span: Span) -> TypeId {
        let mut ty = TypeId::NEVER;
        for field in fields {
            ty = self.one_type(ty, span, field.ty, span);
            if ty == TypeId::ERROR {
                break;
            }
        }
        ty
    }

    /// What the values of a map are expected to be.
    fn value_of_map(&self, want: Option<TypeId>) -> Option<TypeId> {
        match self.tables.types.get(self.wanted(want?)) {
            Type::Map(of) => Some(*of),
            Type::Json => Some(TypeId::JSON),
            Type::Property(node) => self.value_of_property(*node),
            _ => None,
        }
    }

    fn map_type(&self, want: Option<TypeId>, of: TypeId, later: bool) -> TypeId {
        match want
            .map(|want| self.wanted(want))
            .map(|want| (want, self.tables.types.get(want)))
        {
            Some((want, Type::Property(_))) => want,
            Some((_, Type::Json)) => json(later),
            _ => self.tables.types.id(Type::Map(of)),
        }
    }

    pub(super) fn infer_for(
        &mut self,
        parts: &For,
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let over = self.infer(&parts.over, None, env);
        let Some((key_type, value_type)) = self.gone_through(&over, parts.over.span, env) else {
            return Typed::broken(span);
        };
        let first_local = env.locals.len() as u32;
        let regional = over.regional;
        let unnamed = Ident {
            name: self.tables.names.intern(""),
            span,
        };
        let key = parts.key.unwrap_or(unnamed);
        self.new_local(key, key_type, regional, env);
        self.new_local(parts.value, value_type, regional, env);
        let condition = parts
            .condition
            .as_ref()
            .map(|condition| self.expect_known(condition, TypeId::BOOL, "a condition", env));
        let facts = parts
            .condition
            .as_ref()
            .map(|condition| self.facts_of(condition, true, env.component, true));
        let wanted = self.wanted_element();
        let typed = env.knowing(facts.unwrap_or_default(), |env| {
            self.wanting(wanted, |typer| typer.infer_for_result(parts, want, env))
        });
        env.locals.truncate(first_local as usize);
        let (key, result, ty, inner_regional) = typed;
        let regional = regional
            || inner_regional
            || condition
                .as_ref()
                .is_some_and(|condition| condition.regional);
        let condition = condition.map(|condition| condition.ir);
        let op = Op::For(Box::new(ForIr {
            over_set: matches!(self.tables.types.get(over.ty), Type::Set(_)),
            over: over.ir,
            first_local,
            key,
            result,
            grouped: parts.grouped,
            condition,
        }));
        Typed {
            regional,
            ..Typed::new(op, span, ty)
        }
    }

    fn infer_for_result(
        &mut self,
        parts: &For,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> (Option<Ir>, Ir, TypeId, bool) {
        let types = self.tables.types;
        if let Some(key) = &parts.result_key {
            let key = self.expect_known(key, TypeId::TEXT, "a key", env);
            if parts.grouped {
                let value = self.infer(&parts.result, None, env);
                let ty = types.id(Type::Map(types.id(Type::List(value.ty))));
                return (Some(key.ir), value.ir, ty, key.regional || value.regional);
            }
            let value_want = self.value_of_map(want);
            let value = self.infer(&parts.result, value_want, env);
            let later = types.has_later(value.ty);
            let ty = self.map_type(want.filter(|_| value_want.is_some()), value.ty, later);
            return (Some(key.ir), value.ir, ty, key.regional || value.regional);
        }
        let want = want.map(|want| self.wanted(want));
        let element = match want.map(|want| types.get(want)) {
            Some(Type::List(of) | Type::Set(of)) => Some(*of),
            Some(Type::Property(node)) => self.element_of_property(*node),
            Some(Type::Json) => Some(TypeId::JSON),
            _ => None,
        };
        match (element, want) {
            (Some(element), Some(want))
                if matches!(types.get(want), Type::Property(_) | Type::Json) =>
            {
                let value = self.expect(&parts.result, element, env);
                let ty = match types.get(want) {
                    Type::Json => json(types.has_later(value.ty)),
                    _ => want,
                };
                (None, value.ir, ty, value.regional)
            }
            _ => {
                let value = self.infer(&parts.result, element, env);
                (
                    None,
                    value.ir,
                    types.id(Type::List(value.ty)),
                    value.regional,
                )
            }
        }
    }

    fn new_local(&mut self, name: Ident, ty: TypeId, regional: bool, env: &mut Env) {
        let slot = self
            .draft(env.component)
            .by_name
            .get(&name.name)
            .map(|slot| self.slot(env.component, *slot).name.span);
        let local = env
            .locals
            .iter()
            .find(|local| local.name == name.name)
            .map(|local| local.span);
        if let (Some(first), false) = (slot.or(local), self.text(name.name).is_empty()) {
            self.diagnostics.push(codes::names::shadows(
                name.span,
                first,
                self.text(name.name),
            ));
        }
        env.locals.push(Local {
            name: name.name,
            span: name.span,
            ty,
            regional,
        });
    }

    /// Types of key and value of what a for-expression goes through.
    fn gone_through(&mut self, over: &Typed, span: Span, env: &Env) -> Option<(TypeId, TypeId)> {
        match self.tables.types.get(over.ty).clone() {
            Type::List(of) => Some((TypeId::INT, of)),
            Type::Set(of) => Some((of, of)),
            Type::Map(of) => Some((TypeId::TEXT, of)),
            Type::Object(fields) => Some((TypeId::TEXT, self.one_of_fields(&fields, span))),
            Type::Error => None,
            Type::Optional(inner) => {
                let inner = self.type_text(inner);
                let written = self.written(&over.ir, env);
                let notes = self.absent_note(&over.ir, env.component);
                self.diagnostics.push(codes::types::may_be_null(
                    span,
                    &inner,
                    "for",
                    written.as_deref(),
                    &notes,
                ));
                None
            }
            _ => {
                let name = self.written(&over.ir, env);
                let name = name.as_deref().unwrap_or("x");
                let ty = self.type_text(over.ty);
                self.diagnostics
                    .push(codes::types::no_elements(span, &ty, name));
                None
            }
        }
    }

    /// What `x[*]` goes through, and the type of its elements: those of a list; else the value alone,
    /// or nothing if it is null. None, and reported, for a map, which has no order.
    fn splatted(&mut self, over: Typed, span: Span, env: &Env) -> Option<(Typed, TypeId)> {
        let types = self.tables.types;
        let present = types.present(over.ty);
        let element = match *types.get(present) {
            Type::Error => return None,
            Type::List(of) | Type::Set(of) => return Some((over, of)),
            Type::Map(_) => {
                let ty = self.type_text(over.ty);
                let name = self.written(&over.ir, env);
                let name = name.as_deref().unwrap_or("x");
                self.diagnostics
                    .push(codes::types::no_elements(span, &ty, name));
                return None;
            }
            Type::Null => TypeId::NEVER,
            _ => present,
        };
        let op = Op::Present(Box::new(over.ir));
        let typed = Typed {
            regional: over.regional,
            ..Typed::new(op, span, types.id(Type::List(element)))
        };
        Some((typed, element))
    }

    /// `list[*].a.b` is `[for x in list : x.a.b]`.
    pub(super) fn infer_splat(
        &mut self,
        base: &Expr,
        steps: &[Ident],
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let over = self.infer(base, None, env);
        let Some((over, element)) = self.splatted(over, base.span, env) else {
            return Typed::broken(span);
        };
        let first_local = env.locals.len() as u32;
        let mut typed = Typed {
            regional: over.regional,
            ..Typed::new(Op::Local(first_local + 1), base.span, element)
        };
        let mut rest = steps;
        while !rest.is_empty() && typed.ty != TypeId::ERROR {
            (typed, rest) = self.infer_steps(typed, rest, env);
        }
        let ty = self.tables.types.id(Type::List(typed.ty));
        let parts = ForIr {
            over_set: false,
            over: over.ir,
            first_local,
            key: None,
            result: typed.ir,
            grouped: false,
            condition: None,
        };
        Typed {
            regional: over.regional || typed.regional,
            ..Typed::new(Op::For(Box::new(parts)), span, ty)
        }
    }
}
