//! What the resource schemas lack: what `Ref` gives, which property takes which attribute, and of what
//! a snapshot is left. Read from `stdlib/data/references.json`.

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
    /// By type: attributes that are made of properties.
    #[serde(default)]
    determined: FxHashMap<String, DeterminedAttributes>,
    /// What means nothing in another account.
    #[serde(default)]
    own_account: OwnAccount,
    /// The types of which CloudFormation takes a snapshot before it deletes them.
    #[serde(default)]
    snapshots: Vec<String>,
}

/// The attributes of a type that AWS makes of its properties and of where it stands.
#[derive(Deserialize)]
pub struct DeterminedAttributes {
    /// By attribute (`ref` is what `Ref` gives): text with `${PROPERTY}`, `${partition}`,
    /// `${region}`, `${account}` and `${url_suffix}` in it.
    pub attributes: FxHashMap<String, String>,
    /// What a property is that is not set.
    #[serde(default)]
    pub defaults: FxHashMap<String, String>,
}

/// Attributes that name something in their own account only.
#[derive(Default, Deserialize)]
struct OwnAccount {
    /// Properties with which a resource says whose the thing is that it refers to.
    #[serde(default)]
    unless: Vec<String>,
    /// By type: its attributes, and why.
    #[serde(default)]
    types: FxHashMap<String, OwnAccountType>,
}

#[derive(Deserialize)]
struct OwnAccountType {
    attributes: Vec<String>,
    why: String,
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

    /// Whether CloudFormation can take a snapshot of a type before it deletes it.
    pub fn leaves_snapshot(&self, type_name: &str) -> bool {
        self.snapshots.iter().any(|known| known == type_name)
    }

    /// What is made of the properties of a type.
    pub fn determined(&self, type_name: &str) -> Option<&DeterminedAttributes> {
        self.determined.get(type_name)
    }

    /// Why an attribute means nothing in another account, where that is so.
    pub fn own_account(&self, type_name: &str, attribute: &str) -> Option<&str> {
        let known = self.own_account.types.get(type_name)?;
        let is_one = known.attributes.iter().any(|one| one == attribute);
        is_one.then_some(known.why.as_str())
    }

    /// Whether a property says whose the thing is that its resource refers to.
    pub fn says_owner(&self, property: &str) -> bool {
        self.own_account
            .unless
            .iter()
            .any(|known| known == property)
    }

    /// The attributes that a property takes, where that is known.
    pub fn accepted(&self, type_name: &str, path: &str) -> &[String] {
        self.accepts
            .get(type_name)
            .and_then(|properties| properties.get(path))
            .map_or(&[], Vec::as_slice)
    }
}
