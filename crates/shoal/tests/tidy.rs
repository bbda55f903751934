//! The house rules that no compiler holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every Rust file of the project, with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("crates"), root().join("bench")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 50, "the sources were found");
    found
}

#[test]
fn every_file_opens_with_its_page() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} must open with what it is and why", path.display());
    }
}

#[test]
fn no_file_is_a_drawer() {
    for (path, _) in sources() {
        let path = path.strip_prefix(root()).unwrap();
        let drawer = path.iter().filter_map(|part| Path::new(part).file_stem()).any(|stem| {
            ["util", "utils", "common", "helper", "helpers", "misc", "types", "core"].iter().any(|name| stem == *name)
        });
        assert!(!drawer, "{}: a file is named after its noun", path.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["TO DO", "FIX ME", "X X X"].map(|word| word.replace(' ', ""));
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let left = words.iter().any(|word| line.split(|c: char| !c.is_alphanumeric()).any(|part| part == word));
            assert!(!left, "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

#[test]
fn every_file_is_part_of_a_crate() {
    let all = sources();
    for (path, _) in &all {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let folder = path.parent().unwrap();
        let is_root = ["lib", "main"].contains(&stem)
            || ["tests", "benches", "examples"].iter().any(|name| folder.ends_with(name));
        if is_root {
            continue;
        }
        let (module, home) = if stem == "mod" {
            (folder.file_name().unwrap().to_str().unwrap(), folder.parent().unwrap())
        } else {
            (stem, folder)
        };
        let declares = |text: &str| {
            text.lines().any(|line| {
                line.trim_start().trim_start_matches("pub").trim_start_matches("(crate)").trim_start()
                    == format!("mod {module};")
            })
        };
        let declared = all
            .iter()
            .any(|(other, text)| (other.parent() == Some(home) || other.with_extension("") == home) && declares(text));
        assert!(declared, "{} is reached from no `mod`", path.display());
    }
}

#[test]
fn the_readme_shows_a_picture_and_the_commands_early() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let early: Vec<&str> = readme.lines().take(45).collect();
    for wanted in
        ["cargo run --release -- demo", "cargo test --release --workspace", "cargo install --path", "docs/images/"]
    {
        assert!(early.iter().any(|line| line.contains(wanted)), "`{wanted}` stands within the first 45 lines");
    }
    for image in
        readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains("://"))
    {
        assert!(root().join(image.split('#').next().unwrap()).exists(), "README links to {image}");
    }
}
