//! What of a plan leaves the room, and that no text of it is taken for anything but text.

use super::*;
use crate::analysis::marks::{Annotations, Basis, Coder, Depth, Edit, PlanDraft, Stamp};
use crate::bank::Ref;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use std::io::Read;

fn basis(answered: u32, sessions: std::ops::Range<usize>) -> Basis {
    Basis {
        figures: format!("figure-of-{answered}"),
        asked: answered + 1,
        answered,
        unanimous: false,
        sessions: sessions.map(|n| format!("S{n}")).collect(),
        split: "unit".to_owned(),
    }
}

fn draft(topic: &str) -> PlanDraft {
    PlanDraft { topic: topic.to_owned(), about: Some(Ref::new("Annex.E.1.c")), ..PlanDraft::default() }
}

/// A plan of these lines.
fn lines(all: Vec<(PlanDraft, Basis)>) -> Vec<PlanLine> {
    let mut marks = Annotations::default();
    let at = Timestamp::from_second(1_795_600_000).unwrap();
    let stamp = Stamp { coder: Coder::new("AK").unwrap(), at };
    for (draft, basis) in all {
        marks.apply(Edit::PlanLine(Box::new(draft), Box::new(basis)), &stamp).unwrap();
    }
    marks.plan.clone()
}

fn written(lines: &[PlanLine], behind: &[Behind], format: PlanFormat, audience: Audience) -> PlanFile {
    plan(&PlanInput { lines, behind, on: date(2026, 11, 27) }, format, audience).unwrap()
}

fn text(lines: &[PlanLine], format: PlanFormat, audience: Audience) -> String {
    String::from_utf8(written(lines, &[], format, audience).bytes).unwrap()
}

fn reasons(lines: &[PlanLine], threshold: usize) -> Vec<(String, Held)> {
    let made = written(lines, &[], PlanFormat::Csv, Audience::Outside { threshold });
    made.withheld.into_iter().map(|(id, why)| (id.to_string(), why)).collect()
}

/// All texts of a workbook, and whether it holds a formula.
fn workbook(bytes: &[u8]) -> (String, bool) {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).unwrap().read_to_string(&mut all).unwrap();
    }
    let formula = all.contains("<f>") || all.contains("<f ");
    (all, formula)
}

#[test]
fn figures_of_few_and_figures_that_are_all_alike_stay_in_and_it_is_not_told_which() {
    let mut all = lines(vec![
        (draft("plain"), basis(5, 0..5)),
        (PlanDraft { about: None, ..draft("few") }, basis(4, 10..20)),
        (PlanDraft { about: None, ..draft("alike") }, Basis { unanimous: true, ..basis(9, 20..29) }),
        (PlanDraft { about: None, ..draft("nothing counted") }, Basis::default()),
    ]);
    assert_eq!(reasons(&all, 5), [("L2".to_owned(), Held::Few), ("L3".to_owned(), Held::Unanimous)]);
    assert_eq!(reasons(&all, 4), [("L3".to_owned(), Held::Unanimous)]);
    assert_eq!(reasons(&all, 6).len(), 3);
    let page = text(&all, PlanFormat::Markdown, Audience::default());
    assert!(page.contains("figure-of-5 (5 of 6 answered, by unit)"), "{page}");
    assert!(
        !page.contains("figure-of-4") && !page.contains("figure-of-9") && !page.contains(" of 10"),
        "{page}"
    );
    assert!(
        page.contains("- line 2: figures, asked, answered\n- line 3: figures, asked, answered\n"),
        "{page}"
    );
    assert!(page.contains("Why: fewer people answered than the threshold, all answered alike, or"), "{page}");
    let table = text(&all, PlanFormat::Csv, Audience::default());
    let few = table.lines().nth(2).unwrap();
    assert!(few.ends_with(",,,,\"unit\",\"figures, asked, answered\""), "{few}");
    // Which reason it was must not be seen: both lines are told alike.
    let alike = table.lines().nth(3).unwrap();
    assert_eq!(few.replace("few", "alike").replace("L2", "L3").replace(",2,", ",3,"), alike);
    let (book, _) = workbook(&written(&all, &[], PlanFormat::Xlsx, Audience::default()).bytes);
    assert!(book.contains("figure-of-5") && !book.contains("figure-of-4") && !book.contains("figure-of-9"));
    assert!(book.contains("line 2: figures, asked, answered"));
    // Unanimous although not a single figure stands there: still nothing to be told.
    all[2].basis.figures.clear();
    assert_eq!(reasons(&all, 5).len(), 2);
}

