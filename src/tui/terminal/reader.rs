//! The channel on which everything arrives, and the threads that feed it.
//!
//! They are started with the first session and live as long as the process; a later session takes the channel
//! over. A read that blocks cannot be called back, so whoever wants to ask something on the terminal does it
//! before the first session.

use super::input::Event;
use crate::error::{Error, Result};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What the threads send.
#[derive(Debug)]
pub(super) enum Message {
    /// Bytes as they were read.
    #[cfg(unix)]
    Bytes(Vec<u8>),
    /// An event that needs no decoding.
    Event(Event),
}

/// Makes `next_batch` return with [`Event::Wake`]; for threads that have news. Cheap to clone, never blocks.
#[derive(Debug, Clone)]
pub struct Waker(Sender<Message>);

impl Waker {
    /// A waker of a loop that does not exist.
    #[cfg(test)]
    pub(crate) fn of_nobody() -> Self {
        Self(mpsc::channel().0)
    }

    /// Wakes the loop. After the session has ended, nothing happens.
    pub fn wake(&self) {
        // The receiving end is kept for ever, so this cannot fail; if it did, there would be nobody to wake.
        let _ = self.0.send(Message::Event(Event::Wake));
    }
}

struct Hub {
    sender: Sender<Message>,
    /// Away while a session has it.
    receiver: Option<Receiver<Message>>,
}

static HUB: Mutex<Option<Hub>> = Mutex::new(None);

/// The receiving end, on loan to a session.
#[derive(Debug)]
pub(super) struct Inbox {
    receiver: Option<Receiver<Message>>,
    sender: Sender<Message>,
}

impl Inbox {
    /// Takes the receiving end; starts the threads when they are not running yet.
    ///
    /// # Errors
    /// When another session has it, or the system refuses a thread or a signal handler.
    pub(super) fn take() -> Result<Self> {
        let mut hub = HUB.lock().unwrap_or_else(PoisonError::into_inner);
        let hub = match &mut *hub {
            Some(hub) => hub,
            none => none.insert(start()?),
        };
        let receiver = hub.receiver.take().ok_or_else(|| Error::internal("屏幕已在使用中。"))?;
        // What came between two sessions was meant for neither.
        while receiver.try_recv().is_ok() {}
        Ok(Self { receiver: Some(receiver), sender: hub.sender.clone() })
    }

    /// The next message, waiting at most `timeout` (`None`: for ever).
    pub(super) fn next(&self, timeout: Option<Duration>) -> Option<Message> {
        let receiver = self.receiver.as_ref()?;
        match timeout {
            Some(timeout) => receiver.recv_timeout(timeout).ok(),
            None => receiver.recv().ok(),
        }
    }

    /// The next message that is already here.
    pub(super) fn ready(&self) -> Option<Message> {
        self.receiver.as_ref()?.try_recv().ok()
    }

    pub(super) fn waker(&self) -> Waker {
        Waker(self.sender.clone())
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Some(hub) = &mut *HUB.lock().unwrap_or_else(PoisonError::into_inner) {
            hub.receiver = self.receiver.take();
        }
    }
}

fn start() -> Result<Hub> {
    let (sender, receiver) = mpsc::channel();
    #[cfg(unix)]
    {
        super::signals::start(sender.clone())?;
        let tty = unix::open()?;
        let to = sender.clone();
        spawn("input", move || unix::read(tty, &to))?;
    }
    #[cfg(windows)]
    {
        let to = sender.clone();
        spawn("input", move || super::windows::read(&to))?;
    }
    Ok(Hub { sender, receiver: Some(receiver) })
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    match thread::Builder::new().name(name.to_owned()).spawn(work) {
        Ok(_) => Ok(()),
        Err(e) => Err(Error::internal("系统拒绝启动线程。").hint("请关闭一些程序后再试。").because(e)),
    }
}

#[cfg(unix)]
mod unix {
    use super::{Error, Event, Message, Result, Sender};
    use crate::tui::terminal::modes;
    use std::fs::File;
    use std::io::{self, ErrorKind, Read as _};
    use std::os::fd::AsFd as _;

    /// The terminal, opened anew, because standard input may have been set to non-blocking by whoever shares it.
    pub(super) fn open() -> Result<File> {
        File::open("/dev/tty")
            .or_else(|_| io::stdin().as_fd().try_clone_to_owned().map(File::from))
            .map_err(|e| Error::usage("没有可用的终端。").hint("请在终端窗口里运行 wenkan。").because(e))
    }

    /// Reads until the terminal is gone: end of file or the first real error.
    pub(super) fn read(mut tty: File, to: &Sender<Message>) {
        let mut buffer = [0; 4096];
        loop {
            match tty.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => {
                    if to.send(Message::Bytes(buffer.iter().take(n).copied().collect())).is_err() {
                        return;
                    }
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        modes::hang_up();
        let _ = to.send(Message::Event(Event::Hangup));
    }
}
