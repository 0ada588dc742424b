//! The fields of the set-up sheet: what they are called, what they can hold, and the edits that fill them.

use crate::bank::{Roles, Term};
use crate::session::{Attribution, CodedField, Meeting, Participant, ParticipantText, Place, TextAt};
use crate::tui::desk::Desk;
use crate::tui::widgets::choice::Choice;

/// One field.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: &'static str,
    /// What stands above it.
    pub(super) heading: Option<String>,
    pub(super) kind: Kind,
    pub(super) participant: Option<usize>,
    /// What to know, while it is blank or has the focus.
    pub(super) hint: &'static str,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Any words.
    Text(TextAt),
    /// A word of a vocabulary, of a participant.
    Word(Word, usize),
    /// One of a few.
    Choice(Few),
    /// The questionnaires, chosen in a list of their own.
    Banks,
}

/// The vocabularies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Function,
    Rank,
    Level,
    Stakeholder,
}

/// The fields with a few options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Few {
    Place,
    Meeting,
    Interview,
    Notes,
    Quotes,
    Attribution,
    Restricted,
}

impl Word {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Rank => "rank",
            Self::Level => "level",
            Self::Stakeholder => "stakeholder",
        }
    }

    pub(super) fn set(self, who: usize, code: String) -> CodedField {
        match self {
            Self::Function => CodedField::Function(who, code),
            Self::Rank => CodedField::Rank(who, code),
            Self::Level => CodedField::Level(who, code),
            Self::Stakeholder => CodedField::Stakeholder(who, code),
        }
    }

    fn terms(self, roles: &Roles) -> &[Term] {
        match self {
            Self::Function => &roles.functions,
            Self::Rank => &roles.ranks,
            Self::Level => &roles.levels,
            Self::Stakeholder => &roles.stakeholders,
        }
    }

    /// The code that a participant has.
    pub(super) fn held(self, desk: &Desk, who: usize) -> String {
        let person = desk.open.as_ref().and_then(|o| o.session.participants.get(who));
        person
            .map(|p| match self {
                Self::Function => &p.function,
                Self::Rank => &p.rank,
                Self::Level => &p.level,
                Self::Stakeholder => &p.stakeholder,
            })
            .cloned()
            .unwrap_or_default()
    }
}

/// Codes and labels of a vocabulary, from the banks of the session, each once.
pub(super) fn vocabulary(desk: &Desk, word: Word) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for bank in desk.open.iter().flat_map(|o| &o.plan.banks) {
        for term in word.terms(&bank.roles) {
            if !all.iter().any(|(code, _)| *code == term.code) {
                all.push((term.code.clone(), term.label.clone()));
            }
        }
    }
    all
}

/// Values used before in a text field.
pub(super) fn known(desk: &Desk, at: &TextAt) -> Vec<String> {
    let known = &desk.known;
    let here = |who: usize, of: fn(&Participant) -> &String| {
        let people = desk.open.iter().flat_map(|o| o.session.participants.iter().enumerate());
        people.filter(move |(i, p)| *i != who && !of(p).is_empty()).map(move |(_, p)| of(p).clone())
    };
    let with = |first: Vec<String>, then: &[String]| {
        let mut all = first;
        all.extend(then.iter().filter(|v| !all.contains(v)).cloned().collect::<Vec<_>>());
        all
    };
    match at {
        TextAt::Country => known.country.clone(),
        TextAt::Language => known.language.clone(),
        // Who sits beside them is often from the same house.
        TextAt::Participant(who, ParticipantText::Institution) => {
            with(here(*who, |p| &p.institution).collect(), &known.institution)
        }
        TextAt::Participant(who, ParticipantText::Unit) => {
            with(here(*who, |p| &p.unit).collect(), &known.unit)
        }
        TextAt::Participant(who, ParticipantText::Region) => {
            with(here(*who, |p| &p.region).collect(), &known.region)
        }
        _ => Vec::new(),
    }
}

const YES_NO: [&str; 2] = ["yes", "no"];

