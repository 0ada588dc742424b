//! `vivavoce export csv|json|xlsx|parquet`: sessions as tables, into a folder that the caller names.
//!
//! Here: the words on the command line, which sessions, what is said about it. How tables look is in the room `export`.

mod reading;
mod report;
mod select;
mod staging;

use super::catalogue::Which;
use super::{CliError, Context};
use crate::bank::BUILTIN;
use crate::export::{BankIndex, ExportError, Exporter, Format, Options, Policy, Scheme, Tables};
use crate::store::{self, DataFolder, Gravity};
use clap::ValueEnum;
use report::{Notes, Report};
use select::{Chosen, choose};
use staging::Staging;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write
    #[arg(value_enum)]
    format: FormatWord,
    /// Folder for the files: a new or an empty one; its parent must exist
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Replace an earlier export in the folder: the files of the same names, and no others
    #[arg(long)]
    replace: bool,
    /// Only this session: its id, or a part of it that fits only one; can be given several times
    #[arg(long = "session", value_name = "ID")]
    sessions: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// Made-up sessions (default: left out where there are real ones too)
    #[arg(long, value_enum)]
    synthetic: Option<Synthetic>,
    /// What stands where there is a reason for no answer
    #[arg(long, value_enum, default_value_t = SchemeWord::Words)]
    nonresponse: SchemeWord,
    /// Respondents' own words also where they did not say yes to quotes; never where they refused notes
    #[arg(long)]
    with_unquoted: bool,
    /// Say what was written as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatWord {
    /// Tables with commas, and a data package that describes them
    Csv,
    /// JSON lines
    Json,
    /// One workbook for a spreadsheet
    Xlsx,
    /// Columns for engines, answers parted by bank
    Parquet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Synthetic {
    /// With the real ones
    Include,
    /// Not at all
    Exclude,
    /// No others
    Only,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SchemeWord {
    /// `dont_know`, `refused`, `not_applicable`, `not_asked`
    Words,
    /// -1, -2, -3, -4, as in the European and World Values Surveys
    Numeric,
    /// Nothing; the reason is in the column status of the answers
    Blank,
}

impl Args {
    fn options(&self) -> Options {
        Options {
            format: match self.format {
                FormatWord::Csv => Format::Csv,
                FormatWord::Json => Format::Json,
                FormatWord::Xlsx => Format::Xlsx,
                FormatWord::Parquet => Format::Parquet,
            },
            scheme: match self.nonresponse {
                SchemeWord::Words => Scheme::Words,
                SchemeWord::Numeric => Scheme::Numeric,
                SchemeWord::Blank => Scheme::Blank,
            },
            policy: Policy { with_unquoted: self.with_unquoted },
        }
    }
}

/// Runs it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let folder = context.folder()?;
    folder.require().map_err(|e| {
        let message = e.to_string();
        if e.is_usage() { CliError::Usage(message) } else { CliError::Failed(message) }
    })?;
    let staging = Staging::begin(&args.into, args.replace)?;
    let paths = select::paths(args, &folder)?;
    if paths.is_empty() {
        let sessions = folder.sessions_dir();
        return Err(CliError::Failed(format!(
            "no sessions in {}: start one with `vivavoce interview`; nothing was written",
            sessions.display()
        )));
    }
    let mut notes = Notes::default();
    let chosen = choose(&paths, args.synthetic, &mut notes);
    if chosen.paths.is_empty() {
        return Err(CliError::Failed("no session is left to be exported; nothing was written".to_owned()));
    }
    let report = write(args, &folder, &chosen, staging, notes)?;
    report.print(args.json, context.out)?;
    Ok(ExitCode::from(u8::from(!report.skipped.is_empty())))
}

/// Writes the chosen sessions and puts the files in place.
fn write(
    args: &Args,
    folder: &DataFolder,
    chosen: &Chosen,
    staging: Staging,
    mut notes: Notes,
) -> Result<Report, CliError> {
    let mut ids: Vec<&str> = chosen.banks.iter().map(String::as_str).collect();
    // As they are listed everywhere: the built-in ones first.
    let place =
        |id: &str| BUILTIN.iter().position(|b| b.id.eq_ignore_ascii_case(id)).unwrap_or(BUILTIN.len());
    ids.sort_by_key(|id| (place(id), (*id).to_owned()));
    let found = store::find_banks(Some(&folder.root), ids);
    for problem in found.problems.iter().filter(|p| p.gravity != Gravity::Note) {
        notes.say(&format!("{problem}; {}", problem.consequence()));
    }
    let options = args.options();
    let book = BankIndex::new(&found.banks);
    let tables: Tables<'_> = crate::export::tables(&book, options.scheme);
    let failed =
        |e: ExportError| CliError::Failed(format!("{}: {e}; nothing was put there", args.into.display()));
    let mut exporter = Exporter::begin(&book, &tables, options, &staging).map_err(failed)?;
    reading::each(&chosen.paths, "writing", &mut |path, loaded| {
        match loaded {
            Ok(loaded) => {
                exporter
                    .session(&select::stem(path), loaded.session.record(), loaded.integrity)
                    .map_err(failed)?;
            }
            // Whole a moment ago: gone or changed since.
            Err(error) => notes.skip(path, &error),
        }
        Ok::<(), CliError>(())
    })?;
    let summary = exporter.finish().map_err(failed)?;
    staging.commit(&summary.files)?;
    Ok(Report::new(args, summary, notes))
}
