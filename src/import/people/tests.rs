//! dump
use super::*;
use crate::import::table;
#[test]
fn dump() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rosters");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for f in files {
        println!("=== {}", f.display());
        match table::read(&f).and_then(|b| read_roster(&b, &Mapping::default(), &|_| None)) {
            Err(e) => println!("ERR {:?} {} | {}", e.kind, e.what, e.hint),
            Ok(r) => {
                for s in describe_roster(&r) {
                    println!("# {}", s.title);
                    for row in s.rows {
                        println!("  {}", row.join(" | "));
                    }
                    for n in s.notes {
                        println!("  - {n}");
                    }
                }
                for e in &r.entries {
                    println!(
                        "  {:?} {:?} post={:?} since={:?} in={:?} tel={:?} note={:?} h{} l{} {:?} {:?} {:?}",
                        e.place.row,
                        (&e.name, &e.name_as_written),
                        e.post,
                        e.post_since.map(|d| d.to_string()),
                        e.in_charge,
                        e.contact,
                        e.note,
                        e.facts.head as u8,
                        e.facts.leading_body as u8,
                        e.facts.party,
                        e.facts.party_since.map(|d| d.to_string()),
                        e.warnings
                    );
                }
                println!("refused {:?}", r.refused);
            }
        }
    }
}
