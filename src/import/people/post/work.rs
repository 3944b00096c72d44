//! Work that tells the type whatever the rank: money, minutes; plain ranks.

use super::class::PostClass;
use super::own;
use super::part::{FINANCE, InUnit, OFFICE, Part, STAFF, ends, has};
use super::title::Title;
use super::titled::is_own;
use crate::model::unit_kind::UnitKind;

/// Work that tells the type whatever the rank: money, minutes; then plain ranks.
pub(super) fn work(unit: &InUnit<'_>, post: &str) -> Option<Part> {
    let of = Title::of(post);
    let own_title = of.is_some_and(|t| is_own(unit, t));
    if post.ends_with("财务总监") {
        return Some(Part::of(PostClass::Finance { leading: true }));
    }
    let supervises = has(post, &["会计管理", "会计监督", "会计事务", "会计学会", "会计教研"]);
    if !own_title
        && !supervises
        && has(
            post,
            &[
                "财务",
                "会计",
                "出纳",
                "报账",
                "记账",
                "财会",
                "计财",
                "核算中心",
                "核算员",
                "财审",
                "收银",
                "结算中心",
                "结算员",
            ],
        )
    {
        return Some(FINANCE);
    }
    if !own_title && is_office(unit, post) {
        return Some(OFFICE);
    }
    is_rank(post).then_some(Part { rank: true, ..STAFF })
}

/// Ranks and professional titles.
fn is_rank(post: &str) -> bool {
    ends(
        post,
        &[
            "调研员",
            "主任科员",
            "科员",
            "巡视员",
            "警长",
            "警员",
            "主办",
            "主管",
            "督办",
            "行政执法员",
            "法官",
            "检察官",
            "医师",
            "护师",
            "药师",
            "技师",
            "教师",
            "工程师",
            "农艺师",
            "经济师",
            "职员",
            "审判员",
            "研究员",
            "馆员",
            "编辑",
            "兽医师",
            "统计师",
            "畜牧师",
        ],
    )
}

/// The office that keeps the minutes, and who works there; not the inspected office itself, nor one with a field of its own.
fn is_office(unit: &InUnit<'_>, post: &str) -> bool {
    const WORDS: [&str; 25] = [
        "党政办",
        "综合办",
        "党建办",
        "党办",
        "校办",
        "院办",
        "局办",
        "政办",
        "行政办",
        "综合股",
        "综合科",
        "综合部",
        "综合室",
        "综合处",
        "综合管理部",
        "综合管理科",
        "文秘",
        "文印",
        "机要",
        "档案",
        "秘书股",
        "秘书科",
        "秘书室",
        "文书",
        "收发",
    ];
    const BEFORE: [&str; 26] = [
        "",
        "党政",
        "党政综合",
        "综合",
        "党委",
        "党组",
        "党工委",
        "行政",
        "机关",
        "党委政府",
        "党建",
        "党建工作",
        "经理",
        "董事会",
        "党委会",
        "局长",
        "院长",
        "校长",
        "镇长",
        "政府",
        "镇政府",
        "乡政府",
        "总",
        "局",
        "院",
        "校",
    ];
    if has(post, &WORDS) && !has(post, &["秘书长", "档案馆", "档案局", "办公室", "综合办理", "项目综合"])
    {
        return true;
    }
    let Some((before, after)) = post.split_once("办公室") else { return false };
    // 县政府办公室 and 县委办公室, inspected: their own people are staff of a unit.
    let unit_office = matches!(unit.kind, UnitKind::Bureau | UnitKind::PartyOrgan)
        && (unit.name.is(post.get(..before.len() + "办公室".len()).unwrap_or(post)) && !before.is_empty()
            || before.starts_with(['县', '市', '区'])
                && ends(before, &["县委", "政府", "人大", "政协", "市委", "区委", "人大常委会"]));
    if unit_office {
        return has(after, &["综合", "秘书", "文秘"]);
    }
    BEFORE.contains(&before)
        || unit.name.is(before)
        || own::is_self_word(unit.kind, before)
        || ends(
            before,
            &[
                "局", "院", "校", "镇", "乡", "公司", "大队", "街道", "综合", "党政", "中学", "小学", "学校", "集团",
                "中心",
            ],
        )
}
