//! What is done with a candidate: opened where it comes from, adopted, put aside, its new material taken in.

use super::{BEGUN, Listed, Problems, Zone};
use crate::acts::paper::decide::{Adopt, TakeIn};
use crate::analysis::rollup::{CandidateStanding, FoundPlace, PlaceKind, PlaceNews, Rule};
use crate::error::Result;
use crate::method::types::Method;
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{AnswerId, ProblemId};
use crate::model::problem::{Problem, ProblemState};
use crate::tui::dialog::choose::{Choose, Item};
use crate::tui::dialog::doing::Doing;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::screen::reading::Reading;
use crate::tui::screen::talk::Talk;
use crate::tui::update::Cx;
use std::sync::Arc;

/// Where a candidate comes from, in a few words.
pub(super) fn rule_words(rule: &Rule, method: &Method) -> String {
    let question = |id: &str| {
        let q = method.questions.iter().find(|q| q.id == id);
        q.map_or_else(|| "谈话".to_owned(), |q| format!("问{} {}", q.numeral, q.short))
    };
    match rule {
        Rule::Pattern(id) => {
            method.patterns.iter().find(|p| p.id == *id).map_or_else(|| "谈话".to_owned(), |p| question(&p.question))
        }
        Rule::Statement { question: id, .. } => question(id),
        Rule::Item(id) => {
            let kind = method.records.iter().find(|k| k.items.iter().any(|i| i.id == *id));
            let item = kind.and_then(|k| k.items.iter().find(|i| i.id == *id));
            kind.zip(item).map_or_else(|| "查阅".to_owned(), |(k, i)| format!("{} {}", k.short, i.label))
        }
        Rule::Observation(_) => "疑点".to_owned(),
    }
}

/// What kind of thing a place is.
const fn kind_word(kind: &PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Answer { .. } => "谈话",
        PlaceKind::Check { .. } => "查阅",
        PlaceKind::Observation => "疑点",
    }
}

impl Problems {
    /// The candidate under the cursor; says so when there is none.
    fn current(&self, cx: &mut Cx<'_>) -> Option<&Listed> {
        let here = self.candidate(self.candidate_at.at).filter(|_| self.zone == Zone::Candidates);
        if here.is_none() && self.zone == Zone::Candidates && !self.gathered() {
            cx.not_here("正在归集，稍候再按。");
        } else if here.is_none() {
            cx.not_here(Context::Problems.fill("先用 {key:NextZone} 把光标移到上面的候选。"));
        }
        here
    }

    /// Opens the one place of the candidate, or asks which.
    pub(super) fn open_source(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(one) = self.current(cx) else { return Ok(()) };
        let (key, title) = (one.candidate.key, one.candidate.title.clone());
        let row = |p: &FoundPlace| {
            let news = match p.news {
                PlaceNews::Old => String::new(),
                news => format!("（{}）", news.chinese()),
            };
            Item::new(kind_word(&p.kind), format!("{news}{}　{}", p.place, p.told()))
        };
        let items: Vec<Item> = one.candidate.places.iter().map(row).collect();
        self.asked = Some(key);
        if items.len() == 1 {
            return self.open_place(0, cx);
        }
        cx.push(Choose::one("candidate-place", title, items));
        Ok(())
    }

    /// Opens a place of the candidate that was asked for: the talk at that question, or the document.
    pub(super) fn open_place(&mut self, at: usize, cx: &mut Cx<'_>) -> Result<()> {
        let asked = self.asked.take();
        let one = self.candidates.iter().find(|c| Some(c.candidate.key) == asked);
        let Some(one) = one else { return Ok(()) };
        let rule = one.candidate.rule.clone();
        let Some(place) = one.candidate.places.get(at) else { return Ok(()) };
        let source = place.evidence.as_ref().map(|e| &e.source);
        match (&place.kind, source) {
            (PlaceKind::Answer { interview, .. }, _) => {
                let talk = Talk::open_at(*interview, AnswerId(place.id), None, cx)?;
                cx.push(talk);
            }
            (_, Some(EvidenceSource::Statement { interview, answer, statement })) => {
                let talk = Talk::open_at(*interview, *answer, Some(*statement), cx)?;
                cx.push(talk);
            }
            (PlaceKind::Check { document }, _) | (_, Some(EvidenceSource::Document { document, .. })) => {
                let mut reading = Reading::open(*document, cx)?;
                if let Rule::Item(item) = &rule {
                    reading.put_on_item(item);
                }
                if let Some(EvidenceSource::Document { entry: Some(entry), .. }) = source {
                    reading.put_on_entry(*entry);
                }
                cx.push(reading);
            }
            _ => cx.push(Page::new(place.place.clone(), vec![Block::Text(place.told().to_owned())])),
        }
        Ok(())
    }

    /// Makes the draft of the candidate and opens it.
    pub(super) fn adopt(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(one) = self.current(cx).cloned() else { return Ok(()) };
        if let CandidateStanding::Adopted(_) | CandidateStanding::NewMaterial(_) = one.candidate.standing {
            cx.not_here(Context::Problems.fill("这一条已经采纳过；按 {key:TakeIn} 把新增材料收入那个问题。"));
            return Ok(());
        }
        let Some(by) = cx.me() else {
            cx.warn(Context::Problems.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return Ok(());
        };
        let problem = ProblemId::new();
        let act = Adopt { candidate: one.candidate, problem, method: Arc::clone(&cx.book()?.method), by };
        self.paper = Some(problem);
        let said = Context::PaperText.fill("已采纳，起草了底稿。按 {key:NextDiagnostic} 看还缺什么。");
        cx.push(Doing::new(BEGUN, "采纳候选", act).saying(said));
        Ok(())
    }

    /// Asks for the reason and puts the candidate aside.
    pub(super) fn dismiss(&self, cx: &mut Cx<'_>) {
        let Some(one) = self.current(cx) else { return };
        if let CandidateStanding::Adopted(_) | CandidateStanding::NewMaterial(_) = one.candidate.standing {
            cx.not_here("这一条已经采纳，起草了问题。");
            return;
        }
        let form = forms::dismiss::form(one.candidate.clone());
        cx.push(form);
    }

    /// Adds the new material to the problem that was made of the candidate.
    pub(super) fn take_in(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(one) = self.current(cx).cloned() else { return Ok(()) };
        let CandidateStanding::NewMaterial(problem) = one.candidate.standing else {
            cx.not_here("这一条没有可以收入的新增材料。");
            return Ok(());
        };
        let Some(by) = cx.me() else {
            cx.warn(Context::Problems.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return Ok(());
        };
        let Some(Problem { number, state, .. }) = cx.reader()?.get(problem.0)? else {
            cx.warn("采纳时起草的问题已经删除。");
            return Ok(());
        };
        let said = if state == ProblemState::Ready {
            format!("已收入 {number}，底稿有改动，退回草稿。")
        } else {
            format!("已收入 {number}：新的事实写在最后，其余在待核实里，请打开核对。")
        };
        let method = Arc::clone(&cx.book()?.method);
        cx.act_saying(TakeIn { candidate: one.candidate, problem, method, by }, said);
        Ok(())
    }
}
