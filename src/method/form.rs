//! The form engine: what the method asks for, typed, checked, shown again. One engine for the claims of a talk, the
//! entries of a document and the profile of a unit; all that it knows of them stands in the method's files.
//!
//! - [`AskedField::parse`] and [`AskedField::show`] turn what is typed into a value and back; [`AskedField::fill`] allows for a field
//!   that is left open. Claims carry a qualifier beside their values, entries and profiles hold the values alone.
//! - [`fields_for`] says which fields are offered: those whose conditions hold, and those that have a value. So
//!   nothing that was noted ever vanishes because something else was changed.
//! - [`check`] says what an entry lacks, or holds wrongly, before it is kept.
//!
//! Fields may hold people. The engine does not know the roster: whoever has it passes a [`People`].

use super::records::{AskedField, EntryKind};
use super::types::{FieldCondition, FieldType};
use crate::model::answer::Value;
use crate::model::fields::{FieldValue, value_of};
use crate::model::ids::PersonId;
use crate::model::people::Person;
use crate::model::value::PartialDate;
use uuid::Uuid;

/// Those who may be named in a field: a person is kept by id, typed and shown by name.
pub trait People {
    /// How a person is shown. What is shown can be typed again and means the same person.
    fn shown(&self, person: PersonId) -> String;

    /// Who is meant by what was typed.
    ///
    /// # Errors
    /// A message in Chinese: nobody is, or several may be.
    fn find(&self, text: &str) -> Result<PersonId, String>;
}

/// By name; by name and post, or by code, where that alone does not tell two apart; by id when one is on no roster.
impl People for [Person] {
    fn shown(&self, person: PersonId) -> String {
        let Some(found) = self.iter().find(|p| p.id == person) else { return person.to_string() };
        let same = |of: &dyn Fn(&Person) -> String| self.iter().filter(|p| of(p) == of(found)).count() == 1;
        let (name, with_post) = (|p: &Person| p.name.clone(), |p: &Person| format!("{} {}", p.name, p.post));
        match () {
            () if same(&name) => name(found),
            () if same(&with_post) => with_post(found),
            () => format!("{} {}", found.name, found.code),
        }
    }

    fn find(&self, text: &str) -> Result<PersonId, String> {
        let text = text.trim();
        let called = |p: &Person| {
            let names = [p.name.clone(), p.code.0.clone(), format!("{} {}", p.name, p.post), p.id.to_string()];
            names.iter().any(|n| n == text) || format!("{} {}", p.name, p.code) == text
        };
        let found: Vec<&Person> = self.iter().filter(|p| called(p)).collect();
        match found.as_slice() {
            [one] => Ok(one.id),
            // One who has left the roster is shown by id, and may be typed again so.
            [] => {
                Uuid::parse_str(text).ok().map(PersonId).ok_or_else(|| format!("名单里没有“{text}”。请写姓名或代号。"))
            }
            several => {
                let shown: Vec<String> = several.iter().map(|p| self.shown(p.id)).collect();
                Err(format!("名单里有几个“{text}”，请写成：{}。", shown.join("、")))
            }
        }
    }
}

impl AskedField {
    /// Reads a value that was typed. What [`Self::show`] makes of the result reads back as the same value.
    ///
    /// # Errors
    /// A message in Chinese that says the limits: the field's own where the method has one.
    pub fn parse<P: People + ?Sized>(&self, text: &str, people: &P) -> Result<Value, String> {
        self.parse_said(text, people, None)
    }

