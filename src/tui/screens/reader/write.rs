//! Writes a session out: about the session, then every item with something under it, then what has no place, then jots.

use super::paper::{Entry, Look, Mixed, Paper, Part, Show};
use super::words;
use crate::bank::{Bank, GateState, Item, Kind, Ref, Shape, fill, period_code};
use crate::session::{Answer, Count, Integrity, Meeting, Record, gate_state, is_answered, progress, slots};
use crate::tui::plan::{GridRow, Plan, Stop};
use std::collections::HashSet;

/// Columns of the words in front of texts, so that these stand below each other.
const LEAD: usize = 9;

struct Writer<'a> {
    record: &'a Record,
    plan: &'a Plan,
    show: Show,
    paper: Paper,
    written: HashSet<Ref>,
    /// The heading or stem that was written last in this section.
    heading: String,
}

/// The whole session.
pub(super) fn write(record: &Record, plan: &Plan, integrity: Integrity, show: Show) -> Paper {
    let (paper, written) = (Paper::default(), HashSet::new());
    let mut writer = Writer { record, plan, show, paper, written, heading: String::new() };
    if record.answers.values().all(Answer::is_empty) && record.jots.is_empty() {
        let nothing = "Nothing was answered in this session, and nothing was jotted down.";
        writer.paper.put(Look::Reason, 0, "", nothing, None);
    }
    writer.head(integrity);
    writer.banks();
    writer.elsewhere();
    writer.jots();
    writer.paper
}

