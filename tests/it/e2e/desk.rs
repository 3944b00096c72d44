//! A round on the disk, and the program on it.

use crate::pty::Pty;
use crate::support::{TestEnvironment, program};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Moment};
use wenkan::import::create::{NewRound, create_round};
use wenkan::method::MethodFiles;
use wenkan::model::answer::Answer;
use wenkan::model::ids::{InspectorId, InterviewId, PersonId, RoundId, SittingId, UnitId};
use wenkan::model::interview::{Interview, Sitting, TalkState};
use wenkan::model::people::{Code, Facts, Party, Person};
use wenkan::model::record::Op;
use wenkan::model::round::{Inspector, Marking, Part, Round, Unit};
use wenkan::model::value::Instant;
use wenkan::store::{Draft, Passphrase, Secret, Store};

/// The passphrase of encrypted rounds.
pub(super) const PASSPHRASE: &str = "水利局2026巡察";
/// Wide enough that all of a question and its answer is seen.
pub(super) const WIDE: (u16, u16) = (200, 40);
/// What the screen of a talk shows and no other.
pub(super) const IN_TALK: &str = "F4 展开";
/// What home shows and no other screen.
pub(super) const AT_HOME: &str = "还剩";

/// Starts the program on a terminal of its own, in the home of `env`.
pub(super) fn start(env: &TestEnvironment, args: &[&str], variables: &[(&str, &str)], size: (u16, u16)) -> Pty {
    run(env, &program(), args, variables, size)
}

/// Starts `program` where [`start`] starts the real one.
pub(super) fn run(
    env: &TestEnvironment,
    program: &Path,
    args: &[&str],
    variables: &[(&str, &str)],
    (cols, rows): (u16, u16),
) -> Pty {
    let tmp = env.path("tmp");
    std::fs::create_dir_all(&tmp).unwrap();
    let home = env.home();
    let places = [
        ("HOME", home.clone()),
        ("XDG_STATE_HOME", home.join("state")),
        ("XDG_DATA_HOME", home.join("data")),
        ("XDG_CONFIG_HOME", home.join("config")),
        ("XDG_CACHE_HOME", home.join("cache")),
        ("TMPDIR", tmp),
    ];
    let mut all: Vec<(&str, &str)> = places.iter().map(|(name, place)| (*name, place.to_str().unwrap())).collect();
    all.extend_from_slice(variables);
    Pty::spawn(program, args, &all, cols, rows)
}

/// A round with one person who sits in an open talk.
pub(super) struct Desk {
    pub(super) env: TestEnvironment,
    pub(super) file: PathBuf,
    pub(super) talk: InterviewId,
    passphrase: Option<&'static str>,
}

/// What is on the disk of a talk, by question.
pub(super) struct Kept {
    pub(super) sealed: BTreeMap<String, Answer>,
    pub(super) drafts: BTreeMap<String, Draft>,
}

impl Desk {
    /// A round without a passphrase.
    pub(super) fn plain() -> Self {
        Self::new(None)
    }

    /// A round under [`PASSPHRASE`].
    pub(super) fn encrypted() -> Self {
        Self::new(Some(PASSPHRASE))
    }

    fn new(passphrase: Option<&'static str>) -> Self {
        let env = TestEnvironment::new();
        let file = env.path("十轮一组.wenkan");
        let inspectors = [("刘芳", Part::Leader), ("周宁", Part::Member)];
        let inspectors = inspectors.map(|(name, part)| Inspector::new(InspectorId::new(), name, part));
        let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
        let person = person(unit.id);
        let method = MethodFiles::builtin();
        let talk = talk(&person, method.hash(), &inspectors);
        let new = NewRound { round: round(), units: vec![unit], inspectors: inspectors.to_vec(), method };
        let (store, _) = create_round(&file, &secret(passphrase), &new).unwrap();
        let id = talk.id;
        store
            .transact(Op::EditInterview, None, move |tx| {
                tx.put(&person)?;
                tx.put(&talk)
            })
            .unwrap();
        store.close().unwrap();
        Self { env, file, talk: id, passphrase }
    }

