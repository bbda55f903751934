"""Writes indices.json: points and labels, and scikit-learn's indices for them.

    python3 make.py            (needs numpy, scipy, scikit-learn; the versions are written into the file)

The inputs are multiples of 2^-20, so that adding the offset 1e6 is exact; those cases are computed before the offset is added,
because the indices do not depend on it while the reference loses digits by it. Silhouettes are computed from distances of
scipy.spatial, which are taken from differences.
"""

import json
import pathlib
import platform

import numpy
import scipy
import sklearn
from scipy.spatial.distance import cdist
from sklearn import metrics
from sklearn.datasets import make_circles, make_moons

GENERATOR = numpy.random.default_rng(20240603)


def grid(values):
    return numpy.round(numpy.asarray(values, dtype=float) * 2**20) / 2**20


def numbered(labels):
    return numpy.unique(labels, return_inverse=True)[1]


def case(name, points, labels, offset=0.0):
    points, labels = grid(points), numbered(labels)
    samples = metrics.silhouette_samples(cdist(points, points), labels, metric="precomputed")
    means = numpy.array([points[labels == c].mean(axis=0) for c in range(labels.max() + 1)])
    return {
        "name": name,
        "columns": points.shape[1],
        "points": (points + offset).ravel().tolist(),
        "labels": labels.tolist(),
        "silhouette": float(samples.mean()),
        "silhouette_samples": samples.tolist(),
        "silhouette_per_cluster": [float(samples[labels == c].mean()) for c in range(labels.max() + 1)],
        "simplified_silhouette": simplified_silhouette(points, labels, means),
        "davies_bouldin": float(metrics.davies_bouldin_score(points, labels)),
        "calinski_harabasz": float(metrics.calinski_harabasz_score(points, labels)),
        "inertia": float(((points - means[labels]) ** 2).sum()),
    }


def simplified_silhouette(points, labels, means):
    """From the definition: scikit-learn has no such index."""
    distances = cdist(points, means)
    rows = numpy.arange(len(points))
    own = distances[rows, labels]
    distances[rows, labels] = numpy.inf
    other = distances.min(axis=1)
    larger = numpy.maximum(own, other)
    values = numpy.divide(other - own, larger, out=numpy.zeros(len(points)), where=larger > 0)
    values[numpy.bincount(labels)[labels] == 1] = 0
    return float(values.mean())


def cases():
    centres = GENERATOR.uniform(-10, 10, size=(4, 3))
    truth = GENERATOR.integers(4, size=100)
    blobs = centres[truth] + GENERATOR.normal(size=(100, 3))
    even = GENERATOR.uniform(size=(120, 5))
    cells = cdist(even, even[:7]).argmin(axis=1)
    random = GENERATOR.integers(5, size=120)
    tail = numpy.exp(GENERATOR.normal(scale=1.5, size=(90, 2)))
    tail_cells = cdist(tail, tail[:4]).argmin(axis=1)
    repeated = GENERATOR.integers(0, 3, size=(70, 2))
    repeated_labels = repeated[:, 0] + (repeated[:, 1] == 2)
    singles = truth.copy()
    singles[:3] = [4, 5, 6]
    nearly = numpy.arange(30)
    nearly[1] = 0
    angles = numpy.linspace(0, 6, 60)
    rings = numpy.column_stack([numpy.cos(angles), numpy.sin(angles)]) * (1 + (numpy.arange(60) % 2))[:, None]
    wide = GENERATOR.normal(size=(300, 9))
    return [
        case("groups", blobs, truth),
        case("groups, offset 1e6", blobs, truth, 1e6),
        case("cells of even points", even, cells),
        case("labels at random", even, random),
        case("long tail", tail, tail_cells),
        case("repeated rows", repeated, repeated_labels),
        case("clusters of one row", blobs, singles),
        case("one row more than clusters", even[:30], nearly),
        case("rings", rings, numpy.arange(60) % 2),
        case("two rows apart", [[0.0], [1.0], [5.0]], [0, 0, 1]),
        case("more rows than a block", wide, wide[:, 0] > 0),
    ] + named_cases()


def named_cases():
    """The kinds of points that every method and index is held against."""
    pair = GENERATOR.normal(size=(90, 2))
    correlated = numpy.column_stack([pair[:, 0], 0.95 * pair[:, 0] + 0.3 * pair[:, 1]]) + 4 * (numpy.arange(90) % 3)[:, None]
    lognormal = numpy.exp(GENERATOR.normal(scale=1.0, size=(100, 3)))
    duplicates = numpy.repeat(GENERATOR.normal(size=(12, 2)), 6, axis=0)
    moons, moon = make_moons(80, noise=0.06, random_state=1)
    rings, ring = make_circles(80, noise=0.03, factor=0.4, random_state=1)
    ties = numpy.array([[x, y] for x in range(8) for y in range(8)], dtype=float)
    return [
        case("correlated", correlated, numpy.arange(90) % 3),
        case("log-normal", lognormal, cdist(lognormal, lognormal[:5]).argmin(axis=1)),
        case("log-normal, offset 1e6", lognormal, cdist(lognormal, lognormal[:5]).argmin(axis=1), 1e6),
        case("duplicates", duplicates, numpy.arange(72) // 18),
        case("moons", moons, moon),
        case("rings with noise", rings, ring),
        case("a grid with exact ties", ties, (ties[:, 0] > 3) * 2 + (ties[:, 1] > 3)),
        case("a grid in stripes", ties, ties[:, 0].astype(int)),
        case("tiny", [[0.0, 1.0], [0.0, 2.0], [3.0, 1.0], [3.0, 3.0]], [0, 0, 1, 1]),
    ]


def agreements():
    pairs = []
    for rows, first, second in [(50, 3, 3), (80, 5, 2), (200, 8, 8), (40, 40, 3)]:
        a = numbered(GENERATOR.integers(first, size=rows))
        b = numbered(numpy.where(GENERATOR.uniform(size=rows) < 0.6, a % second, GENERATOR.integers(second, size=rows)))
        pairs.append(agreement(a, b))
    even = GENERATOR.integers(6, size=3000)
    skewed = numbered(numpy.floor(GENERATOR.exponential(1.5, size=3000)).astype(int))
    changed = numpy.where(GENERATOR.uniform(size=3000) < 0.02, 0, even)
    many = numbered(GENERATOR.integers(50, size=3000))
    pairs += [agreement(even, skewed), agreement(even, changed), agreement(many, even), agreement(many, skewed)]
    pairs += [agreement([0] * 5, [0, 0, 1, 1, 2]), agreement(list(range(6)), [0, 0, 1, 1, 2, 2]), agreement([0, 1], [0, 0])]
    pairs += [agreement([0, 1, 0, 1], [0, 0, 1, 1]), agreement([0, 0, 0, 1], [0, 0, 1, 0])]
    return pairs


def agreement(first, second):
    return {
        "first": [int(label) for label in first],
        "second": [int(label) for label in second],
        "adjusted_rand": float(metrics.adjusted_rand_score(first, second)),
        "adjusted_mutual_information": float(metrics.adjusted_mutual_info_score(first, second)),
    }


versions = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
}
out = pathlib.Path(__file__).with_name("indices.json")
out.write_text(json.dumps({"versions": versions, "cases": cases(), "agreements": agreements()}, indent=0) + "\n")
