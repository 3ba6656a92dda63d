//! How the schema file is laid out. `cargo xtask schemas` writes it, the rest of this folder reads
//! it; both take every number from here.
//!
//! ```text
//! magic (8 bytes)  version (u32)
//! for each table:  count of entries (u32)  length of its bytes (u32)
//! for each table:  the end of each entry within its bytes (count x u32)  then its bytes
//! ```
//! All fixed numbers are little-endian; inside entries numbers are variable-length (seven bits a
//! byte, least significant first). Signed numbers are zigzag coded. Strings are referred to by
//! their index in the table of strings, which is sorted by text.

/// The first eight bytes of the file.
pub const MAGIC: [u8; 8] = *b"rigtypes";

/// Changes whenever a reader of the old layout could not read the new one.
pub const VERSION: u32 = 1;

/// The tables, in the order in which they stand in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableKind {
    /// One text: where the schemas come from, such as `cfn-lint 1.51.0`.
    Source,
    /// Texts: the regions, sorted. The index is the bit in a type's set of regions.
    Regions,
    /// Texts, sorted: names of properties, values of enumerations, patterns, paths.
    Strings,
    /// Sets of characters: the bits for ASCII in two halves, then ranges above it.
    Classes,
    /// Patterns: the source's string, then a program (see [`crate::schema::pattern`]) or nothing.
    Patterns,
    /// Schema nodes: a mask of [`Keyword`]s, then what each of them says, in their order.
    Nodes,
    /// One schema of a type: its root node, then lists of paths.
    Variants,
    /// For each type, in the order of `TypeNames`: how many variants, then each one's set of
    /// regions (a bit a region) and index.
    Types,
    /// Texts, sorted: the names of the types.
    TypeNames,
}

/// How many tables there are.
pub const TABLES: usize = 9;

/// What a schema node can say; the discriminant is the bit in the node's mask.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are those of the schemas' keywords")]
pub enum Keyword {
    Types,
    Properties,
    Required,
    /// `additionalProperties: false`.
    Closed,
    PatternProperties,
    Items,
    PrefixItems,
    MinItems,
    MaxItems,
    UniqueItems,
    /// `insertionOrder: false`.
    Unordered,
    ArrayType,
    UniqueKeys,
    MaxUniqueItems,
    MinLength,
    MaxLength,
    Pattern,
    Format,
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
    Enum,
    EnumIgnoringCase,
    Const,
    Default,
    MinProperties,
    MaxProperties,
    AllOf,
    AnyOf,
    OneOf,
    Not,
    If,
    Then,
    Else,
    DependentRequired,
    DependentSchemas,
    DependentExcluded,
    RequiredXor,
    RequiredOr,
    Relationship,
}

impl Keyword {
    /// All of them, in the order of their bits.
    pub const ALL: [Keyword; 42] = {
        use Keyword as K;
        [
            K::Types,
            K::Properties,
            K::Required,
            K::Closed,
            K::PatternProperties,
            K::Items,
            K::PrefixItems,
            K::MinItems,
            K::MaxItems,
            K::UniqueItems,
            K::Unordered,
            K::ArrayType,
            K::UniqueKeys,
            K::MaxUniqueItems,
            K::MinLength,
            K::MaxLength,
            K::Pattern,
            K::Format,
            K::Minimum,
            K::Maximum,
            K::ExclusiveMinimum,
            K::ExclusiveMaximum,
            K::MultipleOf,
            K::Enum,
            K::EnumIgnoringCase,
            K::Const,
            K::Default,
            K::MinProperties,
            K::MaxProperties,
            K::AllOf,
            K::AnyOf,
            K::OneOf,
            K::Not,
            K::If,
            K::Then,
            K::Else,
            K::DependentRequired,
            K::DependentSchemas,
            K::DependentExcluded,
            K::RequiredXor,
            K::RequiredOr,
            K::Relationship,
        ]
    };

    /// The keyword's bit.
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }
}

/// The tags of scalars: the two low bits of a number, the rest of which is the scalar.
pub mod scalar {
    /// The rest is the index of a string.
    pub const TEXT: u64 = 0;
    /// The rest is a zigzag coded whole number.
    pub const INT: u64 = 1;
    /// The rest is 0 or 1.
    pub const BOOL: u64 = 2;
    /// The rest is 0; the bits of a floating-point number follow.
    pub const FLOAT: u64 = 3;
}

/// The operations of a pattern's program; what follows each is described with
/// [`crate::schema::pattern::Op`].
pub mod op {
    #![expect(missing_docs, reason = "described with the decoded operations")]
    pub const MATCH: u64 = 0;
    pub const CHAR: u64 = 1;
    pub const TEXT: u64 = 2;
    pub const RUN: u64 = 3;
    pub const SPLIT: u64 = 4;
    pub const JUMP: u64 = 5;
    pub const START: u64 = 6;
    pub const END: u64 = 7;
    pub const TEXT_END: u64 = 8;
    pub const WORD_EDGE: u64 = 9;
    pub const AHEAD: u64 = 10;
    pub const BEHIND: u64 = 11;
    pub const ATOMIC: u64 = 12;
    pub const LOOP_START: u64 = 13;
    pub const LOOP: u64 = 14;
}

/// The lists of paths of a variant, in their order in the file. A path is its segments: 0 for `*`,
/// otherwise a string's index plus one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are those of the schemas' keywords")]
pub enum PathList {
    ReadOnly,
    CreateOnly,
    ConditionalCreateOnly,
    WriteOnly,
    Deprecated,
    PrimaryIdentifier,
    /// The one path of the property that holds tags; may be empty.
    TagProperty,
}

/// How many lists of paths a variant has; `additionalIdentifiers` follow them as a list of lists.
pub const PATH_LISTS: usize = 7;

/// Flags of a variant.
pub mod flag {
    /// Resources of the type can carry tags.
    pub const TAGGABLE: u64 = 1;
    /// Tags can be changed after creation.
    pub const TAG_UPDATABLE: u64 = 2;
    /// Tags can be given at creation.
    pub const TAG_ON_CREATE: u64 = 4;
    /// Whether a replacement deletes before it creates (`replacementStrategy`).
    pub const DELETE_THEN_CREATE: u64 = 8;
    /// `replacementStrategy` says `create_then_delete`.
    pub const CREATE_THEN_DELETE: u64 = 16;
    /// `lifecycle` follows: its status, then its date's string plus one, or 0.
    pub const LIFECYCLE: u64 = 32;
}
