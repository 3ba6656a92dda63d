//! Imports that a page cannot show: too many, in another order, and updates.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot prepare its case fails"
)]

use outrigger_core::imports::{GitFolder, Outside, Pin, Tag, Unread};
use outrigger_core::{Compilation, Goal, Request, SourceText, compile, stdlib, update};

const APP: &str = "app \"shop\" {
  language = 1
  home     = \"eu-west-1\"
  regions  = [\"eu-west-1\"]
}
";

fn file(name: &str, text: &str) -> SourceText {
    SourceText {
        name: name.into(),
        text: text.into(),
    }
}

/// Folders by path, made when they are asked for.
struct Made(fn(&str) -> Vec<SourceText>);

impl Outside for Made {
    fn folder(&self, path: &str) -> Result<Vec<SourceText>, Unread> {
        Ok(self.0(path))
    }

    fn repository(&self, folder: &GitFolder, pin: &Pin) -> Result<Vec<SourceText>, Unread> {
        Ok(self.0(&format!("{} {}", folder.source(), pin.commit)))
    }

    fn tags(&self, _: &str) -> Result<Vec<Tag>, Unread> {
        let tag = |name: &str, digit: &str| Tag {
            name: name.into(),
            commit: digit.repeat(40),
        };
        Ok(vec![tag("v1.0.0", "a"), tag("v1.1.0", "b")])
    }
}

fn compiled(
    files: Vec<SourceText>,
    outside: &dyn Outside,
    lock: Option<String>,
) -> (Compilation, Vec<(String, Vec<u8>)>) {
    let request = Request {
        files,
        lock,
        environment: "production",
        library: stdlib::LIBRARY,
        outside,
    };
    let mut built = Vec::new();
    let mut take = |path: &str, content: &[u8]| built.push((path.to_owned(), content.to_vec()));
    let compilation = compile(
        &request,
        Goal::Build(outrigger_core::Format::Json),
        &mut take,
    )
    .unwrap();
    (compilation, built)
}

fn codes(compilation: &Compilation) -> Vec<String> {
    let all = compilation.diagnostics.iter();
    all.map(|one| one.code.to_string()).collect()
}

#[test]
fn a_chain_of_libraries_has_an_end() {
    let chain = Made(|path| {
        let at: usize = path.rsplit('/').next().unwrap().parse().unwrap();
        let next = format!("import \"next\" {{ source = \"../{}\" }}\n", at + 1);
        vec![file(
            "one.rig.hcl",
            &format!("{next}component \"one\" {{ doc = \"One.\" }}\n"),
        )]
    });
    let import = format!("{APP}import \"first\" {{ source = \"../1\" }}\nfirst_one \"x\" {{}}\n");
    let (compilation, _) = compiled(vec![file("app.rig.hcl", &import)], &chain, None);
    assert_eq!(codes(&compilation), ["E1218"]);
}

/// A library of two files that uses the standard library.
fn library(path: &str) -> Vec<SourceText> {
    let retention = if path.contains(&"b".repeat(40)) {
        120
    } else {
        60
    };
    let queue = format!(
        "component \"queue\" {{\n  doc = \"A queue.\"\n\n  name \"own\" {{}}\n  resource \"AWS::SQS::Queue\" \"main\" {{ MessageRetentionPeriod = {retention} }}\n}}\n"
    );
    let name = "component \"name\" {\n  doc = \"A name.\"\n\n  resource \"AWS::SNS::Topic\" \"main\" {}\n}\n";
    vec![file("queue.rig.hcl", &queue), file("name.rig.hcl", name)]
}

const USES: &str = "acme_queue \"mail\" {}\nother_queue \"mail\" {}\n";
const ACME: &str = "import \"acme\" { source = \"../acme\" }\n";
const OTHER: &str = "import \"other\" {\n  source  = \"git::https://example.com/p.git\"\n  version = \"~> 1.0\"\n}\n";

#[test]
fn the_order_of_files_and_imports_means_nothing() {
    let outside = Made(library);
    let reversed = Made(|path| library(path).into_iter().rev().collect());
    let one = vec![file("app.rig.hcl", &format!("{APP}{ACME}{OTHER}{USES}"))];
    let two = vec![
        file("b.rig.hcl", &format!("{USES}{OTHER}")),
        file("a.rig.hcl", &format!("{ACME}{APP}")),
    ];
    let lock = update(&one, None, None, &outside).lock.unwrap();
    assert_eq!(update(&two, None, None, &reversed).lock.unwrap(), lock);
    let (first, built) = compiled(one, &outside, Some(lock.clone()));
    let (second, again) = compiled(two, &reversed, Some(lock.clone()));
    assert!(codes(&first).is_empty(), "{:?}", first.diagnostics);
    assert!(!built.is_empty());
    assert_eq!(built, again);
    let written = first.output.unwrap().lock;
    assert_eq!(written, second.output.unwrap().lock);
    // A build keeps what an update wrote.
    let pins = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("* "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(pins(&written), pins(&lock));
    assert_eq!(pins(&lock).len(), 1);
}

#[test]
fn an_update_leaves_the_rest_of_the_lock_alone() {
    let outside = Made(library);
    let files = vec![file(
        "app.rig.hcl",
        &format!("{APP}{OTHER}other_queue \"mail\" {{}}\n"),
    )];
    let line = "production pin queue.mail.main Mail";
    let gone = format!(
        "* import git::https://example.com/gone.git tag=v1 v1 {} sha256:{}",
        "c".repeat(40),
        "d".repeat(64)
    );
    let lock = format!("version 1\n{line}\n{gone}\n");
    let updated = update(&files, Some(&lock), None, &outside);
    let text = updated.lock.unwrap();
    assert!(text.contains(line) && !text.contains("gone.git"), "{text}");
    let names: Vec<_> = updated
        .changes
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["git::https://example.com/gone.git", "other"]);
    let again = update(&files, Some(&text), None, &outside);
    assert_eq!(again.lock.unwrap(), text);
    assert!(again.changes.is_empty());
}

/// A lock that cannot be read says so, and nothing is asked of a repository because of it.
#[test]
fn a_line_that_cannot_be_read_is_named() {
    let outside = Made(library);
    let files = vec![file(
        "app.rig.hcl",
        &format!("{APP}{OTHER}other_queue \"mail\" {{}}\n"),
    )];
    let lock = update(&files, None, None, &outside).lock.unwrap();
    let broken = lock.replace("sha256:", "sha1:");
    let (compilation, _) = compiled(files.clone(), &outside, Some(broken.clone()));
    assert!(codes(&compilation).contains(&"E0702".to_owned()));
    let updated = update(&files, Some(&broken), None, &outside);
    assert!(updated.lock.is_none());
    let twice = format!("{lock}{}\n", lock.lines().last().unwrap());
    let (compilation, _) = compiled(files, &outside, Some(twice));
    assert_eq!(codes(&compilation), ["E0704"]);
}
