//! The sheet on which the trainer says why a topic is weak, in the place of what the figures suggest.

use super::form::{Filled, Form, Made};
use crate::analysis::marks::{Cause, Edit, Gap};
use crate::tui::desk::Desk;
use crate::tui::view::View;

/// The cause of a gap, and why. `name` is what the topic is called, `suggests` what the figures say.
pub fn overrule(desk: &Desk, gap: Gap, name: &str, suggests: &str) -> Box<dyn View> {
    let known = desk.marks.annotations.overruled(&gap.topic, &gap.group);
    let chosen = known.map_or(0, |o| 1 + Cause::ALL.iter().position(|c| *c == o.cause).unwrap_or(0));
    let why = known.map(|o| o.why.clone()).unwrap_or_default();
    let make = move |_: &Desk, filled: &Filled| -> Made {
        let Some(cause) = filled.choice(0).checked_sub(1).and_then(|at| Cause::ALL.get(at).copied()) else {
            return Ok((
                vec![Edit::TakeBack(gap.clone())],
                "what the figures suggest holds again".to_owned(),
            ));
        };
        let why = filled.text(1);
        if why.is_empty() {
            return Err(
                "say why: whoever reads the plan has to know what you saw that the figures do not".to_owned()
            );
        }
        let said = format!("{}, as you say", cause.label());
        Ok((vec![Edit::Overrule(gap.clone(), cause, why)], said))
    };
    let mut options = vec!["as the figures suggest"];
    options.extend(Cause::ALL.iter().map(|cause| cause.label()));
    let intro = format!("{name}. The figures suggest: {suggests}.");
    Form::new("Why it is weak", intro, make).choice("cause", options, chosen).text("why", &why).boxed()
}
