//! What a paper prints: tagged blocks, the same for the forms, the preview, the lists, the paste block and the hash.

use super::field::{PaperField, PaperOutput, Spot};
use super::{Cover, Covered, Footing, Identified, Paper, Proof, ProofState, Voice};
use crate::model::answer::Value;
use crate::model::evidence::Evidence;
use crate::model::fields::value_of;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::problem::{Certainty, Level, Problem, Responsible};
use crate::model::round::Unit;
use crate::model::value::PartialDate;

/// Field of a unit's profile: what sort of body it is.
const CLASS: &str = "profile.class";

/// What is printed for a field that nobody has filled in.
pub const BLANK: &str = "（未填）";

/// One element of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintedItem {
    /// What stands before it: 证3, or the name of a category tree; mostly nothing.
    pub lead: String,
    /// Its text; may hold several paragraphs.
    pub text: String,
}

/// One field as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedBlock {
    /// Which.
    pub field: PaperField,
    /// Its elements; one for a field that is no list, none when nobody has filled it in.
    pub items: Vec<PrintedItem>,
}

impl PrintedBlock {
    /// A field of one text.
    pub fn text_of(field: PaperField, text: impl Into<String>) -> Self {
        Self::list_of(field, [text.into()])
    }

    /// A list of texts.
    pub fn list_of(field: PaperField, texts: impl IntoIterator<Item = String>) -> Self {
        let items = texts.into_iter().filter(|t| !t.trim().is_empty());
        Self { field, items: items.map(|text| PrintedItem { lead: String::new(), text }).collect() }
    }

    /// The elements, each with what stands before it.
    pub fn shown(&self) -> impl Iterator<Item = String> {
        let gap = if self.field == PaperField::Categories { "：" } else { "　" };
        let one = move |item: &PrintedItem| {
            if item.lead.is_empty() { item.text.clone() } else { format!("{}{gap}{}", item.lead, item.text) }
        };
        self.items.iter().map(one)
    }

    /// All of it, elements parted by line feeds.
    pub fn text(&self) -> String {
        self.shown().collect::<Vec<_>>().join("\n")
    }
}

/// All that a paper prints, block by block in the order of the full form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    blocks: Vec<PrintedBlock>,
    /// Who was named and may not be; they are covered in the blocks.
    pub covered: Vec<Covered>,
}

impl Printed {
    /// Of these blocks.
    pub fn new(mut blocks: Vec<PrintedBlock>) -> Self {
        blocks.sort_by_key(|b| b.field);
        Self { blocks, covered: Vec::new() }
    }

    /// The blocks.
    pub fn blocks(&self) -> &[PrintedBlock] {
        &self.blocks
    }

    /// One of them.
    pub fn block(&self, field: PaperField) -> Option<&PrintedBlock> {
        self.blocks.iter().find(|b| b.field == field)
    }

    /// Its text; empty when nobody has filled it in.
    pub fn text(&self, field: PaperField) -> String {
        self.block(field).map(PrintedBlock::text).unwrap_or_default()
    }

    /// Its elements.
    pub fn items(&self, field: PaperField) -> &[PrintedItem] {
        self.block(field).map_or(&[], |b| b.items.as_slice())
    }

    /// Puts a block in its place, over one of the same field.
    pub fn put(&mut self, block: PrintedBlock) {
        self.blocks.retain(|b| b.field != block.field);
        let at = self.blocks.partition_point(|b| b.field < block.field);
        self.blocks.insert(at, block);
    }
}

impl Paper {
    /// What it prints, as of its records; `compiled`: 编制日期, the day of their last revision.
    pub fn printed(&self, compiled: Option<PartialDate>) -> Printed {
        use PaperField as F;
        let cover = self.cover();
        let problem = &self.problem;
        let round = self.round.as_deref();
        let block = |field: F| {
            let text = |text: &str| cover.text(field, text);
            match field {
                F::Title => PrintedBlock::text_of(field, text(&problem.title)),
                F::Number => PrintedBlock::text_of(field, &problem.number),
                F::Compiled => PrintedBlock::text_of(field, compiled.map(PartialDate::chinese).unwrap_or_default()),
                F::Unit => PrintedBlock::text_of(field, &self.unit.name),
                F::UnitClass => PrintedBlock::text_of(field, class(&self.unit)),
                F::Round => PrintedBlock::text_of(field, round.map(|r| r.name.clone()).unwrap_or_default()),
                F::Group => PrintedBlock::text_of(field, round.map(|r| r.clone().named().group).unwrap_or_default()),
                F::Sources => PrintedBlock::text_of(field, text(&self.sources.join("、"))),
                F::Categories => {
                    let place = |c: &super::InTree| PrintedItem { lead: c.name.clone(), text: c.path.join("—") };
                    PrintedBlock { field, items: self.categories.iter().map(place).collect() }
                }
                F::Level => PrintedBlock::text_of(field, problem.level.map_or("", Level::chinese)),
                F::Certainty => PrintedBlock::text_of(field, problem.certainty.map_or("", Certainty::chinese)),
                F::Period => PrintedBlock::text_of(field, period(problem)),
                F::Place => PrintedBlock::text_of(field, text(&problem.place)),
                F::Handlers => {
                    let names: Vec<&str> = self.handlers.iter().map(|h| h.name.as_str()).collect();
                    PrintedBlock::text_of(field, names.join("、"))
                }
                F::State => PrintedBlock::text_of(field, problem.state.chinese()),
                F::Facts => {
                    let facts = super::in_order(&problem.facts, |f| &f.order);
                    PrintedBlock::list_of(field, facts.into_iter().map(|f| text(&f.text)))
                }
                F::Discovery => PrintedBlock::text_of(field, text(&problem.discovery)),
                F::Basis => PrintedBlock::list_of(field, self.footings.iter().map(|f| self.basis(f, &cover))),
                F::Evidence => {
                    let line = |p: &Proof| PrintedItem {
                        lead: format!("证{}", p.number),
                        text: text(&evidence_line(p, &cover)),
                    };
                    PrintedBlock { field, items: self.proofs.iter().map(line).collect() }
                }
                F::Responsible => {
                    let people = super::in_order(&problem.responsible, |r| &r.order);
                    PrintedBlock::list_of(field, people.into_iter().map(|r| text(&responsible(r))))
                }
                F::Explanation => PrintedBlock::text_of(field, text(&problem.explanation)),
                F::Against => PrintedBlock::text_of(field, text(&problem.against)),
                F::Suggestion => {
                    PrintedBlock::list_of(field, self.suggestions.iter().map(|s| text(&suggestion(s, &self.unit))))
                }
                F::QuickFix => PrintedBlock::list_of(field, self.quick_fixes.iter().map(|f| text(&quick_fix(f)))),
                F::Note => PrintedBlock::text_of(field, text(&problem.note)),
                // Parts are printed within their blocks; what else there is is printed nowhere.
                _ => PrintedBlock { field, items: Vec::new() },
            }
        };
        let anywhere = |f: &F| f.spec().on.iter().any(|o| *o != PaperOutput::Screen);
        let blocks = F::ALL.into_iter().filter(|f| f.block() == *f && anywhere(f)).map(block).collect();
        Printed { covered: cover.into_covered(), ..Printed::new(blocks) }
    }

