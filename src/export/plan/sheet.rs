//! The plan as a workbook: every text is written as text, there is no way to a formula.

use super::{Paper, PlanError, disclose};
use crate::export::guard::begins_formula;
use crate::export::value::Value;
use crate::export::xlsx::fitting_else;
use crate::text::clean;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// The workbook.
pub(super) fn write(paper: &Paper<'_>) -> Result<Vec<u8>, PlanError> {
    let mut book = Workbook::new();
    let look = Look { head: Format::new().set_bold(), plain: Format::new().set_quote_prefix() };
    let columns = paper.columns();
    // Ids of sessions have a sheet of their own: a cell has not the room.
    let wanted: Vec<usize> = (0..columns.len())
        .filter(|at| columns.get(*at).is_some_and(|(name, _)| *name != "sessions"))
        .collect();
    let sheet = book.add_worksheet().set_name("Plan")?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&wanted) {
        let name = columns.get(*column).map_or("", |(name, _)| *name);
        sheet.set_column_width(at, width(name))?;
        sheet.write_string_with_format(0, at, name, &look.head)?;
    }
    for (line, row) in (1..).zip(&paper.rows) {
        let values = paper.values(row);
        for (at, column) in (0..).zip(&wanted) {
            put(sheet, (line, at), values.get(*column).unwrap_or(&Value::Null), &look)?;
        }
    }
    if paper.inside() {
        let sheet = book.add_worksheet().set_name("Sessions")?;
        sheet.set_column_width(1, 32)?;
        sheet.write_string_with_format(0, 0, "line", &look.head)?;
        sheet.write_string_with_format(0, 1, "session", &look.head)?;
        let all = paper.rows.iter().flat_map(|r| r.line.basis.sessions.iter().map(|id| (r.line.id, id)));
        // More than a sheet has room for are left off; CSV has them.
        for (at, (line, id)) in (1..1_048_576).zip(all) {
            sheet.write_string(at, 0, line.to_string())?;
            string(sheet, (at, 1), &clean::visible(id), &look)?;
        }
    }
    let sheet = book.add_worksheet().set_name("Read me")?;
    sheet.set_column_width(0, 110)?;
    for (at, text) in (0..).zip(read_me(paper)) {
        string(sheet, (at, 0), &text, &look)?;
    }
    Ok(book.save_to_buffer()?)
}

struct Look {
    head: Format,
    /// For a text that looks like a formula: it stays text even when somebody edits the cell.
    plain: Format,
}

fn put(sheet: &mut Worksheet, at: (u32, u16), value: &Value<'_>, look: &Look) -> Result<(), XlsxError> {
    match value {
        Value::Int(number) => sheet.write_number(at.0, at.1, *number as f64).map(|_| ()),
        Value::Text(text) => string(sheet, at, text, look),
        Value::Time(time, _) => sheet.write_string(at.0, at.1, time.to_string()).map(|_| ()),
        // A plan holds no others.
        _ => Ok(()),
    }
}

fn string(sheet: &mut Worksheet, at: (u32, u16), text: &str, look: &Look) -> Result<(), XlsxError> {
    let fitting = fitting_else(text, "csv has them");
    if text.trim_start().starts_with(begins_formula) {
        sheet.write_string_with_format(at.0, at.1, fitting, &look.plain)?;
    } else {
        sheet.write_string(at.0, at.1, fitting)?;
    }
    Ok(())
}

fn width(name: &str) -> f64 {
    match name {
        "topic" | "group" => 32.0,
        "note" | "figures" => 50.0,
        "made_up" | "remedy" | "depth" | "form" | "filter" | "withheld" | "made_at" => 18.0,
        "ref" => 14.0,
        _ => 9.0,
    }
}

fn read_me(paper: &Paper<'_>) -> Vec<String> {
    let mut all = vec!["Training plan, kept by vivavoce".to_owned()];
    all.extend(paper.made_up_words());
    all.extend([
        format!("Written on {}. {}", paper.on, paper.audience_words()),
        "Figures are as they were when a line was made or its figures were looked up again.".to_owned(),
        String::new(),
    ]);
    let columns = paper.columns();
    let told = columns.iter().filter(|(name, _)| *name != "sessions");
    all.extend(told.map(|(name, about)| format!("{name}: {about}")));
    let withheld = paper.withheld();
    if !withheld.is_empty() {
        all.extend([String::new(), format!("Withheld. Why: {}.", disclose::WHY)]);
        all.extend(withheld.iter().map(|place| format!("line {place}: {}", super::HELD)));
    }
    all
}
