//! The set-up sheet: country, place, form of meeting, participants by code and role, consent.
//!
//! Here: the fields and what actions do to them; drawing is in [`draw`]. Everything may stay blank and be filled in
//! later. Codes, never names.

mod draw;
mod fields;

use super::banks::proposed;
use super::interview::text_action;
use crate::bank::Ref;
use crate::session::{CodedField, Edit, Mark, Participant, ParticipantText, TextAt};
use crate::text::{Query, fold};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::lines::scrolled;
use crate::tui::widgets::text_field::{Lines, Outcome, TextAction, TextField};
use fields::{Kind, Row, rows};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// Columns of the labels.
const LABEL: u16 = 20;
/// Most suggestions shown.
const SUGGESTIONS: usize = 8;

/// The sheet.
#[derive(Debug)]
pub struct Sheet {
    rows: Vec<Row>,
    place: usize,
    /// The text of the field with the focus; for a word from a vocabulary, what is typed to find it.
    field: TextField,
    /// The chosen suggestion.
    suggestion: Option<usize>,
    /// Whether nothing was done to the text since the cursor came to it.
    untouched: bool,
    /// Whose removal waits to be asked for again.
    removing: Option<usize>,
    /// The code that a participant had when the cursor came to it: what they said is marked with it.
    code: Option<(usize, String)>,
    first: usize,
    areas: Vec<Rect>,
}

impl Sheet {
    /// The sheet of the open session, at the first field that is blank.
    pub fn new(desk: &Desk) -> Self {
        let mut sheet = Self {
            rows: rows(desk),
            place: 0,
            field: TextField::new("", Lines::One),
            suggestion: None,
            code: None,
            removing: None,
            untouched: true,
            first: 0,
            areas: Vec::new(),
        };
        sheet.enter(desk);
        sheet
    }

    fn kind(&self) -> &Kind {
        &self.rows[self.place.min(self.rows.len().saturating_sub(1))].kind
    }

    fn enter(&mut self, desk: &Desk) {
        self.suggestion = None;
        let text = match (self.kind(), &desk.open) {
            (Kind::Text(at), Some(open)) => open.session.text(at).to_owned(),
            _ => String::new(),
        };
        self.untouched = true;
        self.code = match self.kind() {
            Kind::Text(TextAt::Participant(who, ParticipantText::Code)) => Some((*who, text.clone())),
            _ => None,
        };
        self.field = TextField::new(&text, Lines::One);
    }

    /// A code that was changed: what its participant said is marked with the new one. Blank and double codes are said.
    fn code_left(&mut self, desk: &mut Desk) {
        let (Some((who, old)), Some(open)) = (self.code.take(), &desk.open) else { return };
        let people = &open.session.participants;
        let Some(new) = people.get(who).map(|p| p.code.clone()) else { return };
        if new == old {
            return;
        }
        let mut others = people.iter().enumerate().filter(|(i, _)| *i != who);
        let double = new.trim().is_empty() || others.any(|(_, p)| p.code == new);
        let marked = open.session.answers.iter().filter(|(_, a)| a.speaker.as_ref() == Some(&old));
        // What another participant of the old code said stays theirs.
        let others_too = people.iter().any(|p| p.code == old);
        let edits: Vec<Edit> = marked
            .filter(|_| !others_too)
            .map(|(at, _)| Edit::Mark(at.clone(), Mark::Speaker(Some(new.clone()))))
            .collect();
        desk.edit(edits);
        if double {
            desk.warn("every participant needs a code of their own: answers are marked with it");
        }
    }

    /// The field after or before; it ends at the last and begins at the first.
    fn step(&mut self, desk: &mut Desk, forward: bool) {
        let next = if forward { self.place + 1 } else { self.place.wrapping_sub(1) };
        if next < self.rows.len() {
            self.place = next;
            self.enter(desk);
        } else if forward {
            desk.say("that was the last field: F10 goes on to the questions");
        }
    }

    /// Leaves the field for the one before or after, with what is typed in it taken.
    fn leave(&mut self, desk: &mut Desk, forward: bool) {
        if self.accept(desk) {
            self.step(desk, forward);
        }
    }

