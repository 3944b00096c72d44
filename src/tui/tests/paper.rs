//! Problems and papers at the keyboard: what is typed and chosen, and what stands in the file then.

use super::driver::Driver;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::problem::{Level, Problem, ProblemState};
use crate::model::record::Op;
use crate::tui::keys::Context;
use crate::tui::terminal::Event;

impl Driver {
    /// A paper that has just been begun by hand, in the unit of the offices.
    pub(super) fn paper() -> Self {
        let mut d = Self::home();
        d.find("李秀英");
        d.keys("p");
        assert_eq!(d.app.context(), Context::Problems, "{}", d.text());
        d.keys("n");
        assert_eq!(d.app.context(), Context::PaperText, "{}", d.text());
        d
    }

    /// Goes to a part of the paper by the list of its parts.
    pub(super) fn part(&mut self, label: &str) {
        self.keys("Ctrl-F");
        self.type_text(label);
        self.keys("Enter");
        assert!(self.shows(&format!(">{label}")), "{label}\n{}", self.text());
    }

    /// From home, opens the problem whose row holds `text`. The list stands under the candidates, which take a moment.
    pub(super) fn open_problem(&mut self, text: &str) {
        self.keys("p");
        let here = |d: &mut Self| d.rows().iter().any(|r| r.starts_with('>') && r.contains(text));
        for key in ["Tab", "Tab"].into_iter().flat_map(|tab| [tab, "Home"].into_iter().chain(["Down"; 12])) {
            if here(self) {
                break;
            }
            self.keys(key);
        }
        assert!(here(self), "{text}\n{}", self.text());
        self.keys("Enter");
    }

    /// The problem that was begun last, as it stands in the file.
    pub(super) fn problem(&self) -> Problem {
        let mut all: Vec<Problem> = self.reader().all().unwrap();
        all.sort_by_key(|p| p.id);
        all.pop().unwrap()
    }
}

/// The facts in the file, in order.
fn facts(p: &Problem) -> Vec<&str> {
    let mut facts: Vec<_> = p.facts.iter().collect();
    facts.sort_by(|a, b| a.order.cmp(&b.order));
    facts.into_iter().map(|f| f.text.as_str()).collect()
}

#[test]
fn a_problem_by_hand_has_a_number_and_stays_in_the_list() {
    let mut d = Driver::paper();
    let number = d.problem().number;
    assert!(number.starts_with("预-LF-"), "{number}");
    d.type_text("购置公务车辆未经集体研究");
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Problems);
    assert_eq!(d.problem().title, "购置公务车辆未经集体研究");
    assert!(d.shows(&number) && d.shows("购置公务车辆未经集体研究"), "{}", d.text());
    d.keys("n Esc");
    assert_ne!(d.problem().number, number, "a number is given once");
}

#[test]
fn texts_are_drafts_while_typed_and_one_revision_when_left() {
    let mut d = Driver::paper();
    d.type_text("购车");
    d.wait(300);
    let drafts = d.drafts();
    assert_eq!((drafts.len(), drafts[0].field.as_str(), drafts[0].text.as_str()), (1, "title", "购车"));
    assert_eq!(d.problem().title, "", "a draft is no revision");
    let before = d.reader().history(d.problem().id.0).unwrap().len();
    d.keys("Tab");
    assert_eq!(d.problem().title, "购车");
    assert_eq!(d.reader().history(d.problem().id.0).unwrap().len(), before + 1);
    assert_eq!(d.drafts(), []);
    d.type_text("支付购车款。\n没有议题。");
    d.keys("Tab");
    assert_eq!(facts(&d.problem()), ["支付购车款。", "没有议题。"]);
    let ids: Vec<_> = d.problem().facts.iter().map(|f| f.id).collect();
    d.keys("Shift-Tab Ctrl-Home End");
    d.type_text("一次付清。");
    d.keys("Tab");
    assert_eq!(facts(&d.problem())[0], "支付购车款。一次付清。");
    assert_eq!(d.problem().facts.iter().map(|f| f.id).collect::<Vec<_>>(), ids, "a fact keeps its id");
}

