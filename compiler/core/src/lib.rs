//! The outrigger compiler: from source text to templates and plans. Pure: everything it needs is
//! handed in, everything it makes is handed out.
//!
//! [`compile`] is the map of it. Each phase is a folder, and turns one named type into the next:
//!
//! | phase | from, to |
//! |---|---|
//! | [`syntax`] | text, [`syntax::tree::Tree`] |
//! | [`imports`] | trees, the libraries that they bring in |
//! | [`resolve`] | trees, [`resolve::Declarations`] |
//! | [`types`] | declarations, [`types::program::Program`] |
//! | [`link`] | program, [`interpret::Machine`] with every use in place |
//! | [`eval`] | machine, [`eval::World`] |
//! | [`check`] | world, violations of schemas |
//! | [`graph`] | world, [`graph::Graph`] |
//! | [`prove`] | world and graph, [`prove::Guarantees`] |
//! | [`place`] | world and graph, [`place::Deployment`] |
//! | [`lower`] | world, graph and identities, [`lower::terraform::Lowered`] |
//! | [`emit`] | deployment or roots, files |
//! | [`plan`] | two deployments as their files have them, [`plan::Plan`] |

mod arena;
pub mod behaviors;
pub mod check;
pub mod diag;
mod digest;
pub mod document;
pub mod emit;
pub mod environments;
pub mod eval;
mod foreign;
pub mod format;
pub mod functions;
pub mod graph;
pub mod imports;
pub mod interpret;
pub mod link;
mod literal;
pub mod lock;
pub mod lower;
pub mod names;
mod order;
mod own_schemas;
mod past;
pub mod paths;
mod pipeline;
pub mod place;
pub mod plan;
pub mod prove;
pub mod resolve;
pub mod schema;
mod session;
pub mod source;
pub mod spelling;
mod stated;
pub mod stdlib;
pub mod syntax;
mod tables;
mod to_terraform;
pub mod trial;
pub mod types;
pub mod units_of_measure;
mod update;
pub mod value;

use std::collections::BTreeMap;

use diag::{Diagnostic, Diagnostics};
pub use emit::{Format, GraphFormat};
use resolve::LibraryText;
pub use session::Session;
use source::Sources;
pub use tables::Broken;
pub use update::{Updated, update};

/// A source file, handed in.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Its path below the app's folder, with `/` between its parts.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What is to be compiled.
pub struct Request<'a> {
    /// All `*.rig.hcl` of the app's folder, and `schemas/*.json`: schemas of resource types that the
    /// compiler does not have, as CloudFormation's registry has them. In any order.
    pub files: Vec<SourceText>,
    /// The text of `outrigger.lock`, if there is one.
    pub lock: Option<String>,
    /// Which environment; `production` is what stands outside of any.
    pub environment: &'a str,
    /// The standard library; [`stdlib::LIBRARY`] unless a test says otherwise.
    pub library: LibraryText<'a>,
    /// The door to what the app imports; [`imports::Nothing`] where there is none.
    pub outside: &'a dyn imports::Outside,
}

/// What is wanted of a compilation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Only diagnostics.
    Check,
    /// Templates, policies and the manifest, for CloudFormation.
    Build(Format),
    /// Roots and their manifest, for Terraform.
    BuildTerraform,
    /// A picture, as one file.
    Graph(GraphFormat),
}

/// What came out.
pub struct Compilation {
    /// All files that places of diagnostics may lie in.
    pub sources: Sources,
    /// What is wrong, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was built; none if there is an error.
    pub output: Option<Output>,
    /// What was proved, also where a promise is broken; only for [`Goal::Check`], and if it came so
    /// far.
    pub proofs: Option<Proofs>,
}

/// What was proved, in words.
#[derive(Debug)]
pub struct Proofs {
    /// Sorted by what is lost, then by address.
    pub rows: Vec<prove::Row>,
    /// What is promised and no engine looks at, by the path at which it is written.
    pub unproved: Vec<String>,
    /// How many resources have a behaviour that says what becomes of them.
    pub modelled: usize,
    /// How many resources there are.
    pub resources: usize,
}

/// What was built, beside the files.
#[derive(Debug)]
pub struct Output {
    /// The lock as it should be.
    pub lock: String,
    /// How many resources.
    pub resources: usize,
    /// How many stacks; of a Terraform build, how many roots.
    pub stacks: usize,
    /// Of a Terraform build: how many resources of each type go through Cloud Control.
    pub through_cloud_control: BTreeMap<String, usize>,
    /// Addresses that changed: from, to.
    pub moved: Vec<(String, String)>,
    /// Types that hold data, and whether losing it loses something for good.
    pub holds_data: BTreeMap<String, bool>,
    /// The schemas of resource types that the app brings, which were read without a fault.
    pub own_schemas: Vec<String>,
}

/// Compiles an app. Each file goes to `file`: its path below `out/`, and its content; none if there
/// is an error. Fails only where the compiler's own data is broken.
pub fn compile(
    request: &Request<'_>,
    goal: Goal,
    file: &mut dyn FnMut(&str, &[u8]),
) -> Result<Compilation, Broken> {
    compile_with(None, request, goal, file)
}

fn compile_with(
    tables: Option<&tables::Tables>,
    request: &Request<'_>,
    goal: Goal,
    file: &mut dyn FnMut(&str, &[u8]),
) -> Result<Compilation, Broken> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let mut proofs = None;
    let output = pipeline::run(
        request,
        goal,
        tables,
        &mut sources,
        &mut diagnostics,
        &mut proofs,
        file,
    )?;
    diagnostics.show_users_first(&sources);
    Ok(Compilation {
        sources,
        diagnostics: diagnostics.into_sorted(),
        output,
        proofs,
    })
}

/// Pages about components.
pub struct Reference {
    /// All files that places of diagnostics may lie in.
    pub sources: Sources,
    /// What is wrong, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// One page a kind, by part and kind; none if there is an error.
    pub pages: Option<Vec<document::Page>>,
}

/// Writes the reference of the app's components, of the language's blocks that are written as
/// components, and of the standard library. Without files, of the latter two. Fails only where the
/// compiler's own data is broken.
pub fn document(request: &Request<'_>) -> Result<Reference, Broken> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let pages = pipeline::document(request, &mut sources, &mut diagnostics)?;
    diagnostics.show_users_first(&sources);
    Ok(Reference {
        sources,
        diagnostics: diagnostics.into_sorted(),
        pages,
    })
}
