//! Wording overlays: other words for the texts of a bank, and things added to it or no longer asked.
//!
//! A *translation* is in another language than its bank, only rewords, and is chosen by the interviewer. An
//! *adaptation* is in the bank's own language or says none, and always applies. Here: the shape of an overlay and
//! reading one from RON or from a translator's sheet. Laying it over a bank is in `lay`, what is added and retired in
//! `graft`, CSV in `sheet`, writing in `write`. Not here: files and folders (`store`).

mod graft;
mod lay;
mod sheet;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_needs;
mod write;

pub use lay::{Laid, lay_over, missing, unknown};
pub use sheet::read_sheet;
pub use write::{to_csv, to_ron};

use super::check::{Fault, FaultKind, unreadable};
use super::kind::{Column, Row};
use super::locate::{Locator, Place, Spot};
use super::model::{Bank, Item, Scale};
use super::parse::{FORMAT, read};
use super::refs::Ref;
use serde::{Deserialize, Serialize};

/// Other words for a bank, and changes to it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Version of the file format, see [`super::FORMAT`].
    pub format: u32,
    /// Its short name.
    pub id: String,
    /// Id of the bank it is laid over; over every bank that has its texts if left out.
    #[serde(default)]
    pub bank: Option<String>,
    /// Its language; the bank's own if left out.
    #[serde(default)]
    pub language: Option<String>,
    /// Version of the content.
    #[serde(default)]
    pub version: String,
    /// Title for people.
    #[serde(default)]
    pub title: String,
    /// Whose words they are.
    #[serde(default)]
    pub source: String,
    /// Words by the key of the text that they stand for, in the file's order; blank words are none.
    #[serde(default, deserialize_with = "pairs")]
    pub wording: Vec<(String, String)>,
    /// Further scales, for what is added.
    #[serde(default)]
    pub scales: Vec<Scale>,
    /// Further items.
    #[serde(default)]
    pub add_items: Vec<AddItem>,
    /// Further rows of grids, and instruments.
    #[serde(default)]
    pub add_rows: Vec<AddRow>,
    /// Further columns of tables, and fields of forms.
    #[serde(default)]
    pub add_columns: Vec<AddColumn>,
    /// Further probes.
    #[serde(default)]
    pub add_probes: Vec<AddProbe>,
    /// References of items, parts and rows that are no longer asked.
    #[serde(default)]
    pub retire: Vec<Ref>,
}

/// An item and where it is put.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddItem {
    /// The item or part that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Ref>,
    /// The section or item whose last it becomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Ref>,
    /// The item.
    pub item: Item,
}

/// A row and where it is put.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddRow {
    /// The grid or adherence.
    pub item: Ref,
    /// Code of the row that it follows; the last one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The row.
    pub row: Row,
}

/// A column or field and where it is put.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddColumn {
    /// The table or form.
    pub item: Ref,
    /// Code of the column or field that it follows; the last one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The column.
    pub column: Column,
}

/// A probe, put after those that are there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddProbe {
    /// The item.
    pub item: Ref,
    /// The probe.
    pub probe: String,
}

/// In which form an overlay is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A RON file with all that an overlay can have.
    Ron,
    /// A sheet with the columns `ref` and `text`.
    Csv,
}

/// The text that an overlay was read from: what is wrong with it is told by line and column.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The form of the text.
    pub form: Form,
    /// The whole text.
    pub text: &'a str,
}

impl Overlay {
    /// Reads an overlay. `name` is that of its file without the ending; a sheet has its bank and language from it.
    ///
    /// # Errors
    /// When the text is no overlay, or cannot be laid over any bank. The first fault, with line and column.
    pub fn read(source: Source<'_>, name: &str) -> Result<Self, Box<Fault>> {
        let overlay = match source.form {
            Form::Ron => read(source.text, |o: &Self| o.format)
                .map_err(|e| Box::new(unreadable(&e, bare(source.text))))?,
            Form::Csv => {
                let (bank, language) = sheet_name(name)?;
                let wording = read_sheet(source.text)?;
                let (id, language) = (name.to_owned(), Some(language));
                Self { format: FORMAT, id, bank, language, wording, ..Self::default() }
            }
        };
        let Some((field, what)) = overlay.head() else { return Ok(overlay) };
        let place = Outline::new(&overlay, source).place(At::Field(field));
        Err(Box::new(Fault { line: place.line, column: place.column, what }))
    }

    /// What is wrong whatever the bank, and in which field.
    fn head(&self) -> Option<(&'static str, FaultKind)> {
        if self.format < FORMAT {
            return Some(("format", FaultKind::Format { found: self.format }));
        }
        if self.id.trim().is_empty() {
            return Some(("id", FaultKind::Blank { what: "the overlay's `id`" }));
        }
        let tag = self.language.as_ref().filter(|tag| !is_tag(tag))?;
        Some(("language", FaultKind::LanguageTag { tag: tag.clone() }))
    }

