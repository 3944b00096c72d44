//! What was chosen in a list, or registered in a form, goes into the paper.

use super::Paper;
use super::lists::DROP;
use super::offer::Offer;
use super::rows::Target;
use super::texts::Para;
use super::write::Besides;
use crate::analysis::paper::field::{PaperField, Spot};
use crate::error::Result;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{BasisId, CitedId, EvidenceId, InspectorId, ResponsibleId};
use crate::model::order::{self, OrderKey};
use crate::model::problem::{Basis, BasisWords, Cited, ResponsibilityKind, Responsible, pin};
use crate::model::reading::Form;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::screen::talk::Talk;
use crate::tui::update::{Cx, Reply};
use uuid::Uuid;

/// The row of the facts.
const FACTS: Target = Target::Text(Spot::of(PaperField::Facts));

impl Paper {
    /// A screen over the paper went with this reply.
    pub(super) fn replied(&mut self, reply: &Reply, cx: &mut Cx<'_>) {
        match reply {
            Reply::Chosen("paper-evidence", at) => self.evidence_chosen(*at, cx),
            Reply::Chosen("paper-basis", at) => self.basis_chosen(*at, cx),
            Reply::Chosen("paper-person", at) => self.person_chosen(*at, cx),
            Reply::Chosen("paper-node", at) => self.node_chosen(*at, cx),
            Reply::Chosen("paper-field", at) => {
                if let Some(Offer::Row(target)) = self.asked.chosen(*at) {
                    self.go_to(target, cx);
                }
            }
            Reply::Ticked("paper-sources", all) => {
                let chosen = self.asked.ticked(all, |offer| match offer {
                    Offer::Source(id) => Some(id.clone()),
                    _ => None,
                });
                self.change(|r| r.problem.sources = chosen, cx);
            }
            Reply::Ticked("paper-handlers", all) => self.handlers_ticked(all, cx),
            Reply::Registered(evidence) => {
                self.lookup.expect((**evidence).clone());
                self.cite(evidence.id, None, cx);
            }
            Reply::Overruled(one) => {
                self.records.problem.overrule((**one).clone());
                self.recheck();
            }
            Reply::Yes(DROP) => self.drop_asked(cx),
            Reply::Changed => self.reread(cx),
            _ => {}
        }
    }

    /// F5: evidence is chosen for the caret.
    pub(super) fn pin_evidence(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        if self.focus != FACTS {
            self.go_to(FACTS, cx);
            cx.done(Context::PaperText.fill("先把光标放在事实里要钉证据的那一句，再按 {key:PinEvidence}。"));
            return Ok(());
        }
        self.asked.pinning = true;
        self.offer_evidence(cx)
    }

