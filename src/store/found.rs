//! The banks that an interview asks from: found by their ids, with every adaptation, and in other languages.
//!
//! Whatever is wrong with a file of the data folder is told and gone round: an interview can be held with the rest.

use super::banks::{BankOrigin, BankSource, files, read, same_id, sources};
use super::overlays::{OverlayFile, adapted, ids, overlay_files, translated, translations};
use super::problem::{Gravity, Problem};
use crate::bank::{self, Bank, Locator, builtin, keys, missing, nearest, parse};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Banks for an interview.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The banks in the order in which they were asked for, with every adaptation.
    pub banks: Vec<Bank>,
    /// The languages in which at least one of them can be asked: their own first, then the others by their tags.
    pub languages: Vec<String>,
    /// What is wrong with files of the data folder, or good to know of them.
    pub problems: Vec<Problem>,
    /// Ids for which there is no bank.
    pub missing: Vec<String>,
    overlays: Vec<OverlayFile>,
    /// Keys of texts that adaptations have retired.
    gone: HashSet<String>,
}

/// Banks in one language.
#[derive(Clone, Debug, Default)]
pub struct Worded {
    /// The banks, each with the same items, rows and columns as before. One that has no translation is in its own
    /// language; its `language` says so.
    pub banks: Vec<Bank>,
    /// For every bank of which something is not translated: its id, and the keys of the texts that fell back.
    pub fell_back: Vec<(String, Vec<String>)>,
    /// What is wrong with the translations.
    pub problems: Vec<Problem>,
}

impl Found {
    /// The banks in another language, or in their own again. No file is read: what was found is what is used.
    pub fn in_language(&self, language: &str) -> Worded {
        let mut worded = Worded::default();
        for bank in &self.banks {
            if bank.language.eq_ignore_ascii_case(language) {
                worded.banks.push(bank.clone());
                continue;
            }
            let (now, keys) = translated(bank, &self.overlays, language, &self.gone, &mut worded.problems);
            let fell_back = missing(bank, &keys);
            if !fell_back.is_empty() {
                worded.fell_back.push((bank.id.clone(), fell_back));
            }
            worded.banks.push(now);
        }
        worded
    }

    /// The overlays that were found, also those for other banks.
    pub fn overlays(&self) -> &[OverlayFile] {
        &self.overlays
    }
}

/// The banks with these ids, in any case of letters, as interviews ask them. `root` is the data folder.
pub fn find_banks<'a>(root: Option<&Path>, wanted: impl IntoIterator<Item = &'a str>) -> Found {
    gather(&Shelf::of(root), root, wanted)
}

/// The bank with this id, in any case of letters, with every adaptation.
///
/// # Errors
/// One line that names the banks there are, and the nearest.
pub fn find_bank(root: Option<&Path>, id: &str) -> Result<Bank, String> {
    let shelf = Shelf::of(root);
    let found = gather(&shelf, root, [id]);
    if let Some(bank) = found.banks.into_iter().next() {
        return Ok(bank);
    }
    Err(shelf.no_bank(id))
}

fn gather<'a>(shelf: &Shelf, root: Option<&Path>, wanted: impl IntoIterator<Item = &'a str>) -> Found {
    let overlays = overlay_files(root);
    let mut found = Found { problems: shelf.problems.clone(), ..Found::default() };
    found.problems.extend(overlays.iter().filter_map(|file| file.overlay.as_ref().err().cloned()));
    let ids = ids(shelf.banks.iter().map(|(_, bank)| bank));
    found.problems.extend(overlays.iter().filter_map(|file| file.without_bank(&ids)));
    for id in wanted {
        if found.banks.iter().any(|bank| same_id(&bank.id, id)) {
            continue;
        }
        let Some(bank) = shelf.bank(id, &mut found.problems) else {
            found.missing.push(id.to_owned());
            continue;
        };
        let adapted = adapted(&bank, &overlays, &mut found.problems);
        found.gone.extend(adapted.gone);
        found.banks.push(adapted.bank);
    }
    found.languages = languages(&found.banks, &overlays);
    found.overlays = overlays;
    found
}

