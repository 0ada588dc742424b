//! The boards as tables for people, in a pipe or on a terminal.
//!
//! Below five ratings the ratings stand there themselves, not a mean. `-` is nobody; `withheld` is what may not leave
//! the room.

use super::{Shown, first, questions, scored};
use crate::analysis::disclosure::{Verdict, WHY};
use crate::analysis::figures::{Interval, Middle};
use crate::analysis::marks::Cause;
use crate::analysis::needs::{
    Awareness, Gap, Rating, Received, Steps, Suggested, Techniques, Training, Weighed,
};
use crate::analysis::{By, Counts, FEW, decimal};
use crate::bank::fill;
use crate::cli::session::shown_line;
use crate::text::width;
use std::io::{self, Write};

pub(super) const WITHHELD: &str = "withheld";

/// Writes the boards that are shown.
pub(super) fn write(shown: &Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    if shown.made_up > 0 {
        writeln!(out, "MADE-UP DATA: {} of {} sessions", shown.made_up, shown.sessions)?;
    }
    let sessions = crate::analysis::count(shown.sessions, "session", "sessions");
    match shown.policy {
        Some(policy) => writeln!(
            out,
            "{sessions}, {}; fewer than {} are withheld, and what would give them away",
            shown.by.words(),
            policy.threshold()
        )?,
        None => writeln!(out, "{sessions}, {}; FOR THE ROOM, NOT FOR PUBLICATION", shown.by.words())?,
    }
    if let Some((board, verdicts)) = &shown.techniques {
        techniques(shown, board, verdicts, out)?;
    }
    if let Some((board, seen)) = &shown.awareness {
        writeln!(out, "\nAWARENESS: mean (ratings), 5 is best; difference: itself less others")?;
        for (topic, seen) in board.topics.iter().zip(seen) {
            awareness(board, topic, seen, out)?;
        }
    }
    if let Some((board, judged)) = &shown.definitions {
        scored::write(shown, board, judged, out)?;
    }
    if let Some((board, had)) = &shown.training {
        training(board, had, out)?;
    }
    withheld(shown, out)
}

fn withheld(shown: &Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = shown.withheld();
    if shown.policy.is_none() {
        return Ok(());
    }
    for what in shown.left_out() {
        writeln!(out, "\nLEFT OUT: {what}")?;
    }
    if all.is_empty() {
        return writeln!(out, "\nNothing else was withheld.");
    }
    writeln!(out, "\nWITHHELD: {WHY}")?;
    for (_, _, named) in all {
        writeln!(out, "  {}", shown_line(&named.words()))?;
    }
    Ok(())
}

/// Lines in columns: names to the left.
pub(super) fn aligned(lines: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let wide =
        |column: usize| lines.iter().filter_map(|l| l.get(column)).map(|t| width::of(t)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    for line in lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, wide)| width::pad(cell, *wide).into_owned()).collect();
        writeln!(out, "  {}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

pub(super) fn head<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

fn techniques(
    shown: &Shown<'_>,
    board: &Techniques,
    verdicts: &[Verdict],
    out: &mut dyn Write,
) -> io::Result<()> {
    let groups = if shown.by == By::Nothing { 0 } else { board.grouping.len() };
    let weighs = board.weighs();
    for group in std::iter::once(None).chain((0..groups).map(Some)) {
        let name = group.map_or("all together", |at| board.grouping.label(at));
        writeln!(out, "\nTECHNIQUES: {}", shown_line(name))?;
        // One line where there is nothing to tell of any technique.
        let hides = |v: &Verdict| group.map_or_else(|| v.hides_sum(0), |at| v.hides(at));
        if verdicts.iter().all(hides) {
            writeln!(out, "  {WITHHELD}")?;
            continue;
        }
        let mut names =
            head(["", "exposed", "asked", "knows", "gap", "weak", "applies", "gap", "weak", "know-do"]);
        names.extend(weighs.then(|| "MWDS".to_owned()));
        names.push("suggests".to_owned());
        let mut lines = vec![names];
        for (row, (technique, verdict)) in board.rows.iter().zip(verdicts).enumerate() {
            let hidden = hides(verdict);
            let mut line = vec![shown_line(&fill(&technique.short, ""))];
            match technique.of(group) {
                Some(gap) if !hidden => {
                    line.extend(gap_cells(board, gap, board.suggested(row, group), weighs));
                }
                _ => line.push(WITHHELD.to_owned()),
            }
            lines.push(line);
        }
        aligned(&lines, out)?;
    }
    writeln!(out, "\nWHAT TO TRAIN FIRST, AND WHERE TRAINING IS NOT THE ANSWER")?;
    let mut above = None;
    let mut lines = Vec::new();
    for line in first::order(shown, board) {
        if above != Some(line.cause) {
            aligned(&lines, out)?;
            lines.clear();
            writeln!(out, "{}", heading(line.cause))?;
            above = Some(line.cause);
        }
        let said = line.said.map_or_else(String::new, |why| format!("the trainer: {}", shown_line(why)));
        let sum = sum(board, &line.technique.all);
        lines.push(vec![line.rank.to_string(), shown_line(&fill(&line.technique.short, "")), sum, said]);
    }
    aligned(&lines, out)
}

fn heading(cause: Cause) -> &'static str {
    match cause {
        Cause::Training => "Training: knowledge itself is weak (by the gap in knowledge)",
        Cause::Equipment => {
            "Equipment or management: known and weakly applied (by knowledge less application)"
        }
        Cause::Law => "Law: known and hardly used (by the gap in knowledge)",
        Cause::NotKnown => "Not enough known",
        Cause::NoGap => "No gap shown (by the gap in knowledge)",
    }
}

