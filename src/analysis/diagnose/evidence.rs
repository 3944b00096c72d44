//! E104 and E2xx: what the evidence does not carry.

use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::field::{FieldKind, PaperField, Spot};
use crate::analysis::paper::{Paper, Proof, ProofState, Voice, Words};
use crate::analysis::sentence::sentences;
use crate::model::answer::Lane;
use crate::model::closed::ELSEWHERE;
use crate::model::evidence::EvidenceSort;
use crate::model::problem::{Certainty, Fact, pins};
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    sorts(paper, out);
    marks(paper, out);
    list(paper, out);
    struck(paper, out);
    for fact in &paper.problem.facts {
        quotes(paper, fact, out);
    }
}

/// E206: the sign that stands for words dealt with elsewhere. It stays when those are let in again, and nothing else tells
/// that the text is to be written anew. A sentence that rests on what is withheld now has E201.
fn struck(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let view = paper.view();
    let typed = |f: &PaperField| matches!(f.spec().kind, FieldKind::Line | FieldKind::Text);
    for spot in PaperField::ALL.into_iter().filter(typed).flat_map(|f| view.spots(f)) {
        let Some(text) = view.get(spot).filter(|text| text.contains(ELSEWHERE)) else { continue };
        let rests = |n: &u16| paper.proof(*n).is_some_and(|p| p.state == ProofState::Elsewhere);
        let told: Vec<Range<usize>> =
            sentences(&text).into_iter().filter(|s| s.pins.iter().any(rests)).map(|s| s.at).collect();
        for (at, sign) in text.match_indices(ELSEWHERE).filter(|(at, _)| !told.iter().any(|s| s.contains(at))) {
            let severity = if spot.field.is_printed() { Severity::Error } else { Severity::Warning };
            let message = "这里有〔已另行处理〕，原来的话已转线索。";
            let help = "按能写的材料改写这句话；取消转线索的，原话不会自己回来，要重新写。";
            let found = Diagnostic::new(Code::Struck, severity, spot, message, help);
            out.push(found.at(at..at + sign.len()));
        }
    }
}

/// E104, W203
fn sorts(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let written = paper.proofs.iter().any(|p| !p.state.dangles() && p.sort == Some(EvidenceSort::Written));
    if !written {
        let only_reported = paper.problem.certainty == Some(Certainty::OnlyReported);
        let severity = if only_reported { Severity::Warning } else { Severity::Error };
        let help = "找会议记录、凭证、文件等书面材料佐证；找不到的，查实程度定为“仅反映”。";
        out.push(Diagnostic::new(
            Code::NoWritten,
            severity,
            Spot::of(PaperField::Evidence),
            "没有一份书面材料。",
            help,
        ));
    }
    if let Some(sort) = paper.single {
        let message = format!("孤证：全部支撑材料都是{}。", sort.chinese());
        let help = "换一种来源印证：书面材料与谈话互相对照，或到现场核对。";
        out.push(Diagnostic::new(Code::SingleSort, Severity::Warning, Spot::of(PaperField::Evidence), message, help));
    }
}

/// E201 and W202 at the marks in the facts.
fn marks(paper: &Paper, out: &mut Vec<Diagnostic>) {
    for fact in &paper.problem.facts {
        for (at, number) in pins(&fact.text) {
            let spot = Spot::at(PaperField::Facts, fact.id);
            let found = match paper.proof(number) {
                None => Diagnostic::new(
                    Code::Dangling,
                    Severity::Error,
                    spot,
                    format!("支撑材料目录里没有证{number}。"),
                    "改成目录里有的编号，或把这份支撑材料加进目录。",
                ),
                Some(proof) if proof.state.dangles() => dangling(proof, spot),
                Some(proof) => match superseded(proof, spot) {
                    Some(found) => found,
                    None => continue,
                },
            };
            out.push(found.at(at));
        }
    }
}

fn dangling(proof: &Proof, spot: Spot) -> Diagnostic {
    let help = match proof.state {
        ProofState::NotOnRecord => "记录人注没有段号，不在谈话记录上，不能作支撑材料。换一段陈述，或另找一份。",
        ProofState::Elsewhere => "这份材料已另行处理，底稿不能引用。换一份支撑材料，并改写所依据的句子。",
        _ => "材料已删除或已移走。换一份支撑材料，或删去所依据的句子。",
    };
    let message = format!("证{}落空：{}。", proof.number, proof.state.chinese());
    Diagnostic::new(Code::Dangling, Severity::Error, spot, message, help)
}

