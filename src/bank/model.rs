//! The shape of a bank file. Plain data, read from RON; `docs/banks.md` describes it for authors.
//!
//! Unknown fields are errors: a typo in a bank must show, not vanish.

use super::kind::{Column, Kind};
use super::needs::Needs;
use super::refs::Ref;
use serde::{Deserialize, Serialize};

/// A questionnaire as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// Version of the file format, see [`super::FORMAT`].
    pub format: u32,
    /// Short name used on the command line and in sessions: `annex`, `III`.
    pub id: String,
    /// Version of the content, `MAJOR.MINOR.PATCH`; sessions record it.
    pub version: String,
    /// Title for people.
    pub title: String,
    /// Language of the wording, as a BCP 47 tag.
    pub language: String,
    /// The publication that the structure follows, and whose the wording is.
    pub source: String,
    /// Kinds of stakeholder for whom the bank is proposed at set-up; for everyone if this and the next are empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub for_stakeholders: Vec<String>,
    /// Functions for which the bank is proposed at set-up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub for_functions: Vec<String>,
    /// Scales that items and columns refer to by id.
    pub scales: Vec<Scale>,
    /// The layers of a finding: on paper, in practice, effective, comprehensive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Column>,
    /// The words for a respondent's role; gates, suggestions and role wordings use their codes.
    pub roles: Roles,
    /// What to know before the first question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduction: Option<Prose>,
    /// Further passages of the introduction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Prose>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// Publications and instruments that go with the bank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// What of it tells who needs training in what.
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    pub needs: Needs,
}

/// A passage of text that has a reference of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prose {
    /// Its canonical reference, for example `Annex.B.rationale`.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// Its heading, if it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The text, paragraphs parted by a blank line.
    pub text: String,
}

/// A set of coded options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Name by which items refer to it.
    pub id: String,
    /// What it measures, for people.
    pub title: String,
    /// Options in the order they are read out; the digit that chooses one is its place, from 1.
    pub options: Vec<ScaleOption>,
    /// Whether several options can hold at once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub several: bool,
    /// Further digits that choose a combination at one stroke.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shortcuts: Vec<Shortcut>,
    /// A second, smaller question kept with the answer, such as "by whom".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<Qualifier>,
}

/// One option of a scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleOption {
    /// What the session stores.
    pub code: String,
    /// What a person reads.
    pub label: String,
    /// What stands in a narrow cell of a grid; one to four columns wide. The label's start if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Value in means and medians (5 best, 1 worst on a rating). Options without one are never counted as numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// Stands alone: choosing it clears the others, choosing another clears it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exclusive: bool,
}

/// A digit that chooses several options at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortcut {
    /// The digit, above the last option's.
    pub digit: u8,
    /// What a person reads.
    pub label: String,
    /// The codes it sets.
    pub codes: Vec<String>,
}

/// A small question kept beside a coded answer, several options possible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualifier {
    /// What it asks, for people.
    pub title: String,
    /// Its options.
    pub options: Vec<QualifierOption>,
}

/// One option of a [`Qualifier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualifierOption {
    /// What the session stores.
    pub code: String,
    /// The letter that toggles it in a cell (not `d`, `r`, `n`).
    pub key: char,
    /// What a person reads.
    pub label: String,
}

/// The words for a respondent's role: function + rank + level, and the kind of stakeholder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// What the person does: investigator, prosecutor ...
    pub functions: Vec<Term>,
    /// Where in the hierarchy: practitioner, junior manager ...
    pub ranks: Vec<Term>,
    /// How far the post reaches: local, regional, national ...
    pub levels: Vec<Term>,
    /// Kinds of stakeholder (a) to (h).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stakeholders: Vec<Term>,
}

/// A code and the words for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What the session stores.
    pub code: String,
    /// What a person reads.
    pub label: String,
}

/// Conditions on a role; an empty list is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleMatch {
    /// Codes of functions, any of which will do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// Codes of ranks, any of which will do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranks: Vec<String>,
    /// Codes of levels, any of which will do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
}

