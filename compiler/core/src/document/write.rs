//! Components as Markdown.

use std::fmt::Write as _;

use super::read::{Component, Default, Input, Made, Provides, Term};
use super::{Page, Part};

/// A page; `all` are the components that it can link to.
pub(super) fn page(component: &Component, all: &[Component]) -> String {
    let writer = Writer { all };
    let mut text = format!("# {}\n", component.kind);
    if !component.doc.is_empty() {
        let _ = write!(text, "\n{}\n", component.doc);
    }
    let _ = write!(text, "\n{}\n", origin(component));
    for section in [
        writer.inputs(component),
        outputs(component),
        provides(component),
        checks(component),
        resources(component),
        writer.uses(component),
        facts(component),
        writer.used_by(component),
    ] {
        text.push_str(&section);
    }
    text
}

/// The index of pages.
pub(super) fn index(pages: &[Page]) -> String {
    let mut text = String::from(
        "# Components\n\nWritten by `outrigger doc`, from what the components say of themselves.\n",
    );
    let parts = [
        (Part::App, "This app's components"),
        (Part::Import, "What this app imports"),
        (Part::Language, "Blocks of the language"),
        (Part::Library, "The standard library"),
    ];
    for (part, title) in parts {
        let mut rows = Table::new(&["kind", "what"]);
        for page in pages.iter().filter(|page| page.part == part) {
            rows.add(&[format!("[{0}]({0}.md)", page.kind), page.doc.clone()]);
        }
        text.push_str(&rows.section(title, ""));
    }
    text
}

fn origin(component: &Component) -> String {
    let kind = &component.kind;
    match component.part {
        Part::Language => {
            format!(
                "`{kind} \"NAME\" {{ ... }}` is a block of the language; its attributes are the inputs."
            )
        }
        Part::App => format!("`{kind} \"NAME\" {{ ... }}` uses it. It is declared by this app."),
        Part::Import => format!("`{kind} \"NAME\" {{ ... }}` uses it. It is imported."),
        Part::Library => {
            format!("`{kind} \"NAME\" {{ ... }}` uses it. It is part of the standard library.")
        }
    }
}

fn outputs(component: &Component) -> String {
    let mut rows = Table::new(&["name", "type", "what"]);
    for output in &component.outputs {
        rows.add(&[code(&output.name), code(&output.ty), output.doc.clone()]);
    }
    let read = format!("Read as `{}.NAME.OUTPUT`.", component.kind);
    rows.section(
        "Outputs",
        if component.part == Part::Language {
            ""
        } else {
            &read
        },
    )
}

fn default_of(input: &Input) -> String {
    match (&input.default, &input.component) {
        (Default::Value(value), _) => code(value),
        (Default::OnlyUse, Some(kind)) => {
            format!("the app's only {kind}, else one that is made")
        }
        (Default::Required | Default::OnlyUse, _) => "must be given".into(),
    }
}

fn provides(component: &Component) -> String {
    let mut rows = Table::new(&["capability", "made", "gives"]);
    for provides in &component.provides {
        let made = match &provides.when {
            Some(when) => format!("if {}", term(when)),
            None => "always".into(),
        };
        rows.add(&[code(&provides.name), made, gives(provides)]);
    }
    let first = component.provides.first();
    let called = first.map_or_else(String::new, |first| {
        let kind = &component.kind;
        format!(
            "A call of `{kind}.NAME` reaches `{}` unless it names another, or another is wanted.",
            first.name
        )
    });
    rows.section("Provides", &called)
}

fn checks(component: &Component) -> String {
    let mut rows = Table::new(&["name", "must be true", "else"]);
    for check in &component.checks {
        rows.add(&[code(&check.name), code(&check.that), check.error.clone()]);
    }
    rows.section("Checks", "")
}

fn resources(component: &Component) -> String {
    let mut rows = Table::new(&["name", "type", "made"]);
    for resource in &component.resources {
        rows.add(&[code(&resource.name), code(&resource.what), made(resource)]);
    }
    let addressed = format!(
        "Addressed `{}.NAME.RESOURCE`. These names are public, because overrides name them.",
        component.kind
    );
    rows.section("Resources", &addressed)
}

fn facts(component: &Component) -> String {
    let mut rows = Table::new(&["name", "of", "value"]);
    for fact in &component.facts {
        rows.add(&[code(&fact.name), code(&fact.of), code(&fact.value)]);
    }
    rows.section("Facts", "Said of resources, and read by behaviours.")
}

