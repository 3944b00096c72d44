//! A unit with books to read, and a method that says what to look for in them: small, and the same whatever the
//! built-in method says.

use super::driver::Driver;
use crate::method::records::{AskedField, BasisRef, CheckItem, EntryKind, RecordKind, Weight};
use crate::method::types::{Condition, FieldCondition, FieldType, Method, Source, Verified};
use crate::model::answer::Value;
use crate::model::any::AnyRecord;
use crate::model::fields::FieldValue;
use crate::model::ids::{DocumentId, EntryId, FieldValueId, InspectorId, LoanId, PersonId, UnitId};
use crate::model::loan::Loan;
use crate::model::people::{Code, Facts, Person};
use crate::model::reading::{CheckResult, Document, Entry, Form, ReadClean, Verdict};
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::model::value::{Instant, Money, PartialDate};
use std::sync::Arc;

/// The unit whose books are read.
pub(super) const UNIT: &str = "城乡建设局党组";

fn source(verified: Verified) -> Source {
    Source { source: "试验".to_owned(), verified }
}

fn item(kind: &str, n: usize) -> CheckItem {
    let titles = ["会议频次", "到会人数", "末位表态", "议题来源", "如实记录"];
    let basis = BasisRef {
        regulation: String::new(),
        name: "本单位议事规则".to_owned(),
        clause: "第三条".to_owned(),
        source: source(Verified::General),
    };
    CheckItem {
        id: format!("{kind}.p{n}"),
        label: format!("P{n}"),
        title: titles.get((n - 1) % 5).map_or_else(String::new, |t| (*t).to_owned()),
        look_for: "主要负责人是不是最后一个表态，记录里每个人的意见是不是分别写明。".to_owned(),
        red_flag: "第一个发言的就是主要负责人，后面都是“同意”。".to_owned(),
        basis: vec![basis],
        weight: Weight::Normal,
        ties: Vec::new(),
        problem: "主要负责人未执行末位表态".to_owned(),
        categories: Vec::new(),
        source: source(Verified::Sourced),
    }
}

fn kind(id: &str, numeral: &str, short: &str, title: &str) -> RecordKind {
    RecordKind {
        id: id.to_owned(),
        numeral: numeral.to_owned(),
        short: short.to_owned(),
        title: title.to_owned(),
        of_person: id == "k2",
        items: (1..=10).map(|n| item(id, n)).collect(),
        entry: "meeting".to_owned(),
        source: source(Verified::Article),
    }
}

fn field(id: &str, label: &str, ty: FieldType, column: u8) -> AskedField {
    AskedField {
        id: id.to_owned(),
        label: label.to_owned(),
        ty,
        help: String::new(),
        when: Condition::default(),
        required: false,
        message: String::new(),
        exclusive: Vec::new(),
        column,
    }
}

fn words(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect()
}

fn meeting() -> EntryKind {
    let kinds = words(&[("party", "党组会"), ("office", "办公会")]);
    let before = words(&[("notice", "通知"), ("papers", "材料"), ("none", "都没有")]);
    let vote = FieldCondition {
        id: "meeting.kind".to_owned(),
        at_least: None,
        below: None,
        is: vec!["party".to_owned()],
        unknown: false,
    };
    let count = FieldType::Integer { min: 0, max: 99, unit: "人".to_owned() };
    let fields = vec![
        AskedField { required: true, ..field("meeting.date", "日期", FieldType::Date, 8) },
        field("meeting.kind", "会议", FieldType::Choice(kinds), 8),
        field("meeting.host", "主持", FieldType::Person, 8),
        AskedField {
            message: "到会人数填 0 到 99。".to_owned(), ..field("meeting.present", "到会", count, 6)
        },
        field("meeting.subject", "议题", FieldType::Text { max: 40 }, 30),
        AskedField {
            exclusive: vec!["none".to_owned()],
            ..field("meeting.before", "会前", FieldType::Choices(before), 0)
        },
        AskedField {
            when: Condition { field: Some(vote), ..Condition::default() },
            ..field("meeting.vote", "票决", FieldType::YesNo, 0)
        },
    ];
    EntryKind { id: "meeting".to_owned(), name: "会议".to_owned(), fields }
}

