//! What the lists over a paper offer: evidence that the round holds, bases, people, nodes, sources, rows.

use super::Paper;
use super::rows::Target;
use crate::analysis::number::initials;
use crate::analysis::paper::field::Spot;
use crate::analysis::said;
use crate::error::Result;
use crate::method::problems::Tree;
use crate::method::types::Regulation;
use crate::model::answer::{Answer, Lane};
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{BasisId, CitedId, EvidenceId, InspectorId, PersonId, ResponsibleId};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::reading::{CheckResult, Document, Entry, Form, Verdict};
use crate::model::record::{Kind, Record as _};
use crate::model::value::{Instant, PartialDate};
use crate::store::Reader;
use crate::tui::dialog::choose::{Choose, Item};
use crate::tui::keys::Context;
use crate::tui::update::Cx;
use std::collections::HashSet;
use uuid::Uuid;

/// What one row of a list stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Offer {
    /// Evidence that the paper cites already.
    Cited(CitedId),
    /// Evidence of the unit; taken before, or taken with this choice.
    Evidence(Box<Evidence>, bool),
    /// A basis: regulation (empty: typed), name, version, clause.
    Basis { regulation: String, name: String, version: String, clause: String },
    /// Somebody of the roster.
    Person(PersonId),
    /// A node of a tree.
    Node(String, String),
    /// 问题来源
    Source(String),
    /// 承办人
    Handler(InspectorId),
    /// A row of the paper.
    Row(Target),
}

/// What a list that is open over the paper was opened for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What its rows stand for.
    offers: Vec<Offer>,
    /// The roster, read when somebody is picked.
    people: Vec<Person>,
    /// A mark goes to the caret when evidence has been chosen.
    pub(super) pinning: bool,
    /// The element of a list that a choice takes the place of.
    replacing: Option<Uuid>,
    /// The element of which it is asked whether it goes.
    pub(super) dropping: Option<Spot>,
}

impl Asked {
    /// What was chosen; `None`: what is not in the list.
    pub(super) fn chosen(&self, at: usize) -> Option<Offer> {
        self.offers.get(at).cloned()
    }

    /// What was ticked.
    pub(super) fn ticked<T>(&self, all: &[usize], of: impl Fn(&Offer) -> Option<T>) -> Vec<T> {
        all.iter().filter_map(|at| self.offers.get(*at).and_then(&of)).collect()
    }

    /// Somebody of the roster that was read.
    pub(super) fn person(&self, id: PersonId) -> Option<Person> {
        self.people.iter().find(|p| p.id == id).cloned()
    }

    /// The element that the choice takes the place of; asked once.
    pub(super) const fn take_replaced(&mut self) -> Option<Uuid> {
        self.replacing.take()
    }
}

/// Collects the evidence that the round holds for a unit.
struct OnOffer<'a> {
    paper: &'a Paper,
    by: InspectorId,
    now: Instant,
    rows: Vec<(Item, Offer)>,
    /// What has been taken already is not offered twice.
    taken: HashSet<String>,
}

/// A source as a key.
fn key(source: &EvidenceSource) -> String {
    format!("{source:?}")
}

/// The pages as they are cited: `第12、31页`.
fn pages(pages: &str) -> String {
    if pages.is_empty() { String::new() } else { format!(" 第{pages}页") }
}

