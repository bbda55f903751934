"""Reference values of RFM: thresholds by numpy's inverted_cdf quantile, scores by pandas, segments by the pattern list of
the ten names. Writes rfm.json beside this file:  python make_rfm.py"""

import json
import pathlib

import numpy as np
import pandas as pd

PATTERNS = {
    r"[1-2][1-2]": "Hibernating",
    r"[1-2][3-4]": "At Risk",
    r"[1-2]5": "Can't Lose Them",
    r"3[1-2]": "About To Sleep",
    r"33": "Need Attention",
    r"[3-4][4-5]": "Loyal Customers",
    r"41": "Promising",
    r"51": "New Customers",
    r"[4-5][2-3]": "Potential Loyalists",
    r"5[4-5]": "Champions",
}


def score(column, thresholds, best_first):
    """One more than the number of thresholds strictly below, or five minus that number."""
    below = np.searchsorted(thresholds, column, side="left")
    return 5 - below if best_first else 1 + below


def case(name, table, with_qcut):
    thresholds = np.quantile(table, np.arange(1, 5) / 5, axis=0, method="inverted_cdf").T
    scores = np.column_stack([score(table[:, m], thresholds[m], m == 0) for m in range(3)])
    if with_qcut:  # all values differ and their number is divisible by five
        for m, labels in enumerate([[5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]):
            assert (pd.qcut(table[:, m], 5, labels=labels).astype(int) == scores[:, m]).all()
    codes = pd.Series([f"{r}{f}" for r, f, _ in scores])
    segments = codes.replace({f"^{pattern}$": name for pattern, name in PATTERNS.items()}, regex=True)
    return {
        "name": name,
        "rows": table.tolist(),
        "thresholds": thresholds.tolist(),
        "scores": scores.tolist(),
        "segments": segments.tolist(),
    }


def main():
    random = np.random.default_rng(5)
    distinct = np.column_stack([random.permutation(100), random.permutation(100) + 1, random.lognormal(4, 1, 100).round(3)])
    orders = np.where(random.random(203) < 0.7, 1, random.integers(2, 12, 203))
    ties = np.column_stack([random.integers(0, 40, 203), orders, (orders * random.lognormal(3, 0.7, 203)).round(2)])
    few = np.array([[3, 1, 5.5], [3, 2, 7.25], [90, 1, 5.5], [400, 9, 1000.0]])
    cases = [case("distinct", distinct, True), case("ties", ties, False), case("few", few, False)]
    versions = {"numpy": np.__version__, "pandas": pd.__version__}
    target = pathlib.Path(__file__).with_name("rfm.json")
    target.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


main()
