//! The roles a column can play, and the names by which it is recognised: one table, which `shoal roles` prints.
//!
//! Names are compared without case, spaces, underscores and punctuation, so `Customer ID`, `customer_id` and `CustomerID` are
//! one name. Each role has tiers of names: a column of an earlier tier is preferred silently, two columns of one tier are
//! ambiguous and the user is asked. `customer_unique_id` stands before `customer_id` because some shops write a new
//! `customer_id` for every order.

use shoal_segment::receipt::TableKind;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who.
    Customer,
    /// Lines bought together.
    Order,
    /// A unique id of the line.
    Line,
    /// When.
    Time,
    /// What.
    Product,
    /// How many.
    Quantity,
    /// Money for one unit.
    UnitPrice,
    /// Money for the line.
    Total,
    /// Kind of product.
    Category,
    /// What became of the order: paid, cancelled, refunded. Any number of columns.
    Status,
    /// Money given back later, on the row of the purchase.
    Refunded,
    /// In which currency the money is.
    Currency,
    /// Money taken off the price.
    Discount,
    /// Where was sold.
    Channel,
    /// When the customer came.
    Signup,
    /// Another id by which the transactions know the customer.
    Alias,
    /// The customer's e-mail address, where the customer's id may be missing.
    Email,
    /// List price of a product.
    Price,
    /// A property of the customer that is not a number.
    Attribute,
    /// A property of the customer that is a number.
    Number,
    /// Nothing: the user says that the column is not to be used.
    Ignore,
}

impl Role {
    /// The word used in `--map` and in the receipt.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Order => "order",
            Self::Line => "line",
            Self::Time => "time",
            Self::Product => "product",
            Self::Quantity => "quantity",
            Self::UnitPrice => "unit_price",
            Self::Total => "total",
            Self::Category => "category",
            Self::Status => "status",
            Self::Refunded => "refunded",
            Self::Currency => "currency",
            Self::Discount => "discount",
            Self::Channel => "channel",
            Self::Signup => "signup",
            Self::Alias => "alias",
            Self::Email => "email",
            Self::Price => "price",
            Self::Attribute => "attribute",
            Self::Number => "number",
            Self::Ignore => "ignore",
        }
    }

    /// Whether it says something about the customers, or nothing: any number of columns may play it.
    pub(crate) fn is_property(self) -> bool {
        matches!(self, Self::Attribute | Self::Number | Self::Ignore)
    }

    /// Whether any number of columns of one table may play it.
    pub(crate) fn is_shared(self) -> bool {
        self.is_property() || self == Self::Status
    }

    /// What the values of such a column must be for the role to be believed.
    pub(crate) fn values(self) -> Values {
        match self {
            Self::Time | Self::Signup => Values::Dates,
            Self::Quantity | Self::UnitPrice | Self::Total | Self::Price | Self::Refunded => Values::Numbers,
            Self::Discount => Values::Money,
            Self::Line => Values::Distinct,
            Self::Status | Self::Currency | Self::Channel => Values::Any,
            Self::Customer | Self::Order | Self::Product | Self::Category => Values::Any,
            Self::Alias | Self::Email => Values::Any,
            Self::Attribute | Self::Number | Self::Ignore => Values::Any,
        }
    }
}

/// What the values of a column must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    Any,
    Dates,
    Numbers,
    /// Numbers, and not all of them shares of one.
    Money,
    Distinct,
}

/// Whether a table can be used without the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The table cannot be used without it.
    Required,
    /// One of the roles that give the money of a line must be there.
    Amount,
    /// More is known with it.
    Optional,
}

impl Need {
    /// In words, for a table of roles.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Amount => "total, unit_price or a products table with prices",
            Self::Optional => "optional",
        }
    }
}

/// One role of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleSpec {
    /// The table.
    pub table: TableKind,
    /// The role.
    pub role: Role,
    /// What the column holds.
    pub meaning: &'static str,
    /// The names that are recognised, by tier: earlier tiers are preferred.
    pub aliases: &'static [&'static [&'static str]],
    /// Whether the table can be used without it.
    pub need: Need,
}

/// Every role of every table.
pub fn roles() -> &'static [RoleSpec] {
    &ROLES
}

