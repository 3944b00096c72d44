//! The program on the terminal of the tests: this test binary again, running a small loop over a `Session`.
//!
//! The screen: size and width of ambiguous glyphs, the last event, a field with the caret, and a list of Chinese
//! lines that scrolls.

use std::io::Write as _;
use std::os::unix::net::UnixStream;
use wenkan::error::Error;
use wenkan::text::pasted::Pasted;
use wenkan::tui::terminal::{Ambiguous, Event, Key, KeyCode, Options, Session, install_panic_hook};

/// Set for the child; its value says what to do: `probe` measures, `mouse` takes the mouse.
pub(super) const ENV: &str = "WENKAN_PTY_CHILD";
/// Where the child writes its events.
pub(super) const JOURNAL: &str = "WENKAN_PTY_JOURNAL";
/// The arguments that make this binary the child.
pub(super) const ARGS: [&str; 4] = ["--exact", "pty::child::pty_child", "--nocapture", "--test-threads=1"];
/// Must be on no terminal when the child panics.
pub(super) const PAYLOAD: &str = "王某某收受礼金";
/// The exit code after an error.
pub(super) const ERROR: i32 = 4;

/// Line `n` of the list; odd lines begin one cell later, so that glyphs move by halves when it scrolls.
pub(super) fn line(n: usize) -> String {
    const TEXT: &str = "研究a部署党风廉政b建设，三重一大c事项。";
    let indent = if n % 2 == 1 { " " } else { "" };
    let cut: String = TEXT.chars().cycle().skip(n % 5).take(8 + n % 4).collect();
    format!("{indent}{n}{cut}")
}

struct App {
    session: Option<Session>,
    journal: Option<UnixStream>,
    field: String,
    last: String,
    width: Option<Ambiguous>,
    top: usize,
}

#[test]
fn pty_child() {
    let Ok(wish) = std::env::var(ENV) else { return };
    install_panic_hook();
    let journal = std::env::var_os(JOURNAL).map(|path| UnixStream::connect(path).unwrap());
    let options = Options { mouse: wish.contains("mouse"), probe: wish.contains("probe") };
    let session = Session::enter(options).unwrap();
    let mut app =
        App { session: Some(session), journal, field: String::new(), last: String::from("-"), width: None, top: 0 };
    let code = app.run().unwrap_or(ERROR);
    drop(app);
    #[expect(clippy::exit, reason = "the exit code is what the tests look at")]
    std::process::exit(code);
}

impl App {
    fn run(&mut self) -> Result<i32, Error> {
        loop {
            self.draw();
            for event in self.session().next_batch(None) {
                if let Some(journal) = &mut self.journal {
                    writeln!(journal, "{event:?}").unwrap();
                }
                self.last = format!("{event:?}");
                if let Some(code) = self.act(&event)? {
                    return Ok(code);
                }
            }
        }
    }

    fn session(&mut self) -> &mut Session {
        self.session.as_mut().unwrap()
    }

    fn act(&mut self, event: &Event) -> Result<Option<i32>, Error> {
        match event {
            Event::Terminate(signal) => return Ok(Some(128 + signal)),
            Event::Hangup => return Ok(Some(129)),
            Event::Suspend => self.session().suspend(),
            Event::Ambiguous(width) => self.width = Some(*width),
            Event::Paste(text) => self.field.push_str(&Pasted::read(text).text.replace('\n', "/")),
            Event::Key(key) if key.ctrl => return self.command(*key),
            Event::Key(Key { code: KeyCode::PageDown, .. }) => self.top += 1,
            event => self.field.extend(event.keys().into_iter().filter_map(Key::typed)),
        }
        Ok(None)
    }

    fn command(&mut self, key: Key) -> Result<Option<i32>, Error> {
        match key.code {
            KeyCode::Char('q') => return Ok(Some(0)),
            KeyCode::Char('p') => panic!("{PAYLOAD}"),
            KeyCode::Char('e') => return Err(Error::internal("an error on purpose")),
            KeyCode::Char('z') => self.session().suspend(),
            KeyCode::Char('w') => {
                let waker = self.session().waker();
                std::thread::spawn(move || waker.wake());
            }
            // A worker that fails must leave the screen alone.
            KeyCode::Char('t') => {
                let waker = self.session().waker();
                std::thread::spawn(move || {
                    let failed = std::thread::spawn(|| panic!("{PAYLOAD}")).join();
                    assert!(failed.is_err());
                    waker.wake();
                });
            }
            _ => {}
        }
        Ok(None)
    }

    fn draw(&mut self) {
        let (top, field) = (self.top, format!("输入：{}", self.field));
        let (last, width) = (self.last.clone(), self.width);
        self.session().draw(|frame| {
            let area = frame.area();
            let cells = usize::from(area.width);
            let buffer = frame.buffer_mut();
            let head = format!("{}x{} {width:?}", area.width, area.height);
            let rows = [head, last, field.clone()].into_iter().chain((top..).map(line));
            for (y, text) in (0..area.height).zip(rows) {
                buffer.set_stringn(0, y, text, cells, ratatui::style::Style::new());
            }
            let caret = ratatui::text::Line::raw(field).width();
            Some((u16::try_from(caret).unwrap_or(u16::MAX), 2))
        });
    }
}
