//! What may not be told because of what it rests on, decided by id; and a record as it may be told.
//!
//! A statement that is withheld (转线索) closes the whole chain of its corrections, in both directions; what was joined to
//! them; what those off which they were split said before; their claims; the
//! observations drawn from them; evidence that they are; files attached to those, and evidence that is such a file;
//! decisions that looked at nothing else; the lines and sentences of papers that cite such evidence, and what papers
//! note to be verified because of it. A closed
//! statement keeps its place and loses its words; other closed elements and records are told nowhere. A sentence that
//! rests on closed evidence is struck as a whole and keeps its mark 〔证N〕.
//!
//! All of it is pure: what is closed elsewhere comes in as a function of the id.

use super::answer::{Answer, Lane, Statement};
use super::any::AnyRecord;
use super::ids::StatementId;
use super::problem::{Cited, Problem, pins};
use super::told::{How, each_text, rests};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use uuid::Uuid;

/// What stands in the place of what may not be told.
pub const ELSEWHERE: &str = "〔已另行处理〕";

/// Why something may not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It carries the mark itself.
    Marked,
    /// It is in the chain of corrections of a marked statement.
    Corrected,
    /// It is in the answer no more, and its words came into a closed statement.
    Joined,
    /// It is a claim of such a statement, or of an answer that has no other; or why that was not confirmed.
    Asserted,
    /// It was drawn from it.
    Drawn,
    /// It is evidence that points to it.
    Source,
    /// It is a file attached to it.
    Attached,
    /// It is a decision that looked at nothing else.
    Seen,
    /// It is a line of a paper that cites such evidence.
    Cites,
    /// It is a matter of a paper that is to be verified because of it.
    Verifies,
    /// A closed statement was split off it; what it said before that is told nowhere, the rest is.
    Split,
    /// A sentence in it rests on such evidence; the rest is told.
    Sentence,
    /// Words that may not be told stand in it; the rest is told.
    Words,
}

impl Why {
    /// All reasons.
    pub const ALL: [Self; 13] = [
        Self::Marked,
        Self::Corrected,
        Self::Joined,
        Self::Asserted,
        Self::Drawn,
        Self::Source,
        Self::Attached,
        Self::Seen,
        Self::Cites,
        Self::Verifies,
        Self::Split,
        Self::Sentence,
        Self::Words,
    ];

    /// The name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::Corrected => "corrected",
            Self::Joined => "joined",
            Self::Asserted => "asserted",
            Self::Drawn => "drawn",
            Self::Source => "source",
            Self::Attached => "attached",
            Self::Seen => "seen",
            Self::Cites => "cites",
            Self::Verifies => "verifies",
            Self::Split => "split",
            Self::Sentence => "sentence",
            Self::Words => "words",
        }
    }

    /// The reason of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }

    /// Whether the element is closed as a whole; otherwise something in it is struck.
    pub const fn closes(self) -> bool {
        !matches!(self, Self::Split | Self::Sentence | Self::Words)
    }
}

/// One thing that may not be told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The element (statement, claim, cited line, text field by its path); empty: the record itself.
    pub element: String,
    /// Why.
    pub why: Why,
    /// What it hangs on: a statement or a record. For words: the record itself.
    pub source: Uuid,
}

impl Link {
    fn of(element: Option<Uuid>, why: Why, source: Uuid) -> Self {
        Self { element: element.map(|id| id.to_string()).unwrap_or_default(), why, source }
    }

    /// The record or element that it closes as a whole: an id that others may rest on.
    pub fn closes(&self, record: Uuid) -> Option<Uuid> {
        match self.element.as_str() {
            _ if !self.why.closes() => None,
            "" => Some(record),
            element => Uuid::parse_str(element).ok(),
        }
    }
}

/// What in `record` may not be told, by id. `closed` says of a statement or record outside it whether it is closed; of
/// its own statements it is not asked. Words are not looked at.
pub fn links(record: &AnyRecord, closed: &dyn Fn(Uuid) -> bool) -> BTreeSet<Link> {
    let mut found = BTreeSet::new();
    match record {
        AnyRecord::Answer(answer) => return of_answer(answer, closed),
        AnyRecord::Problem(problem) => {
            let hit: BTreeMap<u16, Uuid> = hit(problem, closed);
            found.extend(of_problem(problem, &hit));
        }
        AnyRecord::Observation(o) if o.withheld => {
            found.insert(Link::of(None, Why::Marked, o.id.0));
        }
        _ => {}
    }
    let rests = rests(record);
    let all_closed = !rests.is_empty() && rests.iter().all(|r| closed(r.on));
    for rest in rests.iter().filter(|r| closed(r.on)) {
        let why = match rest.how {
            How::Asserts => Why::Asserted,
            How::Drawn => Why::Drawn,
            How::Source => Why::Source,
            How::Attached => Why::Attached,
            How::Cites => Why::Cites,
            How::Verifies => Why::Verifies,
            How::Seen if all_closed => Why::Seen,
            How::Seen => continue,
        };
        found.insert(Link::of(rest.element, why, rest.on));
    }
    found
}