/// The roles of one table, in the order in which columns are given to them.
pub(crate) fn roles_of(table: TableKind) -> impl Iterator<Item = &'static RoleSpec> {
    ROLES.iter().filter(move |spec| spec.table == table)
}

/// A name without case, spaces, underscores and punctuation.
pub(crate) fn plain(name: &str) -> String {
    letters(name).collect()
}

/// Whether two names are one, case and punctuation aside; nearly always told by their first letters.
pub(crate) fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

impl RoleSpec {
    /// The tier in which the name of a column is an alias of this role.
    pub(crate) fn tier_of(&self, column: &str) -> Option<usize> {
        letters(column).next()?;
        self.aliases.iter().position(|tier| tier.iter().any(|alias| same(alias, column)))
    }
}

const CUSTOMER: &[&[&str]] = &[
    &["customer_unique_id"],
    &[
        "customer_id",
        "customer",
        "customer_no",
        "customer_number",
        "customer_key",
        "customer_code",
        "customer_ref",
        "cust_id",
        "cust",
        "cust_no",
    ],
    &[
        "client_id",
        "client_no",
        "user_id",
        "member_id",
        "account_id",
        "buyer_id",
        "shopper_id",
        "contact_id",
        "subscriber_id",
        "household_id",
        "household_key",
        "card_id",
        "loyalty_id",
        "kunden_id",
        "kundennummer",
        "kundennr",
        "id_client",
        "code_client",
        "numero_client",
        "id_cliente",
        "codigo_cliente",
        "numero_cliente",
        "customer_user_id",
        "customer_user",
    ],
    &["client", "user", "member", "account", "buyer", "shopper", "kunde", "cliente"],
    &["email", "customer_email", "email_address", "user_email", "buyer_email", "billing_email", "email_billing"],
];

const ORDER: &[&[&str]] = &[ORDER_IDS, ORDERS];

const ORDER_IDS: &[&str] = &[
    "order_id",
    "order",
    "order_no",
    "order_number",
    "order_key",
    "order_ref",
    "order_reference",
    "sales_order_id",
    "invoice_no",
    "invoice",
    "invoice_id",
    "invoice_number",
    "receipt_id",
    "receipt_no",
    "receipt_number",
    "basket_id",
    "checkout_id",
    "bestellnummer",
    "bestellnr",
    "rechnungsnummer",
    "rechnungsnr",
    "auftragsnummer",
    "auftragsnr",
    "belegnummer",
    "belegnr",
    "beleg_id",
    "id_commande",
    "numero_commande",
    "id_pedido",
    "numero_pedido",
];

const ORDERS: &[&str] = &[
    "transaction_id",
    "transaction",
    "transaction_no",
    "transaction_number",
    "trans_id",
    "sale_id",
    "purchase_id",
    "bill_no",
    "bill_id",
    "ticket_id",
    "ticket_no",
    "beleg",
    "auftrag",
    "bestellung",
    "rechnung",
    "commande",
    "facture",
    "pedido",
    "factura",
];

const TIME: &[&[&str]] = &[
    &[
        "order_date",
        "invoice_date",
        "transaction_date",
        "purchase_date",
        "sale_date",
        "sales_date",
        "order_time",
        "order_datetime",
        "order_timestamp",
        "order_purchase_timestamp",
        "transaction_time",
        "transaction_datetime",
        "transaction_timestamp",
        "purchase_time",
        "purchase_timestamp",
        "purchased_at",
        "ordered_at",
        "placed_at",
        "invoice_datetime",
        "bestelldatum",
        "rechnungsdatum",
        "auftragsdatum",
        "belegdatum",
        "kaufdatum",
        "date_commande",
        "date_achat",
        "fecha_pedido",
        "fecha_compra",
    ],
    &["date", "datetime", "timestamp", "time", "created_at", "created", "event_time", "datum", "fecha"],
];

const PRODUCT: &[&[&str]] = &[
    &[
        "product_id",
        "product_code",
        "product_no",
        "product_number",
        "product_key",
        "product_sku",
        "sku",
        "stock_code",
        "item_id",
        "item_code",
        "item_no",
        "item_number",
        "item_sku",
        "article_id",
        "article_no",
        "article_number",
        "artikelnummer",
        "artikelnr",
        "asin",
        "upc",
        "ean",
        "lineitem_sku",
    ],
    &["product", "item", "article", "artikel", "producto", "artículo", "articulo", "produit", "prodotto", "articolo"],
    &["product_name", "item_name", "lineitem_name"],
];

