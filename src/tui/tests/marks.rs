//! Marks on statements: observations, what is withheld, corrections.

use super::driver::Driver;
use crate::model::answer::{Answer, Lane};
use crate::model::ids::{Hash, UnitId};
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::tui::keys::Context;
use sha2::{Digest, Sha256};

/// Words that occur nowhere in the sample.
const MARKER: &str = "翡翠鲸鱼";

/// What stands in the place of withheld words.
const STRUCK: &str = "〔已另行处理〕";

const WHO: &str = "黄玉梅";
const FIRST: &str = "q5";

fn unit(d: &Driver) -> UnitId {
    let units: Vec<Unit> = d.reader().all().unwrap();
    units.into_iter().find(|u| u.code == "SLJ").unwrap().id
}

fn observations(d: &Driver) -> Vec<Observation> {
    let all: Vec<Observation> = d.reader().own_observations(unit(d)).unwrap();
    all.into_iter().filter(|o| o.text.contains(MARKER) || o.text == STRUCK).collect()
}

fn hits(d: &Driver) -> usize {
    d.reader().search(MARKER, 10).unwrap().len()
}

fn answer(d: &Driver) -> Answer {
    d.answer(WHO, FIRST).unwrap()
}

/// A fresh talk with one statement about the marker.
fn said() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text(&format!("票据里夹着{MARKER}的单子。"));
    d
}

#[test]
fn one_key_marks_an_observation_and_takes_it_back() {
    let mut d = said();
    d.keys("F2");
    let marked = observations(&d);
    assert_eq!(marked.len(), 1);
    let statement = answer(&d).statements[0].id;
    assert!(matches!(marked[0].origin, Origin::Statement { statement: s, .. } if s == statement), "sealed with it");
    assert_eq!(Some(marked[0].by), d.app.shell.me);
    assert!(d.shows("原! 票据里") && d.shows("疑点 1"), "{}", d.text());
    d.keys("F2");
    assert_eq!(observations(&d), []);
    assert!(d.shows("原  票据里") && d.shows("疑点 0"), "{}", d.text());
}

#[test]
fn an_observation_needs_words() {
    let mut d = Driver::fresh_talk();
    d.keys("F2");
    assert!(d.notice().contains("还是空的"), "{}", d.notice());
    assert_eq!(d.answer(WHO, FIRST), None);
}

#[test]
fn what_is_withheld_is_found_by_no_search_from_that_key_on() {
    let mut d = said();
    d.keys("F2");
    assert_eq!(hits(&d), 2, "the statement and its observation");
    d.keys("Alt-X");
    assert_eq!(hits(&d), 0, "at once, not only when the question is left");
    assert!(observations(&d).iter().all(|o| o.withheld && o.text == STRUCK), "the words stand in the talk alone");
    assert!(d.shows("原x 票据里"), "it stays on the talk's own screen\n{}", d.text());
    d.keys("Esc o");
    assert!(!d.shows(MARKER), "{}", d.text());
    d.keys("Esc Enter");
    let_in(&mut d);
    assert_eq!(hits(&d), 2, "taken back");
}

#[test]
fn undo_takes_the_observation_along_and_lets_nothing_in() {
    let mut d = said();
    d.keys("F2 Alt-X Ctrl-Z Esc");
    assert_eq!((hits(&d), observations(&d)[0].withheld), (0, true), "not by this key");
    d.keys("Enter");
    let_in(&mut d);
    assert_eq!(hits(&d), 2);
    d.keys("Ctrl-Z Esc");
    assert_eq!(hits(&d), 0, "undoing the taking back withholds again");
    assert!(observations(&d)[0].withheld);
}

