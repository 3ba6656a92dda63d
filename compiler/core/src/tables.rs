//! The tables of a compilation: what it fills and reads, or several of a session.

use std::cell::{Cell, RefCell};

use crate::Request;
use crate::check::Verdicts;
use crate::diag::Diagnostics;
use crate::eval::Everywhere;
use crate::interpret::Heap;
use crate::interpret::site::Regions;
use crate::names::Names;
use crate::own_schemas;
use crate::past::Past;
use crate::place;
use crate::prove::Defaults;
use crate::resolve::LibraryText;
use crate::schema::{self, Schemas};
use crate::source::Sources;
use crate::syntax::Kept;
use crate::types::{self, references::References, ty::Types};
use crate::value::Store;

/// The compiler's own data cannot be read: a bug of ours.
#[derive(Debug)]
pub struct Broken(pub String);

/// What one compilation fills and reads, or several of a session.
pub struct Tables {
    /// Texts.
    pub names: Names,
    /// Values.
    pub store: Store,
    /// Types of the language.
    pub types: Types,
    /// Resource types.
    pub schemas: Schemas,
    /// What references give.
    pub references: References,
    /// Facts about regions.
    pub regions: Regions,
    /// What unset properties are.
    pub defaults: Defaults,
    /// What the `app` block gives to all resources.
    pub everywhere: Everywhere,
    /// What was parsed before; none unless there is a session.
    pub kept: Option<RefCell<Kept>>,
    /// What was evaluated before.
    pub past: RefCell<Option<Past>>,
    /// How many compilations went on from there.
    pub went_on: Cell<usize>,
    /// What was found of values.
    pub verdicts: RefCell<Verdicts>,
    /// Names of resources.
    pub named: RefCell<place::Named>,
}

impl Tables {
    /// Tables for one compilation, or for a session.
    pub fn new(library: LibraryText<'_>, session: bool) -> Result<Self, Broken> {
        let text = |path: &str| {
            library
                .file(path)
                .ok_or_else(|| Broken(format!("stdlib/{path} is missing")))
        };
        let json = |path: &str, error: serde_json::Error| Broken(format!("stdlib/{path}: {error}"));
        let (zones, partitions) = (text("data/zones.json")?, text("data/partitions.json")?);
        let names = Names::new();
        let defaults = Defaults::read(text("data/defaults.json")?, &names)
            .map_err(|error| json("data/defaults.json", error))?;
        Ok(Self {
            names,
            defaults,
            store: Store::new(),
            types: Types::new(),
            schemas: Schemas::open(schema::EMBEDDED).map_err(|error| Broken(error.to_string()))?,
            everywhere: Everywhere::read(text("data/everywhere.json")?)
                .map_err(|error| json("data/everywhere.json", error))?,
            references: References::read(text("data/references.json")?)
                .map_err(|error| json("data/references.json", error))?,
            regions: Regions::read(zones, partitions)
                .map_err(|error| json("data/zones.json", error))?,
            kept: session.then(RefCell::default),
            past: RefCell::default(),
            went_on: Cell::default(),
            verdicts: RefCell::default(),
            named: RefCell::default(),
        })
    }

    /// About how much was put into them: texts and values.
    pub fn size(&self) -> usize {
        self.names.len() + self.store.len()
    }

    /// Forgets texts that were not there in the last compilation.
    pub fn next_round(&self) {
        if let Some(kept) = &self.kept {
            kept.borrow_mut().next_round();
        }
    }

    /// What typing reads and fills.
    pub fn for_types(&self) -> types::Tables<'_> {
        types::Tables {
            names: &self.names,
            store: &self.store,
            types: &self.types,
            schemas: &self.schemas,
            references: &self.references,
        }
    }

    /// The same, with the types whose schemas the app brings; none if one of these cannot be read.
    pub fn with_schemas(
        request: &Request<'_>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Self>, Broken> {
        let mut tables = Self::new(request.library, false)?;
        if request.files.iter().any(own_schemas::is_schema) {
            let (names, table) = (&tables.names, &mut tables.schemas);
            own_schemas::add(table, &request.files, names, sources, diagnostics);
        }
        Ok((!diagnostics.has_errors()).then_some(tables))
    }

    /// What evaluation reads and fills.
    pub fn heap(&self) -> Heap<'_> {
        Heap {
            names: &self.names,
            store: &self.store,
            schemas: &self.schemas,
            regions: &self.regions,
        }
    }
}
