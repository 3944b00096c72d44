//! Small inputs that ask for much memory end in words, and the program never holds 300 MiB for them.

use crate::fuzzing::{damage, each_seed};
use crate::support::TestEnvironment;
use proptest::prelude::RngExt as _;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use zip::write::SimpleFileOptions;

/// What a process of these tests may hold, in KiB as the shell takes it.
const MOST: u64 = 300 << 10;

/// Runs under a limit of memory: a request for more ends the program with a signal, which is no exit code. Where the
/// system has no such limit the run alone is held to.
fn limited(env: &TestEnvironment, args: &[&str]) -> (Option<i32>, String) {
    let wanted = env.command(args);
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -d {MOST} 2>/dev/null; exec \"$0\" \"$@\"")]);
    shell.arg(wanted.get_program()).args(wanted.get_args()).env_clear();
    shell.envs(wanted.get_envs().filter_map(|(k, v)| Some((k, v?))));
    let out = shell.current_dir(env.work()).output().unwrap();
    let said = [out.stdout, out.stderr].map(|b| String::from_utf8(b).unwrap()).concat();
    (out.status.code(), said)
}

fn import(env: &TestEnvironment, file: &str) -> (Option<i32>, String) {
    limited(env, &["import", "a.wenkan", "people", file, "--unit", "SLJ=水利局党组", "--dry-run"])
}

fn round() -> TestEnvironment {
    let env = TestEnvironment::new();
    env.run(&["new", "a.wenkan", "--no-passphrase", "--as", "刘芳"]).success();
    env
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "{} bytes are not small", bytes.len());
    bytes
}

fn ods(body: &str) -> Vec<u8> {
    let text = format!(
        "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body><office:spreadsheet>\
         {body}</office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &text)])
}

fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    packed(&[
        ("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
                 <Relationship Id='r1' Type='{links}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns='{main}' xmlns:r='{links}'><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
                 <Relationship Id='r1' Type='{links}/worksheet' Target='worksheets/sheet1.xml'/>\
                 <Relationship Id='r2' Type='{links}/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns='{main}'>{sheet}</worksheet>")),
        ("xl/sharedStrings.xml", &format!("<sst xmlns='{main}'>{strings}</sst>")),
    ])
}

fn row(number: usize, cells: usize) -> String {
    format!("<row r='{number}'>{}</row>", "<c t='s'><v>0</v></c>".repeat(cells))
}

#[test]
fn small_tables_that_ask_for_much_memory_are_refused_in_words() {
    let env = round();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bombs");
    let fixture = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let long = "长".repeat(10_000);
    let rows: String = (1..2_000).map(|n| row(n, 20)).collect();
    let sheets = |hidden: &str| {
        let sheet = format!(
            "<table:table table:name='表'><table:table-row table:number-rows-repeated='190000' {hidden}/>\
             <table:table-row><table:table-cell office:value-type='string'><text:p>姓名</text:p></table:table-cell>\
             </table:table-row></table:table>"
        );
        ods(&sheet.repeat(2_000))
    };
    let large = "内容展开后超过";
    for (name, bytes, reason) in [
        ("重复的格.ods", fixture("ods-memory-bomb.ods"), large),
        ("兜圈的链.xls", fixture("xls-alloc.xls"), large),
        ("共用的字.xlsx", fixture("xlsx-memory-bomb.xlsx"), large),
        ("多行.xlsx", xlsx(&format!("<sheetData>{rows}</sheetData>"), &format!("<si><t>{long}</t></si>")), large),
        (
            "合并.xlsx",
            xlsx(
                &format!(
                    "<sheetData><row r='1'>{}</row><row r='60000'><c r='IV60000' t='s'><v>0</v></c></row></sheetData>\
                     <mergeCells count='1'><mergeCell ref='A1:IV60000'/></mergeCells>",
                    "<c t='s'><v>0</v></c>".repeat(200)
                ),
                "<si><t>甲</t></si>",
            ),
            "超过",
        ),
        ("很多字.xlsx", xlsx("<sheetData/>", &"<si><t>一二三四</t></si>".repeat(6_000_000)), large),
        ("很多表.ods", sheets(""), "超过"),
        ("很多藏着的行.ods", sheets("table:visibility='collapse'"), "超过"),
    ] {
        env.write(name, bytes);
        let (code, said) = import(&env, name);
        assert_eq!(code, Some(3), "{name}: {said}");
        assert!(said.contains(reason) && said.contains(name), "{name}: {said}");
    }
}

#[test]
fn texts_of_one_mebibyte_in_any_shape_stay_within_the_limit() {
    let env = round();
    let mebibyte = |unit: &str| unit.repeat((1 << 20) / unit.len());
    for (name, text) in [
        ("逗号.csv", mebibyte(&format!("{}\n", "甲,".repeat(250)))),
        ("短行.csv", mebibyte("a\n")),
        ("空格.txt", format!("姓名  职务\n{}", mebibyte("赵一鸣  局长\n"))),
        ("一格.csv", mebibyte("一")),
        ("姓名.csv", format!("姓名,职务\n{}", mebibyte("赵一,局长\n"))),
    ] {
        env.write(name, text);
        let (code, said) = import(&env, name);
        assert!(matches!(code, Some(0 | 1 | 3)), "{name} {code:?}: {}", said.chars().take(400).collect::<String>());
    }
}

#[test]
fn bundles_and_methods_of_one_mebibyte_stay_within_the_limit() {
    let env = round();
    let mebibyte = |unit: &str| unit.repeat((1 << 20) / unit.len());
    for (name, text) in [
        ("深.json", mebibyte("[")),
        ("宽.json", format!("[{}0]", mebibyte("0,"))),
        ("对.json", format!("{{\"methods\":[{}{{}}]}}", mebibyte("{},"))),
        ("字.json", format!("{{\"people\":\"{}\"}}", mebibyte("\\u4e00"))),
    ] {
        std::fs::create_dir_all(env.path("包")).unwrap();
        env.write("包/bundle.json", text);
        let (code, said) = limited(&env, &["import", "a.wenkan", "bundle", "包"]);
        assert_eq!(code, Some(3), "{name}: {said}");
    }
    for (name, text) in [("深", mebibyte("a=[")), ("宽", mebibyte("[[a]]\n")), ("字", mebibyte("a.b.c.d.e.f.g=1\n"))]
    {
        std::fs::create_dir_all(env.path("方法")).unwrap();
        env.write("方法/method.toml", text);
        let (code, said) = limited(&env, &["method", "check", "方法"]);
        assert!(matches!(code, Some(1 | 3)), "{name} {code:?}: {said}");
    }
}

#[test]
fn damaged_binary_spreadsheets_end_in_words_and_never_end_the_program() {
    let env = round();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let files = ["rosters/05-old-excel.xls", "bombs/xls-alloc.xls", "rosters/12-two-halves.xlsx"]
        .map(|name| std::fs::read(folder.join(name)).unwrap());
    each_seed("binary spreadsheets", &[], 40, |rng| {
        let mut bytes = files[rng.random_range(0..files.len())].clone();
        damage(rng, &mut bytes);
        env.write("名册.xls", bytes);
        let (code, said) = import(&env, "名册.xls");
        assert!(matches!(code, Some(0..=3)), "{code:?}: {said}");
        assert!(!said.contains('\u{1b}'), "{said}");
    });
}
