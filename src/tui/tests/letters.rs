//! Marks by a letter with Alt, without opening what is folded; and what is told from the rest.

use super::driver::Driver;
use crate::model::answer::{Judgement, Lane};
use crate::tui::keys::Context;
use ratatui::style::Modifier;

const WHO: &str = "黄玉梅";
/// The first question of the order for her.
const FIRST: &str = "q5";

#[test]
fn lane_judgement_and_probes_are_set_without_opening_anything() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    for (key, lane) in
        [("Alt-G", Lane::Gist), ("Alt-N", Lane::Remark), ("Alt-N", Lane::Remark), ("Alt-V", Lane::Verbatim)]
    {
        d.keys(key);
        assert_eq!(d.said(WHO, FIRST), [(lane, "每月三十。".to_owned())], "{key}");
    }
    d.keys("Alt-J");
    assert_eq!(d.app.context(), Context::Judging, "{}", d.text());
    d.keys("2");
    assert_eq!(d.app.context(), Context::Answer);
    assert_eq!((d.answer(WHO, FIRST).unwrap().judgement, d.notice()), (Some(Judgement::Partly), "已标。".to_owned()));
    d.keys("Alt-J 2");
    assert_eq!((d.answer(WHO, FIRST).unwrap().judgement, d.notice()), (None, "已取消。".to_owned()));
    d.keys("Alt-J Esc");
    assert_eq!((d.app.context(), d.answer(WHO, FIRST).unwrap().judgement), (Context::Answer, None), "{}", d.text());
    d.keys("Alt-F 1");
    assert_eq!((d.answer(WHO, FIRST).unwrap().probes.len(), d.notice()), (1, "已标。".to_owned()), "{}", d.text());
    d.keys("Alt-F 1");
    assert_eq!(d.answer(WHO, FIRST).unwrap().probes.len(), 0);
    d.type_text("又说");
    assert!(d.shows("每月三十。又说"), "the digits went nowhere else\n{}", d.text());
}

#[test]
fn what_the_person_does_not_see_is_told_from_the_rest_across_every_row() {
    let mut d = Driver::fresh_talk();
    d.type_text(&"看了两次表，".repeat(12));
    d.keys("Alt-N Enter");
    d.type_text("每月三十。");
    let frame = d.frame();
    let rows = frame.rows();
    let lines = |words: &str| {
        let marked = |y: usize| {
            let underlined = |x: u16| frame.buf[(x, u16::try_from(y).unwrap())].modifier.contains(Modifier::UNDERLINED);
            (12..70).all(underlined)
        };
        rows.iter()
            .enumerate()
            .filter(|(_, row)| row.contains(words))
            .map(|(y, row)| (marked(y), row.contains("注")))
            .collect::<Vec<_>>()
    };
    assert!(lines("看了").len() > 1 && lines("看了").iter().all(|l| *l == (true, true)), "{}", d.text());
    assert_eq!(lines("每月三十。"), [(false, false)]);
}
