//! What stands before a post and tells which of its holders is meant: 原副局长, 分管财务的副局长, 财务股的会计.

use super::Listed;
use super::office::BODIES;

/// Somebody who holds a post, or held it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder<'a> {
    pub(super) person: &'a Listed,
    /// They held it once: 退休干部，原副局长.
    pub(super) past: bool,
}

/// Who is left of them.
#[derive(Debug)]
pub(super) struct Narrowed<'a> {
    pub(super) people: Vec<&'a Listed>,
    /// How many characters before the post tell it.
    pub(super) taken: usize,
    /// There is but one whom these words can mean, whoever of the people it is: 分管财务的.
    pub(super) is_one: bool,
    /// What they are in charge of tells who it is.
    pub(super) by_duties: bool,
}

/// Words that make a post one of the past.
const PAST: [&str; 11] =
    ["已退休的", "退休的", "已退休", "退休", "离任的", "离任", "前任", "原任", "调离的", "原", "前"];
/// Words for what somebody is in charge of.
const CHARGED: [&str; 6] = ["分管", "主管", "协管", "负责", "主抓", "管"];
/// Longest field that somebody is in charge of, in characters.
const LONGEST_FIELD: usize = 10;

/// Narrows those who hold a post by the words before it.
pub(super) fn by<'a>(before: &str, holders: &[Holder<'a>]) -> Narrowed<'a> {
    let count = |text: &str| text.chars().count();
    let all = count(before);
    let told = |people, taken| Narrowed { people, taken, is_one: false, by_duties: false };
    let old = before.strip_suffix('老').unwrap_or(before);
    if let Some(lead) = PAST.iter().find_map(|p| old.strip_suffix(p)) {
        let past: Vec<_> = holders.iter().filter(|h| h.past).map(|h| h.person).collect();
        if !past.is_empty() {
            return told(past, all - count(lead));
        }
    }
    if old.len() < before.len() && holders.len() > 1 {
        let past: Vec<_> = holders.iter().filter(|h| h.past).map(|h| h.person).collect();
        if !past.is_empty() {
            return told(past, 1);
        }
    }
    // Who holds it now is meant where nothing else is said.
    let now: Vec<_> = holders.iter().filter(|h| !h.past).map(|h| h.person).collect();
    let people = if now.is_empty() { holders.iter().map(|h| h.person).collect() } else { now };
    // The roster does not say who is a woman; whoever knows the unit does.
    if people.len() > 1 && before.ends_with(['女', '男']) {
        return Narrowed { is_one: true, ..told(people, 1) };
    }
    let described = before.strip_suffix('的');
    if let Some((lead, field)) = described.map_or_else(|| short_field(before), field) {
        let fits = |fit: &dyn Fn(&str) -> bool| -> Vec<&'a Listed> {
            people.iter().copied().filter(|p| fit(&p.duties) || fit(&p.post)).collect()
        };
        let exact = fits(&|duties| duties.contains(field));
        let found = if exact.is_empty() { fits(&|duties| shares_word(duties, field)) } else { exact };
        let by_duties = !found.is_empty();
        let people = if by_duties { found } else { people };
        return Narrowed { people, taken: all - count(lead), is_one: true, by_duties };
    }
    let Some(described) = described else { return told(people, 0) };
    let body: String = described.chars().skip(count(described).saturating_sub(3)).collect();
    if body.ends_with(|c| BODIES.contains(c)) {
        let of_body: Vec<_> = people.iter().copied().filter(|p| p.post.contains(&body)).collect();
        if !of_body.is_empty() {
            return told(of_body, count(&body) + 1);
        }
    }
    told(people, 0)
}

/// The field that a description names, without 工作, and what stands before the description: 据|分管财务.
fn field(described: &str) -> Option<(&str, &str)> {
    let found = CHARGED.iter().filter_map(|word| Some((described.rfind(word)?, *word)));
    // 分管 is more than 管 in it.
    let (at, word) =
        found.min_by_key(|(at, word)| (std::cmp::Reverse(at + word.len()), std::cmp::Reverse(word.len())))?;
    let field = described.get(at + word.len()..)?;
    let field = field.strip_suffix("工作").unwrap_or(field);
    // 主管部门 is another body.
    let is_field = (2..=LONGEST_FIELD).contains(&field.chars().count()) && !field.ends_with("部门") && field != "单位";
    is_field.then_some((described.get(..at)?, field))
}

/// The same without 的: 据|分管财务|副局长, 财务分管|副局长.
fn short_field(before: &str) -> Option<(&str, &str)> {
    const SURE: [&str; 3] = ["分管", "主管", "协管"];
    if let Some(word) = SURE.iter().find(|w| before.ends_with(**w)) {
        let field = before.strip_suffix(word)?;
        let lead = field.chars().count().checked_sub(2)?;
        let at = field.char_indices().nth(lead)?.0;
        return Some((field.get(..at)?, field.get(at..)?));
    }
    let (lead, field) = field(before)?;
    let word = before.get(lead.len()..)?;
    SURE.iter().any(|w| word.starts_with(w)).then_some((lead, field))
}

/// Whether two characters of the field stand together in the duties.
fn shares_word(duties: &str, field: &str) -> bool {
    let chars: Vec<char> = field.chars().collect();
    chars.windows(2).any(|pair| duties.contains(&pair.iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::person;
    use crate::model::ids::UnitId;

    #[test]
    fn what_stands_before_a_post_tells_which_holder_is_meant() {
        let unit = UnitId::new();
        let of = |name: &str, post: &str, duties: &str| {
            let mut person = person(unit, "A01", name, post);
            person.in_charge = duties.to_owned();
            Listed::of(&person)
        };
        let listed = [
            of("甲", "副局长", "办公室、财务、人事"),
            of("乙", "副局长", "工程建设、水政"),
            of("丙", "退休干部，原副局长", ""),
        ];
        let holders: Vec<Holder<'_>> =
            listed.iter().map(|person| Holder { person, past: person.name == "丙" }).collect();
        for (before, people, taken, is_one) in [
            ("据", "甲乙", 0, false),
            ("原", "丙", 1, false),
            ("据退休的老", "丙", 4, false),
            ("据已退休的", "丙", 4, false),
            ("分管财务的", "甲", 5, true),
            ("分管财务工作的", "甲", 7, true),
            ("据分管水利工程的", "乙", 7, true),
            ("主管党建的", "甲乙", 5, true),
            ("认真负责的", "甲乙", 0, false),
            ("据分管财务", "甲", 4, true),
            ("财务分管", "甲", 4, true),
            ("女", "甲乙", 1, true),
            ("老", "丙", 1, false),
            ("分管", "甲乙", 0, false),
        ] {
            let narrowed = by(before, &holders);
            let said: String = narrowed.people.iter().map(|p| p.name.as_str()).collect();
            assert_eq!((said.as_str(), narrowed.taken, narrowed.is_one), (people, taken, is_one), "{before}");
        }
    }
}
