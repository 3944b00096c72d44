//! Nothing that is typed into an encrypted round lies readable on the disk, at no time.

use super::desk::{AT_HOME, IN_TALK, WIDE, is_saved, leave, listed, quit, run};
use crate::pty::{Life, Pty};
use crate::support::TestEnvironment;
use nix::sys::signal::Signal;
use std::fs;
use std::path::{Path, PathBuf};

/// Words that nothing else holds; each is typed into another place.
const ROUND: &str = "青砖轮次";
const UNIT: &str = "榆木单位";
const PERSON: &str = "祁墨白";
const PLACE: &str = "柏木小屋";
const ANSWER: &str = "琥珀账本";
const REMARK: &str = "搪瓷批注";
const WITHHELD: &str = "榫卯线索";
const DRAFT: &str = "藤椅草稿";
const SOUGHT: &str = "檀香检索";
const PASSPHRASE: &str = "竹篾口令2026";
const WRONG: &str = "竹篾错口令2025";

/// Standard error goes to a file, the rest to the terminal.
const SHELL: &str = r#"exec "$0" "$@" 2>> "$WENKAN_TEST_STDERR""#;

struct Place {
    env: TestEnvironment,
    stderr: PathBuf,
    recovery: String,
}

impl Place {
    fn start(&self, args: &[&str]) -> Pty {
        let all = [&["-c", SHELL, env!("CARGO_BIN_EXE_wenkan")], args].concat();
        let variables = [("WENKAN_TEST_STDERR", self.stderr.to_str().unwrap())];
        run(&self.env, Path::new("sh"), &all, &variables, WIDE)
    }

    /// Fails when any of the words is readable in any file that the program could have written.
    #[track_caller]
    fn holds_no_word(&self, pty: &Pty, when: &str) {
        let groups = self.recovery.replace(' ', "");
        let words = [
            ROUND,
            UNIT,
            PERSON,
            PLACE,
            ANSWER,
            REMARK,
            WITHHELD,
            DRAFT,
            SOUGHT,
            PASSPHRASE,
            WRONG,
            &self.recovery,
            &groups,
        ];
        let mut files = Vec::new();
        for folder in [&*self.env.home(), &*self.env.work(), pty.home()] {
            walk(folder, &mut files);
        }
        let names: Vec<_> = files.iter().map(|(path, bytes)| (path.display().to_string(), bytes.len())).collect();
        assert!(names.iter().any(|(name, len)| name.ends_with(".wenkan") && *len > 10_000), "{names:?}");
        assert!(names.iter().any(|(name, _)| name.ends_with("recent.json")), "{names:?}");
        for (path, bytes) in &files {
            for word in words {
                assert!(!has_word(bytes, word), "{when}: {word} is in {}", path.display());
            }
        }
    }
}

fn walk(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
}

/// Whether bytes hold the word in UTF-8 or UTF-16, or anything else of its name in the path's place.
fn has_word(bytes: &[u8], word: &str) -> bool {
    let units: Vec<u16> = word.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
    [word.as_bytes(), &little, &big].into_iter().any(|form| bytes.windows(form.len()).any(|w| w == form))
}

#[test]
fn words_are_found_where_they_are() {
    let utf16 = |f: fn(u16) -> [u8; 2]| -> Vec<u8> { format!("甲{ANSWER}乙").encode_utf16().flat_map(f).collect() };
    for bytes in [format!("x{ANSWER}").into_bytes(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert!(has_word(&bytes, ANSWER) && !has_word(&bytes, REMARK));
    }
}

/// First steps with a passphrase; returns the recovery code that was shown.
fn first_steps(pty: &mut Pty, file: &Path) -> String {
    pty.keys("<wait:新建轮次…><down><enter><wait:巡察组成员>")
        .keys(ROUND)
        .keys("<tab><tab><tab>第一组<tab><tab><tab><tab><tab>");
    pty.keys("刘芳，周宁<tab>").keys(file.to_str().unwrap()).keys("<tab><tab>");
    pty.keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<c-s><wait:抄在纸上>");
    let screen = pty.screen_text();
    let values = screen.lines().filter_map(|l| l.trim_start().strip_prefix("恢复码  "));
    let code = values.map(str::trim).find(|l| l.is_ascii()).expect("the code is shown");
    assert!(code.len() > 50, "{code}");
    code.to_owned()
}

/// A unit, a person, a talk; words into every place that takes some.
fn talk(pty: &mut Pty) {
    pty.keys("<enter><wait:还没有被巡察单位><c-u><wait:代码>DW<tab>").keys(UNIT).keys("<c-s>");
    pty.keys("<wait:还没有人员>n<wait:政治面貌>").keys(PERSON).keys("<tab>局长<c-s>");
    listed(pty, PERSON);
    pty.keys("t<wait:一人谈理由><tab><tab>").keys(PLACE).keys("<c-s><wait:开场说明><enter>").wait_for(IN_TALK);
    pty.keys("<a-1>").keys(ANSWER).keys("<f2>").wait_for("疑点 1");
    pty.keys("<enter><f3><f3>").keys(REMARK).wait_for(&format!("注  {REMARK}"));
    pty.keys("<enter>").keys(WITHHELD).wait_for(WITHHELD).keys("<a-x>").wait_for("已标：这一段只留在谈话里");
    pty.keys("<a-2>").keys(DRAFT).wait_for(DRAFT);
    pty.wait_until("saved", is_saved);
}

#[test]
fn no_word_of_an_encrypted_round_is_readable_on_the_disk() {
    let env = TestEnvironment::new();
    let file = env.path("加密.wenkan");
    let stderr = env.path("stderr.txt");
    let mut place = Place { env, stderr, recovery: String::new() };
    let mut pty = place.start(&[]);
    place.recovery = first_steps(&mut pty, &file);
    talk(&mut pty);
    place.holds_no_word(&pty, "while the talk goes on");
    pty.signal(Signal::SIGKILL);
    assert_eq!(pty.wait_exit(), Life::Killed(Signal::SIGKILL));
    place.holds_no_word(&pty, "after a kill");

    // Opens the last round.
    let mut pty = place.start(&[]);
    pty.wait_for("输入口令").keys(WRONG).keys("<enter><wait:口令不对><c-a>").keys(PASSPHRASE).keys("<enter>");
    pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME);
    pty.keys("s<wait:搜索>").keys(SOUGHT).wait_for(SOUGHT).keys("<esc>").wait_for(AT_HOME);
    pty.keys("<enter>").wait_for(DRAFT).keys("<a-1>").wait_for(WITHHELD);
    quit(&mut pty);
    place.holds_no_word(&pty, "after quitting");

    // With the recovery code too.
    let mut pty = place.start(&[file.to_str().unwrap()]);
    pty.wait_for("输入口令").keys(&place.recovery).keys("<enter><wait:谁在操作><enter>").wait_for(PERSON);
    leave(&mut pty);
    place.holds_no_word(&pty, "after the recovery code");
    assert_eq!(fs::read_to_string(&place.stderr).unwrap(), "", "the program wrote to stderr");
}
