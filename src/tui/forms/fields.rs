//! The method's form engine at the keyboard: its fields as fields of a form, and back to values. Entries and unit
//! profiles use it.

use crate::analysis::number::initials;
use crate::method::form::{self, People};
use crate::method::records::AskedField;
use crate::method::types::FieldType;
use crate::model::answer::Value;
use crate::model::fields::{FieldValue, set_value, value_of};
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::value::PartialDate;
use crate::store::Reader;
use crate::tui::form::{Field, Form, Item, NOT_CHOSEN, Refused};

/// The people of a unit, as they are picked by name, with the initials of their names' pinyin.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    people: Vec<Person>,
    initials: Vec<String>,
}

impl Roster {
    /// The roster of `unit`.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn read(reader: &Reader, unit: UnitId) -> crate::Result<Self> {
        let people: Vec<Person> = reader.children(unit.0)?;
        Ok(Self { initials: people.iter().map(|p| initials(&p.name)).collect(), people })
    }
}

/// Whether all `words`, in lower case, say something of this person: by every way people look for somebody.
pub(in crate::tui) fn is_found(words: &str, p: &Person, initials: &str) -> bool {
    words.split_whitespace().all(|word| {
        p.name.contains(word)
            || p.post.to_lowercase().contains(word)
            || initials.starts_with(word)
            || p.code.0.to_lowercase().starts_with(word)
    })
}

impl People for Roster {
    fn shown(&self, person: PersonId) -> String {
        self.people.as_slice().shown(person)
    }

    /// By the whole name, and by every way people look for somebody: initials, post, code; several words narrow down.
    fn find(&self, text: &str) -> Result<PersonId, String> {
        let whole = self.people.as_slice().find(text);
        let words = text.to_lowercase();
        let all = self.people.iter().zip(&self.initials);
        let found: Vec<&Person> = all.filter(|(p, i)| is_found(&words, p, i)).map(|(p, _)| p).collect();
        match (whole, found.as_slice()) {
            (Ok(id), _) => Ok(id),
            (Err(_), [one]) => Ok(one.id),
            (Err(why), []) => Err(why),
            (Err(_), several) => {
                let names: Vec<String> = several.iter().take(6).map(|p| self.shown(p.id)).collect();
                Err(format!("有几个人对得上，请写全：{}。", names.join("、")))
            }
        }
    }
}

/// Fields of the method on a form, from place `first` of the form on.
#[derive(Debug, Clone)]
pub struct Engine {
    asked: Vec<AskedField>,
    roster: Roster,
    first: usize,
    /// The day on which is filled in: 昨天 and 去年6月14日 are dates by it, and none lies after it.
    today: Option<PartialDate>,
}

impl Engine {
    /// The engine of these fields.
    pub const fn new(asked: Vec<AskedField>, roster: Roster, first: usize) -> Self {
        Self { asked, roster, first, today: None }
    }

    /// Filled in on that day.
    #[must_use]
    pub fn on(self, today: PartialDate) -> Self {
        Self { today: Some(today), ..self }
    }

    /// How many fields of the form are the engine's.
    pub const fn len(&self) -> usize {
        self.asked.len()
    }

    /// The method asks for nothing.
    pub const fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// The fields of the form, filled with `values`.
    pub fn fields(&self, values: &[FieldValue]) -> Vec<Field> {
        self.asked
            .iter()
            .map(|asked| {
                let value = value_of(values, &asked.id);
                let label = if asked.required { format!("{} *", asked.label) } else { asked.label.clone() };
                let help = help(asked);
                match &asked.ty {
                    FieldType::Choice(of) => {
                        let id = match value {
                            Some(Value::Choice(id)) => Some(id.as_str()),
                            _ => None,
                        };
                        choice(label, of.clone(), id, help)
                    }
                    FieldType::YesNo => {
                        let id = match value {
                            Some(Value::YesNo(yes)) => Some(if *yes { "yes" } else { "no" }),
                            _ => None,
                        };
                        choice(label, yes_no(), id, help)
                    }
                    FieldType::Choices(of) => {
                        let on: &[String] = match value {
                            Some(Value::Choices(ids)) => ids,
                            _ => &[],
                        };
                        Field::choices(label, items(of, on, &asked.exclusive), help)
                    }
                    _ => {
                        let text = value.map(|v| self.text(asked, v)).unwrap_or_default();
                        Field::text(label, &text, help)
                    }
                }
            })
            .collect()
    }

