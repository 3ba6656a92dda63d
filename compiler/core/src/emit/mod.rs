//! From the deployment to files. In: stacks with their wiring, or roots. Goes out: templates, stack
//! policies and the manifest, or Terraform's files and theirs; one file at a time, sorted and
//! without a time or a path in them.

mod cloudformation;
mod graph;
mod guarantees;
mod hcl;
mod manifest;
mod params;
mod template;
mod terraform;
mod variables;
mod writer;

pub use graph::{GraphFormat, graph};
pub use terraform::terraform;
pub use writer::{Format, Json, Writer, Yaml};

use crate::behaviors::Behaviors;
use crate::digest;
use crate::eval::World;
use crate::graph::Graph;
use crate::names::Names;
use crate::place::{Deployment, StackId};
use crate::prove::Guarantees;
use crate::value::Store;

/// What emitting reads.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// All resources.
    pub world: &'a World,
    /// Where each one is.
    pub graph: &'a Graph,
    /// Their stacks.
    pub deployment: &'a Deployment,
    /// What types hold.
    pub behaviors: &'a Behaviors,
    /// What was proved.
    pub guarantees: &'a Guarantees<'a>,
}

/// A file that was made: where, and the hash of what is in it.
struct Written {
    path: String,
    sha256: String,
}

/// Hands every file to `file`: its path below `out/`, and its content.
pub fn emit(parts: Parts<'_>, format: Format, file: &mut dyn FnMut(&str, &[u8])) {
    let folder = format!(
        "cloudformation/{}",
        parts.names.text(parts.world.environment)
    );
    let (mut json, mut yaml) = (Json::default(), Yaml::default());
    let mut written = Vec::with_capacity(parts.deployment.stacks.len());
    for (at, stack) in parts.deployment.stacks.iter().enumerate() {
        let id = StackId(at as u32);
        let name = stack.path(parts.world, parts.names);
        let template = match format {
            Format::Json => json.file(|out| template::write(parts, id, out)),
            Format::Yaml => yaml.file(|out| template::write(parts, id, out)),
        };
        let path = format!("{name}.template.{}", format.extension());
        file(&format!("{folder}/{path}"), template);
        written.push(Written {
            path,
            sha256: digest::sha256(template),
        });
        if stack.holds_data {
            let policy = json.file(|out| template::policy(parts, stack, out));
            file(&format!("{folder}/{name}.policy.json"), policy);
        }
    }
    let guarantees = json.file(|out| guarantees::write(parts, out));
    file(&format!("{folder}/guarantees.json"), guarantees);
    let manifest = json.file(|out| manifest::write(parts, &written, out));
    file(&format!("{folder}/manifest.json"), manifest);
}