fn superseded(proof: &Proof, spot: Spot) -> Option<Diagnostic> {
    let ProofState::Superseded { by, .. } = proof.state else { return None };
    let by = by.map_or_else(String::new, |n| format!("，更正后的话是第{n}段"));
    let message = format!("证{}是更正前的话{by}。", proof.number);
    let help = "谈话对象已经更正。改引更正后的那一段，并核对句子。";
    Some(Diagnostic::new(Code::Superseded, Severity::Warning, spot, message, help))
}

/// E201, W201 and W204 at the lines of the list.
fn list(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let pinned: BTreeSet<u16> = paper.problem.facts.iter().flat_map(|f| pins(&f.text)).map(|(_, n)| n).collect();
    for proof in &paper.proofs {
        let spot = Spot::at(PaperField::Evidence, proof.cited);
        if !pinned.contains(&proof.number) {
            out.push(if proof.state.dangles() {
                dangling(proof, spot)
            } else {
                let message = format!("证{}没有一句话用到。", proof.number);
                let help = "在它支撑的句末标上编号；用不着的，从目录里去掉。";
                Diagnostic::new(Code::Dangling, Severity::Warning, spot, message, help)
            });
        }
        if let (Voice::Own(_), Some(Words { read_back: false, corrects, .. })) = (&proof.voice, &proof.words) {
            let what =
                if *corrects { "这一段是读回以后的更正，没有再读回" } else { "谈话没有读回" };
            let message = format!("证{}是责任人本人谈话，但{what}确认。", proof.number);
            let help = "补作读回，请本人确认后在谈话里按“已读回”。";
            out.push(Diagnostic::new(Code::OwnNotReadBack, Severity::Warning, spot, message, help));
        }
    }
}

/// W205: in a sentence that rests on talks alone, only 原话 stands between quotation marks.
fn quotes(paper: &Paper, fact: &Fact, out: &mut Vec<Diagnostic>) {
    if !fact.text.contains('“') {
        return;
    }
    for sentence in sentences(&fact.text) {
        let proofs: Vec<&Proof> = sentence.pins.iter().filter_map(|n| paper.proof(*n)).collect();
        let words: Vec<&Words> = proofs.iter().filter_map(|p| p.words.as_ref()).collect();
        // Papers are quoted from too.
        if words.is_empty() || words.len() < proofs.iter().filter(|p| !p.state.dangles()).count() {
            continue;
        }
        for (at, quote) in quoted(&fact.text, sentence.at.clone()) {
            let verbatim = |w: &&&Words| w.lane == Lane::Verbatim;
            if words.iter().filter(verbatim).any(|w| plain(&w.text).contains(&plain(quote))) {
                continue;
            }
            let (message, help) = if words.iter().any(|w| w.lane == Lane::Verbatim) {
                ("引号里的话和记下的原话对不上。", "照谈话记录里的原话改，一字不差；转述的去掉引号。")
            } else {
                ("引号里的话记的是要点，不是原话。", "去掉引号改为转述；确是原话的，在谈话里改标“原”。")
            };
            let found = Diagnostic::new(
                Code::QuoteNotVerbatim,
                Severity::Warning,
                Spot::at(PaperField::Facts, fact.id),
                message,
                help,
            );
            out.push(found.at(at));
        }
    }
}

/// Shorter words in quotation marks are terms (“三重一大”), unless somebody is said to say them.
const TERM: usize = 6;

/// Passages in quotation marks that are somebody's words, marks included.
fn quoted(text: &str, within: Range<usize>) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(rest) = text.get(at..within.end) {
        let Some(open) = rest.find('“').map(|o| at + o) else { break };
        let inner = open + '“'.len_utf8();
        let Some(length) = text.get(inner..within.end).and_then(|r| r.find('”')) else { break };
        let quote = text.get(inner..inner + length).unwrap_or_default();
        let end = inner + length + '”'.len_utf8();
        let said = text.get(..open).is_some_and(|b| b.ends_with(['称', '说', '道', '讲', '：', ':']));
        if said || quote.chars().count() > TERM {
            found.push((open..end, quote));
        }
        at = end;
    }
    found
}

/// Without stops and blanks: a quotation may end its sentence otherwise.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
