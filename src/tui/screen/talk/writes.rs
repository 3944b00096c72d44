//! What a talk hands in, what comes of it, and the file read again under what is typed.

use super::Talk;
use super::load;
use super::slot::Slot;
use crate::acts::drafts::Discard;
use crate::acts::talk::answer::{SealAnswer, SealTalk};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::ids::{Hash, StatementId};
use crate::model::interview::Interview;
use crate::model::merge::{Clash, Side};
use crate::model::observation::Origin;
use crate::model::record::{Changes, Kind};
use crate::store::{At, Reader, Ticket};
use crate::tui::dialog::clash;
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

/// What was handed in and not answered.
#[derive(Debug, Default)]
pub(super) struct OnTheWay {
    tickets: Vec<Ticket>,
    /// Marks and unmarks of statements.
    marks: Vec<(Ticket, StatementId, bool)>,
    /// The one with which the screen leaves.
    leaving: Option<Ticket>,
    /// Leaving was refused by a rule: the next time the screen goes without sealing; what is typed stays a draft.
    stuck: bool,
    /// Those that take the confirmation away because the user said so: nothing is to be said about it.
    unreads: Vec<Ticket>,
    /// Something arrived since the file was read.
    look: bool,
    /// Clashes that are to be asked about.
    clashes: Vec<Clash>,
    /// The clash that is asked about: which answer, and over which head.
    asked: Option<(usize, Hash)>,
}

/// Which answers were sealed, and over what they were typed.
pub(super) type Sealed = Vec<(usize, Option<Box<Answer>>)>;

impl Talk {
    /// Whether a statement is marked as an observation, with marks on their way counted in.
    pub fn is_observed(&self, statement: StatementId) -> bool {
        let asked = self.on_the_way.marks.iter().rfind(|(_, s, _)| *s == statement).map(|(.., on)| *on);
        asked.unwrap_or_else(|| self.observed_in_file().any(|s| s == statement))
    }

