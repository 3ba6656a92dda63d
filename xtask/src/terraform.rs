//! The Terraform of this machine, and a mirror that has the provider. Nothing is downloaded.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use outrigger_core::lower::terraform::Provider;

use crate::{Failure, root};

/// Where a mirror's root is written, if it is in no usual place.
const MIRROR: &str = "TF_MIRROR";

/// A folder in which the provider is installed.
pub struct Terraform {
    /// Where Terraform keeps what it installs.
    data: PathBuf,
    /// Which provider was installed.
    lock: PathBuf,
}

impl Terraform {
    /// Installs the provider from a mirror; in words, why there is none.
    pub fn install(provider: &Provider) -> Result<Result<Self, String>, Failure> {
        let version = Command::new("terraform").arg("version").output();
        if !version.is_ok_and(|version| version.status.success()) {
            return Ok(Err("terraform is not installed".into()));
        }
        let Some(mirror) = mirror(provider) else {
            let constraint = provider.constraint();
            return Ok(Err(format!(
                "no mirror has {} {constraint}; {MIRROR} names the root of one",
                provider.source
            )));
        };
        let folder = root().join("target/terraform/provider");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("versions.tf"), requirement(provider))?;
        let there = Self {
            data: folder.join(".terraform"),
            lock: folder.join(".terraform.lock.hcl"),
        };
        let _ = std::fs::remove_file(&there.lock);
        let option = format!("-plugin-dir={}", mirror.display());
        let initialized = there.run(&folder, &["init", "-no-color", "-input=false", &option])?;
        if !initialized.status.success() {
            return Err(Failure::new(said(&initialized)).about("terraform init"));
        }
        Ok(Ok(there))
    }

    /// Runs Terraform in a folder, with the installed provider.
    pub fn run(&self, folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
        if self.lock.exists() && self.lock.parent() != Some(folder) {
            std::fs::copy(&self.lock, folder.join(".terraform.lock.hcl"))?;
        }
        Ok(Command::new("terraform")
            .arg(format!("-chdir={}", folder.display()))
            .args(arguments)
            .env("TF_DATA_DIR", &self.data)
            .env("CHECKPOINT_DISABLE", "1")
            .env_remove("TF_CLI_CONFIG_FILE")
            .output()?)
    }

    /// What the provider says of all its types, as Terraform prints it.
    pub fn schema(&self) -> Result<serde_json::Value, Failure> {
        let folder = self.lock.parent().unwrap_or(Path::new("."));
        let printed = self.run(folder, &["providers", "schema", "-json"])?;
        if !printed.status.success() {
            return Err(Failure::new(said(&printed)).about("terraform providers schema"));
        }
        Ok(serde_json::from_slice(&printed.stdout)?)
    }
}

/// What a run of Terraform said.
pub fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    text.join("\n")
}

fn requirement(provider: &Provider) -> String {
    let (source, constraint) = (&provider.source, provider.constraint());
    format!(
        "terraform {{
  required_providers {{
    aws = {{
      source  = \"{source}\"
      version = \"{constraint}\"
    }}
  }}
}}
"
    )
}

/// The root of a mirror with the provider: what the variable says, or a usual place.
fn mirror(provider: &Provider) -> Option<PathBuf> {
    if let Some(said) = std::env::var_os(MIRROR) {
        return Some(said.into());
    }
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .unwrap_or_default();
    let mut places = vec![
        home.join(".terraform.d/plugins"),
        home.join(".local/share/terraform/plugins"),
        PathBuf::from("/usr/local/share/terraform/plugins"),
        PathBuf::from("/usr/share/terraform/plugins"),
    ];
    let added = std::fs::read_dir("/opt").into_iter().flatten().flatten();
    places.extend(added.map(|entry| entry.path()));
    places
        .into_iter()
        .find(|place| has(place, provider).unwrap_or(false))
}

/// Whether a mirror has a version that the constraint takes: one of the same line.
fn has(place: &Path, provider: &Provider) -> Result<bool, Failure> {
    let line = provider
        .version
        .rsplit_once('.')
        .map_or("", |(line, _)| line);
    let folder = place.join("registry.terraform.io").join(&provider.source);
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(&format!("{line}.")) || name.contains(&format!("_{line}.")) {
            return Ok(true);
        }
    }
    Ok(false)
}
