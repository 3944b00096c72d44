//! What withholding does to the rest of the round: shown before it is done, told after it.

use crate::export::left::ATTACHED;
use crate::model::answer::Answer;
use crate::model::closed::ELSEWHERE;
use crate::model::left::Left;
use crate::store::{MethodStrike, Plan, Stay, Strike};
use crate::tui::action::Action;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::effect::{LeftNews, LeftWork, WouldName};
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;

/// Over the same words said in other talks.
const KEPT: &str = "谈话里同样的话（本人的记录照留；那次谈话以外都显示为〔已另行处理〕）";

/// Over what is no text.
const STAYS: &str = "编号、数值、文件名里有同样的字样，程序改不了，导出的文件里会有：请自己在记录里改掉；\
                     工作法里的，改写以后用 wenkan method update 换上";

/// Over the records that are told nowhere from now on.
const HIDDEN: &str = "跟着不再出现的记录（取消转线索会回来，疑点和待核实照那时的谈话写；列在下面的文字不恢复）";

/// The tag of the page that asks before.
pub const ASK: &str = "withhold";

/// How far the search for exports that hold it is.
#[derive(Debug)]
enum Exports {
    /// Not begun: the page has just been put up, for this answer.
    New(Box<Answer>),
    /// They are looked for beside the loop.
    Sought,
    /// They were found.
    Found(WouldName),
}

/// The page that asks: what would be struck, which papers go back to draft and, as soon as they are found, which exports
/// hold it. What is found after the page has gone has nobody to tell.
#[derive(Debug)]
pub struct Ask {
    plan: Plan,
    /// Paragraphs that are withheld along with it.
    along: Vec<String>,
    /// What is withheld.
    what: String,
    /// Sentences of it that are too short to be looked for elsewhere.
    short: Vec<String>,
    exports: Exports,
    page: Page,
}

impl Ask {
    /// For that plan of putting `answer`; `what`: what is withheld, `along`: what is along with it, `short`: the sentences
    /// of both that are looked for nowhere.
    pub fn new(plan: Plan, along: Vec<String>, what: String, short: Vec<String>, answer: Answer) -> Self {
        let exports = Exports::New(Box::new(answer));
        let page = Page::new("转线索：先看会改什么", Vec::new()).weighing(ASK);
        let mut ask = Self { plan, along, what, short, exports, page };
        ask.page.refill(ask.blocks());
        ask
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = asked(&self.plan, &self.along, &self.what, &self.exports);
        if !self.short.is_empty() {
            let short = self.short.join("；");
            // Behind what is withheld and how much is done.
            blocks.insert(2, Block::Text(format!("这几句太短或只有日期，别处不会查，请自己看一看：{short}")));
        }
        blocks
    }
}

impl Screen for Ask {
    fn context(&self) -> Context {
        self.page.context()
    }

    fn title(&self, shell: &Shell) -> String {
        self.page.title(shell)
    }

    fn called_now(&self, action: Action, area: Rect, shell: &Shell) -> Option<&'static str> {
        self.page.called_now(action, area, shell)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        self.page.act(action, cx);
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.page.mouse(mouse, cx);
    }

    fn returned(&mut self, _reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match std::mem::replace(&mut self.exports, Exports::Sought) {
            Exports::New(answer) => cx.files_left(LeftWork::Would(answer)),
            // Something else lay over it.
            exports => self.exports = exports,
        }
    }

    fn left(&mut self, left: &LeftNews, cx: &mut Cx<'_>) {
        if let LeftNews::Would(found) = left {
            match found {
                Ok(found) => self.exports = Exports::Found(found.clone()),
                Err(e) => {
                    self.exports = Exports::Found(WouldName::default());
                    cx.fail(e);
                }
            }
            self.page.refill(self.blocks());
            self.page.resized(cx);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.page.resized(cx);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        self.page.draw(paint, area, shell)
    }
}