#[test]
fn withholding_is_of_one_paragraph_and_of_both_parts_of_a_split_one() {
    let mut d = said();
    d.keys("F2 Alt-X Left Left Enter End Enter");
    d.type_text("每月按时交。");
    d.keys("Esc");
    let mut statements = answer(&d).statements;
    statements.sort_by(|a, b| a.order.cmp(&b.order));
    assert_eq!(statements.iter().map(|s| s.withheld).collect::<Vec<_>>(), [true, true, false], "{statements:?}");
    assert_eq!(hits(&d), 0);
    assert!(observations(&d)[0].withheld);
}

#[test]
fn withheld_words_stay_withheld_when_paragraphs_are_joined() {
    for keys in ["Home Backspace Esc", "Up End Del Esc", "Home Shift-Left Backspace Esc"] {
        let mut d = Driver::fresh_talk();
        d.type_text("每月按时交。");
        d.keys("Enter");
        d.type_text(&format!("{MARKER}的事另说。"));
        d.keys("Alt-X");
        d.keys(keys);
        assert_eq!(answer(&d).statements.len(), 1, "{keys}");
        assert_eq!(hits(&d), 0, "{keys}");
    }
}

#[test]
fn a_draft_keeps_what_is_withheld() {
    let mut d = said();
    d.keys("F9 F9 Alt-X");
    d.type_text("又说");
    d.wait(500);
    let mut d = d.reopened();
    d.be("刘芳");
    d.find(WHO);
    d.keys("Enter Esc");
    assert_eq!(hits(&d), 0);
    assert!(answer(&d).statements[0].withheld);
}

#[test]
fn a_correction_keeps_the_earlier_words_and_locks_them() {
    let mut d = Driver::fresh_talk();
    d.type_text("5月上的会。");
    d.keys("Alt-C");
    d.type_text("8月上的会。");
    assert!(d.shows("原~ 5月上的会。") && d.shows("原= 8月上的会。"), "{}", d.text());
    d.keys("Up End");
    d.type_text("错");
    assert!(d.notice().contains("原话不再改动"), "{}", d.notice());
    d.keys("Backspace");
    assert!(d.notice().contains("原话不再改动"), "{}", d.notice());
    d.keys("Esc");
    let answer = answer(&d);
    let mut said = answer.statements.clone();
    said.sort_by(|a, b| a.order.cmp(&b.order));
    assert_eq!(said.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["5月上的会。", "8月上的会。"]);
    assert_eq!(said[1].supersedes, Some(said[0].id));
    d.keys("Enter Up End Backspace");
    assert!(d.notice().contains("原话不再改动"), "locked when one comes back: {}", d.notice());
}

#[test]
fn a_correction_is_undone_in_one_step() {
    let mut d = Driver::fresh_talk();
    d.type_text("5月上的会。");
    d.keys("Alt-C Ctrl-Z");
    d.type_text("都在");
    d.keys("Esc");
    assert_eq!(d.said(WHO, FIRST), [(Lane::Verbatim, "5月上的会。都在".to_owned())], "{}", d.notice());
}

#[test]
fn a_correction_left_empty_leaves_the_words_free() {
    let mut d = Driver::fresh_talk();
    d.type_text("5月上的会。");
    d.keys("Alt-C Esc Enter End");
    d.type_text("又");
    d.keys("Esc");
    assert_eq!(d.said(WHO, FIRST), [(Lane::Verbatim, "5月上的会。又".to_owned())], "{}", d.notice());
}

#[test]
fn a_statement_is_marked_as_key_and_read_back_is_recorded() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.keys("F6");
    assert!(d.shows("原* 每月三十。"), "{}", d.text());
    d.keys("Alt-R End Enter 1");
    assert_eq!(d.interview(WHO).read_back, Some(d.now()));
    assert!(answer(&d).statements[0].key);
    d.keys("Alt-R 1");
    assert_eq!(d.interview(WHO).read_back, None);
}

#[test]
fn a_key_mark_that_an_observation_hides_is_said() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.keys("F2 F6");
    assert!(d.shows("原! 每月三十。") && answer(&d).statements[0].key, "{}", d.text());
    assert!(d.notice().contains("已标为重点") && d.notice().contains("也是疑点"), "{}", d.notice());
}

