//! How the board of training received looks: its parts, their lines.

use super::super::base::Base;
use super::super::words::{self, right};
use super::detail;
use super::entries::Entry;
use super::{Learned, Part};
use crate::analysis::Counts;
use crate::analysis::corpus::{Field, RowId};
use crate::analysis::figures::Interval;
use crate::analysis::marks::{Claim, ClaimId};
use crate::analysis::needs::{Asked, Received, Training, share};
use crate::session::Nonresponse;
use crate::text::{clean, width};
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::lines;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Columns of a line of a group.
#[derive(Clone, Copy)]
struct Widths {
    wide: bool,
    label: usize,
    share: usize,
    bar: usize,
    n: usize,
    reason: usize,
}

impl Widths {
    fn of(room: usize) -> Self {
        let mut w = if room >= 100 {
            Self { wide: true, label: 0, share: 16, bar: 16, n: 13, reason: 11 }
        } else {
            Self { wide: false, label: 0, share: 8, bar: 10, n: 10, reason: 8 }
        };
        w.label = room.saturating_sub(1 + 3 * w.share + w.bar + 2 + w.n + 2 * w.reason + 1).clamp(10, 30);
        w
    }

    /// What the three shares and the bar take.
    fn middle(self) -> usize {
        3 * self.share + 2 + self.bar
    }
}

/// The parts that there is room for, the one that is shown among them: where each begins, and its name.
fn parts_shown(board: &Learned) -> (bool, Vec<(usize, Part, String)>, bool) {
    let parts = board.parts();
    let room = usize::from(board.places.parts.width).saturating_sub(4);
    let names: Vec<(Part, String)> = parts
        .into_iter()
        .map(|part| {
            let name = clean::visible(&board.name(part)).into_owned();
            (part, width::truncate(&name, 24.min(room)).into_owned())
        })
        .collect();
    let chosen = names.iter().position(|(part, _)| *part == board.part).unwrap_or(0);
    let wide = |from: usize, to: usize| -> usize {
        names.iter().take(to + 1).skip(from).map(|(_, name)| width::of(name) + 2).sum()
    };
    let first = (0..=chosen).find(|first| wide(*first, chosen) <= room).unwrap_or(chosen);
    let mut x = 2;
    let mut all = Vec::new();
    let count = names.len();
    for (at, (part, name)) in names.into_iter().enumerate().skip(first) {
        let next = x + width::of(&name) + 2;
        if next > room + 2 && at > chosen {
            return (first > 0, all, true);
        }
        all.push((x, part, name));
        x = next;
    }
    (first > 0, all, count == 0)
}

/// The part that stands there.
pub(super) fn part_at(board: &Learned, x: u16) -> Option<Part> {
    let x = usize::from(x.checked_sub(board.places.parts.x)?);
    let (_, all, _) = parts_shown(board);
    all.into_iter()
        .find(|(from, _, name)| (*from..from + width::of(name) + 2).contains(&x))
        .map(|(_, p, _)| p)
}

pub(super) fn draw(board: &Learned, desk: &Desk, base: &Base, buffer: &mut Buffer) {
    let (theme, places) = (desk.theme, board.places);
    let Some(found) = &board.found else {
        let text = "No questionnaire here says where training received is told. The annex does, in G.";
        let room =
            Rect { x: places.parts.x + 1, width: places.parts.width.saturating_sub(2), ..places.parts };
        lines::draw(&lines::wrapped(text, room.width, theme.dim()), room, buffer);
        return;
    };
    let (before, parts, after) = parts_shown(board);
    let mut spans = vec![Span::styled(if before { "‹ " } else { "  " }, theme.key())];
    for (_, part, name) in parts {
        let style = if part == board.part { theme.selected() } else { theme.text() };
        spans.push(Span::styled(format!(" {name} "), style));
    }
    spans.push(Span::styled(if after { "›" } else { "" }, theme.key()));
    buffer.set_line(places.parts.x, places.parts.y, &Line::from(spans), places.parts.width);
    let room = usize::from(places.list.width);
    let each = |at: usize| {
        let here = at == board.picker.chosen;
        let Some(entry) = board.entries.get(at) else { return Line::default() };
        let mut spans =
            vec![Span::styled(if here && !entry.is_heading() { "▸" } else { " " }, theme.focus())];
        spans.extend(line(board, found, entry, here, room.saturating_sub(1), desk));
        Line::from(spans)
    };
    board.picker.draw(board.entries.len(), each, Style::new(), places.list, buffer);
    let below = lines::ruled(places.detail, theme.dim(), buffer);
    lines::draw(&detail::lines(board, found, base, below.width, desk), below, buffer);
}

