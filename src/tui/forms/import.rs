//! Importing a roster: which file, for which unit. What it holds is shown then and written from there
//! ([`RosterPreview`]).

use crate::import::people::{Mapping, Reading, SheetChoice, SheetFound, read_roster, strike, survey, unit_named};
use crate::import::table::Workbook;
use crate::model::ids::UnitId;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::Reader;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::dialog::pick::Pick;
use crate::tui::effect::Effect;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::path_of;
use crate::tui::forms::roster::{Asked, RosterPreview};
use crate::tui::forms::unit::{kind_field, kind_of};
use crate::tui::update::{Cx, Reply};
use uuid::Uuid;

const FILE: usize = 0;
const CODE: usize = 1;
const NAME: usize = 2;
const KIND: usize = 3;
const MAP: usize = 4;
const HEAD: usize = 5;
const HIDDEN: usize = 6;

/// Asks for the file.
#[derive(Debug)]
pub struct Ask {
    new_unit: UnitId,
    /// The file was read and holds several sheets with people: which one is being asked.
    sheets: Option<(Workbook, Vec<SheetFound>)>,
    /// The title names another unit than the form, and that was said.
    told: Option<String>,
}

/// The form; `unit`: the one offered.
pub fn form(unit: Option<&Unit>) -> FormScreen<Ask> {
    let fields = vec![
        Field::text("名册文件", "", "单位报来的名册：xlsx、xls、xlsb、ods、csv 或 txt。可以把文件拖进窗口。"),
        Field::text("单位代码", unit.map_or("", |u| &u.code), "导入到哪个单位。新单位的代码可以空着，由程序编。"),
        Field::text("单位名称", unit.map_or("", |u| &u.name), "新单位写全称；代码和名称都空着的，按名册的标题认。"),
        kind_field(unit.and_then(|u| u.kind)),
        Field::text("表头对应", "", "认不出的列可以指定，如 C=职务，D=政治面貌；一般空着。"),
        Field::text("表头在第几行", "", "找错了表头时写行号；一般空着。"),
        Field::yes_no("读隐藏行列", false, "表格里隐藏的、被筛选掉的行和列，平常不读，只说明有哪些。"),
    ];
    let intro = "导入单位报来的名册。先看一遍认得对不对，再写入。同一份名册再导入一次，只更新变化，不会重复。";
    let ask = Ask { new_unit: UnitId::new(), sheets: None, told: None };
    FormScreen::new(ask, Form::new(intro, fields).submit_word("看一看"))
}

impl Spec for Ask {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.new_unit.0, kind: Kind::Unit, parent: None, form: FormName::Roster })
    }

    fn take_up(&mut self, record: Uuid) {
        self.new_unit = record.into();
    }

    fn title(&self) -> String {
        "导入名册".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(FILE).is_empty() {
            return refuse(FILE, "请填写名册文件的路径。");
        }
        reading(form)?;
        if !is_unit_open(form) {
            self.unit(form, None, cx)?;
        }
        cx.effects.push(Effect::Read(path_of(form.text(FILE))));
        Ok(())
    }

    fn arrived(&mut self, form: &mut Form, book: &Workbook, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let told = cx.reader().and_then(Reader::told).or_else(|e| refuse(FILE, e.to_string()))?;
        let mut book = book.clone();
        strike(&mut book, &told);
        let found = survey(&book, &reading(form)?);
        if found.len() > 1 {
            let best =
                found.iter().enumerate().max_by_key(|(n, s)| (s.fits, s.people, usize::MAX - n)).map_or(0, |(n, _)| n);
            let mut rows: Vec<String> = found
                .iter()
                .map(|s| format!("{}（{} 人{}）", s.name, s.people, if s.fits { "" } else { "，不像本单位的名册" }))
                .collect();
            rows.push("全部都读".to_owned());
            cx.push(Pick::new("sheet", "哪张工作表", "文件里有几张工作表写着人名。读哪一张？", rows).at(best));
            self.sheets = Some((book, found));
            return Ok(());
        }
        self.show(form, &book, SheetChoice::Most, cx)
    }

    fn returned(&mut self, form: &Form, reply: &Reply, cx: &mut Cx<'_>) {
        let Reply::Chosen("sheet", at) = reply else { return };
        let Some((book, found)) = self.sheets.take() else { return };
        let choice = found.get(*at).map_or(SheetChoice::All, |s| SheetChoice::Named(vec![s.name.clone()]));
        if let Err(refused) = self.show(form, &book, choice, cx) {
            cx.warn(refused.why);
        }
    }

    fn leaving(&self) -> [&'static str; 3] {
        ["名册还没有导入。要看一看吗？", "看一看", "不导入，放弃所填的"]
    }
}

