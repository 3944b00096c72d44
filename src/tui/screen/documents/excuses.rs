//! Why a kind of record is not read, for a year or for the whole period.

use crate::error::{Error, Result};
use crate::method::types::Method;
use crate::model::round::Unit;
use crate::tui::dialog::pick::Pick;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::update::Cx;
use std::sync::Arc;

/// Lists the reasons; the tag of the reply is `excuse`.
pub(super) fn show(unit: &Unit, method: &Arc<Method>, cx: &mut Cx<'_>) -> Result<()> {
    let row = |e: &crate::model::round::ReadingExcuse| {
        let kind = method.records.iter().find(|k| k.id == e.kind).map_or(e.kind.as_str(), |k| k.short.as_str());
        let year = e.year.map_or_else(|| "整个期间".to_owned(), |y| format!("{y}年"));
        format!("{}{}{}", crate::text::width::fit(kind, 14), crate::text::width::fit(&year, 10), e.reason)
    };
    let rows: Vec<String> = unit.excuses.iter().map(row).collect();
    if rows.is_empty() {
        return edit(unit, method, 0, cx);
    }
    let intro =
        Context::List.fill("写明了为什么不查阅的。{key:Open} 修改，{key:AddPerson} 新增；要取消，打开后把原因清空。");
    cx.push(Pick::new("excuse", "不查阅的说明", intro, rows).adding());
    Ok(())
}

/// Opens the one chosen, or a new one.
pub(super) fn edit(unit: &Unit, method: &Arc<Method>, at: usize, cx: &mut Cx<'_>) -> Result<()> {
    let chosen = unit.excuses.get(at).map(|e| e.id);
    let gone = || Error::input("这个单位已被删除").hint("可以从回收站恢复后再做。");
    let unit = cx.reader()?.at::<Unit>(unit.id.0)?.ok_or_else(gone)?;
    let old = unit.record.excuses.iter().find(|e| Some(e.id) == chosen);
    cx.push(forms::excuse::form(&unit, old, method));
    Ok(())
}
