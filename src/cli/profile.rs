//! The settings of a new round as people write them: a small TOML file, checked as a whole.

use crate::error::{self, Error, Result};
use crate::model::ids::{InspectorId, RoundId, UnitId};
use crate::model::round::{Inspector, Marking, Part, Round, Unit};
use crate::model::value::PartialDate;
use crate::text::day;
use crate::text::numeral::Numeral;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A profile to start from; a test holds it to what [`parse`] takes.
pub(super) const EXAMPLE: &str = r#"# 轮次设置。改好后：wenkan new 十轮.wenkan --profile 本文件
name = "十七届县委第十轮巡察"
term = "十七届"
number = "第十轮"
group = "第一组"
# 巡察的时间范围（月）
from = "2021-01"
to = "2025-12"
# 印在每份材料上：无、内部资料、工作秘密，或其他文字
marking = "内部资料"
# 每天自动备份到这个文件夹；不用就删去这一行
# backup_dir = "/media/backup"
# 几分钟没有人按键就锁屏，1 到 120；不写是 10 分钟
# lock_minutes = 10

# 被巡察单位，每个单位一段；代码用字母，轮次内不重复
[[unit]]
code = "SLJ"
name = "水利局党组"

# 巡察干部，每人一段；part 写 组长、副组长、联络员、成员
[[inspector]]
name = "高志远"
part = "组长"

[[inspector]]
name = "刘芳"
part = "成员"
"#;

/// What a profile says.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) round: Round,
    pub(super) units: Vec<Unit>,
    pub(super) inspectors: Vec<Inspector>,
}

/// Reads the file at `path`.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) with all faults, each with line and column.
pub(super) fn read(path: &Path) -> Result<Profile> {
    let text = crate::regular::read_to_string(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::InvalidData => {
            Error::input(format!("轮次设置不是 UTF-8 编码：{}", path.display())).hint("请在记事本里另存为 UTF-8。")
        }
        _ => error::io("读取轮次设置", path, e),
    })?;
    parse(text.trim_start_matches('\u{FEFF}')).map_err(|faults| {
        Error::input(format!("轮次设置有 {} 处错误：{}", faults.len(), path.display()))
            .hint(faults.join("\n") + "\n样子见 wenkan new --print-profile。没有新建任何文件。")
    })
}

/// Reads the text of a profile, or all its faults.
pub(super) fn parse(text: &str) -> Result<Profile, Vec<String>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut found = Faults { text, lines: Vec::new() };
    for e in &errors {
        let at = e.span().map_or(0, |s| s.start);
        found.at(at, "写法有误；常见的是引号没有成对、少了“=”、用了中文引号");
    }
    let profile = whole(root.get_ref(), &mut found);
    // What a broken line leaves out would be reported as missing.
    if !errors.is_empty() {
        found.lines.truncate(errors.len());
    }
    if found.lines.is_empty() { Ok(profile) } else { Err(found.lines) }
}

fn whole(root: &DeTable<'_>, found: &mut Faults<'_>) -> Profile {
    const KEYS: [&str; 11] =
        ["name", "term", "number", "group", "from", "to", "marking", "backup_dir", "lock_minutes", "unit", "inspector"];
    found.unknown_keys(root, &KEYS);
    let name = found.required(root, "name", 0);
    let (from, to) = (found.month(root, "from"), found.month(root, "to"));
    if let (Some((from, _)), Some((to, at))) = (from, to)
        && to.before(from)
    {
        found.at(at, "to 早于 from");
    }
    let marking = match found.text(root, "marking").map(|(t, _)| t).unwrap_or_default().as_str() {
        "" | "内部资料" => Marking::Internal,
        "无" => Marking::None,
        "工作秘密" => Marking::WorkSecret,
        other => Marking::Other(other.to_owned()),
    };
    let lock_minutes = found.minutes(root);
    let mut optional = |key| found.text(root, key).map(|(t, _)| t).unwrap_or_default();
    let (term, number, group, backup) =
        (optional("term"), optional("number"), optional("group"), optional("backup_dir"));
    let backup_dir = Some(backup).filter(|b| !b.is_empty());
    let (from, to) = (from.map(|f| f.0), to.map(|t| t.0));
    let round = Round { id: RoundId::new(), name, term, number, group, from, to, marking, backup_dir, lock_minutes };
    let units = units(root, found);
    let inspectors: Vec<Inspector> = found.tables(root, "inspector").into_iter().map(|t| inspector(t, found)).collect();
    if inspectors.is_empty() {
        found.at(0, "没有巡察干部：至少写一段 [[inspector]]");
    }
    Profile { round, units, inspectors }
}

fn units(root: &DeTable<'_>, found: &mut Faults<'_>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (table, at) in found.tables(root, "unit") {
        found.unknown_keys(table, &["code", "name"]);
        let code = found.required(table, "code", at);
        if !code.is_empty() && units.iter().any(|u| u.code == code) {
            let at = found.text(table, "code").map_or(at, |(_, at)| at);
            found.at(at, &format!("单位代码“{code}”用了两次"));
        }
        units.push(Unit::new(UnitId::new(), code, found.required(table, "name", at)));
    }
    units
}

fn inspector((table, at): (&DeTable<'_>, usize), found: &mut Faults<'_>) -> Inspector {
    found.unknown_keys(table, &["name", "part"]);
    let name = found.required(table, "name", at);
    let part = found.text(table, "part").map_or(Part::Member, |(text, at)| {
        Part::parse(&text).unwrap_or_else(|| {
            found.at(at, &format!("没有“{text}”这个分工；可写组长、副组长、联络员、成员"));
            Part::Member
        })
    });
    Inspector::new(InspectorId::new(), name, part)
}

/// Collects faults with their places, and reads values that have one.
struct Faults<'t> {
    text: &'t str,
    lines: Vec<String>,
}

