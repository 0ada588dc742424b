//! Soft wraps: where a text breaks into rows of a given width, as byte ranges into it.
//!
//! Rows tile the text: nothing is lost, doubled or altered. Drawing and caches are up to the caller.

use super::width::clusters;

/// One row: the bytes `start..end` of the text. Spaces at a break (and the line break itself) hang at its end,
/// beyond the width if need be, and never start the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Row {
    /// The row's part of the text, without the line break that may end it.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        let row = &text[self.start..self.end];
        row.strip_suffix('\n').unwrap_or(row)
    }
}

/// Wraps a text to rows of at most `width` columns, at least one row.
///
/// Breaks after spaces, after hyphens between letters and between wide characters; a word longer than a row is
/// broken between grapheme clusters. With width 0 nothing can be shown, and every line is one row.
pub fn wrap(text: &str, width: u16) -> Vec<Row> {
    let mut rows = Vec::with_capacity(1 + text.len() / usize::from(width.max(8)));
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let body = start + line.strip_suffix('\n').unwrap_or(line).len();
        wrap_line(text, Row { start, end: body }, usize::from(width), &mut rows);
        if let Some(last) = rows.last_mut() {
            last.end = end;
        }
        start = end;
    }
    // After a final line break, or in an empty text, there is a row to stand on.
    if text.is_empty() || text.ends_with('\n') {
        rows.push(Row { start, end: start });
    }
    rows
}

fn wrap_line(text: &str, line: Row, width: usize, rows: &mut Vec<Row>) {
    let bytes = &text.as_bytes()[line.start..line.end];
    if width == 0 || (bytes.len() <= width && bytes.is_ascii() && !bytes.contains(&b'\t')) {
        rows.push(line);
    } else if bytes.iter().all(|b| matches!(b, b' '..=b'~')) {
        wrap_ascii(bytes, line.start, width, rows);
    } else {
        wrap_unicode(&text[line.start..line.end], line.start, width, rows);
    }
}

/// Every byte a column: a row's end is found by looking back from where the row is full.
fn wrap_ascii(bytes: &[u8], offset: usize, width: usize, rows: &mut Vec<Row>) {
    let mut start = 0;
    while bytes.len() - start > width {
        let full = start + width;
        let end = if bytes[full] == b' ' {
            full + bytes[full..].iter().take_while(|&&b| b == b' ').count()
        } else {
            (start + 1..=full).rev().find(|&at| breaks_ascii(bytes, at)).unwrap_or(full)
        };
        rows.push(Row { start: offset + start, end: offset + end });
        start = end;
        if start == bytes.len() {
            return;
        }
    }
    rows.push(Row { start: offset + start, end: offset + bytes.len() });
}

fn breaks_ascii(bytes: &[u8], at: usize) -> bool {
    match (bytes[at - 1], bytes[at]) {
        (_, b' ') => false,
        (b' ', _) => true,
        (b'-', next) => next.is_ascii_alphanumeric() && at >= 2 && bytes[at - 2].is_ascii_alphanumeric(),
        _ => false,
    }
}

fn wrap_unicode(line: &str, offset: usize, width: usize, rows: &mut Vec<Row>) {
    let (mut start, mut column) = (0, 0);
    // The last place where the row may end, and the column there.
    let mut place: Option<(usize, usize)> = None;
    let (mut before, mut last) = (Kind::Other, Kind::Other);
    for cluster in clusters(line) {
        let columns = cluster.columns();
        let kind = Kind::of(cluster.text, columns);
        if kind != Kind::Space {
            if cluster.start > start && breaks(before, last, kind, cluster.text) {
                place = Some((cluster.start, column));
            }
            while column + columns > width && cluster.start > start {
                let (end, used) = place.take().unwrap_or((cluster.start, column));
                rows.push(Row { start: offset + start, end: offset + end });
                start = end;
                column -= used;
            }
        }
        column += columns;
        (before, last) = (last, kind);
    }
    rows.push(Row { start: offset + start, end: offset + line.len() });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Letter,
    Hyphen,
    Wide,
    Opening,
    Other,
}

