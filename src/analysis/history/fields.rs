//! The fields of every kind: what they are called and how their values are shown.
//!
//! A test holds the tables to the types: a field that is missing here fails it.

use super::show::{Shape, Term, word};
use crate::model::answer::Lane;
use crate::model::evidence::EvidenceSort;
use crate::model::interview::TalkState;
use crate::model::people::Party;
use crate::model::problem::{Certainty, Level, ProblemState, ResponsibilityKind};
use crate::model::reading::{Form, Verdict};
use crate::model::record::Kind;
use crate::model::round::Part;
use crate::model::unit_kind::UnitKind;

/// One field of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldOf {
    /// Its key in the JSON; empty: the element itself.
    pub(super) key: &'static str,
    /// What a user calls it.
    pub(super) label: &'static str,
    /// What it holds.
    pub(super) holds: Holds,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    /// Ids, order keys, who noted it and when: no part of what a person changes.
    Own,
    /// One value.
    One(Shape),
    /// Further fields.
    Parts(&'static [FieldOf]),
    /// Elements.
    List(ListOf),
}

/// A list of elements.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListOf {
    /// By what an element is known again; empty: by itself.
    pub(super) by: &'static [&'static str],
    /// How an element is called after the label of the list.
    pub(super) called: Called,
    /// What of an element is compared; the first is its text.
    pub(super) of: &'static [FieldOf],
}

/// How one element of a list is called.
#[derive(Debug, Clone, Copy)]
pub(super) enum Called {
    /// By the list alone.
    List,
    /// 第N段
    Nth(&'static str),
    /// 本问第N段: the record prints another number, which runs through all questions.
    OfQuestion,
    /// By the label of its `field` in the method.
    Field,
    /// 证N, by its `number`.
    Number,
    /// By the value of a key, as it is.
    Key(&'static str),
}

use Holds::{List, One, Own, Parts};

const fn field(key: &'static str, label: &'static str, holds: Holds) -> FieldOf {
    FieldOf { key, label, holds }
}

const fn own(key: &'static str) -> FieldOf {
    field(key, "", Own)
}

const fn text(key: &'static str, label: &'static str) -> FieldOf {
    field(key, label, One(Shape::Text))
}

const fn plain(key: &'static str, label: &'static str) -> FieldOf {
    field(key, label, One(Shape::Plain))
}

const fn mark(key: &'static str, label: &'static str) -> FieldOf {
    field(key, label, One(Shape::Mark))
}

const fn date(key: &'static str, label: &'static str) -> FieldOf {
    field(key, label, One(Shape::Date))
}

const fn moment(key: &'static str, label: &'static str) -> FieldOf {
    field(key, label, One(Shape::Moment))
}

const fn record(key: &'static str, label: &'static str) -> FieldOf {
    field(key, label, One(Shape::Record))
}

const fn term(key: &'static str, label: &'static str, term: Term) -> FieldOf {
    field(key, label, One(Shape::Method(term)))
}

const fn choice(key: &'static str, label: &'static str, word: fn(&str) -> Option<&'static str>) -> FieldOf {
    field(key, label, One(Shape::Word(word)))
}

const fn list(
    key: &'static str,
    label: &'static str,
    by: &'static [&'static str],
    called: Called,
    of: &'static [FieldOf],
) -> FieldOf {
    field(key, label, List(ListOf { by, called, of }))
}

/// Elements that are nothing but a value.
const fn values(key: &'static str, label: &'static str, of: &'static [FieldOf]) -> FieldOf {
    list(key, label, &[], Called::List, of)
}

/// The fields of a kind, in the order in which changes are told.
pub(super) const fn of(kind: Kind) -> &'static [FieldOf] {
    match kind {
        Kind::Round => ROUND,
        Kind::Unit => UNIT,
        Kind::Inspector => INSPECTOR,
        Kind::Person => PERSON,
        Kind::Interview => INTERVIEW,
        Kind::Answer => ANSWER,
        Kind::Observation => OBSERVATION,
        Kind::Attachment => ATTACHMENT,
        Kind::Document => DOCUMENT,
        Kind::CheckResult => CHECK_RESULT,
        Kind::Entry => ENTRY,
        Kind::Evidence => EVIDENCE,
        Kind::Decision => DECISION,
        Kind::Problem => PROBLEM,
        Kind::Suggestion => SUGGESTION,
        Kind::QuickFix => QUICK_FIX,
        Kind::Loan => LOAN,
    }
}

