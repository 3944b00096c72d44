//! Sitting down: who asks, who takes notes, where; then the opening statement and how to talk to this person.

use super::Talk;
use crate::acts::talk::sitting::{BeginTalk, SitDownAgain};
use crate::method::types::Method;
use crate::model::ids::{Hash, InspectorId, InterviewId, SittingId};
use crate::model::interview::{Interview, Sitting};
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::dialog::page::{Block, Page};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

/// Asks who sits down; then the talk begins or goes on.
pub struct SitDown {
    talk: InterviewId,
    method: Hash,
    person: Person,
    inspectors: Vec<(InspectorId, String)>,
    begins: bool,
}

const ASKER: usize = 0;
const RECORDER: usize = 1;
const PLACE: usize = 2;
const ALONE: usize = 3;

/// Asks who sits down with `person`: a first talk, a further one, or the next sitting of the one broken off.
pub fn start(person: &Person, resume: Option<InterviewId>, cx: &mut Cx<'_>) {
    match sit_down(person, resume, cx) {
        Ok(form) => cx.push(form),
        Err(e) => cx.fail(&e),
    }
}

fn sit_down(person: &Person, resume: Option<InterviewId>, cx: &Cx<'_>) -> crate::Result<FormScreen<SitDown>> {
    let book = cx.book()?;
    let inspectors: Vec<(InspectorId, String)> = book.present().map(|i| (i.id, i.name.clone())).collect();
    let method = book.method.hash;
    let begins = resume.is_none();
    let old: Option<Interview> = resume.map(|id| cx.reader()?.get(id.0)).transpose()?.flatten();
    let names: Vec<String> = inspectors.iter().map(|(_, n)| n.clone()).collect();
    let last = old.as_ref().and_then(Interview::last_sitting);
    let at = |who: InspectorId| inspectors.iter().position(|(id, _)| *id == who);
    let me = cx.me().and_then(at).unwrap_or(0);
    // Whoever is at the keyboard asks; who recorded last records again, or asked last when that is the one at the
    // keyboard.
    let last_asker = last.and_then(|s| at(s.asker));
    let last_recorder = last.and_then(|s| s.recorder).and_then(at);
    let mut recorders = vec!["无（一个人谈）".to_owned()];
    recorders.extend(names.iter().cloned());
    let other = (0..names.len()).find(|i| *i != me).map_or(0, |i| i + 1);
    let recorder = match last {
        None => other,
        Some(sitting) if sitting.recorder.is_none() => 0,
        Some(_) => {
            last_recorder.filter(|i| *i != me).or_else(|| last_asker.filter(|i| *i != me)).map_or(other, |i| i + 1)
        }
    };
    let place = last.map_or("", |s| s.place.as_str());
    let alone = last.map_or("", |s| s.alone_reason.as_str());
    let fields = vec![
        Field::choice("谈话人", names, me, "主谈的人。"),
        Field::choice("记录人", recorders, recorder, "记录的人。一般两人谈；一个人谈要写理由。"),
        Field::text("地点", place, "谈话的地点，印在记录上。"),
        Field::text("一人谈理由", alone, "只有一个人谈时填写，如：本人要求单独谈。"),
    ];
    let intro = format!(
        "{}　{}　代号 {}\n{}",
        person.name,
        person.post,
        person.code,
        if begins { "开始谈话。" } else { "继续上次中断的谈话。" }
    );
    let word = if begins { "开始" } else { "继续" };
    let talk = resume.unwrap_or_default();
    let spec = SitDown { talk, method, person: person.clone(), inspectors, begins };
    Ok(FormScreen::new(spec, Form::new(intro, fields).submit_word(word)))
}

impl Spec for SitDown {
    fn place(&self) -> Option<FormPlace> {
        let (record, parent) = (self.talk.0, Some(self.person.id.0));
        Some(FormPlace { record, kind: Kind::Interview, parent, form: FormName::Sitting })
    }

    fn take_up(&mut self, record: uuid::Uuid) {
        self.talk = record.into();
    }

