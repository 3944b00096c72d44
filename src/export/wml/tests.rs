//! The package as an independent reader sees it.

use super::body::{Paragraph, Run, Style, WordField};
use super::table::{Cell, Join, Row, Table};
use super::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

fn document(body: Vec<Block>) -> Document {
    Document {
        properties: Properties {
            title: "谈话记录 访谈A37".into(),
            creator: "第一组".into(),
            at: Instant::parse("2026-03-08T09:15:00.000+08:00").unwrap(),
        },
        page: Page::STANDARD,
        margins: Margins {
            header: vec![Paragraph::of(Style::Header, "内部资料")],
            footer_odd: vec![Paragraph::new(Style::PageNumber).run(Run::Field(WordField::Page))],
            footer_even: vec![Paragraph::new(Style::PageNumber).run(Run::Field(WordField::Pages))],
        },
        body,
    }
}

/// Name and text of every member, in the order of the zip.
fn members(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        all.push((member.name().unwrap().into_owned(), text));
    }
    all
}

/// Names of the elements of a part, in order; fails when the part is not well formed.
fn elements(part: &str) -> Vec<String> {
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = true;
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return names,
            Event::Start(e) | Event::Empty(e) => names.push(e.name().as_ref().to_owned()),
            _ => {}
        }
    }
}

#[test]
fn every_member_is_well_formed_and_has_its_content_type_and_relation() {
    let bytes = document(vec![Paragraph::of(Style::Body, "甲 & <乙>").into()]).to_bytes().unwrap();
    let members = members(&bytes);
    let find = |name: &str| members.iter().find(|(n, _)| n == name).map(|(_, t)| t.clone()).unwrap();
    assert_eq!(members[0].0, "[Content_Types].xml", "readers look for it first");
    for (name, text) in &members {
        assert!(!elements(text).is_empty(), "{name}");
    }
    let (types, relations) = (find("[Content_Types].xml"), find("word/_rels/document.xml.rels"));
    for (name, _) in members.iter().filter(|(n, _)| n.starts_with("word/") && !n.contains("_rels/")) {
        assert!(types.contains(&format!("\"/{name}\"")), "{name} has a content type");
        let target = name.trim_start_matches("word/");
        assert!(name == "word/document.xml" || relations.contains(&format!("\"{target}\"")), "{name} is related");
    }
    assert!(find("docProps/core.xml").contains("2026-03-08T01:15:00Z"), "UTC whatever the offset");
}

#[test]
fn equal_documents_give_equal_bytes_and_no_time_of_writing() {
    let make = || document(vec![Paragraph::of(Style::Body, "一").into()]).to_bytes().unwrap();
    let bytes = make();
    assert_eq!(bytes, make());
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..zip.len() {
        let member = zip.by_index(at).unwrap();
        assert_eq!(member.last_modified().map(|t| t.to_string()).as_deref(), Some("1980-01-01 00:00:00"));
    }
}

#[test]
fn a_table_carries_both_widths_and_every_joined_cell() {
    let cell = |t: &str| Cell::of(Paragraph::of(Style::TableText, t));
    let mut table = Table::new(vec![1000, 2000, 3000]);
    table.push(Row::of(vec![cell("甲"), cell("乙").span(2)]).header());
    table.push(Row::of(vec![cell("丙").join(Join::Start), cell("丁"), cell("戊")]));
    table.push(Row::of(vec![cell("").join(Join::Continue), cell("己"), cell("庚")]));
    let bytes = document(vec![table.into()]).to_bytes().unwrap();
    let text = members(&bytes).into_iter().find(|(n, _)| n == "word/document.xml").unwrap().1;
    assert!(text.contains(r#"<w:tblW w:w="6000" w:type="dxa"/>"#));
    assert!(text.contains(r#"<w:gridCol w:w="3000"/>"#));
    assert!(text.contains(r#"<w:tcW w:w="5000" w:type="dxa"/><w:gridSpan w:val="2"/>"#));
    let names = elements(&text);
    assert_eq!(names.iter().filter(|n| *n == "w:tc").count(), 8);
    assert_eq!(names.iter().filter(|n| *n == "w:vMerge").count(), 2);
    assert_eq!(names.iter().filter(|n| *n == "w:tblHeader").count(), 1);
    assert_eq!(names.iter().filter(|n| *n == "w:cantSplit").count(), 3);
    let after = names.iter().rposition(|n| n == "w:tbl").map(|at| names[at..].iter().filter(|n| *n == "w:p").count());
    assert_eq!(after, Some(9), "eight cells and the paragraph that must follow a table");
}

#[test]
fn breaks_and_tabs_of_the_text_are_elements_and_blanks_are_kept() {
    let bytes = document(vec![Paragraph::of(Style::Body, " 甲\n乙\t丙 ").into()]).to_bytes().unwrap();
    let text = members(&bytes).into_iter().find(|(n, _)| n == "word/document.xml").unwrap().1;
    let t = r#"<w:t xml:space="preserve">"#;
    assert!(text.contains(&format!("{t} 甲</w:t><w:br/>{t}乙</w:t><w:tab/>{t}丙 </w:t>")), "{text}");
}

#[test]
fn each_font_named_in_a_style_is_one_name_with_substitutes() {
    let bytes = document(Vec::new()).to_bytes().unwrap();
    let members = members(&bytes);
    let find = |name: &str| members.iter().find(|(n, _)| n == name).map(|(_, t)| t.clone()).unwrap();
    let (sheet, fonts) = (find("word/styles.xml"), find("word/fontTable.xml"));
    let mut seen = 0;
    for piece in sheet.split("<w:rFonts ").skip(1) {
        let values: Vec<&str> = piece.split("/>").next().unwrap().split('"').skip(1).step_by(2).collect();
        assert!(values.windows(2).all(|w| w[0] == w[1]) && !values[0].contains(','), "{values:?}");
        assert!(fonts.contains(&format!("w:name=\"{}\"><w:altName", values[0])), "{values:?}");
        seen += 1;
    }
    assert!(seen > Style::ALL.len());
}
