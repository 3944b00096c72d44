//! E301 and E401: who may not be told, and who has to answer for the paper.

use super::{Code, Diagnostic, Field, Severity};
use crate::analysis::paper::{Listed, Paper, Roster, Voice, ends_in_post, says_after, starts_with_post};
use crate::analysis::sentence::sentences;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (field, text) in texts(paper) {
        names(paper, field, text, out);
        codes(paper, field, text, out);
    }
    for proof in &paper.proofs {
        let named = names_in(paper, &proof.citation);
        if let Some((who, _)) = named.first() {
            out.push(told(Field::Evidence(proof.cited), &format!("材料名称里有{who}的姓名。")));
        }
    }
    for fact in &paper.problem.facts {
        speakers(paper, Field::Fact(fact.id), &fact.text, out);
    }
    handlers(paper, out);
}

/// Everything that is printed and typed by hand.
fn texts(paper: &Paper) -> Vec<(Field, &str)> {
    let problem = &paper.problem;
    let mut all = vec![
        (Field::Title, problem.title.as_str()),
        (Field::Place, &problem.place),
        (Field::Sources, &problem.source_other),
        (Field::Discovery, &problem.discovery),
        (Field::Explanation, &problem.explanation),
        (Field::Against, &problem.against),
        (Field::Note, &problem.note),
    ];
    all.extend(problem.facts.iter().map(|f| (Field::Fact(f.id), f.text.as_str())));
    for basis in &problem.basis {
        all.extend([(Field::Basis(basis.id), basis.name.as_str()), (Field::Basis(basis.id), &basis.quote)]);
    }
    for suggestion in &paper.suggestions {
        let field = Field::Suggestion(suggestion.id);
        all.extend([(field, suggestion.text.as_str()), (field, &suggestion.addressee)]);
    }
    for fix in &paper.quick_fixes {
        all.extend([(Field::QuickFix(fix.id), fix.demand.as_str()), (Field::QuickFix(fix.id), &fix.result)]);
    }
    all
}

fn told(field: Field, message: &str) -> Diagnostic {
    let help = "谈话对象只写代号，如〔访谈A37〕，旁边不写姓名、职务、性别、时间、地点；确是责任人的，列入责任人。";
    Diagnostic::new(Code::InformantNamed, Severity::Error, field, message, help)
}

/// Names of the roster that are no responsible person's.
fn names_in<'a>(paper: &Paper, text: &'a str) -> Vec<(&'a str, Range<usize>)> {
    let responsible: BTreeSet<&str> = paper.problem.responsible.iter().map(|r| r.name.trim()).collect();
    let named = paper.roster().named(text).into_iter();
    let informants = named.filter(|n| !n.people.iter().any(|p| paper.is_responsible(p.id)));
    let with_name = informants.filter_map(|n| Some((text.get(n.at.clone())?, n.at)));
    with_name.filter(|(name, _)| !responsible.contains(name)).collect()
}

fn names(paper: &Paper, field: Field, text: &str, out: &mut Vec<Diagnostic>) {
    for (name, at) in names_in(paper, text) {
        out.push(told(field, &format!("写了{name}的姓名，{name}不是责任人。")).at(at));
    }
}

/// A code beside what tells who that is.
fn codes(paper: &Paper, field: Field, text: &str, out: &mut Vec<Diagnostic>) {
    for at in Roster::codes(text) {
        let code = text.get(at.clone()).unwrap_or_default();
        let carriers = paper.roster().of_code(paper.unit.id, code);
        for person in carriers {
            if paper.is_responsible(person.id) {
                let message = format!("{code}是责任人，责任人写职务和姓名，不写代号。");
                out.push(told(field, &message).at(at.clone()));
            } else if let Some(wide) = post_beside(text, &at, person) {
                let word = text.get(wide.clone()).unwrap_or_default();
                out.push(told(field, &format!("代号旁边写了身份：{word}。")).at(wide));
            }
        }
    }
}

/// The range of the code with what stands beside it, when that tells who it is.
fn post_beside(text: &str, at: &Range<usize>, person: &Listed) -> Option<Range<usize>> {
    const FRAME: [char; 8] = ['〔', '〕', '（', '）', '(', ')', '“', ' '];
    let (before, after) = (text.get(..at.start)?, text.get(at.end..)?);
    let head = before.trim_end_matches(FRAME).trim_end_matches("访谈").trim_end_matches(FRAME);
    let own = |h: &str| !person.post.is_empty() && h.ends_with(person.post.as_str());
    if own(head) || ends_in_post(head) {
        let last = head.char_indices().rev().take(2).last().map_or(head.len(), |(i, _)| i);
        let from = if own(head) { head.len() - person.post.len() } else { last };
        return Some(from..at.end);
    }
    let tail = after.trim_start_matches('〕');
    let gap = after.len() - tail.len();
    let inside = tail.strip_prefix(['（', '(']).and_then(|t| t.split(['）', ')']).next());
    let tells = |t: &str| {
        starts_with_post(t)
            || !person.post.is_empty() && t.contains(person.post.as_str())
            || t.starts_with(['男', '女'])
    };
    if let Some(inside) = inside.filter(|i| tells(i) || ends_in_post(i)) {
        return Some(at.start..at.end + gap + '（'.len_utf8() + inside.len());
    }
    let beside = !person.post.is_empty() && tail.starts_with(person.post.as_str()) || starts_with_post(tail);
    beside.then(|| at.start..at.end + gap + tail.chars().take(2).map(char::len_utf8).sum::<usize>())
}

/// A sentence that rests on an informant and says of the holder of that very post that they said it.
fn speakers(paper: &Paper, field: Field, text: &str, out: &mut Vec<Diagnostic>) {
    for sentence in sentences(text) {
        let said = text.get(sentence.at.clone()).unwrap_or_default();
        for proof in sentence.pins.iter().filter_map(|n| paper.proof(*n)) {
            let Voice::Informant { person, .. } = &proof.voice else { continue };
            let Some(listed) = paper.roster().of_id(*person).filter(|l| l.post.chars().count() > 1) else { continue };
            let post = listed.post.as_str();
            let spoken = said.match_indices(post).find(|(at, _)| said.get(at + post.len()..).is_some_and(says_after));
            if let Some((at, _)) = spoken {
                let from = sentence.at.start + at;
                let message = format!("写了谈话对象的职务：{post}（证{}）。", proof.number);
                out.push(told(field, &message).at(from..from + post.len()));
            }
        }
    }
}

/// E401
fn handlers(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let distinct: BTreeSet<_> = paper.handlers.iter().map(|h| h.id).collect();
    if distinct.len() < 2 {
        let message = if distinct.is_empty() { "没有承办人。" } else { "只有一名承办人。" };
        out.push(Diagnostic::new(
            Code::FewHandlers,
            Severity::Error,
            Field::Handlers,
            message,
            "至少两名巡察干部承办，都要签名。",
        ));
    }
}
