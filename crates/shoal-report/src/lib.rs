//! A finished segmentation as a page, as Markdown and as text.
//!
//! The input is a [`Segmentation`]; everything shown is a field of it, formatted. This crate computes no statistic, reads no
//! file and knows no clock, so the same run gives the same bytes. Sentences are the run's own statements, word for word;
//! headings, captions and column titles are ours and hold no number that is not a field.
//!
//! [`html`] is the report a marketer sends to her boss, [`markdown()`] the same story for a repository or a chat, and
//! [`terminal`] the parts that the command line prints.

mod figure;
mod markdown;
mod note;
mod page;
mod panel;
mod reconcile;
mod relation;
mod sample;
mod sheet;
pub mod terminal;
mod text;
mod view;

use shoal_segment::segmentation::{Explored, Segmentation};

/// The whole report as one self-contained HTML file: it opens offline, needs no script and refers to nothing outside itself.
///
/// The size grows with the customers drawn (about 50 bytes per customer and large figure, at most 500 customers in the
/// matrix), segments and features, not with the customers segmented.
pub fn html(segmentation: &Segmentation) -> String {
    page::document(&view::View::of(segmentation))
}

/// An exploration as one self-contained HTML file, with the panels that a report begins with.
///
/// The size grows with features and periods, not with members.
pub fn explored(explored: &Explored) -> String {
    page::explored(explored)
}

/// The report as Markdown (with GitHub's tables): the same story without figures.
pub fn markdown(segmentation: &Segmentation) -> String {
    markdown::document(&view::View::of(segmentation))
}
