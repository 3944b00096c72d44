//! 隐去原话: which withheld statements there are, told without a word of them.

use super::{methods, said};
use crate::error::Result;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::round::{Inspector, Part};
use crate::store::{Reader, Redactable};

/// A withheld statement in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The statement.
    pub redactable: Redactable,
    /// Where it stands: 访谈A37　第二问 第3段.
    pub place: String,
    /// How long it is, or on whose order its words were taken out, and when.
    pub state: String,
}

/// The withheld statements of the round, oldest answer first.
///
/// # Errors
/// Those of reading.
pub fn list(reader: &Reader) -> Result<Vec<Line>> {
    let mut known = methods::KnownMethods::default();
    reader.redactable()?.into_iter().map(|one| line(reader, &mut known, one)).collect()
}

fn line(reader: &Reader, known: &mut methods::KnownMethods, redactable: Redactable) -> Result<Line> {
    let talk: Option<Interview> = reader.get(redactable.interview.0)?;
    let person: Option<Person> = talk.as_ref().map(|talk| reader.get(talk.person.0)).transpose()?.flatten();
    let number = match (&person, &talk) {
        (Some(person), Some(talk)) => {
            let mut talks: Vec<Interview> = reader.children(person.id.0)?;
            said::in_talk_order(&mut talks);
            let nth = talks.iter().position(|t| t.id == talk.id).unwrap_or_default();
            format!("访谈{}", said::talk_number(&person.code, nth))
        }
        _ => "已删除的谈话".to_owned(),
    };
    // A method that cannot be read keeps nobody from seeing what is withheld.
    let method = talk.as_ref().and_then(|talk| known.read(reader, talk.method).ok());
    let question = method.as_ref().and_then(|method| method.question(&redactable.question));
    let question = question.map_or_else(|| redactable.question.clone(), |q| format!("第{}问", q.numeral));
    let state = match &redactable.ordered {
        Some((order, at)) => format!("已隐去：{}，{}决定", at.date(), order.by),
        None => format!("{} 字，{} 次改动", redactable.characters, redactable.revisions),
    };
    Ok(Line { place: format!("{number}　{question} 第{}段", redactable.paragraph), state, redactable })
}

/// The leader of the group; `None`: nobody is noted as such.
pub fn leader(group: &[Inspector]) -> Option<&Inspector> {
    group.iter().find(|i| i.part == Part::Leader && !i.left)
}

/// What is said before words are taken out.
pub const WARNING: [&str; 6] = [
    "这段原话从谈话和它以前的每一版里去掉，只留〔已另行处理〕，不能恢复，也不能撤销。",
    "同一个回答里同样的字句、由它得出的要素一起去掉；改动的时间、人员和改动记录的校验值照留，校验时单独计数。",
    "由它标出的疑点、取证备注里另写的话不在内，仍按已转线索遮盖；要去掉，请先改掉。",
    "除改动记录的校验值外，文件里不再留下由这段话得出的东西：凭校验值读不出它，但猜中全文、一字不差的人可以拿来核对。",
    "程序也不再认得它：以后再写、从资料包带进来的同样的话不会遮盖；别的谈话里也有的，先到那里转线索。",
    "以前的备份、导出的文件和别的电脑上的资料里还有，要另外清理；线索的密封内容不动。",
];
