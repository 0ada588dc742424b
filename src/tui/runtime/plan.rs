//! The training plan written into the `plans/` of the data folder: never over a file that is there.

use crate::export::{self, Audience, PlanFormat, PlanInput};
use crate::store::{self, DataFolder};
use crate::tui::marks::{PlanAs, WritePlan};

/// Writes it: what is said then, or why it is not written.
pub(super) fn write(folder: &DataFolder, wanted: &WritePlan) -> Result<String, String> {
    let format = match wanted.file {
        PlanAs::Markdown => PlanFormat::Markdown,
        PlanAs::Csv => PlanFormat::Csv,
        PlanAs::Xlsx => PlanFormat::Xlsx,
    };
    let audience = if wanted.inside { Audience::Inside } else { Audience::default() };
    let input = PlanInput { lines: &wanted.annotations.plan, behind: &wanted.behind, on: wanted.on };
    let made = export::plan(&input, format, audience).map_err(|e| e.to_string())?;
    let stem = format!("plan-{}{}", wanted.on, if wanted.inside { "-inside" } else { "" });
    let path = store::write_plan(folder, &stem, format.name(), &made.bytes).map_err(|e| e.to_string())?;
    let place = path.strip_prefix(&folder.root).unwrap_or(&path).display().to_string();
    let rest = match (wanted.inside, made.withheld.len()) {
        (true, _) => ", for the team only".to_owned(),
        (false, 0) => ", for anybody".to_owned(),
        (false, 1) => ", without the figures of 1 line".to_owned(),
        (false, n) => format!(", without the figures of {n} lines"),
    };
    log::info!("training plan written: {place}");
    Ok(format!("{place} written{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::marks::{Annotations, Basis, Coder, Edit, PlanDraft, Stamp};
    use crate::store::Origin;
    use jiff::Timestamp;
    use std::sync::Arc;

    #[test]
    fn a_plan_is_written_beside_those_that_are_there() {
        let dir = tempfile::tempdir().unwrap();
        let folder = DataFolder { root: dir.path().join("data"), origin: Origin::Flag };
        let mut annotations = Annotations::default();
        let draft = PlanDraft { topic: "Interviewing".to_owned(), ..PlanDraft::default() };
        let basis = Basis { figures: "median Weak".to_owned(), asked: 3, answered: 2, ..Basis::default() };
        let stamp = Stamp { coder: Coder::new("AK").unwrap(), at: Timestamp::UNIX_EPOCH };
        annotations.apply(Edit::PlanLine(Box::new(draft), Box::new(basis)), &stamp).unwrap();
        let mut wanted = WritePlan {
            annotations: Arc::new(annotations),
            behind: Vec::new(),
            file: PlanAs::Markdown,
            inside: false,
            on: jiff::civil::date(2026, 11, 27),
        };
        let said = write(&folder, &wanted).unwrap();
        assert!(said.contains("plan-2026-11-27.md written, without the figures of 1 line"), "{said}");
        let second = write(&folder, &wanted).unwrap();
        assert!(second.contains("plan-2026-11-27-2.md"), "{second}");
        wanted.inside = true;
        let third = write(&folder, &wanted).unwrap();
        assert!(third.contains("plan-2026-11-27-inside.md written, for the team only"), "{third}");
        let first = std::fs::read_to_string(folder.root.join("plans/plan-2026-11-27.md")).unwrap();
        assert!(first.contains("Interviewing") && !first.contains("median Weak"), "{first}");
        assert_eq!(std::fs::read_dir(folder.root.join("plans")).unwrap().count(), 3);
        std::fs::remove_dir_all(folder.root.join("plans")).unwrap();
        std::fs::write(folder.root.join("plans"), "a file").unwrap();
        assert!(write(&folder, &wanted).unwrap_err().contains("plans"));
    }
}
