//! A cursor over parsed TOML that takes note of every fault and goes on.
//!
//! [`Table`] hands out its values by key, remembers which keys were asked for, and at [`Table::finish`] reports the
//! keys that nobody knows and, in one report, those that are missing. Values that are wrong come back empty: the
//! caller never has to decide whether to go on, and a method with faults is thrown away at the end anyway.

use super::fault::FaultPlace;
use crate::model::value::Money;
use crate::text::amount;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Item<'d> {
    /// The file.
    pub(super) place: FaultPlace<'d>,
    /// The value.
    value: &'d DeValue<'d>,
    /// Its bytes in the file.
    pub(super) span: Range<usize>,
    /// The key under which it stands.
    key: &'static str,
}

impl<'d> Item<'d> {
    /// A fault at this value.
    pub(super) fn fault(&self, message: impl Into<String>, fix: impl Into<String>) {
        self.place.fault(&self.span, message, fix);
    }

    fn wrong_type(&self, wanted: &str, example: &str) {
        let found = match self.value {
            DeValue::String(_) => "文字",
            DeValue::Integer(_) => "整数",
            DeValue::Float(_) => "小数",
            DeValue::Boolean(_) => "是否",
            DeValue::Datetime(_) => "没有加引号的日期",
            DeValue::Array(_) => "一列",
            DeValue::Table(_) => "一组名称和内容",
        };
        self.fault(format!("{} 应当是{wanted}，这里是{found}", self.key), format!("写成：{example}"));
    }

    /// The value is a string.
    pub(super) fn is_text(&self) -> bool {
        self.value.is_str()
    }

    /// Text that is not empty.
    pub(super) fn text(&self) -> Option<&'d str> {
        let Some(text) = self.value.as_str() else {
            self.wrong_type("文字", &format!("{} = \"…\"", self.key));
            return None;
        };
        if text.trim().is_empty() {
            self.fault(format!("{} 是空的", self.key), "写上内容，或删去这一项。");
            return None;
        }
        Some(text)
    }

    /// The members of a list; `None` (and a fault) when it is not a list.
    pub(super) fn list(&self) -> Option<Vec<Self>> {
        let Some(array) = self.value.as_array() else {
            self.wrong_type("一列", &format!("{} = [\"…\", \"…\"]", self.key));
            return None;
        };
        Some(array.iter().map(|v| self.member(v)).collect())
    }

    fn member(&self, value: &'d Spanned<DeValue<'d>>) -> Self {
        Self { place: self.place, value: value.get_ref(), span: value.span(), key: self.key }
    }

    /// The members of a list of texts, each with its place; wrong members are reported and left out.
    pub(super) fn texts(&self) -> Vec<(Self, &'d str)> {
        let members = self.list().unwrap_or_default();
        members.into_iter().filter_map(|m| m.text().map(|t| (m, t))).collect()
    }

    /// A whole number.
    pub(super) fn integer(&self) -> Option<i64> {
        let number = self.value.as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        if number.is_none() {
            self.wrong_type("整数", &format!("{} = 2", self.key));
        }
        number
    }

    /// An amount written in yuan, with at most two decimals.
    pub(super) fn yuan(&self) -> Option<Money> {
        let written = match self.value {
            DeValue::Integer(i) if i.radix() == 10 => Some(i.as_str()),
            DeValue::Float(f) => Some(f.as_str()),
            _ => None,
        };
        let money = written.and_then(amount::read);
        if money.is_none() {
            self.wrong_type("金额（元，最多两位小数）", &format!("{} = 50000", self.key));
        }
        money
    }

    /// `true` or `false`.
    pub(super) fn flag(&self) -> Option<bool> {
        let flag = self.value.as_bool();
        if flag.is_none() {
            self.wrong_type("true 或 false", &format!("{} = true", self.key));
        }
        flag
    }

    /// A table.
    pub(super) fn table(&self) -> Option<Table<'d>> {
        let Some(map) = self.value.as_table() else {
            self.wrong_type("一组名称和内容", &format!("{} = {{ … }}", self.key));
            return None;
        };
        Some(Table::new(self.place, map, self.span.clone()))
    }
}

