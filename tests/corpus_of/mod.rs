//! Made-up sessions as a corpus, made once for a test crate.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "sessions that cannot be made end the test")]

use std::sync::{Arc, OnceLock};
use vivavoce::analysis::Book;
use vivavoce::analysis::corpus::{Builder, Corpus, Digest, Stamp};
use vivavoce::analysis::filter::{Sieve, Tags};
use vivavoce::bank::{BUILTIN, Bank};
use vivavoce::sample::Generator;
use vivavoce::session::{Integrity, Session, progress};

/// Sessions and what is made of them.
pub(crate) struct Stock {
    pub(crate) sessions: Vec<Session>,
    pub(crate) corpus: Arc<Corpus>,
    pub(crate) book: Arc<Book>,
    pub(crate) sieve: Arc<Sieve>,
    pub(crate) tags: Tags,
}

/// All built-in banks.
pub(crate) fn banks() -> &'static Vec<Bank> {
    static BANKS: OnceLock<Vec<Bank>> = OnceLock::new();
    BANKS.get_or_init(|| BUILTIN.iter().map(|b| b.parse().unwrap()).collect())
}

/// A hundred and twenty made-up sessions.
pub(crate) fn stock() -> &'static Stock {
    static STOCK: OnceLock<Stock> = OnceLock::new();
    STOCK.get_or_init(|| of(made(7, 120)))
}

/// So many made-up sessions.
pub(crate) fn made(seed: u64, count: usize) -> Vec<Session> {
    let generator = Generator::new(banks(), seed, count);
    (0..count).map(|index| generator.session(index).unwrap()).collect()
}

/// These sessions as a corpus, in two segments.
pub(crate) fn of(sessions: Vec<Session>) -> Stock {
    let mut segments = Vec::new();
    for part in sessions.chunks(sessions.len().div_ceil(2).max(1)) {
        let mut builder = Builder::default();
        for session in part {
            builder.push(&digest(session));
        }
        segments.push(Arc::new(builder.finish()));
    }
    let corpus = Arc::new(Corpus::new(segments, Vec::new()));
    let book = Arc::new(Book::new(banks().iter().cloned().map(Arc::new).collect()));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    Stock { sessions, corpus, book, sieve, tags: Tags::new() }
}

/// What the corpus keeps of a session.
pub(crate) fn digest(session: &Session) -> Digest {
    let own = session.banks.iter().filter_map(|stamp| banks().iter().find(|b| b.id == stamp.id));
    let counted = own
        .map(|bank| progress(session.record(), bank).all)
        .fold((0, 0), |s, c| (s.0 + c.answered, s.1 + c.total));
    Digest::of(session.record(), Integrity::Intact, &session.id, Stamp::default(), counted)
}

/// What the runtime tells the app when these sessions have been read.
pub(crate) fn read(stock: &Stock) -> vivavoce::tui::app::Event {
    vivavoce::tui::app::Event::Archive(Box::new(vivavoce::tui::archive::ArchiveRead {
        corpus: Arc::clone(&stock.corpus),
        book: Arc::clone(&stock.book),
        sieve: Arc::clone(&stock.sieve),
        unread: 0,
        problems: Vec::new(),
        saved: Vec::new(),
    }))
}
