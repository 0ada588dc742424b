//! `vivavoce plan`: the training plan for scripts, for printing and for passing on.

use super::session::shown_line;
use super::{CliError, Context, catalogue};
use crate::analysis::marks::{Annotations, Behind, PlanLine};
use crate::export::{self, Audience, PlanFormat, PlanInput};
use crate::store;
use crate::text::{clean, width};
use jiff::Zoned;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The training plan: who is to be trained in what, and what else is to be done
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Its lines, in their order, with all that they rest on: for the team
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write it as a file; figures that would tell of few people are withheld
    Export(ExportArgs),
}

#[derive(Debug, clap::Args)]
struct ExportArgs {
    /// What it is written as: md, csv, xlsx
    #[arg(value_name = "FORMAT")]
    format: String,
    /// The file; `-` is standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// For the team only: nothing is withheld, and the sessions are named
    #[arg(long, conflicts_with = "threshold")]
    inside: bool,
    /// Withhold figures of fewer people than this; 3 or more
    #[arg(long, value_name = "N", default_value_t = 5)]
    threshold: usize,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// Columns of a printed page.
const PAGE: usize = 100;

/// Runs it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    match &args.command {
        Command::List { json } => list(*json, context),
        Command::Export(args) => write_file(args, context),
    }
}

/// The marks, and what is behind each line of their plan.
fn plan(context: &Context<'_>) -> Result<(Annotations, Vec<Behind>), CliError> {
    let (corpus, _) = catalogue::corpus(context, false)?;
    let (marks, _) = store::read_marks(&context.folder()?).map_err(|e| CliError::Failed(e.to_string()))?;
    let behind = marks.behind_plan(&corpus);
    Ok((marks, behind))
}

fn list(as_json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let (marks, behind) = plan(context)?;
    let made_up = behind.iter().filter(|b| b.made_up > 0).count();
    let lines = (1..).zip(marks.plan.iter().zip(&behind));
    if as_json {
        let lines: Vec<Value> = lines.map(|(place, (line, behind))| entry(place, line, *behind)).collect();
        let value = json!({ "lines_on_made_up_sessions": made_up, "lines": lines });
        writeln!(context.out, "{value:#}")?;
        return Ok(ExitCode::SUCCESS);
    }
    if made_up > 0 {
        let all = marks.plan.len();
        writeln!(context.out, "MADE-UP DATA: behind {made_up} of {all} lines\n")?;
    }
    if marks.plan.is_empty() {
        writeln!(context.out, "nothing is planned yet; p on a board of `vivavoce gaps` makes a line of it")?;
    }
    for (place, (line, behind)) in lines {
        print(context.out, place, line, *behind)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn entry(place: usize, line: &PlanLine, behind: Behind) -> Value {
    json!({
        "place": place,
        "id": line.id,
        "topic": line.topic,
        "ref": line.about,
        "group": line.group,
        "filter": line.filter,
        "people": line.size,
        "depth": line.depth,
        "form": line.form,
        "priority": line.priority,
        "remedy": line.remedy,
        "note": line.note,
        "basis": {
            "figures": line.basis.figures,
            "asked": line.basis.asked,
            "answered": line.basis.answered,
            "unanimous": line.basis.unanimous,
            "split": line.basis.split,
            "sessions": line.basis.sessions,
            "made_up": behind.made_up,
            "gone": behind.gone,
        },
        "by": line.by,
        "at": line.at,
        "changed": line.changed,
    })
}

fn print(out: &mut dyn Write, place: usize, line: &PlanLine, behind: Behind) -> Result<(), CliError> {
    let mut head = vec![line.priority.label().to_owned(), line.remedy.label().to_owned()];
    if line.remedy == crate::analysis::marks::Remedy::Training {
        head.extend([line.depth.label().to_owned(), line.form.label().to_owned()]);
    }
    head.extend(line.size.map(|n| format!("{n} people")));
    writeln!(out, "{place:>3}  {:<5} {}", line.id.to_string(), head.join(", "))?;
    let at = line.about.as_ref().map(|at| format!(" ({})", at.spoken())).unwrap_or_default();
    passage(out, &format!("{}{at}", line.topic))?;
    if !line.group.is_empty() {
        passage(out, &format!("for: {}", line.group))?;
    }
    if !line.note.is_empty() {
        passage(out, &format!("note: {}", line.note))?;
    }
    let basis = &line.basis;
    if !basis.is_none() {
        let split = if basis.split.is_empty() { String::new() } else { format!(", by {}", basis.split) };
        let made_up = if behind.made_up > 0 { "; MADE-UP DATA" } else { "" };
        let gone = match behind.gone {
            0 => String::new(),
            n => format!("; {n} of {} sessions are not here", behind.named),
        };
        let figures = if basis.figures.is_empty() { "no figures" } else { &basis.figures };
        let text =
            format!("{figures} ({} of {} answered{split}{gone}{made_up})", basis.answered, basis.asked);
        passage(out, &format!("basis: {text}"))?;
    }
    writeln!(out)?;
    Ok(())
}

/// A passage on lines of a page, under a line of the plan.
fn passage(out: &mut dyn Write, text: &str) -> Result<(), CliError> {
    let text = clean::visible(text).replace('\n', " / ");
    let mut row = String::new();
    for word in text.split_whitespace() {
        if !row.is_empty() && width::of(&row) + width::of(word) + 12 > PAGE {
            writeln!(out, "           {row}")?;
            row.clear();
        }
        if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(word);
    }
    writeln!(out, "           {row}")?;
    Ok(())
}

fn write_file(args: &ExportArgs, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let name = args.format.trim().to_lowercase();
    let format = PlanFormat::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| {
        let all = PlanFormat::ALL.map(PlanFormat::name).join(", ");
        CliError::Usage(format!("no plan can be written as {}; there are {all}", shown_line(&args.format)))
    })?;
    let audience =
        if args.inside { Audience::Inside } else { Audience::Outside { threshold: args.threshold } };
    let is_output = args.file.as_os_str() == "-";
    if !is_output && !args.force && args.file.symlink_metadata().is_ok() {
        return Err(CliError::Failed(format!(
            "{} exists already; --force replaces it",
            shown_path(&args.file)
        )));
    }
    let (marks, behind) = plan(context)?;
    let input = PlanInput { lines: &marks.plan, behind: &behind, on: Zoned::now().date() };
    let made = export::plan(&input, format, audience).map_err(|error| match error {
        export::PlanError::TooLow(_) => CliError::Usage(error.to_string()),
        export::PlanError::Workbook(_) => CliError::Failed(error.to_string()),
    })?;
    if is_output {
        context.out.write_all(&made.bytes)?;
        return Ok(ExitCode::SUCCESS);
    }
    store::write_file(&args.file, &made.bytes, args.force)
        .map_err(|e| CliError::Failed(shown_line(&e.to_string())))?;
    let n = marks.plan.len();
    let lines = if n == 1 { "1 line".to_owned() } else { format!("{n} lines") };
    writeln!(context.out, "{}: {lines}", shown_path(&args.file))?;
    if made.made_up > 0 {
        writeln!(context.out, "MADE-UP DATA: behind {} of {lines}, and the file says so", made.made_up)?;
    }
    if args.inside {
        writeln!(context.out, "for the team only: nothing was withheld, and the sessions are named")?;
    }
    for (id, why) in &made.withheld {
        // For whoever sits here; the file does not say which reason it is.
        writeln!(context.out, "figures of {id} withheld: {}", why.words(args.threshold))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn shown_path(path: &Path) -> String {
    shown_line(&path.display().to_string())
}
