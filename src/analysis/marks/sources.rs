//! The sessions that marks point to, as the corpus knows them. And why a claim is in its state, in words.

use super::ledger::{Archive, Row, State};
use super::model::{Annotations, Outcome};
use super::spot::Field;
use crate::analysis::Book;
use crate::analysis::corpus::{self, Column, Corpus, Kind, Place, RowId};
use crate::bank::Ref;
use crate::session::{About, Credibility, Evidence, EvidenceKind, EvidenceState, Reliability};
use std::collections::{HashMap, HashSet};

/// Where the cited sessions are in the corpus. Found in one pass, so that no look-up goes over all sessions.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    rows: HashMap<String, RowId>,
}

impl Cited {
    /// Every session that some mark points to.
    pub fn new(annotations: &Annotations, corpus: &Corpus) -> Self {
        Self::of(annotations.marked().map(|marked| marked.session()), corpus)
    }

    /// These sessions, by their ids.
    pub fn of<'a>(ids: impl Iterator<Item = &'a str>, corpus: &Corpus) -> Self {
        let wanted: HashSet<&str> = ids.collect();
        let found = corpus.rows(corpus.all()).filter(|(_, row)| wanted.contains(row.id()));
        Self { rows: found.map(|(at, row)| (row.id().to_owned(), at)).collect() }
    }

    /// The row of a session; `None` where it is not here.
    pub fn row(&self, session: &str) -> Option<RowId> {
        self.rows.get(session).copied()
    }

    /// Answers what marks ask of the corpus.
    pub fn within<'a>(&'a self, corpus: &'a Corpus) -> Sources<'a> {
        Sources { cited: self, corpus }
    }
}

/// The cited sessions and the corpus that they were found in.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    cited: &'a Cited,
    corpus: &'a Corpus,
}

impl Sources<'_> {
    /// What was said there, as the corpus has it: the account, else what was typed into the cell, else the note.
    pub fn told(&self, session: &str, at: &Ref, column: Option<&str>) -> Option<(Field, &str)> {
        let row = self.cited.row(session)?;
        let segment = self.corpus.segments().get(row.segment)?;
        let texts = segment.texts();
        let wanted = (at.as_str(), column.unwrap_or_default());
        let here = |text: &usize| segment.text_place(*text) == wanted;
        let fields = [(Kind::Account, Field::Account), (Kind::Words, Field::Cell), (Kind::Note, Field::Note)];
        fields.into_iter().find_map(|(kind, field)| {
            let found = texts.of_row(row.row).filter(here).find(|t| texts.kind(*t) == Some(kind))?;
            Some((field, texts.words(found)))
        })
    }

    /// What was chosen there, in words: the options of its scale, or why there is no answer. Of a row with several cells
    /// only the cell of a column is told.
    pub fn chosen(&self, session: &str, at: &Ref, column: Option<&str>, book: &Book) -> Option<String> {
        let row = self.cited.row(session)?;
        let place = match column {
            Some(column) => Place::cell(at.clone(), column),
            None => Place::item(at.clone()),
        };
        let segment = self.corpus.segments().get(row.segment)?;
        let column = self.corpus.column(row.segment, self.corpus.place(&place)?)?;
        let value = column.value(row.row)?;
        if let Some(reason) = Column::reason(value) {
            return Some(format!("no answer: {}", reason.label()));
        }
        let scale = book.subject(&place).and_then(|subject| subject.scale);
        let label = |code: &str| {
            let option = scale.as_ref().and_then(|s| s.options.iter().find(|o| o.code == code));
            option.map_or_else(|| code.to_owned(), |o| o.label.clone())
        };
        // Several that hold are one value of the corpus.
        Some(segment.code(column, value)?.split('+').map(label).collect::<Vec<_>>().join(", "))
    }
}

