//! The rules of sections and items.

use super::links::Link;
use super::{FaultKind, Owner, Walk};
use crate::bank::locate::Spot;
use crate::bank::{Item, RoleMatch, Section};

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
        let at = self.placed(reference, at);
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
        let numbers: Vec<String> = (1..=item.probes.len()).map(|n| n.to_string()).collect();
        let numbers = numbers.iter().map(String::as_str);
        let spots = self.spots(&[reference, "probe"], numbers, at.field("probes"));
        for (probe, spot) in item.probes.iter().zip(spots) {
            self.words("the probe", probe, spot);
        }
        self.placeholders(&item.heading, at.field("heading"));
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

    /// Codes that become segments of references.
    pub(super) fn segments<'c>(
        &mut self,
        what: &'static str,
        codes: impl Iterator<Item = &'c str> + Clone,
        spots: &[Spot<'_>],
    ) {
        self.unique(what, codes.clone(), spots.iter().map(|s| s.field("code")));
        for (code, spot) in codes.zip(spots) {
            let broken = |c: char| c == '.' || c.is_whitespace() || c.is_control();
            if !code.trim().is_empty() && code.contains(broken) {
                self.fault(spot.field("code"), FaultKind::Segment { what, code: code.to_owned() });
            }
        }
    }

    pub(super) fn known_scale(&mut self, id: &str, at: Spot<'_>) {
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