impl Kind {
    fn of(cluster: &str, columns: usize) -> Self {
        let mut chars = cluster.chars();
        match chars.next().unwrap_or(' ') {
            // A space that carries a mark is there to show it.
            c if c.is_whitespace() && chars.next().is_some() => Self::Other,
            // The zero-width space says where words part in scripts without spaces.
            ' '
            | '\t'
            | '\u{1680}'
            | '\u{2000}'..='\u{2006}'
            | '\u{2008}'..='\u{200B}'
            | '\u{205F}'
            | '\u{3000}' => Self::Space,
            '-' | '\u{2010}' | '\u{2013}' | '\u{2014}' => Self::Hyphen,
            '（' | '「' | '『' | '【' | '《' | '〈' | '〔' | '［' | '｛' => Self::Opening,
            _ if columns == 2 => Self::Wide,
            c if c.is_alphanumeric() => Self::Letter,
            _ => Self::Other,
        }
    }
}

/// Whether a row may end before `text`, whose kind is `next` and which follows `last`, which follows `before`.
fn breaks(before: Kind, last: Kind, next: Kind, text: &str) -> bool {
    match (last, next) {
        (Kind::Space, _) | (Kind::Wide, Kind::Letter | Kind::Opening) => true,
        (Kind::Hyphen, Kind::Letter) => before == Kind::Letter,
        (Kind::Wide | Kind::Letter | Kind::Other, Kind::Wide) => !text.starts_with(|c| CLOSING.contains(c)),
        _ => false,
    }
}

/// Marks that close or end a phrase, and small kana, don't start a row.
const CLOSING: &str = "、。，．・：；？！）」』】》〉〕］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use proptest::prelude::*;

    fn rows(text: &str, width: u16) -> Vec<&str> {
        wrap(text, width).iter().map(|row| &text[row.start..row.end]).collect()
    }

    #[test]
    fn words_stay_whole_and_spaces_hang() {
        assert_eq!(rows("only the regional lab", 10), ["only the ", "regional ", "lab"]);
        assert_eq!(rows("hello   world", 5), ["hello   ", "world"]);
        assert_eq!(rows("hello   ", 5), ["hello   "]);
        assert_eq!(rows("     word", 3), ["     ", "wor", "d"]);
        assert_eq!(rows("well-known fact", 7), ["well-", "known ", "fact"]);
    }

    #[test]
    fn long_words_break_and_no_tail_is_hidden() {
        assert_eq!(rows("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(rows("ab cdefgh", 3), ["ab ", "cde", "fgh"]);
        assert_eq!(rows("éééééé", 4), ["éééé", "éé"]);
    }

    #[test]
    fn wide_and_joined_clusters_are_never_split() {
        assert_eq!(rows("日本語だ", 5), ["日本", "語だ"]);
        assert_eq!(rows("日本。", 4), ["日", "本。"]);
        assert_eq!(rows("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3), ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]);
        assert_eq!(rows("日本", 1), ["日", "本"]);
    }

    #[test]
    fn line_breaks_end_rows_and_leave_one_to_stand_on() {
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("a\n\nb\n", 5), ["a\n", "\n", "b\n", ""]);
        assert_eq!(rows("long line", 0), ["long line"]);
    }

    #[test]
    fn fifty_thousand_characters_wrap_at_once() {
        let text = "The regional laboratory takes months; nobody knows why. ".repeat(1_000);
        let begun = std::time::Instant::now();
        let count = wrap(&text, 72).len();
        // Generous, for slow machines without optimisation.
        assert!(begun.elapsed().as_millis() < 200);
        assert!(count > 700);
    }

    proptest! {
        #[test]
        fn rows_tile_the_text_and_fit(text in r"([a-d  \-日👨é\n\t\u{1B}\u{301}\u{200B}\u{202E}（）。]|\PC){0,40}", w in 0_u16..12) {
            let wrapped = wrap(&text, w);
            let mut at = 0;
            for row in &wrapped {
                prop_assert_eq!(row.start, at);
                prop_assert!(text.is_char_boundary(row.end));
                at = row.end;
                if w > 0 {
                    let shown = row.of(&text).trim_end_matches([' ', '\t', '\u{200B}']);
                    let columns: usize = width::clusters(shown).map(|c| c.columns()).sum();
                    let blank = shown.trim_end_matches(char::is_whitespace).len() < shown.len();
                    prop_assert!(columns <= usize::from(w) || blank || width::clusters(shown).count() == 1);
                }
            }
            prop_assert_eq!(at, text.len());
        }

        #[test]
        fn the_ascii_path_breaks_where_the_general_one_does(text in r"[ab1 \-.]{0,40}", w in 1_u16..12) {
            let mut general = Vec::new();
            wrap_unicode(&text, 0, usize::from(w), &mut general);
            prop_assert_eq!(wrap(&text, w), general);
        }
    }
}
