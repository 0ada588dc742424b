//! The gap board: for every technique how far it is used, known and applied, by group and over all.

use super::cause::{Suggested, suggest};
use super::pairs::{KnowDo, Pairs, Side, Weighed, pairs};
use super::rating::{Rating, Steps, share};
use super::sessions::{MadeUp, Warning, warnings};
use crate::analysis::compare::{Agreement, agreement};
use crate::analysis::corpus::{Column, Corpus, Place, RowId, Selection, What};
use crate::analysis::figures::Interval;
use crate::analysis::group::{By, Grouping};
use crate::analysis::tally::{Counts, Tally, tallies};
use crate::analysis::{Book, Subject};
use crate::bank::{Item, Ref, Scale, ScaleOption, Techniques as Shape};
use std::sync::Arc;

/// Whether a technique is used, as one group says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    /// Sessions of the group, asked, answered, reasons for no answer; the options of the scale.
    pub counts: Counts,
    /// How many said whether it is used.
    pub n: u64,
    /// How many of them said that it is used in the crime that is assessed.
    pub exposed: u64,
    /// How many of them said that it is used at all.
    pub used: u64,
    /// By whom it is used: sessions for each option of the scale's qualifier.
    pub by: Counts,
}

impl Exposure {
    /// Share that uses it in the crime that is assessed.
    pub fn share(&self) -> Option<Interval> {
        share(self.exposed, self.n)
    }

    /// Share that uses it at all.
    pub fn used_share(&self) -> Option<Interval> {
        share(self.used, self.n)
    }

    /// Whether all who answered said the same.
    pub fn is_unanimous(&self) -> bool {
        self.n > 0 && [self.exposed, self.used].iter().all(|part| *part == 0 || *part == self.n)
    }
}

/// What one group says of one technique.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gap {
    /// Whether it is used.
    pub exposure: Exposure,
    /// How well it is known.
    pub knowledge: Rating,
    /// How well it is applied.
    pub application: Rating,
    /// One against the other, by the same people.
    pub know_do: KnowDo,
    /// How much it matters, where that was asked.
    pub importance: Option<Rating>,
    /// Importance against knowledge.
    pub weighed_knowledge: Option<Weighed>,
    /// Importance against application.
    pub weighed_application: Option<Weighed>,
}

/// How managers rate their staff against how staff rate themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoleGap {
    /// What managers say.
    pub managers: Rating,
    /// What staff say.
    pub staff: Rating,
    /// Mean of managers less mean of staff; `None` where one of the two did not rate.
    pub difference: Option<f64>,
}

/// One technique.
#[derive(Clone, Debug, PartialEq)]
pub struct Technique {
    /// Its row.
    pub at: Ref,
    /// What it is called.
    pub label: String,
    /// The same in at most 28 columns.
    pub short: String,
    /// Over all sessions. A mean here is over people: large groups weigh more.
    pub all: Gap,
    /// By group.
    pub groups: Vec<Gap>,
    /// Managers against staff: knowledge.
    pub knowledge_gap: RoleGap,
    /// Managers against staff: application.
    pub application_gap: RoleGap,
}

impl Technique {
    /// What one group says, or all (`None`).
    pub fn of(&self, group: Option<usize>) -> Option<&Gap> {
        group.map_or(Some(&self.all), |group| self.groups.get(group))
    }

    /// The mean knowledge gap with every group counted once, whatever its size; `None` unless two groups rated it.
    pub fn alike(&self) -> Option<f64> {
        let means: Vec<f64> = self.groups.iter().filter_map(|g| g.knowledge.gap).collect();
        (means.len() > 1).then(|| means.iter().sum::<f64>() / means.len() as f64)
    }
}

