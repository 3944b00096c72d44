use super::*;
use crate::analysis::fixture::{self, day};
use crate::model::ids::ExcuseId;
use crate::model::reading::{CheckResult, ReadClean};
use crate::model::record::Op;

fn method() -> Method {
    Method::builtin().expect("the built-in method is sound")
}

/// Items of a kind of the built-in method.
fn items(kind: &str) -> Vec<String> {
    let method = method();
    method.records.iter().find(|k| k.id == kind).unwrap().items.iter().map(|i| i.id.clone()).collect()
}

struct Case {
    briefs: Briefs,
}

impl Case {
    fn of(years: &[i16]) -> Self {
        Self { briefs: Briefs { years: years.to_vec(), ..Briefs::default() } }
    }

    /// A document of kind k4 of which the first `read` items have a verdict.
    fn document(mut self, from: &str, to: &str, read: usize) -> Self {
        let id = DocumentId::new();
        let brief = DocumentBrief { kind: "k4".into(), from: day(from), to: day(to), clean: false };
        self.briefs.documents.push((id, brief));
        for (at, item) in items("k4").into_iter().enumerate() {
            let verdict = match at {
                _ if at >= read => Verdict::Unread,
                0 => Verdict::Problem,
                1 => Verdict::NotApplicable,
                _ => Verdict::Clean,
            };
            self.briefs.results.push(ResultLine { id: CheckResultId::new(), document: id, item, verdict });
        }
        self
    }

    fn clean(mut self, from: &str) -> Self {
        let brief = DocumentBrief { kind: "k4".into(), from: day(from), to: None, clean: true };
        self.briefs.documents.push((DocumentId::new(), brief));
        self
    }

    fn excuse(mut self, year: Option<i16>, reason: &str) -> Self {
        let excuse = ReadingExcuse { id: ExcuseId::new(), kind: "k4".into(), year, reason: reason.into() };
        self.briefs.excuses.push(excuse);
        self
    }

    fn row(&self) -> KindRow {
        coverage(&method(), &self.briefs).kind("k4").unwrap().clone()
    }

    fn glyphs(&self) -> String {
        let row = self.row();
        row.years.iter().map(|y| y.progress.mark()).chain(["="]).chain([row.progress.mark()]).collect()
    }
}

#[test]
fn each_year_wants_a_read_document_or_an_excuse() {
    let all = items("k4").len();
    for (case, want) in [
        (Case::of(&[2021, 2022]), "☐☐=☐"),
        (Case::of(&[2021, 2022]).document("2021", "2021", all), "☑☐=~"),
        (Case::of(&[2021, 2022]).document("2021", "2022-03", all), "☑☑=☑"),
        (Case::of(&[2021, 2022]).document("2021", "2022", all - 1), "~~=~"),
        (Case::of(&[2021, 2022]).document("2021", "", all).excuse(Some(2022), "移交纪委"), "☑/=☑"),
        (Case::of(&[2021, 2022]).excuse(Some(2022), "移交纪委"), "☐/=~"),
        (Case::of(&[2021, 2022]).excuse(None, "没有这类资料"), "//=/"),
        (Case::of(&[2021, 2022]).excuse(None, "　"), "☐☐=☐"),
        (Case::of(&[2021]).document("2021", "", 1).excuse(None, "只看这些"), "/=/"),
        (Case::of(&[2021]).clean("2021-06"), "☑=☑"),
        (Case::of(&[]).document("", "", 0), "=~"),
        (Case::of(&[]).document("", "", all), "=☑"),
        (Case::of(&[]).excuse(None, "没有"), "=/"),
    ] {
        assert_eq!(case.glyphs(), want, "{:?}", case.briefs.documents);
    }
}

#[test]
fn what_is_left_is_counted() {
    let all = items("k4").len();
    let case = Case::of(&[2021, 2022, 2023]).document("2021", "", all).document("2022", "", 3).clean("2022-07");
    let row = case.row();
    assert_eq!((row.documents, row.read, row.open_items, row.problems), (3, 2, all - 3, 2));
    assert_eq!(row.years_left().collect::<Vec<_>>(), [2023]);
    let covered = coverage(&method(), &case.briefs);
    assert_eq!((covered.open_items(), covered.left()), (all - 3, method().records.len()));
}

#[test]
fn results_of_other_documents_and_items_do_not_count() {
    let all = items("k4").len();
    let mut case = Case::of(&[2021]).document("2021", "", all);
    for result in case.briefs.results.iter_mut().take(1) {
        result.item = "k1.x".into();
    }
    for result in case.briefs.results.iter_mut().skip(1).take(1) {
        result.document = DocumentId::new();
    }
    assert_eq!(case.row().open_items, 2);
}

#[test]
fn the_years_of_a_round_are_those_it_inspects() {
    assert_eq!(years(&fixture::round("2021-03", "2023-12")), [2021, 2022, 2023]);
    assert_eq!(years(&fixture::round("2021-03", "")), [2021]);
    assert_eq!(years(&fixture::round("", "2023")), [2023]);
    assert!(years(&fixture::round("", "")).is_empty());
}

#[test]
fn a_document_is_measured_by_the_method_it_was_begun_with() {
    let mut short = method();
    short.records.iter_mut().for_each(|k| k.items.truncate(2));
    let mut case = Case::of(&[2021]).document("2021", "", 2);
    assert_eq!(case.glyphs(), "~=~");
    let id = case.briefs.documents[0].0;
    case.briefs.begun_with.insert(id, Arc::new(short));
    assert_eq!(case.glyphs(), "☑=☑");
}

#[test]
fn a_round_is_read_from_its_briefs() {
    let dir = tempfile::tempdir().unwrap();
    let store = fixture::create(&dir.path().join("甲.wenkan"));
    let files = crate::method::MethodFiles::builtin();
    let (round, unit) = (fixture::round("2021", "2022"), Unit::new(UnitId::new(), "SLJ", "水利局党组"));
    let mut minutes = fixture::document(unit.id, files.hash(), "k4", "党组会议记录", "2021");
    minutes.clean = Some(ReadClean {
        volumes: "第1卷".into(),
        months: "1至12月".into(),
        pages: "全部".into(),
        by: crate::model::ids::InspectorId::new(),
        at: fixture::at("2026-03-09T10:00"),
    });
    let vouchers = fixture::document(unit.id, files.hash(), "k5", "记账凭证", "2022");
    let elsewhere = fixture::document(UnitId::new(), files.hash(), "k5", "记账凭证", "2022");
    let check = CheckResult {
        id: CheckResultId::new(),
        document: vouchers.id,
        item: items("k5")[0].clone(),
        verdict: Verdict::Problem,
        pages: "3".into(),
        note: String::new(),
        by: None,
        at: None,
    };
    let (r, u) = (round.clone(), unit.clone());
    store
        .transact(Op::Sample, None, move |tx| {
            tx.put_method(files.hash(), &files.files)?;
            tx.put(&r)?;
            tx.put(&u)?;
            [minutes, vouchers, elsewhere].iter().try_for_each(|d| tx.put(d))?;
            tx.put(&check)
        })
        .unwrap();
    let covered = read(&store.reader().unwrap(), &unit, &round, &method()).unwrap();
    assert_eq!(covered.documents.len(), 2, "documents of other units are not read");
    let (k4, k5) = (covered.kind("k4").unwrap(), covered.kind("k5").unwrap());
    assert_eq!((k4.read, k4.years_left().collect::<Vec<_>>()), (1, vec![2022]));
    assert_eq!((k5.documents, k5.read, k5.problems, k5.progress), (1, 0, 1, Progress::Part));
}
