//! The board of training received: who had what, what is taught elsewhere, how people learned otherwise, and the claims
//! about all this that somebody has to go and see.
//!
//! Here: what is chosen and what keys do. What a part holds is in `entries`, a chosen line is told in `detail`, all is
//! drawn in `draw`.

mod detail;
mod draw;
mod entries;

use super::Board;
use super::base::Base;
use crate::analysis::corpus::{Place, RowId};
use crate::analysis::marks::{Cited, ClaimId, Spot};
use crate::analysis::needs::{Asked, Training, Warning, training, training_claims};
use crate::bank::Ref;
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::Ledger;
use crate::tui::screens::compare::Compare;
use crate::tui::view::{Flow, Pointer};
use crate::tui::widgets::picker::Picker;
use entries::Entry;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

/// A part of the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Training on the subject, and who had it.
    #[default]
    Courses,
    /// Training in techniques.
    Techniques,
    /// A further question with codes, by its place among them.
    Also(usize),
    /// How people learned otherwise.
    Otherwise,
    /// Claims of the ledger about training.
    Claims,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    parts: Rect,
    list: Rect,
    detail: Rect,
}

/// The board.
#[derive(Debug, Default)]
pub(super) struct Learned {
    found: Option<Training>,
    claims: Vec<ClaimId>,
    /// Where the sessions are that the claims cite.
    cited: Cited,
    /// The marks that were looked at.
    seen: u32,
    part: Part,
    entries: Vec<Entry>,
    picker: Picker,
    places: Places,
}

impl Learned {
    fn parts(&self) -> Vec<Part> {
        let Some(found) = &self.found else { return vec![Part::Courses] };
        let mut all = vec![Part::Courses];
        if !found.techniques.is_empty() {
            all.push(Part::Techniques);
        }
        all.extend((0..found.also.len()).map(Part::Also));
        if !found.otherwise.is_empty() {
            all.push(Part::Otherwise);
        }
        all.push(Part::Claims);
        all
    }

    fn name(&self, part: Part) -> String {
        match part {
            Part::Courses => "Courses".to_owned(),
            Part::Techniques => "Techniques".to_owned(),
            Part::Also(_) => self.asked(part).first().map(|a| a.label.clone()).unwrap_or_default(),
            Part::Otherwise => "Otherwise".to_owned(),
            Part::Claims => format!("Claims {}", self.claims.len()),
        }
    }

    /// The questions of a part.
    fn asked(&self, part: Part) -> &[Asked] {
        let Some(found) = &self.found else { return &[] };
        match part {
            Part::Courses | Part::Claims => &[],
            Part::Techniques => &found.techniques,
            Part::Also(at) => found.also.get(at..=at).unwrap_or_default(),
            Part::Otherwise => &found.otherwise,
        }
    }

    fn is_choice(&self, line: usize) -> bool {
        self.entries.get(line).is_some_and(|entry| !entry.is_heading())
    }

    /// Makes the lines of the part; what was chosen stays chosen where it is still there.
    fn arrange(&mut self, desk: &Desk, base: &Base) {
        let chosen = self.entries.get(self.picker.chosen).cloned();
        self.entries = entries::entries(self, desk, base);
        self.choose(chosen.as_ref());
    }

    fn choose(&mut self, chosen: Option<&Entry>) {
        let chosen = chosen.filter(|entry| !entry.is_heading());
        let same = chosen.and_then(|chosen| self.entries.iter().position(|entry| entry == chosen));
        let first = (0..self.entries.len()).find(|line| self.is_choice(*line));
        self.picker = Picker::at_line(same.or(first).unwrap_or(0));
    }

    fn look_at_claims(&mut self, desk: &Desk) {
        self.seen = desk.marks.turn;
        let annotations = &desk.marks.annotations;
        let shape = self.found.as_ref().map(|found| &found.shape);
        self.claims = shape.map(|shape| training_claims(annotations, shape)).unwrap_or_default();
        self.cited = Cited::new(annotations, &desk.archive.corpus);
    }

