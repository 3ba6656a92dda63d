//! How a CloudFormation type is said in Terraform: rules as data, from `stdlib/terraform`. Each
//! rule names one place there and how the value gets to it, so that it can be read both ways.

mod read;

use std::collections::BTreeMap;

/// All translations, by CloudFormation type.
#[derive(Debug, Default)]
pub struct Translations {
    /// By type.
    pub by_type: BTreeMap<String, Translation>,
    /// What CloudFormation knows of where it deploys, by its word.
    pub pseudo: BTreeMap<String, Pseudo>,
    /// What `{{resolve:...}}` reads, by the service in it.
    pub secrets: BTreeMap<String, SecretReference>,
}

/// `AWS::AccountId` and its like.
#[derive(Debug)]
pub struct Pseudo {
    /// The data source.
    pub data: String,
    /// Its attribute.
    pub read: String,
}

/// `{{resolve:SERVICE:ID:MARKER:FIELD:STAGE:VERSION}}`.
#[derive(Debug)]
pub struct SecretReference {
    /// The data source.
    pub data: String,
    /// Its attribute for what is read.
    pub id: String,
    /// The word behind the id, which has colons of its own.
    pub marker: String,
    /// Its attribute for the stage.
    pub stage: String,
    /// Its attribute for the version.
    pub version: String,
    /// Its attribute with the text.
    pub read: String,
}

/// The translation of one type.
#[derive(Debug)]
pub struct Translation {
    /// Terraform's type.
    pub to: String,
    /// What `Ref` gives there.
    pub reference: Option<Given>,
    /// What attributes are called there.
    pub attributes: BTreeMap<String, Given>,
    /// What becomes of each property, in the order in which Terraform's are written.
    pub rules: Rules,
    /// What it is split into, by the property it comes from.
    pub children: Vec<Child>,
}

/// The rules of an object's properties.
pub type Rules = Vec<(String, Rule)>;

/// An attribute that a resource gives.
#[derive(Clone, PartialEq, Debug)]
pub enum Given {
    /// As it is.
    Attribute(String),
    /// With text before and after it.
    Within(String, String, String),
}

/// What becomes of a property.
#[derive(Clone, PartialEq, Debug)]
pub enum Rule {
    /// `x`: another name; the provider's schema says to what it is coerced.
    Rename(String),
    /// `jsonencode(x)`: encoded as JSON text.
    Json(String),
    /// `pairs(x, "Key", "Value")`: a list of objects becomes a map.
    Pairs {
        /// The attribute.
        to: String,
        /// The field that is the key.
        key: String,
        /// The field that is the value.
        value: String,
    },
    /// `block(x, { ... })`: an object becomes a block, a list of them becomes blocks.
    Block(String, Rules),
    /// `{ ... }`: the fields of an object become the resource's own.
    Unnest(Rules),
    /// `words(x, { A = "a" })`: other words for the same.
    Words(String, Vec<(String, Literal)>),
    /// `by(Other, { A = x, B = y })`: which attribute it is, another property says.
    Variant {
        /// The other property.
        by: String,
        /// The attribute for each of its words.
        to: Vec<(String, String)>,
    },
    /// `selects(Other)`: nothing but what `by` reads.
    Selects(String),
    /// `within(x, "before", "after")`: text around it; `${...}` in it is what the target knows.
    Within(String, Vec<Known>, Vec<Known>),
    /// `split(child, ...)`: resources of their own.
    Split(Vec<String>),
    /// `drop("reason")`: it has no effect that Terraform would not have.
    Drop(String),
    /// `refuse("reason")`: it cannot be said in Terraform.
    Refuse(String),
}

/// A piece of text around a value.
#[derive(Clone, PartialEq, Debug)]
pub enum Known {
    /// Text.
    Text(String),
    /// What the target knows of where it runs: `AccountId`, `Partition`, `Region`.
    Pseudo(String),
}

/// A known value.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// Text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
}

/// A resource that a property is split into: one, or one for each element.
#[derive(Debug)]
pub struct Child {
    /// Its name among the children, and the end of its resource's name.
    pub name: String,
    /// The property.
    pub of: String,
    /// Terraform's type.
    pub to: String,
    /// Whether it is made anew at each run, and kept nowhere.
    pub ephemeral: bool,
    /// The field whose text ends its name; without one its content does.
    pub key: Option<String>,
    /// Its attributes that are the resource's: its own, and the resource's.
    pub parent: Vec<(String, String)>,
    /// What becomes of the element.
    pub element: Element,
    /// What it has beside that.
    pub set: Vec<(String, Composed)>,
    /// What it has where the property is not set; then there is one.
    pub absent: Vec<(String, Literal)>,
}

/// What becomes of an element.
#[derive(Debug)]
pub enum Element {
    /// An object.
    Fields(Rules),
    /// Anything else.
    Whole(Rule),
}

/// A value that is composed.
#[derive(Clone, PartialEq, Debug)]
pub enum Composed {
    /// As it is.
    Literal(Literal),
    /// `digest()`: a number that changes with the element.
    Digest,
    /// `field_in(Template, Key, other.attribute)`: the JSON text of one field with another's value
    /// added under the key that a second field names; that value alone without a key.
    FieldIn {
        /// The field with the JSON text.
        template: String,
        /// The field with the key.
        key: String,
        /// Another child.
        child: String,
        /// Its attribute.
        attribute: String,
    },
}

impl Rule {
    /// The attribute or block that a property becomes, if it is one.
    pub fn to(&self) -> Option<&str> {
        match self {
            Rule::Rename(to)
            | Rule::Json(to)
            | Rule::Pairs { to, .. }
            | Rule::Block(to, _)
            | Rule::Words(to, _)
            | Rule::Within(to, ..) => Some(to),
            Rule::Unnest(_)
            | Rule::Variant { .. }
            | Rule::Selects(_)
            | Rule::Split(_)
            | Rule::Drop(_)
            | Rule::Refuse(_) => None,
        }
    }
}

impl Translation {
    /// The children of a property.
    pub fn children_of<'t>(&'t self, property: &'t str) -> impl Iterator<Item = &'t Child> {
        self.children
            .iter()
            .filter(move |child| child.of == property)
    }

    /// Every type of Terraform's that it leads to, and whether it is ephemeral.
    pub fn targets(&self) -> impl Iterator<Item = (&str, bool)> {
        let children = self.children.iter();
        std::iter::once((self.to.as_str(), false))
            .chain(children.map(|child| (child.to.as_str(), child.ephemeral)))
    }
}

impl Child {
    /// Whether a field of the element reaches this child.
    pub fn reads(&self, field: &str) -> bool {
        let composed = self.set.iter().any(|(_, composed)| match composed {
            Composed::FieldIn { template, key, .. } => template == field || key == field,
            Composed::Literal(_) | Composed::Digest => false,
        });
        let mapped = match &self.element {
            Element::Fields(rules) => rules.iter().any(|(name, _)| name == field),
            Element::Whole(_) => false,
        };
        composed || mapped
    }
}
