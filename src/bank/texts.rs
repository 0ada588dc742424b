//! Every text of a bank that a person hears or reads, each under a key that stays the same.
//!
//! One walk serves a translator's sheet, laying an overlay over a bank, and finding what is missing or unknown. The
//! scheme is described for authors in `docs/banks.md`: a plain reference is what is asked or told there
//! (`III.D.2`, `III.A.rationale`), and a path behind the reference is one of the other texts: `III.D.2/title`,
//! `III.D.2/probe/1`, `Annex.E.1/row/k/short`. What belongs to no reference begins with one of [`HEADS`].

use super::check::{COLUMN_SHORT, FIELD_LABEL, OPTION_SHORT, ROW_SHORT};
use super::kind::{Column, Input, Kind, Row};
use super::model::{Bank, Item, Prose, Resource, Scale, Section, Term};
use super::needs::Needs;
use std::collections::{BTreeMap, HashSet};

/// First words of keys that are not a reference. A reference cannot be one of these.
pub const HEADS: [&str; 6] = ["bank", "scale", "shortcut", "qualifier", "layer", "role"];

/// A text in its place.
pub struct Text<'a> {
    /// Its key.
    pub key: &'a str,
    /// What it is, and how many columns wide it may be, where that is limited.
    pub limit: Option<(&'static str, usize)>,
    slot: Slot<'a>,
}

/// The kinds of places.
enum Slot<'a> {
    /// Always there; blank if it may be and is left out.
    Plain(&'a mut String),
    /// A short form, which may be left out.
    Short(&'a mut Option<String>),
    /// A finding's own form of a layer's question, by the code of the layer.
    OfLayer(&'a mut BTreeMap<String, String>, &'a str),
}

impl Text<'_> {
    /// The text; blank where it is left out.
    pub fn get(&self) -> &str {
        match &self.slot {
            Slot::Plain(text) => text,
            Slot::Short(text) => text.as_deref().unwrap_or_default(),
            Slot::OfLayer(asks, layer) => asks.get(*layer).map_or("", String::as_str),
        }
    }

    /// Puts another text there.
    pub fn set(self, text: String) {
        match self.slot {
            Slot::Plain(place) => *place = text,
            Slot::Short(place) => *place = Some(text),
            Slot::OfLayer(asks, layer) => {
                asks.insert(layer.to_owned(), text);
            }
        }
    }
}

