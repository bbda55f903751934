//! How far a use case is, told to whoever watches: a bar, a log, nobody.

/// One report of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What is being done, for instance `reading`.
    pub stage: &'a str,
    /// So much is done …
    pub done: u64,
    /// … of so much; 0 when the amount is unknown.
    pub total: u64,
}

/// Who watches. Called from several threads.
pub type Watch<'a> = &'a (dyn Fn(Progress<'_>) + Sync);

/// For nobody.
pub fn nobody(_: Progress<'_>) {}

/// The reader's reports in the words of this crate.
pub(crate) fn of_reading(watch: Watch<'_>) -> impl Fn(shoal_data::Progress) + Sync + '_ {
    move |progress| {
        let stage = match progress.stage {
            shoal_data::Stage::Reading => "reading",
            shoal_data::Stage::Recognising => "recognising columns",
            shoal_data::Stage::Judging => "judging rows",
            shoal_data::Stage::Sorting => "sorting lines",
        };
        watch(Progress { stage, done: progress.done, total: progress.total });
    }
}

/// A stage whose amount of work is not known beforehand.
pub(crate) fn stage(watch: Watch<'_>, stage: &str) {
    watch(Progress { stage, done: 0, total: 0 });
}
