//! What every output says of the round.

use crate::model::round::Round;

/// The round as outputs name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Name of the round, e.g. 十七届县委第十轮巡察.
    pub round: String,
    /// 届, e.g. 十七届.
    pub term: String,
    /// 轮, e.g. 第十轮.
    pub number: String,
    /// 组, e.g. 第一巡察组; the creator of every document.
    pub group: String,
    /// Marking at the head of each page; empty for none.
    pub marking: String,
}

impl From<&Round> for Head {
    fn from(round: &Round) -> Self {
        let Round { name, term, number, group, marking, .. } = round.clone().named();
        Self { round: name, term, number, group, marking: marking.text().to_owned() }
    }
}
