//! An attacker who has the published table and subtracts, and one who knows this code as well.

use super::*;
use proptest::prelude::*;
use std::collections::HashMap;

/// Counts of a group: three options, and three reasons of which the first two are chosen.
fn cells() -> impl Strategy<Value = Cell> {
    let n = || prop_oneof![3 => Just(0_usize), 3 => 1..3_usize, 3 => 3..12_usize];
    (n(), n(), n(), n(), n()).prop_map(|(a, b, c, unknown, refused)| {
        let mut cell = Cell::of_options(vec![a, b, c]);
        cell.reasons = [unknown, refused, 0, 0];
        cell.asked += unknown + refused;
        cell
    })
}

fn tables() -> impl Strategy<Value = Vec<Unit>> {
    proptest::collection::vec(proptest::collection::vec(cells(), 2..3), 1..7)
}

/// From the least to the most that each withheld cell can be, by what is left and that nobody is less than nothing. All
/// withheld cells that were asked are known to be.
fn exact(cells: &[&Cell]) -> bool {
    let mut left = Cell::default();
    for cell in cells {
        left.add(cell);
    }
    let asked = cells.iter().filter(|c| c.asked > 0).count();
    if asked == 0 {
        return false;
    }
    // One of them can be asked from 1 to all that the others leave.
    let most = left.asked - (asked - 1);
    let fixed = |of: usize| {
        // The others can take up to so many of it.
        let others = if asked == 1 { 0 } else { left.asked - 1 };
        let (low, high) = (of.saturating_sub(others), of.min(most));
        of > 0 && low == high
    };
    most == 1
        || fixed(left.answered)
        || left.options.iter().any(|n| fixed(*n))
        || left.reasons.iter().take(3).any(|n| fixed(*n))
}