/// What a user calls the field of that key at the top of a record; empty when it has no label of its own.
pub(super) fn label(kind: Kind, key: &str) -> &'static str {
    of(kind).iter().find(|f| f.key == key).map_or("", |f| f.label)
}

const RECORDS: &[FieldOf] = &[record("", "")];
/// Values of the method's fields; they are told apart by the field, whose value one person sets.
const FIELDS: ListOf = ListOf {
    by: &["field"],
    called: Called::Field,
    of: &[own("id"), own("field"), field("value", "", One(Shape::Field))],
};

const ROUND: &[FieldOf] = &[
    own("id"),
    text("name", "名称"),
    plain("term", "届次"),
    plain("number", "轮次"),
    plain("group", "组别"),
    date("from", "巡察时段起"),
    date("to", "巡察时段止"),
    field("marking", "标注", One(Shape::Marking)),
    plain("backup_dir", "备份文件夹"),
    plain("lock_minutes", "锁屏分钟"),
];

const UNIT: &[FieldOf] = &[
    own("id"),
    plain("code", "代码"),
    text("name", "名称"),
    choice("kind", "单位性质", |w| word(w, UnitKind::chinese)),
    field("profile", "单位情况", List(FIELDS)),
    list(
        "excuses",
        "不看的理由",
        &["id"],
        Called::List,
        &[own("id"), text("reason", "理由"), term("kind", "资料类别", Term::RecordKind), plain("year", "年份")],
    ),
];

const INSPECTOR: &[FieldOf] = &[
    own("id"),
    plain("name", "姓名"),
    choice("part", "组内职务", |w| word(w, Part::chinese)),
    mark("left", "已离组"),
    plain("code", "编号代码"),
];

const PERSON: &[FieldOf] = &[
    own("id"),
    record("unit", "单位"),
    plain("name", "姓名"),
    plain("name_as_written", "名册上的写法"),
    text("post", "职务"),
    list(
        "posts",
        "任职经历",
        &["post", "from"],
        Called::List,
        &[own("id"), text("post", "职务"), date("from", "起"), date("to", "止")],
    ),
    text("in_charge", "分管工作"),
    term("approach", "谈话类型", Term::Approach),
    field(
        "facts",
        "",
        Parts(&[
            mark("head", "主要负责人"),
            mark("leading_body", "班子成员"),
            choice("party", "政治面貌", |w| word(w, Party::chinese)),
            date("party_since", "入党时间"),
        ]),
    ),
    plain("code", "代号"),
    date("planned", "计划谈话日期"),
    plain("contact", "联系方式"),
    text("note", "备注"),
];

const INTERVIEW: &[FieldOf] = &[
    own("id"),
    record("person", "谈话对象"),
    own("method"),
    choice("state", "进度", |w| word(w, TalkState::chinese)),
    text("post", "谈话时的职务"),
    list(
        "sittings",
        "谈话",
        &["id"],
        Called::Nth("次"),
        &[
            own("id"),
            moment("from", "开始"),
            moment("to", "结束"),
            text("place", "地点"),
            record("asker", "谈话人"),
            record("recorder", "记录人"),
            text("alone_reason", "一人谈话的理由"),
        ],
    ),
    moment("opening_read", "宣读开场说明"),
    field("variant", "问法", One(Shape::Wording)),
    moment("read_back", "读回确认"),
    list(
        "unconfirmed",
        "本人不愿确认",
        &["statement"],
        Called::List,
        &[own("statement"), text("reason", "理由"), own("at")],
    ),
    text("note", "备注"),
];

