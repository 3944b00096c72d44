//! All that a paper hands in, and what becomes of it: on its way, in the file, refused.

use super::Paper;
use super::load;
use crate::acts::drafts::{AsTyped, Discard};
use crate::acts::paper::edit::EditPaper;
use crate::analysis::paper::field::PaperRecords;
use crate::error::{Error, Result};
use crate::model::evidence::Evidence;
use crate::model::ids::Hash;
use crate::model::merge::{Clash, Side, merge};
use crate::model::problem::ProblemState;
use crate::model::record::{Changes, Kind, Record};
use crate::store::Ticket;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::{clash, strikes};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

/// Said while a paper that was ready is being changed.
pub(super) const CHANGING: &str = "底稿有改动，存好后退回草稿；改完再按 {key:ToggleReady} 送审。";
/// Said when a paper that was ready has been changed.
const CHANGED: &str = "底稿有改动，已退回草稿；改完再按 {key:ToggleReady} 送审。";

/// Said of a paper with something typed that is not in the file: on it, and in the list.
pub const UNSEALED: &str = "有未存";
/// The tag of the question what becomes of what cannot be taken.
pub(super) const UNTAKEN: &str = "paper-untaken";
const REFUSED: &str = "刚才的内容没有存上，还在草稿里。";

/// Edits that were handed in and whose outcome is open.
#[derive(Debug, Default)]
pub(super) struct Writes {
    on_their_way: Vec<(Ticket, EditPaper)>,
    /// Another text stands in the file; asked about, the first one first.
    clashed: Vec<(EditPaper, Clash)>,
    /// Withheld words would be struck out of it; asked about.
    struck: Vec<Struck>,
    /// A side of a clash was chosen: the file may say what it said before, which is not what the screen shows.
    chosen: bool,
    /// What was handed in last cannot be done, and nothing has been typed since: it is not tried again by itself.
    pub(super) refused: bool,
}

/// An edit with withheld words in it.
#[derive(Debug)]
struct Struck {
    edit: EditPaper,
    why: Error,
    /// The question has come up.
    asked: bool,
}

impl Writes {
    /// The screen is ahead of the file.
    fn open(&self) -> bool {
        !self.on_their_way.is_empty() || !self.clashed.is_empty() || !self.struck.is_empty()
    }
}

/// What a change is besides what it does to the records.
#[derive(Debug, Default)]
pub(super) struct Besides {
    /// Evidence that it begins to cite and that the unit does not have yet.
    pub(super) evidence: Option<Evidence>,
    /// What is said once it is in the file.
    pub(super) said: Option<String>,
}

impl Besides {
    pub(super) fn said(text: impl Into<String>) -> Self {
        Self { said: Some(text.into()), ..Self::default() }
    }
}

impl Paper {
    /// 草稿 or 待送审, as it stands in the file, and whether something is typed that is not in it.
    pub(super) fn state(&self) -> String {
        let state = self.records.problem.state.chinese();
        if self.texts.unsealed().is_some() { format!("{state}（{UNSEALED}）") } else { state.to_owned() }
    }

    /// Changes the records, typed texts included, and hands in what is new as one action.
    pub(super) fn change(&mut self, how: impl FnOnce(&mut PaperRecords), cx: &mut Cx<'_>) {
        self.change_with(how, Besides::default(), cx);
    }

    /// The same, and says so once it is in the file.
    pub(super) fn change_saying(
        &mut self,
        how: impl FnOnce(&mut PaperRecords),
        said: impl Into<String>,
        cx: &mut Cx<'_>,
    ) {
        self.change_with(how, Besides::said(said), cx);
    }

    pub(super) fn change_with(&mut self, how: impl FnOnce(&mut PaperRecords), besides: Besides, cx: &mut Cx<'_>) {
        if let Some((mut edit, said)) = self.edit_of(how) {
            edit.evidence.extend(besides.evidence);
            let said = besides.said.or(said);
            let handed = edit.clone();
            let act = AsTyped { act: Box::new(edit) };
            let ticket = match said {
                Some(said) => cx.act_saying(act, said),
                None => cx.act(act),
            };
            self.writes.on_their_way.push((ticket, handed));
        }
        let rows = self.rows();
        self.texts.match_rows(&rows, &self.records);
        self.recheck();
        self.follow(cx);
    }

