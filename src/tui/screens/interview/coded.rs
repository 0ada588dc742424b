//! Coded answers: options and grids. A digit rates and moves on.

use super::{Interview, On};
use crate::bank::{Column, Item, Kind, Ref, Scale};
use crate::session::{Answer, At, Cell, Edit, Nonresponse};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Open};
use std::sync::Arc;

/// What stands at one place: codes, qualifier, reason for none.
fn held(open: &Open, at: &At) -> Cell {
    let Some(answer) = open.session.answer(&at.at) else { return Cell::default() };
    match &at.column {
        Some(column) => answer.cells.get(column).cloned().unwrap_or_default(),
        None => Cell { codes: answer.codes.clone(), by: answer.by.clone(), nonresponse: answer.nonresponse },
    }
}

/// The edits that put `codes` there: a reason for no answer goes, there and on the whole question.
fn put_codes(open: &Open, item: &Ref, at: &At, codes: Vec<String>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let now = held(open, at);
    if now.nonresponse.is_some() && !codes.is_empty() {
        edits.push(Edit::Nonresponse(at.clone(), None));
    }
    let whole = At::item(item.clone());
    if whole != *at && !codes.is_empty() && held(open, &whole).nonresponse.is_some() {
        edits.push(Edit::Nonresponse(whole, None));
    }
    if now.codes != codes {
        edits.push(Edit::Codes(at.clone(), codes));
    }
    edits
}

/// The edits that put a reason for no answer there: codes go.
pub(in crate::tui::screens) fn put_reason(open: &Open, at: &At, reason: Option<Nonresponse>) -> Vec<Edit> {
    let now = held(open, at);
    let mut edits = Vec::new();
    if reason.is_some() && !now.codes.is_empty() {
        edits.push(Edit::Codes(at.clone(), Vec::new()));
    }
    if reason.is_some() && !now.by.is_empty() {
        edits.push(Edit::By(at.clone(), Vec::new()));
    }
    if now.nonresponse != reason {
        edits.push(Edit::Nonresponse(at.clone(), reason));
    }
    edits
}

impl Interview {
    /// The options that the cursor can stand on.
    fn options(&self, desk: &Desk) -> usize {
        self.scale(desk).map_or(0, |s| s.options.len())
    }

    /// The scale under the cursor.
    pub(super) fn scale(&self, desk: &Desk) -> Option<Scale> {
        let (open, stop) = self.current(desk)?;
        let id = match &stop.item.kind {
            Kind::Choice { scale } => scale,
            Kind::Grid { columns, .. } => &columns.get(self.col)?.scale,
            _ => return None,
        };
        open.plan.scale(self.stop, id).cloned()
    }

    /// The place of the first chosen option.
    pub(super) fn chosen_option(&self, desk: &Desk) -> Option<usize> {
        let (open, stop) = self.current(desk)?;
        let codes = &open.session.answer(&stop.item.reference)?.codes;
        self.scale(desk)?.options.iter().position(|o| codes.contains(&o.code))
    }

    fn place(&self, desk: &Desk) -> Option<(Arc<Item>, At)> {
        let item = self.item(desk)?;
        let at = match &item.kind {
            Kind::Grid { columns, .. } => {
                let row = self.rows(desk).get(self.row)?.at.clone();
                At::cell(row, &columns.get(self.col)?.code)
            }
            _ => At::item(item.reference.clone()),
        };
        Some((item, at))
    }

    pub(super) fn coded(&mut self, desk: &mut Desk, action: Action) {
        let grid = matches!(self.kind(desk), Some(Kind::Grid { .. }));
        match action {
            Action::Digit(digit) => self.digit(desk, digit),
            Action::Toggle if grid => self.forward(desk),
            Action::Toggle => self.digit(desk, self.option as u8 + 1),
            Action::DontKnow => self.reason(desk, Nonresponse::DontKnow),
            Action::Refused => self.reason(desk, Nonresponse::Refused),
            Action::NotApplicable => self.reason(desk, Nonresponse::NotApplicable),
            Action::Clear => self.clear(desk),
            Action::Repeat if grid => self.repeat(desk),
            Action::Enter if grid => self.next_row(desk),
            Action::Enter => self.step_field(desk, true),
            Action::Up => self.vertical(desk, false),
            Action::Down => self.vertical(desk, true),
            Action::Left => self.col = self.col.saturating_sub(1),
            Action::Right => self.col = (self.col + 1).min(self.columns(desk).saturating_sub(1)),
            Action::Home => self.col = 0,
            Action::End => self.col = self.columns(desk).saturating_sub(1),
            Action::Top => self.jump_row(desk, 0),
            Action::Bottom => self.jump_row(desk, usize::MAX),
            Action::Insert(text) => self.letters(desk, text),
            _ => {}
        }
    }

