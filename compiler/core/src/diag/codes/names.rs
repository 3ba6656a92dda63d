//! E02xx: which blocks, names and attributes there are.

use super::{counted, did_you_mean, listed};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::spelling::nearest;

/// E0201: the folder has no `app` block.
pub fn no_app(near: Span) -> Diagnostic {
    Diagnostic::error(Code(201), near, "this folder has no `app` block")
        .help("say what the app is:\n  app \"NAME\" {\n    language = 1\n    home     = \"eu-west-1\"\n    regions  = [\"eu-west-1\"]\n  }")
}

/// E0202: more than one `app` block.
pub fn second_app(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code(202),
        second,
        "a folder is one app, and this is its second `app` block",
    )
    .here("the second")
    .label(first, "the first")
    .help("move one of them, with its uses, to a folder of its own")
}

/// E0203: no component of this kind.
pub fn unknown_kind(
    span: Span,
    kind: &str,
    suggestion: Option<&str>,
    instead: Option<String>,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(203), span, format!("there is no component `{kind}`"))
        .here("neither in the standard library nor in this folder");
    if let Some(instead) = instead {
        return diagnostic.help(instead);
    }
    let diagnostic = diagnostic.help_if(did_you_mean(suggestion));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic.help(format!("declare it: component \"{kind}\" {{ ... }}")),
    }
}

/// E0204: an attribute that is no input of the component.
pub fn unknown_input(
    span: Span,
    name: &str,
    kind: &str,
    (suggestion, instead): (Option<&str>, Option<&str>),
    declared: Span,
    inputs: &[&str],
) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(204), span, format!("`{kind}` has no input `{name}`"))
        .label(declared, format!("`{kind}` is declared here"))
        .help_if(instead.map(str::to_owned))
        .help_if(did_you_mean(suggestion))
        .help(if inputs.is_empty() {
            "it has no inputs".to_owned()
        } else {
            format!("its inputs are {}", listed(inputs))
        });
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0205: a required input is missing.
pub fn missing_input(
    header: Span,
    kind: &str,
    (name, declared): (&str, Span),
    ty: &str,
) -> Diagnostic {
    Diagnostic::error(
        Code(205),
        header,
        format!("`{kind}` needs `{name}`, and it is not given"),
    )
    .label(
        declared,
        format!("declared here, of type {ty}, without a default"),
    )
    .help(format!("add `{name} = ...`"))
}

/// E0206: a name that is not in scope.
pub fn unknown_name(span: Span, name: &str, meant: Meant) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(206), span, format!("`{name}` is not defined here"));
    match meant {
        Meant::Nothing => diagnostic,
        Meant::Instead(sentence) => diagnostic.help(sentence),
        Meant::Written(text) => diagnostic.help(format!("write `{text}`")),
        Meant::Name(near) => diagnostic
            .help_if(did_you_mean(Some(&near)))
            .edit(span, near),
        Meant::Minus => {
            let minus = name.replace('-', " - ");
            diagnostic.help(format!(
                "names may contain `-`; for a subtraction write `{minus}`"
            ))
        }
        Meant::Text => {
            let text = format!("\"{name}\"");
            diagnostic
                .help(format!("text stands in double quotes: {text}"))
                .edit(span, text)
        }
    }
}

/// What a name that is not in scope was probably meant to be.
pub enum Meant {
    /// Nobody knows.
    Nothing,
    /// A misspelling of this name.
    Name(String),
    /// What this expression says.
    Written(String),
    /// What this sentence tells.
    Instead(String),
    /// A subtraction.
    Minus,
    /// Text.
    Text,
}

/// E0207: a use, tier, param or existing resource of that name is not declared.
pub fn unknown_declared(
    span: Span,
    what: &str,
    name: &str,
    suggestion: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let declared = if known.is_empty() {
        format!("no `{what}` is declared; add one: {what} \"{name}\" {{ ... }}")
    } else {
        let known: Vec<_> = known.iter().map(|name| format!("{what}.{name}")).collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        format!("there is {}", listed(&known))
    };
    let diagnostic = Diagnostic::error(Code(207), span, format!("there is no `{what}.{name}`"))
        .help_if(did_you_mean(suggestion))
        .help(declared);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0236: a use that the environment takes away.
pub fn removed_here(
    span: Span,
    what: &str,
    name: &str,
    (environment, taken): (&str, Span),
) -> Diagnostic {
    let message = format!("there is no `{what}.{name}` in environment `{environment}`");
    Diagnostic::error(Code(236), span, message)
        .label(taken, "taken away here")
        .help(format!("let the environment say something else here too: what refers to `{what}.{name}` has to go, or to name another"))
}

/// E0208: two declarations of one name.
pub fn declared_twice(second: Span, first: Span, what: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code(208),
        second,
        format!("the {what} `{name}` is declared twice"),
    )
    .here("declared again here")
    .label(first, "declared first here")
    .help(match what {
        "environment" => "write all its differences into one block",
        "behaviour" => "write all that it says into one block",
        _ => "rename one of them",
    })
}

