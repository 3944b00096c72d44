//! The outputs that can be chosen, on which shelf they lie, and the writing of what was chosen.
//!
//! 报送/ names nobody but those who are responsible: papers, list, suggestions, notices, figures. 内部/ holds names: talk
//! records, code table, the loan register (it names who handed over what), the bundle.

use super::assemble::{Which, talk_records};
use super::counters::Counters;
use super::deliver::{Exported, Made, Ready, Target};
use super::handover::HandedOver;
use super::handover::notice::FixNotice;
use super::handover::suggestions::Suggestions;
use super::head::Head;
use super::list::{ProblemList, UnitLine};
use super::loans::Register;
use super::out::{self, Shelf};
use super::paper::gather::{Gathered, Gatherer};
use super::paper::{Form, WorkingPaper};
use super::talk_record::{TalkRecord, Variant};
use super::xlsx::Book;
use super::{ahead, bundle, codes, edited, loans, paste};
use crate::analysis::methods;
use crate::analysis::paper::Covered;
use crate::analysis::paper::field::PaperField;
use crate::analysis::unsealed::{self, Unsealed};
use crate::error::{Error, Result};
use crate::model::answer::Value;
use crate::model::fields::value_of;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Reader, Sources, Store, called};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 问题底稿
    Papers,
    /// 问题清单
    List,
    /// 意见建议
    Suggestions,
    /// 立行立改通知书
    Notices,
    /// 统计
    Stats,
    /// 谈话记录
    Interviews,
    /// 调阅清单
    Loans,
    /// 代号对照表
    Codes,
    /// 资料包
    Bundle,
}

/// The formats of outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Word
    Docx,
    /// Excel
    Xlsx,
    /// JSON
    Json,
    /// Markdown, text to be pasted
    Md,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Docx, Self::Xlsx, Self::Json, Self::Md];

    /// The name on the command line and at the end of file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Md => "md",
        }
    }
}

impl Part {
    /// All parts in the order in which they are written.
    pub const ALL: [Self; 9] = [
        Self::Papers,
        Self::List,
        Self::Suggestions,
        Self::Notices,
        Self::Stats,
        Self::Interviews,
        Self::Loans,
        Self::Codes,
        Self::Bundle,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Papers => "papers",
            Self::List => "list",
            Self::Suggestions => "suggestions",
            Self::Notices => "notices",
            Self::Stats => "stats",
            Self::Interviews => "interviews",
            Self::Loans => "loans",
            Self::Codes => "codes",
            Self::Bundle => "bundle",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Papers => called::PAPER,
            Self::List => called::PROBLEMS,
            Self::Suggestions => called::SUGGESTIONS,
            Self::Notices => called::NOTICE,
            Self::Stats => called::STATS,
            Self::Interviews => called::TALK_RECORD,
            Self::Loans => called::LOANS,
            Self::Codes => called::CODES,
            Self::Bundle => called::BUNDLE,
        }
    }

    /// Where it lies.
    pub const fn shelf(self) -> Shelf {
        match self {
            Self::Papers | Self::List | Self::Suggestions | Self::Notices | Self::Stats => Shelf::Report,
            Self::Interviews | Self::Loans | Self::Codes | Self::Bundle => Shelf::Internal,
        }
    }

    /// The formats in which it is written.
    pub const fn formats(self) -> &'static [Format] {
        match self {
            Self::Papers | Self::Interviews => &[Format::Docx, Format::Md],
            Self::List => &[Format::Docx, Format::Xlsx],
            Self::Suggestions | Self::Notices | Self::Loans => &[Format::Docx],
            Self::Stats => &[Format::Docx, Format::Md, Format::Json],
            Self::Codes => &[Format::Xlsx],
            Self::Bundle => &[Format::Json],
        }
    }
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which parts.
    pub parts: Vec<Part>,
    /// Only this format; `None`: all.
    pub format: Option<Format>,
}

impl Choice {
    /// The parts of which anything would be written, in the order of [`Part::ALL`].
    pub fn written(&self) -> Vec<Part> {
        let fits = |p: &Part| self.parts.contains(p) && p.formats().iter().any(|f| self.takes(*f));
        Part::ALL.into_iter().filter(fits).collect()
    }

    fn takes(&self, format: Format) -> bool {
        self.format.is_none_or(|f| f == format)
    }
}

/// A place in what was written where something is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredAt {
    /// What a user calls the output; of a paper, the list of problems has the same.
    pub output: &'static str,
    /// Number of the paper or notice.
    pub number: String,
    /// In which field, and what.
    pub what: Covered,
}

impl fmt::Display for CoveredAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Covered { field, how, words } = &self.what;
        write!(
            f,
            "{} {} {}：{}“{}”",
            self.output,
            self.number,
            field.spec().name,
            how.chinese(),
            words.replace('\n', " ")
        )
    }
}

