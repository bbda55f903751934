//! One command a file: parse → plan → run → render.

pub(crate) mod cluster;
pub(crate) mod compare;
pub(crate) mod demo;
pub(crate) mod explore;
pub(crate) mod feature_table;
pub(crate) mod features;
pub(crate) mod inspect;
pub(crate) mod lists;
pub(crate) mod playbook;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod score;
pub(crate) mod show;
pub(crate) mod snapshots;
