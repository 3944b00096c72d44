//! The thread that counts what takes longer than a key may, with a reader of its own, while the loop goes on.

use crate::analysis::tally::{Tally, tally};
use crate::error::Result;
use crate::store::Reader;
use crate::tui::effect::{ScreenId, TallyOrder};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// An order with its number, by which one that was replaced meanwhile is told.
type Numbered = (u64, TallyOrder);

/// The thread and the way to it.
pub(super) struct Tallier {
    orders: Sender<Numbered>,
    thread: JoinHandle<()>,
    given: u64,
    /// The last order of each screen that has not been answered.
    open: HashMap<ScreenId, u64>,
}

impl Tallier {
    /// Starts it over `reader`; `tell` gets the number of an order and what was counted.
    pub(super) fn start(reader: Reader, tell: impl Fn(ScreenId, u64, Result<Tally>) + Send + 'static) -> Self {
        let (orders, inbox) = channel();
        let thread = std::thread::spawn(move || {
            while let Some(waiting) = latest(&inbox) {
                for (number, order) in waiting {
                    tell(order.screen, number, tally(&reader, order.unit, &order.method));
                }
            }
        });
        Self { orders, thread, given: 0, open: HashMap::new() }
    }

    /// Takes an order; one of the same screen that waits is replaced.
    pub(super) fn order(&mut self, order: TallyOrder) {
        self.given += 1;
        self.open.insert(order.screen, self.given);
        // A thread that has ended has panicked, which is told elsewhere.
        self.orders.send((self.given, order)).ok();
    }

    /// Whether this answer is to the last order of that screen: an older one counted what is not so any more.
    pub(super) fn answers(&mut self, screen: ScreenId, number: u64) -> bool {
        let last = self.open.get(&screen) == Some(&number);
        if last {
            self.open.remove(&screen);
        }
        last
    }

    /// Whether an answer is to come.
    #[cfg(test)]
    pub(super) fn is_busy(&self) -> bool {
        !self.open.is_empty()
    }

    /// Waits until it has ended: it holds the file open until then.
    pub(super) fn end(self) {
        drop(self.orders);
        self.thread.join().ok();
    }
}

/// The orders that wait, the last one of each screen; `None` when there will be none any more.
fn latest(inbox: &Receiver<Numbered>) -> Option<Vec<Numbered>> {
    let mut waiting: Vec<Numbered> = vec![inbox.recv().ok()?];
    for (number, order) in inbox.try_iter() {
        waiting.retain(|(_, o)| o.screen != order.screen);
        waiting.push((number, order));
    }
    Some(waiting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::types::Method;
    use crate::model::ids::UnitId;
    use std::sync::Arc;

    #[test]
    fn of_orders_that_wait_the_last_of_each_screen_is_counted() {
        let method = Arc::new(Method::builtin().unwrap());
        let (sender, inbox) = channel();
        let units = [UnitId::new(), UnitId::new(), UnitId::new()];
        for (number, screen, unit) in [(1, 1, units[0]), (2, 2, units[1]), (3, 1, units[2])] {
            sender.send((number, TallyOrder { screen: ScreenId(screen), unit, method: Arc::clone(&method) })).unwrap();
        }
        let waiting: Vec<_> = latest(&inbox).unwrap().into_iter().map(|(n, o)| (n, o.screen.0, o.unit)).collect();
        assert_eq!(waiting, [(2, 2, units[1]), (3, 1, units[2])]);
        drop(sender);
        assert!(latest(&inbox).is_none());
    }
}