/// What was written.
#[derive(Debug, Default)]
pub struct Report {
    /// The files, in the order in which they were written.
    pub files: Vec<Exported>,
    /// The parts of which any file was written.
    pub parts: Vec<Part>,
    /// What is covered in the files because it tells who somebody is, place by place.
    pub covered: Vec<CoveredAt>,
    /// Numbers of the papers that were not written because they cite what is dealt with elsewhere.
    pub held_back: Vec<String>,
    /// Texts of papers that were typed and are in no record, and so in no file: number and field.
    pub unsealed: Vec<String>,
    /// Said when a method of the round has withheld words in it, which are printed.
    pub method: Option<String>,
}

impl Report {
    /// What to say of it when names were covered, papers held back, texts left out or files put aside.
    pub fn warning(&self) -> Option<String> {
        let covered = (!self.covered.is_empty()).then(|| {
            let places: Vec<String> = self.covered.iter().map(|c| format!("  {c}")).collect();
            format!("报送文件里有 {} 处能认出非责任人，已遮去，请改原文：\n{}", places.len(), places.join("\n"))
        });
        let held_back = (!self.held_back.is_empty()).then(|| {
            format!(
                "{} 份底稿引用了已另行处理的材料，没有导出，请换支撑材料并改写：{}",
                self.held_back.len(),
                self.held_back.join("、")
            )
        });
        let unsealed = (!self.unsealed.is_empty()).then(|| {
            format!(
                "有 {} 处写了还没有存，导出的文件里没有，请打开底稿改好：{}",
                self.unsealed.len(),
                self.unsealed.join("、")
            )
        });
        let kept = edited::said(&self.files);
        let method = self.method.clone();
        let said: Vec<String> = [method, held_back, unsealed, kept, covered].into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }
}

/// Writes what was chosen and logs every file.
///
/// # Errors
/// No round yet; a method that the round used cannot be read; the disk refuses; cancelled. What was written before
/// stays and is in the log.
pub fn export(store: &Store, choice: &Choice, target: &Target<'_>) -> Result<Report> {
    let parts = choice.written();
    let of = parts.len();
    let reader = store.reader()?;
    let outputs = reader.snapshot(|reader| Outputs::read(reader, &parts))?;
    let mut report = Report {
        covered: outputs.covered(),
        held_back: outputs.held_back.clone(),
        unsealed: outputs.unsealed.clone(),
        method: methods::says_withheld(&reader)?,
        ..Report::default()
    };
    for (nth, part) in parts.into_iter().enumerate() {
        let progress = |percent: u8| {
            let all = (nth * 100 + usize::from(percent)).checked_div(of).unwrap_or(100);
            (target.progress)(u8::try_from(all).unwrap_or(100))
        };
        let target = Target { out: target.out, by: target.by, progress: &progress };
        let files = outputs.write(part, store, choice, &target)?;
        if !files.is_empty() {
            report.parts.push(part);
        }
        report.files.extend(files);
    }
    Ok(report)
}

/// Everything that the chosen parts print, read as of one moment.
#[derive(Default)]
struct Outputs {
    papers: Vec<Gathered>,
    held_back: Vec<String>,
    unsealed: Vec<String>,
    list: Option<Ready<ProblemList>>,
    suggestions: Vec<Ready<Suggestions>>,
    notices: Vec<Ready<FixNotice>>,
    counters: Option<Ready<Counters>>,
    talks: Vec<Ready<TalkRecord>>,
    loans: Vec<Ready<Register>>,
    codes: Option<Ready<Book>>,
    handed_covered: Vec<CoveredAt>,
}

impl Outputs {
    fn read(reader: &Reader, parts: &[Part]) -> Result<Self> {
        let wants = |part: &Part| parts.contains(part);
        let mut outputs = Self::default();
        let gatherer = Gatherer::open(reader)?;
        if [Part::Papers, Part::List].iter().any(wants) {
            let leaving = gatherer.papers()?;
            (outputs.papers, outputs.held_back) = (leaving.papers, leaving.held_back);
        }
        if [Part::Papers, Part::List, Part::Suggestions, Part::Notices].iter().any(wants) {
            outputs.unsealed = unsealed::in_papers(reader)?.iter().map(Unsealed::named).collect();
        }
        if wants(&Part::List) {
            outputs.list = Some(list(reader, &gatherer, &outputs.papers)?);
        }
        if [Part::Suggestions, Part::Notices].iter().any(wants) {
            let hand_over = HandedOver::read(reader, &gatherer)?;
            if wants(&Part::Suggestions) {
                outputs.suggestions = hand_over.suggestions()?;
            }
            if wants(&Part::Notices) {
                outputs.notices = hand_over.notices()?;
            }
            outputs.handed_covered = hand_over.into_covered();
        }
        if wants(&Part::Stats) {
            let units = reader.briefs(Kind::Unit)?.into_iter().map(|(id, ..)| id);
            let from = gatherer.sources(units.chain([gatherer.round()]))?;
            let output = Counters::read(reader, &gatherer)?;
            outputs.counters = Some(Ready { tell: String::new(), output, from });
        }
        if wants(&Part::Interviews) {
            outputs.talks = talk_records(reader, Which::All)?;
        }
        if wants(&Part::Loans) {
            outputs.loans = loans::registers(reader, &gatherer)?;
        }
        if wants(&Part::Codes) {
            outputs.codes = codes::table(reader, &gatherer)?;
        }
        Ok(outputs)
    }

