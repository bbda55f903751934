"""Reference values for `shoal cluster`: k-means from given centres and its indices, for every scale; the same with weights and
along principal components.

    python make_cluster.py > cluster.json
"""

import json
import sys

import numpy
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_samples, silhouette_score
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

NAMES = ["length", "income", "share"]


def table():
    """Three groups that touch each other; columns of very different units."""
    random = numpy.random.default_rng(11)
    centres = numpy.array([[4.0, 30000.0, 0.2], [6.5, 34000.0, 0.5], [5.0, 52000.0, 0.9]])
    spread = numpy.array([0.7, 4000.0, 0.12])
    groups = [centre + spread * random.normal(size=(40, 3)) for centre in centres]
    return numpy.round(numpy.concatenate(groups), 6)


def csv(rows):
    lines = [",".join(NAMES)] + [",".join(repr(float(value)) for value in row) for row in rows]
    return "\n".join(lines) + "\n"


def case(scale, scaler, points, init):
    scaled = scaler.fit_transform(points) if scaler else points
    start = scaler.transform(init) if scaler else init
    # A zero tolerance makes both sides stop at the same fixed point.
    found = KMeans(len(init), init=start, n_init=1, tol=0.0, algorithm="lloyd").fit(scaled)
    centres = scaler.inverse_transform(found.cluster_centers_) if scaler else found.cluster_centers_
    return {
        "scale": scale,
        "labels": found.labels_.tolist(),
        "centres": centres.tolist(),
        "inertia": found.inertia_,
        "silhouette": silhouette_score(scaled, found.labels_),
        "silhouettes": silhouette_samples(scaled, found.labels_).tolist(),
        "davies_bouldin": davies_bouldin_score(scaled, found.labels_),
        "calinski_harabasz": calinski_harabasz_score(scaled, found.labels_),
    }


def weighted(scale, scaler, points, init, weights):
    """Centres and inertia by weight; the scale counts every row once."""
    scaled = scaler.fit_transform(points) if scaler else points
    start = scaler.transform(init) if scaler else init
    found = KMeans(len(init), init=start, n_init=1, tol=0.0, algorithm="lloyd").fit(scaled, sample_weight=weights)
    centres = scaler.inverse_transform(found.cluster_centers_) if scaler else found.cluster_centers_
    return {
        "scale": scale,
        "labels": found.labels_.tolist(),
        "centres": centres.tolist(),
        "inertia": found.inertia_,
        "davies_bouldin": davies_bouldin_score(scaled, found.labels_),
    }


def along_components(points, init):
    """Two components of the standardised columns; centres go back through both steps."""
    scaler, pca = StandardScaler(), PCA(2)
    rotated = pca.fit_transform(scaler.fit_transform(points))
    start = pca.transform(scaler.transform(init))
    found = KMeans(len(init), init=start, n_init=1, tol=0.0, algorithm="lloyd").fit(rotated)
    return {
        "components": pca.components_.tolist(),
        "shares": pca.explained_variance_ratio_.tolist(),
        "labels": found.labels_.tolist(),
        "centres": scaler.inverse_transform(pca.inverse_transform(found.cluster_centers_)).tolist(),
        "inertia": found.inertia_,
    }


def main():
    points = table()
    weights = numpy.round(numpy.random.default_rng(12).gamma(0.7, 2.0, size=len(points)), 3)
    weights[[5, 60, 119]] = 0.0
    init = points[[3, 50, 100]]
    scalers = {"none": None, "standard": StandardScaler(), "robust": RobustScaler(), "minmax": MinMaxScaler()}
    document = {
        "versions": {"numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
        "table": csv(points),
        "init": csv(init),
        "weights": weights.tolist(),
        "weighted": [weighted(scale, scaler, points, init, weights) for scale, scaler in scalers.items()],
        "along_components": along_components(points, init),
        "cases": [case(scale, scaler, points, init) for scale, scaler in scalers.items()],
    }
    json.dump(document, sys.stdout, indent=1)
    print()


main()
