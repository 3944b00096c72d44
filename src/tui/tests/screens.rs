//! The way to every screen.

use super::driver::{Driver, PASSPHRASE, named};
#[cfg(unix)]
use crate::store::StoreNotice;
use crate::tui::frame::Cover;
use crate::tui::keys::Context;
#[cfg(unix)]
use crate::tui::news::News;
use crate::tui::terminal::Key;

/// A screen and how one gets there.
pub(super) struct Way {
    pub(super) name: &'static str,
    /// Where the focus is then.
    pub(super) context: Context,
    pub(super) go: fn() -> Driver,
}

const fn way(name: &'static str, context: Context, go: fn() -> Driver) -> Way {
    Way { name, context, go }
}

fn from_start(keys: &str) -> Driver {
    let mut d = Driver::start();
    d.keys(keys);
    d
}

fn from_home(keys: &str) -> Driver {
    let mut d = Driver::home();
    d.keys(keys);
    d
}

fn from_talk(keys: &str) -> Driver {
    let mut d = Driver::talk("李秀英");
    d.keys(keys);
    d
}

/// Presses Down in the opened panel until a row that is no claim has the focus.
fn panel() -> Driver {
    let mut d = from_talk("F4");
    while d.app.context() == Context::Claim {
        d.keys("Down");
    }
    d
}

fn preview() -> Driver {
    let mut d = Driver::home();
    let roster = d.beside_round("名册.csv");
    std::fs::write(&roster, "姓名,职务,政治面貌\n马会来,工程股股长,中共党员\n赵敏,会计,群众\n").unwrap();
    d.keys("i");
    d.type_text(&roster.display().to_string());
    d.keys("Ctrl-S");
    d
}

fn locked() -> Driver {
    let mut d = Driver::encrypted();
    d.type_text(PASSPHRASE);
    d.keys("Enter");
    d.be("刘芳");
    d.keys("l");
    d
}

/// A person with whom nobody has talked yet.
fn sit_down() -> Driver {
    let mut d = Driver::home();
    d.find("黄玉梅");
    d.keys("t");
    d
}

fn opening() -> Driver {
    let mut d = sit_down();
    d.keys("Ctrl-S");
    d
}

fn one_lead(keys: &str) -> Driver {
    let mut d = from_home("Alt-X n");
    d.type_text("县纪委监委");
    d.keys("Ctrl-S");
    d.keys(keys);
    d
}

fn found() -> Driver {
    let mut d = from_home("s");
    d.type_text("购车");
    d
}

/// First steps and what leads to a round.
pub(super) const BEFORE: &[Way] = &[
    way("first steps", Context::Start, Driver::start),
    way("new round", Context::FormText, || from_start("Down Enter")),
    way("new round, marking", Context::FormChoice, || from_start("Down Enter Down Down Down Down Down Down")),
    way("open", Context::FormText, || from_start("Enter")),
    way("restore", Context::FormText, || from_start("Down Down Down Enter")),
    way("passphrase", Context::FormText, Driver::encrypted),
    way("who", Context::List, Driver::who),
    way("quit", Context::Confirm, || from_start("q")),
];

