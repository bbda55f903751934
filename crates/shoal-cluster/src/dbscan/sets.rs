//! Disjoint sets that many threads join at once.
//!
//! Each set hangs under its lowest member, so which sets there are in the end, and what they are called, does not depend on
//! the order of joining. Reference: Anderson & Woll (1991), doi:10.1145/103418.103458.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Members from 0, each at first in a set of its own.
pub(super) struct Sets {
    /// A member of the same set that is not higher; the lowest one points to itself. Nothing else is passed on through these
    /// numbers, so their order in memory relative to other values does not matter.
    above: Vec<AtomicU32>,
}

impl Sets {
    pub(super) fn new(members: u32) -> Self {
        Self { above: (0..members).map(AtomicU32::new).collect() }
    }

    /// The lowest member of the set, as far as it is joined by now.
    pub(super) fn lowest(&self, member: u32) -> u32 {
        let mut member = member;
        loop {
            let above = self.above[member as usize].load(Relaxed);
            let next = self.above[above as usize].load(Relaxed);
            if next == above {
                return above;
            }
            // Shortens the way for the next one; it does not matter whether somebody else was quicker.
            let _ = self.above[member as usize].compare_exchange(above, next, Relaxed, Relaxed);
            member = next;
        }
    }

    /// Joins the sets of two members.
    pub(super) fn join(&self, a: u32, b: u32) {
        loop {
            let (a, b) = (self.lowest(a), self.lowest(b));
            let (low, high) = (a.min(b), a.max(b));
            if low == high || self.above[high as usize].compare_exchange(high, low, Relaxed, Relaxed).is_ok() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shoal_kernel::Stream;

    #[test]
    fn the_same_sets_whatever_the_order() {
        let mut stream = Stream::new(6, 0);
        let pairs: Vec<(u32, u32)> = (0..900).map(|_| (stream.below(1000) as u32, stream.below(1000) as u32)).collect();
        let forward = Sets::new(1000);
        pairs.iter().for_each(|&(a, b)| forward.join(a, b));
        let backward = Sets::new(1000);
        std::thread::scope(|scope| {
            for part in pairs.rchunks(300) {
                scope.spawn(|| part.iter().rev().for_each(|&(a, b)| backward.join(b, a)));
            }
        });
        for member in 0..1000 {
            assert_eq!(forward.lowest(member), backward.lowest(member));
            assert!(forward.lowest(member) <= member);
        }
        for (a, b) in pairs {
            assert_eq!(forward.lowest(a), forward.lowest(b));
        }
    }
}
