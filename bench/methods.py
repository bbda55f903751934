"""Times every method and index of Shoal against scikit-learn and SciPy, run by run in turns on the same rows.

Both sides do the same work where they can (same start, same number of iterations, same radius) and what they found is held
against each other. `kmeans` with 10 starts of its own is another search on each side: compare its inertia too. Without
scikit-learn only Shoal is timed. Pinned: scikit-learn 1.9.1, SciPy 1.17.1, NumPy 2.4.6; other versions are told.

The limit, where it says something: the passes over the rows that the work cannot do without, at the rate at which one thread
copies memory here.
"""

import argparse, os, pathlib, subprocess, sys, tempfile, time, warnings

from measure import memory_rate

PINNED = {"sklearn": "1.9.1", "scipy": "1.17.1", "numpy": "2.4.6"}
COLUMNS = 5
CLUSTERING = ["kmeans-given", "kmeans", "gmm-full", "gmm-tied", "gmm-diag", "gmm-spherical", "dbscan"]
TREES = ["ward", "average", "complete", "single"]
INDICES = ["silhouette", "davies-bouldin", "calinski-harabasz", "adjusted-mutual-information"]
# Case, rows, whether the peer runs too: its distances of 50,000 rows would take 10 GB.
CASES = (
    [(case, rows, True) for case in CLUSTERING for rows in (10_000, 200_000)]
    + [(case, 10_000, True) for case in TREES + INDICES]
    + [("ward", 50_000, False)]
)


def peers(points, eps):
    """For each case the peer's work, which gives back what it found."""
    import numpy as np
    from scipy.cluster.hierarchy import linkage
    from sklearn import metrics
    from sklearn.cluster import DBSCAN, KMeans
    from sklearn.mixture import GaussianMixture

    warnings.simplefilter("ignore")  # 20 iterations are not meant to converge
    row = np.arange(len(points))
    first, second = row % 6, row // 3 % 8
    identity = {
        "full": np.tile(np.eye(COLUMNS), (5, 1, 1)), "tied": np.eye(COLUMNS), "diag": np.ones((5, COLUMNS)), "spherical": np.ones(5),
    }

    def mixture(form):
        fit = GaussianMixture(
            5, covariance_type=form, max_iter=20, tol=0.0, weights_init=np.full(5, 0.2), means_init=points[:5],
            precisions_init=identity[form],
        ).fit(points)
        return lambda: -fit.score(points)

    work = {
        "kmeans-given": lambda: KMeans(8, init=points[:8], n_init=1).fit(points).inertia_,
        "kmeans": lambda: KMeans(8, n_init=10, random_state=0).fit(points).inertia_,
        "dbscan": lambda: int((DBSCAN(eps=eps, min_samples=10, n_jobs=-1).fit(points).labels_ < 0).sum()),
        "silhouette": lambda: metrics.silhouette_score(points, first),
        "davies-bouldin": lambda: metrics.davies_bouldin_score(points, first),
        "calinski-harabasz": lambda: metrics.calinski_harabasz_score(points, first),
        "adjusted-mutual-information": lambda: metrics.adjusted_mutual_info_score(first, second),
    }
    work |= {f"gmm-{form}": lambda form=form: mixture(form) for form in identity}
    return work | {name: lambda name=name: linkage(points, name)[-1, 2] for name in TREES}


def once(work):
    start = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - start
    return seconds, found() if callable(found) else found


class Ours:
    """One case of `benches/methods.rs`, kept waiting between runs."""

    def __init__(self, bench, case, path, eps):
        command = [bench, "serve", case, path, eps]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def once(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def compare(case, rows, data, peer, options):
    path, eps = data
    ours, first, second, found = Ours(options.bench, case, path, eps), [], [], None
    if peer is not None:
        ours.once(), once(peer)
    for _ in range(options.repeats):
        seconds, own, passes, peak = ours.once()
        first.append(seconds)
        if peer is not None:
            seconds, found = once(peer)
            second.append(seconds)
    ours.end()
    line = f"{case:28} {rows:>7,} x {COLUMNS}  shoal {1e3 * min(first):9.2f} ms"
    if second:
        same = "same" if abs(own - found) <= 1e-6 * abs(found) else f"found {own:.7g}, peer {found:.7g}"
        line += f"  peer {1e3 * min(second):9.2f} ms  peer/shoal {min(second) / min(first):6.1f}  {same}"
    if passes:
        line += f"  limit {100 * passes * rows * COLUMNS * 8 / options.rate / min(first):.1f} %"
    print(f"{line}  peak {peak:.0f} MB", flush=True)


def versions():
    """Whether the peers are there; tells their versions, and where these are not the pinned ones."""
    try:
        import numpy, scipy, sklearn
    except ImportError as missing:
        print(f"no peer: {missing}")
        return False
    for module in (sklearn, scipy, numpy):
        pinned = PINNED[module.__name__]
        print(module.__name__, module.__version__, "" if module.__version__ == pinned else f"(pinned: {pinned})")
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", help="the program built from benches/methods.rs")
    parser.add_argument("repeats", nargs="?", type=int, default=5)
    parser.add_argument("--only", metavar="CASE", help="cases whose name begins so")
    options = parser.parse_args()
    options.rate, there, data, work = memory_rate(), versions(), {}, {}
    load = lambda: " ".join(f"{load:.2f}" for load in os.getloadavg())
    print(f"{os.cpu_count()} cores; one thread copies {options.rate / 1e9:.1f} GB/s; load {load()}; best of {options.repeats}")
    with tempfile.TemporaryDirectory() as folder:
        for case, rows, paired in CASES:
            if options.only and not case.startswith(options.only):
                continue
            if rows not in data:
                path = str(pathlib.Path(folder) / f"{rows}.f64")
                eps = subprocess.run([options.bench, "data", path, str(rows)], check=True, capture_output=True, text=True)
                data[rows] = (path, eps.stdout.strip())
                if there:
                    import numpy as np
                    work[rows] = peers(np.fromfile(path).reshape(-1, COLUMNS), float(data[rows][1]))
            compare(case, rows, data[rows], work[rows][case] if there and paired else None, options)
    print(f"load {load()}")


if __name__ == "__main__":
    main()
