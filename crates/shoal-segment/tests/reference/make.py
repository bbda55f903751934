"""Writes preparation.json: customers, and what pandas and scikit-learn make of their columns.

    python3 make.py            (needs numpy, pandas, scikit-learn; the versions are written into the file)

Numbers are standardised (StandardScaler). A category becomes indicators (pandas.get_dummies), minus the shares of its known values,
divided by the root of the sum of p (1 - p); rows without a value are zero. Then principal components of all these columns.
"""

import json
import pathlib
import platform

import numpy
import pandas
import sklearn
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

GENERATOR = numpy.random.default_rng(20240602)
ROWS = 40


def frame():
    age = GENERATOR.integers(18, 80, ROWS).astype(float)
    income = numpy.round(age * 0.5 + GENERATOR.normal(30, 9, ROWS), 2)
    region = GENERATOR.choice(["Africa", "Asia", "Europe", None], ROWS, p=[0.15, 0.3, 0.45, 0.1])
    plan = numpy.where(income > 55, "pro", "free")
    return pandas.DataFrame({"Age": age, "Income": income, "Region": region, "Plan": plan})


def indicators(column):
    dummies = pandas.get_dummies(column).astype(float)
    shares = column.value_counts(normalize=True)[dummies.columns]
    scaled = (dummies - shares) / numpy.sqrt((shares * (1 - shares)).sum())
    scaled[column.isna()] = 0.0
    return dummies, scaled


def main():
    data = frame()
    numbers = StandardScaler().fit_transform(data[["Age", "Income"]])
    plain, scaled = zip(*(indicators(data[name]) for name in ["Plan", "Region"]))
    prepared = numpy.column_stack([numbers, *scaled])
    two = PCA(n_components=2, svd_solver="full").fit(prepared)
    most = PCA(n_components=0.9, svd_solver="full").fit(prepared)
    out = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "pandas": pandas.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "age": data["Age"].tolist(),
        "income": data["Income"].tolist(),
        "region": [value if isinstance(value, str) else None for value in data["Region"]],
        "plan": data["Plan"].tolist(),
        "dummies": numpy.column_stack([data[["Age", "Income"]], *plain]).ravel().tolist(),
        "prepared": prepared.ravel().tolist(),
        "components": two.components_.ravel().tolist(),
        "shares": two.explained_variance_ratio_.tolist(),
        "projected": two.transform(prepared).ravel().tolist(),
        "components_of_90_percent": int(most.n_components_),
    }
    path = pathlib.Path(__file__).with_name("preparation.json")
    path.write_text(json.dumps(out, indent=1) + "\n")


main()
