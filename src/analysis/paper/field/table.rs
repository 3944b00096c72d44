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
        let new = FieldSpec::block;
        match self {
            Self::Title => new("title", "底稿名称", self, Line).on(EVERYWHERE).names().amounts().called(&[
                (Minimal, "问题概述"),
                (Book, "问题"),
                (List, "问题"),
                (Paste, "问题概述"),
                (Screen, "名称"),
            ]),
            Self::Number => new("number", "编号", self, Derived)
                .on(&[Full, Minimal, Book, List, Paste])
                .called(&[(Paste, "预编号")]),
            Self::Compiled => new("compiled", "编制日期", self, Derived).on(&[Full, Minimal, Book, Paste]),
            Self::Unit => new("unit", "被巡察单位", self, Link).on(&[Full, Minimal, Book, List, Paste]),
            Self::UnitClass => {
                new("unit_class", "巡察对象分类", self, Derived).on(&[Book, Paste]).called(&[(Paste, "被巡察单位类型")])
            }
            Self::Round => new("round", "巡察轮次", self, Derived).on(&[Full, Paste]).called(&[(Paste, "轮次")]),
            Self::Group => new("group", "巡察组", self, Derived).on(&[Full, Minimal, Book, Paste]),
            Self::Sources => new("sources", "问题来源", self, Many).on(LONGER).called(&[(Screen, "来源")]),
            Self::SourceOther => {
                new("source_other", "问题来源", Self::Sources, Line).on(LONGER).names().called(&[(Screen, "其他")])
            }
            Self::Categories => {
                new("categories", "问题分类", self, Many).on(LONG).called(&[(List, "分类"), (Screen, "分类")])
            }
            Self::Level => new("level", "问题层级", self, Choice)
                .on(LONG)
                .called(&[(List, "分类"), (Paste, "班子问题还是部门问题")]),
            Self::Certainty => new("certainty", "查实程度", self, Choice).on(LONG).called(&[(List, "分类")]),
            Self::Period => new("period", "起止时间", self, Derived).on(&[Full, Paste]).called(&[
                (Full, "发生时间"),
                (Paste, "发生时间"),
                (Screen, "时间"),
            ]),
            Self::From => new("from", "起止时间", Self::Period, Date)
                .on(LONGER)
                .called(&[(Book, "发生时间（起）"), (Screen, "自")]),
            Self::To => {
                new("to", "起止时间", Self::Period, Date).on(LONGER).called(&[(Book, "发生时间（止）"), (Screen, "至")])
            }
            Self::Place => new("place", "地点", self, Line).on(LONGER).names(),
            Self::Handlers => new("handlers", "承办人", self, Many).on(LONGER),
            Self::State => new("state", "状态", self, Choice).on(&[Full, Book]),
            Self::Facts => new("facts", "查证事实", self, Text)
                .on(EVERYWHERE)
                .names()
                .amounts()
                .called(&[(Minimal, "问题概述"), (Screen, "事实")]),
            Self::Discovery => {
                new("discovery", "发现过程", self, Text).on(&[Full, Minimal, Book, Paste, Screen]).names().amounts()
            }
            Self::Basis => {
                new("basis", "定性依据", self, Many).on(EVERYWHERE).called(&[(Minimal, "问题概述"), (Screen, "依据")])
            }
            Self::BasisRegulation => new("regulation", "定性依据", Self::Basis, Link),
            Self::BasisName => {
                new("basis_name", "定性依据", Self::Basis, Line).on(EVERYWHERE).names().called(&[(Screen, "名称")])
            }
            Self::BasisVersion => new("basis_version", "定性依据", Self::Basis, Line).on(EVERYWHERE).names(),
            Self::BasisClause => {
                new("clause", "定性依据", Self::Basis, Line).on(EVERYWHERE).names().called(&[(Screen, "条款")])
            }
            // The four blocks name the clause; its wording is on the full form.
            Self::BasisQuote => {
                new("quote", "定性依据", Self::Basis, Text).on(LONG).names().called(&[(Screen, "原文")])
            }
            Self::BasisConfirmed => new("confirmed", "定性依据", Self::Basis, Link).on(EVERYWHERE),
            Self::Evidence => new("evidence", "支撑材料", self, Many)
                .on(&[Full, Minimal, Book, Paste, Screen])
                .names()
                .called(&[(Full, "支撑材料目录"), (Paste, "支撑材料目录")]),
            Self::Responsible => new("responsible", "责任人", self, Many).on(LONG),
            Self::ResponsiblePerson => new("person", "责任人", Self::Responsible, Link),
            // Whoever is named here is responsible by that; a name within other words is not.
            Self::ResponsibleName => {
                new("name", "责任人", Self::Responsible, Line).on(LONG).names().called(&[(Screen, "姓名")])
            }
            Self::ResponsiblePost => {
                new("post", "责任人", Self::Responsible, Line).on(LONG).names().called(&[(Screen, "职务")])
            }
            Self::ResponsibleKind => new("responsibility", "责任人", Self::Responsible, Choice).on(LONG),
            Self::Explanation => new("explanation", "被巡察单位说明", self, Text)
                .on(LONGER)
                .names()
                .amounts()
                .called(&[(Screen, "单位说明")]),
            Self::Against => new("against", "相反情况", self, Text).on(LONGER).names().amounts(),
            Self::Suggestion => new("suggestion", "建议", self, Many).on(LONGER),
            Self::SuggestionTo => {
                new("addressee", "建议", Self::Suggestion, Line).on(LONGER).names().called(&[(Screen, "对象")])
            }
            Self::SuggestionText => {
                new("text", "建议", Self::Suggestion, Text).on(LONGER).names().called(&[(Screen, "内容")])
            }
            Self::QuickFix => new("quick_fix", "立行立改", self, Many).on(LONG).called(&[(List, "备注")]),
            Self::FixDemand => {
                new("demand", "立行立改", Self::QuickFix, Text).on(LONG).names().called(&[(Screen, "要求")])
            }
            // Printed on the notice, not on the paper.
            Self::FixIssued => {
                new("issued", "立行立改", Self::QuickFix, Date).on(ON_SCREEN).called(&[(Screen, "发出")])
            }
            Self::FixDue => new("due", "立行立改", Self::QuickFix, Date).on(LONG).called(&[(Screen, "期限")]),
            Self::FixResult => {
                new("result", "立行立改", Self::QuickFix, Text).on(LONG).names().called(&[(Screen, "结果")])
            }
            Self::FixDone => new("done", "立行立改", Self::QuickFix, Date).on(LONG).called(&[(Screen, "改好")]),
            Self::Note => new("note", "备注", self, Text).on(LONG).names(),
            Self::ToVerify => new("to_verify", "待核实", self, Many).on(ON_SCREEN),
            Self::VerifyText => {
                new("verify_text", "待核实", Self::ToVerify, Text).on(ON_SCREEN).called(&[(Screen, "")])
            }
            Self::VerifyDone => new("verify_done", "待核实", Self::ToVerify, Choice).on(ON_SCREEN),
            Self::VerifyOrigin => new("verify_origin", "待核实", Self::ToVerify, Link),
            Self::Method => new("method", "工作法", self, Link),
            Self::Id => new("id", "底稿", self, Link),
        }
    }
}
