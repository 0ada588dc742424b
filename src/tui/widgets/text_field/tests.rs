//! How a text field behaves, including all that the edit model underneath leaves to it.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::widgets::Widget;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

const FAMILY: &str = "👨‍👩‍👧‍👦";

fn field(text: &str, lines: Lines, width: u16, height: u16) -> TextField {
    let mut field = TextField::new(text, lines);
    field.set_size(width, height);
    field
}

fn insert(field: &mut TextField, text: &str) -> Outcome {
    field.act(TextAction::Insert(text.to_owned()))
}

fn drawn(field: &TextField, width: u16, height: u16) -> Vec<String> {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    field.render(area, &mut buffer);
    let row = |y| (0..width).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>();
    (0..height).map(row).map(|row: String| row.trim_end().to_owned()).collect()
}

// What the edit model leaves undone.

#[test]
fn the_caret_and_backspace_step_over_a_whole_cluster() {
    let mut f = field(&format!("a{FAMILY}e\u{301}"), Lines::Many, 20, 2);
    assert_eq!(f.act(TextAction::Left), Outcome::Moved);
    assert_eq!(f.caret(), (3, 0));
    assert_eq!(f.act(TextAction::Left), Outcome::Moved);
    assert_eq!(f.caret(), (1, 0));
    f.act(TextAction::Right);
    let removed = Splice { at: 1, removed: FAMILY.into(), inserted: String::new() };
    assert_eq!(f.act(TextAction::DeleteBack), Outcome::Edited(removed));
    f.act(TextAction::DeleteForward);
    assert_eq!(f.text(), "a");
}

#[test]
fn the_caret_stands_in_the_column_where_the_terminal_draws_it() {
    for (text, column) in
        [("日本", 4), (FAMILY, 2), ("e\u{301}", 1), ("🇩🇪", 2), ("שלום", 4), ("ｶﾞ", 2), ("\u{1B}", 1)]
    {
        assert_eq!(field(text, Lines::Many, 20, 1).caret(), (column, 0), "{text:?}");
        assert_eq!(field(text, Lines::One, 20, 1).caret(), (column, 0), "{text:?}");
    }
}

#[test]
fn the_caret_stays_in_view_at_the_end_of_a_line_that_fills_the_width() {
    let mut f = field("hello", Lines::Many, 5, 3);
    assert_eq!((f.caret(), f.rows()), ((0, 1), 2));
    f.act(TextAction::Left);
    assert_eq!(f.caret(), (4, 0));
    let mut f = field("hello", Lines::One, 5, 1);
    assert_eq!(f.caret(), (4, 0));
    assert_eq!(drawn(&f, 5, 1), ["ello"]);
    f.act(TextAction::Home);
    assert_eq!(drawn(&f, 5, 1), ["hello"]);
}

#[test]
fn every_line_break_in_a_paste_breaks_the_line() {
    let mut f = field("", Lines::Many, 20, 5);
    insert(&mut f, "one\rtwo\r\nthree\nfour");
    assert_eq!(f.text(), "one\ntwo\nthree\nfour");
    assert_eq!(f.caret(), (4, 3));
    let mut f = field("", Lines::One, 20, 1);
    insert(&mut f, "one\rtwo\r\nthree");
    assert_eq!(f.text(), "one two three");
}

#[test]
fn nothing_typed_or_pasted_can_drive_the_terminal() {
    let mut f = field("", Lines::Many, 20, 2);
    insert(&mut f, "a\u{1B}[31mb\0c\u{7}d\u{202E}e\u{1B}]0;title\u{7}f");
    assert_eq!(f.text(), "abcdef");
    assert_eq!(insert(&mut f, "\u{1B}[A"), Outcome::Ignored);
}

