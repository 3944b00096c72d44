//! One thing that is done to a paper: what becomes of its records, and what goes with that.

use super::elements::{drop_element, dropped, renumber, sentences_naming, set_choice, shift_element, turn_choice};
use super::rows::Target;
use super::texts::{Para, take};
use crate::analysis::paper::field::{PaperField as F, PaperRecords, Spot};
use crate::model::evidence::Evidence;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{
    BasisId, CitedId, EvidenceId, InspectorId, OverruledId, QuickFixId, ResponsibleId, SuggestionId, ToVerifyId, UnitId,
};
use crate::model::order::{self, OrderKey};
use crate::model::people::Person;
use crate::model::problem::{
    Basis, BasisWords, Cited, Confirmed, Problem, ResponsibilityKind, Responsible, ToVerify, pin,
};
use crate::model::value::Instant;
use crate::text::Paragraph;
use uuid::Uuid;

/// One thing that is done to a paper. What is typed goes into the file with it.
pub(super) struct Change {
    /// What becomes of the records.
    pub(super) how: Box<dyn FnOnce(&mut PaperRecords)>,
    /// The texts that the records then have another wording of: what is typed there is not taken.
    pub(super) renews: Box<dyn Fn(Spot) -> bool>,
    /// Evidence that it begins to cite and that the unit does not have yet.
    pub(super) evidence: Option<Evidence>,
    /// What is said once it is in the file.
    pub(super) said: Option<String>,
    /// The row that gets the focus.
    pub(super) then: Option<Target>,
}

impl Change {
    /// The records become this.
    pub(super) fn of(how: impl FnOnce(&mut PaperRecords) + 'static) -> Self {
        Self { how: Box::new(how), renews: Box::new(|_| false), evidence: None, said: None, then: None }
    }

    /// The problem becomes this.
    fn problem(how: impl FnOnce(&mut Problem) + 'static) -> Self {
        Self::of(|r| how(&mut r.problem))
    }

    /// Nothing but what is typed.
    pub(super) fn typed() -> Self {
        Self::of(|_| {})
    }

    fn saying(self, said: impl Into<String>) -> Self {
        Self { said: Some(said.into()), ..self }
    }

    fn going_to(self, target: Target) -> Self {
        Self { then: Some(target), ..self }
    }

    fn renewing(self, renews: impl Fn(Spot) -> bool + 'static) -> Self {
        Self { renews: Box::new(renews), ..self }
    }

    /// A text says again what it said. It was taken before, so it can be taken again.
    pub(super) fn text(spot: Spot, text: Vec<Paragraph<Para>>) -> Self {
        Self::of(move |r| take(r, spot, &text).unwrap_or_default()).renewing(move |s| s == spot)
    }

    /// The choice of a row is turned; `None`: the row has none.
    pub(super) fn turn(target: &Target, forward: bool) -> Option<Self> {
        match target {
            Target::Pick(spot) if matches!(spot.field, F::Level | F::Certainty | F::ResponsibleKind) => {
                let spot = *spot;
                Some(Self::of(move |r| turn_choice(r, spot, forward)))
            }
            _ => None,
        }
    }

    /// The n-th word of a choice is chosen.
    pub(super) fn word(spot: Spot, n: usize) -> Self {
        Self::of(move |r| set_choice(r, spot, n))
    }

    /// An element goes one place up or down.
    pub(super) fn shift(element: Spot, down: bool) -> Self {
        Self::of(move |r| _ = shift_element(r, element, down))
    }

    /// What a row that stands for no element says is cleared; `None`: it cannot be.
    pub(super) fn clear(target: &Target) -> Option<Self> {
        match target {
            Target::Tree(tree) => {
                let tree = tree.clone();
                Some(Self::problem(move |p| p.categories.retain(|c| c.tree != tree)))
            }
            Target::Pick(Spot { field: F::Level, .. }) => Some(Self::problem(|p| p.level = None)),
            Target::Pick(Spot { field: F::Certainty, .. }) => Some(Self::problem(|p| p.certainty = None)),
            _ => None,
        }
    }

    /// An element goes.
    pub(super) fn drop(element: Spot) -> Self {
        Self::of(move |r| drop_element(r, element)).saying(dropped(element.field))
    }

    /// Evidence is not cited any more; says which sentences of what is typed still name it. `None`: it is not cited.
    pub(super) fn drop_cited(typed: &PaperRecords, id: Uuid) -> Option<Self> {
        let number = typed.problem.evidence.iter().find(|c| c.id.0 == id)?.number;
        let naming = sentences_naming(&typed.text(Spot::of(F::Facts)), number);
        let said = if naming.is_empty() {
            format!("已从底稿去掉证{number}；材料本身还在，可以再加。")
        } else {
            let list = naming.iter().map(|n| format!("第{n}句")).collect::<Vec<_>>().join("、");
            format!("已去掉证{number}，但事实{list}还写着{}，请改。", pin(number))
        };
        Some(Self::drop(Spot::at(F::Evidence, id)).saying(said))
    }

