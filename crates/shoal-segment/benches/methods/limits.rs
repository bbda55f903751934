//! What this machine can do at the most, measured on the spot: bytes read from memory and from the last cache, and arithmetic.
//!
//! With these a time becomes a share of the limit: no program can be faster than its bytes over the bandwidth, nor than its
//! operations over the rate of arithmetic.

use std::hint::black_box;
use std::time::Instant;

use shoal_kernel::lanes::{Wide, WideArithmetic, run_wide, widest};
use shoal_kernel::parallel::map_tasks;

/// Times everything is measured; the best counts.
const REPEATS: usize = 7;

/// Bytes that are far more than a cache holds.
const MEMORY: usize = 512 << 20;

/// Bytes that fit into the last cache of most servers, and not into the nearer ones.
const CACHE: usize = 12 << 20;

/// Steps of the loop that multiplies and adds, each of 2 × 16 × [`CHAINS`] operations.
const STEPS: usize = 2_000_000;

/// Chains of operations that do not wait for each other.
const CHAINS: usize = 12;

struct Sum<'a>(&'a [[f32; 16]]);

impl WideArithmetic for Sum<'_> {
    type Output = f32;

    #[inline(always)]
    fn compute<W: Wide>(self) -> f32 {
        let mut sums = [W::fill(0.0); 8];
        for eight in self.0.as_chunks::<8>().0 {
            for (sum, values) in sums.iter_mut().zip(eight) {
                *sum = W::add(*sum, W::load(values));
            }
        }
        of_lanes::<W>(&sums)
    }
}

struct Multiply;

impl WideArithmetic for Multiply {
    type Output = f32;

    #[inline(always)]
    fn compute<W: Wide>(self) -> f32 {
        let mut sums = [W::fill(1.0); CHAINS];
        let (a, b) = (W::fill(black_box(0.999)), W::fill(black_box(0.001)));
        for _ in 0..STEPS {
            for sum in &mut sums {
                *sum = W::times_plus(*sum, a, b);
            }
        }
        of_lanes::<W>(&sums)
    }
}

#[inline(always)]
fn of_lanes<W: Wide>(vectors: &[W::Floats]) -> f32 {
    let mut total = 0.0;
    for &vector in vectors {
        let mut lanes = [0.0; 16];
        W::store(vector, &mut lanes);
        total += lanes.iter().sum::<f32>();
    }
    total
}

/// The best rate of `work`, done by `threads` threads at once, each `amount` at a time.
fn rate(threads: usize, amount: f64, work: impl Fn(usize) -> f32 + Sync) -> f64 {
    let tasks: Vec<usize> = (0..threads).collect();
    let once = |_| {
        let start = Instant::now();
        black_box(map_tasks(&tasks, |&task| work(task)));
        start.elapsed().as_secs_f64()
    };
    let best = (0..REPEATS).map(once).fold(f64::INFINITY, f64::min);
    threads as f64 * amount / best
}

/// Prints each limit on a line: its name, one thread, all threads, the unit.
pub(crate) fn print() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let values = vec![[1.0f32; 16]; MEMORY / 64];
    let read = |count: usize, bytes: usize, times: usize| {
        let part = values.len().min(bytes / 64) / count;
        let sum = |task: usize| (0..times).map(|_| run_wide(Sum(&values[task * part..(task + 1) * part]))).sum();
        rate(count, (part * 64 * times) as f64, sum) / 1e9
    };
    let operations = |count| rate(count, (2 * 16 * CHAINS * STEPS) as f64, |_| run_wide(Multiply)) / 1e9;
    println!("{:?}\t{threads}", widest());
    println!("memory\t{}\t{}\tGB/s", read(1, MEMORY, 1), read(threads, MEMORY, 1));
    println!("cache\t{}\t{}\tGB/s", read(1, CACHE, 20), read(threads, CACHE, 20));
    println!("arithmetic\t{}\t{}\tGflop/s in single precision", operations(1), operations(threads));
}
