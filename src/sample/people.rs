//! Who is interviewed: posts, ranks and places spread evenly, and the traits that make a person's answers hang together.

use super::dice::Dice;
use super::words::Fill;
use super::world::{CAPITAL, POSTS, Post, REGIONS, calling, partners, standing};
use crate::session::Participant;

/// A made-up person.
#[derive(Debug)]
pub(super) struct Person {
    /// Their post.
    pub(super) post: &'static Post,
    /// Code of the rank.
    pub(super) rank: &'static str,
    /// Code of the level.
    pub(super) level: &'static str,
    /// Place of their region in [`REGIONS`].
    pub(super) region: usize,
    /// What they can do, against others in such a post, in steps of the rating scale.
    pub(super) ability: f64,
    /// How much rosier than it is they see what is done, as a share of the way from nothing to everything.
    pub(super) rosy: f64,
    /// How often they say that they do not know.
    pub(super) unsure: f64,
    /// How careful they are with what is delicate.
    pub(super) careful: f64,
    /// Whom they speak of.
    pub(super) partners: Vec<&'static str>,
}

impl Person {
    /// The person of session `index`. Posts, ranks and regions follow three sequences that fill the space evenly (powers of
    /// the root of x^4 = x + 1), so that forty sessions hold as much of everything as chance gives to four hundred.
    pub(super) fn of_session(seed: u64, index: usize, dice: &mut Dice) -> Self {
        let mut start = Dice::new(seed, u64::MAX);
        let mut along = |step: f64| {
            let at = start.unit() + index as f64 * step;
            at - at.floor()
        };
        let (post, rank, region) =
            (along(0.819_172_513_396_164_5), along(0.671_043_606_703_789_2), along(0.549_700_477_901_970_4));
        let all: u32 = POSTS.iter().map(|p| p.weight).sum();
        let mut left = post * f64::from(all);
        let mut chosen = &POSTS[0];
        for post in &POSTS {
            chosen = post;
            if left < f64::from(post.weight) {
                break;
            }
            left -= f64::from(post.weight);
        }
        Self::new(chosen, rank, region, dice)
    }

    /// Somebody else in a meeting: from the same institution, or from another.
    pub(super) fn beside(&self, same: bool, dice: &mut Dice) -> Self {
        let fits: Vec<&'static Post> =
            POSTS.iter().filter(|p| (p.institution == self.post.institution) == same).collect();
        let post = dice.pick(&fits).unwrap_or(self.post);
        let region = (self.region as f64 + 0.5) / REGIONS.len() as f64;
        Self::new(post, dice.unit(), region, dice)
    }

    fn new(post: &'static Post, rank: f64, region: f64, dice: &mut Dice) -> Self {
        let level = dice.pick(post.levels).unwrap_or("local");
        let upper = matches!(level, "national" | "international");
        let shares = if upper { [0.3, 0.5, 0.8] } else { [0.52, 0.72, 0.93] };
        let rank = match shares.iter().filter(|s| rank >= **s).count() {
            0 => "practitioner",
            1 => "junior_manager",
            2 => "mid_manager",
            _ => "senior_manager",
        };
        let manager = rank != "practitioner";
        let outside = matches!(post.stakeholder, "e" | "f" | "h");
        let by_level = match level {
            "local" => -0.2,
            "regional" => -0.04,
            _ => 0.22,
        };
        let by_rank = if manager { 0.1 } else { -0.04 };
        let skill = match level {
            "local" => -0.3,
            "regional" => 0.0,
            _ => 0.3,
        };
        Self {
            post,
            rank,
            level,
            region: if upper {
                CAPITAL
            } else {
                REGIONS
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| region * REGIONS.len() as f64 >= *place as f64)
                    .count()
                    .saturating_sub(1)
            },
            ability: skill + dice.normal() * 0.5,
            rosy: if outside { -0.15 } else { by_level + by_rank } + dice.normal() * 0.07,
            unsure: 0.03 + 0.1 * dice.unit(),
            careful: 0.3 + 1.2 * dice.unit(),
            partners: partners(post.institution),
        }
    }

    /// Whether others work under them.
    pub(super) fn manages(&self) -> bool {
        self.rank != "practitioner"
    }

    /// Whether they sit at headquarters, far from what is done.
    pub(super) fn at_headquarters(&self) -> bool {
        self.level == "national"
    }

    /// As a participant with this code.
    pub(super) fn participant(&self, code: String) -> Participant {
        Participant {
            code,
            function: self.post.function.to_owned(),
            rank: self.rank.to_owned(),
            level: self.level.to_owned(),
            institution: self.post.institution.to_owned(),
            unit: self.post.unit.to_owned(),
            region: REGIONS.get(self.region).copied().unwrap_or_default().to_owned(),
            stakeholder: self.post.stakeholder.to_owned(),
        }
    }

    /// What is filled into their words about a question.
    pub(super) fn fill<'a>(&'a self, about: &'a str) -> Fill<'a> {
        Fill {
            region: REGIONS.get(self.region).copied().unwrap_or_default(),
            unit: self.post.unit,
            function: calling(self.post.function).0,
            rank: standing(self.rank),
            level: self.level,
            language: "",
            about,
            partners: &self.partners,
        }
    }
}
