//! Sessions with ratings of techniques, made up for these tests: who rates what is said in the test.

use std::sync::Arc;
use vivavoce::analysis::Book;
use vivavoce::analysis::corpus::{Builder, Corpus, Digest, Stamp};
use vivavoce::bank::{Bank, Form, Overlay, Ref, Source, lay_over};
use vivavoce::session::{
    Answer, BankStamp, Cell, Integrity, Nonresponse, Participant, Record, Session, Status,
};

/// Codes of the scale of ratings by their score.
const RATINGS: [&str; 5] = ["very_weak", "weak", "average", "good", "very_good"];

/// The code of a score.
pub(crate) fn rating(score: u8) -> Cell {
    code(RATINGS[usize::from(score) - 1])
}

/// A code, or several with a plus between.
pub(crate) fn code(codes: &str) -> Cell {
    Cell { codes: codes.split('+').map(str::to_owned).collect(), ..Cell::default() }
}

/// A reason for no answer.
pub(crate) fn silent(reason: Nonresponse) -> Cell {
    Cell { nonresponse: Some(reason), ..Cell::default() }
}

/// A made-up session of this number, of somebody with this function and rank.
pub(crate) fn session(number: usize, function: &str, rank: &str) -> Record {
    let code = format!("R{number:03}");
    let stamp = BankStamp { id: "annex".to_owned(), version: "1.0.0".to_owned() };
    let start = format!("2026-{:02}-{:02}T09:30:00Z", 1 + number % 12, 1 + number % 27);
    let session = Session::new(String::new(), vec![stamp], &code, start.parse().unwrap(), 0);
    let mut record = session.record().clone();
    record.id = format!("2026-{:02}-{:02}-0930-{code}-00aa", 1 + number % 12, 1 + number % 27);
    record.synthetic = true;
    record.status = Status::Closed;
    record.participants = vec![Participant {
        function: function.to_owned(),
        rank: rank.to_owned(),
        institution: format!("Institution {}", number % 3),
        ..Participant::new(&code)
    }];
    record
}

/// Puts cells under a row.
pub(crate) fn put<const N: usize>(record: &mut Record, row: &str, cells: [(&str, Cell); N]) {
    let answer: &mut Answer = record.answers.entry(Ref::new(row)).or_default();
    answer.cells.extend(cells.into_iter().map(|(column, cell)| (column.to_owned(), cell)));
}

/// A session in which one technique is rated: knowledge and application.
pub(crate) fn rated(number: usize, knowledge: u8, application: u8) -> Record {
    let mut record = session(number, "investigator", "practitioner");
    put(&mut record, "Annex.E.1.a", [("ii", rating(knowledge)), ("iii", rating(application))]);
    record
}

/// These sessions as a corpus.
pub(crate) fn corpus(records: &[Record]) -> Arc<Corpus> {
    let mut builder = Builder::default();
    for record in records {
        builder.push(&Digest::of(record, Integrity::Intact, &record.id, Stamp::default(), (0, 0)));
    }
    Arc::new(Corpus::new(vec![Arc::new(builder.finish())], Vec::new()))
}

/// The book of one bank.
pub(crate) fn book(bank: Bank) -> Book {
    Book::new(vec![Arc::new(bank)])
}

/// The annex with an importance column, as an adaptation adds it.
pub(crate) fn weighing() -> Bank {
    laid(include_str!("../data/importance.ron"))
}

/// The annex with an adaptation laid over it.
pub(crate) fn laid(text: &str) -> Bank {
    let source = Source { form: Form::Ron, text };
    let overlay = Overlay::read(source, "made-up").unwrap();
    lay_over(&crate::common::annex(), &overlay, source).unwrap().bank
}
