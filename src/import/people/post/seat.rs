//! Seats on leading bodies, of the Party, of discipline and of the unit; secretaries of Party organisations.

use super::class::{PostClass, Seat};
use super::own;
use super::part::{HEAD, InUnit, MEMBER, MIDDLE, Part, STAFF, ends, has};
use super::title::Title;
use crate::model::unit_kind::UnitKind;

/// 党组, 党委, 班子 and what else a seat on the leading body is named by; 工会, 团, 妇联.
pub(super) fn bodies(unit: &InUnit<'_>, post: &str) -> Option<Part> {
    let kind = unit.kind;
    let lower = has(post, &["机关党委", "机关党组", "支部"]);
    if ends(post, &["党组成员", "党委委员", "党委成员", "党工委委员", "党工委成员", "分党组成员", "党委常委"]) && !lower
    {
        return Some(MEMBER);
    }
    if ends(post, &["班子成员", "班子副职", "副职领导", "副科级领导"]) || matches!(post, "副职" | "班子副职")
    {
        return Some(MEMBER);
    }
    if ends(post, &["党组副书记", "党委副书记", "党工委副书记", "党委专职副书记", "党工委专职副书记", "党组专职副书记"])
        && !lower
    {
        let other = Title::of(post).map(|t| t.org.trim_end_matches("党委").trim_end_matches("党组"));
        return Some(if other.is_some_and(|o| elsewhere(unit, o, "书记")) { MIDDLE } else { MEMBER.as_deputy() });
    }
    if ends(post, &["机关党委副书记", "机关党委专职副书记"]) {
        return Some(MIDDLE.doubt("机关党委专职副书记，各地算法不一"));
    }
    if has(post, &["团委", "团总支", "团县委", "团市委", "团区委"]) && post.ends_with("书记") {
        let own = has(post, &["团县委", "团市委", "团区委", "共青团"]) && kind == UnitKind::PartyOrgan;
        return Some(match (own, post.contains('副')) {
            (true, false) => HEAD,
            (true, true) => MEMBER.as_deputy(),
            (false, _) => MIDDLE,
        });
    }
    if has(post, &["团支部"]) {
        return Some(STAFF);
    }
    if post.contains("工会") && !post.contains("总工会") {
        let of = Title::of(post)?;
        return match (of.word, of.deputy) {
            ("主席", false) => Some(if kind == UnitKind::PartyOrgan {
                MIDDLE
            } else {
                MEMBER.doubt("工会主席，有的地方不算班子成员")
            }),
            ("主席", true) => Some(MIDDLE),
            _ => None,
        };
    }
    if has(post, &["妇联", "妇委会", "残联", "科协", "文联", "侨联", "工商联", "关工委", "老体协", "红十字"])
        && kind != UnitKind::PartyOrgan
    {
        return Title::of(post).map(|_| MIDDLE);
    }
    None
}

/// 纪委, 纪检监察组.
pub(super) fn discipline(unit: &InUnit<'_>, post: &str) -> Option<Part> {
    let kind = unit.kind;
    let own = has(&unit.name.full, &["纪委", "纪律检查"]);
    if ends(post, &["纪检监察组副组长", "纪检组副组长", "派驻组副组长"]) {
        return Some(MIDDLE);
    }
    if ends(post, &["纪检监察组组长", "纪检监察组长", "纪检组组长", "纪检组长", "派驻组组长"])
    {
        return Some(if own { MIDDLE } else { MEMBER });
    }
    if ends(post, &["纪工委书记"]) {
        return Some(MEMBER);
    }
    if ends(post, &["纪工委副书记"]) {
        return Some(MIDDLE);
    }
    if ends(post, &["纪委书记", "纪律检查委员会书记"]) {
        let inner = has(post, &["机关纪委"]);
        return Some(match kind {
            _ if inner => MIDDLE,
            UnitKind::PartyOrgan => HEAD,
            _ => MEMBER,
        });
    }
    if ends(post, &["纪委副书记", "监委副主任"]) {
        return Some(if kind == UnitKind::PartyOrgan && !has(post, &["机关纪委"]) {
            MEMBER.as_deputy()
        } else {
            MIDDLE
        });
    }
    if ends(post, &["监委主任"]) {
        return Some(if kind == UnitKind::PartyOrgan { HEAD } else { MEMBER });
    }
    if ends(post, &["纪委常委", "监委委员"]) && kind == UnitKind::PartyOrgan {
        return Some(MEMBER);
    }
    if post.ends_with("监察办公室主任") || post.ends_with("监察办公室副主任") || post.ends_with("监察专员办公室主任")
    {
        return Some(MIDDLE);
    }
    if ends(post, &["纪委委员", "纪检委员", "纪检员", "纪检专干", "纪检干事"]) {
        let town =
            matches!(kind, UnitKind::Town | UnitKind::Street) && post.ends_with("纪检委员") && !post.contains("支部");
        return Some(if town { MEMBER } else { STAFF });
    }
    None
}

