//! What the log holds of the withheld texts of one record, kept from one save to the next: a paragraph that is typed for
//! an hour has thousands of revisions, and only those that are new are read.

use super::super::error::Sql;
use super::DOING;
use super::history::{self, Since};
use super::said::{Commons, Parted, Words, begun_in};
use super::settle::{of_body, secret};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::{Link, Why};
use crate::model::ids::Hash;
use crate::text::grams::{Gram, Salt};
use crate::text::normal::Normal;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use uuid::Uuid;

/// The withheld texts of a record in the revisions that were read so far.
#[derive(Debug, Default)]
pub(in crate::store) struct Heard {
    /// What is closed in it; otherwise all is read again.
    links: BTreeSet<Link>,
    salt: Option<Salt>,
    /// The last revision that was read.
    last: Option<(i64, Hash)>,
    /// Of each element and text since when it was said, and whether it was withheld when it stood there.
    texts: HashMap<(String, String), (Since, bool)>,
    /// The same texts as they came, each with its element and since when it was said.
    came: Vec<(String, String, Since)>,
    /// What of them says nothing of a matter by itself, as far as that was worked out.
    apart: Apart,
    /// What counts of the texts that were withheld when they stood there, by element.
    withheld: Words,
    /// What counts of the others, if the record does not tell it elsewhere.
    others: Words,
    /// What was only the beginning of a sentence when it was saved.
    begun: HashSet<Gram>,
    /// The statements that were marked in the last revision that was read.
    marked: BTreeSet<Uuid>,
    /// What a statement said whose mark was taken, as it was then, but for what another marked one said too: whoever let it
    /// in saw it. Until it is marked again.
    let_in: BTreeMap<Uuid, HashSet<Gram>>,
}

/// How far the texts of a record were parted, and with which units.
#[derive(Debug, Default)]
struct Apart {
    units: Vec<(Since, String)>,
    /// So many of those that came.
    upto: usize,
    parted: Parted,
    /// Of each element the last text: the next one may only go on with it.
    open: BTreeMap<String, (String, Since)>,
}

impl Heard {
    /// Parts what was said so far ([`Commons::part`]); what only began a text that was saved again is not asked.
    pub(super) fn parted(&mut self, salt: Salt, commons: &Commons) -> Parted {
        let apart = &mut self.apart;
        if apart.units != commons.named() {
            *apart = Apart { units: commons.named().to_vec(), ..Apart::default() };
        }
        for (element, text, since) in self.came.iter().skip(apart.upto) {
            let before = apart.open.insert(element.clone(), (text.clone(), *since));
            if let Some((before, since)) = before.filter(|(before, _)| !text.starts_with(before.as_str())) {
                commons.part(salt, &before, since, &mut apart.parted);
            }
        }
        apart.upto = self.came.len();
        let mut parted = apart.parted.clone();
        for (text, since) in apart.open.values() {
            commons.part(salt, text, *since, &mut parted);
        }
        parted
    }

    /// Reads what it has not read yet.
    pub(super) fn read(
        &mut self,
        (conn, path): (&Connection, &Path),
        salt: Salt,
        record: Uuid,
        links: &BTreeSet<Link>,
    ) -> Result<()> {
        let closing: BTreeSet<Link> = links.iter().filter(|l| l.why.closes()).cloned().collect();
        let known = match self.last {
            Some((seq, rev)) => history::is_at(conn, seq, rev).during(DOING, path)?,
            None => false,
        };
        if !known || self.links != closing || self.salt != Some(salt) {
            *self = Self { links: closing, salt: Some(salt), ..Self::default() };
        }
        let after = self.last.map_or(i64::MIN, |(seq, _)| seq);
        for (at, rev, body) in history::of(conn, record, after).during(DOING, path)? {
            self.last = Some((at.seq(), rev));
            let Some(version) = of_body(path, &body) else { continue };
            self.note_marks(salt, &version);
            for (element, text) in secret(&version, links) {
                let withheld = was_withheld(&version, &element, links);
                self.add(salt, (element, text), if withheld { at } else { at.told() }, withheld);
            }
        }
        Ok(())
    }