    fn step(&mut self, desk: &Desk, base: &Base, by: isize, around: bool) {
        let parts = self.parts();
        let at = parts.iter().position(|part| *part == self.part).unwrap_or(0);
        let next = if around {
            (at + parts.len()).wrapping_add_signed(by) % parts.len()
        } else {
            at.saturating_add_signed(by).min(parts.len() - 1)
        };
        self.go(desk, base, parts.get(next).copied().unwrap_or_default());
    }

    fn go(&mut self, desk: &Desk, base: &Base, part: Part) {
        if self.part != part {
            self.part = part;
            self.picker = Picker::default();
            self.arrange(desk, base);
        }
    }

    /// Reads a session at a question; the reader goes on to the other sessions of this list.
    fn read(&self, desk: &mut Desk, at: RowId, item: Ref) {
        let path =
            |at: RowId| Some(desk.folder.join("sessions").join(format!("{}.ron", desk.archive.file(at)?)));
        let Some(chosen) = path(at) else { return };
        let mut seen = HashSet::new();
        let rows = self.entries.iter().filter_map(Entry::session);
        let queue: Vec<PathBuf> = rows.filter_map(path).filter(|path| seen.insert(path.clone())).collect();
        let id = desk.archive.corpus.row(at).map(|row| row.id().to_owned()).unwrap_or_default();
        desk.archive.queue = queue;
        desk.archive.search.clear();
        desk.archive.shown = Some(chosen.clone());
        desk.marks.sought = Some(Spot::answer(id, item));
        desk.effects.push(Effect::Read(chosen));
    }

    /// A comparison on one question; from it on to the others that are about training.
    fn compare(&self, desk: &mut Desk, base: &Base, wanted: &Place) -> Flow {
        let Some(found) = &self.found else { return Flow::Done };
        let also = found.techniques.iter().chain(&found.also).chain(&found.told).chain(&found.otherwise);
        let places: Vec<Place> = std::iter::once(&found.subject)
            .chain(also.map(|asked| &asked.subject))
            .map(|subject| subject.place.clone())
            .collect();
        let Some(at) = places.iter().position(|place| place == wanted) else { return Flow::Done };
        desk.archive.by = Some(base.by);
        Flow::Push(Box::new(Compare::new(desk, base.among(), Arc::new(places), at)))
    }

    fn open(&self, desk: &mut Desk, base: &Base) -> Flow {
        let (Some(found), Some(entry)) = (&self.found, self.entries.get(self.picker.chosen)) else {
            return Flow::Done;
        };
        match entry {
            Entry::Claim(id) => return Flow::Push(Box::new(Ledger::at(desk, *id))),
            Entry::Session(at) => self.read(desk, *at, found.shape.received.clone()),
            Entry::Told(question, at) => {
                if let Some(asked) = self.asked(self.part).get(*question) {
                    self.read(desk, *at, asked.subject.place.at.clone());
                }
            }
            Entry::Group(_) => {
                // Of two the one for the crime that is assessed.
                let place = match self.asked(self.part).last() {
                    Some(asked) => &asked.subject.place,
                    None => &found.subject.place,
                };
                return self.compare(desk, base, place);
            }
            Entry::Groups | Entry::Sessions | Entry::ClaimsHead | Entry::Head(_) => {}
        }
        Flow::Done
    }
}

impl Board for Learned {
    fn count(&mut self, desk: &Desk, base: &Base) {
        let archive = &desk.archive;
        self.found = training(&archive.corpus, &archive.book, &base.selection, base.by, base.made_up);
        self.look_at_claims(desk);
        if !self.parts().contains(&self.part) {
            self.part = Part::Courses;
        }
        self.arrange(desk, base);
    }

