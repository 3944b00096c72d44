//! Files of earlier exports that hold what is told no more: looked for after whatever action withheld it, named, and
//! removed when the user says so.

use crate::export::left::{self, LeftFile, LeftFiles};
use crate::model::left::Left;
use crate::tui::action::Action;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::dialog::word::Word;
use crate::tui::effect::{LeftNews, LeftWork};
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// The tag of the page that asks whether the files are removed.
const REMOVE: &str = "remove-left";

/// No key may remove a file by accident.
const SURE: Word = Word { tag: "remove-left-surely", title: "删除以前导出的文件", word: "删除" };

const TITLE: &str = "以前导出的文件里有已转线索的话";
const STILL_THERE: &str = "以前导出的下列文件还在电脑里，有已转线索的话。删除按 {key:Yes}，不删按 {key:No}。";
const ELSEWHERE_TOO: &str =
    "以前导出的文件里有已转线索的话；没有可以由程序删除的，请按下面列出的自己核对、收回。看过按 {key:Submit} 返回。";
const NONE: &str = "以前导出的文件里没有已转线索的话。看过按 {key:Submit} 返回。";

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// Not begun: the screen has just been put up.
    New,
    /// The files are looked for, or removed.
    Working,
    /// They are named; those that are as they were exported may be removed.
    Told(Vec<LeftFile>),
}

/// Looks for the files, names them on a page above itself, and removes them.
#[derive(Debug)]
pub struct LeftBehind {
    /// What to look for first.
    work: LeftWork,
    stage: Stage,
}

impl LeftBehind {
    /// For these outputs.
    pub const fn new(left: Vec<Left>) -> Self {
        Self { work: LeftWork::Find(left), stage: Stage::New }
    }

    /// For all that may hold it, whenever that was withheld.
    pub const fn all() -> Self {
        Self { work: LeftWork::FindAll, stage: Stage::New }
    }
}

impl Screen for LeftBehind {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, _shell: &Shell) -> String {
        TITLE.to_owned()
    }

    /// One can only go back.
    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        matches!(action, Action::PageDown | Action::Submit).then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            // The work goes on; what comes of it has nobody to tell.
            Action::Back => cx.reply(Reply::LeftNamed),
            other => cx.nothing(other),
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match (reply, std::mem::replace(&mut self.stage, Stage::Working)) {
            (_, Stage::New) => cx.files_left(self.work.clone()),
            (Some(Reply::Yes(REMOVE)), Stage::Told(files)) => {
                cx.push(SURE.ask(&format!("{} 个文件将从电脑里删除，不能恢复。", files.len())));
                self.stage = Stage::Told(files);
            }
            (Some(Reply::Yes(tag)), Stage::Told(files)) if *tag == SURE.tag => cx.files_left(LeftWork::Remove(files)),
            (_, Stage::Told(_)) => cx.reply(Reply::LeftNamed),
            // Something else lay over it while it works.
            (_, Stage::Working) => {}
        }
    }

    fn left(&mut self, left: &LeftNews, cx: &mut Cx<'_>) {
        match left {
            // Asked by the page before the action.
            LeftNews::Would(_) => {}
            LeftNews::Found(Err(e)) => {
                cx.fail(e);
                cx.reply(Reply::LeftNamed);
            }
            LeftNews::Found(Ok(found)) => {
                let known = found.files.iter().filter(|f| f.sha256.is_some()).cloned().collect();
                self.stage = Stage::Told(known);
                cx.push(page(found));
            }
            LeftNews::Removed(outcome) => {
                match outcome {
                    Ok(count) => cx.done(format!("已删除 {count} 个以前导出的文件；拷贝到别处的请自己收回。")),
                    Err(e) => cx.fail(e),
                }
                cx.reply(Reply::LeftNamed);
            }
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        let text = Block::Text("正在电脑里查找以前导出的文件……".to_owned());
        Page::new(TITLE, vec![text]).draw(paint, area, shell)
    }
}

/// Names what was found; asks whether what is as it was exported is removed.
fn page(found: &LeftFiles) -> Page {
    let (known, changed): (Vec<&LeftFile>, Vec<&LeftFile>) = found.files.iter().partition(|f| f.sha256.is_some());
    let first = match (known.is_empty(), changed.is_empty() && found.gone.is_empty()) {
        (false, _) => Context::ConfirmPage.fill(STILL_THERE),
        (true, false) => Context::Page.fill(ELSEWHERE_TOO),
        (true, true) => Context::Page.fill(NONE),
    };
    let mut blocks = vec![Block::Text(first), Block::Gap];
    let path = |f: &&LeftFile| f.path.display().to_string();
    let mut list = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            blocks.push(Block::Head(title.to_owned()));
            blocks.extend(lines.iter().map(|line| Block::Text(format!("　{line}"))));
            blocks.push(Block::Gap);
        }
    };
    list("以前导出、内容未变的文件", known.iter().map(path).collect());
    list(left::UNSURE, changed.iter().map(path).collect());
    list(left::GONE, found.gone.clone());
    blocks.push(Block::Text("以后要再查，用 wenkan check 轮次文件 --only exports。".to_owned()));
    let page = Page::new(TITLE, blocks);
    if known.is_empty() { page } else { page.weighing_by(REMOVE, ["删除", "不删"]) }
}
