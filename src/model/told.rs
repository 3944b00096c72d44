//! Every string of every kind of record that may carry words, and what a record hangs on.
//!
//! Closed by default: the patterns below name every field and have no `..`, so that a new kind or a new field does not
//! compile until somebody decides here whether it carries words. Left out are ids, hashes, dates, numbers, and names out
//! of the method (a question, a check item, a kind of entry).

use crate::model::answer::{Answer, Claim, ProbePut, Statement, Value};
use crate::model::any::AnyRecord;
use crate::model::attachment::Attachment;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::fields::FieldValue;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::interview::{Interview, Sitting, Unconfirmed};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::overruled::Overruled;
use crate::model::people::{Code, Person, PostHeld};
use crate::model::problem::{BasisWords, Cited, Fact, Placed, Problem, Responsible, ToVerify};
use crate::model::reading::{CheckResult, Document, Entry, ReadClean};
use crate::model::record::Kind;
use crate::model::round::{Inspector, Marking, ReadingExcuse, Round, Unit};
use std::fmt;
use uuid::Uuid;

/// Where a string stands in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Id of the element (statement, claim, fact, basis …) in which it stands; `None`: the record itself.
    pub element: Option<Uuid>,
    /// The field, as in the body.
    pub field: &'static str,
    /// What a user calls the field.
    pub label: &'static str,
}

impl fmt::Display for Place {
    /// `title`, or `facts/ID/text` with the id of the element.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.element, self.field.split_once('.')) {
            (Some(id), Some((list, field))) => write!(f, "{list}/{id}/{field}"),
            (Some(id), None) => write!(f, "{}/{id}", self.field),
            (None, _) => f.write_str(self.field),
        }
    }
}

/// One string of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where it stands.
    pub place: Place,
    /// The string.
    pub text: String,
}

/// The strings of a record that may carry words, those that are empty too.
pub fn texts(record: &AnyRecord) -> Vec<Text> {
    let mut all = Vec::new();
    each_text(&mut record.clone(), &mut |place, text| all.push(Text { place, text: text.clone() }));
    all
}

/// Shows each string of a record that may carry words, and takes it back changed.
pub fn each_text(record: &mut AnyRecord, each: &mut dyn FnMut(Place, &mut String)) {
    let mut walk = Walk { element: None, each };
    match record {
        AnyRecord::Round(r) => walk.round(r),
        AnyRecord::Unit(r) => walk.unit(r),
        AnyRecord::Inspector(r) => walk.inspector(r),
        AnyRecord::Person(r) => walk.person(r),
        AnyRecord::Interview(r) => walk.interview(r),
        AnyRecord::Answer(r) => walk.answer(r),
        AnyRecord::Observation(r) => walk.observation(r),
        AnyRecord::Attachment(r) => walk.attachment(r),
        AnyRecord::Document(r) => walk.document(r),
        AnyRecord::CheckResult(r) => walk.check_result(r),
        AnyRecord::Entry(r) => walk.entry(r),
        AnyRecord::Evidence(r) => walk.evidence(r),
        AnyRecord::Decision(r) => walk.decision(r),
        AnyRecord::Problem(r) => walk.problem(r),
        AnyRecord::Suggestion(r) => walk.suggestion(r),
        AnyRecord::QuickFix(r) => walk.quick_fix(r),
        AnyRecord::Loan(r) => walk.loan(r),
    }
}

struct Walk<'a> {
    element: Option<Uuid>,
    each: &'a mut dyn FnMut(Place, &mut String),
}

