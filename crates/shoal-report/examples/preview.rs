//! Writes the report of every fixture run into a folder, to be looked at: `cargo run --release -p shoal-report --example
//! preview -- FOLDER`. Says how large each page is and how long it took.

#[path = "../tests/shop/mod.rs"]
mod shop;

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "preview".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let mut out = std::io::stdout().lock();
    for (name, run) in shop::all() {
        let start = Instant::now();
        let page = shoal_report::html(&run);
        let taken = start.elapsed();
        writeln!(out, "{name:18} {:>8.1} ms {:>8} bytes", taken.as_secs_f64() * 1e3, page.len())?;
        std::fs::write(folder.join(format!("{name}.html")), page)?;
        std::fs::write(folder.join(format!("{name}.md")), shoal_report::markdown(&run))?;
        let text = [
            shoal_report::terminal::receipt(&run.receipt),
            shoal_report::terminal::sweep(&run.sweep, run.unit, 200),
            shoal_report::terminal::segments(&run, 100),
            shoal_report::terminal::answers(&run, 100),
            shoal_report::terminal::summary(&run, 100),
            shoal_report::terminal::certainty(&run, 100),
        ];
        std::fs::write(folder.join(format!("{name}.txt")), text.join("\n"))?;
    }
    Ok(())
}
