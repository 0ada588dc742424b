//! The rules of links: where `see` and gates point, and what a gate looks for there.

use super::{FaultKind, Guess, Owner, Walk};
use crate::bank::locate::Spot;
use crate::bank::{Gate, Input, Item, Kind, Ref, builtin};

/// Something in an item that points elsewhere.
pub(super) enum Link<'a> {
    /// A cross-reference.
    See(&'a Ref),
    /// A gate, and the item that has it.
    Gate(&'a Item, &'a Gate),
    /// An item that a field answers too.
    Item(&'a Ref),
    /// The resource that an instrument is.
    Resource(&'a Ref),
}

impl Walk<'_> {
    /// Follows every link met on the way, and looks for cells that share a reference with something else.
    pub(super) fn links(&mut self) {
        let mut known: Vec<String> = self.refs.keys().cloned().collect();
        // The map has no order of its own; the same file must always give the same message.
        known.sort_unstable();
        for (at, link) in std::mem::take(&mut self.pending) {
            match link {
                Link::See(reference) => self.see(reference, &known, at),
                Link::Gate(item, gate) => self.gate(item, gate, &known, at),
                Link::Item(reference) => self.item_of_field(reference, &known, at),
                Link::Resource(reference) => self.resource(reference, at),
            }
        }
        // A row has no items below it, so what stands where a cell stands can only be a stray reference, or a part
        // with the code of a layer or field of its finding.
        let mut clashes = Vec::new();
        for (reference, (place, _)) in &self.refs {
            if let Some(cells) = self.cell(reference) {
                clashes.push((*place, cells, reference.clone()));
            }
        }
        for (place, first, code) in clashes {
            let what = FaultKind::Duplicate { what: "reference", code, first };
            self.faults.push(super::Fault { line: place.line, column: place.column, what });
        }
    }

    fn see(&mut self, reference: &Ref, known: &[String], at: Spot<'_>) {
        if self.refs.contains_key(reference.as_str()) || self.cell(reference.as_str()).is_some() {
            return;
        }
        // Another built-in bank may be pointed to, as a whole or below; this file cannot tell what is in it.
        let head = reference.as_str().split('.').next().unwrap_or_default();
        if builtin(head).is_some() && !self.heads(head) {
            return;
        }
        let guess = self.guesser.guess(reference.as_str(), known.iter().map(String::as_str));
        let reference = reference.as_str().to_owned();
        self.fault(at, FaultKind::Dangling { what: "`see`", reference, guess });
    }

    fn item_of_field(&mut self, reference: &Ref, known: &[String], at: Spot<'_>) {
        let guess = match self.refs.get(reference.as_str()) {
            Some((_, Owner::Item(_))) => return,
            Some((_, Owner::Row(item))) => Guess(Some(item.reference.as_str().to_owned())),
            Some((_, Owner::Other)) => Guess(None),
            None => {
                let guess = self.guesser.guess(reference.as_str(), known.iter().map(String::as_str));
                let reference = reference.as_str().to_owned();
                return self.fault(at, FaultKind::Dangling { what: "`item`", reference, guess });
            }
        };
        self.fault(at, FaultKind::FieldNotItem { reference: reference.as_str().to_owned(), guess });
    }

    fn resource(&mut self, reference: &Ref, at: Spot<'_>) {
        let all = &self.bank.resources;
        if !all.iter().any(|r| r.reference == *reference) {
            let guess = self.guesser.guess(reference.as_str(), all.iter().map(|r| r.reference.as_str()));
            self.fault(at, FaultKind::NoResource { reference: reference.as_str().to_owned(), guess });
        }
    }

    fn gate(&mut self, owner: &Item, gate: &Gate, known: &[String], at: Spot<'_>) {
        let spot = at.field("item");
        let reference = gate.item.as_str().to_owned();
        if gate.any.is_empty() {
            self.fault(at.field("any"), FaultKind::GateForNothing);
        }
        if gate.item == owner.reference {
            return self.fault(spot, FaultKind::GateOnItself { reference });
        }
        let item = match self.refs.get(gate.item.as_str()) {
            Some((_, Owner::Item(item))) => *item,
            Some((_, Owner::Row(item))) => {
                let guess = Guess(Some(item.reference.as_str().to_owned()));
                return self.fault(spot, FaultKind::GateNotItem { reference, guess });
            }
            Some((_, Owner::Other)) => {
                return self.fault(spot, FaultKind::GateNotItem { reference, guess: Guess(None) });
            }
            None => {
                let guess = self.guesser.guess(&reference, known.iter().map(String::as_str));
                return self.fault(spot, FaultKind::Dangling { what: "a gate", reference, guess });
            }
        };
        let scale = match (&item.kind, gate.column.as_deref()) {
            (Kind::Stem | Kind::Text, _) => {
                return self.fault(spot, FaultKind::GateWithoutCodes { reference });
            }
            (Kind::Choice { scale }, None) => scale.as_str(),
            (Kind::Choice { .. }, Some(column)) => {
                let names = self.guesser.names(column, std::iter::empty());
                let column = column.to_owned();
                return self.fault(at.field("column"), FaultKind::NoColumn { reference, column, names });
            }
            (kind, column) => {
                let coded = || kind.columns().iter().filter(|c| c.input == Input::Codes);
                let names = || coded().map(|c| c.code.as_str());
                let Some(column) = column else {
                    let names = self.guesser.names("", names());
                    return self.fault(spot, FaultKind::GateNeedsColumn { reference, names });
                };
                let Some(found) = coded().find(|c| c.code == column) else {
                    let names = self.guesser.names(column, names());
                    let column = column.to_owned();
                    return self.fault(at.field("column"), FaultKind::NoColumn { reference, column, names });
                };
                found.scale.as_str()
            }
        };
        // An unknown scale is told where it stands.
        let Some(scale) = self.scales.get(scale).copied() else { return };
        for (code, spot) in gate.any.iter().zip(at.field("any").elements()) {
            self.code(code, scale, spot);
        }
    }

    /// Where the cells stand that have this reference, if cells do. The one row of a finding is itself.
    fn cell(&self, reference: &str) -> Option<crate::bank::Place> {
        let (row, code) = reference.rsplit_once('.')?;
        let (place, owner) = self.refs.get(row)?;
        let item = match owner {
            Owner::Row(item) => *item,
            Owner::Item(item) if matches!(item.kind, Kind::Finding { .. }) => *item,
            Owner::Item(_) | Owner::Other => return None,
        };
        item.kind.columns().iter().any(|c| !c.own && c.code == code).then_some(*place)
    }

    /// Whether references of this bank begin with `head`.
    fn heads(&self, head: &str) -> bool {
        self.bank.sections.iter().any(|s| s.reference.as_str().split('.').next() == Some(head))
    }
}
