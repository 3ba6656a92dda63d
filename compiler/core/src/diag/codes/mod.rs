//! One constructor per code.

pub mod schema;