    /// The round file as an argument.
    pub(super) fn path(&self) -> &str {
        self.file.to_str().unwrap()
    }

    /// Opens the round and goes on with the talk.
    pub(super) fn open(&self) -> Pty {
        self.open_with(&[])
    }

    /// As [`Desk::open`], with these variables set.
    pub(super) fn open_with(&self, variables: &[(&str, &str)]) -> Pty {
        let mut pty = start(&self.env, &[self.path()], variables, WIDE);
        if let Some(passphrase) = self.passphrase {
            pty.wait_for("输入口令").keys(passphrase).keys("<enter>");
        }
        pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME).keys("<enter>").wait_for("谈话人 刘芳");
        pty
    }

    /// Reads what is on the disk; the program must have gone.
    pub(super) fn kept(&self) -> Kept {
        Kept::of(&self.file, self.passphrase, self.talk)
    }
}

impl Kept {
    /// Reads what the file holds of a talk.
    pub(super) fn of(file: &Path, passphrase: Option<&str>, talk: InterviewId) -> Self {
        let store = Store::open(file, &secret(passphrase)).unwrap();
        let reader = store.reader().unwrap();
        let sealed: Vec<Answer> = reader.children(talk.0).unwrap();
        let drafts = reader.drafts().unwrap();
        drop(reader);
        store.close().unwrap();
        Self {
            sealed: sealed.into_iter().map(|a| (a.question.clone(), a)).collect(),
            drafts: drafts.into_iter().map(|d| (d.field.clone(), d)).collect(),
        }
    }

    /// The sealed paragraphs of a question.
    pub(super) fn sealed(&self, question: &str) -> String {
        let Some(answer) = self.sealed.get(question) else { return String::new() };
        let mut statements: Vec<_> = answer.statements.iter().collect();
        statements.sort_by(|a, b| a.order.cmp(&b.order));
        let texts: Vec<&str> = statements.iter().map(|s| s.text.as_str()).collect();
        texts.join("\n")
    }

    /// What the field of a question will show: its draft, else what is sealed.
    pub(super) fn text(&self, question: &str) -> String {
        self.drafts.get(question).map_or_else(|| self.sealed(question), |d| d.text.clone())
    }
}

/// What opens a file of that passphrase.
fn secret(passphrase: Option<&str>) -> Secret {
    passphrase.map_or(Secret::None, |p| Secret::Passphrase(Passphrase::new(p).unwrap()))
}

fn round() -> Round {
    Round {
        id: RoundId::new(),
        name: "十七届县委第十轮巡察".to_owned(),
        term: "十七届".to_owned(),
        number: "第十轮".to_owned(),
        group: "第一组".to_owned(),
        from: None,
        to: None,
        marking: Marking::Internal,
        backup_dir: None,
        lock_minutes: None,
    }
}

