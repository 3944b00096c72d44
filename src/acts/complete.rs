//! What a record cannot be kept without. Actions refuse one that lacks it, in the words in which a form says so beside the
//! field; a record that lacked it before can still be changed elsewhere.

use crate::error::{Error, Result};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::loan::Loan;
use crate::model::people::Person;
use crate::model::reading::{Document, Entry};
use crate::model::round::{Inspector, Round, Unit};

/// The field that is not filled in, or not rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LackAt {
    /// The name of a person, a member, a round.
    Name,
    /// The title of material.
    Title,
    /// The beginning of a period.
    From,
    /// The end of a period.
    To,
    /// Who of the unit took it back.
    ReturnedTo,
    /// Why something is not read.
    Reason,
    /// Any field at all.
    Anything,
}

/// What a record lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordLack {
    /// Where.
    pub at: LackAt,
    /// What to do, for the user.
    pub why: &'static str,
}

/// A record that cannot be kept without some of its fields.
pub trait Complete {
    /// What it lacks, in the order in which it is asked for.
    fn lacks(&self) -> Vec<RecordLack>;

    /// What it lacks first.
    fn lack(&self) -> Option<RecordLack> {
        self.lacks().into_iter().next()
    }
}

/// Refuses a record that lacks what it did not lack before.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) in the words of [`RecordLack::why`].
pub(super) fn check<R: Complete>(before: Option<&R>, after: &R) -> Result<()> {
    let known = before.map(Complete::lacks).unwrap_or_default();
    match after.lacks().into_iter().find(|lack| !known.contains(lack)) {
        Some(lack) => Err(Error::input(lack.why)),
        None => Ok(()),
    }
}

