//! Forms: the fields of a finding or of a record below each other. Where they are, and drawing them from the layout.

use super::coded::cell_of;
use super::table::{marks, shown};
use super::{Interview, On};
use crate::bank::{Column, Input, Kind, Scale, Shape, number};
use crate::session::Answer;
use crate::text::{clean, width};
use crate::tui::desk::Desk;
use crate::tui::widgets::choice::{self, Choice};
use crate::tui::widgets::lines::more;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Widest a field's label is.
const LABEL: u16 = 36;
/// Columns of a figure, and of its period.
const FIGURE: u16 = 14;

/// Lines of a form above its fields: which record this is.
pub(super) fn head_of(kind: &Kind) -> usize {
    usize::from(kind.shape() == Shape::Form && kind.row_name().is_some())
}

/// The fields of a form line by line: the places in their order, a period with its figure.
fn lines_of(kind: &Kind) -> Vec<Vec<usize>> {
    let named = usize::from(kind.row_name().is_some());
    let mut lines: Vec<Vec<usize>> = (0..named).map(|col| vec![col]).collect();
    for (index, column) in kind.columns().iter().enumerate() {
        match lines.last_mut() {
            Some(line) if column.input == Input::Period => line.push(index + named),
            _ => lines.push(vec![index + named]),
        }
    }
    lines
}

impl Interview {
    fn form_label(area: Rect) -> u16 {
        LABEL.min(area.width / 2)
    }

    /// Where a place of a form is typed into, if its line is in view.
    pub(super) fn form_cell(&self, desk: &Desk) -> Rect {
        let Some(kind) = self.kind(desk) else { return Rect::default() };
        let area = self.layout.body;
        let head = head_of(kind);
        let line = Self::form_line(kind, self.col).checked_sub(self.layout.first_row);
        let Some(line) = line.filter(|line| line + head < usize::from(area.height)) else {
            return Rect::default();
        };
        let y = area.y + (line + head) as u16;
        let x = area.x + 2 + Self::form_label(area);
        let column = self.column(desk);
        let rect = match column.map(|c| c.input) {
            Some(Input::Number) => Rect { x, y, width: FIGURE, height: 1 },
            Some(Input::Period) => Rect { x: self.period_x(kind, x), y, width: FIGURE, height: 1 },
            _ => Rect { x, y, width: area.right().saturating_sub(x + 4), height: 1 },
        };
        rect.intersection(area)
    }

    /// Where the period of the figure under the cursor begins: behind its unit.
    fn period_x(&self, kind: &Kind, x: u16) -> u16 {
        let named = usize::from(kind.row_name().is_some());
        let figure = self.col.checked_sub(named + 1).and_then(|i| kind.columns().get(i));
        x + FIGURE + 1 + figure.map_or(0, |f| width::of(&f.unit) as u16) + 5
    }

    /// The place of a form at a position on the screen.
    pub(super) fn form_place(&self, desk: &Desk, at: Position) -> Option<usize> {
        let kind = self.kind(desk)?;
        let area = self.layout.body;
        let line = usize::from(at.y.checked_sub(area.y)?).checked_sub(head_of(kind))? + self.layout.first_row;
        let places = lines_of(kind).into_iter().nth(line)?;
        let first = *places.first()?;
        let period = places.get(1).copied();
        let x = area.x + 2 + Self::form_label(area);
        let unit = self.column_at(desk, first).map_or(0, |c| width::of(&c.unit) as u16);
        Some(period.filter(|_| at.x >= x + FIGURE + 1 + unit).unwrap_or(first))
    }

    pub(super) fn draw_form(&self, desk: &Desk, buffer: &mut Buffer) {
        let Some((open, stop)) = self.current(desk) else { return };
        let kind = &stop.item.kind;
        let rows = self.rows(desk);
        let Some(row) = rows.get(self.row) else { return };
        let area = self.layout.body;
        let theme = desk.theme;
        let answer = open.session.answer(&row.at);
        let focused = self.on == On::Coded;
        let head = head_of(kind) as u16;
        if head > 0 && area.height > 0 {
            let name = kind.row_name().unwrap_or_default();
            let last = self.row + 1 == rows.len();
            let which =
                if last { "new".to_owned() } else { format!("{} of {}", self.row + 1, rows.len() - 1) };
            let marks = marks(answer);
            let line = Line::from(vec![
                Span::styled(format!("{name} · {which}  "), theme.title()),
                Span::styled(format!("{marks}  "), theme.warn()),
                Span::styled("←→ others  Alt-A new", theme.dim()),
            ]);
            buffer.set_line(area.x, area.y, &line, area.width);
        }
        let body = Rect { y: area.y + head, height: area.height.saturating_sub(head), ..area };
        let lines = lines_of(kind);
        for (places, y) in lines.iter().skip(self.layout.first_row).zip(body.top()..body.bottom()) {
            let here = focused && places.contains(&self.col);
            self.draw_line(desk, answer, places, here, Rect { y, height: 1, ..body }, buffer);
        }
        let below = self.layout.first_row + usize::from(body.height) < lines.len();
        more(self.layout.first_row > 0, below, body, buffer);
        self.draw_cell(desk, buffer);
    }

