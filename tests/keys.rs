//! What keys do: scripts of a meeting, and what the session holds afterwards.

#![allow(clippy::expect_used, reason = "a script that cannot run ends the test")]

mod common;

use common::{Bench, Disk, annex, bound, events, session, session_with};
use proptest::prelude::*;
use std::sync::Arc;
use vivavoce::bank::{Kind, Ref};
use vivavoce::session::{
    About, Answer, At, Cell, Edit, EvidenceKind, EvidenceState, Meeting, Nonresponse, Origin, Place, Record,
    Session, Splice, Status, TextAt,
};
use vivavoce::tui::app::{Blank, Event, Which};
use vivavoce::tui::desk::Effect;
use vivavoce::tui::keymap::{Scope, TABLE};
use vivavoce::tui::plan::Plan;

/// The record without what undo leaves alone.
fn essence(record: &Record) -> Record {
    let mut record = record.clone();
    record.revision = 0;
    record.active_seconds.clear();
    record
}

fn plan() -> Plan {
    Plan::new(vec![annex()])
}

fn typed(at: &Ref) -> String {
    at.short().replace('.', "").to_lowercase()
}

fn codes(cell: &Cell) -> Vec<&str> {
    cell.codes.iter().map(String::as_str).collect()
}

fn account(bench: &Bench, at: &str) -> String {
    bench.answer_at(at).account
}

/// The first line of the item on screen: `Annex E 1 · Techniques used`.
fn heading(bench: &Bench) -> String {
    let screen = bench.screen();
    let line = screen.lines().nth(1).unwrap_or_default().to_owned();
    line.rsplit(['│', '╮']).next().unwrap_or_default().trim().to_owned()
}

mod speed {
    use super::*;

    #[test]
    fn the_technique_grid_and_a_note_take_under_sixty_keys() {
        let words = "only abroad";
        let mut bench = Bench::interview();
        bench.go("e1");
        let before = bench.pressed;
        for _ in 0..7 {
            bench.keys("423");
        }
        bench.keys("423<Up><F2>").keys(words).keys("<S-Tab><S-Tab><Down>");
        for _ in 0..7 {
            bench.keys("315");
        }
        let spent = bench.pressed - before - words.chars().count();
        let cells: usize = ('a'..='o').map(|row| bench.answer_at(&format!("E.1.{row}")).cells.len()).sum();
        assert_eq!(cells, 45, "{}", bench.screen());
        assert_eq!(bench.answer_at("E.1.h").note, words);
        assert!(spent < 60, "{spent} keys");
    }

    #[test]
    fn any_item_is_at_most_six_keys_from_any_other() {
        let plan = plan();
        // The 48 questions without the one that only leads in its parts.
        assert_eq!(plan.stops.len(), 47);
        let mut bench = Bench::interview();
        // The way there does not depend on where one is: a round in both orders meets every kind of neighbour.
        for stop in plan.stops.iter().chain(plan.stops.iter().rev().step_by(3)) {
            let at = &stop.item.reference;
            let before = bench.pressed;
            bench.go(&typed(at));
            let spent = bench.pressed - before;
            assert!(spent <= 6, "{at}: {spent} keys");
            assert!(heading(&bench).starts_with(&at.spoken()), "{at}: {}", bench.screen());
        }
    }

    #[test]
    fn any_row_is_reached_by_its_reference() {
        let mut bench = Bench::interview();
        for stop in &plan().stops {
            let Kind::Grid { rows, .. } = &stop.item.kind else { continue };
            for row in rows {
                let at = stop.item.reference.child(&row.code);
                bench.go(&typed(&at)).keys("<F5>");
                assert!(bench.record().answer(&at).is_some_and(|a| a.follow_up), "{at}");
            }
        }
    }

    #[test]
    fn evidence_takes_under_fifteen_keys_besides_its_words() {
        let mut bench = Bench::interview();
        let before = bench.pressed;
        let (what, source, reference) = ("Annual report", "Ministry", "page 12");
        bench.keys(&format!("<F3>{what}<Tab>212b2{source}<Tab>{reference}<Esc>"));
        let words = what.len() + source.len() + reference.len();
        assert!(bench.pressed - before - words < 15);
        let answer = bench.answer_at("B.1");
        let piece = answer.evidence.first().expect("a piece of evidence");
        assert_eq!((piece.what.as_str(), piece.source.as_str()), (what, source));
        assert_eq!(piece.reference, reference);
        assert_eq!(piece.kind, Some(EvidenceKind::Statistic));
        assert_eq!(piece.about, Some(About::Trafficking));
        assert_eq!(piece.state, EvidenceState::Promised);
        assert_eq!(piece.grade(), "B2");
    }
}

mod coded {
    use super::*;

