//! The interviewee type that a post suggests, for rosters that only name posts.

use super::types::{Approach, Method};

impl Method {
    /// The type whose word occurs in the post. The longest word wins (财务科长 is finance, not middle, when 财务科 is a
    /// word), then the type that the method offers first. `None`: the post tells nothing.
    pub fn guess_approach(&self, post: &str) -> Option<&Approach> {
        let post: String = post.chars().filter(|c| !c.is_whitespace()).collect();
        let longest = |a: &Approach| {
            let hits = a.post_words.iter().filter(|w| post.contains(w.as_str()));
            hits.map(|w| w.chars().count()).max()
        };
        let mut best: Option<(usize, &Approach)> = None;
        for approach in &self.approaches {
            if let Some(length) = longest(approach)
                && best.is_none_or(|(most, _)| length > most)
            {
                best = Some((length, approach));
            }
        }
        best.map(|(_, approach)| approach)
    }
}
