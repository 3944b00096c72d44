//! What was noted of the talk itself and is wrong: a sitting, or with whom it is.

use super::Talk;
use crate::acts::talk::remove::{GiveTalk, RemoveTalk};
use crate::acts::talk::sitting::CorrectSitting;
use crate::analysis::number::initials;
use crate::analysis::on_record::TalkDeed;
use crate::error::Result;
use crate::model::ids::InspectorId;
use crate::model::interview::{Interview, Sitting, TalkState};
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::model::value::Instant;
use crate::store::At;
use crate::tui::dialog::choose::{Choose, Item};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::dialog::pick::Pick;
use crate::tui::effect::Effect;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};

/// The tags of the questions.
const FACTS: &str = "talk-facts";
const GIVE: &str = "give-talk";
const REMOVE: &str = "remove-talk";
const GIVE_SURE: &str = "give-talk-sure";
const HAS_OPEN: &str = "has-open-talk";

impl Talk {
    /// Asks what is to be put right.
    pub(super) fn facts(&mut self, cx: &mut Cx<'_>) {
        self.seal_typed(cx);
        let sitting = |s: &Sitting| format!("更正场次：{} {} {}", s.from.date(), s.from.hour_minute(), s.place);
        let others = ["谈话对象选错了：改成另一个人", "谈话对象选错了：删除这次谈话"];
        let rows = self.interview.sittings.iter().map(sitting).chain(others.map(str::to_owned)).collect();
        cx.push(Pick::new(FACTS, "这次谈话的登记", "", rows));
    }

