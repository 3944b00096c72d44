//! People drag the file to a stick while a talk goes on.

use super::desk::{AT_HOME, Desk, Kept, WIDE, judge, leave, quit, settle_at, start};
use std::path::Path;
use std::time::{Duration, Instant};

/// Five seconds after the last key, the file alone must be the whole round.
const SOON: Duration = Duration::from_secs(5);

/// Waits until all that was written is in the file itself and its `-wal` is empty.
fn wait_until_whole(file: &Path, last_key: Instant) {
    let wal = file.with_extension("wenkan-wal");
    while std::fs::metadata(&wal).is_ok_and(|m| m.len() > 0) {
        assert!(last_key.elapsed() < SOON, "{} still holds something", wal.display());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_file_copied_alone_during_a_talk_holds_every_sealed_change() {
    const FIRST: &str = "三万元以上的支出都要上党组会。";
    const SECOND: &str = "《条例》学过，哪几条说不上来。";
    let desk = Desk::plain();
    let mut pty = desk.open();
    pty.keys("<a-1>").keys(FIRST).wait_for(FIRST);
    judge(&mut pty, 2);
    pty.keys("<a-2>");
    settle_at(&mut pty, "二");
    pty.keys(SECOND).wait_for(SECOND).keys("<a-3>");
    settle_at(&mut pty, "三");
    pty.keys("还没有说完").wait_for("还没有说完");
    wait_until_whole(&desk.file, Instant::now());
    let copy = desk.env.path("优盘").join("十轮一组.wenkan");
    std::fs::create_dir(copy.parent().unwrap()).unwrap();
    std::fs::copy(&desk.file, &copy).unwrap();

    // The copy opens beside the original, and says what it is.
    let mut other = start(&desk.env, &[copy.to_str().unwrap()], &[], WIDE);
    other.wait_for("谁在操作").wait_for("使用中复制出来的文件");
    other.keys("<enter>").wait_for(AT_HOME);
    leave(&mut other);
    let kept = Kept::of(&copy, None, desk.talk);
    assert_eq!(kept.sealed("q1"), FIRST);
    assert!(kept.sealed["q1"].judgement.is_some());
    assert_eq!(kept.sealed("q2"), SECOND);

    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q3"), "还没有说完");
}
