//! The domain of customer segmentation: from canonical lines to segments that can be understood and acted on.
//!
//! One word for one thing: a **customer** buys **lines** (bought together: an **order**) of **products**; the lines of one
//! customer are a **history**; a **feature** is a pure function of a history; a **recipe** is a fitted preparation; a
//! **cluster** is a label inside one model, a **segment** is the lasting, named thing; a **profile** describes a segment in
//! original units; an **advice** says what to do and which numbers say so.
//!
//! The way through the crate, in the order in which it runs: [`lines`] and [`receipt`] come in, [`feature`] makes the
//! [`table`], [`prepare`] makes points, [`sweep`] fits every k and chooses, [`profile`], [`name`] and [`advice`] give
//! meaning, [`explore`] describes the base, and [`segmentation`] is what goes out. [`pipeline`] is that sentence as code.
//!
//! Beside that way stands [`engine`]: the methods and indices on any table of numbers, without customers.
//!
//! This crate knows nothing of files, tables' formats, HTML or databases.

pub mod advice;
pub mod compare;
pub mod date;
mod decide;
mod describe;
pub mod engine;
pub mod error;
pub mod evidence;
pub mod explain;
pub mod explore;
mod faults;
pub mod feature;
pub mod future;
pub mod histories;
pub mod history;
pub mod ids;
mod joining;
pub mod keep;
pub mod lines;
pub mod method;
pub mod model;
pub mod money;
pub mod name;
mod pictures;
pub mod pipeline;
pub mod playbook;
pub mod prepare;
pub mod privacy;
pub mod profile;
pub mod receipt;
mod refit;
pub mod rfm;
pub mod segmentation;
pub mod shop;
pub mod spec;
pub mod sql;
pub mod statement;
pub mod sweep;
pub mod table;
pub mod timeline;
pub mod verdict;
pub mod votes;
pub mod window;
