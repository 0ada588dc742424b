//! Coded answers: options, tables and forms. A digit rates and moves on.

use super::{Interview, On};
use crate::bank::{Column, Item, Kind, Ref, Scale, Shape};
use crate::session::{Answer, At, Cell, Edit, Nonresponse, TextAt};
use crate::text::clean;
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Open};
use crate::tui::view::View as _;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// What stands at one place: codes, qualifier, reason for none.
pub(super) fn held(open: &Open, at: &At) -> Cell {
    let Some(answer) = open.session.answer(&at.at) else { return Cell::default() };
    match &at.column {
        Some(column) => answer.cells.get(column).cloned().unwrap_or_default(),
        None => Cell {
            codes: answer.codes.clone(),
            by: answer.by.clone(),
            nonresponse: answer.nonresponse,
            ..Cell::default()
        },
    }
}

/// The edits that put `codes` there: a reason for no answer goes, there and on the whole question.
fn put_codes(open: &Open, item: &Ref, at: &At, codes: Vec<String>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let now = held(open, at);
    if now.nonresponse.is_some() && !codes.is_empty() {
        edits.push(Edit::Nonresponse(at.clone(), None));
    }
    if !codes.is_empty() {
        edits.extend(whole_reason_away(open, item, at));
    }
    if now.codes != codes {
        edits.push(Edit::Codes(at.clone(), codes));
    }
    edits
}

/// The edit that takes a reason away from the whole question when one place of it is answered.
pub(super) fn whole_reason_away(open: &Open, item: &Ref, at: &At) -> Option<Edit> {
    let whole = At::item(item.clone());
    (whole != *at && held(open, &whole).nonresponse.is_some()).then_some(Edit::Nonresponse(whole, None))
}

/// The edits that put a reason for no answer there: codes, and what was typed into a cell, go.
pub(in crate::tui::screens) fn put_reason(open: &Open, at: &At, reason: Option<Nonresponse>) -> Vec<Edit> {
    let now = held(open, at);
    let mut edits = Vec::new();
    if reason.is_some() && !now.codes.is_empty() {
        edits.push(Edit::Codes(at.clone(), Vec::new()));
    }
    if reason.is_some() && !now.by.is_empty() {
        edits.push(Edit::By(at.clone(), Vec::new()));
    }
    if reason.is_some()
        && !now.text.is_empty()
        && let Some(column) = &at.column
    {
        edits.extend(open.session.text_edit(TextAt::Cell(at.at.clone(), column.clone()), ""));
    }
    if now.nonresponse != reason {
        edits.push(Edit::Nonresponse(at.clone(), reason));
    }
    edits
}

/// Longest pause, between two letters, in which they are taken for one run of typing.
const RUN: SignedDuration = SignedDuration::from_millis(400);

/// Letters that came one upon the other where letters are keys.
#[derive(Debug)]
pub(super) struct LetterRun {
    text: String,
    /// How many of them changed something.
    steps: usize,
    /// Where the cursor stood before the first.
    row: usize,
    col: usize,
    option: usize,
    last: Timestamp,
}

impl Interview {
    /// The options that the cursor can stand on.
    pub(super) fn options(&self, desk: &Desk) -> usize {
        self.scale(desk).map_or(0, |s| s.options.len())
    }

    /// The scale under the cursor.
    pub(super) fn scale(&self, desk: &Desk) -> Option<Scale> {
        self.scale_at(desk, self.col)
    }

    /// The scale of a column in the row under the cursor.
    pub(super) fn scale_at(&self, desk: &Desk, col: usize) -> Option<Scale> {
        let (open, stop) = self.current(desk)?;
        let id = match &stop.item.kind {
            Kind::Choice { scale } => scale.as_str(),
            kind => {
                let row = self.rows(desk).get(self.row).map(|r| r.at.last().to_owned()).unwrap_or_default();
                kind.scale_of(&row, self.column_at(desk, col)?)
            }
        };
        open.plan.scale(self.stop, id).cloned()
    }

    /// The place of the first chosen option.
    pub(super) fn chosen_option(&self, desk: &Desk) -> Option<usize> {
        let (open, stop) = self.current(desk)?;
        let codes = &open.session.answer(&stop.item.reference)?.codes;
        self.scale(desk)?.options.iter().position(|o| codes.contains(&o.code))
    }

