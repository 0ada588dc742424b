//! One workbook, a sheet for each table. Numbers are numbers, days are days, and every text is written as text: there
//! is no way to a formula.
//!
//! Rows go through temporary files, so that a large workbook does not stand in memory.

mod read_me;

use super::guard::begins_formula;
use super::scheme::Scheme;
use super::tables::{Sheet, Tables};
use super::value::{Field, FieldType, Table, Value, local};
use super::{Ending, ExportError, Output, Target, Written};
use jiff::civil::DateTime;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::io::{BufWriter, Write};

const NAME: &str = "vivavoce.xlsx";

/// What a sheet can have, by its own specification.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// Characters in a cell, counted as UTF-16 does.
const MOST_TEXT: usize = 32_767;

pub(super) struct Xlsx<'a> {
    book: Workbook,
    sheets: Vec<Filling>,
    day: Format,
    time: Format,
    head: Format,
    /// For a text that looks like a formula: it stays text even when somebody edits the cell.
    plain: Format,
    scheme: Scheme,
    cut: u64,
    tables: &'a Tables<'a>,
    target: &'a dyn Target,
}

/// A table on its way into one or more sheets.
struct Filling {
    /// Which worksheet is being filled.
    at: usize,
    /// The next free line.
    next: u32,
    /// How many sheets it has so far.
    sheets: u32,
    rows: u64,
}

fn title(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Sessions => "Sessions",
        Sheet::Participants => "Participants",
        Sheet::Answers => "Answers",
        Sheet::Evidence => "Evidence",
        Sheet::Jots => "Jots",
        Sheet::Codebook => "Codebook",
    }
}

fn fail(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => ExportError::write(NAME, error),
        error => ExportError::other(NAME, error),
    }
}

