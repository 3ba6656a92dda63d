//! What a plan is: plain data. How it is said is decided in [`super::view`].

use std::fmt::Write as _;

use super::effect::Effect;
use super::path::PropertyPath;
use super::value::{Key, Value};

/// Everything that would happen.
#[derive(Debug)]
pub struct Plan {
    /// The app.
    pub app: String,
    /// The environment.
    pub environment: String,
    /// What it was compared with, for people.
    pub basis: String,
    /// Whether there are several sites, so that an address alone may name several resources.
    pub several_sites: bool,
    /// Stacks that come, go or lose or gain protection, by name.
    pub stacks: Vec<StackChange>,
    /// What happens to resources: the most dangerous first, then by stack and address.
    pub changes: Vec<Change>,
    /// Stacks whose templates differ although no resource does, by name.
    pub rewired: Vec<String>,
}

/// What happens to a resource.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its identity.
    pub key: Key,
    /// Its address; the old one if it is deleted.
    pub address: String,
    /// Its address before, if that was another.
    pub address_before: Option<String>,
    /// The type's name; the old one if it is deleted.
    pub type_name: String,
    /// Its stack's name in the manifest.
    pub unit: String,
    /// What is done.
    pub action: Action,
    /// Why, the most important first.
    pub reasons: Vec<Reason>,
    /// What differs, by path; for what is created, what it is made with.
    pub properties: Vec<PropertyChange>,
    /// Which of these are set by an override in the source: its path and its reason.
    pub overridden: Vec<(String, String)>,
    /// What is lost, if it holds data that would be.
    pub risk: Option<Risk>,
    /// The property that gives it the very name that the old one still has when the new one is
    /// made: then CloudFormation refuses the replacement.
    pub name_taken: Option<PropertyPath>,
}

/// What is done to a resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// It is deleted.
    Delete,
    /// A new one takes its place.
    Replace,
    /// It is updated, and a new one may take its place.
    MayReplace,
    /// It is updated in place.
    Update,
    /// It is created.
    Create,
    /// Only its address changes.
    Move,
}

impl Action {
    /// All actions, the most dangerous first, each with its name in JSON, its sign and the words of
    /// the counts.
    pub const TABLE: [(Action, &'static str, &'static str, &'static str); 6] = [
        (Action::Delete, "delete", "-", "to delete"),
        (Action::Replace, "replace", "-/+", "to replace"),
        (
            Action::MayReplace,
            "may_replace",
            "~/+",
            "that may be replaced",
        ),
        (Action::Update, "update", "~", "to change"),
        (Action::Create, "create", "+", "to create"),
        (Action::Move, "move", ">", "to rename"),
    ];

    fn row(self) -> (Action, &'static str, &'static str, &'static str) {
        Self::TABLE[self as usize]
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The sign in front of a line.
    pub fn sign(self) -> &'static str {
        self.row().2
    }
}

/// Why something is done.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// The source has it now.
    Added,
    /// The source has it no more.
    Removed,
    /// It stands in another account, and resources cannot go from account to account.
    AccountChanged {
        /// The account before, if it is said.
        before: Option<String>,
        /// The account after, if it is said.
        after: Option<String>,
    },
    /// A resource of another type has its identity.
    TypeChanged {
        /// The type before.
        before: String,
    },
    /// It stands in another stack, and resources cannot go from stack to stack.
    StackChanged {
        /// The stack before.
        before: String,
        /// The stack after.
        after: String,
    },
    /// A property that cannot be changed in place is changed.
    CreateOnly {
        /// Which.
        path: PropertyPath,
    },
    /// A property that sometimes cannot be changed in place is changed.
    ConditionalCreateOnly {
        /// Which.
        path: PropertyPath,
    },
    /// A property that cannot be changed in place reads from something that is replaced.
    CreateOnlyReads {
        /// Which.
        path: PropertyPath,
        /// What it reads from, and what that is replaced because of, and so on.
        chain: Vec<String>,
    },
    /// A property reads from something that is replaced.
    Reads {
        /// Which.
        path: PropertyPath,
        /// As above.
        chain: Vec<String>,
    },
    /// Properties or policies differ.
    Differs,
    /// Its address is another.
    AddressChanged {
        /// The address before.
        before: String,
        /// Whether a `moved` of the source says so.
        declared: bool,
    },
}

