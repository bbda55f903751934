"""Writes statistics.json: inputs, and what NumPy, SciPy and scikit-learn make of them.

    python3 make.py            (needs numpy, scipy, scikit-learn; the versions are written into the file)

Where an offset would cost the reference its digits, it is computed before the offset is added; the inputs are multiples of
2^-20, so that adding the offset is exact and none of the quantities depends on it.
"""

import json
import pathlib
import platform

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn.decomposition import PCA

GENERATOR = numpy.random.default_rng(20240601)


def grid(values):
    return numpy.round(numpy.asarray(values, dtype=float) * 2**20) / 2**20


def table(name, base, offset=0.0):
    base = grid(base)
    rows, columns = base.shape
    pca = PCA(n_components=min(rows, columns), svd_solver="full").fit(base)
    quantiles = [0.0, 0.01, 0.05, 0.25, 0.3, 0.5, 0.75, 0.9, 0.99, 1.0]
    return {
        "name": name,
        "columns": columns,
        "points": (base + offset).ravel().tolist(),
        "quantile_at": quantiles,
        "quantiles": [(numpy.quantile(base[:, j], quantiles) + offset).tolist() for j in range(columns)],
        "mean": (base.mean(axis=0) + offset).tolist(),
        "variance": base.var(axis=0, ddof=1).tolist(),
        "skewness": [float(stats.skew(base[:, j], bias=False)) for j in range(columns)],
        "covariance": numpy.atleast_2d(numpy.cov(base.T)).ravel().tolist(),
        "pearson": numpy.atleast_2d(numpy.corrcoef(base.T)).ravel().tolist(),
        "spearman": [
            float(stats.spearmanr(base[:, i], base[:, j]).statistic) for i in range(columns) for j in range(columns)
        ],
        "mid_rank_of_first": [
            float(stats.percentileofscore(base[:, j], base[0, j], kind="mean") / 100) for j in range(columns)
        ],
        "components": pca.components_.ravel().tolist(),
        "explained_variance": pca.explained_variance_.tolist(),
        "explained_variance_ratio": pca.explained_variance_ratio_.tolist(),
        "projected": pca.transform(base).ravel().tolist(),
    }


def tables():
    normal = GENERATOR.normal(size=(60, 4)) @ GENERATOR.normal(size=(4, 4))
    tail = numpy.exp(GENERATOR.normal(scale=1.5, size=(80, 3)))
    counts = GENERATOR.poisson(2.0, size=(90, 3))
    wide = GENERATOR.normal(size=(6, 8))
    narrow = GENERATOR.normal(size=(40, 1))
    return [
        table("normal", normal),
        table("normal, offset 1e6", normal, 1e6),
        table("long tail", tail),
        table("counts with many ties", counts),
        table("fewer rows than columns", wide),
        table("one column, offset 1e9", narrow, float(2**30)),
        table("three rows", GENERATOR.normal(size=(3, 2))),
    ]


versions = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
}
out = pathlib.Path(__file__).with_name("statistics.json")
out.write_text(json.dumps({"versions": versions, "tables": tables()}, indent=0) + "\n")
