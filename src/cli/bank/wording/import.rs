//! `vivavoce bank wording import`: a translator's sheet checked against its bank and kept as an overlay.

use super::{Import, count};
use crate::bank::{Bank, Overlay, to_ron};
use crate::cli::bank::{known_bank, printable, write_json};
use crate::cli::{CliError, Context};
use crate::store::{
    OverlayFile, Problem, Wording, known_banks, overlay_files, same_id, wording, write_overlay,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::ExitCode;

/// How many keys a person is shown before the rest is only counted.
const SHOWN: usize = 20;

/// What came of an import.
#[derive(Serialize)]
struct Imported {
    /// The overlay that was written; none if the sheet could not be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    bank: String,
    language: String,
    /// How many texts the bank has.
    of: usize,
    /// Keys of the texts that fall back.
    missing: Vec<String>,
    problems: Vec<Said>,
}

/// What is wrong with the sheet.
#[derive(Serialize)]
pub(super) struct Said {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    message: String,
}

impl From<&Problem> for Said {
    fn from(problem: &Problem) -> Self {
        Self {
            path: problem.path.display().to_string(),
            line: problem.place.map(|place| place.line),
            column: problem.place.map(|place| place.column),
            message: problem.message.clone(),
        }
    }
}

pub(super) fn run(args: &Import, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let root = context.root();
    let known = known_banks(root.as_deref()).into_iter().find(|bank| same_id(&bank.id, &args.bank));
    let Some(bank) = known else {
        known_bank(&args.bank, context)?;
        return Err(CliError::Failed(format!("the bank {:?} cannot be read", args.bank)));
    };
    let name = name(&bank, &args.language)?;
    let folder = context.folder()?;
    let target = folder.overlays_dir().join(&name);
    let stands = std::fs::symlink_metadata(&target);
    let there = stands.is_ok();
    if there && !(args.force || args.merge) {
        return Err(CliError::Failed(printable(&format!(
            "{} exists already: --merge adds the words of the sheet to it, --force puts them in place of its own",
            target.display()
        ))));
    }
    let failed = |problem: Problem| CliError::Failed(printable(&problem.to_string()));
    let mut file = OverlayFile::import(&args.file, &bank.id, &args.language).map_err(failed)?;
    // What it replaces is not laid under it.
    let mut others = overlay_files(root.as_deref());
    others.retain(|other| other.path != target);
    // One that cannot be read has nothing to keep, but is only replaced by force.
    let before = match stands.is_ok_and(|s| s.is_file()).then(|| OverlayFile::read(target).overlay) {
        Some(Err(problem)) if !args.force => return Err(failed(problem)),
        before => before.and_then(Result::ok),
    };
    if let (Some(before), Ok(new)) = (&before, &mut file.overlay) {
        keep(before, new);
    }

    let Some(trial) = file.try_on(&bank, &others) else {
        return Err(CliError::Failed(format!("this is no overlay for the bank {:?}", bank.id)));
    };
    let problems = trial.all_problems(&file);
    let mut imported = Imported {
        path: None,
        bank: bank.id.clone(),
        language: args.language.clone(),
        of: 0,
        missing: Vec::new(),
        problems: problems.iter().map(Said::from).collect(),
    };
    if let (Some(keys), Ok(overlay)) = (&trial.keys, file.overlay) {
        let old = before.filter(|_| args.merge).map(|before| before.wording).unwrap_or_default();
        let merged = Overlay { wording: merged(old, &overlay.wording, keys), ..overlay };
        let text = to_ron(&merged, &BTreeMap::new());
        let path = write_overlay(&folder, &name, &text, there)
            .map_err(|e| CliError::Failed(printable(&e.to_string())))?;
        imported.path = Some(path.display().to_string());
    }
    // With the words that other overlays have for the same language, as the interviewer will see it.
    if let Some(Wording { lines, .. }) = wording(root.as_deref(), &bank.id, Some(&args.language)) {
        imported.of = lines.len();
        imported.missing =
            lines.into_iter().filter(|line| line.text.is_none()).map(|line| line.key).collect();
    }
    let sound = imported.path.is_some() && imported.problems.is_empty();
    if args.json {
        write_json(context.out, &imported)?;
    } else {
        context.out.write_all(printable(&text(&imported)).as_bytes())?;
    }
    Ok(ExitCode::from(u8::from(!sound)))
}

/// The name of the overlay's file.
fn name(bank: &Bank, language: &str) -> Result<String, CliError> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if bank.id.starts_with('.') || !bank.id.chars().all(plain) {
        let why = format!("the id {:?} cannot be the name of a file: write the overlay by hand", bank.id);
        return Err(CliError::Failed(why));
    }
    Ok(format!("{}.{language}.ron", bank.id))
}

/// Keeps in a new overlay whatever the old one had besides words: its title, the items that it adds. A sheet has none
/// of that.
fn keep(before: &Overlay, new: &mut Overlay) {
    if !new.changes() {
        let Overlay { bank, language, wording, .. } = std::mem::take(new);
        *new = Overlay { bank, language, wording, ..before.clone() };
    }
}

/// The words that are written: those of the new ones that fit, each once, then the old ones that they leave.
fn merged(
    old: Vec<(String, String)>,
    new: &[(String, String)],
    keys: &BTreeSet<String>,
) -> Vec<(String, String)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let fits = |(key, words): &&(String, String)| !words.trim().is_empty() && keys.contains(key);
    let mut wording: Vec<(String, String)> =
        new.iter().filter(fits).filter(|(key, _)| seen.insert(key)).cloned().collect();
    wording.extend(old.into_iter().filter(|(key, _)| !seen.contains(key.as_str())));
    wording
}

fn text(imported: &Imported) -> String {
    let mut text = String::new();
    for Said { path, line, column, message } in &imported.problems {
        let place = line.zip(*column).map_or_else(String::new, |(line, column)| format!("{line}:{column}:"));
        let _ = writeln!(text, "{path}:{place} {message}");
    }
    let Imported { bank, language, of, missing, problems, .. } = imported;
    let Some(path) = &imported.path else {
        let _ = writeln!(text, "nothing was written");
        return text;
    };
    let without = match problems.len() {
        0 => String::new(),
        n => format!(", without the {} named above", count(n, "text")),
    };
    let texts = of - missing.len();
    let _ = writeln!(text, "{path}: {texts} of {} of {bank} in {language}{without}", count(*of, "text"));
    if missing.is_empty() {
        return text;
    }
    let _ = writeln!(
        text,
        "{} to the bank's own words:",
        if missing.len() == 1 {
            "1 text falls back".to_owned()
        } else {
            format!("{} texts fall back", missing.len())
        }
    );
    for key in missing.iter().take(SHOWN) {
        let _ = writeln!(text, "  {key}");
    }
    if missing.len() > SHOWN {
        let more = missing.len() - SHOWN;
        let all = format!("vivavoce bank wording export {bank} --language {language} --missing");
        let _ = writeln!(text, "  and {more} more: see `{all}`");
    }
    text
}
