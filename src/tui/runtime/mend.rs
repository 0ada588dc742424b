//! Mends what the terminal library makes of an Esc that arrives together with the keys after it.
//!
//! Over a slow line `Esc` and `F5` come as one `ESC ESC [ 1 5 ~`. The library reads that as Esc and the characters
//! `[15~`, and digits are answers here: a key that nobody pressed would rate something. An Esc with more input right
//! behind it is therefore held until it is known what follows.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// What is being held back.
#[derive(Debug, Default)]
pub(super) struct Mender {
    /// The characters after an Esc: `[15`.
    held: Option<String>,
}

/// Longest control sequence that is waited for.
const LONGEST: usize = 16;

impl Mender {
    /// Whether it matters for this event if further input is waiting already.
    pub(super) fn asks(&self, event: &Event) -> bool {
        self.held.is_some() || is_esc(event)
    }

    /// Takes in one event and gives those that it comes to. `more`: further input is waiting already.
    pub(super) fn take(&mut self, event: Event, more: bool) -> Vec<Event> {
        let plain = match &event {
            Event::Key(key) if key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT => {
                match key.code {
                    KeyCode::Char(c) => Some(c),
                    _ => None,
                }
            }
            _ => None,
        };
        match (&mut self.held, plain) {
            (None, _) if is_esc(&event) && more => {
                self.held = Some(String::new());
                vec![event]
            }
            (None, _) => vec![event],
            (Some(held), Some(c)) if held.is_empty() && !matches!(c, '[' | 'O') => {
                self.held = None;
                vec![event]
            }
            (Some(held), Some(c)) => {
                held.push(c);
                // The first character opens the sequence, a letter or `~` after it ends it.
                let ended = held.chars().count() > 1 && (c.is_ascii_alphabetic() || c == '~');
                if ended || held.len() > LONGEST || !more {
                    let sequence = std::mem::take(held);
                    self.held = None;
                    // A sequence that nobody knows is dropped, it was no typing; an `O` and a letter may well have been.
                    return match key_of(&sequence) {
                        Some(key) => vec![Event::Key(key)],
                        None if sequence.starts_with('O') => sequence.chars().map(typed).collect(),
                        None => Vec::new(),
                    };
                }
                Vec::new()
            }
            (Some(_), None) => {
                self.held = None;
                vec![event]
            }
        }
    }
}

fn typed(c: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
}

fn is_esc(event: &Event) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Esc, modifiers, .. }) if modifiers.is_empty())
}

/// The key that a control sequence without its Esc stands for.
fn key_of(sequence: &str) -> Option<KeyEvent> {
    let plain = |code| Some(KeyEvent::new(code, KeyModifiers::NONE));
    let last = sequence.chars().last()?;
    let numbers: Vec<u8> =
        sequence[1..sequence.len() - last.len_utf8()].split(';').filter_map(|n| n.parse().ok()).collect();
    let code = match (sequence.chars().next()?, last) {
        (_, 'A') => KeyCode::Up,
        (_, 'B') => KeyCode::Down,
        (_, 'C') => KeyCode::Right,
        (_, 'D') => KeyCode::Left,
        (_, 'H') => KeyCode::Home,
        (_, 'F') => KeyCode::End,
        ('[', 'Z') => KeyCode::BackTab,
        ('O', 'P') => KeyCode::F(1),
        ('O', 'Q') => KeyCode::F(2),
        ('O', 'R') => KeyCode::F(3),
        ('O', 'S') => KeyCode::F(4),
        ('[', '~') => match numbers.first()? {
            1 | 7 => KeyCode::Home,
            2 => KeyCode::Insert,
            3 => KeyCode::Delete,
            4 | 8 => KeyCode::End,
            5 => KeyCode::PageUp,
            6 => KeyCode::PageDown,
            n @ 11..=15 => KeyCode::F(n - 10),
            n @ 17..=21 => KeyCode::F(n - 11),
            n @ 23..=24 => KeyCode::F(n - 12),
            _ => return None,
        },
        _ => return None,
    };
    // The second number is one more than the sum of Shift 1, Alt 2, Ctrl 4.
    let held = numbers.get(1).map_or(0, |n| n.saturating_sub(1));
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)] {
        if held & bit != 0 {
            modifiers |= modifier;
        }
    }
    plain(code).map(|key| KeyEvent { modifiers, ..key })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// What comes of these events when all of them arrive at once.
    fn at_once(events: &[Event]) -> Vec<Event> {
        let mut mender = Mender::default();
        let last = events.len() - 1;
        events.iter().enumerate().flat_map(|(i, e)| mender.take(e.clone(), i < last)).collect()
    }

    fn behind_esc(text: &str) -> Vec<Event> {
        let mut all = vec![key(KeyCode::Esc)];
        all.extend(text.chars().map(typed));
        all
    }

    #[test]
    fn a_function_key_right_behind_esc_is_no_digits() {
        assert_eq!(at_once(&behind_esc("[15~")), [key(KeyCode::Esc), key(KeyCode::F(5))]);
        assert_eq!(at_once(&behind_esc("OQ")), [key(KeyCode::Esc), key(KeyCode::F(2))]);
        assert_eq!(at_once(&behind_esc("[6~")), [key(KeyCode::Esc), key(KeyCode::PageDown)]);
        assert_eq!(at_once(&behind_esc("[A")), [key(KeyCode::Esc), key(KeyCode::Up)]);
        let back = Event::Key(KeyEvent::new(KeyCode::Right, KeyModifiers::CONTROL));
        assert_eq!(at_once(&behind_esc("[1;5C")), [key(KeyCode::Esc), back]);
    }

    #[test]
    fn a_sequence_that_nobody_knows_is_dropped_not_typed() {
        assert_eq!(at_once(&behind_esc("[99~")), [key(KeyCode::Esc)]);
        assert_eq!(at_once(&behind_esc("[12345678901234567890")), {
            let mut all = vec![key(KeyCode::Esc)];
            all.extend("7890".chars().map(typed));
            all
        });
    }

    #[test]
    fn words_that_begin_with_a_capital_o_are_words() {
        assert_eq!(at_once(&behind_esc("Ov")), behind_esc("Ov"));
    }

    #[test]
    fn keys_pressed_one_after_another_stay_as_they_are() {
        let events = behind_esc("[15~");
        let mut mender = Mender::default();
        let slow: Vec<Event> = events.iter().flat_map(|e| mender.take(e.clone(), false)).collect();
        assert_eq!(slow, events);
        assert_eq!(at_once(&behind_esc("n")), behind_esc("n"));
        assert_eq!(
            at_once(&[key(KeyCode::Esc), key(KeyCode::Enter)]),
            [key(KeyCode::Esc), key(KeyCode::Enter)]
        );
    }
}
