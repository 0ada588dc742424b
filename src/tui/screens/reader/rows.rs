//! The pieces of a paper wrapped to the width of the screen, and where in them something that was searched for stands.

use super::paper::Piece;
use crate::text::{fold, width, wrap};
use std::ops::Range;

/// A row of the screen: a part of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Number of the piece.
    pub(super) piece: usize,
    /// First byte of its text.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

impl Row {
    /// Its part of the text, without the line break and the blanks that may end it.
    pub(super) fn of_text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default().trim_end()
    }
}

/// A place in the text that does not change with the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) piece: usize,
    pub(super) byte: usize,
}

/// Something that was searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) piece: usize,
    pub(super) range: Range<usize>,
}

/// Columns of what stands before the text of a piece: its indent, and its lead with two blanks behind it. A lead takes a
/// third of the width at most.
pub(super) fn margins(piece: &Piece, room: u16) -> (u16, u16) {
    let indent = piece.indent.min(room / 4);
    let lead = (width::of(&piece.lead) as u16).min((room / 3).max(9));
    let hang = if lead == 0 { 0 } else { lead + 2 };
    (indent, hang)
}

/// Wraps every piece.
pub(super) fn rows(pieces: &[Piece], room: u16) -> Vec<Row> {
    let mut all = Vec::with_capacity(pieces.len() * 2);
    for (number, piece) in pieces.iter().enumerate() {
        let (indent, hang) = margins(piece, room);
        let width = room.saturating_sub(indent + hang).max(1);
        let wrapped = wrap(&piece.text, width);
        all.extend(wrapped.iter().map(|row| Row { piece: number, start: row.start, end: row.end }));
    }
    all
}

/// The row of a spot.
pub(super) fn row_of(rows: &[Row], spot: Spot) -> usize {
    rows.partition_point(|row| (row.piece, row.start) <= (spot.piece, spot.byte)).saturating_sub(1)
}

/// Where these folded words stand: in what was said or written, or with `all` in every text.
pub(super) fn hits(pieces: &[Piece], needles: &[String], all: bool) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        if !(all || piece.words) || needles.is_empty() {
            continue;
        }
        let ranges = |needle: &String| fold::find_all(&piece.text, needle);
        let mut here: Vec<Range<usize>> = needles.iter().flat_map(ranges).collect();
        here.sort_by_key(|range| (range.start, range.end));
        let mut end = 0;
        for range in here {
            if range.start >= end && !range.is_empty() {
                end = range.end;
                found.push(Hit { piece: number, range });
            }
        }
    }
    found
}
