//! The cards of the four methods.

use super::criterion::Criterion;
use super::{fit_named, model, params, sweep_named};
use crate::evidence::EvidenceKind;
use crate::method::{Method, Reference};

const CHAIN: Reference = Reference {
    text: "Murtagh (1983), A survey of recent advances in hierarchical clustering algorithms",
    doi: "10.1093/comjnl/26.4.354",
};
const MODERN: Reference = Reference {
    text: "Müllner (2013), fastcluster: Fast hierarchical, agglomerative clustering routines for R and Python",
    doi: "10.18637/jss.v053.i09",
};

/// The card of Ward's linkage.
pub static WARD: Method = Method {
    id: "ward",
    name: "Ward",
    summary: "nested compact clusters, merged where the spread within clusters grows the least",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::Centres, EvidenceKind::Tree],
    places: "with the nearest fitted row",
    leaves_out: false,
    fit_from: None,
    weighted: None,
    cost: "time at most n² × d, far less for few columns; memory n × d; at most 200,000 different rows (about 4 s for 5 columns)",
    references: &[
        Reference {
            text: "Ward (1963), Hierarchical grouping to optimize an objective function",
            doi: "10.1080/01621459.1963.10500845",
        },
        CHAIN,
    ],
    fit: |points, settings| fit_named(&WARD, Criterion::Ward, points, settings),
    sweep: Some(|points, ks, settings| sweep_named(&WARD, Criterion::Ward, points, ks, settings)),
    sweep_together: None,
    grid: |_, settings| Ok(vec![settings.clone()]),
    restore: |parts| model::restore(Criterion::Ward, parts),
};

/// The card of average linkage.
pub static AVERAGE: Method = Method {
    id: "average",
    name: "average linkage",
    summary: "nested clusters whose rows are close to each other on average",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::Centres, EvidenceKind::Tree],
    places: "with the nearest fitted row",
    leaves_out: false,
    fit_from: None,
    weighted: None,
    cost: "time n² × d; memory 4 n² bytes, so at most 20,000 different rows (1.6 GB, about 10 s)",
    references: &[
        Reference {
            text: "Sokal & Michener (1958), A statistical method for evaluating systematic relationships; as described in \
                   Lance & Williams (1967), A general theory of classificatory sorting strategies",
            doi: "10.1093/comjnl/9.4.373",
        },
        CHAIN,
    ],
    fit: |points, settings| fit_named(&AVERAGE, Criterion::Average, points, settings),
    sweep: Some(|points, ks, settings| sweep_named(&AVERAGE, Criterion::Average, points, ks, settings)),
    sweep_together: None,
    grid: |_, settings| Ok(vec![settings.clone()]),
    restore: |parts| model::restore(Criterion::Average, parts),
};

/// The card of complete linkage.
pub static COMPLETE: Method = Method {
    id: "complete",
    name: "complete linkage",
    summary: "nested clusters of small diameter: no two rows of a cluster are farther apart than its height",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::Centres, EvidenceKind::Tree],
    places: "with the nearest fitted row",
    leaves_out: false,
    fit_from: None,
    weighted: None,
    cost: "time n² × d; memory 4 n² bytes, so at most 20,000 different rows (1.6 GB, about 10 s)",
    references: &[
        Reference {
            text: "Defays (1977), An efficient algorithm for a complete link method",
            doi: "10.1093/comjnl/20.4.364",
        },
        CHAIN,
    ],
    fit: |points, settings| fit_named(&COMPLETE, Criterion::Complete, points, settings),
    sweep: Some(|points, ks, settings| sweep_named(&COMPLETE, Criterion::Complete, points, ks, settings)),
    sweep_together: None,
    grid: |_, settings| Ok(vec![settings.clone()]),
    restore: |parts| model::restore(Criterion::Complete, parts),
};

/// The card of single linkage.
pub static SINGLE: Method = Method {
    id: "single",
    name: "single linkage",
    summary: "nested clusters of any shape, kept apart by gaps; rows in between join them into one",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::Centres, EvidenceKind::Tree],
    places: "with the nearest fitted row",
    leaves_out: false,
    fit_from: None,
    weighted: None,
    cost: "time n² × d; memory n × d; at most 200,000 different rows (about 20 s for 5 columns)",
    references: &[
        Reference {
            text: "Gower & Ross (1969), Minimum spanning trees and single linkage cluster analysis",
            doi: "10.2307/2346439",
        },
        MODERN,
    ],
    fit: |points, settings| fit_named(&SINGLE, Criterion::Single, points, settings),
    sweep: Some(|points, ks, settings| sweep_named(&SINGLE, Criterion::Single, points, ks, settings)),
    sweep_together: None,
    grid: |_, settings| Ok(vec![settings.clone()]),
    restore: |parts| model::restore(Criterion::Single, parts),
};