fn asked(plan: &Plan, along: &[String], what: &str, found: &Exports) -> Vec<Block> {
    let none = WouldName::default();
    let named = if let Exports::Found(named) = found { named } else { &none };
    let first = format!(
        "{}。{}",
        summary(plan, along, named),
        Context::ConfirmPage.fill("确认按 {key:Yes}，不做按 {key:No}。")
    );
    let mut blocks = vec![Block::Head(what.to_owned()), Block::Text(first), Block::Gap];
    together("一起转线索的（更正前后的话是一件事）", along, &mut blocks);
    struck(plan, &format!("改成{ELSEWHERE}的文字（已转线索的原话在以前的版本里也改掉，不再恢复）"), &mut blocks);
    methods(
        plan,
        &format!("工作法里改成{ELSEWHERE}的文字（不再恢复；请改写工作法，用 wenkan method update 换上）"),
        &mut blocks,
    );
    stays(plan, &mut blocks);
    papers(plan, ["退回草稿", "引用了它，去掉引用以前不能导出"], &mut blocks);
    if matches!(found, Exports::Found(_)) {
        exports(&named.left, &mut blocks);
        attached(&named.attachments, &mut blocks);
    } else {
        blocks.push(Block::Text("正在查找以前导出的文件……".to_owned()));
    }
    blocks
}

/// Tells what was struck, and which papers it concerns.
pub fn told(plan: &Plan, along: &[String]) -> Page {
    let mut blocks = vec![Block::Text("已转线索：这一段只留在谈话里。".to_owned()), Block::Gap];
    together("一起转线索的（更正前后的话是一件事）", along, &mut blocks);
    struck(plan, &format!("已改成{ELSEWHERE}的文字"), &mut blocks);
    methods(
        plan,
        &format!("工作法里已改成{ELSEWHERE}的文字（请改写工作法，用 wenkan method update 换上）"),
        &mut blocks,
    );
    stays(plan, &mut blocks);
    papers(plan, ["已退回草稿", "引用了它，去掉引用以前不能导出"], &mut blocks);
    Page::new("转线索：改了什么", blocks)
}

