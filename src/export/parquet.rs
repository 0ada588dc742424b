//! Parquet: columns on disk, compressed; answers in one folder per bank, as engines expect it (`answers/bank=ID/`).
//!
//! Rows wait in columns of their own until they fill a row group; what waits, over all files, is bounded.

mod columns;

use super::scheme::Scheme;
use super::tables::{Sheet, Tables};
use super::value::{Field, Value};
use super::{Ending, ExportError, Output, Target, Written};
use columns::{Columns, schema};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::TypePtr;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::sync::Arc;

/// How many bytes of rows may wait, over all files; then the longest queue becomes a row group.
const WAITING: usize = 48 << 20;

/// How many rows a row group has at most.
const GROUP: usize = 131_072;

/// The place of the bank among the columns of the answers: it is the name of the folder and in no file.
const BANK: usize = 1;

/// What engines read as no value in the name of a folder.
const NO_BANK: &str = "__HIVE_DEFAULT_PARTITION__";

pub(super) struct Parquet<'a> {
    files: Vec<File>,
    /// Which file has the rows of a table, and of a bank for the answers.
    place: BTreeMap<(Sheet, String), usize>,
    schemas: Vec<(Vec<Field>, TypePtr)>,
    scheme: Scheme,
    target: &'a dyn Target,
}

struct File {
    name: String,
    to: SerializedFileWriter<BufWriter<Box<dyn Write + Send>>>,
    columns: Columns,
    rows: u64,
}

impl<'a> Parquet<'a> {
    pub(super) fn begin(
        tables: &Tables<'_>,
        scheme: Scheme,
        target: &'a dyn Target,
    ) -> Result<Self, ExportError> {
        let mut schemas = Vec::new();
        for sheet in Sheet::ALL {
            let table = tables.table(sheet);
            let mut fields = table.fields.clone();
            if sheet == Sheet::Answers {
                fields.remove(BANK);
            }
            let columns = schema(table.name, &fields).map_err(|e| ExportError::other(table.name, e))?;
            schemas.push((fields, columns));
        }
        let mut all = Self { files: Vec::new(), place: BTreeMap::new(), schemas, scheme, target };
        for sheet in Sheet::ALL.into_iter().filter(|s| *s != Sheet::Answers) {
            all.open(sheet, String::new(), format!("{}.parquet", tables.table(sheet).name))?;
        }
        Ok(all)
    }

    fn open(&mut self, sheet: Sheet, bank: String, name: String) -> Result<usize, ExportError> {
        let (fields, schema) = &self.schemas[sheet.index()];
        let to = self.target.create(&name).map_err(|e| ExportError::write(&name, e))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let to = BufWriter::with_capacity(1 << 16, to);
        let to = SerializedFileWriter::new(to, Arc::clone(schema), Arc::new(properties))
            .map_err(|e| ExportError::other(&name, e))?;
        self.files.push(File { name, to, columns: Columns::new(fields), rows: 0 });
        let at = self.files.len() - 1;
        self.place.insert((sheet, bank), at);
        Ok(at)
    }

    fn file_of(&mut self, sheet: Sheet, bank: &str) -> Result<usize, ExportError> {
        if let Some(at) = self.place.get(&(sheet, bank.to_owned())) {
            return Ok(*at);
        }
        let name = format!("answers/bank={}/part-0.parquet", folder(bank));
        self.open(sheet, bank.to_owned(), name)
    }

    /// Keeps what waits within its bound.
    fn relieve(&mut self) -> Result<(), ExportError> {
        let waiting: usize = self.files.iter().map(|f| f.columns.bytes()).sum();
        let longest = self.files.iter_mut().max_by_key(|f| f.columns.bytes());
        if let Some(file) = longest.filter(|_| waiting > WAITING) {
            file.group()?;
        }
        Ok(())
    }
}

impl File {
    /// Writes the rows that wait as one row group.
    fn group(&mut self) -> Result<(), ExportError> {
        if self.columns.rows() == 0 {
            return Ok(());
        }
        self.columns.write(&mut self.to).map_err(|e| ExportError::other(&self.name, e))
    }
}

impl Output for Parquet<'_> {
    fn row(&mut self, sheet: Sheet, row: &[Value<'_>]) -> Result<(), ExportError> {
        let scheme = self.scheme;
        let at = if sheet == Sheet::Answers {
            let bank = if let Value::Text(bank) = &row[BANK] { bank.as_ref() } else { "" };
            self.file_of(sheet, bank)?
        } else {
            self.file_of(sheet, "")?
        };
        let file = &mut self.files[at];
        file.rows += 1;
        if sheet == Sheet::Answers {
            file.columns.put(row.iter().enumerate().filter(|(n, _)| *n != BANK).map(|(_, v)| v), scheme);
        } else {
            file.columns.put(row.iter(), scheme);
        }
        if file.columns.rows() >= GROUP {
            file.group()?;
        }
        // Looked at now and then: a few hundred rows more or less are nothing.
        if file.rows.is_multiple_of(64) { self.relieve() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>, _ending: &Ending<'_>) -> Result<Vec<Written>, ExportError> {
        if !self.place.keys().any(|(sheet, _)| *sheet == Sheet::Answers) {
            // A table without rows is a table all the same.
            self.file_of(Sheet::Answers, "")?;
        }
        let mut written = Vec::new();
        for mut file in self.files {
            file.group()?;
            let fail = |e| ExportError::other(&file.name, e);
            file.to.finish().map_err(fail)?;
            file.to.inner_mut().flush().map_err(|e| ExportError::write(&file.name, e))?;
            written.push(Written { name: file.name, rows: file.rows });
        }
        Ok(written)
    }
}

/// The name of a bank as part of the name of a folder: everything but letters, digits, `-` and `_` as `%XX`.
fn folder(bank: &str) -> String {
    if bank.is_empty() {
        return NO_BANK.to_owned();
    }
    let mut name = String::new();
    for byte in bank.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => name.push(byte.into()),
            _ => {
                let _ = std::fmt::Write::write_fmt(&mut name, format_args!("%{byte:02X}"));
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bank_leads_out_of_its_folder() {
        assert_eq!(folder("annex"), "annex");
        assert_eq!(folder("../../x"), "%2E%2E%2F%2E%2E%2Fx");
        assert_eq!(folder("pu its"), "pu%20its");
        assert_eq!(folder(""), NO_BANK);
    }
}
