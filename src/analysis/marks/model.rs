//! The shape of `annotations.ron`.

use super::names::{ClaimId, Coder, MemoId, QuoteId, ScoreId, TagCode, TaggedId, once};
use super::needs::{Gap, Overrule, Score};
use super::plan::{PlanLine, lines};
use super::spot::Spot;
use crate::bank::Ref;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Deref;

/// All marks of a data folder, as they are kept on disk. Read freely; changed only through [`Annotations`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnotationsFile {
    /// Version of the file format.
    pub format: u32,
    /// How many changes it has seen.
    #[serde(default)]
    pub revision: u64,
    /// The highest numbers that were ever given.
    #[serde(default, skip_serializing_if = "Given::is_none")]
    pub given: Given,
    /// The code frame: tags by their word.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub frame: BTreeMap<TagCode, Tag>,
    /// Tags on spots.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub tagged: BTreeMap<TaggedId, Tagged>,
    /// Key quotes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub quotes: BTreeMap<QuoteId, Quote>,
    /// The claim ledger.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub claims: BTreeMap<ClaimId, Claim>,
    /// Memos.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub memos: BTreeMap<MemoId, Memo>,
    /// Scores of answers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub scores: BTreeMap<ScoreId, Score>,
    /// Causes that the trainer overruled.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once")]
    pub overruled: BTreeMap<Gap, Overrule>,
    /// The training plan, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "lines")]
    pub plan: Vec<PlanLine>,
}

/// The highest number given of each kind, so that none is given twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// Of tags on spots.
    #[serde(skip_serializing_if = "is_zero")]
    pub tagged: u32,
    /// Of quotes.
    #[serde(skip_serializing_if = "is_zero")]
    pub quotes: u32,
    /// Of claims.
    #[serde(skip_serializing_if = "is_zero")]
    pub claims: u32,
    /// Of memos.
    #[serde(skip_serializing_if = "is_zero")]
    pub memos: u32,
    /// Of scores.
    #[serde(skip_serializing_if = "is_zero")]
    pub scores: u32,
    /// Of lines of the training plan.
    #[serde(skip_serializing_if = "is_zero")]
    pub plan: u32,
}

impl Given {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
pub(super) fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Who changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// Initials.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// A tag of the code frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// What it is called.
    pub label: String,
    /// What is tagged with it, and what is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Who made it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The last change to label or definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Touch>,
}

/// A tag on a spot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tagged {
    /// The tag.
    pub tag: TagCode,
    /// Where.
    pub spot: Spot,
    /// Who set it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// A key quote: the words are in its spot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Where, and the words.
    pub spot: Spot,
    /// Why it matters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Who marked it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The last change to why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Touch>,
}

/// A claim of the ledger. What state it is in is told by [`Claim::state`], never kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// What is claimed, in one sentence.
    pub statement: String,
    /// The items that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Ref>,
    /// Who speaks for it and against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
    /// That only a visit can tell, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_visit: Option<Need>,
    /// What was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Verification>,
    /// What the analyst makes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// Who entered it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// Every change since, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<Logged>,
}

/// An answer that speaks for or against a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// The answer, or words in it.
    pub spot: Spot,
    /// Which way it speaks.
    pub stance: Stance,
    /// Who judged so.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// Which way a voice speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// For the claim.
    For,
    /// Against it.
    Against,
    /// It bears on the claim and can be read both ways.
    Unclear,
}

/// A reason for a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What has to be seen.
    pub why: String,
    /// Who says so.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// What was looked at beyond what people said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// In which way.
    pub how: VerifiedBy,
    /// What was seen.
    pub what: String,
    /// On which day.
    pub on: Date,
    /// What it shows. `open`: it was looked at, and could not be told.
    #[serde(default)]
    pub outcome: Outcome,
    /// Who entered it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// A way to verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerifiedBy {
    /// Somebody went there.
    Visit,
    /// A paper was read.
    Document,
    /// It was seen happening.
    Observation,
}

/// What comes of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is so.
    #[default]
    Stands,
    /// In part, in places, or at times.
    Partly,
    /// It is not so.
    Falls,
    /// It can't be told yet.
    Open,
}

/// What the analyst makes of a claim, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// What comes of it.
    pub outcome: Outcome,
    /// The reason.
    pub why: String,
    /// Who resolved it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// A change to a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logged {
    /// What changed.
    pub what: Changed,
    /// What it was before, in words; left out where there was nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub was: String,
    /// Who changed it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
}

