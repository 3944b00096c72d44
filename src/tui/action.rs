//! What a key can do: every user action has one name, used by the key map, the help, the menu and the tests.

use crate::model::answer::Lane;

/// An action of the person at the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens the help of the screen.
    Help,
    /// Opens the menu of letters.
    Menu,
    /// Blanks the screen at once.
    Hide,
    /// Blanks the screen and asks for the passphrase.
    Lock,
    /// Steps back one level.
    Back,
    /// Leaves the program.
    Quit,
    /// Hands what has been typed to the store now, instead of in a moment.
    Save,
    /// Takes back the newest act.
    UndoAct,
    /// Does again what was taken back.
    RedoAct,
    /// Shows what was done to the record that one is on.
    History,
    /// Shows what was done in the round.
    RoundHistory,
    /// Shows what was deleted.
    Bin,
    /// Sets the place of the cursor back to what it was.
    SetBack,
    /// Brings the row back from the bin.
    BringBack,
    /// Closes this round and goes to the first steps.
    OtherRound,
    /// Changes who is at the keyboard.
    WhoAmI,

    /// Up one row.
    Up,
    /// Down one row.
    Down,
    /// Up one page.
    PageUp,
    /// Down one page.
    PageDown,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Opens the row.
    Open,
    /// Next zone or field.
    NextZone,
    /// Previous zone or field.
    PrevZone,
    /// Turns a choice forward.
    NextChoice,
    /// Turns a choice backward.
    PrevChoice,
    /// Chooses one of several words, or takes that back.
    Toggle,
    /// Does what the form is for.
    Submit,
    /// Shows or hides the passphrase.
    Reveal,
    /// Says yes.
    Yes,
    /// Says no.
    No,

    /// Starts or goes on with the talk of the row.
    Talk,
    /// Adds a person.
    AddPerson,
    /// Edits the person of the row.
    EditPerson,
    /// Adds a unit.
    AddUnit,
    /// Edits the unit.
    EditUnit,
    /// Shows the next unit.
    NextUnit,
    /// Shows the previous unit.
    PrevUnit,
    /// Types into the filter.
    Filter,
    /// Plans a talk with the person of the row for today, or takes that back.
    PlanToday,
    /// Shows everybody.
    ShowAll,
    /// Shows only whose talk is planned for today.
    ShowPlanned,
    /// Shows only who has open required questions.
    ShowOpen,
    /// Shows only whose talk was broken off.
    ShowBroken,
    /// Names the files of earlier exports that hold what is told no more.
    LeftBehind,
    /// Lists the observations.
    Observations,
    /// The observation has been followed up, or that is taken back.
    Handled,
    /// Works out what somebody owes in dues.
    Dues,
    /// Imports a roster.
    Import,
    /// Exports.
    Export,
    /// Lists what is seldom done to the file: copies, passphrase.
    Keeping,
    /// Searches the whole round.
    Search,
    /// Edits the round.
    Settings,
    /// Lists the inspectors.
    Members,
    /// Opens the register of leads.
    Leads,
    /// Lists the documents of the unit.
    Documents,
    /// Opens the loan register of the unit.
    Loans,
    /// Edits the unit's profile.
    Profile,

    /// Takes the person of the row for the n-th type.
    TakeAs(u8),
    /// The person of the row is of the leading body, or is not.
    TurnSeat,

    /// Adds a row.
    Add,
    /// Edits the row.
    EditRow,
    /// Sends the row to the bin.
    Delete,
    /// Tells all there is about what is shown.
    About,
    /// Shows only rows of that kind or standing; 0: all.
    ShowOnly(u8),
    /// Says why a kind of record is not read.
    Excuse,

    /// Verdict 1-3 on the check item of the row.
    Verdict(u8),
    /// Types the pages of the row.
    EditPages,
    /// Types the note of the row.
    EditNote,
    /// Next check item that has not been looked at.
    NextOpen,
    /// Takes the row as evidence.
    TakeEvidence,
    /// Attaches a file.
    Attach,
    /// 读过，未发现问题
    ReadClean,
    /// Registers the document again: kind, title, period.
    EditDocument,

    /// The unit handed the row over.
    HandedOver,
    /// Registers the row as a document, or opens that.
    Register,
    /// Notes which pages were copied.
    CopiedPages,
    /// The row was returned.
    Returned,
    /// The lead of the row was handed over.
    HandOver,
    /// Notes the receipt of the lead of the row.
    Receipt,
    /// Shows what is still here before leaving the site.
    Leaving,

    /// Marks the statement as an observation, or takes that back.
    MarkObservation,
    /// Turns the lane of the statement.
    NextLane,
    /// Puts the statement into that lane.
    ToLane(Lane),
    /// Waits for the digit of a judgement.
    AwaitJudgement,
    /// Waits for the digit of a probe.
    AwaitProbe,
    /// Puts the probe of that number (0-based), or takes that back.
    PutProbe(u8),
    /// Opens or folds what the person opposite must not see.
    TogglePanel,
    /// Goes between the answer and the opened panel.
    SwitchFocus,
    /// Next question.
    NextQuestion,
    /// Previous question.
    PrevQuestion,
    /// Question of that number (0-based, order of the method).
    Question(u8),
    /// Next parallel wording.
    NextWording,
    /// 重点
    MarkKey,
    /// 转线索
    MarkWithheld,
    /// Corrects a statement at read-back.
    Correct,
    /// Shows the record to be read back; there it is confirmed, or that is taken away.
    ReadBack,
    /// The person does not confirm the statement.
    NotConfirmed,
    /// Prints the record of this talk alone.
    PrintRecord,
    /// Shows the opening statement and the approach for this person.
    Approach,
    /// Breaks the talk off for today.
    BreakOff,
    /// Closes the talk.
    CloseTalk,
    /// Puts right what was noted of the talk itself: its sittings, with whom it is.
    TalkFacts,
    /// Turns the qualifier of a claim.
    NextQualifier,
    /// Judgement 1-5.
    Judge(u8),
    /// Puts a probe, or takes that back.
    TogglePut,

    /// Opens the problems of the unit.
    Problems,
    /// Makes a problem by hand.
    NewProblem,
    /// Takes a candidate up as a problem.
    Adopt,
    /// Puts a candidate aside, with the reason.
    Dismiss,
    /// Takes new material into the problem that was made before.
    TakeIn,
    /// Shows or folds candidates of little weight.
    ToggleLight,
    /// Shows or folds candidates that were put aside.
    ToggleDismissed,
    /// Two persons of the roster are one.
    MergePeople,
    /// Takes a person off the roster.
    DeletePerson,

    /// Writes something that is not in the list.
    WriteOther,
    /// Goes to a part of the paper.
    GoField,
    /// Adds to the list of the row.
    AddItem,
    /// Removes what the row stands for.
    RemoveItem,
    /// Moves the row up.
    MoveUp,
    /// Moves the row down.
    MoveDown,
    /// Clause and date of the basis have been checked; elsewhere an error is left standing, with the reason.
    ConfirmBasis,
    /// Numbers the evidence in its order.
    Renumber,
    /// Pins evidence to the sentence.
    PinEvidence,
    /// Goes to the next diagnostic.
    NextDiagnostic,
    /// 待送审, or a draft again.
    ToggleReady,
    /// Shows the paper as it will be printed.
    Preview,

    /// Moves or edits in a text.
    Edit(Edit),
    /// Sends the selection to the system's clipboard.
    CopyOut,
}

