//! One session as text for a person: who, what was agreed, and the answers in the order of the bank.
//!
//! Everything that comes out of the file goes through `data::shown`: it may not drive the terminal.

use super::data::{line, shown};
use crate::bank::{self, Bank, Item, Kind, Ref, Scale, Term};
use crate::session::{
    Answer, Attribution, Cell, Evidence, Integrity, Jot, Origin, Participant, Record, title_of,
};
use crate::store::Loaded;
use jiff::Timestamp;
use jiff::tz::Offset;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes the session.
pub(super) fn session(loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let record = loaded.session.record();
    let banks: Vec<Bank> =
        record.banks.iter().filter_map(|b| bank::builtin(&b.id)).filter_map(|b| b.parse().ok()).collect();
    header(loaded, record, &banks, out)?;
    let mut written = HashSet::new();
    for bank in &banks {
        for section in &bank.sections {
            let mut heading = Some(section);
            for item in section.all_items() {
                let held: Vec<&Ref> = held_under(record, item).collect();
                if held.is_empty() {
                    continue;
                }
                if let Some(section) = heading.take() {
                    let title = bank::fill(&section.title, &record.country);
                    writeln!(out, "\n{} {}", section.reference, line(&title))?;
                }
                self::item(record, bank, item, &held, out)?;
                written.extend(held);
            }
        }
    }
    let others: Vec<&Ref> = record.answers.keys().filter(|at| !written.contains(at)).collect();
    if !others.is_empty() {
        writeln!(out, "\nUnder references that the built-in banks do not have")?;
        for at in others {
            if let Some(held) = record.answer(at) {
                // A row that was added here has a label of its own, whatever bank it belongs to.
                writeln!(out, "\n  {}", format!("{}  {}", line(at.as_str()), line(&held.label)).trim_end())?;
                answer(held, None, out)?;
                cells(held, &|column, code| (line(column), line(code)), out)?;
            }
        }
    }
    if !record.jots.is_empty() {
        writeln!(out, "\nJots")?;
        record.jots.iter().try_for_each(|j| jot(record, j, out))?;
    }
    Ok(())
}

fn header(loaded: &Loaded, record: &Record, banks: &[Bank], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", line(&record.id))?;
    if record.synthetic {
        writeln!(out, "MADE-UP DATA: no such interview was held")?;
    }
    match loaded.integrity {
        Integrity::Intact => {}
        Integrity::Altered => writeln!(out, "ALTERED: the digest does not fit; damaged or edited by hand")?,
        Integrity::Unsealed => writeln!(out, "NO DIGEST: cut off or written by hand")?,
    }
    let mut when = format!("started {}", local(record.started, record.utc_offset_minutes));
    if let Some(ended) = record.ended {
        let _ = write!(when, ", ended {}", local(ended, record.utc_offset_minutes));
    }
    writeln!(out, "{when}; {}; revision {}", record.status.label(), record.revision)?;
    let mut about = vec![format!("{} meeting", record.meeting.label())];
    about.extend(record.place.map(|p| p.label().to_owned()));
    let named = [("country", &record.country), ("language", &record.language)];
    about.extend(named.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n} {}", line(v))));
    writeln!(out, "{}", about.join("; "))?;
    let stamps: Vec<String> = record
        .banks
        .iter()
        .map(|stamp| {
            let here = banks.iter().find(|b| b.id.eq_ignore_ascii_case(&stamp.id));
            let remark = match here {
                None => " (not built in)".to_owned(),
                Some(b) if b.version != stamp.version => format!(" (shown with {})", b.version),
                Some(_) => String::new(),
            };
            format!("{} {}{remark}", line(&stamp.id), line(&stamp.version))
        })
        .collect();
    writeln!(out, "banks: {}", stamps.join(", "))?;
    let said = |v: Option<bool>| v.map_or("not asked", |yes| if yes { "yes" } else { "no" });
    let consent = &record.consent;
    let attribution = match consent.attribution {
        Some(Attribution::Institution) => "attribution to the institution",
        Some(Attribution::None) => "no attribution",
        None => "attribution not asked",
    };
    let restricted = if consent.restricted { ", restricted report only" } else { "" };
    writeln!(
        out,
        "consent: interview {}, notes {}, quotes {}, {attribution}{restricted}",
        said(consent.interview),
        said(consent.notes),
        said(consent.quotes)
    )?;
    record.participants.iter().try_for_each(|p| participant(p, banks, out))
}

fn participant(p: &Participant, banks: &[Bank], out: &mut dyn Write) -> io::Result<()> {
    let roles = banks.first().map(|b| &b.roles);
    let term = |list: Option<&Vec<Term>>, code: &str| {
        let known = list.and_then(|l| l.iter().find(|t| t.code == code));
        line(known.map_or(code, |t| &t.label))
    };
    let parts = [
        line(&p.code),
        term(roles.map(|r| &r.functions), &p.function),
        term(roles.map(|r| &r.ranks), &p.rank),
        term(roles.map(|r| &r.levels), &p.level),
        term(roles.map(|r| &r.stakeholders), &p.stakeholder),
        line(&p.unit),
        line(&p.institution),
        line(&p.region),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    writeln!(out, "participant {}", parts.join(" · "))
}

/// What is held under an item: itself, and the rows of a grid in the bank's order, then those that were added.
fn held_under<'a>(record: &'a Record, item: &Item) -> impl Iterator<Item = &'a Ref> {
    let mut places = vec![item.reference.clone()];
    places.extend(item.kind.rows().iter().map(|row| item.reference.child(&row.code)));
    places.extend(record.added_rows(item).cloned());
    places.into_iter().filter_map(|at| record.answers.get_key_value(&at).map(|(at, _)| at))
}

