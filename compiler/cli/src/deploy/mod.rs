//! What `apply`, `destroy` and `plan --against live` have in common: what was built, what is there,
//! what the user gives, and how it is told. What is done is decided in `outrigger_aws`.

pub mod artifacts;
pub mod built;
pub mod consent;
pub mod live;
pub mod params;
pub mod progress;
pub mod report;
pub mod target;
