//! Marks on the row under the cursor: observations, and evidence taken there.

use super::{Reading, Row};
use crate::analysis::reading::marked;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{CheckResultId, EntryId, EvidenceId, InspectorId, ObservationId};
use crate::model::observation::{Observation, Origin};
use crate::model::problem::Problem;
use crate::model::reading::CheckResult;
use crate::model::record::{Kind, Op};
use crate::tui::effect::Put;
use crate::tui::keys::Context;
use crate::tui::screen::Cx;
use crate::tui::screen::confirm::Confirm;

/// Where in the document a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Check(CheckResultId),
    Entry(EntryId),
}

impl Spot {
    const fn check(self) -> Option<CheckResultId> {
        match self {
            Self::Check(id) => Some(id),
            Self::Entry(_) => None,
        }
    }

    const fn entry(self) -> Option<EntryId> {
        match self {
            Self::Check(_) => None,
            Self::Entry(id) => Some(id),
        }
    }
}

impl Reading {
    fn spot(&self, row: Row) -> Option<Spot> {
        match row {
            Row::Item(at) => self.checked.get(at).map(|c| Spot::Check(c.result.id)),
            Row::Entry(at) => self.entries.get(at).map(|e| Spot::Entry(e.id)),
        }
    }

    /// The observation on a row.
    pub fn observed(&self, row: Row) -> Option<&Observation> {
        let spot = self.spot(row)?;
        self.observations.iter().find(|o| match &o.origin {
            Origin::Document { check, entry, .. } => (*check, *entry) == (spot.check(), spot.entry()),
            _ => false,
        })
    }

    /// The evidence taken at a row.
    pub fn taken(&self, row: Row) -> Option<&Evidence> {
        let spot = self.spot(row)?;
        self.evidence.iter().find(|e| match &e.source {
            EvidenceSource::Document { check, entry, .. } => (*check, *entry) == (spot.check(), spot.entry()),
            _ => false,
        })
    }

    /// What an observation on a check item says: its title, and what was noted beside it.
    fn words(&self, result: &CheckResult) -> String {
        marked(self.kind.items.iter().find(|i| i.id == result.item), result)
    }

    /// An observation that says what stood beside its check item says what stands there now; one that somebody worded
    /// stays.
    pub(super) fn reword_observation(&mut self, at: usize, before: &CheckResult) -> Option<Put> {
        let now = self.checked.get(at).map(|c| self.words(&c.result))?;
        let old = self.words(before);
        let id = self.observed(Row::Item(at)).filter(|o| o.text == old && old != now)?.id;
        let observation = self.observations.iter_mut().find(|o| o.id == id)?;
        observation.text = now;
        Some(Put::of(observation.clone()))
    }

    fn me(cx: &mut Cx<'_>) -> Option<InspectorId> {
        let me = cx.me();
        if me.is_none() {
            cx.warn("请先选定谁在操作。");
        }
        me
    }

    /// Marks the row as an observation, or takes that back.
    pub(super) fn mark_observation(&mut self, cx: &mut Cx<'_>) {
        let (Some(row), Some(by)) = (self.row(), Self::me(cx)) else { return };
        if let Some(id) = self.observed(row).map(|o| o.id) {
            self.observations.retain(|o| o.id != id);
            cx.write(Op::EditObservation, vec![Put::Delete(Kind::Observation, id.0)]);
            cx.done("已取消疑点。");
            return;
        }
        let Some(spot) = self.spot(row) else { return };
        let (text, item, mut puts) = match row {
            Row::Item(at) => {
                let Some(result) = self.checked.get(at).map(|c| c.result.clone()) else { return };
                // The result is written first: an observation never points at what is not there.
                (self.words(&result), Some(result.item.clone()), vec![Put::of(result)])
            }
            Row::Entry(at) => {
                let line = self.entries.get(at).map(|e| self.entry_line(e));
                (line.unwrap_or_default(), None, Vec::new())
            }
        };
        let (check, entry) = (spot.check(), spot.entry());
        let observation = Observation {
            id: ObservationId::new(),
            unit: self.unit.id,
            origin: Origin::Document { document: self.document.id, item, check, entry },
            text,
            by,
            at: cx.now,
            withheld: false,
        };
        puts.push(Put::of(observation.clone()));
        self.observations.push(observation);
        cx.write(Op::EditObservation, puts);
        cx.done(Context::Reading.fill("已标为疑点，再按 {key:MarkObservation} 取消。"));
    }

