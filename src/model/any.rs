//! A record of any kind, and one place where the kinds are told apart.

use crate::model::answer::Answer;
use crate::model::attachment::Attachment;
use crate::model::decision::Decision;
use crate::model::evidence::Evidence;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::interview::Interview;
use crate::model::loan::Loan;
use crate::model::observation::Observation;
use crate::model::people::Person;
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Document, Entry};
use crate::model::record::{Kind, Record, each_kind};
use crate::model::round::{Inspector, Round, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something that is done with a record whose kind is known only at run time.
pub trait Visit {
    /// What it gives.
    type Out;
    /// Does it with the record.
    fn visit<R: Record>(self, record: &R) -> Self::Out;
}

/// Something that is done for a kind that is known only at run time.
pub trait ForKind {
    /// What it gives.
    type Out;
    /// Does it for the kind whose record is `R`.
    fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $($_words:literal),*;)*) => {
        /// A record of any kind.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", content = "body", rename_all = "snake_case")]
        pub enum AnyRecord {
            $($(#[$doc])* $name($name),)*
        }

        impl AnyRecord {
            /// Its kind.
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$name(_) => Kind::$name,)*
                }
            }

            /// Does `what` with the record inside.
            pub fn visit<V: Visit>(&self, what: V) -> V::Out {
                match self {
                    $(Self::$name(record) => what.visit(record),)*
                }
            }
        }

        $(impl From<$name> for AnyRecord {
            fn from(record: $name) -> Self {
                Self::$name(record)
            }
        })*

        impl Kind {
            /// Does `what` for this kind.
            pub fn run<F: ForKind>(self, what: F) -> F::Out {
                match self {
                    $(Self::$name => what.run::<$name>(),)*
                }
            }
        }
    };
}

each_kind!(kinds);

impl AnyRecord {
    /// Its id.
    pub fn id(&self) -> Uuid {
        struct Id;
        impl Visit for Id {
            type Out = Uuid;
            fn visit<R: Record>(self, record: &R) -> Uuid {
                record.uuid()
            }
        }
        self.visit(Id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct KindOf;
    impl ForKind for KindOf {
        type Out = Kind;
        fn run<R: Record + Into<AnyRecord>>(self) -> Kind {
            R::KIND
        }
    }

    #[test]
    fn every_kind_leads_to_its_own_record() {
        for kind in Kind::ALL {
            assert_eq!(kind.run(KindOf), kind);
        }
    }
}
