//! What it adds up to: all sessions as columns, filters over them, comparisons of one question across many people, and
//! the marks that an analyst sets.
//!
//! Here: figures and what they mean. Not here: where sessions are read from (`store`), how figures look (`tui`, `cli`).

pub mod figures;
pub mod marks;
