//! Writing overlays: a sheet for a translator, a RON file for the data folder.

use super::Overlay;
use super::sheet::encoded;
use crate::bank::parse::dialect;
use crate::text::clean;
use csv::{Terminator, WriterBuilder};
use ron::ser::PrettyConfig;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A sheet with the columns `ref`, `source` and `text`, lines ended as RFC 4180 has it. Cells that a spreadsheet could
/// take for a formula are written so that it does not; reading the sheet undoes it.
pub fn to_csv<'a>(lines: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(["ref", "source", "text"]);
    for (key, source, text) in lines {
        let _ = writer.write_record([encoded(key), encoded(source), encoded(text)]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// An overlay as a RON file. `sources` are the bank's own texts by their keys; each stands as a comment above the words
/// for it.
pub fn to_ron(overlay: &Overlay, sources: &BTreeMap<&str, &str>) -> String {
    let mut text = format!("(\n    format: {},\n", overlay.format);
    let head = [
        ("id", Some(&overlay.id)),
        ("bank", overlay.bank.as_ref()),
        ("language", overlay.language.as_ref()),
        ("version", Some(&overlay.version)),
        ("title", Some(&overlay.title)),
        ("source", Some(&overlay.source)),
    ];
    for (field, value) in head {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            let _ = writeln!(text, "    {field}: {},", literal(value));
        }
    }
    if !overlay.wording.is_empty() {
        text.push_str("    wording: {\n");
        for (key, words) in &overlay.wording {
            for line in sources.get(key.as_str()).iter().flat_map(|source| source.lines()) {
                let _ = writeln!(text, "        {}", format!("// {}", clean::visible(line)).trim_end());
            }
            let _ = writeln!(text, "        {}: {},", literal(key), literal(words));
        }
        text.push_str("    },\n");
    }
    list(&mut text, "scales", &overlay.scales);
    list(&mut text, "add_items", &overlay.add_items);
    list(&mut text, "add_rows", &overlay.add_rows);
    list(&mut text, "add_columns", &overlay.add_columns);
    list(&mut text, "add_probes", &overlay.add_probes);
    list(&mut text, "retire", &overlay.retire);
    text.push_str(")\n");
    text
}

fn list<T: Serialize>(text: &mut String, field: &str, values: &[T]) {
    if values.is_empty() {
        return;
    }
    let pretty = PrettyConfig::new().new_line("\n".to_owned());
    let written = dialect().to_string_pretty(values, pretty).unwrap_or_default();
    let _ = writeln!(text, "    {field}: {},", written.replace('\n', "\n    "));
}

/// A string of RON. Only what could not be read in an editor is escaped: a vowel sign of Hindi or a joiner of Persian
/// is text.
fn literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => quoted.extend(c.escape_unicode()),
            _ if c.is_control() => quoted.extend(c.escape_unicode()),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Form, Source};
    use proptest::prelude::*;

    fn read(text: &str) -> Overlay {
        Overlay::read(Source { form: Form::Ron, text }, "x").unwrap_or_else(|e| panic!("{e} in {text}"))
    }

    #[test]
    fn what_was_written_is_read_back_whole() {
        let all = read(include_str!("../../../tests/data/well-local.ron"));
        assert_eq!(read(&to_ron(&all, &BTreeMap::new())), all);
    }

    #[test]
    fn the_source_stands_above_the_words_and_cannot_leave_its_comment() {
        let wording = vec![("A.1".to_owned(), String::new())];
        let overlay = Overlay { format: 1, id: "x".to_owned(), wording, ..Overlay::default() };
        let text = to_ron(&overlay, &BTreeMap::from([("A.1", "one\n\ntwo */ \u{1b}[2J\r\u{202e}")]));
        assert!(text.contains("        // one\n        //\n        // two */ ␛[2J"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']));
        assert_eq!(read(&text), overlay);
    }

    #[test]
    fn letters_of_every_script_stay_letters_in_the_file() {
        let words = "هل توجد بئر؟ 有井吗？ क्या कुआँ है? می‌خواهم e\u{301}";
        assert_eq!(literal(words), format!("\"{words}\""));
        assert_eq!(literal("a\u{1b}\u{202e}\"\\"), "\"a\\u{1b}\\u{202e}\\\"\\\\\"");
    }

    proptest! {
        #[test]
        fn any_words_are_read_back(words in "([\\\\\"\r\n\t\0\u{1b}\u{202e}]|\\PC){0,20}") {
            let wording = vec![("A.1".to_owned(), words)];
            let overlay = Overlay { format: 1, id: "x".to_owned(), wording, ..Overlay::default() };
            prop_assert_eq!(read(&to_ron(&overlay, &BTreeMap::new())), overlay);
        }
    }
}
