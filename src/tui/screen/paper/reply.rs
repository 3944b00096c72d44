//! What was chosen in a list, or registered in a form, goes into the paper.

use super::field::{Field, TextField};
use super::offer::Offer;
use super::{Paper, Para};
use crate::error::Result;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{BasisId, CitedId, EvidenceId, InspectorId, ResponsibleId};
use crate::model::order::{self, OrderKey};
use crate::model::people::Person;
use crate::model::problem::{Basis, Cited, ResponsibilityKind, Responsible, pin};
use crate::model::reading::Form;
use crate::model::record::Op;
use crate::tui::effect::Put;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::screen::talk::Talk;
use crate::tui::screen::{Cx, Reply};

impl Paper {
    /// A screen over the paper went with this reply.
    pub(super) fn replied(&mut self, reply: &Reply, cx: &mut Cx<'_>) {
        match reply {
            Reply::Chosen("paper-evidence", at) => self.evidence_chosen(*at, cx),
            Reply::Chosen("paper-basis", at) => self.basis_chosen(*at, cx),
            Reply::Chosen("paper-person", at) => self.person_chosen(*at, cx),
            Reply::Chosen("paper-node", at) => self.node_chosen(*at, cx),
            Reply::Chosen("paper-field", at) => {
                if let Some(Offer::Row(field)) = self.offers.get(*at).cloned() {
                    self.go_to(field, cx);
                }
            }
            Reply::Ticked("paper-sources", all) => {
                let chosen = all.iter().filter_map(|at| match self.offers.get(*at) {
                    Some(Offer::Source(id)) => Some(id.clone()),
                    _ => None,
                });
                let chosen: Vec<String> = chosen.collect();
                self.change(|r| r.problem.sources = chosen, cx);
            }
            Reply::Ticked("paper-handlers", all) => self.handlers_ticked(all, cx),
            Reply::Registered(evidence) => {
                self.on_its_way.push((**evidence).clone());
                self.reread(cx);
                self.cite(evidence.id, cx);
            }
            Reply::Changed => self.reread(cx),
            _ => {}
        }
    }

    /// F5: evidence is chosen for the caret.
    pub(super) fn pin_evidence(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        if self.focus != Field::Text(TextField::Facts) {
            self.go_to(Field::Text(TextField::Facts), cx);
            cx.done(Context::PaperText.fill("先把光标放在事实里要钉证据的那一句，再按 {key:PinEvidence}。"));
            return Ok(());
        }
        self.pinning = true;
        self.offer_evidence(cx)
    }

    fn evidence_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        match self.offers.get(at).cloned() {
            Some(Offer::Cited(id)) => {
                let number = self.records.problem.evidence.iter().find(|c| c.id == id).map(|c| c.number);
                match number {
                    Some(number) if self.pinning => self.pin(number, cx),
                    Some(number) => cx.done(format!("证{number} 已经在底稿里。")),
                    None => {}
                }
            }
            Some(Offer::Evidence(evidence, fresh)) => {
                let id = evidence.id;
                self.cited.insert(id, self.called(&evidence));
                if fresh {
                    self.on_its_way.push((*evidence).clone());
                    cx.write(Op::EditEvidence, vec![Put::of(*evidence)]);
                    self.reread(cx);
                }
                self.cite(id, cx);
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

    /// Takes evidence into the paper, under the next number; a mark goes to the caret when that was asked for.
    fn cite(&mut self, evidence: EvidenceId, cx: &mut Cx<'_>) {
        // What stands in the facts now may name numbers too.
        self.change(|_| {}, cx);
        let there = self.records.problem.evidence.iter().find(|c| c.evidence == evidence).map(|c| c.number);
        let number = there.unwrap_or_else(|| self.records.problem.next_cited());
        if there.is_none() {
            let id = CitedId::new();
            self.change(
                |r| {
                    let list = &mut r.problem.evidence;
                    list.push(Cited { id, order: OrderKey::default(), number, evidence });
                    order::assign(list, |c| &mut c.order);
                },
                cx,
            );
            if !self.pinning {
                self.focus = Field::Cited(id);
            }
        }
        if self.pinning {
            self.pin(number, cx);
        } else {
            cx.done(format!(
                "已加为证{number}。{}",
                Context::PaperText.fill("在事实里按 {key:PinEvidence} 把它钉到句子上。")
            ));
        }
        self.reread(cx);
        self.follow(cx);
    }

    /// Puts the mark at the caret of the facts.
    fn pin(&mut self, number: u16, cx: &mut Cx<'_>) {
        self.pinning = false;
        let ms = u64::try_from(cx.now.ms).unwrap_or_default();
        self.focus = Field::Text(TextField::Facts);
        let Some(text) = self.focused_text_mut() else { return };
        let outcome = text.typing.buffer.insert(&pin(number), ms, |_| Para::default());
        self.after_edit(outcome, cx.now, cx);
    }

    /// Shows or changes a piece of evidence: a statement in its talk, anything else in its form.
    pub(super) fn edit_evidence(&mut self, id: CitedId, cx: &mut Cx<'_>) -> Result<()> {
        let Some(cited) = self.records.problem.evidence.iter().find(|c| c.id == id) else { return Ok(()) };
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
        let replacing = self.replacing.take().map(BasisId);
        let (regulation, name, version, clause) = match self.offers.get(at).cloned() {
            Some(Offer::Basis { regulation, name, version, clause }) => (regulation, name, version, clause),
            _ => Default::default(),
        };
        let id = replacing.unwrap_or_default();
        let typed = name.is_empty();
        self.texts.retain(|t| !matches!(t.field, TextField::Clause(b) | TextField::BasisName(b) if b == id));
        self.change(
            |r| {
                let list = &mut r.problem.basis;
                if let Some(old) = list.iter_mut().find(|b| b.id == id) {
                    // Another regulation or version: clause and confirmation were of the old one.
                    *old = Basis { regulation, name, version, clause, confirmed: None, ..old.clone() };
                    return;
                }
                let (order, quote) = (OrderKey::default(), String::new());
                list.push(Basis { id, order, regulation, name, version, clause, quote, confirmed: None });
                order::assign(list, |b| &mut b.order);
            },
            cx,
        );
        self.focus = Field::Text(if typed { TextField::BasisName(id) } else { TextField::Clause(id) });
        self.follow(cx);
    }

    fn person_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        let replacing = self.replacing.take().map(ResponsibleId);
        let person: Option<Person> = match self.offers.get(at) {
            Some(Offer::Person(id)) => self.people.iter().find(|p| p.id == *id).cloned(),
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
        self.texts.retain(|t| !matches!(t.field, TextField::Name(r) | TextField::Post(r) if r == id));
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
        self.focus = Field::Text(if person.is_none() { TextField::Name(id) } else { TextField::Post(id) });
        self.follow(cx);
    }

    fn node_chosen(&mut self, at: usize, cx: &mut Cx<'_>) {
        let Some(Offer::Node(tree, node)) = self.offers.get(at).cloned() else { return };
        self.change(|r| r.problem.place(&tree, &node), cx);
    }

    fn handlers_ticked(&mut self, all: &[usize], cx: &mut Cx<'_>) {
        let chosen: Vec<InspectorId> = all
            .iter()
            .filter_map(|at| match self.offers.get(*at) {
                Some(Offer::Handler(id)) => Some(*id),
                _ => None,
            })
            .collect();
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
