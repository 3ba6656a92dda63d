//! Deployments, against a service on loopback: moto with what it lacks (`tests/deploy/`).

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value as Json;

use crate::support::{APP, Folder};

/// The service; ends with the test.
struct Service {
    child: Child,
    url: String,
    python: PathBuf,
    log: PathBuf,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/deploy")
        .join(name)
}

impl Service {
    /// None, and a loud word, where it is not installed.
    fn start(folder: &Folder) -> Option<Self> {
        let python = root().join("target/judges/bin/python");
        if !root().join("target/judges/bin/moto_server").exists() {
            eprintln!("SKIPPED: moto is not installed; `cargo xtask test` installs it");
            return None;
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let log = folder.file("service.log");
        let child = Command::new(&python)
            .arg(script("moto_with_what_it_lacks.py"))
            .arg(port.to_string())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let service = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            python,
            log,
        };
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(service);
            }
            sleep(Duration::from_millis(100));
        }
        panic!("{}", fs::read_to_string(&service.log).unwrap());
    }

    /// Runs the program against it: whether it succeeded, and all that it said.
    fn run(&self, folder: &Folder, arguments: &[&str]) -> (bool, String) {
        let mut command = folder.outrigger(arguments);
        command
            .args(["--endpoint-url", &self.url])
            .env("AWS_ACCESS_KEY_ID", "a")
            .env("AWS_SECRET_ACCESS_KEY", "b");
        let output = command.output().unwrap();
        (output.status.success(), folder.said(arguments, &output))
    }

    fn succeeds(&self, folder: &Folder, arguments: &[&str], word: &str) {
        let (is_good, said) = self.run(folder, arguments);
        assert!(is_good && said.contains(word), "{word}: {said}");
    }

    fn fails(&self, folder: &Folder, arguments: &[&str], word: &str) -> String {
        let (is_good, said) = self.run(folder, arguments);
        assert!(!is_good && said.contains(word), "{word}: {said}");
        said
    }

    fn read_back(&self, regions: &[&str]) -> Json {
        let output = Command::new(&self.python)
            .arg(script("read_back.py"))
            .arg(&self.url)
            .args(regions)
            .env("AWS_ACCESS_KEY_ID", "a")
            .env("AWS_SECRET_ACCESS_KEY", "b")
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }
}

#[test]
fn records_come_change_and_go_in_two_regions() {
    let folder = Folder::new();
    let source = root().join("examples/records/records.rig.hcl");
    folder.write("records.rig.hcl", fs::read(source).unwrap());
    folder.succeeds(&["build"]);
    let Some(service) = Service::start(&folder) else {
        return;
    };
    service.succeeds(&folder, &["apply", "--yes"], "Done: 4 stacks created");
    service.succeeds(&folder, &["apply"], "Nothing to do");
    service.succeeds(&folder, &["plan", "--against", "live"], "No changes.");
    let regions = ["eu-west-1", "eu-central-1"];
    let found = service.read_back(&regions);
    for region in regions {
        let count = |what: &str| found[region][what].as_u64().unwrap();
        assert_eq!(count("vpcs"), 1, "{found}");
        assert!(count("subnets") >= 9, "{found}");
        assert_eq!(count("zones"), 3, "{found}");
        assert_eq!(count("queues"), 2, "{found}");
        assert_eq!((count("stacks"), count("protected")), (2, 1), "{found}");
    }
    folder.edit("records.rig.hcl", "retain = \"7d\"", "retain = \"6d\"");
    service.fails(&folder, &["apply", "--yes"], "E0900");
    folder.succeeds(&["build"]);
    service.fails(&folder, &["apply"], "E0915");
    service.succeeds(
        &folder,
        &["apply", "--yes"],
        "2 stacks updated, 2 stacks unchanged",
    );
    let said = service.fails(&folder, &["destroy", "--yes"], "E0806");
    let said = said
        .replace("\n              ", " ")
        .replace("\n         ", " ");
    let mut arguments = vec!["destroy", "--yes"];
    for part in said.split("`outrigger plan --allow-data-loss ").skip(1) {
        arguments.extend(["--allow-data-loss", part.split('`').next().unwrap()]);
    }
    service.succeeds(&folder, &arguments, "Done: 4 stacks deleted");
    service.succeeds(&folder, &["destroy", "--yes"], "Nothing to do");
    // What was answered at the second try only was not answered.
    let log = fs::read_to_string(&service.log).unwrap();
    assert!(!log.contains("Traceback"), "{log}");
}

#[test]
fn what_stops_it_before_anything_is_asked() {
    let folder = Folder::with_app();
    let nowhere = ["apply", "--yes", "--endpoint-url", "http://127.0.0.1:1"];
    assert!(folder.run(&nowhere).contains("E0900"));
    folder.succeeds(&["build"]);
    let mut command = folder.outrigger(&nowhere);
    let output = command.env("AWS_EC2_METADATA_DISABLED", "true").output();
    let said = folder.said(&nowhere, &output.unwrap());
    assert!(said.contains("E0906"), "{said}");
    let unknown = folder.run(&["apply", "--yes", "--param", "a=1", "--param", "b"]);
    assert!(
        unknown.contains("E0903") && unknown.contains("E0904"),
        "{unknown}"
    );
    folder.write("params.production.json", "[]");
    assert!(folder.run(&["apply", "--yes"]).contains("E0905"));
}

#[test]
fn another_account_and_params_without_values() {
    let folder = Folder::new();
    let account = "language = 1\n  account = \"111122223333\"";
    folder.write("app.rig.hcl", APP.replace("language = 1", account));
    folder.succeeds(&["build"]);
    let Some(service) = Service::start(&folder) else {
        return;
    };
    service.fails(&folder, &["apply", "--yes"], "E0909");
    let param = "param \"news\" {\n  type = string\n}\n";
    let app = APP.replace("DisplayName = \"news\"", "DisplayName = param.news");
    folder.write("app.rig.hcl", format!("{app}{param}"));
    folder.succeeds(&["build"]);
    service.fails(&folder, &["apply", "--yes"], "E0902");
    folder.write("params.production.json", "{\"news\": \"from the file\"}");
    service.succeeds(&folder, &["apply", "--yes"], "Done:");
    service.succeeds(&folder, &["apply"], "Nothing to do");
    let other = ["apply", "--yes", "--param", "news=other"];
    service.succeeds(&folder, &other, "updated");
}