impl Walk<'_> {
    fn text(&mut self, field: &'static str, label: &'static str, text: &mut String) {
        (self.each)(Place { element: self.element, field, label }, text);
    }

    fn within(&mut self, element: impl Into<Uuid>, walk: impl FnOnce(&mut Self)) {
        let outer = self.element.replace(element.into());
        walk(self);
        self.element = outer;
    }

    fn value(&mut self, field: &'static str, label: &'static str, value: &mut Value) {
        match value {
            Value::Text(text) | Value::Choice(text) => self.text(field, label, text),
            Value::Choices(texts) => {
                for text in texts {
                    self.text(field, label, text);
                }
            }
            Value::Integer(_) | Value::Money(_) | Value::Date(_) | Value::YesNo(_) | Value::Person(_) => {}
        }
    }

    fn values(&mut self, field: &'static str, label: &'static str, values: &mut [FieldValue]) {
        for FieldValue { id, field: _, value } in values {
            self.within(*id, |walk| walk.value(field, label, value));
        }
    }

    fn round(&mut self, round: &mut Round) {
        // The folder of the backups is a place on this computer: it leaves by no door and stays as it is.
        let Round { id: _, name, term, number, group, from: _, to: _, marking, backup_dir: _, lock_minutes: _ } = round;
        self.text("name", "轮次名称", name);
        self.text("term", "届", term);
        self.text("number", "轮", number);
        self.text("group", "组", group);
        match marking {
            Marking::Other(text) => self.text("marking", "密级标注", text),
            Marking::None | Marking::Internal | Marking::WorkSecret => {}
        }
    }

    fn unit(&mut self, unit: &mut Unit) {
        let Unit { id: _, code, name, kind: _, profile, excuses } = unit;
        self.text("code", "代码", code);
        self.text("name", "单位名称", name);
        self.values("profile.value", "单位概况", profile);
        for ReadingExcuse { id, kind: _, year: _, reason } in excuses {
            self.within(*id, |walk| walk.text("excuses.reason", "不看的原因", reason));
        }
    }

    fn inspector(&mut self, inspector: &mut Inspector) {
        let Inspector { id: _, name, part: _, left: _, code } = inspector;
        self.text("name", "姓名", name);
        self.text("code", "编号代码", code);
    }

    fn person(&mut self, person: &mut Person) {
        let Person {
            id: _,
            unit: _,
            name,
            name_as_written,
            post,
            posts,
            in_charge,
            approach: _,
            facts: _,
            code,
            planned: _,
            contact,
            note,
        } = person;
        self.text("name", "姓名", name);
        if let Some(written) = name_as_written {
            self.text("name_as_written", "名册上的写法", written);
        }
        self.text("post", "职务", post);
        for PostHeld { id, post, from: _, to: _ } in posts {
            self.within(*id, |walk| walk.text("posts.post", "任职", post));
        }
        self.text("in_charge", "分管工作", in_charge);
        let Code(code) = code;
        self.text("code", "代号", code);
        self.text("contact", "联系方式", contact);
        self.text("note", "备注", note);
    }

    fn interview(&mut self, interview: &mut Interview) {
        let Interview {
            id: _,
            person: _,
            method: _,
            state: _,
            post,
            sittings,
            opening_read: _,
            variant: _,
            read_back: _,
            unconfirmed,
            note,
        } = interview;
        self.text("post", "职务", post);
        for Sitting { id, asker: _, recorder: _, alone_reason, place, from: _, to: _ } in sittings {
            self.within(*id, |walk| {
                walk.text("sittings.alone_reason", "一人谈话的原因", alone_reason);
                walk.text("sittings.place", "地点", place);
            });
        }
        for Unconfirmed { statement, reason, at: _ } in unconfirmed {
            self.within(*statement, |walk| walk.text("unconfirmed.reason", "不愿确认的理由", reason));
        }
        self.text("note", "备注", note);
    }

    fn answer(&mut self, answer: &mut Answer) {
        let Answer { id: _, interview: _, question: _, wording: _, statements, judgement: _, claims, probes, not_put } =
            answer;
        for statement in statements {
            let Statement { id, order: _, lane: _, at: _, text, key: _, withheld: _, supersedes: _, words_of: _ } =
                statement;
            self.within(*id, |walk| walk.text("statements.text", "陈述", text));
        }
        for claim in claims {
            let Claim { id, field: _, qualifier: _, value, high, statement: _ } = claim;
            self.within(*id, |walk| {
                for (field, value) in [("claims.value", value), ("claims.high", high)] {
                    if let Some(value) = value {
                        walk.value(field, "要素", value);
                    }
                }
            });
        }
        for ProbePut { id: _, probe: _, at: _ } in probes {}
        self.text("not_put", "未问原因", not_put);
    }

    fn observation(&mut self, observation: &mut Observation) {
        let Observation { id: _, unit: _, origin: _, text, by: _, at: _, withheld: _, handled: _ } = observation;
        self.text("text", "疑点", text);
    }

    fn attachment(&mut self, attachment: &mut Attachment) {
        let Attachment { id: _, owner: _, name, size: _, sha256: _, caption, by: _, at: _ } = attachment;
        self.text("name", "文件名", name);
        self.text("caption", "说明", caption);
    }

    fn document(&mut self, document: &mut Document) {
        let Document {
            id: _,
            unit: _,
            kind: _,
            method: _,
            title,
            volume,
            from: _,
            to: _,
            form: _,
            provider,
            received: _,
            due_back: _,
            returned: _,
            person: _,
            clean,
            note,
        } = document;
        self.text("title", "材料名称", title);
        self.text("volume", "卷", volume);
        self.text("provider", "提供人", provider);
        if let Some(ReadClean { volumes, months, pages, by: _, at: _ }) = clean {
            self.text("clean.volumes", "看过的卷", volumes);
            self.text("clean.months", "看过的月份", months);
            self.text("clean.pages", "看过的页", pages);
        }
        self.text("note", "备注", note);
    }

    fn check_result(&mut self, check: &mut CheckResult) {
        let CheckResult { id: _, document: _, item: _, verdict: _, pages, note, by: _, at: _ } = check;
        self.text("pages", "页", pages);
        self.text("note", "备注", note);
    }

    fn entry(&mut self, entry: &mut Entry) {
        let Entry { id: _, document: _, kind: _, values, pages, note, by: _, at: _ } = entry;
        self.values("values.value", "条目内容", values);
        self.text("pages", "页", pages);
        self.text("note", "备注", note);
    }

    fn evidence(&mut self, evidence: &mut Evidence) {
        let Evidence {
            id: _,
            unit: _,
            source: _,
            sort: _,
            title,
            volume,
            pages,
            form: _,
            extent,
            provider,
            obtained: _,
            note,
            by: _,
            at: _,
        } = evidence;
        self.text("title", "材料名称", title);
        self.text("volume", "卷", volume);
        self.text("pages", "页", pages);
        self.text("extent", "份数", extent);
        self.text("provider", "提供人", provider);
        self.text("note", "说明", note);
    }

    fn decision(&mut self, decision: &mut Decision) {
        let Decision { id: _, unit: _, key: _, title, outcome, seen: _, by: _, at: _ } = decision;
        self.text("title", "候选名称", title);
        match outcome {
            Decided::Adopted { problem: _ } => {}
            Decided::Dismissed { reason } => self.text("reason", "不采纳的理由", reason),
        }
    }

    fn problem(&mut self, problem: &mut Problem) {
        let Problem {
            id: _,
            unit: _,
            method: _,
            number,
            state: _,
            title,
            facts,
            from: _,
            to: _,
            place,
            sources,
            source_other,
            discovery,
            basis,
            evidence,
            responsible,
            categories,
            level: _,
            certainty: _,
            explanation,
            against,
            handlers: _,
            note,
            to_verify,
            overruled,
        } = problem;
        self.text("number", "预编号", number);
        self.text("title", "底稿名称", title);
        for Fact { id, order: _, text } in facts {
            self.within(*id, |walk| walk.text("facts.text", "查证事实", text));
        }
        self.text("place", "地点", place);
        for source in sources {
            self.text("sources", "问题来源", source);
        }
        self.text("source_other", "其他来源", source_other);
        self.text("discovery", "发现过程", discovery);
        for one in basis {
            one.each_word(|id, words| {
                let BasisWords { regulation: _, name, version, clause, quote } = words;
                self.within(id, |walk| {
                    walk.text("basis.name", "定性依据", name);
                    walk.text("basis.version", "依据版本", version);
                    walk.text("basis.clause", "条款", clause);
                    walk.text("basis.quote", "条款原文", quote);
                });
            });
        }
        for Cited { id: _, order: _, number: _, evidence: _ } in evidence {}
        for one in responsible {
            let Responsible { id, order: _, person: _, name, post, kind: _ } = one;
            self.within(*id, |walk| {
                walk.text("responsible.name", "责任人姓名", name);
                walk.text("responsible.post", "责任人职务", post);
            });
        }
        for Placed { id: _, tree: _, node: _ } in categories {}
        self.text("explanation", "被巡察单位说明", explanation);
        self.text("against", "相反情况", against);
        self.text("note", "备注", note);
        for ToVerify { id, order: _, text, origin: _, done: _ } in to_verify {
            self.within(*id, |walk| walk.text("to_verify.text", "待核实", text));
        }
        for Overruled { id, code: _, of: _, reason, by: _, at: _ } in overruled {
            self.within(*id, |walk| walk.text("overruled.reason", "放行理由", reason));
        }
    }

    fn suggestion(&mut self, suggestion: &mut Suggestion) {
        let Suggestion { id: _, unit: _, problems: _, addressee, text } = suggestion;
        self.text("addressee", "受文单位", addressee);
        self.text("text", "建议", text);
    }

    fn quick_fix(&mut self, fix: &mut QuickFix) {
        let QuickFix { id: _, unit: _, problem: _, demand, issued: _, due: _, result, done: _, by: _, at: _ } = fix;
        self.text("demand", "整改要求", demand);
        self.text("result", "单位报告", result);
    }

    fn loan(&mut self, loan: &mut Loan) {
        let Loan {
            id: _,
            unit: _,
            title,
            kind: _,
            copies,
            form: _,
            asked: _,
            asked_by: _,
            due: _,
            provider,
            handed: _,
            document: _,
            copied,
            returned: _,
            returned_to,
            note,
        } = loan;
        self.text("title", "材料名称", title);
        self.text("copies", "份数", copies);
        self.text("provider", "提供人", provider);
        self.text("copied", "复印页码", copied);
        self.text("returned_to", "收回人", returned_to);
        self.text("note", "备注", note);
    }
}