fn person(unit: UnitId) -> Person {
    Person {
        id: PersonId::new(),
        unit,
        name: "王建国".to_owned(),
        name_as_written: None,
        post: "党组书记、局长".to_owned(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: "head".to_owned(),
        facts: Facts { head: true, leading_body: true, party: Party::Member, party_since: None },
        code: Code("A37".to_owned()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}

fn talk(person: &Person, method: wenkan::model::ids::Hash, inspectors: &[Inspector; 2]) -> Interview {
    // Of the day that the program sees: it runs in the zone of China.
    let now = Instant { offset: 480, ..wenkan::clock::now() };
    let sitting = Sitting {
        id: SittingId::new(),
        asker: inspectors[0].id,
        recorder: Some(inspectors[1].id),
        alone_reason: String::new(),
        place: "局三楼小会议室".to_owned(),
        from: now,
        to: None,
    };
    Interview {
        id: InterviewId::new(),
        person: person.id,
        method,
        state: TalkState::Open,
        post: person.post.clone(),
        sittings: vec![sitting],
        opening_read: Some(now),
        variant: 0,
        read_back: None,
        unconfirmed: Vec::new(),
        note: String::new(),
    }
}

/// The rows of the screen.
pub(super) fn rows(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(0, screen.size().1.get()).map(|r| r.trim_end().to_owned()).collect()
}

/// What stands right of the list of questions, the rows joined: a paragraph that was wrapped is whole in it.
pub(super) fn flat(screen: &vt100::Screen) -> String {
    rows(screen).iter().map(|row| row.rsplit('│').next().unwrap_or_default().trim()).collect()
}

/// Whether the top line says that all is on the disk.
pub(super) fn is_saved(screen: &vt100::Screen) -> bool {
    rows(screen).first().is_some_and(|top| top.ends_with("已存"))
}

/// Whether the talk shows the question of that numeral.
pub(super) fn is_at(screen: &vt100::Screen, numeral: &str) -> bool {
    rows(screen).iter().any(|row| row.starts_with(&format!(">{numeral}")))
}

/// Waits until a talk shows the question of that numeral, everything being on the disk.
pub(super) fn settle_at(pty: &mut Pty, numeral: &str) {
    pty.wait_until(&format!("question {numeral}, saved"), |s| is_at(s, numeral) && is_saved(s));
}

/// Waits until `text` is on the screen, everything being on the disk.
pub(super) fn settle(pty: &mut Pty, text: &str) {
    pty.wait_until(&format!("{text:?}, saved"), |s| is_saved(s) && rows(s).iter().any(|r| r.contains(text)));
}

/// Waits until home lists somebody who has not been talked to.
pub(super) fn listed(pty: &mut Pty, name: &str) {
    let shown = |row: &String| row.contains(name) && row.contains("未谈");
    pty.wait_until(&format!("{name} at home"), |s| is_saved(s) && rows(s).iter().any(shown));
}

/// Five seconds after the last key, the file alone must be the whole round.
const SOON: Duration = Duration::from_secs(5);

/// Waits until all that was written is in the file itself and its `-wal` is empty.
pub(super) fn wait_until_whole(file: &Path, last_key: Moment) {
    let wal = file.with_extension("wenkan-wal");
    while std::fs::metadata(&wal).is_ok_and(|m| m.len() > 0) {
        assert!(last_key.elapsed() < SOON, "{} still holds something", wal.display());
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The row of the opened panel that has the focus: the one with `>` behind its label.
fn panel_row(screen: &vt100::Screen) -> Option<usize> {
    let focus = |row: &String| {
        let part = row.rsplit("│ ").next().unwrap_or_default();
        ["要素>", "判断>", "    >"].iter().any(|label| part.starts_with(label))
    };
    rows(screen).iter().position(focus)
}

/// Judges the question shown: opens the panel, walks past the claims, chooses a level, folds the panel again.
pub(super) fn judge(pty: &mut Pty, level: u8) {
    pty.keys("<f4>").wait_until("the panel", |s| panel_row(s).is_some());
    while !pty.screen_text().contains("判断>") {
        let mut before = None;
        pty.wait_until("a row of the panel", |s| {
            before = panel_row(s);
            before.is_some()
        });
        pty.keys("<down>").wait_until("the next row", |s| panel_row(s) > before);
    }
    pty.keys(&format!("{level}<f4>"));
    settle(pty, &format!("判断 {level}"));
}

/// Leaves the talk and the program.
pub(super) fn quit(pty: &mut Pty) {
    pty.keys("<esc>").wait_for(AT_HOME);
    leave(pty);
}

/// Leaves the program from home.
pub(super) fn leave(pty: &mut Pty) {
    pty.keys("q<wait:退出问看？>1");
    assert_eq!(pty.wait_exit(), crate::pty::Life::Exited(0));
}
