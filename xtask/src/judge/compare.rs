//! Our verdicts against cfn-lint's.

use std::collections::{BTreeMap, HashMap, HashSet};

use outrigger_core::check::{Checker, Found, Violation, ViolationKind};
use outrigger_core::names::Names;
use outrigger_core::schema::layout::Keyword;
use outrigger_core::schema::{EMBEDDED, Schemas, TypeId, TypeMask};
use outrigger_core::value::{Store, Value};
use serde_json::{Value as Json, json};

use super::generate::Generator;
use super::mutate::mutant;
use super::reach::{all_below, leading_to, says};
use super::{Answer, Python, json as convert};
use crate::Failure;

/// How many resources are asked about at once.
const BATCH: usize = 200;

/// Regions whose variants are used: the widest, and some that lag behind.
const REGIONS: [&str; 5] = [
    "us-east-1",
    "eu-west-1",
    "me-south-1",
    "us-gov-west-1",
    "us-west-2",
];

/// Compares our check with cfn-lint.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many resources.
    #[arg(long, default_value_t = 200)]
    count: usize,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Asks about a right resource of every type as well.
    #[arg(long)]
    every_type: bool,
    /// Prints every disagreement, explained or not.
    #[arg(long)]
    all: bool,
}

/// A resource with what we say of it.
struct Case {
    region: &'static str,
    type_name: String,
    keyword: Option<Keyword>,
    properties: Json,
    ours: Vec<Violation>,
}

/// Runs the comparison.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let names = Names::new();
    let store = Store::new();
    let schemas = Schemas::open(EMBEDDED)?;
    let checker = Checker::new(&names, &store, &schemas);
    let mut generator = Generator::new(&schemas, &names, &store, &checker, arguments.seed);
    let mut cases = make(&mut generator, arguments.count);
    if arguments.every_type {
        cases.extend(every_type(&mut generator));
    }
    let (order, batches) = batched(&cases);
    let answers: Vec<Vec<Answer>> = Python::start("cfn_lint.py")?.ask(&batches)?;
    let mut tally = Tally::default();
    for (&case, answer) in order.iter().zip(answers.iter().flatten()) {
        tally.count(&names, &cases[case], answer, arguments.all);
    }
    tally.close(cases.len())
}

fn make(generator: &mut Generator, count: usize) -> Vec<Case> {
    let keywords: Vec<Keyword> = Keyword::ALL
        .into_iter()
        .filter(|keyword| {
            !matches!(
                keyword,
                Keyword::Unordered | Keyword::ArrayType | Keyword::Default | Keyword::Relationship
            )
        })
        .collect();
    let index = types_by_keyword(generator, &keywords);
    let mut cases = Vec::new();
    let mut round = 0;
    while cases.len() < count && round < count * 4 {
        let keyword = keywords[round % keywords.len()];
        let region = REGIONS[(round / keywords.len()) % REGIONS.len()];
        round += 1;
        let Some(&id) = index
            .get(&(region, keyword))
            .and_then(|all| generator.random.pick(all))
        else {
            continue;
        };
        cases.extend(one(generator, id, region, keyword));
    }
    cases.truncate(count);
    cases
}

/// A right resource of each type; says for which types none could be made.
fn every_type(generator: &mut Generator) -> Vec<Case> {
    let (schemas, names) = (generator.schemas, generator.names);
    let mut cases = Vec::new();
    for id in schemas.types() {
        let region = REGIONS
            .into_iter()
            .find(|region| schemas.exists_in(id, region));
        let schema = region.and_then(|region| schemas.load_in(names, id, region));
        let (Some(region), Some(schema)) = (region, schema) else {
            println!("in none of the regions: {}", schemas.type_name(id));
            continue;
        };
        match generator.resource(schema) {
            Some(properties) => cases.extend(case(generator, id, region, None, properties)),
            None => println!("none could be made: {}", schemas.type_name(id)),
        }
    }
    cases
}

