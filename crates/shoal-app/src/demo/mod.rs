//! `demo`: opens a made-up shop, writes its tables as files that a user can open, does exactly what `run` does with them,
//! and says how well the known kinds of customers were found again.

mod dirt;
mod tables;

use crate::error::Error;
use crate::folder::Staging;
use crate::progress::{self, Watch};
use crate::run::{self, Done};
use crate::settings::Settings;
use shoal_segment::feature::Unit;
use shoal_segment::shop;
use std::path::{Path, PathBuf};

/// What the demonstration is to be like.
#[derive(Debug, Clone)]
pub struct Demo {
    /// How many customers the shop has, at least 1.
    pub customers: usize,
    /// Decides the shop and the segmentation.
    pub seed: u64,
    /// Where the tables go.
    pub tables: PathBuf,
}

/// What the demonstration found.
pub struct Shown {
    /// The run on the shop's tables.
    pub done: Done,
    /// The shop's tables, as `run` was given them.
    pub files: Vec<PathBuf>,
    /// The file with the truth.
    pub truth: PathBuf,
    /// How well the segments agree with the truth: adjusted Rand index, 1 for perfect, 0 for chance; `None` when undefined,
    /// and for orders: the kinds are those of customers.
    pub recovered: Option<f64>,
    /// How many kinds of customers the shop has.
    pub kinds: usize,
}

/// Makes the shop and segments it into `out`; `settings` say how, their files are ignored.
pub fn demo(demo: &Demo, settings: &Settings, out: &Path, watch: Watch<'_>) -> Result<Shown, Error> {
    if demo.customers == 0 {
        return Err(Error::input("customers is 0; allowed is 1 or more", "write --customers 1000"));
    }
    progress::stage(watch, "opening the shop");
    let shop = shop::open(demo.customers, demo.seed);
    let staging = Staging::open(&demo.tables)?;
    tables::write(&staging, &shop, demo.seed)?;
    staging.publish()?;
    let mut settings = settings.clone();
    settings.input.files = tables::INPUTS.iter().map(|name| demo.tables.join(name)).collect();
    let (done, segmented) = run::run_keeping(&settings, out, watch)?;
    Ok(Shown {
        recovered: match settings.segment.unit {
            Unit::Customer => shop::recovery(&shop, &segmented),
            Unit::Order => None,
        },
        kinds: shop::CustomerKind::ALL.len(),
        files: settings.input.files,
        truth: demo.tables.join(tables::TRUTH),
        done,
    })
}
