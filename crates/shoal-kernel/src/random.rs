//! Seeded random numbers, one stream per task.
//!
//! A stream is named by a seed and a task (which start, which sample …). Tasks never share a stream, so the numbers a task
//! sees do not depend on which thread ran which task first. The generator is xoshiro256++, its state filled by splitmix64 from
//! seed and task; it is fast, passes the usual test batteries and is written down here, so that no update of a library can
//! change a result.
//!
//! References: Blackman & Vigna (2021), doi:10.1145/3460772; Steele, Lea & Flood (2014), doi:10.1145/2660193.2660195;
//! Lemire (2019), doi:10.1145/3230636 (numbers below a bound); Knuth, The Art of Computer Programming 2, 3.4.2 (sampling).

/// A stream of random numbers: the same seed and task give the same numbers, always.
#[derive(Clone, Debug)]
pub struct Stream {
    state: [u64; 4],
}

impl Stream {
    /// The stream of `task` under `seed`.
    pub fn new(seed: u64, task: u64) -> Self {
        let mut key = mix(seed).wrapping_add(mix(task ^ 0x9e37_79b9_7f4a_7c15).rotate_left(32));
        let state = std::array::from_fn(|_| {
            key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
            mix(key)
        });
        Self { state }
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// A number of [0, 1), one of 2⁵³ evenly spaced ones.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A whole number of `0..bound`, all equally likely; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        if bound == 0 {
            return 0;
        }
        // The lowest 2⁶⁴ mod bound products are refused, which leaves every result equally often.
        let refused = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            if product as u64 >= refused {
                return (product >> 64) as usize;
            }
        }
    }

    /// A number of the normal distribution with mean 0 and variance 1 (Marsaglia's polar form).
    ///
    /// It needs a logarithm of the platform, so unlike all else here its last bit may differ between platforms.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Puts `items` into random order, every order equally likely.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.below(end + 1);
            items.swap(end, other);
        }
    }

    /// `count` different numbers of `0..rows`, ascending, every set equally likely; all of them when `count` is not smaller.
    /// Time O(rows).
    pub fn sample(&mut self, rows: usize, count: usize) -> Vec<usize> {
        let mut wanted = count.min(rows);
        let mut chosen = Vec::with_capacity(wanted);
        for row in 0..rows {
            if self.below(rows - row) < wanted {
                chosen.push(row);
                wanted -= 1;
            }
        }
        chosen
    }
}

/// splitmix64's finisher: every bit of the result depends on every bit of the input.
#[inline]
pub fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        let mut stream = Stream { state: [1, 2, 3, 4] };
        assert_eq!([stream.bits(), stream.bits(), stream.bits()], [41_943_041, 58_720_359, 3_588_806_011_781_223]);
    }

    #[test]
    fn a_stream_is_its_seed_and_task() {
        let first = |seed, task| Stream::new(seed, task).bits();
        assert_eq!(first(1, 2), first(1, 2));
        let mut all: Vec<u64> = (0..100).flat_map(|seed| (0..100).map(move |task| first(seed, task))).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 10_000);
    }

    #[test]
    fn numbers_are_spread_evenly() {
        let mut stream = Stream::new(7, 0);
        let mut counts = [0usize; 10];
        let (mut sum, mut normal, mut square) = (0.0, 0.0, 0.0);
        for _ in 0..100_000 {
            counts[stream.below(10)] += 1;
            sum += stream.uniform();
            let value = stream.normal();
            normal += value;
            square += value * value;
        }
        assert!(counts.iter().all(|&count| (9_600..10_400).contains(&count)), "{counts:?}");
        assert!((sum / 1e5 - 0.5).abs() < 0.005);
        assert!((normal / 1e5).abs() < 0.02 && (square / 1e5 - 1.0).abs() < 0.03);
        assert_eq!(stream.below(0), 0);
        assert_eq!(stream.below(1), 0);
    }

    #[test]
    fn samples_and_orders() {
        let mut stream = Stream::new(7, 1);
        let mut counts = [0; 20];
        for _ in 0..10_000 {
            let sample = stream.sample(20, 5);
            assert!(sample.len() == 5 && sample.windows(2).all(|pair| pair[0] < pair[1]));
            sample.into_iter().for_each(|row| counts[row] += 1);
        }
        assert!(counts.iter().all(|count| (2_300..2_700).contains(count)), "{counts:?}");
        assert_eq!(stream.sample(3, 9), [0, 1, 2]);
        let mut items: Vec<usize> = (0..50).collect();
        stream.shuffle(&mut items);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
