//! Which file the plan is written into, and for whom.

use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::marks::{PlanAs, WritePlan};
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::sync::Arc;

/// The ways, in the order of their numbers.
const WAYS: [(PlanAs, bool, &str, &str); 6] = [
    (PlanAs::Markdown, false, "for anybody", "Markdown, to be read"),
    (PlanAs::Csv, false, "for anybody", "CSV, one table"),
    (PlanAs::Xlsx, false, "for anybody", "XLSX, a workbook"),
    (PlanAs::Markdown, true, "for the team", "Markdown, to be read"),
    (PlanAs::Csv, true, "for the team", "CSV, one table"),
    (PlanAs::Xlsx, true, "for the team", "XLSX, a workbook"),
];

const ABOUT: &str = "For anybody: figures of fewer than five, figures that are all alike and those that would give such \
                     away are withheld, and no session is named. For the team: all of it. Either says so, and whether \
                     data are made up. Your own words are told as they stand.";

/// The question.
#[derive(Debug, Default)]
pub(super) struct PlanExport {
    picker: Picker,
    list: Rect,
}

impl PlanExport {
    fn take(desk: &mut Desk, at: usize) -> Flow {
        let Some((file, inside, ..)) = WAYS.get(at) else {
            desk.say("that number is not among the choices");
            return Flow::Done;
        };
        if !desk.archive.is_read() {
            desk.warn("the sessions are still being read: a plan has to say which figures are made up");
            return Flow::Done;
        }
        let annotations = Arc::clone(&desk.marks.annotations);
        let behind = annotations.behind_plan(&desk.archive.corpus);
        let on = desk.offset.to_datetime(desk.now).date();
        let wanted = WritePlan { annotations, behind, file: *file, inside: *inside, on };
        desk.effects.push(Effect::WritePlan(wanted));
        Flow::Close
    }

    fn frame_area(area: Rect) -> Rect {
        let wide = area.width.saturating_sub(4).min(78);
        let about = lines::wrapped(ABOUT, wide.saturating_sub(4), ratatui::style::Style::new()).len() as u16;
        popup::centred(area, wide, (about + WAYS.len() as u16 + 3).min(area.height.saturating_sub(2)))
    }
}

impl View for PlanExport {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Enter => return Self::take(desk, self.picker.chosen),
            Action::Digit(digit) => return Self::take(desk, usize::from(digit).wrapping_sub(1)),
            action => {
                self.picker.act(&action, WAYS.len(), self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let hints = [("1-6, Enter".to_owned(), "write it"), ("Esc".to_owned(), "leave it")];
        let inner = popup::frame(
            frame,
            Self::frame_area(area),
            "Write the plan into plans/ of the data folder",
            &hints,
            theme,
        );
        let buffer = frame.buffer_mut();
        let about = lines::wrapped(ABOUT, inner.width, theme.dim());
        let rest = Rect { height: inner.height.saturating_sub(self.list.height), ..inner };
        lines::draw(&about, rest, buffer);
        let line = |at: usize| {
            let Some((_, _, who, what)) = WAYS.get(at) else { return Line::default() };
            Line::from(vec![
                Span::styled(format!("{} ", at + 1), theme.key()),
                Span::raw(format!("{who:<14}{what}")),
            ])
        };
        self.picker.draw(WAYS.len(), line, theme.selected(), self.list, buffer);
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        let height = (WAYS.len() as u16).min(frame.height.saturating_sub(2));
        self.list = Rect {
            x: frame.x + 2,
            y: frame.bottom().saturating_sub(1 + height),
            width: frame.width.saturating_sub(4),
            height,
        };
        self.picker.settle(WAYS.len(), height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        if self.list.contains(Position::new(x, y))
            && let Some(line) = what.on_list(&mut self.picker, WAYS.len(), self.list, y)
        {
            // A second click on the chosen line is Enter.
            if line == self.picker.chosen {
                return Self::take(desk, line);
            }
            self.picker.chosen = line;
        }
        Flow::Done
    }
}
