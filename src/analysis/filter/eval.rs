//! Finding the sessions that a filter means.

use super::{Filter, Term, Test};
use crate::analysis::Book;
use crate::analysis::corpus::{Bits, Column, Corpus, Field, Person, Place, RowId, Selection, Texts, What};
use crate::bank::Ref;
use crate::session::Nonresponse;
use crate::text::{Query, fold};
use memchr::memmem::Finder;
use std::collections::{HashMap, HashSet};

/// Sessions by the tags that an analyst gave them: the tag as it was typed, and the ids of the sessions.
pub type Tags = HashMap<String, Vec<String>>;

/// What a filter is evaluated with, made once for a corpus.
#[derive(Clone, Debug, Default)]
pub struct Sieve {
    /// For every field its values: the string's number, the folded code, the folded label.
    values: Vec<Vec<(u32, String, String)>>,
    /// For every segment the codes and ids of its rows in lower case, a line for each.
    names: Vec<(String, Vec<u32>)>,
    /// For every segment the day of each row, as `20261124`.
    days: Vec<Vec<u32>>,
    /// Participants besides the first.
    others: Vec<(RowId, Person<u32>)>,
}

impl Sieve {
    /// For this corpus, with the words of these banks.
    pub fn new(corpus: &Corpus, book: &Book) -> Self {
        let mut sieve = Self { values: vec![Vec::new(); Field::ALL.len()], ..Self::default() };
        for (segment, held) in corpus.segments().iter().enumerate() {
            let (mut text, mut ends, mut days) = (String::new(), Vec::new(), Vec::new());
            for (row, own) in held.rows().iter().enumerate() {
                for name in own.people.iter().map(|p| p.code.as_str()).chain([own.id(), &own.file]) {
                    text.extend(name.chars().flat_map(char::to_lowercase));
                    text.push(' ');
                }
                text.push('\n');
                ends.push(text.len() as u32);
                let local = own.local();
                let (year, month, day) = (local.year(), local.month(), local.day());
                let number = i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day);
                days.push(u32::try_from(number).unwrap_or(0));
                for person in own.people.iter().skip(1) {
                    let global = |n: u32| corpus.global(segment, n);
                    let person = Person {
                        code: String::new(),
                        function: global(person.function),
                        rank: global(person.rank),
                        level: global(person.level),
                        institution: global(person.institution),
                        unit: global(person.unit),
                        region: global(person.region),
                        stakeholder: global(person.stakeholder),
                    };
                    sieve.others.push((RowId { segment, row }, person));
                }
            }
            sieve.names.push((text, ends));
            sieve.days.push(days);
        }
        for (field, values) in Field::ALL.into_iter().zip(&mut sieve.values) {
            let mut seen = vec![false; corpus.names()];
            let mut see = |number: u32| {
                if let Some(seen) = seen.get_mut(number as usize) {
                    *seen = true;
                }
            };
            for segment in 0..corpus.segments().len() {
                if field == Field::Bank {
                    let rows = corpus.segments().get(segment).map_or(0, |s| s.rows().len());
                    (0..rows).for_each(|row| corpus.banks(RowId { segment, row }).for_each(&mut see));
                } else {
                    corpus.facet(segment, field).iter().for_each(|number| see(*number));
                }
            }
            sieve.others.iter().filter_map(|(_, p)| of_person(p, field)).for_each(&mut see);
            let numbers = (0..corpus.names() as u32).filter(|n| seen.get(*n as usize) == Some(&true));
            let known = numbers.filter(|n| !corpus.name(*n).is_empty());
            *values =
                known.map(|n| (n, fold(corpus.name(n)), fold(&book.label(field, corpus.name(n))))).collect();
        }
        sieve
    }

    /// The values of a field that there are, as numbers of strings.
    pub fn values(&self, field: Field) -> impl Iterator<Item = u32> + '_ {
        let at = Field::ALL.iter().position(|f| *f == field).unwrap_or(0);
        self.values.get(at).into_iter().flatten().map(|(number, _, _)| *number)
    }

    /// What participants besides the first have in a field, and in which session; a session with the same value of its
    /// first or of another of them is told once for each.
    pub fn others(&self, field: Field) -> impl Iterator<Item = (RowId, u32)> + '_ {
        self.others.iter().filter_map(move |(at, person)| Some((*at, of_person(person, field)?)))
    }

    /// The values of a field that a word means: those that are it, else those with a word that begins with it, else
    /// those that hold it. So `national` does not mean `international`.
    fn meant(&self, field: Field, word: &str) -> HashSet<u32> {
        let at = Field::ALL.iter().position(|f| *f == field).unwrap_or(0);
        let values = self.values.get(at).map_or(&[][..], Vec::as_slice);
        let begins = |text: &str| {
            text.match_indices(word).any(|(at, _)| {
                !text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric)
            })
        };
        let tiers: [&dyn Fn(&str) -> bool; 3] = [&|text| text == word, &begins, &|text| text.contains(word)];
        for tier in tiers {
            let found: HashSet<u32> =
                values.iter().filter(|(_, code, label)| tier(code) || tier(label)).map(|v| v.0).collect();
            if !found.is_empty() {
                return found;
            }
        }
        HashSet::new()
    }
}