/// Something that stands in a person's note and is said afterwards, with words enough to count.
const TOLD: &str = "分管的那位副职收了翡翠鲸鱼三万块钱回扣。";

fn note_of(d: &Driver) -> String {
    d.on_file("唐晓燕").unwrap().note
}

/// A fresh talk in which the words of a note are said.
pub(super) fn repeated() -> Driver {
    let mut d = Driver::fresh_talk();
    let note = Person { note: format!("有人说：{TOLD}"), ..d.on_file("唐晓燕").unwrap() };
    d.elsewhere(Op::EditPerson, move |tx| tx.put(&note));
    d.type_text(TOLD);
    d
}

/// Lets in the paragraph under the caret, by the word.
fn let_in(d: &mut Driver) {
    d.keys("Alt-X");
    assert_eq!(d.app.context(), Context::FormText, "asked every time\n{}", d.text());
    d.type_text("放回");
    d.keys("Enter");
}

fn is_marked(d: &Driver) -> bool {
    d.answer(WHO, FIRST).is_some_and(|a| a.statements.iter().any(|s| s.withheld))
}

#[test]
fn what_would_be_struck_is_shown_before_and_after() {
    let mut d = repeated();
    d.keys("Alt-X");
    assert_eq!(d.app.context(), Context::ConfirmPage, "{}", d.text());
    assert!(d.shows("1 处别处的文字要改") && d.shows("备注：分管的那位副职收了"), "{}", d.text());
    d.keys("Enter");
    assert!(d.notice().contains("回车不算") && note_of(&d).contains(MARKER), "{}", d.notice());
    d.keys("2");
    assert!(d.notice().contains("没有转线索") && d.shows("原  分管"), "{}", d.text());
    assert!(note_of(&d).contains(MARKER) && !is_marked(&d));
    d.keys("Alt-X 1");
    assert!(d.shows("已改成〔已另行处理〕的文字") && d.shows("备注：分管的那位副职收了"), "{}", d.text());
    assert_eq!(note_of(&d), "有人说：〔已另行处理〕。");
    d.keys("Enter");
    assert!(d.shows("原x 分管"), "{}", d.text());
    d.keys("Alt-X");
    assert!(d.shows("重新进入记录、搜索和导出") && d.shows("不会恢复"), "said first\n{}", d.text());
    for typed in ["", "1", "放"] {
        d.type_text(typed);
        d.keys("Enter");
        assert!(d.app.context() == Context::FormText && is_marked(&d), "{typed}: {}", d.text());
    }
    d.keys("Esc");
    assert!(d.shows("原x 分管"), "{}", d.text());
    let_in(&mut d);
    assert!(d.shows("原  分管") && !is_marked(&d), "{}", d.text());
    assert_eq!(note_of(&d), "有人说：〔已另行处理〕。");
}

#[test]
fn undoing_text_stops_at_a_withholding() {
    let mut d = Driver::fresh_talk();
    d.type_text("这句话要转。");
    d.keys("F8 F7 Alt-X");
    assert!(is_marked(&d), "{}", d.text());
    d.keys("Ctrl-Z");
    assert!(is_marked(&d) && d.shows("原x 这句话要转。"), "{}", d.text());
    assert!(d.notice().contains("文字的撤销到此为止"), "{}", d.notice());
}

#[test]
fn what_withholding_tells_waits_under_the_lock() {
    let mut d = repeated();
    d.keys("Alt-X");
    d.turn(crate::store::Pass::Held);
    d.keys("1 Alt-L");
    d.turn(crate::store::Pass::Open);
    assert!(d.app.is_locked() && !d.shows("翡翠鲸鱼") && !d.shows("转线索"), "{}", d.text());
    d.keys("Enter Enter");
    assert!(!d.app.is_locked(), "{}", d.text());
    assert!(is_marked(&d));
}

