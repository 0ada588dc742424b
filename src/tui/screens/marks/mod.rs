//! Marks: the menu that makes them, the sheets that it leads to, and the ledger of claims.
//!
//! Every change goes through `Desk::mark`. What marks mean is not here (`analysis::marks`).

mod cause;
pub(super) mod form;
mod initials;
mod ledger;
mod menu;
mod pick;
mod sheets;
pub(super) mod who;

pub use cause::overrule;
pub use initials::Initials;
pub use ledger::Ledger;
pub use menu::{MarkMenu, for_answer, for_texts};

use crate::analysis::marks::Edit;
use crate::tui::desk::Desk;
use crate::tui::view::Flow;

/// What a sheet has handed over and waits for: somebody has to say first who marks. The sheet keeps its words until
/// then, and is closed once the change is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sent(Option<u64>);

impl Sent {
    /// Hands a change over.
    fn hand_over(&mut self, desk: &mut Desk, edits: Vec<Edit>, said: String) -> Flow {
        let revision = desk.marks.annotations.revision;
        if desk.mark_and_say(edits, said) {
            return Flow::Close;
        }
        self.0 = desk.marks.waiting.is_some().then_some(revision);
        Flow::Done
    }

    /// After something above was closed: where nobody said who marks, nothing is waited for any more.
    fn look_again(&mut self, desk: &Desk) {
        if desk.marks.waiting.is_none() && !self.is_made(desk) {
            self.0 = None;
        }
    }

    /// Whether what was handed over has been made.
    fn is_made(self, desk: &Desk) -> bool {
        self.0.is_some_and(|revision| desk.marks.annotations.revision > revision)
    }
}
