//! A bank for a person to read: everything that can be asked, wrapped at 100 columns.

use crate::bank::{Bank, Column, Gate, Input, Item, Kind, Prose, RoleMatch, Row, Scale, Term};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

const WIDTH: usize = 100;

/// The whole bank as text.
pub(super) fn page(bank: &Bank) -> String {
    let mut page = Page { bank, text: String::new() };
    page.head();
    for section in &bank.sections {
        page.blank();
        page.wrap(0, &format!("{}  ", section.reference), &section.title);
        page.rule(&format!("{}  {}", section.reference, section.title));
        if let Some(prose) = &section.rationale {
            page.prose("Why", prose);
        }
        page.passage(2, "Guidance: ", &section.guidance);
        for item in &section.items {
            page.item(item, 0);
        }
    }
    page.resources();
    page.text
}

struct Page<'a> {
    bank: &'a Bank,
    text: String,
}

impl Page<'_> {
    fn head(&mut self) {
        let bank = self.bank;
        self.wrap(0, "", &bank.title);
        self.wrap(0, "", &format!("bank {}, version {}, {}", bank.id, bank.version, bank.language));
        self.passage(0, "Source: ", &bank.source);
        if let Some(prose) = &bank.introduction {
            self.prose("Introduction", prose);
        }
        for prose in &bank.passages {
            self.prose(if prose.title.is_empty() { "Further" } else { &prose.title }, prose);
        }
        if !bank.scales.is_empty() {
            self.blank();
            self.wrap(0, "", "Scales");
            for scale in &bank.scales {
                self.wrap(2, &format!("{}  ", scale.id), &scale.title);
                self.options(scale, 6);
            }
        }
        let lists = [
            ("functions", &bank.roles.functions),
            ("ranks", &bank.roles.ranks),
            ("levels", &bank.roles.levels),
            ("stakeholders", &bank.roles.stakeholders),
        ];
        if lists.iter().any(|(_, terms)| !terms.is_empty()) {
            self.blank();
            self.wrap(0, "", "Roles");
        }
        for (name, terms) in lists {
            let words: Vec<String> = terms.iter().map(|t| format!("{} ({})", t.label, t.code)).collect();
            self.passage(2, &format!("{name}: "), &words.join("; "));
        }
    }

    fn item(&mut self, item: &Item, depth: usize) {
        let left = 2 * depth;
        self.blank();
        if !item.heading.is_empty() {
            self.wrap(left, "", &item.heading);
            self.blank();
        }
        self.wrap(left, &format!("{}  ", item.reference), &item.title);
        let left = left + 4;
        self.passage(left, "", &item.ask);
        for wording in &item.wordings {
            self.passage(left, &format!("For {}: ", self.whom(&wording.roles)), &wording.ask);
        }
        for probe in &item.probes {
            self.passage(left, "Probe: ", probe);
        }
        self.passage(left, "Guidance: ", &item.guidance);
        self.kind(&item.kind, left);
        self.passage(left, "Evidence: ", &item.evidence);
        for gate in &item.relevant_if {
            self.passage(left, "Suggested if ", &self.gate(gate));
        }
        if !item.suggested_for.is_empty() {
            self.passage(left, "Suggested for ", &self.whom(&item.suggested_for));
        }
        let see: Vec<&str> = item.see.iter().map(crate::bank::Ref::as_str).collect();
        self.passage(left, "See ", &see.join(", "));
        for part in &item.parts {
            self.item(part, depth + 1);
        }
    }

    fn kind(&mut self, kind: &Kind, left: usize) {
        match kind {
            Kind::Stem => self.wrap(left, "Answer: ", "in its parts"),
            Kind::Text => self.wrap(left, "Answer: ", "in words"),
            Kind::Choice { scale } => self.scale("Answer: ", scale, left),
            Kind::Grid { open, .. } => {
                let more = if *open { "a grid; rows can be added" } else { "a grid" };
                self.wrap(left, "Answer: ", more);
            }
            Kind::Finding { .. } => self.wrap(left, "Answer: ", "in layers"),
            Kind::Count { per, .. } => self.wrap(left, "Answer: ", &format!("figures, a row for each {per}")),
            Kind::Adherence { .. } => self.wrap(left, "Answer: ", "instrument by instrument"),
            Kind::Register { record, .. } => {
                self.wrap(left, "Answer: ", &format!("a record for each {}", record.to_lowercase()));
            }
        }
        for column in kind.columns().iter().filter(|c| c.input != Input::Period) {
            self.column(column, left + 2);
        }
        for row in kind.rows() {
            self.row(row, left + 2);
        }
    }

    fn column(&mut self, column: &Column, left: usize) {
        let own = if column.own { " (the row's own)" } else { "" };
        self.wrap(left, &format!("{}  ", column.code), &format!("{}{own}", column.label));
        self.passage(left + 4, "Ask: ", &column.ask);
        match column.input {
            Input::Codes => self.scale("", &column.scale, left + 4),
            Input::Words | Input::Period => self.wrap(left + 4, "", "in words"),
            Input::Number => {
                let per = if column.per.is_empty() { String::new() } else { format!(" per {}", column.per) };
                self.wrap(left + 4, "", format!("a number {}{per}", column.unit).trim_end());
            }
        }
    }

    fn row(&mut self, row: &Row, left: usize) {
        let declared = if row.declaration { " (a declaration)" } else { "" };
        self.wrap(left, &format!("row {}  ", row.code), &format!("{}{declared}", row.label));
        self.passage(left + 4, "Guidance: ", &row.guidance);
    }

    /// One line on a scale: what it is and which digit is what.
    fn scale(&mut self, prefix: &str, id: &str, left: usize) {
        let Some(scale) = self.bank.scale(id) else {
            return self.wrap(left, prefix, &format!("unknown scale {id}"));
        };
        let several = if scale.several { " (several)" } else { "" };
        self.wrap(left, prefix, &format!("{id}{several}: {}", digits(scale).join(" · ")));
    }

    fn options(&mut self, scale: &Scale, left: usize) {
        let several = if scale.several { "several: " } else { "one of: " };
        self.wrap(left, several, &digits(scale).join(" · "));
        if let Some(qualifier) = &scale.qualifier {
            let keys: Vec<String> =
                qualifier.options.iter().map(|o| format!("{} {}", o.key, o.label)).collect();
            self.wrap(left, &format!("{}: ", qualifier.title), &keys.join(" · "));
        }
    }

    /// Whom a wording or a suggestion is for, in the bank's own words for roles.
    fn whom(&self, roles: &[RoleMatch]) -> String {
        let label = |terms: &[Term], code: &String| {
            terms.iter().find(|t| t.code == *code).map_or_else(|| code.clone(), |t| t.label.clone())
        };
        let list = |codes: &[String], terms: &[Term]| {
            codes.iter().map(|c| label(terms, c)).collect::<Vec<_>>().join(" or ")
        };
        let one = |role: &RoleMatch| {
            let all = &self.bank.roles;
            let parts = [
                list(&role.functions, &all.functions),
                list(&role.ranks, &all.ranks),
                list(&role.levels, &all.levels),
            ];
            let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            if parts.is_empty() { "everyone".to_owned() } else { parts.join(", ") }
        };
        roles.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn gate(&self, gate: &Gate) -> String {
        let scale = self.bank.item(&gate.item).and_then(|item| match (&item.kind, &gate.column) {
            (Kind::Choice { scale }, _) => self.bank.scale(scale),
            (kind, Some(code)) => {
                kind.columns().iter().find(|c| c.code == *code).and_then(|c| self.bank.scale(&c.scale))
            }
            _ => None,
        });
        let label = |code: &String| {
            scale.and_then(|s| s.option(code)).map_or_else(|| code.clone(), |o| o.label.clone())
        };
        let any = gate.any.iter().map(label).collect::<Vec<_>>().join(" or ");
        let column = gate.column.as_ref().map_or_else(String::new, |c| format!(", column {c}"));
        format!("{}{column} is {any}", gate.item)
    }

    fn resources(&mut self) {
        if self.bank.resources.is_empty() {
            return;
        }
        self.blank();
        self.wrap(0, "", "Resources");
        self.rule("Resources");
        let mut group = "";
        for resource in &self.bank.resources {
            if resource.group != group {
                group = &resource.group;
                self.passage(0, "", group);
            }
            self.wrap(2, &format!("{}  ", resource.reference), &resource.title);
            self.passage(6, "", &resource.pinpoint);
        }
    }

    fn prose(&mut self, name: &str, prose: &Prose) {
        self.blank();
        self.wrap(2, "", &format!("{name} ({})", prose.reference));
        self.passage(2, "", &prose.text);
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn rule(&mut self, under: &str) {
        let _ = writeln!(self.text, "{}", "-".repeat(under.width().min(WIDTH)));
    }

    /// Text that may be left out, and whose paragraphs are parted by blank lines.
    fn passage(&mut self, left: usize, prefix: &str, text: &str) {
        let mut prefix = prefix;
        for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()) {
            self.wrap(left, prefix, paragraph);
            prefix = "";
        }
    }

    /// `text` after `prefix`, wrapped between words; the lines after the first stand a little further in.
    fn wrap(&mut self, left: usize, prefix: &str, text: &str) {
        let mut line = format!("{}{prefix}", " ".repeat(left));
        let mut used = line.width();
        let mut fresh = true;
        for word in text.split_whitespace() {
            let width = word.width();
            if !fresh && used + 1 + width > WIDTH {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(left + if prefix.is_empty() { 0 } else { 4 });
                used = line.width();
                fresh = true;
            }
            if !fresh {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += width;
            fresh = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

/// Every digit of a scale and what it chooses.
fn digits(scale: &Scale) -> Vec<String> {
    let alone = |exclusive: bool| if exclusive { " (alone)" } else { "" };
    let options =
        scale.options.iter().zip(1..).map(|(o, i)| format!("{i} {}{}", o.label, alone(o.exclusive)));
    options.chain(scale.shortcuts.iter().map(|s| format!("{} {}", s.digit, s.label))).collect()
}
