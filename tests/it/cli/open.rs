//! Files that do not open, rounds that are open elsewhere, usage, traces, pipes.

use crate::support::TestEnvironment;
use std::fs;
use std::process::Stdio;
use wenkan::model::record::Kind;
use wenkan::model::value::Instant;
use wenkan::store::{Draft, Secret, Store};

#[test]
fn what_is_no_round_is_refused_and_left_alone() {
    let env = TestEnvironment::with_sample();
    env.run(&["stats", "没有.wenkan"]).exits(4).mentions("没有这个轮次文件：没有.wenkan");
    env.write("cut.wenkan", &fs::read(env.path("样.wenkan")).unwrap()[..5_000]);
    env.write("text.wenkan", "这不是轮次文件。".repeat(100));
    env.write("tiny.wenkan", "x");
    for name in ["cut.wenkan", "text.wenkan", "tiny.wenkan"] {
        let before = fs::read(env.path(name)).unwrap();
        for command in [&["check", name][..], &["attach", name, "A37", "样.wenkan"]] {
            let run = env.run(command).exits(4).prints("");
            assert!(run.stderr.contains(name), "{run}");
        }
        assert_eq!(fs::read(env.path(name)).unwrap(), before, "{name}");
    }
}

#[test]
fn an_open_round_is_read_and_not_written() {
    let env = TestEnvironment::with_sample();
    env.write("scan.pdf", "%PDF");
    let store = Store::open(&env.path("样.wenkan"), &Secret::None).unwrap();
    env.run(&["stats", "样.wenkan"]).success();
    env.run(&["check", "样.wenkan"]).exits(1);
    for command in [
        &["attach", "样.wenkan", "A37", "scan.pdf"][..],
        &["export", "样.wenkan", "--out", "o"],
        &["backup", "样.wenkan", "b.wenkan"],
        &["method", "update", "样.wenkan"],
    ] {
        env.run(command).exits(4).mentions("正打开着这个轮次");
    }
    assert!(!env.path("o").exists() && !env.path("b.wenkan").exists());
    store.close().unwrap();
    env.run(&["attach", "样.wenkan", "A37", "scan.pdf"]).success();
}

#[test]
fn drafts_are_left_out_and_counted() {
    let env = TestEnvironment::with_sample();
    let store = Store::open(&env.path("样.wenkan"), &Secret::None).unwrap();
    let answer = store.reader().unwrap().briefs(Kind::Answer).unwrap()[0].0;
    store.post_draft(Draft {
        record: answer,
        kind: Kind::Answer,
        parent: None,
        field: "text".into(),
        text: "还没写完的一句".into(),
        state: String::new(),
        caret: 0,
        base: None,
        at: Instant { ms: 1_772_932_500_000, offset: 480 },
    });
    store.flush().unwrap();
    store.close().unwrap();
    let told = "有 1 处正在输入、尚未封存的内容没有计入。";
    env.run(&["stats", "样.wenkan"]).success().tells(&format!("{told}\n"));
    for command in
        [&["check", "样.wenkan"][..], &["search", "样.wenkan", "党费"], &["export", "样.wenkan", "--out", "o"]]
    {
        env.run(command).mentions(told);
    }
    for (name, bytes) in env.files("o") {
        assert!(!String::from_utf8_lossy(&bytes).contains("还没写完"), "{name}");
    }
}

#[test]
fn usage_is_told_in_chinese() {
    let env = TestEnvironment::with_sample();
    env.run(&["stats"]).exits(2).tells("缺少 <FILE>\n加 --help 看用法。\n");
    env.run(&["样.wenkan", "stats", "x"]).exits(2).mentions("命令要写在文件前面");
    env.run(&["import", "样.wenkan", "dues", "x.xlsx"]).exits(2).mentions("这里不能写“dues”");
    env.run(&["样.wenkan"])
        .exits(2)
        .mentions("界面打不开：输入或输出不是终端")
        .mentions("不用界面的命令见 wenkan --help。");
    env.run(&[]).exits(2);
    env.run(&["--help"]).success().mentions("问看：巡察组的谈话与查阅助手");
    env.run(&["--version"]).success().prints(&format!("wenkan {}\n", env!("CARGO_PKG_VERSION")));
    env.run(&["stats", "样.wenkan", "--as", "张三"]).success();
    env.run(&["backup", "样.wenkan", "b.wenkan", "--as", "张三"])
        .exits(2)
        .mentions("没有叫“张三”的巡察干部")
        .mentions("刘芳");
}

#[test]
fn commands_leave_nothing_in_the_home_but_the_id_of_the_laptop_once_they_write() {
    let env = TestEnvironment::new();
    let file = "wenkan-demo-1/示例轮次.wenkan";
    env.run(&["--no-traces", "demo", "--no-open"]).success();
    env.run(&["check", file]).exits(1);
    env.run(&["doctor"]).success();
    assert_eq!(fs::read_dir(env.home()).unwrap().count(), 0);
    env.run(&["method", "update", file]).success();
    let traces = env.home().join("state/wenkan");
    let names: Vec<_> = fs::read_dir(traces).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["device.json"]);
}

#[test]
fn who_stops_reading_ends_the_command_quietly() {
    let env = TestEnvironment::new();
    let mut child = env.command(&["method", "show"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!((out.status.code(), out.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_full_output_is_an_error() {
    let full = std::path::Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let env = TestEnvironment::new();
    let to = fs::OpenOptions::new().write(true).open(full).unwrap();
    let out = env.command(&["schema"]).stdout(to).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(4));
}
