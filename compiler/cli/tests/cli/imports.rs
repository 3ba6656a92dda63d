//! Imports, against real repositories: `platform` and others lie beside the folder `app`.

mod hostile;
mod https;
mod ssh;

use std::fs;
use std::process::Command;

use insta::assert_snapshot;

use crate::support::Folder;

const APP: &str = r#"app "shop" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

acme_queue "mail" {}
"#;

const QUEUE: &str = r#"component "queue" {
  doc = "A queue as the company wants it."

  resource "AWS::SQS::Queue" "main" { MessageRetentionPeriod = 60 }
}
"#;

/// An app that imports `acme` so, beside a repository `platform` with two releases.
fn estate(import: &str) -> Folder {
    let folder = Folder::new();
    let import = format!("import \"acme\" {{\n{import}\n}}\n\n{APP}");
    folder.write("app/main.rig.hcl", import);
    folder.write("platform/queues/queue.rig.hcl", QUEUE);
    folder.write("platform/queues/queue.test.rig.hcl", "not ( read");
    folder.write("platform/queues/README.md", "not read");
    begin(&folder, "platform");
    release(&folder, "platform", "v1.4.2");
    folder.edit("platform/queues/queue.rig.hcl", "= 60", "= 120");
    release(&folder, "platform", "v1.5.0");
    folder
}

const VERSION: &str = "  source  = \"git::../platform//queues\"\n  version = \"~> 1.4\"";
const TAG: &str = "  source = \"git::../platform//queues\"\n  tag    = \"v1.4.2\"";

