//! What all records share: kind, schema number, parent, brief, text for the search.

use crate::model::ids::{Hash, ProblemId, TxnId};
use crate::model::left::Left;
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Hands the table of kinds to a macro. The rows stand in the order in which a bundle lists the kinds. The columns: what a
/// kind is; its name in the log and in the bundle, never reused for another meaning; what a user calls it; what a user
/// calls a record of it that is acted upon; what making one is called; the measure word; [`Kind::rank`].
macro_rules! each_kind {
    ($with:ident) => {
        $with! {
            /// 轮次
            Round, "round", "轮次", "轮次设置", "新建轮次", "条", 0;
            /// 被巡察单位
            Unit, "unit", "被巡察单位", "单位", "新增单位", "个", 1;
            /// 巡察干部
            Inspector, "inspector", "巡察干部", "巡察干部", "新增巡察干部", "人", 2;
            /// 人员
            Person, "person", "人员", "人员", "新增人员", "人", 3;
            /// 个别谈话
            Interview, "interview", "个别谈话", "谈话", "开始谈话", "次", 4;
            /// An answer.
            Answer, "answer", "回答", "回答", "记录回答", "条", 9;
            /// 疑点
            Observation, "observation", "疑点", "疑点", "标为疑点", "条", 10;
            /// Meta data of an attached file.
            Attachment, "attachment", "附件", "附件", "添加附件", "份", 16;
            /// 调阅资料
            Document, "document", "调阅资料", "资料", "登记资料", "份", 7;
            /// The result of one check item in one document.
            CheckResult, "check_result", "检查结果", "检查结果", "记录检查结果", "条", 12;
            /// 条目
            Entry, "entry", "条目", "条目", "登记条目", "条", 13;
            /// 支撑材料
            Evidence, "evidence", "支撑材料", "支撑材料", "登记支撑材料", "条", 11;
            /// A decided candidate.
            Decision, "decision", "候选处理", "候选处理", "处理候选", "条", 6;
            /// 问题
            Problem, "problem", "问题", "底稿", "起草底稿", "份", 5;
            /// 建议
            Suggestion, "suggestion", "建议", "建议", "提出建议", "条", 14;
            /// 立行立改
            QuickFix, "quick_fix", "立行立改", "立行立改", "提出立行立改", "条", 15;
            /// One line of the 调阅清单.
            Loan, "loan", "调阅清单", "调阅清单", "登记调阅清单", "条", 8;
        }
    };
}
pub(super) use each_kind;

macro_rules! kind {
    ($($(#[$doc:meta])* $name:ident, $stored:literal, $chinese:literal, $noun:literal, $created:literal, $measure:literal,
        $rank:literal;)*) => {
        /// The kinds of record.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All kinds in the order in which a bundle lists them.
            pub const ALL: [Self; [$($stored),*].len()] = [$(Self::$name),*];

            /// The name in the log and in the bundle.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $stored,)*
                }
            }

            /// What a user calls it.
            pub const fn chinese(self) -> &'static str {
                match self {
                    $(Self::$name => $chinese,)*
                }
            }

            /// What a user calls a record of that kind where it is acted upon.
            pub const fn noun(self) -> &'static str {
                match self {
                    $(Self::$name => $noun,)*
                }
            }

            /// What making a record of that kind is called.
            pub const fn created(self) -> &'static str {
                match self {
                    $(Self::$name => $created,)*
                }
            }

            /// The word with which records of that kind are counted.
            pub const fn measure(self) -> &'static str {
                match self {
                    $(Self::$name => $measure,)*
                }
            }

            /// Which record an action is named after when its verb does not tell, the least first: what others hang on.
            pub const fn rank(self) -> u8 {
                match self {
                    $(Self::$name => $rank,)*
                }
            }
        }
    };
}

each_kind!(kind);

