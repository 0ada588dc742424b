//! The one table: action, name, description, keys, scope. Keys, help, palette and `docs/keys.md` come from it.
//!
//! A key is looked up in the scopes of what has the focus, innermost first. Where a text field has the focus, plain
//! characters are typing and are never looked up.

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
}

impl Scope {
    /// Every scope in the order of the help.
    pub const ALL: [Self; 9] = [
        Self::Interview,
        Self::Coded,
        Self::Text,
        Self::Evidence,
        Self::Jot,
        Self::Sheet,
        Self::Home,
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

/// The table. `1-9` stands for the nine digits.
pub const TABLE: &[Binding] = &[
    row(Scope::Everywhere, Action::Help, "help", "the keys that work here", &["f1", "alt-h"]),
    row(
        Scope::Everywhere,
        Action::Guide,
        "guide",
        "preparing, conducting and concluding an assessment",
        &["alt-i", "ctrl-f1"],
    ),
    row(Scope::Everywhere, Action::Quit, "quit", "save everything and leave", &["ctrl-q"]),
    row(
        Scope::Everywhere,
        Action::Saving,
        "saving",
        "when saving fails: why, and what can be done",
        &["ctrl-s"],
    ),
    row(Scope::Everywhere, Action::Blank, "blank", "blank the screen at once", &["f12", "alt-b"]),
    row(Scope::Everywhere, Action::Undo, "undo", "take the last change back", &["ctrl-z", "alt-u"]),
    row(Scope::Everywhere, Action::Redo, "redo", "do again what was taken back", &["ctrl-y", "alt-r"]),
    row(Scope::Everywhere, Action::Back, "back", "close what is on top, or go back", &["esc"]),
    row(Scope::Everywhere, Action::Redraw, "redraw", "draw the whole screen afresh", &["ctrl-l"]),
    row(Scope::Everywhere, Action::Suspend, "suspend", "back to the shell until `fg`", &["alt-z"]),
    row(Scope::Home, Action::New, "new", "start an interview", &["n", "f2"]),
    row(Scope::Home, Action::Enter, "open", "resume the chosen session", &["enter"]),
    row(Scope::Home, Action::Up, "up", "session above", &["up", "k"]),
    row(Scope::Home, Action::Down, "down", "session below", &["down", "j"]),
    row(Scope::Home, Action::PageUp, "page up", "a page up", &["pageup"]),
    row(Scope::Home, Action::PageDown, "page down", "a page down", &["pagedown"]),
    row(Scope::Home, Action::Reload, "reload", "read the data folder again", &["f5", "ctrl-r"]),
    row(Scope::Sheet, Action::Jump, "start", "on to the questions", &["f10", "alt-s", "ctrl-p"]),
    row(Scope::Sheet, Action::NextField, "next field", "on to the next field", &["tab", "enter"]),
    row(Scope::Sheet, Action::PrevField, "previous field", "back to the field before", &["backtab"]),
    row(Scope::Sheet, Action::Up, "up", "field or suggestion above", &["up"]),
    row(Scope::Sheet, Action::Down, "down", "field or suggestion below", &["down"]),
    row(Scope::Sheet, Action::Add, "add", "another participant", &["f2", "alt-a"]),
    row(Scope::Sheet, Action::Remove, "remove", "take this participant out", &["f8", "alt-x"]),
    row(Scope::Sheet, Action::Banks, "questionnaires", "put a chapter in or out", &["ctrl-g", "alt-q"]),
    row(Scope::Sheet, Action::Digit(0), "choose", "choose an option by its number", &["1-9"]),
    row(Scope::Sheet, Action::Clear, "clear", "take the choice back", &["backspace"]),
    row(
        Scope::Interview,
        Action::Jump,
        "jump",
        "an item by reference or words, an answer, an action",
        &["ctrl-p", "alt-p"],
    ),
    row(Scope::Interview, Action::NextItem, "next", "next item", &["pagedown", "alt-down"]),
    row(Scope::Interview, Action::PrevItem, "previous", "previous item", &["pageup", "alt-up"]),
    row(
        Scope::Interview,
        Action::NextSection,
        "next section",
        "first item of the next section",
        &["ctrl-pagedown", "alt-right"],
    ),
    row(
        Scope::Interview,
        Action::PrevSection,
        "previous section",
        "first item of the section before",
        &["ctrl-pageup", "alt-left"],
    ),
    row(Scope::Interview, Action::NextOpen, "next open", "next item that is still open", &["f11", "alt-m"]),
    row(Scope::Interview, Action::NextField, "field", "next field of the item", &["tab"]),
    row(Scope::Interview, Action::PrevField, "field before", "previous field of the item", &["backtab"]),
    row(Scope::Interview, Action::Note, "note", "your own words on this item or row", &["f2", "alt-n"]),
    row(
        Scope::Interview,
        Action::Evidence,
        "evidence",
        "how do they know? what would show it?",
        &["f3", "alt-e"],
    ),
    row(Scope::Interview, Action::Jot, "jot", "write now, file under an item later", &["f4", "alt-j"]),
    row(
        Scope::Interview,
        Action::FollowUp,
        "follow up",
        "flag this item or row to come back to",
        &["f5", "alt-f"],
    ),
    row(
        Scope::Interview,
        Action::NoAnswer,
        "no answer",
        "don't know, refused, not applicable, not asked",
        &["f6", "alt-w"],
    ),
    row(
        Scope::Interview,
        Action::Todo,
        "still open",
        "open items, follow-ups, evidence to chase, jots",
        &["f7", "alt-o"],
    ),
    row(Scope::Interview, Action::Guidance, "guidance", "show or hide guidance and probes", &["f8", "alt-g"]),
    row(Scope::Interview, Action::Outline, "outline", "show or hide the outline", &["f9", "alt-l"]),
    row(Scope::Interview, Action::Sheet, "set-up sheet", "country, participants, consent", &["f10", "alt-s"]),
    row(
        Scope::Interview,
        Action::See,
        "see also",
        "what bears on this question; resources of the chapter",
        &["ctrl-t", "alt-v"],
    ),
    row(Scope::Interview, Action::Return, "back there", "to the question before the last jump", &["ctrl-o"]),
    row(
        Scope::Interview,
        Action::Language,
        "language",
        "the questions in the next language that there is",
        &["ctrl-n", "alt-y"],
    ),
    row(Scope::Interview, Action::Banks, "questionnaires", "put a chapter in or out", &["ctrl-g", "alt-q"]),
    row(Scope::Interview, Action::Finish, "finish", "mark the interview as finished", &["alt-c"]),
    row(
        Scope::Interview,
        Action::Speaker,
        "speaker",
        "who said this, in a joint or group meeting",
        &["alt-k"],
    ),
    row(
        Scope::Interview,
        Action::DeskReview,
        "desk review",
        "mark this answer as read in papers, not said",
        &["alt-d"],
    ),
    row(Scope::Interview, Action::AddRow, "add row", "add a row to an open list", &["alt-a"]),
    row(Scope::Interview, Action::RenameRow, "rename row", "rename a row of an open list", &["alt-t"]),
    row(
        Scope::Interview,
        Action::ClearAll,
        "clear answer",
        "take away everything under this item or row",
        &["alt-x"],
    ),
    row(Scope::Coded, Action::Digit(0), "choose", "choose by number; in a grid, and move on", &["1-9"]),
    row(
        Scope::Coded,
        Action::Toggle,
        "toggle",
        "choose or take back the option under the cursor",
        &["space"],
    ),
    row(Scope::Coded, Action::Enter, "on", "on to the next field or row", &["enter"]),
    row(Scope::Coded, Action::Repeat, "repeat", "fill the row like the row above", &["."]),
    row(Scope::Coded, Action::DontKnow, "don't know", "they don't know", &["d"]),
    row(Scope::Coded, Action::Refused, "refused", "they would not say", &["r"]),
    row(Scope::Coded, Action::NotApplicable, "not applicable", "does not apply to them", &["n"]),
    row(Scope::Coded, Action::Clear, "clear", "make it blank again", &["backspace", "delete"]),
    row(Scope::Coded, Action::Up, "up", "option or row above", &["up"]),
    row(Scope::Coded, Action::Down, "down", "option or row below", &["down"]),
    row(Scope::Coded, Action::Left, "left", "column before", &["left"]),
    row(Scope::Coded, Action::Right, "right", "column after", &["right"]),
    row(Scope::Coded, Action::Home, "first column", "first column of the row", &["home"]),
    row(Scope::Coded, Action::End, "last column", "last column of the row", &["end"]),
    row(Scope::Coded, Action::Top, "first row", "first row or option", &["ctrl-home"]),
    row(Scope::Coded, Action::Bottom, "last row", "last row or option", &["ctrl-end"]),
    row(Scope::Text, Action::Left, "left", "character to the left", &["left"]),
    row(Scope::Text, Action::Right, "right", "character to the right", &["right"]),
    row(Scope::Text, Action::Up, "up", "line above; from the first, field before", &["up"]),
    row(Scope::Text, Action::Down, "down", "line below; from the last, field after", &["down"]),
    row(Scope::Text, Action::WordLeft, "word left", "a word to the left", &["ctrl-left"]),
    row(Scope::Text, Action::WordRight, "word right", "a word to the right", &["ctrl-right"]),
    row(Scope::Text, Action::Home, "line start", "start of the line", &["home", "ctrl-a"]),
    row(Scope::Text, Action::End, "line end", "end of the line", &["end", "ctrl-e"]),
    row(Scope::Text, Action::Top, "text start", "start of the text", &["ctrl-home"]),
    row(Scope::Text, Action::Bottom, "text end", "end of the text", &["ctrl-end"]),
    row(
        Scope::Text,
        Action::DeleteBack,
        "delete back",
        "character before the caret",
        &["backspace", "ctrl-h"],
    ),
    row(Scope::Text, Action::DeleteForward, "delete", "character after the caret", &["delete", "ctrl-d"]),
    row(
        Scope::Text,
        Action::DeleteWordBack,
        "delete word back",
        "word before the caret",
        &["ctrl-w", "alt-backspace", "ctrl-backspace"],
    ),
    row(
        Scope::Text,
        Action::DeleteToStart,
        "clear line",
        "from the start of the line to the caret",
        &["ctrl-u"],
    ),
    row(Scope::Text, Action::DeleteWordForward, "delete word", "word after the caret", &["ctrl-delete"]),
    row(Scope::Text, Action::Enter, "new line", "new line; in a single line, on to the next", &["enter"]),
    row(Scope::Evidence, Action::NextField, "next field", "on to the next field", &["tab", "enter"]),
    row(Scope::Evidence, Action::PrevField, "previous field", "back to the field before", &["backtab", "up"]),
    row(Scope::Evidence, Action::Down, "field below", "field below", &["down"]),
    row(Scope::Evidence, Action::Digit(0), "choose", "choose by number or letter, and move on", &["1-9"]),
    row(Scope::Evidence, Action::Next, "next piece", "next piece of evidence of this answer", &["pagedown"]),
    row(Scope::Evidence, Action::Evidence, "another", "another piece of evidence", &["f3", "alt-e"]),
    row(Scope::Evidence, Action::Remove, "remove", "take this piece out", &["f8", "alt-x"]),
    row(Scope::Evidence, Action::Clear, "clear", "take the choice back", &["backspace"]),
    row(Scope::Jot, Action::Enter, "keep", "keep it, file it later (F7)", &["enter"]),
    row(Scope::Jot, Action::Next, "file", "file it under an item now", &["tab", "f4", "alt-j"]),
    row(Scope::List, Action::Up, "up", "line above", &["up"]),
    row(Scope::List, Action::Down, "down", "line below", &["down"]),
    row(Scope::List, Action::PageUp, "page up", "a page up", &["pageup"]),
    row(Scope::List, Action::PageDown, "page down", "a page down", &["pagedown"]),
    row(Scope::List, Action::Top, "first", "first line", &["ctrl-home"]),
    row(Scope::List, Action::Bottom, "last", "last line", &["ctrl-end"]),
    row(Scope::List, Action::Enter, "take", "take the chosen line", &["enter"]),
    row(Scope::List, Action::Next, "next list", "next list, target or way", &["tab"]),
    row(Scope::List, Action::Digit(0), "choose", "choose by number, where lines are numbered", &["1-9"]),
];

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
        for binding in TABLE.iter().filter(|b| b.scope == *scope) {
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
    TABLE
        .iter()
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
        for binding in TABLE {
            for key in binding.keys {
                if let Some(other) = seen.insert((binding.scope, key), binding.name) {
                    panic!("{key} means both {other} and {} in {:?}", binding.name, binding.scope);
                }
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_binding() {
        for binding in TABLE {
            let first = binding.keys.first().copied().unwrap_or_default();
            if first.starts_with('f') && first.len() > 1 && first[1..].parse::<u8>().is_ok() {
                assert!(binding.keys.len() > 1, "{} has only {first}", binding.name);
            }
        }
    }

    #[test]
    fn keys_that_a_terminal_cannot_tell_apart_are_not_bound() {
        for binding in TABLE {
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
