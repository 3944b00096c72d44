//! Keeping informants unnamed in what goes to 报送/.
//!
//! A paper names those who are responsible and nobody else of a roster. Citations keep to that by themselves; this is
//! for what people typed. The diagnostics say so while one types (E301); what is still there when it is printed is
//! covered with 某某, and whoever exports is told where. Both go by the same search ([`super::naming`]).

use super::naming::{How, Identified};

/// What stands where a name or a post was.
const SOMEBODY: &str = "某某";
/// What stands where day, place or kin stood beside a code, and where the code of one who is responsible stood.
const LEFT_OUT: &str = "（略）";

/// `text` with these places covered.
pub(super) fn cover(text: &str, told: &[Identified<'_>]) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut from = 0;
    for one in told {
        let kept = text.get(from..one.at.start).unwrap_or_default();
        covered.push_str(kept);
        let word = text.get(one.at.clone()).unwrap_or_default();
        let is_left_out = one.how == How::Own || one.how == How::Beside && word.chars().count() > POST;
        covered.push_str(if is_left_out { LEFT_OUT } else { SOMEBODY });
        from = one.at.end;
    }
    covered.push_str(text.get(from..).unwrap_or_default());
    covered
}

/// Longest post beside a code that reads well as 某某, in characters.
const POST: usize = 6;

#[cfg(test)]
mod tests {
    use super::super::naming::Allowed;
    use super::super::roster::Roster;
    use super::*;
    use crate::analysis::fixture::person;
    use crate::model::ids::UnitId;

    fn covered(text: &str) -> String {
        let unit = UnitId::new();
        let of = |code: &str, name: &str, post: &str| person(unit, code, name, post);
        let people =
            [of("A37", "王建国", "党组书记、局长"), of("B12", "赵敏捷", "财务股会计"), of("C03", "王建国强", "科员")];
        let roster = Roster::new(&people);
        let responsible = [("王建国".to_owned(), "党组书记、局长".to_owned())];
        let allowed = Allowed {
            roster: &roster,
            unit,
            people: &[people[0].id].into(),
            names: &["刘芳".to_owned()].into(),
            responsible: &responsible,
        };
        cover(text, &allowed.identified(text))
    }

    #[test]
    fn informants_are_covered_and_the_responsible_are_named() {
        assert_eq!(covered("局长王建国签批，会计赵敏捷经手。"), "局长王建国签批，会计某某经手。");
        assert_eq!(covered("王建国强称未见过。"), "某某称未见过。", "a longer name is another person");
        assert_eq!(covered("没有名字的一句话。"), "没有名字的一句话。");
    }

    #[test]
    fn what_the_responsible_are_called_and_their_posts_stay() {
        for text in
            ["王局长表示，他不知道。", "局长说，他不知道。", "王某表示不知道。", "wangjianguo", "据王建国同志反映"]
        {
            assert_eq!(covered(text), text);
        }
        assert_eq!(covered("赵会计表示，他不知道。"), "某某表示，他不知道。");
    }

    #[test]
    fn a_post_beside_a_code_is_covered_and_elsewhere_it_stays() {
        assert_eq!(covered("财务股会计〔访谈B12〕反映"), "某某〔访谈B12〕反映");
        assert_eq!(covered("〔访谈B12〕（财务股会计）反映"), "〔访谈B12〕（某某）反映");
        assert_eq!(covered("3月10日在其家中谈话时，〔访谈B12〕反映"), "（略），〔访谈B12〕反映");
        assert_eq!(covered("财务股会计岗位设置，见〔访谈B12〕"), "财务股会计岗位设置，见〔访谈B12〕");
        assert_eq!(covered("第2022年12月"), "第2022年12月");
    }

    #[test]
    fn what_tells_of_one_who_speaks_is_covered_with_the_name() {
        for (text, want) in [
            ("据财务股会计赵敏捷反映，已付。", "据某某反映，已付。"),
            ("据会计赵某反映，已付。", "据某某反映，已付。"),
            ("据退休的赵敏捷介绍，已付。", "据某某介绍，已付。"),
            ("一位退休的财务股会计〔访谈B12〕反映", "（略）〔访谈B12〕反映"),
            ("财务股的会计赵敏捷经手。", "财务股的会计某某经手。"),
        ] {
            assert_eq!(covered(text), want);
        }
    }

    #[test]
    fn names_and_posts_in_one_text_are_each_covered_once() {
        assert_eq!(covered("财务股会计赵敏捷（B12）与赵敏捷"), "某某（某某）与某某");
    }
}
