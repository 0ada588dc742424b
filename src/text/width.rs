//! Columns: how many cells a text takes in a terminal, cut and padded to a number of them.
//!
//! Agrees with what ratatui assumes when it draws, but for half-width kana marks, which ratatui counts twice (give
//! such cells a forced width). How text is broken into rows is in `wrap`.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::clean;

/// Stands for what was cut off.
pub const ELLIPSIS: char = '…';

/// The columns of one grapheme cluster: 0 for controls, 2 for wide characters and emoji however they are joined.
pub fn of_cluster(cluster: &str) -> usize {
    match cluster.as_bytes() {
        [b' '..=b'~'] => return 1,
        [] | [0..=0x1F | 0x7F, ..] => return 0,
        _ => {}
    }
    if cluster.starts_with(|c: char| c.is_control()) { 0 } else { cluster.width() }
}

/// The columns of a text on one row.
pub fn of(text: &str) -> usize {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.len();
    }
    clusters(text).map(|c| of_cluster(c.text)).sum()
}

/// One grapheme cluster: what a reader takes for one character, and the caret steps over at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Byte offset in the text.
    pub start: usize,
    /// The cluster itself.
    pub text: &'a str,
}

impl Cluster<'_> {
    /// Byte offset where the next cluster starts.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The columns it takes once drawn safely: what must not reach the terminal counts as its visible stand-in.
    pub fn columns(&self) -> usize {
        if let [b' '..=b'~'] = self.text.as_bytes() {
            return 1;
        }
        match shown(self.text) {
            Cow::Borrowed(text) => of_cluster(text),
            Cow::Owned(text) => of(&text),
        }
    }
}

/// One cluster as it may be drawn on a row: dangers, line breaks included, replaced by visible stand-ins.
pub fn shown(cluster: &str) -> Cow<'_, str> {
    match cluster {
        "\n" => Cow::Borrowed("␊"),
        "\r\n" => Cow::Borrowed("␍␊"),
        _ => clean::visible(cluster),
    }
}

/// The grapheme clusters of a text, with a short cut for letters that never join their neighbours.
pub fn clusters(text: &str) -> impl Iterator<Item = Cluster<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let mut chars = rest.chars();
        let first = chars.next()?;
        let alone = stands_alone(first) && chars.next().is_none_or(stands_alone);
        let length =
            if alone { first.len_utf8() } else { rest.graphemes(true).next().map_or(rest.len(), str::len) };
        let cluster = Cluster { start, text: &rest[..length] };
        start += length;
        Some(cluster)
    })
}

/// Latin, Greek and Cyrillic letters, digits and punctuation: one scalar, one cluster, if the next one is such too.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{A8}' | '\u{AA}'..='\u{AC}' | '\u{AF}'..='\u{2FF}' | '\u{370}'..='\u{482}')
}

/// The text cut to at most `width` columns, with `…` in the last one if anything was cut.
pub fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    // Even all of its bytes as columns would fit.
    if text.is_ascii() && text.len() <= width {
        return Cow::Borrowed(text);
    }
    let mut columns = 0;
    let mut keep = 0;
    for cluster in clusters(text) {
        columns += of_cluster(cluster.text);
        if columns > width {
            let cut = &text[..keep];
            return if width == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{cut}{ELLIPSIS}")) };
        }
        // One column less, for the ellipsis.
        if columns < width {
            keep = cluster.end();
        }
    }
    Cow::Borrowed(text)
}

/// The text in exactly `width` columns: cut if longer, filled with spaces if shorter.
pub fn pad(text: &str, width: usize) -> Cow<'_, str> {
    let cut = truncate(text, width);
    let columns = of(&cut);
    if columns >= width { cut } else { Cow::Owned(format!("{cut}{}", " ".repeat(width - columns))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth;

    #[test]
    fn columns_are_those_of_terminals() {
        for (text, columns) in [
            ("", 0),
            ("abc", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("日本", 4),
            ("👨‍👩‍👧‍👦", 2),
            ("🇩🇪", 2),
            ("❤️", 2),
            ("\u{1B}\0", 0),
            ("ｶﾞ", 2),
        ] {
            assert_eq!(of(text), columns, "{text:?}");
        }
    }

    #[test]
    fn cutting_leaves_room_for_the_ellipsis_and_splits_nothing() {
        assert_eq!(truncate("abcdef", 6), "abcdef");
        assert_eq!(truncate("abcdef", 5), "abcd…");
        assert_eq!(truncate("日本語", 5), "日本…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("abc", 1), "…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(pad("日本語", 4), "日… ");
        assert_eq!(pad("ab", 4), "ab  ");
    }

    proptest! {
        #[test]
        fn padded_text_has_exactly_the_columns_asked_for(text in r"\PC{0,20}", width in 0_usize..20) {
            prop_assert_eq!(of(&pad(&text, width)), width);
            prop_assert!(of(&truncate(&text, width)) <= width);
        }

        #[test]
        fn the_short_cut_finds_the_same_clusters(text in r"([a-zé©®Жα\u{300}\u{301}\u{200D}\u{483}👨🇩🏽]|\PC|\r|\n){0,20}") {
            let ours: Vec<&str> = clusters(&text).map(|c| c.text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn clusters_are_as_wide_as_ratatui_takes_them_to_be(text in r"\PC{1,8}") {
            for cluster in clusters(&text).filter(|c| !c.text.contains(['\u{FF9E}', '\u{FF9F}'])) {
                prop_assert_eq!(of_cluster(cluster.text), usize::from(cluster.text.cell_width()));
            }
        }
    }
}
