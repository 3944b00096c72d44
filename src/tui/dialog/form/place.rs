//! Which form of which record it is: what is typed into a form is kept under its place.

use crate::model::record::Kind;
use uuid::Uuid;

/// Names every form that keeps drafts once, with the word that stands before the labels of its fields.
macro_rules! form_names {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// A form that keeps what is typed into it. Drafts lie in files under its word, so a word never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum FormName {
            $($(#[$doc])* $name,)*
        }

        impl FormName {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its word.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

form_names! {
    /// Settings of the round.
    Round = "round",
    /// A member of the group.
    Inspector = "inspector",
    /// Code and name of a unit.
    Unit = "unit",
    /// What the method asks of a unit.
    Profile = "profile",
    /// A person of the roster.
    Person = "person",
    /// The file of a roster.
    Roster = "roster",
    /// Who sits down to a talk, and where.
    Sitting = "sitting",
    /// A sitting that is put right.
    SittingFacts = "sitting-facts",
    /// Why questions were not put.
    Close = "close",
    /// What is said instead of a statement, when the record is read back.
    Correction = "correction",
    /// What is said besides.
    Addition = "addition",
    /// Why a statement is not confirmed.
    NotConfirmed = "not-confirmed",
    /// The registration of a document.
    Document = "document",
    /// The registration of a document from a line of the loan register.
    DocumentOfLoan = "document-of-loan",
    /// An entry of a document.
    Entry = "entry",
    /// A piece of evidence.
    Evidence = "evidence",
    /// What was read when nothing was found.
    Clean = "clean",
    /// Why a kind of record is not read.
    Excuse = "excuse",
    /// The same, said before.
    ExcuseEdit = "excuse-edit",
    /// A file to attach.
    Attach = "attach",
    /// A line of the loan register.
    Loan = "loan",
    /// The pages copied of a loan.
    Copied = "copied",
    /// Who takes a loan back.
    Returned = "returned",
    /// Why a candidate is put aside.
    Dismiss = "dismiss",
    /// Why an error of a paper is left standing.
    Overrule = "overrule",
    /// A line of the register of leads.
    Lead = "lead",
    /// To whom a lead was handed over.
    LeadHandOver = "lead-hand-over",
    /// The receipt of a lead.
    LeadReceipt = "lead-receipt",
}

/// Which form of which record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormPlace {
    /// The record; for a new one, the id that it will have.
    pub record: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// What it is listed under: a record, or an element of one that the form is about.
    pub parent: Option<Uuid>,
    /// The form; a record may have several.
    pub form: FormName,
}

impl FormName {
    /// What the form is about is an element of another record, not a record of its own.
    pub const fn is_of_element(self) -> bool {
        matches!(
            self,
            Self::Excuse
                | Self::ExcuseEdit
                | Self::SittingFacts
                | Self::Overrule
                | Self::Correction
                | Self::Addition
                | Self::NotConfirmed
        )
    }
}
