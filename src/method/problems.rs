//! What problems are made with, as data: category trees, sources of a problem, patterns of the roll-up.

use super::records::{BasisRef, Category, Tie, Weight};
use super::types::{Condition, Source};
use crate::model::answer::Judgement;
use crate::model::value::PartialDate;

/// A category tree: 三大问题, 六个围绕一个加强, 三个聚焦, 四个聚焦. Several stand side by side, each with its dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Id, e.g. `three_focus_2023`; never reused for another meaning.
    pub id: String,
    /// Name for people, e.g. 三个聚焦（2023年表述）.
    pub name: String,
    /// In use since.
    pub from: PartialDate,
    /// Last day, month or year in use; `None`: still.
    pub to: Option<PartialDate>,
    /// Its nodes, parents before children.
    pub nodes: Vec<Node>,
    /// Where it comes from.
    pub source: Source,
}

/// A node of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Id within the tree, e.g. `f2`.
    pub id: String,
    /// The words.
    pub name: String,
    /// The node above; empty: a top node.
    pub under: String,
}

/// 问题来源: a way in which a problem came to light (domain.md §1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemSource {
    /// Id, e.g. `talk`.
    pub id: String,
    /// Name, e.g. 个别谈话.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
}

/// A pattern of the roll-up: so many people met a question so.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Id; never reused for another meaning.
    pub id: String,
    /// Title of the problem that it suggests.
    pub title: String,
    /// The question whose judgements are counted.
    pub question: String,
    /// Of whom; only what can be known of a person before a talk.
    pub of: Condition,
    /// The judgements that count.
    pub level: Vec<Judgement>,
    /// At least so many people.
    pub at_least: u32,
    /// At least this share of those judged, percent; 0: any.
    pub share: u8,
    /// The sentence of the facts; `{asked}` and `{count}` stand for the people judged and those who count.
    pub fact: String,
    /// How much it weighs.
    pub weight: Weight,
    /// What lifts a low one.
    pub ties: Vec<Tie>,
    /// What it rests on.
    pub basis: Vec<BasisRef>,
    /// Where the problem belongs.
    pub categories: Vec<Category>,
    /// Where it comes from.
    pub source: Source,
}

impl Tree {
    /// Whether it is in use on any day of `date`.
    pub fn in_use(&self, date: PartialDate) -> bool {
        !date.before(self.from) && self.to.is_none_or(|to| !to.before(date))
    }

    /// The node of that id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|n| n.id == id)
    }

    /// The words of a node with those above it, top first.
    pub fn path(&self, id: &str) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = self.node(id);
        while let Some(node) = at {
            path.push(node.name.as_str());
            // A ring cannot be loaded; the length ends the walk all the same.
            at = if path.len() > self.nodes.len() { None } else { self.node(&node.under) };
        }
        path.reverse();
        path
    }
}
