//! Rosters that were read wrongly once, with what is right: `tests/fixtures/rosters/cases`.

use super::*;
use crate::error::Kind;
use crate::model::people::Party;

fn case(file: &str) -> Result<Roster> {
    roster(&format!("cases/{file}"))
}

/// Name and post of everybody.
fn posts(r: &Roster) -> Vec<String> {
    r.entries.iter().map(|e| format!("{} {}", e.name, e.post)).collect()
}

fn refused(r: &Roster) -> Vec<(usize, &str)> {
    r.refused.iter().map(|x| (x.place.row, x.reason.as_str())).collect()
}

#[test]
fn a_head_is_a_head_and_names_no_person() {
    for (file, want) in [
        ("F01-first-person-as-head.xlsx", &["赵一鸣 保洁员", "钱二宝 司机"][..]),
        ("F01b-first-person-as-head-department.xlsx", &["赵一鸣 局长", "钱二宝 科员"]),
        ("F01c-first-person-as-head.csv", &["王大山 保洁员", "李小河 门卫"]),
        ("F01d-both-rows-as-head.xlsx", &["赵一鸣 村支书", "钱二宝 委员"]),
        ("F07-second-head-line-as-person.xlsx", &["赵一鸣 局长", "钱二宝 副局长"]),
        ("F09-two-columns-refused.xlsx", &["赵一鸣 ", "钱二宝 "]),
    ] {
        assert_eq!(posts(&case(file).unwrap()), want, "{file}");
    }
}

#[test]
fn posts_on_two_lines_or_apart_by_blanks_are_two_posts() {
    let r = case("F02-head-of-unit-linebreak.xlsx").unwrap();
    let want = [
        "赵一鸣 党组书记、局长 head",
        "钱二宝 党组成员、副局长（分管财务） member",
        "孙三立 办公室主任、四级主任科员 office",
    ];
    assert_eq!(told("水利局", &r), want);
    let r = case("F02b-head-of-unit-space.xlsx").unwrap();
    let want = [
        "赵一鸣 党组书记、局长 head",
        "钱二宝 党组成员、副局长 member",
        "孙三立 党组书记,局长 head",
        "李四维 书记兼局长 head",
        "周五洲 支部书记、主任 middle",
        "吴六合 副书记、纪检组长 member",
    ];
    assert_eq!(told("水利局", &r), want);
    assert!(people("水利局", &r)[4].standing.unsure.is_some(), "支部书记、主任 of what, in a bureau?");
}

#[test]
fn somebody_elses_name_and_telephone_are_not_read() {
    for (file, want) in [
        ("F03-relatives-as-people.xlsx", &["赵一鸣 局长 0913-1", "钱二宝 财务股会计 0913-2"][..]),
        ("F03b-referrer-as-person.xlsx", &["赵一鸣 局长 "]),
        ("F03c-phone-of-the-relative.xlsx", &["赵一鸣 局长 0913-1"]),
    ] {
        let r = case(file).unwrap();
        let read: Vec<_> = r.entries.iter().map(|e| format!("{} {} {}", e.name, e.post, e.contact)).collect();
        assert_eq!(read, want, "{file}");
    }
}

#[test]
fn a_second_table_is_read_by_its_own_head() {
    let r = case("F04-second-table-retired.xlsx").unwrap();
    let read: Vec<_> = people("水利局", &r)
        .iter()
        .map(|n| (n.entry.name.clone(), n.standing.class, date(n.entry.party_since), n.entry.party))
        .collect();
    let want = [
        ("赵一鸣", PostClass::Head, "2001-07", Party::Member),
        ("钱二宝", PostClass::Member, "-", Party::No),
        ("孙三立", PostClass::Retired, "-", Party::Member),
    ];
    assert_eq!(read, want.map(|(n, c, d, p)| (n.to_owned(), c, d.to_owned(), p)));
    assert_eq!(rows_of(&r.sheets[0], &RowKind::Head), [3, 9]);
    let r = case("F04b-second-table-other-order.xlsx").unwrap();
    assert_eq!(told("水利局", &r)[1], "钱二宝 副局长 retired");
    assert_eq!(r.entries[1].party, Party::No);
}

