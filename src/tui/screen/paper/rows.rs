//! The rows of a paper in the order of the form: what each is, its label, its help. What fields are called is for the
//! [table of fields](crate::analysis::paper::field) to say.

use crate::analysis::paper::field::PaperField as F;
use crate::analysis::paper::field::{FieldKind, PaperOutput, PaperRecords, Spot};
use crate::method::types::Method;
use crate::model::value::PartialDate;

/// What a row of the paper is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A text that is typed in place.
    Text(Spot),
    /// Something that is picked or turned.
    Pick(Spot),
    /// The place in a category tree.
    Tree(String),
    /// Adds to a list.
    Add(F),
}

impl Target {
    /// The field of the row, and its element.
    pub fn spot(&self) -> Spot {
        match self {
            Self::Text(spot) | Self::Pick(spot) => *spot,
            Self::Tree(_) => Spot::of(F::Categories),
            Self::Add(list) => Spot::of(*list),
        }
    }

    /// The list to which the row belongs, and its element: 定性依据, 支撑材料, 责任人, 建议, 立行立改, 待核实.
    pub fn of_list(&self) -> Option<Spot> {
        let spot = self.spot();
        let list = spot.field.block();
        LISTS.contains(&list).then(|| spot.with(list))
    }
}

/// The lists of the paper to which something can be added.
const LISTS: [F; 6] = [F::Basis, F::Evidence, F::Responsible, F::Suggestion, F::QuickFix, F::ToVerify];

/// Whether Enter begins a paragraph; elsewhere it goes on to the next row.
pub const fn has_paragraphs(spot: Spot) -> bool {
    matches!(spot.field.spec().kind, FieldKind::Text)
}

/// One row of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub target: Target,
    /// The part of the form that it belongs to.
    pub label: &'static str,
    /// It is the first of its part: the label stands beside it.
    pub first: bool,
    /// A word before the value.
    pub lead: String,
    /// One line of help while it has the focus.
    pub help: &'static str,
}

/// What one line of help says of a row.
const fn help(target: &Target) -> &'static str {
    match target {
        Target::Text(spot) => text_help(spot.field),
        Target::Pick(spot) => pick_help(spot.field),
        Target::Tree(_) => "{key:Open} 选这一套分类里的一项，{key:RemoveItem} 清除。",
        Target::Add(list) => add_help(*list),
    }
}

const fn text_help(field: F) -> &'static str {
    match field {
        F::Title => "定性小标题：一句话说清什么问题。",
        F::Facts => "一段一件事：时间、主体、事实、数字、违反什么规定。每句话后用 {key:PinEvidence} 选支撑材料。",
        F::From => "事情发生在哪天、哪月或哪年，如 2022-06-14、2022年6月、2022。",
        F::To => "到什么时候；只有一天就空着。",
        F::Place => "在哪里发生的，如：局机关会议室。",
        F::SourceOther => "列表里没有的来源写在这里。",
        F::Discovery => "谁、什么时候、用什么方法查到的。",
        F::BasisName => {
            "没有列入工作法的依据，如本单位的制度。写名称，不写书名号；按 {key:ConfirmBasis} 核实条款和日期。"
        }
        F::BasisClause => "如：第二十三条第二款。{key:ConfirmBasis} 核实条款和日期；核实以后再改，要重新核实。",
        F::BasisQuote => "要印出条文时写在这里；不印就空着。",
        F::ResponsibleName => "不在名册上的人，写姓名。",
        F::ResponsiblePost => "事情发生时的职务，照底稿上要印的写。",
        F::Explanation => "单位自己怎么解释的，原样记下。",
        F::Against => "与事实相反或不一致的材料、说法；没有就空着。",
        F::SuggestionTo => "给谁的建议；空着就是给被巡察单位。{key:RemoveItem} 去掉这条建议。",
        F::SuggestionText => "要对得上这个问题，做得到、查得到。",
        F::FixDemand => "要求单位马上改什么。{key:RemoveItem} 撤销立行立改。",
        F::FixIssued => "通知单哪天发出，如 2026-03-12。",
        F::FixDue => "哪天以前改好，如 2026-03-20。",
        F::FixResult => "单位报来的整改情况。",
        F::FixDone => "哪天改好的；没有改好就空着。",
        F::Note => "印在底稿的备注栏。",
        F::VerifyText => "还要查清的事，只给组里看，不印。{key:ConfirmBasis} 记为已核实，{key:RemoveItem} 去掉。",
        _ => "",
    }
}

const fn pick_help(field: F) -> &'static str {
    match field {
        F::Sources => "{key:Open} 选，可以选几个。",
        F::Basis => {
            "{key:Open} 换一个依据或版本，{key:ConfirmBasis} 核实条款和日期，{key:RemoveItem} 去掉，{key:MoveUp}、{key:MoveDown} 调顺序。"
        }
        F::Evidence => {
            "{key:Open} 看或改这件材料，{key:RemoveItem} 去掉，{key:MoveUp}、{key:MoveDown} 调顺序，{key:Renumber} 按顺序重新编号。"
        }
        F::Responsible => "名册上的人。{key:Open} 换人，{key:RemoveItem} 去掉，{key:MoveUp}、{key:MoveDown} 调顺序。",
        F::ResponsibleKind => "左右键换责任类型，或按 {key:Open} 按词或首字母选；{key:RemoveItem} 去掉这个人。",
        F::Level => "左右键选，或按 {key:Open} 按词或首字母选班子问题或部门问题：决定写进报告的哪一部分。",
        F::Certainty => "左右键选，或按 {key:Open} 按词或首字母选。",
        F::Handlers => "{key:Open} 选，至少两人。",
        _ => "",
    }
}

