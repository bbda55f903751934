//! From files to lines and receipt: the steps of the crate's first page as code.

use crate::account::id_notes::{self, IdMarks};
use crate::account::ledger::Ledger;
use crate::account::listing::list;
use crate::account::notes::Remarks;
use crate::account::receipts::file_receipt;
use crate::account::rejected::Rejected;
use crate::account::{number_notes, states, strict};
use crate::error::Error;
use crate::gather::assembly::Assembly;
use crate::gather::attributes::MOST_LEVELS;
use crate::gather::census::{Census, Registers};
use crate::gather::join::join;
use crate::gather::piece::Gathering;
use crate::gather::{lonely, overlap};
use crate::judge::Judge;
use crate::judge::contexts::{self, ContextSource};
use crate::judge::customers::{self, CustomersTable};
use crate::judge::fates::{Ends, Fate};
use crate::judge::harvest::{self, Harvest};
use crate::judge::orders::{self, OrderFacts};
use crate::judge::persons;
use crate::judge::products::{self, ProductsTable};
use crate::judge::row::Rows;
use crate::judge::rules::{Rules, Scales};
use crate::judge::terms::Terms;
use crate::options::ReadOptions;
use crate::policy::Duplicates;
use crate::policy::services::product_columns;
use crate::progress::{Counter, OnProgress, Stage};
use crate::read::inputs::{expand, total_bytes};
use crate::read::source::{Source, open_all};
use crate::recognise::explain;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::recognise::{Table, order_total, properties, recognise, recognise_customers};
use crate::room::Room;
use crate::shelf::shelves::Shelves;
use crate::tables::{Place, Tables};
use crate::value::dates::DateFacts;
use crate::value::numbers::NumberFacts;
use shoal_segment::lines::Lines;
use shoal_segment::receipt::{Note, Outcome, Receipt, TableKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Decimals that converted money has at least.
const CONVERTED_DECIMALS: u8 = 2;

/// The share of the memory that is for chunks of the tables (and after them for rows that were not kept), as one in so many.
const OF_CHUNKS: u64 = 8;
/// The share that is for shelves.
const OF_SHELVES: u64 = 4;

/// What came out of the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The canonical transactions.
    pub lines: Lines,
    /// What became of every row.
    pub receipt: Receipt,
    /// The rows that were set aside or unreadable, by file and line.
    pub rejected: Rejected,
    /// What was read, as it can be given again: folders and patterns are the files that they stood for. Sorted.
    pub inputs: Vec<PathBuf>,
}

/// Reads tables: one flat table, or customers, orders, transactions and products in any number of files, folders and patterns
/// (`sales/*.csv`); or customers alone.
///
/// The same files give the same result to the bit, whatever the order in which they are named, the order of their rows and columns,
/// how the rows are spread over files, and the number of threads. Runs on the threads of the current rayon pool. Memory: the lines, at 56 bytes each,
/// and beside them [`ReadOptions::memory`] and what grows with customers.
///
/// # Errors
///
/// See [`Error`]; most are the user's to mend and carry a hint.
pub fn load(files: &[PathBuf], options: &ReadOptions, progress: OnProgress<'_>) -> Result<Loaded, Error> {
    whole(files, Asked::Tables, options, progress)
}

/// What is done with the lines of some of the customers.
pub type Visit<P> = Box<dyn Fn(Lines) -> P + Sync>;

/// Reads tables as [`load`] does, and hands the lines out in parts, each with all lines of some of the customers, so that they
/// are never in memory together. `begin` gets what all parts have in common (lines without a line or a customer) and says
/// what is done with a part; parts are visited at the same time. Returns the common part with the receipt, and what the visits gave.
///
/// Memory: as [`load`], but for the lines: only those of the parts that are visited at the same time.
///
/// # Errors
///
/// As [`load`], and those of `begin`.
pub fn load_in_parts<P: Send, E: From<Error>>(
    files: &[PathBuf],
    options: &ReadOptions,
    progress: OnProgress<'_>,
    begin: impl FnOnce(&Lines) -> Result<Visit<P>, E>,
) -> Result<(Loaded, Vec<P>), E> {
    load_as(files, Asked::Tables, options, progress, begin)
}

/// Reads a table with one row per customer, whatever its columns look like: scores of another program, answers, a census. Its numbers
/// and categories are told by their values; there are no lines.
///
/// # Errors
///
/// As [`load`]; also when no column can be the customer.
pub fn load_customer_table(file: &Path, options: &ReadOptions, progress: OnProgress<'_>) -> Result<Loaded, Error> {
    whole(&[file.to_path_buf()], Asked::CustomerTable, options, progress)
}

/// What files are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The tables of a business, told by their columns.
    Tables,
    /// A table with one row per customer.
    CustomerTable,
}

