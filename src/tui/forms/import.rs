//! Importing a roster: which file, for which unit; then the preview; then it is written.

use crate::acts::drafts::Sealing;
use crate::error::Result as AnyResult;
use crate::import::people::{
    Answer, Decisions, Mapping, Question, Roster, RosterPlan, describe, describe_roster, read_roster, strike,
};
use crate::import::table::Workbook;
use crate::method::types::Method;
use crate::model::ids::UnitId;
use crate::model::people::Person;
use crate::model::record::{Changes, Kind, Record};
use crate::model::round::Unit;
use crate::store::Reader;
use crate::tui::action::Action;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::dialog::page::{Block, Page};
use crate::tui::dialog::pick::Pick;
use crate::tui::effect::Effect;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::path_of;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::table::Table;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;
use uuid::Uuid;

/// Asks for the file.
#[derive(Debug)]
pub struct Ask {
    new_unit: UnitId,
}

/// The form; `unit`: the one offered.
pub fn form(unit: Option<&Unit>) -> FormScreen<Ask> {
    let fields = vec![
        Field::text("名册文件", "", "单位报来的名册：xlsx、xls、ods 或 csv。可以把文件拖进窗口。"),
        Field::text("单位代码", unit.map_or("", |u| &u.code), "导入到哪个单位；写新的代码就新建一个单位。"),
        Field::text("单位名称", unit.map_or("", |u| &u.name), "新建单位时填写全称。"),
        Field::text("表头对应", "", "认不出的列可以指定，如 C=职务，D=政治面貌；一般空着。"),
    ];
    let intro = "导入单位报来的名册。先看一遍认得对不对，再写入。同一份名册再导入一次，只更新变化，不会重复。";
    FormScreen::new(Ask { new_unit: UnitId::new() }, Form::new(intro, fields).submit_word("看一看"))
}

impl Spec for Ask {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.new_unit.0, kind: Kind::Unit, parent: None, form: FormName::Roster })
    }

    fn take_up(&mut self, record: Uuid) {
        self.new_unit = record.into();
    }

    fn title(&self) -> String {
        "导入名册".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写名册文件的路径。");
        }
        self.unit(form, cx)?;
        Mapping::parse(&maps(form)).or_else(|e| refuse(3, e.to_string()))?;
        cx.effects.push(Effect::Read(path_of(form.text(0))));
        Ok(())
    }

    fn arrived(&mut self, form: &Form, book: &Workbook, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let (unit, is_new) = self.unit(form, cx)?;
        let map = Mapping::parse(&maps(form)).or_else(|e| refuse(3, e.to_string()))?;
        let drafts = self.place().map(|place| place.drafts(form)).unwrap_or_default();
        let preview = Preview::read(book, unit, is_new, &map, drafts, cx).or_else(|e| refuse(0, e.to_string()))?;
        cx.effects.push(Effect::Replace(Box::new(preview)));
        Ok(())
    }

    fn leaving(&self) -> [&'static str; 3] {
        ["名册还没有导入。要看一看吗？", "看一看", "不导入，放弃所填的"]
    }
}

/// What is typed as the mapping of heads.
fn maps(form: &Form) -> Vec<&str> {
    form.text(3).split([',', '，', ';', '；']).map(str::trim).filter(|m| !m.is_empty()).collect()
}

impl Ask {
    /// The unit of the code typed: one of the round, or a new one. A new one keeps its id while the form is open.
    fn unit(&self, form: &Form, cx: &Cx<'_>) -> Result<(Unit, bool), Refused> {
        let (code, name) = (form.text(1), form.text(2));
        if code.is_empty() {
            return refuse(1, "请填写单位代码，如 SLJ。");
        }
        let units: Vec<Unit> = cx.reader().and_then(Reader::all).or_else(|e| refuse(1, e.to_string()))?;
        match units.into_iter().find(|u| u.code == code) {
            Some(unit) => Ok((unit, false)),
            None if name.is_empty() => refuse(2, "这是新的单位，请填写名称。"),
            None => Ok((Unit::new(self.new_unit, code, name), true)),
        }
    }
}

/// What the import would do; Enter does it.
pub struct Preview {
    unit: Unit,
    is_new: bool,
    roster: Roster,
    method: Arc<Method>,
    decisions: Decisions,
    plan: RosterPlan,
    page: Page,
    /// The namesakes that are asked about.
    asked: Option<Question>,
    /// What is typed in the form for the file, as drafts.
    drafts: Vec<(Uuid, String)>,
}

fn plan(unit: &Unit, roster: &Roster, decisions: &Decisions, method: &Method, cx: &Cx<'_>) -> AnyResult<RosterPlan> {
    let on_file = cx.reader()?.children(unit.id.0)?;
    let guess = |post: &str| method.guess_approach(post).map(|a| a.id.clone());
    Ok(RosterPlan::make(unit.id, &on_file, roster, decisions, &guess))
}

