//! How the dates of a table are read: the order of slashed dates, numbers of seconds, and zones.
//!
//! A date with a zone keeps its wall time: the day on which the customer bought is the day that the shop's clock showed
//! (`docs/decisions/wall-time.md`). With `--timezone` every moment that has a zone is brought to that one; moments without stay.
//!
//! Numbers of seconds (ten digits) or milliseconds (thirteen) since 1970 are dates from 1990 to 2100, in UTC, where most values of the
//! table's column of dates are such numbers and none is written as a date.

use crate::options::{DateOrder, Zone};
use crate::value::moment::{Epoch, parse};
use shoal_segment::date::Moment;

/// What a number of a date counts since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unix {
    Seconds,
    Milliseconds,
}

impl Unix {
    /// In words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Seconds => "seconds since 1970",
            Self::Milliseconds => "milliseconds since 1970",
        }
    }
}

/// How dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateForm {
    /// The order of slashed dates.
    pub(crate) order: DateOrder,
    /// Whether they are numbers.
    pub(crate) unix: Option<Unix>,
    /// Where moments with a zone are brought to.
    pub(crate) zone: Option<Zone>,
}

impl DateForm {
    /// Reads a date.
    pub(crate) fn read(self, bytes: &[u8], serials: Option<Epoch>) -> Option<Moment> {
        if self.unix.is_some() {
            let (unit, moment) = unix(bytes)?;
            return (self.unix == Some(unit)).then(|| self.moved(moment, Some(0)));
        }
        let written = parse(bytes, serials)?;
        Some(self.moved(written.wall_time(self.order)?, written.clock.offset))
    }

    fn moved(self, moment: Moment, offset: Option<i16>) -> Moment {
        match (self.zone, offset) {
            (Some(zone), Some(offset)) => Moment(moment.0 + 60 * i64::from(zone.0 - offset)),
            _ => moment,
        }
    }
}

/// The first second of 1990 and of 2101.
const SECONDS: std::ops::Range<i64> = 631_152_000..4_133_980_800;

/// A number of seconds or milliseconds as a moment in UTC.
pub(crate) fn unix(bytes: &[u8]) -> Option<(Unix, Moment)> {
    let (unit, divisor) = match bytes.len() {
        9 | 10 => (Unix::Seconds, 1),
        12 | 13 => (Unix::Milliseconds, 1000),
        _ => return None,
    };
    let number: i64 =
        std::str::from_utf8(bytes).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let seconds = number / divisor;
    SECONDS.contains(&seconds).then_some((unit, Moment(seconds)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn zones_and_seconds() {
        let form = DateForm { order: DateOrder::MonthFirst, unix: None, zone: None };
        let told = |form: DateForm, text: &str| form.read(text.as_bytes(), None).map(|moment| moment.to_string());
        let night = "2024-01-05T23:30:00+01:00";
        assert_eq!(told(form, night).unwrap(), "2024-01-05 23:30:00");
        let moved = DateForm { zone: Some("+05:30".parse().unwrap()), ..form };
        assert_eq!(told(moved, night).unwrap(), "2024-01-06 04:00:00");
        assert_eq!(told(moved, "2024-01-05 23:30").unwrap(), "2024-01-05 23:30:00");
        assert_eq!(told(form, "1704493800"), None);
        let seconds = DateForm { unix: Some(Unix::Seconds), ..form };
        assert_eq!(told(seconds, "1704493800").unwrap(), "2024-01-05 22:30:00");
        assert_eq!(told(seconds, "1704493800000"), None);
        assert_eq!(
            told(DateForm { unix: Some(Unix::Milliseconds), ..form }, "1704493800999").unwrap(),
            "2024-01-05 22:30:00"
        );
        for text in ["100000000", "9999999999", "170449380x", "17044938", ""] {
            assert_eq!(unix(text.as_bytes()), None, "{text}");
        }
        assert_eq!(
            told(DateForm { zone: Some(Zone(-900)), ..form }, "0001-01-01 00:00Z").unwrap(),
            "0000-12-31 09:00:00"
        );
    }
}
