//! E301 and E401: who may not be told, and who has to answer for the paper.

use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::field::{PaperField, Spot};
use crate::analysis::paper::{Listed, Paper, Roster, Voice, beside, ends_in_post, says_after, starts_with_post};
use crate::analysis::sentence::sentences;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (spot, text) in paper.typed() {
        names(paper, spot, &text, out);
        codes(paper, spot, &text, out);
    }
    for proof in &paper.proofs {
        // A provider who may not be named is left out of the print.
        let (extent, ..) = proof.record.as_ref().map(beside).unwrap_or_default();
        let shown = format!("{} {extent}", proof.citation);
        let named = names_in(paper, &shown);
        if let Some((who, _)) = named.first() {
            out.push(told(Spot::at(PaperField::Evidence, proof.cited), &format!("材料名称里有{who}的姓名。")));
        }
    }
    for fact in &paper.problem.facts {
        speakers(paper, Spot::at(PaperField::Facts, fact.id), &fact.text, out);
    }
    handlers(paper, out);
}

fn told(spot: Spot, message: &str) -> Diagnostic {
    let help = "谈话对象只写代号，如〔访谈A37〕，旁边不写姓名、职务、性别、时间、地点；确是责任人的，列入责任人。";
    Diagnostic::new(Code::InformantNamed, Severity::Error, spot, message, help)
}

/// Names of the roster that are no responsible person's.
fn names_in<'a>(paper: &Paper, text: &'a str) -> Vec<(&'a str, Range<usize>)> {
    let responsible: BTreeSet<&str> = paper.problem.responsible.iter().map(|r| r.name.trim()).collect();
    let named = paper.roster().named(text).into_iter();
    let informants = named.filter(|n| !n.people.iter().any(|p| paper.is_responsible(p.id)));
    let with_name = informants.filter_map(|n| Some((text.get(n.at.clone())?, n.at)));
    with_name.filter(|(name, _)| !responsible.contains(name)).collect()
}

fn names(paper: &Paper, spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
    for (name, at) in names_in(paper, text) {
        out.push(told(spot, &format!("写了{name}的姓名，{name}不是责任人。")).at(at));
    }
}

/// A code beside what tells who that is.
fn codes(paper: &Paper, spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
    for at in Roster::codes(text) {
        let code = text.get(at.clone()).unwrap_or_default();
        let carriers = paper.roster().of_code(paper.unit.id, code);
        for person in carriers {
            if paper.is_responsible(person.id) {
                let message = format!("{code}是责任人，责任人写职务和姓名，不写代号。");
                out.push(told(spot, &message).at(at.clone()));
            } else if let Some(wide) = post_beside(text, &at, person) {
                let word = text.get(wide.clone()).unwrap_or_default();
                out.push(told(spot, &format!("代号旁边写了身份：{word}。")).at(wide));
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
fn speakers(paper: &Paper, spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
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
                out.push(told(spot, &message).at(from..from + post.len()));
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
            Spot::of(PaperField::Handlers),
            message,
            "至少两名巡察干部承办，都要签名。",
        ));
    }
}
