//! What is typed into any form, and into any other place that takes words, survives the end of the program.
//!
//! Each round opens the place on a round of its own, types at speed and kills the program at a moment drawn by its
//! seed. What the screen had shown [`GRACE`] before the kill is in the file and on the screen of the place opened again.
//! The table is a `match` over [`FormName`]: a form that is not in it does not compile.

use super::desk::{AT_HOME, Desk, WIDE, rows, start};
use super::filled::{PAPER, filled};
use super::kill::{Dice, GLYPHS, GRACE, SIGNALS, killed, pause, times};
use crate::pty::{Life, Pty};
use nix::sys::signal::Signal;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};
use wenkan::model::answer::{Answer, Value};
use wenkan::model::problem::Problem;
use wenkan::model::reading::CheckResult;
use wenkan::store::{Secret, Store};
use wenkan::tui::dialog::form::FormName;

/// The program is killed this long after the first words were shown, and up to [`SPREAD_MS`] later.
const EARLIEST_MS: u64 = 550;
const SPREAD_MS: u64 = 900;
/// So much is typed at most: no place takes less, and none breaks it into two rows.
const MOST: usize = 44;
/// So many of the last glyphs typed stand before the caret whatever the width of the place.
const WINDOW: usize = 8;

/// Where words are typed.
#[derive(Debug, Clone, Copy)]
enum Place {
    Form(FormName),
    /// An element of an answer.
    Claim,
    /// Pages and note beside a check item.
    Pages,
    Note,
    /// A row of a paper, and one that takes a date and nothing else.
    PaperRow,
    PaperDate,
}

/// Beside the forms and the answers and facts, which [`super::kill`] and [`super::kill_paper`] kill.
const OTHERS: [Place; 5] = [Place::Claim, Place::Pages, Place::Note, Place::PaperRow, Place::PaperDate];

impl Place {
    fn all() -> Vec<Self> {
        FormName::ALL.iter().map(|f| Self::Form(*f)).chain(OTHERS).collect()
    }

    /// The keys that lead there from home, and the label of the row with the focus then.
    fn way(self) -> (String, &'static str) {
        let (keys, label) = match self {
            Self::Form(FormName::Round) => ("z", "名称"),
            Self::Form(FormName::Inspector) => ("m<wait:巡察组成员>n", "姓名"),
            Self::Form(FormName::Unit) => ("<c-u><wait:代码><tab>", "名称"),
            Self::Form(FormName::Profile) => ("k<wait:单位概况><tab>", "定标准的文件"),
            Self::Form(FormName::Person) => ("n", "姓名"),
            Self::Form(FormName::Roster) => ("i", "名册文件"),
            Self::Form(FormName::Sitting) => ("/孙丽<enter><wait:1/2 人>t<wait:一人谈理由><tab><tab>", "地点"),
            Self::Form(FormName::SittingFacts) => {
                ("<enter><wait:谈话人 刘芳><a-i><wait:更正场次：><enter><wait:一人谈理由><tab><tab>", "地点")
            }
            Self::Form(FormName::Close) => ("<enter><wait:谈话人 刘芳><a-e>", "一 "),
            Self::Form(FormName::Correction) => {
                ("<enter><wait:谈话人 刘芳><a-1>说过的话。<a-r><wait:段1><a-c>", "更正后的话")
            }
            Self::Form(FormName::Addition) => ("<enter><wait:谈话人 刘芳><a-1>说过的话。<a-r><wait:段1>n", "补充的话"),
            Self::Form(FormName::NotConfirmed) => ("<enter><wait:谈话人 刘芳><a-1>说过的话。<a-r><wait:段1>c", "理由"),
            Self::Form(FormName::Document) => ("d<wait:资料  水利局党组>n<wait:材料名称><tab>", "材料名称"),
            Self::Form(FormName::DocumentOfLoan) => ("y<wait:调阅清单>d<wait:材料名称><tab>", "材料名称"),
            Self::Form(FormName::Entry) => ("d<wait:第2卷><end><enter><wait:查阅  ><c-n><wait:日期><tab><tab>", "主持"),
            Self::Form(FormName::Evidence) => {
                return (
                    format!("{PAPER}<c-f><wait:去哪一栏>支撑材料<enter><wait:底稿  预-LF-01>n<wait:另写><c-n>"),
                    "材料名称",
                );
            }
            Self::Form(FormName::Clean) => ("d<wait:第2卷><end><enter><wait:查阅  >r", "卷"),
            Self::Form(FormName::Excuse) => ("d<wait:第2卷>c<wait:不查阅的说明>n<wait:年份><tab><tab>", "原因"),
            Self::Form(FormName::ExcuseEdit) => {
                ("d<wait:第2卷>c<wait:不查阅的说明><enter><wait:年份><tab><tab>", "原因")
            }
            Self::Form(FormName::Attach) => ("d<wait:第2卷><end><enter><wait:查阅  >f<wait:附上文件><tab>", "说明"),
            Self::Form(FormName::Loan) => ("y<wait:调阅清单>n", "材料名称"),
            Self::Form(FormName::Copied) => ("y<wait:调阅清单>g", "复印页码"),
            Self::Form(FormName::Returned) => ("y<wait:调阅清单>r", "归还给"),
            Self::Form(FormName::Dismiss) => ("p<wait:── 候选 1 ><home><del>", "理由"),
            Self::Form(FormName::Overrule) => {
                return (
                    format!("{PAPER}<c-f><wait:去哪一栏>地点<enter><end>（电话13800001234）<wait:E303><a-k>"),
                    "理由",
                );
            }
            Self::Form(FormName::Lead) => ("<a-x><wait:线-001>n", "移交给"),
            Self::Form(FormName::LeadHandOver) => ("<a-x><wait:线-001>r<tab>", "移交给"),
            Self::Form(FormName::LeadReceipt) => ("<a-x><wait:线-001>c", "回执"),
            Self::Claim => ("<enter><wait:谈话人 刘芳><a-1><f4>", "要素"),
            Self::Pages => ("d<wait:第2卷><end><enter><wait:查阅  >g", ""),
            Self::Note => ("d<wait:第2卷><end><enter><wait:查阅  >c", ""),
            Self::PaperDate => return (format!("{PAPER}<c-f><wait:去哪一栏>时间<enter>"), "时间"),
            Self::PaperRow => return (format!("{PAPER}<c-f><wait:去哪一栏>地点<enter>"), "地点"),
        };
        (keys.to_owned(), label)
    }

