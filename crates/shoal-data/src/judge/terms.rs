//! The policy, settled against the tables: everything about a row's fate that is known before the first row is judged.

use crate::error::Error;
use crate::filter::bind::{Filter, filters};
use crate::filter::evaluate::Cells;
use crate::judge::currencies::{Currencies, Tender};
use crate::judge::order_facts::OrderFacts;
use crate::judge::reason::Reason;
use crate::judge::states::{Said, States};
use crate::options::DateOrder;
use crate::policy::choices::{Back, Odd};
use crate::policy::id_list::IdList;
use crate::policy::marks::{ADDRESS_COLUMNS, TAG_COLUMNS, has_test_tag, is_test};
use crate::policy::statuses::Verdict;
use crate::policy::{Policy, Services};
use crate::recognise::Table;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::plain;
use crate::tables::{Place, Tables};
use shoal_segment::date::Moment;

/// The settled policy.
pub(crate) struct Terms<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) currencies: Option<Currencies<'a>>,
    pub(crate) states: Vec<States<'a>>,
    exclude: Option<IdList>,
    only: Option<IdList>,
    filters: Vec<Option<Filter>>,
    orders: OrderFacts<'a>,
    marks: Vec<Marks>,
    order: DateOrder,
}

/// The columns of a table by which tests are found.
struct Marks {
    tags: Vec<usize>,
    addresses: Vec<usize>,
}

/// The tables that a policy is settled against.
pub(crate) struct Ground<'a, 'b> {
    pub(crate) profiles: &'b mut Profiles<'a>,
    pub(crate) recognised: &'a [Table],
    pub(crate) tables: &'b Tables<'a>,
    /// How slashed dates of transactions are read.
    pub(crate) order: DateOrder,
}

/// What the row's other columns say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowTerms {
    pub(crate) said: Said,
    /// All of the row's money was given back, and no column of the order says how much.
    pub(crate) refunded_whole: bool,
    pub(crate) currency: Option<u32>,
}

impl<'a> Terms<'a> {
    /// Reads the files that the policy names and finds its columns.
    pub(crate) fn settle(policy: &'a Policy, ground: Ground<'a, '_>) -> Result<Self, Error> {
        let Ground { profiles, recognised, tables, order } = ground;
        let filters = match &policy.filter {
            Some(text) => filters(text, profiles, recognised)?,
            None => recognised.iter().map(|_| None).collect(),
        };
        let meanings = policy.statuses.meanings();
        let states: Vec<States<'a>> =
            (0..tables.tables.len()).map(|table| States::of(tables, table, &meanings)).collect();
        let currencies = Currencies::settle(tables, policy)?;
        let orders = OrderFacts::of(tables, &states, currencies.as_ref());
        let list = |path: &Option<std::path::PathBuf>| path.as_deref().map(IdList::read).transpose();
        let marks = (0..tables.tables.len()).map(|table| Marks::of(tables, table)).collect();
        let (exclude, only) = (list(&policy.exclude)?, list(&policy.only)?);
        Ok(Self { policy, currencies, states, exclude, only, filters, orders, marks, order })
    }

    /// What the columns of states and currencies say of a row, and those of its order's other lines.
    pub(crate) fn of_row(&self, tables: &Tables<'_>, place: Place, order: Option<&[u8]>) -> RowTerms {
        let mut said = self.states[tables.table_of(place)].said(tables, place);
        let fact = self.orders.get(order);
        if said.is_silent {
            said.verdict = said.verdict.max(fact.verdict);
        }
        let refunded_whole = said.verdict == Verdict::Refunded && !fact.refunded;
        let own = self.currencies.as_ref().and_then(|currencies| currencies.written(tables, place));
        RowTerms { said, refunded_whole, currency: own.or(fact.currency) }
    }

    /// What a row's currency means for its amounts.
    pub(crate) fn tender(&self, row: RowTerms, time: Moment) -> Tender {
        self.currencies.as_ref().map_or(Tender::AsItIs, |currencies| currencies.tender(row.currency, time.day()))
    }

    /// Why a customer is left out, if so.
    pub(crate) fn listed(&self, customer: &[u8]) -> Option<Reason> {
        if self.exclude.as_ref().is_some_and(|list| list.has(customer)) {
            return Some(Reason::ExcludedCustomer);
        }
        self.only.as_ref().filter(|list| !list.has(customer)).map(|_| Reason::NotListed)
    }

    /// Whether the condition on rows is true, or there is none.
    pub(crate) fn passes(&self, tables: &Tables<'_>, place: Place) -> bool {
        let table = tables.table_of(place);
        let cells = Cells { order: self.order, epoch: tables.source(table).grid.epoch() };
        let ask = |filter| cells.ask(filter, &|column| tables.field(place, column)) == Some(true);
        self.filters[table].as_ref().is_none_or(ask)
    }

    /// Whether a row looks like a test or a purchase of staff.
    pub(crate) fn is_test(&self, tables: &Tables<'_>, place: Place, customer: &[u8]) -> bool {
        let marks = &self.marks[tables.table_of(place)];
        is_test(customer)
            || marks.addresses.iter().any(|&column| is_test(crate::value::key::trim(tables.field(place, column))))
            || marks.tags.iter().any(|&column| has_test_tag(tables.field(place, column)))
    }

    /// Why a row of the customers table is left out, if so.
    pub(crate) fn of_customer(&self, tables: &Tables<'_>, place: Place, customer: &[u8]) -> Option<Reason> {
        let is_test = || self.policy.tests == Odd::SetAside && self.is_test(tables, place, customer);
        self.listed(customer).or_else(|| is_test().then_some(Reason::TestCustomer))
    }
}

impl Marks {
    fn of(tables: &Tables<'_>, table: usize) -> Self {
        let header = &tables.source(table).grid.header;
        let named = |names: &[&str]| {
            (0..header.len()).filter(|&column| names.contains(&plain(&header[column]).as_str())).collect()
        };
        Self { tags: named(&TAG_COLUMNS), addresses: named(&ADDRESS_COLUMNS) }
    }
}

/// What states say against a row, if anything.
pub(crate) fn against(verdict: Verdict) -> Option<Reason> {
    match verdict {
        Verdict::Cancelled => Some(Reason::StatusCancelled),
        Verdict::Failed => Some(Reason::StatusFailed),
        Verdict::Pending => Some(Reason::StatusPending),
        _ => None,
    }
}

/// What a currency says against a row, if anything.
pub(crate) fn against_tender(tender: Tender) -> Option<Reason> {
    match tender {
        Tender::AsItIs | Tender::Times(_) => None,
        Tender::Unknown => Some(Reason::NoCurrency),
        Tender::Other => Some(Reason::OtherCurrency),
        Tender::NoRate => Some(Reason::NoRate),
    }
}

/// The reason of a return, or of money given back, by its rule.
pub(crate) fn back(rule: Back, netted: Reason, set_aside: Reason) -> Reason {
    match rule {
        Back::Net => netted,
        Back::SetAside => set_aside,
    }
}

/// The reason of an odd row, by its rule.
pub(crate) fn odd(rule: Odd, set_aside: Reason) -> Reason {
    match rule {
        Odd::Keep => Reason::Kept,
        Odd::SetAside => set_aside,
    }
}

/// The reason of a row whose product is none, by its rule; nothing where it stays.
pub(crate) fn service(rule: Services, reason: Reason) -> Option<Reason> {
    match rule {
        Services::Keep => None,
        Services::SetAside => Some(Reason::ServiceSetAside),
        Services::Money if reason == Reason::Kept => Some(Reason::Service),
        Services::Money => Some(Reason::ServiceNegative),
    }
}
