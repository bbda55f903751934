//! Which column of a table plays which role.
//!
//! 1. What `--map` says is done, then what a known export says ([`crate::recognise::exports`]).
//!    A table without a header has its roles by the values of its columns ([`crate::recognise::without_header`]).
//! 2. For each role the columns are looked for by name, tier by tier. A column whose values cannot be what the role needs (a
//!    `time` column that holds times of day and no dates, a column without any value) is passed over while there is another.
//!    One fitting column gets the role, and its reason names the columns of later tiers that could have had it; two of one tier
//!    are an error that names both. A name that means something only beside others has a rule of its own
//!    ([`crate::recognise::line_items`]).
//! 3. What is needed and has no column is an error when a column of that name is there without any value; otherwise it is
//!    looked for by values ([`crate::recognise::by_values`]).
//! 4. Every other column with the name of a state of orders, or of a customer's property, becomes that; what remains is unused, and listed. In the
//!    customers table it may still become a property by its values ([`crate::recognise::properties`]).

use crate::error::{Error, quoted};
use crate::recognise::bare_id;
use crate::recognise::by_values;
use crate::recognise::exports::FromExport;
use crate::recognise::line_items;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Need, Role, RoleSpec, Values, roles_of};
use crate::recognise::without_header;
use shoal_segment::receipt::TableKind;

/// A column with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) role: Role,
    pub(crate) column: usize,
    pub(crate) because: String,
    /// Whether the user said so with `--map`.
    pub(crate) mapped: bool,
}

/// The columns of a table that are in use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) choices: Vec<Choice>,
}

impl Columns {
    /// The column of a role.
    pub(crate) fn of(&self, role: Role) -> Option<usize> {
        self.choices.iter().find(|choice| choice.role == role).map(|choice| choice.column)
    }

    /// All columns of a role (there may be several attributes).
    pub(crate) fn all(&self, role: Role) -> impl Iterator<Item = usize> {
        self.choices.iter().filter(move |choice| choice.role == role).map(|choice| choice.column)
    }

    /// The column of a role that was not given with `--map`.
    pub(crate) fn found(&self, role: Role) -> Option<usize> {
        self.choices.iter().find(|choice| choice.role == role && !choice.mapped).map(|choice| choice.column)
    }

    /// Takes a role away from its column, which is unused then.
    pub(crate) fn release(&mut self, role: Role) {
        self.choices.retain(|choice| choice.role != role);
    }

    /// The role of a column.
    pub(crate) fn role_of(&self, column: usize) -> Option<Role> {
        self.choices.iter().find(|choice| choice.column == column).map(|choice| choice.role)
    }

    /// The columns without a role.
    pub(crate) fn free(&self, width: usize) -> Vec<usize> {
        (0..width).filter(|&column| self.role_of(column).is_none()).collect()
    }

    /// Gives a role to a column.
    pub(crate) fn take(&mut self, role: Role, column: usize, because: impl Into<String>) {
        self.choices.push(Choice { role, column, because: because.into(), mapped: false });
    }
}

/// A table whose columns are being given roles.
pub(crate) struct Assignment<'a, 'b> {
    /// What is known of the values.
    pub(crate) profiles: &'a mut Profiles<'b>,
    /// The table.
    pub(crate) source: usize,
    /// What it was taken for.
    pub(crate) kind: TableKind,
    elsewhere: Elsewhere,
    /// The names of its columns, as the names of roles are looked for in them.
    names: Vec<String>,
    /// The known export it belongs to, with the columns that this says.
    export: Option<&'a FromExport>,
}

/// What a table need not have because others have it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Elsewhere {
    /// The money of a line can come from products (transactions), or is asked for (products).
    pub(crate) prices: bool,
    /// Customer and date can come from a table of orders.
    pub(crate) orders: bool,
}

impl<'a, 'b> Assignment<'a, 'b> {
    /// Nothing is given yet.
    pub(crate) fn new(profiles: &'a mut Profiles<'b>, source: usize, kind: TableKind, elsewhere: Elsewhere) -> Self {
        let names = bare_id::names(&profiles.sources[source]);
        Self { profiles, source, kind, elsewhere, names, export: None }
    }

