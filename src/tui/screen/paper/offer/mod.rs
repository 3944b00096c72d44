//! The list or question that is open over a paper: what its rows stand for, and what it was opened for.

mod evidence;
mod lists;

use super::change::Change;
use super::check::Checks;
use super::elements::typed_in;
use super::focus::Focus;
use super::lookup::Lookup;
use super::rows::Target;
use super::sheet::Sheet;
use crate::analysis::paper::field::Spot;
use crate::error::Result;
use crate::model::evidence::Evidence;
use crate::model::ids::{BasisId, CitedId, InspectorId, PersonId, ResponsibleId};
use crate::model::people::Person;
use crate::model::problem::{BasisWords, Problem, Responsible};
use crate::text::width::shorten;
use crate::tui::dialog::choose::{Choose, Item};
use crate::tui::dialog::confirm::Confirm;
use crate::tui::update::Cx;
use uuid::Uuid;

/// The tag of the question whether an element goes.
pub(super) const DROP: &str = "paper-drop";

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
    /// A word of a choice, by its place among its words.
    Word(Spot, usize),
}

/// What a list that is open over the paper was opened for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What its rows stand for.
    offers: Vec<Offer>,
    /// The roster, read when somebody is picked.
    people: Vec<Person>,
    /// A mark goes to the caret when evidence has been chosen.
    pinning: bool,
    /// The element of a list that a choice takes the place of.
    replacing: Option<Uuid>,
    /// The element of which it is asked whether it goes.
    dropping: Option<Spot>,
}

/// Opens the lists.
impl Asked {
    /// Shows rows to choose from and remembers what they stand for.
    fn show(&mut self, choose: impl FnOnce(Vec<Item>) -> Choose, rows: Vec<(Item, Offer)>, cx: &mut Cx<'_>) {
        let (items, offers) = rows.into_iter().unzip();
        self.offers = offers;
        cx.push(choose(items));
    }

    /// Evidence. `pinning`: for the caret. `by`: who takes what is taken with the choice.
    pub(super) fn evidence(
        &mut self,
        (sheet, lookup): (&Sheet, &Lookup),
        pinning: bool,
        by: InspectorId,
        cx: &mut Cx<'_>,
    ) -> Result<()> {
        self.pinning = pinning;
        let rows = evidence::rows(sheet, lookup, by, cx)?;
        let title = if pinning { "选支撑材料，写在光标处" } else { "选支撑材料" };
        let list = |items| {
            Choose::one("paper-evidence", title, items)
                .or_other("+ 本轮以外的材料，另行登记")
                .when_empty("这个单位还没有谈话和查阅资料。")
        };
        self.show(list, rows, cx);
        Ok(())
    }

    /// Bases. `replaces`: the one whose place the choice takes.
    pub(super) fn basis(&mut self, sheet: &Sheet, replaces: Option<BasisId>, cx: &mut Cx<'_>) {
        self.replacing = replaces.map(|b| b.0);
        let list = |items| Choose::one("paper-basis", "选定性依据", items).or_other("+ 另写：本单位的制度等");
        self.show(list, lists::bases(sheet.method(), sheet.problem().from), cx);
    }

    /// The roster. `replaces`: the responsible person whose place the choice takes.
    pub(super) fn person(&mut self, sheet: &Sheet, replaces: Option<ResponsibleId>, cx: &mut Cx<'_>) -> Result<()> {
        self.people = cx.reader()?.children(sheet.unit().0)?;
        self.replacing = replaces.map(|r| r.0);
        let list = |items| Choose::one("paper-person", "选责任人", items).or_other("+ 不在名册上，另写");
        self.show(list, lists::people(&self.people), cx);
        Ok(())
    }

    /// The nodes of a tree.
    pub(super) fn node(&mut self, sheet: &Sheet, tree: &str, cx: &mut Cx<'_>) {
        let Some(tree) = sheet.method().trees.iter().find(|t| t.id == tree) else { return };
        let now = sheet.problem().placed(&tree.id);
        let at = now.and_then(|now| tree.nodes.iter().position(|n| n.id == now)).unwrap_or(0);
        let title = format!("分类  {}", tree.name);
        self.show(|items| Choose::one("paper-node", title, items).at(at), lists::nodes(tree), cx);
    }

    /// The words of a choice of the paper, found by their initials too.
    pub(super) fn word(&mut self, spot: Spot, label: &'static str, cx: &mut Cx<'_>) {
        self.show(|items| Choose::one("paper-word", label, items), lists::words(spot), cx);
    }

    /// 问题来源
    pub(super) fn sources(&mut self, sheet: &Sheet, cx: &mut Cx<'_>) {
        let ticked = sheet.method().sources.iter().map(|s| sheet.problem().sources.contains(&s.id)).collect();
        let list = |items| Choose::several("paper-sources", "问题来源", items, ticked);
        self.show(list, lists::sources(sheet.method()), cx);
    }

