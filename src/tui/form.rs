//! Forms as data: fields, their values and the focus. One form widget serves every form.

use crate::model::ids::Hash;
use crate::store::Over;
use crate::text::{Line, width};
use std::borrow::Cow;
use std::mem;

mod choose;
pub use choose::left_open;

/// What a choice shows that nobody has made; the first word of its choice, where it may be left open.
pub const NOT_CHOSEN: &str = "-";

/// One of several words that may be chosen together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The word.
    pub word: String,
    /// It is chosen.
    pub on: bool,
    /// Chosen together with no other (都没有, 不清楚).
    pub alone: bool,
}

/// What a field holds.
#[derive(Debug)]
pub enum Value {
    /// One line of text.
    Text(Line),
    /// A passphrase.
    Secret(Line),
    /// One of several words.
    Choice {
        /// The words.
        of: Vec<String>,
        /// Which one.
        at: usize,
    },
    /// Any of several words.
    Choices {
        /// The words.
        of: Vec<Item>,
        /// The one that a key turns on and off.
        at: usize,
    },
}

impl Value {
    /// Puts back what [`state`](Self::state) gave. A word that is not among the choices any more is left out.
    fn restore(&mut self, state: &str) {
        match self {
            Self::Text(line) => line.set(state),
            Self::Secret(_) => {}
            Self::Choice { of, at } => *at = of.iter().position(|word| word == state).unwrap_or(*at),
            Self::Choices { of, .. } => of.iter_mut().for_each(|o| o.on = state.split('\n').any(|w| w == o.word)),
        }
    }

    /// All that can be changed of it, as one text.
    fn state(&self) -> String {
        match self {
            Self::Text(line) | Self::Secret(line) => line.text().to_owned(),
            Self::Choice { of, at } => of.get(*at).cloned().unwrap_or_default(),
            Self::Choices { of, .. } => {
                let on: Vec<&str> = of.iter().filter(|item| item.on).map(|item| item.word.as_str()).collect();
                on.join("\n")
            }
        }
    }
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Label, at most eight Han characters.
    pub label: Cow<'static, str>,
    /// One line of help, shown while the field has the focus.
    pub help: Cow<'static, str>,
    /// Its value.
    pub value: Value,
    /// What is doubtful in what stands there, shown behind it; empty: nothing. It stays as it was typed.
    pub doubt: &'static str,
    /// It is not asked for now: not drawn and passed over.
    pub hidden: bool,
    /// What stands between lines that are pasted into it.
    pub joined_by: &'static str,
    before: String,
}

impl Field {
    fn new(label: Cow<'static, str>, help: Cow<'static, str>, value: Value) -> Self {
        let before = value.state();
        Self { label, help, value, doubt: "", hidden: false, joined_by: " ", before }
    }

    /// A text field. What is typed takes the place of what stands there at first, and is not added to it: that is
    /// selected when the focus comes to it.
    pub fn text(label: impl Into<Cow<'static, str>>, value: &str, help: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label.into(), help.into(), Value::Text(Line::new(value)))
    }

    /// Several of a kind in one text: what is pasted in several lines is put together with 、.
    #[must_use]
    pub fn several(self) -> Self {
        Self { joined_by: "、", ..self }
    }

    /// A passphrase.
    pub fn secret(label: &'static str, help: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Cow::Borrowed(label), help.into(), Value::Secret(Line::secret()))
    }

    /// A choice.
    pub fn choice(
        label: impl Into<Cow<'static, str>>,
        of: Vec<String>,
        at: usize,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(label.into(), help.into(), Value::Choice { of, at })
    }

    /// Any of several words.
    pub fn choices(label: impl Into<Cow<'static, str>>, of: Vec<Item>, help: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label.into(), help.into(), Value::Choices { of, at: 0 })
    }

    /// A choice between yes and no.
    pub fn yes_no(label: &'static str, yes: bool, help: &'static str) -> Self {
        Self::choice(label, vec!["否".to_owned(), "是".to_owned()], usize::from(yes), help)
    }

