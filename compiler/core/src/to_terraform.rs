//! The last phases of a build for Terraform.

use std::collections::BTreeMap;

use crate::Request;
use crate::check::{PathStep, PropertyPath};
use crate::diag::Diagnostics;
use crate::emit;
use crate::eval::{self, Step};
use crate::interpret::Machine;
use crate::lower::terraform::{self, Provider, Translations};
use crate::names::Names;
use crate::resolve::Library;
use crate::source::Sources;
use crate::tables::{Broken, Tables};

/// What was built.
pub(crate) struct Built {
    /// How many roots.
    pub roots: usize,
    /// How many resources of each type go through Cloud Control.
    pub through_cloud_control: BTreeMap<String, usize>,
}

/// Lowers to Terraform and writes it; what cannot be said there is shown where it comes from.
pub(crate) fn build(
    request: &Request<'_>,
    tables: &Tables,
    parts: emit::Parts<'_>,
    machine: &mut Machine<'_>,
    sources: &mut Sources,
    file: &mut dyn FnMut(&str, &[u8]),
) -> Result<Option<Built>, Broken> {
    let names = &tables.names;
    let provider = provider(request)?;
    let translations = translations(request, sources, names, machine.diagnostics)?;
    let lowered = terraform::lower(terraform::Tables {
        names,
        store: parts.store,
        schemas: &tables.schemas,
        references: &tables.references,
        world: parts.world,
        graph: parts.graph,
        deployment: parts.deployment,
        behaviors: parts.behaviors,
        translations: &translations,
        provider: &provider,
    });
    match lowered {
        Ok(lowered) => {
            emit::terraform(parts, &lowered, &provider, file);
            Ok(Some(Built {
                roots: lowered.roots.len(),
                through_cloud_control: lowered.through_cloud_control,
            }))
        }
        Err(problems) => {
            for problem in problems {
                let resource = &parts.world.resources[problem.resource.index()];
                let place = eval::provenance(machine, resource, &problem.path);
                let type_name = names.text(resource.type_name);
                let steps = problem.path.iter().map(|step| match step {
                    Step::Name(name) => PathStep::Name(*name),
                    Step::Index(at) => PathStep::Index(*at as u32),
                });
                let path = PropertyPath(steps.collect()).text(names);
                let mut diagnostic =
                    terraform::diagnostic(&problem.kind, place.main(), type_name, &path);
                if place.main() != place.expression {
                    diagnostic = diagnostic.label(place.expression, "set here");
                }
                machine.diagnostics.push(diagnostic);
            }
            Ok(None)
        }
    }
}

/// The provider's schema.
fn provider(request: &Request<'_>) -> Result<Provider, Broken> {
    const PATH: &str = "terraform/provider.json";
    let text = request.library.file(PATH);
    let text = text.ok_or_else(|| Broken(format!("stdlib/{PATH} is missing")))?;
    Provider::read(text).map_err(|error| Broken(format!("stdlib/{PATH}: {error}")))
}

/// The library's translations.
fn translations(
    request: &Request<'_>,
    sources: &mut Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Result<Translations, Broken> {
    let before = diagnostics.error_count();
    let library = Library::new(request.library, None);
    let trees = library.trees("terraform/", sources, names, diagnostics);
    if diagnostics.error_count() > before {
        return Err(Broken("a file of stdlib/terraform cannot be read".into()));
    }
    Translations::read(&trees, names).map_err(|error| Broken(format!("stdlib/terraform: {error}")))
}
