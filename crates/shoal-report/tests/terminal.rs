//! What the command line prints: complete, aligned, within its width, and without commands to the terminal.

mod shop;

use shoal_report::terminal;
use shoal_segment::segmentation::Segmentation;

fn texts(run: &Segmentation) -> [String; 7] {
    [
        terminal::receipt(&run.receipt),
        terminal::sweep(&run.sweep, run.unit, 200),
        terminal::segments(run, 100),
        terminal::segments(run, 60),
        terminal::answers(run, 100),
        terminal::summary(run, 1_000),
        terminal::certainty(run, 100),
    ]
}

#[test]
fn nothing_but_text() {
    for (name, run) in shop::all() {
        for text in texts(&run) {
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{name}: {text:?}");
            assert!(text.is_empty() || text.ends_with('\n'), "{name}");
            assert!(text.lines().all(|line| line == line.trim_end()), "{name}: spaces at the end of a line");
            for word in text.split(|c: char| !c.is_alphanumeric()) {
                assert!(!matches!(word, "NaN" | "inf" | "None" | "Some"), "{name}: {word}");
            }
        }
    }
}

#[test]
fn tables_fit_the_width() {
    for (name, run) in shop::all() {
        for width in [60, 80, 100, 160] {
            let tables = [
                terminal::segments(&run, width),
                terminal::answers(&run, width),
                terminal::summary(&run, width),
                terminal::certainty(&run, width),
            ];
            for text in tables {
                let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                assert!(widest <= width, "{name}: {widest} > {width}\n{text}");
            }
        }
    }
}

#[test]
fn the_table_of_segments() {
    let text = terminal::segments(&shop::variants::small(), 100);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert!(lines[1].starts_with("segment") && lines[1].ends_with("first advice"), "{text}");
    assert!(lines[3].starts_with("S1   Loyal big spenders") && lines[3].ends_with("Keep them close"), "{text}");
    assert_eq!(lines.len(), 6, "{text}");
}

#[test]
fn the_receipt_reconciles_in_words() {
    let text = terminal::receipt(&shop::shop().receipt);
    for wanted in [
        "217 rows = 217 kept",
        "12,480 rows = 12,205 kept + 211 netted + 56 set aside + 8 unreadable",
        "money 969,073.83 = 982,345.12 kept - 18,203.90 netted + 4,420.61 set aside + 512.00 unreadable",
        "the date could not be read",
        "--policy returns=set_aside",
        "note: repeated rows, kept: 14 rows",
        "look: total differs from quantity × price: 2 rows",
        "  columns not used: CustomerName\n",
        "customers without transactions: 12",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
}

#[test]
fn the_sweep_marks_its_choice() {
    let run = shop::shop();
    let text = terminal::sweep(&run.sweep, run.unit, 200);
    assert!(text.lines().any(|line| line.trim_start().starts_with('5') && line.contains("◆ chosen")), "{text}");
    assert!(text.lines().any(|line| line.trim_start().starts_with('4') && line.contains("○ runner-up")), "{text}");
    assert!(text.ends_with(&format!("{}\n", run.sweep.reason.text)));
}
