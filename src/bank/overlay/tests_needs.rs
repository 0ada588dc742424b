//! Overlays over a bank that tells of training needs: what is retired leaves them, what is added is counted.

use super::tests::{overlay, ron};
use super::*;
use crate::bank::{BUILTIN, Ref, parse};

fn laid(bank: &Bank, fields: &str) -> Result<Bank, Vec<String>> {
    let text = format!("(format: 1, id: \"x\", bank: {:?},\n{fields}\n)", bank.id);
    let laid = lay_over(bank, &overlay(&text), ron(&text));
    laid.map(|laid| laid.bank).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn needs() -> Bank {
    parse(include_str!("../../../tests/data/needs.ron")).unwrap()
}

#[test]
fn what_is_retired_is_no_longer_counted() {
    let bank = laid(&needs(), "retire: [\"Well.A.2\", \"Well.A.3.b\"]").unwrap().needs;
    assert_eq!((bank.rubrics.len(), &bank.calibration), (0, &None));
    let training = bank.training.unwrap();
    assert_eq!((training.techniques, training.otherwise.len(), training.told.len()), (None, 0, 1));
    assert!(bank.techniques.is_some() && bank.awareness.is_some());
    let bank = laid(&needs(), "retire: [\"Well.B\"]");
    assert!(bank.is_err(), "sections are not retired whole");
    let bank = laid(&needs(), "retire: [\"Well.B.1\", \"Well.B.2.line\", \"Well.A.1\"]").unwrap().needs;
    assert_eq!((bank.techniques, bank.calibration, bank.training), (None, None, None));
    assert_eq!((bank.rubrics.len(), bank.awareness.is_some()), (1, true));
}

#[test]
fn an_added_column_of_importance_is_one_that_can_be_counted() {
    let column = |scale: &str| {
        format!(
            "add_columns: [(item: \"Well.B.1\", column: (code: \"weight\", label: \"Weight\", scale: {scale:?}))]"
        )
    };
    assert!(laid(&needs(), &column("grade")).is_ok());
    assert_eq!(
        laid(&needs(), &column("yesno")),
        Err(vec!["2:42: importance is counted by scores, and scale \"yesno\" has none".to_owned()])
    );
}

#[test]
fn every_question_of_the_annex_can_be_retired() {
    let annex = BUILTIN[0].parse().unwrap();
    for section in &annex.sections {
        for item in &section.items {
            let rows = item.kind.rows().iter().map(|row| item.reference.child(&row.code));
            for reference in std::iter::once(item.reference.clone()).chain(rows) {
                assert!(laid(&annex, &format!("retire: [{:?}]", reference.as_str())).is_ok(), "{reference}");
            }
        }
    }
    let without = laid(&annex, "retire: [\"Annex.F.2\"]").unwrap().needs;
    assert_eq!(without.rubric(&Ref::from("Annex.F.2")), None);
}
