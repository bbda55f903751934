"""Writes explore.json: small tables, and what pandas and scipy say of them.

    python3 make_explore.py            (needs numpy, pandas, scipy; the versions are written into the file)

Features: a skewed one, one with missing values, one of few values with zeros; two categories. Bias-corrected Cramér's V by Bergsma (2013)
from scipy's chi-square without Yates' correction. Transactions: purchases and returns over two years, summed per month with pandas' periods.
"""

import json
import pathlib
import platform

import numpy
import pandas
import scipy
from scipy import stats

GENERATOR = numpy.random.default_rng(20241122)
ROWS = 120
CUSTOMERS = 30


def table():
    spend = numpy.round(numpy.exp(GENERATOR.normal(3, 1.2, ROWS)), 2)
    age = numpy.round(40 + 0.05 * spend + GENERATOR.normal(0, 9, ROWS))
    age[GENERATOR.random(ROWS) < 0.1] = numpy.nan
    visits = GENERATOR.poisson(1.1, ROWS).astype(float)
    region = numpy.where(spend > 25, "north", GENERATOR.choice(["north", "south", "west"], ROWS)).astype(object)
    region[GENERATOR.random(ROWS) < 0.08] = None
    plan = numpy.where((region == "south") | (GENERATOR.random(ROWS) < 0.4), "pro", "free")
    return pandas.DataFrame({"Spend": spend, "Age": age, "Visits": visits, "Region": region, "Plan": plan})


def described(values):
    values = values.dropna()
    quantiles = values.quantile([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
    normal = (stats.norm.ppf(0.99) - stats.norm.ppf(0.01)) / (stats.norm.ppf(0.75) - stats.norm.ppf(0.25))
    low, _, first, _, third, _, high = quantiles
    return {
        "known": int(values.count()),
        "zero_share": float((values == 0).mean()),
        "distinct": int(values.nunique()),
        "mode": float(values.mode()[0]),
        "mode_share": float(values.value_counts(normalize=True).iloc[0]),
        "mean": float(values.mean()),
        "standard_deviation": float(values.std()),
        "interquartile_range": float(stats.iqr(values)),
        "median_absolute_deviation": float(stats.median_abs_deviation(values)),
        "quantiles": [float(value) for value in quantiles],
        "excess_kurtosis": float(values.kurt()),
        "tail_weight": float((high - low) / (third - first) / normal),
        "skewness": float(values.skew()),
    }


def fences(values, log):
    place = values.dropna()
    if log:
        place = numpy.sign(place) * numpy.log1p(place.abs())
    first, third = numpy.quantile(values.dropna(), [0.25, 0.75])
    if log:
        first, third = numpy.log1p(first), numpy.log1p(third)
    reach = 1.5 * (third - first)
    return [int((place < first - reach).sum()), int((place > third + reach).sum())]


def correlation_ratio(frame, category, feature):
    both = frame[[category, feature]].dropna()
    groups = both.groupby(category)[feature]
    between = (groups.count() * (groups.mean() - both[feature].mean()) ** 2).sum()
    return float(numpy.sqrt(between / ((both[feature] - both[feature].mean()) ** 2).sum()))


def cramers_v(frame, one, other):
    counts = pandas.crosstab(frame[one], frame[other])
    n, (r, c) = counts.to_numpy().sum(), counts.shape
    phi = stats.chi2_contingency(counts, correction=False).statistic / n
    phi = max(0.0, phi - (r - 1) * (c - 1) / (n - 1))
    r, c = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return float(numpy.sqrt(phi / min(r - 1, c - 1)))


def transactions():
    rows = []
    first = pandas.Timestamp("2022-11-10")
    for order in range(220):
        customer = int(GENERATOR.integers(0, CUSTOMERS))
        day = int(min(GENERATOR.integers(0, 600) + 10 * customer, 640))
        for _ in range(int(GENERATOR.integers(1, 4))):
            amount = int(GENERATOR.integers(100, 9000))
            rows.append((customer, order, (first + pandas.Timedelta(days=day)), amount))
        if GENERATOR.random() < 0.15:
            rows.append((customer, order, first + pandas.Timedelta(days=day + 20), -int(GENERATOR.integers(50, 500))))
    return pandas.DataFrame(rows, columns=["customer", "order", "day", "amount"])


def over_time(lines):
    lines["month"] = lines.day.dt.to_period("M")
    bought = lines[lines.amount > 0].copy()
    began = bought.groupby("order").day.min().dt.to_period("M")
    months = pandas.period_range(lines.month.min(), lines.month.max(), freq="M")
    trend = [
        {
            "name": str(month),
            "revenue_minor": int(lines[lines.month == month].amount.sum()),
            "orders": int((began == month).sum()),
            "active_customers": int(bought[bought.month == month].customer.nunique()),
        }
        for month in months
    ]
    joined = bought.groupby("customer").month.min()
    cohorts = []
    for cohort in sorted(joined.unique()):
        members = set(joined[joined == cohort].index)
        theirs = lines[lines.customer.isin(members) & (lines.month >= cohort)]
        since = [month for month in months if month >= cohort]
        of_month = [theirs[theirs.month == month] for month in since]
        cohorts.append(
            {
                "name": str(cohort),
                "customers": len(members),
                "active": [int(rows[rows.amount > 0].customer.nunique()) for rows in of_month],
                "revenues_minor": [int(rows.amount.sum()) for rows in of_month],
            }
        )
    return trend, cohorts


def main():
    frame, lines = table(), transactions()
    numbers = ["Spend", "Age", "Visits"]
    trend, cohorts = over_time(lines)
    epoch = pandas.Timestamp("1970-01-01")
    values = {name: [None if pandas.isna(v) else v for v in frame[name]] for name in frame.columns}
    found = {
        "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "pandas": pandas.__version__, "scipy": scipy.__version__},
        "table": values,
        "described": {name: described(frame[name]) for name in numbers},
        "outliers": {name: fences(frame[name], described(frame[name])["skewness"] > 1) for name in numbers},
        "spearman": {f"{a} {b}": float(frame[[a, b]].corr("spearman").iloc[0, 1]) for a in numbers for b in numbers if a < b},
        "pearson": {f"{a} {b}": float(frame[[a, b]].corr().iloc[0, 1]) for a in numbers for b in numbers if a < b},
        "correlation_ratio": {f"{c} {a}": correlation_ratio(frame, c, a) for c in ["Region", "Plan"] for a in numbers},
        "cramers_v": cramers_v(frame, "Region", "Plan"),
        "lines": [[int(r.customer), int(r.order), int((r.day - epoch).days), int(r.amount)] for r in lines.itertuples()],
        "trend": trend,
        "cohorts": cohorts,
    }
    path = pathlib.Path(__file__).with_name("explore.json")
    path.write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
