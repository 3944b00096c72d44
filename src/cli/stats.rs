//! `wenkan stats`: how much there is of everything; then the figures that may be told, each with its unit, what is inside
//! and the day up to which it is counted (domain.md §5.5).

use super::args::{Globals, Stats};
use super::{output, round};
use crate::analysis::coverage::{Briefs, Coverage, Standing, coverage};
use crate::error::Result;
use crate::export::counters::{Counter, Counters, Scope};
use crate::export::paper::gather::Gatherer;
use crate::model::record::Kind;
use crate::store::{self, LeadCounts};
use crate::text::width;
use serde::Serialize;
use std::collections::BTreeMap;

/// Shows the counts.
pub(super) fn run(args: &Stats, globals: &Globals) -> Result<()> {
    let (reader, method) = round::read_with_method(&args.file, globals)?;
    let counts = reader.snapshot(|r| {
        let covered = coverage(&method, &Briefs::read(r, None)?);
        let figures = Counters::read(r, &Gatherer::open(r)?)?;
        Ok(Counts::new(round::head(r)?.name, &r.stats()?, &covered, &figures))
    })?;
    if args.json { output::json(&counts) } else { output::data(&counts.text()) }
}

/// The counts as `--json` prints them.
#[derive(Debug, Serialize)]
struct Counts {
    round: String,
    /// Records per kind.
    records: BTreeMap<&'static str, u64>,
    /// People by where their talk stands.
    people: BTreeMap<&'static str, usize>,
    /// Required questions: all, done, excused, left.
    required: usize,
    done: usize,
    excused: usize,
    left: usize,
    revisions: u64,
    drafts: u64,
    attachment_bytes: u64,
    exports: u64,
    /// The register of leads: only how many.
    leads: Leads,
    /// The day up to which the figures are counted, in words.
    until: String,
    /// The figures, of the round and of each unit.
    figures: Vec<Scope>,
}

/// Leads by how far they have come.
#[derive(Debug, Serialize)]
struct Leads {
    registered: u64,
    handed: u64,
    receipted: u64,
}

impl From<LeadCounts> for Leads {
    fn from(counts: LeadCounts) -> Self {
        let LeadCounts { registered, handed, receipted } = counts;
        Self { registered, handed, receipted }
    }
}

const STANDINGS: [Standing; 5] =
    [Standing::NotYet, Standing::Open, Standing::BrokenOff, Standing::Closed, Standing::ReadBack];

impl Counts {
    fn new(round: String, stats: &store::Stats, covered: &Coverage, figures: &Counters) -> Self {
        Self {
            round,
            records: stats.records.iter().map(|(kind, n)| (kind.name(), *n)).collect(),
            people: STANDINGS.iter().map(|s| (s.name(), covered.count(*s))).collect(),
            required: covered.sums.iter().map(|s| s.required).sum(),
            done: covered.sums.iter().map(|s| s.done).sum(),
            excused: covered.sums.iter().map(|s| s.excused).sum(),
            left: covered.left(),
            revisions: stats.revisions,
            drafts: stats.drafts,
            attachment_bytes: stats.blob_bytes,
            exports: stats.exports,
            leads: stats.leads.into(),
            until: figures.until(),
            figures: figures.scopes().to_vec(),
        }
    }

    fn text(&self) -> String {
        let of = |kind: Kind| self.records.get(kind.name()).copied().unwrap_or_default();
        let standing = |s: &Standing| {
            let count = self.people.get(s.name()).copied().unwrap_or_default();
            format!("{} {count}", s.chinese())
        };
        let standings: Vec<String> = STANDINGS.iter().map(standing).collect();
        format!(
            "{}\n\
             被巡察单位　{} 个\n\
             巡察干部　　{} 人\n\
             人员　　　　{} 人（{}）\n\
             个别谈话　　{} 次\n\
             必问问题　　应问 {}，问完 {}，有理由未问 {}，未完 {}\n\
             疑点　　　　{} 条\n\
             附件　　　　{} 个，{} KiB\n\
             线索登记　　登记 {} 条，已移交 {} 条，有回执 {} 条\n\
             改动记录　　{} 条，未封存的草稿 {} 处，导出文件 {} 个\n\n{}\n{}",
            self.round,
            of(Kind::Unit),
            of(Kind::Inspector),
            of(Kind::Person),
            standings.join("，"),
            of(Kind::Interview),
            self.required,
            self.done,
            self.excused,
            self.left,
            of(Kind::Observation),
            of(Kind::Attachment),
            self.attachment_bytes.div_ceil(1024),
            self.leads.registered,
            self.leads.handed,
            self.leads.receipted,
            self.revisions,
            self.drafts,
            self.exports,
            self.until,
            self.figures.iter().map(of_scope).collect::<String>(),
        )
    }
}

/// The figures of the round or of one unit, a line each: what, how many, what is inside.
fn of_scope(scope: &Scope) -> String {
    let line = |c: &Counter| {
        let count = format!("{} {}", c.count, c.unit);
        format!("  {} {} {}\n", width::fit(c.name, 16), width::fit(&count, 8), c.inside)
    };
    let lines: Vec<String> = scope.counters.iter().map(line).collect();
    format!("\n{}\n{}", scope.of, lines.concat())
}
