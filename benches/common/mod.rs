//! A made-up interview in which every question of the annex is answered at length.

use std::collections::BTreeMap;
use std::sync::Arc;
use vivavoce::bank::{BUILTIN, Bank, Column, Input, Item, Kind, Ref};
use vivavoce::session::{Answer, BankStamp, Cell, Evidence, Record, Session};

const ACCOUNT: &str = "There are two officers trained for this in the region, and one of them is leaving. When a case \
    comes in from the border the file goes to the capital first; it takes weeks until somebody looks at it, and by \
    then the people it is about have moved on. We ask the laboratory, the laboratory asks for money. What works is \
    that we know each other: a call to the labour inspector and we go together. On paper there is a protocol since \
    last year. I have not seen it used. What would help most is one person who may decide on the day, and a car. ";

const NOTE: &str =
    "Spoke freely here; the colleague at the door did not. Compare with what the capital says.";

/// The annex.
pub(crate) fn bank() -> Arc<Bank> {
    Arc::new(BUILTIN[0].parse().expect("the built-in bank is sound"))
}

/// The annex and the ten chapters.
#[allow(dead_code, reason = "not every bench needs all banks")]
pub(crate) fn banks() -> Vec<Arc<Bank>> {
    BUILTIN.iter().map(|b| Arc::new(b.parse().expect("the built-in bank is sound"))).collect()
}

/// Every question answered, with codes, an account, a note and evidence.
pub(crate) fn session(bank: &Bank) -> Session {
    session_over(std::slice::from_ref(&Arc::new(bank.clone())))
}

/// Every question of these banks answered, with codes, an account, a note and evidence.
pub(crate) fn session_over(banks: &[Arc<Bank>]) -> Session {
    let when = "2026-11-24T09:30:00Z".parse().expect("a time");
    let stamp = |bank: &Arc<Bank>| BankStamp { id: bank.id.clone(), version: bank.version.clone() };
    let stamps = banks.iter().map(stamp).collect();
    let unasked = Session::new("2026-11-24-0930-R07-1f3a".to_owned(), stamps, "R07", when, 0);
    let mut record: Record = unasked.record().clone();
    record.synthetic = true;
    record.revision = 9_000;
    "Ruritania".clone_into(&mut record.country);
    for bank in banks {
        for (number, item) in bank.items().enumerate() {
            answer_item(&mut record, bank, item, number);
        }
    }
    Session::from(record)
}

fn answer_item(record: &mut Record, bank: &Bank, item: &Item, number: usize) {
    let code = |scale: &str, turn: usize| {
        let options = bank.scale(scale).map(|s| &s.options).into_iter().flatten();
        let all: Vec<String> = options.map(|o| o.code.clone()).collect();
        all.get(turn % all.len().max(1)).cloned().into_iter().collect::<Vec<_>>()
    };
    let started = Some(record.started);
    let words = |answer: &mut Answer| {
        answer.account = ACCOUNT.repeat(1 + number % 3);
        NOTE.clone_into(&mut answer.note);
        answer.evidence = vec![Evidence {
            what: "protocol of cooperation, 2025".to_owned(),
            source: "regional directorate".to_owned(),
            reference: "no. 114, page 3".to_owned(),
            ..Evidence::default()
        }];
    };
    let mut own = Answer { first: started, last: started, ..Answer::default() };
    let cells = |turn: usize| -> BTreeMap<String, Cell> {
        let cell = |shift: usize, column: &Column| match column.input {
            Input::Codes => Cell { codes: code(&column.scale, turn + shift), ..Cell::default() },
            _ => Cell { text: (17 + turn).to_string(), ..Cell::default() },
        };
        let columns = item.kind.columns().iter().enumerate();
        columns.map(|(shift, column)| (column.code.clone(), cell(shift, column))).collect()
    };
    match &item.kind {
        Kind::Stem => return,
        Kind::Text => {}
        Kind::Choice { scale } => own.codes = code(scale, number),
        Kind::Finding { .. } => own.cells = cells(number),
        kind => {
            for (turn, row) in kind.rows().iter().enumerate() {
                let note = if turn % 3 == 0 { NOTE.to_owned() } else { String::new() };
                let cells = cells(turn);
                let answer = Answer { cells, note, first: started, last: started, ..Answer::default() };
                record.answers.insert(item.reference.child(&row.code), answer);
            }
        }
    }
    words(&mut own);
    let at: Ref = item.reference.clone();
    record.active_seconds.insert(at.clone(), 90);
    record.answers.insert(at, own);
}
