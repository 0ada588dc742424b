//! The kinds of answer, and what a table or a form asks: rows and columns, layers, figures, instruments, records.

use super::model::{Bank, Item, is_false};
use super::refs::Ref;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What kind of answer an item takes. Every kind also takes an account, a note, evidence and a nonresponse reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// A stem whose parts are answered, not itself.
    Stem,
    /// Only words.
    Text,
    /// One option of a scale, or several if the scale says so.
    Choice {
        /// Id of the scale.
        scale: String,
    },
    /// Rows by columns, a code, a number or a few words per cell.
    Grid {
        /// The rows.
        rows: Vec<Row>,
        /// The columns.
        columns: Vec<Column>,
        /// Whether rows can be added and renamed in the interview. Rows that are added count as nothing to answer.
        #[serde(default, skip_serializing_if = "is_false")]
        open: bool,
        /// Whether it is asked column by column: a digit moves on downwards.
        #[serde(default, skip_serializing_if = "is_false")]
        by_column: bool,
    },
    /// One thing in layers: whether it exists on paper and in practice, figures, whether it works and covers all.
    Finding {
        /// Codes of the bank's layers that make sense here.
        layers: Vec<String>,
        /// The spoken form of a layer, by its code, where the layer's own does not fit here.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        asks: BTreeMap<String, String>,
        /// What else is asked of it: its elements, figures, names.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<Column>,
        /// Layers and fields in the order they are asked; filled in when the bank is read.
        #[serde(skip)]
        columns: Vec<Column>,
    },
    /// Figures by period: one row per period, added in the interview.
    Count {
        /// What is counted.
        series: Vec<Column>,
        /// What a row is about: a year, a month.
        per: String,
    },
    /// Which instruments a State has bound itself to, when, and with what reservation.
    Adherence {
        /// The instruments.
        instruments: Vec<Row>,
        /// Id of the scale of a treaty's states: signed, ratified, acceded.
        treaty: String,
        /// Id of the scale of a declaration's states, which has no ratification.
        declaration: String,
        /// State, date and reservation; filled in when the bank is read.
        #[serde(skip)]
        columns: Vec<Column>,
    },
    /// Repeated records with the same fields, such as one for each agreement.
    Register {
        /// What a record is: "Agreement".
        record: String,
        /// The fields of a record.
        fields: Vec<Column>,
        /// The fields with a period after each figure; filled in when the bank is read.
        #[serde(skip)]
        columns: Vec<Column>,
    },
}

/// A row of a grid, or an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Last segment of its reference: `k` in `Annex.E.1.k`.
    pub code: String,
    /// What it is about.
    pub label: String,
    /// The label in at most 28 columns. The label's start if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// For the interviewer's eyes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guidance: String,
    /// The resource that an instrument is listed as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Ref>,
    /// Whether an instrument is a declaration.
    #[serde(default, skip_serializing_if = "is_false")]
    pub declaration: bool,
}

/// A column of a grid, a layer, or a field of a finding or record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Last segment of a cell's reference: `ii` in `Annex.E.1.k.ii`.
    pub code: String,
    /// What it asks of every row.
    pub label: String,
    /// The label in at most 12 columns. The label's start if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// The spoken form, where the label alone does not say it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ask: String,
    /// Id of its scale, where it takes codes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scale: String,
    /// What is put in: a code of the scale, words or a number.
    #[serde(default, skip_serializing_if = "Input::is_codes")]
    pub input: Input,
    /// What a number counts: persons, meetings.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The period that a number is usually given for: year, month.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub per: String,
    /// The cell shares the row's own reference: the row `Annex.F.1.a` *is* the rating of oneself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own: bool,
    /// Another item that is answered here too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Ref>,
}

/// What is put into a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Codes of a scale.
    #[default]
    Codes,
    /// A line of words.
    Words,
    /// A number, kept as it was typed; see [`number`].
    Number,
    /// The period that the number before it is for. Never written in a bank: every figure of a form has one.
    #[serde(skip)]
    Period,
}

impl Input {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
    fn is_codes(&self) -> bool {
        *self == Self::Codes
    }

    /// Whether something is typed here.
    pub fn is_typed(self) -> bool {
        self != Self::Codes
    }
}

