//! What the methods can show beside their segments: trees, curves of neighbour distances, mixtures.

use crate::figure::canvas::Alt;
use crate::figure::{curve, palette, tree};
use crate::page::table::{Cell, Holds, table};
use crate::sheet;
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::evidence::{Exhibit, MixtureComponent, Neighbours, ScoredMeasure, Shown, Tree};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let exhibits = &view.run.exhibits;
    if exhibits.is_empty() {
        return None;
    }
    Some(html! {
        @for exhibit in exhibits {
            h3 { (exhibit.name) ": " (heading(&exhibit.shown)) }
            @match &exhibit.shown {
                Shown::Tree(tree) => (dendrogram(view, exhibit, tree)),
                Shown::Neighbours(found) => (neighbours(view, exhibit, found)),
                Shown::Components(found) => (mixture(view, exhibit, found)),
                Shown::Scores(found) => (scores(view, found)),
            }
        }
    })
}

/// What is seen, in a few words.
pub(crate) fn heading(shown: &Shown) -> &'static str {
    match shown {
        Shown::Tree(_) => "the tree",
        Shown::Neighbours(_) => "how far the neighbours are",
        Shown::Components(_) => "the components",
        Shown::Scores(_) => "the scores",
    }
}

fn dendrogram(view: &View<'_>, exhibit: &Exhibit, tree: &Tree) -> Markup {
    let alt = Alt {
        id: format!("figure-tree-{}", exhibit.method),
        title: format!("Dendrogram of {}", exhibit.name),
        description: "Merges from the leaves at the foot to the root; higher merges join what is less alike."
            .to_owned(),
    };
    let taken = view.run.sweep.method == exhibit.method;
    let colour = |leaf: usize| {
        let cluster = tree.leaves.get(leaf).and_then(|leaf| leaf.cluster).filter(|_| taken);
        let position = cluster.and_then(|cluster| view.segment_of_cluster(cluster as usize));
        position.map_or(palette::NEUTRAL, |position| view.mark(position).colour)
    };
    html! {
        @match tree::figure(tree, colour, &alt) {
            Some(figure) => figure {
                div.plot { (figure) }
                figcaption.caption { (tree_caption(view, tree, taken)) }
            },
            None => p.muted { "There is nothing to merge." },
        }
    }
}

/// How to read the drawing.
fn tree_caption(view: &View<'_>, tree: &Tree, taken: bool) -> String {
    let mut said = format!(
        "The highest merges, in prepared units: the higher a bar, the less alike is what it joins. A leaf stands for as many {} \
         as the number below it says.",
        view.many()
    );
    if tree.cut.is_some() {
        said.push_str(" The dashed line is the cut: what hangs below it in one piece is one cluster.");
    }
    if taken {
        said.push_str(" Leaves have the colour of their segment.");
    }
    said
}

fn neighbours(view: &View<'_>, exhibit: &Exhibit, found: &Neighbours) -> Markup {
    let alt = Alt {
        id: format!("figure-neighbours-{}", exhibit.method),
        title: "Distances to neighbours".to_owned(),
        description: "An ascending curve; the dashed line is the radius.".to_owned(),
    };
    let labels = (format!("share of {} (%)", view.many()), "distance".to_owned());
    html! {
        @match curve::figure(&found.distances, found.eps, (&labels.0, &labels.1), &alt) {
            Some(figure) => figure {
                div.plot { (figure) }
                figcaption.caption { (neighbours_caption(view, found)) }
            },
            None => p.muted { "There is no distance to show." },
        }
    }
}

/// How to read the curve.
pub(crate) fn neighbours_caption(view: &View<'_>, found: &Neighbours) -> String {
    format!(
        "How far each of the {} must look to have {} with itself, from the nearest to the farthest, in prepared units. The dashed \
         line is the radius eps = {}{}: what lies above it is in no dense place.",
        view.many(),
        view.counted(found.min_samples),
        text::quantity(found.eps),
        if found.proposed { ", read from the knee of the curve" } else { "" },
    )
}

fn scores(view: &View<'_>, found: &[ScoredMeasure]) -> Markup {
    let sheet = sheet::scores(view, found);
    html! {
        (sheet.page("Scores of recency, frequency and monetary value"))
        p.caption { (sheet::SCORES_CAPTION) }
    }
}

fn mixture(view: &View<'_>, exhibit: &Exhibit, found: &[MixtureComponent]) -> Markup {
    let taken = view.run.sweep.method == exhibit.method;
    let rows: Vec<Vec<Cell>> = found.iter().map(|component| mixture_row(view, component, taken)).map(cells).collect();
    let members = text::capitalised(view.many());
    let columns = [
        (if taken { "Segment" } else { "Component" }, Holds::Words),
        ("Weight", Holds::Numbers),
        (members.as_str(), Holds::Numbers),
        ("Mean probability", Holds::Numbers),
    ];
    html! {
        (table("Components of the mixture", &columns, &rows))
        p.caption { (MIXTURE_CAPTION) }
    }
}

fn cells(row: [String; 4]) -> Vec<Cell> {
    row.into_iter().map(Cell::text).collect()
}

/// A component as text: which, its weight, its members, how sure they are.
pub(crate) fn mixture_row(view: &View<'_>, component: &MixtureComponent, taken: bool) -> [String; 4] {
    let segment = view.segment_of_cluster(component.cluster).filter(|_| taken);
    let id = segment.and_then(|position| view.run.segments.get(position)).map(|segment| segment.id.clone());
    [
        id.unwrap_or_else(|| text::count(component.cluster + 1)),
        text::share(component.weight),
        text::count(component.members),
        text::share(component.mean_probability),
    ]
}

/// How to read the components.
pub(crate) const MIXTURE_CAPTION: &str = "A mixture gives each a probability for each component. Weight: the component's share, counted by probabilities. Mean \
     probability: how sure its members are, on average, to belong to it and to no other.";
