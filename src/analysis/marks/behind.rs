//! What is known now of the sessions that a line of the training plan rests on.

use super::model::Annotations;
use super::plan::PlanLine;
use super::sources::Cited;
use crate::analysis::corpus::{Corpus, Flag};

/// The sessions behind a line, as they are now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// How many it names.
    pub named: usize,
    /// Those of them that are not here any more: whether they are made up can't be told.
    pub gone: usize,
    /// Made-up ones among them. Where a line has figures and names no session, all made-up ones that there are: it may
    /// rest on any.
    pub made_up: usize,
}

impl Cited {
    /// Every session that some line of the training plan rests on.
    pub fn of_plan(annotations: &Annotations, corpus: &Corpus) -> Self {
        Self::of(annotations.plan.iter().flat_map(|l| &l.basis.sessions).map(String::as_str), corpus)
    }
}

impl Annotations {
    /// What is behind each line of the plan, in its order.
    pub fn behind_plan(&self, corpus: &Corpus) -> Vec<Behind> {
        let cited = Cited::of_plan(self, corpus);
        self.plan.iter().map(|line| line.behind(&cited, corpus)).collect()
    }
}

impl PlanLine {
    /// What is behind it. `cited` has to hold its sessions: see [`Cited::of_plan`].
    pub fn behind(&self, cited: &Cited, corpus: &Corpus) -> Behind {
        let named = &self.basis.sessions;
        if named.is_empty() {
            let all = || corpus.rows(corpus.all()).filter(|(_, row)| row.is(Flag::MadeUp)).count();
            return Behind { made_up: if self.basis.is_none() { 0 } else { all() }, ..Behind::default() };
        }
        let rows = named.iter().map(|id| cited.row(id).and_then(|at| corpus.row(at)));
        rows.fold(Behind { named: named.len(), ..Behind::default() }, |mut behind, row| {
            match row {
                None => behind.gone += 1,
                Some(row) if row.is(Flag::MadeUp) => behind.made_up += 1,
                Some(_) => {}
            }
            behind
        })
    }
}