impl OnOffer<'_> {
    fn evidence(&self, source: EvidenceSource, sort: EvidenceSort) -> Evidence {
        Evidence {
            id: EvidenceId::new(),
            unit: self.paper.unit.id,
            source,
            sort,
            title: String::new(),
            volume: String::new(),
            pages: String::new(),
            form: Form::Original,
            extent: String::new(),
            provider: String::new(),
            obtained: None,
            note: String::new(),
            by: self.by,
            at: self.now,
        }
    }

    fn offer(&mut self, item: Item, evidence: Evidence) {
        if !self.taken.contains(&key(&evidence.source)) {
            self.rows.push((item, Offer::Evidence(Box::new(evidence), true)));
        }
    }

    fn cited(&mut self) {
        for c in &self.paper.records.problem.evidence {
            let text = self.paper.lookup.called(c.evidence).unwrap_or_default();
            self.rows.push((Item::new(format!("证{}", c.number), text), Offer::Cited(c.id)));
        }
    }

    /// Evidence that was taken before.
    fn taken_before(&mut self, all: Vec<Evidence>, answers: &[(Answer, Person)]) {
        let cited: Vec<EvidenceId> = self.paper.records.problem.evidence.iter().map(|c| c.evidence).collect();
        for e in all {
            self.taken.insert(key(&e.source));
            let open = match &e.source {
                EvidenceSource::Statement { statement, .. } => {
                    let mut said = answers.iter().flat_map(|(a, _)| &a.statements);
                    said.any(|s| s.id == *statement && s.is_told())
                }
                _ => true,
            };
            if open && !cited.contains(&e.id) {
                let text = self.paper.called(&e);
                let item = Item::new("已取", text).found_by(&e.note);
                self.rows.push((item, Offer::Evidence(Box::new(e), false)));
            }
        }
    }

    fn document(&mut self, d: &Document, mut checks: Vec<CheckResult>, entries: Vec<Entry>) {
        let items = self.paper.method.records.iter().flat_map(|k| &k.items);
        checks.sort_by_cached_key(|c| items.clone().position(|i| i.id == c.item));
        let of = |this: &Self, check, entry, pages: &str| {
            let source = EvidenceSource::Document { document: d.id, check, entry };
            let title: Vec<String> = [d.title.clone(), d.period()].into_iter().filter(|t| !t.is_empty()).collect();
            Evidence {
                title: title.join(" "),
                volume: d.volume.clone(),
                pages: pages.to_owned(),
                form: d.form,
                provider: d.provider.clone(),
                obtained: d.received,
                ..this.evidence(source, EvidenceSort::Written)
            }
        };
        let name = d.cited();
        let whole = of(self, None, None, "");
        self.offer(Item::new("资料", format!("{name} {}", d.form.chinese())), whole);
        for c in checks.into_iter().filter(|c| c.verdict == Verdict::Problem || !c.pages.is_empty()) {
            let items = self.paper.method.records.iter().flat_map(|k| &k.items);
            let title = items.into_iter().find(|i| i.id == c.item).map_or("", |i| i.title.as_str());
            let text = format!("{name}{} {title} {} {}", pages(&c.pages), c.verdict.chinese(), c.note);
            let evidence = of(self, Some(c.id), None, &c.pages);
            self.offer(Item::new("要点", text.trim()), evidence);
        }
        for e in entries {
            let text = format!("{name}{} {}", pages(&e.pages), e.search_text());
            let evidence = of(self, None, Some(e.id), &e.pages);
            self.offer(Item::new("条目", text.trim()), evidence);
        }
    }

    /// Statements that may be cited: by code, never by name; no remark, nothing that was corrected or may not be told.
    fn statements(&mut self, answer: &Answer, person: &Person) {
        let short = self.paper.method.questions.iter().find(|q| q.id == answer.question).map_or("", |q| &q.short);
        let open =
            |s: &&crate::model::answer::Statement| s.is_told() && s.lane != Lane::Remark && !answer.superseded(s.id);
        for s in answer.statements.iter().filter(open) {
            let source = EvidenceSource::Statement { interview: answer.interview, answer: answer.id, statement: s.id };
            let evidence = self.evidence(source, EvidenceSort::Talk);
            let words = format!("{} {}", person.name, initials(&person.name));
            let item = Item::new("谈话", format!("〔访谈{}〕{short} {}", person.code, s.text));
            self.offer(item.found_by(&words), evidence);
        }
    }

    fn attachment(&mut self, a: &Attachment) {
        let source = EvidenceSource::Attachment { attachment: a.id };
        let title = if a.caption.is_empty() { a.name.clone() } else { a.caption.clone() };
        let evidence =
            Evidence { title: title.clone(), form: Form::Electronic, ..self.evidence(source, EvidenceSort::Other) };
        self.offer(Item::new("附件", format!("{title} {}", a.name)), evidence);
    }
}

/// The attachments that hang on something of a unit.
fn attachments(reader: &Reader, unit: Uuid) -> Result<Vec<Attachment>> {
    use Kind::{Attachment as A, Document, Evidence, Interview, Observation, Person};
    let mut found = Vec::new();
    for path in [&[A][..], &[Document, A], &[Person, A], &[Person, Interview, A], &[Observation, A], &[Evidence, A]] {
        for (id, _, _) in reader.briefs_below(unit, path)? {
            found.extend(reader.get::<Attachment>(id)?);
        }
    }
    Ok(found)
}

