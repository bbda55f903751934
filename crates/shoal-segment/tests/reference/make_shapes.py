"""Writes shapes.json: columns of numbers, and what SciPy, scikit-learn and NumPy make of them.

    python3 make_shapes.py     (needs numpy, scipy, scikit-learn; the versions are written into the file)

Yeo-Johnson: the exponent of greatest likelihood by a bounded search to 1e-12 on scipy.stats.yeojohnson_llf, which SciPy's own search and
scikit-learn's PowerTransformer(standardize=False) are held against here; ranks: norm.ppf(rankdata / (n + 1)).
"""

import json
import pathlib
import platform

import numpy
import scipy
import sklearn
from scipy import optimize, stats
from sklearn.preprocessing import PowerTransformer

GENERATOR = numpy.random.default_rng(20240611)
ROWS = 60


def columns():
    normal = GENERATOR.normal(size=(5, ROWS))
    yield "right", numpy.round(numpy.exp(normal[0] * 1.4 + 2), 3)
    yield "both", numpy.round(normal[1] ** 3 * 10, 3)
    yield "left", numpy.round(100 - numpy.exp(normal[2] + 2), 3)
    yield "counts", GENERATOR.negative_binomial(1, 0.2, ROWS).astype(float)
    yield "small", numpy.round(numpy.exp(normal[3] * 0.8 - 4), 6)
    yield "shifted", numpy.round(normal[4] * 5 + 40, 3)


def of(values):
    found = optimize.minimize_scalar(
        lambda power: -stats.yeojohnson_llf(power, values), bounds=(-40, 10), method="bounded", options={"xatol": 1e-12}
    ).x
    sized = numpy.maximum(numpy.abs(stats.yeojohnson(values, found)), 1)
    theirs = stats.yeojohnson_normmax(values)
    other = PowerTransformer(standardize=False).fit_transform(values[:, None])[:, 0]
    for bent in [stats.yeojohnson(values, theirs), other]:
        assert numpy.max(numpy.abs(bent - stats.yeojohnson(values, found)) / sized) < 1e-5
    unit = numpy.median(numpy.abs(values[values != 0]))
    return {
        "values": values.tolist(),
        "lambda": float(found),
        "lambda_of_scipy": float(theirs),
        "yeo_johnson": stats.yeojohnson(values, found).tolist(),
        "asinh": numpy.arcsinh(values / unit).tolist(),
        "log1p": numpy.log1p(values).tolist() if values.min() > -1 else None,
        "rank": stats.norm.ppf(stats.rankdata(values) / (len(values) + 1)).tolist(),
        "skewness": float(stats.skew(values, bias=False)),
    }


def main():
    out = {
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "columns": {name: of(values) for name, values in columns()},
    }
    pathlib.Path(__file__).with_name("shapes.json").write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