    /// Takes the row as evidence; taken before, it gets the pages that stand there now, or is asked about.
    pub(super) fn take_evidence(&mut self, cx: &mut Cx<'_>) {
        let (Some(row), Some(by)) = (self.row(), Self::me(cx)) else { return };
        let Some(spot) = self.spot(row) else { return };
        let (pages, mut puts) = match row {
            Row::Item(at) => {
                let Some(result) = self.checked.get(at).map(|c| c.result.clone()) else { return };
                (result.pages.clone(), vec![Put::of(result)])
            }
            Row::Entry(at) => (self.entries.get(at).map(|e| e.pages.clone()).unwrap_or_default(), Vec::new()),
        };
        if let Some(old) = self.taken(row).cloned() {
            if old.pages == pages {
                self.ask_about_evidence(&old, cx);
                return;
            }
            let id = old.id;
            let new = Evidence { pages, ..old };
            puts.push(Put::of(new.clone()));
            super::replace(&mut self.evidence, |e| e.id == id, Some(new));
            cx.write(Op::EditEvidence, puts);
            cx.done("支撑材料的页码已改成现在的。");
            return;
        }
        let evidence = self.evidence_at(spot, pages, by, cx);
        puts.push(Put::of(evidence.clone()));
        let told = if evidence.pages.is_empty() {
            Context::Reading.fill("已取为支撑材料，还没有页码；写好页码再按一次 {key:TakeEvidence}。")
        } else {
            "已取为支撑材料，写底稿时可以选用。".to_owned()
        };
        self.evidence.push(evidence);
        cx.write(Op::EditEvidence, puts);
        cx.done(told);
    }

    fn evidence_at(&self, spot: Spot, pages: String, by: InspectorId, cx: &Cx<'_>) -> Evidence {
        let d = &self.document;
        let period = d.period();
        let title = if period.is_empty() { d.title.clone() } else { format!("{} {period}", d.title) };
        let (check, entry) = (spot.check(), spot.entry());
        Evidence {
            id: EvidenceId::new(),
            unit: self.unit.id,
            source: EvidenceSource::Document { document: d.id, check, entry },
            sort: EvidenceSort::Written,
            title,
            volume: d.volume.clone(),
            pages,
            form: d.form,
            extent: String::new(),
            provider: d.provider.clone(),
            obtained: d.received,
            note: String::new(),
            by,
            at: cx.now,
        }
    }

    /// Evidence that no paper cites can be let go again.
    fn ask_about_evidence(&self, evidence: &Evidence, cx: &mut Cx<'_>) {
        let problems = cx.reader().and_then(|r| r.children::<Problem>(self.unit.id.0));
        match problems {
            Ok(problems) if problems.iter().any(|p| p.evidence.iter().any(|c| c.evidence == evidence.id)) => {
                cx.done("这里已取为支撑材料，有底稿在用。");
            }
            Ok(_) => {
                let text = "这里已取为支撑材料，还没有底稿用它。要取消吗？";
                cx.push(Confirm::new("evidence", text).words("取消这条支撑材料", "保留").grave());
            }
            Err(e) => cx.fail(&e),
        }
    }

    pub(super) fn drop_evidence(&mut self, cx: &mut Cx<'_>) {
        let Some(id) = self.row().and_then(|row| self.taken(row)).map(|e| e.id) else { return };
        self.evidence.retain(|e| e.id != id);
        cx.write(Op::EditEvidence, vec![Put::Delete(Kind::Evidence, id.0)]);
    }
}
