//! The one table: action, name, description, keys, scope. Keys, help, palette and `docs/keys.md` come from it.
//!
//! A key is looked up in the scopes of what has the focus, innermost first. Where a text field has the focus, plain
//! characters are typing and are never looked up.

mod analysis;
mod interview;
mod needs;

use super::action::Action;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Where a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere but on the blank screen.
    Everywhere,
    /// The home screen.
    Home,
    /// The set-up sheet.
    Sheet,
    /// The interview.
    Interview,
    /// Options and grids in the interview.
    Coded,
    /// Text fields.
    Text,
    /// Evidence form.
    Evidence,
    /// Jot line.
    Jot,
    /// Lists, menus and questions on top of a screen.
    List,
    /// The library of sessions.
    Library,
    /// The filter line of the library.
    Filter,
    /// The values of a field, to be chosen in the library.
    Facets,
    /// A session that is read.
    Reader,
    /// A comparison.
    Compare,
    /// The list of items to compare.
    Items,
    /// The claim ledger.
    Ledger,
    /// The boards of the trainer.
    Needs,
    /// The training plan.
    Plan,
    /// Answers that are scored blind.
    Scoring,
}

impl Scope {
    /// Every scope in the order of the help.
    pub const ALL: [Self; 19] = [
        Self::Interview,
        Self::Coded,
        Self::Text,
        Self::Evidence,
        Self::Jot,
        Self::Sheet,
        Self::Home,
        Self::Library,
        Self::Filter,
        Self::Facets,
        Self::Reader,
        Self::Items,
        Self::Compare,
        Self::Ledger,
        Self::Needs,
        Self::Plan,
        Self::Scoring,
        Self::List,
        Self::Everywhere,
    ];

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Home => "Home",
            Self::Sheet => "Set-up sheet",
            Self::Interview => "Interview",
            Self::Coded => "Options and grids",
            Self::Text => "Text fields",
            Self::Evidence => "Evidence form",
            Self::Jot => "Jot line",
            Self::List => "Lists and questions",
            Self::Library => "Library",
            Self::Filter => "Filter line",
            Self::Facets => "Facets",
            Self::Reader => "Reader",
            Self::Items => "Items to compare",
            Self::Compare => "Comparison",
            Self::Ledger => "Claim ledger",
            Self::Needs => "Training needs",
            Self::Plan => "Training plan",
            Self::Scoring => "Blind scoring",
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// What it does.
    pub action: Action,
    /// A word or two.
    pub name: &'static str,
    /// One line.
    pub about: &'static str,
    /// Keys, the first one is shown.
    pub keys: &'static [&'static str],
}

const fn row(
    scope: Scope,
    action: Action,
    name: &'static str,
    about: &'static str,
    keys: &'static [&'static str],
) -> Binding {
    Binding { scope, action, name, about, keys }
}

/// The whole table, part by part.
pub const TABLE: [&[Binding]; 3] = [interview::ROWS, analysis::ROWS, needs::ROWS];

/// Every row of the table.
pub fn table() -> impl Iterator<Item = &'static Binding> {
    TABLE.into_iter().flatten()
}

/// A key as the table writes it: `ctrl-p`, `alt-n`, `f1`, `pagedown`.
pub fn key_name(key: &KeyEvent) -> String {
    use std::fmt::Write as _;
    let mut name = String::new();
    let mods = key.modifiers;
    if mods.contains(KeyModifiers::CONTROL) {
        name.push_str("ctrl-");
    }
    if mods.contains(KeyModifiers::ALT) {
        name.push_str("alt-");
    }
    let shift =
        mods.contains(KeyModifiers::SHIFT) && !matches!(key.code, KeyCode::Char(_) | KeyCode::BackTab);
    if shift {
        name.push_str("shift-");
    }
    match key.code {
        KeyCode::Char(' ') => name.push_str("space"),
        // With Ctrl and Alt the case of a letter says nothing: Caps Lock must not change what a key does.
        KeyCode::Char(c) if mods.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
            name.extend(c.to_lowercase());
        }
        KeyCode::Char(c) => name.push(c),
        KeyCode::F(n) => {
            let _ = write!(name, "f{n}");
        }
        KeyCode::Enter => name.push_str("enter"),
        KeyCode::Esc => name.push_str("esc"),
        KeyCode::Tab => name.push_str("tab"),
        KeyCode::BackTab => name.push_str("backtab"),
        KeyCode::Backspace => name.push_str("backspace"),
        KeyCode::Delete => name.push_str("delete"),
        KeyCode::Insert => name.push_str("insert"),
        KeyCode::Up => name.push_str("up"),
        KeyCode::Down => name.push_str("down"),
        KeyCode::Left => name.push_str("left"),
        KeyCode::Right => name.push_str("right"),
        KeyCode::Home => name.push_str("home"),
        KeyCode::End => name.push_str("end"),
        KeyCode::PageUp => name.push_str("pageup"),
        KeyCode::PageDown => name.push_str("pagedown"),
        _ => name.push_str("other"),
    }
    name
}

