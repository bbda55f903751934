//! All relations of an exploration in one list, strongest first: sorted and formatted, not computed.

use crate::figure::matrix::signed;
use crate::text;
use crate::view::BaseView;

/// How far two features or categories go together.
pub(crate) struct Relation {
    /// The one.
    pub(crate) one: String,
    /// The other.
    pub(crate) other: String,
    /// What was measured.
    pub(crate) measure: &'static str,
    /// Its size without its sign, 0 to 1.
    pub(crate) strength: f64,
    /// The number for people.
    pub(crate) shown: String,
    /// Pearson's correlation beside a rank correlation; empty elsewhere.
    pub(crate) pearson: String,
}

/// Every relation that is defined, strongest first; of equally strong ones in the order of features, then of categories.
pub(crate) fn all(view: BaseView<'_>) -> Vec<Relation> {
    let found = view.exploration;
    let feature =
        |at: usize| view.features().get(at).map_or_else(String::new, |feature| text::plain(&feature.card.label));
    let category =
        |at: usize| found.categories.get(at).map_or_else(String::new, |category| text::plain(&category.name));
    let mut all = Vec::new();
    for (j, row) in found.correlations.iter().enumerate() {
        let before = row.iter().enumerate().take(j);
        all.extend(before.filter_map(|(i, r)| {
            let pearson = found.pearson.get(j).and_then(|row| *row.get(i)?).filter(|r| r.is_finite());
            let pearson = pearson.map_or_else(|| text::UNDEFINED.to_owned(), signed);
            relation((feature(i), feature(j)), "rank correlation", *r, pearson)
        }));
    }
    for (i, row) in found.correlation_ratios.iter().enumerate() {
        let of = |(j, ratio): (usize, &Option<f64>)| {
            relation((category(i), feature(j)), "correlation ratio", *ratio, String::new())
        };
        all.extend(row.iter().enumerate().filter_map(of));
    }
    for (j, row) in found.cramers_v.iter().enumerate() {
        let before = row.iter().enumerate().take(j);
        all.extend(before.filter_map(|(i, v)| relation((category(i), category(j)), "Cramér's V", *v, String::new())));
    }
    all.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    all
}

fn relation(names: (String, String), measure: &'static str, value: Option<f64>, pearson: String) -> Option<Relation> {
    let value = value.filter(|value| value.is_finite())?;
    Some(Relation { one: names.0, other: names.1, measure, strength: value.abs(), shown: signed(value), pearson })
}
