//! The long table: which rows a held answer gives.
//!
//! - one for each code that was chosen, of the item or of a cell;
//! - one for each cell that holds words or a figure and no code;
//! - one for each reason for no answer;
//! - one without a cell for what is said of the item or row as a whole: its account and note, if it has no code of its
//!   own to stand beside; or to say that something else is kept here (evidence, a mark, a name).
//!
//! What is blank gives no row. An account or note stands once, on the first row of the answer that has no cell.

use super::{Told, count, role, role_fields, speaker};
use crate::bank::{Column, Input, Ref, Scale};
use crate::export::ExportError;
use crate::export::bank_index::{BankIndex, Place, cell_ref};
use crate::export::scheme;
use crate::export::value::{Field, FieldType, Table, Value, figure, joined, text, word};
use crate::session::{Answer, Cell, Nonresponse, Origin};

type Rows<'t> = dyn FnMut(&[Value<'_>]) -> Result<(), ExportError> + 't;

/// The values of the column `status`.
const STATUS: [&str; 6] = ["answered", "remark", "dont_know", "refused", "not_applicable", "not_asked"];

pub(super) fn table() -> Table {
    use FieldType::{Bool, Int, Number, Time, Word, Words};
    let before = [
        Field::new("session", Word, "The session").required(),
        Field::new("bank", Word, "Id of the bank; empty: no bank of the session's has the reference"),
        Field::new("ref", Word, "Reference that the answer is held under: an item's or a row's").required(),
        Field::new("item", Word, "Reference of the item").required(),
        Field::new("column", Word, "Code of the column, layer or field; empty for the item or row itself"),
        Field::new(
            "cell",
            Word,
            "Reference of the cell; in the codebook a row that was added in the interview is *",
        )
        .required(),
        Field::new("n", Int, "Number of the row within its cell, from 1").required(),
        Field::new("section", Word, "Reference of the section"),
        Field::new("kind", Word, "Kind of the item"),
        Field::new("concept", Word, "Title of the item"),
        Field::new("subject", Word, "What the row of a table is about: technique, offence, period, record"),
        Field::new("column_label", Word, "What the column asks"),
        Field::new(
            "status",
            Word,
            "answered, remark (no answer, only a note, mark, name or evidence), or why there is none",
        )
        .required()
        .one_of(STATUS),
        Field::new(
            "code",
            Word,
            "The code that was chosen, or that of the reason by the scheme of this export",
        ),
        Field::new("label", Word, "The words for the code"),
        Field::new("score", Int, "Value of the code on its scale; empty if it has none"),
        Field::new("number", Number, "The figure, if what was typed is a plain number"),
        Field::new("text", Words, "What was typed into the cell"),
        Field::new("n_codes", Int, "How many codes were chosen in this cell; 0 for other rows").required(),
        Field::new("by", Word, "Codes of the second question, such as self|known"),
        Field::new("respondent", Word, "Code of the participant whose role stands here"),
    ];
    let after = [
        Field::new("speaker", Word, "Code of the participant who said it, if that was kept"),
        Field::new("account", Words, "What the respondent said, in their words; once per answer"),
        Field::new("account_withheld", Bool, "There is an account, and it was kept out: no yes to quotes")
            .required(),
        Field::new("note", Words, "The interviewer's words; once per answer"),
        Field::new("language", Word, "Language of the wording that was spoken"),
        Field::new("origin", Word, "Said, or read in papers").required().one_of(["interview", "desk_review"]),
        Field::new("follow_up", Bool, "To come back to").required(),
        Field::new("first", Time, "When anything was first kept in this answer, UTC"),
        Field::new("last", Time, "When it was last changed, UTC"),
        Field::new("synthetic", Bool, "Made-up data").required(),
    ];
    Table {
        name: "answers",
        about: "One row per chosen code, typed cell or reason for no answer; one more for words about the whole",
        fields: before.into_iter().chain(role_fields()).chain(after).collect(),
        key: &["session", "ref", "column", "n"],
        of_sessions: true,
    }
}

/// What differs between the rows of one answer.
#[derive(Clone, Copy)]
struct Line<'a> {
    column: Option<(&'a str, Option<&'a Column>)>,
    n: i64,
    status: &'static str,
    code: Option<&'a str>,
    reason: Option<Nonresponse>,
    scale: Option<&'a Scale>,
    text: &'a str,
    codes: &'a [String],
    by: &'a [String],
    words: bool,
}

pub(super) fn rows(told: &Told<'_>, book: &BankIndex<'_>, take: &mut Rows<'_>) -> Result<(), ExportError> {
    for (at, answer) in &told.record().answers {
        let place = book.place(at);
        let bank = book.bank_of(told.record(), at).unwrap_or_default();
        let writer = Writer { told, at, answer, place, bank };
        writer.own(&mut |line| writer.write(line, take))?;
        for (code, cell) in &answer.cells {
            writer.cell(code, cell, &mut |line| writer.write(line, take))?;
        }
    }
    Ok(())
}

struct Writer<'a> {
    told: &'a Told<'a>,
    at: &'a Ref,
    answer: &'a Answer,
    place: Option<Place<'a>>,
    bank: &'a str,
}