    /// What was chosen.
    pub(super) fn facts_returned(&mut self, reply: &Reply, cx: &mut Cx<'_>) {
        let sittings = self.interview.sittings.len();
        let deed = match reply {
            Reply::Chosen(FACTS, at) if *at < sittings => Some(TalkDeed::Sitting),
            Reply::Chosen(FACTS, at) if *at == sittings => Some(TalkDeed::Give),
            Reply::Chosen(FACTS, _) => Some(TalkDeed::Remove),
            _ => None,
        };
        if deed.is_some_and(|deed| self.refuses_deed(deed, cx)) {
            return;
        }
        let done = match reply {
            Reply::Chosen(FACTS, at) if *at < sittings => self.correct_sitting(*at, cx),
            Reply::Chosen(FACTS, at) if *at == sittings => self.choose_person(cx),
            Reply::Chosen(FACTS, _) => self.ask_to_remove(cx),
            Reply::Chosen(GIVE, at) => self.ask_to_give(*at, cx),
            Reply::Yes(GIVE_SURE) => {
                self.give(cx);
                Ok(())
            }
            Reply::Chosen(HAS_OPEN, 0) => self.open_other(cx),
            Reply::Chosen(HAS_OPEN, 1) => self.choose_person(cx),
            Reply::Yes(REMOVE) => {
                self.remove(cx);
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(e) = done {
            cx.fail(&e);
        }
    }

    fn correct_sitting(&self, at: usize, cx: &mut Cx<'_>) -> Result<()> {
        let there: Option<At<Interview>> = cx.reader()?.at(self.interview.id.0)?;
        if let Some(there) = there {
            let inspectors = cx.book()?.inspectors.iter().map(|i| (i.id, i.name.clone())).collect();
            if let Some(form) = form(there, at, inspectors) {
                cx.push(form);
            }
        }
        Ok(())
    }

    fn choose_person(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        let units: Vec<Unit> = reader.all()?;
        let mut people: Vec<Person> = reader.all()?;
        people.retain(|p| p.id != self.person.id);
        let elsewhere = |p: &Person| p.unit != self.unit.id;
        people.sort_by(|a, b| (elsewhere(a), a.unit, &a.code).cmp(&(elsewhere(b), b.unit, &b.code)));
        let items = people.iter().map(|p| {
            let unit = units.iter().find(|u| u.id == p.unit).map_or("", |u| u.name.as_str());
            let text = format!("{}　{}　{unit}", p.name, p.post);
            Item::new(p.code.to_string(), text).found_by(&format!("{} {}", initials(&p.name), p.code))
        });
        cx.push(Choose::one(GIVE, "这次谈话是和谁谈的", items.collect()).when_empty("没有别的人员。"));
        self.candidates = people.iter().map(|p| p.id).collect();
        Ok(())
    }

    /// Says whose talk it would become. Who has a talk that is not finished cannot take it: what can be done is offered.
    fn ask_to_give(&mut self, at: usize, cx: &mut Cx<'_>) -> Result<()> {
        let Some(id) = self.candidates.get(at).copied() else { return Ok(()) };
        let reader = cx.reader()?;
        let Some(to) = reader.get::<Person>(id.0)? else { return Ok(()) };
        let talks: Vec<Interview> = reader.children(id.0)?;
        let unit = reader.get::<Unit>(to.unit.0)?.map(|u| u.name).unwrap_or_default();
        let open = talks.into_iter().find(|t| t.state != TalkState::Closed);
        self.to = Some((id, to.name.clone()));
        if let Some(open) = open.filter(|_| self.interview.state != TalkState::Closed) {
            let from = open.sittings.last().map(|s| format!("{} {}", s.from.date(), s.from.hour_minute()));
            let intro = format!(
                "{}已有一次没有谈完的谈话（{}），同时只能有一次。要先把那一次结束或删除，才能把这一次改为{0}的。",
                to.name,
                from.unwrap_or_default()
            );
            let rows = vec![
                format!("去看{}没有谈完的那一次：结束或删除以后，再回到这里来改", to.name),
                "另选一个人".to_owned(),
                "不改了".to_owned(),
            ];
            self.other = Some(open.id);
            cx.push(Pick::new(HAS_OPEN, "不能改为这个人", intro, rows));
            return Ok(());
        }
        let noted: usize = self.slots.iter().map(|s| s.typed().statements.len()).sum();
        let place = [unit, to.post.clone()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
        let unread = if self.interview.read_back.is_some() { "读回确认随之取消。" } else { "" };
        let text = format!(
            "把和{}的这次谈话，改为和{}的谈话？\n\n{}（{place}）。记下的 {noted} 段都跟过去，{}名下不再有这次谈话。{unread}",
            self.person.name, to.name, to.name, self.person.name
        );
        let act = GiveTalk { answers: Vec::new(), talk: self.interview.id, to: id };
        cx.ask_before(&act, Confirm::new(GIVE_SURE, text).words("改", "不改").grave());
        Ok(())
    }

    /// Opens the other person's unfinished talk in place of this one, which is safe in the file.
    fn open_other(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(other) = self.other else { return Ok(()) };
        self.seal_typed(cx);
        let talk = Self::open(other, cx)?;
        cx.effects.push(Effect::Replace(Box::new(talk)));
        Ok(())
    }

    fn give(&mut self, cx: &mut Cx<'_>) {
        let Some((to, name)) = self.to.take() else { return };
        let answers = self.sealed_before(cx);
        let act = GiveTalk { answers, talk: self.interview.id, to };
        let ticket = cx.act_saying(act, format!("已把这次谈话改为{name}的，记下的内容都在。"));
        self.sent(ticket, Vec::new());
        self.giving_away(ticket);
    }

    fn ask_to_remove(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let typed: usize = self.slots.iter().map(|s| s.typed().statements.len()).sum();
        // Answers to questions that the method does not have any more are on no screen.
        let filed: usize = cx.reader()?.own_talk(self.interview.id)?.iter().map(|a| a.statements.len()).sum();
        let noted = typed.max(filed);
        self.told_to_go = noted;
        let what = match noted {
            0 => "这次谈话还没有记录。删除以后放进回收站。".to_owned(),
            n => format!("这次谈话已经记了 {n} 段。删除以后连同记录、疑点、附件一起放进回收站，任何输出里都不再有。"),
        };
        let question = Confirm::deletion(REMOVE, format!("删除{}的这次谈话？\n\n{what}", self.person.name));
        cx.ask_before(&RemoveTalk { talk: self.interview.id, shown: noted, drafts: Vec::new() }, question);
        Ok(())
    }

    fn remove(&mut self, cx: &mut Cx<'_>) {
        let drafts = self.slots.iter().flat_map(super::slot::Slot::drafts).collect();
        let act = RemoveTalk { talk: self.interview.id, shown: self.told_to_go, drafts };
        let said = format!("已删除{}的这次谈话。", self.person.name);
        let ticket = cx.act_and_leave(act, said, Reply::Changed);
        self.sent(ticket, Vec::new());
    }
}

const ASKER: usize = 0;
const RECORDER: usize = 1;
const PLACE: usize = 2;
const ALONE: usize = 3;
const FROM: usize = 4;
const TO: usize = 5;

/// Puts a sitting right.
struct SittingForm {
    talk: Interview,
    at: usize,
    sitting: Sitting,
    inspectors: Vec<(InspectorId, String)>,
}

fn shown(at: Instant) -> String {
    format!("{} {}", at.date(), at.hour_minute())
}

fn form(there: At<Interview>, at: usize, inspectors: Vec<(InspectorId, String)>) -> Option<FormScreen<SittingForm>> {
    let At { record: talk, head } = there;
    let sitting = talk.sittings.get(at)?.clone();
    let names: Vec<String> = inspectors.iter().map(|(_, n)| n.clone()).collect();
    let place = |id: InspectorId| inspectors.iter().position(|(i, _)| *i == id);
    let mut recorders = vec!["无（一个人谈）".to_owned()];
    recorders.extend(names.iter().cloned());
    let recorder = sitting.recorder.and_then(place).map_or(0, |at| at + 1);
    let to = sitting.to.map(shown).unwrap_or_default();
    let fields = vec![
        Field::choice("谈话人", names, place(sitting.asker).unwrap_or(0), "主谈的人。"),
        Field::choice("记录人", recorders, recorder, "记录的人。一般两人谈；一个人谈要写理由。"),
        Field::text("地点", &sitting.place, "谈话的地点，印在记录上。"),
        Field::text("一人谈理由", &sitting.alone_reason, "只有一个人谈时填写，如：本人要求单独谈。"),
        Field::text("开始时间", &shown(sitting.from), "坐下来谈的时间，如 2026-03-12 09:40。"),
        Field::text("结束时间", &to, "中断或结束的时间；还在谈，空着。"),
    ];
    let form = Form::new("更正这一场的登记；谈话里记下的内容不变。", fields).submit_word("保存").over(Some(head));
    Some(FormScreen::new(SittingForm { talk, at, sitting, inspectors }, form))
}

/// The moment in a field; as it was when the field still says the same, which is only to the minute.
fn moment(form: &Form, field: usize, old: Option<Instant>, beside: Instant) -> Result<Option<Instant>, Refused> {
    let text = form.text(field).replace('：', ":");
    if text == old.map(shown).unwrap_or_default() {
        return Ok(old);
    }
    if text.is_empty() {
        return Ok(None);
    }
    let zone = beside.to_string();
    let zone = zone.len().checked_sub(6).and_then(|at| zone.get(at..)).unwrap_or("+08:00");
    let why = "看不懂这个时间。请写成 2026-03-12 09:40。";
    let parsed = Instant::parse(&format!("{}:00{zone}", text.replacen(' ', "T", 1)));
    parsed.map(Some).ok_or_else(|| Refused { field, why: why.to_owned() })
}

impl Spec for SittingForm {
    fn place(&self) -> Option<FormPlace> {
        // A sitting is no record of its own, but each has a form of its own.
        let (record, parent) = (self.sitting.id.0, Some(self.talk.id.0));
        Some(FormPlace { record, kind: Kind::Interview, parent, form: FormName::SittingFacts })
    }

    fn title(&self) -> String {
        "更正场次".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let Some((asker, _)) = self.inspectors.get(form.chosen(ASKER)) else {
            return refuse(ASKER, "请选谈话人。");
        };
        let recorder = form.chosen(RECORDER).checked_sub(1).and_then(|i| self.inspectors.get(i)).map(|(id, _)| *id);
        let from = self.sitting.from;
        let Some(began) = moment(form, FROM, Some(from), from)? else { return refuse(FROM, "请写开始时间。") };
        let to = moment(form, TO, self.sitting.to, from)?;
        if to.is_none() && self.sitting.to.is_some() {
            return refuse(TO, "这一场已经结束，请写结束时间。");
        }
        let alone_reason = if recorder.is_some() { String::new() } else { form.text(ALONE).to_owned() };
        let place = form.text(PLACE).to_owned();
        let sitting = Sitting { asker: *asker, recorder, alone_reason, place, from: began, to, ..self.sitting.clone() };
        let mut talk = self.talk.clone();
        if let Some(there) = talk.sittings.get_mut(self.at) {
            *there = sitting;
        }
        cx.act_and_leave(CorrectSitting { over: form.over, talk }, "已更正场次。", Reply::SittingCorrected);
        Ok(())
    }
}