/// What is typed as the mapping of heads, the row of the head and what to do with hidden rows.
fn reading(form: &Form) -> Result<Reading, Refused> {
    let maps: Vec<&str> =
        form.text(MAP).split([',', '，', ';', '；']).map(str::trim).filter(|m| !m.is_empty()).collect();
    let map = Mapping::parse(&maps).or_else(|e| refuse(MAP, e.to_string()))?;
    let head_row = match form.text(HEAD) {
        "" => None,
        text => match text.trim_start_matches('第').trim_end_matches('行').trim().parse() {
            Ok(row) if row > 0 => Some(row),
            _ => return refuse(HEAD, "请写行号，如 3；一般空着。"),
        },
    };
    let today = Some(crate::clock::now().date());
    Ok(Reading { map, sheets: SheetChoice::Most, hidden: form.is_yes(HIDDEN), head_row, today })
}

/// Neither code nor name: the title of the roster is to say it.
fn is_unit_open(form: &Form) -> bool {
    form.text(CODE).is_empty() && form.text(NAME).is_empty()
}

impl Ask {
    /// Reads the roster and shows what it would do.
    fn show(&mut self, form: &Form, book: &Workbook, sheets: SheetChoice, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let reading = Reading { sheets, ..reading(form)? };
        let roster = read_roster(book, &reading).or_else(|e| refuse(FILE, e.to_string()))?;
        let named = unit_named(&roster, &book.name);
        let (mut unit, is_new) = self.unit(form, named.as_deref(), cx)?;
        if let Some(named) = named.filter(|n| !unit.is_named(n) && self.told.as_ref() != Some(n)) {
            let why = format!(
                "名册标题写的是“{named}”，不是“{}”。是另一个单位的，把单位代码和名称改成它的或者清空；就导入到这里的，再按一次“看一看”。",
                unit.name
            );
            self.told = Some(named);
            return refuse(CODE, why);
        }
        let kind = kind_of(form, KIND);
        unit.kind = kind.or(unit.kind);
        let drafts = self.place().map(|place| place.drafts(form)).unwrap_or_default();
        let asked = Asked { unit, is_new, roster, drafts };
        let preview = RosterPreview::open(asked, cx).or_else(|e| refuse(FILE, e.to_string()))?;
        cx.effects.push(Effect::Replace(Box::new(preview)));
        Ok(())
    }

    /// The unit of the code or name typed, else of the title: one of the round, or a new one. A new one keeps its id while
    /// the form is open.
    fn unit(&self, form: &Form, named: Option<&str>, cx: &Cx<'_>) -> Result<(Unit, bool), Refused> {
        let (code, mut name) = (form.text(CODE), form.text(NAME));
        let units: Vec<Unit> = cx.reader().and_then(Reader::all).or_else(|e| refuse(CODE, e.to_string()))?;
        if is_unit_open(form) {
            let Some(named) = named else {
                return refuse(CODE, "名册的标题里没有写单位，请填写单位代码，如 SLJ，或者单位名称。");
            };
            name = named;
        }
        let by_code = units.iter().find(|u| !code.is_empty() && u.code.eq_ignore_ascii_case(code));
        let by_name = || units.iter().find(|u| code.is_empty() && u.is_named(name));
        match by_code.or_else(by_name) {
            Some(unit) => Ok((unit.clone(), false)),
            None if name.is_empty() => refuse(NAME, "这是新的单位，请填写名称。"),
            None => {
                let code = if code.is_empty() { Unit::free_code(&units) } else { code.to_owned() };
                Ok((Unit::new(self.new_unit, code, name), true))
            }
        }
    }
}