fn of_answer(answer: &Answer, closed: &dyn Fn(Uuid) -> bool) -> BTreeSet<Link> {
    let mut found = BTreeSet::new();
    let own: BTreeSet<Uuid> = answer.statements.iter().map(|s| s.id.0).collect();
    // Closed statement -> the marked one that closes it.
    let mut shut: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    for s in answer.statements.iter().filter(|s| s.withheld) {
        shut.insert(s.id.0, s.id.0);
        found.insert(Link::of(Some(s.id.0), Why::Marked, s.id.0));
    }
    // One that was taken out of the answer still closes what corrects it.
    let of = |id: Uuid, shut: &BTreeMap<Uuid, Uuid>| {
        shut.get(&id).copied().or_else(|| (!own.contains(&id) && closed(id)).then_some(id))
    };
    loop {
        let mut more: Vec<(Uuid, Uuid)> = Vec::new();
        for s in &answer.statements {
            let Some(corrected) = s.supersedes.map(|id| id.0) else { continue };
            match (of(s.id.0, &shut), of(corrected, &shut)) {
                (None, Some(source)) => more.push((s.id.0, source)),
                (Some(source), None) if own.contains(&corrected) => more.push((corrected, source)),
                _ => {}
            }
        }
        if more.is_empty() {
            break;
        }
        for (id, source) in more {
            shut.entry(id).or_insert_with(|| {
                found.insert(Link::of(Some(id), Why::Corrected, source));
                source
            });
        }
    }
    for s in answer.statements.iter().filter(|s| shut.contains_key(&s.id.0)) {
        for earlier in s.words_of.iter().map(|id| id.0).filter(|id| !shut.contains_key(id)) {
            let why = if own.contains(&earlier) { Why::Split } else { Why::Joined };
            found.insert(Link::of(Some(earlier), why, s.id.0));
        }
    }
    let said = |s: &&Statement| s.lane != Lane::Remark && !s.text.trim().is_empty();
    let mut spoken = answer.statements.iter().filter(said).peekable();
    let nothing_else = spoken.peek().is_some() && spoken.all(|s| shut.contains_key(&s.id.0));
    let first = shut.values().next().copied();
    for claim in &answer.claims {
        let source = match claim.statement {
            Some(id) => of(id.0, &shut),
            None => first.filter(|_| nothing_else),
        };
        found.extend(source.map(|source| Link::of(Some(claim.id.0), Why::Asserted, source)));
    }
    found
}

/// The statements of an answer that are told nowhere, each with the marked one that closes it: a marked one closes what
/// it corrects, and what corrects it.
pub fn shut(answer: &Answer) -> BTreeMap<StatementId, StatementId> {
    let links = of_answer(answer, &|_| false);
    let closed = |id: StatementId| links.iter().find(|l| l.closes(answer.id.0) == Some(id.0)).map(|l| l.source.into());
    answer.statements.iter().filter_map(|s| Some((s.id, closed(s.id)?))).collect()
}

/// `links` of a record as they are of an earlier version of it: a statement off which a closed one was split later still
/// holds its words, and is closed as a whole.
pub fn earlier(version: &AnyRecord, links: &BTreeSet<Link>) -> BTreeSet<Link> {
    let AnyRecord::Answer(answer) = version else { return BTreeSet::new() };
    let there = |id: Uuid| answer.statements.iter().any(|s| s.id.0 == id);
    let split = links.iter().filter(|l| l.why == Why::Split && !there(l.source));
    split.map(|l| Link { why: Why::Joined, ..l.clone() }).collect()
}

/// The numbers N of 〔证N〕 that lead to closed evidence, with that evidence.
fn hit(problem: &Problem, closed: &dyn Fn(Uuid) -> bool) -> BTreeMap<u16, Uuid> {
    problem.evidence.iter().filter(|c| closed(c.evidence.0)).map(|c| (c.number, c.evidence.0)).collect()
}

fn of_problem(problem: &Problem, hit: &BTreeMap<u16, Uuid>) -> BTreeSet<Link> {
    let mut found = BTreeSet::new();
    if hit.is_empty() {
        return found;
    }
    each_text(&mut problem.clone().into(), &mut |place, text| {
        for (_, number) in sentences_on(text, &|n| hit.contains_key(&n)) {
            if let Some(source) = hit.get(&number) {
                found.insert(Link { element: place.to_string(), why: Why::Sentence, source: *source });
            }
        }
    });
    found
}

