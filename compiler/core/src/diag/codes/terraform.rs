//! E11xx: what the source says cannot be said in Terraform.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E1101: a property that the type's translation does not know.
pub fn no_rule(span: Span, type_name: &str, property: &str) -> Diagnostic {
    let message = format!("`{property}` of `{type_name}` has no translation to Terraform");
    Diagnostic::error(Code(1101), span, message)
        .here("it would be lost")
        .help("add a rule for it to the type's `translate` block in stdlib/terraform, or leave it out")
        .help(OTHER_TARGET)
}

/// E1102: a property that Terraform's type does not have.
pub fn refused(span: Span, type_name: &str, property: &str, reason: &str) -> Diagnostic {
    let message = format!("`{property}` of `{type_name}` cannot be said in Terraform: {reason}");
    Diagnostic::error(Code(1102), span, message)
        .here("it would be lost")
        .help(OTHER_TARGET)
}

/// E1103: an attribute that Terraform's type does not give.
pub fn no_attribute(span: Span, address: &str, type_name: &str, attribute: &str) -> Diagnostic {
    let what = match attribute {
        "ref" => format!("what `Ref` gives of a `{type_name}`"),
        attribute => format!("the attribute `{attribute}` of a `{type_name}`"),
    };
    let message = format!("Terraform does not give {what}");
    Diagnostic::error(Code(1103), span, message)
        .here(format!("read of `{address}`"))
        .help("read another attribute that says the same")
        .help(OTHER_TARGET)
}

/// E1104: something that Terraform requires and CloudFormation does not. `property` is what would
/// become it.
pub fn required(
    span: Span,
    type_name: &str,
    to: &str,
    attribute: &str,
    property: Option<&str>,
) -> Diagnostic {
    let message = format!("`{type_name}` becomes `{to}`, which needs `{attribute}`");
    Diagnostic::error(Code(1104), span, message)
        .help_if(property.map(|property| format!("set `{property}`, which becomes it")))
        .help(OTHER_TARGET)
}

/// E1105: a piece of a value that only CloudFormation can resolve.
pub fn no_form(span: Span, property: &str, piece: &str) -> Diagnostic {
    let message = format!("`{piece}` in `{property}` has no form in Terraform");
    Diagnostic::error(Code(1105), span, message)
        .here("CloudFormation resolves this when it deploys")
        .help("Terraform reads secrets of Secrets Manager: `{{resolve:secretsmanager:...}}`")
        .help(OTHER_TARGET)
}

/// E1106: a value that the translation cannot take. `why` is a clause.
pub fn unfit(span: Span, type_name: &str, property: &str, why: &str) -> Diagnostic {
    let message = format!("`{property}` of `{type_name}` cannot be translated to Terraform: {why}");
    Diagnostic::error(Code(1106), span, message).help(OTHER_TARGET)
}

/// Where a build for the other target is the way out.
const OTHER_TARGET: &str =
    "`outrigger build` without `--target terraform` writes it for CloudFormation";
