//! Text for the terminal: plain, without colours, and as good in a log file as on a screen.
//!
//! Every function gives text that ends in a line break. Control characters in names from files are replaced, so that no
//! file can send commands to a terminal.

mod cohorts;
mod comparison;
mod entries;
mod explored;
mod member;
mod receipt;
mod segments;
mod summary;
mod sweep;
mod table;
mod trend;
mod verdict;
mod wrap;

pub use comparison::comparison;
pub use entries::entries;
pub use explored::explored;
pub use member::member;
pub use receipt::receipt;
pub use segments::segments;
pub use summary::summary;
pub use sweep::sweep;
pub use table::{table, within as table_within};
pub use verdict::{answers, certainty};
pub(crate) use wrap::wrapped;
