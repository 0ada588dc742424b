//! Importance against ability: which of four corners each technique stands in.
//!
//! Martilla and James (1977), "Importance-Performance Analysis". Where importance was not asked there are no corners.

use super::techniques::{Gap, Techniques};
use crate::analysis::FEW;

/// Which ability importance is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ability {
    /// How well it is known.
    #[default]
    Knowledge,
    /// How well it is applied.
    Application,
}

/// A corner of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// It matters more than others, and is mastered less.
    Concentrate,
    /// It matters more than others, and is mastered as well or better.
    KeepUp,
    /// It matters no more than others, and is mastered less.
    Low,
    /// It matters no more than others, and is mastered as well or better.
    Enough,
}

impl Corner {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Concentrate => "concentrate here",
            Self::KeepUp => "keep it up",
            Self::Low => "low priority",
            Self::Enough => "more than enough",
        }
    }
}

/// Where a technique stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its row on the board.
    pub row: usize,
    /// Mean importance of those who rated both.
    pub importance: f64,
    /// Mean ability of the same.
    pub ability: f64,
    /// How many rated both.
    pub n: u64,
    /// Its corner.
    pub corner: Corner,
}

/// All techniques that at least five rated both ways, and the lines that part the corners.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plane {
    /// The techniques, in the order of the board.
    pub spots: Vec<Spot>,
    /// The mean of their means of importance. A technique that matters more lies above it.
    pub importance: f64,
    /// The mean of their means of ability.
    pub ability: f64,
}

impl Techniques {
    /// Importance against ability in one group, or over all. `None` where fewer than two techniques were rated both ways by
    /// five or more: there is nothing to part.
    pub fn plane(&self, group: Option<usize>, of: Ability) -> Option<Plane> {
        let weighed = |gap: &Gap| match of {
            Ability::Knowledge => gap.weighed_knowledge.clone(),
            Ability::Application => gap.weighed_application.clone(),
        };
        let known = self.rows.iter().enumerate().filter_map(|(row, technique)| {
            let found = weighed(technique.of(group)?).filter(|w| w.n >= FEW as u64)?;
            Some((row, found.importance?, found.ability?, found.n))
        });
        let known: Vec<(usize, f64, f64, u64)> = known.collect();
        if known.len() < 2 {
            return None;
        }
        let mean = |pick: fn(&(usize, f64, f64, u64)) -> f64| {
            known.iter().map(pick).sum::<f64>() / known.len() as f64
        };
        let (importance, ability) = (mean(|k| k.1), mean(|k| k.2));
        let spot = |(row, own, able, n): (usize, f64, f64, u64)| {
            let corner = match (own > importance, able < ability) {
                (true, true) => Corner::Concentrate,
                (true, false) => Corner::KeepUp,
                (false, true) => Corner::Low,
                (false, false) => Corner::Enough,
            };
            Spot { row, importance: own, ability: able, n, corner }
        };
        Some(Plane { spots: known.iter().copied().map(spot).collect(), importance, ability })
    }
}
