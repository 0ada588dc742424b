//! The check of a bank file: every fault with its place, not only the first.
//!
//! Here: the walk over bank and text side by side. What can be wrong is in `fault`, the rules of scales, items and
//! links in a file each. No I/O: the caller reads the file and says its name.

mod fault;
mod items;
mod kinds;
mod links;
mod names;
mod needs;
mod scales;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_needs;

pub use fault::{Fault, FaultKind};
pub use names::{Guess, Names, nearest};

use super::kind::Row;
use super::locate::{Locator, Place, Spot};
use super::model::{Bank, Item, Prose, Scale, Term};
use super::parse::{FORMAT, ParseError, parse};
use super::texts::HEADS;
pub(super) use names::Guesser;
use std::collections::{HashMap, HashSet};
use std::mem::discriminant;
use unicode_width::UnicodeWidthStr;

/// Columns that an option has in a narrow cell of a grid.
pub(super) const OPTION_SHORT: usize = 4;
/// Columns that the head of a column has in a table.
pub(super) const COLUMN_SHORT: usize = 12;
/// Columns that the label of a row has in a table.
pub(super) const ROW_SHORT: usize = 28;
/// Columns that the label of a field has beside its answer.
pub(super) const FIELD_LABEL: usize = 34;

/// Checks the text of a bank file: the bank if it could be read at all, and all its faults in the order of the text.
pub fn check(source: &str) -> (Option<Bank>, Vec<Fault>) {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let bank = match parse(source) {
        Ok(bank) => bank,
        Err(error) => return (None, vec![unreadable(&error, source)]),
    };
    let locator = Locator::new(source);
    let mut walk = Walk::new(&bank);
    walk.bank(locator.root());
    walk.links();
    walk.needs(locator.root().field("needs"));
    let mut faults = walk.faults;
    faults.sort_by_key(|fault| (fault.line, fault.column));
    (Some(bank), faults)
}

/// What is wrong with text that could not be read at all.
pub(crate) fn unreadable(error: &ParseError, source: &str) -> Fault {
    let (place, what) = match error {
        ParseError::Syntax { line, column, message } => {
            (Place { line: *line, column: *column }, FaultKind::Syntax(message.clone()))
        }
        ParseError::Newer { .. } => {
            (Locator::new(source).root().field("format").place(), FaultKind::Refused(error.to_string()))
        }
        ParseError::TooLarge { .. } => (Place::START, FaultKind::Refused(error.to_string())),
    };
    Fault { line: place.line, column: place.column, what }
}

/// Checks a bank that was made of another one by adding, `placed` being where each thing that was added stands in the
/// overlay, by the key of its text. What is wrong with the bank itself is none of the overlay's faults.
pub(super) fn check_laid<'a>(
    before: &'a Bank,
    after: &'a Bank,
    placed: HashMap<String, Spot<'a>>,
) -> Vec<Fault> {
    // The bank's own text is not at hand: everything in it stands at the start of nowhere.
    let nowhere = Locator::new("");
    let walked = |bank, placed| {
        let mut walk = Walk { placed, ..Walk::new(bank) };
        walk.bank(nowhere.root());
        walk.links();
        walk.needs(nowhere.root());
        walk.faults
    };
    let mut own: HashMap<_, usize> = HashMap::new();
    for fault in walked(before, HashMap::new()) {
        *own.entry(discriminant(&fault.what)).or_default() += 1;
    }
    let mut faults = walked(after, placed);
    faults.retain(|fault| {
        let there = (fault.line, fault.column) == (Place::START.line, Place::START.column);
        let left = own.get_mut(&discriminant(&fault.what)).filter(|left| there && **left > 0);
        left.map(|left| *left -= 1).is_none()
    });
    faults.sort_by_key(|fault| (fault.line, fault.column));
    faults
}

/// What a reference belongs to.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Item(&'a Item),
    Row(&'a Item),
    Other,
}