    /// With what a known export says of the columns.
    pub(crate) fn of_export(self, export: Option<&'a FromExport>) -> Self {
        Self { export, ..self }
    }

    /// Gives all roles. `pins` are the columns that the user named.
    pub(crate) fn assign(&mut self, pins: &[(Role, usize)]) -> Result<Columns, Error> {
        let mut columns = Columns::default();
        for &(role, column) in pins {
            if let Some(other) = columns.of(role).filter(|_| !role.is_shared()) {
                return Err(self.ambiguous(role, &[other, column]));
            }
            columns.choices.push(Choice { role, column, because: "`--map`".to_owned(), mapped: true });
        }
        self.by_export(&mut columns);
        if self.kind == TableKind::Transactions && self.profiles.sources[self.source].grid.headerless {
            self.without_header(&mut columns);
        }
        for spec in roles_of(self.kind).filter(|spec| !spec.role.is_shared()) {
            let wanted = spec.role != Role::Price || self.elsewhere.prices;
            if wanted && columns.of(spec.role).is_none() {
                self.by_name(spec, &mut columns)?;
            }
        }
        self.needed(&mut columns)?;
        for spec in roles_of(self.kind).filter(|spec| matches!(spec.role, Role::Status | Role::Attribute)) {
            for column in self.free(&columns) {
                let says_something = spec.role == Role::Attribute || self.fits(spec.role, column);
                if spec.tier_of(&self.header()[column]).is_some() && says_something {
                    columns.take(spec.role, column, "its name");
                }
            }
        }
        Ok(columns)
    }

    /// What the known export says, where the values can be right.
    fn by_export(&mut self, columns: &mut Columns) {
        let Some(export) = self.export else { return };
        for &(role, column) in &export.columns {
            let taken = columns.of(role).is_some() || columns.role_of(column).is_some();
            if !taken && self.fits(role, column) {
                columns.take(role, column, format!("known export ({})", export.title));
            }
        }
    }

    /// The columns that could still have a role.
    fn free(&self, columns: &Columns) -> Vec<usize> {
        let mut free = columns.free(self.width());
        if let Some(export) = self.export {
            free.retain(|column| !export.withheld.contains(column));
        }
        free
    }

    fn header(&self) -> &[String] {
        &self.names
    }

    fn width(&self) -> usize {
        self.header().len()
    }

    fn without_header(&mut self, columns: &mut Columns) {
        let taken: Vec<usize> = columns.choices.iter().map(|choice| choice.column).collect();
        for (role, column) in without_header::roles(self.profiles, self.source, &taken) {
            if columns.of(role).is_none() {
                columns.take(role, column, without_header::because(role));
            }
        }
    }

    fn by_name(&mut self, spec: &RoleSpec, columns: &mut Columns) -> Result<(), Error> {
        let free = self.free(columns);
        if spec.role == Role::Order
            && let Some((column, because)) = line_items::order_name(self.profiles, self.source, &free)
        {
            columns.take(spec.role, column, because);
            return Ok(());
        }
        let mut unfit: Vec<usize> = Vec::new();
        for tier in 0..spec.aliases.len() {
            let named = self.named(spec, &free, |place| place == tier);
            let fitting: Vec<usize> = named.iter().copied().filter(|&column| self.fits(spec.role, column)).collect();
            match fitting.as_slice() {
                [] if unfit.is_empty() => unfit = named,
                [] => {}
                [column] => {
                    let because = self.because(spec, tier, &free);
                    columns.take(spec.role, *column, because);
                    return Ok(());
                }
                several => {
                    let Some(column) = self.own_key(spec.role, several) else {
                        return Err(self.ambiguous(spec.role, several));
                    };
                    columns.take(spec.role, column, "its name: the table's own key");
                    return Ok(());
                }
            }
        }
        self.unfit(spec, &unfit, columns)
    }

