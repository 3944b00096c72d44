//! The session on a real terminal: what it takes it gives back, whatever happens.

use super::child::{ARGS, ENV, ERROR, JOURNAL, PAYLOAD, line};
use super::{Answers, Journal, Life, Pty};
use nix::sys::signal::Signal;
use std::collections::BTreeMap;
use std::path::Path;

fn exe() -> std::path::PathBuf {
    std::env::current_exe().unwrap()
}

fn start(wish: &str, answers: Answers) -> Pty {
    let mut pty = Pty::spawn_on(answers, &exe(), &ARGS, &[(ENV, wish)], 60, 16);
    pty.wait_for("60x16");
    pty
}

fn plain() -> Pty {
    start("mouse", Answers::Width(1))
}

/// The private modes that are not as they were: by number, `true` for on.
fn modes_left(raw: &str) -> BTreeMap<u32, bool> {
    let mut modes = BTreeMap::new();
    for rest in raw.split("\x1b[?").skip(1) {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, end) = rest.split_at(digits);
        match end.chars().next() {
            Some('h') => modes.insert(number.parse().unwrap(), true),
            Some('l') => modes.insert(number.parse().unwrap(), false),
            _ => None,
        };
    }
    // Wrapping and the caret are on when a program starts; everything else is off.
    modes.into_iter().filter(|(mode, on)| *on != matches!(mode, 7 | 25)).collect()
}

/// Asserts that the terminal is as it was before.
#[track_caller]
pub(crate) fn assert_given_back(pty: &Pty) {
    let raw = pty.raw_output();
    assert_eq!(modes_left(&raw), BTreeMap::new(), "modes left on: {raw:?}");
    for (what, on, off) in [
        ("the title", "\x1b[22;0t", "\x1b[23;0t"),
        ("the shape of the caret", "\x1b[6 q", "\x1b[0 q"),
        ("the screen", "\x1b[?1049h", "\x1b[?1049l"),
        ("paste", "\x1b[?2004h", "\x1b[?2004l"),
    ] {
        assert!(raw.contains(on), "{what} was never taken");
        assert_eq!(raw.matches(on).count(), raw.matches(off).count(), "{what}: {raw:?}");
    }
    assert!(pty.cursor().is_some(), "the caret is hidden");
    assert!(pty.termios_unchanged(), "the line settings differ");
}

