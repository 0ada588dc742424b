//! `vivavoce tally`: how often what was answered, group by group.

use super::catalogue::{self, Which};
use super::{CliError, Context};
use crate::analysis::corpus::Corpus;
use crate::analysis::figures::Middle;
use crate::analysis::{Book, By, Counts, Grouping, Measure, Subject, Tally, figures_of, tallies};
use crate::session::Nonresponse;
use crate::text::compact;
use clap::ValueEnum;
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::ExitCode;

/// Counts the answers to items, by group. Every figure stands beside how many answered, were asked, and were met.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Items, rows or cells: `Annex.E.1`, `E.1.k`, `e1kii`, `III.C`; all that were answered where none is named
    #[arg(value_name = "REF")]
    items: Vec<String>,
    /// What sessions are grouped by: function, rank, level, role, managers, unit, institution, region, stakeholder,
    /// country, language, bank, period, status, meeting, all
    #[arg(long, value_name = "FIELD", default_value = "all")]
    by: String,
    #[command(flatten)]
    which: Which,
    /// As what
    #[arg(long, value_enum, default_value = "table")]
    r#as: Form,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// One line for each group and option
    Csv,
    /// Everything
    Json,
}

/// Runs it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let by = by(&args.by)?;
    let (corpus, book) = catalogue::corpus(context, catalogue::needs_texts(&args.which))?;
    let selection = catalogue::selection(&corpus, &book, &args.which)?;
    let grouping = Grouping::new(&corpus, &book, &selection, by);
    let all = book.every_subject().to_vec();
    let subjects: Vec<Subject> = all
        .into_iter()
        .filter(|s| s.scale.is_some() || s.place.what == crate::analysis::corpus::What::Number)
        .collect();
    let wanted: Vec<String> = args.items.iter().map(|item| compact(item)).collect();
    let named = |subject: &Subject| {
        let at = subject.canonical();
        let whole = [compact(at.as_str()), compact(at.short())];
        wanted.iter().any(|w| whole.iter().any(|t| t.starts_with(w)))
    };
    let subjects: Vec<Subject> =
        if wanted.is_empty() { subjects } else { subjects.into_iter().filter(named).collect() };
    if subjects.is_empty() {
        let text = format!("no item is called {}; `vivavoce bank show` lists them", args.items.join(", "));
        return Err(CliError::Usage(text));
    }
    let tallies = on_all_cores(&corpus, &book, &grouping, &subjects);
    let told = subjects.iter().zip(&tallies).filter(|(_, t)| !wanted.is_empty() || t.all.asked() > 0);
    let rows: Vec<(&Subject, &Tally)> = told.collect();
    let made_up = catalogue::made_up(&corpus, &selection);
    match if args.json { Form::Json } else { args.r#as } {
        Form::Json => {
            let mut out = std::io::BufWriter::new(&mut *context.out);
            let value = json!({
                "by": by.name(),
                "filter": args.which.filter,
                "sessions": selection.len(),
                "synthetic": made_up,
                "groups": (0..grouping.len()).map(|g| json!({
                    "code": grouping.codes.get(g), "label": grouping.label(g), "sessions": grouping.sizes.get(g),
                })).collect::<Vec<_>>(),
                "items": rows.iter().map(|(s, t)| item(s, t, &grouping)).collect::<Vec<_>>(),
            });
            writeln!(out, "{value:#}")?;
            out.flush()?;
        }
        Form::Csv => csv(&rows, &grouping, context)?,
        Form::Table => {
            if let Some(why) = catalogue::nothing(&corpus, &selection, &args.which) {
                writeln!(context.out, "{why}")?;
                return Ok(ExitCode::SUCCESS);
            }
            if made_up > 0 {
                writeln!(context.out, "MADE-UP DATA: {made_up} of {} sessions", selection.len())?;
            }
            for (subject, tally) in rows {
                table(subject, tally, &grouping, context)?;
            }
        }
    }
    // The program ends here: giving a million small pieces of memory back one by one helps nobody.
    std::mem::forget(corpus);
    Ok(ExitCode::SUCCESS)
}