    /// What can be taken for what is typed: values used before, or words of the vocabulary.
    fn suggestions(&self, desk: &Desk) -> Vec<(String, String)> {
        let typed = self.field.text();
        let query = Query::new(&typed);
        let candidates: Vec<(String, String)> = match self.kind() {
            Kind::Text(at) => fields::known(desk, at).into_iter().map(|v| (v.clone(), v)).collect(),
            Kind::Word(field, _) => fields::vocabulary(desk, *field),
            Kind::Choice(_) | Kind::Banks => Vec::new(),
        };
        let free = matches!(self.kind(), Kind::Text(_));
        if query.is_empty() {
            return if free { candidates.into_iter().take(SUGGESTIONS).collect() } else { candidates };
        }
        let mut scored: Vec<(u32, (String, String))> = candidates
            .into_iter()
            .filter(|(_, label)| !free || *label != typed)
            .filter_map(|(code, label)| {
                query.score(&fold(&format!("{label} {code}"))).map(|s| (s, (code, label)))
            })
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(_, found)| found).take(SUGGESTIONS).collect()
    }

    /// Takes the chosen suggestion, or for a vocabulary the best one. Whether the person can go on.
    fn accept(&mut self, desk: &mut Desk) -> bool {
        self.code_left(desk);
        let found = self.suggestions(desk);
        match self.kind().clone() {
            Kind::Text(at) => {
                let Some((value, _)) = self.suggestion.and_then(|i| found.get(i)) else { return true };
                let edit = desk.open.as_ref().and_then(|o| o.session.text_edit(at, value));
                desk.edit(edit.into_iter().collect());
                true
            }
            Kind::Word(field, who) => {
                let typed = !self.field.is_empty();
                let chosen = self.suggestion.or(typed.then_some(0));
                match (chosen.and_then(|i| found.get(i)), typed) {
                    (Some((code, _)), _) => {
                        desk.edit(vec![Edit::Set(field.set(who, code.clone()))]);
                        true
                    }
                    (None, true) => {
                        let label = field.label();
                        desk.warn(format!(
                            "no {label} fits what is typed: Backspace, then ↓ shows all of them"
                        ));
                        false
                    }
                    (None, false) => true,
                }
            }
            Kind::Choice(_) | Kind::Banks => true,
        }
    }

    fn vertical(&mut self, desk: &mut Desk, down: bool) {
        let count = self.suggestions(desk).len();
        let word = matches!(self.kind(), Kind::Word(..));
        let in_list = count > 0 && (word || !self.field.is_empty() || self.suggestion.is_some());
        self.suggestion = match (down, self.suggestion) {
            (true, None) if in_list => Some(0),
            (true, Some(i)) if i + 1 < count => Some(i + 1),
            (true, Some(i)) => Some(i),
            (false, Some(i)) => i.checked_sub(1),
            (down, None) => {
                self.leave(desk, down);
                None
            }
        };
    }

    /// The ids of the banks that are in, and of those that are proposed besides.
    fn banks(desk: &Desk) -> (String, String) {
        let held: Vec<&str> =
            desk.open.iter().flat_map(|o| &o.session.banks).map(|b| b.id.as_str()).collect();
        let known = desk.library.iter().flatten();
        let more: Vec<&str> = known
            .filter(|b| !held.contains(&b.id.as_str()) && proposed(desk, b))
            .map(|b| b.id.as_str())
            .collect();
        (held.join(", "), more.join(", "))
    }

    fn digit(&mut self, desk: &mut Desk, digit: u8) {
        let Kind::Choice(choice) = self.kind().clone() else { return };
        match choice.set(digit) {
            Some(field) => {
                desk.edit(vec![Edit::Set(field)]);
                self.step(desk, true);
            }
            None => desk.say("that number is not among the choices"),
        }
    }

    fn clear(&mut self, desk: &mut Desk) {
        let field = match self.kind() {
            Kind::Choice(choice) => choice.cleared(),
            Kind::Word(field, who) => Some(field.set(*who, String::new())),
            Kind::Text(_) | Kind::Banks => None,
        };
        desk.edit(field.map(Edit::Set).into_iter().collect());
    }

    fn who(&self) -> usize {
        self.rows.get(self.place).and_then(|r| r.participant).unwrap_or(0)
    }

    fn add(&mut self, desk: &mut Desk) {
        let Some(open) = &desk.open else { return };
        let people = &open.session.participants;
        let index = people.len();
        let lead = people.first().map_or("R01", |p| p.code.as_str());
        let person = Participant::new(format!("{lead}-{}", index + 1));
        let mut edits = vec![Edit::ParticipantInsert(index, Box::new(person))];
        if index == 1 && open.session.meeting == crate::session::Meeting::Individual {
            edits.push(Edit::Set(CodedField::Meeting(crate::session::Meeting::Joint)));
        }
        if desk.edit(edits) {
            self.rows = rows(desk);
            self.place = self.rows.iter().position(|r| r.participant == Some(index)).unwrap_or(0);
            self.enter(desk);
        }
    }

    fn remove(&mut self, desk: &mut Desk) {
        let who = self.who();
        if desk.open.as_ref().is_some_and(|o| o.session.participants.len() < 2) {
            desk.say("a session has at least one participant");
            return;
        }
        // What they said is marked with their code: with nobody of that code it would be nobody's.
        let open = desk.open.as_ref();
        let code = open.and_then(|o| o.session.participants.get(who)).map(|p| p.code.clone());
        let said: Vec<Ref> = open
            .iter()
            .flat_map(|o| &o.session.answers)
            .filter(|(_, a)| a.speaker.is_some() && a.speaker == code)
            .map(|(at, _)| at.clone())
            .collect();
        if !said.is_empty() && self.removing != Some(who) {
            self.removing = Some(who);
            let count = said.len();
            desk.warn(format!("{count} answered places are marked as said by them and lose that mark: once more takes them out"));
            return;
        }
        let mut edits: Vec<Edit> = said.into_iter().map(|at| Edit::Mark(at, Mark::Speaker(None))).collect();
        edits.push(Edit::ParticipantRemove(who));
        if desk.edit(edits) {
            desk.say("participant taken out: Ctrl-Z brings them back");
            self.code = None;
            self.refresh(desk);
        }
    }

    fn text(&mut self, desk: &mut Desk, action: Action) {
        let Some(action) = text_action(action) else { return };
        // A code that the program made is there to be typed over.
        let made = self.code.as_ref().is_some_and(|(_, code)| *code == self.field.text());
        if made && matches!(action, TextAction::Insert(_)) && self.untouched {
            let whole = self.field.text();
            self.field.act(TextAction::Bottom);
            self.field.act(TextAction::DeleteToRowStart);
            if let (Kind::Text(at), Some(open)) = (self.kind().clone(), &desk.open) {
                let edit = open.session.text_edit(at, "");
                if !whole.is_empty() && !desk.edit(edit.into_iter().collect()) {
                    return self.enter(desk);
                }
            }
        }
        self.untouched = false;
        let Outcome::Edited(splice) = self.field.act(action) else { return };
        self.suggestion = None;
        if let Kind::Text(at) = self.kind().clone()
            && !desk.edit(vec![Edit::Text(at, splice)])
        {
            self.enter(desk);
        }
    }
}

