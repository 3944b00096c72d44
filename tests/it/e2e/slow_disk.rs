//! The screen never waits for the disk.

use super::desk::{Desk, IN_TALK, flat, is_saved, quit, rows};
use std::time::{Duration, Instant};

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
