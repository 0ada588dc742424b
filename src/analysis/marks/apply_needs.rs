//! What `Annotations::apply` does for the trainer's marks: scores, overruled causes, the training plan.

use super::apply::{differs, long, next, said, taken, touch};
use super::edit::{Edit, MarkError, MarkId, Piece, Stamp};
use super::model::Annotations;
use super::names::{PlanId, ScoreId};
use super::needs::{Cause, Gap, Overrule, SEEN, Score, Verdict};
use super::plan::{Basis, MAX_SESSIONS, Placed, PlanDraft, PlanLine};
use super::spot::Spot;
use std::collections::BTreeMap;

/// The most elements that one score can judge: more than any rubric has.
const MAX_VERDICTS: usize = 200;

impl Annotations {
    /// Edits of scores and overruled causes.
    pub(super) fn on_needs(&mut self, edit: Edit, stamp: &Stamp) -> Result<Piece, MarkError> {
        match edit {
            Edit::Score { spot, verdicts, remark, seen } => self.score(spot, verdicts, remark, seen, stamp),
            Edit::Unscore(id) => {
                Ok(Piece::Score(id, Some(taken(&mut self.book.scores, &id, MarkId::Score)?)))
            }
            Edit::Overrule(gap, cause, why) => self.overrule(gap, cause, why, stamp),
            Edit::TakeBack(gap) => {
                let old = taken(&mut self.book.overruled, &gap, MarkId::Overrule)?;
                Ok(Piece::Overrule(gap, Some(old)))
            }
            // No other edit is handed to this.
            _ => Err(MarkError::NoChange),
        }
    }

    /// Edits of the training plan.
    pub(super) fn on_plan(&mut self, edit: Edit, stamp: &Stamp) -> Result<Piece, MarkError> {
        match edit {
            Edit::PlanLine(draft, basis) => {
                check_draft(&draft)?;
                check_basis(&basis)?;
                let id = PlanId::new(next(&mut self.book.given.plan)?);
                self.book.plan.push(line(id, *draft, *basis, stamp));
                Ok(Piece::Plan(id, None))
            }
            Edit::ChangeLine(id, draft) => {
                check_draft(&draft)?;
                self.change_line(id, stamp, |old| {
                    differs(&old.draft(), &draft)?;
                    let new = line(id, *draft, old.basis.clone(), stamp);
                    *old = PlanLine { by: old.by.clone(), at: old.at, ..new };
                    Ok(())
                })
            }
            Edit::Rebase(id, basis) => {
                check_basis(&basis)?;
                self.change_line(id, stamp, |old| {
                    differs(&old.basis, &basis)?;
                    old.basis = *basis;
                    Ok(())
                })
            }
            Edit::MoveLine(id, to) => {
                let at = self.place_of(id)?;
                let to = to.min(self.book.plan.len().saturating_sub(1));
                differs(&at, &to)?;
                let line = self.book.plan.remove(at);
                let old = Placed { at, line: line.clone() };
                self.book.plan.insert(to, line);
                Ok(Piece::Plan(id, Some(Box::new(old))))
            }
            Edit::RemoveLine(id) => {
                let at = self.place_of(id)?;
                let line = self.book.plan.remove(at);
                Ok(Piece::Plan(id, Some(Box::new(Placed { at, line }))))
            }
            // No other edit is handed to this.
            _ => Err(MarkError::NoChange),
        }
    }

    /// Puts a line of the plan back where and as it was, and returns where and how it was until now.
    pub(super) fn place_line(&mut self, id: PlanId, placed: Option<Box<Placed>>) -> Option<Box<Placed>> {
        let old = self.place_of(id).ok().map(|at| Placed { at, line: self.book.plan.remove(at) });
        if let Some(placed) = placed {
            let Placed { at, line } = *placed;
            self.book.plan.insert(at.min(self.book.plan.len()), line);
        }
        old.map(Box::new)
    }

    fn place_of(&self, id: PlanId) -> Result<usize, MarkError> {
        self.plan_line(id).map(|(at, _)| at).ok_or(MarkError::NoSuch(MarkId::Plan(id)))
    }

