use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::{APP, Folder};

/// A component with everything that a page can show.
const TOPIC: &str = r#"component "topic" {
  doc = "Where news go."

  input "name" {
    type       = string
    matches    = "^[a-z]+|none$"
    max_length = 20
    doc        = "What it is called."
  }
  input "copies" {
    type    = object({
      least = int
      most  = optional(int)
    })
    default = {
      least = 1 # one is enough
    }
    doc     = "How many."
  }
  input "inner" {
    type = component.leaf
    doc  = "What it hangs on."
  }
  input "key" {
    type  = optional(arn)
    later = true
    doc   = "Its key."
  }

  let {
    many = copies.least > 1
  }

  resource "AWS::SNS::Topic" "main" {
    when        = many
    at          = "home"
    DisplayName = name
  }
  resource "AWS::SNS::Topic" "more" {
    for_each    = { a = 1, b = 2 }
    DisplayName = "${each.key}`s"
  }
  leaf "below" {}

  check "named" {
    that  = name != "none" || many
    error = "`${name}` is no name"
    at    = name
  }
  fact "size" {
    of    = more
    value = copies.least
  }
  output "count" {
    value = copies.least
    doc   = "How many there are."
  }
  provides "publish" {
    when   = many
    grants = { "sns:Publish" = "*" }
    port   = 443
  }
}

component "leaf" {
  doc = "The end."
  output "undocumented" { value = "x" }
}
"#;

fn with_components() -> Folder {
    let folder = Folder::with_app();
    folder.write("topic.rig.hcl", TOPIC);
    folder
}

#[test]
fn a_page_of_the_library_needs_no_app() {
    let folder = Folder::new();
    let page = folder.succeeds(&["doc", "queue"]).stdout;
    let page = String::from_utf8(page).unwrap();
    assert!(page.starts_with("# queue\n\nA queue"), "{page}");
    assert!(folder.files().is_empty());
    assert_snapshot!("doc_unknown", folder.run(&["doc", "qeue"]));
}

#[test]
fn a_page_of_the_apps_own() {
    let folder = with_components();
    assert_snapshot!("doc_own", folder.run(&["doc", "topic"]));
    assert_snapshot!("doc_own_leaf", folder.run(&["doc", "leaf"]));
}

#[test]
fn the_apps_own_come_first() {
    let folder = with_components();
    folder.write(
        "queue.rig.hcl",
        "component \"queue\" {\n  doc = \"Ours. Not theirs.\"\n}\n",
    );
    let list = String::from_utf8(folder.succeeds(&["doc"]).stdout).unwrap();
    let first: Vec<&str> = list.lines().take(4).collect();
    assert_snapshot!("doc_list", first.join("\n"));
    assert_eq!(list.matches("\nqueue ").count(), 1);
}

#[test]
fn what_is_imported_is_called_as_the_app_calls_it() {
    let folder = Folder::with_app();
    folder.write(
        "parts/topic.rig.hcl",
        "component \"topic\" {\n  doc = \"Where news go.\"\n\n  leaf \"one\" {}\n}\ncomponent \"leaf\" {\n  doc = \"A leaf.\"\n}\n",
    );
    folder.write(
        "import.rig.hcl",
        "import \"parts\" { source = \"./parts\" }\n",
    );
    let list = String::from_utf8(folder.succeeds(&["doc"]).stdout).unwrap();
    assert!(list.starts_with("parts_leaf"), "{list}");
    assert_snapshot!("doc_imported", folder.run(&["doc", "parts_topic"]));
}

#[test]
fn pages_are_written_once() {
    let folder = with_components();
    let said = folder.run(&["doc", "--out", "reference"]);
    assert!(said.contains("Wrote "), "{said}");
    assert!(
        folder
            .read("reference/README.md")
            .contains("[topic](topic.md)")
    );
    let said = folder.run(&["doc", "--out", "reference"]);
    assert!(said.contains("Up to date: "), "{said}");
    let said = folder.run(&["doc", "topic", "--out", "one"]);
    assert!(said.contains("Wrote 1 of 1 page to one"), "{said}");
}

#[test]
fn an_app_with_mistakes_has_no_reference() {
    let folder = Folder::new();
    folder.write("app.rig.hcl", APP.replace("home ", "hom "));
    let output = folder.outrigger(&["doc"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty() && !output.stderr.is_empty());
}

/// The project's own reference is what `outrigger doc` writes, and everything in it is documented.
/// `BLESS=1` rewrites it.
#[test]
fn the_reference_is_what_the_components_say() {
    let folder = Folder::new();
    folder.succeeds(&["doc", "--out", "."]);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/components");
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(&committed);
        fs::create_dir_all(&committed).unwrap();
        for name in folder.files() {
            fs::copy(folder.file(&name), committed.join(&name)).unwrap();
        }
    }
    let names = fs::read_dir(&committed).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, folder.files());
    for name in names {
        let text = fs::read_to_string(committed.join(&name)).unwrap();
        assert_eq!(text, folder.read(&name), "BLESS=1 rewrites {name}");
        for line in text.lines() {
            assert!(
                !line.contains("|  |"),
                "{name} leaves something out: {line}"
            );
        }
    }
}
