//! `wenkan redact`: the words of a withheld statement are taken out of the file, on order of the leader.

use super::args::{Globals, Redact};
use super::round::{read, write};
use super::{output, prompt};
use crate::acts::door;
use crate::acts::talk::redact;
use crate::analysis::redaction::{self, Line, WARNING};
use crate::error::{Error, Kind, Result};
use crate::store::{Order, Reader};

/// What is to be typed.
const WORD: &str = "隐去";

/// Lists the withheld statements, or takes out the words of one.
pub(super) fn run(args: &Redact, globals: &Globals) -> Result<()> {
    let Some(wanted) = &args.item else { return list(&read(&args.file, globals)?) };
    let round = write(&args.file, globals)?;
    let line = find(&round.reader, wanted)?;
    output::say(&format!("{}（{}）", line.place, line.state));
    output::say(&WARNING.join("\n"));
    let Some(by) = args.by.clone() else {
        return Err(Error::usage("没有写是谁决定的").hint("写 --by 组长姓名；有批示编号的再写 --basis。"));
    };
    confirm(args.confirm.as_deref())?;
    let order = Order { by, basis: args.basis.clone().unwrap_or_default() };
    let (answer, statement) = (line.redactable.answer, line.redactable.statement);
    door::perform(&round.store, round.author, redact::Redact { answer, statement, order })?;
    round.close()?;
    output::say("已隐去原话。以前的备份和导出要另外清理。");
    Ok(())
}

/// The first characters of the id, enough to name it.
fn short(line: &Line) -> String {
    let id = line.redactable.statement.0.simple().to_string();
    // The end of an id is random; its beginning is a time.
    id.chars().skip(id.chars().count().saturating_sub(SHORT)).collect()
}

const SHORT: usize = 8;

fn list(reader: &Reader) -> Result<()> {
    let lines = redaction::list(reader)?;
    let text: Vec<String> = lines
        .iter()
        .map(|line| format!("{}　{}　{}\n", short(line), output::one_line(&line.place), output::one_line(&line.state)))
        .collect();
    output::data(&text.concat())?;
    output::say(match lines.as_slice() {
        [] => "没有已转线索的原话。",
        _ => "隐去一段用 --item 编号 --by 组长姓名；这里不显示内容，内容在谈话里看。",
    });
    Ok(())
}

fn find(reader: &Reader, wanted: &str) -> Result<Line> {
    let mut lines = redaction::list(reader)?;
    lines.retain(|line| short(line).eq_ignore_ascii_case(wanted.trim()));
    let several = lines.len() > 1;
    let found = lines.pop().filter(|_| !several);
    found.ok_or_else(|| {
        Error::input(format!("没有编号为 {wanted} 的已转线索的原话")).hint("不写 --item，列出全部和编号。")
    })
}

fn confirm(given: Option<&str>) -> Result<()> {
    let typed = match given {
        Some(word) => word.to_owned(),
        None if prompt::possible() => prompt::secret(&format!("确定要隐去，请输入“{WORD}”（不显示）："))?.to_string(),
        None => return Err(Error::usage("隐去要确认").hint(format!("写 --confirm {WORD}。"))),
    };
    if typed.trim() == WORD {
        return Ok(());
    }
    Err(Error::new(Kind::Cancelled, format!("没有输入“{WORD}”，没有隐去。")))
}
