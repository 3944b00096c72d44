//! Reading a document: verdicts, cells, marks, entries.

use super::driver::Driver;
use crate::model::answer::Value;
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::fields::value_of;
use crate::model::observation::{Observation, Origin};
use crate::model::reading::Verdict;
use crate::tui::keys::Context;
use crate::tui::terminal::MouseKind;

fn observations(d: &Driver) -> Vec<Observation> {
    d.reader().children(d.unit().id.0).unwrap()
}

fn evidence(d: &Driver) -> Vec<Evidence> {
    d.reader().children(d.unit().id.0).unwrap()
}

#[test]
fn one_comes_to_the_first_item_that_nobody_looked_at() {
    let mut d = Driver::minutes();
    assert!(d.shows(">  P3") || d.shows("> P3"), "{}", d.text());
    assert!(d.shows("2/10 已看") && d.shows("12, 31"), "{}", d.text());
}

#[test]
fn a_verdict_is_one_key_and_the_same_key_takes_it_back() {
    let mut d = Driver::minutes();
    for (key, verdict) in [("1", Verdict::Clean), ("2", Verdict::Problem), ("3", Verdict::NotApplicable)] {
        d.keys(key);
        let result = d.result("k4.p3").unwrap();
        assert_eq!((result.verdict, result.by, result.at), (verdict, d.app.shell.me, Some(d.now())));
        assert!(d.shows("3/10 已看") && d.shows(verdict.chinese()), "{}", d.text());
    }
    d.keys("3");
    let result = d.result("k4.p3").unwrap();
    assert_eq!((result.verdict, result.by, result.at), (Verdict::Unread, None, None));
    assert!(d.notice().contains("已取消结论") && d.notice().contains("Ctrl-Z"), "{}", d.notice());
    d.keys("Ctrl-Z 1");
    assert_eq!(d.result("k4.p3").unwrap().verdict, Verdict::NotApplicable, "{}", d.text());
}

#[test]
fn one_key_goes_to_the_next_open_item_and_says_when_there_is_none() {
    let mut d = Driver::minutes();
    d.keys("F8 1 F8 1");
    assert_eq!(d.result("k4.p4").unwrap().verdict, Verdict::Clean);
    assert_eq!(d.result("k4.p5").unwrap().verdict, Verdict::Clean);
    d.keys("End F8");
    assert!(d.shows("> P3"), "round to the beginning\n{}", d.text());
    for _ in 0..6 {
        d.keys("1 F8");
    }
    d.keys("F8");
    assert!(d.notice().contains("都看过"), "{}", d.notice());
}

#[test]
fn pages_and_note_are_typed_without_leaving_the_row() {
    let mut d = Driver::minutes();
    d.keys("2 g");
    assert_eq!(d.app.context(), Context::Cell);
    d.type_text("8-9");
    d.keys("Tab");
    d.type_text("局长先说，别人都同意 1 2 3");
    d.keys("Esc");
    let result = d.result("k4.p3").unwrap();
    assert_eq!((result.pages.as_str(), result.note.as_str()), ("8-9", "局长先说，别人都同意 1 2 3"));
    assert_eq!((result.verdict, d.app.context()), (Verdict::Problem, Context::Reading));
    assert_eq!(d.drafts(), []);
    d.keys("c Down");
    d.type_text("下一行");
    d.keys("Up Esc");
    assert_eq!(d.result("k4.p4").unwrap().note, "下一行");
}

#[test]
fn a_kill_loses_nothing_that_was_typed_in_a_cell() {
    let mut d = Driver::minutes();
    d.keys("c");
    d.type_text("写到一半");
    d.wait(500);
    assert_eq!(d.drafts().len(), 1);
    assert_eq!(d.result("k4.p3"), None, "a pause is no revision");
    let mut d = d.reopened();
    d.be("刘芳");
    d.use_books();
    d.find("马会来");
    d.open_minutes();
    assert_eq!(d.app.context(), Context::Cell);
    assert!(d.shows("写到一半"), "{}", d.text());
    d.type_text("写完了");
    d.keys("Esc");
    assert_eq!(d.result("k4.p3").unwrap().note, "写到一半写完了");
    assert_eq!(d.drafts(), []);
}

