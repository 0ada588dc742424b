//! A text field, for one line or for many: soft-wrapped, stepped through by what a reader takes for one character.
//!
//! Editing, caret and drawing of one text. Undo, keys, focus and where the text goes are the caller's; every edit is
//! handed out as a [`Splice`]. The caret is the terminal's own cursor, which the caller puts at [`TextField::caret`].

mod draw;
mod model;
#[cfg(test)]
mod tests;
mod view;

use ratatui::style::{Modifier, Style};

use crate::text::{Splice, clean};
use model::{Model, Place};
use view::View;

/// How many lines a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lines {
    /// One line that scrolls sideways.
    One,
    /// Any number of lines, wrapped to the width.
    Many,
}

/// What can be done to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextAction {
    /// Text typed or pasted; it is cleaned on the way in.
    Insert(String),
    /// A line break, where the field holds many lines.
    Newline,
    /// One character back, across line ends.
    Left,
    /// One character on, across line ends.
    Right,
    /// One shown row up, in the column where the movement began.
    Up,
    /// One shown row down, in the column where the movement began.
    Down,
    /// To the start of the word before.
    WordLeft,
    /// To the end of the word after.
    WordRight,
    /// To the start of the shown row.
    Home,
    /// To the end of the shown row.
    End,
    /// To the start of the text.
    Top,
    /// To the end of the text.
    Bottom,
    /// A window of rows up.
    PageUp,
    /// A window of rows down.
    PageDown,
    /// Removes the character before the caret.
    DeleteBack,
    /// Removes the character after the caret.
    DeleteForward,
    /// Removes back to the start of the word.
    DeleteWordBack,
    /// Removes on to the end of the word.
    DeleteWordForward,
    /// Removes back to the start of the shown row.
    DeleteToRowStart,
}

/// What came of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing to do here, such as Up on the first row: the caller may move the focus instead.
    Ignored,
    /// The caret moved.
    Moved,
    /// The text changed, in this way.
    Edited(Splice),
}

/// A text being edited.
#[derive(Debug, Clone)]
pub struct TextField {
    lines: Lines,
    model: Model,
    view: View,
    /// The column that Up and Down keep to across shorter rows.
    goal: Option<usize>,
    style: Style,
    placeholder: String,
    placeholder_style: Style,
}

