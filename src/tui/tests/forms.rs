//! What forms do: a new round from nothing, people, units, settings, what goes in and out.

use super::driver::{Driver, PASSPHRASE};
use crate::model::people::{Party, Person};
use crate::model::record::Op;
use crate::model::round::{Inspector, Round, Unit};
use crate::store::{Pass, Reader, Script, Secret, Ticket, is_encrypted};
use crate::tui::keys::Context;
use crate::tui::terminal::{Event, MouseKind};

impl Driver {
    /// Goes to the field of that label in the form in front.
    fn part_of_form(&mut self, label: &str) {
        for _ in 0..30 {
            if self.rows().iter().any(|r| r.trim_start().starts_with('>') && r.contains(label)) {
                return;
            }
            self.keys("Tab");
        }
        panic!("no field {label}\n{}", self.text());
    }

    /// Fills the fields of a form one after the other; `-` leaves one as it is.
    fn fill(&mut self, texts: &[&str]) {
        for text in texts {
            if *text != "-" {
                self.keys("Ctrl-A");
                self.type_text(text);
            }
            self.keys("Tab");
        }
    }

    /// Home of a new round that has neither unit nor person.
    fn empty() -> Self {
        let mut d = Self::start();
        d.keys("Down Enter");
        let path = d.beside_round("空").display().to_string();
        d.fill(&["一轮", "-", "-", "一组", "-", "-", "-", "-", "沈静 组长", &path]);
        d.keys("Right Ctrl-S");
        assert!(d.app.context() == Context::Home && d.shows("未加密"), "{}", d.text());
        d
    }

    fn person(&self, name: &str) -> Option<Person> {
        let all: Vec<Person> = self.reader().all().unwrap();
        all.into_iter().find(|p| p.name == name)
    }
}

