"""Writes hierarchical.json: points, and the trees and cuts that SciPy makes of them.

    python3 make_hierarchical.py            (needs numpy, scipy; the versions are written into the file)

The inputs are multiples of 2^-20, so that adding the offset 1e6 is exact; those cases are computed before the offset is added.
"""

import json
import pathlib
import platform

import numpy
import scipy
from scipy.cluster.hierarchy import dendrogram, fcluster, linkage

GENERATOR = numpy.random.default_rng(20240603)
CRITERIA = ["ward", "average", "complete", "single"]


def grid(values):
    return numpy.round(numpy.asarray(values, dtype=float) * 2**20) / 2**20


def blobs(rows, columns, groups, spread=1.0):
    centres = GENERATOR.uniform(-10, 10, size=(groups, columns))
    return centres[GENERATOR.integers(groups, size=rows)] + spread * GENERATOR.normal(size=(rows, columns))


def moons(rows):
    angle = GENERATOR.uniform(0, numpy.pi, size=rows)
    side = GENERATOR.integers(2, size=rows)
    x = numpy.where(side == 0, numpy.cos(angle), 1 - numpy.cos(angle))
    y = numpy.where(side == 0, numpy.sin(angle), 0.5 - numpy.sin(angle))
    return numpy.column_stack([x, y]) + 0.05 * GENERATOR.normal(size=(rows, 2))


def tree(points, criterion, ties):
    merges = linkage(points, criterion)
    heights = merges[:, 2]
    ks = [k for k in (2, 3, 7) if k <= len(points)]
    # Halfway between two heights, so that rounding decides nothing.
    at = [float((heights[i - 1] + heights[i]) / 2) for i in (len(heights) // 2, len(heights) - 1) if i > 0]
    result = {"criterion": criterion, "heights": heights.tolist()}
    # Between equal rows the order is anybody's, and so are all numbers after it.
    if ties == "equal rows":
        return result
    result["merges"] = merges[:, [0, 1, 3]].astype(int).ravel().tolist()
    if ties:
        return result
    result["by_number"] = [[k, fcluster(merges, k, "maxclust").tolist()] for k in ks]
    result["by_height"] = [[height, fcluster(merges, height, "distance").tolist()] for height in at]
    leaves = min(12, len(points))
    drawn = dendrogram(merges, p=leaves, truncate_mode="lastp", count_sort="ascending", no_plot=True)
    result["leaves"] = drawn["leaves"]
    # SciPy draws leaf i at 10 i + 5.
    joints = [[(x[0] - 5) / 10, (x[2] - 5) / 10, y[0], y[3], y[1]] for x, y in zip(drawn["icoord"], drawn["dcoord"])]
    result["joints"] = sorted(joints, key=lambda joint: joint[4])
    return result


def case(name, points, offset=0.0, ties=None):
    points = grid(points)
    return {
        "name": name,
        "columns": points.shape[1],
        "ties": ties,
        "points": (points + offset).ravel().tolist(),
        "trees": [tree(points, criterion, ties) for criterion in CRITERIA],
    }


def cases():
    three = blobs(120, 3, 4)
    mixing = numpy.array([[1.0, 0.9, 0.0], [0.0, 0.3, 0.0], [0.5, 0.0, 0.1]])
    side = numpy.arange(7.0)
    return [
        case("blobs", three),
        case("blobs, offset 1e6", three, offset=1e6),
        case("blobs, offset -1e9", three[:60], offset=-1e9),
        case("correlated", GENERATOR.normal(size=(100, 3)) @ mixing),
        case("long tail", numpy.exp(GENERATOR.normal(scale=1.5, size=(120, 2)))),
        case("moons", moons(150)),
        case("nine columns", blobs(90, 9, 5, 3.0)),
        case("more rows than a block", GENERATOR.uniform(size=(330, 2))),
        case("two rows", three[:2]),
        case("three rows", three[:3]),
        case("repeated rows", blobs(30, 2, 3)[GENERATOR.integers(30, size=90)], ties="equal rows"),
        case("a grid", numpy.array(numpy.meshgrid(side, side)).reshape(2, -1).T, ties="equal distances"),
        case("a line", numpy.arange(40.0)[:, None], ties="equal distances"),
    ]


versions = {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__}
out = pathlib.Path(__file__).with_name("hierarchical.json")
out.write_text(json.dumps({"versions": versions, "cases": cases()}) + "\n")
