//! The floor: the same source parsed, and as many bytes printed in as many files, nothing else.

use std::path::{Path, PathBuf};

use clap::Args;
use outrigger_core::diag::Diagnostics;
use outrigger_core::emit::{Json, Writer};
use outrigger_core::names::Names;
use outrigger_core::source::{Origin, Sources};
use outrigger_core::syntax;

use crate::Failure;

/// The command line of the floor's own process.
#[derive(Args)]
pub struct Arguments {
    /// The folder of the app.
    folder: PathBuf,
}

impl Arguments {
    /// The folder of the app.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

pub fn run(folder: &Path) -> Result<(), Failure> {
    let mut sources = Sources::new();
    let text = std::fs::read_to_string(folder.join("app.rig.hcl"))?;
    let id = sources.add("app.rig.hcl", text, Origin::User);
    let tree = syntax::parse(&sources, id, &Names::new(), &mut Diagnostics::new());
    let floor = folder.join("floor");
    std::fs::create_dir_all(&floor)?;
    let mut sizes = Vec::new();
    template_sizes(&folder.join("out"), &mut sizes)?;
    let mut buffer = Vec::new();
    for (at, size) in sizes.into_iter().enumerate() {
        buffer.clear();
        print(&mut buffer, size, tree.blocks.len());
        std::fs::write(floor.join(format!("{at}.json")), &buffer)?;
    }
    Ok(())
}

fn template_sizes(folder: &Path, sizes: &mut Vec<usize>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            template_sizes(&path, sizes)?;
        } else if path.to_string_lossy().contains(".template.") {
            sizes.push(usize::try_from(std::fs::metadata(&path)?.len())?);
        }
    }
    Ok(())
}

/// Resources of a usual shape until there are enough bytes.
fn print(out: &mut Vec<u8>, size: usize, blocks: usize) {
    let mut json = Json::default();
    let mut at = 0;
    while out.len() < size {
        at += 1;
        out.extend_from_slice(json.file(|json| resource(json, at, blocks)));
    }
}

fn resource(json: &mut Json, at: usize, blocks: usize) {
    json.begin_object();
    json.key_text(&format!("DatabaseD{at}AuroraCluster"));
    json.begin_object();
    json.field("DeletionPolicy", "Snapshot");
    json.key("Properties");
    json.begin_object();
    json.key("BackupRetentionPeriod");
    json.int(blocks as i64);
    json.field("Engine", "aurora-postgresql");
    json.key("VpcSecurityGroupIds");
    json.begin_list();
    json.begin_object();
    json.key("Fn::GetAtt");
    json.begin_list();
    json.text("DatabaseAuroraPlaceGroup");
    json.text("GroupId");
    json.end_list();
    json.end_object();
    json.end_list();
    json.key("StorageEncrypted");
    json.bool(true);
    json.end_object();
    json.field("Type", "AWS::RDS::DBCluster");
    json.end_object();
    json.end_object();
}
