//! A translator's sheet: CSV with the columns `ref` and `text`, as a spreadsheet saves it.
//!
//! RFC 4180, and what spreadsheets make of it: a byte-order mark, any line end, semicolons or tabs where commas mean
//! something else. Further columns are for people. The crate reads the cells; where they stand, and whether every
//! quote is closed, is found beside it.

use super::bare;
use crate::bank::check::{Fault, FaultKind, unreadable};
use crate::bank::locate::Place;
use crate::bank::parse::{MAX_BYTES, ParseError};
use csv::{ReaderBuilder, StringRecord};
use std::iter::Peekable;
use std::str::Chars;

/// A line of a sheet: the key and the words, and where each stands.
struct Line {
    key: String,
    words: String,
    places: (Place, Place),
}

/// The keys and words of a sheet, in its order. Words that are blank are those that are still wanted.
///
/// # Errors
/// When it is too large, has not the two columns, or a quote is not closed; with line and column.
pub fn read_sheet(text: &str) -> Result<Vec<(String, String)>, Box<Fault>> {
    Ok(lines(text)?.into_iter().map(|line| (line.key, line.words)).collect())
}

/// Where the keys and words stand; nothing for a sheet that cannot be read.
pub(super) fn places(text: &str) -> Vec<(Place, Place)> {
    lines(text).unwrap_or_default().into_iter().map(|line| line.places).collect()
}

fn lines(text: &str) -> Result<Vec<Line>, Box<Fault>> {
    if text.len() > MAX_BYTES {
        return Err(Box::new(unreadable(&ParseError::TooLarge { bytes: text.len() }, text)));
    }
    let text = bare(text);
    let delimiter = delimiter(text);
    let mut cells = Scan::new(text, delimiter);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let mut next = || -> Result<Option<(StringRecord, Vec<Place>)>, Box<Fault>> {
        let Some(places) = cells.record()? else { return Ok(None) };
        let first = places.first().copied().unwrap_or(Place::START);
        let record = records.next().transpose().or_else(|e| wrong(first, &e.to_string()))?;
        Ok(record.map(|record| (record, places)))
    };
    let columns = "the first line must name the columns `ref` and `text`";
    let Some((head, _)) = next()? else { return wrong(Place::START, columns) };
    let column = |name: &str| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (Some(key), Some(words)) = (column("ref"), column("text")) else {
        return wrong(Place::START, columns);
    };
    let mut all = Vec::new();
    while let Some((record, places)) = next()? {
        let beyond = record.iter().zip(&places).skip(head.len()).find(|(cell, _)| !cell.trim().is_empty());
        if let Some((_, place)) = beyond {
            let message = "there are more cells here than columns; text with a comma in it stands in quotes";
            return wrong(*place, message);
        }
        let cell = |at: usize| decoded(record.get(at).unwrap_or_default());
        let place = |at: usize| places.get(at).or(places.last()).copied().unwrap_or(Place::START);
        let line = Line {
            key: cell(key).trim().to_owned(),
            // A spreadsheet may end the lines within a cell as it ends those between them.
            words: cell(words).replace("\r\n", "\n"),
            places: (place(key), place(words)),
        };
        if !(line.key.is_empty() && line.words.trim().is_empty()) {
            all.push(line);
        }
    }
    Ok(all)
}

fn wrong<T>(place: Place, message: &str) -> Result<T, Box<Fault>> {
    let what = FaultKind::Syntax(message.to_owned());
    Err(Box::new(Fault { line: place.line, column: place.column, what }))
}

/// What parts the cells: whichever of the usual marks comes first in the first line.
fn delimiter(text: &str) -> char {
    let mut head = text.trim_start_matches(['\r', '\n']).chars().take_while(|c| !matches!(c, '\r' | '\n'));
    head.find(|c| matches!(c, ',' | ';' | '\t')).unwrap_or(',')
}

