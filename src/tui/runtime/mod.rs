//! The loop: events in, one draw out, effects carried out. The only part of `tui` that touches the outside.
//!
//! It sleeps while nothing happens: there is no tick.

mod archive;
mod marks;
mod mend;
mod outside;
mod plan;
mod terminal;

use super::app::{App, Draw, Event, Show, Start};
use super::desk::{Effect, NewSession};
use super::theme::Depth;
use crate::store::DataFolder;
use crossterm::event::{self, Event as Input};
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use mend::Mender;
use outside::Outside;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;
use terminal::Screen;

/// How long the end of the program waits for the last save, when it was told to end and can't ask.
const LAST_SAVE: Duration = Duration::from_secs(5);

/// How long no key has come when typing pauses.
const TYPING_PAUSE: Duration = Duration::from_millis(120);

/// What the program is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data folder.
    pub folder: DataFolder,
    /// Session to begin at once.
    pub begin: Option<NewSession>,
    /// Straight to the library.
    pub show: Option<Show>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything is on disk.
    Well,
    /// The last changes are not on disk, and why.
    Unsaved(String),
}

/// Runs the full screen until the person leaves.
///
/// # Errors
/// When the terminal can't be used.
pub fn run(options: Options) -> io::Result<Ended> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // Only the loop's own end is the end: the saver and the others carry on or report for themselves.
        if thread::current().name() == Some("main") {
            terminal::give_back();
            hook(info);
        } else {
            log::error!("fault in a thread, at {:?}", info.location().map(ToString::to_string));
        }
    }));
    let (sender, events) = mpsc::channel();
    let (mut screen, size) = Screen::take()?;
    let folder: PathBuf = options.folder.root.clone();
    let problem = options.folder.check().err().map(|e| e.to_string());
    let mut outside = Outside::new(options.folder, sender.clone());
    let start = Start {
        size,
        depth: Depth::told(|name| std::env::var(name).ok()),
        now: Timestamp::now(),
        offset: local_offset(),
        folder,
        folder_problem: problem,
        begin: options.begin,
        show: options.show,
    };
    let (mut app, first) = App::new(start);
    listen(&sender, size);
    let result = go_on(&mut app, &mut screen, &mut outside, &events, first);
    drop(screen);
    // Whatever the way out, what was typed is written first.
    let saved = outside.finish(LAST_SAVE);
    result?;
    Ok(match saved {
        Ok(()) => Ended::Well,
        Err(why) => Ended::Unsaved(why),
    })
}

fn go_on(
    app: &mut App,
    screen: &mut Screen,
    outside: &mut Outside,
    events: &Receiver<Event>,
    first: Vec<Effect>,
) -> io::Result<()> {
    let mut effects = VecDeque::from(first);
    loop {
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit => return Ok(()),
                Effect::Redraw => screen.forget()?,
                Effect::Copy(text) => Screen::copy(&text)?,
                Effect::Suspend => {
                    let (columns, rows) = screen.suspend()?;
                    effects.extend(app.handle(Event::Resize(columns, rows), Timestamp::now()));
                }
                // A key that was pressed meanwhile is for what comes of this: it waits.
                effect => {
                    if let Some(event) = outside.carry_out(effect) {
                        effects.extend(app.handle(event, Timestamp::now()));
                    }
                }
            }
        }
        // A burst of keys is taken in as a whole and drawn once.
        let mut next = events.try_recv().ok();
        if next.is_none() && app.draw == Draw::AtPause {
            next = events.recv_timeout(TYPING_PAUSE).ok();
        }
        if next.is_none() && std::mem::replace(&mut app.draw, Draw::Not) != Draw::Not {
            match screen.draw(|frame| app.draw(frame)) {
                Err(error) if is_gone(&error) => next = Some(Event::Terminate),
                drawn => drawn?,
            }
        }
        if next.is_none() {
            next = events.recv().ok();
        }
        let Some(event) = next else { return Ok(()) };
        if let Event::Resize(columns, rows) = event {
            screen.resize(columns, rows)?;
        }
        effects.extend(app.handle(event, Timestamp::now()));
    }
}

/// Whether it is a terminal that is gone that answers like this.
fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    return rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::IO);
    #[cfg(not(unix))]
    return error.kind() == io::ErrorKind::BrokenPipe;
}

fn local_offset() -> Offset {
    Zoned::now().offset()
}

/// Starts the threads that wait for the terminal and for signals. `size`: columns and rows as they were a moment ago.
fn listen(sender: &Sender<Event>, size: (u16, u16)) {
    let keys = sender.clone();
    thread::spawn(move || {
        let mut mender = Mender::default();
        // The first question sets up what is told of a change of size. One that came before that is told by nobody.
        let _ = event::poll(Duration::ZERO);
        if let Ok(now) = crossterm::terminal::size()
            && now != size
            && keys.send(Event::Resize(now.0, now.1)).is_err()
        {
            return;
        }
        loop {
            let Ok(input) = event::read() else {
                // The terminal can't be read any more.
                let _ = keys.send(Event::Terminate);
                return;
            };
            let more = mender.asks(&input) && event::poll(Duration::ZERO).unwrap_or(false);
            for input in mender.take(input, more) {
                let event = match input {
                    Input::Key(key) => Event::Key(key),
                    Input::Paste(text) => Event::Paste(text),
                    Input::Mouse(mouse) => Event::Mouse(mouse),
                    Input::Resize(columns, rows) => Event::Resize(columns, rows),
                    Input::FocusGained => Event::Front,
                    Input::FocusLost => continue,
                };
                if keys.send(event).is_err() {
                    return;
                }
            }
        }
    });
    #[cfg(unix)]
    {
        signals(sender);
        end_of_terminal(sender);
    }
}

/// Waits for the end of the terminal. A signal tells of it only where it is the program's own, and for the input thread
/// it never ends: crossterm reads nothing from it for ever.
#[cfg(unix)]
fn end_of_terminal(sender: &Sender<Event>) {
    use rustix::event::{PollFd, PollFlags, poll};
    let sender = sender.clone();
    thread::spawn(move || {
        let terminal = io::stdin();
        loop {
            // Ends and errors are reported unasked; what can be read is the input thread's business.
            let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
            match poll(&mut watched, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => {
                    // Nobody listens any more where the program ends already.
                    let _ = sender.send(Event::Terminate);
                    return;
                }
                other => {
                    log::warn!("the end of the terminal is not watched: {other:?}");
                    return;
                }
            }
        }
    });
}

#[cfg(unix)]
fn signals(sender: &Sender<Event>) {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
    let sender = sender.clone();
    match signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT]) {
        Ok(mut signals) => {
            thread::spawn(move || {
                for signal in signals.forever() {
                    let event = if signal == SIGCONT { Event::Front } else { Event::Terminate };
                    if sender.send(event).is_err() {
                        return;
                    }
                }
            });
        }
        Err(error) => log::warn!("signals are not watched: {error}"),
    }
}
