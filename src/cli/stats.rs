//! `wenkan stats`: how much there is of everything.

use super::args::{Globals, Stats};
use super::{output, round};
use crate::analysis::coverage::{Briefs, Coverage, Standing, coverage};
use crate::analysis::methods;
use crate::error::Result;
use crate::model::record::Kind;
use crate::store;
use serde::Serialize;
use std::collections::BTreeMap;

/// Shows the counts.
pub(super) fn run(args: &Stats, globals: &Globals) -> Result<()> {
    let reader = round::read(&args.file, globals)?;
    let counts = reader.snapshot(|r| {
        let covered = coverage(&methods::current(r)?, &Briefs::read(r, None)?);
        Ok(Counts::new(round::head(r)?.name, &r.stats()?, &covered))
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
}

const STANDINGS: [Standing; 5] =
    [Standing::NotYet, Standing::Open, Standing::BrokenOff, Standing::Closed, Standing::ReadBack];

impl Counts {
    fn new(round: String, stats: &store::Stats, covered: &Coverage) -> Self {
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
             改动记录　　{} 条，未封存的草稿 {} 处，导出 {} 次\n",
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
            self.revisions,
            self.drafts,
            self.exports,
        )
    }
}