impl Faults<'_> {
    /// Notes a fault at a byte offset: `第 3 行第 8 列 …`.
    fn at(&mut self, offset: usize, what: &str) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.lines.push(format!("第 {line} 行第 {column} 列　{what}"));
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        let mut strange: Vec<(Range<usize>, String)> = Vec::new();
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            strange.push((key.span(), key.get_ref().to_string()));
        }
        for (span, key) in strange {
            self.at(span.start, &format!("不认识的名称 {key}；可写 {}", known.join("、")));
        }
    }

    /// A text and its place; `None` when it is not there. Not a text is a fault.
    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<(String, usize)> {
        let value: &Spanned<DeValue<'_>> = table.get(key)?;
        let at = value.span().start;
        if let DeValue::String(text) = value.get_ref() {
            return Some((text.trim().to_owned(), at));
        }
        self.at(at, &format!("{key} 要写成引号里的文字"));
        None
    }

    /// A text that must be there; `at` is the place of its table.
    fn required(&mut self, table: &DeTable<'_>, key: &str, at: usize) -> String {
        let there = table.contains_key(key);
        match self.text(table, key) {
            Some((text, at)) if text.is_empty() => self.at(at, &format!("{key} 是空的")),
            Some((text, _)) => return text,
            None if !there => self.at(at, &format!("缺少 {key}")),
            None => {}
        }
        String::new()
    }

    fn month(&mut self, table: &DeTable<'_>, key: &str) -> Option<(PartialDate, usize)> {
        let (text, at) = self.text(table, key)?;
        let date = day::read(&text);
        if date.is_none() {
            self.at(at, &format!("“{text}”不是年月，写法如 2021-01"));
        }
        date.map(|d| (d, at))
    }

    /// Minutes until the screen locks itself.
    fn minutes(&mut self, table: &DeTable<'_>) -> Option<u16> {
        let value = table.get("lock_minutes")?;
        let whole = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            DeValue::String(text) => Numeral::whole(text).and_then(|n| n.integer()),
            _ => None,
        };
        let minutes = whole.and_then(|n| u16::try_from(n).ok()).filter(|n| (1..=Round::LONGEST_IDLE).contains(n));
        if minutes.is_none() {
            self.at(value.span().start, "lock_minutes 要写 1 到 120 之间的整数");
        }
        minutes
    }

    /// The tables of an array of tables with their places.
    fn tables<'d>(&mut self, root: &'d DeTable<'d>, key: &str) -> Vec<(&'d DeTable<'d>, usize)> {
        let Some(value) = root.get(key) else { return Vec::new() };
        let all = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|i| (i.get_ref(), i.span().start)).collect(),
            _ => Vec::new(),
        };
        let tables: Vec<_> =
            all.into_iter().filter_map(|(v, at): (&DeValue<'_>, _)| Some((v.as_table()?, at))).collect();
        if tables.is_empty() {
            self.at(value.span().start, &format!("{key} 要写成一段一段的 [[{key}]]"));
        }
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        parse(text).unwrap_err()
    }

    #[test]
    fn the_example_is_a_profile() {
        let p = parse(EXAMPLE).unwrap();
        assert_eq!(p.round.name, "十七届县委第十轮巡察");
        assert_eq!((p.round.from, p.round.to), (day::read("2021-01"), day::read("2025-12")));
        assert_eq!((p.round.marking, p.round.backup_dir), (Marking::Internal, None));
        assert_eq!(p.units.iter().map(|u| u.code.as_str()).collect::<Vec<_>>(), ["SLJ"]);
        let group: Vec<(&str, Part)> = p.inspectors.iter().map(|i| (i.name.as_str(), i.part)).collect();
        assert_eq!(group, [("高志远", Part::Leader), ("刘芳", Part::Member)]);
    }

    #[test]
    fn all_faults_are_told_with_their_places() {
        let text = "nmae = \"x\"\nfrom = 2021\nto = \"去年\"\n[[unit]]\ncode = \"A\"\n[[unit]]\ncode = \"A\"\nname = \"乙\"\n\
                    [[inspector]]\nname = \"\"\npart = \"队长\"\n";
        assert_eq!(
            faults(text),
            [
                "第 1 行第 1 列　不认识的名称 nmae；可写 name、term、number、group、from、to、marking、backup_dir、lock_minutes、unit、inspector",
                "第 1 行第 1 列　缺少 name",
                "第 2 行第 8 列　from 要写成引号里的文字",
                "第 3 行第 6 列　“去年”不是年月，写法如 2021-01",
                "第 4 行第 1 列　缺少 name",
                "第 7 行第 8 列　单位代码“A”用了两次",
                "第 10 行第 8 列　name 是空的",
                "第 11 行第 8 列　没有“队长”这个分工；可写组长、副组长、联络员、成员",
            ]
        );
        assert_eq!(
            faults("name = \"甲\"\nfrom = \"2025-01\"\nto = \"2021-01\"\n"),
            ["第 3 行第 6 列　to 早于 from", "第 1 行第 1 列　没有巡察干部：至少写一段 [[inspector]]"]
        );
    }

    #[test]
    fn a_syntax_error_hides_what_follows_from_it() {
        let found = faults("name = “甲”\n[[inspector]]\nname = \"乙\"\n");
        assert!(found.iter().all(|f| f.starts_with("第 1 行第") && f.contains("中文引号")), "{found:?}");
    }
}
