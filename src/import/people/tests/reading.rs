//! From the file to the people in it.

use super::*;
use crate::error::Kind;
use crate::model::people::Party;

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
    let facts: Vec<_> = people("水利局", &r)
        .iter()
        .map(|n| (n.entry.name.clone(), n.standing.class.id(), n.standing.class.head(), date(n.entry.party_since)))
        .collect();
    let want = [
        ("王强", "head", true, "1998-07"),
        ("李红梅", "member", false, "2003-06"),
        ("赵磊", "member", false, "2001-12"),
        ("孙建军", "office", false, "2005-10"),
        ("周敏", "finance", false, "2008-11"),
        ("吴小燕", "finance", false, "-"),
        ("郑凯", "party_member", false, "2025-06"),
    ];
    assert_eq!(facts, want.map(|(n, t, h, d)| (n.to_owned(), t, h, d.to_owned())));
    assert_eq!(r.entries[0].name_as_written.as_deref(), Some("王　强"));
    assert_eq!(r.entries[6].party, Party::Probationary);
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
    let since: Vec<_> = r.entries.iter().map(|e| date(e.party_since)).collect();
    assert_eq!(since, ["1998-10", "2009-07", "2015-11-06"]);
    assert!(r.entries.iter().all(|e| e.warnings.is_empty()));
}

#[test]
fn odd_names_are_cleaned_and_non_names_refused() {
    let r = roster("07-names.xlsx").unwrap();
    let want = ["葛\u{E0100}城", "王强", "欧阳修", "阿卜杜拉·卡德尔", "李红", "张伟（大）", "𠮷田力", "陈静", "郭老"];
    assert_eq!(names(&r.entries), want);
    assert_eq!(r.refused.iter().map(|x| x.place.row).collect::<Vec<_>>(), [10, 11, 12]);
    assert_eq!(people("水利局", &r)[8].standing.class, PostClass::Retired, "the category tells what the post does not");
}

#[test]
fn dates_are_read_or_doubted() {
    let r = roster("08-dates.xlsx").unwrap();
    let read: Vec<_> = r.entries.iter().map(|e| (date(e.party_since), date(e.post_since), e.warnings.len())).collect();
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
    assert!(read_roster(&book, &Reading::default()).is_err());
    let r = read_roster(
        &book,
        &Reading { map: Mapping::parse(&["人员=姓名", "B=post", "来处=备注"]).unwrap(), ..Reading::default() },
    )
    .unwrap();
    let found: Vec<_> = r.entries.iter().map(|e| (e.name.as_str(), e.post.as_str(), e.note.as_str())).collect();
    assert_eq!(found, [("王强", "局长", ""), ("李敏", "会计", "")]);
    let warnings = &r.sheets[0].heads[0].warnings;
    assert!(warnings.iter().any(|w| w.contains("来处")), "a head that does not occur is said: {warnings:?}");
}

#[test]
fn the_same_posts_mean_something_else_in_another_unit() {
    let r = roster("05-old-excel.xls").unwrap();
    let of = |name: &str| people(name, &r).iter().map(|n| n.standing.class).collect::<Vec<_>>();
    assert_eq!(of("城关镇"), [PostClass::Village(Seat::None); 3]);
    let r = roster("06-opendocument.ods").unwrap();
    assert_eq!(told("县图书馆", &r)[..2], ["田野 馆长 head", "方圆 保管室主任 middle"]);
    assert_eq!(told("县文化和旅游局", &r)[0], "田野 馆长 middle", "馆长 heads no bureau");
}
