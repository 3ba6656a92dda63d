//! What a Terraform root is given: outputs of other roots, and params.

use super::Parts;
use crate::eval::{Param, ParamKind};
use crate::lower::terraform::tree::{Block, Body, Expr};
use crate::lower::terraform::{Lowered, Root, Variable};
use crate::types::program::RefinementKind;
use crate::value::Value;

/// The variables of a root.
pub(super) fn blocks(parts: Parts<'_>, lowered: &Lowered, root: &Root) -> Vec<Block> {
    let blocks = root.variables.iter().map(|(name, variable)| {
        let mut body = Body::default();
        match variable {
            Variable::Output {
                root,
                output,
                description,
            } => {
                let root = &lowered.roots[root.index()].name;
                let text = format!("{description}: the output {output} of the root {root}");
                body.set("description", Expr::Text(text));
                body.set("type", Expr::Reference("string".into()));
            }
            Variable::Param(at) => param(parts, name, &parts.world.params[*at], &mut body),
        }
        body.set("nullable", Expr::Bool(false));
        Block::new("variable", &[name], body)
    });
    blocks.collect()
}

fn param(parts: Parts<'_>, name: &str, param: &Param, body: &mut Body) {
    if let Some(default) = param.default {
        body.set("default", literal(parts, default));
    }
    if let Some(doc) = param.doc {
        body.set("description", Expr::text(parts.names.text(doc)));
    }
    if param.secret {
        body.set("sensitive", Expr::Bool(true));
    }
    let ty = match param.kind {
        ParamKind::Text => "string",
        ParamKind::Number => "number",
        ParamKind::Texts => "list(string)",
        ParamKind::Numbers => "list(number)",
    };
    body.set("type", Expr::Reference(ty.into()));
    if !param.allowed.is_empty() {
        body.block("validation", one_of(parts, name, &param.allowed));
    }
    for (kind, limit) in &param.limits {
        body.block("validation", limited(parts, name, *kind, *limit));
    }
}

/// That a variable is one of these values.
fn one_of(parts: Parts<'_>, name: &str, allowed: &[Value]) -> Body {
    let list = Expr::List(allowed.iter().map(|one| literal(parts, *one)).collect());
    let variable = Expr::Reference(format!("var.{name}"));
    let shown: Vec<_> = allowed.iter().map(|one| shown(parts, *one)).collect();
    let condition = Expr::Call("contains", vec![list, variable]);
    validation(condition, format!("{name} is one of {}.", shown.join(", ")))
}

/// That a variable keeps within a limit.
fn limited(parts: Parts<'_>, name: &str, kind: RefinementKind, limit: Value) -> Body {
    let limit_text = shown(parts, limit);
    let is = |condition: String, what: &str| {
        let message = format!("{name} is {what} {limit_text}.");
        validation(Expr::Reference(condition), message)
    };
    match kind {
        RefinementKind::Min => is(format!("var.{name} >= {limit_text}"), "at least"),
        RefinementKind::Max => is(format!("var.{name} <= {limit_text}"), "at most"),
        RefinementKind::MinLength => is(
            format!("length(var.{name}) >= {limit_text}"),
            "at least as long as",
        ),
        RefinementKind::MaxLength => is(
            format!("length(var.{name}) <= {limit_text}"),
            "at most as long as",
        ),
        RefinementKind::Matches | RefinementKind::OneOf => {
            let variable = Expr::Reference(format!("var.{name}"));
            let found = Expr::Call("regex", vec![literal(parts, limit), variable]);
            let message = format!("{name} matches {limit_text}.");
            validation(Expr::Call("can", vec![found]), message)
        }
    }
}

fn validation(condition: Expr, message: String) -> Body {
    let mut body = Body::default();
    body.set("condition", condition);
    body.set("error_message", Expr::Text(message));
    body
}

fn shown(parts: Parts<'_>, value: Value) -> String {
    match value {
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.get().to_string(),
        Value::Text(text) => parts.names.text(text).to_owned(),
        _ => String::new(),
    }
}

fn literal(parts: Parts<'_>, value: Value) -> Expr {
    match value {
        Value::Int(int) => Expr::Int(int),
        Value::Number(number) => Expr::Number(number.get()),
        Value::Bool(bool) => Expr::Text(bool.to_string()),
        Value::Text(text) => Expr::text(parts.names.text(text)),
        Value::List(list) => {
            let elements = parts.store.elements(list).iter();
            Expr::List(elements.map(|one| literal(parts, *one)).collect())
        }
        _ => Expr::text(""),
    }
}
