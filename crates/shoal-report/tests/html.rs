//! The page holds what the run says, is well-formed and self-contained, and is the same every time.

mod shop;
mod wellformed;

use shoal_segment::segmentation::Segmentation;
use shoal_segment::statement::Statement;

/// The page with plain spaces, as sentences are written.
fn html(run: &Segmentation) -> String {
    shoal_report::html(run).replace('\u{a0}', " ")
}

#[test]
fn a_percent_sign_stays_with_its_number() {
    for (name, run) in shop::all() {
        let page = shoal_report::html(&run);
        let parted = page.match_indices(" %").any(|(at, _)| page[..at].ends_with(|c: char| c.is_ascii_digit()));
        assert!(!parted, "{name}");
    }
    assert!(shoal_report::html(&shop::shop()).contains("\u{a0}%"));
}

/// Text as the template engine escapes it.
fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn statements(run: &Segmentation) -> Vec<&Statement> {
    let mut all: Vec<&Statement> = run.summary.iter().chain(&run.verdict.statements).collect();
    all.extend(&run.exploration.statements);
    all.push(&run.sweep.reason);
    all.extend(run.decisions.iter().map(|decision| &decision.reason));
    for segment in &run.segments {
        all.extend(&segment.description);
        all.extend(segment.advice.iter().map(|advice| &advice.reason));
    }
    all
}

#[test]
fn every_page_is_well_formed() {
    for (name, run) in shop::all() {
        let page = html(&run);
        wellformed::check(&page).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }
}

#[test]
fn every_sentence_and_every_number_in_it_is_there() {
    for (name, run) in shop::all() {
        let page = html(&run);
        for statement in statements(&run) {
            assert!(page.contains(&escaped(&statement.text)), "{name}: {}", statement.text);
            for fact in &statement.facts {
                assert!(page.contains(&fact.form.show(fact.value)), "{name}: {fact:?}");
            }
        }
    }
}

#[test]
fn every_name_and_every_advice_is_there() {
    for (name, run) in shop::all() {
        let page = html(&run);
        let mut wanted: Vec<&str> = Vec::new();
        for segment in &run.segments {
            wanted.extend([segment.id.as_str(), segment.name.as_str()]);
            wanted.extend(segment.advice.iter().flat_map(|advice| [advice.title.as_str(), advice.action.as_str()]));
            wanted.extend(segment.typical_members.iter().map(String::as_str));
            wanted.extend(segment.categories.iter().flat_map(|c| &c.top).map(|value| value.value.as_str()));
        }
        for file in &run.receipt.files {
            wanted.extend([file.file.as_str(), file.format.as_str(), file.fingerprint.as_str()]);
            wanted.extend(file.entries.iter().map(|entry| entry.words.as_str()));
            wanted.extend(file.notes.iter().map(|note| note.words.as_str()));
            wanted.extend(file.roles.iter().flat_map(|role| [role.column.as_str(), role.because.as_str()]));
        }
        wanted.extend(run.decisions.iter().flat_map(|d| [d.choice.as_str(), d.flag.as_str()]));
        wanted.extend(run.apart.iter().map(|group| group.words.as_str()));
        wanted.extend(run.exploration.features.iter().map(|f| f.card.meaning.as_str()));
        wanted.extend([run.fingerprint.as_str(), run.shoal_version.as_str()]);
        for text in wanted {
            assert!(page.contains(&escaped(text)), "{name}: {text}");
        }
    }
}

#[test]
fn no_undefined_number_is_written_as_one() {
    for (name, run) in shop::all() {
        let page = html(&run);
        for word in page.split(|c: char| !c.is_alphanumeric()) {
            assert!(!matches!(word, "NaN" | "inf" | "Infinity" | "None" | "Some"), "{name}: {word}");
        }
    }
}

#[test]
fn the_page_refers_to_nothing_outside_itself() {
    for (name, run) in shop::all() {
        let page = html(&run).replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for outside in ["http:", "https:", "<script", "src=", "url(", "@import", "<link", "<iframe", "javascript:"] {
            assert!(!page.contains(outside), "{name}: {outside}");
        }
    }
}

#[test]
fn names_from_files_cannot_become_markup() {
    let (_, run) = shop::all().into_iter().find(|(name, _)| *name == "nasty-names").unwrap();
    let page = html(&run);
    assert!(page.matches("&lt;script&gt;alert").count() >= 12);
    assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(page.contains("$5 $x^2$"), "a dollar stays a dollar, in figures too");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    for (name, run) in shop::all() {
        let first = html(&run);
        let again = std::thread::scope(|scope| {
            let pages: Vec<_> = (0..3).map(|_| scope.spawn(|| html(&run))).collect();
            pages.into_iter().map(|page| page.join().unwrap()).collect::<Vec<String>>()
        });
        assert!(again.iter().all(|page| *page == first), "{name}");
    }
}

#[test]
fn pages_stay_small() {
    for (name, run) in shop::all() {
        let size = html(&run).len();
        assert!(size < 1_500_000, "{name}: {size}");
    }
}

#[test]
fn the_verdict_is_said_once_and_no_segment_is_praised() {
    let page = html(&shop::shop());
    assert!(page.contains("How sure is this?"));
    assert_eq!(page.matches("No groups were found").count(), 1, "said once");
    for praise in ["well separated", "clearly separated", "distinct groups", "strong structure", "natural"] {
        assert!(!page.contains(praise), "{praise}");
    }
    assert!(page.contains("By convenience apart from") && page.contains(">0.912<") && page.contains("91.0 %"));
}