fn item(record: &Record, bank: &Bank, item: &Item, held: &[&Ref], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n  {}  {}", item.reference, line(&item.title))?;
    writeln!(out, "    {}", line(&item.ask_for(&record.lead().profile(), &record.country)))?;
    for at in held {
        let Some(held) = record.answer(at) else { continue };
        if **at != item.reference {
            writeln!(out, "    {}  {}", line(at.as_str()), line(&title_of(record, bank, at)))?;
        }
        let scale = match &item.kind {
            Kind::Choice { scale } => bank.scale(scale),
            _ => None,
        };
        answer(held, scale, out)?;
        let name = |column: &str, code: &str| {
            let found = item.kind.columns().iter().find(|c| c.code == column);
            let scale = found.and_then(|c| bank.scale(item.kind.scale_of(at.last(), c)));
            (line(found.map_or(column, |c| &c.label)), label(scale, code))
        };
        cells(held, &name, out)?;
    }
    Ok(())
}

/// The words for a code: an option, or an option of the qualifier; the code itself where the bank has neither.
fn label(scale: Option<&Scale>, code: &str) -> String {
    let qualifier = || {
        let options = scale.and_then(|s| s.qualifier.as_ref()).map(|q| &q.options);
        options.and_then(|o| o.iter().find(|o| o.code == code)).map(|o| o.label.as_str())
    };
    let option = scale.and_then(|s| s.option(code)).map(|o| o.label.as_str());
    line(option.or_else(qualifier).unwrap_or(code))
}

fn answer(held: &Answer, scale: Option<&Scale>, out: &mut dyn Write) -> io::Result<()> {
    let names = |codes: &[String]| codes.iter().map(|c| label(scale, c)).collect::<Vec<_>>().join(", ");
    if !held.codes.is_empty() || !held.by.is_empty() {
        let by = if held.by.is_empty() { String::new() } else { format!(" ({})", names(&held.by)) };
        writeln!(out, "      answer: {}{by}", names(&held.codes))?;
    }
    if let Some(reason) = held.nonresponse {
        writeln!(out, "      no answer: {}", reason.label())?;
    }
    words("said", &held.account, out)?;
    words("note", &held.note, out)?;
    for piece in &held.evidence {
        writeln!(out, "      evidence: {}", evidence(piece))?;
    }
    let mut marks = Vec::new();
    if held.follow_up {
        marks.push("to follow up".to_owned());
    }
    marks.extend(held.speaker.as_ref().map(|who| format!("said by {}", line(who))));
    if held.origin == Origin::DeskReview {
        marks.push("from papers, not said".to_owned());
    }
    if !marks.is_empty() {
        writeln!(out, "      {}", marks.join("; "))?;
    }
    Ok(())
}

/// `name` gives the words for a column and for a code in it.
fn cells(
    held: &Answer,
    name: &dyn Fn(&str, &str) -> (String, String),
    out: &mut dyn Write,
) -> io::Result<()> {
    for (column, Cell { codes, text, by, nonresponse }) in &held.cells {
        let title = name(column, "").0;
        let list = |codes: &[String]| codes.iter().map(|c| name(column, c).1).collect::<Vec<_>>().join(", ");
        let mut value = list(codes);
        if !text.is_empty() {
            value += if value.is_empty() { "" } else { "; " };
            value += &line(text);
        }
        if !by.is_empty() {
            let _ = write!(value, " ({})", list(by));
        }
        if let Some(reason) = nonresponse {
            value += if value.is_empty() { "" } else { "; " };
            value += reason.label();
        }
        writeln!(out, "      {title}: {value}")?;
    }
    Ok(())
}

/// A text under its name, every further line as far in as the first.
fn words(name: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    let text = shown(text);
    let mut lines = text.split('\n');
    let Some(first) = lines.next().filter(|_| !text.is_empty()) else { return Ok(()) };
    writeln!(out, "      {name}: {first}")?;
    lines.try_for_each(|more| writeln!(out, "      {:width$}  {more}", "", width = name.len()))
}

fn evidence(e: &Evidence) -> String {
    let mut parts = vec![if e.what.is_empty() { "(not named)".to_owned() } else { line(&e.what) }];
    parts.extend(e.kind.map(|k| k.label().to_owned()));
    parts.extend(e.about.map(|a| a.label().to_owned()));
    parts.push(e.state.label().to_owned());
    // Both halves of the grade; F6 is "cannot be judged", which is what is said when nothing was set.
    parts.push(e.grade());
    if !e.source.is_empty() {
        parts.push(format!("from {}", line(&e.source)));
    }
    if !e.reference.is_empty() {
        parts.push(line(&e.reference));
    }
    parts.join(" · ")
}

fn jot(record: &Record, jot: &Jot, out: &mut dyn Write) -> io::Result<()> {
    let at = local(jot.at, record.utc_offset_minutes);
    let place = match (&jot.filed, &jot.during) {
        (Some(filed), _) => format!("filed under {}", line(filed.as_str())),
        (None, Some(during)) => format!("not filed, typed at {}", line(during.as_str())),
        (None, None) => "not filed".to_owned(),
    };
    writeln!(out, "  {at}  {place}: {}", line(&jot.text))
}

/// A time on the clock of the interview.
fn local(at: Timestamp, minutes: i32) -> String {
    let offset = Offset::from_seconds(minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
    offset.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}
