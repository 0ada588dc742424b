//! Routing: which wording a role is asked, and which items are suggested. It suggests, it never blocks.

use super::model::{Item, RoleMatch};

/// The role that routing goes by: codes, empty where not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Code of the function.
    pub function: String,
    /// Code of the rank.
    pub rank: String,
    /// Code of the level.
    pub level: String,
}

/// Whether an item's gate lets it be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateState {
    /// No gate, or a gate that is met.
    Open,
    /// What the gate looks at is not answered yet.
    Unknown,
    /// What the gate looks at is answered otherwise.
    Shut,
}

impl Profile {
    /// Whether any of `roles` fits this profile.
    pub fn fits(&self, roles: &[RoleMatch]) -> bool {
        roles.iter().any(|r| r.matches(&self.function, &self.rank, &self.level))
    }

    /// Whether an item is suggested for this role. With nothing known of the role, everything is.
    pub fn suggests(&self, item: &Item) -> bool {
        item.suggested_for.is_empty() || *self == Self::default() || self.fits(&item.suggested_for)
    }
}

impl Item {
    /// The wording to speak to this role, `{country}` filled in.
    pub fn ask_for(&self, profile: &Profile, country: &str) -> String {
        let wording = self.wordings.iter().find(|w| profile.fits(&w.roles));
        fill(wording.map_or(&self.ask, |w| &w.ask), country)
    }
}

/// `{country}` filled in; "this country" where none is given yet.
pub fn fill(text: &str, country: &str) -> String {
    text.replace("{country}", if country.trim().is_empty() { "this country" } else { country })
}
