//! A row taken into a person on file: what changes, field by field.

use super::Guess;
use super::row::{Entry, guessed_from};
use crate::model::people::{Party, Person};
use crate::model::value::PartialDate;
use crate::text::blank::squeezed;

/// The person with what the roster says. Its blanks erase nothing; what someone set by hand is not guessed over.
pub(super) fn merged(person: &Person, entry: &Entry, guess: &Guess<'_>) -> Person {
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
    if entry.facts.party != Party::Unknown {
        p.facts.party = entry.facts.party;
    }
    sharpen(&mut p.facts.party_since, entry.facts.party_since);
    if entry.post.is_empty() || squeezed(&entry.post) == squeezed(&p.post) {
        if let Some(held) = p.posts.iter_mut().find(|h| h.to.is_none() && squeezed(&h.post) == squeezed(&person.post)) {
            sharpen(&mut held.from, entry.post_since);
        } else if entry.post_since.is_some() && !p.post.is_empty() {
            p.hold(p.post.clone(), entry.post_since);
        }
    } else {
        promote(&mut p, entry, guess);
    }
    if p.approach.is_empty() {
        p.approach.clone_from(&entry.approach);
    }
    p
}

/// A new post: the old one ends when the new one begins, as far as that is known.
fn promote(p: &mut Person, entry: &Entry, guess: &Guess<'_>) {
    let (approach, head, leading) = guessed_from(guess, &p.post, p.facts.party);
    for held in p.posts.iter_mut().filter(|h| h.to.is_none()) {
        held.to = entry.post_since;
    }
    p.hold(entry.post.clone(), entry.post_since);
    p.post.clone_from(&entry.post);
    if Some(&p.approach) == approach.as_ref() && !entry.approach.is_empty() {
        p.approach.clone_from(&entry.approach);
    }
    if p.facts.head == head {
        p.facts.head = entry.facts.head;
    }
    if p.facts.leading_body == leading {
        p.facts.leading_body = entry.facts.leading_body;
    }
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
