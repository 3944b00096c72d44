//! Characters that are compared as others, because they are the same to a reader: 陳 is 陈, and the radical ⻓ (U+2ED3), which
//! is in much that was copied from PDF, is 长.

use std::sync::LazyLock;

/// Each character with the one that it is compared as; lines that begin with `#` say where they come from.
const PAIRS: &str = include_str!("same.txt");
/// The first character of the table.
const FIRST: u32 = 0x2E80;
/// Behind the last one.
const BEHIND: u32 = 0xA000;

/// What each character from [`FIRST`] on is compared as; zero: as itself.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (BEHIND - FIRST) as usize];
    for (from, to) in pairs() {
        let place = u32::from(from).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
        if let (Some(place), Ok(to)) = (place.and_then(|at| table.get_mut(at)), u16::try_from(u32::from(to))) {
            *place = to;
        }
    }
    table
});

fn pairs() -> impl Iterator<Item = (char, char)> {
    PAIRS.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut chars = line.chars();
        std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
    })
}

/// What a character is compared as; itself when it is no other's form.
pub(super) fn same(c: char) -> char {
    let at = u32::from(c).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
    let other = at.and_then(|at| TABLE.get(at)).copied().unwrap_or_default();
    if other == 0 { c } else { char::from_u32(other.into()).unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn every_form_has_one_other_which_is_none_itself() {
        let all: HashMap<char, char> = pairs().collect();
        assert!(all.len() > 3_000 && all.len() == pairs().count());
        for (from, to) in &all {
            assert_eq!((same(*from), same(*to)), (*to, *to), "{from}{to}");
            assert!((FIRST..BEHIND).contains(&u32::from(*from)) && u32::from(*to) < 0x1_0000);
        }
        let folded: String = "陳濤、郭慶豐、吳⻓河、⻩⽟梅，局長見風使舵".chars().map(same).collect();
        assert_eq!(folded, "陈涛、郭庆丰、吴长河、黄⽟梅，局长见风使舵", "⽟ is folded by its compatibility form");
    }
}
