//! What was typed before a question was on the screen is no answer to it.

use super::driver::Driver;
use crate::tui::keys::Context;
use crate::tui::terminal::{Event, Key, KeyCode};

fn key(c: char) -> Event {
    Event::Key(Key::char(c))
}

/// What brings up a question, and the key that would say yes to it.
fn questions() -> Vec<(&'static str, Driver)> {
    let mut withholding = super::marks::repeated();
    withholding.keys("Alt-X");
    let mut deletion = Driver::paper();
    deletion.part("建议");
    deletion.keys("Enter");
    deletion.type_text("完善议事规则。");
    deletion.keys("Ctrl-D");
    let mut quitting = Driver::home();
    quitting.keys("q");
    vec![("withholding", withholding), ("deletion", deletion), ("quitting", quitting)]
}

#[test]
fn keys_on_their_way_answer_no_question() {
    for (name, mut d) in questions() {
        let (context, log) = (d.app.context(), d.app.handed_in().len());
        assert!(context.asks(), "{name}: {context:?}");
        for event in [key('1'), Event::Text("1".into()), Event::Key(Key::plain(KeyCode::Enter)), key('2')] {
            d.blindly(event);
            assert_eq!(d.app.context(), context, "{name}: {}", d.notice());
        }
        assert!(d.notice().contains("不算回答"), "{name}: {}", d.notice());
        // Seen, yet a text is no answer either, whatever it begins with.
        d.type_text("1月11日说的");
        assert_eq!((d.app.context(), d.app.handed_in().len()), (context, log), "{name}: {}", d.notice());
        // To go back is no answer, and the question that has been seen takes one.
        let mut gone = questions().into_iter().find(|(n, _)| *n == name).unwrap().1;
        gone.blindly(Event::Key(Key::plain(KeyCode::Esc)));
        assert_ne!(gone.app.context(), context, "{name}");
        d.keys("1");
        assert!(d.left || d.app.context() != context, "{name}: {}", d.notice());
    }
}

#[test]
fn the_rest_of_a_text_that_brings_up_a_question_does_not_answer_it() {
    let mut d = Driver::home();
    d.type_text("q1");
    assert_eq!((d.app.context(), d.left), (Context::Confirm, false), "{}", d.text());
    d.keys("1");
    assert!(d.left);
}
