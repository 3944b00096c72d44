//! One row of a roster as a person, cleaned, with everything that was changed or doubtful said.

use super::date::{self, Months};
use super::field::RosterField;
use super::layout::{column, columns_of, name_columns};
use super::no_names::is_section;
use super::{cells, name, post};
use crate::import::table::Table;
use crate::model::people::Party;
use crate::model::value::PartialDate;
use crate::text::blank::is_blank;

/// Where an entry stands: sheet (from 0) and row number (from 1), and which half of a roster in two halves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RosterPlace {
    /// Sheet in the order of the file, from 0.
    pub sheet: usize,
    /// Row as the sheet shows it, from 1.
    pub row: usize,
    /// 0 or, in a roster of two halves side by side, 1.
    pub block: usize,
}

/// One person as the roster gives them; what their posts mean is for the plan to guess.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub place: RosterPlace,
    /// Name without padding blanks.
    pub name: String,
    /// The name as written, when that differs.
    pub name_as_written: Option<String>,
    /// Post, with the department where the post alone does not tell it.
    pub post: String,
    /// In the present post since.
    pub post_since: Option<PartialDate>,
    /// 分管工作
    pub in_charge: String,
    /// Contact.
    pub contact: String,
    /// Remarks.
    pub note: String,
    /// The heading that the person stands under and their category: 局领导, 退休人员.
    pub group: String,
    /// Party status as the roster's own column says.
    pub party: Party,
    /// In the Party since.
    pub party_since: Option<PartialDate>,
    /// What was changed or is doubtful, in Chinese.
    pub warnings: Vec<String>,
}

/// A row that names nobody who could be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub place: RosterPlace,
    /// Its name or text.
    pub text: String,
    /// Why, in Chinese.
    pub reason: String,
}

/// What the rows of one table share.
pub(super) struct Context<'a> {
    pub(super) table: &'a Table,
    pub(super) post_months: Months,
    pub(super) party_months: Months,
    /// Columns of departments that say the same in all rows.
    pub(super) constant: Vec<usize>,
    /// The first row of people, from 0: marks of repetition reach up to it.
    pub(super) first: usize,
    /// Numbers of days count from 1904.
    pub(super) date1904: bool,
    /// The day on which the roster is read, when it is known.
    pub(super) today: Option<PartialDate>,
    /// The posts are those held before: 原职务.
    pub(super) former: bool,
}

/// Reads one half of a row.
///
/// # Errors
/// The refused row with its reason.
pub(super) fn read(
    c: &Context<'_>,
    block: &[(RosterField, usize)],
    place: RosterPlace,
    group: &str,
) -> Result<Entry, Refused> {
    let mut said: Vec<String> = Vec::new();
    let row = place.row - 1;
    let name = whole_name(c.table, row, block);
    let name = name.and_then(|written| name::read(&written).map_err(|reason| (written, reason)));
    let name = name.map_err(|(written, reason)| Refused { place, text: tidy(&written), reason })?;
    let mut entry = Entry { place, name: name.clean, name_as_written: name.as_written, ..Entry::default() };
    entry.warnings.extend(name.warning);
    let aside = name.aside;
    let mut seen = |field: RosterField, at: usize| cells::seen(c.table, row, at, c.first, field, &mut said);
    let mut text = |field: RosterField, line: fn(&str) -> String, divider: &str| {
        let mut all = String::new();
        for at in columns_of(block, field) {
            join(&mut all, &line(&seen(field, at)), divider);
        }
        all
    };
    entry.contact = text(RosterField::Contact, tidy, "、");
    entry.in_charge = text(RosterField::InCharge, tidy, "；");
    entry.note = text(RosterField::Note, tidy, "；");
    if let Some(aside) = &aside {
        join(&mut entry.note, aside, "；");
    }
    let own_post = whole_post(&text(RosterField::Post, post::on_one_line, "、"));
    let party = text(RosterField::Party, tidy, "、");
    let mut category = text(RosterField::Category, tidy, "、");
    let mut department = String::new();
    for at in columns_of(block, RosterField::Department).filter(|at| !c.constant.contains(at)) {
        join(&mut department, &tidy(&seen(RosterField::Department, at)), "");
    }
    if c.former {
        category.push_str("原职务");
    }
    category.extend(aside);
    entry.group = format!("{category}{group}");
    if department.is_empty() && is_section(group) {
        group.split(['（', '(']).next().unwrap_or_default().clone_into(&mut department);
    }
    entry.join_department(&own_post, &department);
    let mut dated = |field: RosterField, months| {
        let cell = column(block, field).and_then(|at| cells::repeated(c.table, row, at, c.first, field, &mut said));
        let cell = cell.map(|cell| cells::dated(cell, c.date1904));
        let read = cell.map(|cell| date::read(&cell, months, field.chinese())).unwrap_or_default();
        entry.warnings.extend(read.warning);
        read.date
    };
    entry.post_since = dated(RosterField::PostSince, c.post_months);
    entry.party_since = dated(RosterField::PartySince, c.party_months);
    entry.doubt_party_since(c.today);
    entry.read_party(&party, column(block, RosterField::Party).is_some());
    entry.warnings.append(&mut said);
    Ok(entry)
}

