//! The program on the screen: modes, frames and input in one object.
//!
//! A frame is built in memory and written at once, inside a synchronised update that ends with the caret at its
//! place: an input method opens its window where the caret really is, and never sees it elsewhere. A frame that
//! changes nothing writes nothing.

use super::canvas::Canvas;
#[cfg(unix)]
use super::decode::{Decoded, Decoder};
use super::input::{Clicks, Event, join};
use super::probe::Probe;
use super::reader::{Inbox, Message, Waker};
use super::{modes, panic};
use crate::error::{Error, Result};
use ratatui::Frame;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

/// What a session is to do beyond the necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Take the mouse. The terminal's own selecting of text then needs Shift.
    pub mouse: bool,
    /// Measure ambiguous glyphs after the first frame; the result comes as [`Event::Ambiguous`].
    pub probe: bool,
}

/// The terminal, taken. Dropping it gives the terminal back as it was.
#[derive(Debug)]
pub struct Session {
    options: Options,
    inbox: Inbox,
    canvas: Canvas,
    /// The size as the terminal told it last: on taking it, and whenever it changed.
    size: (u16, u16),
    #[cfg(unix)]
    decoder: Decoder,
    /// When bytes came last: what ends by silence counts from here.
    #[cfg(unix)]
    last_bytes: Instant,
    probe: Probe,
    probed: bool,
    clicks: Clicks,
    /// Events that came from a call other than `next_batch`.
    queue: Vec<Event>,
}

