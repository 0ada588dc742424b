//! One question put to one person: what they answer, by kind of question, or why they do not.
//!
//! Ratings come from what the person can do, what the unit can do and how hard the thing is, findings from how things
//! stand and from where the person stands. Not here: the course of a meeting (`meeting`), single values (`value`).

mod tables;

use super::dice::Dice;
use super::people::Person;
use super::plan::{Ask, Cells};
use super::value::{self, Reading};
use super::words::Words;
use super::world::WEAK_IN_FORENSICS;
use crate::bank::{Bank, Input, Kind, Ref, period_code};
use crate::session::{Answer, Cell, Nonresponse};
use std::cell::RefCell;

/// Somebody being asked.
pub(super) struct Talk<'g> {
    /// Who.
    pub(super) person: &'g Person,
    /// The words of the language they speak.
    pub(super) spoken: &'g Words,
    /// English, for what the interviewer writes and for names.
    pub(super) english: &'g Words,
    /// Year of the interview.
    pub(super) year: i16,
    /// They say "I don't know" to nearly everything.
    pub(super) blank: bool,
    /// Nobody is asked: it is read in the institution's papers.
    pub(super) papers: bool,
    /// Phrases that were said: nobody says the same twice in a meeting.
    pub(super) said: RefCell<Vec<&'static str>>,
}

/// What an answer comes to, for the words that go with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Good,
    Mixed,
    Poor,
}

/// An answer and what it is held under.
pub(super) type Held = (Ref, Answer);

impl<'g> Talk<'g> {
    /// What is answered to a question: the item's own answer last, those of its rows before it.
    pub(super) fn ask(&self, bank: &'g Bank, ask: &Ask<'g>, dice: &mut Dice) -> Vec<Held> {
        let at = &ask.item.reference;
        let mut own = Answer::default();
        if let Some(reason) = self.reason(ask, dice) {
            own.nonresponse = Some(reason);
            if dice.chance(0.2) && reason != Nonresponse::NotAsked {
                own.account = self.because(reason, ask, dice);
            }
            return vec![(at.clone(), own)];
        }
        let view = self.view(ask, dice);
        let mut held = Vec::new();
        match &ask.item.kind {
            Kind::Stem => return held,
            Kind::Text => {}
            Kind::Choice { .. } => own.codes = self.choice(ask, view, dice),
            Kind::Finding { .. } => own = self.row(bank, ask, "", view, dice),
            Kind::Grid { .. } if at.as_str() == "Annex.E.1" => held = self.techniques(ask, dice),
            Kind::Grid { .. } if at.as_str() == "Annex.F.1" => held = self.knowledge(ask, dice),
            Kind::Grid { .. } | Kind::Adherence { .. } => held = self.grid(bank, ask, view, dice),
            Kind::Count { .. } => held = self.years(ask, dice),
            Kind::Register { .. } => held = self.records(bank, ask, view, dice),
        }
        let mood = if view.practice > 0.6 {
            Mood::Good
        } else if view.practice > 0.35 {
            Mood::Mixed
        } else {
            Mood::Poor
        };
        let share = match ask.item.kind {
            Kind::Text => 1.0,
            Kind::Finding { .. } => 0.5,
            _ => 0.4,
        };
        // Who has had no part in it tells no cases.
        let share =
            if at.as_str() == "Annex.B.4" && own.codes.iter().any(|c| c == "no") { 0.0 } else { share };
        if dice.chance(share) {
            own.account = self.account(ask, mood, dice);
        }
        for (row, answer) in &mut held {
            if dice.chance(0.07) {
                answer.account = self.row_words(ask, row, answer, dice);
            }
        }
        if !own.is_empty() {
            held.push((at.clone(), own));
        }
        held
    }

    /// Why there is no answer, if there is none.
    fn reason(&self, ask: &Ask<'_>, dice: &mut Dice) -> Option<Nonresponse> {
        if self.papers {
            return None;
        }
        if self.blank && dice.chance(0.9) {
            return Some(Nonresponse::DontKnow);
        }
        let afar = matches!(self.person.post.stakeholder, "d" | "e" | "f" | "h");
        let techniques = ask.item.reference.as_str().starts_with("Annex.E.");
        let rated = matches!(ask.item.reference.as_str(), "Annex.E.1" | "Annex.F.1");
        if rated && !afar {
            return None;
        }
        let delicate = if ask.delicate { 0.16 } else { 0.012 };
        let shares = [
            (Nonresponse::NotApplicable, if techniques && afar { 0.35 } else { 0.015 }),
            (Nonresponse::NotAsked, if techniques && afar { 0.2 } else { 0.025 }),
            (Nonresponse::Refused, delicate * self.person.careful),
            (Nonresponse::DontKnow, self.person.unsure * 0.7),
        ];
        shares.into_iter().find(|(_, share)| dice.chance(*share)).map(|(reason, _)| reason)
    }

