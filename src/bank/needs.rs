//! What of a bank tells who needs training in what: which columns are use, knowledge and application, which groups are
//! rated, by what a definition is scored.
//!
//! Here: the shape of that part of a bank file; `docs/banks.md` describes it for authors. Not here: figures (`analysis`).

use super::model::is_false;
use super::refs::Ref;
use serde::{Deserialize, Serialize};

/// What the boards of the trainer read out of a bank. All of it may be left out: then there is no such board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Needs {
    /// Techniques that are used, known and applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub techniques: Option<Techniques>,
    /// Topics that people know, as they and others see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awareness: Option<Awareness>,
    /// By what answers in words are scored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rubrics: Vec<Rubric>,
    /// Which rating of oneself is held against which score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// Training that was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training: Option<Training>,
}

/// A grid of techniques. Its rows are the lines of the gap board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Techniques {
    /// The grid.
    pub item: Ref,
    /// Code of the column that says whether a technique is used.
    #[serde(rename = "use")]
    pub use_column: String,
    /// Options of that column that mean: used in the crime that is assessed.
    pub exposed: Vec<String>,
    /// Options of that column that mean: not used by anyone.
    pub unused: Vec<String>,
    /// Code of the column with ratings of knowledge.
    pub knowledge: String,
    /// Code of the column with ratings of practical application.
    pub application: String,
    /// Code of a column with ratings of importance, which an adaptation may add. Without it nothing is weighted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<String>,
}

/// A grid in which people rate what they know, and what groups know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Awareness {
    /// The grid; its rows are topics.
    pub item: Ref,
    /// Code of the column in which people rate themselves.
    pub own: String,
    /// The groups that are rated.
    pub groups: Vec<RatedGroup>,
}

/// A group of people that others rate, and who belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatedGroup {
    /// Code of its column.
    pub column: String,
    /// Codes of the functions of those who belong to it.
    pub functions: Vec<String>,
}

/// By what the answers to one open question are scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// The question.
    pub item: Ref,
    /// What a complete answer holds.
    pub elements: Vec<Element>,
}

/// One thing that a complete answer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// What scores store.
    pub code: String,
    /// In a few words.
    pub label: String,
    /// What counts as saying it, and what does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guidance: String,
}

/// A rating of oneself that a score is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The row that is rated.
    pub row: Ref,
    /// Code of the column.
    pub column: String,
    /// The scored questions, all of which count alike.
    pub scored: Vec<Ref>,
}

/// Where training that was received is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// What was received, as codes.
    pub received: Ref,
    /// Options that mean a course on the subject itself.
    pub specific: Vec<String>,
    /// Options that mean none.
    pub none: Vec<String>,
    /// What is told of it in words, in the order in which it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// Training in techniques: for all investigations, and for those of the crime that is assessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub techniques: Option<TrainedIn>,
    /// Further questions with codes that bear on it: other training, copies of the material, time in post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Ref>,
    /// How people learned otherwise, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<Ref>,
}

/// What is told of training in the words of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The question.
    pub item: Ref,
    /// The head of its column: subjects, given by.
    pub label: String,
    /// Whether it stands in the list of training itself, not only behind it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub listed: bool,
}

/// Where training in techniques is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedIn {
    /// For investigations of any crime.
    pub general: Ref,
    /// For investigations of the crime that is assessed.
    pub specific: Ref,
}

impl Needs {
    /// Whether there is none of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// By what the answers to a question are scored.
    pub fn rubric(&self, item: &Ref) -> Option<&Rubric> {
        self.rubrics.iter().find(|r| r.item == *item)
    }

    /// Leaves out what rests on questions and rows that are no longer asked.
    pub(super) fn unlink(&mut self, gone: impl Fn(&Ref) -> bool) {
        self.techniques.take_if(|t| gone(&t.item));
        self.awareness.take_if(|a| gone(&a.item));
        self.rubrics.retain(|r| !gone(&r.item));
        if let Some(calibration) = &mut self.calibration {
            calibration.scored.retain(|item| !gone(item));
        }
        self.calibration.take_if(|c| gone(&c.row) || c.scored.is_empty());
        self.training.take_if(|t| gone(&t.received));
        if let Some(training) = &mut self.training {
            training.told.retain(|t| !gone(&t.item));
            training.techniques.take_if(|t| gone(&t.general) || gone(&t.specific));
            training.also.retain(|item| !gone(item));
            training.otherwise.retain(|item| !gone(item));
        }
    }
}
