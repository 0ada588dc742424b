//! Undo and redo over a whole session, in steps that a person would call one.

use super::edit::{Change, Edit, EditError, Splice, Stamp, TextAt};
use super::model::Session;
use crate::bank::Ref;
use jiff::Timestamp;
use std::collections::VecDeque;

/// How many steps can be taken back.
const DEPTH: usize = 2_000;
/// How many bytes of removed and inserted text undo may hold: a paste is kept once, not forever.
const BYTES: usize = 16 << 20;
/// A pause in typing, in seconds, after which a new step begins.
const PAUSE: i64 = 3;

/// One step: the changes that take it back, last one first.
#[derive(Clone, Debug)]
struct Step {
    changes: Vec<Change>,
    /// When it was last added to.
    at: Timestamp,
}

/// What can be taken back and what can be done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: VecDeque<Step>,
    redo: Vec<Step>,
}

/// What an undo or redo has touched, so that the screen can show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// The item or row, if it was one.
    pub place: Option<Ref>,
    /// The text that changed, if it was text.
    pub text: Option<TextAt>,
    /// The column of the cell, if it was one.
    pub column: Option<String>,
}

impl History {
    /// Applies edits to the session as one step.
    ///
    /// # Errors
    /// When one of them does not fit; those before it are taken back, so that the session is as it was.
    pub fn apply(
        &mut self,
        session: &mut Session,
        edits: Vec<Edit>,
        now: Timestamp,
    ) -> Result<(), EditError> {
        let mut inverses: Vec<Change> = Vec::with_capacity(edits.len());
        let revision = session.record.revision;
        // Seconds have no inverse, so a step that fails can give them back only from a copy.
        let seconds = edits
            .iter()
            .any(|e| matches!(e, Edit::Active(..)))
            .then(|| session.record.active_seconds.clone());
        for edit in edits {
            match session.apply(Change { edit, stamp: Stamp::At(now) }) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    while let Some(inverse) = inverses.pop() {
                        session.apply(inverse)?;
                    }
                    // Nothing has changed, so there is nothing newer to save.
                    session.record.revision = revision;
                    if let Some(seconds) = seconds {
                        session.record.active_seconds = seconds;
                    }
                    return Err(error);
                }
            }
        }
        inverses.retain(|c| !matches!(c.edit, Edit::Active(..)));
        if inverses.is_empty() {
            return Ok(());
        }
        self.redo.clear();
        inverses.reverse();
        if !self.joined(&inverses, now) {
            self.undo.push_back(Step { changes: inverses, at: now });
            self.trim();
        }
        Ok(())
    }

    /// Joins a typed character to the step before it: a run within a word, without a pause.
    fn joined(&mut self, inverses: &[Change], now: Timestamp) -> bool {
        let [Change { edit: Edit::Text(at, splice), .. }] = inverses else { return false };
        let Some(last) = self.undo.back_mut() else { return false };
        if now.as_second() - last.at.as_second() > PAUSE {
            return false;
        }
        let [Change { edit: Edit::Text(last_at, last_splice), .. }] = last.changes.as_mut_slice() else {
            return false;
        };
        if last_at != at {
            return false;
        }
        // An inverse removes what was typed. A new word opens a new step.
        let typed = &splice.removed;
        if typed.chars().count() > 1
            || (!typed.starts_with(char::is_whitespace) && ends_with_space(last_splice))
        {
            return false;
        }
        // Both as they were typed, joined, and turned round again.
        let Some(joined) = last_splice.inverse().then(&splice.inverse()) else { return false };
        *last_splice = joined.inverse();
        last.at = now;
        true
    }

    fn trim(&mut self) {
        let mut bytes = 0;
        let mut keep = 0;
        for step in self.undo.iter().rev().take(DEPTH) {
            bytes += step.changes.iter().map(|c| weight(&c.edit)).sum::<usize>();
            if bytes > BYTES && keep > 0 {
                break;
            }
            keep += 1;
        }
        self.undo.drain(..self.undo.len() - keep);
    }

    /// Takes the last step back. `None`: there is none.
    ///
    /// # Errors
    /// Never for a session that only changed through this history.
    pub fn undo(&mut self, session: &mut Session) -> Result<Option<Undone>, EditError> {
        let Some(step) = self.undo.pop_back() else { return Ok(None) };
        let (undone, inverse) = Self::turn(session, step)?;
        self.redo.push(inverse);
        Ok(Some(undone))
    }

    /// Does the last step again that was taken back. `None`: there is none.
    ///
    /// # Errors
    /// Never for a session that only changed through this history.
    pub fn redo(&mut self, session: &mut Session) -> Result<Option<Undone>, EditError> {
        let Some(step) = self.redo.pop() else { return Ok(None) };
        let (undone, inverse) = Self::turn(session, step)?;
        self.undo.push_back(inverse);
        Ok(Some(undone))
    }

    fn turn(session: &mut Session, step: Step) -> Result<(Undone, Step), EditError> {
        let mut undone = Undone::default();
        let mut inverses = Vec::with_capacity(step.changes.len());
        for change in step.changes {
            if let Some(place) = change.edit.place() {
                undone.place = Some(place.clone());
            }
            match &change.edit {
                Edit::Text(TextAt::Cell(_, column), _) => undone.column = Some(column.clone()),
                Edit::Text(at, _) => undone.text = Some(at.clone()),
                Edit::Codes(at, _) | Edit::By(at, _) | Edit::Nonresponse(at, _) => {
                    undone.column.clone_from(&at.column);
                }
                _ => {}
            }
            inverses.push(session.apply(change)?);
        }
        inverses.reverse();
        Ok((undone, Step { changes: inverses, at: step.at }))
    }
}

fn ends_with_space(inverse: &Splice) -> bool {
    inverse.removed.ends_with(char::is_whitespace)
}

fn weight(edit: &Edit) -> usize {
    match edit {
        Edit::Text(_, splice) => splice.removed.len() + splice.inserted.len(),
        Edit::Replace(_, Some(answer)) => answer.account.len() + answer.note.len(),
        _ => 64,
    }
}