/// By their names totals of lines first, then what may be either, then totals of orders.
const TOTAL: &[&[&str]] = &[
    &[
        "line_total",
        "line_amount",
        "line_value",
        "lineitem_total",
        "order_line_total",
        "item_total",
        "extended_price",
        "extended_amount",
    ],
    &["line_subtotal", "lineitem_subtotal", "order_line_subtotal", "item_subtotal"],
    &[
        "total_value",
        "total_amount",
        "total_price",
        "total_sales",
        "total_revenue",
        "sales_amount",
        "sales_value",
        "net_amount",
        "gross_amount",
        "amount_paid",
        "transaction_amount",
        "purchase_amount",
        "gesamtpreis",
        "gesamtbetrag",
        "umsatz",
    ],
    &[
        "total",
        "amount",
        "revenue",
        "sales",
        "value",
        "spend",
        "unit_spend",
        "turnover",
        "betrag",
        "importe",
        "montant",
    ],
    &["order_total", "order_value", "order_amount", "order_total_amount"],
    &["subtotal", "order_subtotal", "order_subtotal_amount"],
];

const CATEGORY: &[&[&str]] = &[
    &[
        "category",
        "product_category",
        "category_name",
        "item_category",
        "product_category_name",
        "kategorie",
        "categoria",
        "categorie",
    ],
    &["department", "product_type", "product_line", "product_group", "item_type", "warengruppe"],
];

const ATTRIBUTE: &[&[&str]] = &[ATTRIBUTES, &["channel", "source"]];

/// Without the names of [`CHANNEL`].
const ATTRIBUTE_OF_LINES: &[&[&str]] = &[ATTRIBUTES];

const ATTRIBUTES: &[&str] = &[
    "region",
    "customer_region",
    "country",
    "customer_country",
    "country_name",
    "country_code",
    "shipping_country",
    "billing_country",
    "state",
    "customer_state",
    "province",
    "county",
    "city",
    "customer_city",
    "continent",
    "market",
    "territory",
    "segment",
    "customer_segment",
    "customer_type",
    "gender",
    "sex",
    "age_group",
    "acquisition_channel",
    "signup_channel",
    "acquisition_source",
    "membership",
    "membership_level",
    "loyalty_tier",
    "tier",
    "plan",
    "industry",
    "company_size",
    "language",
    "land",
    "bundesland",
    "kanton",
    "stadt",
    "pais",
    "provincia",
    "ciudad",
    "pays",
    "canton",
    "ville",
];

/// Columns that say what became of an order: words, and flags that stand for one word.
const STATUS: &[&[&str]] = &[
    &[
        "status",
        "order_status",
        "financial_status",
        "payment_status",
        "transaction_status",
        "invoice_status",
        "sale_status",
        "sales_status",
        "purchase_status",
        "charge_status",
        "line_status",
        "lineitem_status",
        "item_status",
        "return_status",
        "refund_status",
        "order_state",
        "payment_state",
        "transaction_state",
        "transaction_type",
        "order_type",
        "sale_type",
        "line_type",
        "event_type",
        "action",
        "bestellstatus",
        "zahlungsstatus",
        "estado_pedido",
        "estado_del_pedido",
        "estado_pago",
        "estado_del_pago",
        "stato_ordine",
        "statut",
        "statut_commande",
    ],
    &[
        "cancelled",
        "canceled",
        "is_cancelled",
        "is_canceled",
        "is_cancel",
        "cancelled_at",
        "canceled_at",
        "cancelled_on",
        "cancelled_date",
        "canceled_date",
        "cancel_date",
        "cancellation_date",
        "voided",
        "is_void",
        "is_voided",
        "voided_at",
        "refunded",
        "is_refunded",
        "is_refund",
        "refunded_at",
        "refund_date",
        "returned",
        "is_returned",
        "is_return",
        "returned_at",
        "return_date",
        "captured",
        "is_captured",
        "is_paid",
        "is_test",
        "test_order",
        "test_mode",
        "is_test_order",
    ],
];