impl Few {
    /// The options as they are drawn.
    pub(super) fn options(self, desk: &Desk) -> Vec<Choice<'static>> {
        let Some(open) = &desk.open else { return Vec::new() };
        let record = open.session.record();
        let consent = record.consent;
        let yes_no =
            |held: Option<bool>| vec![(YES_NO[0], held == Some(true)), (YES_NO[1], held == Some(false))];
        let pairs: Vec<(&'static str, bool)> = match self {
            Self::Place => Place::ALL.iter().map(|p| (p.label(), record.place == Some(*p))).collect(),
            Self::Meeting => Meeting::ALL.iter().map(|m| (m.label(), record.meeting == *m)).collect(),
            Self::Interview => yes_no(consent.interview),
            Self::Notes => yes_no(consent.notes),
            Self::Quotes => yes_no(consent.quotes),
            Self::Attribution => {
                Attribution::ALL.iter().map(|a| (a.label(), consent.attribution == Some(*a))).collect()
            }
            Self::Restricted => yes_no(Some(consent.restricted)),
        };
        pairs
            .into_iter()
            .enumerate()
            .map(|(i, (label, chosen))| Choice { digit: i + 1, label, chosen })
            .collect()
    }

    /// The field filled with option `digit`.
    pub(super) fn set(self, digit: u8) -> Option<CodedField> {
        let index = usize::from(digit).checked_sub(1)?;
        let yes_no = [true, false].get(index).copied();
        Some(match self {
            Self::Place => CodedField::Place(Some(*Place::ALL.get(index)?)),
            Self::Meeting => CodedField::Meeting(*Meeting::ALL.get(index)?),
            Self::Interview => CodedField::ConsentInterview(Some(yes_no?)),
            Self::Notes => CodedField::ConsentNotes(Some(yes_no?)),
            Self::Quotes => CodedField::ConsentQuotes(Some(yes_no?)),
            Self::Attribution => CodedField::Attribution(Some(*Attribution::ALL.get(index)?)),
            Self::Restricted => CodedField::Restricted(yes_no?),
        })
    }

    /// The field blank again, where it can be.
    pub(super) fn cleared(self) -> Option<CodedField> {
        match self {
            Self::Place => Some(CodedField::Place(None)),
            Self::Interview => Some(CodedField::ConsentInterview(None)),
            Self::Notes => Some(CodedField::ConsentNotes(None)),
            Self::Quotes => Some(CodedField::ConsentQuotes(None)),
            Self::Attribution => Some(CodedField::Attribution(None)),
            Self::Meeting | Self::Restricted => None,
        }
    }
}

/// The fields of the open session.
pub(super) fn rows(desk: &Desk) -> Vec<Row> {
    let people = desk.open.as_ref().map_or(1, |o| o.session.participants.len());
    let row = |label, kind, hint| Row { label, heading: None, kind, participant: None, hint };
    let mut all = vec![
        row("country", Kind::Text(TextAt::Country), "the country assessed; it fills the questions"),
        row("language", Kind::Text(TextAt::Language), "the interview is held in"),
        row("place", Kind::Choice(Few::Place), ""),
        row("meeting", Kind::Choice(Few::Meeting), ""),
    ];
    all[0].heading = Some("Interview".to_owned());
    for who in 0..people {
        let text = |t| Kind::Text(TextAt::Participant(who, t));
        let word = |w| Kind::Word(w, who);
        let mut person = [
            row("code", text(ParticipantText::Code), "a code, never a name"),
            row("function", word(Word::Function), "what they do: type or ↓"),
            row("rank", word(Word::Rank), "type or ↓"),
            row("level", word(Word::Level), "type or ↓"),
            row("institution", text(ParticipantText::Institution), ""),
            row("unit", text(ParticipantText::Unit), ""),
            row("region", text(ParticipantText::Region), ""),
            row("stakeholder", word(Word::Stakeholder), "type or ↓"),
        ];
        let heading = if people == 1 {
            "Participant".to_owned()
        } else {
            format!("Participant {} of {people}", who + 1)
        };
        person[0].heading = Some(heading);
        for field in &mut person {
            field.participant = Some(who);
        }
        all.extend(person);
    }
    let mut banks = row("put in", Kind::Banks, "Space chooses among the chapters");
    banks.heading = Some("Questionnaires".to_owned());
    all.push(banks);
    let consent = all.len();
    all.extend([
        row("to the interview", Kind::Choice(Few::Interview), "do they agree to be interviewed?"),
        row("to notes", Kind::Choice(Few::Notes), "do they agree to notes being kept?"),
        row("to quotes", Kind::Choice(Few::Quotes), "may their words be quoted, without a name?"),
        row("attributed to", Kind::Choice(Few::Attribution), "in a report"),
        row("restricted only", Kind::Choice(Few::Restricted), "only for a report that is not public"),
    ]);
    all[consent].heading = Some("Consent".to_owned());
    all
}
