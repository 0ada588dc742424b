//! What may be published of the boards of the trainer: which of their cells are measures of one topic and group, and
//! which sums are shown with them.

use super::{Cell, Policy, Reason, Unit, Verdict};
use crate::analysis::needs::{
    Asked, Awareness, Calibrated, Definitions, Gap, Held, Rating, Received, Scored, Technique, Techniques,
    Training, Weighed,
};
use crate::analysis::tally::{Counts, Tally};

/// What may be published of one topic of the awareness board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What people say of themselves: parts by kind of rater, and everyone as the only sum.
    pub themselves: Verdict,
    /// What is said of each group: parts by kind of rater; its only sum is that of all others than its members.
    pub groups: Vec<Verdict>,
}

/// What may be published of training received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Had {
    /// Of what was received.
    pub received: Verdict,
    /// Of what was told of it in words.
    pub told: Vec<Verdict>,
    /// Of training in techniques.
    pub techniques: Vec<Verdict>,
    /// Of further questions.
    pub also: Vec<Verdict>,
    /// Of how people learned otherwise.
    pub otherwise: Vec<Verdict>,
}

/// What may be published of scored answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Of each question, in the order of [`Definitions::items`].
    pub items: Vec<Verdict>,
    /// Of ratings of oneself held against scores.
    pub calibration: Verdict,
}

impl Verdict {
    /// Everything may be published: in the room.
    pub fn open(parts: usize, sums: usize) -> Self {
        Self { parts: vec![None; parts], sums: vec![None; sums] }
    }

    /// Whether a group is withheld.
    pub fn hides(&self, part: usize) -> bool {
        hides(&self.parts, part)
    }

    /// Whether a sum is.
    pub fn hides_sum(&self, sum: usize) -> bool {
        hides(&self.sums, sum)
    }

    /// Whether all of it may be published.
    pub fn is_open(&self) -> bool {
        self.parts.iter().chain(&self.sums).all(Option::is_none)
    }
}

/// What is not known of is withheld.
fn hides(reasons: &[Option<Reason>], at: usize) -> bool {
    reasons.get(at).is_none_or(Option::is_some)
}

/// Pairs of ratings of which only the means are shown: who gave both, and whether all gave the same two.
impl From<&Weighed> for Cell {
    fn from(weighed: &Weighed) -> Self {
        let n = weighed.n as usize;
        let alike = if weighed.unanimous { n } else { n.saturating_sub(1) };
        Self::of_options(vec![alike, n - alike])
    }
}

/// All measures of a technique that one group was asked for.
fn gap(gap: &Gap) -> Unit {
    let ratings = [Some(&gap.knowledge), Some(&gap.application), gap.importance.as_ref()];
    let weighed = [&gap.weighed_knowledge, &gap.weighed_application];
    let pairs = gap.know_do.pairs.counts.iter().flatten().map(|n| *n as usize).collect();
    let mut unit = vec![Cell::from(&gap.exposure.counts), Cell::of_options(pairs)];
    unit.extend(ratings.iter().map(|r| r.map_or_else(Cell::default, |r| Cell::from(&r.counts))));
    unit.extend(weighed.iter().map(|w| w.as_ref().map_or_else(Cell::default, Cell::from)));
    unit
}

fn rated(rating: &Rating) -> Unit {
    vec![Cell::from(&rating.counts)]
}

/// That somebody told something in words is no answer that could be alike; only who was asked counts.
pub(super) fn asked(counts: &Counts) -> Cell {
    let cell = Cell::from(counts);
    if counts.worded > 0 && counts.answered == 0 { Cell { answered: 0, ..cell } } else { cell }
}

/// Where a figure stands among all that occur, so that every group has the same options.
fn places<T: Copy + PartialEq>(own: impl Iterator<Item = T>, all: &[T]) -> Cell {
    let mut options = vec![0; all.len()];
    for value in own {
        if let Some(n) = all.iter().position(|v| *v == value).and_then(|at| options.get_mut(at)) {
            *n += 1;
        }
    }
    Cell::of_options(options)
}

