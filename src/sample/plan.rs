//! What is worked out once for all sessions: the questions with their subjects, and how things stand in the country.
//!
//! The state of the country is drawn from the seed, so that all who are asked the same question speak of the same
//! thing, each from where they stand. Not here: who is asked, and what they say.

use super::dice::Dice;
use crate::bank::{Bank, Column, Input, Item, Kind, STATE, Scale};

/// A bank, ready to be asked from.
#[derive(Debug)]
pub(super) struct Chapter<'a> {
    /// The bank.
    pub(super) bank: &'a Bank,
    /// The questions of each section.
    pub(super) sections: Vec<Vec<Ask<'a>>>,
}

/// A question, and how things stand.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    /// The question.
    pub(super) item: &'a Item,
    /// What it is about: a name of [`TOPICS`].
    pub(super) topic: &'static str,
    /// Whether people would rather not speak of it.
    pub(super) delicate: bool,
    /// How often something stands behind what is said.
    pub(super) evidence: f64,
    /// How far it is laid down: 0 not, 1 wholly.
    pub(super) paper: f64,
    /// How far it is done: 0 not, 1 wholly.
    pub(super) practice: f64,
    /// The scale of a choice.
    pub(super) choice: Option<Coded<'a>>,
    /// The columns of a table or form.
    pub(super) columns: Vec<Cells<'a>>,
    /// How much easier than others each row of a table is, in steps of the rating scale.
    pub(super) rows: Vec<f64>,
}

/// A scale, and how often each of its options holds.
#[derive(Debug)]
pub(super) struct Coded<'a> {
    /// The scale.
    pub(super) scale: &'a Scale,
    /// One weight for each option.
    pub(super) weights: Vec<f64>,
}

/// A column, and how things stand with it.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    /// The column.
    pub(super) column: &'a Column,
    /// Its scale, and that of declarations in a table of instruments.
    pub(super) coded: Option<Coded<'a>>,
    /// Where it stands against the whole: -0.3 to 0.3.
    pub(super) shift: f64,
    /// The figure, where it takes one.
    pub(super) figure: u32,
}

/// Topics, and the beginnings of words that tell them, in the order in which they are looked for.
const TOPICS: [(&str, &[&str]); 20] = [
    ("interpreters", &["interpret", "language"]),
    ("forensics", &["forensic"]),
    ("integrity", &["corrupt", "integrity", "complain", "disciplin", "codes of conduct", "codes and"]),
    ("training", &["train", "course"]),
    ("techniques", &["technique", "surveillance"]),
    ("shelter", &["shelter", "apartment", "crisis"]),
    ("children", &["child"]),
    ("care", &["psycholog", "health", "counsel", "medical"]),
    (
        "residence",
        &[
            "compensat",
            "residence",
            "legal aid",
            "reflection",
            "return",
            "refoul",
            "asylum",
            "reunif",
            "proceeds",
        ],
    ),
    ("money", &["budget", "fund", "financ"]),
    ("data", &["data", "file", "consent", "statistic", "information", "monitor", "document"]),
    ("prevention", &["campaign", "prevent", "demand", "livelihood", "reach"]),
    ("border", &["border", "carrier", "visa", "cash", "entry", "papers", "checks"]),
    ("court", &["court", "witness", "testif", "hearing", "trial", "judge", "defen", "prosecutor"]),
    ("international", &["extradit", "states", "treat", "central authority", "abroad", "informal police"]),
    ("cooperation", &["agreement", "cooperat", "partner", "referr", "joint", "together"]),
    ("coordination", &["mechanism", "plan of action", "multidisc", "entities"]),
    ("identification", &["identif", "indicator", "recogn", "front-line", "front line"]),
    ("law", &["law", "offence", "penal", "crim", "definition", "legal", "jurisdiction", "convict"]),
    ("equipment", &["equip", "means", "facilities", "police structure"]),
];

/// Words of questions that people would rather not answer.
const DELICATE: [&str; 9] = [
    "corrupt",
    "integrity",
    "complain",
    "disciplin",
    "budget",
    "funding",
    "intrusive",
    "violations",
    "greatest problems",
];

impl<'a> Chapter<'a> {
    /// Works a bank out.
    pub(super) fn new(bank: &'a Bank, seed: u64) -> Self {
        let sections = bank.sections.iter();
        let asks = sections.map(|s| s.all_items().map(|item| Ask::new(bank, item, seed)).collect());
        Self { bank, sections: asks.collect() }
    }

    /// Whether it is proposed for this function and kind of stakeholder.
    pub(super) fn proposed(&self, function: &str, stakeholder: &str) -> bool {
        let holds = |list: &[String], code: &str| list.iter().any(|c| c == code);
        holds(&self.bank.for_stakeholders, stakeholder) || holds(&self.bank.for_functions, function)
    }

