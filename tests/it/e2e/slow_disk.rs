//! The screen never waits for the disk.

use super::desk::{AT_HOME, Desk, IN_TALK, WIDE, flat, is_saved, quit, rows, start};
use super::filled::{PAPER, filled};
use crate::pty::{Life, Pty};
use nix::sys::signal::Signal;
use std::collections::HashSet;
use std::time::{Duration, Instant};
use wenkan::model::answer::Answer;
use wenkan::model::decision::Decision;
use wenkan::model::evidence::Evidence;
use wenkan::model::observation::Observation;
use wenkan::model::people::Person;
use wenkan::model::problem::Problem;
use wenkan::model::reading::{CheckResult, Verdict};
use wenkan::model::round::Unit;
use wenkan::store::{Reader, Secret, Store};

const KEYS: &str = "去年一共研究了四次，前两次是单独的议题，后两次是和安全生产一起讲的，题目要看记录才说得准，我记不全，请以会议记录为准。";
/// Every write takes this long.
const DELAY: Duration = Duration::from_millis(300);

/// How fast a key is on the screen is measured by the benches; here a key that waited for a write would take 300 ms.
#[test]
fn keys_echo_while_every_write_takes_300_ms() {
    if !cfg!(debug_assertions) {
        // Only a debug build of the program slows its writes down.
        return;
    }
    let desk = Desk::plain();
    let mut pty = desk.open_with(&[("WENKAN_TEST_WRITE_DELAY_MS", "300")]);
    pty.wait_for(IN_TALK).wait_until("saved", is_saved);
    let mut caret = pty.cursor().unwrap();
    let (mut took, mut was_writing) = (Vec::new(), false);
    for key in KEYS.chars() {
        let sent = Instant::now();
        pty.send(key.encode_utf8(&mut [0; 4]).as_bytes());
        pty.wait_until("the key", |s| {
            let shown = s.cursor_position() != caret;
            was_writing |= shown && rows(s)[0].ends_with("存盘中");
            shown
        });
        took.push(sent.elapsed());
        caret = pty.cursor().unwrap();
    }
    pty.wait_until("all of it, saved", |s| is_saved(s) && flat(s).contains(KEYS));
    assert!(was_writing, "the screen never said that it was writing");
    took.sort();
    let (median, worst) = (took[took.len() / 2], took[took.len() - 1]);
    assert!(median < Duration::from_millis(16), "median {median:?}, worst {worst:?}");
    assert!(worst < DELAY / 2, "median {median:?}, worst {worst:?}");
    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q3"), KEYS);
}

/// Every write of the walks takes this long.
const SLOW: Duration = Duration::from_millis(1500);
/// Far longer than all writes of one walk.
const WALK: Duration = Duration::from_secs(90);

/// Goes there by `way`, which writes nothing, and types `keys` like somebody who does not look up. As soon as the screen
/// shows `end` and says 已存, the program is killed: then `holds` looks at the file.
fn walk(part: &str, way: &str, keys: &[&str], end: &str, holds: impl FnOnce(&Reader)) {
    if !cfg!(debug_assertions) {
        return;
    }
    let desk = filled();
    let slow = SLOW.as_millis().to_string();
    let mut pty = start(&desk.env, &[desk.path()], &[("WENKAN_TEST_WRITE_DELAY_MS", &slow)], WIDE);
    pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME).keys(way);
    pty.wait_long(WALK, "everything saved before the walk", is_saved);
    let began = Instant::now();
    for key in keys {
        pty.keys(key);
        // An Esc that comes together with the next key is another key to any program on a terminal.
        std::thread::sleep(Duration::from_millis(60));
    }
    let mut waited = false;
    pty.wait_long(WALK, &format!("{part}: {end:?}, saved"), |s| {
        waited |= rows(s)[0].ends_with("存盘中");
        is_saved(s) && s.contents().contains(end)
    });
    assert!(waited && began.elapsed() > SLOW, "{part}: 已存 without waiting for the disk");
    kill_now(&mut pty);
    let store = Store::open(&desk.file, &Secret::None).unwrap();
    let reader = store.reader().unwrap();
    let drafts: Vec<_> = reader.drafts().unwrap().into_iter().map(|d| (d.field, d.text)).collect();
    assert_eq!(drafts, [], "{part}: left, so sealed");
    holds(&reader);
    drop(reader);
    store.close().unwrap();
}

fn kill_now(pty: &mut Pty) {
    pty.signal(Signal::SIGKILL);
    assert_eq!(pty.wait_exit(), Life::Killed(Signal::SIGKILL));
}

