//! The rules of sections, items and grids.

use super::links::Link;
use super::{FaultKind, Owner, Walk, row_ref};
use crate::bank::locate::Spot;
use crate::bank::{Column, Item, Kind, RoleMatch, Row, Section};
use std::collections::HashSet;

impl<'a> Walk<'a> {
    pub(super) fn section(&mut self, section: &'a Section, at: Spot<'a>) {
        let reference = section.reference.as_str();
        self.reference(reference, Owner::Other, at.field("ref"));
        self.words("the section's title", &section.title, at.field("title"));
        if let Some(short) = &section.short {
            self.words("the section's short title", short, at.field("short"));
        }
        if let Some(prose) = &section.rationale {
            self.prose(prose, at.field("rationale"));
        }
        self.placeholders(&section.guidance, at.field("guidance"));
        if section.items.is_empty() {
            self.fault(at.field("items"), FaultKind::EmptySection { reference: reference.to_owned() });
        }
        for (item, spot) in section.items.iter().zip(at.field("items").elements()) {
            self.item(item, "item", reference, spot);
        }
    }

    fn item(&mut self, item: &'a Item, what: &'static str, above: &str, at: Spot<'a>) {
        let reference = item.reference.as_str();
        self.reference(reference, Owner::Item(item), at.field("ref"));
        if !reference.strip_prefix(above).is_some_and(|tail| tail.starts_with('.')) {
            let (reference, above) = (reference.to_owned(), above.to_owned());
            self.fault(at.field("ref"), FaultKind::Outside { what, reference, above });
        }
        self.words("the item's title", &item.title, at.field("title"));
        self.words("the spoken wording (`ask`)", &item.ask, at.field("ask"));
        for (wording, spot) in item.wordings.iter().zip(at.field("wordings").elements()) {
            self.words("the spoken wording (`ask`)", &wording.ask, spot.field("ask"));
            if wording.roles.is_empty() {
                self.fault(spot.field("for"), FaultKind::ForNobody);
            }
            self.roles(&wording.roles, spot.field("for"));
        }
        for (probe, spot) in item.probes.iter().zip(at.field("probes").elements()) {
            self.words("the probe", probe, spot);
        }
        self.placeholders(&item.guidance, at.field("guidance"));
        self.placeholders(&item.evidence, at.field("evidence"));
        self.kind(item, at);
        for (see, spot) in item.see.iter().zip(at.field("see").elements()) {
            self.pending.push((spot, Link::See(see)));
        }
        for (gate, spot) in item.relevant_if.iter().zip(at.field("relevant_if").elements()) {
            self.pending.push((spot, Link::Gate(item, gate)));
        }
        self.roles(&item.suggested_for, at.field("suggested_for"));
        for (part, spot) in item.parts.iter().zip(at.field("parts").elements()) {
            self.item(part, "part", reference, spot);
        }
    }

    fn kind(&mut self, item: &'a Item, at: Spot<'a>) {
        let reference = || item.reference.as_str().to_owned();
        let kind = at.field("kind");
        match &item.kind {
            Kind::Stem if item.parts.is_empty() => {
                self.fault(kind, FaultKind::StemWithoutParts { reference: reference() });
            }
            Kind::Stem | Kind::Text => {}
            Kind::Choice { scale } => self.known_scale(scale, kind.field("scale")),
            Kind::Grid { rows, columns, open } => {
                if rows.is_empty() && !open {
                    self.fault(kind.field("rows"), FaultKind::GridWithoutRows { reference: reference() });
                }
                if columns.is_empty() {
                    self.fault(
                        kind.field("columns"),
                        FaultKind::GridWithoutColumns { reference: reference() },
                    );
                }
                self.rows(item, rows, kind.field("rows"));
                self.columns(columns, kind.field("columns"));
            }
        }
        if !matches!(item.kind, Kind::Stem) && !item.parts.is_empty() {
            self.fault(at.field("parts"), FaultKind::PartsWithoutStem { reference: reference() });
        }
    }

    fn rows(&mut self, item: &'a Item, rows: &'a [Row], at: Spot<'a>) {
        let codes = || rows.iter().map(|r| r.code.as_str());
        let before = self.faults.len();
        self.segments("row code", codes(), at);
        // A code that was just found wanting would only be told again as a reference.
        let told: HashSet<_> = self.faults[before..].iter().map(|f| (f.line, f.column)).collect();
        for (row, spot) in rows.iter().zip(at.elements()) {
            let place = spot.field("code").place();
            if !told.contains(&(place.line, place.column)) {
                self.reference(&row_ref(item, row), Owner::Row(item), spot.field("code"));
            }
            self.words("the row's label", &row.label, spot.field("label"));
            self.short("the row's short label", row.short.as_deref(), 28, spot);
            self.placeholders(&row.guidance, spot.field("guidance"));
        }
    }

    fn columns(&mut self, columns: &'a [Column], at: Spot<'a>) {
        self.segments("column code", columns.iter().map(|c| c.code.as_str()), at);
        let mut own = false;
        for (column, spot) in columns.iter().zip(at.elements()) {
            self.words("the column's label", &column.label, spot.field("label"));
            self.short("the column's short label", column.short.as_deref(), 12, spot);
            self.known_scale(&column.scale, spot.field("scale"));
            if column.own && own {
                self.fault(spot.field("own"), FaultKind::SecondOwn { code: column.code.clone() });
            }
            own |= column.own;
        }
    }

    /// Codes that become segments of references.
    fn segments<'c>(
        &mut self,
        what: &'static str,
        codes: impl Iterator<Item = &'c str> + Clone,
        at: Spot<'_>,
    ) {
        self.unique(what, codes.clone(), at.elements().map(|s| s.field("code")));
        for (code, spot) in codes.zip(at.elements()) {
            let broken = |c: char| c == '.' || c.is_whitespace() || c.is_control();
            if !code.trim().is_empty() && code.contains(broken) {
                self.fault(spot.field("code"), FaultKind::Segment { what, code: code.to_owned() });
            }
        }
    }

    fn known_scale(&mut self, id: &str, at: Spot<'_>) {
        if !self.scales.contains_key(id) {
            let names = self.guesser.names(id, self.bank.scales.iter().map(|s| s.id.as_str()));
            self.fault(at, FaultKind::UnknownScale { id: id.to_owned(), names });
        }
    }

    fn roles(&mut self, matches: &'a [RoleMatch], at: Spot<'_>) {
        for (role, spot) in matches.iter().zip(at.elements()) {
            if *role == RoleMatch::default() {
                self.fault(spot, FaultKind::ForEveryone);
            }
            let lists = [
                ("function", "functions", &role.functions, &self.functions, &self.bank.roles.functions),
                ("rank", "ranks", &role.ranks, &self.ranks, &self.bank.roles.ranks),
                ("level", "levels", &role.levels, &self.levels, &self.bank.roles.levels),
            ];
            let mut found = Vec::new();
            for (list, field, codes, known, terms) in lists {
                for (code, spot) in codes.iter().zip(spot.field(field).elements()) {
                    if !known.contains(code.as_str()) {
                        let names = self.guesser.names(code, terms.iter().map(|t| t.code.as_str()));
                        found.push((spot, FaultKind::UnknownRole { list, code: code.clone(), names }));
                    }
                }
            }
            for (spot, what) in found {
                self.fault(spot, what);
            }
        }
    }
}
