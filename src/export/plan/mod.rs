//! The training plan as a file: Markdown to be read, CSV and XLSX to be worked on.
//!
//! Outside, figures that would tell of few people are withheld (`disclose`) and sessions are not named. Inside, nothing
//! is withheld and the file says for whom it is. What a trainer wrote in words is told as it is: names and figures in a
//! note are for whoever writes it to leave out. That figures rest on made-up sessions is said in every format.

mod disclose;
mod markdown;
mod sheet;

#[cfg(test)]
mod tests;

pub use disclose::Held;

use super::csv;
use super::scheme::Scheme;
use super::value::{Value, text, word};
use crate::analysis::marks::{Behind, PlanId, PlanLine, Remedy};
use jiff::civil::Date;
use std::borrow::Cow;

/// What is said wherever figures rest on made-up sessions.
const MADE_UP: &str = "MADE UP DATA";

/// What a plan can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFormat {
    /// To be read.
    Markdown,
    /// One table.
    Csv,
    /// A workbook.
    Xlsx,
}

impl PlanFormat {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Csv, Self::Xlsx];

    /// Its name on the command line, and the ending of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// For whom a plan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// For the team: nothing is withheld, and the sessions are named.
    Inside,
    /// For anybody: figures of fewer people than the threshold are withheld, and what would give them away.
    Outside {
        /// The fewest people whose figures are told; at least 3.
        threshold: usize,
    },
}

impl Default for Audience {
    fn default() -> Self {
        Self::Outside { threshold: 5 }
    }
}

/// What is written.
#[derive(Clone, Copy, Debug)]
pub struct PlanInput<'a> {
    /// The lines, in their order.
    pub lines: &'a [PlanLine],
    /// What is known of the sessions behind each, in the same order.
    pub behind: &'a [Behind],
    /// The day on which it is written.
    pub on: Date,
}

/// A plan that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// Lines whose figures were withheld and why: for the room, not for publication.
    pub withheld: Vec<(PlanId, Held)>,
    /// Lines whose figures rest on made-up sessions.
    pub made_up: usize,
}

/// Why a plan could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The threshold is below the floor.
    #[error("a threshold of {0} would let single people be read out of the figures: take {floor} or more", floor = crate::analysis::disclosure::FLOOR)]
    TooLow(usize),
    /// The workbook could not be made.
    #[error("the workbook could not be made ({0}): export md or csv")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Writes a plan.
///
/// # Errors
/// When the threshold is below 3, or a workbook can't be made.
pub fn plan(input: &PlanInput<'_>, format: PlanFormat, audience: Audience) -> Result<PlanFile, PlanError> {
    let held = disclose::held(input, audience)?;
    let rows: Vec<Row<'_>> = (1..)
        .zip(input.lines)
        .zip(&held)
        .enumerate()
        .map(|(at, ((place, line), held))| Row {
            place,
            line,
            held: held.is_some(),
            behind: input.behind.get(at).copied().unwrap_or_default(),
        })
        .collect();
    let paper = Paper { rows, on: input.on, audience };
    let bytes = match format {
        PlanFormat::Markdown => markdown::write(&paper).into_bytes(),
        PlanFormat::Csv => table(&paper),
        PlanFormat::Xlsx => sheet::write(&paper)?,
    };
    let ids = input.lines.iter().map(|line| line.id);
    Ok(PlanFile {
        bytes,
        withheld: ids.zip(held).filter_map(|(id, why)| Some((id, why?))).collect(),
        made_up: paper.made_up(),
    })
}

/// A line on its way out.
struct Row<'a> {
    /// Its place in the plan, from 1.
    place: i64,
    line: &'a PlanLine,
    held: bool,
    behind: Behind,
}

/// All that is written.
struct Paper<'a> {
    rows: Vec<Row<'a>>,
    on: Date,
    audience: Audience,
}

impl Row<'_> {
    fn is_training(&self) -> bool {
        self.line.remedy == Remedy::Training
    }

    fn is_made_up(&self) -> bool {
        self.behind.made_up > 0
    }

    /// Whether there are figures, and they are told.
    fn tells(&self) -> bool {
        !self.held && !self.line.basis.is_none()
    }
}