/// All techniques of a bank in the sessions of a selection.
#[derive(Clone, Debug)]
pub struct Techniques {
    /// The grid.
    pub item: Arc<Item>,
    /// What of it is what.
    pub shape: Shape,
    /// The groups.
    pub grouping: Grouping,
    /// One for each row, in the order of the bank.
    pub rows: Vec<Technique>,
    /// Steps of the scale of knowledge, and the scale.
    pub knowledge: Option<Read>,
    /// Steps of the scale of application, and the scale.
    pub application: Option<Read>,
    /// Steps of the scale of importance, and the scale, where it is asked.
    pub importance: Option<Read>,
    /// The scale of use.
    pub usage: Option<Arc<Scale>>,
    /// How far sessions, and groups, agree on which techniques are known better than others.
    pub knowledge_agreement: Option<Agreement>,
    /// The same of application.
    pub application_agreement: Option<Agreement>,
    /// What there is to know about all this.
    pub warnings: Vec<Warning>,
}

/// The steps of a scale, and the scale.
pub type Read = (Steps, Arc<Scale>);

/// Who uses a technique.
#[derive(Clone, Copy, Default)]
struct Users {
    n: u64,
    exposed: u64,
    used: u64,
}

impl Users {
    /// Those of a group, or of all.
    fn of(groups: &[Self], group: Option<usize>) -> Self {
        let add =
            |a: Self, b: &Self| Self { n: a.n + b.n, exposed: a.exposed + b.exposed, used: a.used + b.used };
        match group {
            Some(group) => groups.get(group).copied().unwrap_or_default(),
            None => groups.iter().fold(Self::default(), add),
        }
    }
}

/// The columns of the grid, row by row.
struct Columns {
    rows: Vec<(Ref, String, String)>,
    usage: Vec<Subject>,
    by: Vec<Subject>,
    knowledge: Vec<Subject>,
    application: Vec<Subject>,
    importance: Vec<Subject>,
}

/// The gap board of the first bank that has one. `None` where no bank here has.
pub fn techniques(
    corpus: &Corpus,
    book: &Book,
    selection: &Selection,
    by: By,
    made_up: MadeUp,
) -> Option<Techniques> {
    let (bank, shape) = book.banks().iter().find_map(|b| Some((b, b.needs.techniques.as_ref()?)))?;
    let item = book.item(&shape.item)?;
    let columns = Columns::of(book, item, shape);
    let grouping = Grouping::new(corpus, book, selection, by);
    let mut warnings = warnings(corpus, selection, bank, made_up);
    let mut scale = |subjects: &[Subject]| {
        let subject = subjects.first()?;
        let scale = subject.scale.clone()?;
        let steps = Steps::of(&scale);
        if steps.is_none() {
            warnings.push(Warning::NoScores(subject.column.clone()));
        }
        Some((steps?, scale))
    };
    let knowledge = scale(&columns.knowledge);
    let application = scale(&columns.application);
    let importance = scale(&columns.importance);
    let mut board = Techniques {
        item: Arc::clone(item),
        shape: shape.clone(),
        usage: columns.usage.first().and_then(|s| s.scale.clone()),
        knowledge_agreement: agreed(corpus, book, &grouping, &columns.knowledge),
        application_agreement: agreed(corpus, book, &grouping, &columns.application),
        grouping,
        rows: Vec::new(),
        knowledge,
        application,
        importance,
        warnings,
    };
    board.count(corpus, book, selection, &columns);
    Some(board)
}

fn agreed(corpus: &Corpus, book: &Book, grouping: &Grouping, subjects: &[Subject]) -> Option<Agreement> {
    agreement(corpus, book, grouping, subjects.first()?)
}

impl Columns {
    fn of(book: &Book, item: &Arc<Item>, shape: &Shape) -> Self {
        let all = book.subjects(item);
        let column = |code: &str| all.iter().filter(|s| s.place.column == code).cloned().collect::<Vec<_>>();
        let usage = column(&shape.use_column);
        let rows = item.kind.rows().iter().map(|row| {
            let short = row.short.clone().unwrap_or_else(|| row.label.clone());
            (item.reference.child(&row.code), row.label.clone(), short)
        });
        Self {
            rows: rows.collect(),
            by: usage.iter().filter_map(by_whom).collect(),
            usage,
            knowledge: column(&shape.knowledge),
            application: column(&shape.application),
            importance: shape.importance.as_deref().map(column).unwrap_or_default(),
        }
    }
}