impl Writer<'_> {
    fn head(&mut self, integrity: Integrity) {
        let (record, banks) = (self.record, &self.plan.banks);
        let paper = &mut self.paper;
        let mut put = |lead: &str, text: &str| paper.put(Look::Head, 0, &format!("{lead:<11}"), text, None);
        put("session", &record.id);
        let mut when =
            format!("{} {}", words::day(record, record.started), words::clock(record, record.started));
        if let Some(ended) = record.ended {
            when = format!("{when} to {}", words::clock(record, ended));
        }
        put("held", &format!("{when}; {}; revision {}", record.status.label(), record.revision));
        let mut about = vec![format!("{} meeting", record.meeting.label())];
        about.extend(record.place.map(|p| p.label().to_owned()));
        about.extend(Some(&record.country).filter(|t| !t.is_empty()).cloned());
        about.extend(Some(&record.language).filter(|t| !t.is_empty()).map(|t| format!("in {t}")));
        put("meeting", &about.join("; "));
        let stamps = record.banks.iter().map(|stamp| {
            let remark = match banks.iter().find(|b| b.id.eq_ignore_ascii_case(&stamp.id)) {
                Some(b) if b.version != stamp.version => format!(" (shown with {})", b.version),
                // A bank that stands in for another says so in its title.
                Some(b) if b.source.is_empty() && b.roles.functions.is_empty() => " (not here)".to_owned(),
                Some(_) => String::new(),
                None => " (not here)".to_owned(),
            };
            format!("{} {}{remark}", stamp.id, stamp.version)
        });
        put("banks", &stamps.collect::<Vec<_>>().join(", "));
        put("consent", &words::consent(record.consent));
        for participant in &record.participants {
            put("participant", &words::who(participant, banks, true));
        }
        let alarms = [
            (record.synthetic, "Made up: no such interview was held."),
            (
                integrity == Integrity::Altered,
                "The digest does not fit: the file is damaged, or was edited by hand.",
            ),
            (
                integrity == Integrity::Unsealed,
                "There is no digest: the file was cut off, or written by hand.",
            ),
            (
                record.format > crate::session::FORMAT,
                "A newer program wrote the file: something may be missing here.",
            ),
        ];
        for (_, text) in alarms.iter().filter(|(holds, _)| *holds) {
            paper.put(Look::Alarm, 0, "", text, None);
        }
    }

    fn banks(&mut self) {
        let (plan, record) = (self.plan, self.record);
        let counts: Vec<Count> = plan.each_bank().flat_map(|bank| progress(record, bank).sections).collect();
        let mut bank = None;
        for (index, part) in plan.sections.iter().enumerate() {
            let stops = part.first..part.first + part.len;
            self.heading.clear();
            let mut fresh = true;
            for number in stops {
                let (Some(stop), Some(its)) = (plan.stops.get(number), plan.banks.get(part.bank)) else {
                    continue;
                };
                let rows = self.held_rows(&stop.item);
                let own = held(record, &stop.item.reference);
                if own.is_none() && rows.is_empty() && !self.show.blanks {
                    continue;
                }
                if bank != Some(part.bank) && plan.several() {
                    self.paper.gap();
                    self.paper.put(Look::Bank, 0, "", &format!("{} · {}", its.id, its.title), None);
                }
                bank = Some(part.bank);
                if std::mem::take(&mut fresh) {
                    let title = fill(&part.section.title, &record.country);
                    let short = part.section.short.clone().unwrap_or_else(|| title.clone());
                    self.part(
                        &plan.shown(&part.section.reference),
                        &title,
                        &short,
                        counts.get(index).copied(),
                    );
                }
                self.item(its, stop, own, &rows);
            }
        }
    }

    fn part(&mut self, place: &str, title: &str, short: &str, count: Option<Count>) {
        self.paper.gap();
        let (piece, count) = (self.paper.pieces.len(), count.unwrap_or_default());
        self.paper.parts.push(Part { place: place.to_owned(), title: short.to_owned(), count, piece });
        let text = [place, title].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        self.paper.put(Look::Section, 0, "", &text, None);
    }

    fn entry(&mut self, at: Option<Ref>, title: &str, row_of: Option<usize>, held: bool) -> usize {
        let index = self.paper.entries.len();
        let place = at.as_ref().map(|at| self.plan.shown(at)).unwrap_or_default();
        self.paper.entries.push(Entry {
            at,
            item: row_of.unwrap_or(index),
            jot: None,
            place,
            title: title.to_owned(),
            part: self.paper.parts.len().saturating_sub(1),
            piece: self.paper.pieces.len(),
            held,
        });
        index
    }

    fn held_rows(&self, item: &Item) -> Vec<GridRow> {
        let mut rows = Plan::rows(item, self.record);
        rows.retain(|row| held(self.record, &row.at).is_some());
        rows
    }

    fn item(&mut self, bank: &Bank, stop: &Stop, own: Option<&Answer>, rows: &[GridRow]) {
        let (record, item) = (self.record, &stop.item);
        let country = &record.country;
        self.paper.gap();
        let stem = stop
            .stem
            .as_ref()
            .map(|s| format!("{} {}", self.plan.shown(&s.reference), fill(&s.title, country)));
        let above = stem.unwrap_or_else(|| stop.heading.clone());
        if above != self.heading {
            if !above.is_empty() {
                self.paper.put(Look::Heading, 0, "", &above, None);
            }
            self.heading = above;
        }
        let title = fill(&item.title, country);
        let some = own.is_some() || !rows.is_empty();
        let entry = self.entry(Some(item.reference.clone()), &title, None, some);
        self.paper.put(Look::Title, 0, &self.plan.shown(&item.reference), &title, Some(entry));
        if self.show.asks {
            let ask = item.ask_for(&record.lead().profile(), country);
            self.paper.put(Look::Ask, 2, "", &ask, Some(entry));
        }
        // What is said of all the rows is said once.
        let answers: Vec<&Answer> =
            own.into_iter().chain(rows.iter().filter_map(|r| record.answer(&r.at))).collect();
        let marks: Vec<String> = answers.iter().map(|answer| self.marks_of(answer)).collect();
        let alike = (own.is_some() || rows.len() > 1) && marks.windows(2).all(|pair| pair[0] == pair[1]);
        if alike {
            self.put_lead(Look::Mark, 2, "", marks.first().map_or("", String::as_str), entry);
        }
        if let Some(answer) = own {
            self.written.insert(item.reference.clone());
            let scale = match &item.kind {
                Kind::Choice { scale } => bank.scale(scale),
                _ => None,
            };
            if !alike {
                self.marks(answer, 2, entry);
            }
            self.put_lead(Look::Answer, 2, "answer", &words::chosen(&answer.codes, &answer.by, scale), entry);
            self.fields(bank, item, answer, 2, entry);
            self.words(answer, 2, entry);
        }
        for row in rows {
            self.row(bank, item, row, entry, alike);
        }
        if self.show.blanks {
            self.blanks(item, some, entry);
        }
        let seconds = record.active_seconds.get(&item.reference).copied();
        let history = words::history(record, &answers, seconds);
        if some {
            self.put_lead(Look::Time, 2, "", &history, entry);
        }
    }

    /// A row of a table on one line, a record field by field, and what goes with either.
    fn row(&mut self, bank: &Bank, item: &Item, row: &GridRow, of: usize, marked: bool) {
        let record = self.record;
        let Some(answer) = record.answer(&row.at) else { return };
        self.written.insert(row.at.clone());
        let label = fill(&row.label, &record.country);
        let entry = self.entry(Some(row.at.clone()), &label, Some(of), true);
        let name = if label.is_empty() { row.at.last().to_owned() } else { label };
        if item.kind.shape() == Shape::Form {
            let what = item.kind.row_name().unwrap_or("Row");
            self.paper.put(Look::Answer, 2, &format!("{what}:"), &name, Some(entry));
            self.fields(bank, item, answer, 4, entry);
        } else {
            let lead = if row.added { "" } else { row.at.last() };
            let mut mixed = Mixed::default();
            mixed.plain(&name);
            let alone = item.kind.columns().len() == 1;
            let mut before = ": ";
            for (column, title, value) in cells(bank, item, &row.at, answer) {
                mixed.plain(before);
                before = " · ";
                if !alone {
                    mixed.label(&format!("{title} "));
                }
                mixed.cell(&column, &value);
            }
            self.paper.put_mixed(2, lead, mixed, entry);
        }
        if !marked {
            self.marks(answer, 4, entry);
        }
        self.put_lead(Look::Answer, 4, "answer", &words::chosen(&answer.codes, &answer.by, None), entry);
        self.words(answer, 4, entry);
        if self.show.history {
            let history = words::history(record, &[answer], record.active_seconds.get(&row.at).copied());
            self.put_lead(Look::Time, 4, "", &history, entry);
        }
    }

    /// The cells of a form, a line each; a figure with the period that it is for.
    fn fields(&mut self, bank: &Bank, item: &Item, answer: &Answer, indent: u16, entry: usize) {
        let at = item.reference.clone();
        let all = cells(bank, item, &at, answer);
        let is_period = |code: &str| all.iter().any(|(c, ..)| period_code(c) == *code);
        for (column, title, value) in &all {
            if is_period(column) {
                continue;
            }
            let mut mixed = Mixed::default();
            mixed.label(&format!("{title}: "));
            mixed.cell(column, value);
            if let Some((code, _, period)) = all.iter().find(|(c, ..)| *c == period_code(column)) {
                mixed.label(" for ");
                mixed.cell(code, period);
            }
            self.paper.put_mixed(indent, "", mixed, entry);
        }
    }

    /// Reason, account, note, evidence.
    fn words(&mut self, answer: &Answer, indent: u16, entry: usize) {
        if let Some(reason) = answer.nonresponse {
            self.put_lead(Look::Reason, indent, "no answer", reason.label(), entry);
        }
        let account = answer.account.trim_end();
        if !account.trim().is_empty() {
            self.put_lead(Look::Said, indent, "said", &format!("“{account}”"), entry);
        }
        self.put_lead(Look::Note, indent, "note", answer.note.trim_end(), entry);
        for piece in &answer.evidence {
            self.put_lead(Look::Evidence, indent, "evidence", &words::evidence(piece), entry);
        }
    }

    fn marks(&mut self, answer: &Answer, indent: u16, entry: usize) {
        self.put_lead(Look::Mark, indent, "", &self.marks_of(answer), entry);
    }

    fn marks_of(&self, answer: &Answer) -> String {
        let several = self.record.meeting != Meeting::Individual || self.record.participants.len() > 1;
        words::marks(answer, several)
    }

    fn put_lead(&mut self, look: Look, indent: u16, lead: &str, text: &str, entry: usize) {
        if text.is_empty() {
            return;
        }
        let lead = if lead.is_empty() { String::new() } else { format!("{lead:<LEAD$}") };
        self.paper.put(look, indent, &lead, text, Some(entry));
    }

    fn blanks(&mut self, item: &Item, some: bool, entry: usize) {
        let record = self.record;
        if some {
            let rows = Plan::rows(item, record).into_iter().filter(|r| held(record, &r.at).is_none());
            let rows: Vec<String> = rows.map(|r| fill(&r.label, &record.country)).collect();
            self.put_lead(Look::Blank, 2, "blank", &rows.join("; "), entry);
            return;
        }
        let elsewhere = slots(item).iter().any(|slot| is_answered(record, slot));
        let text = if elsewhere {
            let at = item.answered_by.iter().map(|(at, _)| self.plan.shown(at)).collect::<Vec<_>>();
            format!("answered under {}", at.join(", "))
        } else if gate_state(record, item) == GateState::Shut {
            "blank; not suggested after what was answered before".to_owned()
        } else {
            "blank".to_owned()
        };
        self.put_lead(Look::Blank, 2, "", &text, entry);
    }

    /// Answers that none of the banks has a place for.
    fn elsewhere(&mut self) {
        let record = self.record;
        let rest = record.answers.iter().filter(|(at, a)| !self.written.contains(at) && !a.is_empty());
        let rest: Vec<(&Ref, &Answer)> = rest.collect();
        if rest.is_empty() {
            return;
        }
        let count = Count { answered: rest.len(), total: 0 };
        self.part("", "Not under any question of these banks", "Elsewhere", Some(count));
        for (at, answer) in rest {
            self.paper.gap();
            let entry = self.entry(Some(at.clone()), &answer.label, None, true);
            self.paper.put(Look::Title, 0, &at.spoken(), &answer.label, Some(entry));
            self.marks(answer, 2, entry);
            self.put_lead(Look::Answer, 2, "answer", &words::chosen(&answer.codes, &answer.by, None), entry);
            for (code, cell) in &answer.cells {
                let mut mixed = Mixed::default();
                mixed.label(&format!("{code}: "));
                mixed.cell(code, &words::cell(cell, None));
                self.paper.put_mixed(2, "", mixed, entry);
            }
            self.words(answer, 2, entry);
            let seconds = record.active_seconds.get(at).copied();
            self.put_lead(Look::Time, 2, "", &words::history(record, &[answer], seconds), entry);
        }
    }

    fn jots(&mut self) {
        let record = self.record;
        if record.jots.is_empty() {
            return;
        }
        let count = Count { answered: record.jots.len(), total: 0 };
        self.part("", "Jots", "Jots", Some(count));
        for (number, jot) in record.jots.iter().enumerate() {
            let place = match (&jot.filed, &jot.during) {
                (Some(filed), _) => format!("filed under {}", self.plan.shown(filed)),
                (None, Some(during)) => format!("not filed, typed at {}", self.plan.shown(during)),
                (None, None) => "not filed".to_owned(),
            };
            let entry = self.entry(jot.filed.clone(), &place, None, true);
            if let Some(entry) = self.paper.entries.last_mut() {
                (entry.jot, entry.place) = (Some(number), words::clock(record, jot.at));
            }
            self.paper.put(Look::Mark, 0, &words::clock(record, jot.at), &place, Some(entry));
            self.paper.put(Look::Jot, 2, "", jot.text.trim_end(), Some(entry));
        }
    }
}

/// The answer under a reference, if anything is held there but times.
fn held<'a>(record: &'a Record, at: &Ref) -> Option<&'a Answer> {
    record.answer(at).filter(|a| !a.is_empty())
}

/// What is held in cells, in the order of the columns, then what the bank has no column for: the column's code and title,
/// the value in words.
fn cells(bank: &Bank, item: &Item, at: &Ref, answer: &Answer) -> Vec<(String, String, String)> {
    let columns = item.kind.columns();
    let known = columns.iter().filter_map(|column| {
        let held = answer.cells.get(&column.code)?;
        let scale = bank.scale(item.kind.scale_of(at.last(), column));
        Some((column.code.clone(), column.label.clone(), words::cell(held, scale)))
    });
    let others = answer.cells.iter().filter(|(code, _)| !columns.iter().any(|c| c.code == **code));
    let others = others.map(|(code, held)| (code.clone(), code.clone(), words::cell(held, None)));
    known.chain(others).collect()
}