    fn covered(&self) -> Vec<CoveredAt> {
        let of_paper = |p: &Gathered| {
            let number = p.paper.text(PaperField::Number);
            let one =
                move |what: &Covered| CoveredAt { output: called::PAPER, number: number.clone(), what: what.clone() };
            p.covered.iter().map(one).collect::<Vec<_>>()
        };
        self.papers.iter().flat_map(of_paper).chain(self.handed_covered.iter().cloned()).collect()
    }

    fn write(&self, part: Part, store: &Store, choice: &Choice, target: &Target<'_>) -> Result<Vec<Exported>> {
        if part == Part::Bundle {
            return bundle::export_bundle(store, target);
        }
        let recipes: Vec<Recipe<'_>> = self.recipes(part).into_iter().filter(|r| choice.takes(r.format)).collect();
        if recipes.is_empty() {
            target.tell(1, 1)?;
            return Ok(Vec::new());
        }
        let folder = part.shelf().open(target.out)?;
        deliver(store, target, &folder, recipes)
    }

    /// How each file of a part is made.
    fn recipes(&self, part: Part) -> Vec<Recipe<'_>> {
        match part {
            Part::Papers => self.papers_recipes(),
            Part::List => self.list.iter().flat_map(list_recipes).collect(),
            Part::Suggestions => {
                self.suggestions.iter().map(|r| docx(called::SUGGESTIONS, r, Suggestions::print)).collect()
            }
            Part::Notices => self.notices.iter().map(|r| docx(called::NOTICE, r, FixNotice::print)).collect(),
            Part::Stats => self.counters.iter().flat_map(stats_recipes).collect(),
            Part::Interviews => self.talks.iter().flat_map(talk_recipes).collect(),
            Part::Loans => self.loans.iter().map(|r| docx(called::LOANS, r, Register::print)).collect(),
            Part::Codes => {
                self.codes.iter().map(|r| Recipe::of(called::CODES, r, Format::Xlsx, Book::to_bytes)).collect()
            }
            Part::Bundle => Vec::new(),
        }
    }

    fn papers_recipes(&self) -> Vec<Recipe<'_>> {
        let mut recipes = Vec::with_capacity(self.papers.len() * (Form::ALL.len() + 1));
        for (gathered, name) in self.papers.iter().zip(file_parts(&self.papers)) {
            let Gathered { paper, from, .. } = gathered;
            let one = |what, format, make| Recipe { what, name: named(what, &name, format), format, from, make };
            for form in Form::ALL {
                recipes.push(one(form.file(), Format::Docx, Box::new(move || paper.print(form))));
            }
            recipes.push(one(called::PAPER_TEXT, Format::Md, Box::new(move || Ok(paste::problem(paper).into_bytes()))));
        }
        recipes
    }
}

/// A file that can be made: what it is, its name, its format, what it is made of, its bytes.
struct Recipe<'a> {
    what: &'static str,
    name: String,
    format: Format,
    from: &'a Sources,
    make: Box<dyn Fn() -> Result<Vec<u8>> + Sync + 'a>,
}

impl<'a> Recipe<'a> {
    fn of<T: Sync>(
        what: &'static str,
        ready: &'a Ready<T>,
        format: Format,
        make: impl Fn(&T) -> Result<Vec<u8>> + Sync + 'a,
    ) -> Self {
        let Ready { tell, output, from } = ready;
        Self { what, name: named(what, tell, format), format, from, make: Box::new(move || make(output)) }
    }
}

/// The name of a file: what it is, and what tells it from its like.
fn named(what: &str, tell: &str, format: Format) -> String {
    let stem = if tell.is_empty() { what.to_owned() } else { format!("{what}-{}", out::name_part(tell)) };
    format!("{stem}.{}", format.name())
}

