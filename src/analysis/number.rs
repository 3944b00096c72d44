//! Numbers of papers: the inspector's short code (刘芳: LF) and the pre-number 预-LF-03.
//!
//! A number counts up per inspector and laptop over everything that the round ever held, the bin included, so that it
//! never comes to mean another paper (DESIGN.md §4 Papers). The first laptop of a round writes 预-LF-03, a later one its
//! letter before the count: 预-LF-B03. Formal numbers are not given here.

use crate::model::any::AnyRecord;
use crate::model::ids::InspectorId;
use crate::model::record::Kind;
use crate::model::round::Inspector;
use crate::store::Tx;
use crate::{Error, Result};
use std::collections::BTreeSet;

/// Stands before a number that is not formal.
const PREFIX: &str = "预";
/// The code of somebody in whose name no letter can be found.
const NO_LETTERS: &str = "XC";

/// Initials of the pinyin in lower case, for typing two letters instead of a name; other signs have none.
pub fn initials(name: &str) -> String {
    use pinyin::ToPinyin as _;
    name.to_pinyin().flatten().filter_map(|p| p.plain().chars().next()).collect()
}

/// A code for an inspector's numbers, unlike all that are `taken`: LF, then LF2, LF3.
pub fn code_for(name: &str, taken: &BTreeSet<String>) -> String {
    let mut letters = initials(name).to_ascii_uppercase();
    if letters.is_empty() {
        letters = name.chars().filter(char::is_ascii_alphabetic).take(2).collect::<String>().to_ascii_uppercase();
    }
    if letters.is_empty() {
        NO_LETTERS.clone_into(&mut letters);
    }
    if !taken.contains(&letters) {
        return letters;
    }
    // One more than there are taken is always enough.
    let numbered = (2..=taken.len() + 2).map(|n| format!("{letters}{n}"));
    numbered.into_iter().find(|code| !taken.contains(code)).unwrap_or(letters)
}

/// Draws the next pre-number of an inspector on this laptop; gives the inspector a code when this is their first paper.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when there is no such inspector; else those of the store.
pub fn draw_in(tx: &mut Tx<'_>, inspector: InspectorId) -> Result<String> {
    let mut inspector = tx.get::<Inspector>(inspector.0)?.ok_or_else(nobody)?;
    if inspector.code.is_empty() {
        inspector.code = match last_code(tx, inspector.id)? {
            Some(code) => code,
            None => code_for(&inspector.name, &tx.given(Kind::Inspector)?.into_iter().collect()),
        };
        tx.put(&inspector)?;
    }
    let scope = format!("{PREFIX}-{}-{}", inspector.code, tx.device_letter()?);
    let count = tx.draw(&scope)?;
    Ok(format!("{scope}{count:02}"))
}

/// The code that an inspector had before the paper that gave it was taken back: nobody else has it since.
fn last_code(tx: &Tx<'_>, id: InspectorId) -> Result<Option<String>> {
    let had = |state: AnyRecord| match state {
        AnyRecord::Inspector(state) => Some(state.code).filter(|code| !code.is_empty()),
        _ => None,
    };
    Ok(tx.trail().states(id.0)?.into_iter().find_map(had))
}

/// Orders numbers: 预-LF-9 before 预-LF-10 before 预-LF-B01.
pub fn place(number: &str) -> (String, u64) {
    let scope = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = number.strip_prefix(scope).and_then(|count| count.parse().ok());
    (scope.to_owned(), count.unwrap_or_default())
}

fn nobody() -> Error {
    Error::input("当前操作人不在巡察组成员里").hint("请先在成员里加上，或改选当前操作人。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::round::Part;

    fn inspector(name: &str, code: &str) -> Inspector {
        Inspector { code: code.into(), ..Inspector::new(InspectorId::new(), name, Part::Member) }
    }

    #[test]
    fn a_code_is_the_initials_and_a_second_one_of_these_gets_a_number() {
        let taken: BTreeSet<String> = ["LF", "LF2"].map(String::from).into();
        assert_eq!(code_for("刘芳", &BTreeSet::new()), "LF");
        assert_eq!(code_for("李凡", &taken), "LF3");
        assert_eq!(code_for("欧阳若水", &taken), "OYRS");
        assert_eq!(code_for("John Smith", &taken), "JO");
        assert_eq!(code_for("", &taken), "XC");
    }

    #[test]
    fn a_number_drawn_inside_an_action_is_given_once_and_for_all() {
        use crate::analysis::fixture;
        use crate::model::record::Op;
        let dir = tempfile::tempdir().unwrap();
        let store = fixture::create(&dir.path().join("甲.wenkan"));
        let (liu, li) = (inspector("刘芳", ""), inspector("李凡", ""));
        let ids = [liu.id, li.id, liu.id];
        store
            .transact(Op::EditInspector, None, move |tx| {
                tx.put(&liu)?;
                tx.put(&li)
            })
            .unwrap();
        let draw = move |tx: &mut Tx<'_>| ids.into_iter().map(|id| draw_in(tx, id)).collect::<Result<Vec<_>>>();
        let (drawn, _) = store.transact(Op::EditProblem, None, draw).unwrap();
        assert_eq!(drawn, ["预-LF-01", "预-LF2-01", "预-LF-02"]);
        // What was drawn and not kept is drawn again; what came with a bundle is not.
        let bring = |tx: &mut Tx<'_>| tx.put(&fixture::problem("预-LF-11", "甲"));
        store.transact(Op::ImportBundle, None, bring).unwrap();
        let failed = store.transact(Op::EditProblem, None, move |tx| {
            draw_in(tx, ids[0])?;
            Err::<(), _>(Error::input("不行"))
        });
        assert!(failed.is_err());
        let (next, _) = store.transact(Op::EditProblem, None, move |tx| draw_in(tx, ids[0])).unwrap();
        assert_eq!(next, "预-LF-12");
        let nobody = InspectorId::new();
        assert!(store.transact(Op::EditProblem, None, move |tx| draw_in(tx, nobody)).is_err());
    }

    #[test]
    fn numbers_stand_in_the_order_of_their_counts() {
        let mut numbers = ["预-LF-B1", "预-LF-100", "预-LF-9", "", "预-LF-10"];
        numbers.sort_by_key(|n| place(n));
        assert_eq!(numbers, ["", "预-LF-9", "预-LF-10", "预-LF-100", "预-LF-B1"]);
    }
}
