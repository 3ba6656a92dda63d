//! E132x: a user's own tests.

use super::super::{Code, Diagnostic};
use super::{did_you_mean, listed};
use crate::source::Span;

/// E1320: something else than a test in a file of tests.
pub fn not_a_test(header: Span, keyword: &str) -> Diagnostic {
    let message = format!("a file of tests holds `test` blocks, and no `{keyword}`");
    Diagnostic::error(Code(1320), header, message)
        .help("write what a test adds to the app into its `given` block")
        .help("what belongs to the app stands in a file that ends in `.rig.hcl` alone")
}

/// E1321: a part that tests do not have.
pub fn unknown_part(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code(1321), span, format!("a test has no `{name}`"))
        .help("a test has `environment`, `given { ... }`, `holds = [...]`, `absent = [...]`, `expect \"ADDRESS\" { ... }` and `refuse \"CODE\" { message = ... }`")
}

/// E1322: a part of a test that has to be written plainly.
pub fn not_plain(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code(1322), span, format!("{what} is wanted here"))
        .help("this part of a test is read before anything is evaluated")
}

/// E1323: what is to be refused has no such code.
pub fn not_a_code(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        Code(1323),
        span,
        format!("`{text}` is no code of a diagnostic"),
    )
    .help("codes look like E0508; `outrigger explain` lists them")
}

/// E1324: an expected resource that is not there.
pub fn not_there(
    span: Span,
    address: &str,
    suggestion: Option<&str>,
    elsewhere: &[&str],
) -> Diagnostic {
    let message = if elsewhere.is_empty() {
        format!("there is no resource `{address}`")
    } else {
        format!("`{address}` does not stand there")
    };
    let stands = (!elsewhere.is_empty()).then(|| format!("it stands at {}", listed(elsewhere)));
    let near = suggestion.filter(|near| *near != address);
    Diagnostic::error(Code(1324), span, message)
        .help_if(stands)
        .help_if(did_you_mean(near))
}

/// E1325: a resource that is not to be there.
pub fn is_there(span: Span, address: &str) -> Diagnostic {
    Diagnostic::error(Code(1325), span, format!("there is a resource `{address}`"))
        .here("expected to be absent")
}

/// E1326: a resource of another type than expected.
pub fn other_type(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(Code(1326), span, format!("it is of the type `{found}`"))
}

/// E1327: a property that is not what was expected.
pub fn differs(span: Span, path: &str, expected: &str, found: Option<&str>) -> Diagnostic {
    let message = match found {
        Some(found) => format!("`{path}` is {found}"),
        None => format!("`{path}` is not set"),
    };
    Diagnostic::error(Code(1327), span, message).here(format!("expected {expected}"))
}

/// E1328: a condition that is not true.
pub fn does_not_hold(span: Span, found: &str, parts: &[(Span, String)]) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(Code(1328), span, format!("this is {found}")).here("expected to be true");
    let parts = parts.iter().filter(|(part, _)| *part != span);
    parts.fold(diagnostic, |diagnostic, (part, value)| {
        diagnostic.label(*part, format!("is {value}"))
    })
}

/// E1330: what a test expects of an app that it wants to be refused.
pub fn never_looked_at(span: Span, refused: Span) -> Diagnostic {
    let message = "what is refused makes nothing that could be looked at";
    Diagnostic::error(Code(1330), span, message)
        .label(refused, "the app is to be refused")
        .help("write two tests: one of what is refused, one of what is made")
}

/// E1329: an error that was to come and did not.
pub fn not_refused(span: Span, code: Code) -> Diagnostic {
    let message = format!("nothing is refused with {code}");
    Diagnostic::error(Code(1329), span, message).here("expected to be refused")
}
