//! The table itself.

use super::FieldKind::{Choice, Date, Derived, Line, Link, List as Many, Text};
use super::PaperOutput::{Book, Full, List, Minimal, Paste, Screen};
use super::{FieldKind, FieldSpec, PaperField, PaperOutput};

const EVERYWHERE: &[PaperOutput] = &[Full, Minimal, Book, List, Paste, Screen];
/// All but the four blocks.
const LONG: &[PaperOutput] = &[Full, Book, List, Paste, Screen];
/// All but the four blocks and the list as a document.
const LONGER: &[PaperOutput] = &[Full, Book, Paste, Screen];
const ON_SCREEN: &[PaperOutput] = &[Screen];
const NOWHERE: &[PaperOutput] = &[];

impl FieldSpec {
    const fn block(id: &'static str, name: &'static str, block: PaperField, kind: FieldKind) -> Self {
        Self { id, name, block, kind, on: NOWHERE, called: &[], names: false, amounts: false }
    }

    const fn on(mut self, on: &'static [PaperOutput]) -> Self {
        self.on = on;
        self
    }

    const fn called(mut self, called: &'static [(PaperOutput, &'static str)]) -> Self {
        self.called = called;
        self
    }

    /// Amounts without their unit are searched in it.
    const fn amounts(mut self) -> Self {
        self.amounts = true;
        self
    }

    /// Names are searched in it.
    const fn names(mut self) -> Self {
        self.names = true;
        self
    }
}

