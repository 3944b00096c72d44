//! How bodies lie in the log: whole, or as one replaced range against the body of the parent.
//!
//! Who types at a long answer saves it a hundred times, and each save changes a few characters of it. A revision with
//! one parent may therefore hold only the text that stands in the place of one range of bytes of its parent's body,
//! cut at the borders of characters. A body is stored whole when it is short, when the new text is longer than half of
//! it, when it has no parent or several, and at the latest after [`STEPS`] ranges in a row, so that no body is made of
//! many pieces and a damaged page takes few revisions with it.

use super::log::Revision;
use super::sql::SqlHash;
use crate::model::ids::Hash;
use rusqlite::{Connection, OptionalExtension, Row, ffi};
use std::collections::HashMap;
use uuid::Uuid;

/// Ranges in a row before a body is stored whole again: one whole body in 32 revisions.
pub(super) const STEPS: usize = 31;
/// Bytes below which a body is stored whole: a range costs about a hundred of its own.
const SHORT: usize = 1024;
/// Pieces of one body above which the log is taken as damaged; more than any version of the program writes.
const MOST: usize = 1024;
/// Bytes of former bodies that are kept while the log is read in order.
const KEPT: usize = 64 << 20;

/// What one revision replaced in the body of its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Range<'a> {
    /// The revision into whose body it is put.
    pub(super) base: Hash,
    /// First byte that is replaced.
    pub(super) at: i64,
    /// Bytes that are replaced.
    pub(super) len: i64,
    /// What stands in their place.
    pub(super) text: &'a str,
}

/// The range as which a revision is to be stored; `None`: whole.
pub(super) fn against_parent<'a>(conn: &Connection, revision: &'a Revision) -> Option<Range<'a>> {
    let [parent] = revision.parents.as_slice() else { return None };
    if revision.deleted || revision.body.len() < SHORT {
        return None;
    }
    // A parent that cannot be read, from a damaged page for one, is no reason not to save: the new body is whole then.
    let pieces = pieces(conn, *parent).ok()??;
    if pieces.len() > STEPS {
        return None;
    }
    let old = join(&pieces)?;
    let (at, len, text) = cut(&old, &revision.body);
    if text.len() > revision.body.len() / 2 {
        return None;
    }
    Some(Range { base: *parent, at: i64::try_from(at).ok()?, len: i64::try_from(len).ok()?, text })
}

