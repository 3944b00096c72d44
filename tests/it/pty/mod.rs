//! A program on a real pseudo-terminal: keys in, screen out.
//!
//! [`Pty`] is the terminal's side. It answers the questions that a terminal answers, keeps every byte that came,
//! and waits for states, never for time: each wait ends as soon as its condition holds and fails with the screen
//! after [`patience`]. Conditions are looked at between frames only, so a half-drawn one is never seen.

mod child;
mod journal;
mod keys;
mod session;
mod term;

pub(crate) use journal::Journal;
pub(crate) use session::assert_given_back;
pub(crate) use term::Answers;

use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use term::Term;

/// Far longer than anything takes, even on a busy machine; `WENKAN_TEST_PATIENCE` says how many seconds where a program
/// of another machine is under test.
fn patience() -> Duration {
    let seconds = std::env::var("WENKAN_TEST_PATIENCE").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(20))
}

/// What became of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    Running,
    Stopped,
    /// Its exit code.
    Exited(i32),
    Killed(Signal),
}

struct State {
    term: Term,
    raw: Vec<u8>,
    life: Life,
    /// Nobody has the other side open any more.
    closed: bool,
    /// The reader is to let go at the next byte.
    let_go: bool,
    /// Answers that were held back.
    owed: Vec<u8>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A wait in vain fails with the lock held; the destructor still needs the state.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, f: impl FnOnce(&mut State)) {
        f(&mut self.lock());
        self.changed.notify_all();
    }

    /// Waits until `done` gives something; fails with the screen, saying `what` did not come.
    fn wait<T>(&self, what: &str, done: impl FnMut(&State) -> Option<T>) -> T {
        self.wait_within(patience(), what, done)
    }

    fn wait_within<T>(&self, patience: Duration, what: &str, mut done: impl FnMut(&State) -> Option<T>) -> T {
        let end = Instant::now() + patience;
        let mut state = self.lock();
        loop {
            if let Some(found) = done(&state) {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}; {:?}, screen:\n{}", state.life, state.term.text());
            state = self.changed.wait_timeout(state, left).unwrap().0;
        }
    }
}

/// A terminal with a program on it. Dropping it ends the program.
pub(crate) struct Pty {
    shared: Arc<Shared>,
    /// `None` once hung up.
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Arc<Mutex<Option<Box<dyn Write + Send>>>>,
    reader: Option<JoinHandle<()>>,
    pid: Pid,
    termios: String,
    home: tempfile::TempDir,
}

impl Pty {
    /// Starts `cmd` on a terminal that answers as most do (ambiguous glyphs take one cell).
    pub(crate) fn spawn(cmd: &Path, args: &[&str], env: &[(&str, &str)], cols: u16, rows: u16) -> Self {
        Self::spawn_on(Answers::Width(1), cmd, args, env, cols, rows)
    }

    /// Starts `cmd` on a terminal that answers as `answers` says. The environment is `env` and a fixed one: an
    /// empty HOME, a UTF-8 locale, xterm.
    pub(crate) fn spawn_on(
        answers: Answers,
        cmd: &Path,
        args: &[&str],
        env: &[(&str, &str)],
        cols: u16,
        rows: u16,
    ) -> Self {
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(cmd);
        command.args(args);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("LANG", "C.UTF-8");
        command.env("LC_ALL", "C.UTF-8");
        command.env("TZ", "Asia/Shanghai");
        command.env("TERM", "xterm-256color");
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(home.path());
        let termios = format!("{:?}", pair.master.get_termios());
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = Arc::new(Mutex::new(Some(pair.master.take_writer().unwrap())));
        let child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().try_into().unwrap());
        // Kept open, it would hide the end of the output.
        drop(pair.slave);
        let state = State {
            term: Term::new(answers, cols, rows),
            raw: Vec::new(),
            life: Life::Running,
            closed: false,
            let_go: false,
            owed: Vec::new(),
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let to = Arc::clone(&shared);
        std::thread::spawn(move || watch(pid, &to));
        let (to, answer) = (Arc::clone(&shared), Arc::clone(&writer));
        let reader = Some(std::thread::spawn(move || read(reader, &to, &answer)));
        Self { shared, master: Some(pair.master), writer, reader, pid, termios, home }
    }

    /// The HOME that the program sees.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The process id of the program.
    pub(crate) const fn pid(&self) -> Pid {
        self.pid
    }

