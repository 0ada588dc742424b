//! What stands behind a chosen line: a group's figures, a session's training, what somebody told, a claim.

use super::super::base::Base;
use super::super::words;
use super::draw::{counts, role, visit};
use super::entries::Entry;
use super::{Learned, Part};
use crate::analysis::corpus::{Field, Flag, RowId};
use crate::analysis::marks::ClaimId;
use crate::analysis::needs::{Asked, Received, Training, share};
use crate::analysis::{Counts, count};
use crate::bank::Scale;
use crate::text::clean;
use crate::tui::desk::Desk;
use crate::tui::widgets::lines;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

pub(super) fn lines(
    board: &Learned,
    found: &Training,
    base: &Base,
    room: u16,
    desk: &Desk,
) -> Vec<Line<'static>> {
    let theme = desk.theme;
    let asked = board.asked(board.part);
    match board.entries.get(board.picker.chosen) {
        Some(Entry::Group(group)) => {
            let who = group.map_or("all", |group| found.grouping.label(group));
            let subject = asked.last().map_or(&found.subject, |asked| &asked.subject);
            let title = match board.part {
                Part::Techniques => "Training in techniques".to_owned(),
                _ => subject.item.title.clone(),
            };
            let mut all = vec![head(&subject.reference(), &title, who, desk)];
            let texts = match board.part {
                Part::Techniques => asked.iter().filter_map(|asked| technique(asked, *group)).collect(),
                Part::Also(_) => asked.first().map_or_else(Vec::new, |asked| answers(asked, *group)),
                _ => group
                    .map_or(Some(&found.all), |group| found.groups.get(group))
                    .map_or_else(Vec::new, |of| received(found, of)),
            };
            for text in texts {
                all.extend(lines::wrapped(&text, room, theme.text()));
            }
            all
        }
        Some(Entry::Session(at)) => session(found, *at, room, desk),
        Some(Entry::Told(question, at)) => {
            let Some(asked) = asked.get(*question) else { return Vec::new() };
            let mut all = vec![head(&asked.subject.reference(), &asked.label, &who(*at, desk), desk)];
            let words = found.words(&desk.archive.corpus, *at, &asked.subject.place.at);
            all.extend(lines::wrapped(&format!("“{}”", words.unwrap_or_default()), room, theme.text()));
            all
        }
        Some(Entry::Claim(id)) => claim(board, *id, room, desk),
        _ if base.known.sessions == 0 => Vec::new(),
        _ => lines::wrapped("Choose a line to see what stands behind it.", room, theme.dim()),
    }
}

fn head(reference: &str, title: &str, who: &str, desk: &Desk) -> Line<'static> {
    let theme = desk.theme;
    Line::from(vec![
        Span::styled(format!("{reference} · "), theme.key()),
        Span::styled(clean::visible(title).into_owned(), theme.ask()),
        Span::styled(format!(" · {}", clean::visible(who)), theme.focus()),
    ])
}

/// Of how many it is, and who gave none.
fn of(n: usize, counts: &Counts, what: &str) -> String {
    let sessions = count(counts.sessions, "session", "sessions");
    format!("{what} {n} of {} asked, {sessions}{}", counts.asked(), words::silent(counts))
}

/// So many of so many; from five on their share.
fn some(part: u64, n: u64) -> String {
    match share(part, n).filter(|_| !words::few(n)) {
        Some(share) => format!("{part} of {n}, {}", words::interval(share)),
        None => format!("{part} of {n}"),
    }
}

/// Each option by its digit, with how many gave it.
fn options(scale: &Scale, counts: &Counts) -> Vec<String> {
    let n = counts.answered as u64;
    let each = scale.options.iter().zip(&counts.options).enumerate();
    let each = each.map(|(at, (option, given))| {
        let digit = char::from_digit(at as u32 % 35 + 1, 36).unwrap_or('?');
        format!("{digit} {}: {}", option.label, some(*given as u64, n))
    });
    each.collect()
}

fn received(found: &Training, had: &Received) -> Vec<String> {
    let mut all = vec![of(had.n as usize, &had.counts, "said what they had:")];
    if had.n == 0 {
        return all;
    }
    all.push(format!(
        "1 a course on the subject itself: {}; 2 something else only: {}; 3 none: {}",
        some(had.specific, had.n),
        some(had.general, had.n),
        some(had.none, had.n)
    ));
    if let Some(scale) = &found.subject.scale {
        let each = scale.options.iter().zip(&had.counts.options).filter(|(_, n)| **n > 0);
        let each: Vec<String> = each.map(|(option, n)| format!("{} {n}", option.label)).collect();
        let several = if scale.several { " (one may have had several)" } else { "" };
        all.push(format!("kinds{several}: {}", each.join(", ")));
    }
    all.push(format!(
        "nothing seen, copied or visited stands behind {} of the {} answers",
        had.counts.unsupported, had.counts.answered
    ));
    all
}

