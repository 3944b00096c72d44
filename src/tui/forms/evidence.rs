//! 支撑材料: one piece of evidence, of a document or from outside the round.

use crate::acts::complete::Complete as _;
use crate::acts::reading::evidence::KeepEvidence;
use crate::model::evidence::{Evidence, EvidenceSort};
use crate::model::ids::Hash;
use crate::model::reading::Form as Copy;
use crate::model::record::Kind;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::date_past;
use crate::tui::update::{Cx, Reply};
use uuid::Uuid;

/// Registers or changes evidence.
pub struct EvidenceForm {
    evidence: Evidence,
    new: bool,
}

const TITLE: usize = 0;
const SORT: usize = 1;
const VOLUME: usize = 2;
const PAGES: usize = 3;
const COPY: usize = 4;
const EXTENT: usize = 5;
const PROVIDER: usize = 6;
const OBTAINED: usize = 7;
const NOTE: usize = 8;

/// The form for `evidence` as it stands under that head, or as a new one begins.
pub fn form(evidence: Evidence, head: Option<Hash>) -> FormScreen<EvidenceForm> {
    let words = |all: Vec<&'static str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let sort = EvidenceSort::ALL.iter().position(|s| *s == evidence.sort).unwrap_or(0);
    let copy = Copy::ALL.iter().position(|f| *f == evidence.form).unwrap_or(0);
    let obtained = evidence.obtained.map(|d| d.to_string()).unwrap_or_default();
    let fields = vec![
        Field::text("材料名称", &evidence.title, "材料的名称，如：记账凭证 2022年6月、某某审计报告。"),
        Field::choice(
            "材料种类",
            words(EvidenceSort::ALL.iter().map(|s| s.chinese()).collect()),
            sort,
            "孤证按种类看：材料都是同一种，就是孤证。",
        ),
        Field::text("卷册号", &evidence.volume, "第几卷、第几册、第几号，如：第2卷、第41号。"),
        Field::text("页", &evidence.pages, "第几页，如：12、31-33。"),
        Field::choice("原件复印件", words(Copy::ALL.iter().map(|f| f.chinese()).collect()), copy, ""),
        Field::text("份数张数", &evidence.extent, "如：2页。可以空着。"),
        Field::text("提供人", &evidence.provider, "谁提供的，写单位或部门；谈话对象不写在这里。"),
        Field::text("取得日期", &obtained, "如 2026-03-12。"),
        Field::text("说明什么", &evidence.note, "给组里看的，不印在底稿上。"),
    ];
    let form = Form::new("", fields).submit_word("保存").over(head);
    FormScreen::new(EvidenceForm { evidence, new: head.is_none() }, form)
}

impl Spec for EvidenceForm {
    fn place(&self) -> Option<FormPlace> {
        let (record, parent) = (self.evidence.id.0, Some(self.evidence.unit.0));
        Some(FormPlace { record, kind: Kind::Evidence, parent, form: FormName::Evidence })
    }

    fn take_up(&mut self, record: Uuid) {
        self.evidence.id = record.into();
    }

    fn title(&self) -> String {
        if self.new { "登记支撑材料" } else { "支撑材料" }.to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let old = &self.evidence;
        let evidence = Evidence {
            title: form.text(TITLE).to_owned(),
            sort: EvidenceSort::ALL.get(form.chosen(SORT)).copied().unwrap_or(old.sort),
            volume: form.text(VOLUME).to_owned(),
            pages: form.text(PAGES).to_owned(),
            form: Copy::ALL.get(form.chosen(COPY)).copied().unwrap_or(old.form),
            extent: form.text(EXTENT).to_owned(),
            provider: form.text(PROVIDER).to_owned(),
            obtained: date_past(form, OBTAINED, cx.now.date())?,
            note: form.text(NOTE).to_owned(),
            ..old.clone()
        };
        if let Some(lack) = evidence.lack() {
            return refuse(TITLE, lack.why);
        }
        let reply = if self.new { Reply::Registered(Box::new(evidence.clone())) } else { Reply::Changed };
        cx.act_and_leave(KeepEvidence { over: form.over, evidence }, "已保存支撑材料", reply);
        Ok(())
    }
}
