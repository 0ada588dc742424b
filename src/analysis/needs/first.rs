//! In which order something should be done: techniques under the cause of their weakness.

use super::techniques::{Gap, Techniques};
use crate::analysis::marks::Cause;

/// What a technique is ranked by among those with the same cause: what is known less what is applied, where equipment or
/// management is behind it; else the gap in knowledge. `None` where nobody rated.
pub fn ranked_by(gap: &Gap, cause: Cause) -> Option<f64> {
    if cause == Cause::Equipment { gap.know_do.mean } else { gap.knowledge.gap }
}

impl Techniques {
    /// Rows in the order in which something should be done, cause by cause: the largest figure first, then the one that
    /// more people rated. `said` gives the causes that the trainer named in the place of what the figures suggest.
    pub fn ranked(&self, said: impl Fn(usize) -> Option<Cause>) -> Vec<(Cause, Vec<usize>)> {
        let own = |row: usize| said(row).or_else(|| self.suggested(row, None).map(|s| s.cause));
        let of = |cause: Cause| {
            let mut rows: Vec<usize> = (0..self.rows.len()).filter(|row| own(*row) == Some(cause)).collect();
            let key = |row: &usize| {
                let gap = self.rows.get(*row).map(|t| &t.all);
                (gap.and_then(|gap| ranked_by(gap, cause)), gap.map_or(0, |gap| gap.knowledge.n))
            };
            rows.sort_by(|a, b| {
                let ((a, a_n), (b, b_n)) = (key(a), key(b));
                let figure = match (a, b) {
                    (Some(a), Some(b)) => b.total_cmp(&a),
                    (a, b) => b.is_some().cmp(&a.is_some()),
                };
                figure.then(b_n.cmp(&a_n))
            });
            (cause, rows)
        };
        Cause::ALL.into_iter().map(of).filter(|(_, rows)| !rows.is_empty()).collect()
    }
}
