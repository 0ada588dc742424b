//! Tallies over made-up sessions equal a count by hand, session by session.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

mod corpus_of;

use corpus_of::stock;
use std::collections::HashSet;
use vivavoce::analysis::corpus::{Field, What};
use vivavoce::analysis::{By, Counts, Grouping, Subject, tallies};
use vivavoce::session::{Answer, Nonresponse, Record, Session};

/// What one session says to a subject: its codes or number, or why not.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Codes(Vec<String>),
    Number(f64),
    Reason(Nonresponse),
    Nothing,
}

fn said(record: &Record, subject: &Subject) -> Said {
    let place = &subject.place;
    let row = record.answer(&place.at);
    let item = record.answer(&subject.item.reference);
    let whole = |a: Option<&Answer>| a.filter(|a| a.codes.is_empty()).and_then(|a| a.nonresponse);
    let above = || whole(row).or_else(|| whole(item)).map_or(Said::Nothing, Said::Reason);
    if place.column.is_empty() {
        let Some(answer) = row else { return Said::Nothing };
        if !answer.codes.is_empty() {
            return Said::Codes(answer.codes.clone());
        }
        return answer.nonresponse.map_or_else(above, Said::Reason);
    }
    let Some(cell) = row.and_then(|a| a.cells.get(&place.column)) else { return above() };
    if place.what == What::Number {
        return match vivavoce::bank::number(&cell.text) {
            Some(number) => Said::Number(number),
            None => cell.nonresponse.map_or_else(above, Said::Reason),
        };
    }
    match (cell.codes.is_empty(), cell.nonresponse) {
        (false, _) => Said::Codes(cell.codes.clone()),
        (true, Some(reason)) => Said::Reason(reason),
        (true, None) => above(),
    }
}

fn counted(records: &[&Record], subject: &Subject, bank: &str) -> Counts {
    let options = subject.scale.as_ref().map_or(0, |s| s.options.len());
    let mut counts = Counts { options: vec![0; options], ..Counts::default() };
    let mut institutions = HashSet::new();
    for record in records {
        counts.sessions += usize::from(record.banks.iter().any(|b| b.id == bank));
        let own = [record.answer(&subject.place.at), record.answer(&subject.item.reference)];
        let rows = record.below(&subject.item.reference);
        let rows = rows.filter(|(at, _)| subject.is_open() && stock().book.item(at).is_none());
        let added: Vec<&Answer> = rows.map(|(_, answer)| answer).collect();
        let in_words = |a: &Answer| !a.account.trim().is_empty();
        let told =
            added.iter().any(|a| in_words(a)) || own.iter().flatten().any(|a| !a.account.trim().is_empty());
        let supported = own.iter().flatten().flat_map(|a| &a.evidence).any(|e| !e.to_chase());
        let said = said(record, subject);
        match &said {
            Said::Codes(codes) => {
                let known: Vec<usize> = codes
                    .iter()
                    .filter_map(|c| subject.scale.as_ref()?.options.iter().position(|o| o.code == *c))
                    .collect();
                counts.strange += usize::from(known.is_empty());
                for at in known {
                    counts.options[at] += 1;
                }
            }
            Said::Number(number) => counts.numbers.push(*number),
            Said::Reason(reason) => {
                counts.reasons[Nonresponse::ALL.iter().position(|r| r == reason).unwrap()] += 1;
            }
            Said::Nothing => {}
        }
        let answered = matches!(said, Said::Codes(_) | Said::Number(_));
        let cell = own[0].and_then(|a| a.cells.get(&subject.place.column));
        let typed = |c: &vivavoce::session::Cell| !c.text.trim().is_empty();
        let words = match (subject.place.column.is_empty(), &subject.scale) {
            (true, _) => told || added.iter().any(|a| a.cells.values().any(typed)),
            (false, None) => cell.is_some_and(typed),
            (false, Some(_)) => false,
        };
        let worded = said == Said::Nothing && words;
        counts.worded += usize::from(worded);
        counts.answered += usize::from(answered);
        counts.unsupported += usize::from(answered && !supported);
        counts.accounts += usize::from(told);
        if answered || told || worded {
            institutions.insert(record.lead().institution.trim().to_owned());
        }
    }
    counts.institutions = institutions.len();
    counts
}

fn sorted(mut counts: Counts) -> Counts {
    counts.numbers.sort_by(f64::total_cmp);
    counts
}

#[test]
fn every_tally_equals_a_count_session_by_session() {
    let stock = stock();
    let subjects: Vec<Subject> = stock.book.items().flat_map(|item| stock.book.subjects(item)).collect();
    assert!(subjects.len() > 1000, "{}", subjects.len());
    let by = By::Field(Field::Rank);
    let grouping = Grouping::new(&stock.corpus, &stock.book, stock.corpus.all(), by);
    let of = |record: &Record| record.lead().rank.clone();
    let all = tallies(&stock.corpus, &stock.book, &grouping, &subjects);
    let mut answered = 0;
    for (subject, tally) in subjects.iter().zip(all) {
        let bank = stock.book.bank_of(&subject.item.reference).unwrap().id.clone();
        let place = subject.place.reference();
        for (group, code) in grouping.codes.iter().enumerate() {
            let records: Vec<&Record> =
                stock.sessions.iter().map(Session::record).filter(|r| of(r) == *code).collect();
            assert_eq!(grouping.sizes[group], records.len());
            let expected = sorted(counted(&records, subject, &bank));
            assert_eq!(sorted(tally.groups[group].clone()), expected, "{place}, {code}");
        }
        let records: Vec<&Record> = stock.sessions.iter().map(Session::record).collect();
        assert_eq!(sorted(tally.all.clone()), sorted(counted(&records, subject, &bank)), "{place}");
        answered += tally.all.answered;
    }
    assert!(answered > 5000, "{answered}");
}

#[test]
fn nothing_is_counted_twice_and_nothing_is_lost() {
    let stock = stock();
    let subjects: Vec<Subject> = stock.book.items().flat_map(|item| stock.book.subjects(item)).collect();
    let grouping = Grouping::new(&stock.corpus, &stock.book, stock.corpus.all(), By::Role);
    assert_eq!(grouping.sizes.iter().sum::<usize>(), stock.sessions.len());
    for (subject, tally) in subjects.iter().zip(tallies(&stock.corpus, &stock.book, &grouping, &subjects)) {
        let all = &tally.all;
        let known = all.asked() + all.reasons[3] + all.blank();
        assert_eq!(known, all.sessions, "{}", subject.place.reference());
        if let Some(scale) = subject.scale.as_ref().filter(|s| !s.several) {
            assert_eq!(all.options.iter().sum::<usize>() + all.strange, all.answered, "{}", scale.id);
        }
    }
}
