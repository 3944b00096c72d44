//! What is shown before writing, by `--dry-run` and on the screen: tables as data, so that each aligns them its own way.

use super::layout::RowKind;
use super::plan::{NewPerson, Question, RosterPlan};
use super::post::PostClass;
use super::row::RosterPlace;
use super::{Roster, Sheet};
use crate::text::width;

/// A titled table with remarks under it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Title with its count.
    pub title: String,
    /// Heads of the columns; empty when there are remarks only.
    pub columns: Vec<&'static str>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
    /// Remarks, one line each.
    pub notes: Vec<String>,
}

/// The tables as lines of text with aligned columns, for a terminal.
pub fn lines(sections: &[Section]) -> Vec<String> {
    let mut out = Vec::new();
    for section in sections {
        if !out.is_empty() {
            out.push(String::new());
        }
        out.push(section.title.clone());
        let head: Vec<String> = section.columns.iter().map(|c| (*c).to_owned()).collect();
        let rows = || std::iter::once(&head).chain(&section.rows);
        let width = |at: usize| rows().filter_map(|r| r.get(at)).map(|t| width::cells(t)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        if !section.rows.is_empty() {
            let fitted =
                |row: &Vec<String>| row.iter().zip(&widths).map(|(t, w)| width::fit(t, *w)).collect::<Vec<_>>();
            out.extend(rows().map(|row| format!("  {}", fitted(row).join("  ")).trim_end().to_owned()));
        }
        out.extend(section.notes.iter().map(|note| format!("  * {note}")));
    }
    out
}

/// How the file was understood: columns, and every row that is not a person.
pub fn describe_roster(roster: &Roster) -> Vec<Section> {
    let mut file =
        Section { title: format!("文件：{}", roster.format), notes: roster.notes.clone(), ..Section::default() };
    let mut out = Vec::new();
    for sheet in &roster.sheets {
        let name = if sheet.name.is_empty() { String::new() } else { format!("工作表“{}”", sheet.name) };
        if !sheet.is_read() {
            file.notes.push(format!("{name}没有读入：{}", sheet.left));
            continue;
        }
        let read = |c: &super::Column| {
            let field = c.field.map_or("认不出，不导入", super::RosterField::chinese);
            vec![c.letter(), c.label.clone(), field.to_owned()]
        };
        for (n, head) in sheet.heads.iter().enumerate() {
            let which = if n == 0 { String::new() } else { format!("第 {} 行起另一张表，", head.top + 1) };
            out.push(Section {
                title: format!("{name}{which}各列读作"),
                columns: vec!["列", "表头", "读作"],
                rows: head.columns.iter().map(read).collect(),
                notes: head.warnings.clone(),
            });
        }
        out.push(rows(sheet, &name));
    }
    out.insert(0, file);
    out
}

/// All rows but those of people, blank ones gathered in one line.
fn rows(sheet: &Sheet, name: &str) -> Section {
    let of = |kind: RowKind| sheet.lines.iter().filter(move |l| l.kind == kind);
    let other = sheet.lines.iter().filter(|l| !matches!(l.kind, RowKind::People | RowKind::Blank));
    let blanks: Vec<usize> = of(RowKind::Blank).map(|l| l.row).collect();
    let notes = if blanks.is_empty() { Vec::new() } else { vec![format!("空行：第 {} 行", ranges(&blanks))] };
    Section {
        title: format!("{name}各行认作（人员 {} 行）", of(RowKind::People).count()),
        columns: vec!["行", "认作", "内容"],
        rows: other.map(|l| vec![l.row.to_string(), l.kind.chinese().to_owned(), l.text.clone()]).collect(),
        notes,
    }
}

/// 3、7-9 for 3, 7, 8, 9.
pub(super) fn ranges(rows: &[usize]) -> String {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == *row => *end = *row,
            _ => spans.push((*row, *row)),
        }
    }
    let span = |(a, b): &(usize, usize)| if a == b { a.to_string() } else { format!("{a}-{b}") };
    spans.iter().map(span).collect::<Vec<_>>().join("、")
}