/// Seats on the leading body by the kind of the unit, and chief engineers everywhere.
pub(super) fn seats(kind: UnitKind, post: &str) -> Option<Part> {
    let town = matches!(kind, UnitKind::Town | UnitKind::Street);
    if has(post, &["支部"]) && ends(post, &["委员"]) {
        return Some(STAFF);
    }
    if post.ends_with("党小组组长") || post.ends_with("党小组长") {
        return Some(STAFF);
    }
    if town {
        if has(post, &["人大"]) && ends(post, &["主席", "人大工委主任", "人大工委副主任"]) {
            return Some(MEMBER);
        }
        if post == "主席" || post == "副主席" {
            return Some(MEMBER.doubt("没有写是哪里的主席，按人大主席看"));
        }
        if has(post, &["武装部", "人武部"]) && post.ends_with("长") {
            return Some(if post.contains('副') { MIDDLE } else { MEMBER });
        }
        if ends(
            post,
            &["组织委员", "宣传委员", "统战委员", "政法委员", "组宣委员", "宣统委员", "组织统战委员", "纪检委员"],
        ) {
            return Some(MEMBER);
        }
        if ends(post, &["政协工委主任", "政协委员工委主任"]) {
            return Some(MEMBER.doubt("政协工委主任，有的地方不算班子成员"));
        }
    } else if ends(post, &["组织委员", "宣传委员", "统战委员", "学习委员", "纪检委员", "青年委员", "群工委员"])
    {
        return Some(STAFF);
    }
    if ends(
        post,
        &[
            "总工程师",
            "总会计师",
            "总经济师",
            "总农艺师",
            "总规划师",
            "总兽医师",
            "总畜牧师",
            "总审计师",
            "总统计师",
            "总师",
            "总法律顾问",
        ],
    ) {
        return Some(if ends(post, &["副总工程师", "副总会计师", "副总经济师"]) {
            MIDDLE
        } else {
            MEMBER
        });
    }
    if ends(post, &["监事会主席", "监事长", "监事会主任", "监事会副主任"]) {
        return Some(MEMBER);
    }
    if ends(post, &["审判委员会专职委员", "审委会专职委员", "检察委员会专职委员", "检委会专职委员", "审判委员会专委"])
    {
        return Some(MEMBER.doubt("专职委员，有的地方不算班子成员"));
    }
    if ends(post, &["助理"]) {
        const WHOSE: [&str; 7] = ["局长助理", "镇长助理", "乡长助理", "院长助理", "校长助理", "总经理助理", "主任助理"];
        let why = "助理，有的地方算班子成员";
        return Some(if ends(post, &WHOSE) { MIDDLE.doubt(why) } else { Part { rank: true, ..STAFF } });
    }
    if matches!(post, "政委" | "副政委" | "政治委员") {
        return Some(MEMBER);
    }
    (kind == UnitKind::Company && ends(post, &["董事"])).then_some(MEMBER.doubt("董事，是否在班子里请核对"))
}

