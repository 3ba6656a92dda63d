//! Resource types: the official CloudFormation schemas of every type, in one compact file that is
//! opened at once and read lazily. In: the file that `cargo xtask schemas` made. Out: types,
//! regions, and schema [`Node`]s on first use. Never: a judgement of a value (that is `check`).
//!
//! A [`Schemas`] belongs to one [`Names`]: always hand in the same table.

mod bytes;
pub mod compile;
mod example;
pub mod layout;
mod node;
pub mod own;
pub mod pattern;
mod resource;
mod suggest;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use bytes::{Reader, Table, u32_of};
use layout::TableKind;
use node::Decoder;
pub use node::{
    Combination, Enumeration, ListRules, Node, NodeId, NumberRules, ObjectRules, PatternId,
    Relationship, TextRules, TypeMask,
};
pub use pattern::Pattern;
pub use resource::{
    Lifecycle, PathSegment, ReplacementStrategy, ResourceSchema, SchemaPath, Tagging, TypeId,
};

use crate::names::{Names, Symbol};

/// The schema file that the project ships, made by `cargo xtask schemas`.
pub static EMBEDDED: &[u8] = include_bytes!("schemas.bin");

/// The region whose schema is used where none is asked for, if the type exists there.
const WIDEST_REGION: &str = "us-east-1";

/// Why a schema file cannot be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SchemaError {
    /// It does not begin like a schema file.
    NotASchemaFile,
    /// It has another version of the layout than this compiler reads.
    OtherVersion(u32),
    /// It ends too early.
    CutShort,
}

impl std::fmt::Display for SchemaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SchemaError::NotASchemaFile => write!(f, "this is not a file of resource schemas"),
            SchemaError::OtherVersion(version) => write!(
                f,
                "the file of resource schemas has layout {version}, this compiler reads {}",
                layout::VERSION
            ),
            SchemaError::CutShort => write!(f, "the file of resource schemas is cut short"),
        }
    }
}

impl std::error::Error for SchemaError {}

/// A lazily filled array: what stands at an index is made on first use.
struct Lazy<T>(Box<[OnceCell<Box<T>>]>);

impl<T> Lazy<T> {
    fn new(length: usize) -> Self {
        Self(std::iter::repeat_with(OnceCell::new).take(length).collect())
    }

    fn get(&self, index: u32, make: impl FnOnce() -> T) -> Option<&T> {
        let cell = self.0.get(index as usize)?;
        Some(cell.get_or_init(|| Box::new(make())))
    }
}

/// All resource types.
pub struct Schemas {
    tables: [Table; layout::TABLES],
    nodes: Lazy<Node>,
    patterns: Lazy<Pattern>,
    variants: Lazy<ResourceSchema>,
    /// Types with a schema of the app's own.
    own: own::Own,
    /// What an index outside the file stands for; never met with a whole file.
    nothing: Node,
    no_pattern: Pattern,
}

impl Schemas {
    /// Opens a schema file. Reads its header only.
    pub fn open(file: &'static [u8]) -> Result<Self, SchemaError> {
        let tables = open_tables(file)?;
        let count = |kind: TableKind| tables[kind as usize].len();
        Ok(Self {
            nodes: Lazy::new(count(TableKind::Nodes)),
            patterns: Lazy::new(count(TableKind::Patterns)),
            variants: Lazy::new(count(TableKind::Variants)),
            tables,
            own: own::Own::default(),
            nothing: Node::default(),
            no_pattern: Pattern::unchecked(""),
        })
    }

