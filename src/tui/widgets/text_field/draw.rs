//! Drawing a text field: the rows shown, cell by cell, straight from the cached wrap. Changes nothing.
//!
//! What text from a file must not do to a terminal is shown by stand-ins; no caret is drawn.

use std::borrow::Cow;
use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::TextField;
use crate::text::width;

/// No honest cluster is longer in bytes; one that is would flood the terminal from a single cell.
const LONGEST_CLUSTER: usize = 128;

impl Widget for &TextField {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(*buf.area());
        buf.set_style(area, self.style);
        if area.is_empty() {
            return;
        }
        if self.is_empty() {
            let text = width::truncate(&self.placeholder, usize::from(area.width));
            draw_row(&text, 0, Rect { height: 1, ..area }, buf);
            buf.set_style(Rect { height: 1, ..area }, self.placeholder_style);
            return;
        }
        for (y, (line, row)) in (area.top()..area.bottom()).zip(self.view.shown()) {
            let text = &self.model.lines()[line][row.start..row.end];
            draw_row(text, self.view.left, Rect { y, height: 1, ..area }, buf);
        }
    }
}

/// Draws a row from column `left` on. A wide cluster cut by an edge of the window stays blank.
fn draw_row(text: &str, left: usize, area: Rect, buf: &mut Buffer) {
    let mut column = 0;
    let right = left + usize::from(area.width);
    for cluster in width::clusters(text) {
        if column >= right {
            return;
        }
        match width::shown(cluster.text) {
            Cow::Borrowed(symbol) => column = draw_cluster(symbol, column, left, area, buf),
            // A stand-in may be several clusters, such as the spaces of a tab.
            Cow::Owned(symbols) => {
                for symbol in width::clusters(&symbols) {
                    column = draw_cluster(symbol.text, column, left, area, buf);
                }
            }
        }
    }
}

/// Draws one cluster at a column and gives the next column.
fn draw_cluster(symbol: &str, column: usize, left: usize, area: Rect, buf: &mut Buffer) -> usize {
    let columns = width::of_cluster(symbol);
    let next = column + columns;
    if columns == 0 || column < left || next > left + usize::from(area.width) {
        return next;
    }
    let x = area.x + (column - left) as u16;
    let symbol = if symbol.len() > LONGEST_CLUSTER { "\u{FFFD}" } else { symbol };
    let cell = &mut buf[(x, area.y)];
    cell.set_symbol(symbol);
    if usize::from(symbol.cell_width()) != columns
        && let Some(forced) = NonZeroU16::new(columns as u16)
    {
        cell.set_diff_option(CellDiffOption::ForcedWidth(forced));
    }
    for covered in 1..columns as u16 {
        buf[(x + covered, area.y)].reset();
    }
    next
}
