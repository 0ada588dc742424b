//! Definitions: what people can tell of what they were asked to define, against what they think they know.
//!
//! Here: the board of what comes of the scores. From it answers are scored blind (`score`). Figures are made in
//! `analysis::needs`.

mod draw;
mod paper;
mod score;

use super::Board;
use super::base::Base;
use crate::analysis::needs::{Definitions, Judged, Scored, Warning, definitions};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::view::{Flow, Pointer};
use crate::tui::widgets::picker::Picker;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use score::Scoring;

/// The board.
#[derive(Debug, Default)]
pub(super) struct Results {
    judged: Judged,
    /// The corpus and the marks that the scores were held against.
    judged_of: Option<(u32, u32)>,
    found: Option<Definitions>,
    /// The question that is shown; behind the last one all of them together.
    item: usize,
    /// Whether the lines on the chosen group take most of the room.
    details: bool,
    /// All stand in the first line, then the groups.
    picker: Picker,
    places: Places,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    head: Rect,
    list: Rect,
    detail: Rect,
}

impl Results {
    /// The question that is shown; `None` while all are.
    fn shown(&self) -> Option<&Scored> {
        self.found.as_ref()?.items.get(self.item)
    }

    fn questions(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.items.len())
    }

    /// Lines of the list: all, and each group where there is more than one.
    fn len(&self) -> usize {
        match &self.found {
            Some(found) if found.grouping.by != crate::analysis::By::Nothing => found.grouping.len() + 1,
            _ => 1,
        }
    }

    /// The group of a line; `None` for all.
    fn group(line: usize) -> Option<usize> {
        line.checked_sub(1)
    }

    fn open(&self, desk: &mut Desk) -> Flow {
        let Some(found) = &self.found else { return Flow::Done };
        let Some(scored) = self.shown().or_else(|| found.items.first()) else { return Flow::Done };
        let (item, rubric) = (std::sync::Arc::clone(&scored.item), scored.rubric.clone());
        Flow::Push(Box::new(Scoring::new(desk, item, rubric)))
    }
}

impl Board for Results {
    fn count(&mut self, desk: &Desk, base: &Base) {
        let archive = &desk.archive;
        let now = (archive.turn, desk.marks.turn);
        if self.judged_of != Some(now) {
            self.judged = Judged::new(&archive.corpus, &archive.book, &desk.marks.annotations);
            self.judged_of = Some(now);
        }
        let (corpus, book) = (&archive.corpus, &archive.book);
        self.found = definitions(corpus, book, &self.judged, &base.selection, base.by, base.made_up);
        self.item = self.item.min(self.questions());
    }

    fn act(&mut self, desk: &mut Desk, _base: &Base, action: &Action) -> Flow {
        let all = self.questions() + 1;
        match action {
            Action::Enter => return self.open(desk),
            Action::Right => self.item = (self.item + 1) % all,
            Action::Left => self.item = (self.item + all - 1) % all,
            Action::Details => self.details = !self.details,
            action => {
                self.picker.act(action, self.len(), self.places.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, _base: &Base, _area: Rect, buffer: &mut Buffer) {
        draw::draw(self, desk, buffer);
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let wanted = self.len() as u16;
        let rest = area.height.saturating_sub(3);
        // What is said of the chosen group needs about so many lines: one for each element, and what stands around them.
        let needed = 6 + self.shown().map_or(4, |s| s.rubric.elements.len() as u16);
        let most = if self.details { 1 } else { rest.saturating_sub(needed).max(rest / 3) };
        let list = wanted.clamp(1, most.max(1)).min(rest);
        self.places = Places {
            head: Rect { height: area.height.min(2), ..area },
            list: Rect { y: area.y + 2, height: list, ..area },
            detail: Rect { y: area.y + 2 + list, height: area.height.saturating_sub(2 + list), ..area },
        };
        self.picker.settle(self.len(), list);
    }

    fn pointer(&mut self, _desk: &Desk, _base: &Base, x: u16, y: u16, what: Pointer) -> Option<Action> {
        let list = self.places.list;
        if !list.contains(Position::new(x, y)) {
            return None;
        }
        let len = self.len();
        if let Some(line) = what.on_list(&mut self.picker, len, list, y) {
            self.picker.chosen = line;
        }
        None
    }

    fn warnings(&self) -> &[Warning] {
        self.found.as_ref().map_or(&[], |found| &found.warnings)
    }

    fn legend(&self, _base: &Base) -> Vec<String> {
        let Some(found) = &self.found else { return Vec::new() };
        let mut all = vec!["score: share of elements stated, mean of scorers, then of answers".to_owned()];
        if let Some(calibration) = &found.calibration {
            let own = calibration.subject.place.at.short().replace('.', " ");
            all.push(format!("self: own rating {own}, 0–100%"));
            all.push("difference: self − score, who has both; + overrates".to_owned());
            let step = calibration.step * 100.0;
            all.push(format!("over/under: by more than a step, {step:.0} points"));
        }
        all.push("fewer than 5: the values".to_owned());
        all
    }

    fn hints(&self) -> &'static [(Action, &'static str)] {
        &[(Action::Enter, "score blind"), (Action::Right, "next question"), (Action::Details, "details")]
    }
}
