//! The fixtures of `tests/fixtures/rosters` from the file to the plan, and what must hold for any roster.

use super::*;
use crate::error::Kind;
use crate::import::table::{self, CellKind};
use crate::model::ids::UnitId;
use crate::model::people::{Party, Person};
use crate::model::value::PartialDate;
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use std::path::Path;

/// The longest of a few words, as the method guesses.
fn guess(text: &str) -> Option<String> {
    let words = [
        ("退休", "retired"),
        ("副局长", "member"),
        ("班子成员", "member"),
        ("党组成员", "member"),
        ("局长", "head"),
        ("党组书记", "head"),
        ("办公室", "office"),
        ("财务股", "finance"),
        ("会计", "finance"),
        ("出纳", "finance"),
        ("股长", "middle"),
        ("科员", "staff"),
        ("普通党员", "staff"),
        ("工作人员", "staff"),
    ];
    let found = words.iter().filter(|(w, _)| text.contains(w)).max_by_key(|(w, _)| w.chars().count());
    found.map(|(_, id)| (*id).to_owned())
}

fn roster(file: &str) -> Result<Roster> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters").join(file);
    read_roster(&table::read(&path)?, &Mapping::default(), &guess)
}

fn date(d: Option<PartialDate>) -> String {
    d.map_or_else(|| "-".to_owned(), |d| d.to_string())
}

fn rows_of(sheet: &Sheet, kind: &RowKind) -> Vec<usize> {
    sheet.lines.iter().filter(|l| l.kind == *kind).map(|l| l.row).collect()
}

fn apply(plan: &Plan, on_file: &[Person]) -> Vec<Person> {
    let used = on_file.iter().map(|p| p.code.clone());
    let mut people = on_file.to_vec();
    for person in plan.apply(&mut CodeSource::new(used, SmallRng::seed_from_u64(1))).unwrap() {
        match people.iter_mut().find(|p| p.id == person.id) {
            Some(own) => *own = person,
            None => people.push(person),
        }
    }
    people
}

fn plan(unit: UnitId, on_file: &[Person], roster: &Roster, decisions: &Decisions) -> Plan {
    Plan::make(unit, on_file, roster, decisions, &guess)
}

fn names<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a str> {
    entries.into_iter().map(|e| e.name.as_str()).collect()
}

#[test]
fn title_merged_head_groups_and_footer_are_told() {
    let r = roster("01-title-merged-head-footer.xlsx").unwrap();
    let sheet = &r.sheets[0];
    for (kind, want) in [
        (RowKind::Title, vec![1, 2]),
        (RowKind::Head, vec![3, 4]),
        (RowKind::Group, vec![5, 9]),
        (RowKind::People, vec![6, 7, 8, 10, 11, 12, 13]),
        (RowKind::Footer, vec![14, 16]),
        (RowKind::Blank, vec![15]),
    ] {
        assert_eq!(rows_of(sheet, &kind), want, "{kind:?}");
    }
    let facts: Vec<_> = r
        .entries
        .iter()
        .map(|e| (e.name.as_str(), e.approach.as_str(), e.facts.head, e.facts.leading_body, date(e.facts.party_since)))
        .collect();
    assert_eq!(
        facts,
        [
            ("王强", "head", true, true, "1998-07".to_owned()),
            ("李红梅", "member", false, true, "2003-06".to_owned()),
            ("赵磊", "member", false, true, "2001-12".to_owned()),
            ("孙建军", "office", false, false, "2005-10".to_owned()),
            ("周敏", "finance", false, false, "2008-11".to_owned()),
            ("吴小燕", "finance", false, false, "-".to_owned()),
            ("郑凯", "staff", false, false, "2025-06".to_owned()),
        ]
    );
    assert_eq!(r.entries[0].name_as_written.as_deref(), Some("王　强"));
    assert_eq!(r.entries[6].facts.party, Party::Probationary);
    assert!(r.notes.iter().any(|n| n.contains("底表")), "{:?}", r.notes);
}