/// How much there is of each.
fn summary(plan: &Plan, along: &[String], named: &WouldName) -> String {
    let texts = plan.strikes.iter().filter(|s| s.after.is_some() || s.is_lost).count();
    let back = plan.papers.iter().filter(|p| p.goes_back).count();
    let mut files: Vec<&str> = named.left.iter().map(|l| l.path_name.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let counts = [
        (along.len(), "段更正前后的话一起转"),
        (texts, "处别处的文字要改"),
        (plan.methods.iter().filter(|m| is_struck(m)).count(), "版工作法的文字要改"),
        (plan.stays.len() + plan.methods.iter().map(|m| m.stays.len()).sum::<usize>(), "处编号、数值要自己改"),
        (hidden(plan).len(), "条有关记录不再出现"),
        (back, "份底稿退回草稿"),
        (files.len(), "种以前导出的文件里有"),
        (named.attachments.len(), "个附件的内容里有"),
    ];
    let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if said.is_empty() { "有底稿引用了这一段".to_owned() } else { said.join("，") }
}

fn head(text: &str, blocks: &mut Vec<Block>) {
    blocks.push(Block::Head(text.to_owned()));
}

fn line(text: &str) -> Block {
    Block::Sub(2, text.to_owned())
}

fn together(title: &str, along: &[String], blocks: &mut Vec<Block>) {
    if !along.is_empty() {
        head(title, blocks);
        blocks.extend(along.iter().map(|words| line(words)));
        blocks.push(Block::Gap);
    }
}

/// The records of which nothing is told any more, each once.
fn hidden(plan: &Plan) -> Vec<&Strike> {
    let mut seen = Vec::new();
    let gone = plan.strikes.iter().filter(|s| s.after.is_none());
    gone.filter(|s| {
        let first = !seen.contains(&s.record);
        seen.push(s.record);
        first
    })
    .collect()
}

fn struck(plan: &Plan, title: &str, blocks: &mut Vec<Block>) {
    let texts: Vec<(&Strike, &str)> = plan.strikes.iter().filter_map(|s| Some((s, s.after.as_deref()?))).collect();
    let (kept, struck): (Vec<_>, Vec<_>) = texts.into_iter().partition(|(strike, _)| strike.is_kept());
    for (title, texts) in [(title, struck), (KEPT, kept)] {
        if texts.is_empty() {
            continue;
        }
        head(title, blocks);
        let mut last = None;
        for (strike, after) in texts {
            if last != Some(strike.record) {
                blocks.push(line(&format!("{}　{}", strike.kind.chinese(), strike.name)));
            }
            last = Some(strike.record);
            blocks.push(Block::Sub(4, format!("{}：{}", strike.field, words(&strike.before, after).join("……"))));
        }
        blocks.push(Block::Gap);
    }
    let hidden = hidden(plan);
    if !hidden.is_empty() {
        head(HIDDEN, blocks);
        for one in hidden {
            blocks.push(line(&format!("{}　{}", one.kind.chinese(), one.name)));
            let lost = plan.strikes.iter().filter(|s| s.is_lost && s.record == one.record);
            blocks.extend(lost.map(|s| Block::Sub(4, format!("不恢复的{}：{}", s.field, s.before))));
        }
        blocks.push(Block::Gap);
    }
}

/// Whether texts of a method are struck, comments included; of one that only spells the words in ids nothing is.
fn is_struck(method: &MethodStrike) -> bool {
    !method.words.is_empty() || method.stays.is_empty()
}

/// What the program cannot strike.
fn stays(plan: &Plan, blocks: &mut Vec<Block>) {
    let of_records = plan.stays.iter().map(|s: &Stay| {
        let what = if s.is_number { "数值" } else { "编号" };
        line(&format!("{}　{}　{what} {}", s.kind.chinese(), s.name, s.text))
    });
    let of_methods = plan.methods.iter().flat_map(|m| m.stays.iter().map(|s| (m.method, s)));
    let of_methods = of_methods.map(|(method, stays)| line(&format!("工作法 {}　{stays}", method.short())));
    let all: Vec<Block> = of_records.chain(of_methods).collect();
    if !all.is_empty() {
        head(STAYS, blocks);
        blocks.extend(all);
        blocks.push(Block::Gap);
    }
}

fn methods(plan: &Plan, title: &str, blocks: &mut Vec<Block>) {
    if !plan.methods.iter().any(is_struck) {
        return;
    }
    head(title, blocks);
    for one in plan.methods.iter().filter(|one| is_struck(one)) {
        blocks.push(line(&format!("工作法 {}", one.method.short())));
        let words = if one.words.is_empty() { "只在注释里".to_owned() } else { one.words.join("……") };
        blocks.push(Block::Sub(4, words));
    }
    blocks.push(Block::Gap);
}

fn papers(plan: &Plan, [back, cites]: [&str; 2], blocks: &mut Vec<Block>) {
    if plan.papers.is_empty() {
        return;
    }
    head("底稿", blocks);
    for paper in &plan.papers {
        let said: Vec<&str> = [(paper.goes_back, back), (paper.cites, cites)]
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, what)| *what)
            .collect();
        let said = if said.is_empty() { "仍是草稿".to_owned() } else { said.join("；") };
        blocks.push(line(&format!("{}：{said}", paper.name)));
    }
    blocks.push(Block::Gap);
}

fn attached(attachments: &[String], blocks: &mut Vec<Block>) {
    if !attachments.is_empty() {
        blocks.push(Block::Gap);
        head(ATTACHED, blocks);
        blocks.extend(attachments.iter().map(|name| line(name)));
    }
}

fn exports(left: &[Left], blocks: &mut Vec<Block>) {
    if left.is_empty() {
        return;
    }
    head("以前导出的文件里有（确认以后到电脑里查找，内容未变的可以由程序删除，其余列出来自己核对）", blocks);
    let mut last: BTreeMap<&str, &Left> = BTreeMap::new();
    for one in left {
        last.insert(&one.path_name, one);
    }
    let mut files: Vec<&Left> = last.into_values().collect();
    files.sort_by_key(|l| l.at.ms);
    blocks.extend(files.iter().map(|l| line(&format!("{}　{}", l.at.date(), l.path_name))));
}