/// What a technique is ranked by.
fn sum(board: &Techniques, gap: &Gap) -> String {
    let n = gap.knowledge.n;
    let top = board.knowledge.as_ref().map(|(steps, _)| steps.top());
    let (Some(top), Some(mean), Some(figure)) = (top, gap.knowledge.mean, gap.knowledge.gap) else {
        return "nobody rated it".to_owned();
    };
    if n < FEW as u64 {
        return format!("rated {}; n {n}", values(&gap.knowledge, board.knowledge.as_ref().map(|(s, _)| s)));
    }
    let know_do = gap.know_do.mean.filter(|_| gap.know_do.pairs.n >= FEW as u64);
    let know_do = know_do.map_or_else(String::new, |m| format!(", know-do {m:+.2}"));
    format!("{top} - {mean:.2} = {figure:.2}, n {n}, weak {}{know_do}", share(gap.knowledge.weak))
}

fn gap_cells(board: &Techniques, gap: &Gap, suggests: Option<Suggested>, weighs: bool) -> Vec<String> {
    let rated = |rating: &Rating, read: Option<&Steps>| -> [String; 3] {
        let n = rating.n;
        if n == 0 {
            return ["-", "", ""].map(str::to_owned);
        }
        if n < FEW as u64 {
            return [format!("n {n}"), values(rating, read), String::new()];
        }
        let figure = rating.gap.map_or_else(String::new, |g| format!("{g:.2}"));
        [format!("n {n}, {}", median(rating, read)), figure, share(rating.weak)]
    };
    let mut cells = vec![part(gap.exposure.exposed, gap.exposure.n, gap.exposure.share())];
    cells.push(gap.knowledge.counts.asked().to_string());
    cells.extend(rated(&gap.knowledge, board.knowledge.as_ref().map(|(s, _)| s)));
    cells.extend(rated(&gap.application, board.application.as_ref().map(|(s, _)| s)));
    let pairs = gap.know_do.pairs.n;
    cells.push(match gap.know_do.mean {
        Some(mean) if pairs >= FEW as u64 => format!("{mean:+.2} ({pairs})"),
        Some(_) => format!("({pairs})"),
        None => "-".to_owned(),
    });
    if weighs {
        let mwds = |w: &Option<Weighed>| {
            let w = w.as_ref().filter(|w| w.n >= FEW as u64)?;
            w.mwds.map(|m| format!("{m:.2} ({})", w.n))
        };
        cells.push(mwds(&gap.weighed_knowledge).unwrap_or_else(|| "-".to_owned()));
    }
    cells.push(suggests.map_or_else(String::new, |s| {
        let lean = if s.firm { "" } else { ", leaning" };
        format!("{}{lean}", s.cause.label())
    }));
    cells
}

/// Ratings one by one, as scores, the highest first.
fn values(rating: &Rating, steps: Option<&Steps>) -> String {
    let Some(steps) = steps else { return String::new() };
    let each = steps.scores.iter().zip(&rating.spread).rev();
    let all = each.flat_map(|(score, n)| std::iter::repeat_n(score.to_string(), *n as usize));
    all.collect::<Vec<_>>().join(" ")
}

/// The median as a score: half way between two where it lies there.
fn median(rating: &Rating, steps: Option<&Steps>) -> String {
    let score = |at: usize| steps.and_then(|s| s.scores.get(at)).map(|s| f64::from(*s));
    let middle = rating.ordinal.as_ref().and_then(|o| match o.median {
        Middle::At(at) => score(at),
        Middle::Between(a, b) => Some(f64::midpoint(score(a)?, score(b)?)),
    });
    middle.map_or_else(String::new, |m| format!("median {}", decimal(m)))
}

/// A share with its interval.
fn share(of: Option<Interval>) -> String {
    let percent = |part: f64| format!("{:.0}", part * 100.0);
    of.map_or_else(
        || "-".to_owned(),
        |i| format!("{}% ({}-{})", percent(i.share), percent(i.low), percent(i.high)),
    )
}

/// The same, as so many of so many where there are few.
fn part(some: u64, n: u64, of: Option<Interval>) -> String {
    match n {
        0 => "-".to_owned(),
        n if n < FEW as u64 => format!("{some} of {n}"),
        n => format!("{}, n {n}", share(of)),
    }
}