    /// Opens the round and goes there; behind what stands there already.
    fn open(self, desk: &Desk) -> Pty {
        let mut pty = start(&desk.env, &[desk.path()], &[], WIDE);
        pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME);
        let (keys, label) = self.way();
        pty.keys(&keys);
        // In whichever column: beside a paper stand its diagnostics, once they are counted.
        let focused = |row: &String| {
            row.split('│')
                .map(str::trim_start)
                .any(|part| (part.starts_with('>') && part.contains(label)) || part.starts_with(&format!("{label}>")))
        };
        pty.wait_until(&format!("{self:?}: the row {label:?}"), |s| !s.hide_cursor() && rows(s).iter().any(focused));
        pty.keys("<end>");
        pty
    }
}

/// What was typed, and how much of it the screen had shown when.
#[derive(Default)]
struct Typed {
    sent: Vec<char>,
    shown: Vec<(usize, Moment)>,
}

impl Typed {
    /// The glyphs behind which the caret stands when `n` are typed.
    fn window(&self, n: usize) -> String {
        self.sent[n.saturating_sub(WINDOW)..n].iter().collect()
    }

    /// Takes note of how much the screen shows now.
    fn look(&mut self, text: &str) {
        let now = Moment::now();
        if let Some(n) = (1..=self.sent.len()).rev().find(|n| text.contains(&self.window(*n))) {
            self.shown.push((n, now));
        }
    }

    fn burst(&mut self, dice: &mut Dice, pty: &mut Pty) {
        let glyphs: Vec<char> = GLYPHS.chars().collect();
        let burst: Vec<char> = (0..=dice.below(3)).map(|_| glyphs[dice.index(glyphs.len())]).collect();
        pty.send(burst.iter().collect::<String>().as_bytes());
        self.sent.extend(burst);
    }

    /// Types the first words and waits until they are shown.
    fn begin(&mut self, dice: &mut Dice, pty: &mut Pty) {
        while self.sent.len() < WINDOW {
            self.burst(dice, pty);
        }
        let first = self.window(self.sent.len());
        pty.wait_for(&first);
        self.look(&pty.screen_text());
    }

    /// Types on until there is enough, or the program dies; then only looks.
    fn go_on(&mut self, dice: &mut Dice, pty: &mut Pty, dying: &AtomicBool) {
        while !dying.load(Ordering::SeqCst) {
            if self.sent.len() < MOST {
                self.burst(dice, pty);
            }
            pause(dice);
            self.look(&pty.screen_text());
        }
    }

