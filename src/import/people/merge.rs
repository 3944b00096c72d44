//! A row taken into a person on file: what changes, field by field.

use super::post::Guesser;
use super::row::Entry;
use super::standing::Standing;
use crate::model::people::{Party, Person};
use crate::model::value::PartialDate;
use crate::text::blank::squeezed;

/// The person with what the roster says, and what is doubtful about that. The roster's blanks erase nothing; what
/// someone set by hand is not guessed over.
pub(super) fn merged(
    person: &Person,
    entry: &Entry,
    standing: &Standing,
    guesser: &Guesser<'_>,
) -> (Person, Option<String>) {
    let mut p = person.clone();
    if p.name_as_written.is_none() && entry.name == p.name {
        p.name_as_written.clone_from(&entry.name_as_written);
    }
    for (own, new) in [(&mut p.in_charge, &entry.in_charge), (&mut p.contact, &entry.contact)] {
        if !new.is_empty() {
            own.clone_from(new);
        }
    }
    // The note is the group's own: the roster adds to it.
    if !p.note.contains(&entry.note) {
        p.note = if p.note.is_empty() { entry.note.clone() } else { format!("{}；{}", p.note, entry.note) };
    }
    // What a post proves fills a gap and changes nothing that somebody asked.
    if standing.party != Party::Unknown && (!standing.party_by_post || p.facts.party == Party::Unknown) {
        p.facts.party = standing.party;
    }
    sharpen(&mut p.facts.party_since, entry.party_since);
    let mut doubt = None;
    if entry.post.is_empty() || squeezed(&entry.post) == squeezed(&p.post) {
        if let Some(held) = p.posts.iter_mut().find(|h| h.to.is_none() && squeezed(&h.post) == squeezed(&person.post)) {
            sharpen(&mut held.from, entry.post_since);
        } else if entry.post_since.is_some() && !p.post.is_empty() {
            p.hold(p.post.clone(), entry.post_since);
        }
        if p.approach.is_empty() || standing.by_hand {
            stand(&mut p, standing);
        }
    } else {
        doubt = promote(&mut p, entry, standing, guesser);
    }
    (p, doubt)
}

/// Type and facts change together or not at all.
fn stand(p: &mut Person, standing: &Standing) {
    p.approach.clone_from(&standing.approach);
    p.facts.head = standing.class.head();
    p.facts.leading_body = standing.class.leading_body();
}

/// A new post: the old one ends when the new one begins, as far as that is known. Type and facts follow when they were
/// those that the old post gave; set by hand they stay, and that is said.
fn promote(p: &mut Person, entry: &Entry, standing: &Standing, guesser: &Guesser<'_>) -> Option<String> {
    let followed = [guesser.guess(&p.post), guesser.guess_within(&p.post, &entry.group)].into_iter().any(|g| {
        (p.facts.head, p.facts.leading_body) == (g.class.head(), g.class.leading_body())
            && p.approach == guesser.approach(g.class, &p.post, p.facts.party)
    });
    for held in p.posts.iter_mut().filter(|h| h.to.is_none()) {
        held.to = entry.post_since;
    }
    p.hold(entry.post.clone(), entry.post_since);
    p.post.clone_from(&entry.post);
    if followed || standing.by_hand || p.approach.is_empty() {
        stand(p, standing);
        return None;
    }
    let same = p.approach == standing.approach
        && (p.facts.head, p.facts.leading_body) == (standing.class.head(), standing.class.leading_body());
    (!same).then(|| "职务变了，人员类别是人工定的，没有跟着改，请核对".to_owned())
}

/// Takes the roster's date unless the one on file says the same more exactly.
fn sharpen(own: &mut Option<PartialDate>, new: Option<PartialDate>) {
    let exactness = |d: PartialDate| usize::from(d.month().is_some()) + usize::from(d.day().is_some());
    match (*own, new) {
        (Some(a), Some(b)) if a.overlaps(b) && exactness(a) >= exactness(b) => {}
        (_, Some(b)) => *own = Some(b),
        (_, None) => {}
    }
}