    /// The item on screen and the place in it where a code is put; none on the name of a row.
    fn place(&self, desk: &Desk) -> Option<(Arc<Item>, At)> {
        let item = self.item(desk)?;
        let at = match item.kind.shape() {
            Shape::Table | Shape::Form => {
                At::cell(self.rows(desk).get(self.row)?.at.clone(), &self.column(desk)?.code)
            }
            Shape::Options | Shape::Words => At::item(item.reference.clone()),
        };
        Some((item, at))
    }

    pub(super) fn coded(&mut self, desk: &mut Desk, action: Action) {
        self.sync_cell(desk);
        if self.cell.is_some() {
            return self.typed(desk, action);
        }
        let Some(letter) = letter_of(&action) else {
            self.run = None;
            return self.do_coded(desk, action);
        };
        // Words typed where letters are keys: they come fast, and sooner or later one of them is no key.
        let pause = self.run.as_ref().is_none_or(|run| desk.now.duration_since(run.last) > RUN);
        if pause {
            let (row, col, option) = (self.row, self.col, self.option);
            self.run = Some(LetterRun { text: String::new(), steps: 0, row, col, option, last: desk.now });
        }
        let revision = |desk: &Desk| desk.open.as_ref().map(|o| o.session.revision);
        let before = revision(desk);
        self.do_coded(desk, action);
        let changed = revision(desk) != before;
        if let Some(run) = &mut self.run {
            run.text.push_str(&letter);
            run.steps += usize::from(changed);
            run.last = desk.now;
        }
    }

    fn do_coded(&mut self, desk: &mut Desk, action: Action) {
        let shape = self.shape(desk);
        let table = shape == Shape::Table;
        match (action, shape) {
            (Action::Digit(digit), _) => self.digit(desk, digit),
            (Action::Toggle, Shape::Options) => self.toggle(desk),
            (Action::Toggle, _) => self.forward(desk),
            (Action::DontKnow, _) => self.reason(desk, Nonresponse::DontKnow),
            (Action::Refused, _) => self.reason(desk, Nonresponse::Refused),
            (Action::NotApplicable, _) => self.reason(desk, Nonresponse::NotApplicable),
            (Action::Clear, _) => self.clear(desk),
            (Action::Repeat, Shape::Table) => self.repeat(desk),
            (Action::Enter, Shape::Table) => self.next_row(desk),
            (Action::Enter, Shape::Form) => self.next_field_of_form(desk),
            (Action::Enter, _) => self.step_field(desk, true),
            (Action::Up, _) => self.vertical(desk, false),
            (Action::Down, _) => self.vertical(desk, true),
            (Action::Left, Shape::Form) => self.step_record(desk, false),
            (Action::Right, Shape::Form) => self.step_record(desk, true),
            (Action::Left, _) => self.side(desk, false),
            (Action::Right, _) => self.side(desk, true),
            (Action::Home, _) if table => self.col = 0,
            (Action::End, _) if table => self.col = self.columns(desk).saturating_sub(1),
            (Action::Top, Shape::Form) => self.col = 0,
            (Action::Bottom, Shape::Form) => self.col = self.columns(desk).saturating_sub(1),
            (Action::Top, _) => self.jump_row(desk, 0),
            (Action::Bottom, _) => self.jump_row(desk, usize::MAX),
            (Action::Insert(text), _) => self.letters(desk, text),
            _ => {}
        }
    }

    fn digit(&mut self, desk: &mut Desk, digit: u8) {
        let (Some((item, at)), Some(scale)) = (self.place(desk), self.scale(desk)) else { return };
        let Some(chosen) = scale.codes_for(digit) else {
            let last = scale.options.len() + scale.shortcuts.len();
            desk.warn(format!("{} goes from 1 to {last}", scale.title));
            return;
        };
        let Some(open) = &desk.open else { return };
        let now = held(open, &at);
        // In a cell, a scale whose combinations have digits of their own takes one key an answer; else several are toggled.
        let grid = at.column.is_some();
        let combined = scale.shortcuts.iter().any(|s| if grid { true } else { s.digit == digit });
        let toggles = scale.several && !combined;
        let codes = match (toggles, chosen.as_slice()) {
            (true, [code]) => scale.toggled(&now.codes, code),
            _ if !grid && now.codes == chosen => Vec::new(),
            _ => chosen,
        };
        // What an option that stands alone takes away is said; what else is chosen later does so one by one.
        let lost = now.codes.iter().filter(|c| !codes.contains(c)).count();
        let wiped = toggles && !codes.is_empty() && lost > 0;
        let edits = put_codes(open, &item.reference, &at, codes);
        let unchanged = edits.is_empty();
        self.option = usize::from(digit - 1).min(scale.options.len().saturating_sub(1));
        let done = desk.edit(edits) || unchanged;
        if done && wiped {
            desk.say(format!("this stands alone: {lost} taken away, Ctrl-Z brings them back"));
        }
        // The first of several moves on too, in a table: back with the arrow, a further digit adds.
        let first = now.codes.is_empty() && self.shape(desk) == Shape::Table;
        if done && grid && (!toggles || first) {
            self.forward(desk);
        } else if done && !grid && !scale.several {
            // One key, then the words.
            self.on = On::Text(0);
        }
    }