/// What a record, or one element of it, rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rest {
    /// The element that rests on it; `None`: the record itself.
    pub element: Option<Uuid>,
    /// The statement, or the record, that it rests on.
    pub on: Uuid,
    /// In what way.
    pub how: How,
}

/// In what way something rests on something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// A claim asserted by a statement.
    Asserts,
    /// An observation drawn from it.
    Drawn,
    /// Evidence that it is.
    Source,
    /// A file attached to it.
    Attached,
    /// A decision that looked at it among others.
    Seen,
    /// A line of a paper's list of evidence.
    Cites,
    /// A matter of a paper that is to be verified because of it.
    Verifies,
}

/// Whether records of that kind rest on others; the statements of an answer are its own.
const fn may_rest(kind: Kind) -> bool {
    match kind {
        Kind::Interview | Kind::Observation | Kind::Attachment | Kind::Evidence | Kind::Decision | Kind::Problem => {
            true
        }
        Kind::Round
        | Kind::Unit
        | Kind::Inspector
        | Kind::Person
        | Kind::Answer
        | Kind::Document
        | Kind::CheckResult
        | Kind::Entry
        | Kind::Suggestion
        | Kind::QuickFix
        | Kind::Loan => false,
    }
}

/// The kinds of which a record may rest on other records ([`rests`]).
pub fn resting_kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| may_rest(*kind))
}

