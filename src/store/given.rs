//! What is given out once: counters of numbers, numbers and codes ever used, letters of laptops.

use super::sql::SqlId;
use crate::model::ids::DeviceId;
use crate::model::record::Kind;
use rusqlite::{Connection, OptionalExtension};

/// The kinds whose records are given something.
pub(super) const KINDS: [Kind; 3] = [Kind::Inspector, Kind::Person, Kind::Problem];

/// The next number of a scope; every call gives another one.
pub(super) fn draw(conn: &Connection, scope: &str) -> rusqlite::Result<u64> {
    conn.prepare_cached(
        "INSERT INTO counter(scope, next) VALUES(?1, 2) ON CONFLICT(scope) DO UPDATE SET next = next + 1
         RETURNING next - 1",
    )?
    .query_row([scope], |r| r.get::<_, i64>(0))
    .map(i64::unsigned_abs)
}

/// Sees to it that a number which came from elsewhere is not drawn again.
pub(super) fn raise(conn: &Connection, scope: &str, used: u32) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO counter(scope, next) VALUES(?1, ?2)
         ON CONFLICT(scope) DO UPDATE SET next = max(next, excluded.next)",
    )?
    .execute((scope, i64::from(used) + 1))
    .map(drop)
}

/// A number as scope and count: 预-LF-B03 is 3 of 预-LF-B. `None` for what ends in no number.
pub(super) fn parts(number: &str) -> Option<(&str, u32)> {
    let scope = number.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((scope, number.strip_prefix(scope)?.parse().ok()?))
}

/// Notes what a record of that kind was given.
pub(super) fn note(conn: &Connection, kind: Kind, value: Option<&str>) -> rusqlite::Result<()> {
    let Some(value) = value.filter(|v| !v.is_empty()) else { return Ok(()) };
    conn.prepare_cached("INSERT OR IGNORE INTO given(kind, value) VALUES(?1, ?2)")?.execute([kind.name(), value])?;
    match parts(value) {
        Some((scope, count)) if kind == Kind::Problem => raise(conn, scope, count),
        _ => Ok(()),
    }
}

/// All that records of that kind were ever given.
pub(super) fn all(conn: &Connection, kind: Kind) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached("SELECT value FROM given WHERE kind = ?1")?.query_map([kind.name()], |r| r.get(0))?.collect()
}

/// The letter of a laptop; it gets the next one when it has none. Empty for the first of the file.
pub(super) fn letter(conn: &Connection, device: DeviceId) -> rusqlite::Result<String> {
    let known = conn
        .prepare_cached("SELECT letter FROM device WHERE id = ?1")?
        .query_row([SqlId(device.0)], |r| r.get(0))
        .optional()?;
    if let Some(letter) = known {
        return Ok(letter);
    }
    let used: u32 = conn.query_row("SELECT count(DISTINCT letter) FROM device", [], |r| r.get(0))?;
    let letter = nth_letter(used);
    set_letter(conn, device, &letter)?;
    Ok(letter)
}

/// Gives a laptop a letter, unless it has one.
pub(super) fn set_letter(conn: &Connection, device: DeviceId, letter: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT OR IGNORE INTO device(id, letter) VALUES(?1, ?2)")?
        .execute((SqlId(device.0), letter))
        .map(drop)
}

/// Empty, B, C … Z, AA, AB …
fn nth_letter(n: u32) -> String {
    let letter = |n: u32| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    match n {
        0 => String::new(),
        1..26 => letter(n).to_string(),
        _ => nth_of_two(n - 26, letter),
    }
}

/// AA, AB … ZZ, and on from AA in threes when even those are used up.
fn nth_of_two(n: u32, letter: impl Fn(u32) -> char) -> String {
    let (high, low) = (n / 26, n % 26);
    let more = if high < 26 { String::new() } else { letter(high / 26 - 1).to_string() };
    format!("{more}{}{}", letter(high), letter(low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_number_is_its_scope_and_a_count() {
        assert_eq!(parts("预-LF-03"), Some(("预-LF-", 3)));
        assert_eq!(parts("预-LF2-B30"), Some(("预-LF2-B", 30)));
        assert_eq!(parts("预-LF-x"), None);
        assert_eq!(parts("预-LF-99999999999"), None, "beyond what is ever drawn");
        assert_eq!(parts(""), None);
    }

    #[test]
    fn letters_begin_with_none_and_never_repeat() {
        let first: Vec<String> = (0..28).map(nth_letter).collect();
        assert_eq!(first[..3], ["", "B", "C"]);
        assert_eq!(first[25..], ["Z", "AA", "AB"]);
        assert_eq!((0..2_000).map(nth_letter).collect::<BTreeSet<_>>().len(), 2_000);
    }
}
