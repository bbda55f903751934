//! The fingerprint of a file: XXH64 of its bytes with seed 0, the number that `xxhsum -H64` prints.
//!
//! It tells two different files apart and is not meant to withstand forgery. It is computed while the bytes pass by, 8 at a
//! time in four lanes: a small part of the time in which a file is read.
//!
//! Reference: Y. Collet, *XXH64 algorithm description*, version 0.1.1.

const P1: u64 = 0x9E37_79B1_85EB_CA87;
const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const P3: u64 = 0x1656_67B1_9E37_79F9;
const P4: u64 = 0x85EB_CA77_C2B2_AE63;
const P5: u64 = 0x27D4_EB2F_1656_67C5;
/// Bytes that go into the four lanes at once.
const STRIPE: usize = 32;

/// The hash of the bytes that came so far.
pub(crate) struct Fingerprint {
    lanes: [u64; 4],
    /// The first bytes of a stripe that is not whole yet.
    rest: [u8; STRIPE],
    /// How many they are.
    waiting: usize,
    /// All bytes.
    length: u64,
}

impl Default for Fingerprint {
    fn default() -> Self {
        let lanes = [P1.wrapping_add(P2), P2, 0, 0u64.wrapping_sub(P1)];
        Self { lanes, rest: [0; STRIPE], waiting: 0, length: 0 }
    }
}

impl Fingerprint {
    /// The hash of bytes that are all there.
    #[cfg(test)]
    pub(crate) fn of(bytes: &[u8]) -> String {
        let mut fingerprint = Self::default();
        fingerprint.add(bytes);
        fingerprint.digits()
    }

    /// More bytes.
    pub(crate) fn add(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        if self.waiting > 0 {
            let taken = bytes.len().min(STRIPE - self.waiting);
            self.rest[self.waiting..self.waiting + taken].copy_from_slice(&bytes[..taken]);
            self.waiting += taken;
            bytes = &bytes[taken..];
            if self.waiting < STRIPE {
                return;
            }
            let stripe = self.rest;
            self.stripe(&stripe);
        }
        let (stripes, rest) = bytes.as_chunks::<STRIPE>();
        stripes.iter().for_each(|stripe| self.stripe(stripe));
        self.rest[..rest.len()].copy_from_slice(rest);
        self.waiting = rest.len();
    }

    /// So many bytes came.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The hash as 16 hexadecimal digits.
    pub(crate) fn digits(&self) -> String {
        format!("{:016x}", self.finished())
    }

    fn stripe(&mut self, stripe: &[u8; STRIPE]) {
        let (words, _) = stripe.as_chunks::<8>();
        for (lane, word) in self.lanes.iter_mut().zip(words) {
            *lane = round(*lane, u64::from_le_bytes(*word));
        }
    }

    fn finished(&self) -> u64 {
        let mut hash = if self.length < STRIPE as u64 { P5 } else { joined(&self.lanes) };
        hash = hash.wrapping_add(self.length);
        let (words, rest) = self.rest[..self.waiting].as_chunks::<8>();
        for word in words {
            hash = (hash ^ round(0, u64::from_le_bytes(*word))).rotate_left(27).wrapping_mul(P1).wrapping_add(P4);
        }
        let (halves, rest) = rest.as_chunks::<4>();
        for half in halves {
            hash = (hash ^ u64::from(u32::from_le_bytes(*half)).wrapping_mul(P1))
                .rotate_left(23)
                .wrapping_mul(P2)
                .wrapping_add(P3);
        }
        for &byte in rest {
            hash = (hash ^ u64::from(byte).wrapping_mul(P5)).rotate_left(11).wrapping_mul(P1);
        }
        hash = (hash ^ (hash >> 33)).wrapping_mul(P2);
        hash = (hash ^ (hash >> 29)).wrapping_mul(P3);
        hash ^ (hash >> 32)
    }
}

fn joined(lanes: &[u64; 4]) -> u64 {
    let turns = [1, 7, 12, 18];
    let mixed = lanes.iter().zip(turns).fold(0u64, |sum, (lane, turn)| sum.wrapping_add(lane.rotate_left(turn)));
    lanes.iter().fold(mixed, |hash, &lane| (hash ^ round(0, lane)).wrapping_mul(P1).wrapping_add(P4))
}

fn round(lane: u64, word: u64) -> u64 {
    lane.wrapping_add(word.wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values printed by the reference implementation.
    #[test]
    fn known_values() {
        for (text, hash) in [
            ("", "ef46db3751d8e999"),
            ("a", "d24ec4f1a98c6e5b"),
            ("abc", "44bc2cf5ad770999"),
            ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
        ] {
            assert_eq!(Fingerprint::of(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn the_same_in_pieces_of_any_size() {
        let bytes: Vec<u8> = (0..200u8).collect();
        for piece in 1..100 {
            let mut fingerprint = Fingerprint::default();
            bytes.chunks(piece).for_each(|piece| fingerprint.add(piece));
            assert_eq!((fingerprint.digits(), fingerprint.length()), (Fingerprint::of(&bytes), 200), "{piece}");
        }
    }
}
