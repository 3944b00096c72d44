//! The record being read back: what the person may see of it, and what the person says to it.

use super::driver::Driver;
use crate::model::answer::{Answer, Lane};
use crate::model::interview::{Interview, TalkState};
use crate::model::record::Op;
use crate::store::{Pass, Tx};
use crate::tui::keys::Context;
use std::io::Read as _;
use std::path::{Path, PathBuf};

const WHO: &str = "黄玉梅";
/// The first question of the order for her, and the last one of the record.
const FIRST: &str = "q5";

/// A talk in which two paragraphs were said, a remark noted, one withheld, and one said to another question, which the
/// record has before them.
fn talk() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("每月交三十。");
    d.keys("Enter");
    d.type_text("工资里扣的。");
    d.keys("Enter");
    d.type_text("看了两次表");
    d.keys("F3 F3 Enter");
    d.type_text("有人送过翡翠鲸鱼。");
    d.keys("Alt-X F8");
    d.type_text("会上讲过。");
    d
}

fn reading() -> Driver {
    let mut d = talk();
    d.keys("Alt-R");
    assert_eq!(d.app.context(), Context::ReadBack, "{}", d.text());
    d
}

/// The row that begins with that number.
fn line(d: &mut Driver, number: &str) -> String {
    let wanted = |row: &&String| row.split_whitespace().any(|word| word == number);
    d.rows().iter().find(wanted).cloned().unwrap_or_default()
}

fn closed(d: &mut Driver) {
    let talk = d.interview(WHO).id;
    d.elsewhere(Op::EditInterview, move |tx: &mut Tx<'_>| {
        tx.edit::<Interview>(talk.0, |t| {
            t.state = TalkState::Closed;
            Ok(())
        })
    });
    d.wait(1_000);
}

