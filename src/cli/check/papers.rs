//! The papers' half of `wenkan check`: every diagnostic of every paper, with its place and what to do.

use crate::analysis::diagnose::{Count, Diagnostic, count, diagnose};
use crate::analysis::paper::field::{PaperField, Spot};
use crate::analysis::paper::{self, Paper};
use crate::cli::output;
use crate::error::Result;
use crate::model::ids::{InspectorId, ProblemId, UnitId};
use crate::model::value::Instant;
use crate::store::Reader;
use serde::Serialize;
use uuid::Uuid;

/// How much of the text is shown before a diagnostic, in characters.
const EXCERPT: usize = 16;

/// The diagnostics of a round, as `--json` prints them.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) errors: usize,
    warnings: usize,
    list: Vec<OfPaper>,
}

#[derive(Debug, Serialize)]
struct OfPaper {
    id: ProblemId,
    number: String,
    title: String,
    unit: UnitId,
    unit_code: String,
    state: &'static str,
    #[serde(skip)]
    state_shown: &'static str,
    errors: usize,
    warnings: usize,
    overruled: usize,
    diagnostics: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct Found {
    /// E104, W106.
    code: String,
    severity: &'static str,
    field: &'static str,
    #[serde(skip)]
    field_shown: String,
    /// Id of the paragraph, basis, citation … within the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Uuid>,
    /// Bytes of the text of that field or part: first, and one past the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<(usize, usize)>,
    /// What stands there.
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    message: String,
    help: String,
    /// Why it is left standing, who left it and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    overruled: Option<Left>,
}

#[derive(Debug, Serialize)]
struct Left {
    reason: String,
    by: InspectorId,
    #[serde(skip)]
    by_shown: String,
    at: Instant,
}

impl Report {
    pub(super) fn read(reader: &Reader) -> Result<Self> {
        let list: Vec<OfPaper> = paper::papers(reader, None)?.iter().map(OfPaper::new).collect();
        let sum = |of: fn(&OfPaper) -> usize| list.iter().map(of).sum();
        Ok(Self { errors: sum(|p| p.errors), warnings: sum(|p| p.warnings), list })
    }

    pub(super) fn text(&self) -> String {
        if self.list.is_empty() {
            return "\n还没有底稿。\n".to_owned();
        }
        let head = format!("\n底稿 {} 份：错误 {}，提醒 {}\n", self.list.len(), self.errors, self.warnings);
        let papers: String = self.list.iter().map(OfPaper::text).collect();
        format!("{head}{papers}\n代号：E 错误　W 提醒；wenkan explain 加代号（如 E104），说明含义、原因和改法。\n")
    }
}

impl OfPaper {
    fn new(paper: &Paper) -> Self {
        let diagnostics = diagnose(paper);
        let Count { errors, warnings, overruled } = count(&diagnostics);
        let problem = &paper.problem;
        Self {
            id: problem.id,
            number: problem.number.clone(),
            title: problem.title.clone(),
            unit: problem.unit,
            unit_code: paper.unit.code.clone(),
            state: problem.state.name(),
            state_shown: problem.state.chinese(),
            errors,
            warnings,
            overruled,
            diagnostics: diagnostics.into_iter().map(|d| Found::new(paper, d)).collect(),
        }
    }

    fn text(&self) -> String {
        let Self { number, title, unit_code, state_shown, errors, warnings, overruled, diagnostics, .. } = self;
        let counts = match (errors, warnings) {
            (0, 0) => "没有错误和提醒".to_owned(),
            _ => format!("错误 {errors}，提醒 {warnings}"),
        };
        let left = if *overruled > 0 { format!("，放行 {overruled}") } else { String::new() };
        let counts = counts + &left;
        let head = format!("\n{number}　{title}（{unit_code}）　{state_shown}　{counts}\n");
        let found: String = diagnostics.iter().map(Found::line).collect();
        head + &found
    }
}

impl Found {
    fn new(paper: &Paper, d: Diagnostic) -> Self {
        let place = paper.view().get(d.spot).unwrap_or_default();
        let text = d.range.clone().and_then(|at| place.get(at)).unwrap_or_default().to_owned();
        Self {
            code: d.label(),
            severity: d.severity.name(),
            field: d.spot.field.block().id(),
            field_shown: shown(paper, d.spot),
            part: d.spot.part,
            range: d.range.map(|at| (at.start, at.end)),
            text,
            message: d.message,
            help: d.help,
            overruled: d.overruled.map(|o| Left {
                by_shown: paper.overruled_by.iter().find(|h| h.id == o.by).map(|h| h.name.clone()).unwrap_or_default(),
                reason: o.reason,
                by: o.by,
                at: o.at,
            }),
        }
    }

    fn line(&self) -> String {
        let Self { code, field_shown, text, message, help, .. } = self;
        let excerpt = match text.chars().count() {
            _ if message.contains(text.as_str()) => String::new(),
            n if n <= EXCERPT => format!("“{text}”"),
            _ => format!("“{}…”", text.chars().take(EXCERPT).collect::<String>()),
        };
        match &self.overruled {
            None => format!("  {code} {field_shown}{excerpt}：{message}\n       {help}\n"),
            Some(Left { reason, by_shown, at, .. }) => format!(
                "  {code} 已放行　{field_shown}{excerpt}：{message}\n       理由：{}（{by_shown}，{}）\n",
                output::one_line(reason),
                at.date().chinese()
            ),
        }
    }
}

/// The field in words, with the number of the paragraph or piece of evidence.
fn shown(paper: &Paper, spot: Spot) -> String {
    let name = spot.field.spec().name;
    let at = paper.view().spots(spot.field).iter().position(|s| *s == spot);
    match spot.field {
        PaperField::Facts => format!("{name}{}", at.map(|n| format!("第{}段", n + 1)).unwrap_or_default()),
        PaperField::Evidence => {
            let proof = paper.proofs.iter().find(|p| Some(p.cited.0) == spot.part);
            format!("{name}{}", proof.map(|p| format!("证{}", p.number)).unwrap_or_default())
        }
        _ => name.to_owned(),
    }
}