impl Paper<'_> {
    fn inside(&self) -> bool {
        self.audience == Audience::Inside
    }

    fn made_up(&self) -> usize {
        self.rows.iter().filter(|row| row.is_made_up()).count()
    }

    /// What has to be said of made-up data; nothing where there is none.
    fn made_up_words(&self) -> Option<String> {
        let (n, all) = (self.made_up(), self.rows.len());
        (n > 0).then(|| format!("{MADE_UP}: the figures of {n} of {} rest on made-up sessions.", lines(all)))
    }

    /// For whom it is, and what that means.
    fn audience_words(&self) -> String {
        match self.audience {
            Audience::Inside => {
                "For inside use only: nothing is withheld, and the sessions are named.".to_owned()
            }
            Audience::Outside { threshold } => format!(
                "Figures of fewer than {threshold} people, and figures that are all alike, are withheld; sessions are \
                 not named."
            ),
        }
    }

    /// The places of the lines whose figures were withheld.
    fn withheld(&self) -> Vec<String> {
        self.rows.iter().filter(|row| row.held).map(|row| row.place.to_string()).collect()
    }

    /// The columns of a table, and what they mean.
    fn columns(&self) -> Vec<(&'static str, &'static str)> {
        let mut all = COLUMNS.to_vec();
        if self.inside() {
            all.extend(INSIDE);
        }
        all
    }

    /// A row of a table.
    fn values<'a>(&self, row: &Row<'a>) -> Vec<Value<'a>> {
        let line = row.line;
        let basis = &line.basis;
        let number = |n: u32| if row.tells() { Value::Int(n.into()) } else { Value::Null };
        let training = |label: &'static str| if row.is_training() { word(label) } else { Value::Null };
        let mut all = vec![
            if row.is_made_up() { word(MADE_UP) } else { Value::Null },
            Value::Int(row.place),
            Value::Text(line.id.to_string().into()),
            text(&line.topic),
            line.about.as_ref().map_or(Value::Null, |at| text(at.as_str())),
            text(&line.group),
            line.size.map_or(Value::Null, |n| Value::Int(n.into())),
            word(line.remedy.label()),
            training(line.depth.label()),
            training(line.form.label()),
            word(line.priority.label()),
            text(&line.note),
            if row.tells() { text(&basis.figures) } else { Value::Null },
            number(basis.asked),
            number(basis.answered),
            text(&basis.split),
            if row.held { word(HELD) } else { Value::Null },
        ];
        if self.inside() {
            let sessions = basis.sessions.join(" ");
            all.extend([
                text(&line.filter),
                if sessions.is_empty() { Value::Null } else { Value::Text(Cow::Owned(text_of(&sessions))) },
                text(line.by.as_str()),
                Value::Time(line.at, 0),
            ]);
        }
        all
    }
}

/// What is withheld of a line.
const HELD: &str = "figures, asked, answered";

const COLUMNS: [(&str, &str); 17] = [
    ("made_up", "MADE UP DATA where the figures rest on made-up sessions"),
    ("place", "place in the plan, from 1"),
    ("line", "number of the line, which stays when it moves"),
    ("topic", "in what"),
    ("ref", "row or item of the questionnaire that shows the gap"),
    ("group", "for whom"),
    ("people", "how many people"),
    ("remedy", "what closes the gap"),
    ("depth", "how deep people have to know it; for training"),
    ("form", "in which form it is given; for training"),
    ("priority", "how soon"),
    ("note", "free text"),
    ("figures", "what the line rests on, as it was when they were looked up"),
    ("asked", "how many were asked"),
    ("answered", "how many answered"),
    ("split", "by what the figures were split"),
    ("withheld", "what of the line was withheld"),
];

const INSIDE: [(&str, &str); 4] = [
    ("filter", "filter that selects the sessions of the group"),
    ("sessions", "ids of the sessions that the figures are of"),
    ("by", "initials of who made the line"),
    ("made_at", "when, in UTC"),
];

/// The plan as one table.
fn table(paper: &Paper<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let head: Vec<Value<'_>> = paper.columns().iter().map(|(name, _)| word(name)).collect();
    let rows = std::iter::once(head).chain(paper.rows.iter().map(|row| paper.values(row)));
    for row in rows {
        // Memory takes all that is written.
        let _ = csv::line(&mut bytes, &row, Scheme::default());
    }
    bytes
}

fn text_of(text: &str) -> String {
    crate::text::clean::visible(text).into_owned()
}

fn lines(n: usize) -> String {
    if n == 1 { "1 line".to_owned() } else { format!("{n} lines") }
}
