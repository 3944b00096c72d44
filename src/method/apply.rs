//! What applies to whom: conditions evaluated, and the questions, probes and claims that follow. Pure.
//!
//! A condition raises something that presupposes it ("一年不到两次，为什么？"), so it holds only when what is known
//! certainly meets it: a claim of "1 至 3 次" is not below 2, and of a person whose Party status is unknown neither
//! `party` nor its contrary holds.

use super::problems::Tree;
use super::records::{AskedField, CheckItem, EntryKind, RecordKind};
use super::types::{Approach, Condition, Fact, FieldCondition, Method, Probe, Question, Regulation};
use crate::model::answer::{Answer, Claim, Judgement, Qualifier, Value};
use crate::model::people::{Facts, Party, Person};

/// What is known when conditions are evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The person's approach type.
    pub approach: &'a str,
    /// The person's facts.
    pub facts: &'a Facts,
    /// The judgement on the question so far.
    pub judgement: Option<Judgement>,
    /// The claims on the question so far.
    pub claims: &'a [Claim],
}

impl<'a> Situation<'a> {
    /// Of a person before a question is put.
    pub fn of(person: &'a Person) -> Self {
        Self { approach: &person.approach, facts: &person.facts, judgement: None, claims: &[] }
    }

    /// Of a person and what they have said to a question so far.
    pub fn with(person: &'a Person, answer: Option<&'a Answer>) -> Self {
        let claims = answer.map_or(&[] as &[Claim], |a| &a.claims);
        Self { judgement: answer.and_then(|a| a.judgement), claims, ..Self::of(person) }
    }
}

impl Fact {
    /// Whether the fact holds; `None` when it is not known (Party status not on the roster).
    pub const fn holds_of(self, facts: &Facts) -> Option<bool> {
        match self {
            Self::Head => Some(facts.head),
            Self::LeadingBody => Some(facts.leading_body || facts.head),
            Self::Party | Self::Probationary if matches!(facts.party, Party::Unknown) => None,
            Self::Party => Some(facts.party.is_party()),
            Self::Probationary => Some(matches!(facts.party, Party::Probationary)),
        }
    }
}

impl Condition {
    /// Whether nothing is asked for: it always holds.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether all parts certainly hold.
    pub fn holds(&self, now: &Situation<'_>) -> bool {
        let lists = (self.types.is_empty() || self.types.iter().any(|t| t == now.approach))
            && (self.judgement.is_empty() || now.judgement.is_some_and(|j| self.judgement.contains(&j)));
        lists
            && self.facts.iter().all(|f| f.holds_of(now.facts) == Some(true))
            && self.not_facts.iter().all(|f| f.holds_of(now.facts) == Some(false))
            && self.field.as_ref().is_none_or(|c| now.claims.iter().any(|claim| c.met_by(claim)))
    }
}

impl FieldCondition {
    /// Whether a claim certainly meets the condition.
    pub fn met_by(&self, claim: &Claim) -> bool {
        if claim.field != self.id {
            return false;
        }
        if self.unknown {
            return !claim.qualifier.has_value();
        }
        claim.qualifier.has_value() && self.met(claim.value.as_ref(), interval(claim))
    }

    /// Whether the value of the field meets the condition; an entry holds what the book says, so it is exact.
    pub fn met_by_value(&self, value: &Value) -> bool {
        let exact = number(value);
        !self.unknown && self.met(Some(value), (exact, exact))
    }

    fn met(&self, value: Option<&Value>, range: (Option<i64>, Option<i64>)) -> bool {
        let numbers = self.at_least.is_none() && self.below.is_none() || self.number_met_by(range);
        numbers && (self.is.is_empty() || self.choice_met_by(value))
    }

    /// Whether every number that is meant lies within the limits.
    fn number_met_by(&self, (low, high): (Option<i64>, Option<i64>)) -> bool {
        let above = self.at_least.is_none_or(|limit| low.is_some_and(|low| low >= limit));
        let under = self.below.is_none_or(|limit| high.is_some_and(|high| high < limit));
        above && under
    }

    fn choice_met_by(&self, value: Option<&Value>) -> bool {
        let wanted = |id: &str| self.is.iter().any(|i| i == id);
        match value {
            Some(Value::Choice(id)) => wanted(id),
            Some(Value::Choices(ids)) => ids.iter().any(|id| wanted(id)),
            Some(Value::YesNo(yes)) => wanted(if *yes { "yes" } else { "no" }),
            _ => false,
        }
    }
}

