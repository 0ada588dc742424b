//! The figures that a technique has, and what each is sorted by.

use crate::analysis::needs::Gap;

/// A figure of a technique.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Measure {
    Exposure,
    #[default]
    Knowledge,
    Application,
    KnowDo,
    Weighed,
}

impl Measure {
    pub(super) const ALL: [Self; 5] =
        [Self::Exposure, Self::Knowledge, Self::Application, Self::KnowDo, Self::Weighed];

    /// Its head, and what it is.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Exposure => ("use", "share that uses it in trafficking cases"),
            Self::Knowledge => ("knowledge", "gap in knowledge"),
            Self::Application => ("application", "gap in practical application"),
            Self::KnowDo => ("know−do", "knowledge less application"),
            Self::Weighed => ("weighed", "mean weighted discrepancy: importance against knowledge"),
        }
    }

    /// What it is sorted by; the most needed first.
    pub(super) fn key(self, gap: &Gap) -> Option<f64> {
        match self {
            Self::Exposure => gap.exposure.share().map(|s| s.share),
            Self::Knowledge => gap.knowledge.gap,
            Self::Application => gap.application.gap,
            Self::KnowDo => gap.know_do.mean,
            Self::Weighed => gap.weighed_knowledge.as_ref().and_then(|w| w.mwds),
        }
    }

    pub(super) fn n(self, gap: &Gap) -> u64 {
        match self {
            Self::Exposure => gap.exposure.n,
            Self::Knowledge => gap.knowledge.n,
            Self::Application => gap.application.n,
            Self::KnowDo => gap.know_do.pairs.n,
            Self::Weighed => gap.weighed_knowledge.as_ref().map_or(0, |w| w.n),
        }
    }
}