    /// A value as it is shown and typed.
    pub fn text(&self, asked: &AskedField, value: &Value) -> String {
        asked.show(value, &self.roster)
    }

    /// Shows the fields that are offered beside what is filled in now, and hides the others; what is filled in stays in
    /// sight.
    pub fn refresh(&self, form: &mut Form) {
        let mut values: Vec<FieldValue> = Vec::new();
        for (at, asked) in self.asked.iter().enumerate() {
            set_value(&mut values, &asked.id, self.one(form, at).ok().flatten());
        }
        for (at, asked) in self.asked.iter().enumerate() {
            let place = self.first + at;
            let open = value_of(&values, &asked.id).is_none() && form.text(place).is_empty();
            // The first word of a choice is that none was made.
            let open = open || (form.chosen(place) == 0 && matches!(asked.ty, FieldType::Choice(_) | FieldType::YesNo));
            if let Some(field) = form.fields.get_mut(place) {
                field.hidden = open && !asked.is_offered(&values);
            }
        }
    }

    /// Doubts a count that is more than the one it is a part of, by the ids of both.
    pub fn doubt_more(&self, form: &mut Form, part: &str, whole: &str, doubt: &'static str) {
        let place = |id: &str| self.asked.iter().position(|a| a.id == id).map(|at| self.first + at);
        let (Some(part), Some(whole)) = (place(part), place(whole)) else { return };
        let count = |at: usize| form.text(at).parse::<u32>().ok();
        let is_more = count(part).zip(count(whole)).is_some_and(|(part, whole)| part > whole);
        if let Some(field) = form.fields.get_mut(part) {
            field.doubt = if is_more { doubt } else { "" };
        }
    }

    /// The focus left field `field` of the form: what was typed of a name is made whole.
    pub fn left(&self, form: &mut Form, field: usize) {
        let Some(at) = field.checked_sub(self.first) else { return };
        if self.asked.get(at).is_some_and(|a| a.ty == FieldType::Person)
            && !form.text(field).is_empty()
            && let Ok(id) = self.roster.find(form.text(field))
        {
            form.set_text(field, &self.roster.shown(id));
        }
        // What is a date by the day only would be another one tomorrow.
        if let Some(asked) = self.asked.get(at).filter(|a| a.ty.is_date())
            && asked.parse(form.text(field), &self.roster).is_err()
            && let Ok(date) = asked.parse_said(form.text(field), &self.roster, self.today)
        {
            form.set_text(field, &asked.show(&date, &self.roster));
        }
    }

    /// What is filled in. A field keeps its id; what the method does not ask any more stays.
    ///
    /// # Errors
    /// The first field that is not right, and why.
    pub fn values(&self, form: &Form, old: &[FieldValue]) -> Result<Vec<FieldValue>, Refused> {
        let mut values = old.to_vec();
        for (at, asked) in self.asked.iter().enumerate() {
            let value = self.one(form, at).map_err(|why| Refused { field: self.first + at, why })?;
            set_value(&mut values, &asked.id, value);
        }
        let place = |id: &str| self.asked.iter().position(|a| a.id == id);
        if let Some(lack) = form::check(&self.asked, &values).into_iter().next() {
            let field = self.first + place(&lack.field.id).unwrap_or_default();
            return Err(Refused { field, why: lack.why });
        }
        // In the order of the form, so that a list of values reads like it.
        values.sort_by_key(|v| place(&v.field).unwrap_or(usize::MAX));
        Ok(values)
    }

