//! What the user says about columns, where the usual heads do not tell.

use super::field::{RosterField, plain};
use crate::error::{Error, Result};

/// Which column a `--map` means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    /// Counted from 0.
    At(usize),
    /// By the text of its head, as [`plain`] leaves it.
    Headed(String),
}

/// What the user says about columns: `--map COLUMN=FIELD`, more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Column, RosterField)>);

impl Mapping {
    /// Reads `C=post`, `3=职务` or `人员=姓名`: a column letter, a number from 1, or the head's text; then the field's
    /// id or its Chinese name, `-` or 忽略 for a column that is not to be read.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) when a part is missing or the field is unknown.
    pub fn parse<S: AsRef<str>>(maps: &[S]) -> Result<Self> {
        let mut out = Vec::new();
        for map in maps.iter().map(AsRef::as_ref) {
            let fields = || {
                let known: Vec<String> =
                    RosterField::ALL.iter().map(|f| format!("{}（{}）", f.id(), f.chinese())).collect();
                format!("写法：列=字段，如 C=职务、3=post、人员=姓名。字段有：{}。", known.join("、"))
            };
            let (column, field) = map
                .split_once(['=', '＝'])
                .filter(|(c, f)| !c.trim().is_empty() && !f.trim().is_empty())
                .ok_or_else(|| Error::usage(format!("--map {map} 读不懂")).hint(fields()))?;
            let field = RosterField::named(field)
                .ok_or_else(|| Error::usage(format!("--map {map}：没有“{field}”这个字段")).hint(fields()))?;
            out.push((Column::parse(column), field));
        }
        Ok(Self(out))
    }

    /// What the user said about this column.
    pub(super) fn get(&self, at: usize, head: &str) -> Option<RosterField> {
        let meant = |c: &Column| *c == Column::At(at) || c.is_headed(head);
        self.0.iter().rev().find(|(c, _)| meant(c)).map(|(_, f)| *f)
    }

    /// Whether the user named this head by its text.
    pub(super) fn by_head(&self, head: &str) -> bool {
        self.0.iter().any(|(c, _)| c.is_headed(head))
    }

    /// The columns given by letter or number; without a head they are all that is known.
    pub(super) fn placed(&self) -> impl Iterator<Item = (usize, RosterField)> {
        self.0.iter().filter_map(|(c, f)| match c {
            Column::At(at) => Some((*at, *f)),
            Column::Headed(_) => None,
        })
    }

    /// Heads that the user named and that occur in none of `heads`: probably misspelt.
    pub(super) fn unmet(&self, heads: &[String]) -> Vec<String> {
        let missing = |c: &Column| match c {
            Column::Headed(h) if !heads.iter().any(|head| c.is_headed(head)) => Some(h.clone()),
            _ => None,
        };
        self.0.iter().filter_map(|(c, _)| missing(c)).collect()
    }
}

impl Column {
    /// By the whole text of a head, or by one row of a head of several rows (`基本情况/姓名`).
    fn is_headed(&self, head: &str) -> bool {
        let meant = |part: &str| matches!(self, Self::Headed(h) if *h == plain(part) && !h.is_empty());
        meant(head) || head.split('/').any(meant)
    }

    fn parse(text: &str) -> Self {
        let text = text.trim();
        if let Some(at) = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
            return Self::At(at);
        }
        if (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic()) {
            let number = text.bytes().fold(0, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
            return Self::At(number.saturating_sub(1));
        }
        Self::Headed(plain(text))
    }
}

/// A column's letter as a sheet shows it: 0 is A, 27 is AB.
pub fn column_letter(at: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = at + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(u8::try_from(rest % 26).map_or('?', |n| char::from(b'A' + n)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mapping_names_columns_three_ways() {
        let map = Mapping::parse(&["C=post", "5=政治面貌", "人 员=姓名", "ab=-"]).unwrap();
        assert_eq!(map.get(2, ""), Some(RosterField::Post));
        assert_eq!(map.get(4, ""), Some(RosterField::Party));
        assert_eq!(map.get(9, "人员"), Some(RosterField::Name));
        assert_eq!(map.get(27, "职务"), Some(RosterField::Other));
        assert_eq!(map.get(0, "职务"), None);
        assert_eq!(map.unmet(&["序号".into()]), ["人员"]);
        for bad in ["C", "=post", "C=", "C=nonsense"] {
            assert_eq!(Mapping::parse(&[bad]).unwrap_err().kind, crate::error::Kind::Usage, "{bad}");
        }
    }

    #[test]
    fn letters_count_as_sheets_do() {
        for (at, want) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (702, "AAA")] {
            assert_eq!(column_letter(at), want);
            assert_eq!(Column::parse(want), Column::At(at));
        }
    }
}