    pub(super) fn reason(&mut self, desk: &mut Desk, reason: Nonresponse) {
        let (Some((_, at)), Some(open)) = (self.place(desk), &desk.open) else { return };
        let now = held(open, &at);
        let answered = !now.codes.is_empty() || !now.text.is_empty();
        if answered && self.armed.as_ref() != Some(&(at.clone(), reason)) {
            desk.say(format!("answered already: the same letter again says {}", reason.label()));
            self.armed = Some((at, reason));
            return;
        }
        let edits = put_reason(open, &at, Some(reason));
        let unchanged = edits.is_empty();
        if (desk.edit(edits) || unchanged) && at.column.is_some() {
            self.reread_cell(desk);
            self.forward(desk);
        }
    }

    pub(super) fn clear(&mut self, desk: &mut Desk) {
        let (Some((_, at)), Some(open)) = (self.place(desk), &desk.open) else { return };
        let now = held(open, &at);
        let mut edits = put_reason(open, &at, None);
        if !now.codes.is_empty() {
            edits.push(Edit::Codes(at.clone(), Vec::new()));
        }
        if !now.by.is_empty() {
            edits.push(Edit::By(at, Vec::new()));
        }
        desk.edit(edits);
    }

    /// On to the next coded cell, and from the last one of a row to the next row: what is typed is reached by arrow
    /// keys or Enter. In a form, on to the next field, whatever it takes.
    fn forward(&mut self, desk: &Desk) {
        if self.shape(desk) == Shape::Form {
            return self.next_field_of_form(desk);
        }
        let coded = |col: &usize| self.column_at(desk, *col).is_some_and(|c| !c.input.is_typed());
        let count = self.columns(desk);
        if self.kind(desk).is_some_and(Kind::is_by_column) {
            if self.row + 1 < self.rows(desk).len() {
                self.jump_row(desk, self.row + 1);
            } else if let Some(col) = (self.col + 1..count).find(coded) {
                self.col = col;
                self.jump_row(desk, 0);
            }
            return;
        }
        if !(0..count).any(|col| coded(&col)) {
            return self.on_from_cell(desk);
        }
        if let Some(col) = (self.col + 1..count).find(coded) {
            self.col = col;
        } else if self.row + 1 < self.rows(desk).len() {
            self.col = (0..count).find(coded).unwrap_or(0);
            self.jump_row(desk, self.row + 1);
        }
    }

    pub(super) fn next_row(&mut self, desk: &Desk) {
        if self.row + 1 < self.rows(desk).len() {
            self.col = 0;
            self.jump_row(desk, self.row + 1);
        } else {
            self.step_field(desk, true);
        }
    }

    pub(super) fn jump_row(&mut self, desk: &Desk, row: usize) {
        let count = match self.shape(desk) {
            Shape::Table | Shape::Form => self.rows(desk).len(),
            Shape::Options | Shape::Words => {
                self.option = row.min(self.options(desk).saturating_sub(1));
                return;
            }
        };
        let row = row.min(count.saturating_sub(1));
        if row != self.row {
            self.row = row;
            self.note_open = None;
            self.rebuild(desk);
        }
    }

    pub(super) fn vertical(&mut self, desk: &Desk, down: bool) {
        if self.shape(desk) == Shape::Form {
            return self.form_vertical(desk, down);
        }
        let table = self.shape(desk) == Shape::Table;
        let (place, count) =
            if table { (self.row, self.rows(desk).len()) } else { (self.option, self.options(desk)) };
        match (down, place) {
            (true, place) if place + 1 >= count => self.step_field(desk, true),
            (true, place) => self.jump_row(desk, place + 1),
            (false, 0) => {}
            (false, place) => self.jump_row(desk, place - 1),
        }
    }