#[test]
fn who_types_withheld_words_elsewhere_is_told_that_they_are_not_kept() {
    let mut d = Driver::fresh_talk();
    d.type_text(TOLD);
    d.keys("F8 F7 Alt-X Esc");
    d.find("唐晓燕");
    d.keys("e Down Ctrl-A");
    d.type_text(&format!("听说{TOLD}"));
    let before = d.on_file("唐晓燕").unwrap().post;
    d.keys("Ctrl-S");
    assert!(d.shows("还没有存") && d.shows("职务：分管的那位副职"), "{}", d.text());
    assert_eq!(d.on_file("唐晓燕").unwrap().post, before, "asked before anything is written");
    d.keys("2");
    assert!(d.shows("听说分管的那位副职") && d.notice().contains("请改写"), "{}\n{}", d.notice(), d.text());
    d.keys("Ctrl-S 1");
    assert_eq!(d.on_file("唐晓燕").unwrap().post, "听说〔已另行处理〕。");
    assert!(d.notice().contains("已转线索的话"), "{}", d.notice());
}

#[test]
fn a_refused_withholding_leaves_no_mark() {
    let mut d = repeated();
    d.keys("Alt-X");
    let more = Person { note: format!("又说：{TOLD}"), ..d.on_file("王建国").unwrap() };
    d.elsewhere(Op::EditPerson, move |tx| tx.put(&more));
    d.keys("1");
    assert!(d.notice().contains("刚有变化") && d.shows("原  分管"), "{}", d.text());
    assert!(!is_marked(&d));
    d.keys("Alt-X");
    assert!(d.shows("2 处别处的文字要改"), "{}", d.text());
}

#[test]
fn exports_that_lie_on_the_disk_are_named_and_removed() {
    let mut d = repeated();
    let folder = d.folder.path().join("导出/内部");
    std::fs::create_dir_all(&folder).unwrap();
    let says = |name: &str| format!("{name}：{TOLD}");
    for (name, text) in [("bundle.json", says("bundle.json")), ("bundle-2.json", says("改过"))] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    d.elsewhere(Op::Export, |tx| {
        let mut names = ["bundle.json", "bundle-2.json", "bundle-3.json"].into_iter();
        names.try_for_each(|name| {
            tx.log_export("资料包", name, Hash(Sha256::digest(format!("{name}：{TOLD}")).into()), None)
        })
    });
    d.keys("Alt-X");
    assert!(d.shows("3 种以前导出的文件") && d.shows("bundle-3.json"), "{}", d.text());
    d.keys("1");
    assert!(d.shows("已改成〔已另行处理〕的文字") && d.notice().contains("回到列表时逐个列出"), "{}", d.text());
    d.keys("Esc");
    d.type_text("再说一点18万元");
    assert!(
        d.shows("再说一点18万元") && folder.join("bundle.json").exists(),
        "no page lies over what is typed\n{}",
        d.text()
    );
    d.keys("Esc");
    assert!(d.shows("还在电脑里") && d.shows("导出以后改过的"), "{}", d.text());
    d.keys("1");
    assert!(folder.join("bundle.json").exists() && d.shows("输入：删除"), "{}", d.text());
    d.type_text("删除");
    d.keys("Ctrl-S");
    assert!(d.notice().contains("已删除 1 个"), "{}", d.notice());
    assert!(!folder.join("bundle.json").exists() && folder.join("bundle-2.json").exists());
    assert!(d.shows("以前导出的文件里有已转线索的话 1 个"), "{}", d.text());
}