/// E0209: the language keeps this name for itself.
pub fn reserved(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code(209),
        span,
        format!("`{name}` is a word of the language and cannot be a name"),
    )
    .help(format!("choose another name, such as `my_{name}`"))
}

/// E0210: a reserved name without what follows it.
pub fn reserved_alone(span: Span, name: &str) -> Diagnostic {
    let example = match name {
        "app" => "app.home",
        "site" => "site.region",
        "each" => "each.key",
        _ => "",
    };
    let help = if example.is_empty() {
        format!("write `{name}.NAME`")
    } else {
        format!("write, for example, `{example}`")
    };
    Diagnostic::error(
        Code(210),
        span,
        format!("`{name}` is not a value by itself"),
    )
    .help(help)
}

/// E0211: a kind where a use is meant.
pub fn kind_alone(span: Span, kind: &str, example: Option<&str>) -> Diagnostic {
    let example = example.unwrap_or("NAME");
    Diagnostic::error(
        Code(211),
        span,
        format!("`{kind}` is a kind; say which one of them you mean"),
    )
    .help(format!("write `{kind}.{example}`"))
}

/// E0212: a block has too many or too few labels.
pub fn wrong_labels(span: Span, keyword: &str, wanted: usize, found: usize) -> Diagnostic {
    let form = match keyword {
        "existing" | "resource" => format!("{keyword} \"AWS::SQS::Queue\" \"NAME\" {{ ... }}"),
        "let" | "moved" => format!("{keyword} {{ ... }}"),
        _ => format!("{keyword} \"NAME\" {{ ... }}"),
    };
    let message = format!(
        "`{keyword}` takes {}, and this one has {found}",
        counted(wanted, "label")
    );
    Diagnostic::error(Code(212), span, message).help(format!("write `{form}`"))
}

/// E0213: not a name that addresses and templates can have. Those of apps and environments become
/// parts of stack names, where `-` is what `_` is elsewhere.
pub fn not_a_name(span: Span, name: &str, in_stack_names: bool) -> Diagnostic {
    let (between, most) = if in_stack_names { ('-', 40) } else { ('_', 64) };
    let valid = |character: char| character.is_ascii_alphanumeric() || character == between;
    let mut fixed: String = name
        .chars()
        .map(|character| if valid(character) { character } else { between })
        .collect();
    if !fixed.starts_with(|first: char| first.is_ascii_alphabetic()) {
        fixed.insert(0, 'x');
    }
    fixed.truncate(most);
    Diagnostic::error(Code(213), span, format!("{name:?} cannot be a name"))
        .here(format!(
            "a letter, then letters, digits and `{between}`, at most {most} of them"
        ))
        .help(format!("write \"{fixed}\""))
}

