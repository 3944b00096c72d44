//! What is done with the rows that are no texts: turned, added to, removed, moved, confirmed.

use super::Paper;
use super::rows::Target;
use crate::analysis::paper::field::{PaperField as F, PaperRecords, Spot};
use crate::error::Result;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{BasisId, QuickFixId, ResponsibleId, SuggestionId, ToVerifyId};
use crate::model::order::{self, OrderKey};
use crate::model::problem::{Certainty, Confirmed, Level, ResponsibilityKind, ToVerify, pin, pins};
use crate::tui::action::Action;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::keys::Context;
use crate::tui::update::Cx;
use uuid::Uuid;

/// The tag of the question whether an element goes.
pub(super) const DROP: &str = "paper-drop";

/// The next of `all` after `now`, or the one before; none stands before the first.
fn turned<T: Copy + PartialEq>(all: &[T], now: Option<T>, forward: bool) -> Option<T> {
    let at = now.and_then(|n| all.iter().position(|x| *x == n));
    let next = match (at, forward) {
        (None, true) => Some(0),
        (None, false) => all.len().checked_sub(1),
        (Some(at), true) => at.checked_add(1).filter(|n| *n < all.len()),
        (Some(at), false) => at.checked_sub(1),
    };
    next.and_then(|n| all.get(n)).copied()
}

/// The numbers of the sentences (from 1, over the whole text) that name a piece of evidence.
pub(super) fn sentences_naming(facts: &str, number: u16) -> Vec<usize> {
    let mut found = Vec::new();
    let mut count = 0;
    for paragraph in facts.split('\n') {
        for sentence in paragraph.split_inclusive(['。', '！', '？', '；']) {
            // A mark behind the full stop belongs to the sentence before it.
            let (lead, rest) = leading_marks(sentence);
            if pins(lead).any(|(_, n)| n == number) && count > 0 {
                found.push(count);
            }
            if !rest.trim().is_empty() {
                count += 1;
                if pins(rest).any(|(_, n)| n == number) {
                    found.push(count);
                }
            }
        }
    }
    found.dedup();
    found
}

fn leading_marks(sentence: &str) -> (&str, &str) {
    let mut end = 0;
    for (range, _) in pins(sentence) {
        if range.start != end {
            break;
        }
        end = range.end;
    }
    sentence.split_at_checked(end).unwrap_or(("", sentence))
}

/// Moves the element at `at` one place up or down and gives it a new key; whether it moved.
fn shift<T>(items: &mut [T], at: Option<usize>, down: bool, key: impl Fn(&mut T) -> &mut OrderKey) -> bool {
    let Some(at) = at else { return false };
    let other = if down { at.checked_add(1).filter(|n| *n < items.len()) } else { at.checked_sub(1) };
    let Some(other) = other else { return false };
    items.swap(at, other);
    order::assign(items, key);
    true
}

/// Moves an element of a list one place; whether it moved.
fn shift_element(records: &mut PaperRecords, element: Spot, down: bool) -> bool {
    let p = &mut records.problem;
    let Some(id) = element.part else { return false };
    match element.field {
        F::Evidence => {
            let at = p.evidence.iter().position(|c| c.id.0 == id);
            shift(&mut p.evidence, at, down, |c| &mut c.order)
        }
        F::Basis => {
            let at = p.basis.iter().position(|b| b.id.0 == id);
            shift(&mut p.basis, at, down, |b| &mut b.order)
        }
        F::Responsible => {
            let at = p.responsible.iter().position(|r| r.id.0 == id);
            shift(&mut p.responsible, at, down, |r| &mut r.order)
        }
        F::ToVerify => {
            let at = p.to_verify.iter().position(|v| v.id.0 == id);
            shift(&mut p.to_verify, at, down, |v| &mut v.order)
        }
        _ => false,
    }
}

/// What is said when an element of that list has been taken out.
const fn dropped(list: F) -> &'static str {
    match list {
        F::Evidence => "已从底稿去掉这件材料。",
        F::Basis => "已去掉这条依据。",
        F::Responsible => "已去掉这名责任人。",
        F::Suggestion => "已去掉这条建议。",
        F::QuickFix => "已撤销立行立改。",
        F::ToVerify => "已去掉这件待核实的事。",
        _ => "",
    }
}

/// What was typed into an element, in a few words.
fn typed_in(records: &PaperRecords, element: Spot) -> String {
    let texts: &[F] = match element.field {
        F::Basis => &[F::BasisName, F::BasisClause, F::BasisQuote],
        F::Responsible => &[F::ResponsibleName, F::ResponsiblePost],
        F::Suggestion => &[F::SuggestionTo, F::SuggestionText],
        F::QuickFix => &[F::FixDemand, F::FixResult],
        F::ToVerify => &[F::VerifyText],
        _ => &[],
    };
    let typed: Vec<String> = texts.iter().map(|f| records.text(element.with(*f))).filter(|t| !t.is_empty()).collect();
    typed.join("　").replace('\n', " ")
}

