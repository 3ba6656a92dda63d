//! What was read before, for a session that reads the same text again and again: a piece whose text
//! has not changed is not parsed again, only moved to where it lies now.

use rustc_hash::FxHashMap;

use super::tree::Block;
use super::visit::{self, Moved};

/// Texts without a fault, and the blocks in them.
#[derive(Default)]
pub struct Kept {
    texts: FxHashMap<Box<str>, Blocks>,
    round: u32,
}

struct Blocks {
    all: Vec<Block>,
    /// Where the text lay.
    base: u32,
    /// When it was there last.
    round: u32,
}

impl Kept {
    /// Appends the blocks of a text that lies at `base`; false if the text is new.
    pub(super) fn find(&mut self, text: &str, base: u32, found: &mut Vec<Block>) -> bool {
        let Some(kept) = self.texts.get_mut(text) else {
            return false;
        };
        kept.round = self.round;
        let from = found.len();
        found.extend_from_slice(&kept.all);
        if base != kept.base {
            let mut way = Moved::by(base.wrapping_sub(kept.base));
            visit::blocks(&mut found[from..], &mut way);
        }
        true
    }

    /// Keeps the blocks of a text.
    pub(super) fn keep(&mut self, text: &str, base: u32, blocks: &[Block]) {
        let kept = Blocks {
            all: blocks.to_vec(),
            base,
            round: self.round,
        };
        self.texts.insert(text.into(), kept);
    }

    /// Forgets what was not there in this round, and begins the next.
    pub fn next_round(&mut self) {
        let round = self.round;
        self.texts.retain(|_, kept| kept.round == round);
        self.round = round.wrapping_add(1);
    }
}
