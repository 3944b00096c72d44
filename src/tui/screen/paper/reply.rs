//! What comes back to a paper: what was chosen over it, and what became in the file of what it handed in.

use super::Paper;
use super::change::Change;
use super::keys::{FACTS, me};
use super::offer::{DROP, Offer};
use super::writes::{Bounced, UNTAKEN};
use crate::acts::drafts::Discard;
use crate::acts::paper::edit::EditPaper;
use crate::error::Error;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::EvidenceId;
use crate::model::merge::Side;
use crate::model::problem::pin;
use crate::model::reading::Form;
use crate::model::record::{Changes, Kind};
use crate::store::Ticket;
use crate::tui::dialog::{clash, strikes};
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

impl Paper {
    /// A screen over the paper went, with a reply or without.
    pub(super) fn answered(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes("draft")) => self.settle_draft(true, cx),
            Some(Reply::No("draft")) => self.settle_draft(false, cx),
            Some(Reply::Yes(UNTAKEN)) => self.go(cx),
            Some(Reply::No(UNTAKEN)) => {
                self.drop_untaken(cx);
                self.go(cx);
            }
            Some(Reply::Yes(clash::TAG)) => self.writes.settle_clash(Side::Ours, cx),
            Some(Reply::No(clash::TAG)) => self.writes.settle_clash(Side::Theirs, cx),
            Some(Reply::Yes(strikes::TAG)) => self.settle_strikes(true, cx),
            Some(Reply::No(strikes::TAG)) => self.settle_strikes(false, cx),
            None if self.writes.left_strikes() => self.settle_strikes(false, cx),
            None if self.writes.ask(cx) => {}
            None => self.ask_draft(cx),
            Some(reply) => self.chosen(reply, cx),
        }
    }

    fn chosen(&mut self, reply: &Reply, cx: &mut Cx<'_>) {
        let change = match reply {
            Reply::Chosen("paper-evidence", at) => {
                self.evidence_chosen(*at, cx);
                None
            }
            Reply::Chosen("paper-basis", at) => Some(self.asked.basis_chosen(*at)),
            Reply::Chosen("paper-person", at) => {
                let change = self.asked.person_chosen(*at, self.sheet.problem());
                if change.is_none() {
                    cx.warn("这个人已经在责任人里。");
                }
                change
            }
            Reply::Chosen("paper-node", at) => self.asked.node_chosen(*at),
            Reply::Chosen("paper-word", at) => self.asked.word_chosen(*at),
            Reply::Chosen("paper-field", at) => {
                if let Some(target) = self.asked.part_chosen(*at) {
                    self.go_to(target, cx);
                }
                None
            }
            Reply::Ticked("paper-sources", all) => Some(self.asked.sources_ticked(all)),
            Reply::Ticked("paper-handlers", all) => {
                let chosen = self.asked.handlers_ticked(all);
                let few = chosen.len() < 2;
                self.apply(Change::handlers(chosen), cx);
                if few {
                    cx.warn("承办人要有两人以上，送审前请补上。");
                }
                None
            }
            Reply::Registered(evidence) => {
                self.lookup.expect((**evidence).clone());
                self.cite(evidence.id, None, cx);
                None
            }
            Reply::Overruled(one) => {
                self.sheet.overruled((**one).clone());
                self.recheck();
                None
            }
            Reply::Yes(DROP) => {
                self.drop_asked(cx);
                None
            }
            Reply::Changed => {
                self.look_up(cx);
                None
            }
            _ => None,
        };
        if let Some(change) = change {
            self.apply(change, cx);
        }
    }

    /// The element that was asked about goes.
    fn drop_asked(&mut self, cx: &mut Cx<'_>) {
        let Some(element) = self.asked.take_dropped() else { return };
        let at = self.focus.at(&self.sheet.rows());
        self.apply(Change::drop(element), cx);
        self.stay_near(at, cx);
    }

    fn evidence_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        match self.asked.chosen(at) {
            Some(Offer::Cited(id)) => {
                let cited = self.sheet.problem().evidence.iter().find(|c| c.id == id);
                match cited.map(|c| c.number) {
                    Some(number) if self.asked.is_pinning() => self.pin(number, cx),
                    Some(number) => cx.done(format!("证{number} 已经在底稿里。")),
                    None => {}
                }
            }
            Some(Offer::Evidence(evidence, fresh)) => {
                let id = evidence.id;
                let name = self.lookup.name_of(&evidence, self.sheet.problem());
                self.lookup.call(id, name);
                self.cite(id, Some(*evidence).filter(|_| fresh), cx);
            }
            Some(_) => {}
            None => self.register_outside(cx),
        }
    }

    /// Evidence that lies outside the round is typed in a form.
    fn register_outside(&self, cx: &mut Cx<'_>) {
        let Some(by) = me(cx) else { return };
        let evidence = Evidence {
            id: EvidenceId::new(),
            unit: self.sheet.unit(),
            source: EvidenceSource::Outside,
            sort: EvidenceSort::Written,
            title: String::new(),
            volume: String::new(),
            pages: String::new(),
            form: Form::Copy,
            extent: String::new(),
            provider: String::new(),
            obtained: Some(cx.now.date()),
            note: String::new(),
            by,
            at: cx.now,
        };
        cx.push(forms::evidence::form(evidence, None));
    }

    /// Takes evidence into the paper, under the next number; `new`: the unit does not have it yet. A mark goes to the
    /// caret when that was asked for.
    fn cite(&mut self, evidence: EvidenceId, new: Option<Evidence>, cx: &mut Cx<'_>) {
        // What is typed in the facts may name numbers too.
        let typed = self.sheet.typed().problem;
        let there = typed.evidence.iter().find(|c| c.evidence == evidence).map(|c| c.number);
        let number = there.unwrap_or_else(|| typed.next_cited());
        let pinning = self.asked.is_pinning();
        if let Some(new) = &new {
            self.lookup.expect(new.clone());
        }
        if there.is_none() {
            let how = Context::PaperText.fill("在事实里按 {key:PinEvidence} 把它写到那一句后面。");
            let said = (!pinning).then(|| format!("已加为证{number}。{how}"));
            self.apply(Change::cite(evidence, number, new, said), cx);
        }
        if pinning {
            self.pin(number, cx);
        } else if there.is_some() {
            cx.done(format!("证{number} 已经在底稿里。"));
        }
        self.look_up(cx);
        self.follow(cx);
    }

    /// Puts the mark at the caret of the facts.
    fn pin(&mut self, number: u16, cx: &mut Cx<'_>) {
        self.asked.pinned();
        self.focus.set(FACTS);
        let Some(text) = self.text_here_mut() else { return };
        let outcome = text.insert_mark(&pin(number), cx.now);
        self.after_edit(outcome, cx);
    }

    fn ask_draft(&self, cx: &mut Cx<'_>) {
        if let Some(conflict) = self.sheet.conflict() {
            cx.push(conflict.ask(self.sheet.label_of(conflict.at)));
        }
    }

    /// The draft becomes a revision either way, so that neither text is lost; the chosen one becomes the head.
    fn settle_draft(&mut self, use_draft: bool, cx: &mut Cx<'_>) {
        let Some((spot, saved)) = self.sheet.take_draft(cx.now) else { return };
        self.seal_typed(cx);
        if !use_draft {
            self.apply(Change::text(spot, saved), cx);
        }
        self.ask_draft(cx);
    }

    /// What is not in the file is thrown away.
    fn drop_untaken(&mut self, cx: &mut Cx<'_>) {
        let drafts = self.sheet.drop_unsealed();
        self.writes.forget_refusal();
        cx.act(Discard { drafts });
        self.recheck();
    }

    /// Withheld words are struck out of an edit, or it is typed otherwise.
    fn settle_strikes(&mut self, strikes: bool, cx: &mut Cx<'_>) {
        if let Some(edit) = self.writes.settle_strikes(strikes, cx) {
            self.take_back(&edit, cx);
            cx.warn(strikes::REWRITE);
        }
    }

    /// An edit was refused. It is asked about at once, unless something is typed or lies over the paper: the question
    /// would take the next key. What cannot be done at all is taken back.
    pub(super) fn bounced(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        match self.writes.bounced(ticket, error) {
            Some(Bounced::Held(held)) if self.sheet.unsealed().is_some() || !self.writes.ask(cx) => {
                cx.warn(Context::PaperText.fill(held));
            }
            Some(Bounced::Back(edit)) => self.take_back(&edit, cx),
            Some(Bounced::Held(_)) | None => {}
        }
    }

    /// What was typed is a draft again.
    fn take_back(&mut self, edit: &EditPaper, cx: &mut Cx<'_>) {
        self.sheet.take_back(edit, cx.now);
        self.reload(cx);
    }

    /// Records changed: the paper is read again, and what is typed lies on top.
    pub(super) fn follow_file(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let outdated = self.lookup.changed(changes);
        let ours = [Kind::Problem, Kind::Suggestion, Kind::QuickFix];
        if self.writes.is_settled() || ours.into_iter().any(|kind| changes.touches(kind)) {
            self.reload(cx);
        }
        if outdated {
            self.look_up(cx);
        }
    }
}
