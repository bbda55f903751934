//! Revenue, orders and active customers over time, on the terminal.

use super::table::within;
use crate::text;
use shoal_segment::segmentation::{Period, Trend};

/// Most periods that are shown, which are the latest.
const MOST: usize = 24;

/// Characters of a full bar.
const BAR: f64 = 24.0;

/// The periods with a bar for the revenue; nothing without transactions.
pub(super) fn trend(trend: Option<&Trend>, width: usize) -> String {
    let Some(trend) = trend.filter(|trend| !trend.periods.is_empty()) else { return String::new() };
    let earlier = trend.periods.len().saturating_sub(MOST);
    let shown = &trend.periods[earlier..];
    let most = shown.iter().map(|period| period.revenue.to_f64()).fold(0.0, f64::max);
    let row = |period: &Period| {
        let mark = if period.incomplete { " *" } else { "" };
        let share = if most > 0.0 { (period.revenue.to_f64() / most).max(0.0) } else { 0.0 };
        let revenue = text::money(period.revenue);
        let bar = "█".repeat((share * BAR).round() as usize);
        vec![
            format!("{}{mark}", period.name),
            text::count(period.orders),
            text::count(period.active_customers),
            revenue,
            bar,
        ]
    };
    let rows: Vec<Vec<String>> = shown.iter().map(row).collect();
    let mut out = within(&[trend.grain.word(), "orders", "active customers", "revenue", ""], &rows, width);
    if shown.iter().any(|period| period.incomplete) {
        out.push_str(&format!("  * the tables have only a part of this {}\n", trend.grain.word()));
    }
    if earlier > 0 {
        out.push_str(&format!("  and {} before\n", text::counted(earlier, trend.grain.word())));
    }
    out
}