/// The method with a reading half of its own.
fn with_books(method: &Method) -> Method {
    let kinds = [
        ("k1", "一", "会议记录", "单位会议记录"),
        ("k2", "二", "学习笔记", "个人学习笔记"),
        ("k3", "三", "党费账目", "党费收缴账目"),
        ("k4", "四", "党委会议记录", "党委（党组）会议记录"),
        ("k5", "五", "会计凭证", "会计凭证"),
    ];
    let money = FieldType::Money { min: Money(0), max: Money(1_000_000_000) };
    Method {
        records: kinds.into_iter().map(|(id, n, short, title)| kind(id, n, short, title)).collect(),
        entries: vec![meeting()],
        profile: vec![
            field("profile.limit", "大额标准", money, 0),
            field("profile.limit_document", "依据文件", FieldType::Text { max: 80 }, 0),
        ],
        ..method.clone()
    }
}

pub(super) fn day(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

fn value(id: &str, value: Value) -> FieldValue {
    FieldValue { id: FieldValueId::new(), field: id.to_owned(), value }
}

struct Books {
    unit: UnitId,
    me: InspectorId,
    now: Instant,
    method: crate::model::ids::Hash,
    records: Vec<AnyRecord>,
}

impl Books {
    fn person(&mut self, name: &str, post: &str, code: &str) -> PersonId {
        let id = PersonId::new();
        self.records.push(AnyRecord::from(Person {
            id,
            unit: self.unit,
            name: name.to_owned(),
            name_as_written: None,
            post: post.to_owned(),
            posts: Vec::new(),
            in_charge: String::new(),
            approach: "party_member".to_owned(),
            facts: Facts::default(),
            code: Code(code.to_owned()),
            planned: None,
            contact: String::new(),
            note: String::new(),
        }));
        id
    }

    fn document(&mut self, kind: &str, title: &str, from: &str, volume: &str) -> Document {
        Document {
            id: DocumentId::new(),
            unit: self.unit,
            kind: kind.to_owned(),
            method: self.method,
            title: title.to_owned(),
            volume: volume.to_owned(),
            from: Some(day(from)),
            to: None,
            form: Form::Original,
            provider: "邓有田".to_owned(),
            received: Some(day("2026-03-02")),
            due_back: None,
            returned: None,
            person: None,
            clean: None,
            note: String::new(),
        }
    }

    fn checked(&mut self, document: DocumentId, item: &str, verdict: Verdict, pages: &str, note: &str) {
        self.records.push(AnyRecord::from(CheckResult {
            verdict,
            pages: pages.to_owned(),
            note: note.to_owned(),
            by: Some(self.me),
            at: Some(self.now),
            ..CheckResult::new(document, item)
        }));
    }

    fn entry(&mut self, document: DocumentId, date: &str, host: PersonId, present: i64, subject: &str) {
        let values = vec![
            value("meeting.date", Value::Date(day(date))),
            value("meeting.kind", Value::Choice("party".to_owned())),
            value("meeting.host", Value::Person(host)),
            value("meeting.present", Value::Integer(present)),
            value("meeting.subject", Value::Text(subject.to_owned())),
        ];
        self.records.push(AnyRecord::from(Entry {
            id: EntryId::new(),
            document,
            kind: "meeting".to_owned(),
            values,
            pages: "12".to_owned(),
            note: String::new(),
            by: Some(self.me),
            at: self.now,
        }));
    }

    fn loan(&mut self, title: &str, due: &str) -> Loan {
        Loan {
            id: LoanId::new(),
            unit: self.unit,
            title: title.to_owned(),
            kind: "k4".to_owned(),
            copies: "3册".to_owned(),
            form: Form::Original,
            asked: day("2026-03-02"),
            asked_by: self.me,
            due: Some(day(due)),
            provider: "邓有田".to_owned(),
            handed: None,
            document: None,
            copied: String::new(),
            returned: None,
            returned_to: String::new(),
            note: String::new(),
        }
    }
}

impl Driver {
    /// The method of these tests, in the open round.
    pub(super) fn use_books(&mut self) {
        let book = self.app.shell.book.as_mut().unwrap();
        book.method = Arc::new(with_books(&book.method)).into();
    }

    /// A method of old, which has no reading half, in the open round.
    pub(super) fn use_no_books(&mut self) {
        let book = self.app.shell.book.as_mut().unwrap();
        let method =
            Method { records: Vec::new(), entries: Vec::new(), profile: Vec::new(), ..Method::clone(&book.method) };
        book.method = Arc::new(method).into();
    }

    fn put(&mut self, records: Vec<AnyRecord>) {
        self.elsewhere(Op::EditDocument, move |tx| records.iter().try_for_each(|r| tx.put_any(r)));
    }

    /// Home of a unit that has no document yet, 刘芳 at the keyboard.
    pub(super) fn bare() -> Self {
        let mut d = Self::home();
        d.use_books();
        let unit = Unit::new(UnitId::new(), "CSJ", UNIT);
        d.put(vec![unit.into()]);
        assert!(d.title().ends_with(UNIT), "{}", d.title());
        d
    }

    /// Home of a unit with books, some of them read.
    pub(super) fn books() -> Self {
        let mut d = Self::bare();
        let book = d.app.shell.book.as_ref().unwrap();
        let unit = d.unit().id;
        let mut b =
            Books { unit, me: d.app.shell.me.unwrap(), now: d.now(), method: book.method.hash, records: vec![] };
        let host = b.person("马会来", "党组书记、局长", "A11");
        b.person("邓有田", "办公室主任", "B22");
        b.person("马会芳", "出纳", "C33");
        let minutes =
            Document { due_back: Some(day("2026-03-10")), ..b.document("k4", "党组会议记录", "2022", "第2卷") };
        let id = minutes.id;
        let clean = ReadClean {
            volumes: "全部".to_owned(),
            months: "2022年".to_owned(),
            pages: "1-60".to_owned(),
            by: b.me,
            at: b.now,
        };
        let office = Document { clean: Some(clean), ..b.document("k1", "局长办公会议记录", "2022", "") };
        let notes = Document { person: Some(host), ..b.document("k2", "学习笔记", "2023", "") };
        let dues = b.document("k3", "党费收缴台账", "2022", "");
        b.records.extend([minutes, office, notes, dues].map(AnyRecord::from));
        b.checked(id, "k4.p1", Verdict::Clean, "", "");
        b.checked(id, "k4.p2", Verdict::Problem, "12, 31", "3月8日到会4人，应到9人");
        b.entry(id, "2022-03-08", host, 4, "干部任免");
        b.entry(id, "2022-03-29", host, 8, "大额资金，购车");
        let here =
            Loan { handed: Some(b.now), document: Some(id), ..b.loan("党组会议记录2022年", "2026-03-04") };
        let back = Loan { returned: Some(b.now), returned_to: "邓有田".to_owned(), ..here.clone() };
        let back = Loan { id: LoanId::new(), title: "三重一大制度".to_owned(), document: None, ..back };
        let (late, asked) = (b.loan("2023年凭证", "2026-03-05"), b.loan("2024年凭证", "2026-04-01"));
        b.records.extend([here, back, late, asked].map(AnyRecord::from));
        d.put(b.records);
        d
    }

    /// The minutes of 2022, being read.
    pub(super) fn minutes() -> Self {
        let mut d = Self::books();
        d.open_minutes();
        d
    }

    /// Opens the minutes of 2022 from home.
    pub(super) fn open_minutes(&mut self) {
        self.keys("d 4 Enter");
        assert!(self.title().contains("党组会议记录 2022年 第2卷"), "{}\n{}", self.title(), self.text());
    }

    /// The unit of these tests, as it stands in the file.
    pub(super) fn unit(&self) -> Unit {
        let units: Vec<Unit> = self.reader().all().unwrap();
        units.into_iter().find(|u| u.code == "CSJ").unwrap()
    }

    /// Its documents.
    pub(super) fn documents(&self) -> Vec<Document> {
        self.reader().children(self.unit().id.0).unwrap()
    }

    /// The minutes of 2022, as they stand in the file.
    pub(super) fn minutes_in_file(&self) -> Document {
        self.documents().into_iter().find(|d| d.kind == "k4").unwrap()
    }

    /// The result of a check item of the minutes.
    pub(super) fn result(&self, item: &str) -> Option<CheckResult> {
        let results: Vec<CheckResult> = self.reader().children(self.minutes_in_file().id.0).unwrap();
        results.into_iter().find(|r| r.item == item)
    }

    /// The entries of the minutes.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.reader().children(self.minutes_in_file().id.0).unwrap()
    }
}
