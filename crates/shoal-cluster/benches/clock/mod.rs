//! The clock of the benches: how long something takes, best and median of seven runs after a first one.

use std::time::Instant;

/// Runs `work` and prints its times under `name`.
pub(crate) fn measure(name: &str, mut work: impl FnMut()) {
    work();
    let mut times: Vec<f64> = (0..7)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name:<60} best {:>9.2} ms   median {:>9.2} ms", times[0], times[3]);
}
