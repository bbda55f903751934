"""Writes dbscan.json: points, a radius, a number of rows, and the labels and core rows that scikit-learn finds.

    python3 make_dbscan.py     (needs numpy, scikit-learn; the versions are written into the file)

Inputs are multiples of 2^-20, so that adding the offset 1e6 is exact; the grids are not, on purpose: their ties at exactly
the radius hang on the last bit. The tree is used for neighbours, because it takes distances from differences.
"""

import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.cluster import DBSCAN

GENERATOR = numpy.random.default_rng(20240610)


def fine(values):
    return numpy.round(numpy.asarray(values, dtype=float) * 2**20) / 2**20


def blobs(rows, columns, groups, spread=1.0):
    centres = GENERATOR.uniform(-10, 10, size=(groups, columns))
    return fine(centres[GENERATOR.integers(groups, size=rows)] + spread * GENERATOR.normal(size=(rows, columns)))


def moons(rows, noise):
    angle = GENERATOR.uniform(0, numpy.pi, size=rows)
    upper = numpy.arange(rows) % 2 == 0
    x = numpy.where(upper, numpy.cos(angle), 1 - numpy.cos(angle))
    y = numpy.where(upper, numpy.sin(angle), 0.5 - numpy.sin(angle))
    return fine(numpy.column_stack([x, y]) + noise * GENERATOR.normal(size=(rows, 2)))


def rings(rows, noise):
    angle = GENERATOR.uniform(0, 2 * numpy.pi, size=rows)
    radius = numpy.where(numpy.arange(rows) % 3 == 0, 1.0, 3.0)
    circle = numpy.column_stack([numpy.cos(angle), numpy.sin(angle)])
    return fine(radius[:, None] * circle + noise * GENERATOR.normal(size=(rows, 2)))


def grid(side, step, columns, kept):
    axes = numpy.meshgrid(*[numpy.arange(side)] * columns, indexing="ij")
    rows = numpy.column_stack([axis.ravel() for axis in axes])
    chosen = GENERATOR.permutation(len(rows))[: int(kept * len(rows))]
    return rows[chosen] * step


def case(name, points, eps, min_samples):
    points = numpy.asarray(points, dtype=float)
    fitted = DBSCAN(eps=eps, min_samples=min_samples, algorithm="kd_tree").fit(points)
    return {
        "name": name,
        "columns": points.shape[1],
        "points": points.ravel().tolist(),
        "eps": eps,
        "min_samples": min_samples,
        "labels": fitted.labels_.tolist(),
        "core": fitted.core_sample_indices_.tolist(),
    }


def cases():
    three = blobs(240, 2, 3)
    wide = blobs(200, 8, 4, 1.5)
    tail = fine(numpy.exp(GENERATOR.normal(scale=1.1, size=(220, 2))))
    touching = blobs(300, 2, 6, 1.8)
    repeated = fine(GENERATOR.integers(0, 6, size=(150, 2)))
    line = numpy.arange(40.0)[:, None]
    return [
        case("groups", three, 0.8, 5),
        case("groups, small radius", three, 0.3, 4),
        case("groups, one cluster", three, 30.0, 5),
        case("groups, nothing dense", three, 0.01, 5),
        case("groups, offset 1e6", three + 1e6, 0.8, 5),
        case("every row dense", three, 0.4, 1),
        case("pairs", three, 0.25, 2),
        case("eight columns", wide, 4.0, 8),
        case("groups that touch", touching, 0.9, 5),
        case("groups that touch, denser", touching, 1.4, 9),
        case("moons", moons(300, 0.06), 0.2, 6),
        case("rings", rings(300, 0.08), 0.45, 5),
        case("long tail", tail, 0.4, 6),
        case("repeated rows", repeated, 1.0, 12),
        case("repeated rows, radius 0", repeated, 1e-9, 5),
        case("line of equal steps", line, 1.0, 3),
        case("whole grid, ties at the radius", grid(12, 1.0, 2, 1.0), 1.0, 5),
        case("holes in a grid, ties at the radius", grid(16, 1.0, 2, 0.55), 1.0, 4),
        case("holes in a grid of tenths", grid(16, 0.1, 2, 0.55), 0.1, 4),
        case("holes in a grid of tenths, diagonals", grid(14, 0.1, 2, 0.45), float(numpy.sqrt(0.02)), 5),
        case("holes in a cube of tenths", grid(6, 0.1, 3, 0.5), 0.1, 4),
        case("one row", three[:1], 1.0, 1),
        case("one row, not enough", three[:1], 1.0, 2),
        case("two rows", [[0.0, 0.0], [3.0, 4.0]], 5.0, 2),
        case("two rows too far", [[0.0, 0.0], [3.0, 4.0]], 4.999999999, 2),
        case("all rows equal", numpy.full((30, 3), 0.7), 0.5, 30),
        case("a border row between two clusters", [[0.0], [0.25], [0.5], [1.5], [2.5], [2.75], [3.0]], 1.0, 4),
    ]


versions = {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__}
out = pathlib.Path(__file__).with_name("dbscan.json")
out.write_text(json.dumps({"versions": versions, "cases": cases()}, separators=(",", ":")).replace("},{", "},\n{") + "\n")