impl Kind {
    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One saved thing: small, edited by one person at a time, stored as the JSON of this type.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + 'static {
    /// Its kind.
    const KIND: Kind;
    /// The schema number of the JSON written now; older numbers are lifted on reading.
    const SCHEMA: u32 = 1;

    /// Its id.
    fn uuid(&self) -> Uuid;

    /// The record under which it is listed: an answer's interview, an interview's person, a person's unit.
    fn parent(&self) -> Option<Uuid> {
        None
    }

    /// What it is about, for a kind of which there is one record for each; see [`Natural`](crate::model::natural::Natural).
    fn natural(&self) -> Option<String> {
        None
    }

    /// What it was given and nobody else of its kind is ever given again, also when it is in the bin: the number of a
    /// paper, the code of a person or an inspector. An empty one is none yet.
    fn given(&self) -> Option<&str> {
        None
    }

    /// A short line kept beside the body and indexed, so that a list of thousands is drawn without parsing bodies.
    /// Each kind says what its brief holds. Must be a function of the body alone.
    fn brief(&self) -> String {
        String::new()
    }

    /// The text that the search finds this record by; withheld text is never in it. Texts of its own are kept [`apart`].
    fn search_text(&self) -> String {
        String::new()
    }
}

/// Stands between texts that are searched together; nothing is found across it.
pub const APART: char = '\u{E000}';

/// Texts that are searched together, each by itself.
pub fn apart<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(&APART.to_string())
}

/// The verb of one user action: the log and the undo list name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// The round was created.
    CreateRound,
    /// Round settings were changed.
    EditRound,
    /// A unit was added or changed.
    EditUnit,
    /// An inspector was added or changed.
    EditInspector,
    /// A person was added or changed at the keyboard.
    EditPerson,
    /// A roster was imported.
    ImportPeople,
    /// A bundle was imported.
    ImportBundle,
    /// The sample round was written.
    Sample,
    /// A talk was begun, resumed, broken off, closed, or its head changed.
    EditInterview,
    /// An answer was typed or judged.
    EditAnswer,
    /// Statements were withheld (转线索).
    Withhold,
    /// Withheld statements were let in again.
    LetIn,
    /// The words of a withheld statement were taken out of the talk too, on order of the leader.
    Redact,
    /// An observation was marked or changed.
    EditObservation,
    /// A file was attached.
    Attach,
    /// A document was registered or changed, or noted as read with nothing found.
    EditDocument,
    /// A check item got its verdict, pages or note.
    EditCheck,
    /// An entry was added or changed.
    EditEntry,
    /// Evidence was taken or changed.
    EditEvidence,
    /// A line of the loan register was added or changed.
    EditLoan,
    /// A line of the register of leads was added or changed; the log keeps nothing of it.
    EditLead,
    /// A candidate was adopted or dismissed, or new material was taken in.
    Decide,
    /// A problem was written or changed, with its suggestions and quick fixes.
    EditProblem,
    /// Two persons were made one.
    MergePeople,
    /// Records of one natural key, which an older version had let come about, were made one.
    Unite,
    /// Something was written out; no record changes.
    Export,
    /// A record went to the bin.
    Delete,
    /// A record came back from the bin, or a place of it was set back to what it was.
    Restore,
    /// An earlier action was undone or done again; the log names which (`undo:…`, `redo:…`).
    Undo,
}

impl Op {
    /// All verbs.
    pub const ALL: [Self; 29] = [
        Self::CreateRound,
        Self::EditRound,
        Self::EditUnit,
        Self::EditInspector,
        Self::EditPerson,
        Self::ImportPeople,
        Self::ImportBundle,
        Self::Sample,
        Self::EditInterview,
        Self::EditAnswer,
        Self::Withhold,
        Self::LetIn,
        Self::Redact,
        Self::EditObservation,
        Self::Attach,
        Self::EditDocument,
        Self::EditCheck,
        Self::EditEntry,
        Self::EditEvidence,
        Self::EditLoan,
        Self::EditLead,
        Self::Decide,
        Self::EditProblem,
        Self::MergePeople,
        Self::Unite,
        Self::Export,
        Self::Delete,
        Self::Restore,
        Self::Undo,
    ];

