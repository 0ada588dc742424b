//! The rules of what a bank tells of training needs: that what it names is there, and can be counted.
//!
//! A column of importance may be lacking: an adaptation adds it, or not.

use super::{FaultKind, Guess, Owner, Walk};
use crate::bank::locate::Spot;
use crate::bank::{
    Awareness, Calibration, Column, Input, Item, Kind, Ref, Rubric, Scale, Techniques, Training,
};

/// What is asked of an item that the boards read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Rows by columns of codes.
    Grid,
    /// An answer in words of its own.
    Words,
    /// Codes of one scale.
    Choice,
}

impl Wanted {
    fn name(self) -> &'static str {
        match self {
            Self::Grid => "a grid",
            Self::Words => "a question that is answered itself",
            Self::Choice => "a choice",
        }
    }

    fn fits(self, kind: &Kind) -> bool {
        match self {
            Self::Grid => matches!(kind, Kind::Grid { .. }),
            Self::Words => !matches!(kind, Kind::Stem),
            Self::Choice => matches!(kind, Kind::Choice { .. }),
        }
    }
}

impl<'a> Walk<'a> {
    /// Everything that stands under `needs`, when every reference is known.
    pub(super) fn needs(&mut self, at: Spot<'a>) {
        let needs = &self.bank.needs;
        if let Some(techniques) = &needs.techniques {
            self.techniques(techniques, at.field("techniques"));
        }
        if let Some(awareness) = &needs.awareness {
            self.awareness(awareness, at.field("awareness"));
        }
        let rubrics = at.field("rubrics");
        let items = needs.rubrics.iter().map(|r| r.item.as_str());
        self.unique("the item of a rubric", items, rubrics.elements().map(|s| s.field("item")));
        for (rubric, spot) in needs.rubrics.iter().zip(rubrics.elements()) {
            self.rubric(rubric, spot);
        }
        if let Some(calibration) = &needs.calibration {
            self.calibration(calibration, at.field("calibration"));
        }
        if let Some(training) = &needs.training {
            self.training(training, at.field("training"));
        }
    }

    fn techniques(&mut self, told: &Techniques, at: Spot<'a>) {
        let fields = ["use", "knowledge", "application", "importance"];
        let columns = [&told.use_column, &told.knowledge, &told.application]
            .into_iter()
            .chain(&told.importance)
            .map(String::as_str);
        self.unique("the column of techniques", columns, fields.into_iter().map(|field| at.field(field)));
        self.named("`exposed`", told.exposed.is_empty(), at.field("exposed"));
        let Some(item) = self.needed("`techniques`", &told.item, Wanted::Grid, at.field("item")) else {
            return;
        };
        if let Some(scale) =
            self.coded(item, &told.use_column, at.field("use")).and_then(|c| self.scale_of(c))
        {
            self.parted([(&told.exposed, at.field("exposed")), (&told.unused, at.field("unused"))], scale);
        }
        self.rated("knowledge", item, &told.knowledge, at.field("knowledge"));
        self.rated("application", item, &told.application, at.field("application"));
        let importance = told.importance.as_ref();
        if let Some(code) = importance.filter(|code| item.kind.columns().iter().any(|c| c.code == **code)) {
            // What is wrong with it is the fault of whoever added it.
            let key = format!("{}/column/{code}", item.reference);
            self.rated("importance", item, code, self.placed(&key, at.field("importance")));
        }
    }

