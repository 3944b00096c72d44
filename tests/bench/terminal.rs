//! The release binary on a pseudo-terminal: first frame, key to screen, memory.
//!
//! A key's time runs from its write to the end of the first frame that shows it, as a terminal receives it. A thread
//! takes the time of every piece of output; nothing is parsed meanwhile.

use crate::{big, inspection};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
/// Between two keys: quicker than anybody types, slow enough for drafts to be written meanwhile.
pub(crate) const KEYS_APART: Duration = Duration::from_millis(15);
const KEYS: usize = 300;
const TYPED: &str = "决策程序不清会议记录缺失党费账目凭证研究部署";
const FRAME_END: &str = "\x1b[?2026l";
/// What only the question who is there shows.
const WHO: &str = "谁在操作";
/// What only home shows.
const HOME: &str = "五必问";
/// What only a talk shows.
const TALK: &str = "问法 ";
/// What only the list of documents shows.
const DOCUMENTS: &str = "材料名称";
/// What only the reading of a document shows.
const READING: &str = "结论";
/// What only the problems of a unit show.
const PROBLEMS: &str = "── 问题";
/// What only a paper shows.
const PAPER: &str = "发现过程";
const ROWS: u16 = 36;
const COLS: u16 = 120;

/// A round to measure on.
struct Round {
    name: &'static str,
    path: PathBuf,
    /// The keys that bring the unit to the front that is measured.
    unit: &'static str,
    /// The keys from home into a talk that can be written, each with what they show.
    talk: &'static [(&'static str, &'static str)],
}

/// The head of the unit stands first; that talk is not read back.
const OF_THE_HEAD: &[(&str, &str)] = &[("\r", TALK)];
/// The second person of the sample's unit has a talk that goes on.
const RESUMED: &[(&str, &str)] = &[("\x1b[B\r", "继续上次"), ("\x13", TALK)];

/// The program on a terminal. Dropping it ends the program.
pub(crate) struct Terminal {
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    _home: Option<TempDir>,
    /// Its frames end with [`FRAME_END`].
    has_frames: bool,
    started: Instant,
}

impl Terminal {
    /// Starts the program on a copy of the round.
    fn start(round: &Round) -> Self {
        let home = tempfile::tempdir().unwrap();
        let copy = home.path().join("round.wenkan");
        std::fs::copy(&round.path, &copy).unwrap();
        // The copy is on the disk before the clock starts; else the first write of the program waits for all of it.
        std::fs::File::open(&copy).unwrap().sync_all().unwrap();
        let mut command = CommandBuilder::new(program());
        command.arg(&copy);
        Self::run(command, home)
    }

    fn run(command: CommandBuilder, home: TempDir) -> Self {
        let at = home.path().to_owned();
        Self::spawn(command, &at, Some(home), true)
    }

    /// Runs any program; `has_frames`: it says where its frames end.
    pub(crate) fn run_in(command: CommandBuilder, home: &Path, has_frames: bool) -> Self {
        Self::spawn(command, home, None, has_frames)
    }

