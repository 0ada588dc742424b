//! Tables and forms: where the cursor can stand, and what is typed into a cell.

use super::{Interview, On};
use crate::bank::{Column, Input, Item, Kind, Shape, number};
use crate::session::{At, Edit, Nonresponse, TextAt};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::plan::{GridRow, Plan};
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use ratatui::layout::Rect;

use super::coded::{held, put_reason, whole_reason_away};
use super::text_action;

/// The text field of the cell under the cursor.
#[derive(Debug)]
pub(super) struct CellBox {
    pub(super) at: TextAt,
    pub(super) field: TextField,
    pub(super) area: Rect,
}

/// The ref of the next row of an item whose rows are named in the table itself.
fn next_row(item: &Item, rows: &[GridRow]) -> crate::bank::Ref {
    let number = |row: &GridRow| row.at.last().strip_prefix('r').and_then(|n| n.parse::<u32>().ok());
    let highest = rows.iter().filter_map(number).max().unwrap_or(0);
    item.reference.child(&format!("r{}", highest.saturating_add(1)))
}

impl Interview {
    /// The rows of the item on screen: a finding has one, itself. Where rows are named in the table, a blank one for
    /// the next stands at the end.
    pub(super) fn rows(&self, desk: &Desk) -> Vec<GridRow> {
        let Some((open, stop)) = self.current(desk) else { return Vec::new() };
        let item = &stop.item;
        let blank = |at| GridRow {
            at,
            label: String::new(),
            short: String::new(),
            guidance: String::new(),
            added: true,
        };
        if matches!(item.kind, Kind::Finding { .. }) {
            return vec![blank(item.reference.clone())];
        }
        let mut rows = Plan::rows(item, &open.session);
        if item.kind.row_name().is_some() {
            let next = next_row(item, &rows);
            rows.push(blank(next));
        }
        rows
    }

    /// How many places a row has: its columns, and its name where that is typed in the table.
    pub(super) fn columns(&self, desk: &Desk) -> usize {
        self.kind(desk).map_or(0, |kind| kind.columns().len() + usize::from(kind.row_name().is_some()))
    }