#[test]
fn after_a_crash_the_text_is_back_in_its_field() {
    let mut d = Driver::paper();
    d.type_text("购车");
    d.keys("Tab");
    d.type_text("支付购车款。");
    d.wait(300);
    assert_eq!(facts(&d.problem()), Vec::<&str>::new());
    let mut d = d.reopened();
    d.be("刘芳");
    d.find("李秀英");
    d.open_problem("购车");
    assert!(d.shows("支付购车款。"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(facts(&d.problem()), ["支付购车款。"]);
    assert_eq!(d.drafts(), []);
}

#[test]
fn a_date_that_cannot_be_read_says_so_and_stays_a_draft() {
    let mut d = Driver::paper();
    d.part("时间");
    d.type_text("六月");
    d.keys("Tab");
    assert!(d.notice().contains("看不懂这个日期"), "{}", d.notice());
    assert!(d.shows("时间未存") && !d.shows("没有问题"), "the foot names it\n{}", d.text());
    d.keys("Ctrl-E");
    assert!(d.notice().contains("时间未存"), "{}", d.notice());
    d.part("时间");
    d.keys("Tab");
    assert_eq!(d.problem().from, None);
    d.wait(300);
    assert_eq!(d.drafts().len(), 1);
    d.keys("Shift-Tab Ctrl-A");
    d.type_text("2022年6月14日");
    d.keys("Tab");
    d.type_text("2022-12");
    d.keys("Enter");
    let p = d.problem();
    let shown = |d: Option<crate::model::value::PartialDate>| d.map(|d| d.to_string());
    assert_eq!((shown(p.from).as_deref(), shown(p.to).as_deref()), (Some("2022-06-14"), Some("2022-12")));
    assert_eq!(d.drafts(), []);
}

/// A paper that is ready, with a date typed into it that cannot be read.
fn ready_with_a_date_that_cannot_be_read() -> Driver {
    let mut d = nearly_ready();
    d.type_text("第七十条");
    d.keys("Alt-K Alt-T");
    assert_eq!(d.problem().state, ProblemState::Ready, "{}", d.notice());
    d.part("时间");
    d.type_text("六月");
    d
}

#[test]
fn a_paper_with_a_date_that_cannot_be_read_asks_before_it_is_left_and_says_so_until_it_is_mended() {
    let mut d = ready_with_a_date_that_cannot_be_read();
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Confirm, "{}", d.text());
    assert!(d.shows("看不懂这个日期"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::PaperText, "goes on\n{}", d.text());
    d.keys("Esc 1");
    assert_eq!(d.app.context(), Context::Problems, "{}", d.text());
    let marked = |d: &mut Driver| d.rows().into_iter().find(|r| r.contains("有未存"));
    assert!(marked(&mut d).is_some_and(|r| r.contains("待送审")), "{}", d.text());
    assert_eq!((d.problem().state, d.drafts().len()), (ProblemState::Ready, 1));
    // Opened again, it says what is in the file.
    d.keys("Esc");
    d.open_problem("购置公务车辆");
    assert!(d.title().contains("待送审（有未存）") && d.shows("六月"), "{}", d.text());
    d.keys("Esc 1 Esc x");
    let number = d.problem().number;
    d.keys("Ctrl-S");
    assert!(d.notice().contains(&format!("{number} 时间")), "the export names it: {}\n{}", d.notice(), d.text());
}

#[test]
fn what_cannot_be_read_is_thrown_away_when_the_user_says_so() {
    let mut d = ready_with_a_date_that_cannot_be_read();
    let before = d.problem().from;
    d.keys("Esc 2");
    assert_eq!(d.app.context(), Context::Problems, "{}", d.text());
    assert!(!d.shows("有未存"), "{}", d.text());
    assert_eq!((d.problem().state, d.problem().from, d.drafts().len()), (ProblemState::Ready, before, 0));
    d.keys("Esc");
    d.open_problem("购置公务车辆");
    assert!(!d.title().contains("有未存") && !d.shows("六月"), "{}", d.text());
}

#[test]
fn evidence_is_pinned_at_the_caret_and_found_by_typing() {
    let mut d = Driver::paper();
    d.part("事实");
    d.type_text("题目记不全。");
    d.keys("Left F5");
    assert_eq!(d.app.context(), Context::ChooseOrWrite, "{}", d.text());
    d.type_text("lxy 题目");
    assert!(d.shows("〔访谈A37〕"), "by initials of a name that is not shown\n{}", d.text());
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::PaperText);
    d.keys("Tab");
    let p = d.problem();
    assert_eq!(facts(&p), ["题目记不全〔证1〕。"]);
    let evidence: Evidence = d.reader().get(p.evidence[0].evidence.0).unwrap().unwrap();
    assert!(matches!(evidence.source, EvidenceSource::Statement { .. }));
    d.part("支撑材料");
    assert!(d.shows("证1 谈话记录〔访谈A37〕"), "{}", d.text());
    // The same again is the same evidence.
    d.part("事实");
    d.keys("Ctrl-End F5 Enter Tab");
    assert_eq!(facts(&d.problem()), ["题目记不全〔证1〕。〔证1〕"]);
    assert_eq!(d.problem().evidence.len(), 1);
    // Removing it says what still names it.
    d.part("支撑材料");
    d.keys("Del");
    assert!(d.notice().contains("第1句"), "{}", d.notice());
    assert!(d.problem().evidence.is_empty());
    // Its number does not come to mean another piece.
    d.part("支撑材料");
    d.keys("Enter");
    assert!(d.rows().iter().any(|r| r.contains("已取") && r.contains("谈话记录〔访谈A37〕")), "{}", d.text());
    d.type_text("通报");
    d.keys("Enter");
    assert_eq!(d.problem().evidence[0].number, 2, "{}", d.text());
}

#[test]
fn what_lies_outside_the_round_is_registered_and_cited() {
    let mut d = Driver::paper();
    d.part("支撑材料");
    d.keys("Enter Ctrl-N");
    assert_eq!(d.app.context(), Context::FormText, "{}", d.text());
    d.type_text("县审计局审计报告");
    d.keys("Ctrl-S");
    assert_eq!(d.app.context(), Context::PaperRow, "{}", d.text());
    let p = d.problem();
    let evidence: Evidence = d.reader().get(p.evidence[0].evidence.0).unwrap().unwrap();
    assert_eq!((evidence.title.as_str(), &evidence.source), ("县审计局审计报告", &EvidenceSource::Outside));
    assert!(d.shows("证1 县审计局审计报告 复印件"), "{}", d.text());
    d.keys("n Ctrl-N Esc");
    d.keys("Esc");
    assert_eq!(d.problem().evidence.len(), 1, "what was not registered is not cited\n{}", d.text());
}

#[test]
fn evidence_is_moved_and_numbered_anew_with_its_marks() {
    let mut d = Driver::paper();
    d.part("事实");
    for words in ["题目", "通报"] {
        d.type_text(words);
        d.keys("F5");
        d.type_text(words);
        d.keys("Enter");
    }
    d.keys("Tab");
    assert_eq!(facts(&d.problem()), ["题目〔证1〕通报〔证2〕"], "{}", d.text());
    d.part("支撑材料");
    d.keys("Alt-Down");
    let numbers = |d: &Driver| d.problem().evidence.iter().map(|c| c.number).collect::<Vec<_>>();
    assert_eq!(numbers(&d), [2, 1]);
    d.keys("Alt-B");
    assert_eq!(numbers(&d), [1, 2]);
    assert_eq!(facts(&d.problem()), ["题目〔证2〕通报〔证1〕"]);
}

#[test]
fn a_basis_is_picked_its_clause_typed_and_confirmed_with_one_key() {
    let mut d = Driver::paper();
    d.part("依据");
    d.keys("Enter");
    d.type_text("纪律处分条例 2018");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::PaperText, "the clause is next\n{}", d.text());
    assert!(d.shows("〔待核〕"), "{}", d.text());
    d.keys("Alt-K");
    assert!(d.notice().contains("先写明条款"), "{}", d.notice());
    d.keys("Ctrl-A");
    d.type_text("第七十条");
    d.keys("Alt-K");
    let p = d.problem();
    assert_eq!((p.basis[0].clause.as_str(), p.basis[0].confirmed().is_some()), ("第七十条", true));
    assert!(!d.shows("〔待核〕") && d.shows("刘芳 2026-03-12 核实"), "{}", d.text());
    d.keys("Alt-K");
    assert!(d.problem().basis[0].confirmed().is_none());
    d.keys("Alt-K Ctrl-A");
    assert!(d.problem().basis[0].confirmed().is_some());
    d.type_text("第七十一条");
    d.keys("Tab");
    assert!(d.problem().basis[0].confirmed().is_none(), "another clause is not what was confirmed");
    assert!(d.shows("〔待核〕"), "{}", d.text());
    d.keys("Shift-Tab Ctrl-N Ctrl-N");
    d.type_text("三重一大实施办法");
    d.keys("Tab");
    assert_eq!(d.problem().basis[1].name, "三重一大实施办法");
    assert!(d.rows().iter().any(|r| r.contains("三重一大实施办法") && r.contains("〔待核〕")), "{}", d.text());
    d.type_text("第三条");
    d.keys("Alt-K");
    let confirmed = |r: &String| r.contains("三重一大实施办法") && r.contains("刘芳 2026-03-12 核实");
    assert!(d.rows().iter().any(confirmed), "{}", d.text());
    d.keys("Ctrl-D 1");
    assert_eq!(d.problem().basis.len(), 1);
}

