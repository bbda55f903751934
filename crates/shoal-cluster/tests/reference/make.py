"""Writes kmeans.json and kmeans_weighted.json (points and starting centres, and weights, and where scikit-learn's Lloyd comes to
rest from them) and kmeans_batches.json (what inertia MiniBatchKMeans reaches on points made by a formula).

    python3 make.py            (needs numpy, scikit-learn; the versions are written into the file)

The inputs are multiples of 2^-20, so that adding the offset 1e6 is exact; those cases are computed before the offset is added.
"""

import json
import pathlib
import platform
import warnings

import numpy
import sklearn
from sklearn.cluster import KMeans, MiniBatchKMeans

GENERATOR = numpy.random.default_rng(20240602)
warnings.filterwarnings("ignore")


def grid(values):
    return numpy.round(numpy.asarray(values, dtype=float) * 2**20) / 2**20


def blobs(rows, columns, groups, spread=1.0):
    centres = GENERATOR.uniform(-10, 10, size=(groups, columns))
    return centres[GENERATOR.integers(groups, size=rows)] + spread * GENERATOR.normal(size=(rows, columns))


def case(name, points, start, tol=1e-4, max_iter=300, offset=0.0):
    points, start = grid(points), grid(start)
    fitted = KMeans(len(start), init=start, n_init=1, tol=tol, max_iter=max_iter, algorithm="lloyd").fit(points)
    assert len(set(fitted.labels_)) == len(start), name
    squared = ((points[:, None, :] - fitted.cluster_centers_[None]) ** 2).sum(axis=2)
    assert (squared.argmin(axis=1) == fitted.labels_).all(), name
    return {
        "name": name,
        "columns": points.shape[1],
        "points": (points + offset).ravel().tolist(),
        "start": (start + offset).ravel().tolist(),
        "tol": tol,
        "max_iter": max_iter,
        "labels": fitted.labels_.tolist(),
        "centres": (fitted.cluster_centers_ + offset).ravel().tolist(),
        "inertia": float(squared.min(axis=1).sum()),
        "iterations": fitted.n_iter_,
    }


def cases():
    three = blobs(120, 3, 4)
    even = GENERATOR.uniform(size=(150, 2))
    nine = blobs(100, 9, 5, 3.0)
    tail = numpy.exp(GENERATOR.normal(scale=1.2, size=(120, 2)))
    repeated = GENERATOR.integers(0, 4, size=(80, 2))
    constant = numpy.column_stack([three[:, 0], numpy.full(120, 7.0), three[:, 1]])
    line = numpy.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
    far = numpy.vstack([even[:3], [[50.0, 50.0]]])
    two_far = numpy.vstack([even[:2], [[50.0, 50.0], [-40.0, 70.0]]])
    return [
        case("groups", three, three[:4]),
        case("groups, offset 1e6", three, three[:4], offset=1e6),
        case("no structure", even, even[:6]),
        case("no structure, no tolerance", even, even[:6], tol=0.0),
        case("no structure, large tolerance", even, even[:6], tol=0.05),
        case("no structure, one iteration", even, even[:6], max_iter=1),
        case("no structure, three iterations", even, even[:6], max_iter=3),
        case("nine columns", nine, nine[:7]),
        case("long tail", tail, tail[:5], tol=0.0),
        case("repeated rows", repeated, numpy.unique(repeated, axis=0)[:5]),
        case("constant column", constant, constant[:4]),
        case("one cluster", three, three[:1]),
        case("every row its own", even[:9], even[:9]),
        case("one more row than clusters", even[:9], even[:8]),
        case("a tie goes to the lower number", line, [[-1.0], [1.0]]),
        case("a centre without rows", three, far[[0, 1, 3], :1] * numpy.ones((1, 3)) * [1, 2, 3]),
        case("one empty centre", even, far),
        case("two empty centres", even, two_far),
    ]


