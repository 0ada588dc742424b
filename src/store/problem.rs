//! What is wrong with a bank or overlay of the data folder, as it is said to people. None of it stops the program.

use super::banks::Unread;
use crate::bank::{Fault, Place};
use std::fmt;
use std::path::{Path, PathBuf};

/// Something about a file that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// Where in the file, if it has a place there.
    pub place: Option<Place>,
    /// What it is.
    pub message: String,
    /// What follows from it.
    pub gravity: Gravity,
}

/// What follows from a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    /// Nothing of the file is used.
    Unused,
    /// One text is left out, the rest is used.
    LeftOut,
    /// Nothing; it is good to know.
    Note,
}

impl Problem {
    pub(super) fn new(path: &Path, place: Option<Place>, message: String, gravity: Gravity) -> Self {
        Self { path: path.to_owned(), place, message, gravity }
    }

    pub(super) fn of(path: &Path, fault: &Fault, gravity: Gravity) -> Self {
        let place = Place { line: fault.line, column: fault.column };
        Self::new(path, Some(place), fault.what.to_string(), gravity)
    }

    pub(super) fn unread(path: &Path, error: &Unread) -> Self {
        let place = if let Unread::NotText(place) = error { Some(*place) } else { None };
        let message = match error {
            Unread::NotText(_) => "is not UTF-8 text; save it again as \"CSV UTF-8\" or as UTF-8".to_owned(),
            other => other.to_string(),
        };
        Self::new(path, place, message, Gravity::Unused)
    }

    /// What follows from it, in words.
    pub fn consequence(&self) -> &'static str {
        match self.gravity {
            Gravity::Unused => "nothing of this file is used",
            Gravity::LeftOut => "the rest of this file is used",
            Gravity::Note => "nothing is wrong",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.path.display())?;
        if let Some(Place { line, column }) = self.place {
            write!(f, "{line}:{column}:")?;
        }
        write!(f, " {}", self.message)
    }
}
