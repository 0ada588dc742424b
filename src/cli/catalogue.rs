//! What the analyst's commands share: all sessions of the data folder, and those that a filter means.

use super::{CliError, Context};
use crate::analysis::Book;
use crate::analysis::corpus::{Corpus, Fault, Flag, Selection};
use crate::analysis::filter::{self, Sieve, Tags};
use crate::store::{self, Catalogue, DataFolder, Step};
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Reading that takes longer than this tells how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Which sessions a command is about.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Which {
    /// Only sessions that this filter means, as in the library: words, role:, unit:, period:2026-03, answered:E.1.k,
    /// says:"...", is:unfinished; - in front takes the opposite
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
}

/// All sessions of the data folder and all banks. What is not counted is told on standard error.
///
/// # Errors
/// When there is no data folder, or it can't be read.
pub(super) fn corpus(context: &Context<'_>, with_texts: bool) -> Result<(Arc<Corpus>, Arc<Book>), CliError> {
    let folder = context.folder()?;
    folder.require().map_err(|e| CliError::Failed(e.to_string()))?;
    read(&folder, with_texts)
}

/// The same of a folder that is known to be there.
///
/// # Errors
/// When it can't be read.
pub(super) fn read(folder: &DataFolder, with_texts: bool) -> Result<(Arc<Corpus>, Arc<Book>), CliError> {
    let begun = Instant::now();
    let told = AtomicU64::new(0);
    let is_terminal = std::io::stderr().is_terminal();
    let watch = |step: Step| {
        let tenths = begun.elapsed().as_millis() as u64 / 100;
        if is_terminal && begun.elapsed() > PATIENCE && told.swap(tenths, Ordering::Relaxed) < tenths {
            let _ = write!(std::io::stderr(), "\rreading {} of {} sessions ", step.done, step.total);
        }
        true
    };
    let read = Catalogue::new(folder.clone(), with_texts).refresh(&watch);
    let read = read.map_err(|e| CliError::Failed(e.to_string()))?;
    if told.load(Ordering::Relaxed) > 0 {
        let _ = write!(std::io::stderr(), "\r{:60}\r", "");
    }
    tell_faults(read.corpus.faults());
    let known = store::known_banks(Some(&folder.root));
    let found = store::find_banks(Some(&folder.root), known.iter().map(|bank| bank.id.as_str()));
    let book = Book::new(found.banks.into_iter().map(Arc::new).collect());
    Ok((read.corpus, Arc::new(book)))
}

/// How many files that are not counted are named; the rest is a number.
const NAMED: usize = 5;

/// Names the files that are not counted, and why, on standard error.
fn tell_faults(faults: &[Fault]) {
    let mut err = std::io::stderr().lock();
    for fault in faults.iter().take(NAMED) {
        let line = format!("{}: {}, not counted: {}", fault.file, fault.kind.label(), fault.message);
        let _ = writeln!(err, "vivavoce: {}", super::session::shown_line(&line));
    }
    if faults.len() > NAMED {
        let more = faults.len() - NAMED;
        let _ = writeln!(err, "vivavoce: {more} more are not counted; e in `vivavoce browse` names them all");
    }
}

/// Why there is nothing to count, for people; `None` where there is something.
pub(super) fn nothing(corpus: &Corpus, selection: &Selection, which: &Which) -> Option<String> {
    match (corpus.is_empty(), selection.is_empty(), &which.filter) {
        (true, ..) => Some(
            "there is no session in this folder; `vivavoce interview` starts one, `vivavoce demo` shows made-up ones"
                .to_owned(),
        ),
        (false, true, Some(filter)) => Some(format!(
            "none of the {} sessions fits {}; `/` in `vivavoce browse` shows what each word of a filter finds",
            corpus.len(),
            super::session::shown_line(filter)
        )),
        _ => None,
    }
}

/// The sessions that are meant; all that count without a filter.
///
/// # Errors
/// When the filter is not understood: a mark stands under what is wrong.
pub(super) fn selection(corpus: &Corpus, book: &Book, which: &Which) -> Result<Selection, CliError> {
    let Some(text) = &which.filter else { return Ok(corpus.all().clone()) };
    let filter = filter::parse(text).map_err(|wrong| {
        let before = text.get(..wrong.start).unwrap_or_default();
        let column = unicode_width::UnicodeWidthStr::width(before);
        CliError::Usage(format!("the filter is not understood\n  {text}\n  {:column$}^ {wrong}", ""))
    })?;
    let sieve = Sieve::new(corpus, book);
    Ok(filter::evaluate(&filter, corpus, book, &sieve, &Tags::new()).selection)
}

/// Whether a filter searches in what was said, for which the words are needed.
pub(super) fn needs_texts(which: &Which) -> bool {
    which.filter.as_ref().is_some_and(|text| text.contains("says:"))
}

/// How many of these sessions are made up.
pub(super) fn made_up(corpus: &Corpus, selection: &Selection) -> usize {
    corpus.rows(selection).filter(|(_, row)| row.is(Flag::MadeUp)).count()
}