/// The tallies of many subjects, a part of them on each core.
fn on_all_cores(corpus: &Corpus, book: &Book, grouping: &Grouping, subjects: &[Subject]) -> Vec<Tally> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts = subjects.chunks(subjects.len().div_ceil(cores).max(1));
    std::thread::scope(|scope| {
        let running: Vec<_> =
            parts.map(|part| scope.spawn(move || tallies(corpus, book, grouping, part))).collect();
        let done = running.into_iter().map(|one| one.join().unwrap_or_else(|p| std::panic::resume_unwind(p)));
        done.flatten().collect()
    })
}

/// What sessions are grouped by.
///
/// # Errors
/// When there is no such field; the error names those there are.
pub(super) fn by(name: &str) -> Result<By, CliError> {
    By::named(name).ok_or_else(|| {
        let all: Vec<&str> = By::ALL.iter().map(|by| by.name()).collect();
        CliError::Usage(format!("sessions can't be grouped by {name}; they can by {}", all.join(", ")))
    })
}

/// Counts as JSON, everything that is known of them.
pub(super) fn counts(counts: &Counts, subject: &Subject) -> Value {
    let options = subject.scale.iter().flat_map(|s| &s.options).zip(&counts.options);
    let options: Vec<Value> = options
        .map(|(option, n)| json!({"code": option.code, "label": option.label, "score": option.score, "n": n}))
        .collect();
    let reasons: serde_json::Map<String, Value> =
        Nonresponse::ALL.iter().zip(counts.reasons).map(|(r, n)| (code(*r), json!(n))).collect();
    let figures = figures_of(counts, subject, Measure::of(subject));
    let scores: Vec<u8> = subject
        .scale
        .as_deref()
        .map(|s| counts.scored(s).iter().map(|(v, _)| *v).collect())
        .unwrap_or_default();
    // The middle as a score, half way between two where it lies there.
    let score = |middle: Middle| {
        let of = |at: usize| scores.get(at).map(|s| f64::from(*s));
        match middle {
            Middle::At(at) => of(at),
            Middle::Between(a, b) => Some(f64::midpoint(of(a)?, of(b)?)),
        }
    };
    let ordinal = figures.ordinal.as_ref();
    json!({
        "sessions": counts.sessions,
        "asked": counts.asked(),
        "answered": counts.answered,
        "options": options,
        "in_words": counts.worded,
        "other_codes": counts.strange,
        "nonresponse": reasons,
        "blank": counts.blank(),
        "median": ordinal.and_then(|o| score(o.median)),
        "quartiles": ordinal.map(|o| [score(o.lower), score(o.upper)]),
        "spread": figures.spread,
        "numbers": numbers(counts),
        "accounts": counts.accounts,
        "institutions": counts.institutions,
        "unsupported": counts.unsupported,
    })
}

fn numbers(counts: &Counts) -> Value {
    let mut all = counts.numbers.clone();
    all.sort_by(f64::total_cmp);
    let (Some(low), Some(high)) = (all.first(), all.last()) else { return Value::Null };
    let middle = all.get((all.len() - 1) / 2).zip(all.get(all.len() / 2)).map(|(a, b)| f64::midpoint(*a, *b));
    json!({"n": all.len(), "lowest": low, "median": middle, "highest": high})
}