#[test]
fn the_sheet_is_chosen_or_asked_for() {
    let file = "cases/F05-other-sheets.xlsx";
    let error = roster(file).unwrap_err();
    assert_eq!(error.kind, Kind::Input);
    assert!(error.what.contains("花名册") && error.what.contains("2019年旧名单"), "{error}");
    let named = Reading { sheets: SheetChoice::Named(vec!["花名册".into()]), ..Reading::default() };
    let r = read_roster(&book(file).unwrap(), &named).unwrap();
    assert_eq!(posts(&r), ["赵一鸣 局长", "钱二宝 会计"]);
    assert_eq!(r.sheets.iter().filter(|s| s.is_read()).count(), 1);
    let fits: Vec<_> = survey(&book(file).unwrap(), &named).into_iter().map(|s| (s.name, s.people, s.fits)).collect();
    let want = [("花名册", 2, true), ("家庭成员", 2, false), ("奖惩", 2, false), ("2019年旧名单", 2, true)];
    assert_eq!(fits, want.map(|(n, p, f)| (n.to_owned(), p, f)));
    let missing = Reading { sheets: SheetChoice::Named(vec!["没有".into()]), ..Reading::default() };
    assert_eq!(read_roster(&book(file).unwrap(), &missing).unwrap_err().kind, Kind::Usage);
}

#[test]
fn what_names_nobody_is_refused_with_its_reason() {
    let r = case("F06-error-cells-and-placeholders.xlsx").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 "]);
    assert!(r.entries[0].warnings[0].contains("公式出错（#REF!）"), "{:?}", r.entries[0].warnings);
    assert_eq!(r.refused.len(), 10, "{:?}", r.refused);
    assert!(r.refused[0].reason.contains("公式出错"), "{:?}", r.refused);
    let r = case("F06b-formula-errors.xlsx").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 办公室", "孙三立 "]);
    assert_eq!(r.entries[1].warnings.len(), 2, "{:?}", r.entries[1].warnings);
    let r = case("F07b-example-row-as-person.xlsx").unwrap();
    assert_eq!((posts(&r), refused(&r)), (vec!["赵一鸣 局长".to_owned()], vec![(2, "像是示例或填写说明")]));
    let r = case("F07c-ditto-marks.xlsx").unwrap();
    let want = ["陶大暑 办公室主任", "姜处暑 办公室干事", "戚秋分 办公室打字员", "谢立冬 办公室司机"];
    assert_eq!(posts(&r), want);
    assert!(r.entries[1].warnings[0].contains("按第 2 行"), "{:?}", r.entries[1].warnings);
}

#[test]
fn a_form_for_one_person_is_one_person() {
    let r = case("F08-form-labels-as-people.xlsx").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 局长"]);
    assert_eq!((r.entries[0].party, date(r.entries[0].party_since)), (Party::Member, "1998-07".to_owned()));
    assert!(r.notes.iter().any(|n| n.contains("一人一表")), "{:?}", r.notes);
    assert_eq!(posts(&case("r-e.xlsx").unwrap()), ["孙一 科员", "孙二 股长"], "people in columns");
}

#[test]
fn lists_apart_by_blanks_are_read() {
    let r = case("F09b-aligned-by-spaces.txt").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 局长", "钱二 副局长", "欧阳修远 科员"]);
    assert_eq!(date(r.entries[1].party_since), "2003-09");
}

#[test]
fn posts_of_several_columns_are_joined_and_a_map_is_obeyed() {
    let r = case("F10-two-post-columns.xlsx").unwrap();
    assert_eq!(told("水利局", &r), ["赵一鸣 党组书记、局长 head", "钱二宝 副局长 member"]);
    let only = Reading { map: Mapping::parse(&["C=post"]).unwrap(), ..Reading::default() };
    let r = read_roster(&book("cases/F10-two-post-columns.xlsx").unwrap(), &only).unwrap();
    assert_eq!(r.entries[0].post, "局长");
    assert!(r.sheets[0].heads[0].warnings.iter().any(|w| w.contains("B 列")), "{:?}", r.sheets[0].heads[0].warnings);
}