/// The least and the greatest number that a claim may mean; `None`: no limit on that side, or no number.
fn interval(claim: &Claim) -> (Option<i64>, Option<i64>) {
    let value = claim.value.as_ref().and_then(number);
    match claim.qualifier {
        Qualifier::Exact | Qualifier::About => (value, value),
        Qualifier::AtLeast => (value, None),
        Qualifier::AtMost => (None, value),
        Qualifier::Range => {
            let high = claim.high.as_ref().and_then(number);
            // People say "三到两次"; the ends are ends either way round.
            match (value, high) {
                (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
                (low, high) => (low, high),
            }
        }
        Qualifier::DoesNotKnow | Qualifier::Refused => (None, None),
    }
}

const fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(n) => Some(*n),
        Value::Money(m) => Some(m.0),
        _ => None,
    }
}

impl Method {
    /// The question of that id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.id == id)
    }

    /// The interviewee type of that id.
    pub fn approach(&self, id: &str) -> Option<&Approach> {
        self.approaches.iter().find(|a| a.id == id)
    }

    /// The kind of record of that id.
    pub fn record(&self, id: &str) -> Option<&RecordKind> {
        self.records.iter().find(|r| r.id == id)
    }

    /// The check item of that id, with the kind of record that it belongs to.
    pub fn item(&self, id: &str) -> Option<(&RecordKind, &CheckItem)> {
        self.records.iter().find_map(|r| r.items.iter().find(|i| i.id == id).map(|i| (r, i)))
    }

    /// The kind of entry of that id.
    pub fn entry(&self, id: &str) -> Option<&EntryKind> {
        self.entries.iter().find(|e| e.id == id)
    }

    /// The category tree of that id.
    pub fn tree(&self, id: &str) -> Option<&Tree> {
        self.trees.iter().find(|t| t.id == id)
    }

    /// The regulation of that id.
    pub fn regulation(&self, id: &str) -> Option<&Regulation> {
        self.regulations.iter().find(|r| r.id == id)
    }

    /// All questions in the order that the person's type suggests; in the order of the method when the type is not
    /// known to it.
    pub fn order_for(&self, person: &Person) -> Vec<&Question> {
        let Some(approach) = self.approach(&person.approach) else { return self.questions.iter().collect() };
        approach.order.iter().filter_map(|id| self.question(id)).collect()
    }
}

impl Question {
    /// Whether the question is required of a person.
    pub fn is_required_of(&self, person: &Person) -> bool {
        self.required_of.holds(&Situation::of(person))
    }

    /// The probes that apply now, in the order of the method.
    pub fn probes_for(&self, person: &Person, answer: Option<&Answer>) -> Vec<&Probe> {
        let now = Situation::with(person, answer);
        self.probes.iter().filter(|p| p.when.holds(&now)).collect()
    }

    /// The claim fields that are offered now, in the order of the method. A field that already has a claim stays, so
    /// that what was noted never vanishes from the screen.
    pub fn claims_for(&self, person: &Person, answer: Option<&Answer>) -> Vec<&AskedField> {
        let now = Situation::with(person, answer);
        let noted = |f: &AskedField| now.claims.iter().any(|c| c.field == f.id);
        self.claims.iter().filter(|f| f.when.holds(&now) || noted(f)).collect()
    }

    /// The question's own label of a judgement level.
    pub fn judgement_label(&self, level: Judgement) -> Option<&str> {
        self.judgement.iter().find(|(l, _)| *l == level).map(|(_, label)| label.as_str())
    }

    /// The claim field of that id.
    pub fn claim(&self, id: &str) -> Option<&AskedField> {
        self.claims.iter().find(|c| c.id == id)
    }

