//! Comma-separated tables, one file each, and the data package that describes them.
//!
//! UTF-8 without a byte-order mark, lines end in LF, every text stands in quotes, nothing at all is nothing at all. Texts
//! that a spreadsheet would take for a formula get an apostrophe (see [`super::guard`]).

use super::guard::neutral;
use super::package;
use super::scheme::Scheme;
use super::tables::{Sheet, Tables};
use super::value::{Value, rfc3339};
use super::{Ending, ExportError, Output, Target, Written};
use std::io::{self, BufWriter, Write};

pub(super) struct Csv<'a> {
    files: Vec<File>,
    scheme: Scheme,
    target: &'a dyn Target,
}

struct File {
    name: String,
    to: BufWriter<Box<dyn Write + Send>>,
    rows: u64,
}

impl<'a> Csv<'a> {
    pub(super) fn begin(
        tables: &Tables<'_>,
        scheme: Scheme,
        target: &'a dyn Target,
    ) -> Result<Self, ExportError> {
        let mut files = Vec::new();
        for sheet in Sheet::ALL {
            let table = tables.table(sheet);
            let name = format!("{}.csv", table.name);
            let to = target.create(&name).map_err(|e| ExportError::write(&name, e))?;
            let mut file = File { name, to: BufWriter::with_capacity(1 << 16, to), rows: 0 };
            let head: Vec<Value<'_>> = table.fields.iter().map(|f| super::value::text(&f.name)).collect();
            line(&mut file.to, &head, scheme).map_err(|e| ExportError::write(&file.name, e))?;
            files.push(file);
        }
        Ok(Self { files, scheme, target })
    }
}

impl Output for Csv<'_> {
    fn row(&mut self, sheet: Sheet, row: &[Value<'_>]) -> Result<(), ExportError> {
        let file = &mut self.files[sheet.index()];
        file.rows += 1;
        line(&mut file.to, row, self.scheme).map_err(|e| ExportError::write(&file.name, e))
    }

    fn finish(self: Box<Self>, ending: &Ending<'_>) -> Result<Vec<Written>, ExportError> {
        let mut written = Vec::new();
        for mut file in self.files {
            file.to.flush().map_err(|e| ExportError::write(&file.name, e))?;
            written.push(Written { name: file.name, rows: file.rows });
        }
        let name = package::NAME.to_owned();
        let package = package::describe(ending.tables, ending.scheme);
        let mut to = self.target.create(&name).map_err(|e| ExportError::write(&name, e))?;
        writeln!(to, "{package:#}").and_then(|()| to.flush()).map_err(|e| ExportError::write(&name, e))?;
        written.push(Written { name, rows: 0 });
        Ok(written)
    }
}

pub(super) fn line(to: &mut impl Write, row: &[Value<'_>], scheme: Scheme) -> io::Result<()> {
    for (n, value) in row.iter().enumerate() {
        if n > 0 {
            to.write_all(b",")?;
        }
        match value {
            Value::Null => {}
            Value::Text(text) => quoted(to, &neutral(text))?,
            Value::Int(number) => write!(to, "{number}")?,
            Value::Number(number) => write!(to, "{number}")?,
            Value::Bool(yes) => write!(to, "{yes}")?,
            Value::Time(at, offset) => to.write_all(rfc3339(*at, *offset).as_bytes())?,
            Value::Day(day) => write!(to, "{day}")?,
            Value::Reason(reason) => to.write_all(scheme.code(*reason).unwrap_or_default().as_bytes())?,
        }
    }
    to.write_all(b"\n")
}

fn quoted(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(b"\"")?;
    for (n, part) in text.split('"').enumerate() {
        if n > 0 {
            to.write_all(b"\"\"")?;
        }
        to.write_all(part.as_bytes())?;
    }
    to.write_all(b"\"")
}
