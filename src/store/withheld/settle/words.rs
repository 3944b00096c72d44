//! Whose words count, and where they may stand.

use super::{Work, is_statement, of_body};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::Link;
use crate::model::told::{How, rests};
use crate::store::error::Sql;
use crate::store::sql::SqlId;
use crate::store::withheld::rows::Grams;
use crate::store::withheld::{DOING, history};
use crate::text::grams::{Gram, RUN, SENTENCE};
use crate::text::normal::{Normal, Sieve};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

impl Work<'_> {
    /// Takes the withheld words of the sources anew; returns the texts of which any counts that did not before.
    pub(super) fn take_words(&mut self) -> Result<Vec<Normal>> {
        let mut texts: Vec<(Uuid, String, Normal)> = Vec::new();
        let mut kept: HashMap<Uuid, Grams> = HashMap::new();
        for id in std::mem::take(&mut self.sources) {
            let Some((record, _)) = self.find(id)? else { continue };
            let links = self.state.links_of(id);
            let old = self.state.grams.get(&id).cloned().unwrap_or_default();
            // Words that are typed over, or taken out of the answer, are no less withheld.
            let spoken: BTreeSet<&String> = links.iter().filter(|l| is_statement(l)).map(|l| &l.element).collect();
            kept.insert(id, old.iter().filter(|(element, _)| spoken.contains(element)).cloned().collect());
            let was = self.said.get(&id).into_iter().flatten();
            let was = was.flat_map(|(e, said)| said.iter().map(|text| (e.clone(), text.clone())));
            let all = secret(&record, &links).into_iter().chain(was);
            texts.extend(all.map(|(element, text)| (id, element, Normal::of(&text))));
        }
        let salt = self.state.salt;
        let mut count: HashSet<Gram> = texts.iter().flat_map(|(_, _, text)| salt.grams(text)).collect();
        count.extend(kept.values().flatten().map(|(_, gram)| *gram));
        if !count.is_empty() {
            self.without_common(&mut count)?;
        }
        for grams in kept.values_mut() {
            grams.retain(|(_, gram)| count.contains(gram));
        }
        for (id, element, text) in &texts {
            let grams = salt.grams(text).into_iter().filter(|g| count.contains(g));
            kept.entry(*id).or_default().extend(grams.map(|g| (element.clone(), g)));
        }
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
        Ok(texts.into_iter().map(|(_, _, text)| text).collect())
    }

    /// Takes out what anybody may say: the texts of the round's methods, the names that round and units began with.
    fn without_common(&self, count: &mut HashSet<Gram>) -> Result<()> {
        let files: Vec<String> = self
            .conn
            .prepare_cached("SELECT files FROM method")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .during(DOING, self.path)?;
        let mut common: Vec<String> = Vec::new();
        for files in files {
            // Files that do not read name nothing: then more counts, not less.
            let read: Vec<(String, String)> = serde_json::from_str(&files).unwrap_or_default();
            common.extend(read.into_iter().map(|(_, text)| text));
        }
        for body in history::first_names(self.conn).during(DOING, self.path)? {
            match of_body(self.path, &body) {
                Some(AnyRecord::Unit(unit)) => common.extend(Some(unit.name).filter(is_name)),
                Some(AnyRecord::Round(round)) => {
                    let names = [round.name, round.term, round.number, round.group];
                    common.extend(names.into_iter().filter(is_name));
                }
                _ => {}
            }
        }
        for text in common {
            let text = Normal::of(&text);
            for size in SENTENCE..=RUN {
                for (_, gram) in self.state.salt.runs(text.chars(), size) {
                    count.remove(&gram);
                }
            }
        }
        Ok(())
    }

    /// The records in which any of these texts may stand.
    pub(super) fn scan(&self, texts: &[Normal]) -> Result<Vec<Uuid>> {
        let sieve = sieve(texts);
        let mut select = self.conn.prepare_cached("SELECT id, body FROM record").during(DOING, self.path)?;
        let mut rows = select.query([]).during(DOING, self.path)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().during(DOING, self.path)? {
            let body = row.get_ref(1).and_then(|b| b.as_str().map_err(Into::into)).during(DOING, self.path)?;
            if sieve.passes(body) {
                found.push(row.get::<_, SqlId>(0).during(DOING, self.path)?.0);
            }
        }
        Ok(found)
    }
}

/// Passes every body in which words of these texts may stand that count.
pub(in crate::store::withheld) fn sieve(texts: &[Normal]) -> Sieve {
    let short = |t: &Normal| {
        let whole = std::iter::once(t.chars().len());
        whole.chain(t.sentences().map(|s| s.len())).any(|n| (SENTENCE..RUN).contains(&n))
    };
    Sieve::new(texts, if texts.iter().any(short) { SENTENCE } else { RUN })
}

/// Whether it reads as a name: nothing ends or pauses in it. What somebody said may stand in the field of a name that came
/// with a bundle, and is no name for that.
#[expect(clippy::ptr_arg, reason = "filters options and iterators of texts")]
fn is_name(text: &String) -> bool {
    !text.chars().any(|c| "，。；：！？、,;:!?\n".contains(c))
}

/// The withheld texts of a record, each with its element: what is said, what was drawn from it, what was noted on it.
fn secret(record: &AnyRecord, links: &BTreeSet<Link>) -> Vec<(String, String)> {
    use crate::model::answer::Value;
    let shut = |element: &str| links.iter().any(|l| l.why.closes() && l.element == element);
    match record {
        AnyRecord::Answer(answer) => {
            let said = answer.statements.iter().map(|s| (s.id.to_string(), s.text.clone()));
            let claimed = answer.claims.iter().filter_map(|c| match &c.value {
                Some(Value::Text(text)) => Some((c.id.to_string(), text.clone())),
                _ => None,
            });
            said.chain(claimed).filter(|(element, _)| shut(element)).collect()
        }
        AnyRecord::Observation(o) if shut("") => vec![(String::new(), o.text.clone())],
        AnyRecord::Evidence(e) if shut("") && rests(record).iter().any(|r| r.how == How::Source) => {
            vec![(String::new(), e.note.clone())]
        }
        AnyRecord::Problem(p) => {
            let noted = p.to_verify.iter().map(|v| (v.id.to_string(), v.text.clone()));
            noted.filter(|(element, _)| shut(element)).collect()
        }
        _ => Vec::new(),
    }
}
