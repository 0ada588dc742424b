//! What the trainer judges: answers scored against a rubric, and causes of a gap that the figures got wrong.
//!
//! Here: their shape, and what screens ask of them. Not here: rubrics (`bank`), agreement of scorers and the cause that
//! figures suggest (`analysis`), the training plan (`plan`).

use super::model::{Annotations, Touch};
use super::names::{Coder, ScoreId};
use super::spot::Spot;
use crate::bank::Ref;
use crate::text::clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// How many characters of a digest [`Score::seen`] has.
pub const SEEN: usize = 16;

/// One answer in words, scored by one coder. Two coders may score the same answer; nothing is merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The answer: a session and an item, neither a column nor words.
    pub spot: Spot,
    /// What was found, by the code of an element of the rubric. One that is not named was not judged.
    pub verdicts: BTreeMap<String, Verdict>,
    /// What the coder has to say to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The first [`SEEN`] hexadecimal digits of a digest of the account as it was scored: whether it is another by now.
    pub seen: String,
    /// Who scored it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The last change to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Touch>,
}

/// Whether an answer holds an element of the rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It says so.
    Stated,
    /// It does not speak of it.
    Missing,
    /// It says the opposite.
    Wrong,
}

impl Verdict {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Stated, Self::Missing, Self::Wrong];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
        }
    }
}

impl Score {
    /// How many elements got this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.verdicts.values().filter(|v| **v == verdict).count()
    }

    /// Whether it is a coder's score of an answer: no coder has two.
    pub fn is(&self, coder: &Coder, session: &str, item: &Ref) -> bool {
        self.by == *coder && self.spot.session == session && self.spot.at.as_ref() == Some(item)
    }
}

/// A line of the gap board: a topic, and the group that it is looked at in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The row of the questionnaire.
    pub topic: Ref,
    /// The group, as whoever sets it writes it: `unit=Border police`. Empty: all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
}

impl Gap {
    /// Of all sessions.
    pub fn of(topic: Ref) -> Self {
        Self { topic, group: String::new() }
    }

    /// In a group.
    pub fn within(topic: Ref, group: impl Into<String>) -> Self {
        Self { topic, group: group.into() }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean::line(self.topic.as_str()))?;
        if self.group.is_empty() { Ok(()) } else { write!(f, " in {}", clean::line(&self.group)) }
    }
}

/// The cause of a gap as the trainer sees it, in the place of the one that the figures suggest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrule {
    /// The cause.
    pub cause: Cause,
    /// The reason.
    pub why: String,
    /// Who overruled it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The last change to cause or reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Touch>,
}

/// Why a topic is weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// People do not know how.
    Training,
    /// They know how, and lack the means, the time or the backing.
    Equipment,
    /// The law does not allow it, or does not provide for it.
    Law,
    /// Too little is known to say.
    NotKnown,
    /// It is not weak.
    NoGap,
}

impl Cause {
    /// All, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Training, Self::Equipment, Self::Law, Self::NotKnown, Self::NoGap];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Equipment => "equipment or management",
            Self::Law => "law",
            Self::NotKnown => "not enough known",
            Self::NoGap => "no gap shown",
        }
    }
}

impl Annotations {
    /// The scores of the answers to an item, by number.
    pub fn scores_of(&self, item: &Ref) -> impl Iterator<Item = (ScoreId, &Score)> {
        self.scores.iter().filter(move |(_, s)| s.spot.at.as_ref() == Some(item)).map(|(id, s)| (*id, s))
    }

    /// A coder's score of an answer. Goes over all scores: for many answers take [`Annotations::scores_of`] once.
    pub fn score_by(&self, coder: &Coder, session: &str, item: &Ref) -> Option<(ScoreId, &Score)> {
        self.scores.iter().find(|(_, s)| s.is(coder, session, item)).map(|(id, s)| (*id, s))
    }

    /// What the trainer says is the cause of a gap, if it was said of this group. What was said of all does not hold for
    /// a group, nor the other way round.
    pub fn overruled(&self, topic: &Ref, group: &str) -> Option<&Overrule> {
        self.overruled.get(&Gap::within(topic.clone(), group))
    }

    /// The number that the next score gets.
    pub fn next_score(&self) -> ScoreId {
        ScoreId::new(self.given.scores.saturating_add(1))
    }
}