    /// 承办人: who is still in the group, and whoever is one already.
    pub(super) fn handlers(&mut self, sheet: &Sheet, cx: &mut Cx<'_>) {
        let handlers = &sheet.problem().handlers;
        let all = cx.shell.book.iter().flat_map(|b| &b.inspectors);
        let asked: Vec<_> = all.filter(|i| !i.left || handlers.contains(&i.id)).collect();
        let ticked = asked.iter().map(|i| handlers.contains(&i.id)).collect();
        let rows = lists::handlers(&asked);
        self.show(|items| Choose::several("paper-handlers", "承办人，至少两人", items, ticked), rows, cx);
    }

    /// The parts of the paper, to go to one.
    pub(super) fn part(&mut self, sheet: &Sheet, checks: &Checks, focus: &Focus, cx: &mut Cx<'_>) {
        let rows = sheet.rows();
        let (parts, at) = lists::parts(&rows, checks, focus.at(&rows));
        self.show(|items| Choose::one("paper-field", "去哪一栏", items).at(at), parts, cx);
    }

    /// Asks whether an element goes in which something was typed; whether it has to be asked.
    pub(super) fn whether_it_goes(&mut self, sheet: &Sheet, element: Spot, cx: &mut Cx<'_>) -> bool {
        let typed = typed_in(&sheet.typed(), element);
        if typed.is_empty() {
            return false;
        }
        self.dropping = Some(element);
        let text = format!("去掉{}里的这一条？\n\n{}", element.field.spec().name, shorten(&typed, 120));
        cx.push(Confirm::deletion(DROP, text));
        true
    }
}

/// Takes what was chosen in them.
impl Asked {
    /// What was chosen; `None`: what is not in the list.
    pub(super) fn chosen(&self, at: usize) -> Option<Offer> {
        self.offers.get(at).cloned()
    }

    fn ticked<T>(&self, all: &[usize], of: impl Fn(&Offer) -> Option<T>) -> Vec<T> {
        all.iter().filter_map(|at| self.offers.get(*at).and_then(&of)).collect()
    }

    /// A mark goes to the caret when evidence has been chosen.
    pub(super) const fn is_pinning(&self) -> bool {
        self.pinning
    }

    /// The mark is set.
    pub(super) const fn pinned(&mut self) {
        self.pinning = false;
    }

    /// The basis that was chosen, or one to be typed.
    pub(super) fn basis_chosen(&mut self, at: usize) -> Change {
        let words = match self.chosen(at) {
            Some(Offer::Basis { regulation, name, version, clause }) => {
                BasisWords { regulation, name, version, clause, quote: String::new() }
            }
            _ => BasisWords::default(),
        };
        Change::basis(self.replacing.take().map(BasisId), words)
    }

    /// Who was chosen, or one to be typed; `None`: that one is responsible already.
    pub(super) fn person_chosen(&mut self, at: usize, problem: &Problem) -> Option<Change> {
        let replaces = self.replacing.take().map(ResponsibleId);
        let person = match self.chosen(at) {
            Some(Offer::Person(id)) => self.people.iter().find(|p| p.id == id).cloned(),
            _ => None,
        };
        let listed = |r: &Responsible| person.as_ref().is_some_and(|p| r.person == Some(p.id));
        if problem.responsible.iter().any(|r| listed(r) && Some(r.id) != replaces) {
            return None;
        }
        Some(Change::responsible(replaces, person))
    }

    /// The node that was chosen.
    pub(super) fn node_chosen(&self, at: usize) -> Option<Change> {
        let Some(Offer::Node(tree, node)) = self.chosen(at) else { return None };
        Some(Change::place(tree, node))
    }

    /// The word of a choice that was chosen.
    pub(super) fn word_chosen(&self, at: usize) -> Option<Change> {
        let Some(Offer::Word(spot, word)) = self.chosen(at) else { return None };
        Some(Change::word(spot, word))
    }

    /// The row of the part that was chosen.
    pub(super) fn part_chosen(&self, at: usize) -> Option<Target> {
        let Some(Offer::Row(target)) = self.chosen(at) else { return None };
        Some(target)
    }

    /// 问题来源 that were ticked.
    pub(super) fn sources_ticked(&self, all: &[usize]) -> Change {
        Change::sources(self.ticked(all, |offer| match offer {
            Offer::Source(id) => Some(id.clone()),
            _ => None,
        }))
    }

    /// 承办人 who were ticked.
    pub(super) fn handlers_ticked(&self, all: &[usize]) -> Vec<InspectorId> {
        self.ticked(all, |offer| match offer {
            Offer::Handler(id) => Some(*id),
            _ => None,
        })
    }

    /// The element that goes after all; asked once.
    pub(super) const fn take_dropped(&mut self) -> Option<Spot> {
        self.dropping.take()
    }
}
