//! Keys as a script writes them: `<F3>`, `<C-p>`, `<size:80x24>`, `<paste:...>`, and plain letters.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use vivavoce::tui::app::Event;

/// The events of a key script.
pub(crate) fn events(script: &str) -> Vec<Event> {
    let mut all = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        if c == '<'
            && let Some(end) = rest.find('>')
        {
            all.push(named(&rest[1..end]));
            rest = &rest[end + 1..];
        } else {
            let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            all.push(Event::Key(KeyEvent::new(KeyCode::Char(c), shift)));
            rest = &rest[c.len_utf8()..];
        }
    }
    all
}

fn pair(text: &str, by: char) -> (u16, u16) {
    let parse = |(a, b): (&str, &str)| Some((a.parse().ok()?, b.parse().ok()?));
    text.split_once(by).and_then(parse).unwrap_or_else(|| panic!("not two numbers: {text}"))
}

fn named(name: &str) -> Event {
    if let Some(text) = name.strip_prefix("paste:") {
        return Event::Paste(text.to_owned());
    }
    if let Some(size) = name.strip_prefix("size:") {
        let (columns, rows) = pair(size, 'x');
        return Event::Resize(columns, rows);
    }
    if let Some(place) = name.strip_prefix("click:") {
        let (x, y) = pair(place, ',');
        let kind = MouseEventKind::Down(MouseButton::Left);
        return Event::Mouse(MouseEvent { kind, column: x - 1, row: y - 1, modifiers: KeyModifiers::NONE });
    }
    let (modifiers, rest) = match name.split_once('-') {
        Some(("S", rest)) if !rest.is_empty() => (KeyModifiers::SHIFT, rest),
        Some(("A", rest)) if !rest.is_empty() => (KeyModifiers::ALT, rest),
        Some(("C", rest)) if !rest.is_empty() => (KeyModifiers::CONTROL, rest),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match rest {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Space" => KeyCode::Char(' '),
        "BS" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "lt" => KeyCode::Char('<'),
        _ => match (rest.strip_prefix('F').and_then(|n| n.parse().ok()), rest.chars().next()) {
            (Some(number), _) => KeyCode::F(number),
            (None, Some(c)) if rest.chars().count() == 1 => KeyCode::Char(c),
            _ => panic!("no key named <{name}>"),
        },
    };
    Event::Key(KeyEvent::new(code, modifiers))
}

/// The event of a key as the keymap writes it: `ctrl-p`, `alt-n`, `pagedown`. `1-9` gives nine.
pub(crate) fn bound(key: &str) -> Vec<Event> {
    if key == "1-9" {
        return events("123456789");
    }
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = key;
    for (prefix, modifier) in
        [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
    {
        if let Some(tail) = rest.strip_prefix(prefix) {
            modifiers |= modifier;
            rest = tail;
        }
    }
    let code = match rest {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "insert" => KeyCode::Insert,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        _ => match (rest.strip_prefix('f').and_then(|n| n.parse().ok()), rest.chars().next()) {
            (Some(number), _) => KeyCode::F(number),
            (None, Some(c)) if rest.chars().count() == 1 => KeyCode::Char(c),
            _ => panic!("the table has a key that no keyboard sends: {key}"),
        },
    };
    vec![Event::Key(KeyEvent::new(code, modifiers))]
}
