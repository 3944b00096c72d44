//! What records are called: for the words of an action, and in place of ids.

use super::body::{Bodies, Body};
use crate::analysis::methods;
use crate::error::Result;
use crate::method::records::{AskedField, CheckItem};
use crate::method::types::{Method, Question};
use crate::model::ids::{Hash, TxnId};
use crate::model::reading::Document;
use crate::model::record::Kind;
use crate::store::{Logged, Order, Reader, StruckFields};
use crate::text::grapheme::graphemes;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Graphemes shown of a text that stands for its record.
const EXCERPT: usize = 20;

/// Names of records by their last state, in the bin or not, and the labels of the method.
pub(super) struct Names<'r> {
    reader: &'r Reader,
    bodies: Bodies<'r>,
    method: OnceCell<Option<Arc<Method>>>,
    known: RefCell<BTreeMap<Uuid, String>>,
}

impl<'r> Names<'r> {
    pub(super) fn new(reader: &'r Reader, bodies: Bodies<'r>) -> Self {
        Self { reader, bodies, method: OnceCell::new(), known: RefCell::default() }
    }

    /// An action of the log.
    pub(super) fn act(&self, txn: TxnId) -> Result<Option<Logged>> {
        self.reader.act(txn)
    }

    /// The revisions from which an action struck withheld words.
    pub(super) fn struck_by(&self, txn: TxnId) -> Result<BTreeSet<Hash>> {
        self.reader.struck_by(txn)
    }

    /// On whose order an action took words out of a talk, for the end of its line; empty: it did not.
    pub(super) fn order_of(&self, txn: TxnId) -> Result<String> {
        let said = |order: Order| {
            let basis = if order.basis.is_empty() { String::new() } else { format!("，依据{}", order.basis) };
            format!("（{}决定{basis}）", order.by)
        };
        Ok(self.reader.order_of(txn)?.map(said).unwrap_or_default())
    }

    /// In which fields of which records an action struck withheld words.
    pub(super) fn struck_fields(&self, txn: TxnId) -> Result<StruckFields> {
        self.reader.struck_fields(txn)
    }

    /// Where the bodies come from.
    pub(super) const fn bodies(&self) -> &Bodies<'r> {
        &self.bodies
    }

    /// The method that new talks use: it labels what an id stands for. `None` when it cannot be read; ids are shown
    /// then.
    pub(super) fn method(&self) -> Option<&Method> {
        self.method.get_or_init(|| methods::current(self.reader).ok()).as_deref()
    }

    /// What a record is called by its last state; empty when the log has none of that id.
    pub(super) fn of(&self, record: Uuid) -> Result<String> {
        if let Some(known) = self.known.borrow().get(&record) {
            return Ok(known.clone());
        }
        // A ring of references, which only a damaged file has, ends here.
        self.known.borrow_mut().insert(record, String::new());
        let name = self.bodies.last(record)?.map(|body| self.name_of(&body)).transpose()?.unwrap_or_default();
        self.known.borrow_mut().insert(record, name.clone());
        Ok(name)
    }

    /// What a record is called in this state.
    pub(super) fn name_of(&self, body: &Body) -> Result<String> {
        Ok(match body.kind() {
            Kind::Round | Kind::Unit | Kind::Inspector | Kind::Person | Kind::Attachment => {
                body.text("name").to_owned()
            }
            Kind::Interview => self.named(body.id("person"))?,
            Kind::Answer => words([&self.named(body.id("interview"))?, &self.question(body.text("question"))]),
            Kind::Observation | Kind::Suggestion => excerpt(body.text("text")),
            Kind::Document => body.read::<Document>().map_or_else(|| body.text("title").to_owned(), |d| d.cited()),
            Kind::CheckResult => words([&self.named(body.id("document"))?, &self.item(body.text("item"))]),
            Kind::Entry => words([&self.named(body.id("document"))?, &self.entry(body.text("kind"))]),
            Kind::Evidence => self.evidence(body)?,
            Kind::Decision | Kind::Loan => body.text("title").to_owned(),
            Kind::Problem => words([body.text("number"), body.text("title")]),
            Kind::QuickFix => excerpt(body.text("demand")),
        })
    }

    /// The numeral of a question: 第二问.
    pub(super) fn question(&self, id: &str) -> String {
        self.question_of(id).map_or_else(|| id.to_owned(), |q| format!("第{}问", q.numeral))
    }

    /// A question of the method.
    pub(super) fn question_of(&self, id: &str) -> Option<&Question> {
        self.method()?.questions.iter().find(|q| q.id == id)
    }

    /// A check item: P3 末位表态.
    pub(super) fn item(&self, id: &str) -> String {
        let find = |m: &Method| m.records.iter().flat_map(|k| &k.items).find(|i| i.id == id).map(item_name);
        self.method().and_then(find).unwrap_or_else(|| id.to_owned())
    }

    /// A kind of entry: 会议.
    pub(super) fn entry(&self, id: &str) -> String {
        let find = |m: &Method| m.entries.iter().find(|e| e.id == id).map(|e| e.name.clone());
        self.method().and_then(find).unwrap_or_else(|| id.to_owned())
    }

    /// A field of a claim, an entry or a profile.
    pub(super) fn field(&self, id: &str) -> Option<&AskedField> {
        let method = self.method()?;
        let claims = method.questions.iter().flat_map(|q| &q.claims);
        let entries = method.entries.iter().flat_map(|e| &e.fields);
        claims.chain(entries).chain(&method.profile).find(|f| f.id == id)
    }

    /// The name of a record that another one points to.
    fn named(&self, record: Option<Uuid>) -> Result<String> {
        record.map_or_else(|| Ok(String::new()), |id| self.of(id))
    }

    /// 谈话记录〔访谈A37〕
    fn cited(&self, interview: Option<Uuid>) -> Result<String> {
        let talk = interview.map(|id| self.bodies.last(id)).transpose()?.flatten();
        let person = talk.and_then(|t| t.id("person")).map(|id| self.bodies.last(id)).transpose()?.flatten();
        Ok(person.map_or_else(|| "谈话记录".to_owned(), |p| format!("谈话记录〔访谈{}〕", p.text("code"))))
    }

    /// By its title; evidence that was said or read has none of its own.
    fn evidence(&self, body: &Body) -> Result<String> {
        let title = body.text("title");
        if !title.is_empty() {
            return Ok(title.to_owned());
        }
        let source = body.json().get("source");
        let part = |key: &str| source.and_then(|s| s.get(key)).and_then(|v| v.as_str());
        let id = |key: &str| part(key).and_then(|text| Uuid::parse_str(text).ok());
        match part("from") {
            // As papers cite it: by code and never by name.
            Some("statement") => self.cited(id("interview")),
            Some("document") => self.named(id("document")),
            Some("attachment") => self.named(id("attachment")),
            _ => Ok(String::new()),
        }
    }
}

fn item_name(item: &CheckItem) -> String {
    words([&item.label, &item.title])
}

/// Words parted by blanks; empty ones are left out.
fn words<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The beginning of a text, of its first line.
pub(super) fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut all = graphemes(line).map(|(_, grapheme)| grapheme);
    let start: String = all.by_ref().take(EXCERPT).collect();
    if all.next().is_some() || line.len() < text.trim_end().len() { format!("{start}…") } else { start }
}