    fn note_marks(&mut self, salt: Salt, version: &AnyRecord) {
        let AnyRecord::Answer(answer) = version else { return };
        let runs = |text: &str| salt.all_runs(&Normal::of(text));
        for statement in &answer.statements {
            let id = statement.id.0;
            if statement.withheld {
                self.marked.insert(id);
                self.let_in.remove(&id);
            } else if self.marked.remove(&id) {
                let mut said = runs(&statement.text);
                for other in answer.statements.iter().filter(|s| s.withheld) {
                    let kept = runs(&other.text);
                    said.retain(|gram| !kept.contains(gram));
                }
                self.let_in.insert(id, said);
            }
        }
    }

    /// What of it was let in and is still told by the statement that says it.
    pub(super) fn released(&self, record: &AnyRecord) -> HashSet<Gram> {
        let AnyRecord::Answer(answer) = record else { return HashSet::new() };
        let shut = |id: Uuid| self.links.iter().any(|l| l.closes(answer.id.0) == Some(id));
        let told = answer.statements.iter().map(|s| s.id.0).filter(|id| !shut(*id));
        told.filter_map(|id| self.let_in.get(&id)).flatten().copied().collect()
    }

    fn add(&mut self, salt: Salt, said: (String, String), at: Since, withheld: bool) {
        let known = self.texts.get(&said).copied();
        if known.is_some_and(|(_, was)| was || !withheld) {
            return;
        }
        let text = Normal::of(&said.1);
        let grams = salt.grams(&text);
        let since = known.map_or(at, |(since, _)| since);
        if known.is_none() {
            self.came.push((said.0.clone(), said.1.clone(), at));
            self.begun.extend(begun_in(salt, &text, &grams));
        }
        let into = if withheld { &mut self.withheld } else { &mut self.others };
        let of = into.entry(said.0.clone()).or_default();
        for gram in grams {
            of.entry(gram).and_modify(|first| *first = since.min(*first)).or_insert(since);
        }
        self.texts.insert(said, (since, withheld));
    }

    /// Since when that text was said; `None`: it is in no revision that was read.
    pub(super) fn since(&self, element: &str, text: &str) -> Option<Since> {
        self.texts.get(&(element.to_owned(), text.to_owned())).map(|(since, _)| *since)
    }

    /// Every withheld text that was ever said.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(|(_, text)| text.as_str())
    }

    /// What counts of it, but for what is among `begun` or had only begun here, what is among `released`, and, of texts
    /// that were not withheld, what is among `open`.
    pub(super) fn words(&self, begun: &HashSet<Gram>, open: &HashSet<Gram>, released: &HashSet<Gram>) -> Words {
        let mut words: Words = BTreeMap::new();
        let counts = |gram: &Gram| [begun, &self.begun, released].iter().all(|none| !none.contains(gram));
        for (element, grams) in &self.withheld {
            let of = words.entry(element.clone()).or_default();
            of.extend(grams.iter().filter(|(gram, _)| counts(gram)));
        }
        for (element, grams) in &self.others {
            let of = words.entry(element.clone()).or_default();
            for (gram, since) in grams.iter().filter(|(gram, _)| counts(gram) && !open.contains(gram)) {
                of.entry(*gram).and_modify(|first| *first = (*since).min(*first)).or_insert(*since);
            }
        }
        words
    }
}

/// Whether an element of an earlier version was withheld in it already. Only statements are marked after they were said:
/// the rest follows from them.
fn was_withheld(version: &AnyRecord, element: &str, links: &BTreeSet<Link>) -> bool {
    let AnyRecord::Answer(answer) = version else { return true };
    let corrected = || links.iter().any(|l| l.why == Why::Corrected && l.element == element);
    answer.statements.iter().find(|s| s.id.to_string() == element).is_none_or(|s| s.withheld || corrected())
}
