//! The outrigger compiler: from source text to templates and plans. Pure: everything it needs is
//! handed in, everything it makes is handed out.

pub mod check;
pub mod diag;
pub mod names;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod units_of_measure;
pub mod value;
