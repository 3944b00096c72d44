//! The fields of a paper: one table that the screen, the preview, the diagnostics, all printed forms, the lists, the paste
//! block, the content hash and the search for names read.
//!
//! A field is either a *block*, which is what the forms print (查证事实, 定性依据 …), or a *part* that is typed or chosen by
//! itself and printed within its block (条款 of a basis, 其他 of the sources). [`PaperField::spec`] says of each what it is
//! called where, where it is printed, and whether names are searched in it; `records` reads and writes it.

mod records;
mod table;
#[cfg(test)]
pub(crate) mod tests;

use uuid::Uuid;

pub(crate) use records::in_order;
pub use records::{PaperRecords, PaperView, Refused};

/// Where fields of a paper are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperOutput {
    /// The full form.
    Full,
    /// The four blocks.
    Minimal,
    /// The list of problems as a spreadsheet.
    Book,
    /// The list of problems as a document.
    List,
    /// The text to be pasted field by field.
    Paste,
    /// The paper at the keyboard.
    Screen,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of one line.
    Line,
    /// Text of several paragraphs.
    Text,
    /// A day, month or year.
    Date,
    /// One of a few words.
    Choice,
    /// Elements, each with parts of its own; or ids that are picked from a list.
    List,
    /// The id of another record, or of something of the method.
    Link,
    /// Not filled in: it follows from other records.
    Derived,
}

/// What the table says of a field.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// Stable name: in `--json`, in the content hash and in the keys of drafts; never used for another meaning.
    pub id: &'static str,
    /// What a user calls it where no other name is given.
    pub name: &'static str,
    /// The block within which it is printed; a block is its own.
    pub block: PaperField,
    /// How it is filled in.
    pub kind: FieldKind,
    /// Where what it holds is shown.
    pub on: &'static [PaperOutput],
    /// What it is called there, where that is another name.
    pub called: &'static [(PaperOutput, &'static str)],
    /// Names of people who may not be named are searched in it (E301).
    pub names: bool,
    /// Amounts without their unit are searched in it (E103).
    pub amounts: bool,
}

/// A field of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperField {
    /// 底稿名称
    Title,
    /// 编号
    Number,
    /// 编制日期
    Compiled,
    /// 被巡察单位
    Unit,
    /// 巡察对象分类
    UnitClass,
    /// 巡察轮次
    Round,
    /// 巡察组
    Group,
    /// 问题来源: ids of the method.
    Sources,
    /// 问题来源, 其他.
    SourceOther,
    /// 问题分类
    Categories,
    /// 问题层级
    Level,
    /// 查实程度
    Certainty,
    /// 发生时间
    Period,
    /// First day, month or year of the fact.
    From,
    /// Last one.
    To,
    /// 地点
    Place,
    /// 承办人
    Handlers,
    /// 状态
    State,
    /// 查证事实; with a part: one paragraph.
    Facts,
    /// 发现过程
    Discovery,
    /// 定性依据; with a part: one of them.
    Basis,
    /// The regulation of the method.
    BasisRegulation,
    /// Its name.
    BasisName,
    /// Its version.
    BasisVersion,
    /// 条款
    BasisClause,
    /// Wording of the clause.
    BasisQuote,
    /// That somebody has confirmed it.
    BasisConfirmed,
    /// 支撑材料; with a part: one citation.
    Evidence,
    /// 责任人; with a part: one of them.
    Responsible,
    /// The person of the roster.
    ResponsiblePerson,
    /// Name as printed.
    ResponsibleName,
    /// Post as printed.
    ResponsiblePost,
    /// 责任类型
    ResponsibleKind,
    /// 被巡察单位说明
    Explanation,
    /// 相反情况
    Against,
    /// 建议; with a part: one of them.
    Suggestion,
    /// To whom it goes.
    SuggestionTo,
    /// What is suggested.
    SuggestionText,
    /// 立行立改; with a part: one of them.
    QuickFix,
    /// What has to be put right.
    FixDemand,
    /// Day of the notice.
    FixIssued,
    /// To be done by.
    FixDue,
    /// What the unit reported.
    FixResult,
    /// Day on which it was done.
    FixDone,
    /// 备注
    Note,
    /// 待核实; with a part: one matter.
    ToVerify,
    /// What is to be found out.
    VerifyText,
    /// It has been found out.
    VerifyDone,
    /// What it comes from.
    VerifyOrigin,
    /// The method that the paper is shown with.
    Method,
    /// The problem itself.
    Id,
}

