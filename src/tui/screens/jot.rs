//! Jots: a line from anywhere, kept and stamped with its first character; and filing one under an item.

use super::interview::text_action;
use super::{Palette, Todos};
use crate::bank::Ref;
use crate::session::{Edit, Jot, TextAt, title_in};
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// The jot line.
#[derive(Debug)]
pub struct JotLine {
    index: usize,
    during: Option<Ref>,
    field: TextField,
    area: Rect,
}

impl JotLine {
    /// An empty line; the jot is made with its first character.
    pub fn new(desk: &Desk, during: Option<Ref>) -> Self {
        let index = desk.open.as_ref().map_or(0, |o| o.session.jots.len());
        Self { index, during, field: TextField::new("", Lines::Many), area: Rect::default() }
    }

    fn exists(&self, desk: &Desk) -> bool {
        desk.open.as_ref().is_some_and(|o| o.session.jots.len() > self.index)
    }

    /// Takes an empty jot away again.
    fn close(&self, desk: &mut Desk) {
        if self.exists(desk) && self.field.text().trim().is_empty() {
            desk.edit(vec![Edit::JotRemove(self.index)]);
        }
    }

    fn frame_area(area: Rect) -> Rect {
        let height = 5.min(area.height);
        Rect { y: area.bottom() - height, height, ..area }
    }
}

impl View for JotLine {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Jot, Scope::Text], typing: true }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back | Action::Enter => {
                self.close(desk);
                if !self.field.text().trim().is_empty() {
                    desk.say("jot kept: F7 lists what is not filed");
                }
                Flow::Close
            }
            Action::Next if self.field.text().trim().is_empty() => Flow::Close,
            Action::Next => Flow::Replace(Box::new(FileJot::new(self.index, self.during.clone(), false))),
            action => {
                let Some(action) = text_action(action) else { return Flow::Done };
                if let Outcome::Edited(splice) = self.field.act(action) {
                    let mut edits = Vec::new();
                    if !self.exists(desk) {
                        let jot = Jot {
                            at: desk.now,
                            during: self.during.clone(),
                            text: String::new(),
                            filed: None,
                        };
                        edits.push(Edit::JotInsert(self.index, jot));
                    }
                    edits.push(Edit::Text(TextAt::Jot(self.index), splice));
                    if !desk.edit(edits) {
                        self.refresh(desk);
                    }
                }
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let hints = [
            ("Enter".to_owned(), "keep for later"),
            ("Tab".to_owned(), "file it now"),
            ("Esc".to_owned(), "close"),
        ];
        let title = format!("Jot · {}", desk.clock(desk.now));
        popup::frame(frame, Self::frame_area(area), &title, &hints, desk.theme);
        (&self.field).render(self.area, frame.buffer_mut());
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.field.caret();
        Some(Position::new(self.area.x + x, self.area.y + y))
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.area = Rect {
            x: frame.x + 2,
            y: frame.y + 1,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(2),
        };
        self.field.set_size(self.area.width, self.area.height);
    }

    fn refresh(&mut self, desk: &Desk) {
        if let Some(open) = &desk.open {
            self.field.set_text(open.session.text(&TextAt::Jot(self.index)));
        }
    }
}

/// Filing a jot under an item: as what they said, or as a note.
#[derive(Debug)]
pub struct FileJot {
    index: usize,
    at: Option<Ref>,
    /// Whether it was taken from the list of jots, which comes back then.
    listed: bool,
    picker: Picker,
}

impl FileJot {
    /// Asks how to file a jot under `at`, the item or row on screen when it was typed or one picked since. `listed`: it
    /// was taken from the list of jots.
    pub fn new(index: usize, at: Option<Ref>, listed: bool) -> Self {
        Self { index, at, listed, picker: Picker::default() }
    }

    /// Back to where the person was: a jot must not carry anyone away from the question that is being answered.
    fn done(&self, desk: &Desk) -> Flow {
        let left = desk.open.iter().flat_map(|o| &o.session.jots).any(|j| j.filed.is_none());
        if self.listed && left { Flow::Replace(Box::new(Todos::jots(desk))) } else { Flow::Close }
    }

    fn file(&self, desk: &mut Desk, note: bool) -> Flow {
        let (Some(at), Some(open)) = (self.at.clone(), &desk.open) else {
            return Flow::Replace(Box::new(Palette::file(desk, self.index, self.listed)));
        };
        let Some(jot) = open.session.jots.get(self.index) else { return Flow::Close };
        let place = if note { TextAt::Note(at.clone()) } else { TextAt::Account(at.clone()) };
        let old = open.session.text(&place);
        let new = if old.trim().is_empty() { jot.text.clone() } else { format!("{old}\n{}", jot.text) };
        let mut edits: Vec<Edit> = open.session.text_edit(place.clone(), &new).into_iter().collect();
        edits.push(Edit::JotFile(self.index, Some(at.clone())));
        if desk.edit(edits) {
            desk.say(format!("filed under {}", at.spoken()));
        }
        self.done(desk)
    }

    fn take(&self, desk: &mut Desk, index: usize) -> Flow {
        match index {
            0 => self.file(desk, false),
            1 => self.file(desk, true),
            2 => Flow::Replace(Box::new(Palette::file(desk, self.index, self.listed))),
            3 => {
                desk.edit(vec![Edit::JotRemove(self.index)]);
                desk.say("jot taken away: Ctrl-Z brings it back");
                self.done(desk)
            }
            _ => Flow::Close,
        }
    }
}

impl View for FileJot {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => Flow::Close,
            Action::Enter => self.take(desk, self.picker.chosen),
            Action::Digit(digit @ 1..=4) => self.take(desk, usize::from(digit) - 1),
            action => {
                self.picker.act(&action, 4, 4);
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let Some(open) = &desk.open else { return };
        let area = popup::centred(area, 70, 9);
        let hints = [("1-4".to_owned(), "choose"), ("Esc".to_owned(), "later")];
        let inner = popup::frame(frame, area, "File the jot", &hints, theme);
        let text = open.session.jots.get(self.index).map(|j| j.text.replace('\n', " ")).unwrap_or_default();
        let buffer = frame.buffer_mut();
        let text = width::truncate(&text, inner.width.into()).into_owned();
        buffer.set_stringn(inner.x, inner.y, text, inner.width.into(), theme.dim());
        let place = self.at.as_ref().map_or("an item".to_owned(), |at| {
            let title = title_in(open.session.record(), open.plan.each_bank(), at);
            format!("{} · {title}", at.spoken())
        });
        let place = width::truncate(&place, usize::from(inner.width).saturating_sub(6)).into_owned();
        buffer.set_stringn(inner.x, inner.y + 1, format!("under {place}"), inner.width.into(), theme.text());
        let options = ["as what they said", "as your note", "under another item", "take it away"];
        let list = Rect { y: inner.y + 3, height: inner.height.saturating_sub(3), ..inner };
        let line = |index: usize| {
            Line::from(vec![Span::styled(format!(" {} ", index + 1), theme.key()), Span::raw(options[index])])
        };
        self.picker.draw(options.len(), line, theme.selected(), list, buffer);
    }

    fn settle(&mut self, _desk: &Desk, _area: Rect) {
        self.picker.settle(4, 4);
    }
}
