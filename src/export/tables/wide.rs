//! The columns of the wide table that stand for cells of the banks, and filling them from one session.

use crate::bank::{Column, Input, Item, Kind, Ref, Scale};
use crate::export::bank_index::{BankIndex, cell_ref};
use crate::export::value::{Field, FieldType, Value, figure, joined};
use crate::session::{Answer, Record};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// A coded or numeric cell that the banks define.
pub(super) struct WideCell<'b> {
    pub(super) name: String,
    pub(super) number: bool,
    pub(super) scale: Option<&'b Scale>,
    pub(super) about: String,
}

/// All of them, and where each is held.
pub(super) struct Wide<'b> {
    pub(super) cells: Vec<WideCell<'b>>,
    /// By the reference that an answer is held under: code of the column (none: the answer's own codes), and which cell.
    held: HashMap<String, Vec<(Option<&'b str>, usize)>>,
    /// By the reference of an item: the cells of its rows, which a reason on the whole item answers.
    under: HashMap<String, Vec<usize>>,
    /// Cells in which a code stood that the bank does not have.
    strange: RefCell<HashSet<usize>>,
}

impl<'b> Wide<'b> {
    pub(super) fn new(book: &BankIndex<'b>) -> Self {
        let mut wide = Self {
            cells: Vec::new(),
            held: HashMap::new(),
            under: HashMap::new(),
            strange: RefCell::default(),
        };
        let mut names: HashSet<String> = super::sessions::fixed().map(|f| f.name.to_lowercase()).collect();
        for bank in book.banks() {
            for item in bank.items() {
                if let Kind::Choice { scale } = &item.kind {
                    let about = format!("{}: {}", item.title, item.ask);
                    let at = item.reference.to_string();
                    wide.put(&mut names, &at, (&at, None), (false, bank.scale(scale)), about);
                }
                if matches!(item.kind, Kind::Finding { .. }) {
                    for column in item.kind.columns() {
                        let scale = bank.scale(&column.scale);
                        wide.column(&mut names, &item.reference, column, scale, item, "");
                    }
                }
                for row in item.kind.rows() {
                    let at = item.reference.child(&row.code);
                    for column in item.kind.columns() {
                        let scale = bank.scale(item.kind.scale_of(&row.code, column));
                        wide.column(&mut names, &at, column, scale, item, &row.label);
                    }
                }
            }
        }
        wide
    }

    fn column(
        &mut self,
        names: &mut HashSet<String>,
        at: &Ref,
        column: &'b Column,
        scale: Option<&'b Scale>,
        item: &Item,
        row: &str,
    ) {
        let number = column.input == Input::Number;
        if !number && column.input != Input::Codes {
            return;
        }
        let parts = [&item.title, row, &column.label];
        let about = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
        let unit = if column.unit.is_empty() { String::new() } else { format!(" ({})", column.unit) };
        let name = cell_ref(at, &column.code, Some(column));
        let index = self.cells.len();
        if self.put(names, &name, (at.as_str(), Some(&column.code)), (number, scale), about + &unit)
            && *at != item.reference
        {
            self.under.entry(item.reference.to_string()).or_default().push(index);
        }
    }

    /// Puts a cell in; not if two banks hold answers in the same place.
    fn put(
        &mut self,
        names: &mut HashSet<String>,
        name: &str,
        (at, column): (&str, Option<&'b str>),
        (number, scale): (bool, Option<&'b Scale>),
        about: String,
    ) -> bool {
        let here = self.held.entry(at.to_owned()).or_default();
        if here.iter().any(|(c, _)| *c == column) {
            return false;
        }
        // Engines do not tell names apart by the case of their letters.
        let mut free = name.to_owned();
        let mut again = 1;
        while !names.insert(free.to_lowercase()) {
            again += 1;
            free = format!("{name}~{again}");
        }
        here.push((column, self.cells.len()));
        self.cells.push(WideCell { name: free, number, scale, about });
        true
    }

    /// The name of the column for a cell.
    pub(super) fn name_of(&self, at: &Ref, column: Option<&str>) -> Option<&str> {
        let (_, index) = self.held.get(at.as_str())?.iter().find(|(c, _)| *c == column)?;
        Some(&self.cells[*index].name)
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        self.cells.iter().map(|cell| {
            let kind = if cell.number { FieldType::Number } else { FieldType::Word };
            let several = cell.scale.is_some_and(|s| s.several);
            let codes = || cell.scale.iter().flat_map(|s| &s.options).map(|o| o.code.as_str());
            let about = if several {
                format!("{} [{}; several joined by |]", cell.about, codes().collect::<Vec<_>>().join(", "))
            } else {
                cell.about.clone()
            };
            let field = Field::new(&cell.name, kind, &about);
            if several || cell.number { field } else { field.one_of(codes()) }
        })
    }

    pub(super) fn only_known_codes(&self, column: &str) -> bool {
        let strange = self.strange.borrow();
        !strange.iter().any(|index| self.cells[*index].name == column)
    }

    /// Fills the cells from a session; `row` has a place for each.
    pub(super) fn fill<'r>(&self, record: &'r Record, row: &mut [Value<'r>]) {
        for (at, answer) in &record.answers {
            let Some(here) = self.held.get(at.as_str()) else { continue };
            for (column, index) in here {
                if let Some(value) = self.value(*index, answer, *column) {
                    row[*index] = value;
                }
            }
        }
        // A reason for a whole row or item answers each cell that has no answer of its own.
        for (at, answer) in &record.answers {
            let Some(reason) = answer.nonresponse else { continue };
            let own = self.held.get(at.as_str()).into_iter().flatten().map(|(_, index)| index);
            for index in own.chain(self.under.get(at.as_str()).into_iter().flatten()) {
                if row[*index] == Value::Null {
                    row[*index] = Value::Reason(reason);
                }
            }
        }
    }

    fn value<'r>(&self, index: usize, answer: &'r Answer, column: Option<&str>) -> Option<Value<'r>> {
        let cell = &self.cells[index];
        let (codes, typed, reason) = match column {
            None => (&answer.codes, "", answer.nonresponse),
            Some(column) => {
                let held = answer.cells.get(column)?;
                (&held.codes, held.text.as_str(), held.nonresponse)
            }
        };
        if cell.number {
            let number = figure(typed).map(Value::Number);
            return number.or(reason.map(Value::Reason).filter(|_| typed.trim().is_empty()));
        }
        if codes.is_empty() {
            return reason.map(Value::Reason);
        }
        let known = |code: &String| cell.scale.is_some_and(|s| s.option(code).is_some());
        let one = codes.len() == 1 || cell.scale.is_some_and(|s| s.several);
        if !one || !codes.iter().all(known) {
            self.strange.borrow_mut().insert(index);
        }
        Some(joined(codes))
    }
}
