//! `vivavoce bank wording`: sheets for translators, and the overlays that come of them.
//!
//! Here: the words of the subcommand. A file each for what they lead to.

mod export;
mod import;
mod list;

use super::{CliError, Context};
use crate::bank::is_tag;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to do with wordings
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write a bank's texts as a sheet with the columns ref, source and text
    Export(Export),
    /// Make a translator's sheet an overlay of the data folder
    Import(Import),
    /// List the overlays of the data folder
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// What is exported.
#[derive(Debug, clap::Args)]
struct Export {
    /// The bank's id, in any case of letters
    bank: String,
    /// Language whose words fill the column text, for example fr or pt-BR
    #[arg(long, value_name = "TAG", value_parser = tag)]
    language: Option<String>,
    /// Only texts that have no words in the language
    #[arg(long)]
    missing: bool,
    /// A sheet for a spreadsheet, or an overlay for an editor
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    force: bool,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A sheet
    Csv,
    /// An overlay
    Ron,
}

/// What is imported.
#[derive(Debug, clap::Args)]
struct Import {
    /// The sheet, with the columns ref and text; or an overlay in RON
    file: PathBuf,
    /// Id of the bank that it is for
    #[arg(long, value_name = "ID")]
    bank: String,
    /// Language of the words; the bank's own for an adaptation
    #[arg(long, value_name = "TAG", value_parser = tag)]
    language: String,
    /// Replace the words that the overlay has so far
    #[arg(long)]
    force: bool,
    /// Keep the words that the overlay has so far where the sheet has none
    #[arg(long, conflicts_with = "force")]
    merge: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

fn tag(text: &str) -> Result<String, String> {
    if is_tag(text) { Ok(text.to_owned()) } else { Err("not a language tag such as fr or pt-BR".to_owned()) }
}

/// Runs it.
pub(super) fn run(args: Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    match args.command {
        Command::Export(args) => export::run(args, context),
        Command::Import(args) => import::run(&args, context),
        Command::List { json } => list::run(json, context),
    }
}

/// `n` of something: "1 text", "2 texts".
fn count(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}