    fn spawn(mut command: CommandBuilder, home: &Path, kept: Option<TempDir>, has_frames: bool) -> Self {
        let size = PtySize { rows: ROWS, cols: COLS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env_clear();
        command.env("HOME", home);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.cwd(home);
        let writer = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    break;
                }
            }
        });
        Self { writer, output, child, _master: pair.master, _home: kept, has_frames, started }
    }

    /// When it was started.
    pub(crate) const fn started(&self) -> Instant {
        self.started
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// The next piece of output within `patience`, with questions answered as a terminal answers them.
    fn piece(&mut self, patience: Duration) -> Option<(Instant, String)> {
        match self.output.recv_timeout(patience) {
            Ok((at, bytes)) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if text.contains("\x1b[6n") {
                    self.send("\x1b[1;1R\x1b[?62c");
                }
                Some((at, text))
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the program has ended"),
        }
    }

    /// When the first whole frame with `text` had come; the text itself, of a program without frames.
    pub(crate) fn shown(&mut self, text: &str) -> Instant {
        let mut all = String::new();
        loop {
            let Some((at, piece)) = self.piece(PATIENCE) else { panic!("no {text:?} on the screen:\n{all}") };
            all.push_str(&piece);
            let whole =
                if self.has_frames { all.rsplit_once(FRAME_END).map(|(frames, _)| frames) } else { Some(&*all) };
            if whole.is_some_and(|frames| glyphs(frames).contains(text)) {
                return at;
            }
        }
    }

    /// Takes what comes within `time`.
    pub(crate) fn idle(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while self.piece(end.saturating_duration_since(Instant::now())).is_some() {}
    }

    /// Types `keys` and says how long it took until `text` was shown.
    pub(crate) fn timed(&mut self, keys: &str, text: &str) -> Duration {
        self.idle(KEYS_APART);
        let at = Instant::now();
        self.send(keys);
        self.shown(text) - at
    }

    /// Home, with somebody at the keyboard.
    fn home(round: &Round) -> Self {
        let mut terminal = Self::start(round);
        terminal.shown(WHO);
        terminal.timed("\r", HOME);
        if !round.unit.is_empty() {
            terminal.timed(round.unit, HOME);
        }
        terminal
    }

    /// A talk that can be written.
    fn talk(round: &Round) -> Self {
        let mut terminal = Self::home(round);
        terminal.open_talk(round);
        terminal
    }

    /// From home into it; how long the last step took.
    fn open_talk(&mut self, round: &Round) -> Duration {
        round.talk.iter().fold(Duration::ZERO, |_, (keys, text)| self.timed(keys, text))
    }

    /// The first document of the unit, a note under the caret.
    fn reading(round: &Round) -> Self {
        let mut terminal = Self::home(round);
        terminal.timed("d", DOCUMENTS);
        terminal.timed("\r", READING);
        terminal.timed("c", " ");
        terminal
    }

    /// The first problem of the unit, a fact under the caret.
    fn paper(round: &Round) -> Self {
        let mut terminal = Self::home(round);
        terminal.timed("p", PROBLEMS);
        terminal.timed("\t", ">");
        terminal.timed("\r", PAPER);
        terminal
    }

    /// The most memory that was ever in use, in MiB.
    fn high_water(&self) -> f64 {
        let pid = self.child.process_id().unwrap();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(f64::NAN);
        kib / 1024.0
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The program that is measured: `WENKAN_BENCH_PROGRAM`, such as the one that is shipped, or the one just built.
pub(crate) fn program() -> OsString {
    std::env::var_os("WENKAN_BENCH_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_wenkan").into())
}

/// The text of the output, without the sequences that move the cursor and set colours.
fn glyphs(output: &str) -> String {
    let mut pieces = output.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| {
        all + piece.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).get(1..).unwrap_or("")
    })
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which the share `of` of all lies.
pub(crate) fn quantile(sorted: &[Duration], of: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a count")]
    let at = (of * sorted.len() as f64) as usize;
    ms(sorted[at.min(sorted.len() - 1)])
}

fn print_times(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let (p50, p99) = (quantile(&times, 0.5), quantile(&times, 0.99));
    println!("{what}: p50 {p50:.2} ms, p99 {p99:.2} ms, max {:.2} ms, {} keys", quantile(&times, 1.0), times.len());
}

fn first_frame(round: &Round) {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let mut terminal = Terminal::start(round);
            terminal.shown(WHO) - terminal.started
        })
        .collect();
    times.sort_unstable();
    let all: Vec<String> = times.iter().map(|t| format!("{:.1}", ms(*t))).collect();
    println!("first frame, {}: {:.1} ms (median of {})", round.name, ms(times[2]), all.join(" "));
}

fn typing(terminal: &mut Terminal) -> Vec<Duration> {
    glyph_keys(KEYS).map(|c| terminal.timed(&c, &c)).collect()
}

/// So many characters to type, one a key, as the input method hands them over.
pub(crate) fn glyph_keys(count: usize) -> impl Iterator<Item = String> {
    TYPED.chars().cycle().take(count).map(|c| c.to_string())
}

/// What a key costs on this machine, as busy as it is, with a program that only gives it back: the floor of all others.
fn floor() -> Vec<Duration> {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "stty raw -echo; printf ready; exec cat"]);
    let mut terminal = Terminal::run(command, tempfile::tempdir().unwrap());
    terminal.piece(PATIENCE).unwrap();
    let key = |_| {
        terminal.idle(KEYS_APART);
        let at = Instant::now();
        terminal.send("决");
        terminal.piece(PATIENCE).unwrap().0 - at
    };
    (0..KEYS).map(key).collect()
}

/// A row down and up, over and over: the name of the person comes with the marker.
fn moving(terminal: &mut Terminal) -> Vec<Duration> {
    (0..KEYS).map(|n| terminal.timed(if n % 2 == 0 { "\x1b[B" } else { "\x1b[A" }, ">")).collect()
}