impl Preview {
    fn read(
        book: &Workbook,
        unit: Unit,
        is_new: bool,
        map: &Mapping,
        drafts: Vec<(Uuid, String)>,
        cx: &Cx<'_>,
    ) -> AnyResult<Self> {
        let method = Arc::clone(&cx.book()?.method);
        let mut book = book.clone();
        strike(&mut book, &cx.reader()?.told()?);
        let roster = read_roster(&book, map, &|post| method.guess_approach(post).map(|a| a.id.clone()))?;
        let decisions = Decisions::default();
        let plan = plan(&unit, &roster, &decisions, &method, cx)?;
        let page = page(&unit, &roster, &plan, &method);
        Ok(Self { unit, is_new, roster, method, decisions, plan, page, asked: None, drafts })
    }

    /// Makes the plan again, from the people on file now.
    fn plan_again(&mut self, cx: &Cx<'_>) -> AnyResult<()> {
        if let Some(unit) = cx.reader()?.get::<Unit>(self.unit.id.0)? {
            (self.unit, self.is_new) = (unit, false);
        }
        self.plan = plan(&self.unit, &self.roster, &self.decisions, &self.method, cx)?;
        self.page = page(&self.unit, &self.roster, &self.plan, &self.method);
        Ok(())
    }

    /// Asks about the first namesake, or writes.
    fn go_on(&mut self, cx: &mut Cx<'_>) {
        let Some(question) = self.plan.questions.first() else {
            self.write(cx);
            return;
        };
        let mut rows: Vec<String> =
            question.candidates.iter().map(|c| format!("就是库里的 {}（{}）", c.code, c.post)).collect();
        rows.push("另一个同名的人，新增".to_owned());
        rows.push("跳过这一行，不导入".to_owned());
        let intro = format!(
            "名册第 {} 行：{}，{}。库里已有同名的人，是哪一个？",
            question.place.row, question.name, question.post
        );
        cx.push(Pick::new("namesake", "同名的人", intro, rows));
        self.asked = Some(question.clone());
    }

    fn answer(&mut self, at: usize, cx: &mut Cx<'_>) -> AnyResult<()> {
        let Some(question) = self.asked.take() else { return Ok(()) };
        let answer = match question.candidates.get(at) {
            Some(candidate) => Answer::Same(candidate.id),
            None if at == question.candidates.len() => Answer::New,
            None => Answer::Skip,
        };
        self.decisions.set(question.place, answer);
        self.plan_again(cx)?;
        self.go_on(cx);
        Ok(())
    }

    fn write(&self, cx: &mut Cx<'_>) {
        if self.plan.is_empty() {
            cx.warn("名册和库里一样，没有要写入的变化。");
            return;
        }
        let act = Box::new(self.plan.act(self.is_new.then(|| self.unit.clone())));
        let said = format!("已导入：{}", self.plan.summary());
        cx.act_and_leave(Sealing { act, drafts: self.drafts.clone() }, said, Reply::Changed);
    }
}

/// The preview: what would be written first, how the file was understood after it.
fn page(unit: &Unit, roster: &Roster, plan: &RosterPlan, method: &Method) -> Page {
    let type_name = |id: &str| method.approach(id).map_or_else(|| id.to_owned(), |a| a.name.clone());
    let mut blocks = vec![
        Block::Head(format!("{}（{}）：{}", unit.name, unit.code, plan.summary())),
        Block::Text(Context::Page.fill("核对无误后按 {key:Submit} 写入；不写入按 {key:Back}。")),
    ];
    // The first section is the summary, which the head says already.
    for section in describe(plan, &type_name).into_iter().skip(1).chain(describe_roster(roster)) {
        blocks.push(Block::Gap);
        blocks.push(Block::Head(section.title));
        if !section.rows.is_empty() {
            blocks.push(Block::Table(Table::new(section.columns, section.rows)));
        }
        blocks.extend(section.notes.into_iter().map(Block::Text));
    }
    Page::new("导入预览", blocks).asking("import")
}

impl Screen for Preview {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self, _shell: &Shell) -> String {
        "导入预览".to_owned()
    }

    fn called_now(&self, action: Action, area: Rect, shell: &Shell) -> Option<&'static str> {
        self.page.called_now(action, area, shell)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Submit => self.go_on(cx),
            other => self.page.act(other, cx),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.page.mouse(mouse, cx);
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if let Some(Reply::Chosen("namesake", at)) = reply
            && let Err(e) = self.answer(*at, cx)
        {
            cx.fail(&e);
        }
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        if [Person::KIND, Unit::KIND].into_iter().any(|kind| changes.touches(kind)) {
            self.refresh(cx);
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = self.plan_again(cx) {
            cx.fail(&e);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        self.page.draw(paint, area, shell)
    }
}
