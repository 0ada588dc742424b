//! The training plan: its lines, in the order in which the trainer put them, each with the figures that it rests on.
//!
//! Here: their shape, and what screens ask of them. Not here: figures (`analysis`), what of them may leave the room
//! (`export::plan`).

use super::model::{Annotations, Touch};
use super::names::{Coder, PlanId};
use crate::bank::Ref;
use jiff::Timestamp;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most sessions that the basis of one line can name.
pub const MAX_SESSIONS: usize = 10_000;

/// A line of the training plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLine {
    /// Its number: stays when the line moves.
    pub id: PlanId,
    /// In what, in words.
    pub topic: String,
    /// The row or item of the questionnaire that shows the gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Ref>,
    /// For whom, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The filter that selects the sessions of that group.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// How many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// How deep.
    pub depth: Depth,
    /// In which form.
    pub form: Form,
    /// How soon.
    pub priority: Priority,
    /// What closes the gap.
    pub remedy: Remedy,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Basis::is_none")]
    pub basis: Basis,
    /// Who put it into the plan.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The last change to the line or its basis; moving it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Touch>,
}

/// What of a line a person writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanDraft {
    /// In what, in words; must say something.
    pub topic: String,
    /// The row or item of the questionnaire that shows the gap.
    pub about: Option<Ref>,
    /// For whom, in words.
    pub group: String,
    /// The filter that selects the sessions of that group.
    pub filter: String,
    /// How many people.
    pub size: Option<u32>,
    /// How deep.
    pub depth: Depth,
    /// In which form.
    pub form: Form,
    /// How soon.
    pub priority: Priority,
    /// What closes the gap.
    pub remedy: Remedy,
    /// Free text.
    pub note: String,
}

/// What a line rests on, as it was when the line was made or its basis looked up again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Basis {
    /// The figures, in one line of words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub figures: String,
    /// How many were asked.
    #[serde(skip_serializing_if = "super::model::is_zero")]
    pub asked: u32,
    /// How many answered: what the figures are of.
    #[serde(skip_serializing_if = "super::model::is_zero")]
    pub answered: u32,
    /// Whether all who answered said the same: such a figure tells what each of them said.
    #[serde(skip_serializing_if = "is_false")]
    pub unanimous: bool,
    /// Ids of the sessions, at most [`MAX_SESSIONS`]. Empty where there are more: `filter` selects them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<String>,
    /// By what the board was split.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub split: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(b: &bool) -> bool {
    !*b
}

/// A line and its place in the plan, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The place.
    pub at: usize,
    /// The line.
    pub line: PlanLine,
}

/// A choice of a line: its words in the file are those of the variants, in small letters; the first is taken where
/// nothing was said.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])+ $variant:ident => $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$about])+ $variant,)+
        }

        impl $name {
            /// All, in the order they are offered.
            pub const ALL: [Self; [$($label),+].len()] = [$(Self::$variant),+];

            /// For people.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }
        }
    };
}

choice! {
    /// How deep people have to know it.
    Depth {
        /// That there is such a thing, and whom to ask.
        Awareness => "awareness",
        /// Well enough to do it.
        #[default]
        Working => "working knowledge",
        /// Well enough to lead it and to teach it.
        Specialist => "specialist skill",
    }
}

choice! {
    /// In which form it is given.
    Form {
        /// A course.
        #[default]
        Course => "course",
        /// A workshop.
        Workshop => "workshop",
        /// Beside somebody who does the work.
        OnTheJob => "on the job",
        /// By somebody who stays at hand.
        Mentoring => "mentoring",
        /// In an hour.
        Briefing => "briefing",
        /// Without a meeting.
        Online => "online",
        /// With a made-up case.
        Exercise => "exercise",
        /// Otherwise: the note says how.
        Other => "other",
    }
}

choice! {
    /// How soon.
    Priority {
        /// Before all else.
        First => "first",
        /// When the first is under way.
        #[default]
        Next => "next",
        /// When there is time and money.
        Later => "later",
    }
}

choice! {
    /// What closes the gap.
    Remedy {
        /// Training.
        #[default]
        Training => "training",
        /// Equipment, rooms, material.
        Equipment => "equipment",
        /// How the work is led: duties, procedures, time.
        Management => "management",
        /// The law.
        Law => "law",
        /// Working together with others.
        Cooperation => "cooperation",
        /// Something else: the note says what.
        Other => "other",
    }
}

impl Basis {
    /// Whether the line rests on nothing that was counted.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl PlanLine {
    /// What of it a person writes.
    pub fn draft(&self) -> PlanDraft {
        PlanDraft {
            topic: self.topic.clone(),
            about: self.about.clone(),
            group: self.group.clone(),
            filter: self.filter.clone(),
            size: self.size,
            depth: self.depth,
            form: self.form,
            priority: self.priority,
            remedy: self.remedy,
            note: self.note.clone(),
        }
    }
}

impl Annotations {
    /// A line of the plan and its place, from 0.
    pub fn plan_line(&self, id: PlanId) -> Option<(usize, &PlanLine)> {
        self.plan.iter().enumerate().find(|(_, line)| line.id == id)
    }

    /// The lines of the plan that are about a row or item, in their order.
    pub fn plan_about(&self, at: &Ref) -> impl Iterator<Item = &PlanLine> {
        self.plan.iter().filter(move |line| line.about.as_ref() == Some(at))
    }

    /// The number that the next line of the plan gets.
    pub fn next_line(&self) -> PlanId {
        PlanId::new(self.given.plan.saturating_add(1))
    }
}

/// The lines as the file has them. A number that stands twice is an error: an edit of it could mean either.
pub(super) fn lines<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PlanLine>, D::Error> {
    struct Lines;

    impl<'de> Visitor<'de> for Lines {
        type Value = Vec<PlanLine>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of lines")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
            let mut lines: Vec<PlanLine> = Vec::new();
            while let Some(line) = from.next_element::<PlanLine>()? {
                if lines.iter().any(|l| l.id == line.id) {
                    return Err(de::Error::custom(format_args!("{} stands here twice", line.id)));
                }
                lines.push(line);
            }
            Ok(lines)
        }
    }

    from.deserialize_seq(Lines)
}
