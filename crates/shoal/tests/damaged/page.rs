//! `docs/damaged-input.md` quotes what is said, and names reasons: all of them are asserted by some test here.

use std::path::Path;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What stands between two marks in the rows of the tables.
fn between(page: &str, mark: char) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| damage"));
    rows.flat_map(|row| row.rsplit(" | ").next().unwrap().split(mark).skip(1).step_by(2)).collect()
}

#[test]
fn every_word_of_the_page_is_tested() {
    let page = text("../../docs/damaged-input.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/damaged");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tests: String =
        files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let said = between(&page, '"');
    let reasons = between(&page, '`').into_iter().filter(|reason| reason.contains('_'));
    assert!(said.len() > 30, "the tables were found");
    for words in said.into_iter().chain(reasons) {
        assert!(tests.contains(words), "no test says `{words}`");
    }
}
