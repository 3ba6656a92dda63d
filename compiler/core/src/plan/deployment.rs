//! What one build wrote for one environment, read back: the manifest and its templates.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::template::{Parameter, Template, ends_in};
use super::value::Key;
use crate::diag::{Diagnostic, codes};
use crate::digest;

/// The format of the manifest that this compiler reads.
pub const MANIFEST_FORMAT: u32 = 1;

/// The engine whose deployments are compared.
const ENGINE: &str = "cloudformation";

/// The files of an `out/`, wherever they are.
pub struct Files<'a> {
    /// All paths below `out/`, with `/` between their parts, in any order.
    pub paths: &'a [String],
    /// The text of a file; none if it is not there, or no text.
    pub text: &'a dyn Fn(&str) -> Option<String>,
}

/// What is deployed, or is to be.
pub struct Deployment {
    /// Where it was read, for people: `out/ at git's HEAD (3f2a1c9)`.
    pub label: String,
    /// The app; none if there is nothing.
    pub app: Option<String>,
    /// The environment.
    pub environment: String,
    /// The account of the app itself, if it says so.
    pub account: Option<String>,
    /// Its other accounts, by name.
    pub others: BTreeMap<String, String>,
    /// The bucket of each region for templates that are too large for a request.
    pub artifacts: BTreeMap<String, String>,
    /// The region of what has a single writer; none if there is nothing.
    pub home: Option<String>,
    /// Its stacks in the manifest's order.
    pub units: Vec<Unit>,
}

/// A stack.
pub struct Unit {
    /// The name in the manifest: `eu-west-1/data`.
    pub name: String,
    /// The account, where it is another than the app's own.
    pub elsewhere: Option<String>,
    /// The region.
    pub region: String,
    /// The name of the stack itself: `records-production-data`.
    pub stack: String,
    /// The stacks that have to be there before, by their names in the manifest.
    pub after: Vec<String>,
    /// Whether something in it holds data.
    pub holds_data: bool,
    /// What may be done to its resources, if that is limited.
    pub policy: Option<String>,
    /// Whether the stack can be deleted only after this is switched off.
    pub termination_protection: bool,
    /// Where its parameters come from.
    pub parameters: BTreeMap<String, Source>,
    /// The template's path below `out/`.
    pub path: String,
    /// The template.
    pub text: String,
    parsed: OnceCell<Result<Template, String>>,
}

/// Where a parameter's value comes from.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// Another stack's output.
    Output {
        /// Its name.
        output: String,
        /// The stack's name in the manifest.
        unit: String,
    },
    /// One of the app's params.
    Param {
        /// Its name in the source.
        param: String,
    },
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Deserialize)]
struct Manifest {
    account: Option<String>,
    #[serde(default)]
    accounts: BTreeMap<String, String>,
    app: String,
    #[serde(default)]
    artifacts: BTreeMap<String, String>,
    engine: String,
    home: Option<String>,
    units: Vec<ManifestUnit>,
}

#[derive(Deserialize)]
struct ManifestUnit {
    account: Option<String>,
    name: String,
    region: String,
    stack: String,
    template: String,
    #[serde(default)]
    after: Vec<String>,
    policy: Option<String>,
    #[serde(default)]
    holds_data: bool,
    #[serde(default)]
    termination_protection: bool,
    #[serde(default)]
    parameters: BTreeMap<String, Source>,
    /// A hand-written manifest may lack it: then nothing is known of the file's history.
    sha256: Option<String>,
}

impl Deployment {
    /// Nothing at all.
    pub fn none(label: impl Into<String>, environment: &str) -> Self {
        Self {
            label: label.into(),
            app: None,
            environment: environment.to_owned(),
            account: None,
            others: BTreeMap::new(),
            artifacts: BTreeMap::new(),
            home: None,
            units: Vec::new(),
        }
    }

