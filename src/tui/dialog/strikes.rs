//! What is typed holds withheld words (转线索), which are struck as they are written: the user says whether that is kept.

use crate::error::Error;
use crate::tui::dialog::confirm::Confirm;

/// The tag of the question. Yes: it is kept with the words struck; no: it is typed otherwise.
pub const TAG: &str = "strikes";

/// Said after a no.
pub const REWRITE: &str = "还没有存，请改写后再存。";

/// Said while something else is typed, instead of asking: the question would take the next key for its answer.
pub const HELD: &str = "写的话里有已转线索的，还没有存。写完按 {key:Save} 再定。";

/// Names the words that `error` refuses, and asks.
pub fn question(error: &Error) -> Confirm {
    let words = error.struck().join("\n");
    let text = format!("下面的话已转线索，只留在谈话里；在这里存下，会改成〔已另行处理〕。现在还没有存。\n\n{words}");
    Confirm::new(TAG, text).words("改成〔已另行处理〕存下", "回去改").grave()
}
