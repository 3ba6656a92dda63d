//! The outrigger compiler: from source text to templates and plans. Pure: everything it needs is
//! handed in, everything it makes is handed out.

pub mod behaviors;
pub mod check;
pub mod diag;
pub mod emit;
pub mod eval;
pub mod functions;
pub mod graph;
pub mod interpret;
pub mod link;
pub mod lock;
pub mod lower;
pub mod names;
pub mod place;
pub mod plan;
pub mod resolve;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod types;
pub mod units_of_measure;
pub mod value;