    /// Types `keys`, written as `screen.py` takes them: words in `<>` are keys, all else is typed as it stands.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for step in keys::parse(keys) {
            match step {
                keys::Step::Send(bytes) => self.send(bytes.as_bytes()),
                keys::Step::Wait(text) => _ = self.wait_for(&text),
                keys::Step::Size(cols, rows) => self.resize(cols, rows),
            }
        }
        self
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        send(&self.writer, bytes);
    }

    /// Waits until `text` is on the screen.
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.shared.wait(&format!("{text:?}"), |s| (s.settled() && s.term.text().contains(text)).then_some(()));
        self
    }

    /// Waits until the screen is as `done` wants it.
    pub(crate) fn wait_until(&mut self, what: &str, mut done: impl FnMut(&vt100::Screen) -> bool) -> &mut Self {
        self.shared.wait(what, |s| (s.settled() && done(s.term.screen())).then_some(()));
        self
    }

    /// As [`Pty::wait_until`], for what takes its time.
    pub(crate) fn wait_long(
        &mut self,
        patience: Duration,
        what: &str,
        mut done: impl FnMut(&vt100::Screen) -> bool,
    ) -> &mut Self {
        self.shared.wait_within(patience, what, |s| (s.settled() && done(s.term.screen())).then_some(()));
        self
    }

    /// The screen as text, a line per row, blanks at the right left out.
    pub(crate) fn screen_text(&self) -> String {
        self.shared.lock().term.text()
    }

    /// The caret's row and column from 0; `None` when hidden.
    pub(crate) fn cursor(&self) -> Option<(u16, u16)> {
        let state = self.shared.lock();
        let screen = state.term.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    }

    /// Every byte that came so far.
    pub(crate) fn raw_output(&self) -> String {
        String::from_utf8_lossy(&self.shared.lock().raw).into_owned()
    }

    /// Makes the terminal this large.
    pub(crate) fn resize(&mut self, cols: u16, rows: u16) {
        self.shared.change(|s| s.term.resize(cols, rows));
        self.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        assert!(matches!(self.life(), Life::Running | Life::Stopped), "the program has ended");
        kill(self.pid, signal).unwrap();
    }

    /// Sends a signal to the processes in the foreground, as a job of a shell.
    pub(crate) fn signal_job(&self, signal: Signal) {
        let job = self.master.as_ref().unwrap().process_group_leader().unwrap();
        killpg(Pid::from_raw(job), signal).unwrap();
    }

    /// Gives the answers that a terminal of [`Answers::Late`] held back.
    pub(crate) fn answer_now(&mut self) {
        let owed = std::mem::take(&mut self.shared.lock().owed);
        assert!(!owed.is_empty(), "nothing was asked");
        self.send(&owed);
    }

    /// What the program is doing.
    pub(crate) fn life(&self) -> Life {
        self.shared.lock().life
    }

    /// Waits until the program is in this state.
    pub(crate) fn wait_life(&mut self, life: Life) -> &mut Self {
        self.shared.wait(&format!("{life:?}"), |s| (s.life == life).then_some(()));
        self
    }

    /// Waits until the program has ended and all its output is here.
    pub(crate) fn wait_exit(&mut self) -> Life {
        self.shared
            .wait("the end", |s| (s.closed && matches!(s.life, Life::Exited(_) | Life::Killed(_))).then_some(s.life))
    }

    /// Whether the line settings are as they were before the program started.
    pub(crate) fn termios_unchanged(&self) -> bool {
        self.termios == format!("{:?}", self.master.as_ref().unwrap().get_termios())
    }

    /// Closes the terminal under the program, which must write something when a key is typed: only then can the
    /// reading thread let go of it.
    pub(crate) fn hang_up(&mut self) {
        self.shared.lock().let_go = true;
        self.send(b"x");
        self.shared.wait("a byte before hanging up", |s| s.closed.then_some(()));
        self.reader.take().unwrap().join().unwrap();
        self.writer.lock().unwrap().take();
        self.master.take();
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if matches!(self.life(), Life::Running | Life::Stopped) {
            let _ = kill(self.pid, Signal::SIGKILL);
        }
    }
}

impl State {
    /// No frame is half written, or nothing more will come.
    fn settled(&self) -> bool {
        self.closed || !self.term.in_frame()
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn send(writer: &Mutex<Option<Box<dyn Write + Send>>>, bytes: &[u8]) {
    if let Some(writer) = &mut *writer.lock().unwrap() {
        // The program may have ended meanwhile; the test sees that by its state.
        let _ = writer.write_all(bytes).and_then(|()| writer.flush());
    }
}

fn read(mut from: Box<dyn Read + Send>, to: &Shared, answer: &Mutex<Option<Box<dyn Write + Send>>>) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = from.read(&mut buffer).unwrap_or(0);
        if n == 0 {
            break;
        }
        let mut replies = Vec::new();
        let mut let_go = false;
        to.change(|s| {
            s.raw.extend_from_slice(&buffer[..n]);
            replies = s.term.process(&buffer[..n]);
            if s.term.answers_late() {
                s.owed.append(&mut replies);
            }
            let_go = s.let_go;
        });
        if let_go {
            break;
        }
        if !replies.is_empty() {
            send(answer, &replies);
        }
    }
    to.change(|s| s.closed = true);
}

/// Follows the life of the process to its end.
fn watch(pid: Pid, to: &Shared) {
    loop {
        let life = match waitpid(pid, Some(WaitPidFlag::WUNTRACED | WaitPidFlag::WCONTINUED)) {
            Ok(WaitStatus::Exited(_, code)) => Life::Exited(code),
            Ok(WaitStatus::Signaled(_, signal, _)) => Life::Killed(signal),
            Ok(WaitStatus::Stopped(..)) => Life::Stopped,
            Ok(_) => Life::Running,
            Err(nix::errno::Errno::EINTR) => continue,
            Err(_) => return,
        };
        to.change(|s| s.life = life);
        if matches!(life, Life::Exited(_) | Life::Killed(_)) {
            return;
        }
    }
}

#[test]
fn the_environment_is_the_same_everywhere() {
    let mut pty = Pty::spawn(Path::new("env"), &[], &[("WENKAN_NOW", "2026-11-24T09:00:00+08:00")], 80, 24);
    assert_eq!(pty.wait_exit(), Life::Exited(0));
    let out = pty.raw_output();
    assert!(out.contains(&format!("HOME={}\r\n", pty.home().display())), "{out}");
    assert!(out.contains("WENKAN_NOW=2026-11-24") && !out.contains("CARGO"), "{out}");
}