type TypesByKeyword = HashMap<(&'static str, Keyword), Vec<TypeId>>;

/// Which types say a keyword somewhere, by region.
fn types_by_keyword(generator: &Generator, keywords: &[Keyword]) -> TypesByKeyword {
    let (schemas, names) = (generator.schemas, generator.names);
    let mut index = TypesByKeyword::new();
    for region in REGIONS {
        for id in schemas.types() {
            let Some(schema) = schemas.load_in(names, id, region) else {
                continue;
            };
            let nodes = all_below(schemas, names, schema.root);
            for &keyword in keywords {
                if nodes
                    .iter()
                    .any(|&id| says(schemas.node(names, id), keyword))
                {
                    index.entry((region, keyword)).or_default().push(id);
                }
            }
        }
    }
    index
}

/// A mutant, and sometimes the right resource that it was made from.
fn one(generator: &mut Generator, id: TypeId, region: &'static str, keyword: Keyword) -> Vec<Case> {
    let (schemas, names) = (generator.schemas, generator.names);
    let Some(schema) = schemas.load_in(names, id, region) else {
        return Vec::new();
    };
    let nodes = all_below(schemas, names, schema.root);
    generator.wanted = leading_to(schemas, names, &nodes, keyword);
    let Some(right) = generator.resource(schema) else {
        return Vec::new();
    };
    let wrong = mutant(generator, schema.root, &right, keyword);
    let with_read_only = generator
        .random
        .chance(4)
        .then(|| read_only(generator, schema, &right));
    generator.wanted = HashSet::new();
    let mut cases = Vec::new();
    let keep_right = generator.random.chance(20) || wrong.is_none();
    let right = keep_right.then_some((None, right));
    let wrong = wrong.map(|wrong| (Some(keyword), wrong));
    let set = with_read_only.flatten().map(|json| (None, json));
    for (keyword, properties) in right.into_iter().chain(wrong).chain(set) {
        cases.extend(case(generator, id, region, keyword, properties));
    }
    cases
}

fn case(
    generator: &Generator,
    id: TypeId,
    region: &'static str,
    keyword: Option<Keyword>,
    properties: Json,
) -> Option<Case> {
    let value = convert::value(generator.names, generator.store, &properties);
    let Value::Object(object) = value else {
        return None;
    };
    Some(Case {
        region,
        type_name: generator.schemas.type_name(id).to_owned(),
        keyword,
        properties,
        ours: generator.checker.check_resource(id, region, object),
    })
}

/// The resource with a property that the service sets.
fn read_only(
    generator: &mut Generator,
    schema: &outrigger_core::schema::ResourceSchema,
    right: &Json,
) -> Option<Json> {
    let root = generator.schemas.node(generator.names, schema.root);
    let path = generator.random.pick(&schema.read_only)?;
    let [outrigger_core::schema::PathSegment::Name(name)] = path[..] else {
        return None;
    };
    let value = generator.value(root.property(name)?, 3)?;
    let mut json = right.clone();
    let text = generator.names.text(name).to_owned();
    json.as_object_mut()?.insert(text, value);
    Some(json)
}

/// Batches of one region each, and the order in which their answers come.
fn batched(cases: &[Case]) -> (Vec<usize>, Vec<Json>) {
    let mut order = Vec::new();
    let mut batches = Vec::new();
    for region in REGIONS {
        let of_region: Vec<usize> = (0..cases.len())
            .filter(|&at| cases[at].region == region)
            .collect();
        for chunk in of_region.chunks(BATCH) {
            let resources: Vec<Json> = chunk
                .iter()
                .map(|&at| json!({ "Type": cases[at].type_name, "Properties": cases[at].properties }))
                .collect();
            batches.push(json!({ "region": region, "resources": resources }));
            order.extend(chunk);
        }
    }
    (order, batches)
}

#[derive(Default)]
struct Tally {
    both_right: usize,
    both_wrong: usize,
    explained: BTreeMap<&'static str, usize>,
    unexplained: usize,
    /// For each keyword how many mutants there were and how many of them we found wrong.
    mutants: BTreeMap<String, (usize, usize)>,
    types: HashSet<String>,
}

impl Tally {
    fn count(&mut self, names: &Names, case: &Case, answer: &Answer, all: bool) {
        self.types.insert(case.type_name.clone());
        if let Some(keyword) = case.keyword {
            let entry = self.mutants.entry(format!("{keyword:?}")).or_default();
            entry.0 += 1;
            entry.1 += usize::from(!case.ours.is_empty());
        }
        match (case.ours.is_empty(), answer.is_empty()) {
            (true, true) => self.both_right += 1,
            (false, false) => self.both_wrong += 1,
            _ => self.disagreement(names, case, answer, all),
        }
    }

    fn disagreement(&mut self, names: &Names, case: &Case, answer: &Answer, all: bool) {
        let reason = explain(names, case, answer);
        match reason {
            Some(reason) => *self.explained.entry(reason).or_default() += 1,
            None => self.unexplained += 1,
        }
        if all || reason.is_none() {
            println!(
                "{}: {} in {} ({:?})",
                reason.unwrap_or("UNEXPLAINED"),
                case.type_name,
                case.region,
                case.keyword
            );
            for violation in &case.ours {
                println!(
                    "  ours:   {}: {:?}",
                    violation.path.text(names),
                    violation.kind
                );
            }
            for (rule, keyword, path, message) in answer {
                println!("  theirs: {rule} {keyword} {path}: {message}");
            }
            if reason.is_none() {
                println!("  {}", case.properties);
            }
        }
    }

    fn close(&self, count: usize) -> Result<(), Failure> {
        println!("keyword: mutants, of which we refuse");
        for (keyword, (made, refused)) in &self.mutants {
            println!("  {keyword}: {made}, {refused}");
        }
        for (reason, times) in &self.explained {
            println!("explained, {reason}: {times}");
        }
        let explained: usize = self.explained.values().sum();
        println!(
            "schema-mutants: {count} resources of {} types: {} right and {} wrong for both, {explained} explained disagreements, {} unexplained",
            self.types.len(),
            self.both_right,
            self.both_wrong,
            self.unexplained
        );
        if self.unexplained == 0 {
            Ok(())
        } else {
            Err(Failure::new("the judges disagree, and nobody knows why"))
        }
    }
}

/// Why the judges disagree: the names are headings of `docs/schema-disagreements.md`.
fn explain(names: &Names, case: &Case, answer: &Answer) -> Option<&'static str> {
    let ours = |test: fn(&Names, &ViolationKind) -> bool| {
        answer.is_empty()
            && case
                .ours
                .iter()
                .all(|violation| test(names, &violation.kind))
    };
    let theirs = |test: fn(&str, &str) -> bool| {
        case.ours.is_empty()
            && answer
                .iter()
                .all(|(_, keyword, _, text)| test(keyword, text))
    };
    if ours(is_coerced) {
        return Some("coercion");
    }
    if ours(|_, kind| matches!(kind, ViolationKind::TooShort { length: 0, .. })) {
        return Some("empty JSON text");
    }
    if theirs(|keyword, text| keyword == "type" && text.ends_with("is not of type 'object'")) {
        return Some("type beside a reference");
    }
    if theirs(|keyword, _| keyword == "multipleOf") {
        return Some("decimal fractions");
    }
    if theirs(|keyword, text| keyword.ends_with("imum") && text.contains("e+18")) {
        return Some("numbers beyond 2^53");
    }
    if theirs(|_, text| text == "Item is too long" || text == "Item is too short") {
        return Some("length of an object");
    }
    if theirs(|keyword, text| keyword == "format" && text.contains("date-time")) {
        return Some("offsets of time");
    }
    None
}

/// Whether a scalar stands where another kind of scalar is wanted, which CloudFormation coerces, or
/// another text where texts that mean true and false are allowed.
fn is_coerced(names: &Names, kind: &ViolationKind) -> bool {
    let (expected, found) = match kind {
        ViolationKind::WrongType { expected, found } => (expected, found),
        ViolationKind::NotAllowed { allowed, .. } => {
            return allowed.iter().any(|value| match value {
                Value::Bool(_) => true,
                Value::Text(text) => {
                    let text = names.text(*text);
                    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
                }
                _ => false,
            });
        }
        ViolationKind::NoAlternative { closest, .. } => {
            return !closest.is_empty() && closest.iter().all(|v| is_coerced(names, &v.kind));
        }
        _ => return false,
    };
    let scalar = matches!(
        found,
        Found::Bool | Found::Int | Found::Number | Found::Text
    );
    scalar && expected.names(TypeMask::SCALAR)
}