#[test]
fn a_threshold_below_three_is_refused_whatever_the_format() {
    let all = lines(vec![(draft("x"), basis(9, 0..9))]);
    let input = PlanInput { lines: &all, behind: &[], on: date(2026, 11, 27) };
    for format in PlanFormat::ALL {
        let error = plan(&input, format, Audience::Outside { threshold: 2 }).unwrap_err().to_string();
        assert!(error.contains("take 3 or more"), "{error}");
        assert!(plan(&input, format, Audience::Outside { threshold: 3 }).is_ok());
    }
}

#[test]
fn a_group_that_could_be_taken_from_a_larger_one_stays_in() {
    let line = |n: u32, sessions| (draft("forensics"), basis(n, sessions));
    // 20 without 17 are 3.
    let near = lines(vec![line(20, 0..20), line(17, 0..17)]);
    assert_eq!(reasons(&near, 5), [("L2".to_owned(), Held::GivesAway(near[0].id))]);
    assert!(reasons(&near, 3).is_empty());
    let far = lines(vec![line(20, 0..20), line(15, 0..15)]);
    assert!(reasons(&far, 5).is_empty());
    // Each alone leaves enough; both together leave 2.
    let both = lines(vec![line(20, 0..20), line(10, 0..10), line(8, 10..18)]);
    assert_eq!(reasons(&both, 5), [("L3".to_owned(), Held::GivesAway(both[0].id))]);
    // Another topic tells nothing of it.
    let mut other = near.clone();
    other[1].about = Some(Ref::new("Annex.E.1.d"));
    assert!(reasons(&other, 5).is_empty());
    // Of whom a line is, is not known: it is told only where it stands alone.
    let unnamed = lines(vec![line(20, 0..20), line(12_000, 0..0)]);
    assert_eq!(reasons(&unnamed, 5), [("L2".to_owned(), Held::Unnamed)]);
    assert!(reasons(&unnamed[1..], 5).is_empty());
}

#[test]
fn inside_all_is_told_and_the_file_says_for_whom_it_is() {
    let filtered = PlanDraft { filter: "unit=Police".to_owned(), ..draft("few") };
    let all = lines(vec![(filtered, basis(2, 0..2))]);
    assert!(written(&all, &[], PlanFormat::Csv, Audience::Inside).withheld.is_empty());
    let page = text(&all, PlanFormat::Markdown, Audience::Inside);
    for told in ["For inside use only", "figure-of-2", "Sessions (2): S0, S1", "Filter: unit=Police"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let table = text(&all, PlanFormat::Csv, Audience::Inside);
    assert!(table.lines().next().unwrap().ends_with("\"filter\",\"sessions\",\"by\",\"made_at\""), "{table}");
    assert!(table.contains("\"S0 S1\""), "{table}");
    let (book, _) = workbook(&written(&all, &[], PlanFormat::Xlsx, Audience::Inside).bytes);
    assert!(book.contains("For inside use only") && book.contains(">S1<"));
    // Outside no session is named, nor who made the line.
    for format in [PlanFormat::Markdown, PlanFormat::Csv] {
        let outside = text(&all, format, Audience::default());
        assert!(
            !outside.contains("S0") && !outside.contains("AK") && !outside.contains("unit=Police"),
            "{outside}"
        );
    }
    let (book, _) = workbook(&written(&all, &[], PlanFormat::Xlsx, Audience::default()).bytes);
    assert!(!book.contains(">S0<") && !book.contains(">AK<") && !book.contains("unit=Police"));
}

#[test]
fn every_format_says_that_data_are_made_up() {
    let all = lines(vec![(draft("real"), basis(9, 0..9)), (draft("other"), basis(9, 20..29))]);
    let behind = [Behind::default(), Behind { named: 9, gone: 0, made_up: 1 }];
    for audience in [Audience::Inside, Audience::default()] {
        for format in PlanFormat::ALL {
            let made = written(&all, &behind, format, audience);
            assert_eq!(made.made_up, 1);
            let told = if format == PlanFormat::Xlsx {
                workbook(&made.bytes).0
            } else {
                String::from_utf8(made.bytes).unwrap()
            };
            assert!(told.contains("MADE UP DATA"), "{format:?}");
            let none = written(&all, &[], format, audience);
            let told = String::from_utf8_lossy(&none.bytes).into_owned();
            assert!(!told.contains("MADE UP DATA:"), "{format:?}");
        }
    }
    let table =
        String::from_utf8(written(&all, &behind, PlanFormat::Csv, Audience::default()).bytes).unwrap();
    let marked: Vec<bool> = table.lines().skip(1).map(|l| l.starts_with("\"MADE UP DATA\"")).collect();
    assert_eq!(marked, [false, true]);
}

#[test]
fn what_is_no_matter_of_training_stands_apart_and_keeps_its_place() {
    let law = PlanDraft { remedy: Remedy::Law, depth: Depth::Specialist, ..draft("interception") };
    let all = lines(vec![
        (law, Basis::default()),
        (PlanDraft { size: Some(40), ..draft("forensics") }, Basis::default()),
    ]);
    let page = text(&all, PlanFormat::Markdown, Audience::default());
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"));
    assert!(place("## Training") < place("| 2 | forensics |  | 40 | working knowledge | course | next |"));
    assert!(place("**2. forensics** (Annex E 1 c)") < place("## Where training is not the remedy"));
    assert!(place("## Where") < place("| 1 | interception |  |  | law | next |"));
    assert!(!page.contains("specialist") && !page.contains("Withheld"), "{page}");
    assert!(text(&[], PlanFormat::Markdown, Audience::default()).contains("Nothing is planned yet."));
}

#[test]
fn text_is_text_in_every_format() {
    let nasty = "=HYPERLINK(\"x\")|a|\n# head <b>*bold* [l](u)\u{1b}[2J\u{202e}";
    let all = lines(vec![(
        PlanDraft {
            note: nasty.to_owned(),
            group: nasty.to_owned(),
            filter: nasty.to_owned(),
            ..draft(nasty)
        },
        Basis { figures: nasty.to_owned(), split: nasty.to_owned(), ..basis(9, 0..9) },
    )]);
    for audience in [Audience::Inside, Audience::default()] {
        let page = text(&all, PlanFormat::Markdown, audience);
        let row = page.lines().find(|l| l.starts_with("| 1 ")).unwrap();
        assert_eq!(row.replace("\\|", "").matches('|').count(), 8, "{row}");
        assert!(!page.contains("<b>") && !page.contains("\n# head"), "{page}");
        let table = text(&all, PlanFormat::Csv, audience);
        assert!(table.contains("\"'=HYPERLINK(\"\"x\"\")|a|\n# head"), "{table}");
        assert!(!table.contains("\"=HYPER"), "{table}");
        for out in [page, table] {
            assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out:?}");
        }
        let (book, formula) = workbook(&written(&all, &[], PlanFormat::Xlsx, audience).bytes);
        assert!(!formula && book.contains("=HYPERLINK"), "it is there, as text");
    }
}

