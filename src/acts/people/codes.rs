//! 代号: drawn at random inside the transaction, never given twice.
//!
//! A code that was ever used in the round stays used, also when its person went to the bin: papers may cite it. Drawing
//! at random keeps a code from telling the order of the roster, which would name the head at once.

use crate::error::{Error, Result};
use crate::model::people::Code;
use crate::model::record::Kind;
use crate::store::Tx;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use std::collections::HashSet;

/// A to Z without I and O, which read as 1 and 0.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The codes that are still free.
#[derive(Debug)]
pub(super) struct CodeSource<R> {
    /// Two digits, A01 to Z99.
    short: Vec<String>,
    /// Three digits, A100 to Z999, once the short ones are gone.
    long: Vec<String>,
    rng: R,
}

impl CodeSource<StdRng> {
    /// The codes that nobody of the round ever had. With the same `seed` an action that is run again draws the same.
    pub(super) fn of(tx: &Tx<'_>, seed: u64) -> Result<Self> {
        let used = tx.given(Kind::Person)?.into_iter().map(Code);
        Ok(Self::new(used, StdRng::seed_from_u64(seed)))
    }
}

impl<R: Rng> CodeSource<R> {
    /// A source in which `used` were given before, deleted people included.
    fn new(used: impl IntoIterator<Item = Code>, rng: R) -> Self {
        let used: HashSet<String> = used.into_iter().map(|c| c.0.trim().to_ascii_uppercase()).collect();
        let free = |numbers: std::ops::RangeInclusive<u16>, digits: usize| {
            let of = |letter: &u8| {
                numbers.clone().map(move |n| format!("{}{n:0digits$}", char::from(*letter))).collect::<Vec<_>>()
            };
            LETTERS.iter().flat_map(of).filter(|c| !used.contains(c)).collect::<Vec<_>>()
        };
        Self { short: free(1..=99, 2), long: free(100..=999, 3), rng }
    }

    /// Draws a code.
    ///
    /// # Errors
    /// When all 23,976 codes are used.
    pub(super) fn draw(&mut self) -> Result<Code> {
        let free = if self.short.is_empty() { &mut self.long } else { &mut self.short };
        if free.is_empty() {
            return Err(Error::input("代号已经用完").hint("请核对是否把别的名册导入了这一轮。"));
        }
        let at = self.rng.random_range(0..free.len());
        Ok(Code(free.swap_remove(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::SmallRng;

    #[test]
    fn no_code_is_given_twice_and_three_digits_follow_two() {
        let used = [Code("A37".into()), Code("b02 ".into())];
        let mut source = CodeSource::new(used, SmallRng::seed_from_u64(7));
        let drawn: Vec<String> = (0..2_400).map(|_| source.draw().unwrap().0).collect();
        let distinct: HashSet<&String> = drawn.iter().collect();
        assert_eq!(distinct.len(), drawn.len());
        assert!(
            !drawn
                .iter()
                .any(|c| c == "A37" || c == "B02" || c.contains(['I', 'O']) || c.ends_with("00") && c.len() == 3)
        );
        assert!(drawn[..2_374].iter().all(|c| c.len() == 3) && drawn[2_374..].iter().all(|c| c.len() == 4));
    }

    #[test]
    fn codes_follow_no_order() {
        let mut source = CodeSource::new([], SmallRng::seed_from_u64(7));
        let drawn: Vec<String> = (0..20).map(|_| source.draw().unwrap().0).collect();
        let mut sorted = drawn.clone();
        sorted.sort();
        assert_ne!(drawn, sorted);
    }

    #[test]
    fn an_exhausted_unit_is_an_error() {
        let mut source = CodeSource::new([], SmallRng::seed_from_u64(7));
        let count = std::iter::from_fn(|| source.draw().ok()).count();
        assert_eq!(count, 24 * 999);
        assert!(source.draw().is_err());
    }

    #[test]
    fn a_code_drawn_inside_an_action_is_none_that_was_ever_given() {
        use crate::analysis::fixture;
        use crate::model::record::Op;
        let dir = tempfile::tempdir().unwrap();
        let store = fixture::create(&dir.path().join("甲.wenkan"));
        // All short codes but Z99 are given, some of them to people in the bin.
        let all: Vec<Code> = {
            let mut source = CodeSource::new([], SmallRng::seed_from_u64(7));
            let short = std::iter::from_fn(|| source.draw().ok()).take(24 * 99);
            short.filter(|c| c.0 != "Z99").collect()
        };
        let unit = crate::model::ids::UnitId::new();
        let (drawn, _) = store
            .transact(Op::ImportPeople, None, move |tx| {
                for (at, code) in all.into_iter().enumerate() {
                    let person = fixture::person(unit, &code.0, "王强", "科员");
                    tx.put(&person)?;
                    if at % 100 == 0 {
                        tx.delete(Kind::Person, person.id.0)?;
                    }
                }
                CodeSource::of(tx, 3)?.draw()
            })
            .unwrap();
        assert_eq!(drawn.0, "Z99");
    }
}
