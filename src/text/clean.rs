//! Text from outside made harmless, once, where it enters: escape sequences, controls, bidi overrides, mark pile-ups.
//!
//! Letters are never altered or normalised here: what was typed stays as it was typed.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::char::is_combining_mark;

/// Marks kept on one base character; no script needs more, and a pile of them smears over other rows.
const MAX_MARKS: usize = 8;
/// A tab becomes this many spaces.
const TAB: &str = "    ";
const STAND_IN: char = '\u{FFFD}';

/// One line of text made harmless: line breaks of every kind become single spaces.
pub fn line(text: &str) -> Cow<'_, str> {
    if is_clean(text, false) { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text, ' ')) }
}

/// Several lines of text made harmless: line breaks of every kind become LF.
pub fn block(text: &str) -> Cow<'_, str> {
    if is_clean(text, true) { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text, '\n')) }
}

/// Text read from a file, for drawing: what [`block`] would drop is shown by a stand-in (ESC as `␛`, a bidi override
/// as `�`), so that it neither drives the terminal nor goes unnoticed. Only the marks of direction that Arabic and
/// Hebrew text has around digits and brackets are passed over: they are no sign of harm.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_clean(text, true) {
        return Cow::Borrowed(text);
    }
    let mut out = Sink::new(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' => out.push('\n'),
            '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => {}
            '\t' => out.push_str(TAB),
            '\0'..='\u{1F}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or(STAND_IN)),
            '\u{7F}' => out.push('\u{2421}'),
            '\u{2028}' | '\u{2029}' => out.push('\u{2424}'),
            '\u{61C}' | '\u{200E}' | '\u{200F}' => {}
            _ if is_tag(c) && in_flag(&text[..at]) => out.push(c),
            _ if is_danger(c) => out.push(STAND_IN),
            _ => out.push(c),
        }
    }
    Cow::Owned(out.text)
}

/// Collects characters and drops marks beyond the limit. Counting what is *kept* makes cleaning idempotent.
struct Sink {
    text: String,
    marks: usize,
}

impl Sink {
    fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), marks: 0 }
    }

    fn push(&mut self, c: char) {
        self.marks = if is_mark(c) { self.marks + 1 } else { 0 };
        if self.marks <= MAX_MARKS {
            self.text.push(c);
        }
    }

    fn push_str(&mut self, text: &str) {
        self.marks = 0;
        self.text.push_str(text);
    }
}

fn cleaned(text: &str, line_break: char) -> String {
    let mut out = Sink::new(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        match c {
            '\r' => {
                chars.next_if(|&(_, next)| next == '\n');
                out.push(line_break);
            }
            // Vertical tab, form feed and NEL end lines too: dropping them would glue words together.
            '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(line_break),
            '\t' => out.push_str(TAB),
            '\u{1B}' => skip_escape(&mut chars),
            '\u{9B}' => skip_csi(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9D}'..='\u{9F}' => skip_string(&mut chars),
            _ if is_tag(c) && in_flag(&out.text) => out.push(c),
            _ if is_danger(c) => {}
            _ => out.push(c),
        }
    }
    out.text
}

/// What follows ESC: CSI, a string (OSC, DCS, SOS, PM, APC) or a short sequence (`ESC c`, `ESC ( B`).
fn skip_escape(chars: &mut Peekable<CharIndices<'_>>) {
    match chars.peek().map(|&(_, c)| c) {
        Some('[') => {
            chars.next();
            skip_csi(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars);
        }
        _ => {
            while chars.next_if(|&(_, c)| (' '..='/').contains(&c)).is_some() {}
            chars.next_if(|&(_, c)| ('0'..='~').contains(&c));
        }
    }
}

/// Parameters, intermediates, final byte. Anything else ends a malformed sequence and is kept.
fn skip_csi(chars: &mut Peekable<CharIndices<'_>>) {
    while chars.next_if(|&(_, c)| ('0'..='?').contains(&c)).is_some() {}
    while chars.next_if(|&(_, c)| (' '..='/').contains(&c)).is_some() {}
    chars.next_if(|&(_, c)| ('@'..='~').contains(&c));
}

/// Up to BEL or ST. A string that never ends stops at the line's end, or one stray byte would eat a whole paste.
fn skip_string(chars: &mut Peekable<CharIndices<'_>>) {
    while let Some(&(_, c)) = chars.peek() {
        match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => return,
            // ESC aborts a string: `ESC \` is the terminator, anything else a sequence of its own.
            '\u{1B}' => {
                chars.next();
                if chars.next_if(|&(_, c)| c == '\\').is_none() {
                    skip_escape(chars);
                }
                return;
            }
            '\u{7}' | '\u{9C}' | '\u{18}' | '\u{1A}' => {
                chars.next();
                return;
            }
            _ => {
                chars.next();
            }
        }
    }
}

fn is_clean(text: &str, breaks: bool) -> bool {
    let bytes = text.as_bytes();
    // Nearly everything typed: printable ASCII, looked at byte by byte.
    let plain = bytes.iter().take_while(|&&b| matches!(b, 0x20..=0x7E) || (breaks && b == b'\n')).count();
    if plain == bytes.len() {
        return true;
    }
    // The first other byte starts a character, so `plain` is a boundary.
    let mut marks = 0;
    for (at, c) in text[plain..].char_indices() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        let fine = match c {
            '\n' => breaks,
            _ if is_tag(c) => in_flag(&text[..plain + at]),
            _ => marks <= MAX_MARKS && !is_danger(c),
        };
        if !fine {
            return false;
        }
    }
    true
}

