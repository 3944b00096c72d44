//! What is typed, laid on what the file says now; and an edit, taken out again.

use crate::acts::paper::edit::EditPaper;
use crate::analysis::paper::field::PaperRecords;
use crate::model::merge::{Side, merge};
use crate::model::record::Record;

/// What the file says now, and what is typed laid on it. Where both are of another text, the record stays as it was
/// shown: handing it in asks.
pub(super) fn laid(base: &PaperRecords, typed: &PaperRecords, now: PaperRecords) -> (PaperRecords, PaperRecords) {
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
    for record in now {
        let id = record.uuid();
        both.push(match (of(base, id), of(typed, id)) {
            (Some(base), Some(typed)) => lay(&base, &typed, record),
            _ => (record.clone(), record),
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
pub(super) fn undone(now: &PaperRecords, edit: &EditPaper) -> PaperRecords {
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
    use crate::model::ids::{Hash, ProblemId, SuggestionId, UnitId};
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
