use super::*;
use crate::acts::inspector::KeepInspector;
use crate::clock;
use crate::model::ids::InspectorId;
use crate::model::round::Part;
use crate::store::{Over, Script, Secret, Store};
use tempfile::TempDir;

struct Group {
    _dir: TempDir,
    store: Store,
    me: Option<InspectorId>,
}

impl Group {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let inspector = Inspector::new(InspectorId::new(), "刘芳", Part::Leader);
        let me = Some(inspector.id);
        store.perform(me, KeepInspector { over: Over::default(), inspector }).unwrap();
        Self { _dir: dir, store, me }
    }

    fn register(&self, to_whom: &str) {
        let changes = self.store.perform(self.me, RegisterLead { to_whom: to_whom.to_owned(), sealed: None }).unwrap();
        assert!(changes.records.is_empty(), "a lead is no record: {changes:?}");
    }

    fn leads(&self) -> Vec<Lead> {
        self.store.reader().unwrap().leads().unwrap()
    }

    fn hand(&self, to_whom: &str, day: &str, why: &str) -> Result<()> {
        let at = Instant::parse(&format!("{day}T00:00:00+08:00")).unwrap();
        let (number, to_whom, why) = ("线-001".to_owned(), to_whom.to_owned(), why.to_owned());
        self.store.perform(self.me, HandOverLead { number, at, to_whom, why }).map(drop)
    }

    fn receipt(&self, receipt: &str, why: &str) -> Result<()> {
        let (number, receipt, why) = ("线-001".to_owned(), receipt.to_owned(), why.to_owned());
        self.store.perform(self.me, Receipt { number, receipt, why }).map(drop)
    }
}

#[test]
fn numbers_are_drawn_one_after_the_other_and_no_line_is_written_over() {
    let group = Group::new();
    let old = Lead {
        number: "线-002".to_owned(),
        registered_at: Instant { ms: 0, offset: 480 },
        handed_at: None,
        to_whom: "不是抽的号".to_owned(),
        by_whom: String::new(),
        receipt: String::new(),
        sealed: String::new(),
    };
    group.store.perform(None, Script(Op::EditLead, move |tx: &mut Tx<'_>| tx.put_lead(&old))).unwrap();
    group.register("县纪委监委");
    group.register("");
    let leads = group.leads();
    let told: Vec<_> = leads.iter().map(|l| (l.number.as_str(), l.to_whom.as_str(), l.by_whom.as_str())).collect();
    assert_eq!(told, [("线-001", "县纪委监委", "刘芳"), ("线-002", "不是抽的号", ""), ("线-003", "", "刘芳")]);
    // One that is refused takes no number.
    let nobody = group.store.perform(None, RegisterLead { to_whom: String::new(), sealed: None }).unwrap_err();
    assert!(nobody.what.contains("谁在操作"), "{nobody}");
    group.register("");
    assert_eq!(group.leads().last().map(|l| l.number.clone()).as_deref(), Some("线-004"));
}

#[test]
fn numbers_of_four_digits_come_after_those_of_three() {
    let group = Group::new();
    let raised = Script(Op::EditLead, |tx: &mut Tx<'_>| (0..998).try_for_each(|_| tx.draw(SCOPE).map(drop)));
    group.store.perform(None, raised).unwrap();
    group.register("");
    group.register("");
    let numbers: Vec<String> = group.leads().into_iter().map(|l| l.number).collect();
    assert_eq!(numbers, ["线-999", "线-1000"]);
}

#[test]
fn what_was_handed_over_is_changed_only_with_the_reason_and_keeps_what_stood_there() {
    let group = Group::new();
    group.register("县纪委监委");
    for (to_whom, day, word) in [("  ", "2026-03-12", "移交给谁"), ("县纪委监委", "2999-01-01", "今天以后")]
    {
        let e = group.hand(to_whom, day, "").unwrap_err();
        assert!(e.what.contains(word), "{e}");
    }
    assert!(group.receipt("收 12 号", "").unwrap_err().what.contains("还没有移交"));
    group.hand("县纪委监委信访室", "2026-03-12", "").unwrap();
    assert!(group.hand("县委组织部", "2026-03-13", " ").unwrap_err().what.contains("已经移交"));
    assert_eq!(group.leads()[0].to_whom, "县纪委监委信访室");
    group.hand("县委组织部", "2026-03-13", "写错了").unwrap();
    let lead = group.leads().remove(0);
    assert_eq!(lead.handed_at.map(|at| at.date().to_string()).as_deref(), Some("2026-03-13"));
    assert!(lead.to_whom.starts_with("县委组织部（") && lead.to_whom.contains("刘芳更正"), "{}", lead.to_whom);
    assert!(lead.to_whom.contains("原为“2026年3月12日 县纪委监委信访室”，写错了"), "{}", lead.to_whom);
}

#[test]
fn to_whom_it_goes_is_changed_freely_until_it_has_gone() {
    let group = Group::new();
    group.register("县纪委");
    let direct =
        |to: &str| group.store.perform(group.me, DirectLead { number: "线-001".into(), to_whom: to.into() }).map(drop);
    direct(" 县纪委监委 ").unwrap();
    assert_eq!((group.leads()[0].to_whom.as_str(), group.leads()[0].handed_at), ("县纪委监委", None));
    group.hand("县纪委监委", "2026-03-12", "").unwrap();
    assert!(direct("县委组织部").unwrap_err().what.contains("已经移交"));
    group.hand("县委组织部", "2026-03-13", "写错了").unwrap();
    group.hand("县委巡察办", "2026-03-13", "又写错了").unwrap();
    assert_eq!(present(&group.leads()[0].to_whom), "县委巡察办");
    for text in ["", "县纪委（信访室）", "县纪委（信访室）（2026年3月12日刘芳更正：原为“甲”，错了）"]
    {
        assert_eq!(present(text), text.split("（2026").next().unwrap());
    }
}

#[test]
fn a_receipt_is_noted_once() {
    let group = Group::new();
    group.register("县纪委监委");
    group.hand("县纪委监委", "2026-03-12", "").unwrap();
    assert!(group.receipt("", "").unwrap_err().what.contains("没有写回执"));
    group.receipt("收 12 号", "").unwrap();
    assert!(group.receipt("收 21 号", "").unwrap_err().what.contains("已有回执"));
    group.receipt("收 21 号", "抄错了").unwrap();
    let receipt = group.leads().remove(0).receipt;
    assert!(receipt.starts_with("收 21 号（") && receipt.contains("原为“收 12 号”，抄错了"), "{receipt}");
}

#[test]
fn a_lead_that_is_not_there_is_named() {
    let group = Group::new();
    assert!(group.hand("县纪委监委", "2026-03-12", "").unwrap_err().what.contains("没有这条线索：线-001"));
}

#[test]
fn today_is_asked_where_it_was_handed_over() {
    const DAY_MS: i64 = 86_400_000;
    for offset in [-720, 0, 480, 840] {
        let group = Group::new();
        group.register("县纪委监委");
        let hand = |ahead: i64| {
            let now = clock::now();
            let at = Instant { ms: now.ms + ahead, offset };
            let (number, to_whom, why) = ("线-001".to_owned(), "县纪委监委".to_owned(), String::new());
            group.store.perform(group.me, HandOverLead { number, at, to_whom, why }).map(drop)
        };
        assert!(hand(DAY_MS).unwrap_err().what.contains("今天以后"), "{offset}");
        hand(0).unwrap();
    }
}
