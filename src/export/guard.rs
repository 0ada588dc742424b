//! Text that no spreadsheet can take for a formula, and the way back.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is a formula to spreadsheets; OWASP's advice
//! ("CSV Injection") is an apostrophe in front. The same is done behind a semicolon, a tab or a line break inside a text,
//! since a spreadsheet that is told another separator begins a new cell there.

use std::borrow::Cow;

/// Whether a character begins a formula. The wide forms do so in some East Asian versions.
pub(super) fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

/// Whether a cell could begin behind this character.
fn begins_cell(c: char) -> bool {
    matches!(c, ';' | '\n' | '\r' | '\t')
}

/// Passed over by spreadsheets before they look.
fn passed_over(c: char) -> bool {
    c == ' ' || c == '"' || c == '\u{a0}'
}

/// Where a cell begins with a formula, with or without apostrophes in front: places of the first character that is not
/// passed over.
fn places(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut fresh = true;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = fresh && !passed_over(c) && {
            let rest = text.get(at..).unwrap_or_default();
            rest.trim_start_matches('\'').starts_with(begins_formula)
        };
        fresh = begins_cell(c) || fresh && passed_over(c);
        begins.then_some(at)
    })
}

/// The text with an apostrophe before everything that could be a formula.
pub fn neutral(text: &str) -> Cow<'_, str> {
    edited(text, |out, rest| {
        out.push('\'');
        rest
    })
}

/// Takes [`neutral`]'s apostrophes out again.
pub fn undo(text: &str) -> Cow<'_, str> {
    edited(text, |_, rest| rest.strip_prefix('\'').unwrap_or(rest))
}

fn edited<'a>(text: &'a str, at_place: impl Fn(&mut String, &'a str) -> &'a str) -> Cow<'a, str> {
    let mut places = places(text).peekable();
    if places.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for at in places {
        out.push_str(text.get(done..at).unwrap_or_default());
        let rest = text.get(at..).unwrap_or_default();
        let kept = at_place(&mut out, rest);
        done = at + (rest.len() - kept.len());
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_be_a_formula_gets_an_apostrophe() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("  =1", "  '=1"),
            ("\"=1", "\"'=1"),
            ("'=1", "''=1"),
            ("＝1", "'＝1"),
            ("x;=1", "x;'=1"),
            ("x\n- y", "x\n'- y"),
        ] {
            assert_eq!(neutral(text), safe);
        }
        for text in ["", "a = b", "1-2", "x, -y", "don't", "'quoted'", "|=1"] {
            assert!(matches!(neutral(text), Cow::Borrowed(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_can_be_undone(text in "[=+@; \"'\n\ta-]{0,12}") {
            let safe = neutral(&text).into_owned();
            prop_assert_eq!(undo(&safe), text.as_str());
            let cells = safe.split([';', '\n', '\t']).map(|cell| cell.trim_start_matches([' ', '"']));
            for cell in cells {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{}", safe);
            }
        }
    }
}