const ANSWER: &[FieldOf] = &[
    own("id"),
    own("interview"),
    own("question"),
    field("wording", "问法", One(Shape::Wording)),
    list(
        "statements",
        "陈述",
        &["id"],
        Called::OfQuestion,
        &[
            own("id"),
            own("order"),
            own("at"),
            text("text", ""),
            choice("lane", "记法", |w| word(w, Lane::chinese)),
            mark("key", "重点"),
            mark("withheld", "转线索"),
            field("supersedes", "更正另一段", One(Shape::Mark)),
            own("words_of"),
        ],
    ),
    field("judgement", "判断", One(Shape::Judgement)),
    list(
        "claims",
        "要素",
        &["id"],
        Called::Field,
        &[
            own("id"),
            own("field"),
            field("", "", One(Shape::Claim)),
            own("qualifier"),
            own("value"),
            own("high"),
            own("statement"),
        ],
    ),
    list("probes", "追问", &["probe"], Called::List, &[own("id"), term("probe", "", Term::Probe), own("at")]),
    text("not_put", "未问的理由"),
];

const OBSERVATION: &[FieldOf] = &[
    own("id"),
    own("unit"),
    field(
        "origin",
        "",
        Parts(&[
            own("from"),
            record("interview", "来自谈话"),
            own("answer"),
            own("statement"),
            record("document", "来自资料"),
            term("item", "要点", Term::CheckItem),
            own("check"),
            own("entry"),
        ]),
    ),
    text("text", "内容"),
    mark("withheld", "转线索"),
    moment("handled", "处理时间"),
    own("by"),
    own("at"),
];

const ATTACHMENT: &[FieldOf] = &[
    own("id"),
    record("owner", "附在"),
    plain("name", "文件名"),
    own("size"),
    own("sha256"),
    text("caption", "说明"),
    own("by"),
    own("at"),
];

const DOCUMENT: &[FieldOf] = &[
    own("id"),
    own("unit"),
    term("kind", "类别", Term::RecordKind),
    own("method"),
    text("title", "材料名称"),
    plain("volume", "卷"),
    date("from", "起"),
    date("to", "止"),
    choice("form", "形式", |w| word(w, Form::chinese)),
    plain("provider", "提供人"),
    date("received", "收到日期"),
    date("due_back", "应归还日期"),
    date("returned", "归还日期"),
    record("person", "谁的笔记"),
    field(
        "clean",
        "",
        Parts(&[
            text("volumes", "读过未发现问题·卷册"),
            text("months", "读过未发现问题·月份"),
            text("pages", "读过未发现问题·页"),
            own("by"),
            own("at"),
        ]),
    ),
    text("note", "备注"),
];

const CHECK_RESULT: &[FieldOf] = &[
    own("id"),
    own("document"),
    own("item"),
    choice("verdict", "结论", |w| word(w, Verdict::chinese)),
    plain("pages", "页"),
    text("note", "备注"),
    own("by"),
    own("at"),
];

const ENTRY: &[FieldOf] = &[
    own("id"),
    own("document"),
    own("kind"),
    field("values", "", List(FIELDS)),
    plain("pages", "页"),
    text("note", "备注"),
    own("by"),
    own("at"),
];

const EVIDENCE: &[FieldOf] = &[
    own("id"),
    own("unit"),
    field(
        "source",
        "",
        Parts(&[
            own("from"),
            record("document", "出自资料"),
            own("check"),
            own("entry"),
            record("interview", "出自谈话"),
            own("answer"),
            own("statement"),
            record("attachment", "附件"),
        ]),
    ),
    choice("sort", "种类", |w| word(w, EvidenceSort::chinese)),
    text("title", "材料名称"),
    plain("volume", "卷、册、号"),
    plain("pages", "页"),
    choice("form", "形式", |w| word(w, Form::chinese)),
    plain("extent", "份数"),
    plain("provider", "提供人"),
    date("obtained", "取得日期"),
    text("note", "证明什么"),
    own("by"),
    own("at"),
];

