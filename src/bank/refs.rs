//! Canonical references: `Annex.E.1.k`, `II.D.12.a`. They sort as a reader would expect.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// The canonical reference of a section, item, row or cell: segments parted by dots.
///
/// Ordered naturally: `B.2` before `B.10`, chapter `IX` after `V`, the annex after the chapters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ref(String);

impl Ref {
    /// A reference from its text; nothing is checked (see `bank check`).
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The reference as it is written: `Annex.E.1.k`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This reference with one more segment.
    #[must_use]
    pub fn child(&self, segment: &str) -> Self {
        Self(format!("{}.{segment}", self.0))
    }

    /// This reference without its last segment, if it has more than one.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(head, _)| Self(head.to_owned()))
    }

    /// The last segment.
    pub fn last(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or_default()
    }

    /// As a person reads it: `Annex E 1 k`.
    pub fn spoken(&self) -> String {
        self.0.replace('.', " ")
    }

    /// Without the bank's own first segment, as it is typed: `E.1.k`.
    pub fn short(&self) -> &str {
        self.0.split_once('.').map_or(&self.0, |(_, tail)| tail)
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Ref {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl PartialOrd for Ref {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ref {
    fn cmp(&self, other: &Self) -> Ordering {
        crate::text::natural::compare(&self.0, &other.0)
    }
}
