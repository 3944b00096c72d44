//! `restore`, `repair`, `passphrase`, `wipe`, and what `verify` says it compared.

use crate::support::{PASSPHRASE, TestEnvironment};
use std::fs;
use std::process::Stdio;

const WITH: [&str; 2] = ["--passphrase-file", "pass"];

/// An encrypted round `a.wenkan` with a copy beside it.
fn encrypted() -> TestEnvironment {
    let env = TestEnvironment::new();
    env.write("pass", PASSPHRASE);
    env.run(&["new", "a.wenkan", "--as", "刘芳", WITH[0], WITH[1]]).success();
    env.run(&["backup", "a.wenkan", "a-备份.wenkan", WITH[0], WITH[1]]).success();
    env
}

#[test]
fn verify_says_what_it_compared() {
    let env = TestEnvironment::with_sample();
    let run = env.run(&["verify", "样.wenkan"]).success();
    for what in ["日志 ", "搜索索引的字词 ", "草稿 ", "导出登记 ", "线索登记 ", "文件说明 ", "表、索引、触发器和视图 "]
    {
        assert!(run.stdout.contains(what), "{what}: {run}");
    }
    let json = env.run(&["verify", "样.wenkan", "--json"]).success();
    assert!(json.stdout.contains("\"compared\"") && json.stdout.contains("\"redacted\""), "{json}");
}

#[test]
fn a_copy_is_listed_and_written_beside_and_never_over_a_file() {
    let env = TestEnvironment::with_sample();
    env.run(&["backup", "样.wenkan", "样-20260308-180500.wenkan"]).success();
    env.write("样-别的.wenkan", [7; 8192]);
    let list = env.run(&["restore", "样.wenkan"]).success();
    assert!(list.stdout.contains("2026-03-08 18:05　") && list.stdout.contains("人员 "), "{list}");
    assert!(list.stdout.contains("谈话 "), "{list}");
    let at = list.stdout.lines().position(|l| l.contains("2026-03-08")).unwrap() / 2 + 1;
    let before = fs::read(env.path("样.wenkan")).unwrap();
    env.run(&["restore", "样.wenkan", "--copy", &at.to_string()]).success();
    env.run(&["verify", "样-恢复-20260308-180500.wenkan"]).success();
    env.run(&["restore", "样.wenkan", "--copy", &at.to_string(), "--to", "样.wenkan"])
        .exits(3)
        .mentions("已有同名文件");
    env.run(&["restore", "样.wenkan", "--copy", "99"]).exits(2).mentions("没有第 99 份备份");
    assert_eq!(fs::read(env.path("样.wenkan")).unwrap(), before);
    // The round itself is gone: what is left is found by its name.
    fs::remove_file(env.path("样.wenkan")).unwrap();
    let list = env.run(&["restore", "样.wenkan"]).success();
    assert!(list.stdout.contains("2026-03-08 18:05　"), "{list}");
}

#[test]
fn a_damaged_file_is_repaired_into_a_new_one() {
    let env = TestEnvironment::with_sample();
    env.run(&["repair", "样.wenkan", "好.wenkan"]).success();
    env.run(&["verify", "好.wenkan"]).success();
    let mut bytes = fs::read(env.path("样.wenkan")).unwrap();
    // Some pages in the middle, whatever they hold.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 5 * 4096].fill(0xA5);
    env.write("坏.wenkan", &bytes);
    let run = env.run(&["repair", "坏.wenkan", "修.wenkan"]);
    assert!(matches!(run.code, Some(0 | 1)), "{run}");
    env.run(&["verify", "修.wenkan"]).success();
    assert_eq!(fs::read(env.path("坏.wenkan")).unwrap(), bytes);
    env.run(&["repair", "坏.wenkan", "修.wenkan"]).exits(3).mentions("已有同名文件");
}

#[test]
fn the_passphrase_is_changed() {
    let env = encrypted();
    env.write("new", "换过的口令 2027");
    env.run(&["passphrase", "a.wenkan", WITH[0], WITH[1]]).exits(2).mentions("--new-passphrase-file");
    env.write("short", "123");
    env.run(&["passphrase", "a.wenkan", WITH[0], WITH[1], "--new-passphrase-file", "short"]).exits(2).mentions("至少");
    let run = env.run(&["passphrase", "a.wenkan", WITH[0], WITH[1], "--new-passphrase-file", "new"]).success();
    assert!(run.stderr.contains("口令已换") && run.stderr.contains("恢复码"), "{run}");
    env.run(&["verify", "a.wenkan", WITH[0], WITH[1]]).exits(4);
    env.run(&["verify", "a.wenkan", WITH[0], "new"]).success();
    // Copies that were made before open by the old one.
    env.run(&["verify", "a-备份.wenkan", WITH[0], WITH[1]]).success();
}

