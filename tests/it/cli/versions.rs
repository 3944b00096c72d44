//! Files of older versions are read by the commands as they are, and laptops are told apart.

use crate::support::TestEnvironment;
use std::fs;
use std::path::Path;

fn kept(env: &TestEnvironment, version: u32) -> Vec<u8> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/v{version}.wenkan"));
    let bytes = fs::read(kept).unwrap();
    env.write("旧/旧.wenkan", &bytes);
    env.write("口令", format!("wenkan-fixture-{version}\n"));
    bytes
}

#[test]
fn reading_an_older_file_leaves_it_and_its_folder_alone() {
    let env = TestEnvironment::new();
    for version in [1, 2] {
        let bytes = kept(&env, version);
        let with = ["--passphrase-file", "口令"];
        env.run(&["search", "旧/旧.wenkan", "党费", with[0], with[1]]).success().mentions("党费");
        // The method of these files was never one that can be read.
        env.run(&["verify", "旧/旧.wenkan", with[0], with[1]]).exits(1).mentions("发现 2 处问题").mentions("工作法");
        for command in ["stats", "check"] {
            // The file of version 1 holds no round record, which is said; the method does not stand in the way.
            env.run(&[command, "旧/旧.wenkan", with[0], with[1]]).mentions("程序内置的");
        }
        assert_eq!(env.files("旧"), [("旧.wenkan".to_owned(), bytes)], "version {version}");
    }
}

#[test]
fn the_id_of_a_laptop_lies_beside_the_traces_and_only_there_where_traces_are_kept() {
    let env = TestEnvironment::new();
    let note = env.home().join("state/wenkan/device.json");
    env.run(&["--no-traces", "demo", "--no-open"]).success();
    assert!(!note.exists());
    env.run(&["demo", "--no-open"]).success();
    let id = fs::read(&note).unwrap();
    env.write("scan.pdf", "%PDF");
    env.run(&["attach", "wenkan-demo-1/示例轮次.wenkan", "A37", "scan.pdf"]).success();
    assert_eq!(fs::read(&note).unwrap(), id, "made once");
}
