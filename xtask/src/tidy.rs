//! House rules that no compiler checks: which module may use which, who may use a library, how long
//! a file may be, and what must be documented. `cargo xtask tidy` prints each breach with its place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Failure, root};

/// The longest source file, in lines.
const LONGEST_FILE: usize = 600;

/// The longest component, in lines; longer ones are split into inner components.
const LONGEST_COMPONENT: usize = 200;

/// What each module of `compiler/core/src` may use of the others: the phases before it, and leaves.
const ARROWS: &[(&str, &[&str])] = &[
    ("arena", &[]),
    ("digest", &[]),
    ("literal", &["names", "value"]),
    ("names", &["arena"]),
    ("order", &[]),
    ("paths", &[]),
    ("source", &[]),
    ("spelling", &[]),
    ("units_of_measure", &[]),
    ("value", &["arena", "names", "units_of_measure"]),
    (
        "diag",
        &["paths", "source", "spelling", "syntax", "units_of_measure"],
    ),
    ("syntax", &["diag", "names", "source", "units_of_measure"]),
    (
        "document",
        &["names", "resolve", "source", "spelling", "syntax", "types"],
    ),
    (
        "environments",
        &["diag", "names", "plan", "resolve", "source", "syntax"],
    ),
    ("format", &["diag", "names", "source", "syntax"]),
    (
        "trial",
        &[
            "diag",
            "eval",
            "interpret",
            "literal",
            "names",
            "paths",
            "source",
            "spelling",
            "syntax",
            "value",
        ],
    ),
    (
        "functions",
        &["digest", "literal", "names", "units_of_measure", "value"],
    ),
    ("schema", &["names", "spelling", "value"]),
    (
        "imports",
        &[
            "diag", "digest", "names", "order", "source", "spelling", "syntax",
        ],
    ),
    (
        "resolve",
        &[
            "diag", "imports", "names", "paths", "source", "spelling", "syntax",
        ],
    ),
    (
        "behaviors",
        &[
            "diag",
            "names",
            "source",
            "syntax",
            "units_of_measure",
            "value",
        ],
    ),
    (
        "types",
        &[
            "diag",
            "functions",
            "imports",
            "literal",
            "names",
            "order",
            "paths",
            "resolve",
            "schema",
            "source",
            "spelling",
            "syntax",
            "units_of_measure",
            "value",
        ],
    ),
    (
        "interpret",
        &[
            "arena",
            "diag",
            "functions",
            "names",
            "order",
            "schema",
            "source",
            "spelling",
            "syntax",
            "types",
            "units_of_measure",
            "value",
        ],
    ),
    (
        "link",
        &[
            "diag",
            "interpret",
            "lock",
            "names",
            "paths",
            "resolve",
            "source",
            "types",
            "value",
        ],
    ),
    (
        "eval",
        &[
            "diag",
            "digest",
            "functions",
            "interpret",
            "names",
            "paths",
            "schema",
            "source",
            "spelling",
            "syntax",
            "types",
            "value",
        ],
    ),
    (
        "check",
        &[
            "diag",
            "names",
            "schema",
            "source",
            "spelling",
            "units_of_measure",
            "value",
        ],
    ),
    ("graph", &["diag", "eval", "names", "source", "value"]),
    (
        "prove",
        &[
            "behaviors",
            "diag",
            "eval",
            "graph",
            "interpret",
            "literal",
            "names",
            "order",
            "paths",
            "schema",
            "source",
            "spelling",
            "syntax",
            "types",
            "units_of_measure",
            "value",
        ],
    ),
    (
        "lock",
        &["diag", "imports", "names", "paths", "source", "types"],
    ),
    (
        "update",
        &[
            "diag", "imports", "lock", "names", "resolve", "source", "syntax",
        ],
    ),
    (
        "place",
        &[
            "behaviors",
            "diag",
            "digest",
            "eval",
            "graph",
            "lock",
            "names",
            "order",
            "paths",
            "resolve",
            "source",
            "spelling",
            "types",
            "value",
        ],
    ),
    (
        "lower",
        &[
            "behaviors",
            "diag",
            "digest",
            "eval",
            "graph",
            "names",
            "place",
            "schema",
            "source",
            "syntax",
            "types",
            "value",
        ],
    ),
    (
        "emit",
        &[
            "behaviors",
            "digest",
            "eval",
            "graph",
            "literal",
            "lower",
            "names",
            "paths",
            "place",
            "prove",
            "types",
            "value",
        ],
    ),
    (
        "plan",
        &[
            "diag", "digest", "literal", "names", "paths", "schema", "source", "spelling", "value",
        ],
    ),
    ("stdlib", &["resolve"]),
];

