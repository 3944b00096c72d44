//! A person of the roster. Type and facts are guessed from the post and can be changed.

use crate::acts::complete::Complete as _;
use crate::acts::people::KeepPerson;
use crate::import::people::Guesser;
use crate::method::types::Method;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::{Code, Facts, Party, Person};
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::model::value::PartialDate;
use crate::store::At;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::{date, date_past};
use crate::tui::update::{Cx, Reply};
use std::sync::Arc;
use uuid::Uuid;

/// Adds or changes a person.
pub struct PersonForm {
    person: Person,
    is_new: bool,
    method: Arc<Method>,
    /// The type was chosen by hand: a later change of the post does not turn it.
    guessed_for: String,
    unit: Unit,
}

const NAME: usize = 0;
const POST: usize = 1;
const TYPE: usize = 2;
const HEAD: usize = 3;
const BODY: usize = 4;
const PARTY: usize = 5;
const SINCE: usize = 6;
const CHARGE: usize = 7;
const PLANNED: usize = 8;
const CONTACT: usize = 9;
const NOTE: usize = 10;

/// The form; `old`: the person to change.
pub fn form(unit: &Unit, at: Option<&At<Person>>, method: &Arc<Method>) -> FormScreen<PersonForm> {
    let old = at.map(|at| &at.record);
    let types: Vec<String> = method.approaches.iter().map(|a| a.name.clone()).collect();
    let approach = old.and_then(|p| method.approaches.iter().position(|a| a.id == p.approach));
    let default = method.approaches.iter().position(|a| a.id == "party_member").unwrap_or(0);
    let parties = Party::ALL.iter().map(|p| p.chinese().to_owned()).collect();
    let party = old.and_then(|p| Party::ALL.iter().position(|x| *x == p.facts.party)).unwrap_or(0);
    let date = |d: Option<PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let text = |f: fn(&Person) -> &str| old.map(f).unwrap_or_default().to_owned();
    let fields = vec![
        Field::text("姓名", &text(|p| &p.name), "姓名。"),
        Field::text("职务", &text(|p| &p.post), "现任职务。填好后，下面几项会按职务先猜一遍，请核对。"),
        Field::choice("谈话类型", types, approach.unwrap_or(default), "决定怎么谈、先问哪一问。"),
        Field::yes_no("主要负责人", old.is_some_and(|p| p.facts.head), "单位的主要负责人（一把手）。"),
        Field::yes_no("班子成员", old.is_some_and(|p| p.facts.leading_body), "领导班子成员：一、二、三、四问必问。"),
        Field::choice("政治面貌", parties, party, "中共党员（含预备党员）：第五问必问。"),
        Field::text("入党时间", &date(old.and_then(|p| p.facts.party_since)), "如 1998.07。可以空着。"),
        Field::text("分管工作", &text(|p| &p.in_charge), "分管或负责的工作。"),
        Field::text("计划谈话", &date(old.and_then(|p| p.planned)), "计划哪天谈，如 2026-03-12。空着是还没有安排。"),
        Field::text("联系方式", &text(|p| &p.contact), "电话或办公室。"),
        Field::text("备注", &text(|p| &p.note), "给组里看的备注：报送的文件里没有，资料包里有。"),
    ];
    let person = old.cloned().unwrap_or_else(|| new_person(unit.id));
    let guessed_for = person.post.clone();
    let keep = PersonForm { person, is_new: at.is_none(), method: Arc::clone(method), guessed_for, unit: unit.clone() };
    FormScreen::new(keep, Form::new("", fields).submit_word("保存").over(at.map(|at| at.head)))
}

impl Spec for PersonForm {
    fn place(&self) -> Option<FormPlace> {
        let parent = Some(self.person.unit.0);
        Some(FormPlace { record: self.person.id.0, kind: Kind::Person, parent, form: FormName::Person })
    }

    fn take_up(&mut self, record: Uuid) {
        self.person.id = record.into();
    }

    fn restored(&mut self, form: &Form) {
        // What was chosen for this post by hand is not guessed over.
        form.text(POST).clone_into(&mut self.guessed_for);
    }

    fn title(&self) -> String {
        if self.is_new { "新增人员".to_owned() } else { format!("修改人员  {}", self.person.code) }
    }

    fn left(&mut self, form: &mut Form, field: usize, _cx: &Cx<'_>) {
        let post = form.text(POST).to_owned();
        if field != POST || post.is_empty() || post == self.guessed_for {
            return;
        }
        let guesser = Guesser::new(&self.method, &self.unit);
        let guess = guesser.guess(&post);
        let party = Party::ALL.get(form.chosen(PARTY)).copied().unwrap_or_default();
        let approach = guesser.approach(guess.class, &post, party);
        if let Some(at) = self.method.approaches.iter().position(|a| a.id == approach) {
            form.set_choice(TYPE, at);
        }
        form.set_choice(HEAD, usize::from(guess.class.head()));
        form.set_choice(BODY, usize::from(guess.class.leading_body()));
        if party == Party::Unknown
            && let Some(at) = Party::ALL.iter().position(|p| Some(*p) == guess.party)
        {
            form.set_choice(PARTY, at);
        }
        self.guessed_for = post;
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let mut person = self.person.clone();
        form.text(NAME).clone_into(&mut person.name);
        form.text(POST).clone_into(&mut person.post);
        if let Some(approach) = self.method.approaches.get(form.chosen(TYPE)) {
            person.approach.clone_from(&approach.id);
        }
        person.facts.head = form.is_yes(HEAD);
        person.facts.leading_body = form.is_yes(BODY) || form.is_yes(HEAD);
        person.facts.party = Party::ALL.get(form.chosen(PARTY)).copied().unwrap_or_default();
        person.facts.party_since = date_past(form, SINCE, cx.now.date())?;
        form.text(CHARGE).clone_into(&mut person.in_charge);
        person.planned = date(form, PLANNED)?;
        form.text(CONTACT).clone_into(&mut person.contact);
        form.text(NOTE).clone_into(&mut person.note);
        if let Some(lack) = person.lack() {
            return refuse(NAME, lack.why);
        }
        let keep = KeepPerson { over: form.over, person, seed: rand::random() };
        let kept = Reply::Kept(keep.person.id.0);
        cx.act_and_leave(keep, "已保存人员", kept);
        Ok(())
    }
}

/// A person of the unit of whom nothing is known; the code is drawn when they are saved.
fn new_person(unit: UnitId) -> Person {
    Person {
        id: PersonId::new(),
        unit,
        name: String::new(),
        name_as_written: None,
        post: String::new(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: String::new(),
        facts: Facts::default(),
        code: Code(String::new()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}
