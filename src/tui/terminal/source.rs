//! Waiting for the terminal and for messages at once (Linux).

use super::reader::{Message, unix};
use crate::error::{Error, Result};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::eventfd::{EfdFlags, EventFd};
use std::fs::File;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// Tells the loop that a message has come. Cheap to clone, never blocks.
#[derive(Debug, Clone)]
pub(super) struct Bell(Arc<EventFd>);

impl Bell {
    /// A bell that nobody has rung.
    ///
    /// # Errors
    /// When the system refuses one.
    pub(super) fn new() -> Result<Self> {
        let flags = EfdFlags::EFD_NONBLOCK | EfdFlags::EFD_CLOEXEC;
        let counter = EventFd::from_value_and_flags(0, flags)
            .map_err(|e| Error::internal("系统拒绝建立通知。").hint("请关闭一些程序后再试。").because(e))?;
        Ok(Self(Arc::new(counter)))
    }

    /// Rings it.
    pub(super) fn ring(&self) {
        // It refuses only when it has been rung beyond count, and then it rings already.
        let _ = self.0.write(1);
    }

    fn hush(&self) {
        // Nothing to read means that nobody has rung.
        let _ = self.0.read();
    }
}

/// The terminal and the bell.
#[derive(Debug)]
pub(super) struct Source {
    /// `None`: gone.
    tty: Option<File>,
    bell: Bell,
}

impl Source {
    /// Of a terminal that was opened for this alone.
    pub(super) const fn new(tty: File, bell: Bell) -> Self {
        Self { tty: Some(tty), bell }
    }

    /// The next message or what the terminal has, waiting at most `timeout` (`None`: for ever).
    pub(super) fn next(&mut self, receiver: &Receiver<Message>, timeout: Option<Duration>) -> Option<Message> {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            if let Ok(message) = receiver.try_recv() {
                return Some(message);
            }
            let [rung, has_input] = self.wait(until)?;
            if rung {
                // Before the message is looked for: one that comes after rings again.
                self.bell.hush();
            } else if has_input && let Some(message) = self.input() {
                return Some(message);
            }
        }
    }

    /// Waits until the bell rings or the terminal has something; which of the two. `None`: the time is over.
    fn wait(&self, until: Option<Instant>) -> Option<[bool; 2]> {
        loop {
            let bell = PollFd::new(self.bell.0.as_fd(), PollFlags::POLLIN);
            let tty = self.tty.as_ref().map(|tty| PollFd::new(tty.as_fd(), PollFlags::POLLIN));
            let mut all: Vec<PollFd<'_>> = [Some(bell), tty].into_iter().flatten().collect();
            match poll(&mut all, time_left(until)) {
                Ok(0) if until.is_some_and(|until| until <= Instant::now()) => return None,
                // Cut short, or a long wait that goes on.
                Ok(0) | Err(Errno::EINTR) => {}
                // Of the terminal that is gone a read tells.
                Ok(_) => return Some([0, 1].map(|at| all.get(at).is_some_and(|fd| fd.any().unwrap_or(true)))),
                // The system has no memory to wait with: the terminal is asked at once.
                Err(_) => return Some([false, true]),
            }
        }
    }

    fn input(&mut self) -> Option<Message> {
        let message = unix::read(self.tty.as_mut()?);
        if matches!(message, Some(Message::Event(_))) {
            self.tty = None;
        }
        message
    }
}

/// The time until then in whole milliseconds, rounded up: a wait that ends before its time would be followed by another.
fn time_left(until: Option<Instant>) -> PollTimeout {
    let Some(until) = until else { return PollTimeout::NONE };
    let left = until.saturating_duration_since(Instant::now());
    let ms = left.as_micros().div_ceil(1000);
    i32::try_from(ms).ok().and_then(|ms| PollTimeout::try_from(ms).ok()).unwrap_or(PollTimeout::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terminal::Event;
    use std::io::Write as _;
    use std::sync::mpsc::channel;

    /// A terminal that somebody types at with the second.
    fn pair() -> (File, File) {
        let pty = nix::pty::openpty(None, None).unwrap();
        let mut termios = nix::sys::termios::tcgetattr(&pty.slave).unwrap();
        nix::sys::termios::cfmakeraw(&mut termios);
        nix::sys::termios::tcsetattr(&pty.slave, nix::sys::termios::SetArg::TCSANOW, &termios).unwrap();
        (pty.slave.into(), pty.master.into())
    }

    fn bytes(message: Option<Message>) -> Vec<u8> {
        match message {
            Some(Message::Bytes(bytes)) => bytes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_typed_and_what_is_sent_come_and_silence_ends() {
        let (slave, mut master) = pair();
        let (sender, receiver) = channel();
        let bell = Bell::new().unwrap();
        let mut source = Source::new(slave, bell.clone());
        assert!(source.next(&receiver, Some(Duration::ZERO)).is_none());
        master.write_all("字".as_bytes()).unwrap();
        assert_eq!(bytes(source.next(&receiver, None)), "字".as_bytes());
        // Sent from another thread while the loop waits.
        let from = std::thread::spawn(move || {
            sender.send(Message::Event(Event::Wake)).unwrap();
            bell.ring();
            sender
        });
        assert!(matches!(source.next(&receiver, None), Some(Message::Event(Event::Wake))));
        // The bell may have rung for a message that was taken before it was heard.
        assert!(source.next(&receiver, Some(Duration::from_millis(1))).is_none());
        drop(from.join().unwrap());
    }

    #[test]
    fn a_terminal_that_goes_is_told_once() {
        let (slave, master) = pair();
        let (_sender, receiver) = channel();
        let mut source = Source::new(slave, Bell::new().unwrap());
        drop(master);
        assert!(matches!(source.next(&receiver, None), Some(Message::Event(Event::Hangup))));
        assert!(source.next(&receiver, Some(Duration::from_millis(1))).is_none());
    }
}
