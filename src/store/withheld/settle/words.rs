//! Whose words count, and where they may stand.

use super::Work;
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::Link;
use crate::model::record::Kind;
use crate::model::told::{How, Place, rests, texts};
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::withheld::DOING;
use crate::store::withheld::rows::Grams;
use crate::store::withheld::strike::may_hold;
use crate::store::withheld::{Said, said};
use crate::text::grams::{Gram, RUN, SENTENCE, Salt, beside};
use crate::text::normal::Normal;
use crate::text::sieve::Sieve;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

impl Work<'_> {
    /// Takes the withheld words of the sources anew; returns the texts of which any counts that did not before.
    pub(super) fn take_words(&mut self) -> Result<Texts> {
        let (salt, memory) = (self.state.salt, self.memory);
        let mut said: Vec<(Said, Kind)> = Vec::new();
        let mut kept: HashMap<Uuid, Grams> = HashMap::new();
        for id in std::mem::take(&mut self.sources) {
            let Some((record, _)) = self.find(id)? else { continue };
            let links = self.state.links_of(id);
            kept.insert(id, Grams::new());
            if links.iter().any(|l| l.why.closes()) {
                let words = memory.words((self.conn, self.path), salt, &record, &links)?;
                said.push((words, record.kind()));
            }
        }
        if !said.is_empty() {
            let words = said.iter_mut().map(|(said, _)| &mut said.words);
            said::without_common((self.conn, self.path), memory, salt, words)?;
            let all = said.iter_mut().map(|(said, _)| said);
            said::set_beside((self.conn, self.path), memory, salt, all)?;
        }
        let mut added = Texts::default();
        let mut untold: HashSet<Gram> = HashSet::new();
        for (said, kind) in said {
            let grams = said.words.iter().flat_map(|(element, of)| of.keys().map(move |gram| (element, *gram)));
            let new: HashSet<Gram> = grams.clone().map(|(_, gram)| gram).filter(|g| !self.base.words.has(*g)).collect();
            kept.insert(said.record, grams.map(|(element, gram)| (element.clone(), gram)).collect());
            let (texts, left) = said.texts_with(salt, &new);
            added.known.extend(texts);
            untold.extend(left);
            memory.keep(said, kind);
        }
        added.tell(salt, untold);
        let mut changed = false;
        for (id, grams) in kept {
            let same = match self.state.grams.get(&id) {
                Some(old) => **old == grams,
                None => grams.is_empty(),
            };
            if same {
                continue;
            }
            changed = true;
            self.touched.insert(id);
            if grams.is_empty() {
                self.state.grams.remove(&id);
            } else {
                self.state.grams.insert(id, Arc::new(grams));
            }
        }
        if changed {
            self.state.set_words();
        }
        Ok(added)
    }

    /// The records in which any of these texts may stand.
    pub(super) fn scan(&self, texts: &Texts) -> Result<Vec<Uuid>> {
        let sieve = texts.sieve();
        let mut select = self.conn.prepare_cached("SELECT id, body FROM record").during(DOING, self.path)?;
        let mut rows = select.query([]).during(DOING, self.path)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().during(DOING, self.path)? {
            let body = row.get_ref(1).and_then(|b| b.as_str().map_err(Into::into)).during(DOING, self.path)?;
            if may_hold(&sieve, body) {
                found.push(row.get::<_, SqlId>(0).during(DOING, self.path)?.0);
            }
        }
        Ok(found)
    }
}

/// Texts whose words count.
#[derive(Debug, Clone, Default)]
pub(in crate::store::withheld) struct Texts {
    known: Vec<Normal>,
    /// There are words that stand in none of them: the file holds their hashes alone.
    more: bool,
}

impl Texts {
    /// These texts, and words that may stand in none of them.
    pub(in crate::store::withheld) fn new(salt: Salt, known: Vec<Normal>, words: HashSet<Gram>) -> Self {
        let mut texts = Self { known, more: false };
        texts.tell(salt, words);
        texts
    }

    fn tell(&mut self, salt: Salt, mut words: HashSet<Gram>) {
        for text in &self.known {
            if words.is_empty() {
                break;
            }
            forget(salt, text, &mut words);
        }
        self.more |= !words.is_empty();
    }

    /// Whether so many Latin letters or digits stand in a row in any of them that they count; or it is not known.
    pub(in crate::store::withheld) fn have_ascii_run(&self) -> bool {
        let is_run = |run: &[char]| run.iter().all(char::is_ascii_alphanumeric);
        self.more || self.known.iter().any(|text| text.chars().windows(SENTENCE).any(is_run))
    }

    /// Takes in the others.
    pub(in crate::store::withheld) fn extend(&mut self, others: Self) {
        self.known.extend(others.known);
        self.more |= others.more;
    }

    /// Passes every body in which words of these texts may stand that count.
    pub(in crate::store::withheld) fn sieve(&self) -> Sieve {
        if self.more {
            return Sieve::open();
        }
        let short = |t: &Normal| {
            let whole = std::iter::once(t.chars().len());
            whole.chain(t.sentences().map(|s| s.len())).any(|n| (SENTENCE..RUN).contains(&n))
        };
        Sieve::new(&self.known, if self.known.iter().any(short) { SENTENCE } else { RUN })
    }
}

/// Takes out of some hashes those of the runs of a text.
pub(in crate::store::withheld) fn forget(salt: Salt, text: &Normal, words: &mut HashSet<Gram>) {
    for gram in salt.grams(text) {
        words.remove(&gram);
        words.remove(&beside(gram));
    }
}

/// The withheld texts of a record, each with its element: what is said, what was drawn from it, what was noted on it.
pub(in crate::store::withheld) fn secret(record: &AnyRecord, links: &BTreeSet<Link>) -> Vec<(String, String)> {
    use crate::model::answer::Value;
    let shut = |element: &str| links.iter().any(|l| l.why.closes() && l.element == element);
    if let AnyRecord::Answer(answer) = record {
        let said = answer.statements.iter().map(|s| (s.id.to_string(), s.text.clone()));
        let claimed = answer.claims.iter().filter_map(|c| match &c.value {
            Some(Value::Text(text)) => Some((c.id.to_string(), text.clone())),
            _ => None,
        });
        return said.chain(claimed).filter(|(element, _)| shut(element)).collect();
    }
    let is_whole = whole(record, links);
    let all = texts(record).into_iter().filter(|t| is_whole(t.place));
    all.map(|t| (element_of(t.place), t.text)).collect()
}

/// The element of a text, as [`secret`] names it.
pub(in crate::store::withheld) fn element_of(place: Place) -> String {
    place.element.map(|id| id.to_string()).unwrap_or_default()
}

/// Which texts of a record that is no answer are withheld as a whole, whatever words they are in.
pub(in crate::store::withheld) fn whole(record: &AnyRecord, links: &BTreeSet<Link>) -> impl Fn(Place) -> bool + use<> {
    let shut: HashSet<String> = links.iter().filter(|l| l.why.closes()).map(|l| l.element.clone()).collect();
    let kind = record.kind();
    let is_source = rests(record).iter().any(|r| r.how == How::Source);
    move |place| {
        let holds = match (kind, place.field) {
            (Kind::Evidence, "note") => is_source,
            (Kind::Observation, "text") | (Kind::Problem, "to_verify.text") => true,
            _ => false,
        };
        holds && shut.contains(&element_of(place))
    }
}
