//! The six changes that every edit is made of, each with its exact inverse.

use crate::text::document::Paragraph;

/// One invertible change. It holds what it takes away and what it puts, and nothing else of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change<M> {
    /// Text within one paragraph: `removed` at byte `at` becomes `inserted`.
    Text { paragraph: usize, at: usize, removed: String, inserted: String },
    /// A paragraph becomes two; the first keeps its meta, the second gets `tail`.
    Split { paragraph: usize, at: usize, tail: M },
    /// The inverse: the paragraph after `paragraph`, of meta `tail`, is joined to it at byte `at`.
    Join { paragraph: usize, at: usize, tail: M },
    /// Whole paragraphs come in before paragraph `at`.
    Insert { at: usize, paragraphs: Vec<Paragraph<M>> },
    /// The inverse.
    Remove { at: usize, paragraphs: Vec<Paragraph<M>> },
    /// What a paragraph stands for changes.
    Meta { paragraph: usize, before: M, after: M },
}

impl<M> Change<M> {
    /// The change that takes this one back.
    pub(crate) fn invert(self) -> Self {
        match self {
            Self::Text { paragraph, at, removed, inserted } => {
                Self::Text { paragraph, at, removed: inserted, inserted: removed }
            }
            Self::Split { paragraph, at, tail } => Self::Join { paragraph, at, tail },
            Self::Join { paragraph, at, tail } => Self::Split { paragraph, at, tail },
            Self::Insert { at, paragraphs } => Self::Remove { at, paragraphs },
            Self::Remove { at, paragraphs } => Self::Insert { at, paragraphs },
            Self::Meta { paragraph, before, after } => Self::Meta { paragraph, before: after, after: before },
        }
    }

    /// Takes `next` into this change when both are typing, or both erasing, at the same place; gives it back if not.
    /// So a group of twenty typed characters is one string and not twenty.
    pub(crate) fn absorb(&mut self, next: Self) -> Option<Self> {
        let Self::Text { paragraph, at, removed, inserted } = self else { return Some(next) };
        match next {
            Self::Text { paragraph: p, at: a, removed: r, inserted: i }
                if p == *paragraph && r.is_empty() && a == *at + inserted.len() =>
            {
                inserted.push_str(&i);
                None
            }
            Self::Text { paragraph: p, at: a, removed: r, inserted: i }
                if p == *paragraph && i.is_empty() && inserted.is_empty() && a + r.len() == *at =>
            {
                removed.insert_str(0, &r);
                *at = a;
                None
            }
            Self::Text { paragraph: p, at: a, removed: r, inserted: i }
                if p == *paragraph && i.is_empty() && inserted.is_empty() && a == *at =>
            {
                removed.push_str(&r);
                None
            }
            other => Some(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(at: usize, removed: &str, inserted: &str) -> Change<()> {
        Change::Text { paragraph: 0, at, removed: removed.into(), inserted: inserted.into() }
    }

    #[test]
    fn neighbours_become_one() {
        for (first, next, expected) in [
            (text(0, "", "检"), text(3, "", "查"), text(0, "", "检查")),
            (text(3, "旧", ""), text(3, "", "新"), text(3, "旧", "新")),
            (text(3, "查", ""), text(0, "检", ""), text(0, "检查", "")),
            (text(3, "发", ""), text(3, "现", ""), text(3, "发现", "")),
        ] {
            let mut change = first;
            assert_eq!(change.absorb(next), None);
            assert_eq!(change, expected);
        }
    }

    #[test]
    fn others_stay_apart() {
        let mut change = text(0, "", "检");
        assert_eq!(change.absorb(text(9, "", "查")), Some(text(9, "", "查")));
        assert_eq!(change.absorb(text(0, "检", "")), Some(text(0, "检", "")));
        assert_eq!(change, text(0, "", "检"));
    }
}