    #[test]
    fn digits_rate_and_move_on() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("31");
        assert_eq!(codes(&bench.cell("E.1.a", "i")), ["trafficking"]);
        assert_eq!(codes(&bench.cell("E.1.a", "ii")), ["very_good"]);
        bench.keys("52");
        assert_eq!(codes(&bench.cell("E.1.a", "iii")), ["very_weak"]);
        assert_eq!(codes(&bench.cell("E.1.b", "i")), ["general"]);
    }

    #[test]
    fn four_is_both() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("4");
        assert_eq!(codes(&bench.cell("E.1.a", "i")), ["general", "trafficking"]);
    }

    #[test]
    fn a_digit_beyond_the_scale_changes_nothing_and_says_how_far_it_goes() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("9");
        assert!(bench.message().contains("goes from 1 to 4"), "{}", bench.message());
        assert_eq!(bench.answer_at("E.1.a"), Answer::default());
        bench.keys("<Right>6");
        assert!(bench.message().contains("goes from 1 to 5"), "{}", bench.message());
    }

    #[test]
    fn by_whom_is_kept_with_the_row_wherever_its_cursor_is() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3y2k");
        assert_eq!(bench.cell("E.1.a", "i").by, ["self", "known"]);
        bench.keys("y");
        assert_eq!(bench.cell("E.1.a", "i").by, ["known"]);
        assert!(bench.cell("E.1.a", "ii").by.is_empty());
    }

    #[test]
    fn a_dot_repeats_the_row_above() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3yd").keys("2").keys(".").keys("1");
        let above = bench.answer_at("E.1.a").cells;
        assert_eq!(bench.answer_at("E.1.b").cells, above);
        assert_eq!(above.len(), 3);
        assert_eq!(codes(&bench.cell("E.1.c", "i")), ["none"]);
        bench.go("e1a").keys(".");
        assert!(bench.message().contains("no row above"));
    }

    #[test]
    fn d_r_and_n_are_reasons_in_a_cell() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("drn");
        assert_eq!(bench.cell("E.1.a", "i").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(bench.cell("E.1.a", "ii").nonresponse, Some(Nonresponse::Refused));
        assert_eq!(bench.cell("E.1.a", "iii").nonresponse, Some(Nonresponse::NotApplicable));
    }

    #[test]
    fn backspace_makes_a_cell_blank_again() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3y<Left><BS>");
        assert_eq!(bench.answer_at("E.1.a"), Answer::default());
        bench.keys("d<Left><Del>");
        assert_eq!(bench.answer_at("E.1.a"), Answer::default());
    }

    #[test]
    fn a_code_clears_the_reason_and_the_reason_the_code() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3y<Left>d");
        let cell = bench.cell("E.1.a", "i");
        assert_eq!((cell.codes.len(), cell.by.len(), cell.nonresponse), (0, 0, Some(Nonresponse::DontKnow)));
        bench.keys("<Left>2");
        let cell = bench.cell("E.1.a", "i");
        assert_eq!((codes(&cell), cell.nonresponse), (vec!["general"], None));
    }

    #[test]
    fn a_code_in_one_cell_clears_the_reason_on_the_whole_question() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("<F6><Tab><Tab>4");
        assert_eq!(bench.answer_at("E.1").nonresponse, Some(Nonresponse::NotAsked));
        bench.keys("3");
        assert_eq!(bench.answer_at("E.1").nonresponse, None);
        assert_eq!(codes(&bench.cell("E.1.a", "i")), ["trafficking"]);
    }

    #[test]
    fn one_of_several_goes_to_the_words_and_the_same_digit_takes_it_back() {
        let mut bench = Bench::interview();
        bench.go("b4").keys("2two cases");
        assert_eq!(bench.answer_at("B.4").codes, ["partly"]);
        assert_eq!(account(&bench, "B.4"), "two cases");
        bench.keys("<S-Tab>2");
        assert!(bench.answer_at("B.4").codes.is_empty());
    }

    #[test]
    fn several_are_toggled_and_an_exclusive_one_stands_alone() {
        let mut bench = Bench::interview();
        bench.go("d1").keys("31");
        assert_eq!(bench.answer_at("D.1").codes, ["law_enforcement", "ngo"]);
        bench.keys("9");
        assert_eq!(bench.answer_at("D.1").codes, ["none"]);
        bench.keys("2");
        assert_eq!(bench.answer_at("D.1").codes, ["prosecution"]);
        bench.keys("2");
        assert_eq!(bench.answer_at("D.1"), Answer::default());
    }

    #[test]
    fn space_chooses_the_option_under_the_cursor() {
        let mut bench = Bench::interview();
        bench.go("d1").keys("<Down><Down><Space>");
        assert_eq!(bench.answer_at("D.1").codes, ["ngo"]);
    }

    #[test]
    fn a_shortcut_takes_all_three_at_once() {
        let mut bench = Bench::interview();
        bench.go("c1").keys("4");
        assert_eq!(bench.answer_at("C.1").codes, ["origin", "transit", "destination"]);
    }

    #[test]
    fn a_letter_that_means_nothing_in_a_grid_is_explained() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("w");
        assert!(bench.message().contains("Tab goes to the words"));
        assert!(bench.record().answers.is_empty());
    }

    #[test]
    fn caps_lock_does_not_change_what_letters_do_in_a_grid() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("DRN");
        assert_eq!(bench.cell("E.1.a", "i").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(bench.cell("E.1.a", "ii").nonresponse, Some(Nonresponse::Refused));
        assert_eq!(bench.cell("E.1.a", "iii").nonresponse, Some(Nonresponse::NotApplicable));
    }
}

mod reasons {
    use super::*;

    #[test]
    fn blank_not_asked_and_dont_know_are_three_things_in_the_file() {
        let mut bench = Bench::interview();
        bench.keys("<F6>1").go("b2").keys("<F6>4").go("b3").keys("<F5>");
        let ron = bench.ron();
        let part = |at: &str| {
            let from = ron.find(at).unwrap_or_else(|| panic!("{at} is not in\n{ron}"));
            ron[from..].split("),").next().unwrap_or_default().to_owned()
        };
        assert!(part("\"Annex.B.1\": (").contains("nonresponse: dont_know"), "{ron}");
        assert!(part("\"Annex.B.2\": (").contains("nonresponse: not_asked"), "{ron}");
        assert!(!part("\"Annex.B.3\": (").contains("nonresponse"), "{ron}");
        assert!(!ron.contains("\"Annex.B.4\""));
    }

    #[test]
    fn a_reason_stands_on_a_cell_the_blank_cells_of_a_row_or_the_question() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("<F6>2");
        assert_eq!(bench.cell("E.1.a", "i").nonresponse, Some(Nonresponse::Refused));
        assert_eq!(bench.cell("E.1.a", "ii"), Cell::default());
        bench.go("e1b").keys("3<F6><Tab>1");
        assert_eq!(codes(&bench.cell("E.1.b", "i")), ["trafficking"]);
        assert_eq!(bench.cell("E.1.b", "ii").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(bench.cell("E.1.b", "iii").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(bench.answer_at("E.1").nonresponse, None);
        bench.keys("<F6><Tab><Tab>3");
        assert_eq!(bench.answer_at("E.1").nonresponse, Some(Nonresponse::NotApplicable));
    }

    #[test]
    fn a_reason_on_a_text_item_keeps_the_words_and_can_be_taken_away() {
        let mut bench = Bench::interview();
        bench.keys("part of it<F6>r");
        let answer = bench.answer_at("B.1");
        assert_eq!((answer.account.as_str(), answer.nonresponse), ("part of it", Some(Nonresponse::Refused)));
        bench.keys("<F6>5");
        assert_eq!(bench.answer_at("B.1").nonresponse, None);
    }

    #[test]
    fn a_reason_on_a_choice_clears_its_code_and_a_code_the_reason() {
        let mut bench = Bench::interview();
        bench.go("b4").keys("2<F6>1");
        let answer = bench.answer_at("B.4");
        assert_eq!((answer.codes.len(), answer.nonresponse), (0, Some(Nonresponse::DontKnow)));
        bench.keys("<S-Tab>1");
        let answer = bench.answer_at("B.4");
        assert_eq!((answer.codes, answer.nonresponse), (vec!["yes".to_owned()], None));
    }
}

mod marks {
    use super::*;

