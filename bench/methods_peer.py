"""One peer doing one case of `bench/methods.py`: each line on its input starts a run, and each run prints its seconds and what it found.

The rows are in memory as `f64`, row after row, before the clock starts, as they are for Shoal; a peer that works in single
precision converts them while the clock runs. `sklearn-f32` gets them converted beforehand: the best case of its users.
Ends with code 3 when the peer is not there or has nothing to do with the case.
"""

import sys, time, warnings

warnings.simplefilter("ignore")  # few iterations are not meant to converge


def first_rows(points, count):
    import numpy as np

    chosen = []
    for row in points:
        if not any(np.array_equal(row, known) for known in chosen):
            chosen.append(row)
        if len(chosen) == count:
            return np.array(chosen)


def kmeans(module, points):
    start = first_rows(points, 8)

    def sweep():
        return [module.KMeans(k, n_init=10, random_state=0).fit(points).inertia_ for k in range(2, 11)]

    return {
        "lloyd-20": lambda: [module.KMeans(8, init=start, n_init=1, max_iter=20, tol=0).fit(points).inertia_],
        "kmeans-fit": lambda: [module.KMeans(8, init=start, n_init=1).fit(points).inertia_],
        "kmeans-given": lambda: [module.KMeans(8, init=start, n_init=1).fit(points).inertia_],
        "kmeans": lambda: [module.KMeans(8, n_init=10, random_state=0).fit(points).inertia_],
        "kmeans-sweep": sweep,
    }


def assign(module, points, given):
    import numpy as np

    # Fitted to the centres themselves, a model has just these centres; twice, because scikit-learn-intelex does not fit as many rows as
    # clusters and then has nothing to predict with.
    given = given.astype(points.dtype)
    model = module.KMeans(8, init=given, n_init=1).fit(np.concatenate([given, given]))
    return lambda: np.bincount(model.predict(points), minlength=8).tolist()


def scikit_learn(points, eps, given):
    import numpy as np
    from sklearn import cluster, decomposition, metrics
    from sklearn.mixture import GaussianMixture

    row, columns = np.arange(len(points)), points.shape[1]
    six, eight = row % 6, row % 8
    precisions = {"full": np.tile(np.eye(columns), (5, 1, 1)), "tied": np.eye(columns), "diag": np.ones((5, columns)), "spherical": np.ones(5)}

    def mixture(form, iterations):
        fit = GaussianMixture(
            5, covariance_type=form, max_iter=iterations, tol=0.0, weights_init=np.full(5, 0.2), means_init=first_rows(points, 5),
            precisions_init=precisions[form],
        ).fit(points)
        return lambda: [-fit.score(points)]

    def mixtures():
        if len(points) > 20_000:
            sys.exit(3)  # it would take an hour
        fits = [GaussianMixture(k, covariance_type=form, n_init=10, random_state=0).fit(points) for form in precisions for k in range(2, 7)]
        return lambda: [-fit.score(points) for fit in fits]

    work = kmeans(cluster, points) | {f"gmm-{form}": lambda form=form: mixture(form, 20) for form in precisions}
    return work | {
        "gmm-full-10": lambda: mixture("full", 10),
        "gmm-sweep": mixtures,
        "dbscan": lambda: [int((cluster.DBSCAN(eps=eps, min_samples=10, n_jobs=-1).fit(points).labels_ < 0).sum())],
        "silhouette": lambda: [metrics.silhouette_score(points, six)],
        "davies-bouldin+calinski-harabasz": lambda: [metrics.davies_bouldin_score(points, eight), metrics.calinski_harabasz_score(points, eight)],
        "adjusted-mutual-information": lambda: [metrics.adjusted_mutual_info_score(six, row // 3 % 8)],
        "pca": lambda: decomposition.PCA().fit(points).explained_variance_.tolist(),
        "assign": lambda model=[]: (model or model.append(assign(cluster, points, given)) or model)[0](),
    }


def intelex(points, eps, given):
    from sklearnex import cluster, decomposition

    return kmeans(cluster, points) | {
        "pca": lambda: decomposition.PCA().fit(points).explained_variance_.tolist(),
        "assign": lambda model=[]: (model or model.append(assign(cluster, points, given)) or model)[0](),
        "dbscan": lambda: [int((cluster.DBSCAN(eps=eps, min_samples=10).fit(points).labels_ < 0).sum())],
    }


def faiss(points, eps, given):
    import faiss, numpy as np

    start = first_rows(points, 8).astype("f4")

    def lloyd():
        single = points.astype("f4")
        fit = faiss.Kmeans(single.shape[1], 8, niter=20, max_points_per_centroid=len(single))
        fit.train(single, init_centroids=start)
        return lambda: [float(((points - fit.centroids[fit.assign(single)[1]]) ** 2).sum())]

    def labels():
        index = faiss.IndexFlatL2(points.shape[1])
        index.add(given.astype("f4"))
        return np.bincount(index.search(points.astype("f4"), 1)[1][:, 0], minlength=8).tolist()

    return {"lloyd-20": lloyd, "assign": labels}


def daal(points, eps, given):
    import daal4py as d4p, numpy as np
    from scipy.stats import multivariate_normal

    rows, columns = points.shape
    # It adds nothing to the variances, and refuses a component whose rows have a column in common ("Ill-conditioned covariance
    # matrix"), as those who bought once have. Noise of the variance that the others add lets it through.
    noisy = points + 1e-3 * np.random.default_rng(0).standard_normal(points.shape)

    def mixture():
        fit = d4p.em_gmm(5, maxIterations=10, accuracyThreshold=0.0).compute(
            noisy, np.full((1, 5), 0.2), first_rows(points, 5), [np.eye(columns)] * 5
        )
        return lambda: found(fit)

    def found(fit):
        if fit.nIterations[0, 0] != 10:
            sys.exit("fewer iterations")
        parts = zip(fit.weights[0], fit.means, fit.covariances)
        logs = [np.log(weight) + multivariate_normal(mean, covariance).logpdf(points) for weight, mean, covariance in parts]
        return [-float(np.logaddexp.reduce(logs).sum()) / rows]

    return {"gmm-full-10": mixture}


def scipy(points, eps, given):
    from scipy.cluster.hierarchy import linkage

    if len(points) > 20_000:
        sys.exit(3)  # its distances would not fit
    return {name: lambda name=name: [linkage(points, name)[-1, 2]] for name in ("ward", "average", "complete", "single")}


PEERS = {"sklearn": scikit_learn, "sklearn-f32": scikit_learn, "sklearnex": intelex, "faiss": faiss, "daal4py": daal, "scipy": scipy}


def main():
    peer, case, columns, path, eps, centres = sys.argv[1:]
    try:
        import numpy as np

        points = np.fromfile(path).reshape(-1, int(columns))
        given = np.array([float(word) for word in centres.split()]).reshape(-1, int(columns))
        if peer == "sklearn-f32":
            points = points.astype("f4")
        work = PEERS[peer](points, float(eps), given).get(case)
    except ImportError as missing:
        print(missing, file=sys.stderr)
        sys.exit(3)
    if work is None:
        sys.exit(3)
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        found = work()
        seconds = time.perf_counter() - start
        found = found() if callable(found) else found
        print(seconds, *found, sep="\t", flush=True)


if __name__ == "__main__":
    main()
