//! `docs/keys.md` says what the keymap says. `UPDATE_DOCS=1 cargo test --test docs` writes it anew.

use std::fmt::Write as _;
use std::path::Path;
use vivavoce::tui::keymap::{Scope, shown, table};

fn keys_page() -> String {
    let mut page = String::from(
        "# Keys\n\n\
         Written from the table in `src/tui/keymap/` by `UPDATE_DOCS=1 cargo test --test docs`: do not edit.\n\n\
         A key is looked up where the focus is first, then in what lies around it, then under \"Everywhere\". In a\n\
         text field plain characters are typing. Every function key has a second binding for terminals and\n\
         keyboards without it.\n",
    );
    for scope in Scope::ALL {
        let _ = writeln!(page, "\n## {}\n\n| Keys | Name | What it does |\n|---|---|---|", scope.title());
        for binding in table().filter(|b| b.scope == scope) {
            let keys: Vec<String> = binding.keys.iter().map(|key| key_cap(key)).collect();
            let about = binding.about.replace('|', "\\|");
            let _ = writeln!(page, "| {} | {} | {about} |", keys.join(", "), binding.name);
        }
    }
    page
}

fn key_cap(key: &str) -> String {
    let shown = if key == "1-9" { "1 to 9".to_owned() } else { shown(key) };
    format!("`{shown}`")
}

#[test]
fn the_page_of_keys_says_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let wanted = keys_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &wanted).expect("write docs/keys.md");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "docs/keys.md is stale: run UPDATE_DOCS=1 cargo test --test docs");
}

#[test]
fn every_scope_has_a_heading_and_every_binding_a_line() {
    let page = keys_page();
    for binding in table() {
        assert!(Scope::ALL.contains(&binding.scope), "{:?} is not in Scope::ALL", binding.scope);
        assert!(page.contains(&format!("| {} | {} |", binding.name, binding.about)), "{}", binding.name);
        assert!(!binding.keys.is_empty(), "{} has no key", binding.name);
    }
}