#[test]
fn dangers_in_a_text_from_a_file_are_drawn_as_stand_ins_and_kept_in_the_text() {
    let text = "a\u{1B}[31mb\u{202E}\tc\rd";
    let mut f = field(text, Lines::Many, 20, 1);
    assert_eq!(drawn(&f, 20, 1), ["a␛[31mb�    c␍d"]);
    assert_eq!(f.caret(), (15, 0));
    insert(&mut f, "!");
    assert_eq!(f.text(), format!("{text}!"));
}

#[test]
fn home_and_end_go_by_shown_row() {
    let mut f = field("only the regional lab", Lines::Many, 10, 5);
    f.act(TextAction::Up);
    f.act(TextAction::Home);
    assert_eq!(f.offset(), 9);
    f.act(TextAction::End);
    assert_eq!((f.offset(), f.caret()), (17, (8, 1)));
    assert_eq!(f.act(TextAction::End), Outcome::Ignored);
    let mut f = field("abcdefgh", Lines::Many, 3, 5);
    f.act(TextAction::Top);
    f.act(TextAction::End);
    assert_eq!(f.caret(), (2, 0), "the end of a broken word's row is on that row");
}

#[test]
fn long_words_are_shown_to_their_last_letter() {
    let f = field("ab cdefghij", Lines::Many, 4, 5);
    assert_eq!(drawn(&f, 4, 5), ["ab", "cdef", "ghij", "", ""]);
}

#[test]
fn a_click_puts_the_caret_on_the_character_under_it() {
    let mut f = field("日本語\nsecond", Lines::Many, 10, 2);
    f.click(3, 0);
    assert_eq!((f.offset(), f.caret()), (3, (2, 0)));
    f.click(99, 99);
    assert_eq!(f.offset(), f.text().len());
    f.click(0, 1);
    assert_eq!(f.caret(), (0, 1));
}

// Movement, scrolling, edits.

#[test]
fn movements_that_lead_nowhere_are_ignored() {
    let mut f = field("one two", Lines::Many, 10, 2);
    for action in [
        TextAction::Up,
        TextAction::Down,
        TextAction::Right,
        TextAction::WordRight,
        TextAction::DeleteForward,
    ] {
        assert_eq!(f.act(action.clone()), Outcome::Ignored, "{action:?}");
    }
    f.act(TextAction::Top);
    for action in [
        TextAction::Left,
        TextAction::Home,
        TextAction::DeleteBack,
        TextAction::DeleteWordBack,
        TextAction::PageUp,
    ] {
        assert_eq!(f.act(action.clone()), Outcome::Ignored, "{action:?}");
    }
    assert_eq!(field("", Lines::One, 9, 1).act(TextAction::Newline), Outcome::Ignored);
}

#[test]
fn up_and_down_keep_to_the_column_across_short_rows() {
    let mut f = field("long line\nx\nlong line", Lines::Many, 20, 3);
    f.act(TextAction::Left);
    f.act(TextAction::Up);
    assert_eq!(f.caret(), (1, 1));
    f.act(TextAction::Up);
    assert_eq!(f.caret(), (8, 0));
    f.act(TextAction::Left);
    f.act(TextAction::Down);
    f.act(TextAction::Down);
    assert_eq!(f.caret(), (7, 2));
}

#[test]
fn words_are_stepped_over_and_deleted_whole() {
    let mut f = field("the l’État, mine", Lines::Many, 30, 1);
    f.act(TextAction::WordLeft);
    f.act(TextAction::WordLeft);
    assert_eq!(f.offset(), 4);
    f.act(TextAction::WordRight);
    assert_eq!(&f.text()[f.offset()..], ", mine");
    f.act(TextAction::DeleteWordForward);
    f.act(TextAction::DeleteWordBack);
    assert_eq!(f.text(), "the ");
    f.act(TextAction::DeleteToRowStart);
    assert!(f.is_empty());
}

