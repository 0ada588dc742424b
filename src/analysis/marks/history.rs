//! Undo and redo over the marks, in steps that a person would call one.
//!
//! Apart from the history of a session: typing is not joined here, since a text comes in whole.

use super::edit::{Edit, MarkError, MarkId, Stamp};
use super::model::Annotations;
use std::collections::VecDeque;

/// How many steps can be taken back.
const DEPTH: usize = 1_000;

/// One step: the edits that take it back, last one first, and who made it.
#[derive(Clone, Debug)]
struct Step {
    edits: Vec<Edit>,
    stamp: Stamp,
}

/// What can be taken back and what can be done again.
#[derive(Clone, Debug, Default)]
pub struct MarkHistory {
    undo: VecDeque<Step>,
    redo: Vec<Step>,
}

impl MarkHistory {
    /// Applies edits as one step, and says whether anything changed. One that would change nothing is passed over.
    ///
    /// # Errors
    /// When one of them does not fit; those before it are taken back, so that the marks are as they were. Numbers that
    /// were given meanwhile stay given.
    pub fn apply(
        &mut self,
        marks: &mut Annotations,
        edits: Vec<Edit>,
        stamp: &Stamp,
    ) -> Result<bool, MarkError> {
        let revision = marks.revision;
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match marks.apply(edit, stamp) {
                Ok(inverse) => inverses.push(inverse),
                Err(MarkError::NoChange) => {}
                Err(error) => {
                    while let Some(inverse) = inverses.pop() {
                        marks.apply(inverse, stamp)?;
                    }
                    marks.book.revision = revision;
                    return Err(error);
                }
            }
        }
        if inverses.is_empty() {
            return Ok(false);
        }
        inverses.reverse();
        self.redo.clear();
        self.undo.push_back(Step { edits: inverses, stamp: stamp.clone() });
        if self.undo.len() > DEPTH {
            self.undo.pop_front();
        }
        Ok(true)
    }

    /// Takes the last step back: which marks it touched. `None`: there is none.
    ///
    /// # Errors
    /// Never for marks that only changed through this history.
    pub fn undo(&mut self, marks: &mut Annotations) -> Result<Option<Vec<MarkId>>, MarkError> {
        let Some(step) = self.undo.pop_back() else { return Ok(None) };
        let (touched, inverse) = turn(marks, step)?;
        self.redo.push(inverse);
        Ok(Some(touched))
    }

    /// Does the last step again that was taken back. `None`: there is none.
    ///
    /// # Errors
    /// Never for marks that only changed through this history.
    pub fn redo(&mut self, marks: &mut Annotations) -> Result<Option<Vec<MarkId>>, MarkError> {
        let Some(step) = self.redo.pop() else { return Ok(None) };
        let (touched, inverse) = turn(marks, step)?;
        self.undo.push_back(inverse);
        Ok(Some(touched))
    }

    /// Whether there is a step to take back, and one to do again.
    pub fn can(&self) -> (bool, bool) {
        (!self.undo.is_empty(), !self.redo.is_empty())
    }
}

fn turn(marks: &mut Annotations, step: Step) -> Result<(Vec<MarkId>, Step), MarkError> {
    let Step { edits, stamp } = step;
    let (mut touched, mut inverses) = (Vec::new(), Vec::with_capacity(edits.len()));
    for edit in edits {
        if let Edit::Back(piece) = &edit {
            touched.push(piece.id());
        }
        inverses.push(marks.apply(edit, &stamp)?);
    }
    inverses.reverse();
    Ok((touched, Step { edits: inverses, stamp }))
}