/// How a kind stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing but words.
    Words,
    /// Options below each other.
    Options,
    /// Rows by columns.
    Table,
    /// Fields below each other.
    Form,
}

/// The column of an instrument that holds its state.
pub const STATE: &str = "state";

impl Kind {
    /// How it stands on the screen.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Stem | Self::Text => Shape::Words,
            Self::Choice { .. } => Shape::Options,
            Self::Grid { .. } | Self::Count { .. } | Self::Adherence { .. } => Shape::Table,
            Self::Finding { .. } | Self::Register { .. } => Shape::Form,
        }
    }

    /// Its name for scripts.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stem => "stem",
            Self::Text => "text",
            Self::Choice { .. } => "choice",
            Self::Grid { .. } => "grid",
            Self::Finding { .. } => "finding",
            Self::Count { .. } => "count",
            Self::Adherence { .. } => "adherence",
            Self::Register { .. } => "register",
        }
    }

    /// The rows that the bank gives it.
    pub fn rows(&self) -> &[Row] {
        match self {
            Self::Grid { rows, .. } => rows,
            Self::Adherence { instruments, .. } => instruments,
            _ => &[],
        }
    }

    /// What is asked of every row, or of the one thing that a finding is about.
    pub fn columns(&self) -> &[Column] {
        match self {
            Self::Grid { columns, .. }
            | Self::Finding { columns, .. }
            | Self::Adherence { columns, .. }
            | Self::Register { columns, .. } => columns,
            Self::Count { series, .. } => series,
            Self::Stem | Self::Text | Self::Choice { .. } => &[],
        }
    }

    /// Whether rows can be added in the interview.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Grid { open: true, .. } | Self::Count { .. } | Self::Register { .. })
    }

    /// Whether it is asked column by column.
    pub fn is_by_column(&self) -> bool {
        matches!(self, Self::Grid { by_column: true, .. })
    }

    /// What a row is called whose name is typed in the table or form itself: the period, the record.
    pub fn row_name(&self) -> Option<&str> {
        match self {
            Self::Count { per, .. } => Some(per),
            Self::Register { record, .. } => Some(record),
            _ => None,
        }
    }

    /// Whether parts may stand below it.
    pub fn takes_parts(&self) -> bool {
        !matches!(self.shape(), Shape::Table)
    }

    /// The id of the scale of a cell; empty where it takes no codes.
    pub fn scale_of<'a>(&'a self, row: &str, column: &'a Column) -> &'a str {
        if let Self::Adherence { instruments, declaration, .. } = self
            && column.code == STATE
            && instruments.iter().any(|i| i.code == row && i.declaration)
        {
            return declaration;
        }
        &column.scale
    }
}

impl Row {
    /// The short label, or the label.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.label)
    }
}

impl Column {
    /// The short label, or the label.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.label)
    }
}

/// The code of the period of a figure: `beds_for` of `beds`.
pub fn period_code(figure: &str) -> String {
    format!("{figure}_for")
}

/// The number that a person typed: digits with blanks, commas, points or apostrophes between thousands, and a decimal
/// point or comma. `None` for anything else: "about 40", "20-30", "many".
///
/// A lone comma or point with exactly three digits behind it parts thousands ("1,200"); otherwise it is the decimal one.
pub fn number(text: &str) -> Option<f64> {
    let text: String =
        text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
        return None;
    }
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let Some((last, mark)) = marks.last().copied() else { return text.parse().ok() };
    let same = marks.iter().all(|(_, c)| *c == mark);
    let thousands = |part: &str, by: char| {
        let mut groups = part.split(by);
        let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
        first && groups.all(|g| g.len() == 3)
    };
    if same && thousands(&text, mark) {
        return text.replace(mark, "").parse().ok();
    }
    let (whole, tail) = (&text[..last], &text[last + 1..]);
    let other = if mark == ',' { '.' } else { ',' };
    let grouped = !whole.contains(other) || thousands(whole, other);
    if whole.contains(mark) || whole.is_empty() || tail.is_empty() || !grouped {
        return None;
    }
    format!("{}.{tail}", whole.replace(other, "")).parse().ok()
}

