//! 转线索 at the keyboard: the user sees what it does to the rest of the round before it is done, and after it what was
//! struck, where nothing is being typed. Exports that hold it are named by [`LeftBehind`](crate::tui::screen::left::LeftBehind).

use super::Talk;
use super::marks::number_in_words;
use super::slot::Slot;
use crate::acts::talk::withhold::{LetIn, Withhold};
use crate::model::answer::Answer;
use crate::model::closed::shut;
use crate::model::ids::StatementId;
use crate::store::{Plan, Reader, Ticket};
use crate::text::grams::too_short;
use crate::text::{Outcome, width};
use crate::tui::dialog::word::Word;
use crate::tui::keys::Context;
use crate::tui::screen::withhold as page;
use crate::tui::update::Cx;
use std::collections::BTreeSet;

/// The tag of the question whether a statement is let in again.
pub(super) const LET_IN: &str = "let-in";

const DONE: &str = "已标：这一段只留在谈话里，不进搜索和任何输出；记录上印〔已另行处理〕。要登记，按 {key:Add}。";
/// The same where sentences of it are looked for nowhere.
const DONE_HERE: &str = "已标：这一段只留在谈话里。";
const TO_REGISTER: &str = "要登记，按 {key:Add}。";
/// The same when it does something to the rest of the round.
const DONE_ELSEWHERE: &str = "已标：这一段只留在谈话里。别处改了什么，按 {key:Save} 看；要登记，按 {key:Add}。";
const NOTHING: &str = "这一段还是空的，没有可转的内容。把光标放在要转线索的那一段上，再按 {key:MarkWithheld}。";
/// Said of a paragraph that carries no mark.
const MASKED: &str = "里有已转线索的话：本人的记录照留，别处都显示为〔已另行处理〕。整段也要转线索，把光标放在这一段上按 {key:MarkWithheld}。";
/// Said before the word is typed.
const LET_IN_TEXT: &str = "取消转线索以后，这一段重新进入记录、搜索和导出。";
const LET_IN_DONE: &str = "已取消转线索：这一段重新进入记录。";

/// Statements that are to be withheld, and what that does to the rest of the round.
#[derive(Debug, Clone)]
struct Marking {
    statements: Vec<StatementId>,
    plan: Plan,
    /// The paragraphs that are withheld along with them, in words.
    along: Vec<String>,
    /// Sentences of all of them that are too short to be looked for elsewhere.
    short: Vec<String>,
    /// The mark came with a step of the text (joined, undone, redone) and goes with it; not with a key of its own.
    step: Option<Step>,
}

impl Marking {
    /// The user is to see first what it does.
    fn does_more(&self) -> bool {
        self.plan.changes_others() || !self.along.is_empty()
    }
}

/// A step of the text that sets marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It is made again by a redo.
    Made,
    /// It is an undo.
    Undone,
}

/// The paragraphs that are withheld along with `statements`: what they correct, and what corrects them.
fn along(statements: &[StatementId], typed: &Answer) -> Vec<StatementId> {
    let mut before = typed.clone();
    before.statements.iter_mut().filter(|s| statements.contains(&s.id)).for_each(|s| s.withheld = false);
    let before = shut(&before);
    let is_new = |id: &StatementId| !before.contains_key(id) && !statements.contains(id);
    shut(typed).into_keys().filter(is_new).collect()
}

/// The beginning of a paragraph, long enough to know it again.
pub(super) fn excerpt(text: &str) -> String {
    width::shorten(text, 60)
}

/// What is being withheld.
#[derive(Debug, Default)]
pub(super) struct Withholding {
    /// What the page asks about.
    asked: Option<Marking>,
    /// The statement of which is asked whether it is let in again.
    letting_in: Option<StatementId>,
    /// On its way into the file.
    on_the_way: Vec<(Ticket, Marking)>,
    /// The last one that did more, to be told when the user asks.
    done: Option<Marking>,
    /// The paragraphs of which it was said that withheld words stand in them.
    masked: BTreeSet<StatementId>,
}

