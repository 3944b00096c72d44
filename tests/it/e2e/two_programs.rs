//! One program at a time writes to a round.

use super::desk::{Desk, WIDE, leave, quit, settle_at, start, wait_until_whole};

#[test]
fn a_second_program_is_refused_and_told_who_has_the_file() {
    let desk = Desk::plain();
    let mut pty = desk.open();
    let pid = pty.pid().to_string();
    pty.keys("<a-2>先问党内法规。<a-1>");
    settle_at(&mut pty, "一");
    let files = || {
        let mut files = desk.env.files(".");
        // What is in -shm is SQLite's own, and the first program's readers change it at any time.
        files.retain(|(name, _)| name.contains("十轮一组") && !name.ends_with("-shm"));
        files
    };
    wait_until_whole(&desk.file, std::time::Instant::now());
    let before = files();

    let mut second = start(&desk.env, &[desk.path()], &[], WIDE);
    second.wait_for(&format!("进程 {pid}")).wait_for("文件没有改动");
    leave(&mut second);
    let import = desk.env.write("名册.csv", "姓名,职务\n李秀英,财务股股长\n");
    let import = ["import", desk.path(), "people", import.to_str().unwrap(), "--unit", "SLJ"];
    desk.env.run(&import).exits(4).mentions(&format!("进程 {pid}"));
    let out = desk.env.path("导出");
    desk.env.run(&["export", desk.path(), "--out", out.to_str().unwrap()]).exits(4).mentions(&format!("进程 {pid}"));
    assert!(!out.exists(), "something was exported");
    for ((name, before), (_, after)) in before.iter().zip(&files()) {
        assert!(before == after, "{name} was changed");
    }

    // Who reads is welcome.
    desk.env.run(&["search", desk.path(), "党内法规"]).success().mentions("先问党内法规");
    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q2"), "先问党内法规。");
}
