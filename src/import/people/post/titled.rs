//! Titles of the unit's own heads and deputies, and of those who head something smaller.

use super::own;
use super::part::{HEAD, InUnit, MEMBER, MIDDLE, Part, STAFF, ends};
use super::title::{self, Title};
use crate::model::unit_kind::UnitKind;

/// A title with nothing, the unit, or something smaller before it.
pub(super) fn titled(unit: &InUnit<'_>, post: &str) -> Option<Part> {
    let kind = unit.kind;
    let of = Title::of(post)?;
    if title::is_inner(of.word) {
        return Some(MIDDLE);
    }
    match of.word {
        "组长" | "班长" | "区长" => return Some(STAFF),
        "主任" if of.org == "班" || of.org.ends_with("级班") => return Some(STAFF),
        "政委" | "政治委员" => {
            return Some(if matches!(kind, UnitKind::Police | UnitKind::Vertical) && of.org.contains("局") {
                MEMBER
            } else {
                MIDDLE
            });
        }
        "主要负责人" => {
            let own = of.org.is_empty() || is_own(unit, of) || matches!(of.org, "单位" | "本单位");
            return Some(if own { HEAD } else { MIDDLE });
        }
        "负责人" => {
            return Some(match of.org {
                "" | "单位" | "本单位" => HEAD.doubt("只写“负责人”，是否为主要负责人请核对"),
                _ => MIDDLE,
            });
        }
        "秘书长" => {
            let own = matches!(kind, UnitKind::PartyOrgan | UnitKind::Institution);
            return Some(if own && !of.deputy {
                MEMBER.doubt("秘书长，是否在班子里请核对")
            } else {
                MIDDLE
            });
        }
        "总监" => return Some(MIDDLE.doubt("总监，是否在班子里请核对")),
        _ => {}
    }
    if is_own(unit, of) {
        let school =
            of.first_deputy && (of.org.contains("党校") || (of.org.is_empty() && unit.name.full.contains("党校")));
        return Some(match (of.deputy, school) {
            (false, _) | (_, true) => Part {
                other_body: !of.org.is_empty() && !unit.name.is(of.org) && !own::is_self_word(kind, of.org),
                ..HEAD
            },
            (true, false) => MEMBER.as_deputy(),
        });
    }
    Some(if of.org.is_empty() && matches!(of.word, "主任" | "书记" | "主席") {
        MIDDLE.doubt("没有写是哪里的，按内设机构看")
    } else if named_alike(unit, of) {
        MIDDLE.doubt("写的不是本单位的名称，按下属单位看")
    } else if kind == UnitKind::Court && of.org.ends_with("执行局") && !of.deputy || matches!(post, "政治部主任")
    {
        MIDDLE.doubt("有的地方是班子成员")
    } else {
        MIDDLE
    })
}

/// The title is one of the unit's heads, and another name stands before it.
fn named_alike(unit: &InUnit<'_>, of: Title<'_>) -> bool {
    unit.name.is_known()
        && bare_heads(unit.kind).contains(&of.word)
        && own::by_kind(unit.kind, of.org, of.word)
        && !matches!(unit.kind, UnitKind::Institution)
}

/// Whether a title is that of the unit's own head or deputy.
pub(super) fn is_own(unit: &InUnit<'_>, of: Title<'_>) -> bool {
    if title::is_inner(of.word) {
        return false;
    }
    let kind = unit.kind;
    let org = of.org.strip_suffix("理事会").unwrap_or(of.org);
    let heads = bare_heads(kind).contains(&of.word);
    if org.is_empty() {
        return heads || (of.word == "主任" && is_commission(&unit.name.full));
    }
    if unit.name.is(org) {
        return heads || is_commission(&unit.name.full) || kind == UnitKind::Institution;
    }
    if own::is_self_word(kind, org) {
        return heads;
    }
    if matches!(kind, UnitKind::Town) && heads && matches!(of.word, "镇长" | "乡长") {
        return true;
    }
    !unit.name.is_known() && (heads || of.word == "主任") && own::by_kind(kind, org, of.word)
}

/// A unit that is headed by a 主任: a commission, an office, a centre.
fn is_commission(name: &str) -> bool {
    let body = crate::model::unit_kind::body_of(name);
    ends(body, &["委", "委员会", "办", "办公室", "中心", "管委会", "街道", "办事处"])
}

/// The titles of the heads of a kind, bare.
const fn bare_heads(kind: UnitKind) -> &'static [&'static str] {
    match kind {
        UnitKind::Town => &["镇长", "乡长", "书记"],
        UnitKind::Street => &["主任", "书记"],
        UnitKind::Bureau | UnitKind::Police => &["局长", "书记"],
        UnitKind::School => &["校长", "园长", "书记"],
        UnitKind::Hospital | UnitKind::Court => &["院长", "书记"],
        UnitKind::Procuratorate => &["检察长", "书记"],
        UnitKind::Institution => &[
            "主任",
            "馆长",
            "台长",
            "站长",
            "所长",
            "场长",
            "队长",
            "大队长",
            "支队长",
            "总队长",
            "校长",
            "院长",
            "社长",
            "园长",
            "局长",
            "理事长",
            "会长",
            "书记",
            "总编辑",
        ],
        UnitKind::Company => &["董事长", "总经理", "理事长", "行长", "总裁", "书记", "经理"],
        UnitKind::PartyOrgan => &["部长", "书记", "主任", "主席", "理事长", "会长", "局长"],
        UnitKind::Vertical => &["局长", "行长", "总经理", "支队长", "大队长", "队长", "书记"],
        UnitKind::Village | UnitKind::Community => &[],
    }
}