type Lines<'t, 'a> = dyn FnMut(Line<'a>) -> Result<(), ExportError> + 't;

impl<'a> Writer<'a> {
    /// The rows of the item or row itself.
    fn own(&self, take: &mut Lines<'_, 'a>) -> Result<(), ExportError> {
        let answer = self.answer;
        let withheld = self.told.released.accounts.contains(self.at);
        let said = withheld || !answer.account.trim().is_empty();
        let words = said || !answer.account.is_empty() || !answer.note.is_empty();
        let scale = self.place.and_then(|p| p.scale(self.at, None));
        let line = Line {
            column: None,
            n: 1,
            status: if said { "answered" } else { "remark" },
            code: None,
            reason: None,
            scale,
            text: "",
            codes: &answer.codes,
            by: &answer.by,
            words: true,
        };
        let n = coded(line, answer.nonresponse, take)?;
        if n == 0 && (words || !answer.cells.values().any(held)) {
            take(line)?;
        }
        Ok(())
    }

    /// The rows of a cell.
    fn cell(&self, code: &'a str, cell: &'a Cell, take: &mut Lines<'_, 'a>) -> Result<(), ExportError> {
        let column = self.place.and_then(|p| p.column(code));
        let line = Line {
            column: Some((code, column)),
            n: 1,
            status: "answered",
            code: None,
            reason: None,
            scale: self.place.zip(column).and_then(|(p, c)| p.scale(self.at, Some(c))),
            text: &cell.text,
            codes: &cell.codes,
            by: &cell.by,
            words: false,
        };
        let typed = !cell.text.trim().is_empty();
        if cell.codes.is_empty() && typed {
            take(line)?;
            return coded(Line { n: 2, text: "", by: &[], ..line }, cell.nonresponse, take).map(|_| ());
        }
        coded(line, cell.nonresponse, take).map(|_| ())
    }

    fn write(&self, line: Line<'a>, take: &mut Rows<'_>) -> Result<(), ExportError> {
        let (told, at, answer) = (self.told, self.at, self.answer);
        let record = told.record();
        let who = speaker(record, answer.speaker.as_deref());
        let item = self.place.map(|p| p.item);
        let row = self.place.and_then(|p| p.row).map_or("", |r| &r.label);
        let column = line.column.and_then(|(_, column)| column);
        let cell = line.column.map_or_else(|| at.to_string(), |(code, column)| cell_ref(at, code, column));
        let option = line.code.and_then(|code| line.scale.and_then(|s| s.option(code)));
        let counts = column.is_some_and(|c| c.input == Input::Number);
        let label = match (line.reason, option) {
            (Some(reason), _) => word(reason.label()),
            (None, Some(option)) => text(&option.label),
            (None, None) => Value::Null,
        };
        let time = |at: Option<jiff::Timestamp>| at.map_or(Value::Null, |at| Value::Time(at, 0));
        let mut all = vec![
            text(told.id),
            text(self.bank),
            text(at.as_str()),
            text(item.map_or(at.as_str(), |i| i.reference.as_str())),
            text(line.column.map_or("", |(code, _)| code)),
            text(&cell),
            Value::Int(line.n),
            text(self.place.map_or("", |p| p.section.reference.as_str())),
            item.map_or(Value::Null, |i| word(i.kind.name())),
            text(item.map_or("", |i| &i.title)),
            text(if answer.label.is_empty() { row } else { &answer.label }),
            text(column.map_or("", |c| &c.label)),
            word(line.status),
            line.reason.map_or_else(|| text(line.code.unwrap_or_default()), Value::Reason),
            label,
            option.and_then(|o| o.score).map_or(Value::Null, |s| Value::Int(s.into())),
            if counts { figure(line.text).map_or(Value::Null, Value::Number) } else { Value::Null },
            text(line.text),
            count(if line.code.is_some() { line.codes.len() } else { 0 }),
            joined(line.by),
            text(&who.code),
        ];
        all.extend(role(who));
        // Words stand on the first row of the answer that has no cell.
        let words = line.words && line.n == 1;
        all.extend([
            text(answer.speaker.as_deref().unwrap_or_default()),
            text(if words { &answer.account } else { "" }),
            Value::Bool(words && told.released.accounts.contains(at)),
            text(if words { &answer.note } else { "" }),
            text(if answer.language.is_empty() { &record.language } else { &answer.language }),
            word(match answer.origin {
                Origin::Interview => "interview",
                Origin::DeskReview => "desk_review",
            }),
            Value::Bool(answer.follow_up),
            time(answer.first),
            time(answer.last),
            Value::Bool(record.synthetic),
        ]);
        take(&all)
    }
}

fn held(cell: &Cell) -> bool {
    cell.is_answered()
}

/// A row for each code, then one for the reason; gives how many.
fn coded<'a>(
    line: Line<'a>,
    reason: Option<Nonresponse>,
    take: &mut Lines<'_, 'a>,
) -> Result<i64, ExportError> {
    let mut n = 0;
    for code in line.codes {
        // What was typed beside a code stands with the first.
        let typed = if n == 0 { line.text } else { "" };
        take(Line { n: line.n + n, status: "answered", code: Some(code), text: typed, ..line })?;
        n += 1;
    }
    if let Some(reason) = reason {
        take(Line { n: line.n + n, status: scheme::word(reason), reason: Some(reason), text: "", ..line })?;
        n += 1;
    }
    Ok(n)
}