fn of_person(person: &Person<u32>, field: Field) -> Option<u32> {
    match field {
        Field::Function => Some(person.function),
        Field::Rank => Some(person.rank),
        Field::Level => Some(person.level),
        Field::Unit => Some(person.unit),
        Field::Institution => Some(person.institution),
        Field::Region => Some(person.region),
        Field::Stakeholder => Some(person.stakeholder),
        _ => None,
    }
}

/// A text that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The session.
    pub at: RowId,
    /// Number of the text in its segment.
    pub text: usize,
}

/// Every text that holds what was searched for, in the order of the sessions.
pub type Hits = Vec<Hit>;

/// The sessions that a filter means.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The sessions.
    pub selection: Selection,
    /// For each term of the filter, what it lets through.
    pub terms: Vec<Selection>,
    /// What was searched for in the words, in the sessions that are meant.
    pub hits: Hits,
}

impl Found {
    /// The sessions that would be meant if nothing were said about this field: what a facet counts.
    pub fn without(&self, filter: &Filter, field: Field, corpus: &Corpus) -> Selection {
        let mut selection = corpus.all().clone();
        for (term, passed) in filter.terms.iter().zip(&self.terms) {
            let own = match &term.test {
                Test::Field(f, _) => *f == field && !term.not,
                Test::Days(..) => field == Field::Period && !term.not,
                _ => false,
            };
            if !own {
                selection.and(passed);
            }
        }
        selection
    }
}

/// Finds the sessions that a filter means.
pub fn evaluate(filter: &Filter, corpus: &Corpus, book: &Book, sieve: &Sieve, tags: &Tags) -> Found {
    let mut found = Found { selection: corpus.all().clone(), ..Found::default() };
    let mut hits: Vec<Hits> = Vec::new();
    for term in &filter.terms {
        let mut passed = test(term, corpus, book, sieve, tags, &mut hits);
        if term.not {
            let mut others = corpus.all().clone();
            others.and_not(&passed);
            passed = others;
        }
        found.selection.and(&passed);
        found.terms.push(passed);
    }
    let meant = |hit: &Hit| found.selection.sets.get(hit.at.segment).is_some_and(|set| set.has(hit.at.row));
    let mut hits: Hits = hits.into_iter().flatten().filter(meant).collect();
    hits.sort_by_key(|hit| (hit.at, hit.text));
    hits.dedup();
    found.hits = hits;
    found
}

/// A selection of what each segment gives.
fn each(corpus: &Corpus, mut of: impl FnMut(usize, usize) -> Bits) -> Selection {
    let sets = corpus.segments().iter().enumerate().map(|(at, held)| of(at, held.rows().len())).collect();
    Selection { sets }
}

fn rows(corpus: &Corpus, passes: impl Fn(RowId) -> bool) -> Selection {
    each(corpus, |segment, len| (0..len).filter(|row| passes(RowId { segment, row: *row })).collect())
}

