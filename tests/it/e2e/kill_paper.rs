//! The facts of a paper survive a kill as answers do: see [`super::kill`].

use super::desk::{AT_HOME, Desk, is_saved, rows, start};
use super::kill::{Dice, GLYPHS, GRACE, ROUNDS, SPAN_MS, count, killed, pause};
use crate::pty::Pty;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use wenkan::model::ids::{FactId, ProblemId};
use wenkan::model::order::{self, OrderKey};
use wenkan::model::problem::{Fact, Problem};
use wenkan::model::record::Op;
use wenkan::model::round::{Inspector, Unit};
use wenkan::store::{Draft, Reader, Secret, Store};

/// Narrow enough that nothing stands beside the form.
const SIZE: (u16, u16) = (120, 36);
/// What the file holds before the first key.
const BEFORE: &str = "2022年6月14日，水利局党组支付购车款186000.00元。";

#[test]
fn the_facts_of_a_paper_survive_a_kill_at_any_moment() {
    assert!(kill_while_writing(ROUNDS) > 0);
}

/// Kills so many times, and says how often.
pub(crate) fn kill_while_writing(rounds: u64) -> usize {
    count(rounds, one_round)
}

fn one_round(mut dice: Dice) {
    let desk = Desk::plain();
    let problem = begun(&desk);
    let mut pty = start(&desk.env, &[desk.path()], &[], SIZE);
    to_the_paper(&mut pty);
    pty.wait_until("the facts, saved", |s| is_saved(s) && shows(s, "支付购车款"));
    // A paragraph of its own behind what stands there.
    pty.keys("<end><enter>");
    let sent_before = format!("{BEFORE}\n").chars().map(|c| (c, Instant::now())).collect();
    let after = Duration::from_millis(dice.below(SPAN_MS));
    let (sent, killed_at) = killed(&mut pty, after, |pty, dying| type_facts(pty, &mut dice, dying, sent_before));
    drop(pty);
    let kept = Kept::of(&desk, problem);
    kept.hold(&sent, killed_at);
    comes_back(&desk, &kept);
}

/// A problem with one fact, as the desk holds it.
fn begun(desk: &Desk) -> ProblemId {
    let store = Store::open(&desk.file, &Secret::None).unwrap();
    let reader = store.reader().unwrap();
    let unit = reader.all::<Unit>().unwrap().remove(0).id;
    let by = reader.all::<Inspector>().unwrap().remove(0).id;
    let method = reader.get::<wenkan::model::interview::Interview>(desk.talk.0).unwrap().unwrap().method;
    drop(reader);
    let mut facts = vec![Fact { id: FactId::new(), order: OrderKey::default(), text: BEFORE.to_owned() }];
    order::assign(&mut facts, |f| &mut f.order);
    let problem = Problem {
        title: "购置公务车辆未经集体研究".to_owned(),
        facts,
        handlers: vec![by],
        ..Problem::new(ProblemId::new(), unit, method, "预-LF-01".to_owned())
    };
    let id = problem.id;
    store.transact(Op::EditProblem, None, move |tx| tx.put(&problem)).unwrap();
    store.close().unwrap();
    id
}

/// From the start to the facts of the only problem.
fn to_the_paper(pty: &mut Pty) {
    pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME).keys("p<wait:预-LF-01><wait:没有要决定的候选>");
    pty.keys("<enter><wait:底稿  预-LF-01>").wait_for(">事实");
}

