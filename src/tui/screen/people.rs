//! Errands with people of the roster that ask before they do anything: two who are one, and one who goes.

use crate::acts::people::{DeletePerson, UnitePeople};
use crate::analysis::number::initials;
use crate::analysis::people::{Held, Union};
use crate::error::{Error, Result};
use crate::model::people::Person;
use crate::store::Ticket;
use crate::tui::action::Action;
use crate::tui::dialog::choose::{Choose, Item};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// Asks to take a person off the roster; refused, with the reason, while anything names them.
pub fn delete(person: &Person, cx: &mut Cx<'_>) -> Result<()> {
    let mentions = Held::read(cx.reader()?, person.unit)?.mentions(person.id);
    if mentions.is_none() {
        cx.push(Errand { kept: person.clone(), others: Vec::new(), union: None, begun: false, what: What::Delete });
    } else {
        let (name, named) = (&person.name, mentions.chinese());
        let merge = Context::Home.fill("如果和别人是同一个人，按 {key:MergePeople} 合并。");
        cx.warn(format!("{name}不能删除：有{named}。{merge}"));
    }
    Ok(())
}

/// Asks who else is this person.
pub fn merge(person: &Person, cx: &mut Cx<'_>) -> Result<()> {
    let mut others: Vec<Person> = cx.reader()?.children(person.unit.0)?;
    others.retain(|p| p.id != person.id);
    // Namesakes first: they are most likely meant.
    others.sort_by_key(|p| p.name != person.name);
    cx.push(Errand { kept: person.clone(), others, union: None, begun: false, what: What::Merge });
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Merge,
    Delete,
}

/// An errand under way; what is seen of it are the lists and questions that it puts on top.
struct Errand {
    kept: Person,
    others: Vec<Person>,
    union: Option<Union>,
    begun: bool,
    what: What,
}

impl Errand {
    fn begin(&mut self, cx: &mut Cx<'_>) {
        self.begun = true;
        let name = &self.kept.name;
        match self.what {
            What::Delete => {
                cx.push(Confirm::deletion(
                    "delete-person",
                    format!("把{name}从名册上删除吗？删除以后在回收站里，可以恢复。"),
                ));
            }
            What::Merge => {
                let row = |p: &Person| {
                    let item = Item::new(p.code.0.clone(), format!("{}  {}", p.name, p.post));
                    item.found_by(&initials(&p.name))
                };
                let items = self.others.iter().map(row).collect();
                let title = format!("谁和{name}（{}）是同一个人", self.kept.code);
                cx.push(Choose::one("merge-with", title, items).when_empty("这个单位没有别的人。"));
            }
        }
    }

    /// Shows what would move.
    fn preview(&mut self, at: usize, cx: &mut Cx<'_>) -> Result<()> {
        let Some(other) = self.others.get(at) else { return Ok(()) };
        let union = Held::read(cx.reader()?, self.kept.unit)?.unite(&self.kept, other);
        cx.push(Page::new("合并两个人", blocks(&union)).asking("merge-people"));
        self.union = Some(union);
        Ok(())
    }

    fn write(&mut self, cx: &mut Cx<'_>) {
        let Some(union) = self.union.take() else { return };
        let said = format!("已合并为{}（{}）；{} 不再使用。", union.kept.name, union.kept.code, union.gone.code);
        cx.act_and_leave(UnitePeople { kept: union.kept.id, gone: union.gone.id }, said, Reply::Changed);
    }

    fn replied(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) -> Result<()> {
        match reply {
            None if !self.begun => self.begin(cx),
            Some(Reply::Chosen("merge-with", at)) => self.preview(*at, cx)?,
            Some(Reply::Yes("merge-people")) => self.write(cx),
            Some(Reply::Yes("delete-person")) => {
                let said = format!("已删除{}。", self.kept.name);
                cx.act_and_leave(DeletePerson { person: self.kept.id }, said, Reply::Changed);
            }
            _ => cx.pop(),
        }
        Ok(())
    }
}

/// What a union does, in words.
fn blocks(union: &Union) -> Vec<Block> {
    let (kept, gone) = (&union.kept, &union.gone);
    let mut out = vec![
        Block::Item("保留".to_owned(), format!("{}  {}  {}", kept.name, kept.code, kept.post)),
        Block::Item("并入".to_owned(), format!("{}  {}  {}", gone.name, gone.code, gone.post)),
        Block::Gap,
        Block::Head("转到保留的人名下".to_owned()),
    ];
    let moves = union.moves.chinese();
    out.push(Block::Text(if moves.is_empty() { "没有谈话和其他记录。".to_owned() } else { moves }));
    if union.moves.talks > 0 {
        let text = format!(
            "谈话整个转过去，内容一个字不改；底稿引用时改用代号 {}。{} 以后不再使用，也不给别人。",
            kept.code, gone.code
        );
        out.push(Block::Text(text));
    }
    out.push(Block::Gap);
    out.push(Block::Head("补上原来空着的".to_owned()));
    if union.changes.is_empty() {
        out.push(Block::Text("没有要补的。".to_owned()));
    }
    for change in &union.changes {
        let old = if change.old.is_empty() { "空" } else { &change.old };
        out.push(Block::Item(change.field.to_owned(), format!("{old} -> {}", change.new)));
    }
    out.push(Block::Gap);
    out.push(Block::Text(Context::Page.fill("合并以后不能自动拆开。核对无误按 {key:Submit} 合并，{key:Back} 返回。")));
    out
}

impl Screen for Errand {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, _shell: &Shell) -> String {
        self.kept.name.clone()
    }

    /// One can only go back.
    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        matches!(action, Action::PageDown | Action::Submit).then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if let Err(e) = self.replied(reply, cx) {
            cx.fail(&e);
            cx.pop();
        }
    }

    fn refused(&mut self, _ticket: Ticket, _error: &Error, cx: &mut Cx<'_>) {
        cx.pop();
    }

    /// Seen only while what was asked for waits for the disk.
    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let word = match self.what {
            What::Merge => "正在合并，存好以后返回。",
            What::Delete => "正在删除，存好以后返回。",
        };
        paint.text(area.x + 2, area.y + 1, word, theme::plain(), area.width.saturating_sub(4));
        None
    }
}
