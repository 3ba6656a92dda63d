//! A schema node on its way into the file: numbers, with marks on those that are references.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::schema::layout::Keyword;

/// A number of a node's record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Item {
    /// As it is.
    Plain(u64),
    /// A string.
    Text {
        /// Its index in [`Strings`].
        index: u32,
        /// Where the index stands in the number.
        shift: u8,
        /// What is added to the number.
        plus: u8,
    },
    /// Another node.
    Node(u32),
    /// A pattern.
    Pattern(u32),
}

impl Item {
    /// A string alone.
    pub fn text(index: u32) -> Self {
        Item::Text {
            index,
            shift: 0,
            plus: 0,
        }
    }

    /// A count.
    pub fn count(length: usize) -> Self {
        Item::Plain(length as u64)
    }
}

/// What a node says, keyword by keyword.
#[derive(Default)]
pub struct Record(BTreeMap<Keyword, Vec<Item>>);

impl Record {
    /// Says something.
    pub fn set(&mut self, keyword: Keyword, items: Vec<Item>) {
        self.0.insert(keyword, items);
    }

    /// Takes something back.
    pub fn forget(&mut self, keyword: Keyword) {
        self.0.remove(&keyword);
    }

    /// Whether a keyword was said.
    pub fn has(&self, keyword: Keyword) -> bool {
        self.0.contains_key(&keyword)
    }

    /// The record as it stands in the file: the mask, then what each keyword says.
    pub fn items(&self) -> Vec<Item> {
        let mask = self.0.keys().fold(0, |mask, keyword| mask | keyword.bit());
        std::iter::once(Item::Plain(mask))
            .chain(self.0.values().flatten().copied())
            .collect()
    }
}

/// Texts, numbered as they come.
#[derive(Default)]
pub struct Strings {
    texts: Vec<String>,
    index: FxHashMap<String, u32>,
}

impl Strings {
    /// The number of a text.
    pub fn add(&mut self, text: &str) -> u32 {
        if let Some(&found) = self.index.get(text) {
            return found;
        }
        let index = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.index.insert(text.to_owned(), index);
        index
    }

    /// All texts in the order of their numbers.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// For each number its place when sorted by text, and the sorted texts.
    pub fn sorted(&self) -> (Vec<u32>, Vec<&str>) {
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        order.sort_by_key(|&index| &self.texts[index as usize]);
        let mut places = vec![0; order.len()];
        for (place, &index) in order.iter().enumerate() {
            places[index as usize] = place as u32;
        }
        let texts = order
            .iter()
            .map(|&index| self.texts[index as usize].as_str())
            .collect();
        (places, texts)
    }
}

/// Finds which nodes are equal, however deep and however cyclic: nodes are first put together by
/// what they say themselves, then taken apart as long as their children differ. Gives each node the
/// number of its class, numbered in order of appearance, and how many classes there are.
pub fn merge_equal(nodes: &[Vec<Item>]) -> (Vec<u32>, usize) {
    let mut classes = vec![0_u32; nodes.len()];
    let mut count = 0;
    loop {
        let mut table: FxHashMap<(u32, Vec<Item>), u32> = FxHashMap::default();
        let mut next = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let seen: Vec<Item> = node.iter().map(|&item| by_class(item, &classes)).collect();
            let fresh = table.len() as u32;
            let class = *table.entry((classes[index], seen)).or_insert(fresh);
            next.push(class);
        }
        let found = table.len();
        classes = next;
        if found == count {
            return (classes, count);
        }
        count = found;
    }
}

fn by_class(item: Item, classes: &[u32]) -> Item {
    match item {
        Item::Node(node) => Item::Node(classes[node as usize]),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_trees_and_equal_cycles_become_one() {
        let leaf = vec![Item::Plain(7)];
        let nodes = vec![
            vec![Item::Node(1)],
            leaf.clone(),
            vec![Item::Node(3)],
            leaf,
            // Two cycles that look the same from everywhere.
            vec![Item::Plain(1), Item::Node(5)],
            vec![Item::Plain(1), Item::Node(4)],
        ];
        let (classes, count) = merge_equal(&nodes);
        assert_eq!(count, 3);
        assert_eq!(classes, [0, 1, 0, 1, 2, 2]);
    }

    #[test]
    fn a_difference_deep_below_keeps_nodes_apart() {
        let nodes = vec![
            vec![Item::Node(1)],
            vec![Item::Node(2)],
            vec![Item::Plain(1)],
            vec![Item::Node(4)],
            vec![Item::Node(5)],
            vec![Item::Plain(2)],
        ];
        assert_eq!(merge_equal(&nodes).1, 6);
    }

    #[test]
    fn strings_are_sorted_by_text() {
        let mut strings = Strings::default();
        let (b, a) = (strings.add("b"), strings.add("a"));
        assert_eq!(strings.add("b"), b);
        let (places, texts) = strings.sorted();
        assert_eq!(texts, ["a", "b"]);
        assert_eq!((places[b as usize], places[a as usize]), (1, 0));
    }
}
