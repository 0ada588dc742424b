//! What the text looks like: the cached wrap of each line, the part of it that is shown, places to cells and back.
//!
//! Holds no text; the lines are handed in, and must be the ones last wrapped.

use super::model::Place;
use crate::text::width::{Cluster, clusters};
use crate::text::{Row, wrap};

#[derive(Debug, Clone)]
pub(super) struct View {
    /// One row that scrolls sideways instead of wrapping.
    one: bool,
    pub(super) width: u16,
    height: u16,
    /// The rows of each line, at least one.
    wraps: Vec<Vec<Row>>,
    rows: usize,
    /// First row shown.
    pub(super) top: usize,
    /// First column shown.
    pub(super) left: usize,
}

impl View {
    pub(super) fn new(one: bool, lines: &[String]) -> Self {
        let mut view = Self { one, width: 0, height: 0, wraps: Vec::new(), rows: 0, top: 0, left: 0 };
        view.rewrap(lines, 0, 0, lines.len());
        view
    }

    /// Wraps anew only if the width is another.
    pub(super) fn set_size(&mut self, lines: &[String], width: u16, height: u16) {
        let same = self.width == width;
        (self.width, self.height) = (width, height);
        if !(same || self.one) {
            self.rewrap(lines, 0, self.wraps.len(), lines.len());
        }
    }

    /// From line `first` on, `old` lines have become `new` lines.
    pub(super) fn rewrap(&mut self, lines: &[String], first: usize, old: usize, new: usize) {
        let width = if self.one { 0 } else { self.width };
        let gone: usize = self.wraps[first..first + old].iter().map(Vec::len).sum();
        let fresh: Vec<_> = lines[first..first + new].iter().map(|line| wrap_line(line, width)).collect();
        self.rows = self.rows - gone + fresh.iter().map(Vec::len).sum::<usize>();
        self.wraps.splice(first..first + old, fresh);
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// How many rows are shown at once; a page is one less.
    pub(super) fn height(&self) -> usize {
        usize::from(self.height.max(1))
    }

    /// The row and column of a place, counted over the whole text.
    pub(super) fn cell(&self, lines: &[String], place: Place) -> (usize, usize) {
        let above: usize = self.wraps[..place.line].iter().map(Vec::len).sum();
        let rows = &self.wraps[place.line];
        // Where two rows meet the caret stands at the start of the second.
        let index = rows.partition_point(|row| row.start <= place.byte).saturating_sub(1);
        let column = columns(&lines[place.line][rows[index].start..place.byte]);
        // Among spaces that hang beyond the width the caret waits at the edge.
        let edge = if self.one { usize::MAX } else { usize::from(self.width).saturating_sub(1) };
        (above + index, column.min(edge))
    }

    /// The place on a row whose column is nearest before or at `column`.
    pub(super) fn place(&self, lines: &[String], row: usize, column: usize) -> Place {
        let (line, index) = self.line_of(row);
        let rows = &self.wraps[line];
        let row = rows[index];
        let mut at = 0;
        for cluster in clusters(&lines[line][row.start..row.end]) {
            at += cluster.columns();
            if at > column {
                return Place { line, byte: row.start + cluster.start };
            }
        }
        if index + 1 < rows.len() { self.row_end(lines, line, index) } else { Place { line, byte: row.end } }
    }

    /// The first place on the row where a place stands.
    pub(super) fn home(&self, lines: &[String], place: Place) -> Place {
        let (line, index) = self.line_of(self.cell(lines, place).0);
        Place { line, byte: self.wraps[line][index].start }
    }

    /// The last place on the row where a place stands.
    pub(super) fn end(&self, lines: &[String], place: Place) -> Place {
        let (line, index) = self.line_of(self.cell(lines, place).0);
        self.row_end(lines, line, index)
    }

    /// The end of a row that goes on below is the start of the next row, so the last place still on it comes before
    /// the spaces that hang there, or before the last letter of a broken word.
    fn row_end(&self, lines: &[String], line: usize, index: usize) -> Place {
        let rows = &self.wraps[line];
        let row = rows[index];
        if index + 1 == rows.len() {
            return Place { line, byte: row.end };
        }
        let mut last = None;
        let mut trimmed = row.start;
        for cluster in clusters(&lines[line][row.start..row.end]) {
            last = Some(cluster.start);
            if !is_space(&cluster) {
                trimmed = row.start + cluster.end();
            }
        }
        let byte = if trimmed < row.end { trimmed } else { row.start + last.unwrap_or(0) };
        Place { line, byte }
    }

    /// The line of a row, and which of the line's rows it is.
    fn line_of(&self, row: usize) -> (usize, usize) {
        let mut above = 0;
        for (line, rows) in self.wraps.iter().enumerate() {
            if row < above + rows.len() {
                return (line, row - above);
            }
            above += rows.len();
        }
        let line = self.wraps.len() - 1;
        (line, self.wraps[line].len() - 1)
    }

    /// The rows from the first one shown on, each with its line.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, Row)> + '_ {
        let (first, index) = self.line_of(self.top);
        let rows = |line: usize| self.wraps[line].iter().map(move |&row| (line, row));
        (first..self.wraps.len()).flat_map(rows).skip(index)
    }

    /// Scrolls no further than needed to show the caret, and no further than there is text.
    pub(super) fn follow(&mut self, lines: &[String], caret: Place) {
        let (row, column) = self.cell(lines, caret);
        if self.one {
            let width = usize::from(self.width.max(1));
            // One column more than the text: the caret at its end.
            let most = (columns(&lines[0]) + 1).saturating_sub(width);
            self.left = self.left.min(most).clamp((column + 1).saturating_sub(width), column);
        } else {
            let most = self.rows.saturating_sub(self.height());
            self.top = self.top.min(most).clamp((row + 1).saturating_sub(self.height()), row);
        }
    }
}

/// A line whose last row is full gets one more row, where the caret can stand after its last letter.
fn wrap_line(line: &str, width: u16) -> Vec<Row> {
    let mut rows = wrap(line, width);
    let last = rows.last().map_or(0, |row| columns(row.of(line)));
    if width > 0 && last >= usize::from(width) {
        rows.push(Row { start: line.len(), end: line.len() });
    }
    rows
}

fn columns(text: &str) -> usize {
    clusters(text).map(|cluster| cluster.columns()).sum()
}

fn is_space(cluster: &Cluster<'_>) -> bool {
    cluster.text.chars().all(|c| c.is_whitespace() || c == '\u{200B}')
}
