//! Damage and odd shapes: any bytes give a table or a message, never a crash.

use super::grid::{Grid, Region};
use super::room::Room;
use super::*;
use proptest::prelude::*;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters").join(name)).unwrap()
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|r| r.iter().map(|c| c.text.as_str()).collect()).collect()
}

/// Reads, and holds the answer to what every answer must be.
fn must_answer(bytes: &[u8]) {
    match parse(bytes, "名册") {
        Ok(book) => assert!(book.tables.iter().any(|t| t.rows.iter().flatten().any(|c| !c.is_blank()))),
        Err(e) => {
            assert_eq!(e.kind, Kind::Input);
            assert!(e.what.contains("名册") && e.hint.contains(KEEP), "{e}");
        }
    }
}

#[test]
fn one_broken_byte_anywhere_gives_a_table_or_a_message() {
    for (name, step) in [("05-old-excel.xls", 3), ("12-two-halves.xlsx", 11), ("06-opendocument.ods", 3)] {
        let whole = fixture(name);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xFF;
            must_answer(&bytes);
        }
    }
}

#[test]
fn a_file_cut_anywhere_gives_a_table_or_a_message() {
    for name in ["05-old-excel.xls", "12-two-halves.xlsx", "06-opendocument.ods", "02-gb18030.csv"] {
        let whole = fixture(name);
        for at in (0..whole.len()).step_by(29) {
            must_answer(whole.get(..at).unwrap());
        }
    }
}

#[test]
fn an_xls_that_promises_billions_of_cells_is_refused_before_room_is_reserved() {
    let mut bytes = fixture("05-old-excel.xls");
    let record = [0x00, 0x02, 0x0E, 0x00];
    let at = bytes.windows(4).position(|w| w == record).unwrap();
    bytes[at + 11] = 0x40;
    let error = parse(&bytes, "名册.xls").unwrap_err();
    assert!(error.what.contains("表格大小"), "{error}");
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let bytes = vec![b'a'; usize::try_from(MAX_BYTES).unwrap() + 1];
    assert!(parse(&bytes, "大文件.csv").unwrap_err().what.contains("50 MB"));
    let (mut grid, mut room) = (Grid::default(), Room::of(1 << 30));
    assert!(grid.put(&mut room, MAX_ROWS - 1, 0, Cell::new("甲", CellKind::Text)).is_ok());
    assert!(grid.put(&mut room, MAX_ROWS, 0, Cell::new("甲", CellKind::Text)).unwrap_err().what.contains("200000 行"));
    assert!(grid.put(&mut room, 0, MAX_COLUMNS, Cell::new("甲", CellKind::Text)).is_ok());
    assert!(grid.finish(String::new()).1, "a column too many is noted");
}

#[test]
fn wide_and_many_cells_are_refused_before_memory_is_gone() {
    let (mut grid, mut room) = (Grid::default(), Room::of(1 << 30));
    let refused =
        (0..MAX_ROWS).find_map(|row| grid.put(&mut room, row, MAX_COLUMNS - 1, Cell::new("甲", CellKind::Text)).err());
    assert!(refused.unwrap().what.contains("个单元格"));
}

#[test]
fn merged_regions_are_filled_as_far_as_the_sheet_goes() {
    let (mut grid, mut room) = (Grid::default(), Room::of(1 << 30));
    for (row, col, text) in [(0, 0, "题"), (1, 0, "甲"), (1, 1, "乙"), (2, 1, "丙")] {
        grid.put(&mut room, row, col, Cell::new(text, CellKind::Text)).unwrap();
    }
    let whole_sheet = Region { top: 0, left: 0, bottom: 0, right: 16_383 };
    let down = Region { top: 1, left: 0, bottom: 1_048_575, right: 0 };
    grid.merge(&mut room, [whole_sheet, down]).unwrap();
    let (table, _) = grid.finish("表".into());
    assert_eq!(texts(&table), [vec!["题", "题"], vec!["甲", "乙"], vec!["甲", "丙"]]);
    assert_eq!(table.rows[2][0].copied_from, Some((1, 0)));
    assert_eq!(table.rows[1][0].copied_from, None);
}

#[test]
fn separators_are_found_and_lines_keep_their_numbers() {
    for (text, want) in [
        ("姓名\t职务\n王强\t局长,书记\n", vec![vec!["姓名", "职务"], vec!["王强", "局长,书记"]]),
        ("姓名|职务\n王强|局长\n", vec![vec!["姓名", "职务"], vec!["王强", "局长"]]),
        ("姓名，职务\n王强，\"局长，书记\"\n", vec![vec!["姓名", "职务"], vec!["王强", "局长，书记"]]),
        (
            "姓名,职务\r\n\r\n王强,\"局\r\n长\"\r\n李敏,会计",
            vec![vec!["姓名", "职务"], vec![], vec!["王强", "局\r\n长"], vec![], vec!["李敏", "会计"]],
        ),
        ("姓名,职务\r王强,局长\r", vec![vec!["姓名", "职务"], vec!["王强", "局长"]]),
        ("姓名\n王强\n李敏\n", vec![vec!["姓名"], vec!["王强"], vec!["李敏"]]),
    ] {
        assert_eq!(texts(&parse(text.as_bytes(), "t").unwrap().tables[0]), want, "{text:?}");
    }
}

#[test]
fn encodings_are_found_out() {
    let text = "姓名,职务\n刘喆,镕基路所长\n";
    let (gb, ..) = encoding_rs::GB18030.encode(text);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for (bytes, name) in [(gb.as_ref(), "GB18030"), (&utf16, "UTF-16"), (&bom, "UTF-8"), (text.as_bytes(), "UTF-8")] {
        let book = parse(bytes, "t").unwrap();
        assert!(book.format.contains(name), "{}", book.format);
        assert_eq!(texts(&book.tables[0])[1], ["刘喆", "镕基路所长"]);
    }
}

#[test]
fn a_text_of_nothing_but_control_characters_is_empty() {
    for bytes in [&b"\xEF\xBB\xBF\x01"[..], b"\x01\x02\n\x03"] {
        must_answer(bytes);
    }
    assert!(parse(b"\xEF\xBB\xBF\x01", "t").unwrap_err().what.contains("空的"));
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0_usize..6) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xFE", b"\xEF\xBB\xBF", b"sep=;\n"][kind];
        must_answer(&[start, &bytes].concat());
    }

    #[test]
    fn any_text_is_a_table_or_blank(text in "[姓名职务王强,;\t，|\"\r\n a1.\u{3000}]{0,120}") {
        must_answer(text.as_bytes());
    }
}