    fn because(&self, reason: Nonresponse, ask: &Ask<'_>, dice: &mut Dice) -> String {
        let key = match reason {
            Nonresponse::DontKnow => "because dont_know",
            Nonresponse::Refused => "because refused",
            Nonresponse::NotApplicable | Nonresponse::NotAsked => "because not_applicable",
        };
        self.spoken.one(key, dice, &self.person.fill(&ask.item.title))
    }

    /// How things look from where the person stands.
    fn view(&self, ask: &Ask<'_>, dice: &mut Dice) -> Reading {
        let weak = ask.topic == "forensics" && self.person.region == WEAK_IN_FORENSICS;
        let here = if weak { -0.35 } else { 0.0 };
        let rosy = if self.papers { 0.15 } else { self.person.rosy };
        Reading {
            paper: ask.paper + 0.4 * rosy + dice.normal() * 0.08,
            practice: ask.practice + rosy + here + dice.normal() * 0.1,
        }
    }

    fn choice(&self, ask: &Ask<'_>, view: Reading, dice: &mut Dice) -> Vec<String> {
        let Some(coded) = &ask.choice else { return Vec::new() };
        if coded.scale.id == "yes_partly_no" {
            return value::graded(coded.scale, view.practice, 0.0, dice);
        }
        let at = ask.item.reference.as_str();
        value::chosen(coded, |code| value::fitting(at, code, self.person), dice)
    }

    /// The cells of a row of a table, or of a finding. What is not there is not asked about further.
    fn row(&self, bank: &'g Bank, ask: &Ask<'g>, row: &str, view: Reading, dice: &mut Dice) -> Answer {
        let mut answer = Answer::default();
        let nothing = view.practice < 0.38 && view.paper < 0.38;
        for cells in &ask.columns {
            let column = cells.column;
            if column.input == Input::Period {
                continue;
            }
            let share = match (column.input, column.code.as_str()) {
                (_, "paper" | "practice" | "state") => 0.97,
                _ if nothing => 0.12,
                (_, "effective" | "comprehensive") => 0.75,
                (Input::Codes, _) => 0.5,
                (Input::Number, _) => 0.45,
                (Input::Words | Input::Period, _) => 0.3,
            };
            if !dice.chance(share) {
                continue;
            }
            let cell = self.cell(bank, ask, row, cells, view, dice);
            if cell == Cell::default() {
                continue;
            }
            let period = period_code(&column.code);
            let asked =
                ask.columns.iter().any(|c| c.column.input == Input::Period && c.column.code == period);
            if asked && !cell.text.is_empty() && dice.chance(0.85) {
                let text = self.period(dice);
                answer.cells.insert(period, Cell { text, ..Cell::default() });
            }
            answer.cells.insert(column.code.clone(), cell);
        }
        answer
    }

    fn period(&self, dice: &mut Dice) -> String {
        match dice.below(8) {
            0 => format!("{}/{}", self.year - 2, self.year - 1),
            1 => format!("first half of {}", self.year - 1),
            2 => (self.year - 2).to_string(),
            _ => (self.year - 1).to_string(),
        }
    }

    fn cell(
        &self,
        bank: &'g Bank,
        ask: &Ask<'g>,
        row: &str,
        cells: &Cells<'g>,
        view: Reading,
        dice: &mut Dice,
    ) -> Cell {
        let column = cells.column;
        let figures = if column.input == Input::Number && !self.person.at_headquarters() { 4.0 } else { 1.0 };
        let unsure = if self.papers { 0.0 } else { self.person.unsure * figures };
        let reasons = [
            (Nonresponse::DontKnow, unsure),
            (Nonresponse::Refused, if ask.delicate { 0.05 } else { 0.004 }),
            (Nonresponse::NotApplicable, 0.008),
        ];
        if let Some((reason, _)) = reasons.into_iter().find(|(_, share)| dice.chance(*share)) {
            return Cell { nonresponse: Some(reason), ..Cell::default() };
        }
        match column.input {
            Input::Codes => {
                let Some(scale) = ask.scale_of(bank, row, cells) else { return Cell::default() };
                let codes = match (&cells.coded, column.code.as_str()) {
                    (_, "paper") => value::graded(scale, view.paper, 0.25, dice),
                    (_, "practice") => value::graded(scale, view.practice, 0.04, dice),
                    _ if value::is_graded(scale) => {
                        value::graded(scale, view.practice + cells.shift, 0.1, dice)
                    }
                    (Some(coded), _) if coded.scale.id == scale.id => {
                        let at = ask.item.reference.as_str();
                        value::chosen(coded, |code| value::fitting(at, code, self.person), dice)
                    }
                    _ => value::first_or_none(scale, view.paper),
                };
                Cell { codes, ..Cell::default() }
            }
            Input::Number => Cell { text: value::figure(cells, self.person, dice), ..Cell::default() },
            Input::Words | Input::Period => {
                Cell { text: self.field(ask, &column.code, dice), ..Cell::default() }
            }
        }
    }

