//! The verdict: whether there is structure, in several features together or in one of them.

mod bands;
mod joint;

pub use bands::{Bands, bands};
pub use joint::{Joint, NullTest, joint};