/// All parts as one.
fn whole(files: &[PathBuf], asked: Asked, options: &ReadOptions, progress: OnProgress<'_>) -> Result<Loaded, Error> {
    let (mut loaded, parts) =
        load_as(files, asked, options, progress, |_| Ok::<_, Error>(Box::new(|lines| lines) as _))?;
    loaded.lines = join(&loaded.lines, parts);
    Ok(loaded)
}

fn load_as<P: Send, E: From<Error>>(
    files: &[PathBuf],
    asked: Asked,
    options: &ReadOptions,
    progress: OnProgress<'_>,
    begin: impl FnOnce(&Lines) -> Result<Visit<P>, E>,
) -> Result<(Loaded, Vec<P>), E> {
    options.check()?;
    let inputs = expand(files)?;
    let reading = Counter::new(Stage::Reading, total_bytes(&inputs), progress);
    let room = room(options);
    let sources = open_all(&inputs, &room, &reading)?;
    room.check()?;
    let (mut loaded, parts) = load_opened(&sources, (asked, &room), options, progress, begin)?;
    room.check()?;
    loaded.inputs = inputs.into_iter().map(|input| input.path).collect();
    loaded.inputs.sort_unstable();
    Ok((loaded, parts))
}

/// Room for the chunks of the tables.
pub(crate) fn room(options: &ReadOptions) -> Arc<Room> {
    Arc::new(Room::new(options.memory / OF_CHUNKS))
}

/// Steps 2 to 6, of files that were read; without the names of the inputs.
pub(crate) fn load_opened<P: Send, E: From<Error>>(
    sources: &[Source],
    (asked, room): (Asked, &Arc<Room>),
    options: &ReadOptions,
    progress: OnProgress<'_>,
    begin: impl FnOnce(&Lines) -> Result<Visit<P>, E>,
) -> Result<(Loaded, Vec<P>), E> {
    let rows = sources.iter().map(|source| source.grid.row_count()).sum();
    let recognising = Counter::new(Stage::Recognising, rows, progress);
    let mut profiles = Profiles::foreseeing(sources, |profiles| {
        if let Ok((tables, _)) = named(profiles, asked, options) {
            let _ = DateFacts::settle(profiles, &tables, (options.dates, options.timezone));
            product_columns(&tables).for_each(|at| _ = profiles.short_codes(at));
        }
    });
    let (recognised, numbers) = recognised(&mut profiles, asked, options)?;
    let dates = DateFacts::settle(&mut profiles, &recognised, (options.dates, options.timezone))?;
    let mut scales = Scales::of(&recognised, &numbers);
    let tables = Tables::new(sources, &recognised, &numbers);
    let form = dates.form(TableKind::Transactions);
    let terms = Terms::settle(&options.policy, &mut profiles, &tables, form)?;
    if terms.currencies.as_ref().is_some_and(|currencies| currencies.converts()) {
        scales.money = scales.money.max(CONVERTED_DECIMALS);
    }
    recognising.add(rows);
    let rules = Rules { dates: form, as_of: options.as_of, scales };
    let rows = tables.units_of(TableKind::Transactions).map(|unit| tables.rows_of(unit) as u64).sum();
    let judging = Counter::new(Stage::Judging, rows, progress);
    let shelves = Shelves::new(options.memory / OF_SHELVES);
    let judged = judge(&tables, &dates, (rules, &terms), options, (&shelves, &judging))?;
    let sorting = Counter::new(Stage::Sorting, rows, progress);
    let loaded = arrange(&dates, (judged, &terms), (&shelves, room), options, begin)?;
    sorting.add(rows);
    Ok(loaded)
}

/// Step 2, with what is settled of whole columns: every table with its columns' roles, and how their numbers are written.
pub(crate) fn recognised(
    profiles: &mut Profiles<'_>,
    asked: Asked,
    options: &ReadOptions,
) -> Result<(Vec<Table>, NumberFacts), Error> {
    let (mut recognised, _) = named(profiles, asked, options)?;
    properties::settle(profiles, &mut recognised);
    let numbers = NumberFacts::settle(profiles, &recognised, options.decimal);
    order_total::settle(profiles, &mut recognised, &numbers)?;
    explain::check_something(profiles.sources, &recognised)?;
    Ok((recognised, numbers))
}

/// Every table with the roles that names, values and `--map` give its columns.
fn named(profiles: &mut Profiles<'_>, asked: Asked, options: &ReadOptions) -> Result<(Vec<Table>, NumberFacts), Error> {
    let recognised = match asked {
        Asked::Tables => recognise(profiles, &options.map)?,
        Asked::CustomerTable => recognise_customers(profiles)?,
    };
    let numbers = NumberFacts::settle(profiles, &recognised, options.decimal);
    Ok((recognised, numbers))
}

