//! The sheet of one line of the plan: a new one, or what a line says.

use super::super::marks::form::{Filled, Form, Made};
use crate::analysis::filter;
use crate::analysis::marks::{
    Basis, Depth, Edit, Form as Way, MAX_SESSIONS, PlanDraft, PlanId, Priority, Remedy,
};
use crate::tui::desk::Desk;
use crate::tui::view::View;

/// Makes and changes lines of the plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanSheet;

impl PlanSheet {
    /// A sheet that adds a line at the end of the plan. What `draft` says is filled in already; Enter takes it as it
    /// stands. A basis of more than [`MAX_SESSIONS`] sessions is kept without them: the filter selects them.
    pub fn add(desk: &Desk, draft: &PlanDraft, basis: Basis) -> Box<dyn View> {
        let mut basis = basis;
        if basis.sessions.len() > MAX_SESSIONS {
            basis.sessions = Vec::new();
        }
        let mut intro = Vec::new();
        let there = desk.marks.annotations.plan.iter().find(|l| {
            draft.about.is_some()
                && l.about == draft.about
                && l.filter == draft.filter
                && l.group == draft.group
        });
        if let Some(line) = there {
            intro.push(format!("▲ {} of the plan is about the same.", line.id));
        }
        if !basis.is_none() {
            intro.push(format!("basis: {} ({} of {} answered)", basis.figures, basis.answered, basis.asked));
        }
        let about = draft.about.clone();
        let make = move |desk: &Desk, filled: &Filled| -> Made {
            let draft = PlanDraft { about: about.clone(), ..read(filled)? };
            let id = desk.marks.annotations.next_line();
            let edit = Edit::PlanLine(Box::new(draft), Box::new(basis.clone()));
            Ok((vec![edit], format!("{id} is in the plan")))
        };
        fields(Form::new("New line of the plan", intro.join("\n"), make), draft)
    }

    /// A sheet that writes a line otherwise; what it rests on stays.
    pub(super) fn edit(desk: &Desk, id: PlanId) -> Option<Box<dyn View>> {
        let (_, line) = desk.marks.annotations.plan_line(id)?;
        let (draft, about) = (line.draft(), line.about.clone());
        let make = move |_: &Desk, filled: &Filled| -> Made {
            let draft = PlanDraft { about: about.clone(), ..read(filled)? };
            Ok((vec![Edit::ChangeLine(id, Box::new(draft))], format!("{id} changed")))
        };
        Some(fields(Form::new(format!("{id} of the plan"), "", make), &draft))
    }
}

/// The fields, filled in.
fn fields(form: Form, draft: &PlanDraft) -> Box<dyn View> {
    form.ready(true)
        .word("topic", &draft.topic)
        .word("for", &draft.group)
        .word("people", &draft.size.map(|n| n.to_string()).unwrap_or_default())
        .choice("priority", labels(&Priority::ALL, Priority::label), place(&Priority::ALL, &draft.priority))
        .choice("remedy", labels(&Remedy::ALL, Remedy::label), place(&Remedy::ALL, &draft.remedy))
        .choice("depth", labels(&Depth::ALL, Depth::label), place(&Depth::ALL, &draft.depth))
        .choice("form", labels(&Way::ALL, Way::label), place(&Way::ALL, &draft.form))
        .word("filter", &draft.filter)
        .text("note", &draft.note)
        .boxed()
}

/// What stands in the fields; or what is missing.
fn read(filled: &Filled) -> Result<PlanDraft, String> {
    let topic = filled.text(0);
    if topic.is_empty() {
        return Err("say in what: a line has a topic".to_owned());
    }
    let size = match filled.text(2).as_str() {
        "" => None,
        typed => Some(typed.parse::<u32>().map_err(|_| {
            "people: a plain number, such as 40, or nothing where it is not known".to_owned()
        })?),
    };
    let filter = filled.text(7);
    filter::parse(&filter).map_err(|wrong| format!("the filter is not understood: {}", wrong.message))?;
    Ok(PlanDraft {
        topic,
        about: None,
        group: filled.text(1),
        filter,
        size,
        priority: chosen(&Priority::ALL, filled.choice(3)),
        remedy: chosen(&Remedy::ALL, filled.choice(4)),
        depth: chosen(&Depth::ALL, filled.choice(5)),
        form: chosen(&Way::ALL, filled.choice(6)),
        note: filled.text(8),
    })
}

fn labels<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| label(*one)).collect()
}

fn place<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|o| o == one).unwrap_or(0)
}

fn chosen<T: Copy + Default>(all: &[T], at: usize) -> T {
    all.get(at).copied().unwrap_or_default()
}