fn languages(banks: &[Bank], overlays: &[OverlayFile]) -> Vec<String> {
    let new = |all: &[String], tag: &str| !all.iter().any(|known| known.eq_ignore_ascii_case(tag));
    let mut own: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for bank in banks {
        if new(&own, &bank.language) {
            own.push(bank.language.clone());
        }
    }
    for bank in banks {
        let mut known: Option<HashSet<String>> = None;
        for (_, overlay) in translations(bank, overlays) {
            let Some(tag) = overlay.language.as_ref().filter(|tag| new(&own, tag) && new(&others, tag))
            else {
                continue;
            };
            let known = known.get_or_insert_with(|| keys(bank));
            if overlay.wording.iter().any(|(key, words)| !words.trim().is_empty() && known.contains(key)) {
                others.push(tag.clone());
            }
        }
    }
    others.sort();
    own.extend(others);
    own
}

/// The banks of a data folder.
struct Shelf {
    /// Every bank that could be read; of two with one id the first.
    banks: Vec<(PathBuf, Bank)>,
    /// How many could not be read.
    broken: usize,
    problems: Vec<Problem>,
}

impl Shelf {
    fn of(root: Option<&Path>) -> Self {
        let mut shelf = Self { banks: Vec::new(), broken: 0, problems: Vec::new() };
        let Some(folder) = root.map(|root| root.join("banks")) else { return shelf };
        match files(&folder, &["ron"]) {
            Ok(paths) => paths.iter().for_each(|path| shelf.put(path)),
            Err(error) => {
                let message = format!("cannot be read: {error}");
                shelf.problems.push(Problem::new(&folder, None, message, Gravity::Unused));
                shelf.broken += 1;
            }
        }
        shelf
    }

    fn put(&mut self, path: &Path) {
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => {
                self.problems.push(Problem::unread(path, &error));
                self.broken += 1;
                return;
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // A copy of a built-in bank, as in the program's own source folder: the same either way.
        if crate::bank::BUILTIN.iter().any(|b| b.source == text) {
            return;
        }
        let bank = match parse(text) {
            Ok(bank) => bank,
            Err(error) => {
                let fault = bank::unreadable(&error, text);
                self.problems.push(Problem::of(path, &fault, Gravity::Unused));
                self.broken += 1;
                return;
            }
        };
        if let Some((first, _)) = self.banks.iter().find(|(_, other)| same_id(&other.id, &bank.id)) {
            let at = Locator::new(text).root().field("id").place();
            let message =
                format!("the id {:?} is already that of {}, which is used", bank.id, first.display());
            self.problems.push(Problem::new(path, Some(at), message, Gravity::Unused));
            return;
        }
        self.banks.push((path.to_owned(), bank));
    }

    /// The bank with this id: one of the data folder takes the place of a built-in one.
    fn bank(&self, id: &str, problems: &mut Vec<Problem>) -> Option<Bank> {
        let built_in = builtin(id);
        if let Some((path, bank)) = self.banks.iter().find(|(_, bank)| same_id(&bank.id, id)) {
            if let Some(built_in) = built_in {
                let message = format!("takes the place of the built-in bank {:?}", built_in.id);
                problems.push(Problem::new(path, None, message, Gravity::Note));
            }
            return Some(bank.clone());
        }
        let built_in = built_in?;
        match built_in.parse() {
            Ok(bank) => Some(bank),
            Err(error) => {
                let fault = bank::unreadable(&error, built_in.source);
                problems.push(Problem::of(Path::new(built_in.path), &fault, Gravity::Unused));
                None
            }
        }
    }

    fn no_bank(&self, id: &str) -> String {
        let known = ids(self.banks.iter().map(|(_, bank)| bank));
        let mut message = format!("no bank {id:?}; there are: {}", known.join(", "));
        if let Some(near) = nearest(id, known.iter().map(String::as_str)) {
            let _ = write!(message, "; did you mean {near}?");
        }
        if self.broken > 0 {
            let _ = write!(message, " ({} could not be read: see `vivavoce bank check`)", self.broken);
        }
        message
    }
}

/// Every bank that can be read, as it stands in its own file.
pub fn known_banks(root: Option<&Path>) -> Vec<Bank> {
    in_force(sources(root)).into_iter().filter_map(|(_, bank)| bank.ok()).collect()
}

/// The banks that interviews would use: a file takes the place of the built-in bank with its id, and of two files
/// with one id the first stands. What cannot be read is kept, with the reason.
pub fn in_force(sources: Vec<BankSource>) -> Vec<(BankSource, Result<Bank, String>)> {
    let mut banks: Vec<(BankSource, Result<Bank, String>)> = Vec::new();
    for source in sources {
        let bank = source.text.clone().and_then(|text| parse(&text).map_err(|error| error.to_string()));
        let found = bank.as_ref().ok().and_then(|bank| {
            let same = |other: &Bank| same_id(&other.id, &bank.id);
            banks.iter().position(|(_, other)| other.as_ref().is_ok_and(same))
        });
        match found {
            Some(at) if matches!(banks[at].0.origin, BankOrigin::BuiltIn(_)) => banks[at] = (source, bank),
            Some(_) => {}
            None => banks.push((source, bank)),
        }
    }
    banks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Ref, texts, to_csv};
    use tempfile::TempDir;