/// Takes an element out of its list.
fn drop_element(records: &mut PaperRecords, element: Spot) {
    let other = |id: Uuid| Some(id) != element.part;
    let p = &mut records.problem;
    match element.field {
        F::Evidence => p.evidence.retain(|c| other(c.id.0)),
        F::Basis => p.basis.retain(|b| other(b.id.0)),
        F::Responsible => p.responsible.retain(|r| other(r.id.0)),
        F::Suggestion => records.suggestions.retain(|s| other(s.id.0)),
        F::QuickFix => records.fixes.retain(|f| other(f.id.0)),
        F::ToVerify => p.to_verify.retain(|v| other(v.id.0)),
        _ => {}
    }
}

/// Turns a choice; whether the field is one.
fn turn_choice(records: &mut PaperRecords, spot: Spot, forward: bool) {
    let p = &mut records.problem;
    match spot.field {
        F::Level => p.level = turned(&Level::ALL, p.level, forward),
        F::Certainty => p.certainty = turned(&Certainty::ALL, p.certainty, forward),
        F::ResponsibleKind => {
            if let Some(one) = p.responsible.iter_mut().find(|r| Some(r.id.0) == spot.part) {
                let around = if forward { ResponsibilityKind::MainLeader } else { ResponsibilityKind::Direct };
                one.kind = turned(&ResponsibilityKind::ALL, Some(one.kind), forward).unwrap_or(around);
            }
        }
        _ => {}
    }
}

/// Numbers the evidence 1, 2, 3 … in its order, and the marks in the facts with it; whether any number changed.
fn renumber(records: &mut PaperRecords) -> bool {
    let p = &mut records.problem;
    let places = p.evidence.iter().enumerate();
    let mut new: Vec<(u16, u16)> =
        places.map(|(at, c)| (c.number, u16::try_from(at + 1).unwrap_or(u16::MAX))).collect();
    if new.iter().all(|(old, new)| old == new) {
        return false;
    }
    // A mark of evidence that is not in the list must not come to mean another piece.
    let mut free = u16::try_from(new.len() + 1).unwrap_or(u16::MAX);
    for (_, n) in p.facts.iter().flat_map(|f| pins(&f.text)) {
        if new.iter().all(|(old, _)| *old != n) {
            new.push((n, free));
            free = free.saturating_add(1);
        }
    }
    for c in &mut p.evidence {
        c.number = numbered(&new, c.number);
    }
    for f in &mut p.facts {
        f.text = remarked(&f.text, &new);
    }
    true
}

impl Paper {
    /// Turns the choice of the row.
    pub(super) fn turn(&mut self, forward: bool, cx: &mut Cx<'_>) {
        if let Target::Pick(spot) = self.focus
            && let F::Level | F::Certainty | F::ResponsibleKind = spot.field
        {
            self.change(|r| turn_choice(r, spot, forward), cx);
        }
    }

    /// Adds to the list of the row.
    pub(super) fn add_item(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match self.focus.of_list().map(|element| element.field) {
            Some(F::Evidence) => {
                self.asked.pinning = false;
                self.offer_evidence(cx)?;
            }
            Some(F::Basis) => self.offer_basis(None, cx),
            Some(F::Responsible) => self.offer_people(None, cx)?,
            Some(F::Suggestion) => self.add_suggestion(cx),
            Some(F::QuickFix) => self.ask_fix(cx),
            Some(F::ToVerify) => self.add_matter(cx),
            _ => cx.nothing(Action::AddItem),
        }
        Ok(())
    }

    fn add_suggestion(&mut self, cx: &mut Cx<'_>) {
        let (id, unit) = (SuggestionId::new(), self.unit.id);
        self.change(
            |r| {
                let problems = vec![r.problem.id];
                let (addressee, text) = (String::new(), String::new());
                r.suggestions.push(Suggestion { id, unit, problems, addressee, text });
            },
            cx,
        );
        self.go_to(Target::Text(Spot::at(F::SuggestionText, id)), cx);
    }