    #[test]
    fn f5_flags_the_row_under_the_cursor_or_the_question_in_its_words() {
        let mut bench = Bench::interview();
        bench.go("e1c").keys("<F5>");
        assert!(bench.answer_at("E.1.c").follow_up);
        bench.keys("<Tab><Tab><F5>");
        assert!(bench.answer_at("E.1").follow_up);
        bench.keys("<F5>");
        assert_eq!(bench.answer_at("E.1"), Answer::default());
    }

    #[test]
    fn papers_and_speakers_are_marked() {
        let mut bench = Bench::interview();
        bench.keys("<A-d>");
        assert_eq!(bench.answer_at("B.1").origin, Origin::DeskReview);
        bench.keys("<A-d><A-k>");
        assert!(bench.message().contains("F10 adds others"), "{}", bench.message());
        assert_eq!(bench.answer_at("B.1"), Answer::default());
        bench.keys("<F10><F2><F10><A-k>");
        assert_eq!(bench.answer_at("B.1").speaker.as_deref(), Some("R07"));
        bench.keys("<A-k>");
        assert_eq!(bench.answer_at("B.1").speaker.as_deref(), Some("R07-2"));
        bench.keys("<A-k>");
        assert_eq!(bench.answer_at("B.1"), Answer::default());
    }
}

mod jots {
    use super::*;

    #[test]
    fn a_jot_is_kept_with_its_first_character() {
        let mut bench = Bench::interview();
        bench.go("c3").keys("<F4>b");
        let saved = bench.saved().expect("saved");
        let jot = saved.jots.first().expect("a jot");
        assert_eq!((jot.text.as_str(), jot.during.as_ref().map(Ref::as_str)), ("b", Some("Annex.C.3")));
        let at = jot.at;
        bench.keys("udget<Enter>");
        let jot = &bench.record().jots[0];
        assert_eq!((jot.text.as_str(), jot.at, &jot.filed), ("budget", at, &None));
    }

    #[test]
    fn an_empty_jot_leaves_nothing() {
        let mut bench = Bench::interview();
        bench.keys("<F4><Esc>");
        assert!(bench.saved().is_none());
        bench.keys("<F4>ab<BS><BS><Enter>");
        assert!(bench.record().jots.is_empty());
        bench.keys("<F4> <Esc>");
        assert!(bench.record().jots.is_empty());
    }

    #[test]
    fn a_jot_is_filed_as_what_they_said_or_as_a_note() {
        let mut bench = Bench::interview();
        bench.go("c3").keys("money<F4>and time<Tab>1");
        assert_eq!(account(&bench, "C.3"), "money\nand time");
        assert_eq!(bench.record().jots[0].filed.as_ref().map(Ref::as_str), Some("Annex.C.3"));
        bench.keys("<F4>sounded tired<Tab>2");
        assert_eq!(bench.answer_at("C.3").note, "sounded tired");
    }

    #[test]
    fn a_jot_is_filed_later_and_elsewhere() {
        let mut bench = Bench::interview();
        bench.keys("<F4>two labs<Enter><F7>4<Enter>3e1b<Enter>1");
        assert_eq!(account(&bench, "E.1.b"), "two labs");
        assert_eq!(bench.record().jots[0].filed.as_ref().map(Ref::as_str), Some("Annex.E.1.b"));
        assert!(heading(&bench).starts_with("Annex E 1"));
    }

    #[test]
    fn a_jot_can_be_taken_away_and_brought_back() {
        let mut bench = Bench::interview();
        bench.keys("<F4>nothing much<Tab>4");
        assert!(bench.record().jots.is_empty());
        bench.keys("<C-z>");
        assert_eq!(bench.record().jots[0].text, "nothing much");
    }
}

mod evidence {
    use super::*;

    #[test]
    fn evidence_emptied_again_leaves_nothing() {
        let mut bench = Bench::interview();
        bench.keys("<F3>a<BS><Esc>");
        assert!(bench.record().answers.is_empty(), "{:?}", bench.record().answers);
        bench.keys("<F3><Esc>");
        assert!(bench.record().answers.is_empty());
        bench.keys("<F3>a<BS><F3><PgDn><Esc>");
        assert!(bench.record().answers.is_empty());
    }

    #[test]
    fn in_a_grid_evidence_belongs_to_the_row() {
        let mut bench = Bench::interview();
        bench.go("e1d").keys("<F3>photographs<Esc>");
        assert_eq!(bench.answer_at("E.1.d").evidence[0].what, "photographs");
    }

    #[test]
    fn pieces_are_added_gone_through_and_taken_out() {
        let mut bench = Bench::interview();
        bench.keys("<F3>one<F3>two<F3>three<PgDn>");
        let what = |bench: &Bench| {
            bench.answer_at("B.1").evidence.iter().map(|e| e.what.clone()).collect::<Vec<String>>()
        };
        assert_eq!(what(&bench), ["one", "two", "three"]);
        bench.keys("<PgDn><F8>");
        assert_eq!(what(&bench), ["one", "three"]);
        bench.keys("<C-z>");
        assert_eq!(what(&bench), ["one", "two", "three"]);
    }

    #[test]
    fn the_next_piece_after_a_new_one_is_the_first() {
        let mut bench = Bench::interview();
        bench.keys("<F3>one<F3>two<Esc><F3><PgDn>");
        assert!(bench.screen().contains("Evidence 1 of 2"), "{}", bench.screen());
    }

    #[test]
    fn a_kind_chosen_by_mistake_can_be_made_blank_again() {
        let mut bench = Bench::interview();
        bench.keys("<F3>report<Tab>2<S-Tab><BS>");
        assert_eq!(bench.answer_at("B.1").evidence[0].kind, None);
    }
}

mod rows {
    use super::*;

    #[test]
    fn adding_and_renaming_rows_keeps_other_references() {
        let mut bench = Bench::interview();
        bench.go("b7").keys("2<A-a>Arson<Enter>3");
        assert_eq!(bench.answer_at("B.7.g").label, "Arson");
        assert_eq!(codes(&bench.cell("B.7.g", "capacity")), ["manager"]);
        bench.keys("<A-a>Fraud<Enter>2");
        assert_eq!(bench.answer_at("B.7.h").label, "Fraud");
        bench.go("b7a").keys("<A-t>Abduction<Enter>");
        assert_eq!(bench.answer_at("B.7.a").label, "Abduction");
        assert_eq!(codes(&bench.cell("B.7.a", "capacity")), ["investigator"]);
        assert_eq!(codes(&bench.cell("B.7.g", "capacity")), ["manager"]);
        assert_eq!(codes(&bench.cell("B.7.h", "capacity")), ["investigator"]);
        assert!(bench.screen().contains("a Abduction"), "{}", bench.screen());
    }

