//! The engine by table and by property.

use super::*;
use crate::method::types::{Condition, FieldCondition};
use crate::model::fields::set_value;
use crate::model::ids::UnitId;
use crate::model::people::{Code, Facts};
use crate::model::value::{Money, PartialDate};
use proptest::prelude::*;

const NOBODY: &[Person] = &[];

fn field(id: &str, ty: FieldType) -> AskedField {
    AskedField {
        id: id.to_owned(),
        label: id.to_owned(),
        ty,
        help: String::new(),
        when: Condition::default(),
        required: false,
        message: String::new(),
        exclusive: Vec::new(),
        column: 0,
    }
}

fn choices() -> Vec<(String, String)> {
    [("a", "先表态"), ("b", "末位、表态"), ("none", "没有记载")].map(|(i, l)| (i.to_owned(), l.to_owned())).to_vec()
}

fn times() -> FieldType {
    FieldType::Integer { min: 0, max: 50, unit: "人".to_owned() }
}

fn after(id: &str, is: &[&str], at_least: Option<i64>) -> Condition {
    let is = is.iter().map(ToString::to_string).collect();
    let field = FieldCondition { id: id.to_owned(), at_least, below: None, is, unknown: false };
    Condition { field: Some(field), ..Condition::default() }
}

fn person(name: &str, post: &str, code: &str) -> Person {
    Person {
        id: PersonId::new(),
        unit: UnitId::new(),
        name: name.to_owned(),
        name_as_written: None,
        post: post.to_owned(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: String::new(),
        facts: Facts::default(),
        code: Code(code.to_owned()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}

/// kind, then how many (of party meetings), then why so few (of 3 and more; required), then who.
fn meeting() -> EntryKind {
    let kind = AskedField { required: true, ..field("m.kind", FieldType::Choice(choices())) };
    let present = AskedField { when: after("m.kind", &["a"], None), ..field("m.present", times()) };
    let why = AskedField {
        required: true,
        when: after("m.present", &[], Some(3)),
        ..field("m.why", FieldType::Text { max: 4 })
    };
    let fields = vec![kind, present, why, field("m.chair", FieldType::Person)];
    EntryKind { id: "meeting".to_owned(), name: "会议".to_owned(), fields }
}

fn ids(fields: &[&AskedField]) -> Vec<String> {
    fields.iter().map(|f| f.id.clone()).collect()
}

#[test]
fn limits_speak_in_the_fields_own_words() {
    let own = AskedField { message: "会议不会超过 50 人。".to_owned(), ..field("f", times()) };
    assert_eq!(own.parse("99", NOBODY).unwrap_err(), "会议不会超过 50 人。");
    assert_eq!(own.accept(&Value::Integer(99)).unwrap_err(), "会议不会超过 50 人。");
    assert!(own.parse(" ", NOBODY).unwrap_err().contains("请填写"), "an empty field is not out of limits");
    assert_eq!(own.parse("12 人", NOBODY), Ok(Value::Integer(12)));
    let plain = field("f", times());
    assert_eq!(plain.accept(&Value::Integer(99)), Err("请填 0 到 50 之间的整数（人）。".to_owned()));
    assert_eq!(plain.accept(&Value::Money(Money(100))), plain.accept(&Value::Integer(99)));
    let words = plain.accept(&Value::Text("12".to_owned()));
    assert_eq!(words, Err("“12”不能填在这里；应填：0 到 50人。".to_owned()), "the words of a number are no number");
}

#[test]
fn a_figure_said_roughly_is_refused_in_words_of_its_own() {
    let own = AskedField { message: "会议不会超过 50 人。".to_owned(), ..field("f", times()) };
    let why = own.parse("四五人", NOBODY).unwrap_err();
    assert_eq!(why, "“四五人”是约数（四人 至 五人），这里要写一个确切的数。");
    assert_eq!(own.parse("45人", NOBODY), Ok(Value::Integer(45)));
}

#[test]
fn a_date_is_read_by_the_day_on_which_it_was_said_and_lies_not_after_it() {
    let date = field("d", FieldType::Date);
    let said = PartialDate::parse("2026-03-12");
    for (text, want) in [
        ("昨天", Some("2026-03-11")),
        ("去年六月十四", Some("2025-06-14")),
        ("2026年3月12日", Some("2026-03-12")),
        ("2026年3月", Some("2026-03")),
        ("2026年3月13日", None),
        ("2027年", None),
        ("2025年6月二三日", None),
    ] {
        let read = date.parse_said(text, NOBODY, said).ok();
        assert_eq!(read, want.and_then(PartialDate::parse).map(Value::Date), "{text}");
    }
    assert!(date.parse_said("2027年", NOBODY, said).unwrap_err().contains("以后"));
    assert_eq!(date.parse("2027年", NOBODY), Ok(Value::Date(PartialDate::parse("2027").unwrap())));
}

#[test]
fn a_field_left_open_is_none_unless_required() {
    let mut f = field("f", FieldType::Date);
    assert_eq!(f.fill("  ", NOBODY), Ok(None));
    f.required = true;
    assert_eq!(f.fill("", NOBODY), Err("请填写“f”。".to_owned()));
    assert!(f.fill("昨天", NOBODY).is_err());
}

#[test]
fn what_stands_alone_is_chosen_alone() {
    let f = AskedField { exclusive: vec!["none".to_owned()], ..field("f", FieldType::Choices(choices())) };
    let several = |ids: &[&str]| Value::Choices(ids.iter().map(ToString::to_string).collect());
    assert_eq!(f.parse("没有记载", NOBODY), Ok(several(&["none"])));
    assert_eq!(f.parse("1 2", NOBODY), Ok(several(&["a", "b"])));
    let refused = "选了“没有记载”就不能再选别的，请只留一边。";
    assert_eq!(f.parse("1，3", NOBODY).unwrap_err(), refused);
    assert_eq!(f.accept(&several(&["a", "none"])).unwrap_err(), refused);
    assert!(f.accept(&several(&["a", "gone"])).is_err());
}

#[test]
fn people_are_named_as_far_as_it_takes() {
    let people = [
        person("王强", "局长", "A1"),
        person("王强", "会计", "A2"),
        person("李明", "干部", "A3"),
        person("李明", "干部", "A4"),
        person("赵敏", "干部", "A5"),
    ];
    let shown: Vec<String> = people.iter().map(|p| people.shown(p.id)).collect();
    assert_eq!(shown, ["王强 局长", "王强 会计", "李明 A3", "李明 A4", "赵敏"]);
    let f = field("f", FieldType::Person);
    for (person, shown) in people.iter().zip(&shown) {
        assert_eq!(f.parse(shown, &people[..]), Ok(Value::Person(person.id)), "{shown}");
        assert_eq!(f.parse(&person.code.0, &people[..]), Ok(Value::Person(person.id)));
        assert_eq!(f.show(&Value::Person(person.id), &people[..]), *shown);
    }
    assert_eq!(f.parse("王强", &people[..]).unwrap_err(), "名单里有几个“王强”，请写成：王强 局长、王强 会计。");
    assert_eq!(f.parse("孙悦", &people[..]).unwrap_err(), "名单里没有“孙悦”。请写姓名或代号。");
    let left = PersonId::new();
    assert_eq!(f.parse(&f.show(&Value::Person(left), &people[..]), &people[..]), Ok(Value::Person(left)));
}

#[test]
fn what_is_asked_hangs_on_what_was_answered() {
    let meeting = meeting();
    let mut values = Vec::new();
    assert_eq!(ids(&meeting.fields_for(&values)), ["m.kind", "m.chair"]);
    assert_eq!(ids(&meeting.missing(&values)), ["m.kind"]);
    set_value(&mut values, "m.kind", Some(Value::Choice("a".to_owned())));
    set_value(&mut values, "m.present", Some(Value::Integer(2)));
    assert_eq!(ids(&meeting.fields_for(&values)), ["m.kind", "m.present", "m.chair"]);
    assert!(meeting.check(&values).is_empty());
    set_value(&mut values, "m.present", Some(Value::Integer(3)));
    assert_eq!(ids(&meeting.missing(&values)), ["m.why"]);
    // What was noted stays, and is no longer required, when the kind of meeting is put right.
    set_value(&mut values, "m.kind", Some(Value::Choice("b".to_owned())));
    set_value(&mut values, "m.why", Some(Value::Text("请假缺席者多".to_owned())));
    assert_eq!(ids(&meeting.fields_for(&values)), ["m.kind", "m.present", "m.why", "m.chair"]);
    let lacks = meeting.check(&values);
    assert_eq!(
        lacks.iter().map(|l| (l.field.id.as_str(), l.why.as_str())).collect::<Vec<_>>(),
        [("m.why", "最多 4 个字，现在 6 个字。")]
    );
    set_value(&mut values, "m.gone", Some(Value::Integer(1)));
    assert_eq!(meeting.check(&values).len(), 1, "values of fields that the method does not have are left in peace");
}

/// Any value that could be typed into a field, with its field.
fn typed() -> impl Strategy<Value = (AskedField, Value)> {
    let all = choices();
    let limits = FieldType::Money { min: Money(-1_000_000), max: Money(1_000_000) };
    let date = (1900_i16..=2200, prop::option::of((1_i8..=12, prop::option::of(1_i8..=28))));
    let date = date
        .prop_map(|(y, rest)| PartialDate::new(y, rest.map(|(m, _)| m), rest.and_then(|(_, d)| d)).map(Value::Date));
    prop_oneof![
        "[^\\s][^\n]{0,6}[^\\s]".prop_map(|t| (field("f", FieldType::Text { max: 8 }), Value::Text(t))),
        (0_i64..=50, prop_oneof![Just(""), Just("人"), Just("人次"), Just("个"), Just("％")]).prop_map(|(n, unit)| {
            (field("f", FieldType::Integer { min: 0, max: 50, unit: unit.to_owned() }), Value::Integer(n))
        }),
        (-1_000_000_i64..=1_000_000).prop_map(move |n| (field("f", limits.clone()), Value::Money(Money(n)))),
        date.prop_filter_map("no such day", |v| Some((field("f", FieldType::Date), v?))),
        (1900_i16..=2200, 1_i8..=12).prop_filter_map("no such month", |(y, m)| {
            Some((field("f", FieldType::Month), Value::Date(PartialDate::new(y, Some(m), None)?)))
        }),
        (0_usize..3).prop_map({
            let all = all.clone();
            move |i| (field("f", FieldType::Choice(all.clone())), Value::Choice(all[i].0.clone()))
        }),
        prop::collection::btree_set(0_usize..3, 1..4).prop_map(move |picks| {
            let ids = picks.into_iter().map(|i| all[i].0.clone()).collect();
            (field("f", FieldType::Choices(all.clone())), Value::Choices(ids))
        }),
        any::<bool>().prop_map(|yes| (field("f", FieldType::YesNo), Value::YesNo(yes))),
    ]
}

proptest! {
    /// What is shown may be typed again, and what can be typed is accepted from elsewhere too.
    #[test]
    fn what_is_shown_may_be_typed_again((field, value) in typed()) {
        prop_assert_eq!(field.accept(&value), Ok(()));
        prop_assert_eq!(field.parse(&field.show(&value, NOBODY), NOBODY), Ok(value));
    }

    /// Whatever is typed is refused with a message or shown so that it reads back.
    #[test]
    fn whatever_is_typed_is_refused_or_reads_back((field, _) in typed(), text in ".{0,12}") {
        match field.parse(&text, NOBODY) {
            Ok(value) => prop_assert_eq!(field.parse(&field.show(&value, NOBODY), NOBODY), Ok(value)),
            Err(why) => prop_assert!(!why.is_empty()),
        }
    }

    /// In any order of changes, every value stays on the form, the order is the method's, and nothing hidden is required.
    #[test]
    fn a_value_never_vanishes(changes in prop::collection::vec((0_usize..4, 0_i64..5), 0..20)) {
        let meeting = meeting();
        let mut values: Vec<FieldValue> = Vec::new();
        for (at, n) in changes {
            let value = match at {
                _ if n == 4 => None,
                0 => Some(Value::Choice(["a", "b", "none", "a"][usize::try_from(n).unwrap()].to_owned())),
                1 => Some(Value::Integer(n)),
                2 => Some(Value::Text("x".repeat(usize::try_from(n).unwrap() + 1))),
                _ => Some(Value::Person(PersonId::new())),
            };
            set_value(&mut values, &meeting.fields[at].id, value);
            let offered = ids(&meeting.fields_for(&values));
            prop_assert!(values.iter().all(|v| offered.contains(&v.field)));
            let order: Vec<_> = meeting.fields.iter().map(|f| f.id.clone()).filter(|id| offered.contains(id)).collect();
            prop_assert_eq!(&order, &offered);
            prop_assert!(meeting.missing(&values).iter().all(|f| offered.contains(&f.id)));
        }
    }
}