/// Home and what opens over it.
pub(super) const HOME: &[Way] = &[
    way("home", Context::Home, Driver::home),
    way("filter", Context::Filter, || from_home("/")),
    way("new person", Context::FormText, || from_home("n")),
    way("new person, type", Context::FormChoice, || from_home("n Down Down")),
    way("unit", Context::FormText, || from_home("Alt-U")),
    way("search", Context::Search, || from_home("s")),
    way("search, hits", Context::Search, found),
    way("observations", Context::Observations, || from_home("o")),
    way("roster preview", Context::Roster, preview),
    way("export", Context::FormText, || from_home("x")),
    way("dues", Context::FormChoice, || from_home("j")),
    way("dues, typing", Context::FormText, || from_home("j Down")),
    way("the file", Context::Pick, || from_home("b")),
    way("backup", Context::FormText, || from_home("b Enter")),
    way("copies", Context::Pick, || from_home("b Down Enter")),
    way("new passphrase", Context::FormText, || from_home("b Down Down Down Enter")),
    way("what is withheld, to take out", Context::Pick, || from_home("b Down Down Down Down Enter")),
    way("repair", Context::Page, || from_home("b Down Down Down Down Down Enter")),
    way("wipe", Context::Page, || from_home("b Down Down Down Down Down Down Enter")),
    way("settings", Context::FormText, || from_home("z")),
    way("members", Context::List, || from_home("m")),
    way("help", Context::Page, || from_home("?")),
    way("leads", Context::Leads, || from_home("Alt-X")),
    way("new lead", Context::FormText, || from_home("Alt-X n")),
    way("a lead", Context::Page, || one_lead("Enter")),
    way("lead, handing over", Context::FormText, || one_lead("r")),
    way("lead, page to print", Context::FormText, || one_lead("x")),
    way("undo", Context::Grave, || from_home("空格 Ctrl-Z")),
    way("history", Context::History, || from_home("Ctrl-L")),
    way("history of the round", Context::History, || from_home("Alt-M")),
    way("what was changed", Context::Detail, || from_home("空格 Ctrl-L Enter")),
    way("bin", Context::Bin, || from_home("Ctrl-T")),
];

/// A talk and what opens over it.
pub(super) const TALK: &[Way] = &[
    way("the facts of a talk", Context::Pick, || from_talk("Alt-I")),
    way("what withholding strikes", Context::ConfirmPage, || with(super::marks::repeated(), "F8 F7 Alt-X")),
    way("sit down", Context::FormChoice, sit_down),
    way("opening", Context::Page, opening),
    way("answer", Context::Answer, || from_talk("")),
    way("claim", Context::Claim, || from_talk("F4")),
    way("panel", Context::Panel, panel),
    way("approach", Context::Page, || from_talk("Alt-A")),
    way("dues, from a talk", Context::FormChoice, || from_talk("Alt-D")),
    way("close", Context::FormText, || from_talk("Alt-E")),
    way("judgement awaited", Context::Judging, || from_talk("Alt-J")),
    way("probe awaited", Context::Probing, || from_talk("Alt-F")),
    way("reading back", Context::ReadBack, || from_talk("Alt-R")),
    way("reading back, correcting", Context::FormText, || from_talk("Alt-R Alt-C")),
    way("reading back, not confirming", Context::FormText, || from_talk("Alt-R c")),
    way("reading back, printing", Context::FormText, || from_talk("Alt-R p")),
    way("reading back, the whole", Context::Confirm, || from_talk("Alt-R End Enter")),
];

fn from_books(keys: &str) -> Driver {
    let mut d = Driver::books();
    d.keys(keys);
    d
}

fn from_minutes(keys: &str) -> Driver {
    let mut d = Driver::minutes();
    d.keys(keys);
    d
}

/// Documents, the loan register, a document being read, and what opens over them.
pub(super) const READING: &[Way] = &[
    way("home of a unit with books", Context::Home, Driver::books),
    way("documents", Context::Documents, || from_books("d")),
    way("documents, none", Context::Documents, || {
        let mut d = Driver::bare();
        d.keys("d");
        d
    }),
    way("new document", Context::FormChoice, || from_books("d n")),
    way("document", Context::FormText, || from_books("d 2 e Down")),
    way("excuse", Context::FormChoice, || from_books("d c")),
    way("about a document", Context::Page, || from_books("d 4 k")),
    way("reading", Context::Reading, || from_minutes("")),
    way("reading, entries", Context::Reading, || from_minutes("Tab")),
    way("reading, hint", Context::Reading, || from_minutes("F4")),
    way("pages", Context::Cell, || from_minutes("g")),
    way("note", Context::Cell, || from_minutes("c")),
    way("entry", Context::FormText, || from_minutes("Ctrl-N")),
    way("entry, several words", Context::FormChoices, || from_minutes("Ctrl-N Down Down Down Down Down")),
    way("delete an entry", Context::Grave, || from_minutes("Tab Del")),
    way("read clean", Context::FormText, || from_books("d 3 Enter r")),
    way("attach", Context::FormText, || from_minutes("f")),
    way("loans", Context::Loans, || from_books("y")),
    way("loan", Context::FormText, || from_books("y n")),
    way("return", Context::FormText, || from_books("y 3 r")),
    way("leaving", Context::Page, || from_books("y v")),
    way("profile", Context::FormText, || from_books("k")),
];

