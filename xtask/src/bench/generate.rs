//! Apps for the benchmark.

use std::fmt::Write as _;

/// An app that recovers a region where it has two, with so many uses, queue, secret and database in rotation, no two of a kind with the same
/// inputs more often than they must.
pub fn app(uses: usize, regions: usize) -> String {
    let regions = &["\"eu-west-1\"", "\"eu-central-1\""][..regions];
    let mut text = format!(
        "app \"bench\" {{\n  language = 1\n  home     = \"eu-west-1\"\n  regions  = [{}]\n  tags     = {{ team = \"bench\" }}\n  objective = {{ recover = {{ region = {{ within = \"1h\" }} }} }}\n}}\n",
        regions.join(", ")
    );
    for at in 0..uses {
        // Writing to a `String` cannot fail.
        let _ = match at % 3 {
            0 => write!(
                text,
                "\nqueue \"q{at}\" {{\n  retain = \"{}h\"\n}}\n",
                at % 300 + 1
            ),
            1 => write!(
                text,
                "\nsecret \"s{at}\" {{\n  characters = {}\n}}\n",
                at % 100 + 20
            ),
            _ => write!(
                text,
                "\ndatabase \"d{at}\" {{\n  engine         = \"aurora-postgresql\"\n  readers        = {}\n  retain_backups = \"{}d\"\n}}\n",
                at % 3,
                at % 30 + 5
            ),
        };
    }
    text
}
