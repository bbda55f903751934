"""The steps of the verdict of k-means in Python, over scikit-learn, timed: python verdict_peer.py [ROWS [TABLES [RESAMPLES]]]

The same steps as `bench/run verdict-times`: k-means for k = 2 to 10; votes on k (gap with 20 references, prediction strength of 5 splits, 20
resamples and 20 of tables without structure, one start each) on a sample of 2,000; 199 tables of each of two kinds without structure, on samples of 5,000
rows; dip tests; 50 resamples with Jaccard and adjusted Rand, and the same on tables without structure; borders. Only TABLES of the 398
tables and RESAMPLES of the 50 resamples are done (5 and 5 when nothing is said) and their time is multiplied: they are all alike. Where the
verdict of `verdict-times` stops early (its answer is clear after 40 tables of a kind), the time for 40 is printed too. Needs
numpy, scipy, scikit-learn and diptest.
"""

import resource, sys, time

import diptest
import numpy as np
import scipy
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

KS, K, STARTS, COLUMNS, APART = range(2, 11), 5, 10, 8, 3.0


def worked():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(step, times, work):
    start, before = time.perf_counter(), worked()
    result = work()
    clock, cpu = (time.perf_counter() - start) * times, (worked() - before) * times
    scaled = f", one of {times:g} parts timed" if times != 1 else ""
    print(f"    {step:<24} {clock:9.2f} s ({cpu:.1f} s){scaled}", flush=True)
    return result, np.array([clock, cpu])


def table(rows, groups, random):
    centres = np.zeros((groups, COLUMNS))
    centres[range(groups), range(groups)] = APART / np.sqrt(2) if groups > 1 else 0
    return centres[np.arange(rows) % groups] + random.normal(size=(rows, COLUMNS))


def curve(points, starts):
    return [np.log(KMeans(k, n_init=starts, random_state=1, max_iter=30, tol=1e-3).fit(points).inertia_) for k in KS]


def copula(points, random):
    normal = random.multivariate_normal(np.zeros(COLUMNS), np.corrcoef(points.T), len(points), method="eigh")
    ranks = normal.argsort(0).argsort(0)
    return np.take_along_axis(np.sort(points, 0), ranks, 0)


def cloud(points, random):
    return random.multivariate_normal(points.mean(0), np.cov(points.T), len(points), method="eigh")


def jaccard(labels, others):
    counts = np.zeros((labels.max() + 1, others.max() + 1))
    np.add.at(counts, (labels, others), 1)
    union = counts.sum(1)[:, None] + counts.sum(0)[None] - counts
    return (counts / union).max(1)


def refits(points, labels, count, random):
    found = []
    for number in range(count):
        drawn = points[random.integers(0, len(points), len(points))]
        refit = KMeans(K, n_init=STARTS, random_state=number).fit(drawn).predict(points)
        found.append((jaccard(labels, refit), adjusted_rand_score(labels, refit)))
    return found


def chance(points, random):
    drawn = copula(points, random)
    return refits(drawn, KMeans(K, n_init=STARTS, random_state=1).fit(drawn).labels_, 3, random)


def fits(points):
    return [KMeans(k, n_init=1, random_state=1).fit(points) for k in range(1, 11)]


def box(points, random):
    _, _, axes = np.linalg.svd(points - points.mean(0), full_matrices=False)
    turned = points @ axes.T
    return random.uniform(turned.min(0), turned.max(0), turned.shape) @ axes


def strength(one, other, points):
    foretold, own = one.predict(points), other.labels_
    counts = np.zeros((own.max() + 1, one.n_clusters))
    np.add.at(counts, (own, foretold), 1)
    sizes = counts.sum(1)
    return ((counts * (counts - 1)).sum(1) / np.maximum(sizes * (sizes - 1), 1)).min()


def agreements(points, count, random):
    own = fits(points)
    for _ in range(count):
        again = fits(points[random.integers(0, len(points), len(points))])
        [adjusted_rand_score(a.labels_, b.predict(points)) for a, b in zip(own, again)]


def votes(points, random):
    sample = points[random.choice(len(points), 2000, replace=False)]
    gaps = [[np.log(fit.inertia_) for fit in fits(sample if number == 0 else box(sample, random))] for number in range(21)]
    for _ in range(5):
        order = random.permutation(len(sample))
        halves = [sample[order[:1000]], sample[order[1000:]]]
        first, second = (fits(half) for half in halves)
        [(strength(a, b, halves[1]), strength(b, a, halves[0])) for a, b in zip(first, second)]
    agreements(sample, 20, random)
    [agreements(copula(sample, random), 5, random) for _ in range(4)]
    return gaps


def borders(points, model, random):
    labels = model.labels_
    means = np.array([points[labels == own].mean(0) for own in range(len(model.cluster_centers_))])
    away = model.transform(points)
    away[np.arange(len(points)), labels] = np.inf
    following = away.argmin(1)
    shares = np.array([np.bincount(following[labels == own], minlength=len(means)) / (labels == own).sum() for own in range(len(means))])
    dips = []
    for a in range(len(means)):
        for b in range(a + 1, len(means)):
            if max(shares[a, b], shares[b, a]) >= 0.1:
                both = points[(labels == a) | (labels == b)]
                both = both[random.permutation(len(both))[:5000]]
                dips.append(diptest.diptest(both @ (means[b] - means[a])))
    return dips


def cut_cloud(sample, random):
    drawn = cloud(sample, random)
    return borders(drawn, KMeans(K, n_init=STARTS, random_state=1).fit(drawn), random)


def verdict(rows, groups, tables, resamples):
    random = np.random.default_rng(1)
    points = table(rows, groups, random)
    parts = []
    models, part = timed("sweep over k", 1, lambda: [KMeans(k, n_init=STARTS, random_state=1).fit(points) for k in KS])
    parts.append(part)
    parts.append(timed("votes on k", 1, lambda: votes(points, random))[1])
    model = models[K - 2]
    sample = points[random.choice(rows, min(rows, 5000), replace=False)]
    _, both = timed("joint: tables of each", 199 / tables, lambda: [(curve(copula(sample, random), STARTS), curve(cloud(sample, random), STARTS)) for _ in range(tables)])
    parts.append(both)
    parts.append(timed("bands", 1, lambda: [diptest.diptest(column) for column in points.T])[1])
    parts.append(timed("stability", 50 / resamples, lambda: refits(points, model.labels_, resamples, random))[1])
    parts.append(timed("stability by chance", 12, lambda: chance(points, random))[1])
    parts.append(timed("borders", 1, lambda: borders(points, model, random))[1])
    parts.append(timed("borders of clouds", 39 / tables, lambda: [cut_cloud(sample, random) for _ in range(tables)])[1])
    clock, cpu = sum(parts)
    print(f"    {'together':<24} {clock:9.2f} s ({cpu:.1f} s); with 40 tables of each kind {clock - both[0] * 159 / 199:.2f} s")


def main():
    rows, tables, resamples = (int(word) for word in (sys.argv[1:] + ["100000", "5", "5"][len(sys.argv) - 1 :]))
    print(f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__}, diptest {diptest.__version__}")
    for groups, what in [(K, "five groups"), (1, "one cloud")]:
        print(f"{rows:,} x {COLUMNS}, {what}:")
        verdict(rows, groups, tables, resamples)


if __name__ == "__main__":
    main()
