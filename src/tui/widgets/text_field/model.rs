//! The edit model: lines and caret in a `TextArea`, addressed by line and byte, stepped through by grapheme cluster.
//!
//! No columns and no rows: what the text looks like is in `view`.

use tui_textarea::{CursorMove, TextArea};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::text::Splice;

/// A place in the text: a logical line and a byte in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) byte: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Model {
    area: TextArea<'static>,
}

impl Model {
    /// Takes the lines as they are; the caret goes to the end.
    pub(super) fn new(lines: Vec<String>) -> Self {
        let mut area = TextArea::new(lines);
        // Undo belongs to the caller.
        area.set_max_histories(0);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// At least one.
    pub(super) fn lines(&self) -> &[String] {
        self.area.lines()
    }

    pub(super) fn end(&self) -> Place {
        let line = self.lines().len() - 1;
        Place { line, byte: self.lines()[line].len() }
    }

    pub(super) fn caret(&self) -> Place {
        let cursor = self.area.cursor();
        let text = &self.lines()[cursor.0];
        let byte = if text.is_ascii() {
            Some(cursor.1)
        } else {
            text.char_indices().nth(cursor.1).map(|(at, _)| at)
        };
        Place { line: cursor.0, byte: byte.unwrap_or(text.len()) }
    }

    /// Moves the caret to a place on a character boundary.
    pub(super) fn set_caret(&mut self, place: Place) {
        let column = self.lines()[place.line][..place.byte].chars().count();
        if self.area.cursor() == (place.line, column) {
            return;
        }
        let line = u16::try_from(place.line).unwrap_or(u16::MAX);
        let reached = usize::from(line) == place.line;
        let byte = if reached { u16::try_from(column).unwrap_or(u16::MAX) } else { 0 };
        self.area.move_cursor(CursorMove::Jump(line, byte));
        let here = self.caret();
        if here == place {
            return;
        }
        // A jump reaches no further than 65,535 lines or characters. The caret always stands after what was
        // inserted last, so the stretch still to go is taken out and put back.
        let stretch = self.between(here, place);
        self.area.delete_str(stretch.chars().count());
        self.insert(&stretch);
    }

    /// Replaces what stands between two places; the caret goes after the new text.
    pub(super) fn replace(&mut self, from: Place, to: Place, text: &str) -> Splice {
        let splice =
            Splice { at: self.offset(from), removed: self.between(from, to), inserted: text.to_owned() };
        self.set_caret(from);
        if !splice.removed.is_empty() {
            self.area.delete_str(splice.removed.chars().count());
        }
        self.insert(text);
        // The new text may have joined its neighbours: a joiner between two emoji, a letter before a mark.
        let caret = self.caret();
        self.set_caret(self.snap(caret));
        splice
    }

    fn insert(&mut self, text: &str) {
        if text.contains('\r') {
            // `insert_str` takes one CR off the end of each line. Text from a file may hold some, and stays as it is.
            let mut kept = text.replace("\r\n", "\r\r\n");
            if kept.ends_with('\r') {
                kept.push('\r');
            }
            self.area.insert_str(kept);
        } else {
            self.area.insert_str(text);
        }
    }

    /// The byte offset of a place in the whole text.
    pub(super) fn offset(&self, place: Place) -> usize {
        self.lines()[..place.line].iter().map(|line| line.len() + 1).sum::<usize>() + place.byte
    }

    /// The place at a byte offset in the whole text.
    pub(super) fn place(&self, offset: usize) -> Place {
        let mut byte = offset;
        for (line, text) in self.lines().iter().enumerate() {
            if byte <= text.len() {
                return Place { line, byte };
            }
            byte -= text.len() + 1;
        }
        self.end()
    }

    fn between(&self, from: Place, to: Place) -> String {
        let lines = self.lines();
        if from.line == to.line {
            return lines[from.line][from.byte..to.byte].to_owned();
        }
        let mut text = lines[from.line][from.byte..].to_owned();
        for line in &lines[from.line + 1..to.line] {
            text.push('\n');
            text.push_str(line);
        }
        text.push('\n');
        text.push_str(&lines[to.line][..to.byte]);
        text
    }

    /// The place itself if no cluster is split there, else the end of that cluster.
    fn snap(&self, place: Place) -> Place {
        let text = &self.lines()[place.line];
        let mut cursor = GraphemeCursor::new(place.byte, text.len(), true);
        if matches!(cursor.is_boundary(text, 0), Ok(true)) {
            return place;
        }
        let byte = cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len());
        Place { byte, ..place }
    }

    /// One cluster or line break back.
    pub(super) fn before(&self, place: Place) -> Option<Place> {
        if place.byte == 0 {
            return self.line_end_before(place);
        }
        let text = &self.lines()[place.line];
        let byte = GraphemeCursor::new(place.byte, text.len(), true).prev_boundary(text, 0).ok().flatten();
        Some(Place { byte: byte.unwrap_or(0), ..place })
    }

    /// One cluster or line break on.
    pub(super) fn after(&self, place: Place) -> Option<Place> {
        let text = &self.lines()[place.line];
        if place.byte == text.len() {
            return self.line_start_after(place);
        }
        let byte = GraphemeCursor::new(place.byte, text.len(), true).next_boundary(text, 0).ok().flatten();
        Some(Place { byte: byte.unwrap_or(text.len()), ..place })
    }

    /// The start of the word before the place; at a line's start, the end of the line above.
    pub(super) fn word_before(&self, place: Place) -> Option<Place> {
        if place.byte == 0 {
            return self.line_end_before(place);
        }
        let head = &self.lines()[place.line][..place.byte];
        let byte = head.unicode_word_indices().next_back().map_or(0, |(at, _)| at);
        // Cutting at the caret can part a word inside a cluster of the whole line: step out of it backwards.
        let word = Place { byte, ..place };
        if self.snap(word) == word { Some(word) } else { self.before(word) }
    }

    /// The end of the word after the place; at a line's end, the start of the line below.
    pub(super) fn word_after(&self, place: Place) -> Option<Place> {
        let text = &self.lines()[place.line];
        if place.byte == text.len() {
            return self.line_start_after(place);
        }
        let word = text[place.byte..].unicode_word_indices().next();
        let byte = word.map_or(text.len(), |(at, word)| place.byte + at + word.len());
        Some(self.snap(Place { byte, ..place }))
    }

    fn line_end_before(&self, place: Place) -> Option<Place> {
        let line = place.line.checked_sub(1)?;
        Some(Place { line, byte: self.lines()[line].len() })
    }

    fn line_start_after(&self, place: Place) -> Option<Place> {
        let line = place.line + 1;
        (line < self.lines().len()).then_some(Place { line, byte: 0 })
    }
}
