//! The words of a record that are withheld: what it says, what it said before that was worded otherwise, and what of it
//! anybody may say.

use super::super::error::Sql;
use super::heard::Heard;
use super::history::{self, Since};
use super::settle::{of_body, secret};
use super::titles::Titles;
use super::{DOING, Memory, Said};
use crate::error::Result;
use crate::method::MethodFiles;
use crate::model::any::AnyRecord;
use crate::model::closed::{self, Link};
use crate::model::told::texts;
use crate::text::grams::{Gram, RUN, SENTENCE, Salt, beside};
use crate::text::matter::{Common, without_matter};
use crate::text::normal::Normal;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// What counts of the withheld texts of a record: by the element in which it stands or stood, with when it was first said.
pub(super) type Words = BTreeMap<String, HashMap<Gram, Since>>;

/// The withheld words of a record, with all that stood in their place before.
///
/// What does not count of an earlier text: what was only the beginning of a sentence when it was saved; and of one that
/// was not withheld when it stood there, what the record still tells elsewhere. What was once withheld counts as long as
/// its statement is, whatever is written over it.
pub(super) fn words(heard: &Heard, salt: Salt, record: &AnyRecord, links: &BTreeSet<Link>) -> Words {
    let told = closed::told(record, links).map(|told| texts(&told)).unwrap_or_default();
    let mut open: HashSet<Gram> = HashSet::new();
    for text in &told {
        open.extend(salt.all_runs(&Normal::of(&text.text)));
    }
    let now: Vec<(String, String)> = secret(record, links);
    let mut whole: Vec<(&str, &str, HashSet<Gram>)> = Vec::new();
    let mut begun: HashSet<Gram> = HashSet::new();
    for (element, text) in &now {
        let text_now = Normal::of(text);
        let grams = salt.grams(&text_now);
        begun.extend(begun_in(salt, &text_now, &grams));
        whole.push((element, text, grams));
    }
    let mut words = heard.words(&begun, &open, &heard.released(record));
    for (element, text, grams) in whole {
        let since = heard.since(element, text).unwrap_or(Since::NOW);
        let of = words.entry(element.to_owned()).or_default();
        for gram in grams {
            of.entry(gram).and_modify(|first| *first = since.min(*first)).or_insert(since);
        }
    }
    words
}

/// The runs by which a sentence is found that had only begun when it was saved, in a text in which they are no sentence.
pub(super) fn begun_in(salt: Salt, text: &Normal, grams: &HashSet<Gram>) -> Vec<Gram> {
    let short = (SENTENCE..RUN).flat_map(|size| salt.runs(text.chars(), size)).map(|(_, gram)| gram);
    short.filter(|gram| !grams.contains(gram)).collect()
}

/// Every run of the method that comes with the program.
pub(super) fn shipped(salt: Salt) -> HashSet<Gram> {
    let mut all = Vec::new();
    for (_, text) in &MethodFiles::builtin().files {
        // What stands in a comment is no text of the method.
        let table: toml::Table = text.parse().unwrap_or_default();
        table.values().for_each(|value| texts_in(value, &mut all));
    }
    all.iter().flat_map(|text| salt.all_runs(text)).collect()
}

/// Takes out of the words what anybody may say: the texts of the method that comes with the program, the names that the
/// round and its units began with. A name that came later than the words, or in one action with them, is no common word of
/// them: who makes a bundle could name a unit after what was said in it.
pub(super) fn without_common<'w>(
    (conn, path): (&Connection, &Path),
    memory: &Memory,
    salt: Salt,
    words: impl Iterator<Item = &'w mut Words>,
) -> Result<()> {
    let shipped = memory.shipped(salt);
    let mut names: Vec<(Since, HashSet<Gram>)> = Vec::new();
    for (since, body) in history::first_names(conn).during(DOING, path)? {
        let own = match of_body(path, &body) {
            Some(AnyRecord::Unit(unit)) => vec![unit.name],
            Some(AnyRecord::Round(round)) => vec![round.name, round.term, round.number, round.group],
            _ => Vec::new(),
        };
        let own = own.iter().filter(|name| is_name(name)).map(|name| (since, salt.all_runs(&Normal::of(name))));
        names.extend(own);
    }
    for of in words.flat_map(BTreeMap::values_mut) {
        of.retain(|gram, said| {
            // What was kept when its text was struck may be set apart already.
            let either = [*gram, beside(*gram)];
            let is_in = |all: &HashSet<Gram>| either.iter().any(|gram| all.contains(gram));
            let is_name = || names.iter().any(|(since, name)| said.is_after(*since) && is_in(name));
            !is_in(&shipped) && !is_name()
        });
    }
    Ok(())
}

