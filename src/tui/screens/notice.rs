//! A message that waits for a key, and the question about a file that was altered outside.

use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, View};
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// A message on top.
#[derive(Debug)]
pub struct Notice {
    title: String,
    text: String,
    /// A file to open all the same.
    altered: Option<PathBuf>,
}

impl Notice {
    /// A message.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), altered: None }
    }

    /// Asks whether to carry on with a file that was altered outside.
    pub fn altered(path: PathBuf) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = format!(
            "{name} does not fit the digest in its last line: it was edited by hand, or it is damaged in a way that \
             still reads as a session.\n\nEnter carries on with it as it stands; a copy of the file as it is now is \
             kept beside it. Esc leaves it alone."
        );
        Self { title: "Altered outside vivavoce".to_owned(), text, altered: Some(path) }
    }
}

impl View for Notice {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match (action, self.altered.take()) {
            (Action::Enter, Some(path)) => {
                desk.effects.push(Effect::Open { path, altered: true });
                Flow::Close
            }
            (Action::Enter | Action::Back, _) => Flow::Close,
            (_, altered) => {
                self.altered = altered;
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let width = area.width.saturating_sub(6).min(76);
        let text = lines::wrapped(&self.text, width.saturating_sub(4), desk.theme.text());
        let area = popup::centred(area, width, text.len() as u16 + 2);
        let enter = if self.altered.is_some() { "carry on with it" } else { "close" };
        let hints = [("Enter".to_owned(), enter), ("Esc".to_owned(), "back")];
        let inner = popup::frame(frame, area, &self.title, &hints, desk.theme);
        lines::draw(&text, inner, frame.buffer_mut());
    }
}