fn test(
    term: &Term,
    corpus: &Corpus,
    book: &Book,
    sieve: &Sieve,
    tags: &Tags,
    hits: &mut Vec<Hits>,
) -> Selection {
    match &term.test {
        Test::Word(word) => self::word(word, corpus, sieve),
        Test::Field(field, values) => {
            let meant: HashSet<u32> = values.iter().flat_map(|v| sieve.meant(*field, v)).collect();
            in_field(*field, &meant, corpus, sieve)
        }
        Test::Role(words) => role(words, corpus, sieve),
        Test::Code(codes) => rows(corpus, |at| {
            let people = corpus.row(at).map_or(&[][..], |row| &row.people);
            people.iter().any(|p| codes.contains(&fold(&p.code)))
        }),
        Test::Id(ids) => {
            let holds = |id: &str| ids.iter().any(|wanted| id.to_lowercase().contains(wanted));
            rows(corpus, |at| corpus.row(at).is_some_and(|row| holds(row.id()) || holds(&row.file)))
        }
        Test::Days(from, to) => each(corpus, |segment, _| {
            let days = sieve.days.get(segment).map_or(&[][..], Vec::as_slice);
            days.iter().enumerate().filter(|(_, d)| (from..=to).contains(d)).map(|(row, _)| row).collect()
        }),
        Test::Answered(at) => answered(at, corpus),
        Test::Blank(at) => {
            let mut asked = asked(at, corpus, book);
            asked.and_not(&answered(at, corpus));
            asked
        }
        Test::Value(at, codes) => value(at, codes, corpus),
        Test::Says(words) => {
            let (selection, found) = says(words, corpus);
            if !term.not {
                hits.push(found);
            }
            selection
        }
        Test::Evidence(at, state) => evidence(at, *state, corpus),
        Test::Tag(names) => {
            let wanted = |tag: &str| names.iter().any(|name| fold(tag) == *name);
            let ids: HashSet<&str> = tags
                .iter()
                .filter(|(tag, _)| wanted(tag))
                .flat_map(|(_, ids)| ids)
                .map(String::as_str)
                .collect();
            rows(corpus, |at| corpus.row(at).is_some_and(|row| ids.contains(row.id())))
        }
        Test::Is(flag) => rows(corpus, |at| corpus.row(at).is_some_and(|row| row.is(*flag))),
        Test::Unfinished => {
            rows(corpus, |at| corpus.row(at).is_some_and(|row| row.is(crate::analysis::corpus::Flag::Open)))
        }
        Test::FollowUp => rows(corpus, |at| corpus.row(at).is_some_and(|row| row.follow_ups > 0)),
        Test::ToChase => rows(corpus, |at| corpus.row(at).is_some_and(|row| row.to_chase > 0)),
        Test::Jots => rows(corpus, |at| corpus.row(at).is_some_and(|row| row.jots > 0)),
    }
}

fn in_field(field: Field, meant: &HashSet<u32>, corpus: &Corpus, sieve: &Sieve) -> Selection {
    if field == Field::Bank {
        return rows(corpus, |at| corpus.banks(at).any(|bank| meant.contains(&bank)));
    }
    let mut wanted = vec![false; corpus.names()];
    for number in meant {
        if let Some(wanted) = wanted.get_mut(*number as usize) {
            *wanted = true;
        }
    }
    let is = |number: u32| wanted.get(number as usize) == Some(&true);
    let mut selection = each(corpus, |segment, _| {
        let values = corpus.facet(segment, field).iter().enumerate();
        values.filter(|(_, number)| is(**number)).map(|(row, _)| row).collect()
    });
    for (at, person) in &sieve.others {
        if of_person(person, field).is_some_and(is)
            && let Some(set) = selection.sets.get_mut(at.segment)
        {
            set.insert(at.row);
        }
    }
    selection
}

const ROLE: [Field; 3] = [Field::Function, Field::Rank, Field::Level];

fn role(words: &[String], corpus: &Corpus, sieve: &Sieve) -> Selection {
    let meant: Vec<HashSet<u32>> =
        words.iter().map(|word| ROLE.iter().flat_map(|f| sieve.meant(*f, word)).collect()).collect();
    let fits = |of: &dyn Fn(Field) -> u32| meant.iter().all(|set| ROLE.iter().any(|f| set.contains(&of(*f))));
    let mut selection = rows(corpus, |at| {
        fits(&|field| corpus.facet(at.segment, field).get(at.row).copied().unwrap_or(u32::MAX))
    });
    for (at, person) in &sieve.others {
        if fits(&|field| of_person(person, field).unwrap_or(u32::MAX))
            && let Some(set) = selection.sets.get_mut(at.segment)
        {
            set.insert(at.row);
        }
    }
    selection
}

/// Fields that plain words are looked for in.
const SEARCHED: [Field; 9] = [
    Field::Function,
    Field::Rank,
    Field::Level,
    Field::Unit,
    Field::Institution,
    Field::Region,
    Field::Country,
    Field::Stakeholder,
    Field::Bank,
];

fn word(word: &str, corpus: &Corpus, sieve: &Sieve) -> Selection {
    let finder = Finder::new(word.as_bytes());
    let mut selection = each(corpus, |segment, _| {
        let Some((text, ends)) = sieve.names.get(segment) else { return Bits::default() };
        finder.find_iter(text.as_bytes()).map(|at| ends.partition_point(|end| *end as usize <= at)).collect()
    });
    let query = Query::new(word);
    for field in SEARCHED {
        let at = Field::ALL.iter().position(|f| *f == field).unwrap_or(0);
        let values = sieve.values.get(at).map_or(&[][..], Vec::as_slice);
        let is = |text: &str| query.score(text).is_some();
        let meant: HashSet<u32> =
            values.iter().filter(|(_, code, label)| is(label) || is(code)).map(|v| v.0).collect();
        if !meant.is_empty() {
            let more = in_field(field, &meant, corpus, sieve);
            selection.sets.iter_mut().zip(&more.sets).for_each(|(a, b)| a.or(b));
        }
    }
    selection
}