/// The least that has to be replaced in `old` to get `new`: from which byte, how many, by what. Both ends are borders of
/// characters in either text.
fn cut<'a>(old: &str, new: &'a str) -> (usize, usize, &'a str) {
    let same = |pair: &((usize, char), char)| pair.0.1 == pair.1;
    let head: usize = new.char_indices().zip(old.chars()).take_while(same).map(|((_, c), _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let ends = new_rest.chars().rev().zip(old_rest.chars().rev());
    let tail: usize = ends.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let text = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    (head, old_rest.len() - tail, text)
}

/// One stored body: whole, or what is put where into the next one.
struct Piece {
    text: String,
    place: Option<(Hash, usize, usize)>,
}

impl Piece {
    /// Reads the columns body, base, `cut_at` and `cut_len` of a row.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let base: Option<SqlHash> = row.get("base")?;
        let place = match base {
            Some(base) => Some((base.0, size(row.get("cut_at")?), size(row.get("cut_len")?))),
            None => None,
        };
        Ok(Self { text: row.get("body")?, place })
    }

    /// Puts it into the body that it was made against; `None` when it does not fit.
    fn put_into(&self, base: &str) -> Option<String> {
        let Some((_, at, len)) = self.place else { return Some(self.text.clone()) };
        spliced(base, at, len, &self.text)
    }
}

fn spliced(base: &str, at: usize, len: usize, text: &str) -> Option<String> {
    let (head, rest) = base.split_at_checked(at)?;
    let tail = rest.get(len..)?;
    Some([head, text, tail].concat())
}

/// The body that `text` makes in the place of `len` bytes from byte `at` on of `base`; `None` when it does not fit.
pub(super) fn put(base: &str, at: i64, len: i64, text: &str) -> Option<String> {
    spliced(base, size(at), size(len), text)
}

/// A stored size; the table holds no negative one.
fn size(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The pieces of a body, that of `rev` first, a whole one last; `None` when one of them is not there.
fn pieces(conn: &Connection, rev: Hash) -> rusqlite::Result<Option<Vec<Piece>>> {
    let mut select = conn.prepare_cached("SELECT body, base, cut_at, cut_len FROM revision WHERE rev = ?1")?;
    let mut pieces = Vec::new();
    let mut next = Some(rev);
    while let Some(rev) = next {
        let Some(piece) = select.query_row([SqlHash(rev)], Piece::from_row).optional()? else { return Ok(None) };
        next = piece.place.map(|(base, ..)| base);
        pieces.push(piece);
        if pieces.len() > MOST {
            return Ok(None);
        }
    }
    Ok(Some(pieces))
}

/// The body that pieces make; `None` when they do not fit together.
fn join(pieces: &[Piece]) -> Option<String> {
    pieces.iter().rev().try_fold(String::new(), |body, piece| piece.put_into(&body))
}

/// The whole body of a revision; `None` when a piece is missing or does not fit.
pub(super) fn rebuilt(conn: &Connection, rev: Hash) -> rusqlite::Result<Option<String>> {
    Ok(pieces(conn, rev)?.and_then(|pieces| join(&pieces)))
}

/// The body of that revision cannot be made whole.
pub(super) fn broken(rev: Hash) -> rusqlite::Error {
    let what = format!("the body of revision {rev} is not whole");
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(what))
}

/// The last body of each record while the log is read in its order, so that no body is made of all its pieces again.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    last: HashMap<Uuid, (Hash, String)>,
    bytes: usize,
}

impl Bodies {
    /// Makes the body of a revision whole that was read from `row`; `false` when a piece is missing or does not fit.
    pub(super) fn complete(
        &mut self,
        conn: &Connection,
        row: &Row<'_>,
        rev: Hash,
        revision: &mut Revision,
    ) -> rusqlite::Result<bool> {
        if let Some(base) = row.get::<_, Option<SqlHash>>("base")? {
            let piece = Piece::from_row(row)?;
            let near = self.last.get(&revision.record).filter(|(last, _)| *last == base.0);
            let whole = match near {
                Some((_, body)) => piece.put_into(body),
                None => rebuilt(conn, rev)?,
            };
            let Some(whole) = whole else { return Ok(false) };
            revision.body = whole;
        }
        self.keep(revision.record, rev, &revision.body);
        Ok(true)
    }

    fn keep(&mut self, record: Uuid, rev: Hash, body: &str) {
        if let Some((_, old)) = self.last.remove(&record) {
            self.bytes -= old.len();
        }
        if body.len() >= SHORT {
            if self.bytes > KEPT {
                self.last.clear();
                self.bytes = 0;
            }
            self.bytes += body.len();
            self.last.insert(record, (rev, body.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cut_is_the_least_and_never_through_a_character() {
        assert_eq!(cut("每月三十七元", "每月三十八元"), ("每月三十".len(), 3, "八"));
        assert_eq!(cut("一二", "一二三"), (6, 0, "三"));
        assert_eq!(cut("哈哈", "哈哈哈"), (6, 0, "哈"), "no byte is counted twice");
        assert_eq!(cut("一二三", "一三"), (3, 3, ""));
        assert_eq!(cut("", "新"), (0, 0, "新"));
        // 元 and 充 share bytes at both ends.
        assert_eq!(cut("元", "充"), (0, 3, "充"));
    }

    proptest! {
        #[test]
        fn what_is_cut_out_goes_in_again(old in "[三十七元😀a\"]{0,20}", new in "[三十七元😀a\"]{0,20}") {
            let (at, len, text) = cut(&old, &new);
            let piece = Piece { text: text.to_owned(), place: Some((Hash([0; 32]), at, len)) };
            prop_assert_eq!(piece.put_into(&old), Some(new));
        }
    }
}