    /// Of several columns for the key of this table the bare `id`; of two in a table of lines the other one.
    fn own_key(&self, role: Role, several: &[usize]) -> Option<usize> {
        let (id, _) = bare_id::column(&self.profiles.sources[self.source])?;
        let others: Vec<usize> = several.iter().copied().filter(|&column| column != id).collect();
        let keyed = matches!(
            (self.kind, role),
            (TableKind::Customers, Role::Customer)
                | (TableKind::Orders, Role::Order)
                | (TableKind::Products, Role::Product)
        );
        match (others.len() < several.len(), others.as_slice()) {
            (true, _) if keyed => Some(id),
            (true, [other]) => Some(*other),
            _ => None,
        }
    }

    /// Nothing fits, but something may have the name: its rows will be judged one by one, and the error shows them. Columns without
    /// values are left to [`Self::needed`], or to the rows when they are text and the table is nothing without them.
    fn unfit(&self, spec: &RoleSpec, named: &[usize], columns: &mut Columns) -> Result<(), Error> {
        let sheet = self.profiles.sources[self.source].is_sheet;
        let judged = spec.need == Need::Required && !sheet;
        let left = |column: &usize| judged || !self.profiles.is_blank((self.source, *column));
        let named: Vec<usize> = named.iter().copied().filter(left).collect();
        match named.as_slice() {
            [] => Ok(()),
            _ if matches!(spec.role.values(), Values::Distinct | Values::Money) => Ok(()),
            [column] => {
                columns.take(spec.role, *column, "its name");
                Ok(())
            }
            several => Err(self.ambiguous(spec.role, several)),
        }
    }

    /// The columns with a name of the role in certain tiers.
    fn named(&self, spec: &RoleSpec, among: &[usize], wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let header = self.header();
        among.iter().copied().filter(|&column| spec.tier_of(&header[column]).is_some_and(&wanted)).collect()
    }

    /// Why a column was taken, with those of later tiers that could have been.
    fn because(&mut self, spec: &RoleSpec, tier: usize, free: &[usize]) -> String {
        let mut others = self.named(spec, free, |place| place > tier);
        // The name of a product beside its id is no rival.
        others.retain(|&column| {
            !matches!(spec.role, Role::Product | Role::Category | Role::Line | Role::Channel)
                && self.fits(spec.role, column)
        });
        let also = if others.is_empty() { String::new() } else { format!("; also {}", quoted(&self.names(&others))) };
        format!("{}{also}", because(spec.role))
    }

    fn fits(&mut self, role: Role, column: usize) -> bool {
        let at = (self.source, column);
        match role.values() {
            Values::Any => !self.profiles.is_blank(at),
            Values::Dates => self.profiles.are_dates(at),
            Values::Numbers => self.profiles.are_numbers(at),
            Values::Money => self.profiles.are_numbers(at) && !self.profiles.are_shares(at),
            Values::Distinct => self.profiles.variety(at).is_distinct_enough(),
        }
    }

    /// Looks for what cannot be missing by the values of the other columns.
    fn needed(&mut self, columns: &mut Columns) -> Result<(), Error> {
        match self.kind {
            TableKind::Customers => self.by_value(Role::Customer, columns),
            TableKind::Products if columns.of(Role::Product).is_none() => {
                self.refuse_blank(&[Role::Product])?;
                Err(self.missing(Role::Product, &[]))
            }
            TableKind::Products => Ok(()),
            TableKind::Orders => {
                self.needs_order(columns)?;
                self.by_value(Role::Time, columns)?;
                self.by_value(Role::Customer, columns)
            }
            TableKind::Transactions => {
                if self.elsewhere.orders {
                    self.needs_order(columns)?;
                } else {
                    self.by_value(Role::Time, columns)?;
                }
                let priced = self.elsewhere.prices && columns.of(Role::Product).is_some();
                if columns.of(Role::UnitPrice).is_none() && !priced {
                    self.by_value(Role::Total, columns)?;
                }
                if columns.of(Role::Total).is_none() && columns.of(Role::Quantity).is_none() {
                    self.refuse_blank(&[Role::Quantity])?;
                }
                if self.elsewhere.orders { Ok(()) } else { self.by_value(Role::Customer, columns) }
            }
        }
    }

