//! A session as a paper: its pieces of text in the order of the banks, and which answer each of them belongs to.
//!
//! No widths and no styles here: pieces are wrapped in `rows` and drawn in `draw`. Filled in by `write`.

use crate::bank::Ref;
use crate::session::Count;
use crate::text::clean;
use std::ops::Range;

/// What is shown besides the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Show {
    /// The questions as they are asked.
    pub(super) asks: bool,
    /// What was not answered.
    pub(super) blanks: bool,
    /// Times of every row, not only of every item.
    pub(super) history: bool,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// About the session.
    Head,
    /// About the session, to be seen.
    Alarm,
    /// Title of a bank.
    Bank,
    /// Title of a section.
    Section,
    /// Heading inside a section, or the stem of parts.
    Heading,
    /// Reference and title of an item.
    Title,
    /// The question.
    Ask,
    /// Codes, cells, figures.
    Answer,
    /// A reason for no answer.
    Reason,
    /// Words of the respondent.
    Said,
    /// Words of the interviewer.
    Note,
    /// A piece of evidence.
    Evidence,
    /// What sets an answer apart.
    Mark,
    /// When.
    Time,
    /// Not answered.
    Blank,
    /// A jot.
    Jot,
    /// An empty line.
    Gap,
}

/// A piece of text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) look: Look,
    /// Columns it is set in.
    pub(super) indent: u16,
    /// What stands in front of its first line.
    pub(super) lead: String,
    /// The text, harmless.
    pub(super) text: String,
    /// The parts of the text that are labels of what follows them.
    pub(super) labels: Vec<Range<usize>>,
    /// The parts of the text that are cells, by the code of their column.
    pub(super) cells: Vec<(Range<usize>, String)>,
    /// The answer it belongs to.
    pub(super) entry: Option<usize>,
    /// Whether it was said or written, so that a filter's `says:` searches it.
    pub(super) words: bool,
}

/// An answer, or a jot: what the cursor can be on.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Item or row; none for a jot.
    pub(super) at: Option<Ref>,
    /// The entry of its item; its own number where it is no row.
    pub(super) item: usize,
    /// Number of the jot.
    pub(super) jot: Option<usize>,
    /// As it is shown: `Annex E 1`, `Annex E 1 c`.
    pub(super) place: String,
    /// Title of the item, label of the row.
    pub(super) title: String,
    /// The part it stands in.
    pub(super) part: usize,
    /// Its first piece.
    pub(super) piece: usize,
    /// Whether something is held here.
    pub(super) held: bool,
}

/// A section, the jots, or what has no place.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// As it is shown: `Annex E`.
    pub(super) place: String,
    /// Its title in a few words.
    pub(super) title: String,
    /// Answered out of all; out of none where nothing was asked.
    pub(super) count: Count,
    /// Its first piece.
    pub(super) piece: usize,
}

/// A session, written out.
#[derive(Clone, Debug, Default)]
pub(super) struct Paper {
    pub(super) pieces: Vec<Piece>,
    pub(super) entries: Vec<Entry>,
    pub(super) parts: Vec<Part>,
}

/// A text made of parts of which some are labels and some are cells.
#[derive(Debug, Default)]
pub(super) struct Mixed {
    text: String,
    labels: Vec<Range<usize>>,
    cells: Vec<(Range<usize>, String)>,
}

impl Mixed {
    pub(super) fn plain(&mut self, text: &str) {
        self.text += &clean::visible(text).replace('\n', " / ");
    }

    pub(super) fn label(&mut self, text: &str) {
        let start = self.text.len();
        self.plain(text);
        self.labels.push(start..self.text.len());
    }

    pub(super) fn cell(&mut self, column: &str, text: &str) {
        let start = self.text.len();
        self.plain(text);
        self.cells.push((start..self.text.len(), column.to_owned()));
    }
}

impl Paper {
    /// Puts down a piece of text for an answer, or for none.
    pub(super) fn put(&mut self, look: Look, indent: u16, lead: &str, text: &str, entry: Option<usize>) {
        let words = matches!(look, Look::Said | Look::Note | Look::Evidence | Look::Jot);
        self.pieces.push(Piece {
            look,
            indent,
            lead: clean::visible(lead).replace('\n', " "),
            text: clean::visible(text).into_owned(),
            labels: Vec::new(),
            cells: Vec::new(),
            entry,
            words,
        });
    }

    /// The same for a text with labels and cells in it.
    pub(super) fn put_mixed(&mut self, indent: u16, lead: &str, mixed: Mixed, entry: usize) {
        self.put(Look::Answer, indent, lead, "", Some(entry));
        if let Some(piece) = self.pieces.last_mut() {
            (piece.text, piece.labels, piece.cells) = (mixed.text, mixed.labels, mixed.cells);
            piece.words = true;
        }
    }

    pub(super) fn gap(&mut self) {
        if self.pieces.last().is_some_and(|p| p.look != Look::Gap) {
            self.put(Look::Gap, 0, "", "", None);
        }
    }

    /// The first piece of an answer.
    pub(super) fn piece_of(&self, entry: usize) -> Option<usize> {
        Some(self.entries.get(entry)?.piece)
    }

    /// The part that a piece stands in; none for what stands before all of them.
    pub(super) fn part_of(&self, piece: usize) -> Option<usize> {
        self.parts.partition_point(|p| p.piece <= piece).checked_sub(1)
    }

    /// The answer that a piece belongs to.
    pub(super) fn entry_of(&self, piece: usize) -> Option<usize> {
        self.pieces.get(piece)?.entry
    }

    /// The entries that are items or jots, not rows.
    pub(super) fn items(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.entries.len()).filter(|index| self.entries[*index].item == *index)
    }
}