#[test]
fn people_choices_handlers_and_what_goes_to_the_unit() {
    let mut d = Driver::paper();
    d.part("责任人");
    d.keys("Enter");
    d.type_text("wjg");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::PaperText, "{}", d.text());
    d.keys("Tab 空格");
    let p = d.problem();
    assert_eq!((p.responsible[0].name.as_str(), p.responsible[0].post.is_empty()), ("王建国", false));
    d.part("问题层级");
    d.keys("Right");
    assert_eq!(d.problem().level, Some(Level::LeadingBody));
    d.keys("Left");
    assert_eq!(d.problem().level, None);
    // By its initials and by its words, as in forms.
    for (typed, level) in [("bm", Level::Department), ("班子", Level::LeadingBody)] {
        d.part("问题层级");
        d.keys("Enter");
        d.type_text(typed);
        d.keys("Enter");
        assert_eq!(d.problem().level, Some(level), "{typed}\n{}", d.text());
    }
    d.part("来源");
    d.keys("Enter Enter Down Enter Ctrl-S");
    assert_eq!(d.problem().sources.len(), 2, "{}", d.text());
    d.part("承办人");
    d.keys("Enter");
    d.type_text("周宁");
    d.keys("Enter Ctrl-S");
    assert_eq!(d.problem().handlers.len(), 2, "{}", d.text());
    d.part("建议");
    d.keys("Enter");
    d.type_text("完善议事规则。");
    d.part("立行立改");
    d.keys("Enter");
    d.type_text("立即补开会议。");
    d.keys("Esc");
    let suggestions: Vec<Suggestion> = d.reader().all().unwrap();
    assert!(suggestions.iter().any(|s| s.text == "完善议事规则。" && s.problems == [d.problem().id]));
    let fixes: Vec<QuickFix> = d.reader().all().unwrap();
    assert!(fixes.iter().any(|f| f.demand == "立即补开会议。" && f.problem == d.problem().id));
    assert!(d.shows("立"), "{}", d.text());
    assert_eq!(d.problem().state, ProblemState::Draft);
}