    /// What a draft keeps of it; `None` for a passphrase.
    pub fn draft(&self) -> Option<String> {
        (!matches!(self.value, Value::Secret(_))).then(|| self.value.state())
    }

    /// Whether it was changed since the form was opened.
    pub fn is_changed(&self) -> bool {
        self.value.state() != self.before
    }

    /// Puts back what a draft kept of it.
    pub fn restore(&mut self, draft: &str) {
        self.value.restore(draft);
    }

    fn shown(&self) -> &str {
        match &self.value {
            Value::Text(line) | Value::Secret(line) => line.text(),
            Value::Choice { of, at } => of.get(*at).map_or("", String::as_str),
            Value::Choices { .. } => "",
        }
    }
}

/// What a form refuses: the field and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which field.
    pub field: usize,
    /// Why, and what to do.
    pub why: String,
}

/// Shorthand for a refusal.
pub fn refuse<T>(field: usize, why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { field, why: why.into() })
}

/// A form: fields, then the two buttons.
#[derive(Debug)]
pub struct Form {
    /// What it is for, above the fields.
    pub intro: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The word on the first button.
    pub submit: &'static str,
    /// There is a way back: the second button.
    pub back: bool,
    /// Where the focus is: a field, then 确定, then 取消.
    pub at: usize,
    /// What was refused.
    pub refused: Option<Refused>,
    /// Over which state of its record it was filled in, and how a clash is settled.
    pub over: Over,
    /// What was typed so far to choose a word where the focus is, and when the last of it came (ms).
    sought: (String, i64),
}

impl Form {
    /// A form of these fields.
    pub fn new(intro: impl Into<String>, fields: Vec<Field>) -> Self {
        let (intro, over) = (intro.into(), Over::default());
        let sought = (String::new(), 0);
        let mut form = Self { intro, fields, submit: "确定", back: true, at: 0, refused: None, over, sought };
        form.focus(0);
        form
    }

    /// It was filled in from that revision of its record.
    #[must_use]
    pub const fn over(mut self, base: Option<Hash>) -> Self {
        self.over.base = base;
        self
    }

    /// The word on the first button.
    #[must_use]
    pub const fn submit_word(mut self, word: &'static str) -> Self {
        self.submit = word;
        self
    }

    /// There is no way back but through the form.
    #[must_use]
    pub const fn without_back(mut self) -> Self {
        self.back = false;
        self
    }

    /// The text of a field, without blanks around it; empty for a field that does not exist.
    pub fn text(&self, field: usize) -> &str {
        self.fields.get(field).map_or("", |f| f.shown().trim())
    }

    /// The text of a field as typed, blanks included: passphrases.
    pub fn raw(&self, field: usize) -> &str {
        self.fields.get(field).map_or("", Field::shown)
    }

