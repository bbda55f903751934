//! From files to lines and receipt: the steps of the crate's first page as code.

use crate::account::ledger::{Ledger, rejected_rows};
use crate::account::notes::Remarks;
use crate::account::receipts::file_receipt;
use crate::account::{states, strict};
use crate::arrange::assemble::{Assembly, assemble, known};
use crate::arrange::attributes::{MOST_LEVELS, Named, named_columns};
use crate::arrange::repeats::{are_copies, follow_rows, identical_rows, repeated_line_ids};
use crate::arrange::transactions::{self, Transactions};
use crate::arrange::{Arranged, arrange, contexts, lonely, merge, services};
use crate::error::Error;
use crate::judge::Judge;
use crate::judge::customers::{self, CustomersTable};
use crate::judge::fates::Fate;
use crate::judge::products::{self, ProductsTable};
use crate::judge::reason::Reason;
use crate::judge::rules::{Rules, Scales};
use crate::judge::terms::{Ground, Terms};
use crate::options::ReadOptions;
use crate::progress::{Counter, OnProgress, Stage};
use crate::read::source::{open_all, total_bytes};
use crate::recognise::explain;
use crate::recognise::profiles::Profiles;
use crate::recognise::recognise;
use crate::recognise::roles::Role;
use crate::recognise::{order_total, properties};
use crate::tables::Tables;
use crate::value::dates::DateFacts;
use shoal_segment::lines::{Contexts, Lines};
use shoal_segment::money::Scale;
use shoal_segment::receipt::{Note, Outcome, Receipt, RejectedRow, TableKind};
use std::path::PathBuf;

/// Decimals that converted amounts have at least.
const CONVERTED_DECIMALS: u8 = 2;

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
    options.check()?;
    let reading = Counter::new(Stage::Reading, total_bytes(files), progress);
    let sources = open_all(files, &reading)?;
    let rows = sources.iter().map(|source| source.grid.row_count()).sum();
    let recognising = Counter::new(Stage::Recognising, rows, progress);
    let mut profiles = Profiles::new(&sources);
    let mut recognised = recognise(&mut profiles, &options.map)?;
    order_total::settle(&profiles, &mut recognised)?;
    properties::settle(&mut profiles, &mut recognised);
    explain::check_something(&sources, &recognised)?;
    let dates = DateFacts::settle(&mut profiles, &recognised, options.dates)?;
    let mut scales = Scales::of(&mut profiles, &recognised);
    let tables = Tables::new(&sources, &recognised);
    let order = dates.order(TableKind::Transactions);
    let ground = Ground { profiles: &mut profiles, recognised: &recognised, tables: &tables, order };
    let terms = Terms::settle(&options.policy, ground)?;
    merge::check(&tables, &options.policy)?;
    if terms.currencies.as_ref().is_some_and(|currencies| currencies.converts()) {
        scales.money = scales.money.max(CONVERTED_DECIMALS);
    }
    recognising.add(rows);
    let rules = Rules { order, as_of: options.as_of, scales };
    let rows = tables.units_of(TableKind::Transactions).map(|unit| tables.chunk(unit).rows.len() as u64).sum();
    let judging = Counter::new(Stage::Judging, rows, progress);
    let max_unreadable = if options.policy.strict { 1.0 } else { options.max_unreadable };
    let mut judged = judge(&tables, &dates, rules, (&terms, max_unreadable), &judging)?;
    let sorting = Counter::new(Stage::Sorting, rows, progress);
    let (arranged, remarks) = arrange_all(&tables, &dates, &mut judged, &terms)?;
    let loaded = account(&tables, &judged, arranged, &remarks, options.order_ids);
    if options.policy.strict {
        strict::check(&loaded.receipt.files, &not_kept(&tables, &judged, &loaded))?;
    }
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
    /// What else is known of lines, when they are arranged.
    contexts: Contexts,
    /// Ids of customers that went up in others.
    merged: u64,
}

