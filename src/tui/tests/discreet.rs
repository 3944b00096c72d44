//! A person sits opposite: what must not be seen is not on the screen.

use super::driver::Driver;
use super::screens;
use crate::method::types::{Method, Question};

/// Everything about a question that is not for the person opposite.
fn hidden_words(q: &Question) -> Vec<String> {
    let judgement = q.judgement.iter().map(|(_, label)| label.clone()).filter(|l| l.chars().count() > 1);
    let probes = q.probes.iter().map(|p| p.text.clone());
    let claims = q.claims.iter().map(|c| c.label.clone());
    let all = judgement.chain(probes).chain(claims).chain(q.listen.clone()).chain(q.red_flags.clone());
    // What the question itself says may stand there.
    let open = format!("{}{}{}", q.title, q.short, q.wordings.join(""));
    all.filter(|w| !open.contains(w.as_str())).collect()
}

#[test]
fn the_folded_talk_shows_the_question_the_answer_and_counts() {
    let method = Method::builtin().unwrap();
    for name in ["李秀英", "孙立民", "王建国", "黄玉梅"] {
        for size in [(80, 24), (120, 36), (200, 50)] {
            let mut d = if name == "黄玉梅" { Driver::fresh_talk() } else { Driver::talk(name) };
            d.resize(size.0, size.1);
            if name == "孙立民" {
                // Broken off: one sits down again first.
                d.keys("Ctrl-S");
            }
            for (n, q) in method.questions.iter().enumerate() {
                d.keys(&format!("Alt-{}", n + 1));
                let mut text = d.text();
                let title: String = q.title.chars().take(8).collect();
                assert!(text.contains(&title), "{name}\n{text}");
                for s in d.answer(name, &q.id).map(|a| a.statements).unwrap_or_default() {
                    text = text.replace(&s.text, "");
                }
                // The answer itself may say anything; only what the program adds is looked at.
                let around: String = d
                    .rows()
                    .into_iter()
                    .filter(|r| !["│ 原", "│ 要", "│ 注", "│     "].iter().any(|m| r.contains(m)))
                    .collect();
                assert!(!around.contains(name), "{name}: the name is on the screen\n{text}");
                for word in hidden_words(q) {
                    assert!(!around.contains(&word), "{name} {}: {word}\n{text}", q.id);
                }
            }
        }
    }
}

#[test]
fn notices_in_a_folded_talk_give_nothing_away() {
    for keys in
        ["F2", "F3", "Alt-Q", "F6", "F7", "F8 F8 F8 F8 F8 F8", "Alt-C", "Alt-X", "Alt-S", "Tab", "F4 F4", "Alt-R"]
    {
        let mut d = Driver::talk("李秀英");
        d.keys(keys);
        for word in ["李秀英", "副局长", "经常", "警惕", "追问 1"] {
            assert!(!d.notice().contains(word), "{keys}: {}", d.notice());
        }
    }
}

#[test]
fn the_opening_is_for_both_to_see() {
    let method = Method::builtin().unwrap();
    let mut d = Driver::home();
    d.find("黄玉梅");
    d.keys("t Ctrl-S");
    assert_eq!(d.title(), "开场");
    d.resize(120, 60);
    let text = d.text();
    let approach = method.approaches.iter().find(|a| a.id == "party_member").unwrap();
    assert!(!text.contains("黄玉梅"), "{text}");
    for line in approach.avoid.iter().chain(&approach.check_against) {
        let begin: String = line.chars().take(12).collect();
        assert!(!text.contains(&begin), "how to treat the person is on the screen that both look at: {begin}\n{text}");
    }
}

#[test]
fn f9_shows_nothing_of_the_round_anywhere() {
    for way in screens::all() {
        let mut d = (way.go)();
        if d.app.context() == crate::tui::keys::Context::Hidden {
            continue;
        }
        let before = d.text_anywhere();
        d.keys("F9");
        let shown: String = d.rows().concat().split_whitespace().collect();
        let blank = shown == "F9Esc";
        // A locked screen is blank already, but for the place of the passphrase.
        let locked = d.app.is_locked() && shown.contains("已遮屏");
        assert!(blank || locked, "{}: {shown}", way.name);
        assert!(!(d.frame().caret.is_some() && blank), "{}", way.name);
        d.keys("F9");
        let menu = way.name == "menu";
        assert!(menu || d.text_anywhere() == before, "{}: one key brings it back\n{}", way.name, d.text());
    }
}

#[test]
fn no_way_to_cover_the_screen_leaves_a_notice_on_it() {
    type Cover = fn(&mut Driver);
    type Way = (&'static str, fn() -> Driver, Cover);
    let said = "王建国：已从今天取消。";
    let ways: [Way; 6] = [
        ("F9", Driver::home, |d| d.keys("F9")),
        ("lock", Driver::home, |d| d.keys("l")),
        ("lock by the menu", Driver::home, |d| d.keys("Ctrl-G l")),
        ("idle", Driver::home, |d| d.wait(2 * 3_600_000)),
        ("a key after the lid was shut", Driver::home, |d| {
            d.sleep(2 * 3_600_000);
            d.keys("Down");
        }),
        ("idle in a talk", || Driver::talk("李秀英"), |d| d.wait(2 * 3_600_000)),
    ];
    for (name, go, cover) in ways {
        let mut d = go();
        d.app.shell.done(said);
        cover(&mut d);
        assert!(!d.shows("王建国") && d.app.shell.notice.is_none(), "{name}\n{}", d.text());
        assert!(d.shows("已遮屏") || d.app.context() == crate::tui::keys::Context::Hidden, "{name}\n{}", d.text());
    }
}

#[test]
fn what_fails_below_the_lock_is_not_named_on_it() {
    let mut d = Driver::home();
    d.keys("l");
    d.app.refuse("王建国：没有写进去");
    assert!(!d.shows("王建国") && d.shows("解锁以后再看"), "{}", d.text());
}

#[test]
fn while_hidden_no_key_does_anything_but_the_one_that_shows() {
    let mut d = Driver::fresh_talk();
    d.type_text("说到一半");
    d.keys("F9");
    for keys in ["x", "Enter", "F8", "Backspace", "Ctrl-A", "Ctrl-X", "F2", "F12", "Alt-E", "Tab", "Ctrl-G", "9"] {
        d.keys(keys);
        let shown: String = d.rows().concat();
        assert!(!shown.contains("说到"), "{keys}: {shown}");
    }
    d.type_text("盲打的字");
    d.keys("Esc");
    assert!(d.shows("说到一半") && !d.shows("盲打"), "{}", d.text());
}