/// The numbers of the places that a reference means, of some kinds.
fn below(at: &str, corpus: &Corpus, kinds: &[What]) -> Vec<u32> {
    let places = corpus.places().iter().enumerate();
    let fits = |place: &Place| kinds.contains(&place.what) && place.is_below(at);
    places.filter(|(_, place)| fits(place)).map(|(number, _)| number as u32).collect()
}

/// The rows of a column that hold more than a reason for no answer.
fn substantial(column: &Column, what: What) -> Bits {
    if what != What::Codes {
        return column.present().clone();
    }
    column.each().filter(|(_, value)| *value >= Column::first_code()).map(|(row, _)| row).collect()
}

fn answered(at: &str, corpus: &Corpus) -> Selection {
    let places = below(at, corpus, &[What::Codes, What::Number, What::Words, What::Account]);
    each(corpus, |segment, _| {
        let mut bits = Bits::default();
        for place in &places {
            let what = corpus.places().get(*place as usize).map(|p| p.what);
            if let (Some(column), Some(what)) = (corpus.column(segment, *place), what) {
                bits.or(&substantial(column, what));
            }
        }
        bits
    })
}

/// The sessions that have the bank of a reference; all where no bank knows it.
fn asked(at: &str, corpus: &Corpus, book: &Book) -> Selection {
    let known =
        |item: &Ref| Place::item(item.clone()).is_below(at) || at.starts_with(&item.as_str().to_lowercase());
    let short = |item: &Ref| at.starts_with(&item.short().to_lowercase());
    let bank = book.items().find(|i| known(&i.reference) || short(&i.reference));
    let bank = bank.and_then(|item| book.bank_of(&item.reference));
    match bank.and_then(|bank| corpus.number(&bank.id)) {
        Some(bank) => rows(corpus, |at| corpus.banks(at).any(|own| own == bank)),
        None => corpus.all().clone(),
    }
}

fn value(at: &str, codes: &[String], corpus: &Corpus) -> Selection {
    let places = below(at, corpus, &[What::Codes]);
    let reason_code = |reason: Nonresponse| reason.label().replace([' ', '\''], "_").replace("don_t", "dont");
    each(corpus, |segment, _| {
        let mut bits = Bits::default();
        let Some(held) = corpus.segments().get(segment) else { return bits };
        for column in places.iter().filter_map(|place| corpus.column(segment, *place)) {
            let first = Column::first_code();
            let last = first + column.distinct() as u16;
            let wanted: Vec<bool> = (0..last)
                .map(|value| {
                    if let Some(reason) = Column::reason(value) {
                        return codes.contains(&reason_code(reason));
                    }
                    let own = held.code(column, value).unwrap_or_default().to_lowercase();
                    own.split('+').any(|code| codes.iter().any(|c| c == code))
                })
                .collect();
            if wanted.contains(&true) {
                let fits = |value: u16| wanted.get(usize::from(value)) == Some(&true);
                column.each().filter(|(_, value)| fits(*value)).for_each(|(row, _)| bits.insert(row));
            }
        }
        bits
    })
}

fn says(words: &str, corpus: &Corpus) -> (Selection, Hits) {
    let finder = Finder::new(words.as_bytes());
    let mut hits = Vec::new();
    let selection = each(corpus, |segment, _| {
        let none = Texts::default();
        let texts = corpus.segments().get(segment).map_or(&none, |s| s.texts());
        let found: Vec<usize> = texts.holding(&finder).collect();
        hits.extend(found.iter().map(|t| Hit { at: RowId { segment, row: texts.row(*t) }, text: *t }));
        found.iter().map(|text| texts.row(*text)).collect()
    });
    (selection, hits)
}

fn evidence(at: &str, state: u8, corpus: &Corpus) -> Selection {
    each(corpus, |segment, _| {
        let Some(held) = corpus.segments().get(segment) else { return Bits::default() };
        let mut known: HashMap<u32, bool> = HashMap::new();
        let mut fits = |number: u32| {
            let place = || Place::item(Ref::new(held.string(number)));
            at.is_empty() || *known.entry(number).or_insert_with(|| place().is_below(at))
        };
        let pieces = held.evidence().iter();
        pieces.filter(|(_, p)| p.state >= state && fits(p.at)).map(|(row, _)| usize::from(*row)).collect()
    })
}
