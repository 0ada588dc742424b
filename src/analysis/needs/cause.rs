//! What the figures suggest is behind weak practice: training that is missing, or something that training won't mend.
//!
//! A suggestion, made by rules that fit on a line and are shown with it. The trainer decides.

use super::techniques::Gap;
use crate::analysis::FEW;
use crate::analysis::marks::Cause;

/// The share from which on weak knowledge, or weak practice in spite of knowledge, is a pattern and not a few people.
pub const LEAST_SHARE: f64 = 0.25;

/// What a suggestion rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Fewer than five rated knowledge.
    FewKnow,
    /// Fewer than five rated both knowledge and application.
    FewApply,
    /// At least a quarter rate knowledge as weak, and no fewer than know it and apply it weakly.
    WeakKnowledge,
    /// At least a quarter know it and apply it weakly, more than those who do not know it, although it is used.
    WeakPractice,
    /// It is known, and fewer than a quarter say that anybody uses it at all.
    HardlyUsed,
    /// Neither reaches a quarter.
    NothingWeak,
}

/// A cause that the figures suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The cause.
    pub cause: Cause,
    /// What it rests on.
    pub why: Why,
    /// Whether it would hold at the lower end of the interval of its share; else it only leans that way.
    pub firm: bool,
}

/// The cause that the figures of a technique suggest. In this order:
///
/// 1. Fewer than five rated knowledge: not enough is known.
/// 2. At least a quarter of those who rated it rate knowledge as weak, no smaller a share than that of those who know it
///    and apply it weakly: training.
/// 3. Fewer than a quarter of those who answered say that it is used at all: law, or a mandate that is missing.
/// 4. Fewer than five rated both knowledge and application: not enough is known.
/// 5. At least a quarter know it and apply it weakly: equipment or management.
/// 6. Else no gap is shown.
pub fn suggest(gap: &Gap) -> Suggested {
    let enough = |n: u64| n >= FEW as u64;
    let of = |cause, why, firm| Suggested { cause, why, firm };
    let Some(weak) = gap.knowledge.weak.filter(|_| enough(gap.knowledge.n)) else {
        return of(Cause::NotKnown, Why::FewKnow, true);
    };
    let blocked = gap.know_do.blocked_share().filter(|_| enough(gap.know_do.pairs.n));
    if weak.share >= LEAST_SHARE && blocked.is_none_or(|blocked| weak.share >= blocked.share) {
        return of(Cause::Training, Why::WeakKnowledge, weak.low >= LEAST_SHARE);
    }
    let used = gap.exposure.used_share().filter(|_| enough(gap.exposure.n));
    if let Some(used) = used.filter(|used| used.share < LEAST_SHARE) {
        return of(Cause::Law, Why::HardlyUsed, used.high < LEAST_SHARE);
    }
    let Some(blocked) = blocked else { return of(Cause::NotKnown, Why::FewApply, true) };
    if blocked.share >= LEAST_SHARE {
        return of(Cause::Equipment, Why::WeakPractice, blocked.low >= LEAST_SHARE);
    }
    of(Cause::NoGap, Why::NothingWeak, weak.high < LEAST_SHARE && blocked.high < LEAST_SHARE)
}

impl Why {
    /// In a few words, for a line.
    pub fn words(self) -> &'static str {
        match self {
            Self::FewKnow => "fewer than 5 rated knowledge of it",
            Self::FewApply => "fewer than 5 rated both knowledge and application",
            Self::WeakKnowledge => "a quarter or more rate knowledge as weak",
            Self::WeakPractice => "a quarter or more know it, apply it weakly",
            Self::HardlyUsed => "known, and fewer than a quarter say it is used at all",
            Self::NothingWeak => "fewer than a quarter are weak in either",
        }
    }
}
