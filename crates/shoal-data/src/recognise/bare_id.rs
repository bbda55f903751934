//! A column that is called `id` and nothing more: the tables of a database call their own keys so. In a file `orders.csv` it is read
//! as `order_id`, in `users.csv` as `user_id`, in `order_items.csv` as `order_item_id`, when that is a name of a role and no other column
//! has it. Where it could be a key beside another of the same strength, it is the key of its own table
//! ([`crate::recognise::columns`]).

use crate::read::source::Source;
use crate::recognise::roles::{plain, roles};

/// The header as the names of roles are looked for in it.
pub(crate) fn names(source: &Source) -> Vec<String> {
    let mut names = source.grid.header.clone();
    if let Some((column, name)) = column(source) {
        names[column] = name;
    }
    names
}

/// The bare `id` of a source with the name it stands for.
pub(crate) fn column(source: &Source) -> Option<(usize, String)> {
    let header = &source.grid.header;
    let column = header.iter().position(|name| plain(name) == "id")?;
    let name = meaning(&source.name)?;
    header.iter().all(|other| plain(other) != plain(&name)).then_some((column, name))
}

/// What `id` means in a file: the longest run of words of the file's name that makes the name of a role with `id`.
fn meaning(file: &str) -> Option<String> {
    let words = words(file);
    for length in (1..=words.len()).rev() {
        for run in words.windows(length) {
            let name = format!("{}_id", run.join("_"));
            if roles().iter().any(|spec| spec.tier_of(&name).is_some()) {
                return Some(name);
            }
        }
    }
    None
}

/// The words of the name of a file, or of its sheet, in small letters and in the singular.
fn words(file: &str) -> Vec<String> {
    let sheet = file.rsplit_once(" [").and_then(|(_, sheet)| sheet.strip_suffix(']'));
    let stem = sheet.unwrap_or_else(|| {
        let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
        last.split('.').next().unwrap_or(last)
    });
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in stem.chars() {
        if !letter.is_alphanumeric() || (small && letter.is_uppercase()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words.iter().map(|word| singular(word)).collect()
}

fn singular(word: &str) -> String {
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if !stem.is_empty() && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_id_means() {
        for (file, expected) in [
            ("orders.csv", Some("order_id")),
            ("shop/public.orders.csv", None),
            ("OrderItems.csv", Some("order_item_id")),
            ("order_lines_2024.csv", Some("order_line_id")),
            ("Users.csv.gz", Some("user_id")),
            ("shop.xlsx [Customers]", Some("customer_id")),
            ("my products.csv", Some("product_id")),
            ("export.csv", None),
            ("t.csv", None),
        ] {
            assert_eq!(meaning(file).as_deref(), expected, "{file}");
        }
    }
}