impl<'a> Xlsx<'a> {
    pub(super) fn begin(
        tables: &'a Tables<'a>,
        scheme: Scheme,
        target: &'a dyn Target,
    ) -> Result<Self, ExportError> {
        let found = tables.table(Sheet::Sessions).fields.len();
        if found > MOST_COLUMNS {
            return Err(ExportError::TooWide { file: NAME.to_owned(), found, most: MOST_COLUMNS });
        }
        let mut book = Workbook::new();
        book.set_tempdir(target.scratch()).map_err(fail)?;
        let mut all = Self {
            book,
            sheets: Vec::new(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            head: Format::new().set_bold(),
            plain: Format::new().set_quote_prefix(),
            scheme,
            cut: 0,
            tables,
            target,
        };
        for (at, sheet) in Sheet::ALL.into_iter().enumerate() {
            all.add(title(sheet), tables.table(sheet))?;
            all.sheets.push(Filling { at, next: 1, sheets: 1, rows: 0 });
        }
        Ok(all)
    }

    /// A new sheet with its head.
    fn add(&mut self, name: &str, table: &Table) -> Result<(), ExportError> {
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(fail)?;
        sheet.set_name(name).map_err(fail)?;
        sheet.set_freeze_panes(1, 1).map_err(fail)?;
        for (column, field) in (0..).zip(&table.fields) {
            sheet.set_column_width(column, width(field)).map_err(fail)?;
            sheet.write_string_with_format(0, column, field.name.as_str(), &self.head).map_err(fail)?;
        }
        Ok(())
    }
}

fn width(field: &Field) -> f64 {
    let name = field.name.chars().count().min(30) as f64 + 2.0;
    let values = match field.kind {
        FieldType::Words => 50.0,
        FieldType::Time => 20.0,
        FieldType::Day => 12.0,
        FieldType::Word if matches!(field.name.as_str(), "id" | "session") => 28.0,
        FieldType::Word | FieldType::Int | FieldType::Number | FieldType::Bool => 8.0,
    };
    name.max(values)
}

impl Output for Xlsx<'_> {
    fn row(&mut self, sheet: Sheet, row: &[Value<'_>]) -> Result<(), ExportError> {
        let index = sheet.index();
        if self.sheets[index].next == MOST_ROWS {
            let number = self.sheets[index].sheets + 1;
            self.add(&format!("{} {number}", title(sheet)), self.tables.table(sheet))?;
            let filling = &mut self.sheets[index];
            *filling =
                Filling { at: self.book.worksheets().len() - 1, next: 1, sheets: number, rows: filling.rows };
        }
        let filling = &mut self.sheets[index];
        let line = filling.next;
        filling.next += 1;
        filling.rows += 1;
        let to = self.book.worksheet_from_index(filling.at).map_err(fail)?;
        for (column, value) in (0..).zip(row) {
            match value {
                Value::Null => {}
                Value::Text(text) => self.cut += u64::from(string(to, (line, column), text, &self.plain)?),
                Value::Int(number) => put(to.write_number(line, column, *number as f64))?,
                Value::Number(number) => put(to.write_number(line, column, *number))?,
                Value::Bool(yes) => put(to.write_boolean(line, column, *yes))?,
                Value::Time(at, offset) => moment(to, (line, column), local(*at, *offset), &self.time)?,
                Value::Day(day) => moment(to, (line, column), day.at(0, 0, 0, 0), &self.day)?,
                Value::Reason(reason) => match (self.scheme.number(*reason), self.scheme.code(*reason)) {
                    (Some(number), _) => put(to.write_number(line, column, number))?,
                    (None, Some(code)) => put(to.write_string(line, column, code))?,
                    (None, None) => {}
                },
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, ending: &Ending<'_>) -> Result<Vec<Written>, ExportError> {
        let sheet = self.book.add_worksheet().set_name("Read me").map_err(fail)?;
        put(sheet.set_column_width(0, 120))?;
        let lines = read_me::lines(ending, self.cut);
        for (line, text) in (0..).zip(&lines) {
            put(sheet.write_string(line, 0, text.as_str()))?;
        }
        let to = self.target.create(NAME).map_err(|e| ExportError::write(NAME, e))?;
        let mut to = BufWriter::with_capacity(1 << 16, to);
        self.book.save_to_writer(&mut to).map_err(fail)?;
        to.flush().map_err(|e| ExportError::write(NAME, e))?;
        Ok(vec![Written { name: NAME.to_owned(), rows: self.sheets.iter().map(|s| s.rows).sum() }])
    }

    fn cut(&self) -> u64 {
        self.cut
    }
}

fn put<T>(result: Result<T, XlsxError>) -> Result<(), ExportError> {
    result.map(|_| ()).map_err(fail)
}

/// Writes a text, cut to what a cell can hold; gives whether it was.
fn string(
    to: &mut Worksheet,
    (line, column): (u32, u16),
    text: &str,
    plain: &Format,
) -> Result<bool, ExportError> {
    let fitting = fitting(text);
    let cut = matches!(fitting, Cow::Owned(_));
    if text.trim_start().starts_with(begins_formula) {
        put(to.write_string_with_format(line, column, fitting, plain))?;
    } else {
        put(to.write_string(line, column, fitting))?;
    }
    Ok(cut)
}

/// The text, or its beginning and a word about the rest.
fn fitting(text: &str) -> Cow<'_, str> {
    fitting_else(text, "csv, json and parquet have them")
}

/// The same; the word about the rest says this of where it can be found.
pub(super) fn fitting_else<'a>(text: &'a str, elsewhere: &str) -> Cow<'a, str> {
    if text.len() <= MOST_TEXT || text.encode_utf16().count() <= MOST_TEXT {
        return Cow::Borrowed(text);
    }
    let end = format!(" [cut here: {} characters in all; {elsewhere}]", text.chars().count());
    let room = MOST_TEXT - end.len();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    Cow::Owned(kept.collect::<String>() + &end)
}

/// Writes a moment as spreadsheets count them: days since the end of 1899. One before 1900 stays text.
fn moment(
    to: &mut Worksheet,
    (line, column): (u32, u16),
    at: DateTime,
    format: &Format,
) -> Result<(), ExportError> {
    if at.year() < 1900 || at.year() > 9999 {
        return put(to.write_string(line, column, at.to_string()));
    }
    let days = at.date().since(jiff::civil::date(1899, 12, 30)).map_or(0, |span| span.get_days());
    let time = at.time();
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    let serial = f64::from(days) + f64::from(seconds) / 86_400.0;
    put(to.write_number_with_format(line, column, serial, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_a_cell_is_cut_and_says_so() {
        assert!(matches!(fitting(&"x".repeat(MOST_TEXT)), Cow::Borrowed(_)));
        let cut = fitting(&"\u{1f600}".repeat(MOST_TEXT)).into_owned();
        assert!(cut.encode_utf16().count() <= MOST_TEXT, "{}", cut.len());
        assert!(cut.ends_with("[cut here: 32767 characters in all; csv, json and parquet have them]"));
    }
}
