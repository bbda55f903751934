//! The base explored, without segments: the middle of `shoal explore`.

use super::{Job, apart_groups, base, nobody};
use crate::decide::why_left_out;
use crate::error::Error;
use crate::explore;
use crate::prepare;
use crate::profile::Baseline;
use crate::segmentation::Explored;
use crate::spec::Plan;
use crate::statement::Statement;
use crate::table::Computed;

/// Describes those whose features are computed.
///
/// # Errors
/// When there is nobody to describe.
pub fn explore(job: &Job<'_>, plan: &Plan, computed: Computed) -> Result<Explored, Error> {
    let Computed { table, apart, customers_known, days, timeline, .. } = computed;
    if table.rows() == 0 {
        return Err(nobody(job, &apart));
    }
    let baseline = Baseline::new(&table);
    let mut plan = plan.clone();
    let left_out = prepare::select(&table, &mut plan);
    let opening = "A run would not cluster these, unless they are named or all are asked for (--select none): ";
    let selection = (!left_out.is_empty()).then(|| why_left_out(Statement::new().say(opening), &left_out));
    Ok(Explored {
        shoal_version: env!("CARGO_PKG_VERSION").into(),
        unit: table.unit,
        as_of: job.lines.known.transactions.then_some(table.as_of),
        fingerprint: table.fingerprint.clone(),
        receipt: job.receipt.clone(),
        base: base(job.lines, &table, &baseline, (customers_known, days)),
        exploration: explore::explore(&table, &baseline, &plan, timeline.as_ref()),
        apart: apart_groups(job, &apart),
        left_out,
        selection,
    })
}
