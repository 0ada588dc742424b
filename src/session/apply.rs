//! `Session::apply`: the only way in which a session changes.

use super::answer::{Answer, Evidence};
use super::edit::{
    At, Change, CodedField, Edit, EditError, EvidenceCode, EvidenceText, Mark, ParticipantText, Splice,
    Stamp, TextAt,
};
use super::model::{Participant, Session, Status};
use crate::bank::Ref;
use jiff::Timestamp;
use std::mem::replace;

impl Session {
    /// Applies one change and returns the change that takes it back.
    ///
    /// # Errors
    /// When the edit does not fit the session; nothing has changed then.
    pub fn apply(&mut self, change: Change) -> Result<Change, EditError> {
        let unsealing = matches!(change.edit, Edit::Set(CodedField::Status(..)));
        if self.record.status == Status::Sealed && !unsealing {
            return Err(EditError::Sealed);
        }
        let place = change.edit.place().cloned();
        let before = place.as_ref().map(|at| {
            let answer = self.record.answers.get(at);
            (answer.and_then(|a| a.first), answer.and_then(|a| a.last))
        });
        let result = self.carry_out(change.edit);
        if let Some(at) = &place {
            self.tidy(at, if result.is_ok() { Some(change.stamp) } else { None });
        }
        let edit = result?;
        self.record.revision += 1;
        let (first, last) = before.unwrap_or_default();
        Ok(Change { edit, stamp: Stamp::Back(first, last) })
    }

    /// Stamps an answer, or takes it out of the session if nothing is left in it.
    fn tidy(&mut self, at: &Ref, stamp: Option<Stamp>) {
        let Some(answer) = self.record.answers.get_mut(at) else { return };
        if answer.is_empty() {
            self.record.answers.remove(at);
            return;
        }
        match stamp {
            Some(Stamp::At(now)) => {
                let now = whole_second(now);
                answer.first.get_or_insert(now);
                answer.last = Some(now);
            }
            Some(Stamp::Back(first, last)) => (answer.first, answer.last) = (first, last),
            None => {}
        }
    }

    /// Does the edit and returns its inverse.
    fn carry_out(&mut self, edit: Edit) -> Result<Edit, EditError> {
        let record = &mut self.record;
        Ok(match edit {
            Edit::Text(at, splice) => {
                let inverse = splice.inverse();
                let done = splice.apply(self.text_mut(&at)?).map_err(|e| EditError::Text(e.to_string()));
                if let TextAt::Cell(row, column) = &at {
                    self.drop_empty_cell(&At::cell(row.clone(), column));
                }
                done?;
                Edit::Text(at, inverse)
            }
            Edit::Codes(at, codes) => {
                let old = match self.cell(&at) {
                    (answer, None) => replace(&mut answer.codes, codes),
                    (answer, Some(column)) => {
                        replace(&mut answer.cells.entry(column).or_default().codes, codes)
                    }
                };
                self.drop_empty_cell(&at);
                Edit::Codes(at, old)
            }
            Edit::By(at, by) => {
                let old = match self.cell(&at) {
                    (answer, None) => replace(&mut answer.by, by),
                    (answer, Some(column)) => replace(&mut answer.cells.entry(column).or_default().by, by),
                };
                self.drop_empty_cell(&at);
                Edit::By(at, old)
            }
            Edit::Nonresponse(at, reason) => {
                let old = match self.cell(&at) {
                    (answer, None) => replace(&mut answer.nonresponse, reason),
                    (answer, Some(column)) => {
                        replace(&mut answer.cells.entry(column).or_default().nonresponse, reason)
                    }
                };
                self.drop_empty_cell(&at);
                Edit::Nonresponse(at, old)
            }
            Edit::Mark(at, mark) => {
                let answer = self.answer_mut(&at);
                let old = match mark {
                    Mark::FollowUp(on) => Mark::FollowUp(replace(&mut answer.follow_up, on)),
                    Mark::Speaker(who) => Mark::Speaker(replace(&mut answer.speaker, who)),
                    Mark::Origin(origin) => Mark::Origin(replace(&mut answer.origin, origin)),
                    Mark::Language(tag) => Mark::Language(replace(&mut answer.language, tag)),
                };
                Edit::Mark(at, old)
            }
            Edit::Replace(at, answer) => {
                let old = match answer {
                    Some(answer) => record.answers.insert(at.clone(), *answer),
                    None => record.answers.remove(&at),
                };
                Edit::Replace(at, old.map(Box::new))
            }
            Edit::EvidenceInsert(at, index, evidence) => {
                insert(&mut self.answer_mut(&at).evidence, index, *evidence, "evidence")?;
                Edit::EvidenceRemove(at, index)
            }
            Edit::EvidenceRemove(at, index) => {
                let old = remove(&mut self.answer_mut(&at).evidence, index, "evidence")?;
                Edit::EvidenceInsert(at, index, Box::new(old))
            }
            Edit::Evidence(at, index, code) => {
                let evidence = self.evidence_mut(&at, index)?;
                Edit::Evidence(at, index, swap_evidence(evidence, code))
            }
            Edit::JotInsert(index, jot) => {
                insert(&mut record.jots, index, jot, "jot")?;
                Edit::JotRemove(index)
            }
            Edit::JotRemove(index) => Edit::JotInsert(index, remove(&mut record.jots, index, "jot")?),
            Edit::JotFile(index, filed) => {
                let jot = get_mut(&mut record.jots, index, "jot")?;
                Edit::JotFile(index, replace(&mut jot.filed, filed))
            }
            Edit::ParticipantInsert(index, participant) => {
                insert(&mut record.participants, index, *participant, "participant")?;
                Edit::ParticipantRemove(index)
            }
            Edit::ParticipantRemove(index) => {
                if record.participants.len() == 1 {
                    return Err(EditError::LastParticipant);
                }
                let old = remove(&mut record.participants, index, "participant")?;
                Edit::ParticipantInsert(index, Box::new(old))
            }
            Edit::BankInsert(index, stamp) => {
                insert(&mut record.banks, index, stamp, "bank")?;
                Edit::BankRemove(index)
            }
            Edit::BankRemove(index) => {
                if record.banks.len() == 1 {
                    return Err(EditError::LastBank);
                }
                Edit::BankInsert(index, remove(&mut record.banks, index, "bank")?)
            }
            Edit::Set(field) => Edit::Set(self.swap_field(field)?),
            Edit::Active(at, seconds) => {
                // No seconds are no entry: nothing is invented for an item that was only passed.
                if seconds > 0 {
                    let total = record.active_seconds.entry(at.clone()).or_default();
                    *total = total.saturating_add(seconds);
                }
                Edit::Active(at, 0)
            }
        })
    }

