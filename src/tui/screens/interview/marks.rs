//! Marks on an answer, its reasons for none, rows of its own, and taking it away.

use super::{Interview, On};
use crate::bank::{Input, Shape};
use crate::session::{At, Edit, Mark, Origin, is_answered, slots};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::screens::{NoAnswer, RowName};
use crate::tui::view::{Flow, View as _};

impl Interview {
    pub(super) fn mark(&mut self, desk: &mut Desk, action: &Action) {
        let (Some(here), Some(open)) = (self.here(desk), &desk.open) else { return };
        let answer = open.session.answer(&here).cloned().unwrap_or_default();
        // Whoever is chosen speaks until somebody else is.
        let mut speaker = None;
        let (mark, said) = match action {
            Action::FollowUp => {
                let said = if answer.follow_up { "flag taken away" } else { "flagged to follow up" };
                (Mark::FollowUp(!answer.follow_up), said.to_owned())
            }
            Action::DeskReview => match answer.origin {
                Origin::Interview => {
                    (Mark::Origin(Origin::DeskReview), "marked as read in papers".to_owned())
                }
                Origin::DeskReview => (Mark::Origin(Origin::Interview), "marked as said".to_owned()),
            },
            _ => {
                let codes: Vec<&String> = open.session.participants.iter().map(|p| &p.code).collect();
                if codes.len() < 2 {
                    desk.say("there is one participant: F10 adds others");
                    return;
                }
                let next = match answer.speaker.as_ref().and_then(|s| codes.iter().position(|c| *c == s)) {
                    None => codes.first(),
                    Some(index) => codes.get(index + 1),
                };
                let who = next.map(|c| (*c).clone());
                speaker = Some(who.clone());
                let said = who
                    .as_ref()
                    .map_or("said by no one in particular".to_owned(), |c| format!("said by {c}"));
                (Mark::Speaker(who), said)
            }
        };
        if let Some(who) = speaker {
            desk.speaker = who;
        }
        if desk.edit(vec![Edit::Mark(here, mark)]) {
            desk.say(said);
        }
    }

    pub(super) fn clear_all(&mut self, desk: &mut Desk) {
        let Some(here) = self.here(desk) else { return };
        if desk.edit(vec![Edit::Replace(here.clone(), None)]) {
            desk.say(format!("{} cleared: Ctrl-Z brings it back", here.spoken()));
            self.refresh(desk);
        }
    }

    pub(super) fn row_name(&mut self, desk: &mut Desk, add: bool) -> Flow {
        let Some(item) = self.item(desk) else { return Flow::Done };
        if !item.kind.is_open() {
            desk.say("rows can be added where the list is open, as in Annex B 7");
            return Flow::Done;
        }
        if item.kind.row_name().is_some() {
            // Here a row's name is typed in the table itself.
            self.go_to_label(desk, add);
            return Flow::Done;
        }
        let rows = self.rows(desk);
        let taken = |code: &str| rows.iter().any(|r| r.at.last() == code);
        let at = if add {
            let letters = ('a'..='z').map(String::from).chain(('a'..='z').map(|c| format!("z{c}")));
            letters.into_iter().find(|code| !taken(code)).map(|code| item.reference.child(&code))
        } else {
            rows.get(self.row).map(|r| r.at.clone())
        };
        at.map_or(Flow::Done, |at| Flow::Push(Box::new(RowName::new(desk, at, add))))
    }

    pub(super) fn no_answer(&self, desk: &Desk) -> Flow {
        let (Some(item), Some((open, _))) = (self.item(desk), self.current(desk)) else { return Flow::Done };
        let mut targets: Vec<(&'static str, Vec<At>)> = Vec::new();
        let columns = item.kind.columns();
        let form = item.kind.shape() == Shape::Form;
        // The blank row at the end is not there yet: no reason is needed for it.
        let there = item.kind.row_name().is_none() || self.row_here(desk).is_some();
        if let (Some(row), false) = (self.rows(desk).get(self.row), columns.is_empty() || !there) {
            let name = |cell, field| if form { field } else { cell };
            if let Some(column) = self.column(desk) {
                targets.push((name("this cell", "this field"), vec![At::cell(row.at.clone(), &column.code)]));
            }
            let blank = |code: &str| {
                let cell = open.session.answer(&row.at).and_then(|a| a.cells.get(code));
                !cell.is_some_and(crate::session::Cell::is_answered)
            };
            let rest = columns.iter().filter(|c| c.input != Input::Period && blank(&c.code));
            targets.push((
                name("the row's blank cells", "the blank fields"),
                rest.map(|c| At::cell(row.at.clone(), &c.code)).collect(),
            ));
        }
        // Where some of it is answered, the rest is meant: a reason on the whole would speak for the answers too.
        let blank: Vec<At> = slots(&item)
            .into_iter()
            .filter(|slot| slot.column.is_some() && !is_answered(open.session.record(), slot))
            .filter_map(|slot| slot.column.map(|column| At::cell(slot.at.clone(), column)))
            .collect();
        let cells = slots(&item).iter().filter(|slot| slot.column.is_some()).count();
        if !blank.is_empty() && blank.len() < cells {
            targets.push(("all blank cells", blank));
        } else {
            let whole = if targets.is_empty() { "this question" } else { "the whole question" };
            targets.push((whole, vec![At::item(item.reference.clone())]));
        }
        let first = if matches!(self.on, On::Text(_)) { targets.len() - 1 } else { 0 };
        Flow::Push(Box::new(NoAnswer::new(targets, first)))
    }
}
