use insta::assert_snapshot;

use crate::support::Folder;

#[test]
fn what_it_writes_works() {
    let folder = Folder::new();
    assert_snapshot!(folder.run(&["init"]));
    for arguments in [
        &["fmt", "--check"][..],
        &["check"],
        &["check", "--env", "staging"],
        &["build"],
        &["build", "--env", "staging", "--yaml"],
        &["build", "--check", "--locked"],
        &["plan"],
        &["doc"],
    ] {
        folder.succeeds(arguments);
    }
    let proofs = String::from_utf8(folder.succeeds(&["check"]).stdout).unwrap();
    let verdict = |word: &str| proofs.contains(&format!("\n  {word} "));
    assert!(verdict("kept") && !verdict("unknown"), "{proofs}");
}

#[test]
fn it_never_overwrites() {
    let folder = Folder::with_app();
    let before = folder.read("app.rig.hcl");
    assert_snapshot!(folder.run(&["init"]));
    assert_eq!(folder.read("app.rig.hcl"), before);
    let folder = Folder::new();
    folder.write("other.test.rig.hcl", "");
    assert!(folder.run(&["init"]).ends_with("--- status 1\n"));
}

#[test]
fn it_makes_the_folder_and_takes_its_name() {
    let folder = Folder::new();
    assert_snapshot!("init_folder", folder.run(&["-C", "Shop", "init"]));
    assert_eq!(folder.files(), ["Shop/app.rig.hcl"]);
    assert!(folder.read("Shop/app.rig.hcl").contains("app \"shop\" {"));
    folder.succeeds(&["-C", "no_name", "init"]);
    assert!(
        folder
            .read("no_name/app.rig.hcl")
            .contains("app \"hello\" {")
    );
}

#[test]
fn a_name_and_a_region() {
    let folder = Folder::new();
    folder.succeeds(&["init", "--name", "shop", "--region", "us-east-1"]);
    let text = folder.read("app.rig.hcl");
    assert!(text.contains("app \"shop\" {"), "{text}");
    assert_eq!(text.matches("\"us-east-1\"").count(), 2);
    folder.succeeds(&["build"]);
    folder.succeeds(&["fmt", "--check"]);
}

#[test]
fn a_name_and_a_region_that_cannot_be() {
    let folder = Folder::new();
    assert_snapshot!("init_name", folder.run(&["init", "--name", "my shop"]));
    assert_snapshot!("init_region", folder.run(&["init", "--region", "eu-wst-1"]));
    let quote = folder.run(&["init", "--name", "a\" {}\n\"b"]);
    assert!(quote.ends_with("--- status 1\n"), "{quote}");
    assert!(folder.files().is_empty());
}
