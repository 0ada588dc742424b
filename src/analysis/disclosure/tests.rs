//! Tables by hand.

use super::*;

/// How many chose each of three options; all were asked and answered.
fn unit(options: [usize; 3]) -> Unit {
    vec![Cell::of_options(options.to_vec())]
}

fn split(groups: &[[usize; 3]]) -> Verdict {
    Policy::default().split(&groups.iter().map(|o| unit(*o)).collect::<Vec<_>>())
}

const FEW: Option<Reason> = Some(Reason::Few);
const ALIKE: Option<Reason> = Some(Reason::Unanimous);
const GIVES: Option<Reason> = Some(Reason::GivesAway);

#[test]
fn a_threshold_below_three_is_refused() {
    assert_eq!(Policy::new(2), Err(TooLow(2)));
    assert!(TooLow(2).to_string().contains("take 3 or more"));
    assert_eq!(Policy::new(3).map(Policy::threshold), Ok(3));
    assert_eq!(Policy::default().threshold(), 5);
}

#[test]
fn few_and_unanimous_cells_are_withheld_and_empty_ones_are_not() {
    let policy = Policy::default();
    let of = |asked, options: &[usize], reasons| {
        let answered = options.iter().sum();
        policy.cell(&Cell { asked, answered, options: options.to_vec(), reasons })
    };
    assert_eq!(of(0, &[0, 0], [0, 0, 0, 7]), None);
    assert_eq!(of(4, &[2, 2], [0; 4]), FEW);
    assert_eq!(of(5, &[2, 3], [0; 4]), None);
    // Enough were asked, too few answered.
    assert_eq!(of(9, &[1, 3], [5, 0, 0, 0]), FEW);
    assert_eq!(of(9, &[9, 0], [0; 4]), ALIKE);
    assert_eq!(of(9, &[0, 6], [2, 1, 0, 0]), ALIKE);
    assert_eq!(of(9, &[0, 0], [0, 9, 0, 0]), ALIKE);
    assert_eq!(of(9, &[0, 0], [1, 8, 0, 0]), None);
    // Codes that the scale does not have may all be the same.
    let strange = Cell { asked: 6, answered: 6, options: vec![0, 0], reasons: [0; 4] };
    assert_eq!(policy.cell(&strange), ALIKE);
    // Of several that can be chosen, one was by everybody.
    let several = Cell { asked: 6, answered: 6, options: vec![6, 2], reasons: [0; 4] };
    assert_eq!(policy.cell(&several), ALIKE);
}

#[test]
fn a_cell_that_is_withheld_alone_gets_the_smallest_company_that_helps() {
    let found = split(&[[9, 9, 0], [2, 1, 0], [4, 4, 0], [3, 3, 0]]);
    assert_eq!(found.parts, [None, FEW, None, GIVES]);
    assert_eq!(found.sums, [None]);
}

#[test]
fn company_that_would_be_of_one_mind_does_not_help() {
    // With the third group the two would all have said the first.
    let found = split(&[[9, 9, 0], [6, 0, 0], [7, 0, 0]]);
    assert_eq!(found.parts, [GIVES, ALIKE, ALIKE]);
    assert_eq!(found.sums, [None]);
}

#[test]
fn two_small_cells_that_are_enough_together_need_no_company() {
    let found = split(&[[9, 9, 0], [2, 1, 0], [1, 2, 0]]);
    assert_eq!(found.parts, [None, FEW, FEW]);
}

#[test]
fn groups_of_one_each_are_not_left_to_be_counted() {
    // Five withheld groups that sum to five people would be one in each.
    let ones = [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0]];
    let mut groups = ones.to_vec();
    groups.push([5, 5, 0]);
    assert_eq!(split(&groups).parts, [FEW, FEW, FEW, FEW, FEW, GIVES]);
    assert_eq!(split(&ones).sums, [GIVES]);
}

#[test]
fn a_total_that_is_small_or_of_one_mind_is_withheld() {
    assert_eq!(split(&[[2, 1, 0], [1, 0, 0]]).sums, [FEW]);
    let alike = split(&[[6, 0, 0], [7, 0, 0], [0, 0, 0]]);
    assert_eq!((alike.parts, alike.sums), (vec![ALIKE, ALIKE, None], vec![ALIKE]));
}

#[test]
fn one_measure_that_is_withheld_takes_the_others_of_its_group_along() {
    let asked = |knowledge: [usize; 3], application: [usize; 3]| {
        vec![Cell::of_options(knowledge.to_vec()), Cell::of_options(application.to_vec())]
    };
    let groups = [
        asked([5, 5, 5], [5, 5, 5]),
        // Six said what they know, three what they apply.
        asked([3, 3, 0], [1, 2, 0]),
        asked([4, 4, 4], [4, 4, 4]),
    ];
    let found = Policy::default().split(&groups);
    assert_eq!(found.parts, [None, FEW, GIVES]);
}

