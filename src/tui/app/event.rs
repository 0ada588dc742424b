//! What reaches the app: what it is started with, and every event from outside.

use crate::bank::{Bank, Ref};
use crate::session::Session;
use crate::store::{KnownValues, Listing};
use crate::tui::archive::{self, ArchiveRead};
use crate::tui::desk::NewSession;
use crate::tui::marks::MarksRead;
use crate::tui::theme::Depth;
use crossterm::event::{KeyEvent, MouseEvent};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::path::PathBuf;
use std::sync::Arc;

/// What reaches the app from outside.
#[derive(Debug)]
pub enum Event {
    /// A key.
    Key(KeyEvent),
    /// Pasted text.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// New size of the terminal: columns, rows.
    Resize(u16, u16),
    /// The terminal's window has come to the front.
    Front,
    /// All banks were read, and the languages that they can be asked in.
    Banks(Vec<Arc<Bank>>, Vec<String>),
    /// The banks of the session in other words.
    Worded {
        /// The banks.
        banks: Vec<Arc<Bank>>,
        /// Tag of the language.
        language: String,
        /// How many texts are in their own language still.
        fell_back: usize,
        /// What is wrong with the translations.
        problems: Vec<String>,
    },
    /// The data folder was read.
    Listed(Result<(Listing, KnownValues), String>),
    /// All sessions were read.
    Archive(Box<ArchiveRead>),
    /// So many files of so many were read.
    ArchiveStep {
        /// Files that were read.
        done: usize,
        /// Files to be read.
        total: usize,
    },
    /// The sessions can't be read, and why.
    ArchiveFailed(String),
    /// The filters could not be kept, and why.
    FiltersNotKept(String),
    /// The analyst's marks were read.
    Marks(Box<MarksRead>),
    /// This revision of the marks is on disk.
    MarksSaved(u64, Timestamp),
    /// Saving the marks failed: what happened, to which file, what to do.
    MarksFailed(String),
    /// The file of marks had been changed by something else; theirs is kept here.
    MarksSetAside(PathBuf),
    /// The marks are not on disk, and why; the answer to [`Effect::Flush`](crate::tui::desk::Effect::Flush) where all else is.
    MarksNotFlushed(String),
    /// The training plan was written: its file and what to know of it; or why not.
    PlanWritten(Result<String, String>),
    /// A session was read, to be looked at; or why not.
    Read(Result<Box<archive::Opened>, String>),
    /// A session was opened or made.
    Opened(Box<Opened>),
    /// A session could not be opened.
    NotOpened(NotOpened),
    /// This revision is on disk.
    Saved(u64, Timestamp),
    /// Saving failed: what happened, to which file, what to do.
    SaveFailed(String),
    /// The file had been changed by something else; theirs is kept here.
    SetAside(PathBuf),
    /// Everything is on disk, or why not; the answer to [`Effect::Flush`](crate::tui::desk::Effect::Flush).
    Flushed(Result<(), String>),
    /// The session is released; the answer to [`Effect::Release`](crate::tui::desk::Effect::Release).
    Released,
    /// The program is asked to end (SIGTERM, SIGHUP).
    Terminate,
}

/// An opened session.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Its banks.
    pub banks: Vec<Arc<Bank>>,
    /// Its file.
    pub path: PathBuf,
    /// Why it cannot be changed, if so.
    pub read_only: Option<String>,
    /// Tags of the languages that its banks can be asked in, their own first.
    pub languages: Vec<String>,
    /// What is wrong with banks and overlays of the data folder; they are not used.
    pub problems: Vec<String>,
    /// When its file was last written, if it has one.
    pub saved_at: Option<Timestamp>,
    /// Whether it was just made.
    pub new: bool,
    /// Item to start at.
    pub at: Option<Ref>,
    /// Straight to the questions, not to the set-up sheet.
    pub straight: bool,
}

/// Why a session was not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// It was altered outside the program, or is damaged and still reads as a session.
    Altered(PathBuf),
    /// Anything else: what happened, to which file, what to do.
    Failed(String),
}

/// What the app is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// How many colours may be used.
    pub depth: Depth,
    /// The time.
    pub now: Timestamp,
    /// The machine's offset from UTC.
    pub offset: Offset,
    /// The data folder.
    pub folder: PathBuf,
    /// What is wrong with the data folder, if something is.
    pub folder_problem: Option<String>,
    /// Session to begin at once.
    pub begin: Option<NewSession>,
    /// Straight to a screen of the analyst or the trainer.
    pub show: Option<Show>,
}

/// A screen that the program can begin with, besides home and interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// The library.
    Library,
    /// The boards of the trainer.
    Needs,
}
