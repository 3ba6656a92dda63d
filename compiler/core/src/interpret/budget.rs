//! What keeps a small text from asking for more than a machine has: loops inside of loops, and values
//! that hold one another again and again. Both are bounded far above what an account can hold.

use super::{Evaluated, Failed, Machine};
use crate::diag::codes;
use crate::source::Span;
use crate::value::Value;

/// Most rounds that all for-expressions of an app may take together.
const MOST_ROUNDS: usize = 10_000_000;

/// Most values that one value may hold, counted as often as they stand in it. What is shared costs
/// nothing to keep, but is written each time.
const MOST_VALUES: u32 = 1_000_000;

/// What has been spent so far.
#[derive(Default)]
pub(super) struct Budget {
    rounds: usize,
    /// Whether a value was said to be too large; those that hold it are too.
    is_reported: bool,
}

impl Machine<'_> {
    /// Pays for the rounds of a loop. Says once that there are too many.
    pub(super) fn spend(&mut self, rounds: usize, span: Span) -> Result<(), Failed> {
        let before = self.budget.rounds;
        self.budget.rounds = before.saturating_add(rounds);
        if self.budget.rounds <= MOST_ROUNDS {
            return Ok(());
        }
        if before <= MOST_ROUNDS {
            let what = "rounds of for-expressions in all";
            self.diagnostics
                .push(codes::sites::too_large(span, what, MOST_ROUNDS));
        }
        Err(Failed::Reported)
    }

    /// A value, if it is not too large to be written.
    pub(super) fn bounded(&mut self, value: Value, span: Span) -> Evaluated {
        if self.heap.store.weight(value) <= MOST_VALUES {
            return Ok(value);
        }
        if !std::mem::replace(&mut self.budget.is_reported, true) {
            self.diagnostics.push(codes::sites::too_large(
                span,
                "values in one",
                MOST_VALUES as usize,
            ));
        }
        Err(Failed::Reported)
    }
}