/// What occurs, each once.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for value in all {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// Who was asked, the scores, and whether all state an element or all have it wrong. That all miss one is not told apart
/// from what nobody chose elsewhere; that all miss everything is one score.
pub(super) fn held(of: &Held, asked: Cell, scores: &[f64]) -> Unit {
    let n = of.n as usize;
    // Halves, where two scorers differ, are never all.
    let all = |part: &f64| if *part + 0.25 > of.n as f64 { n } else { 0 };
    let flags = of.elements.iter().flat_map(|[stated, _, wrong]| [all(stated), all(wrong)]);
    // The last option is one that not all have, so that no flag at all is not taken for strange answers.
    let options = flags.chain([n.saturating_sub(1)]).collect();
    let elements = Cell { asked: n, answered: n, options, reasons: [0; 4] };
    vec![asked, places(of.scores.iter().copied(), scores), elements]
}

fn calibrated(of: &Calibrated, pairs: &[(f64, f64)]) -> Unit {
    let n = of.n() as usize;
    let (over, under) = (of.over as usize, of.under as usize);
    let ways = Cell::of_options(vec![over, under, n.saturating_sub(over + under)]);
    vec![places(of.pairs.iter().map(|p| (p.rating, p.score)), pairs), ways]
}

fn received(of: &Received) -> Unit {
    let kinds = [of.specific, of.general, of.none].map(|n| n as usize);
    vec![Cell::from(&of.counts), Cell::of_options(kinds.to_vec())]
}

impl Policy {
    /// Of a technique: its groups and their total.
    pub fn technique(self, technique: &Technique) -> Verdict {
        self.split(&technique.groups.iter().map(gap).collect::<Vec<_>>())
    }

    /// Of every technique of the gap board.
    pub fn techniques(self, board: &Techniques) -> Vec<Verdict> {
        board.rows.iter().map(|technique| self.technique(technique)).collect()
    }

    /// Of every topic of the awareness board.
    pub fn awareness(self, board: &Awareness) -> Vec<Seen> {
        let topics = board.topics.iter().map(|topic| {
            let themselves: Vec<Unit> = topic.themselves.iter().map(rated).collect();
            let groups = topic.groups.iter().enumerate().map(|(group, view)| {
                let by: Vec<Unit> = view.by.iter().map(rated).collect();
                let (members, _) = board.rater(group);
                let others = (0..by.len()).filter(|rater| *rater != members).collect();
                self.sums(&by, &[others])
            });
            Seen { themselves: self.split(&themselves), groups: groups.collect() }
        });
        topics.collect()
    }

    /// Of training that was received.
    pub fn training(self, board: &Training) -> Had {
        let tally = |tally: &Tally| {
            self.split(&tally.groups.iter().map(|counts| vec![asked(counts)]).collect::<Vec<_>>())
        };
        let all = |asked: &[Asked]| asked.iter().map(|a| tally(&a.tally)).collect();
        Had {
            received: self.split(&board.groups.iter().map(received).collect::<Vec<_>>()),
            told: all(&board.told),
            techniques: all(&board.techniques),
            also: all(&board.also),
            otherwise: all(&board.otherwise),
        }
    }

    /// Of scored answers, and of ratings of oneself held against them.
    pub fn definitions(self, board: &Definitions) -> Judged {
        let item = |scored: &Scored| {
            let scores = distinct(scored.groups.iter().flat_map(|held| held.scores.iter().copied()));
            let units = scored.groups.iter().enumerate().map(|(at, of)| {
                held(of, scored.tally.groups.get(at).map(asked).unwrap_or_default(), &scores)
            });
            self.split(&units.collect::<Vec<_>>())
        };
        let calibration = board.calibration.as_ref().map(|c| {
            let pairs = c.groups.iter().flat_map(|g| &g.pairs).map(|p| (p.rating, p.score));
            let pairs = distinct(pairs);
            self.split(&c.groups.iter().map(|of| calibrated(of, &pairs)).collect::<Vec<_>>())
        });
        Judged { items: board.items.iter().map(item).collect(), calibration: calibration.unwrap_or_default() }
    }
}
