//! What an overlay adds to a bank and no longer asks. No reference of what stays is changed.

use super::{At, Outline, Overlay};
use crate::bank::check::{Fault, FaultKind, Guess, Guesser, check_laid};
use crate::bank::kind::{Column, Kind, Row};
use crate::bank::model::{Bank, Item};
use crate::bank::refs::Ref;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Adds and retires in `bank` what `overlay` says.
///
/// # Errors
/// Everything that makes no sense or leaves the bank with faults it did not have.
pub(super) fn graft(bank: &mut Bank, overlay: &Overlay, outline: &Outline<'_>) -> Result<(), Vec<Fault>> {
    let before = bank.clone();
    let taken = references(bank);
    let mut graft = Graft {
        bank,
        taken,
        follow: HashMap::new(),
        placed: Vec::new(),
        found: Vec::new(),
        guesser: Guesser::new(),
    };
    graft.scales(overlay);
    graft.items(overlay);
    graft.rows(overlay);
    graft.columns(overlay);
    graft.probes(overlay);
    graft.retire(overlay);
    let Graft { placed, found, .. } = graft;
    if !found.is_empty() {
        return Err(outline.faults(found));
    }
    bank.resolve();
    let spots = placed.into_iter().filter_map(|(key, at)| Some((key, outline.spot(at)?))).collect();
    let faults = check_laid(&before, bank, spots);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

struct Graft<'b> {
    bank: &'b mut Bank,
    /// Every reference that is in use, those of cells too.
    taken: HashSet<String>,
    /// How many things were put after the same one, so that they stand in the order of the overlay.
    follow: HashMap<(Ref, String), usize>,
    /// Where what was added stands in the overlay, by the key of its text.
    placed: Vec<(String, At)>,
    found: Vec<(At, FaultKind)>,
    guesser: Guesser,
}

