//! Whatever the sources are, compiling them ends soon, in a result or in errors whose places lie in
//! what the user wrote, and never in a panic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use outrigger_core::Goal;
use outrigger_core::diag::render::{Style, human};
use outrigger_core::source::Origin;
use proptest::prelude::*;
use proptest::sample::{Index, Selector};
use support::{Case, files, sections};

fn case(text: String, lock: Option<String>, environment: &str) -> Case {
    Case {
        files: vec![("main.rig.hcl".to_owned(), text)],
        lock,
        environment: environment.to_owned(),
        goal: Goal::Check,
        beside: support::beside::Beside::default(),
    }
}

/// Compiles for every target and renders. [`Case::compile_for`] sees to it that there is an error or
/// a result.
fn survives(case: &Case) {
    for goal in [Goal::Check, Goal::BuildTerraform] {
        survives_goal(case, goal);
    }
}

fn survives_goal(case: &Case, goal: Goal) {
    let (sources, found) = case.compile_for(goal);
    for diagnostic in &found {
        if let Some(main) = diagnostic.labels.first() {
            let (file, _) = sources.local(main.span).expect("a file");
            let file = sources.file(file);
            assert!(
                file.origin != Origin::Stdlib,
                "{}: {} in {}",
                diagnostic.code,
                diagnostic.message,
                file.name
            );
        }
    }
    let style = Style {
        unicode: true,
        color: false,
        width: 100,
    };
    assert_eq!(human(&found, &sources, &style).is_empty(), found.is_empty());
}

/// All apps of the golden pages, of the pages of codes and of the examples.
fn seeds() -> Vec<Case> {
    let pages = files("golden/check", "md")
        .into_iter()
        .chain(files("docs/errors", "md"));
    let mut seeds = Vec::new();
    for (_, page) in pages {
        let cases = sections(&page);
        let cases = cases.iter().map(Case::of);
        seeds.extend(cases.filter(|case| !case.files.is_empty()));
    }
    seeds.extend(
        examples()
            .into_iter()
            .map(|text| case(text, None, "staging")),
    );
    seeds
}

fn examples() -> Vec<String> {
    let found = files("examples", "rig.hcl").into_iter();
    found.map(|(_, text)| text).collect()
}

#[test]
fn examples_cut_off_anywhere_survive() {
    for text in examples() {
        // Every 23rd place: no period of the text, so all kinds of places are met.
        for (at, _) in text.char_indices().step_by(23) {
            survives(&case(text[..at].to_owned(), None, "production"));
        }
    }
}

#[test]
fn a_chain_of_lets_has_200_links() {
    let chain = |links: usize| {
        let lets = (0..links).map(|at| format!("    a{at} = a{} + 1\n", at + 1));
        let lets = lets.collect::<Vec<_>>().concat();
        let last = format!("    a{links} = 1\n");
        let mut case = case(
            format!("component \"x\" {{\n  let {{\n{lets}{last}  }}\n}}\n"),
            None,
            "production",
        );
        case.files.push((
            "app.rig.hcl".to_owned(),
            "app \"x\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n"
                .to_owned(),
        ));
        let (_, found) = case.compile();
        let codes = found.iter().map(|one| one.code.to_string());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(chain(199), Vec::<String>::new());
    assert_eq!(chain(210), ["E0322"]);
}

#[test]
fn calls_that_stand_on_calls_have_an_end() {
    let line = |uses: usize| {
        let job = "component \"job\" {\n  doc = \"Says how many it calls.\"\n  input \"calls\" {\n    type    = list(provides)\n    default = []\n    doc     = \"What it calls.\"\n  }\n  provides \"run\" { env = { CALLS = \"${length(calls)}\" } }\n}\n";
        let uses = (0..uses).map(|at| format!("job \"j{at}\" {{ calls = [job.j{}] }}\n", at + 1));
        let uses = uses.collect::<Vec<_>>();
        let text = format!("{job}{}job \"j{}\" {{}}\n", uses.concat(), uses.len());
        let app =
            "app \"x\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n";
        let mut case = case(text, None, "production");
        case.files.push(("app.rig.hcl".to_owned(), app.to_owned()));
        let (_, found) = case.compile();
        let codes = found.iter().map(|one| one.code.to_string());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(line(200), Vec::<String>::new());
    assert_eq!(line(300), ["E0322"]);
}

/// A seed with a line taken out, doubled, or replaced by one of another seed; or cut off.
fn mixed() -> impl Strategy<Value = Case> {
    let seeds = seeds();
    let lines: Vec<String> = seeds
        .iter()
        .flat_map(|case| &case.files)
        .flat_map(|(_, text)| text.lines().map(str::to_owned))
        .collect();
    let change = (any::<Index>(), 0_u8..4, any::<Index>());
    (any::<Selector>(), prop::collection::vec(change, 1..4)).prop_map(move |(seed, changes)| {
        let seed = seed.select(&seeds);
        let mut files = seed.files.clone();
        for (place, what, other) in changes {
            let (_, text) = &mut files[0];
            let mut found: Vec<&str> = text.lines().collect();
            if found.is_empty() {
                break;
            }
            let at = place.index(found.len());
            let other = other.get(&lines);
            match what {
                0 => drop(found.remove(at)),
                1 => found.insert(at, found[at]),
                2 => found[at] = other,
                _ => found.insert(at, other),
            }
            *text = found.join("\n");
        }
        Case {
            files,
            lock: seed.lock.clone(),
            environment: seed.environment.clone(),
            goal: seed.goal,
            beside: seed.beside.clone(),
        }
    })
}

/// Words of the language in any order.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "app",
        "site",
        "self",
        "each",
        "param",
        "queue",
        "mail",
        "x",
        "region",
        "home",
        "key",
        ".",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "\"",
        "${",
        ",",
        "=",
        "=>",
        "?",
        ":",
        "==",
        "+",
        "-",
        "*",
        "/",
        "!",
        "for",
        "in",
        "if",
        "null",
        "true",
        "1",
        "0.5",
        "\"1d\"",
        "\"a\"",
        "at",
        "each_site",
        "json",
        "join",
        "merge",
        "cidr_subnets",
        "\n",
        "when",
        "for_each",
        "type",
        "\"AWS::SQS::Queue\"",
        "Arn",
        "optional",
        "later",
    ]);
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn mixed_sources_survive(case in mixed()) {
        survives(&case);
    }

    #[test]
    fn any_words_survive(expression in words(), lock in words()) {
        let text = format!(
            "app \"x\" {{\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}}\n\
            queue \"mail\" {{}}\n\
            component \"c\" {{\n  let {{ y = {expression}\n }}\n  resource \"AWS::SQS::Queue\" \"x\" {{ QueueName = y\n }}\n}}\n\
            c \"c\" {{}}\n"
        );
        survives(&case(text, Some(format!("version 1\n{lock}")), "production"));
    }
}