/// The name, of one column or of two; `Err`: what stands there and why it is none.
fn whole_name(table: &Table, row: usize, block: &[(RosterField, usize)]) -> Result<String, (String, String)> {
    let mut parts: Vec<(RosterField, &str)> = Vec::new();
    let fields = block.iter().filter(|(_, at)| name_columns(block).any(|n| n == *at));
    for (field, at) in fields {
        let Some(cell) = super::head::cell(table, row, *at).filter(|c| !c.is_blank()) else { continue };
        if let Some(why) = cells::no_text(cell) {
            return Err((cell.text.clone(), format!("姓名一栏{why}")));
        }
        parts.push((*field, &cell.text));
    }
    // 名字 may stand left of 姓氏.
    parts.sort_by_key(|(field, _)| *field);
    Ok(parts.into_iter().map(|(_, text)| text).collect())
}

/// What divides posts and remarks.
pub(super) const DIVIDERS: [char; 8] = ['、', '，', ',', '；', ';', '/', '／', '。'];

/// A post without dividers at its ends: 党组成员、 goes on in the next row.
pub(super) fn whole_post(post: &str) -> String {
    post.trim_matches(DIVIDERS).to_owned()
}

/// Adds `more` to a text that does not say it yet; between them stands one divider.
pub(super) fn join(text: &mut String, more: &str, divider: &str) {
    if more.is_empty() || text.contains(more) {
        return;
    }
    if !text.is_empty() && !divider.is_empty() {
        text.truncate(text.trim_end_matches(DIVIDERS).len());
        text.push_str(divider);
        text.push_str(more.trim_start_matches(DIVIDERS));
        return;
    }
    text.push_str(more);
}

impl Entry {
    /// 股长 of 财务股 is 财务股股长. A post of several parts, or a department that is the leading body, stays apart, unless
    /// its first part says nothing without the department: 主任、四级调研员 of the 办公室.
    fn join_department(&mut self, post: &str, department: &str) {
        post.clone_into(&mut self.post);
        if department.is_empty() || post::is_leaders(department) || post.contains(department) {
            return;
        }
        // A department with a head of its own title is another body: 县一中 and 校长.
        let body = ["局", "校", "中学", "小学", "一中", "二中", "三中", "园", "镇", "乡", "公司", "院", "馆", "分局"];
        if post::is_of_the_unit(post) && !body.iter().any(|w| department.ends_with(w)) {
            return;
        }
        // 柳树村 and 村会计 share a character.
        if let Some((place, _)) =
            ["村", "社区"].into_iter().find_map(|w| Some((department.strip_suffix(w)?, post.strip_prefix(w)?)))
        {
            self.post = format!("{place}{post}");
            return;
        }
        let divides = ['、', '，', ',', '；'];
        let bare = |first: &str| {
            matches!(
                first.trim_start_matches('副'),
                "主任"
                    | "股长"
                    | "科长"
                    | "处长"
                    | "站长"
                    | "所长"
                    | "队长"
                    | "部长"
                    | "负责人"
                    | "室主任"
                    | "党支部书记"
                    | "支部书记"
                    | "书记"
            )
        };
        if post.contains(divides) && !post.split(divides).next().is_some_and(bare) {
            let line = format!("部门：{department}");
            self.note = if self.note.is_empty() { line } else { format!("{line}；{}", self.note) };
        } else {
            self.post = format!("{department}{post}");
        }
    }

    /// 入党时间 before there was a Party or in the future is none.
    fn doubt_party_since(&mut self, today: Option<PartialDate>) {
        let Some(since) = self.party_since else { return };
        let founded = PartialDate::new(1921, Some(7), None);
        let why = match () {
            () if today.is_some_and(|today| today.before(since)) => "还没有到",
            () if founded.is_some_and(|founded| since.before(founded)) => "早于1921年7月",
            () => return,
        };
        self.warnings.push(format!("入党时间{}{why}，没有记，请核对", since.chinese()));
        self.party_since = None;
    }

    /// `asked`: the roster has a column for it.
    fn read_party(&mut self, text: &str, asked: bool) {
        match post::party(text) {
            Ok(party) => self.party = party,
            Err(doubt) => self.warnings.push(doubt),
        }
        if self.party.is_party() && self.party_since.is_none() {
            self.party_since = date::inside(text);
        }
        match (self.party, self.party_since) {
            (Party::Unknown, Some(_)) => {
                self.party = Party::Member;
                // Without that column it is what the column of dates is for.
                if asked {
                    self.warnings.push("没有写政治面貌，但有入党时间，按中共党员记".to_owned());
                }
            }
            (Party::No, Some(_)) => self.warnings.push("政治面貌不是中共党员，却有入党时间，请核对".to_owned()),
            _ => {}
        }
    }
}

/// Text on one line, blanks at the ends taken off.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    for part in text.split(['\n', '\r', '\t']).map(|p| p.trim_matches(is_blank)).filter(|p| !p.is_empty()) {
        let apart = |c: char| c.is_ascii_alphanumeric();
        if out.ends_with(apart) && part.starts_with(apart) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out.retain(|c| !c.is_control());
    out
}