    #[test]
    fn a_row_added_without_a_name_is_not_there() {
        let mut bench = Bench::interview();
        bench.go("b7").keys("<A-a><Enter>");
        assert!(bench.record().answers.is_empty());
        bench.keys("<A-a>x<BS><Esc>");
        assert!(bench.record().answers.is_empty());
    }

    #[test]
    fn a_closed_list_takes_no_rows_and_says_so() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("<A-a>");
        assert!(bench.message().contains("where the list is open"));
        bench.keys("<A-t>");
        assert!(bench.record().answers.is_empty());
    }

    #[test]
    fn an_added_row_whose_name_is_taken_away_keeps_its_answer_in_sight() {
        let mut bench = Bench::interview();
        bench.go("b7").keys("<A-a>Arson<Enter>3<A-t><C-w><Enter>");
        let held = bench.answer_at("B.7.g");
        let shown = bench.screen().contains("Mgr") || bench.screen().contains("3 Manager");
        assert!(held == Answer::default() || shown, "{held:?} is not shown:\n{}", bench.screen());
    }
}

mod wording {
    use super::*;

    #[test]
    fn roles_on_the_set_up_sheet_choose_the_wording() {
        let mut bench = Bench::interview();
        bench.go("d1");
        assert!(bench.screen().contains("With whom else does your unit work"));
        bench.keys("<F10><Tab><Tab><Tab><Tab><Tab>judge<Tab><F10>");
        assert_eq!(bench.record().lead().function, "judge");
        assert!(
            bench.screen().contains("With whom else does your office or court work"),
            "{}",
            bench.screen()
        );
    }

    #[test]
    fn the_country_fills_questions_and_titles() {
        let mut bench = Bench::sheet();
        bench.keys("Examplia<F10>").go("c3");
        assert!(bench.screen().contains("in Examplia"), "{}", bench.screen());
        assert!(!bench.screen().contains("{country}"));
    }

    #[test]
    fn no_screen_shows_a_placeholder_without_a_country() {
        let mut bench = Bench::interview();
        for _ in 0..47 {
            assert!(!bench.screen().contains('{'), "{}", bench.screen());
            bench.keys("<PgDn>");
        }
        bench.keys("<F7>");
        assert!(!bench.screen().contains('{'), "{}", bench.screen());
    }

    #[test]
    fn a_shut_gate_dims_the_question_and_leaves_it_one_key_away() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3").go("e2").keys("<PgDn>");
        assert!(heading(&bench).starts_with("Annex E 3"), "{}", bench.screen());
        assert!(bench.screen().contains("not suggested after E 1"));
        bench.keys("phones");
        assert_eq!(account(&bench, "E.3"), "phones");
        let mut open = Bench::interview();
        open.go("e1").keys("1").go("e3");
        assert!(!open.screen().contains("not suggested"));
    }

    #[test]
    fn the_next_open_question_passes_over_shut_gates() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3").go("e2").keys("said<F11>");
        assert!(heading(&bench).starts_with("Annex E 4 a"), "{}", heading(&bench));
    }
}

mod sheet {
    use super::*;

    #[test]
    fn everything_is_filled_in_by_keys() {
        let mut bench = Bench::sheet();
        bench.keys(
            "Examplia<Tab>en<Tab>31<Tab>specialist<Tab>mid<Tab>reg<Tab>Police<Tab>Unit 4<Tab>North<Tab>",
        );
        bench.keys("law<Tab>11221");
        let record = bench.record();
        assert_eq!((record.country.as_str(), record.language.as_str()), ("Examplia", "en"));
        assert_eq!((record.place, record.meeting), (Some(Place::Neutral), Meeting::Individual));
        let lead = record.lead();
        assert_eq!(lead.function, "specialist_investigator");
        assert_eq!((lead.rank.as_str(), lead.level.as_str()), ("mid_manager", "regional"));
        assert_eq!((lead.institution.as_str(), lead.unit.as_str()), ("Police", "Unit 4"));
        assert_eq!((lead.region.as_str(), lead.stakeholder.as_str()), ("North", "a"));
        let consent = record.consent;
        assert_eq!((consent.interview, consent.notes, consent.quotes), (Some(true), Some(true), Some(false)));
        assert!(consent.restricted);
    }

    #[test]
    fn a_second_participant_makes_the_meeting_a_joint_one_and_can_be_taken_out() {
        let mut bench = Bench::sheet();
        bench.keys("<F2>");
        assert_eq!(bench.record().participants.len(), 2);
        assert_eq!(bench.record().meeting, Meeting::Joint);
        bench.keys("<F8>");
        assert_eq!(bench.record().participants.len(), 1);
        bench.keys("<F8>");
        assert_eq!(bench.record().participants.len(), 1);
    }

    #[test]
    fn a_choice_is_taken_back_with_backspace() {
        let mut bench = Bench::sheet();
        bench.keys("<Tab><Tab>3<Up><BS>");
        assert_eq!(bench.record().place, None);
    }

    #[test]
    fn time_on_the_sheet_is_not_time_on_a_question() {
        let mut bench = Bench::sheet();
        bench.keys("Examplia and more<F10>");
        bench.go("b2").go("b3");
        let spent = bench.record().active_seconds.get(&Ref::from("Annex.B.1")).copied().unwrap_or_default();
        assert!(spent <= 6, "{spent} s on B 1 in {} keys", bench.pressed);
    }
}

mod undo {
    use super::*;

