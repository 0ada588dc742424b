//! Text as such: cleaning what comes from outside, search keys, column widths, soft wraps, splices, reference order, sealed files.
//!
//! The lowest room of the house: no I/O, no terminal, no knowledge of interviews. Every function here is pure.

pub mod clean;
pub mod fold;
pub mod natural;
pub mod seal;
pub mod splice;
pub mod width;
pub mod wrap;

pub use fold::{Query, compact, find, fold};
pub use splice::{Splice, SpliceError};
pub use wrap::{Row, wrap};
