//! `vivavoce session list|show|check`: what the data folder holds, for a person or a script.
//!
//! Here: finding files, exit statuses, lists. How one session reads as text is in `render`.

mod check;
mod data;
mod render;

use super::{CliError, Context};
use crate::store::{self, DataFolder, LoadError, Summary};
use clap::Subcommand;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use unicode_width::UnicodeWidthStr;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the sessions of the data folder, newest first
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one session
    Show {
        /// Its id, or a part of it that fits only one
        id: String,
        /// As JSON: the record as it is kept
        #[arg(long)]
        json: bool,
    },
    /// Name every file that is damaged, altered, unsealed, newer or left over; exit status 1 if there is one
    Check {
        /// Files or folders (default: the sessions of the data folder)
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
        Command::Show { id, json } => show(&id, json, context),
        Command::Check { paths, json } => check::run(&paths, json, context),
    }
}

/// Text from a file on one line, as it may be shown on a terminal.
pub(super) fn shown_line(text: &str) -> String {
    data::line(text)
}

/// How a listing begins where there is nothing to list.
fn how_to_start(folder: &DataFolder) -> String {
    format!("no sessions in {}: start one with `vivavoce interview`", folder.sessions_dir().display())
}

fn failed(error: &LoadError) -> CliError {
    CliError::Failed(error.to_string())
}