    /// Every kind of edit, as the keys that make it and what the screen says of the place afterwards.
    const KINDS: &[(&str, &str, &str)] = &[
        ("words", "<C-p>c3<Enter>budget", "Annex C 3"),
        ("pasted words", "<C-p>c3<Enter><paste:a\rb>", "Annex C 3"),
        ("a note", "<C-p>c3<Enter><F2>tired", "Annex C 3"),
        ("a choice", "<C-p>b4<Enter>2", "Annex B 4"),
        ("several choices", "<C-p>d1<Enter>12", "Annex D 1"),
        ("a cell", "<C-p>e1c<Enter>3", "Annex E 1"),
        ("by whom", "<C-p>e1c<Enter>3y", "Annex E 1"),
        ("a reason in a cell", "<C-p>e1c<Enter>3<Left>d", "Annex E 1"),
        ("a repeated row", "<C-p>e1<Enter>3yd2.", "Annex E 1"),
        ("a reason on a question", "<C-p>b4<Enter>2<F6>1", "Annex B 4"),
        ("a flag", "<C-p>g2<Enter><F5>", "Annex G 2"),
        ("from papers", "<C-p>g2<Enter><A-d>", "Annex G 2"),
        ("evidence", "<C-p>g2<Enter><F3>report<Tab>213b2from<Esc>", "Annex G 2"),
        ("evidence taken out", "<C-p>g2<Enter><F3>report<F3>two<F8>", "Annex G 2"),
        ("a jot", "<C-p>g2<Enter><F4>later<Enter>", ""),
        ("a filed jot", "<C-p>g2<Enter><F4>later<Tab>1", ""),
        ("a row's name", "<C-p>b7<Enter><A-a>Arson<Enter>2", "Annex B 7"),
        ("everything cleared", "<C-p>c4<Enter>time<C-p>c3<Enter>budget<A-x>", "Annex C 3"),
        ("the set-up sheet", "<F10>Examplia<Tab>en<Tab>12<Tab>judge<Tab><F2><F10>", ""),
        ("finished", "<A-c><Enter>", ""),
    ];

    #[test]
    fn every_kind_of_edit_is_taken_back_done_again_and_shown() {
        for (name, keys, place) in KINDS {
            let mut bench = Bench::interview();
            let blank = essence(bench.record());
            bench.keys(keys);
            let done = essence(bench.record());
            assert_ne!(done, blank, "{name}");
            bench.go("f4");
            let mut steps = 0;
            while bench.message() != "nothing to take back" {
                bench.keys("<C-z>");
                steps += 1;
                assert!(steps < 100, "{name}: undo goes on and on");
                if steps == 1 && !place.is_empty() {
                    assert!(heading(&bench).starts_with(place), "{name}: {}", bench.screen());
                }
            }
            assert_eq!(essence(bench.record()), blank, "{name}");
            bench.go("f4");
            let mut redone = 0;
            while bench.message() != "nothing to do again" {
                bench.keys("<C-y>");
                redone += 1;
            }
            // The last thing done again is the one that was last done: it is on screen.
            assert!(place.is_empty() || heading(&bench).starts_with(place), "{name}: {}", bench.screen());
            assert_eq!((essence(bench.record()), redone), (done, steps), "{name}");
        }
    }

    #[test]
    fn undo_at_the_very_start_says_so() {
        let mut bench = Bench::interview();
        bench.keys("<C-z>");
        assert_eq!(bench.message(), "nothing to take back");
        bench.keys("<C-y>");
        assert_eq!(bench.message(), "nothing to do again");
        assert!(bench.saved().is_none());
    }

    #[test]
    fn undo_on_the_home_screen_does_nothing() {
        let mut bench = Bench::home();
        bench.keys("<C-z><C-y>");
        assert!(bench.saved().is_none());
    }

    #[test]
    fn undo_goes_word_by_word() {
        let mut bench = Bench::interview();
        bench.keys("one two<C-z>");
        assert_eq!(account(&bench, "B.1"), "one ");
        bench.keys("<C-z>");
        assert_eq!(account(&bench, "B.1"), "");
    }

    #[test]
    fn undo_in_a_cell_puts_the_cursor_there() {
        let mut bench = Bench::interview();
        bench.go("e1b").keys("342").go("c3").keys("<C-z>1");
        assert_eq!(codes(&bench.cell("E.1.b", "iii")), ["very_good"]);
    }

    #[test]
    fn undo_of_what_was_done_on_the_sheet_shows_in_its_fields() {
        let mut bench = Bench::sheet();
        bench.keys("Exam<C-z>");
        assert_eq!(bench.record().country, "");
        bench.keys("X");
        assert_eq!(bench.record().country, "X");
    }
}

mod blank {
    use super::*;

    #[test]
    fn only_the_key_that_blanked_lights_again_and_nothing_typed_meanwhile_arrives() {
        let mut bench = Bench::interview();
        bench.keys("before<F12>");
        assert_eq!(bench.app.blank, Blank::On);
        assert_eq!(bench.screen().trim(), "");
        let held = bench.record().clone();
        let all = TABLE.iter().flat_map(|b| b.keys).filter(|k| !["f12", "alt-b"].contains(k));
        for event in all.flat_map(|k| bound(k)) {
            bench.event(event);
            assert_ne!(bench.app.blank, Blank::Off);
        }
        bench.keys("abc<paste:secret><click:50,10><size:90x30>");
        assert!(!bench.screen().contains("before"));
        assert_eq!(*bench.record(), held);
        bench.keys("<A-b>");
        assert_eq!(bench.app.blank, Blank::Off);
        assert!(bench.screen().contains("before"));
        assert_eq!(*bench.record(), held);
        bench.keys("<A-b><F12>");
        assert_eq!(bench.app.blank, Blank::Off);
    }

    #[test]
    fn every_screen_blanks_at_once() {
        for place in PLACES.iter().filter(|p| p.0 != "blank") {
            let mut bench = at_place(place);
            bench.keys("<F12>");
            assert_eq!(bench.screen().trim(), "", "{}", place.0);
        }
    }

    #[test]
    fn what_goes_wrong_meanwhile_is_not_shown_until_it_is_lit() {
        let mut bench = Bench::interview().with_disk(Disk::Silent);
        bench.keys("a<F12>");
        bench.event(Event::SaveFailed("no space left".to_owned()));
        assert_eq!(bench.screen().trim(), "");
        bench.keys("<F12>");
        assert!(bench.screen().contains("NOT SAVED"));
    }
}

mod leaving {
    use super::*;

    fn quit(bench: &Bench) -> bool {
        bench.asked_for(&Effect::Quit)
    }

    #[test]
    fn quitting_waits_for_the_disk() {
        let mut bench = Bench::interview().with_disk(Disk::Silent);
        bench.keys("a<C-q>");
        assert!(!quit(&bench) && bench.asked_for(&Effect::Flush));
        bench.event(Event::Flushed(Ok(())));
        assert!(quit(&bench));
    }