    /// Reads what `out/` has for an environment. Comes with what is odd about it; fails if it
    /// cannot be read at all.
    pub fn read(
        label: impl Into<String>,
        environment: &str,
        files: &Files<'_>,
    ) -> Result<(Self, Vec<Diagnostic>), Diagnostic> {
        let mut deployment = Self::none(label, environment);
        let folder = format!("{ENGINE}/{environment}/");
        let path = format!("{folder}manifest.json");
        let templates: BTreeSet<&str> = files
            .paths
            .iter()
            .filter(|path| is_template(path, &folder))
            .map(String::as_str)
            .collect();
        let unreadable =
            |why: &str| codes::plan::manifest_unreadable(&path, &deployment.label, why);
        if !files.paths.contains(&path) {
            return if templates.is_empty() {
                Ok((deployment, Vec::new()))
            } else {
                Err(unreadable("it is missing, and there are templates"))
            };
        }
        let text = (files.text)(&path).ok_or_else(|| unreadable("it is no text"))?;
        let Format { format } =
            serde_json::from_str(&text).map_err(|error| unreadable(&error.to_string()))?;
        if format != MANIFEST_FORMAT {
            let label = &deployment.label;
            return Err(codes::plan::manifest_format(
                &path,
                label,
                format,
                MANIFEST_FORMAT,
            ));
        }
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|error| unreadable(&error.to_string()))?;
        if manifest.engine != ENGINE {
            let why = format!("its engine is `{}`, not `{ENGINE}`", manifest.engine);
            return Err(unreadable(&why));
        }
        deployment.app = Some(manifest.app);
        deployment.account = manifest.account;
        deployment.others = manifest.accounts;
        deployment.artifacts = manifest.artifacts;
        deployment.home = manifest.home;
        let odd = deployment.add_units(manifest.units, &folder, files, &templates);
        Ok((deployment, odd))
    }

    fn add_units(
        &mut self,
        units: Vec<ManifestUnit>,
        folder: &str,
        files: &Files<'_>,
        templates: &BTreeSet<&str>,
    ) -> Vec<Diagnostic> {
        let mut odd = Vec::new();
        let mut extra = templates.clone();
        for unit in units {
            let path = format!("{folder}{}", unit.template);
            extra.remove(path.as_str());
            let Some(text) = (files.text)(&path) else {
                let label = &self.label;
                odd.push(codes::plan::template_missing(&path, label, unit.holds_data));
                continue;
            };
            if unit
                .sha256
                .is_some_and(|wanted| wanted != digest::sha256(&text))
            {
                odd.push(codes::plan::template_edited(&path, &self.label));
            }
            let own = &self.account;
            self.units.push(Unit {
                elsewhere: unit.account.filter(|account| Some(account) != own.as_ref()),
                name: unit.name,
                region: unit.region,
                stack: unit.stack,
                after: unit.after,
                policy: unit
                    .policy
                    .and_then(|policy| (files.text)(&format!("{folder}{policy}"))),
                holds_data: unit.holds_data,
                termination_protection: unit.termination_protection,
                parameters: unit.parameters,
                path,
                text,
                parsed: OnceCell::new(),
            });
        }
        for path in extra {
            odd.push(codes::plan::template_extra(path, &self.label));
        }
        odd
    }

    /// All accounts that it says: stacks may have been left in one that has none any more.
    pub fn accounts(&self) -> BTreeSet<&str> {
        let all = self.account.iter().chain(self.others.values());
        all.map(String::as_str).collect()
    }

    /// The account of a stack, if that is said.
    pub fn account_of<'a>(&'a self, unit: &'a Unit) -> Option<&'a str> {
        let account = unit.elsewhere.as_ref().or(self.account.as_ref());
        account.map(String::as_str)
    }

    /// The account of a stack as an app sees it whose own account is `own`: none for its own, and
    /// for one that nobody said.
    pub(super) fn account_beside<'a>(
        &'a self,
        unit: &'a Unit,
        own: Option<&str>,
    ) -> Option<&'a str> {
        match own {
            Some(own) => self.account_of(unit).filter(|account| *account != own),
            None => unit.elsewhere.as_deref(),
        }
    }

    /// Who a resource of a stack is, to an app whose own account is `own`.
    pub fn key(&self, unit: &Unit, id: &str, own: Option<&str>) -> Key {
        Key {
            account: self.account_beside(unit, own).map(ToOwned::to_owned),
            region: unit.region.clone(),
            id: id.to_owned(),
        }
    }

    /// Whether a stack and another's stand in one account. What nobody said is what the other says.
    pub(super) fn shares_account(&self, unit: &Unit, other: &Deployment, its: &Unit) -> bool {
        match (self.account_of(unit), other.account_of(its)) {
            (Some(one), Some(another)) => one == another,
            (None, _) => its.elsewhere.is_none(),
            (_, None) => unit.elsewhere.is_none(),
        }
    }

    /// Whether another has a stack without any difference: then neither template is read.
    pub(super) fn is_equal_in(&self, unit: &Unit, other: &Deployment) -> bool {
        other.unit(&unit.name).is_some_and(|its| {
            self.shares_account(unit, other, its)
                && unit.text == its.text
                && unit.stack == its.stack
                && unit.region == its.region
                && unit.parameters == its.parameters
        })
    }

    /// The same as if it were another's environment: its stacks are called as that one's
    /// are, and stand in its accounts.
    #[must_use]
    pub fn in_place_of(mut self, other: &Deployment) -> Self {
        for unit in &mut self.units {
            if let Some(other) = other.unit(&unit.name) {
                unit.stack.clone_from(&other.stack);
                unit.elsewhere.clone_from(&other.elsewhere);
            }
        }
        self.account.clone_from(&other.account);
        self.environment.clone_from(&other.environment);
        self
    }

    /// A stack by its name in the manifest.
    pub fn unit(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name)
    }
}