impl PaperField {
    /// What the table says of it.
    #[expect(clippy::too_many_lines, reason = "one table")]
    pub const fn spec(self) -> FieldSpec {
        use PaperField as F;
        let new = FieldSpec::block;
        match self {
            F::Title => new("title", "底稿名称", self, Line).on(EVERYWHERE).names().amounts().called(&[
                (Minimal, "问题概述"),
                (Book, "问题"),
                (List, "问题"),
                (Paste, "问题概述"),
                (Screen, "名称"),
            ]),
            F::Number => new("number", "编号", self, Derived)
                .on(&[Full, Minimal, Book, List, Paste])
                .called(&[(Paste, "预编号")]),
            F::Compiled => new("compiled", "编制日期", self, Derived).on(&[Full, Minimal, Book, Paste]),
            F::Unit => new("unit", "被巡察单位", self, Link).on(&[Full, Minimal, Book, List, Paste]),
            F::UnitClass => {
                new("unit_class", "巡察对象分类", self, Derived).on(&[Book, Paste]).called(&[(Paste, "被巡察单位类型")])
            }
            F::Round => new("round", "巡察轮次", self, Derived).on(&[Full, Paste]).called(&[(Paste, "轮次")]),
            F::Group => new("group", "巡察组", self, Derived).on(&[Full, Minimal, Book, Paste]),
            F::Sources => new("sources", "问题来源", self, Many).on(LONGER).called(&[(Screen, "来源")]),
            F::SourceOther => {
                new("source_other", "问题来源", F::Sources, Line).on(LONGER).names().called(&[(Screen, "其他")])
            }
            F::Categories => {
                new("categories", "问题分类", self, Many).on(LONG).called(&[(List, "分类"), (Screen, "分类")])
            }
            F::Level => new("level", "问题层级", self, Choice)
                .on(LONG)
                .called(&[(List, "分类"), (Paste, "班子问题还是部门问题")]),
            F::Certainty => new("certainty", "查实程度", self, Choice).on(LONG).called(&[(List, "分类")]),
            F::Period => new("period", "起止时间", self, Derived).on(&[Full, Paste]).called(&[
                (Full, "发生时间"),
                (Paste, "发生时间"),
                (Screen, "时间"),
            ]),
            F::From => {
                new("from", "起止时间", F::Period, Date).on(LONGER).called(&[(Book, "发生时间（起）"), (Screen, "自")])
            }
            F::To => {
                new("to", "起止时间", F::Period, Date).on(LONGER).called(&[(Book, "发生时间（止）"), (Screen, "至")])
            }
            F::Place => new("place", "地点", self, Line).on(LONGER).names(),
            F::Handlers => new("handlers", "承办人", self, Many).on(LONGER),
            F::State => new("state", "状态", self, Choice).on(&[Full, Book]),
            F::Facts => new("facts", "查证事实", self, Text)
                .on(EVERYWHERE)
                .names()
                .amounts()
                .called(&[(Minimal, "问题概述"), (Screen, "事实")]),
            F::Discovery => {
                new("discovery", "发现过程", self, Text).on(&[Full, Minimal, Book, Paste, Screen]).names().amounts()
            }
            F::Basis => {
                new("basis", "定性依据", self, Many).on(EVERYWHERE).called(&[(Minimal, "问题概述"), (Screen, "依据")])
            }
            F::BasisRegulation => new("regulation", "定性依据", F::Basis, Link),
            F::BasisName => {
                new("basis_name", "定性依据", F::Basis, Line).on(EVERYWHERE).names().called(&[(Screen, "名称")])
            }
            F::BasisVersion => new("basis_version", "定性依据", F::Basis, Line).on(EVERYWHERE).names(),
            F::BasisClause => {
                new("clause", "定性依据", F::Basis, Line).on(EVERYWHERE).names().called(&[(Screen, "条款")])
            }
            // The four blocks name the clause; its wording is on the full form.
            F::BasisQuote => new("quote", "定性依据", F::Basis, Text).on(LONG).names().called(&[(Screen, "原文")]),
            F::BasisConfirmed => new("confirmed", "定性依据", F::Basis, Link).on(EVERYWHERE),
            F::Evidence => new("evidence", "支撑材料", self, Many)
                .on(&[Full, Minimal, Book, Paste, Screen])
                .names()
                .called(&[(Full, "支撑材料目录"), (Paste, "支撑材料目录")]),
            F::Responsible => new("responsible", "责任人", self, Many).on(LONG),
            F::ResponsiblePerson => new("person", "责任人", F::Responsible, Link),
            // Whoever is named here is responsible by that; a name within other words is not.
            F::ResponsibleName => {
                new("name", "责任人", F::Responsible, Line).on(LONG).names().called(&[(Screen, "姓名")])
            }
            F::ResponsiblePost => {
                new("post", "责任人", F::Responsible, Line).on(LONG).names().called(&[(Screen, "职务")])
            }
            F::ResponsibleKind => new("responsibility", "责任人", F::Responsible, Choice).on(LONG),
            F::Explanation => new("explanation", "被巡察单位说明", self, Text)
                .on(LONGER)
                .names()
                .amounts()
                .called(&[(Screen, "单位说明")]),
            F::Against => new("against", "相反情况", self, Text).on(LONGER).names().amounts(),
            F::Suggestion => new("suggestion", "建议", self, Many).on(LONGER),
            F::SuggestionTo => {
                new("addressee", "建议", F::Suggestion, Line).on(LONGER).names().called(&[(Screen, "对象")])
            }
            F::SuggestionText => {
                new("text", "建议", F::Suggestion, Text).on(LONGER).names().called(&[(Screen, "内容")])
            }
            F::QuickFix => new("quick_fix", "立行立改", self, Many).on(LONG).called(&[(List, "备注")]),
            F::FixDemand => new("demand", "立行立改", F::QuickFix, Text).on(LONG).names().called(&[(Screen, "要求")]),
            // Printed on the notice, not on the paper.
            F::FixIssued => new("issued", "立行立改", F::QuickFix, Date).on(ON_SCREEN).called(&[(Screen, "发出")]),
            F::FixDue => new("due", "立行立改", F::QuickFix, Date).on(LONG).called(&[(Screen, "期限")]),
            F::FixResult => new("result", "立行立改", F::QuickFix, Text).on(LONG).names().called(&[(Screen, "结果")]),
            F::FixDone => new("done", "立行立改", F::QuickFix, Date).on(LONG).called(&[(Screen, "改好")]),
            F::Note => new("note", "备注", self, Text).on(LONG).names(),
            F::ToVerify => new("to_verify", "待核实", self, Many).on(ON_SCREEN),
            F::VerifyText => new("verify_text", "待核实", F::ToVerify, Text).on(ON_SCREEN).called(&[(Screen, "")]),
            F::VerifyDone => new("verify_done", "待核实", F::ToVerify, Choice).on(ON_SCREEN),
            F::VerifyOrigin => new("verify_origin", "待核实", F::ToVerify, Link),
            F::Method => new("method", "工作法", self, Link),
            F::Id => new("id", "底稿", self, Link),
        }
    }
}