    /// The field above or below: the period beside a figure is passed over.
    fn form_vertical(&mut self, desk: &Desk, down: bool) {
        let Some(kind) = self.kind(desk) else { return };
        let line = Self::form_line(kind, self.col);
        let on_line =
            |wanted: usize| (0..self.columns(desk)).find(|col| Self::form_line(kind, *col) == wanted);
        match (down, line) {
            (true, line) if line + 1 >= Self::form_lines(kind) => self.step_field(desk, true),
            (true, line) => self.col = on_line(line + 1).unwrap_or(self.col),
            (false, 0) => {}
            (false, line) => self.col = on_line(line - 1).unwrap_or(self.col),
        }
    }

    /// The row above once more, and on to the next row; where a table is asked by column, the column before. What is
    /// answered already stays.
    fn repeat(&mut self, desk: &mut Desk) {
        let by_column = self.kind(desk).is_some_and(Kind::is_by_column);
        let rows = self.rows(desk);
        let (Some(item), Some(open)) = (self.item(desk), &desk.open) else { return };
        let columns = item.kind.columns();
        let mut pairs: Vec<(At, At)> = Vec::new();
        if by_column {
            if let Some((from, to)) = self.col.checked_sub(1).zip(Some(self.col)) {
                let cell = |row: &crate::bank::Ref, col: usize| At::cell(row.clone(), &columns[col].code);
                pairs.extend(rows.iter().map(|row| (cell(&row.at, from), cell(&row.at, to))));
            }
        } else if let Some(above) = self.row.checked_sub(1).and_then(|r| rows.get(r))
            && let Some(row) = rows.get(self.row)
        {
            let cells = |c: &Column| (At::cell(above.at.clone(), &c.code), At::cell(row.at.clone(), &c.code));
            pairs.extend(columns.iter().map(cells));
        }
        if pairs.is_empty() {
            let what = if by_column { "column before" } else { "row above" };
            desk.say(format!("there is no {what} to repeat"));
            return;
        }
        let mut edits = Vec::new();
        let mut kept = 0;
        for (from, to) in pairs {
            let (from, now) = (held(open, &from), held(open, &to));
            if now.is_answered() {
                kept += usize::from(from.is_answered() && from != now);
                continue;
            }
            match from.nonresponse {
                Some(reason) => edits.extend(put_reason(open, &to, Some(reason))),
                None if !from.codes.is_empty() => {
                    edits.extend(put_codes(open, &item.reference, &to, from.codes));
                    if now.by != from.by {
                        edits.push(Edit::By(to, from.by));
                    }
                }
                None => {}
            }
        }
        let unchanged = edits.is_empty();
        if desk.edit(edits) || unchanged {
            if by_column && self.col + 1 < self.columns(desk) {
                self.col += 1;
                self.jump_row(desk, 0);
            } else if !by_column {
                self.next_row_keep(desk);
            }
            match kept {
                0 => {}
                1 => desk.say("one cell was answered otherwise already and stays"),
                _ => desk.say(format!("{kept} cells were answered otherwise already and stay")),
            }
        }
    }

    fn next_row_keep(&mut self, desk: &Desk) {
        if self.row + 1 < self.rows(desk).len() {
            self.col = 0;
            self.jump_row(desk, self.row + 1);
        }
    }

    /// A letter of a qualifier ("by you"); pasted words go to the account; anything else is explained.
    fn letters(&mut self, desk: &mut Desk, text: String) {
        if text.chars().count() > 1 {
            self.on = On::Text(0);
            self.text(desk, 0, Action::Insert(text));
            return;
        }
        let Some(letter) = text.chars().next() else { return };
        if !self.qualify(desk, letter) && !letter.is_whitespace() {
            self.begin_words(desk, letter);
        }
    }

    /// A letter that is no key begins a sentence: what was typed just before it was one too, and is taken back as keys.
    fn begin_words(&mut self, desk: &mut Desk, letter: char) {
        let mut text = String::new();
        if let Some(run) = self.run.take() {
            for _ in 0..run.steps {
                desk.undo();
            }
            (self.row, self.col, self.option) = (run.row, run.col, run.option);
            text = run.text;
        }
        text.push(letter);
        self.on = On::Text(0);
        self.refresh(desk);
        self.text(desk, 0, Action::Insert(text));
        desk.say("typed as what they said: Shift-Tab leads back to the codes");
    }