#[test]
fn secondary_cells_are_sought_for_every_measure() {
    let asked =
        |a: [usize; 3], b: [usize; 3]| vec![Cell::of_options(a.to_vec()), Cell::of_options(b.to_vec())];
    let groups = [
        asked([5, 5, 5], [5, 5, 5]),
        asked([1, 1, 0], [0, 0, 2]),
        // Company in the first measure, nobody in the second.
        asked([3, 3, 0], [0, 0, 0]),
        asked([4, 4, 4], [4, 4, 4]),
    ];
    let found = Policy::default().split(&groups);
    assert_eq!(found.parts, [None, FEW, None, GIVES]);
}

#[test]
fn others_and_everyone_do_not_give_away_the_group_itself() {
    let groups = [unit([2, 1, 0]), unit([6, 6, 0]), unit([5, 4, 0]), unit([8, 8, 0])];
    let (others, everyone) = (vec![1, 2, 3], vec![0, 1, 2, 3]);
    let found = Policy::default().sums(&groups, &[others.clone(), everyone.clone()]);
    // Everyone less others would be the first group: one of the two has to go, and others come first.
    assert_eq!(found.sums, [None, GIVES]);
    assert_eq!(found.parts, [FEW, None, None, None]);
    let found = Policy::default().sums(&groups, &[everyone, others]);
    assert_eq!(found.sums, [None, GIVES]);
    assert_eq!(found.parts, [FEW, None, GIVES, None]);
}

#[test]
fn the_list_of_what_is_withheld_names_no_number_and_no_single_reason() {
    let verdict = split(&[[9, 9, 0], [2, 1, 0], [4, 4, 0]]);
    let clean = split(&[[9, 9, 0], [4, 4, 0], [4, 4, 0]]);
    let labels: Vec<String> = ["Police", "Judges", "Clerks"].map(str::to_owned).into();
    let all = notices([("Interviews", &verdict), ("Forensics", &clean)], &labels, &["All".to_owned()]);
    let words: Vec<String> = all.iter().map(Notice::words).collect();
    assert_eq!(words, ["Interviews: Judges, Clerks"]);
    assert!(!WHY.contains(|c: char| c.is_ascii_digit()));
    assert_eq!(Reason::Few.words(Policy::default()), "fewer than 5 asked or answered");
}

mod boards {
    use super::*;
    use crate::analysis::needs::{Held, Weighed};
    use crate::analysis::{Counts, disclosure::boards};

    #[test]
    fn pairs_of_which_only_means_are_shown_are_of_one_mind_where_all_gave_the_same_two() {
        let policy = Policy::default();
        let of = |n, unanimous| Cell::from(&Weighed { n, unanimous, ..Weighed::default() });
        assert_eq!(policy.cell(&of(9, true)), ALIKE);
        assert_eq!(policy.cell(&of(9, false)), None);
        assert_eq!(policy.cell(&of(4, false)), FEW);
        assert_eq!(policy.cell(&of(0, false)), None);
    }

    #[test]
    fn words_are_no_answers_that_could_be_alike() {
        let told = Counts { worded: 7, reasons: [1, 0, 0, 0], ..Counts::default() };
        assert_eq!(Policy::default().cell(&boards::asked(&told)), None);
        let few = Counts { worded: 3, ..Counts::default() };
        assert_eq!(Policy::default().cell(&boards::asked(&few)), FEW);
    }

    #[test]
    fn scores_that_are_all_alike_and_elements_that_all_state_are_withheld() {
        let unit = |scores: &[f64], elements: &[[f64; 3]]| {
            let n = scores.len() as u64;
            let held = Held { n, scores: scores.to_vec(), elements: elements.to_vec() };
            Policy::default().unit(&boards::held(&held, Cell::default(), &[0.0, 0.5, 1.0]))
        };
        let mixed = [0.0, 0.5, 0.5, 1.0, 1.0];
        assert_eq!(unit(&mixed, &[[3.0, 1.0, 1.0], [3.0, 2.0, 0.0]]), None);
        assert_eq!(unit(&mixed, &[[5.0, 0.0, 0.0], [1.0, 4.0, 0.0]]), ALIKE, "all state the first element");
        assert_eq!(unit(&mixed, &[[2.5, 2.5, 0.0], [0.0, 0.0, 5.0]]), ALIKE, "all have the second wrong");
        assert_eq!(unit(&mixed, &[[0.0, 5.0, 0.0], [4.5, 0.5, 0.0]]), None, "nobody states the first");
        assert_eq!(unit(&[0.0; 6], &[[0.0, 6.0, 0.0], [0.0, 6.0, 0.0]]), ALIKE, "all miss everything");
        assert_eq!(unit(&[0.0, 1.0], &[[1.0, 1.0, 0.0], [1.0, 1.0, 0.0]]), FEW);
    }

    #[test]
    fn what_a_verdict_does_not_know_of_is_withheld() {
        let open = Verdict::open(2, 1);
        assert!(open.is_open() && !open.hides(1) && !open.hides_sum(0));
        assert!(open.hides(2) && open.hides_sum(1));
        assert!(!split(&[[1, 1, 0], [1, 1, 0]]).is_open());
    }
}