    fn act(&mut self, desk: &mut Desk, base: &Base, action: &Action) -> Flow {
        match action {
            Action::Enter => return self.open(desk, base),
            Action::Left => self.step(desk, base, -1, false),
            Action::Right => self.step(desk, base, 1, false),
            Action::Measure => self.step(desk, base, 1, true),
            Action::Sort | Action::Reverse => {
                desk.say("groups stand in the order of the questionnaire, sessions the newest first");
            }
            action if self.picker.act(action, self.entries.len(), self.places.list.height) => {
                // Headings can't be chosen: on to the next line, or back where there is none.
                let down = !matches!(action, Action::Up | Action::PageUp | Action::Top);
                let after = (self.picker.chosen..self.entries.len()).find(|line| self.is_choice(*line));
                let before = (0..=self.picker.chosen).rev().find(|line| self.is_choice(*line));
                let found = if down { after.or(before) } else { before.or(after) };
                self.picker.chosen = found.unwrap_or(self.picker.chosen);
            }
            _ => {}
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, base: &Base, _area: Rect, buffer: &mut Buffer) {
        draw::draw(self, desk, base, buffer);
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.seen != desk.marks.turn {
            self.look_at_claims(desk);
            if self.part == Part::Claims {
                let chosen = self.entries.get(self.picker.chosen).cloned();
                self.entries = entries::claims(self, desk);
                self.choose(chosen.as_ref());
            }
        }
        let parts = area.height.min(1);
        let detail = match self.part {
            _ if area.height >= 28 => 12,
            // Every answer stands there by its digit.
            Part::Also(_) => (area.height / 2).max(3),
            _ => (area.height / 3).max(3),
        };
        let list = area.height.saturating_sub(parts + detail);
        let below = parts + list;
        self.places = Places {
            parts: Rect { height: parts, ..area },
            list: Rect { y: area.y + parts, height: list, ..area },
            detail: Rect { y: area.y + below, height: area.height.saturating_sub(below), ..area },
        };
        // The heading above the first line is seen with it.
        let first = (0..self.entries.len()).find(|line| self.is_choice(*line));
        if first == Some(self.picker.chosen) && self.picker.chosen < usize::from(list) {
            self.picker = Picker::at_line(self.picker.chosen);
        }
        self.picker.settle(self.entries.len(), list);
    }

    fn pointer(&mut self, desk: &Desk, base: &Base, x: u16, y: u16, what: Pointer) -> Option<Action> {
        let at = Position::new(x, y);
        if self.places.parts.contains(at) && what == Pointer::Click {
            if let Some(part) = draw::part_at(self, x) {
                self.go(desk, base, part);
            }
            return None;
        }
        let list = self.places.list;
        if !list.contains(at) {
            return None;
        }
        match what {
            Pointer::WheelUp => return Some(Action::Up),
            Pointer::WheelDown => return Some(Action::Down),
            Pointer::Click => {}
        }
        let line = what.on_list(&mut self.picker, self.entries.len(), list, y)?;
        if !self.is_choice(line) {
            return None;
        }
        let again = line == self.picker.chosen;
        self.picker.chosen = line;
        again.then_some(Action::Enter)
    }

    fn warnings(&self) -> &[Warning] {
        self.found.as_ref().map_or(&[], |found| &found.warnings)
    }

    fn legend(&self, _base: &Base) -> Vec<String> {
        if self.found.is_none() {
            return Vec::new();
        }
        let told = "told: said something in words; read it, it may be that there was none";
        let all: &[&str] = match self.part {
            Part::Courses => &[
                "each session once: 1 a course on the subject itself, 2 something else only, 3 none",
                "n: who said; from 5 on shares, and between what they lie (95%, Wilson)",
                "asserted: only said or promised; seen: seen, copied or visited",
            ],
            Part::Techniques => &[
                told,
                "told/asked/sessions; from 5 asked on the share of those asked, and between what it lies (95%, Wilson)",
            ],
            Part::Also(_) => &[
                "digits: the answers, in full below; bar: how many gave which, of those who answered",
                "n: answered/asked/sessions",
            ],
            Part::Otherwise => &[
                "how people learned without a course or since it, in their words, the newest session first",
                "told/asked/sessions beside each question",
            ],
            Part::Claims => &[
                "claims about these questions or voiced in an answer to one, from all sessions whatever the filter",
                "that training was given is a claim until somebody went to see those who had it",
            ],
        };
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    fn hints(&self) -> &'static [(Action, &'static str)] {
        const ALL: [(Action, &str); 2] = [(Action::Enter, "open"), (Action::Right, "next part")];
        &ALL
    }
}
