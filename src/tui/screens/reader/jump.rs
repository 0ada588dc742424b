//! One line that finds a section or an answer of the session that is read, by its reference or its words.

use super::paper::Paper;
use crate::text::{Query, clean, compact, fold, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::screens::interview::text_action;
use crate::tui::view::Pointer;
use crate::tui::widgets::finder::Finder;
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::text_field::Outcome;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Something to go to.
#[derive(Debug)]
struct Goal {
    /// Its first piece.
    piece: usize,
    /// Whole and without its first segment, letters and digits only.
    typed: [String; 2],
    /// Folded words.
    key: String,
    place: String,
    title: String,
    section: bool,
}

/// What came of a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Jumped {
    /// Nothing yet.
    Stay,
    /// It is closed.
    Close,
    /// To a piece.
    To(usize),
}

/// The line and what it finds.
#[derive(Debug)]
pub(super) struct Jump {
    finder: Finder,
    goals: Vec<Goal>,
    found: Vec<usize>,
    /// Columns of the places.
    places: usize,
}

impl Jump {
    /// Over everything in a paper; `here` is the piece under the cursor.
    pub(super) fn new(paper: &Paper, here: usize) -> Self {
        let mut goals = Vec::new();
        for part in &paper.parts {
            goals.push(Goal {
                piece: part.piece,
                typed: [compact(&part.place), String::new()],
                key: fold(&part.title),
                place: part.place.clone(),
                title: part.title.clone(),
                section: true,
            });
        }
        for entry in &paper.entries {
            let whole = entry.at.as_ref().filter(|_| entry.jot.is_none());
            goals.push(Goal {
                piece: entry.piece,
                typed: [
                    whole.map(|at| compact(at.as_str())).unwrap_or_default(),
                    whole.map(|at| compact(at.short())).unwrap_or_default(),
                ],
                key: fold(&entry.title),
                place: entry.place.clone(),
                title: entry.title.clone(),
                section: false,
            });
        }
        goals.sort_by_key(|goal| (goal.piece, !goal.section));
        let chosen = goals.iter().rposition(|goal| goal.piece <= here).unwrap_or(0);
        Self {
            finder: Finder::new(90, chosen),
            found: (0..goals.len()).collect(),
            places: goals.iter().map(|g| width::of(&g.place)).max().unwrap_or(0).clamp(6, 14),
            goals,
        }
    }

    fn search(&mut self) {
        let text = self.finder.field.text();
        let (typed, query) = (compact(&text), Query::new(&text));
        self.finder.picker = Picker::default();
        if query.is_empty() {
            self.found = (0..self.goals.len()).collect();
            return;
        }
        let mut scored: Vec<(u64, usize)> = Vec::new();
        for (index, goal) in self.goals.iter().enumerate() {
            let by_reference = |whole: &String| match whole.strip_prefix(&typed) {
                Some("") if !typed.is_empty() => 4_000_000_000,
                // `e1` leads to E 1 before E 1 a, shorter before longer.
                Some(tail) if !typed.is_empty() => 3_000_000_000 - tail.len() as u64,
                _ => 0,
            };
            let by_reference = goal.typed.iter().map(by_reference).max().unwrap_or(0);
            let score = by_reference.max(query.score(&goal.key).map_or(0, u64::from));
            if score > 0 {
                scored.push((score, index));
            }
        }
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.found = scored.into_iter().map(|(_, index)| index).collect();
    }

    fn take(&self) -> Jumped {
        let goal = self.found.get(self.finder.picker.chosen).and_then(|index| self.goals.get(*index));
        goal.map_or(Jumped::Stay, |goal| Jumped::To(goal.piece))
    }

    pub(super) fn act(&mut self, action: Action) -> Jumped {
        match action {
            Action::Back => return Jumped::Close,
            Action::Enter => return self.take(),
            action if self.finder.picker.act(&action, self.found.len(), self.finder.list.height) => {}
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = self.finder.field.act(action)
                {
                    self.search();
                }
            }
        }
        Jumped::Stay
    }

    pub(super) fn pointer(&mut self, y: u16, what: Pointer) -> Jumped {
        let len = self.found.len();
        match what.on_list(&mut self.finder.picker, len, self.finder.list, y) {
            Some(line) => {
                self.finder.picker.chosen = line;
                self.take()
            }
            None => Jumped::Stay,
        }
    }

    pub(super) fn caret(&self) -> Position {
        self.finder.caret()
    }

    pub(super) fn settle(&mut self, area: Rect) {
        self.finder.settle(area, self.found.len());
    }

    pub(super) fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let title = "Jump to an answer of this session: e1k, or words of its title";
        let nothing = "Nothing that is shown here fits. / searches in what was said.";
        let room = usize::from(self.finder.list.width).saturating_sub(self.places + 3);
        let line = |index: usize| {
            let Some(goal) = self.found.get(index).and_then(|at| self.goals.get(*at)) else {
                return Line::default();
            };
            let title = clean::visible(&goal.title).replace('\n', " ");
            let style = if goal.section { theme.title() } else { theme.text() };
            let place = clean::visible(&goal.place);
            Line::from(vec![
                Span::styled(format!(" {} ", width::pad(&place, self.places)), theme.key()),
                Span::styled(width::truncate(&title, room).into_owned(), style),
            ])
        };
        self.finder.draw(frame, area, (title, nothing), self.found.len(), line, theme);
    }
}