/// The qualifier of a cell, as if it were a column with a scale of its own.
fn by_whom(usage: &Subject) -> Option<Subject> {
    let qualifier = usage.scale.as_ref()?.qualifier.as_ref()?;
    let option = |code: &str, label: &str| ScaleOption {
        code: code.to_owned(),
        label: label.to_owned(),
        short: None,
        score: None,
        exclusive: false,
    };
    let scale = Scale {
        id: String::new(),
        title: qualifier.title.clone(),
        options: qualifier.options.iter().map(|o| option(&o.code, &o.label)).collect(),
        several: true,
        shortcuts: Vec::new(),
        qualifier: None,
    };
    let place = usage.place.with(What::By);
    Some(Subject { place, scale: Some(Arc::new(scale)), ..usage.clone() })
}

impl Techniques {
    fn count(&mut self, corpus: &Corpus, book: &Book, selection: &Selection, columns: &Columns) {
        let tally = |subjects: &[Subject]| tallies(corpus, book, &self.grouping, subjects);
        let usage = tally(&columns.usage);
        let by = tally(&columns.by);
        let knowledge = tally(&columns.knowledge);
        let application = tally(&columns.application);
        let importance = tally(&columns.importance);
        let known = [
            (&columns.usage, &usage),
            (&columns.knowledge, &knowledge),
            (&columns.application, &application),
            (&columns.importance, &importance),
        ];
        for (subjects, tallies) in known {
            let Some(subject) = subjects.first() else { continue };
            let answers = tallies.iter().map(|t| t.all.strange).sum();
            if answers > 0 {
                self.warnings.push(Warning::Strange { column: subject.column.clone(), answers });
            }
        }
        let know_do = self.both(
            corpus,
            &columns.knowledge,
            &columns.application,
            self.knowledge.as_ref(),
            self.application.as_ref(),
        );
        let weighed_knowledge = self.both(
            corpus,
            &columns.importance,
            &columns.knowledge,
            self.importance.as_ref(),
            self.knowledge.as_ref(),
        );
        let weighed_application = self.both(
            corpus,
            &columns.importance,
            &columns.application,
            self.importance.as_ref(),
            self.application.as_ref(),
        );
        self.tell_scales(columns);

        let managers = Grouping::new(corpus, book, selection, By::Managers);
        let roles = |subjects: &[Subject], read: Option<&Read>| -> Vec<RoleGap> {
            let Some((steps, _)) = read else { return Vec::new() };
            let tallies = tallies(corpus, book, &managers, subjects);
            tallies.into_iter().map(|tally| role_gap(&managers, tally, steps)).collect()
        };
        let knowledge_gap = roles(&columns.knowledge, self.knowledge.as_ref());
        let application_gap = roles(&columns.application, self.application.as_ref());

        let users: Vec<Vec<Users>> = columns.usage.iter().map(|s| self.users(corpus, s)).collect();
        let groups = self.grouping.len();
        let rows = columns.rows.iter().enumerate().map(|(row, (at, label, short))| {
            let gap = |group: Option<usize>| {
                let counts = |all: &[Tally]| {
                    let tally = all.get(row);
                    tally.and_then(|t| pick(group, &t.groups, &t.all)).cloned().unwrap_or_default()
                };
                let pairs = |all: &[(Vec<Pairs>, Pairs)]| {
                    all.get(row).and_then(|(groups, all)| pick(group, groups, all)).cloned()
                };
                self.gap(
                    &users.get(row).map(|all| Users::of(all, group)).unwrap_or_default(),
                    [
                        counts(&usage),
                        counts(&by),
                        counts(&knowledge),
                        counts(&application),
                        counts(&importance),
                    ],
                    [pairs(&know_do), pairs(&weighed_knowledge), pairs(&weighed_application)],
                )
            };
            Technique {
                at: at.clone(),
                label: label.clone(),
                short: short.clone(),
                all: gap(None),
                groups: (0..groups).map(|group| gap(Some(group))).collect(),
                knowledge_gap: knowledge_gap.get(row).cloned().unwrap_or_default(),
                application_gap: application_gap.get(row).cloned().unwrap_or_default(),
            }
        });
        self.rows = rows.collect();
    }