    /// A few words in a field. Names and dates are the same in every language; the rest is left blank in those.
    fn field(&self, ask: &Ask<'_>, code: &str, dice: &mut Dice) -> String {
        let key = value::field_key(code);
        let plain = matches!(key, "field who" | "field since" | "field law" | "date");
        if self.spoken.tag != "en" && !plain {
            return String::new();
        }
        let mut words = self.english.one(key, dice, &self.person.fill(&ask.item.title));
        if words.ends_with('.') && !words.ends_with("up).") {
            words.pop();
        }
        words
    }

    /// What is said to a question as a whole. Where the language has no words for it, the interpreter's English is noted.
    fn account(&self, ask: &Ask<'_>, mood: Mood, dice: &mut Dice) -> String {
        if self.papers {
            return self.english.one("desk", dice, &self.person.fill(&ask.item.title));
        }
        let own = self.own_words(self.spoken, ask, dice);
        let other = if own.is_empty() { self.own_words(self.english, ask, dice) } else { &[] };
        let mut out = String::new();
        let fill = self.person.fill(&ask.item.title);
        for (words, lines) in [(self.spoken, own), (self.english, other)] {
            if lines.is_empty() {
                continue;
            }
            let at = ask.item.reference.as_str();
            let one = at.starts_with("Annex.F.") || at == "Annex.B.1";
            let count = if one { 1 } else { 1 + dice.weighted([0.42, 0.45, 0.13].into_iter()) };
            for _ in 0..count {
                words.say(&mut out, lines, dice, &fill, &mut self.said.borrow_mut());
            }
            return out;
        }
        // Of a choice between kinds and places nobody says that it is in order or not.
        if ask.topic == "general" && matches!(ask.item.kind, Kind::Choice { .. } | Kind::Text) {
            return out;
        }
        self.on_topic(&mut out, self.spoken, ask, mood, dice);
        if out.is_empty() && dice.chance(0.6) {
            self.on_topic(&mut out, self.english, ask, mood, dice);
        }
        out
    }

    fn on_topic(&self, out: &mut String, words: &Words, ask: &Ask<'_>, mood: Mood, dice: &mut Dice) {
        let fill = self.person.fill(&ask.item.title);
        let good = if mood == Mood::Mixed { dice.chance(0.45) } else { mood == Mood::Good };
        let mut say = |sign: &str, dice: &mut Dice| {
            let (topic, general) = (format!("{} {sign}", ask.topic), format!("general {sign}"));
            // Now and then people say only the general thing.
            let only = dice.chance(0.12) && !matches!(ask.item.kind, Kind::Choice { .. });
            let lines = words.first_of(&[if only { &general } else { &topic }, &general, sign]);
            words.say(out, lines, dice, &fill, &mut self.said.borrow_mut());
        };
        say(if good { "+" } else { "-" }, dice);
        if mood == Mood::Mixed && dice.chance(0.4) {
            say(if good { "-" } else { "+" }, dice);
        } else if dice.chance(0.45) {
            say("=", dice);
        }
        if !good && dice.chance(0.4) {
            say("!", dice);
        }
    }

    /// Words for this question alone, if there are any.
    fn own_words(&self, words: &'g Words, ask: &Ask<'_>, dice: &mut Dice) -> &'g [&'static str] {
        match ask.item.reference.as_str() {
            "Annex.B.2" => words.of(super::world::calling(self.person.post.function).1),
            at @ ("Annex.F.2" | "Annex.F.3" | "Annex.F.4") => {
                let learned = self.person.ability + self.person.post.skill + dice.normal() * 0.4;
                let how = if learned > 0.5 {
                    "good"
                } else if learned > -0.5 {
                    "part"
                } else {
                    "poor"
                };
                words.first_of(&[&format!("{at} {how}"), at])
            }
            at => words.of(at),
        }
    }

    /// A word on a row, by what it was given.
    fn row_words(&self, ask: &Ask<'_>, row: &Ref, answer: &Answer, dice: &mut Dice) -> String {
        if self.papers {
            return String::new();
        }
        let label =
            ask.item.kind.rows().iter().find(|r| r.code == row.last()).map_or("", |r| r.label.as_str());
        let good =
            |code: &String| matches!(code.as_str(), "yes" | "good" | "very_good" | "fully" | "largely");
        let sign = if answer.cells.values().any(|c| c.codes.iter().any(good)) { "+" } else { "-" };
        let topic = match (ask.item.reference.as_str(), label.starts_with("Forensic")) {
            (_, true) => "forensics",
            ("Annex.E.1", false) => "techniques",
            ("Annex.F.1", false) => "training",
            _ => ask.topic,
        };
        let (own, general) = (format!("{topic} {sign}"), format!("general {sign}"));
        let mut out = String::new();
        let fill = self.person.fill(label);
        let lines = self.spoken.first_of(&[&own, &general, sign]);
        self.spoken.say(&mut out, lines, dice, &fill, &mut self.said.borrow_mut());
        out
    }
}