/// What a record rests on, by id. An observation or evidence taken in a document rests on the document, on the check
/// result and on the entry.
pub fn rests(record: &AnyRecord) -> Vec<Rest> {
    let own = |on: Uuid, how| Rest { element: None, on, how };
    match record {
        AnyRecord::Interview(talk) => {
            let of = |u: &Unconfirmed| Rest { element: Some(u.statement.0), on: u.statement.0, how: How::Asserts };
            talk.unconfirmed.iter().map(of).collect()
        }
        AnyRecord::Answer(answer) => {
            let of = |c: &Claim| Some(Rest { element: Some(c.id.0), on: c.statement?.0, how: How::Asserts });
            answer.claims.iter().filter_map(of).collect()
        }
        AnyRecord::Observation(o) => match &o.origin {
            Origin::Statement { interview: _, answer: _, statement } => vec![own(statement.0, How::Drawn)],
            Origin::Document { document, item: _, check, entry } => {
                let parts = [check.map(|c| c.0), entry.map(|e| e.0)].into_iter().flatten();
                std::iter::once(document.0).chain(parts).map(|id| own(id, How::Drawn)).collect()
            }
            Origin::Free => Vec::new(),
        },
        AnyRecord::Evidence(e) => match &e.source {
            EvidenceSource::Document { document, check, entry } => {
                let parts = [check.map(|c| c.0), entry.map(|e| e.0)].into_iter().flatten();
                std::iter::once(document.0).chain(parts).map(|id| own(id, How::Source)).collect()
            }
            EvidenceSource::Statement { interview: _, answer: _, statement } => vec![own(statement.0, How::Source)],
            EvidenceSource::Attachment { attachment } => vec![own(attachment.0, How::Source)],
            EvidenceSource::Outside => Vec::new(),
        },
        AnyRecord::Attachment(a) => vec![own(a.owner, How::Attached)],
        AnyRecord::Decision(d) => d.seen.iter().map(|s| own(s.id, How::Seen)).collect(),
        AnyRecord::Problem(p) => {
            let of = |c: &Cited| Rest { element: Some(c.id.0), on: c.evidence.0, how: How::Cites };
            let verifies = |v: &ToVerify| Some(Rest { element: Some(v.id.0), on: v.origin?, how: How::Verifies });
            p.evidence.iter().map(of).chain(p.to_verify.iter().filter_map(verifies)).collect()
        }
        AnyRecord::Round(_)
        | AnyRecord::Unit(_)
        | AnyRecord::Inspector(_)
        | AnyRecord::Person(_)
        | AnyRecord::Document(_)
        | AnyRecord::CheckResult(_)
        | AnyRecord::Entry(_)
        | AnyRecord::Suggestion(_)
        | AnyRecord::QuickFix(_)
        | AnyRecord::Loan(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::UnitId;

    #[test]
    fn every_string_has_a_path_of_its_own() {
        let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
        let mut record: AnyRecord = unit.into();
        let paths: Vec<String> = texts(&record).iter().map(|t| t.place.to_string()).collect();
        assert_eq!(paths, ["code", "name"]);
        each_text(&mut record, &mut |place, text| text.push_str(place.field));
        assert_eq!(texts(&record).iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["SLJcode", "水利局党组name"]);
        let place = Place { element: Some(Uuid::nil()), field: "facts.text", label: "查证事实" };
        assert_eq!(place.to_string(), "facts/00000000-0000-0000-0000-000000000000/text");
    }
}
