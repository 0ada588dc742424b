//! Every screen, whole, as a person would see it. `INSTA_UPDATE=always cargo test --test screens` takes them anew;
//! then look at each one before it is committed.

#![allow(clippy::expect_used, reason = "a picture that cannot be taken ends the test")]

mod common;

use common::{Bench, Disk, session, session_with, summary};
use ratatui::style::Modifier;
use std::fmt::Write as _;
use std::path::PathBuf;
use vivavoce::bank::Ref;
use vivavoce::session::{At, Edit, Splice, Status, TextAt};
use vivavoce::store::{KnownValues, Listing, LoadError};
use vivavoce::tui::app::NotOpened;

/// The two sizes that everything must look right at.
const USUAL: [(u16, u16); 2] = [(120, 40), (80, 24)];
/// Those, a small one, and one that is too small.
const ALL: [(u16, u16); 4] = [(120, 40), (80, 24), (50, 14), (30, 10)];

/// Takes the same screen at several sizes, the app resized from one to the next.
fn pictures(name: &str, bench: &mut Bench, sizes: &[(u16, u16)]) {
    for (columns, rows) in sizes {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

fn usual(name: &str, bench: &mut Bench) {
    pictures(name, bench, &USUAL);
}

fn listing() -> Listing {
    let mut made_up = summary("R03", 12, Status::Sealed);
    made_up.synthetic = true;
    let mut blank = summary("R04", 13, Status::Open);
    for text in
        [&mut blank.function, &mut blank.rank, &mut blank.unit, &mut blank.institution, &mut blank.country]
    {
        text.clear();
    }
    blank.answered = 0;
    let mut wide = summary("R06-longer-code", 15, Status::Closed);
    wide.unit = String::from("東京警視庁 人身取引対策班 with a name that goes on and on past any column");
    let sessions =
        vec![summary("R07", 16, Status::Open), wide, summary("R05", 14, Status::Closed), blank, made_up];
    Listing { total: sessions.len(), sessions, ..Listing::default() }
}

fn known() -> KnownValues {
    KnownValues {
        country: vec!["Examplia".to_owned(), "Samplonia".to_owned()],
        language: vec!["en".to_owned(), "fr".to_owned()],
        institution: vec!["National police".to_owned(), "Border guard".to_owned()],
        unit: vec!["Anti-trafficking unit".to_owned(), "Organized crime unit".to_owned()],
        region: vec!["North".to_owned(), "Capital".to_owned()],
    }
}

fn damaged(name: &str) -> (PathBuf, LoadError) {
    let path = PathBuf::from(format!("/data/sessions/{name}"));
    let message = "Expected closing `)`".to_owned();
    (path.clone(), LoadError::Damaged { path, line: 41, column: 7, message })
}

#[test]
fn home_before_the_folder_is_read() {
    usual("home_reading", &mut Bench::home());
}

#[test]
fn home_without_sessions() {
    let mut bench = Bench::home();
    bench.listed(Listing::default(), KnownValues::default());
    pictures("home_empty", &mut bench, &ALL);
}

#[test]
fn home_with_sessions() {
    let mut bench = Bench::home();
    bench.listed(listing(), known());
    bench.keys("j");
    pictures("home_sessions", &mut bench, &ALL);
}

#[test]
fn home_with_damaged_files() {
    let mut bench = Bench::home();
    let names = ["2026-11-10-0900-R01-aaaa.ron", "bad\u{1b}[2Jname.ron", "three.ron", "four.ron", "five.ron"];
    let list = Listing { damaged: names.iter().map(|n| damaged(n)).collect(), ..listing() };
    bench.listed(list, known());
    usual("home_damaged", &mut bench);
}

#[test]
fn home_with_a_folder_that_does_not_work() {
    let mut bench = Bench::home_with_problem(
        "/data can't be written to: read-only file system. Start with --data DIR to use another folder",
    );
    bench.listed(Listing::default(), KnownValues::default());
    usual("home_problem", &mut bench);
}

#[test]
fn the_set_up_sheet_empty() {
    pictures("sheet_empty", &mut Bench::sheet(), &[(120, 40), (80, 24), (50, 14)]);
}

/// The set-up sheet with everything filled in.
fn filled() -> Bench {
    let mut bench = Bench::sheet();
    bench.listed(listing(), known());
    bench.keys("Examplia<Tab>en<Tab>11<Tab>specialist<Tab>mid<Tab>reg<Tab>National police<Tab>");
    bench.keys("Anti-trafficking unit<Tab>North<Tab>law<Tab>11212");
    bench
}

#[test]
fn the_set_up_sheet_filled_in() {
    usual("sheet_filled", &mut filled());
}

#[test]
fn the_set_up_sheet_with_suggestions() {
    let mut bench = Bench::sheet();
    bench.listed(listing(), known());
    bench.keys("sam");
    usual("sheet_values_used_before", &mut bench);
    bench.keys("<Down><Tab><Tab><Tab><Tab><Tab>police<Down>");
    usual("sheet_words", &mut bench);
    bench.keys("zzz<Tab>");
    usual("sheet_no_word_fits", &mut bench);
}

#[test]
fn the_set_up_sheet_with_two_participants() {
    let mut bench = filled();
    bench.keys("<F2>");
    usual("sheet_two", &mut bench);
}

#[test]
fn the_interview_at_a_text_item() {
    let mut bench = filled();
    bench.keys("<F10>").go("c3").keys("A whole year, and the file came back twice.");
    pictures("interview_text", &mut bench, &ALL);
}

#[test]
fn the_interview_at_a_choice() {
    let mut bench = Bench::interview();
    bench.go("b4").keys("<Down>");
    pictures("interview_choice_blank", &mut bench, &ALL);
    bench.keys("<Up>2");
    usual("interview_choice", &mut bench);
}

#[test]
fn the_interview_at_a_question_with_several_answers() {
    let mut bench = Bench::interview();
    bench.go("d1").keys("138");
    pictures("interview_choices", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
}

#[test]
fn the_technique_grid_empty() {
    let mut bench = Bench::interview();
    bench.go("e1");
    pictures("grid_empty", &mut bench, &ALL);
}

/// The technique grid half filled in, with every mark.
fn half_filled() -> Bench {
    let mut bench = filled();
    bench.keys("<F10>").go("e1").keys("3y23");
    bench.keys("4yk12").keys("dnr").keys(".");
    bench
        .keys("1dd")
        .go("e1b")
        .keys("<F5><F2>only the regional laboratory<S-Tab><S-Tab><F3>Lab register<Tab>");
    bench.keys("212B2Forensic institute<Esc>").go("e1c").keys("<Down><Down>2");
    bench
}

#[test]
fn the_technique_grid_half_filled_in() {
    pictures("grid_half", &mut half_filled(), &ALL);
}

#[test]
fn the_technique_grid_at_a_row_with_marks() {
    let mut bench = half_filled();
    bench.go("e1b");
    usual("grid_marks", &mut bench);
}

#[test]
fn the_grid_of_seven_columns() {
    let mut bench = filled();
    bench.keys("<F10>").go("f1").keys("1234512").keys("ddr3");
    pictures("grid_seven", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
}

#[test]
fn the_open_grid_with_an_added_row() {
    let mut bench = Bench::interview();
    bench.go("b7").keys("23<Enter>1<Enter><A-a>Smuggling of migrants<Enter>2");
    pictures("grid_open", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
    bench.keys("<A-t>");
    usual("grid_open_rename", &mut bench);
}

#[test]
fn a_part_of_a_question() {
    let mut bench = Bench::interview();
    bench.go("e4a");
    usual("interview_part", &mut bench);
}

#[test]
fn a_question_whose_gate_is_shut() {
    let mut bench = Bench::interview();
    bench.go("e1").keys("3<Enter>").go("e3");
    usual("interview_gate_shut", &mut bench);
}

#[test]
fn guidance_and_outline_off() {
    let mut bench = Bench::interview();
    bench.keys("<F8>");
    usual("interview_guidance_off", &mut bench);
    bench.keys("<size:120x40><F9>");
    pictures("interview_outline_off", &mut bench, &[(120, 40)]);
}

#[test]
fn a_note_is_open() {
    let mut bench = Bench::interview();
    bench.keys("He is said to have been here for years<F2>seemed at ease");
    usual("interview_note", &mut bench);
}

#[test]
fn wide_and_combining_characters() {
    let mut bench = Bench::interview();
    bench.keys("<paste:東京で三年。 e\u{301}te\u{301} 👩‍👩‍👧 done \u{1f1eb}\u{1f1f7} नमस्ते>");
    usual("interview_wide", &mut bench);
}

#[test]
fn a_long_account_is_scrolled_to_the_caret() {
    let mut bench = Bench::interview();
    let mut text = String::new();
    for line in 1..=60 {
        let _ = write!(
            text,
            "Line {line} of what was said, with words enough to be wrapped where it is narrow.\r"
        );
    }
    bench.keys(&format!("<paste:{text}>the end"));
    pictures("interview_long", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
    bench.keys("<C-Home>");
    usual("interview_long_top", &mut bench);
}

#[test]
fn read_only() {
    let mut bench = Bench::read_only(answered(), "another window has it open");
    usual("read_only_notice", &mut bench);
    bench.keys("<Esc>");
    usual("read_only", &mut bench);
    bench.keys("x");
    usual("read_only_typed", &mut bench);
}

fn answered() -> vivavoce::session::Session {
    let text = |at: &str, words: &str| {
        Edit::Text(
            TextAt::Account(at.into()),
            Splice { at: 0, removed: String::new(), inserted: words.to_owned() },
        )
    };
    session_with(vec![
        text("Annex.B.1", "Leads a team of twelve"),
        Edit::Codes(At::cell(Ref::from("Annex.E.1.a"), "i"), vec!["general".to_owned()]),
        text("Annex.G.2", "Only once, in the capital"),
    ])
}

#[test]
fn not_saved() {
    let mut bench = Bench::interview().with_disk(Disk::Fails("no space left on the device".to_owned()));
    bench.keys("a");
    usual("trouble", &mut bench);
    bench.keys("<Down>");
    usual("trouble_turned_to", &mut bench);
    bench.keys("3");
    usual("trouble_folder", &mut bench);
    bench.keys("<Esc><Esc>");
    pictures("not_saved", &mut bench, &ALL);
    bench.keys("<C-q>");
    usual("trouble_leaving", &mut bench);
}

#[test]
fn saving_is_not_saved() {
    let mut bench = Bench::interview().with_disk(Disk::Silent);
    bench.keys("a");
    usual("saving", &mut bench);
}

#[test]
fn the_palette() {
    let mut bench = half_filled();
    bench.keys("<C-p>");
    pictures("palette_empty", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
    bench.keys("e1");
    usual("palette_reference", &mut bench);
    bench.keys("<BS><BS>time post");
    usual("palette_words", &mut bench);
    bench.keys("<C-w><C-w>laboratory");
    usual("palette_answers", &mut bench);
    bench.keys("<C-w>undo");
    usual("palette_actions", &mut bench);
    bench.keys("<C-w>qqqq");
    usual("palette_nothing", &mut bench);
}

#[test]
fn what_is_still_open() {
    let mut bench = half_filled();
    bench.keys("<F4>ask about the budget<Enter><F4>came back to the laboratory<Enter><F7>");
    usual("todo_open", &mut bench);
    for (digit, name) in [("2", "todo_follow_up"), ("3", "todo_evidence"), ("4", "todo_jots")] {
        bench.keys(digit);
        usual(name, &mut bench);
    }
    let mut bench = Bench::interview();
    bench.keys("<F7>4");
    usual("todo_none", &mut bench);
}

#[test]
fn the_evidence_form() {
    let mut bench = Bench::interview();
    bench.keys("<F3>");
    pictures("evidence_blank", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
    bench.keys("Annual report<Tab>2");
    usual("evidence_about", &mut bench);
    bench.keys("13");
    usual("evidence_grade", &mut bench);
    bench.keys("b2Ministry<Tab>page 12");
    usual("evidence_filled", &mut bench);
    bench.keys("<F3>");
    usual("evidence_second", &mut bench);
}

#[test]
fn the_jot_line() {
    let mut bench = Bench::interview();
    bench.go("e1").keys("<F4>");
    usual("jot_blank", &mut bench);
    bench.keys("the budget was cut twice");
    usual("jot", &mut bench);
    bench.keys("<Tab>");
    usual("jot_file", &mut bench);
    bench.keys("3e5");
    usual("jot_file_elsewhere", &mut bench);
}

#[test]
fn the_menu_of_reasons_for_no_answer() {
    let mut bench = Bench::interview();
    bench.keys("<F6>");
    usual("no_answer_question", &mut bench);
    bench.keys("<Esc>").go("e1").keys("<F6>");
    usual("no_answer_cell", &mut bench);
    bench.keys("<Tab>");
    usual("no_answer_row", &mut bench);
    bench.keys("<Tab>4");
    usual("no_answer_whole_grid", &mut bench);
}

#[test]
fn finishing() {
    let mut bench = half_filled();
    bench.keys("<A-c>");
    usual("finish", &mut bench);
    bench.keys("<Enter>");
    usual("finished", &mut bench);
    bench.keys("<A-c>");
    usual("finish_again", &mut bench);
}

#[test]
fn help_everywhere() {
    let mut bench = Bench::home();
    bench.keys("<F1>");
    usual("help_home", &mut bench);
    let mut bench = Bench::interview();
    bench.go("e1").keys("<F1>");
    pictures("help_grid", &mut bench, &[(120, 40), (80, 24), (50, 14)]);
    bench.keys("<PgDn><PgDn><PgDn>");
    usual("help_grid_end", &mut bench);
    let mut bench = Bench::interview();
    bench.keys("<F3><F1>");
    usual("help_evidence", &mut bench);
}

#[test]
fn the_outline_on_top() {
    let mut bench = half_filled().sized(80, 24);
    bench.keys("<F9>");
    pictures("outline", &mut bench, &[(80, 24), (50, 14)]);
}

#[test]
fn notices() {
    let mut bench = Bench::home();
    bench.not_opened(NotOpened::Failed(
        "/data/sessions/2026-11-10-0900-R01-aaaa.ron: line 41, column 7: expected `)`; it is left as it is"
            .to_owned(),
    ));
    usual("notice_failed", &mut bench);
    let mut bench = Bench::home();
    bench.not_opened(NotOpened::Altered(PathBuf::from("/data/sessions/2026-11-10-0900-R01-aaaa.ron")));
    usual("notice_altered", &mut bench);
}

#[test]
fn the_blank_screen() {
    let mut bench = half_filled();
    bench.keys("<F12>");
    insta::assert_snapshot!("blank", bench.screen());
    bench.keys("x");
    insta::assert_snapshot!("blank_asked", bench.screen());
    bench.keys("<size:30x10>");
    insta::assert_snapshot!("blank_too_small", bench.screen());
}

#[test]
fn made_up_data_says_so() {
    let mut record = session().record().clone();
    record.synthetic = true;
    usual("made_up", &mut Bench::resumed(record.into()));
}

/// Reverse or bold text of a screen, as a list.
fn marked(bench: &Bench, modifier: Modifier) -> String {
    bench.with_modifier(modifier).join("\n")
}

#[test]
fn focus_selection_and_trouble_are_told_without_colour() {
    let mut text = String::new();
    let mut add = |name: &str, bench: &Bench| {
        assert!(bench.colours().is_empty(), "{name} uses {:?}", bench.colours());
        let reverse = marked(bench, Modifier::REVERSED);
        let bold = marked(bench, Modifier::BOLD);
        let _ = writeln!(text, "== {name}\n-- reverse\n{reverse}\n-- bold\n{bold}");
    };
    let mut home = Bench::home_plain();
    home.listed(listing(), known());
    home.keys("j");
    add("home, second session chosen", &home);
    let mut bench = Bench::interview_plain();
    bench.go("b4").keys("<Down>");
    add("a choice, cursor on the second option", &bench);
    bench.keys("2");
    add("a choice, second option chosen, focus on the words", &bench);
    bench.go("e1").keys("32");
    add("grid, cursor in the third cell", &bench);
    bench.keys("<C-p>e1<Down>");
    add("palette, second line chosen", &bench);
    bench.keys("<Esc><F6><Down>");
    add("menu, second line chosen", &bench);
    bench.keys("<Esc><F3><Tab>");
    add("evidence, second field has the focus", &bench);
    bench.keys("<Esc>");
    bench.disk = Disk::Fails("no space left on the device".to_owned());
    bench.keys("5");
    add("trouble that came unasked", &bench);
    bench.keys("<Down>");
    add("trouble on top", &bench);
    bench.keys("<Esc>");
    add("not saved", &bench);
    insta::assert_snapshot!("told_without_colour", text);
}

#[test]
fn colours_are_the_sixteen_of_any_terminal() {
    use ratatui::style::Color;
    let mut bench = half_filled();
    for keys in ["", "<C-p>e1", "<Esc><F7>", "<Esc><F3>", "<Esc><F1>", "<Esc><A-c>"] {
        bench.keys(keys);
        for colour in bench.colours() {
            assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{colour} after {keys}");
        }
    }
}
