//! The rules of the cleaning policy as a table: `shoal policy` and the page on cleaning print it.

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleSpec {
    /// Its name in `[input.policy]`.
    pub name: &'static str,
    /// What it decides.
    pub meaning: &'static str,
    /// The words it can be; empty where it is something else.
    pub choices: &'static str,
    /// What holds when nothing is said.
    pub default: &'static str,
    /// The flag.
    pub flag: &'static str,
}

const fn choice(
    name: &'static str,
    meaning: &'static str,
    choices: &'static str,
    default: &'static str,
    flag: &'static str,
) -> RuleSpec {
    RuleSpec { name, meaning, choices, default, flag }
}

const fn value(name: &'static str, meaning: &'static str, default: &'static str, flag: &'static str) -> RuleSpec {
    choice(name, meaning, "", default, flag)
}

/// Every rule, in the order of the settings.
pub fn policy_rules() -> &'static [RuleSpec] {
    &RULES
}

const BACK: &str = "net, set_aside";
const ODD: &str = "keep, set_aside";

const RULES: [RuleSpec; 18] = [
    choice(
        "returns",
        "rows with a negative quantity, and rows whose type is a return or refund: subtracted, or left out",
        BACK,
        "net",
        "--policy returns=CHOICE",
    ),
    choice(
        "refunds",
        "money given back on the row of the purchase, and orders whose status is refunded: the row stays a purchase, and what was given back is subtracted, once per order where it is said of the order; or not subtracted",
        BACK,
        "net",
        "--policy refunds=CHOICE",
    ),
    choice(
        "negative_prices",
        "negative money with a positive quantity: subtracted as money given back, or left out",
        BACK,
        "net",
        "--policy negative_prices=CHOICE",
    ),
    choice("zero_prices", "rows without money, such as gifts", ODD, "keep", "--policy zero_prices=CHOICE"),
    choice(
        "zero_quantities",
        "rows of quantity zero: nothing changed hands",
        ODD,
        "set_aside",
        "--policy zero_quantities=CHOICE",
    ),
    choice(
        "duplicates",
        "rows that are identical in every field: auto leaves copies out where a table has one row per order, and keeps and tells them elsewhere, because a customer can buy the same thing twice",
        "auto, keep, set_aside",
        "auto",
        "--policy duplicates=CHOICE",
    ),
    choice(
        "services",
        "rows whose product code is postage, a fee, a discount or a correction: money counts their money and neither product nor units, because it is the customer's money and no product",
        "money, keep, set_aside",
        "money",
        "--policy services=CHOICE",
    ),
    choice(
        "tests",
        "rows that look like tests or purchases of staff, by id, address, tag or flag: told, because a look proves nothing, or left out",
        ODD,
        "keep",
        "--exclude-tests or --policy tests=CHOICE",
    ),
    value(
        "where",
        "a condition on the rows of the transactions, such as `country = 'United Kingdom' and quantity < 1000`; rows of which it is not true are left out",
        "",
        "--where CONDITION",
    ),
    value("exclude", "a file with ids of customers to leave out, one per line", "", "--exclude FILE"),
    value("only", "a file with the ids of the only customers to use, one per line", "", "--only FILE"),
    value("from", "the first day; earlier rows are left out (later ones by `--as-of`)", "", "--from DAY"),
    value(
        "currency",
        "the only currency to use, as columns name it or as it stands beside amounts (`$5`, `EUR 12`); several are refused when neither this nor `rates` is given",
        "",
        "--currency CODE",
    ),
    value(
        "rates",
        "a file of exchange rates with lines such as `USD,0.92` or `USD,0.92,2024-01-01`: amount × rate, rounded once, half to even, to the decimals of the money (at least two), in the currency with rate 1",
        "",
        "--rates FILE",
    ),
    value(
        "merge_by",
        "a column of the customers, orders or transactions: customers who share its value are one, with the smallest id",
        "",
        "--merge-by COLUMN",
    ),
    value(
        "strict",
        "whether a row that is not kept (netted, set aside or unreadable) is an error",
        "false",
        "--strict",
    ),
    value(
        "service_codes",
        "the product codes that are no products, without case; `#` stands for digits and a leading `*` for any words; codes of one or two characters are believed only where such codes are rare",
        "POST, D, M, BANK CHARGES and others",
        "in the settings",
    ),
    value(
        "statuses",
        "the words of statuses: cancelled, failed and pending ones are left out, refunded ones given back, others kept; a word of no list keeps its row and is told",
        "lists of words",
        "in the settings",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn defaults_are_those_of_the_policy() {
        let policy = Policy::default();
        let words = [
            policy.returns.word(),
            policy.refunds.word(),
            policy.negative_prices.word(),
            policy.zero_prices.word(),
            policy.zero_quantities.word(),
            policy.duplicates.word(),
            policy.services.word(),
            policy.tests.word(),
        ];
        let told: Vec<&str> = RULES.iter().filter(|rule| !rule.choices.is_empty()).map(|rule| rule.default).collect();
        assert_eq!(told, words);
    }
}
