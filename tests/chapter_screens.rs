//! The kinds of answer that the chapters need, and the screens over several banks, whole, as a person would see them.
//! `INSTA_UPDATE=always cargo test --test chapter_screens` takes them anew; look at each one before it is committed.

#![allow(clippy::expect_used, reason = "a picture that cannot be taken ends the test")]

mod common;

use common::Bench;

/// Takes the same screen at the two sizes that everything must look right at.
fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in [(120, 40), (80, 24)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

fn at(bank: &str, place: &str, keys: &str) -> Bench {
    let mut bench = Bench::over(&[bank]);
    bench.go(place).keys(keys);
    bench
}

#[test]
fn a_finding_empty() {
    pictures("finding_empty", &mut at("VIII", "c2", ""));
}

#[test]
fn a_finding_layer_by_layer_with_words() {
    pictures("finding_filled", &mut at("VIII", "c2", "12<C-End>3made-up words on the unions"));
}

#[test]
fn a_finding_with_fields_of_its_own() {
    pictures("finding_fields", &mut at("VIII", "d1", "11d<Enter>"));
}

#[test]
fn a_finding_nobody_knows_about() {
    pictures("finding_reasons", &mut at("VIII", "c2", "dr<F6>"));
}

#[test]
fn an_adherence_table_empty() {
    pictures("adherence_empty", &mut at("II", "d1", ""));
}

#[test]
fn an_adherence_table_with_a_reservation() {
    pictures("adherence_filled", &mut at("II", "d1", "51<Up><Up><Right>2003<Enter>article 15"));
}

#[test]
fn counts_by_period() {
    pictures("count_filled", &mut at("III", "c1", "2024<Enter>34<Enter>12<Enter>d2025<Enter>n"));
}

#[test]
fn a_register_before_its_first_record() {
    pictures("register_empty", &mut at("V", "d6", ""));
}

#[test]
fn a_register_with_two_records() {
    pictures(
        "register_filled",
        &mut at("V", "d6", "Made-up memorandum<Enter>Ministry, two NGOs<A-a>Directive"),
    );
}

#[test]
fn a_grid_of_several_columns() {
    pictures("grid_columns", &mut at("IX", "d5", "12"));
}

#[test]
fn all_banks_in_the_outline() {
    let mut bench = Bench::over(&["annex", "III", "IX"]);
    bench.go("iiic2").keys("1");
    pictures("three_banks", &mut bench);
}

#[test]
fn the_list_of_questionnaires() {
    pictures("banks", &mut at("III", "c2", "1<C-g>"));
}

#[test]
fn what_an_item_refers_to() {
    pictures("see", &mut at("III", "d9", "<C-t>"));
}

#[test]
fn the_guide_to_the_interview() {
    pictures("guide", &mut at("III", "c2", "<A-i>"));
}

#[test]
fn all_guidance_on_an_item() {
    let mut bench = at("III", "d9", "");
    bench.keys("<size:80x24><F8>");
    pictures("reading", &mut bench);
}

#[test]
fn a_translated_question() {
    pictures("translated", &mut at("annex", "c3", "<A-y>"));
}
