//! What home opens: forms, lists and pages beside the list of people.

use super::Home;
use crate::Result;
use crate::acts::people::PlanToday;
use crate::error::Error;
use crate::model::people::Person;
use crate::model::record::Record;
use crate::model::round::{Round, Unit};
use crate::store::{At, Ticket};
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::dialog::pick::Pick;
use crate::tui::effect::{Effect, Leaving};
use crate::tui::forms;
use crate::tui::forms::fields::Roster;
use crate::tui::keys::Context;
use crate::tui::screen::documents::Documents;
use crate::tui::screen::keeping;
use crate::tui::screen::leads::Leads;
use crate::tui::screen::left::LeftBehind;
use crate::tui::screen::loans::Loans;
use crate::tui::screen::observations::Observations;
use crate::tui::screen::people;
use crate::tui::screen::problems::Problems;
use crate::tui::screen::search::Search;
use crate::tui::update::Cx;
use std::sync::Arc;
use uuid::Uuid;

/// A record as it is in the file now, which is what its form is opened over.
fn now<R: Record>(id: Uuid, cx: &Cx<'_>) -> Result<At<R>> {
    cx.reader()?.at(id)?.ok_or_else(|| Error::input(format!("这条{}已被删除", R::KIND.chinese())))
}

impl Home {
    fn plan_today(&mut self, cx: &mut Cx<'_>) {
        let Some((person, planned)) = self.current().map(|listed| (listed.person.id, listed.person.planned)) else {
            cx.not_here(self.empty_word());
            return;
        };
        let today = cx.now.date();
        match planned {
            Some(day) if day != today => _ = self.former.insert(person, day),
            Some(_) => {}
            None => _ = self.former.remove(&person),
        }
        let former = self.former.get(&person).copied();
        let ticket = cx.act(PlanToday { person, today, former });
        self.planning.push((ticket, person));
    }

    /// Says what came of planning a talk for today; which of the two it was is known only now.
    pub(super) fn say_planned(&mut self, ticket: Ticket, cx: &mut Cx<'_>) -> Result<()> {
        let Some(at) = self.planning.iter().position(|(own, _)| *own == ticket) else { return Ok(()) };
        let (_, person) = self.planning.remove(at);
        if let Some(person) = cx.reader()?.get::<Person>(person.0)? {
            let word = match person.planned {
                Some(day) if day == cx.now.date() => "已列入今天".to_owned(),
                Some(day) => format!("已从今天取消，改回原定的{}", day.chinese()),
                None => "已从今天取消".to_owned(),
            };
            cx.done(format!("{}：{word}", person.name));
        }
        Ok(())
    }

    fn observations(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(unit) = self.unit() else {
            cx.not_here(self.empty_word());
            return Ok(());
        };
        let observations = Observations::open(unit, self.problems_left().map(|p| Arc::clone(&p.decided)), cx)?;
        cx.push(observations);
        Ok(())
    }

    fn edit_unit(&self, cx: &mut Cx<'_>) -> Result<()> {
        match self.unit() {
            Some(unit) => {
                let unit: At<Unit> = now(unit.id.0, cx)?;
                cx.push(forms::unit::form(Some(&unit)));
            }
            None => cx.not_here(self.empty_word()),
        }
        Ok(())
    }

    fn person_form(&self, edit: bool, cx: &mut Cx<'_>) -> Result<()> {
        let old = self.current().map(|l| l.person.id).filter(|_| edit);
        let Some(unit) = self.unit().filter(|_| !edit || old.is_some()) else {
            cx.not_here(self.empty_word());
            return Ok(());
        };
        let old: Option<At<Person>> = old.map(|id| now(id.0, cx)).transpose()?;
        let form = forms::person::form(unit, old.as_ref(), &cx.book()?.method);
        cx.push(form);
        Ok(())
    }

    /// What home opens of the reading half.
    fn reading_tool(&self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let Some(unit) = self.unit() else {
            cx.not_here(self.empty_word());
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
                let unit = now(unit.id.0, cx)?;
                match forms::profile::form(&unit, &cx.book()?.method, roster) {
                    Some(form) => cx.push(form),
                    None => cx.warn("这一轮的工作法没有单位概况。请用 wenkan method update 装入新版工作法。"),
                }
            }
        }
        Ok(())
    }

    fn person_errand(&self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let Some(person) = self.current().map(|l| l.person.clone()) else {
            cx.not_here(self.empty_word());
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
        cx.push(
            Pick::new("member", "巡察组成员", intro, rows).adding().when_empty("还没有成员，按 {key:AddPerson} 新增。"),
        );
        Ok(())
    }

    pub(super) fn tool(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        let beside = |cx: &Cx<'_>, name: &str| -> Result<String> {
            let folder = cx.book()?.path.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
            Ok(folder.join(name).display().to_string())
        };
        match action {
            Action::AddPerson => self.person_form(false, cx)?,
            Action::EditPerson => self.person_form(true, cx)?,
            Action::AddUnit => cx.push(forms::unit::form(None)),
            Action::EditUnit => self.edit_unit(cx)?,
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
            Action::Keeping => cx.push(keeping::list(cx.shell.book.as_ref().is_some_and(|book| book.encrypted))),
            Action::Dues => forms::dues::open(None, None, cx),
            Action::Documents | Action::Loans | Action::Profile => self.reading_tool(action, cx)?,
            Action::OtherRound => {
                cx.effects.push(Effect::Leave { leaving: Leaving::CloseRound, without_backup: false });
            }
            Action::LeftBehind => cx.push(LeftBehind::all()),
            Action::Search => cx.push(Search::new()),
            Action::Settings => {
                let round: At<Round> = now(cx.book()?.round.id.0, cx)?;
                let form = forms::round::form(&round);
                cx.push(form);
            }
            Action::Members => Self::members(cx)?,
            Action::Leads => {
                let leads = Leads::open(cx)?;
                cx.push(leads);
            }
            Action::Problems => match self.unit().cloned() {
                Some(unit) => cx.push(Problems::new(unit)),
                None => cx.not_here(self.empty_word()),
            },
            Action::MergePeople | Action::DeletePerson => self.person_errand(action, cx)?,
            Action::Back => cx.warn(Context::Home.fill("已在首页；退出按 {key:Quit}。")),
            other => cx.nothing(other),
        }
        Ok(())
    }
}
