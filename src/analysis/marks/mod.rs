//! The analyst's marks: tags from a small code frame, key quotes, the ledger of claims, memos. And the trainer's: scores of
//! definitions, overruled causes, the training plan. Never in a session.
//!
//! Here: what there is, every way in which it can change with undo, what the ledger makes of it, the text of
//! `annotations.ron`. Not here: the file itself and its lock (`store`), screens (`tui`). Times come in from outside.

mod apply;
mod apply_needs;
mod behind;
mod edit;
mod file;
mod history;
mod ledger;
mod model;
mod names;
mod needs;
mod plan;
mod query;
mod sources;
mod spot;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_needs;

pub use behind::Behind;
pub use edit::{Edit, MAX_TEXT, MarkError, MarkId, Piece, Stamp};
pub use file::{FORMAT, MAX_BYTES, read, write};
pub use history::MarkHistory;
pub use ledger::{Archive, NoArchive, Row, State};
pub use model::{
    Annotations, AnnotationsFile, Changed, Claim, Given, Logged, Memo, MemoAbout, Need, Outcome, Quote,
    Resolution, Stance, Tag, Tagged, Touch, Verification, VerifiedBy, Voice,
};
pub use names::{ClaimId, Coder, MemoId, NameError, PlanId, QuoteId, ScoreId, TagCode, TaggedId};
pub use needs::{Cause, Gap, Overrule, SEEN, Score, Verdict};
pub use plan::{Basis, Depth, Form, MAX_SESSIONS, Placed, PlanDraft, PlanLine, Priority, Remedy};
pub use query::{Marked, TagCount};
pub use sources::{Cited, Sources};
pub use spot::{Field, Spot, Words};