/// E0214: a declaration has no such attribute.
pub fn unknown_attribute(span: Span, name: &str, what: &str, known: &[&str]) -> Diagnostic {
    let suggestion = nearest(name, known.iter().copied());
    let known = (!known.is_empty()).then(|| format!("it takes {}", listed(known)));
    let diagnostic =
        Diagnostic::error(Code(214), span, format!("{what} has no attribute `{name}`"))
            .help_if(did_you_mean(suggestion))
            .help_if(known);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0215: a declaration lacks an attribute.
pub fn missing_attribute(header: Span, name: &str, what: &str) -> Diagnostic {
    Diagnostic::error(Code(215), header, format!("{what} needs `{name}`"))
        .help(format!("add `{name} = ...`"))
}

/// E0216: a block inside a declaration that has none.
pub fn block_not_here(span: Span, keyword: &str, what: &str, instead: Instead) -> Diagnostic {
    let message = format!("a block `{keyword}` cannot stand inside {what}");
    Diagnostic::error(Code(216), span, message).help(match instead {
        Instead::Object => format!("structure is written as objects: `{keyword} = {{ ... }}`"),
        Instead::List => format!("it is a list of objects: `{keyword} = [{{ ... }}]`"),
        Instead::Said(sentence) => sentence,
    })
}

/// What is written instead of a block.
pub enum Instead {
    /// An attribute with an object.
    Object,
    /// An attribute with a list of objects.
    List,
    /// What this sentence tells.
    Said(String),
}

/// E0217: a block inside a use.
pub fn block_in_use(span: Span, keyword: &str, kind: &str) -> Diagnostic {
    let message = format!("`{kind}` has attributes, and no block `{keyword}`");
    let diagnostic = Diagnostic::error(Code(217), span, message);
    if let Some(place) = place_of(keyword) {
        return diagnostic.help(format!("`{keyword}` belongs {place}"));
    }
    diagnostic.help(format!("write it as an attribute: `{keyword} = {{ ... }}`"))
}

/// E0218: a declaration in a place where it means nothing.
pub fn keyword_not_here(span: Span, keyword: &str) -> Diagnostic {
    let Some(place) = place_of(keyword) else {
        let message = format!("language 1 does not have `{keyword}` yet");
        return Diagnostic::error(Code(218), span, message)
            .here("a word that is kept for a later version of the language");
    };
    Diagnostic::error(Code(218), span, format!("`{keyword}` cannot stand here"))
        .here(format!("it belongs {place}"))
}

/// Where a block with a keyword stands.
fn place_of(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "input" | "let" | "output" | "check" | "provides" | "fact" => "inside a `component`",
        "tier" | "param" | "existing" | "environment" | "component" | "app" | "moved"
        | "behavior" | "import" => "at the top level",
        "resource" => "at the top level or inside a `component`",
        "override" => "inside a use",
        _ => return None,
    })
}

/// E0219: no such environment.
pub fn no_environment(name: &str, known: &[String]) -> Diagnostic {
    let known: Vec<_> = known
        .iter()
        .map(String::as_str)
        .chain(["production"])
        .collect();
    Diagnostic::error(
        Code(219),
        Span::NONE,
        format!("there is no environment `{name}`"),
    )
    .help(format!("there are {}", listed(&known)))
    .help(format!("declare it: environment \"{name}\" {{ ... }}"))
}

/// E0220: an `environment` block for what is written outside of one.
pub fn base_environment(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code(220),
        span,
        "what stands outside of any `environment` is production",
    )
    .help("write these differences into the blocks themselves")
}

/// E0221: an attribute directly inside an environment.
pub fn attribute_in_environment(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code(221),
        span,
        "an environment holds blocks, and of attributes only `remove`",
    )
    .help("write it in the block that it changes: app { ... }")
}

/// E0228: an environment has two blocks for one.
pub fn merged_twice(header: Span, first: Span) -> Diagnostic {
    let message = "this environment changes the same block twice";
    Diagnostic::error(Code(228), header, message)
        .label(first, "the first changes")
        .help("write all changes of a block into one")
}

/// E0222: `remove` is not a list of paths.
pub fn remove_is_a_list(span: Span) -> Diagnostic {
    Diagnostic::error(Code(222), span, "`remove` takes a list of quoted paths")
        .help("write, for example, `remove = [\"objective.recover.region\"]`")
}

/// E0223: `remove` names what is not there.
pub fn nothing_to_remove(span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(Code(223), span, format!("there is no `{path}` to remove"))
        .help("production does not have it; take the path away")
}

/// E0224: no such function.
pub fn unknown_function(span: Span, name: &str, suggestion: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(224), span, format!("there is no function `{name}`"))
        .help_if(did_you_mean(suggestion));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0225: `each` where there is no `for_each`.
pub fn each_without_for_each(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code(225),
        span,
        "`each` has a meaning only where `for_each` stands",
    )
    .help("add `for_each = ...` to the block around it")
}

/// An input of a component's type that is not given.
pub struct Lacking<'a> {
    /// The use that lacks it, or for which that is made if nobody wrote it.
    pub place: Span,
    /// The address of the use that lacks it.
    pub owner: &'a str,
    /// The input.
    pub input: &'a str,
    /// For whom the use is made, if nobody wrote it.
    pub asker: Option<&'a str>,
}