    /// The probe of that id.
    pub fn probe(&self, id: &str) -> Option<&Probe> {
        self.probes.iter().find(|p| p.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::ClaimId;
    use crate::model::value::Money;

    fn claim(qualifier: Qualifier, value: Option<i64>, high: Option<i64>) -> Claim {
        Claim {
            id: ClaimId::new(),
            field: "q3.times".to_owned(),
            qualifier,
            value: value.map(Value::Integer),
            high: high.map(Value::Integer),
            statement: None,
        }
    }

    fn limits(at_least: Option<i64>, below: Option<i64>) -> FieldCondition {
        FieldCondition { id: "q3.times".to_owned(), at_least, below, is: Vec::new(), unknown: false }
    }

    #[test]
    fn numbers_are_compared_with_their_qualifier() {
        use Qualifier::{About, AtLeast, AtMost, DoesNotKnow, Exact, Range};
        let cases = [
            (Some(1), Some(2), Exact, Some(1), None, true),
            (Some(1), Some(2), Exact, Some(2), None, false),
            (Some(1), Some(2), About, Some(1), None, true),
            (Some(2), None, AtLeast, Some(2), None, true),
            (Some(2), None, AtMost, Some(5), None, false),
            (None, Some(2), AtMost, Some(1), None, true),
            (None, Some(9), AtLeast, Some(1), None, false),
            (None, Some(2), Range, Some(1), Some(3), false),
            (None, Some(4), Range, Some(1), Some(3), true),
            (Some(1), Some(4), Range, Some(3), Some(1), true),
            (Some(1), None, Range, Some(1), None, true),
            (None, Some(4), Range, Some(1), None, false),
            (Some(0), None, DoesNotKnow, None, None, false),
            (Some(0), None, Exact, None, None, false),
        ];
        for (at_least, below, qualifier, value, high, want) in cases {
            let got = limits(at_least, below).met_by(&claim(qualifier, value, high));
            assert_eq!(got, want, "{at_least:?}..{below:?} {qualifier:?} {value:?} {high:?}");
        }
    }

    #[test]
    fn claims_of_other_fields_and_types_do_not_count() {
        let condition = limits(Some(1), None);
        assert!(!condition.met_by(&Claim { field: "q3.other".to_owned(), ..claim(Qualifier::Exact, Some(5), None) }));
        let money = Claim { value: Some(Value::Money(Money(5))), ..claim(Qualifier::Exact, None, None) };
        assert!(condition.met_by(&money));
        let text = Claim { value: Some(Value::Text("5".to_owned())), ..claim(Qualifier::Exact, None, None) };
        assert!(!condition.met_by(&text));
    }

    #[test]
    fn choices_and_unknown() {
        let is =
            |ids: &[&str]| FieldCondition { is: ids.iter().map(ToString::to_string).collect(), ..limits(None, None) };
        let with = |value| Claim { value: Some(value), ..claim(Qualifier::Exact, None, None) };
        assert!(is(&["a", "b"]).met_by(&with(Value::Choice("b".to_owned()))));
        assert!(!is(&["a"]).met_by(&with(Value::Choice("b".to_owned()))));
        assert!(is(&["a"]).met_by(&with(Value::Choices(vec!["b".to_owned(), "a".to_owned()]))));
        assert!(is(&["no"]).met_by(&with(Value::YesNo(false))));
        let unknown = FieldCondition { unknown: true, ..limits(None, None) };
        for (qualifier, want) in Qualifier::ALL.map(|q| (q, !q.has_value())) {
            assert_eq!(unknown.met_by(&claim(qualifier, Some(1), None)), want, "{qualifier:?}");
        }
    }

    #[test]
    fn facts_are_known_unknown_or_follow() {
        let facts = |head, leading_body, party| Facts { head, leading_body, party, party_since: None };
        let holds = |wanted: &[Fact], unwanted: &[Fact], facts: &Facts| {
            let condition = Condition { facts: wanted.to_vec(), not_facts: unwanted.to_vec(), ..Condition::default() };
            condition.holds(&Situation { approach: "head", facts, judgement: None, claims: &[] })
        };
        assert!(holds(&[Fact::LeadingBody], &[], &facts(true, false, Party::Unknown)));
        assert!(!holds(&[], &[Fact::LeadingBody], &facts(true, false, Party::Unknown)));
        assert!(holds(&[Fact::Party, Fact::Probationary], &[], &facts(false, false, Party::Probationary)));
        assert!(holds(&[Fact::Party], &[Fact::Probationary], &facts(false, false, Party::Member)));
        assert!(holds(&[], &[Fact::Party], &facts(false, false, Party::No)));
        assert!(!holds(&[Fact::Party], &[], &facts(false, false, Party::Unknown)));
        assert!(!holds(&[], &[Fact::Party], &facts(false, false, Party::Unknown)));
    }

    #[test]
    fn all_parts_must_hold() {
        let facts = Facts { leading_body: true, ..Facts::default() };
        let condition = Condition {
            types: vec!["head".to_owned(), "finance".to_owned()],
            facts: vec![Fact::LeadingBody],
            judgement: vec![Judgement::Partly, Judgement::Unmet],
            field: Some(limits(None, Some(2))),
            ..Condition::default()
        };
        let claims = [claim(Qualifier::Exact, Some(1), None)];
        let now = Situation { approach: "finance", facts: &facts, judgement: Some(Judgement::Unmet), claims: &claims };
        assert!(condition.holds(&now));
        assert!(!condition.holds(&Situation { approach: "village", ..now }));
        assert!(!condition.holds(&Situation { judgement: None, ..now }));
        assert!(!condition.holds(&Situation { judgement: Some(Judgement::Met), ..now }));
        assert!(!condition.holds(&Situation { claims: &[], ..now }));
        assert!(Condition::default().is_empty() && Condition::default().holds(&now));
    }
}
