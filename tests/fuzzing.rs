//! Inputs drawn from numbered seeds, for the tests of the library and those of the program.
//!
//! A fixed number of seeds in every run of the tests; with `WENKAN_FUZZ_SECONDS=N` seeds go on for so many seconds. A seed
//! that found something is written into the list of its test and comes first from then on.

use proptest::test_runner::{RngAlgorithm, TestRng};
use std::time::{Duration, Instant};

/// Says on the way out of a failing test which seed it was.
struct Seed<'t> {
    of: &'t str,
    number: u64,
}

impl Drop for Seed<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: seed {}", self.of, self.number);
        }
    }
}

/// Calls `one` with the generator of each seed: those that found something, then `usual` others or as many as fit into
/// the time that is asked for.
pub(crate) fn each_seed(of: &str, found: &[u64], usual: u64, mut one: impl FnMut(&mut TestRng)) {
    let seconds = std::env::var("WENKAN_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).map(Duration::from_secs);
    let begun = Instant::now();
    let more = |number: u64| seconds.map_or(number < usual, |s| begun.elapsed() < s);
    let others = (0..).take_while(|n| more(*n));
    let mut count = 0_u64;
    for number in found.iter().copied().chain(others) {
        let seed = Seed { of, number };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_le_bytes());
        one(&mut TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        drop(seed);
        count += 1;
    }
    if seconds.is_some() {
        println!("{of}: {count} inputs");
    }
}

/// Damages bytes as disks, sticks and people do: other bytes, missing ones, doubled ones, foreign ones, a cut.
pub(crate) fn damage(rng: &mut TestRng, bytes: &mut Vec<u8>) {
    use proptest::prelude::RngExt as _;
    for _ in 0..rng.random_range(1..8) {
        if bytes.is_empty() {
            return;
        }
        let at = rng.random_range(0..bytes.len());
        let end = bytes.len().min(at + rng.random_range(1..64));
        match rng.random_range(0..7) {
            0 => bytes[at] = rng.random(),
            1 => bytes[at] ^= 1 << rng.random_range(0..8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = rng.random_range(0..=bytes.len());
                bytes.splice(to..to, part);
            }
            4 => bytes[at..end].fill(rng.random()),
            5 => {
                let odd: [&[u8]; 6] =
                    [b"\0\0\0\0", b"\xFF\xFF\xFF\xFF", b"\x1b]52;c;", "\u{202e}".as_bytes(), b"\x80", b"-1"];
                let part = odd[rng.random_range(0..odd.len())];
                bytes.splice(at..at, part.iter().copied());
            }
            _ if rng.random_range(0..10) == 0 => bytes.truncate(at),
            _ => bytes[at] = bytes[at].wrapping_add(1),
        }
    }
}