impl Bank {
    /// The layer with this code.
    pub fn layer(&self, code: &str) -> Option<&Column> {
        self.layers.iter().find(|l| l.code == code)
    }

    /// Fills in what follows from the rest of the bank: the columns of findings, registers and instruments, and by
    /// which fields other items are answered. Called when a bank is read, and again whenever it was changed.
    pub(super) fn resolve(&mut self) {
        let layers = std::mem::take(&mut self.layers);
        let scored = |column: &Column| {
            self.scales
                .iter()
                .find(|s| s.id == column.scale)
                .is_some_and(|s| s.options.iter().any(|o| o.score.is_some()))
        };
        // An opinion is asked last: after whether the thing is there, and its figures.
        let (last, first): (Vec<&Column>, Vec<&Column>) = layers.iter().partition(|l| scored(l));
        let mut answers = Answers::new();
        for section in &mut self.sections {
            for item in &mut section.items {
                fill(item, &first, &last, &mut answers);
            }
        }
        let items = self.sections.iter_mut().flat_map(|s| &mut s.items);
        items.for_each(|item| tell(item, &mut answers));
        self.layers = layers;
    }
}

/// Which fields answer an item, by the item's reference: the item and the column of each.
type Answers = HashMap<Ref, Vec<(Ref, String)>>;

fn tell(item: &mut Item, answers: &mut Answers) {
    item.answered_by = answers.remove(&item.reference).unwrap_or_default();
    item.parts.iter_mut().for_each(|part| tell(part, answers));
}

fn fill(item: &mut Item, first: &[&Column], last: &[&Column], answers: &mut Answers) {
    match &mut item.kind {
        Kind::Finding { layers, asks, fields, columns } => {
            let own = |layer: &&Column| {
                let ask = asks.get(&layer.code).unwrap_or(&layer.ask).clone();
                Column { ask, ..(*layer).clone() }
            };
            let of = |from: &[&Column]| -> Vec<Column> {
                from.iter().filter(|l| layers.contains(&l.code)).map(own).collect()
            };
            *columns = of(first);
            columns.extend(with_periods(fields));
            columns.extend(of(last));
        }
        Kind::Register { fields, columns, .. } => *columns = with_periods(fields),
        Kind::Count { series, .. } => series.iter_mut().for_each(|s| s.input = Input::Number),
        Kind::Adherence { treaty, columns, .. } => {
            let words = |code: &str, label: &str| Column {
                code: code.to_owned(),
                label: label.to_owned(),
                input: Input::Words,
                ..Column::default()
            };
            let state = Column {
                code: STATE.to_owned(),
                label: "State".to_owned(),
                scale: treaty.clone(),
                ..Column::default()
            };
            *columns = vec![state, words("date", "Date"), words("reservation", "Reservation")];
        }
        Kind::Stem | Kind::Text | Kind::Choice { .. } | Kind::Grid { .. } => {}
    }
    for column in item.kind.columns() {
        if let Some(other) = &column.item {
            let field = (item.reference.clone(), column.code.clone());
            answers.entry(other.clone()).or_default().push(field);
        }
    }
    for part in &mut item.parts {
        fill(part, first, last, answers);
    }
}

/// Every figure of a form is followed by the period that it is for.
fn with_periods(fields: &[Column]) -> Vec<Column> {
    let mut all = Vec::new();
    for field in fields {
        all.push(field.clone());
        if field.input == Input::Number {
            all.push(Column {
                code: period_code(&field.code),
                label: "for".to_owned(),
                input: Input::Period,
                per: field.per.clone(),
                ..Column::default()
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        for (text, value) in [
            ("34", 34.0),
            (" 1 200 ", 1200.0),
            ("1,200", 1200.0),
            ("1.200", 1200.0),
            ("1,200,000", 1_200_000.0),
            ("1'200", 1200.0),
            ("2.5", 2.5),
            ("2,5", 2.5),
            ("1.200,5", 1200.5),
            ("1,200.75", 1200.75),
            ("0", 0.0),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_not_made_one() {
        for text in [
            "",
            "about 40",
            "20-30",
            "many",
            "-3",
            "1e5",
            "inf",
            "NaN",
            "1.2.3",
            "12,34,567",
            ",5",
            "5,",
            "1,2.3,4",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