fn technique(asked: &Asked, group: Option<usize>) -> Option<String> {
    let counts = counts(asked, group)?;
    Some(format!("{}: {}", asked.label, of(counts.given(), counts, "told in words")))
}

fn answers(asked: &Asked, group: Option<usize>) -> Vec<String> {
    let Some(counts) = counts(asked, group) else { return Vec::new() };
    let said = of(counts.answered, counts, "answered");
    if counts.answered == 0 {
        return vec![said];
    }
    let mut all = Vec::new();
    if let Some(scale) = &asked.subject.scale {
        let several = if scale.several { "several may hold: " } else { "" };
        all.push(format!("{several}{}", options(scale, counts).join(" · ")));
    }
    all.push(said);
    all
}

/// Code, role, place, when; and what has to be known before it is quoted.
fn who(at: RowId, desk: &Desk) -> String {
    let archive = &desk.archive;
    let Some(row) = archive.corpus.row(at) else { return String::new() };
    let mut all = vec![row.code().to_owned(), role(at, desk)];
    all.extend([Field::Unit, Field::Institution].map(|field| archive.corpus.value(at, field).to_owned()));
    all.push(row.local().date().to_string());
    for (flag, word) in [(Flag::MadeUp, "made up"), (Flag::NoQuotes, "not to be quoted")] {
        if row.is(flag) {
            all.push(word.to_owned());
        }
    }
    all.retain(|text| !text.is_empty());
    all.join(" · ")
}

fn session(found: &Training, at: RowId, room: u16, desk: &Desk) -> Vec<Line<'static>> {
    let (theme, corpus) = (desk.theme, &desk.archive.corpus);
    let mut all = vec![head(&found.subject.reference(), &found.subject.item.title, &who(at, desk), desk)];
    let mut add = |name: &str, text: &str, style: Style| {
        all.extend(lines::wrapped(&format!("{name}: {text}"), room, style));
    };
    add("training", &found.kinds(corpus, at).join(", "), theme.text());
    let behind = if found.is_supported(corpus, at) {
        "something was seen, copied or visited"
    } else {
        "asserted only, nothing was seen, copied or visited: a visit to those who had it can tell"
    };
    let style = if found.is_supported(corpus, at) { theme.good() } else { theme.warn() };
    add("behind it", behind, style);
    if let Some(text) = found.words(corpus, at, &found.shape.received) {
        add("in words", text, theme.text());
    }
    for told in &found.shape.told {
        if let Some(text) = found.words(corpus, at, &told.item) {
            add(&told.label, text, theme.text());
        }
    }
    all
}

fn claim(board: &Learned, id: ClaimId, room: u16, desk: &Desk) -> Vec<Line<'static>> {
    let theme = desk.theme;
    let corpus = &desk.archive.corpus;
    let sources = board.cited.within(corpus);
    let Some(row) = desk.marks.annotations.ledger_row(id, &sources) else { return Vec::new() };
    let name = |session: &str| {
        let row = board.cited.row(session).and_then(|at| corpus.row(at));
        clean::line(row.map_or(session, |row| row.code())).into_owned()
    };
    let mut all = lines::wrapped(&format!("{id}  {}", row.claim.statement), room, theme.ask());
    let mut add = |text: String, style: Style| all.extend(lines::wrapped(&text, room, style));
    let outcome = row.outcome.map(|o| format!(", it {}", o.label())).unwrap_or_default();
    add(format!("{}{outcome}: {}", row.state.label(), row.why(name)), theme.text());
    add(format!("visit: {}", visit(row.claim)), theme.text());
    if let Some(need) = &row.claim.needs_visit {
        let made = if row.needs_visit { "to be seen" } else { "was to be seen" };
        add(format!("{made}: {} ({}, {})", need.why, need.by.as_str(), desk.date(need.at)), theme.warn());
    }
    if let Some(seen) = &row.claim.verification {
        add(format!("{} on {}: {}", seen.how.label(), seen.on, seen.what), theme.good());
    }
    if let Some(resolved) = &row.claim.resolution {
        add(format!("resolved, {}: {}", resolved.outcome.label(), resolved.why), theme.text());
    }
    let about: Vec<String> = row.claim.about.iter().map(crate::bank::Ref::spoken).collect();
    if !about.is_empty() {
        add(format!("about {}", about.join(", ")), theme.dim());
    }
    all
}
