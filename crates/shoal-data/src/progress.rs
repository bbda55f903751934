//! How far the reading is, told to whoever asked.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Files are read and cut into rows; counted in bytes.
    Reading,
    /// Columns are looked at: roles, dates, decimals; counted in rows.
    Recognising,
    /// Every row is judged; counted in rows.
    Judging,
    /// The canonical lines are put in order; counted in rows.
    Sorting,
}

/// One report: so much of the stage is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The stage.
    pub stage: Stage,
    /// Done so far, in the stage's own unit; grows within a stage, though reports of several threads may arrive out of order.
    pub done: u64,
    /// All there is to do in this stage, in the same unit.
    pub total: u64,
}

/// Who wants to know. Called from several threads, seldom (some hundred times in all at most per million rows).
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// For those who do not want to know.
pub fn silent(_: Progress) {}

/// Counts the work done by several threads in one stage.
pub(crate) struct Counter<'a> {
    stage: Stage,
    total: u64,
    done: std::sync::atomic::AtomicU64,
    tell: OnProgress<'a>,
}

impl<'a> Counter<'a> {
    /// Begins a stage.
    pub(crate) fn new(stage: Stage, total: u64, tell: OnProgress<'a>) -> Self {
        tell(Progress { stage, done: 0, total });
        Self { stage, total, done: std::sync::atomic::AtomicU64::new(0), tell }
    }

    /// So much more is done.
    pub(crate) fn add(&self, amount: u64) {
        let done = self.done.fetch_add(amount, std::sync::atomic::Ordering::Relaxed) + amount;
        (self.tell)(Progress { stage: self.stage, done, total: self.total });
    }
}
