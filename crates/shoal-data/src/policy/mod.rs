//! The cleaning policy: what becomes of rows that can be read and may not be meant.
//!
//! Every rule is a word or a list in the settings with a default; every row it touches is counted in the receipt under a reason
//! that names the rule ([`crate::judge::reason`]). Why the defaults are what they are:
//!
//! - *Returns, refunds, negative prices* are subtracted: revenue is what a customer left in the shop. Left out, they would flatter.
//! - *Duplicates*: identical rows are copies where a table has one row per order; elsewhere a customer may have bought the same
//!   thing twice in one basket, so they are kept and told.
//! - *Zero prices* are kept: a gift is a purchase without money. *Zero quantities* are set aside: nothing changed hands.
//! - *Services* (postage, fees, discounts): their money is the customer's, so it counts; they are no products, so they have neither
//!   product nor units.
//! - *Tests and staff* are kept and told, because a look at an address proves nothing; `--exclude-tests` sets them aside.
//! - *Several currencies* are refused: a sum of euros and yen is no number.
//!
//! | file | what it holds |
//! | --- | --- |
//! | [`choices`] | the words of each rule |
//! | [`statuses`] | the words of states |
//! | [`services`] | codes that are no products |
//! | [`marks`] | what looks like a test |
//! | [`id_list`], [`rates`] | files that the policy names |
//! | [`rules`] | all rules as a table |

pub(crate) mod choices;
pub(crate) mod id_list;
pub(crate) mod marks;
pub(crate) mod rates;
pub(crate) mod rules;
pub(crate) mod services;
pub(crate) mod statuses;

pub use choices::{Back, Duplicates, Odd, Services};
pub use rules::{RuleSpec, policy_rules};
use shoal_segment::date::Day;
pub use statuses::Statuses;
use std::path::PathBuf;

/// All rules; the default is described on the module's page.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Rows with a negative quantity, and rows that say they are returns.
    pub returns: Back,
    /// Money given back on the row of the purchase, and orders whose state is *refunded*.
    pub refunds: Back,
    /// Rows with a positive quantity and negative money.
    pub negative_prices: Back,
    /// Rows without money.
    pub zero_prices: Odd,
    /// Rows of quantity zero.
    pub zero_quantities: Odd,
    /// Identical rows.
    pub duplicates: Duplicates,
    /// Rows whose product is no product.
    pub services: Services,
    /// The codes of such products.
    pub service_codes: Vec<String>,
    /// Rows that look like tests, or like purchases of staff.
    pub tests: Odd,
    /// The words of states.
    pub statuses: Statuses,
    /// A file with ids of customers to leave out.
    pub exclude: Option<PathBuf>,
    /// A file with the ids of the only customers to use.
    pub only: Option<PathBuf>,
    /// The rows of the transactions to use, in the language of `crate::filter`.
    pub filter: Option<String>,
    /// Rows before this day are set aside.
    pub from: Option<Day>,
    /// The only currency to use.
    pub currency: Option<String>,
    /// A file of exchange rates.
    pub rates: Option<PathBuf>,
    /// The column whose value makes customers one.
    pub merge_by: Option<String>,
    /// Whether a row that is not kept is an error.
    pub strict: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            returns: Back::Net,
            refunds: Back::Net,
            negative_prices: Back::Net,
            zero_prices: Odd::Keep,
            zero_quantities: Odd::SetAside,
            duplicates: Duplicates::Auto,
            services: Services::Money,
            service_codes: services::CODES.iter().map(|&code| code.to_owned()).collect(),
            tests: Odd::Keep,
            statuses: Statuses::default(),
            exclude: None,
            only: None,
            filter: None,
            from: None,
            currency: None,
            rates: None,
            merge_by: None,
            strict: false,
        }
    }
}
