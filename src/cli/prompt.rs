//! Questions on the terminal itself, answered without echo.
//!
//! The terminal is asked, not stdin, so that data may be piped. Keys are read one by one with all line editing of the
//! terminal off: every way out, Ctrl-C included, passes through here, and the terminal is given back as it was.

use crate::error::{Error, Kind, Result};
use std::io::{IsTerminal, stderr, stdin};
use zeroize::Zeroizing;

/// Whether there is a terminal to ask at, and somebody at it: a script that has both stdin and stderr elsewhere is told
/// what it should have given instead of being left waiting.
pub(super) fn possible() -> bool {
    (stdin().is_terminal() || stderr().is_terminal()) && terminal::possible()
}

/// Asks for a secret; what is typed is not shown.
///
/// # Errors
/// [`Kind::Cancelled`] on Ctrl-C or Ctrl-D, [`Kind::Usage`] when there is no terminal.
pub(super) fn secret(question: &str) -> Result<Zeroizing<String>> {
    terminal::secret(question)
}

/// What typing has come to.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    More,
    Done,
    Cancelled,
}

/// Takes one byte that was typed.
fn take(line: &mut Zeroizing<Vec<u8>>, byte: u8) -> Typed {
    match byte {
        b'\r' | b'\n' => return Typed::Done,
        // Ctrl-C, and Ctrl-D on an empty line.
        0x03 => return Typed::Cancelled,
        0x04 if line.is_empty() => return Typed::Cancelled,
        // Backspace removes a whole character: its continuation bytes and the first.
        0x08 | 0x7F => while line.pop().is_some_and(|b| b & 0xC0 == 0x80) {},
        // Ctrl-U
        0x15 => line.clear(),
        0x00..=0x1F => {}
        _ => line.push(byte),
    }
    Typed::More
}

fn no_terminal() -> Error {
    Error::new(Kind::Usage, "这里没有终端，不能询问口令")
        .hint("请用 --passphrase-file 指明口令文件，或设环境变量 WENKAN_PASSPHRASE。")
}

#[cfg(unix)]
mod terminal {
    use super::{Error, Kind, Result, Typed, Zeroizing, no_terminal, take};
    use nix::sys::termios::{self, LocalFlags, SetArg, SpecialCharacterIndices, Termios};
    use std::fs::{File, OpenOptions};
    use std::io::{Read, Write};

    pub(super) fn possible() -> bool {
        open().is_some()
    }

    pub(super) fn secret(question: &str) -> Result<Zeroizing<String>> {
        let mut tty = Quiet::new(open().ok_or_else(no_terminal)?)?;
        let failed = |e: std::io::Error| Error::new(Kind::Usage, "终端读不到输入").because(e);
        tty.file.write_all(question.as_bytes()).map_err(failed)?;
        let mut line = Zeroizing::new(Vec::with_capacity(256));
        let mut byte = [0];
        let end = loop {
            if tty.file.read(&mut byte).map_err(failed)? == 0 {
                break Typed::Cancelled;
            }
            match take(&mut line, byte.first().copied().unwrap_or_default()) {
                Typed::More => {}
                end => break end,
            }
        };
        tty.file.write_all("\n".as_bytes()).map_err(failed)?;
        if end == Typed::Cancelled {
            return Err(Error::new(Kind::Cancelled, "已取消，没有改动。"));
        }
        let text = std::str::from_utf8(&line)
            .map_err(|e| Error::input("口令里有读不出来的字符").hint("请把终端设为 UTF-8。").because(e))?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn open() -> Option<File> {
        OpenOptions::new().read(true).write(true).open("/dev/tty").ok()
    }

    /// The terminal without echo; as before when dropped.
    struct Quiet {
        file: File,
        before: Termios,
    }

    impl Quiet {
        fn new(file: File) -> Result<Self> {
            let failed = |e: nix::errno::Errno| no_terminal().because(e);
            let before = termios::tcgetattr(&file).map_err(failed)?;
            let mut quiet = before.clone();
            quiet.local_flags.remove(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG | LocalFlags::IEXTEN);
            for (at, value) in [(SpecialCharacterIndices::VMIN, 1), (SpecialCharacterIndices::VTIME, 0)] {
                if let Some(slot) = quiet.control_chars.get_mut(at as usize) {
                    *slot = value;
                }
            }
            termios::tcsetattr(&file, SetArg::TCSAFLUSH, &quiet).map_err(failed)?;
            Ok(Self { file, before })
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            termios::tcsetattr(&self.file, SetArg::TCSAFLUSH, &self.before).ok();
        }
    }
}

#[cfg(windows)]
mod terminal {
    //! The console gives keys, which only `tui/terminal` reads.

    use super::{Error, Kind, Result, Typed, Zeroizing, no_terminal, take};
    use crate::tui::terminal::ask_unseen;
    use std::io::{IsTerminal, stderr, stdin};

    /// Keys come from stdin, the question goes to stderr.
    pub(super) fn possible() -> bool {
        stdin().is_terminal() && stderr().is_terminal()
    }

    pub(super) fn secret(question: &str) -> Result<Zeroizing<String>> {
        if !possible() {
            return Err(no_terminal());
        }
        let mut line = Zeroizing::new(Vec::with_capacity(256));
        let mut end = Typed::More;
        let mut typed = |c: char| {
            let mut bytes = Zeroizing::new([0_u8; 4]);
            for byte in c.encode_utf8(&mut *bytes).bytes() {
                end = take(&mut line, byte);
            }
            end != Typed::More
        };
        ask_unseen(question, &mut typed).map_err(|e| Error::new(Kind::Usage, "终端读不到输入").because(e))?;
        if end == Typed::Cancelled {
            return Err(Error::new(Kind::Cancelled, "已取消，没有改动。"));
        }
        let text = std::str::from_utf8(&line).map_err(|e| Error::input("口令里有读不出来的字符").because(e))?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(bytes: &[u8]) -> (String, Typed) {
        let mut line = Zeroizing::new(Vec::new());
        let end = bytes.iter().map(|b| take(&mut line, *b)).find(|t| *t != Typed::More).unwrap_or(Typed::More);
        (String::from_utf8(line.to_vec()).unwrap(), end)
    }

    #[test]
    fn typing_is_edited_by_characters() {
        assert_eq!(typed("口令\u{7f}x\r".as_bytes()), ("口x".into(), Typed::Done));
        assert_eq!(typed("\u{7f}\u{7f}ab\u{15}c\n".as_bytes()), ("c".into(), Typed::Done));
        assert_eq!(typed(b"a\x03").1, Typed::Cancelled);
        assert_eq!(typed(b"\x04").1, Typed::Cancelled);
        assert_eq!(typed(b"a\x04b\n"), ("ab".into(), Typed::Done));
    }
}
