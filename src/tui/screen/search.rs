//! Search of the whole round, as one types: a screenful of hits at once, the others between the keys.

use crate::error::Result;
use crate::model::decision::{self, Decision};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{CheckResultId, DocumentId, EntryId, EvidenceId, InterviewId, LoanId, ProblemId, UnitId};
use crate::model::interview::Interview;
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Document};
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{SearchHit, SearchPlace};
use crate::text::{Line, Outcome, width};
use crate::tui::action::Action;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::loans::Loans;
use crate::tui::screen::paper::Paper;
use crate::tui::screen::problems::Problems;
use crate::tui::screen::reading::Reading;
use crate::tui::screen::talk::Talk;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Screen};
use crate::tui::{editing, theme};
use ratatui::layout::{Position, Rect};

/// Hits of a kind shown at the most.
const LIMIT: usize = 200;
/// Hits that are added between two keys.
const STEP: usize = 40;

/// One hit as listed.
#[derive(Debug, Clone)]
struct Hit {
    /// What kind of thing, and whose.
    label: String,
    excerpt: String,
    target: Target,
}

/// What opening a hit shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// A talk.
    Talk(InterviewId),
    /// A document, at the check item or entry that was found.
    Document(DocumentId, Option<CheckResultId>, Option<EntryId>),
    /// A line of the loan register.
    Loan(LoanId),
    /// A paper.
    Paper(ProblemId),
    /// Evidence from outside the round: its form.
    Evidence(EvidenceId),
    /// The problems of a unit, with what waits there.
    Problems(UnitId),
    /// Nothing of its own.
    None,
}

/// The search.
#[derive(Debug, Default)]
pub struct Search {
    words: Line,
    hits: Vec<Hit>,
    list: ListState,
    /// How far the search for these words has come; `None`: nothing is looked for.
    place: Option<SearchPlace>,
}

impl Search {
    /// An empty search.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks for other words.
    fn look(&mut self, cx: &mut Cx<'_>) {
        self.hits.clear();
        self.list = ListState::default();
        self.place = Some(SearchPlace::default());
        self.look_on(usize::from(Self::rows(cx.area).height), cx);
    }

    /// Adds the next hits.
    fn look_on(&mut self, most: usize, cx: &mut Cx<'_>) {
        let Some(place) = self.place.as_mut().filter(|place| !place.is_done) else { return };
        let words = self.words.text();
        let found = cx.reader().and_then(|reader| {
            reader.snapshot(|reader| {
                let found = reader.search_on(words, LIMIT, place, most)?;
                Ok(found.iter().map(|h| hit(h, cx)).collect::<Vec<_>>())
            })
        });
        match found {
            Ok(found) => self.hits.extend(found),
            Err(e) => {
                self.place = None;
                cx.fail(&e);
            }
        }
    }

    /// There may be more hits than those listed.
    fn goes_on(&self) -> bool {
        self.place.is_some_and(|place| !place.is_done)
    }

    /// How many were found, as far as that is known.
    fn count(&self) -> String {
        let n = self.hits.len();
        match self.place {
            Some(place) if !place.is_done => format!("{n} 条，还在找"),
            Some(_) if self.words.text().trim().is_empty() => String::new(),
            Some(place) if place.is_cut => format!("{n} 条，每类只列最近 {LIMIT} 条"),
            Some(_) => format!("{n} 条"),
            None => String::new(),
        }
    }

    fn open(&self, cx: &mut Cx<'_>) {
        let Some(hit) = self.hits.get(self.list.at) else {
            cx.not_here("还没有搜到什么。");
            return;
        };
        if let Err(e) = open(hit.target, cx) {
            cx.fail(&e);
        }
    }

    const fn rows(area: Rect) -> Rect {
        Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area }
    }
}