    /// Whether it may be laid over this bank: it names it, in any case of letters, or names none.
    pub fn is_for(&self, bank: &Bank) -> bool {
        self.bank.as_ref().is_none_or(|id| id.to_lowercase() == bank.id.to_lowercase())
    }

    /// Whether it is a translation of this bank. Otherwise it is an adaptation, which always applies.
    pub fn translates(&self, bank: &Bank) -> bool {
        self.language.as_ref().is_some_and(|tag| !tag.eq_ignore_ascii_case(&bank.language))
    }

    /// Whether it does more than to reword.
    pub fn changes(&self) -> bool {
        self.change().is_some()
    }

    /// The first field by which it does more than to reword.
    fn change(&self) -> Option<&'static str> {
        let changes = [
            ("scales", self.scales.is_empty()),
            ("add_items", self.add_items.is_empty()),
            ("add_rows", self.add_rows.is_empty()),
            ("add_columns", self.add_columns.is_empty()),
            ("add_probes", self.add_probes.is_empty()),
            ("retire", self.retire.is_empty()),
        ];
        changes.into_iter().find(|(_, empty)| !empty).map(|(field, _)| field)
    }
}

/// Whether this is the tag of a language: two or three letters, and what may follow them (`fr`, `pt-BR`, `zh-Hant`).
pub fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let letters = |s: &str| s.chars().all(|c| c.is_ascii_alphabetic());
    parts.next().is_some_and(|s| (2..=3).contains(&s.len()) && letters(s))
        && parts.all(|s| (1..=8).contains(&s.len()) && s.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The bank and the language in the name of a sheet: `III.fr`, or `fr` for every bank.
fn sheet_name(name: &str) -> Result<(Option<String>, String), Box<Fault>> {
    let (bank, tag) = name.rsplit_once('.').map_or((None, name), |(bank, tag)| (Some(bank), tag));
    if bank == Some("") || !is_tag(tag) {
        let what = FaultKind::SheetName { name: format!("{name}.csv") };
        return Err(Box::new(Fault { line: 1, column: 1, what }));
    }
    Ok((bank.map(str::to_owned), tag.to_owned()))
}

/// The text without a byte-order mark, as places are counted.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Where something stands in an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// A field of the overlay.
    Field(&'static str),
    /// The key of a text, by its number.
    Key(usize),
    /// The words of a text, by its number.
    Words(usize),
    /// A value in an element of a list: the list, the number, the fields on the way.
    In(&'static str, usize, &'static [&'static str]),
}

/// Where things stand in the text of an overlay.
struct Outline<'a> {
    /// The outline of a RON file; a sheet has none.
    locator: Option<Locator<'a>>,
    /// Where the key and the words of each text stand.
    texts: Vec<(Place, Place)>,
}

impl<'a> Outline<'a> {
    fn new(overlay: &Overlay, source: Source<'a>) -> Self {
        match source.form {
            Form::Ron => {
                let locator = Locator::new(bare(source.text));
                let texts = locator.root().field("wording").elements().take(overlay.wording.len());
                let texts = texts.map(|spot| (spot.place(), spot.place())).collect();
                Self { locator: Some(locator), texts }
            }
            Form::Csv => Self { locator: None, texts: sheet::places(source.text) },
        }
    }

    fn place(&self, at: At) -> Place {
        let place = match at {
            At::Key(n) => self.texts.get(n).map(|places| places.0),
            At::Words(n) => self.texts.get(n).map(|places| places.1),
            At::Field(_) | At::In(..) => self.spot(at).map(Spot::place),
        };
        place.unwrap_or(Place::START)
    }

    /// The value of a field or of an element, where there is an outline.
    fn spot(&self, at: At) -> Option<Spot<'_>> {
        let root = self.locator.as_ref()?.root();
        match at {
            At::Field(name) => Some(root.field(name)),
            At::In(list, n, path) => {
                let element = root.field(list).elements().nth(n);
                element.map(|spot| path.iter().fold(spot, |spot, field| spot.field(field)))
            }
            At::Key(_) | At::Words(_) => None,
        }
    }

    /// Faults with their places, in the order of the text.
    fn faults(&self, found: Vec<(At, FaultKind)>) -> Vec<Fault> {
        let fault = |(at, what)| {
            let Place { line, column } = self.place(at);
            Fault { line, column, what }
        };
        let mut faults: Vec<Fault> = found.into_iter().map(fault).collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        faults
    }
}

/// A map as a list, so that nothing that stands twice is lost and the order is kept.
fn pairs<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<(String, String)>, D::Error> {
    struct Pairs;
    impl<'de> serde::de::Visitor<'de> for Pairs {
        type Value = Vec<(String, String)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map of references and texts")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(pair) = map.next_entry()? {
                all.push(pair);
            }
            Ok(all)
        }
    }
    from.deserialize_map(Pairs)
}