    /// What is new on the screen, which counts with it from now on; and what is said of it.
    fn edit_of(&mut self, how: impl FnOnce(&mut PaperRecords)) -> Option<(EditPaper, Option<String>)> {
        let before = self.records.clone();
        let drafts = self.texts.take_into(&mut self.records);
        how(&mut self.records);
        let changed = self.records != before;
        if !changed && drafts.is_empty() {
            return None;
        }
        let redrafted = changed && before.problem.state == ProblemState::Ready;
        if redrafted {
            self.records.problem.state = ProblemState::Draft;
        }
        self.writes.refused = false;
        let edit = EditPaper { drafts, ..EditPaper::new(before, self.records.clone()) };
        Some((edit, redrafted.then(|| Context::PaperText.fill(CHANGED))))
    }

    /// Leaves when all that was changed is in the file. What cannot be taken is asked about first.
    pub(super) fn leave(&mut self, cx: &mut Cx<'_>) {
        if self.ask(cx) {
            return;
        }
        let left = if self.writes.refused && self.texts.unsealed().is_some() {
            REFUSED.to_owned()
        } else if self.texts.cannot_take(&self.records) {
            self.change(|_| {}, cx);
            let Some((spot, why)) = self.texts.refused() else { return };
            format!("“{}”没有存：{why}", self.label_of(spot))
        } else {
            self.go(cx);
            return;
        };
        let text = format!("{left}\n\n留着，列表里标“{UNSEALED}”，导出时不算；放弃，就是原来的内容。");
        cx.push(Confirm::new(UNTAKEN, text).words("留着，以后再改", "放弃这处改动"));
    }

    /// What is not in the file is thrown away.
    pub(super) fn drop_untaken(&mut self, cx: &mut Cx<'_>) {
        let drafts = self.texts.drop_unsealed(&self.records);
        self.writes.refused = false;
        cx.act(Discard { drafts });
        let rows = self.rows();
        self.texts.match_rows(&rows, &self.records);
        self.recheck();
    }

    /// Leaves when all that was handed in is in the file.
    pub(super) fn go(&mut self, cx: &mut Cx<'_>) {
        // What cannot be taken stays a draft.
        Self::post(self.texts.drafts_now(&self.records, cx.now), cx);
        if self.writes.refused {
            cx.reply(Reply::Changed);
            return;
        }
        let edit = self.edit_of(|_| {});
        let edit = match edit {
            Some((edit, _)) => edit,
            // It goes behind what is on its way, and behind drafts: the list below marks what has one.
            None if self.writes.open() || self.texts.unsealed().is_some() => {
                EditPaper::new(self.records.clone(), self.records.clone())
            }
            None => {
                cx.reply(Reply::Changed);
                return;
            }
        };
        let ticket = cx.act_then_leave(AsTyped { act: Box::new(edit.clone()) }, Reply::Changed);
        self.writes.on_their_way.push((ticket, edit));
    }

    /// An edit is in the file.
    pub(super) fn written(&mut self, ticket: Ticket) {
        self.writes.on_their_way.retain(|(t, _)| *t != ticket);
    }

    /// An edit was refused. Another text in the file is asked about; what cannot be done at all is taken back, and what
    /// was typed is a draft again.
    pub(super) fn taken_back(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        let Some(at) = self.writes.on_their_way.iter().position(|(t, _)| *t == ticket) else { return };
        let (_, edit) = self.writes.on_their_way.remove(at);
        if let Some(found) = error.as_clash().filter(|c| c.head.is_some() && !c.is_fault()) {
            self.writes.clashed.push((edit, found.clone()));
            self.ask_or_hold(clash::HELD, cx);
        } else if error.struck().is_empty() {
            self.take_back(&edit, cx);
        } else {
            self.writes.struck.push(Struck { edit, why: Error::copied(error), asked: false });
            self.ask_or_hold(strikes::HELD, cx);
        }
    }

    /// What was typed is a draft again.
    fn take_back(&mut self, edit: &EditPaper, cx: &mut Cx<'_>) {
        self.writes.refused = true;
        self.records = undone(&self.records, edit);
        self.texts.reopen(&edit.before, &edit.after, cx.now);
        self.reload(cx);
    }

    /// Asks at once, unless something is typed or lies over the paper: the question would take the next key.
    fn ask_or_hold(&mut self, held: &'static str, cx: &mut Cx<'_>) {
        if self.texts.unsealed().is_some() || !self.ask(cx) {
            cx.warn(Context::PaperText.fill(held));
        }
    }

