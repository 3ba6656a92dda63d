//! Sites, and what is known of regions from `stdlib/data`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::names::{Names, Symbol};
use crate::value::SiteId;

/// A site's region. With the account of the use that stands there it is a whole site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site {
    /// Its region.
    pub region: Symbol,
}

/// The sites of an app, sorted by region, and which of them is home.
#[derive(Clone, Debug)]
pub struct Sites {
    all: Vec<Site>,
    home: SiteId,
}

impl Sites {
    /// More would not fit the set of sites that an instance keeps.
    pub const MOST: usize = 64;

    /// The sites of these regions; `home` must be one of them.
    pub fn new(names: &Names, mut regions: Vec<Symbol>, home: Symbol) -> Option<Self> {
        regions.sort_by(|a, b| names.text(*a).cmp(names.text(*b)));
        regions.dedup();
        let position = regions.iter().position(|region| *region == home)?;
        let home = SiteId(u16::try_from(position).ok()?);
        Some(Self {
            all: regions.into_iter().map(|region| Site { region }).collect(),
            home,
        })
    }

    /// Where what has a single writer lives.
    pub fn home(&self) -> SiteId {
        self.home
    }

    /// A site.
    pub fn get(&self, id: SiteId) -> Site {
        self.all[id.0 as usize]
    }

    /// All sites, sorted by region.
    pub fn ids(&self) -> impl Iterator<Item = SiteId> + use<> {
        (0..self.all.len() as u16).map(SiteId)
    }

    /// Whether there is more than one.
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// The site of a region.
    pub fn find(&self, region: Symbol) -> Option<SiteId> {
        self.all
            .iter()
            .position(|site| site.region == region)
            .map(|at| SiteId(at as u16))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Never: an app has at least one.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Facts about regions.
#[derive(Default)]
pub struct Regions {
    zones: BTreeMap<String, Vec<String>>,
    partitions: Partitions,
}

#[derive(Default, Deserialize)]
struct Zones {
    zones: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
struct Partitions {
    default: String,
    prefixes: BTreeMap<String, String>,
    url_suffixes: BTreeMap<String, String>,
}

impl Regions {
    /// Reads `data/zones.json` and `data/partitions.json`.
    pub fn read(zones: &str, partitions: &str) -> Result<Self, serde_json::Error> {
        let zones: Zones = serde_json::from_str(zones)?;
        Ok(Self {
            zones: zones.zones,
            partitions: serde_json::from_str(partitions)?,
        })
    }

    /// The zone ids of a region, in the order that the data keeps for good.
    pub fn zones(&self, region: &str) -> Option<&[String]> {
        self.zones.get(region).map(Vec::as_slice)
    }

    /// The partition that ARNs of a region begin with: the longest prefix decides.
    pub fn partition(&self, region: &str) -> &str {
        let prefixes = self
            .partitions
            .prefixes
            .iter()
            .filter(|(prefix, _)| region.starts_with(prefix.as_str()));
        let longest = prefixes.max_by_key(|(prefix, _)| prefix.len());
        longest.map_or(&self.partitions.default, |(_, partition)| partition)
    }

    /// What the names of services end with in a region: `amazonaws.com`.
    pub fn url_suffix(&self, region: &str) -> &str {
        let suffixes = &self.partitions.url_suffixes;
        suffixes
            .get(self.partition(region))
            .map_or("", String::as_str)
    }
}
