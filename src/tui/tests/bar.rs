//! The key bar shows what works now, and nothing else.

use super::driver::Driver;
use super::keys::{leaves_the_program, state};
use super::screens::{self, Way};
use crate::model::interview::{Interview, TalkState};
use crate::model::record::Op;
use crate::store::Tx;
use crate::tui::frame;
use crate::tui::keys::{Binding, Context, label};
use crate::tui::shell::Tone;

/// Wide enough for the whole bar.
const WIDE: (u16, u16) = (260, 40);

fn with(mut d: Driver, keys: &str) -> Driver {
    d.keys(keys);
    d
}

/// A talk that was closed and read back.
fn closed() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("开了四次会。");
    d.keys("F9 F9");
    let (talk, now) = (d.interview("黄玉梅").id, d.now());
    d.elsewhere(Op::EditInterview, move |tx: &mut Tx<'_>| {
        tx.edit::<Interview>(talk.0, |t| {
            (t.state, t.read_back) = (TalkState::Closed, Some(now));
            Ok(())
        })
    });
    d.wait(1_000);
    d
}

fn enrolled(keys: &str) -> Driver {
    let mut d = Driver::home();
    d.keys("n");
    d.type_text("傅桂兰");
    d.keys("Ctrl-S");
    d.find("傅桂兰");
    d.keys(keys);
    d
}

/// States in which keys of their screens have nothing to do.
/// Its name, where the focus is, the way to it.
type State = (&'static str, Context, fn() -> Driver);
const STATES: &[State] = &[
    ("what made a record", Context::Detail, || enrolled("Ctrl-L Enter")),
    ("a closed talk", Context::Answer, closed),
    ("a claim of a closed talk", Context::Claim, || with(closed(), "F4")),
    ("judgement of a closed talk", Context::Panel, || {
        let mut d = with(closed(), "F4");
        while d.app.context() == Context::Claim {
            d.keys("Down");
        }
        d
    }),
    ("the last question", Context::Answer, || with(Driver::fresh_talk(), "F8 F8 F8 F8")),
    ("the last page of the help", Context::Page, || with(Driver::home(), "F1 End")),
    ("a talk with the panel opened beside the answer", Context::Answer, || with(Driver::fresh_talk(), "F4 Tab")),
    ("an empty question", Context::Answer, Driver::fresh_talk),
    ("an empty bin", Context::Bin, || with(Driver::bare(), "Ctrl-T")),
    ("nobody", Context::Home, Driver::bare),
    ("no loans", Context::Loans, || with(Driver::bare(), "y")),
    ("no observations", Context::Observations, || with(Driver::bare(), "o")),
    ("no problems", Context::Problems, || with(Driver::bare(), "p")),
    ("a lead that was not handed over", Context::Leads, || {
        let mut d = with(Driver::home(), "Alt-X n");
        d.type_text("县纪委监委");
        d.keys("Ctrl-S");
        d
    }),
    ("the title of a paper", Context::PaperText, || with(Driver::paper(), "Home")),
    ("the level in a paper", Context::PaperRow, || {
        let mut d = Driver::paper();
        d.part("问题层级");
        d
    }),
];

/// What the bar shows of a screen when it is wide enough.
fn shown(d: &mut Driver) -> Vec<&'static Binding> {
    let context = d.app.context();
    let fitted = d.app.fitted();
    let screen = d.app.top().unwrap();
    let word = |b: &Binding| frame::called_on(screen, b.action, fitted, &d.app.shell).unwrap_or(b.bar);
    context.bindings().filter(|b| !b.bar.is_empty() && !word(b).is_empty()).collect()
}

