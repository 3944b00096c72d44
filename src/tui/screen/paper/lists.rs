//! What is done with the rows that are no texts: turned, added to, removed, moved, confirmed.

use super::field::{Field, ListOf, TextField};
use super::records::shift;
use super::{Paper, list_of};
use crate::error::Result;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{BasisId, CitedId, QuickFixId, ResponsibleId, SuggestionId};
use crate::model::problem::{Certainty, Confirmed, Level, ResponsibilityKind, pin, pins};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::screen::Cx;

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

impl Paper {
    /// Turns the choice of the row.
    pub(super) fn turn(&mut self, forward: bool, cx: &mut Cx<'_>) {
        match self.focus.clone() {
            Field::Level => self.change(|r| r.problem.level = turned(&Level::ALL, r.problem.level, forward), cx),
            Field::Certainty => {
                self.change(|r| r.problem.certainty = turned(&Certainty::ALL, r.problem.certainty, forward), cx);
            }
            Field::Kind(id) => self.change(
                |r| {
                    if let Some(one) = r.problem.responsible.iter_mut().find(|x| x.id == id) {
                        let all = ResponsibilityKind::ALL;
                        one.kind = turned(&all, Some(one.kind), forward).unwrap_or(if forward {
                            ResponsibilityKind::MainLeader
                        } else {
                            ResponsibilityKind::Direct
                        });
                    }
                },
                cx,
            ),
            _ => {}
        }
    }

    /// Adds to the list of the row.
    pub(super) fn add_item(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match list_of(&self.focus) {
            Some(ListOf::Evidence) => {
                self.pinning = false;
                self.offer_evidence(cx)
            }
            Some(ListOf::Basis) => {
                self.offer_basis(None, cx);
                Ok(())
            }
            Some(ListOf::Responsible) => self.offer_people(None, cx),
            Some(ListOf::Suggestion) => {
                let (id, unit) = (SuggestionId::new(), self.unit.id);
                self.change(
                    |r| {
                        let problems = vec![r.problem.id];
                        let (addressee, text) = (String::new(), String::new());
                        r.suggestions.push(Suggestion { id, unit, problems, addressee, text });
                    },
                    cx,
                );
                self.go_to(Field::Text(TextField::Suggestion(id)), cx);
                Ok(())
            }
            Some(ListOf::Fix) => {
                self.ask_fix(cx);
                Ok(())
            }
            None => {
                cx.nothing(Action::AddItem);
                Ok(())
            }
        }
    }

