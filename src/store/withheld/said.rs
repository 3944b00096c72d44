//! The words of a record that are withheld: what it says, what it said before that was worded otherwise, and what of it
//! anybody may say.

use super::super::error::Sql;
use super::DOING;
use super::history::{self, Since};
use super::settle::{of_body, secret};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::{self, Link, Why};
use crate::model::told::texts;
use crate::text::grams::{Gram, RUN, SENTENCE, Salt};
use crate::text::normal::Normal;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

/// One withheld text.
pub(super) struct Word {
    /// The element in which it stands or stood.
    pub(super) element: String,
    pub(super) text: Normal,
    /// When it was first said so.
    pub(super) since: Since,
    /// What counts of it, but for what anybody may say.
    pub(super) grams: HashSet<Gram>,
}

/// The withheld texts of a record, with all that stood in their place before.
pub(super) fn words(
    (conn, path): (&Connection, &Path),
    salt: Salt,
    record: &AnyRecord,
    links: &BTreeSet<Link>,
) -> Result<Vec<Word>> {
    let now: BTreeSet<(String, String)> = secret(record, links).into_iter().collect();
    // Of each text since when it was said, and whether it was withheld when it stood there.
    let mut since: BTreeMap<(String, String), (Since, bool)> = BTreeMap::new();
    for (at, body) in history::of(conn, record.id()).during(DOING, path)? {
        let Some(version) = of_body(path, &body) else { continue };
        for said in secret(&version, links) {
            let counted = was_withheld(&version, &said.0, links);
            since.entry(said).or_insert((at, false)).1 |= counted;
        }
    }
    for said in &now {
        since.entry(said.clone()).or_insert((Since::NOW, true));
    }
    let told = closed::told(record, links).map(|told| texts(&told)).unwrap_or_default();
    let mut words: Vec<Word> = Vec::new();
    // What does not count of an earlier text: what was only the beginning of a sentence when it was saved; and of one that
    // was not withheld when it stood there, what the record still tells elsewhere. What was once withheld counts as long
    // as its statement is, whatever is written over it.
    let (mut begun, mut open): (HashSet<Gram>, HashSet<Gram>) = Default::default();
    for text in told.iter().map(|t| Normal::of(&t.text)) {
        open.extend((SENTENCE..=RUN).flat_map(|size| salt.runs(text.chars(), size)).map(|(_, gram)| gram));
    }
    for ((element, text), (since, _)) in &since {
        let text = Normal::of(text);
        let grams = salt.grams(&text);
        let short = (SENTENCE..RUN).flat_map(|size| salt.runs(text.chars(), size)).map(|(_, gram)| gram);
        begun.extend(short.filter(|gram| !grams.contains(gram)));
        words.push(Word { element: element.clone(), text, since: *since, grams });
    }
    for (word, (said, (_, counted))) in words.iter_mut().zip(&since) {
        if !now.contains(said) {
            word.grams.retain(|gram| !begun.contains(gram) && (*counted || !open.contains(gram)));
        }
    }
    Ok(words)
}

/// Whether an element of an earlier version was withheld in it already. Only statements are marked after they were said:
/// the rest follows from them.
fn was_withheld(version: &AnyRecord, element: &str, links: &BTreeSet<Link>) -> bool {
    let AnyRecord::Answer(answer) = version else { return true };
    let corrected = || links.iter().any(|l| l.why == Why::Corrected && l.element == element);
    answer.statements.iter().find(|s| s.id.to_string() == element).is_none_or(|s| s.withheld || corrected())
}

/// What anybody may say: the texts of the round's methods, the names that round and units began with.
pub(super) struct Common {
    salt: Salt,
    methods: Vec<Normal>,
    names: Vec<(Since, Normal)>,
}

impl Common {
    pub(super) fn read(conn: &Connection, path: &Path, salt: Salt) -> Result<Self> {
        let files: Vec<String> = conn
            .prepare_cached("SELECT files FROM method")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .during(DOING, path)?;
        let mut methods = Vec::new();
        for files in files {
            // Files that do not read name nothing: then more counts, not less.
            let read: Vec<(String, String)> = serde_json::from_str(&files).unwrap_or_default();
            for (_, text) in &read {
                // What stands in a comment is no text of the method.
                let table: toml::Table = text.parse().unwrap_or_default();
                table.values().for_each(|value| texts_in(value, &mut methods));
            }
        }
        let mut names = Vec::new();
        for (since, body) in history::first_names(conn).during(DOING, path)? {
            let own = match of_body(path, &body) {
                Some(AnyRecord::Unit(unit)) => vec![unit.name],
                Some(AnyRecord::Round(round)) => vec![round.name, round.term, round.number, round.group],
                _ => Vec::new(),
            };
            names.extend(own.iter().filter(|name| is_name(name)).map(|name| (since, Normal::of(name))));
        }
        Ok(Self { salt, methods, names })
    }

    /// Takes it out of the words of all these texts. A name that came later than a text, or in one action with it, is no
    /// common word of it: who makes a bundle could name a unit after what was said in it.
    pub(super) fn remove_from<'w>(&self, words: impl Iterator<Item = &'w mut Word>) {
        let mut words: Vec<&mut Word> = words.collect();
        let mut counts: HashSet<Gram> = words.iter().flat_map(|word| &word.grams).copied().collect();
        for text in &self.methods {
            without(&mut counts, self.salt, text);
        }
        for word in &mut words {
            word.grams.retain(|gram| counts.contains(gram));
            for (_, name) in self.names.iter().filter(|(since, _)| word.since.is_after(*since)) {
                without(&mut word.grams, self.salt, name);
            }
        }
    }
}

/// The texts in a value of a method.
pub(in crate::store) fn texts_in(value: &toml::Value, all: &mut Vec<Normal>) {
    match value {
        toml::Value::String(text) => all.push(Normal::of(text)),
        toml::Value::Array(values) => values.iter().for_each(|value| texts_in(value, all)),
        toml::Value::Table(table) => table.values().for_each(|value| texts_in(value, all)),
        _ => {}
    }
}

fn without(grams: &mut HashSet<Gram>, salt: Salt, text: &Normal) {
    for size in SENTENCE..=RUN {
        for (_, gram) in salt.runs(text.chars(), size) {
            grams.remove(&gram);
        }
    }
}

/// Whether it reads as a name: nothing ends or pauses in it.
fn is_name(text: &str) -> bool {
    !text.chars().any(|c| "，。；：！？、,;:!?\n".contains(c))
}
