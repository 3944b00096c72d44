//! One of a person's posts: the last title, and what stands before it.

use super::class::{PostClass, Seat};
use super::own::{self, OwnName};
use super::title::{self, Title};
use super::{public, village};
use crate::model::unit_kind::UnitKind;

/// What one post makes of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) class: PostClass,
    /// The field differs here, or the name does not settle it.
    pub(super) unsure: Option<&'static str>,
    /// A rank or a professional title only.
    pub(super) rank: bool,
    /// A deputy of the unit: with 主持工作 he is its head.
    pub(super) deputy: bool,
    /// Heads a body that is named and is not known to be the unit.
    pub(super) other_body: bool,
}

impl Part {
    const fn of(class: PostClass) -> Self {
        Self { class, unsure: None, rank: false, deputy: false, other_body: false }
    }

    const fn doubt(self, why: &'static str) -> Self {
        Self { unsure: Some(why), ..self }
    }

    const fn as_deputy(self) -> Self {
        Self { deputy: true, ..self }
    }
}

const HEAD: Part = Part::of(PostClass::Head);
const MEMBER: Part = Part::of(PostClass::Member);
const MIDDLE: Part = Part::of(PostClass::Middle);
const OFFICE: Part = Part::of(PostClass::Office);
const STAFF: Part = Part::of(PostClass::Staff);
const FINANCE: Part = Part::of(PostClass::Finance { leading: false });

/// What the posts of one unit are judged by.
pub(super) struct InUnit<'a> {
    pub(super) kind: UnitKind,
    pub(super) name: &'a OwnName,
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.ends_with(w))
}

/// Judges one post; `None`: it says nothing about this unit.
pub(super) fn judge(unit: &InUnit<'_>, post: &str) -> Option<Part> {
    let kind = unit.kind;
    if outside(unit, post) {
        return None;
    }
    if let Some(doubt) = public::is_public(kind, post) {
        return Some(Part { unsure: doubt, ..Part::of(PostClass::Public) });
    }
    if let Some((seat, doubt)) = village::seat(kind, post) {
        return Some(Part { unsure: doubt, ..Part::of(PostClass::Village(seat)) });
    }
    if kind.is_village() {
        return Some(Part::of(PostClass::Village(Seat::None)).doubt("村（社区）里的其他人员")).filter(|_| {
            ends(post, &["员", "专干", "工作者"]) && !has(post, &["党员", "保洁", "护林", "水管", "公益"])
        });
    }
    if ends(post, &["秘书"]) {
        return Some(OFFICE);
    }
    if post.ends_with("书记员") {
        return Some(STAFF);
    }
    bodies(unit, post)
        .or_else(|| discipline(unit, post))
        .or_else(|| seats(kind, post))
        .or_else(|| secretary(unit, post))
        .or_else(|| work(unit, post))
        .or_else(|| titled(unit, post))
}

/// Offices of the county that are outside every unit but their own.
fn outside(unit: &InUnit<'_>, post: &str) -> bool {
    let bare = own::without_place(post.trim_start_matches("中共"));
    let of_county = bare != post
        || post.starts_with(['县', '市', '区'])
        || post.starts_with("副县长")
        || post.starts_with("副区长");
    if post.contains('团') {
        return false;
    }
    let own = |w: &str| unit.name.full.contains(w);
    let county = (has(post, &["政协副主席", "政协主席", "政协常委"]) && !own("政协"))
        || (has(post, &["人大常委会副主任", "人大常委会主任", "人大常委会委员"]) && !own("人大"))
        || (ends(post, &["县委常委", "县委副书记", "县委书记", "县委委员", "区委常委", "市委常委", "县委候补委员"]))
        || ends(post, &["副县长", "副区长", "副市长"])
        || matches!(post, "县长" | "区长" | "市长")
        || ends(post, &["人大代表", "政协委员", "党代表"]);
    county && (of_county || ends(post, &["县长", "代表", "政协委员"]))
}

/// 党组, 党委, 班子 and what else a seat on the leading body is named by; 工会, 团, 妇联.
fn bodies(unit: &InUnit<'_>, post: &str) -> Option<Part> {
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
fn discipline(unit: &InUnit<'_>, post: &str) -> Option<Part> {
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
fn seats(kind: UnitKind, post: &str) -> Option<Part> {
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
fn secretary(unit: &InUnit<'_>, post: &str) -> Option<Part> {
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

/// Work that tells the type whatever the rank: money, minutes; then plain ranks.
fn work(unit: &InUnit<'_>, post: &str) -> Option<Part> {
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

/// A title with nothing, the unit, or something smaller before it.
fn titled(unit: &InUnit<'_>, post: &str) -> Option<Part> {
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
fn is_own(unit: &InUnit<'_>, of: Title<'_>) -> bool {
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