    #[test]
    fn quitting_with_a_failing_disk_asks() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc><C-q>");
        assert!(!quit(&bench));
        assert!(bench.screen().contains("leave WITHOUT saving"), "{}", bench.screen());
        bench.keys("3");
        assert!(!quit(&bench));
        bench.keys("<C-q>4");
        assert!(quit(&bench));
    }

    #[test]
    fn quitting_with_a_failing_disk_can_save_elsewhere_and_then_leaves() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc><C-q>2/mnt/stick<Enter>");
        assert!(
            bench
                .effects
                .iter()
                .any(|e| matches!(e, Effect::SaveInto(path, _) if path.as_os_str() == "/mnt/stick"))
        );
        assert!(!quit(&bench));
    }

    #[test]
    fn trying_again_while_leaving_leaves_once_it_is_saved() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc><C-q>");
        bench.disk = Disk::Works;
        bench.keys("1");
        assert!(quit(&bench), "{}", bench.screen());
    }

    #[test]
    fn a_save_that_goes_through_takes_the_trouble_away() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a");
        assert!(bench.screen().contains("NOT SAVED"));
        bench.disk = Disk::Works;
        let revision = bench.record().revision;
        bench.event(Event::Saved(revision, common::start()));
        assert!(!bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    }

    #[test]
    fn typing_goes_on_while_the_disk_fails() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc>bcd");
        assert_eq!(account(&bench, "B.1"), "abcd");
        assert!(bench.screen().contains("NOT SAVED"));
    }

    #[test]
    fn trouble_in_mid_sentence_takes_no_key_away_until_it_is_turned_to() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("in 2023<Enter>and 3 more<BS>");
        assert_eq!(account(&bench, "B.1"), "in 2023\nand 3 mor");
        assert!(bench.screen().contains("↓ choose"), "{}", bench.screen());
        // Nor in a grid, where the digits rate, nor in what is opened over it.
        bench.keys("<Esc><C-p>e1a<Enter>");
        bench.event(Event::Saved(bench.record().revision, common::start()));
        bench.keys("323");
        assert!(bench.screen().contains("↓ choose"), "{}", bench.screen());
        let cells = [bench.cell("E.1.a", "i"), bench.cell("E.1.a", "ii"), bench.cell("E.1.a", "iii")];
        assert_eq!(cells.each_ref().map(codes).concat(), ["trafficking", "good", "average"]);
    }

    #[test]
    fn trouble_over_a_jot_lets_the_jot_be_written_and_kept() {
        let mut bench = Bench::interview().with_disk(Disk::Silent);
        bench.keys("<F4>the bud");
        bench.event(Event::SaveFailed("no space left".to_owned()));
        bench.keys("get");
        assert!(bench.screen().contains("NOT SAVED") && bench.screen().contains("Jot"), "{}", bench.screen());
        bench.keys("<Enter>");
        assert_eq!(bench.record().jots[0].text, "the budget");
        assert!(
            bench.screen().contains("NOT SAVED") && !bench.screen().contains("Jot ·"),
            "{}",
            bench.screen()
        );
        bench.keys("<Down>3/mnt/stick<Enter>");
        assert!(bench.effects.iter().any(|e| matches!(e, Effect::SaveInto(..))));
    }

    #[test]
    fn escape_goes_home_and_lets_the_session_go() {
        let mut bench = Bench::interview();
        bench.keys("a<Esc>");
        assert_eq!(bench.app.which, Which::Home);
        assert!(bench.asked_for(&Effect::Release) && bench.asked_for(&Effect::Recent));
    }

    #[test]
    fn walking_through_a_new_session_makes_no_file() {
        let mut bench = Bench::interview();
        bench.keys("<PgDn><PgDn><F7><Esc><F1><Esc><F10><F10><C-p>e1<Enter><Down><Esc>");
        assert!(bench.saved().is_none());
        assert_eq!(bench.app.which, Which::Home);
    }

    #[test]
    fn finishing_counts_what_is_open_and_marks_the_end() {
        let mut bench = Bench::interview();
        bench.keys("a<F5><F4>later<Enter><F3>law<Esc><A-c>");
        let screen = bench.screen();
        for line in ["46 questions still open", "1 flagged", "1 pieces of evidence", "1 jots not filed"] {
            assert!(screen.contains(line), "{line} is not on\n{screen}");
        }
        bench.keys("<Enter>");
        let saved = bench.saved().expect("saved");
        assert_eq!(saved.status, Status::Closed);
        assert!(saved.ended.is_some());
        bench.keys("<A-c><Enter>");
        assert_eq!((bench.record().status, bench.record().ended), (Status::Open, None));
    }

    #[test]
    fn ending_from_outside_saves_the_seconds_and_quits() {
        let mut bench = Bench::interview();
        bench.keys("abc");
        bench.event(Event::Terminate);
        assert!(quit(&bench));
        assert!(bench.saved().is_some_and(|s| !s.active_seconds.is_empty()));
    }
}

mod read_only {
    use super::*;

    #[test]
    fn nothing_changes_whatever_is_pressed() {
        let text = |at: &str, words: &str| {
            let splice = Splice { at: 0, removed: String::new(), inserted: words.to_owned() };
            Edit::Text(TextAt::Account(at.into()), splice)
        };
        let session = session_with(vec![
            text("Annex.B.1", "Leads a team"),
            Edit::Codes(At::cell(Ref::from("Annex.E.1.a"), "i"), vec!["general".to_owned()]),
        ]);
        let held = session.record().clone();
        for typed in ["b1", "b4", "b7", "d1", "e1", "f1"] {
            let mut bench = Bench::read_only(session.clone(), "another window has it open");
            bench.keys("<Esc>").go(typed);
            for event in TABLE.iter().flat_map(|b| b.keys).flat_map(|k| bound(k)) {
                if bench.app.desk.open.is_none() {
                    break;
                }
                bench.event(event);
                if bench.app.blank != Blank::Off {
                    bench.keys("<F12>");
                }
                if let Some(open) = &bench.app.desk.open {
                    assert_eq!(*open.session.record(), held, "{typed}");
                }
            }
            assert!(bench.saved().is_none(), "{typed}");
        }
    }

    #[test]
    fn a_text_field_shows_what_is_held_after_typing_in_vain() {
        let mut bench = Bench::read_only(session(), "another window has it open");
        bench.keys("<Esc>hello");
        assert!(!bench.screen().contains("hello"), "{}", bench.screen());
        assert!(bench.message().contains("nothing can be changed"));
        bench.keys("<F4>jot<Esc><F3>law<Esc>");
        assert_eq!(*bench.record(), *session().record());
    }
}