/// 书记 of a Party organisation.
pub(super) fn secretary(unit: &InUnit<'_>, post: &str) -> Option<Part> {
    let of = Title::of(post).filter(|t| t.word == "书记")?;
    let kind = unit.kind;
    let seat = if of.deputy { MEMBER.as_deputy() } else { HEAD };
    if of.org.ends_with("第一") {
        return Some(Part::of(PostClass::Village(Seat::None)).doubt("第一书记，按驻村干部看"));
    }
    if of.org.ends_with("机关党委") || of.org.ends_with("机关党组") {
        return Some(MIDDLE);
    }
    let strip = |words: &[&str]| words.iter().find_map(|w| of.org.strip_suffix(w));
    if let Some(org) = strip(&["党组", "党委", "党工委", "分党组", "机关工委", "直属机关工委", "工委", "委员会"])
    {
        let inner = elsewhere(unit, org, "书记");
        return Some(if inner { MIDDLE } else { seat });
    }
    if let Some(org) = strip(&["党总支", "总支", "党总支部"]) {
        let lower = matches!(kind, UnitKind::School | UnitKind::Hospital | UnitKind::Institution | UnitKind::Company);
        let own = org.is_empty()
            || unit.name.is(org)
            || own::is_self_word(kind, org)
            || (!unit.name.is_known() && own::by_kind(kind, org, "书记"));
        return Some(match (lower, own) {
            (true, true) => seat,
            (false, true) => MIDDLE.doubt("党总支书记，是否为主要负责人请核对"),
            (_, false) => MIDDLE,
        });
    }
    if let Some(org) = strip(&["党支部", "支部"]) {
        let lower = matches!(kind, UnitKind::School | UnitKind::Institution | UnitKind::Company);
        let own = org.is_empty() || unit.name.is(org) || own::is_self_word(kind, org);
        return Some(match (lower, own) {
            (true, true) => seat,
            (false, true) => MIDDLE.doubt("支部书记，是否为主要负责人请核对"),
            (_, false) => MIDDLE,
        });
    }
    let own = of.org.is_empty()
        || unit.name.is(of.org)
        || own::is_self_word(kind, of.org)
        || (kind == UnitKind::PartyOrgan && own::by_kind(kind, of.org, "书记") && !unit.name.is_known())
        || (kind == UnitKind::Town && ends(of.org, &["镇", "乡"]))
        || (kind == UnitKind::Street && of.org.ends_with("街道"))
        || (kind == UnitKind::PartyOrgan && ends(of.org, &["政法委", "工委", "纪委"]));
    Some(if own { seat } else { MIDDLE })
}

/// Whether `org` names a body that is not the unit. Nothing, the unit's own name, a word for itself and a place are not.
fn elsewhere(unit: &InUnit<'_>, org: &str, title: &str) -> bool {
    let bare = org.trim_start_matches("中共");
    if bare.is_empty()
        || unit.name.is(bare)
        || own::is_self_word(unit.kind, bare)
        || bare.ends_with("直属机关")
        || bare.ends_with("县直")
    {
        return false;
    }
    match unit.kind {
        UnitKind::Town => !ends(bare, &["镇", "乡"]),
        UnitKind::Street => !ends(bare, &["街道"]),
        UnitKind::Institution | UnitKind::School | UnitKind::Hospital | UnitKind::Company if unit.name.is_known() => {
            true
        }
        _ if own::by_kind(unit.kind, bare, title) => false,
        // 县水利局党组书记: a bureau on its own roster.
        _ => {
            let own_noun: &[&str] = match unit.kind {
                UnitKind::Bureau | UnitKind::Police | UnitKind::Vertical => &["局", "委", "委员会", "办公室"],
                UnitKind::Court => &["法院"],
                UnitKind::Procuratorate => &["检察院"],
                UnitKind::PartyOrgan => &["部", "会", "联", "委", "协", "局", "办"],
                _ => &["公司", "集团", "学", "校", "院", "中心", "馆", "站", "社", "局"],
            };
            unit.name.is_known() && ends(bare, own_noun) && unit.kind != UnitKind::PartyOrgan && !same_noun(unit, bare)
                || !ends(bare, own_noun)
        }
    }
}

/// A bureau whose name is not the one on file may have been renamed: 水务局 for 水利局.
fn same_noun(unit: &InUnit<'_>, org: &str) -> bool {
    unit.name.full.chars().any(|c| org.starts_with(c))
        || own::without_place(org).chars().next().is_some_and(|c| unit.name.full.contains(c))
}
