//! One constructor per code. Plain facts come in, a [`super::Diagnostic`] goes out; what a phase
//! knows about the source it hands over, and how to say it is decided here alone. Codes are never
//! reused or renumbered: E0100 to E0199 belong to [`syntax`].

pub mod syntax;