fn open(target: Target, cx: &mut Cx<'_>) -> Result<()> {
    match target {
        Target::Talk(id) => {
            let talk = Talk::open(id, cx)?;
            cx.push(talk);
        }
        Target::Document(id, check, entry) => {
            let mut reading = Reading::open(id, cx)?;
            let checked = check.map(|id| cx.reader()?.get::<CheckResult>(id.0)).transpose()?.flatten();
            if let Some(result) = checked {
                reading.put_on_item(&result.item);
            }
            if let Some(entry) = entry {
                reading.put_on_entry(entry);
            }
            cx.push(reading);
        }
        Target::Loan(id) => {
            let line: Option<Loan> = cx.reader()?.get(id.0)?;
            let unit = line.map(|l| cx.reader()?.get::<Unit>(l.unit.0)).transpose()?.flatten();
            if let Some(unit) = unit {
                let mut loans = Loans::open(&unit, cx)?;
                loans.put_on(id, cx);
                cx.push(loans);
            }
        }
        Target::Paper(id) => {
            let paper = Paper::open(id, cx)?;
            cx.push(paper);
        }
        Target::Evidence(id) => {
            if let Some(at) = cx.reader()?.at::<Evidence>(id.0)? {
                cx.push(forms::evidence::form(at.record, Some(at.head)));
            }
        }
        Target::Problems(id) => {
            if let Some(unit) = cx.reader()?.get::<Unit>(id.0)? {
                cx.push(Problems::new(unit));
            }
        }
        Target::None => cx.done(Context::Search.fill("这一条没有自己的一页。回到首页按 {key:Filter} 可以按姓名找人。")),
    }
    Ok(())
}

/// What a hit opens, and the words of its label.
fn hit(found: &SearchHit, cx: &Cx<'_>) -> Hit {
    let target = target(found, cx).unwrap_or(Target::None);
    let whose = whose(target, cx).unwrap_or_default();
    Hit { label: format!("{} {whose}", found.kind.chinese()), excerpt: found.excerpt.clone(), target }
}

fn target(found: &SearchHit, cx: &Cx<'_>) -> Option<Target> {
    let reader = cx.read?;
    let get = found.record;
    Some(match found.kind {
        Kind::Answer => Target::Talk(found.parent?.into()),
        Kind::Interview => Target::Talk(get.into()),
        Kind::Document => Target::Document(get.into(), None, None),
        Kind::CheckResult => Target::Document(found.parent?.into(), Some(get.into()), None),
        Kind::Entry => Target::Document(found.parent?.into(), None, Some(get.into())),
        Kind::Loan => Target::Loan(get.into()),
        Kind::Observation => {
            let observation: Observation = reader.get(get).ok()??;
            match observation.origin {
                Origin::Statement { interview, .. } => Target::Talk(interview),
                Origin::Document { document, check, entry, .. } => Target::Document(document, check, entry),
                // Marked on no material: it waits among the candidates of its unit.
                Origin::Free => Target::Problems(observation.unit),
            }
        }
        Kind::Evidence => match reader.get::<Evidence>(get).ok()??.source {
            EvidenceSource::Document { document, check, entry } => Target::Document(document, check, entry),
            EvidenceSource::Statement { interview, .. } => Target::Talk(interview),
            EvidenceSource::Attachment { .. } | EvidenceSource::Outside => Target::Evidence(get.into()),
        },
        Kind::Problem => Target::Paper(get.into()),
        Kind::QuickFix => Target::Paper(reader.get::<QuickFix>(get).ok()??.problem),
        Kind::Suggestion => {
            let suggestion: Suggestion = reader.get(get).ok()??;
            let first = suggestion.problems.first();
            first.map_or(Target::Problems(suggestion.unit), |problem| Target::Paper(*problem))
        }
        Kind::Decision => {
            let decision: Decision = reader.get(get).ok()??;
            match decision.outcome {
                decision::Decided::Adopted { problem } => Target::Paper(problem),
                decision::Decided::Dismissed { .. } => Target::Problems(decision.unit),
            }
        }
        Kind::Attachment => {
            let owner = found.parent?;
            match (reader.get::<Document>(owner).ok()?, reader.get::<Interview>(owner).ok()?) {
                (Some(document), _) => Target::Document(document.id, None, None),
                (None, Some(talk)) => Target::Talk(talk.id),
                (None, None) => Target::None,
            }
        }
        _ => Target::None,
    })
}

