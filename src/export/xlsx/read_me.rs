//! The last sheet of the workbook: what the others are, in words.

use crate::export::Ending;
use crate::export::tables::Sheet;
use crate::session::Nonresponse;

/// Its lines.
pub(super) fn lines(ending: &Ending<'_>, cut: u64) -> Vec<String> {
    let mut lines = vec![
        "Interviews of a needs assessment, kept by vivavoce".to_owned(),
        "For the team, not to be published: a row is one person's answers.".to_owned(),
        String::new(),
    ];
    for sheet in Sheet::ALL {
        let table = ending.tables.table(sheet);
        lines.push(format!("{}: {}.", super::title(sheet), table.about));
    }
    lines.extend([
        String::new(),
        "In Sessions, started, date and ended are on the clock of the interview; all other times are UTC."
            .to_owned(),
        format!("Reasons for no answer are written as {}:", ending.scheme.name()),
    ]);
    for reason in Nonresponse::ALL {
        let code = ending.scheme.code(reason).unwrap_or("(empty cell)");
        lines.push(format!("    {code}: {}", reason.label()));
    }
    let withheld = &ending.summary.withheld;
    lines.extend([
        String::new(),
        format!("{} sessions, of which:", ending.summary.sessions),
        format!("    {} without consent to notes: their answers are not here.", withheld.no_notes),
        format!(
            "    {} without a yes to quotes: {} accounts and {} jots are not here.",
            withheld.unquoted, withheld.accounts, withheld.jots
        ),
        format!("{} sessions without consent to the interview are not here at all.", withheld.no_interview),
    ]);
    if cut > 0 {
        lines.push(format!(
            "{cut} texts were too long for a cell and are cut; csv, json and parquet have them whole."
        ));
    }
    lines.extend([String::new(), "Sessions, column by column:".to_owned()]);
    let sessions = ending.tables.table(Sheet::Sessions);
    lines.extend(sessions.fields.iter().map(|f| format!("    {}: {}", f.name, f.about)));
    for sheet in Sheet::ALL.into_iter().skip(1) {
        lines.extend([String::new(), format!("{}, column by column:", super::title(sheet))]);
        lines
            .extend(ending.tables.table(sheet).fields.iter().map(|f| format!("    {}: {}", f.name, f.about)));
    }
    // Some of it comes from banks, and a cell has its limit.
    lines.iter().map(|line| super::fitting(&crate::text::clean::visible(line)).into_owned()).collect()
}
