//! `wenkan wipe`: a round with its copies and outputs is removed, and a record of it written.

use super::args::{Globals, Wipe};
use super::{output, prompt, secret};
use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::export::wipe::{self, Plan, Record, Sort};
use crate::model::round::Inspector;
use crate::store::{Held, Keyring, Reader};
use crate::traces;

/// What is to be typed.
const WORD: &str = "清除";

/// Removes them after the word was typed.
pub(super) fn run(args: &Wipe, globals: &Globals) -> Result<()> {
    // Nobody opens it meanwhile.
    let mut held = Held::hold(&args.file)?;
    let (plan, group) = secret::with_secret(&args.file, globals, |secret| {
        let keys = Keyring::of_round(secret.again(), &args.file)?;
        let reader = Reader::open(&args.file, secret)?;
        let group: Vec<Inspector> = reader.all()?;
        Ok((wipe::plan(reader, &keys)?, group))
    })?;
    let who = match &globals.acting {
        Some(name) => name.trim().to_owned(),
        None => group.iter().find(|i| !i.left).map(|i| i.name.clone()).unwrap_or_default(),
    };
    plan.hold(&mut held)?;
    tell(&plan);
    confirm(args.confirm.as_deref())?;
    let now = clock::now();
    let record = args.record.clone().unwrap_or_else(|| {
        let stamp = now.to_string().chars().filter(char::is_ascii_digit).take(14).collect::<String>();
        args.file.with_file_name(format!("清理记录-{stamp}.txt"))
    });
    let begun = Record::begin(&record, &plan, &who, now)?;
    let path = crate::regular::real(&args.file).unwrap_or_else(|_| args.file.clone());
    let wiped = wipe::wipe(&plan);
    traces::forget(&path);
    drop(held);
    let written = begun.finish(&wiped);
    output::say(&format!("已清理 {} 个文件，清理记录：{}", wiped.gone.len(), record.display()));
    output::say(
        "U 盘、固态硬盘上删除的内容用专门工具有可能恢复；按保密要求需要销毁介质的，请照办。拷贝到别处的请自己收回。",
    );
    for path in &wiped.named_elsewhere {
        output::say(&format!(
            "还有别的名称（硬链接），只删了这一个，内容没有覆盖：{}",
            output::one_line(&path.display().to_string())
        ));
    }
    written?;
    if !wiped.left.is_empty() {
        let left: Vec<String> = wiped.left.iter().map(|(path, why)| format!("{}（{why}）", path.display())).collect();
        return Err(Error::new(Kind::Storage, format!("有 {} 个文件没有清理掉：{}", left.len(), left.join("、")))
            .hint("请关闭正在用它们的程序，再运行一次。"));
    }
    match wiped.named_elsewhere.len() {
        0 => Ok(()),
        n => Err(Error::new(Kind::Storage, format!("有 {n} 个文件的内容在别的名称（硬链接）下还在"))
            .hint("请找到这些文件的其他名称，自己删除。")),
    }
}

/// What would be removed, and what would not.
fn tell(plan: &Plan) {
    output::say("将要清除，不能恢复：");
    for file in &plan.files {
        let more = match &file.seen {
            Some(seen) if seen.names > 1 => "（还有别的名称，只删这一个）",
            _ => "",
        };
        output::say(&format!(
            "  {}　{}{more}",
            file.sort.chinese(),
            output::one_line(&file.path.display().to_string())
        ));
    }
    let copies = plan.files.iter().filter(|file| file.sort == Sort::Copy).count();
    output::say(&format!(
        "共 {} 个文件，其中备份 {copies} 份；草稿在轮次文件里，一起清除；最近打开的记录也清除。",
        plan.files.len()
    ));
    if plan.not_found > 0 {
        output::say(&format!(
            "另有 {} 份导出没有找到：导出以后改过的、移走的、拷贝出去的，请自己收回。",
            plan.not_found
        ));
    }
    for path in &plan.unsure {
        output::say(&format!(
            "打不开，不知道是不是这一轮的，不清除：{}",
            output::one_line(&path.display().to_string())
        ));
    }
}

fn confirm(given: Option<&str>) -> Result<()> {
    let typed = match given {
        Some(word) => word.to_owned(),
        None if prompt::possible() => prompt::secret(&format!("确定要清除，请输入“{WORD}”（不显示）："))?.to_string(),
        None => return Err(Error::usage("清除要确认").hint(format!("写 --confirm {WORD}。"))),
    };
    if typed.trim() == WORD {
        return Ok(());
    }
    Err(Error::new(Kind::Cancelled, format!("没有输入“{WORD}”，没有清除任何文件。")))
}