fn line(
    board: &Learned,
    found: &Training,
    entry: &Entry,
    here: bool,
    room: usize,
    desk: &Desk,
) -> Vec<Span<'static>> {
    let theme = desk.theme;
    let w = Widths::of(room);
    let style = if here { theme.ask() } else { theme.text() };
    match entry {
        Entry::Head(text) => vec![Span::styled(lines::fitted(text, room), theme.title())],
        Entry::Groups => vec![Span::styled(heads(board, w), theme.key())],
        Entry::Sessions => vec![Span::styled(sessions_head(found, room), theme.key())],
        Entry::ClaimsHead => vec![Span::styled(claim_head(), theme.key())],
        Entry::Group(group) => {
            let label = group.map_or("all", |group| found.grouping.label(group));
            let mut spans = vec![Span::styled(lines::fitted(label, w.label), style)];
            spans.extend(match board.part {
                Part::Techniques => techniques(board.asked(board.part), *group, w, theme),
                Part::Also(_) => board
                    .asked(board.part)
                    .first()
                    .map_or_else(Vec::new, |asked| answers(asked, *group, w, theme)),
                _ => received(group.map_or(Some(&found.all), |g| found.groups.get(g)), w, theme),
            });
            spans
        }
        Entry::Session(at) => vec![Span::styled(session(found, *at, room, desk), style)],
        Entry::Told(question, at) => {
            let asked = board.asked(board.part).get(*question);
            let words = asked.and_then(|a| found.words(&desk.archive.corpus, *at, &a.subject.place.at));
            let who = if room >= 100 { 40 } else { 22 };
            let lead = format!("  {} {}", code(*at, 8, desk), lines::fitted(&role(*at, desk), who - 12));
            vec![
                Span::styled(format!("{lead} "), theme.dim()),
                Span::styled(lines::fitted(words.unwrap_or_default(), room.saturating_sub(who)), style),
            ]
        }
        Entry::Claim(id) => vec![Span::styled(claim(*id, room, desk), style)],
    }
}

fn heads(board: &Learned, w: Widths) -> String {
    let tail = format!(
        "{}{}{}",
        right("n/asked/sess", w.n + 2),
        right(if w.wide { "don't know" } else { "d.know" }, w.reason),
        right("refused", w.reason)
    );
    let middle = match board.part {
        Part::Techniques => {
            let each = w.middle() / board.asked(board.part).len().max(1);
            let names = board.asked(board.part).iter().map(|a| format!(" {}", right(&a.label, each - 1)));
            return format!("{}{}", lines::fitted("told/asked/sess", w.label), names.collect::<String>());
        }
        Part::Also(_) => lines::fitted("  answers, each by its digit", w.middle()),
        _ => {
            let names = if w.wide {
                ["1 a course", "2 other only", "3 none"]
            } else {
                ["1course", "2other", "3none"]
            };
            let names: String = names.iter().map(|name| right(name, w.share)).collect();
            format!("{names}  {}", lines::fitted("shares", w.bar))
        }
    };
    format!("{}{middle}{tail}", lines::fitted("group", w.label))
}