impl View for Sheet {
    fn focus(&self, _desk: &Desk) -> Focus {
        match self.kind() {
            Kind::Choice(_) | Kind::Banks => Focus { scopes: vec![Scope::Sheet], typing: false },
            _ => Focus { scopes: vec![Scope::Sheet, Scope::Text], typing: true },
        }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        if action != Action::Remove {
            self.removing = None;
        }
        match action {
            Action::Back if self.suggestion.is_some() => self.suggestion = None,
            Action::Back | Action::Jump => {
                return if self.accept(desk) { Flow::Interview } else { Flow::Done };
            }
            Action::NextField => self.leave(desk, true),
            Action::PrevField => self.leave(desk, false),
            Action::Up => self.vertical(desk, false),
            Action::Down => self.vertical(desk, true),
            Action::Digit(_) | Action::Insert(_) if matches!(self.kind(), Kind::Banks) => {
                return Flow::Do(Action::Banks);
            }
            Action::Digit(digit) => self.digit(desk, digit),
            // Backspace is the sheet's own where nothing is typed, the text field's where something is.
            Action::Clear if matches!(self.kind(), Kind::Text(_)) || !self.field.is_empty() => {
                self.text(desk, Action::DeleteBack);
            }
            Action::Clear => self.clear(desk),
            Action::Add => self.add(desk),
            Action::Remove => self.remove(desk),
            Action::Insert(_) if matches!(self.kind(), Kind::Choice(_)) => {
                desk.say("choose by number; Tab goes on");
            }
            action => self.text(desk, action),
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        self.draw_all(desk, frame, area);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let row = self.areas.get(self.place).filter(|row| row.height > 0)?;
        let (x, y) = match self.kind() {
            Kind::Choice(_) | Kind::Banks => return None,
            Kind::Word(..) if self.field.is_empty() => (0, 0),
            _ => self.field.caret(),
        };
        Some(Position::new(row.x + x, row.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let list = Rect {
            x: area.x + 2,
            y: area.y + 2,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(4),
        };
        let (lines, of_row) = draw::line_numbers(&self.rows);
        let here = of_row.get(self.place).copied().unwrap_or(0);
        self.first =
            scrolled(self.first, here, list.height.into()).min(lines.saturating_sub(list.height.into()));
        // The heading above the first field comes with it.
        if self.place == 0 {
            self.first = 0;
        }
        self.areas = of_row
            .iter()
            .map(|line| match line.checked_sub(self.first) {
                Some(y) if y < usize::from(list.height) => Rect {
                    x: list.x + LABEL,
                    y: list.y + y as u16,
                    width: list.width.saturating_sub(LABEL).min(70),
                    height: 1,
                },
                _ => Rect::default(),
            })
            .collect();
        let width = self.areas.get(self.place).map_or(1, |a| a.width);
        self.field.set_size(width, 1);
        let _ = desk;
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        match what {
            Pointer::WheelUp => self.leave(desk, false),
            Pointer::WheelDown => self.leave(desk, true),
            Pointer::Click if !self.accept(desk) => {}
            Pointer::Click => {
                let row = self.areas.iter().position(|a| a.height > 0 && a.y == y && x < a.right());
                if let Some(place) = row {
                    self.place = place;
                    self.enter(desk);
                    let area = self.areas[place];
                    self.field.set_size(area.width, 1);
                    if area.contains(Position::new(x, y)) && matches!(self.kind(), Kind::Text(_)) {
                        self.field.click(x - area.x, 0);
                    }
                }
            }
        }
        Flow::Done
    }

    fn refresh(&mut self, desk: &Desk) {
        self.rows = rows(desk);
        self.place = self.place.min(self.rows.len().saturating_sub(1));
        if let (Kind::Text(at), Some(open)) = (self.kind().clone(), &desk.open) {
            self.field.set_text(open.session.text(&at));
        }
    }
}