/// Libraries that one folder alone may use.
const OWNERS: &[(&str, &str)] = &[
    ("miette", "compiler/core/src/diag/render/"),
    ("hcl_edit", "compiler/core/src/syntax/"),
    ("petgraph", "compiler/core/src/graph/"),
    ("aws_config", "compiler/aws/"),
    ("aws_sdk_cloudformation", "compiler/aws/"),
    ("aws_credential_types", "compiler/aws/"),
    ("aws_sdk_s3", "compiler/aws/"),
    ("aws_sdk_sts", "compiler/aws/"),
    ("aws_smithy_http_client", "compiler/aws/"),
    ("indicatif", "compiler/cli/src/deploy/progress.rs"),
    ("tokio", "compiler/aws/"),
];

/// Words that no source may hold, with the reason.
const FORBIDDEN: &[(&str, &str)] = &[
    ("todo!(", "unfinished"),
    ("unimplemented!(", "unfinished"),
    ("FIXME", "unfinished"),
    ("unsafe {", "the compiler has no unsafe code"),
];

pub fn run() -> Result<(), Failure> {
    let sources = sources()?;
    let mut breaches = Vec::new();
    for (path, text) in &sources {
        check_arrows(path, text, &mut breaches);
        check_owners(path, text, &mut breaches);
        check_lines(path, text, &mut breaches);
        check_words(path, text, &mut breaches);
    }
    check_phases(&mut breaches)?;
    check_codes(&sources, &mut breaches)?;
    check_components(&mut breaches)?;
    for breach in &breaches {
        eprintln!("{breach}");
    }
    println!("tidy: {} files, {} breaches", sources.len(), breaches.len());
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(Failure::new("the house is not tidy"))
    }
}

/// All Rust sources, by path below the project's folder.
fn sources() -> Result<Vec<(String, String)>, Failure> {
    let mut found = Vec::new();
    for folder in ["compiler", "xtask"] {
        collect(&root().join(folder), "rs", &mut found)?;
    }
    let below = |path: PathBuf| {
        path.strip_prefix(root())
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned()
    };
    found
        .into_iter()
        .map(|path| Ok((below(path.clone()), fs::read_to_string(path)?)))
        .collect()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, Failure>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, extension, found)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// The lines of a source before its own tests, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn check_arrows(path: &str, text: &str, breaches: &mut Vec<String>) {
    let Some(module) = path
        .strip_prefix("compiler/core/src/")
        .and_then(|rest| rest.split(['/', '.']).next())
    else {
        return;
    };
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
        return;
    };
    for (line, code) in code(text) {
        for used in code.split("crate::").skip(1) {
            let used = used
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default();
            let known = ARROWS.iter().any(|(name, _)| *name == used);
            if known && used != module && !allowed.contains(&used) {
                breaches.push(format!("{path}:{line}: `{module}` must not use `{used}`"));
            }
        }
    }
}

fn check_owners(path: &str, text: &str, breaches: &mut Vec<String>) {
    for (line, code) in code(text) {
        for (library, owner) in OWNERS {
            if code.contains(&format!("{library}::"))
                && !path.starts_with(owner)
                && path.starts_with("compiler/")
            {
                breaches.push(format!("{path}:{line}: only {owner} may use `{library}`"));
            }
        }
    }
}

