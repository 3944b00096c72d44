//! Pictures: what stands where.

use super::driver::Driver;
use super::screens;

#[test]
#[ignore = "prints"]
fn print() {
    for (name, mut d) in [("home", Driver::home()), ("talk", Driver::talk("李秀英"))] {
        println!("{name}\n{}", d.text());
        d.resize(120, 36);
        println!("{name}\n{}", d.text());
    }
    for way in screens::all() {
        println!("## {}\n{}", way.name, (way.go)().text());
    }
}