/// The sentences of `text` with a mark 〔证N〕 for which `hit` holds: the bytes of their words, without the stop and what
/// stands behind it, and the first such number. A mark that stands behind the stop belongs to the sentence before it.
pub fn sentences_on(text: &str, hit: &dyn Fn(u16) -> bool) -> Vec<(Range<usize>, u16)> {
    let marks: Vec<(Range<usize>, u16)> = pins(text).collect();
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let stop = text.get(at..).and_then(|rest| rest.char_indices().find(|(_, c)| is_stop(*c)));
        let Some((words_end, mut end)) = stop.map(|(offset, c)| (at + offset, at + offset + c.len_utf8())) else {
            found.extend(struck(text, start..text.len(), start..text.len(), &marks, hit));
            break;
        };
        // What stands behind the stop and still belongs to the sentence: closing quotes, marks, blanks between them.
        while let Some(rest) = text.get(end..) {
            if let Some((mark, _)) = marks.iter().find(|(mark, _)| mark.start == end) {
                end = mark.end;
            } else if let Some(c) = rest.chars().next().filter(|c| closes(*c) || is_stop(*c)) {
                end += c.len_utf8();
            } else {
                let blank = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
                if blank == 0 || !marks.iter().any(|(mark, _)| mark.start == end + blank) {
                    break;
                }
                end += blank;
            }
        }
        found.extend(struck(text, start..words_end, start..end, &marks, hit));
        (start, at) = (end, end);
    }
    found
}

fn struck(
    text: &str,
    words: Range<usize>,
    whole: Range<usize>,
    marks: &[(Range<usize>, u16)],
    hit: &dyn Fn(u16) -> bool,
) -> Option<(Range<usize>, u16)> {
    let (_, number) = marks.iter().find(|(at, n)| whole.contains(&at.start) && hit(*n))?;
    let said = text.get(words.clone())?;
    let blank = said.len() - said.trim_start().len();
    Some((words.start + blank..words.end, *number))
}

const fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '\n')
}

const fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '"')
}

/// `record` as it may be told: without closed claims, with [`ELSEWHERE`] for closed statements and for sentences that rest
/// on closed evidence. `None`: it is told nowhere. `links` are those of this record; words are struck by the caller.
#[must_use]
pub fn told(record: &AnyRecord, links: &BTreeSet<Link>) -> Option<AnyRecord> {
    let id = record.id();
    let shut: BTreeSet<Uuid> = links.iter().filter_map(|l| l.closes(id)).collect();
    if shut.contains(&id) {
        return None;
    }
    let mut record = record.clone();
    match &mut record {
        AnyRecord::Answer(answer) => {
            for statement in answer.statements.iter_mut().filter(|s| shut.contains(&s.id.0)) {
                ELSEWHERE.clone_into(&mut statement.text);
                statement.withheld = true;
            }
            answer.claims.retain(|c| !shut.contains(&c.id.0));
        }
        AnyRecord::Interview(talk) => talk.unconfirmed.retain(|u| !shut.contains(&u.statement.0)),
        AnyRecord::Problem(problem) => {
            problem.to_verify.retain(|v| !shut.contains(&v.id.0));
            let lost = |c: &&Cited| shut.contains(&c.id.0);
            let numbers: BTreeSet<u16> = problem.evidence.iter().filter(lost).map(|c| c.number).collect();
            if !numbers.is_empty() {
                each_text(&mut record, &mut |_, text| {
                    for (bytes, _) in sentences_on(&text.clone(), &|n| numbers.contains(&n)).into_iter().rev() {
                        replace(text, &bytes);
                    }
                });
            }
        }
        _ => {}
    }
    Some(record)
}

/// Puts [`ELSEWHERE`] in the place of these bytes; the marks among them stay behind it.
fn replace(text: &mut String, bytes: &Range<usize>) {
    let Some(said) = text.get(bytes.clone()) else { return };
    let marks: String = pins(said).filter_map(|(at, _)| said.get(at)).collect();
    text.replace_range(bytes.clone(), &format!("{ELSEWHERE}{marks}"));
}

/// `record`, which may be told, as it leaves the file: without pointers to what is told nowhere.
#[must_use]
pub fn leaving(mut record: AnyRecord, closed: &dyn Fn(Uuid) -> bool) -> AnyRecord {
    match &mut record {
        AnyRecord::Answer(answer) => {
            answer.statements.retain(|s| !s.withheld);
            for statement in &mut answer.statements {
                statement.supersedes = statement.supersedes.filter(|id| !closed(id.0));
            }
        }
        AnyRecord::Decision(decision) => decision.seen.retain(|s| !closed(s.id)),
        AnyRecord::Problem(problem) => {
            let lost: BTreeSet<u16> = hit(problem, closed).into_keys().collect();
            problem.evidence.retain(|c| !closed(c.evidence.0));
            if !lost.is_empty() {
                each_text(&mut record, &mut |_, text| {
                    let marks: Vec<Range<usize>> =
                        pins(text).filter(|(_, n)| lost.contains(n)).map(|(at, _)| at).collect();
                    marks.into_iter().rev().for_each(|at| text.replace_range(at, ""));
                });
            }
        }
        _ => {}
    }
    record
}

#[cfg(test)]
mod tests;
