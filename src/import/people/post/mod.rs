//! What a post tells about a person: type, head of the unit, leading body, Party. A guess, shown before anything is
//! written, and left alone once a person has changed it.
//!
//! ```text
//! post -> clean: pieces -> part: each by its last title and what stands before it -> the highest decides
//! ```
//!
//! The same title means different things in different units, so the unit's kind and name are asked first. Type and facts
//! come out as one [`PostClass`] and cannot contradict each other. Where the field itself differs the guess says so
//! ([`Guessed::unsure`]).

mod class;
mod clean;
mod own;
mod part;
mod party;
mod past;
mod public;
mod seat;
mod title;
mod titled;
mod village;
mod work;

#[cfg(test)]
mod tests;

pub use class::{PostClass, Seat};
pub(super) use clean::on_one_line;
pub(super) use party::party;
pub(super) use past::{has_end, says_gone};

use crate::method::types::Method;
use crate::model::people::Party;
use crate::model::round::Unit;
use crate::model::unit_kind::UnitKind;
use crate::text::blank::squeezed;
use own::OwnName;
use part::{InUnit, Part};

/// What a post tells about a person, before anyone has checked it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Guessed {
    /// Type, head and leading body.
    pub class: PostClass,
    /// Party status, when the post proves it.
    pub party: Option<Party>,
    /// Acts as head without the title (主持工作).
    pub acting: bool,
    /// Why it should be looked at, in Chinese: the field differs, or the post does not say enough.
    pub unsure: Option<&'static str>,
}

/// Guesses types and facts for one unit.
#[derive(Debug, Clone)]
pub struct Guesser<'a> {
    method: &'a Method,
    kind: Option<UnitKind>,
    name: OwnName,
}

impl<'a> Guesser<'a> {
    /// For the people of `unit`.
    pub fn new(method: &'a Method, unit: &Unit) -> Self {
        Self { method, kind: unit.known_kind(), name: OwnName::new(&unit.name) }
    }

    /// For the people of a unit of which only the kind is known.
    #[cfg(test)]
    pub(super) fn of_kind(method: &'a Method, kind: UnitKind) -> Self {
        Self { method, kind: Some(kind), name: OwnName::default() }
    }

    /// The kind by which posts are judged.
    fn judged_as(&self) -> UnitKind {
        self.kind.unwrap_or(UnitKind::Bureau)
    }

    /// What the post tells.
    pub fn guess(&self, post: &str) -> Guessed {
        self.guess_within(post, "")
    }

    /// What the post tells of one who is listed under a heading or in a category (中层干部, 退休人员, 局领导).
    pub fn guess_within(&self, post: &str, group: &str) -> Guessed {
        let kind = self.judged_as();
        let unit = InUnit { kind, name: &self.name };
        let pieces = clean::pieces(post);
        let party = party::of_posts(kind, &self.name.full, &pieces);
        let mut judged: Vec<Part> = Vec::new();
        let mut acting = false;
        let mut former = false;
        // 原 before the first post is meant for those after it too: 原党组书记、局长.
        let all_former = pieces.first().is_some_and(|p| past::is_former(&p.text));
        for piece in &pieces {
            if past::is_former(&piece.text) {
                former = true;
                continue;
            }
            let (text, in_text) = past::without_acting(&piece.text);
            let acts = in_text || past::is_acting(piece);
            let Some(mut part) = part::judge(&unit, &text) else { continue };
            if acts && (part.deputy || part.rank) {
                acting = true;
                let unsure = if part.deputy { part.unsure } else { Some("按“主持工作”记为主要负责人") };
                part = Part { class: PostClass::Head, unsure, ..part };
            }
            if piece.second && part.class.head() {
                part.class = PostClass::Middle;
            }
            judged.push(part);
        }
        let everything = squeezed(post);
        let ranked = judged.iter().any(|p| p.rank) || judged.iter().any(|p| p.class.leading_body() && !all_former);
        let over = past::is_over(&everything_without_history(&pieces)) || past::is_over(group);
        if over || (former && (all_former && !judged.iter().any(|p| p.rank) || judged.is_empty())) {
            let unsure = (!over).then_some("写的是原任职务：是退休、调离还是转任，请核对");
            return Guessed { class: PostClass::Retired, party, acting: false, unsure };
        }
        let mut guessed = Guessed { party, acting, ..self.highest(&judged, &everything, group) };
        if former && ranked && guessed.unsure.is_none() && !guessed.class.leading_body() {
            guessed.unsure = Some("写有原任职务：现在的身份请核对");
        }
        if is_leaders(group) {
            guessed.class = guessed.class.among_leaders();
        }
        guessed
    }

