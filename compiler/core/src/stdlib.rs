//! The standard library, embedded: components, behaviours and data, as text.

use crate::resolve::LibraryText;

include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

/// The library that the compiler ships.
pub const LIBRARY: LibraryText<'static> = LibraryText {
    files: FILES,
    compiled: include_bytes!("stdlib.bin"),
};
