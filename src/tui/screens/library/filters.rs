//! Filters that are kept under a name: taken, kept, dropped.

use super::text_action;
use crate::analysis::filter::SavedFilter;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use crate::tui::widgets::text_field::{Lines, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// The kept filters, and a line for the name of the one that is in force.
#[derive(Debug)]
pub(super) struct Filters {
    /// The filter in force.
    now: String,
    name: TextField,
    /// The line with the name has the focus.
    naming: bool,
    picker: Picker,
    line: Rect,
    list: Rect,
}

impl Filters {
    pub(super) fn new(desk: &Desk, now: &str) -> Self {
        let naming = !now.trim().is_empty() && !desk.archive.saved.iter().any(|s| s.filter == now);
        Self {
            now: now.to_owned(),
            name: TextField::new("", Lines::One),
            naming,
            picker: Picker::default(),
            line: Rect::default(),
            list: Rect::default(),
        }
    }

    fn keep(&mut self, desk: &mut Desk) {
        let name = self.name.text().trim().to_owned();
        if name.is_empty() {
            desk.say("type a name for it first");
            return;
        }
        let saved = &mut desk.archive.saved;
        saved.retain(|s| s.name != name);
        saved.push(SavedFilter { name: name.clone(), filter: self.now.clone() });
        saved.sort_by_key(|s| s.name.to_lowercase());
        desk.effects.push(Effect::KeepFilters(desk.archive.saved.clone()));
        desk.say(format!("kept as {name}"));
        self.naming = false;
        self.picker.chosen = desk.archive.saved.iter().position(|s| s.name == name).unwrap_or(0);
    }

    fn take(&self, desk: &mut Desk) -> Flow {
        let Some(saved) = desk.archive.saved.get(self.picker.chosen) else { return Flow::Done };
        desk.archive.filter = saved.filter.clone();
        Flow::Close
    }

    fn drop_chosen(&mut self, desk: &mut Desk) {
        if self.picker.chosen < desk.archive.saved.len() {
            let gone = desk.archive.saved.remove(self.picker.chosen);
            desk.effects.push(Effect::KeepFilters(desk.archive.saved.clone()));
            desk.say(format!("{} is dropped; it was {}", gone.name, gone.filter));
        }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(4).min(90), area.height.saturating_sub(4).min(18))
    }
}

impl View for Filters {
    fn focus(&self, _desk: &Desk) -> Focus {
        let mut scopes = vec![Scope::List];
        if self.naming {
            scopes.push(Scope::Text);
        }
        Focus { scopes, typing: self.naming }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Next => self.naming = !self.naming && !self.now.trim().is_empty(),
            Action::Enter if self.naming => self.keep(desk),
            Action::Enter => return self.take(desk),
            Action::Insert(text) if !self.naming && text == "x" => self.drop_chosen(desk),
            action if self.picker.act(&action, desk.archive.saved.len(), self.list.height) => {
                self.naming = false;
            }
            action if self.naming => {
                if let Some(action) = text_action(action) {
                    self.name.act(action);
                }
            }
            _ => {}
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let keep = if self.naming { "keep" } else { "take" };
        let hints = [
            ("Enter".to_owned(), keep),
            ("Tab".to_owned(), "name the one in force"),
            ("x".to_owned(), "drop"),
            ("Esc".to_owned(), "close"),
        ];
        popup::frame(frame, Self::frame_area(area), "Filters", &hints, theme);
        let buffer = frame.buffer_mut();
        let room = usize::from(self.list.width);
        let now = if self.now.trim().is_empty() {
            "There is no filter in force that could be kept.".to_owned()
        } else {
            format!("In force: {}", clean::visible(&self.now))
        };
        buffer.set_stringn(self.list.x, self.line.y - 1, width::truncate(&now, room), room, theme.dim());
        if !self.now.trim().is_empty() {
            buffer.set_string(self.list.x, self.line.y, "keep it as", theme.text());
            (&self.name).render(self.line, buffer);
        }
        let saved = &desk.archive.saved;
        if saved.is_empty() {
            let text = "None is kept yet.";
            buffer.set_stringn(self.list.x, self.list.y, text, room, theme.dim());
        }
        let line = |index: usize| {
            let saved = saved.get(index);
            let name = saved.map_or("", |s| s.name.as_str());
            let filter = saved.map_or("", |s| s.filter.as_str());
            Line::from(vec![
                Span::styled(
                    width::pad(&width::truncate(&clean::visible(name), 24), 26).into_owned(),
                    theme.title(),
                ),
                Span::raw(width::truncate(&clean::visible(filter), room.saturating_sub(26)).into_owned()),
            ])
        };
        self.picker.draw(saved.len(), line, theme.selected(), self.list, buffer);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.name.caret();
        self.naming.then(|| Position::new(self.line.x + x, self.line.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        let (x, width) = (frame.x + 2, frame.width.saturating_sub(4));
        self.line = Rect { x: x + 11, y: frame.y + 2, width: width.saturating_sub(11), height: 1 };
        self.list = Rect { x, y: frame.y + 4, width, height: frame.height.saturating_sub(5) };
        self.name.set_size(self.line.width, 1);
        self.picker.settle(desk.archive.saved.len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = desk.archive.saved.len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            self.picker.chosen = line;
            return self.take(desk);
        }
        Flow::Done
    }
}
