//! The rows of a paper in the order of the form: what each is, its label, and the name of its draft.

use super::records::Records;
use crate::method::types::Method;
use crate::model::ids::{BasisId, CitedId, ResponsibleId, SuggestionId};
use crate::model::value::PartialDate;
use uuid::Uuid;

/// A text of the paper that is typed in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// 底稿名称
    Title,
    /// 事实
    Facts,
    /// First day, month or year of the fact.
    From,
    /// Last one.
    To,
    /// 地点
    Place,
    /// 问题来源, 其他.
    SourceOther,
    /// 发现过程
    Discovery,
    /// Name of a basis that is none of the method's.
    BasisName(BasisId),
    /// 条款
    Clause(BasisId),
    /// Wording of the clause.
    Quote(BasisId),
    /// Name of somebody who is not on the roster.
    Name(ResponsibleId),
    /// Post at the time of the fact.
    Post(ResponsibleId),
    /// 单位说明
    Explanation,
    /// 相反情况
    Against,
    /// To whom a suggestion goes.
    Addressee(SuggestionId),
    /// What is suggested.
    Suggestion(SuggestionId),
    /// What has to be put right.
    Demand,
    /// Day of the notice.
    Issued,
    /// To be done by.
    Due,
    /// What the unit reported.
    Result,
    /// Day on which it was done.
    Done,
    /// 备注
    Note,
}

impl TextField {
    /// Whether Enter begins a paragraph; elsewhere it goes on to the next row.
    pub const fn has_paragraphs(self) -> bool {
        matches!(
            self,
            Self::Facts
                | Self::Discovery
                | Self::Quote(_)
                | Self::Explanation
                | Self::Against
                | Self::Suggestion(_)
                | Self::Demand
                | Self::Result
                | Self::Note
        )
    }

    /// A day, month or year.
    pub const fn is_date(self) -> bool {
        matches!(self, Self::From | Self::To | Self::Issued | Self::Due | Self::Done)
    }

    /// The name of its draft within its record.
    pub fn key(self) -> String {
        let of = |part: &str, id: Uuid| format!("{part}:{id}");
        match self {
            Self::Title => "title".to_owned(),
            Self::Facts => "facts".to_owned(),
            Self::From => "from".to_owned(),
            Self::To => "to".to_owned(),
            Self::Place => "place".to_owned(),
            Self::SourceOther => "source_other".to_owned(),
            Self::Discovery => "discovery".to_owned(),
            Self::BasisName(id) => of("basis_name", id.0),
            Self::Clause(id) => of("clause", id.0),
            Self::Quote(id) => of("quote", id.0),
            Self::Name(id) => of("name", id.0),
            Self::Post(id) => of("post", id.0),
            Self::Explanation => "explanation".to_owned(),
            Self::Against => "against".to_owned(),
            Self::Addressee(_) => "addressee".to_owned(),
            Self::Suggestion(_) => "text".to_owned(),
            Self::Demand => "demand".to_owned(),
            Self::Issued => "issued".to_owned(),
            Self::Due => "due".to_owned(),
            Self::Result => "result".to_owned(),
            Self::Done => "done".to_owned(),
            Self::Note => "note".to_owned(),
        }
    }
}

/// A list of the paper to which something can be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListOf {
    /// 定性依据
    Basis,
    /// 支撑材料
    Evidence,
    /// 责任人
    Responsible,
    /// 建议
    Suggestion,
    /// 立行立改: one at the most.
    Fix,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// A text.
    Text(TextField),
    /// 问题来源
    Sources,
    /// A basis of the method: its name and version.
    Basis(BasisId),
    /// A piece of evidence.
    Cited(CitedId),
    /// A responsible person of the roster.
    Responsible(ResponsibleId),
    /// 责任类型
    Kind(ResponsibleId),
    /// The place in a tree.
    Category(String),
    /// 班子问题 or 部门问题.
    Level,
    /// 查实程度
    Certainty,
    /// 承办人
    Handlers,
    /// Adds to a list.
    Add(ListOf),
}

/// One row of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub field: Field,
    /// The part of the form that it belongs to.
    pub label: &'static str,
    /// It is the first of its part: the label stands beside it.
    pub first: bool,
    /// A word before the value.
    pub lead: String,
    /// One line of help while it has the focus, with placeholders for keys.
    pub help: &'static str,
}