/// Shows every text of a bank in the bank's order, also those that may be there and are left out.
///
/// What follows from the texts must be brought up to date after they are changed; see `Bank::resolve`.
pub fn each_text(bank: &mut Bank, mut see: impl FnMut(Text<'_>)) {
    let mut walk = Walk { key: String::new(), see: &mut see };
    walk.at("bank", |walk| {
        walk.plain("title", &mut bank.title);
        walk.plain("source", &mut bank.source);
    });
    bank.scales.iter_mut().for_each(|scale| walk.scale(scale));
    walk.at("layer", |walk| {
        for layer in &mut bank.layers {
            walk.column(layer, Widths::default());
        }
    });
    walk.at("role", |walk| {
        walk.terms("function", &mut bank.roles.functions);
        walk.terms("rank", &mut bank.roles.ranks);
        walk.terms("level", &mut bank.roles.levels);
        walk.terms("stakeholder", &mut bank.roles.stakeholders);
    });
    bank.introduction.iter_mut().chain(&mut bank.passages).for_each(|prose| walk.prose(prose));
    bank.sections.iter_mut().for_each(|section| walk.section(section));
    walk.resources(&mut bank.resources);
    walk.needs(&mut bank.needs);
}

/// The texts that a bank has, with their keys, in the bank's order.
pub fn texts(bank: &Bank) -> Vec<(String, String)> {
    let mut all = Vec::new();
    each_text(&mut bank.clone(), |text| {
        if !text.get().trim().is_empty() {
            all.push((text.key.to_owned(), text.get().to_owned()));
        }
    });
    all
}

/// Every key that a bank has a place for, also those that it leaves out.
pub fn keys(bank: &Bank) -> HashSet<String> {
    let mut all = HashSet::new();
    each_text(&mut bank.clone(), |text| {
        all.insert(text.key.to_owned());
    });
    all
}

/// What is limited of a column.
#[derive(Clone, Copy, Default)]
struct Widths {
    label: Option<(&'static str, usize)>,
    short: Option<(&'static str, usize)>,
}

const IN_TABLE: Widths = Widths { label: None, short: Some(("the column's short label", COLUMN_SHORT)) };
const IN_FORM: Widths = Widths { label: Some(("the field's label", FIELD_LABEL)), short: None };

/// The walk: the key so far, and who is shown what.
struct Walk<'f> {
    key: String,
    see: &'f mut dyn FnMut(Text<'_>),
}

impl Walk<'_> {
    /// Does `what` with `segment` at the end of the key.
    fn at(&mut self, segment: &str, what: impl FnOnce(&mut Self)) {
        let length = self.key.len();
        if length > 0 {
            self.key.push('/');
        }
        self.key.push_str(segment);
        what(self);
        self.key.truncate(length);
    }

    fn show(&mut self, limit: Option<(&'static str, usize)>, slot: Slot<'_>) {
        (self.see)(Text { key: &self.key, limit, slot });
    }

    fn plain(&mut self, name: &str, text: &mut String) {
        self.at(name, |walk| walk.show(None, Slot::Plain(text)));
    }

    fn short(&mut self, limit: Option<(&'static str, usize)>, text: &mut Option<String>) {
        self.at("short", |walk| walk.show(limit, Slot::Short(text)));
    }

    fn scale(&mut self, scale: &mut Scale) {
        self.at("scale", |walk| {
            walk.at(&scale.id, |walk| {
                walk.show(None, Slot::Plain(&mut scale.title));
                for option in &mut scale.options {
                    walk.at(&option.code, |walk| {
                        walk.show(None, Slot::Plain(&mut option.label));
                        walk.short(Some(("the option's short form", OPTION_SHORT)), &mut option.short);
                    });
                }
            });
        });
        self.at("shortcut", |walk| {
            walk.at(&scale.id, |walk| {
                for shortcut in &mut scale.shortcuts {
                    walk.plain(&shortcut.digit.to_string(), &mut shortcut.label);
                }
            });
        });
        let Some(qualifier) = &mut scale.qualifier else { return };
        self.at("qualifier", |walk| {
            walk.at(&scale.id, |walk| {
                walk.show(None, Slot::Plain(&mut qualifier.title));
                for option in &mut qualifier.options {
                    walk.plain(&option.code, &mut option.label);
                }
            });
        });
    }

    fn terms(&mut self, list: &str, terms: &mut [Term]) {
        self.at(list, |walk| terms.iter_mut().for_each(|term| walk.plain(&term.code, &mut term.label)));
    }

    fn prose(&mut self, prose: &mut Prose) {
        self.at(prose.reference.as_str(), |walk| {
            walk.plain("title", &mut prose.title);
            walk.show(None, Slot::Plain(&mut prose.text));
        });
    }

    fn section(&mut self, section: &mut Section) {
        self.at(section.reference.as_str(), |walk| {
            walk.plain("title", &mut section.title);
            walk.short(None, &mut section.short);
            walk.plain("guidance", &mut section.guidance);
        });
        section.rationale.iter_mut().for_each(|prose| self.prose(prose));
        section.items.iter_mut().for_each(|item| self.item(item));
    }

    fn item(&mut self, item: &mut Item) {
        self.at(item.reference.as_str(), |walk| {
            walk.plain("heading", &mut item.heading);
            walk.plain("title", &mut item.title);
            walk.show(None, Slot::Plain(&mut item.ask));
            walk.at("wording", |walk| {
                for (wording, number) in item.wordings.iter_mut().zip(1..) {
                    walk.plain(&i32::to_string(&number), &mut wording.ask);
                }
            });
            walk.at("probe", |walk| {
                for (probe, number) in item.probes.iter_mut().zip(1..) {
                    walk.plain(&i32::to_string(&number), probe);
                }
            });
            walk.plain("guidance", &mut item.guidance);
            walk.kind(&mut item.kind);
            walk.plain("evidence", &mut item.evidence);
        });
        item.parts.iter_mut().for_each(|part| self.item(part));
    }

    fn kind(&mut self, kind: &mut Kind) {
        match kind {
            Kind::Stem | Kind::Text | Kind::Choice { .. } => {}
            Kind::Grid { rows, columns, .. } => {
                self.rows(rows);
                self.columns(columns, IN_TABLE);
            }
            Kind::Finding { layers, asks, fields, .. } => {
                self.at("layer", |walk| {
                    for layer in &*layers {
                        walk.at(layer, |walk| walk.show(None, Slot::OfLayer(asks, layer)));
                    }
                });
                self.columns(fields, IN_FORM);
            }
            Kind::Count { series, per } => {
                self.plain("per", per);
                self.columns(series, IN_TABLE);
            }
            Kind::Adherence { instruments, .. } => self.rows(instruments),
            Kind::Register { record, fields, .. } => {
                self.plain("record", record);
                self.columns(fields, IN_FORM);
            }
        }
    }

    fn rows(&mut self, rows: &mut [Row]) {
        self.at("row", |walk| {
            for row in rows {
                walk.at(&row.code, |walk| {
                    walk.show(None, Slot::Plain(&mut row.label));
                    walk.short(Some(("the row's short label", ROW_SHORT)), &mut row.short);
                    walk.plain("guidance", &mut row.guidance);
                });
            }
        });
    }

    fn columns(&mut self, columns: &mut [Column], widths: Widths) {
        self.at("column", |walk| columns.iter_mut().for_each(|column| walk.column(column, widths)));
    }

    fn column(&mut self, column: &mut Column, widths: Widths) {
        self.at(&column.code, |walk| {
            walk.show(widths.label, Slot::Plain(&mut column.label));
            walk.short(widths.short, &mut column.short);
            walk.plain("ask", &mut column.ask);
            if column.input == Input::Number {
                walk.plain("unit", &mut column.unit);
                walk.plain("per", &mut column.per);
            }
        });
    }

    /// What answers are scored by, and the heads of what is told of training: each below its question.
    fn needs(&mut self, needs: &mut Needs) {
        for rubric in &mut needs.rubrics {
            self.at(rubric.item.as_str(), |walk| {
                walk.at("element", |walk| {
                    for element in &mut rubric.elements {
                        walk.at(&element.code, |walk| {
                            walk.show(None, Slot::Plain(&mut element.label));
                            walk.plain("guidance", &mut element.guidance);
                        });
                    }
                });
            });
        }
        for told in needs.training.iter_mut().flat_map(|training| &mut training.told) {
            self.at(told.item.as_str(), |walk| walk.plain("told", &mut told.label));
        }
    }

    /// Resources. A group is one text, under the first of its resources: it is a heading that they share.
    fn resources(&mut self, resources: &mut [Resource]) {
        let mut groups: Vec<(String, String)> = Vec::new();
        for resource in resources {
            let before = resource.group.clone();
            let known = groups.iter().find(|(group, _)| *group == before).map(|(_, now)| now.clone());
            let first = known.is_none();
            if let Some(now) = known {
                resource.group = now;
            }
            self.at(resource.reference.as_str(), |walk| {
                walk.plain("title", &mut resource.title);
                if first {
                    walk.plain("group", &mut resource.group);
                }
                walk.plain("pinpoint", &mut resource.pinpoint);
            });
            if first && !before.is_empty() {
                groups.push((before, resource.group.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{BUILTIN, parse};

    fn good() -> Bank {
        parse(include_str!("../../tests/data/good.ron")).unwrap()
    }

    fn needs() -> Bank {
        parse(include_str!("../../tests/data/needs.ron")).unwrap()
    }

    fn map(bank: &Bank) -> BTreeMap<String, String> {
        texts(bank).into_iter().collect()
    }

    #[test]
    fn every_text_of_the_built_in_banks_has_a_key_of_its_own() {
        for builtin in BUILTIN {
            let bank = builtin.parse().unwrap();
            let mut seen = HashSet::new();
            each_text(&mut bank.clone(), |text| {
                assert!(seen.insert(text.key.to_owned()), "{}: {} twice", builtin.path, text.key);
            });
        }
    }

    #[test]
    fn looking_at_the_texts_and_putting_them_back_changes_nothing() {
        for bank in BUILTIN.iter().map(|b| b.parse().unwrap()).chain([good()]) {
            let mut same = bank.clone();
            each_text(&mut same, |text| {
                let it = text.get().to_owned();
                if !it.is_empty() {
                    text.set(it);
                }
            });
            assert_eq!(same, bank);
        }
    }

    #[test]
    fn no_string_of_a_bank_that_a_person_reads_is_passed_over() {
        // Every text is replaced; what then is left of the old words in the file are codes, ids and references.
        for mut bank in [good(), needs()] {
            each_text(&mut bank, |text| {
                if !text.get().is_empty() {
                    text.set("@".to_owned());
                }
            });
            let written = ron::to_string(&bank).unwrap();
            let strings = written.split('"').skip(1).step_by(2);
            let words: Vec<&str> = strings.filter(|s| s.contains(' ') || s.contains('?')).collect();
            assert_eq!(words, [""; 0]);
        }
    }

    #[test]
    fn a_plain_reference_is_what_is_asked_and_a_path_is_one_of_the_other_texts() {
        let all = map(&good());
        for (key, text) in [
            ("Well.A.1", "Is there a well that you look after?"),
            ("Well.A.1/title", "Own well"),
            ("Well.A.1/wording/2", "Does your office look after wells in {country}?"),
            ("Well.A.1/probe/1", "Since when?"),
            ("Well.A.1/guidance", "One is enough."),
            ("Well.A.1/evidence", "Could I see it?"),
            ("Well.A.3.b", "What do they use it for?"),
            ("Well.B.1/row/deep", "Deep wells"),
            ("Well.B.1/row/deep/short", "deep"),
            ("Well.B.1/row/deep/guidance", "Over twenty metres."),
            ("Well.B.1/column/use", "Use"),
            ("Well.B.1/column/use/short", "use"),
            ("Well.A/title", "Wells in {country}"),
            ("Well.A/short", "Wells"),
            ("Well.A/guidance", "Let them show you the well."),
            ("Well.A.rationale", "Water decides where people live."),
            ("Well.R.1/title", "A Keeper's Handbook"),
            ("Well.R.1/group", "Handbooks"),
            ("Well.R.1/pinpoint", "chapter 2"),
            ("scale/water", "What it is used for"),
            ("scale/water/none", "Nothing"),
            ("scale/grade/good/short", "good"),
            ("shortcut/water/4", "Drinking and fields"),
            ("qualifier/water", "By whom"),
            ("qualifier/water/own", "by you"),
            ("role/function/keeper", "Keeper"),
            ("role/stakeholder/a", "Public body"),
            ("bank/title", "Village wells"),
        ] {
            assert_eq!(all.get(key).map(String::as_str), Some(text), "{key}");
        }
    }

    #[test]
    fn what_answers_are_scored_by_stands_below_its_question() {
        let all = map(&needs());
        for (key, text) in [
            ("Well.A.2/element/cause", "What broke"),
            ("Well.A.2/element/cause/guidance", "A part of the well. \"It was old\" is not enough."),
            ("Well.A.2/element/remedy", "What was done"),
            ("Well.A.3.a/told", "subjects"),
        ] {
            assert_eq!(all.get(key).map(String::as_str), Some(text), "{key}");
        }
        assert!(keys(&needs()).contains("Well.A.2/element/remedy/guidance"));
    }

    #[test]
    fn what_is_left_out_has_a_place_all_the_same() {
        let bank = good();
        assert!(!map(&bank).contains_key("Well.A.2/guidance"));
        assert!(keys(&bank).contains("Well.A.2/guidance"));
        assert!(keys(&bank).contains("Well.B.1/row/open/short"));
    }

    #[test]
    fn the_heading_of_a_group_of_resources_is_one_text() {
        let mut bank = good();
        let first = bank.resources[0].clone();
        bank.resources.push(Resource { reference: "Well.R.9".into(), ..first });
        each_text(&mut bank, |text| {
            if text.key == "Well.R.1/group" {
                text.set("Manuels".to_owned());
            } else {
                assert_ne!(text.key, "Well.R.9/group");
            }
        });
        assert!(bank.resources.iter().filter(|r| r.group == "Manuels").count() == 2, "{:?}", bank.resources);
    }
}
