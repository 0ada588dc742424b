//! What stands in a table where there is a reason for no answer.
//!
//! Three schemes and no more. Codes such as 97, 98, 99 are not among them: a count of 98 cases is a figure.

use crate::session::Nonresponse;

/// A way to write reasons for no answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// `dont_know`, `refused`, `not_applicable`, `not_asked`.
    #[default]
    Words,
    /// -1, -2, -3, -4, as the European and World Values Surveys have them: don't know, no answer, not applicable,
    /// not asked. No figure of an interview is negative.
    Numeric,
    /// Nothing; the reason is only in the column `status` of the answers.
    Blank,
}

impl Scheme {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Words, Self::Numeric, Self::Blank];

    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Numeric => "numeric",
            Self::Blank => "blank",
        }
    }

    /// The code of a reason; `None` where nothing is written.
    pub fn code(self, reason: Nonresponse) -> Option<&'static str> {
        match self {
            Self::Words => Some(word(reason)),
            Self::Numeric => Some(match reason {
                Nonresponse::DontKnow => "-1",
                Nonresponse::Refused => "-2",
                Nonresponse::NotApplicable => "-3",
                Nonresponse::NotAsked => "-4",
            }),
            Self::Blank => None,
        }
    }

    /// The code in a column of numbers; `None` where the reason can't be a number.
    pub fn number(self, reason: Nonresponse) -> Option<f64> {
        match self {
            Self::Numeric => self.code(reason).and_then(|code| code.parse().ok()),
            Self::Words | Self::Blank => None,
        }
    }
}

/// A reason in the words of the session file.
pub(super) fn word(reason: Nonresponse) -> &'static str {
    match reason {
        Nonresponse::DontKnow => "dont_know",
        Nonresponse::Refused => "refused",
        Nonresponse::NotApplicable => "not_applicable",
        Nonresponse::NotAsked => "not_asked",
    }
}
