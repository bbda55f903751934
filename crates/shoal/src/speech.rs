//! What the program says: data on standard output, everything else on standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use shoal_app::error::Error;
use shoal_app::progress::Progress;
use std::io::{BufWriter, IsTerminal, Stdout, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// How the program speaks in this run.
pub(crate) struct Speech {
    quiet: bool,
    bar: ProgressBar,
    stage: std::sync::Mutex<Stage>,
}

/// The stage that is under way.
struct Stage {
    name: String,
    since: Instant,
    told: bool,
}

/// A stage that lasts longer is announced where no bar can be drawn.
const LONG: Duration = Duration::from_secs(1);

impl Speech {
    /// Speaks unless `quiet`.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if !quiet && std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        let stage = Stage { name: String::new(), since: Instant::now(), told: true };
        Self { quiet, bar, stage: stage.into() }
    }

    /// Shows how far the work is: a bar on a terminal; elsewhere a line for every stage that lasts.
    pub(crate) fn watch(&self, progress: Progress<'_>) {
        if self.quiet {
            return;
        }
        let Ok(mut stage) = self.stage.lock() else { return };
        if stage.name != progress.stage {
            *stage = Stage { name: progress.stage.into(), since: Instant::now(), told: false };
            self.start_bar(&progress);
        }
        self.bar.set_position(progress.done);
        if self.bar.is_hidden() && !stage.told && stage.since.elapsed() > LONG {
            stage.told = true;
            let percent = (progress.done * 100).checked_div(progress.total);
            self.say(&match percent {
                Some(percent) => format!("{} … {percent} %", stage.name),
                None => format!("{} …", stage.name),
            });
        }
    }

    fn start_bar(&self, progress: &Progress<'_>) {
        let template = if progress.total > 0 { "{msg:20} {bar:30} {percent:>3} %" } else { "{spinner} {msg}" };
        self.bar.set_position(0);
        self.bar.set_length(progress.total);
        self.bar.set_message(progress.stage.to_string());
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    /// The work is done; the bar goes.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Says something on standard error.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            // Nobody is left to tell when standard error is gone.
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }
}

/// Puts data on standard output. A reader who went away (`shoal … | head`) is no error.
pub(crate) fn data(bytes: &[u8]) -> Result<(), Error> {
    stream(|to| to.write_all(bytes))
}

/// As [`data`], for data that are made piece by piece.
pub(crate) fn stream(write: impl FnOnce(&mut BufWriter<Stdout>) -> std::io::Result<()>) -> Result<(), Error> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::world("write to", Path::new("standard output"), &error))
        }
        _ => Ok(()),
    }
}

/// Says why the program stops.
pub(crate) fn failure(error: &Error) {
    let mut text = format!("error: {error}\n");
    if let Some(hint) = &error.hint {
        text.push_str(&format!("hint: {hint}\n"));
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// How many characters tables may take: as [`width`], and no end in a file.
pub(crate) fn room() -> usize {
    said_width().unwrap_or(usize::MAX)
}

/// How many characters fit into a line: what `COLUMNS` says, or the terminal; 100 where neither does.
pub(crate) fn width() -> usize {
    said_width().unwrap_or(100)
}

fn said_width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    said.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
}
