//! A roster before it is written: who would be added and changed, what each is taken for, how the file was understood.
//!
//! What was guessed from the posts is corrected here with one key a person. Enter writes it, as one action.

use crate::acts::drafts::Sealing;
use crate::error::Result;
use crate::import::people::{
    Answer, Decisions, NewPerson, PostClass, Question, Roster, RosterPlace, RosterPlan, describe, describe_roster,
};
use crate::method::types::Method;
use crate::model::people::{Party, Person};
use crate::model::record::{Changes, Record};
use crate::model::round::Unit;
use crate::model::unit_kind::UnitKind;
use crate::text::width::fit;
use crate::tui::action::Action;
use crate::tui::dialog::pick::Pick;
use crate::tui::keys::Context;
use crate::tui::list::ListState;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::table::Table;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::sync::Arc;
use uuid::Uuid;

/// Rows below the list, in which the person under the cursor is shown whole.
const WHOLE: u16 = 4;
/// Rows above it.
const ABOVE: u16 = 4;

/// What the form for the file has asked.
#[derive(Debug)]
pub struct Asked {
    /// For which unit.
    pub unit: Unit,
    /// The round does not have it yet.
    pub is_new: bool,
    /// What the file holds.
    pub roster: Roster,
    /// What is typed in the form, as drafts: used up when the roster is written.
    pub drafts: Vec<(Uuid, String)>,
}

/// One row of the list.
#[derive(Debug, Clone)]
struct Row {
    text: String,
    style: Style,
    /// Somebody whose type can be corrected here.
    place: Option<RosterPlace>,
    /// Something about them is unsure.
    unsure: bool,
    /// Shown below while the cursor is here.
    whole: String,
}

/// What the import would do; Enter does it.
pub struct RosterPreview {
    unit: Unit,
    is_new: bool,
    roster: Roster,
    method: Arc<Method>,
    decisions: Decisions,
    plan: RosterPlan,
    rows: Vec<Row>,
    list: ListState,
    /// The namesakes that are asked about.
    asked: Option<Question>,
    drafts: Vec<(Uuid, String)>,
}

