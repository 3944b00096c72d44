//! The channel on which everything arrives, and what feeds it.
//!
//! On Linux the loop waits for the terminal itself, beside the channel: a thread between the two would cost each key a
//! second wake-up. A bell tells it of messages. Elsewhere a thread reads the terminal, because there it cannot be waited
//! for together with anything else (macOS does not poll /dev/tty); a read that blocks cannot be called back, so whoever
//! wants to ask something on the terminal does it before the first session. Threads that were started live as long as the
//! process; a later session takes the channel over.

use super::input::Event;
use crate::error::{Error, Result};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

#[cfg(target_os = "linux")]
use super::source::{Bell, Source};

/// What comes to the loop.
#[derive(Debug)]
pub(super) enum Message {
    /// Bytes as they were read.
    #[cfg(unix)]
    Bytes(Vec<u8>),
    /// An event that needs no decoding.
    Event(Event),
}

/// The way to the loop. Cheap to clone, never blocks.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    sender: Sender<Message>,
    #[cfg(target_os = "linux")]
    bell: Bell,
}

impl Outbox {
    /// Sends; says whether there is anybody to take it, which is so as long as the process lives.
    pub(super) fn send(&self, message: Message) -> bool {
        let sent = self.sender.send(message).is_ok();
        #[cfg(target_os = "linux")]
        self.bell.ring();
        sent
    }
}

/// Makes `next_batch` return with [`Event::Wake`]; for threads that have news. Cheap to clone, never blocks.
#[derive(Debug, Clone)]
pub struct Waker(Outbox);

impl Waker {
    /// A waker of a loop that does not exist.
    #[cfg(test)]
    pub(crate) fn of_nobody() -> Self {
        let outbox = Outbox {
            sender: mpsc::channel().0,
            #[cfg(target_os = "linux")]
            bell: Bell::new().expect("a bell"),
        };
        Self(outbox)
    }

    /// Wakes the loop. After the session has ended, nothing happens.
    pub fn wake(&self) {
        // The receiving end is kept for ever, so this cannot fail; if it did, there would be nobody to wake.
        let _ = self.0.send(Message::Event(Event::Wake));
    }
}

struct Hub {
    outbox: Outbox,
    /// Away while a session has it.
    incoming: Option<Incoming>,
}

static HUB: Mutex<Option<Hub>> = Mutex::new(None);

/// What a session takes its messages from.
#[derive(Debug)]
struct Incoming {
    receiver: Receiver<Message>,
    #[cfg(target_os = "linux")]
    source: Source,
}

/// The receiving end, on loan to a session.
#[derive(Debug)]
pub(super) struct Inbox {
    incoming: Option<Incoming>,
    outbox: Outbox,
}

impl Inbox {
    /// Takes the receiving end; starts what feeds it when that is not done yet.
    ///
    /// # Errors
    /// When another session has it, or the system refuses a thread or a signal handler.
    pub(super) fn take() -> Result<Self> {
        let mut hub = HUB.lock().unwrap_or_else(PoisonError::into_inner);
        let again = hub.is_some();
        let hub = match &mut *hub {
            Some(hub) => hub,
            none => none.insert(start()?),
        };
        let incoming = hub.incoming.take().ok_or_else(|| Error::internal("屏幕已在使用中。"))?;
        let mut inbox = Self { incoming: Some(incoming), outbox: hub.outbox.clone() };
        // What came between two sessions was meant for neither.
        while again && inbox.ready().is_some() {}
        Ok(inbox)
    }

    /// The next message, waiting at most `timeout` (`None`: for ever).
    pub(super) fn next(&mut self, timeout: Option<Duration>) -> Option<Message> {
        let incoming = self.incoming.as_mut()?;
        #[cfg(target_os = "linux")]
        return incoming.source.next(&incoming.receiver, timeout);
        #[cfg(not(target_os = "linux"))]
        match timeout {
            Some(timeout) => incoming.receiver.recv_timeout(timeout).ok(),
            None => incoming.receiver.recv().ok(),
        }
    }

    /// The next message that is already here.
    pub(super) fn ready(&mut self) -> Option<Message> {
        #[cfg(target_os = "linux")]
        return self.next(Some(Duration::ZERO));
        #[cfg(not(target_os = "linux"))]
        self.incoming.as_ref()?.receiver.try_recv().ok()
    }

    pub(super) fn waker(&self) -> Waker {
        Waker(self.outbox.clone())
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Some(hub) = &mut *HUB.lock().unwrap_or_else(PoisonError::into_inner) {
            hub.incoming = self.incoming.take();
        }
    }
}

#[cfg(target_os = "linux")]
fn start() -> Result<Hub> {
    let (sender, receiver) = mpsc::channel();
    let bell = Bell::new()?;
    let outbox = Outbox { sender, bell: bell.clone() };
    super::signals::start(outbox.clone())?;
    Ok(Hub { outbox, incoming: Some(Incoming { receiver, source: Source::new(unix::open()?, bell) }) })
}

#[cfg(not(target_os = "linux"))]
fn start() -> Result<Hub> {
    let (sender, receiver) = mpsc::channel();
    let outbox = Outbox { sender };
    let to = outbox.clone();
    #[cfg(unix)]
    {
        super::signals::start(outbox.clone())?;
        let mut tty = unix::open()?;
        spawn("input", move || {
            loop {
                let message = unix::read(&mut tty);
                let is_last = matches!(message, Some(Message::Event(_)));
                if message.is_some_and(|message| !to.send(message)) || is_last {
                    return;
                }
            }
        })?;
    }
    #[cfg(windows)]
    spawn("input", move || super::windows::read(&to))?;
    Ok(Hub { outbox, incoming: Some(Incoming { receiver }) })
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    match thread::Builder::new().name(name.to_owned()).spawn(work) {
        Ok(_) => Ok(()),
        Err(e) => Err(Error::internal("系统拒绝启动线程。").hint("请关闭一些程序后再试。").because(e)),
    }
}

#[cfg(unix)]
pub(super) mod unix {
    use super::{Error, Event, Message, Result};
    use crate::tui::terminal::modes;
    use std::fs::File;
    use std::io::{self, ErrorKind, Read as _};
    use std::os::fd::AsFd as _;

    /// The terminal, opened anew, because standard input may have been set to non-blocking by whoever shares it.
    pub(in super::super) fn open() -> Result<File> {
        File::open("/dev/tty")
            .or_else(|_| io::stdin().as_fd().try_clone_to_owned().map(File::from))
            .map_err(|e| Error::usage("没有可用的终端。").hint("请在终端窗口里运行 wenkan。").because(e))
    }

    /// What the terminal has; `None`: nothing this time. End of file and the first real error mean that it is gone, and no
    /// message follows that one.
    pub(in super::super) fn read(tty: &mut File) -> Option<Message> {
        let mut buffer = [0; 4096];
        match tty.read(&mut buffer) {
            Ok(n @ 1..) => Some(Message::Bytes(buffer.iter().take(n).copied().collect())),
            Err(e) if matches!(e.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => None,
            Ok(0) | Err(_) => {
                modes::hang_up();
                Some(Message::Event(Event::Hangup))
            }
        }
    }
}
