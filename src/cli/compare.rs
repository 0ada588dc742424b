//! `vivavoce compare REF`: one question across groups, as a table or as JSON with every count.
//!
//! Here: which sessions and which question are meant, and how the figures are written. What they are is in `analysis`.

use super::catalogue::{self, Which};
use super::session::shown_line as shown;
use super::{CliError, Context, tally};
use crate::analysis::corpus::{Corpus, Flag, Selection};
use crate::analysis::figures::{Alpha, Ordinal, Undefined};
use crate::analysis::{Comparison, Counts, Figures, Measure, compare, count, decimal, ladder};
use crate::bank::fill;
use crate::text::width;
use serde_json::{Map, Value, json};
use std::process::ExitCode;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The question or cell: Annex.E.1.k.ii, E.1.k.ii or e1kii
    #[arg(value_name = "REF")]
    reference: String,
    /// What the sessions are grouped by
    #[arg(long, value_name = "FIELD", default_value = "function")]
    by: String,
    #[command(flatten)]
    which: Which,
    /// What was said in words, too
    #[arg(long)]
    accounts: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let by = tally::by(&args.by)?;
    let with_texts = args.accounts || catalogue::needs_texts(&args.which);
    let (corpus, book) = catalogue::corpus(context, with_texts)?;
    let subject = book.find(&args.reference).ok_or_else(|| {
        CliError::Usage(format!(
            "no question {}: `vivavoce bank show annex` lists those of a bank",
            shown(&args.reference)
        ))
    })?;
    let selection = catalogue::selection(&corpus, &book, &args.which)?;
    let found = compare(&corpus, &book, &selection, by, &subject);
    if args.json {
        writeln!(context.out, "{:#}", as_json(&corpus, &found, &selection, args))?;
    } else if let Some(why) = catalogue::nothing(&corpus, &selection, &args.which) {
        writeln!(context.out, "{why}")?;
    } else {
        as_text(&corpus, &found, &selection, args, context)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn as_text(
    corpus: &Corpus,
    found: &Comparison,
    selection: &Selection,
    args: &Args,
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    let subject = &found.subject;
    writeln!(context.out, "{}  {}", subject.canonical(), shown(&fill(&subject.name(), "")))?;
    writeln!(context.out, "{}", shown(&fill(&subject.item.ask, "")))?;
    let made_up = catalogue::made_up(corpus, selection);
    let mut about =
        format!("by {} · {}", found.grouping.by.name(), count(selection.len(), "session", "sessions"));
    if made_up > 0 {
        about = format!("{about} · {made_up} MADE UP");
    }
    if let Some(filter) = &args.which.filter {
        about = format!("{about} · filter: {}", shown(filter));
    }
    writeln!(context.out, "{about}\n{}\n", shown(&found.headline()))?;
    if let Some(scale) = &subject.scale {
        let options = scale.options.iter().zip(1..).map(|(o, n)| format!("{n} {}", o.label));
        writeln!(context.out, "{}", shown(&options.collect::<Vec<_>>().join("  ")))?;
    }
    for line in table(found) {
        writeln!(context.out, "{line}")?;
    }
    if !found.spread_name().is_empty() {
        let note = "spread: 0 all alike, 1 as far apart as can be";
        writeln!(context.out, "\n{note} ({}); unsupp: nothing seen stands behind it", found.spread_name())?;
    }
    if let Some(cross) = &found.cross {
        writeln!(context.out, "{}", cross.words())?;
    }
    if let Some(gap) = &found.gap {
        writeln!(context.out, "{}", found.gap_words(gap))?;
    }
    if let Some(agreement) = &found.agreement {
        let both = format!("{}; {}", agreement.over_groups(), agreement.over_sessions());
        writeln!(context.out, "agreement (ordinal alpha: 1 all agree, 0 chance): {both}")?;
    }
    if args.accounts {
        writeln!(context.out)?;
        for quote in &found.quotes {
            let Some((said, who, row)) = quoted(corpus, quote) else { continue };
            let consent = if row.is(Flag::Quotable) { "" } else { " · NO QUOTES" };
            let group = found.grouping.label(quote.group);
            let file = &row.file;
            writeln!(context.out, "{} · {} · {}{consent}\n    {}", shown(group), who, file, shown(said))?;
        }
    }
    Ok(())
}

/// The words of an account, the code of who said it, and the session.
fn quoted<'a>(
    corpus: &'a Corpus,
    quote: &crate::analysis::Quote,
) -> Option<(&'a str, &'a str, &'a crate::analysis::corpus::Row<u32>)> {
    let segment = corpus.segments().get(quote.at.segment)?;
    let row = corpus.row(quote.at)?;
    let who = row.people.get(segment.speaker(quote.text)).map_or(row.code(), |p| p.code.as_str());
    Some((segment.texts().words(quote.text), who, row))
}

fn table(found: &Comparison) -> Vec<String> {
    let options = found.subject.scale.as_ref().map_or(0, |s| s.options.len());
    let mut head: Vec<String> = ["GROUP", "N", "ASKED", "SESSIONS"].map(str::to_owned).to_vec();
    head.extend((1..=options).map(|n| n.to_string()));
    head.extend(
        ["MEDIAN", "QUARTILES", "SPREAD", "DK", "REF", "N/A", "SKIP", "BLANK", "INST", "ACC", "UNSUPP"]
            .map(str::to_owned),
    );
    let groups = found.tally.groups.iter().zip(&found.figures).enumerate();
    let mut rows: Vec<Vec<String>> = vec![head];
    rows.extend(groups.map(|(at, (c, f))| line(found, &shown(found.grouping.label(at)), c, f)));
    rows.push(line(found, "all", &found.tally.all, &found.all));
    let columns = rows.first().map_or(0, Vec::len);
    let wide = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| width::of(t)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    let one = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(text, wide)| width::pad(text, *wide).into_owned());
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(one).collect()
}