impl Action {
    /// Whether it moves, or edits a text: the keys that are the same everywhere.
    const fn moves(self) -> bool {
        matches!(
            self,
            Self::Edit(_)
                | Self::Up
                | Self::Down
                | Self::PageUp
                | Self::PageDown
                | Self::First
                | Self::Last
                | Self::NextZone
                | Self::PrevZone
                | Self::NextUnit
                | Self::PrevUnit
                | Self::NextChoice
                | Self::PrevChoice
        )
    }

    /// Whether it may do nothing and say nothing: a move at the end of what it moves in or to where one is
    /// already, an edit of what is empty.
    pub const fn may_rest(self) -> bool {
        self.moves()
            || matches!(self, Self::ShowAll | Self::ShowOnly(_) | Self::Question(_) | Self::MoveUp | Self::MoveDown)
    }

    /// Whether it only moves, edits, chooses what is under the cursor, answers or goes back: what the same keys do
    /// everywhere, so that no menu has to list it; nor what home shows with its key whenever there is any.
    pub const fn goes(self) -> bool {
        self.moves()
            || matches!(
                self,
                Self::SwitchFocus
                    | Self::Open
                    | Self::Submit
                    | Self::Yes
                    | Self::No
                    | Self::Back
                    | Self::Menu
                    | Self::LeftBehind
            )
    }
}

/// Editing in a text field. `bool`: the selection is extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    /// One grapheme left.
    Left(bool),
    /// One grapheme right.
    Right(bool),
    /// One visual row up.
    Up(bool),
    /// One visual row down.
    Down(bool),
    /// One word left.
    WordLeft(bool),
    /// One word right.
    WordRight(bool),
    /// Paragraph up.
    ParagraphUp(bool),
    /// Paragraph down.
    ParagraphDown(bool),
    /// Start of the visual row.
    RowStart(bool),
    /// End of the visual row.
    RowEnd(bool),
    /// Start of the text.
    TextStart(bool),
    /// End of the text.
    TextEnd(bool),
    /// One page up.
    PageUp(bool),
    /// One page down.
    PageDown(bool),
    /// Removes the grapheme before the caret.
    Backspace,
    /// Removes the grapheme after the caret.
    Delete,
    /// Removes the word before the caret.
    DeleteWord,
    /// New paragraph.
    NewLine,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Copies to the program's own clipboard.
    Copy,
    /// Cuts to the program's own clipboard.
    Cut,
    /// Pastes from the program's own clipboard.
    Paste,
    /// Selects everything.
    SelectAll,
}

impl Edit {
    /// Whether it changes the text, and not only the place of the caret or what is selected.
    pub const fn changes(self) -> bool {
        matches!(
            self,
            Self::Backspace
                | Self::Delete
                | Self::DeleteWord
                | Self::NewLine
                | Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Paste
        )
    }
}