/// Whose talk, or which document, a hit belongs to.
fn whose(target: Target, cx: &Cx<'_>) -> Option<String> {
    let reader = cx.read?;
    match target {
        Target::Talk(id) => {
            let talk: Interview = reader.get(id.0).ok()??;
            let person: Person = reader.get(talk.person.0).ok()??;
            Some(person.name)
        }
        Target::Document(id, ..) => Some(reader.get::<Document>(id.0).ok()??.title),
        Target::Paper(id) => Some(reader.get::<Problem>(id.0).ok()??.number),
        Target::Problems(id) => Some(reader.get::<Unit>(id.0).ok()??.name),
        Target::Loan(_) | Target::Evidence(_) | Target::None => None,
    }
}

impl Screen for Search {
    fn context(&self) -> Context {
        Context::Search
    }

    fn title(&self, _shell: &Shell) -> String {
        "搜索".to_owned()
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (action == Action::Open && self.hits.is_empty()).then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &["边输入边搜。几个词用空格分开，都要有。已转线索的内容搜不到。"]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.hits.len(), Self::rows(cx.area)) {
            return;
        }
        match action {
            Action::Open => self.open(cx),
            Action::Back => cx.pop(),
            Action::Edit(edit) => {
                if editing::line(&mut self.words, edit, Context::Search, cx) == Outcome::Done {
                    self.look(cx);
                }
            }
            other => cx.nothing(other),
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if self.words.insert(text, now) == Outcome::Done {
            self.look(cx);
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if self.list.mouse(mouse, self.hits.len(), Self::rows(cx.area)) == Click::Opened {
            self.open(cx);
        }
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        if !cx.front || !self.goes_on() {
            return None;
        }
        self.look_on(STEP, cx);
        self.goes_on().then_some(0)
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let x = paint.text(area.x + 1, area.y, "找", theme::accent(), 2) + 1;
        let count = self.count();
        let beside = u16::try_from(width::cells_as(&count, paint.ambiguous())).unwrap_or_default().max(9);
        let room = area.right().saturating_sub(x + beside + 3);
        let view = self.words.view(usize::from(room), paint.ambiguous());
        paint.text(x, area.y, &view.shown, theme::plain(), room);
        paint.right(area.right().saturating_sub(1), area.y, &count, theme::dim());
        let rows = Self::rows(area);
        for (n, hit, Rect { y, .. }) in self.list.shown(paint, &self.hits, rows) {
            let here = n == self.list.at;
            if here {
                paint.text(rows.x, y, ">", theme::accent(), 1);
            }
            let label = width::fit(&width::shorten(&hit.label, 15), 16);
            let x = paint.text(rows.x + 2, y, &label, theme::dim(), 16);
            let style = if here { theme::bold() } else { theme::plain() };
            let room = rows.right().saturating_sub(x);
            let excerpt = width::shorten_as(&hit.excerpt, usize::from(room), paint.ambiguous());
            paint.text(x, y, &excerpt, style, room);
        }
        if self.hits.is_empty() {
            let text = if self.words.text().trim().is_empty() {
                "输入要找的词，边输入边搜。"
            } else {
                "没有搜到。换个词，或少写一个词再试；已转线索的内容搜不到。"
            };
            paint.text(rows.x + 2, rows.y, text, theme::dim(), rows.width.saturating_sub(2));
        }
        let caret = x + u16::try_from(view.caret).unwrap_or_default();
        Some(Position::new(caret, area.y))
    }
}
