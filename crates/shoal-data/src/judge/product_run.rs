//! The codes of products of one run: each is looked up once for a row, and judged once whether it is a product at all.
//!
//! A code gets its number among the products when a row of it is used, so that products nobody bought are none.

use crate::policy::services::ServiceCodes;
use crate::value::numbering::Numbering;
use shoal_segment::lines::NO_KEY;

/// The codes.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductRun {
    codes: Numbering,
    known: Vec<Known>,
    /// The codes of the products in use, in the order of their numbers.
    used: Vec<u32>,
}

/// What is known of a code.
#[derive(Debug, Clone, Copy)]
struct Known {
    is_service: bool,
    /// Among the products in use, or [`NO_KEY`].
    number: u32,
}

impl ProductRun {
    /// The place of a code; `services` are the codes that are no products, where they count as such.
    pub(crate) fn code(&mut self, services: Option<&ServiceCodes>, text: &[u8]) -> u32 {
        let code = self.codes.number(text);
        if code as usize == self.known.len() {
            let is_service = services.is_some_and(|services| services.has(text));
            self.known.push(Known { is_service, number: NO_KEY });
        }
        code
    }

    /// Whether a code stands for no product.
    pub(crate) fn is_service(&self, code: u32) -> bool {
        self.known[code as usize].is_service
    }

    /// The number of a code among the products in use.
    pub(crate) fn number(&mut self, code: u32) -> u32 {
        let known = &mut self.known[code as usize];
        if known.number == NO_KEY {
            known.number = self.used.len() as u32;
            self.used.push(code);
        }
        known.number
    }

    /// The products in use, in the order of their numbers.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.used.iter().map(|&code| self.codes.text(code as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_numbered_when_they_are_used() {
        let services = ServiceCodes::new(&["POST".to_owned()]);
        let mut run = ProductRun::default();
        let codes = ["a", "POST", "b", "a"].map(|text| run.code(Some(&services), text.as_bytes()));
        assert_eq!(codes, [0, 1, 2, 0]);
        assert_eq!(codes.map(|code| run.is_service(code)), [false, true, false, false]);
        assert_eq!([2, 0, 2].map(|code| run.number(code)), [0, 1, 0]);
        assert_eq!(run.texts().collect::<Vec<_>>(), [b"b", b"a"]);
    }
}