    /// The value in one field; `None` when it is empty.
    fn one(&self, form: &Form, at: usize) -> Result<Option<Value>, String> {
        let Some(asked) = self.asked.get(at) else { return Ok(None) };
        let field = self.first + at;
        match &asked.ty {
            FieldType::Choice(of) => {
                let chosen = form.chosen(field).checked_sub(1);
                Ok(chosen.and_then(|i| of.get(i)).map(|(id, _)| Value::Choice(id.clone())))
            }
            FieldType::YesNo => Ok(form.chosen(field).checked_sub(1).map(|i| Value::YesNo(i == 0))),
            FieldType::Choices(of) => {
                let ids: Vec<String> =
                    form.picked(field).into_iter().filter_map(|i| of.get(i)).map(|(id, _)| id.clone()).collect();
                Ok((!ids.is_empty()).then_some(Value::Choices(ids)))
            }
            _ if form.text(field).is_empty() => Ok(None),
            _ => asked.parse_said(form.text(field), &self.roster, self.today).map(Some),
        }
    }
}

fn help(asked: &AskedField) -> String {
    let what = match &asked.ty {
        FieldType::Person => "写姓名、拼音首字母或代号，名册里的人。".to_owned(),
        // How one chooses is said under every choice.
        FieldType::Choice(_) | FieldType::YesNo | FieldType::Choices(_) => String::new(),
        FieldType::Date => "如 2022-03-08、2022年3月8日。".to_owned(),
        FieldType::Month => "如 2022-03、2022年3月。".to_owned(),
        ty => format!("{}。", ty.describe()),
    };
    match asked.help.trim_end_matches('。') {
        "" => what,
        help => format!("{help}。{what}"),
    }
}

fn yes_no() -> Vec<(String, String)> {
    vec![("yes".to_owned(), "是".to_owned()), ("no".to_owned(), "否".to_owned())]
}

fn choice(label: String, of: Vec<(String, String)>, id: Option<&str>, help: String) -> Field {
    let at = id.and_then(|id| of.iter().position(|(i, _)| i == id)).map_or(0, |i| i + 1);
    let words = std::iter::once(NOT_CHOSEN.to_owned()).chain(of.into_iter().map(|(_, label)| label)).collect();
    Field::choice(label, words, at, help)
}

fn items(of: &[(String, String)], on: &[String], alone: &[String]) -> Vec<Item> {
    let item =
        |(id, label): &(String, String)| Item { word: label.clone(), on: on.contains(id), alone: alone.contains(id) };
    of.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::types::Condition;

    fn count(id: &str) -> AskedField {
        AskedField {
            id: id.to_owned(),
            label: id.to_owned(),
            ty: FieldType::Integer { min: 0, max: 99, unit: "人".to_owned() },
            help: String::new(),
            when: Condition::default(),
            required: false,
            message: String::new(),
            exclusive: Vec::new(),
            column: 0,
        }
    }

    #[test]
    fn a_part_that_is_more_than_the_whole_is_doubted_where_it_stands_and_kept() {
        let engine = Engine::new(vec![count("expected"), count("present")], Roster::default(), 1);
        let table = [("9", "7", ""), ("9", "9", ""), ("7", "9", "多"), ("", "9", ""), ("7", "", ""), ("七", "9", "")];
        for (expected, present, doubt) in table {
            let fields = [("标题", "100"), ("应到", expected), ("实到", present)];
            let mut form = Form::new("", fields.map(|(label, text)| Field::text(label, text, "")).into());
            engine.doubt_more(&mut form, "present", "expected", "多");
            let shown = form.fields.iter().map(|f| f.doubt).collect::<Vec<_>>();
            assert_eq!(shown, ["", "", doubt], "{expected} {present}");
            assert_eq!(form.text(2), present);
            // Mended, it is doubted no more.
            form.fields[1] = Field::text("应到", "99", "");
            engine.doubt_more(&mut form, "present", "expected", "多");
            assert!(form.fields.iter().all(|f| f.doubt.is_empty()), "{expected} {present}");
        }
    }
}
