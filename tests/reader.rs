//! The reader: sessions made up here, written out whole, searched, cited and moved on from. `INSTA_UPDATE=always cargo test
//! --test reader` takes the pictures anew; look at each one before it is committed.

#![allow(clippy::expect_used, reason = "a session that cannot be read ends the test")]

mod common;

use common::{Bench, library, summary};
use ratatui::style::Modifier;
use std::path::PathBuf;
use std::sync::Arc;
use vivavoce::bank::{Bank, Ref};
use vivavoce::session::{Integrity, Session, Status, read, stand_in};
use vivavoce::store::{KnownValues, Listing};
use vivavoce::tui::action::Action;
use vivavoce::tui::app::Event;

use vivavoce::tui::archive::{ArchiveRead, Opened};
use vivavoce::tui::desk::Effect;
use vivavoce::tui::screens::Reader;
use vivavoce::tui::view::View;

/// Every kind of answer, made up.
const ALL: &str = r#"#![enable(implicit_some)]
(
  format: 1, id: "2026-03-05-0930-R14-1f3a", synthetic: true, revision: 412,
  banks: [(id: "annex", version: "1.0.0"), (id: "III", version: "1.0.0"), (id: "V", version: "0.9.0")],
  started: "2026-03-05T08:30:00Z", ended: "2026-03-05T09:41:20Z", utc_offset_minutes: 60,
  country: "Examplia", language: "en", place: own_office, meeting: joint,
  participants: [
    (code: "R14", function: "investigator", rank: "mid_manager", level: "regional", institution: "State police",
     unit: "Anti-trafficking unit", region: "North", stakeholder: "a"),
    (code: "R15", function: "prosecutor", unit: "District office"),
  ],
  consent: (interview: true, notes: true, quotes: true, attribution: institution),
  status: closed,
  answers: {
    "III.C.1.r1": (label: "2025", cells: {"convictions": (nonresponse: dont_know), "investigations": (text: "34"),
      "prosecutions": (text: "about 12")}, first: "2026-03-05T09:10:00Z", last: "2026-03-05T09:10:40Z"),
    "III.C.2": (cells: {"effective": (codes: ["in_part"]), "paper": (codes: ["yes"]), "practice": (codes: ["partly"])},
      language: "fr", first: "2026-03-05T09:12:00Z", last: "2026-03-05T09:13:05Z"),
    "V.D.6.r1": (label: "Memorandum on referral", cells: {"partners": (text: "Ministry of the interior, two NGOs")},
      origin: desk_review, first: "2026-03-05T09:20:00Z", last: "2026-03-05T09:21:30Z"),
    "V.D.6.r2": (label: "Directive", cells: {"partners": (nonresponse: refused)}),
    "Annex.C.1": (codes: ["origin", "transit"],
      account: "People leave from the two river towns.\nOthers are only driven through. No interpreter was there, and the interpreter of the court would not come.",
      note: "Speaks of the towns as if they were one. Was an interpreter ever asked for?", follow_up: true, speaker: "R15",
      first: "2026-03-05T08:52:07Z", last: "2026-03-05T08:53:30Z"),
    "Annex.C.6": (nonresponse: refused, account: "That is not for me to say.",
      first: "2026-03-05T08:58:40Z", last: "2026-03-05T08:58:40Z"),
    "Annex.E.1.a": (cells: {"i": (codes: ["general", "trafficking"], by: ["self"]), "ii": (codes: ["good"]),
      "iii": (codes: ["average"])}, first: "2026-03-05T09:02:10Z", last: "2026-03-05T09:02:16Z"),
    "Annex.E.1.c": (cells: {"i": (codes: ["none"]), "ii": (codes: ["weak"]), "iii": (nonresponse: dont_know)},
      account: "Only the regional laboratory does it, and it takes months.",
      note: "Has not sent anything there this year.",
      evidence: [
        (what: "laboratory's waiting list", kind: statistic, about: not_specific, state: promised, reliability: 'F',
         credibility: 6, source: "Regional laboratory"),
        (what: "order on forensic samples", kind: document, state: seen, reliability: 'B', credibility: 2,
         source: "State police", reference: "no. 114, page 3")],
      first: "2026-03-05T09:02:31Z", last: "2026-03-05T09:05:02Z"),
    "Annex.G.1": (nonresponse: not_asked, first: "2026-03-05T09:40:11Z", last: "2026-03-05T09:40:11Z"),
  },
  jots: [
    (at: "2026-03-05T08:55:19Z", during: "Annex.C.2", text: "the labour inspector was there in May", filed: "Annex.D.1"),
    (at: "2026-03-05T09:38:02Z", text: "wants to see the report"),
  ],
  active_seconds: {"Annex.C.1": 85, "Annex.E.1": 240},
)
"#;