const DECISION: &[FieldOf] = &[
    own("id"),
    own("unit"),
    own("key"),
    text("title", "候选"),
    choice("outcome", "处理", outcome),
    record("problem", "底稿"),
    text("reason", "理由"),
    values("seen", "依据的材料", RECORDS),
    own("by"),
    own("at"),
];

const PROBLEM: &[FieldOf] = &[
    own("id"),
    own("unit"),
    own("method"),
    plain("number", "编号"),
    choice("state", "状态", |w| word(w, ProblemState::chinese)),
    text("title", "底稿名称"),
    list("facts", "查证事实", &["id"], Called::Nth("段"), &[own("id"), own("order"), text("text", "")]),
    date("from", "事实发生时间起"),
    date("to", "事实发生时间止"),
    text("place", "地点"),
    values("sources", "问题来源", &[term("", "", Term::Source)]),
    text("source_other", "其他来源"),
    text("discovery", "发现过程"),
    list(
        "basis",
        "定性依据",
        &["id"],
        Called::Key("name"),
        &[
            own("id"),
            own("order"),
            text("clause", "条款"),
            text("name", "名称"),
            own("regulation"),
            plain("version", "版本"),
            text("quote", "条文"),
            field("confirmed", "", Parts(&[record("by", "核对人"), moment("at", "核对时间")])),
        ],
    ),
    list(
        "evidence",
        "支撑材料",
        &["id"],
        Called::Number,
        &[own("id"), own("order"), record("evidence", ""), own("number")],
    ),
    list(
        "responsible",
        "责任人",
        &["id"],
        Called::Key("name"),
        &[
            own("id"),
            own("order"),
            text("post", "职务"),
            plain("name", "姓名"),
            own("person"),
            choice("kind", "责任类型", |w| word(w, ResponsibilityKind::chinese)),
        ],
    ),
    list(
        "categories",
        "问题分类",
        &["tree"],
        Called::List,
        &[own("id"), term("node", "", Term::Category), own("tree")],
    ),
    choice("level", "问题层级", |w| word(w, Level::chinese)),
    choice("certainty", "查实程度", |w| word(w, Certainty::chinese)),
    text("explanation", "被巡察单位说明"),
    text("against", "相反情况"),
    values("handlers", "承办人", RECORDS),
    list(
        "to_verify",
        "待核实",
        &["id"],
        Called::Nth("条"),
        &[own("id"), own("order"), text("text", ""), own("origin"), mark("done", "已核实")],
    ),
    list(
        "overruled",
        "放行的诊断",
        &["id"],
        Called::Nth("条"),
        &[own("id"), own("code"), own("of"), text("reason", "理由"), own("by"), own("at")],
    ),
    text("note", "备注"),
];

const SUGGESTION: &[FieldOf] = &[
    own("id"),
    own("unit"),
    values("problems", "针对的问题", RECORDS),
    text("addressee", "建议对象"),
    text("text", "内容"),
];

const QUICK_FIX: &[FieldOf] = &[
    own("id"),
    own("unit"),
    record("problem", "问题"),
    text("demand", "要求"),
    date("issued", "通知日期"),
    date("due", "整改期限"),
    text("result", "整改情况"),
    date("done", "完成日期"),
    own("by"),
    own("at"),
];

const LOAN: &[FieldOf] = &[
    own("id"),
    own("unit"),
    text("title", "材料名称"),
    term("kind", "类别", Term::RecordKind),
    plain("copies", "份数"),
    choice("form", "形式", |w| word(w, Form::chinese)),
    date("asked", "调阅日期"),
    record("asked_by", "调阅人"),
    date("due", "提供时限"),
    plain("provider", "提供人"),
    moment("handed", "提供时间"),
    record("document", "对应资料"),
    plain("copied", "复印页码"),
    moment("returned", "归还时间"),
    plain("returned_to", "接收人"),
    text("note", "备注"),
];

fn outcome(word: &str) -> Option<&'static str> {
    match word {
        "adopted" => Some("采纳"),
        "dismissed" => Some("不采纳"),
        _ => None,
    }
}
