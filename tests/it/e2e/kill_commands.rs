//! Commands that write, and the closing of the program, killed at any moment.
//!
//! Afterwards the round is whole, with all of what the command does or none of it, no output is cut short, and the same
//! command, given again, does what it would have done.

use super::desk::{AT_HOME, Desk};
use super::kill::{Dice, times};
use crate::support::TestEnvironment;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use wenkan::model::answer::Answer;
use wenkan::model::people::Person;
use wenkan::store::{Passphrase, Reader, Secret};

/// The round that is worked on.
const ROUND: &str = "样.wenkan";
/// How many people the roster brings.
const MANY: usize = 400;

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    New,
    Demo,
    People,
    Bundle,
    Attach,
    Export,
    Backup,
    Restore,
    /// Writing into a file of an older version, which is brought to this one first.
    Migration,
    /// Quitting on the screen.
    Close,
}

const ALL: [Work; 10] = [
    Work::New,
    Work::Demo,
    Work::People,
    Work::Bundle,
    Work::Attach,
    Work::Export,
    Work::Backup,
    Work::Restore,
    Work::Migration,
    Work::Close,
];

/// The sample round and what is exported of it, made once.
struct Sample {
    file: Vec<u8>,
    outputs: Vec<(String, Vec<u8>)>,
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let env = TestEnvironment::with_sample();
        let file = std::fs::read(env.path(ROUND)).unwrap();
        env.run(&["export", ROUND, "--out", "导出"]).success();
        Sample { file, outputs: env.files("导出") }
    })
}

impl Work {
    /// A world in which the command can be given.
    fn world(self) -> TestEnvironment {
        let env = TestEnvironment::new();
        match self {
            Self::New | Self::Demo => {}
            Self::Migration => {
                let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v2.wenkan");
                env.write(ROUND, std::fs::read(kept).unwrap());
                env.write("口令", "wenkan-fixture-2\n");
            }
            Self::Bundle => {
                env.run(&["new", ROUND, "--no-passphrase", "--as", "临时"]).success();
                for (name, bytes) in &sample().outputs {
                    env.write(&format!("导出/{name}"), bytes);
                }
            }
            _ => drop(env.write(ROUND, &sample().file)),
        }
        let people: Vec<String> = (0..MANY).map(|n| format!("甲{}乙{}\t干部", glyph(n / 20), glyph(n % 20))).collect();
        let roster = people.join("\n");
        env.write("名册.tsv", format!("姓名\t职务\n{roster}"));
        env.write("扫描.pdf", vec![7; 3 << 20]);
        if self == Self::Restore {
            env.run(&["backup", ROUND, "样-20260308-180500.wenkan"]).success();
        }
        env
    }

    fn args(self) -> &'static [&'static str] {
        match self {
            Self::New => &["new", ROUND, "--no-passphrase", "--as", "刘芳"],
            Self::Demo => &["demo", "--dir", ".", "--no-open"],
            Self::People => &["import", ROUND, "people", "名册.tsv", "--unit", "SLJ"],
            Self::Bundle => &["import", ROUND, "bundle", "导出/内部"],
            Self::Attach => &["attach", ROUND, "A37", "扫描.pdf"],
            Self::Export => &["export", ROUND, "--out", "导出"],
            Self::Backup => &["backup", ROUND, "备份.wenkan"],
            Self::Restore => &["restore", ROUND, "--copy", "1"],
            Self::Migration => &["import", ROUND, "people", "名册.tsv", "--unit", "SLJ", "--passphrase-file", "口令"],
            Self::Close => &[],
        }
    }

    /// Holds what is there to the promise; whether the command has done its work.
    fn hold(self, env: &TestEnvironment, before: &Counts) -> bool {
        let now = match self {
            Self::New | Self::Demo => {
                let file = if self == Self::New { ROUND } else { "示例轮次.wenkan" };
                return env.path(file).exists() && whole(env, file);
            }
            _ => Counts::of(env, self),
        };
        self.verify(env);
        match self {
            Self::People | Self::Migration => {
                assert!([0, MANY].contains(&(now.people - before.people)), "{} of {MANY}", now.people - before.people);
                now.people > before.people
            }
            Self::Bundle => {
                let all = Counts::of_file(&sample().file);
                assert!(now == *before || now == all, "{now:?}");
                now == all
            }
            Self::Export => {
                let reference: BTreeMap<_, _> = sample().outputs.iter().cloned().collect();
                let made = if env.path("导出").exists() { env.files("导出") } else { Vec::new() };
                let made: Vec<_> = made.into_iter().filter(|(name, _)| !in_the_making(name)).collect();
                for (name, bytes) in &made {
                    assert!(reference.get(name) == Some(bytes), "{name} is cut short");
                }
                made.len() == reference.len()
            }
            Self::Backup => env.path("备份.wenkan").exists() && whole(env, "备份.wenkan"),
            Self::Restore => {
                let name = "样-恢复-20260308-180500.wenkan";
                env.path(name).exists() && whole(env, name)
            }
            // A file that was attached twice is there once.
            Self::Attach | Self::New | Self::Demo | Self::Close => false,
        }
    }

    fn verify(self, env: &TestEnvironment) {
        if self == Self::Migration {
            // The method of that file was never one that can be read.
            let run = env.run(&["verify", ROUND, "--passphrase-file", "口令"]).exits(1).mentions("发现 2 处问题");
            assert!(run.stdout.lines().chain(run.stderr.lines()).filter(|l| l.contains("校验值不符")).count() >= 2);
        } else {
            assert!(whole(env, ROUND));
        }
    }
}