#[test]
fn each_format_and_oddity_is_read() {
    for (file, format, people, blank) in [
        (
            "02-gb18030.csv",
            "csv（GB18030，分隔符“,”）",
            &[(2, "王强"), (3, "李敏"), (4, "刘喆"), (5, "阿依古丽·买买提")][..],
            &[][..],
        ),
        ("03-utf8-bom-semicolon.csv", "csv（UTF-8，分隔符“;”）", &[(3, "王强"), (5, "李敏"), (6, "陈晨")], &[1, 4]),
        ("04-fullwidth-comma.txt", "csv（UTF-8，分隔符“，”）", &[(2, "王强"), (3, "李敏")], &[]),
        ("05-old-excel.xls", "xls", &[(3, "何大勇"), (4, "何翠兰"), (5, "马超")], &[]),
        ("06-opendocument.ods", "ods", &[(5, "田野"), (6, "方圆"), (7, "高洁")], &[2, 3]),
        ("10-head-far-below.xlsx", "xlsx", &[(19, "贺年"), (20, "贺岁")], &[2, 4, 16, 17]),
        ("12-two-halves.xlsx", "xlsx", &[(3, "白桦"), (3, "黄杨"), (4, "金枝")], &[]),
    ] {
        let r = roster(file).unwrap();
        let found: Vec<_> = r.entries.iter().map(|e| (e.place.row, e.name.as_str())).collect();
        assert_eq!((r.format.as_str(), found.as_slice()), (format, people), "{file}");
        assert_eq!(rows_of(&r.sheets[0], &RowKind::Blank), blank, "{file}");
        assert!(r.refused.is_empty(), "{file}: {:?}", r.refused);
    }
}

#[test]
fn merged_and_shared_departments_complete_the_post() {
    let posts = |file| roster(file).unwrap().entries.into_iter().map(|e| e.post).collect::<Vec<_>>();
    assert_eq!(posts("05-old-excel.xls"), ["柳树村党支部书记、村委会主任", "柳树村会计", "石桥村党支部副书记"]);
    assert_eq!(posts("06-opendocument.ods"), ["馆长", "保管室主任", "保管室馆员"]);
    assert_eq!(posts("11-namesakes.xlsx")[..2], ["办公室主任", "水政股科员"]);
}

#[test]
fn an_ods_is_read_as_it_shows() {
    let r = roster("06-opendocument.ods").unwrap();
    let since: Vec<_> = r.entries.iter().map(|e| date(e.facts.party_since)).collect();
    assert_eq!(since, ["1998-10", "2009-07", "2015-11-06"]);
    assert!(r.entries.iter().all(|e| e.warnings.is_empty()));
}

#[test]
fn odd_names_are_cleaned_and_non_names_refused() {
    let r = roster("07-names.xlsx").unwrap();
    let want = ["葛\u{E0100}城", "王强", "欧阳修", "阿卜杜拉·卡德尔", "李红", "张伟（大）", "𠮷田力", "陈静", "郭老"];
    assert_eq!(names(&r.entries), want);
    assert_eq!(r.refused.iter().map(|x| x.place.row).collect::<Vec<_>>(), [10, 11, 12]);
    assert_eq!(r.entries[8].approach, "retired", "the category tells what the post does not");
}

#[test]
fn dates_are_read_or_doubted() {
    let r = roster("08-dates.xlsx").unwrap();
    let read: Vec<_> =
        r.entries.iter().map(|e| (date(e.facts.party_since), date(e.post_since), e.warnings.len())).collect();
    let want = [
        ("1998-07", "1998-01", 0),
        ("1998-10", "2003", 2),
        ("2003-06", "2003-06", 0),
        ("2023-06-08", "2023-06", 0),
        ("1998-07", "2020-03-15", 0),
        ("1998-07-01", "1998-07-01", 1),
        ("-", "-", 1),
        ("-", "2019-04", 1),
        ("1998-07-01", "1998-07", 0),
        ("-", "1998", 1),
    ];
    assert_eq!(read, want.map(|(a, b, n)| (a.to_owned(), b.to_owned(), n)));
}

