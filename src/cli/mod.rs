//! The command line: one small file per subcommand.
//!
//! Here: what words are understood, exit statuses (0 done, 1 failed or faults found, 2 not understood).
//! Not here: what the words lead to; that is in the rooms below.

pub mod bank;
pub mod catalogue;
pub mod claims;
pub mod compare;
pub mod demo;
pub mod export;
pub mod gaps;
pub mod interview;
pub mod plan;
pub mod sample;
pub mod session;
pub mod tally;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// vivavoce: hold, keep and read interviews in needs assessments.
///
/// Without a command it opens the full-screen home: start an interview, or resume one.
#[derive(Debug, Parser)]
#[command(name = "vivavoce", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Folder that holds `sessions/` (default: `VIVAVOCE_DATA`, else this folder if it has `sessions/`, else the
    /// platform's data folder)
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open straight into a new interview, ready for typing
    Interview(interview::Args),
    /// Open straight into the library of all sessions
    Browse,
    /// List, show and check question banks
    Bank(bank::Args),
    /// One question across groups: who differs, how far, how sure
    Compare(compare::Args),
    /// List, show and check the sessions of the data folder
    Session(session::Args),
    /// The boards of the trainer: who needs training in what, and where training is not the answer
    Gaps(gaps::Args),
    /// The claim ledger: what is claimed, by whom, and what became of it
    Claims(claims::Args),
    /// The training plan: who is to be trained in what, and what else is to be done
    Plan(plan::Args),
    /// Count the answers to items, by group
    Tally(tally::Args),
    /// Make believable made-up sessions, for trying out and for training
    Sample(sample::Args),
    /// Open the program on forty made-up sessions in a data folder that is thrown away afterwards
    Demo(demo::Args),
    /// Write sessions as tables for spreadsheets, statistics and engines
    Export(export::Args),
}

/// What went wrong, and with which exit status.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The words were not understood: one line that names the valid ones. Exit status 2.
    #[error("{0}")]
    Usage(String),
    /// It was understood and could not be done. Exit status 1.
    #[error("{0}")]
    Failed(String),
    /// The output could not be written. Exit status 1, silent for a closed pipe.
    #[error("could not write the output: {0}")]
    Output(#[from] std::io::Error),
}

/// What a subcommand is given besides its own words.
pub struct Context<'a> {
    /// `--data`.
    pub data: Option<PathBuf>,
    /// Standard output.
    pub out: &'a mut dyn Write,
}

impl Context<'_> {
    /// The data folder's path, if one is known; banks are looked for in it.
    pub fn root(&self) -> Option<PathBuf> {
        self.folder().ok().map(|folder| folder.root)
    }

    /// The data folder.
    ///
    /// # Errors
    /// When none is known.
    pub fn folder(&self) -> Result<crate::store::DataFolder, CliError> {
        let here =
            std::env::current_dir().map_err(|e| CliError::Failed(format!("the current folder: {e}")))?;
        crate::store::DataFolder::resolve(self.data.as_deref(), |name| std::env::var_os(name), &here).map_err(
            |e| if e.is_usage() { CliError::Usage(e.to_string()) } else { CliError::Failed(e.to_string()) },
        )
    }
}

/// Carries out a command line; `args` starts with the program's name.
///
/// Prints to `out` and errors to `err`; gives the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not errors: standard output, status 0.
            let answer = !error.use_stderr();
            let _ = if answer { write!(out, "{error}") } else { write!(err, "{error}") };
            return ExitCode::from(if answer { 0 } else { 2 });
        }
    };
    let mut context = Context { data: cli.data, out };
    let result = match cli.command {
        None => interview::home(&mut context),
        Some(Command::Interview(args)) => interview::run(args, &mut context),
        Some(Command::Browse) => interview::browse(&mut context),
        Some(Command::Bank(args)) => bank::run(args, &mut context),
        Some(Command::Claims(args)) => claims::run(&args, &mut context),
        Some(Command::Gaps(args)) if args.is_bare() && interview::needs_terminal().is_ok() => {
            interview::needs(&mut context)
        }
        Some(Command::Gaps(args)) => gaps::run(&args, &mut context),
        Some(Command::Compare(args)) => compare::run(&args, &mut context),
        Some(Command::Plan(args)) => plan::run(&args, &mut context),
        Some(Command::Tally(args)) => tally::run(&args, &mut context),
        Some(Command::Session(args)) => session::run(args, &mut context),
        Some(Command::Sample(args)) => sample::run(&args, &mut context),
        Some(Command::Demo(args)) => demo::run(&args, &mut context),
        Some(Command::Export(args)) => export::run(&args, &mut context),
    };
    match result {
        Ok(code) => code,
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "vivavoce: {error}");
            ExitCode::from(if matches!(error, CliError::Usage(_)) { 2 } else { 1 })
        }
    }
}
