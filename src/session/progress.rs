//! How far an interview is: what counts as a thing to answer, what is still open, what to chase.

use super::answer::Answer;
use super::model::Record;
use crate::bank::{Bank, GateState, Item, Kind, Profile, Ref, Section};

/// One thing to answer: an item, a part, or a cell of a closed grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot<'a> {
    /// Item or grid row.
    pub at: Ref,
    /// The item it belongs to.
    pub item: &'a Item,
    /// Column, for a cell.
    pub column: Option<&'a str>,
}

/// Answered out of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// With an answer or a reason for none.
    pub answered: usize,
    /// To be answered, items whose gate is shut left out unless they were answered all the same.
    pub total: usize,
}

/// Progress by section and over all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// One count for each section, in order.
    pub sections: Vec<Count>,
    /// Over all sections.
    pub all: Count,
}

/// The things to answer under an item, in order. A stem has none of its own.
pub fn slots(item: &Item) -> Vec<Slot<'_>> {
    match &item.kind {
        Kind::Stem => Vec::new(),
        Kind::Grid { rows, columns, open: false } => rows
            .iter()
            .flat_map(|row| {
                let at = item.reference.child(&row.code);
                columns.iter().map(move |c| Slot { at: at.clone(), item, column: Some(c.code.as_str()) })
            })
            .collect(),
        _ => vec![Slot { at: item.reference.clone(), item, column: None }],
    }
}

/// Whether a thing is answered. A reason for no answer on the whole item answers each of its cells.
pub fn is_answered(record: &Record, slot: &Slot<'_>) -> bool {
    let answer = record.answer(&slot.at);
    match slot.column {
        Some(column) => {
            let reason = |a: &Answer| a.nonresponse.is_some();
            answer.is_some_and(|a| a.cells.get(column).is_some_and(super::Cell::is_answered) || reason(a))
                || record.answer(&slot.item.reference).is_some_and(reason)
        }
        None if matches!(slot.item.kind, Kind::Grid { .. }) => {
            answer.is_some_and(Answer::is_answered)
                || below(record, &slot.at).any(|(_, answer)| answer.is_answered())
        }
        None => answer.is_some_and(Answer::is_answered),
    }
}

/// Answers held right below a reference: the rows of a grid.
fn below<'a>(record: &'a Record, item: &'a Ref) -> impl Iterator<Item = (&'a Ref, &'a Answer)> {
    record.answers.iter().filter(move |(at, _)| {
        at.as_str()
            .strip_prefix(item.as_str())
            .and_then(|t| t.strip_prefix('.'))
            .is_some_and(|t| !t.contains('.'))
    })
}

/// Whether an item's gate lets it be suggested, given what was answered so far.
pub fn gate_state(record: &Record, item: &Item) -> GateState {
    if item.relevant_if.is_empty() {
        return GateState::Open;
    }
    let mut known = false;
    for gate in &item.relevant_if {
        let codes: Vec<&String> = match &gate.column {
            None => record.answer(&gate.item).map(|a| a.codes.iter().collect()).unwrap_or_default(),
            Some(column) => below(record, &gate.item)
                .filter_map(|(_, answer)| answer.cells.get(column))
                .flat_map(|cell| &cell.codes)
                .collect(),
        };
        if codes.iter().any(|c| gate.any.contains(c)) {
            return GateState::Open;
        }
        known |= !codes.is_empty();
    }
    if known { GateState::Shut } else { GateState::Unknown }
}

/// Whether an item is on the suggested path: gate not shut, and suggested for the lead's role.
pub fn suggested(record: &Record, item: &Item, profile: &Profile) -> bool {
    gate_state(record, item) != GateState::Shut && profile.suggests(item)
}

fn count_section(record: &Record, section: &Section, profile: &Profile) -> Count {
    let mut count = Count::default();
    for item in section.all_items() {
        let on_path = suggested(record, item, profile);
        for slot in slots(item) {
            let answered = is_answered(record, &slot);
            count.answered += usize::from(answered);
            count.total += usize::from(answered || on_path);
        }
    }
    count
}

/// Progress over a bank.
pub fn progress(record: &Record, bank: &Bank) -> Progress {
    let profile = record.lead().profile();
    let sections: Vec<Count> = bank.sections.iter().map(|s| count_section(record, s, &profile)).collect();
    let all = sections.iter().fold(Count::default(), |sum, c| Count {
        answered: sum.answered + c.answered,
        total: sum.total + c.total,
    });
    Progress { sections, all }
}

/// Why something is on a list for the last five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TodoKind {
    /// On the suggested path, and blank.
    Open,
    /// Flagged to come back to.
    FollowUp,
    /// Evidence asserted or promised, not seen.
    Evidence,
    /// A jot that is not filed.
    Jot,
}

/// One line of such a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// Why it is there.
    pub kind: TodoKind,
    /// Item or row to go to; for a jot, the item on screen when it was typed.
    pub at: Option<Ref>,
    /// The item's title, the evidence, or the jot's text.
    pub text: String,
    /// How many cells are blank; place in the list of evidence or jots.
    pub number: usize,
}

/// What is still open, flagged, to be chased, or to be filed: in the order of the bank, then jots.
pub fn todo(record: &Record, bank: &Bank) -> Vec<Todo> {
    let profile = record.lead().profile();
    let mut list = Vec::new();
    for item in bank.items() {
        let open = slots(item).iter().filter(|s| !is_answered(record, s)).count();
        if open > 0 && suggested(record, item, &profile) {
            let at = Some(item.reference.clone());
            list.push(Todo { kind: TodoKind::Open, at, text: item.title.clone(), number: open });
        }
    }
    for (at, answer) in &record.answers {
        let title = title_of(record, bank, at);
        if answer.follow_up {
            list.push(Todo {
                kind: TodoKind::FollowUp,
                at: Some(at.clone()),
                text: title.clone(),
                number: 0,
            });
        }
        for (number, evidence) in answer.evidence.iter().enumerate().filter(|(_, e)| e.to_chase()) {
            let what = if evidence.what.is_empty() { &title } else { &evidence.what };
            let text = format!("{} · {}", evidence.state.label(), what);
            list.push(Todo { kind: TodoKind::Evidence, at: Some(at.clone()), text, number });
        }
    }
    for (number, jot) in record.jots.iter().enumerate().filter(|(_, j)| j.filed.is_none()) {
        list.push(Todo { kind: TodoKind::Jot, at: jot.during.clone(), text: jot.text.clone(), number });
    }
    list
}

/// The title of an item, or the label of a grid row; the reference where neither is known.
pub fn title_of(record: &Record, bank: &Bank, at: &Ref) -> String {
    if let Some(item) = bank.item(at) {
        return item.title.clone();
    }
    if let Some(label) = record.answer(at).map(|a| &a.label).filter(|l| !l.is_empty()) {
        return label.clone();
    }
    let row = at.parent().and_then(|p| bank.item(&p)).and_then(|item| match &item.kind {
        Kind::Grid { rows, .. } => rows.iter().find(|r| r.code == at.last()),
        _ => None,
    });
    row.map_or_else(|| at.to_string(), |r| r.label.clone())
}
