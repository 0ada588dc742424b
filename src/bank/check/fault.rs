//! What can be wrong with a bank, and how it is said.

use super::names::{Guess, Names};
use crate::bank::{FORMAT, Place};
use std::fmt;

/// A fault of a bank file and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.what)
    }
}

/// What is wrong. Text that comes from the file is shown quoted and escaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what its fields are")]
pub enum FaultKind {
    /// Not RON, or not in the shape of a bank.
    #[error("{}", escaped(.0))]
    Syntax(String),
    /// Written by a newer program, or too large to be a bank.
    #[error("{0}")]
    Refused(String),
    /// A format number that was never used.
    #[error("format {found} was never used; this program reads format {FORMAT}")]
    Format { found: u32 },
    /// Words that must be there are not.
    #[error("{what} is blank")]
    Blank { what: &'static str },
    /// A short form that does not fit where it is shown.
    #[error("{what} is {width} columns wide; at most {max} fit")]
    TooWide { what: &'static str, width: usize, max: usize },
    /// A placeholder that nothing fills in.
    #[error("{found:?} is never filled in; only {{country}} is")]
    Placeholder { found: String },

    /// A reference with blanks or empty segments.
    #[error("reference {reference:?} must be segments of letters, digits and hyphens parted by dots")]
    Reference { reference: String },
    /// A reference that would make the keys of texts ambiguous.
    #[error("reference {reference:?} is taken: overlays name other texts with it")]
    ReservedReference { reference: String },
    /// A code that would make the keys of texts ambiguous.
    #[error("{what} {code:?} cannot hold a slash: overlays name texts by it")]
    Slash { what: &'static str, code: String },
    /// A row or column code that cannot end a reference.
    #[error("{what} {code:?} becomes the end of a reference, so it cannot hold dots or blanks")]
    Segment { what: &'static str, code: String },
    /// Something that must be unique stands twice.
    #[error("{what} {code:?} is used twice; the first stands at {first}")]
    Duplicate { what: &'static str, code: String, first: Place },
    /// An item outside its section, or a part outside its stem.
    #[error("{what} {reference:?} is not below {above:?}")]
    Outside { what: &'static str, reference: String, above: String },

    /// A bank that asks nothing.
    #[error("the bank has no sections")]
    NoSections,
    /// A section that asks nothing.
    #[error("section {reference:?} has no items")]
    EmptySection { reference: String },
    /// A stem is answered through its parts only.
    #[error("{reference:?} is a stem without parts, so it cannot be answered")]
    StemWithoutParts { reference: String },
    /// The rows of a table are its parts.
    #[error("{reference:?} has parts and is a table; make its kind Stem, or make the parts items")]
    PartsOfTable { reference: String },
    /// A kind with nothing in it.
    #[error("{reference:?} asks for nothing, so it cannot be answered")]
    NothingAsked { reference: String },
    /// A finding with a layer that the bank does not have.
    #[error("unknown layer {code:?}{names}")]
    UnknownLayer { code: String, names: Names },
    /// A field whose code is that of a layer, or of the period of a figure.
    #[error("field {code:?} has the code of a layer or of a figure's period; give it another")]
    CodeTaken { code: String },
    /// A field of a form is not the row's own.
    #[error("field {code:?} cannot be `own`; only a column of a grid can")]
    OwnField { code: String },
    /// Codes without a scale.
    #[error("{code:?} needs a `scale`, or `input: words` or `input: number`")]
    NoScale { code: String },
    /// A scale where words or a number are typed.
    #[error("{code:?} is typed, so it has no scale")]
    ScaleOfTyped { code: String },
    /// A unit or period where there is no number.
    #[error("{code:?} takes no number, so it has no `unit` and no `per`")]
    UnitWithoutNumber { code: String },
    /// A row that is no instrument.
    #[error("row {code:?} has `resource` or `declaration`, which only the instruments of an adherence have")]
    NotAnInstrument { code: String },
    /// Rows are fixed and there are none.
    #[error("the grid {reference:?} has no rows and is not open, so it cannot be answered")]
    GridWithoutRows { reference: String },
    /// Nothing is asked of the rows.
    #[error("the grid {reference:?} has no columns")]
    GridWithoutColumns { reference: String },
    /// Two columns cannot share the row's one reference.
    #[error("column {code:?} is a second `own` column; a row's own reference can belong to one cell only")]
    SecondOwn { code: String },

    /// An item or column that names no scale of the bank.
    #[error("unknown scale {id:?}{names}")]
    UnknownScale { id: String, names: Names },
    /// A scale that offers nothing.
    #[error("scale {id:?} has no options")]
    NoOptions { id: String },
    /// More options than digits.
    #[error("scale {id:?} has {count} options; there are digits for 9")]
    TooManyOptions { id: String, count: usize },
    /// `exclusive` where every option is.
    #[error(
        "option {code:?} is marked exclusive on a scale where every option stands alone (`several` is not set)"
    )]
    ExclusiveAlone { code: String },
    /// A shortcut digit that is no digit.
    #[error("shortcut digit {digit} is not one of 1 to 9")]
    ShortcutRange { digit: u8 },
    /// A shortcut digit that chooses an option already.
    #[error("shortcut digit {digit} chooses option {option:?} already")]
    ShortcutTaken { digit: u8, option: String },
    /// A shortcut that sets nothing.
    #[error("shortcut {digit} has no codes")]
    ShortcutWithoutCodes { digit: u8 },
    /// A shortcut that sets what cannot hold together.
    #[error("shortcut {digit} sets several options, and they cannot hold together on this scale")]
    ShortcutClash { digit: u8 },
    /// A code that the scale does not have.
    #[error("unknown code {code:?} for {of}{names}")]
    UnknownCode { code: String, of: String, names: Names },
    /// A qualifier that offers nothing.
    #[error("the qualifier has no options")]
    NoQualifiers,
    /// A qualifier key that means something else in a cell.
    #[error("qualifier key {key:?} is taken: d, r and n give the reason for no answer")]
    KeyTaken { key: char },
    /// A qualifier key that is no letter.
    #[error("qualifier key {key:?} is not a letter of the plain alphabet")]
    KeyNotLetter { key: char },

    /// A role code that the bank's roles do not have.
    #[error("unknown {list} code {code:?}{names}")]
    UnknownRole { list: &'static str, code: String, names: Names },
    /// A wording that no role is asked.
    #[error("this wording is for nobody: `for` is empty")]
    ForNobody,
    /// A condition without a condition.
    #[error(
        "this role condition is empty, so it fits everyone; name a function, rank or level or leave it out"
    )]
    ForEveryone,

    /// A link to what the bank does not have.
    #[error("{what} points to {reference:?}, which does not exist{guess}")]
    Dangling { what: &'static str, reference: String, guess: Guess },
    /// A field for something that is not an item.
    #[error("a field can answer another item, and {reference:?} is not one{guess}")]
    FieldNotItem { reference: String, guess: Guess },
    /// A resource that the bank does not list.
    #[error("{reference:?} is not among the bank's resources{guess}")]
    NoResource { reference: String, guess: Guess },
    /// A gate on something that is not an item.
    #[error("a gate looks at items, and {reference:?} is not one{guess}")]
    GateNotItem { reference: String, guess: Guess },
    /// A gate that depends on itself.
    #[error("the gate of {reference:?} looks at that item itself")]
    GateOnItself { reference: String },
    /// A gate on an item without codes.
    #[error("a gate cannot look at {reference:?}: its kind of answer has no codes")]
    GateWithoutCodes { reference: String },
    /// A gate that nothing meets.
    #[error("this gate names no codes, so nothing can meet it")]
    GateForNothing,
    /// A gate on a grid that does not say which column.
    #[error("{reference:?} has columns, so the gate must name one{names}")]
    GateNeedsColumn { reference: String, names: Names },
    /// A column that is not there, or takes no codes.
    #[error("{reference:?} has no column {column:?}{names}")]
    NoColumn { reference: String, column: String, names: Names },

    /// Something of another kind than the boards need.
    #[error("{what} needs {wanted}, and {reference:?} is none{guess}")]
    OtherKind { what: &'static str, wanted: &'static str, reference: String, guess: Guess },
    /// A rating that cannot be counted.
    #[error("{what} is counted by scores, and scale {scale:?} has none")]
    NoScores { what: &'static str, scale: String },
    /// A list that must name something.
    #[error("{what} is empty, so nothing can be counted")]
    NothingNamed { what: &'static str },
    /// A rating held against a question that is not scored.
    #[error("{reference:?} has no rubric, so no score can be held against a rating{guess}")]
    NotScored { reference: String, guess: Guess },

    /// An overlay for a bank that there is not.
    #[error("no bank {id:?}{names}")]
    UnknownBank { id: String, names: Names },
    /// A language that is none.
    #[error("{tag:?} is not a language tag such as fr or pt-BR")]
    LanguageTag { tag: String },
    /// A sheet whose name does not say what it is for.
    #[error(
        "{name:?} does not say what this sheet is for: name it LANGUAGE.csv or BANK.LANGUAGE.csv, such as III.fr.csv"
    )]
    SheetName { name: String },
    /// A text for which the bank has no place.
    #[error("the bank has no text {key:?}{guess}")]
    UnknownText { key: String, guess: Guess },
    /// A text that is given twice.
    #[error("{key:?} has words already; only the first are used")]
    TextTwice { key: String },
    /// An overlay in another language that does more than to reword.
    #[error(
        "a translation only rewords: put what is added or retired into an overlay in the bank's own language"
    )]
    TranslationChanges,
    /// Additions to any bank whatever.
    #[error("an overlay that adds or retires must name its `bank`")]
    ChangesWithoutBank,
    /// Something new under a name that is in use.
    #[error("{what} {code:?} is in the bank already; what is added needs one of its own")]
    Taken { what: &'static str, code: String },
    /// An item without a place, or with two.
    #[error("an added item stands either `after` an item or, as the last, `into` a section or item")]
    NoAnchor,
    /// A row where rows are not the bank's to give.
    #[error("{reference:?} has no rows that a bank gives it, so none can be added")]
    NoRows { reference: String },
    /// A column where there are none.
    #[error("{reference:?} has no columns or fields, so none can be added")]
    NoColumns { reference: String },
    /// A row that answers of an interview could be taken for.
    #[error("row code {code:?} is like those of rows added in an interview (r1, r2); take another")]
    AddedRowCode { code: String },
    /// Something of which nothing would be left.
    #[error("without {reference:?} nothing is left to answer in {above:?}; retire that instead")]
    Emptied { reference: String, above: String },
}

/// `text` on one line, without anything that could drive the terminal; quotes stand as they are.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| if "'\"\\".contains(c) { c.to_string() } else { c.escape_debug().to_string() })
        .collect()
}
