//! One table of paths a kind: every field of every body, and how it is merged.
//!
//! A new kind does not compile without its table, and a test walks a filled record of each kind, so that a new field
//! has a rule before it can be saved.
//!
//! Lists are matched by `id` where an element may be edited as a whole. Where a body holds at most one element for a
//! thing of the method, that thing is the key, because two laptops give the same thing two ids: a claim and a value by
//! `field`, a probe by `probe`, a category by `tree`. A post has no id; it is known by post and first day, since one
//! person may hold the same post twice.

use crate::model::merge::rule::Rule::{Choice, Fixed, Id, Latest, Part, Scalar, Seal, Set, Text};
use crate::model::merge::rule::{FieldRule, List, Order, Rule};
use crate::model::merge::show;
use crate::model::record::Kind;

macro_rules! fields {
    ($($names:tt $label:literal = $rule:expr;)*) => {
        &[$(FieldRule { names: names!($names), label: $label, rule: $rule }),*]
    };
}

macro_rules! names {
    ([$($name:literal),*]) => { &[$($name),*] };
    ($name:literal) => { &[$name] };
}

/// A list whose elements have ids and order keys.
const fn by_id(face: &'static str, of: &'static [FieldRule]) -> Rule {
    Rule::List(List { key: &["id"], order: Order::Key, face, of })
}

/// A list of filled-in fields of the method.
const VALUES: Rule = Rule::List(List {
    key: &["field"],
    order: Order::Standing,
    face: "value",
    of: fields! {
        "id" "编号" = Id;
        "field" "栏目" = Fixed;
        "value" "填写内容" = Scalar(show::said);
    },
});

/// The table of a kind.
pub(super) const fn table(kind: Kind) -> &'static [FieldRule] {
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

const ROUND: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "name" "轮次名称" = Text;
    "term" "届" = Text;
    "number" "轮" = Text;
    "group" "组" = Text;
    ["from", "to"] "巡察时段" = Scalar(show::period);
    "marking" "标识" = Scalar(show::marking);
    "backup_dir" "备份文件夹" = Text;
    "lock_minutes" "锁屏分钟" = Scalar(show::plain);
};

const UNIT: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "code" "单位代码" = Text;
    "name" "单位名称" = Text;
    "kind" "单位性质" = Scalar(show::unit_kind);
    "profile" "单位概况" = VALUES;
    "excuses" "未调阅说明" = Rule::List(List {
        key: &["id"],
        order: Order::Standing,
        face: "reason",
        of: fields! {
            "id" "编号" = Fixed;
            "kind" "未调阅的资料" = Scalar(show::plain);
            "year" "未调阅的年份" = Scalar(show::plain);
            "reason" "未调阅原因" = Text;
        },
    });
};

const INSPECTOR: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "name" "姓名" = Text;
    "part" "组内职务" = Scalar(show::part);
    "left" "已离组" = Scalar(show::plain);
    "code" "底稿代码" = Text;
};

const PERSON: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    // Two persons made one, or a person listed under another unit.
    "unit" "单位" = Scalar(show::plain);
    "name" "姓名" = Text;
    "name_as_written" "名册写法" = Text;
    "post" "职务" = Text;
    "posts" "任职经历" = Rule::List(List {
        key: &["post", "from"],
        order: Order::Standing,
        face: "post",
        of: fields! {
            "id" "编号" = Id;
            "post" "任职" = Fixed;
            "from" "任职时间" = Fixed;
            "to" "免职时间" = Scalar(show::date);
        },
    });
    "in_charge" "分管工作" = Text;
    "approach" "谈话对象类型" = Scalar(show::plain);
    "facts" "身份" = Part(fields! {
        // The head is a member of the leading body too: one without the other cannot come out of a merge.
        ["head", "leading_body"] "班子身份" = Scalar(show::standing);
        "party" "政治面貌" = Scalar(show::party);
        "party_since" "入党时间" = Scalar(show::date);
    });
    "code" "代号" = Text;
    "planned" "计划谈话日期" = Scalar(show::date);
    "contact" "联系方式" = Text;
    "note" "备注" = Text;
};

const INTERVIEW: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "person" "谈话对象" = Scalar(show::plain);
    "method" "工作法版本" = Scalar(show::hash);
    "state" "谈话状态" = Scalar(show::talk_state);
    "post" "谈话时职务" = Text;
    "sittings" "谈话场次" = Rule::List(List {
        key: &["id"],
        order: Order::Time("from"),
        face: "from",
        of: fields! {
            "id" "编号" = Fixed;
            "asker" "谈话人" = Scalar(show::plain);
            "recorder" "记录人" = Scalar(show::plain);
            "alone_reason" "一人谈话原因" = Text;
            "place" "地点" = Text;
            "from" "开始时间" = Scalar(show::moment);
            "to" "结束时间" = Scalar(show::moment);
        },
    });
    "opening_read" "开场告知" = Scalar(show::moment);
    "variant" "首用问法" = Scalar(show::plain);
    "read_back" "核对时间" = Scalar(show::moment);
    "unconfirmed" "不愿确认的陈述" = Rule::List(List {
        key: &["statement"],
        order: Order::Standing,
        face: "reason",
        of: fields! {
            "statement" "陈述" = Fixed;
            "reason" "不愿确认的理由" = Text;
            "at" "记下不愿确认的时间" = Latest { of: &[] };
        },
    });
    "note" "谈话备注" = Text;
};