const REFUNDED: &[&[&str]] = &[
    &["refunded_amount"],
    &["amount_refunded"],
    &["refund_amount"],
    &["total_refunded"],
    &["refund_total"],
    &["refunded_total"],
    &["order_refund_amount"],
    &["return_amount"],
    &["erstattungsbetrag"],
    &["reembolso"],
    &["importe_reembolsado"],
    &["montant_remboursé"],
    &["rimborso"],
];

const CURRENCY: &[&[&str]] = &[
    &["currency"],
    &["currency_code"],
    &["order_currency"],
    &["transaction_currency"],
    &["payment_currency"],
    &["invoice_currency"],
    &["sales_currency"],
    &["currency_iso"],
    &["iso_currency"],
    &["curr"],
    &["währung"],
    &["waehrung"],
    &["devise"],
    &["moneda"],
];

const DISCOUNT: &[&[&str]] = &[
    &["lineitem_discount"],
    &["line_discount"],
    &["item_discount"],
    &["line_discount_amount"],
    &["discount_amount"],
    &["discount_total"],
    &["total_discount"],
    &["discount_value"],
    &["order_discount"],
    &["cart_discount"],
    &["discount"],
    &["discounts"],
    &["rebate"],
    &["rabatt"],
    &["rabattbetrag"],
    &["remise"],
    &["descuento"],
];

const CHANNEL: &[&[&str]] = &[
    &["sales_channel"],
    &["order_channel"],
    &["channel"],
    &["channel_name"],
    &["sales_channel_name"],
    &["source_name"],
    &["order_source"],
    &["source"],
    &["utm_source"],
    &["platform"],
    &["vertriebskanal"],
    &["verkaufskanal"],
    &["canal"],
];