#[test]
fn a_talk_at_full_speed_over_a_slow_disk() {
    let keys = [
        "<a-1>",
        "先由财务股提出方案。",
        "<enter>",
        "再上党组会。",
        "<f2>",
        "<a-2>",
        "章程学过。",
        "<f7>",
        "<f6>",
        "<esc>",
    ];
    walk("talk", "<enter><wait:谈话人 刘芳>", &keys, AT_HOME, |read| {
        let answers: Vec<Answer> = read.all().unwrap();
        let said = |question: &str| {
            let all: Vec<&Answer> = answers.iter().filter(|a| a.question == question).collect();
            assert_eq!(all.len(), 1, "{question}: {all:?}");
            let mut statements = all[0].statements.clone();
            statements.sort_by(|a, b| a.order.cmp(&b.order));
            statements.into_iter().map(|s| (s.text, s.key)).collect::<Vec<_>>()
        };
        let first = [("先由财务股提出方案。".to_owned(), false), ("再上党组会。".to_owned(), true)];
        assert_eq!(said("q1"), first);
        assert_eq!(said("q2"), [("章程学过。".to_owned(), false)]);
        let marked: Vec<Observation> = read.all().unwrap();
        assert_eq!(marked.iter().map(|o| o.text.as_str()).collect::<Vec<_>>(), ["再上党组会。"]);
    });
}

#[test]
fn reading_at_full_speed_over_a_slow_disk() {
    let way = "d<wait:第2卷><end><enter><wait:查阅  >";
    let keys =
        ["1", "1", "2", "c", "局长先说", "<esc>", "<f2>", "<f5>", "<f5>", "<f8>", "3", "g", "12", "<esc>", "<esc>"];
    walk("reading", way, &keys, "材料名称", |read| {
        let documents: Vec<wenkan::model::reading::Document> = read.all().unwrap();
        let second = documents.iter().find(|d| d.volume == "第2卷").unwrap();
        let mut results: Vec<CheckResult> = read.children(second.id.0).unwrap();
        results.sort_by(|a, b| a.item.cmp(&b.item));
        let seen: Vec<_> = results.iter().map(|r| (r.item.as_str(), r.verdict, &*r.pages, &*r.note)).collect();
        let wanted = [("k4.p1", Verdict::Problem, "", "局长先说"), ("k4.p2", Verdict::NotApplicable, "12", "")];
        assert_eq!(seen, wanted);
        assert_eq!(read.all::<Observation>().unwrap().len(), 1);
        assert_eq!(read.all::<Evidence>().unwrap().len(), 1, "taken once");
    });
}

#[test]
fn home_at_full_speed_over_a_slow_disk() {
    // A command is typed once its screen is there: one that comes before is told and does nothing.
    let person = |name: &'static str| ["n", name, "<c-s>", "x", "<wait:没有算>", "<wait:已保存人员>"];
    let unit = ["<c-u>", "DW", "<tab>", "又一个单位", "<c-s>"];
    let keys: Vec<&str> = person("新人甲").into_iter().chain(person("新人乙")).chain(unit).collect();
    walk("home", "", &keys, "又一个单位", |read| {
        let people: Vec<Person> = read.all().unwrap();
        let mut names: Vec<&str> = people.iter().map(|p| p.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["孙丽", "新人乙", "新人甲", "王建国"]);
        assert_eq!(people.iter().map(|p| &p.code).collect::<HashSet<_>>().len(), 4, "each has its code");
        assert_eq!(read.all::<Unit>().unwrap().len(), 2);
    });
}

#[test]
fn a_paper_at_full_speed_over_a_slow_disk() {
    let keys = ["<end>", "又一句。", "<tab>", "<s-tab>", "再一句。", "<c-f>", "地点", "<enter>", "三楼会议室", "<esc>"];
    walk("paper", PAPER, &keys, "── 候选", |read| {
        let papers: Vec<Problem> = read.all().unwrap();
        let facts: Vec<&str> = papers[0].facts.iter().map(|f| f.text.as_str()).collect();
        assert_eq!(
            (papers.len(), facts, papers[0].place.as_str()),
            (1, vec!["一句话。又一句。再一句。"], "三楼会议室")
        );
    });
}

#[test]
fn adopting_at_full_speed_over_a_slow_disk() {
    let keys = ["<home>", "a", "<c-e>", "<esc>", "<end>"];
    walk("adopting", "p<wait:── 候选 1 >", &keys, "等存盘时的 Ctrl-E、Esc、End 没有算", |read| {
        assert_eq!(read.all::<Problem>().unwrap().len(), 2, "one more");
        assert_eq!(read.all::<Decision>().unwrap().len(), 1);
    });
}
