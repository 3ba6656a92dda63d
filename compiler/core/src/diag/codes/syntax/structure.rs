//! Blocks, attributes and objects.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0112: an attribute outside all blocks. `ended` is the brace that ended the block before, if
/// the attribute looks as if it belonged to that.
pub fn top_level_attribute(name: Span, text: &str, ended: Option<Span>) -> Diagnostic {
    let error = Diagnostic::error(
        Code(112),
        name,
        format!("`{text} = ...` stands outside all blocks"),
    )
    .here("an attribute belongs into a block");
    match ended {
        Some(brace) => error
            .label(brace, "the block before has ended here")
            .help("take the `}` away if the block was meant to go on"),
        None => error
            .help(format!(
                "a name for a value is an attribute of a `let` block:\nlet {{\n  {text} = ...\n}}"
            ))
            .help("what describes the whole app is an attribute of the `app` block"),
    }
}

/// E0113: an attribute given twice in one block.
pub fn duplicate_attribute(place: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::error(Code(113), place, format!("`{name}` is given twice"))
        .here("given again here")
        .label(first, "given here first")
        .help("keep one of the two")
}

/// E0114: a key given twice in one object.
pub fn duplicate_key(place: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code(114),
        place,
        format!("the key `{name}` is given twice in one object"),
    )
    .here("given again here")
    .label(first, "given here first")
    .help(format!(
        "keep one of the two; `{name}` and `\"{name}\"` are the same key"
    ))
}

/// E0115: an attribute and a block of the same name in one block. `place` is the block's.
pub fn attribute_and_block(place: Span, name: &str, attribute: Span) -> Diagnostic {
    Diagnostic::error(
        Code(115),
        place,
        format!("`{name}` is both an attribute and a block"),
    )
    .here("a block here")
    .label(attribute, "an attribute here")
    .help("keep one of the two; what describes a thing is an attribute (`name = { ... }`), what declares one is a block (`name \"label\" { ... }`)")
}

/// E0119: `name := value` or `name: value`.
pub fn colon_equals(operator: Span, text: &str) -> Diagnostic {
    Diagnostic::error(Code(119), operator, "a value is given with `=`")
        .here(format!("`{text}` means nothing here"))
        .help("write `=`")
        .edit(operator, " =")
}

/// E0120: `name value`, without anything between the two.
pub fn missing_equals(name: Span, text: &str, value: Span, value_text: &str) -> Diagnostic {
    let at = Span {
        start: name.end,
        end: name.end,
    };
    Diagnostic::error(
        Code(120),
        value,
        format!("`=` is missing between `{text}` and its value"),
    )
    .here("expected `=` before this")
    .help(format!("{text} = {value_text}"))
    .edit(at, " =")
}

/// E0121: a block whose `{` stands on the line after its header.
pub fn brace_on_next_line(brace: Span, header: Span, text: &str) -> Diagnostic {
    let gap = Span {
        start: header.end,
        end: brace.start,
    };
    Diagnostic::error(
        Code(121),
        brace,
        "the `{` of a block stands on the line of its name",
    )
    .here("this line cannot begin a block")
    .label(header, "the block's name is here")
    .help(format!("{text} {{"))
    .edit(gap, " ")
}

/// E0122: a block on one line that holds more than one attribute.
pub fn crowded_block(place: Span) -> Diagnostic {
    Diagnostic::error(
        Code(122),
        place,
        "a block on one line holds at most one attribute",
    )
    .here("this needs a line of its own")
    .help("put each attribute and each inner block on its own line")
    .help("an object may hold several on one line: `name = { a = 1, b = 2 }`")
}

/// E0133: a key of an object that is neither a name nor text.
pub fn object_key(place: Span, text: &str, fixed: &str) -> Diagnostic {
    Diagnostic::error(
        Code(133),
        place,
        format!("`{text}` cannot be a key as it stands"),
    )
    .here("a key is a name, text in quotes, or an expression in parentheses")
    .help(format!("write `{fixed}`"))
    .edit(place, fixed)
}

/// E0134: two elements without a comma between them. `place` is the second.
pub fn missing_comma(place: Span, after: Span, what: &str) -> Diagnostic {
    let at = Span {
        start: after.end,
        end: after.end,
    };
    Diagnostic::error(
        Code(134),
        place,
        format!("a comma is missing between two {what}"),
    )
    .here("expected `,` before this")
    .help("put `,` between them")
    .edit(at, ",")
}

/// E0136: a name with `=` and nothing behind it.
pub fn missing_value(place: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code(136), place, format!("`{name}` has no value"))
        .here("expected a value behind this `=`, on the same line")
        .help(format!(
            "write the value behind the `=`, or `{name} = null` to leave it unset"
        ))
}

/// E0137: an attribute's name in quotes.
pub fn quoted_attribute(place: Span, name: &str) -> Diagnostic {
    let error = Diagnostic::error(
        Code(137),
        place,
        "the name of an attribute stands without quotes",
    )
    .here("quotes are for keys of objects and for labels of blocks");
    if name
        .chars()
        .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    {
        error.help(format!("{name} = ...")).edit(place, name)
    } else {
        error.help(format!(
            "only an object can have such a key: `settings = {{ \"{name}\" = ... }}`"
        ))
    }
}

/// E0139: two attributes or blocks on one line, or a comma behind an attribute.
pub fn missing_line_break(place: Span, comma: bool) -> Diagnostic {
    if comma {
        return Diagnostic::error(
            Code(139),
            place,
            "an attribute ends with its line, not with a comma",
        )
        .here("not wanted here")
        .help("take it away; commas separate the elements of lists and objects")
        .edit(place, "");
    }
    Diagnostic::error(Code(139), place, "this belongs on a line of its own")
        .here("what stands before it ends with its line")
        .help("put a line break before it")
        .edit(
            Span {
                start: place.start,
                end: place.start,
            },
            "\n",
        )
}

/// E0140: a label of a block that is not plain text.
pub fn computed_label(place: Span) -> Diagnostic {
    Diagnostic::error(Code(140), place, "a block's label is plain text")
        .here("nothing is computed here: names are known before anything is evaluated")
        .help("write the name itself; `for_each = [...]` makes several of one block, with `each.key` inside")
}

/// E0144: `keyword label = value`.
pub fn value_of_block(equals: Span, keyword: &str, label: &str) -> Diagnostic {
    Diagnostic::error(
        Code(144),
        equals,
        format!("a `{keyword}` block has a body, not a value"),
    )
    .here("expected `{`")
    .help(if label.starts_with('"') {
        format!("{keyword} {label} {{")
    } else {
        format!("{keyword} {{\n  {label} = ...\n}}")
    })
}

/// E0146: a block's name, and its body on the lines below, without `{`.
pub fn missing_brace(header: Span, text: &str) -> Diagnostic {
    let end = Span {
        start: header.end,
        end: header.end,
    };
    Diagnostic::error(Code(146), header, "this block has no `{`")
        .here("expected `{` behind this")
        .help(format!("{text} {{"))
        .edit(end, " {")
}