#[test]
fn hidden_rows_and_columns_are_told_and_left_out_unless_wanted() {
    let r = case("F11-hidden-rows.xlsx").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 局长", "孙三立 科员"]);
    assert!(r.entries.iter().all(|e| e.note.is_empty()));
    assert!(
        r.notes.iter().any(|n| n.contains("第 3 行")) && r.notes.iter().any(|n| n.contains("C 列")),
        "{:?}",
        r.notes
    );
    let all = Reading { hidden: true, ..Reading::default() };
    let r = read_roster(&book("cases/F11-hidden-rows.xlsx").unwrap(), &all).unwrap();
    assert_eq!((r.entries.len(), r.entries[0].note.as_str()), (3, "被举报人"));
    let r = case("r-b.xlsx").unwrap();
    assert!(r.notes.iter().any(|n| n.contains("隐藏表")), "{:?}", r.notes);
}

#[test]
fn numbers_of_days_count_from_1904_where_the_workbook_says_so() {
    let r = case("F12-1904-untagged.xlsx").unwrap();
    let since: Vec<_> = r.entries.iter().map(|e| date(e.party_since)).collect();
    assert_eq!(since, ["2001-07-01", "2003-09-01"]);
    assert!(r.notes.iter().any(|n| n.contains("1904")), "{:?}", r.notes);
}

#[test]
fn names_in_two_columns_guards_and_two_parties() {
    assert_eq!(posts(&case("F13-addressbook.csv").unwrap()), ["赵一鸣 局长", "钱二宝 会计"]);
    let parts = table::parse("名,姓,职务\n一鸣,赵,局长\n".as_bytes(), "t.csv").unwrap();
    assert_eq!(posts(&read_roster(&parts, &Reading::default()).unwrap()), ["赵一鸣 局长"]);
    let r = case("F14-csv-guards.csv").unwrap();
    let read: Vec<_> = r.entries.iter().map(|e| (e.post.as_str(), e.contact.as_str())).collect();
    assert_eq!(read, [("局长", "13900000001"), ("副局长", "")]);
    assert!(r.entries[1].warnings.iter().any(|w| w.contains("1.39E+10")), "{:?}", r.entries[1].warnings);
    assert_eq!(case("F15-two-parties.csv").unwrap().entries[0].party, Party::Member);
}

#[test]
fn rosters_of_towns_and_of_two_halves() {
    let r = case("r-a.xlsx").unwrap();
    assert_eq!(unit_named(&r, "r-a.xlsx").as_deref(), Some("柳河镇"));
    let types: Vec<_> = people("柳河镇", &r).iter().map(|n| n.standing.class.id()).collect();
    assert_eq!(types[..6], ["middle", "party_member", "office", "office", "member", "member"]);
    assert_eq!(refused(&r).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [13, 14, 15]);
    assert_eq!(posts(&case("r-c.xlsx").unwrap())[4], "郑二 财政所出纳");
    assert_eq!(names(&case("r-d.xlsx").unwrap().entries), ["钱一", "钱二", "钱三", "钱四"]);
    let r = case("r-p.csv").unwrap();
    let heads: Vec<_> =
        people("柳河镇", &r).into_iter().filter(|n| n.standing.class.head()).map(|n| n.entry.post).collect();
    assert_eq!(heads, ["镇党委书记", "镇长"], "a town has no 主任, 局长 or 校长 for its head");
}

#[test]
fn departments_among_the_names_are_headings_and_notes_below_are_footers() {
    let r = case("N01-departments-among-names.xlsx").unwrap();
    let want =
        ["孙三立 办公室主任", "李四维 办公室科员", "周五洲 财务股会计", "吴六合 水政监察大队大队长", "郑七星 司机"];
    assert_eq!(posts(&r), want);
    assert_eq!(rows_of(&r.sheets[0], &RowKind::Group), [2, 5, 7, 9], "the user sees them as headings");
    let r = case("N02-notes-below.xlsx").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 局长", "钱二宝 副局长"]);
    assert_eq!(rows_of(&r.sheets[0], &RowKind::Footer).last(), Some(&13));
    let r = case("N02b-sums-and-seals.xlsx").unwrap();
    assert_eq!(posts(&r), ["赵一鸣 局长", "钱二宝 科员", "钱小计 科员", "共青 科员"]);
}

#[test]
fn a_column_of_posts_and_ranks_is_one_of_posts_where_there_is_no_other() {
    let r = case("N03-posts-and-ranks.xlsx").unwrap();
    assert_eq!(told("水利局", &r), ["赵一鸣 局长、一级主任科员 head", "钱二宝 副局长 member"]);
}