    fn draw_line(
        &self,
        desk: &Desk,
        answer: Option<&Answer>,
        places: &[usize],
        here: bool,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let (Some((open, stop)), Some(first)) = (self.current(desk), places.first()) else { return };
        let theme = desk.theme;
        let label = Self::form_label(area);
        let column = self.column_at(desk, *first);
        let name = column.map_or_else(|| stop.item.kind.row_name().unwrap_or_default(), |c| &c.label);
        let style = if here { theme.focus() } else { theme.text() };
        buffer.set_string(area.x, area.y, if here { "▸" } else { " " }, theme.focus());
        let name = width::truncate(name, usize::from(label).saturating_sub(1)).into_owned();
        buffer.set_stringn(area.x + 2, area.y, name, label.into(), style);
        let x = area.x + 2 + label;
        let room = area.right().saturating_sub(x);
        let Some(column) = column else {
            let text = answer.map_or("", |a| &a.label);
            let (text, style) =
                if text.is_empty() { ("type its name", theme.dim()) } else { (text, theme.text()) };
            buffer.set_stringn(x, area.y, clean::visible(text), room.into(), style);
            return;
        };
        let scale = open.plan.scale(self.stop, &column.scale);
        if column.input == Input::Codes {
            let line = self.coded_line(desk, answer, column, scale, here);
            buffer.set_line(x, area.y, &line, room);
            return;
        }
        let (text, odd) = shown(answer, column, None, usize::from(room));
        let style = match text.as_str() {
            "·" => theme.dim(),
            _ if odd => theme.warn(),
            _ => theme.good(),
        };
        if column.input == Input::Words {
            buffer.set_stringn(x, area.y, text, room.into(), style);
            return;
        }
        let text = width::truncate(&text, FIGURE.into()).into_owned();
        buffer.set_stringn(x, area.y, text, FIGURE.into(), style);
        let unit = &column.unit;
        let after = x + FIGURE + 1;
        buffer.set_stringn(after, area.y, unit, usize::from(area.right().saturating_sub(after)), theme.dim());
        let after = after + width::of(unit) as u16;
        buffer.set_stringn(
            after,
            area.y,
            " for ",
            usize::from(area.right().saturating_sub(after)),
            theme.dim(),
        );
        let after = after + 5;
        let period = places.get(1).and_then(|place| self.column_at(desk, *place));
        let held =
            period.and_then(|p| cell_of(answer, &p.code)).map(|c| c.text.clone()).filter(|t| !t.is_empty());
        let (text, style) = match held {
            Some(text) => (clean::visible(&text).into_owned(), theme.good()),
            None if column.per.is_empty() => ("when".to_owned(), theme.dim()),
            None => (format!("which {}", column.per), theme.dim()),
        };
        buffer.set_stringn(after, area.y, text, usize::from(area.right().saturating_sub(after)), style);
    }

    /// A coded field: all its options with their digits where the cursor is, else what holds.
    fn coded_line(
        &self,
        desk: &Desk,
        answer: Option<&Answer>,
        column: &Column,
        scale: Option<&Scale>,
        here: bool,
    ) -> Line<'static> {
        let theme = desk.theme;
        let held = cell_of(answer, &column.code);
        if let Some(reason) = held.and_then(|c| c.nonresponse) {
            return Line::from(Span::styled(format!("[{}]", reason.label()), theme.warn()));
        }
        let Some(scale) = scale else { return Line::default() };
        let chosen = |code: &str| held.is_some_and(|c| c.codes.iter().any(|have| have == code));
        let all: Vec<Choice<'_>> = scale
            .options
            .iter()
            .zip(1..)
            .map(|(o, digit)| Choice { digit, label: &o.label, chosen: chosen(&o.code) })
            .collect();
        if here && self.options_fit(desk, self.col, self.layout.body.width) {
            return choice::row(&all, true, theme);
        }
        let held: Vec<Choice<'_>> = all.into_iter().filter(|c| c.chosen).collect();
        if held.is_empty() {
            return Line::from(Span::styled("·", theme.dim()));
        }
        choice::row(&held, false, theme)
    }

    /// Whether the options of the field under the cursor fit beside its label.
    pub(super) fn options_fit(&self, desk: &Desk, col: usize, width: u16) -> bool {
        let Some(scale) = self.scale_at(desk, col) else { return true };
        let label = |o: &crate::bank::ScaleOption| width::of(&o.label) + 5;
        let room = width.saturating_sub(2 + LABEL.min(width / 2));
        scale.options.iter().map(label).sum::<usize>() <= usize::from(room)
    }

    /// What is to be known of the field under the cursor: its spoken form, or that a figure is none.
    pub(super) fn field_ask(&self, desk: &Desk, col: usize) -> String {
        if col == self.col
            && let Some(cell) = &self.cell
            && self.not_a_number(desk)
            && number(&cell.field.text()).is_none()
        {
            return "kept as it was said; only a plain number is counted".to_owned();
        }
        let country = desk.open.as_ref().map_or("", |o| o.session.country.as_str());
        self.column_at(desk, col).map(|c| crate::bank::fill(&c.ask, country)).unwrap_or_default()
    }
}