/// A row down and up on home while the candidates and diagnostics of a unit are counted: the next unit comes to the
/// front, which starts the counting, and rows are moved at once, without the pause in which it could end.
fn moving_while_counting(terminal: &mut Terminal) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..KEYS / 20 {
        times.push(terminal.timed("\t", HOME));
        for n in 0..19 {
            let at = Instant::now();
            terminal.send(if n % 2 == 0 { "\x1b[B" } else { "\x1b[A" });
            times.push(terminal.shown(">") - at);
        }
    }
    times
}

fn memory(round: &Round) {
    let mut terminal = Terminal::home(round);
    let home = terminal.high_water();
    terminal.open_talk(round);
    let talk = terminal.high_water();
    terminal.timed("\x1b", HOME);
    terminal.timed("s", "找");
    let found = terminal.timed("党费", "回答");
    let search = terminal.high_water();
    let name = round.name;
    println!("memory, {name}: home {home:.1} MiB, one talk {talk:.1} MiB, one search {search:.1} MiB (VmHWM)");
    println!("search, {name}: {:.1} ms", ms(found));
}

fn long_answer(round: &Round) {
    let mut terminal = Terminal::home(round);
    println!("open 100,000 characters: {:.1} ms", ms(terminal.open_talk(round)));
    for (name, keys) in [("end", ""), ("middle", "\x1b[5~"), ("start", "\x1b[1;5H")] {
        // Page by page to the middle; at once to the start.
        for _ in 0..if name == "middle" { big::LONG / 46 / 28 / 2 } else { 1 } {
            terminal.send(keys);
            terminal.idle(KEYS_APART);
        }
        print_times(&format!("key to screen, caret at the {name} of 100,000"), typing(&mut terminal));
    }
    let pasted: String = big::long_text().chars().skip(7).take(9_999).collect();
    let paste = terminal.timed(&format!("\x1b[200~{pasted}终\x1b[201~"), "终");
    println!("paste 10,000 characters: {:.1} ms", ms(paste));
}

fn figures_of(round: &Round) {
    let name = round.name;
    first_frame(round);
    print_times(&format!("key to screen in a talk, {name}"), typing(&mut Terminal::talk(round)));
    print_times(&format!("key to screen on home, {name}"), moving(&mut Terminal::home(round)));
    memory(round);
}

/// How long each screen of documents, loans and papers takes to come, and what all of them need together.
fn screens(round: &Round) {
    let mut terminal = Terminal::home(round);
    let mut took = Vec::new();
    for (what, keys, text) in [
        ("documents", "d", DOCUMENTS),
        ("a document", "\r", READING),
        ("back", "\x1b", DOCUMENTS),
        ("home", "\x1b", HOME),
        ("candidates and problems", "p", PROBLEMS),
        ("the list of problems", "\t", ">"),
        ("a paper", "\r", PAPER),
    ] {
        took.push(format!("{what} {:.1} ms", ms(terminal.timed(keys, text))));
    }
    println!("to the screen, {}: {}", round.name, took.join(", "));
    println!("memory, {}: all of these screens {:.1} MiB (VmHWM)", round.name, terminal.high_water());
}

pub(crate) fn sample(folder: &Path) -> PathBuf {
    let made = Command::new(program()).args(["demo", "--no-open", "--dir"]).arg(folder).output();
    assert!(made.unwrap().status.success());
    folder.join("示例轮次.wenkan")
}

/// Measures and prints.
pub(crate) fn print_figures() {
    print_times("key to screen, a program that only echoes", floor());
    let folder = tempfile::tempdir().unwrap();
    let sample = Round { name: "sample", path: sample(folder.path()), unit: "\t", talk: RESUMED };
    figures_of(&sample);
    let talks = Round { name: "3,000 talks", path: folder.path().join("talks.wenkan"), unit: "", talk: OF_THE_HEAD };
    big::talks(&talks.path).close().unwrap();
    figures_of(&talks);
    let whole =
        Round { name: "1,200 problems", path: folder.path().join("inspection.wenkan"), unit: "", talk: OF_THE_HEAD };
    inspection::write(&whole.path).close().unwrap();
    figures_of(&whole);
    print_times("key to screen in reading, 1,200 problems", typing(&mut Terminal::reading(&whole)));
    print_times("key to screen in a paper, 1,200 problems", typing(&mut Terminal::paper(&whole)));
    print_times(
        "key to screen on home while it counts, 1,200 problems",
        moving_while_counting(&mut Terminal::home(&whole)),
    );
    screens(&whole);
    let long =
        Round { name: "100,000 characters", path: folder.path().join("long.wenkan"), unit: "", talk: OF_THE_HEAD };
    big::long(&long.path).close().unwrap();
    long_answer(&long);
}