    fn title(&self) -> String {
        format!("谈话  {}", self.person.code)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let Some((asker, _)) = self.inspectors.get(form.chosen(ASKER)) else {
            return refuse(ASKER, Context::Home.fill("还没有巡察组成员。请先回到首页，按 {key:Members} 添加。"));
        };
        let recorder = form.chosen(RECORDER).checked_sub(1).and_then(|i| self.inspectors.get(i)).map(|(id, _)| *id);
        if recorder == Some(*asker) {
            return refuse(RECORDER, "记录人不能就是谈话人。请换一个人，或选“无（一个人谈）”。");
        }
        if recorder.is_none() && form.text(ALONE).is_empty() {
            return refuse(ALONE, "一个人谈要写明理由，如：本人要求单独谈。");
        }
        let sitting = Sitting {
            id: SittingId::new(),
            asker: *asker,
            recorder,
            alone_reason: if recorder.is_some() { String::new() } else { form.text(ALONE).to_owned() },
            place: form.text(PLACE).to_owned(),
            from: cx.now,
            to: None,
        };
        let talk = self.talk;
        let reply = Reply::SatDown { talk, opening: self.begins };
        if self.begins {
            let (person, method) = (self.person.id, self.method);
            cx.act_then_leave(BeginTalk { talk, person, method, sitting }, reply);
        } else {
            cx.act_then_leave(SitDownAgain { talk, sitting }, reply);
        }
        Ok(())
    }
}

/// Shows a talk that was sat down to; `opening`: with the opening statement to read out over it.
pub fn arrive(talk: InterviewId, opening: bool, cx: &mut Cx<'_>) {
    match Talk::open(talk, cx) {
        Ok(talk) => {
            let page = opening.then(|| approach_page(&talk.method, &talk.person, Some("opening")));
            cx.push(talk);
            if let Some(page) = page {
                cx.push(page);
            }
        }
        Err(e) => cx.fail(&e),
    }
}

/// The opening statement to read out, and how to talk to this person; with a tag, Enter says that it was read.
pub fn approach_page(method: &Method, person: &Person, tag: Option<&'static str>) -> Page {
    let mut blocks = vec![Block::Head("开场说明（念给谈话对象听）".to_owned())];
    blocks.extend(method.opening.iter().cloned().map(Block::Text));
    // While it is read out both look at the screen; how to treat the person is asked for with its own key.
    let approach = if tag.is_some() { None } else { method.approach(&person.approach) };
    if let Some(approach) = approach {
        blocks.push(Block::Gap);
        blocks.push(Block::Head(format!("怎么谈：{}（给谈话人看）", approach.name)));
        for (label, lines) in [
            ("先谈", &approach.open_with),
            ("要问", &approach.ask_for),
            ("避免", &approach.avoid),
            ("对照", &approach.check_against),
        ] {
            if !lines.is_empty() {
                blocks.push(Block::Item(label.to_owned(), lines.join("；")));
            }
        }
    }
    blocks.push(Block::Gap);
    let last = if tag.is_some() {
        "念完按 {key:Submit} 开始；先不念按 {key:Back}。"
    } else {
        "按 {key:Submit} 或 {key:Back} 回到谈话。"
    };
    blocks.push(Block::Text(Context::Page.fill(last)));
    let page = Page::new("开场", blocks);
    match tag {
        Some(tag) => page.asking(tag),
        None => page,
    }
}

/// Goes on with a talk that is under way. One from an earlier day (a power cut, a lid closed at noon) was never broken
/// off: whoever goes on with it sits down anew.
pub fn go_on(person: &Person, talk: InterviewId, cx: &mut Cx<'_>) {
    let interview = cx.reader().and_then(|r| r.get::<Interview>(talk.0)).ok().flatten();
    if interview.is_some_and(|i| is_from_earlier_day(&i, cx.now)) {
        start(person, Some(talk), cx);
        return;
    }
    match Talk::open(talk, cx) {
        Ok(talk) => cx.push(talk),
        Err(e) => cx.fail(&e),
    }
}

fn is_from_earlier_day(interview: &Interview, now: Instant) -> bool {
    interview.last_sitting().is_none_or(|s| s.from.date().before(now.date_beside(s.from)))
}