fn from_paper(keys: &str) -> Driver {
    let mut d = Driver::paper();
    d.keys(keys);
    d
}

fn with(mut d: Driver, keys: &str) -> Driver {
    d.keys(keys);
    d
}

/// A paper, at a part of it.
fn at_part(label: &str, keys: &str) -> Driver {
    let mut d = Driver::paper();
    d.part(label);
    d.keys(keys);
    d
}

fn merging() -> Driver {
    let mut d = Driver::home();
    d.find("陈涛");
    d.keys("h");
    d
}

fn merge_preview() -> Driver {
    let mut d = merging();
    d.keys("Enter");
    d
}

/// Problems, papers and what opens over them.
pub(super) const PAPERS: &[Way] = &[
    way("problems", Context::Problems, || from_home("p")),
    way("facts of a paper", Context::PaperText, || at_part("事实", "")),
    way("basis", Context::PaperRow, || at_part("依据", "Enter Enter Shift-Tab")),
    way("evidence", Context::ChooseOrWrite, || at_part("支撑材料", "Enter")),
    way("evidence from outside", Context::FormText, || at_part("支撑材料", "Enter Ctrl-N")),
    way("sources", Context::Tick, || at_part("来源", "Enter")),
    way("preview", Context::Page, || from_paper("Ctrl-P")),
    way("merge people", Context::Choose, merging),
    way("merge preview", Context::Page, merge_preview),
];

/// What lies over the screens.
pub(super) const COVERS: &[Way] = &[
    way("menu", Context::Menu, || from_home("Ctrl-G")),
    way("hidden", Context::Hidden, || from_home("F9")),
    way("locked, no passphrase", Context::FormChoice, || from_home("l")),
];

/// Every way.
pub(super) fn all() -> impl Iterator<Item = &'static Way> {
    [BEFORE, HOME, TALK, READING, PAPERS, COVERS].into_iter().flatten()
}

#[test]
fn every_way_leads_where_it_says_and_every_context_is_reached() {
    let mut reached = Vec::new();
    for way in all() {
        let mut d = (way.go)();
        assert_eq!(d.app.context(), way.context, "{}\n{}", way.name, d.text());
        reached.push(way.context);
    }
    for context in Context::ALL {
        assert!(reached.contains(&context), "no way to {context:?}");
    }
}

#[test]
fn a_locked_screen_stays_locked_whatever_is_pressed() {
    for mut d in [locked(), from_home("l")] {
        let all = d.app.context().bindings();
        let bound = all.map(|b| vec![b.key]);
        let typed = ["Ctrl-G Esc", "Ctrl-G x", "Ctrl-G F9", "Ctrl-G h Esc", "F1 F9 Esc", "x", "9"];
        let typed = typed.map(|keys| keys.split_whitespace().map(named).collect());
        let opens = |keys: &[Key]| !d.app.shell.book.as_ref().is_some_and(|b| b.encrypted) && keys == [named("Enter")];
        for keys in bound.chain(typed).filter(|keys| !opens(keys) && keys != &[named("Ctrl-S")]).collect::<Vec<_>>() {
            for key in &keys {
                d.key(*key);
            }
            assert!(d.app.is_locked(), "{keys:?}");
            assert!(!d.shows("王建国") && !d.shows("水利局"), "{keys:?}\n{}", d.text());
            // Help and menu go with Esc.
            d.keys("Esc");
            assert_eq!((d.app.cover(), d.title().as_str()), (Cover::Locked, "已锁定"), "{keys:?}");
        }
    }
}

