//! The use cases: what one can do with Shoal, whatever face one does it through.
//!
//! [`run`](run::run) makes segments from raw tables, [`score`](score::score) places new customers in them, [`show`](show::show) tells of one,
//! [`demo`](demo::demo) does a run on a made-up shop, [`feature_table`] gives the features themselves, [`cluster`](cluster::cluster) clusters any table of numbers. Paths, folders and files are handled here and nowhere below; flags,
//! colours and exit are for the faces above.

pub mod catalog;
pub mod cluster;
pub mod compare;
pub mod demo;
pub mod error;
pub mod explore;
pub mod feature_table;
pub mod features;
pub mod folder;
pub mod inspect;
mod machine;
pub mod playbook;
pub mod progress;
pub mod recipes;
pub mod rules;
pub mod run;
pub mod score;
pub mod settings;
pub mod show;
mod tables;
mod write;

pub use machine::{memory, parse_memory, threads};
pub use shoal_data::is_guarded;
pub use shoal_report::terminal;
pub use shoal_segment::date::Day;
pub use shoal_segment::feature::Unit;
pub use shoal_segment::segmentation::Segmentation;
pub use shoal_segment::spec;
pub use shoal_segment::window::Window;
