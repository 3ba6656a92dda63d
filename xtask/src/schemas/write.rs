//! Writing the file: see `outrigger_core::schema::layout` for how it is laid out.

use std::collections::BTreeMap;

use outrigger_core::schema::compile::Entry;
use outrigger_core::schema::layout::{MAGIC, TABLES, TableKind, VERSION, op};

use super::pattern::{CharSet, Code, Program};

/// A list of entries of different lengths.
#[derive(Default)]
pub struct TableBytes {
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl TableBytes {
    /// Adds an entry and gives its index.
    pub fn push(&mut self, entry: &[u8]) -> u32 {
        self.bytes.extend_from_slice(entry);
        self.ends.push(self.bytes.len() as u32);
        self.ends.len() as u32 - 1
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes it takes in the file.
    pub fn size(&self) -> usize {
        self.ends.len() * 4 + self.bytes.len()
    }
}

/// All tables.
#[derive(Default)]
pub struct Tables([TableBytes; TABLES]);

impl Tables {
    /// One of them.
    pub fn table(&mut self, kind: TableKind) -> &mut TableBytes {
        &mut self.0[kind as usize]
    }

    /// The whole file.
    pub fn file(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        for table in &self.0 {
            file.extend((table.ends.len() as u32).to_le_bytes());
            file.extend((table.bytes.len() as u32).to_le_bytes());
        }
        for table in &self.0 {
            for end in &table.ends {
                file.extend(end.to_le_bytes());
            }
            file.extend(&table.bytes);
        }
        file
    }
}

/// The table of classes while patterns are written.
#[derive(Default)]
pub struct Classes(BTreeMap<CharSet, u32>);

impl Classes {
    fn index(&mut self, set: &CharSet, tables: &mut Tables) -> u32 {
        if let Some(&found) = self.0.get(set) {
            return found;
        }
        let bits = set.ascii();
        let mut entry = Entry::default();
        entry.number(bits as u64).number((bits >> 64) as u64);
        let beyond = set.beyond_ascii();
        entry.index(beyond.len());
        let mut from = 0;
        for (start, end) in beyond {
            entry.number(u64::from(start - from));
            entry.number(u64::from(end - start));
            from = end;
        }
        let index = tables.table(TableKind::Classes).push(entry.bytes());
        self.0.insert(set.clone(), index);
        index
    }
}

/// Writes a pattern; `string` gives the index of a text.
pub fn pattern(
    source: u32,
    program: Option<&Program>,
    string: &dyn Fn(&str) -> u32,
    classes: &mut Classes,
    tables: &mut Tables,
) {
    let mut entry = Entry::default();
    entry.number(u64::from(source));
    if let Some(program) = program {
        let mut own: Vec<u32> = Vec::new();
        let mut ops = Entry::default();
        for code in &program.codes {
            let mut class = |set: &CharSet| {
                let global = classes.index(set, tables);
                let known = own.iter().position(|&index| index == global);
                known.unwrap_or_else(|| {
                    own.push(global);
                    own.len() - 1
                })
            };
            operation(code, &mut class, string, &mut ops);
        }
        entry.number(u64::from(program.anchored));
        entry.number(u64::from(program.counters));
        entry.index(own.len());
        for index in own {
            entry.number(u64::from(index));
        }
        entry.index(program.codes.len());
        entry.append(&ops);
    }
    tables.table(TableKind::Patterns).push(entry.bytes());
}

fn operation(
    code: &Code,
    class: &mut dyn FnMut(&CharSet) -> usize,
    string: &dyn Fn(&str) -> u32,
    ops: &mut Entry,
) {
    let flag = |value: bool| u64::from(value);
    let most = |most: Option<u32>| u64::from(most.unwrap_or(0));
    match code {
        Code::Match => ops.number(op::MATCH),
        Code::Char(set) => ops.number(op::CHAR).index(class(set)),
        Code::Text(text) => ops.number(op::TEXT).number(u64::from(string(text))),
        Code::Run {
            set,
            least,
            most: max,
            firm,
        } => ops
            .number(op::RUN)
            .index(class(set))
            .number(u64::from(*least))
            .number(most(*max))
            .number(flag(*firm)),
        Code::Split(first, second) => ops
            .number(op::SPLIT)
            .number(u64::from(*first))
            .number(u64::from(*second)),
        Code::Jump(target) => ops.number(op::JUMP).number(u64::from(*target)),
        Code::Start => ops.number(op::START),
        Code::End => ops.number(op::END),
        Code::TextEnd => ops.number(op::TEXT_END),
        Code::WordEdge(edge) => ops.number(op::WORD_EDGE).number(flag(*edge)),
        Code::Ahead { found, after } => ops
            .number(op::AHEAD)
            .number(flag(*found))
            .number(u64::from(*after)),
        Code::Behind {
            found,
            characters,
            after,
        } => ops
            .number(op::BEHIND)
            .number(flag(*found))
            .number(u64::from(*characters))
            .number(u64::from(*after)),
        Code::Atomic { after } => ops.number(op::ATOMIC).number(u64::from(*after)),
        Code::LoopStart(counter) => ops.number(op::LOOP_START).number(u64::from(*counter)),
        Code::Loop {
            counter,
            least,
            most: max,
            after,
        } => ops
            .number(op::LOOP)
            .number(u64::from(*counter))
            .number(u64::from(*least))
            .number(most(*max))
            .number(u64::from(*after)),
    };
}
