//! What the Party status of a person is: as the column writes it, and as a post proves it.

use super::clean::Piece;
use crate::model::people::Party;
use crate::model::unit_kind::UnitKind;
use crate::text::blank::is_blank;

const OTHER_PARTIES: [&str; 9] = ["民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟", "民主党派"];
const NONE: [&str; 7] = ["非党", "党外", "非中共", "无党派", "积极分子", "发展对象", "共青团员"];

/// Party status as rosters write it. `Err` gives the reason for a doubt.
pub(in crate::import::people) fn party(text: &str) -> Result<Party, String> {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let has = |words: &[&str]| words.iter().any(|w| bare.contains(w));
    Ok(match bare.as_str() {
        "" | "/" | "—" | "-" | "——" | "--" => Party::Unknown,
        "是" | "√" | "党" | "中共" | "TRUE" => Party::Member,
        "否" | "×" | "无" | "非" | "FALSE" => Party::No,
        _ if has(&["非党", "非中共", "无党派", "党外"]) => Party::No,
        // Who is of both is of the Party: some are.
        _ if has(&["中共党员", "中国共产党党员", "中共正式党员"]) && has(&OTHER_PARTIES) => {
            Party::Member
        }
        // Members of other parties are 党员 too, so they come first.
        _ if has(&OTHER_PARTIES) || has(&["农工", "致公", "九三"]) => Party::No,
        _ if has(&["群众", "团员"]) => Party::No,
        _ if has(&["预备"]) => Party::Probationary,
        _ if has(&["积极分子", "发展对象"]) => Party::No,
        _ if has(&["党员", "中共", "共产党"]) => Party::Member,
        _ => return Err(format!("政治面貌“{}”认不出，未记", bare.chars().take(12).collect::<String>())),
    })
}

/// What the posts prove; `None`: they do not say. It is a guess: the column decides.
pub(super) fn of_posts(kind: UnitKind, unit: &str, pieces: &[Piece]) -> Option<Party> {
    let all =
        || pieces.iter().flat_map(|p| std::iter::once(p.text.as_str()).chain(p.asides.iter().map(String::as_str)));
    if all().any(|t| NONE.iter().chain(&OTHER_PARTIES).any(|w| t.contains(w))) {
        return Some(Party::No);
    }
    if all().any(|t| t.contains("预备党员")) {
        return Some(Party::Probationary);
    }
    if pieces.iter().flat_map(|p| &p.asides).any(|a| matches!(a.as_str(), "群众" | "团员")) {
        return Some(Party::No);
    }
    let member = |t: &str| proves(kind, unit, t);
    let posts = pieces.iter().map(|p| p.text.as_str());
    let asides = pieces.iter().flat_map(|p| &p.asides).any(|a| is_member(a));
    (asides || posts.into_iter().any(member)).then_some(Party::Member)
}

fn is_member(text: &str) -> bool {
    text.contains("党员")
        && !["党员服务", "党员教育", "党员活动", "党员管理", "党员发展", "党员档案", "党员群众"]
            .iter()
            .any(|w| text.contains(w))
}

/// Whether one post is open to members of the Party only.
fn proves(kind: UnitKind, unit: &str, post: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|w| post.contains(w));
    if post.ends_with("秘书") || has(&["团支部", "团委", "团总支", "团县委"]) {
        return false;
    }
    // An organ's name, not its office or its secretary: 党委书记, not 党委办公室.
    let organ = |word: &str| {
        post.match_indices(word).any(|(at, _)| {
            let rest = post.get(at + word.len()..).unwrap_or_default();
            !["办", "政府", "政办", "秘书", "活动", "会议"].iter().any(|w| rest.starts_with(w))
        })
    };
    let police = kind == UnitKind::Police
        || has(&["派出所", "大队", "中队", "看守所", "拘留所", "消防", "支队", "法警"])
        || matches!(kind, UnitKind::Court | UnitKind::Procuratorate);
    if ["党组", "党委", "党工委", "党总支", "党支部", "党小组", "纪委", "纪工委", "支部"].iter().any(|w| organ(w))
    {
        return true;
    }
    if has(&["纪检", "第一书记", "组织委员", "宣传委员", "统战委员", "政法委员", "政治委员", "支书", "党代表", "总支"])
        || (post.ends_with("政委"))
        || (police && post.ends_with("教导员"))
        || (police && post.ends_with("指导员"))
        || is_member(post)
    {
        return true;
    }
    if post.ends_with("书记") {
        return true;
    }
    // Heads and deputies of the Party's own offices.
    let leads = ["部长", "主任", "书记", "局长"].iter().any(|w| post.ends_with(w));
    let party_office = |text: &str| {
        [
            "组织部",
            "宣传部",
            "统战部",
            "政法委",
            "县委办",
            "县委编办",
            "编办",
            "巡察办",
            "网信办",
            "县委组织",
            "社会工作部",
            "县委老干部局",
        ]
        .iter()
        .any(|w| text.contains(w))
    };
    let bare = |t: &str| {
        let title = t.trim_start_matches("常务").trim_start_matches('副');
        matches!(title, "部长" | "主任")
    };
    kind == UnitKind::PartyOrgan
        && leads
        && ((party_office(post) && (has(&["办公室主任", "办公室副主任"]) || !has(&["科", "股", "室主任"])))
            || (bare(post) && (post.ends_with("部长") || party_office(unit))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn party_status_in_all_words() {
        for (text, want) in [
            ("中共党员", Party::Member),
            ("党 员", Party::Member),
            ("中国共产党党员", Party::Member),
            ("中共预备党员", Party::Probationary),
            ("群众", Party::No),
            ("民革党员", Party::No),
            ("九三学社社员", Party::No),
            ("民进、中共党员", Party::Member),
            ("中共党员、民盟盟员", Party::Member),
            ("非党员", Party::No),
            ("非中共党员", Party::No),
            ("共青团员", Party::No),
            ("入党积极分子", Party::No),
            ("", Party::Unknown),
        ] {
            assert_eq!(party(text), Ok(want), "{text}");
        }
        assert!(party("待查").is_err());
    }
}