fn line(found: &Comparison, label: &str, counts: &Counts, figures: &Figures) -> Vec<String> {
    let number = |n: usize| n.to_string();
    let mut row =
        vec![label.to_owned(), number(counts.answered), number(counts.asked()), number(counts.sessions)];
    row.extend(counts.options.iter().map(|n| number(*n)));
    let (median, quartiles) = match (&figures.ordinal, found.measure) {
        (Some(o), _) => {
            let between = format!("{} to {}", found.middle(o.lower), found.middle(o.upper));
            (found.middle(o.median), between)
        }
        (None, Measure::Number) => {
            let ends = found.values(counts);
            let ends = ends.first().zip(ends.last()).map(|(a, b)| format!("{a} to {b}"));
            (found.median_number(counts).map(decimal).unwrap_or_default(), ends.unwrap_or_default())
        }
        _ => (String::new(), String::new()),
    };
    row.extend([shown(&median), shown(&quartiles)]);
    row.push(figures.spread.map_or_else(|| "-".to_owned(), |s| format!("{s:.2}")));
    row.extend(counts.reasons.map(number));
    row.extend([counts.blank(), counts.institutions, counts.accounts, counts.unsupported].map(number));
    row
}

fn as_json(corpus: &Corpus, found: &Comparison, selection: &Selection, args: &Args) -> Value {
    let subject = &found.subject;
    let group = |at: usize| (found.grouping.codes.get(at), found.grouping.label(at));
    let groups: Vec<Value> = found
        .tally
        .groups
        .iter()
        .zip(&found.figures)
        .enumerate()
        .map(|(at, (counts, figures))| {
            let (code, label) = group(at);
            let mut value = json!({ "code": code, "label": label });
            merge(&mut value, figures_json(found, counts, figures));
            value
        })
        .collect();
    let mut all = Value::Object(Map::new());
    merge(&mut all, figures_json(found, &found.tally.all, &found.all));
    let mut value = json!({
        "ref": subject.canonical().as_str(),
        "title": subject.name(),
        "ask": subject.item.ask,
        "by": found.grouping.by.name(),
        "filter": args.which.filter,
        "sessions": selection.len(),
        "synthetic": catalogue::made_up(corpus, selection),
        "measure": match found.measure {
            Measure::Ordered => "ordered",
            Measure::Nominal => "nominal",
            Measure::Several => "several",
            Measure::Number => "number",
            Measure::Words => "words",
        },
        "spread_is": found.spread_name(),
        "headline": found.headline(),
        "groups": groups,
        "all": all,
        "furthest_apart": found.widest().map(|w| json!({
            "low": group(w.low).0, "high": group(w.high).0, "steps": w.steps,
        })),
        "paper_and_practice": found.cross.as_ref().map(|cross| json!({
            "options": cross.options, "counts": cross.counts, "gap": cross.gap, "n": cross.n,
        })),
        "managers_and_staff": found.gap.as_ref().map(|gap| json!({
            "managers": counts_json(found, &gap.managers),
            "staff": counts_json(found, &gap.staff),
            "difference": gap.difference,
        })),
        "agreement": found.agreement.as_ref().map(|a| json!({
            "rows": a.rows, "groups": alpha(&a.groups), "sessions": alpha(&a.sessions),
        })),
    });
    if args.accounts {
        let said = found.quotes.iter().filter_map(|quote| {
            let (words, who, row) = quoted(corpus, quote)?;
            Some(json!({
                "session": row.file,
                "code": who,
                "group": group(quote.group).0,
                "text": words,
                "quotable": row.is(Flag::Quotable),
                "made_up": row.is(Flag::MadeUp),
                "participants": row.people.len(),
            }))
        });
        merge(&mut value, json!({ "accounts": said.collect::<Vec<_>>() }));
    }
    value
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// All counts, as `tally` gives them.
fn counts_json(found: &Comparison, counts: &Counts) -> Value {
    let mut value = tally::counts(counts, &found.subject);
    if found.measure == Measure::Number {
        merge(&mut value, json!({ "values": counts.numbers }));
    }
    value
}

fn figures_json(found: &Comparison, counts: &Counts, figures: &Figures) -> Value {
    let mut value = counts_json(found, counts);
    let why = figures.spread.is_none().then(|| found.no_spread(counts).to_string());
    merge(
        &mut value,
        json!({
            "median_label": figures.ordinal.as_ref().map(|o| found.middle(o.median)),
            "most_often": figures.ordinal.as_ref().map(|o| most(found, o)),
            "mean": found.mean(counts),
            "spread_undefined": why,
        }),
    );
    value
}

fn most(found: &Comparison, ordinal: &Ordinal) -> Vec<String> {
    let scale = found.subject.scale.as_deref();
    let rungs = scale.map(ladder).unwrap_or_default();
    let code = |at: &usize| Some(scale?.options.get(*rungs.get(*at)?)?.code.clone());
    ordinal.mode.iter().filter_map(code).collect()
}

fn alpha(found: &Result<Alpha, Undefined>) -> Value {
    match found {
        Ok(a) => json!({ "alpha": a.value, "rows": a.units, "ratings": a.values }),
        Err(why) => json!({ "alpha": null, "undefined": why.to_string() }),
    }
}