    /// Which word of a choice.
    pub fn chosen(&self, field: usize) -> usize {
        match self.fields.get(field).map(|f| &f.value) {
            Some(Value::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// Which words of several are chosen.
    pub fn picked(&self, field: usize) -> Vec<usize> {
        match self.fields.get(field).map(|f| &f.value) {
            Some(Value::Choices { of, .. }) => (0..of.len()).filter(|i| of.get(*i).is_some_and(|o| o.on)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a yes-no field says yes.
    pub fn is_yes(&self, field: usize) -> bool {
        self.chosen(field) == 1
    }

    /// Puts another text into a field.
    pub fn set_text(&mut self, field: usize, text: &str) {
        if let Some(Value::Text(line)) = self.fields.get_mut(field).map(|f| &mut f.value) {
            line.set(text);
        }
    }

    /// Turns a choice to `at`.
    pub fn set_choice(&mut self, field: usize, at: usize) {
        if let Some(Value::Choice { of, at: now }) = self.fields.get_mut(field).map(|f| &mut f.value) {
            *now = at.min(of.len().saturating_sub(1));
        }
    }

    /// Whether anything has been changed since the form was opened.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(Field::is_changed)
    }

    /// The first field in which something stands that no draft keeps.
    pub fn unkept(&self) -> Option<&Field> {
        self.fields.iter().find(|f| f.draft().is_none() && f.is_changed())
    }

    /// Whether a text field has the focus.
    pub fn in_text(&self) -> bool {
        matches!(self.fields.get(self.at).map(|f| &f.value), Some(Value::Text(_) | Value::Secret(_)))
    }

    /// The text field that has the focus.
    pub fn line(&mut self) -> Option<&mut Line> {
        match self.fields.get_mut(self.at).map(|f| &mut f.value) {
            Some(Value::Text(line) | Value::Secret(line)) => Some(line),
            _ => None,
        }
    }

    /// Whether any of several words may be chosen where the focus is.
    pub fn in_choices(&self) -> bool {
        matches!(self.fields.get(self.at).map(|f| &f.value), Some(Value::Choices { .. }))
    }

    /// Turns the choice that has the focus, or goes to the next of several words.
    pub fn turn(&mut self, forward: bool) {
        self.sought.0.clear();
        let step = |at: usize, len: usize| {
            let len = len.max(1);
            if forward { (at + 1) % len } else { (at + len - 1) % len }
        };
        match self.fields.get_mut(self.at).map(|f| &mut f.value) {
            Some(Value::Choice { of, at }) => *at = step(*at, of.len()),
            Some(Value::Choices { of, at }) => *at = step(*at, of.len()),
            _ => {}
        }
    }

    /// Goes to that word of several.
    pub fn put_on(&mut self, item: usize) {
        if let Some(Value::Choices { of, at }) = self.fields.get_mut(self.at).map(|f| &mut f.value) {
            *at = item.min(of.len().saturating_sub(1));
        }
    }

    /// Chooses the word of several that has the focus, or takes that back. A word that stands alone takes the others
    /// back, and is taken back by them.
    pub fn toggle(&mut self) {
        let Some(Value::Choices { of, at }) = self.fields.get_mut(self.at).map(|f| &mut f.value) else { return };
        let Some((on, alone)) = of.get(*at).map(|item| (!item.on, item.alone)) else { return };
        for (i, item) in of.iter_mut().enumerate() {
            if i == *at {
                item.on = on;
            } else if on && (alone || item.alone) {
                item.on = false;
            }
        }
    }

    /// The fields that are asked for now, as places among all.
    pub fn asked(&self) -> Vec<usize> {
        let shown = |at: &usize| self.fields.get(*at).is_some_and(|f| !f.hidden);
        (0..self.fields.len()).filter(shown).collect()
    }

    /// Where the focus goes from here; round at the ends.
    pub fn next(&self, forward: bool) -> usize {
        let last = self.fields.len() + usize::from(self.back);
        let mut at = self.at;
        loop {
            at = match (forward, at) {
                (true, at) if at >= last => 0,
                (true, at) => at + 1,
                (false, 0) => last,
                (false, at) => at - 1,
            };
            if self.fields.get(at).is_none_or(|f| !f.hidden) {
                return at;
            }
        }
    }

    /// Moves the focus; the buttons come after the fields.
    pub fn focus(&mut self, at: usize) {
        if let Some(line) = self.line() {
            line.blur();
        }
        self.sought.0.clear();
        self.at = at.min(self.fields.len() + usize::from(self.back));
        if let Some(field) = self.fields.get_mut(self.at).filter(|f| !f.is_changed())
            && let Value::Text(line) = &mut field.value
        {
            line.select_all();
        }
    }

    /// Shows or masks all passphrases.
    pub fn reveal(&mut self, shown: bool) {
        for field in &mut self.fields {
            if let Value::Secret(line) = &mut field.value {
                line.reveal(shown);
            }
        }
    }

    /// Whether there is a passphrase to show.
    pub fn has_secret(&self) -> bool {
        self.fields.iter().any(|f| matches!(f.value, Value::Secret(_)))
    }

    /// Cells of the widest label.
    pub fn label_cells(&self) -> usize {
        self.fields.iter().filter(|f| !f.hidden).map(|f| width::cells(&f.label)).max().unwrap_or(0)
    }

    /// Forgets what was refused and tells where the focus goes when `refused` is set.
    pub fn refuse(&mut self, refused: Refused) {
        self.focus(refused.field);
        self.refused = Some(refused);
    }

    /// Takes the refusal back: something was typed.
    pub fn accept(&mut self) {
        drop(mem::take(&mut self.refused));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let parts = vec!["组长".to_owned(), "成员".to_owned()];
        Form::new(
            "",
            vec![Field::text("姓名", " 刘芳 ", ""), Field::choice("职务", parts, 0, ""), Field::secret("口令", "")],
        )
    }

    #[test]
    fn a_form_knows_what_was_changed_and_what_was_changed_back() {
        let mut form = form();
        assert!(!form.is_changed());
        form.focus(1);
        form.turn(true);
        assert!(form.is_changed() && form.chosen(1) == 1);
        form.turn(true);
        assert!(!form.is_changed(), "a choice turns round");
        form.set_text(0, "周宁");
        assert!(form.is_changed());
    }

    #[test]
    fn a_word_that_stands_alone_takes_the_others_back() {
        let item = |word: &str, alone| Item { word: word.to_owned(), on: false, alone };
        let of = vec![item("通知", false), item("材料", false), item("都没有", true)];
        let mut form = Form::new("", vec![Field::choices("会前", of, "")]);
        form.toggle();
        form.turn(true);
        form.toggle();
        assert_eq!(form.picked(0), [0, 1]);
        form.turn(true);
        form.toggle();
        assert_eq!(form.picked(0), [2]);
        form.turn(false);
        form.toggle();
        assert_eq!(form.picked(0), [1]);
        form.toggle();
        assert!(form.picked(0).is_empty() && !form.is_changed(), "changed back");
    }

    #[test]
    fn what_stands_there_at_first_is_typed_over_until_it_was_changed() {
        let mut form = Form::new("", vec![Field::text("金额", "186000.00", ""), Field::text("摘要", "购车", "")]);
        let typed = |form: &mut Form, text| form.line().map(|line| line.insert(text, 0));
        typed(&mut form, "18");
        form.focus(1);
        typed(&mut form, "款");
        form.focus(0);
        typed(&mut form, "0000");
        assert_eq!((form.text(0), form.text(1)), ("180000", "款"));
    }

    #[test]
    fn hidden_fields_are_passed_over() {
        let mut form = form();
        form.fields[1].hidden = true;
        assert_eq!((form.next(true), form.asked()), (2, vec![0, 2]));
        form.at = 2;
        assert_eq!(form.next(false), 0);
        form.at = 0;
        assert_eq!(form.next(false), 4, "round to the second button");
    }

    #[test]
    fn blanks_around_a_text_do_not_count_but_those_of_a_passphrase_do() {
        let mut form = form();
        assert_eq!((form.text(0), form.raw(0)), ("刘芳", " 刘芳 "));
        assert_eq!((form.text(9), form.raw(9), form.chosen(0), form.is_yes(0)), ("", "", 0, false));
        form.focus(2);
        let typed = form.line().map(|line| line.insert(" 江河 ", 0));
        assert_eq!(typed, Some(crate::text::Outcome::Done));
        assert_eq!(form.raw(2), " 江河 ");
    }

    #[test]
    fn the_focus_stops_at_the_buttons_and_a_refusal_moves_it() {
        let mut form = form();
        form.focus(99);
        assert_eq!(form.at, 4, "the second button");
        assert!(!form.in_text() && form.line().is_none());
        form.refuse(Refused { field: 0, why: "请填写姓名。".to_owned() });
        assert!(form.at == 0 && form.in_text() && form.refused.is_some());
        form.accept();
        assert_eq!(form.refused, None);
    }
}