    /// The column under the cursor; `None` on the name of a row.
    pub(super) fn column<'a>(&self, desk: &'a Desk) -> Option<&'a Column> {
        self.column_at(desk, self.col)
    }

    pub(super) fn column_at<'a>(&self, desk: &'a Desk, col: usize) -> Option<&'a Column> {
        let kind = self.kind(desk)?;
        kind.columns().get(col.checked_sub(usize::from(kind.row_name().is_some()))?)
    }

    pub(super) fn shape(&self, desk: &Desk) -> Shape {
        self.kind(desk).map_or(Shape::Words, Kind::shape)
    }

    /// Whether something is typed where the cursor stands.
    fn text_here(&self, desk: &Desk) -> Option<TextAt> {
        let kind = self.kind(desk)?;
        if !matches!(kind.shape(), Shape::Table | Shape::Form) {
            return None;
        }
        let row = self.rows(desk).get(self.row)?.at.clone();
        match self.column(desk) {
            None if kind.row_name().is_some() => Some(TextAt::RowLabel(row)),
            Some(column) if column.input.is_typed() => Some(TextAt::Cell(row, column.code.clone())),
            _ => None,
        }
    }

    /// Brings the field under the cursor up to date with where the cursor is.
    pub(super) fn sync_cell(&mut self, desk: &Desk) {
        let wanted = if self.on == On::Coded { self.text_here(desk) } else { None };
        if self.cell.as_ref().map(|c| &c.at) == wanted.as_ref() {
            return;
        }
        self.cell = wanted.map(|at| {
            let text = desk.open.as_ref().map_or("", |open| open.session.text(&at));
            CellBox { field: TextField::new(text, Lines::One), at, area: Rect::default() }
        });
    }

    /// Something done while the cursor stands where text is typed.
    pub(super) fn typed(&mut self, desk: &mut Desk, action: Action) {
        self.sync_cell(desk);
        let (form, figure) = (self.shape(desk) == Shape::Form, self.takes_reason(desk));
        let Some(cell) = &mut self.cell else { return };
        let empty = cell.field.is_empty();
        match action {
            Action::Enter => self.on_from_cell(desk),
            Action::Up => self.vertical(desk, false),
            Action::Down => self.vertical(desk, true),
            // A figure that nobody knows is said as in a grid; words can begin with any letter.
            Action::Insert(letter) if empty && figure && reason_of(&letter).is_some() => {
                if let Some(reason) = reason_of(&letter) {
                    self.reason(desk, reason);
                }
            }
            Action::DeleteBack if empty => self.clear(desk),
            action => {
                let sideways = match action {
                    Action::Left => Some(false),
                    Action::Right => Some(true),
                    _ => None,
                };
                let Some(text) = text_action(action) else { return };
                match cell.field.act(text) {
                    Outcome::Edited(splice) => {
                        let at = cell.at.clone();
                        self.edit_cell(desk, &at, splice);
                    }
                    Outcome::Ignored => match sideways {
                        Some(true) if !form => self.side(desk, true),
                        Some(false) if !form => self.side(desk, false),
                        Some(forward) => self.step_record(desk, forward),
                        None => {}
                    },
                    Outcome::Moved => {}
                }
            }
        }
    }

    fn edit_cell(&mut self, desk: &mut Desk, at: &TextAt, splice: crate::text::Splice) {
        let mut edits = Vec::new();
        if let (TextAt::Cell(row, column), Some(open), Some(item)) = (at, &desk.open, self.item(desk)) {
            let cell = At::cell(row.clone(), column);
            if held(open, &cell).nonresponse.is_some() {
                edits.extend(put_reason(open, &cell, None));
            }
            edits.extend(whole_reason_away(open, &item.reference, &cell));
        }
        edits.push(Edit::Text(at.clone(), splice));
        if !desk.edit(edits) {
            self.reread_cell(desk);
        }
        if let TextAt::RowLabel(row) = at {
            self.follow_row(desk, row);
        }
    }

    /// Keeps the cursor on a row that has moved, since rows stand in the order of their references.
    fn follow_row(&mut self, desk: &Desk, row: &crate::bank::Ref) {
        if let Some(place) = self.rows(desk).iter().position(|r| r.at == *row)
            && place != self.row
        {
            self.row = place;
        }
        self.rebuild(desk);
    }

    /// Reads the field under the cursor again, as after undo.
    pub(super) fn reread_cell(&mut self, desk: &Desk) {
        if let (Some(cell), Some(open)) = (&mut self.cell, &desk.open) {
            cell.field.set_text(open.session.text(&cell.at));
        }
    }

    fn takes_reason(&self, desk: &Desk) -> bool {
        self.column(desk).is_some_and(|c| c.input == Input::Number)
    }

    /// What is wrong with what stands under the cursor, if a figure is expected.
    pub(super) fn not_a_number(&self, desk: &Desk) -> bool {
        let Some(cell) = &self.cell else { return false };
        self.takes_reason(desk) && !cell.field.is_empty() && number(&cell.field.text()).is_none()
    }

    /// On from a typed cell: the next place of the row, then the next row, or the words.
    pub(super) fn on_from_cell(&mut self, desk: &Desk) {
        if self.shape(desk) == Shape::Form {
            self.next_field_of_form(desk);
        } else if self.col + 1 < self.columns(desk) {
            self.col += 1;
        } else {
            self.next_row(desk);
        }
    }

    /// The next field of a form; from the last one, the words.
    pub(super) fn next_field_of_form(&mut self, desk: &Desk) {
        if self.col + 1 < self.columns(desk) {
            self.col += 1;
        } else {
            self.step_field(desk, true);
        }
    }

    /// The column before or after, in a table.
    pub(super) fn side(&mut self, desk: &Desk, forward: bool) {
        self.col = if forward {
            (self.col + 1).min(self.columns(desk).saturating_sub(1))
        } else {
            self.col.saturating_sub(1)
        };
    }

    /// The record before or after, in a register.
    pub(super) fn step_record(&mut self, desk: &Desk, forward: bool) {
        let row = if forward { self.row + 1 } else { self.row.saturating_sub(1) };
        self.jump_row(desk, row);
    }

    /// To the name of a row: a new one, or the one under the cursor.
    pub(super) fn go_to_label(&mut self, desk: &Desk, add: bool) {
        self.on = On::Coded;
        self.col = 0;
        if add {
            self.jump_row(desk, usize::MAX);
        }
    }

    /// The line of a form on which a column stands: the period of a figure shares its line.
    pub(super) fn form_line(kind: &Kind, col: usize) -> usize {
        let first = usize::from(kind.row_name().is_some());
        let columns = kind.columns();
        let shared =
            columns.iter().take((col + 1).saturating_sub(first)).filter(|c| c.input == Input::Period).count();
        col - shared.min(col)
    }

    /// How many lines the fields of a form take.
    pub(super) fn form_lines(kind: &Kind) -> usize {
        let own = usize::from(kind.row_name().is_some());
        own + kind.columns().iter().filter(|c| c.input != Input::Period).count()
    }
}

/// The reason that a letter stands for in a table.
fn reason_of(letter: &str) -> Option<Nonresponse> {
    match letter {
        "d" | "D" => Some(Nonresponse::DontKnow),
        "r" | "R" => Some(Nonresponse::Refused),
        "n" | "N" => Some(Nonresponse::NotApplicable),
        _ => None,
    }
}
