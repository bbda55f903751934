"""Writes structure.json: dips of the diptest package, gaps and prediction strengths from scikit-learn's k-means by their definitions.

    python3 make_structure.py     (needs numpy, scipy, scikit-learn, diptest; the versions are written into the file)

Inertias and labels are given, so that only the statistics are compared: reference draws for the gap, the two halves' labels for
prediction strength (all pairs compared one by one), one membership indicator per pair of clusters for Jaccard.
"""

import json
import pathlib
import platform

import diptest
import numpy
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import jaccard_score

GENERATOR = numpy.random.default_rng(19850301)


def samples():
    normal = GENERATOR.normal
    yield "uniform", GENERATOR.uniform(size=60)
    yield "normal", normal(size=200)
    yield "two groups", numpy.concatenate([normal(0, 1, 70), normal(6, 1, 30)])
    yield "three groups", numpy.concatenate([normal(0, 1, 40), normal(5, 1, 40), normal(10, 1, 40)])
    yield "log-normal", GENERATOR.lognormal(0, 1, 150)
    yield "counts", GENERATOR.poisson(4, 120).astype(float)
    yield "five values", numpy.array([1.0, 2.0, 4.0, 8.0, 9.0])
    yield "peak in the middle", numpy.concatenate([GENERATOR.uniform(-1, 1, 50), GENERATOR.uniform(-0.1, 0.1, 50)])
    for size in (3, 4, 5, 6, 7, 10, 15):
        yield f"{size} values", normal(size=size)


def dips():
    for name, values in samples():
        values = numpy.sort(values)
        yield {"name": name, "values": values.tolist(), "dip": float(diptest.dipstat(values))}


def gaps():
    points = numpy.concatenate([GENERATOR.normal(c, 1, (30, 2)) for c in (0, 6)])
    fit = lambda rows, k: KMeans(k, n_init=3, random_state=0).fit(rows).inertia_
    boxes = [GENERATOR.uniform(points.min(0), points.max(0), points.shape) for _ in range(10)]
    for k in range(1, 6):
        own, references = fit(points, k), [fit(box, k) for box in boxes]
        logs = numpy.log(references)
        yield {
            "inertia": own,
            "references": references,
            "gap": float(logs.mean() - numpy.log(own)),
            "error": float(logs.std() * numpy.sqrt(1 + 1 / len(logs))),
        }


def strengths():
    for k, spread in [(2, 5), (3, 5), (5, 2), (4, 1)]:
        points = numpy.concatenate([GENERATOR.normal(c * spread, 1, (40, 2)) for c in range(3)])
        GENERATOR.shuffle(points)
        first, second = points[:60], points[60:]
        clustered = KMeans(k, n_init=3, random_state=1).fit(second).labels_
        foretold = KMeans(k, n_init=3, random_state=1).fit(first).predict(second)
        shares = []
        for cluster in range(k):
            rows = numpy.flatnonzero(clustered == cluster)
            pairs = [(a, b) for a in rows for b in rows if a != b]
            if pairs:
                shares.append(numpy.mean([foretold[a] == foretold[b] for a, b in pairs]))
        number = lambda labels: numpy.unique(labels, return_inverse=True)[1].tolist()
        clustered, foretold = number(clustered), number(foretold)
        jaccard = [
            max(
                jaccard_score(numpy.array(clustered) == cluster, numpy.array(foretold) == other)
                for other in range(max(foretold) + 1)
            )
            for cluster in range(max(clustered) + 1)
        ]
        yield {"clustered": clustered, "foretold": foretold, "strength": float(min(shares)), "jaccard": jaccard}


versions = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "scikit-learn": sklearn.__version__,
    "diptest": diptest.__version__,
}
content = {"versions": versions, "dips": list(dips()), "gaps": list(gaps()), "strengths": list(strengths())}
pathlib.Path(__file__).with_name("structure.json").write_text(json.dumps(content) + "\n")