/// Whether a spreadsheet would take a cell for a formula, the quotes in front of it aside.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell that no spreadsheet takes for a formula: one that could be is written with an apostrophe in front, and so
/// is one that has such an apostrophe of its own, so that [`decoded`] gives back exactly what was there.
pub(super) fn encoded(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Undoes [`encoded`]; leaves alone what a person typed without it.
fn decoded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Finds where the cells of a sheet stand, by the same rules as the crate that reads them.
struct Scan<'a> {
    chars: Peekable<Chars<'a>>,
    delimiter: char,
    place: Place,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, delimiter: char) -> Self {
        Self { chars: text.chars().peekable(), delimiter, place: Place::START }
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        let ends = c == '\n' || (c == '\r' && self.chars.peek() != Some(&'\n'));
        if ends {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(c)
    }

    fn at_end(&mut self) -> bool {
        let delimiter = self.delimiter;
        self.chars.peek().is_none_or(|c| matches!(c, '\r' | '\n') || *c == delimiter)
    }

    /// The places of the cells of the next line that is not empty.
    fn record(&mut self) -> Result<Option<Vec<Place>>, Box<Fault>> {
        while self.chars.peek().is_some_and(|c| matches!(c, '\r' | '\n')) {
            self.bump();
        }
        if self.chars.peek().is_none() {
            return Ok(None);
        }
        let mut places = Vec::new();
        loop {
            places.push(self.place);
            self.cell()?;
            if self.chars.peek() != Some(&self.delimiter) {
                return Ok(Some(places));
            }
            self.bump();
        }
    }

    fn cell(&mut self) -> Result<(), Box<Fault>> {
        let start = self.place;
        if self.chars.peek() != Some(&'"') {
            while !self.at_end() {
                self.bump();
            }
            return Ok(());
        }
        self.bump();
        loop {
            match self.bump() {
                Some('"') if self.chars.peek() == Some(&'"') => {
                    self.bump();
                }
                Some('"') => break,
                Some(_) => {}
                None => return wrong(start, "the quote that opens this cell is never closed"),
            }
        }
        if self.at_end() {
            return Ok(());
        }
        wrong(self.place, "the cell ends at the quote before this; a quote within a cell is written twice")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(String, String)> {
        read_sheet(text).unwrap()
    }

    fn pair(key: &str, words: &str) -> (String, String) {
        (key.to_owned(), words.to_owned())
    }

    fn said(text: &str) -> String {
        read_sheet(text).unwrap_err().to_string()
    }

    #[test]
    fn a_plain_sheet_is_read_however_its_lines_end() {
        let wanted = [pair("A.1", "un"), pair("A.2", "deux, trois"), pair("A.3", "dit \"non\"")];
        let text = "ref,text\nA.1,un\nA.2,\"deux, trois\"\n\nA.3,\"dit \"\"non\"\"\"\n";
        for ends in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                assert_eq!(read(&format!("{mark}{}", text.replace('\n', ends))), wanted);
            }
        }
        assert_eq!(read(text.trim_end()), wanted);
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let text = "Notes;TEXT; source ;ref\n;un;one;A.1\nask Anna;;two;A.2\n;;;\n";
        assert_eq!(read(text), [pair("A.1", "un"), pair("A.2", "")]);
        assert_eq!(read("ref\ttext\nA.1\tun, deux; trois\n"), [pair("A.1", "un, deux; trois")]);
    }

    #[test]
    fn paragraphs_in_a_cell_stay_paragraphs() {
        assert_eq!(read("ref,text\r\nA,\"un\r\n\r\ndeux\"\r\n"), [pair("A", "un\n\ndeux")]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        for (text, message) in [
            ("", "1:1: the first line must name the columns `ref` and `text`"),
            ("A.1,un\n", "1:1: the first line must name the columns `ref` and `text`"),
            (
                "ref,text\nA.1,un\nA.2,\"deux\n\nA.3,x\n",
                "3:5: the quote that opens this cell is never closed",
            ),
            (
                "ref,text\r\nA.1,\"un\" deux\r\n",
                "2:9: the cell ends at the quote before this; a quote within a cell is written twice",
            ),
            (
                "ref,text\nA.1,un, deux\n",
                "2:8: there are more cells here than columns; text with a comma in it stands in quotes",
            ),
        ] {
            assert_eq!(said(text), message, "{text:?}");
        }
        assert!(said(&"x".repeat(MAX_BYTES + 1)).starts_with("1:1: 8388609 bytes is more than"));
        assert_eq!(read("ref,text\nA.1,un,,\n").len(), 1, "blank cells beyond the columns are nothing");
        assert_eq!(read("ref,text\nA.1\n"), [pair("A.1", "")], "a cell that is not there is blank");
    }

    #[test]
    fn places_are_those_of_the_cells() {
        let text = "\u{feff}ref,text\r\n\r\nA.1,\"é\r\nx\"\r\nA.2,y\r\n";
        let at: Vec<_> = places(text).iter().map(|(k, w)| (k.line, k.column, w.line, w.column)).collect();
        assert_eq!(at, [(3, 1, 3, 5), (5, 1, 5, 5)]);
    }

    #[test]
    fn formulas_are_written_harmlessly_and_read_back() {
        for cell in ["=1+1", "+1", "-x", "@x", "\tx", "\rx", "'=x", "''+x", "＝x"] {
            let written = encoded(cell);
            assert!(written.starts_with('\''), "{cell:?}");
            assert_eq!(decoded(&written), cell);
        }
        for cell in ["", "'", "'x", "it's", "1-2", "'hello'", "– ", " =1"] {
            assert_eq!((encoded(cell).as_str(), decoded(cell)), (cell, cell));
        }
        assert_eq!(decoded("-x"), "-x", "typed by a person");
    }

    proptest! {
        #[test]
        fn whatever_is_written_comes_back(cells in prop::collection::vec(("[A-Z][A-Za-z.0-9/]{0,6}", "([\"',;=+@\t\r\n-]|\\PC){0,12}"), 0..8)) {
            let written = crate::bank::overlay::to_csv(cells.iter().map(|(k, w)| (k.as_str(), "x", w.as_str())));
            let wanted: Vec<_> = cells.iter().map(|(k, w)| (k.clone(), w.replace("\r\n", "\n"))).collect();
            prop_assert_eq!(read(&written), wanted);
        }

        #[test]
        fn no_text_panics_and_every_place_is_in_it(text in "(ref,text|[\"',;=\t\r\n ]|\\PC){0,40}") {
            let text = format!("ref,text\n{text}");
            let lines = text.matches(['\n', '\r']).count() + 1;
            match read_sheet(&text) {
                Ok(read) => prop_assert_eq!(read.len(), places(&text).len()),
                Err(fault) => prop_assert!(fault.line <= lines && fault.column >= 1),
            }
        }
    }
}
