use insta::assert_snapshot;

use crate::support::Folder;

#[test]
fn what_it_writes_works() {
    let folder = Folder::new();
    assert_snapshot!(folder.run(&["init"]));
    for arguments in [
        &["check"][..],
        &["check", "--env", "staging"],
        &["build"],
        &["build", "--env", "staging", "--yaml"],
        &["build", "--check", "--locked"],
    ] {
        folder.succeeds(arguments);
    }
}

#[test]
fn it_never_overwrites() {
    let folder = Folder::with_app();
    let before = folder.read("app.rig.hcl");
    assert_snapshot!(folder.run(&["init"]));
    assert_eq!(folder.read("app.rig.hcl"), before);
}

#[test]
fn it_makes_the_folder() {
    let folder = Folder::new();
    folder.succeeds(&["-C", "shop", "init"]);
    assert_eq!(folder.files(), ["shop/app.rig.hcl"]);
}
