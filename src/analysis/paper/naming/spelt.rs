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
    /// The initials of a name of three characters or more, in capitals: YXY.
    pub(super) fn initials(&self, text: &str) -> Vec<Identified<'a>> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|t| t.find(|c: char| c.is_ascii_uppercase())) {
            let start = from + start;
            let rest = text.get(start..).unwrap_or_default();
            let length = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len());
            from = start + length;
            let word = rest.get(..length).unwrap_or_default();
            let other = |c: char| c.is_ascii_alphanumeric() || "-_./－".contains(c);
            let joined = text.get(..start).is_some_and(|t| t.ends_with(other))
                || rest.get(length..).is_some_and(|t| t.starts_with(other));
            if !(3..=4).contains(&length) || joined || ABBREVIATIONS.contains(&word) {
                continue;
            }
            let people = self.of_unit(self.roster.index().initials(word));
            if !people.is_empty() && !people.iter().any(|p| self.may(p)) {
                found.push(Identified { people, at: start..from, how: How::Spelt });
            }
        }
        found
    }
}

/// Words of capitals that papers have.
const ABBREVIATIONS: [&str; 26] = [
    "GDP", "CPI", "PPP", "PPT", "PDF", "APP", "KTV", "LED", "LCD", "ATM", "GPS", "EPC", "BOT", "ETC", "POS", "PVC",
    "PPR", "CAD", "CAR", "WPS", "EXCEL", "WORD", "USB", "VIP", "ISO", "PPE",
];

/// Li, Xiuying: surname and name parted by a comma.
fn apart(read: &Read<'_>, place: usize, spelt: &[char]) -> Option<usize> {
    let end = read.stands(place, spelt, Gap::Stop)?;
    let within = read.text.get(read.bytes(&(place..end))?)?;
    let commas = within.matches([',', '，']).count();
    (commas == 1 && !within.contains(|c: char| !c.is_alphabetic() && !c.is_whitespace() && c != ',' && c != '，'))
        .then_some(end)
}