const ANSWER: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "interview" "谈话" = Fixed;
    "question" "问题" = Fixed;
    "wording" "问法" = Scalar(show::plain);
    "statements" "陈述" = by_id("text", fields! {
        "id" "编号" = Fixed;
        "order" "次序" = Rule::Order;
        "lane" "陈述类别" = Scalar(show::lane);
        "at" "记录时间" = Latest { of: &[] };
        "text" "陈述" = Text;
        "key" "重点" = Scalar(show::plain);
        "withheld" "转线索" = Scalar(show::plain);
        "supersedes" "更正关系" = Scalar(show::plain);
        "words_of" "拆分和合并" = Set;
    });
    "judgement" "判断" = Scalar(show::judgement);
    "claims" "陈述要素" = Rule::List(List {
        key: &["field"],
        order: Order::Standing,
        face: "qualifier",
        of: fields! {
            "id" "编号" = Id;
            "field" "要素" = Fixed;
            // 不清楚 and 拒答 have no value, a range has two: one without the other says nothing.
            ["qualifier", "value", "high"] "陈述要素" = Scalar(show::claim);
            "statement" "要素所在陈述" = Scalar(show::plain);
        },
    });
    "probes" "追问" = Rule::List(List {
        key: &["probe"],
        order: Order::Standing,
        face: "probe",
        of: fields! {
            "id" "编号" = Id;
            "probe" "追问" = Fixed;
            "at" "追问时间" = Latest { of: &[] };
        },
    });
    "not_put" "未问原因" = Text;
};

const OBSERVATION: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "origin" "疑点来源" = Scalar(show::source);
    "text" "疑点" = Text;
    ["by", "at"] "记录人和时间" = Latest { of: &[] };
    "withheld" "转线索" = Scalar(show::plain);
    "handled" "处理时间" = Scalar(show::moment);
};

const ATTACHMENT: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "owner" "附件所属" = Scalar(show::plain);
    "name" "文件名" = Text;
    ["size", "sha256"] "附件内容" = Scalar(show::content);
    "caption" "附件说明" = Text;
    ["by", "at"] "添加人和时间" = Latest { of: &["size", "sha256"] };
};

const DOCUMENT: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "kind" "资料类别" = Scalar(show::plain);
    "method" "工作法版本" = Scalar(show::hash);
    "title" "材料名称" = Text;
    "volume" "卷" = Text;
    ["from", "to"] "资料时段" = Scalar(show::period);
    "form" "原件或复印件" = Scalar(show::form);
    "provider" "提供人" = Text;
    "received" "收到日期" = Scalar(show::date);
    "due_back" "应还日期" = Scalar(show::date);
    "returned" "归还日期" = Scalar(show::date);
    "person" "资料所属人员" = Scalar(show::plain);
    "clean" "读过，未发现问题" = Part(fields! {
        "volumes" "读过的卷" = Text;
        "months" "读过的月份" = Text;
        "pages" "读过的页" = Text;
        ["by", "at"] "阅读人和时间" = Latest { of: &["volumes", "months", "pages"] };
    });
    "note" "备注" = Text;
};

const CHECK_RESULT: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "document" "资料" = Fixed;
    "item" "检查要点" = Fixed;
    "verdict" "结论" = Choice(show::verdict, "unread");
    "pages" "页码" = Text;
    "note" "备注" = Text;
    ["by", "at"] "查看人和时间" = Latest { of: &["verdict"] };
};

const ENTRY: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "document" "资料" = Scalar(show::plain);
    "kind" "条目类别" = Scalar(show::plain);
    "values" "条目内容" = VALUES;
    "pages" "页码" = Text;
    "note" "备注" = Text;
    ["by", "at"] "记录人和时间" = Latest { of: &[] };
};

const EVIDENCE: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "source" "材料出处" = Scalar(show::source);
    "sort" "材料种类" = Scalar(show::evidence_sort);
    "title" "材料名称" = Text;
    "volume" "卷册号" = Text;
    "pages" "页码" = Text;
    "form" "原件或复印件" = Scalar(show::form);
    "extent" "份数" = Text;
    "provider" "提供人" = Text;
    "obtained" "取得日期" = Scalar(show::date);
    "note" "证明内容" = Text;
    ["by", "at"] "取材料的人和时间" = Latest { of: &[] };
};

