//! The register of leads: registering, handing over, the receipt, the page to print.
//!
//! What is typed into a line is kept as a draft under an id that follows from its number, for a line is no record. The text
//! of a lead and its passphrase are in no draft.

use crate::acts::lead::{DirectLead, HandOverLead, Receipt, RegisterLead, present};
use crate::model::ids::element;
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::{Lead, Opened, Passphrase, Reader, Sealed};
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, Job, LeadText, LeadWork};
use crate::tui::form::{Field, Form, Refused, Value, refuse};
use crate::tui::forms::{date_past, path_of};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};
use uuid::Uuid;

const TO_WHOM: usize = 0;
const TEXT: usize = 1;
const PASSPHRASE: usize = 2;
const AGAIN: usize = 3;

/// Registers a lead.
#[derive(Debug)]
pub struct Register {
    /// Under which its drafts are kept.
    draft: Uuid,
}

/// Where what is typed of a line is kept.
const fn place(record: Uuid, form: FormName) -> FormPlace {
    FormPlace { record, kind: Kind::Round, parent: None, form }
}

/// The same of a line that has its number.
fn place_of(lead: &Lead, form: FormName) -> FormPlace {
    place(element(Uuid::nil(), "lead", &lead.number), form)
}

/// The form of a new lead.
pub fn register() -> FormScreen<Register> {
    // Wiped like a passphrase, never copied and in no draft, but shown while it is typed.
    let mut text = Field::secret("线索内容", "可以不写。写了要另设口令，只有用它才能看；这里不留草稿。");
    if let Value::Secret(line) = &mut text.value {
        line.reveal(true);
    }
    let shown =
        Context::FormText.fill("至少 8 个字符，不要和轮次的口令相同。忘了谁也打不开。{key:Reveal} 显示或遮住。");
    let fields = vec![
        Field::text("移交给", "", "打算移交给哪个单位或部门；还没有定，可以先空着。"),
        text,
        Field::secret("线索口令", shown),
        Field::secret("再输一遍", "把线索口令再输一遍。"),
    ];
    let intro = "编号、登记日期和登记人自动记上。不要在“移交给”里写线索内容。";
    FormScreen::new(Register { draft: crate::clock::new_id() }, Form::new(intro, fields).submit_word("登记"))
}

fn hand_in(form: &Form, sealed: Option<Sealed>, cx: &mut Cx<'_>) {
    let to_whom = form.text(TO_WHOM).to_owned();
    cx.act_then_leave(RegisterLead { to_whom, sealed }, Reply::LeadRegistered);
}

impl Spec for Register {
    fn place(&self) -> Option<FormPlace> {
        Some(place(self.draft, FormName::Lead))
    }

    fn take_up(&mut self, record: Uuid) {
        self.draft = record;
    }

    fn title(&self) -> String {
        "登记线索".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if cx.me().is_none() {
            return refuse(TO_WHOM, "请先选定谁在操作。");
        }
        let text = form.text(TEXT);
        if text.is_empty() {
            if !form.raw(PASSPHRASE).is_empty() {
                return refuse(TEXT, "没有写线索内容，不用设口令。");
            }
            hand_in(form, None, cx);
            return Ok(());
        }
        let passphrase =
            Passphrase::new(form.raw(PASSPHRASE)).map_err(|e| Refused { field: PASSPHRASE, why: e.what.clone() })?;
        if form.raw(PASSPHRASE) != form.raw(AGAIN) {
            return refuse(AGAIN, "两次输入的口令不一样。");
        }
        cx.lead(LeadWork::Seal(Opened::typed(text), passphrase));
        Ok(())
    }

    /// It has its number now.
    fn done(&mut self, cx: &mut Cx<'_>) {
        match cx.reader().and_then(Reader::leads) {
            Ok(leads) => {
                let said = leads.last().map(|lead| format!("已登记：{}。", lead.number));
                cx.done(said.unwrap_or_else(|| "已登记。".to_owned()));
            }
            Err(e) => cx.fail(&e),
        }
    }

    fn lead_text(&mut self, form: &Form, text: LeadText, cx: &mut Cx<'_>) {
        if let LeadText::Sealed(sealed) = text {
            hand_in(form, Some(sealed), cx);
        }
    }
}

const DAY: usize = 0;
const RECEIVER: usize = 1;
const HANDED_WHY: usize = 2;

/// Hands a lead over, or corrects that.
#[derive(Debug)]
pub struct Hand {
    lead: Lead,
}

/// The field of the reason, asked for only when something stands there already.
fn why(asked: bool) -> Field {
    let mut field = Field::text("更正理由", "", "已经登记过的只能更正：写明为什么；原来的记载会保留。");
    field.hidden = !asked;
    field
}

/// The form for handing over.
pub fn hand_over(lead: &Lead, now: Instant) -> FormScreen<Hand> {
    let handed = lead.handed_at;
    let day = handed.unwrap_or(now).date().to_string();
    let intro = handed.map(|at| format!("{} 已移交给{}。", at.date(), lead.to_whom)).unwrap_or_default();
    let fields = fields(lead, &day, "哪天移交的，如 2026-03-12。");
    FormScreen::new(Hand { lead: lead.clone() }, Form::new(intro, fields).submit_word("保存"))
}

