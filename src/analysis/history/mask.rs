//! What of a body may be told.

use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::observation::Observation;
use crate::model::record::{Kind, Record};
use crate::store::Reader;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What stands in the place of withheld words.
const ELSEWHERE: &str = "〔已另行处理〕";
/// Shorter words ("是的。") are common speech and tell nothing.
const TELLING: usize = 6;

/// A withheld element as serde writes it.
const MARK: &str = r#""withheld":true"#;
/// A correction as serde writes it.
const CORRECTS: &str = r#""supersedes":"#;

/// Takes out of the body of a revision what may not be told.
pub trait Mask {
    /// The body, still the JSON of a record of `kind`, without what is withheld.
    ///
    /// # Errors
    /// Those of reading the file.
    fn mask(&self, kind: Kind, record: Uuid, body: String) -> Result<String>;
}

/// Takes nothing out: for a round that holds nothing withheld.
#[derive(Debug, Clone, Copy, Default)]
pub struct Open;

impl Mask for Open {
    fn mask(&self, _: Kind, _: Uuid, body: String) -> Result<String> {
        Ok(body)
    }
}

/// Masks by the marks in the records: a statement or observation that is withheld in any revision of its record is
/// masked in all of them, with the chain of its corrections and its claims. Words of what is withheld now are struck
/// from all other texts too, wherever they stand in full.
pub struct ByMark<'r> {
    reader: &'r Reader,
    /// Withheld texts, all their earlier wordings included, the longest first.
    words: Vec<String>,
    /// Withheld elements of a record.
    marked: RefCell<BTreeMap<Uuid, BTreeSet<String>>>,
}

impl<'r> ByMark<'r> {
    /// Reads what is withheld now.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn read(reader: &'r Reader) -> Result<Self> {
        let mut mask = Self { reader, words: Vec::new(), marked: RefCell::default() };
        let answers = reader.all_holding::<Answer>(MARK)?.into_iter().map(|a| a.uuid());
        let observations = reader.all_holding::<Observation>(MARK)?.into_iter().map(|o| o.uuid());
        let mut words = BTreeSet::new();
        for record in answers.chain(observations) {
            let marked = mask.marked(record)?;
            for revision in reader.history(record)? {
                words.extend(texts(&parse(&revision.body), &marked));
            }
        }
        words.retain(|text| text.chars().count() >= TELLING);
        mask.words = words.into_iter().collect();
        mask.words.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Ok(mask)
    }

    /// The elements of a record that are withheld in any of its revisions, and what corrects them or is corrected by
    /// them; the record itself when that is an observation.
    fn marked(&self, record: Uuid) -> Result<BTreeSet<String>> {
        if let Some(known) = self.marked.borrow().get(&record) {
            return Ok(known.clone());
        }
        let (mut marked, mut chains) = (BTreeSet::new(), BTreeSet::new());
        let revisions = self.reader.history(record)?;
        // Most records have nothing withheld: their bodies are not parsed.
        let any = revisions.iter().any(|r| r.body.contains(MARK));
        let telling = |body: &str| any && (body.contains(MARK) || body.contains(CORRECTS));
        for revision in revisions.iter().filter(|r| telling(&r.body)) {
            let body = parse(&revision.body);
            for element in elements(&body) {
                let id = text(element, "id");
                if element.get("withheld").and_then(Value::as_bool) == Some(true) {
                    marked.insert(id.to_owned());
                }
                if let Some(earlier) = element.get("supersedes").and_then(Value::as_str) {
                    chains.insert((id.to_owned(), earlier.to_owned()));
                }
            }
        }
        loop {
            let linked = chains.iter().filter(|(a, b)| marked.contains(a) != marked.contains(b));
            let more: Vec<String> = linked.flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
            if more.is_empty() {
                break;
            }
            marked.extend(more);
        }
        self.marked.borrow_mut().insert(record, marked.clone());
        Ok(marked)
    }

    /// Whether what is said to come from a statement comes from a withheld one.
    fn rests_on_withheld(&self, source: Option<&Value>) -> Result<bool> {
        let Some(source) = source else { return Ok(false) };
        let answer = Uuid::parse_str(text(source, "answer")).ok();
        let marked = answer.map(|answer| self.marked(answer)).transpose()?;
        Ok(marked.is_some_and(|m| m.contains(text(source, "statement"))))
    }
}

impl Mask for ByMark<'_> {
    fn mask(&self, kind: Kind, record: Uuid, body: String) -> Result<String> {
        if kind == Kind::Answer && self.words.is_empty() && self.marked(record)?.is_empty() {
            return Ok(body);
        }
        let mut json = parse(&body);
        match kind {
            Kind::Answer => hide_statements(&mut json, &self.marked(record)?),
            Kind::Observation => {
                if !self.marked(record)?.is_empty() || self.rests_on_withheld(json.get("origin"))? {
                    hide(&mut json, &["text"]);
                }
            }
            Kind::Evidence => {
                if self.rests_on_withheld(json.get("source"))? {
                    hide(&mut json, &["title", "note"]);
                }
            }
            Kind::Round
            | Kind::Unit
            | Kind::Inspector
            | Kind::Person
            | Kind::Interview
            | Kind::Attachment
            | Kind::Document
            | Kind::CheckResult
            | Kind::Entry
            | Kind::Decision
            | Kind::Problem
            | Kind::Suggestion
            | Kind::QuickFix
            | Kind::Loan => {}
        }
        if !self.words.is_empty() {
            strike(&mut json, &self.words);
        }
        Ok(json.to_string())
    }
}

/// A body that cannot be read has nothing to tell.
fn parse(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_default()
}

fn text<'v>(of: &'v Value, key: &str) -> &'v str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// What may be withheld in a body: the statements of an answer, an observation itself.
fn elements(body: &Value) -> impl Iterator<Item = &Value> {
    let statements = body.get("statements").and_then(Value::as_array);
    let itself = statements.is_none().then_some(body);
    statements.into_iter().flatten().chain(itself)
}

/// The texts of the elements that are withheld.
fn texts(body: &Value, marked: &BTreeSet<String>) -> Vec<String> {
    let withheld = elements(body).filter(|e| marked.contains(text(e, "id")));
    withheld.map(|e| text(e, "text").trim().to_owned()).collect()
}

fn hide_statements(json: &mut Value, marked: &BTreeSet<String>) {
    for statement in json.get_mut("statements").and_then(Value::as_array_mut).into_iter().flatten() {
        if marked.contains(text(statement, "id")) {
            hide(statement, &["text"]);
        }
    }
    for claim in json.get_mut("claims").and_then(Value::as_array_mut).into_iter().flatten() {
        if marked.contains(text(claim, "statement"))
            && let Some(claim) = claim.as_object_mut()
        {
            claim.insert("value".to_owned(), serde_json::json!({ "type": "text", "is": ELSEWHERE }));
            claim.remove("high");
            claim.insert("qualifier".to_owned(), "exact".into());
        }
    }
}

fn hide(json: &mut Value, keys: &[&str]) {
    for key in keys {
        if let Some(field) = json.get_mut(*key) {
            *field = ELSEWHERE.into();
        }
    }
}

/// Puts [`ELSEWHERE`] in the place of withheld words in every text below `json`.
fn strike(json: &mut Value, words: &[String]) {
    match json {
        Value::String(text) => {
            for withheld in words.iter().filter(|w| w.len() <= text.len()).cloned().collect::<Vec<_>>() {
                if text.contains(&withheld) {
                    *text = text.replace(&withheld, ELSEWHERE);
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| strike(one, words)),
        Value::Object(fields) => fields.values_mut().for_each(|one| strike(one, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
