//! What cannot be said, for people.

use super::ProblemKind;
use crate::diag::Diagnostic;
use crate::diag::codes::terraform;
use crate::source::Span;

/// The diagnostic of a problem at a place. `property` is the whole path.
pub fn diagnostic(kind: &ProblemKind, span: Span, type_name: &str, property: &str) -> Diagnostic {
    match kind {
        ProblemKind::NoRule => terraform::no_rule(span, type_name, property),
        ProblemKind::Refused(reason) => terraform::refused(span, type_name, property, reason),
        ProblemKind::NoAttribute(address, of, attribute) => {
            terraform::no_attribute(span, address, of, attribute)
        }
        ProblemKind::Required {
            to,
            attribute,
            property,
        } => terraform::required(span, type_name, to, attribute, property.as_deref()),
        ProblemKind::NoForm(piece) => terraform::no_form(span, property, piece),
        ProblemKind::Unfit(why) => terraform::unfit(span, type_name, property, why),
    }
}