/// git in a folder of the estate: names of commits are always the same.
fn git(folder: &Folder, below: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command
        .args(["-C", below, "-c", "user.name=a", "-c", "user.email=a@b"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Writes a program.
#[cfg(unix)]
fn program(folder: &Folder, path: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    folder.write(path, text);
    fs::set_permissions(folder.file(path), fs::Permissions::from_mode(0o755)).unwrap();
}

fn begin(folder: &Folder, below: &str) {
    git(folder, below, &["init", "--quiet"]);
}

fn commit(folder: &Folder, below: &str) -> String {
    git(folder, below, &["add", "--all"]);
    git(
        folder,
        below,
        &["commit", "--quiet", "--allow-empty", "-m", "x"],
    );
    git(folder, below, &["rev-parse", "HEAD"])
}

fn release(folder: &Folder, below: &str, tag: &str) -> String {
    let commit = commit(folder, below);
    git(folder, below, &["tag", "--annotate", "-m", "x", tag]);
    commit
}

fn in_app<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["-C", "app"], arguments].concat()
}

fn run(folder: &Folder, arguments: &[&str]) -> String {
    folder.run(&in_app(arguments))
}

fn succeeds(folder: &Folder, arguments: &[&str]) -> String {
    let arguments = in_app(arguments);
    let output = folder.succeeds(&arguments);
    folder.said(&arguments, &output)
}

/// The template of the only stack.
fn template(folder: &Folder) -> String {
    let files = folder.files();
    let templates: Vec<_> = files
        .iter()
        .filter(|name| name.starts_with("app/out/") && name.ends_with(".template.json"))
        .collect();
    assert!(templates.len() == 1, "{files:?}");
    folder.read(templates[0])
}

#[test]
fn nothing_is_fetched_before_it_is_locked() {
    let folder = estate(VERSION);
    assert_snapshot!("not_locked", run(&folder, &["build"]));
    assert!(folder.files().iter().all(|name| !name.contains(".cache")));
}

#[test]
fn an_update_locks_what_a_build_then_uses() {
    let folder = estate(VERSION);
    assert_snapshot!("update", run(&folder, &["update"]));
    assert_snapshot!("locked", folder.read("app/outrigger.lock"));
    // The repository is gone: everything is in the cache.
    fs::rename(folder.file("platform"), folder.file("elsewhere")).unwrap();
    succeeds(&folder, &["build", "--offline"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 120"));
    assert!(template(&folder).contains("acme_queue.mail.main"));
    let lock = folder.read("app/outrigger.lock");
    assert!(lock.contains("* import git::../platform//queues version=~>1.4 v1.5.0 "));
    for arguments in [
        &["check"][..],
        &["build", "--locked", "--check"],
        &["plan"],
        &["graph"],
        &["build", "--target", "terraform"],
    ] {
        succeeds(&folder, arguments);
    }
    assert_eq!(folder.read("app/outrigger.lock"), lock);
}

#[test]
fn another_machine_fetches_what_the_lock_says_and_nothing_else() {
    let folder = estate(VERSION);
    succeeds(&folder, &["update"]);
    folder.edit("platform/queues/queue.rig.hcl", "= 120", "= 180");
    release(&folder, "platform", "v1.6.0");
    fs::remove_dir_all(folder.file(".cache")).unwrap();
    assert_snapshot!("offline", run(&folder, &["check", "--offline"]));
    succeeds(&folder, &["build"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 120"));
    succeeds(&folder, &["check", "--offline"]);
    // An update takes what is new.
    assert_snapshot!("newer", run(&folder, &["update"]));
    assert_snapshot!("nothing_new", run(&folder, &["update"]));
    succeeds(&folder, &["build"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 180"));
}

#[test]
fn a_tag_that_was_moved_stops_an_update() {
    let folder = estate(TAG);
    succeeds(&folder, &["update"]);
    let before = folder.read("app/outrigger.lock");
    git(&folder, "platform", &["tag", "--force", "v1.4.2", "HEAD"]);
    assert_snapshot!("moved", run(&folder, &["update"]));
    assert_eq!(folder.read("app/outrigger.lock"), before);
    // What was locked is still there.
    succeeds(&folder, &["check"]);
}

#[test]
fn content_that_is_not_what_was_locked() {
    let folder = estate(TAG);
    succeeds(&folder, &["update"]);
    let lock = folder.read("app/outrigger.lock");
    let hash = lock.split("sha256:").nth(1).unwrap().trim().to_owned();
    folder.edit("app/outrigger.lock", &hash, &"0".repeat(64));
    assert_snapshot!("other_content", run(&folder, &["check"]));
    // A cache that was changed is not used, and is mended.
    folder.edit("app/outrigger.lock", &"0".repeat(64), &hash);
    let cached = format!(".cache/outrigger/imports/{hash}/queue.rig.hcl");
    folder.write(&cached, QUEUE.replace("60", "240"));
    let offline = run(&folder, &["check", "--offline"]);
    assert!(offline.contains("is not in the cache"), "{offline}");
    succeeds(&folder, &["build"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 60"));
    assert_eq!(folder.read(&cached), QUEUE);
}

#[test]
fn a_commit_by_its_name() {
    let folder = estate(TAG);
    let first = git(&folder, "platform", &["rev-parse", "v1.4.2^{commit}"]);
    let by_name = format!("commit = \"{first}\"");
    folder.edit("app/main.rig.hcl", "tag    = \"v1.4.2\"", &by_name);
    assert_snapshot!("commit", run(&folder, &["update"]));
    fs::remove_dir_all(folder.file(".cache")).unwrap();
    succeeds(&folder, &["build"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 60"));
    folder.edit("app/main.rig.hcl", &first, &"0".repeat(40));
    assert_snapshot!("no_commit", run(&folder, &["update"]));
}

#[test]
fn what_a_repository_does_not_have() {
    let folder = estate(VERSION);
    folder.edit("app/main.rig.hcl", "~> 1.4", "~> 3.0");
    assert_snapshot!("no_version", run(&folder, &["update"]));
    folder.edit("app/main.rig.hcl", "~> 3.0", "~> 1.4");
    folder.edit("app/main.rig.hcl", "//queues", "//topics");
    assert_snapshot!("no_folder", run(&folder, &["update"]));
    folder.edit("app/main.rig.hcl", "../platform//topics", "../nowhere");
    assert_snapshot!("no_repository", run(&folder, &["update"]));
    folder.edit("app/main.rig.hcl", "../nowhere", "../app");
    assert_snapshot!("not_a_repository", run(&folder, &["update"]));
    assert!(!folder.file("app/outrigger.lock").exists());
}

#[test]
fn a_library_brings_its_own_imports() {
    let folder = estate("  source = \"git::../platform//queues\"\n  version = \"~> 2.0\"");
    folder.write(
        "platform/queues/queue.rig.hcl",
        "import \"names\" { source = \"../names\" }\nimport \"base\" {\n  source = \"git::file:///BASE\"\n  tag = \"v1.0.0\"\n}\ncomponent \"queue\" {\n  doc = \"A queue.\"\n\n  names_name \"name\" {}\n  base_topic \"news\" {}\n  resource \"AWS::SQS::Queue\" \"main\" { QueueName = name.value }\n}\n",
    );
    let base = folder.file("base").display().to_string();
    folder.edit("platform/queues/queue.rig.hcl", "/BASE", &base);
    folder.write(
        "platform/names/name.rig.hcl",
        "component \"name\" {\n  doc = \"A name.\"\n\n  output \"value\" { value = \"mail\" }\n}\n",
    );
    folder.write(
        "base/topic.rig.hcl",
        "component \"topic\" {\n  doc = \"A topic.\"\n\n  resource \"AWS::SNS::Topic\" \"main\" { DisplayName = \"news\" }\n}\n",
    );
    begin(&folder, "base");
    release(&folder, "base", "v1.0.0");
    release(&folder, "platform", "v2.0.0");
    let said = run(&folder, &["update"]);
    assert!(
        said.contains("acme.base: new, v1.0.0 (") && said.contains("acme.names: new, v2.0.0 ("),
        "{said}"
    );
    let lock = folder.read("app/outrigger.lock");
    assert_eq!(lock.matches("* import ").count(), 3, "{lock}");
    succeeds(&folder, &["build"]);
    assert!(template(&folder).contains("acme_queue.mail.news.main"));
    // What the library does not import any more goes.
    folder.write("platform/queues/queue.rig.hcl", QUEUE);
    release(&folder, "platform", "v2.1.0");
    let said = run(&folder, &["update", "acme"]);
    assert!(
        said.contains("acme: v2.0.0 (COMMIT) -> v2.1.0 (COMMIT)"),
        "{said}"
    );
    assert!(said.contains(": gone, was v1.0.0 ("), "{said}");
    assert_eq!(
        folder
            .read("app/outrigger.lock")
            .matches("* import ")
            .count(),
        1
    );
}

#[test]
fn only_the_import_that_is_named_is_updated() {
    let folder = estate(VERSION);
    let other = "import \"other\" {\n  source  = \"git::../other\"\n  version = \">= 1.0\"\n}\nother_queue \"news\" {}\n";
    folder.write("app/other.rig.hcl", other);
    folder.write("other/queue.rig.hcl", QUEUE);
    begin(&folder, "other");
    release(&folder, "other", "v1.0.0");
    succeeds(&folder, &["update"]);
    release(&folder, "other", "v1.1.0");
    release(&folder, "platform", "v1.6.0");
    assert_snapshot!("one", run(&folder, &["update", "other"]));
    let lock = folder.read("app/outrigger.lock");
    assert!(
        lock.contains(" v1.1.0 ") && lock.contains(" v1.5.0 "),
        "{lock}"
    );
    assert_snapshot!("no_import", run(&folder, &["update", "acmee"]));
}

#[test]
fn a_prerelease_is_taken_only_when_it_is_asked_for() {
    let folder = estate(VERSION);
    release(&folder, "platform", "v1.6.0-rc.1");
    let said = run(&folder, &["update"]);
    assert!(said.contains("acme: new, v1.5.0 ("), "{said}");
    folder.edit("app/main.rig.hcl", "~> 1.4", "~> 1.6.0-rc.0");
    let said = run(&folder, &["update"]);
    assert!(
        said.contains("acme: v1.5.0 (COMMIT) -> v1.6.0-rc.1 (COMMIT)"),
        "{said}"
    );
}

#[test]
fn an_environment_tries_a_newer_version() {
    let folder = estate(TAG);
    let staging = "environment \"staging\" {\n  import \"acme\" { tag = \"v1.5.0\" }\n}\n";
    folder.write("app/staging.rig.hcl", staging);
    succeeds(&folder, &["update"]);
    let lock = folder.read("app/outrigger.lock");
    assert!(
        lock.contains(" tag=v1.4.2 ") && lock.contains(" tag=v1.5.0 "),
        "{lock}"
    );
    succeeds(&folder, &["build"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 60"));
    fs::remove_dir_all(folder.file("app/out")).unwrap();
    succeeds(&folder, &["build", "--env", "staging"]);
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 120"));
}

#[test]
fn an_error_in_a_library_is_shown_by_its_name() {
    let folder = estate(TAG);
    folder.edit("platform/queues/queue.rig.hcl", "= 120", "= sixty");
    release(&folder, "platform", "v1.7.0");
    folder.edit("app/main.rig.hcl", "v1.4.2", "v1.7.0");
    succeeds(&folder, &["update"]);
    assert_snapshot!("in_a_library", run(&folder, &["check"]));
}

#[test]
fn a_folder_beside_the_app_needs_no_lock() {
    let folder = estate("  source = \"../platform/queues\"");
    succeeds(&folder, &["build"]);
    assert!(!folder.read("app/outrigger.lock").contains("import"));
    assert_snapshot!("nothing_to_update", run(&folder, &["update"]));
    folder.edit("app/main.rig.hcl", "platform/queues", "platform/topics");
    assert_snapshot!("no_folder_beside", run(&folder, &["check"]));
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let folder = estate(TAG);
    folder.write("secret.rig.hcl", QUEUE);
    let link = folder.file("platform/queues/secret.rig.hcl");
    std::os::unix::fs::symlink("../../secret.rig.hcl", link).unwrap();
    release(&folder, "platform", "v1.8.0");
    folder.edit("app/main.rig.hcl", "v1.4.2", "v1.8.0");
    assert_snapshot!("link", run(&folder, &["update"]));
}

/// Whatever a repository or its server brings along: no program of it is run.
#[cfg(unix)]
#[test]
fn nothing_of_a_repository_is_run() {
    let folder = estate(TAG);
    let text = format!(
        "#!/bin/sh\ntouch {}\ncat\n",
        folder.file("was-run").display()
    );
    let mut attacks = vec!["platform/run.sh".to_owned()];
    for hook in [
        "post-checkout",
        "post-merge",
        "reference-transaction",
        "pre-auto-gc",
    ] {
        attacks.push(format!("platform/.git/hooks/{hook}"));
        attacks.push(format!("templates/hooks/{hook}"));
    }
    for path in &attacks {
        program(&folder, path, &text);
    }
    let run_it = folder.file("platform/run.sh").display().to_string();
    folder.write("platform/.gitattributes", "*.rig.hcl filter=run diff=run\n");
    folder.write(
        "platform/.gitmodules",
        "[submodule \"x\"]\n\tpath = queues/x\n\turl = ext::sh -c touch% was-run\n\tfetchRecurseSubmodules = true\n",
    );
    // Without the hooks: the test's own commit would run them.
    git(&folder, "platform", &["add", "--all"]);
    let quiet = [
        "-c",
        "core.hooksPath=/dev/null",
        "commit",
        "--quiet",
        "-m",
        "x",
    ];
    git(&folder, "platform", &quiet);
    git(
        &folder,
        "platform",
        &["-c", "core.hooksPath=/dev/null", "tag", "v1.9.0"],
    );
    // What the server's side has, and what the user's own git would do.
    let config = folder.read("platform/.git/config");
    let server = format!(
        "{config}[uploadpack]\n\tpackObjectsHook = {run_it}\n[core]\n\tfsmonitor = {run_it}\n"
    );
    folder.write("platform/.git/config", server);
    let user = format!(
        "[init]\n\ttemplateDir = {}\n[core]\n\thooksPath = {}\n\tfsmonitor = {run_it}\n[filter \"run\"]\n\tsmudge = {run_it}\n\tclean = {run_it}\n",
        folder.file("templates").display(),
        folder.file("templates/hooks").display(),
    );
    folder.write(".gitconfig", user);
    folder.edit("app/main.rig.hcl", "v1.4.2", "v1.9.0");
    succeeds(&folder, &["update"]);
    succeeds(&folder, &["build"]);
    assert!(!folder.file("was-run").exists());
}

#[test]
fn what_git_would_run_is_refused_before_git() {
    let folder = estate(TAG);
    let sources = [
        "git::ext::sh",
        "git::--upload-pack=touch",
        "git::ssh://-oProxyCommand=touch/x",
        "ext::sh",
        "git::fd::17",
    ];
    for source in sources {
        let app =
            format!("import \"acme\" {{\n  source = \"{source}\"\n  tag    = \"v1\"\n}}\n{APP}");
        folder.write("app/main.rig.hcl", app);
        let said = run(&folder, &["update"]);
        assert!(said.contains("E1201"), "{said}");
    }
}

#[test]
fn a_cache_of_ones_own() {
    let folder = estate(TAG);
    let arguments = in_app(&["update"]);
    let output = folder
        .outrigger(&arguments)
        .env("OUTRIGGER_CACHE", "mine")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let files = folder.files();
    assert!(
        files.iter().any(|name| name.starts_with("mine/imports/")),
        "{files:?}"
    );
    assert!(
        files.iter().all(|name| !name.starts_with(".cache")),
        "{files:?}"
    );
}
