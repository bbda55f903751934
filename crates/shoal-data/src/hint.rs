//! What mends an error: a step or a flag, in one table.

use crate::error::Error;

/// What tables of lines without money need.
const PRODUCTS: &str = "add a products table with the price of each product (columns such as `product_id` and `price`)";

impl Error {
    /// The step or the flag that mends it, where there is one.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoFiles => "name the tables: Customers.csv Transactions.csv Products.csv, or one flat table".to_owned(),
            Self::MissingFile { .. } => "check the spelling and the folder; put a name with spaces in quotes".to_owned(),
            Self::BrokenLink { .. } => "make the link anew, or name the file itself".to_owned(),
            Self::Folder { .. } => "name the folder in which the tables are, or the files themselves".to_owned(),
            Self::BadPattern { .. } => "check the folder and the spelling; a pattern is put in quotes, for instance 'sales/*.csv'".to_owned(),
            Self::DamagedArchive { test, .. } => format!("fetch or pack the file again; `{test} FILE` finds the damage"),
            Self::Swollen { archive: "zip", .. } => "open it in a spreadsheet program, look whether it is what you think, and save its table as .csv".to_owned(),
            Self::Swollen { .. } => "unpack it and look whether it is what you think; the unpacked file is read at any size".to_owned(),
            Self::SameFile { .. } => "name each file once".to_owned(),
            Self::EmptyFile { .. } | Self::NoRows { .. } => "export the table again, with its header and its rows".to_owned(),
            Self::NotATable { hint, .. } => hint.clone(),
            Self::BadWorkbook { .. } => "open it in a spreadsheet program and save it again as .xlsx or .csv".to_owned(),
            Self::Database { hint, .. } => hint.clone(),
            Self::BadColumns { .. } => "fetch or write the file again; its end holds the table of contents, so a part of it cannot be read".to_owned(),
            Self::BrokenJson { ends: true, .. } => "fetch or export the file again".to_owned(),
            Self::BrokenJson { line, .. } => {
                format!("mend line {line}, or write one object per line: there a broken line costs no other")
            }
            Self::UnclosedQuote { line, .. } => format!("look at line {line}: close the quote, or write a quote inside quotes twice"),
            Self::TooLarge { .. } => "split it into several files and name them all".to_owned(),
            Self::Hollow { .. } => "delete the columns without use: in a sheet often one stray cell far to the right, in JSON keys that are data, such as ids".to_owned(),
            Self::SeveralSheets { .. } => "name one file, or one table of a database with `?table=`; save the sheet you mean as a .csv file or as a workbook of its own".to_owned(),
            Self::Spill { .. } => "free space in the folder for temporary files, or name another one in TMPDIR".to_owned(),
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
                "the right to read it is missing: `ls -l FILE` says whose it is, `chmod u+r FILE` gives the right to its owner".to_owned()
            }
            Self::Read { .. } => "look whether the file can be opened at all (`head FILE`), and whether its disk or share answers".to_owned(),
            other => return other.hint_on_columns(),
        };
        Some(hint)
    }

    /// The hints on columns, their roles and their values.
    fn hint_on_columns(&self) -> Option<String> {
        let hint = match self {
            Self::DuplicateHeader { .. } => "rename the columns so that each name occurs once".to_owned(),
            Self::BadMap { .. } => "for instance `--map transactions.customer=CustomerID`".to_owned(),
            Self::UnknownRole { .. } => "`shoal roles` lists every role with its meaning".to_owned(),
            Self::WhichTable { role, tables, .. } => {
                tables.iter().map(|table| format!("`--map {table}.{role}=COLUMN`")).collect::<Vec<_>>().join(" or ")
            }
            Self::UnknownColumn { .. } => "write the column's name as the header has it".to_owned(),
            Self::UnknownTable { .. } => {
                "say which column is the customer: `--map transactions.customer=COLUMN`, `--map customers.customer=COLUMN`, or the product: `--map products.product=COLUMN`".to_owned()
            }
            Self::NoTransactions { .. } => {
                "add the file with one row per purchase: customer, date and amount (a total, or a quantity and a unit price); customers alone need a column that tells them apart (`--map customers.number=COLUMN` or `--map customers.attribute=COLUMN`)".to_owned()
            }
            Self::TitleRow { .. } => {
                "delete the rows above the names of the columns, so that these are in the first row".to_owned()
            }
            Self::EmptyColumn { flag, sheet: true, .. } => format!(
                "open the workbook in a spreadsheet program, which calculates its formulas, and save it again; or choose another column: `--map {flag}=COLUMN`"
            ),
            Self::EmptyColumn { flag, .. } => {
                format!("export the table again with its values, or choose another column: `--map {flag}=COLUMN`")
            }
            Self::RepeatedTotal { column, .. } => format!(
                "name the price of one unit: `--map transactions.unit_price=COLUMN`, or the amount of the line: `--map transactions.total=COLUMN` (`{}` when it is that after all)",
                flagged("transactions.total", column)
            ),
            Self::MissingRole { flag, candidates, prices_would_do, .. } => {
                let flags = if candidates.is_empty() { format!("`--map {flag}=COLUMN`") } else { each_flag(flag, candidates) };
                if *prices_would_do { format!("{flags}, or {PRODUCTS}") } else { flags }
            }
            Self::AmbiguousRole { flag, candidates, .. } => each_flag(flag, candidates),
            Self::DateOrder { flags, .. } => flags.join(" or "),
            Self::TooManyUnreadable(too_many) => too_many.hint(),
            Self::NothingLeft { .. } => "check the columns in use (`--map`) and the as-of date (`--as-of`)".to_owned(),
            Self::NothingInCommon { .. } => "check which columns name the customer: `--map transactions.customer=COLUMN` and `--map customers.customer=COLUMN`".to_owned(),
            Self::LackingColumns { .. } => "write the columns' names as the header has them".to_owned(),
            Self::RepeatedColumn { .. } => "name each column once; --scale brings columns to one weight".to_owned(),
            Self::WeightAmongColumns { column } => format!("write --columns without `{column}`, or leave --weight out"),
            Self::Weight { .. } => "mend the cell, or leave rows without a weight out with --missing drop; a row of weight 0 gets a cluster and moves none".to_owned(),
            Self::NoNumericColumn { .. } => "give a table with at least one column in which every cell is a number, or name columns with --columns to see what is wrong with them".to_owned(),
            Self::NotANumber { column, .. } => format!("mend the cell, or name the columns to use with --columns, without `{column}`"),
            Self::MissingCell { column, .. } => format!(
                "fill the cell, leave such rows out with --missing drop, or name the columns to use with --columns, without `{column}`"
            ),
            Self::NoCompleteRow { .. } => "name fewer columns with --columns".to_owned(),
            Self::BadRow { line, .. } => format!("look at line {line}: give it as many fields as the header has"),
            other => return other.hint_on_policy(),
        };
        Some(hint)
    }

    /// The hints on the cleaning policy.
    fn hint_on_policy(&self) -> Option<String> {
        Some(match self {
            Self::BadFilter { .. } => "for instance `--where \"country = 'United Kingdom' and quantity < 1000\"`: columns as the header has them, texts in single quotes".to_owned(),
            Self::BadRates { .. } => "write one rate per line, such as `USD,0.92` or `USD,0.92,2024-01-01`, and 1 for the currency to convert to".to_owned(),
            Self::SeveralCurrencies { counts } => format!(
                "use one of them with `--currency {}`, or convert them all with `--rates FILE`, which has lines such as `USD,0.92`",
                counts.first().map_or("EUR", |(currency, _)| currency.as_str())
            ),
            Self::LackingRates { currencies } => format!(
                "add a line such as `{},0.92` to the table of rates, or use one currency with `--currency`",
                currencies.first().map_or("USD", String::as_str)
            ),
            Self::NoCurrencyColumn { .. } => "name the column with `--map transactions.currency=COLUMN`, or leave the flag out".to_owned(),
            Self::NoMergeColumn { .. } => "write the column's name as the header has it".to_owned(),
            Self::Strict(_) => "mend the rows, or leave `--strict` out: the rows are then counted in the receipt".to_owned(),
            _ => return None,
        })
    }
}

/// So many candidates are written out; the error itself names more.
const EXAMPLES: usize = 5;

/// `--map` once per candidate, for the user to pick one.
fn each_flag(flag: &str, candidates: &[String]) -> String {
    let flags: Vec<String> =
        candidates.iter().take(EXAMPLES).map(|column| format!("`{}`", flagged(flag, column))).collect();
    flags.join(" or ")
}

/// `--map` with a role and a column, in quotes where the column has spaces.
pub(crate) fn flagged(flag: &str, column: &str) -> String {
    if column.contains(' ') { format!("--map \"{flag}={column}\"") } else { format!("--map {flag}={column}") }
}
