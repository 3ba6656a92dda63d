//! What the provider's schema says of the types that translations lead to: which attributes and
//! blocks there are, and what must be there. Read from `stdlib/terraform/provider.json`, which
//! `cargo xtask provider` makes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The provider.
#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Provider {
    /// Where Terraform finds it, such as `hashicorp/aws`.
    pub source: String,
    /// The version whose schema this is.
    pub version: String,
    /// Resources, by type.
    pub resources: BTreeMap<String, Shape>,
    /// Ephemeral resources, by type.
    pub ephemeral: BTreeMap<String, Shape>,
    /// Data sources, by type.
    #[serde(default)]
    pub data: BTreeMap<String, Shape>,
}

/// What a block may have.
#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Shape {
    /// By name: the type and the flags, as in `string optional computed`.
    pub attributes: BTreeMap<String, String>,
    /// Blocks inside, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub blocks: BTreeMap<String, Nested>,
}

/// A block inside a block.
#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Nested {
    /// `list`, `set` or `single`.
    pub nesting: String,
    /// Fewest.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub min: u64,
    /// Most, where there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// What it may have.
    #[serde(flatten)]
    pub shape: Shape,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Provider {
    /// Reads the file. Its form is part of the compiler, so a fault in it is a bug of ours.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The versions that a root takes: newer ones of the same line, as in `~> 5.100`.
    pub fn constraint(&self) -> String {
        let line = self.version.rsplit_once('.').map_or("", |(line, _)| line);
        format!("~> {line}")
    }
}

impl Shape {
    /// The type of an attribute, such as `set(string)`.
    pub fn attribute_type(&self, name: &str) -> Option<&str> {
        let text = self.attributes.get(name)?;
        Some(text.split_once(' ').map_or(text.as_str(), |(ty, _)| ty))
    }

    /// Whether an attribute has a flag.
    pub fn has_flag(&self, name: &str, flag: &str) -> bool {
        let text = self.attributes.get(name);
        text.is_some_and(|text| text.split(' ').skip(1).any(|known| known == flag))
    }

    /// The attributes and blocks that must be there.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        let attributes = self.attributes.keys().map(String::as_str);
        let blocks = self.blocks.iter().filter(|(_, nested)| nested.min > 0);
        attributes
            .filter(|name| self.has_flag(name, "required"))
            .chain(blocks.map(|(name, _)| name.as_str()))
    }
}