    /// The evidence is numbered in its order, and the marks in the facts with it.
    pub(super) fn renumber() -> Self {
        let change = Self::of(|r| _ = renumber(r)).renewing(|spot| spot == Spot::of(F::Facts));
        change.saying("已按顺序重新编号，事实里的〔证〕一并改过。")
    }

    /// A suggestion is added.
    pub(super) fn add_suggestion(unit: UnitId) -> Self {
        let id = SuggestionId::new();
        let change = Self::of(move |r| {
            let problems = vec![r.problem.id];
            let (addressee, text) = (String::new(), String::new());
            r.suggestions.push(Suggestion { id, unit, problems, addressee, text });
        });
        change.going_to(Target::Text(Spot::at(F::SuggestionText, id)))
    }

    /// 立行立改 is asked for.
    pub(super) fn ask_fix(unit: UnitId, by: InspectorId, at: Instant) -> Self {
        let id = QuickFixId::new();
        let change = Self::of(move |r| {
            r.fixes.push(QuickFix {
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
        });
        change.going_to(Target::Text(Spot::at(F::FixDemand, id)))
    }

    /// Something to find out is added, to be typed.
    pub(super) fn add_matter() -> Self {
        let id = ToVerifyId::new();
        let change = Self::problem(move |p| {
            let (order, text) = (OrderKey::default(), String::new());
            p.to_verify.push(ToVerify { id, order, text, origin: None, done: false });
            order::assign(&mut p.to_verify, |v| &mut v.order);
        });
        change.going_to(Target::Text(Spot::at(F::VerifyText, id)))
    }

    /// A basis has been checked against its source; again takes it back.
    ///
    /// # Errors
    /// Why it cannot be confirmed, in words to be shown.
    pub(super) fn confirm(problem: &Problem, id: BasisId, by: InspectorId, at: Instant) -> Result<Self, &'static str> {
        let basis = problem.basis.iter().find(|b| b.id == id);
        let Some(basis) = basis else { return Ok(Self::typed()) };
        let confirmed = basis.confirmed().is_none();
        if confirmed && basis.clause.trim().is_empty() {
            return Err("先写明条款，再核实。");
        }
        let said = if confirmed {
            "已记下：条款和施行日期由你核实。以后再改，要重新核实。"
        } else {
            "已取消核实。"
        };
        let change = Self::problem(move |p| {
            if let Some(b) = p.basis.iter_mut().find(|b| b.id == id) {
                b.confirm(confirmed.then_some(Confirmed { by, at }));
            }
        });
        Ok(change.saying(said))
    }

    /// An error that was left standing counts again.
    pub(super) fn count_again(left: OverruledId) -> Self {
        Self::problem(move |p| p.overruled.retain(|o| o.id != left)).saying("已取消放行。")
    }

    /// Something to verify has been found out; again takes it back.
    pub(super) fn settle(problem: &Problem, id: ToVerifyId) -> Self {
        let done = problem.to_verify.iter().any(|v| v.id == id && !v.done);
        let said = if done { "已记为核实过。再按取消。" } else { "已记为还要核实。" };
        let change = Self::problem(move |p| {
            if let Some(matter) = p.to_verify.iter_mut().find(|v| v.id == id) {
                matter.done = done;
            }
        });
        change.saying(said)
    }

    /// Evidence is cited under a number. `new`: the unit does not have it yet. `said`: and the focus goes to it.
    pub(super) fn cite(evidence: EvidenceId, number: u16, new: Option<Evidence>, said: Option<String>) -> Self {
        let id = CitedId::new();
        let change = Self::problem(move |p| {
            p.evidence.push(Cited { id, order: OrderKey::default(), number, evidence });
            order::assign(&mut p.evidence, |c| &mut c.order);
        });
        let then = said.is_some().then(|| Target::Pick(Spot::at(F::Evidence, id)));
        Self { evidence: new, said, then, ..change }
    }

    /// A basis is added, or takes the place of one; without a name it is typed.
    pub(super) fn basis(replaces: Option<BasisId>, words: BasisWords) -> Self {
        let id = replaces.unwrap_or_default();
        let field = if words.name.is_empty() { F::BasisName } else { F::BasisClause };
        let change = Self::problem(move |p| {
            if let Some(old) = p.basis.iter_mut().find(|b| b.id == id) {
                // Another regulation or version: clause and confirmation were of the old one.
                old.edited(|old| *old = BasisWords { quote: std::mem::take(&mut old.quote), ..words });
                return;
            }
            p.basis.push(Basis::new(id, OrderKey::default(), words));
            order::assign(&mut p.basis, |b| &mut b.order);
        });
        let renewed = move |spot: Spot| spot.part == Some(id.0) && spot.field != F::BasisQuote;
        change.renewing(renewed).going_to(Target::Text(Spot::at(field, id)))
    }

    /// A responsible person is added, or takes the place of one; one who is not of the roster is typed.
    pub(super) fn responsible(replaces: Option<ResponsibleId>, person: Option<Person>) -> Self {
        let id = replaces.unwrap_or_default();
        let field = if person.is_none() { F::ResponsibleName } else { F::ResponsiblePost };
        let (name, post) = person.as_ref().map(|p| (p.name.clone(), p.post.clone())).unwrap_or_default();
        let person = person.map(|p| p.id);
        let change = Self::problem(move |p| {
            if let Some(old) = p.responsible.iter_mut().find(|x| x.id == id) {
                *old = Responsible { person, name, post, ..old.clone() };
                return;
            }
            let (order, kind) = (OrderKey::default(), ResponsibilityKind::default());
            p.responsible.push(Responsible { id, order, person, name, post, kind });
            order::assign(&mut p.responsible, |x| &mut x.order);
        });
        change.renewing(move |spot| spot.part == Some(id.0)).going_to(Target::Text(Spot::at(field, id)))
    }

    /// The place in a category tree.
    pub(super) fn place(tree: String, node: String) -> Self {
        Self::problem(move |p| p.place(&tree, &node))
    }

    /// 问题来源
    pub(super) fn sources(chosen: Vec<String>) -> Self {
        Self::problem(move |p| p.sources = chosen)
    }

    /// 承办人: who was there keeps their place; the first is named first.
    pub(super) fn handlers(chosen: Vec<InspectorId>) -> Self {
        Self::problem(move |p| {
            let kept: Vec<_> = p.handlers.iter().copied().filter(|h| chosen.contains(h)).collect();
            let new = chosen.iter().copied().filter(|h| !kept.contains(h));
            p.handlers = kept.iter().copied().chain(new).collect();
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{Hash, ProblemId};

    fn records() -> PaperRecords {
        let problem = Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "预-LF-01".into());
        PaperRecords { problem, suggestions: Vec::new(), fixes: Vec::new() }
    }

    fn done(change: Change, records: &mut PaperRecords) -> (Option<Target>, Option<String>) {
        (change.how)(records);
        (change.then, change.said)
    }

    fn words(name: &str) -> BasisWords {
        BasisWords { name: name.into(), clause: "第五条".into(), ..BasisWords::default() }
    }

    #[test]
    fn another_basis_takes_the_place_of_one_and_renews_all_its_texts_but_the_quote() {
        let mut r = records();
        let (then, _) = done(Change::basis(None, words("")), &mut r);
        let id = r.problem.basis[0].id;
        assert_eq!(then, Some(Target::Text(Spot::at(F::BasisName, id))));
        let change = Change::basis(Some(id), words("条例"));
        let spots = [F::BasisName, F::BasisClause, F::BasisQuote].map(|f| (change.renews)(Spot::at(f, id)));
        assert_eq!(spots, [true, true, false]);
        let (then, _) = done(change, &mut r);
        assert_eq!((r.problem.basis.len(), r.problem.basis[0].name.as_str()), (1, "条例"));
        assert_eq!(then, Some(Target::Text(Spot::at(F::BasisClause, id))));
    }

    #[test]
    fn a_basis_without_a_clause_is_not_confirmed_and_a_second_time_takes_it_back() {
        let (mut r, by) = (records(), InspectorId::new());
        let at = Instant::parse("2026-03-12T09:00:00.000+08:00").unwrap();
        done(Change::basis(None, BasisWords { clause: " ".into(), ..words("条例") }), &mut r);
        done(Change::basis(None, words("条例")), &mut r);
        let [bare, whole] = [r.problem.basis[0].id, r.problem.basis[1].id];
        assert!(Change::confirm(&r.problem, bare, by, at).is_err());
        for want in [true, false] {
            done(Change::confirm(&r.problem, whole, by, at).ok().unwrap(), &mut r);
            assert_eq!(r.problem.basis[1].confirmed().is_some(), want);
        }
    }

    #[test]
    fn handlers_keep_their_places() {
        let mut r = records();
        let all = [InspectorId::new(), InspectorId::new(), InspectorId::new()];
        r.problem.handlers = vec![all[2], all[0]];
        done(Change::handlers(all.to_vec()), &mut r);
        assert_eq!(r.problem.handlers, [all[2], all[0], all[1]]);
    }

    #[test]
    fn only_what_can_be_turned_or_cleared_is() {
        let row = |field| Target::Pick(Spot::of(field));
        let mut r = records();
        done(Change::turn(&row(F::Level), true).unwrap(), &mut r);
        assert!(r.problem.level.is_some() && Change::turn(&row(F::Sources), true).is_none());
        done(Change::clear(&row(F::Level)).unwrap(), &mut r);
        assert!(r.problem.level.is_none() && Change::clear(&row(F::Sources)).is_none());
    }
}
