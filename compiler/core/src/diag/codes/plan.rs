//! E08xx: the plan, and the `out/` that it begins with.

use super::did_you_mean;
use crate::diag::{Code, Diagnostic};
use crate::paths;
use crate::source::Span;

/// E0800: a manifest that cannot be read.
pub fn manifest_unreadable(path: &str, label: &str, why: &str) -> Diagnostic {
    let message = format!("the manifest {path} of {label} cannot be read: {why}");
    Diagnostic::error(Code(800), Span::NONE, message).help(REBUILD)
}

/// E0801: a manifest of another format.
pub fn manifest_format(path: &str, label: &str, found: u32, known: u32) -> Diagnostic {
    let message = format!(
        "the manifest {path} of {label} has format {found}, and this compiler reads format {known}"
    );
    Diagnostic::error(Code(801), Span::NONE, message)
        .help("use the outrigger that wrote it, or a newer one")
}

/// E0802: a template that cannot be read.
pub fn template_unreadable(path: &str, label: &str, why: &str) -> Diagnostic {
    let message = format!("the template {path} of {label} cannot be read: {why}");
    Diagnostic::error(Code(802), Span::NONE, message).help(REBUILD)
}

/// E0803: a template that is not what its manifest says.
pub fn template_edited(path: &str, label: &str) -> Diagnostic {
    let message =
        format!("the template {path} of {label} was changed after `outrigger build` wrote it");
    Diagnostic::warning(Code(803), Span::NONE, message)
        .help("the plan compares with the file as it is; the next `outrigger build` writes it anew")
}

/// E0804: a template that its manifest names, and that is not there.
pub fn template_missing(path: &str, label: &str, holds_data: bool) -> Diagnostic {
    let message = format!("the template {path} is missing in {label}");
    let diagnostic = if holds_data {
        Diagnostic::error(Code(804), Span::NONE, message).help(
            "something in it holds data: without it, no plan can tell whether data would be lost",
        )
    } else {
        Diagnostic::warning(Code(804), Span::NONE, message)
            .help("the plan shows everything in it as new")
    };
    diagnostic.help(REBUILD)
}

/// E0805: a template that no manifest names.
pub fn template_extra(path: &str, label: &str) -> Diagnostic {
    let message = format!("the template {path} of {label} is not in its manifest");
    Diagnostic::warning(Code(805), Span::NONE, message)
        .help("the plan leaves it out; remove the file if nothing was deployed from it")
}

/// What would be lost, and how.
pub struct Loss<'a> {
    /// The address with its region where that is needed.
    pub address: &'a str,
    /// What runs: `outrigger plan`.
    pub command: &'a str,
    /// The type's name.
    pub type_name: &'a str,
    /// Why, as a clause: "`Engine` cannot be changed in place".
    pub why: &'a str,
    /// What becomes of the data, as a clause: "a snapshot is taken of it".
    pub fate: &'a str,
    /// The `moved` block that would keep it, if something of its type appears elsewhere.
    pub moved: Option<(&'a str, &'a str)>,
    /// How a replacement can be avoided.
    pub way_out: &'a str,
}

/// E0806: something that holds data would be deleted.
pub fn data_deleted(loss: &Loss) -> Diagnostic {
    let Loss {
        address,
        command,
        type_name,
        why,
        fate,
        moved,
        way_out,
    } = loss;
    let message = format!("`{address}` ({type_name}) holds data and would be deleted: {why}");
    let mut diagnostic = Diagnostic::error(Code(806), Span::NONE, message)
        .help(format!("what becomes of it: {fate}"));
    if let Some((from, to)) = moved {
        let [from, to] = [from, to].map(|address| paths::pasted(address));
        diagnostic = diagnostic.help(format!(
            "if `{from}` is now called `{to}`, say so, and it stays:\nmoved {{\n  from = \"{from}\"\n  to   = \"{to}\"\n}}"
        ));
    }
    if !way_out.is_empty() {
        diagnostic = diagnostic.help(*way_out);
    }
    diagnostic.help(consent(command, address))
}

/// E0807: something that holds data would be replaced by an empty one.
pub fn data_replaced(loss: &Loss, certain: bool) -> Diagnostic {
    let Loss {
        address,
        command,
        type_name,
        why,
        fate,
        way_out,
        ..
    } = loss;
    let would = if certain { "would" } else { "could" };
    let message = format!("`{address}` ({type_name}) holds data and {would} be replaced: {why}");
    Diagnostic::error(Code(807), Span::NONE, message)
        .help(format!(
            "the new one starts empty; what becomes of the old one: {fate}"
        ))
        .help(*way_out)
        .help(consent(command, address))
}

/// What brings a damaged `out/` back.
const REBUILD: &str =
    "run `outrigger build` on the source that is deployed, and commit `out/` with it";

fn consent(command: &str, address: &str) -> String {
    let quoted = if address.contains(['"', '[', ' ']) {
        format!("'{address}'")
    } else {
        address.to_owned()
    };
    format!("to lose it on purpose: `{command} --allow-data-loss {quoted}`")
}

/// E0808: consent to lose what is not at risk.
pub fn not_at_risk(address: &str, suggestion: Option<&str>, exists: bool) -> Diagnostic {
    let why = if exists {
        "this plan neither deletes nor replaces it, or it holds no data"
    } else {
        "there is no such resource in this plan"
    };
    let message = format!("`--allow-data-loss {address}`: {why}");
    Diagnostic::error(Code(808), Span::NONE, message)
        .help_if(did_you_mean(suggestion))
        .help("consent is for one address and one plan: leave the option out where nothing is lost")
}

/// E0809: consent that could mean several.
pub fn consent_is_ambiguous(address: &str, meant: &[&str]) -> Diagnostic {
    let message = format!(
        "`--allow-data-loss {address}` could mean {}",
        super::listed(meant)
    );
    Diagnostic::error(Code(809), Span::NONE, message)
        .help("each of them needs its own consent, with its region")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys stand in single quotes: within a text of the language, others would end it.
    #[test]
    fn what_is_to_be_pasted_can_be() {
        let said = data_deleted(&Loss {
            address: "tenants.all.one[\"initech\"].main",
            command: "outrigger plan",
            type_name: "AWS::SQS::Queue",
            why: "it is no longer in the source",
            fate: "it stays behind",
            moved: Some((
                "tenants.all.one[\"initech\"].main",
                "tenants.all.one[\"acme\"].main",
            )),
            way_out: "",
        });
        let pasted =
            "from = \"tenants.all.one['initech'].main\"\n  to   = \"tenants.all.one['acme'].main\"";
        assert!(
            said.help.iter().any(|help| help.contains(pasted)),
            "{:?}",
            said.help
        );
    }
}
