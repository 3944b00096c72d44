//! The list as a spreadsheet.

use super::{ProblemList, UnitLine};
use crate::export::paper::WorkingPaper;
use crate::export::xlsx::{Book, Cell, Sheet};

/// A column: its head, and its cell of a problem.
type Column = (&'static str, fn(&WorkingPaper) -> Cell);

/// domain.md §7.3 first, then the paper.
/// Up to 备注 they fit a sheet of paper; what follows is for sorting and for other systems.
const COLUMNS: [Column; 28] = [
    ("届次", |p| Cell::text(&p.head.term)),
    ("年度", |p| Cell::Count(p.compiled.year().into())),
    ("轮次", |p| Cell::text(&p.head.number)),
    ("巡察组", |p| Cell::text(&p.head.group)),
    ("巡察对象分类", |p| Cell::text(&p.unit_class)),
    ("被巡察单位", |p| Cell::text(&p.unit)),
    ("编号", |p| Cell::text(&p.number)),
    ("问题", |p| Cell::text(&p.title)),
    ("查证事实", |p| Cell::text(p.facts.join("\n"))),
    ("定性依据", |p| Cell::text(p.basis.join("\n"))),
    ("责任人", |p| Cell::text(p.responsible.join("\n"))),
    ("问题层级", |p| Cell::text(p.level)),
    ("查实程度", |p| Cell::text(p.certainty)),
    ("备注", |p| Cell::text(&p.note)),
    ("发生时间（起）", |p| Cell::Date(p.from.or(p.to))),
    ("发生时间（止）", |p| Cell::Date(p.to.or(p.from))),
    ("地点", |p| Cell::text(&p.place)),
    ("问题来源", |p| Cell::text(p.sources.join("、"))),
    ("发现过程", |p| Cell::text(&p.discovery)),
    ("支撑材料", |p| Cell::text(evidence(p))),
    ("支撑材料件数", |p| Cell::Count(p.evidence.len().try_into().unwrap_or(i64::MAX))),
    ("被巡察单位说明", |p| Cell::text(&p.explanation)),
    ("相反情况", |p| Cell::text(&p.against)),
    ("建议", |p| Cell::text(p.suggestions.join("\n"))),
    ("立行立改", |p| Cell::text(p.quick_fixes.join("\n"))),
    ("承办人", |p| Cell::text(p.handlers.join("、"))),
    ("状态", |p| Cell::text(p.state)),
    ("编制日期", |p| Cell::Date(Some(p.compiled))),
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
    let names = |columns: &[Column]| columns.iter().map(|c| c.0.to_owned()).collect::<Vec<_>>();
    let of_trees = trees.iter().map(|tree| format!("问题分类：{tree}"));
    let row = |paper: &WorkingPaper| {
        let place = |tree: &&str| {
            let node = paper.categories.iter().find(|(t, _)| t == tree);
            Cell::text(node.map_or("", |(_, node)| node.as_str()))
        };
        let cells = |columns: &[Column]| columns.iter().map(|c| c.1(paper)).collect::<Vec<_>>();
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
    for (tree, _) in list.papers.iter().flat_map(|p| &p.categories) {
        if !trees.contains(&tree.as_str()) {
            trees.push(tree);
        }
    }
    trees
}

fn evidence(paper: &WorkingPaper) -> String {
    let lines: Vec<String> = paper.evidence.iter().map(|e| format!("证{}　{}", e.number, e.text)).collect();
    lines.join("\n")
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
        let of = |level: &str| {
            let here = list.papers.iter().filter(|p| p.unit == line.unit);
            count(here.filter(|p| level.is_empty() || p.level == level).count())
        };
        vec![
            Cell::text(&line.unit),
            of(""),
            of("班子问题"),
            of("部门问题"),
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
