//! E301 and E401: who may not be told, and who has to answer for the paper.

use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::field::{PaperField, Spot};
use crate::analysis::paper::{How, Identified, Paper, beside};
use std::collections::BTreeSet;

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (spot, text) in paper.typed() {
        for one in paper.identified(&text) {
            out.push(told(spot, &said(&one, &text)).at(one.at));
        }
    }
    for proof in &paper.proofs {
        // A provider who may not be named is left out of the print.
        let (extent, ..) = proof.record.as_ref().map(beside).unwrap_or_default();
        let shown = format!("{} {extent}", proof.citation);
        if let Some(one) = paper.identified(&shown).first() {
            let who = shown.get(one.at.clone()).unwrap_or_default();
            let message = match one.how {
                How::Name => format!("材料名称里有{who}的姓名。"),
                how => format!("材料名称里有谈话对象的{}：{who}。", how.chinese()),
            };
            out.push(told(Spot::at(PaperField::Evidence, proof.cited), &message));
        }
    }
    handlers(paper, out);
}

fn told(spot: Spot, message: &str) -> Diagnostic {
    let help = "谈话对象只写代号，如〔访谈A37〕，旁边不写姓名、职务、性别、时间、地点；确是责任人的，列入责任人。";
    Diagnostic::new(Code::InformantNamed, Severity::Error, spot, message, help)
}

/// What is said of a place that tells who somebody is.
fn said(one: &Identified<'_>, text: &str) -> String {
    let words = text.get(one.at.clone()).unwrap_or_default();
    let names: BTreeSet<&str> = one.people.iter().map(|p| p.name.as_str()).collect();
    let who = names.into_iter().collect::<Vec<_>>().join("、");
    match one.how {
        How::Name if words == who => format!("写了{who}的姓名，{who}不是责任人。"),
        How::Name | How::Called | How::Spelt => format!("“{words}”就是{who}，{who}不是责任人。"),
        How::Code => {
            let code = one.people.first().map_or("", |p| p.code.as_str());
            format!("代号{words}没有放在〔〕里，要写成〔访谈{code}〕。")
        }
        How::Own => {
            let who = one.people.first().map_or("", |p| p.code.as_str());
            format!("{who}是责任人，责任人写职务和姓名，不写代号。")
        }
        How::Post => format!("写了谈话对象的职务：{words}，名册上只有一人。"),
        How::Described => format!("写了谈话对象是谁：{words}，熟悉单位的人认得出。"),
        How::Beside => format!("代号旁边写了身份：{words}。"),
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
