//! From files to lines and receipt: the steps of the crate's first page as code.

use crate::account::ledger::{Ledger, rejected_rows};
use crate::account::notes::Remarks;
use crate::account::receipts::file_receipt;
use crate::account::{currencies, states};
use crate::arrange::assemble::{Assembly, assemble, known};
use crate::arrange::attributes::{MOST_LEVELS, Named, named_columns};
use crate::arrange::repeats::{identical_rows, orders_are_lines, repeated_line_ids};
use crate::arrange::transactions::{self, Transactions};
use crate::arrange::{Arranged, arrange, lonely};
use crate::error::Error;
use crate::judge::Judge;
use crate::judge::customers::{self, CustomersTable};
use crate::judge::fates::Fate;
use crate::judge::products::{self, ProductsTable};
use crate::judge::reason::Reason;
use crate::judge::rules::{Rules, Scales};
use crate::options::ReadOptions;
use crate::progress::{Counter, OnProgress, Stage};
use crate::read::source::{open_all, total_bytes};
use crate::recognise::explain;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::recognise::{Table, order_total, properties, recognise, recognise_customers};
use crate::tables::Tables;
use crate::value::dates::DateFacts;
use shoal_segment::lines::Lines;
use shoal_segment::money::Scale;
use shoal_segment::receipt::{Note, Receipt, RejectedRow, TableKind};
use std::path::{Path, PathBuf};

/// What came out of the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The canonical transactions.
    pub lines: Lines,
    /// What became of every row.
    pub receipt: Receipt,
    /// The rows that were set aside or unreadable, by file and line.
    pub rejected: Vec<RejectedRow>,
}

/// Reads tables: one flat table, or customers, transactions and products in any number of files; or customers alone.
///
/// The same files give the same result to the bit, whatever the order in which they are named, the order of their rows and columns,
/// how the rows are spread over files, and the number of threads. Runs on the threads of the current rayon pool. Memory: the files, 8
/// bytes per field, and about 180 bytes per row of the transactions.
///
/// # Errors
///
/// See [`Error`]; most are the user's to mend and carry a hint.
pub fn load(files: &[PathBuf], options: &ReadOptions, progress: OnProgress<'_>) -> Result<Loaded, Error> {
    load_as(files, options, progress, |profiles| recognise(profiles, &options.map))
}

/// Reads a table with one row per customer, whatever its columns look like: scores of another program, answers, a census. Its numbers
/// and categories are told by their values; there are no lines.
///
/// # Errors
///
/// As [`load`]; also when no column can be the customer.
pub fn load_customer_table(file: &Path, options: &ReadOptions, progress: OnProgress<'_>) -> Result<Loaded, Error> {
    load_as(&[file.to_path_buf()], options, progress, recognise_customers)
}