#[test]
fn the_window_follows_the_caret_and_says_what_it_hides() {
    let mut f = field("1\n2\n3\n4\n5", Lines::Many, 5, 2);
    assert_eq!((f.hidden_rows(), f.caret()), ((3, 0), (1, 1)));
    assert_eq!(drawn(&f, 5, 2), ["4", "5"]);
    f.act(TextAction::Top);
    assert_eq!(f.hidden_rows(), (0, 3));
    f.set_size(5, 9);
    assert_eq!(f.hidden_rows(), (0, 0));
}

#[test]
fn a_one_line_field_scrolls_sideways_without_cutting_wide_characters() {
    let mut f = field("日本語", Lines::One, 4, 1);
    assert_eq!(f.caret(), (3, 0));
    let area = Rect::new(0, 0, 4, 1);
    let mut buffer = Buffer::empty(area);
    f.render(area, &mut buffer);
    assert_eq!((buffer[(0, 0)].symbol(), buffer[(1, 0)].symbol()), (" ", "語"));
    f.act(TextAction::Top);
    assert_eq!(f.caret(), (0, 0));
}

#[test]
fn a_text_changed_elsewhere_takes_the_caret_to_the_change() {
    let mut f = field("one two three", Lines::Many, 20, 2);
    f.set_text("one 2 three");
    assert_eq!((f.text().as_str(), f.offset()), ("one 2 three", 5));
    f.set_text("one\ntwo\nthree");
    assert_eq!((f.text().as_str(), f.rows()), ("one\ntwo\nthree", 3));
    f.set_text("");
    assert!(f.is_empty());
    let mut f = field("a", Lines::One, 20, 1);
    f.set_text("a\nb");
    assert_eq!((f.text().as_str(), f.rows()), ("a b", 1));
}

#[test]
fn what_joins_its_neighbours_leaves_the_caret_after_the_whole_cluster() {
    let mut f = field("👨👩", Lines::Many, 20, 1);
    f.act(TextAction::Left);
    insert(&mut f, "\u{200D}");
    assert_eq!(f.offset(), f.text().len());
}

#[test]
fn an_empty_field_shows_its_placeholder_in_its_style() {
    let mut f = field("", Lines::One, 6, 1).placeholder("said here", Style::new().fg(Color::Blue));
    assert_eq!(drawn(&f, 6, 1), ["said …"]);
    insert(&mut f, "x");
    assert_eq!(drawn(&f, 6, 1), ["x"]);
}

#[test]
fn lines_and_columns_beyond_what_the_edit_model_can_jump_to_are_edited_in_place() {
    let long = "é".repeat(70_000);
    let mut f = field(&long, Lines::Many, 80, 5);
    f.act(TextAction::Left);
    insert(&mut f, "x");
    assert_eq!(f.text(), format!("{}xé", "é".repeat(69_999)));
    let tall = "a\r\n".repeat(70_000);
    let mut f = field(&tall, Lines::Many, 80, 5);
    f.act(TextAction::Left);
    f.act(TextAction::Left);
    insert(&mut f, "x");
    assert_eq!(f.text(), format!("{}ax\r\n", "a\r\n".repeat(69_999)));
}