    /// Whether it is proposed for everyone.
    pub(super) fn for_all(&self) -> bool {
        self.bank.for_stakeholders.is_empty() && self.bank.for_functions.is_empty()
    }
}

impl<'a> Ask<'a> {
    fn new(bank: &'a Bank, item: &'a Item, seed: u64) -> Self {
        let mut dice = Dice::new(seed, fingerprint(item.reference.as_str()));
        // What is well laid down is, for many things, poorly done: the toolkit's own question.
        let paper = dice.unit();
        let practice = if dice.chance(0.35) { 0.3 * dice.unit() } else { paper * (0.4 + 0.6 * dice.unit()) };
        let columns = item.kind.columns().iter().map(|column| Cells {
            column,
            coded: Coded::new(bank, &column.scale, &mut dice),
            shift: dice.unit() * 0.6 - 0.3,
            figure: if column.input == Input::Number { figure(column, &mut dice) } else { 0 },
        });
        let columns = columns.collect();
        let choice = match &item.kind {
            Kind::Choice { scale } => Coded::new(bank, scale, &mut dice),
            _ => None,
        };
        let words = format!("{} {}", item.title, item.ask).to_lowercase();
        Self {
            item,
            topic: topic(item),
            delicate: DELICATE.iter().any(|w| words.contains(w)),
            evidence: if dice.chance(0.3) { 0.35 } else { 0.06 },
            paper,
            practice,
            choice,
            columns,
            rows: item.kind.rows().iter().map(|_| dice.normal() * 0.55).collect(),
        }
    }

    /// The scale of a cell: a declaration's state has one of its own.
    pub(super) fn scale_of(&self, bank: &'a Bank, row: &str, cells: &Cells<'a>) -> Option<&'a Scale> {
        if cells.column.code == STATE && matches!(self.item.kind, Kind::Adherence { .. }) {
            return bank.scale(self.item.kind.scale_of(row, cells.column));
        }
        cells.coded.as_ref().map(|c| c.scale)
    }
}

impl<'a> Coded<'a> {
    fn new(bank: &'a Bank, scale: &str, dice: &mut Dice) -> Option<Self> {
        let scale = bank.scale(scale)?;
        let weights = scale.options.iter().map(|option| {
            let weight = 0.15 + dice.unit();
            let rare = option.exclusive || matches!(option.code.as_str(), "other" | "none");
            if rare { weight * 0.25 } else { weight }
        });
        Some(Self { scale, weights: weights.collect() })
    }
}

fn topic(item: &Item) -> &'static str {
    let find = |text: &str| {
        let text = text.to_lowercase();
        let told = |(_, words): &&(&str, &[&str])| words.iter().any(|w| begins_a_word(&text, w));
        TOPICS.iter().find(told).map(|(topic, _)| *topic)
    };
    find(&item.title).or_else(|| find(&item.ask)).unwrap_or("general")
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

/// A figure of the size that such things have.
fn figure(column: &Column, dice: &mut Dice) -> u32 {
    match (column.code.as_str(), column.unit.as_str()) {
        ("age", _) => 18,
        ("minimum_age", _) => 15,
        ("lowest", _) => dice.between(1, 4),
        ("highest", _) => dice.between(8, 15),
        ("officers", _) => dice.between(40, 900) * 10,
        ("investigations", _) => dice.between(60, 140),
        ("prosecutions", _) => dice.between(25, 55),
        ("convictions", _) => dice.between(6, 20),
        (_, "persons" | "documents" | "reports") => dice.between(8, 420),
        (_, "national currency") => dice.between(6, 400) * 10_000,
        (_, "per cent") => dice.between(5, 80),
        (_, "days" | "hours" | "refusals" | "checks") => dice.between(3, 90),
        (_, "months" | "years") => dice.between(2, 30),
        (_, "cases" | "requests") => dice.between(2, 60),
        _ => dice.between(1, 14),
    }
}

/// A number that stands for a text, the same on every machine (FNV-1a).
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::builtin;

    #[test]
    fn questions_are_told_apart_by_what_they_are_about() {
        let bank = builtin("III").unwrap().parse().unwrap();
        let of = |at: &str| topic(bank.item(&at.into()).unwrap());
        assert_eq!(of("III.D.13.b"), "interpreters");
        assert_eq!(of("III.D.7"), "training");
        assert_eq!(of("III.D.9"), "techniques");
        assert_eq!(of("III.D.4.e"), "integrity");
        assert_eq!(of("III.D.13.i"), "court");
    }

    #[test]
    fn few_questions_have_no_topic() {
        for found in crate::bank::BUILTIN {
            let bank = found.parse().unwrap();
            // Those of the annex have words of their own.
            let none = bank.items().filter(|i| topic(i) == "general").count();
            assert!(none * 2 < bank.items().count(), "{}: {none} of {}", bank.id, bank.items().count());
        }
    }
}