/// Joiners count as marks, so that they can't be used to pile marks up past the limit.
fn is_mark(c: char) -> bool {
    c >= '\u{300}' && (is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}'))
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Tag characters spell the flags of England, Scotland and Wales after a black flag; anywhere else they hide text.
fn in_flag(before: &str) -> bool {
    before.chars().rev().take(MAX_MARKS).find(|&c| !is_tag(c)) == Some('\u{1F3F4}')
}

/// Characters that steer a terminal or the order of text, or are drawn as nothing and belong to no script.
///
/// ZWJ, ZWNJ, variation selectors and the zero-width space (Khmer and Thai words are parted by it) are text.
fn is_danger(c: char) -> bool {
    if matches!(c, ' '..='~' | '\u{AE}'..='\u{2FF}') {
        return false;
    }
    matches!(
        c,
        '\0'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clean_text_is_borrowed() {
        for text in ["", "plain", "déjà vu, 日本語, שלום", "👨‍👩‍👧‍👦 ❤️ می‌خواهم", "e\u{301}"]
        {
            assert!(matches!(line(text), Cow::Borrowed(_)), "{text:?}");
            assert!(matches!(block(text), Cow::Borrowed(_)), "{text:?}");
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text:?}");
        }
        assert!(matches!(block("a\nb"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_kind_of_line_break_becomes_one_kind() {
        assert_eq!(block("a\r\nb\rc\nd\u{2028}e\u{85}f\r\r\ng"), "a\nb\nc\nd\ne\nf\n\ng");
        assert_eq!(line("a\r\nb\rc\nd\u{2029}e"), "a b c d e");
    }

    #[test]
    fn escape_sequences_go_with_their_tails() {
        assert_eq!(block("\u{1B}[31mred\u{1B}[0m"), "red");
        assert_eq!(block("\u{1B}[?2004h\u{9B}1;2Hx"), "x");
        assert_eq!(block("a\u{1B}]0;title\u{7}b\u{1B}]8;;http://x\u{1B}\\c\u{9D}t\u{9C}d"), "abcd");
        assert_eq!(block("\u{1B}c\u{1B}(Bx\u{1B}7"), "x");
        assert_eq!(block("\u{1B}\u{1B}[31mx"), "x");
        assert_eq!(block("\u{1B}é"), "é");
        assert_eq!(block("x\u{1B}"), "x");
    }

    #[test]
    fn an_unended_sequence_does_not_eat_the_next_line() {
        assert_eq!(block("a\u{1B}]0;tail\nsecond"), "a\nsecond");
        assert_eq!(block("a\u{1B}[31\nsecond"), "a\nsecond");
        assert_eq!(block("a\u{1B}]0;tail\u{1B}[31mb"), "ab");
    }

    #[test]
    fn controls_and_bidi_overrides_go() {
        assert_eq!(block("a\0b\u{7}c\u{7F}d\u{202E}e\u{2066}f\u{200F}g\u{FEFF}h\u{61C}i"), "abcdefghi");
        assert_eq!(block("a\tb"), "a    b");
        assert_eq!(block("soft\u{AD}hyphen\u{2060}"), "softhyphen");
    }

    #[test]
    fn joiners_selectors_and_flags_stay() {
        for text in [
            "👨‍👩‍👧‍👦",
            "می‌خواهم",
            "❤️",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "ភាសា\u{200B}ខ្មែរ",
        ] {
            assert_eq!(block(text), text);
        }
        assert_eq!(block("a\u{E0067}\u{E007F}"), "a");
    }

    #[test]
    fn piles_of_marks_are_clamped() {
        let pile = format!("e{}x", "\u{301}".repeat(500));
        assert_eq!(block(&pile), format!("e{}x", "\u{301}".repeat(8)));
        let joined = format!("e{}", "\u{301}\u{200D}".repeat(500));
        assert!(block(&joined).chars().count() <= 9);
        assert_eq!(visible(&pile), block(&pile));
    }

    #[test]
    fn dangers_in_files_are_shown_and_not_obeyed() {
        assert_eq!(visible("a\u{1B}[31mb"), "a␛[31mb");
        assert_eq!(visible("\0\u{7}\r\u{7F}\u{202E}\u{9B}"), "␀␇␍␡��");
        assert_eq!(visible("a\r\nb"), "a\nb");
        assert_eq!(visible("بئر\u{200f} (1)\u{61c}\u{202e}"), "بئر (1)�");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in r"([\x00-\x1F\x7F-\x9F\[\]a-m0-9; ]|\u{1B}|\PC|[\u{300}-\u{310}]|[\u{2000}-\u{2070}]|[\u{E0000}-\u{E007F}]){0,40}") {
            for f in [line, block, visible] {
                let once = f(&text).into_owned();
                prop_assert_eq!(&f(&once), &once);
                prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n'));
                let again = f(&once);
                prop_assert!(matches!(again, Cow::Borrowed(_)));
            }
            prop_assert!(!line(&text).contains('\n'));
        }
    }
}
