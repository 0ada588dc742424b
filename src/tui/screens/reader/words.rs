//! Answers in words: labels for codes, who said it, what stands behind it, when. Text that can be drawn, no lines yet.

use crate::bank::{Bank, Roles, Scale, Term};
use crate::session::{Answer, Attribution, Cell, Consent, Evidence, Integrity, Origin, Participant, Record};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::sync::Arc;

/// The words for a code: an option, or an option of the qualifier; the code itself where the scale has neither.
fn label(scale: Option<&Scale>, code: &str) -> String {
    let qualifier = || {
        let options = scale.and_then(|s| s.qualifier.as_ref()).map(|q| &q.options);
        options.and_then(|o| o.iter().find(|o| o.code == code)).map(|o| o.label.as_str())
    };
    let option = scale.and_then(|s| s.option(code)).map(|o| o.label.as_str());
    option.or_else(qualifier).unwrap_or(code).to_owned()
}

fn labels(scale: Option<&Scale>, codes: &[String]) -> String {
    codes.iter().map(|code| label(scale, code)).collect::<Vec<_>>().join(", ")
}

/// What was chosen, in words; blank where nothing was.
pub(super) fn chosen(codes: &[String], by: &[String], scale: Option<&Scale>) -> String {
    let mut text = labels(scale, codes);
    if !by.is_empty() {
        text += if text.is_empty() { "(" } else { " (" };
        text += &labels(scale, by);
        text.push(')');
    }
    text
}

/// What stands in a cell, in words.
pub(super) fn cell(cell: &Cell, scale: Option<&Scale>) -> String {
    let parts = [
        chosen(&cell.codes, &cell.by, scale),
        cell.text.clone(),
        cell.nonresponse.map_or_else(String::new, |r| r.label().to_owned()),
    ];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A piece of evidence on one line.
pub(super) fn evidence(e: &Evidence) -> String {
    let mut parts = vec![if e.what.is_empty() { "(not named)".to_owned() } else { e.what.clone() }];
    parts.extend(e.kind.map(|k| k.label().to_owned()));
    parts.extend(e.about.map(|a| a.label().to_owned()));
    parts.push(e.state.label().to_owned());
    parts.push(e.grade());
    if !e.source.is_empty() {
        parts.push(format!("from {}", e.source));
    }
    if !e.reference.is_empty() {
        parts.push(e.reference.clone());
    }
    parts.join(" · ")
}

/// What sets an answer apart: flag, speaker (where `several` were there), origin, language.
pub(super) fn marks(answer: &Answer, several: bool) -> String {
    let mut parts = Vec::new();
    if answer.follow_up {
        parts.push("⚑ to follow up".to_owned());
    }
    // Where only one was there, nobody has to be told who spoke.
    parts.extend(answer.speaker.as_ref().filter(|_| several).map(|who| format!("said by {who}")));
    if answer.origin == Origin::DeskReview {
        parts.push("from papers, not said".to_owned());
    }
    if !answer.language.is_empty() {
        parts.push(format!("asked in {}", answer.language));
    }
    parts.join(" · ")
}

/// The words for a code of a role.
fn term(banks: &[Arc<Bank>], pick: fn(&Roles) -> &Vec<Term>, code: &str) -> String {
    let known = banks.iter().flat_map(|b| pick(&b.roles)).find(|t| t.code == code);
    known.map_or_else(|| code.replace('_', " "), |t| t.label.clone())
}

/// A participant in a few words: code, role, unit, institution, and with `all` of it region and kind of stakeholder.
pub(super) fn who(p: &Participant, banks: &[Arc<Bank>], all: bool) -> String {
    let role = [
        term(banks, |r| &r.functions, &p.function),
        term(banks, |r| &r.ranks, &p.rank),
        term(banks, |r| &r.levels, &p.level),
    ];
    let role = role.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
    let mut parts = vec![p.code.clone(), role, p.unit.clone(), p.institution.clone()];
    if all {
        parts.push(p.region.clone());
        parts.push(term(banks, |r| &r.stakeholders, &p.stakeholder));
    }
    parts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What they agreed to, in a line.
pub(super) fn consent(consent: Consent) -> String {
    let said = |v: Option<bool>| v.map_or("not asked", |yes| if yes { "yes" } else { "no" });
    let attribution = match consent.attribution {
        Some(Attribution::Institution) => "attribution to the institution",
        Some(Attribution::None) => "no attribution",
        None => "attribution not asked",
    };
    let restricted = if consent.restricted { ", restricted report only" } else { "" };
    format!(
        "interview {}, notes {}, quotes {}, {attribution}{restricted}",
        said(consent.interview),
        said(consent.notes),
        said(consent.quotes)
    )
}

/// What must be seen of a session whatever else is on the screen.
pub(super) fn alarms(record: &Record, integrity: Integrity) -> Vec<&'static str> {
    let consent = &record.consent;
    let declined = consent.interview == Some(false) || consent.notes == Some(false);
    let all = [
        (record.synthetic, "MADE UP"),
        (declined, "DECLINED"),
        (consent.quotes == Some(false), "NO QUOTES"),
        (consent.quotes.is_none(), "QUOTES NOT ASKED"),
        (consent.restricted, "RESTRICTED"),
        (integrity == Integrity::Altered, "ALTERED"),
        (integrity == Integrity::Unsealed, "NO DIGEST"),
        (record.format > crate::session::FORMAT, "NEWER FORMAT"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
}

/// A time on the clock of the interview.
fn local(record: &Record, at: Timestamp) -> jiff::civil::DateTime {
    let seconds = record.utc_offset_minutes.saturating_mul(60);
    Offset::from_seconds(seconds).unwrap_or(Offset::UTC).to_datetime(at)
}

/// The day, on the clock of the interview.
pub(super) fn day(record: &Record, at: Timestamp) -> String {
    local(record, at).date().to_string()
}

/// Hours and minutes, on the clock of the interview; the day in front where it is another than that of the start.
pub(super) fn clock(record: &Record, at: Timestamp) -> String {
    let time = local(record, at);
    let hour = format!("{:02}:{:02}", time.hour(), time.minute());
    if time.date() == local(record, record.started).date() { hour } else { format!("{} {hour}", time.date()) }
}

/// When something was first kept and last changed, and how long it was on the screen. All that a session file knows of
/// the history of an answer.
pub(super) fn history(record: &Record, answers: &[&Answer], seconds: Option<u32>) -> String {
    let first = answers.iter().filter_map(|a| a.first).min();
    let last = answers.iter().filter_map(|a| a.last).max();
    let mut parts = Vec::new();
    // The minute is what is told.
    match (first.map(|at| clock(record, at)), last.map(|at| clock(record, at))) {
        (Some(first), Some(last)) if first == last => parts.push(format!("answered {first}")),
        (first, last) => {
            parts.extend(first.map(|at| format!("first answered {at}")));
            parts.extend(last.map(|at| format!("last changed {at}")));
        }
    }
    parts.extend(seconds.filter(|s| *s > 0).map(|s| match (s / 60, s % 60) {
        (0, s) => format!("{s} s on it"),
        (m, 0) => format!("{m} min on it"),
        (m, s) => format!("{m} min {s} s on it"),
    }));
    parts.join(", ")
}