#[test]
fn hiding_seals_a_cell_and_leaves_it_open() {
    let mut d = Driver::minutes();
    d.keys("c");
    d.type_text("有人来了");
    d.keys("F9 F9");
    assert_eq!(d.result("k4.p3").unwrap().note, "有人来了");
    d.type_text("又走了");
    d.keys("Esc");
    assert_eq!(d.result("k4.p3").unwrap().note, "有人来了又走了");
}

#[test]
fn an_observation_on_an_item_says_what_stands_beside_it() {
    let mut d = Driver::minutes();
    d.keys("Up F2");
    let marked = observations(&d);
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0].text, "到会人数：3月8日到会4人，应到9人（页 12, 31）");
    let result = d.result("k4.p2").unwrap();
    let Origin::Document { item, check, entry, .. } = &marked[0].origin else { panic!("{:?}", marked[0].origin) };
    assert_eq!((item.as_deref(), *check, *entry), (Some("k4.p2"), Some(result.id), None));
    assert!(d.shows("疑点 1"), "{}", d.text());
    d.keys("c End");
    d.type_text("，少5人");
    d.keys("Esc");
    assert_eq!(observations(&d)[0].text, "到会人数：3月8日到会4人，应到9人，少5人（页 12, 31）");
    d.keys("F2");
    assert_eq!(observations(&d), []);
}

#[test]
fn an_item_without_record_gets_one_before_a_mark_points_at_it() {
    let mut d = Driver::minutes();
    d.keys("F2 F5");
    let result = d.result("k4.p3").unwrap();
    assert_eq!(observations(&d)[0].text, "末位表态：主要负责人未执行末位表态");
    let EvidenceSource::Document { check, .. } = evidence(&d)[0].source else { panic!() };
    assert_eq!(check, Some(result.id));
}

#[test]
fn evidence_takes_the_pages_over_and_follows_them() {
    let mut d = Driver::minutes();
    d.keys("Up F5");
    let taken = evidence(&d);
    assert_eq!(taken.len(), 1);
    let e = &taken[0];
    assert_eq!((e.title.as_str(), e.volume.as_str(), e.pages.as_str()), ("党组会议记录 2022年", "第2卷", "12, 31"));
    assert!(d.shows("支撑材料 1"), "{}", d.text());
    d.keys("g End");
    d.type_text(", 40");
    d.keys("F5 Esc");
    assert_eq!(evidence(&d)[0].pages, "12, 31, 40");
    assert_eq!(evidence(&d)[0].id, taken[0].id);
    d.keys("F5");
    assert_eq!(d.app.context(), Context::Grave, "taken as it stands: it may be let go");
    d.keys("1");
    assert_eq!(evidence(&d), []);
}

#[test]
fn entries_are_marked_and_taken_like_items() {
    let mut d = Driver::minutes();
    d.keys("Tab Down F2 F5");
    let entry = d.entries()[1].id;
    let Origin::Document { entry: at, item, .. } = &observations(&d)[0].origin else { panic!() };
    assert_eq!((*at, item.as_deref()), (Some(entry), None));
    assert_eq!(observations(&d)[0].text, "2022-03-29 党组会 马会来 8人 大额资金，购车");
    assert_eq!(evidence(&d)[0].pages, "12");
    d.keys("2");
    assert!(d.notice().contains("结论是对要点"), "{}", d.notice());
    d.keys("Del");
    assert!(d.notice().contains("先取消"), "{}", d.notice());
    assert_eq!(d.entries().len(), 2);
}

