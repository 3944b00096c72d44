//! Reading the present state, whoever asks: a screen through a reader, an action inside its transaction.

use super::read::{self, Door};
use super::reader::Reader;
use super::tx::Tx;
use super::withheld::Told;
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::ids::InterviewId;
use crate::model::record::Record;
use uuid::Uuid;

/// The records of a round as they are now. What follows from them is computed in the same way before an action, to show
/// it, and inside the action, to do it.
pub trait Records {
    /// The record of that id; `None` when there is none or it is in the bin.
    ///
    /// # Errors
    /// Those of reading.
    fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>>;

    /// The records of that kind under `parent`, oldest first.
    ///
    /// # Errors
    /// Those of reading.
    fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>>;

    /// All records of that kind, oldest first.
    ///
    /// # Errors
    /// Those of reading.
    fn all<R: Record>(&self) -> Result<Vec<R>>;

    /// The answers of a talk with all that is withheld in them: for what changes answers without showing them.
    ///
    /// # Errors
    /// Those of reading.
    fn own_talk(&self, talk: InterviewId) -> Result<Vec<Answer>>;
}

macro_rules! records {
    ($of:ty, $own_talk:ident) => {
        impl Records for $of {
            fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
                <$of>::get(self, id)
            }

            fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
                <$of>::children(self, parent)
            }

            fn all<R: Record>(&self) -> Result<Vec<R>> {
                <$of>::all(self)
            }

            fn own_talk(&self, talk: InterviewId) -> Result<Vec<Answer>> {
                <$of>::$own_talk(self, talk)
            }
        }
    };
}

records!(Reader, own_talk);
// A transaction reads records as they are.
records!(Tx<'_>, children_of_talk);

/// The records of a round as they may be told: through a reader, or inside the transaction that is changing them.
pub trait ToldRecords {
    /// The record of that id; `None` when there is none, it is in the bin, or it is told nowhere.
    ///
    /// # Errors
    /// Those of reading.
    fn told_record<R: Record>(&self, id: Uuid) -> Result<Option<R>>;

    /// The records of that kind under `parent`, oldest first.
    ///
    /// # Errors
    /// Those of reading.
    fn told_children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>>;

    /// All records of that kind, oldest first.
    ///
    /// # Errors
    /// Those of reading.
    fn told_all<R: Record>(&self) -> Result<Vec<R>>;

    /// What may be told.
    ///
    /// # Errors
    /// Those of reading.
    fn door(&self) -> Result<Told>;
}

impl ToldRecords for Reader {
    fn told_record<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
        self.get(id)
    }

    fn told_children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
        self.children(parent)
    }

    fn told_all<R: Record>(&self) -> Result<Vec<R>> {
        self.all()
    }

    fn door(&self) -> Result<Told> {
        self.told()
    }
}

impl ToldRecords for Tx<'_> {
    fn told_record<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
        read::get(self.conn, self.path, Door::Told, id)
    }

    fn told_children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
        read::children(self.conn, self.path, Door::Told, parent)
    }

    fn told_all<R: Record>(&self) -> Result<Vec<R>> {
        read::all(self.conn, self.path, Door::Told)
    }

    fn door(&self) -> Result<Told> {
        self.withheld.state(self.conn, self.path).map(Told::new)
    }
}
