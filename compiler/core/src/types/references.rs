//! What the resource schemas lack about references: what `Ref` gives, and which property takes
//! which attribute. Read from `stdlib/data/references.json`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The data of `references.json`.
#[derive(Default, Deserialize)]
pub struct References {
    /// What `Ref` gives, by type, where it is not the primary identifier.
    #[serde(default, rename = "ref")]
    refs: FxHashMap<String, String>,
    /// Attributes that `Fn::GetAtt` gives though the schema does not call them read-only, by type.
    #[serde(default)]
    attributes: FxHashMap<String, Vec<String>>,
    /// By type, by property path: the attributes (`AWS::EC2::Subnet.SubnetId`) that it takes.
    #[serde(default)]
    accepts: FxHashMap<String, FxHashMap<String, Vec<String>>>,
}

impl References {
    /// Reads the file. Its form is part of the compiler, so a fault in it is a bug of ours.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The attribute that `Ref` gives, where it is not the primary identifier.
    pub fn reference(&self, type_name: &str) -> Option<&str> {
        self.refs.get(type_name).map(String::as_str)
    }

    /// Whether a type gives an attribute that its schema does not call read-only.
    pub fn gives(&self, type_name: &str, attribute: &str) -> bool {
        let more = self.attributes.get(type_name);
        more.is_some_and(|more| more.iter().any(|known| known == attribute))
    }

    /// The attributes that a property takes, where that is known.
    pub fn accepted(&self, type_name: &str, path: &str) -> &[String] {
        self.accepts
            .get(type_name)
            .and_then(|properties| properties.get(path))
            .map_or(&[], Vec::as_slice)
    }
}