    /// The pairs of two columns, row by row; none where their scales can't be subtracted.
    fn both(
        &self,
        corpus: &Corpus,
        first: &[Subject],
        second: &[Subject],
        a: Option<&Read>,
        b: Option<&Read>,
    ) -> Vec<(Vec<Pairs>, Pairs)> {
        let (Some((a, a_scale)), Some((b, b_scale))) = (a, b) else { return Vec::new() };
        if !comparable(a, b) {
            return Vec::new();
        }
        let each = first.iter().zip(second);
        each.map(|(one, other)| {
            let one = Side { place: &one.place, scale: a_scale, steps: a };
            let other = Side { place: &other.place, scale: b_scale, steps: b };
            pairs(corpus, &self.grouping, one, other)
        })
        .collect()
    }

    fn tell_scales(&mut self, columns: &Columns) {
        let name = |subjects: &[Subject]| subjects.first().map_or(String::new(), |s| s.column.clone());
        let all = [
            (self.knowledge.as_ref(), self.application.as_ref(), &columns.knowledge, &columns.application),
            (self.importance.as_ref(), self.knowledge.as_ref(), &columns.importance, &columns.knowledge),
            (self.importance.as_ref(), self.application.as_ref(), &columns.importance, &columns.application),
        ];
        let differ = all.into_iter().filter_map(|(a, b, one, other)| {
            let ((a, _), (b, _)) = (a.as_ref()?, b.as_ref()?);
            (!comparable(a, b)).then(|| Warning::ScalesDiffer(name(one), name(other)))
        });
        let differ: Vec<Warning> = differ.collect();
        self.warnings.extend(differ);
    }

    fn gap(&self, users: &Users, counts: [Counts; 5], pairs: [Option<Pairs>; 3]) -> Gap {
        let [usage, by, knowledge, application, importance] = counts;
        let [know_do, weighed_knowledge, weighed_application] = pairs;
        let rating = |counts: Counts, read: Option<&Read>| match read {
            Some((steps, _)) => Rating::of(counts, steps),
            None => Rating { counts, ..Rating::default() },
        };
        let steps = |read: Option<&Read>| read.as_ref().map(|(steps, _)| steps.clone());
        let weigh = |pairs: Option<Pairs>, ability: Option<&Read>| {
            Some(Weighed::of(&pairs?, &steps(self.importance.as_ref())?, &steps(ability)?))
        };
        Gap {
            exposure: Exposure { n: users.n, exposed: users.exposed, used: users.used, counts: usage, by },
            know_do: know_do
                .zip(steps(self.knowledge.as_ref()))
                .map(|(p, s)| KnowDo::of(p, &s))
                .unwrap_or_default(),
            weighed_knowledge: weigh(weighed_knowledge, self.knowledge.as_ref()),
            weighed_application: weigh(weighed_application, self.application.as_ref()),
            importance: self.importance.as_ref().map(|_| rating(importance, self.importance.as_ref())),
            knowledge: rating(knowledge, self.knowledge.as_ref()),
            application: rating(application, self.application.as_ref()),
        }
    }