    fn evidence_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        match self.asked.chosen(at) {
            Some(Offer::Cited(id)) => {
                let number = self.records.problem.evidence.iter().find(|c| c.id == id).map(|c| c.number);
                match number {
                    Some(number) if self.asked.pinning => self.pin(number, cx),
                    Some(number) => cx.done(format!("证{number} 已经在底稿里。")),
                    None => {}
                }
            }
            Some(Offer::Evidence(evidence, fresh)) => {
                let id = evidence.id;
                let called = self.called(&evidence);
                self.lookup.call(id, called);
                self.cite(id, Some(*evidence).filter(|_| fresh), cx);
            }
            Some(_) => {}
            None => self.register_outside(cx),
        }
    }

    /// Evidence that lies outside the round is typed in a form.
    fn register_outside(&mut self, cx: &mut Cx<'_>) {
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return;
        };
        let evidence = Evidence {
            id: EvidenceId::new(),
            unit: self.unit.id,
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
        let typed = self.texts.as_typed(&self.records).problem;
        let there = typed.evidence.iter().find(|c| c.evidence == evidence).map(|c| c.number);
        let number = there.unwrap_or_else(|| typed.next_cited());
        if let Some(new) = &new {
            self.lookup.expect(new.clone());
        }
        if there.is_none() {
            let id = CitedId::new();
            let how = Context::PaperText.fill("在事实里按 {key:PinEvidence} 把它钉到句子上。");
            let said = (!self.asked.pinning).then(|| format!("已加为证{number}。{how}"));
            self.change_with(
                |r| {
                    let list = &mut r.problem.evidence;
                    list.push(Cited { id, order: OrderKey::default(), number, evidence });
                    order::assign(list, |c| &mut c.order);
                },
                Besides { evidence: new, said },
                cx,
            );
            if !self.asked.pinning {
                self.focus = Target::Pick(Spot::at(PaperField::Evidence, id));
            }
        }
        if self.asked.pinning {
            self.pin(number, cx);
        } else if there.is_some() {
            cx.done(format!("证{number} 已经在底稿里。"));
        }
        self.reread(cx);
        self.follow(cx);
    }

    /// Puts the mark at the caret of the facts.
    fn pin(&mut self, number: u16, cx: &mut Cx<'_>) {
        self.asked.pinning = false;
        let ms = u64::try_from(cx.now.ms).unwrap_or_default();
        self.focus = FACTS;
        let Some(text) = self.focused_text_mut() else { return };
        let outcome = text.typing.buffer.insert(&pin(number), ms, |_| Para::default());
        self.after_edit(outcome, cx.now, cx);
    }

    /// Shows or changes a piece of evidence: a statement in its talk, anything else in its form.
    pub(super) fn edit_evidence(&self, id: Uuid, cx: &mut Cx<'_>) -> Result<()> {
        let Some(cited) = self.records.problem.evidence.iter().find(|c| c.id.0 == id) else { return Ok(()) };
        let Some(at) = cx.reader()?.at::<Evidence>(cited.evidence.0)? else {
            cx.warn(Context::PaperRow.fill("这件材料已经删除。按 {key:RemoveItem} 从底稿去掉它，再另加一件。"));
            return Ok(());
        };
        if let EvidenceSource::Statement { interview, answer, statement } = at.record.source {
            let talk = Talk::open_at(interview, answer, Some(statement), cx)?;
            cx.push(talk);
        } else {
            cx.push(forms::evidence::form(at.record, Some(at.head)));
        }
        Ok(())
    }

    fn basis_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        let id = self.asked.take_replaced().map_or_else(BasisId::new, BasisId);
        let words = match self.asked.chosen(at) {
            Some(Offer::Basis { regulation, name, version, clause }) => {
                BasisWords { regulation, name, version, clause, quote: String::new() }
            }
            _ => BasisWords::default(),
        };
        let typed = words.name.is_empty();
        let own = |spot: Spot| spot.part == Some(id.0) && spot.field != PaperField::BasisQuote;
        self.texts.forget(own);
        self.change(
            |r| {
                let list = &mut r.problem.basis;
                if let Some(old) = list.iter_mut().find(|b| b.id == id) {
                    // Another regulation or version: clause and confirmation were of the old one.
                    old.edited(|old| *old = BasisWords { quote: std::mem::take(&mut old.quote), ..words });
                    return;
                }
                list.push(Basis::new(id, OrderKey::default(), words));
                order::assign(list, |b| &mut b.order);
            },
            cx,
        );
        let field = if typed { PaperField::BasisName } else { PaperField::BasisClause };
        self.focus = Target::Text(Spot::at(field, id));
        self.follow(cx);
    }

    fn person_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        let replacing = self.asked.take_replaced().map(ResponsibleId);
        let person = match self.asked.chosen(at) {
            Some(Offer::Person(id)) => self.asked.person(id),
            _ => None,
        };
        let listed = |r: &Responsible| person.as_ref().is_some_and(|p| r.person == Some(p.id));
        if self.records.problem.responsible.iter().any(|r| listed(r) && Some(r.id) != replacing) {
            cx.warn("这个人已经在责任人里。");
            return;
        }
        let id = replacing.unwrap_or_default();
        let (name, post) = person.as_ref().map(|p| (p.name.clone(), p.post.clone())).unwrap_or_default();
        let person = person.map(|p| p.id);
        self.texts.forget(|spot| spot.part == Some(id.0));
        self.change(
            |r| {
                let list = &mut r.problem.responsible;
                if let Some(old) = list.iter_mut().find(|x| x.id == id) {
                    *old = Responsible { person, name, post, ..old.clone() };
                    return;
                }
                let (order, kind) = (OrderKey::default(), ResponsibilityKind::default());
                list.push(Responsible { id, order, person, name, post, kind });
                order::assign(list, |x| &mut x.order);
            },
            cx,
        );
        let field = if person.is_none() { PaperField::ResponsibleName } else { PaperField::ResponsiblePost };
        self.focus = Target::Text(Spot::at(field, id));
        self.follow(cx);
    }

    fn node_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        let Some(Offer::Node(tree, node)) = self.asked.chosen(at) else { return };
        self.change(|r| r.problem.place(&tree, &node), cx);
    }

    fn handlers_ticked(&mut self, all: &[usize], cx: &mut Cx<'_>) {
        let chosen: Vec<InspectorId> = self.asked.ticked(all, |offer| match offer {
            Offer::Handler(id) => Some(*id),
            _ => None,
        });
        let few = chosen.len() < 2;
        // Who was there keeps their place; the first is named first.
        self.change(
            |r| {
                let kept: Vec<_> = r.problem.handlers.iter().copied().filter(|h| chosen.contains(h)).collect();
                let new = chosen.iter().copied().filter(|h| !kept.contains(h));
                r.problem.handlers = kept.iter().copied().chain(new).collect();
            },
            cx,
        );
        if few {
            cx.warn("承办人要有两人以上，送审前请补上。");
        }
    }
}
