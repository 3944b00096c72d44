//! Drawing the number of a new paper, inside the action that makes it.

use crate::analysis::number::code_for;
use crate::model::any::AnyRecord;
use crate::model::ids::InspectorId;
use crate::model::record::Kind;
use crate::model::round::Inspector;
use crate::store::Tx;
use crate::{Error, Result};

/// Stands before a number that is not formal.
const PREFIX: &str = "预";
/// Draws the next pre-number of an inspector on this laptop; gives the inspector a code when this is their first paper.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when there is no such inspector; else those of the store.
pub(super) fn draw(tx: &mut Tx<'_>, inspector: InspectorId) -> Result<String> {
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

fn nobody() -> Error {
    Error::input("当前操作人不在巡察组成员里").hint("请先在成员里加上，或改选当前操作人。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture;
    use crate::model::ids::InspectorId;
    use crate::model::record::Op;
    use crate::model::round::Part;

    fn inspector(name: &str, code: &str) -> Inspector {
        Inspector { code: code.into(), ..Inspector::new(InspectorId::new(), name, Part::Member) }
    }

    #[test]
    fn a_number_drawn_inside_an_action_is_given_once_and_for_all() {
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
        let draw_all = move |tx: &mut Tx<'_>| ids.into_iter().map(|id| draw(tx, id)).collect::<Result<Vec<_>>>();
        let (drawn, _) = store.transact(Op::EditProblem, None, draw_all).unwrap();
        assert_eq!(drawn, ["预-LF-01", "预-LF2-01", "预-LF-02"]);
        // What was drawn and not kept is drawn again; what came with a bundle is not.
        let bring = |tx: &mut Tx<'_>| tx.put(&fixture::problem("预-LF-11", "甲"));
        store.transact(Op::ImportBundle, None, bring).unwrap();
        let failed = store.transact(Op::EditProblem, None, move |tx| {
            draw(tx, ids[0])?;
            Err::<(), _>(Error::input("不行"))
        });
        assert!(failed.is_err());
        let (next, _) = store.transact(Op::EditProblem, None, move |tx| draw(tx, ids[0])).unwrap();
        assert_eq!(next, "预-LF-12");
        let nobody = InspectorId::new();
        assert!(store.transact(Op::EditProblem, None, move |tx| draw(tx, nobody)).is_err());
    }
}
