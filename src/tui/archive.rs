//! All sessions, as far as the screens of the analyst know them.

use crate::analysis::corpus::{Corpus, Place, RowId};
use crate::analysis::filter::{SavedFilter, Sieve, Tags};
use crate::analysis::{Book, By};
use crate::bank::Bank;
use crate::session::{Integrity, Session};
use std::path::PathBuf;
use std::sync::Arc;

/// How far reading has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Nobody has asked for it.
    #[default]
    Not,
    /// So many files of so many; 0 of 0 while what is remembered is read.
    Going {
        /// Files that were read.
        done: usize,
        /// Files to be read.
        total: usize,
    },
    /// It is all there, but for so many files that were left unread.
    Done {
        /// Files that were left.
        unread: usize,
    },
    /// It can't be read, and why.
    Failed(String),
}

/// All sessions and what they are read with.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// The sessions.
    pub corpus: Arc<Corpus>,
    /// The banks.
    pub book: Arc<Book>,
    /// What filters are evaluated with.
    pub sieve: Arc<Sieve>,
    /// Sessions by the tags of the analyst.
    pub tags: Tags,
    /// How far reading has come.
    pub reading: Reading,
    /// How often the corpus was another one: whoever holds rows of it must look again.
    pub turn: u32,
    /// How often the tags were others: whoever filters by them must look again. Apart from `turn`, since the rows stay.
    pub tag_turn: u32,
    /// What is wrong with banks, or with watching the folder.
    pub problems: Vec<String>,
    /// The filter of the library.
    pub filter: String,
    /// Titles of the library's columns; the usual ones while there is none.
    pub columns: Vec<&'static str>,
    /// Filters to be taken again.
    pub saved: Vec<SavedFilter>,
    /// What comparisons are grouped by, once somebody said so.
    pub by: Option<By>,
    /// What was compared last.
    pub compared: Option<Place>,
    /// Files of the sessions of the list from which one was opened to be read, in its order: there is a next and a
    /// previous one.
    pub queue: Vec<PathBuf>,
    /// The session of the queue that is read, or was last: the list chooses it when it is seen again.
    pub shown: Option<PathBuf>,
    /// What was searched for in the session that is read; it is searched for in the next one too.
    pub search: String,
    /// How the boards of the trainer were left.
    pub boards: Boards,
}

/// How the boards of the trainer were left: they come back so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Boards {
    /// The board, counted from 0.
    pub tab: usize,
    /// What they are split by.
    pub by: By,
    /// Whether made-up sessions are counted together with real ones.
    pub with_made_up: bool,
}

/// What was read: the answer to [`super::desk::Effect::Archive`].
#[derive(Debug)]
pub struct ArchiveRead {
    /// The sessions.
    pub corpus: Arc<Corpus>,
    /// The banks.
    pub book: Arc<Book>,
    /// What filters are evaluated with.
    pub sieve: Arc<Sieve>,
    /// Files that were left unread.
    pub unread: usize,
    /// What is wrong with banks, or with watching the folder.
    pub problems: Vec<String>,
    /// Filters that were kept.
    pub saved: Vec<SavedFilter>,
}

/// A session that is read and can't be changed: the answer to [`super::desk::Effect::Read`].
#[derive(Clone, Debug)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Its banks; others stand in for those that are not here.
    pub banks: Vec<Arc<Bank>>,
    /// Its file.
    pub path: PathBuf,
    /// Whether the file is as the program wrote it.
    pub integrity: Integrity,
}

impl Archive {
    /// Takes in what was read.
    pub fn take(&mut self, read: ArchiveRead) {
        let ArchiveRead { corpus, book, sieve, unread, problems, saved } = read;
        self.saved = saved;
        (self.corpus, self.book, self.sieve, self.problems) = (corpus, book, sieve, problems);
        self.reading = Reading::Done { unread };
        self.turn += 1;
    }

    /// Whether sessions have been read.
    pub fn is_read(&self) -> bool {
        matches!(self.reading, Reading::Done { .. })
    }

    /// Name of the file of a session, without ending.
    pub fn file(&self, at: RowId) -> Option<&str> {
        Some(self.corpus.row(at)?.file.as_str())
    }
}