    /// Where a text of it tells who somebody is who may not be named.
    pub fn identified(&self, text: &str) -> Vec<Identified<'_>> {
        self.cover().identified(text)
    }

    fn cover(&self) -> Cover<'_> {
        self.covering.cover(self.unit.id, &self.problem.responsible)
    }

    /// The texts that are typed by hand, and in which names are searched, with their places.
    pub fn typed(&self) -> Vec<(Spot, String)> {
        let view = self.view();
        let fields = PaperField::ALL.into_iter().filter(|f| f.spec().names && *f != PaperField::Evidence);
        let spots = fields.flat_map(|f| view.spots(f));
        spots.filter_map(|spot| Some((spot, view.get(spot)?))).collect()
    }

    /// A basis with its mark, and under it the wording of the clause.
    fn basis(&self, footing: &Footing, cover: &Cover<'_>) -> String {
        let quote = self.problem.basis.iter().find(|b| b.id == footing.id).map_or("", |b| b.quote.trim());
        match quote {
            "" => cover.text(PaperField::Basis, &footing.printed),
            quote => cover.text(PaperField::Basis, &format!("{}\n{quote}", footing.printed)),
        }
    }
}

/// The time of the fact, for people: 2022年6月14日至2022年8月22日; empty when not known.
fn period(problem: &Problem) -> String {
    match (problem.from, problem.to) {
        (Some(from), Some(to)) if from != to => format!("{}至{}", from.chinese(), to.chinese()),
        (Some(day), _) | (None, Some(day)) => day.chinese(),
        (None, None) => String::new(),
    }
}

/// 巡察对象分类 as the unit's profile has it.
fn class(unit: &Unit) -> String {
    match value_of(&unit.profile, CLASS) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// What is printed beside the citation of material: copies or sheets, day, provider.
pub(crate) fn beside(record: &Evidence) -> (&str, Option<PartialDate>, &str) {
    (record.extent.trim(), record.obtained, record.provider.trim())
}

/// A line of the list of evidence. Beside a talk stands nothing that would tell who it was with, not even its day.
fn evidence_line(proof: &Proof, cover: &Cover<'_>) -> String {
    let mut parts = vec![proof.citation.clone()];
    if let ProofState::Superseded { by, since } = proof.state {
        let by = by.map(|n| format!("，见第{n}段")).unwrap_or_default();
        let read_back = proof.words.as_ref().is_some_and(|w| w.read_back);
        let when = if since {
            "读回后"
        } else if read_back {
            "读回时"
        } else {
            ""
        };
        parts.push(format!("该段{when}已更正{by}"));
    }
    if let (Voice::Material, Some(record)) = (&proof.voice, &proof.record) {
        let (extent, obtained, provider) = beside(record);
        parts.extend([extent].iter().filter(|t| !t.is_empty()).map(|t| (*t).to_owned()));
        parts.extend(obtained.map(|day| format!("{}取得", day.chinese())));
        if !provider.is_empty() && !cover.names(provider) {
            parts.push(format!("{provider}提供"));
        }
    }
    parts.join("，")
}

fn responsible(person: &Responsible) -> String {
    let named = [person.post.trim(), person.name.trim()].into_iter().filter(|t| !t.is_empty());
    format!("{}（{}）", named.collect::<Vec<_>>().join(" "), person.kind.chinese())
}

/// 对…：…
fn suggestion(suggestion: &Suggestion, unit: &Unit) -> String {
    let to = if suggestion.addressee.trim().is_empty() { &unit.name } else { &suggestion.addressee };
    format!("对{to}：{}", suggestion.text)
}

/// Demand, due date and where it stands.
fn quick_fix(fix: &QuickFix) -> String {
    let due = fix.due.map(|d| format!("（{}前完成）", d.chinese())).unwrap_or_default();
    let done = match fix.done {
        Some(day) => format!("已于{}完成。", day.chinese()),
        None => "尚未完成。".to_owned(),
    };
    let result = fix.result.trim();
    let result = if result.is_empty() { String::new() } else { format!("单位报告：{result}") };
    format!("{}{due}{done}{result}", fix.demand.trim())
}
