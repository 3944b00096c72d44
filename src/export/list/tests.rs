//! Columns in their order, and lists of no, one and many problems.

use super::*;
use crate::export::paper::tests::numbered;
use crate::export::sample;
use crate::text::amount;
use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;

fn list(count: usize) -> ProblemList {
    let papers: Vec<WorkingPaper> = (1..=count).map(|n| numbered(&format!("预-LF-{n:02}"))).collect();
    let unit =
        UnitLine {
            unit: "青禾县水利局党组".into(), limit: amount::read("5万"), suggestions: 2, quick_fixes: (1, 1)
        };
    ProblemList {
        head: Arc::new(Head::from(&sample::round())),
        papers,
        units: vec![unit],
        revised: sample::at("2026-03-16T09:00"),
    }
}

fn sheet(xlsx: Vec<u8>, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn the_columns_begin_with_the_head_that_other_systems_know() {
    let rows = sheet(list(1).to_xlsx().unwrap(), "问题清单");
    let heads: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(heads[..6], ["届次", "年度", "轮次", "巡察组", "巡察对象分类", "被巡察单位"]);
    let at = |name: &str| heads.iter().position(|h| h == name).unwrap();
    assert_eq!(at("问题分类：三个聚焦（2023年表述）") + 1, at("问题分类：四个聚焦"));
    let value = |name: &str| rows[1][at(name)].clone();
    assert_eq!(value("年度"), Data::Float(2026.0));
    assert_eq!(value("支撑材料件数"), Data::Float(3.0));
    assert_eq!(value("问题分类：四个聚焦"), Data::String("群众身边腐败问题和不正之风".into()));
    for (name, day) in
        [("发生时间（起）", (2022, 6, 14)), ("发生时间（止）", (2022, 8, 1)), ("编制日期", (2026, 3, 16))]
    {
        let Data::DateTime(date) = value(name) else { panic!("{name}") };
        let (y, m, d, ..) = date.to_ymd_hms_milli();
        assert_eq!((y, m, d), day, "{name}");
    }
    let units = sheet(list(3).to_xlsx().unwrap(), "分单位");
    let figures: Vec<f64> =
        units[1][1..].iter().map(|c| if let Data::Float(f) = c { *f } else { panic!("{c:?}") }).collect();
    assert_eq!(figures, [3.0, 3.0, 0.0, 1.0, 1.0, 2.0, 50_000.0]);
}

#[test]
fn none_and_five_hundred_problems_are_lists_too() {
    for count in [0, 500] {
        let list = list(count);
        assert_eq!(sheet(list.to_xlsx().unwrap(), "问题清单").len(), count + 1);
        let docx = list.to_docx().unwrap();
        assert_eq!(docx, list.to_docx().unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
        let xml = std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap();
        assert_eq!(xml.contains("还没有问题"), count == 0);
        assert_eq!(xml.matches("预-LF-").count(), count + count, "number, and the remark that names another paper");
        assert!(xml.contains(&format!("问题{count}个")) && xml.contains("截止2026年3月16日"));
    }
}
