//! The table of fields, walked through every output: what is put into a field is printed exactly where the table says.

use super::gather::Gatherer;
use super::{Form, WorkingPaper};
use crate::analysis::fixture::World;
use crate::analysis::paper::Paper;
use crate::analysis::paper::field::tests::{marker, records};
use crate::analysis::paper::field::{PaperField as F, PaperOutput, PaperRecords, Spot};
use crate::export::list::{ProblemList, book, print};
use crate::export::paste;
use crate::model::answer::Value;
use crate::model::fields::set_value;
use crate::model::record::Op;
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::PartialDate;
use calamine::{Data, Reader as _, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

const PAPER: [PaperOutput; 5] =
    [PaperOutput::Full, PaperOutput::Minimal, PaperOutput::Book, PaperOutput::List, PaperOutput::Paste];

/// A paper with a word of its own in every field that a text can be put into, and in what is derived.
fn marked(world: &World) -> PaperRecords {
    let mut all = records(world);
    for field in F::ALL {
        let text = match field {
            // What they point to has the marks.
            F::Unit | F::Id | F::Method | F::Handlers | F::Evidence => continue,
            _ => marker(field),
        };
        let Some(text) = text else { continue };
        let spot = if field == F::Facts { Spot::of(field) } else { all.view().spots(field)[0] };
        all.set(spot, &text).unwrap();
    }
    let (mut unit, mut inspector) = (world.unit.clone(), world.inspectors[0].clone());
    unit.name = "记号单位".into();
    set_value(&mut unit.profile, "profile.class", Some(Value::Text("记号分类".into())));
    inspector.name = "记号承办".into();
    all.problem.handlers = vec![inspector.id];
    let mut round: Round = world.store.reader().unwrap().all().unwrap().remove(0);
    (round.name, round.group) = ("记号轮次".into(), "记号小组".into());
    let put = all.clone();
    let (u, i): (Unit, Inspector) = (unit, inspector);
    world
        .store
        .transact(Op::Sample, None, move |tx| {
            tx.put(&u)?;
            tx.put(&i)?;
            tx.put(&round)?;
            tx.put(&put.problem)?;
            put.suggestions.iter().try_for_each(|s| tx.put(s))?;
            put.fixes.iter().try_for_each(|f| tx.put(f))
        })
        .unwrap();
    all
}

/// What is printed of a field; `None`: of a list, whose parts are looked at.
fn shown(field: F, paper: &WorkingPaper) -> Option<String> {
    let day = |text: String| PartialDate::parse(&text).unwrap().chinese();
    Some(match field {
        F::Compiled => paper.compiled.chinese(),
        F::Unit => "记号单位".into(),
        F::UnitClass => "记号分类".into(),
        F::Round => "记号轮次".into(),
        F::Group => "记号小组".into(),
        F::Handlers => "记号承办".into(),
        F::Evidence => "党组会议记录 2022年 第2卷".into(),
        F::Categories => paper.printed.items(F::Categories)[0].text.clone(),
        F::From | F::To | F::FixIssued | F::FixDue | F::FixDone => day(marker(field)?),
        F::Period => format!("{}至{}", day(marker(F::From)?), day(marker(F::To)?)),
        // Nobody has confirmed the basis any more.
        F::BasisConfirmed => "〔待核〕".into(),
        _ => marker(field)?,
    })
}

fn xml_text(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut within = false;
    let keeps = |c: &char| {
        within = *c == '<' || within && *c != '>';
        !within && *c != '>'
    };
    xml.chars().filter(keeps).collect()
}

/// The row of the only problem, dates in words.
fn book_text(xlsx: Vec<u8>) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).unwrap();
    let cell = |data: &Data| match data {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year}年{month}月{day}日")
        }
        other => other.to_string(),
    };
    let sheet = book.worksheet_range("问题清单").unwrap();
    sheet.rows().nth(1).unwrap().iter().map(cell).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_field_is_printed_exactly_where_the_table_says() {
    let world = World::new();
    let records = marked(&world);
    let reader = world.store.reader().unwrap();
    let paper = Paper::read(&reader, records.problem.id).unwrap().unwrap();
    let paper = Gatherer::open(&reader).unwrap().paper(&paper).unwrap().paper;
    let list = ProblemList {
        head: paper.head.clone(),
        papers: vec![paper.clone()],
        units: Vec::new(),
        revised: paper.revised,
    };
    let listed = xml_text(&list.to_docx().unwrap());
    let texts = BTreeMap::from([
        (PaperOutput::Full, xml_text(&paper.print(Form::Full).unwrap())),
        (PaperOutput::Minimal, xml_text(&paper.print(Form::Minimal).unwrap())),
        (PaperOutput::Book, book_text(list.to_xlsx().unwrap())),
        // What stands before the table counts problems and is of no field.
        (PaperOutput::List, listed.split_once("序号").unwrap().1.to_owned()),
        (PaperOutput::Paste, paste::problem(&paper)),
    ]);
    let mut wrong = Vec::new();
    for field in F::ALL {
        let Some(mark) = shown(field, &paper) else { continue };
        for output in PAPER {
            if texts[&output].contains(&mark) != field.is_on(output) {
                wrong.push(format!("{field:?} on {output:?}: {mark}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{texts:#?}", wrong.join("\n"));
}

#[test]
fn the_layouts_have_the_fields_that_the_table_gives_them() {
    let blocks =
        |output: PaperOutput| -> Vec<F> { F::ALL.into_iter().filter(|f| f.block() == *f && f.is_on(output)).collect() };
    let sorted = |mut all: Vec<F>| {
        all.sort_unstable();
        all
    };
    assert_eq!(sorted(paste::FIELDS.to_vec()), blocks(PaperOutput::Paste));
    // Group headings of the list are the units.
    let listed = print::COLUMNS.iter().flat_map(|c| c.1.to_vec()).chain([F::Unit]);
    assert_eq!(sorted(listed.collect()), blocks(PaperOutput::List));
    // 起 and 止 stand for the time of the fact; each tree has a column of its own.
    let columns: Vec<F> = book::COLUMNS.iter().filter_map(book::Column::field).collect();
    let own = blocks(PaperOutput::Book).into_iter().filter(|f| *f != F::Categories).chain([F::From, F::To]);
    assert_eq!(sorted(columns), sorted(own.collect()));
}
