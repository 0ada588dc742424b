//! Saving fails: what happened, and what can be done about it. What was typed stays in memory meanwhile.

use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect, SaveState};
use crate::tui::keymap::Scope;
use crate::tui::screens::interview::text_action;
use crate::tui::view::{Flow, Focus, View};
use crate::tui::widgets::lines;
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use crate::tui::widgets::text_field::{Lines, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use std::path::PathBuf;

/// Saving fails.
#[derive(Debug)]
pub struct Trouble {
    why: String,
    /// What the person was about to do.
    leaving: Option<Action>,
    /// Whether it is the analyst's marks that can't be saved, not the session.
    marks: bool,
    picker: Picker,
    /// The folder to save into instead, while it is being typed.
    folder: Option<TextField>,
    field: Rect,
}

impl Trouble {
    /// Says why; `leaving` is how the person was about to leave, if so.
    pub fn new(why: String, leaving: Option<Action>, marks: bool) -> Self {
        Self { why, leaving, marks, picker: Picker::default(), folder: None, field: Rect::default() }
    }

    fn options(&self) -> Vec<&'static str> {
        if self.leaving.is_some() {
            vec![
                "try again",
                "save into another folder",
                if self.marks { "stay" } else { "stay in the interview" },
                "leave WITHOUT saving the last changes",
            ]
        } else {
            vec!["go on: it keeps trying by itself", "try again now", "save into another folder"]
        }
    }

    fn state<'a>(&self, desk: &'a Desk) -> &'a SaveState {
        if self.marks { &desk.marks.save } else { &desk.save }
    }

    fn take(&mut self, desk: &mut Desk, index: usize) -> Flow {
        match (self.leaving.clone(), index) {
            (Some(leaving), 0) => Flow::Do(leaving),
            (Some(_), 1) | (None, 2) => {
                self.folder = Some(TextField::new("", Lines::One));
                Flow::Done
            }
            (Some(_), 3) => {
                desk.effects.push(Effect::Quit);
                Flow::Close
            }
            (None, 1) => {
                desk.effects.push(Effect::Flush);
                Flow::Close
            }
            _ => Flow::Close,
        }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(4).min(78), 14)
    }
}

impl View for Trouble {
    fn focus(&self, _desk: &Desk) -> Focus {
        if self.folder.is_some() {
            return Focus { scopes: vec![Scope::Text], typing: true };
        }
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        if let Some(field) = &mut self.folder {
            match action {
                Action::Back => self.folder = None,
                Action::Enter if !field.text().trim().is_empty() => {
                    let path = PathBuf::from(field.text().trim());
                    if self.marks {
                        let newest = std::sync::Arc::clone(&desk.marks.annotations);
                        desk.effects.push(Effect::SaveMarksInto(path, newest));
                    } else if let Some(open) = &desk.open {
                        desk.effects.push(Effect::SaveInto(path, std::sync::Arc::clone(&open.session)));
                    }
                    return Flow::Close;
                }
                action => {
                    if let Some(action) = text_action(action) {
                        field.act(action);
                    }
                }
            }
            return Flow::Done;
        }
        let count = self.options().len();
        match action {
            Action::Back => Flow::Close,
            Action::Enter => self.take(desk, self.picker.chosen),
            // A digit chooses and Enter takes: somebody may still be typing an answer.
            Action::Digit(digit) if usize::from(digit) <= count => {
                self.picker = Picker::at_line(usize::from(digit) - 1);
                Flow::Done
            }
            action => {
                self.picker.act(&action, count, count as u16);
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let hints = [("Enter".to_owned(), "take"), ("1-9".to_owned(), "choose"), ("Esc".to_owned(), "go on")];
        let inner = popup::frame(frame, Self::frame_area(area), "NOT SAVED", &hints, theme);
        let why = match self.state(desk) {
            SaveState::Failed(why) => why,
            _ => &self.why,
        };
        let mut text = lines::wrapped(why, inner.width, theme.bad());
        text.extend(lines::wrapped(
            "Nothing typed is lost: it is kept in memory.",
            inner.width,
            theme.text(),
        ));
        text.truncate(5);
        let used = text.len() as u16 + 1;
        let buffer = frame.buffer_mut();
        lines::draw(&text, inner, buffer);
        let list = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner };
        if let Some(field) = &self.folder {
            buffer.set_stringn(
                list.x,
                list.y,
                "Folder to save into from now on:",
                list.width.into(),
                theme.text(),
            );
            field.render(self.field, buffer);
            return;
        }
        let options = self.options();
        let line = |index: usize| Line::from(format!(" {} {} ", index + 1, options[index]));
        self.picker.draw(options.len(), line, theme.selected(), list, buffer);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.folder.as_ref()?.caret();
        Some(Position::new(self.field.x + x, self.field.y + y))
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        let y = (frame.y + 8).min(frame.bottom().saturating_sub(2));
        self.field = Rect { x: frame.x + 2, y, width: frame.width.saturating_sub(4), height: 1 };
        if let Some(field) = &mut self.folder {
            field.set_size(self.field.width, 1);
        }
        self.picker.settle(self.options().len(), 6);
    }

    fn is_trouble(&self) -> bool {
        true
    }

    /// Gone once a save has gone through.
    fn stands(&self, desk: &Desk) -> bool {
        matches!(self.state(desk), SaveState::Failed(_))
    }
}
