//! What a reader is told of an own feature; what the declaration leaves out is made from it.

use super::{Aggregate, Measure, Own, Per, Side};
use crate::feature::Family;
use crate::segmentation::FeatureCard;

impl Own {
    /// The feature as a reader knows it.
    pub fn card(&self) -> FeatureCard {
        let label = self.label.clone().unwrap_or_else(|| self.name.replace('_', " "));
        FeatureCard {
            name: self.name.clone(),
            meaning: self.meaning.clone().unwrap_or_else(|| self.sentence()),
            unit: self.unit.clone().unwrap_or_else(|| self.usual_unit().into()),
            adds_up: matches!(self.aggregate, Aggregate::Sum | Aggregate::Count),
            family: Family::Own,
            low: self.low.clone().unwrap_or_else(|| format!("lower {label}")),
            high: self.high.clone().unwrap_or_else(|| format!("higher {label}")),
            label,
        }
    }

    fn usual_unit(&self) -> &'static str {
        use Aggregate::{DaysSince, DaysSinceFirst, GapMax, GapMean, GapMedian, GapSd, Share};
        match (self.aggregate, self.measure) {
            (Share, _) => "share",
            (DaysSince | DaysSinceFirst | GapMax | GapMean | GapMedian | GapSd, _) => "days",
            (_, Measure::Amount | Measure::Discount) => "money",
            (_, Measure::Price) => "money per unit",
            (_, measure) => measure.word(),
        }
    }

    /// The declaration in words, for instance: Sum of amount, of purchases where category is Books, in the last 90 days.
    fn sentence(&self) -> String {
        let mut words = format!("{} of {}", self.aggregate.word().replace('_', " "), self.measure.word());
        if self.aggregate.is_of_several() {
            let lines = self.per == Some(Per::Line) || self.measure == Measure::Price;
            words.push_str(if lines { " per line" } else { " per order" });
        }
        words.push_str(match self.filter.kind {
            Side::Purchase => ", of purchases",
            Side::Return => ", of returns",
            Side::Net => ", of purchases minus returns",
        });
        let conditions = self.conditions();
        if !conditions.is_empty() {
            words.push_str(&format!(" where {}", conditions.join(" and ")));
        }
        if let Some(days) = self.filter.last_days {
            words.push_str(&format!(", in the last {days} days"));
        }
        let first = words[..1].to_uppercase();
        format!("{first}{}.", &words[1..])
    }

    fn conditions(&self) -> Vec<String> {
        let filter = &self.filter;
        let weekdays = filter.weekday.iter().map(|day| format!("{day:?}")).collect();
        let months = filter.month.iter().map(u32::to_string).collect();
        let named = [
            ("product", filter.product.clone()),
            ("category", filter.category.clone()),
            ("weekday", weekdays),
            ("month", months),
        ];
        let columns = filter.columns.iter().map(|(name, values)| (name.as_str(), values.clone()));
        named
            .into_iter()
            .chain(columns)
            .filter(|(_, values)| !values.is_empty())
            .map(|(name, values): (&str, Vec<String>)| format!("{name} is {}", values.join(" or ")))
            .collect()
    }
}
