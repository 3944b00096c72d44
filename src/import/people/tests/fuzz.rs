//! Damaged rosters, from the bytes to the plan: an answer in words, whatever comes.

use super::*;
use crate::error::Kind;
use crate::fuzzing::{damage, each_seed};
use proptest::prelude::RngExt as _;

/// Binary spreadsheets are damaged in `tests/it/cli/bombs.rs`, where they are read in a process of their own.
const FILES: [&str; 13] = [
    "01-title-merged-head-footer.xlsx",
    "02-gb18030.csv",
    "03-utf8-bom-semicolon.csv",
    "04-fullwidth-comma.txt",
    "06-opendocument.ods",
    "07-names.xlsx",
    "08-dates.xlsx",
    "09-page-breaks.xlsx",
    "10-head-far-below.xlsx",
    "11-namesakes.xlsx",
    "12-two-halves.xlsx",
    "13-second-roster.xlsx",
    "29-cut-in-a-character.csv",
];

#[test]
fn damaged_rosters_are_answered_in_words() {
    let unit = unit("水利局党组");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters");
    let files: Vec<Vec<u8>> = FILES.iter().map(|f| std::fs::read(folder.join(f)).unwrap()).collect();
    each_seed("rosters", &[], 150, |rng| {
        let mut bytes = files[rng.random_range(0..files.len())].clone();
        damage(rng, &mut bytes);
        let answer = table::parse(&bytes, "名册").and_then(|book| read_roster(&book, &Reading::default()));
        match answer {
            Ok(roster) => {
                let plan = RosterPlan::make(&unit, &[], &roster, &Decisions::default(), method());
                let shown = lines(&[describe_roster(&roster), describe(&plan, &|id: &str| id.to_owned())].concat());
                let raw = shown.iter().find(|l| l.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
                assert_eq!(raw, None, "no escape sequence leaves the program");
            }
            Err(e) => assert!(e.kind == Kind::Input && !e.what.is_empty() && !e.hint.is_empty(), "{e}"),
        }
    });
}
