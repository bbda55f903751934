//! The Markdown tells the same story, escaped, and a small one is kept beside this test.

mod shop;

use shoal_report::markdown;

/// How Markdown and HTML inside it are kept out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c if "\\`*_[]|#~$".contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn the_small_shop_reads_as_kept() {
    let text = markdown(&shop::variants::small());
    let kept = include_str!("snapshots/small.md");
    assert!(
        text == kept,
        "the Markdown of the small shop changed; the preview writes the new one as small.md:\n{text}"
    );
}

#[test]
fn names_sentences_and_advice_are_there() {
    for (name, run) in shop::all() {
        let text = markdown(&run);
        for segment in &run.segments {
            assert!(text.contains(&escaped(&segment.name)), "{name}: {}", segment.name);
            for advice in &segment.advice {
                for wanted in [&advice.title, &advice.action, &advice.reason.text] {
                    assert!(text.contains(&escaped(wanted)), "{name}: {wanted}");
                }
            }
            for statement in &segment.description {
                assert!(text.contains(&escaped(&statement.text)), "{name}: {}", statement.text);
            }
        }
        for statement in run.summary.iter().chain(&run.verdict.statements).chain([&run.sweep.reason]) {
            assert!(text.contains(&escaped(&statement.text)), "{name}: {}", statement.text);
        }
    }
}

#[test]
fn tables_have_as_many_cells_as_columns() {
    for (name, run) in shop::all() {
        let text = markdown(&run).replace("\\|", "");
        let mut width = None;
        for line in text.lines() {
            let cells = line.matches('|').count();
            if !line.starts_with('|') {
                assert_eq!(cells, 0, "{name}: {line}");
                width = None;
                continue;
            }
            assert_eq!(*width.get_or_insert(cells), cells, "{name}: {line}");
        }
    }
}

#[test]
fn no_undefined_number_and_no_markup() {
    for (name, run) in shop::all() {
        let text = markdown(&run);
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            assert!(!matches!(word, "NaN" | "inf" | "Infinity" | "None" | "Some"), "{name}: {word}");
        }
        assert!(!text.contains("<script"), "{name}");
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
        assert!(!text.contains("\n\n\n"), "{name}: more than one empty line");
    }
}