fn assert_all_work(name: &str, go: fn() -> Driver, wrong: &mut Vec<String>) {
    let mut d = go();
    d.resize(WIDE.0, WIDE.1);
    let before = (state(&mut d), d.frame().caret);
    for b in shown(&mut d).into_iter().filter(|b| !leaves_the_program(b)) {
        let mut d = go();
        d.resize(WIDE.0, WIDE.1);
        d.key(b.key);
        let tone = d.app.shell.notice.as_ref().map(|n| n.tone);
        let refused = tone == Some(Tone::NotHere);
        let silent = (state(&mut d), d.frame().caret) == before && d.notice().is_empty();
        if refused || (silent && !d.app.is_locked()) {
            wrong.push(format!("{name}: {} {}: {}", label(b.key), b.bar, d.notice()));
        }
    }
}

#[test]
fn what_the_bar_shows_is_never_answered_with_not_here() {
    let mut wrong = Vec::new();
    for Way { name, go, .. } in screens::all().filter(|w| !matches!(w.context, Context::Menu | Context::Hidden)) {
        assert_all_work(name, *go, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn where_a_list_is_empty_or_a_talk_closed_the_bar_shows_what_is_left() {
    let mut wrong = Vec::new();
    for (name, context, go) in STATES {
        assert_eq!(go().app.context(), *context, "{name}");
        assert_all_work(name, *go, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The bar of a screen as it is drawn at that width.
fn bar(d: &mut Driver) -> String {
    d.resize(WIDE.0, WIDE.1);
    d.rows().pop().unwrap_or_default()
}

#[test]
fn the_way_back_stands_in_the_bar_of_every_form_and_not_on_the_lock() {
    for (name, go, back) in [
        ("a text", (|| with(Driver::home(), "n")) as fn() -> Driver, true),
        ("a choice", || with(Driver::home(), "n Down Down"), true),
        ("the lock", || with(Driver::home(), "l"), false),
    ] {
        let mut d = go();
        let row = d.rows().pop().unwrap_or_default();
        assert_eq!(row.contains("Esc 返回"), back, "{name}: {row}\n{}", d.text());
    }
}

#[test]
fn keys_that_have_nothing_to_do_are_left_out_and_come_back() {
    let mut entry = with(Driver::minutes(), "Tab");
    assert!(!bar(&mut entry).contains("无问题"), "{}", bar(&mut entry));
    entry.keys("Tab");
    assert!(bar(&mut entry).contains("1 无问题"), "{}", bar(&mut entry));
    let mut made = enrolled("Ctrl-L Enter");
    assert!(!bar(&mut made).contains("恢复这处"), "{}", bar(&mut made));
    assert!(bar(&mut made).contains("撤销上一步") && !bar(&mut made).contains("重做"), "{}", bar(&mut made));
    let mut bin = with(Driver::bare(), "Ctrl-T");
    assert!(bin.app.context() == Context::Bin && !bar(&mut bin).contains("重做"), "{}", bar(&mut bin));
    let mut closed = closed();
    assert!(!bar(&mut closed).contains("F3"), "{}", bar(&mut closed));
    assert!(bar(&mut closed).contains("Alt-R 读回"), "{}", bar(&mut closed));
    let mut empty = Driver::fresh_talk();
    assert!(!bar(&mut empty).contains("F2"), "{}", bar(&mut empty));
    empty.type_text("说了一句。");
    assert!(bar(&mut empty).contains("F2 疑点"), "{}", bar(&mut empty));
    empty.keys("F4 Tab");
    assert!(bar(&mut empty).contains("F4 收起"), "{}", bar(&mut empty));
    let mut help = with(Driver::home(), "F1");
    assert!(help.rows().pop().unwrap().contains("PgDn"), "{}", help.text());
    help.keys("End");
    assert!(!help.rows().pop().unwrap().contains("PgDn"), "{}", help.text());
    let mut leads = with(Driver::home(), "Alt-X");
    let shown = bar(&mut leads);
    assert!(shown.contains("n 登记") && !shown.contains("移交") && !shown.contains("Enter"), "{shown}");
    let mut paper = Driver::paper();
    paper.part("事实");
    assert!(bar(&mut paper).contains("F5 选材料"), "{}", bar(&mut paper));
    paper.part("备注");
    let shown = bar(&mut paper);
    assert!(!shown.contains("F5") && !shown.contains("Ctrl-N"), "{shown}");
}