impl Talk {
    /// Withholds the statement under the caret, or lets it in again.
    pub(super) fn mark_withheld(&mut self, cx: &mut Cx<'_>) {
        let Some((mark, text)) = self.slot().and_then(|s| s.current()).map(|p| (p.meta.clone(), p.text.clone())) else {
            return;
        };
        if text.trim().is_empty() {
            cx.warn(Context::Answer.fill(NOTHING));
        } else if mark.withheld {
            self.ask_to_let_in(cx);
        } else if let Some(by) = self.slot().and_then(|s| s.shut().get(&mark.id).copied()) {
            let by = number_in_words(&self.numbers(), by);
            let key = Context::Answer.fill("按 {key:MarkWithheld}。");
            cx.warn(format!("这一段已随{by}转线索：更正前后的话一起转。要取消，在{by}上{key}"));
        } else {
            self.withhold(vec![mark.id], None, cx);
        }
    }

    /// Says of paragraphs that carry no mark when withheld words stand in them: the talk keeps them, and they are told
    /// nowhere else. Each is named once, and again when the words were taken out and come back.
    pub(super) fn tell_masked(&mut self, cx: &mut Cx<'_>) {
        let Ok(told) = cx.reader().and_then(Reader::told) else { return };
        if told.is_open() {
            return;
        }
        let Some(slot) = self.slots.get(self.at) else { return };
        let (mut new, mut clean) = (None, BTreeSet::new());
        for paragraph in slot.text.buffer.paragraphs() {
            let id = paragraph.meta.id;
            if paragraph.meta.withheld || !told.stand_in(&paragraph.text) {
                clean.insert(id);
            } else if !self.withholding.masked.contains(&id) {
                new = Some(id);
            }
        }
        self.withholding.masked.retain(|id| !clean.contains(id));
        if let Some(id) = new {
            self.withholding.masked.insert(id);
            let which = number_in_words(&self.numbers(), id);
            cx.warn(format!("{which}{}", Context::Answer.fill(MASKED)));
        }
    }

    /// What withholding these statements would do, as they are typed now.
    fn plan(&self, statements: &[StatementId], cx: &mut Cx<'_>) -> Option<(Plan, Answer)> {
        let mut typed = self.slot()?.typed();
        typed.statements.iter_mut().filter(|s| statements.contains(&s.id)).for_each(|s| s.withheld = true);
        match cx.reader().and_then(|reader| reader.withholding(&typed)) {
            Ok(plan) => Some((plan, typed)),
            Err(e) => {
                cx.fail(&e);
                None
            }
        }
    }

    /// Asks first when it does anything to the rest of the round. The step of the text that sets the marks is then taken
    /// back until the answer, so that nothing is sealed with it meanwhile.
    fn withhold(&mut self, statements: Vec<StatementId>, step: Option<Step>, cx: &mut Cx<'_>) {
        let Some((plan, typed)) = self.plan(&statements, cx) else {
            self.take_back(&statements, step, cx);
            return;
        };
        // The paragraphs are named before the step is taken back: a joined one is there only with it.
        let what = self.withheld_words(&statements);
        let along = along(&statements, &typed);
        let withheld = |id: &StatementId| statements.contains(id) || along.contains(id);
        let texts = typed.statements.iter().filter(|s| withheld(&s.id));
        let short = texts.flat_map(|s| too_short(&s.text)).map(str::to_owned).collect();
        let along = self.in_words(&along);
        self.take_back(&statements, step, cx);
        let marking = Marking { statements, plan, along, short, step };
        if marking.does_more() {
            let Marking { plan, along, short, .. } = marking.clone();
            cx.push(page::Ask::new(plan, along, what, short, typed));
            self.withholding.asked = Some(marking);
        } else {
            self.withhold_now(marking, cx);
        }
    }

    /// Which paragraphs those are, under their numbers in the record: 第三问 第12段「…」.
    fn withheld_words(&self, statements: &[StatementId]) -> String {
        let numeral = self.question().map_or("", |q| q.numeral.as_str());
        let each = self.in_words(statements);
        format!("要转线索的：{}的谈话，第{numeral}问 {}", self.person.name, each.join("、"))
    }