fn awareness(
    board: &Awareness,
    topic: &crate::analysis::needs::Topic,
    seen: &crate::analysis::disclosure::Seen,
    out: &mut dyn Write,
) -> io::Result<()> {
    let steps = board.scale.as_ref().map(|(steps, _)| steps);
    let cell = |rating: &Rating, hidden: bool| match (hidden, rating.mean) {
        (true, _) => WITHHELD.to_owned(),
        (_, None) => "-".to_owned(),
        (_, Some(_)) if rating.n < FEW as u64 => values(rating, steps),
        (_, Some(mean)) => format!("{mean:.2} ({})", rating.n),
    };
    let everyone = cell(&topic.everyone, seen.themselves.hides_sum(0));
    writeln!(out, "\n{}: everyone of themselves {everyone}", shown_line(&fill(&topic.label, "")))?;
    let mut lines = vec![head(["", "itself", "its own group", "its managers", "others", "difference"])];
    for (at, view) in topic.groups.iter().enumerate() {
        let (Some(rated), Some(of)) = (board.groups.get(at), seen.groups.get(at)) else { continue };
        let (members, managers) = board.rater(at);
        let open = !seen.themselves.hides(members) && !of.hides_sum(0);
        let enough = [&view.itself, &view.others].iter().all(|r| r.n >= FEW as u64);
        let difference = match view.difference {
            _ if !open => WITHHELD.to_owned(),
            Some(difference) if enough => format!("{difference:+.2}"),
            Some(_) => "few".to_owned(),
            None => "-".to_owned(),
        };
        lines.push(vec![
            shown_line(&rated.label),
            cell(&view.itself, seen.themselves.hides(members)),
            cell(&view.own, of.hides(members)),
            cell(&view.managers, of.hides(managers)),
            cell(&view.others, of.hides_sum(0)),
            difference,
        ]);
    }
    aligned(&lines, out)?;
    let mut names = head(["who rates", "themselves"]);
    names.extend(board.groups.iter().map(|g| shown_line(&g.short)));
    let mut lines = vec![names];
    for (rater, themselves) in topic.themselves.iter().enumerate() {
        let rates = |g: &crate::analysis::needs::View| g.by.get(rater).is_some_and(|r| r.counts.asked() > 0);
        if themselves.counts.asked() == 0 && !topic.groups.iter().any(rates) {
            continue;
        }
        let mut line = vec![shown_line(board.raters.label(rater))];
        line.push(cell(themselves, seen.themselves.hides(rater)));
        for (view, of) in topic.groups.iter().zip(&seen.groups) {
            line.push(view.by.get(rater).map_or_else(String::new, |r| cell(r, of.hides(rater))));
        }
        lines.push(line);
    }
    aligned(&lines, out)
}

fn training(board: &Training, had: &crate::analysis::disclosure::Had, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nTRAINING RECEIVED: {}", shown_line(&board.subject.item.title))?;
    let mut lines = vec![head(["", "n", "asked", "on the subject", "other only", "none"])];
    let line = |name: &str, of: &Received, hidden: bool| {
        let mut line = vec![shown_line(name)];
        if hidden {
            line.push(WITHHELD.to_owned());
            return line;
        }
        line.extend([of.n.to_string(), of.counts.asked().to_string()]);
        let parts = [of.specific, of.general, of.none];
        let shares = parts.into_iter().zip(of.shares());
        line.extend(shares.map(|(some, interval)| part(some, of.n, interval)));
        line
    };
    for (at, of) in board.groups.iter().enumerate() {
        lines.push(line(board.grouping.label(at), of, had.received.hides(at)));
    }
    lines.push(line("all together", &board.all, had.received.hides_sum(0)));
    aligned(&lines, out)?;
    for (asked, verdict) in questions(board, had) {
        writeln!(out, "\n{}", shown_line(&asked.label))?;
        let options = asked.subject.scale.iter().flat_map(|s| &s.options);
        let mut names = head(["", "asked"]);
        names.extend(options.map(|o| shown_line(o.short())));
        names.extend(asked.subject.scale.is_none().then(|| "told".to_owned()));
        let mut lines = vec![names];
        let line = |name: &str, of: &Counts, hidden: bool| {
            let mut line = vec![shown_line(name)];
            if hidden {
                line.push(WITHHELD.to_owned());
                return line;
            }
            line.push(of.asked().to_string());
            line.extend(of.options.iter().map(ToString::to_string));
            line.extend(asked.subject.scale.is_none().then(|| of.worded.to_string()));
            line
        };
        for (at, of) in asked.tally.groups.iter().enumerate() {
            lines.push(line(board.grouping.label(at), of, verdict.hides(at)));
        }
        lines.push(line("all together", &asked.tally.all, verdict.hides_sum(0)));
        aligned(&lines, out)?;
    }
    Ok(())
}