impl RosterPreview {
    /// Shows what a roster would do to its unit.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn open(asked: Asked, cx: &Cx<'_>) -> Result<Self> {
        let Asked { unit, is_new, roster, drafts } = asked;
        let method = Arc::clone(&cx.book()?.method);
        let decisions = Decisions::default();
        let plan = RosterPlan::make(&unit, &on_file(&unit, cx)?, &roster, &decisions, &method);
        let list = ListState::default();
        let mut preview =
            Self { unit, is_new, roster, method, decisions, plan, rows: Vec::new(), list, asked: None, drafts };
        preview.lay(cx);
        preview.list.at = preview.rows.iter().position(|r| r.place.is_some()).unwrap_or(0);
        Ok(preview)
    }

    /// Makes the plan again, from the people on file now.
    fn plan_again(&mut self, cx: &Cx<'_>) -> Result<()> {
        if let Some(unit) = cx.reader()?.get::<Unit>(self.unit.id.0)? {
            (self.unit, self.is_new) = (Unit { kind: self.unit.kind.or(unit.kind), ..unit }, false);
        }
        self.plan =
            RosterPlan::make(&self.unit, &on_file(&self.unit, cx)?, &self.roster, &self.decisions, &self.method);
        self.lay(cx);
        Ok(())
    }

    /// Makes the rows of the list for the width of the screen.
    fn lay(&mut self, cx: &Cx<'_>) {
        let kept = self.place();
        let width = cx.area.width.saturating_sub(3);
        let mut rows: Vec<Row> = Vec::new();
        let line = |text: String, style: Style| Row { text, style, place: None, unsure: false, whole: String::new() };
        if !self.plan.new.is_empty() {
            let unsure = self.plan.new.iter().filter(|n| is_unsure(n)).count();
            let note = if unsure > 0 {
                format!("，标“？”的 {unsure} 人拿不准，请核对")
            } else {
                String::new()
            };
            rows.push(line(format!("新增（{}）{note}", self.plan.new.len()), theme::accent()));
            rows.extend(self.plan.new.iter().map(|n| self.new_row(n, usize::from(width))));
        }
        if !self.plan.changed.is_empty() {
            rows.push(line(String::new(), theme::plain()));
            rows.push(line(format!("变动（{}）", self.plan.changed.len()), theme::accent()));
            rows.extend(self.plan.changed.iter().map(|c| self.changed_row(c)));
        }
        let type_name = |id: &str| self.type_name(id);
        // The summary is in the head; who is new and who changes stands above.
        let sections = describe(&self.plan, &type_name).into_iter().skip(1);
        let other = sections.filter(|s| !s.title.starts_with("新增（") && !s.title.starts_with("变动（"));
        for section in other.chain(describe_roster(&self.roster)) {
            rows.push(line(String::new(), theme::plain()));
            rows.push(line(section.title, theme::accent()));
            if !section.rows.is_empty() {
                let table = Table::new(section.columns, section.rows);
                let lines = table.lines(width, cx.shell.ambiguous).into_iter();
                rows.extend(lines.map(|l| line(l.text, if l.is_head { theme::dim() } else { theme::plain() })));
            }
            for note in section.notes {
                let wrapped = crate::tui::painter::rows(&note, width, cx.shell.ambiguous);
                rows.extend(wrapped.into_iter().map(|l| line(l.to_owned(), theme::plain())));
            }
        }
        self.rows = rows;
        if let Some(at) = kept.and_then(|place| self.rows.iter().position(|r| r.place == Some(place))) {
            self.list.at = at;
        }
        let height = usize::from(list_area(cx.area).height);
        self.list.show(self.rows.len(), height);
        // A heading is shown with the first row below it.
        let over = self.list.at.checked_sub(1).and_then(|over| self.rows.get(over));
        if self.list.room(self.rows.len(), height) > 1
            && self.list.top == self.list.at
            && over.is_some_and(|row| row.place.is_none())
        {
            self.list.top -= 1;
        }
    }

    fn new_row(&self, new: &NewPerson, width: usize) -> Row {
        let NewPerson { entry, standing } = new;
        let unsure = is_unsure(new);
        let mark = if unsure { "？" } else { "　" };
        let class = self.class_word(new);
        let party = format!("{}{}", standing.party.chinese(), if standing.party_by_post { "*" } else { "" });
        let post = width.saturating_sub(2 + 5 + 9 + 17 + 15);
        let text = format!(
            "{mark}{}{}{} {}{}",
            fit(&entry.place.row.to_string(), 5),
            fit(&entry.name, 9),
            fit(&entry.post, post),
            fit(&class, 17),
            fit(&party, 14)
        );
        let mut whole = vec![format!("{}：{}", entry.name, entry.post)];
        let since =
            |what: &str, d: Option<crate::model::value::PartialDate>| d.map(|d| format!("{what}{}", d.chinese()));
        let named = |what: &str, text: &str| (!text.is_empty()).then(|| format!("{what}{text}"));
        whole.extend(
            [
                entry.name_as_written.as_ref().map(|w| format!("原写“{w}”")),
                since("入党 ", entry.party_since),
                since("任现职 ", entry.post_since),
                named("分管 ", &entry.in_charge),
                named("联系 ", &entry.contact),
                named("备注 ", &entry.note),
                standing.party_by_post.then(|| "政治面貌带*是按职务推的".to_owned()),
            ]
            .into_iter()
            .flatten(),
        );
        whole.extend(self.doubts(entry.place));
        let style = if unsure { theme::warning() } else { theme::plain() };
        Row { text, style, place: Some(entry.place), unsure, whole: whole.join("；") }
    }

    /// The type in a word, with the seat where the type leaves that open.
    fn class_word(&self, new: &NewPerson) -> String {
        let class = new.standing.class;
        let special = class.id() != new.standing.approach && self.method.approach(class.id()).is_some();
        let word = if special { self.type_name(&new.standing.approach) } else { class.chinese().to_owned() };
        let seat = match class {
            PostClass::Head | PostClass::Member => "",
            c if c.head() => "·主要负责",
            c if c.leading_body() => "·班子",
            _ => "",
        };
        let hand = if new.standing.by_hand { "（已改）" } else { "" };
        format!("{word}{seat}{hand}")
    }

    fn changed_row(&self, changed: &crate::import::people::Changed) -> Row {
        let shown = |value: &str| if value.is_empty() { "（空）".to_owned() } else { value.to_owned() };
        let name =
            |field: &str, value: &str| if field == "人员类别" { self.type_name(value) } else { shown(value) };
        let all: Vec<String> = changed
            .differences
            .iter()
            .map(|d| format!("{}：{}→{}", d.field, name(d.field, &d.old), name(d.field, &d.new)))
            .collect();
        let doubts = self.doubts(changed.place);
        let why =
            if changed.why.is_empty() { String::new() } else { format!("（{}，认作同一人）", changed.why) };
        let who = format!("{} {}{why}", changed.before.code, changed.before.name);
        let mark = if doubts.is_empty() { "　" } else { "？" };
        let text = format!("{mark}{}{who}：{}", fit(&changed.place.row.to_string(), 5), all.join("；"));
        let unsure = !doubts.is_empty();
        let whole = std::iter::once(format!("{who}：{}", all.join("；"))).chain(doubts).collect::<Vec<_>>().join("；");
        Row { text, style: theme::plain(), place: Some(changed.place), unsure, whole }
    }

    fn doubts(&self, place: RosterPlace) -> Vec<String> {
        self.plan.warnings.iter().filter(|(at, ..)| *at == place).map(|(_, _, why)| why.clone()).collect()
    }

    fn type_name(&self, id: &str) -> String {
        self.method.approach(id).map_or_else(|| id.to_owned(), |a| a.name.clone())
    }

    fn place(&self) -> Option<RosterPlace> {
        self.rows.get(self.list.at)?.place
    }

    fn current(&self) -> Option<&NewPerson> {
        let place = self.place()?;
        self.plan.new.iter().find(|n| n.entry.place == place)
    }

    /// Corrects the person under the cursor; `false`: nobody who could be corrected is there.
    fn correct(&mut self, action: Action) -> bool {
        let Some(place) = self.place() else { return false };
        match action {
            Action::TakeAs(n) => {
                let Some(class) = usize::from(n).checked_sub(1).and_then(|at| PostClass::OFFERED.get(at)) else {
                    return false;
                };
                self.decisions.choose(place, *class);
            }
            Action::Delete => self.decisions.unchoose(place),
            Action::TurnSeat => {
                let Some(class) = self.current().map(|n| n.standing.class) else { return false };
                if class.next_seat() == class {
                    return false;
                }
                self.decisions.choose(place, class.next_seat());
            }
            Action::NextChoice | Action::PrevChoice => {
                let Some(party) = self.current().map(|n| n.standing.party) else { return false };
                let at = Party::ALL.iter().position(|p| *p == party).unwrap_or(0);
                let step = if action == Action::NextChoice { 1 } else { Party::ALL.len() - 1 };
                let next = Party::ALL.get((at + step) % Party::ALL.len()).copied().unwrap_or_default();
                self.decisions.choose_party(place, next);
            }
            _ => return false,
        }
        true
    }

    /// Puts the cursor on the next person of whom something is unsure.
    fn next_unsure(&mut self, cx: &mut Cx<'_>) {
        let unsure: Vec<usize> = self.rows.iter().enumerate().filter(|(_, r)| r.unsure).map(|(at, _)| at).collect();
        let Some(at) = unsure.iter().find(|at| **at > self.list.at).or_else(|| unsure.first()) else {
            cx.not_here("没有拿不准的人。");
            return;
        };
        self.list.put(*at, self.rows.len(), usize::from(list_area(cx.area).height));
    }

    fn ask_kind(&self, cx: &mut Cx<'_>) {
        let rows = UnitKind::ALL.map(|k| k.chinese().to_owned()).to_vec();
        let now = self.unit.known_kind();
        let at = now.and_then(|k| UnitKind::ALL.iter().position(|o| *o == k)).unwrap_or(0);
        cx.push(Pick::new("unit-kind", "单位性质", "按单位性质重新判断人员类别；改过的人不变。", rows).at(at));
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

    fn answer(&mut self, at: usize, cx: &mut Cx<'_>) -> Result<()> {
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
        let on_file = cx.reader().and_then(|r| r.get::<Unit>(self.unit.id.0)).ok().flatten();
        let kind = on_file.is_some_and(|u| u.kind != self.unit.kind);
        if self.plan.is_empty() && !kind {
            cx.warn("名册和库里一样，没有要写入的变化。");
            return;
        }
        let act = Box::new(self.plan.act((self.is_new || kind).then(|| self.unit.clone())));
        let said = format!("已导入：{}", self.plan.summary());
        cx.act_and_leave(Sealing { act, drafts: self.drafts.clone() }, said, Reply::Changed);
    }

    fn kind_word(&self) -> String {
        match (self.unit.kind, self.unit.known_kind()) {
            (Some(kind), _) => kind.chinese().to_owned(),
            (None, Some(kind)) => format!("{}（按名称）", kind.chinese()),
            (None, None) => "性质不明，按“局”判断？".to_owned(),
        }
    }
}