/// All rows, judged.
struct Judged<'t, 'a> {
    tables: &'t Tables<'a>,
    rules: Rules,
    customers: CustomersTable<'a>,
    orders: OrderFacts<'a>,
    products: ProductsTable<'a>,
    /// The columns of contexts, sorted by name.
    contexts: Vec<ContextSource>,
    harvest: Harvest,
    /// Ids of customers that went up in others.
    merged: u64,
    /// What became of the rows.
    ends: Ends,
    ledger: Ledger<'a, 't>,
}

/// Step 4: every row is judged; too many unreadable rows are an error.
fn judge<'t, 'a>(
    tables: &'t Tables<'a>,
    dates: &DateFacts,
    (rules, terms): (Rules, &Terms<'a>),
    options: &ReadOptions,
    (shelves, counter): (&Shelves, &Counter<'_>),
) -> Result<Judged<'t, 'a>, Error> {
    let mut customers = customers::read(tables, dates.form(TableKind::Customers), terms);
    let mut products = products::read(tables);
    let contexts = contexts::sources(tables, &options.contexts);
    let categories = std::mem::take(&mut products.categories);
    let orders = orders::read(tables, rules.dates);
    let rows = Rows { tables, orders: &orders };
    let persons = persons::settle(rows, &mut customers, options.policy.merge_by.as_deref())?;
    let (persons, tests, merged) = (&persons, &customers.tests, persons.merged());
    let judge = Judge { tables, rows, persons, rules, products: &products, contexts: &contexts, terms, tests };
    let mut harvest = harvest::read(&judge, categories, shelves, counter)?;
    let mut ledger = Ledger::new(tables);
    ledger.join(&harvest.sums);
    let others: [&[Fate]; 3] = [&customers.fates, &products.fates, &orders.fates];
    others.iter().for_each(|fates| ledger.add_all(fates));
    let ends = Ends::new(std::mem::take(&mut harvest.fates), &others);
    if !options.policy.strict {
        ledger.check_unreadable(&ends, options.max_unreadable)?;
    }
    if let Some(currencies) = &terms.currencies {
        currencies.check(&harvest.currencies)?;
    }
    Ok(Judged { tables, rules, customers, orders, products, contexts, harvest, merged, ends, ledger })
}

/// Steps 5 and 6: what can be used is put in order shelf by shelf and handed out, repeats are settled, and everything is accounted for.
fn arrange<P: Send, E: From<Error>>(
    dates: &DateFacts,
    (judged, terms): (Judged<'_, '_>, &Terms<'_>),
    (shelves, room): (&Shelves, &Arc<Room>),
    options: &ReadOptions,
    begin: impl FnOnce(&Lines) -> Result<Visit<P>, E>,
) -> Result<(Loaded, Vec<P>), E> {
    let Judged { tables, rules, customers, orders, products, contexts, harvest, merged, mut ends, mut ledger } = judged;
    let rows = Rows { tables, orders: &orders };
    let assembly = Assembly::new((rows, rules), (&customers, &products), &contexts, &harvest, options.order_ids);
    let visit = begin(&assembly.header)?;
    let known = assembly.header.known;
    let registers = Registers::new(&customers, &orders, &products, &harvest.products, known.transactions);
    let mut gathering = Gathering {
        tables,
        overlaps: BTreeSet::new(),
        ranks: &harvest.ranks,
        category_of: &products.category_of(&harvest.products, &harvest.table_categories),
        copies_go: copies_go(&harvest, options.policy.duplicates),
    };
    if !harvest.days_of.is_empty() {
        gathering.overlaps = overlap::overlaps(&gathering.common(shelves)?, &harvest.days_of);
    }
    let (census, parts) = gathering.pieces(shelves, customers.ids.texts(), |mut piece| {
        let census = registers.census(&mut piece);
        (census, visit(assembly.lines(piece)))
    })?;
    drop(visit);
    let header = assembly.header;
    let mut remarks = remarks(rows, dates, (&harvest, &census), (&customers, terms));
    let gone = settle_repeats(tables, &census, &mut ledger, &mut remarks);
    ends.add(&gone);
    if options.policy.strict {
        check_strict(tables, &ends, &gone)?;
    }
    check_something_left(tables, &census, &ledger)?;
    census.check_in_common(&customers)?;
    let lonely = lonely::notes(tables, &harvest.days, options.as_of.is_some());
    let without_lines = orders.without_lines(tables, &census.orders).into_iter().map(|(table, rows)| {
        let words = "orders without a line that is used".to_owned();
        (table, Note { code: "orders_without_lines".to_owned(), words, rows })
    });
    lonely.into_iter().chain(without_lines).for_each(|(table, note)| remarks[table].found.push(note));
    let file = |table: usize| file_receipt(tables, &ledger, table, header.money_scale, &remarks[table]);
    let receipt = Receipt {
        files: (0..tables.tables.len()).map(file).collect(),
        customers_without_transactions: census.without_lines,
        customers_unknown: census.unknown,
        rows_of_unknown_customers: census.rows_of_unknown,
        rows_of_unknown_products: census.rows_of_unknown_products,
        customers_merged: merged,
    };
    let mut rejected = Rejected::new(room);
    list(tables, &ends, |fate| !fate.reason.is_used(), |row| rejected.push(row));
    Ok((Loaded { lines: header, receipt, rejected, inputs: Vec::new() }, parts))
}

/// `--strict`: an error when a row is not kept. Of a repeat that is gone only that counts, not that it was used before.
fn check_strict(tables: &Tables<'_>, ends: &Ends, gone: &[Fate]) -> Result<(), Error> {
    let repeats: BTreeSet<Place> = gone.iter().map(|fate| fate.place).collect();
    let ended = |fate: &Fate| !fate.reason.is_used() || !repeats.contains(&fate.place);
    strict::check(tables, ends, |fate| ended(fate) && fate.reason.outcome() != Outcome::Kept)
}

/// The share of different order ids from which a table has one row per order, so that identical rows are copies.
const NEARLY_DISTINCT: f64 = 0.99;

/// Whether rows that are identical to another go.
fn copies_go(harvest: &Harvest, rule: Duplicates) -> bool {
    match rule {
        Duplicates::Keep => false,
        Duplicates::SetAside => true,
        Duplicates::Auto => {
            harvest.with_order > 0 && harvest.orders as f64 >= NEARLY_DISTINCT * harvest.with_order as f64
        }
    }
}

/// Books repeats where they end, with what was given back for them; returns the rows that go.
fn settle_repeats(
    tables: &Tables<'_>,
    census: &Census,
    ledger: &mut Ledger<'_, '_>,
    remarks: &mut [Remarks],
) -> Vec<Fate> {
    for repeat in &census.repeats {
        let table = tables.table_of(repeat.place);
        if repeat.to == repeat.from {
            remarks[table].repeated += u64::from(repeat.from.is_of_row());
        } else {
            ledger.move_row(table, repeat);
        }
    }
    let gone = census.repeats.iter().filter(|repeat| repeat.to != repeat.from && repeat.from.is_of_row());
    gone.map(|repeat| Fate::plain(repeat.place, repeat.to)).collect()
}

/// Transactions of which none is used are an error.
fn check_something_left(tables: &Tables<'_>, census: &Census, ledger: &Ledger<'_, '_>) -> Result<(), Error> {
    let reasons: Vec<String> = tables.of_kind(TableKind::Transactions).map(|table| ledger.in_words(table)).collect();
    if census.lines > 0 || reasons.is_empty() {
        return Ok(());
    }
    Err(Error::NothingLeft { reasons: reasons.join("; ") })
}

/// What is told about each table besides its rows.
fn remarks(
    rows: Rows<'_, '_>,
    dates: &DateFacts,
    (harvest, census): (&Harvest, &Census),
    (customers, terms): (&CustomersTable<'_>, &Terms<'_>),
) -> Vec<Remarks> {
    let tables = rows.tables;
    let of_customers = customers.attributes.iter().filter(|attribute| attribute.levels.len() > MOST_LEVELS);
    let many_in_customers: Vec<String> = of_customers.map(|attribute| attribute.name.clone()).collect();
    let remark = |table: usize| Remarks {
        dates: dates.tables[table].clone(),
        oddities: harvest.oddities[table],
        repeated: 0,
        found: [
            states::notes(tables, table, &terms.meanings),
            terms.states.notes(rows, table),
            terms.currencies.as_ref().and_then(|currencies| currencies.notes(tables, table)).into_iter().collect(),
            properties_notes(tables, table, customers),
        ]
        .concat(),
        too_many_levels: match tables.tables[table].kind {
            TableKind::Customers => many_in_customers.clone(),
            TableKind::Transactions => harvest.too_many_values.clone(),
            TableKind::Products | TableKind::Orders => Vec::new(),
        },
    };
    let mut remarks: Vec<Remarks> = (0..tables.tables.len()).map(remark).collect();
    let [of_customers, of_orders] = census.id_marks;
    let products = IdMarks::of(harvest.products.iter().map(String::as_bytes));
    let ids = [(Role::Customer, of_customers), (Role::Order, of_orders), (Role::Product, products)];
    for (table, note) in number_notes::notes(tables).into_iter().chain(id_notes::notes(tables, &ids)) {
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