#[test]
fn files_left_behind_stay_on_home_until_they_are_gone() {
    let mut d = Driver::fresh_talk();
    d.type_text(TOLD);
    d.keys("F8 F7");
    let folder = d.folder.path().join("导出/内部");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("bundle.json");
    std::fs::write(&file, TOLD).unwrap();
    d.elsewhere(Op::Export, |tx| tx.log_export("资料包", "bundle.json", Hash(Sha256::digest(TOLD).into()), None));
    d.keys("Alt-X");
    if d.app.context() == Context::ConfirmPage {
        d.keys("1");
    }
    assert!(is_marked(&d) && d.notice().contains("逐个列出"), "{}", d.text());
    let mut d = d.reopened();
    d.be("刘芳");
    assert!(d.shows("4 以前导出的文件里有已转线索的话 1 个"), "{}", d.text());
    d.keys("4");
    assert!(d.shows("还在电脑里") && d.shows("1 删除") && d.shows("2 不删"), "{}", d.text());
    d.keys("Enter");
    assert!(d.notice().contains("删除按 1，回车不算；2 是不删"), "{}", d.notice());
    d.keys("2");
    assert!(d.shows("以前导出的文件里有已转线索的话 1 个"), "{}", d.text());
    std::fs::remove_file(&file).unwrap();
    d.keys("4");
    assert!(d.shows("没有可以由程序删除的") && d.shows("没有找到"), "{}", d.text());
    d.keys("Esc");
    assert!(!d.shows("以前导出的文件里有"), "only files that lie there count\n{}", d.text());
}

/// Two paragraphs, the words of a note and one that is withheld.
fn before_joining() -> Driver {
    let mut d = repeated();
    d.keys("Enter");
    d.type_text("另说的事。");
    d.keys("Alt-X");
    assert!(is_marked(&d) && note_of(&d).contains(MARKER), "{}", d.text());
    d
}

#[test]
fn joining_to_what_is_withheld_shows_first_what_it_strikes() {
    for keys in ["Home Backspace", "Up End Del"] {
        let mut d = before_joining();
        d.keys(keys);
        assert_eq!(d.app.context(), Context::ConfirmPage, "{keys}: {}", d.text());
        assert!(d.shows("1 处别处的文字要改"), "{}", d.text());
        d.wait(5000);
        assert!(note_of(&d).contains(MARKER), "nothing is done behind the page");
        d.keys("2");
        assert!(d.shows("原  分管") && d.shows("原x 另说的事。"), "{}", d.text());
        assert!(note_of(&d).contains(MARKER));
        d.keys(keys);
        d.keys("1 Enter Esc");
        assert_eq!(note_of(&d), "有人说：〔已另行处理〕。", "{keys}");
        let said = answer(&d).statements;
        assert_eq!((said.len(), said[0].withheld), (1, true), "{said:?}");
        assert!(said[0].text.contains("另说的事") && said[0].words_of.len() == 1, "{said:?}");
    }
}

#[test]
fn undoing_text_that_withholds_again_shows_first_what_it_strikes() {
    let mut d = Driver::fresh_talk();
    d.type_text(TOLD);
    d.keys("Alt-X");
    let_in(&mut d);
    assert!(!is_marked(&d), "{}", d.text());
    let note = Person { note: format!("有人说：{TOLD}"), ..d.on_file("唐晓燕").unwrap() };
    d.elsewhere(Op::EditPerson, move |tx| tx.put(&note));
    d.keys("Ctrl-Z");
    assert_eq!(d.app.context(), Context::ConfirmPage, "{}", d.text());
    d.keys("2");
    assert!(!is_marked(&d) && note_of(&d).contains(MARKER) && d.shows("原  分管"), "{}", d.text());
    d.keys("Ctrl-Z 1");
    assert!(is_marked(&d) && !note_of(&d).contains(MARKER), "{}", d.text());
}

#[test]
fn an_empty_paragraph_has_nothing_to_hand_over() {
    let mut d = Driver::fresh_talk();
    d.keys("Alt-X");
    assert!(d.notice().contains("没有可转的内容") && !d.notice().contains("已转线索"), "{}", d.notice());
    d.type_text("每月按时交。");
    d.keys("Esc");
    assert!(answer(&d).statements.iter().all(|s| !s.withheld));
}

