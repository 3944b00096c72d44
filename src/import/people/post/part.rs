//! One of a person's posts: the last title, and what stands before it.

use super::class::{PostClass, Seat};
use super::own::{self, OwnName};
use super::{public, seat, titled, village, work};
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
    pub(super) const fn of(class: PostClass) -> Self {
        Self { class, unsure: None, rank: false, deputy: false, other_body: false }
    }

    pub(super) const fn doubt(self, why: &'static str) -> Self {
        Self { unsure: Some(why), ..self }
    }

    pub(super) const fn as_deputy(self) -> Self {
        Self { deputy: true, ..self }
    }
}

pub(super) const HEAD: Part = Part::of(PostClass::Head);
pub(super) const MEMBER: Part = Part::of(PostClass::Member);
pub(super) const MIDDLE: Part = Part::of(PostClass::Middle);
pub(super) const OFFICE: Part = Part::of(PostClass::Office);
pub(super) const STAFF: Part = Part::of(PostClass::Staff);
pub(super) const FINANCE: Part = Part::of(PostClass::Finance { leading: false });

/// What the posts of one unit are judged by.
pub(super) struct InUnit<'a> {
    pub(super) kind: UnitKind,
    pub(super) name: &'a OwnName,
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

pub(super) fn ends(text: &str, words: &[&str]) -> bool {
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
    seat::bodies(unit, post)
        .or_else(|| seat::discipline(unit, post))
        .or_else(|| seat::seats(kind, post))
        .or_else(|| seat::secretary(unit, post))
        .or_else(|| work::work(unit, post))
        .or_else(|| titled::titled(unit, post))
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
