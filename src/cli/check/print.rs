//! `wenkan check FILE --print NUMBER DIGITS`: whether a paper has changed since it was printed.

use crate::analysis::paper::{self, Paper, SameAs};
use crate::cli::output;
use crate::error::{Error, Kind, Result};
use crate::store::Reader;
use serde::Serialize;

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Compared<'a> {
    number: &'a str,
    unit_code: &'a str,
    /// What stands on the print.
    digits: &'a str,
    /// What would stand on a print made now.
    now: String,
    same: bool,
    /// Which version of the digits is the same; 0: none.
    version: u8,
}

/// Says of each paper of that number whether it is as it was printed.
///
/// # Errors
/// [`Kind::Usage`] when there is no such paper or the digits are none; [`Kind::Findings`] when all of that number have
/// changed.
pub(super) fn compare(reader: &Reader, print: &[String], json: bool) -> Result<()> {
    let [number, digits] = print else { return Err(Error::internal("--print 要写编号和内容校验")) };
    let papers = reader.snapshot(|r| paper::papers(r, None))?;
    // Two inspectors of two rounds may have drawn one number; both are told.
    let of_number: Vec<&Paper> = papers.iter().filter(|p| p.problem.number == number.trim()).collect();
    if of_number.is_empty() {
        let what = format!("没有编号为 {number} 的底稿");
        return Err(Error::new(Kind::Usage, what).hint("编号照页眉写全，如 预-LF-03。"));
    }
    let mut found = Vec::new();
    for one in of_number {
        let says = one.hash_says(digits).ok_or_else(|| {
            Error::new(Kind::Usage, format!("“{digits}”不是内容校验")).hint("照页脚写八位，只有数字和 a 到 f。")
        })?;
        found.push((one, says));
    }
    let compared: Vec<Compared<'_>> = found.iter().map(|(paper, says)| compared(paper, digits, *says)).collect();
    if json {
        output::json(&compared)?;
    } else {
        output::data(&found.iter().map(|(paper, says)| line(paper, *says)).collect::<String>())?;
    }
    if compared.iter().any(|c| c.same) {
        Ok(())
    } else {
        Err(Error::new(Kind::Findings, "底稿在打印以后已改。"))
    }
}

fn compared<'a>(paper: &'a Paper, digits: &'a str, says: SameAs) -> Compared<'a> {
    Compared {
        number: &paper.problem.number,
        unit_code: &paper.unit.code,
        digits,
        now: paper.content_hash().short(),
        same: says != SameAs::Changed,
        version: match says {
            SameAs::V2 => 2,
            SameAs::V1 => 1,
            SameAs::Changed => 0,
        },
    }
}

fn line(paper: &Paper, says: SameAs) -> String {
    let Paper { problem, unit, .. } = paper;
    let more =
        if says == SameAs::V1 { "（旧版校验，不含建议、立行立改和承办人的姓名）" } else { "" };
    let now = paper.content_hash().short();
    format!("{}（{}）　{}{more}　现在的内容校验 {now}\n", problem.number, unit.code, says.chinese())
}
