//! Keys on the kinds of answer that the chapters need, and on several banks in one interview.

#![allow(clippy::expect_used, reason = "a script that cannot run ends the test")]

mod common;

use common::Bench;
use vivavoce::bank::Ref;
use vivavoce::session::{Answer, Cell, Nonresponse};

fn answer(bench: &Bench, at: &str) -> Answer {
    bench.record().answer(&Ref::new(at)).cloned().unwrap_or_default()
}

fn cell(bench: &Bench, at: &str, column: &str) -> Cell {
    answer(bench, at).cells.get(column).cloned().unwrap_or_default()
}

fn codes(bench: &Bench, at: &str, column: &str) -> Vec<String> {
    cell(bench, at, column).codes
}

/// The first line of the item on screen.
fn heading(bench: &Bench) -> String {
    let screen = bench.screen();
    let line = screen.lines().nth(1).unwrap_or_default().to_owned();
    line.rsplit(['│', '╮']).next().unwrap_or_default().trim().to_owned()
}

/// Down until this is on the screen.
fn down_to(bench: &mut Bench, text: &str) {
    for _ in 0..40 {
        if bench.screen().contains(text) {
            return;
        }
        bench.keys("<Down>");
    }
    panic!("no {text:?} on\n{}", bench.screen());
}

mod findings {
    use super::*;

    #[test]
    fn one_digit_a_layer_and_on_to_the_words() {
        let mut bench = Bench::over(&["VIII"]);
        bench.go("c2").keys("12");
        assert_eq!(codes(&bench, "VIII.C.2", "paper"), ["yes"]);
        assert_eq!(codes(&bench, "VIII.C.2", "practice"), ["partly"]);
        bench.keys("<C-End>3the unions are not asked");
        assert_eq!(codes(&bench, "VIII.C.2", "comprehensive"), ["in_part"]);
        assert_eq!(answer(&bench, "VIII.C.2").account, "the unions are not asked");
    }