    /// 立行立改 is asked for; one at the most.
    fn ask_fix(&mut self, cx: &mut Cx<'_>) {
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return;
        };
        if self.records.fixes.is_empty() {
            let (at, unit) = (cx.now, self.unit.id);
            self.change(
                |r| {
                    r.fixes.push(QuickFix {
                        id: QuickFixId::new(),
                        unit,
                        problem: r.problem.id,
                        demand: String::new(),
                        issued: None,
                        due: None,
                        result: String::new(),
                        done: None,
                        by,
                        at,
                    });
                },
                cx,
            );
        }
        if let Some(fix) = self.records.fixes.first() {
            self.go_to(Target::Text(Spot::at(F::FixDemand, fix.id)), cx);
        }
    }

    /// Something to find out, typed by hand.
    fn add_matter(&mut self, cx: &mut Cx<'_>) {
        let id = ToVerifyId::new();
        self.change(
            |r| {
                let list = &mut r.problem.to_verify;
                let (order, text) = (OrderKey::default(), String::new());
                list.push(ToVerify { id, order, text, origin: None, done: false });
                order::assign(list, |v| &mut v.order);
            },
            cx,
        );
        self.go_to(Target::Text(Spot::at(F::VerifyText, id)), cx);
    }

    /// Opens what the row stands for, or turns it.
    pub(super) fn open_row(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match self.focus.clone() {
            Target::Add(_) => self.add_item(cx)?,
            Target::Tree(tree) => self.offer_nodes(&tree, cx),
            Target::Text(_) => {}
            Target::Pick(spot) => match (spot.field, spot.part) {
                (F::Sources, _) => self.offer_sources(cx),
                (F::Handlers, _) => self.offer_handlers(cx),
                (F::Basis, Some(id)) => self.offer_basis(Some(BasisId(id)), cx),
                (F::Evidence, Some(id)) => self.edit_evidence(id, cx)?,
                (F::Responsible, Some(id)) => self.offer_people(Some(ResponsibleId(id)), cx)?,
                _ => self.turn(true, cx),
            },
        }
        Ok(())
    }

    /// Removes what the row stands for. Evidence says which sentences still name it.
    pub(super) fn remove_item(&mut self, cx: &mut Cx<'_>) {
        let rows = self.rows();
        let at = self.at(&rows);
        let element = self.focus.of_list().filter(|e| e.part.is_some());
        match (self.focus.clone(), element) {
            (_, Some(Spot { field: F::Evidence, part: Some(id) })) => self.remove_cited(id, cx),
            (focus, Some(element)) => self.remove_element(element, matches!(focus, Target::Text(_)), cx),
            (Target::Tree(tree), None) => self.change(|r| r.problem.categories.retain(|c| c.tree != tree), cx),
            (Target::Pick(Spot { field: F::Level, .. }), None) => self.change(|r| r.problem.level = None, cx),
            (Target::Pick(Spot { field: F::Certainty, .. }), None) => {
                self.change(|r| r.problem.certainty = None, cx);
            }
            _ => {
                cx.warn("这一栏没有可以去掉的。");
                return;
            }
        }
        self.focus_near(at, cx);
    }

    /// The row that had the focus may be gone: the focus goes to what stands in its place, the row `at`.
    fn focus_near(&mut self, at: usize, cx: &Cx<'_>) {
        let rows = self.rows();
        if !rows.iter().any(|r| r.target == self.focus)
            && let Some(row) = rows.get(at.min(rows.len().saturating_sub(1)))
        {
            self.focus = row.target.clone();
            self.follow(cx);
        }
    }

    /// Takes an element out; while one types in it, words are not thrown away without a question.
    fn remove_element(&mut self, element: Spot, typing: bool, cx: &mut Cx<'_>) {
        let typed = typed_in(&self.texts.as_typed(&self.records), element);
        if typing && !typed.is_empty() {
            let shown = crate::text::width::shorten(&typed, 120);
            self.asked.dropping = Some(element);
            cx.push(Confirm::deletion(DROP, format!("去掉{}里的这一条？\n\n{shown}", element.field.spec().name)));
            return;
        }
        self.change_saying(|r| drop_element(r, element), dropped(element.field), cx);
    }

    /// The element that was asked about goes.
    pub(super) fn drop_asked(&mut self, cx: &mut Cx<'_>) {
        let Some(element) = self.asked.dropping.take() else { return };
        let at = self.at(&self.rows());
        self.change_saying(|r| drop_element(r, element), dropped(element.field), cx);
        self.focus_near(at, cx);
    }

    fn remove_cited(&mut self, id: Uuid, cx: &mut Cx<'_>) {
        let cited = self.records.problem.evidence.iter().find(|c| c.id.0 == id);
        let Some(number) = cited.map(|c| c.number) else { return };
        let facts = self.texts.as_typed(&self.records).text(Spot::of(F::Facts));
        let naming = sentences_naming(&facts, number);
        let said = if naming.is_empty() {
            format!("已从底稿去掉证{number}；材料本身还在，可以再加。")
        } else {
            let list = naming.iter().map(|n| format!("第{n}句")).collect::<Vec<_>>().join("、");
            format!("已去掉证{number}，但事实{list}还写着{}，请改。", pin(number))
        };
        self.change_saying(|r| drop_element(r, Spot::at(F::Evidence, id)), said, cx);
    }

    /// Moves the element of the row one place.
    pub(super) fn move_item(&mut self, down: bool, cx: &mut Cx<'_>) {
        let mut moved = false;
        if let Some(element) = self.focus.of_list() {
            self.change(|r| moved = shift_element(r, element, down), cx);
        }
        if !moved {
            cx.done("这一行不能再移。");
        }
    }

    /// A basis has been checked against its source, something to verify has been found out, or an error at the focus is
    /// none and is left standing; again takes it back.
    pub(super) fn confirm(&mut self, cx: &mut Cx<'_>) {
        match self.focus.of_list() {
            Some(Spot { field: F::Basis, part: Some(id) }) => self.confirm_basis(BasisId(id), cx),
            Some(Spot { field: F::ToVerify, part: Some(id) }) => self.settle_matter(ToVerifyId(id), cx),
            _ => self.overrule(cx),
        }
    }

    fn confirm_basis(&mut self, id: BasisId, cx: &mut Cx<'_>) {
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return;
        };
        let at = cx.now;
        self.change(|_| {}, cx);
        let Some(basis) = self.records.problem.basis.iter().find(|b| b.id == id) else { return };
        if basis.confirmed().is_none() && basis.clause.trim().is_empty() {
            cx.warn("先写明条款，再核实。");
            return;
        }
        let confirmed = basis.confirmed().is_none();
        let said = if confirmed {
            "已记下：条款和施行日期由你核实。以后再改，要重新核实。"
        } else {
            "已取消核实。"
        };
        self.change_saying(
            |r| {
                if let Some(b) = r.problem.basis.iter_mut().find(|b| b.id == id) {
                    b.confirm(confirmed.then_some(Confirmed { by, at }));
                }
            },
            said,
            cx,
        );
    }

    fn settle_matter(&mut self, id: ToVerifyId, cx: &mut Cx<'_>) {
        let done = self.records.problem.to_verify.iter().any(|v| v.id == id && !v.done);
        let said = if done { "已记为核实过。再按取消。" } else { "已记为还要核实。" };
        self.change_saying(
            |r| {
                if let Some(matter) = r.problem.to_verify.iter_mut().find(|v| v.id == id) {
                    matter.done = done;
                }
            },
            said,
            cx,
        );
    }

    /// Numbers the evidence in its order, and the marks in the facts with it.
    pub(super) fn renumber(&mut self, cx: &mut Cx<'_>) {
        if !renumber(&mut self.texts.as_typed(&self.records)) {
            cx.done("编号已经是按顺序的。");
            return;
        }
        self.change(|_| {}, cx);
        self.texts.forget(|spot| spot == Spot::of(F::Facts));
        self.change_saying(|r| _ = renumber(r), "已按顺序重新编号，事实里的〔证〕一并改过。", cx);
    }
}