/// Kills it at every state that can be seen from outside: the new file is not begun, has so many bytes, is done.
#[test]
fn killed_while_the_passphrase_is_changed_one_whole_file_is_there() {
    let env = encrypted();
    env.write("new", "换过的口令 2027");
    let whole = fs::read(env.path("a.wenkan")).unwrap();
    let parts = || {
        let names = fs::read_dir(env.work()).unwrap().map(|e| e.unwrap().path());
        names.filter(|p| p.extension().is_some_and(|e| e == "part")).collect::<Vec<_>>()
    };
    let mut killed = 0;
    for bytes in [0, 1, 4096, 65_536, whole.len() as u64] {
        env.write("a.wenkan", &whole);
        let args = ["passphrase", "a.wenkan", WITH[0], WITH[1], "--new-passphrase-file", "new"];
        let mut child = env.command(&args).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if parts().iter().any(|p| fs::metadata(p).is_ok_and(|m| m.len() >= bytes)) {
                child.kill().unwrap();
                killed += 1;
                break;
            }
            std::thread::yield_now();
        }
        child.wait().unwrap();
        let opened = ["pass", "new"].map(|file| env.run(&["verify", "a.wenkan", WITH[0], file]).code == Some(0));
        assert!(opened[0] != opened[1], "{bytes}: {opened:?}");
        for part in parts() {
            fs::remove_file(part).unwrap();
        }
    }
    assert!(killed > 2, "{killed}");
}

#[test]
fn the_words_of_a_withheld_statement_are_taken_out_on_order() {
    const SAID: &str = "牵扯到具体的人";
    let env = TestEnvironment::with_sample();
    let holds = || fs::read(env.path("样.wenkan")).unwrap().windows(SAID.len()).any(|w| w == SAID.as_bytes());
    assert!(holds());
    let list = env.run(&["redact", "样.wenkan"]).success();
    assert!(!list.stdout.contains(SAID) && list.stdout.lines().count() == 1, "{list}");
    let id = list.stdout.split('　').next().unwrap().to_owned();
    let item = ["redact", "样.wenkan", "--item", &id];
    env.run(&item).exits(2).mentions("--by");
    let by = [&item[..], &["--by", "周永年", "--basis", "第3号"]].concat();
    env.run(&by).exits(2).mentions("--confirm");
    env.run(&[&by[..], &["--confirm", "删"]].concat()).exits(1);
    env.run(&["redact", "样.wenkan", "--item", "00000000", "--by", "周永年"]).exits(3).mentions("没有编号为");
    assert!(holds());
    env.run(&[&by[..], &["--confirm", "隐去", "--as", "刘芳"]].concat()).success();
    assert!(!holds());
    env.run(&[&by[..], &["--confirm", "隐去"]].concat()).exits(3).mentions("已经隐去");
    let report = env.run(&["verify", "样.wenkan"]).success();
    assert!(report.stdout.contains("按组长决定隐去的原话 1 段"), "{report}");
    let log = env.run(&["log", "样.wenkan", "--limit", "1"]).success();
    for word in ["隐去原话", "周永年决定", "第3号", "刘芳"] {
        assert!(log.stdout.contains(word), "{word}: {log}");
    }
    assert!(env.run(&["redact", "样.wenkan"]).success().stdout.contains("已隐去"));
}

#[test]
fn a_round_is_cleared_out_with_its_copies_and_outputs_and_the_record_says_nothing_of_it() {
    let env = TestEnvironment::with_sample();
    env.run(&["backup", "样.wenkan", "样-20260308-180500.wenkan"]).success();
    env.run(&["export", "样.wenkan", "--out", "导出"]).success();
    let outputs = env.files("导出").len();
    assert!(outputs > 5);
    env.write("导出/内部/自己的.txt", "mine");
    env.write("别的.wenkan", "not a round");
    env.run(&["wipe", "样.wenkan"]).exits(2).mentions("--confirm");
    env.run(&["wipe", "样.wenkan", "--confirm", "删"]).exits(1);
    assert!(env.path("样.wenkan").exists() && env.path("样-20260308-180500.wenkan").exists());
    let run = env.run(&["wipe", "样.wenkan", "--confirm", "清除", "--as", "刘芳"]).success();
    let mut left =
        fs::read_dir(env.work()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>();
    left.sort();
    assert_eq!(left.len(), 3, "{left:?} {run}");
    let record = left.iter().find(|name| name.starts_with("清理记录-")).unwrap();
    let text = fs::read_to_string(env.path(record)).unwrap();
    assert!(text.contains("清理人：刘芳") && text.contains("轮次文件　") && text.contains("备份　"), "{text}");
    assert!(text.matches("SHA-256").count() > outputs, "{text}");
    for content in ["样", "水利", "导出/", ".docx", "20260308"] {
        assert!(!text.contains(content), "{content}: {text}");
    }
    assert_eq!(env.files("导出"), [("内部/自己的.txt".to_owned(), b"mine".to_vec())]);
}

#[test]
fn a_round_is_not_cleared_out_while_a_copy_of_it_is_open_elsewhere() {
    let env = TestEnvironment::with_sample();
    let copy = env.path("另一份.wenkan");
    fs::copy(env.path("样.wenkan"), &copy).unwrap();
    let wipe = ["wipe", "样.wenkan", "--confirm", "清除"];
    let open = wenkan::store::Store::open(&copy, &wenkan::store::Secret::None).unwrap();
    env.run(&wipe).exits(4).mentions("另一份.wenkan").mentions("没有清除任何文件");
    assert!(copy.exists() && env.path("样.wenkan").exists());
    open.close().unwrap();
    env.run(&wipe).success();
    assert!(!copy.exists() && !env.path("样.wenkan").exists());
}
