//! What home reads, on the sample round.

use super::Home;
use crate::analysis::coverage::{Briefs, Sum, coverage};
use crate::analysis::methods;
use crate::import::create::write_sample;
use crate::model::record::{Change, Changes, Kind};
use crate::model::value::Instant;
use crate::store::{Reader, Secret, Store};
use crate::tui::effect::Effect;
use crate::tui::screen::{Cx, Screen as _};
use crate::tui::shell::{Book, Shell};
use ratatui::layout::Rect;
use std::sync::Arc;

struct Desk {
    _folder: tempfile::TempDir,
    _store: Store,
    reader: Reader,
    shell: Shell,
    effects: Vec<Effect>,
}

impl Desk {
    fn sample() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&folder.path().join("样.wenkan"), &Secret::None).unwrap();
        write_sample(&store).unwrap();
        let reader = store.reader().unwrap();
        let book = Book {
            path: store.path().to_owned(),
            round: reader.all().unwrap().swap_remove(0),
            method: Arc::new(methods::current(&reader).unwrap()),
            inspectors: reader.all().unwrap(),
            encrypted: false,
        };
        let shell = Shell { book: Some(book), ..Shell::default() };
        Self { _folder: folder, _store: store, reader, shell, effects: Vec::new() }
    }

    fn cx(&mut self, front: bool) -> Cx<'_> {
        Cx {
            shell: &mut self.shell,
            read: Some(&self.reader),
            effects: &mut self.effects,
            now: Instant { ms: 1_773_279_720_000, offset: 480 },
            area: Rect::new(0, 2, 120, 32),
            front,
        }
    }
}

fn sums(home: &Home) -> Vec<Option<Sum>> {
    home.units.iter().map(|line| line.sum).collect()
}

#[test]
fn the_unit_in_front_is_there_at_once_and_the_others_are_counted_one_a_tick() {
    let mut desk = Desk::sample();
    let mut home = Home::default();
    home.returned(None, &mut desk.cx(true));
    assert!(!home.people.is_empty());
    assert!(sums(&home)[0].is_some() && sums(&home)[1].is_none(), "{:?}", sums(&home));
    assert_eq!(home.tick(&mut desk.cx(false)), None, "behind another screen nothing is counted");
    let ticks = std::iter::from_fn(|| home.tick(&mut desk.cx(true))).count();
    assert_eq!(ticks, home.units.len());
    let method = &desk.shell.book.as_ref().unwrap().method;
    let whole = coverage(method, &Briefs::read(&desk.reader, None).unwrap()).total();
    let required: usize = home.units.iter().filter_map(|line| line.sum).map(|s| s.required).sum();
    let left: usize = home.units.iter().filter_map(|line| line.sum).map(Sum::left).sum();
    assert_eq!((required, left), (whole.required, whole.left()));
}

#[test]
fn a_change_is_looked_at_in_front_only() {
    let mut desk = Desk::sample();
    let mut home = Home::default();
    let changes = |record| {
        let rev = desk.reader.head(record).unwrap().unwrap();
        Changes { records: vec![Change { kind: Kind::Answer, record, rev, deleted: false }], ..Changes::default() }
    };
    let changes = changes(desk.reader.briefs(Kind::Answer).unwrap()[0].0);
    home.changed(&changes, &mut desk.cx(false));
    assert!(home.units.is_empty());
    home.changed(&changes, &mut desk.cx(true));
    assert!(!home.units.is_empty());
}
