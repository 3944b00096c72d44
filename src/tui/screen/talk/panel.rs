//! What the person opposite must not see: claims, judgement, probes, what to listen for. One key folds it.

use crate::method::records::AskedField;
use crate::method::types::{Method, Question};
use crate::model::answer::{Answer, Claim, Judgement, Qualifier, Value};
use crate::model::ids::ClaimId;
use crate::model::people::Person;
use crate::model::value::PartialDate;
use crate::text::Line;
use crate::text::rough::{self, Extent, Rough};

/// One row of the opened panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A claim, by its place among the question's claims.
    Claim(usize),
    /// The judgement.
    Judgement,
    /// A probe, by its place among the question's probes.
    Probe(usize),
    /// What to listen for.
    Listen(usize),
    /// A red flag.
    Flag(usize),
}

/// The opened panel.
#[derive(Debug, Default)]
pub struct Panel {
    /// The row that has the focus.
    pub at: usize,
    /// First shown row.
    pub top: usize,
    /// The claim as it is typed.
    pub line: Line,
    /// How sure.
    pub qualifier: Qualifier,
}

/// The rows that apply now.
pub fn rows(question: &Question, person: &Person, answer: &Answer) -> Vec<Row> {
    let mut out = Vec::new();
    let claims = question.claims_for(person, Some(answer));
    let place = |c: &&AskedField| question.claims.iter().position(|x| x.id == c.id);
    out.extend(claims.iter().filter_map(place).map(Row::Claim));
    out.push(Row::Judgement);
    let probes = question.probes_for(person, Some(answer));
    let mut put: Vec<usize> = probes.iter().filter_map(|p| question.probes.iter().position(|x| x.id == p.id)).collect();
    // What was put stays in sight even if it would not be raised any more.
    for p in &answer.probes {
        if let Some(at) = question.probes.iter().position(|x| x.id == p.probe)
            && !put.contains(&at)
        {
            put.push(at);
        }
    }
    put.sort_unstable();
    out.extend(put.into_iter().map(Row::Probe));
    out.extend((0..question.listen.len()).map(Row::Listen));
    out.extend((0..question.red_flags.len()).map(Row::Flag));
    out
}

/// Whether the probe was put.
pub fn is_put(answer: &Answer, probe: &str) -> bool {
    answer.probes.iter().any(|p| p.probe == probe)
}

/// The counts of the folded line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Claims filled in, of those that apply.
    pub claims: (usize, usize),
    /// Probes put, of those that apply.
    pub probes: (usize, usize),
}

/// Counts what the folded line shows.
pub fn counts(question: &Question, person: &Person, answer: &Answer) -> Counts {
    let rows = rows(question, person, answer);
    let claim = |r: &&Row| matches!(r, Row::Claim(_));
    let probe = |r: &&Row| matches!(r, Row::Probe(_));
    Counts {
        claims: (answer.claims.len(), rows.iter().filter(claim).count()),
        probes: (answer.probes.len(), rows.iter().filter(probe).count()),
    }
}

/// A claim as it is typed and shown; people by the names of the roster.
pub fn claim_text(field: &AskedField, claim: &Claim, roster: &[Person]) -> String {
    let one = |v: &Value| field.show(v, roster);
    match (&claim.value, &claim.high) {
        (Some(low), Some(high)) => format!("{}-{}", one(low), one(high)),
        (Some(value), None) => one(value),
        _ => String::new(),
    }
}

/// Reads a claim as typed, said on that day; `Ok(None)`: nothing was typed. Words that say how sure it is (约, 至少, 四五)
/// are its qualifier where none was chosen. The error says what is wrong and what the limits are.
pub fn claim_of(
    field: &AskedField,
    text: &str,
    qualifier: Qualifier,
    old: Option<&Claim>,
    roster: &[Person],
    said: PartialDate,
) -> Result<Option<Claim>, String> {
    let text = text.trim();
    let id = old.map_or_else(ClaimId::new, |c| c.id);
    let claim = |qualifier, value, high| Claim {
        id,
        field: field.id.clone(),
        qualifier,
        value,
        high,
        statement: old.and_then(|c| c.statement),
    };
    if !qualifier.has_value() {
        return Ok(Some(claim(qualifier, None, None)));
    }
    if text.is_empty() {
        return Ok(None);
    }
    let read = |text: &str| field.parse_said(text, roster, Some(said));
    let rough = if field.ty.is_figure() { rough::read(text, field.ty.is_date()) } else { None };
    let Some(Rough { extent, low, high }) = rough else {
        if qualifier == Qualifier::Range {
            return Err("“之间”要写两个数，如 3至5。".to_owned());
        }
        return Ok(Some(claim(qualifier, Some(read(text)?), None)));
    };
    let as_said = match extent {
        Extent::About => Qualifier::About,
        Extent::AtLeast => Qualifier::AtLeast,
        Extent::AtMost => Qualifier::AtMost,
        Extent::Between => Qualifier::Range,
    };
    if qualifier != Qualifier::Exact && qualifier != as_said {
        return Err(format!("写的是“{}”，选的是“{}”，请只留一个。", as_said.chinese(), qualifier.chinese()));
    }
    let high = high.map(|high| read(&high)).transpose()?;
    Ok(Some(claim(as_said, Some(read(&low)?), high)))
}