/// What a key asks for, given the scopes of the focus (innermost first) and whether plain characters are typing.
pub fn resolve(key: &KeyEvent, scopes: &[Scope], typing: bool) -> Option<Action> {
    let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if typing && let (KeyCode::Char(c), true) = (key.code, plain) {
        return Some(Action::Insert(c.to_string()));
    }
    // Caps Lock must not change what a letter does where letters are keys.
    let name = if plain { key_name(key).to_lowercase() } else { key_name(key) };
    for scope in scopes {
        for binding in table().filter(|b| b.scope == *scope) {
            for bound in binding.keys {
                if *bound == "1-9" {
                    if let (KeyCode::Char(c @ '1'..='9'), true) = (key.code, plain) {
                        return Some(Action::Digit(c as u8 - b'0'));
                    }
                } else if *bound == name {
                    return Some(binding.action.clone());
                }
            }
        }
    }
    match key.code {
        KeyCode::Char(c) if plain => Some(Action::Insert(c.to_string())),
        _ => None,
    }
}

/// A key as a person reads it: `Ctrl-P`, `PgDn`.
pub fn shown(key: &str) -> String {
    key.split('-')
        .map(|part| match part {
            "pagedown" => "PgDn".to_owned(),
            "pageup" => "PgUp".to_owned(),
            "backtab" => "Shift-Tab".to_owned(),
            // A letter alone is typed as it stands.
            _ if part == key && part.chars().count() == 1 => part.to_owned(),
            _ => {
                let mut chars = part.chars();
                chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
            }
        })
        .collect::<Vec<String>>()
        .join("-")
}

/// The key to show for an action in a scope: the first one of its row.
pub fn first_key(scope: Scope, action: &Action) -> String {
    table()
        .find(|b| b.scope == scope && b.action == *action)
        .and_then(|b| b.keys.first())
        .map(|k| shown(k))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        let mut seen: HashMap<(Scope, &str), &str> = HashMap::new();
        for binding in table() {
            for key in binding.keys {
                if let Some(other) = seen.insert((binding.scope, key), binding.name) {
                    panic!("{key} means both {other} and {} in {:?}", binding.name, binding.scope);
                }
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_binding() {
        for binding in table() {
            let first = binding.keys.first().copied().unwrap_or_default();
            if first.starts_with('f') && first.len() > 1 && first[1..].parse::<u8>().is_ok() {
                assert!(binding.keys.len() > 1, "{} has only {first}", binding.name);
            }
        }
    }

    #[test]
    fn keys_that_a_terminal_cannot_tell_apart_are_not_bound() {
        for binding in table() {
            for key in binding.keys {
                assert!(!["ctrl-i", "ctrl-j", "ctrl-m", "ctrl-["].contains(key), "{}", binding.name);
            }
        }
    }

    #[test]
    fn plain_characters_are_typing_where_a_text_field_has_the_focus() {
        let key = KeyEvent::new(KeyCode::Char('d'), KeyModifiers::NONE);
        assert_eq!(resolve(&key, &[Scope::Coded], false), Some(Action::DontKnow));
        assert_eq!(resolve(&key, &[Scope::Text], true), Some(Action::Insert("d".to_owned())));
    }
}
