//! Whole numbers in as few bytes as they need: the ones at the lower end of the first byte say how many bytes follow it, and the number
//! stands above them, lowest byte first; a first byte of ones alone has the whole number behind it. Signed numbers are folded first, so
//! that small negative ones are short too.
//!
//! The length is known at the first byte, so a number is read with one load and without a loop: a third of the instructions of a
//! coding that says at each byte whether another follows (LEB128).

/// Writes a number. Half of all are below 128.
#[inline]
pub(crate) fn put(bytes: &mut Vec<u8>, number: u64) {
    if number < 1 << 7 { bytes.push((number << 1) as u8) } else { put_long(bytes, number) }
}

fn put_long(bytes: &mut Vec<u8>, number: u64) {
    let length = (70 - number.leading_zeros()) / 7;
    if length > 8 {
        bytes.push(u8::MAX);
        bytes.extend_from_slice(&number.to_le_bytes());
        return;
    }
    let ones = (1 << (length - 1)) - 1;
    let end = bytes.len() + length as usize;
    // Eight bytes at a time are written faster than some.
    bytes.extend_from_slice(&(number << length | ones).to_le_bytes());
    bytes.truncate(end);
}

/// Writes a signed number.
pub(crate) fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put(bytes, (number << 1 ^ number >> 63) as u64);
}

/// Reads a number from the front of `bytes`; `None` when they end before it does.
#[inline]
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let word = bytes.first_chunk::<8>().map_or_else(|| last_word(bytes), |eight| u64::from_le_bytes(*eight));
    let length = word.trailing_ones() as usize + 1;
    if length > 8 {
        return take_whole(bytes);
    }
    *bytes = bytes.get(length..)?;
    Some(word >> length & u64::MAX >> (64 - 7 * length))
}

/// The bytes that are left, fewer than eight, with zeros behind them.
#[cold]
fn last_word(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// A number behind a byte of ones.
#[cold]
fn take_whole(bytes: &mut &[u8]) -> Option<u64> {
    let (number, rest) = bytes.get(1..)?.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*number))
}

/// Reads a signed number.
#[inline]
pub(crate) fn take_signed(bytes: &mut &[u8]) -> Option<i64> {
    let folded = take(bytes)?;
    Some((folded >> 1) as i64 ^ -((folded & 1) as i64))
}

/// Writes a text with its length before it.
pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &[u8]) {
    put(bytes, text.len() as u64);
    bytes.extend_from_slice(text);
}

/// Reads a text.
#[inline]
pub(crate) fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(number: u64, signed: i64, text in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            put_signed(&mut bytes, signed);
            put_text(&mut bytes, &text);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(take(&mut rest), Some(number));
            prop_assert_eq!(take_signed(&mut rest), Some(signed));
            prop_assert_eq!(take_text(&mut rest), Some(text.as_slice()));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn damage_is_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..20)) {
            let _ = take(&mut bytes.as_slice());
            let _ = take_text(&mut bytes.as_slice());
        }
    }

    #[test]
    fn numbers_of_every_length_are_read() {
        for bits in 0..64 {
            for number in [(1u64 << bits) - 1, 1 << bits, u64::MAX >> bits] {
                let mut bytes = Vec::new();
                put(&mut bytes, number);
                let mut short = &bytes[..bytes.len() - 1];
                assert_eq!(take(&mut short), None, "{number}");
                assert_eq!(take(&mut bytes.as_slice()), Some(number));
                bytes.extend_from_slice(&[0xA5; 9]);
                let mut rest = bytes.as_slice();
                assert_eq!((take(&mut rest), rest.len()), (Some(number), 9), "{number}");
            }
        }
    }

    #[test]
    fn small_numbers_are_short() {
        for (number, length) in [(0, 1), (-1, 1), (63, 1), (-64, 1), (64, 2), (1_704_067_200, 5), (i64::MIN, 9)] {
            let mut bytes = Vec::new();
            put_signed(&mut bytes, number);
            assert_eq!(bytes.len(), length, "{number}");
            assert_eq!(take_signed(&mut bytes.as_slice()), Some(number));
        }
    }
}