/// Those that hold.
fn those(all: impl IntoIterator<Item = (bool, LackAt, &'static str)>) -> Vec<RecordLack> {
    all.into_iter().filter(|(lacks, ..)| *lacks).map(|(_, at, why)| RecordLack { at, why }).collect()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

const NAME: &str = "请填写姓名。";
const TITLE: &str = "请填写材料名称。";

impl Complete for Person {
    fn lacks(&self) -> Vec<RecordLack> {
        those([(is_blank(&self.name), LackAt::Name, NAME)])
    }
}

impl Complete for Inspector {
    fn lacks(&self) -> Vec<RecordLack> {
        those([(is_blank(&self.name), LackAt::Name, NAME)])
    }
}

impl Complete for Round {
    fn lacks(&self) -> Vec<RecordLack> {
        those([(is_blank(&self.name), LackAt::Name, "请填写名称。")])
    }
}

impl Complete for Unit {
    /// Of its reasons; code and name are checked with those of the other units.
    fn lacks(&self) -> Vec<RecordLack> {
        those([(self.excuses.iter().any(|e| is_blank(&e.reason)), LackAt::Reason, "请写明原因。")])
    }
}

impl Complete for Loan {
    fn lacks(&self) -> Vec<RecordLack> {
        let nobody = self.returned.is_some() && is_blank(&self.returned_to);
        those([(is_blank(&self.title), LackAt::Title, TITLE), (nobody, LackAt::ReturnedTo, "请写明单位里谁收下的。")])
    }
}

impl Complete for Document {
    fn lacks(&self) -> Vec<RecordLack> {
        let is_before = self.from.zip(self.to).is_some_and(|(from, to)| to.before(from));
        those([
            (is_blank(&self.title), LackAt::Title, TITLE),
            (self.from.is_none(), LackAt::From, "请写明是哪个期间的，至少写年份：各年查全了没有，要靠它算。"),
            (is_before, LackAt::To, "期间的结束早于开始。"),
        ])
    }
}

impl Complete for Entry {
    fn lacks(&self) -> Vec<RecordLack> {
        let is_empty = self.values.is_empty() && is_blank(&self.pages) && is_blank(&self.note);
        those([(is_empty, LackAt::Anything, "还没有填。至少填一项。")])
    }
}

impl Complete for Evidence {
    /// Evidence from a record of the round is named after that.
    fn lacks(&self) -> Vec<RecordLack> {
        those([(self.source == EvidenceSource::Outside && is_blank(&self.title), LackAt::Title, TITLE)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::inspector::KeepInspector;
    use crate::acts::loan::{GiveBack, HandOverLoan, KeepLoan};
    use crate::acts::people::KeepPerson;
    use crate::acts::reading::document::KeepDocument;
    use crate::acts::reading::entry::KeepEntry;
    use crate::acts::reading::evidence::KeepEvidence;
    use crate::acts::reading::excuse::KeepExcuses;
    use crate::acts::round::KeepRound;
    use crate::analysis::fixture::{World, at, day, document, evidence, person};
    use crate::model::ids::{EntryId, ExcuseId, Hash, LoanId};
    use crate::model::reading::Form;
    use crate::model::record::{Op, Record};
    use crate::model::round::ReadingExcuse;
    use crate::store::{Act, Over, Script, Tx};

    fn put<R: Record + Clone>(w: &World, record: &R) {
        let record = record.clone();
        let put = move |tx: &mut Tx<'_>| tx.put(&record);
        w.store.perform(None, Script(Op::Sample, put)).unwrap();
    }

    /// Tries a record that lacks something: refused in those words, also over a whole one, and nothing is written.
    fn refused<R: Record + Complete + Clone + PartialEq>(w: &World, lacks: &R, wanted: LackAt, act: impl Act) {
        let lack = lacks.lack().unwrap();
        assert_eq!(lack.at, wanted);
        let before = w.store.reader().unwrap().all::<R>().unwrap();
        let e = w.store.perform(None, act).unwrap_err();
        assert_eq!(e.what, lack.why);
        assert!(w.store.reader().unwrap().all::<R>().unwrap() == before, "{}", lack.why);
    }

    #[test]
    fn a_record_without_what_it_must_have_is_refused_by_the_action() {
        let w = World::new();
        let (unit, over) = (w.unit.id, Over::default());
        let nobody = person(unit, "Z09", " ", "科员");
        refused(&w, &nobody, LackAt::Name, KeepPerson { over, person: nobody.clone(), seed: 1 });
        let member = Inspector { name: String::new(), ..crate::analysis::fixture::inspector("甲") };
        refused(&w, &member, LackAt::Name, KeepInspector { over, inspector: member.clone() });
        let read = w.store.reader().unwrap();
        let there = read.all::<Round>().unwrap().remove(0);
        let over_there = Over { base: read.head(there.id.0).unwrap(), settle: None };
        let unnamed = Round { name: String::new(), ..there };
        refused(&w, &unnamed, LackAt::Name, KeepRound { over: over_there, round: unnamed.clone() });
        let good = document(unit, Hash([1; 32]), "k4", "会议记录", "2022");
        for (lacks, wanted) in [
            (Document { title: String::new(), ..good.clone() }, LackAt::Title),
            (Document { from: None, ..good.clone() }, LackAt::From),
            (Document { to: day("2021"), ..good.clone() }, LackAt::To),
        ] {
            refused(&w, &lacks, wanted, KeepDocument { over, document: lacks.clone(), loan: None });
        }
        put(&w, &good);
        let empty = Entry {
            id: EntryId::new(),
            document: good.id,
            kind: "meeting".into(),
            values: Vec::new(),
            pages: String::new(),
            note: " ".into(),
            by: None,
            at: at("2026-03-12T09:00"),
        };
        refused(&w, &empty, LackAt::Anything, KeepEntry { over, entry: empty.clone() });
        let nameless = evidence(unit, EvidenceSource::Outside);
        refused(&w, &nameless, LackAt::Title, KeepEvidence { over, evidence: nameless.clone() });
        let base = read.head(unit.0).unwrap();
        let excuse = ReadingExcuse { id: ExcuseId::new(), kind: "k4".into(), year: None, reason: String::new() };
        let excused = Unit { excuses: vec![excuse], ..w.unit.clone() };
        let act = KeepExcuses { over: Over { base, settle: None }, unit: excused.clone() };
        refused(&w, &excused, LackAt::Reason, act);
    }

    #[test]
    fn a_line_of_the_register_that_lacked_its_title_goes_on() {
        let w = World::new();
        let titled = Loan {
            id: LoanId::new(),
            unit: w.unit.id,
            title: "会议记录".into(),
            kind: String::new(),
            copies: String::new(),
            form: Form::Original,
            asked: day("2026-03-02").unwrap(),
            asked_by: w.inspectors[0].id,
            due: None,
            provider: String::new(),
            handed: Some(at("2026-03-03T09:00")),
            document: None,
            copied: String::new(),
            returned: None,
            returned_to: String::new(),
            note: String::new(),
        };
        let bare = Loan { title: String::new(), ..titled.clone() };
        refused(&w, &bare, LackAt::Title, KeepLoan { over: Over::default(), loan: bare.clone() });
        let back = Loan { returned: Some(at("2026-03-09T09:00")), ..titled.clone() };
        refused(&w, &back, LackAt::ReturnedTo, KeepLoan { over: Over::default(), loan: back.clone() });
        put(&w, &bare);
        let over = || Over { base: w.store.reader().unwrap().head(bare.id.0).unwrap(), settle: None };
        let act = KeepLoan { over: over(), loan: Loan { copied: "12".into(), ..bare.clone() } };
        w.store.perform(None, act).unwrap();
        w.store.perform(None, HandOverLoan { loan: bare.id, at: Some(at("2026-03-04T09:00")) }).unwrap();
        let nobody = GiveBack { loan: bare.id, to: " ".into(), at: at("2026-03-09T09:00") };
        assert!(w.store.perform(None, nobody).unwrap_err().what.contains("谁收下的"));
    }
}
