//! A session as it was told.

use crate::tui::action::Action;
use crate::tui::archive::Opened;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, View};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Clear;

/// A session that is read.
#[derive(Debug)]
pub struct Reader {
    opened: Opened,
}

impl Reader {
    /// Of a session.
    pub fn new(_desk: &Desk, opened: Opened) -> Self {
        Self { opened }
    }
}

impl View for Reader {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Reader], typing: false }
    }

    fn act(&mut self, _desk: &mut Desk, action: Action) -> Flow {
        if action == Action::Back { Flow::Close } else { Flow::Done }
    }

    fn draw(&self, _desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Clear, area);
        frame.buffer_mut().set_string(
            area.x,
            area.y,
            self.opened.session.id.clone(),
            ratatui::style::Style::new(),
        );
    }

    fn is_screen(&self) -> bool {
        true
    }
}
