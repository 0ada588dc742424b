//! Which sessions the boards are counted over: those of the filter, made-up ones among real ones left out.

use crate::analysis::By;
use crate::analysis::corpus::Selection;
use crate::analysis::filter;
use crate::analysis::needs::{MadeUp, sift};
use crate::tui::archive::Reading;
use crate::tui::desk::Desk;
use crate::tui::screens::compare::{Among, Known};

/// What all boards have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Base {
    /// The corpus, the tags and the marks that it is of.
    turn: (u32, u32, u32),
    /// The filter as it was typed.
    pub(super) text: String,
    /// What the boards are split by.
    pub(super) by: By,
    /// Whether made-up sessions are counted together with real ones.
    with_made_up: bool,
    /// The sessions that count.
    pub(super) selection: Selection,
    /// Made-up ones among them.
    pub(super) made_up: MadeUp,
    /// What is known of them.
    pub(super) known: Known,
}

impl Base {
    /// As it is now.
    pub(super) fn new(desk: &Desk) -> Self {
        let archive = &desk.archive;
        let text = archive.filter.clone();
        // A line that is not understood counts nothing rather than everything.
        let filter = filter::parse(&text).ok();
        let selection = match &filter {
            Some(filter) => {
                filter::evaluate(filter, &archive.corpus, &archive.book, &archive.sieve, &archive.tags)
                    .selection
            }
            None => Selection::default(),
        };
        let with_made_up = archive.boards.with_made_up;
        let (selection, made_up) = sift(&archive.corpus, selection, with_made_up);
        Self {
            turn: (archive.turn, archive.tag_turn, desk.marks.turn),
            by: archive.boards.by,
            with_made_up,
            known: Known::of(&archive.corpus, &selection),
            selection,
            made_up,
            text,
        }
    }

    /// Whether it is of what the desk has now.
    pub(super) fn is_of(&self, desk: &Desk) -> bool {
        let archive = &desk.archive;
        self.turn == (archive.turn, archive.tag_turn, desk.marks.turn)
            && self.text == archive.filter
            && self.by == archive.boards.by
            && self.with_made_up == archive.boards.with_made_up
    }

    /// The same sessions for a comparison.
    pub(super) fn among(&self) -> Among {
        let text = match self.made_up {
            MadeUp::LeftOut(_) => format!("{} -is:made-up", self.text).trim().to_owned(),
            _ => self.text.clone(),
        };
        Among::Passing(filter::parse(&text).unwrap_or_default(), text)
    }

    /// The filter that means the sessions of one group; the filter of all where that group can't be named by one.
    pub(super) fn narrowed(&self, by: By, code: Option<&String>) -> String {
        match (by, code) {
            (By::Field(field), Some(code)) if !code.is_empty() => {
                let narrow = format!("{}:{}", field.name(), filter::quoted(code));
                format!("{} {narrow}", self.text).trim().to_owned()
            }
            _ => self.text.clone(),
        }
    }

    /// Why there is nothing to see, and what to do.
    pub(super) fn nothing(&self, desk: &Desk) -> Option<String> {
        match &desk.archive.reading {
            Reading::Going { done, total } if *total > 0 => {
                Some(format!("Reading the data folder … {done} of {total}"))
            }
            Reading::Going { .. } | Reading::Not => Some("Reading the data folder …".to_owned()),
            Reading::Failed(why) => Some(format!("✖ {why}")),
            Reading::Done { .. } if desk.archive.corpus.is_empty() => Some(
                "There is no session yet. Interviews on the annex questionnaire fill these boards: n on the home \
                 screen starts one. `vivavoce demo` shows them filled with made-up answers."
                    .to_owned(),
            ),
            Reading::Done { .. } if self.known.sessions == 0 => {
                Some("No session passes the filter: x takes it back, / changes it.".to_owned())
            }
            Reading::Done { .. } => None,
        }
    }
}
