//! Edits: every way in which marks can change. Each has an inverse, which is undo.

use super::model::{Claim, Memo, MemoAbout, Outcome, Quote, Stance, Tag, Tagged, VerifiedBy};
use super::names::{ClaimId, Coder, MemoId, PlanId, QuoteId, ScoreId, TagCode, TaggedId};
use super::needs::{Cause, Gap, Overrule, SEEN, Score, Verdict};
use super::plan::{Basis, Placed, PlanDraft};
use super::spot::Spot;
use crate::bank::Ref;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// The longest that one text of a mark can be, in bytes.
pub const MAX_TEXT: usize = 64 << 10;

/// One change to the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A tag is put into the code frame, or called and defined otherwise.
    Define {
        /// Its word.
        code: TagCode,
        /// What it is called.
        label: String,
        /// What is tagged with it.
        definition: String,
    },
    /// A tag is taken out of the frame; only one that tags nothing.
    Undefine(TagCode),
    /// A spot is tagged. The tag must be in the frame; a coder sets it once on a spot.
    Tag(TagCode, Spot),
    /// A tag is taken off a spot.
    Untag(TaggedId),
    /// Words are marked as a key quote, and why.
    Quote(Spot, String),
    /// Why a quote matters.
    QuoteWhy(QuoteId, String),
    /// A quote is no key quote any more.
    Unquote(QuoteId),
    /// A claim is entered: its sentence, and the items that it is about.
    Claim(String, Vec<Ref>),
    /// A claim is put otherwise.
    Statement(ClaimId, String),
    /// The items that a claim is about.
    About(ClaimId, Vec<Ref>),
    /// An answer speaks for or against a claim. The same spot again: it is judged anew.
    Voice(ClaimId, Spot, Stance),
    /// An answer does not speak to a claim.
    Unvoice(ClaimId, Spot),
    /// A claim needs a visit, and why; or does not.
    NeedsVisit(ClaimId, Option<String>),
    /// A claim was looked into.
    Verify {
        /// Which.
        claim: ClaimId,
        /// In which way.
        how: VerifiedBy,
        /// What was seen.
        what: String,
        /// On which day.
        on: Date,
        /// What it shows.
        outcome: Outcome,
    },
    /// A verification is taken back.
    Unverify(ClaimId),
    /// What the analyst makes of a claim, and why.
    Resolve(ClaimId, Outcome, String),
    /// A resolution is taken back.
    Unresolve(ClaimId),
    /// The memo of a claim.
    ClaimMemo(ClaimId, String),
    /// A claim is taken out; only one that no memo is attached to. Its number is not given again.
    RemoveClaim(ClaimId),
    /// A memo is written.
    Memo(MemoAbout, String),
    /// The text of a memo.
    MemoText(MemoId, String),
    /// A memo is taken out.
    RemoveMemo(MemoId),
    /// An answer in words is scored. The same coder and answer again: that score is replaced.
    Score {
        /// A session and an item, neither a column nor words.
        spot: Spot,
        /// What was found, by the code of an element.
        verdicts: BTreeMap<String, Verdict>,
        /// What the coder has to say to it.
        remark: String,
        /// See [`Score::seen`].
        seen: String,
    },
    /// A score is taken out.
    Unscore(ScoreId),
    /// The cause of a gap is another than the figures suggest, and why. The same gap again: it is overruled anew.
    Overrule(Gap, Cause, String),
    /// What the figures suggest holds again.
    TakeBack(Gap),
    /// A line is added at the end of the training plan, with what it rests on.
    PlanLine(Box<PlanDraft>, Box<Basis>),
    /// A line is written otherwise; what it rests on stays.
    ChangeLine(PlanId, Box<PlanDraft>),
    /// What a line rests on was looked up again.
    Rebase(PlanId, Box<Basis>),
    /// A line goes to a place in the plan, from 0; past the end: to the end.
    MoveLine(PlanId, usize),
    /// A line is taken out.
    RemoveLine(PlanId),
    /// One mark as it was before: what every inverse is. Carries its own initials and times.
    Back(Piece),
}