#[test]
fn a_new_round_is_made_with_a_recovery_code_shown_once() {
    let mut d = Driver::start();
    d.keys("Down Enter");
    let path = d.beside_round("十轮一组");
    let path = path.display().to_string();
    let members = "沈静 组长，陆平";
    d.fill(&[
        "十七届县委第十轮巡察",
        "十七届",
        "第十轮",
        "第一组",
        "2021年1月",
        "2025-12",
        "-",
        "-",
        members,
        &path,
        "-",
    ]);
    d.fill(&["江河湖海-2026", "江河湖海-2027"]);
    d.keys("Ctrl-S");
    assert!(d.shows("两遍口令不一样"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("江河湖海-2026");
    assert!(!d.shows("江河湖海"), "a passphrase is masked\n{}", d.text());
    d.keys("Ctrl-R");
    assert!(d.shows("江河湖海-2026"), "until asked for\n{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.shows("恢复码") && d.shows("谁也打不开"), "{}", d.text());
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert_eq!(d.app.shell.my_name(), "沈静");
    assert!(d.shows("加密  已存") && !d.shows("未加密") && d.shows("还没有被巡察单位"), "{}", d.text());
    assert!(!d.shows("恢复码"));
    assert!(is_encrypted(&d.beside_round("十轮一组.wenkan")).unwrap());
    // Unit, then person: the empty list says how.
    d.keys("Ctrl-U");
    d.fill(&["SLJ", "水利局党组"]);
    d.keys("Ctrl-S");
    assert!(d.shows("按 n 一个一个添加"), "{}", d.text());
    d.keys("n");
    d.fill(&["方立", "党组书记、局长"]);
    d.keys("Ctrl-S");
    let person = d.person("方立").unwrap();
    assert!(person.facts.head && person.facts.leading_body, "guessed from the post: {person:?}");
    assert!(d.shows("> 方立"), "{}", d.text());
}

#[test]
fn a_form_names_the_field_that_is_missing_and_goes_there() {
    let mut d = Driver::start();
    d.keys("Down Enter Ctrl-S");
    assert!(d.shows("请填写名称") && d.shows(" >      名称"), "{}", d.text());
    d.fill(&["一轮", "-", "-", "一组", "2025年1月", "2021年1月", "-", "-", "沈静 队长", "a"]);
    d.keys("Ctrl-S");
    assert!(d.shows("早于开始"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("2025年12月");
    d.keys("Ctrl-S");
    assert!(d.shows("“队长”不是组内职务"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("沈静");
    d.part_of_form("存放文件");
    d.keys("Ctrl-A");
    d.type_text("/没有/这里/一轮.wenkan");
    d.part_of_form("名称");
    d.keys("Ctrl-S");
    assert!(d.shows("没有这个文件夹"), "{}", d.text());
    assert!(d.rows().iter().any(|r| r.contains('>') && r.contains("存放文件")), "the caret goes there\n{}", d.text());
}

#[test]
fn leaving_a_changed_form_asks_and_keeps_on_yes() {
    let mut d = Driver::home();
    d.find("黄玉梅");
    d.keys("e");
    d.keys("Tab");
    d.fill(&["水政监察大队副大队长"]);
    d.keys("Esc");
    assert!(
        d.shows("还没有保存") && d.rows()[0].contains("未存"),
        "the corner says what the question says\n{}",
        d.text()
    );
    d.keys("Esc");
    assert_eq!(d.title(), "修改人员  C74", "Esc of the question goes back to the form\n{}", d.text());
    d.keys("Esc 2");
    assert_ne!(d.person("黄玉梅").unwrap().post, "水政监察大队副大队长");
    d.keys("e Tab");
    d.fill(&["水政监察大队副大队长"]);
    d.keys("Esc 1");
    assert_eq!((d.app.context(), d.person("黄玉梅").unwrap().post.as_str()), (Context::Home, "水政监察大队副大队长"));
}

#[test]
fn a_person_is_edited_and_planned_for_today() {
    let mut d = Driver::home();
    d.find("黄玉梅");
    d.keys("e Tab Tab Tab Tab Tab");
    while !d.shows("< 中共党员 >") {
        d.keys("Right");
    }
    d.keys("Tab");
    d.fill(&["看不懂"]);
    d.keys("Ctrl-S");
    assert!(d.shows("看不懂这个日期"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("1998.07");
    d.keys("Ctrl-S");
    let person = d.person("黄玉梅").unwrap();
    assert_eq!(person.facts.party, Party::Member);
    assert_eq!(person.facts.party_since.map(|d| d.to_string()).as_deref(), Some("1998-07"));
    d.keys("空格");
    assert_eq!(d.person("黄玉梅").unwrap().planned, Some(d.now().date()));
    d.keys("空格");
    assert_eq!(d.person("黄玉梅").unwrap().planned.map(|d| d.to_string()).as_deref(), Some("2026-03-13"));
    // The day for which it was planned before comes back.
    d.keys("e");
    d.part_of_form("计划谈话");
    d.keys("Ctrl-A");
    d.type_text("2026-03-20");
    d.keys("Ctrl-S 空格 空格");
    let planned = d.person("黄玉梅").unwrap().planned.map(|d| d.to_string());
    assert_eq!(planned.as_deref(), Some("2026-03-20"), "{}", d.text());
    assert!(d.notice().contains("改回原定的2026年3月20日"), "{}", d.notice());
}

#[test]
fn a_talk_whose_day_has_passed_is_not_counted_as_one_of_today() {
    let mut d = Driver::home();
    d.find("黄玉梅");
    d.keys("e");
    d.part_of_form("计划谈话");
    d.keys("Ctrl-A");
    d.type_text("2026-03-01");
    d.keys("Ctrl-S");
    assert!(d.shows("1 要谈 1 过期 1 人"), "{}", d.text());
}

#[test]
fn a_date_of_what_has_been_may_be_said_by_today_and_is_not_after_it() {
    let mut d = Driver::home();
    d.find("黄玉梅");
    for (typed, want) in
        [("明年5月", None), ("2031年5月", None), ("昨天", Some("2026-03-11")), ("去年六月", Some("2025-06"))]
    {
        d.keys("e");
        d.part_of_form("政治面貌");
        while !d.shows("< 中共党员 >") {
            d.keys("Right");
        }
        d.part_of_form("入党时间");
        d.keys("Ctrl-A");
        d.type_text(typed);
        d.keys("Ctrl-S");
        if let Some(want) = want {
            let since = d.person("黄玉梅").unwrap().facts.party_since.map(|d| d.to_string());
            assert_eq!(since.as_deref(), Some(want), "{typed}\n{}", d.text());
        } else {
            assert!(d.shows("看不懂这个日期") || d.shows("在今天以后"), "{typed}\n{}", d.text());
            d.keys("Esc 2");
        }
    }
}

#[test]
fn two_units_or_members_of_one_name_are_refused() {
    let mut d = Driver::home();
    d.keys("Ctrl-U");
    d.fill(&["SLJ", "又一个水利局"]);
    d.keys("Ctrl-S");
    assert!(d.shows("已是另一个单位"), "{}", d.text());
    let mut d = Driver::home();
    d.keys("m n");
    d.type_text("周宁");
    d.keys("Ctrl-S");
    assert!(d.shows("已有同名的成员"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("陆平");
    d.keys("Ctrl-S");
    let all: Vec<Inspector> = d.reader().all().unwrap();
    assert!(all.iter().any(|i| i.name == "陆平"));
    d.keys("w");
    assert!(d.shows("陆平"), "{}", d.text());
}

#[test]
fn settings_are_kept_and_shown_at_once() {
    let mut d = Driver::home();
    d.keys("z");
    d.fill(&["-", "十八届", "第一轮", "第三组"]);
    d.keys("Ctrl-S");
    let round: Vec<Round> = d.reader().all().unwrap();
    assert_eq!((round[0].term.as_str(), round[0].group.as_str()), ("十八届", "第三组"));
    assert!(d.shows("十八届第一轮 第三组"), "{}", d.text());
    d.keys("z Shift-Tab Shift-Tab Shift-Tab Shift-Tab");
    d.type_text("/没有/这个/文件夹");
    d.keys("Ctrl-S");
    assert!(d.shows("没有这个文件夹"), "{}", d.text());
}

#[test]
fn a_roster_is_shown_before_it_is_written() {
    let mut d = Driver::home();
    let roster = d.beside_round("名册.csv");
    std::fs::write(&roster, "姓名,职务,政治面貌\n马 会来,工程股股长,中共党员\n").unwrap();
    d.keys("i");
    d.fill(&[&roster.display().to_string(), "JYJ"]);
    d.keys("Ctrl-A Del Ctrl-S");
    assert!(d.shows("这是新的单位，请填写名称"), "{}", d.text());
    d.type_text("教育局党组");
    d.keys("Ctrl-S");
    assert_eq!(d.title(), "导入预览", "{}", d.text());
    assert!(d.shows("教育局党组") && d.shows("马会来"), "{}", d.text());
    assert!(d.person("马会来").is_none(), "not yet");
    d.keys("Enter");
    let person = d.person("马会来").unwrap();
    let unit: Unit = d.reader().get(person.unit.0).unwrap().unwrap();
    assert_eq!((unit.code.as_str(), person.facts.party), ("JYJ", Party::Member));
    assert!(d.shows("教育局党组") && d.shows("马会来"), "the new unit is shown\n{}", d.text());
    d.keys("i");
    d.type_text("/没有/这个.csv");
    d.keys("Ctrl-S");
    assert!(d.notice().contains("这个.csv") || d.shows("这个.csv"), "{}", d.text());
    assert_ne!(d.title(), "导入预览");
}

#[test]
fn export_and_backup_say_where_they_went() {
    let mut d = Driver::home();
    d.keys("x Ctrl-S");
    assert!(d.notice().contains("已导出问题底稿、问题清单") && d.notice().contains("导出"), "{}", d.notice());
    for shelf in ["报送", "内部"] {
        assert!(d.beside_round("导出").join(shelf).is_dir(), "{shelf}");
    }
    d.keys("b Enter Ctrl-S");
    assert!(d.notice().contains("已备份并核对"), "{}", d.notice());
    // A name that cannot be taken keeps the form open.
    d.keys("b Enter Ctrl-S");
    assert!(d.title() == "备份到…" && d.shows("已有同名文件"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("/没有/这里/备份.wenkan");
    d.keys("Ctrl-S");
    assert!(d.title() == "备份到…" && d.shows("没有这个文件夹"), "{}", d.text());
    d.keys("Esc");
    let copy = d.beside_round("示例轮次-备份-2026-03-12.wenkan");
    let people: Vec<Person> = Reader::open(&copy, &Secret::None).unwrap().all().unwrap();
    assert_eq!(people.len(), 14);
    d.keys("x Tab Right Tab Right Tab Right Tab Right Tab Right Tab Right Tab Right Ctrl-S");
    assert!(d.shows("请至少选一样"), "{}", d.text());
}

#[test]
fn a_wrong_passphrase_says_what_is_safe_and_the_right_one_opens() {
    let mut d = Driver::encrypted();
    d.type_text("这不是那个口令");
    d.keys("Enter");
    assert!(d.shows("口令"), "{}", d.text());
    assert_eq!(d.app.context(), Context::FormText);
    d.keys("Ctrl-A");
    d.type_text(PASSPHRASE);
    d.keys("Enter");
    assert_eq!(d.title(), "谁在操作");
    d.be("刘芳");
    assert!(d.shows("刘芳  加密  已存"), "{}", d.text());
}

#[test]
fn searching_finds_as_one_types_and_opens_the_talk() {
    let mut d = Driver::home();
    d.keys("s");
    d.type_text("门面房");
    assert!(d.shows("吴长河"), "{}", d.text());
    d.keys("Enter");
    assert!(matches!(d.app.context(), Context::Answer), "{}", d.text());
    d.keys("Esc");
    assert!(d.app.context() == Context::Search && d.shows("门面房"), "one comes back to the hits\n{}", d.text());
    d.type_text("没有的词");
    assert!(!d.shows("吴长河") && d.shows("没有搜到"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home);
}

#[test]
fn a_search_shows_a_screenful_at_once_and_finds_the_rest_between_the_keys() {
    let mut d = Driver::home();
    d.keys("s");
    d.type_text("的");
    let first = d.rows();
    assert!(d.shows("18 条，还在找") && first[4].starts_with('>'), "{}", d.text());
    let mut steps = 0;
    while d.shows("还在找") {
        d.wait(0);
        steps += 1;
    }
    assert!(steps > 1 && !d.shows("18 条"), "{steps}\n{}", d.text());
    // The last row tells then how many follow.
    assert_eq!(d.rows()[4..21], first[4..21], "what stands there stays");
    d.keys("Backspace");
    assert!(!d.shows(" 条"), "{}", d.text());
}

#[test]
fn the_filter_takes_names_initials_posts_and_codes() {
    let mut d = Driver::home();
    d.keys("Tab");
    for words in ["李秀英", "lxy", "A37", "副局长 李"] {
        d.keys("/ Ctrl-A");
        d.type_text(words);
        assert!(d.shows("> 李秀英") && d.shows("1/8 人"), "{words}\n{}", d.text());
        d.keys("Esc");
        assert!(d.shows("8 人") && !d.shows("/8 人"), "Esc shows everybody again\n{}", d.text());
    }
    d.keys("/");
    d.type_text("查无此人");
    assert!(d.shows("按 Esc 清除"), "{}", d.text());
}

#[test]
fn who_is_in_another_unit_is_found_and_gone_to() {
    let mut d = Driver::home();
    assert!(d.title().ends_with("柳河镇党委"), "units stand by their codes: {}", d.title());
    d.keys("/");
    d.type_text("李");
    let here = |r: &String| r.contains("李") && !r.contains("水利局党组") && !r.contains("查找");
    let there = |r: &String| r.contains("李秀英") && r.contains("水利局党组");
    let rows = d.rows();
    let (own, other) = (rows.iter().rposition(here), rows.iter().position(there).expect("a hit of the other unit"));
    assert!(own.is_none_or(|own| own < other), "{}", rows.join("\n"));
    d.keys("Esc / l x y Enter");
    assert!(d.title().ends_with("水利局党组") && d.shows("> 李秀英") && !d.shows("lxy"), "{}", d.text());
    assert!(d.shows("8 人") && !d.shows("/8 人"), "everybody is listed there\n{}", d.text());
    // A key that does something to a person goes there first.
    d.keys("Tab / l x y");
    let at = d.frame().place("李秀英").unwrap();
    d.mouse(MouseKind::Press, at.x, at.y);
    d.keys("Ctrl-G Esc");
    d.mouse(MouseKind::DoubleClick, at.x, at.y);
    assert!(d.title().ends_with("水利局党组") && d.shows("> 李秀英"), "{}", d.text());
}

#[test]
fn an_empty_home_says_one_thing_whatever_is_pressed() {
    let mut d = Driver::empty();
    let first = "还没有被巡察单位。按 i 导入单位报来的名册，单位一并建立；没有名册，按 Ctrl-U 新增单位。";
    let flat = |d: &mut Driver| d.rows().iter().filter_map(|r| r.split('│').next()).map(str::trim).collect::<String>();
    assert!(flat(&mut d).contains(first), "{}", d.text());
    for key in ["Enter", "t", "n", "e", "p", "空格", "h", "Del", "o", "Alt-U"] {
        d.keys(key);
        assert_eq!((d.notice().as_str(), d.app.context()), (first, Context::Home), "{key}");
    }
    d.keys("Ctrl-U");
    d.fill(&["SLJ", "水利局党组"]);
    d.keys("Ctrl-S");
    let second = "这个单位还没有人员。按 i 导入单位报来的名册；没有名册，按 n 一个一个添加。";
    assert!(flat(&mut d).contains(second), "{}", d.text());
    for key in ["Enter", "t", "e", "空格", "h", "Del"] {
        d.keys(key);
        assert_eq!((d.notice().as_str(), d.app.context()), (second, Context::Home), "{key}");
    }
}

/// Forms of the round and its roster: how they are opened, the key that goes to where something is typed, what, and
/// whether that is in the file.
type Case = (&'static str, &'static str, &'static str, fn(&Driver) -> bool);

const CASES: [Case; 5] = [
    ("n", "End", "新人甲", |d| d.person("新人甲").is_some()),
    ("e", "End", "甲", |d| d.reader().all::<Person>().unwrap().iter().any(|p| p.name.ends_with('甲'))),
    ("Alt-U", "End", "X", |d| d.reader().all::<Unit>().unwrap().iter().any(|u| u.code.ends_with('X'))),
    ("z", "End", "甲", |d| d.reader().all::<Round>().unwrap()[0].name.ends_with('甲')),
    ("k", "Ctrl-A", "77700", |d| {
        let units: Vec<Unit> = d.reader().all().unwrap();
        units.iter().any(|u| format!("{:?}", u.profile).contains("7770000"))
    }),
];

#[test]
fn every_form_of_the_roster_leaves_on_the_commit_and_claims_nothing_before() {
    for (open, go, typed, kept) in CASES {
        let mut d = Driver::home();
        d.keys(open);
        let title = d.title();
        d.keys(go);
        d.type_text(typed);
        d.turn(Pass::Held);
        d.keys("Ctrl-S Ctrl-S");
        assert!(d.title() == title && !kept(&d), "{open}: not in the file yet");
        assert!(!d.shows("已保存") && d.shows("存盘中"), "{open}: {}", d.text());
        d.turn(Pass::Open);
        assert!(kept(&d) && d.app.context() == Context::Home, "{open}: {}", d.text());
        assert_eq!(d.reader().drafts().unwrap(), [], "{open}");
    }
}

#[test]
fn every_form_of_the_roster_has_what_was_typed_after_a_crash() {
    for (open, go, typed, kept) in CASES {
        let mut d = Driver::home();
        d.keys(open);
        d.keys(go);
        d.type_text(typed);
        d.wait(300);
        if open == "n" {
            // The disk is full, and the program goes before there is space again.
            d.turn(Pass::Full);
            d.keys("Ctrl-S");
            d.stalled();
            assert!(d.shows("未存！"), "{}", d.text());
        }
        let mut d = d.reopened();
        d.be("刘芳");
        d.keys(open);
        assert!(d.notice().contains("已放回") && d.shows(typed), "{open}: {}", d.text());
        d.keys("Ctrl-S");
        assert!(kept(&d), "{open}: {}", d.text());
        assert_eq!(d.reader().drafts().unwrap(), [], "{open}");
    }
}

#[test]
fn a_type_chosen_by_hand_is_not_guessed_over_after_a_crash() {
    let mut d = Driver::home();
    d.keys("n");
    d.type_text("新人甲");
    d.keys("Tab");
    d.type_text("会计");
    d.keys("Tab");
    let guessed = d.text();
    d.keys("Right");
    assert_ne!(d.text(), guessed);
    d.keys("Left Left");
    let row = |d: &mut Driver| d.rows().into_iter().find(|r| r.contains("谈话类型")).unwrap();
    let chosen = row(&mut d);
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("n Tab Tab");
    assert_eq!(row(&mut d), chosen, "{}", d.text());
}

#[test]
fn a_roster_over_people_who_changed_meanwhile_is_refused_and_shown_anew() {
    let mut d = Driver::home();
    let roster = d.beside_round("名册.csv");
    std::fs::write(&roster, "姓名,职务\n马会来,工程股股长\n").unwrap();
    d.keys("i");
    d.fill(&[&roster.display().to_string(), "SLJ"]);
    d.keys("Ctrl-S");
    assert_eq!(d.title(), "导入预览", "{}", d.text());
    let someone = d.person("李秀英").unwrap();
    d.turn(Pass::Held);
    let edit = Script(Op::EditPerson, move |tx: &mut crate::store::Tx<'_>| {
        tx.put(&Person { note: "借调".to_owned(), ..someone.clone() })
    });
    d.desk.store().unwrap().submit(Ticket(u64::MAX), None, Box::new(edit));
    d.keys("Enter Enter");
    assert!(d.shows("存盘中") && !d.shows("已导入"), "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(d.title(), "导入预览", "{}", d.text());
    assert!(d.notice().contains("有了变动") && d.person("马会来").is_none(), "{}", d.text());
    d.keys("Enter");
    assert!(d.person("马会来").is_some() && d.notice().contains("已导入"), "{}", d.text());
    assert_eq!(d.reader().drafts().unwrap(), [], "what was typed for the file is used up");
}

#[test]
fn leaving_the_import_asks_and_throws_away_what_was_typed() {
    let mut d = Driver::home();
    d.keys("i");
    d.type_text("名册.xlsx");
    d.wait(300);
    d.keys("Esc");
    assert!(d.shows("还没有导入"), "{}", d.text());
    d.keys("2");
    assert_eq!((d.app.context(), d.reader().drafts().unwrap().len()), (Context::Home, 0));
}

#[test]
fn an_undo_with_nothing_to_take_back_says_so_and_how_an_action_is_taken_back() {
    let mut d = Driver::fresh_talk();
    d.keys("Ctrl-Z");
    assert_eq!(d.notice(), "没有可撤销的文字；操作用 Alt-Z 撤销。");
    let mut d = Driver::home();
    d.keys("n Ctrl-Y");
    assert_eq!(d.notice(), "没有可重做的文字；操作用 Alt-Y 重做。");
}

#[test]
fn the_bar_says_what_enter_does_in_a_form_of_one_field_and_no_page_where_there_is_one() {
    let mut d = Driver::fresh_talk();
    d.type_text("票据不齐。");
    d.keys("Alt-X Alt-X");
    assert!(d.shows("Enter 放回") && !d.shows("下一栏"), "{}", d.text());
    d.keys("Tab");
    assert!(d.shows("Enter 放回"), "on the button\n{}", d.text());
    d.keys("Tab");
    assert!(d.shows("Enter 返回"), "{}", d.text());
    let mut d = Driver::home();
    d.keys("?");
    assert!(d.shows("PgDn 下一页"), "{}", d.text());
    let mut d = Driver::home();
    d.keys("Alt-X n Ctrl-S Enter");
    assert!(d.app.context() == Context::Page && !d.shows("PgDn"), "{}", d.text());
}

#[test]
fn what_stands_there_is_typed_over_and_what_was_typed_is_gone_on_with() {
    let mut d = Driver::home();
    d.keys("x");
    d.type_text("/tmp/别处");
    assert!(d.shows("/tmp/别处") && !d.shows("导出/tmp"), "{}", d.text());
    d.keys("Tab Shift-Tab");
    d.type_text("甲");
    assert!(d.shows("/tmp/别处甲"), "{}", d.text());
}

#[test]
fn a_form_that_was_not_left_puts_nothing_back() {
    let mut d = Driver::home();
    d.keys("e Down");
    d.type_text("出纳员");
    d.wait(1000);
    d.keys("Esc Esc");
    assert!(d.shows("出纳员") && d.notice().is_empty(), "{}", d.notice());
    d.keys("F1 Esc");
    assert!(d.shows("出纳员") && d.notice().is_empty(), "{}", d.notice());
}

#[test]
fn saving_what_was_not_changed_says_so_and_writes_nothing() {
    let mut d = Driver::home();
    let before = d.reader().stats().unwrap().revisions;
    d.keys("e Ctrl-S");
    assert!(d.app.context() == Context::Home && d.notice() == "没有改动。", "{}", d.text());
    d.keys("e Down");
    d.type_text("甲");
    d.wait(1000);
    d.keys("Ctrl-Z Ctrl-S");
    assert!(d.app.context() == Context::Home && d.notice() == "没有改动。", "{}", d.text());
    assert_eq!((d.reader().stats().unwrap().revisions, d.drafts()), (before, vec![]));
}

#[test]
fn what_is_typed_on_a_choice_chooses_or_says_what_does() {
    let mut d = Driver::home();
    d.keys("m n Tab");
    assert_eq!(d.app.context(), Context::FormChoice, "{}", d.text());
    let before = d.text();
    d.keys("2");
    assert_ne!(d.text(), before);
    d.keys("z");
    assert!(d.shows("< 组长 >"), "{}", d.text());
    d.type_text("饕");
    assert!(d.shows("< 组长 >") && d.notice().contains("没有这样的选项"), "{}", d.notice());
}

#[test]
fn a_form_that_does_not_fit_says_how_much_lies_below_and_above() {
    let mut d = Driver::minutes();
    d.resize(80, 18);
    d.keys("Ctrl-N");
    assert!(d.shows("下面还有") && !d.shows("上面还有"), "{}", d.text());
    d.keys("Up Up Up");
    assert!(d.shows("上面还有"), "{}", d.text());
    d.resize(80, 60);
    assert!(!d.shows("下面还有") && !d.shows("上面还有"), "{}", d.text());
}

#[test]
fn how_one_chooses_stands_under_every_choice_and_the_count_beside_it() {
    let mut d = Driver::home();
    d.keys("m n Tab");
    assert!(d.shows("也可以输入词里的字、拼音首字母或序号") && d.shows("第 ") && d.shows(" 个，共 "), "{}", d.text());
    d.resize(60, 24);
    let narrow: String = d.text().split_whitespace().collect();
    assert!(narrow.contains("拼音首字母或序号"), "{}", d.text());
    let mut d = Driver::minutes();
    d.keys("Ctrl-N Tab");
    assert_eq!(d.app.context(), Context::FormChoice, "{}", d.text());
    assert!(d.shows("还没有选，共 "), "{}", d.text());
    d.keys("1");
    assert!(d.shows("第 1 个，共 "), "{}", d.text());
    d.keys("F1");
    assert!(d.shows("拼音首字母、序号"), "{}", d.text());
}

#[test]
fn what_a_form_refuses_is_not_called_saved() {
    let mut d = Driver::home();
    d.keys("n Tab");
    d.type_text("会计");
    d.wait(1_000);
    d.keys("Ctrl-S");
    assert!(d.rows()[0].contains("未存：姓名"), "{}", d.text());
    d.type_text("傅桂兰");
    d.wait(1_000);
    assert!(d.rows()[0].ends_with("已存"), "{}", d.text());
}

#[test]
fn several_lines_pasted_into_a_field_are_joined_and_that_is_said() {
    for (internal, line) in [(false, "甲科 乙科"), (true, "甲科 乙科")] {
        let mut d = Driver::home();
        d.keys("n Tab");
        if internal {
            d.app.shell.clipboard = "甲科\n乙科\n".into();
            d.keys("Ctrl-V");
        } else {
            d.handle(Event::Paste("甲科\n\n乙科\n".into()));
        }
        assert!(d.shows(line) && d.notice().contains("2 行已合成一行"), "{}\n{}", d.notice(), d.text());
    }
    let mut d = Driver::start();
    d.keys("Down Enter");
    d.part_of_form("巡察组成员");
    d.handle(Event::Paste("刘芳 组长\n周宁\n何静".into()));
    assert!(d.shows("刘芳 组长、周宁、何静"), "names are put together as several\n{}", d.text());
    let mut d = Driver::home();
    d.keys("n Tab");
    d.handle(Event::Paste("甲科\n".into()));
    assert!(d.shows("甲科") && d.notice().is_empty(), "{}", d.notice());
}

#[test]
fn every_question_shows_its_keys_and_whether_enter_is_one() {
    let mut d = Driver::home();
    d.keys("e Down");
    d.type_text("甲");
    d.keys("Esc");
    assert!(d.shows("1/Enter 保存") && d.shows("2 不保存，放弃改动"), "{}", d.text());
    let mut d = Driver::home();
    d.keys("空格 Ctrl-Z");
    assert!(d.shows("1 撤销这一步") && d.shows("2 不撤销") && d.shows("回车不算"), "{}", d.text());
    d.keys("2");
    assert_eq!(d.app.context(), Context::Home);
    let mut d = Driver::minutes();
    d.keys("Tab Del");
    assert!(d.shows("1 删除") && d.shows("2 保留") && d.shows("回车不算"), "{}", d.text());
}
