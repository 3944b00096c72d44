//! The list as a spreadsheet.

use super::{ProblemList, UnitLine};
use crate::analysis::paper::field::{PaperField, PaperOutput};
use crate::export::paper::WorkingPaper;
use crate::export::xlsx::{Book, Cell, Sheet};
use crate::model::problem::Level;

/// A column of the list.
pub(crate) enum Column {
    /// A field of the paper, as it is printed and called.
    Field(PaperField),
    /// A field as a value of another kind than text, for sorting.
    Value(PaperField, fn(&WorkingPaper) -> Cell),
    /// Something that is no field of the paper.
    Beside(&'static str, fn(&WorkingPaper) -> Cell),
}

impl Column {
    fn name(&self) -> &'static str {
        match self {
            Self::Field(field) | Self::Value(field, _) => field.label(PaperOutput::Book),
            Self::Beside(name, _) => name,
        }
    }

    fn cell(&self, paper: &WorkingPaper) -> Cell {
        match self {
            Self::Field(field) => Cell::text(paper.text(*field)),
            Self::Value(_, of) | Self::Beside(_, of) => of(paper),
        }
    }

    /// The field that it shows.
    #[cfg(test)]
    pub(crate) fn field(&self) -> Option<PaperField> {
        match self {
            Self::Field(field) | Self::Value(field, _) => Some(*field),
            Self::Beside(..) => None,
        }
    }
}

/// domain.md §7.3 first, then the paper.
/// Up to 备注 they fit a sheet of paper; what follows is for sorting and for other systems.
pub(crate) const COLUMNS: [Column; 28] = [
    Column::Beside("届次", |p| Cell::text(&p.head.term)),
    Column::Beside("年度", |p| Cell::Count(p.compiled.year().into())),
    Column::Beside("轮次", |p| Cell::text(&p.head.number)),
    Column::Field(PaperField::Group),
    Column::Field(PaperField::UnitClass),
    Column::Field(PaperField::Unit),
    Column::Field(PaperField::Number),
    Column::Field(PaperField::Title),
    Column::Field(PaperField::Facts),
    Column::Field(PaperField::Basis),
    Column::Field(PaperField::Responsible),
    Column::Field(PaperField::Level),
    Column::Field(PaperField::Certainty),
    Column::Field(PaperField::Note),
    Column::Value(PaperField::From, |p| Cell::Date(p.from.or(p.to))),
    Column::Value(PaperField::To, |p| Cell::Date(p.to.or(p.from))),
    Column::Field(PaperField::Place),
    Column::Field(PaperField::Sources),
    Column::Field(PaperField::Discovery),
    Column::Field(PaperField::Evidence),
    Column::Beside("支撑材料件数", |p| count(p.printed.items(PaperField::Evidence).len())),
    Column::Field(PaperField::Explanation),
    Column::Field(PaperField::Against),
    Column::Field(PaperField::Suggestion),
    Column::Field(PaperField::QuickFix),
    Column::Field(PaperField::Handlers),
    Column::Field(PaperField::State),
    Column::Value(PaperField::Compiled, |p| Cell::Date(Some(p.compiled))),
];
/// The last column that is printed. The category trees follow it, one column each: which there are depends on the
/// method.
const PRINTED: usize = 14;
pub(super) fn book(list: &ProblemList) -> Book {
    let mut properties = list.properties();
    properties.title = format!("{}问题清单", list.head.round);
    Book { properties, marking: list.head.marking.clone(), sheets: vec![problems(list), units(list), notes(list)] }
}

fn problems(list: &ProblemList) -> Sheet {
    let trees = trees(list);
    let (first, rest) = COLUMNS.split_at(PRINTED);
    let names = |columns: &[Column]| columns.iter().map(|c| c.name().to_owned()).collect::<Vec<_>>();
    let of_trees = trees.iter().map(|tree| format!("{}：{tree}", PaperField::Categories.label(PaperOutput::Book)));
    let row = |paper: &WorkingPaper| {
        let place = |tree: &&str| {
            let node = paper.printed.items(PaperField::Categories).iter().find(|item| item.lead == **tree);
            Cell::text(node.map_or("", |item| item.text.as_str()))
        };
        let cells = |columns: &[Column]| columns.iter().map(|c| c.cell(paper)).collect::<Vec<_>>();
        [cells(first), trees.iter().map(place).collect(), cells(rest)].concat()
    };
    Sheet {
        name: "问题清单",
        heads: names(first).into_iter().chain(of_trees).chain(names(rest)).collect(),
        rows: list.papers.iter().map(row).collect(),
        printed: PRINTED,
    }
}

/// Names of the trees in which any problem is placed, in the order in which they first occur.
fn trees(list: &ProblemList) -> Vec<&str> {
    let mut trees: Vec<&str> = Vec::new();
    for item in list.papers.iter().flat_map(|p| p.printed.items(PaperField::Categories)) {
        if !trees.contains(&item.lead.as_str()) {
            trees.push(&item.lead);
        }
    }
    trees
}

fn count(n: usize) -> Cell {
    Cell::Count(n.try_into().unwrap_or(i64::MAX))
}

/// Figures of each unit.
fn units(list: &ProblemList) -> Sheet {
    let heads = [
        "被巡察单位",
        "问题（个）",
        "其中班子问题（个）",
        "其中部门问题（个）",
        "立行立改（件）",
        "其中已完成（件）",
        "建议（条）",
        "本单位大额标准（元）",
    ];
    let row = |line: &UnitLine| {
        let of = |level: Option<Level>| {
            let here = list.papers.iter().filter(|p| p.text(PaperField::Unit) == line.unit);
            count(here.filter(|p| level.is_none() || p.level == level).count())
        };
        vec![
            Cell::text(&line.unit),
            of(None),
            of(Some(Level::LeadingBody)),
            of(Some(Level::Department)),
            count(line.quick_fixes.0),
            count(line.quick_fixes.1),
            count(line.suggestions),
            Cell::Money(line.limit),
        ]
    };
    Sheet {
        name: "分单位",
        heads: heads.map(str::to_owned).to_vec(),
        rows: list.units.iter().map(row).collect(),
        printed: heads.len(),
    }
}

/// What the figures mean.
fn notes(list: &ProblemList) -> Sheet {
    let rows = [
        ("巡察轮次", list.head.round.clone()),
        ("计数口径", list.basis()),
        ("编号", "预编号，随底稿生成，不重复使用；正式编号由组长审签后另行编定。".to_owned()),
        ("〔证N〕", "指同一行“支撑材料”中的第N项。".to_owned()),
        ("打印范围", "问题清单只打印到“备注”一列；要打印其余各列，请取消打印区域。".to_owned()),
        ("〔待核〕", "定性依据的条款和版本尚未经人核对。".to_owned()),
        ("〔访谈…〕", "谈话对象以代号表示，对照表另存，只在组内使用。".to_owned()),
    ];
    let rows = rows.map(|(name, text)| vec![Cell::text(name), Cell::text(text)]).to_vec();
    Sheet { name: "说明", heads: vec!["项目".to_owned(), "说明".to_owned()], rows, printed: 2 }
}
