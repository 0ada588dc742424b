//! Tables: rows by columns. Where the cells are, and drawing them from the layout.

use super::coded::{cell_of, cell_text};
use super::{Interview, On};
use crate::bank::{Column, Input, Kind, Scale, fill, number};
use crate::session::Answer;
use crate::text::{clean, width};
use crate::tui::desk::Desk;
use crate::tui::plan::GridRow;
use crate::tui::widgets::lines;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Columns of a table row's label and of each cell in `room` columns.
pub(super) fn cell_columns(kind: Option<&Kind>, room: u16) -> (u16, u16) {
    let Some(kind) = kind.filter(|k| k.shape() == crate::bank::Shape::Table) else { return (0, 0) };
    let columns = kind.columns();
    let count = columns.len().max(1) as u16;
    // The pointer, and three columns for marks at the end of the row.
    let room = room.saturating_sub(5);
    let words = columns.iter().any(|c| c.input == Input::Words);
    let wanted = if words { 16 } else { 12 };
    // Many columns take from the label first, then from each other.
    let least = if count <= 4 || room >= count * wanted + 26 { wanted } else { 7 };
    // Names of periods are short.
    let widest = if kind.row_name().is_some() { 20 } else { 46 };
    let mut label = (room.saturating_sub(count * least)).clamp(room.min(12), widest.min(room));
    if least < wanted {
        // Headings are cut as it is: no more for the labels than they take.
        let longest = kind.rows().iter().map(|r| width::of(r.short()) + width::of(&r.code) + 2).max();
        label = label.min(longest.unwrap_or(0).max(12) as u16);
    }
    let cell = (room.saturating_sub(label) / count).min(24);
    (label, cell)
}

impl Interview {
    /// Where the cell under the cursor is, if it is in view.
    pub(super) fn table_cell(&self, desk: &Desk) -> Rect {
        let area = self.layout.body;
        let (label, cell) = (self.layout.label_columns, self.layout.cell_columns);
        let Some(kind) = self.kind(desk) else { return Rect::default() };
        let line = self.row.checked_sub(self.layout.first_row).map_or(u16::MAX, |line| line as u16 + 1);
        if line >= area.height {
            return Rect::default();
        }
        let y = area.y + line;
        match self.col.checked_sub(usize::from(kind.row_name().is_some())) {
            None => Rect { x: area.x + 2, y, width: label.saturating_sub(1), height: 1 },
            Some(place) => {
                let x = area.x + 2 + label + place as u16 * cell;
                Rect { x, y, width: cell.saturating_sub(1), height: 1 }.intersection(area)
            }
        }
    }

    pub(super) fn draw_table(&self, desk: &Desk, buffer: &mut Buffer) {
        let Some((open, stop)) = self.current(desk) else { return };
        let kind = &stop.item.kind;
        let columns = kind.columns();
        let theme = desk.theme;
        let area = self.layout.body;
        let (label, cell) = (self.layout.label_columns, self.layout.cell_columns);
        let focused = self.on == On::Coded;
        let named = usize::from(kind.row_name().is_some());
        if let Some(name) = kind.row_name() {
            let style = if focused && self.col == 0 { theme.focus() } else { theme.dim() };
            buffer.set_stringn(area.x + 2, area.y, capital(name), label.into(), style);
        }
        for (index, column) in columns.iter().enumerate() {
            let style = if focused && index + named == self.col { theme.focus() } else { theme.dim() };
            let x = area.x + 2 + label + index as u16 * cell;
            let name =
                if width::of(&column.label) < usize::from(cell) { &column.label } else { column.short() };
            let text = width::truncate(name, usize::from(cell).saturating_sub(1));
            buffer.set_stringn(x, area.y, text, cell.into(), style);
        }
        let rows = self.rows(desk);
        for (index, y) in (self.layout.first_row..rows.len()).zip(area.y + 1..area.bottom()) {
            let row = &rows[index];
            let answer = open.session.answer(&row.at);
            let here = index == self.row;
            let pointer = if here { "▸" } else { " " };
            let style = if here && focused { theme.focus() } else { theme.text() };
            buffer.set_string(area.x, y, pointer, theme.focus());
            let text = row_text(kind, row, &open.session.country, label);
            let style = if named == 1 && row.label.is_empty() { theme.dim() } else { style };
            buffer.set_stringn(area.x + 2, y, text, label.into(), style);
            for (place, column) in columns.iter().enumerate() {
                let x = area.x + 2 + label + place as u16 * cell;
                let room = usize::from(cell).saturating_sub(1);
                let scale = open.plan.scale(self.stop, kind.scale_of(row.at.last(), column));
                let (text, odd) = shown(answer, column, scale, room);
                let style = match (here && place + named == self.col && focused, text.as_str()) {
                    (true, _) => theme.selected(),
                    (false, "·") => theme.dim(),
                    _ if odd => theme.warn(),
                    _ => theme.text(),
                };
                let text = width::pad(&width::truncate(&text, room), room).into_owned();
                buffer.set_stringn(x, y, text, room, style);
            }
            let x = area.x + 2 + label + columns.len() as u16 * cell;
            let room = usize::from(area.right().saturating_sub(x));
            buffer.set_stringn(x, y, marks(answer), room, theme.warn());
        }
        let below = self.layout.first_row + usize::from(area.height.saturating_sub(1)) < rows.len();
        lines::more(self.layout.first_row > 0, below, area, buffer);
        self.draw_cell(desk, buffer);
    }

    /// The field under the cursor, on top of what it would show if it were not being typed into.
    pub(super) fn draw_cell(&self, desk: &Desk, buffer: &mut Buffer) {
        let Some(cell) = self.cell.as_ref().filter(|c| c.area.area() > 0) else { return };
        buffer.set_style(cell.area, desk.theme.typing());
        let blank = " ".repeat(cell.area.width.into());
        buffer.set_string(cell.area.x, cell.area.y, blank, desk.theme.typing());
        (&cell.field).render(cell.area, buffer);
    }
}

/// What a cell shows, and whether it is a figure that is no plain number.
pub(super) fn shown(
    answer: Option<&Answer>,
    column: &Column,
    scale: Option<&Scale>,
    room: usize,
) -> (String, bool) {
    let held = cell_of(answer, &column.code);
    let odd = column.input == Input::Number
        && held.is_some_and(|c| !c.text.trim().is_empty() && number(&c.text).is_none());
    (held.map_or_else(|| "·".to_owned(), |held| cell_text(scale, held, room)), odd)
}

fn row_text(kind: &Kind, row: &GridRow, country: &str, label: u16) -> String {
    if let Some(name) = kind.row_name() {
        let text =
            if row.label.is_empty() { format!("type a {}", name.to_lowercase()) } else { row.label.clone() };
        return width::truncate(&clean::visible(&text), usize::from(label).saturating_sub(1)).into_owned();
    }
    let full = format!("{} {}", row.at.last(), fill(&row.label, country));
    let text = if width::of(&full) < usize::from(label) {
        full
    } else {
        format!("{} {}", row.at.last(), fill(&row.short, country))
    };
    width::truncate(&clean::visible(&text), usize::from(label).saturating_sub(1)).into_owned()
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Marks at the end of a row: flag, words, pieces of evidence.
pub(super) fn marks(answer: Option<&Answer>) -> String {
    let Some(answer) = answer else { return String::new() };
    let mut text = String::new();
    if answer.follow_up {
        text.push('⚑');
    }
    if !answer.account.is_empty() || !answer.note.is_empty() {
        text.push('✎');
    }
    if !answer.evidence.is_empty() {
        text.push('◆');
    }
    text
}
