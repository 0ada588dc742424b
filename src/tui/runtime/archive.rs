//! The thread that reads all sessions: once when it is asked to, then whenever the system tells of a change.

use crate::analysis::Book;
use crate::analysis::filter::Sieve;
use crate::store::{self, Catalogue, DataFolder, Watcher};
use crate::tui::app::Event;
use crate::tui::archive::ArchiveRead;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// Changes come in bursts: a saved session is several. They are taken in when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(400);

/// Out of so many steps of reading one is told: more would be drawn than seen.
const TOLD: usize = 64;

/// What the thread is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Request {
    /// Look, and say what there is also if nothing is new.
    Look,
    /// Something in the folder has changed.
    Changed,
}

/// The thread and what is shared with it. It ends when this is dropped.
pub(super) struct Archivist {
    requests: Sender<Request>,
    leave: Arc<AtomicBool>,
    /// While an interview is open its own saves are no news.
    busy: Arc<AtomicBool>,
}

impl Archivist {
    pub(super) fn start(folder: DataFolder, events: Sender<Event>) -> Self {
        let (requests, inbox) = mpsc::channel();
        let (leave, busy) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let own = requests.clone();
        let (left, occupied) = (Arc::clone(&leave), Arc::clone(&busy));
        thread::spawn(move || {
            let mut desk = Reader { folder, events, left, banks: String::new(), book: Arc::default() };
            desk.go_on(&inbox, &own, &occupied);
        });
        Self { requests, leave, busy }
    }

    pub(super) fn look(&self) {
        self.leave.store(false, Ordering::Relaxed);
        let _ = self.requests.send(Request::Look);
    }

    /// Ends a reading that takes too long; what was read until then is shown.
    pub(super) fn leave(&self) {
        self.leave.store(true, Ordering::Relaxed);
    }

    pub(super) fn set_busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::Relaxed);
    }
}

struct Reader {
    folder: DataFolder,
    events: Sender<Event>,
    left: Arc<AtomicBool>,
    /// The files of banks and overlays as they were when the book was made.
    banks: String,
    book: Arc<Book>,
}

impl Reader {
    fn go_on(&mut self, inbox: &Receiver<Request>, own: &Sender<Request>, busy: &AtomicBool) {
        let mut catalogue = Catalogue::new(self.folder.clone(), true);
        let mut watcher: Option<Watcher> = None;
        while let Ok(mut request) = inbox.recv() {
            while request == Request::Changed {
                match inbox.recv_timeout(QUIET) {
                    Ok(Request::Look) => request = Request::Look,
                    Ok(Request::Changed) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            if request == Request::Changed && busy.load(Ordering::Relaxed) {
                continue;
            }
            let mut problems = Vec::new();
            if watcher.is_none() && self.folder.sessions_dir().is_dir() {
                let tell = own.clone();
                let started = Watcher::start(&self.folder.sessions_dir(), move || {
                    // Nobody listens any more where the program ends.
                    let _ = tell.send(Request::Changed);
                });
                match started {
                    Ok(started) => watcher = Some(started),
                    Err(why) => problems.push(why.to_string()),
                }
            }
            if !self.read(&mut catalogue, request, problems) {
                return;
            }
        }
    }

    /// Whether anybody listens.
    fn read(&mut self, catalogue: &mut Catalogue, request: Request, mut problems: Vec<String>) -> bool {
        let told = AtomicUsize::new(0);
        let events = &self.events;
        let watch = |step: store::Step| {
            if told.fetch_add(1, Ordering::Relaxed).is_multiple_of(TOLD) && step.total > 1 {
                let _ = events.send(Event::ArchiveStep { done: step.done, total: step.total });
            }
            !self.left.load(Ordering::Relaxed)
        };
        let refreshed = match catalogue.refresh(&watch) {
            Ok(refreshed) => refreshed,
            Err(error) => return self.events.send(Event::ArchiveFailed(error.to_string())).is_ok(),
        };
        let banks = catalogue.banks_mark();
        let others = banks != self.banks;
        if !refreshed.changed && !others && request == Request::Changed {
            return true;
        }
        if others {
            let known = store::known_banks(Some(&self.folder.root));
            let ids = known.iter().map(|bank| bank.id.as_str());
            let found = store::find_banks(Some(&self.folder.root), ids);
            problems.extend(super::outside::problems(&found.problems));
            self.book = Arc::new(Book::new(found.banks.into_iter().map(Arc::new).collect()));
            self.banks = banks;
        }
        let sieve = Arc::new(Sieve::new(&refreshed.corpus, &self.book));
        let saved = store::read_filters(&self.folder).unwrap_or_else(|error| {
            problems.push(error.to_string());
            Vec::new()
        });
        let read = ArchiveRead {
            saved,
            corpus: refreshed.corpus,
            book: Arc::clone(&self.book),
            sieve,
            unread: refreshed.unread,
            problems,
        };
        self.events.send(Event::Archive(Box::new(read))).is_ok()
    }
}