const fn add_help(list: F) -> &'static str {
    match list {
        F::Basis => "{key:Open} 从工作法里选，或另写。",
        F::Evidence => "{key:Open} 从谈话、查阅资料、附件里选，或登记本轮以外的材料。",
        F::Responsible => "{key:Open} 从名册里选，或另写。谈话对象不因谈话列入。",
        F::Suggestion => "{key:Open} 加一条建议。",
        F::QuickFix => "巡察期间就能改、应当马上改的问题，按 {key:Open} 要求立行立改。",
        F::ToVerify => "{key:Open} 记一件还要查清的事；不印，不报送。",
        _ => "",
    }
}

/// Makes the rows.
struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    fn row(&mut self, target: Target, lead: impl Into<String>) {
        let label = target.spot().field.block().label(PaperOutput::Screen);
        let first = self.rows.last().is_none_or(|r| r.label != label);
        let help = help(&target);
        self.rows.push(Row { target, label, first, lead: lead.into(), help });
    }

    /// A text; a part of a block has its own word before it.
    fn text(&mut self, spot: Spot) {
        let own = spot.field.block() == spot.field;
        let lead = if own { "" } else { spot.field.label(PaperOutput::Screen) };
        self.row(Target::Text(spot), lead);
    }

    fn texts(&mut self, fields: &[F]) {
        for field in fields {
            self.text(Spot::of(*field));
        }
    }

    fn pick(&mut self, spot: Spot) {
        self.row(Target::Pick(spot), "");
    }

    fn add(&mut self, list: F) {
        self.row(Target::Add(list), "");
    }

    fn basis(&mut self, records: &PaperRecords) {
        for b in &records.problem.basis {
            let at = |field| Spot::at(field, b.id);
            if b.regulation.is_empty() {
                self.text(at(F::BasisName));
            } else {
                self.pick(at(F::Basis));
            }
            self.text(at(F::BasisClause));
            self.text(at(F::BasisQuote));
        }
        self.add(F::Basis);
    }

    fn evidence(&mut self, records: &PaperRecords) {
        for c in &records.problem.evidence {
            self.row(Target::Pick(Spot::at(F::Evidence, c.id)), format!("证{}", c.number));
        }
        self.add(F::Evidence);
    }

    fn responsible(&mut self, records: &PaperRecords) {
        for r in &records.problem.responsible {
            let at = |field| Spot::at(field, r.id);
            if r.person.is_some() {
                self.pick(at(F::Responsible));
            } else {
                self.text(at(F::ResponsibleName));
            }
            self.text(at(F::ResponsiblePost));
            self.pick(at(F::ResponsibleKind));
        }
        self.add(F::Responsible);
    }

    fn suggestions(&mut self, records: &PaperRecords) {
        for s in &records.suggestions {
            self.text(Spot::at(F::SuggestionTo, s.id));
            self.text(Spot::at(F::SuggestionText, s.id));
        }
        self.add(F::Suggestion);
    }

    fn fixes(&mut self, records: &PaperRecords) {
        for fix in &records.fixes {
            for field in [F::FixDemand, F::FixIssued, F::FixDue, F::FixResult, F::FixDone] {
                self.text(Spot::at(field, fix.id));
            }
        }
        if records.fixes.is_empty() {
            self.add(F::QuickFix);
        }
    }

    fn matters(&mut self, records: &PaperRecords) {
        for matter in &records.problem.to_verify {
            let mark = if matter.done { "☑" } else { "☐" };
            self.row(Target::Text(Spot::at(F::VerifyText, matter.id)), mark);
        }
        self.add(F::ToVerify);
    }
}

/// The rows of a paper. `round`: the date at which a tree has to be in use to be asked for; trees in which the problem
/// has a place are shown all the same.
pub fn rows(records: &PaperRecords, method: &Method, round: Option<PartialDate>) -> Vec<Row> {
    let mut out = Rows { rows: Vec::new() };
    out.texts(&[F::Title, F::Facts, F::From, F::To, F::Place]);
    out.pick(Spot::of(F::Sources));
    out.texts(&[F::SourceOther, F::Discovery]);
    out.basis(records);
    out.evidence(records);
    out.responsible(records);
    for tree in &method.trees {
        let asked = round.map_or_else(|| tree.to.is_none(), |d| tree.in_use(d));
        if asked || records.problem.placed(&tree.id).is_some() {
            out.row(Target::Tree(tree.id.clone()), "");
        }
    }
    out.pick(Spot::of(F::Level));
    out.pick(Spot::of(F::Certainty));
    out.texts(&[F::Explanation, F::Against]);
    out.suggestions(records);
    out.fixes(records);
    out.pick(Spot::of(F::Handlers));
    out.text(Spot::of(F::Note));
    out.matters(records);
    out.rows
}

