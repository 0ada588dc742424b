//! What a person can ask for. Keys lead here through the one table in [`super::keymap`].

/// One thing that a person can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show the keys that work here.
    Help,
    /// The interviewer's guide.
    Guide,
    /// Leave the program.
    Quit,
    /// What can be done when saving fails.
    Saving,
    /// Blank the screen.
    Blank,
    /// Redraw everything.
    Redraw,
    /// Stop the program until the shell brings it back.
    Suspend,
    /// Find an item, an answer or an action.
    Jump,
    /// Take the last change back.
    Undo,
    /// Do it again.
    Redo,
    /// Back, or close what is on top.
    Back,
    /// Start a new interview.
    New,
    /// Read the list of sessions again.
    Reload,
    /// Next item.
    NextItem,
    /// Previous item.
    PrevItem,
    /// Next section.
    NextSection,
    /// Previous section.
    PrevSection,
    /// Next item that is still open.
    NextOpen,
    /// Next field.
    NextField,
    /// Previous field.
    PrevField,
    /// The interviewer's note.
    Note,
    /// Evidence.
    Evidence,
    /// A jot.
    Jot,
    /// Follow-up flag.
    FollowUp,
    /// Reason for no answer.
    NoAnswer,
    /// Still open, to follow up, to chase, jots.
    Todo,
    /// Guidance on or off.
    Guidance,
    /// Outline on or off, or on top where there is no room beside.
    Outline,
    /// The set-up sheet.
    Sheet,
    /// Which questionnaires.
    Banks,
    /// What bears on this item.
    See,
    /// Back to where one was before a jump.
    Return,
    /// The questions in the next language.
    Language,
    /// Mark as finished.
    Finish,
    /// Who is speaking.
    Speaker,
    /// From papers, not said.
    DeskReview,
    /// Take everything under this item or row away.
    ClearAll,
    /// Add a row to an open grid.
    AddRow,
    /// Rename a row of an open grid.
    RenameRow,
    /// Put in another of what a list or sheet holds.
    Add,
    /// Take out what is chosen.
    Remove,
    /// Go on to the next of several (tab, target, piece of evidence).
    Next,
    /// Choose by its number.
    Digit(u8),
    /// Choose or take back the option under the cursor.
    Toggle,
    /// The row above once more.
    Repeat,
    /// They don't know.
    DontKnow,
    /// They would not say.
    Refused,
    /// Does not apply.
    NotApplicable,
    /// Take the code away.
    Clear,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Start of the row.
    Home,
    /// End of the row.
    End,
    /// Start of all.
    Top,
    /// End of all.
    Bottom,
    /// A page up in a list.
    PageUp,
    /// A page down in a list.
    PageDown,
    /// A word to the left.
    WordLeft,
    /// A word to the right.
    WordRight,
    /// Character before the caret.
    DeleteBack,
    /// Character after the caret.
    DeleteForward,
    /// Word before the caret.
    DeleteWordBack,
    /// Word after the caret.
    DeleteWordForward,
    /// Everything from the start of the line to the caret.
    DeleteToStart,
    /// New line, or on to the next field.
    Enter,
    /// The library of all sessions.
    Browse,
    /// The boards of the trainer: who needs training in what.
    Needs,
    /// The line that says which sessions are meant.
    Filter,
    /// Values of fields on or off.
    Facets,
    /// What the chosen session holds, on or off.
    Preview,
    /// Sort by the next column.
    Sort,
    /// Sort the other way round.
    Reverse,
    /// Group by the next field.
    GroupBy,
    /// Which columns there are.
    Columns,
    /// Set answers side by side.
    Compare,
    /// Claims and what became of them.
    Ledger,
    /// Go on with an interview.
    Resume,
    /// Saved filters.
    Filters,
    /// Files that are not counted.
    Faults,
    /// On to the next hit.
    NextHit,
    /// Back to the hit before.
    PrevHit,
    /// Copy with its source.
    Copy,
    /// Give a tag.
    Tag,
    /// Write a memo.
    Memo,
    /// Group by the field before.
    GroupBack,
    /// Another measure of a board.
    Measure,
    /// Made-up sessions among real ones, counted or not.
    MadeUp,
    /// Another cause than the one that the figures suggest.
    Overrule,
    /// A line of the training plan.
    ToPlan,
    /// Importance against ability.
    Plane,
    /// More room for what is said of the chosen line, or less.
    Details,
    /// One place up in an order.
    MoveUp,
    /// One place down in an order.
    MoveDown,
    /// Write it into a file.
    Export,
    /// The chosen element is said.
    Stated,
    /// The chosen element is not said.
    Missing,
    /// The opposite of the chosen element is said.
    Wrong,
    /// What is not judged yet is not said.
    RestMissing,
    /// Needs a visit, or not.
    Visit,
    /// Down in writing: what verified it.
    Verify,
    /// How a contradiction was resolved.
    Resolve,
    /// Put in other words.
    Edit,
    /// Speaks for a claim.
    For,
    /// Speaks against it.
    Against,
    /// Can be read both ways.
    Unclear,
    /// Read where it was said.
    Read,
    /// History of an answer.
    Trail,
    /// What was not answered, shown or not.
    Blanks,
    /// Typed or pasted text.
    Insert(String),
}
