//! `vivavoce bank wording export`: a bank's texts for a translator, with the words that there are already.

use super::{Export, Format, count};
use crate::bank::{FORMAT, Overlay, to_csv, to_ron};
use crate::cli::bank::{drives, known_bank, printable};
use crate::cli::{CliError, Context};
use crate::store::{Line, Wording, wording, write_file};
use std::process::ExitCode;

pub(super) fn run(args: Export, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let Some(Wording { bank, mut lines }) =
        wording(context.root().as_deref(), &args.bank, args.language.as_deref())
    else {
        // The same words as everywhere for a bank that there is not.
        known_bank(&args.bank, context)?;
        return Err(CliError::Failed(format!("the bank {:?} cannot be read", args.bank)));
    };
    let (all, missing) = (lines.len(), lines.iter().filter(|line| line.text.is_none()).count());
    if args.missing {
        lines.retain(|line| line.text.is_none());
    }
    let text = match args.format {
        Format::Csv => sheet(&lines, args.out.is_some()),
        Format::Ron => overlay(&bank.id, args.language, &lines),
    };
    let Some(path) = args.out else {
        // What cannot be put harmlessly on a terminal is not put there at all: escaped it would be other words.
        if text.chars().any(|c| drives(c) && !matches!(c, '\r' | '\t')) {
            return Err(CliError::Failed(format!(
                "the bank {:?} has control characters in its texts: write them into a file with --out",
                bank.id
            )));
        }
        context.out.write_all(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    write_file(&path, &text, args.force).map_err(|e| CliError::Failed(printable(&e.to_string())))?;
    let told =
        format!("{}: {} of {all}, {missing} without words\n", path.display(), count(lines.len(), "text"));
    context.out.write_all(printable(&told).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A file begins with a byte-order mark: without it some spreadsheets take its letters for others.
fn sheet(lines: &[Line], file: bool) -> String {
    let cells = lines
        .iter()
        .map(|line| (line.key.as_str(), line.source.as_str(), line.text.as_deref().unwrap_or_default()));
    format!("{}{}", if file { "\u{feff}" } else { "" }, to_csv(cells))
}

fn overlay(bank: &str, language: Option<String>, lines: &[Line]) -> String {
    let id = language.as_ref().map_or_else(|| format!("{bank}-words"), |tag| format!("{bank}.{tag}"));
    let wording =
        lines.iter().map(|line| (line.key.clone(), line.text.clone().unwrap_or_default())).collect();
    let bank = Some(bank.to_owned());
    let overlay = Overlay { format: FORMAT, id, bank, language, wording, ..Overlay::default() };
    to_ron(&overlay, &lines.iter().map(|line| (line.key.as_str(), line.source.as_str())).collect())
}
