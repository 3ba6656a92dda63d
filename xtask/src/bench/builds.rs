//! Whole builds of generated apps, as processes, beside a floor that only parses the same source
//! and prints as many bytes. Figures are medians of several runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Args;
use serde_json::Value;
use wait4::Wait4;

use super::generate::{self, Shape};
use super::peer;
use crate::{Failure, root};

/// What is measured.
#[derive(Args)]
pub struct Arguments {
    /// Runs of each command.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Only the smallest app, once: whether the benchmark itself works.
    #[arg(long)]
    smoke: bool,
    /// Only apps of services.
    #[arg(long)]
    services: bool,
    /// Only 1,000 services, beside the same workload for Pkl, which npm installs.
    #[arg(long)]
    peer: bool,
}

/// What is built: about 1,600 resources, ten and forty times as many in one region, and a service
/// that calls twenty others.
const SHAPES: [Shape; 7] = [
    Shape::Stores(380),
    Shape::Stores(4_000),
    Shape::Stores(16_000),
    Shape::Services {
        services: 100,
        calls: 1,
    },
    Shape::Services {
        services: 1_000,
        calls: 1,
    },
    Shape::Services {
        services: 4_000,
        calls: 1,
    },
    Shape::Services {
        services: 1_000,
        calls: 20,
    },
];

/// One run of a command.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    /// Seconds of the processor.
    pub cpu: f64,
    /// Seconds of the clock.
    pub wall: f64,
    /// Peak resident memory, bytes.
    pub peak: f64,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.peer {
        return peer::run(1_000, arguments.runs);
    }
    let binary = build()?;
    let folder = bench_folder();
    let shapes: Vec<Shape> = if arguments.smoke {
        vec![SHAPES[0], SHAPES[3]]
    } else {
        let services = |shape: &Shape| matches!(shape, Shape::Services { .. });
        let kept = SHAPES.iter().copied();
        kept.filter(|shape| !arguments.services || services(shape))
            .collect()
    };
    let runs = if arguments.smoke { 1 } else { arguments.runs };
    println!(
        "| app | regions | resources | output | CPU | wall | peak | floor CPU | CPU / floor |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (at, shape) in shapes.into_iter().enumerate() {
        for regions in [1, 2] {
            row(
                &binary,
                &folder.join(format!("{at}x{regions}")),
                shape,
                regions,
                runs,
            )?;
        }
    }
    Ok(())
}

/// Where apps are generated and built.
pub(super) fn bench_folder() -> PathBuf {
    root().join("target/bench")
}

/// Builds what is measured, and says where it is.
pub(super) fn build() -> Result<PathBuf, Failure> {
    let status = Command::new("cargo")
        .args([
            "build",
            "--release",
            "--package",
            "outrigger",
            "--package",
            "xtask",
        ])
        .status()?;
    if status.success() {
        Ok(root().join("target/release/outrigger"))
    } else {
        Err(Failure::new("outrigger does not build"))
    }
}

fn row(
    binary: &Path,
    folder: &Path,
    shape: Shape,
    regions: usize,
    runs: usize,
) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("app.rig.hcl"), generate::app(shape, regions))?;
    let mut built = Vec::new();
    let mut floors = Vec::new();
    let own = root().join("target/release/xtask");
    // In turn, so that both see the same machine.
    for at in 0..=runs {
        let build = measure(
            Command::new(binary)
                .args(["build", "--quiet"])
                .current_dir(folder),
        )?;
        let floor = measure(Command::new(&own).args(["bench", "floor"]).arg(folder))?;
        // The first run warms the caches.
        if at > 0 || runs == 1 {
            built.push(build);
            floors.push(floor);
        }
    }
    let (resources, bytes) = output(folder)?;
    let (build, floor) = (median(&built), median(&floors));
    let mebibytes = |bytes: f64| bytes / f64::from(1 << 20);
    println!(
        "| {shape} | {regions} | {resources} | {:.1} MB | {:.3} s | {:.3} s | {:.0} MiB | {:.3} s | {:.1} |",
        bytes as f64 / 1e6,
        build.cpu,
        build.wall,
        mebibytes(build.peak),
        floor.cpu,
        build.cpu / floor.cpu.max(0.001),
    );
    Ok(())
}

/// One run of a command, which must succeed.
pub(super) fn measure(command: &mut Command) -> Result<Run, Failure> {
    let start = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let used = child.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        return Err(Failure::new(format!("{command:?} failed")));
    }
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Run {
        cpu,
        wall,
        peak: used.rusage.maxrss as f64,
    })
}

/// The median of each figure by itself.
pub(super) fn median(runs: &[Run]) -> Run {
    let middle = |figure: fn(&Run) -> f64| {
        let mut figures: Vec<f64> = runs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Run {
        cpu: middle(|run| run.cpu),
        wall: middle(|run| run.wall),
        peak: middle(|run| run.peak),
    }
}

/// Resources and bytes of templates, from the manifest and the files.
pub(super) fn output(folder: &Path) -> Result<(u64, u64), Failure> {
    let (mut resources, mut bytes) = (0, 0);
    for (unit, template) in units(folder)? {
        resources += unit["resources"].as_u64().unwrap_or_default();
        bytes += std::fs::metadata(template)?.len();
    }
    Ok((resources, bytes))
}

/// What was built, template by template.
pub(super) fn templates(folder: &Path) -> Result<Vec<Value>, Failure> {
    let units = units(folder)?.into_iter();
    let read = |path: PathBuf| Ok(serde_json::from_slice(&std::fs::read(path)?)?);
    units.map(|(_, template)| read(template)).collect()
}

/// The units of the manifest, each with the path of its template.
fn units(folder: &Path) -> Result<Vec<(Value, PathBuf)>, Failure> {
    let out = folder.join("out/cloudformation/production");
    let mut manifest: Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json"))?)?;
    let Value::Array(units) = manifest["units"].take() else {
        return Ok(Vec::new());
    };
    let with_path = units.into_iter().filter_map(|unit| {
        let template = out.join(unit["template"].as_str()?);
        Some((unit, template))
    });
    Ok(with_path.collect())
}