/// What a round holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    people: usize,
    answers: usize,
}

impl Counts {
    fn of(env: &TestEnvironment, work: Work) -> Self {
        match work {
            Work::New | Work::Demo => Self::default(),
            Work::Migration => {
                let secret = Secret::Passphrase(Passphrase::new("wenkan-fixture-2").unwrap());
                Self::read(&env.path(ROUND), &secret)
            }
            _ => Self::read(&env.path(ROUND), &Secret::None),
        }
    }

    fn of_file(bytes: &[u8]) -> Self {
        let env = TestEnvironment::new();
        Self::read(&env.write(ROUND, bytes), &Secret::None)
    }

    fn read(file: &Path, secret: &Secret) -> Self {
        let reader = Reader::open(file, secret).unwrap();
        Self { people: reader.all::<Person>().unwrap().len(), answers: reader.all::<Answer>().unwrap().len() }
    }
}

fn glyph(n: usize) -> char {
    "一二三四五六七八九十百千万春夏秋冬东西南".chars().nth(n).unwrap()
}

/// Whether that is a file that a program was making.
fn in_the_making(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "part")
}

fn whole(env: &TestEnvironment, file: &str) -> bool {
    env.run(&["verify", file]).success();
    true
}

/// How long the command takes when nobody kills it.
fn length(work: Work) -> Duration {
    static LENGTHS: OnceLock<Vec<Duration>> = OnceLock::new();
    let all = LENGTHS.get_or_init(|| {
        let measured = ALL.iter().map(|work| {
            let env = work.world();
            let began = Instant::now();
            if *work != Work::Close {
                env.run(work.args()).success();
            }
            began.elapsed()
        });
        measured.collect()
    });
    all[ALL.iter().position(|w| *w == work).unwrap()]
}

/// Kills once; whether the command was still at work.
fn one_kill(work: Work, mut dice: Dice) -> bool {
    if work == Work::Close {
        return kill_closing(dice);
    }
    let span = u64::try_from(length(work).as_micros()).unwrap();
    let env = work.world();
    let before = Counts::of(&env, work);
    let mut child = env.command(work.args()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_micros(dice.below(span)));
    let killed = child.try_wait().unwrap().is_none();
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGKILL).ok();
    child.wait().unwrap();
    if !work.hold(&env, &before) {
        env.run(work.args()).success();
        assert!(work.hold(&env, &before) || work == Work::Attach, "{work:?}: given again, it does nothing");
    }
    // What the killed one was making is gone once a round there is written, or an export goes there again.
    if !matches!(work, Work::New | Work::Demo | Work::Migration) {
        env.run(if work == Work::Export { work.args() } else { Work::People.args() }).success();
        let left: Vec<_> = env.files("").into_iter().map(|(name, _)| name).filter(|n| in_the_making(n)).collect();
        assert!(left.is_empty(), "{work:?}: {left:?}");
    }
    killed
}

/// Kills the program while it quits: nothing that was typed is missing.
fn kill_closing(mut dice: Dice) -> bool {
    const SAID: &str = "三万元以上的支出都要上党组会。";
    let desk = Desk::plain();
    let mut pty = desk.open();
    pty.keys("<a-1>").keys(SAID).wait_for(SAID).keys("<esc>").wait_for(AT_HOME);
    pty.keys("q<wait:退出问看？>1");
    std::thread::sleep(Duration::from_millis(dice.below(120)));
    kill(pty.pid(), Signal::SIGKILL).ok();
    let killed = matches!(pty.wait_exit(), crate::pty::Life::Killed(_));
    drop(pty);
    assert_eq!(desk.kept().sealed("q1"), SAID);
    desk.env.run(&["verify", desk.path()]).success();
    killed
}

/// Kills each command so many times; `WENKAN_KILL_ROUNDS` says otherwise. Returns how often a command was still at work.
pub(crate) fn kill_every_command(each: u64) -> usize {
    let kills = AtomicUsize::new(0);
    times(each, ALL.len(), |n, dice| {
        kills.fetch_add(usize::from(one_kill(ALL[n], dice)), Ordering::Relaxed);
    });
    kills.into_inner()
}

#[test]
fn a_command_killed_at_any_moment_leaves_the_round_whole_and_can_be_given_again() {
    assert!(kill_every_command(3) > 0);
}
