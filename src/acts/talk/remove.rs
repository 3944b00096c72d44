//! A talk that was begun with the wrong person.

use super::answer::{SealAnswer, seal_all};
use super::observations_of;
use super::open::{looked_at, open_talk};
use super::sitting::has_no_unfinished;
use crate::acts::foreseen::Foreseen;
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{InterviewId, PersonId};
use crate::model::interview::{Interview, TalkState};
use crate::model::people::Person;
use crate::model::problem::Problem;
use crate::model::record::{Kind, Op};
use crate::store::{Act, Trail, Tx};
use uuid::Uuid;

/// What hangs on a talk besides its observations.
struct HangingOnTalk {
    answers: Vec<Answer>,
    /// Files kept with the talk and with its answers.
    files: Vec<Attachment>,
    /// Evidence taken from its statements and of its files.
    evidence: Vec<Evidence>,
}

impl HangingOnTalk {
    fn on(trail: &Trail<'_>, talk: &Interview) -> Result<Self> {
        let answers: Vec<Answer> = trail.children(talk.id.0)?;
        let mut files: Vec<Attachment> = trail.children(talk.id.0)?;
        for answer in &answers {
            files.extend(trail.children::<Attachment>(answer.id.0)?);
        }
        let taken = |e: &Evidence| match e.source {
            EvidenceSource::Statement { interview, .. } => interview == talk.id,
            EvidenceSource::Attachment { attachment } => files.iter().any(|f| f.id == attachment),
            EvidenceSource::Document { .. } | EvidenceSource::Outside => false,
        };
        let evidence = trail.all::<Evidence>()?.into_iter().filter(taken).collect();
        Ok(Self { answers, files, evidence })
    }
}

/// Puts a talk into the bin, with its answers, observations and files.
#[derive(Debug, Clone)]
pub struct RemoveTalk {
    /// The talk.
    pub talk: InterviewId,
    /// How many paragraphs the user was told go with it; a talk with more of them is not removed.
    pub shown: usize,
    /// Record and field of the drafts that go with it.
    pub drafts: Vec<(Uuid, String)>,
}

impl Act for RemoveTalk {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let talk = open_talk(tx, self.talk, TalkDeed::Remove)?;
        let hanging = self.hanging(&tx.trail(), &talk)?;
        for o in observations_of(tx, &talk)? {
            tx.delete(Kind::Observation, o.id.0)?;
        }
        for file in &hanging.files {
            tx.delete(Kind::Attachment, file.id.0)?;
        }
        talk.bin(tx, &hanging.answers)?;
        self.drafts.iter().try_for_each(|(record, field)| tx.drop_draft(*record, field))
    }
}

impl RemoveTalk {
    /// What goes with the talk; refused while evidence was taken from it.
    fn hanging(&self, trail: &Trail<'_>, talk: &Interview) -> Result<HangingOnTalk> {
        let hanging = HangingOnTalk::on(trail, talk)?;
        let noted: usize = hanging.answers.iter().map(|a| a.statements.len()).sum();
        if noted > self.shown {
            return Err(
                Error::input(format!("这次谈话已经记了 {noted} 段，没有删除")).hint("确实要删除，请再确认一次。")
            );
        }
        if !hanging.evidence.is_empty() {
            return Err(Error::input("已有支撑材料取自这次谈话，没有删除").hint("请先去掉那份支撑材料。"));
        }
        Ok(hanging)
    }
}

impl Foreseen for RemoveTalk {
    fn may(&self, trail: &Trail<'_>) -> Result<()> {
        let talk = looked_at(trail, self.talk, TalkDeed::Remove)?;
        self.hanging(trail, &talk).map(drop)
    }
}

/// Gives a talk to the person with whom it really is; what is noted in it stays, and what was taken from it goes to the
/// unit of that person.
#[derive(Debug, Clone)]
pub struct GiveTalk {
    /// What was typed last, or handed in last: what of that is not in the file refuses this.
    pub answers: Vec<SealAnswer>,
    /// The talk.
    pub talk: InterviewId,
    /// The right person.
    pub to: PersonId,
}

impl Act for GiveTalk {
    fn op(&self) -> Op {
        Op::EditInterview
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        seal_all(tx, &self.answers)?;
        let talk = open_talk(tx, self.talk, TalkDeed::Give)?;
        let (to, moving) = self.moving(&tx.trail(), &talk)?;
        if to.id == talk.person {
            return Ok(());
        }
        for mut e in moving {
            e.unit = to.unit;
            tx.put(&e)?;
        }
        for mut o in observations_of(tx, &talk)?.into_iter().filter(|o| o.unit != to.unit) {
            o.unit = to.unit;
            tx.put(&o)?;
        }
        talk.change(tx, |talk| {
            talk.person = to.id;
            talk.post.clone_from(&to.post);
            // Whoever confirmed it was not this person.
            talk.read_back = None;
        })
    }
}

impl GiveTalk {
    /// To whom it goes, and the evidence taken from it that goes to another unit with it.
    fn moving(&self, trail: &Trail<'_>, talk: &Interview) -> Result<(Person, Vec<Evidence>)> {
        let to: Person = trail.get(self.to.0)?.ok_or_else(|| Error::input("这个人已被删除，谈话没有改动"))?;
        if to.id == talk.person {
            return Ok((to, Vec::new()));
        }
        if talk.state != TalkState::Closed {
            has_no_unfinished(trail, &to)?;
        }
        let mut moving = HangingOnTalk::on(trail, talk)?.evidence;
        moving.retain(|e| e.unit != to.unit);
        for e in &moving {
            // A paper cites what is its unit's.
            let papers: Vec<Problem> = trail.children(e.unit.0)?;
            if let Some(paper) = papers.iter().find(|p| p.evidence.iter().any(|c| c.evidence == e.id)) {
                return Err(Error::input(format!("底稿 {} 引用了这次谈话，不能改给另一个单位的人", paper.number))
                    .hint("请先从底稿里去掉取自这次谈话的支撑材料。"));
            }
        }
        Ok((to, moving))
    }
}

impl Foreseen for GiveTalk {
    fn may(&self, trail: &Trail<'_>) -> Result<()> {
        let talk = looked_at(trail, self.talk, TalkDeed::Give)?;
        self.moving(trail, &talk).map(drop)
    }
}
