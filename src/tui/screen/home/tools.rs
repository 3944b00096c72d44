//! What home opens: forms, lists and pages beside the list of people.

use super::Home;
use crate::Result;
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::reading::Document;
use crate::model::record::Op;
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Leaving, Put};
use crate::tui::forms;
use crate::tui::forms::fields::Roster;
use crate::tui::keys::Context;
use crate::tui::screen::Cx;
use crate::tui::screen::documents::Documents;
use crate::tui::screen::loans::Loans;
use crate::tui::screen::page::{Block, Page};
use crate::tui::screen::people;
use crate::tui::screen::pick::Pick;
use crate::tui::screen::problems::Problems;
use crate::tui::screen::search::Search;

/// Where an observation was marked, in brackets: whose talk, by code, or which document.
fn origin(observation: &Observation, cx: &Cx<'_>) -> Result<String> {
    let reader = cx.reader()?;
    let from = match &observation.origin {
        Origin::Statement { interview, .. } => {
            let person = reader.get::<Interview>(interview.0)?.map(|talk| reader.get::<Person>(talk.person.0));
            person.transpose()?.flatten().map(|p| format!("访谈{}", p.code))
        }
        Origin::Document { document, .. } => reader.get::<Document>(document.0)?.map(|d| d.cited()),
        Origin::Free => None,
    };
    Ok(from.map(|from| format!("〔{from}〕")).unwrap_or_default())
}

impl Home {
    fn plan_today(&self, cx: &mut Cx<'_>) {
        let Some(listed) = self.current() else {
            cx.warn(self.empty_word());
            return;
        };
        let today = cx.now.date();
        let mut person = listed.person.clone();
        person.planned = if person.planned == Some(today) { None } else { Some(today) };
        let word = if person.planned.is_some() { "已列入今天" } else { "已从今天取消" };
        cx.done(format!("{}：{word}", person.name));
        cx.write(Op::EditPerson, vec![Put::of(person)]);
    }

    fn observations(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(unit) = self.unit() else {
            cx.warn(self.empty_word());
            return Ok(());
        };
        let all: Vec<Observation> = cx.reader()?.children(unit.id.0)?;
        let head = format!("{}的疑点，谈话和查阅中标出的，按时间排列；后面是出处。", unit.name);
        let mut blocks = vec![Block::Text(head), Block::Gap];
        for o in &all {
            let by = cx.book()?.inspector_name(o.by);
            blocks.push(Block::Item(format!("{} {by}", o.at.date()), format!("{}{}", o.text, origin(o, cx)?)));
        }
        if blocks.len() == 2 {
            blocks.push(Block::Text(Context::Page.fill(
                "还没有疑点。谈话时把光标放在要追查的那一段，查阅时放在要点或条目上，按 {key:MarkObservation} 标出。",
            )));
        }
        cx.push(Page::new("疑点", blocks));
        Ok(())
    }

    fn edit_unit(&self, cx: &mut Cx<'_>) {
        match self.unit() {
            Some(unit) => cx.push(forms::unit::form(Some(unit))),
            None => cx.warn(self.empty_word()),
        }
    }

    fn person_form(&self, edit: bool, cx: &mut Cx<'_>) -> Result<()> {
        let old = self.current().map(|l| &l.person).filter(|_| edit);
        let Some(unit) = self.unit().filter(|_| !edit || old.is_some()) else {
            cx.warn(self.empty_word());
            return Ok(());
        };
        let form = forms::person::form(unit.id, old, &cx.book()?.method);
        cx.push(form);
        Ok(())
    }

    /// What home opens of the reading half.
    fn reading_tool(&self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let Some(unit) = self.unit() else {
            cx.warn(self.empty_word());
            return Ok(());
        };
        match action {
            Action::Documents => self.open_documents(None, cx),
            Action::Loans => {
                let loans = Loans::open(unit, cx)?;
                cx.push(loans);
            }
            _ => {
                let roster = Roster::read(cx.reader()?, unit.id)?;
                match forms::profile::form(unit, &cx.book()?.method, roster) {
                    Some(form) => cx.push(form),
                    None => cx.warn("这一轮的工作法没有单位概况。请用 wenkan method update 装入新版工作法。"),
                }
            }
        }
        Ok(())
    }

    fn person_errand(&self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let Some(person) = self.current().map(|l| l.person.clone()) else {
            cx.warn(self.empty_word());
            return Ok(());
        };
        if action == Action::MergePeople { people::merge(&person, cx) } else { people::delete(&person, cx) }
    }

    /// Lists the documents of the unit; `kind`: of that kind only, as a place in the method.
    pub(super) fn open_documents(&self, kind: Option<usize>, cx: &mut Cx<'_>) {
        let Some(unit) = self.unit() else { return };
        match Documents::open(unit, kind, cx) {
            Ok(documents) => cx.push(documents),
            Err(e) => cx.fail(&e),
        }
    }

    fn members(cx: &mut Cx<'_>) -> Result<()> {
        let line = |i: &crate::model::round::Inspector| {
            let left = if i.left { "  已离组" } else { "" };
            format!("{}  {}{left}", width::fit(&i.name, 10), i.part.chinese())
        };
        let rows = cx.book()?.inspectors.iter().map(line).collect();
        let intro = Context::List.fill("{key:Open} 修改，{key:AddPerson} 新增。");
        cx.push(Pick::new("member", "巡察组成员", intro, rows).when_empty("还没有成员，按 {key:AddPerson} 新增。"));
        Ok(())
    }

    pub(super) fn tool(&self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let beside = |cx: &Cx<'_>, name: &str| -> Result<String> {
            let folder = cx.book()?.path.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
            Ok(folder.join(name).display().to_string())
        };
        match action {
            Action::AddPerson => self.person_form(false, cx)?,
            Action::EditPerson => self.person_form(true, cx)?,
            Action::AddUnit => cx.push(forms::unit::form(None)),
            Action::EditUnit => self.edit_unit(cx),
            Action::PlanToday => self.plan_today(cx),
            Action::Observations => self.observations(cx)?,
            Action::Import => {
                let unit = self.unit().cloned();
                cx.push(forms::import::form(unit.as_ref()));
            }
            Action::Export => {
                let out = beside(cx, "导出")?;
                cx.push(forms::export::form(&out));
            }
            Action::Backup => {
                let stem = cx.book()?.path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
                let out = beside(cx, &format!("{stem}-备份-{}.wenkan", cx.now.date()))?;
                cx.push(forms::backup::form(&out));
            }
            Action::Dues => forms::dues::open(None, None, cx),
            Action::Documents | Action::Loans | Action::Profile => self.reading_tool(action, cx)?,
            Action::OtherRound => {
                cx.effects.push(Effect::Leave { leaving: Leaving::CloseRound, without_backup: false });
            }
            Action::Search => cx.push(Search::new()),
            Action::Settings => {
                let form = forms::round::form(&cx.book()?.round);
                cx.push(form);
            }
            Action::Members => Self::members(cx)?,
            Action::Problems => match self.unit().cloned() {
                Some(unit) => cx.push(Problems::new(unit)),
                None => cx.warn(self.empty_word()),
            },
            Action::MergePeople | Action::DeletePerson => self.person_errand(action, cx)?,
            other => cx.nothing(other),
        }
        Ok(())
    }
}
