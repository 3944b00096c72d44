//! What happens when the program itself fails.
//!
//! The message of a panic may hold what was typed, so neither the screen nor standard error ever shows it: place
//! and code only. For the same reason the process leaves no core dump.

use super::modes;
use std::cell::Cell;
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;

/// The code that a person can look up and tell.
const CODE: &str = "P901";

thread_local! {
    /// Whether this thread draws. Only its panic takes the screen down.
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// Marks the calling thread as the one that draws.
pub(super) fn this_thread_draws() {
    DRAWS.set(true);
}

/// Replaces the panic hook and turns core dumps off. Call it first thing in `main`.
pub fn install() {
    no_core_dumps();
    std::panic::set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    if DRAWS.try_with(Cell::get).unwrap_or(false) {
        modes::restore();
    }
    // A worker's panic must not write across the screen; the loop learns of it by the worker's channel.
    if modes::active() || modes::gone() {
        return;
    }
    let place = info.location().map_or_else(String::new, |l| format!("{}:{}", short(l.file()), l.line()));
    let _ = writeln!(io::stderr(), "问看出现内部错误（{CODE} {place}），已退出。已存内容不受影响，请重新打开。");
}

/// A source path without what it tells of the machine it was built on: from the crate's folder on.
fn short(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let from = parts.iter().rposition(|p| *p == "src").map_or(parts.len() - 1, |src| src.saturating_sub(1));
    parts.get(from..).unwrap_or_default().join("/")
}

/// A core would hold the text and the key of the round.
fn no_core_dumps() {
    #[cfg(unix)]
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    // The limit does not bind a collector that the kernel pipes cores to; this does.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_dumpable(false);
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn places_tell_nothing_of_the_machine() {
        assert_eq!(short("src/tui/frame.rs"), "src/tui/frame.rs");
        assert_eq!(short("/home/li/.cargo/registry/src/index-1/x-1.2/src/a/b.rs"), "x-1.2/src/a/b.rs");
        assert_eq!(short(r"C:\Users\li\x-1.2\src\b.rs"), "x-1.2/src/b.rs");
        assert_eq!(short("/home/li/b.rs"), "b.rs");
    }
}