fn on_file(unit: &Unit, cx: &Cx<'_>) -> Result<Vec<Person>> {
    cx.reader()?.children(unit.id.0)
}

const fn is_unsure(new: &NewPerson) -> bool {
    new.standing.unsure.is_some() || new.standing.acting
}

fn list_area(area: Rect) -> Rect {
    Rect { y: area.y + ABOVE, height: area.height.saturating_sub(ABOVE + WHOLE + 1).max(1), ..area }
}

impl Screen for RosterPreview {
    fn context(&self) -> Context {
        Context::Roster
    }

    fn title(&self, _shell: &Shell) -> String {
        "导入预览".to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let idle = match action {
            Action::NextZone => !self.rows.iter().enumerate().any(|(at, row)| row.unsure && at != self.list.at),
            Action::TakeAs(_) => self.place().is_none(),
            Action::TurnSeat => self.current().is_none_or(|n| n.standing.class.next_seat() == n.standing.class),
            Action::NextChoice => self.current().is_none(),
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "名册里的人、各人的类别、文件各列各行认作什么，都列在这里；按 {key:Submit} 才写入，写入算一步，可以整个撤销。",
            "类别按职务和单位性质判断。标“？”的拿不准：各地做法不一，或者职务没写全。按 {key:NextZone} 到下一个拿不准的人。",
            "光标放在一个人上，按数字改类别，{key:NextChoice} 换政治面貌，{key:Delete} 去掉改动。单位性质不对的按 {key:EditRow}。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.rows.len(), list_area(cx.area)) {
            return;
        }
        match action {
            Action::Submit => self.go_on(cx),
            Action::Back => cx.pop(),
            Action::NextZone => self.next_unsure(cx),
            Action::EditRow => self.ask_kind(cx),
            Action::TakeAs(_) | Action::TurnSeat | Action::NextChoice | Action::PrevChoice | Action::Delete => {
                if action == Action::Delete && self.place().is_some_and(|p| !self.decisions.is_chosen(p)) {
                    cx.not_here("这个人没有改过，类别和政治面貌是名册和职务里来的。");
                } else if self.correct(action) {
                    self.refresh(cx);
                } else if action == Action::TurnSeat && self.place().is_some() {
                    cx.not_here("只有财务人员、村干部可以另定是不是班子成员；别的类别按数字键改。");
                } else {
                    cx.not_here("光标不在要导入的人上，没有可改的。");
                }
            }
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.list.mouse(mouse, self.rows.len(), list_area(cx.area));
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        let done = match reply {
            Some(Reply::Chosen("namesake", at)) => self.answer(*at, cx),
            Some(Reply::Chosen("unit-kind", at)) => {
                self.unit.kind = UnitKind::ALL.get(*at).copied();
                self.plan_again(cx)
            }
            _ => Ok(()),
        };
        if let Err(e) = done {
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

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.lay(cx);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let width = area.width.saturating_sub(3);
        let new = if self.is_new { "　新单位" } else { "" };
        let unit = format!("{}（{}）{new}　单位性质：{}", self.unit.name, self.unit.code, self.kind_word());
        paint.text(area.x + 2, area.y, &unit, theme::accent(), width);
        paint.text(area.x + 2, area.y + 1, &self.plan.summary(), theme::plain(), width);
        let types = "1一把手 2班子成员 3中层 4财务 5办公室 6普通党员 7群众 8退休 0村干部　？拿不准";
        paint.text(area.x + 2, area.y + 2, types, theme::dim(), width);
        let place = list_area(area);
        for (n, row, Rect { y, .. }) in self.list.shown(paint, &self.rows, place) {
            let here = n == self.list.at;
            if here {
                paint.text(place.x, y, ">", theme::accent(), 1);
            }
            let style = if here { theme::bold() } else { row.style };
            paint.text(place.x + 2, y, &row.text, style, width);
        }
        paint.rule(area, place.bottom());
        let top = place.bottom() + 1;
        let below = Rect { x: area.x + 2, y: top, width, height: area.bottom().saturating_sub(top) };
        if let Some(row) = self.rows.get(self.list.at) {
            let text = if row.whole.is_empty() { &row.text } else { &row.whole };
            paint.wrapped(below, text, theme::plain(), 0);
        }
        None
    }
}
