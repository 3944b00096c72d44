//! This program beside the editors that people know, in one run: first frame with content, and key to screen.
//!
//! nano, micro and vim are taken as the system has them, each with its own settings and a home of its own; one that is
//! missing is named and left out. They take turns, so that whatever else the machine does meets all alike. They show a
//! short text; this program opens the sample round and shows the names of the group, and writes what is typed into the
//! file, durably, while they keep it in memory. `WENKAN_BENCH_PROGRAM` names another binary of this program to measure,
//! such as the one that is shipped.

use crate::terminal::{KEYS_APART, Terminal, glyph_keys, program, quantile, sample};
use portable_pty::CommandBuilder;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often each program is started.
const RUNS: usize = 21;
/// Keys that are timed in each run.
const KEYS: usize = 30;
/// What the text of the editors begins with; the same name as on the first screen of the sample.
const NAME: &str = "刘芳";
const TEXT: &str = "刘芳　谈话记录\n赵志远　谈话记录\n";
/// Some ask the terminal what it can do, and draw again when they know.
const SETTLE: Duration = Duration::from_millis(150);

/// Keys, and what they show.
type Steps = &'static [(&'static str, &'static str)];

/// Of the second unit of the sample the second person has a talk that goes on.
const TO_TALK: Steps = &[("\r", "五必问"), ("\t", "五必问"), ("\x1b[B\r", "继续上次"), ("\x13", "问法 ")];

/// What is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Nothing,
    Text,
    Round,
}

/// What takes part.
struct Program {
    name: &'static str,
    binary: OsString,
    opened: Opened,
    /// From the first frame to where text is typed.
    to_text: Steps,
    first: Vec<Duration>,
    keys: Vec<Duration>,
}

impl Program {
    fn new(name: &'static str, binary: OsString, opened: Opened, to_text: Steps) -> Self {
        Self { name, binary, opened, to_text, first: Vec::new(), keys: Vec::new() }
    }

    /// An editor, where the system has it.
    fn editor(name: &'static str, to_text: Steps) -> Option<Self> {
        Some(Self::new(name, on_path(name)?.into(), Opened::Text, to_text))
    }

    fn ours() -> Self {
        Self::new("wenkan", program(), Opened::Round, TO_TALK)
    }

    /// A program that only gives keys back: the floor of all others.
    fn echo() -> Self {
        Self::new("cat", "sh".into(), Opened::Nothing, &[])
    }

    /// How it is started for the run of that number. Nothing is left of the runs before: an editor that was killed would
    /// ask what is to become of its file.
    fn command(&self, run: usize, folder: &Path, sample: &Path) -> CommandBuilder {
        let mut command = CommandBuilder::new(&self.binary);
        match self.opened {
            Opened::Nothing => command.args(["-c", &format!("stty raw -echo; printf {NAME}; exec cat")]),
            Opened::Text => {
                let text = folder.join(format!("{}-{run}.txt", self.name));
                std::fs::write(&text, TEXT).unwrap();
                command.arg(text);
            }
            Opened::Round => {
                let round = folder.join(format!("round-{run}.wenkan"));
                std::fs::copy(sample, &round).unwrap();
                // On the disk before the clock starts; else the first write of the program waits for all of it.
                std::fs::File::open(&round).unwrap().sync_all().unwrap();
                command.arg(round);
            }
        }
        command
    }

    /// Starts it, waits for its first frame, types, and ends it.
    fn run(&mut self, command: CommandBuilder, home: &Path) {
        let mut terminal = Terminal::run_in(command, home, self.opened == Opened::Round);
        self.first.push(terminal.shown(NAME) - terminal.started());
        terminal.idle(SETTLE);
        for (keys, text) in self.to_text {
            terminal.timed(keys, text);
        }
        self.keys.extend(glyph_keys(KEYS).map(|key| terminal.timed(&key, &key)));
    }
}

/// Where the system has a program.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// How often the program calls the system before its first frame with content, over all its threads.
fn system_calls(command: &CommandBuilder, folder: &Path) -> Option<usize> {
    let log = folder.join("calls.txt");
    let mut traced = CommandBuilder::new(on_path("strace")?);
    traced.args(["-f", "-s", "16", "-o"]);
    traced.arg(&log);
    traced.args(command.get_argv());
    let mut terminal = Terminal::run_in(traced, folder, true);
    terminal.shown(NAME);
    terminal.idle(SETTLE);
    drop(terminal);
    let log = std::fs::read(log).unwrap();
    let log = String::from_utf8_lossy(&log);
    // "PID name(…": what was interrupted in the log is told once more with "resumed", signals and ends otherwise.
    let frame = log.lines().position(|line| line.contains("write(1, \"\\33[?2026h"))?;
    let is_call = |line: &&str| line.split_whitespace().nth(1).is_some_and(|call| call.contains('('));
    Some(log.lines().take(frame + 1).filter(is_call).count())
}

/// Measures and prints.
pub(crate) fn print_figures() {
    let folder = tempfile::tempdir().unwrap();
    let sample = sample(folder.path());
    let editors: [(&str, Steps); 3] = [("nano", &[]), ("micro", &[]), ("vim", &[("i", "INSERT")])];
    let mut programs = vec![Program::echo()];
    for (name, to_text) in editors {
        match Program::editor(name, to_text) {
            Some(program) => programs.push(program),
            None => println!("{name} is not on this machine: left out"),
        }
    }
    programs.push(Program::ours());
    let homes: Vec<PathBuf> = programs.iter().map(|p| folder.path().join(format!("home-{}", p.name))).collect();
    for home in &homes {
        std::fs::create_dir(home).unwrap();
    }
    for run in 0..RUNS {
        for (program, home) in programs.iter_mut().zip(&homes) {
            let command = program.command(run, folder.path(), &sample);
            program.run(command, home);
        }
    }
    print(&mut programs);
    let ours = programs.pop().map(|ours| ours.command(RUNS, folder.path(), &sample));
    match ours.and_then(|ours| system_calls(&ours, &homes[homes.len() - 1])) {
        Some(calls) => println!("  wenkan calls the system {calls} times before its first frame"),
        None => println!("  strace is not on this machine: system calls not counted"),
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    quantile(times, 0.5)
}

fn print(programs: &mut [Program]) {
    println!(
        "beside others, taking turns: medians of {RUNS} starts and of {} keys, {} ms apart",
        RUNS * KEYS,
        KEYS_APART.as_millis()
    );
    let figures: Vec<(&str, f64, f64)> =
        programs.iter_mut().map(|p| (p.name, median(&mut p.first), median(&mut p.keys))).collect();
    let Some((_, our_first, our_key)) = figures.last().copied() else { return };
    for (name, first, key) in figures {
        println!(
            "  {name:<7} first frame {first:6.2} ms, key to screen {key:6.3} ms; ours is {:.2} and {:.2} of it",
            our_first / first,
            our_key / key
        );
    }
}
