//! What can be asked: banks, their sections, items and scales, as data.
//!
//! Here: the shape of a bank file, reading one from text, the built-in banks, looking things up in them.
//! Not here: files and folders (`store`), answers (`session`), anything drawn.

mod builtin;
mod check;
mod kind;
mod locate;
mod model;
mod needs;
mod overlay;
mod parse;
mod refs;
mod route;
mod texts;

pub use builtin::{BUILTIN, Builtin, builtin};
pub(crate) use check::unreadable;
pub use check::{Fault, FaultKind, Guess, Names, check, nearest};
pub use kind::{Column, Input, Kind, Row, STATE, Shape, number, period_code};
pub use locate::{Locator, Place, Spot};
pub use model::{
    Bank, Gate, Item, Prose, Qualifier, QualifierOption, Resource, RoleMatch, Roles, Scale, ScaleOption,
    Section, Shortcut, Term, Wording,
};
pub use needs::{
    Awareness, Calibration, Element, Needs, RatedGroup, Rubric, Techniques, Told, TrainedIn, Training,
};
pub use overlay::{
    AddColumn, AddItem, AddProbe, AddRow, Form, Laid, Overlay, Source, is_tag, lay_over, missing, read_sheet,
    to_csv, to_ron, unknown,
};
pub(crate) use parse::MAX_BYTES;
pub use parse::{FORMAT, ParseError, parse};
pub use refs::Ref;
pub use route::{GateState, Profile, fill};
pub use texts::{HEADS, Text, each_text, keys, texts};
