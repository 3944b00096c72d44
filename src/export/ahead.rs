//! Making many files on all processors while they are written in their order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// So many made things wait at most for whoever takes them.
const WAITING: usize = 32;
/// More threads than this gain nothing: the disk is what waits then.
const THREADS: usize = 8;

/// Makes `total` things, several at a time, and hands them to `consume` in their order, one after the other.
///
/// When `consume` stops early, what is being made is finished and the rest is not begun.
pub(super) fn in_order<T: Send, R>(
    total: usize,
    make: impl Fn(usize) -> T + Sync,
    consume: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
    let (next, make) = (&AtomicUsize::new(0), &make);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(move || {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody takes any more: that is no error.
                    if nth >= total || sender.send((nth, make(nth))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut at) = (BTreeMap::new(), 0);
        let mut in_turn = std::iter::from_fn(|| {
            loop {
                if let Some(one) = early.remove(&at) {
                    at += 1;
                    return Some(one);
                }
                let (nth, one) = receiver.recv().ok()?;
                early.insert(nth, one);
            }
        });
        consume(&mut in_turn)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_in_their_order_each_once() {
        for total in [0, 1, 2, 31, 500] {
            let all: Vec<usize> = in_order(total, |n| n * 3, |made| made.collect());
            assert_eq!(all, (0..total).map(|n| n * 3).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_slow_first_one_holds_nothing_up_for_good() {
        let slow = |n: usize| {
            // The first is made last of those begun: the others have to wait for their turn.
            if n == 0 {
                thread::yield_now();
            }
            n
        };
        assert_eq!(in_order(200, slow, |made| made.count()), 200);
    }

    #[test]
    fn who_stops_early_ends_the_making() {
        let begun = AtomicUsize::new(0);
        let make = |n: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            n
        };
        assert_eq!(in_order(100_000, make, |made| made.take(3).sum::<usize>()), 3);
        assert!(begun.load(Ordering::Relaxed) < 1_000);
    }
}
