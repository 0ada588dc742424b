//! Small statistics over coded answers: agreement (alpha, kappa), spread of an ordered or unordered scale, intervals of shares.
//!
//! Here: formulas, each with its source, each undefined case named. Not here: which answers are counted, who is asked,
//! how a figure looks. No figure is ever NaN or infinite.

mod alpha;
mod kappa;
mod spread;

pub use alpha::{Alpha, Metric, Ratings, alpha};
pub use kappa::{Kappa, kappa};
pub use spread::{Interval, Middle, Ordinal, Z95, iqv, leik_d, ordinal, share, wilson};

/// Why a figure does not exist. Not the same as a figure of zero or one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// Nobody answered.
    #[error("nobody answered")]
    NoAnswers,
    /// No unit has two values: there is nothing to compare.
    #[error("nothing was rated by two")]
    NoPairs,
    /// All values are the same one: agreement can't be told from a scale that does not tell apart.
    #[error("all values are the same, so agreement has no measure")]
    NoVariation,
    /// The scale has one category, or none.
    #[error("a scale of fewer than two categories has no spread")]
    OneCategory,
    /// A share of more than all.
    #[error("a part can't be more than the whole")]
    MoreThanAll,
    /// The ratio metric is for values from zero up.
    #[error("a value below zero has no ratio")]
    BelowZero,
    /// A value that is not a number, or not finite.
    #[error("a value is not a finite number")]
    NotFinite,
}