    /// The same of words that were said on a day: 去年10月 and 3.8 are dates then, and none lies after that day.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_said<P: People + ?Sized>(
        &self,
        text: &str,
        people: &P,
        said: Option<PartialDate>,
    ) -> Result<Value, String> {
        let value = match &self.ty {
            FieldType::Person if !text.trim().is_empty() => return people.find(text).map(Value::Person),
            ty => ty.parse_value_said(text, said),
        };
        let own = |limits: String| {
            let says_itself = self.message.is_empty() || text.trim().is_empty() || self.ty.why_rough(text).is_some();
            if says_itself { limits } else { self.message.clone() }
        };
        let value = value.map_err(own)?;
        // Nothing that is asked for is still to come.
        if let (Value::Date(date), Some(said)) = (&value, said)
            && said.before(*date)
        {
            return Err(format!("{}在{}以后，请核对。", date.chinese(), said.chinese()));
        }
        self.check_alone(&value)?;
        Ok(value)
    }

    /// Reads what stands in a form: `Ok(None)` when the field is left open.
    ///
    /// # Errors
    /// As [`Self::parse`], and when a required field is left open.
    pub fn fill<P: People + ?Sized>(&self, text: &str, people: &P) -> Result<Option<Value>, String> {
        if !text.trim().is_empty() {
            return self.parse(text, people).map(Some);
        }
        if self.required { Err(self.required_message()) } else { Ok(None) }
    }

    /// The value as it is shown and may be typed again.
    pub fn show<P: People + ?Sized>(&self, value: &Value, people: &P) -> String {
        match value {
            Value::Person(id) => people.shown(*id),
            other => self.ty.format_value(other),
        }
    }

    /// Whether a value that was not typed here (imported, put together from choices on screen) is one that could have
    /// been typed.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn accept(&self, value: &Value) -> Result<(), String> {
        self.check_alone(value)?;
        if let (FieldType::Person, Value::Person(_)) = (&self.ty, value) {
            return Ok(());
        }
        // The limits are written down once, where text is read; and what is shown reads back as the same value.
        let typed = self.ty.format_value(value);
        match self.ty.parse_value(&typed) {
            Ok(read) if read == *value => Ok(()),
            _ if !self.message.is_empty() => Err(self.message.clone()),
            Ok(_) => Err(format!("“{typed}”不能填在这里；应填：{}。", self.ty.describe())),
            Err(limits) => Err(limits),
        }
    }

    /// Whether the field is offered beside these values of the same form.
    pub fn is_offered(&self, values: &[FieldValue]) -> bool {
        let met =
            |wanted: &FieldCondition| value_of(values, &wanted.id).is_some_and(|value| wanted.met_by_value(value));
        self.when.field.as_ref().is_none_or(met)
    }

    /// A choice that stands alone was chosen with others.
    fn check_alone(&self, value: &Value) -> Result<(), String> {
        let Value::Choices(ids) = value else { return Ok(()) };
        let alone = ids.iter().find(|id| self.exclusive.contains(id)).filter(|_| ids.len() > 1);
        alone.map_or(Ok(()), |id| Err(format!("选了“{}”就不能再选别的，请只留一边。", self.ty.label(id))))
    }

    fn required_message(&self) -> String {
        format!("请填写“{}”。", self.label)
    }
}

/// What stands in the way of keeping an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldLack<'f> {
    /// The field.
    pub field: &'f AskedField,
    /// What is wrong and what to do, in Chinese.
    pub why: String,
}

/// The fields that are offered beside these values, in the order of the method: those whose conditions hold, and those
/// that have a value.
pub fn fields_for<'f>(fields: &'f [AskedField], values: &[FieldValue]) -> Vec<&'f AskedField> {
    fields.iter().filter(|f| f.is_offered(values) || value_of(values, &f.id).is_some()).collect()
}

/// The required fields that have no value. A field that is not offered is not required either.
pub fn missing<'f>(fields: &'f [AskedField], values: &[FieldValue]) -> Vec<&'f AskedField> {
    let open = |f: &&AskedField| f.required && f.is_offered(values) && value_of(values, &f.id).is_none();
    fields.iter().filter(open).collect()
}

/// Everything that an entry lacks or holds wrongly, in the order of the method. Values of fields that this method does
/// not have are left in peace: they were asked for once.
pub fn check<'f>(fields: &'f [AskedField], values: &[FieldValue]) -> Vec<FieldLack<'f>> {
    let open = missing(fields, values);
    let lack = |field: &'f AskedField| {
        let why = match value_of(values, &field.id) {
            Some(value) => field.accept(value).err()?,
            None if open.iter().any(|f| f.id == field.id) => field.required_message(),
            None => return None,
        };
        Some(FieldLack { field, why })
    };
    fields.iter().filter_map(lack).collect()
}

impl EntryKind {
    /// The field of that id.
    pub fn field(&self, id: &str) -> Option<&AskedField> {
        self.fields.iter().find(|f| f.id == id)
    }

    /// The fields offered beside these values, as [`fields_for`].
    pub fn fields_for(&self, values: &[FieldValue]) -> Vec<&AskedField> {
        fields_for(&self.fields, values)
    }

    /// What an entry with these values lacks, as [`missing`].
    pub fn missing(&self, values: &[FieldValue]) -> Vec<&AskedField> {
        missing(&self.fields, values)
    }

    /// What an entry with these values lacks or holds wrongly, as [`check`].
    pub fn check(&self, values: &[FieldValue]) -> Vec<FieldLack<'_>> {
        check(&self.fields, values)
    }
}

#[cfg(test)]
mod tests;
