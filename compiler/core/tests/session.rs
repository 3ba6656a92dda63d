//! A session gives what a fresh compilation gives, whatever was edited before.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files"
)]

mod support;

use std::collections::BTreeMap;

use outrigger_core::diag::render::short;
use outrigger_core::imports::Nothing;
use outrigger_core::trial::Trials;
use outrigger_core::{Broken, Compilation, Format, Goal, Request, Session, SourceText, compile};
use support::apps::{App, folders, library};

/// A generator that only has to differ from step to step.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Everything that a compilation gives, as text.
type Compile<'c> =
    dyn FnMut(&Request<'_>, Goal, &mut dyn FnMut(&str, &[u8])) -> Result<Compilation, Broken> + 'c;

fn said(request: &Request<'_>, goal: Goal, compile: &mut Compile<'_>) -> String {
    let mut files = BTreeMap::new();
    let mut keep = |path: &str, content: &[u8]| {
        files.insert(
            path.to_owned(),
            String::from_utf8(content.to_vec()).unwrap(),
        );
    };
    let compilation =
        compile(request, goal, &mut keep).unwrap_or_else(|broken| panic!("{}", broken.0));
    let Compilation {
        diagnostics,
        output,
        proofs,
        ..
    } = compilation;
    format!("{diagnostics:#?}\n{output:#?}\n{proofs:#?}\n{files:#?}")
}

/// What a session says of an app with other texts, which must be what a fresh compilation says.
fn said_again(session: &mut Session<'_>, app: &App, texts: &[String], goal: Goal) -> String {
    let files = app.files.iter().zip(texts).map(|(file, text)| SourceText {
        name: file.name.clone(),
        text: text.clone(),
    });
    let request = Request {
        files: files.collect(),
        lock: app.lock.clone(),
        environment: "production",
        library: library(),
        outside: &Nothing,
    };
    let fresh = said(&request, goal, &mut |request, goal, file| {
        compile(request, goal, file)
    });
    let again = said(&request, goal, &mut |request, goal, file| {
        session.compile(request, goal, file)
    });
    assert_eq!(fresh, again, "{}", texts.concat());
    again
}

/// What stands between quotes.
fn texts(text: &str) -> Vec<std::ops::Range<usize>> {
    let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    let pairs = quotes.chunks_exact(2);
    pairs.map(|pair| pair[0] + 1..pair[1]).collect()
}

/// One edit: a line gone, written twice or moved, a text in place of another one, or another digit.
fn edit(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        return String::new();
    }
    let at = random.below(lines.len());
    match random.below(8) {
        3 | 4 => {
            let texts = texts(text);
            let mut any = || texts.get(random.below(texts.len())).cloned();
            let (Some(to), Some(from)) = (any(), any()) else {
                return text.to_owned();
            };
            let mut edited = text.to_owned();
            edited.replace_range(to, &text[from]);
            return edited;
        }
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(at, lines[random.below(lines.len())].clone()),
        2 => lines.insert(at, "\n".to_owned()),
        _ => {
            let digit = char::from(b'1' + random.below(9) as u8).to_string();
            let with_digit = lines
                .iter()
                .cycle()
                .skip(at)
                .take(lines.len())
                .position(|line| line.contains(|c: char| c.is_ascii_digit()));
            let Some(way) = with_digit.filter(|way| *way < lines.len()) else {
                return text.to_owned();
            };
            let at = (at + way) % lines.len();
            let place = lines[at].find(|c: char| c.is_ascii_digit()).unwrap();
            lines[at].replace_range(place..=place, &digit);
        }
    }
    lines.concat()
}

