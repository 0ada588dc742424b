//! What was withheld and why, in words and codes that tell no number.

use super::{Policy, Reason, Verdict};

/// The reason that is published for everything that is withheld.
pub const WHY: &str = "fewer people than the threshold, answers that are all alike, or a cell that would give away \
                       such a one; which of these is not told, because it could be used to work out the numbers";

/// The same as a code.
pub const WHY_CODE: &str = "few_alike_or_gives_away";

impl Reason {
    /// What JSON has for it, in the room.
    pub fn code(self) -> &'static str {
        match self {
            Self::Few => "few",
            Self::Unanimous => "unanimous",
            Self::GivesAway => "gives_away",
        }
    }

    /// For people, in the room. It does not tell the number.
    pub fn words(self, policy: Policy) -> String {
        match self {
            Self::Few => format!("fewer than {} asked or answered", policy.threshold()),
            Self::Unanimous => "all said the same".to_owned(),
            Self::GivesAway => "would give away what is withheld elsewhere".to_owned(),
        }
    }
}

/// What is withheld of one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// The topic.
    pub topic: String,
    /// The groups that are withheld, by their labels and in their order.
    pub groups: Vec<String>,
    /// The sums that are.
    pub sums: Vec<String>,
}

impl Notice {
    /// In one line, without the reason, which is the same for all: [`WHY`].
    pub fn words(&self) -> String {
        let all: Vec<&str> = self.groups.iter().chain(&self.sums).map(String::as_str).collect();
        format!("{}: {}", self.topic, all.join(", "))
    }
}

/// What is withheld of each topic, in order; nothing of those of which all is published.
pub fn notices<'a>(
    topics: impl IntoIterator<Item = (&'a str, &'a Verdict)>,
    groups: &[String],
    sums: &[String],
) -> Vec<Notice> {
    let held = |reasons: &[Option<Reason>], labels: &[String]| -> Vec<String> {
        let held = reasons.iter().zip(labels).filter(|(reason, _)| reason.is_some());
        held.map(|(_, label)| label.clone()).collect()
    };
    let of = |(topic, verdict): (&str, &Verdict)| Notice {
        topic: topic.to_owned(),
        groups: held(&verdict.parts, groups),
        sums: held(&verdict.sums, sums),
    };
    topics.into_iter().map(of).filter(|n| !n.groups.is_empty() || !n.sums.is_empty()).collect()
}
