//! The units that are understood, and what people write for them.

use super::Dimension::{self, Bandwidth, Bytes, Cpu, Duration, Percent, Period, Rate};

const SECOND: i128 = 1000;
const DAY: i128 = 86_400 * SECOND;

/// Units with their size in the smallest unit of their dimension. Those of a period are 30 and 365
/// days: calendars are no business of a compiler that must give the same result every day.
const UNITS: [(&str, Dimension, i128); 30] = [
    ("ms", Duration, 1),
    ("s", Duration, SECOND),
    ("m", Duration, 60 * SECOND),
    ("h", Duration, 3600 * SECOND),
    ("d", Duration, DAY),
    ("w", Duration, 7 * DAY),
    ("mo", Period, 30 * DAY),
    ("y", Period, 365 * DAY),
    ("B", Bytes, 1),
    ("kB", Bytes, 1000),
    ("MB", Bytes, 1_000_000),
    ("GB", Bytes, 1_000_000_000),
    ("TB", Bytes, 1_000_000_000_000),
    ("KiB", Bytes, 1 << 10),
    ("MiB", Bytes, 1 << 20),
    ("GiB", Bytes, 1 << 30),
    ("TiB", Bytes, 1 << 40),
    ("bps", Bandwidth, 10_800),
    ("kbps", Bandwidth, 10_800_000),
    ("Mbps", Bandwidth, 10_800_000_000),
    ("Gbps", Bandwidth, 10_800_000_000_000),
    ("Tbps", Bandwidth, 10_800_000_000_000_000),
    ("%", Percent, 1_000_000),
    ("rps", Rate, 86_400_000),
    ("/s", Rate, 86_400_000),
    ("/min", Rate, 1_440_000),
    ("/h", Rate, 24_000),
    ("/d", Rate, 1000),
    ("vCPU", Cpu, 1000),
    ("mCPU", Cpu, 1),
];

/// What people write for a unit. Differences of case alone need no entry.
const ALIASES: [(&str, &[&str]); 22] = [
    ("ms", &["msec", "millis", "milliseconds"]),
    ("s", &["sec", "secs", "second", "seconds"]),
    ("m", &["min", "mins", "minute", "minutes"]),
    ("h", &["hr", "hrs", "hour", "hours"]),
    ("d", &["day", "days"]),
    ("w", &["wk", "week", "weeks"]),
    ("mo", &["mon", "month", "months"]),
    ("y", &["yr", "yrs", "year", "years"]),
    ("kB", &["k"]),
    ("MB", &["mbyte", "megabytes"]),
    ("GB", &["g", "gig", "gigabytes"]),
    ("TB", &["t"]),
    ("KiB", &["ki"]),
    ("MiB", &["mi"]),
    ("GiB", &["gi"]),
    ("TiB", &["ti"]),
    ("%", &["percent", "pct", "per cent"]),
    (
        "rps",
        &["qps", "tps", "req/s", "requests/s", "/sec", "/second"],
    ),
    ("/min", &["/m", "/minute", "rpm"]),
    ("/h", &["/hr", "/hour", "rph"]),
    ("/d", &["/day", "rpd"]),
    ("vCPU", &["cpu", "cpus", "vcpus", "core", "cores"]),
];

/// The dimension and size of a unit.
pub(super) fn find(unit: &str) -> Option<(Dimension, i128)> {
    let plain = |unit: &str| UNITS.iter().find(|(name, ..)| *name == unit);
    if let Some(&(_, dimension, size)) = plain(unit) {
        return Some((dimension, size));
    }
    // Data over time: a unit of bytes with one of rates behind it.
    let (of, time) = unit.split_at(unit.find('/')?);
    match (plain(of)?, plain(time)?) {
        (&(_, Bytes, bytes), &(_, Rate, rate)) => Some((Bandwidth, bytes * rate / 1000)),
        _ => None,
    }
}

/// The size of a unit that is in the table.
pub(super) fn size(unit: &str) -> i128 {
    find(unit).map_or(1, |(_, size)| size)
}

/// The unit that was probably meant.
pub(super) fn nearest(unit: &str) -> Option<&'static str> {
    let unit = unit.trim();
    let names = || UNITS.iter().map(|(name, ..)| *name);
    let alike = |name: &&str| name.eq_ignore_ascii_case(unit);
    if let Some(name) = names().find(|name| *name == unit).or(names().find(alike)) {
        return Some(name);
    }
    let unit = unit.to_ascii_lowercase();
    let known = ALIASES.iter().find(|(_, all)| all.contains(&unit.as_str()));
    known.map(|(name, _)| *name)
}
