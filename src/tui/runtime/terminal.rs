//! The terminal: taken over in order, given back in order on every path, one write a frame.

use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute, terminal};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours, so that it is given back once, from wherever that happens first.
static TAKEN: AtomicBool = AtomicBool::new(false);

const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Takes the terminal over.
fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
    mouse(true)
}

/// Clicks and the wheel, nothing else: reports of every movement would wake the program for nothing.
#[cfg(unix)]
fn mouse(on: bool) -> io::Result<()> {
    let sequence: &[u8] = if on { b"\x1b[?1000h\x1b[?1006h" } else { b"\x1b[?1006l\x1b[?1000l" };
    let mut out = io::stdout();
    out.write_all(sequence)?;
    out.flush()
}

/// Clicks and the wheel.
#[cfg(not(unix))]
fn mouse(on: bool) -> io::Result<()> {
    use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
    if on { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
}

/// Gives the terminal back; does nothing if that has been done. Errors are of no use to anybody by then.
pub(super) fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = mouse(false);
        let _ = execute!(
            io::stdout(),
            DisableFocusChange,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = disable_raw_mode();
    }
}

/// What ratatui writes, gathered until the frame is whole.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal while it is ours.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Gathered>>,
    gathered: Gathered,
}

impl Screen {
    /// Takes the terminal over. Its columns and rows.
    pub(super) fn take() -> io::Result<(Self, (u16, u16))> {
        let (columns, rows) = terminal::size()?;
        let gathered = Gathered::default();
        // Not the size that the terminal has while a frame is drawn: what is drawn was laid out for the size last told.
        let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
        let backend = CrosstermBackend::new(gathered.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        take()?;
        Ok((Self { terminal, gathered }, (columns, rows)))
    }

    /// Draws for this size from now on, and the next frame whole: there and back again is no change, and still the
    /// terminal may have cut off what stood there.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.terminal.resize(Rect::new(0, 0, columns, rows))?;
        self.forget()
    }

    /// Draws one frame and sends it in one write, so that no terminal shows half of it.
    pub(super) fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.gathered.0.borrow_mut().extend_from_slice(BEGIN_FRAME);
        self.terminal.draw(paint)?;
        let mut bytes = self.gathered.0.borrow_mut();
        bytes.extend_from_slice(END_FRAME);
        let mut out = io::stdout().lock();
        let sent = out.write_all(&bytes).and_then(|()| out.flush());
        bytes.clear();
        sent
    }

    /// Forgets what is on the terminal, so that the next frame is sent whole.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        // Not `Terminal::clear`: it asks the terminal where the cursor is, and the answer goes to the input thread.
        self.terminal.backend_mut().clear()?;
        // Forgets what was drawn last too: the next frame is compared with blank cells.
        self.terminal.swap_buffers();
        Ok(())
    }

    /// Puts a text on the clipboard of the terminal: many take it, none says whether it did.
    pub(super) fn copy(text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        crossterm::queue!(out, crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))?;
        out.flush()
    }

    /// Gives the terminal back, stops until the shell brings the program to the front, takes the terminal over again.
    /// Its columns and rows, which nobody has told meanwhile.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> io::Result<(u16, u16)> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        take()?;
        self.fit()
    }

    /// There is no stopping here.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> io::Result<(u16, u16)> {
        self.fit()
    }

    /// Draws for the size that the terminal has.
    fn fit(&mut self) -> io::Result<(u16, u16)> {
        let (columns, rows) = terminal::size()?;
        self.resize(columns, rows)?;
        Ok((columns, rows))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}