impl Reason {
    /// The name in JSON, and a clause for people.
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Reason::Added => ("added", "it is new in the source".into()),
            Reason::Removed => ("removed", "it is no longer in the source".into()),
            Reason::AccountChanged { before, after } => {
                let digits = |account: &Option<String>| match account {
                    Some(digits) => format!("the account {digits}"),
                    None => "the app's own account".to_owned(),
                };
                (
                    "account_changed",
                    format!(
                        "it stood in {} and now stands in {}, and a resource cannot go from account to account",
                        digits(before),
                        digits(after)
                    ),
                )
            }
            Reason::TypeChanged { before } => (
                "type_changed",
                format!(
                    "it was of the type {before}, and CloudFormation refuses another type under one logical id: give it another name"
                ),
            ),
            Reason::StackChanged { before, after } => (
                "stack_changed",
                format!(
                    "it stood in the stack {before} and now stands in {after}, and a resource cannot go from stack to stack"
                ),
            ),
            Reason::CreateOnly { path } => (
                "create_only",
                format!("`{path}` cannot be changed in place"),
            ),
            Reason::ConditionalCreateOnly { path } => (
                "conditional_create_only",
                format!("`{path}` cannot always be changed in place"),
            ),
            Reason::CreateOnlyReads { path, chain } => (
                "create_only_reads",
                format!("`{path}` cannot be changed in place{}", because(chain)),
            ),
            Reason::Reads { path, chain } => (
                "reads",
                format!("`{path}` gets another value{}", because(chain)),
            ),
            Reason::Differs => ("differs", "it differs".into()),
            Reason::AddressChanged { before, declared } => (
                "address_changed",
                if *declared {
                    format!("a `moved` says that it was {before}")
                } else {
                    format!("it was {before}")
                },
            ),
        }
    }
}

impl Reason {
    /// The property that it is about.
    pub fn path(&self) -> Option<&PropertyPath> {
        match self {
            Reason::CreateOnly { path }
            | Reason::ConditionalCreateOnly { path }
            | Reason::CreateOnlyReads { path, .. }
            | Reason::Reads { path, .. } => Some(path),
            Reason::Added
            | Reason::Removed
            | Reason::AccountChanged { .. }
            | Reason::TypeChanged { .. }
            | Reason::StackChanged { .. }
            | Reason::Differs
            | Reason::AddressChanged { .. } => None,
        }
    }

    /// What is replaced and changes what is read: the nearest first, then why that is.
    pub fn chain(&self) -> &[String] {
        match self {
            Reason::CreateOnlyReads { chain, .. } | Reason::Reads { chain, .. } => chain,
            Reason::Added
            | Reason::Removed
            | Reason::AccountChanged { .. }
            | Reason::TypeChanged { .. }
            | Reason::StackChanged { .. }
            | Reason::CreateOnly { .. }
            | Reason::ConditionalCreateOnly { .. }
            | Reason::Differs
            | Reason::AddressChanged { .. } => &[],
        }
    }
}

/// The longest chain that is said in full.
const LONGEST_CHAIN: usize = 4;

/// `, because A is replaced, because B is replaced`.
pub(super) fn because(chain: &[String]) -> String {
    let (shown, rest) = chain.split_at(chain.len().min(LONGEST_CHAIN));
    let mut text = String::new();
    for address in shown {
        // Writing to a `String` cannot fail.
        let _ = write!(text, ", because {address} is replaced");
    }
    if !rest.is_empty() {
        text.push_str(", and so on");
    }
    text
}

