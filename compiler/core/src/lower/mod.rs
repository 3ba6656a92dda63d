//! From resources to what another target calls them. In: the world with its graph and identities,
//! and the target's translations. Goes out: a tree of the target, ready to be written. Never text,
//! and never a property lost: what cannot be said there is a [`terraform::Problem`].
//!
//! The graph speaks CloudFormation's model, so that target needs no lowering; `emit` writes it as
//! it is.

pub mod terraform;