fn numbered(new: &[(u16, u16)], old: u16) -> u16 {
    new.iter().find(|(o, _)| *o == old).map_or(old, |(_, n)| *n)
}

/// The text with its marks numbered anew.
fn remarked(text: &str, new: &[(u16, u16)]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (range, number) in pins(text) {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&pin(numbered(new, number)));
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_belongs_to_the_sentence_that_it_ends() {
        let facts = "支付购车款〔证1〕。没有议题。〔证2〕有人反映〔证1〕。\n先买后补〔证3〕。";
        assert_eq!(sentences_naming(facts, 1), [1, 3]);
        assert_eq!(sentences_naming(facts, 2), [2]);
        assert_eq!(sentences_naming(facts, 3), [4]);
        assert!(sentences_naming(facts, 4).is_empty());
    }

    #[test]
    fn marks_are_numbered_anew_all_at_once() {
        assert_eq!(remarked("甲〔证2〕，乙〔证1〕〔证9〕。", &[(1, 2), (2, 1)]), "甲〔证1〕，乙〔证2〕〔证9〕。");
    }

    #[test]
    fn an_element_is_moved_by_one_key() {
        let mut keys = vec![OrderKey::default(); 3];
        order::assign(&mut keys, |k| k);
        let before = keys.clone();
        assert!(shift(&mut keys, Some(2), false, |k| k) && !shift(&mut keys, Some(2), true, |k| k));
        assert!(keys[0] < keys[1] && keys[1] < keys[2]);
        assert_eq!(keys.iter().filter(|k| before.contains(k)).count(), 2);
    }

    #[test]
    fn a_choice_turns_through_none() {
        let all = [1, 2];
        assert_eq!(
            [turned(&all, None, true), turned(&all, Some(1), true), turned(&all, Some(2), true)],
            [Some(1), Some(2), None]
        );
        assert_eq!([turned(&all, None, false), turned(&all, Some(1), false)], [Some(2), None]);
    }
}