    /// Shows both texts of the first clash, or the withheld words of the first edit that has some; whether there is one.
    pub(super) fn ask(&mut self, cx: &mut Cx<'_>) -> bool {
        if !cx.front {
            return false;
        }
        if let Some((_, found)) = self.writes.clashed.first() {
            cx.push(clash::question(found));
        } else if let Some(struck) = self.writes.struck.first_mut() {
            struck.asked = true;
            cx.push(strikes::question(&struck.why));
        } else {
            return false;
        }
        true
    }

    /// The question of withheld words has come up and was left.
    pub(super) fn left_strikes(&self) -> bool {
        self.writes.clashed.is_empty() && self.writes.struck.first().is_some_and(|s| s.asked)
    }

    /// Withheld words are struck out of the edit, or it is typed otherwise.
    pub(super) fn settle_strikes(&mut self, strikes: bool, cx: &mut Cx<'_>) {
        if self.writes.struck.is_empty() {
            return;
        }
        let Struck { edit, .. } = self.writes.struck.remove(0);
        if strikes {
            self.writes.chosen = true;
            let ticket = cx.act(edit.clone());
            self.writes.on_their_way.push((ticket, edit));
        } else {
            self.take_back(&edit, cx);
            cx.warn(strikes::REWRITE);
        }
    }

    /// One side was chosen: the edit is handed in again with it.
    pub(super) fn settle_clash(&mut self, side: Side, cx: &mut Cx<'_>) {
        if self.writes.clashed.is_empty() {
            return;
        }
        let (mut edit, found) = self.writes.clashed.remove(0);
        self.writes.chosen = true;
        edit.settle.extend(found.head.map(|head: Hash| (head, side)));
        let ticket = cx.act(AsTyped { act: Box::new(edit.clone()) });
        self.writes.on_their_way.push((ticket, edit));
        self.ask(cx);
    }

    /// Records changed: the paper is read again, and what is typed lies on top.
    pub(super) fn follow_file(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let lookup = self.lookup.changed(changes);
        let ours = [Kind::Problem, Kind::Suggestion, Kind::QuickFix];
        if self.writes.chosen || ours.into_iter().any(|kind| changes.touches(kind)) {
            self.reload(cx);
        }
        if lookup {
            self.reread(cx);
        }
    }

    /// Reads the paper again. While an edit is on its way the screen is ahead of the file; it is read when that is in.
    pub(super) fn reload(&mut self, cx: &mut Cx<'_>) {
        if self.writes.open() {
            return;
        }
        self.writes.chosen = false;
        if let Err(e) = self.try_reload(cx) {
            cx.fail(&e);
        }
        self.recheck();
        self.follow(cx);
    }

    fn try_reload(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        // One that went to the bin stays on the screen; what is handed in for it is refused.
        let Some(now) = load::records(reader, self.records.problem.id)? else { return Ok(()) };
        let typed = self.texts.as_typed(&self.records);
        let (under, shown) = laid(&self.records, &typed, now);
        let old = std::mem::replace(&mut self.records, under);
        let rows = self.rows();
        self.texts.shown_as((&old, &typed), (&self.records, &shown), cx.now);
        self.texts.match_rows(&rows, &self.records);
        for id in load::ids(&self.records) {
            if let Some(head) = reader.head(id)?.filter(|head| self.texts.head(id) != Some(*head)) {
                self.texts.rebased(id, head, &self.records, cx.now);
            }
        }
        if !rows.iter().any(|r| r.target == self.focus)
            && let Some(row) = rows.first()
        {
            self.focus = row.target.clone();
        }
        Ok(())
    }
}

/// What the file says now, and what is typed laid on it. Where both are of another text, the record stays as it was
/// shown: handing it in asks.
fn laid(base: &PaperRecords, typed: &PaperRecords, now: PaperRecords) -> (PaperRecords, PaperRecords) {
    let (problem, shown) = lay(&base.problem, &typed.problem, now.problem);
    let (suggestions, shown_suggestions) = lay_all(&base.suggestions, &typed.suggestions, now.suggestions);
    let (fixes, shown_fixes) = lay_all(&base.fixes, &typed.fixes, now.fixes);
    let under = PaperRecords { problem, suggestions, fixes };
    (under, PaperRecords { problem: shown, suggestions: shown_suggestions, fixes: shown_fixes })
}