    /// Where the schemas come from, such as `cfn-lint 1.51.0`.
    pub fn source(&self) -> &'static str {
        self.table(TableKind::Source).text(0)
    }

    /// The names of all types, sorted; those of the app's own behind the others.
    pub fn type_names(&self) -> impl Iterator<Item = &str> + '_ {
        let names = self.table(TableKind::TypeNames);
        let of_file = (0..self.of_file()).map(|index| names.text(index));
        of_file.chain(self.own.names())
    }

    /// How many types the file has.
    fn of_file(&self) -> u32 {
        self.table(TableKind::TypeNames).len() as u32
    }

    /// All types, sorted by name; those of the app's own behind the others.
    pub fn types(&self) -> impl Iterator<Item = TypeId> + '_ {
        (0..self.of_file() + self.own.len()).map(TypeId)
    }

    /// The name of a type.
    pub fn type_name(&self, id: TypeId) -> &str {
        match self.own_type(id) {
            Some((name, _)) => name,
            None => self.table(TableKind::TypeNames).text(id.0),
        }
    }

    /// The type of this name.
    pub fn find(&self, type_name: &str) -> Option<TypeId> {
        let of_file = search(self.table(TableKind::TypeNames), type_name);
        let own = || self.own.find(type_name).map(|at| self.of_file() + at);
        of_file.or_else(own).map(TypeId)
    }

    /// The name of a type that may have been meant.
    pub fn suggest(&self, type_name: &str) -> Option<&str> {
        suggest::type_name(type_name, self.type_names())
    }

    /// All regions, sorted.
    pub fn regions(&self) -> impl Iterator<Item = &'static str> + '_ {
        let regions = self.table(TableKind::Regions);
        (0..regions.len() as u32).map(|index| regions.text(index))
    }

    /// Whether there is a region of this name.
    pub fn is_region(&self, region: &str) -> bool {
        self.region(region).is_some()
    }

    /// Whether a type exists in a region.
    pub fn exists_in(&self, id: TypeId, region: &str) -> bool {
        self.own_type(id).is_some() || self.variant_in(id, region).is_some()
    }

    /// The regions in which a type exists, sorted.
    pub fn regions_of(&self, id: TypeId) -> impl Iterator<Item = &'static str> + '_ {
        let all = self
            .variants_of(id)
            .fold(0, |all, variant| all | variant.regions);
        self.regions()
            .enumerate()
            .filter(move |(bit, _)| all & (1 << bit) != 0)
            .map(|(_, region)| region)
    }

    /// The schema of a type for typing: that of us-east-1 if the type exists there, else its first.
    pub fn load(&self, names: &Names, id: TypeId) -> &ResourceSchema {
        if let Some((_, schema)) = self.own_type(id) {
            return schema;
        }
        let variant = self
            .variant_in(id, WIDEST_REGION)
            .or_else(|| self.variants_of(id).next().map(|variant| variant.index))
            .unwrap_or_default();
        self.variant(names, id, variant)
    }

    /// The schema of a type in a region; none if the type does not exist there.
    pub fn load_in(&self, names: &Names, id: TypeId, region: &str) -> Option<&ResourceSchema> {
        if let Some((_, schema)) = self.own_type(id) {
            return Some(schema);
        }
        let variant = self.variant_in(id, region)?;
        Some(self.variant(names, id, variant))
    }

    /// A node of a loaded schema.
    pub fn node(&self, names: &Names, id: NodeId) -> &Node {
        if let Some(own) = self.own_node(id) {
            return own;
        }
        let bytes = || self.table(TableKind::Nodes).get(id.0);
        self.nodes
            .get(id.0, || {
                self.decoder(names, |decoder| decoder.node(bytes()))
            })
            .unwrap_or(&self.nothing)
    }

    /// How many nodes all schemas have together.
    pub fn node_count(&self) -> usize {
        self.nodes.0.len() + self.own.nodes()
    }

    /// A pattern of a loaded node.
    pub fn pattern(&self, id: PatternId) -> &Pattern {
        if let Some(own) = self.own_pattern(id) {
            return own;
        }
        let read = || pattern::read(self.table(TableKind::Patterns).get(id.0), self);
        self.patterns.get(id.0, read).unwrap_or(&self.no_pattern)
    }

    /// All patterns.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        (0..self.patterns.0.len() as u32).map(|index| self.pattern(PatternId(index)))
    }

    /// The node of what a reference names: any property at the top, and what lies within a
    /// property that the service sets, as in `Endpoint.Address`.
    pub fn attribute(
        &self,
        names: &Names,
        schema: &ResourceSchema,
        name: Symbol,
    ) -> Option<NodeId> {
        let root = self.node(names, schema.root);
        let text = names.text(name);
        if let Some(found) = root.property(name) {
            return Some(found);
        }
        if !schema.is_read_only(names, text) {
            return None;
        }
        text.split('.')
            .try_fold(schema.root, |node, segment| self.step(names, node, segment))
    }

    /// The node of a property of an object, known by its name or by a pattern.
    pub fn step(&self, names: &Names, node: NodeId, segment: &str) -> Option<NodeId> {
        let node = self.node(names, node);
        let listed = names.find(segment).and_then(|name| node.property(name));
        let object = node.object.as_ref()?;
        listed.or_else(|| {
            let mut patterns = object.pattern_properties.iter();
            patterns
                .find(|(pattern, _)| self.pattern(*pattern).matches(segment).accepts())
                .map(|(_, node)| *node)
        })
    }

    fn table(&self, kind: TableKind) -> &Table {
        &self.tables[kind as usize]
    }

    fn string(&self, index: u32) -> &'static str {
        self.table(TableKind::Strings).text(index)
    }

    fn decoder<T>(&self, names: &Names, read: impl FnOnce(&Decoder) -> T) -> T {
        read(&Decoder {
            names,
            text: &|index| self.string(index),
        })
    }

    fn variant(&self, names: &Names, id: TypeId, index: u32) -> &ResourceSchema {
        let read = || {
            let name = names.intern(self.type_name(id));
            let bytes = self.table(TableKind::Variants).get(index);
            self.decoder(names, |decoder| decoder.resource(name, bytes))
        };
        // An index that the table of types names but the file lacks reads as the first variant.
        match self.variants.get(index, read) {
            Some(schema) => schema,
            None => self.variants.0[0].get_or_init(|| Box::new(read())),
        }
    }

    fn region(&self, region: &str) -> Option<u32> {
        search(self.table(TableKind::Regions), region)
    }

    fn variant_in(&self, id: TypeId, region: &str) -> Option<u32> {
        let bit = 1 << self.region(region)?;
        self.variants_of(id)
            .find(|variant| variant.regions & bit != 0)
            .map(|variant| variant.index)
    }

    fn variants_of(&self, id: TypeId) -> impl Iterator<Item = Variant> + use<> {
        let mut reader = Reader::new(self.table(TableKind::Types).get(id.0));
        let count = reader.count();
        (0..count).map(move |_| Variant {
            regions: reader.number(),
            index: reader.index(),
        })
    }
}