/// The row that shows a place of the paper: its own, else one of its element, else one of its block.
pub fn row_of(rows: &[Row], spot: Spot) -> Target {
    // A whole list that lacks something is mended where one adds to it; of a basis the clause is what is asked about.
    let own = |r: &&Row| r.target.spot() == spot && (spot.part.is_some() || !LISTS.contains(&spot.field));
    let whole = |r: &&Row| spot.part.is_none() && r.target == Target::Add(spot.field);
    let first_of = |list, field: F| if spot.field == list { Some(spot.with(field)) } else { None };
    let asked = [
        first_of(F::Basis, F::BasisClause),
        first_of(F::Responsible, F::ResponsiblePost),
        first_of(F::Facts, F::Facts).map(|_| Spot::of(F::Facts)),
        first_of(F::Period, F::From),
    ];
    let stand_in = |r: &&Row| asked.contains(&Some(r.target.spot()));
    let same = |r: &&Row| r.target.spot().part == spot.part && r.target.spot().field.block() == spot.field.block();
    let block = |r: &&Row| r.target.spot().field.block() == spot.field.block();
    let found = rows.iter().find(own).or_else(|| rows.iter().find(whole)).or_else(|| rows.iter().find(stand_in));
    let found = found.or_else(|| rows.iter().find(same)).or_else(|| rows.iter().find(block));
    found.map_or(Target::Text(Spot::of(F::Title)), |r| r.target.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::World;
    use crate::analysis::paper::field::tests::records;

    fn all() -> (PaperRecords, Vec<Row>) {
        let world = World::new();
        let mut records = records(&world);
        // A basis and a person that are typed, beside those that are picked.
        records.problem.basis[0].edited(|words| words.regulation.clear());
        records.problem.responsible[0].person = None;
        let rows = rows(&records, &Method::builtin().unwrap(), None);
        (records, rows)
    }

    #[test]
    fn what_is_typed_on_the_screen_has_one_row_and_nothing_else_has() {
        let (_, rows) = all();
        for field in F::ALL {
            let spec = field.spec();
            let typed = matches!(spec.kind, FieldKind::Line | FieldKind::Text | FieldKind::Date);
            // The version of a basis comes with the basis that is picked.
            let wanted = usize::from(typed && field.is_on(PaperOutput::Screen) && field != F::BasisVersion);
            let found = rows.iter().filter(|r| matches!(r.target, Target::Text(spot) if spot.field == field));
            assert_eq!(found.count(), wanted, "{field:?}");
        }
    }

    #[test]
    fn every_block_that_is_shown_has_rows_under_its_own_label() {
        let (_, rows) = all();
        for field in F::ALL.into_iter().filter(|f| f.block() == *f) {
            let label = field.label(PaperOutput::Screen);
            let found = rows.iter().any(|r| r.target.spot().field.block() == field);
            assert_eq!(found, field.is_on(PaperOutput::Screen) || field == F::Period, "{field:?}");
            assert!(!found || rows.iter().any(|r| r.label == label && r.first), "{field:?}");
        }
        assert!(rows.iter().all(|r| !r.help.is_empty()), "each row says what to do");
    }

    #[test]
    fn a_place_leads_to_the_row_where_it_is_mended() {
        let (records, rows) = all();
        let p = &records.problem;
        let (basis, fact, fix) = (p.basis[0].id, p.facts[0].id, records.fixes[0].id);
        for (spot, want) in [
            (Spot::of(F::Title), Target::Text(Spot::of(F::Title))),
            (Spot::at(F::Facts, fact), Target::Text(Spot::of(F::Facts))),
            (Spot::of(F::Facts), Target::Text(Spot::of(F::Facts))),
            (Spot::of(F::Period), Target::Text(Spot::of(F::From))),
            (Spot::of(F::Sources), Target::Pick(Spot::of(F::Sources))),
            (Spot::of(F::SourceOther), Target::Text(Spot::of(F::SourceOther))),
            (Spot::of(F::Basis), Target::Add(F::Basis)),
            (Spot::at(F::Basis, basis), Target::Text(Spot::at(F::BasisClause, basis))),
            (Spot::at(F::BasisQuote, basis), Target::Text(Spot::at(F::BasisQuote, basis))),
            (Spot::of(F::Evidence), Target::Add(F::Evidence)),
            (Spot::at(F::Evidence, p.evidence[1].id), Target::Pick(Spot::at(F::Evidence, p.evidence[1].id))),
            (Spot::of(F::Responsible), Target::Add(F::Responsible)),
            (Spot::of(F::Handlers), Target::Pick(Spot::of(F::Handlers))),
            (Spot::at(F::FixResult, fix), Target::Text(Spot::at(F::FixResult, fix))),
        ] {
            assert_eq!(row_of(&rows, spot), want, "{spot:?}");
        }
    }
}
