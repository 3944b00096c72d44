//! Officers of villages and communities.

use super::class::Seat;
use crate::model::unit_kind::UnitKind;

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// The seat that a post is in a village or community; `None`: it is none of theirs. Then what is unsure about it.
pub(super) fn seat(kind: UnitKind, post: &str) -> Option<(Seat, Option<&'static str>)> {
    let own = kind.is_village();
    if !own && !names_one(post) {
        return None;
    }
    if own && has(post, &["物业"]) {
        return None;
    }
    let own_seat = |seat: Seat| if own { seat } else { Seat::None };
    if has(post, &["第一书记", "工作队"]) {
        let posted = has(post, &["队员"]).then_some("驻村工作队员，各地归类不一");
        return Some((Seat::None, posted));
    }
    if ["老党员", "普通党员", "预备党员", "党员"].iter().any(|w| post.ends_with(w)) {
        return None;
    }
    if has(
        post,
        &[
            "监督委员会",
            "监委会",
            "小组",
            "组长",
            "会计",
            "文书",
            "报账",
            "妇联",
            "妇女主任",
            "治保",
            "调解",
            "计生",
            "团支部",
            "民兵",
            "后备",
            "村干部",
            "社区干部",
            "出纳",
        ],
    ) {
        return Some((Seat::None, None));
    }
    let deputy = post.contains('副');
    if has(post, &["书记", "支书"]) && !deputy && !post.contains("团") {
        return Some((own_seat(Seat::Head), None));
    }
    if post.ends_with("主任") && !deputy || post.ends_with("村长") {
        let why = "只写主任，没有写书记：是否为主要负责人请核对";
        return Some((own_seat(Seat::Body), own.then_some(why)));
    }
    if has(post, &["副书记", "副主任", "委员", "两委", "副支书"]) {
        return Some((own_seat(Seat::Body), None));
    }
    if post.ends_with("理事长") || post.ends_with("社长") {
        return Some((Seat::None, None));
    }
    None
}

/// Whether a post of another unit's roster names a village: 村 or 社区 before the word of an office of theirs. Never inside
/// 农业农村, 乡村振兴 or the name of a town (王村镇).
fn names_one(post: &str) -> bool {
    const AFTER: [&str; 17] = [
        "党",
        "支",
        "委",
        "两委",
        "书记",
        "主任",
        "会计",
        "文书",
        "报账",
        "妇",
        "监",
        "副",
        "民小组",
        "民委员会",
        "干部",
        "第一书记",
        "居",
    ];
    if has(post, &["居委会", "居民委员会", "村委会", "村民委员会", "村民小组", "居民小组"]) {
        return true;
    }
    if has(post, &["驻村"]) || (post.starts_with('驻') && post.contains('村')) {
        return has(post, &["第一书记", "工作队", "队长", "队员"]);
    }
    if matches!(post, "支书" | "村长" | "妇女主任") {
        return true;
    }
    if has(post, &["股份经济合作社", "经济联合社"]) {
        return true;
    }
    let after = |word: &str| {
        post.match_indices(word).any(|(at, _)| {
            let before = post.get(..at).unwrap_or_default();
            let rest = post.get(at + word.len()..).unwrap_or_default();
            let inside = before.ends_with(['农', '乡']) || before.ends_with("美丽") || before.ends_with("和美");
            !inside
                && AFTER.iter().any(|w| rest.starts_with(w))
                && !rest.starts_with("支部建设")
                && !rest.starts_with("干部管理")
        })
    };
    after("村") || after("社区")
}