impl Unit {
    /// The template, read on first use.
    pub(super) fn template(&self) -> Result<&Template, &str> {
        self.parsed
            .get_or_init(|| Template::read(&self.path, &self.text))
            .as_ref()
            .map_err(String::as_str)
    }

    /// Its resources: their logical ids, types and addresses; nothing if it cannot be read.
    pub fn contents(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let template = self.template().ok().into_iter();
        template
            .flat_map(|template| &template.resources)
            .map(|(id, raw)| (id.as_str(), raw.type_name.as_str(), raw.address.as_str()))
    }

    /// A parameter as its template declares it.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.template().ok()?.parameters.get(name)
    }

    /// The names of the parameters that its template declares.
    pub fn parameter_names(&self) -> impl Iterator<Item = &str> {
        let template = self.template().ok().into_iter();
        template
            .flat_map(|template| template.parameters.keys())
            .map(String::as_str)
    }

    /// What the template's bytes are called: the SHA-256 of them, in hexadecimal digits.
    pub fn digest(&self) -> String {
        digest::sha256(&self.text)
    }

    /// Whether the template had to be read.
    pub fn is_read(&self) -> bool {
        self.parsed.get().is_some()
    }
}

/// The files that a manifest names, below its own folder: templates and stack policies. Those whose
/// paths lead elsewhere are left out; nothing if the text is no manifest.
pub fn files_of_manifest(text: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Files {
        units: Vec<UnitFiles>,
    }
    #[derive(Deserialize)]
    struct UnitFiles {
        template: Option<String>,
        policy: Option<String>,
        #[serde(default)]
        files: BTreeMap<String, String>,
    }
    let Ok(Files { units }) = serde_json::from_str(text) else {
        return Vec::new();
    };
    let is_inside = |path: &String| {
        let mut parts = path.split('/');
        parts.all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']))
    };
    units
        .into_iter()
        .flat_map(|unit| {
            let files = unit.files.into_keys();
            unit.template.into_iter().chain(unit.policy).chain(files)
        })
        .filter(is_inside)
        .collect()
}

fn is_template(path: &str, folder: &str) -> bool {
    let endings = [".template.json", ".template.yaml"];
    path.starts_with(folder) && endings.iter().any(|ending| ends_in(path, ending))
}

#[cfg(test)]
mod tests {
    use super::files_of_manifest;

    #[test]
    fn a_manifest_names_no_file_outside_of_its_folder() {
        let text = r#"{"units": [
            {"template": "eu/a.template.json", "policy": "eu/a.policy.json"},
            {"template": "../../x"}, {"template": "/etc/x"}, {"template": "a/../../x"},
            {"template": "C:x"}, {"template": "a\\..\\x"}
        ]}"#;
        assert_eq!(
            files_of_manifest(text),
            ["eu/a.template.json", "eu/a.policy.json"]
        );
        assert!(files_of_manifest("[").is_empty());
    }
}
