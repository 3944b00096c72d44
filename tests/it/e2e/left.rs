//! What others do to an open file, and what a program leaves that is ended in the middle.

use super::desk::{Desk, IN_TALK, Kept, WIDE, is_saved, leave, quit, start};
use super::kill::{self, Dice};
use crate::pty::{Life, Pty};
use crate::support::TestEnvironment;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

const SAID: &str = "上会前没有征求意见，材料是当场发的。";

/// A talk with something typed that is on the disk.
fn typing(desk: &Desk) -> Pty {
    let mut pty = desk.open();
    pty.wait_for(IN_TALK).keys("<a-1>").keys(SAID).wait_for(SAID).wait_until("saved", is_saved);
    pty
}

/// The names in a folder that end so.
fn named(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.filter(|p| p.to_string_lossy().ends_with(end)).collect()
}

/// The copy is offered, and taken; typing goes on in it.
fn goes_on_in_a_copy(desk: &Desk, mut pty: Pty, said: &str, text: &str) {
    pty.wait_for(said).wait_for("另存一份").keys("1").wait_for("现在用的是这一份");
    pty.wait_until("it is saved", is_saved);
    pty.keys("又说了一句。").wait_for("又说了一句。");
    quit(&mut pty);
    let copies: Vec<PathBuf> =
        named(&desk.env.work(), ".wenkan").into_iter().filter(|p| p.to_string_lossy().contains("另存")).collect();
    let [copy] = copies.as_slice() else { panic!("{copies:?}") };
    let kept = Kept::of(copy, None, desk.talk);
    assert_eq!(kept.sealed("q1"), text);
    desk.env.run(&["verify", copy.to_str().unwrap()]).success();
}

#[test]
fn a_file_that_is_deleted_or_replaced_during_a_talk_costs_no_word() {
    for replaced in [false, true] {
        let desk = Desk::plain();
        let older = std::fs::read(&desk.file).unwrap();
        let pty = typing(&desk);
        let beside = desk.env.path("较早的一份");
        std::fs::write(&beside, &older).unwrap();
        if replaced {
            std::fs::rename(&beside, &desk.file).unwrap();
        } else {
            std::fs::remove_file(&desk.file).unwrap();
        }
        let said = if replaced { "文件被换了！" } else { "文件不见了！" };
        goes_on_in_a_copy(&desk, pty, said, &format!("{SAID}又说了一句。"));
        assert_eq!(std::fs::read(&desk.file).ok(), replaced.then_some(older), "what is there is another's");
    }
}

#[test]
fn a_program_that_is_ended_after_its_file_was_deleted_leaves_a_copy_unasked() {
    for (signal, code) in kill::SIGNALS {
        let desk = Desk::plain();
        let mut pty = typing(&desk);
        // Whether it has been seen by then or not.
        std::fs::remove_file(&desk.file).unwrap();
        pty.keys("又说了一句。").wait_for("又说了一句。");
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), Life::Exited(code), "{signal}\n{}", pty.screen_text());
        let copies = named(&desk.env.work(), ".wenkan");
        let [copy] = copies.as_slice() else { panic!("{signal}: {copies:?}") };
        assert!(copy.to_string_lossy().contains("另存"), "{copy:?}");
        assert_eq!(Kept::of(copy, None, desk.talk).sealed("q1"), format!("{SAID}又说了一句。"));
        desk.env.run(&["verify", copy.to_str().unwrap()]).success();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn neither_a_second_name_nor_a_removed_lock_lets_a_second_program_in() {
    let desk = Desk::plain();
    let mut pty = typing(&desk);
    let other = desk.env.path("另一个名称.wenkan");
    std::fs::hard_link(&desk.file, &other).unwrap();
    let mut second = start(&desk.env, &[other.to_str().unwrap()], &[], WIDE);
    second.wait_for("文件没有改动");
    leave(&mut second);
    let roster = desk.env.write("名册.csv", "姓名,职务\n李秀英,财务股股长\n");
    let import = |round: &str| desk.env.run(&["import", round, "people", roster.to_str().unwrap(), "--unit", "SLJ"]);
    import(other.to_str().unwrap()).exits(4).mentions("文件没有改动");
    for lock in named(&desk.env.work(), ".lock") {
        std::fs::remove_file(lock).unwrap();
    }
    import(desk.path()).exits(4).mentions("另一个程序");
    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q1"), SAID);
    import(desk.path()).success();
}

fn killed(mut child: Child, after: Duration) {
    // The moment is what is tried.
    std::thread::sleep(after);
    child.kill().ok();
    child.wait().unwrap();
}

#[test]
fn a_new_round_that_is_killed_is_whole_or_not_there_and_the_next_one_sweeps() {
    kill::times(8, 1, |_, mut dice: Dice| {
        let env = TestEnvironment::new();
        let path = env.path("十轮.wenkan");
        let new = ["new", "十轮.wenkan", "--no-passphrase", "--as", "刘芳"];
        let child = env.command(&new).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        killed(child, Duration::from_millis(dice.below(120)));
        if path.exists() {
            env.run(&["verify", "十轮.wenkan"]).success();
            env.run(&["stats", "十轮.wenkan"]).success();
        } else {
            env.run(&new).success();
        }
        // Opened for writing, it has swept.
        env.run(&["backup", "十轮.wenkan", "备份.wenkan"]).success();
        let left: Vec<String> =
            env.files(".").into_iter().map(|(name, _)| name).filter(|n| n.contains(".wenkan-")).collect();
        assert!(left.is_empty(), "{left:?}");
    });
}

