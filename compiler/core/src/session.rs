//! Compilations of one app, one after the other, while somebody edits it: what has not changed is not
//! read again. What comes out is what [`crate::compile`] gives.

use crate::resolve::LibraryText;
use crate::tables::{Broken, Tables};
use crate::{Compilation, Goal, Request, compile_with, own_schemas};

/// How much larger than after the first compilation the tables may get: they never forget, and a
/// session may be long.
pub(crate) const GROWTH: usize = 4;

/// What one compilation leaves for the next: the library and every block whose text is the same as
/// parsed, schemas as decoded, texts and values with what was found of them.
pub struct Session<'a> {
    library: LibraryText<'a>,
    tables: Tables,
    /// How large the tables were after the first compilation.
    first: Option<usize>,
}

impl<'a> Session<'a> {
    /// Nothing compiled yet.
    pub fn new(library: LibraryText<'a>) -> Result<Self, Broken> {
        Ok(Self {
            library,
            tables: Tables::new(library, true)?,
            first: None,
        })
    }

    /// How many compilations evaluated only what had changed since the one before, and what depends on
    /// it.
    pub fn went_on(&self) -> usize {
        self.tables.went_on.get()
    }

    /// Compiles; see [`crate::compile`]. The request's library must be the session's.
    pub fn compile(
        &mut self,
        request: &Request<'_>,
        goal: Goal,
        file: &mut dyn FnMut(&str, &[u8]),
    ) -> Result<Compilation, Broken> {
        // Schemas of the app's own belong to one set of tables, and may be edited too.
        if request.files.iter().any(own_schemas::is_schema) {
            return compile_with(None, request, goal, file);
        }
        let size = self.tables.size();
        match self.first {
            Some(first) if size > first * GROWTH => *self = Self::new(self.library)?,
            _ => {}
        }
        let compilation = compile_with(Some(&self.tables), request, goal, file)?;
        self.tables.next_round();
        self.first.get_or_insert(self.tables.size());
        Ok(compilation)
    }
}