fn parsed(text: &str) -> Session {
    read(text.as_bytes()).expect("a session").0
}

fn path(session: &Session) -> PathBuf {
    PathBuf::from(format!("/data/sessions/{}.ron", session.id))
}

fn opened(session: Session) -> Opened {
    let mut banks: Vec<Arc<Bank>> = Vec::new();
    for stamp in &session.banks {
        let known: Vec<&Bank> = banks.iter().map(AsRef::as_ref).collect();
        let bank = library().into_iter().find(|b| b.id == stamp.id);
        banks.push(bank.unwrap_or_else(|| Arc::new(stand_in(stamp, &session, &known))));
    }
    Opened { path: path(&session), session, banks, integrity: Integrity::Intact }
}

/// At the reader, opened over the home screen.
fn reading(session: Session) -> Bench {
    let mut bench = Bench::home();
    bench.listed(
        Listing { total: 1, sessions: vec![summary("R07", 16, Status::Open)], ..Listing::default() },
        KnownValues::default(),
    );
    show(&mut bench, session);
    bench
}

fn show(bench: &mut Bench, session: Session) {
    bench.event(Event::Read(Ok(Box::new(opened(session)))));
}

fn all() -> Bench {
    reading(parsed(ALL))
}

/// The text that was put on the clipboard last.
fn copied(bench: &Bench) -> String {
    let text = bench.effects.iter().rev().find_map(|e| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    text.unwrap_or_default()
}

/// The words that are marked as hits.
fn hits(bench: &Bench) -> Vec<String> {
    bench.with_modifier(Modifier::UNDERLINED)
}

fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

#[test]
fn a_session_is_written_out_from_its_head_on() {
    pictures("start", &mut all());
}

#[test]
fn answers_of_every_kind_are_written_in_words() {
    let mut bench = all();
    bench.keys("<Tab>");
    pictures("answers", &mut bench);
    bench.keys("<size:120x80><End>");
    insta::assert_snapshot!("answers_end_120x80", bench.screen());
}

#[test]
fn what_was_not_answered_comes_on_demand_with_questions_and_times() {
    let mut bench = all();
    bench.keys("<Tab><Tab><Tab>vah");
    pictures("everything", &mut bench);
}

#[test]
fn an_empty_session_says_so() {
    pictures("empty", &mut reading(common::session()));
}

#[test]
fn the_line_of_a_search_and_its_hits() {
    let mut bench = all();
    bench.keys("/interpreter");
    pictures("search", &mut bench);
    bench.keys("<Enter>n");
    pictures("searched", &mut bench);
}

#[test]
fn the_list_of_what_can_be_jumped_to() {
    let mut bench = all();
    bench.keys("<C-p>");
    pictures("jump", &mut bench);
}

#[test]
fn a_jump_goes_to_an_answer_by_reference_or_words() {
    let mut bench = all();
    bench.keys("<C-p>e1c<Enter>y");
    assert!(copied(&bench).contains("Annex E 1 c"), "{}", copied(&bench));
    bench.keys("<C-p>referral<Enter>y");
    assert!(copied(&bench).contains("V D 6 r1"), "{}", copied(&bench));
    bench.keys("<C-p><Esc>y");
    assert!(copied(&bench).contains("V D 6 r1"));
}

#[test]
fn the_filter_of_the_library_leads_to_its_first_hit() {
    let mut bench = Bench::home();
    bench.app.desk.archive.filter = "unit:trafficking says:interpreter".to_owned();
    show(&mut bench, parsed(ALL));
    assert!(bench.screen().contains("hit 1 of 3"), "{}", bench.screen());
    assert_eq!(hits(&bench).len(), 3);
    bench.keys("n");
    assert!(bench.screen().contains("hit 2 of 3"));
    bench.keys("nn");
    assert!(bench.screen().contains("hit 1 of 3"));
    assert_eq!(bench.message(), "from the first hit again");
    bench.keys("b");
    assert!(bench.screen().contains("hit 3 of 3"));
    bench.keys("b<Down>");
    assert!(bench.screen().contains("3 hits"));
}

#[test]
fn a_search_is_taken_back_with_esc_and_kept_with_enter() {
    let mut bench = all();
    bench.keys("/RIVER<Esc>");
    assert!(!bench.screen().contains("hit"), "{}", bench.screen());
    bench.keys("/RIVER<Enter>");
    assert!(bench.screen().contains("hit 1 of 1"));
    assert_eq!(hits(&bench).iter().filter(|h| *h == "river").count(), 1);
    bench.keys("/<C-u>nowhere to be found<Enter>");
    assert_eq!(bench.message(), "that does not stand in this session");
    bench.keys("n");
    assert!(bench.screen().contains("no hit"));
}

#[test]
fn an_account_is_copied_with_its_source() {
    let mut bench = all();
    bench.keys("<Tab>y");
    assert_eq!(
        copied(&bench),
        "\"People leave from the two river towns.\nOthers are only driven through. No interpreter was there, and the \
         interpreter of the court would not come.\" (R15, Prosecutor, District office; Annex C 1; 2026-03-05; \
         2026-03-05-0930-R14-1f3a; MADE UP)"
    );
    assert_eq!(bench.message(), "sent to the clipboard with its source: Annex C 1");
}

#[test]
fn a_coded_answer_is_copied_in_words() {
    let mut bench = all();
    bench.keys("<C-p>e1a<Enter>y");
    let text = copied(&bench);
    assert!(text.starts_with("Controlled") || text.contains("Good"), "{text}");
    assert!(text.contains("Annex E 1 a; 2026-03-05"), "{text}");
    bench.keys("<C-p>iiic2<Enter>y");
    assert!(copied(&bench).contains("On paper: Yes"), "{}", copied(&bench));
    bench.keys("<C-p>vd6<Enter>y");
    assert!(copied(&bench).contains("Directive"), "{}", copied(&bench));
}

#[test]
fn without_consent_to_quotes_copying_says_so() {
    let mut bench = reading(parsed(&ALL.replace("quotes: true", "quotes: false")));
    assert!(bench.screen().contains("NO QUOTES"));
    bench.keys("<Tab>y");
    assert_eq!(bench.message(), "sent to the clipboard; R14 gave NO CONSENT TO BE QUOTED");
    assert!(copied(&bench).contains("no consent to quote"));
    let mut bench = reading(parsed(&ALL.replace("quotes: true, ", "restricted: true, ")));
    assert!(bench.screen().contains("QUOTES NOT ASKED  RESTRICTED"));
    bench.keys("<Tab>y");
    assert!(bench.message().contains("NOT ASKED"));
    assert!(copied(&bench).contains("restricted report only"));
}

#[test]
fn there_is_nothing_to_copy_or_compare_above_the_answers() {
    let mut bench = all();
    bench.keys("y");
    assert_eq!(copied(&bench), "");
    assert!(bench.message().contains("nothing to copy"));
    bench.keys("t");
    assert_eq!(bench.app.desk.archive.compared, None);
}

#[test]
fn comparing_leads_to_the_answer_or_the_cell_under_the_cursor() {
    let mut bench = all();
    bench.keys("<C-p>e1c<Enter>t");
    assert!(bench.message().contains("no questionnaire here knows this"));
    let book = Arc::new(vivavoce::analysis::Book::new(common::library()));
    let (corpus, sieve) = (Arc::default(), Arc::default());
    let read = ArchiveRead { corpus, book, sieve, unread: 0, problems: Vec::new(), saved: Vec::new() };
    bench.event(Event::Archive(Box::new(read)));
    let compared = |bench: &Bench| {
        let place = bench.app.desk.archive.compared.as_ref();
        place.map(|p| p.reference().to_string()).unwrap_or_default()
    };
    bench.keys("t");
    assert_eq!(compared(&bench), "Annex.E.1.c.i");
    bench.keys("<Esc><C-p>iiic2<Enter><Down><Down><Enter>");
    assert_eq!(compared(&bench), "III.C.2.paper");
}

#[test]
fn the_cursor_tells_which_answer_it_is_on() {
    let bench = all();
    let desk = &bench.app.desk;
    let mut reader = Reader::new(desk, opened(parsed(ALL)));
    assert_eq!(reader.spot(), None);
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    reader.settle(desk, area);
    let mut other = Bench::home();
    reader.act(&mut other.app.desk, Action::NextField);
    assert_eq!(reader.spot(), Some((Ref::new("Annex.C.1"), None)));
}

#[test]
fn answers_and_sections_are_walked_through_in_the_order_of_the_banks() {
    let mut bench = all();
    let mut places = Vec::new();
    for _ in 0..20 {
        bench.keys("<Tab>y");
        let text = copied(&bench);
        let place = text.rsplit('(').next().and_then(|t| t.split("; ").nth(1)).unwrap_or_default().to_owned();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    assert_eq!(
        places,
        [
            "Annex C 1",
            "Annex C 6",
            "Annex E 1",
            "Annex G 1",
            "III C 1",
            "III C 2",
            "V D 6",
            "Annex D 1",
            "2026-03-05"
        ]
    );
    bench.keys("<Home>sssy");
    assert!(copied(&bench).contains("Annex G 1"), "{}", copied(&bench));
    bench.keys("wwy");
    assert!(copied(&bench).contains("Annex C 1"), "{}", copied(&bench));
}

#[test]
fn the_next_session_of_the_list_takes_the_place_of_this_one() {
    let first = parsed(ALL);
    let second = parsed(&ALL.replace("0930-R14", "0931-R16"));
    let mut bench = Bench::home();
    bench.app.desk.archive.queue = vec![path(&first), path(&second)];
    show(&mut bench, first.clone());
    assert!(bench.screen().contains("session 1 of 2"));
    bench.keys("[");
    assert_eq!(bench.message(), "this is the first session of the list");
    bench.keys("/river<Enter>]");
    assert!(bench.asked_for(&Effect::Read(path(&second))));
    show(&mut bench, second);
    assert!(bench.screen().contains("session 2 of 2"));
    assert!(bench.screen().contains("1 of 1"), "what was searched for is searched for here too");
    assert_eq!(
        bench.app.desk.archive.shown.as_ref().map(|p| p.ends_with("2026-03-05-0931-R16-1f3a.ron")),
        Some(true)
    );
    bench.keys("]");
    assert_eq!(bench.message(), "this is the last session of the list");
    // One reader, not one upon the other.
    bench.keys("<Esc>");
    assert!(bench.screen().contains("vivavoce"), "{}", bench.screen());
}

#[test]
fn a_damaged_or_hand_made_file_is_marked() {
    for (integrity, word) in [(Integrity::Altered, "ALTERED"), (Integrity::Unsealed, "NO DIGEST")] {
        let mut bench = Bench::home();
        let one = Opened { integrity, ..opened(parsed(ALL)) };
        bench.event(Event::Read(Ok(Box::new(one))));
        assert!(bench.screen().contains(word));
    }
    let bench = reading(parsed(&ALL.replace("interview: true", "interview: false")));
    assert!(bench.screen().contains("DECLINED"));
}

#[test]
fn answers_of_a_bank_that_is_not_here_are_shown_as_they_are_kept() {
    let text = ALL.replace("\"III", "\"XX");
    let mut bench = reading(parsed(&text));
    bench.keys("<size:120x80><C-p>xxc2<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("XX 1.0.0 (not here)"), "{screen}");
    assert!(screen.contains("paper: yes"), "{screen}");
    assert!(screen.contains("about 12"), "{screen}");
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let bad = "be\\u{1b}[2J\\u{202e}low \\u{7}bell";
    let text = ALL
        .replace("river towns", bad)
        .replace("Has not sent", bad)
        .replace("wants to see", bad)
        .replace("District office", bad)
        .replace("Memorandum on", bad)
        .replace("two NGOs", bad)
        .replace("laboratory's", bad);
    let mut bench = reading(parsed(&text));
    for size in ["120x40", "80x24", "40x12"] {
        bench.keys(&format!("<size:{size}><Home>"));
        for _ in 0..40 {
            bench.keys("<PgDn>");
            assert!(!bench.screen().chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'));
        }
    }
    bench.keys("<Home><Tab>y");
    assert!(!copied(&bench).chars().any(|c| c.is_control() && c != '\n'), "{:?}", copied(&bench));
}

#[test]
fn wide_and_right_to_left_scripts_wrap_within_the_screen() {
    let text = ALL
        .replace("People leave", &"東京警視庁の人身取引対策班".repeat(12))
        .replace("Only the regional", &"لا يوجد مترجم في المركز ".repeat(20));
    let mut bench = reading(parsed(&text));
    bench.keys("<Tab>");
    pictures("scripts", &mut bench);
    bench.keys("/مترجم<Enter>");
    assert!(bench.screen().contains("hit 1 of 20"), "{}", bench.screen());
}

#[test]
fn a_long_account_is_read_to_its_end_and_searched_at_once() {
    let long = "The regional laboratory takes months; nobody knows why. ".repeat(4_000);
    let text = ALL.replace("People leave", &long);
    let begun = std::time::Instant::now();
    let mut bench = reading(parsed(&text));
    bench.keys("<size:80x24>/laboratory takes<Enter>");
    assert!(bench.screen().contains("hit 1 of 4000"), "{}", bench.screen());
    bench.keys("b<End><Home><PgDn>n");
    // Generous: no optimisation, and a machine that others use.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn the_mouse_puts_the_cursor_on_an_answer_and_the_outline_leads_to_a_section() {
    let mut bench = all();
    bench.click("V D ").keys("y");
    assert!(copied(&bench).contains("V D 6"), "{}", copied(&bench));
    bench.keys("<Home>").click("Annex C 1").keys("y");
    assert!(copied(&bench).contains("Annex C 1"), "{}", copied(&bench));
}

#[test]
fn nothing_is_changed_by_reading() {
    let mut bench = all();
    for key in vivavoce::tui::keymap::table().filter(|b| b.scope == vivavoce::tui::keymap::Scope::Reader) {
        for bound in key.keys {
            for event in common::bound(bound) {
                bench.event(event);
            }
            bench.keys("<Esc>");
            show(&mut bench, parsed(ALL));
        }
    }
    assert!(!bench.effects.iter().any(|e| matches!(e, Effect::Save(_))));
}