    const GOOD: &str = include_str!("../../tests/data/good.ron");
    const LOCAL: &str = include_str!("../../tests/data/well-local.ron");

    /// A data folder with these files.
    fn data(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn find(folder: &TempDir, ids: &[&str]) -> Found {
        find_banks(Some(folder.path()), ids.iter().copied())
    }

    /// What is said, with paths as they stand in the folder.
    fn said(folder: &TempDir, problems: &[Problem]) -> Vec<String> {
        let root = format!("{}/", folder.path().display());
        problems.iter().map(|p| format!("{:?} {}", p.gravity, p.to_string().replace(&root, ""))).collect()
    }

    fn ask(bank: &Bank, reference: &str) -> String {
        bank.item(&Ref::from(reference)).map(|item| item.ask.clone()).unwrap_or_default()
    }

    #[test]
    fn banks_are_found_as_they_are_asked_for_and_the_missing_are_named() {
        let folder = data(&[("banks/well.ron", GOOD)]);
        let found = find(&folder, &["WELL", "annex", "well", "nowhere"]);
        let ids: Vec<&str> = found.banks.iter().map(|b| b.id.as_str()).collect();
        assert_eq!((ids, found.missing), (vec!["well", "annex"], vec!["nowhere".to_owned()]));
        assert_eq!((found.languages, found.problems), (vec!["en".to_owned()], Vec::new()));
        let bare = find_banks(None, ["ii"]);
        assert_eq!((bare.banks.len(), bare.problems.len()), (1, 0));
        assert_eq!(
            find_bank(None, "anex").unwrap_err(),
            "no bank \"anex\"; there are: annex, II, III, IV, V, VI, VII, VIII, IX, X, XI; did you mean annex?"
        );
    }

    #[test]
    fn adaptations_always_apply_and_translations_when_they_are_chosen() {
        let folder = data(&[
            ("banks/well.ron", GOOD),
            ("overlays/fr.csv", "ref,text\nscale/yesno/yes,Oui\nscale/yesno/no,Non\nscale/opinion,x\n"),
            (
                "overlays/well.fr.csv",
                "ref,text\nWell.A.1,Quel puits ?\nscale/yesno/no,Pas du tout\nWell.A.4,Qui ?\nWell.C.5,Compteurs ?\n",
            ),
            ("overlays/well-local.ron", LOCAL),
            ("overlays/sw.csv", "ref,text\nII.D.1,Nini?\n"),
        ]);
        let found = find(&folder, &["well"]);
        assert_eq!(said(&folder, &found.problems), [""; 0]);
        assert_eq!(found.languages, ["en", "fr"], "not one that has no word of these banks");
        assert_eq!(ask(&found.banks[0], "Well.A.1"), "Which well, if any, do you look after?");
        assert_eq!(find_bank(Some(folder.path()), "well").unwrap(), found.banks[0]);

        let french = found.in_language("FR");
        assert_eq!(
            said(&folder, &french.problems),
            [""; 0],
            "a text that an adaptation retired is still known"
        );
        let bank = &french.banks[0];
        assert_eq!((bank.language.as_str(), bank.title.as_str()), ("FR", "Village wells"));
        assert_eq!(
            (ask(bank, "Well.A.1"), ask(bank, "Well.A.4")),
            ("Quel puits ?".to_owned(), "Qui ?".to_owned())
        );
        let yesno: Vec<&str> =
            bank.scale("yesno").unwrap().options.iter().map(|o| o.label.as_str()).collect();
        assert_eq!(yesno, ["Oui", "Pas du tout"], "an overlay that names its bank has the last word");
        assert!(bank.item(&"Well.C.5".into()).is_none());
        let (id, fell_back) = &french.fell_back[0];
        assert_eq!((id.as_str(), fell_back.len()), ("well", texts(&found.banks[0]).len() - 4));
        assert!(fell_back.contains(&"Well.A.2".to_owned()));
        // And back again.
        let english = found.in_language("en");
        assert_eq!((&english.banks, english.fell_back.len()), (&found.banks, 0));
        // A language that there is not: everything falls back and says so.
        let none = found.in_language("xx");
        assert_eq!((&none.banks, none.fell_back[0].1.len()), (&found.banks, texts(&found.banks[0]).len()));
    }

    #[test]
    fn a_broken_overlay_is_told_with_its_place_and_gone_round() {
        let folder = data(&[
            ("banks/well.ron", GOOD),
            ("overlays/a.ron", "(format: 1,\n id: \"a\",\n wrding: {})"),
            ("overlays/annex.csv", "ref,text\n"),
            ("overlays/b.ron", "(format: 1, id: \"b\", bank: \"wel\")"),
            (
                "overlays/c.ron",
                "(format: 1, id: \"c\", bank: \"well\",\n wording: {\"Well.A.11\": \"x\",\n  \"Well.A.2\": \"New {x}\"})",
            ),
            ("overlays/d.ron", "(format: 1, id: \"d\", bank: \"well\", retire: [\"Well.A.2\",\n\"Well.Z\"])"),
            ("overlays/e.ron", "(format: 1, id: \"e\", wording: {\"Well.A.2\": \"What was mended?\"})"),
            ("overlays/notes.txt", "nothing"),
            ("overlays/.hidden.ron", "nothing"),
            ("overlays/well.fr.csv", "ref,text\nWell.A.1,\"Quel\n"),
        ]);
        std::fs::write(folder.path().join("overlays/well.de.csv"), b"ref,text\nWell.A.1,\xfcber\n").unwrap();
        std::fs::create_dir(folder.path().join("overlays/folder.ron")).unwrap();
        let found = find(&folder, &["well"]);
        let said = said(&folder, &found.problems);
        let fields = "expected one of `format`";
        assert!(
            said[0].starts_with("Unused overlays/a.ron:3:2: Unexpected field named `wrding`")
                && said[0].contains(fields),
            "{said:?}"
        );
        assert_eq!(
            said[1..],
            [
                "Unused overlays/annex.csv:1:1: \"annex.csv\" does not say what this sheet is for: name it LANGUAGE.csv or BANK.LANGUAGE.csv, such as III.fr.csv",
                "Unused overlays/well.de.csv:2:10: is not UTF-8 text; save it again as \"CSV UTF-8\" or as UTF-8",
                "Unused overlays/well.fr.csv:2:10: the quote that opens this cell is never closed",
                "Unused overlays/b.ron:1:28: no bank \"wel\" (known: annex, II, III, IV, V, VI, VII, VIII, IX, X, XI, well); did you mean \"well\"?",
                "LeftOut overlays/c.ron:3:15: \"{x}\" is never filled in; only {country} is",
                "LeftOut overlays/c.ron:2:25: the bank has no text \"Well.A.11\"; did you mean \"Well.A.1\"?",
                "Unused overlays/d.ron:2:1: `retire` points to \"Well.Z\", which does not exist; did you mean \"Well.A\"?",
            ]
        );
        assert_eq!(ask(&found.banks[0], "Well.A.2"), "What was mended?", "the sound one applies");
    }

    #[test]
    fn banks_that_collide_replace_or_do_not_parse_are_told() {
        let annex = GOOD.replace("id: \"well\"", "id: \"Annex\"");
        let folder = data(&[
            ("banks/a.ron", GOOD),
            ("banks/b.ron", &GOOD.replace("\"well\"", "\"Well\"")),
            ("banks/c.ron", &annex),
            ("banks/d.ron", "(format: 1,\n id: 5)"),
            ("banks/e.ron", "(format: 7, id: \"later\", more: true)"),
        ]);
        let found = find(&folder, &["well", "annex"]);
        let first = folder.path().join("banks/a.ron").display().to_string();
        assert_eq!(
            said(&folder, &found.problems).join("\n").replace(&first, "A"),
            "Unused banks/b.ron:4:9: the id \"Well\" is already that of banks/a.ron, which is used\n\
             Unused banks/d.ron:2:5: Expected string\n\
             Unused banks/e.ron:1:10: format 7 is newer than this program knows (1): update vivavoce to use it\n\
             Note banks/c.ron: takes the place of the built-in bank \"annex\""
        );
        assert_eq!(found.banks[1].title, "Village wells");
        assert_eq!(find(&folder, &["II"]).problems.len(), 3, "who is not asked for replaces nobody here");
        let error = find_bank(Some(folder.path()), "wells").unwrap_err();
        assert!(
            error.ends_with("did you mean well? (2 could not be read: see `vivavoce bank check`)"),
            "{error}"
        );
    }

    #[test]
    fn every_language_has_the_same_references() {
        let bank = find_banks(None, ["III"]).banks.remove(0);
        let all = texts(&bank);
        let sheet = to_csv(all.iter().map(|(key, text)| (key.as_str(), text.as_str(), "水")));
        let folder = data(&[("overlays/III.zh-Hans.csv", &sheet)]);
        let found = find(&folder, &["III"]);
        assert_eq!(found.languages, ["en", "zh-Hans"]);
        let chinese = found.in_language("zh-Hans");
        assert_eq!((chinese.problems, chinese.fell_back), (Vec::new(), Vec::new()));
        let references = |bank: &Bank| bank.items().map(|i| i.reference.clone()).collect::<Vec<_>>();
        assert_eq!(references(&chinese.banks[0]), references(&bank));
        assert!(chinese.banks[0].items().all(|i| i.ask == "水"));
    }

    #[test]
    fn an_overlay_is_checked_as_it_stands_when_its_turn_comes() {
        use crate::store::{check_overlay, overlay_files};
        let folder = data(&[
            ("overlays/a.ron", LOCAL),
            (
                "overlays/b.ron",
                "(format: 1, id: \"b\", bank: \"well\", wording: {\"Well.A.4\": \"x\", \"Well.Q\": \"x\"})",
            ),
            ("overlays/fr.csv", "ref,text\nWell.A.4,x\nannex.nothing,x\nAnnex.B.1/title,x\n"),
            ("overlays/en.csv", "ref,text\nWell.A.4,x\n"),
        ]);
        let files = overlay_files(Some(folder.path()));
        let banks = [crate::bank::parse(GOOD).unwrap(), builtin("annex").unwrap().parse().unwrap()];
        let check = |name: &str| {
            let file = files.iter().find(|f| f.path.ends_with(name)).unwrap();
            said(&folder, &check_overlay(file, &banks, &files))
        };
        assert_eq!(check("a.ron"), [""; 0]);
        assert_eq!(check("b.ron"), ["LeftOut overlays/b.ron:1:73: the bank has no text \"Well.Q\""]);
        assert_eq!(
            check("fr.csv"),
            ["LeftOut overlays/fr.csv:3:1: the bank has no text \"annex.nothing\""],
            "a translation has words for what an adaptation adds"
        );
        assert_eq!(
            check("en.csv"),
            ["LeftOut overlays/en.csv:2:1: the bank has no text \"Well.A.4\"; did you mean \"Well.A.1\"?"],
            "overlays for every bank are laid before those that name one"
        );
    }
}
