//! `terraform fmt -check` and `validate` on what every example and golden app builds, and `plan` from
//! nothing on the examples, against a server on loopback. Without Terraform, or a mirror with the
//! provider, it is skipped, loudly.

use std::path::{Path, PathBuf};

use clap::Args;
use outrigger_core::{Goal, Request, SourceText, compile, lock, stdlib};

use super::folders;
use super::loopback::Loopback;
use crate::terraform::{Terraform, said};
use crate::{Failure, provider, root};

/// What is judged.
#[derive(Args)]
pub struct Arguments {
    /// Fewest roots that must have been seen: a judge of nothing proves nothing.
    #[arg(long, default_value_t = 20)]
    roots: usize,
    /// Fewest resources.
    #[arg(long, default_value_t = 540)]
    resources: usize,
    /// Fewest resources that a translation made.
    #[arg(long, default_value_t = 450)]
    translated: usize,
    /// Fewest roots that must have been planned.
    #[arg(long, default_value_t = 5)]
    plans: usize,
}

/// A root on disk.
struct Root {
    folder: PathBuf,
    is_planned: bool,
}

/// What was seen.
#[derive(Default)]
struct Seen {
    resources: usize,
    translated: usize,
    plans: usize,
    findings: usize,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let terraform = match Terraform::install(&provider::read()?)? {
        Ok(terraform) => terraform,
        Err(why) => {
            eprintln!("SKIPPED: nothing of Terraform was judged: {why}");
            return Ok(());
        }
    };
    let work = root().join("target/terraform/judged");
    if work.exists() {
        std::fs::remove_dir_all(&work)?;
    }
    let roots = build(&work)?;
    let mut seen = Seen::default();
    let formatted = terraform.run(
        &work,
        &["fmt", "-check", "-diff", "-recursive", "-no-color"],
    )?;
    if !formatted.status.success() {
        println!("{}", said(&formatted));
        seen.findings += 1;
    }
    let service = Loopback::start()?;
    for root in &roots {
        judge(&terraform, root, &service, &mut seen)?;
    }
    println!(
        "terraform: {} roots, {} resources, {} of them translated, {} planned, {} findings",
        roots.len(),
        seen.resources,
        seen.translated,
        seen.plans,
        seen.findings
    );
    if seen.findings > 0 {
        return Err(Failure::new("terraform has found something"));
    }
    let floors = [
        ("roots", roots.len(), arguments.roots),
        ("resources", seen.resources, arguments.resources),
        (
            "translated resources",
            seen.translated,
            arguments.translated,
        ),
        ("plans", seen.plans, arguments.plans),
    ];
    for (what, found, floor) in floors {
        if found < floor {
            return Err(Failure::new(format!(
                "only {found} {what} were judged; {floor} are the floor"
            )));
        }
    }
    Ok(())
}

fn judge(
    terraform: &Terraform,
    root: &Root,
    service: &Loopback,
    seen: &mut Seen,
) -> Result<(), Failure> {
    let name = root.folder.display();
    let valid = terraform.run(&root.folder, &["validate", "-no-color"])?;
    // A warning, as for what is deprecated, is a finding too.
    if !valid.status.success() || said(&valid).contains("Warning:") {
        println!("{name}\n{}", said(&valid));
        seen.findings += 1;
    }
    let mut variables = Vec::new();
    for entry in std::fs::read_dir(&root.folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "tf") {
            continue;
        }
        for line in std::fs::read_to_string(&path)?.lines() {
            if line.starts_with("resource \"") {
                seen.resources += 1;
                let translated = !line.contains("aws_cloudcontrolapi_resource");
                seen.translated += usize::from(translated);
            } else if let Some(rest) = line.strip_prefix("variable \"") {
                variables.extend(rest.split('"').next().map(str::to_owned));
            }
        }
    }
    if !root.is_planned || seen.findings > 0 {
        return Ok(());
    }
    std::fs::write(root.folder.join("judge_override.tf"), service.provider())?;
    let values: Vec<String> = variables
        .iter()
        .map(|name| format!("-var={name}=arn:aws:sqs:eu-west-1:123456789012:x"))
        .collect();
    let mut options = vec!["plan", "-no-color", "-input=false", "-lock=false"];
    options.extend(values.iter().map(String::as_str));
    let planned = terraform.run(&root.folder, &options)?;
    if planned.status.success() {
        seen.plans += 1;
    } else {
        println!("{name}\n{}", said(&planned));
        seen.findings += 1;
    }
    Ok(())
}

/// Builds every app for each of its environments; all roots, by path.
fn build(work: &Path) -> Result<Vec<Root>, Failure> {
    let mut roots = Vec::new();
    for parent in ["examples", "golden/build"] {
        let mut apps: Vec<PathBuf> = std::fs::read_dir(root().join(parent))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_, Failure>>()?;
        apps.retain(|app| app.is_dir());
        apps.sort();
        for app in apps {
            let into = work.join(app.file_name().unwrap_or_default());
            // Environments differ in little that a plan would show.
            let production = into.join("terraform/production");
            for folder in build_app(&app, &into)? {
                let is_planned = parent == "examples" && folder.starts_with(&production);
                roots.push(Root { folder, is_planned });
            }
        }
    }
    Ok(roots)
}

fn build_app(app: &Path, into: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(app)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_test = name.ends_with(".test.rig.hcl");
        if name.ends_with(".rig.hcl") && !is_test {
            files.push(SourceText {
                name: name.into_owned(),
                text: std::fs::read_to_string(&path)?,
            });
        }
    }
    for entry in std::fs::read_dir(app.join("schemas")).into_iter().flatten() {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        files.push(SourceText {
            name: format!("schemas/{name}"),
            text: std::fs::read_to_string(&path)?,
        });
    }
    let named = |line: &str| {
        Some(
            line.strip_prefix("environment \"")?
                .split_once('"')?
                .0
                .to_owned(),
        )
    };
    let lines = files.iter().flat_map(|file| file.text.lines());
    let environments: Vec<String> = std::iter::once("production".to_owned())
        .chain(lines.filter_map(named))
        .collect();
    let mut roots = Vec::new();
    for environment in environments {
        let request = Request {
            files: files.clone(),
            lock: std::fs::read_to_string(app.join(lock::FILE_NAME)).ok(),
            environment: &environment,
            library: stdlib::LIBRARY,
            outside: &folders::Folders(app),
        };
        let mut written: Vec<std::io::Result<()>> = Vec::new();
        let compilation = compile(&request, Goal::BuildTerraform, &mut |path, content| {
            let path = into.join(path);
            if path.ends_with("versions.tf") {
                roots.extend(path.parent().map(Path::to_owned));
            }
            let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            written.push(folder.and_then(|()| std::fs::write(&path, content)));
        })
        .map_err(|broken| Failure::new(broken.0))?;
        written.into_iter().collect::<std::io::Result<Vec<()>>>()?;
        if compilation.output.is_none() {
            let first = compilation
                .diagnostics
                .first()
                .map(|one| one.message.clone());
            let why = first.unwrap_or_default();
            return Err(Failure::new(why).about(&app.display().to_string()));
        }
    }
    Ok(roots)
}