    fn needs_order(&self, columns: &Columns) -> Result<(), Error> {
        if columns.of(Role::Order).is_some() { Ok(()) } else { Err(self.missing(Role::Order, &[])) }
    }

    fn by_value(&mut self, role: Role, columns: &mut Columns) -> Result<(), Error> {
        if columns.of(role).is_some() {
            return Ok(());
        }
        let same = if role == Role::Total { [Role::UnitPrice, Role::Total].as_slice() } else { &[role] };
        self.refuse_blank(same)?;
        let mut free = self.free(columns);
        if role == Role::Time {
            // The day on which a customer signed up is no purchase.
            free.retain(|&column| !is_signup(&self.header()[column]));
        }
        match by_values::fitting(self.profiles, self.source, role, &free).as_slice() {
            [column] => {
                columns.take(role, *column, by_values::because(role));
                Ok(())
            }
            candidates => Err(self.missing(role, candidates)),
        }
    }

    /// A column that has the name of one of these roles and not a single value is an error.
    fn refuse_blank(&self, roles: &[Role]) -> Result<(), Error> {
        for spec in roles_of(self.kind).filter(|spec| roles.contains(&spec.role)) {
            let all: Vec<usize> = (0..self.width()).collect();
            let mut named = self.named(spec, &all, |_| true).into_iter();
            if let Some(column) = named.find(|&column| self.profiles.is_blank((self.source, column))) {
                let source = &self.profiles.sources[self.source];
                return Err(Error::EmptyColumn {
                    file: source.name.clone(),
                    column: source.grid.column_name(column),
                    what: in_words(spec.role).to_owned(),
                    flag: self.flag(spec.role),
                    sheet: source.is_sheet && source.grid.epoch().is_some(),
                });
            }
        }
        Ok(())
    }

    fn flag(&self, role: Role) -> String {
        format!("{}.{}", self.kind.word(), role.word())
    }

    fn names(&self, columns: &[usize]) -> Vec<String> {
        let grid = &self.profiles.sources[self.source].grid;
        columns.iter().map(|&column| grid.column_name(column)).collect()
    }

    fn missing(&self, role: Role, candidates: &[usize]) -> Error {
        let source = &self.profiles.sources[self.source];
        Error::MissingRole {
            file: source.name.clone(),
            what: in_words(role),
            flag: self.flag(role),
            columns: source.grid.column_names(),
            candidates: self.names(candidates),
            prices_would_do: false,
        }
    }

    fn ambiguous(&self, role: Role, candidates: &[usize]) -> Error {
        let file = self.profiles.sources[self.source].name.clone();
        Error::AmbiguousRole {
            file,
            what: in_words(role).to_owned(),
            flag: self.flag(role),
            candidates: self.names(candidates),
        }
    }
}

/// Whether a column has the name of the day on which a customer signed up, and of no purchase.
fn is_signup(name: &str) -> bool {
    let mut specs = roles_of(TableKind::Customers).filter(|spec| spec.role == Role::Signup);
    specs.any(|spec| spec.tier_of(name) == Some(0))
}

fn because(role: Role) -> &'static str {
    match role.values() {
        Values::Any => "its name",
        Values::Dates => "its name, and its values are dates",
        Values::Numbers | Values::Money => "its name, and its values are numbers",
        Values::Distinct => "its name, and its values hardly repeat",
    }
}

fn in_words(role: Role) -> &'static str {
    match role {
        Role::Customer => "the customer",
        Role::Order => "the order",
        Role::Line => "the id of the line",
        Role::Time => "the date",
        Role::Product => "the product",
        Role::Quantity => "the quantity",
        Role::UnitPrice => "the unit price",
        Role::Total => "the amount",
        Role::Category => "the category",
        Role::Status => "the status",
        Role::Refunded => "the money given back",
        Role::Currency => "the currency",
        Role::Discount => "the discount",
        Role::Channel => "the channel",
        Role::Signup => "the sign-up date",
        Role::Alias => "the id by which orders know the customer",
        Role::Email => "the e-mail address",
        Role::Price => "the price",
        Role::Attribute => "an attribute",
        Role::Number => "a number",
        Role::Ignore => "nothing",
    }
}
