//! What the consent of an interview lets out of the house.
//!
//! - No to the interview: nothing, not even that it was held.
//! - No to notes: that it was held, and what was agreed; no answer, no evidence, no jot.
//! - No yes to quotes: answers without the respondent's words (accounts, and jots, which may hold them).
//!
//! What was not asked yet counts as no for quotes, and as yes for the rest: the interview was held.

use crate::bank::Ref;
use crate::session::Record;
use std::collections::BTreeSet;

/// How much is let out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Accounts and jots too where there is no yes to quotes; never where notes were refused.
    pub with_unquoted: bool,
}

/// What was kept in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Sessions without consent to the interview: all of it.
    pub no_interview: u64,
    /// Sessions in which notes were refused: their answers.
    pub no_notes: u64,
    /// Sessions in which at least one text was kept in for want of a yes to quotes.
    pub unquoted: u64,
    /// Accounts that were kept in for want of a yes to quotes.
    pub accounts: u64,
    /// Jots that were.
    pub jots: u64,
}

/// What of a session may be told.
#[derive(Clone, Debug)]
pub(super) struct Released {
    /// The session without what was kept in.
    pub(super) record: Record,
    /// Where an account was kept in.
    pub(super) accounts: BTreeSet<Ref>,
    /// Whether the texts of the jots were.
    pub(super) jots: bool,
    /// What was kept in of it as a whole: `none`, `words` or `answers`.
    pub(super) withheld: &'static str,
}

impl Released {
    /// The values of [`Released::withheld`].
    pub(super) const WITHHELD: [&'static str; 3] = ["none", "words", "answers"];
}

impl Policy {
    /// What may be told of a session; `None` if nothing. What is kept in is counted.
    pub(super) fn release(self, record: &Record, count: &mut Withheld) -> Option<Released> {
        if record.consent.interview == Some(false) {
            count.no_interview += 1;
            return None;
        }
        let mut record = record.clone();
        let mut accounts = BTreeSet::new();
        if record.consent.notes == Some(false) {
            count.no_notes += 1;
            record.answers.clear();
            record.jots.clear();
            record.active_seconds.clear();
            return Some(Released { record, accounts, jots: false, withheld: "answers" });
        }
        let mut jots = false;
        if record.consent.quotes != Some(true) && !self.with_unquoted {
            for (at, answer) in &mut record.answers {
                if !answer.account.trim().is_empty() {
                    answer.account.clear();
                    accounts.insert(at.clone());
                }
            }
            for jot in &mut record.jots {
                jots = true;
                jot.text.clear();
                count.jots += 1;
            }
            count.accounts += accounts.len() as u64;
        }
        let some = jots || !accounts.is_empty();
        count.unquoted += u64::from(some);
        Some(Released { record, accounts, jots, withheld: if some { "words" } else { "none" } })
    }
}
