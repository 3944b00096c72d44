//! What a paragraph of an answer stands for, as it goes with its words through splitting, joining and correcting.

use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::StatementId;
use crate::model::value::Instant;
use crate::text::{Meta, Paragraph};
use serde::{Deserialize, Serialize};

/// What a paragraph of an answer stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The statement.
    pub id: StatementId,
    /// Whose words.
    pub lane: Lane,
    /// When it was begun.
    pub at: Instant,
    /// 重点
    pub key: bool,
    /// 转线索
    pub withheld: bool,
    /// The statement that this one corrects.
    pub supersedes: Option<StatementId>,
    /// The statements of which words came into it, by splitting and joining.
    #[serde(default)]
    pub words_of: Vec<StatementId>,
    /// A later statement corrects this one: its wording stays as it was said.
    #[serde(skip)]
    pub superseded: bool,
}

impl Mark {
    /// The mark of a new paragraph.
    pub fn new(lane: Lane, at: Instant) -> Self {
        let (id, words_of) = (StatementId::new(), Vec::new());
        Self { id, lane, at, key: false, withheld: false, supersedes: None, words_of, superseded: false }
    }

    /// The mark of what comes after a paragraph. A new one is the person's own words and nothing else, whatever the
    /// one before it was; the second half of a split one is what the whole was.
    #[must_use]
    pub fn following(&self, is_split: bool, at: Instant) -> Self {
        if is_split {
            let words_of = self.with_words_of([self.id]);
            Self { id: StatementId::new(), words_of, superseded: false, ..self.clone() }
        } else {
            Self::new(Lane::Verbatim, at)
        }
    }

    /// Whose words it holds when it takes those of `more` too; it is none of them itself.
    fn with_words_of(&self, more: impl IntoIterator<Item = StatementId>) -> Vec<StatementId> {
        let mut all = self.words_of.clone();
        all.extend(more);
        let mut seen = Vec::new();
        all.retain(|id| {
            let first = !seen.contains(id);
            seen.push(*id);
            first
        });
        all
    }

    /// Whether it corrects an earlier statement and was begun after the record was read back.
    pub const fn corrects_since(&self, read_back: Instant) -> bool {
        self.supersedes.is_some() && self.at.ms >= read_back.ms
    }
}

impl Meta for Mark {
    fn locked(&self) -> bool {
        self.superseded
    }

    /// Withheld words that are joined to others take those along: they are never let out by a Backspace.
    fn joined(&self, tail: &Self) -> Option<Self> {
        let mut words_of = self.with_words_of(tail.words_of.iter().copied().chain([tail.id]));
        words_of.retain(|id| *id != self.id);
        Some(Self { withheld: self.withheld || tail.withheld, words_of, ..self.clone() })
    }
}

fn paragraph(statement: &Statement, answer: &Answer) -> Paragraph<Mark> {
    Paragraph {
        text: statement.text.clone(),
        meta: Mark {
            id: statement.id,
            lane: statement.lane,
            at: statement.at,
            key: statement.key,
            withheld: statement.withheld,
            supersedes: statement.supersedes,
            words_of: statement.words_of.clone(),
            superseded: answer.superseded(statement.id),
        },
    }
}

/// The paragraphs of an answer as its statements have them, in their order.
pub(super) fn paragraphs(answer: &Answer) -> Vec<Paragraph<Mark>> {
    let mut statements: Vec<&Statement> = answer.statements.iter().collect();
    statements.sort_by(|a, b| a.order.cmp(&b.order));
    statements.into_iter().map(|s| paragraph(s, answer)).collect()
}