    fn highest(&self, judged: &[Part], post: &str, group: &str) -> Guessed {
        // One who is on the leading body as a deputy is not made head by a smaller body that he heads besides.
        let deputy_first = judged.first().is_some_and(|p| p.deputy && p.class == PostClass::Member);
        let counts = |at: usize, p: &Part| !(at > 0 && deputy_first && p.class == PostClass::Head && p.other_body);
        let best =
            judged.iter().enumerate().filter(|(at, p)| counts(*at, p)).map(|(_, p)| p).min_by_key(|p| p.class.rank());
        let plain = best.is_none_or(|p| p.class == PostClass::Staff && !p.rank);
        if plain && let Some(class) = self.by_words(post).or_else(|| of_group(self.judged_as(), group)) {
            return Guessed { class, ..Guessed::default() };
        }
        let Some(best) = best else { return Guessed::default() };
        let told = best.class == PostClass::Middle && best.unsure.is_some() && is_middle(group);
        let leading = judged.iter().any(|p| p.class.leading_body());
        let class = match best.class {
            PostClass::Finance { .. } => PostClass::Finance { leading },
            class => class,
        };
        Guessed { class, unsure: best.unsure.filter(|_| !told), ..Guessed::default() }
    }

    /// What the method's own words tell where the rules tell nothing. Heads and members are for the rules alone.
    fn by_words(&self, post: &str) -> Option<PostClass> {
        let id = self.method.guess_approach(post)?.id.as_str();
        let safe = [PostClass::Finance { leading: false }, PostClass::Office, PostClass::Public, PostClass::Middle];
        safe.into_iter().find(|c| c.id() == id)
    }

    /// The method's type for a class: its own of that id, else the one that its words give. A method that has a more
    /// special type for this very post (纪检监察组组长) wins where the class is no head.
    pub fn approach(&self, class: PostClass, post: &str, party: Party) -> String {
        let named = |id: &str| self.method.approach(id).map(|a| a.id.clone());
        let special = self.method.guess_approach(post).filter(|a| !PostClass::OFFERED.iter().any(|c| c.id() == a.id));
        if class != PostClass::Head
            && class != PostClass::Retired
            && let Some(special) = special
        {
            return special.id.clone();
        }
        let staff = if party.is_party() { "普通党员" } else { "工作人员" };
        let word = if class == PostClass::Staff { staff } else { class.telling() };
        named(class.id()).or_else(|| self.method.guess_approach(word).map(|a| a.id.clone())).unwrap_or_default()
    }
}

/// What is said of today: brackets that begin with 原 tell of earlier posts.
fn everything_without_history(pieces: &[clean::Piece]) -> String {
    let mut all = String::new();
    for piece in pieces {
        all.push_str(&piece.text);
        all.push('、');
        for aside in piece.asides.iter().filter(|a| !a.starts_with('原')) {
            all.push_str(aside);
            all.push('、');
        }
    }
    all
}

fn is_middle(group: &str) -> bool {
    ["中层", "科室负责人", "股室负责人", "科级干部"].iter().any(|w| group.contains(w))
}

/// What a heading or category tells where the post tells nothing.
fn of_group(kind: UnitKind, group: &str) -> Option<PostClass> {
    let has = |words: &[&str]| words.iter().any(|w| group.contains(w));
    match () {
        () if is_middle(group) => Some(PostClass::Middle),
        () if has(&["群众代表", "服务对象", "办事群众"]) => Some(PostClass::Public),
        () if has(&["财务人员"]) => Some(PostClass::Finance { leading: false }),
        () if has(&["村干部", "社区干部", "村（社区）干部", "两委"]) && !kind.is_village() => {
            Some(PostClass::Village(Seat::None))
        }
        () if has(&["班子成员", "局领导", "领导班子"]) => Some(PostClass::Member),
        () => None,
    }
}

/// Departments and headings that are the leading body itself.
pub(super) fn is_leaders(text: &str) -> bool {
    let bare = squeezed(text);
    let short = bare.ends_with("领导") && bare.chars().count() <= 4;
    short
        || matches!(bare.as_str(), "党组成员" | "党委成员" | "校委会" | "班子" | "党政班子" | "行政班子" | "党政领导")
        || ["领导班子", "班子成员", "领导班子成员"].iter().any(|w| bare.ends_with(w))
}

/// A post that a section cannot have: 局长 who is listed in the 办公室 is no 办公室局长.
pub(super) fn is_of_the_unit(post: &str) -> bool {
    let first = clean::pieces(post).into_iter().next().map(|p| p.text).unwrap_or_default();
    let title = first.trim_start_matches("常务").trim_start_matches(['副', '代']);
    matches!(title, "局长" | "镇长" | "乡长" | "校长" | "园长" | "检察长" | "董事长" | "总经理" | "理事长")
        || ["党组", "党委", "党工委"].iter().any(|w| first.starts_with(w) && !first.contains('办'))
}
