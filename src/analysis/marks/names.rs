//! The short names of marks: who made them, the word of a tag, the numbers that are never given twice.

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// Why a word can't name what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A coder's initials.
    #[error("initials are 1 to 6 letters, digits or dashes")]
    Coder,
    /// The word of a tag.
    #[error("the word of a tag is 1 to 24 letters, digits, dashes or underscores")]
    Tag,
    /// The number of a mark.
    #[error("expected {letter} and a number from 1, such as {letter}7")]
    Number {
        /// What it begins with.
        letter: char,
    },
}

/// The initials of who sets a mark: 1 to 6 letters, digits or dashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Coder(String);

impl Coder {
    /// From what was typed; white space around it is left off.
    ///
    /// # Errors
    /// [`NameError::Coder`].
    pub fn new(text: &str) -> Result<Self, NameError> {
        word(text.trim(), 6, "-").map(Self).ok_or(NameError::Coder)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The short word of a tag: 1 to 24 letters, digits, dashes or underscores.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TagCode(String);

impl TagCode {
    /// From what was typed; white space around it is left off.
    ///
    /// # Errors
    /// [`NameError::Tag`].
    pub fn new(text: &str) -> Result<Self, NameError> {
        word(text.trim(), 24, "-_").map(Self).ok_or(NameError::Tag)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn word(text: &str, longest: usize, also: &str) -> Option<String> {
    let fits = (1..=longest).contains(&text.chars().count());
    (fits && text.chars().all(|c| c.is_alphanumeric() || also.contains(c))).then(|| text.to_owned())
}

macro_rules! texts {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    };
}

texts!(Coder);
texts!(TagCode);

macro_rules! numbers {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(u32);

        impl $name {
            pub(super) fn new(number: u32) -> Self {
                Self(number)
            }

            /// The number without its letter.
            pub fn number(self) -> u32 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letter, self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                number(text, $letter).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

numbers!(
    /// A claim: `C1`, `C2` ... A number is never given twice, not even after its claim was removed.
    ClaimId,
    'C'
);
numbers!(
    /// A key quote: `Q1` ...
    QuoteId,
    'Q'
);
numbers!(
    /// A memo: `M1` ...
    MemoId,
    'M'
);
numbers!(
    /// A tag on a spot: `T1` ...
    TaggedId,
    'T'
);
numbers!(
    /// A score of an answer: `S1` ...
    ScoreId,
    'S'
);
numbers!(
    /// A line of the training plan: `L1` ...
    PlanId,
    'L'
);

/// In one way only, so that no two names stand for one mark.
fn number(text: &str, letter: char) -> Result<u32, NameError> {
    let digits = text.strip_prefix(letter).filter(|d| d.starts_with(|c: char| ('1'..='9').contains(&c)));
    digits.and_then(|d| d.parse().ok()).ok_or(NameError::Number { letter })
}

/// A map in which a name that stands twice is an error: the first of two would be lost without a word.
pub(super) fn once<'de, D, K, V>(from: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    struct Once<K, V>(PhantomData<(K, V)>);

    impl<'de, K, V> Visitor<'de> for Once<K, V>
    where
        K: Deserialize<'de> + Ord + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(key) = from.next_key::<K>()? {
                if map.contains_key(&key) {
                    return Err(de::Error::custom(format_args!("{key} stands here twice")));
                }
                let value = from.next_value()?;
                map.insert(key, value);
            }
            Ok(map)
        }
    }

    from.deserialize_map(Once(PhantomData))
}
