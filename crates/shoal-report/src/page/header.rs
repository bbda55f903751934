//! The page's header: what this is, and the few figures that say how large it is.

use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::Explored;

/// The header.
pub(crate) fn part(view: &View<'_>) -> Markup {
    let run = view.run;
    let base = &run.base;
    html! {
        header.top {
            p.eyebrow { "Shoal report" }
            h1 { (text::capitalised(view.one())) " " (view.run.verdict.called) }
            p.lead {
                "Which kinds of " (view.many()) " there are" (view.as_of(" ")) ", "
                (if view.has_transactions() { "what each brings" } else { "who they are" }) ", and what to do about it."
            }
            dl.figures {
                (figure(&format!("{} in segments", text::plural(view.assigned(), &text::capitalised(view.one()))), &text::count(view.assigned())))
                @if let Some(revenue) = base.revenue { (figure("Revenue", &text::money(revenue))) }
                @match (run.unit, base.orders) {
                    (Unit::Customer, Some(orders)) => (figure(&text::plural(orders, "Order"), &text::count(orders))),
                    (Unit::Customer, None) => {},
                    (Unit::Order, _) => (figure(
                        &text::plural(base.distinct_customers, "Customer"),
                        &text::count(base.distinct_customers),
                    )),
                }
                (figure(&text::plural(view.clusters().len(), "Segment"), &text::count(view.clusters().len())))
                @if let (Some(first), Some(last)) = (base.first_day, base.last_day) {
                    (figure("Purchases from – to", &format!("{first} – {last}")))
                }
            }
        }
    }
}

/// The header of an exploration.
pub(super) fn explored(explored: &Explored) -> Markup {
    let (base, unit) = (&explored.base, explored.unit);
    let day = explored.as_of.map_or_else(String::new, |day| format!(", as of {day}"));
    html! {
        header.top {
            p.eyebrow { "Shoal exploration" }
            h1 { (text::capitalised(unit.many())) " explored" }
            p.lead { "What the tables hold before anything is clustered" (day) "." }
            dl.figures {
                (figure(&text::plural(base.members, &text::capitalised(unit.one())), &text::count(base.members)))
                @if let Some(revenue) = base.revenue { (figure("Revenue", &text::money(revenue))) }
                @if let (Unit::Customer, Some(orders)) = (unit, base.orders) {
                    (figure(&text::plural(orders, "Order"), &text::count(orders)))
                }
                @if let (Some(first), Some(last)) = (base.first_day, base.last_day) {
                    (figure("Purchases from – to", &format!("{first} – {last}")))
                }
            }
            @for group in &explored.apart {
                p.muted { "Not among them: " (text::counted(group.members, unit.one())) " (" (group.words) ")." }
            }
        }
    }
}

fn figure(name: &str, value: &str) -> Markup {
    html! {
        div { dt { (name) } dd { (value) } }
    }
}