fn check_lines(path: &str, text: &str, breaches: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        breaches.push(format!("{path}: {lines} lines; {LONGEST_FILE} is the most"));
    }
}

fn check_words(path: &str, text: &str, breaches: &mut Vec<String>) {
    if path == "xtask/src/tidy.rs" {
        return;
    }
    for (line, code) in code(text) {
        for (word, reason) in FORBIDDEN {
            if code.contains(word) {
                breaches.push(format!("{path}:{line}: `{word}`: {reason}"));
            }
        }
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let is_core = path.starts_with("compiler/") && !is_test;
        if is_core && names_resource_type(code) {
            breaches.push(format!(
                "{path}:{line}: names a resource type; such knowledge belongs in stdlib/"
            ));
        }
    }
}

/// `"AWS::SERVICE::TYPE"` as a whole text; examples inside messages are longer.
fn names_resource_type(code: &str) -> bool {
    code.split('"').skip(1).step_by(2).any(|text| {
        let parts: Vec<&str> = text.split("::").collect();
        let is_name =
            |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
        parts.len() == 3 && parts[0] == "AWS" && parts.iter().all(is_name)
    })
}

/// Every phase says what comes in and goes out, and every module has its arrows.
fn check_phases(breaches: &mut Vec<String>) -> Result<(), Failure> {
    for entry in fs::read_dir(root().join("compiler/core/src"))? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !ARROWS.iter().any(|(module, _)| *module == name) {
            breaches.push(format!(
                "compiler/core/src/{name}: has no arrows in xtask/src/tidy.rs"
            ));
        }
        let text = fs::read_to_string(path.join("mod.rs"))?;
        if !text.starts_with("//! ") {
            breaches.push(format!(
                "compiler/core/src/{name}/mod.rs: does not begin with what comes in and goes out"
            ));
        }
    }
    Ok(())
}

/// Every code has one constructor and a page, and every page a code.
fn check_codes(sources: &[(String, String)], breaches: &mut Vec<String>) -> Result<(), Failure> {
    let mut codes = BTreeSet::new();
    for (path, text) in sources
        .iter()
        .filter(|(path, _)| path.starts_with("compiler/core/src/diag/codes/"))
    {
        for (line, code) in text.lines().enumerate() {
            let Some(number) = code
                .trim_start()
                .strip_prefix("/// E")
                .and_then(|rest| rest.get(..4))
            else {
                continue;
            };
            if number.bytes().all(|byte| byte.is_ascii_digit()) && !codes.insert(number.to_owned())
            {
                breaches.push(format!("{path}:{}: E{number} is there twice", line + 1));
            }
        }
    }
    let mut pages = Vec::new();
    collect(&root().join("docs/errors"), "md", &mut pages)?;
    let pages: BTreeSet<String> = pages
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.strip_prefix('E')?.to_owned()))
        .collect();
    breaches.extend(
        codes
            .difference(&pages)
            .map(|code| format!("docs/errors/E{code}.md: is missing")),
    );
    breaches.extend(
        pages
            .difference(&codes)
            .map(|code| format!("docs/errors/E{code}.md: no constructor has this code")),
    );
    Ok(())
}

fn check_components(breaches: &mut Vec<String>) -> Result<(), Failure> {
    let mut components = Vec::new();
    collect(&root().join("stdlib"), "hcl", &mut components)?;
    for path in components {
        let lines = fs::read_to_string(&path)?.lines().count();
        if lines > LONGEST_COMPONENT {
            let path = path.strip_prefix(root()).unwrap_or(&path).display();
            breaches.push(format!(
                "{path}: {lines} lines; {LONGEST_COMPONENT} is the most: split it"
            ));
        }
    }
    Ok(())
}
