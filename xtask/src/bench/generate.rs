//! Apps for the benchmark.

use std::fmt::{self, Write as _};

/// What an app is made of.
#[derive(Clone, Copy)]
pub enum Shape {
    /// So many uses: queue, secret and database in rotation.
    Stores(usize),
    /// So many services, each with a queue, a database or a cache in rotation, and each calling so
    /// many of those before it.
    Services {
        /// How many services.
        services: usize,
        /// How many others each calls.
        calls: usize,
    },
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stores(uses) => write!(f, "{uses} stores"),
            Self::Services { services, calls: 1 } => write!(f, "{services} services"),
            Self::Services { services, calls } => {
                write!(f, "{services} services, {calls} calls each")
            }
        }
    }
}

/// The source of an app. With two regions it recovers one, so that everything that can stands in both.
pub fn app(shape: Shape, regions: usize) -> String {
    let region = if regions > 1 {
        ", region = { within = \"1h\" }"
    } else {
        ""
    };
    let regions = &["\"eu-west-1\"", "\"eu-central-1\""][..regions];
    let mut text = format!(
        "app \"bench\" {{\n  language = 1\n  home     = \"eu-west-1\"\n  regions  = [{}]\n  domain   = \"bench.example.com\"\n  tags     = {{ team = \"bench\" }}\n  growth   = {{ today = \"200rps\" }}\n  objective = {{ recover = {{ az = {{ within = \"10m\" }}{region} }} }}\n}}\n",
        regions.join(", ")
    );
    // Writing to a `String` cannot fail.
    let _ = match shape {
        Shape::Stores(uses) => stores(&mut text, uses),
        Shape::Services { services, calls } => self::services(&mut text, services, calls),
    };
    text
}

/// No two of a kind have the same inputs more often than they must.
fn stores(text: &mut String, uses: usize) -> fmt::Result {
    for at in 0..uses {
        match at % 3 {
            0 => queue(text, at)?,
            1 => write!(
                text,
                "\nsecret \"s{at}\" {{\n  characters = {}\n}}\n",
                at % 100 + 20
            )?,
            _ => database(text, at)?,
        }
    }
    Ok(())
}

/// The last service is public, and what comes to it goes all the way down. Each service is asked as
/// often as the public one, whatever the number of calls.
fn services(text: &mut String, services: usize, calls: usize) -> fmt::Result {
    text.push_str("\ntier \"front\" {\n  exposure = \"public\"\n}\ntier \"back\" {}\n");
    for at in 0..services {
        let store = match at % 3 {
            0 => {
                queue(text, at)?;
                format!("queue.q{at}")
            }
            1 => {
                database(text, at)?;
                format!("database.d{at}")
            }
            _ => {
                write!(
                    text,
                    "\ncache \"c{at}\" {{\n  replicas = {}\n}}\n",
                    at % 4 + 1
                )?;
                format!("cache.c{at}")
            }
        };
        let tier = if at + 1 == services { "front" } else { "back" };
        write!(
            text,
            "\nservice \"s{at}\" {{\n  tier     = tier.{tier}\n  image    = \"registry.example.com/s{at}:1\"\n  port     = {}\n  capacity = \"100rps\"\n  replicas = {{ min = 9, max = {} }}\n  env      = {{ NUMBER = \"{at}\" }}\n  calls    = [{store}",
            8000 + at % 1000,
            at % 50 + 12,
        )?;
        for callee in at.saturating_sub(calls)..at {
            write!(
                text,
                ", call(service.s{callee}, {{ per_request = {} }})",
                1.0 / calls as f64
            )?;
        }
        text.push_str("]\n}\n");
    }
    Ok(())
}

fn queue(text: &mut String, at: usize) -> fmt::Result {
    write!(
        text,
        "\nqueue \"q{at}\" {{\n  retain = \"{}h\"\n}}\n",
        at % 300 + 1
    )
}

fn database(text: &mut String, at: usize) -> fmt::Result {
    write!(
        text,
        "\ndatabase \"d{at}\" {{\n  engine         = \"aurora-postgresql\"\n  readers        = {}\n  retain_backups = \"{}d\"\n}}\n",
        at % 3 + 1,
        at % 30 + 5
    )
}