    /// Space: chooses the option under the cursor, or takes it back where several can hold.
    fn toggle(&mut self, desk: &mut Desk) {
        let several = self.scale(desk).is_some_and(|s| s.several);
        if several || self.chosen_option(desk) != Some(self.option) {
            self.digit(desk, self.option as u8 + 1);
        }
    }

    fn qualify(&mut self, desk: &mut Desk, letter: char) -> bool {
        let (Some(item), Some(open)) = (self.item(desk), &desk.open) else { return false };
        let columns: Vec<(Option<String>, String)> = match &item.kind {
            Kind::Choice { scale } => vec![(None, scale.clone())],
            kind => kind.columns().iter().map(|c| (Some(c.code.clone()), c.scale.clone())).collect(),
        };
        let row = self.rows(desk).get(self.row).map(|r| r.at.clone());
        for (column, scale) in columns {
            let Some(qualifier) = open.plan.scale(self.stop, &scale).and_then(|s| s.qualifier.as_ref())
            else {
                continue;
            };
            let Some(option) = qualifier.options.iter().find(|o| o.key == letter.to_ascii_lowercase()) else {
                continue;
            };
            let at = At { at: row.clone().unwrap_or_else(|| item.reference.clone()), column };
            let mut by = held(open, &at).by;
            match by.iter().position(|b| *b == option.code) {
                Some(index) => drop(by.remove(index)),
                None => by.push(option.code.clone()),
            }
            let order = |code: &String| qualifier.options.iter().position(|o| o.code == *code);
            by.sort_by_key(order);
            desk.edit(vec![Edit::By(at, by)]);
            return true;
        }
        false
    }
}

/// The character of a key that also does something in a table or among options.
fn letter_of(action: &Action) -> Option<String> {
    Some(match action {
        Action::DontKnow => "d".to_owned(),
        Action::Refused => "r".to_owned(),
        Action::NotApplicable => "n".to_owned(),
        Action::Repeat => ".".to_owned(),
        Action::Toggle => " ".to_owned(),
        Action::Insert(text) if text.chars().count() == 1 => text.clone(),
        _ => return None,
    })
}

/// What a narrow cell shows: codes in short, qualifier letters; or the reason for none. Given the columns there are.
pub(super) fn cell_text(scale: Option<&Scale>, cell: &Cell, columns: usize) -> String {
    if let Some(reason) = cell.nonresponse {
        return reason.short().to_owned();
    }
    if !cell.text.is_empty() {
        return clean::visible(&cell.text).into_owned();
    }
    let Some(scale) = scale else { return cell.codes.join(" ") };
    let number = |code: &String| scale.options.iter().position(|o| o.code == *code).map_or(0, |i| i + 1);
    let by: String = scale
        .qualifier
        .iter()
        .flat_map(|q| &q.options)
        .filter(|o| cell.by.contains(&o.code))
        .map(|o| o.key)
        .collect();
    let tail = if by.is_empty() { String::new() } else { format!(" {by}") };
    let long: Vec<String> = match cell.codes.as_slice() {
        [code] => {
            vec![format!("{} {}", number(code), scale.option(code).map_or(code.as_str(), |o| &o.label))]
        }
        codes => codes.iter().map(|c| scale.option(c).map_or(c.as_str(), |o| o.short()).to_owned()).collect(),
    };
    let long = long.join(" ") + &tail;
    if crate::text::width::of(&long) <= columns {
        return long;
    }
    let short: Vec<String> = match cell.codes.as_slice() {
        [code] if !scale.several => {
            vec![format!("{} {}", number(code), scale.option(code).map_or(code.as_str(), |o| o.short()))]
        }
        codes => codes.iter().map(|c| scale.option(c).map_or(c.as_str(), |o| o.short()).to_owned()).collect(),
    };
    short.join(" ") + &tail
}

/// The cell of an answer, or an empty one.
pub(super) fn cell_of<'a>(answer: Option<&'a Answer>, column: &str) -> Option<&'a Cell> {
    answer.and_then(|a| a.cells.get(column))
}