fn lay<R: Record + PartialEq>(base: &R, typed: &R, now: R) -> (R, R) {
    if base == typed {
        return (now.clone(), now);
    }
    match merge(Some(base), typed, &now, None) {
        Ok(shown) => (now, shown),
        Err(_) => (base.clone(), typed.clone()),
    }
}

fn lay_all<R: Record + PartialEq>(base: &[R], typed: &[R], now: Vec<R>) -> (Vec<R>, Vec<R>) {
    let of = |all: &[R], id| all.iter().find(|r| r.uuid() == id).cloned();
    let there: Vec<_> = now.iter().map(Record::uuid).collect();
    let mut both: Vec<(R, R)> = Vec::new();
    for now in now {
        let id = now.uuid();
        both.push(match (of(base, id), of(typed, id)) {
            (Some(base), Some(typed)) => lay(&base, &typed, now),
            _ => (now.clone(), now),
        });
    }
    // Deleted by another while something is typed into it: what is typed is kept.
    for old in base.iter().filter(|r| !there.contains(&r.uuid())) {
        if let Some(typed) = of(typed, old.uuid()).filter(|typed| typed != old) {
            both.push((old.clone(), typed));
        }
    }
    both.into_iter().unzip()
}

/// The records without what an edit did to them.
fn undone(now: &PaperRecords, edit: &EditPaper) -> PaperRecords {
    let back = |edit: &EditPaper| {
        let problem = merge(Some(&edit.after.problem), &now.problem, &edit.before.problem, Some(Side::Ours)).ok()?;
        let (_, suggestions) = lay_all(&edit.after.suggestions, &now.suggestions, edit.before.suggestions.clone());
        let (_, fixes) = lay_all(&edit.after.fixes, &now.fixes, edit.before.fixes.clone());
        Some(PaperRecords { problem, suggestions, fixes })
    };
    back(edit).unwrap_or_else(|| edit.before.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hand_over::Suggestion;
    use crate::model::ids::{ProblemId, SuggestionId, UnitId};
    use crate::model::problem::Problem;

    fn records(title: &str, suggestions: &[&Suggestion]) -> PaperRecords {
        let nil = uuid::Uuid::nil();
        let problem = Problem::new(ProblemId(nil), UnitId(nil), Hash([0; 32]), "预-LF-01".into());
        let suggestions = suggestions.iter().map(|s| (*s).clone()).collect();
        PaperRecords { problem: Problem { title: title.into(), ..problem }, suggestions, fixes: Vec::new() }
    }

    fn suggestion(text: &str) -> Suggestion {
        let (unit, problems) = (UnitId::new(), vec![ProblemId::new()]);
        Suggestion { id: SuggestionId::new(), unit, problems, addressee: String::new(), text: text.into() }
    }

    #[test]
    fn what_is_typed_lies_on_what_the_file_says_and_one_that_clashes_stays_as_it_was_shown() {
        let shown = records("购车", &[]);
        let typed = records("购车未经研究", &[]);
        let mut now = records("购车", &[]);
        now.problem.place = "局机关".into();
        let (under, on_screen) = laid(&shown, &typed, now.clone());
        assert_eq!((under, on_screen.problem.title.as_str()), (now, "购车未经研究"));
        assert_eq!(on_screen.problem.place, "局机关");
        let (under, on_screen) = laid(&shown, &typed, records("别人的", &[]));
        assert_eq!((under, on_screen), (shown, typed));
    }

    #[test]
    fn an_element_deleted_elsewhere_goes_unless_something_is_typed_in_it() {
        let [one, two] = [suggestion("完善制度"), suggestion("补开会议")];
        let typed = Suggestion { text: "补开会议，下月前".into(), ..two.clone() };
        let shown = records("", &[&one, &two]);
        let (under, on_screen) = laid(&shown, &records("", &[&one, &typed]), records("", &[]));
        assert_eq!((under.suggestions, on_screen.suggestions), (vec![two], vec![typed]));
    }

    #[test]
    fn a_refused_edit_is_taken_back_and_what_came_after_it_stays() {
        let [before, after] = [records("购车", &[]), records("购车未经研究", &[])];
        let mut now = after.clone();
        now.problem.note = "备注".into();
        let back = undone(&now, &EditPaper::new(before, after));
        assert_eq!((back.problem.title.as_str(), back.problem.note.as_str()), ("购车", "备注"));
    }
}
