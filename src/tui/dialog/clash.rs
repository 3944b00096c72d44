//! Two changes of one thing that cannot both stand: both are shown, one is chosen.

use crate::model::merge::{Clash, ClashAt};
use crate::store::Draft;
use crate::text::width;
use crate::tui::dialog::confirm::Confirm;

/// The tag of the question.
pub const TAG: &str = "clash";

/// Said of a clash while something is typed, instead of asking: the question would take the next key for its answer.
pub const HELD: &str = "有一处和别处的改动不一样，还没有存。写完按 {key:Save} 看两份，选用一份。";

/// Places shown in full; a record rarely has more.
const SHOWN: usize = 3;
/// Cells of each text that are shown.
const CELLS: usize = 240;

/// Shows both sides of a clash and asks which one stands. Yes: what was typed here; no: what is in the file.
pub fn question(clash: &Clash) -> Confirm {
    let intro = format!(
        "这{}在别处也改过，下面的内容两边不一样，请选用哪一份。其余改动两边都保留；两份都在修改记录里查得到。",
        clash.kind.chinese()
    );
    let more = clash.at.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("还有 {more} 处：{}", clash.labels().join("、")));
    let parts: Vec<String> = std::iter::once(intro).chain(clash.at.iter().take(SHOWN).map(both)).chain(more).collect();
    let text = parts.join("\n\n");
    Confirm::new(TAG, text).words("用我填的", "用已存的").grave()
}

fn both(at: &ClashAt) -> String {
    let shown = |text: &str| match text.trim() {
        "" => "（空）".to_owned(),
        text => width::shorten(&text.replace('\n', " / "), CELLS),
    };
    format!("{}\n我填的：{}\n已存的：{}", at.label, shown(&at.ours), shown(&at.theirs))
}

/// A draft that was typed over a revision which is not the head any more.
#[derive(Debug)]
pub struct Conflict<At> {
    /// Where on the screen.
    pub at: At,
    /// What was typed.
    pub draft: Draft,
    /// What is in the file.
    pub saved: String,
}

impl<At> Conflict<At> {
    /// Shows both texts and asks which to use; `what`: the field. The tag of the reply is `draft`.
    pub fn ask(&self, what: &str) -> Confirm {
        let text = format!(
            "“{what}”的草稿和已存的内容不一样，请选用哪一份。两份都在修改记录里查得到。\n\n草稿：{}\n\n已存：{}",
            width::shorten(&self.draft.text.replace('\n', " / "), 300),
            width::shorten(&self.saved.replace('\n', " / "), 300),
        );
        Confirm::new("draft", text).words("用草稿", "用已存的").grave()
    }
}
