//! Rows that wait as columns, and their way into a row group.

use crate::export::scheme::Scheme;
use crate::export::value::{Field, FieldType, Value};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

/// The schema of a table.
pub(super) fn schema(name: &str, fields: &[Field]) -> Result<TypePtr> {
    let mut columns = Vec::new();
    for field in fields {
        let (physical, logical) = match field.kind {
            FieldType::Word | FieldType::Words => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            FieldType::Int => (Physical::INT64, None),
            FieldType::Number => (Physical::DOUBLE, None),
            FieldType::Bool => (Physical::BOOLEAN, None),
            FieldType::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            FieldType::Day => (Physical::INT32, Some(LogicalType::Date)),
        };
        let repetition = if field.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let column = Type::primitive_type_builder(&field.name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()?;
        columns.push(Arc::new(column));
    }
    Ok(Arc::new(Type::group_type_builder(name).with_fields(columns).build()?))
}

/// The values of one column, those that are there.
enum Values {
    /// Text that repeats: each once, and which of them.
    Word { index: HashMap<Box<str>, u32>, all: Vec<ByteArray>, which: Vec<u32> },
    /// Text that does not: one behind the other, and where each ends.
    Words { text: Vec<u8>, ends: Vec<usize> },
    /// Whole numbers, and moments in milliseconds.
    Int(Vec<i64>),
    /// Numbers.
    Number(Vec<f64>),
    /// Yes or no.
    Bool(Vec<bool>),
    /// Days since 1970-01-01.
    Day(Vec<i32>),
}

struct Column {
    values: Values,
    /// For each row 1 if there is a value, 0 if not; not kept where every row has one.
    present: Option<Vec<i16>>,
}

/// Rows that wait.
pub(super) struct Columns {
    all: Vec<Column>,
    rows: usize,
    bytes: usize,
}

impl Values {
    fn new(kind: FieldType) -> Self {
        match kind {
            FieldType::Word => Self::Word { index: HashMap::new(), all: Vec::new(), which: Vec::new() },
            FieldType::Words => Self::Words { text: Vec::new(), ends: Vec::new() },
            FieldType::Int | FieldType::Time => Self::Int(Vec::new()),
            FieldType::Number => Self::Number(Vec::new()),
            FieldType::Bool => Self::Bool(Vec::new()),
            FieldType::Day => Self::Day(Vec::new()),
        }
    }

    /// Puts a text in; gives how many bytes that takes.
    fn text(&mut self, value: &str) -> usize {
        match self {
            Self::Word { index, all, which } => {
                if let Some(at) = index.get(value) {
                    which.push(*at);
                    return 4;
                }
                let at = all.len() as u32;
                index.insert(value.into(), at);
                all.push(ByteArray::from(value.as_bytes().to_vec()));
                which.push(at);
                2 * value.len() + 100
            }
            Self::Words { text, ends } => {
                text.extend_from_slice(value.as_bytes());
                ends.push(text.len());
                value.len() + 8
            }
            _ => 0,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Word { which, .. } => which.len(),
            Self::Words { ends, .. } => ends.len(),
            Self::Int(all) => all.len(),
            Self::Number(all) => all.len(),
            Self::Bool(all) => all.len(),
            Self::Day(all) => all.len(),
        }
    }

    /// Puts a value in if it is of the column's kind; gives how many bytes that takes.
    fn put(&mut self, value: &Value<'_>, scheme: Scheme) -> usize {
        match (self, value) {
            (me @ (Self::Word { .. } | Self::Words { .. }), Value::Text(text)) => me.text(text),
            (me @ (Self::Word { .. } | Self::Words { .. }), Value::Reason(reason)) => {
                scheme.code(*reason).map_or(0, |code| me.text(code))
            }
            (Self::Number(all), Value::Reason(reason)) => match scheme.number(*reason) {
                Some(number) => {
                    all.push(number);
                    8
                }
                None => 0,
            },
            (Self::Int(all), Value::Int(number)) => {
                all.push(*number);
                8
            }
            (Self::Int(all), Value::Time(at, _)) => {
                all.push(at.as_millisecond());
                8
            }
            (Self::Number(all), Value::Number(number)) => {
                all.push(*number);
                8
            }
            (Self::Bool(all), Value::Bool(yes)) => {
                all.push(*yes);
                1
            }
            (Self::Day(all), Value::Day(day)) => {
                let epoch = jiff::civil::date(1970, 1, 1);
                all.push(day.since(epoch).map_or(0, |span| span.get_days()));
                4
            }
            _ => 0,
        }
    }
}

impl Column {
    fn write(&mut self, to: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let present = self.present.as_deref();
        match &self.values {
            Values::Word { all, which, .. } => {
                let values: Vec<ByteArray> = which.iter().map(|at| all[*at as usize].clone()).collect();
                batch::<ByteArrayType>(to, &values, present)
            }
            Values::Words { text, ends } => {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let values: Vec<ByteArray> =
                    starts.zip(ends).map(|(from, to)| ByteArray::from(text[from..*to].to_vec())).collect();
                batch::<ByteArrayType>(to, &values, present)
            }
            Values::Int(all) => batch::<Int64Type>(to, all, present),
            Values::Number(all) => batch::<DoubleType>(to, all, present),
            Values::Bool(all) => batch::<BoolType>(to, all, present),
            Values::Day(all) => batch::<Int32Type>(to, all, present),
        }
    }
}

fn batch<T: DataType>(
    to: &mut SerializedColumnWriter<'_>,
    values: &[T::T],
    present: Option<&[i16]>,
) -> Result<()> {
    to.typed::<T>().write_batch(values, present, None).map(|_| ())
}

impl Columns {
    pub(super) fn new(fields: &[Field]) -> Self {
        let column = |field: &Field| Column {
            values: Values::new(field.kind),
            present: (!field.required).then(Vec::new),
        };
        Self { all: fields.iter().map(column).collect(), rows: 0, bytes: 0 }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// About how many bytes wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn put<'v, 'a: 'v>(&mut self, row: impl Iterator<Item = &'v Value<'a>>, scheme: Scheme) {
        for (column, value) in self.all.iter_mut().zip(row) {
            let before = column.values.len();
            self.bytes += column.values.put(value, scheme);
            let there = column.values.len() > before;
            match &mut column.present {
                Some(present) => {
                    present.push(i16::from(there));
                    self.bytes += 2;
                }
                // A column that always has a value has an empty text rather than none.
                None if !there => {
                    column.values.text("");
                }
                None => {}
            }
        }
        self.rows += 1;
    }

    /// Writes all rows as one row group and forgets them.
    pub(super) fn write<W: Write + Send>(&mut self, file: &mut SerializedFileWriter<W>) -> Result<()> {
        let mut group = file.next_row_group()?;
        for column in &mut self.all {
            let Some(mut to) = group.next_column()? else { break };
            column.write(&mut to)?;
            to.close()?;
            column.clear();
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Column {
    fn clear(&mut self) {
        match &mut self.values {
            Values::Word { index, all, which } => {
                index.clear();
                all.clear();
                which.clear();
            }
            Values::Words { text, ends } => {
                text.clear();
                ends.clear();
            }
            Values::Int(all) => all.clear(),
            Values::Number(all) => all.clear(),
            Values::Bool(all) => all.clear(),
            Values::Day(all) => all.clear(),
        }
        if let Some(present) = &mut self.present {
            present.clear();
        }
    }
}
