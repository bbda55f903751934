//! The policy, settled against the tables: everything about a row's fate that is known before the first row is judged.

use crate::error::Error;
use crate::filter::bind::{Bound, Filter, filters};
use crate::filter::evaluate::Cells;
use crate::judge::amount::MoneyCells;
use crate::judge::currencies::{Currencies, Tender};
use crate::judge::reason::Reason;
use crate::judge::row::{Row, Rows};
use crate::judge::states::{Said, States};
use crate::policy::choices::{Back, Odd};
use crate::policy::id_list::IdList;
use crate::policy::marks::{ADDRESS_COLUMNS, TAG_COLUMNS, has_test_tag, is_test};
use crate::policy::services::ServiceCodes;
use crate::policy::statuses::Meanings;
use crate::policy::statuses::Verdict;
use crate::policy::{Policy, Services};
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, plain};
use crate::tables::{Place, Tables};
use crate::value::date_form::DateForm;
use crate::value::key::trim;
use shoal_segment::date::Moment;
use std::path::Path;

/// The settled policy.
pub(crate) struct Terms<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) currencies: Option<Currencies>,
    pub(crate) states: States,
    /// What the words of states mean.
    pub(crate) meanings: Meanings,
    /// The codes that are no products; nothing where they count as products.
    pub(crate) services: Option<ServiceCodes>,
    exclude: Option<IdList>,
    only: Option<IdList>,
    filters: Vec<Option<Filter>>,
    marks: Vec<Marks>,
    dates: DateForm,
}

/// The columns of a table by which tests are found.
struct Marks {
    tags: Vec<usize>,
    addresses: Vec<usize>,
}

/// What the row's other columns say of it, and its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowTerms {
    pub(crate) said: Said,
    pub(crate) currency: Option<u32>,
}

impl<'a> Terms<'a> {
    /// Reads the files that the policy names and finds its columns; `dates` is the form of those of the transactions.
    pub(crate) fn settle(
        policy: &'a Policy,
        profiles: &mut Profiles<'_>,
        tables: &Tables<'_>,
        dates: DateForm,
    ) -> Result<Self, Error> {
        let filters = match &policy.filter {
            Some(text) => filters(text, profiles, tables)?,
            None => tables.tables.iter().map(|_| None).collect(),
        };
        let list = |path: Option<&Path>| path.map(IdList::read).transpose();
        let meanings = policy.statuses.meanings();
        let services = (policy.services != Services::Keep).then(|| ServiceCodes::new(&policy.service_codes));
        Ok(Self {
            policy,
            currencies: Currencies::settle(tables, policy)?,
            states: States::of(tables, &meanings),
            meanings,
            services: services.map(|services| services.settled(profiles, tables)),
            exclude: list(policy.exclude.as_deref())?,
            only: list(policy.only.as_deref())?,
            filters,
            marks: (0..tables.tables.len()).map(|table| Marks::of(tables, table)).collect(),
            dates,
        })
    }

    /// What the columns of states and currencies say of a row.
    pub(crate) fn of_row(&self, rows: Rows<'_, '_>, row: Row, money: &MoneyCells<'_>) -> RowTerms {
        let currency = self.currencies.as_ref().and_then(|currencies| currencies.of(rows, row, money));
        RowTerms { said: self.states.said(rows, row), currency }
    }

    /// What a row's currency means for its amounts.
    pub(crate) fn tender(&self, row: RowTerms, time: Moment) -> Tender {
        self.currencies.as_ref().map_or(Tender::AsItIs, |currencies| currencies.tender(row.currency, time.day()))
    }

    /// Why a customer is left out, if so: by any of the ids it is known by.
    pub(crate) fn listed(&self, ids: &[&[u8]]) -> Option<Reason> {
        let is_in = |list: &IdList| ids.iter().any(|id| list.has(id));
        if self.exclude.as_ref().is_some_and(is_in) {
            return Some(Reason::ExcludedCustomer);
        }
        self.only.as_ref().filter(|list| !is_in(list)).map(|_| Reason::NotListed)
    }

    /// Whether the condition on rows is true, or there is none.
    pub(crate) fn passes(&self, rows: Rows<'_, '_>, row: Row) -> bool {
        let Some(filter) = &self.filters[row.table] else { return true };
        let tables = rows.tables;
        let cell = |bound: &Bound| {
            let own = bound.column.map_or(&[][..], |column| tables.field(row.place, column));
            if trim(own).is_empty() { rows.of_order(row, &bound.name).unwrap_or(own) } else { own }
        };
        Cells { dates: self.dates, epoch: tables.source(row.table).grid.epoch() }.ask(filter, &cell) == Some(true)
    }

    /// Whether a row of any table looks like a test or a purchase of staff, by its own columns.
    pub(crate) fn is_test(&self, tables: &Tables<'_>, place: Place) -> bool {
        let marks = &self.marks[tables.table_of(place)];
        marks.addresses.iter().any(|&column| is_test(trim(tables.field(place, column))))
            || marks.tags.iter().any(|&column| has_test_tag(tables.field(place, column)))
    }

    /// The same by the customer's id, or the address of the row's order.
    pub(crate) fn is_test_of(&self, rows: Rows<'_, '_>, row: Row, customer: &[u8]) -> bool {
        let address = || rows.cell(row, Role::Email).is_some_and(|cell| is_test(trim(cell.value)));
        is_test(customer) || self.is_test(rows.tables, row.place) || address()
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

/// The reason of a used row whose product is none, by its rule.
pub(crate) fn service(rule: Services, reason: Reason) -> Reason {
    match rule {
        Services::Keep => reason,
        Services::SetAside => Reason::ServiceSetAside,
        Services::Money if reason == Reason::Kept => Reason::Service,
        Services::Money => Reason::ServiceNegative,
    }
}