/// The version of a regulation for a fact of that date; without a date the newest.
fn version_at(regulation: &Regulation, date: Option<PartialDate>) -> String {
    let version = date.and_then(|d| regulation.in_force(d)).or_else(|| regulation.versions.last());
    version.map(|v| v.label.clone()).unwrap_or_default()
}

impl Paper {
    /// Shows rows to choose from and remembers what they stand for.
    fn show(&mut self, choose: impl FnOnce(Vec<Item>) -> Choose, rows: Vec<(Item, Offer)>, cx: &mut Cx<'_>) {
        let (items, offers) = rows.into_iter().unzip();
        self.asked.offers = offers;
        cx.push(choose(items));
    }

    /// What a piece of evidence is called when the paper does not cite it yet.
    pub(super) fn called(&self, e: &Evidence) -> String {
        let known = self.lookup.called(e.id).map(str::to_owned);
        if let Some(text) = known.or_else(|| self.lookup.citation(e.id, &self.records.problem)) {
            return text;
        }
        let parts =
            [e.title.as_str(), &e.volume, pages(&e.pages).trim(), e.form.chinese(), &e.extent].map(str::to_owned);
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Evidence: what the paper cites, what was taken, documents with their results and entries, statements, files.
    pub(super) fn offer_evidence(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return Ok(());
        };
        let reader = cx.reader()?;
        let unit = self.unit.id.0;
        let mut answers: Vec<(Answer, Person)> = Vec::new();
        for person in reader.children::<Person>(unit)? {
            for talk in reader.children::<Interview>(person.id.0)? {
                let of_talk = said::in_method_order(reader.children(talk.id.0)?, &self.method);
                answers.extend(of_talk.into_iter().map(|a| (a, person.clone())));
            }
        }
        let mut held = OnOffer { paper: self, by, now: cx.now, rows: Vec::new(), taken: HashSet::new() };
        held.cited();
        held.taken_before(reader.children(unit)?, &answers);
        for d in reader.children::<Document>(unit)? {
            let (checks, entries) = (reader.children(d.id.0)?, reader.children(d.id.0)?);
            held.document(&d, checks, entries);
        }
        for (answer, person) in &answers {
            held.statements(answer, person);
        }
        for a in attachments(reader, unit)? {
            held.attachment(&a);
        }
        let rows = held.rows;
        let title = if self.asked.pinning { "选证据，钉在光标处" } else { "选支撑材料" };
        let list = |items| {
            Choose::one("paper-evidence", title, items)
                .or_other("+ 本轮以外的材料，另行登记")
                .when_empty("这个单位还没有谈话和查阅资料。")
        };
        self.show(list, rows, cx);
        Ok(())
    }

    /// Regulations and the bases that the method ties to its check items and patterns. `change`: the one to replace.
    pub(super) fn offer_basis(&mut self, change: Option<BasisId>, cx: &mut Cx<'_>) {
        let date = self.records.problem.from;
        let mut rows: Vec<(Item, Offer)> = Vec::new();
        let items = self.method.records.iter().flat_map(|k| &k.items).flat_map(|i| &i.basis);
        for b in items.chain(self.method.patterns.iter().flat_map(|p| &p.basis)) {
            let regulation = self.method.regulations.iter().find(|r| r.id == b.regulation);
            let name = regulation.map_or(b.name.as_str(), |r| r.name.as_str());
            let version = regulation.map(|r| version_at(r, date)).unwrap_or_default();
            let item = Item::new("常用", format!("《{name}》{} {version}", b.clause)).found_by(&initials(name));
            let offer = Offer::Basis {
                regulation: b.regulation.clone(),
                name: name.to_owned(),
                version,
                clause: b.clause.clone(),
            };
            if rows.iter().all(|(_, o)| *o != offer) {
                rows.push((item, offer));
            }
        }
        for r in &self.method.regulations {
            for v in r.versions.iter().rev() {
                let now = date.is_some_and(|d| v.may_hold(d));
                let mark = if now { "  当时有效" } else { "" };
                let text = format!("《{}》{}{mark}", r.name, v.label);
                let offer = Offer::Basis {
                    regulation: r.id.clone(),
                    name: r.name.clone(),
                    version: v.label.clone(),
                    clause: String::new(),
                };
                rows.push((Item::new(r.group.clone(), text).found_by(&initials(&r.name)), offer));
            }
        }
        self.asked.replacing = change.map(|b| b.0);
        let list = |items| Choose::one("paper-basis", "选定性依据", items).or_other("+ 另写：本单位的制度等");
        self.show(list, rows, cx);
    }

