//! From the people in the file to what an import would do.

use super::*;
use crate::error::Kind;
use crate::import::table::CellKind;
use proptest::prelude::*;

#[test]
fn a_second_import_of_the_same_file_changes_nothing() {
    for file in
        ["01-title-merged-head-footer.xlsx", "02-gb18030.csv", "07-names.xlsx", "08-dates.xlsx", "12-two-halves.xlsx"]
    {
        let (unit, r) = (unit("水利局"), roster(file).unwrap());
        let first = plan(&unit, &[], &r, &Decisions::default());
        assert_eq!(first.new.len(), r.entries.len(), "{file}");
        let people = apply(&first, &[]);
        let second = plan(&unit, &people, &r, &Decisions::default());
        assert!(second.is_empty() && second.missing.is_empty(), "{file}: {}", second.summary());
        assert_eq!(second.same.len(), r.entries.len(), "{file}");
    }
}

/// The people of fixture 01 on file, and the plan of fixture 13 on top.
fn later() -> (Unit, Vec<Person>, Roster) {
    let unit = unit("水利局");
    let first = plan(&unit, &[], &roster("01-title-merged-head-footer.xlsx").unwrap(), &Decisions::default());
    (unit, apply(&first, &[]), roster("13-second-roster.xlsx").unwrap())
}

#[test]
fn a_later_roster_shows_new_changed_missing_and_asks() {
    let (unit, people, r) = later();
    let p = plan(&unit, &people, &r, &Decisions::default());
    assert_eq!(new_names(&p), ["钱多"]);
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
    let again = plan(&unit, &once, &r, &Decisions::default());
    assert!(again.is_empty() && again.questions.len() == 1, "{}", again.summary());
}

#[test]
fn questions_are_answered_by_code_new_or_skip() {
    let (unit, people, r) = later();
    let open = plan(&unit, &people, &r, &Decisions::default());
    let code = &open.questions[0].candidates[0].code;
    for (answer, new, changed, missing) in
        [(format!("吴小燕={code}"), 1, 4, 2), ("吴小燕=new".into(), 2, 3, 3), ("吴小燕@6=跳过".into(), 1, 3, 3)]
    {
        let decisions = Decisions::parse(&[answer.as_str()], &open).unwrap();
        let p = plan(&unit, &people, &r, &decisions);
        assert_eq!((p.new.len(), p.changed.len(), p.missing.len()), (new, changed, missing), "{answer}");
        assert!(p.questions.is_empty(), "{answer}");
    }
    for bad in ["吴小燕", "吴小燕=Z00", "王强=new", "吴小燕@7=new", "吴小燕@x=new"] {
        assert_eq!(Decisions::parse(&[bad], &open).unwrap_err().kind, Kind::Usage, "{bad}");
    }
}

#[test]
fn namesakes_are_asked_about_and_copies_refused() {
    let (unit, r) = (unit("水利局"), roster("11-namesakes.xlsx").unwrap());
    let p = plan(&unit, &[], &r, &Decisions::default());
    assert_eq!(new_names(&p), ["张伟", "李敏", "韩冬"]);
    assert_eq!(p.questions.iter().map(|q| (q.place.row, q.others[0].row)).collect::<Vec<_>>(), [(3, 2)]);
    assert_eq!(
        p.refused.iter().map(|x| (x.place.row, x.reason.as_str())).collect::<Vec<_>>(),
        [(5, "与第 4 行完全相同")]
    );
    let both = plan(&unit, &[], &r, &Decisions::parse(&["张伟=新"], &p).unwrap());
    assert_eq!(both.new.len(), 4);
    let people = apply(&both, &[]);
    let again = plan(&unit, &people, &r, &Decisions::default());
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
    let p = plan(&unit, &people, &r, &Decisions::default());
    assert!(p.is_empty(), "{:?}", p.changed);
}

#[test]
fn people_of_another_unit_are_not_touched() {
    let (_, people, r) = later();
    let p = plan(&unit("水利局"), &people, &r, &Decisions::default());
    assert_eq!((p.new.len(), p.missing.len()), (r.entries.len(), 0));
}

#[test]
fn the_preview_says_all_of_it() {
    let (unit, people, r) = later();
    let p = plan(&unit, &people, &r, &Decisions::default());
    let sections = describe(&p, &|id| format!("<{id}>"));
    let titles: Vec<_> = sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles[0], "新增 1 人，变动 3 人，不变 1 人，2 人在库而不在名册，1 处同名待答");
    assert_eq!(titles[1..], ["新增（1）", "变动（7）", "同名待答（1）", "在库而不在名册（2）"]);
    assert_eq!(sections[1].rows[0][..4], ["7", "钱多", "科员", "<party_member>"]);
    for s in sections.iter().chain(&describe_roster(&r)) {
        assert!(s.rows.iter().all(|row| row.len() == s.columns.len()), "{}", s.title);
    }
    let first = describe_roster(&roster("01-title-merged-head-footer.xlsx").unwrap());
    assert!(first.iter().any(|s| s.notes.contains(&"空行：第 15 行".to_owned())));
}

#[test]
fn lines_align_their_columns() {
    let section = Section {
        title: "变动（2）".into(),
        columns: vec!["代号", "姓名", "改为"],
        rows: vec![
            vec!["A37".into(), "王强".into(), "局长".into()],
            vec!["B2".into(), "阿依古丽".into(), String::new()],
        ],
        notes: vec!["请核对".into()],
    };
    let want =
        ["变动（2）", "  代号  姓名      改为", "  A37   王强      局长", "  B2    阿依古丽", "  * 请核对", "", "空"];
    assert_eq!(lines(&[section, Section { title: "空".into(), ..Section::default() }]), want);
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
        Table { sheet: "表".into(), rows, ..Table::default() }
    })
}

proptest! {
    #[test]
    fn any_roster_settles_after_one_import(sheets in prop::collection::vec(sheet(), 1..3)) {
        let book = Workbook { tables: sheets, ..Workbook::default() };
        if let Ok(r) = read_roster(&book, &Reading { sheets: SheetChoice::All, ..Reading::default() }) {
            for (sheet, table) in r.sheets.iter().zip(&book.tables) {
                prop_assert!(sheet.heads.is_empty() || sheet.lines.len() == table.rows.len() || r.notes.iter().any(|n| n.contains("一人一表") || n.contains("横着排")), "every row is accounted for");
            }
            let unit = unit("水利局");
            let mut decisions = Decisions::default();
            let mut p = plan(&unit, &[], &r, &decisions);
            for question in p.questions.clone() {
                decisions.set(question.place, Answer::New);
            }
            p = plan(&unit, &[], &r, &decisions);
            let told = p.new.len() + p.questions.len() + p.skipped.len() + p.refused.len() - r.refused.len();
            prop_assert_eq!(told, r.entries.len(), "every person is in one list");
            let people = apply(&p, &[]);
            prop_assert_eq!(people.len(), p.new.len());
            let again = plan(&unit, &people, &r, &Decisions::default());
            prop_assert!(again.is_empty() && again.missing.is_empty(), "{} {:?}", again.summary(), again);
            prop_assert!(again.questions.is_empty(), "{:?}", again.questions);
        }
    }
}