mod outside {
    use super::*;

    #[test]
    fn a_paste_arrives_without_escapes_and_with_line_ends() {
        let mut bench = Bench::interview();
        bench.keys("<paste:one\rtwo\r\nthree\u{1b}[31m red\u{7}\u{0}\u{9b}\u{202e}>");
        let said = account(&bench, "B.1");
        assert!(said.starts_with("one\ntwo\nthree"), "{said:?}");
        assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{said:?}");
        let screen = bench.screen();
        assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "{screen:?}");
        assert!(!screen.contains('\u{202e}'), "{screen:?}");
    }

    #[test]
    fn a_paste_on_a_grid_goes_to_the_words_of_its_row() {
        let mut bench = Bench::interview();
        bench.go("e1b").keys("<paste:seen twice>");
        assert_eq!(account(&bench, "E.1.b"), "seen twice");
    }

    #[test]
    fn a_paste_into_a_single_line_stays_a_line() {
        let mut bench = Bench::sheet();
        bench.keys("<paste:Exam\rplia\n>");
        assert!(!bench.record().country.contains('\n'), "{:?}", bench.record().country);
    }

    #[test]
    fn a_click_puts_the_cursor_into_a_cell_an_option_a_line_of_the_outline_a_field() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("342");
        // The ratings in row a stand under their columns: below "Knowledge" in row d.
        let (x, _) = bench.find("Knowledge").expect("heading");
        let (_, y) = bench.find("d Forensic").or_else(|| bench.find("d Forensics")).expect("row");
        bench.keys(&format!("<click:{x},{y}>1"));
        assert_eq!(codes(&bench.cell("E.1.d", "ii")), ["very_good"]);
        bench.click("E Techniques");
        assert!(heading(&bench).starts_with("Annex E 1"));
        bench.click("2 Most successful");
        assert!(heading(&bench).starts_with("Annex E 2"), "{}", bench.screen());
        bench.go("d1").click("[ ] Prosecution");
        let by_click = bench.answer_at("D.1").codes;
        bench.click("in their words").keys("x");
        assert_eq!(account(&bench, "D.1"), "x");
        assert!(by_click.is_empty() || by_click == ["prosecution"]);
    }

    #[test]
    fn a_click_in_a_text_puts_the_caret_there() {
        let mut bench = Bench::interview();
        bench.keys("alpha beta");
        let (x, y) = bench.find("beta").expect("text");
        bench.keys(&format!("<click:{x},{y}>X"));
        assert_eq!(account(&bench, "B.1"), "alpha Xbeta");
    }

    #[test]
    fn a_resize_at_any_moment_keeps_focus_and_text() {
        let sizes = ["40x12", "30x10", "200x60", "80x24", "1x1", "50x14"];
        let mut bench = Bench::interview();
        for (c, size) in "abcdefghijklmnopqrstuvwx".chars().zip(sizes.iter().cycle()) {
            bench.keys(&format!("{c}<size:{size}>"));
        }
        assert_eq!(account(&bench, "B.1"), "abcdefghijklmnopqrstuvwx");
        bench.go("e1");
        for size in sizes.iter().cycle().take(18) {
            bench.keys(&format!("3<size:{size}>"));
        }
        assert_eq!(codes(&bench.cell("E.1.f", "iii")), ["average"]);
        bench.keys("<F3>law");
        for size in sizes {
            bench.keys(&format!("<size:{size}>s"));
        }
        assert_eq!(bench.answer_at("E.1.g").evidence[0].what, "lawssssss");
    }

    #[test]
    fn the_cursor_shows_only_where_typing_goes() {
        for keys in ["<F6>", "<F7>", "<F1>", "<A-c>", "<F3><Tab>", "<F4>x<Tab>"] {
            let mut bench = Bench::interview();
            bench.keys(keys);
            assert!(!bench.screen().contains("cursor:"), "{keys}\n{}", bench.screen());
        }
    }
}

/// The way to every screen and every sheet on top: where to begin, and the keys from there.
const PLACES: &[(&str, Begin, &str)] = &[
    ("home", Begin::Home, ""),
    ("set-up sheet", Begin::Sheet, ""),
    ("text", Begin::Interview, ""),
    ("choice", Begin::Interview, "<C-p>b4<Enter>"),
    ("choices", Begin::Interview, "<C-p>d1<Enter>"),
    ("grid", Begin::Interview, "<C-p>e1<Enter>3y2"),
    ("words of a grid", Begin::Interview, "<C-p>e1<Enter><Tab>a"),
    ("open grid", Begin::Interview, "<C-p>b7<Enter>"),
    ("seven columns", Begin::Interview, "<C-p>f1<Enter>"),
    ("note", Begin::Interview, "<F2>a"),
    ("palette", Begin::Interview, "<C-p>e"),
    ("evidence, a text", Begin::Interview, "<F3>a"),
    ("evidence, a choice", Begin::Interview, "<F3>a<Tab>"),
    ("jot", Begin::Interview, "<F4>a"),
    ("file a jot", Begin::Interview, "<F4>a<Tab>"),
    ("file a jot elsewhere", Begin::Interview, "<F4>a<Tab>3"),
    ("no answer", Begin::Interview, "<F6>"),
    ("no answer in a grid", Begin::Interview, "<C-p>e1<Enter><F6>"),
    ("still open", Begin::Interview, "<F7>"),
    ("jots not filed", Begin::Interview, "<F4>a<Enter><F7>4"),
    ("finish", Begin::Interview, "<A-c>"),
    ("help", Begin::Interview, "<F1>"),
    ("row name", Begin::Interview, "<C-p>b7<Enter><A-a>x"),
    ("outline on top", Begin::Interview, "<size:80x24><F9>"),
    ("set-up sheet, a word", Begin::Interview, "<F10><Tab><Tab><Tab><Tab><Tab>ju<Down>"),
    ("set-up sheet, two", Begin::Interview, "<F10><F2>"),
    ("blank", Begin::Interview, "<F12>"),
    ("too small", Begin::Interview, "<size:30x10>"),
    ("tiny", Begin::Interview, "<size:1x1>"),
    ("trouble", Begin::Failing, "a"),
    ("trouble, turned to", Begin::Failing, "a<Down>"),
    ("trouble, another folder", Begin::Failing, "a<Down>3x"),
    ("trouble, leaving", Begin::Failing, "a<Esc><C-q>"),
    ("read only", Begin::ReadOnly, ""),
    ("read only, a grid", Begin::ReadOnly, "<Esc><C-p>e1<Enter>"),
];

