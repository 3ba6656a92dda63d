//! Proofs: what is true, what is not known, and that every printed fix is one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use std::collections::BTreeMap;

use outrigger_core::behaviors::Behaviors;
use outrigger_core::diag::{Diagnostic, Diagnostics};
use outrigger_core::imports;
use outrigger_core::names::Names;
use outrigger_core::prove::{Row, Verdict, check_vocabulary};
use outrigger_core::schema::{self, Schemas};
use outrigger_core::source::{Origin, Sources};
use outrigger_core::{Goal, Proofs, Request, SourceText, compile, stdlib, syntax};
use support::{Case, files, sections, shown};

fn proofs(files: &[(&str, &str)]) -> Proofs {
    let files = files.iter().map(|(name, text)| SourceText {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    });
    let request = Request {
        files: files.collect(),
        lock: None,
        environment: "production",
        library: stdlib::LIBRARY,
        outside: &imports::Nothing,
    };
    let compilation = compile(&request, Goal::Check, &mut |_, _| {}).unwrap();
    let text = shown(&compilation.sources, &compilation.diagnostics);
    compilation.proofs.unwrap_or_else(|| panic!("{text}"))
}

fn row<'p>(proofs: &'p Proofs, what: &str) -> &'p Row {
    let found = proofs.rows.iter().find(|row| row.what == what);
    found.unwrap_or_else(|| panic!("no row of {what}: {:#?}", proofs.rows))
}

/// Whether a topic survives the loss of a zone under a condition.
fn verdict(when: &str) -> Verdict {
    let text = format!(
        r#"
app "shop" {{
  language  = 1
  home      = "eu-west-1"
  regions   = ["eu-west-1"]
  objective = {{ recover = {{ az = {{ within = "5m" }} }} }}
}}
param "name" {{ type = string }}
behavior "AWS::SNS::Topic" {{
  holds_data = "transit"
  source     = "A test"
  let {{
    own  = self.DisplayName
    subs = referrers("AWS::SNS::Subscription", "TopicArn")
    dead = referrers("AWS::SNS::Subscription", "RedrivePolicy")
  }}
  survives "az" {{
    when   = {when}
    within = "1m"
    source = "A test"
  }}
}}
component "topic" {{
  doc = "A topic with two readers, one of which tells another topic what it could not deliver."
  resource "AWS::SNS::Topic" "main" {{
    DisplayName       = "news"
    TopicName         = param.name
    ArchivePolicy     = {{ MessageRetentionPeriod = 3, later = param.name }}
    DataProtectionPolicy = {{ of = param.name }}
  }}
  resource "AWS::SNS::Subscription" "a" {{
    Protocol = "sqs"
    TopicArn = main.TopicArn
    Endpoint = "arn:a"
  }}
  resource "AWS::SNS::Subscription" "b" {{
    Protocol      = "sqs"
    TopicArn      = "${{main.TopicArn}}"
    Endpoint      = "arn:b"
    RedrivePolicy = {{ deep = [{{ to = "x${{main.TopicArn}}y" }}] }}
  }}
  fact "size" {{
    of    = main
    value = 4
  }}
  fact "gone" {{
    of    = main
    value = null
  }}
}}
topic "news" {{}}
"#
    );
    let proofs = proofs(&[("app.rig.hcl", &text)]);
    row(&proofs, "topic.news.main").verdict
}

/// Resources that stand at both sites are each other's twins; one at home has none.
#[test]
fn twins_stand_at_other_sites() {
    let text = r#"
app "twins" {
  language  = 1
  home      = "eu-west-1"
  regions   = ["eu-west-1", "eu-central-1"]
  objective = { recover = { region = { within = "1h" } } }
}
component "topics" {
  doc = "Two topics."
  resource "AWS::SNS::Topic" "everywhere" {}
  resource "AWS::SNS::Topic" "at_home" { at = "home" }
}
topics "a" {}
behavior "AWS::SNS::Topic" {
  source = "a test"
  survives "region" {
    when   = length(twins(self)) == 1
    within = "0s"
    source = "a test"
  }
}
"#;
    let proofs = proofs(&[("app.rig.hcl", text)]);
    let of = |what: &str| {
        let rows = proofs.rows.iter().filter(|row| row.what == what);
        let found: Vec<_> = rows.map(|row| row.found.as_str()).collect();
        assert!(!found.is_empty(), "{what}");
        found.join("; ")
    };
    assert!(
        of("topics.a.everywhere").contains("goes on"),
        "{}",
        of("topics.a.everywhere")
    );
    assert!(
        !of("topics.a.at_home").contains("goes on"),
        "{}",
        of("topics.a.at_home")
    );
}

