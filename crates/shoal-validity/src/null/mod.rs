//! Tables without structure that look like a given one: what a finding has to be held against.
//!
//! **What they are for.** A method that makes clusters makes them of anything. Whether the clusters of a table mean something is
//! asked by doing the same to tables that have its rows, columns, spreads and correlations, and nothing else.
//!
//! **When to use which.** [`GaussianNull`]: one cloud. [`BoxNull`]: even values, what the gap is held against. [`CopulaNull`]: each column has exactly the values it has, however skewed,
//! whole or banded they are, and columns hang together pair by pair only. Structure that shows in several columns together is
//! not in either; bands in a single column are in the second.
//!
//! **How they work.**
//! 1. `Factor`: a matrix whose product with independent normal values has the wanted correlations.
//! 2. [`GaussianNull::draw`]: such values, each column shifted and scaled to the mean and the variance of the given one.
//! 3. [`BoxNull::draw`]: even values between the ends of the given table along its principal components.
//! 4. [`CopulaNull::draw`]: such values lend their order: the smallest of a column's own values goes where the smallest of them is,
//!    and so on (Iman & Conover). Each drawn column is a permutation of the given one, so whatever is done to a column alone
//!    (a logarithm, a scale) comes out the same.
//! 5. `CopulaNull::new` asks for stronger correlations of the normal values than the columns have, until what is drawn has
//!    those of the columns: order lent to skewed or repeated values loses some.
//!
//! **Cost.** A table: O(n d² + d n log n). **Randomness.** The caller's stream; `CopulaNull::new` one of its seed.
//!
//! **Edges.** Constant columns stay constant. Correlations that no such table can have are met as nearly as possible. No rows, or
//! values whose covariance is not finite: no null.
//!
//! **Differences from scikit-learn.** It has none.
//!
//! **References.** Iman & Conover (1982), A distribution-free approach to inducing rank correlation, doi:10.1080/03610918208812265;
//! Tibshirani, Walther & Hastie (2001), doi:10.1111/1467-9868.00293 (the box); Cario & Nelson (1997), Modeling and generating random vectors with arbitrary marginal distributions (NORTA).

mod copula;
mod even_box;
mod factor;
mod gaussian;

pub use copula::CopulaNull;
pub use even_box::BoxNull;
pub use gaussian::GaussianNull;
