//! Ways to damage bytes.

use proptest::prelude::*;
use proptest::sample::Index;

/// A damage; places are shares of what is damaged.
#[derive(Debug, Clone)]
pub(super) enum Damage {
    /// One byte becomes another.
    Change(Index, u8),
    /// The bytes between two places go.
    Cut(Index, Index),
    /// Everything from a place on goes.
    End(Index),
    /// Bytes are put in.
    Insert(Index, Vec<u8>),
    /// The bytes between two places come twice.
    Repeat(Index, Index),
    /// The bytes from a place on come from another file, from another place on.
    Splice(Index, Index),
}

/// Any damage; bytes that mean something to a format are frequent.
pub(super) fn any() -> impl Strategy<Value = Damage> {
    let byte = || {
        prop_oneof![proptest::sample::select(b"\0,;|\t\r\n\" -.0159eE{}[]:\xEF\xFF".to_vec()), proptest::num::u8::ANY]
    };
    let place = proptest::arbitrary::any::<Index>;
    prop_oneof![
        4 => (place(), byte()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        1 => (place(), place()).prop_map(|(from, to)| Damage::Cut(from, to)),
        1 => place().prop_map(Damage::End),
        2 => (place(), proptest::collection::vec(byte(), 1..6)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        1 => (place(), place()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        1 => (place(), place()).prop_map(|(at, from)| Damage::Splice(at, from)),
    ]
}

/// Bytes after one damage after the other.
pub(super) fn damaged(bytes: &[u8], damage: &[Damage], other: &[u8]) -> Vec<u8> {
    damage.iter().fold(bytes.to_vec(), |bytes, damage| once(bytes, damage, other))
}

fn once(mut bytes: Vec<u8>, damage: &Damage, other: &[u8]) -> Vec<u8> {
    let place = |at: &Index| at.index(bytes.len() + 1);
    let span = |from: &Index, to: &Index| place(from).min(place(to))..place(from).max(place(to));
    match damage {
        Damage::Change(at, byte) => {
            let at = place(at);
            if let Some(changed) = bytes.get_mut(at) {
                *changed = *byte;
            }
        }
        Damage::Cut(from, to) => drop(bytes.drain(span(from, to))),
        Damage::End(at) => bytes.truncate(place(at)),
        Damage::Insert(at, more) => {
            let at = place(at);
            bytes.splice(at..at, more.iter().copied());
        }
        Damage::Repeat(from, to) => {
            let span = span(from, to);
            let more = bytes[span.clone()].to_vec();
            bytes.splice(span.end..span.end, more);
        }
        Damage::Splice(at, from) => {
            bytes.truncate(place(at));
            bytes.extend_from_slice(&other[from.index(other.len() + 1)..]);
        }
    }
    bytes
}