#[test]
fn a_paste_of_fifty_thousand_characters_and_a_key_after_it_are_there_whole() {
    for text in [
        "nobody knows why it takes so long. ".repeat(1_430),
        "personne ne sait où ça mène, déjà vu. ".repeat(1_316),
    ] {
        let mut f = field("", Lines::Many, 72, 10);
        insert(&mut f, &text);
        insert(&mut f, "x");
        assert!(f.text() == format!("{text}x"), "not what was pasted");
        let (x, y) = f.caret();
        assert!(x < 72 && y < 10, "the caret is out of sight: {x},{y}");
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{1,8}",
        2 => prop::sample::select(vec![
            "日本", "👨‍👩‍👧‍👦", "e\u{301}", "\u{301}", "\u{200D}", "🇩", "🇪", "שלום", "क्षि", "ｶﾞ", "한", "ᄀ", "\n", "\r", "\r\n",
            "\t", "\u{1B}[31m", "\u{202E}", "\u{200B}", "\u{E0067}", "🏽", "\u{600}", "-",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

#[derive(Debug, Clone)]
enum Step {
    Act(TextAction),
    Size(u16, u16),
    Click(u16, u16),
    Set(String),
}

fn any_step() -> impl Strategy<Value = Step> {
    use TextAction as T;
    let plain = vec![
        T::Newline,
        T::Left,
        T::Right,
        T::Up,
        T::Down,
        T::WordLeft,
        T::WordRight,
        T::Home,
        T::End,
        T::Top,
        T::Bottom,
        T::PageUp,
        T::PageDown,
        T::DeleteBack,
        T::DeleteForward,
        T::DeleteWordBack,
        T::DeleteWordForward,
        T::DeleteToRowStart,
    ];
    prop_oneof![
        4 => any_text().prop_map(|text| Step::Act(T::Insert(text))),
        8 => prop::sample::select(plain).prop_map(Step::Act),
        1 => (0_u16..12, 0_u16..5).prop_map(|(w, h)| Step::Size(w, h)),
        1 => (0_u16..14, 0_u16..7).prop_map(|(x, y)| Step::Click(x, y)),
        1 => any_text().prop_map(Step::Set),
    ]
}

proptest! {
    #[test]
    fn any_actions_keep_text_caret_and_wrap_in_order(
        start in any_text(),
        one in any::<bool>(),
        steps in prop::collection::vec(any_step(), 0..25),
    ) {
        let lines = if one { Lines::One } else { Lines::Many };
        let (mut width, mut height) = (8, 3);
        let mut f = field(&start, lines, width, height);
        let mut shadow = f.text();
        for step in steps {
            match step {
                Step::Act(action) => {
                    let caret = f.offset();
                    match f.act(action) {
                        Outcome::Edited(splice) => splice.apply(&mut shadow).unwrap(),
                        Outcome::Moved => prop_assert_ne!(f.offset(), caret),
                        Outcome::Ignored => prop_assert_eq!(f.offset(), caret),
                    }
                }
                Step::Size(w, h) => {
                    (width, height) = (w, h);
                    f.set_size(w, h);
                }
                Step::Click(x, y) => f.click(x, y),
                Step::Set(text) => {
                    f.set_text(&text);
                    shadow = if one { text.replace('\n', " ") } else { text };
                }
            }
            let text = f.text();
            prop_assert_eq!(&text, &shadow);
            let (x, y) = f.caret();
            prop_assert!(x < width.max(1) && y < height.max(1), "caret {:?} in {}x{}", (x, y), width, height);
            // Lines part clusters, even where the whole text would read CR LF as one.
            let place = f.model.caret();
            let line = &f.model.lines()[place.line];
            prop_assert!(place.byte == line.len() || line.grapheme_indices(true).any(|(at, _)| at == place.byte));
            let fresh = field(&text, lines, width, height);
            prop_assert_eq!(f.rows(), fresh.rows());
            drawn(&f, width, height);
        }
    }

    #[test]
    fn what_is_drawn_left_of_the_caret_is_as_wide_as_its_column(text in "[a-z日é👨]{0,30}", back in 0_usize..30, width in 2_u16..12) {
        let mut f = field(&text, Lines::Many, width, 40);
        for _ in 0..back {
            f.act(TextAction::Left);
        }
        let (x, y) = f.caret();
        let area = Rect::new(0, 0, width, 40);
        let mut buffer = Buffer::empty(area);
        f.render(area, &mut buffer);
        let mut before = f.text();
        before.truncate(f.offset());
        let row = f.view.home(f.model.lines(), f.model.caret());
        let shown: String = (0..x).map(|x| buffer[(x, y)].symbol()).collect::<String>().replace(' ', "");
        prop_assert_eq!(shown, &before[f.model.offset(row)..]);
    }
}
