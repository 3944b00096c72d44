//! What home reads, on the sample round.

use super::layout;
use super::{Home, UnitLine};
use crate::analysis::coverage::{Briefs, Sum, coverage};
use crate::analysis::methods;
use crate::analysis::tally::tally;
use crate::import::create::write_sample;
use crate::model::ids::{Hash, UnitId};
use crate::model::people::Person;
use crate::model::record::{Change, Changes, Kind, Op};
use crate::model::round::Unit;
use crate::model::value::Instant;
use crate::store::{Reader, Secret, Store};
use crate::text::{Ambiguous, width};
use crate::tui::effect::{Effect, ScreenId};
use crate::tui::painter::Painter;
use crate::tui::shell::{Book, Shell};
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Screen as _};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::cell::OnceCell;
use std::sync::Arc;

struct HomeDriver {
    _folder: tempfile::TempDir,
    store: Store,
    reader: Reader,
    shell: Shell,
    effects: Vec<Effect>,
}

impl HomeDriver {
    fn sample() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&folder.path().join("样.wenkan"), &Secret::None).unwrap();
        write_sample(&store).unwrap();
        let reader = store.reader().unwrap();
        let book = Book {
            path: store.path().to_owned(),
            round: reader.all().unwrap().swap_remove(0),
            method: methods::in_use(&reader).unwrap().method,
            inspectors: reader.all().unwrap(),
            encrypted: false,
            device: store.device(),
            read_only: None,
            everybody: OnceCell::new(),
        };
        let shell = Shell { book: Some(book), ..Shell::default() };
        Self { _folder: folder, store, reader, shell, effects: Vec::new() }
    }

    fn cx(&mut self, front: bool) -> Cx<'_> {
        Cx {
            shell: &mut self.shell,
            read: Some(&self.reader),
            effects: &mut self.effects,
            now: Instant { ms: 1_773_279_720_000, offset: 480 },
            area: Rect::new(0, 2, 120, 32),
            front,
            screen: ScreenId::default(),
        }
    }
}

fn sums(home: &Home) -> Vec<Option<Sum>> {
    home.units.iter().map(|line| line.sum).collect()
}

#[test]
fn the_unit_in_front_is_there_at_once_and_the_others_are_counted_one_a_tick() {
    let mut desk = HomeDriver::sample();
    let mut home = Home::default();
    home.returned(None, &mut desk.cx(true));
    assert!(!home.people.is_empty());
    assert!(sums(&home)[0].is_some() && sums(&home)[1].is_none(), "{:?}", sums(&home));
    assert_eq!(home.tick(&mut desk.cx(false)), None, "behind another screen nothing is counted");
    let ticks = std::iter::from_fn(|| home.tick(&mut desk.cx(true))).count();
    assert_eq!(ticks, home.units.len());
    let method = Arc::clone(&desk.shell.book.as_ref().unwrap().method);
    let ordered = desk.effects.iter().find_map(|e| match e {
        Effect::Tally(order) => Some(order.unit),
        _ => None,
    });
    let unit = home.unit().unwrap().id;
    assert_eq!(ordered, Some(unit), "the problems are counted beside the loop");
    home.tallied(tally(&desk.reader, unit, &method).unwrap(), &mut desk.cx(true));
    let left = home.problems_left().unwrap();
    assert!(left.undecided > 0 && home.unhandled() > 0, "{left:?}");
    let whole = coverage(&method, &Briefs::read(&desk.reader, None).unwrap()).total();
    let required: usize = home.units.iter().filter_map(|line| line.sum).map(|s| s.required).sum();
    let left: usize = home.units.iter().filter_map(|line| line.sum).map(Sum::left).sum();
    assert_eq!((required, left), (whole.required, whole.left()));
}

#[test]
fn whoever_comes_back_reads_again_what_was_written_meanwhile_and_nothing_else() {
    let mut desk = HomeDriver::sample();
    let mut home = Home::default();
    home.returned(None, &mut desk.cx(true));
    let first = home.people[0].person.clone();
    // What home holds stands for what it would read.
    home.people.truncate(1);
    home.returned(None, &mut desk.cx(true));
    assert_eq!(home.people.len(), 1, "nothing was written");
    desk.store
        .transact(Op::EditPerson, None, move |tx| tx.put(&Person { contact: "桌上".to_owned(), ..first }))
        .unwrap();
    home.returned(None, &mut desk.cx(true));
    assert!(home.people.len() > 1 && home.people[0].person.contact == "桌上");
}

#[test]
fn everybody_is_read_once_until_somebody_changes() {
    let mut desk = HomeDriver::sample();
    let change = |kind| {
        let (record, rev) = (UnitId::new().0, Hash([0; 32]));
        Changes { records: vec![Change { kind, record, rev, deleted: false }], ..Changes::default() }
    };
    for (kind, kept) in [(Kind::Problem, true), (Kind::Evidence, true), (Kind::Person, false), (Kind::Answer, false)] {
        desk.cx(true).everybody().unwrap();
        let book = desk.shell.book.as_mut().unwrap();
        book.follow(&change(kind), &desk.reader).unwrap();
        assert_eq!(book.everybody.get().is_some(), kept, "{kind:?}");
    }
    desk.cx(true).everybody().unwrap();
    let book = desk.shell.book.as_mut().unwrap();
    book.follow(&Changes::default(), &desk.reader).unwrap();
    assert!(book.everybody.get().is_none(), "who knows what changed");
}

#[test]
fn a_change_is_looked_at_in_front_only() {
    let mut desk = HomeDriver::sample();
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

#[test]
fn the_unit_that_is_open_is_in_the_list_of_units_however_many_there_are() {
    let mut desk = HomeDriver::sample();
    let unit =
        |n: usize| UnitLine { unit: Unit::new(UnitId::new(), format!("U{n:02}"), format!("第{n}单位")), sum: None };
    let mut home = Home { units: (0..40).map(unit).collect(), unit_at: 33, ..Home::default() };
    let area = desk.cx(true).area;
    let mut screen = Buffer::empty(area);
    home.draw(&mut Painter::new(&mut screen, Ambiguous::Narrow), area, &desk.shell);
    let rows: Vec<String> = screen.content.chunks(usize::from(area.width)).map(row).collect();
    let open = rows.iter().position(|r| r.contains(">第33单位")).expect("the open unit is listed");
    assert!(!rows.iter().any(|r| r.contains("第34单位")), "no further down than needed");
    // A click takes the unit that stands there.
    let places = layout::places(&home, area);
    let above =
        Mouse { kind: MouseKind::Press, col: places.units.x + 2, row: area.y + u16::try_from(open).unwrap() - 1 };
    home.mouse(above, &mut Cx { read: None, ..desk.cx(true) });
    assert_eq!(home.unit_at, 32);
}

/// The glyphs of a row; the second cell of a wide one is left out.
fn row(cells: &[Cell]) -> String {
    let mut skip = 0;
    let glyph = |cell: &Cell| {
        let shown = skip == 0;
        skip = if shown { width::cells(cell.symbol()).saturating_sub(1) } else { skip - 1 };
        shown.then(|| cell.symbol().to_owned())
    };
    cells.iter().filter_map(glyph).collect()
}
