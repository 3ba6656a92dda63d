//! E0380 to E0389: addresses that changed.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0380: something is deployed at the new address already.
pub fn occupied(to: Span, from: &str, address: &str) -> Diagnostic {
    let message = format!("`{address}` stands already, so `{from}` cannot move there");
    Diagnostic::error(Code(380), to, message)
        .here("outrigger.lock knows both")
        .help(format!(
            "choose an address that is free, or first delete what stands at `{address}`: build and apply once without it"
        ))
}

/// E0381: moves that go round among addresses of which some are not there.
pub fn circle(from: Span, path: &[&str]) -> Diagnostic {
    let message = format!("these moves go round: {}", path.join(" -> "));
    Diagnostic::error(Code(381), from, message)
        .help("say where each is now; things may change places only if all of them are there")
}

/// E0382: `moved` to something of another type.
pub fn type_changes(address: &str, before: &str, was: &str, is: &str) -> Diagnostic {
    let message = format!(
        "`{before}` was an {was}, and `{address}` is an {is}: a resource cannot move to another type"
    );
    Diagnostic::error(Code(382), Span::NONE, message).help(
        "leave the `moved` out: the new one is created, and the old one deleted once you allow it",
    )
}

/// E0383: a `moved` that does nothing any more. `meant` is what the lock knows and the source lacks.
pub fn idle(
    from: Span,
    (address, to): (&str, &str),
    pinned: bool,
    meant: Option<&str>,
) -> Diagnostic {
    let why = if pinned {
        format!("outrigger.lock has pinned `{to}` already")
    } else {
        format!("outrigger.lock knows no `{address}`")
    };
    if let Some(meant) = meant {
        let message = format!("this `moved` does nothing: {why}");
        return Diagnostic::warning(Code(383), from, message)
            .help(format!("did you mean `{meant}`?"))
            .edit(from, format!("{meant:?}"));
    }
    let message = format!("this `moved` does nothing any more: {why}");
    Diagnostic::warning(Code(383), from, message).help("take it away; what is pinned stays pinned")
}
