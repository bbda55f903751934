//! What the words of states mean for a row: `paid` keeps it, `cancelled` sets it aside, `refunded` gives its money back.
//!
//! A value is read in small letters, with single spaces between its words:
//!
//! 1. The whole value is looked for in the lists: `partially refunded` is told as such, `not paid` is pending.
//! 2. Else a value with a negating or halving word (`not`, `partially` …) is unknown.
//! 3. Else each of its words is looked for: `Cancelled by customer` is cancelled. Of several the gravest counts.
//! 4. What is found nowhere is unknown: the row is kept and the value told.

use std::collections::BTreeMap;

/// What a state says of its row; the later, the graver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum Verdict {
    /// Nothing is said.
    #[default]
    Silent,
    /// Sold.
    Kept,
    /// A word of no list.
    Unknown,
    /// Part of the money was given back.
    PartlyRefunded,
    /// All of the money was given back.
    Refunded,
    /// Not paid yet.
    Pending,
    /// Never paid.
    Failed,
    /// Called off.
    Cancelled,
}

/// The words of states, all in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statuses {
    /// The order was called off: the row is set aside.
    pub cancelled: Vec<String>,
    /// The payment failed: the row is set aside.
    pub failed: Vec<String>,
    /// Nothing was paid yet: the row is set aside.
    pub pending: Vec<String>,
    /// All money was given back: the row is kept, and its money subtracted again.
    pub refunded: Vec<String>,
    /// Part of the money was given back: the row is kept, and told where no column says how much.
    pub partly_refunded: Vec<String>,
    /// Sold: the row is kept. Words of no list keep it too, and are told.
    pub kept: Vec<String>,
}

impl Default for Statuses {
    fn default() -> Self {
        let list = |words: &str| words.split(',').map(|word| word.trim().to_owned()).collect();
        Self {
            cancelled: list(
                "cancelled, canceled, cancel, cancellation, cancelation, void, voided, annulled, deleted, trash, expired, abandoned, unavailable, storno, storniert, stornierung, abgebrochen, annulé, annulée, cancelado, cancelada",
            ),
            failed: list(
                "failed, failure, declined, rejected, denied, aborted, error, fraud, fraudulent, fehlgeschlagen, abgelehnt, échoué, refusé, fallido, rechazado",
            ),
            pending: list(
                "pending, unpaid, not paid, awaiting payment, pending payment, payment pending, on hold, draft, authorized, authorised, uncaptured, requires capture, requires payment method, incomplete, checkout draft, offen, ausstehend, en attente, pendiente",
            ),
            refunded: list(
                "refunded, fully refunded, refund, refunds, returned, return, returns, chargeback, charged back, reversed, reversal, erstattet, erstattung, retoure, rücksendung, remboursé, remboursée, devuelto, reembolsado",
            ),
            partly_refunded: list(
                "partially refunded, partly refunded, partial refund, partially returned, partly returned, partial return",
            ),
            kept: list(
                "paid, partially paid, succeeded, success, successful, complete, completed, processing, processed, shipped, partially shipped, delivered, fulfilled, unfulfilled, partially fulfilled, partial, invoiced, approved, accepted, confirmed, captured, closed, created, new, open, active, archived, done, ok, sale, sales, sold, purchase, buy, order, payment, charge, charged, settled, received, dispatched, in transit, picked up, standard, regular, normal, bezahlt, versendet, geliefert, abgeschlossen, payé, expédié, livré, pagado, enviado, entregado, disputed, dispute won, dispute lost, not returned, not refunded, not cancelled",
            ),
        }
    }
}

/// Words that turn the others round, or make them half true.
const WEAKENING: [&str; 10] =
    ["not", "no", "non", "never", "nicht", "kein", "partially", "partly", "partial", "teilweise"];

/// The lists as one table.
pub(crate) struct Meanings(BTreeMap<String, Verdict>);

impl Statuses {
    /// The lists as one table; of a word in several lists the gravest meaning counts.
    pub(crate) fn meanings(&self) -> Meanings {
        let mut all = BTreeMap::new();
        for (words, verdict) in [
            (&self.kept, Verdict::Kept),
            (&self.partly_refunded, Verdict::PartlyRefunded),
            (&self.refunded, Verdict::Refunded),
            (&self.pending, Verdict::Pending),
            (&self.failed, Verdict::Failed),
            (&self.cancelled, Verdict::Cancelled),
        ] {
            all.extend(words.iter().map(|word| (normal(word), verdict)));
        }
        Meanings(all)
    }
}

impl Meanings {
    /// What a value says.
    pub(crate) fn of(&self, value: &str) -> Verdict {
        let value = normal(value);
        if value.is_empty() {
            return Verdict::Silent;
        }
        if let Some(&verdict) = self.0.get(&value) {
            return verdict;
        }
        if value.split(' ').any(|word| WEAKENING.contains(&word)) {
            return Verdict::Unknown;
        }
        value.split(' ').filter_map(|word| self.0.get(word).copied()).max().unwrap_or(Verdict::Unknown)
    }
}

/// Small letters, and single spaces between words.
fn normal(value: &str) -> String {
    let lower = value.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_values_say() {
        let meanings = Statuses::default().meanings();
        for (value, expected) in [
            ("Paid", Verdict::Kept),
            ("partially_paid", Verdict::Kept),
            ("CANCELLED", Verdict::Cancelled),
            ("Cancelled by customer", Verdict::Cancelled),
            ("not cancelled", Verdict::Kept),
            ("never shipped", Verdict::Unknown),
            ("partially_refunded", Verdict::PartlyRefunded),
            ("Refunded", Verdict::Refunded),
            ("paid, then refunded", Verdict::Refunded),
            ("on-hold", Verdict::Pending),
            ("wc-processing", Verdict::Kept),
            ("payment failed", Verdict::Failed),
            ("voided", Verdict::Cancelled),
            ("avoided", Verdict::Unknown),
            ("returning customer", Verdict::Unknown),
            ("non-refundable", Verdict::Unknown),
            ("lost in space", Verdict::Unknown),
            ("", Verdict::Silent),
            (" - ", Verdict::Silent),
        ] {
            assert_eq!(meanings.of(value), expected, "{value}");
        }
    }
}
