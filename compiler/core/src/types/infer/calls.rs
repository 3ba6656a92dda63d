//! Calls of functions, and the questions that look like functions: about sites and uses.

use crate::diag::codes;
use crate::diag::codes::functions::Foreign;
use crate::functions::foreign::{self, Instead};
use crate::functions::{self, SPECIAL};
use crate::resolve::is_plain_name;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Ident};
use crate::value::Value;

use super::super::program::Op;
use super::super::ty::{Field, Form, Type, TypeId};
use super::super::{ROOT, Typed, Typer, did_you_mean};
use super::Env;

impl Typer<'_> {
    pub(super) fn infer_call(
        &mut self,
        function: Ident,
        arguments: &[Expr],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        match (self.text(function.name), arguments) {
            ("at", [value, region]) => return self.infer_at(value, region, span, want, env),
            ("each_site", [value]) => return self.infer_each_site(value, span, env),
            ("call", [value, options]) => return self.infer_known_call(value, options, span, env),
            ("callers", [this]) => return self.infer_callers(this, span, env),
            ("stable_number", [space, most]) => {
                return self.infer_stable_number(space, most, span, env);
            }
            (name, _) => {
                if let Some(special) = SPECIAL.iter().find(|special| special.name == name) {
                    let wanted = special.usage.matches(',').count() + 1;
                    let wanted = if name == "call" { 2 } else { wanted };
                    return self.wrong_count(
                        function,
                        special.usage,
                        (wanted, wanted),
                        arguments.len(),
                    );
                }
            }
        }
        let Some((found, signature)) = functions::find(self.text(function.name)) else {
            return self.unknown_function(function, span);
        };
        let spreads = matches!(
            arguments.last().map(|last| &last.kind),
            Some(ExprKind::Spread(_))
        );
        let most = if signature.variadic {
            usize::MAX
        } else {
            signature.parameters.len()
        };
        let given = arguments.len() - usize::from(spreads);
        let least = if spreads { 0 } else { signature.required };
        if !(least..=most).contains(&given) {
            return self.wrong_count(
                function,
                &signature.text(),
                (signature.required, most),
                arguments.len(),
            );
        }
        self.infer_function(found, signature, arguments, span, want, env)
    }

    fn unknown_function(&mut self, function: Ident, span: Span) -> Typed {
        let name = self.text(function.name);
        let diagnostic = match foreign::find(name) {
            Some((instead, terraform)) => {
                let instead = match instead {
                    Instead::Called(other) => Foreign::Called(other),
                    Instead::Written(instead) => Foreign::Written(instead),
                };
                codes::functions::foreign(function.span, name, instead, terraform)
            }
            None => {
                let suggestion = did_you_mean(name, functions::names());
                codes::names::unknown_function(function.span, name, suggestion.as_deref())
            }
        };
        self.diagnostics.push(diagnostic);
        Typed::broken(span)
    }

    fn wrong_count(
        &mut self,
        function: Ident,
        signature: &str,
        (least, most): (usize, usize),
        found: usize,
    ) -> Typed {
        self.diagnostics
            .push(codes::functions::wrong_argument_count(
                function.span,
                signature,
                (least, most),
                found,
            ));
        Typed::broken(function.span)
    }

    fn infer_at(
        &mut self,
        value: &Expr,
        region: &Expr,
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let types = self.tables.types;
        let is_call = |want: &TypeId| matches!(types.get(types.present(*want)), Type::Provides(_));
        let region_type = self.tables.types.id(Type::Form(Form::Region));
        let region = self.expect_known(region, region_type, "which site is meant", env);
        let before = std::mem::replace(&mut env.anywhere, true);
        let value = match want.filter(is_call) {
            // A use stands for what it provides, as it does without a site.
            Some(want) => self.expect(value, want, env),
            None => self.infer(value, None, env),
        };
        env.anywhere = before;
        if let Type::Component(_) = self.tables.types.get(self.tables.types.present(value.ty)) {
            let diagnostic = self.clash(&value, "an output", env, |clash| {
                codes::types::resource_where_attribute(clash)
            });
            self.diagnostics.push(diagnostic);
            return Typed::broken(span);
        }
        // The value is fixed to one site, so it is the same seen from everywhere.
        let regional = region.regional;
        Typed {
            regional,
            ..Typed::new(Op::At(Box::new([value.ir, region.ir])), span, value.ty)
        }
    }

    /// `call(x, { ... })`: a capability with what is known of the call.
    fn infer_known_call(
        &mut self,
        value: &Expr,
        options: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let types = self.tables.types;
        let typed = self.infer(value, None, env);
        let ty = match *types.get(typed.ty) {
            Type::Provides(_) => typed.ty,
            _ => types.id(Type::Provides(None)),
        };
        let record = self.assign(typed, ty, env);
        let options = self.expect(options, self.call_options(), env);
        let op = Op::With(Box::new([record.ir, options.ir]));
        Typed {
            regional: true,
            ..Typed::new(op, span, ty)
        }
    }

    /// What may be said of a call.
    fn call_options(&self) -> TypeId {
        *self.call_options.get_or_init(|| self.make_call_options())
    }

    fn make_call_options(&self) -> TypeId {
        let types = self.tables.types;
        let field = |name: &str| {
            let ty = self.provides_field(name).unwrap_or(TypeId::ERROR);
            Field {
                name: self.tables.names.intern(name),
                ty: types.optional(ty),
            }
        };
        // Sorted by text.
        let fields = ["name", "needs", "per_request", "retries", "timeout"].map(field);
        types.id(Type::Object(fields.into()))
    }

    fn infer_callers(&mut self, this: &Expr, span: Span, env: &mut Env) -> Typed {
        let is_self = matches!(this.kind, ExprKind::Name(name) if self.text(name) == "self");
        if !is_self || env.component == ROOT {
            self.diagnostics
                .push(codes::types::callers_of_self(this.span));
            return Typed::broken(span);
        }
        let types = self.tables.types;
        let field = |name: &str, ty| Field {
            name: self.tables.names.intern(name),
            ty,
        };
        let needs = self.provides_field("needs").unwrap_or(TypeId::ERROR);
        let fields = [
            field("account", types.optional(TypeId::TEXT)),
            field("address", TypeId::TEXT),
            field("capability", TypeId::TEXT),
            field("needs", needs),
            field("per_request", TypeId::NUMBER),
        ];
        let of = types.id(Type::Object(fields.into()));
        Typed::new(Op::Callers, span, types.id(Type::List(of)))
    }

    fn infer_stable_number(
        &mut self,
        space: &Expr,
        most: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let name = self.literal(space);
        let most = self.constant(most, TypeId::INT, env);
        match (name, most) {
            (Some(name), Some(Value::Int(most @ 1..))) if is_plain_name(self.text(name)) => {
                self.components[env.component.0 as usize]
                    .spaces
                    .push((name, most));
                Typed::new(Op::StableNumber(name, most), span, TypeId::INT)
            }
            (Some(name), Some(_)) => {
                self.diagnostics
                    .push(codes::names::not_a_name(space.span, self.text(name), false));
                Typed::broken(span)
            }
            _ => Typed::broken(span),
        }
    }

    fn infer_each_site(&mut self, value: &Expr, span: Span, env: &mut Env) -> Typed {
        let before = std::mem::replace(&mut env.anywhere, true);
        let value = self.infer(value, None, env);
        env.anywhere = before;
        let ty = self.tables.types.id(Type::Map(value.ty));
        Typed::new(Op::EachSite(Box::new(value.ir)), span, ty)
    }
}