    /// 立行立改 is asked for.
    fn ask_fix(&mut self, cx: &mut Cx<'_>) {
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return;
        };
        let (id, at, unit) = (QuickFixId::new(), cx.now, self.unit.id);
        self.change(
            |r| {
                r.fix.get_or_insert_with(|| QuickFix {
                    id,
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
        self.go_to(Field::Text(TextField::Demand), cx);
    }

    /// Opens what the row stands for, or turns it.
    pub(super) fn open_row(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match self.focus.clone() {
            Field::Add(_) => self.add_item(cx)?,
            Field::Level | Field::Certainty | Field::Kind(_) => self.turn(true, cx),
            Field::Sources => self.offer_sources(cx),
            Field::Basis(id) => self.offer_basis(Some(id), cx),
            Field::Cited(id) => self.edit_evidence(id, cx)?,
            Field::Responsible(id) => self.offer_people(Some(id), cx)?,
            Field::Category(tree) => self.offer_nodes(&tree, cx),
            Field::Handlers => self.offer_handlers(cx),
            Field::Text(_) => {}
        }
        Ok(())
    }

    /// Removes what the row stands for. Evidence says which sentences still name it.
    pub(super) fn remove_item(&mut self, cx: &mut Cx<'_>) {
        use TextField as T;
        let rows = self.rows();
        let at = self.at(&rows);
        match self.focus.clone() {
            Field::Cited(id) => self.remove_cited(id, cx),
            Field::Basis(id) | Field::Text(T::BasisName(id) | T::Clause(id) | T::Quote(id)) => {
                self.drop_basis(id, cx);
            }
            Field::Responsible(id) | Field::Kind(id) | Field::Text(T::Name(id) | T::Post(id)) => {
                self.drop_responsible(id, cx);
            }
            Field::Text(T::Addressee(id) | T::Suggestion(id)) => {
                self.change(|r| r.suggestions.retain(|s| s.id != id), cx);
                cx.done("已去掉这条建议。");
            }
            Field::Text(T::Demand | T::Issued | T::Due | T::Result | T::Done) => {
                self.change(|r| r.fix = None, cx);
                cx.done("已撤销立行立改。");
            }
            Field::Category(tree) => self.change(|r| r.problem.categories.retain(|c| c.tree != tree), cx),
            Field::Level => self.change(|r| r.problem.level = None, cx),
            Field::Certainty => self.change(|r| r.problem.certainty = None, cx),
            _ => {
                cx.warn("这一栏没有可以去掉的。");
                return;
            }
        }
        let rows = self.rows();
        if !rows.iter().any(|r| r.field == self.focus)
            && let Some(row) = rows.get(at.min(rows.len().saturating_sub(1)))
        {
            self.focus = row.field.clone();
            self.follow(cx);
        }
    }

    fn drop_basis(&mut self, id: BasisId, cx: &mut Cx<'_>) {
        self.change(|r| r.problem.basis.retain(|b| b.id != id), cx);
        cx.done("已去掉这条依据。");
    }

    fn drop_responsible(&mut self, id: ResponsibleId, cx: &mut Cx<'_>) {
        self.change(|r| r.problem.responsible.retain(|x| x.id != id), cx);
        cx.done("已去掉这名责任人。");
    }

    fn remove_cited(&mut self, id: CitedId, cx: &mut Cx<'_>) {
        let Some(number) = self.records.problem.evidence.iter().find(|c| c.id == id).map(|c| c.number) else { return };
        self.change(|r| r.problem.evidence.retain(|c| c.id != id), cx);
        let naming = sentences_naming(&self.records.text(TextField::Facts), number);
        if naming.is_empty() {
            cx.done(format!("已从底稿去掉证{number}；材料本身还在，可以再加。"));
        } else {
            let list = naming.iter().map(|n| format!("第{n}句")).collect::<Vec<_>>().join("、");
            cx.warn(format!("已去掉证{number}，但事实{list}还写着{}，请改。", pin(number)));
        }
    }

    /// Moves the element of the row one place.
    pub(super) fn move_item(&mut self, down: bool, cx: &mut Cx<'_>) {
        use TextField as T;
        let mut moved = false;
        let focus = self.focus.clone();
        self.change(
            |r| {
                let p = &mut r.problem;
                moved = match focus {
                    Field::Cited(id) => {
                        let at = p.evidence.iter().position(|c| c.id == id);
                        at.is_some_and(|at| shift(&mut p.evidence, at, down, |c| &mut c.order))
                    }
                    Field::Basis(id) | Field::Text(T::BasisName(id) | T::Clause(id) | T::Quote(id)) => {
                        let at = p.basis.iter().position(|b| b.id == id);
                        at.is_some_and(|at| shift(&mut p.basis, at, down, |b| &mut b.order))
                    }
                    Field::Responsible(id) | Field::Kind(id) | Field::Text(T::Name(id) | T::Post(id)) => {
                        let at = p.responsible.iter().position(|x| x.id == id);
                        at.is_some_and(|at| shift(&mut p.responsible, at, down, |x| &mut x.order))
                    }
                    _ => false,
                };
            },
            cx,
        );
        if !moved {
            cx.done("这一行不能再移。");
        }
    }

    /// Notes that the person at the keyboard has checked clause and date of the basis, or takes that back.
    pub(super) fn confirm_basis(&mut self, cx: &mut Cx<'_>) {
        use TextField as T;
        let (Field::Basis(id) | Field::Text(T::BasisName(id) | T::Clause(id) | T::Quote(id))) = self.focus else {
            cx.warn(Context::PaperRow.fill("把光标放在要核实的依据上，再按 {key:ConfirmBasis}。"));
            return;
        };
        let Some(by) = cx.me() else {
            cx.warn(Context::PaperRow.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return;
        };
        let at = cx.now;
        self.change(|_| {}, cx);
        let Some(basis) = self.records.problem.basis.iter().find(|b| b.id == id) else { return };
        if basis.confirmed.is_none() && basis.clause.trim().is_empty() {
            cx.warn("先写明条款，再核实。");
            return;
        }
        let confirmed = basis.confirmed.is_none();
        self.change(
            |r| {
                if let Some(b) = r.problem.basis.iter_mut().find(|b| b.id == id) {
                    b.confirmed = confirmed.then_some(Confirmed { by, at });
                }
            },
            cx,
        );
        cx.done(if confirmed {
            "已记下：条款和施行日期由你核实。再按取消。"
        } else {
            "已取消核实。"
        });
    }

    /// Numbers the evidence 1, 2, 3 … in its order, and the marks in the facts with it.
    pub(super) fn renumber(&mut self, cx: &mut Cx<'_>) {
        self.change(|_| {}, cx);
        let mut new: Vec<(u16, u16)> = Vec::new();
        for (at, c) in self.records.problem.evidence.iter().enumerate() {
            new.push((c.number, u16::try_from(at + 1).unwrap_or(u16::MAX)));
        }
        if new.iter().all(|(old, new)| old == new) {
            cx.done("编号已经是按顺序的。");
            return;
        }
        // A mark of evidence that is not in the list must not come to mean another piece.
        let mut free = u16::try_from(new.len() + 1).unwrap_or(u16::MAX);
        for (_, n) in self.records.problem.facts.iter().flat_map(|f| pins(&f.text)) {
            if new.iter().all(|(old, _)| *old != n) {
                new.push((n, free));
                free = free.saturating_add(1);
            }
        }
        self.texts.retain(|t| t.field != TextField::Facts);
        self.change(
            |r| {
                for c in &mut r.problem.evidence {
                    c.number = numbered(&new, c.number);
                }
                for f in &mut r.problem.facts {
                    f.text = remarked(&f.text, &new);
                }
            },
            cx,
        );
        cx.done("已按顺序重新编号，事实里的〔证〕一并改过。");
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
    fn a_choice_turns_through_none() {
        let all = [1, 2];
        assert_eq!(
            [turned(&all, None, true), turned(&all, Some(1), true), turned(&all, Some(2), true)],
            [Some(1), Some(2), None]
        );
        assert_eq!([turned(&all, None, false), turned(&all, Some(1), false)], [Some(2), None]);
    }
}
