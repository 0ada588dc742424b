//! For the last five minutes of a meeting: what is still open, what to follow up, which evidence to chase, jots.

use super::FileJot;
use crate::session::{Todo, TodoKind, todo};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, Target, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

const TABS: [(TodoKind, &str, &str); 4] = [
    (TodoKind::Open, "open", "Nothing is open any more on the suggested path."),
    (TodoKind::FollowUp, "follow up", "Nothing is flagged. F5 flags an item or row to come back to."),
    (TodoKind::Evidence, "evidence", "No evidence is waiting. F3 notes how they know."),
    (TodoKind::Jot, "jots", "No jot is waiting. F4 writes one from anywhere."),
];

/// The four lists.
#[derive(Debug)]
pub struct Todos {
    lists: [Vec<Todo>; 4],
    tab: usize,
    picker: Picker,
    list: Rect,
}

impl Todos {
    /// The lists as they are now.
    pub fn new(desk: &Desk) -> Self {
        let mut view =
            Self { lists: Default::default(), tab: 0, picker: Picker::default(), list: Rect::default() };
        view.read(desk);
        view.tab = view.lists.iter().position(|l| !l.is_empty()).unwrap_or(0);
        view
    }

    /// The list of jots.
    pub fn jots(desk: &Desk) -> Self {
        Self { tab: 3, ..Self::new(desk) }
    }

    fn read(&mut self, desk: &Desk) {
        self.lists = Default::default();
        let Some(open) = &desk.open else { return };
        for entry in todo(open.session.record(), &open.plan.each_bank()) {
            let tab = TABS.iter().position(|(kind, ..)| *kind == entry.kind).unwrap_or(0);
            self.lists[tab].push(entry);
        }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(4).min(96), area.height.saturating_sub(4))
    }

    fn take(&self) -> Flow {
        let Some(entry) = self.lists[self.tab].get(self.picker.chosen) else { return Flow::Done };
        match entry.kind {
            TodoKind::Jot => Flow::Replace(Box::new(FileJot::new(entry.number, entry.at.clone(), true))),
            TodoKind::Evidence => {
                Flow::Go(Target { at: entry.at.clone(), evidence: Some(entry.number), ..Target::default() })
            }
            _ => entry.at.clone().map_or(Flow::Done, |at| Flow::Go(Target::item(at))),
        }
    }
}

impl View for Todos {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Interview], typing: false }
    }

    fn act(&mut self, _desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back | Action::Todo => return Flow::Close,
            Action::Next | Action::Insert(_) => {
                self.tab = (self.tab + 1) % TABS.len();
                self.picker = Picker::default();
            }
            Action::Digit(digit @ 1..=4) => {
                self.tab = usize::from(digit) - 1;
                self.picker = Picker::default();
            }
            Action::Enter => return self.take(),
            action => {
                self.picker.act(&action, self.lists[self.tab].len(), self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let hints = [
            ("Enter".to_owned(), "go there"),
            ("Tab".to_owned(), "next list"),
            ("1-4".to_owned(), "list"),
            ("Esc".to_owned(), "close"),
        ];
        let inner = popup::frame(frame, Self::frame_area(area), "Before you thank them", &hints, theme);
        let mut spans = Vec::new();
        for (index, (_, name, _)) in TABS.iter().enumerate() {
            let text = format!("{} {name} ({})", index + 1, self.lists[index].len());
            let chosen = index == self.tab;
            let text = if chosen { format!("[{text}]") } else { format!(" {text} ") };
            spans.push(Span::styled(text, if chosen { theme.focus() } else { theme.dim() }));
        }
        let buffer = frame.buffer_mut();
        buffer.set_line(inner.x, inner.y, &Line::from(spans), inner.width);
        let entries = &self.lists[self.tab];
        if entries.is_empty() {
            buffer.set_stringn(inner.x, inner.y + 2, TABS[self.tab].2, inner.width.into(), theme.dim());
            return;
        }
        let line = |index: usize| {
            let entry = &entries[index];
            let shown = |at| desk.open.as_ref().map(|open| open.plan.shown(at));
            let at = entry.at.as_ref().and_then(shown).unwrap_or_default();
            let tail = match entry.kind {
                TodoKind::Open if entry.number > 1 => format!("  ({} cells)", entry.number),
                _ => String::new(),
            };
            let text = clean::visible(&entry.text).replace('\n', " ");
            let room = usize::from(inner.width).saturating_sub(12 + tail.len());
            Line::from(vec![
                Span::styled(format!(" {at:<10} "), theme.key()),
                Span::raw(width::truncate(&text, room).into_owned()),
                Span::styled(tail, theme.dim()),
            ])
        };
        self.picker.draw(entries.len(), line, theme.selected(), self.list, buffer);
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.list = Rect {
            x: frame.x + 2,
            y: frame.y + 3,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(4),
        };
        self.picker.settle(self.lists[self.tab].len(), self.list.height);
    }

    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = self.lists[self.tab].len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            self.picker.chosen = line;
            return self.take();
        }
        Flow::Done
    }

    fn refresh(&mut self, desk: &Desk) {
        self.read(desk);
    }
}
