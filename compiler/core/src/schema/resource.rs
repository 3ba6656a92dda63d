//! The schema of one resource type in one set of regions.

use super::bytes::Reader;
use super::layout::{PATH_LISTS, PathList, flag};
use super::node::{Decoder, NodeId};
use crate::names::{Names, Symbol};

/// A resource type of the schema file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeId(pub(super) u32);

impl TypeId {
    /// The position among all types, sorted by name.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A step of a [`SchemaPath`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PathSegment {
    /// Every element of a list or every value of a map (`*`).
    Each,
    /// A property.
    Name(Symbol),
}

/// Where a property is: `/properties/Endpoint/Address` is `[Endpoint, Address]`.
pub type SchemaPath = Box<[PathSegment]>;

/// In which order a replacement happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReplacementStrategy {
    /// The new one first. What CloudFormation does where the schema says nothing.
    CreateThenDelete,
    /// The old one first: there is a time without any.
    DeleteThenCreate,
}

/// What the schema says about tags.
#[derive(Clone, Debug, Default)]
pub struct Tagging {
    /// Resources of this type can carry tags.
    pub taggable: bool,
    /// Tags can be given at creation.
    pub tag_on_create: bool,
    /// Tags can be changed later.
    pub tag_updatable: bool,
    /// The property that holds them.
    pub property: Option<SchemaPath>,
}

/// That a type is going away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifecycle {
    /// `maintenance`, `sunset` or `shutdown`.
    pub status: Symbol,
    /// From when on, as `2026-10-01`.
    pub date: Option<Symbol>,
}

/// The schema of a resource type.
#[derive(Clone, Debug)]
pub struct ResourceSchema {
    /// The type's name.
    pub name: Symbol,
    /// The node of its properties.
    pub root: NodeId,
    /// What the service sets and nobody else may.
    pub read_only: Box<[SchemaPath]>,
    /// What cannot be changed without a replacement.
    pub create_only: Box<[SchemaPath]>,
    /// What sometimes cannot be changed without a replacement.
    pub conditional_create_only: Box<[SchemaPath]>,
    /// What can be set and never read again.
    pub write_only: Box<[SchemaPath]>,
    /// What should not be used any more.
    pub deprecated: Box<[SchemaPath]>,
    /// What identifies a resource of the type.
    pub primary_identifier: Box<[SchemaPath]>,
    /// What else identifies one.
    pub additional_identifiers: Box<[Box<[SchemaPath]>]>,
    /// Tags.
    pub tagging: Tagging,
    /// How a replacement is done, where the schema says so.
    pub replacement_strategy: Option<ReplacementStrategy>,
    /// Whether the type is going away.
    pub lifecycle: Option<Lifecycle>,
}

impl ResourceSchema {
    /// Whether the service sets what a reference names, as in `Endpoint.Address`: as it is, or as a
    /// part of something larger.
    pub fn is_read_only(&self, names: &Names, reference: &str) -> bool {
        let covers = |path: &SchemaPath| {
            let mut steps = reference.split('.');
            path.iter().all(|segment| match (segment, steps.next()) {
                (_, None) => false,
                (PathSegment::Each, Some(_)) => true,
                (PathSegment::Name(name), Some(step)) => names.text(*name) == step,
            })
        };
        self.read_only.iter().any(covers)
    }

    /// The one property that identifies a resource of the type.
    pub fn identifier(&self) -> Option<Symbol> {
        match &*self.primary_identifier {
            [path] => match **path {
                [PathSegment::Name(name)] => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The attributes that a resource gives, sorted: `ref` is what `Ref` does.
    pub fn given(&self, names: &Names) -> Vec<String> {
        let name = |segment: &PathSegment| match segment {
            PathSegment::Name(name) => Some(names.text(*name)),
            PathSegment::Each => None,
        };
        let text = |path: &SchemaPath| {
            let steps: Option<Vec<_>> = path.iter().map(name).collect();
            steps.map(|steps| steps.join("."))
        };
        let mut given: Vec<_> = self.read_only.iter().filter_map(text).collect();
        given.push("ref".into());
        given.sort();
        given
    }
}

impl Decoder<'_> {
    /// Reads a variant of the type `name`.
    pub(super) fn resource(&self, name: Symbol, bytes: &[u8]) -> ResourceSchema {
        let mut reader = Reader::new(bytes);
        let reader = &mut reader;
        let root = NodeId(reader.index());
        let flags = reader.number();
        let mut lists: [Box<[SchemaPath]>; PATH_LISTS] = Default::default();
        for list in &mut lists {
            *list = self.paths(reader);
        }
        let additional_identifiers = reader.list(|reader| self.paths(reader));
        let lifecycle = (flags & flag::LIFECYCLE != 0).then(|| Lifecycle {
            status: self.symbol(reader),
            date: reader
                .index()
                .checked_sub(1)
                .map(|at| self.names.intern((self.text)(at))),
        });
        let mut take = |list: PathList| std::mem::take(&mut lists[list as usize]);
        ResourceSchema {
            name,
            root,
            read_only: take(PathList::ReadOnly),
            create_only: take(PathList::CreateOnly),
            conditional_create_only: take(PathList::ConditionalCreateOnly),
            write_only: take(PathList::WriteOnly),
            deprecated: take(PathList::Deprecated),
            primary_identifier: take(PathList::PrimaryIdentifier),
            additional_identifiers,
            tagging: Tagging {
                taggable: flags & flag::TAGGABLE != 0,
                tag_on_create: flags & flag::TAG_ON_CREATE != 0,
                tag_updatable: flags & flag::TAG_UPDATABLE != 0,
                property: take(PathList::TagProperty).into_vec().pop(),
            },
            replacement_strategy: replacement(flags),
            lifecycle,
        }
    }

    fn paths(&self, reader: &mut Reader) -> Box<[SchemaPath]> {
        reader.list(|reader| reader.list(|reader| self.segment(reader)))
    }

    fn segment(&self, reader: &mut Reader) -> PathSegment {
        match reader.index().checked_sub(1) {
            None => PathSegment::Each,
            Some(at) => PathSegment::Name(self.names.intern((self.text)(at))),
        }
    }
}

fn replacement(flags: u64) -> Option<ReplacementStrategy> {
    if flags & flag::DELETE_THEN_CREATE != 0 {
        Some(ReplacementStrategy::DeleteThenCreate)
    } else if flags & flag::CREATE_THEN_DELETE != 0 {
        Some(ReplacementStrategy::CreateThenDelete)
    } else {
        None
    }
}
