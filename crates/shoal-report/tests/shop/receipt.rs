//! The fixture's receipt, decisions and customers apart.

use shoal_segment::money::{Amount, Scale};
use shoal_segment::receipt::*;
use shoal_segment::segmentation::{ApartGroup, Decision};
use shoal_segment::statement::Statement;

/// Money with two decimals.
pub(crate) fn amount(minor: i128) -> Amount {
    Amount { minor, scale: Scale(2) }
}

fn entry(outcome: Outcome, reason: &str, words: &str, rows: u64, money: i128, without: u64) -> Entry {
    Entry {
        outcome,
        reason: reason.to_owned(),
        words: words.to_owned(),
        rows,
        money: amount(money),
        flag: (reason == "return").then(|| "--policy returns=set_aside".to_owned()),
        rows_without_amount: without,
    }
}

fn role(role: &str, column: &str, because: &str) -> RoleChoice {
    RoleChoice { role: role.to_owned(), column: column.to_owned(), because: because.to_owned() }
}

pub(crate) fn receipt(customers: u64) -> Receipt {
    Receipt {
        files: vec![customers_file(customers + 17), transactions_file()],
        customers_without_transactions: 12,
        customers_unknown: 3,
        rows_of_unknown_customers: 9,
        rows_of_unknown_products: 0,
        customers_merged: 0,
    }
}

fn customers_file(rows: u64) -> FileReceipt {
    FileReceipt {
        file: "Customers.csv".to_owned(),
        table: TableKind::Customers,
        export: None,
        bytes: 8_542,
        fingerprint: "5be0a2c4d1f39078".to_owned(),
        format: "CSV, comma, UTF-8".to_owned(),
        dates: Some("YYYY-MM-DD, all 217 values read that way only".to_owned()),
        numbers: None,
        roles: vec![
            role("customer", "CustomerID", "alias of customer"),
            role("signup_date", "SignupDate", "alias of signup_date"),
            role("region", "Region", "alias of region"),
        ],
        unused_columns: vec!["CustomerName".to_owned()],
        rows,
        entries: vec![entry(Outcome::Kept, "kept", "used as it is", rows, 0, 0)],
        notes: vec![],
    }
}

fn transactions_file() -> FileReceipt {
    FileReceipt {
        file: "Transactions.csv".to_owned(),
        table: TableKind::Transactions,
        export: None,
        bytes: 1_284_009,
        fingerprint: "c0d6e8a1170b2f43".to_owned(),
        format: "CSV, semicolon, cp1252".to_owned(),
        dates: Some("D/M/YYYY H:MM, because a first number exceeds 12".to_owned()),
        numbers: Some("`TotalValue`: decimal comma (12,480 values can only be read so)".to_owned()),
        roles: vec![
            role("transaction", "TransactionID", "alias of transaction"),
            role("customer", "CustomerID", "alias of customer"),
            role("amount", "TotalValue", "alias of amount; equals quantity × price in nearly every row"),
        ],
        unused_columns: vec![],
        rows: 12_480,
        entries: vec![
            entry(Outcome::Kept, "kept", "used as it is", 12_205, 98_234_512, 0),
            entry(Outcome::Netted, "return", "returns, subtracted from the customer's revenue", 211, -1_820_390, 0),
            entry(Outcome::SetAside, "no_customer", "no customer", 52, 430_011, 0),
            entry(Outcome::SetAside, "after_as_of", "after the as-of date", 4, 12_050, 0),
            entry(Outcome::Unreadable, "bad_date", "the date could not be read", 8, 51_200, 3),
        ],
        notes: vec![
            Note { code: "repeated_row".to_owned(), words: "repeated rows, kept".to_owned(), rows: 14 },
            Note {
                code: "total_differs".to_owned(), words: "total differs from quantity × price".to_owned(), rows: 2
            },
        ],
    }
}

pub(crate) fn decisions() -> Vec<Decision> {
    let decision = |about: &str, choice: &str, reason: &str, flag: &str| Decision {
        about: about.to_owned(),
        choice: choice.to_owned(),
        reason: Statement::new().say(reason),
        flag: flag.to_owned(),
    };
    vec![
        decision(
            "features",
            "recency_days, tenure_days, orders, revenue, average_order_value",
            "One of each family: recency, tenure, frequency, value and basket.",
            "--features",
        ),
        decision("transform", "log1p of all but tenure_days", "They are clearly skewed to the right.", "--transform"),
        decision("scale", "standard", "Features in different units must weigh the same.", "--scale"),
        decision("as_of", "2025-01-01", "The day after the last transaction.", "--as-of"),
    ]
}

pub(crate) fn apart() -> Vec<ApartGroup> {
    vec![
        ApartGroup {
            reason: "no_purchase".to_owned(),
            words: "no purchase in the tables".to_owned(),
            members: 12,
            revenue: amount(0),
        },
        ApartGroup {
            reason: "returns_exceed_purchases".to_owned(),
            words: "returned more than they bought".to_owned(),
            members: 5,
            revenue: amount(-31_250),
        },
    ]
}
