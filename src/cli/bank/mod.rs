//! `vivavoce bank`: list, show and check question banks, and put them in other words.
//!
//! Here: the words of the subcommand and which bank is meant. Not here: where banks lie (`store`), how one is
//! written out (`entries` for scripts, `page` for people), what a check says (`report`), overlays (`wording`).

mod entries;
mod page;
mod report;
mod wording;

use super::{CliError, Context};
use crate::bank::Bank;
use crate::store::{Gravity, find_bank, find_banks, in_force, sources};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with banks
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the banks that interviews can be held with
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a whole bank: sections, items, wordings, scales, resources
    Show {
        /// The bank's id, in any case of letters
        id: String,
        /// In another language, for example fr; what is not translated is shown in the bank's own
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// As JSON: one entry for every reference
        #[arg(long)]
        json: bool,
    },
    /// Export, import and list wordings: translations and adaptations of a bank
    Wording(wording::Args),
    /// Name every fault of banks and overlays, with line and column; exit status 1 if there is any
    Check {
        /// Bank and overlay files (default: every known bank, and the overlays of the data folder)
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs it.
pub fn run(args: Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    match args.command {
        Command::List { json } => list(json, context),
        Command::Show { id, language, json } => show(&id, language.as_deref(), json, context),
        Command::Wording(args) => wording::run(args, context),
        Command::Check { paths, json } => report::run(paths, json, context),
    }
}

/// A line of the list.
#[derive(Serialize)]
struct Listed {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<usize>,
    origin: &'static str,
    path: String,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

fn list(json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let mut all = Vec::new();
    for (source, bank) in in_force(sources(context.root().as_deref())) {
        let origin = source.origin.name();
        let path = source.label();
        all.push(match bank {
            Ok(bank) => Listed {
                items: Some(bank.items().count()),
                id: Some(bank.id),
                title: Some(bank.title),
                version: Some(bank.version),
                language: Some(bank.language),
                origin,
                path,
                error: None,
            },
            Err(error) => Listed {
                id: None,
                title: None,
                version: None,
                language: None,
                items: None,
                origin,
                path,
                error: Some(error),
            },
        });
    }
    if json {
        write_json(context.out, &serde_json::json!({ "banks": all }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = String::new();
    for bank in all {
        let from = if bank.origin == "built-in" { "built in".to_owned() } else { bank.path };
        if let Some(error) = bank.error {
            let _ = writeln!(text, "{from}: cannot be used: {error}");
        } else {
            let (id, title) = (bank.id.unwrap_or_default(), bank.title.unwrap_or_default());
            let (version, language) = (bank.version.unwrap_or_default(), bank.language.unwrap_or_default());
            let items = bank.items.unwrap_or_default();
            let plural = if items == 1 { "item" } else { "items" };
            let _ = writeln!(text, "{id:<8} {title}");
            let _ = writeln!(text, "{:<8} version {version}, {language}, {items} {plural}, {from}", "");
        }
    }
    context.out.write_all(printable(&text).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn show(
    id: &str,
    language: Option<&str>,
    json: bool,
    context: &mut Context<'_>,
) -> Result<ExitCode, CliError> {
    let bank = match language {
        None => known_bank(id, context)?,
        Some(language) => worded_bank(id, language, context)?,
    };
    if json {
        write_json(context.out, &entries::document(&bank))?;
    } else {
        context.out.write_all(printable(&page::page(&bank)).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The bank with this id in this language.
fn worded_bank(id: &str, language: &str, context: &Context<'_>) -> Result<Bank, CliError> {
    let found = find_banks(context.root().as_deref(), [id]);
    if found.banks.is_empty() {
        return known_bank(id, context);
    }
    if found.languages.iter().any(|tag| tag.eq_ignore_ascii_case(language))
        && let Some(bank) = found.in_language(language).banks.into_iter().next()
    {
        return Ok(bank);
    }
    let broken = found.problems.iter().filter(|problem| problem.gravity == Gravity::Unused).count();
    let broken = match broken {
        0 => String::new(),
        1 => " (1 fault keeps files from being used: see `vivavoce bank check`)".to_owned(),
        n => format!(" ({n} faults keep files from being used: see `vivavoce bank check`)"),
    };
    let known = found.languages.join(", ");
    let message = format!("{id} has no words in {language:?}; it has them in: {known}{broken}");
    Err(CliError::Usage(printable(&message)))
}

/// The bank with this id.
///
/// # Errors
/// One line that names the banks there are.
pub fn known_bank(id: &str, context: &Context<'_>) -> Result<Bank, CliError> {
    find_bank(context.root().as_deref(), id).map_err(|message| CliError::Usage(printable(&message)))
}

/// `text` with whatever could drive a terminal made visible; line breaks stay.
fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if drives(c) {
            clean.extend(c.escape_unicode());
        } else {
            clean.push(c);
        }
    }
    clean
}

/// Control characters, and those that turn the direction of what follows. A mark of direction by itself (U+200F) does
/// not: it is text in Arabic and Hebrew.
fn drives(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn write_json(out: &mut dyn Write, value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        // Outside strings there is nothing of the kind, and inside them the escape reads back as the character.
        if drives(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe.push('\n');
    out.write_all(safe.as_bytes())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_is_shown_instead() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b\u{9b}\nc"), "a\\u{1b}[31m\\u{202e}b\\u{9b}\nc");
        let mut out = Vec::new();
        write_json(&mut out, &"\u{9b}\u{202e}\u{7f}é").unwrap();
        assert_eq!(String::from_utf8(out.clone()).unwrap(), "\"\\u009b\\u202e\\u007fé\"\n");
        assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), "\u{9b}\u{202e}\u{7f}é");
    }
}
