//! `demo`, `new`, passphrases, recovery codes, `backup`.

use crate::support::{PASSPHRASE, TestEnvironment};
use std::fs;

const PROFILE: &str = "name = \"十七届县委第十轮巡察\"\ngroup = \"第一组\"\n\n[[unit]]\ncode = \"SLJ\"\nname = \"水利局党组\"\n\n\
    [[inspector]]\nname = \"刘芳\"\npart = \"组长\"\n\n[[inspector]]\nname = \"周宁\"\n";

#[test]
fn demo_takes_a_new_folder_each_time_and_opens_only_on_a_terminal() {
    let env = TestEnvironment::new();
    env.run(&["demo", "--no-open"])
        .success()
        .prints("wenkan-demo-1/示例轮次.wenkan\n")
        .tells("示例轮次已写好，内容全为虚构，没有加密：\n");
    env.run(&["demo"]).success().prints("wenkan-demo-2/示例轮次.wenkan\n").mentions("界面没有打开：输入或输出不是终端");
    env.run(&["verify", "wenkan-demo-2/示例轮次.wenkan"]).success();
    let again = env.run(&["demo", "--dir", "wenkan-demo-1", "--no-open"]).exits(3);
    assert!(again.stderr.contains("已有同名文件"), "{again}");
}

#[test]
fn the_printed_profile_makes_a_round() {
    let env = TestEnvironment::new();
    let profile = env.run(&["new", "--print-profile"]).success();
    env.write("p.toml", &profile.stdout);
    env.run(&["new", "十轮.wenkan", "--profile", "p.toml", "--no-passphrase"])
        .success()
        .prints("")
        .tells("已新建：十轮.wenkan\n没有设口令，文件没有加密：谁拿到文件都能看到内容。\n");
    env.run(&["check", "十轮.wenkan"]).exits(1).mentions("水利局党组（SLJ）　0 人");
}

#[test]
fn a_faulty_profile_is_told_with_places_and_makes_no_file() {
    let env = TestEnvironment::new();
    env.write("p.toml", PROFILE.replace("part = \"组长\"", "part = \"队长\""));
    env.run(&["new", "a.wenkan", "--profile", "p.toml", "--no-passphrase"]).exits(3).tells(
        "轮次设置有 1 处错误：p.toml\n第 10 行第 8 列　没有“队长”这个分工；可写组长、副组长、联络员、成员\n\
         样子见 wenkan new --print-profile。没有新建任何文件。\n",
    );
    assert!(!env.path("a.wenkan").exists());
}

#[test]
fn new_refuses_what_it_cannot_do() {
    let env = TestEnvironment::new();
    env.write("p.toml", PROFILE);
    env.write("short", "1234567\n");
    env.write("there.wenkan", "mine");
    let p = ["--profile", "p.toml"];
    env.run(&["new", "there.wenkan", p[0], p[1], "--no-passphrase"]).exits(3).mentions("已有同名文件");
    assert_eq!(fs::read(env.path("there.wenkan")).unwrap(), b"mine");
    env.run(&["new", "a.wenkan", p[0], p[1]]).exits(2).mentions("新建轮次要设口令");
    env.run(&["new", "a.wenkan", p[0], p[1], "--passphrase-file", "short"]).exits(3).mentions("口令至少要 8 个字符");
    env.run(&["new", "a.wenkan", "--no-passphrase"]).exits(2).mentions("--print-profile");
    env.run(&["new", "a.wenkan", "--no-passphrase", "--as", "刘芳", "--method", "."])
        .exits(3)
        .mentions("工作法有 5 处错误");
    assert!(!env.path("a.wenkan").exists());
    env.run(&["new", "a.wenkan", "--no-passphrase", "--as", "刘芳"]).success();
}

#[test]
fn passphrase_and_recovery_code_open_and_a_wrong_one_changes_nothing() {
    let mut env = TestEnvironment::new();
    env.write("p.toml", PROFILE);
    env.write("pass", format!("\u{FEFF}{PASSPHRASE}\r\n"));
    let made = env.run(&["new", "a.wenkan", "--profile", "p.toml", "--passphrase-file", "pass"]).success();
    assert!(!made.stderr.contains(PASSPHRASE), "{made}");
    let code = made.stderr.lines().find(|l| l.split_whitespace().count() == 13).expect("the code is printed").trim();
    assert!(made.stderr.contains("忘记口令时，用恢复码可以打开这个文件"), "{made}");
    env.write("code", code);
    env.write("wrong", "肯定不是这个口令\n");
    env.write("slip", code.replacen(code.chars().next().unwrap(), "U", 1));
    for good in ["pass", "code"] {
        env.run(&["stats", "a.wenkan", "--passphrase-file", good]).success();
    }
    let before = fs::read(env.path("a.wenkan")).unwrap();
    let refused = env.run(&["stats", "a.wenkan", "--passphrase-file", "wrong"]).exits(4).prints("");
    assert_eq!(refused.stderr.lines().count(), 2, "nothing but the message: {refused}");
    assert!(refused.stderr.starts_with("口令不对，或者文件有损坏："), "{refused}");
    env.run(&["stats", "a.wenkan", "--passphrase-file", "slip"]).exits(3).mentions("恢复码");
    env.run(&["stats", "a.wenkan"]).exits(4).mentions("打开这个文件要口令");
    assert_eq!(fs::read(env.path("a.wenkan")).unwrap(), before);
    env.set("WENKAN_PASSPHRASE", PASSPHRASE);
    env.run(&["stats", "a.wenkan"]).success();
    // The file goes before the variable.
    env.run(&["stats", "a.wenkan", "--passphrase-file", "wrong"]).exits(4);
    env.write("empty", "\n");
    env.run(&["stats", "a.wenkan", "--passphrase-file", "empty"]).exits(3).mentions("口令文件是空的");
}

#[test]
fn a_backup_opens_with_the_same_passphrase_and_never_overwrites() {
    let env = TestEnvironment::new();
    env.write("p.toml", PROFILE);
    env.write("pass", PASSPHRASE);
    let with = ["--passphrase-file", "pass"];
    env.run(&["new", "a.wenkan", "--profile", "p.toml", with[0], with[1]]).success();
    env.run(&["backup", "a.wenkan", "b.wenkan", with[0], with[1]])
        .success()
        .tells("已备份并核对，口令与原件相同：b.wenkan\n");
    env.run(&["verify", "b.wenkan", with[0], with[1]]).success();
    env.run(&["backup", "a.wenkan", "b.wenkan", with[0], with[1]]).exits(3).mentions("已有同名文件");
}

#[test]
fn a_plain_file_needs_no_passphrase_and_says_so() {
    let mut env = TestEnvironment::with_sample();
    env.write("pass", PASSPHRASE);
    env.run(&["stats", "样.wenkan", "--passphrase-file", "pass"]).success().tells("这个文件没有加密，口令没有用上。\n");
    env.set("WENKAN_PASSPHRASE", PASSPHRASE);
    env.run(&["stats", "样.wenkan"]).success().tells("");
}
