use std::fs;

use insta::assert_snapshot;

use crate::support::{APP, Folder};

#[test]
fn without_git_it_compares_with_the_folder() {
    let folder = Folder::with_app();
    assert_snapshot!("without_git_first", folder.run(&["plan"]));
    folder.succeeds(&["build"]);
    folder.edit("app.rig.hcl", "= 60", "= 120");
    assert_snapshot!("without_git_changed", folder.run(&["plan"]));
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = Folder::with_app();
    folder.git(&["init", "--quiet"]);
    folder.succeeds(&["build"]);
    assert_snapshot!(folder.run(&["plan"]));
}

#[test]
fn it_compares_with_what_is_committed() {
    let folder = Folder::committed();
    assert_snapshot!(
        "committed_same",
        folder.run(&["plan", "--detailed-exitcode"])
    );
    folder.edit("app.rig.hcl", "= 60", "= 120");
    // What is built and not committed is not deployed.
    folder.succeeds(&["build"]);
    assert_snapshot!(
        "committed_changed",
        folder.run(&["plan", "--detailed-exitcode"])
    );
}

#[test]
fn it_finds_an_app_deep_in_a_repository() {
    let folder = Folder::new();
    folder.write("teams/shop/app.rig.hcl", APP);
    folder.succeeds(&["-C", "teams/shop", "build"]);
    folder.git(&["init", "--quiet"]);
    folder.commit();
    folder.succeeds(&["-C", "teams/shop", "plan", "--detailed-exitcode"]);
}

/// As hooks of git do, whose variables are about the repository that they were run for.
#[test]
fn it_reads_the_repository_of_the_app_whatever_the_environment_says() {
    let folder = Folder::committed();
    folder.git(&["init", "--quiet", "other"]);
    let output = folder
        .outrigger(&["plan", "--detailed-exitcode"])
        .env("GIT_DIR", folder.file("other/.git"))
        .env("GIT_INDEX_FILE", folder.file("other/.git/index"))
        .output()
        .unwrap();
    let said = folder.said(&["plan"], &output);
    assert!(output.status.success(), "{said}");
}

#[test]
fn data_at_risk_stops_it_until_the_address_is_named() {
    let folder = Folder::committed();
    let without = APP.replace("\"mail\"", "\"letters\"");
    folder.write("app.rig.hcl", without);
    assert_snapshot!("data_at_risk", folder.run(&["plan"]));
    let consent = ["plan", "--allow-data-loss", "resource.mail"];
    folder.succeeds(&consent);
    assert_snapshot!(
        "data_at_risk_elsewhere",
        folder.run(&["plan", "--allow-data-loss", "resource.mial"])
    );
    let moved = "\nmoved {\n  from = \"resource.mail\"\n  to   = \"resource.letters\"\n}\n";
    folder.write("moved.rig.hcl", moved);
    assert_snapshot!("data_kept_by_moved", folder.run(&["plan"]));
}

#[test]
fn other_bases() {
    let folder = Folder::committed();
    folder.edit("app.rig.hcl", "= 60", "= 120");
    folder.succeeds(&["build"]);
    folder.commit();
    folder.succeeds(&["plan", "--detailed-exitcode"]);
    assert_snapshot!(
        "against_git",
        folder.run(&["plan", "--against", "git:HEAD~1"])
    );
    assert_snapshot!(
        "against_nowhere",
        folder.run(&["plan", "--against", "git:HEAD~7"])
    );
    // No option of git, whatever it looks like.
    assert!(
        folder
            .run(&["plan", "--against", "git:--all"])
            .contains("knows no commit")
    );
    fs::rename(folder.file("out"), folder.file("old")).unwrap();
    folder.succeeds(&["plan", "--against", "old", "--detailed-exitcode"]);
    assert_snapshot!(
        "against_no_out",
        folder.run(&["plan", "--against", "elsewhere"])
    );
}

#[test]
fn each_view_goes_to_stdout() {
    let folder = Folder::committed();
    folder.edit("app.rig.hcl", "= 60", "= 120");
    assert_snapshot!("markdown", folder.run(&["plan", "--format", "markdown"]));
    let output = folder.succeeds(&["plan", "--format", "json", "--quiet"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["counts"]["update"], 1);
    assert!(output.stderr.is_empty());
}

#[test]
fn yaml_and_json_are_the_same_deployment() {
    let folder = Folder::with_app();
    folder.succeeds(&["build", "--yaml"]);
    let output = folder.succeeds(&["plan", "--detailed-exitcode"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("No changes."), "{text}");
}

#[test]
fn an_out_that_was_edited_is_named() {
    let folder = Folder::committed();
    let template = "out/cloudformation/production/eu-west-1/data.template.json";
    folder.edit(template, ": 60", ": 45");
    folder.commit();
    assert_snapshot!(folder.run(&["plan"]));
}

/// A type with a schema in the folder `schemas` is read from there, also when builds are compared: what
/// replaces it is known.
#[test]
fn a_type_of_ones_own_is_known_to_plans() {
    let folder = Folder::with_app();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    let schema = r#"{
        "typeName": "Vendor::Watch::Monitor",
        "properties": { "Id": { "type": "string" }, "Kind": { "type": "string" } },
        "readOnlyProperties": ["/properties/Id"], "createOnlyProperties": ["/properties/Kind"],
        "primaryIdentifier": ["/properties/Id"], "additionalProperties": false
    }"#;
    folder.write("schemas/monitor.json", schema);
    folder.write(
        "monitor.rig.hcl",
        "resource \"Vendor::Watch::Monitor\" \"cpu\" { Kind = \"metric\" }\n",
    );
    folder.succeeds(&["build"]);
    folder.edit("monitor.rig.hcl", "metric", "log");
    assert_snapshot!(folder.run(&["plan"]));
}
