//! A method that cannot be read keeps nobody out of a round (and comes in with no bundle as the one in use).

use crate::support::TestEnvironment;
use wenkan::method::MethodFiles;
use wenkan::model::record::Op;
use wenkan::store::{Secret, Store};

/// Gives the sample round a newer method of this text.
fn with_method(text: &str) -> TestEnvironment {
    let env = TestEnvironment::with_sample();
    let files = MethodFiles::new([("method.toml".to_owned(), text.to_owned())]);
    let store = Store::open(&env.path("样.wenkan"), &Secret::None).unwrap();
    store.transact(Op::EditRound, None, move |tx| tx.put_method(files.hash(), &files.files)).unwrap();
    store.close().unwrap();
    env
}

#[test]
fn a_round_whose_newest_method_is_broken_is_read_written_and_mended() {
    let env = with_method("name = [ 坏");
    let warning = "读不出来（method.toml 第1行";
    env.run(&["stats", "样.wenkan"]).success().mentions(warning).mentions("读得出的最近一版");
    env.run(&["check", "样.wenkan"]).exits(1).mentions(warning).mentions("水利局");
    env.run(&["search", "样.wenkan", "党费"]).success();
    env.run(&["verify", "样.wenkan"]).exits(1).mentions(warning);
    env.write("scan.pdf", "%PDF");
    env.run(&["attach", "样.wenkan", "A37", "scan.pdf"]).success().mentions(warning);
    env.run(&["export", "样.wenkan", "--out", "o"]).success().mentions(warning);
    // The built-in method, which the round had before, replaces it.
    env.run(&["method", "update", "样.wenkan"]).success().mentions("以后的谈话用");
    let mended = env.run(&["stats", "样.wenkan"]).success();
    assert!(!mended.stderr.contains("读不出来"), "{mended}");
    env.run(&["method", "update", "样.wenkan"]).success().mentions("已是这一版");
}

#[test]
fn a_bundle_with_a_broken_method_in_use_is_refused_with_its_place() {
    let env = TestEnvironment::with_sample();
    env.run(&["export", "样.wenkan", "--out", "o", "--only", "bundle"]).success();
    let bundle = env.path("o").join("内部/bundle.json");
    let mut json: serde_json::Value = serde_json::from_slice(&std::fs::read(&bundle).unwrap()).unwrap();
    let files = MethodFiles::new([("method.toml".to_owned(), "]".to_owned())]);
    let broken = serde_json::json!({
        "hash": files.hash().to_string(), "files": [{"name": "method.toml", "text": "]"}]
    });
    json["methods"].as_array_mut().unwrap().push(broken);
    std::fs::write(&bundle, json.to_string()).unwrap();
    env.write("p.toml", "name = \"轮\"\ngroup = \"组\"\n\n[[inspector]]\nname = \"刘芳\"\n");
    env.run(&["new", "新.wenkan", "--profile", "p.toml", "--no-passphrase"]).success();
    let before = std::fs::read(env.path("新.wenkan")).unwrap();
    env.run(&["import", "新.wenkan", "bundle", "o/内部"])
        .exits(3)
        .mentions("method.toml 第1行第1列")
        .mentions("当前轮次未作改动");
    assert_eq!(std::fs::read(env.path("新.wenkan")).unwrap(), before);
}
