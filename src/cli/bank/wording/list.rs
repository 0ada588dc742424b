//! `vivavoce bank wording list`: the overlays of the data folder, and how much of which bank they cover.

use super::count;
use super::import::Said;
use crate::bank::{Bank, texts};
use crate::cli::bank::{printable, write_json};
use crate::cli::{CliError, Context};
use crate::store::{OverlayFile, check_overlay, known_banks, overlay_files};
use serde::Serialize;
use std::fmt::Write as _;
use std::process::ExitCode;

/// An overlay.
#[derive(Serialize)]
struct Listed {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    version: String,
    /// The bank that it names; every bank that has its texts if it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    bank: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Whether it is chosen by the interviewer (`translation`) or always applies (`adaptation`).
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// How much of each bank is in its words.
    covers: Vec<Covered>,
    problems: Vec<Said>,
}

/// How much of a bank is in the words of an overlay.
#[derive(Serialize)]
struct Covered {
    bank: String,
    texts: usize,
    of: usize,
}

pub(super) fn run(json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let root = context.root();
    let files = overlay_files(root.as_deref());
    let banks = if files.is_empty() { Vec::new() } else { known_banks(root.as_deref()) };
    let all: Vec<Listed> = files.iter().map(|file| listed(file, &banks, &files)).collect();
    if json {
        write_json(context.out, &serde_json::json!({ "overlays": all }))?;
    } else {
        context.out.write_all(printable(&text(&all)).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(file: &OverlayFile, banks: &[Bank], files: &[OverlayFile]) -> Listed {
    let mut listed = Listed {
        path: file.path.display().to_string(),
        id: None,
        title: String::new(),
        version: String::new(),
        bank: None,
        language: None,
        kind: None,
        covers: Vec::new(),
        problems: check_overlay(file, banks, files).iter().map(Said::from).collect(),
    };
    let Ok(overlay) = &file.overlay else { return listed };
    listed.id = Some(overlay.id.clone());
    listed.title.clone_from(&overlay.title);
    listed.version.clone_from(&overlay.version);
    listed.bank.clone_from(&overlay.bank);
    listed.language.clone_from(&overlay.language);
    for bank in banks {
        let Some(trial) = file.try_on(bank, files) else { continue };
        listed.kind = Some(if overlay.translates(bank) { "translation" } else { "adaptation" });
        let of = texts(&trial.bank).len();
        let covered = trial.keys.map_or(0, |keys| keys.len());
        if covered > 0 || overlay.bank.is_some() {
            listed.covers.push(Covered { bank: bank.id.clone(), texts: covered, of });
        }
    }
    listed
}

fn text(all: &[Listed]) -> String {
    let mut text = String::new();
    for overlay in all {
        let _ = writeln!(text, "{}", overlay.path);
        let head = [
            overlay.title.clone(),
            overlay.language.clone().unwrap_or_default(),
            overlay.kind.unwrap_or_default().to_owned(),
            if overlay.version.is_empty() { String::new() } else { format!("version {}", overlay.version) },
        ];
        let head: Vec<String> = head.into_iter().filter(|part| !part.is_empty()).collect();
        if !head.is_empty() {
            let _ = writeln!(text, "    {}", head.join(", "));
        }
        for Covered { bank, texts, of } in &overlay.covers {
            let _ = writeln!(text, "    {bank}: {texts} of {}", count(*of, "text"));
        }
        if !overlay.problems.is_empty() {
            let faults = count(overlay.problems.len(), "fault");
            let _ = writeln!(text, "    {faults}: see `vivavoce bank check`");
        }
    }
    if all.is_empty() {
        text.push_str("no overlays; `vivavoce bank wording export --help` says how one is begun\n");
    }
    text
}