/// Where no route fits the path of the health checks, each region seems lost, and nothing is kept.
#[test]
fn regions_are_asked_by_a_path_that_somebody_answers() {
    let verdict = |routes: &str, path: &str, region: &str| {
        let text = format!(
            r#"
app "shop" {{
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"{region}]
  domain   = "shop.example.com"
  growth   = {{ today = "200rps" }}
}}
tier "front" {{
  exposure = "public"
  survives = "az"
}}
entry "main" {{ health_path = "{path}" }}
service "api" {{
  tier     = tier.front
  image    = "registry.example.com/api:1"
  port     = 8080
  capacity = "100rps"
  routes   = {routes}
}}
service "docs" {{
  tier     = tier.front
  image    = "registry.example.com/docs:1"
  port     = 8080
  capacity = "100rps"
  routes   = ["/docs/v?/*"]
}}
"#
        );
        row(&proofs(&[("app.rig.hcl", &text)]), "service.api").verdict
    };
    let other = r#", "eu-central-1""#;
    assert_eq!(verdict(r#"["/*"]"#, "/", other), Verdict::Kept);
    assert_eq!(verdict(r#"["/api/*"]"#, "/", other), Verdict::Unknown);
    assert_eq!(verdict(r#"["/api/*"]"#, "/api/well", other), Verdict::Kept);
    // Whichever service answers.
    assert_eq!(verdict(r#"["/api/*"]"#, "/docs/v1/", other), Verdict::Kept);
    assert_eq!(verdict(r#"["/api/*"]"#, "/docs/", other), Verdict::Unknown);
    // One region alone is not asked.
    assert_eq!(verdict(r#"["/api/*"]"#, "/", ""), Verdict::Kept);
}

#[test]
fn truth_has_three_values() {
    use Verdict::{Broken, Kept, Unknown};
    let cases = [
        ("true", Kept),
        ("false", Broken),
        ("self.FifoTopic", Unknown),
        ("!self.FifoTopic", Unknown),
        ("false && self.FifoTopic", Broken),
        ("self.FifoTopic && false", Broken),
        ("true && self.FifoTopic", Unknown),
        ("self.FifoTopic && true", Unknown),
        ("self.FifoTopic || false", Unknown),
        ("true || self.FifoTopic", Kept),
        ("self.FifoTopic || true", Kept),
        ("false || self.FifoTopic", Unknown),
        ("self.FifoTopic ? true : true", Unknown),
        ("is_set(self.FifoTopic)", Broken),
        ("is_set(self.DisplayName)", Kept),
        ("self.DisplayName == \"news\"", Kept),
        ("self.DisplayName != \"news\"", Broken),
        // A text is no number, and so says nothing of one.
        ("self.DisplayName == 3", Unknown),
        ("self.DisplayName != 3", Unknown),
        ("own == \"news\"", Kept),
        // Given at deployment: set, and not known.
        ("is_set(self.TopicName)", Kept),
        ("self.TopicName == \"news\"", Unknown),
        ("self.ArchivePolicy.MessageRetentionPeriod >= 3", Kept),
        ("self.ArchivePolicy.MessageRetentionPeriod < 3", Broken),
        ("self.ArchivePolicy.later == \"x\"", Unknown),
        ("self.ArchivePolicy.none == 1", Unknown),
        ("anytrue([self.FifoTopic, true])", Kept),
        ("anytrue([self.FifoTopic, false])", Unknown),
        ("alltrue([self.FifoTopic, false])", Broken),
        ("alltrue([self.FifoTopic, true])", Unknown),
        (
            "contains([self.FifoTopic, \"news\"], self.DisplayName)",
            Kept,
        ),
        ("contains([self.FifoTopic, 1], 2)", Unknown),
        ("length(distinct([1, 1, 2])) == 2", Kept),
        ("length(distinct([1, self.FifoTopic])) == 2", Unknown),
        ("only([7]) == 7", Kept),
        ("only([7, 8]) == 7", Unknown),
        (
            "sum([1, 2, 3]) == 6 && min(3, 2) == 2 && max(3, 2) == 3",
            Kept,
        ),
        ("1 + 2 * 3 - 1 == 6 && 7 / 2 == 3 && 7 % 2 == 1", Kept),
        ("1 / 0 == 1", Unknown),
        ("startswith(self.DisplayName, \"ne\")", Kept),
        ("startswith(self.DisplayName, \"x\")", Broken),
        (
            "alltrue([for p in [\"*\", \"n?ws\", \"*ew*\", \"n*\", \"news*\"] : fits(\"news\", p)])",
            Kept,
        ),
        (
            "anytrue([for p in [\"\", \"new\", \"news?\", \"e*\", \"n*x\", \"News\"] : fits(\"news\", p)])",
            Broken,
        ),
        ("unknown(\"nobody measured it\")", Unknown),
        ("self.fact.size == 4", Kept),
        ("self.fact.gone == 4", Unknown),
        ("is_set(self.fact.gone)", Broken),
        // References are found in texts and below; each once.
        ("length(subs) == 2 && length(dead) == 1", Kept),
        ("alltrue([for s in subs : s.TopicArn.target == self])", Kept),
        ("only(dead).Endpoint == \"arn:b\"", Kept),
        (
            "length([for s in subs : s if s.Endpoint == \"arn:a\"]) == 1",
            Kept,
        ),
        (
            "length([for s in subs : s if s.Region == \"x\"]) == 1",
            Unknown,
        ),
        ("contains(subs.Endpoint, \"arn:b\")", Kept),
        // What does not fit is not known.
        ("self.DisplayName > 3", Unknown),
        ("self.DisplayName", Unknown),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(when, expected)| (when, expected, verdict(when)))
        .filter(|(_, expected, found)| *expected != found)
        .collect();
    assert!(wrong.is_empty(), "condition, expected, found: {wrong:#?}");
}

/// The case with the edits of a diagnostic made.
fn pasted(case: &Case, sources: &Sources, diagnostic: &Diagnostic) -> Case {
    let mut files = case.files.clone();
    let mut edits = diagnostic.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        let (file, range) = sources.local(edit.span).unwrap();
        let name = &sources.file(file).name;
        let found = files.iter_mut().find(|(known, _)| known == name);
        let (_, text) = found.unwrap_or_else(|| panic!("{name} is not the user's"));
        text.replace_range(range, &edit.text);
    }
    Case {
        files,
        lock: case.lock.clone(),
        environment: case.environment.clone(),
        goal: Goal::Check,
        beside: case.beside.clone(),
    }
}

/// Pages with broken promises: what each section compiles.
fn broken_cases() -> Vec<(String, Case)> {
    let pages = files("golden/check", "md").into_iter();
    let pages = pages.chain(files("docs/errors", "md"));
    let mut found = Vec::new();
    for (path, text) in pages {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "16-proofs.md" || name.starts_with("E10") {
            for section in sections(&text) {
                let case = Case::of(&section);
                if !case.files.is_empty() {
                    found.push((format!("{name}, {}", section.heading), case));
                }
            }
        }
    }
    found
}

fn is_about_promises(diagnostic: &Diagnostic) -> bool {
    (1001..=1007).contains(&diagnostic.code.0)
}

#[test]
fn every_printed_fix_is_accepted() {
    let mut tried = BTreeMap::new();
    for (name, mut case) in broken_cases() {
        for _ in 0..10 {
            let (sources, found) = case.compile();
            let mut promises = found.iter().filter(|one| is_about_promises(one));
            let Some(diagnostic) = promises.find(|one| !one.edits.is_empty()) else {
                break;
            };
            *tried.entry(diagnostic.code.to_string()).or_insert(0) += 1;
            let mended = pasted(&case, &sources, diagnostic);
            let (after_sources, after) = mended.compile();
            let is_left = after
                .iter()
                .any(|one| one.code == diagnostic.code && one.message == diagnostic.message);
            let text = mended.files[0].1.clone();
            assert!(
                !is_left && after.len() < found.len(),
                "{name}: {}\n{text}\n{}",
                diagnostic.message,
                shown(&after_sources, &after)
            );
            // What was said in words is what was pasted.
            let help = diagnostic.help.join("\n");
            for edit in &diagnostic.edits {
                assert!(help.contains(edit.text.trim()), "{name}: {help}");
            }
            case = mended;
        }
    }
    let codes: Vec<&str> = tried.keys().map(String::as_str).collect();
    let expected = ["E1001", "E1004", "E1005", "E1006", "E1007"];
    assert_eq!(codes, expected, "each kind of fix is tried");
}

/// The example of the README, by the components of the library: with `min = 7` a zone's loss leaves
/// too few, `min = 8` is printed, and accepted.
#[test]
fn the_shop_needs_eight() {
    let text = include_str!("../../../examples/shop/shop.rig.hcl");
    let changed = text.replace("min = 9, max = 60", "min = 7, max = 60");
    assert_ne!(changed, text);
    let shop = Case {
        files: vec![("shop.rig.hcl".into(), changed)],
        lock: None,
        environment: "production".into(),
        goal: Goal::Check,
        beside: support::beside::Beside::default(),
    };
    let (sources, found) = shop.compile();
    let [diagnostic] = &found[..] else {
        panic!("{}", shown(&sources, &found))
    };
    assert_eq!(diagnostic.code.to_string(), "E1001");
    let labels = diagnostic.labels.iter().map(|label| label.text.clone());
    let said: Vec<String> = labels.chain(diagnostic.help.clone()).collect();
    let said = said.join("\n");
    for part in [
        "7 replicas stand 3/2/2 in euw1-az1/az2/az3; losing euw1-az1 leaves 4",
        "200rps need 5 replicas of 40rps each",
        "`min = 8` stands 3/3/2 and leaves 5",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let mended = pasted(&shop, &sources, diagnostic);
    assert!(mended.files[0].1.contains("min = 8, max = 60"));
    let (sources, found) = mended.compile();
    assert!(found.is_empty(), "{}", shown(&sources, &found));
}

/// Both ends of a range that was left out are one attribute, and pasted it is accepted.
#[test]
fn what_was_left_out_is_written_once() {
    let text = r#"app "shop" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
  domain   = "shop.example.com"
  growth   = { today = "200rps" }
}
tier "api" { exposure = "public" }
service "a" {
  tier     = tier.api
  image    = "registry.example.com/a:1"
  port     = 8080
  capacity = "10rps"
}
"#;
    let shop = Case {
        files: vec![("shop.rig.hcl".into(), text.into())],
        lock: None,
        environment: "production".into(),
        goal: Goal::Check,
        beside: support::beside::Beside::default(),
    };
    let (sources, found) = shop.compile();
    let [diagnostic] = &found[..] else {
        panic!("{}", shown(&sources, &found))
    };
    let help = "`replicas = { max = 30, min = 30 }` in `service.a` stands 10/10/10 and leaves 20";
    assert!(
        diagnostic.help.iter().any(|said| said == help),
        "{:?}",
        diagnostic.help
    );
    let (sources, found) = pasted(&shop, &sources, diagnostic).compile();
    assert!(found.is_empty(), "{}", shown(&sources, &found));
}

#[test]
fn behaviours_speak_of_what_there_is() {
    let (names, mut sources, mut diagnostics) = (Names::new(), Sources::new(), Diagnostics::new());
    let mut trees = Vec::new();
    for (path, text) in stdlib::LIBRARY.folder("behaviors/") {
        let file = sources.add(path, text, Origin::Stdlib);
        trees.push(syntax::parse(&sources, file, &names, &mut diagnostics));
    }
    let blocks: Vec<_> = trees.iter().flat_map(|tree| &tree.blocks).collect();
    let mut types: Vec<&str> = blocks
        .iter()
        .map(|block| names.text(block.labels[0].name))
        .collect();
    types.sort_unstable();
    let twice: Vec<_> = types.windows(2).filter(|two| two[0] == two[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let behaviors = Behaviors::read(
        blocks.iter().map(|block| (*block, None)),
        &names,
        &mut diagnostics,
    );
    let schemas = Schemas::open(schema::EMBEDDED).unwrap();
    check_vocabulary(&behaviors, |_| true, &names, &schemas, &mut diagnostics);
    let all = diagnostics.into_sorted();
    assert!(all.is_empty(), "{}", shown(&sources, &all));
    assert_eq!(behaviors.iter().count(), types.len());
    let models = behaviors.iter().filter(|one| one.is_model()).count();
    assert!(models >= 20, "only {models} say what becomes of their type");
}

#[test]
fn defaults_are_of_properties_that_there_are() {
    let text = stdlib::LIBRARY.file("data/defaults.json").unwrap();
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    let (names, schemas) = (Names::new(), Schemas::open(schema::EMBEDDED).unwrap());
    for (type_name, properties) in json["defaults"].as_object().unwrap() {
        let id = schemas.find(type_name).expect(type_name);
        let root = schemas.load(&names, id).root;
        for (property, default) in properties.as_object().unwrap() {
            let node = schemas.step(&names, root, property);
            assert!(node.is_some(), "{type_name}.{property}");
            let source = default["source"].as_str().unwrap();
            assert!(source.len() > 20, "{type_name}.{property}: {source}");
        }
    }
}