/// What of a claim can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// Its sentence.
    Statement,
    /// The items that it is about.
    About,
    /// A voice was added or judged anew.
    Voice,
    /// A voice was taken away.
    Unvoice,
    /// Whether it needs a visit.
    NeedsVisit,
    /// Its verification.
    Verification,
    /// Its resolution.
    Resolution,
    /// Its memo.
    Memo,
}

/// Free text of the analyst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memo {
    /// What it is attached to.
    #[serde(default, skip_serializing_if = "MemoAbout::is_nothing")]
    pub about: MemoAbout,
    /// The text.
    pub text: String,
    /// Who wrote it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The last change to the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Touch>,
}

/// What a memo is attached to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoAbout {
    /// To nothing.
    #[default]
    Nothing,
    /// To an item, whoever answers it.
    Item(Ref),
    /// To a session, by its id.
    Session(String),
    /// To a claim.
    Claim(ClaimId),
}

impl MemoAbout {
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

impl Stance {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::For, Self::Against, Self::Unclear];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Unclear => "unclear",
        }
    }
}

impl VerifiedBy {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Visit, Self::Document, Self::Observation];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Document => "document",
            Self::Observation => "observation",
        }
    }
}

impl Outcome {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Stands, Self::Partly, Self::Falls, Self::Open];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Partly => "stands in part",
            Self::Falls => "falls",
            Self::Open => "left open",
        }
    }
}

impl Changed {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::About => "items",
            Self::Voice => "voice",
            Self::Unvoice => "voice taken away",
            Self::NeedsVisit => "needs a visit",
            Self::Verification => "verification",
            Self::Resolution => "resolution",
            Self::Memo => "memo",
        }
    }
}

/// Marks that can be changed, one [`super::Edit`] at a time, and read like a [`AnnotationsFile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotations {
    pub(super) book: AnnotationsFile,
}

impl Deref for Annotations {
    type Target = AnnotationsFile;

    fn deref(&self) -> &AnnotationsFile {
        &self.book
    }
}

impl Default for Annotations {
    fn default() -> Self {
        Self {
            book: AnnotationsFile {
                format: super::file::FIRST,
                revision: 0,
                given: Given::default(),
                frame: BTreeMap::new(),
                tagged: BTreeMap::new(),
                quotes: BTreeMap::new(),
                claims: BTreeMap::new(),
                memos: BTreeMap::new(),
                scores: BTreeMap::new(),
                overruled: BTreeMap::new(),
                plan: Vec::new(),
            },
        }
    }
}

impl From<AnnotationsFile> for Annotations {
    /// A number that is in use was given, and the format is the one that its marks need, whatever a file that was edited
    /// by hand says.
    fn from(mut book: AnnotationsFile) -> Self {
        let given = &mut book.given;
        let raise = |to: &mut u32, last: Option<u32>| *to = (*to).max(last.unwrap_or(0));
        raise(&mut given.tagged, book.tagged.last_key_value().map(|(id, _)| id.number()));
        raise(&mut given.quotes, book.quotes.last_key_value().map(|(id, _)| id.number()));
        raise(&mut given.claims, book.claims.last_key_value().map(|(id, _)| id.number()));
        let cited = book.memos.values().filter_map(|m| match m.about {
            MemoAbout::Claim(id) => Some(id.number()),
            _ => None,
        });
        raise(&mut given.claims, cited.max());
        raise(&mut given.memos, book.memos.last_key_value().map(|(id, _)| id.number()));
        raise(&mut given.scores, book.scores.last_key_value().map(|(id, _)| id.number()));
        raise(&mut given.plan, book.plan.iter().map(|line| line.id.number()).max());
        if book.format <= super::FORMAT {
            book.format = book.needed_format();
        }
        Self { book }
    }
}

impl Annotations {
    /// The marks as plain data.
    pub fn book(&self) -> &AnnotationsFile {
        &self.book
    }

    /// The number that the next claim gets.
    pub fn next_claim(&self) -> ClaimId {
        ClaimId::new(self.given.claims.saturating_add(1))
    }

    /// The number that the next quote gets.
    pub fn next_quote(&self) -> QuoteId {
        QuoteId::new(self.given.quotes.saturating_add(1))
    }

    /// The number that the next memo gets.
    pub fn next_memo(&self) -> MemoId {
        MemoId::new(self.given.memos.saturating_add(1))
    }

    /// The number that the next tag on a spot gets.
    pub fn next_tagged(&self) -> TaggedId {
        TaggedId::new(self.given.tagged.saturating_add(1))
    }
}
