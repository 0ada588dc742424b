//! One line that finds a section or an answer of the session that is read, by its reference or its words.

use super::paper::Paper;
use crate::text::{Query, clean, fold, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::screens::interview::text_action;
use crate::tui::view::Pointer;
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

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
    field: TextField,
    goals: Vec<Goal>,
    found: Vec<usize>,
    picker: Picker,
    line: Rect,
    list: Rect,
    /// Columns of the places.
    places: usize,
}

/// Letters and digits only, lower case: `e.1 K` is `e1k`.
fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
            field: TextField::new("", Lines::One),
            found: (0..goals.len()).collect(),
            places: goals.iter().map(|g| width::of(&g.place)).max().unwrap_or(0).clamp(6, 14),
            goals,
            picker: Picker::at_line(chosen),
            line: Rect::default(),
            list: Rect::default(),
        }
    }

    fn search(&mut self) {
        let text = self.field.text();
        let (typed, query) = (compact(&text), Query::new(&text));
        self.picker = Picker::default();
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
        let goal = self.found.get(self.picker.chosen).and_then(|index| self.goals.get(*index));
        goal.map_or(Jumped::Stay, |goal| Jumped::To(goal.piece))
    }

    pub(super) fn act(&mut self, action: Action) -> Jumped {
        match action {
            Action::Back => return Jumped::Close,
            Action::Enter => return self.take(),
            action if self.picker.act(&action, self.found.len(), self.list.height) => {}
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = self.field.act(action)
                {
                    self.search();
                }
            }
        }
        Jumped::Stay
    }

    pub(super) fn pointer(&mut self, y: u16, what: Pointer) -> Jumped {
        let len = self.found.len();
        match what.on_list(&mut self.picker, len, self.list, y) {
            Some(line) => {
                self.picker.chosen = line;
                self.take()
            }
            None => Jumped::Stay,
        }
    }

    pub(super) fn caret(&self) -> Position {
        let (x, y) = self.field.caret();
        Position::new(self.line.x + x, self.line.y + y)
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(4).min(90), area.height.saturating_sub(3).min(26))
    }

    pub(super) fn settle(&mut self, area: Rect) {
        let frame = Self::frame_area(area);
        self.line = Rect { x: frame.x + 4, y: frame.y + 1, width: frame.width.saturating_sub(6), height: 1 };
        self.list = Rect {
            x: frame.x + 2,
            y: frame.y + 3,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(4),
        };
        self.field.set_size(self.line.width, 1);
        self.picker.settle(self.found.len(), self.list.height);
    }

    pub(super) fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let title = "Jump to an answer of this session: e1k, or words of its title";
        let hints = [("Enter".to_owned(), "go"), ("↑↓".to_owned(), "choose"), ("Esc".to_owned(), "close")];
        popup::frame(frame, Self::frame_area(area), title, &hints, theme);
        let buffer = frame.buffer_mut();
        buffer.set_string(self.line.x.saturating_sub(2), self.line.y, "›", theme.focus());
        (&self.field).render(self.line, buffer);
        if self.found.is_empty() {
            let text = "Nothing that is shown here fits. / searches in what was said.";
            buffer.set_stringn(self.list.x, self.list.y, text, self.list.width.into(), theme.dim());
        }
        let room = usize::from(self.list.width).saturating_sub(self.places + 3);
        let line = |index: usize| {
            let Some(goal) = self.found.get(index).and_then(|at| self.goals.get(*at)) else {
                return Line::default();
            };
            let title = clean::visible(&goal.title).replace('\n', " ");
            let style = if goal.section { theme.title() } else { theme.text() };
            Line::from(vec![
                Span::styled(
                    format!(" {} ", width::pad(&clean::visible(&goal.place), self.places)),
                    theme.key(),
                ),
                Span::styled(width::truncate(&title, room).into_owned(), style),
            ])
        };
        self.picker.draw(self.found.len(), line, theme.selected(), self.list, buffer);
    }
}