/// A property that differs.
#[derive(Clone, Debug)]
pub struct PropertyChange {
    /// Whether it is a property, or one of the template's own attributes such as a policy.
    pub subject: Subject,
    /// Where.
    pub path: PropertyPath,
    /// What it was; none if it was not set.
    pub before: Option<Value>,
    /// What it will be; none if it will not be set.
    pub after: Option<Value>,
    /// What that does to the resource.
    pub effect: Effect,
}

/// What a changed value belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The resource.
    Property,
    /// Its place in the template: `DeletionPolicy` and its kind.
    Attribute,
}

/// What becomes of data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Risk {
    /// What becomes of the old one.
    pub fate: Fate,
    /// Whether the user agreed.
    pub allowed: bool,
}

/// What becomes of a resource that holds data when its template gives it up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It stays, and belongs to no stack.
    Retained,
    /// A snapshot is taken, then it is deleted.
    Snapshot,
    /// It is deleted.
    Deleted,
}

impl Fate {
    /// The name in JSON, and a clause for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Fate::Retained => ("retained", "it stays behind, outside of every stack"),
            Fate::Snapshot => ("snapshot", "a snapshot is taken of it, then it is deleted"),
            Fate::Deleted => ("deleted", "it is deleted with its data"),
        }
    }
}

/// What happens to a stack itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StackChange {
    /// The name in the manifest.
    pub unit: String,
    /// The stack's own name.
    pub stack: String,
    /// Its account, where it is another than the app's own.
    pub account: Option<String>,
    /// What happens.
    pub event: StackEvent,
}

/// What happens to a stack itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum StackEvent {
    /// It is deleted.
    Deleted,
    /// It has to go, and stands in an account that the app names no more, where nobody looks.
    LeftBehind,
    /// It can be deleted from now on.
    ProtectionLost,
    /// It can no longer be deleted by accident.
    ProtectionGained,
    /// It is created.
    Created,
}

impl StackEvent {
    /// The name in JSON, and a clause for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            StackEvent::Deleted => ("deleted", "is deleted"),
            StackEvent::LeftBehind => (
                "left_behind",
                "is left behind: `outrigger apply` goes only into accounts that the app names, so delete it by hand",
            ),
            StackEvent::ProtectionLost => ("protection_lost", "loses its termination protection"),
            StackEvent::ProtectionGained => ("protection_gained", "gains termination protection"),
            StackEvent::Created => ("created", "is created"),
        }
    }
}

impl StackChange {
    /// The stack itself, for people: its name, and its account where that is another.
    pub fn whole_name(&self) -> String {
        match &self.account {
            Some(account) => format!("{} in {account}", self.stack),
            None => self.stack.clone(),
        }
    }
}

impl Plan {
    /// Whether nothing would happen.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.stacks.is_empty()
    }

    /// How many resources an action is done to.
    pub fn count(&self, action: Action) -> usize {
        let of_it = self.changes.iter().filter(|change| change.action == action);
        of_it.count()
    }
}

impl Plan {
    /// A change's address, with its site where an address alone may name several.
    pub fn address(&self, change: &Change) -> String {
        if self.several_sites {
            change.site_address()
        } else {
            change.address.clone()
        }
    }
}

impl Change {
    /// How many replacements lie between this and the change of a property that began it.
    pub fn depth(&self) -> usize {
        let reason = self.reasons.first();
        reason.map_or(0, |reason| reason.chain().len())
    }

    /// The address with its site: `database.orders.cluster@eu-west-1`, in another account than the
    /// app's own `vault.main.keys@backup/eu-west-1`.
    pub fn site_address(&self) -> String {
        let site = match (&self.key.account, self.unit.rsplit_once('/')) {
            (Some(_), Some((site, _))) => site,
            (Some(_) | None, _) => &self.key.region,
        };
        format!("{}@{site}", self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn the_table_has_every_action_in_its_own_row() {
        for (at, row) in Action::TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, at);
        }
    }
}
