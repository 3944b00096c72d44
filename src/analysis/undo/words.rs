//! What is against taking back, for a person.

use super::plan::{Against, UndoPlan};
use crate::model::ids::TxnId;
use crate::model::record::Kind;
use uuid::Uuid;

/// Names of actions and records. What is withheld is for the one who names to mask.
pub trait Say {
    /// An action: 修改人员：陈涛.
    fn act(&self, txn: TxnId) -> String;

    /// A record; empty when it has no name.
    fn record(&self, record: Uuid) -> String;
}

/// Actions named in one sentence; the others are counted.
const NAMED: usize = 3;

/// What is against it, one sentence each.
pub fn words(plan: &UndoPlan, say: &dyn Say) -> Vec<String> {
    let mut later: Vec<TxnId> = Vec::new();
    let mut hanging: Vec<String> = Vec::new();
    let mut out: Vec<String> = Vec::new();
    for against in &plan.against {
        match against {
            Against::Later { acts, .. } => {
                later.extend(acts.iter().filter(|txn| !later.contains(txn)).collect::<Vec<_>>());
            }
            Against::HangsOn { kind, record } => hanging.push(named(*kind, *record, say)),
            Against::Gone { kind, record } => {
                out.push(format!("要先恢复已删除的{}。", named(*kind, *record, say)));
            }
            Against::Taken { kind, record } => {
                out.push(format!("已另有一条：{}。", named(*kind, *record, say)));
            }
            // The kind alone says nothing that the sentence does not.
            Against::Rule { why, record, .. } if say.record(*record).is_empty() => out.push(format!("{why}。")),
            Against::Rule { why, kind, record } => out.push(format!("{why}：{}。", named(*kind, *record, say))),
            Against::Oneself(me) => out.push(format!("正在操作的就是{}，不能删除自己。", say.record(*me))),
            Against::Unknown => out.push("这一步由更新版本的问看保存，这一版不能处理。".to_owned()),
        }
    }
    if !later.is_empty() {
        let all: Vec<String> = later.iter().map(|txn| say.act(*txn)).collect();
        out.insert(0, format!("之后又改过：{}。", some(&all, "次")));
    }
    if !hanging.is_empty() {
        out.push(format!("之后记下的内容还要用到：{}。", some(&hanging, "条")));
    }
    out.dedup();
    out
}

fn named(kind: Kind, record: Uuid, say: &dyn Say) -> String {
    let name = say.record(record);
    if name.is_empty() { kind.chinese().to_owned() } else { format!("{} {name}", kind.chinese()) }
}

/// The first few, and how many there are in all.
fn some(all: &[String], measure: &str) -> String {
    let first: Vec<&str> = all.iter().take(NAMED).map(String::as_str).collect();
    let more = if all.len() > NAMED { format!("等 {} {measure}", all.len()) } else { String::new() };
    format!("{}{more}", first.join("、"))
}