#[test]
fn page_breaks_add_nobody() {
    let r = roster("09-page-breaks.xlsx").unwrap();
    assert_eq!((r.entries.len(), r.refused.len()), (12, 0));
    assert_eq!(rows_of(&r.sheets[0], &RowKind::RepeatedHead), [11, 20]);
    assert_eq!(rows_of(&r.sheets[0], &RowKind::Title), [1, 10, 19]);
    assert_eq!(rows_of(&r.sheets[0], &RowKind::Footer), [8, 17, 26]);
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    for (file, what, hint) in [
        ("20-truncated.xlsx", "不完整或已损坏", "重新发送"),
        ("21-flipped-bytes.xlsx", "不完整或已损坏", "另存为 xlsx"),
        ("22-word-renamed.xlsx", "这是 Word 文档", "另存为 xlsx 或 csv"),
        ("23-empty-sheet.xlsx", "是空的", "选错了文件"),
        ("24-web-page.xls", "这是网页", "另存为 xlsx"),
        ("25-garbage.xlsx", "认不出", "另存为 xlsx"),
        ("26-password.xlsx", "密码", "去掉密码"),
        ("27-zero-bytes.csv", "0 字节", "重新"),
        ("28-no-names.xlsx", "没有找到表头", "--map"),
        ("no-such-file.xlsx", "读取失败", "核对路径"),
    ] {
        let error = roster(file).unwrap_err();
        assert_eq!(error.kind, Kind::Input, "{file}");
        assert!(error.what.contains(file) && error.what.contains(what), "{file}: {}", error.what);
        assert!(error.hint.contains(hint), "{file}: {}", error.hint);
    }
    let cut = roster("29-cut-in-a-character.csv").unwrap();
    assert!(cut.notes.iter().any(|n| n.contains("断开")), "{:?}", cut.notes);
}

#[test]
fn a_map_reads_what_no_usual_head_names() {
    let text = "人员,干什么,哪来的\n王强,局长,甲地\n李敏,会计,乙地\n";
    let book = table::parse(text.as_bytes(), "名册.csv").unwrap();
    assert!(read_roster(&book, &Mapping::default(), &guess).is_err());
    let r = read_roster(&book, &Mapping::parse(&["人员=姓名", "B=post", "来处=备注"]).unwrap(), &guess).unwrap();
    let found: Vec<_> = r.entries.iter().map(|e| (e.name.as_str(), e.post.as_str(), e.note.as_str())).collect();
    assert_eq!(found, [("王强", "局长", ""), ("李敏", "会计", "")]);
    let warnings = &r.sheets[0].head.as_ref().unwrap().warnings;
    assert!(warnings.iter().any(|w| w.contains("来处")), "a head that does not occur is said: {warnings:?}");
}

#[test]
fn a_second_import_of_the_same_file_changes_nothing() {
    for file in
        ["01-title-merged-head-footer.xlsx", "02-gb18030.csv", "07-names.xlsx", "08-dates.xlsx", "12-two-halves.xlsx"]
    {
        let (unit, r) = (UnitId::new(), roster(file).unwrap());
        let first = plan(unit, &[], &r, &Decisions::default());
        assert_eq!(first.new.len(), r.entries.len(), "{file}");
        let people = apply(&first, &[]);
        let second = plan(unit, &people, &r, &Decisions::default());
        assert!(second.is_empty() && second.missing.is_empty(), "{file}: {}", second.summary());
        assert_eq!(second.same.len(), r.entries.len(), "{file}");
    }
}

/// The people of fixture 01 on file, and the plan of fixture 13 on top.
fn later() -> (UnitId, Vec<Person>, Roster) {
    let unit = UnitId::new();
    let first = plan(unit, &[], &roster("01-title-merged-head-footer.xlsx").unwrap(), &Decisions::default());
    (unit, apply(&first, &[]), roster("13-second-roster.xlsx").unwrap())
}