/// The walk: what was met so far and what is wrong with it.
struct Walk<'a> {
    bank: &'a Bank,
    scales: HashMap<&'a str, &'a Scale>,
    functions: HashSet<&'a str>,
    ranks: HashSet<&'a str>,
    levels: HashSet<&'a str>,
    /// Every reference of sections, prose, items, rows and resources, and where it first stands. Cells are not
    /// listed: a few hundred rows and columns would make very many of them.
    refs: HashMap<String, (Place, Owner<'a>)>,
    /// Where something stands that is not where the rest of the bank stands, by the key of its text.
    placed: HashMap<String, Spot<'a>>,
    /// Links met on the way, looked at when every reference is known.
    pending: Vec<(Spot<'a>, links::Link<'a>)>,
    guesser: Guesser,
    faults: Vec<Fault>,
}

impl<'a> Walk<'a> {
    fn new(bank: &'a Bank) -> Self {
        let codes = |terms: &'a [Term]| terms.iter().map(|t| t.code.as_str()).collect();
        Self {
            bank,
            // The first of two scales with one id counts, as it does everywhere else.
            scales: bank.scales.iter().rev().map(|s| (s.id.as_str(), s)).collect(),
            functions: codes(&bank.roles.functions),
            ranks: codes(&bank.roles.ranks),
            levels: codes(&bank.roles.levels),
            refs: HashMap::new(),
            placed: HashMap::new(),
            pending: Vec::new(),
            guesser: Guesser::new(),
            faults: Vec::new(),
        }
    }

