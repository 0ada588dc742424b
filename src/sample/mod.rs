//! Made-up sessions for trying the program out, marked as synthetic wherever they are shown.
//!
//! Here: what made-up people of a made-up country say to the questions of any banks, made from a seed; the same seed
//! and count give the same bytes on every machine. Not here: where it is written (`cli`, `store`).
//!
//! From the outside in: [`Generator`] works the banks out once; `meeting` holds one interview; `talk` answers one
//! question with single values (`value`), words (`words`) and evidence (`proof`); `people` are drawn from the posts of
//! a `world`; `plan` is how things stand there; `dice` is the only chance.

mod dice;
mod meeting;
mod people;
mod plan;
mod proof;
mod talk;
mod value;
mod words;
mod world;

use crate::bank::Bank;
use crate::session::{EditError, Session};
use plan::Chapter;
use words::Words;

/// Makes sessions. Cheap to share between threads: session number n depends on the banks, the seed, the count and n
/// alone.
#[derive(Debug)]
pub struct Generator<'a> {
    chapters: Vec<Chapter<'a>>,
    english: Words,
    others: Vec<Words>,
    seed: u64,
    of: usize,
}

impl<'a> Generator<'a> {
    /// A generator of `of` sessions over these banks. The sessions are spread over the working days from January 2025 to
    /// October 2026.
    pub fn new(banks: &'a [Bank], seed: u64, of: usize) -> Self {
        let chapters = banks.iter().map(|bank| Chapter::new(bank, seed)).collect();
        Self { chapters, english: Words::english(), others: Words::others(), seed, of }
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.of
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.of == 0
    }

    /// Session number `index`, from 0. Built by [`Session::apply`], edit by edit.
    ///
    /// # Errors
    /// Never for the edits made here; typed because `apply` is.
    pub fn session(&self, index: usize) -> Result<Session, EditError> {
        meeting::hold(self, index)
    }
}