#[test]
fn the_passphrase_unlocks_and_then_asks_who_is_there() {
    let mut d = locked();
    d.keys("Enter");
    assert!(d.shows("请输入口令"), "{}", d.text());
    for wrong in ["这不是这一轮的口令", "短"] {
        d.keys("Ctrl-A");
        d.type_text(wrong);
        d.keys("Enter");
        assert_eq!(d.app.cover(), Cover::Locked);
        assert!(d.shows("口令不对") && !d.shows("至少"), "{}", d.text());
    }
    d.keys("Ctrl-A");
    d.type_text(PASSPHRASE);
    d.keys("Enter");
    assert_eq!((d.app.cover(), d.title().as_str()), (Cover::None, "谁在操作"), "{}", d.text());
    d.be("周宁");
    assert_eq!(d.app.context(), Context::Home);
}

#[cfg(unix)]
#[test]
fn what_happened_to_the_file_behind_the_lock_is_asked_once_and_not_when_it_is_back() {
    let foreign = |d: &mut Driver, there: bool| {
        d.until(|news| matches!(news, News::Store(StoreNotice::Foreign(found)) if found.is_some() == there));
    };
    let mut d = from_home("l");
    let away = d.beside_round("拿走");
    std::fs::rename(&d.path, &away).unwrap();
    foreign(&mut d, true);
    assert!(d.app.is_locked() && !d.shows("另存一份"), "{}", d.text());
    d.keys("Enter");
    assert!(!d.app.is_locked() && d.shows("另存一份") && d.shows("不在原处"), "{}", d.text());
    // Something else happens while that is asked.
    std::fs::write(&d.path, "别人的").unwrap();
    foreign(&mut d, true);
    assert!(d.shows("另存一份") && d.shows("被换成了另一个文件"), "{}", d.text());
    std::fs::rename(&away, &d.path).unwrap();
    foreign(&mut d, false);
    assert!(d.notice().contains("又在原处") && d.title() == "谁在操作", "{}", d.text());
}

#[test]
fn a_wrong_passphrase_is_called_wrong_whatever_its_length() {
    let mut d = Driver::encrypted();
    for wrong in ["柳河水利-2025", "柳河"] {
        d.keys("Ctrl-A");
        d.type_text(wrong);
        d.keys("Enter");
        assert!(d.shows("口令不对，或者文件有损坏") && !d.shows("至少要"), "{}", d.text());
    }
    d.keys("Ctrl-A");
    d.type_text(PASSPHRASE);
    d.keys("Enter");
    assert_eq!(d.title(), "谁在操作", "{}", d.text());
}

#[test]
fn after_a_sleep_of_the_machine_the_first_key_locks_and_is_not_taken() {
    let mut d = Driver::talk("李秀英");
    d.key(Key::char('问'));
    d.sleep(8 * 60 * 60 * 1000);
    d.key(Key::char('鑫'));
    assert_eq!(d.app.cover(), Cover::Locked, "whatever the date says");
    d.keys("Enter Enter");
    assert!(d.shows("问") && !d.shows("鑫"), "{}", d.text());
}

#[test]
fn a_round_says_after_how_many_minutes_it_locks() {
    let mut d = Driver::home();
    d.keys("z Tab Tab Tab Tab Tab Tab Tab Tab Tab Ctrl-A");
    d.type_text("121");
    d.keys("Ctrl-S");
    assert!(d.shows("1 到 120"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("３");
    d.keys("Ctrl-S");
    let minutes = d.app.shell.book.as_ref().unwrap().round.lock_minutes;
    assert_eq!(minutes, Some(3), "{}", d.text());
    d.wait(179_000);
    assert_eq!(d.app.cover(), Cover::None);
    d.wait(1_000);
    assert_eq!(d.app.cover(), Cover::Locked);
}

#[test]
fn idle_for_ten_minutes_locks() {
    let mut d = Driver::talk("李秀英");
    d.wait(9 * 60 * 1000);
    assert_eq!(d.app.cover(), Cover::None);
    d.key(Key::char('问'));
    d.wait(9 * 60 * 1000);
    assert_eq!(d.app.cover(), Cover::None, "a key puts it off");
    d.wait(2 * 60 * 1000);
    assert_eq!(d.app.cover(), Cover::Locked);
    assert!(!d.shows("问"), "{}", d.text());
    d.keys("Enter Enter");
    assert!(d.shows("问"), "what was typed is there again");
}