impl Session {
    /// Takes the terminal of standard output and input.
    ///
    /// # Errors
    /// Usage when there is no terminal; internal when a session exists already or the system refuses a thread.
    pub fn enter(options: Options) -> Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(no_terminal());
        }
        #[cfg(windows)]
        if !super::windows::understands_sequences() {
            return Err(no_terminal());
        }
        let inbox = Inbox::take()?;
        panic::this_thread_draws();
        let size = size();
        let session = Self {
            options,
            inbox,
            size,
            canvas: Canvas::new(size).map_err(|e| no_terminal().because(e))?,
            #[cfg(unix)]
            decoder: Decoder::default(),
            #[cfg(unix)]
            last_bytes: Instant::now(),
            probe: Probe::default(),
            probed: !options.probe,
            clicks: Clicks::default(),
            queue: Vec::new(),
        };
        modes::set_session(true);
        // From here on an early return drops the session, which undoes what was turned on.
        modes::enter(session.extra_modes()).map_err(|e| no_terminal().because(e))?;
        Ok(session)
    }

    /// A handle for threads that have news.
    pub fn waker(&self) -> Waker {
        self.inbox.waker()
    }

    /// The size of the next frame in columns and rows.
    pub const fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Makes the next draw write every cell.
    pub fn repaint(&mut self) {
        self.canvas.forget();
    }

    /// Draws a frame. `view` returns the cell of the caret (column, row); `None` hides it.
    ///
    /// A terminal that is gone is no error here: it comes as [`Event::Hangup`].
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>) -> Option<(u16, u16)>) {
        if modes::gone() {
            return;
        }
        let done = self.compose(view).and_then(|frame| frame.map_or(Ok(()), |frame| modes::write_frame(&frame)));
        self.note(&done);
    }

    /// The bytes of a frame, the probe's question in the first.
    fn compose(&mut self, view: impl FnOnce(&mut Frame<'_>) -> Option<(u16, u16)>) -> io::Result<Option<String>> {
        let Some(mut frame) = self.canvas.draw(self.size, view)? else { return Ok(None) };
        if !std::mem::replace(&mut self.probed, true) {
            let row = self.canvas.last_row();
            self.ask(row, &mut frame);
            self.canvas.row(row, &mut frame)?;
        }
        frame.push_str(&self.canvas.caret_sequence());
        Ok(Some(frame))
    }

    /// Asks for the width of ambiguous glyphs, at the left edge of `row`, which is then drawn again.
    #[cfg(unix)]
    fn ask(&mut self, row: u16, frame: &mut String) {
        frame.push_str(&super::probe::question(row));
        self.probe.start(Instant::now());
    }

    #[cfg(windows)]
    fn ask(&mut self, row: u16, _frame: &mut String) {
        self.queue.push(Event::Ambiguous(super::windows::measure(row)));
    }

    /// Waits for events and returns all that are here, in order, never none.
    ///
    /// After `timeout` without any it returns [`Event::Tick`]; `None` waits for ever.
    pub fn next_batch(&mut self, timeout: Option<Duration>) -> Vec<Event> {
        let until = timeout.and_then(|t| Instant::now().checked_add(t));
        let mut events = std::mem::take(&mut self.queue);
        loop {
            while let Some(message) = self.inbox.ready() {
                self.take(message, &mut events);
            }
            #[cfg(windows)]
            while super::input::may_go_on(&events)
                && let Some(message) = self.inbox.next(Some(super::input::WITHIN_PASTE))
            {
                self.take(message, &mut events);
            }
            let now = Instant::now();
            self.expire(now, &mut events);
            events = join(events.into_iter().map(|e| self.clicks.see(e, now)).collect());
            if events.is_empty() && until.is_some_and(|until| until <= now) {
                events.push(Event::Tick);
            }
            if !events.is_empty() {
                return events;
            }
            let next = [until, self.probe.deadline(), self.silence()].into_iter().flatten().min();
            if let Some(message) = self.inbox.next(next.map(|at| at.saturating_duration_since(now))) {
                self.take(message, &mut events);
            }
        }
    }

    /// Gives the terminal back, stops until the shell continues the program, and takes it again.
    ///
    /// [`Event::Continue`] follows. Without a shell to come back from, and on Windows, nothing happens but a
    /// repaint.
    pub fn suspend(&mut self) {
        #[cfg(unix)]
        {
            modes::restore();
            super::signals::stop();
            self.take_again();
        }
    }

    fn take_again(&mut self) {
        self.repaint();
        self.size = size();
        let done = modes::enter(self.extra_modes());
        self.note(&done);
    }

    const fn extra_modes(&self) -> modes::Bits {
        if self.options.mouse { modes::MOUSE } else { 0 }
    }

    /// What a message means, and what must be done about it here.
    fn take(&mut self, message: Message, events: &mut Vec<Event>) {
        match message {
            #[cfg(unix)]
            Message::Bytes(bytes) => {
                self.last_bytes = Instant::now();
                let mut decoded = Vec::new();
                self.decoder.feed(&bytes, &mut decoded);
                self.decoded(decoded, events);
            }
            Message::Event(Event::Continue) => {
                // Stopped from outside, the shell has set the terminal to its own ways since; and whether it was
                // from outside cannot be told.
                modes::restore();
                self.take_again();
                events.push(Event::Continue);
            }
            Message::Event(event) => {
                // Made small and large again before we looked, the size is the same and the screen is not.
                if let Event::Resize(cols, rows) = event {
                    self.size = (cols, rows);
                    self.repaint();
                }
                events.push(event);
            }
        }
    }

    /// Ends what ends by silence.
    fn expire(&mut self, now: Instant, events: &mut Vec<Event>) {
        #[cfg(unix)]
        if self.silence().is_some_and(|end| end <= now) {
            let mut decoded = Vec::new();
            self.decoder.flush(&mut decoded);
            self.decoded(decoded, events);
        }
        events.extend(self.probe.expire(now).map(Event::Ambiguous));
    }

    #[cfg(unix)]
    fn decoded(&mut self, decoded: Vec<Decoded>, events: &mut Vec<Event>) {
        for one in decoded {
            match one {
                Decoded::Event(event) => events.push(event),
                Decoded::Reply(reply) => events.extend(self.probe.reply(reply).map(Event::Ambiguous)),
            }
        }
    }

    /// When the bytes pending are taken as they stand.
    #[cfg(unix)]
    fn silence(&self) -> Option<Instant> {
        self.decoder.patience().and_then(|patience| self.last_bytes.checked_add(patience))
    }

    #[cfg(windows)]
    const fn silence(&self) -> Option<Instant> {
        None
    }

    /// A write that failed is a terminal that is gone.
    fn note(&mut self, done: &io::Result<()>) {
        if done.is_err() {
            modes::hang_up();
            self.queue.push(Event::Hangup);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        modes::restore();
        modes::set_session(false);
    }
}

fn no_terminal() -> Error {
    Error::usage("这里没有可用的终端，无法显示界面。").hint("请在终端窗口里直接运行 wenkan，不要把输出转到文件或管道。")
}

/// The size of the terminal; one that does not tell counts as 80×24.
pub(super) fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((cols, rows)) if cols > 0 && rows > 0 => (cols, rows),
        _ => (80, 24),
    }
}
