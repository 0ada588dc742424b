//! Who spoke, in a few words: codes and roles, never a name.

use crate::analysis::corpus::{Field, Flag};
use crate::analysis::marks::{Cited, Spot};
use crate::bank::Ref;
use crate::text::clean;
use crate::tui::desk::Desk;

/// Who spoke in a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui::screens) struct Who {
    /// Code of the respondent, and how many more were there; the id of a session that is not here.
    pub(in crate::tui::screens) code: String,
    /// Function, rank, level.
    pub(in crate::tui::screens) role: String,
    /// Unit, else institution.
    pub(in crate::tui::screens) unit: String,
    /// Institution.
    pub(in crate::tui::screens) institution: String,
    /// The file of the session is gone.
    pub(in crate::tui::screens) gone: bool,
    /// They did not agree to being quoted.
    pub(in crate::tui::screens) no_quotes: bool,
    /// The data are made up.
    pub(in crate::tui::screens) made_up: bool,
}

/// Who spoke in a session.
pub(in crate::tui::screens) fn who(desk: &Desk, cited: &Cited, session: &str) -> Who {
    let archive = &desk.archive;
    let Some((at, row)) = cited.row(session).and_then(|at| Some((at, archive.corpus.row(at)?))) else {
        // While the folder is being read nobody knows.
        let gone = archive.is_read();
        return Who { code: clean::line(session).into_owned(), gone, ..Who::default() };
    };
    let label = |field| {
        let text = archive.book.label(field, archive.corpus.value(at, field));
        clean::line(&text).into_owned()
    };
    let role = [Field::Function, Field::Rank, Field::Level].map(label);
    let role: Vec<String> = role.into_iter().filter(|t| !t.is_empty()).collect();
    let institution = label(Field::Institution);
    let unit = label(Field::Unit);
    let more = row.people.len().saturating_sub(1);
    let code = clean::line(row.code()).into_owned();
    Who {
        code: if more > 0 { format!("{code} +{more}") } else { code },
        role: role.join(", "),
        unit: if unit.is_empty() { institution.clone() } else { unit },
        institution,
        gone: false,
        no_quotes: row.is(Flag::NoQuotes),
        made_up: row.is(Flag::MadeUp),
    }
}

/// A place as it is read: `Annex E 1 c ii`.
pub(in crate::tui::screens) fn place(spot: &Spot) -> String {
    let at = spot.at.as_ref().map_or_else(|| "whole session".to_owned(), Ref::spoken);
    let column = spot.column.as_ref().map(|c| format!(" {c}")).unwrap_or_default();
    clean::line(&format!("{at}{column}")).into_owned()
}

/// What an item or row is called.
pub(in crate::tui::screens) fn title(desk: &Desk, at: &Ref) -> String {
    let book = &desk.archive.book;
    let Some(item) = book.item_of(at) else { return String::new() };
    let row = item.kind.rows().iter().find(|r| item.reference.child(&r.code) == *at);
    let title = row.map_or_else(|| item.title.clone(), |row| format!("{} · {}", item.title, row.label));
    clean::line(&title).into_owned()
}

/// What was said at a spot: its words, else the whole answer as the corpus has it.
pub(in crate::tui::screens) fn words(desk: &Desk, cited: &Cited, spot: &Spot) -> String {
    let own = spot.text();
    if !own.is_empty() {
        return own.to_owned();
    }
    let Some(at) = &spot.at else { return String::new() };
    let sources = cited.within(&desk.archive.corpus);
    sources.told(&spot.session, at, spot.column.as_deref()).map(|(_, t)| t.to_owned()).unwrap_or_default()
}

/// What was chosen at a spot, in words: the options of its scale, or why there is no answer. Empty where nothing was, and
/// for a row with several cells.
pub(in crate::tui::screens) fn chosen(desk: &Desk, cited: &Cited, spot: &Spot) -> String {
    let archive = &desk.archive;
    let sources = cited.within(&archive.corpus);
    let at = spot.at.as_ref();
    let chosen = at.and_then(|at| sources.chosen(&spot.session, at, spot.column.as_deref(), &archive.book));
    clean::line(&chosen.unwrap_or_default()).into_owned()
}

/// `1 source`, `3 sources`.
pub(in crate::tui::screens) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
