//! What the file has of an answer, as far as the screen knows: over what it is typed, what of it is on its way.

use crate::model::answer::Answer;
use crate::store::Ticket;
use uuid::Uuid;

/// What the file has of an answer.
#[derive(Debug, Default)]
pub(super) struct Filing {
    /// Over what it is typed: as it was read, or as it was last handed in. `None`: there was no answer.
    known: Option<Answer>,
    /// What was handed in and not answered, with what that was typed over; the oldest first.
    on_its_way: Vec<(Ticket, Option<Answer>)>,
    /// Ids under which drafts of it are kept besides its own.
    former: Vec<Uuid>,
}

impl Filing {
    /// Nothing handed in; it is typed over `known`.
    pub(super) fn over(known: Option<Answer>) -> Self {
        Self { known, ..Self::default() }
    }

    /// Over what it is typed. `None`: there is no answer.
    pub(super) const fn known(&self) -> Option<&Answer> {
        self.known.as_ref()
    }

    /// What is in the file for sure: that over which the oldest was typed that is on its way.
    pub(super) fn in_the_file(&self) -> Option<&Answer> {
        self.on_its_way.first().map_or(&self.known, |(_, over)| over).as_ref()
    }

    /// It is in no file and not on its way into one.
    pub(super) const fn is_nowhere(&self) -> bool {
        self.known.is_none() && self.on_its_way.is_empty()
    }

    /// Something was handed in and not answered.
    pub(super) const fn is_on_its_way(&self) -> bool {
        !self.on_its_way.is_empty()
    }

    /// It is sealed as `answer`: what comes next is typed over that. Returns what this one was typed over.
    pub(super) const fn seal(&mut self, answer: Answer) -> Option<Answer> {
        self.known.replace(answer)
    }

    /// What was sealed over `known` is on its way.
    pub(super) fn sent(&mut self, ticket: Ticket, known: Option<Answer>) {
        self.on_its_way.push((ticket, known));
    }

    /// What was handed in is in the file.
    pub(super) fn arrived(&mut self, ticket: Ticket) {
        self.on_its_way.retain(|(t, _)| *t != ticket);
    }

    /// What was handed in is not in the file: what is typed is typed over what that was typed over. Whether it was of
    /// this answer.
    pub(super) fn bounced(&mut self, ticket: Ticket) -> bool {
        let Some(at) = self.on_its_way.iter().position(|(t, _)| *t == ticket) else { return false };
        let (_, known) = self.on_its_way.remove(at);
        // What was handed in after it was typed over what did not get there.
        self.on_its_way.iter_mut().skip(at).for_each(|(_, over)| over.clone_from(&known));
        self.known = known;
        true
    }

    /// The file has it as this.
    pub(super) fn read(&mut self, answer: Answer) {
        self.known = Some(answer);
    }

    /// The file has it no more; returns what it was known as.
    pub(super) const fn gone(&mut self) -> Option<Answer> {
        self.known.take()
    }

    /// Drafts of it are kept under that id too.
    pub(super) fn also_drafted_as(&mut self, id: Uuid) {
        if !self.former.contains(&id) {
            self.former.push(id);
        }
    }

    /// All ids under which it may have drafts; `own` is the one that it has now.
    pub(super) fn drafted_as(&self, own: Uuid) -> impl Iterator<Item = Uuid> {
        std::iter::once(own).chain(self.former.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::InterviewId;

    #[test]
    fn what_bounces_takes_what_was_typed_over_it_back_to_what_the_file_has() {
        let read = Answer::new(InterviewId::new(), "q1");
        let [one, two] = [1, 2].map(|wording| Answer { wording, ..read.clone() });
        let mut filing = Filing::over(Some(read.clone()));
        let [first, second] = [Ticket(1), Ticket(2)];
        let over = filing.seal(one);
        filing.sent(first, over);
        let over = filing.seal(two);
        filing.sent(second, over);
        assert_eq!(filing.in_the_file(), Some(&read));
        assert!(filing.bounced(first) && !filing.bounced(first));
        assert_eq!((filing.known(), filing.in_the_file()), (Some(&read), Some(&read)));
        filing.arrived(second);
        assert!(!filing.is_on_its_way() && !filing.is_nowhere());
    }

    #[test]
    fn a_former_id_is_kept_once() {
        let mut filing = Filing::default();
        let [own, old] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        filing.also_drafted_as(old);
        filing.also_drafted_as(old);
        assert_eq!(filing.drafted_as(own).collect::<Vec<_>>(), [own, old]);
    }
}
