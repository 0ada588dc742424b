//! The order of references as a reader expects it: `Annex.B.9` before `Annex.B.10`, chapter `IX` before `X`.
//!
//! Only an order: what a reference means is the bank's business.

use std::cmp::Ordering;

/// Compares two dotted references. A total order, equal only for equal strings.
///
/// Chapters in upper-case roman numerals come first, by value; other segments by value if numbers, else as strings.
pub fn compare(a: &str, b: &str) -> Ordering {
    // References that meet usually begin alike: what is the same in both, up to the last whole segment, decides nothing.
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    if same == a.len() && same == b.len() {
        return Ordering::Equal;
    }
    match a.as_bytes().get(..same).and_then(|start| start.iter().rposition(|byte| *byte == b'.')) {
        Some(dot) => {
            let (left, right) = (a.get(dot + 1..).unwrap_or(""), b.get(dot + 1..).unwrap_or(""));
            tails(left.split('.'), right.split('.')).then_with(|| a.cmp(b))
        }
        None => by_segments(a, b),
    }
}

fn by_segments(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    let (first, other) = (left.next().unwrap_or(""), right.next().unwrap_or(""));
    // Most references that meet are of one bank: its numeral need not be read.
    let heads = if first == other { Ordering::Equal } else { heads(first, other) };
    if heads.is_ne() {
        return heads;
    }
    let order = tails(left, right);
    // `01` and `1` have the same value: the strings decide, so that the order stays total.
    order.then_with(|| a.cmp(b))
}

/// Whether `whole` stands below `above` in this order, or is it: all of those stand together, right behind it.
pub fn begins_with(whole: &str, above: &str) -> bool {
    let mut left = whole.split('.');
    above.split('.').enumerate().all(|(index, segment)| {
        let same = |found| if index == 0 { heads(found, segment) } else { segments(found, segment) };
        left.next().is_some_and(|found| found == segment || same(found).is_eq())
    })
}

fn heads(first: &str, other: &str) -> Ordering {
    match (roman(first), roman(other)) {
        (Some(x), Some(y)) => x.cmp(&y),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => segments(first, other),
    }
}

fn tails<'a>(mut left: impl Iterator<Item = &'a str>, mut right: impl Iterator<Item = &'a str>) -> Ordering {
    loop {
        match (left.next(), right.next()) {
            (Some(x), Some(y)) => {
                let order = segments(x, y);
                if order.is_ne() {
                    return order;
                }
            }
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (None, None) => return Ordering::Equal,
        }
    }
}

fn segments(a: &str, b: &str) -> Ordering {
    match (digits(a), digits(b)) {
        // Without leading zeros the longer number is the larger one, however long.
        (Some(x), Some(y)) => x.len().cmp(&y.len()).then_with(|| x.cmp(y)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

fn digits(segment: &str) -> Option<&str> {
    let number = !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
    number.then(|| segment.trim_start_matches('0'))
}

/// The value of a well-formed numeral below 4000; `IIII` or `VX` is a word, not a numeral.
fn roman(segment: &str) -> Option<u16> {
    const PARTS: [(&str, u16); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    if segment.is_empty() {
        return None;
    }
    let (mut rest, mut value) = (segment, 0);
    for (part, worth) in PARTS {
        // Powers of ten may stand three times, everything else once.
        let most = if matches!(worth, 1000 | 100 | 10 | 1) { 3 } else { 1 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(part) else { break };
            rest = after;
            value += worth;
        }
        // After `XC` no `L` or `X` can follow, and so on: writing the value again would not give this numeral.
    }
    (rest.is_empty() && written(value, &PARTS) == segment).then_some(value)
}

fn written(mut value: u16, parts: &[(&str, u16)]) -> String {
    let mut numeral = String::new();
    for &(part, worth) in parts {
        while value >= worth {
            numeral.push_str(part);
            value -= worth;
        }
    }
    numeral
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn all_that_stands_below_a_reference_stands_together_behind_it(
            mut all in prop::collection::vec("(1|01|IX|A|a)(\\.(1|01|2|a|b|IX)){0,3}", 1..40),
            pick in any::<prop::sample::Index>(),
        ) {
            all.sort_by(|a, b| compare(a, b));
            all.dedup();
            let above = pick.get(&all).clone();
            let place = all.iter().position(|r| *r == above).unwrap();
            let run = all[place + 1..].iter().take_while(|r| begins_with(r, &above));
            let found: Vec<&String> = run.filter(|r| r.starts_with(&format!("{above}."))).collect();
            let want: Vec<&String> = all.iter().filter(|r| r.starts_with(&format!("{above}."))).collect();
            prop_assert_eq!(found, want);
        }
    }
    use proptest::prelude::*;

    #[test]
    fn references_stand_in_reading_order() {
        let ordered = [
            "I.A.1",
            "II.D.2",
            "II.D.12",
            "II.D.12.a",
            "II.D.12.b",
            "IX.A",
            "X.A",
            "XI.B.1",
            "Annex.B",
            "Annex.B.2",
            "Annex.B.10",
            "Annex.E.1.g",
            "Annex.E.1.g.ii",
        ];
        let mut shuffled = ordered;
        shuffled.reverse();
        shuffled.sort_by(|a, b| compare(a, b));
        assert_eq!(shuffled, ordered);
    }

    #[test]
    fn only_well_formed_numerals_are_numerals() {
        assert_eq!(roman("XIV"), Some(14));
        assert_eq!(roman("MCMXCIX"), Some(1999));
        for word in ["", "IIII", "VX", "IC", "XCX", "Annex", "ii", "IXI", "VIV"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }

    #[test]
    fn numbers_of_any_length_compare_by_value() {
        assert_eq!(compare("A.99999999999999999999998", "A.99999999999999999999999"), Ordering::Less);
        assert_eq!(compare("A.09", "A.10"), Ordering::Less);
        assert_eq!(compare("A.1", "A.01"), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn the_order_is_total(
            a in r"(I|V|X|A|b|1|0|10|2|\.){0,6}",
            b in r"(I|V|X|A|b|1|0|10|2|\.){0,6}",
            c in r"(I|V|X|A|b|1|0|10|2|\.){0,6}",
        ) {
            prop_assert_eq!(compare(&a, &b), by_segments(&a, &b), "the short way leads to the same");
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