#[test]
fn a_split_half_says_off_what_it_was_split() {
    let mut d = Driver::fresh_talk();
    d.type_text("账在柜里。他拿三万。");
    d.keys("F8 F7 Home Right Right Right Right Right Enter F8 F7 Alt-X Esc");
    let mut said = answer(&d).statements;
    said.sort_by(|a, b| a.order.cmp(&b.order));
    assert_eq!((said.len(), said[1].words_of.clone()), (2, vec![said[0].id]), "{said:?}");
    assert_eq!([said[0].withheld, said[1].withheld], [false, true], "{said:?}");
}

#[test]
fn what_withholding_did_is_no_page_over_what_is_typed_meanwhile() {
    let mut d = repeated();
    d.keys("Alt-X");
    d.turn(crate::store::Pass::Held);
    d.keys("1");
    d.type_text("又说一句1");
    d.turn(crate::store::Pass::Open);
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert!(d.shows("又说一句1") && d.notice().contains("别处改了什么，按 Ctrl-S"), "{}", d.text());
    assert!(!note_of(&d).contains(MARKER));
    d.keys("Ctrl-S");
    assert!(d.shows("唐晓燕") && d.shows("〔已另行处理〕"), "what was struck elsewhere\n{}", d.text());
}

/// A paragraph and its correction, the caret in the correction.
fn corrected() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("每月按时交。");
    d.keys("Enter");
    d.type_text("5月上的会。");
    d.keys("Alt-C");
    d.type_text("8月上的会。");
    d
}

#[test]
fn withholding_a_correction_names_what_goes_with_it_and_marks_both() {
    let mut d = corrected();
    d.keys("Alt-X");
    assert_eq!(d.app.context(), Context::ConfirmPage, "{}", d.text());
    assert!(d.shows("1 段更正前后的话一起转") && d.shows("第2段「5月上的会。」"), "{}", d.text());
    assert!(d.shows("第3段「8月上的会。」"), "{}", d.text());
    d.keys("1");
    assert!(d.shows("一起转线索的"), "told after it too\n{}", d.text());
    d.keys("Enter");
    assert!(d.shows("原x 5月上的会。") && d.shows("原x 8月上的会。") && d.shows("原  每月按时交。"), "{}", d.text());
    d.keys("Up Alt-X");
    assert!(d.notice().contains("已随第3段转线索"), "{}\n{}", d.notice(), d.text());
    d.keys("Down");
    let_in(&mut d);
    assert!(d.shows("原~ 5月上的会。") && d.shows("原= 8月上的会。"), "{}", d.text());
}

#[test]
fn the_number_of_the_paragraph_is_the_one_that_is_printed() {
    let mut d = corrected();
    assert!(d.shows("第3段"), "{}", d.text());
    d.keys("F8");
    d.type_text("换了一问。");
    d.keys("F3 F3");
    assert!(!d.shows("第4段") && !d.shows("第3段"), "记录人注 has no number\n{}", d.text());
    d.keys("F3");
    assert!(d.rows().iter().any(|r| r.contains("第4段") || r.contains("第1段")), "{}", d.text());
}

#[test]
fn a_lead_is_registered_from_the_statement_and_one_comes_back_to_it() {
    let mut d = said();
    d.keys("Ctrl-N");
    assert!(d.notice().contains("先按 Alt-X 转线索"), "{}", d.notice());
    d.keys("Alt-X");
    assert!(d.notice().contains("要登记，按 Ctrl-N"), "{}", d.notice());
    d.keys("Ctrl-N");
    assert!(d.app.context() == Context::FormText && d.title() == "登记线索", "{}", d.text());
    d.type_text("县纪委监委");
    d.keys("Ctrl-S");
    assert!(d.app.context() == Context::Answer && d.shows("原x 票据里"), "{}", d.text());
    assert!(d.notice().contains("已登记"), "{}", d.notice());
    assert_eq!(d.reader().leads().unwrap().len(), 1);
}
