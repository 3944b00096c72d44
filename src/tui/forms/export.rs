//! Export: what and where to.

use crate::export::parts::{Choice, Format, Part};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, Job};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::path_of;
use crate::tui::update::Cx;

/// Exports.
#[derive(Debug)]
pub struct Export;

/// Fields: the folder, then one for each part, then the format.
const FOLDER: usize = 0;
const FIRST: usize = 1;
const FORMAT: usize = FIRST + Part::ALL.len();

/// The form; `out`: the folder offered.
pub fn form(out: &str) -> FormScreen<Export> {
    let mut fields = vec![Field::text("放到文件夹", out, "没有的文件夹会建立；文件放在里面的“报送”和“内部”文件夹。")];
    fields.extend(Part::ALL.map(|part| Field::yes_no(part.chinese(), offered(part), help(part))));
    let formats = ["全部", "Word（docx）", "Excel（xlsx）", "JSON", "文本（md）"].map(str::to_owned);
    fields.push(Field::choice("格式", formats.to_vec(), 0, "只要一种格式时选它；没有这种格式的材料就不导出。"));
    let intro = "“报送”里只有代号和责任人，“内部”里有姓名。记录人注、判断、疑点不会印出。每次导出都会记在轮次里。";
    FormScreen::new(Export, Form::new(intro, fields).submit_word("导出"))
}

/// What is offered at first: all that is for print. Code table and bundle leave the laptop only when asked for.
const fn offered(part: Part) -> bool {
    !matches!(part, Part::Codes | Part::Bundle)
}

const fn help(part: Part) -> &'static str {
    match part {
        Part::Papers => "报送。每个问题两种底稿（完整表、四栏简式）和一份可粘贴到单机版的文本。",
        Part::List => "报送。全部问题一张清单，Excel 和 Word 各一份。",
        Part::Suggestions => "报送。每个单位一份，按受文单位分列。",
        Part::Notices => "报送。每条立行立改一份，留有单位签收和整改结果。",
        Part::Stats => "报送。各项数字，注明单位、口径和截止日期。",
        Part::Interviews => "内部。每次谈话两种：谈话记录（内部）和谈话笔录（供本人核对签字），另有一份文本。",
        Part::Loans => "内部。每个单位一份，留有提供和归还的双方签字。",
        Part::Codes => "内部。代号是谁，只在组内使用。",
        Part::Bundle => "内部。整个轮次的数据，可导入到空的轮次文件。是明文，请按保密要求存放。",
    }
}

impl Spec for Export {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "导出".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(FOLDER).is_empty() {
            return refuse(FOLDER, "请填写放到哪个文件夹。");
        }
        let chosen = (FIRST..).zip(Part::ALL).filter(|(field, _)| form.is_yes(*field));
        let parts: Vec<Part> = chosen.map(|(_, part)| part).collect();
        if parts.is_empty() {
            return refuse(FIRST, "请至少选一样。");
        }
        let format = form.chosen(FORMAT).checked_sub(1).and_then(|at| Format::ALL.get(at)).copied();
        let choice = Choice { parts, format };
        if choice.written().is_empty() {
            return refuse(FORMAT, "选中的材料没有这种格式，请选“全部”或另一种。");
        }
        let by = cx.me();
        cx.effects.push(Effect::Start(Job::Export { out: path_of(form.text(FOLDER)), by, choice }));
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::out::Shelf;

    #[test]
    fn the_help_of_each_part_says_on_which_shelf_it_lies() {
        for part in Part::ALL {
            let shelf = if part.shelf() == Shelf::Report { "报送。" } else { "内部。" };
            assert!(help(part).starts_with(shelf), "{part:?}");
        }
    }
}
