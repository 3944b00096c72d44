//! E1xx: what the facts and the basis lack.

use super::dates::tells_time;
use super::{Code, Diagnostic, Severity, amount};
use crate::analysis::paper::field::{PaperField, Spot};
use crate::analysis::paper::{BasisStanding, InForce, Lack, Paper};
use crate::analysis::sentence::{Sentence, sentences};
use crate::analysis::subject::{self, Subject};

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    facts(paper, out);
    amounts(paper, out);
    accuracies(paper, out);
    basis(paper, out);
}

/// E101, E102, W106.
fn facts(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let problem = &paper.problem;
    if problem.facts.iter().all(|f| f.text.trim().is_empty()) {
        out.push(Diagnostic::new(
            Code::Subject,
            Severity::Error,
            Spot::of(PaperField::Facts),
            "还没有写查证事实。",
            "写清谁、什么时间、什么地点、做了什么、涉及多少。",
        ));
        return;
    }
    let named = problem.facts.iter().map(|f| subject::of(&f.text, problem, &paper.unit)).max();
    let (severity, message) = match named.unwrap_or(Subject::None) {
        Subject::None => (Some(Severity::Error), "查证事实没有写明是哪个单位、哪个人。"),
        Subject::Vague => (Some(Severity::Warning), "查证事实只有泛称，没有写明是哪个单位、哪个人。"),
        Subject::Named => (None, ""),
    };
    if let Some(severity) = severity {
        let help = "写明单位、党组、班子、科室，或责任人的职务和姓名。";
        out.push(Diagnostic::new(Code::Subject, severity, Spot::of(PaperField::Facts), message, help));
    }
    if !problem.facts.iter().any(|f| tells_time(&f.text)) {
        out.push(Diagnostic::new(
            Code::Time,
            Severity::Error,
            Spot::of(PaperField::Facts),
            "查证事实没有写明时间。",
            "至少写到年，如 2022年6月。",
        ));
    }
    if problem.from.is_none() {
        out.push(Diagnostic::new(
            Code::Time,
            Severity::Warning,
            Spot::of(PaperField::Period),
            "起止时间没有填，核对不了依据当时是否有效。",
            "填上事实发生的时间，只知道年份的填年份。",
        ));
    }
    for fact in &problem.facts {
        let all = sentences(&fact.text);
        for (place, sentence) in all.iter().enumerate() {
            let said = fact.text.get(sentence.at.clone()).unwrap_or_default();
            let taken_up = goes_on(said) && rest_is_pinned(&fact.text, all.get(place + 1..).unwrap_or_default());
            if sentence.pins.is_empty() && !taken_up && !is_reasoning(said) {
                let unpinned = Diagnostic::new(
                    Code::Unpinned,
                    Severity::Warning,
                    Spot::at(PaperField::Facts, fact.id),
                    "这句话没有标支撑材料。",
                    "在句末标上它的支撑材料，如〔证1〕；没有支撑材料的，补上或删去。",
                );
                out.push(unpinned.at(sentence.at.clone()));
            }
        }
    }
}

/// A quotation that ends with its own stop goes with the sentence that takes it up, a member of a list parted by ； with
/// the end of the list.
fn goes_on(sentence: &str) -> bool {
    sentence.ends_with(['”', '；'])
}

/// Whether what such a sentence goes on to is pinned.
fn rest_is_pinned(text: &str, rest: &[Sentence]) -> bool {
    for next in rest {
        if !next.pins.is_empty() {
            return true;
        }
        if !text.get(next.at.clone()).is_some_and(goes_on) {
            return false;
        }
    }
    false
}

/// A sentence that only applies the basis needs no evidence: 上述做法不符合《…》第…条的规定。
fn is_reasoning(sentence: &str) -> bool {
    sentence.contains('《') && ["违反", "不符合", "依据", "根据", "按照", "规定"].iter().any(|w| sentence.contains(w))
}

/// E103
fn amounts(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let view = paper.view();
    let fields = PaperField::ALL.into_iter().filter(|f| f.spec().amounts);
    for spot in fields.flat_map(|f| view.spots(f)) {
        let Some(text) = view.get(spot) else { continue };
        for at in amount::without_unit(&text) {
            let figure = text.get(at.clone()).unwrap_or_default();
            let message = format!("“{figure}”没有写单位。");
            let found = Diagnostic::new(Code::AmountUnit, Severity::Error, spot, message, "写上元或万元。");
            out.push(found.at(at));
        }
    }
    for fact in &paper.problem.facts {
        if let Some(at) = amount::missing(&fact.text) {
            let help = "写明金额；只有张数、人数的，补上合计金额。";
            let spot = Spot::at(PaperField::Facts, fact.id);
            out.push(Diagnostic::new(Code::NoAmount, Severity::Warning, spot, "款项没有写金额。", help).at(at));
        }
    }
}

/// E105: what is missing of the four and no other code tells, at the first field that lacks something.
fn accuracies(paper: &Paper, out: &mut Vec<Diagnostic>) {
    for light in &paper.lights {
        let missing: Vec<Lack> = light.missing.iter().copied().filter(|m| !m.has_own_code()).collect();
        let Some(first) = missing.first() else { continue };
        let words = missing.iter().map(|m| m.chinese()).collect::<Vec<_>>().join("、");
        let message = format!("{}不准确，还差：{words}。", light.what.chinese());
        let help = format!("补上{words}。");
        let spot = Spot::of(first.field());
        out.push(Diagnostic::new(Code::FourAccuracies, Severity::Error, spot, message, help));
    }
}

/// E107-E110
fn basis(paper: &Paper, out: &mut Vec<Diagnostic>) {
    if paper.problem.basis.is_empty() {
        let help = "选一条法规并写明条款；单位自己的制度可以手工填写。";
        out.push(Diagnostic::new(
            Code::NoBasis,
            Severity::Error,
            Spot::of(PaperField::Basis),
            "还没有写定性依据。",
            help,
        ));
    }
    for footing in &paper.footings {
        let Some(basis) = paper.problem.basis.iter().find(|b| b.id == footing.id) else { continue };
        let spot = Spot::at(PaperField::BasisClause, basis.id);
        let name = basis.name.trim();
        if basis.clause.trim().is_empty() {
            let severity = if basis.regulation.is_empty() { Severity::Warning } else { Severity::Error };
            let message = format!("《{name}》没有写到条款。");
            out.push(Diagnostic::new(Code::NoClause, severity, spot, message, "写明第几条、第几款。"));
        }
        if footing.standing == BasisStanding::ToConfirm {
            let message = format!("《{name}》的条款和日期还没有人核实，打印时带〔待核〕。");
            let help = "对照原文核实后，把光标放在这条依据上，选“核实”。";
            out.push(Diagnostic::new(Code::BasisUnverified, Severity::Error, spot, message, help));
        }
        let (severity, message) = match &footing.in_force {
            InForce::No(message) => (Severity::Error, message),
            InForce::Partly(message) => (Severity::Warning, message),
            InForce::Yes | InForce::Unknown => continue,
        };
        let help = match &footing.fitting {
            Some(label) => format!("改用事实发生时有效的版本：{label}。"),
            None => "核对事实的时间，或换一条当时有效的依据。".to_owned(),
        };
        out.push(Diagnostic::new(Code::BasisNotInForce, severity, spot, message.clone(), help));
    }
}
