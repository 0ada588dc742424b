//! What is answered in tables: techniques, knowledge, treaties, figures by year, agreements, and any other.

use super::super::dice::Dice;
use super::super::plan::Ask;
use super::super::value::{self, Reading};
use super::super::words::Fill;
use super::super::world::WEAK_IN_FORENSICS;
use super::{Held, Talk};
use crate::bank::{Bank, Kind, STATE};
use crate::session::{Answer, Cell, Nonresponse};

/// In what a technique differs from the others, in steps of the rating scale: things for a trainer to find.
struct Technique {
    /// How much better it is known.
    known: f64,
    /// How far its practice stays behind.
    lag: f64,
    /// Hardly used by anyone.
    rare: bool,
}

fn technique(row: &str) -> Technique {
    let (known, lag, rare) = match row {
        // Taught to everybody and done by few.
        "a" | "k" => (0.5, 0.9, false),
        // The law is known; nobody gets the order.
        "j" => (0.9, 0.2, true),
        // Never taught.
        "l" | "o" => (-0.8, 0.0, false),
        _ => (0.0, 0.0, false),
    };
    Technique { known, lag, rare }
}

impl<'g> Talk<'g> {
    pub(super) fn grid(&self, bank: &'g Bank, ask: &Ask<'g>, view: Reading, dice: &mut Dice) -> Vec<Held> {
        let mut held = Vec::new();
        let instruments = matches!(ask.item.kind, Kind::Adherence { .. });
        let share = if instruments { 0.6 } else { 0.7 };
        for (row, shift) in ask.item.kind.rows().iter().zip(&ask.rows) {
            if !dice.chance(share) {
                continue;
            }
            let answer = if instruments {
                self.instrument(bank, ask, &row.code, *shift, dice)
            } else {
                let shift = shift * 0.3;
                let seen = Reading { paper: view.paper + shift, practice: view.practice + shift };
                self.row(bank, ask, &row.code, seen, dice)
            };
            if !answer.is_empty() {
                held.push((ask.item.reference.child(&row.code), answer));
            }
        }
        if ask.item.kind.is_open() && dice.chance(0.3) {
            held.extend(self.added(bank, ask, view, dice));
        }
        held
    }

    /// Where the State stands on an instrument: all who know it say the same, since it can be looked up.
    fn instrument(&self, bank: &'g Bank, ask: &Ask<'g>, row: &str, shift: f64, dice: &mut Dice) -> Answer {
        let mut answer = Answer::default();
        let Some(state) = ask.columns.iter().find(|c| c.column.code == STATE) else { return answer };
        let Some(scale) = ask.scale_of(bank, row, state) else { return answer };
        let far = ask.item.reference.as_str() == "II.D.2" && shift > -0.3;
        let mut cell = Cell::default();
        if far {
            cell.nonresponse = Some(Nonresponse::NotApplicable);
        } else if !self.papers && dice.chance(self.person.unsure * 2.0) {
            cell.nonresponse = Some(Nonresponse::DontKnow);
        } else {
            cell.codes = value::bound(scale, shift);
        }
        let bound = cell.codes.iter().any(|code| code != "none");
        answer.cells.insert(STATE.to_owned(), cell);
        if bound && self.spoken.tag == "en" {
            let mut same = Dice::new(shift.to_bits(), 0);
            for (column, share) in [("date", 0.6), ("reservation", 0.15)] {
                let text = self.english.one(column, &mut same, &Fill::default());
                if dice.chance(share) {
                    answer.cells.insert(column.to_owned(), Cell { text, ..Cell::default() });
                }
            }
        }
        answer
    }

    /// A row that is added to an open list: under the letter after the last.
    fn added(&self, bank: &'g Bank, ask: &Ask<'g>, view: Reading, dice: &mut Dice) -> Option<Held> {
        let last = ask.item.kind.rows().last()?.code.chars().next()?;
        let next = char::from_u32(u32::from(last) + 1).filter(char::is_ascii_lowercase)?;
        let mut answer = self.row(bank, ask, "", view, dice);
        answer.label = self.english.one("row offence", dice, &Fill::default());
        Some((ask.item.reference.child(&next.to_string()), answer))
    }

    /// Figures of the last years, higher up each year by a little, and counted differently by each institution.
    pub(super) fn years(&self, ask: &Ask<'g>, dice: &mut Dice) -> Vec<Held> {
        let mut held = Vec::new();
        let known = if self.person.at_headquarters() || self.papers { 3 } else { dice.between(1, 3) };
        let count = Dice::new(0, self.person.post.institution.len() as u64).unit() * 0.4 + 0.8;
        for number in 1..=known {
            let mut answer = Answer::default();
            for cells in &ask.columns {
                if !self.papers && dice.chance(self.person.unsure * 2.0) {
                    let reason = Some(Nonresponse::DontKnow);
                    answer
                        .cells
                        .insert(cells.column.code.clone(), Cell { nonresponse: reason, ..Cell::default() });
                    continue;
                }
                let grown = 1.0 + 0.12 * f64::from(number);
                let figure =
                    value::share_of(f64::from(cells.figure) * count * grown, cells, self.person, dice);
                let text = value::said(figure, dice);
                answer.cells.insert(cells.column.code.clone(), Cell { text, ..Cell::default() });
            }
            answer.label = (i64::from(self.year) - 1 - i64::from(known - number)).to_string();
            held.push((ask.item.reference.child(&format!("r{number}")), answer));
        }
        held
    }