/// One mark as it was; `None`: it was not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A tag of the frame.
    Tag(TagCode, Option<Box<Tag>>),
    /// A tag on a spot.
    Tagged(TaggedId, Option<Box<Tagged>>),
    /// A quote.
    Quote(QuoteId, Option<Box<Quote>>),
    /// A claim.
    Claim(ClaimId, Option<Box<Claim>>),
    /// A memo.
    Memo(MemoId, Option<Box<Memo>>),
    /// A score.
    Score(ScoreId, Option<Box<Score>>),
    /// An overruled cause.
    Overrule(Gap, Option<Box<Overrule>>),
    /// A line of the plan, in its place.
    Plan(PlanId, Option<Box<Placed>>),
}

impl Piece {
    /// Which mark it is.
    pub fn id(&self) -> MarkId {
        match self {
            Self::Tag(code, _) => MarkId::Tag(code.clone()),
            Self::Tagged(id, _) => MarkId::Tagged(*id),
            Self::Quote(id, _) => MarkId::Quote(*id),
            Self::Claim(id, _) => MarkId::Claim(*id),
            Self::Memo(id, _) => MarkId::Memo(*id),
            Self::Score(id, _) => MarkId::Score(*id),
            Self::Overrule(gap, _) => MarkId::Overrule(gap.clone()),
            Self::Plan(id, _) => MarkId::Plan(*id),
        }
    }
}

/// Which mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkId {
    /// A tag of the frame.
    Tag(TagCode),
    /// A tag on a spot.
    Tagged(TaggedId),
    /// A quote.
    Quote(QuoteId),
    /// A claim.
    Claim(ClaimId),
    /// A memo.
    Memo(MemoId),
    /// A score.
    Score(ScoreId),
    /// An overruled cause.
    Overrule(Gap),
    /// A line of the training plan.
    Plan(PlanId),
}

impl fmt::Display for MarkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(code) => write!(f, "tag {code}"),
            Self::Tagged(id) => write!(f, "tag {id}"),
            Self::Quote(id) => write!(f, "quote {id}"),
            Self::Claim(id) => write!(f, "claim {id}"),
            Self::Memo(id) => write!(f, "memo {id}"),
            Self::Score(id) => write!(f, "score {id}"),
            Self::Overrule(gap) => write!(f, "overruled cause of {gap}"),
            Self::Plan(id) => write!(f, "plan line {id}"),
        }
    }
}

/// Who makes a change, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Initials.
    pub coder: Coder,
    /// When; kept to the second.
    pub at: Timestamp,
}

/// Why an edit could not be applied. The marks are as they were.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// There is no such mark.
    #[error("there is no {0}")]
    NoSuch(MarkId),
    /// The answer does not speak to the claim.
    #[error("this answer does not speak to claim {0}")]
    NoSuchVoice(ClaimId),
    /// Something hangs on it.
    #[error("{id} is used {times} times: take it away there first")]
    InUse {
        /// What should go.
        id: MarkId,
        /// How often it is used.
        times: usize,
    },
    /// The coder has set this already.
    #[error("this is marked so already: {0}")]
    Already(MarkId),
    /// A text that must say something says nothing.
    #[error("{0} can't be empty")]
    Empty(&'static str),
    /// A text is longer than a mark can hold.
    #[error("{what} has {bytes} bytes, more than a mark can hold ({MAX_TEXT})")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// Its length.
        bytes: usize,
    },
    /// A score sits elsewhere than on an answer.
    #[error("only the whole answer to an item of a session can be scored")]
    NotAnAnswer,
    /// What an account was when it was scored can't be told from this.
    #[error("the digest of a scored account is {SEEN} hexadecimal digits in small letters")]
    NotADigest,
    /// A list is longer than a mark can hold.
    #[error("{what} are {n}, more than a mark can hold ({most})")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        n: usize,
        /// The most.
        most: usize,
    },
    /// It is so already.
    #[error("nothing would change")]
    NoChange,
    /// No number is left.
    #[error("there is no number left for another mark of this kind")]
    Full,
    /// A newer program wrote these marks.
    #[error("a newer program wrote these marks (format {0}): update vivavoce to change them")]
    Newer(u32),
}
