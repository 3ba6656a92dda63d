//! How long a resource takes to be checked. The resources are made from the schemas: right ones, of
//! many types, with a part of the optional properties; no two are equal.

use std::time::{Duration, Instant};

use outrigger_core::check::Checker;
use outrigger_core::names::Names;
use outrigger_core::schema::{EMBEDDED, Schemas, TypeId};
use outrigger_core::value::{ObjectId, Store, Value};

use crate::Failure;
use crate::judge::{Generator, value};

const REGION: &str = "us-east-1";

/// Measures the check.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many resources.
    #[arg(long, default_value_t = 1000)]
    count: usize,
    /// Of how many types.
    #[arg(long, default_value_t = 60)]
    types: usize,
    /// How often to go on, for a profiler.
    #[arg(long, default_value_t = 0)]
    repeat: usize,
    /// How many optional properties a resource has, about.
    #[arg(long, default_value_t = 6)]
    optional: usize,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the measurement.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let fresh = Schemas::open(EMBEDDED)?;
    let opening = start.elapsed();
    let names = Names::new();
    let store = Store::new();
    let schemas = Schemas::open(EMBEDDED)?;
    let checker = Checker::new(&names, &store, &schemas);
    let mut generator = Generator::new(&schemas, &names, &store, &checker, arguments.seed);
    generator.optional = arguments.optional;
    let resources = resources(&mut generator, arguments);
    let cold = Checker::new(&names, &store, &fresh);
    let first = measure(&cold, &resources);
    let decoded = Checker::new(&names, &store, &fresh);
    let second = measure(&decoded, &resources);
    let third = measure(&decoded, &resources);
    let fields: usize = resources.iter().map(|r| store.fields(r.1).len()).sum();
    let values: usize = resources
        .iter()
        .map(|r| size(&store, Value::Object(r.1)))
        .sum();
    let count = resources.len().max(1) as u32;
    println!(
        "{count} resources of {} types, {} properties and {} values in all",
        arguments.types, fields, values
    );
    println!("opening the schema file: {opening:?}");
    println!("a resource, with decoding its schema: {:?}", first / count);
    println!("a resource: {:?}", second / count);
    for _ in 0..arguments.repeat {
        measure(&Checker::new(&names, &store, &fresh), &resources);
    }
    println!("a resource that was seen before: {:?}", third / count);
    Ok(())
}

/// How many values a value is made of.
fn size(store: &Store, value: Value) -> usize {
    1 + match value {
        Value::Object(object) => store.fields(object).iter().map(|f| size(store, f.1)).sum(),
        Value::List(list) => store.elements(list).iter().map(|&e| size(store, e)).sum(),
        _ => 0,
    }
}

fn measure(checker: &Checker, resources: &[(TypeId, ObjectId)]) -> Duration {
    let start = Instant::now();
    for &(id, properties) in resources {
        let violations = checker.check_resource(id, REGION, properties);
        assert!(violations.is_empty(), "a right resource is refused");
    }
    start.elapsed()
}

fn resources(generator: &mut Generator, arguments: &Arguments) -> Vec<(TypeId, ObjectId)> {
    let (schemas, names) = (generator.schemas, generator.names);
    let all: Vec<TypeId> = schemas.types().collect();
    let mut chosen: Vec<TypeId> = Vec::new();
    while chosen.len() < arguments.types {
        chosen.extend(
            generator
                .random
                .pick(&all)
                .copied()
                .filter(|&id| schemas.exists_in(id, REGION)),
        );
    }
    let mut resources = Vec::new();
    for _ in 0..arguments.count * 4 {
        if resources.len() == arguments.count {
            break;
        }
        let Some(&id) = generator.random.pick(&chosen) else {
            break;
        };
        let made = generator.resource(schemas.load(names, id));
        let made = made.map(|json| value(names, generator.store, &json));
        if let Some(Value::Object(properties)) = made
            && !resources.contains(&(id, properties))
        {
            resources.push((id, properties));
        }
    }
    resources
}