/// Prints from the page into a new folder; gives the text of the file.
fn printed(d: &mut Driver, folder: &str) -> String {
    let out = d.beside_round(folder);
    d.keys("p Ctrl-A");
    d.type_text(&out.display().to_string());
    d.keys("Enter");
    let file = only_file(&out.join("内部"));
    assert!(d.notice().contains(&file.display().to_string()), "{}", d.notice());
    assert!(file.file_name().unwrap().to_string_lossy().starts_with("谈话笔录-"), "{}", file.display());
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

fn only_file(folder: &Path) -> PathBuf {
    let all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

#[test]
fn the_page_shows_what_the_person_may_see_under_the_numbers_of_the_print() {
    let mut d = reading();
    let text = d.text();
    assert!(line(&mut d, "段1").contains("会上讲过。"), "what was typed last is sealed and there\n{text}");
    assert!(line(&mut d, "段2").contains("每月交三十。") && line(&mut d, "段3").contains("工资里扣的。"), "{text}");
    for hidden in ["看了两次表", "翡翠鲸鱼", "已另行处理", "段4", "判断", "追问", "疑点", "要素"]
    {
        assert!(!text.contains(hidden), "{hidden}\n{text}");
    }
    assert!(text.contains("谈话对象") && text.contains(WHO) && text.contains("以上 3 段"), "{text}");
    d.keys("p");
    assert!(d.shows("没有签名的地方") && d.shows("Alt-E"), "{}", d.text());
    d.keys("Esc");
    let print = printed(&mut d, "印");
    for words in ["会上讲过。", "每月交三十。", "工资里扣的。"] {
        assert!(print.contains(words), "{words}");
    }
    for hidden in ["看了两次表", "翡翠鲸鱼"] {
        assert!(!print.contains(hidden), "{hidden}");
    }
    let log = d.reader().export_log().unwrap();
    assert!(log.iter().any(|l| l.what == "谈话笔录" && l.by == d.app.shell.me), "{log:?}");
    d.keys("p");
    assert!(d.shows("/印"), "the folder of the last print is offered\n{}", d.text());
}

#[test]
fn each_is_confirmed_and_then_the_whole_without_a_question() {
    let mut d = reading();
    d.keys("Enter 空格 Enter");
    assert_eq!(d.text().matches('✓').count(), 3, "{}", d.text());
    assert_eq!(d.interview(WHO).read_back, None, "ticks are no confirmation");
    d.keys("Enter");
    assert_eq!(d.interview(WHO).read_back, Some(d.now()));
    assert!(d.title().contains("已读回") && d.shows("经本人确认"), "{}", d.text());
    d.keys("Enter");
    assert!(d.notice().contains("已经读回"), "{}", d.notice());
    d.keys("Esc");
    assert!(d.app.context() == Context::Answer && d.title().contains("已读回"), "{}", d.text());
}

#[test]
fn what_is_not_confirmed_one_by_one_is_named_and_hinders_nothing() {
    let mut d = reading();
    d.keys("Down 空格 c");
    d.type_text("记不清是哪一年");
    d.keys("Enter");
    assert!(d.shows("（本人不愿确认：记不清是哪一年）"), "{}", d.text());
    assert!(d.notice().contains("不愿确认第3段"), "{}", d.notice());
    let noted = d.interview(WHO).unconfirmed;
    assert_eq!((noted.len(), noted[0].reason.as_str()), (1, "记不清是哪一年"));
    d.keys("End Enter");
    assert_eq!(d.app.context(), Context::Confirm, "{}", d.text());
    assert!(d.shows("没有逐段确认的：第1段。") && d.shows("本人不愿确认的：第3段"), "{}", d.text());
    d.keys("2");
    assert!(d.app.context() == Context::ReadBack && d.interview(WHO).read_back.is_none(), "{}", d.text());
    d.keys("Enter 1");
    assert!(d.interview(WHO).read_back.is_some(), "{}", d.text());
    closed(&mut d);
    let print = printed(&mut d, "印");
    assert!(print.contains("不愿确认") && print.contains("本人对第3段不愿确认：记不清是哪一年"), "{print}");
    d.keys("Up c");
    assert!(d.notice().contains("不能再改"), "on record: {}", d.notice());
}

#[test]
fn a_refusal_is_taken_back_by_confirming_and_by_undo() {
    let mut d = reading();
    d.keys("c");
    d.type_text("要回去查");
    d.keys("Enter Alt-Z 1");
    assert_eq!(d.interview(WHO).unconfirmed, [], "{}", d.text());
    d.keys("c");
    d.type_text("要回去查");
    d.keys("Enter");
    assert_eq!(d.interview(WHO).unconfirmed.len(), 1);
    d.keys("Home Enter");
    assert_eq!(d.interview(WHO).unconfirmed, [], "{}", d.text());
    assert!(d.notice().contains("本人确认第1段") && d.text().matches('✓').count() == 1, "{}", d.text());
}

#[test]
fn a_correction_stands_below_what_it_corrects_and_an_addition_at_the_end_of_the_question() {
    let mut d = reading();
    d.keys("Home Down 空格 Up Alt-C");
    assert!(d.shows("更正第2段") && d.shows("每月交三十。"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("和原来的话一样"), "{}", d.text());
    d.type_text("每月交五十。");
    d.keys("Enter");
    assert!(line(&mut d, "段2").contains("每月交三十。"), "{}", d.text());
    assert!(
        line(&mut d, "段3").contains('>') && line(&mut d, "段3").contains("（更正第2段）每月交五十。"),
        "{}",
        d.text()
    );
    assert!(line(&mut d, "段2").contains('✓'), "what was confirmed in these words was\n{}", d.text());
    d.keys("Up Alt-C");
    assert!(d.app.context() == Context::ReadBack && d.notice().contains("已有更正"), "{}", d.notice());
    d.keys("Ctrl-N");
    d.type_text("去年补交过一次。");
    d.keys("Enter");
    // 段5 is what is withheld: it keeps its number, as on the print.
    assert!(line(&mut d, "段6").contains("去年补交过一次。"), "{}", d.text());
    let answer: Answer = d.answer(WHO, FIRST).unwrap();
    let of = |text: &str| answer.statements.iter().find(|s| s.text == text).unwrap();
    assert_eq!(of("每月交五十。").supersedes, Some(of("每月交三十。").id));
    assert_eq!((of("去年补交过一次。").supersedes, of("去年补交过一次。").lane), (None, Lane::Verbatim));
    assert!(answer.statements.iter().any(|s| s.withheld && s.text.contains("翡翠鲸鱼")), "what is withheld stays");
    assert_eq!(d.drafts(), []);
    d.keys("Esc F7");
    assert!(d.shows("每月交五十。") && d.shows("去年补交过一次。"), "the talk shows it\n{}", d.text());
}

#[test]
fn a_record_that_is_closed_takes_corrections_only_and_its_print_says_so() {
    let mut d = reading();
    d.keys("End Enter 1");
    closed(&mut d);
    assert!(d.title().contains("已读回  只读"), "{}", d.title());
    for (keys, said) in [("Home 空格", "不用再逐段标记"), ("Ctrl-N", "不能改动"), ("c", "不能再改")] {
        d.keys(keys);
        assert!(d.app.context() == Context::ReadBack && d.notice().contains(said), "{keys}: {}", d.notice());
    }
    d.wait(60_000);
    d.keys("Alt-C");
    d.type_text("没有讲过。");
    d.keys("Enter");
    assert!(d.interview(WHO).on_record().is_some(), "the confirmation stands for what was confirmed\n{}", d.text());
    assert!(d.shows("读回后有更正"), "{}", d.text());
    let print = printed(&mut d, "印");
    assert!(print.contains("读回后有更正") && print.contains("没有讲过。") && print.contains("会上讲过。"), "{print}");
    d.keys("Alt-R");
    assert!(d.app.context() == Context::Grave && d.shows("取消读回确认以后"), "{}", d.text());
    d.keys("1");
    assert_eq!((d.app.context(), d.interview(WHO).read_back), (Context::Answer, None), "{}", d.text());
}

#[test]
fn words_changed_after_the_tick_are_not_ticked_any_more() {
    let mut d = reading();
    d.keys("Enter Enter Esc");
    assert_eq!(d.app.context(), Context::Answer);
    d.keys("Alt-R");
    assert_eq!(d.text().matches('✓').count(), 2, "leaving forgets nothing\n{}", d.text());
    d.keys("Esc End");
    d.type_text("又想起来。");
    d.keys("Alt-R");
    assert_eq!(d.text().matches('✓').count(), 1, "{}", d.text());
}

#[test]
fn what_is_refused_or_waits_is_not_said_to_be_read_back() {
    for pass in [Pass::Refused, Pass::Held] {
        let mut d = reading();
        d.turn(pass);
        d.keys("End Enter 1");
        assert!(!d.title().contains("已读回") && !d.shows("经本人确认"), "{pass:?}\n{}", d.text());
        d.turn(Pass::Open);
        let there = d.interview(WHO).read_back.is_some();
        assert_eq!(d.title().contains("已读回"), there, "{pass:?}\n{}", d.text());
    }
}

#[test]
fn what_was_typed_and_refused_is_not_confirmed() {
    let mut d = talk();
    d.turn(Pass::Refused);
    d.keys("Alt-R");
    d.turn(Pass::Open);
    d.keys("End Enter 1");
    assert_eq!(d.interview(WHO).read_back, None, "{}", d.text());
    assert!(!d.title().contains("已读回"), "{}", d.text());
    d.keys("Esc");
    assert!(d.shows("会上讲过。"), "the words are on the screen\n{}", d.text());
}

#[test]
fn a_print_that_cannot_be_written_is_said() {
    let mut d = reading();
    let taken = d.beside_round("占用");
    std::fs::write(&taken, "x").unwrap();
    d.keys("p Ctrl-A");
    d.type_text(&taken.display().to_string());
    d.keys("Enter");
    assert!(!d.notice().contains("已写出") && !d.notice().is_empty(), "{}", d.notice());
}

#[test]
fn a_print_that_somebody_edited_is_kept_beside() {
    let mut d = reading();
    printed(&mut d, "印");
    let file = only_file(&d.beside_round("印").join("内部"));
    std::fs::write(&file, "手工改过").unwrap();
    d.keys("p Enter");
    let kept = std::fs::read_dir(file.parent().unwrap()).unwrap().map(|e| std::fs::read(e.unwrap().path()).unwrap());
    assert!(kept.into_iter().any(|bytes| bytes == "手工改过".as_bytes()), "{}", d.notice());
}

#[test]
fn a_long_record_is_read_to_its_end_at_every_size() {
    let mut d = Driver::fresh_talk();
    for n in 1..=30 {
        d.type_text(&format!("第{n}件事是这样的，{}。", "说了很多".repeat(if n == 7 { 400 } else { 12 })));
        d.keys("Enter");
    }
    d.keys("Alt-R");
    for (cols, rows) in [(80, 24), (120, 36), (200, 50)] {
        d.resize(cols, rows);
        for key in ["Down", "PgDn"] {
            d.keys("Home");
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..400 {
                d.frame().assert_whole("reading back");
                let text = d.text();
                seen.extend((1..=30).filter(|n| text.contains(&format!("第{n}件事"))));
                if text.contains("以上 30 段") && line(&mut d, "以上").contains('>') {
                    break;
                }
                d.keys(key);
            }
            assert_eq!(seen.len(), 30, "{cols}x{rows} {key}");
            assert!(line(&mut d, "以上").contains('>'), "{cols}x{rows} {key}\n{}", d.text());
        }
    }
}

#[test]
fn the_record_stands_in_the_middle_at_three_sizes() {
    let mut d = reading();
    d.keys("Enter");
    let want = [
        "    编号        访谈C74",
        "    被巡察单位  水利局党组",
        "    谈话对象    黄玉梅",
        "    职务        水政监察大队干部、机关支部组织委员",
        "    首次谈话    2026年3月12日 09:42起；谈话人刘芳，记录人高志远",
        "    谈话告知    2026年3月12日 09:42宣读谈话说明",
        "",
        "    问：党风廉政建设这项工作，党组织去年是怎么安排部署的？",
        "",
        "  ✓ 段1  会上讲过。",
        "",
        "    问：您每月应交的党费，这个数额是怎么来的？",
        "",
        ">   段2  每月交三十。",
        "",
        "    段3  工资里扣的。",
        "",
        "    以上 3 段已读给本人听",
    ];
    for (cols, rows, margin) in [(80, 24, 0), (120, 36, 6), (200, 50, 46)] {
        d.resize(cols, rows);
        let shown = d.rows();
        let moved = |row: &str| if row.is_empty() { String::new() } else { " ".repeat(margin) + row };
        assert_eq!(shown[2..20], want.map(moved), "{cols}x{rows}\n{}", d.text());
        assert!(shown[20..shown.len() - 2].iter().all(String::is_empty), "{cols}x{rows}\n{}", d.text());
        let bar = shown.last().unwrap();
        for key in ["Enter 确认", "Alt-C 更正", "n 补", "c 不愿", "p 打印"] {
            assert!(bar.contains(key), "{cols}x{rows}: {bar}");
        }
    }
}