    #[test]
    fn a_figure_is_typed_as_it_is_said_and_its_period_beside_it() {
        let mut bench = Bench::over(&["VIII"]);
        down_to(bench.go("d1"), "▸ Meetings");
        bench.keys("4<Enter>2025<Enter>");
        assert_eq!(cell(&bench, "VIII.D.1", "meetings").text, "4");
        assert_eq!(cell(&bench, "VIII.D.1", "meetings_for").text, "2025");
        bench.keys("<Up>");
        assert!(bench.screen().contains("▸ Meetings"), "{}", bench.screen());
        bench.keys("<BS>about 4");
        assert_eq!(cell(&bench, "VIII.D.1", "meetings").text, "about 4");
        assert!(bench.screen().contains("only a plain number is counted"), "{}", bench.screen());
        // Nobody knows: what was typed goes, and comes back with undo.
        bench.keys("<BS><BS><BS><BS><BS><BS><BS>d");
        assert_eq!(cell(&bench, "VIII.D.1", "meetings").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(cell(&bench, "VIII.D.1", "meetings").text, "");
    }

    #[test]
    fn an_unknown_layer_and_a_refused_one_are_reasons_not_codes() {
        let mut bench = Bench::over(&["VIII"]);
        bench.go("c2").keys("dr");
        assert_eq!(cell(&bench, "VIII.C.2", "paper").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(cell(&bench, "VIII.C.2", "practice").nonresponse, Some(Nonresponse::Refused));
        bench.keys("<Up>1");
        assert_eq!(cell(&bench, "VIII.C.2", "practice").nonresponse, None);
        assert_eq!(codes(&bench, "VIII.C.2", "practice"), ["yes"]);
    }

    #[test]
    fn the_blank_fields_or_the_whole_question_take_a_reason() {
        let mut bench = Bench::over(&["VIII"]);
        bench.go("c2").keys("1<F6><Tab>4");
        assert_eq!(cell(&bench, "VIII.C.2", "practice").nonresponse, Some(Nonresponse::NotAsked));
        assert_eq!(codes(&bench, "VIII.C.2", "paper"), ["yes"]);
        bench.keys("<F6><Tab><Tab>2");
        assert_eq!(answer(&bench, "VIII.C.2").nonresponse, Some(Nonresponse::Refused));
        bench.keys("<C-Home>2");
        assert_eq!(answer(&bench, "VIII.C.2").nonresponse, None, "one place was answered after all");
    }

    #[test]
    fn a_finding_counts_as_one_thing_and_opens_its_gate() {
        let mut bench = Bench::over(&["VIII"]);
        bench.go("d9");
        assert!(bench.screen().contains("depends on"), "{}", bench.screen());
        bench.go("c1").keys("<Down>3").go("d9");
        assert!(!bench.screen().contains("depends on"), "{}", bench.screen());
        assert_eq!(bench.app.desk.open.as_ref().expect("open").progress.all.answered, 1);
    }

    #[test]
    fn evidence_and_notes_belong_to_the_finding_itself() {
        let mut bench = Bench::over(&["VIII"]);
        bench.go("c2").keys("<F3>plan of action<Esc><F2>saw it<F5>");
        let held = answer(&bench, "VIII.C.2");
        assert_eq!((held.evidence.len(), held.note.as_str(), held.follow_up), (1, "saw it", true));
    }
}

mod counts {
    use super::*;

    #[test]
    fn a_row_is_made_by_typing_its_period() {
        let mut bench = Bench::over(&["III"]);
        bench.go("c1").keys("2024<Enter>34<Enter>12<Enter>d2025<Enter>n");
        assert_eq!(answer(&bench, "III.C.1.r1").label, "2024");
        assert_eq!(cell(&bench, "III.C.1.r1", "investigations").text, "34");
        assert_eq!(cell(&bench, "III.C.1.r1", "prosecutions").text, "12");
        assert_eq!(cell(&bench, "III.C.1.r1", "convictions").nonresponse, Some(Nonresponse::DontKnow));
        assert_eq!(answer(&bench, "III.C.1.r2").label, "2025");
        assert_eq!(
            cell(&bench, "III.C.1.r2", "investigations").nonresponse,
            Some(Nonresponse::NotApplicable)
        );
    }

    #[test]
    fn undo_takes_a_row_away_again_and_the_cursor_stays_in_the_table() {
        let mut bench = Bench::over(&["III"]);
        bench.go("c1").keys("2024<C-z>");
        assert!(bench.record().answers.is_empty());
        bench.keys("<C-y>");
        assert_eq!(answer(&bench, "III.C.1.r1").label, "2024");
        bench.keys("<Down>2025<Enter>7");
        assert_eq!(cell(&bench, "III.C.1.r2", "investigations").text, "7");
    }
}

mod marks {
    use super::*;

    #[test]
    fn beside_the_blank_row_at_the_end_belong_to_the_question() {
        let mut bench = Bench::over(&["III"]);
        bench.go("c1").keys("2024<Enter>34<Enter>12<Enter>9<Enter>");
        assert!(!bench.screen().contains("said · this"), "{}", bench.screen());
        bench.keys("<F3>Made-up report<Esc><F5><Tab>words on all years");
        let of_the_question = answer(&bench, "III.C.1");
        assert_eq!(of_the_question.evidence.len(), 1, "{:?}", bench.record().answers);
        assert!(of_the_question.follow_up);
        assert_eq!(of_the_question.account, "words on all years");
        assert!(bench.record().answer(&Ref::new("III.C.1.r2")).is_none(), "no row came of it");
        bench.keys("<S-Tab><F6>");
        assert!(bench.screen().contains("don't know") && !bench.screen().contains("this cell"));
        bench.keys("<Esc>2025<F3>Another<Esc>");
        assert_eq!(answer(&bench, "III.C.1.r2").evidence.len(), 1);
    }
}

mod instruments {
    use super::*;

    #[test]
    fn a_key_an_instrument_date_and_reservation_when_wanted() {
        let mut bench = Bench::over(&["II"]);
        bench.go("d1").keys("51");
        assert_eq!(codes(&bench, "II.D.1.1", "state"), ["signed", "ratified"]);
        assert_eq!(codes(&bench, "II.D.1.2", "state"), ["signed"]);
        bench.keys("<Up><Up><Right>2003<Enter>article 15");
        assert_eq!(cell(&bench, "II.D.1.1", "date").text, "2003");
        assert_eq!(cell(&bench, "II.D.1.1", "reservation").text, "article 15");
    }

    #[test]
    fn a_declaration_is_endorsed_not_ratified() {
        let mut bench = Bench::over(&["II"]);
        bench.go("d2").keys("<C-End>");
        assert!(bench.screen().contains("Endorsed"), "{}", bench.screen());
        bench.keys("1");
        let last = bench.record().answers.keys().next_back().cloned().expect("an answer");
        assert_eq!(bench.record().answers[&last].cells["state"].codes, ["endorsed"]);
    }

    #[test]
    fn an_instrument_of_another_region_is_not_applicable() {
        let mut bench = Bench::over(&["II"]);
        bench.go("d2").keys("n");
        let first = bench.record().answers.keys().next().cloned().expect("an answer");
        assert_eq!(
            bench.record().answers[&first].cells["state"].nonresponse,
            Some(Nonresponse::NotApplicable)
        );
    }
}

mod registers {
    use super::*;

    #[test]
    fn a_record_is_made_by_typing_its_name_and_another_by_alt_a() {
        let mut bench = Bench::over(&["V"]);
        bench.go("d6").keys("Referral memorandum<Enter>Ministry, two NGOs<A-a>Joint directive");
        assert_eq!(answer(&bench, "V.D.6.r1").label, "Referral memorandum");
        assert_eq!(cell(&bench, "V.D.6.r1", "partners").text, "Ministry, two NGOs");
        assert_eq!(answer(&bench, "V.D.6.r2").label, "Joint directive");
        // Left on the name's first character leads to the record before.
        bench.keys("<Home><Left>");
        assert!(bench.screen().contains("Agreement · 1 of 2"), "{}", bench.screen());
    }

    #[test]
    fn a_field_of_the_register_answers_the_item_it_belongs_to() {
        let mut bench = Bench::over(&["V"]);
        let open = |bench: &Bench| bench.app.desk.open.as_ref().expect("open").progress.all.answered;
        bench.go("d6").keys("Referral memorandum");
        let before = open(&bench);
        down_to(&mut bench, "▸ Monitoring");
        bench.keys("1");
        assert_eq!(codes(&bench, "V.D.6.r1", "monitoring"), ["yes"]);
        assert_eq!(open(&bench), before + 1, "V D 9 is answered by the register");
    }

    #[test]
    fn the_parts_of_a_register_are_no_records() {
        let mut bench = Bench::over(&["V"]);
        bench.go("d6a").keys("1");
        assert_eq!(codes(&bench, "V.D.6.a", "paper"), ["yes"]);
        bench.go("d6");
        assert!(bench.screen().contains("Agreement · new"), "{}", bench.screen());
    }
}

mod banks {
    use super::*;

    #[test]
    fn a_chapter_is_put_in_and_out_and_its_answers_stay() {
        let mut bench = Bench::over(&["annex"]);
        bench.keys("work<C-g><Down><Down><Space><Esc>");
        let ids = |bench: &Bench| bench.record().banks.iter().map(|b| b.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&bench), ["annex", "III"]);
        assert!(heading(&bench).starts_with("Annex B 1"), "{}", bench.screen());
        bench.go("iiic2").keys("1");
        assert_eq!(codes(&bench, "III.C.2", "paper"), ["yes"]);
        bench.keys("<C-g><Down><Down><Space><Esc>");
        assert_eq!(ids(&bench), ["annex"]);
        assert_eq!(codes(&bench, "III.C.2", "paper"), ["yes"], "kept in the file");
        assert!(heading(&bench).starts_with("Annex"), "{}", bench.screen());
        bench.keys("<C-z>");
        assert_eq!(ids(&bench), ["annex", "III"]);
        assert!(bench.screen().contains("III C"), "{}", bench.screen());
    }

    #[test]
    fn the_last_bank_stays() {
        let mut bench = Bench::over(&["annex"]);
        bench.keys("<C-g><Space>");
        assert!(bench.message().contains("at least one bank"), "{}", bench.message());
        assert_eq!(bench.record().banks.len(), 1);
    }

    #[test]
    fn what_is_proposed_follows_function_and_stakeholder() {
        let mut bench = Bench::sheet();
        bench.keys("<Tab><Tab><Tab><Tab><Tab>prosec<Tab><C-g>p<Esc>");
        let ids: Vec<_> = bench.record().banks.iter().map(|b| b.id.clone()).collect();
        assert_eq!(ids, ["annex", "II", "III", "IX"]);
    }

    #[test]
    fn banks_stand_in_the_order_of_the_chapters_however_they_come_in() {
        let mut bench = Bench::over(&["IX"]);
        bench.keys("<C-g><Down><Down><Space><Up><Up><Space><Esc>");
        let ids: Vec<_> = bench.record().banks.iter().map(|b| b.id.clone()).collect();
        assert_eq!(ids, ["annex", "III", "IX"]);
    }

    #[test]
    fn typed_references_find_the_bank_on_screen_first() {
        let mut bench = Bench::over(&["II", "III"]);
        bench.go("iiic3").go("d1");
        assert!(heading(&bench).starts_with("III D 1 "), "{}", heading(&bench));
        bench.go("iid1").go("d3");
        assert!(heading(&bench).starts_with("II D 3 "), "{}", heading(&bench));
    }

    #[test]
    fn a_question_comes_before_a_row_that_is_typed_the_same() {
        let mut bench = Bench::over(&["II"]);
        bench.go("d11");
        assert!(heading(&bench).starts_with("II D 11 "), "{}", heading(&bench));
        bench.go("d111");
        assert!(heading(&bench).starts_with("II D 1 "), "{}", heading(&bench));
    }

    #[test]
    fn a_cross_reference_is_followed_with_one_key_and_left_with_another() {
        let mut bench = Bench::over(&["III"]);
        bench.go("d9").keys("<C-t>");
        let screen = bench.screen();
        assert!(screen.contains("not in this interview") || screen.contains(" V "), "{screen}");
        down_to(&mut bench, "Harmonizing");
        bench.keys("<Enter>");
        assert!(heading(&bench).starts_with("V C 1"), "{}", bench.screen());
        assert_eq!(bench.record().banks.len(), 2);
        bench.keys("<C-o>");
        assert!(heading(&bench).starts_with("III D 9"), "{}", bench.screen());
    }

    #[test]
    fn every_item_of_every_bank_can_be_walked_through_at_both_sizes() {
        let ids = ["annex", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"];
        for size in ["<size:120x40>", "<size:80x24>"] {
            let mut bench = Bench::over(&ids);
            bench.keys(size);
            let stops = bench.app.desk.open.as_ref().expect("open").plan.stops.clone();
            for stop in &stops {
                let at = stop.item.reference.spoken();
                assert!(heading(&bench).starts_with(&at), "{at}: {}", bench.screen());
                // The question itself is there whole, and the place to answer is in view.
                let screen = bench.screen();
                assert!(screen.contains("said") || screen.contains('▸'), "{at}: {screen}");
                bench.keys("<PgDn>");
            }
        }
    }
}

mod languages {
    use super::*;

    #[test]
    fn one_key_puts_the_questions_in_the_next_language_and_the_answer_says_in_which_it_was_given() {
        let mut bench = Bench::over(&["annex"]);
        bench.go("c3").keys("before<A-y>");
        assert!(bench.screen().contains("(fr) Where trafficking"), "{}", bench.screen());
        assert!(bench.message().contains("7 texts are not translated"), "{}", bench.message());
        assert!(heading(&bench).starts_with("Annex C 3"), "{}", heading(&bench));
        bench.go("c4").keys("apres");
        assert_eq!(answer(&bench, "Annex.C.4").language, "fr");
        assert_eq!(answer(&bench, "Annex.C.3").language, "");
        bench.keys("<A-y>").go("c6").keys("again");
        assert!(!bench.screen().contains("(fr)"), "{}", bench.screen());
        assert_eq!(answer(&bench, "Annex.C.6").language, "");
        let mut steps = 0;
        while bench.message() != "nothing to take back" && steps < 20 {
            bench.keys("<C-z>");
            steps += 1;
        }
        assert!(bench.record().answers.is_empty(), "{:?}", bench.record().answers);
    }

    #[test]
    fn the_language_of_the_interview_itself_is_no_mark_on_its_answers() {
        let mut bench = Bench::sheet();
        bench.keys("Ruritania<Tab>fr<F10>");
        bench.keys("<A-y>").go("c4").keys("mot");
        assert_eq!(answer(&bench, "Annex.C.4").language, "");
    }

    #[test]
    fn a_bank_that_is_put_in_comes_in_the_language_that_is_spoken() {
        let mut bench = Bench::over(&["annex"]);
        bench.keys("<A-y><C-g><Down><Down><Space><Esc>").go("iiic2");
        assert!(bench.screen().contains("(fr) "), "{}", bench.screen());
    }
}

mod unfit {
    use super::*;
    use vivavoce::bank::Bank;
    use vivavoce::session::{BankStamp, stand_in};

    #[test]
    fn answers_to_a_bank_that_is_not_here_can_be_read() {
        let mut bench = Bench::over(&["annex", "III"]);
        bench.go("iiic2").keys("12<C-End>").go("annexb1").keys("patrols");
        let record = bench.record().clone();
        let known = common::annex();
        let stamp = BankStamp { id: "III".to_owned(), version: "9.0.0".to_owned() };
        let bank: Bank = stand_in(&stamp, &record, &[&known]);
        let item = bank.items().find(|i| i.reference.as_str() == "III.C.2").expect("the answer has a place");
        assert!(
            item.guidance.contains("paper: yes") && item.guidance.contains("practice: partly"),
            "{}",
            item.guidance
        );
        assert!(!bank.items().any(|i| i.reference.as_str().starts_with("Annex")));
        let empty =
            stand_in(&BankStamp { id: "XX".to_owned(), version: "1".to_owned() }, &record, &[&known, &bank]);
        assert_eq!(empty.items().count(), 1, "there is always something to stand on");
    }
}