/// A run of items under one heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its reference, for example `Annex.B`.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// Its heading; may hold `{country}`.
    pub title: String,
    /// The heading in a few characters, for the outline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Why these things are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<Prose>,
    /// How to ask them, for the interviewer's eyes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guidance: String,
    /// The items in order.
    pub items: Vec<Item>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its canonical reference, for example `Annex.E.1`.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// A heading that stands above it and what follows, inside its section.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Two to five words for headings and lists.
    pub title: String,
    /// The spoken wording: neutral, open, one breath long; may hold `{country}`.
    pub ask: String,
    /// Other wordings for other roles; the first whose roles match is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<Wording>,
    /// Neutral follow-ups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<String>,
    /// For the interviewer's eyes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guidance: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// "How do you know?", put for this item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Items that bear on this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<Ref>,
    /// Suggested only if one of these holds; never blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relevant_if: Vec<Gate>,
    /// Suggested for these roles; for everyone if empty. Never blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggested_for: Vec<RoleMatch>,
    /// Lettered parts, each an item with its own answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Item>,
    /// Fields of other items that answer this one too; filled in when the bank is read.
    #[serde(skip)]
    pub answered_by: Vec<(Ref, String)>,
}

/// A wording for some roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Whom it is for.
    #[serde(rename = "for")]
    pub roles: Vec<RoleMatch>,
    /// The spoken wording.
    pub ask: String,
}

/// A condition on another item's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The item it looks at.
    pub item: Ref,
    /// In a grid or a form, the column it looks at; any row will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Codes, any of which will do.
    pub any: Vec<String>,
}

/// A publication or instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its reference.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// Its published title.
    pub title: String,
    /// The group it is listed in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Articles, guidelines or pages.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pinpoint: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
pub(super) fn is_false(b: &bool) -> bool {
    !*b
}

impl Bank {
    /// Every item in order, stems before their parts.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(Section::all_items)
    }

    /// The item with this reference.
    pub fn item(&self, reference: &Ref) -> Option<&Item> {
        self.items().find(|i| i.reference == *reference)
    }

    /// The scale with this id.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|s| s.id == id)
    }
}

impl Section {
    /// Every item of the section in order, stems before their parts.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        let mut stack: Vec<&Item> = self.items.iter().rev().collect();
        std::iter::from_fn(move || {
            let item = stack.pop()?;
            stack.extend(item.parts.iter().rev());
            Some(item)
        })
    }
}

impl Scale {
    /// The option with this code.
    pub fn option(&self, code: &str) -> Option<&ScaleOption> {
        self.options.iter().find(|o| o.code == code)
    }

    /// The codes that digit `digit` (from 1) stands for: one option, or a shortcut's several.
    pub fn codes_for(&self, digit: u8) -> Option<Vec<String>> {
        if let Some(shortcut) = self.shortcuts.iter().find(|s| s.digit == digit) {
            return Some(shortcut.codes.clone());
        }
        let option = self.options.get(usize::from(digit).checked_sub(1)?)?;
        Some(vec![option.code.clone()])
    }

    /// `codes` after `code` is toggled in it: exclusive options stand alone, a single-choice scale keeps one.
    pub fn toggled(&self, codes: &[String], code: &str) -> Vec<String> {
        if codes.iter().any(|c| c == code) {
            return codes.iter().filter(|c| *c != code).cloned().collect();
        }
        let alone = !self.several || self.option(code).is_some_and(|o| o.exclusive);
        let keep = |c: &&String| !alone && !self.option(c).is_some_and(|o| o.exclusive);
        let chosen: Vec<&String> = codes.iter().filter(keep).collect();
        // In the scale's own order, so that the same answer is always stored the same way.
        self.options
            .iter()
            .filter(|o| o.code == code || chosen.iter().any(|c| **c == o.code))
            .map(|o| o.code.clone())
            .collect()
    }
}

impl RoleMatch {
    /// Whether a role with these codes meets every condition. An unknown (empty) code meets none that is set.
    pub fn matches(&self, function: &str, rank: &str, level: &str) -> bool {
        let ok = |list: &[String], code: &str| list.is_empty() || list.iter().any(|c| c == code);
        ok(&self.functions, function) && ok(&self.ranks, rank) && ok(&self.levels, level)
    }
}

impl ScaleOption {
    /// What stands in a narrow cell.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.label)
    }
}