/// E0226: an input of a component's type that several uses could fill.
pub fn several_uses(lacking: &Lacking<'_>, kind: &str, uses: &[(&str, Span)]) -> Diagnostic {
    let Lacking { owner, input, .. } = lacking;
    let message = format!(
        "`{input}` of `{owner}` is not given, and there are {} of kind `{kind}`",
        uses.len()
    );
    let mut diagnostic = Diagnostic::error(Code(226), lacking.place, message);
    if let Some(asker) = lacking.asker {
        diagnostic = diagnostic.here(format!(
            "`{asker}` needs `{owner}`, which nobody wrote and is made for it"
        ));
    }
    for (name, span) in uses {
        diagnostic = diagnostic.label(*span, format!("could be `{kind}.{name}`"));
    }
    let first = uses.first().map_or("NAME", |first| first.0);
    let given = format!("{input} = {kind}.{first}");
    diagnostic.help(match owner.split_once('.') {
        Some((owner_kind, name)) if lacking.asker.is_some() => {
            format!("write it, and say which: `{owner_kind} \"{name}\" {{ {given} }}`")
        }
        _ => format!("say which: `{given}`"),
    })
}

/// E0227: a variable of a for-expression hides a name.
pub fn shadows(span: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code(227),
        span,
        format!("`{name}` means something else already"),
    )
    .here("this variable would hide it")
    .label(first, "the first meaning")
    .help("give the variable another name")
}

/// E0229: a text in the place of an environment's name.
pub fn not_an_environment(
    span: Span,
    name: &str,
    suggestion: Option<&str>,
    known: &[String],
) -> Diagnostic {
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let message = format!("there is no environment `{name}`");
    let diagnostic = Diagnostic::error(Code(229), span, message)
        .here("this is never so")
        .help_if(did_you_mean(suggestion));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, format!("{suggestion:?}")),
        None => diagnostic,
    }
    .help(match known[..] {
        [only] => {
            format!("there is `{only}` only; others are declared: environment \"{name}\" {{ ... }}")
        }
        _ => format!("there are {}", listed(&known)),
    })
}

/// E0230: an environment's block that production does not have, with a name that is near to one that
/// it has.
pub fn new_beside_near(label: Span, keyword: &str, name: &str, meant: &str) -> Diagnostic {
    let message = format!("production has no `{keyword}.{name}`, so this is a new one");
    Diagnostic::warning(Code(230), label, message)
        .here("is added in this environment")
        .help(format!("did you mean `{keyword}.{meant}`?"))
        .edit(label, format!("{meant:?}"))
}

/// E0231: a function of CloudFormation, as an object or with a `!`.
pub fn intrinsic(key: Span, function: &str, instead: &str) -> Diagnostic {
    let message = format!("`{function}` is a function of CloudFormation, and no value");
    Diagnostic::error(Code(231), key, message).help(instead)
}

/// E0235: a number where a map wants a key.
pub fn map_by_number(span: Span, name: &str, keys: &[&str]) -> Diagnostic {
    let message = format!("`{name}` has keys, and no numbers");
    let key = keys.first().copied().unwrap_or("KEY");
    Diagnostic::error(Code(235), span, message)
        .help(format!("write, for example, `{name}[\"{key}\"]`"))
        .help_if((keys.len() > 1).then(|| format!("the keys are {}", listed(keys))))
}

/// E0232: `self` where there is no component around it.
pub fn self_outside(span: Span, field: &str) -> Diagnostic {
    let message = "`self` is the use whose component this is, and here is no component around it";
    Diagnostic::error(Code(232), span, message).help(match field {
        "name" | "address" => "write the name itself as text",
        "regions" => "write `app.regions`",
        _ => "name what is meant: `KIND.NAME`, `app` or `site`",
    })
}

/// E0233: `${x}` outside of text.
pub fn bare_interpolation(place: Span, inside: &str) -> Diagnostic {
    Diagnostic::error(Code(233), place, "`${...}` stands in text only")
        .help(format!(
            "outside of text an expression stands bare: `{inside}`"
        ))
        .edit(place, inside)
}

/// E0234: a resource's type in the place of a keyword.
pub fn type_as_keyword(place: Span, text: &str, label: &str) -> Diagnostic {
    let message = format!("`{text}` cannot begin a block: it is a resource's type");
    Diagnostic::error(Code(234), place, message)
        .help(format!("write `resource \"{text}\" \"{label}\" {{ ... }}`"))
        .edit(place, format!("resource \"{text}\""))
}