    fn change_line(
        &mut self,
        id: PlanId,
        stamp: &Stamp,
        change: impl FnOnce(&mut PlanLine) -> Result<(), MarkError>,
    ) -> Result<Piece, MarkError> {
        let lines = self.book.plan.iter_mut().enumerate();
        let (at, line) =
            lines.into_iter().find(|(_, l)| l.id == id).ok_or(MarkError::NoSuch(MarkId::Plan(id)))?;
        let old = Placed { at, line: line.clone() };
        change(line)?;
        line.changed = Some(touch(stamp));
        Ok(Piece::Plan(id, Some(Box::new(old))))
    }

    fn score(
        &mut self,
        spot: Spot,
        verdicts: BTreeMap<String, Verdict>,
        remark: String,
        seen: String,
        stamp: &Stamp,
    ) -> Result<Piece, MarkError> {
        let Spot { session, at: Some(item), column: None, words: None } = &spot else {
            return Err(MarkError::NotAnAnswer);
        };
        if verdicts.is_empty() {
            return Err(MarkError::Empty("a score"));
        }
        few("the verdicts", verdicts.len(), MAX_VERDICTS)?;
        for code in verdicts.keys() {
            said("the code of an element", code)?;
        }
        long("the remark", &remark)?;
        let digits = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if seen.len() != SEEN || !seen.chars().all(digits) {
            return Err(MarkError::NotADigest);
        }
        let by = stamp.coder.clone();
        if let Some((id, old)) = self.book.scores.iter_mut().find(|(_, s)| s.is(&by, session, item)) {
            differs(&(&old.verdicts, &old.remark, &old.seen), &(&verdicts, &remark, &seen))?;
            let new = Score { verdicts, remark, seen, changed: Some(touch(stamp)), ..old.clone() };
            let (id, old) = (*id, std::mem::replace(old, new));
            return Ok(Piece::Score(id, Some(Box::new(old))));
        }
        let id = ScoreId::new(next(&mut self.book.given.scores)?);
        let score = Score { spot, verdicts, remark, seen, by, at: stamp.at, changed: None };
        self.book.scores.insert(id, score);
        Ok(Piece::Score(id, None))
    }

    fn overrule(&mut self, gap: Gap, cause: Cause, why: String, stamp: &Stamp) -> Result<Piece, MarkError> {
        said("the topic of an overruled cause", gap.topic.as_str())?;
        long("the group", &gap.group)?;
        said("the reason for overruling", &why)?;
        let old = self.book.overruled.get(&gap).cloned();
        let new = match &old {
            Some(old) => {
                differs(&(old.cause, &old.why), &(cause, &why))?;
                Overrule { cause, why, changed: Some(touch(stamp)), ..old.clone() }
            }
            None => Overrule { cause, why, by: stamp.coder.clone(), at: stamp.at, changed: None },
        };
        self.book.overruled.insert(gap.clone(), new);
        Ok(Piece::Overrule(gap, old.map(Box::new)))
    }
}

fn line(id: PlanId, draft: PlanDraft, basis: Basis, stamp: &Stamp) -> PlanLine {
    let PlanDraft { topic, about, group, filter, size, depth, form, priority, remedy, note } = draft;
    PlanLine {
        id,
        topic,
        about,
        group,
        filter,
        size,
        depth,
        form,
        priority,
        remedy,
        note,
        basis,
        by: stamp.coder.clone(),
        at: stamp.at,
        changed: None,
    }
}

fn check_draft(draft: &PlanDraft) -> Result<(), MarkError> {
    said("the topic of a plan line", &draft.topic)?;
    long("the target group", &draft.group)?;
    long("the filter", &draft.filter)?;
    long("the note", &draft.note)
}

fn check_basis(basis: &Basis) -> Result<(), MarkError> {
    long("the figures", &basis.figures)?;
    long("the split", &basis.split)?;
    few("the sessions", basis.sessions.len(), MAX_SESSIONS)?;
    basis.sessions.iter().try_for_each(|id| long("the id of a session", id))
}

fn few(what: &'static str, n: usize, most: usize) -> Result<(), MarkError> {
    if n > most { Err(MarkError::TooMany { what, n, most }) } else { Ok(()) }
}