/// When, where and how often something is made.
fn made(made: &Made) -> String {
    let unstable = if made.is_unstable {
        "; may be renamed or go with a version"
    } else {
        ""
    };
    if made.conditions.is_empty() {
        return format!("always{unstable}");
    }
    let conditions = made
        .conditions
        .iter()
        .map(|(attribute, value)| match *attribute {
            "when" => format!("if {}", term(value)),
            "for_each" => format!("for each of {}", term(value)),
            "at" => format!("at {}", value.text.trim_matches('"')),
            attribute => format!("{attribute} {}", term(value)),
        });
    conditions.collect::<Vec<_>>().join(", ") + unstable
}

fn term(term: &Term) -> String {
    let text = code(&term.text);
    match &term.meaning {
        Some(meaning) => format!("{text} ({})", code(meaning)),
        None => text,
    }
}

struct Writer<'a> {
    all: &'a [Component],
}

impl Writer<'_> {
    fn inputs(&self, component: &Component) -> String {
        let mut rows = Table::new(&["name", "type", "default", "what"]);
        for input in &component.inputs {
            let mut what = vec![input.doc.clone()];
            what.extend(input.limits.iter().cloned());
            what.retain(|sentence| !sentence.is_empty());
            rows.add(&[
                code(&input.name),
                self.type_of(input),
                default_of(input),
                what.join(" "),
            ]);
        }
        rows.section("Inputs", "")
    }

    fn type_of(&self, input: &Input) -> String {
        match &input.component {
            Some(kind) => self.linked(&code(&input.ty), kind),
            None => code(&input.ty),
        }
    }

    fn uses(&self, component: &Component) -> String {
        let mut rows = Table::new(&["name", "kind", "made"]);
        for inner in &component.uses {
            let kind = self.linked(&inner.what, &inner.what);
            rows.add(&[code(&inner.name), kind, made(inner)]);
        }
        rows.section("Inner uses", "")
    }

    fn used_by(&self, component: &Component) -> String {
        let uses = |other: &&Component| {
            let made = other.uses.iter().map(|inner| &inner.what);
            let taken = other
                .inputs
                .iter()
                .filter_map(|input| input.component.as_ref());
            other.kind != component.kind && made.chain(taken).any(|kind| *kind == component.kind)
        };
        let others = self.all.iter().filter(uses);
        let links: Vec<_> = others
            .map(|other| self.linked(&other.kind, &other.kind))
            .collect();
        if links.is_empty() {
            return String::new();
        }
        format!("\n## Used by\n\n{}\n", links.join(", "))
    }

    /// A link to a kind's page, if there is one.
    fn linked(&self, text: &str, kind: &str) -> String {
        if self.all.iter().any(|component| component.kind == kind) {
            format!("[{text}]({kind}.md)")
        } else {
            text.to_owned()
        }
    }
}

fn gives(provides: &Provides) -> String {
    let fields = provides
        .fields
        .iter()
        .map(|(name, value)| format!("{name}: {}", code(value)));
    fields.collect::<Vec<_>>().join("; ")
}

/// A span of code; a text with back quotes in it is put between more of them.
fn code(text: &str) -> String {
    match (text.is_empty(), text.contains('`')) {
        (true, _) => String::new(),
        (false, false) => format!("`{text}`"),
        (false, true) => format!("`` {text} ``"),
    }
}

/// A table, which is left out if it has no row.
struct Table {
    text: String,
    is_empty: bool,
}

impl Table {
    fn new(columns: &[&str]) -> Self {
        let mut text = String::new();
        row(columns.iter().copied(), &mut text);
        row(columns.iter().map(|_| "---"), &mut text);
        Self {
            text,
            is_empty: true,
        }
    }

    fn add(&mut self, cells: &[String]) {
        self.is_empty = false;
        row(cells.iter().map(String::as_str), &mut self.text);
    }

    fn section(&self, title: &str, words: &str) -> String {
        match (self.is_empty, words.is_empty()) {
            (true, _) => String::new(),
            (false, true) => format!("\n## {title}\n\n{}", self.text),
            (false, false) => format!("\n## {title}\n\n{words}\n\n{}", self.text),
        }
    }
}

fn row<'t>(cells: impl Iterator<Item = &'t str>, text: &mut String) {
    text.push('|');
    for cell in cells {
        // A bar ends a cell, even in code.
        let _ = write!(text, " {} |", cell.replace('|', "\\|"));
    }
    text.push('\n');
}