fn check(policy: Policy, groups: &[Unit], verdict: &Verdict) -> Result<(), TestCaseError> {
    for (unit, reason) in groups.iter().zip(&verdict.parts) {
        prop_assert!(reason.is_some() || policy.unit(unit).is_none(), "published {unit:?}");
        let empty = unit.iter().all(|c| c.asked == 0);
        prop_assert!(!empty || reason.is_none(), "nobody to withhold");
    }
    let total = added(groups, 0..groups.len());
    if verdict.sums == [None] {
        prop_assert_eq!(policy.unit(&total), None);
        for measure in 0..2 {
            let held: Vec<&Cell> = groups
                .iter()
                .zip(&verdict.parts)
                .filter(|(_, reason)| reason.is_some())
                .map(|(unit, _)| &unit[measure])
                .collect();
            prop_assert!(!exact(&held), "worked out: {held:?}");
            let mut left = Cell::default();
            for cell in &held {
                left.add(cell);
            }
            prop_assert_eq!(policy.cell(&left), None, "what is left tells: {:?}", left);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn nothing_that_is_withheld_can_be_worked_out_by_subtraction(
        groups in tables(), threshold in 3..8_usize,
    ) {
        let policy = Policy::new(threshold).unwrap();
        let verdict = policy.split(&groups);
        check(policy, &groups, &verdict)?;
        prop_assert_eq!(policy.split(&groups), verdict);
    }

    #[test]
    fn sums_within_sums_give_nothing_away(groups in tables(), inner in 0..6_usize, swap: bool) {
        let policy = Policy::default();
        let everyone: Vec<usize> = (0..groups.len()).collect();
        let others: Vec<usize> = everyone.iter().copied().filter(|at| *at != inner).collect();
        let mut sums = vec![everyone, others];
        if swap {
            sums.reverse();
        }
        let verdict = policy.sums(&groups, &sums);
        let mut blocks: Vec<Vec<usize>> = Vec::new();
        for (sum, reason) in sums.iter().zip(&verdict.sums) {
            if reason.is_none() {
                blocks.push(sum.clone());
            }
        }
        if blocks.len() == 2 && inner < groups.len() {
            blocks.push(vec![inner]);
        }
        for block in blocks {
            for measure in [0, 1] {
                let withheld = block.iter().filter(|at| verdict.parts[**at].is_some());
                let held: Vec<&Cell> = withheld.map(|at| &groups[*at][measure]).collect();
                prop_assert!(!exact(&held), "worked out of {block:?}: {held:?}");
            }
        }
    }

    #[test]
    fn answers_that_become_all_alike_are_withheld_however_many_there_are(
        groups in tables(), at in 0..6_usize, n in 1..200_usize,
    ) {
        let at = at % groups.len();
        let mut groups = groups;
        groups[at] = vec![Cell::of_options(vec![n, 0, 0]); groups[at].len()];
        let verdict = Policy::default().split(&groups);
        prop_assert!(verdict.parts[at].is_some());
    }
}

/// What is published: the groups, and the total.
type Seen = (Vec<Option<Cell>>, Option<Cell>);

/// Every table of three groups with two options and up to five people for each: whoever knows the code and what is
/// published knows which of these tables it can be. No count of an option that is withheld is the same in all of them.
#[test]
fn who_knows_the_code_can_not_work_it_out_either() {
    let policy = Policy::new(3).unwrap();
    let most = 5_usize;
    let cells: Vec<Cell> =
        (0..=most).flat_map(|a| (0..=most).map(move |b| Cell::of_options(vec![a, b]))).collect();
    // Of each group the least and most of every count that it can have.
    let mut worlds: HashMap<Seen, Vec<Vec<(usize, usize)>>> = HashMap::new();
    for a in &cells {
        for b in &cells {
            for c in &cells {
                let groups = [vec![a.clone()], vec![b.clone()], vec![c.clone()]];
                let verdict = policy.split(&groups);
                let shown = |at: usize| verdict.parts[at].is_none().then(|| groups[at][0].clone());
                let total = verdict.sums[0].is_none().then(|| added(&groups, 0..3).remove(0));
                let counts: Vec<Vec<usize>> = groups
                    .iter()
                    .map(|unit| vec![unit[0].answered, unit[0].options[0], unit[0].options[1]])
                    .collect();
                let known = worlds
                    .entry(((0..3).map(shown).collect(), total))
                    .or_insert_with(|| counts.iter().map(|g| g.iter().map(|n| (*n, *n)).collect()).collect());
                for (known, counts) in known.iter_mut().zip(&counts) {
                    for ((low, high), n) in known.iter_mut().zip(counts) {
                        *low = (*low).min(*n);
                        *high = (*high).max(*n);
                    }
                }
            }
        }
    }
    let (mut told, mut sizes, mut judged) = (Vec::new(), 0, 0);
    for ((shown, total), known) in &worlds {
        // Only where all splits of what is left were tried.
        if let Some(total) = total {
            let published = shown.iter().flatten();
            let taken = published.fold([0, 0], |[a, b], cell| [a + cell.options[0], b + cell.options[1]]);
            if total.options.iter().zip(taken).any(|(all, taken)| all - taken > most) {
                continue;
            }
        }
        judged += 1;
        let fixed = |(low, high): &(usize, usize)| low == high && *low > 0;
        let withheld: Vec<_> = known.iter().zip(shown).filter(|(_, shown)| shown.is_none()).collect();
        sizes += usize::from(withheld.iter().any(|(known, _)| fixed(&known[0])));
        told.extend(
            withheld
                .iter()
                .filter(|(known, _)| known[1..].iter().any(fixed))
                .map(|(known, _)| format!("of {shown:?}, {total:?}: {known:?}")),
        );
    }
    assert!(judged > 15_000, "{judged}");
    assert!(told.is_empty(), "{} of {judged}:\n{}", told.len(), told[..told.len().min(8)].join("\n"));
    // How many answered, not what: where no smaller group than a published one can have been taken for company.
    assert!(sizes * 100 < judged, "{sizes} of {judged}");
}