    fn answer_mut(&mut self, at: &Ref) -> &mut Answer {
        self.record.answers.entry(at.clone()).or_default()
    }

    fn cell(&mut self, at: &At) -> (&mut Answer, Option<String>) {
        (self.record.answers.entry(at.at.clone()).or_default(), at.column.clone())
    }

    fn drop_empty_cell(&mut self, at: &At) {
        let Some(column) = &at.column else { return };
        let Some(answer) = self.record.answers.get_mut(&at.at) else { return };
        if answer.cells.get(column).is_some_and(|c| *c == super::Cell::default()) {
            answer.cells.remove(column);
        }
    }

    fn evidence_mut(&mut self, at: &Ref, index: usize) -> Result<&mut Evidence, EditError> {
        get_mut(&mut self.answer_mut(at).evidence, index, "evidence")
    }

    fn text_mut(&mut self, at: &TextAt) -> Result<&mut String, EditError> {
        Ok(match at {
            TextAt::Account(at) => &mut self.answer_mut(at).account,
            TextAt::Note(at) => &mut self.answer_mut(at).note,
            TextAt::RowLabel(at) => &mut self.answer_mut(at).label,
            TextAt::Cell(at, column) => {
                &mut self.answer_mut(at).cells.entry(column.clone()).or_default().text
            }
            TextAt::Evidence(at, index, text) => {
                let evidence = self.evidence_mut(at, *index)?;
                match text {
                    EvidenceText::What => &mut evidence.what,
                    EvidenceText::Source => &mut evidence.source,
                    EvidenceText::Reference => &mut evidence.reference,
                }
            }
            TextAt::Jot(index) => &mut get_mut(&mut self.record.jots, *index, "jot")?.text,
            TextAt::Country => &mut self.record.country,
            TextAt::Language => &mut self.record.language,
            TextAt::Participant(index, text) => {
                let participant = get_mut(&mut self.record.participants, *index, "participant")?;
                match text {
                    ParticipantText::Code => &mut participant.code,
                    ParticipantText::Institution => &mut participant.institution,
                    ParticipantText::Unit => &mut participant.unit,
                    ParticipantText::Region => &mut participant.region,
                }
            }
        })
    }

