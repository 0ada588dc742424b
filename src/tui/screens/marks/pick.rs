//! A list to take one line from: by number, by typing a part of it, or a new one.

use super::Sent;
use crate::analysis::marks::Edit;
use crate::text::{clean, fold, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// One line.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// What it is called, in a column of its own.
    pub(super) name: String,
    /// What it is.
    pub(super) text: String,
    /// Whether it stands out: it is set already, or it touches what this is about.
    pub(super) marked: bool,
}

/// What was taken.
pub(super) enum Picked<'a> {
    /// The line with this number, from 0.
    Line(usize),
    /// A new one, and what was typed.
    New(&'a str),
}

/// What follows.
pub(super) enum Then {
    /// The marks are changed, and this is said.
    Mark(Vec<Edit>, String),
    /// This comes in its place.
    Show(Box<dyn View>),
}

type Take = Box<dyn Fn(&Desk, Picked<'_>) -> Then>;

/// The list.
pub(super) struct Pick {
    title: String,
    choices: Vec<Choice>,
    keys: Vec<String>,
    /// What the line for a new one is called; `None`: none can be made.
    new: Option<&'static str>,
    typed: String,
    shown: Vec<usize>,
    picker: Picker,
    take: Take,
    sent: Sent,
    list: Rect,
}

impl Pick {
    pub(super) fn new(
        title: impl Into<String>,
        choices: Vec<Choice>,
        new: Option<&'static str>,
        take: impl Fn(&Desk, Picked<'_>) -> Then + 'static,
    ) -> Self {
        let keys = choices.iter().map(|c| fold(&format!("{} {}", c.name, c.text))).collect();
        let mut pick = Self {
            title: title.into(),
            choices,
            keys,
            new,
            typed: String::new(),
            shown: Vec::new(),
            picker: Picker::default(),
            take: Box::new(take),
            sent: Sent::default(),
            list: Rect::default(),
        };
        pick.find();
        pick
    }

    fn find(&mut self) {
        let typed = fold(&self.typed);
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |key: &String| words.iter().all(|word| key.contains(word));
        self.shown = self.keys.iter().enumerate().filter(|(_, key)| fits(key)).map(|(at, _)| at).collect();
        self.picker = Picker::default();
    }

    fn len(&self) -> usize {
        self.shown.len() + usize::from(self.new.is_some())
    }

    fn take(&mut self, desk: &mut Desk, line: usize) -> Flow {
        let picked = match self.shown.get(line) {
            Some(at) => Picked::Line(*at),
            None if self.new.is_some() => Picked::New(self.typed.trim()),
            None => return Flow::Done,
        };
        match (self.take)(desk, picked) {
            Then::Show(view) => Flow::Replace(view),
            Then::Mark(edits, said) => self.sent.hand_over(desk, edits, said),
        }
    }

    fn frame_area(&self, area: Rect) -> Rect {
        let high = (self.choices.len() + 5).clamp(8, 24) as u16;
        popup::centred(area, area.width.saturating_sub(4).min(96), high.min(area.height.saturating_sub(2)))
    }
}

impl View for Pick {
    fn focus(&self, _desk: &Desk) -> Focus {
        // Digits choose, letters look: it is not typing in the sense of a text field.
        Focus { scopes: vec![Scope::List, Scope::Text], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Enter => return self.take(desk, self.picker.chosen),
            Action::Digit(digit) if usize::from(digit) <= self.shown.len() => {
                return self.take(desk, usize::from(digit) - 1);
            }
            Action::Digit(_) => desk.say("that number is not on the list"),
            Action::Insert(text) if text == "+" && self.new.is_some() => {
                return self.take(desk, self.shown.len());
            }
            Action::Insert(text) => {
                self.typed.push_str(&clean::line(&text));
                self.find();
            }
            Action::DeleteBack => {
                self.typed.pop();
                self.find();
            }
            Action::DeleteToStart | Action::DeleteWordBack => {
                self.typed.clear();
                self.find();
            }
            action => {
                self.picker.act(&action, self.len(), self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let mut hints = vec![("1-9".to_owned(), "take"), ("letters".to_owned(), "look for")];
        if self.new.is_some() {
            hints.push(("+".to_owned(), "new"));
        }
        hints.push(("Esc".to_owned(), "back"));
        let inner = popup::frame(frame, self.frame_area(area), &clean::visible(&self.title), &hints, theme);
        let buffer = frame.buffer_mut();
        let look = if self.typed.is_empty() {
            Span::styled("type to look for one", theme.dim())
        } else {
            Span::styled(format!("{}▏", clean::visible(&self.typed)), theme.focus())
        };
        buffer.set_line(inner.x, inner.y, &Line::from(look), inner.width);
        let names =
            self.choices.iter().map(|c| width::of(&clean::visible(&c.name))).max().unwrap_or(0).min(24);
        let room = usize::from(inner.width).saturating_sub(names + 9);
        let line = |index: usize| {
            let Some(choice) = self.shown.get(index).and_then(|at| self.choices.get(*at)) else {
                return Line::from(vec![
                    Span::styled(" +   ", theme.key()),
                    Span::raw(self.new.unwrap_or_default()),
                ]);
            };
            let number = if index < 9 { format!(" {} ", index + 1) } else { "   ".to_owned() };
            let mark = if choice.marked { "● " } else { "  " };
            let name = clean::visible(&choice.name);
            let text = clean::visible(&choice.text).replace('\n', " ");
            Line::from(vec![
                Span::styled(number, theme.key()),
                Span::styled(mark, theme.good()),
                Span::styled(format!("{}  ", width::pad(&name, names)), theme.title()),
                Span::raw(width::truncate(&text, room).into_owned()),
            ])
        };
        self.picker.draw(self.len(), line, theme.selected(), self.list, buffer);
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = self.frame_area(area);
        self.list = Rect {
            x: frame.x + 2,
            y: frame.y + 3,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(4),
        };
        self.picker.settle(self.len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = self.len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            return self.take(desk, line);
        }
        Flow::Done
    }

    fn stands(&self, desk: &Desk) -> bool {
        !self.sent.is_made(desk)
    }

    fn refresh(&mut self, desk: &Desk) {
        self.sent.look_again(desk);
    }
}
