//! Who needs training in what, and where training is not the answer: the boards of the trainer.
//!
//! Here: figures for the techniques of a bank, for topics as groups see themselves and others, for training that was
//! received; which sessions they are counted over, and what there is to know about those. A bank says what is what
//! (`bank::Needs`). Not here: what may leave the room (`disclosure`), how figures look (`tui`, `cli`).
//!
//! Every mean is over people who rated: a session counts once, so that a large group weighs more than a small one.

mod awareness;
mod blind;
mod cause;
mod definitions;
mod first;
mod pairs;
mod quadrant;
mod rating;
mod sessions;
mod techniques;
mod training;

pub use awareness::{Awareness, Rated, Topic, View, awareness, raters};
pub use blind::{Standing, blind, standings};
pub use cause::{LEAST_SHARE, Suggested, Why, suggest};
pub use definitions::{
    Agreement, Calibrated, Calibration, Definitions, Held, Judged, Judgement, OfItem, Pair, Scored, account,
    definitions, seen,
};
pub use first::ranked_by;
pub use pairs::{KnowDo, Pairs, Side, Weighed, pairs};
pub use quadrant::{Ability, Corner, Plane, Spot};
pub use rating::{Rating, Steps, share};
pub use sessions::{MadeUp, Warning, sift, warnings};
pub use techniques::{Exposure, Gap, Read, RoleGap, Technique, Techniques, techniques};
pub use training::{Asked, Received, Training, training, training_claims};
