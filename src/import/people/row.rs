//! One row of a roster as a person, cleaned, with everything that was changed or doubtful said.

use super::date::{self, Months};
use super::field::RosterField;
use super::layout::column;
use super::{Guess, name, post};
use crate::import::table::{Cell, Table};
use crate::model::people::{Facts, Party};
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

/// One person as the roster gives them.
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
    /// Approach type as guessed; empty when nothing tells it.
    pub approach: String,
    /// Facts; head and leading body are guessed from the post.
    pub facts: Facts,
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

/// What the rows of one sheet share.
pub(super) struct Context<'a> {
    pub(super) table: &'a Table,
    pub(super) guess: &'a Guess<'a>,
    pub(super) post_months: Months,
    pub(super) party_months: Months,
    /// All rows name the same department: it is the unit, and tells nothing of a person.
    pub(super) one_department: bool,
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
    let cell = |field| column(block, field).and_then(|at| super::head::cell(c.table, place.row - 1, at));
    let text = |field| cell(field).map(|cell: &Cell| tidy(&cell.text)).unwrap_or_default();
    let written = cell(RosterField::Name).map(|cell| cell.text.clone()).unwrap_or_default();
    let name = name::read(&written).map_err(|reason| Refused { place, text: tidy(&written), reason })?;
    let mut entry = Entry { place, name: name.clean, name_as_written: name.as_written, ..Entry::default() };
    entry.warnings.extend(name.warning);
    entry.contact = text(RosterField::Contact);
    entry.in_charge = text(RosterField::InCharge);
    entry.note = text(RosterField::Note);
    let department = if c.one_department { String::new() } else { text(RosterField::Department) };
    let own_post = text(RosterField::Post);
    entry.join_department(&own_post, &department);
    let mut dated = |field: RosterField, months| {
        let read = cell(field).map(|cell| date::read(cell, months, field.chinese())).unwrap_or_default();
        entry.warnings.extend(read.warning);
        read.date
    };
    entry.post_since = dated(RosterField::PostSince, c.post_months);
    entry.facts.party_since = dated(RosterField::PartySince, c.party_months);
    entry.read_party(&text(RosterField::Party), column(block, RosterField::Party).is_some());
    let category = format!("{}{group}", text(RosterField::Category));
    entry.judge(c.guess, &own_post, &department, &category);
    Ok(entry)
}

impl Entry {
    /// 股长 of 财务股 is 财务股股长. A post of several parts, or a department that is the leading body, stays apart.
    fn join_department(&mut self, post: &str, department: &str) {
        post.clone_into(&mut self.post);
        if department.is_empty() || post::is_leaders(department) || post.contains(department) {
            return;
        }
        // 柳树村 and 村会计 share a character.
        if let Some((place, _)) =
            ["村", "社区"].into_iter().find_map(|w| Some((department.strip_suffix(w)?, post.strip_prefix(w)?)))
        {
            self.post = format!("{place}{post}");
        } else if post.contains(['、', '，', ',', '；']) {
            let line = format!("部门：{department}");
            self.note = if self.note.is_empty() { line } else { format!("{line}；{}", self.note) };
        } else {
            self.post = format!("{department}{post}");
        }
    }

    /// `asked`: the roster has a column for it.
    fn read_party(&mut self, text: &str, asked: bool) {
        match post::party(text) {
            Ok(party) => self.facts.party = party,
            Err(doubt) => self.warnings.push(doubt),
        }
        if self.facts.party.is_party() && self.facts.party_since.is_none() {
            self.facts.party_since = date::inside(text);
        }
        match (self.facts.party, self.facts.party_since) {
            (Party::Unknown, Some(_)) => {
                self.facts.party = Party::Member;
                // Without that column it is what the column of dates is for.
                if asked {
                    self.warnings.push("没有写政治面貌，但有入党时间，按中共党员记".to_owned());
                }
            }
            (Party::No, Some(_)) => self.warnings.push("政治面貌不是中共党员，却有入党时间，请核对".to_owned()),
            _ => {}
        }
    }

    /// Facts and type from the post, the department and the heading or category.
    fn judge(&mut self, guess: &Guess<'_>, own_post: &str, department: &str, group: &str) {
        let standing = post::standing(own_post, department, group);
        self.facts.head = standing.head;
        self.facts.leading_body = standing.leading_body;
        if standing.acting {
            self.warnings.push("按“主持工作”记为主要负责人，请核对".to_owned());
        }
        self.approach = approach(guess, &self.post, standing, self.facts.party, group).unwrap_or_default();
    }
}

/// The approach type: what is over, then what leads, then the post, then the heading, then plain staff.
fn approach(guess: &Guess<'_>, post: &str, standing: post::PostStanding, party: Party, group: &str) -> Option<String> {
    let tell = |text: &str| if text.is_empty() { None } else { guess(text) };
    if standing.retired {
        return tell("退休干部").or_else(|| tell(post));
    }
    let of_heads = tell("主要负责人");
    if standing.head {
        return of_heads.or_else(|| tell(post));
    }
    let leading = || if standing.leading_body { tell("班子成员") } else { None };
    let staff = if party.is_party() { "普通党员" } else { "工作人员" };
    // The words of a post alone take the 主任 of a section for a head.
    let section_head = of_heads.is_some() && tell(post) == of_heads;
    let by_post = || if section_head { leading().or_else(|| tell("中层干部")) } else { tell(post) };
    by_post().or_else(leading).or_else(|| tell(group)).or_else(|| tell(staff))
}

/// The approach type that a post alone suggests; tells later whether a type on file was guessed or chosen.
pub(super) fn guessed_from(guess: &Guess<'_>, post: &str, party: Party) -> (Option<String>, bool, bool) {
    let standing = post::standing(post, "", "");
    (approach(guess, post, standing, party, ""), standing.head, standing.leading_body)
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