    /// The verb of that name in the log; `None` for one of a later version.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|op| op.name() == name)
    }

    /// What a user calls it: the verb alone, to which history and undo add what it was done to.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::CreateRound => "新建轮次",
            Self::EditRound => "修改轮次设置",
            Self::EditUnit => "修改单位",
            Self::EditInspector => "修改巡察干部",
            Self::EditPerson => "修改人员",
            Self::ImportPeople => "导入名册",
            Self::ImportBundle => "导入资料包",
            Self::Sample => "写入示例",
            Self::EditInterview => "修改谈话",
            Self::EditAnswer => "记录回答",
            Self::Withhold => "转线索",
            Self::LetIn => "取消转线索",
            Self::Redact => "隐去原话",
            Self::EditObservation => "修改疑点",
            Self::Attach => "添加附件",
            Self::EditDocument => "修改资料",
            Self::EditCheck => "记录检查结果",
            Self::EditEntry => "修改条目",
            Self::EditEvidence => "修改支撑材料",
            Self::EditLoan => "修改调阅清单",
            Self::EditLead => "登记线索",
            Self::Decide => "处理候选",
            Self::EditProblem => "修改底稿",
            Self::MergePeople => "合并人员",
            Self::Unite => "合并重复记录",
            Self::Export => "导出",
            Self::Delete => "删除",
            Self::Restore => "恢复",
            Self::Undo => "撤销",
        }
    }

    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateRound => "create-round",
            Self::EditRound => "edit-round",
            Self::EditUnit => "edit-unit",
            Self::EditInspector => "edit-inspector",
            Self::EditPerson => "edit-person",
            Self::ImportPeople => "import-people",
            Self::ImportBundle => "import-bundle",
            Self::Sample => "sample",
            Self::EditInterview => "edit-interview",
            Self::EditAnswer => "edit-answer",
            Self::Withhold => "withhold",
            Self::LetIn => "let-in",
            Self::Redact => "redact",
            Self::EditObservation => "edit-observation",
            Self::Attach => "attach",
            Self::EditDocument => "edit-document",
            Self::EditCheck => "edit-check",
            Self::EditEntry => "edit-entry",
            Self::EditEvidence => "edit-evidence",
            Self::EditLoan => "edit-loan",
            Self::EditLead => "edit-lead",
            Self::Decide => "decide",
            Self::EditProblem => "edit-problem",
            Self::MergePeople => "merge-people",
            Self::Unite => "unite",
            Self::Export => "export",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::Undo => "undo",
        }
    }
}

/// One record as the log wrote it: what changed in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub record: Uuid,
    /// The new head revision.
    pub rev: Hash,
    /// It went to the bin.
    pub deleted: bool,
}

/// What one transaction changed; the screens refresh from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The user action.
    pub txn: Option<TxnId>,
    /// When it was written.
    pub at: Option<Instant>,
    /// The records, in the order in which they were put.
    pub records: Vec<Change>,
    /// A record was to say withheld words (转线索), which were struck before it was written: the user is told.
    pub struck: bool,
    /// The papers that were ready (待送审) and are drafts again, because what they print has changed: the user is told.
    pub redrafted: Vec<ProblemId>,
    /// Earlier outputs that hold what is withheld by it and was told before: they are named, and removed when the user
    /// says so.
    pub left: Vec<Left>,
    /// Something was withheld by it, and copies of the round (备份) were made before: the user is told which.
    pub copied: bool,
}

impl Changes {
    /// Whether any record of `kind` changed.
    pub fn touches(&self, kind: Kind) -> bool {
        self.records.iter().any(|c| c.kind == kind)
    }
}