/// One schema of a type and the regions that have it, a bit each.
struct Variant {
    regions: u64,
    index: u32,
}

fn search(table: &Table, text: &str) -> Option<u32> {
    let (mut low, mut high) = (0, table.len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        match table.text(middle).cmp(text) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn open_tables(file: &'static [u8]) -> Result<[Table; layout::TABLES], SchemaError> {
    let (magic, rest) = file
        .split_at_checked(layout::MAGIC.len())
        .ok_or(SchemaError::NotASchemaFile)?;
    if magic != layout::MAGIC {
        return Err(SchemaError::NotASchemaFile);
    }
    let (version, rest) = rest.split_at_checked(4).ok_or(SchemaError::CutShort)?;
    if u32_of(version) != layout::VERSION {
        return Err(SchemaError::OtherVersion(u32_of(version)));
    }
    let (sizes, mut rest) = rest
        .split_at_checked(layout::TABLES * 8)
        .ok_or(SchemaError::CutShort)?;
    let mut tables = [Table::EMPTY; layout::TABLES];
    for (table, size) in tables.iter_mut().zip(sizes.chunks_exact(8)) {
        *table =
            Table::cut(&mut rest, u32_of(size), u32_of(&size[4..])).ok_or(SchemaError::CutShort)?;
    }
    if tables[TableKind::Variants as usize].len() == 0 {
        return Err(SchemaError::CutShort);
    }
    Ok(tables)
}