    fn awareness(&mut self, told: &Awareness, at: Spot<'a>) {
        let groups = at.field("groups");
        self.named("`groups`", told.groups.is_empty(), groups);
        let columns = std::iter::once(&told.own).chain(told.groups.iter().map(|g| &g.column));
        let spots = std::iter::once(at.field("own")).chain(groups.elements().map(|s| s.field("column")));
        self.unique("the column of awareness", columns.map(String::as_str), spots);
        let functions = told.groups.iter().zip(groups.elements()).flat_map(|(group, spot)| {
            group.functions.iter().map(String::as_str).zip(spot.field("functions").elements())
        });
        let (codes, spots): (Vec<&str>, Vec<Spot<'_>>) = functions.unzip();
        self.unique("the function of a group", codes.into_iter(), spots.into_iter());
        let bank = self.bank;
        let known: Vec<&str> = bank.roles.functions.iter().map(|t| t.code.as_str()).collect();
        for (group, spot) in told.groups.iter().zip(groups.elements()) {
            self.listed("function", &group.functions, &known, spot.field("functions"));
        }
        let Some(item) = self.needed("`awareness`", &told.item, Wanted::Grid, at.field("item")) else {
            return;
        };
        self.rated("a rating of oneself", item, &told.own, at.field("own"));
        for (group, spot) in told.groups.iter().zip(groups.elements()) {
            self.rated("a rating of others", item, &group.column, spot.field("column"));
        }
    }

    fn rubric(&mut self, rubric: &Rubric, at: Spot<'a>) {
        self.needed("a rubric", &rubric.item, Wanted::Words, at.field("item"));
        let elements = at.field("elements");
        self.named("`elements`", rubric.elements.is_empty(), elements);
        let codes = rubric.elements.iter().map(|e| e.code.as_str());
        self.unique("element code", codes, elements.elements().map(|s| s.field("code")));
        for (element, spot) in rubric.elements.iter().zip(elements.elements()) {
            self.words("the element's label", &element.label, spot.field("label"));
            self.placeholders(&element.guidance, spot.field("guidance"));
        }
    }

    fn calibration(&mut self, told: &Calibration, at: Spot<'a>) {
        let scored = at.field("scored");
        self.named("`scored`", told.scored.is_empty(), scored);
        let items = told.scored.iter().map(Ref::as_str);
        self.unique("the item of `scored`", items, scored.elements());
        for (item, spot) in told.scored.iter().zip(scored.elements()) {
            if self.bank.needs.rubric(item).is_none() {
                let known = self.bank.needs.rubrics.iter().map(|r| r.item.as_str());
                let guess = self.guesser.guess(item.as_str(), known);
                self.fault(spot, FaultKind::NotScored { reference: item.to_string(), guess });
            }
        }
        let spot = at.field("row");
        match self.owner("`calibration`", &told.row, spot) {
            Some(Owner::Row(item)) => {
                self.rated("a rating of oneself", item, &told.column, at.field("column"));
            }
            Some(_) => self.other("`calibration`", "a row of a grid", &told.row, Guess(None), spot),
            None => {}
        }
    }

    fn training(&mut self, told: &Training, at: Spot<'a>) {
        self.named("`specific`", told.specific.is_empty(), at.field("specific"));
        let received = self.needed("`training`", &told.received, Wanted::Choice, at.field("received"));
        if let Some(Kind::Choice { scale }) = received.map(|item| &item.kind)
            && let Some(scale) = self.scales.get(scale.as_str()).copied()
        {
            self.parted([(&told.specific, at.field("specific")), (&told.none, at.field("none"))], scale);
        }
        let list = at.field("told");
        let items = told.told.iter().map(|t| t.item.as_str());
        self.unique("the item of `told`", items, list.elements().map(|s| s.field("item")));
        for (told, spot) in told.told.iter().zip(list.elements()) {
            self.needed("`told`", &told.item, Wanted::Words, spot.field("item"));
            self.words("the label of what is told", &told.label, spot.field("label"));
        }
        if let Some(both) = &told.techniques {
            let at = at.field("techniques");
            self.needed("`general`", &both.general, Wanted::Words, at.field("general"));
            self.needed("`specific`", &both.specific, Wanted::Words, at.field("specific"));
        }
        for (item, spot) in told.also.iter().zip(at.field("also").elements()) {
            self.needed("`also`", item, Wanted::Choice, spot);
        }
        for (item, spot) in told.otherwise.iter().zip(at.field("otherwise").elements()) {
            self.needed("`otherwise`", item, Wanted::Words, spot);
        }
    }

    /// A list without which there is nothing to count.
    fn named(&mut self, what: &'static str, empty: bool, at: Spot<'_>) {
        if empty {
            self.fault(at, FaultKind::NothingNamed { what });
        }
    }

    /// Two lists of options of one scale, no option in both.
    fn parted(&mut self, lists: [(&[String], Spot<'_>); 2], scale: &Scale) {
        let all = || lists.iter().flat_map(|(codes, at)| codes.iter().zip(at.elements()));
        self.unique("the option", all().map(|(code, _)| code.as_str()), all().map(|(_, spot)| spot));
        for (code, spot) in all() {
            self.code(code, scale, spot);
        }
    }

    /// What a reference belongs to; a fault if to nothing.
    fn owner(&mut self, what: &'static str, reference: &Ref, at: Spot<'_>) -> Option<Owner<'a>> {
        let owner = self.refs.get(reference.as_str()).map(|(_, owner)| *owner);
        if owner.is_none() {
            // The map has no order of its own; the same file must always give the same message.
            let mut known: Vec<&str> = self.refs.keys().map(String::as_str).collect();
            known.sort_unstable();
            let guess = self.guesser.guess(reference.as_str(), known.into_iter());
            self.fault(at, FaultKind::Dangling { what, reference: reference.to_string(), guess });
        }
        owner
    }

    fn other(
        &mut self,
        what: &'static str,
        wanted: &'static str,
        reference: &Ref,
        guess: Guess,
        at: Spot<'_>,
    ) {
        self.fault(at, FaultKind::OtherKind { what, wanted, reference: reference.to_string(), guess });
    }

    /// An item of a kind that can be read here.
    fn needed(
        &mut self,
        what: &'static str,
        reference: &Ref,
        wanted: Wanted,
        at: Spot<'_>,
    ) -> Option<&'a Item> {
        let guess = match self.owner(what, reference, at)? {
            Owner::Item(item) if wanted.fits(&item.kind) => return Some(item),
            Owner::Row(item) if wanted.fits(&item.kind) => Guess(Some(item.reference.to_string())),
            Owner::Item(_) | Owner::Row(_) | Owner::Other => Guess(None),
        };
        self.other(what, wanted.name(), reference, guess, at);
        None
    }

    /// A column of codes.
    fn coded(&mut self, item: &'a Item, code: &str, at: Spot<'_>) -> Option<&'a Column> {
        let coded = || item.kind.columns().iter().filter(|c| c.input == Input::Codes);
        let found = coded().find(|c| c.code == code);
        if found.is_none() {
            let names = self.guesser.names(code, coded().map(|c| c.code.as_str()));
            let (reference, column) = (item.reference.to_string(), code.to_owned());
            self.fault(at, FaultKind::NoColumn { reference, column, names });
        }
        found
    }

    /// The scale of a column; an unknown one is told where it stands.
    fn scale_of(&self, column: &Column) -> Option<&'a Scale> {
        self.scales.get(column.scale.as_str()).copied()
    }

    /// A column of ratings.
    fn rated(&mut self, what: &'static str, item: &'a Item, code: &str, at: Spot<'_>) {
        let scale = self.coded(item, code, at).and_then(|column| self.scale_of(column));
        if let Some(scale) = scale.filter(|scale| scale.options.iter().all(|o| o.score.is_none())) {
            self.fault(at, FaultKind::NoScores { what, scale: scale.id.clone() });
        }
    }
}