    /// How many glyphs had been shown at `then`.
    fn shown_at(&self, then: Moment) -> usize {
        self.shown.iter().filter(|(_, at)| *at <= then).map(|(n, _)| *n).max().unwrap_or(0)
    }

    /// How many of the glyphs a text that ends with them holds.
    fn held(&self, text: &str) -> usize {
        let ends_with = |n: &usize| text.ends_with(&self.sent[..*n].iter().collect::<String>());
        (1..=self.sent.len()).rev().find(ends_with).unwrap_or(0)
    }

    /// Holds what is in the file and on the screen to what was shown.
    fn hold(&self, place: Place, desk: &Desk, must: usize) {
        let kept = kept(desk);
        let n = kept.iter().map(|text| self.held(text)).max().unwrap_or(0);
        let sent: String = self.sent.iter().collect();
        assert!(n >= must, "{place:?}: {must} glyphs were shown, {n} are kept\nsent {sent}\nkept {kept:#?}");
        let window = self.window(n);
        place.open(desk).wait_until(&format!("{place:?}: {window:?} again"), |s| rows(s).join("\n").contains(&window));
    }
}

/// All texts of drafts, and those of records into which a place seals by itself.
fn kept(desk: &Desk) -> Vec<String> {
    let store = Store::open(&desk.file, &Secret::None).unwrap();
    let reader = store.reader().unwrap();
    let mut texts: Vec<String> = reader.drafts().unwrap().into_iter().map(|d| d.text).collect();
    texts.extend(reader.all::<CheckResult>().unwrap().into_iter().flat_map(|r| [r.pages, r.note]));
    texts.extend(reader.all::<Problem>().unwrap().into_iter().map(|p| p.place));
    let claims = reader.all::<Answer>().unwrap().into_iter().flat_map(|a| a.claims);
    texts.extend(claims.filter_map(|c| if let Some(Value::Text(text)) = c.value { Some(text) } else { None }));
    drop(reader);
    store.close().unwrap();
    texts
}

fn one_kill(place: Place, mut dice: Dice) {
    let desk = filled();
    let mut pty = place.open(&desk);
    let mut typed = Typed::default();
    typed.begin(&mut dice, &mut pty);
    let after = Duration::from_millis(EARLIEST_MS + dice.below(SPREAD_MS));
    let ((), killed_at) = killed(&mut pty, after, |pty, dying| typed.go_on(&mut dice, pty, dying));
    drop(pty);
    let must = typed.shown_at(killed_at.checked_sub(GRACE).unwrap());
    assert!(must > 0, "{place:?}: nothing to hold it to");
    typed.hold(place, &desk, must);
}

/// A signal that lets the program end by itself costs nothing at all.
fn one_signal(place: Place, mut dice: Dice, (signal, code): (Signal, i32)) {
    let desk = filled();
    let mut pty = place.open(&desk);
    let mut typed = Typed::default();
    typed.begin(&mut dice, &mut pty);
    for _ in 0..dice.below(8) {
        typed.burst(&mut dice, &mut pty);
        pause(&mut dice);
    }
    pty.wait_for(&typed.window(typed.sent.len()));
    pty.signal(signal);
    assert_eq!(pty.wait_exit(), Life::Exited(code), "{place:?} {signal}");
    drop(pty);
    typed.hold(place, &desk, typed.sent.len());
}

/// Kills the program so many times in each place; `WENKAN_KILL_ROUNDS` says otherwise. Returns how often in all.
pub(crate) fn kill_in_every_place(each: u64) -> usize {
    let (places, kills) = (Place::all(), AtomicUsize::new(0));
    times(each, places.len(), |n, dice| {
        one_kill(places[n], dice);
        kills.fetch_add(1, Ordering::Relaxed);
    });
    kills.into_inner()
}

#[test]
fn what_is_typed_into_any_form_survives_a_kill_at_any_moment() {
    assert!(kill_in_every_place(3) >= FormName::ALL.len());
}

#[test]
fn hup_and_term_cost_nothing_that_was_shown() {
    let forms = [FormName::Person, FormName::Close, FormName::Entry, FormName::Dismiss];
    let places: Vec<Place> =
        forms.into_iter().map(Place::Form).chain([Place::Claim, Place::Note, Place::PaperDate]).collect();
    times(1, places.len() * SIGNALS.len(), |n, dice| one_signal(places[n / 2], dice, SIGNALS[n % 2]));
}