/// The way of both; `recognise` says which file is which table.
fn load_as(
    files: &[PathBuf],
    options: &ReadOptions,
    progress: OnProgress<'_>,
    recognise: impl Fn(&mut Profiles<'_>) -> Result<Vec<Table>, Error>,
) -> Result<Loaded, Error> {
    options.check()?;
    let reading = Counter::new(Stage::Reading, total_bytes(files), progress);
    let sources = open_all(files, &reading)?;
    let rows = sources.iter().map(|source| source.grid.row_count()).sum();
    let recognising = Counter::new(Stage::Recognising, rows, progress);
    let mut profiles = Profiles::new(&sources);
    let mut recognised = recognise(&mut profiles)?;
    order_total::settle(&profiles, &mut recognised)?;
    properties::settle(&mut profiles, &mut recognised);
    explain::check_something(&sources, &recognised)?;
    let dates = DateFacts::settle(&mut profiles, &recognised, options.dates)?;
    let scales = Scales::of(&mut profiles, &recognised);
    recognising.add(rows);
    let tables = Tables::new(&sources, &recognised);
    let rules = Rules { order: dates.order(TableKind::Transactions), as_of: options.as_of, scales };
    let rows = tables.units_of(TableKind::Transactions).map(|unit| tables.chunk(unit).rows.len() as u64).sum();
    let judging = Counter::new(Stage::Judging, rows, progress);
    let mut judged = judge(&tables, &dates, rules, options.max_unreadable, &judging)?;
    let sorting = Counter::new(Stage::Sorting, rows, progress);
    let (arranged, remarks) = arrange_all(&tables, &dates, &mut judged, options.as_of.is_some())?;
    let loaded = account(&tables, &judged, arranged, &remarks, options.order_ids);
    sorting.add(rows);
    Ok(loaded)
}

/// All rows, judged.
struct Judged<'t, 'a> {
    rules: Rules,
    customers: CustomersTable<'a>,
    products: ProductsTable<'a>,
    attributes: Vec<Named>,
    transactions: Transactions<'a>,
    ledger: Ledger<'a, 't>,
}

/// Step 4: every row is judged; too many unreadable rows are an error.
fn judge<'t, 'a>(
    tables: &'t Tables<'a>,
    dates: &DateFacts,
    rules: Rules,
    max_unreadable: f64,
    counter: &Counter<'_>,
) -> Result<Judged<'t, 'a>, Error> {
    let mut customers = customers::read(tables, dates.order(TableKind::Customers));
    let mut products = products::read(tables);
    let attributes = attributes_of_lines(tables);
    let ids = std::mem::take(&mut customers.ids);
    let categories = std::mem::take(&mut products.categories);
    let judge = Judge { tables, rules, products: &products, attributes: &attributes };
    let transactions = transactions::read(&judge, ids, categories, counter);
    let mut ledger = Ledger::new(tables);
    ledger.add_all(&transactions.unreadable);
    ledger.add_all(&customers.fates);
    ledger.add_all(&products.fates);
    ledger.check_unreadable(&[&transactions.unreadable, &customers.fates, &products.fates], max_unreadable)?;
    Ok(Judged { rules, customers, products, attributes, transactions, ledger })
}

/// Step 5: what can be used is put in order, repeats are settled, and every row has its entry in the ledger.
fn arrange_all(
    tables: &Tables<'_>,
    dates: &DateFacts,
    judged: &mut Judged<'_, '_>,
    as_of_given: bool,
) -> Result<(Arranged, Vec<Remarks>), Error> {
    let Judged { customers, products, attributes, transactions, ledger, .. } = judged;
    for draft in repeated_line_ids(tables, &transactions.drafts, std::mem::take(&mut transactions.line_ids)) {
        transactions.drafts[draft as usize].reason = Reason::RepeatedLineId;
    }
    let category_of = products.category_of(&transactions.products, &transactions.table_categories);
    let arranged = arrange(&transactions.drafts, transactions.customers.len(), transactions.orders.len(), &category_of);
    let mut remarks = remarks(tables, dates, transactions, customers, attributes);
    let arranged = settle_repeats(tables, transactions, arranged, &mut remarks);
    for draft in &transactions.drafts {
        ledger.add(tables.table_of(draft.place), draft.reason, Some(draft.amount));
    }
    if arranged.placed.is_empty() && tables.of_kind(TableKind::Transactions).next().is_some() {
        let reasons: Vec<String> =
            tables.of_kind(TableKind::Transactions).map(|table| ledger.in_words(table)).collect();
        return Err(Error::NothingLeft { reasons: reasons.join("; ") });
    }
    check_in_common(transactions, &arranged)?;
    for (table, note) in lonely::notes(tables, &transactions.drafts, &arranged, as_of_given) {
        remarks[table].found.push(note);
    }
    Ok((arranged, remarks))
}

/// Step 6: the lines, the receipt and the rows that are not used.
fn account(
    tables: &Tables<'_>,
    judged: &Judged<'_, '_>,
    arranged: Arranged,
    remarks: &[Remarks],
    order_ids: bool,
) -> Loaded {
    let Judged { rules, customers, products, attributes, transactions, ledger } = judged;
    let known = known(tables, products);
    let unknown_products = products.unknown_rows(&transactions.products, &arranged);
    let assembly = Assembly { judged: transactions, customers, attributes, known, rules: *rules, order_ids };
    let (lines, counts) = assemble(&assembly, arranged);
    let scale = Scale(rules.scales.money);
    let files =
        (0..tables.tables.len()).map(|table| file_receipt(tables, ledger, table, scale, &remarks[table])).collect();
    let receipt = Receipt {
        files,
        customers_without_transactions: counts.without_transactions,
        customers_unknown: counts.unknown,
        rows_of_unknown_customers: counts.rows_of_unknown,
        rows_of_unknown_products: unknown_products,
    };
    let drafts = transactions.drafts.iter().filter(|draft| !draft.reason.is_used());
    let set_aside = drafts.map(|draft| Fate::plain(draft.place, draft.reason));
    let others = [transactions.unreadable.as_slice(), &customers.fates, &products.fates].concat();
    let rejected = rejected_rows(tables, set_aside.chain(others));
    Loaded { lines, receipt, rejected }
}

/// The attributes of flat tables, without those that the customers table has.
fn attributes_of_lines(tables: &Tables<'_>) -> Vec<Named> {
    let known: Vec<String> = named_columns(tables, TableKind::Customers, Role::Attribute)
        .into_iter()
        .chain(named_columns(tables, TableKind::Customers, Role::Number))
        .map(|named| crate::recognise::roles::plain(&named.name))
        .collect();
    let mut attributes = named_columns(tables, TableKind::Transactions, Role::Attribute);
    attributes.retain(|named| !known.contains(&crate::recognise::roles::plain(&named.name)));
    attributes
}

/// What is told about each table besides its rows.
fn remarks(
    tables: &Tables<'_>,
    dates: &DateFacts,
    judged: &Transactions<'_>,
    customers: &CustomersTable<'_>,
    attributes: &[Named],
) -> Vec<Remarks> {
    let many_in_lines = attributes
        .iter()
        .zip(&judged.attributes)
        .filter(|(_, levels)| levels.is_none())
        .map(|(named, _)| named.name.clone());
    let many_in_lines: Vec<String> = many_in_lines.collect();
    let of_customers = customers.attributes.iter().filter(|attribute| attribute.levels.len() > MOST_LEVELS);
    let many_in_customers: Vec<String> = of_customers.map(|attribute| attribute.name.clone()).collect();
    let remark = |table: usize| Remarks {
        dates: dates.tables[table].clone(),
        oddities: judged.oddities[table],
        repeated: 0,
        found: [states::notes(tables, table), properties_notes(tables, table, customers)].concat(),
        too_many_levels: match tables.tables[table].kind {
            TableKind::Customers => many_in_customers.clone(),
            TableKind::Transactions => many_in_lines.clone(),
            TableKind::Products => Vec::new(),
        },
    };
    let mut remarks: Vec<Remarks> = (0..tables.tables.len()).map(remark).collect();
    for (table, note) in currencies::notes(tables) {
        remarks[table].found.push(note);
    }
    remarks
}

/// What is told about columns that could be properties of customers.
fn properties_notes(tables: &Tables<'_>, table: usize, customers: &CustomersTable<'_>) -> Vec<Note> {
    let grid = &tables.source(table).grid;
    let left_out = tables.tables[table].left_out.iter().map(|(column, why)| Note {
        code: "no_property".to_owned(),
        words: format!("`{}` is not used as a property of customers: {why}", grid.column_name(*column)),
        rows: grid.row_count(),
    });
    let here = customers.no_numbers.iter().filter(|((of, _), _)| *of == table);
    let missing = here.map(|((_, column), rows)| Note {
        code: "no_number".to_owned(),
        words: format!("`{}` holds something that is no number, which counts as missing", grid.column_name(*column)),
        rows: *rows,
    });
    left_out.chain(missing).collect()
}

/// Identical rows are set aside when order ids hardly repeat, and counted otherwise.
fn settle_repeats(
    tables: &Tables<'_>,
    judged: &mut Transactions<'_>,
    arranged: Arranged,
    remarks: &mut [Remarks],
) -> Arranged {
    let copies = orders_are_lines(&judged.drafts, judged.orders.len());
    let repeated = identical_rows(tables, &judged.drafts, &arranged);
    for &draft in &repeated {
        let draft = &mut judged.drafts[draft as usize];
        if copies {
            draft.reason = Reason::RepeatedLineId;
        } else {
            remarks[tables.table_of(draft.place)].repeated += 1;
        }
    }
    if copies && !repeated.is_empty() { arranged.without(&judged.drafts) } else { arranged }
}

/// Two tables of at least ten customers each without a common one were joined by the wrong columns.
fn check_in_common(judged: &Transactions<'_>, arranged: &Arranged) -> Result<(), Error> {
    let has_lines = |customer: usize| arranged.starts[customer + 1] > arranged.starts[customer];
    let with_lines: Vec<usize> = (0..judged.customers.len()).filter(|&customer| has_lines(customer)).collect();
    let in_table = &judged.table_customers;
    let few = 10;
    if in_table.len() < few || with_lines.len() < few || in_table.iter().any(|&rank| has_lines(rank as usize)) {
        return Ok(());
    }
    let id = |customer: usize| String::from_utf8_lossy(judged.customers[customer]).into_owned();
    let first = in_table.iter().min().map_or(0, |&rank| rank as usize);
    Err(Error::NothingInCommon {
        in_transactions: with_lines.len(),
        in_customers: in_table.len(),
        transaction_id: id(with_lines[0]),
        customer_id: id(first),
    })
}
