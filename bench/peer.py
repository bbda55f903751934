"""The same job as a notebook does it: pandas for features, scikit-learn for the sweep, a table and a picture at the end.

Same input, same four features, the logarithm of skewed ones, standardisation, k-means for k = 2..10 with 10 starts, inertia,
silhouette (on 2,000 customers above 20,000, as the program does), Davies-Bouldin and Calinski-Harabasz, k by
Davies-Bouldin, a profile per segment and a list of assignments. No names, no advice, no receipt.
"""

import pathlib, sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

customers, transactions, products = (pd.read_csv(path, encoding="utf-8-sig") for path in sys.argv[1:4])
out = pathlib.Path(sys.argv[4])
out.mkdir(exist_ok=True)

time = "TransactionDate" if "TransactionDate" in transactions else "OrderDate"
order = "TransactionID" if "TransactionID" in transactions else "OrderID"
lines = transactions.dropna(subset=["CustomerID"]).copy()
lines["Quantity"] = pd.to_numeric(lines["Quantity"], errors="coerce")
lines = lines.dropna(subset=["Quantity"])
lines[time] = pd.to_datetime(lines[time])
price = "Price" if "Price" in lines else "UnitPrice"
lines["amount"] = lines["Quantity"] * lines[price]
as_of = lines[time].max().normalize() + pd.Timedelta(days=1)
bought = lines[lines["Quantity"] > 0].groupby("CustomerID")
table = pd.DataFrame({"orders": bought[order].nunique(), "first": bought[time].min(), "last": bought[time].max()})
table["revenue"] = lines.groupby("CustomerID")["amount"].sum()
table = table[table["revenue"] >= 0]
signup = pd.to_datetime(customers.set_index("CustomerID")["SignupDate"]).reindex(table.index)
table["recency_days"] = (as_of - table["last"].dt.normalize()).dt.days
table["tenure_days"] = (as_of - pd.concat([signup, table["first"].dt.normalize()], axis=1).min(axis=1)).dt.days
table["average_order_value"] = table["revenue"] / table["orders"]

features = ["recency_days", "tenure_days", "orders", "average_order_value"]
points = table[features].astype(float)
for name in features:
    if points[name].min() >= 0 and points[name].skew() > 1:
        points[name] = np.log1p(points[name])
points = ((points - points.mean()) / points.std(ddof=0)).to_numpy()

sample = 2000 if len(points) > 20000 else None
fits = {}
for k in range(2, 11):
    fit = KMeans(k, n_init=10, random_state=0).fit(points)
    fits[k] = (
        davies_bouldin_score(points, fit.labels_),
        fit.inertia_,
        silhouette_score(points, fit.labels_, sample_size=sample, random_state=0),
        calinski_harabasz_score(points, fit.labels_),
        fit,
    )
best = min(fits, key=lambda k: fits[k][0])
table["segment"] = fits[best][4].labels_
table[["segment"]].to_csv(out / "assignments.csv")
table.groupby("segment")[features + ["revenue"]].agg(["mean", "median", "sum"]).to_csv(out / "segments.csv")
plane = PCA(2).fit_transform(points)
plt.scatter(plane[:2000, 0], plane[:2000, 1], c=table["segment"][:2000], s=5)
plt.savefig(out / "plane.png")