def weighted(name, points, start, weights, offset=0.0):
    """scikit-learn measures `tol` by the variance without weights, so these cases have none."""
    points, start, weights = grid(points), grid(start), numpy.asarray(weights, dtype=float)
    fitted = KMeans(len(start), init=start, n_init=1, tol=0.0).fit(points, sample_weight=weights)
    squared = ((points[:, None, :] - fitted.cluster_centers_[None]) ** 2).sum(axis=2)
    assert (squared.argmin(axis=1) == fitted.labels_).all(), name
    return {
        "name": name,
        "columns": points.shape[1],
        "points": (points + offset).ravel().tolist(),
        "start": (start + offset).ravel().tolist(),
        "weights": weights.tolist(),
        "labels": fitted.labels_.tolist(),
        "centres": (fitted.cluster_centers_ + offset).ravel().tolist(),
        "inertia": float((weights * squared.min(axis=1)).sum()),
        "iterations": fitted.n_iter_,
    }


def weighted_cases():
    three = blobs(120, 3, 4)
    even = GENERATOR.uniform(size=(150, 2))
    tail = numpy.exp(GENERATOR.normal(scale=1.2, size=(120, 2)))
    counts = GENERATOR.integers(0, 6, size=120)
    reals = GENERATOR.uniform(0.1, 3.0, size=150)
    spread = 10.0 ** GENERATOR.integers(-6, 7, size=120)
    far = numpy.vstack([even[:3], [[50.0, 50.0]]])
    close = [[-1.0001], [-0.9999], [0.9999], [1.0001]]
    return [
        weighted("groups, whole numbers and zeros", three, three[:4], counts),
        weighted("groups, offset 1e6", three, three[:4], counts, offset=1e6),
        weighted("no structure, real weights", even, even[:6], reals),
        weighted("all weights two", even, even[:5], numpy.full(150, 2.0)),
        weighted("long tail, weights of very different size", tail, tail[:5], spread),
        weighted("one empty centre", even, far, reals),
        weighted("two close pairs", close, [[-1.0], [1.0]], [1, 3, 2, 2]),
    ]


def mix(bits):
    """splitmix64's finisher, as in the kernel."""
    bits = (bits ^ (bits >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> numpy.uint64(31))


def uniform(rows, task):
    keys = numpy.arange(rows, dtype=numpy.uint64) + numpy.uint64(task << 32)
    return (mix(keys) >> numpy.uint64(11)) / 2.0**53


def bell(rows, task):
    """Nearly normal: the sum of four even numbers, with variance 1."""
    return (sum(uniform(rows, task + i) for i in range(4)) - 2.0) * 3.0**0.5


def formula_blobs(rows):
    group = numpy.arange(rows) % 6
    return numpy.column_stack([uniform(6, 900 + c)[group] * 20 - 10 + bell(rows, 10 + 4 * c) for c in range(5)])


def formula_rfm(rows):
    recency = -90 * numpy.log(1 - uniform(rows, 100))
    orders = numpy.floor(1 + numpy.exp(1.2 * bell(rows, 110)))
    revenue = orders**0.8 * numpy.exp(3 + 0.8 * bell(rows, 120))
    table = numpy.log1p(numpy.column_stack([recency, orders, revenue]))
    return (table - table.mean(axis=0)) / table.std(axis=0)


def batches(name, points, clusters):
    def inertia(model):
        return float(model.fit(points).inertia_)

    learned = [inertia(MiniBatchKMeans(clusters, batch_size=1024, n_init=3, random_state=seed)) for seed in range(9)]
    return {
        "name": name,
        "rows": len(points),
        "clusters": clusters,
        "full": inertia(KMeans(clusters, n_init=10, random_state=0)),
        "minibatch_median": float(numpy.median(learned)),
        "minibatch_best": min(learned),
    }


def batch_cases():
    return [
        batches("blobs", formula_blobs(20_000), 6),
        batches("blobs", formula_blobs(20_000), 8),
        batches("rfm", formula_rfm(30_000), 5),
        batches("rfm", formula_rfm(100_000), 8),
    ]


def write(name, cases):
    versions = {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__}
    out = pathlib.Path(__file__).with_name(name)
    out.write_text(json.dumps({"versions": versions, "cases": cases}, indent=0) + "\n")


write("kmeans.json", cases())
write("kmeans_weighted.json", weighted_cases())
write("kmeans_batches.json", batch_cases())