    fn in_words(&self, statements: &[StatementId]) -> Vec<String> {
        let numbers = self.numbers();
        let paragraphs = self.slot().map(|s| s.text.buffer.paragraphs()).unwrap_or_default();
        let named = paragraphs.iter().filter(|p| statements.contains(&p.meta.id));
        named.map(|p| format!("{}「{}」", number_in_words(&numbers, p.meta.id), excerpt(&p.text))).collect()
    }

    /// What was typed before it is handed in by itself; then the step of the text is made again.
    fn withhold_now(&mut self, marking: Marking, cx: &mut Cx<'_>) {
        self.seal_shown(cx);
        if !self.make_again(&marking.statements, marking.step, cx) {
            self.take_back(&marking.statements, marking.step, cx);
            cx.warn("文字刚有变化，没有转线索，也没有合并。请再做一次。");
            return;
        }
        self.follow_caret(cx);
        self.set_withheld(&marking.statements, true, cx);
        let at = self.at;
        let Some(answer) = self.slot_mut().map(Slot::seal) else { return };
        let known = answer.known.clone();
        let act = Withhold { answer, shown: marking.plan.clone() };
        let said = match marking.short.len() {
            _ if marking.plan.changes_others() => Context::Answer.fill(DONE_ELSEWHERE),
            0 => Context::Answer.fill(DONE),
            short => {
                format!("{DONE_HERE}其中 {short} 句太短或只有日期，别处不会查；{}", Context::Answer.fill(TO_REGISTER))
            }
        };
        let ticket = cx.act_saying(act, said);
        self.sent(ticket, vec![(at, known)]);
        self.withholding.on_the_way.push((ticket, marking));
    }

    /// The paragraphs of the answer shown that may be told.
    pub(super) fn open_statements(&self) -> Vec<StatementId> {
        self.slot().map(|s| s.marked(false)).unwrap_or_default()
    }

    /// A key of the text has set marks on some of these paragraphs, which were `open` before it (joined, undone, redone),
    /// or taken marks away.
    pub(super) fn withheld_by_editing(&mut self, open: &[StatementId], is_undo: bool, cx: &mut Cx<'_>) {
        let Some(slot) = self.slot() else { return };
        let more: Vec<StatementId> = slot.marked(true).into_iter().filter(|id| open.contains(id)).collect();
        if !more.is_empty() {
            self.withhold(more, Some(if is_undo { Step::Undone } else { Step::Made }), cx);
        } else if slot.lets_in() {
            // No key of the text lets words in again: that is asked for in words.
            let kept = slot.let_in_by_text();
            self.set_withheld(&kept, true, cx);
        }
    }

    /// Takes back the step of the text that marked these statements, and what was typed after it.
    fn take_back(&mut self, statements: &[StatementId], step: Option<Step>, cx: &Cx<'_>) {
        let (Some(step), now) = (step, cx.now) else { return };
        let Some(slot) = self.slots.iter_mut().find(|s| s.marked(true).iter().any(|id| statements.contains(id))) else {
            return;
        };
        while slot.marked(true).iter().any(|id| statements.contains(id)) {
            let buffer = &mut slot.text.buffer;
            let outcome = if step == Step::Undone { buffer.redo() } else { buffer.undo() };
            if outcome != Outcome::Done {
                break;
            }
        }
        slot.text.edited(now);
    }

    /// Makes the step of the text again that marks these statements; whether they are marked now.
    fn make_again(&mut self, statements: &[StatementId], step: Option<Step>, cx: &Cx<'_>) -> bool {
        let (Some(step), now) = (step, cx.now) else { return true };
        let Some(slot) = self.slot_mut() else { return false };
        let buffer = &mut slot.text.buffer;
        let outcome = if step == Step::Undone { buffer.undo() } else { buffer.redo() };
        slot.text.edited(now);
        let marked = slot.marked(true);
        outcome == Outcome::Done && statements.iter().all(|id| marked.contains(id))
    }

