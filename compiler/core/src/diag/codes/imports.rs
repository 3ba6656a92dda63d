//! E12xx: imports, and the libraries that they bring in.

use super::listed;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E1201: a source that is none.
pub fn source(span: Span, source: &str, why: &str, better: Option<&str>) -> Diagnostic {
    let message = format!("{source:?} is not where a library can be");
    let diagnostic = Diagnostic::error(Code(1201), span, message).here(why);
    match better {
        Some(better) => diagnostic
            .help(format!("write `source = \"{better}\"`"))
            .edit(span, format!("\"{better}\"")),
        None => diagnostic.help(
            "a source is a folder, `\"../platform\"`, or a folder of a repository, `\"git::https://HOST/REPOSITORY.git//FOLDER\"`",
        ),
    }
}

/// E1202: a repository without exactly one word on which commit. `first` where there are several.
pub fn which_commit(span: Span, first: Option<Span>) -> Diagnostic {
    let message = match first {
        None => "a library from a repository says which of its commits is meant",
        Some(_) => "a library from a repository says once which of its commits is meant",
    };
    let diagnostic = Diagnostic::error(Code(1202), span, message);
    match first {
        None => diagnostic
            .help("add one of `tag = \"v1.4.2\"`, `version = \"~> 1.4\"` and `commit = \"...\"` with 40 digits"),
        Some(first) => diagnostic
            .here("and again here")
            .label(first, "said here")
            .help("take one of them away"),
    }
}

/// E1203: a tag, commit or version that cannot be one.
pub fn requirement(span: Span, word: &str, text: &str, why: &str) -> Diagnostic {
    let help = match word {
        "tag" => "write, for example, `tag = \"v1.4.2\"`",
        "commit" => "write what `git rev-parse` prints, or name a tag: `tag = \"v1.4.2\"`",
        _ => "write, for example, `version = \"~> 1.4\"` or `version = \">= 1.4.2, < 2.0.0\"`",
    };
    Diagnostic::error(Code(1203), span, format!("{text:?} is no {word}"))
        .here(why)
        .help(help)
}

/// E1204: an import that the lock does not know.
pub fn not_locked(span: Span, name: &str) -> Diagnostic {
    let message = format!("outrigger.lock does not say which commit `{name}` stands for");
    Diagnostic::error(Code(1204), span, message)
        .here("nothing is fetched before that is written down")
        .help("run `outrigger update`, and commit outrigger.lock")
}

/// E1205: a library whose content is not what the lock says.
pub fn other_content(span: Span, shown: &str, commit: &str) -> Diagnostic {
    let message = format!("{shown} does not hold what outrigger.lock says it holds");
    Diagnostic::error(Code(1205), span, message)
        .here(format!("other files at commit {commit}"))
        .help("somebody changed the line in outrigger.lock, or what came from the repository: find out which before anything else")
        .help("take the line as git has it; or remove it, run `outrigger update`, and review what came")
}

/// E1206: a library that cannot be read.
pub fn unread(span: Span, name: &str, why: &str, help: Option<String>) -> Diagnostic {
    Diagnostic::error(
        Code(1206),
        span,
        format!("the library `{name}` cannot be read"),
    )
    .here(why)
    .help_if(help)
}

/// E1207: what is an app's, in a library.
pub fn stray(span: Span, keyword: &str) -> Diagnostic {
    let message = format!("a library cannot have `{keyword}`");
    Diagnostic::error(Code(1207), span, message)
        .here("a library holds `component`, `behavior` and `import`")
        .help("move it to the app, or put the components into a folder of their own")
}

/// E1208: a library without a component.
pub fn empty(span: Span, shown: &str) -> Diagnostic {
    Diagnostic::error(Code(1208), span, format!("there is no component in {shown}"))
        .help("a library is the folder itself that holds its `*.rig.hcl`; folders in it are not looked into")
}

/// E1209: libraries that import each other. Each step: the library, what it calls the next, where.
pub fn circle(steps: &[(&str, &str, Span)]) -> Diagnostic {
    let names: Vec<_> = steps.iter().map(|(shown, _, _)| *shown).collect();
    let round: Vec<_> = names
        .iter()
        .copied()
        .chain(names.first().copied())
        .collect();
    let message = format!("these libraries import each other: {}", round.join(" -> "));
    let first = steps.first().map_or(Span::NONE, |(_, _, span)| *span);
    let diagnostic = Diagnostic::error(Code(1209), first, message);
    let labelled = steps
        .iter()
        .fold(diagnostic, |diagnostic, (shown, name, span)| {
            let text = format!("{shown} imports `{name}`");
            if *span == first {
                diagnostic.here(text)
            } else {
                diagnostic.label(*span, text)
            }
        });
    labelled.help("move what both need into a library of its own")
}

/// E1210: a name that an import cannot have.
pub fn name(span: Span, name: &str) -> Diagnostic {
    let fixed: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(32)
        .collect();
    let is_name = fixed.starts_with(|first: char| first.is_ascii_alphabetic());
    let diagnostic = Diagnostic::error(
        Code(1210),
        span,
        format!("{name:?} cannot be the name of an import"),
    )
    .here("a letter, then letters and digits, at most 32");
    let diagnostic =
        diagnostic.help("its components are called NAME_KIND: the first `_` ends the name");
    if is_name {
        diagnostic
            .help(format!("write `{fixed}`"))
            .edit(span, format!("\"{fixed}\""))
    } else {
        diagnostic
    }
}

