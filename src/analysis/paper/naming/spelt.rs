//! Names in pinyin: zhaomin, Chen Tao, LI XIUYING.

use super::text::{Gap, Read};
use super::{Allowed, How, Identified};

impl<'a> Allowed<'a, '_> {
    /// The names of people of the unit in pinyin.
    pub(super) fn spelt(&self, read: &Read<'_>) -> Vec<Identified<'a>> {
        let index = self.roster.index();
        let chars = read.chars();
        let mut found = Vec::new();
        for (place, c) in chars.iter().enumerate().filter(|(_, c)| c.is_ascii_lowercase()) {
            if read.left(place).is_some_and(|c| c.is_ascii_lowercase()) {
                continue;
            }
            for (at, spelt) in index.spelt(*c) {
                let person = self.roster.at(*at).filter(|p| p.unit == self.unit && !self.may(p));
                let Some(end) = read.stands(place, spelt, Gap::Sign).or_else(|| apart(read, place, spelt)) else {
                    continue;
                };
                let ends = !read.right(end).is_some_and(|c| c.is_ascii_lowercase());
                if let (Some(person), Some(at)) = (person.filter(|_| ends), read.bytes(&(place..end))) {
                    found.push(Identified { people: vec![person], at, how: How::Spelt });
                }
            }
        }
        found
    }
}

/// Li, Xiuying: surname and name parted by a comma.
fn apart(read: &Read<'_>, place: usize, spelt: &[char]) -> Option<usize> {
    let end = read.stands(place, spelt, Gap::Stop)?;
    let within = read.text.get(read.bytes(&(place..end))?)?;
    let commas = within.matches([',', '，']).count();
    (commas == 1 && !within.contains(|c: char| !c.is_alphabetic() && !c.is_whitespace() && c != ',' && c != '，'))
        .then_some(end)
}
