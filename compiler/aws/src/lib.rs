//! CloudFormation as plain data: what is deployed, and how it becomes something else. The only user
//! of the AWS SDK. A [`Cloud`] is asked; [`Cloud::roll_out`] brings stacks to what templates say, one
//! change set each, and [`Cloud::tear_down`] deletes them. Both tell what happens while it does, and
//! end with an [`Outcome`] that says of every stack where it is. Knows no file, no source and no
//! terminal, and decides nothing about data: who calls has asked the user.

mod accounts;
mod api;
mod artifacts;
mod change_set;
mod cloud;
mod error;
mod events;
mod interrupt;
mod rollout;
mod stack;
mod step;
mod teardown;

pub use artifacts::{Artifact, NotUploaded};
pub use cloud::{Cloud, Options};
pub use error::CloudError;
pub use events::ResourceEvent;
pub use rollout::{Deletion, Failed, Outcome, Progress, State};
pub use stack::{Phase, Place, Stack, StackRef};
pub use step::{Feed, Step, Template};
pub use teardown::Doomed;

/// The largest template that goes with the request itself, in bytes. Source: AWS CloudFormation
/// User Guide, "CloudFormation quotas": template body size in a request.
pub const LARGEST_BODY: usize = 51_200;

/// The largest template in a bucket, in bytes. Source: the same page says 1 MB; the service's own
/// message is "Template may not exceed 1000000 bytes in size".
pub const LARGEST_ARTIFACT: usize = 1_000_000;
