//! What it adds up to: all sessions as columns, filters over them, comparisons of one question across many people, and
//! the marks that an analyst sets.
//!
//! Here: figures and what they mean. Not here: where sessions are read from (`store`), how figures look (`tui`, `cli`).

mod book;
mod compare;
pub mod corpus;
pub mod disclosure;
pub mod figures;
pub mod filter;
mod group;
pub mod marks;
pub mod needs;
mod tally;
mod told;

pub use book::{Book, Subject};
pub use compare::{
    Agreement, Comparison, Cross, Figures, Measure, Quote, RoleGap, Standing, compare, figures as figures_of,
    mean, standings, step,
};
pub use group::{By, Grouping, MANAGERS};
pub use tally::{Counts, Tally, ladder, tallies, tally};
pub use told::{FEW, Widest, count, decimal, percent};