#[test]
fn figures_name_themselves() {
    for (name, run) in shop::all() {
        let page = html(&run);
        for figure in page.split("<svg").skip(1) {
            let head = figure.split_once('>').unwrap().0;
            assert!(head.contains("viewBox"), "{name}: {head}");
            let hidden = head.contains("aria-hidden=\"true\"");
            assert!(hidden || (head.contains("role=\"img\"") && figure.contains("<desc id=")), "{name}: {head}");
        }
    }
}

#[test]
fn a_segment_looks_the_same_everywhere() {
    let page = html(&shop::run(shop::Size { customers: 400, segments: 10, features: 11 }));
    for colour in
        ["#3367da", "#d97a5b", "#4b6300", "#7b228f", "#b58e00", "#4a2f55", "#00a59a", "#682021", "#dc376f", "#8e8cc8"]
    {
        let chip = format!("fill=\"{colour}\"");
        assert_eq!(page.matches(&format!("border-top-color:{colour}")).count(), 1, "one card in {colour}");
        assert!(page.matches(&chip).count() > 1, "{colour}");
    }
}

/// The page of the run with a name; empty when there is none.
fn page(wanted: &str) -> String {
    shop::all().iter().find(|(name, _)| *name == wanted).map_or_else(String::new, |(_, run)| html(run))
}

#[test]
fn samples_are_named_with_their_sizes() {
    let sampled = page("sampled");
    assert!(sampled.contains("an estimate from samples of 19,990 to 19,998 customers, shown with its 95 % interval"));
    assert!(sampled.contains("The silhouettes are estimates from a sample of 19,996 customers."));
    assert!(sampled.contains("Silhouette (estimate)") && sampled.contains("95 % interval</th>"));
    assert!(sampled.contains("19,990</td>"));
    let partly = page("partly-sampled");
    assert!(partly.contains("an estimate from a sample of 1 customer, shown") && partly.contains("exact</td>"));
    assert!(!partly.contains("(estimate)") && !page("shop").contains("95 % interval"));
}

#[test]
fn logarithmic_axes_are_said_and_keep_every_value() {
    let page = page("returns");
    assert!(page.contains("Both axes are logarithmic: each step multiplies; zero and negative values are kept."));
    assert!(page.contains("Logarithmic axis; zero and negative values are kept."));
    assert!(page.contains("Logarithmic axis; zeros are kept."));
    let scatter = page.split("id=\"figure-scatter-title\"").nth(1).unwrap().split("</svg>").next().unwrap();
    for tick in [">-10<", ">0<", ">10<", ">1,000<"] {
        assert!(scatter.contains(tick), "{tick}");
    }
}

#[test]
fn levels_have_their_rule_once() {
    for page in [html(&shop::shop()), shoal_report::markdown(&shop::shop())] {
        assert_eq!(page.matches("stands in the upper third of all customers (ties count half)").count(), 1);
    }
}

#[test]
fn warnings_and_unused_columns_are_open_to_see() {
    let page = page("returns");
    assert_eq!(page.matches("<li class=\"look\"><b>look:</b> ").count(), 5);
    assert!(page.contains("<li>repeated rows, kept: 14 rows</li>"));
    let (shown, _) = page.split_once("Which column is what").unwrap();
    assert!(shown.contains("Columns not used: CustomerName."));
}

#[test]
fn one_is_singular() {
    let run = shop::all().into_iter().find(|(name, _)| *name == "one-customer").unwrap().1;
    for text in [html(&run), shoal_report::markdown(&run)] {
        let text = text.replace('<', " <").replace('>', "> ");
        for (i, _) in text.match_indices(" 1 ") {
            let noun = text[i + 3..].split(|c: char| !c.is_alphabetic()).next().unwrap();
            let plural = ["customers", "segments", "orders", "rows", "outliers", "columns", "bytes"];
            assert!(!plural.contains(&noun), "1 {noun}");
        }
    }
}

#[test]
fn what_is_missing_has_words() {
    assert!(page("missing-feature").contains("No customer has a value."));
    assert!(page("missing-feature").contains("Missing for 200 customers."));
    assert!(page("undefined").contains("Undefined for every k."));
    assert!(page("undefined").contains("There is no plane to draw"));
    assert!(page("undefined").contains("share of revenue undefined"));
    assert!(page("undefined").contains("No file was read."));
    assert!(page("nobody").contains("No customer could be put into a segment"));
    assert!(page("zero-revenue").contains("share of revenue undefined"));
    assert!(page("sampled").contains("an even sample of 2,000 out of 100,000 customers"));
    assert!(page("crooked").contains("does not add up"));
    assert!(page("large").contains("Thinned evenly to 500 customers"));
}

#[test]
fn without_transactions_nothing_is_said_of_revenue_and_orders() {
    let run = shop::variants::people();
    for text in [html(&run), shoal_report::markdown(&run)] {
        let header = text.split("Summary").next().unwrap();
        assert!(!header.contains("Revenue") && !header.contains("revenue") && !header.contains("As of"), "{header}");
        assert!(!text.contains("Share of revenue") && !text.contains("without transactions"), "{text}");
        for wanted in ["Region = Asia", "Region = Europe", "Component 2", "93.0 %", "one column per value"] {
            assert!(text.contains(wanted), "{wanted}");
        }
        assert!(text.contains("Oceania") && text.contains('▼'), "a value that nobody has is told");
    }
    let table = shoal_report::terminal::segments(&run, 120);
    assert!(!table.contains("revenue"), "{table}");
}