/// A count with its share, as wide as there is room for.
fn part_of(part: u64, n: u64, found: Option<Interval>, wide: bool) -> String {
    match found.filter(|_| !words::few(n)) {
        None if n == 0 => "–".to_owned(),
        None => part.to_string(),
        Some(found) if wide => format!("{part} {}", words::interval(found)),
        Some(found) => format!("{part} {:.0}%", found.share * 100.0),
    }
}

/// Of how many, and who did not say.
fn tail(n: usize, counts: &Counts, w: Widths, theme: Theme) -> Span<'static> {
    let reason = |wanted: Nonresponse| {
        let at = Nonresponse::ALL.iter().position(|reason| *reason == wanted);
        let n = at.and_then(|at| counts.reasons.get(at)).copied().unwrap_or(0);
        let share = crate::analysis::percent(n, counts.asked());
        let share = share.filter(|_| w.wide && n > 0 && !words::few(counts.asked() as u64));
        right(&format!("{n}{}", share.map(|s| format!(" {s}")).unwrap_or_default()), w.reason)
    };
    let n = right(&format!("{n}/{}/{}", counts.asked(), counts.sessions), w.n + 2);
    Span::styled(format!("{n}{}{}", reason(Nonresponse::DontKnow), reason(Nonresponse::Refused)), theme.dim())
}

fn received(of: Option<&Received>, w: Widths, theme: Theme) -> Vec<Span<'static>> {
    let Some(of) = of else { return Vec::new() };
    let parts = [of.specific, of.general, of.none];
    let each = parts.iter().zip(of.shares()).map(|(part, share)| part_of(*part, of.n, share, w.wide));
    let mut spans = vec![Span::raw(each.map(|text| right(&text, w.share)).collect::<String>())];
    spans.push(Span::raw("  "));
    let part = |(at, n): (usize, &u64)| bar::Part {
        digit: at + 1,
        count: *n as usize,
        height: Some(1.0 - at as f64 / 2.0),
    };
    let parts: Vec<bar::Part> = parts.iter().enumerate().map(part).collect();
    spans.extend(bar::bar(&parts, w.bar, theme));
    spans.push(tail(of.n as usize, &of.counts, w, theme));
    spans
}

/// The counts of a group, or of all.
pub(super) fn counts(asked: &Asked, group: Option<usize>) -> Option<&Counts> {
    group.map_or(Some(&asked.tally.all), |group| asked.tally.groups.get(group))
}

fn techniques(all: &[Asked], group: Option<usize>, w: Widths, theme: Theme) -> Vec<Span<'static>> {
    let each = w.middle() / all.len().max(1);
    let text = all.iter().map(|asked| {
        let Some(counts) = counts(asked, group) else { return right("–", each) };
        let (told, of) = (counts.given(), counts.asked());
        let share = share(told as u64, of as u64).filter(|_| !words::few(of as u64));
        let share = share.map(|s| {
            let whole = format!("  {}", words::interval(s));
            if w.wide { whole } else { format!(" {:.0}%", s.share * 100.0) }
        });
        let share = share.unwrap_or_default();
        right(&format!("{told}/{of}/{}{share}", counts.sessions), each)
    });
    vec![Span::styled(text.collect::<String>(), theme.text())]
}

/// How many gave which answer, each by its digit.
fn answers(asked: &Asked, group: Option<usize>, w: Widths, theme: Theme) -> Vec<Span<'static>> {
    let Some(counts) = counts(asked, group) else { return Vec::new() };
    let mut spans = vec![Span::raw("  ")];
    let room = w.middle() - 2;
    let several = asked.subject.scale.as_ref().is_some_and(|scale| scale.several);
    let part = |(at, n): (usize, &usize)| bar::Part { digit: at + 1, count: *n, height: None };
    let parts: Vec<bar::Part> = counts.options.iter().enumerate().map(part).collect();
    if asked.subject.scale.is_none() {
        spans.push(Span::styled(lines::fitted(&format!("{} in words", counts.given()), room), theme.text()));
    } else if several {
        spans.extend(bar::columns(&parts, counts.answered, room, theme));
    } else {
        spans.extend(bar::bar(&parts, room, theme));
    }
    spans.push(tail(counts.answered, counts, w, theme));
    spans
}