#[test]
fn a_session_gives_what_a_fresh_compilation_gives() {
    // Other edits, or more of them, for whoever changes what a session keeps.
    let number =
        |name: &str, usual: u64| std::env::var(name).map_or(usual, |given| given.parse().unwrap());
    let mut random = Random(number("SESSION_SEED", 11));
    let steps = number("SESSION_STEPS", 24) as usize;
    let (mut right, mut wrong, mut went_on) = (0, 0, 0);
    for folder in folders() {
        let app = App::read(&folder);
        let mut session = Session::new(library()).unwrap_or_else(|broken| panic!("{}", broken.0));
        let mut texts: Vec<String> = app.files.iter().map(|file| file.text.clone()).collect();
        for step in 0..steps {
            // Back to the start now and then: what is broken stays so.
            if step % 3 == 0 {
                texts = app.files.iter().map(|file| file.text.clone()).collect();
            }
            if step > 0 {
                let at = random.below(texts.len());
                texts[at] = edit(&texts[at], &mut random);
            }
            let goal = [Goal::Check, Goal::Build(Format::Json)][step % 2];
            let said = said_again(&mut session, &app, &texts, goal);
            let is_right = said.starts_with("[]");
            (right, wrong) = (
                right + usize::from(is_right),
                wrong + usize::from(!is_right),
            );
        }
        went_on += session.went_on();
    }
    // Of both there must be many, or nothing was tried.
    assert!(right > 20 && wrong > 10, "{right} right, {wrong} wrong");
    assert!(went_on > 50, "{went_on} went on");
}

/// A fact that asks for the calls is no unit's, and is worked out each time.
#[test]
fn a_fact_knows_of_calls_that_were_edited() {
    let app = App::read(&support::root().join("golden/build/calls"));
    let mut session = Session::new(library()).unwrap_or_else(|broken| panic!("{}", broken.0));
    for options in ["per_request = 3, needs", "per_request = 4, needs"] {
        let edited = |text: &str| text.replace("per_request = 3, needs", options);
        let texts: Vec<String> = app.files.iter().map(|file| edited(&file.text)).collect();
        let said = said_again(&mut session, &app, &texts, Goal::Build(Format::Json));
        assert!(said.starts_with("[]"), "{said}");
    }
    assert_eq!(session.went_on(), 1);
}

const TESTED: &str = r#"
queue "mail" {}
resource "Vendor::Watch::Monitor" "cpu" { Kind = "metric" }
environment "staging" {
  queue "mail" { max_receives = 3 }
}
"#;

const MONITOR: &str = r#"{
  "typeName": "Vendor::Watch::Monitor",
  "properties": { "Id": { "type": "integer" }, "Kind": { "type": "string", "enum": ["metric", "log"] } },
  "required": ["Kind"],
  "readOnlyProperties": ["/properties/Id"],
  "primaryIdentifier": ["/properties/Id"],
  "additionalProperties": false
}"#;

const TESTS: &str = r#"
test "as it is" {
  expect "queue.mail.main" { RedrivePolicy = { maxReceiveCount = 4 } }
  expect "resource.cpu" { Kind = "log" }
}
test "another environment" {
  environment = "staging"
  expect "queue.mail.main" { RedrivePolicy = { maxReceiveCount = 4 } }
}
test "more is given" {
  given {
    queue "mail" { max_receives = 7 }
    resource "Vendor::Watch::Monitor" "cpu" { Kind = "trace" }
  }
  refuse "E0608" {}
}
test "nothing is wrong" {
  refuse "E0608" {}
}
"#;

#[test]
fn a_test_finds_the_same_whatever_ran_before_it() {
    let file = |(name, text): (&str, &str)| SourceText {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let app =
        "app \"shop\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n";
    let files = [
        ("app.rig.hcl", app),
        ("more.rig.hcl", TESTED),
        ("schemas/monitor.json", MONITOR),
    ];
    let request = Request {
        files: files.map(file).into(),
        lock: None,
        environment: "production",
        library: library(),
        outside: &Nothing,
    };
    let tests = [file(("a.test.rig.hcl", TESTS))];
    let read = || Trials::read(&request, &tests).ok().and_then(Result::ok);
    let found = |trials: &mut Trials<'_>, number| {
        let outcome = trials.run(number).ok().unwrap();
        short(&outcome.failures, &outcome.sources)
    };
    let alone = |number| found(&mut read().unwrap(), number);
    let alone: Vec<String> = (0..4).map(alone).collect();
    assert!(alone.iter().all(|found| !found.is_empty()), "{alone:#?}");
    let mut trials = read().unwrap();
    for number in (0..4).chain((0..4).rev()) {
        assert_eq!(found(&mut trials, number), alone[number]);
    }
}