impl Archive for Sources<'_> {
    fn is_here(&self, session: &str) -> bool {
        self.cited.row(session).is_some()
    }

    fn institution(&self, session: &str) -> Option<String> {
        let name = self.corpus.value(self.cited.row(session)?, corpus::Field::Institution);
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn evidence(&self, session: &str, at: &Ref) -> Vec<Evidence> {
        let Some(row) = self.cited.row(session) else { return Vec::new() };
        let Some(segment) = self.corpus.segments().get(row.segment) else { return Vec::new() };
        let all = segment.evidence();
        let start = all.partition_point(|(of, _)| usize::from(*of) < row.row);
        let own = all.iter().skip(start).take_while(|(of, _)| usize::from(*of) == row.row);
        let here = own.filter(|(_, piece)| segment.string(piece.at) == at.as_str());
        here.map(|(_, piece)| Evidence {
            what: String::new(),
            kind: EvidenceKind::ALL.get(usize::from(piece.kind)).copied(),
            about: piece.about_trafficking.then_some(About::Trafficking),
            state: EvidenceState::ALL.get(usize::from(piece.state)).copied().unwrap_or_default(),
            reliability: Reliability::LABELS
                .get(usize::from(piece.reliability))
                .and_then(|(letter, _)| Reliability::try_from(*letter).ok())
                .unwrap_or_default(),
            credibility: Credibility::try_from(piece.credibility).unwrap_or_default(),
            source: segment.string(piece.source).to_owned(),
            reference: String::new(),
        })
        .collect()
    }
}

/// How many names are told before the rest is counted.
const TOLD: usize = 4;

impl Row<'_> {
    /// Why it is in its state, in words. `name` is what a session is called: the code of its respondent.
    pub fn why(&self, name: impl Fn(&str) -> String) -> String {
        let names = |sessions: &[&str]| {
            let told: Vec<String> = sessions.iter().take(TOLD).map(|s| name(s)).collect();
            let rest = sessions.len().saturating_sub(TOLD);
            if rest == 0 { told.join(", ") } else { format!("{} and {rest} more", told.join(", ")) }
        };
        let (pro, con) = (&self.sources_for, &self.sources_against);
        let from = |n: usize| match n {
            0 => "no institution is named".to_owned(),
            1 => "all of one institution".to_owned(),
            n => format!("of {n} institutions"),
        };
        let base = match self.state {
            State::Verified => {
                let told = self.claim.verification.as_ref();
                told.map(|v| format!("looked into by {} on {}", v.how.label(), v.on)).unwrap_or_default()
            }
            State::Resolved => {
                let told = self.claim.resolution.as_ref();
                told.map(|r| format!("{} has said what comes of it", r.by)).unwrap_or_default()
            }
            State::Contradicted => format!(
                "{} for it ({}), {} against it ({})",
                sources(pro.len()),
                names(pro),
                con.len(),
                names(con)
            ),
            State::Denied => format!("nobody for it, {} against it ({})", sources(con.len()), names(con)),
            State::Asserted => {
                format!("one source only, {}; a meeting of several is one source", names(pro))
            }
            State::Unvoiced if self.sources_unclear.is_empty() => "no answer speaks to it yet".to_owned(),
            State::Unvoiced => format!("what speaks to it is unclear ({})", names(&self.sources_unclear)),
            State::Corroborated => format!(
                "{} for it ({}), none against it, {}",
                sources(pro.len()),
                names(pro),
                from(self.institutions_for)
            ),
        };
        let mut all = vec![base];
        if self.voices_since > 0 {
            let since =
                if self.voices_since == 1 { "1 voice" } else { &format!("{} voices", self.voices_since) };
            all.push(format!("{since} since it was resolved: look again"));
        }
        let open = |outcome: Option<Outcome>| outcome == Some(Outcome::Open);
        if self.state != State::Verified && open(self.claim.verification.as_ref().map(|v| v.outcome)) {
            all.push("it was looked into and could not be told".to_owned());
        }
        if self.state != State::Resolved && open(self.claim.resolution.as_ref().map(|r| r.outcome)) {
            all.push("the resolution leaves it open".to_owned());
        }
        all.join("; ")
    }
}

fn sources(n: usize) -> String {
    if n == 1 { "1 source".to_owned() } else { format!("{n} sources") }
}