/// Step 4: every row is judged; too many unreadable rows are an error.
fn judge<'t, 'a>(
    tables: &'t Tables<'a>,
    dates: &DateFacts,
    rules: Rules,
    (terms, max_unreadable): (&Terms<'a>, f64),
    counter: &Counter<'_>,
) -> Result<Judged<'t, 'a>, Error> {
    let mut customers = customers::read(tables, dates.order(TableKind::Customers), terms);
    let mut products = products::read(tables);
    let attributes = attributes_of_lines(tables);
    let ids = std::mem::take(&mut customers.ids);
    let categories = std::mem::take(&mut products.categories);
    let judge = Judge { tables, rules, products: &products, attributes: &attributes, terms };
    let transactions = transactions::read(&judge, ids, categories, counter);
    let mut ledger = Ledger::new(tables);
    ledger.add_all(&transactions.unreadable);
    ledger.add_all(&customers.fates);
    ledger.add_all(&products.fates);
    ledger.check_unreadable(&[&transactions.unreadable, &customers.fates, &products.fates], max_unreadable)?;
    if let Some(currencies) = &terms.currencies {
        currencies.check(&transactions.currencies)?;
    }
    let contexts = Contexts::default();
    Ok(Judged { rules, customers, products, attributes, transactions, ledger, contexts, merged: 0 })
}

/// Step 5: what can be used is put in order, repeats are settled, and every row has its entry in the ledger.
fn arrange_all(
    tables: &Tables<'_>,
    dates: &DateFacts,
    judged: &mut Judged<'_, '_>,
    terms: &Terms<'_>,
) -> Result<(Arranged, Vec<Remarks>), Error> {
    let Judged { rules, customers, products, attributes, transactions, ledger, contexts, merged } = judged;
    *merged = merge::settle(tables, terms.policy, &customers.places, transactions);
    for draft in repeated_line_ids(tables, &transactions.drafts, std::mem::take(&mut transactions.line_ids)) {
        transactions.drafts[draft as usize].reason = Reason::RepeatedLineId;
    }
    services::settle(&mut transactions.drafts, &transactions.products, terms.policy);
    follow_rows(&mut transactions.drafts);
    *contexts = contexts::settle(attributes, &transactions.attributes, &mut transactions.drafts);
    let category_of = products.category_of(&transactions.products, &transactions.table_categories);
    let arranged = arrange(&transactions.drafts, transactions.customers.len(), transactions.orders.len(), &category_of);
    let mut remarks = remarks(tables, dates, transactions, customers, (attributes, terms));
    let arranged = settle_repeats(tables, transactions, arranged, &mut remarks, terms);
    transactions.drafts.iter().for_each(|draft| ledger.add_draft(draft));
    if arranged.placed.is_empty() && tables.of_kind(TableKind::Transactions).next().is_some() {
        let reasons: Vec<String> =
            tables.of_kind(TableKind::Transactions).map(|table| ledger.in_words(table)).collect();
        return Err(Error::NothingLeft { reasons: reasons.join("; ") });
    }
    check_in_common(transactions, &arranged)?;
    for (table, note) in lonely::notes(tables, &transactions.drafts, &arranged, rules.as_of.is_some()) {
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
    let Judged { rules, customers, products, attributes, transactions, ledger, contexts, merged } = judged;
    let known = known(tables, products);
    let unknown_products = products.unknown_rows(&transactions.products, &transactions.drafts, &arranged);
    let assembly = Assembly { judged: transactions, customers, attributes, known, contexts, rules: *rules, order_ids };
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
        customers_merged: *merged,
    };
    let drafts = transactions.drafts.iter().filter(|draft| !draft.reason.is_used() && !draft.is_refund);
    let set_aside = drafts.map(|draft| Fate::plain(draft.place, draft.reason));
    let others = [transactions.unreadable.as_slice(), &customers.fates, &products.fates].concat();
    let rejected = rejected_rows(tables, set_aside.chain(others));
    Loaded { lines, receipt, rejected }
}

/// All rows that are not kept: those that are rejected, and returns.
fn not_kept(tables: &Tables<'_>, judged: &Judged<'_, '_>, loaded: &Loaded) -> Vec<RejectedRow> {
    let netted =
        judged.transactions.drafts.iter().filter(|draft| draft.reason.outcome() == Outcome::Netted && !draft.is_refund);
    let row = |draft: &crate::judge::Draft| RejectedRow {
        file: tables.source(tables.table_of(draft.place)).name.clone(),
        line: tables.line(draft.place),
        outcome: Outcome::Netted,
        reason: draft.reason.code().to_owned(),
        detail: String::new(),
        raw: String::new(),
    };
    netted.map(row).chain(loaded.rejected.iter().cloned()).collect()
}

/// The attributes of flat tables; those that the customers table has are of lines only.
fn attributes_of_lines(tables: &Tables<'_>) -> Vec<Named> {
    let known: Vec<String> = named_columns(tables, TableKind::Customers, &[Role::Attribute, Role::Number])
        .into_iter()
        .map(|named| crate::recognise::roles::plain(&named.name))
        .collect();
    let mut attributes = named_columns(tables, TableKind::Transactions, &[Role::Attribute, Role::Channel]);
    for named in &mut attributes {
        named.of_customers = !known.contains(&crate::recognise::roles::plain(&named.name));
    }
    attributes
}

/// What is told about each table besides its rows.
fn remarks(
    tables: &Tables<'_>,
    dates: &DateFacts,
    judged: &Transactions<'_>,
    customers: &CustomersTable<'_>,
    (attributes, terms): (&[Named], &Terms<'_>),
) -> Vec<Remarks> {
    let many_in_lines = attributes
        .iter()
        .zip(&judged.attributes)
        .filter(|(named, levels)| levels.is_none() && named.of_customers)
        .map(|(named, _)| named.name.clone());
    let many_in_lines: Vec<String> = many_in_lines.collect();
    let of_customers = customers.attributes.iter().filter(|attribute| attribute.levels.len() > MOST_LEVELS);
    let many_in_customers: Vec<String> = of_customers.map(|attribute| attribute.name.clone()).collect();
    let remark = |table: usize| Remarks {
        dates: dates.tables[table].clone(),
        oddities: judged.oddities[table],
        repeated: 0,
        found: [
            states::notes(tables, table),
            terms.states[table].notes(tables, table),
            terms.currencies.as_ref().and_then(|currencies| currencies.notes(tables, table)).into_iter().collect(),
            properties_notes(tables, table, customers),
        ]
        .concat(),
        too_many_levels: match tables.tables[table].kind {
            TableKind::Customers => many_in_customers.clone(),
            TableKind::Transactions => many_in_lines.clone(),
            TableKind::Products => Vec::new(),
        },
    };
    (0..tables.tables.len()).map(remark).collect()
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

/// Identical rows are set aside when they are copies, and counted otherwise.
fn settle_repeats(
    tables: &Tables<'_>,
    judged: &mut Transactions<'_>,
    arranged: Arranged,
    remarks: &mut [Remarks],
    terms: &Terms<'_>,
) -> Arranged {
    let copies = are_copies(&judged.drafts, judged.orders.len(), terms.policy.duplicates);
    let repeated = identical_rows(tables, &judged.drafts, &arranged);
    for &draft in &repeated {
        let draft = &mut judged.drafts[draft as usize];
        if copies {
            draft.reason = Reason::RepeatedRow;
        } else if !draft.is_refund {
            remarks[tables.table_of(draft.place)].repeated += 1;
        }
    }
    follow_rows(&mut judged.drafts);
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