impl Graft<'_> {
    fn fault(&mut self, at: At, what: FaultKind) {
        self.found.push((at, what));
    }

    fn scales(&mut self, overlay: &Overlay) {
        for (n, scale) in overlay.scales.iter().enumerate() {
            let at = |path| At::In("scales", n, path);
            match self.bank.scale(&scale.id) {
                // Two overlays may both bring the scale that they need.
                Some(there) if there == scale => {}
                Some(_) => {
                    let code = scale.id.clone();
                    self.fault(at(&["id"]), FaultKind::Taken { what: "scale id", code });
                }
                None => {
                    self.placed.push((format!("scale/{}", scale.id), at(&[])));
                    self.bank.scales.push(scale.clone());
                }
            }
        }
    }

    fn items(&mut self, overlay: &Overlay) {
        for (n, add) in overlay.add_items.iter().enumerate() {
            let at = |path| At::In("add_items", n, path);
            let mut all = Vec::new();
            item_references(&add.item, &mut all);
            if self.is_taken(&all, "reference", at(&["item", "ref"])) {
                continue;
            }
            let item = add.item.clone();
            match (&add.after, &add.into) {
                (Some(after), None) => {
                    let step = self.step(after, "");
                    let Some((list, place)) =
                        self.bank.sections.iter_mut().find_map(|s| find(&mut s.items, after))
                    else {
                        self.dangling("`after`", after, at(&["after"]));
                        continue;
                    };
                    list.insert((place + step).min(list.len()), item);
                }
                (None, Some(into)) => {
                    if let Some(section) = self.bank.sections.iter_mut().find(|s| s.reference == *into) {
                        section.items.push(item);
                    } else if let Some(stem) = item_mut(self.bank, into) {
                        if !stem.kind.takes_parts() {
                            let reference = into.to_string();
                            self.fault(at(&["into"]), FaultKind::PartsOfTable { reference });
                            continue;
                        }
                        stem.parts.push(item);
                    } else {
                        self.dangling("`into`", into, at(&["into"]));
                        continue;
                    }
                }
                _ => {
                    self.fault(at(&[]), FaultKind::NoAnchor);
                    continue;
                }
            }
            self.placed.push((add.item.reference.to_string(), at(&["item"])));
        }
    }

    fn rows(&mut self, overlay: &Overlay) {
        for (n, add) in overlay.add_rows.iter().enumerate() {
            let at = |path| At::In("add_rows", n, path);
            let code = &add.row.code;
            let Some(item) = self.item(&add.item, at(&["item"])) else { continue };
            if !matches!(item.kind, Kind::Grid { .. } | Kind::Adherence { .. }) {
                self.fault(at(&["item"]), FaultKind::NoRows { reference: add.item.to_string() });
                continue;
            }
            let mut all = Vec::new();
            row_references(item, code, &mut all);
            let named_in_interviews = item.kind.is_open()
                && code
                    .strip_prefix('r')
                    .is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
            if named_in_interviews {
                self.fault(at(&["row", "code"]), FaultKind::AddedRowCode { code: code.clone() });
                continue;
            }
            if self.is_taken(&all, "reference", at(&["row", "code"])) {
                continue;
            }
            let step = add.after.as_ref().map(|after| self.step(&add.item, &format!("row {after}")));
            let Some(rows) = item_mut(self.bank, &add.item).and_then(rows_mut) else { continue };
            let codes = || rows.iter().map(|r| r.code.as_str());
            if let Some(place) = place(codes(), add.after.as_deref(), step) {
                rows.insert(place, add.row.clone());
                self.placed.push((format!("{}/row/{code}", add.item), at(&["row"])));
            } else {
                let names = self.guesser.names(add.after.as_deref().unwrap_or_default(), codes());
                self.no_code(&add.item, "rows", add.after.as_deref(), names, at(&["after"]));
            }
        }
    }

    fn columns(&mut self, overlay: &Overlay) {
        for (n, add) in overlay.add_columns.iter().enumerate() {
            let at = |path| At::In("add_columns", n, path);
            let code = &add.column.code;
            let Some(item) = self.item(&add.item, at(&["item"])) else { continue };
            let all: Vec<String> = match &item.kind {
                Kind::Finding { .. } => vec![item.reference.child(code).to_string()],
                Kind::Grid { rows, .. } if !add.column.own => {
                    rows.iter().map(|r| item.reference.child(&r.code).child(code).to_string()).collect()
                }
                _ => Vec::new(),
            };
            let step = add.after.as_ref().map(|after| self.step(&add.item, &format!("column {after}")));
            let Some(columns) = item_mut(self.bank, &add.item).and_then(columns_mut) else {
                self.fault(at(&["item"]), FaultKind::NoColumns { reference: add.item.to_string() });
                continue;
            };
            if columns.iter().any(|c| c.code == *code) {
                let what = FaultKind::Taken { what: "column code", code: code.clone() };
                self.fault(at(&["column", "code"]), what);
                continue;
            }
            let codes = || columns.iter().map(|c| c.code.as_str());
            let Some(place) = place(codes(), add.after.as_deref(), step) else {
                let names = self.guesser.names(add.after.as_deref().unwrap_or_default(), codes());
                self.no_code(&add.item, "columns", add.after.as_deref(), names, at(&["after"]));
                continue;
            };
            columns.insert(place, add.column.clone());
            if !self.is_taken(&all, "reference", at(&["column", "code"])) {
                self.placed.push((format!("{}/column/{code}", add.item), at(&["column"])));
            }
        }
    }

    fn probes(&mut self, overlay: &Overlay) {
        for (n, add) in overlay.add_probes.iter().enumerate() {
            if self.item(&add.item, At::In("add_probes", n, &["item"])).is_none() {
                continue;
            }
            let Some(item) = item_mut(self.bank, &add.item) else { continue };
            item.probes.push(add.probe.clone());
            let key = format!("{}/probe/{}", add.item, item.probes.len());
            self.placed.push((key, At::In("add_probes", n, &["probe"])));
        }
    }

    /// Takes out what is no longer asked, and every link to it.
    fn retire(&mut self, overlay: &Overlay) {
        let mut gone = HashSet::new();
        // Each thing that lost something, with what it lost last.
        let mut above: BTreeMap<Ref, (&Ref, At)> = BTreeMap::new();
        for (n, reference) in overlay.retire.iter().enumerate() {
            let at = At::In("retire", n, &[]);
            match self.take(reference, &mut gone) {
                Some(left) => {
                    above.insert(left, (reference, at));
                }
                None => self.dangling("`retire`", reference, at),
            }
        }
        for (above, (reference, at)) in above {
            // It may be a section, have been retired itself by now, or need none of what it lost.
            if self.bank.item(&above).is_some_and(is_empty) {
                let (reference, above) = (reference.to_string(), above.to_string());
                self.fault(at, FaultKind::Emptied { reference, above });
            }
        }
        self.bank.sections.retain(|section| {
            let empty = section.items.is_empty() && !gone.is_empty();
            if empty {
                gone.insert(section.reference.to_string());
                gone.extend(section.rationale.iter().map(|p| p.reference.to_string()));
            }
            !empty
        });
        if !gone.is_empty() {
            let items = self.bank.sections.iter_mut().flat_map(|s| &mut s.items);
            items.for_each(|item| unlink(item, &gone));
            self.bank.needs.unlink(|reference| gone.contains(reference.as_str()));
        }
    }

    /// Takes out an item, part or row, and gives what it was in. `None` if there is no such thing.
    fn take(&mut self, reference: &Ref, gone: &mut HashSet<String>) -> Option<Ref> {
        let mut all = Vec::new();
        let mut sections = self.bank.sections.iter_mut();
        let taken = sections.find_map(|s| take_item(&mut s.items, reference, &s.reference));
        let above = if let Some((item, above)) = taken {
            item_references(&item, &mut all);
            above
        } else {
            let table = reference.parent()?;
            let item = item_mut(self.bank, &table)?;
            if !item.kind.rows().iter().any(|row| row.code == reference.last()) {
                return None;
            }
            row_references(item, reference.last(), &mut all);
            rows_mut(item)?.retain(|row| row.code != reference.last());
            table
        };
        gone.extend(all);
        Some(above)
    }

    /// An item that must be there.
    fn item(&mut self, reference: &Ref, at: At) -> Option<&Item> {
        if self.bank.item(reference).is_none() {
            self.dangling("`item`", reference, at);
        }
        self.bank.item(reference)
    }

    fn dangling(&mut self, what: &'static str, reference: &Ref, at: At) {
        let mut known: Vec<String> = references(self.bank).into_iter().collect();
        known.sort_unstable();
        let guess: Guess = self.guesser.guess(reference.as_str(), known.iter().map(String::as_str));
        self.fault(at, FaultKind::Dangling { what, reference: reference.to_string(), guess });
    }

    fn no_code(&mut self, item: &Ref, of: &str, code: Option<&str>, names: crate::bank::Names, at: At) {
        let code = code.unwrap_or_default().to_owned();
        self.fault(
            at,
            FaultKind::UnknownCode { code, of: format!("the {of} of {:?}", item.as_str()), names },
        );
    }

    /// Whether one of these references is in use already; if none is, they are from now on.
    fn is_taken(&mut self, all: &[String], what: &'static str, at: At) -> bool {
        if let Some(code) = all.iter().find(|reference| self.taken.contains(*reference)) {
            self.fault(at, FaultKind::Taken { what, code: code.clone() });
            return true;
        }
        self.taken.extend(all.iter().cloned());
        false
    }

    /// How far behind what it follows the next thing stands: after those that were put there before it.
    fn step(&mut self, item: &Ref, list: &str) -> usize {
        let steps = self.follow.entry((item.clone(), list.to_owned())).or_default();
        *steps += 1;
        *steps
    }
}

