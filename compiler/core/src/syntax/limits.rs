//! How much the compiler is willing to read. Real sources stay below a hundredth of these; the
//! limits are there so that no input costs more than a moment and a few megabytes.

/// Bytes of a file.
pub(super) const FILE_BYTES: usize = 8 << 20;
/// Bytes of one top-level block. The parser's own tree can have 150 times the size of its text.
pub(super) const PIECE_BYTES: usize = 1 << 20;
/// Entries between two braces. The parser looks keys up one by one.
pub(super) const ENTRIES: usize = 4096;
/// Brackets, strings and templates inside each other. The parser's own limit is the same number.
pub(super) const NESTING: usize = 64;
/// Operators in one chain; the parser's own limit.
pub(super) const OPERATORS: usize = 128;
/// Steps in one chain such as `a.b[0].c`.
pub(super) const STEPS: usize = 64;
/// Errors of a file after which the rest is not looked at.
pub(super) const ERRORS: usize = 100;
/// Blocks without an end after which the rest of a file is not looked at.
pub(super) const RESCUES: usize = 20;
