//! The rules of scales: options, digits, shortcuts, qualifiers.

use super::{FaultKind, OPTION_SHORT, Walk};
use crate::bank::locate::Spot;
use crate::bank::{Qualifier, Scale, Shortcut};

impl<'a> Walk<'a> {
    pub(super) fn all_scales(&mut self, at: Spot<'a>) {
        let scales = &self.bank.scales;
        let ids = || scales.iter().map(|s| s.id.as_str());
        let spots = self.spots(&["scale"], ids(), at);
        self.unique("scale id", ids(), spots.iter().map(|s| s.field("id")));
        for (scale, spot) in scales.iter().zip(spots) {
            self.scale(scale, spot);
        }
    }

    fn scale(&mut self, scale: &'a Scale, at: Spot<'a>) {
        self.words("the scale's title", &scale.title, at.field("title"));
        let options = at.field("options");
        let count = scale.options.len();
        if count == 0 {
            self.fault(options, FaultKind::NoOptions { id: scale.id.clone() });
        }
        if count > 9 {
            self.fault(options, FaultKind::TooManyOptions { id: scale.id.clone(), count });
        }
        let codes = scale.options.iter().map(|o| o.code.as_str());
        self.unique("option code", codes, options.elements().map(|s| s.field("code")));
        for (option, spot) in scale.options.iter().zip(options.elements()) {
            self.words("the option's label", &option.label, spot.field("label"));
            self.short("the option's short form", option.short.as_deref(), OPTION_SHORT, spot);
            if option.exclusive && !scale.several {
                self.fault(spot.field("exclusive"), FaultKind::ExclusiveAlone { code: option.code.clone() });
            }
        }
        let mut digits = [None; 10];
        for (shortcut, spot) in scale.shortcuts.iter().zip(at.field("shortcuts").elements()) {
            self.shortcut(scale, shortcut, spot);
            let digit = spot.field("digit");
            if let Some(slot) = digits.get_mut(usize::from(shortcut.digit)) {
                if let Some(first) = *slot {
                    let code = shortcut.digit.to_string();
                    self.fault(digit, FaultKind::Duplicate { what: "shortcut digit", code, first });
                } else {
                    *slot = Some(digit.place());
                }
            }
        }
        if let Some(qualifier) = &scale.qualifier {
            self.qualifier(qualifier, at.field("qualifier"));
        }
    }

    fn shortcut(&mut self, scale: &Scale, shortcut: &Shortcut, at: Spot<'_>) {
        let digit = shortcut.digit;
        self.words("the shortcut's label", &shortcut.label, at.field("label"));
        if !(1..=9).contains(&digit) {
            self.fault(at.field("digit"), FaultKind::ShortcutRange { digit });
        } else if let Some(option) = scale.options.get(usize::from(digit) - 1) {
            let option = option.code.clone();
            self.fault(at.field("digit"), FaultKind::ShortcutTaken { digit, option });
        }
        if shortcut.codes.is_empty() {
            self.fault(at.field("codes"), FaultKind::ShortcutWithoutCodes { digit });
        }
        for (code, spot) in shortcut.codes.iter().zip(at.field("codes").elements()) {
            self.code(code, scale, spot);
        }
        let alone = |code: &String| !scale.several || scale.option(code).is_some_and(|o| o.exclusive);
        if shortcut.codes.len() > 1 && shortcut.codes.iter().any(alone) {
            self.fault(at.field("codes"), FaultKind::ShortcutClash { digit });
        }
    }

    fn qualifier(&mut self, qualifier: &Qualifier, at: Spot<'_>) {
        self.words("the qualifier's title", &qualifier.title, at.field("title"));
        let options = at.field("options");
        if qualifier.options.is_empty() {
            self.fault(options, FaultKind::NoQualifiers);
        }
        let codes = qualifier.options.iter().map(|o| o.code.as_str());
        self.unique("qualifier code", codes, options.elements().map(|s| s.field("code")));
        // Keys are compared without their case: nobody holds Shift while looking at a respondent.
        let keys: Vec<String> = qualifier.options.iter().map(|o| o.key.to_lowercase().to_string()).collect();
        let spots = options.elements().map(|s| s.field("key"));
        self.unique("qualifier key", keys.iter().map(String::as_str), spots);
        for (option, spot) in qualifier.options.iter().zip(options.elements()) {
            self.words("the qualifier's label", &option.label, spot.field("label"));
            let key = option.key;
            if matches!(key.to_ascii_lowercase(), 'd' | 'r' | 'n') {
                self.fault(spot.field("key"), FaultKind::KeyTaken { key });
            } else if !key.is_ascii_alphabetic() {
                self.fault(spot.field("key"), FaultKind::KeyNotLetter { key });
            }
        }
    }

    /// A code that must be one of the scale's.
    pub(super) fn code(&mut self, code: &str, scale: &Scale, at: Spot<'_>) {
        if scale.option(code).is_none() {
            let names = self.guesser.names(code, scale.options.iter().map(|o| o.code.as_str()));
            let of = format!("scale {:?}", scale.id);
            self.fault(at, FaultKind::UnknownCode { code: code.to_owned(), of, names });
        }
    }
}