/// Where in a list something is put: behind `after`, or at the end.
fn place<'c>(
    codes: impl ExactSizeIterator<Item = &'c str>,
    after: Option<&str>,
    step: Option<usize>,
) -> Option<usize> {
    let length = codes.len();
    let Some(after) = after else { return Some(length) };
    let at = { codes }.position(|code| code == after)?;
    Some((at + step.unwrap_or(1)).min(length))
}

fn find<'a>(items: &'a mut Vec<Item>, reference: &Ref) -> Option<(&'a mut Vec<Item>, usize)> {
    if let Some(at) = items.iter().position(|item| item.reference == *reference) {
        return Some((items, at));
    }
    items.iter_mut().find_map(|item| find(&mut item.parts, reference))
}

fn item_mut<'a>(bank: &'a mut Bank, reference: &Ref) -> Option<&'a mut Item> {
    let (list, at) = bank.sections.iter_mut().find_map(|section| find(&mut section.items, reference))?;
    list.get_mut(at)
}

fn take_item(items: &mut Vec<Item>, reference: &Ref, above: &Ref) -> Option<(Item, Ref)> {
    if let Some(at) = items.iter().position(|item| item.reference == *reference) {
        return Some((items.remove(at), above.clone()));
    }
    items.iter_mut().find_map(|item| take_item(&mut item.parts, reference, &item.reference))
}

