//! What is said about an export: warnings as they come, and at the end what was written.

use super::Args;
use crate::export::Summary;
use crate::text::clean::{line, visible};
use serde_json::json;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is noticed on the way, told at once on standard error.
#[derive(Default)]
pub(super) struct Notes {
    /// Files that are not in the export, and why.
    pub(super) skipped: Vec<(PathBuf, String)>,
    /// Sessions that were left out for being made up, or for being real.
    pub(super) left_out: u64,
}

impl Notes {
    /// One line on standard error.
    #[expect(clippy::unused_self, reason = "what is said is a note, wherever it goes")]
    pub(super) fn say(&self, message: &str) {
        let _ = writeln!(io::stderr(), "vivavoce: {}", line(&visible(message)));
    }

    /// A file that could not be exported; the error names it.
    pub(super) fn skip(&mut self, path: &Path, error: &impl std::error::Error) {
        let message = error.to_string();
        self.say(&format!("left out: {message}"));
        self.skipped.push((path.to_owned(), message));
    }

    /// A file that was not exported, for this reason.
    pub(super) fn skip_for(&mut self, path: &Path, message: &str) {
        self.say(&format!("left out: {}: {message}", path.display()));
        self.skipped.push((path.to_owned(), message.to_owned()));
    }
}

/// What was written.
pub(super) struct Report {
    into: PathBuf,
    format: &'static str,
    scheme: &'static str,
    summary: Summary,
    pub(super) skipped: Vec<(PathBuf, String)>,
    left_out: u64,
}

impl Report {
    /// Says on standard error what consent kept out, and what else a reader of the files must know.
    pub(super) fn new(args: &Args, summary: Summary, notes: Notes) -> Self {
        let withheld = summary.withheld;
        if withheld.no_interview > 0 {
            notes.say(&format!("{} left out: no consent to the interview", sessions(withheld.no_interview)));
        }
        if withheld.no_notes > 0 {
            notes.say(&format!("answers of {} withheld: no consent to notes", sessions(withheld.no_notes)));
        }
        if withheld.unquoted > 0 {
            let (accounts, jots) = (withheld.accounts, withheld.jots);
            notes.say(&format!(
                "{accounts} accounts and {jots} jots of {} withheld: no yes to quotes (--with-unquoted writes them)",
                sessions(withheld.unquoted)
            ));
        }
        for (bank, (count, first)) in &summary.unknown_banks {
            notes.say(&format!(
                "bank {bank} is not known: its answers in {} ({first}{}) have codes and no labels; put its file into \
                 banks in the data folder",
                sessions(*count),
                if *count > 1 { ", ..." } else { "" }
            ));
        }
        if summary.cut > 0 {
            notes.say(&format!(
                "{} texts were too long for a spreadsheet's cell and are cut there; csv, json and parquet have them whole",
                summary.cut
            ));
        }
        Self {
            into: args.into.clone(),
            format: match args.format {
                super::FormatWord::Csv => "csv",
                super::FormatWord::Json => "json",
                super::FormatWord::Xlsx => "xlsx",
                super::FormatWord::Parquet => "parquet",
            },
            scheme: args.options().scheme.name(),
            summary,
            skipped: notes.skipped,
            left_out: notes.left_out,
        }
    }

    pub(super) fn print(&self, as_json: bool, out: &mut dyn Write) -> io::Result<()> {
        if as_json {
            return writeln!(out, "{:#}", self.json());
        }
        let into = self.into.display().to_string();
        writeln!(out, "{} written into {}", sessions(self.summary.sessions), line(&visible(&into)))?;
        for file in &self.summary.files {
            let rows = if file.rows > 0 { format!("  {} rows", file.rows) } else { String::new() };
            writeln!(out, "  {}{rows}", file.name)?;
        }
        if !self.skipped.is_empty() {
            writeln!(out, "{} files were left out, see the warnings", self.skipped.len())?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        let path = |name: &str| self.into.join(name).to_string_lossy().into_owned();
        let summary = &self.summary;
        let files: Vec<_> =
            summary.files.iter().map(|f| json!({ "path": path(&f.name), "rows": f.rows })).collect();
        let skipped: Vec<_> = self
            .skipped
            .iter()
            .map(|(path, why)| json!({ "path": path.to_string_lossy(), "reason": why }))
            .collect();
        let banks: Vec<_> = summary
            .unknown_banks
            .iter()
            .map(|(bank, (count, first))| json!({ "bank": bank, "sessions": count, "first": first }))
            .collect();
        json!({
            "format": self.format,
            "into": self.into.to_string_lossy(),
            "nonresponse": self.scheme,
            "sessions": summary.sessions,
            "files": files,
            "skipped": skipped,
            "left_out": {
                "synthetic_choice": self.left_out,
                "no_consent_to_interview": summary.withheld.no_interview,
            },
            "withheld": {
                "sessions_without_notes": summary.withheld.no_notes,
                "sessions_without_quotes": summary.withheld.unquoted,
                "accounts": summary.withheld.accounts,
                "jots": summary.withheld.jots,
            },
            "unknown_banks": banks,
            "texts_cut": summary.cut,
        })
    }
}

fn sessions(count: u64) -> String {
    if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") }
}
