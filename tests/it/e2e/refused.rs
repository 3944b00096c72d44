//! Terminals on which no screen can be shown.

use super::desk::{Desk, WIDE, start};
use crate::pty::Life;

#[test]
fn a_terminal_that_cannot_show_the_screen_gets_words_and_nothing_else() {
    let desk = Desk::plain();
    let before = std::fs::read(&desk.file).unwrap();
    for (name, words) in [("dumb", "TERM=dumb"), ("", "没有设置 TERM")] {
        for args in [&[desk.path()][..], &[]] {
            let mut pty = start(&desk.env, args, &[("TERM", name)], WIDE);
            assert_eq!(pty.wait_exit(), Life::Exited(2));
            let out = pty.raw_output();
            assert!(out.contains("界面打不开") && out.contains(words) && out.contains("export TERM="), "{out}");
            assert!(!out.contains('\x1b'), "a sequence was sent: {out:?}");
        }
    }
    assert_eq!(std::fs::read(&desk.file).unwrap(), before);
    let dumb = start(&desk.env, &["demo"], &[("TERM", "dumb")], WIDE).wait_exit();
    assert_eq!(dumb, Life::Exited(0), "the sample is written all the same");
}