#[test]
fn additions_to_a_name_are_taken_off_and_kept() {
    let r = case("N04-additions-to-names.xlsx").unwrap();
    let of = |name: &str| r.entries.iter().find(|e| e.name == name).unwrap_or_else(|| panic!("{name}"));
    for (name, note) in [
        ("王五", "挂职"),
        ("卫四", "兼"),
        ("韩七", "退休"),
        ("杨八", "已故"),
        ("朱九", "借调至县委办"),
        ("蒋五", ""),
        ("褚三", ""),
    ] {
        assert_eq!(of(name).note, note, "{name}");
        assert!(!of(name).warnings.is_empty(), "{name}: the user is told");
    }
    let class = |name: &str| people("水利局", &r).iter().find(|n| n.entry.name == name).map(|n| n.standing.class);
    assert_eq!(class("韩七"), Some(PostClass::Retired));
    let r = case("N05-several-names.xlsx").unwrap();
    assert_eq!(posts(&r), Vec::<String>::new());
    assert_eq!(refused(&r).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn posts_on_two_rows_are_one_persons() {
    let r = case("N06-posts-on-two-rows.xlsx").unwrap();
    assert_eq!(posts(&r)[..2], ["赵一鸣 党组书记、局长", "钱二宝 党组成员、副局长"]);
    let r = case("N07-posts-go-on.xlsx").unwrap();
    assert_eq!(posts(&r), ["钱二宝 党组成员、副局长", "孙三立 水政监察大"]);
    assert!(r.entries[0].warnings.iter().any(|w| w.contains("第 3 行")), "{:?}", r.entries[0].warnings);
    assert!(r.entries[1].warnings.iter().any(|w| w.contains("第 5 行")), "{:?}", r.entries[1].warnings);
    assert_eq!(refused(&r), [(5, "没有姓名")]);
}

#[test]
fn marks_of_repetition_hold_for_dates_and_between_dashes() {
    let r = case("N08-marks-between-dashes.xlsx").unwrap();
    let of = |name: &str| r.entries.iter().find(|e| e.name == name).unwrap();
    assert_eq!(date(of("姜处暑").party_since), "2001-07");
    assert_eq!((of("尤小寒").post.as_str(), date(of("尤小寒").party_since)), ("办公室打字员", "2003-09".to_owned()));
    assert_eq!(of("尤小寒").party, Party::No, "as the row above says");
}

#[test]
fn what_cannot_be_is_asked_about() {
    let read = |today| {
        let reading = Reading { today, ..Reading::default() };
        read_roster(&book("cases/N09-dates.xlsx").unwrap(), &reading).unwrap()
    };
    let since = |r: &Roster| r.entries.iter().filter(|e| date(e.party_since) == "2031-01").count();
    let r = read(PartialDate::new(2026, Some(3), Some(12)));
    assert_eq!((since(&read(None)), since(&r)), (1, 0));
    assert!(r.entries.iter().flat_map(|e| &e.warnings).any(|w| w.contains("2031年1月还没有到")));
    for (file, name, word) in [
        ("N10-posts-with-years.xlsx", "李四维", "起止时间"),
        ("N11-remarks-of-leaving.xlsx", "赵一鸣", "2024年3月调离"),
        ("N11-remarks-of-leaving.xlsx", "钱二宝", "已退休"),
        ("N11-remarks-of-leaving.xlsx", "李四维", "去世"),
    ] {
        let r = case(file).unwrap();
        let unit = unit("水利局");
        let guesser = Guesser::new(method(), &unit);
        let one = people("水利局", &r).into_iter().find(|n| n.entry.name == name).unwrap();
        let doubts = one.standing.doubts(&one.entry, &guesser);
        assert!(doubts.iter().any(|d| d.contains(word)), "{file} {name}: {doubts:?}");
    }
}

#[test]
fn a_damaged_workbook_is_said_to_be_damaged() {
    for (file, word) in [("N14-no-workbook.xlsx", "缺少工作表目录"), ("N15-row-number-twice.xlsx", "出现两次")]
    {
        let error = book(&format!("cases/{file}")).unwrap_err();
        assert!(
            error.kind == Kind::Input && error.what.contains("已损坏") && error.what.contains(word),
            "{file}: {error}"
        );
    }
}