/// Makes the rows.
struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    fn row(&mut self, field: Field, label: &'static str, lead: impl Into<String>, help: &'static str) {
        let first = self.rows.last().is_none_or(|r| r.label != label);
        self.rows.push(Row { field, label, first, lead: lead.into(), help });
    }

    fn text(&mut self, field: TextField, label: &'static str, lead: &'static str, help: &'static str) {
        self.row(Field::Text(field), label, lead, help);
    }

    fn basis(&mut self, records: &Records) {
        for b in &records.problem.basis {
            if b.regulation.is_empty() {
                let help =
                    "没有列入工作法的依据，如本单位的制度。写名称，不写书名号；按 {key:ConfirmBasis} 核实条款和日期。";
                self.text(TextField::BasisName(b.id), "依据", "名称", help);
            } else {
                let help = "{key:Open} 换一个依据或版本，{key:ConfirmBasis} 核实条款和日期，{key:RemoveItem} 去掉，{key:MoveUp}、{key:MoveDown} 调顺序。";
                self.row(Field::Basis(b.id), "依据", "", help);
            }
            self.text(
                TextField::Clause(b.id),
                "依据",
                "条款",
                "如：第二十三条第二款。{key:ConfirmBasis} 核实条款和日期。",
            );
            self.text(TextField::Quote(b.id), "依据", "原文", "要印出条文时写在这里；不印就空着。");
        }
        self.row(Field::Add(ListOf::Basis), "依据", "", "{key:Open} 从工作法里选，或另写。");
    }

    fn responsible(&mut self, records: &Records) {
        for r in &records.problem.responsible {
            if r.person.is_some() {
                self.row(
                    Field::Responsible(r.id),
                    "责任人",
                    "",
                    "名册上的人。{key:Open} 换人，{key:RemoveItem} 去掉，{key:MoveUp}、{key:MoveDown} 调顺序。",
                );
            } else {
                self.text(TextField::Name(r.id), "责任人", "姓名", "不在名册上的人，写姓名。");
            }
            self.text(TextField::Post(r.id), "责任人", "职务", "事情发生时的职务，照底稿上要印的写。");
            self.row(Field::Kind(r.id), "责任人", "", "左右键换责任类型，{key:RemoveItem} 去掉这个人。");
        }
        self.row(
            Field::Add(ListOf::Responsible),
            "责任人",
            "",
            "{key:Open} 从名册里选，或另写。谈话对象不因谈话列入。",
        );
    }

    fn fix(&mut self, records: &Records) {
        if records.fix.is_none() {
            let help = "巡察期间就能改、应当马上改的问题，按 {key:Open} 要求立行立改。";
            self.row(Field::Add(ListOf::Fix), "立行立改", "", help);
            return;
        }
        self.text(TextField::Demand, "立行立改", "要求", "要求单位马上改什么。{key:RemoveItem} 撤销立行立改。");
        self.text(TextField::Issued, "立行立改", "发出", "通知单哪天发出，如 2026-03-12。");
        self.text(TextField::Due, "立行立改", "期限", "哪天以前改好，如 2026-03-20。");
        self.text(TextField::Result, "立行立改", "结果", "单位报来的整改情况。");
        self.text(TextField::Done, "立行立改", "改好", "哪天改好的；没有改好就空着。");
    }
}

/// The rows of a paper. `round`: the date at which a tree has to be in use to be asked for; trees in which the problem
/// has a place are shown all the same.
pub fn rows(records: &Records, method: &Method, round: Option<PartialDate>) -> Vec<Row> {
    use TextField as T;
    let p = &records.problem;
    let mut out = Rows { rows: Vec::new() };
    out.text(T::Title, "名称", "", "定性小标题：一句话说清什么问题。");
    let help = "一段一件事：时间、主体、事实、数字、违反什么规定。每句话后用 {key:PinEvidence} 钉上证据。";
    out.text(T::Facts, "事实", "", help);
    out.text(T::From, "时间", "自", "事情发生在哪天、哪月或哪年，如 2022-06-14、2022年6月、2022。");
    out.text(T::To, "时间", "至", "到什么时候；只有一天就空着。");
    out.text(T::Place, "地点", "", "在哪里发生的，如：局机关会议室。");
    out.row(Field::Sources, "来源", "", "{key:Open} 选，可以选几个。");
    out.text(T::SourceOther, "来源", "其他", "列表里没有的来源写在这里。");
    out.text(T::Discovery, "发现过程", "", "谁、什么时候、用什么方法查到的。");
    out.basis(records);
    for c in &p.evidence {
        let help = "{key:Open} 看或改这件材料，{key:RemoveItem} 去掉，{key:MoveUp}、{key:MoveDown} 调顺序，{key:Renumber} 按顺序重新编号。";
        out.row(Field::Cited(c.id), "支撑材料", format!("证{}", c.number), help);
    }
    out.row(
        Field::Add(ListOf::Evidence),
        "支撑材料",
        "",
        "{key:Open} 从谈话、查阅资料、附件里选，或登记本轮以外的材料。",
    );
    out.responsible(records);
    for tree in &method.trees {
        let asked = round.map_or_else(|| tree.to.is_none(), |d| tree.in_use(d));
        if asked || p.placed(&tree.id).is_some() {
            out.row(
                Field::Category(tree.id.clone()),
                "分类",
                "",
                "{key:Open} 选这一套分类里的一项，{key:RemoveItem} 清除。",
            );
        }
    }
    out.row(Field::Level, "问题层级", "", "左右键选班子问题或部门问题：决定写进报告的哪一部分。");
    out.row(Field::Certainty, "查实程度", "", "左右键选。");
    out.text(T::Explanation, "单位说明", "", "单位自己怎么解释的，原样记下。");
    out.text(T::Against, "相反情况", "", "与事实相反或不一致的材料、说法；没有就空着。");
    for s in &records.suggestions {
        out.text(
            T::Addressee(s.id),
            "建议",
            "对象",
            "给谁的建议；空着就是给被巡察单位。{key:RemoveItem} 去掉这条建议。",
        );
        out.text(T::Suggestion(s.id), "建议", "内容", "要对得上这个问题，做得到、查得到。");
    }
    out.row(Field::Add(ListOf::Suggestion), "建议", "", "{key:Open} 加一条建议。");
    out.fix(records);
    out.row(Field::Handlers, "承办人", "", "{key:Open} 选，至少两人。");
    out.text(T::Note, "备注", "", "印在底稿的备注栏。");
    out.rows
}
