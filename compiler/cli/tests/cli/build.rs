use std::fs;
use std::time::SystemTime;

use insta::assert_snapshot;

use crate::support::Folder;

const TEMPLATE: &str = "out/cloudformation/production/eu-west-1/data.template.json";
const MANIFEST: &str = "out/cloudformation/production/manifest.json";

#[test]
fn writes_out_and_the_lock() {
    let folder = Folder::with_app();
    let said = folder.run(&["build", "--verbose"]);
    assert_snapshot!(format!("{said}{}\n", folder.files().join("\n")));
}

#[test]
fn does_not_touch_what_is_as_it_should_be() {
    let folder = Folder::with_app();
    folder.succeeds(&["build"]);
    let modified = |name| fs::metadata(folder.file(name)).unwrap().modified().unwrap();
    let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000);
    for name in [MANIFEST, "outrigger.lock"] {
        let file = fs::File::options()
            .write(true)
            .open(folder.file(name))
            .unwrap();
        file.set_modified(old).unwrap();
    }
    assert_snapshot!(folder.run(&["build"]));
    assert_eq!((modified(MANIFEST), modified("outrigger.lock")), (old, old));
}

#[test]
fn removes_what_it_wrote_before_and_nothing_else() {
    let folder = Folder::with_app();
    folder.succeeds(&["build"]);
    folder.write("out/notes.txt", "mine");
    folder.write(
        "out/cloudformation/production/eu-west-1/mine.template.json",
        "{}",
    );
    assert_snapshot!(folder.run(&["build", "--yaml"]));
    let files = folder.files();
    assert!(!files.contains(&TEMPLATE.to_owned()), "{files:?}");
    assert!(
        files.contains(&TEMPLATE.replace("json", "yaml")),
        "{files:?}"
    );
    assert!(
        files
            .iter()
            .any(|file| file.ends_with("mine.template.json"))
    );
    assert!(files.contains(&"out/notes.txt".to_owned()));
}

#[test]
fn environments_do_not_touch_each_other() {
    let folder = Folder::with_app();
    folder.write("env.rig.hcl", "environment \"staging\" {}\n");
    folder.succeeds(&["build"]);
    let before = folder.read(TEMPLATE);
    folder.succeeds(&["build", "--env", "staging"]);
    assert_eq!(folder.read(TEMPLATE), before);
    folder.succeeds(&["build", "--check", "--locked"]);
    folder.succeeds(&["build", "--check", "--locked", "--env", "staging"]);
}

#[test]
fn terraform_says_what_goes_through_cloud_control() {
    let folder = Folder::with_app();
    let said = folder.run(&["build", "--target", "terraform"]);
    assert_snapshot!(format!("{said}{}\n", folder.files().join("\n")));
    folder.succeeds(&["build", "--target", "terraform", "--check", "--locked"]);
    let quiet = folder.run(&["build", "--target", "terraform", "--quiet"]);
    assert!(!quiet.contains("Cloud Control"), "{quiet}");
}

#[test]
fn targets_do_not_touch_each_other() {
    let folder = Folder::with_app();
    folder.succeeds(&["build"]);
    folder.succeeds(&["build", "--target", "terraform"]);
    let files = folder.files();
    folder.succeeds(&["build", "--check", "--locked"]);
    folder.write("out/terraform/production/eu-west-1/mine.tf", "");
    folder.write("more.rig.hcl", "queue \"mail\" {}\n");
    folder.succeeds(&["build", "--target", "terraform"]);
    let added = "out/terraform/production/eu-west-1/queue-mail.tf".to_owned();
    assert!(folder.files().contains(&added));
    fs::remove_file(folder.file("more.rig.hcl")).unwrap();
    folder.succeeds(&["build", "--target", "terraform"]);
    let mut left = folder.files();
    left.retain(|file| !file.ends_with("mine.tf"));
    assert_eq!(left, files);
}

#[test]
fn terraform_has_no_yaml() {
    let folder = Folder::with_app();
    let said = folder.run(&["build", "--target", "terraform", "--yaml"]);
    assert!(said.contains("Terraform has none"), "{said}");
    assert_eq!(folder.files(), ["app.rig.hcl"]);
}

#[test]
fn writes_nothing_if_anything_is_wrong() {
    let folder = Folder::with_app();
    folder.edit("app.rig.hcl", "DisplayName", "DisplayNam");
    assert!(folder.run(&["build"]).ends_with("--- status 1\n"));
    assert_eq!(folder.files(), ["app.rig.hcl"]);
}

#[test]
fn check_tells_and_writes_nothing() {
    let folder = Folder::with_app();
    folder.succeeds(&["build"]);
    folder.succeeds(&["build", "--check"]);
    folder.edit("app.rig.hcl", "= 60", "= 61");
    let before = folder.read(MANIFEST);
    assert_snapshot!(folder.run(&["build", "--check"]));
    assert_eq!(folder.read(MANIFEST), before);
}

#[test]
fn locked_refuses_another_lock() {
    let folder = Folder::with_app();
    assert_snapshot!(folder.run(&["build", "--locked"]));
    assert_eq!(folder.files(), ["app.rig.hcl"]);
    folder.succeeds(&["build"]);
    folder.succeeds(&["build", "--locked"]);
}

#[test]
fn an_out_that_is_a_file() {
    let folder = Folder::with_app();
    folder.write("out", "what is this");
    assert_snapshot!(folder.run(&["build"]));
    assert_eq!(folder.files(), ["app.rig.hcl", "out"]);
}

#[test]
fn a_manifest_cannot_make_it_remove_files_elsewhere() {
    let folder = Folder::with_app();
    folder.succeeds(&["build"]);
    folder.write("precious.txt", "mine");
    folder.edit(
        MANIFEST,
        "eu-west-1/data.template.json",
        "../../../precious.txt",
    );
    folder.succeeds(&["build"]);
    assert_eq!(folder.read("precious.txt"), "mine");
}

#[test]
#[cfg(unix)]
fn a_folder_that_nobody_may_write() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_app();
    let may = |mode| {
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    may(0o555);
    let probe = fs::write(folder.file("probe"), "");
    let said = folder.run(&["build"]);
    may(0o755);
    // Root may write anywhere.
    if probe.is_err() {
        assert_snapshot!(said);
    }
}
