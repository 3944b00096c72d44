//! The system's clipboard, when it is on this computer: what is copied goes over no network.
//!
//! The library reaches an X server by its address; one with a host, and one that does not listen here, it looks for over
//! TCP. So it is asked only when the server listens on a socket of this computer.

use crate::error::{Error, Result};

/// Puts a text into the system's clipboard.
///
/// # Errors
/// There is none, or it could only be reached over a network.
pub(super) fn put(text: String) -> Result<()> {
    if !is_here() {
        return Err(
            Error::input("系统剪贴板要经过网络才够得着，没有复制").hint("可以用导出代替。程序内的复制、粘贴不受影响。")
        );
    }
    let put = arboard::Clipboard::new().and_then(|mut clipboard| {
        let set = clipboard.set();
        // Its history is kept by the system, and its copy in the cloud is on other computers.
        #[cfg(windows)]
        let set = arboard::SetExtWindows::exclude_from_monitoring(set);
        set.text(text)
    });
    put.map_err(|e| Error::input("系统剪贴板不可用").hint("可以用导出代替。程序内的复制、粘贴不受影响。").because(e))
}

/// Whether the clipboard is one of this computer; without an X server there is none to be found elsewhere.
#[cfg(all(unix, not(target_os = "macos")))]
fn is_here() -> bool {
    let display = std::env::var_os("DISPLAY").filter(|d| !d.is_empty());
    display.is_none_or(|display| display.to_str().and_then(own_display).is_some_and(listens))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
const fn is_here() -> bool {
    true
}

/// The number of a display on this computer; `None` for one of a host.
#[cfg(all(unix, not(target_os = "macos")))]
fn own_display(display: &str) -> Option<u16> {
    let number = display.strip_prefix("unix").unwrap_or(display).strip_prefix(':')?;
    let (number, _screen) = number.split_once('.').unwrap_or((number, ""));
    number.parse().ok()
}

/// Whether an X server listens on the socket of that display: then nothing else is tried.
#[cfg(all(unix, not(target_os = "macos")))]
fn listens(display: u16) -> bool {
    use std::os::unix::net::UnixStream;
    let path = format!("/tmp/.X11-unix/X{display}");
    #[cfg(target_os = "linux")]
    {
        use std::os::linux::net::SocketAddrExt;
        let named = std::os::unix::net::SocketAddr::from_abstract_name(path.as_bytes());
        if named.and_then(|named| UnixStream::connect_addr(&named)).is_ok() {
            return true;
        }
    }
    UnixStream::connect(path).is_ok()
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn only_a_display_of_this_computer_is_asked() {
        for (display, expected) in [(":0", Some(0)), (":7.0", Some(7)), ("unix:3", Some(3))] {
            assert_eq!(own_display(display), expected, "{display}");
        }
        for display in
            ["127.0.0.1:7", "localhost:10.0", "tcp/localhost:0", "hostname:0", "[::1]:0", "0", ":", "inet/:0"]
        {
            assert_eq!(own_display(display), None, "{display}");
        }
        // Where nobody listens on a socket the library would go to a port of this computer.
        assert!(!listens(60_123));
    }
}