#[test]
fn what_is_still_to_be_verified_is_listed_ticked_off_and_printed_on_nothing() {
    let mut d = Driver::paper();
    d.part("待核实");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::PaperText, "{}", d.text());
    d.type_text("核对第41号凭证的日期");
    d.keys("Tab");
    let matters = |d: &Driver| d.problem().to_verify;
    assert_eq!(matters(&d).iter().map(|v| v.text.as_str()).collect::<Vec<_>>(), ["核对第41号凭证的日期"]);
    assert!(d.rows().iter().any(|r| r.contains("☐") && r.contains("核对第41号")), "{}", d.text());
    d.keys("Shift-Tab Alt-K");
    assert!(
        matters(&d)[0].done && d.rows().iter().any(|r| r.contains("☑") && r.contains("核对第41号")),
        "{}",
        d.text()
    );
    d.keys("Ctrl-P End");
    assert!(!d.shows("待核实") && !d.shows("核对第41号"), "{}", d.text());
    d.keys("Home");
    assert!(!d.shows("待核实") && !d.shows("核对第41号"), "{}", d.text());
    d.keys("Esc Ctrl-D 1");
    assert_eq!(matters(&d), []);
}

#[test]
fn an_error_that_is_none_is_left_standing_with_the_reason_until_its_words_change() {
    let mut d = Driver::paper();
    d.part("地点");
    d.type_text("县城电话13800001234");
    assert!(d.shows("E303"), "{}", d.text());
    d.keys("Alt-K");
    assert_eq!(d.title(), "说明理由后放行", "{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.problem().overruled.is_empty(), "no reason is given");
    d.type_text("店名");
    d.keys("Ctrl-S");
    let left = d.problem().overruled;
    assert_eq!(left.iter().map(|o| (o.code, o.reason.as_str())).collect::<Vec<_>>(), [(303, "店名")]);
    assert!(d.shows("已放行") && d.shows("理由：店名"), "{}", d.text());
    d.keys("End");
    d.type_text("号");
    assert!(!d.shows("已放行") && d.shows("E303"), "other words are another matter\n{}", d.text());
    d.keys("Backspace");
    assert!(d.shows("已放行"), "{}", d.text());
    d.keys("Alt-K");
    assert!(d.problem().overruled.is_empty() && !d.shows("已放行"), "{}", d.text());
}

/// Fills in all that keeps the paper from being ready but the clause of its basis.
fn nearly_ready() -> Driver {
    let mut d = Driver::paper();
    d.type_text("购置公务车辆未经集体研究");
    d.part("事实");
    d.type_text("2022年6月14日，水利局党组未经集体研究，支付购车款18.60万元。");
    d.keys("Left F5 Ctrl-N");
    d.type_text("记账凭证 2022年6月");
    d.keys("Ctrl-S");
    d.part("时间");
    d.type_text("2022-06-14");
    d.part("地点");
    d.type_text("水利局机关");
    d.part("来源");
    d.keys("Enter Enter Ctrl-S");
    d.part("发现过程");
    d.type_text("查阅记账凭证，核对党组会议记录。");
    d.part("问题层级");
    d.keys("Right");
    d.part("承办人");
    d.keys("Enter");
    d.type_text("周宁");
    d.keys("Enter Ctrl-S");
    d.part("依据");
    d.keys("Enter");
    d.type_text("纪律处分条例 2018");
    d.keys("Enter");
    d
}

#[test]
fn each_finding_is_stepped_to_once_also_where_several_stand_at_one_place() {
    let mut d = Driver::paper();
    d.keys("Home");
    // The foot: the lights with how much was found, and below it the finding of the place.
    let foot = |d: &mut Driver| {
        let rows = d.rows();
        let at = rows.iter().position(|r| r.contains("四准")).unwrap();
        (rows[at].clone(), rows[at + 1].clone())
    };
    let counts = foot(&mut d).0;
    let after = |c: char| {
        let digits = counts.rsplit_once(c).map_or("", |(_, rest)| rest).trim_start();
        digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().unwrap_or(0)
    };
    let all = after('E') + after('W');
    assert!(all > 2, "{counts}");
    let mut seen = Vec::new();
    for _ in 0..2 * all {
        d.keys("Ctrl-E");
        let row = d.rows().into_iter().find(|r| r.trim_start().starts_with('>')).unwrap_or_default();
        seen.push((foot(&mut d).1, row));
    }
    let (first, second) = seen.split_at(all);
    assert_eq!(first, second, "round and round, each once in a round");
    let apart: Vec<_> = first.iter().enumerate().filter(|(n, one)| first[..*n].contains(one)).collect();
    assert!(apart.is_empty(), "{apart:#?}\n{first:#?}");
}

#[test]
fn diagnostics_stand_beside_the_row_lead_to_it_and_go_when_mended() {
    let mut d = nearly_ready();
    d.part("名称");
    d.keys("Alt-T");
    assert_eq!(d.problem().state, ProblemState::Draft);
    assert!(d.notice().contains("E108"), "says what is missing\n{}", d.text());
    assert!(d.rows().iter().any(|r| r.contains('>') && r.contains("条款") && r.ends_with("E108")), "{}", d.text());
    d.part("名称");
    d.keys("Ctrl-E");
    while !d.rows().iter().any(|r| r.contains('>') && r.contains("条款")) {
        d.keys("F7");
    }
    d.type_text("第七十条");
    assert!(!d.shows("E108"), "gone as one types\n{}", d.text());
    d.keys("Alt-K Alt-T");
    assert_eq!(d.problem().state, ProblemState::Ready, "{}\n{}", d.notice(), d.text());
    assert!(d.title().contains("待送审"));
    d.keys("Ctrl-P");
    assert!(d.shows("底稿预览") && d.shows("底稿名称") && d.shows("编制日期"), "{}", d.text());
    d.keys("End");
    assert!(d.shows("内容校验"), "as it stands at the foot of the print\n{}", d.text());
    while !d.shows("证1　记账凭证 2022年6月") {
        assert!(!d.shows("底稿名称"), "{}", d.text());
        d.keys("Up");
    }
    d.keys("Esc");
    d.part("备注");
    d.type_text("补");
    assert!(d.notice().contains("退回草稿") && d.title().contains("待送审  "), "{}", d.text());
    d.keys("Esc");
    assert_eq!((d.problem().state, d.problem().note.as_str()), (ProblemState::Draft, "补"));
}

#[test]
fn the_key_of_ready_again_takes_it_back() {
    let mut d = nearly_ready();
    d.type_text("第七十条");
    d.keys("Alt-K Alt-T");
    assert_eq!(d.problem().state, ProblemState::Ready, "{}", d.notice());
    d.keys("Alt-T");
    assert_eq!(d.problem().state, ProblemState::Draft);
    d.keys("Esc");
    assert!(d.shows("草稿"), "{}", d.text());
}

/// A paper whose title was typed in a draft, while another title was saved since.
fn conflicting() -> Driver {
    let mut d = Driver::paper();
    d.type_text("草稿里的名称");
    d.wait(300);
    let saved = Problem { title: "后来存的名称".to_owned(), ..d.problem() };
    let path = d.path.clone();
    let mut d = d.reopened();
    assert_eq!(d.path, path);
    d.elsewhere(Op::EditProblem, move |tx| tx.put(&saved));
    d.be("刘芳");
    d.find("李秀英");
    d.open_problem("后来存的名称");
    d
}

#[test]
fn a_draft_over_another_text_asks_and_both_are_kept() {
    for (key, kept) in [("1", "草稿里的名称"), ("2", "后来存的名称")] {
        let mut d = conflicting();
        assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
        assert!(d.shows("草稿里的名称") && d.shows("后来存的名称"), "{}", d.text());
        d.keys(key);
        assert_eq!(d.app.context(), Context::PaperText, "{key}\n{}", d.text());
        d.keys("Esc");
        let p = d.problem();
        assert_eq!(p.title, kept, "{key}");
        assert_eq!(d.drafts(), [], "{key}");
        let log = d.reader().history(p.id.0).unwrap();
        for text in ["草稿里的名称", "后来存的名称"] {
            assert!(log.iter().any(|r| r.body.contains(text)), "{key}: {text} is not in the log");
        }
    }
}

#[test]
fn a_draft_is_put_back_without_a_question_when_only_other_fields_changed() {
    let mut d = Driver::paper();
    d.type_text("购车");
    d.wait(300);
    let place = Problem { place: "局机关".to_owned(), ..d.problem() };
    let mut d = d.reopened();
    d.elsewhere(Op::EditProblem, move |tx| tx.put(&place));
    d.be("刘芳");
    d.find("李秀英");
    d.open_problem("（没有名称）");
    assert_eq!(d.app.context(), Context::PaperText, "{}", d.text());
    d.keys("Esc");
    assert_eq!((d.problem().title.as_str(), d.problem().place.as_str()), ("购车", "局机关"));
}

#[test]
fn a_search_opens_the_paper_that_holds_the_words() {
    let mut d = Driver::paper();
    d.type_text("购置公务车辆未经集体研究");
    d.keys("Tab Esc Esc s");
    d.type_text("公务车辆");
    assert!(d.shows("预-LF-"), "the hit says which paper\n{}", d.text());
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::PaperText, "{}", d.text());
    assert!(d.shows("购置公务车辆未经集体研究"), "{}", d.text());
}

