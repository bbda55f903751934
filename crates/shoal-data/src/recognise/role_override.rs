//! `--map`: the user says which column plays a role.

use crate::error::Error;
use crate::recognise::roles::{Role, RoleSpec, roles};
use shoal_segment::receipt::TableKind;

/// One `--map [table.]role=column`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoleOverride {
    /// The table, when it was named.
    pub table: Option<TableKind>,
    /// The role.
    pub role: Role,
    /// The column's name as the header has it.
    pub column: String,
}

impl RoleOverride {
    /// As the user writes it, without `--map`.
    pub fn written(&self) -> String {
        match self.table {
            Some(table) => format!("{}.{}={}", table.word(), self.role.word(), self.column),
            None => format!("{}={}", self.role.word(), self.column),
        }
    }
}

impl std::str::FromStr for RoleOverride {
    type Err = Error;

    /// Reads `transactions.customer=CustomerID` or `customer=CustomerID`; the column may hold dots and equal signs.
    fn from_str(given: &str) -> Result<Self, Error> {
        let bad = || Error::BadMap { given: given.to_owned() };
        let (left, column) = given.split_once('=').ok_or_else(bad)?;
        let column = column.trim();
        let (table, word) = match left.split_once('.') {
            Some((table, role)) => (Some(table.trim()), role.trim()),
            None => (None, left.trim()),
        };
        if word.is_empty() || column.is_empty() {
            return Err(bad());
        }
        let kind = match table {
            Some(name) => Some(table_named(name).ok_or_else(bad)?),
            None => None,
        };
        let fitting: Vec<&RoleSpec> =
            roles().iter().filter(|spec| kind.is_none_or(|kind| spec.table == kind)).collect();
        let Some(spec) = fitting.iter().find(|spec| spec.role.word() == word) else {
            let mut allowed: Vec<String> = Vec::new();
            for spec in fitting {
                if !allowed.iter().any(|known| known == spec.role.word()) {
                    allowed.push(spec.role.word().to_owned());
                }
            }
            return Err(Error::UnknownRole {
                given: given.to_owned(),
                role: word.to_owned(),
                table: table.map(str::to_owned),
                allowed,
            });
        };
        Ok(Self { table: kind, role: spec.role, column: column.to_owned() })
    }
}

fn table_named(name: &str) -> Option<TableKind> {
    [TableKind::Customers, TableKind::Orders, TableKind::Transactions, TableKind::Products]
        .into_iter()
        .find(|kind| kind.word() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        for text in [
            "transactions.customer=CustomerID",
            "customer=Customer ID",
            "customers.attribute=a=b.c",
            "products.price=Price",
        ] {
            assert_eq!(text.parse::<RoleOverride>().unwrap().written(), text);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, message) in [
            ("CustomerID", "is not understood"),
            ("customer=", "is not understood"),
            ("carts.customer=x", "is not understood"),
            (
                "transactions.client=x",
                "there is no role `client` in the transactions table; the roles are customer, order,",
            ),
            (
                "products.customer=x",
                "there is no role `customer` in the products table; the roles are product, category, price",
            ),
        ] {
            let error = text.parse::<RoleOverride>().unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
        }
    }
}
