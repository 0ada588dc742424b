//! How far an interview is: what counts as a thing to answer, what is still open, what to chase.

use super::answer::Answer;
use super::model::Record;
use crate::bank::{Bank, GateState, Input, Item, Kind, Profile, Ref, Section, Shape};

/// One thing to answer: an item, a part, or a coded cell of a table.
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

/// The things to answer under an item, in order: the coded cells of the rows that a table has in its bank, or the item
/// as one. A stem has none of its own. What is typed into a table, what answers another item, and rows that are added
/// in the interview are no things of their own here.
pub fn slots(item: &Item) -> Vec<Slot<'_>> {
    let whole = || vec![Slot { at: item.reference.clone(), item, column: None }];
    match &item.kind {
        Kind::Stem => Vec::new(),
        kind if kind.shape() == Shape::Table => {
            let columns = || kind.columns().iter().filter(|c| c.input == Input::Codes && c.item.is_none());
            let rows = kind.rows().iter();
            let cells: Vec<Slot<'_>> = rows
                .flat_map(|row| {
                    let at = item.reference.child(&row.code);
                    columns().map(move |c| Slot { at: at.clone(), item, column: Some(c.code.as_str()) })
                })
                .collect();
            if cells.is_empty() { whole() } else { cells }
        }
        _ => whole(),
    }
}

/// Whether a thing is answered. A reason for no answer on the whole item answers each of its cells.
pub fn is_answered(record: &Record, slot: &Slot<'_>) -> bool {
    let answer = record.answer(&slot.at);
    let reason = |a: &Answer| a.nonresponse.is_some();
    let Some(column) = slot.column else {
        // To name an agreement is to answer which there are; to name a year is not.
        let named = matches!(slot.item.kind, Kind::Register { .. });
        let rows = slot.item.kind.is_open() || slot.item.kind.shape() == Shape::Table;
        return answer.is_some_and(Answer::is_answered)
            || rows
                && own_rows(record, slot.item)
                    .any(|row| row.is_answered() || named && !row.label.is_empty())
            || slot.item.answered_by.iter().any(|(at, column)| field_answered(record, at, column));
    };
    answer.is_some_and(|a| a.cells.get(column).is_some_and(super::Cell::is_answered) || reason(a))
        || record.answer(&slot.item.reference).is_some_and(reason)
}

/// What is held in the rows of an item, the bank's and those added; not in its parts.
fn own_rows<'a>(record: &'a Record, item: &'a Item) -> impl Iterator<Item = &'a Answer> {
    record
        .below(&item.reference)
        .filter(|(at, _)| !item.parts.iter().any(|p| p.reference == **at))
        .map(|(_, answer)| answer)
}

/// Whether a field is answered, in the item itself or in any of its rows.
fn field_answered(record: &Record, at: &Ref, column: &str) -> bool {
    let here = |a: &Answer| a.cells.get(column).is_some_and(super::Cell::is_answered);
    record.answer(at).is_some_and(here) || record.below(at).any(|(_, a)| here(a))
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
            Some(column) => {
                let own = record.answer(&gate.item).into_iter();
                let rows = record.below(&gate.item).map(|(_, answer)| answer);
                own.chain(rows).filter_map(|a| a.cells.get(column)).flat_map(|cell| &cell.codes).collect()
            }
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

/// What is still open, flagged, to be chased, or to be filed: in the order of the banks, then jots.
pub fn todo<'a>(record: &Record, banks: &(impl Iterator<Item = &'a Bank> + Clone)) -> Vec<Todo> {
    let profile = record.lead().profile();
    let mut list = Vec::new();
    for item in banks.clone().flat_map(Bank::items) {
        let open = slots(item).iter().filter(|s| !is_answered(record, s)).count();
        if open > 0 && suggested(record, item, &profile) {
            let at = Some(item.reference.clone());
            list.push(Todo { kind: TodoKind::Open, at, text: item.title.clone(), number: open });
        }
    }
    for (at, answer) in &record.answers {
        let title = title_in(record, banks.clone(), at);
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

/// The title of an item or row in whichever of the banks has it; the reference where none has.
pub fn title_in<'a>(record: &Record, mut banks: impl Iterator<Item = &'a Bank>, at: &Ref) -> String {
    let head = |r: &Ref| r.as_str().split('.').next().map(str::to_owned);
    let its = |bank: &&Bank| bank.sections.iter().any(|s| head(&s.reference) == head(at));
    banks.find(its).map_or_else(|| at.to_string(), |bank| title_of(record, bank, at))
}

/// The title of an item, or the label of a grid row; the reference where neither is known.
pub fn title_of(record: &Record, bank: &Bank, at: &Ref) -> String {
    if let Some(item) = bank.item(at) {
        return item.title.clone();
    }
    if let Some(label) = record.answer(at).map(|a| &a.label).filter(|l| !l.is_empty()) {
        return label.clone();
    }
    let parent = at.parent().and_then(|p| bank.item(&p));
    let row = parent.and_then(|item| item.kind.rows().iter().find(|r| r.code == at.last()));
    row.map_or_else(|| at.to_string(), |r| r.label.clone())
}
