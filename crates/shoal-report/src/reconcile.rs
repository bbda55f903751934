//! The receipt's arithmetic as a line of text: `rows = kept + netted + set aside + unreadable`, and the money likewise.
//!
//! Nothing is computed but these sums, and a sum that does not agree is said to disagree rather than hidden.

use crate::text;
use crate::view::{OUTCOMES, outcome_words};
use shoal_segment::model::OUTLIERS_ID;
use shoal_segment::money::Amount;
use shoal_segment::receipt::{Entry, FileReceipt, TableKind};
use shoal_segment::segmentation::Segmentation;

/// `1,020 rows = 1,000 kept + 12 netted + 8 unreadable`; outcomes of no row are left out.
pub(crate) fn rows(file: &FileReceipt) -> String {
    let totals = OUTCOMES.map(|outcome| (outcome, file.total(outcome).rows));
    let parts: Vec<String> = totals
        .iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(outcome, rows)| format!("{} {}", text::count(*rows), outcome_words(*outcome)))
        .collect();
    let all = text::counted(file.rows, "row");
    if totals.iter().map(|(_, rows)| rows).sum::<u64>() != file.rows {
        return format!("{all} ≠ {} (does not add up: please report this)", parts.join(" + "));
    }
    if parts.is_empty() { all } else { format!("{all} = {}", parts.join(" + ")) }
}

/// `money 12,225.60 = 12,345.60 kept - 120.00 netted`: the money of a transaction table by outcome; `None` for other tables
/// and where amounts of different scales cannot be added.
pub(crate) fn money(file: &FileReceipt) -> Option<String> {
    if !has_money(file) {
        return None;
    }
    let totals = OUTCOMES.map(|outcome| (outcome, file.total(outcome).money));
    let scale = totals.iter().map(|(_, money)| money.scale).max_by_key(|scale| scale.0).unwrap_or_default();
    if totals.iter().any(|(_, money)| money.minor != 0 && money.scale != scale) {
        return None;
    }
    let mut out = format!("money {}", text::exact(Amount { minor: totals.iter().map(|(_, m)| m.minor).sum(), scale }));
    let mut sign = " = ";
    for (outcome, money) in totals.iter().filter(|(_, money)| money.minor != 0) {
        let size = Amount { minor: money.minor.abs(), scale };
        let minus = if sign == " = " { " = -" } else { " - " };
        let sign_now = if money.minor < 0 { minus } else { sign };
        out.push_str(&format!("{sign_now}{} {}", text::exact(size), outcome_words(*outcome)));
        sign = " + ";
    }
    Some(out)
}

/// How many members are in segments of the method's, and not unassigned.
pub(crate) fn assigned(run: &Segmentation) -> usize {
    run.segments.iter().filter(|segment| segment.cluster.is_some()).map(|segment| segment.members).sum()
}

/// What became of members, and of rows that name unknown customers: words and counts. Without transactions only what was read.
pub(crate) fn customers(run: &Segmentation) -> Vec<(String, u64)> {
    let (base, receipt) = (&run.base, &run.receipt);
    let mut counts = vec![
        ("Customers known from any table".to_owned(), base.customers_known as u64),
        (format!("{} in segments", text::capitalised(run.unit.many())), assigned(run) as u64),
    ];
    for segment in run.segments.iter().filter(|segment| segment.cluster.is_none()) {
        let fate = if segment.id == OUTLIERS_ID { "set apart as outliers" } else { "unassigned" };
        counts.push((format!("{} {fate}", text::capitalised(run.unit.many())), segment.members as u64));
    }
    if base.revenue.is_some() {
        let transactions = [
            ("Customers without transactions", receipt.customers_without_transactions),
            ("Customers in transactions but not in the customers table", receipt.customers_unknown),
            ("Ids of customers that went up in another with the same key", receipt.customers_merged),
            ("Rows of those unknown customers, used like all others", receipt.rows_of_unknown_customers),
            (
                "Rows whose product is not in the products table, used without a category",
                receipt.rows_of_unknown_products,
            ),
        ];
        let is_told = |(words, count): &(&str, u64)| *count > 0 || !words.starts_with("Ids of");
        counts.extend(transactions.into_iter().filter(is_told).map(|(words, count)| (words.to_owned(), count)));
    }
    counts
}

/// Whether a flag or setting decides any end of the file's rows, so that it is named.
pub(crate) fn has_flags(file: &FileReceipt) -> bool {
    file.entries.iter().any(|entry| entry.flag.is_some())
}

/// The flag or setting that decides an end, or nothing.
pub(crate) fn flag(entry: &Entry) -> String {
    entry.flag.clone().unwrap_or_default()
}

/// Whether any row of the file has money.
pub(crate) fn has_money(file: &FileReceipt) -> bool {
    file.table == TableKind::Transactions
}

#[cfg(test)]
mod tests {
    use super::*;
    use shoal_segment::money::Scale;
    use shoal_segment::receipt::Outcome;

    fn file(table: TableKind, rows: u64, entries: &[(Outcome, u64, i128)]) -> FileReceipt {
        let entry = |&(outcome, rows, minor): &(Outcome, u64, i128)| Entry {
            outcome,
            reason: String::new(),
            words: String::new(),
            rows,
            money: Amount { minor, scale: Scale(2) },
            flag: None,
            rows_without_amount: 0,
        };
        FileReceipt {
            file: "t.csv".to_owned(),
            table,
            export: None,
            bytes: 1,
            fingerprint: String::new(),
            format: String::new(),
            dates: None,
            numbers: None,
            roles: vec![],
            unused_columns: vec![],
            rows,
            entries: entries.iter().map(entry).collect(),
            notes: vec![],
        }
    }

    #[test]
    fn rows_and_money_add_up_in_words() {
        let good = file(
            TableKind::Transactions,
            15,
            &[(Outcome::Kept, 10, 12_345), (Outcome::Netted, 3, -345), (Outcome::SetAside, 2, 100)],
        );
        assert_eq!(rows(&good), "15 rows = 10 kept + 3 netted + 2 set aside");
        assert_eq!(money(&good).unwrap(), "money 121.00 = 123.45 kept - 3.45 netted + 1.00 set aside");
        assert_eq!(money(&file(TableKind::Products, 1, &[(Outcome::Kept, 1, 0)])), None);
        assert_eq!(rows(&file(TableKind::Products, 0, &[])), "0 rows");
    }

    #[test]
    fn what_does_not_add_up_is_said() {
        assert!(rows(&file(TableKind::Products, 3, &[(Outcome::Kept, 2, 0)])).contains("≠ 2 kept"));
    }

    #[test]
    fn returns_alone_are_negative() {
        let only = file(TableKind::Transactions, 1, &[(Outcome::Netted, 1, -250)]);
        assert_eq!(money(&only).unwrap(), "money -2.50 = -2.50 netted");
        assert_eq!(money(&file(TableKind::Transactions, 0, &[])).unwrap(), "money 0");
    }
}