    /// The roster. `change`: the responsible person to replace.
    pub(super) fn offer_people(&mut self, change: Option<ResponsibleId>, cx: &mut Cx<'_>) -> Result<()> {
        self.asked.people = cx.reader()?.children(self.unit.id.0)?;
        let row = |p: &Person| {
            let item = Item::new("", format!("{}  {}", p.name, p.post)).found_by(&initials(&p.name));
            (item, Offer::Person(p.id))
        };
        let rows = self.asked.people.iter().map(row).collect();
        self.asked.replacing = change.map(|r| r.0);
        let list = |items| Choose::one("paper-person", "选责任人", items).or_other("+ 不在名册上，另写");
        self.show(list, rows, cx);
        Ok(())
    }

    /// The nodes of a tree.
    pub(super) fn offer_nodes(&mut self, tree: &str, cx: &mut Cx<'_>) {
        let Some(tree) = self.method.trees.iter().find(|t| t.id == tree).cloned() else { return };
        let leads_on = |tree: &Tree, id: &str| tree.nodes.iter().any(|n| n.under == id);
        let row = |n: &crate::method::problems::Node| {
            let depth = tree.path(&n.id).len().saturating_sub(1);
            let mark = if leads_on(&tree, &n.id) { "+ " } else { "" };
            let text = format!("{}{mark}{}", "  ".repeat(depth), n.name);
            (Item::new("", text).found_by(&initials(&n.name)), Offer::Node(tree.id.clone(), n.id.clone()))
        };
        let rows: Vec<_> = tree.nodes.iter().map(row).collect();
        let now = self.records.problem.placed(&tree.id);
        let at = now.and_then(|now| tree.nodes.iter().position(|n| n.id == now)).unwrap_or(0);
        let title = format!("分类  {}", tree.name);
        self.show(|items| Choose::one("paper-node", title, items).at(at), rows, cx);
    }

    /// 问题来源
    pub(super) fn offer_sources(&mut self, cx: &mut Cx<'_>) {
        let chosen = |id: &String| self.records.problem.sources.contains(id);
        let ticked = self.method.sources.iter().map(|s| chosen(&s.id)).collect();
        let row = |s: &crate::method::problems::ProblemSource| {
            (Item::new("", s.name.clone()).found_by(&initials(&s.name)), Offer::Source(s.id.clone()))
        };
        let rows = self.method.sources.iter().map(row).collect();
        self.show(|items| Choose::several("paper-sources", "问题来源", items, ticked), rows, cx);
    }

    /// 承办人: who is still in the group, and whoever is one already.
    pub(super) fn offer_handlers(&mut self, cx: &mut Cx<'_>) {
        let handlers = &self.records.problem.handlers;
        let all = cx.shell.book.iter().flat_map(|b| &b.inspectors);
        let asked: Vec<_> = all.filter(|i| !i.left || handlers.contains(&i.id)).cloned().collect();
        let ticked = asked.iter().map(|i| handlers.contains(&i.id)).collect();
        let rows = asked
            .iter()
            .map(|i| {
                let text = format!("{}  {}", i.name, i.part.chinese());
                (Item::new("", text).found_by(&initials(&i.name)), Offer::Handler(i.id))
            })
            .collect();
        self.show(|items| Choose::several("paper-handlers", "承办人，至少两人", items, ticked), rows, cx);
    }

    /// The rows of the paper, to go to one.
    pub(super) fn offer_fields(&mut self, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let here = self.at(&rows);
        let first: Vec<_> = rows.iter().enumerate().filter(|(_, r)| r.first).collect();
        let at = first.iter().rposition(|(n, _)| *n <= here).unwrap_or(0);
        let of = |r: &super::rows::Row| {
            let wrong =
                self.checks.findings.iter().filter(|f| rows.iter().any(|x| x.target == f.row && x.label == r.label));
            let codes = wrong.map(|f| f.code.clone()).collect::<Vec<_>>().join(" ");
            (
                Item::new("", format!("{}  {codes}", crate::text::width::fit(r.label, 10)))
                    .found_by(&initials(r.label)),
                Offer::Row(r.target.clone()),
            )
        };
        let rows = first.into_iter().map(|(_, r)| of(r)).collect();
        self.show(|items| Choose::one("paper-field", "去哪一栏", items).at(at), rows, cx);
    }
}