/// The words of the judgement levels, each with its key.
pub fn judgement_words(question: &Question, judgement: Option<Judgement>) -> Vec<(usize, String, bool)> {
    let word = |(n, (level, label)): (usize, &(Judgement, String))| (n + 1, label.clone(), Some(*level) == judgement);
    question.judgement.iter().enumerate().map(word).collect()
}

/// The question at `at` of the method.
pub fn question(method: &Method, at: usize) -> Option<&Question> {
    method.questions.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Money;

    fn said() -> PartialDate {
        PartialDate::parse("2026-03-12").unwrap()
    }

    fn field(id: &str) -> AskedField {
        let method = Method::builtin().unwrap();
        method.questions.iter().flat_map(|q| &q.claims).find(|c| c.id == id).unwrap().clone()
    }

    #[test]
    fn a_claim_reads_back_as_it_was_typed() {
        for (id, text, qualifier) in [
            ("q5.monthly", "37.50", Qualifier::Exact),
            ("q3.times", "4", Qualifier::About),
            ("q3.times", "2-4", Qualifier::Range),
            ("q2.last_study", "2025-11", Qualifier::Exact),
            ("q2.last_study", "去年11月", Qualifier::Exact),
            ("q2.last_study", "2025年10月至11月", Qualifier::Range),
            ("q3.times", "四次", Qualifier::Exact),
        ] {
            let field = field(id);
            let claim = claim_of(&field, text, qualifier, None, &[], said()).unwrap().unwrap();
            let shown = claim_text(&field, &claim, &[]);
            let again = claim_of(&field, &shown, qualifier, Some(&claim), &[], said()).unwrap().unwrap();
            assert_eq!(again, claim, "{id} {text} {shown}");
        }
    }

    #[test]
    fn words_that_say_how_sure_are_the_qualifier() {
        for (id, text, qualifier, shown) in [
            ("q3.times", "四五次", Qualifier::Range, "4次-5次"),
            ("q3.times", "七八", Qualifier::Range, "7次-8次"),
            ("q3.times", "4至5", Qualifier::Range, "4次-5次"),
            ("q3.times", "四次左右", Qualifier::About, "4次"),
            ("q3.times", "十来次", Qualifier::About, "10次"),
            ("q3.times", "十二回", Qualifier::Exact, "12次"),
            ("q3.times", "没有", Qualifier::Exact, "0次"),
            ("q5.monthly", "四十来块", Qualifier::About, "40.00"),
            ("q5.monthly", "约40元", Qualifier::About, "40.00"),
            ("q5.monthly", "三五块", Qualifier::Range, "3.00-5.00"),
            ("q5.base", "五千多元", Qualifier::AtLeast, "5000.00"),
            ("q5.arrears", "半年", Qualifier::Exact, "6月"),
            ("q5.arrears", "两个月", Qualifier::Exact, "2月"),
            ("q5.arrears", "三四个月", Qualifier::Range, "3月-4月"),
        ] {
            let field = field(id);
            let claim = claim_of(&field, text, Qualifier::Exact, None, &[], said()).unwrap().unwrap();
            assert_eq!((claim.qualifier, claim_text(&field, &claim, &[])), (qualifier, shown.to_owned()), "{text}");
        }
        let times = field("q3.times");
        let same = claim_of(&times, "四次左右", Qualifier::About, None, &[], said()).unwrap().unwrap();
        assert_eq!(same.qualifier, Qualifier::About);
        let other = claim_of(&times, "四次左右", Qualifier::AtLeast, None, &[], said()).unwrap_err();
        assert_eq!(other, "写的是“约”，选的是“至少”，请只留一个。");
    }

    #[test]
    fn not_knowing_is_a_claim_without_value_and_nothing_typed_is_none() {
        let monthly = field("q5.monthly");
        let unknown = claim_of(&monthly, "", Qualifier::DoesNotKnow, None, &[], said()).unwrap().unwrap();
        assert_eq!(unknown.value, None);
        assert_eq!(claim_of(&monthly, " ", Qualifier::Exact, None, &[], said()).unwrap(), None);
        assert!(claim_of(&monthly, "很多", Qualifier::Exact, None, &[], said()).is_err());
        assert!(claim_of(&monthly, "30", Qualifier::Range, None, &[], said()).unwrap_err().contains("两个数"));
        let exact = claim_of(&monthly, "37.5元", Qualifier::Exact, None, &[], said()).unwrap().unwrap();
        assert_eq!(exact.value, Some(Value::Money(Money(3750))));
    }
}