#[derive(Clone, Copy)]
enum Begin {
    Home,
    Sheet,
    Interview,
    Failing,
    ReadOnly,
}

fn at_place((_, begin, keys): &(&str, Begin, &str)) -> Bench {
    let mut bench = match begin {
        Begin::Home => Bench::small(),
        Begin::Sheet => Bench::small().opened(session(), true, false, None),
        Begin::Interview => Bench::small().opened(session(), true, true, None),
        Begin::Failing => {
            let disk = Disk::Fails("no space left".to_owned());
            Bench::small().opened(session(), true, true, None).with_disk(disk)
        }
        Begin::ReadOnly => {
            let why = "another window has it open".to_owned();
            Bench::small().opened(session(), false, true, Some(why))
        }
    };
    bench.keys(keys);
    bench
}

/// Every key on its own at these places.
fn every_key(places: &[(&str, Begin, &str)]) {
    for place in places {
        for key in TABLE.iter().flat_map(|b| b.keys) {
            let mut bench = at_place(place);
            for event in bound(key) {
                bench.event(event);
            }
            bench.keys("<size:80x24>");
        }
    }
}

#[test]
fn no_key_of_the_table_makes_a_screen_panic() {
    every_key(&PLACES[..9]);
}

#[test]
fn no_key_of_the_table_makes_a_sheet_on_top_panic() {
    every_key(&PLACES[9..17]);
}

#[test]
fn no_key_of_the_table_makes_a_list_panic() {
    every_key(&PLACES[17..26]);
}

#[test]
fn no_key_of_the_table_makes_trouble_or_a_small_screen_panic() {
    every_key(&PLACES[26..]);
}

#[test]
fn every_scope_of_the_table_is_met_somewhere() {
    // A guard for the test above: if a scope is added, a screen that has it must be added too.
    assert_eq!(Scope::ALL.len(), 9);
}

/// What a person might do next.
fn script() -> impl Strategy<Value = Vec<String>> {
    let keys: Vec<String> = TABLE
        .iter()
        .flat_map(|b| b.keys)
        // Leaving and blanking end a run early; they have tests of their own.
        .filter(|k| !["ctrl-q", "f12", "alt-b", "1-9", "ctrl-z", "alt-u", "ctrl-y", "alt-r"].contains(k))
        .map(|k| format!("key:{k}"))
        .collect();
    let places: Vec<String> = ["e1k", "b7", "b4", "d1", "f1", "g2", "c3"].map(|p| format!("go:{p}")).to_vec();
    let step = prop_oneof![
        5 => prop::sample::select(keys),
        3 => "[1-9]".prop_map(|d| format!("type:{d}")),
        3 => "[a-z .,éß東]{1,4}".prop_map(|t| format!("type:{t}")),
        2 => prop::sample::select(places),
        1 => "[a-z \r\n\u{1b}\u{202e}👩\u{200d}\u{301}東]{0,12}".prop_map(|t| format!("paste:{t}")),
        1 => (1_u16..160, 1_u16..50).prop_map(|(w, h)| format!("size:{w}x{h}")),
        1 => (1_u16..120, 1_u16..40).prop_map(|(x, y)| format!("click:{x},{y}")),
        1 => prop::sample::select(vec!["key:ctrl-z".to_owned(), "key:ctrl-y".to_owned()]),
    ];
    prop::collection::vec(step, 1..60)
}

fn play(bench: &mut Bench, step: &str) {
    match step.split_once(':') {
        Some(("key", key)) => bound(key).into_iter().for_each(|e| bench.event(e)),
        Some(("type", text)) => events(text).into_iter().for_each(|e| bench.event(e)),
        Some(("go", at)) => drop(bench.keys(&format!("<C-p>{at}<Enter>"))),
        Some(("paste", text)) => bench.event(Event::Paste(text.to_owned())),
        _ => drop(bench.keys(&format!("<{step}>"))),
    }
}

fn open_session(bench: &Bench) -> Option<Arc<Session>> {
    bench.app.desk.open.as_ref().map(|o| Arc::clone(&o.session))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_pressed_nothing_panics_and_undo_leads_back(steps in script()) {
        let mut bench = Bench::interview();
        let blank = essence(bench.record());
        for step in &steps {
            // Esc at the questions goes home: resume, as a person would.
            if bench.app.which == Which::Home {
                break;
            }
            play(&mut bench, step);
        }
        if open_session(&bench).is_none() {
            return Ok(());
        }
        // What is saved is what is in memory.
        if let Some(saved) = bench.saved() {
            prop_assert_eq!(saved.record(), bench.record());
        }
        bench.keys("<size:120x40>");
        for _ in 0..3_000 {
            bench.keys("<C-z>");
            if bench.message() == "nothing to take back" {
                break;
            }
        }
        prop_assert_eq!(bench.message(), "nothing to take back");
        prop_assert_eq!(essence(bench.record()), blank);
    }

    #[test]
    fn after_anything_the_words_on_screen_are_those_of_the_session(steps in script(), at in 0_usize..47) {
        let mut bench = Bench::interview();
        for step in &steps {
            if bench.app.which == Which::Home {
                break;
            }
            play(&mut bench, step);
        }
        // Out of whatever is on top: where no outline stands beside, only sheets on top have corners.
        bench.keys("<size:80x40>");
        for _ in 0..6 {
            match bench.app.which {
                Which::Interview if bench.screen().contains('╭') => bench.keys("<Esc>"),
                Which::Sheet => bench.keys("<S-Tab><F10>"),
                _ => break,
            };
        }
        // Home: the session is let go, and there is nothing to look at.
        if bench.app.which != Which::Interview {
            return Ok(());
        }
        let plan = plan();
        let item = &plan.stops[at].item;
        bench.go(&typed(&item.reference));
        let here = bench.answer_at(item.reference.short());
        prop_assert!(heading(&bench).starts_with(&item.reference.spoken()), "{}", bench.screen());
        if matches!(item.kind, Kind::Text) {
            // Every other field of the item keeps what it holds, too: the mark is all that is new.
            bench.keys("<C-Home>§");
            let after = bench.answer_at(item.reference.short());
            prop_assert_eq!(after.account, format!("§{}", here.account));
        }
    }
}