const ROLES: [RoleSpec; 35] = [
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Customer,
        meaning: "who bought: the key that joins the tables",
        aliases: CUSTOMER,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Order,
        meaning: "which order: lines with the same value were bought together; without it, lines of one customer at one moment are one order",
        aliases: ORDER,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Line,
        meaning: "a unique id of the line: of a customer's rows with the same value one is used",
        aliases: &[&[
            "line_id",
            "order_line_id",
            "transaction_line_id",
            "invoice_line_id",
            "line_item_id",
            "sales_line_id",
            "receipt_line_id",
            "order_item_id",
            "order_detail_id",
            "row_id",
        ]],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Time,
        meaning: "when it was bought: a date, with or without a time of day",
        aliases: TIME,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Product,
        meaning: "which product",
        aliases: PRODUCT,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Quantity,
        meaning: "units of the line; negative for a return; without it, 1",
        aliases: &[&[
            "quantity",
            "qty",
            "units",
            "unit_count",
            "item_quantity",
            "order_quantity",
            "quantity_ordered",
            "qty_ordered",
            "quantity_sold",
            "units_sold",
            "lineitem_quantity",
            "pieces",
            "menge",
            "anzahl",
            "cantidad",
            "quantite",
        ]],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::UnitPrice,
        meaning: "money for one unit, used where there is no total",
        aliases: &[
            &[
                "unit_price",
                "price_per_unit",
                "price_each",
                "item_price",
                "item_cost",
                "selling_price",
                "sale_price",
                "sales_price",
                "product_price",
                "lineitem_price",
                "einzelpreis",
                "precio_unitario",
                "prix_unitaire",
            ],
            &["price", "preis", "precio", "prix"],
        ],
        need: Need::Amount,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Total,
        meaning: "money for the whole line; negative for a refund; a column that turns out to hold totals of whole orders gives way to quantity × unit price",
        aliases: TOTAL,
        need: Need::Amount,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Category,
        meaning: "kind of product",
        aliases: CATEGORY,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Status,
        meaning: "what became of the order: words such as paid, cancelled or refunded, or a flag such as is_returned; several columns may say it",
        aliases: STATUS,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Refunded,
        meaning: "money given back later for the row; the row stays a purchase, and the refund is subtracted",
        aliases: REFUNDED,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Currency,
        meaning: "the currency of the row's money",
        aliases: CURRENCY,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Discount,
        meaning: "money that was taken off the price before it was paid; shares such as 0.2 are no money",
        aliases: DISCOUNT,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Channel,
        meaning: "where was sold: shop, web, app; also a property of the customer, of whom the most frequent one counts",
        aliases: CHANNEL,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Attribute,
        meaning: "a property of the customer that is not a number, at most 50 different values: each customer's most frequent one counts",
        aliases: ATTRIBUTE_OF_LINES,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Transactions,
        role: Role::Email,
        meaning: "the customer's e-mail address: who bought where the customer's id is empty or 0 (a guest); only known exports and --map give this role",
        aliases: &[],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Order,
        meaning: "the order: the key that joins its lines",
        aliases: ORDER,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Customer,
        meaning: "who bought: the customer of all lines of the order",
        aliases: CUSTOMER,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Time,
        meaning: "when it was bought: the date of all lines of the order",
        aliases: TIME,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Email,
        meaning: "as in the transactions table",
        aliases: &[],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Status,
        meaning: "what became of the order, for all its lines; any number of columns",
        aliases: STATUS,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Refunded,
        meaning: "money given back later, of the whole order",
        aliases: REFUNDED,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Currency,
        meaning: "in which currency the money of its lines is",
        aliases: CURRENCY,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Discount,
        meaning: "money taken off the price of the whole order",
        aliases: DISCOUNT,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Channel,
        meaning: "where was sold",
        aliases: CHANNEL,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Orders,
        role: Role::Attribute,
        meaning: "a property of the customer that is not a number, as in the transactions table",
        aliases: ATTRIBUTE_OF_LINES,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Customers,
        role: Role::Customer,
        meaning: "the customer: the key that joins the tables",
        aliases: CUSTOMER,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Customers,
        role: Role::Alias,
        meaning: "the id by which orders know the customer, where shops write a new one for every order: customer_id beside customer_unique_id",
        aliases: &[],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Customers,
        role: Role::Signup,
        meaning: "the day on which the customer signed up",
        aliases: &[
            &[
                "signup_date",
                "signup",
                "signed_up_at",
                "registration_date",
                "registered_at",
                "registered",
                "join_date",
                "joined_at",
                "joined",
                "date_joined",
                "member_since",
                "customer_since",
                "enrollment_date",
                "account_created",
                "account_created_at",
            ],
            &["created_at", "created", "date_created", "creation_date"],
        ],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Customers,
        role: Role::Attribute,
        meaning: "a property of the customer that is not a number, at most 50 different values; other columns become one by their values",
        aliases: ATTRIBUTE,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Customers,
        role: Role::Number,
        meaning: "a property of the customer that is a number (age, income): a column becomes one by its values",
        aliases: &[],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Customers,
        role: Role::Ignore,
        meaning: "nothing: the column is not used; only --map gives this role",
        aliases: &[],
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Products,
        role: Role::Product,
        meaning: "the product: the key that joins the tables",
        aliases: PRODUCT,
        need: Need::Required,
    },
    RoleSpec {
        table: TableKind::Products,
        role: Role::Category,
        meaning: "kind of product",
        aliases: CATEGORY,
        need: Need::Optional,
    },
    RoleSpec {
        table: TableKind::Products,
        role: Role::Price,
        meaning: "money for one unit, used where the transactions have neither a total nor a unit price",
        aliases: &[
            &["unit_price", "list_price", "retail_price", "sale_price", "selling_price", "product_price", "item_price"],
            &["price", "preis", "precio", "prix"],
        ],
        need: Need::Amount,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_name_stands_for_two_roles_of_one_table() {
        for table in [TableKind::Customers, TableKind::Orders, TableKind::Transactions, TableKind::Products] {
            let mut seen = BTreeSet::new();
            for alias in roles_of(table).flat_map(|spec| spec.aliases.iter().copied().flatten()) {
                assert!(seen.insert(plain(alias)), "{alias} occurs twice in {}", table.word());
            }
        }
    }

    #[test]
    fn names_are_compared_without_case_and_punctuation() {
        let customer = roles_of(TableKind::Transactions).next().unwrap();
        for name in ["CustomerID", "customer id", "CUSTOMER_ID", "Customer-Id", " customer.id "] {
            assert_eq!(customer.tier_of(name), Some(1), "{name}");
        }
        assert_eq!(customer.tier_of("customer_unique_id"), Some(0));
        assert_eq!(customer.tier_of("CustomerName"), None);
        assert_eq!(customer.tier_of(""), None);
    }
}
