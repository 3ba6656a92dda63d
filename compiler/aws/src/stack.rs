//! Stacks as plain data.

use std::collections::BTreeMap;
use std::fmt;

/// Where stacks are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The account, where it is another than that of the credentials.
    pub account: Option<String>,
    /// The region: `eu-west-1`.
    pub region: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account {
            Some(account) => write!(f, "{} of {account}", self.region),
            None => write!(f, "{}", self.region),
        }
    }
}

/// Which stack: a name means nothing without its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StackRef {
    /// Where it is.
    pub place: Place,
    /// The stack's name: `shop-production-data`.
    pub name: String,
}

impl fmt::Display for StackRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.name, self.place)
    }
}

/// A stack, as the service describes it.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its identity; another one after it was deleted and made anew.
    pub id: String,
    /// Its status, in the service's words: `UPDATE_COMPLETE`.
    pub status: String,
    /// Why it has that status, if the service says so.
    pub reason: Option<String>,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
    /// The values of its parameters.
    pub parameters: BTreeMap<String, String>,
    /// Whether it is protected from deletion.
    pub protected: bool,
}

/// What a status means for who wants to deploy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// It can be updated.
    Ready,
    /// It was announced by a change set, and nothing was ever in it.
    Announced,
    /// Something is under way.
    Busy,
    /// Its making failed: it can only be deleted.
    Stillborn,
    /// Its last update could not be taken back: it needs help before anything else.
    Stuck,
    /// It is gone.
    Gone,
}

impl Stack {
    /// What its status means.
    pub fn phase(&self) -> Phase {
        phase(&self.status)
    }

    /// Whether nothing is in it: it was only announced, or what was made first was taken back. Its
    /// template then says what was wanted, and not what there is.
    pub fn is_empty(&self) -> bool {
        matches!(
            self.status.as_str(),
            "REVIEW_IN_PROGRESS" | "ROLLBACK_COMPLETE"
        )
    }
}

/// What a status means. Source: AWS CloudFormation User Guide, "Stack status codes".
pub(crate) fn phase(status: &str) -> Phase {
    match status {
        "REVIEW_IN_PROGRESS" => Phase::Announced,
        "CREATE_COMPLETE"
        | "UPDATE_COMPLETE"
        | "UPDATE_ROLLBACK_COMPLETE"
        | "IMPORT_COMPLETE"
        | "IMPORT_ROLLBACK_COMPLETE" => Phase::Ready,
        "CREATE_FAILED" | "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "DELETE_FAILED" => {
            Phase::Stillborn
        }
        "UPDATE_FAILED" | "UPDATE_ROLLBACK_FAILED" | "IMPORT_ROLLBACK_FAILED" => Phase::Stuck,
        "DELETE_COMPLETE" => Phase::Gone,
        _ => Phase::Busy,
    }
}

#[cfg(test)]
mod tests {
    use super::{Phase, phase};

    #[test]
    fn what_is_unfinished_is_busy() {
        for status in [
            "CREATE_IN_PROGRESS",
            "ROLLBACK_IN_PROGRESS",
            "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "DELETE_IN_PROGRESS",
        ] {
            assert_eq!(phase(status), Phase::Busy, "{status}");
        }
        assert_eq!(phase("REVIEW_IN_PROGRESS"), Phase::Announced);
        assert_eq!(phase("UPDATE_ROLLBACK_FAILED"), Phase::Stuck);
        assert_eq!(phase("ROLLBACK_COMPLETE"), Phase::Stillborn);
    }
}