fn docx<'a, T: Sync>(
    what: &'static str,
    ready: &'a Ready<T>,
    make: impl Fn(&T) -> Result<Vec<u8>> + Sync + 'a,
) -> Recipe<'a> {
    Recipe::of(what, ready, Format::Docx, make)
}

fn list_recipes(list: &Ready<ProblemList>) -> [Recipe<'_>; 2] {
    [
        docx(called::PROBLEMS, list, ProblemList::to_docx),
        Recipe::of(called::PROBLEMS, list, Format::Xlsx, ProblemList::to_xlsx),
    ]
}

fn stats_recipes(counters: &Ready<Counters>) -> [Recipe<'_>; 3] {
    [
        docx(called::STATS, counters, Counters::to_docx),
        Recipe::of(called::STATS, counters, Format::Md, |c| Ok(c.to_markdown().into_bytes())),
        Recipe::of(called::STATS, counters, Format::Json, Counters::to_json),
    ]
}

fn talk_recipes(talk: &Ready<TalkRecord>) -> [Recipe<'_>; 3] {
    let [internal, signature] =
        Variant::ALL.map(|variant| docx(variant.title(), talk, move |record: &TalkRecord| record.print(variant)));
    [
        internal,
        signature,
        Recipe::of(called::TALK_TEXT, talk, Format::Md, |record| Ok(paste::talk(record).into_bytes())),
    ]
}

/// Makes and writes the files. No two have one name: a second one of a name gets `-2`, as on a file system that does
/// not tell capitals apart.
fn deliver(store: &Store, target: &Target<'_>, folder: &Path, mut recipes: Vec<Recipe<'_>>) -> Result<Vec<Exported>> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for recipe in &mut recipes {
        let nth = taken.entry(recipe.name.to_lowercase()).and_modify(|n| *n += 1).or_insert(1);
        if let (2.., Some((stem, ending))) = (*nth, recipe.name.rsplit_once('.')) {
            recipe.name = format!("{stem}-{nth}.{ending}");
        }
    }
    let total = recipes.len();
    let make = |nth: usize| {
        let recipe: &Recipe<'_> = recipes.get(nth).ok_or_else(|| Error::internal("没有这个文件"))?;
        Ok(Made { what: recipe.what, name: recipe.name.clone(), bytes: (recipe.make)()?, from: recipe.from.clone() })
    };
    ahead::in_order(total, make, |made| target.deliver_all(store, folder, total, made))
}

/// What tells the files of each paper apart: its number, with the unit's code before it when another paper has the same.
fn file_parts(papers: &[Gathered]) -> Vec<String> {
    let numbers: Vec<String> = papers.iter().map(|p| p.paper.text(PaperField::Number)).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for number in &numbers {
        *times.entry(number).or_default() += 1;
    }
    let part = |(p, number): (&Gathered, &String)| {
        let shared = times.get(number.as_str()).is_some_and(|n| *n > 1);
        if shared || number.is_empty() { format!("{}-{number}", p.unit_code) } else { number.clone() }
    };
    papers.iter().zip(&numbers).map(part).collect()
}

fn list(reader: &Reader, gatherer: &Gatherer<'_>, papers: &[Gathered]) -> Result<Ready<ProblemList>> {
    const LIMIT: &str = "profile.limit";
    let mut units: Vec<Unit> = reader.all()?;
    units.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
    let suggestions: Vec<Suggestion> = reader.all()?;
    let fixes: Vec<QuickFix> = reader.all()?;
    let line = |unit: &Unit| {
        let mine = || fixes.iter().filter(|f| f.unit == unit.id);
        UnitLine {
            unit: unit.name.clone(),
            limit: match value_of(&unit.profile, LIMIT) {
                Some(Value::Money(sum)) => Some(*sum),
                _ => None,
            },
            suggestions: suggestions.iter().filter(|s| s.unit == unit.id).count(),
            quick_fixes: (mine().count(), mine().filter(|f| f.done.is_some()).count()),
        }
    };
    let handed = suggestions.iter().map(|s| s.id.0).chain(fixes.iter().map(|f| f.id.0));
    let ids = [gatherer.round()].into_iter().chain(units.iter().map(|u| u.id.0));
    let from = papers.iter().fold(gatherer.sources(ids)?, |from, paper| from.and(&paper.from));
    let around = gatherer.latest([gatherer.round()].into_iter().chain(units.iter().map(|u| u.id.0)).chain(handed))?;
    let revised = papers.iter().map(|p| p.paper.revised).max().map_or(around, |last| last.max(around));
    let head: Arc<Head> = gatherer.head();
    let papers: Vec<WorkingPaper> = papers.iter().map(|p| p.paper.clone()).collect();
    let output = ProblemList { head, papers, units: units.iter().map(line).collect(), revised };
    Ok(Ready { tell: String::new(), output, from })
}