    /// Who uses a technique, by group: several options may hold together, so that counts of options can't tell.
    fn users(&self, corpus: &Corpus, usage: &Subject) -> Vec<Users> {
        let mut users = vec![Users::default(); self.grouping.len()];
        let place = corpus.place(&usage.place);
        for (segment, held) in corpus.segments().iter().enumerate() {
            let Some(column) = place.and_then(|place| corpus.column(segment, place)) else { continue };
            let values = usize::from(Column::first_code()) + column.distinct();
            let read = |value: usize| self.read(held.code(column, u16::try_from(value).ok()?)?);
            let means: Vec<Option<(bool, bool)>> = (0..values).map(read).collect();
            column.visit(|row, value| {
                let Some((exposed, used)) = means.get(usize::from(value)).copied().flatten() else { return };
                let group = self.grouping.of(RowId { segment, row });
                let Some(users) = group.and_then(|group| users.get_mut(group)) else { return };
                users.n += 1;
                users.exposed += u64::from(exposed);
                users.used += u64::from(used);
            });
        }
        users
    }

    /// Whether codes mean that it is used in the crime that is assessed, and at all. `None` for codes that the scale does
    /// not have.
    fn read(&self, codes: &str) -> Option<(bool, bool)> {
        let scale = self.usage.as_deref()?;
        let mut known = codes.split('+').filter(|code| scale.option(code).is_some()).peekable();
        known.peek()?;
        let mut means = (false, false);
        for code in known {
            means.0 |= self.shape.exposed.iter().any(|c| c == code);
            means.1 |= !self.shape.unused.iter().any(|c| c == code);
        }
        Some(means)
    }

    /// Whether importance was rated by anybody.
    pub fn weighs(&self) -> bool {
        self.rows.iter().any(|row| row.all.importance.as_ref().is_some_and(|i| i.n > 0))
    }

    /// The sessions of a group, or all, that gave a code in every one of these columns of a technique, in the order of the
    /// corpus.
    pub fn rated(&self, corpus: &Corpus, at: &Ref, columns: &[&str], group: Option<usize>) -> Vec<RowId> {
        let places = columns.iter().map(|column| corpus.place(&Place::cell(at.clone(), column)));
        let Some(places) = places.collect::<Option<Vec<u32>>>() else { return Vec::new() };
        let mut all = Vec::new();
        for (segment, held) in corpus.segments().iter().enumerate() {
            let coded = |place: &u32, row: usize| {
                let value = corpus.column(segment, *place).and_then(|column| column.value(row));
                value.is_some_and(|value| value >= Column::first_code())
            };
            let rows =
                (0..held.rows().len()).filter(|row| match self.grouping.of(RowId { segment, row: *row }) {
                    Some(own) => {
                        group.is_none_or(|group| group == own) && places.iter().all(|p| coded(p, *row))
                    }
                    None => false,
                });
            all.extend(rows.map(|row| RowId { segment, row }));
        }
        all
    }

    /// What the figures suggest for a technique, in one group or over all.
    pub fn suggested(&self, row: usize, group: Option<usize>) -> Option<Suggested> {
        self.rows.get(row)?.of(group).map(suggest)
    }
}

fn pick<'a, T>(group: Option<usize>, groups: &'a [T], all: &'a T) -> Option<&'a T> {
    group.map_or(Some(all), |group| groups.get(group))
}

/// Whether scores of two scales mean the same: they have the same steps.
fn comparable(one: &Steps, other: &Steps) -> bool {
    (one.bottom(), one.top()) == (other.bottom(), other.top())
}

fn role_gap(grouping: &Grouping, tally: Tally, steps: &Steps) -> RoleGap {
    let mut groups = tally.groups;
    let mut of = |name: &str| {
        let at = grouping.codes.iter().position(|code| code == name);
        let counts = at.and_then(|at| groups.get_mut(at)).map(std::mem::take).unwrap_or_default();
        Rating::of(counts, steps)
    };
    let (managers, staff) = (of("managers"), of("staff"));
    let difference = managers.mean.zip(staff.mean).map(|(managers, staff)| managers - staff);
    RoleGap { managers, staff, difference }
}
