//! Reading the file's numbers and tables. Total: what lies outside the bytes reads as zero, so a
//! damaged file gives a wrong schema and never a panic. (The embedded file is read whole in a test.)

/// A place in an entry, moving forward.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The next variable-length number.
    pub(super) fn number(&mut self) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        while let Some((&byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift > 63 {
                break;
            }
        }
        value
    }

    /// The next number as an index.
    pub(super) fn index(&mut self) -> u32 {
        self.number() as u32
    }

    /// A count of things that take at least a byte each, so never more than there are bytes.
    pub(super) fn count(&mut self) -> usize {
        usize::try_from(self.number())
            .unwrap_or(usize::MAX)
            .min(self.bytes.len())
    }

    /// As many things as the next number says.
    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Box<[T]> {
        let count = self.count();
        (0..count).map(|_| read(self)).collect()
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// Undoes zigzag coding.
pub(super) fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// A table of entries of different lengths.
#[derive(Clone, Copy)]
pub(super) struct Table {
    ends: &'static [u8],
    bytes: &'static [u8],
}

impl Table {
    pub(super) const EMPTY: Table = Table {
        ends: &[],
        bytes: &[],
    };

    /// Cuts a table off the front of `rest`.
    pub(super) fn cut(rest: &mut &'static [u8], count: u32, length: u32) -> Option<Self> {
        let (ends, after) = rest.split_at_checked(count as usize * 4)?;
        let (bytes, after) = after.split_at_checked(length as usize)?;
        *rest = after;
        Some(Self { ends, bytes })
    }

    /// How many entries.
    pub(super) fn len(&self) -> usize {
        self.ends.len() / 4
    }

    /// An entry's bytes; empty when there is no such entry.
    pub(super) fn get(&self, index: u32) -> &'static [u8] {
        let index = index as usize;
        let start = index.checked_sub(1).map_or(Some(0), |at| self.end(at));
        let (Some(start), Some(end)) = (start, self.end(index)) else {
            return &[];
        };
        self.bytes.get(start..end).unwrap_or(&[])
    }

    /// An entry as text.
    pub(super) fn text(&self, index: u32) -> &'static str {
        std::str::from_utf8(self.get(index)).unwrap_or("")
    }

    fn end(&self, index: usize) -> Option<usize> {
        let bytes = self.ends.get(index * 4..index * 4 + 4)?;
        Some(u32_of(bytes) as usize)
    }
}

/// A little-endian number of four bytes.
pub(super) fn u32_of(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .rev()
        .fold(0, |number, &byte| (number << 8) | u32::from(byte))
}
