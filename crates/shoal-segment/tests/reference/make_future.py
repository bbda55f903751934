"""Reference values of segments held against the future: eta² by scipy's one-way analysis of variance, the adjusted share by a plain
loop, and p of eta² by scipy's permutation test. Writes future.json beside this file:  python make_future.py"""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats


def eta(groups, values):
    """From the F statistic: eta² = F (k - 1) / (F (k - 1) + n - k)."""
    labels = np.unique(groups)
    f = stats.f_oneway(*[values[groups == label] for label in labels]).statistic
    return f * (len(labels) - 1) / (f * (len(labels) - 1) + len(values) - len(labels))


def adjusted(groups, values):
    """Customer by customer: the deviation times the mean deviation of the others of the group."""
    deviations = values - values.mean()
    common = 0.0
    for row, value in enumerate(deviations):
        others = (np.arange(len(values)) != row) & (groups == groups[row])
        common += value * deviations[others].mean() if others.any() else 0.0
    return common / (deviations**2).sum()


def between(groups, values):
    """Sums of groups, which is all that changes when values are permuted."""
    return sum(values[groups == label].sum() ** 2 / (groups == label).sum() for label in np.unique(groups))


def case(name, groups, cents, orders, random):
    revenue = cents / 100
    outcomes = {
        "log_revenue": np.log1p(np.maximum(revenue, 0)),
        "revenue": revenue,
        "orders": orders.astype(float),
        "retained": (orders > 0).astype(float),
    }
    def p(values):
        centred = values - values.mean()
        test = stats.permutation_test((centred,), lambda x: between(groups, x), permutation_type="pairings", n_resamples=20_000,
                                      alternative="greater", vectorized=False, rng=random)
        return test.pvalue
    return {
        "name": name,
        "groups": groups.tolist(),
        "cents": cents.tolist(),
        "orders": orders.tolist(),
        "share": [eta(groups, values) for values in outcomes.values()],
        "adjusted": [adjusted(groups, values) for values in outcomes.values()],
        "p": [p(values) for values in outcomes.values()],
    }


def main():
    random = np.random.default_rng(11)
    def customers(rows, groups, strength):
        label = np.concatenate([np.arange(groups), random.integers(0, groups, rows - groups)])
        orders = random.poisson(0.6 + strength * label / groups)
        cents = np.where(orders > 0, (orders * random.lognormal(8, 1, rows)).round(), 0).astype(int)
        cents[: rows // 20] = -cents[: rows // 20]
        return label, cents, orders
    cases = [
        case("nothing", *customers(60, 4, 0.0), random),
        case("a little", *customers(80, 5, 0.9), random),
        case("much", *customers(120, 3, 4.0), random),
        case("many groups, some of one", *customers(50, 24, 0.5), random),
    ]
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    target = pathlib.Path(__file__).with_name("future.json")
    target.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


main()