/// Types on in the facts until the program dies, at times leaving them for a moment so that they are sealed.
fn type_facts(pty: &mut Pty, dice: &mut Dice, dying: &AtomicBool, mut sent: Vec<(char, Instant)>) -> Sent {
    let glyphs: Vec<char> = GLYPHS.chars().collect();
    let over = || dying.load(Ordering::SeqCst);
    let mut sealed = sent.len();
    while !over() {
        for _ in 0..5 + dice.below(30) {
            let burst: String = (0..=dice.below(3)).map(|_| glyphs[dice.index(glyphs.len())]).collect();
            pty.send(burst.as_bytes());
            let now = Instant::now();
            sent.extend(burst.chars().map(|c| (c, now)));
            pause(dice);
            if over() {
                return Sent { keys: sent, sealed };
            }
        }
        if dice.below(3) == 0 {
            // What the screen calls saved after the field was left is a revision, not a draft.
            pty.keys("<tab>").wait_until("the next row, saved", |s| over() || (at(s, "时间") && is_saved(s)));
            if !over() {
                sealed = sent.len();
            }
            pty.keys("<s-tab>").wait_until("the facts again", |s| over() || at(s, "事实"));
        } else {
            pty.send(b"\r");
            sent.push(('\n', Instant::now()));
        }
    }
    Sent { keys: sent, sealed }
}

/// What stood in the field and what was sent to it.
struct Sent {
    keys: Vec<(char, Instant)>,
    /// How many of them the screen had called saved when the field was left.
    sealed: usize,
}

/// What the file holds of the facts.
struct Kept {
    facts: String,
    draft: Option<Draft>,
}

impl Kept {
    fn of(desk: &Desk, problem: ProblemId) -> Self {
        let store = Store::open(&desk.file, &Secret::None).unwrap();
        let reader = store.reader().unwrap();
        let kept = Self::read(&reader, problem);
        drop(reader);
        store.close().unwrap();
        kept
    }

    fn read(reader: &Reader, problem: ProblemId) -> Self {
        let mut facts = reader.get::<Problem>(problem.0).unwrap().unwrap().facts;
        facts.sort_by(|a, b| a.order.cmp(&b.order));
        let facts = facts.into_iter().map(|f| f.text).collect::<Vec<_>>().join("\n");
        let draft = reader.drafts().unwrap().into_iter().find(|d| d.record == problem.0 && d.field == "facts");
        Self { facts, draft }
    }

    /// What the field will show.
    fn text(&self) -> &str {
        self.draft.as_ref().map_or(&self.facts, |d| &d.text)
    }

    /// Holds what is on the disk to the promise.
    fn hold(&self, sent: &Sent, killed_at: Instant) {
        let text = self.text();
        let all: String = sent.keys.iter().map(|(c, _)| c).collect();
        assert!(all.starts_with(text), "no prefix of what was sent\nsent {all:?}\nkept {text:?}");
        assert!(text.starts_with(&self.facts), "a draft lost sealed text\n{:?}\n{text:?}", self.facts);
        let old = sent.keys.iter().take_while(|(_, sent_at)| *sent_at + GRACE <= killed_at);
        let must: String = old.map(|(c, _)| c).collect();
        let must = must.trim_end_matches('\n');
        assert!(text.starts_with(must), "lost\nmust {must:?}\nkept {text:?}");
        let left: String = sent.keys.iter().take(sent.sealed).map(|(c, _)| c).collect();
        let left = left.trim_end_matches('\n');
        assert!(self.facts.starts_with(left), "was left and called saved\nmust {left:?}\nkept {:?}", self.facts);
    }
}

/// After the kill, the paper opens with the draft in its field, and the caret in it.
fn comes_back(desk: &Desk, kept: &Kept) {
    let Some(last) = kept.text().lines().rfind(|line| !line.is_empty()) else { return };
    let mut pty = start(&desk.env, &[desk.path()], &[], SIZE);
    to_the_paper(&mut pty);
    pty.wait_until(&format!("the facts {last:?}"), |s| shows(s, last));
}

/// Whether the row of that part has the focus.
fn at(screen: &vt100::Screen, part: &str) -> bool {
    rows(screen).iter().any(|row| row.starts_with(&format!(">{part}")))
}

/// Whether the form shows `text`, however it is wrapped: what stands between two rows of it is blanks and codes.
fn shows(screen: &vt100::Screen, text: &str) -> bool {
    let chinese = |text: &str| text.chars().filter(|c| !c.is_ascii()).collect::<String>();
    chinese(&rows(screen).concat()).contains(&chinese(text))
}