#[test]
fn a_quit_gives_the_terminal_back() {
    let mut pty = plain();
    pty.keys("<c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
    assert_given_back(&pty);
}

#[test]
fn an_error_gives_the_terminal_back() {
    let mut pty = plain();
    pty.keys("<c-e>");
    assert_eq!(pty.wait_exit(), Life::Exited(ERROR));
    assert_given_back(&pty);
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_place_and_code_only() {
    let mut pty = plain();
    pty.keys("<c-p>");
    assert!(matches!(pty.wait_exit(), Life::Exited(code) if code != 0));
    assert_given_back(&pty);
    let raw = pty.raw_output();
    assert!(!raw.contains(PAYLOAD), "the payload is on the terminal: {raw:?}");
    let after = raw.rsplit("\x1b[?1049l").next().unwrap();
    assert!(after.contains("P901 ") && after.contains("child.rs:"), "no place after the screen was left: {after:?}");
}

#[test]
fn a_panic_of_a_worker_leaves_the_screen_alone() {
    let mut pty = plain();
    pty.keys("<c-t><wait:Wake>");
    assert!(!pty.raw_output().contains("P901") && !pty.raw_output().contains(PAYLOAD));
    pty.keys("<c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
    assert_given_back(&pty);
}

#[test]
fn signals_to_end_give_the_terminal_back() {
    for (signal, code) in [(Signal::SIGTERM, 143), (Signal::SIGQUIT, 131), (Signal::SIGHUP, 129)] {
        let mut pty = plain();
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), Life::Exited(code), "{signal}");
        assert_given_back(&pty);
    }
}

#[test]
fn int_is_a_key_and_never_an_end() {
    let mut pty = plain();
    pty.signal(Signal::SIGINT);
    pty.keys("<c-c><wait:Char('c')><c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
}

#[test]
fn suspend_gives_the_terminal_back_and_resume_takes_it_again() {
    const SHELL: &str = r#""$0" "$@"; echo "[stopped]"; read -r _; fg > /dev/null; exit $?"#;
    for by_key in [true, false] {
        let exe = exe();
        let args = [&["-m", "-c", SHELL, exe.to_str().unwrap()], &ARGS[..]].concat();
        let mut pty = Pty::spawn(Path::new("sh"), &args, &[(ENV, "mouse")], 60, 16);
        pty.wait_for("60x16").keys("先买后补<wait:先买后补>");
        if by_key {
            pty.keys("<c-z>");
        } else {
            pty.signal_job(Signal::SIGTSTP);
        }
        pty.wait_for("[stopped]");
        assert_given_back(&pty);
        pty.keys("<enter><wait:Continue><wait:先买后补>，后来补的<wait:先买后补，后来补的>");
        assert!(!modes_left(&pty.raw_output()).is_empty(), "nothing was taken again");
        pty.keys("<c-q>");
        assert_eq!(pty.wait_exit(), Life::Exited(0));
        assert_given_back(&pty);
    }
}

#[test]
fn without_a_shell_to_come_back_from_nothing_stops() {
    let mut pty = plain();
    pty.keys("<c-z>问<wait:输入：问>");
    pty.signal(Signal::SIGTSTP);
    pty.wait_for("Suspend").keys("看<wait:输入：问看>");
    assert_eq!(pty.life(), Life::Running);
    pty.keys("<c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
    assert_given_back(&pty);
}

#[test]
fn a_stop_from_outside_is_got_over_too() {
    let mut pty = plain();
    pty.signal(Signal::SIGSTOP);
    pty.wait_life(Life::Stopped).signal(Signal::SIGCONT);
    pty.wait_for("Continue").keys("问<wait:输入：问><c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
    assert_given_back(&pty);
}

#[test]
fn a_terminal_that_goes_away_ends_the_program() {
    let journal = Journal::new();
    let env = [(ENV, ""), (JOURNAL, journal.path())];
    let mut pty = Pty::spawn(&exe(), &ARGS, &env, 60, 16);
    pty.wait_for("60x16").hang_up();
    let lines = journal.read_to_end();
    assert_eq!(lines.last().map(String::as_str), Some("Hangup"), "{lines:?}");
    pty.wait_life(Life::Exited(129));
}

#[test]
fn an_end_of_input_without_a_signal_ends_the_program() {
    let journal = Journal::new();
    let env = [(ENV, ""), (JOURNAL, journal.path())];
    let exe = exe();
    // In a session of its own it has no controlling terminal, and the kernel sends it no HUP.
    let args: Vec<&str> = [&["--wait", exe.to_str().unwrap()], &ARGS[..]].concat();
    let mut pty = Pty::spawn(Path::new("setsid"), &args, &env, 60, 16);
    pty.wait_for("60x16").keys("问<wait:输入：问>").hang_up();
    let lines = journal.read_to_end();
    assert_eq!(lines.last().map(String::as_str), Some("Hangup"), "{lines:?}");
}

#[test]
fn the_caret_stands_at_the_field_on_every_frame() {
    let mut pty = plain();
    pty.keys("会前<wait:输入：会前>");
    assert_eq!(pty.cursor(), Some((2, 10)));
    // Every frame is one synchronised update that ends with the caret shown at its place.
    let raw = pty.raw_output();
    let frames: Vec<&str> = raw.split("\x1b[?2026h").skip(1).collect();
    assert!(frames.len() >= 2);
    for frame in frames {
        let (inside, _) = frame.split_once("\x1b[?2026l").unwrap();
        let last = inside.rsplit("\x1b[").nth(1).unwrap();
        assert!(inside.ends_with("\x1b[?25h") && last.starts_with("3;") && last.ends_with('H'), "{inside:?}");
    }
}

#[test]
fn a_burst_is_one_text_and_a_paste_one_paste() {
    let mut pty = plain();
    pty.keys("一季度研究<wait:Text(\"一季度研究\")>");
    pty.keys("<paste:第一行\n第二行><wait:Paste(><wait:一季度研究第一行/第二行>");
}

#[test]
fn esc_alone_arrives_and_in_front_of_a_key_it_is_alt() {
    let mut pty = plain();
    pty.keys("<esc><wait:Esc><a-x><wait:alt: true><f9><wait:F(9)>");
}

#[test]
fn a_double_click_is_told() {
    let mut pty = plain();
    pty.send(b"\x1b[<0;5;6M\x1b[<0;5;6m\x1b[<0;5;6M");
    pty.wait_for("DoubleClick, col: 4, row: 5");
}

#[test]
fn another_thread_wakes_the_loop() {
    plain().keys("<c-w><wait:Wake>");
}

/// The list as it should stand, without the three rows above it.
fn expected(top: usize, cols: usize, rows: usize) -> Vec<String> {
    (top..top + rows - 3)
        .map(|n| {
            let (mut out, mut width) = (String::new(), 0);
            for c in line(n).chars() {
                width += if c.is_ascii() { 1 } else { 2 };
                if width > cols {
                    break;
                }
                out.push(c);
            }
            out.trim_end().to_owned()
        })
        .collect()
}

fn list(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(0, screen.size().1.get()).skip(3).map(|r| r.trim_end().to_owned()).collect()
}

#[test]
fn resize_to_20x5_and_back_redraws() {
    let mut pty = plain();
    for (cols, rows) in [(20usize, 5usize), (60, 16), (2, 2), (120, 40), (60, 16)] {
        pty.keys(&format!("<size:{cols}x{rows}>"));
        let want = expected(0, cols, rows.max(3));
        let mut head = format!("{cols}x{rows}");
        head.truncate(cols);
        pty.wait_until(&format!("{cols}x{rows}: {want:?}"), |screen| {
            list(screen) == want && screen.contents().starts_with(&head)
        });
    }
    // Made small and large again before the program looks, what was cut off comes back too.
    pty.keys("<size:20x5><size:60x16>").wait_until("the whole list", |screen| list(screen) == expected(0, 60, 16));
    pty.keys("<c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
}

#[test]
fn scrolling_chinese_leaves_no_half_glyph() {
    let mut pty = plain();
    for top in 1..30 {
        pty.keys("<pgdn>");
        let want = expected(top, 60, 16);
        pty.wait_until(&format!("the list from {top}: {want:?}"), |screen| list(screen) == want);
    }
}

#[test]
fn the_probe_comes_after_the_first_frame_and_leaves_no_trace() {
    for (cells, word) in [(1, "Narrow"), (2, "Wide"), (3, "Narrow")] {
        let mut pty = start("probe", Answers::Width(cells));
        pty.wait_for(&format!("Some({word})"));
        assert_eq!(pty.screen_text().lines().skip(3).collect::<Vec<_>>(), expected(0, 60, 16), "{cells} cells");
        let raw = pty.raw_output();
        let first_line = raw.find("研").unwrap();
        assert!(first_line < raw.find("\x1b[6n").unwrap(), "the question came before the frame");
        assert_eq!(raw.matches("\x1b[6n").count(), 1);
        pty.keys("<c-q>");
        assert_eq!(pty.wait_exit(), Life::Exited(0));
        assert_given_back(&pty);
    }
}

#[test]
fn no_answer_counts_as_narrow_and_holds_up_no_key() {
    for answers in [Answers::Never, Answers::AttributesOnly] {
        let mut pty = start("probe", answers);
        pty.keys("问<wait:输入：问><wait:Some(Narrow)>");
        pty.keys("<c-q>");
        assert_eq!(pty.wait_exit(), Life::Exited(0));
    }
}

#[test]
fn a_late_answer_is_swallowed() {
    let journal = Journal::new();
    let env = [(ENV, "probe"), (JOURNAL, journal.path())];
    let mut pty = Pty::spawn_on(Answers::Late, &exe(), &ARGS, &env, 60, 16);
    pty.wait_for("Some(Narrow)").answer_now();
    pty.keys("问<wait:输入：问><c-q>");
    assert_eq!(pty.wait_exit(), Life::Exited(0));
    let lines = journal.read_to_end();
    assert_eq!(lines[0], "Ambiguous(Narrow)");
    assert!(lines[1..].iter().all(|l| l.starts_with("Key(")), "the answer came through: {lines:?}");
}
