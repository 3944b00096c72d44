//! Files of earlier exports, and backups, that hold what is told no more: looked for after whatever action withheld it,
//! named, and removed when the user says so; backups are only named.

use crate::export::left::{self, LeftArchive, LeftCopy, LeftFile, LeftFiles};
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

const TITLE: &str = "以前导出的文件、备份里有已转线索的话";
const STILL_THERE: &str = "以前导出的 {n} 个文件还在电脑里，内容未变，有已转线索的话，列在第一组。\
                           按 {key:Yes} 只删除第一组的 {n} 个；{rest}不删按 {key:No}。";
const REST: &str = "其余各组程序不删，请自己核对；";
const ELSEWHERE_TOO: &str =
    "以前导出的文件里有已转线索的话；没有可以由程序删除的，请按下面列出的自己核对、收回。看过按 {key:Submit} 返回。";
const ONLY_COPIES: &str = "没有找到有已转线索的话的导出文件；以前的备份里还有，列在下面。看过按 {key:Submit} 返回。";
const NONE: &str = "以前导出的文件里没有已转线索的话。看过按 {key:Submit} 返回。";

const SEEKING: &str = "正在查找以前导出的文件，已看 {seen} 个……　不查了按 {key:Back}。";
const REMOVING: &str = "正在删除……";
const CALLED_OFF: &str = "没有查完以前导出的文件。以后再查，在首页按 {key:LeftBehind}。";

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// Not begun: the screen has just been put up.
    New,
    /// The files are looked for; so many have been looked at.
    Seeking(usize),
    /// Those that are as they were exported are removed.
    Removing,
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
            Action::Back if matches!(self.stage, Stage::Seeking(_)) => {
                cx.call_off_left();
                cx.warn(Context::Home.fill(CALLED_OFF));
                cx.pop();
            }
            // The work goes on; what comes of it has nobody to tell.
            Action::Back => cx.reply(Reply::LeftNamed),
            other => cx.nothing(other),
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match (reply, std::mem::replace(&mut self.stage, Stage::Removing)) {
            (_, Stage::New) => {
                self.stage = Stage::Seeking(0);
                cx.files_left(self.work.clone());
            }
            (Some(Reply::Yes(REMOVE)), Stage::Told(files)) => {
                cx.push(SURE.ask(&format!("{} 个文件将从电脑里删除，不能恢复。", files.len())));
                self.stage = Stage::Told(files);
            }
            (Some(Reply::Yes(tag)), Stage::Told(files)) if *tag == SURE.tag => cx.files_left(LeftWork::Remove(files)),
            (_, Stage::Told(_)) => cx.reply(Reply::LeftNamed),
            // Something else lay over it while it works.
            (_, stage) => self.stage = stage,
        }
    }

    fn left(&mut self, left: &LeftNews, cx: &mut Cx<'_>) {
        match left {
            // Asked by the page before the action.
            LeftNews::Would(_) | LeftNews::CalledOff => {}
            LeftNews::Seen(count) => {
                if let Stage::Seeking(seen) = &mut self.stage {
                    *seen = *count;
                }
            }
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
        Page::new(TITLE, self.said().map(Block::Text).into_iter().collect()).draw(paint, area, shell)
    }
}

impl LeftBehind {
    /// What is being done; nothing where all is on the page above.
    fn said(&self) -> Option<String> {
        let seeking = |seen: usize| Context::Page.fill(SEEKING).replace("{seen}", &seen.to_string());
        match self.stage {
            Stage::New => Some(seeking(0)),
            Stage::Seeking(seen) => Some(seeking(seen)),
            Stage::Removing => Some(REMOVING.to_owned()),
            Stage::Told(_) => None,
        }
    }
}

/// Names what was found; asks whether what is as it was exported is removed.
fn page(found: &LeftFiles) -> Page {
    let (known, changed): (Vec<&LeftFile>, Vec<&LeftFile>) = found.files.iter().partition(|f| f.sha256.is_some());
    let others = !(changed.is_empty() && found.archives.is_empty() && found.gone.is_empty());
    let first = match (known.is_empty(), found.names_exports(), found.copies.is_empty()) {
        (false, ..) => Context::ConfirmPage
            .fill(STILL_THERE)
            .replace("{n}", &known.len().to_string())
            .replace("{rest}", if others { REST } else { "" }),
        (true, true, _) => Context::Page.fill(ELSEWHERE_TOO),
        (true, false, false) => Context::Page.fill(ONLY_COPIES),
        (true, false, true) => Context::Page.fill(NONE),
    };
    let mut blocks = vec![Block::Text(first), Block::Gap];
    let path = |f: &&LeftFile| f.path.display().to_string();
    let mut list = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            blocks.push(Block::Head(format!("{title}（{} 个）", lines.len())));
            blocks.extend(lines.iter().map(|line| Block::Text(format!("　{line}"))));
            blocks.push(Block::Gap);
        }
    };
    list("第一组　以前导出、内容未变的文件，可以由程序删除", known.iter().map(path).collect());
    list(left::UNSURE, changed.iter().map(path).collect());
    list(left::ARCHIVES, found.archives.iter().map(LeftArchive::line).collect());
    list(left::GONE, found.gone.clone());
    for (title, lines) in LeftCopy::by_title(&found.copies) {
        list(title, lines);
    }
    list(left::ATTACHED, found.attachments.clone());
    let reach = found.reach_said();
    if !reach.is_empty() {
        blocks.push(Block::Text(reach));
    }
    blocks.push(Block::Text("以后要再查，用 wenkan check 轮次文件 --only exports。".to_owned()));
    let page = Page::new(TITLE, blocks);
    if known.is_empty() { page } else { page.weighing_by(REMOVE, ["删除", "不删"]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_counts_each_group_and_says_that_only_the_first_goes() {
        let file = |name: &str, sha256| LeftFile { path: name.into(), sha256 };
        let hash = Some(crate::model::ids::Hash([7; 32]));
        let mut found = LeftFiles {
            files: vec![file("甲.docx", hash), file("乙.docx", hash), file("丙.docx", None)],
            ..LeftFiles::default()
        };
        let said = |found: &LeftFiles| {
            let mut buf = ratatui::buffer::Buffer::empty(Rect::new(0, 0, 100, 40));
            let mut paint = Painter::new(&mut buf, crate::text::Ambiguous::Narrow);
            page(found).draw(&mut paint, Rect::new(0, 0, 100, 40), &Shell::default());
            buf.content.iter().map(ratatui::buffer::Cell::symbol).filter(|s| *s != " ").collect::<String>()
        };
        let both = said(&found);
        assert!(both.contains("按1只删除第一组的2个；其余各组程序不删"), "{both}");
        assert!(both.contains("可以由程序删除（2个）") && both.contains("（1个）"), "{both}");
        found.files.pop();
        let one = said(&found);
        assert!(one.contains("只删除第一组的2个；不删按2"), "{one}");
    }

    #[test]
    fn it_says_what_it_does() {
        let at = |stage| LeftBehind { stage, ..LeftBehind::all() }.said().unwrap_or_default();
        let cases = [(Stage::New, "已看 0 个"), (Stage::Seeking(1500), "已看 1500 个"), (Stage::Removing, "正在删除")];
        for (stage, said) in cases {
            assert!(at(stage).contains(said), "{said}");
        }
        assert_eq!(at(Stage::Told(Vec::new())), "");
    }
}