#[test]
fn a_new_entry_closes_the_cell_that_is_open_and_keeps_its_text() {
    let mut d = Driver::minutes();
    d.keys("c");
    d.type_text("局长先说");
    d.keys("Ctrl-N");
    assert!(d.title().contains("条目") && d.app.context() != Context::Cell, "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Reading, "{}", d.text());
    assert!(d.shows("局长先说") && d.shows("已存"), "{}", d.text());
}

#[test]
fn an_entry_is_made_of_the_fields_of_the_method() {
    let mut d = Driver::minutes();
    d.keys("Ctrl-N");
    assert!(!d.shows("票决"), "asked of a Party meeting only\n{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.shows("请填写“日期”"), "{}", d.text());
    d.type_text("2022-04-12");
    d.keys("Enter Right");
    assert!(d.shows("票决"), "{}", d.text());
    d.keys("Right");
    assert!(!d.shows("票决"), "{}", d.text());
    d.keys("Left Enter");
    d.type_text("mh");
    d.keys("Enter");
    d.type_text("120");
    d.keys("Ctrl-S");
    assert!(d.shows("有几个人对得上"), "马会来 and 马会芳\n{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("mhl");
    d.keys("Enter");
    assert!(d.shows("马会来"), "made whole\n{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.shows("到会人数填 0 到 99。"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("7");
    d.keys("Enter Enter");
    assert_eq!(d.app.context(), Context::FormChoices, "{}", d.text());
    d.keys("空格 Right Right 空格 Left 空格 Ctrl-S");
    let entries = d.entries();
    let values = &entries.last().unwrap().values;
    assert_eq!(value_of(values, "meeting.present"), Some(&Value::Integer(7)));
    assert_eq!(value_of(values, "meeting.kind"), Some(&Value::Choice("party".to_owned())));
    assert_eq!(value_of(values, "meeting.before"), Some(&Value::Choices(vec!["papers".to_owned()])), "都没有 goes");
    assert!(matches!(value_of(values, "meeting.host"), Some(Value::Person(_))));
    assert!(d.shows("条目 3") && d.shows("04-12"), "{}", d.text());
}

#[test]
fn an_entry_is_changed_and_goes_to_the_bin_after_a_question() {
    let mut d = Driver::minutes();
    d.keys("Tab Enter");
    let old = d.entries()[0].clone();
    d.keys("Down Down Down Ctrl-A");
    d.type_text("5");
    d.keys("Ctrl-S");
    let new = d.entries()[0].clone();
    let id = |e: &crate::model::reading::Entry| {
        e.values.iter().find(|v| v.field == "meeting.present").map(|v| (v.id, v.value.clone()))
    };
    assert_eq!((new.id, id(&new)), (old.id, id(&old).map(|(id, _)| (id, Value::Integer(5)))));
    d.keys("Del");
    assert!(d.shows("删除这个条目吗"), "{}", d.text());
    d.keys("2");
    assert_eq!(d.entries().len(), 2);
    d.keys("Del 1");
    assert_eq!(d.entries().len(), 1);
    assert!(d.shows("条目 1"), "{}", d.text());
}

#[test]
fn read_clean_says_its_extent_and_goes_when_something_is_found() {
    let mut d = Driver::minutes();
    d.keys("r");
    assert!(d.notice().contains("有问题"), "{}", d.notice());
    d.keys("Up 1 r Ctrl-S");
    assert!(d.shows("请写明读了哪几页"), "{}", d.text());
    d.type_text("1-88");
    d.keys("Ctrl-S");
    let clean = d.minutes_in_file().clean.unwrap();
    assert_eq!((clean.volumes.as_str(), clean.months.as_str(), clean.pages.as_str()), ("第2卷", "2022年", "1-88"));
    assert!(d.shows("读过，未发现问题"), "{}", d.text());
    assert_eq!(d.result("k4.p3"), None, "items are left as they are");
    d.keys("2");
    assert_eq!(d.minutes_in_file().clean, None);
    assert!(d.notice().contains("已取消"), "{}", d.notice());
}

#[test]
fn a_file_is_attached_with_one_key_and_counted() {
    let mut d = Driver::minutes();
    let photo = d.beside_round("P3.jpg");
    std::fs::write(&photo, b"photo").unwrap();
    d.keys("f");
    d.type_text(&photo.display().to_string());
    d.keys("Ctrl-S");
    d.wait(0);
    let attached: Vec<Attachment> = d.reader().children(d.minutes_in_file().id.0).unwrap();
    assert_eq!((attached.len(), attached[0].name.as_str(), attached[0].caption.as_str()), (1, "P3.jpg", "P3 末位表态"));
    d.keys("k");
    assert!(d.shows("P3.jpg"), "{}", d.text());
}

#[test]
fn the_hint_opens_and_folds() {
    let mut d = Driver::minutes();
    assert!(!d.shows("是不是最后一个表态"), "folded where there is little room\n{}", d.text());
    d.keys("F4");
    assert!(d.shows("是不是最后一个表态") && d.shows("本单位议事规则第三条（待核）"), "{}", d.text());
    d.keys("F4");
    assert!(d.shows("F4 提示"), "{}", d.text());
}

#[test]
fn the_mouse_goes_to_rows_and_types_in_cells() {
    let mut d = Driver::minutes();
    let at = d.frame().place("P5").unwrap();
    d.mouse(MouseKind::Press, at.x, at.y);
    assert!(d.shows("> P5"), "{}", d.text());
    let note = d.frame().place("备注").unwrap().x;
    d.mouse(MouseKind::Press, note, at.y);
    assert_eq!(d.app.context(), Context::Cell);
    d.type_text("点到");
    d.keys("Esc");
    assert_eq!(d.result("k4.p5").unwrap().note, "点到");
    let at = d.frame().place("大额资金").unwrap();
    d.mouse(MouseKind::DoubleClick, at.x, at.y);
    assert!(d.title().starts_with("修改条目"), "{}", d.title());
    d.keys("Esc");
    d.mouse(MouseKind::Wheel(-1), at.x, at.y);
    assert!(d.rows().iter().any(|r| r.starts_with('>') && r.contains("干部任免")), "{}", d.text());
}

/// Searches, and opens the hit under the cursor.
fn found(words: &str) -> Driver {
    let mut d = Driver::minutes();
    d.keys("Tab F2 Esc Esc Esc s");
    d.type_text(words);
    d
}

#[test]
fn what_a_search_finds_in_a_document_is_opened_there() {
    for (words, row) in [("应到9人", "> P2"), ("大额资金，购车", ">   03-29")] {
        let mut d = found(words);
        d.keys("Enter");
        assert!(d.rows().iter().any(|r| r.starts_with(row)), "{words}\n{}", d.text());
    }
    let mut d = found("干部任免");
    assert!(d.shows("疑点 党组会议"), "the observation says which document\n{}", d.text());
    d.keys("Enter");
    assert!(d.rows().iter().any(|r| r.starts_with("> ! 03-08")), "{}", d.text());
    let mut d = found("三重一大制度");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Loans);
    assert!(d.rows().iter().any(|r| r.starts_with("> 已归还")), "{}", d.text());
}

#[test]
fn the_observations_of_a_unit_say_where_each_was_marked() {
    let mut d = Driver::minutes();
    d.keys("F2 Esc Esc Esc o");
    assert!(d.shows("〔党组会议记录 2022年 第2"), "{}", d.text());
    d.keys("Esc");
    assert!(d.rows().iter().any(|r| r.ends_with("党委会议记录 ~  1    -    1")), "{}", d.text());
    let mut d = Driver::home();
    d.keys("Tab o");
    assert!(d.shows("〔访谈"), "{}", d.text());
}

#[test]
fn a_click_on_a_kind_of_home_lists_its_documents() {
    let mut d = Driver::books();
    let at = d.frame().place("党费账目").unwrap();
    d.mouse(MouseKind::Press, at.x, at.y);
    assert_eq!(d.app.context(), Context::Documents);
    assert!(d.shows("党费收缴台账") && !d.shows("局长办公会议记录"), "{}", d.text());
}

#[test]
fn a_draft_over_an_older_note_is_asked_about() {
    let mut d = Driver::minutes();
    d.keys("Up c Ctrl-A");
    d.type_text("草稿里的话");
    d.wait(500);
    let draft = d.drafts().remove(0);
    d.keys("Ctrl-A");
    d.type_text("存下的话");
    d.keys("Esc Esc Esc");
    d.carry_out(vec![crate::tui::effect::Effect::Draft(Box::new(draft))]);
    d.wait(0);
    d.keys("d 4 Enter");
    assert!(d.shows("草稿里的话") && d.shows("存下的话"), "{}", d.text());
    d.keys("2");
    assert_eq!(d.result("k4.p2").unwrap().note, "存下的话");
    assert_eq!(d.drafts(), []);
    let id = d.result("k4.p2").unwrap().id;
    let bodies: Vec<String> = d.reader().history(id.0).unwrap().into_iter().map(|r| r.body).collect();
    assert!(bodies.iter().any(|b| b.contains("草稿里的话")), "it is in the history: {bodies:?}");
}

#[test]
fn the_key_of_pages_and_of_the_note_open_an_entry_there() {
    let mut d = Driver::minutes();
    for (key, label) in [("g", "页"), ("c", "备注")] {
        d.keys("Tab");
        d.keys(key);
        assert_eq!(d.app.context(), Context::FormText, "{}", d.text());
        let here = |r: &String| r.trim_start().starts_with('>') && r.contains(label);
        assert!(d.rows().iter().any(here), "{key}\n{}", d.text());
        d.keys("Esc Tab");
    }
}