/// What the corner of the top line says.
fn corner(d: &mut Driver) -> String {
    d.rows()[0].split_whitespace().next_back().unwrap_or_default().to_owned()
}

#[test]
fn the_head_and_the_corner_say_the_same_of_what_is_typed() {
    let mut d = Driver::paper();
    d.part("名称");
    d.keys("Ctrl-A");
    d.type_text("购车没有集体研究");
    d.part("备注");
    d.type_text("补一句");
    d.wait(1_000);
    assert_eq!((d.title().contains("有未存"), corner(&mut d).as_str()), (false, "已存"), "its draft is kept");
    d.part("时间");
    d.keys("Ctrl-A");
    d.type_text("六月");
    d.wait(1_000);
    assert_eq!((d.title().contains("有未存"), corner(&mut d).as_str()), (false, "已存"), "nobody has tried it");
    d.keys("Tab");
    let untaken = |d: &mut Driver| (d.title().contains("有未存"), corner(d), d.shows("时间未存"));
    assert_eq!(untaken(&mut d), (true, "未存：时间".into(), true), "{}", d.text());
    // A question over it says so too, and so does the paper when it is opened again.
    d.keys("F1");
    assert_eq!(corner(&mut d), "未存：时间");
    d.keys("Esc Esc 1");
    let paper = d.problem().title;
    d.keys("Esc");
    d.open_problem(&paper);
    assert_eq!(untaken(&mut d), (true, "未存：时间".into(), true), "{}", d.text());
    d.part("时间");
    d.keys("Ctrl-A");
    d.type_text("2022年6月");
    d.wait(1_000);
    d.keys("Tab");
    assert_eq!(untaken(&mut d), (false, "已存".into(), false), "{}", d.text());
}

#[test]
fn several_lines_pasted_into_one_line_are_joined_and_that_is_said() {
    let mut d = Driver::paper();
    d.part("名称");
    d.keys("Ctrl-A");
    d.handle(Event::Paste("违规购置\n公务车辆\r\n".to_owned()));
    assert!(d.shows("违规购置 公务车辆") && d.notice().contains("2 行已合成一行"), "{}\n{}", d.notice(), d.text());
    d.part("事实");
    d.handle(Event::Paste("甲。\n乙。".to_owned()));
    assert!(!d.notice().contains("合成"), "facts keep their paragraphs: {}", d.notice());
}

#[test]
fn tab_at_the_last_part_and_back_at_the_first_says_so() {
    let mut d = Driver::paper();
    for (key, said) in [("Tab", "这是最后一栏"), ("Shift-Tab", "这是第一栏")] {
        for _ in 0..80 {
            d.keys(key);
        }
        assert!(d.notice().contains(said), "{key}: {}", d.notice());
    }
}
