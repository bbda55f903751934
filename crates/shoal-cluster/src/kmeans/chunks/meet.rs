//! One exact pass: every row meets the same centres, and what the rows add up to does not depend on where chunks end.
//!
//! Rows are added up in pieces of [`ROWS`], counted from the first row of the source; a piece that a chunk leaves unfinished is
//! carried on by the next one, row by row, so its sums are those of a piece in one go. The pieces of a chunk are looked at by
//! all threads and added in their order.

use std::ops::Range;

use shoal_kernel::Points;
use shoal_kernel::lanes::{Wide, WideArithmetic, run_wide};
use shoal_kernel::parallel::{ROWS, map_pieces_mut};
use shoal_kernel::singles::{Frame, GROUP};

use super::notable::{Notable, Noted};
use super::tally::Tally;
use crate::kmeans::piece::{nearest, ones};
use crate::kmeans::predict::around;
use crate::kmeans::screen::{Rows, Screen, Screened};

/// Pieces that are under way at once; each has sums of its own.
const AT_ONCE: usize = 64;

/// A pass on its way.
pub(super) struct Meeting<'a> {
    centres: &'a Points,
    frame: Frame,
    screen: Screen,
    /// The piece that the last chunk left unfinished.
    open: Tally,
    /// All pieces before it.
    tally: Tally,
    notable: Notable,
}

/// Rows of one chunk that belong to one piece.
struct Segment<'a> {
    rows: Range<usize>,
    /// The piece so far.
    tally: Tally,
    labels: &'a mut [u32],
    noted: Noted,
}

impl<'a> Meeting<'a> {
    /// Rows will meet these centres.
    pub(super) fn new(centres: &'a Points) -> Self {
        let (clusters, columns) = (centres.rows(), centres.columns());
        let frame = around(centres);
        Self {
            screen: Screen::new(centres.values(), &frame),
            frame,
            open: Tally::zeros(clusters, columns),
            tally: Tally::zeros(clusters, columns),
            notable: Notable::new(clusters),
            centres,
        }
    }

    /// The number of the nearest centre of each row of the next chunk, whose first row is row `from` of all.
    pub(super) fn meet(&mut self, from: u64, points: &Points) -> Vec<u32> {
        let mut labels = vec![0; points.rows()];
        let mut rest = labels.as_mut_slice();
        let mut first = 0;
        while first < points.rows() {
            let mut segments = Vec::with_capacity(AT_ONCE);
            while segments.len() < AT_ONCE && first < points.rows() {
                let count = (ROWS - self.open.rows).min(points.rows() - first);
                let (labels, others) = rest.split_at_mut(count);
                let clusters = self.centres.rows();
                // Only the first piece has rows already.
                let tally = std::mem::replace(&mut self.open, Tally::zeros(clusters, points.columns()));
                let noted = Noted::new(clusters, self.notable.beyond());
                segments.push(Segment { rows: first..first + count, tally, labels, noted });
                (rest, first) = (others, first + count);
            }
            self.look_at(points, &mut segments);
            self.book(from, points, segments);
        }
        labels
    }

    fn look_at(&self, points: &Points, segments: &mut [Segment<'_>]) {
        let (centres, frame, screen) = (self.centres, &self.frame, &self.screen);
        map_pieces_mut(segments, 1, |_, segments| {
            for segment in segments {
                run_wide(Look { points, centres, frame, screen, segment });
            }
        });
    }

    fn book(&mut self, from: u64, points: &Points, segments: Vec<Segment<'_>>) {
        let columns = points.columns();
        for Segment { rows, tally, noted, .. } in segments {
            let values = &points.values()[rows.start * columns..rows.end * columns];
            self.notable.take(noted, values, columns, from + rows.start as u64);
            if tally.rows == ROWS {
                self.tally.add_all(&tally);
            } else {
                self.open = tally;
            }
        }
    }

    /// What all rows add up to, and which of them are remembered.
    pub(super) fn end(mut self) -> (Tally, Notable) {
        self.tally.add_all(&self.open);
        (self.tally, self.notable)
    }
}

/// Looks at the rows of one segment.
struct Look<'a, 'b> {
    points: &'a Points,
    centres: &'a Points,
    frame: &'a Frame,
    screen: &'a Screen,
    segment: &'a mut Segment<'b>,
}

impl WideArithmetic for Look<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn compute<W: Wide>(self) {
        let Self { points, centres, frame, screen, segment } = self;
        let columns = points.columns();
        let mut group = vec![[0.0; GROUP]; columns];
        let mut out = Screened::new();
        let values = &points.values()[segment.rows.start * columns..segment.rows.end * columns];
        for (number, values) in values.chunks(GROUP * columns).enumerate() {
            frame.fill(values, &mut group);
            screen.look::<W>(&Rows { group: &group, known: &[0; GROUP], drift: None }, &mut out);
            let rows = values.len() / columns;
            for lane in ones(out.doubtful).take_while(|&lane| lane < rows) {
                out.labels[lane] = nearest(&values[lane * columns..(lane + 1) * columns], centres.values());
            }
            for (lane, row) in values.chunks_exact(columns).enumerate() {
                let (place, cluster) = (number * GROUP + lane, usize::from(out.labels[lane]));
                segment.labels[place] = out.labels[lane].into();
                let square = segment.tally.add(cluster, row, centres.row(cluster));
                segment.noted.look(place, cluster, square);
            }
        }
    }
}