impl PaperField {
    /// All fields; the blocks stand in the order of the full form.
    pub const ALL: [Self; 51] = [
        Self::Title,
        Self::Number,
        Self::Compiled,
        Self::Unit,
        Self::UnitClass,
        Self::Round,
        Self::Group,
        Self::Sources,
        Self::SourceOther,
        Self::Categories,
        Self::Level,
        Self::Certainty,
        Self::Period,
        Self::From,
        Self::To,
        Self::Place,
        Self::Handlers,
        Self::State,
        Self::Facts,
        Self::Discovery,
        Self::Basis,
        Self::BasisRegulation,
        Self::BasisName,
        Self::BasisVersion,
        Self::BasisClause,
        Self::BasisQuote,
        Self::BasisConfirmed,
        Self::Evidence,
        Self::Responsible,
        Self::ResponsiblePerson,
        Self::ResponsibleName,
        Self::ResponsiblePost,
        Self::ResponsibleKind,
        Self::Explanation,
        Self::Against,
        Self::Suggestion,
        Self::SuggestionTo,
        Self::SuggestionText,
        Self::QuickFix,
        Self::FixDemand,
        Self::FixIssued,
        Self::FixDue,
        Self::FixResult,
        Self::FixDone,
        Self::Note,
        Self::ToVerify,
        Self::VerifyText,
        Self::VerifyDone,
        Self::VerifyOrigin,
        Self::Method,
        Self::Id,
    ];

    /// Stable name of the field.
    pub const fn id(self) -> &'static str {
        self.spec().id
    }

    /// The block within which it is printed.
    #[must_use]
    pub const fn block(self) -> Self {
        self.spec().block
    }

    /// What it is called there.
    pub fn label(self, output: PaperOutput) -> &'static str {
        let spec = self.spec();
        spec.called.iter().find(|(o, _)| *o == output).map_or(spec.name, |(_, name)| name)
    }

    /// Whether what it holds is shown there.
    pub fn is_on(self, output: PaperOutput) -> bool {
        self.spec().on.contains(&output)
    }

    /// Whether what it holds is printed on a form.
    pub fn is_printed(self) -> bool {
        self.is_on(PaperOutput::Full) || self.is_on(PaperOutput::Minimal)
    }

    /// Whether the full form leaves it out when there is nothing in it; what else is empty is printed as not filled in.
    pub const fn is_left_out_when_empty(self) -> bool {
        matches!(self, Self::Suggestion | Self::QuickFix | Self::Note)
    }

    /// Whether it is part of what a paper says: 状态 and 编制日期 are printed too, but tell how far the paper has come,
    /// and would drop every review as soon as it is given.
    pub fn is_content(self) -> bool {
        self.is_printed() && !matches!(self, Self::State | Self::Compiled)
    }
}

/// A place in a paper: a field, and of a list the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The field.
    pub field: PaperField,
    /// Id of the paragraph, basis, citation …; `None`: the field as a whole.
    pub part: Option<Uuid>,
}

impl Spot {
    /// A field as a whole.
    pub const fn of(field: PaperField) -> Self {
        Self { field, part: None }
    }

    /// A field of one element.
    pub fn at(field: PaperField, part: impl Into<Uuid>) -> Self {
        Self { field, part: Some(part.into()) }
    }

    /// Another field of the same element.
    #[must_use]
    pub const fn with(self, field: PaperField) -> Self {
        Self { field, ..self }
    }

    /// Name of its draft within its record. Suggestions and 立行立改 are records of their own, so their texts need none
    /// to be told apart.
    pub fn draft_key(self) -> String {
        match (self.field.block(), self.part) {
            (PaperField::Suggestion | PaperField::QuickFix, _) | (_, None) => self.field.id().to_owned(),
            (_, Some(part)) => format!("{}:{part}", self.field.id()),
        }
    }
}
