//! A value in a table, and what its column says of it: the one shape that every format is written from.

use crate::session::Nonresponse;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::borrow::Cow;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// Text, already made harmless.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A moment, and the offset of the clock it was read from, in minutes east of UTC.
    Time(Timestamp, i32),
    /// A day.
    Day(Date),
    /// Why there is no answer; each format writes it by the chosen scheme.
    Reason(Nonresponse),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text that repeats from row to row: ids, codes, labels.
    Word,
    /// Text that does not: accounts, notes.
    Words,
    /// Whole numbers.
    Int,
    /// Numbers.
    Number,
    /// Yes or no.
    Bool,
    /// Moments.
    Time,
    /// Days.
    Day,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: FieldType,
    /// What it means.
    pub about: String,
    /// The values that can stand in it, if they are few and known.
    pub allowed: Vec<String>,
    /// Whether every row has one.
    pub required: bool,
}

impl Field {
    pub(super) fn new(name: &str, kind: FieldType, about: &str) -> Self {
        Self { name: name.to_owned(), kind, about: about.to_owned(), allowed: Vec::new(), required: false }
    }

    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) fn one_of<'a>(mut self, allowed: impl IntoIterator<Item = &'a str>) -> Self {
        self.allowed = allowed.into_iter().map(str::to_owned).collect();
        self
    }
}

/// A table: its columns, and what makes a row one of a kind.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, which is its file's without the ending.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// The columns.
    pub fields: Vec<Field>,
    /// The columns that together name a row; none if nothing does.
    pub key: &'static [&'static str],
    /// Whether the column `session` names a row of the sessions.
    pub of_sessions: bool,
}

/// Text from outside; nothing for an empty one.
pub(super) fn text(text: &str) -> Value<'_> {
    if text.is_empty() { Value::Null } else { Value::Text(crate::text::clean::visible(text)) }
}

/// A word of our own.
pub(super) fn word(text: &'static str) -> Value<'static> {
    Value::Text(Cow::Borrowed(text))
}

/// The figure that was typed, if it is a plain number that a table can hold.
pub(super) fn figure(typed: &str) -> Option<f64> {
    crate::bank::number(typed).filter(|number| number.is_finite())
}

/// Codes, joined by a bar; nothing for none.
pub(super) fn joined(codes: &[String]) -> Value<'_> {
    match codes {
        [] => Value::Null,
        [one] => text(one),
        several => Value::Text(crate::text::clean::visible(&several.join("|")).into_owned().into()),
    }
}

/// A moment with its offset, as RFC 3339 has it.
pub(super) fn rfc3339(at: Timestamp, minutes: i32) -> String {
    if minutes == 0 {
        return at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    }
    let civil = local(at, minutes);
    let (sign, minutes) = if minutes < 0 { ('-', -minutes) } else { ('+', minutes) };
    format!("{}{sign}{:02}:{:02}", civil.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
}

/// A moment on a clock that many minutes east of UTC; on UTC where there is no such clock.
pub(super) fn local(at: Timestamp, minutes: i32) -> jiff::civil::DateTime {
    let offset = minutes.checked_mul(60).and_then(|s| Offset::from_seconds(s).ok()).unwrap_or(Offset::UTC);
    offset.to_datetime(at)
}

/// The offset if there is a clock with it, else none.
pub(super) fn sane_offset(minutes: i32) -> i32 {
    if (-14 * 60..=14 * 60).contains(&minutes) { minutes } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_carry_the_offset_of_their_clock() {
        let at: Timestamp = "2026-11-24T23:30:00Z".parse().unwrap();
        assert_eq!(rfc3339(at, 0), "2026-11-24T23:30:00Z");
        assert_eq!(rfc3339(at, 330), "2026-11-25T05:00:00+05:30");
        assert_eq!(rfc3339(at, -90), "2026-11-24T22:00:00-01:30");
        assert_eq!(sane_offset(i32::MAX), 0);
    }
}
