//! The rules of the kinds of answer: rows, columns, layers, fields, instruments, records.

use super::links::Link;
use super::{COLUMN_SHORT, FIELD_LABEL, FaultKind, Owner, ROW_SHORT, Walk, row_ref};
use crate::bank::locate::Spot;
use crate::bank::{Column, Input, Item, Kind, Row};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

impl<'a> Walk<'a> {
    pub(super) fn kind(&mut self, item: &'a Item, at: Spot<'a>) {
        let reference = || item.reference.as_str().to_owned();
        let kind = at.field("kind");
        match &item.kind {
            Kind::Stem if item.parts.is_empty() => {
                self.fault(kind, FaultKind::StemWithoutParts { reference: reference() });
            }
            Kind::Stem | Kind::Text => {}
            Kind::Choice { scale } => self.known_scale(scale, kind.field("scale")),
            Kind::Grid { rows, columns, open, .. } => {
                if rows.is_empty() && !open {
                    self.fault(kind.field("rows"), FaultKind::GridWithoutRows { reference: reference() });
                }
                if columns.is_empty() {
                    let what = FaultKind::GridWithoutColumns { reference: reference() };
                    self.fault(kind.field("columns"), what);
                }
                self.rows(item, rows, kind.field("rows"));
                self.columns(item, columns, kind.field("columns"));
                let codes = rows.iter().map(|r| r.code.as_str());
                let spots = self.spots(&[item.reference.as_str(), "row"], codes, kind.field("rows"));
                for (row, spot) in rows.iter().zip(spots) {
                    if row.resource.is_some() || row.declaration {
                        self.fault(spot, FaultKind::NotAnInstrument { code: row.code.clone() });
                    }
                }
            }
            Kind::Finding { layers, asks, fields, .. } => {
                if layers.is_empty() && fields.is_empty() {
                    self.fault(kind, FaultKind::NothingAsked { reference: reference() });
                }
                let spots = kind.field("layers");
                self.unique("layer", layers.iter().map(String::as_str), spots.elements());
                for (code, spot) in layers.iter().zip(spots.elements()) {
                    if self.bank.layer(code).is_none() && !code.trim().is_empty() {
                        let names =
                            self.guesser.names(code, self.bank.layers.iter().map(|l| l.code.as_str()));
                        self.fault(spot, FaultKind::UnknownLayer { code: code.clone(), names });
                    }
                }
                for (code, ask) in asks {
                    let spot = kind.field("asks").field(code);
                    self.words("the spoken form of a layer", ask, spot);
                    if !layers.contains(code) {
                        let names = self.guesser.names(code, layers.iter().map(String::as_str));
                        self.fault(spot, FaultKind::UnknownLayer { code: code.clone(), names });
                    }
                }
                self.fields(item, fields, layers, kind.field("fields"));
            }
            Kind::Register { record, fields, .. } => {
                self.words("what a record is", record, kind.field("record"));
                if fields.is_empty() {
                    self.fault(kind.field("fields"), FaultKind::NothingAsked { reference: reference() });
                }
                self.fields(item, fields, &[], kind.field("fields"));
            }
            Kind::Count { series, per } => {
                self.words("the period", per, kind.field("per"));
                if series.is_empty() {
                    self.fault(kind.field("series"), FaultKind::NothingAsked { reference: reference() });
                }
                self.columns(item, series, kind.field("series"));
            }
            Kind::Adherence { instruments, treaty, declaration, .. } => {
                if instruments.is_empty() {
                    self.fault(kind.field("instruments"), FaultKind::NothingAsked { reference: reference() });
                }
                self.rows(item, instruments, kind.field("instruments"));
                self.known_scale(treaty, kind.field("treaty"));
                self.known_scale(declaration, kind.field("declaration"));
                let codes = instruments.iter().map(|r| r.code.as_str());
                let spots = self.spots(&[item.reference.as_str(), "row"], codes, kind.field("instruments"));
                for (row, spot) in instruments.iter().zip(spots) {
                    if let Some(resource) = &row.resource {
                        self.pending.push((spot.field("resource"), Link::Resource(resource)));
                    }
                }
            }
        }
        if !item.kind.takes_parts() && !item.parts.is_empty() {
            self.fault(at.field("parts"), FaultKind::PartsOfTable { reference: reference() });
        }
    }