#[test]
fn pipes_and_devices_are_refused_at_once() {
    let env = TestEnvironment::with_sample();
    let pipe = env.path("名册.csv");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    for args in [
        vec!["stats", "名册.csv"],
        vec!["attach", "样.wenkan", "SLJ", "/dev/zero"],
        vec!["attach", "样.wenkan", "SLJ", "名册.csv"],
    ] {
        let run = env.run(&args);
        assert!(run.stderr.contains("不是普通文件") || run.stderr.contains("这不是文件"), "{args:?}: {run}");
    }
    for args in [
        vec!["import", "样.wenkan", "people", "名册.csv", "--unit", "SLJ"],
        vec!["import", "样.wenkan", "people", "/dev/zero", "--unit", "SLJ"],
        vec!["import", "样.wenkan", "bundle", "名册.csv"],
        vec!["new", "新.wenkan", "--profile", "/dev/zero", "--no-passphrase"],
        vec!["new", "新.wenkan", "--profile", "名册.csv", "--no-passphrase"],
    ] {
        env.run(&args).exits(3).mentions("不是普通文件");
    }
}

/// A command as one who owns nothing and may write nowhere: permissions do not bind root, who runs some builds.
fn as_nobody(command: &mut std::process::Command) {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let own = tempfile::tempdir().unwrap();
    if own.path().metadata().unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
}

#[test]
fn a_round_on_a_read_only_place_is_read_searched_verified_and_exported() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnvironment::with_sample();
    let out = env.path("去处");
    std::fs::create_dir(&out).unwrap();
    let disc = env.path("光盘");
    std::fs::create_dir(&disc).unwrap();
    std::fs::rename(env.path("样.wenkan"), disc.join("样.wenkan")).unwrap();
    let program = env.path("程序");
    // By another process: a program that this one still has open for writing in a child of another test cannot be run.
    let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_wenkan")).arg(&program).status();
    assert!(copied.unwrap().success());
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for (path, bits) in [
        (env.work().parent().unwrap(), 0o755),
        (&env.work(), 0o755),
        (&program, 0o755),
        (&out, 0o777),
        (&disc.join("样.wenkan"), 0o444),
        (&disc, 0o555),
    ] {
        mode(path, bits);
    }
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(&program);
        let same = env.command(args);
        command.args(args).current_dir(env.work()).env_clear();
        command.envs(same.get_envs().filter_map(|(name, value)| Some((name, value?))));
        as_nobody(&mut command);
        let done = command.output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert_eq!(done.status.code(), Some(0), "{args:?}: {said}");
        said
    };
    let round = "光盘/样.wenkan";
    run(&["stats", round]);
    assert!(run(&["search", round, "党费"]).contains("党费"));
    assert!(run(&["verify", round]).contains("完好"));
    assert!(run(&["export", round, "--out", "去处"]).contains("没有登记"));
    assert!(out.join("报送").exists());
    run(&["backup", round, "去处/备份.wenkan"]);
    let left: Vec<_> = std::fs::read_dir(&disc).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["样.wenkan"]);
    // What would be written into it is refused, and says why.
    let roster = env.write("名册.csv", "姓名,职务\n李秀英,财务股股长\n");
    let mut import = std::process::Command::new(&program);
    import.args(["import", round, "people", roster.to_str().unwrap(), "--unit", "SLJ"]).current_dir(env.work());
    as_nobody(&mut import);
    let refused = import.output().unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("文件没有改动"));
    mode(&disc, 0o755);
}

#[test]
fn a_copy_that_is_under_way_when_the_program_is_ended_leaves_nothing_half_made() {
    kill::times(4, 7, |_, mut dice: Dice| {
        let desk = Desk::plain();
        let big = desk.env.write("大附件.bin", vec![7_u8; 24 << 20]);
        desk.env.run(&["attach", desk.path(), "SLJ", big.to_str().unwrap()]).success();
        let out = desk.env.path("拷贝.wenkan");
        let command = ["backup", desk.path(), out.to_str().unwrap()];
        let child = desk.env.command(&command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        killed(child, Duration::from_millis(dice.below(300)));
        if out.exists() {
            desk.env.run(&["verify", out.to_str().unwrap()]).success();
        }
        // The next program that opens the round sweeps what that one left beside it.
        desk.env.run(&["export", desk.path(), "--out", "去处"]).success();
        let left: Vec<PathBuf> = named(&desk.env.work(), ".part");
        assert!(left.is_empty(), "{left:?}");
        desk.env.run(&["verify", desk.path()]).success();
    });
}

#[test]
fn a_paper_that_was_edited_is_kept_when_it_is_exported_again() {
    let env = TestEnvironment::with_sample();
    let export = || env.run(&["export", "样.wenkan", "--out", "去处"]).success();
    let edited = || -> Vec<(String, Vec<u8>)> {
        env.files("去处").into_iter().filter(|(name, _)| name.contains("原有")).collect()
    };
    export();
    assert!(!export().stderr.contains("没有覆盖") && edited().is_empty(), "what the program wrote is replaced");
    let papers = env
        .files("去处/报送")
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "docx"));
    let name = papers.min().unwrap();
    env.write(&format!("去处/报送/{name}"), "在 Word 里改过");
    export().mentions("1 个文件和本轮次登记的导出不一样");
    let kept = edited();
    assert!(matches!(kept.as_slice(), [(_, bytes)] if bytes == "在 Word 里改过".as_bytes()), "{kept:?}");
    assert_ne!(std::fs::read(env.path(&format!("去处/报送/{name}"))).unwrap(), "在 Word 里改过".as_bytes());
    assert!(!export().stderr.contains("没有覆盖"));
    assert_eq!(edited(), kept);
}
