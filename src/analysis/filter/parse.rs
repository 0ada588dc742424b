//! Reading the line: pieces parted by blanks, quotation marks keep blanks together.

use super::{Filter, FilterError, Term, Test};
use crate::analysis::corpus::{Field, Flag};
use crate::text::fold;
use std::ops::Range;

/// Names that stand before a colon, besides the fields.
const NAMES: [&str; 12] =
    ["role", "code", "id", "after", "before", "answered", "blank", "value", "says", "evidence", "tag", "is"];

/// What `is:` takes besides the flags of a session.
const STATES: [&str; 4] = ["unfinished", "follow-up", "to-chase", "jots"];

/// States of evidence, least first.
const EVIDENCE: [&str; 5] = ["asserted", "promised", "seen", "copy", "verified"];

/// The pieces of a line, as ranges of bytes.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let (mut start, mut quoted) = (None, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        }
        match (start, c.is_whitespace() && !quoted) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                all.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    all.extend(start.map(|from| from..text.len()));
    all
}

/// Reads a filter.
///
/// # Errors
/// The first piece that is not understood: where it stands, and what could stand there.
pub fn parse(text: &str) -> Result<Filter, FilterError> {
    let terms = pieces(text).into_iter().map(|range| piece(text, &range)).collect::<Result<Vec<_>, _>>()?;
    Ok(Filter { terms: terms.into_iter().flatten().collect() })
}

fn piece(text: &str, range: &Range<usize>) -> Result<Vec<Term>, FilterError> {
    let whole = &text[range.clone()];
    let (not, body) = match whole.strip_prefix('-') {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, whole),
    };
    let fail = |message: String| FilterError { start: range.start, end: range.end, message };
    if whole.matches('"').count() % 2 == 1 {
        return Err(fail("the quotation mark is not closed: put one more \" behind the words".to_owned()));
    }
    let name = body.split_once(':').filter(|(name, _)| !name.is_empty() && !name.contains('"'));
    let Some((name, value)) = name else {
        let words = fold(&body.replace('"', ""));
        if body.starts_with('"') {
            return Ok(vec![Term { not, test: Test::Word(words) }].into_iter().filter(meant).collect());
        }
        let word = |w: &str| Term { not, test: Test::Word(w.to_owned()) };
        return Ok(words.split_whitespace().map(word).collect());
    };
    Ok(vec![Term { not, test: meaning(&name.to_lowercase(), value).map_err(fail)? }])
}

fn meant(term: &Term) -> bool {
    !matches!(&term.test, Test::Word(word) if word.is_empty())
}

fn meaning(name: &str, value: &str) -> Result<Test, String> {
    let values = values(value);
    let missing = || format!("{name}: what? Write a value behind the colon{}", example(name));
    let first = values.first().cloned().ok_or_else(missing)?;
    let folded = || values.iter().map(|v| fold(v)).collect::<Vec<_>>();
    if let Some(field) = Field::named(name).filter(|f| *f != Field::Period) {
        return Ok(Test::Field(field, folded()));
    }
    match name {
        "role" => {
            Ok(Test::Role(folded().iter().flat_map(|v| v.split_whitespace().map(str::to_owned)).collect()))
        }
        "code" => Ok(Test::Code(folded())),
        "id" => Ok(Test::Id(folded())),
        "period" => match value.split_once("..") {
            Some((from, to)) => Ok(Test::Days(day(from, false)?, day(to, true)?)),
            None => Ok(Test::Days(day(&first, false)?, day(&first, true)?)),
        },
        "after" => Ok(Test::Days(day(&first, false)?, u32::MAX)),
        "before" => Ok(Test::Days(0, day(&first, true)?)),
        "answered" => Ok(Test::Answered(reference(&first)?)),
        "blank" => Ok(Test::Blank(reference(&first)?)),
        "value" => {
            let (at, codes) = value.split_once('=').ok_or_else(|| {
                "value: needs a reference, = and a code, as in value:E.1.k.ii=weak,very_weak".to_owned()
            })?;
            let codes: Vec<String> =
                self::values(codes).iter().map(|c| fold(c).replace([' ', '-'], "_")).collect();
            if codes.is_empty() {
                return Err("value: which code? As in value:E.1.k.ii=weak,very_weak".to_owned());
            }
            Ok(Test::Value(reference(at)?, codes))
        }
        "says" => match fold(&first) {
            words if words.is_empty() => Err(missing()),
            words => Ok(Test::Says(words)),
        },
        "evidence" => evidence(&first),
        "tag" => Ok(Test::Tag(folded())),
        "is" | "has" => is(&first),
        _ => Err(format!("there is no field {name}; there are {}", names())),
    }
}