fn rows_mut(item: &mut Item) -> Option<&mut Vec<Row>> {
    match &mut item.kind {
        Kind::Grid { rows, .. } => Some(rows),
        Kind::Adherence { instruments, .. } => Some(instruments),
        _ => None,
    }
}

fn columns_mut(item: &mut Item) -> Option<&mut Vec<Column>> {
    match &mut item.kind {
        Kind::Grid { columns, .. } => Some(columns),
        Kind::Finding { fields, .. } | Kind::Register { fields, .. } => Some(fields),
        Kind::Count { series, .. } => Some(series),
        Kind::Stem | Kind::Text | Kind::Choice { .. } | Kind::Adherence { .. } => None,
    }
}

/// Whether nothing can be answered in an item that needs parts or rows.
fn is_empty(item: &Item) -> bool {
    match &item.kind {
        Kind::Stem => item.parts.is_empty(),
        Kind::Grid { rows, open, .. } => rows.is_empty() && !open,
        Kind::Adherence { instruments, .. } => instruments.is_empty(),
        _ => false,
    }
}

/// Cuts the links of an item to what is gone.
fn unlink(item: &mut Item, gone: &HashSet<String>) {
    let stays = |reference: &Ref| !gone.contains(reference.as_str());
    item.see.retain(stays);
    item.relevant_if.retain(|gate| stays(&gate.item));
    for column in columns_mut(item).into_iter().flatten() {
        column.item = column.item.take().filter(stays);
    }
    item.parts.iter_mut().for_each(|part| unlink(part, gone));
}

/// Every reference of a bank, also those of cells that the bank gives.
fn references(bank: &Bank) -> HashSet<String> {
    let mut all = Vec::new();
    let prose = bank.introduction.iter().chain(&bank.passages);
    let prose = prose.chain(bank.sections.iter().filter_map(|s| s.rationale.as_ref()));
    all.extend(prose.map(|p| p.reference.to_string()));
    all.extend(bank.sections.iter().map(|s| s.reference.to_string()));
    all.extend(bank.resources.iter().map(|r| r.reference.to_string()));
    let items = bank.sections.iter().flat_map(|s| &s.items);
    items.for_each(|item| item_references(item, &mut all));
    all.into_iter().collect()
}

fn item_references(item: &Item, all: &mut Vec<String>) {
    all.push(item.reference.to_string());
    if let Kind::Finding { layers, fields, .. } = &item.kind {
        let codes = layers.iter().chain(fields.iter().map(|f| &f.code));
        all.extend(codes.map(|code| item.reference.child(code).to_string()));
    }
    for row in item.kind.rows() {
        row_references(item, &row.code, all);
    }
    item.parts.iter().for_each(|part| item_references(part, all));
}

fn row_references(item: &Item, row: &str, all: &mut Vec<String>) {
    let row = item.reference.child(row);
    all.extend(item.kind.columns().iter().filter(|c| !c.own).map(|c| row.child(&c.code).to_string()));
    all.push(row.to_string());
}
