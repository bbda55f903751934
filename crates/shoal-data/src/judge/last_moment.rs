//! The moment that was read last: lines of one order stand one below the other and say the same.

use crate::judge::reason::Cause;
use shoal_segment::date::Moment;

/// A text with what it was read as, and the column that it stood in.
#[derive(Debug, Clone, Default)]
pub(crate) struct LastMoment {
    column: (usize, usize),
    text: Vec<u8>,
    moment: Option<Moment>,
}

impl LastMoment {
    /// The moment of a text, from what was read last where that is the same; what cannot be read is not kept.
    pub(crate) fn or_read(
        &mut self,
        column: (usize, usize),
        text: &[u8],
        read: impl FnOnce() -> Result<Moment, Cause>,
    ) -> Result<Moment, Cause> {
        match self.moment {
            Some(moment) if self.column == column && self.text == text => Ok(moment),
            _ => {
                let moment = read()?;
                self.text.clear();
                self.text.extend_from_slice(text);
                (self.column, self.moment) = (column, Some(moment));
                Ok(moment)
            }
        }
    }
}
