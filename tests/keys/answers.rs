//! Answering: codes, reasons for none, and how few keys it takes.

use super::*;

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
        assert_eq!(
            codes(&bench.cell("E.1.a", "i")),
            ["trafficking"],
            "an answer is not taken away by one letter"
        );
        assert!(bench.message().contains("answered already"), "{}", bench.message());
        bench.keys("d");
        let cell = bench.cell("E.1.a", "i");
        assert_eq!((cell.codes.len(), cell.by.len(), cell.nonresponse), (0, 0, Some(Nonresponse::DontKnow)));
        bench.keys("<Left>2");
        let cell = bench.cell("E.1.a", "i");
        assert_eq!((codes(&cell), cell.nonresponse), (vec!["general"], None));
    }

    #[test]
    fn the_second_letter_must_follow_at_once_and_be_the_same() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("3<Left>dr");
        assert_eq!(codes(&bench.cell("E.1.a", "i")), ["trafficking"]);
        bench.keys("r<Left>2<Left>d<Right><Left>d");
        assert_eq!(codes(&bench.cell("E.1.a", "i")), ["general"]);
    }

    #[test]
    fn a_sentence_typed_over_a_grid_becomes_words_and_no_rating_is_lost() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("211<Up>");
        bench.burst("overall good");
        assert_eq!(account(&bench, "E.1.a"), "overall good");
        let mut bench = Bench::interview();
        bench.go("e1");
        bench.burst("rd not known here");
        assert_eq!(account(&bench, "E.1.a"), "rd not known here", "{}", bench.screen());
        assert!(bench.answer_at("E.1.a").cells.is_empty() && bench.answer_at("E.1.b").cells.is_empty());
    }

    #[test]
    fn a_sentence_typed_over_options_becomes_words_and_keeps_the_choice() {
        let mut bench = Bench::interview();
        bench.go("b4").keys("1<S-Tab>");
        bench.burst("directly");
        let answer = bench.answer_at("B.4");
        assert_eq!((answer.codes, answer.account.as_str()), (vec!["yes".to_owned()], "directly"));
    }

    #[test]
    fn space_on_the_one_option_that_holds_keeps_it() {
        let mut bench = Bench::interview();
        bench.go("b4").keys("1<S-Tab><Space>");
        assert_eq!(bench.answer_at("B.4").codes, ["yes"]);
    }

    #[test]
    fn every_set_of_options_can_be_put_down_where_several_can_hold() {
        for (typed, at) in [("c1", "C.1"), ("d1", "D.1")] {
            let mut bench = Bench::interview();
            bench.go(typed).keys("1");
            let one = bench.answer_at(at).codes;
            bench.keys("2");
            assert_eq!(bench.answer_at(at).codes.len(), one.len() + 1, "{at}: a second one is added");
            bench.keys("1");
            assert_eq!(bench.answer_at(at).codes.len(), 1, "{at}: and the first taken back");
        }
    }

    #[test]
    fn a_question_that_is_asked_by_column_is_filled_by_column() {
        let mut bench = Bench::interview();
        bench.go("f1").keys("123453");
        for (row, code) in
            [("a", "very_good"), ("b", "good"), ("c", "average"), ("d", "weak"), ("e", "very_weak")]
        {
            assert_eq!(codes(&bench.cell(&format!("F.1.{row}"), "self")), [code], "{row}");
        }
        assert_eq!(codes(&bench.cell("F.1.a", "patrol")), ["average"], "on to the next group");
        bench.keys("<Up>").keys(".");
        assert_eq!(codes(&bench.cell("F.1.b", "patrol")), ["good"], "as the column before");
        assert_eq!(codes(&bench.cell("F.1.a", "patrol")), ["average"], "what is answered stays");
    }

    #[test]
    fn the_first_of_several_moves_on_in_a_grid_and_a_further_one_is_added_on_the_way_back() {
        let mut bench = Bench::interview();
        bench.go("b7").keys("231");
        let held = |bench: &Bench, row: &str| {
            bench.cell(&format!("B.7.{row}"), "capacity").codes.first().cloned().unwrap_or_default()
        };
        assert_eq!(held(&bench, "a"), "investigator");
        assert_eq!(held(&bench, "b"), "manager");
        assert_eq!(held(&bench, "c"), "not_investigated");
        bench.keys("<Up><Up><Up>3");
        assert_eq!(bench.cell("B.7.a", "capacity").codes, ["investigator", "manager"]);
        bench.keys("1");
        assert!(bench.message().contains("Ctrl-Z brings them back"), "{}", bench.message());
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
    fn a_letter_that_means_nothing_in_a_grid_begins_the_words() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("w");
        assert!(bench.message().contains("typed as what they said"), "{}", bench.message());
        assert_eq!(account(&bench, "E.1.a"), "w");
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
        // Where something is answered, the rest is meant: nothing that was said is spoken over.
        bench.keys("<F6><Tab><Tab>3");
        assert_eq!(bench.answer_at("E.1").nonresponse, None);
        assert_eq!(bench.cell("E.1.a", "i").nonresponse, Some(Nonresponse::Refused));
        assert_eq!(bench.cell("E.1.b", "ii").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(bench.cell("E.1.o", "iii").nonresponse, Some(Nonresponse::NotApplicable));
        bench.go("f1").keys("<F6><Tab><Tab>3");
        assert_eq!(bench.answer_at("F.1").nonresponse, Some(Nonresponse::NotApplicable));
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
