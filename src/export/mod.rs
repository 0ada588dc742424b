//! What leaves the house: sessions as tables for spreadsheets, statistics and engines.
//!
//! Here: which tables and columns there are, what consent lets out, how each format is written. An [`Exporter`] is
//! given one session after the other and keeps none of them. Not here: which sessions (`analysis`), where they are
//! kept (`store`), folders and threads (`cli`): a [`Target`] hands out the files.

mod bank_index;
mod consent;
mod csv;
mod guard;
mod json;
mod package;
mod parquet;
mod plan;
mod scheme;
mod tables;
mod value;
mod xlsx;

pub use bank_index::BankIndex;
pub use consent::{Policy, Withheld};
pub use guard::{neutral, undo};
pub use plan::{Audience, Held, PlanError, PlanFile, PlanFormat, PlanInput, plan};
pub use scheme::Scheme;
pub use tables::{Sheet, Tables};
pub use value::{Field, FieldType, Table, Value};

use crate::session::{Integrity, Record};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// What the files are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated tables and a Frictionless data package.
    Csv,
    /// JSON lines.
    Json,
    /// One workbook.
    Xlsx,
    /// Columns on disk, answers parted by bank.
    Parquet,
}

/// How an export is made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What the files are written as.
    pub format: Format,
    /// What stands where there is a reason for no answer.
    pub scheme: Scheme,
    /// What consent lets out.
    pub policy: Policy,
}

/// Where the files go.
pub trait Target {
    /// A new file under this name; `/` in it parts folders.
    ///
    /// # Errors
    /// When it can't be made.
    fn create(&self, name: &str) -> io::Result<Box<dyn Write + Send>>;

    /// A folder for what is needed only while writing: private, on a disk with room, removed by the caller.
    fn scratch(&self) -> &Path;
}

/// Why an export could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file could not be written.
    #[error("{file} could not be written ({source}): make room or name another folder with --into")]
    Write {
        /// The file, as it is named in the export.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// A table that a spreadsheet has no room for.
    #[error(
        "{file}: a sheet has at most {most} columns, the table of sessions would have {found}: choose fewer sessions \
         with --session, or export csv or parquet"
    )]
    TooWide {
        /// The file.
        file: String,
        /// How many columns it would have.
        found: usize,
        /// How many there can be.
        most: usize,
    },
}

impl ExportError {
    fn write(file: &str, source: impl Into<io::Error>) -> Self {
        Self::Write { file: file.to_owned(), source: source.into() }
    }

    fn other(file: &str, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::write(file, io::Error::other(source))
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name in the export, `/` between folders.
    pub name: String,
    /// Rows, or lines of JSON; 0 for what has none.
    pub rows: u64,
}

/// What an export came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The files.
    pub files: Vec<Written>,
    /// Sessions that are in it.
    pub sessions: u64,
    /// What consent kept out.
    pub withheld: Withheld,
    /// Ids of banks that answers are from and that are not known, with the number of sessions and the first of them.
    pub unknown_banks: BTreeMap<String, (u64, String)>,
    /// Texts that were longer than a cell of a spreadsheet can hold, and were cut there.
    pub cut: u64,
}

/// Writes one table after the other, row by row.
trait Output {
    /// One row of a table.
    fn row(&mut self, sheet: Sheet, row: &[Value<'_>]) -> Result<(), ExportError>;

    /// A session as a whole, for a format that keeps it so.
    fn whole(&mut self, _session: &tables::Told<'_>, _book: &BankIndex<'_>) -> Result<(), ExportError> {
        Ok(())
    }

    /// How many texts were cut so far because they did not fit.
    fn cut(&self) -> u64 {
        0
    }

    /// Ends all files.
    fn finish(self: Box<Self>, ending: &Ending<'_>) -> Result<Vec<Written>, ExportError>;
}

/// What is known once the last session is written.
struct Ending<'a> {
    tables: &'a Tables<'a>,
    scheme: Scheme,
    summary: &'a Summary,
}

/// Takes sessions one by one and writes what they say.
pub struct Exporter<'a> {
    book: &'a BankIndex<'a>,
    tables: &'a Tables<'a>,
    options: Options,
    output: Box<dyn Output + 'a>,
    summary: Summary,
}

/// The tables that sessions over these banks give, without any file.
pub fn tables<'a>(book: &'a BankIndex<'a>, scheme: Scheme) -> Tables<'a> {
    Tables::new(book, scheme)
}

impl<'a> Exporter<'a> {
    /// Begins the files.
    ///
    /// # Errors
    /// When a file can't be made, or the tables do not fit the format.
    pub fn begin(
        book: &'a BankIndex<'a>,
        tables: &'a Tables<'a>,
        options: Options,
        target: &'a dyn Target,
    ) -> Result<Self, ExportError> {
        let output: Box<dyn Output + 'a> = match options.format {
            Format::Csv => Box::new(csv::Csv::begin(tables, options.scheme, target)?),
            Format::Json => Box::new(json::Lines::begin(tables, options.scheme, target)?),
            Format::Xlsx => Box::new(xlsx::Xlsx::begin(tables, options.scheme, target)?),
            Format::Parquet => Box::new(parquet::Parquet::begin(tables, options.scheme, target)?),
        };
        Ok(Self { book, tables, options, output, summary: Summary::default() })
    }

    /// Writes one session. `id` is what it is known by: the name of its file.
    ///
    /// Gives `false` where consent keeps all of it out.
    ///
    /// # Errors
    /// When a file can't be written.
    pub fn session(&mut self, id: &str, record: &Record, integrity: Integrity) -> Result<bool, ExportError> {
        let Some(released) = self.options.policy.release(record, &mut self.summary.withheld) else {
            return Ok(false);
        };
        self.summary.sessions += 1;
        let told = tables::Told { id, integrity, released: &released };
        for bank in self.book.unknown(&released.record) {
            let entry = self.summary.unknown_banks.entry(bank).or_insert_with(|| (0, id.to_owned()));
            entry.0 += 1;
        }
        let output = &mut self.output;
        self.tables.rows(&told, &mut |sheet, row| output.row(sheet, row))?;
        output.whole(&told, self.book)?;
        Ok(true)
    }

    /// Writes what comes at the end: the codebook and whatever describes the rest.
    ///
    /// # Errors
    /// When a file can't be written.
    pub fn finish(mut self) -> Result<Summary, ExportError> {
        let output = &mut self.output;
        self.tables.codebook(&mut |row| output.row(Sheet::Codebook, row))?;
        let mut summary = self.summary;
        summary.cut = output.cut();
        let ending = Ending { tables: self.tables, scheme: self.options.scheme, summary: &summary };
        summary.files = self.output.finish(&ending)?;
        Ok(summary)
    }
}
