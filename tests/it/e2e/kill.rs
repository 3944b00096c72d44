//! Nothing that was typed is lost, whenever the program dies.
//!
//! The program is killed at a random moment while answers are typed, judged and left. Afterwards the text of each
//! question is a prefix of what was sent, holds every key sent [`GRACE`] or more before, and nothing that the screen
//! called 已存 is gone. `WENKAN_KILL_ROUNDS` sets the number of rounds, `WENKAN_KILL_SEED` the first seed.

use super::desk::{Desk, Kept, flat, is_at, is_saved, rows};
use crate::pty::{Life, Pty};
use nix::sys::signal::{Signal, kill};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A key sent this long before the kill is in the file.
pub(super) const GRACE: Duration = Duration::from_millis(500);
/// The program is killed within this time from the first key.
pub(super) const SPAN_MS: u64 = 1_200;
/// Signals that let the program end by itself, with its exit code then.
pub(super) const SIGNALS: [(Signal, i32); 2] = [(Signal::SIGTERM, 143), (Signal::SIGHUP, 129)];
const NUMERALS: [&str; 5] = ["一", "二", "三", "四", "五"];
pub(super) const GLYPHS: &str =
    "党组会上研究大额资金使用都要先由财务股提出方案再分管同志审核最后集体决定会议记录当天整理主要负责人末位表态";

/// SplitMix64: the same seed, the same keys.
pub(super) struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(super) fn index(&mut self, n: usize) -> usize {
        usize::try_from(self.below(n as u64)).unwrap()
    }
}

/// Says which seed failed.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("again: WENKAN_KILL_SEED={} WENKAN_KILL_ROUNDS=1", self.0);
        }
    }
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Rounds of each test.
pub(super) const ROUNDS: u64 = 20;

#[test]
fn what_is_typed_survives_a_kill_at_any_moment() {
    assert!(kill_while_answering(ROUNDS) > 0);
}

/// Kills so many times, and says how often.
pub(crate) fn kill_while_answering(rounds: u64) -> usize {
    count(rounds, one_round)
}

/// Runs so many rounds, and says how many there were.
pub(super) fn count(rounds: u64, one_round: impl Fn(Dice) + Sync) -> usize {
    let done = AtomicUsize::new(0);
    times(rounds, 1, |_, dice| {
        one_round(dice);
        done.fetch_add(1, Ordering::Relaxed);
    });
    done.into_inner()
}

/// Runs rounds of other seeds, two at a time, `each` times in each of so many places; a round gets the number of its
/// place. `WENKAN_KILL_ROUNDS` and `WENKAN_KILL_SEED` say how many and which.
pub(super) fn times(each: u64, places: usize, one_round: impl Fn(usize, Dice) + Sync) {
    let places = places as u64;
    let rounds = variable("WENKAN_KILL_ROUNDS").unwrap_or(each) * places;
    let first = variable("WENKAN_KILL_SEED").unwrap_or_else(|| std::hash::RandomState::new().hash_one(0) >> 16);
    let next = AtomicU64::new(0);
    let work = || {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= rounds {
                return;
            }
            // The seed says which place, so that it alone brings a round back.
            let seed = Seed(first.wrapping_add(n));
            one_round(usize::try_from(seed.0 % places).unwrap(), Dice(seed.0));
        }
    };
    std::thread::scope(|s| {
        s.spawn(work);
        s.spawn(work);
    });
}

fn one_round(mut dice: Dice) {
    let desk = if dice.below(4) == 0 { Desk::encrypted() } else { Desk::plain() };
    let mut pty = desk.open();
    let after = Duration::from_millis(dice.below(SPAN_MS));
    let (typist, killed_at) = killed(&mut pty, after, |pty, dying| {
        let mut typist = Typist::new(pty, dice, dying);
        typist.work();
        typist.done()
    });
    drop(pty);
    let kept = desk.kept();
    typist.hold(&kept, killed_at);
    comes_back(&desk, &kept);
}

/// Lets `type_on` type until it is told that the program is dying, which is killed after `after`; returns what it
/// returns, and when that was.
pub(super) fn killed<T>(
    pty: &mut Pty,
    after: Duration,
    type_on: impl FnOnce(&mut Pty, &AtomicBool) -> T,
) -> (T, Instant) {
    let pid = pty.pid();
    let dying = AtomicBool::new(false);
    let out = std::thread::scope(|s| {
        let killer = s.spawn(|| {
            std::thread::sleep(after);
            dying.store(true, Ordering::SeqCst);
            let at = Instant::now();
            kill(pid, Signal::SIGKILL).unwrap();
            at
        });
        let typed = type_on(pty, &dying);
        (typed, killer.join().unwrap())
    });
    assert_eq!(pty.wait_exit(), Life::Killed(Signal::SIGKILL));
    out
}

/// The pause before the next key, as hands make it.
pub(super) fn pause(dice: &mut Dice) {
    let ms = match dice.below(20) {
        0 => 150 + dice.below(250),
        1..=4 => 0,
        _ => 5 + dice.below(40),
    };
    // Typing takes time; how the program saves meanwhile is what is looked at.
    std::thread::sleep(Duration::from_millis(ms));
}

/// What was sent, and what the screen had called saved.
#[derive(Default)]
struct Sent {
    keys: BTreeMap<usize, Vec<(char, Instant)>>,
    /// Questions whose whole text the screen had called saved when they were left: how many keys.
    left: BTreeMap<usize, usize>,
    judged: BTreeSet<usize>,
}