    /// How many statements are marked as observations.
    pub fn observed_count(&self) -> usize {
        let mut all: Vec<StatementId> =
            self.observed_in_file().chain(self.on_the_way.marks.iter().map(|(_, s, _)| *s)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().filter(|s| self.is_observed(*s)).count()
    }

    fn observed_in_file(&self) -> impl Iterator<Item = StatementId> {
        self.observations.iter().filter_map(|o| match o.origin {
            Origin::Statement { statement, .. } => Some(statement),
            _ => None,
        })
    }

    pub(super) fn marking(&mut self, ticket: Ticket, statement: StatementId, on: bool) {
        self.on_the_way.marks.push((ticket, statement, on));
    }

    /// The confirmation is being taken away because the user said so.
    pub(super) fn unreading(&mut self, ticket: Ticket) {
        self.on_the_way.unreads.push(ticket);
    }

    /// The talk goes to another person, and with that its confirmation.
    pub(super) fn giving_away(&mut self, ticket: Ticket) {
        self.on_the_way.unreads.push(ticket);
    }

    /// Seals everything typed as actions of their own, each 记录回答, so that undoing the next act leaves the words. What is on
    /// its way then is what the next act rests on: refused, it refuses that too.
    pub(super) fn sealed_before(&mut self, cx: &mut Cx<'_>) -> Vec<SealAnswer> {
        self.seal_typed(cx);
        self.slots.iter().filter(|s| s.is_on_its_way()).filter_map(Slot::handed_in).collect()
    }

    /// Seals what is typed, each answer by itself.
    pub(super) fn seal_typed(&mut self, cx: &mut Cx<'_>) {
        for at in 0..self.slots.len() {
            self.seal_slot(at, cx);
        }
    }

    /// Seals the words of the answer shown before an act changes anything else of it.
    pub(super) fn seal_shown(&mut self, cx: &mut Cx<'_>) {
        self.seal_slot(self.at, cx);
    }

    /// Seals everything typed, with the leaving of the screen; [`sent`](Self::sent) follows.
    pub(super) fn sealed(&mut self) -> (Vec<SealAnswer>, Sealed) {
        let unsealed = (0..self.slots.len()).filter(|at| self.slots.get(*at).is_some_and(|s| s.text.is_unsealed()));
        let unsealed: Vec<usize> = unsealed.collect();
        let answers: Vec<(usize, SealAnswer)> =
            unsealed.into_iter().filter_map(|at| Some((at, self.slots.get_mut(at)?.seal()))).collect();
        let sealed = answers.iter().map(|(at, a)| (*at, a.known.clone())).collect();
        (answers.into_iter().map(|(_, a)| a).collect(), sealed)
    }

    /// Takes note of what was handed in.
    pub(super) fn sent(&mut self, ticket: Ticket, sealed: Sealed) {
        self.on_the_way.tickets.push(ticket);
        for (at, known) in sealed {
            if let Some(slot) = self.slots.get_mut(at) {
                slot.sent(ticket, known);
            }
        }
    }

    /// Seals the answer of a question, if anything was typed since the last time.
    pub(super) fn seal_slot(&mut self, at: usize, cx: &mut Cx<'_>) {
        if self.slots.get(at).is_some_and(|s| s.text.is_unsealed()) {
            self.write_slot(at, None, Vec::new(), None, cx);
        }
    }

    /// Writes the answer shown, typed text included.
    pub(super) fn write_answer(&mut self, cx: &mut Cx<'_>) {
        self.write_answer_saying(None, cx);
    }

    /// The same, and says `said` once it is in the file.
    pub(super) fn write_answer_saying(&mut self, said: Option<&'static str>, cx: &mut Cx<'_>) {
        self.write_slot(self.at, None, Vec::new(), said, cx);
    }

    /// Writes the answer shown, and ends the draft of a claim that it took in.
    pub(super) fn write_claim(&mut self, draft: String, cx: &mut Cx<'_>) {
        self.write_slot(self.at, None, vec![draft], None, cx);
    }

    fn write_slot(
        &mut self,
        at: usize,
        settle: Option<(Hash, Side)>,
        drafts: Vec<String>,
        said: Option<&'static str>,
        cx: &mut Cx<'_>,
    ) {
        let Some(slot) = self.slots.get_mut(at) else { return };
        let act = SealAnswer { settle, ..slot.seal() };
        let known = act.known.clone();
        let drafts = drafts.into_iter().map(|field| (slot.answer.id.0, field));
        let drafts = act.drafts.iter().cloned().chain(drafts).collect();
        let act = SealAnswer { drafts, ..act };
        let ticket = match said {
            Some(said) => cx.act_saying(act, said),
            None => cx.act(act),
        };
        self.sent(ticket, vec![(at, known)]);
    }

    /// The draft of a claim is not wanted any more.
    pub(super) fn drop_claim_draft(&mut self, field: String, cx: &mut Cx<'_>) {
        let Some(answer) = self.slot().map(|s| s.answer.id) else { return };
        let ticket = cx.act(Discard { drafts: vec![(answer.0, field)] });
        self.sent(ticket, Vec::new());
    }

    /// Leaves when everything that was typed here is in the file.
    pub(super) fn leave(&mut self, cx: &mut Cx<'_>) {
        if self.ask_clash(cx) {
            return;
        }
        let (answers, sealed) = self.sealed();
        if self.on_the_way.stuck || (answers.is_empty() && self.on_the_way.tickets.is_empty()) {
            cx.reply(Reply::Changed);
            return;
        }
        let ticket = cx.act_then_leave(SealTalk { answers }, Reply::Changed);
        self.on_the_way.leaving = Some(ticket);
        self.sent(ticket, sealed);
    }

    /// Calls the leaving off that waits for what was typed. Whether it was that: after breaking off or a deletion one goes.
    pub(super) fn stay_after_all(&mut self) -> bool {
        self.on_the_way.leaving.take().is_some()
    }

    /// What was handed in is in the file.
    pub(super) fn arrived(&mut self, ticket: Ticket) {
        self.forget(ticket);
        self.slots.iter_mut().for_each(|s| s.arrived(ticket));
        self.on_the_way.look = true;
    }

    fn forget(&mut self, ticket: Ticket) {
        let way = &mut self.on_the_way;
        way.tickets.retain(|t| *t != ticket);
        way.marks.retain(|(t, ..)| *t != ticket);
    }

    /// What was handed in was refused: it is unsaved again, and a clash is shown.
    pub(super) fn bounced(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        let typing = self.is_typing();
        self.forget(ticket);
        self.withhold_refused(ticket, cx);
        let clash = error.as_clash();
        self.slots.iter_mut().for_each(|s| {
            s.bounced(ticket, clash.is_some(), cx.now);
        });
        if let Some(clash) = clash {
            self.on_the_way.clashes.retain(|c| c.record != clash.record);
            self.on_the_way.clashes.push(clash.clone());
            if cx.front && !typing {
                self.ask_clash(cx);
            } else {
                cx.warn(Context::Answer.fill(clash::HELD));
            }
        } else if self.on_the_way.leaving.take() == Some(ticket) {
            self.on_the_way.stuck = true;
            cx.fail(
                &Error::copied(error).hint(Context::Answer.fill("没有存上的内容留在草稿里；再按 {key:Back} 离开。")),
            );
        }
    }

    /// The screen is shown: what was typed and not saved is asked about or told of.
    pub(super) fn came_up(&mut self, cx: &mut Cx<'_>) {
        if self.slots.iter().any(|s| !s.claims.is_empty()) && self.panel.is_none() && self.unfinished.is_none() {
            cx.warn(Context::Answer.fill("上次有一项填了还没有记下，已放回；按 {key:TogglePanel} 展开核对。"));
        }
        self.tell_masked(cx);
        self.ask_clash(cx);
    }

    /// Something is typed that has not been handed in: a question that came up now would take the next key.
    pub(super) fn is_typing(&self) -> bool {
        self.slots.iter().any(|s| s.text.is_unsealed() || !s.claims.is_empty())
    }

    /// Shows both texts of the next clash; whether there is one.
    pub(super) fn ask_clash(&mut self, cx: &mut Cx<'_>) -> bool {
        let Some(clash) = self.on_the_way.clashes.pop() else { return false };
        let at = self.slots.iter().position(|s| s.answer.id.0 == clash.record);
        let (Some(at), Some(head)) = (at, clash.head) else { return false };
        self.on_the_way.asked = Some((at, head));
        cx.push(clash::question(&clash));
        true
    }

    /// One side of the clash was chosen.
    pub(super) fn settle(&mut self, side: Side, cx: &mut Cx<'_>) {
        if let Some((at, head)) = self.on_the_way.asked.take() {
            // What was tried meanwhile met the same.
            let answered = self.slots.get(at).map(|s| s.answer.id.0);
            self.on_the_way.clashes.retain(|c| Some(c.record) != answered);
            self.write_slot(at, Some((head, side)), Vec::new(), None, cx);
        }
        self.ask_clash(cx);
    }

    /// Clashes found when the talk was opened.
    pub(super) fn found(&mut self, clashes: Vec<Clash>) {
        self.on_the_way.clashes = clashes;
    }

    /// Something changed in the file.
    pub(super) fn take_in(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let kinds = [Kind::Interview, Kind::Answer, Kind::Observation, Kind::Person];
        if std::mem::take(&mut self.on_the_way.look) || kinds.iter().any(|k| changes.touches(*k)) {
            self.read_again(cx);
        }
    }

    pub(super) fn read_again(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = self.reread(cx) {
            cx.fail(&e);
        }
        self.follow_caret(cx);
    }

    fn reread(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        // One that went to the bin stays on the screen until it is left.
        let Some(talk) = reader.get::<Interview>(self.interview.id.0)? else { return Ok(()) };
        let unread = self.interview.read_back.is_some() && talk.read_back.is_none();
        let is_final = self.interview.on_record().is_none() && talk.on_record().is_some();
        let other = talk.person != self.interview.person;
        self.interview = talk;
        if other {
            load::change_person(self, reader)?;
        }
        self.observations = load::observations_of(&self.interview, &self.unit, reader)?;
        self.corrections = load::corrections_of(&self.interview, reader)?;
        for (slot, there) in self.slots.iter_mut().zip(answers(&self.method, &self.interview, reader)?) {
            if is_final {
                slot.text.buffer.forget_history();
            }
            // A clash is asked about when what is typed is sealed.
            slot.reread(there, cx.now).ok();
        }
        let way = &mut self.on_the_way;
        let was_said = !way.unreads.is_empty();
        way.unreads.retain(|t| way.tickets.contains(t));
        if unread && !was_said {
            cx.warn(
                Context::Answer.fill("读回以后记录又有改动，读回确认已取消；请再读回一次，按 {key:ReadBack} 记下。"),
            );
        }
        Ok(())
    }
}

/// The answers of a talk as they are in the file, in the order of the method.
pub(super) fn answers(
    method: &crate::method::types::Method,
    talk: &Interview,
    reader: &Reader,
) -> Result<Vec<Option<At<Answer>>>> {
    let mut all: Vec<Answer> = reader.own_talk(talk.id)?;
    let mut out = Vec::new();
    for q in &method.questions {
        let found = all.iter().position(|a| a.question == q.id).map(|at| all.remove(at));
        let head = found.as_ref().map(|a| reader.head(a.id.0)).transpose()?.flatten();
        out.push(found.zip(head).map(|(record, head)| At { record, head }));
    }
    Ok(out)
}

/// The slot of a question as it is in the file.
pub(super) fn slot_of(there: Option<At<Answer>>, empty: impl FnOnce() -> Slot, cx: &Cx<'_>) -> Slot {
    there.map_or_else(empty, |At { record, head }| Slot::new(record, Some(head), cx.now))
}