impl TextField {
    /// A field holding `text`, the caret at its end. The text is kept as it is; only a line break in a field of one
    /// line becomes a space.
    pub fn new(text: &str, lines: Lines) -> Self {
        let held = match lines {
            Lines::One => vec![text.replace('\n', " ")],
            Lines::Many => text.split('\n').map(str::to_owned).collect(),
        };
        let model = Model::new(held);
        let view = View::new(lines == Lines::One, model.lines());
        Self {
            lines,
            model,
            view,
            goal: None,
            style: Style::new(),
            placeholder: String::new(),
            placeholder_style: Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// The style of the whole area.
    #[must_use]
    pub fn style(mut self, style: Style) -> Self {
        self.set_style(style);
        self
    }

    /// Sets the style of the whole area.
    pub fn set_style(&mut self, style: Style) {
        self.style = style;
    }

    /// What an empty field shows, and how.
    #[must_use]
    pub fn placeholder(mut self, text: &str, style: Style) -> Self {
        self.set_placeholder(text, style);
        self
    }

    /// Sets what an empty field shows, and how.
    pub fn set_placeholder(&mut self, text: &str, style: Style) {
        text.clone_into(&mut self.placeholder);
        self.placeholder_style = style;
    }

    /// The text.
    pub fn text(&self) -> String {
        self.model.lines().join("\n")
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        matches!(self.model.lines(), [line] if line.is_empty())
    }

    /// Takes over a text changed elsewhere, as by undo: the caret goes to the end of the changed part.
    pub fn set_text(&mut self, text: &str) {
        let held = if self.lines == Lines::One { text.replace('\n', " ") } else { text.to_owned() };
        if let Some(change) = Splice::between(&self.text(), &held) {
            let from = self.model.place(change.at);
            let to = self.model.place(change.at + change.removed.len());
            self.edit(from, to, &change.inserted);
            self.goal = None;
        }
    }

    /// Tells the field how much room it has, and keeps the caret in view. Cheap if nothing changed.
    pub fn set_size(&mut self, width: u16, height: u16) {
        self.view.set_size(self.model.lines(), width, height);
        self.view.follow(self.model.lines(), self.model.caret());
    }

    /// How many rows the text takes at this width, at least 1. A last row that is full counts one more, for the caret.
    pub fn rows(&self) -> usize {
        self.view.rows()
    }

    /// How many rows are hidden above and below the window.
    pub fn hidden_rows(&self) -> (usize, usize) {
        let above = self.view.top;
        (above, self.rows().saturating_sub(above + self.view.height()))
    }

    /// Where the caret stands in the text, in bytes; always between two grapheme clusters.
    pub fn offset(&self) -> usize {
        self.model.offset(self.model.caret())
    }

    /// The caret's column and row in the window, always within its size.
    pub fn caret(&self) -> (u16, u16) {
        let (row, column) = self.view.cell(self.model.lines(), self.model.caret());
        ((column.saturating_sub(self.view.left)) as u16, (row.saturating_sub(self.view.top)) as u16)
    }

    /// Puts the caret where the window was clicked: on the nearest character of the nearest row.
    pub fn click(&mut self, x: u16, y: u16) {
        let row = (self.view.top + usize::from(y)).min(self.rows() - 1);
        let place = self.view.place(self.model.lines(), row, self.view.left + usize::from(x));
        self.goal = None;
        self.go(place);
    }

    /// Does one thing to the text or the caret.
    pub fn act(&mut self, action: TextAction) -> Outcome {
        let goal = self.goal.take();
        let caret = self.model.caret();
        match action {
            TextAction::Insert(text) => {
                let text = if self.lines == Lines::One { clean::line(&text) } else { clean::block(&text) };
                self.edit(caret, caret, &text)
            }
            TextAction::Newline if self.lines == Lines::Many => self.edit(caret, caret, "\n"),
            TextAction::Newline => Outcome::Ignored,
            TextAction::Up => self.step_rows(goal, -1),
            TextAction::Down => self.step_rows(goal, 1),
            TextAction::PageUp => self.step_rows(goal, -self.page()),
            TextAction::PageDown => self.step_rows(goal, self.page()),
            TextAction::DeleteBack => self.remove_to(self.model.before(caret)),
            TextAction::DeleteForward => self.remove_to(self.model.after(caret)),
            TextAction::DeleteWordBack => self.remove_to(self.model.word_before(caret)),
            TextAction::DeleteWordForward => self.remove_to(self.model.word_after(caret)),
            TextAction::DeleteToRowStart => {
                let start = self.view.home(self.model.lines(), caret);
                self.remove_to(Some(start))
            }
            _ => match self.target(&action, caret) {
                Some(place) => self.go(place),
                None => Outcome::Ignored,
            },
        }
    }

    /// Where a plain movement leads.
    fn target(&self, movement: &TextAction, caret: Place) -> Option<Place> {
        match movement {
            TextAction::Left => self.model.before(caret),
            TextAction::Right => self.model.after(caret),
            TextAction::WordLeft => self.model.word_before(caret),
            TextAction::WordRight => self.model.word_after(caret),
            TextAction::Home => Some(self.view.home(self.model.lines(), caret)),
            TextAction::End => Some(self.view.end(self.model.lines(), caret)),
            TextAction::Top => Some(Place { line: 0, byte: 0 }),
            TextAction::Bottom => Some(self.model.end()),
            _ => None,
        }
    }

    fn page(&self) -> isize {
        self.view.height().saturating_sub(1).max(1).cast_signed()
    }

    fn step_rows(&mut self, goal: Option<usize>, by: isize) -> Outcome {
        let (row, column) = self.view.cell(self.model.lines(), self.model.caret());
        let to = row.saturating_add_signed(by).min(self.rows() - 1);
        if to == row {
            return Outcome::Ignored;
        }
        let goal = goal.unwrap_or(column);
        self.goal = Some(goal);
        let place = self.view.place(self.model.lines(), to, goal);
        self.go(place)
    }

    fn go(&mut self, place: Place) -> Outcome {
        if place == self.model.caret() {
            return Outcome::Ignored;
        }
        self.model.set_caret(place);
        self.view.follow(self.model.lines(), place);
        Outcome::Moved
    }

    /// Removes what stands between the caret and another place, whichever comes first.
    fn remove_to(&mut self, place: Option<Place>) -> Outcome {
        let caret = self.model.caret();
        let place = place.unwrap_or(caret);
        self.edit(place.min(caret), place.max(caret), "")
    }

    fn edit(&mut self, from: Place, to: Place, text: &str) -> Outcome {
        if from == to && text.is_empty() {
            return Outcome::Ignored;
        }
        let splice = self.model.replace(from, to, text);
        let added = text.bytes().filter(|&b| b == b'\n').count();
        self.view.rewrap(self.model.lines(), from.line, to.line - from.line + 1, added + 1);
        self.view.follow(self.model.lines(), self.model.caret());
        Outcome::Edited(splice)
    }
}