/// Types like a recorder: bursts of an input method, single keys, pauses; turns to the next question; judges.
struct Typist<'a> {
    pty: &'a mut Pty,
    dice: Dice,
    dying: &'a AtomicBool,
    sent: Sent,
}

impl<'a> Typist<'a> {
    fn new(pty: &'a mut Pty, dice: Dice, dying: &'a AtomicBool) -> Self {
        Self { pty, dice, dying, sent: Sent::default() }
    }

    fn done(self) -> Sent {
        self.sent
    }

    fn is_over(&self) -> bool {
        self.dying.load(Ordering::SeqCst)
    }

    /// Works until the program dies.
    fn work(&mut self) {
        let mut questions: Vec<usize> = (0..5).collect();
        let mut before = None;
        while !questions.is_empty() && !self.is_over() {
            let at = questions.remove(self.dice.index(questions.len()));
            self.turn_to(at, before);
            before = Some(at);
            for _ in 0..=self.dice.below(3) {
                self.paragraph(at);
                if self.dice.below(4) == 0 {
                    self.judge(at);
                }
            }
        }
        while let (false, Some(at)) = (self.is_over(), before) {
            self.paragraph(at);
        }
    }

    /// Waits until the screen shows this and 已存; `false`: the program died first.
    fn sees(&mut self, what: &str, shown: impl Fn(&vt100::Screen) -> bool) -> bool {
        let dying = self.dying;
        self.pty.wait_until(what, |s| dying.load(Ordering::SeqCst) || (is_saved(s) && shown(s)));
        !self.is_over()
    }

    fn turn_to(&mut self, at: usize, before: Option<usize>) {
        self.pty.keys(&format!("<a-{}>", at + 1));
        let looks = self.dice.below(2) == 0;
        if let (true, Some(before)) = (looks && self.sees("the next question", |s| is_at(s, NUMERALS[at])), before) {
            let count = self.sent.keys.get(&before).map_or(0, Vec::len);
            self.sent.left.insert(before, count);
        }
    }

    fn judge(&mut self, at: usize) {
        // Six rows down is past all claims; there every digit is a level.
        self.pty.keys("<f4><down><down><down><down><down><down>");
        let first = !self.sent.judged.contains(&at);
        if first {
            self.pty.keys("1");
        }
        self.pty.keys("<f4>");
        let folded = |s: &vt100::Screen| rows(s).iter().any(|r| r.contains("判断 1 "));
        if first && self.sees("the judgement", folded) {
            self.sent.judged.insert(at);
        }
    }

    fn paragraph(&mut self, at: usize) {
        let glyphs: Vec<char> = GLYPHS.chars().collect();
        for _ in 0..5 + self.dice.below(30) {
            let burst: String = (0..=self.dice.below(3)).map(|_| glyphs[self.dice.index(glyphs.len())]).collect();
            self.key(at, &burst);
            if self.is_over() {
                return;
            }
        }
        self.pty.send(b"\r");
        self.sent.keys.entry(at).or_default().push(('\n', Instant::now()));
    }

    fn key(&mut self, at: usize, burst: &str) {
        self.pty.send(burst.as_bytes());
        let now = Instant::now();
        self.sent.keys.entry(at).or_default().extend(burst.chars().map(|c| (c, now)));
        pause(&mut self.dice);
    }
}

impl Sent {
    /// Holds what is on the disk to the promise.
    fn hold(&self, kept: &Kept, killed_at: Instant) {
        for (at, keys) in &self.keys {
            let question = format!("q{}", at + 1);
            let (text, sealed) = (kept.text(&question), kept.sealed(&question));
            let sent: String = keys.iter().map(|(c, _)| c).collect();
            assert!(sent.starts_with(&text), "{question}: no prefix of what was sent\nsent {sent:?}\nkept {text:?}");
            assert!(text.starts_with(&sealed), "{question}: a draft lost sealed text\n{sealed:?}\n{text:?}");
            let old = keys.iter().take_while(|(_, sent_at)| *sent_at + GRACE <= killed_at);
            let must: String = old.map(|(c, _)| c).collect();
            let must = must.trim_end_matches('\n');
            let late = killed_at.duration_since(keys[0].1);
            assert!(
                text.starts_with(must),
                "{question}: lost, {late:?} after its first key\nmust {must:?}\nkept {text:?}"
            );
            if let Some(count) = self.left.get(at) {
                let whole: String = keys.iter().take(*count).map(|(c, _)| c).collect();
                assert_eq!(sealed, whole.trim_end_matches('\n'), "{question} was left and called saved");
            }
        }
        for at in &self.judged {
            let question = format!("q{}", at + 1);
            let judged = kept.sealed.get(&question).is_some_and(|a| a.judgement.is_some());
            assert!(judged, "{question}: its judgement is gone");
        }
    }
}

/// After the kill, the program shows the draft in its field.
fn comes_back(desk: &Desk, kept: &Kept) {
    let mut pty = desk.open();
    // One comes back to the first draft in the order of the talk; the others wait at their questions.
    for (question, draft) in &kept.drafts {
        let Some(last) = draft.text.lines().rfind(|line| !line.is_empty()) else { continue };
        let number = question.trim_start_matches('q');
        pty.keys(&format!("<a-{number}>")).wait_until(&format!("the draft {last:?}"), |s| flat(s).contains(last));
    }
}