#[test]
fn a_later_roster_shows_new_changed_missing_and_asks() {
    let (unit, people, r) = later();
    let p = plan(unit, &people, &r, &Decisions::default());
    assert_eq!(names(&p.new), ["钱多"]);
    assert_eq!(p.missing.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["赵磊", "郑凯"]);
    let changed: Vec<_> = p
        .changed
        .iter()
        .map(|c| (c.before.name.as_str(), c.why, c.differences.iter().map(|d| d.field).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        changed,
        [
            ("王强", "", vec!["联系电话"]),
            ("李红梅", "入党时间相同", vec!["职务", "任现职时间"]),
            ("周敏", "入党时间相同", vec!["职务", "任现职时间", "人员类别", "班子成员"]),
        ]
    );
    assert_eq!(p.same.len(), 1, "a roster's blanks erase nothing");
    let [question] = p.questions.as_slice() else { panic!("{:?}", p.questions) };
    assert_eq!((question.name.as_str(), question.post.as_str()), ("吴小燕", "出纳"));
    assert_eq!(question.candidates[0].post, "财务股会计");
    let once = apply(&p, &people);
    assert_eq!(once.len(), people.len() + 1, "an open question writes nothing");
    let again = plan(unit, &once, &r, &Decisions::default());
    assert!(again.is_empty() && again.questions.len() == 1, "{}", again.summary());
}

#[test]
fn questions_are_answered_by_code_new_or_skip() {
    let (unit, people, r) = later();
    let open = plan(unit, &people, &r, &Decisions::default());
    let code = &open.questions[0].candidates[0].code;
    for (answer, new, changed, missing) in
        [(format!("吴小燕={code}"), 1, 4, 2), ("吴小燕=new".into(), 2, 3, 3), ("吴小燕@6=跳过".into(), 1, 3, 3)]
    {
        let decisions = Decisions::parse(&[answer.as_str()], &open).unwrap();
        let p = plan(unit, &people, &r, &decisions);
        assert_eq!((p.new.len(), p.changed.len(), p.missing.len()), (new, changed, missing), "{answer}");
        assert!(p.questions.is_empty(), "{answer}");
    }
    for bad in ["吴小燕", "吴小燕=Z00", "王强=new", "吴小燕@7=new", "吴小燕@x=new"] {
        assert_eq!(Decisions::parse(&[bad], &open).unwrap_err().kind, Kind::Usage, "{bad}");
    }
}

#[test]
fn namesakes_are_asked_about_and_copies_refused() {
    let (unit, r) = (UnitId::new(), roster("11-namesakes.xlsx").unwrap());
    let p = plan(unit, &[], &r, &Decisions::default());
    assert_eq!(names(&p.new), ["张伟", "李敏", "韩冬"]);
    assert_eq!(p.questions.iter().map(|q| (q.place.row, q.others[0].row)).collect::<Vec<_>>(), [(3, 2)]);
    assert_eq!(
        p.refused.iter().map(|x| (x.place.row, x.reason.as_str())).collect::<Vec<_>>(),
        [(5, "与第 4 行完全相同")]
    );
    let both = plan(unit, &[], &r, &Decisions::parse(&["张伟=新"], &p).unwrap());
    assert_eq!(both.new.len(), 4);
    let people = apply(&both, &[]);
    let again = plan(unit, &people, &r, &Decisions::default());
    assert!(again.is_empty() && again.questions.is_empty(), "both are known by their posts now: {}", again.summary());
}

#[test]
fn what_people_set_by_hand_is_kept() {
    let (unit, mut people, _) = later();
    let r = roster("01-title-merged-head-footer.xlsx").unwrap();
    let sun = people.iter_mut().find(|p| p.name == "孙建军").unwrap();
    sun.facts.party_since = PartialDate::parse("2005-10-12");
    sun.approach = "middle".into();
    sun.note = "上午不在".into();
    sun.facts.leading_body = true;
    let p = plan(unit, &people, &r, &Decisions::default());
    assert!(p.is_empty(), "{:?}", p.changed);
}

#[test]
fn people_of_another_unit_are_not_touched() {
    let (_, people, r) = later();
    let p = plan(UnitId::new(), &people, &r, &Decisions::default());
    assert_eq!((p.new.len(), p.missing.len()), (r.entries.len(), 0));
}

#[test]
fn the_preview_says_all_of_it() {
    let (unit, people, r) = later();
    let p = plan(unit, &people, &r, &Decisions::default());
    let sections = describe(&p, &|id| format!("<{id}>"));
    let titles: Vec<_> = sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles[0], "新增 1 人，变动 3 人，不变 1 人，2 人在库而不在名册，1 处同名待答");
    assert_eq!(titles[1..], ["新增（1）", "变动（7）", "同名待答（1）", "在库而不在名册（2）"]);
    assert_eq!(sections[1].rows[0][..4], ["7", "钱多", "科员", "<staff>"]);
    for s in sections.iter().chain(&describe_roster(&r)) {
        assert!(s.rows.iter().all(|row| row.len() == s.columns.len()), "{}", s.title);
    }
    let first = describe_roster(&roster("01-title-merged-head-footer.xlsx").unwrap());
    assert!(first.iter().any(|s| s.notes.contains(&"空行：第 15 行".to_owned())));
}