    /// Where something stands: at `at`, or where it was added.
    fn placed(&self, key: &str, at: Spot<'a>) -> Spot<'a> {
        self.placed.get(key).copied().unwrap_or(at)
    }

    /// Where the elements of a list stand, `under` being the key of the list.
    fn spots<'c>(&self, under: &[&str], codes: impl Iterator<Item = &'c str>, at: Spot<'a>) -> Vec<Spot<'a>> {
        if self.placed.is_empty() {
            return codes.zip(at.elements()).map(|(_, spot)| spot).collect();
        }
        let mut key = under.join("/");
        key.push('/');
        let length = key.len();
        let spots = codes.zip(at.elements()).map(|(code, spot)| {
            key.truncate(length);
            key.push_str(code);
            self.placed(&key, spot)
        });
        spots.collect()
    }

    fn fault(&mut self, at: Spot<'_>, what: FaultKind) {
        let place = at.place();
        self.faults.push(Fault { line: place.line, column: place.column, what });
    }

    fn bank(&mut self, at: Spot<'a>) {
        let bank = self.bank;
        // Newer formats do not come this far.
        if bank.format < FORMAT {
            self.fault(at.field("format"), FaultKind::Format { found: bank.format });
        }
        let head = [
            ("id", "the bank's `id`", &bank.id),
            ("version", "the bank's `version`", &bank.version),
            ("title", "the bank's `title`", &bank.title),
            ("language", "the bank's `language`", &bank.language),
        ];
        for (field, what, text) in head {
            self.words(what, text, at.field(field));
        }
        self.all_scales(at.field("scales"));
        let roles = at.field("roles");
        let lists = [
            ("functions", "function code", &bank.roles.functions),
            ("ranks", "rank code", &bank.roles.ranks),
            ("levels", "level code", &bank.roles.levels),
            ("stakeholders", "stakeholder code", &bank.roles.stakeholders),
        ];
        for (field, what, terms) in lists {
            self.terms(what, terms, roles.field(field));
        }
        if let Some(prose) = &bank.introduction {
            self.prose(prose, at.field("introduction"));
        }
        for (prose, spot) in bank.passages.iter().zip(at.field("passages").elements()) {
            self.prose(prose, spot);
        }
        self.layers(&bank.layers, at.field("layers"));
        let known = |terms: &'a [Term]| terms.iter().map(|t| t.code.as_str()).collect::<Vec<_>>();
        let (functions, stakeholders) = (known(&bank.roles.functions), known(&bank.roles.stakeholders));
        self.listed("function", &bank.for_functions, &functions, at.field("for_functions"));
        self.listed("stakeholder", &bank.for_stakeholders, &stakeholders, at.field("for_stakeholders"));
        if bank.sections.is_empty() {
            self.fault(at.field("sections"), FaultKind::NoSections);
        }
        for (section, spot) in bank.sections.iter().zip(at.field("sections").elements()) {
            self.section(section, spot);
        }
        for (resource, spot) in bank.resources.iter().zip(at.field("resources").elements()) {
            self.reference(resource.reference.as_str(), Owner::Other, spot.field("ref"));
            self.words("the resource's title", &resource.title, spot.field("title"));
        }
    }

    fn terms(&mut self, what: &'static str, terms: &[Term], at: Spot<'_>) {
        self.unique(what, terms.iter().map(|t| t.code.as_str()), at.elements().map(|s| s.field("code")));
        for (term, spot) in terms.iter().zip(at.elements()) {
            self.words("the role's label", &term.label, spot.field("label"));
        }
    }

    fn prose(&mut self, prose: &'a Prose, at: Spot<'_>) {
        self.reference(prose.reference.as_str(), Owner::Other, at.field("ref"));
        self.words("the text", &prose.text, at.field("text"));
    }

    /// Notes a reference; a second one of the same text is a fault.
    fn reference(&mut self, reference: &str, owner: Owner<'a>, at: Spot<'_>) {
        let broken = |c: char| c == '/' || c.is_whitespace() || c.is_control();
        if reference.split('.').any(|s| s.is_empty() || s.contains(broken)) {
            return self.fault(at, FaultKind::Reference { reference: reference.to_owned() });
        }
        if HEADS.contains(&reference) {
            return self.fault(at, FaultKind::ReservedReference { reference: reference.to_owned() });
        }
        match self.refs.get(reference) {
            Some((first, _)) => {
                let (first, code) = (*first, reference.to_owned());
                self.fault(at, FaultKind::Duplicate { what: "reference", code, first });
            }
            None => {
                self.refs.insert(reference.to_owned(), (at.place(), owner));
            }
        }
    }

    /// Codes that must be among those of a list of roles.
    fn listed(&mut self, list: &'static str, codes: &[String], known: &[&str], at: Spot<'_>) {
        for (code, spot) in codes.iter().zip(at.elements()) {
            if !known.contains(&code.as_str()) {
                let names = self.guesser.names(code, known.iter().copied());
                self.fault(spot, FaultKind::UnknownRole { list, code: code.clone(), names });
            }
        }
    }

    /// Codes that must be there, each only once.
    fn unique<'c, 's>(
        &mut self,
        what: &'static str,
        codes: impl Iterator<Item = &'c str>,
        spots: impl Iterator<Item = Spot<'s>>,
    ) {
        let mut seen = HashMap::new();
        for (code, spot) in codes.zip(spots) {
            if code.trim().is_empty() {
                self.fault(spot, FaultKind::Blank { what });
            } else if code.contains('/') {
                self.fault(spot, FaultKind::Slash { what, code: code.to_owned() });
            } else if let Some(first) = seen.get(code) {
                self.fault(spot, FaultKind::Duplicate { what, code: code.to_owned(), first: *first });
            } else {
                seen.insert(code, spot.place());
            }
        }
    }

    /// Words that a person hears or reads, which must not be blank.
    fn words(&mut self, what: &'static str, text: &str, at: Spot<'_>) {
        if text.trim().is_empty() {
            self.fault(at, FaultKind::Blank { what });
        }
        self.placeholders(text, at);
    }

    /// Words that may be left out.
    fn placeholders(&mut self, text: &str, at: Spot<'_>) {
        for found in unfilled(text) {
            self.fault(at, FaultKind::Placeholder { found });
        }
    }

    /// A short form: may be left out, must fit.
    fn short(&mut self, what: &'static str, text: Option<&str>, max: usize, at: Spot<'_>) {
        let Some(text) = text else { return };
        self.words(what, text, at.field("short"));
        let width = text.width();
        if width > max {
            self.fault(at.field("short"), FaultKind::TooWide { what, width, max });
        }
    }
}

/// The placeholders in a text that nothing fills in.
pub(super) fn unfilled(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some((_, tail)) = rest.split_once('{') {
        let inner = tail.split_once('}').filter(|(inner, _)| !inner.contains('{'));
        rest = inner.map_or(tail, |(_, after)| after);
        if inner.is_none_or(|(inner, _)| inner != "country") {
            // A brace that never closes is shown with the little that follows it.
            all.push(inner.map_or_else(
                || format!("{{{}", tail.chars().take(12).collect::<String>()),
                |(inner, _)| format!("{{{inner}}}"),
            ));
        }
    }
    all
}

/// The reference of a row of a grid.
fn row_ref(item: &Item, row: &Row) -> String {
    format!("{}.{}", item.reference, row.code)
}