fn code(reason: Nonresponse) -> String {
    serde_json::to_value(reason).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn item(subject: &Subject, tally: &Tally, grouping: &Grouping) -> Value {
    let groups: Vec<Value> = tally
        .groups
        .iter()
        .enumerate()
        .map(|(at, of)| json!({"group": grouping.codes.get(at), "label": grouping.label(at), "counts": counts(of, subject)}))
        .collect();
    json!({
        "ref": subject.canonical().as_str(),
        "item": subject.item.reference.as_str(),
        "title": subject.title,
        "row": subject.row,
        "column": subject.column,
        "scale": subject.scale.as_ref().map(|s| s.id.clone()),
        "all": counts(&tally.all, subject),
        "groups": groups,
    })
}

fn csv(rows: &[(&Subject, &Tally)], grouping: &Grouping, context: &mut Context<'_>) -> Result<(), CliError> {
    let failed = |e: csv::Error| CliError::Output(std::io::Error::other(e));
    let mut out = csv::Writer::from_writer(&mut *context.out);
    out.write_record(["ref", "group", "status", "code", "n", "answered", "asked", "sessions"])
        .map_err(failed)?;
    for (subject, tally) in rows {
        let at = subject.canonical();
        for (group, of) in tally.groups.iter().enumerate() {
            let name = grouping.codes.get(group).map_or("", String::as_str);
            let totals = [of.answered, of.asked(), of.sessions].map(|n| n.to_string());
            let options = subject.scale.iter().flat_map(|s| &s.options).zip(&of.options);
            let chosen = options.map(|(o, n)| ("answered", o.code.clone(), *n));
            let reasons = Nonresponse::ALL.iter().zip(of.reasons).map(|(r, n)| ("nonresponse", code(*r), n));
            for (status, code, n) in chosen.chain(reasons).filter(|(_, _, n)| *n > 0) {
                let n = n.to_string();
                let [answered, asked, sessions] = &totals;
                let name = harmless(name);
                out.write_record([at.as_str(), &name, status, &code, &n, answered, asked, sessions])
                    .map_err(failed)?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// A name that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn table(
    subject: &Subject,
    tally: &Tally,
    grouping: &Grouping,
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    let shown = |text: &str| super::session::shown_line(text);
    let at = subject.canonical();
    writeln!(context.out, "\n{}  {}", at, shown(&subject.title))?;
    let scale = subject.scale.as_deref();
    let heads: Vec<String> = scale.iter().flat_map(|s| &s.options).map(|o| o.short().to_owned()).collect();
    let reasons = Nonresponse::ALL.map(Nonresponse::short);
    let numeric = ["lowest", "median", "highest"].map(str::to_owned);
    let middle: &[String] = if scale.is_some() { &heads } else { &numeric };
    let mut head = vec![String::new(), "n".to_owned(), "asked".to_owned(), "met".to_owned()];
    head.extend(middle.iter().cloned());
    head.extend(reasons.map(str::to_owned));
    head.push("sources".to_owned());
    let mut lines = vec![head];
    let every = tally.groups.iter().enumerate().map(|(at, of)| (grouping.label(at).to_owned(), of));
    let whole = (grouping.len() > 1).then_some(("together".to_owned(), &tally.all));
    for (name, of) in every.chain(whole) {
        let mut line = vec![shown(&name)];
        line.extend([of.answered, of.asked(), of.sessions].map(|n| n.to_string()));
        if scale.is_some() {
            line.extend(of.options.iter().map(ToString::to_string));
        } else {
            let value = numbers(of);
            line.extend(
                ["lowest", "median", "highest"]
                    .map(|k| value.get(k).map_or("-".to_owned(), ToString::to_string)),
            );
        }
        line.extend(of.reasons.map(|n| n.to_string()));
        line.push(of.institutions.to_string());
        lines.push(line);
    }
    let wide = |column: usize| {
        lines
            .iter()
            .filter_map(|l| l.get(column))
            .map(|t| unicode_width::UnicodeWidthStr::width(t.as_str()))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..lines.first().map_or(0, Vec::len)).map(wide).collect();
    for line in &lines {
        let mut text = String::new();
        for (column, (cell, wide)) in line.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(wide.saturating_sub(unicode_width::UnicodeWidthStr::width(cell.as_str())));
            // Names to the left, numbers to the right.
            let (before, behind) = if column == 0 { (cell, &gap) } else { (&gap, cell) };
            text.extend(["  ", before, behind]);
        }
        writeln!(context.out, "{}", text.trim_end())?;
    }
    Ok(())
}