/// Cells such as rosters hold, and some that they should not.
fn cell() -> impl Strategy<Value = Cell> {
    let texts = prop::sample::select(vec![
        "",
        " ",
        "姓名",
        "姓 名",
        "职务",
        "政治面貌",
        "入党时间",
        "备注",
        "部门",
        "序号",
        "王强",
        "王　强",
        "李敏",
        "张伟",
        "张伟（女）",
        "局长",
        "副局长",
        "科员",
        "会计",
        "财务股",
        "党员",
        "群众",
        "1998.07",
        "1998.1",
        "35977",
        "待查",
        "合计",
        "制表人：某",
        "一、局领导",
        "1",
        "13800000000",
        "借调",
        "退休",
        "2023年6月",
        "=",
        "\u{0}",
        "（）",
    ]);
    let kinds = prop::sample::select(vec![CellKind::Text, CellKind::Number, CellKind::Date]);
    (texts, kinds, prop::option::weighted(0.1, (0_u32..6, 0_u32..6)))
        .prop_map(|(text, kind, copied_from)| Cell { copied_from, ..Cell::new(text, kind) })
}

fn sheet() -> impl Strategy<Value = Table> {
    prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..14).prop_map(|mut rows| {
        let head = ["姓名", "职务", "政治面貌", "入党时间", "部门"].map(|t| Cell::new(t, CellKind::Text));
        rows.insert(0, head.to_vec());
        Table { sheet: "表".into(), rows }
    })
}

proptest! {
    #[test]
    fn any_roster_settles_after_one_import(sheets in prop::collection::vec(sheet(), 1..3)) {
        let book = Workbook { tables: sheets, ..Workbook::default() };
        if let Ok(r) = read_roster(&book, &Mapping::default(), &guess) {
            for (sheet, table) in r.sheets.iter().zip(&book.tables) {
                prop_assert!(sheet.head.is_none() || sheet.lines.len() == table.rows.len(), "every row is accounted for");
            }
            let unit = UnitId::new();
            let mut decisions = Decisions::default();
            let mut p = plan(unit, &[], &r, &decisions);
            for question in p.questions.clone() {
                decisions.set(question.place, Answer::New);
            }
            p = plan(unit, &[], &r, &decisions);
            let told = p.new.len() + p.questions.len() + p.skipped.len() + p.refused.len() - r.refused.len();
            prop_assert_eq!(told, r.entries.len(), "every person is in one list");
            let people = apply(&p, &[]);
            let codes: std::collections::HashSet<_> = people.iter().map(|p| p.code.clone()).collect();
            prop_assert_eq!(codes.len(), people.len());
            let again = plan(unit, &people, &r, &Decisions::default());
            prop_assert!(again.is_empty() && again.missing.is_empty(), "{} {:?}", again.summary(), again);
            prop_assert!(again.questions.is_empty(), "{:?}", again.questions);
        }
    }
}
