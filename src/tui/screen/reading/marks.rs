//! Marks on the row under the cursor: observations, and evidence taken there.

use super::pending::{At, Intent};
use super::{Reading, Row};
use crate::acts::reading::mark::{DropEvidence, MarkInDocument, Spot, TakeEvidence};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{CheckResultId, EntryId, EvidenceId, ObservationId};
use crate::model::observation::{Observation, Origin};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// The ids by which marks know their place.
type Ids = (Option<CheckResultId>, Option<EntryId>);

impl Reading {
    fn ids(&self, row: Row) -> Option<Ids> {
        match row {
            Row::Item(at) => self.checked.get(at).map(|c| (Some(c.result.id), None)),
            Row::Entry(at) => self.entries.get(at).map(|e| (None, Some(e.id))),
        }
    }

    fn at(&self, row: Row) -> Option<At> {
        match row {
            Row::Item(at) => self.checked.get(at).map(|c| At::Item(c.result.item.clone())),
            Row::Entry(at) => self.entries.get(at).map(|e| At::Entry(e.id)),
        }
    }

    fn spot(&self, row: Row) -> Option<Spot> {
        match row {
            Row::Item(at) => self.item(at).map(|item| Spot::Item(Box::new(item.clone()))),
            Row::Entry(at) => self.entries.get(at).map(|e| Spot::Entry(e.id, self.entry_line(e))),
        }
    }

    /// Whether a row is marked as an observation, or about to be.
    pub fn is_observed(&self, row: Row) -> bool {
        let coming = self.at(row).and_then(|at| self.pending.marks(&at));
        coming.unwrap_or_else(|| self.observed(row).is_some())
    }

    /// The observation on a row.
    pub fn observed(&self, row: Row) -> Option<&Observation> {
        let ids = self.ids(row)?;
        self.observations.iter().find(|o| match &o.origin {
            Origin::Document { check, entry, .. } => (*check, *entry) == ids,
            _ => false,
        })
    }

    /// The evidence taken at a row.
    pub fn taken(&self, row: Row) -> Option<&Evidence> {
        let ids = self.ids(row)?;
        self.evidence.iter().find(|e| match &e.source {
            EvidenceSource::Document { check, entry, .. } => (*check, *entry) == ids,
            _ => false,
        })
    }

    /// The row under the cursor as acts know it; nobody at the keyboard marks nothing.
    fn place(&self, cx: &mut Cx<'_>) -> Option<(Row, Spot)> {
        let row = self.row()?;
        if cx.me().is_none() {
            cx.warn("请先选定谁在操作。");
            return None;
        }
        self.spot(row).map(|spot| (row, spot))
    }

    /// Marks the row as an observation, or takes that back.
    pub(super) fn mark_observation(&mut self, cx: &mut Cx<'_>) {
        let Some((row, spot)) = self.place(cx) else { return };
        let Some(at) = self.at(row) else { return };
        let on = !self.is_observed(row);
        let told = if on { "已标为疑点，再按 {key:MarkObservation} 取消。" } else { "已取消疑点。" };
        let act = MarkInDocument { id: ObservationId::new(), document: self.document.id, spot, on, at: cx.now };
        let ticket = cx.act_saying(act, Context::Reading.fill(told));
        self.pending.add(ticket, Intent::Mark(at, on));
    }

    /// Takes the row as evidence; taken before, it gets the pages that stand there now, or is asked about.
    pub(super) fn take_evidence(&mut self, cx: &mut Cx<'_>) {
        let Some((row, spot)) = self.place(cx) else { return };
        let pages = match row {
            Row::Item(at) => self.checked.get(at).map(|c| c.result.pages.clone()),
            Row::Entry(at) => self.entries.get(at).map(|e| e.pages.clone()),
        };
        let pages = pages.unwrap_or_default();
        let told = match self.taken(row).cloned() {
            Some(old) if old.pages == pages => {
                let text = "这里已取为支撑材料，还没有底稿用它。要取消吗？";
                let question = Confirm::deletion("evidence", text).words("取消这条支撑材料", "保留");
                if cx.ask_before(&DropEvidence { evidence: old.id }, question) {
                    self.going_evidence = Some(old.id);
                }
                return;
            }
            Some(_) => "支撑材料的页码已改成现在的。".to_owned(),
            None if pages.is_empty() => {
                Context::Reading.fill("已取为支撑材料，还没有页码；写好页码再按一次 {key:TakeEvidence}。")
            }
            None => "已取为支撑材料，写底稿时可以选用。".to_owned(),
        };
        let act = TakeEvidence { id: EvidenceId::new(), document: self.document.id, spot, at: cx.now };
        cx.act_saying(act, told);
    }

    pub(super) fn drop_evidence(&mut self, cx: &mut Cx<'_>) {
        if let Some(evidence) = self.going_evidence.take() {
            cx.act_saying(DropEvidence { evidence }, "已取消这条支撑材料。");
        }
    }
}