/// E1211: a component of an import and another of one name. `other` where it is not the standard
/// library's.
pub fn clash(import: Span, kind: &str, other: Option<Span>) -> Diagnostic {
    let message = format!("`{kind}` would mean two components");
    let diagnostic = Diagnostic::error(Code(1211), import, message).here("one of this import");
    let diagnostic = match other {
        Some(other) => diagnostic.label(other, "and this one"),
        None => diagnostic.help(format!("the standard library has `{kind}`")),
    };
    diagnostic.help("give the import another name")
}

/// E1212: one library under two names.
pub fn twice((second, name): (Span, &str), (first, other): (Span, &str)) -> Diagnostic {
    let message = format!("`{name}` and `{other}` are one library");
    Diagnostic::error(Code(1212), second, message)
        .here("imported again here")
        .label(first, "imported first here")
        .help("take one of them away: an address must have one name")
}

/// E1213: a library that says what a type does, where somebody else says it too.
pub fn behavior_twice(span: Span, type_name: &str, other: Option<Span>) -> Diagnostic {
    let by = match other {
        Some(_) => "another library",
        None => "the standard library",
    };
    let message = format!("{by} says already what {type_name} does");
    let diagnostic = Diagnostic::error(Code(1213), span, message)
        .here("a library speaks only of types that nobody else speaks of");
    let diagnostic = match other {
        Some(other) => diagnostic.label(other, "said here"),
        None => diagnostic,
    };
    diagnostic.help(format!(
        "what the app itself says counts before all of them: write `behavior \"{type_name}\"` there"
    ))
}

/// E1214: a source that leads out of the repository that it stands in.
pub fn leaves_repository(span: Span, source: &str) -> Diagnostic {
    let message = format!("{source:?} leads out of its repository");
    Diagnostic::error(Code(1214), span, message)
        .here("nothing outside of it came with its commit")
        .help(
            "name the other repository by its address: `git::https://HOST/REPOSITORY.git//FOLDER`",
        )
}

/// E1215: an import of which nothing is used.
pub fn unused(span: Span, name: &str) -> Diagnostic {
    let message = format!("nothing of `{name}` is used");
    Diagnostic::warning(Code(1215), span, message).help(format!(
        "take the import away, or use a component of it: {name}_KIND \"NAME\" {{ ... }}"
    ))
}

/// E1216: a library that reads what the app declares.
pub fn reads_app(span: Span, what: &str, name: &str) -> Diagnostic {
    let message = format!("a library cannot read `{what}.{name}`");
    Diagnostic::error(Code(1216), span, message)
        .here(format!("each app has its own `{what}`"))
        .help(format!(
            "declare an input, and let the use hand `{what}.{name}` in"
        ))
}

/// E1217: a use that would be made, of a component that the app has no name for.
pub fn no_name_for(span: Span, input: &str, component: &str, library: &str) -> Diagnostic {
    let message = format!("`{input}` wants a `{component}` of {library}, and the app has none");
    Diagnostic::error(Code(1217), span, message)
        .here("it cannot be made: the app has no name for it")
        .help("import that library in the app too, with the same source and the same commit")
}

/// E1218: too many libraries.
pub fn too_many(span: Span, most: usize) -> Diagnostic {
    let message = format!("an app has at most {most} libraries, those of libraries included");
    Diagnostic::error(Code(1218), span, message)
        .help("put components that are used together into one library")
}

/// E1219: a tag that names another commit than it did.
pub fn tag_moved(span: Span, tag: &str, was: &str, is: &str) -> Diagnostic {
    let message = format!("the tag {tag} was moved");
    Diagnostic::error(Code(1219), span, message)
        .here(format!("was {was}, is {is}"))
        .help("ask who moved it: what was reviewed is not what would be built")
        .help(format!("`commit = \"{was}\"` keeps what was; to take what is, remove its line from outrigger.lock and run `outrigger update`"))
}

/// E1220: no tag is what is asked for.
pub fn no_tag(span: Span, wanted: &str, newest: &[&str]) -> Diagnostic {
    let message = format!("the repository has no tag for {wanted}");
    let has = if newest.is_empty() {
        "it has no tags; `commit` names a commit".to_owned()
    } else {
        format!("its newest are {}", listed(newest))
    };
    Diagnostic::error(Code(1220), span, message).help(has)
}

/// E1221: an update of what is no import from a repository.
pub fn no_import(name: &str, known: &[&str]) -> Diagnostic {
    let message = format!("the app has no import `{name}` from a repository");
    let known = if known.is_empty() {
        "it has none at all".to_owned()
    } else {
        format!("it has {}", listed(known))
    };
    Diagnostic::error(Code(1221), Span::NONE, message).help(known)
}

/// E1222: a folder with a word on which commit.
pub fn path_with_version(span: Span, word: &str) -> Diagnostic {
    let message = format!("a library beside the app has no `{word}`");
    Diagnostic::error(Code(1222), span, message)
        .here("it is read as it stands there")
        .help(format!("take `{word}` away, or name a repository: `source = \"git::https://HOST/REPOSITORY.git//FOLDER\"`"))
}