fn evidence(value: &str) -> Result<Test, String> {
    let (at, state) = value.split_once('=').unwrap_or((value, ""));
    let state_of = |word: &str| EVIDENCE.iter().position(|s| *s == word.to_lowercase());
    let number = |at: usize| u8::try_from(at).unwrap_or(0);
    if let Some(state) = state_of(at) {
        return Ok(Test::Evidence(String::new(), number(state)));
    }
    let state = match state {
        "" => 0,
        word => state_of(word)
            .ok_or_else(|| format!("evidence has no state {word}; there are {}", EVIDENCE.join(", ")))?,
    };
    let at = if at.eq_ignore_ascii_case("any") { String::new() } else { reference(at)? };
    Ok(Test::Evidence(at, number(state)))
}

fn is(value: &str) -> Result<Test, String> {
    let value = value.to_lowercase().replace('_', "-");
    if let Some(flag) = Flag::ALL.into_iter().find(|f| f.name() == value) {
        return Ok(Test::Is(flag));
    }
    match value.as_str() {
        "unfinished" => Ok(Test::Unfinished),
        "synthetic" => Ok(Test::Is(Flag::MadeUp)),
        "follow-up" => Ok(Test::FollowUp),
        "to-chase" => Ok(Test::ToChase),
        "jots" => Ok(Test::Jots),
        _ => {
            let mut all: Vec<&str> = Flag::ALL.iter().map(|f| f.name()).collect();
            all.extend(STATES);
            Err(format!("is: knows no {value}; it knows {}", all.join(", ")))
        }
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "answered" | "blank" => ", as in answered:E.1.k",
        "says" => ", as in says:\"no interpreter\"",
        "period" => ", as in period:2026 or period:2026-03..2026-06",
        "is" => ", as in is:unfinished",
        _ => "",
    }
}

/// Every name that may stand before a colon.
pub(super) fn names() -> String {
    let fields = Field::ALL.iter().map(|f| f.name());
    fields.chain(NAMES).collect::<Vec<_>>().join(", ")
}

/// Values parted by commas, quotation marks taken away.
fn values(text: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for c in text.chars() {
        match (c, all.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => all.push(String::new()),
            (c, Some(last)) => last.push(c),
            _ => {}
        }
    }
    all.iter().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect()
}

/// A reference in lower case, its segments parted by dots: `E.1.k`, `e 1 k` and `Annex.E.1.k` as they are typed.
fn reference(text: &str) -> Result<String, String> {
    let text = text.trim().to_lowercase().replace(' ', ".");
    let fine = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if text.split('.').all(fine) {
        Ok(text)
    } else {
        Err(format!("{text:?} is no reference; write it as E.1.k"))
    }
}

/// A day as one number. Of a year or month alone the first day, or with `last` the last.
fn day(text: &str, last: bool) -> Result<u32, String> {
    let wrong = || format!("{text:?} is no date; write 2026, 2026-03 or 2026-03-24, and .. between two");
    let parts: Vec<&str> = text.trim().split('-').collect();
    let number = |at: usize| parts.get(at).map(|p| p.parse::<u32>().map_err(|_| wrong())).transpose();
    let year = number(0)?.filter(|y| (1000..=9999).contains(y)).ok_or_else(wrong)?;
    let month = number(1)?;
    let day = number(2)?;
    if parts.len() > 3
        || month.is_some_and(|m| !(1..=12).contains(&m))
        || day.is_some_and(|d| !(1..=31).contains(&d))
    {
        return Err(wrong());
    }
    let month = month.unwrap_or(if last { 12 } else { 1 });
    Ok(year * 10_000 + month * 100 + day.unwrap_or(if last { 31 } else { 1 }))
}
