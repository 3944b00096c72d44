//! What differs between two states of a person, field by field.

use crate::model::people::Person;
use crate::model::value::PartialDate;
use crate::text::blank::squeezed;

/// One field that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's name in Chinese.
    pub field: &'static str,
    /// As on file.
    pub old: String,
    /// As it would be.
    pub new: String,
}

/// What differs, field by field, as a person reads it.
pub fn differences(a: &Person, b: &Person) -> Vec<Difference> {
    let date = |d: Option<PartialDate>| d.map(PartialDate::chinese).unwrap_or_default();
    let since = |p: &Person| {
        let held = p.posts.iter().rev().find(|h| h.to.is_none() && squeezed(&h.post) == squeezed(&p.post));
        date(held.and_then(|h| h.from))
    };
    let yes = |b: bool| if b { "是" } else { "否" }.to_owned();
    let written = |p: &Person| p.name_as_written.clone().unwrap_or_default();
    let fields = [
        ("职务", a.post.clone(), b.post.clone()),
        ("任现职时间", since(a), since(b)),
        ("分管工作", a.in_charge.clone(), b.in_charge.clone()),
        ("政治面貌", a.facts.party.chinese().to_owned(), b.facts.party.chinese().to_owned()),
        ("入党时间", date(a.facts.party_since), date(b.facts.party_since)),
        ("联系电话", a.contact.clone(), b.contact.clone()),
        ("人员类别", a.approach.clone(), b.approach.clone()),
        ("主要负责人", yes(a.facts.head), yes(b.facts.head)),
        ("班子成员", yes(a.facts.leading_body), yes(b.facts.leading_body)),
        ("备注", a.note.clone(), b.note.clone()),
        ("名册原样", written(a), written(b)),
    ];
    fields
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| Difference { field, old, new })
        .collect()
}