/// A table being read.
#[derive(Debug)]
pub(super) struct Table<'d> {
    /// The file.
    pub(super) place: FaultPlace<'d>,
    /// The head of the table, or the inline table.
    pub(super) span: Range<usize>,
    map: &'d DeTable<'d>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'d> Table<'d> {
    /// Starts reading a table.
    pub(super) const fn new(place: FaultPlace<'d>, map: &'d DeTable<'d>, span: Range<usize>) -> Self {
        Self { place, span, map, asked: Vec::new(), missing: Vec::new() }
    }

    /// The value under `key`, if there is one.
    pub(super) fn get(&mut self, key: &'static str) -> Option<Item<'d>> {
        self.asked.push(key);
        let value = self.map.get(key)?;
        Some(Item { place: self.place, value: value.get_ref(), span: value.span(), key })
    }

    /// The value under `key`, which must be there.
    pub(super) fn need(&mut self, key: &'static str) -> Option<Item<'d>> {
        let item = self.get(key);
        if item.is_none() {
            self.missing.push(key);
        }
        item
    }

    /// Required text.
    pub(super) fn text(&mut self, key: &'static str) -> String {
        self.need(key).and_then(|i| i.text()).unwrap_or_default().to_owned()
    }

    /// Text that may be left out or left empty.
    pub(super) fn optional_text(&mut self, key: &'static str) -> String {
        let item = self.get(key).filter(|i| i.value.as_str() != Some(""));
        item.and_then(|i| i.text()).unwrap_or_default().to_owned()
    }

    /// A required list of texts with at least one member.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(item) = self.need(key) else { return Vec::new() };
        if item.list().is_some_and(|l| l.is_empty()) {
            item.fault(format!("{key} 是空的"), "至少写一项。");
        }
        item.texts().into_iter().map(|(_, t)| t.to_owned()).collect()
    }

    /// The tables `[[key]]`; none is not a fault here.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Self> {
        let members = self.get(key).and_then(|i| i.list()).unwrap_or_default();
        members.iter().filter_map(Item::table).collect()
    }

    /// Text under `key` without taking note of anything: for looking ahead.
    pub(super) fn peek(&self, key: &str) -> Option<&'d str> {
        self.map.get(key).and_then(|v| v.get_ref().as_str())
    }

    /// The ids of the tables `[[key]]` without taking note of anything; `None` for one that cannot be read.
    pub(super) fn peek_ids(&self, key: &str) -> Vec<Option<&'d str>> {
        let tables = self.map.get(key).and_then(|v| v.get_ref().as_array());
        let id = |v: &'d Spanned<DeValue<'d>>| v.get_ref().as_table()?.get("id")?.get_ref().as_str();
        tables.map(|t| t.iter().map(id).collect()).unwrap_or_default()
    }

    /// The ids `OUTER.INNER` of the tables `[[inner]]` within the tables `[[outer]]`, as [`Self::peek_ids`].
    pub(super) fn peek_ids_within(&self, outer: &str, inner: &str) -> Vec<Option<String>> {
        let tables = self.map.get(outer).and_then(|v| v.get_ref().as_array()).map(|t| t.iter()).into_iter().flatten();
        let mut found = Vec::new();
        for map in tables.filter_map(|v| v.get_ref().as_table()) {
            let table = Self::new(self.place, map, 0..0);
            let own = table.peek("id");
            let ids = table.peek_ids(inner);
            found.extend(ids.into_iter().map(|id| Some(format!("{}.{}", own?, id?))));
        }
        found
    }

    /// Reports keys that nobody asked for and, in one report, required keys that are missing.
    pub(super) fn finish(self) {
        for key in self.map.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let fix = nearest(name, &self.asked).map_or_else(
                    || format!("删去这一项；这里可以写：{}。", self.asked.join("、")),
                    |near| format!("是不是 {near}？不是的话删去这一项。"),
                );
                self.place.fault(&key.span(), format!("不认识的名称 {name}"), fix);
            }
        }
        if !self.missing.is_empty() {
            let names = self.missing.join("、");
            self.place.absent(&self.span, format!("缺少 {names}"), format!("补上：{names}。"));
        }
    }
}

/// The known key that was probably meant: at most two letters off.
fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let scored = known.iter().map(|k| (distance(name, k), *k));
    scored.filter(|(d, k)| *d <= 2 && *d < k.chars().count()).min().map(|(_, k)| k)
}

/// Edit distance in characters (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((y, diagonal), above) in b.chars().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(x != y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        assert_eq!(nearest("wording", &["wordings", "listen"]), Some("wordings"));
        assert_eq!(nearest("lisetn", &["wordings", "listen"]), Some("listen"));
        assert_eq!(nearest("colour", &["wordings", "id"]), None);
        assert_eq!(distance("", "abc"), 3);
    }
}
