//! What goes with an answer: marks, jots, evidence, rows, wordings.

use super::*;

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
        assert!(heading(&bench).starts_with("Annex B 1"), "nobody is carried away from the question");
    }

    #[test]
    fn filing_one_jot_of_several_comes_back_to_the_list() {
        let mut bench = Bench::interview();
        bench.keys("<F4>two labs<Enter><F4>no car<Enter><F7>4<Enter>1");
        assert!(bench.screen().contains("no car") && bench.screen().contains("Before you thank them"));
        bench.keys("<Enter>1");
        assert!(bench.record().jots.iter().all(|j| j.filed.is_some()));
        assert_eq!(account(&bench, "B.1"), "two labs\nno car");
    }

    #[test]
    fn a_jot_typed_on_a_row_belongs_to_the_row() {
        let mut bench = Bench::interview();
        bench.go("e1c").keys("<F4>not since May<Tab>1");
        assert_eq!(account(&bench, "E.1.c"), "not since May");
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
    fn a_piece_taken_back_while_the_next_is_open_leaves_a_form_that_still_takes_words() {
        let mut bench = Bench::interview();
        bench.keys("<F3>1<F3><C-z>2<Esc>");
        let pieces = bench.answer_at("B.1").evidence;
        assert_eq!(pieces.iter().map(|p| p.what.as_str()).collect::<Vec<_>>(), ["2"]);
    }

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