    fn columns(&self, desk: &Desk) -> usize {
        match self.kind(desk) {
            Some(Kind::Grid { columns, .. }) => columns.len(),
            _ => 0,
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
        // A scale whose combinations have digits of their own takes one key an answer; else several are toggled.
        let toggles = scale.several && scale.shortcuts.is_empty();
        let grid = at.column.is_some();
        let codes = match (toggles, chosen.as_slice()) {
            (true, [code]) => scale.toggled(&now.codes, code),
            _ if !grid && now.codes == chosen => Vec::new(),
            _ => chosen,
        };
        let edits = put_codes(open, &item.reference, &at, codes);
        let unchanged = edits.is_empty();
        self.option = usize::from(digit - 1).min(scale.options.len().saturating_sub(1));
        let done = desk.edit(edits) || unchanged;
        if done && grid && !toggles {
            self.forward(desk);
        } else if done && !grid && !scale.several {
            // One key, then the words.
            self.on = On::Text(0);
        }
    }

    fn reason(&mut self, desk: &mut Desk, reason: Nonresponse) {
        let (Some((_, at)), Some(open)) = (self.place(desk), &desk.open) else { return };
        let edits = put_reason(open, &at, Some(reason));
        let unchanged = edits.is_empty();
        if (desk.edit(edits) || unchanged) && at.column.is_some() {
            self.forward(desk);
        }
    }

    fn clear(&mut self, desk: &mut Desk) {
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

    /// On to the next cell, and from the last one of a row to the next row.
    fn forward(&mut self, desk: &Desk) {
        if self.col + 1 < self.columns(desk) {
            self.col += 1;
        } else if self.row + 1 < self.rows(desk).len() {
            self.col = 0;
            self.jump_row(desk, self.row + 1);
        }
    }

    fn next_row(&mut self, desk: &Desk) {
        if self.row + 1 < self.rows(desk).len() {
            self.col = 0;
            self.jump_row(desk, self.row + 1);
        } else {
            self.step_field(desk, true);
        }
    }

    pub(super) fn jump_row(&mut self, desk: &Desk, row: usize) {
        let count = if let Some(Kind::Grid { .. }) = self.kind(desk) {
            self.rows(desk).len()
        } else {
            self.option = row.min(self.options(desk).saturating_sub(1));
            return;
        };
        let row = row.min(count.saturating_sub(1));
        if row != self.row {
            self.row = row;
            self.note_open = None;
            self.rebuild(desk);
        }
    }

    fn vertical(&mut self, desk: &mut Desk, down: bool) {
        let grid = matches!(self.kind(desk), Some(Kind::Grid { .. }));
        let (place, count) =
            if grid { (self.row, self.rows(desk).len()) } else { (self.option, self.options(desk)) };
        match (down, place) {
            (true, place) if place + 1 >= count => self.step_field(desk, true),
            (true, place) => self.jump_row(desk, place + 1),
            (false, 0) => {}
            (false, place) => self.jump_row(desk, place - 1),
        }
    }

    /// The row above once more, blank cells included, and on to the next row.
    fn repeat(&mut self, desk: &mut Desk) {
        let rows = self.rows(desk);
        let (Some(above), Some(row)) =
            (self.row.checked_sub(1).and_then(|r| rows.get(r)), rows.get(self.row))
        else {
            desk.say("there is no row above to repeat");
            return;
        };
        let (Some(item), Some(open)) = (self.item(desk), &desk.open) else { return };
        let Kind::Grid { columns, .. } = &item.kind else { return };
        let mut edits = Vec::new();
        for Column { code, .. } in columns {
            let from = held(open, &At::cell(above.at.clone(), code));
            let to = At::cell(row.at.clone(), code);
            match from.nonresponse {
                Some(reason) => edits.extend(put_reason(open, &to, Some(reason))),
                None if !from.codes.is_empty() => {
                    edits.extend(put_codes(open, &item.reference, &to, from.codes));
                    if held(open, &to).by != from.by {
                        edits.push(Edit::By(to, from.by));
                    }
                }
                None => {}
            }
        }
        let unchanged = edits.is_empty();
        if desk.edit(edits) || unchanged {
            self.next_row_keep(desk);
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
            desk.say("letters are not taken here: Tab goes to the words, F2 to a note, F4 to a jot");
        }
    }

    fn qualify(&mut self, desk: &mut Desk, letter: char) -> bool {
        let (Some(item), Some(open)) = (self.item(desk), &desk.open) else { return false };
        let columns: Vec<(Option<String>, String)> = match &item.kind {
            Kind::Choice { scale } => vec![(None, scale.clone())],
            Kind::Grid { columns, .. } => {
                columns.iter().map(|c| (Some(c.code.clone()), c.scale.clone())).collect()
            }
            _ => return false,
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

/// What a narrow cell shows: codes in short, qualifier letters; or the reason for none. Given the columns there are.
pub(super) fn cell_text(scale: Option<&Scale>, cell: &Cell, columns: usize) -> String {
    if let Some(reason) = cell.nonresponse {
        return reason.short().to_owned();
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