    pub(super) fn records(&self, bank: &'g Bank, ask: &Ask<'g>, view: Reading, dice: &mut Dice) -> Vec<Held> {
        let mut held: Vec<Held> = Vec::new();
        for number in 1..=1 + dice.below(3) {
            let label = self.english.one("row agreement", dice, &self.person.fill(""));
            if held.iter().any(|(_, other)| other.label == label) {
                continue;
            }
            let seen = Reading { paper: 0.9, practice: view.practice.max(0.3) };
            let mut answer = self.row(bank, ask, "", seen, dice);
            answer.label = label;
            held.push((ask.item.reference.child(&format!("r{number}")), answer));
        }
        held
    }

    /// The grid of techniques: use, knowledge, application. Managers speak of their staff.
    pub(super) fn techniques(&self, ask: &Ask<'g>, dice: &mut Dice) -> Vec<Held> {
        let (person, post) = (self.person, self.person.post);
        let of = |code: &str| ask.columns.iter().find(|c| c.column.code == code);
        let (Some(used), Some(knowledge), Some(applied)) = (of("i"), of("ii"), of("iii")) else {
            return Vec::new();
        };
        let mut held = Vec::new();
        let flattery = if person.manages() { post.flattery } else { 0.0 };
        for (row, easy) in ask.item.kind.rows().iter().zip(&ask.rows) {
            let forensic = row.label.starts_with("Forensic");
            let here = if forensic && person.region == WEAK_IN_FORENSICS { -1.3 } else { 0.0 };
            let Technique { known, lag, rare } = technique(&row.code);
            let level = 3.1 + post.skill + person.ability + easy * 0.6 + known + here;
            let mut answer = Answer::default();
            let mut codes = Vec::new();
            let odds = if rare { -0.45 } else { 0.12 * (level - 3.0) };
            let special = if post.function == "specialist_investigator" { 0.3 } else { 0.0 };
            for (code, share) in [("general", 0.5 + odds), ("trafficking", 0.25 + odds + special)] {
                if dice.chance(share) {
                    codes.push(code.to_owned());
                }
            }
            let none = codes.is_empty();
            let mut cell = Cell::default();
            if none {
                codes.push("none".to_owned());
            } else {
                let own = !person.manages() && dice.chance(0.7);
                cell.by.extend(own.then(|| "self".to_owned()));
                cell.by.extend((!own || dice.chance(0.25)).then(|| "known".to_owned()));
            }
            if dice.chance(person.unsure) {
                cell = Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() };
            } else {
                cell.codes = codes;
            }
            answer.cells.insert(used.column.code.clone(), cell);
            let knows = level + flattery * 0.5 + dice.normal() * 0.4;
            let doing = level - post.gap - lag + flattery + dice.normal() * 0.4;
            for (cells, rating) in [(knowledge, knows), (applied, doing.min(knows + 0.4))] {
                let Some(rating_scale) = cells.coded.as_ref().map(|c| c.scale) else { continue };
                let unused = none && cells.column.code == applied.column.code;
                let cell = if dice.chance(person.unsure * 1.3) {
                    Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() }
                } else if unused && dice.chance(0.5) {
                    Cell { nonresponse: Some(Nonresponse::NotApplicable), ..Cell::default() }
                } else if dice.chance(if row.label.starts_with("Intrusive") {
                    0.12 * person.careful
                } else {
                    0.0
                }) {
                    Cell { nonresponse: Some(Nonresponse::Refused), ..Cell::default() }
                } else if dice.chance(0.02) {
                    continue;
                } else {
                    Cell { codes: value::rated(rating_scale, rating), ..Cell::default() }
                };
                answer.cells.insert(cells.column.code.clone(), cell);
            }
            let weighed = [used, knowledge, applied].map(|c| &c.column.code);
            for cells in ask.columns.iter().filter(|c| !weighed.contains(&&c.column.code)) {
                // What an adaptation asks besides: how much it matters. Least to those who have no part in it.
                let Some(asked) = &cells.coded else { continue };
                if dice.chance(0.95) {
                    let rating = 3.4 - easy * 0.5 + post.skill * 0.4 + dice.normal() * 0.7;
                    let codes = value::rated(asked.scale, rating);
                    answer.cells.insert(cells.column.code.clone(), Cell { codes, ..Cell::default() });
                }
            }
            held.push((ask.item.reference.child(&row.code), answer));
        }
        held
    }

    /// The grid of knowledge: oneself, then six groups. One's own group looks better from inside.
    pub(super) fn knowledge(&self, ask: &Ask<'g>, dice: &mut Dice) -> Vec<Held> {
        let person = self.person;
        let asked: Vec<bool> = ask.columns.iter().map(|c| c.column.own || dice.chance(0.85)).collect();
        let mut held = Vec::new();
        for (row, easy) in ask.item.kind.rows().iter().zip(&ask.rows) {
            let mut answer = Answer::default();
            for (cells, _) in ask.columns.iter().zip(&asked).filter(|(_, asked)| **asked) {
                let Some(coded) = &cells.coded else { continue };
                let (base, own) = value::group(&cells.column.code, person.post.function);
                let unsure = person.unsure * if cells.column.own || own { 0.3 } else { 2.5 };
                let cell = if dice.chance(unsure) {
                    Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() }
                } else {
                    let from = if cells.column.own {
                        3.1 + person.post.skill * 0.7 + person.ability
                    } else {
                        // Who can do more expects more of others, a little.
                        base + if own { 0.8 } else { 0.0 } - person.ability * 0.15
                    };
                    let rating = from + easy * 0.8 + dice.normal() * 0.4;
                    Cell { codes: value::rated(coded.scale, rating), ..Cell::default() }
                };
                answer.cells.insert(cells.column.code.clone(), cell);
            }
            held.push((ask.item.reference.child(&row.code), answer));
        }
        held
    }
}
