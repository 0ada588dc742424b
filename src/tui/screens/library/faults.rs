//! The files that are not counted, and why: what happened to each, and what to do now.

use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The list of faults.
#[derive(Debug)]
pub(super) struct Faults {
    lines: Vec<Line<'static>>,
    width: u16,
    first: usize,
    page: u16,
}

impl Faults {
    pub(super) fn new(_desk: &Desk) -> Self {
        Self { lines: Vec::new(), width: 0, first: 0, page: 0 }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(4).min(110), area.height.saturating_sub(4))
    }

    fn written(desk: &Desk, room: u16) -> Vec<Line<'static>> {
        let theme = desk.theme;
        let archive = &desk.archive;
        let mut all = Vec::new();
        if archive.corpus.faults().is_empty() && archive.problems.is_empty() {
            all.push(Line::from("Every file of the folder is counted."));
        }
        for problem in &archive.problems {
            all.extend(lines::wrapped(problem, room, theme.warn()));
        }
        for fault in archive.corpus.faults() {
            let name = width::truncate(&clean::visible(&fault.file), usize::from(room).saturating_sub(16))
                .into_owned();
            all.push(Line::from(vec![
                Span::styled(format!("✖ {:<14}", fault.kind.label()), theme.bad()),
                Span::styled(name, theme.title()),
            ]));
            for line in lines::wrapped(&fault.message, room.saturating_sub(16), theme.text()) {
                all.push(Line::from([vec![Span::raw(" ".repeat(16))], line.spans].concat()));
            }
        }
        all
    }
}

impl View for Faults {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, _desk: &mut Desk, action: Action) -> Flow {
        let page = usize::from(self.page).saturating_sub(1).max(1);
        self.first = match action {
            Action::Back | Action::Enter => return Flow::Close,
            Action::Up => self.first.saturating_sub(1),
            Action::Down => self.first + 1,
            Action::PageUp => self.first.saturating_sub(page),
            Action::PageDown => self.first + page,
            Action::Top => 0,
            Action::Bottom => usize::MAX,
            _ => self.first,
        };
        self.first = self.first.min(self.lines.len().saturating_sub(self.page.into()));
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let hints = [("PgDn".to_owned(), "on"), ("Esc".to_owned(), "close")];
        let title = format!("Not counted: {} files", desk.archive.corpus.faults().len());
        let inner = popup::frame(frame, Self::frame_area(area), &title, &hints, desk.theme);
        lines::draw_from(&self.lines, self.first, inner, frame.buffer_mut());
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.page = frame.height.saturating_sub(2);
        let width = frame.width.saturating_sub(4);
        if width != self.width {
            self.width = width;
            self.lines = Self::written(desk, width);
        }
    }

    fn refresh(&mut self, _desk: &Desk) {
        self.width = 0;
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, _y: u16, what: Pointer) -> Flow {
        match what {
            Pointer::Click => Flow::Done,
            Pointer::WheelUp => self.act(desk, Action::Up),
            Pointer::WheelDown => self.act(desk, Action::Down),
        }
    }
}