/// The code of a respondent, as the library has it.
fn code(at: RowId, wide: usize, desk: &Desk) -> String {
    lines::fitted(desk.archive.corpus.row(at).map_or("", |row| row.code()), wide)
}

/// Function and rank.
pub(super) fn role(at: RowId, desk: &Desk) -> String {
    let archive = &desk.archive;
    let label = |field| archive.book.label(field, archive.corpus.value(at, field));
    let all = [Field::Function, Field::Rank].map(label);
    all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Columns of a session: code, role, unit, kinds, each question that is listed, what is behind it.
fn session_widths(found: &Training, room: usize) -> [usize; 6] {
    let [code, role, unit, kinds, behind] = if room >= 100 { [7, 20, 14, 31, 9] } else { [7, 13, 9, 15, 9] };
    let listed = found.shape.told.iter().filter(|told| told.listed).count().max(1);
    let left = room.saturating_sub(code + role + unit + kinds + behind);
    [code, role, unit, kinds, left / listed, behind]
}

/// A text with a blank behind it.
fn cut(text: &str, wide: usize) -> String {
    format!("{} ", lines::fitted(text, wide.saturating_sub(1)))
}

fn sessions_head(found: &Training, room: usize) -> String {
    let [code, role, unit, kinds, each, behind] = session_widths(found, room);
    let listed = found.shape.told.iter().filter(|told| told.listed).map(|told| cut(&told.label, each));
    let names = [("who", code), ("role", role), ("unit", unit), ("training", kinds)];
    let names: String = names.iter().map(|(name, wide)| cut(name, *wide)).collect();
    format!("{names}{}{}", listed.collect::<String>(), cut("behind it", behind + 1))
}

fn session(found: &Training, at: RowId, room: usize, desk: &Desk) -> String {
    let corpus = &desk.archive.corpus;
    let [wide, role_wide, unit, kinds, each, behind] = session_widths(found, room);
    let place = [Field::Unit, Field::Institution].map(|field| corpus.value(at, field));
    let place = place.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let listed = found.shape.told.iter().filter(|told| told.listed);
    let listed = listed.map(|told| cut(found.words(corpus, at, &told.item).unwrap_or("–"), each));
    let seen = if found.is_supported(corpus, at) { "seen" } else { "asserted" };
    format!(
        "{} {}{}{}{}{}",
        code(at, wide - 1, desk),
        cut(&role(at, desk), role_wide),
        cut(place, unit),
        cut(&found.kinds(corpus, at).join(", "), kinds),
        listed.collect::<String>(),
        cut(seen, behind)
    )
}

fn claim_head() -> String {
    format!("{}{}{}claim", cut("", 6), cut("state", 24), cut("visit", 26))
}

fn claim(id: ClaimId, room: usize, desk: &Desk) -> String {
    let Some(claim) = desk.marks.annotations.claims.get(&id) else { return String::new() };
    let outcome = claim.outcome().map(|o| format!(", {}", o.label())).unwrap_or_default();
    let state = format!("{}{outcome}", claim.state().label());
    let lead = format!("{}{}{}", cut(&id.to_string(), 6), cut(&state, 24), cut(&visit(claim), 26));
    format!("{lead}{}", lines::fitted(&claim.statement, room.saturating_sub(56)))
}

/// Whether a visit is needed or was made, and what it showed.
pub(super) fn visit(claim: &Claim) -> String {
    let seen = claim.verification.as_ref();
    let shown = seen.map(|v| format!("{}: {}", v.how.label(), v.outcome.label()));
    match (claim.awaits_visit(), shown) {
        (true, None) => "⚑ needed".to_owned(),
        (true, Some(shown)) => format!("⚑ needed; {shown}"),
        (false, Some(shown)) => shown,
        (false, None) => "not asked for".to_owned(),
    }
}