    /// The layers that findings are made of.
    pub(super) fn layers(&mut self, layers: &'a [Column], at: Spot<'a>) {
        let codes = || layers.iter().map(|c| c.code.as_str());
        let spots = self.spots(&["layer"], codes(), at);
        self.segments("layer code", codes(), &spots);
        for (layer, spot) in layers.iter().zip(spots) {
            self.words("the layer's label", &layer.label, spot.field("label"));
            self.input(layer, spot);
        }
    }

    fn rows(&mut self, item: &'a Item, rows: &'a [Row], at: Spot<'a>) {
        let codes = || rows.iter().map(|r| r.code.as_str());
        let before = self.faults.len();
        let spots = self.spots(&[item.reference.as_str(), "row"], codes(), at);
        self.segments("row code", codes(), &spots);
        // A code that was just found wanting would only be told again as a reference.
        let told: HashSet<_> = self.faults[before..].iter().map(|f| (f.line, f.column)).collect();
        for (row, spot) in rows.iter().zip(spots) {
            let place = spot.field("code").place();
            if !told.contains(&(place.line, place.column)) {
                self.reference(&row_ref(item, row), Owner::Row(item), spot.field("code"));
            }
            self.words("the row's label", &row.label, spot.field("label"));
            self.short("the row's short label", row.short.as_deref(), ROW_SHORT, spot);
            self.placeholders(&row.guidance, spot.field("guidance"));
        }
    }

    fn columns(&mut self, item: &'a Item, columns: &'a [Column], at: Spot<'a>) {
        let codes = || columns.iter().map(|c| c.code.as_str());
        let spots = self.spots(&[item.reference.as_str(), "column"], codes(), at);
        self.segments("column code", codes(), &spots);
        let mut own = false;
        for (column, spot) in columns.iter().zip(spots) {
            self.words("the column's label", &column.label, spot.field("label"));
            self.short("the column's short label", column.short.as_deref(), COLUMN_SHORT, spot);
            self.input(column, spot);
            if column.own && own {
                self.fault(spot.field("own"), FaultKind::SecondOwn { code: column.code.clone() });
            }
            own |= column.own;
        }
    }

    /// The fields of a form, beside layers with these codes.
    fn fields(&mut self, item: &'a Item, fields: &'a [Column], layers: &[String], at: Spot<'a>) {
        let codes = || fields.iter().map(|c| c.code.as_str());
        let spots = self.spots(&[item.reference.as_str(), "column"], codes(), at);
        self.segments("field code", codes(), &spots);
        let periods: HashSet<String> = fields
            .iter()
            .filter(|f| f.input == Input::Number)
            .map(|f| crate::bank::period_code(&f.code))
            .collect();
        for (field, spot) in fields.iter().zip(spots) {
            self.words("the field's label", &field.label, spot.field("label"));
            let width = field.label.width();
            if width > FIELD_LABEL {
                let what = FaultKind::TooWide { what: "the field's label", width, max: FIELD_LABEL };
                self.fault(spot.field("label"), what);
            }
            if layers.contains(&field.code) || periods.contains(&field.code) {
                self.fault(spot.field("code"), FaultKind::CodeTaken { code: field.code.clone() });
            }
            if field.own {
                self.fault(spot.field("own"), FaultKind::OwnField { code: field.code.clone() });
            }
            self.input(field, spot);
        }
    }

    /// A scale for codes, none for what is typed.
    fn input(&mut self, column: &'a Column, at: Spot<'a>) {
        self.placeholders(&column.ask, at.field("ask"));
        let code = || column.code.clone();
        match (column.input, column.scale.is_empty()) {
            // The series of a count are numbers without saying so: they have become so by now.
            (Input::Codes, true) => self.fault(at, FaultKind::NoScale { code: code() }),
            (Input::Codes, false) => self.known_scale(&column.scale, at.field("scale")),
            (_, false) => self.fault(at.field("scale"), FaultKind::ScaleOfTyped { code: code() }),
            (_, true) => {}
        }
        if column.input != Input::Number && !(column.unit.is_empty() && column.per.is_empty()) {
            let field = if column.unit.is_empty() { "per" } else { "unit" };
            self.fault(at.field(field), FaultKind::UnitWithoutNumber { code: code() });
        }
        if let Some(other) = &column.item {
            self.pending.push((at.field("item"), Link::Item(other)));
        }
    }
}
