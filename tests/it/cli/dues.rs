//! `dues`: one case, the lists, what is refused.

use crate::support::TestEnvironment;

#[test]
fn one_case_with_its_rule() {
    let env = TestEnvironment::new();
    env.run(&["dues", "--class", "wage", "--base", "5000.01"]).success().tells("").prints(
        "类别　按月领取工资的党员\n\
         时间　2026年3月12日\n\
         基数　5000.01 元（每月工资收入中相对固定的、经常性的部分，税后）\n\
         比例　1.5%（超过5000元至10000元（含），整个基数按这一档）\n\
         应缴　75.00 元（四舍五入到分）\n\
         依据　比例　中组发〔2008〕3号（2008年4月1日起，现行）\n",
    );
    let run = env.run(&["dues", "--class", "农民党员"]).success();
    assert!(run.stdout.contains("应缴　0.20 元至 1.00 元，具体数额由支部定\n"), "{run}");
    let jiao = env.run(&["dues", "--class", "wage", "--base", "3335", "--round", "jiao"]).success();
    assert!(jiao.stdout.contains("应缴　33.40 元（四舍五入到角）\n"), "{jiao}");
}

#[test]
fn items_are_added_up_by_the_rule_of_the_month() {
    let env = TestEnvironment::new();
    let run = |date: &str| {
        let item = ["--item", "岗位工资=2000", "--item", "薪级工资=1200", "--item", "奖励性绩效工资=900"];
        let args = ["dues", "--date", date, "--class", "wage", "--staff", "事业单位人员"];
        env.run(&[&args[..], &item].concat()).success().stdout
    };
    let (before, after) = (run("2012-05"), run("2024年5月"));
    assert!(before.contains("应缴　41.00 元") && before.contains("基数　中组发〔2008〕3号"), "{before}");
    assert!(after.contains("应缴　32.00 元") && after.contains("不计　奖励性绩效工资 900.00\n"), "{after}");
    assert!(after.contains("　　　基数　组电明字〔2017〕5号（2017年起"), "{after}");
}

#[test]
fn json_is_in_fen() {
    let env = TestEnvironment::new();
    let run = env.run(&["dues", "--class", "retired", "--base", "5000.01", "--date", "2024-05", "--json"]).success();
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&value["due"]["max"], &value["base"], &value["band"]["rate"]),
        (&5000.into(), &500_001.into(), &100.into())
    );
    assert_eq!((&value["rates"]["verified"], &value["rounding"]), (&"S".into(), &"fen".into()));
}

#[test]
fn everything_that_can_be_asked_for_is_listed() {
    let env = TestEnvironment::new();
    let run = env.run(&["dues", "--classes"]).success();
    for word in [
        "  wage          按月领取工资的党员",
        "2% 超过10000元",
        "probationary",
        "机关干部：职务工资",
        "扣除：个人所得税",
    ] {
        assert!(run.stdout.contains(word), "no {word} in {run}");
    }
    let then = env.run(&["dues", "--classes", "--date", "2012"]).success();
    assert!(then.stdout.contains("--place 南通"), "{then}");
    assert!(!run.stdout.contains("--place 南通"), "the later rule holds everywhere: {run}");
}

#[test]
fn a_round_and_a_folder_bring_their_own_rates() {
    let env = TestEnvironment::with_sample();
    env.run(&["dues", "样.wenkan", "--class", "wage", "--base", "3000"]).success();
    env.run(&["dues", "样.wenkan", "--method", ".", "--class", "wage"]).exits(2);
    env.run(&["dues", "--method", "没有", "--class", "wage"]).exits(3);
}

#[test]
fn what_is_refused_says_what_to_write() {
    let env = TestEnvironment::new();
    for (args, code, word) in [
        (vec![], 2, "--class"),
        (vec!["--class", "wage"], 3, "基数"),
        (vec!["--class", "boss"], 2, "farmer"),
        (vec!["--class", "wage", "--base", "三千左右"], 2, "是约数"),
        (vec!["--class", "wage", "--base", "1", "--item", "职务工资=1"], 2, "不能同时使用"),
        (vec!["--class", "wage", "--item", "职务工资=1"], 2, "人员身份"),
        (vec!["--class", "wage", "--staff", "机关干部", "--item", "职务工资"], 2, "没有写明数额"),
        (vec!["--class", "wage", "--staff", "机关干部", "--item", "房补=1"], 2, "不计的：住房补贴"),
        (vec!["--class", "wage", "--base", "1", "--date", "昨天"], 2, "不是日期"),
        (vec!["--class", "wage", "--base", "1", "--date", "2001"], 3, "没有收录2001年的党费规定"),
    ] {
        let run = env.run(&[&["dues"][..], &args].concat()).exits(code);
        assert!(run.stderr.contains(word) && run.stdout.is_empty(), "{word}: {run}");
    }
}