/// The words that are in `before` where `after` has 〔已另行处理〕; the whole text when that cannot be told.
fn words<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    let mut kept = after.split(ELSEWHERE);
    let whole = || vec![before];
    let first = kept.next().unwrap_or_default();
    let Some(mut rest) = before.strip_prefix(first) else { return whole() };
    let mut found = Vec::new();
    let kept: Vec<&str> = kept.collect();
    for (at, piece) in kept.iter().enumerate() {
        let is_last = at + 1 == kept.len();
        let end = if is_last { rest.ends_with(piece).then(|| rest.len() - piece.len()) } else { rest.find(piece) };
        let Some((word, after)) = end.and_then(|end| Some((rest.get(..end)?, rest.get(end + piece.len()..)?))) else {
            return whole();
        };
        found.push(word);
        rest = after;
    }
    if found.is_empty() { whole() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{Hash, InterviewId};
    use crate::model::left::{Proof, Sought};
    use crate::model::record::Kind;
    use crate::model::value::Instant;
    use std::collections::{BTreeSet, HashSet};
    use std::sync::Arc;

    #[test]
    fn the_page_says_that_exports_are_sought_until_they_are_named() {
        let left = Left {
            at: Instant { ms: 0, offset: 480 },
            what: "资料包".into(),
            path_name: "bundle.json".into(),
            sha256: Hash([0; 32]),
            folder: None,
            size: None,
            proof: Proof::Words,
            sought: Arc::new(Sought { salt: 7, words: HashSet::new(), clean: BTreeSet::new() }),
        };
        let said = |found: &Exports| {
            let blocks = asked(&Plan::default(), &[], "要转线索的", found);
            format!("{blocks:?}")
        };
        let sought = said(&Exports::Sought);
        assert!(sought.contains("正在查找以前导出的文件") && !sought.contains("bundle.json"), "{sought}");
        let attachments = vec!["举报信.docx".to_owned()];
        let found = said(&Exports::Found(WouldName { left: vec![left], attachments }));
        assert!(!found.contains("正在查找") && found.contains("bundle.json"), "{found}");
        assert!(found.contains("1 种以前导出的文件里有"), "{found}");
        assert!(found.contains("1 个附件的内容里有") && found.contains("举报信.docx"), "{found}");
        assert!(!said(&Exports::Found(WouldName::default())).contains("以前导出"), "none");
    }

    #[test]
    fn the_page_names_the_sentences_that_are_looked_for_nowhere() {
        let said = |short: &[&str]| {
            let short = short.iter().map(|s| (*s).to_owned()).collect();
            let answer = Answer::new(InterviewId::new(), "q1");
            format!("{:?}", Ask::new(Plan::default(), vec![], "要转线索的".into(), short, answer).blocks())
        };
        assert!(said(&["是的", "钱给了他"]).contains("这几句太短或只有日期，别处不会查，请自己看一看：是的；钱给了他"));
        assert!(!said(&[]).contains("太短"));
    }

    #[test]
    fn a_method_that_says_the_words_is_named() {
        let strike = |words: &[&str]| MethodStrike {
            method: Hash([9; 32]),
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            stays: Vec::new(),
        };
        let spelt = MethodStrike { stays: vec!["编号 q1.p622".to_owned()], ..strike(&[]) };
        let stay = Stay { kind: Kind::Entry, name: "收据".into(), text: "622".into(), is_number: true };
        let methods = vec![strike(&["收了三万", "块钱"]), strike(&[]), spelt];
        let plan = Plan { methods, stays: vec![stay], ..Plan::default() };
        let blocks = format!("{:?}", asked(&plan, &[], "要转线索的", &Exports::Sought));
        let named = ["2 处编号、数值要自己改", "收据", "数值 622", "编号 q1.p622"];
        for said in ["2 版工作法的文字要改", "收了三万……块钱", "只在注释里"].into_iter().chain(named)
        {
            assert!(blocks.contains(said), "{blocks}");
        }
    }

    #[test]
    fn the_words_that_are_struck_are_told_from_those_that_stay() {
        for (before, after, struck) in [
            ("据说他收了三万。", "据说〔已另行处理〕。", &["他收了三万"][..]),
            ("他收了三万", "〔已另行处理〕", &["他收了三万"]),
            ("甲收了，乙收了。", "〔已另行处理〕，〔已另行处理〕。", &["甲收了", "乙收了"]),
            ("甲〔证1〕收了。", "〔已另行处理〕〔证1〕。", &["甲〔证1〕收了。"]),
            ("全不一样", "别的", &["全不一样"]),
        ] {
            assert_eq!(words(before, after), struck, "{before}");
        }
    }
}