const DECISION: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Fixed;
    "key" "候选" = Fixed;
    "title" "候选标题" = Text;
    ["outcome", "problem", "reason"] "处理结果" = Scalar(show::outcome);
    "seen" "已看材料" = Set;
    ["by", "at"] "处理人和时间" = Latest { of: &["outcome", "problem", "reason"] };
};

const PROBLEM: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "method" "工作法版本" = Scalar(show::hash);
    "number" "底稿编号" = Text;
    "state" "底稿状态" = Scalar(show::problem_state);
    "title" "底稿名称" = Text;
    "facts" "查证事实" = by_id("text", fields! {
        "id" "编号" = Fixed;
        "order" "次序" = Rule::Order;
        "text" "查证事实" = Text;
    });
    "to_verify" "待核实" = by_id("text", fields! {
        "id" "编号" = Fixed;
        "order" "次序" = Rule::Order;
        "text" "待核实" = Text;
        "origin" "来源" = Scalar(show::plain);
        "done" "已核实" = Scalar(show::plain);
    });
    ["from", "to"] "发生时间" = Scalar(show::period);
    "place" "地点" = Text;
    "sources" "问题来源" = Set;
    "source_other" "其他来源" = Text;
    "discovery" "发现过程" = Text;
    "basis" "定性依据" = by_id("name", fields! {
        "id" "编号" = Fixed;
        "order" "次序" = Rule::Order;
        // Taken from the method together: a name with the version of another regulation cites nothing.
        ["regulation", "name", "version"] "依据名称" = Scalar(show::basis);
        "clause" "条款" = Text;
        "quote" "条文" = Text;
        "confirmed" "依据核对" = Seal { of: &["regulation", "name", "version", "clause", "quote"] };
    });
    "evidence" "支撑材料" = by_id("number", fields! {
        "id" "编号" = Fixed;
        "order" "次序" = Rule::Order;
        "number" "材料序号" = Scalar(show::cited);
        "evidence" "支撑材料" = Scalar(show::plain);
    });
    "responsible" "责任人" = by_id("name", fields! {
        "id" "编号" = Fixed;
        "order" "次序" = Rule::Order;
        ["person", "name"] "责任人" = Scalar(show::plain);
        "post" "责任人职务" = Text;
        "kind" "责任类型" = Scalar(show::responsibility);
    });
    "categories" "问题分类" = Rule::List(List {
        key: &["tree"],
        order: Order::Standing,
        face: "node",
        of: fields! {
            "id" "编号" = Id;
            "tree" "分类体系" = Fixed;
            "node" "问题分类" = Scalar(show::plain);
        },
    });
    // Known by its number and the words: two laptops that leave one error give it one id.
    "overruled" "放行的诊断" = Rule::List(List {
        key: &["id"],
        order: Order::Standing,
        face: "reason",
        of: fields! {
            "id" "编号" = Fixed;
            "code" "诊断" = Fixed;
            "of" "诊断所指" = Fixed;
            "reason" "放行理由" = Text;
            ["by", "at"] "放行人和时间" = Latest { of: &["reason"] };
        },
    });
    "level" "问题层级" = Scalar(show::level);
    "certainty" "查实程度" = Scalar(show::certainty);
    "explanation" "被巡察单位说明" = Text;
    "against" "相反情况" = Text;
    "handlers" "承办人" = Set;
    "note" "备注" = Text;
};

const SUGGESTION: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "problems" "所对应问题" = Set;
    "addressee" "建议对象" = Text;
    "text" "建议内容" = Text;
};

const QUICK_FIX: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "problem" "问题" = Scalar(show::plain);
    "demand" "整改要求" = Text;
    "issued" "通知日期" = Scalar(show::date);
    "due" "整改期限" = Scalar(show::date);
    "result" "整改情况" = Text;
    "done" "完成日期" = Scalar(show::date);
    ["by", "at"] "提出人和时间" = Latest { of: &[] };
};

const LOAN: &[FieldRule] = fields! {
    "id" "编号" = Fixed;
    "unit" "单位" = Scalar(show::plain);
    "title" "材料名称" = Text;
    "kind" "资料类别" = Scalar(show::plain);
    "copies" "份数" = Text;
    "form" "原件或复印件" = Scalar(show::form);
    "asked" "调阅日期" = Scalar(show::date);
    "asked_by" "调阅人" = Scalar(show::plain);
    "due" "提供时限" = Scalar(show::date);
    "provider" "提供人" = Text;
    "handed" "提供时间" = Scalar(show::moment);
    "document" "对应资料" = Scalar(show::plain);
    "copied" "复印页码" = Text;
    "returned" "归还时间" = Scalar(show::moment);
    "returned_to" "接收人" = Text;
    "note" "备注" = Text;
};