    fn swap_field(&mut self, field: CodedField) -> Result<CodedField, EditError> {
        let record = &mut self.record;
        let people = &mut record.participants;
        Ok(match field {
            CodedField::Place(v) => CodedField::Place(replace(&mut record.place, v)),
            CodedField::Meeting(v) => CodedField::Meeting(replace(&mut record.meeting, v)),
            CodedField::ConsentInterview(v) => {
                CodedField::ConsentInterview(replace(&mut record.consent.interview, v))
            }
            CodedField::ConsentNotes(v) => CodedField::ConsentNotes(replace(&mut record.consent.notes, v)),
            CodedField::ConsentQuotes(v) => CodedField::ConsentQuotes(replace(&mut record.consent.quotes, v)),
            CodedField::Attribution(v) => {
                CodedField::Attribution(replace(&mut record.consent.attribution, v))
            }
            CodedField::Restricted(v) => CodedField::Restricted(replace(&mut record.consent.restricted, v)),
            CodedField::Function(i, v) => {
                CodedField::Function(i, replace(&mut person(people, i)?.function, v))
            }
            CodedField::Rank(i, v) => CodedField::Rank(i, replace(&mut person(people, i)?.rank, v)),
            CodedField::Level(i, v) => CodedField::Level(i, replace(&mut person(people, i)?.level, v)),
            CodedField::Stakeholder(i, v) => {
                CodedField::Stakeholder(i, replace(&mut person(people, i)?.stakeholder, v))
            }
            CodedField::Status(status, ended) => {
                let ended = replace(&mut record.ended, ended.map(whole_second));
                CodedField::Status(replace(&mut record.status, status), ended)
            }
        })
    }

    /// The text held at a place; empty where there is none.
    pub fn text(&self, at: &TextAt) -> &str {
        let record = &self.record;
        let found = match at {
            TextAt::Account(at) => record.answers.get(at).map(|a| &a.account),
            TextAt::Note(at) => record.answers.get(at).map(|a| &a.note),
            TextAt::RowLabel(at) => record.answers.get(at).map(|a| &a.label),
            TextAt::Cell(at, column) => {
                record.answers.get(at).and_then(|a| a.cells.get(column)).map(|c| &c.text)
            }
            TextAt::Evidence(at, index, text) => {
                record.answers.get(at).and_then(|a| a.evidence.get(*index)).map(|e| match text {
                    EvidenceText::What => &e.what,
                    EvidenceText::Source => &e.source,
                    EvidenceText::Reference => &e.reference,
                })
            }
            TextAt::Jot(index) => record.jots.get(*index).map(|j| &j.text),
            TextAt::Country => Some(&record.country),
            TextAt::Language => Some(&record.language),
            TextAt::Participant(index, text) => record.participants.get(*index).map(|p| match text {
                ParticipantText::Code => &p.code,
                ParticipantText::Institution => &p.institution,
                ParticipantText::Unit => &p.unit,
                ParticipantText::Region => &p.region,
            }),
        };
        found.map_or("", String::as_str)
    }

    /// The edit that makes the text at a place read `new`, if it does not already.
    pub fn text_edit(&self, at: TextAt, new: &str) -> Option<Edit> {
        Splice::between(self.text(&at), new).map(|splice| Edit::Text(at, splice))
    }
}

/// Times are kept to the second: finer would tell nothing and fill the file.
pub(crate) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn swap_evidence(evidence: &mut Evidence, code: EvidenceCode) -> EvidenceCode {
    match code {
        EvidenceCode::Kind(v) => EvidenceCode::Kind(replace(&mut evidence.kind, v)),
        EvidenceCode::About(v) => EvidenceCode::About(replace(&mut evidence.about, v)),
        EvidenceCode::State(v) => EvidenceCode::State(replace(&mut evidence.state, v)),
        EvidenceCode::Reliability(v) => EvidenceCode::Reliability(replace(&mut evidence.reliability, v)),
        EvidenceCode::Credibility(v) => EvidenceCode::Credibility(replace(&mut evidence.credibility, v)),
    }
}

fn person(people: &mut [Participant], index: usize) -> Result<&mut Participant, EditError> {
    people.get_mut(index).ok_or(EditError::NoSuch { what: "participant", index })
}

fn get_mut<'a, T>(list: &'a mut [T], index: usize, what: &'static str) -> Result<&'a mut T, EditError> {
    list.get_mut(index).ok_or(EditError::NoSuch { what, index })
}

fn insert<T>(list: &mut Vec<T>, index: usize, value: T, what: &'static str) -> Result<(), EditError> {
    if index > list.len() {
        return Err(EditError::NoSuch { what, index });
    }
    list.insert(index, value);
    Ok(())
}

fn remove<T>(list: &mut Vec<T>, index: usize, what: &'static str) -> Result<T, EditError> {
    if index >= list.len() {
        return Err(EditError::NoSuch { what, index });
    }
    Ok(list.remove(index))
}
