//! Why there is no answer: a named reason, on a cell, a row's blank cells, or the whole question.

use super::interview::put_reason;
use crate::session::{At, Edit, Nonresponse};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The menu of reasons.
#[derive(Debug)]
pub struct NoAnswer {
    /// What it can be about, and the places that are meant.
    targets: Vec<(&'static str, Vec<At>)>,
    target: usize,
    picker: Picker,
}

impl NoAnswer {
    /// The menu for these targets, `target` chosen.
    pub fn new(targets: Vec<(&'static str, Vec<At>)>, target: usize) -> Self {
        Self { targets, target, picker: Picker::default() }
    }

    fn options() -> Vec<(&'static str, &'static str)> {
        let about = |reason| match reason {
            Nonresponse::DontKnow => "they said that they do not know",
            Nonresponse::Refused => "they would not say",
            Nonresponse::NotApplicable => "does not apply to them or here",
            Nonresponse::NotAsked => "you left it out (blank says nothing)",
        };
        let mut all: Vec<(&str, &str)> = Nonresponse::ALL.iter().map(|r| (r.label(), about(*r))).collect();
        all.push(("take the reason away", "blank again"));
        all
    }

    fn take(&self, desk: &mut Desk, index: usize) -> Flow {
        let (Some((_, places)), Some(open)) = (self.targets.get(self.target), &desk.open) else {
            return Flow::Close;
        };
        let reason = Nonresponse::ALL.get(index).copied();
        let edits: Vec<Edit> = places.iter().flat_map(|at| put_reason(open, at, reason)).collect();
        if desk.edit(edits) {
            desk.say(
                reason.map_or("the reason is taken away".to_owned(), |r| format!("no answer: {}", r.label())),
            );
        }
        Flow::Close
    }
}

impl View for NoAnswer {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        let count = Self::options().len();
        match action {
            Action::Back => Flow::Close,
            Action::Next => {
                self.target = (self.target + 1) % self.targets.len().max(1);
                Flow::Done
            }
            Action::Enter => self.take(desk, self.picker.chosen),
            Action::Digit(digit) if usize::from(digit) <= count => self.take(desk, usize::from(digit) - 1),
            // The letters of the grid work here too.
            Action::Insert(letter) => match letter.as_str() {
                "d" => self.take(desk, 0),
                "r" => self.take(desk, 1),
                "n" => self.take(desk, 2),
                _ => Flow::Done,
            },
            action => {
                self.picker.act(&action, count, count as u16);
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let options = Self::options();
        let several = self.targets.len() > 1;
        let area = popup::centred(area, 66, options.len() as u16 + 4);
        let mut hints = vec![("1-5".to_owned(), "choose"), ("Esc".to_owned(), "close")];
        if several {
            hints.insert(1, ("Tab".to_owned(), "for how much"));
        }
        let inner = popup::frame(frame, area, "No answer", &hints, theme);
        let buffer = frame.buffer_mut();
        let mut spans = vec![Span::styled("for ", theme.dim())];
        for (index, (name, _)) in self.targets.iter().enumerate() {
            let chosen = index == self.target;
            let text = if chosen { format!("[{name}]") } else { format!(" {name} ") };
            spans.push(Span::styled(text, if chosen { theme.focus() } else { theme.dim() }));
        }
        buffer.set_line(inner.x, inner.y, &Line::from(spans), inner.width);
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let line = |index: usize| {
            let (label, about) = options[index];
            Line::from(vec![
                Span::styled(format!(" {} ", index + 1), theme.key()),
                Span::raw(format!("{label:<22}")),
                Span::styled(about, theme.dim()),
            ])
        };
        self.picker.draw(options.len(), line, theme.selected(), list, buffer);
    }

    fn settle(&mut self, _desk: &Desk, _area: Rect) {
        let count = Self::options().len();
        self.picker.settle(count, count as u16);
    }
}