    fn ask_to_let_in(&mut self, cx: &mut Cx<'_>) {
        let Some((id, answer)) = self.slot().and_then(|s| Some((s.current()?.meta.id, s.answer.id))) else { return };
        self.withholding.letting_in = Some(id);
        let struck = cx.reader().and_then(|r| r.has_struck(answer)).unwrap_or(true);
        let text = if struck {
            format!("{LET_IN_TEXT}转线索时在别处改成〔已另行处理〕的文字不会恢复，这一段的疑点照现在的谈话写。")
        } else {
            LET_IN_TEXT.to_owned()
        };
        cx.push(Word { tag: LET_IN, title: "取消转线索", word: "放回" }.ask(&text));
    }

    fn take_mark_away(&mut self, cx: &mut Cx<'_>) {
        let Some(id) = self.withholding.letting_in.take() else { return };
        self.seal_shown(cx);
        self.set_withheld(&[id], false, cx);
        self.let_in(cx);
    }

    fn let_in(&mut self, cx: &mut Cx<'_>) {
        let at = self.at;
        let Some(answer) = self.slot_mut().map(Slot::seal) else { return };
        let known = answer.known.clone();
        let ticket = cx.act_saying(LetIn { answer }, LET_IN_DONE);
        self.sent(ticket, vec![(at, known)]);
    }

    /// Sets or takes the mark of these statements, wherever they are; one undo step each.
    fn set_withheld(&mut self, statements: &[StatementId], on: bool, cx: &Cx<'_>) {
        let ms = u64::try_from(cx.now.ms).unwrap_or_default();
        for slot in &mut self.slots {
            let marks: Vec<(usize, super::paragraph::Mark)> = slot
                .text
                .buffer
                .paragraphs()
                .iter()
                .enumerate()
                .filter(|(_, p)| statements.contains(&p.meta.id) && p.meta.withheld != on)
                .map(|(at, p)| (at, super::paragraph::Mark { withheld: on, ..p.meta.clone() }))
                .collect();
            for (at, mark) in marks {
                // A mark can always be set.
                let _: Outcome = slot.text.buffer.set_meta(at, mark, ms);
                slot.text.edited(cx.now);
            }
        }
    }

    /// What was asked here is answered.
    pub(super) fn withhold_answered(&mut self, tag: &str, yes: bool, cx: &mut Cx<'_>) {
        match tag {
            LET_IN if yes => self.take_mark_away(cx),
            page::ASK => match self.withholding.asked.take() {
                Some(marking) if yes => self.withhold_now(marking, cx),
                _ => cx.done("没有转线索，什么也没有改。"),
            },
            _ => {}
        }
    }

    /// The mark is in the file: what was struck is told, unless something is typed meanwhile or lies over the talk. A page
    /// would take the next key; the notice says where to look.
    pub(super) fn withheld(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        let way = &mut self.withholding.on_the_way;
        let Some(at) = way.iter().position(|(t, _)| *t == ticket) else { return };
        let (_, marking) = way.remove(at);
        if marking.does_more() {
            if cx.front && !self.is_typing() {
                cx.push(page::told(&marking.plan, &marking.along));
            }
            self.withholding.done = Some(marking);
        }
    }

    /// Tells what the last withholding did, once; whether there is anything to tell.
    pub(super) fn tell_held(&mut self, cx: &mut Cx<'_>) -> bool {
        let Some(marking) = self.withholding.done.take() else { return false };
        cx.push(page::told(&marking.plan, &marking.along));
        true
    }

    /// It is not in the file: the mark goes, and with it what would withhold the words unasked with the next sealing. A
    /// mark that came with a step of the text goes with that step: what was joined to withheld words is not let out.
    pub(super) fn withhold_refused(&mut self, ticket: Ticket, cx: &Cx<'_>) {
        let way = &mut self.withholding.on_the_way;
        let Some(at) = way.iter().position(|(t, _)| *t == ticket) else { return };
        let (_, Marking { statements, step, .. }) = way.remove(at);
        match step {
            None => self.set_withheld(&statements, false, cx),
            Some(_) => self.take_back(&statements, step, cx),
        }
    }
}
