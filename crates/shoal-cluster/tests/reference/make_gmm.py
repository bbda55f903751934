"""Writes gmm.json: points and starting parameters, and where scikit-learn's mixture comes to rest from them.

    python3 make_gmm.py            (needs numpy, scikit-learn; the versions are written into the file)

The inputs are multiples of 2^-20, so that adding an offset of 1e6 is exact. Everything is computed on points around zero and
the offset added to the means afterwards: scikit-learn's diag, spherical and tied forms subtract squares, which has no digits
left at 1e6. For the same reason its sums of squares are replaced by sums of squared differences (`two_pass`), which is the same
formula without the cancellation; `full` is left as it is. The E-step is scikit-learn's own; its diag and spherical forms expand
the square, which on repeated rows (a variance of 1e-6) leaves about ten digits of the log-likelihood.
"""

import json
import pathlib
import platform
import warnings

import numpy
import sklearn
from sklearn.mixture import GaussianMixture
from sklearn.mixture import _gaussian_mixture as inside

GENERATOR = numpy.random.default_rng(20240712)
warnings.filterwarnings("ignore")


def grid(values):
    return numpy.round(numpy.asarray(values, dtype=float) * 2**20) / 2**20


def two_pass_diag(resp, X, nk, means, reg_covar, xp=None):
    return numpy.array([(r @ (X - m) ** 2) / n for r, m, n in zip(resp.T, means, nk)]) + reg_covar


def two_pass_tied(resp, X, nk, means, reg_covar, xp=None):
    sums = sum((r * (X - m).T) @ (X - m) for r, m in zip(resp.T, means))
    return sums / nk.sum() + reg_covar * numpy.eye(X.shape[1])


inside._estimate_gaussian_covariances_diag = two_pass_diag
inside._estimate_gaussian_covariances_tied = two_pass_tied


def blobs(rows, columns, groups, spread=1.0):
    centres = GENERATOR.uniform(-10, 10, size=(groups, columns))
    return centres[GENERATOR.integers(groups, size=rows)] + spread * GENERATOR.normal(size=(rows, columns))


def start(points, clusters):
    """Uneven weights, rows as means, one covariance that is wide and correlated."""
    columns = points.shape[1]
    weights = numpy.arange(1, clusters + 1) / (clusters * (clusters + 1) / 2)
    scale = numpy.diag(points.std(axis=0) + 0.1)
    correlation = numpy.full((columns, columns), 0.25) + 0.75 * numpy.eye(columns)
    covariance = scale @ correlation @ scale / 2
    means = numpy.unique(points, axis=0)
    means = means[numpy.linspace(0, len(means) - 1, clusters).astype(int)]
    return weights, means, covariance


def reduced(form, covariance, clusters):
    if form == "full":
        return numpy.repeat(numpy.linalg.inv(covariance)[None], clusters, axis=0)
    if form == "tied":
        return numpy.linalg.inv(covariance)
    if form == "diag":
        return numpy.repeat(1 / numpy.diag(covariance)[None], clusters, axis=0)
    return numpy.repeat(1 / numpy.diag(covariance).mean(), clusters)


def written_out(form, covariances, clusters, columns):
    if form == "tied":
        return numpy.repeat(covariances[None], clusters, axis=0)
    if form == "diag":
        return numpy.array([numpy.diag(row) for row in covariances])
    if form == "spherical":
        return numpy.array([value * numpy.eye(columns) for value in covariances])
    return covariances


def result(form, points, begin, max_iter, tol, offset):
    weights, means, covariance = begin
    clusters, columns = means.shape
    fitted = GaussianMixture(
        clusters, covariance_type=form, weights_init=weights, means_init=means, max_iter=max_iter, tol=tol,
        precisions_init=reduced(form, covariance, clusters),
    ).fit(points)
    labels = fitted.predict(points)
    assert len(set(labels)) == clusters, form
    shares = numpy.sort(fitted.predict_proba(points), axis=1)
    assert clusters == 1 or (shares[:, -1] - shares[:, -2]).min() > 1e-6, "a tie that rounding decides"
    return {
        "form": form,
        "weights": fitted.weights_.tolist(),
        "means": (fitted.means_ + offset).ravel().tolist(),
        "covariances": written_out(form, fitted.covariances_, clusters, columns).ravel().tolist(),
        "log_likelihood": float(fitted.score(points)),
        "bic": float(fitted.bic(points)),
        "aic": float(fitted.aic(points)),
        "iterations": fitted.n_iter_,
        "converged": fitted.converged_,
        "labels": labels.tolist(),
    }


def case(name, points, clusters, max_iter=100, tol=1e-3, offset=0.0):
    points = grid(points)
    weights, means, covariance = begin = start(points, clusters)
    forms = ["full", "tied", "diag", "spherical"]
    return {
        "name": name,
        "columns": points.shape[1],
        "points": (points + offset).ravel().tolist(),
        "spread": points.std(axis=0).tolist(),
        "max_iter": max_iter,
        "tol": tol,
        "weights": weights.tolist(),
        "means": (means + offset).ravel().tolist(),
        "covariance": covariance.ravel().tolist(),
        "results": [result(form, points, begin, max_iter, tol, offset) for form in forms],
    }


def cases():
    four = blobs(120, 3, 4)
    mixing = GENERATOR.normal(size=(3, 3))
    correlated = numpy.vstack([GENERATOR.normal(size=(60, 3)) @ mixing, GENERATOR.normal(size=(50, 3)) @ mixing.T + 3])
    tail = numpy.exp(GENERATOR.normal(scale=0.8, size=(110, 2)))
    repeated = GENERATOR.integers(0, 5, size=(80, 2))
    tiny = numpy.array([[0.0, 1.0], [0.5, 0.75], [0.25, 0.0], [4.0, 4.25], [4.5, 5.0], [5.0, 3.5]])
    return [
        case("blobs", four, 4),
        case("blobs, offset 1e6", four, 4, offset=1e6),
        case("blobs, one iteration", four, 3, max_iter=1),
        case("blobs, seven iterations", four, 3, max_iter=7, tol=0.0),
        case("one component", four, 1),
        case("correlated", correlated, 2),
        case("correlated, small tolerance", correlated, 2, max_iter=400, tol=1e-7),
        case("long tail", tail, 3),
        case("repeated rows", repeated, 3),
        case("constant column", numpy.column_stack([four[:, 0], numpy.full(120, 7.0)]), 2),
        case("tiny", tiny, 2),
    ]


versions = {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__}
out = pathlib.Path(__file__).with_name("gmm.json")
out.write_text(json.dumps({"versions": versions, "cases": cases()}, indent=0) + "\n")