/// What the plan would do. `type_name` gives the name of an approach type by its id.
pub fn describe(plan: &RosterPlan, type_name: &dyn Fn(&str) -> String) -> Vec<Section> {
    let mut out = vec![Section { title: plan.summary(), ..Section::default() }];
    let mut table = |title: &str, columns: &[&'static str], rows: Vec<Vec<String>>, note: &str| {
        if !rows.is_empty() {
            let notes = if note.is_empty() { Vec::new() } else { vec![note.to_owned()] };
            out.push(Section { title: format!("{title}（{}）", rows.len()), columns: columns.to_vec(), rows, notes });
        }
    };
    table(
        "新增",
        &["行", "姓名", "职务", "类别", "班子", "政治面貌", "入党时间", "分管工作"],
        plan.new.iter().map(|n| new_row(n, type_name)).collect(),
        "类别、班子和标“（职）”的政治面貌是按职务猜的；标“？”的拿不准，请核对。",
    );
    table("变动", &["行", "代号", "姓名", "项目", "原来", "改为"], changed_rows(plan, type_name), "");
    table(
        "同名待答",
        &["行", "姓名", "名册职务", "库里同名的人"],
        plan.questions.iter().map(question_row).collect(),
        "答复之前，这些行不导入：是库里的这个人，是另一个同名的人，还是跳过？",
    );
    table(
        "在库而不在名册",
        &["代号", "姓名", "职务"],
        plan.missing.iter().map(|p| vec![p.code.0.clone(), p.name.clone(), p.post.clone()]).collect(),
        "这些人员原样保留，没有删除。",
    );
    table(
        "未导入的行",
        &["行", "内容", "原因"],
        plan.refused.iter().map(|r| vec![place(r.place), r.text.clone(), r.reason.clone()]).collect(),
        "",
    );
    table(
        "请核对",
        &["行", "姓名", "说明"],
        plan.warnings.iter().map(|(at, name, why)| vec![place(*at), name.clone(), why.clone()]).collect(),
        "",
    );
    out
}

/// Row number; the sheet before it when it is not the first.
fn place(place: RosterPlace) -> String {
    if place.sheet == 0 { place.row.to_string() } else { format!("表{}-{}", place.sheet + 1, place.row) }
}

fn body(class: PostClass) -> &'static str {
    match (class.head(), class.leading_body()) {
        (true, _) => "主要负责人",
        (_, true) => "班子成员",
        _ => "",
    }
}

/// One row of those who would be added.
pub fn new_row(new: &NewPerson, type_name: &dyn Fn(&str) -> String) -> Vec<String> {
    let NewPerson { entry: e, standing } = new;
    let kind = if standing.approach.is_empty() { "待定".to_owned() } else { type_name(&standing.approach) };
    let mark = if standing.unsure.is_some() || standing.acting { "？" } else { "" };
    let since = e.party_since.map(|d| d.to_string()).unwrap_or_default();
    let name = e.name_as_written.as_ref().map_or_else(|| e.name.clone(), |w| format!("{}（原写“{w}”）", e.name));
    let party = if standing.party_by_post { "（职）" } else { "" };
    vec![
        place(e.place),
        name,
        e.post.clone(),
        kind + mark,
        body(standing.class).to_owned(),
        format!("{}{party}", standing.party.chinese()),
        since,
        e.in_charge.clone(),
    ]
}

fn changed_rows(plan: &RosterPlan, type_name: &dyn Fn(&str) -> String) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for c in &plan.changed {
        for (at, d) in c.differences.iter().enumerate() {
            let shown = |value: &str| match (d.field, value) {
                (_, "") => "（空）".to_owned(),
                ("人员类别", id) => type_name(id),
                (_, text) => text.to_owned(),
            };
            let why =
                if at == 0 && !c.why.is_empty() { format!("（{}，认作同一人）", c.why) } else { String::new() };
            let head = |text: String| if at == 0 { text } else { String::new() };
            rows.push(vec![
                head(place(c.place)),
                head(c.before.code.0.clone()),
                head(c.before.name.clone()),
                d.field.to_owned(),
                shown(&d.old),
                shown(&d.new) + &why,
            ]);
        }
    }
    rows
}

fn question_row(q: &Question) -> Vec<String> {
    let on_file: Vec<String> = q.candidates.iter().map(|c| format!("{} {}", c.code, c.post)).collect();
    let rows: Vec<usize> = q.others.iter().map(|p| p.row).collect();
    let who = match (on_file.is_empty(), rows.is_empty()) {
        (false, _) => on_file.join("；"),
        (true, false) => format!("与名册第 {} 行同名", ranges(&rows)),
        (true, true) => String::new(),
    };
    vec![place(q.place), q.name.clone(), q.post.clone(), who]
}