fn list(as_json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let folder = data::existing(context.data.as_deref())?;
    let listing = store::list(&folder.sessions_dir()).map_err(|e| failed(&e))?;
    if as_json {
        let damaged: Vec<_> = listing.damaged.iter().map(|(path, error)| damage(path, error)).collect();
        let value = json!({
            "folder": folder.root.to_string_lossy(),
            "sessions": listing.sessions.iter().map(summary).collect::<Vec<_>>(),
            "damaged": damaged,
            "set_aside": listing.set_aside.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>(),
        });
        writeln!(context.out, "{value:#}")?;
        return Ok(ExitCode::SUCCESS);
    }
    if listing.sessions.is_empty() && listing.damaged.is_empty() {
        writeln!(context.out, "{}", how_to_start(&folder))?;
    }
    let rows: Vec<[String; 7]> = listing.sessions.iter().map(row).collect();
    let head = ["ID", "CODE", "ROLE", "INSTITUTION", "STATUS", "ANSWERED", "REMARKS"].map(str::to_owned);
    let table: Vec<&[String; 7]> =
        if rows.is_empty() { Vec::new() } else { std::iter::once(&head).chain(&rows).collect() };
    let widths: Vec<usize> =
        (0..7).map(|c| table.iter().map(|r| r.get(c).map_or(0, |t| t.width())).max().unwrap_or(0)).collect();
    for cells in table {
        let mut text = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str(cell);
            text.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        writeln!(context.out, "{}", text.trim_end())?;
    }
    for (_, error) in &listing.damaged {
        writeln!(context.out, "{}", data::line(&error.to_string()))?;
    }
    for path in &listing.set_aside {
        let path = path.display().to_string();
        writeln!(context.out, "{}: kept aside, changed by something else", data::line(&path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn row(s: &Summary) -> [String; 7] {
    let role: Vec<&str> =
        [&s.function, &s.rank, &s.level].into_iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    let place: Vec<&str> = [&s.unit, &s.institution, &s.country]
        .into_iter()
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    let mut remarks = Vec::new();
    if s.synthetic {
        remarks.push("made-up data".to_owned());
    }
    match s.integrity {
        crate::session::Integrity::Intact => {}
        crate::session::Integrity::Altered => remarks.push("altered".to_owned()),
        crate::session::Integrity::Unsealed => remarks.push("no digest".to_owned()),
    }
    if s.jots_unfiled > 0 {
        remarks.push(format!("{} unfiled", jots(s.jots_unfiled)));
    }
    [
        data::line(&s.id),
        data::line(&s.code),
        data::line(&role.join(" ")),
        data::line(&place.join(", ")),
        s.status.label().to_owned(),
        s.answered.to_string(),
        remarks.join(", "),
    ]
}

fn jots(count: usize) -> String {
    if count == 1 { "1 jot".to_owned() } else { format!("{count} jots") }
}

fn summary(s: &Summary) -> serde_json::Value {
    // A path that is not text has no place in JSON: shown as near as it can be, rather than failing the listing.
    let mut copy = s.clone();
    copy.path = PathBuf::from(s.path.to_string_lossy().into_owned());
    serde_json::to_value(&copy).unwrap_or_default()
}

fn damage(path: &Path, error: &LoadError) -> serde_json::Value {
    let place = error.place();
    json!({
        "path": path.to_string_lossy(),
        "error": error.to_string(),
        "line": place.map(|p| p.0),
        "column": place.map(|p| p.1),
    })
}

fn show(id: &str, as_json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let folder = data::existing(context.data.as_deref())?;
    let path = find(&folder, id)?;
    let loaded = store::open(&path).map_err(|e| failed(&e))?;
    if as_json {
        let text = serde_json::to_string_pretty(loaded.session.record());
        let text = text.map_err(|e| CliError::Failed(format!("{}: {e}", path.display())))?;
        writeln!(context.out, "{text}")?;
    } else {
        render::session(&loaded, context.out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The one file whose name is `id` or has it as a part.
fn find(folder: &DataFolder, id: &str) -> Result<PathBuf, CliError> {
    let files = store::session_files(&folder.sessions_dir()).map_err(|e| failed(&e))?;
    let stem = |p: &PathBuf| p.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let wanted = id.strip_suffix(".ron").unwrap_or(id);
    if let Some(path) = files.iter().find(|p| stem(p) == wanted) {
        return Ok(path.clone());
    }
    // A part of a name means the session itself, not a version of it that was kept aside.
    let files: Vec<PathBuf> = files.into_iter().filter(|p| !store::is_set_aside(p)).collect();
    if files.is_empty() {
        return Err(CliError::Usage(how_to_start(folder)));
    }
    let lower = wanted.to_lowercase();
    let fits: Vec<&PathBuf> = files.iter().filter(|p| stem(p).to_lowercase().contains(&lower)).collect();
    let names = |paths: &[&PathBuf]| {
        let names: Vec<String> = paths.iter().take(5).map(|p| data::line(&stem(p))).collect();
        let more = paths.len().saturating_sub(5);
        names.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    };
    match fits.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let nearest = nearest(&files, &lower, &stem);
            let wanted = data::line(wanted);
            Err(CliError::Usage(format!("no session {wanted}; nearest: {}", names(&nearest))))
        }
        several => {
            let wanted = data::line(wanted);
            Err(CliError::Usage(format!("{wanted} fits {} sessions: {}", several.len(), names(several))))
        }
    }
}

/// The few names that share the longest run of characters with what was asked for, newest first among equals.
fn nearest<'a>(files: &'a [PathBuf], wanted: &str, stem: &impl Fn(&PathBuf) -> String) -> Vec<&'a PathBuf> {
    let wanted: Vec<char> = wanted.chars().take(64).collect();
    let mut ranked: Vec<(usize, &PathBuf)> =
        files.iter().map(|p| (shared_run(&wanted, &stem(p).to_lowercase()), p)).collect();
    ranked.sort_by_key(|(run, _)| std::cmp::Reverse(*run));
    ranked.into_iter().take(3).map(|(_, p)| p).collect()
}

/// Length of the longest run of characters that both hold.
fn shared_run(a: &[char], b: &str) -> usize {
    let mut best = 0;
    let mut before = vec![0_usize; a.len() + 1];
    for c in b.chars() {
        let mut now = vec![0];
        for (known, run) in a.iter().zip(&before) {
            let run = if *known == c { run + 1 } else { 0 };
            best = best.max(run);
            now.push(run);
        }
        before = now;
    }
    best
}