/// The form for to whom a lead is to go. One that was handed over is corrected.
pub fn edit(lead: &Lead, now: Instant) -> FormScreen<Hand> {
    if lead.handed_at.is_some() {
        return hand_over(lead, now);
    }
    let fields = fields(lead, "", "还没有移交，空着；移交了再填。");
    let form = Form::new("还没有移交：只改打算移交给谁。", fields).submit_word("保存");
    FormScreen::new(Hand { lead: lead.clone() }, form)
}

fn fields(lead: &Lead, day: &str, help: &'static str) -> Vec<Field> {
    vec![
        Field::text("移交日期", day, help),
        Field::text("移交给", present(&lead.to_whom), "接收的单位或部门。不要写线索内容。"),
        why(lead.handed_at.is_some()),
    ]
}

impl Spec for Hand {
    fn place(&self) -> Option<FormPlace> {
        Some(place_of(&self.lead, FormName::LeadHandOver))
    }

    fn title(&self) -> String {
        format!("移交线索  {}", self.lead.number)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if self.lead.handed_at.is_none() && form.text(DAY).trim().is_empty() {
            let (number, to_whom) = (self.lead.number.clone(), form.text(RECEIVER).to_owned());
            cx.act_and_leave(DirectLead { number, to_whom }, "已改打算移交给谁；还没有移交。", Reply::Changed);
            return Ok(());
        }
        let Some(day) = date_past(form, DAY, cx.now.date())?.filter(|d| d.day().is_some()) else {
            return refuse(DAY, "请写明哪年哪月哪天移交。");
        };
        let Some(at) = Instant::parse(&format!("{day}T00:00:00+00:00")).map(|utc| at_midnight(utc, cx.now)) else {
            return refuse(DAY, "看不懂这个日期。");
        };
        let registered = self.lead.registered_at.date_beside(cx.now);
        // One that was registered by a clock that ran ahead tells nothing of the day.
        if day.before(registered) && !cx.now.date().before(registered) {
            return refuse(DAY, format!("这条线索 {} 才登记，移交不能更早。", registered.chinese()));
        }
        if form.text(RECEIVER).is_empty() {
            return refuse(RECEIVER, "请写移交给谁。");
        }
        if self.lead.handed_at.is_some() && form.text(HANDED_WHY).is_empty() {
            return refuse(HANDED_WHY, "请写明更正的理由。");
        }
        let (number, to_whom) = (self.lead.number.clone(), form.text(RECEIVER).to_owned());
        let act = HandOverLead { number, at, to_whom, why: form.text(HANDED_WHY).to_owned() };
        cx.act_and_leave(act, "已记下移交。", Reply::Changed);
        Ok(())
    }
}

/// Midnight of that day where `now` is.
fn at_midnight(utc: Instant, now: Instant) -> Instant {
    Instant { ms: utc.ms - i64::from(now.offset) * 60_000, offset: now.offset }
}

/// Notes a receipt, or corrects it.
#[derive(Debug)]
pub struct NoteReceipt {
    lead: Lead,
}

/// The form of the receipt.
pub fn receipt(lead: &Lead) -> FormScreen<NoteReceipt> {
    let noted = !lead.receipt.is_empty();
    let intro = if noted { format!("已有回执：{}", lead.receipt) } else { String::new() };
    let there = present(&lead.receipt);
    let fields = vec![Field::text("回执", there, "回执的编号或内容，谁收的。不要写线索内容。"), why(noted)];
    FormScreen::new(NoteReceipt { lead: lead.clone() }, Form::new(intro, fields).submit_word("保存"))
}

impl Spec for NoteReceipt {
    fn place(&self) -> Option<FormPlace> {
        Some(place_of(&self.lead, FormName::LeadReceipt))
    }

    fn title(&self) -> String {
        format!("线索回执  {}", self.lead.number)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请写回执的编号或内容。");
        }
        if !self.lead.receipt.is_empty() && form.text(1).is_empty() {
            return refuse(1, "请写明更正的理由。");
        }
        let (number, receipt) = (self.lead.number.clone(), form.text(0).to_owned());
        let act = Receipt { number, receipt, why: form.text(1).to_owned() };
        cx.act_and_leave(act, "已记下回执。", Reply::Changed);
        Ok(())
    }
}

/// Prints the page of a lead.
#[derive(Debug)]
pub struct Print {
    number: String,
}

/// The form for the folder; `out`: the one offered.
pub fn print(number: &str, out: &str) -> FormScreen<Print> {
    let field = Field::text("放到文件夹", out, "没有的文件夹会建立；文件放在里面的“内部”文件夹。");
    let intro = "移交登记表上有编号、日期、移交给谁和双方签名，没有线索内容。导出会记在轮次里。";
    FormScreen::new(Print { number: number.to_owned() }, Form::new(intro, vec![field]).submit_word("导出"))
}

impl Spec for Print {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        format!("线索移交登记表  {}", self.number)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写放到哪个文件夹。");
        }
        let job = Job::LeadForm { out: path_of(form.text(0)), by: cx.me(), number: self.number.clone() };
        cx.effects.push(Effect::Start(job));
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}
