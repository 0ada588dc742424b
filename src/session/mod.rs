//! What was answered: one interview as data, and every way in which it can change.
//!
//! Here: the shape of a session file, [`Edit`]s and their inverses, undo and redo, progress.
//! Not here: files and clocks (`store`), screens (`tui`). Times come in from outside.

mod answer;
mod apply;
mod edit;
mod file;
mod history;
mod model;
mod progress;
mod stand_in;

pub use answer::{
    About, Answer, Cell, Credibility, Evidence, EvidenceKind, EvidenceState, Nonresponse, Origin, Reliability,
};
pub(crate) use apply::whole_second;
pub use edit::{
    At, Change, CodedField, Edit, EditError, EvidenceCode, EvidenceText, Mark, ParticipantText, Splice,
    Stamp, TextAt,
};
pub use file::{FORMAT, Integrity, MAX_BYTES, ReadError, read, write};
pub use history::{History, Undone};
pub use model::{
    Attribution, BankStamp, Consent, Jot, Meeting, Participant, Place, Record, Session, Status, new_id,
};
pub use progress::{
    Count, Progress, Slot, Todo, TodoKind, gate_state, is_answered, progress, slots, suggested, title_in,
    title_of, todo,
};
pub use stand_in::stand_in;
