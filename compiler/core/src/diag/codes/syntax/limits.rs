//! Text that is no text, or more than one compilation should have to read.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0101: the bytes of a file are not UTF-8. `offset` is that of the first wrong byte.
pub fn not_utf8(file_name: &str, offset: usize) -> Diagnostic {
    Diagnostic::error(
        Code(101),
        Span::NONE,
        format!("`{file_name}` is not UTF-8: the byte at offset {offset} belongs to no character"),
    )
    .help("save the file as UTF-8; `iconv -f latin1 -t utf-8` converts what an old editor wrote")
}

/// E0102: a file larger than the limit. Sizes in bytes.
pub fn file_too_large(place: Span, size: usize, limit: usize) -> Diagnostic {
    let (size, limit) = (mebibytes(size), mebibytes(limit));
    Diagnostic::error(
        Code(102),
        place,
        format!("this file has {size} MiB; a source file may have {limit} MiB"),
    )
    .help("split it: all files of a folder that end in `.rig.hcl` make one app")
}

/// E0103: one block larger than the limit. Sizes in bytes.
pub fn block_too_large(place: Span, size: usize, limit: usize) -> Diagnostic {
    let (size, limit) = (mebibytes(size), mebibytes(limit));
    Diagnostic::error(
        Code(103),
        place,
        format!("this block has {size} MiB; one block may have {limit} MiB"),
    )
    .help("split it into several blocks, or read long text with `file(\"name\")`")
}

/// E0104: more entries between two braces than the limit.
pub fn too_many_entries(brace: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        Code(104),
        brace,
        format!("more than {limit} entries between these braces"),
    )
    .here("opened here")
    .help("split it into several objects and put them together with `merge(a, b)`")
}

/// E0105: brackets, templates or conditionals inside each other beyond the limit.
pub fn nested_too_deeply(place: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        Code(105),
        place,
        format!("nested more than {limit} levels deep"),
    )
    .here(format!("level {} begins here", limit + 1))
    .help("give the inner part a name in a `let` block and use the name here")
}

/// E0106: a chain of operators or of steps (`a.b.c`) beyond the limit.
pub fn expression_too_long(place: Span, what: &str, limit: usize) -> Diagnostic {
    Diagnostic::error(
        Code(106),
        place,
        format!("this expression chains more than {limit} {what}"),
    )
    .help("give a part of it a name in a `let` block and use the name here")
}

/// Mebibytes with one decimal, rounded up, so that what is over a limit never looks equal to it.
fn mebibytes(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1 << 20);
    if tenths.is_multiple_of(10) {
        format!("{}", tenths / 10)
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}