/// What is common in a file: the names, codes and posts of its people, its units, titles; each with when it came.
pub(super) struct Commons {
    people: Arc<Common<Since>>,
    titles: Arc<Titles>,
    units: Common<Since>,
    /// The names of the units, by which what was worked out with them is known to hold.
    named: Vec<(Since, String)>,
}

impl Commons {
    /// Those of a file.
    pub(super) fn read((conn, path): (&Connection, &Path), memory: &Memory) -> Result<Self> {
        let (people, titles) = (memory.people(conn, path)?, memory.titles(conn, path)?);
        let (mut units, mut named) = (Common::default(), Vec::new());
        for (since, body) in history::first_names(conn).during(DOING, path)? {
            if let Some(AnyRecord::Unit(unit)) = of_body(path, &body)
                && is_name(&unit.name)
            {
                units.add_unit(&unit.name, since);
                named.push((since, unit.name));
            }
        }
        Ok(Self { people, titles, units, named })
    }

    /// The names of the units.
    pub(super) fn named(&self) -> &[(Since, String)] {
        &self.named
    }

    /// Parts the hashes of a text that was said then.
    pub(super) fn part(&self, salt: Salt, text: &str, said: Since, into: &mut Parted) {
        let text = Normal::of(text);
        let counts = |since: Since| said.finds(since);
        let mut bare = without_matter(salt, &text, &[&self.people, &self.units], &counts);
        bare.extend(self.titles.bare(salt, &text, &counts));
        into.telling.extend(salt.grams(&text).difference(&bare));
        into.bare.extend(bare);
    }
}

/// The hashes of texts: those that tell something by themselves in any of them, and those that do not in any.
#[derive(Debug, Clone, Default)]
pub(super) struct Parted {
    telling: HashSet<Gram>,
    bare: HashSet<Gram>,
}

impl Parted {
    /// Whether it says nothing of that hash.
    fn is_silent_of(&self, gram: Gram) -> bool {
        !self.telling.contains(&gram) && !self.bare.contains(&gram)
    }

    /// Sets apart, in words, what in none of the texts tells something by itself; of what stands in no text of `self`,
    /// `before` says it.
    fn set_beside(&self, before: &Self, words: &mut HashMap<Gram, Since>) {
        let of = |gram: Gram| if self.is_silent_of(gram) { before } else { self };
        let apart = |gram: &Gram| of(*gram).bare.contains(gram) && !of(*gram).telling.contains(gram);
        let bare: Vec<Gram> = words.keys().copied().filter(apart).collect();
        for gram in bare {
            if let Some(since) = words.remove(&gram) {
                let first = words.entry(beside(gram)).or_insert(since);
                *first = since.min(*first);
            }
        }
    }
}

/// Sets apart what says nothing of a matter by itself: days, names, codes, posts, units and titles that stood in the file
/// before the words, and what ties them. It is struck where it stands beside the rest. What is said now decides; of earlier
/// wordings all that it does not say.
pub(super) fn set_beside<'s>(
    at: (&Connection, &Path),
    memory: &Memory,
    salt: Salt,
    all: impl Iterator<Item = &'s mut Said>,
) -> Result<()> {
    let commons = Commons::read(at, memory)?;
    for said in all {
        let mut now = Parted::default();
        for (element, text) in &said.now {
            let since = said.heard.since(element, text).unwrap_or(Since::NOW);
            commons.part(salt, text, since, &mut now);
        }
        let is_left = said.words.values().flat_map(HashMap::keys).any(|gram| now.is_silent_of(*gram));
        let before = if is_left { said.heard.parted(salt, &commons) } else { Parted::default() };
        said.words.values_mut().for_each(|of| now.set_beside(&before, of));
    }
    Ok(())
}

/// The same of the hashes of one text that was said then and stands in no record.
pub(super) fn beside_in(
    at: (&Connection, &Path),
    memory: &Memory,
    salt: Salt,
    (text, said): (&str, Since),
) -> Result<HashMap<Gram, Since>> {
    let mut parted = Parted::default();
    Commons::read(at, memory)?.part(salt, text, said, &mut parted);
    let mut words = salt.grams(&Normal::of(text)).into_iter().map(|gram| (gram, said)).collect();
    parted.set_beside(&Parted::default(), &mut words);
    Ok(words)
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

/// Whether it reads as a name: nothing ends or pauses in it.
fn is_name(text: &str) -> bool {
    !text.chars().any(|c| "，。；：！？、,;:!?\n".contains(c))
}