#[test]
fn a_text_that_is_too_long_for_a_cell_says_where_all_of_it_is() {
    let all = lines(vec![(PlanDraft { note: "x".repeat(40_000), ..draft("long") }, Basis::default())]);
    let (book, _) = workbook(&written(&all, &[], PlanFormat::Xlsx, Audience::default()).bytes);
    assert!(book.contains("[cut here: 40000 characters in all; csv has them]"));
    assert!(text(&all, PlanFormat::Csv, Audience::default()).len() > 40_000);
}

proptest! {
    /// Whoever knows every published figure, and which sessions a line is of, can't come to a number of people below
    /// the threshold by taking the figures of one line from those of another, or of all its parts from the whole.
    #[test]
    fn no_difference_of_told_lines_is_of_fewer_than_the_threshold(
        spans in prop::collection::vec((0..12_usize, 1..14_usize), 1..7),
        threshold in 3..7_usize,
    ) {
        let all: Vec<_> = spans
            .iter()
            .map(|(from, n)| (draft("x"), basis(u32::try_from(*n).unwrap(), *from..from + n)))
            .collect();
        let all = lines(all);
        let held = reasons(&all, threshold);
        let told = |line: &&PlanLine| held.iter().all(|(id, _)| *id != line.id.to_string());
        let told: Vec<&PlanLine> = all.iter().filter(told).collect();
        for whole in &told {
            prop_assert!(whole.basis.answered as usize >= threshold);
            let has = |id: &String| whole.basis.sessions.contains(id);
            let parts = told.iter().filter(|p| {
                p.basis.sessions.len() < whole.basis.sessions.len() && p.basis.sessions.iter().all(has)
            });
            let mut rest: Vec<&String> = whole.basis.sessions.iter().collect();
            for part in parts {
                let alone = whole.basis.sessions.len() - part.basis.sessions.len();
                prop_assert!(alone >= threshold, "{alone}");
                rest.retain(|id| !part.basis.sessions.contains(id));
            }
            prop_assert!(rest.is_empty() || rest.len() >= threshold, "{rest:?}");
        }
        // What is withheld for its own sake comes from the figures alone.
        for (id, why) in &held {
            let line = all.iter().find(|l| l.id.to_string() == *id).unwrap();
            prop_assert_eq!(*why == Held::Few, (line.basis.answered as usize) < threshold);
        }
    }
}
