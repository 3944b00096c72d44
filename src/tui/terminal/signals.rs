//! Signals as events of the loop.
//!
//! Handlers do nothing but write to a pipe (signal-hook); a thread turns what arrives into events. INT is taken
//! and dropped: in raw mode Ctrl-C is a key, and a stray INT must not cost a talk. Without a session the default
//! action is taken, so that an export after the screen can still be stopped.

use super::input::Event;
use super::modes;
use super::reader::{Message, Outbox, spawn};
use crate::error::{Error, Result};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io;

/// Starts the thread.
pub(super) fn start(to: Outbox) -> Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGQUIT, SIGHUP, SIGTSTP, SIGCONT, SIGINT, SIGWINCH])
        .map_err(|e| Error::internal("系统拒绝登记信号。").because(e))?;
    spawn("signals", move || {
        let mut asked = 0;
        for signal in signals.forever() {
            if signal == SIGHUP && modes::gone() {
                // Told already, by whoever noticed first. What is being saved meanwhile is not cut short.
            } else if !modes::session() {
                asked = 0;
                let _ = emulate_default_handler(signal);
            } else if let Some(event) = event(signal, &mut asked) {
                let _ = to.send(Message::Event(event));
            }
        }
    })
}

/// The event of a signal. Who asks to end for the third time does not wait for the loop, which may hang. A HUP
/// does not count: the kernel and the shell send one each, while the loop is still saving.
fn event(signal: i32, asked: &mut u32) -> Option<Event> {
    match signal {
        SIGTERM | SIGQUIT if *asked >= 2 => {
            modes::restore();
            let _ = emulate_default_handler(signal);
            None
        }
        SIGTERM | SIGQUIT => {
            *asked += 1;
            Some(Event::Terminate(signal))
        }
        SIGHUP => {
            // Sent by hand, the terminal is still there and is given back clean.
            if nix::sys::termios::tcgetattr(io::stdout()).is_err() {
                modes::hang_up();
            }
            Some(Event::Hangup)
        }
        SIGTSTP => Some(Event::Suspend),
        SIGCONT => Some(Event::Continue),
        SIGWINCH => {
            let size = crossterm::terminal::size().ok().filter(|(cols, rows)| *cols > 0 && *rows > 0);
            size.map(|(cols, rows)| Event::Resize(cols, rows))
        }
        _ => None,
    }
}

/// Stops the process until the shell continues it. Returns then.
///
/// Raised is TTIN, whose action is still the default one: unlike STOP, the kernel drops it when no shell is there
/// to continue us. A terminal window that runs nothing but this program would otherwise freeze for good.
pub(super) fn stop() {
    let _ = nix::sys::signal::raise(nix::sys::signal::Signal::SIGTTIN);
}
