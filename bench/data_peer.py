"""The twelve features computed by a peer: python data_peer.py ENGINE FORMULATION FILE AS_OF OUT

Writes the table to OUT (Parquet) and prints the seconds from opening the file to the written table: starting Python and importing the
engine are not counted. Each engine has several formulations; bench/data.py keeps the faster.
"""

import datetime, os, sys, time

THREADS = 2
os.environ["POLARS_MAX_THREADS"] = str(THREADS)

FEATURES = """recency_days tenure_days orders mean_days_between_orders revenue average_order_value units units_per_order
average_unit_price distinct_products distinct_categories lines_per_order""".split()

# From the figures of a customer (orders, first and last day, sums) to the features, in SQL.
FROM_FIGURES = """
SELECT customer_id, DATE '{as_of}' - last AS recency_days, DATE '{as_of}' - first AS tenure_days, orders,
    CASE WHEN orders > 1 THEN (last - first) / (orders - 1) END AS mean_days_between_orders,
    revenue, revenue / orders AS average_order_value, units, units / orders AS units_per_order,
    paid / bought AS average_unit_price, distinct_products, distinct_categories, lines / orders AS lines_per_order
FROM figures WHERE orders > 0 AND ROUND(revenue, 6) >= 0
"""

ONE_LEVEL = """
WITH figures AS (
    SELECT customer_id,
        COUNT(DISTINCT order_id) FILTER (WHERE quantity > 0) AS orders,
        MIN(order_date::DATE) FILTER (WHERE quantity > 0) AS first, MAX(order_date::DATE) FILTER (WHERE quantity > 0) AS last,
        SUM(quantity * unit_price) AS revenue, SUM(quantity) AS units,
        SUM(quantity * unit_price) FILTER (WHERE quantity > 0) AS paid, SUM(quantity) FILTER (WHERE quantity > 0) AS bought,
        COUNT(DISTINCT product_id) FILTER (WHERE quantity > 0) AS distinct_products,
        COUNT(DISTINCT category) FILTER (WHERE quantity > 0) AS distinct_categories,
        COUNT(*) FILTER (WHERE quantity > 0) AS lines
    FROM {table} GROUP BY customer_id)
"""

# Every count of different values is a grouping of its own, so that no set is kept per customer.
TWO_LEVELS = """
WITH lines AS MATERIALIZED (SELECT * FROM {table}),
bought AS (SELECT * FROM lines WHERE quantity > 0),
figures AS (
    SELECT customer_id, orders, first, last, revenue, units, paid, bought, distinct_products, distinct_categories, lines
    FROM (SELECT customer_id, SUM(quantity * unit_price) AS revenue, SUM(quantity) AS units,
              SUM(quantity * unit_price) FILTER (WHERE quantity > 0) AS paid, SUM(quantity) FILTER (WHERE quantity > 0) AS bought,
              MIN(order_date::DATE) FILTER (WHERE quantity > 0) AS first, MAX(order_date::DATE) FILTER (WHERE quantity > 0) AS last,
              COUNT(*) FILTER (WHERE quantity > 0) AS lines
          FROM lines GROUP BY customer_id)
    JOIN (SELECT customer_id, COUNT(*) AS orders FROM (SELECT DISTINCT customer_id, order_id FROM bought) GROUP BY 1) USING (customer_id)
    JOIN (SELECT customer_id, COUNT(product_id) AS distinct_products FROM (SELECT DISTINCT customer_id, product_id FROM bought) GROUP BY 1) USING (customer_id)
    JOIN (SELECT customer_id, COUNT(category) AS distinct_categories FROM (SELECT DISTINCT customer_id, category FROM bought) GROUP BY 1) USING (customer_id))
"""

CSV_TYPES = "{'order_id': 'INTEGER', 'customer_id': 'INTEGER', 'order_date': 'TIMESTAMP', 'product_id': 'VARCHAR', 'category': 'VARCHAR', 'quantity': 'INTEGER', 'unit_price': 'DOUBLE'}"


def duckdb(formulation, file, as_of, out):
    import duckdb

    started = time.perf_counter()
    base = duckdb.connect(config={"threads": THREADS})
    if formulation == "unordered":
        base.execute("SET preserve_insertion_order = false")
    table = f"'{file}'" if file.endswith(".parquet") else f"read_csv('{file}', header = true, columns = {CSV_TYPES})"
    sql = (TWO_LEVELS if formulation == "two-levels" else ONE_LEVEL).format(table=table) + FROM_FIGURES.format(as_of=as_of)
    base.execute(f"COPY ({sql}) TO '{out}' (FORMAT parquet)")
    return time.perf_counter() - started


def polars(formulation, file, as_of, out):
    import polars as pl

    started = time.perf_counter()
    if file.endswith(".parquet"):
        lines = pl.scan_parquet(file).with_columns(pl.col("order_date").dt.date())
    else:
        types = {"order_id": pl.Int32, "customer_id": pl.Int32, "quantity": pl.Int32, "order_date": pl.String}
        day = pl.col("order_date").str.head(10).str.to_date("%Y-%m-%d")
        lines = pl.scan_csv(file, schema_overrides=types).with_columns(day)
    lines = lines.with_columns(amount=pl.col("quantity") * pl.col("unit_price"))
    bought = pl.col("quantity") > 0
    sums = [
        pl.col("order_date").filter(bought).min().alias("first"), pl.col("order_date").filter(bought).max().alias("last"),
        pl.col("amount").sum().alias("revenue"), pl.col("quantity").sum().alias("units"),
        pl.col("amount").filter(bought).sum().alias("paid"), pl.col("quantity").filter(bought).sum().alias("bought"),
        bought.sum().alias("lines"),
    ]
    different = {"order_id": "orders", "product_id": "distinct_products", "category": "distinct_categories"}
    if formulation.startswith("one-level"):
        distinct = [pl.col(column).filter(bought).n_unique().alias(name) for column, name in different.items()]
        figures = lines.group_by("customer_id").agg(sums + distinct)
    else:
        figures = lines.group_by("customer_id").agg(sums)
        for column, name in different.items():
            pairs = lines.filter(bought).select("customer_id", column).unique()
            figures = figures.join(pairs.group_by("customer_id").agg(pl.len().alias(name)), on="customer_id")
    today, orders = pl.lit(datetime.date.fromisoformat(as_of)), pl.col("orders")
    days = lambda later, earlier: (later - earlier).dt.total_days()
    result = figures.filter((orders > 0) & (pl.col("revenue").round(6) >= 0)).select(
        "customer_id", days(today, pl.col("last")).alias("recency_days"), days(today, pl.col("first")).alias("tenure_days"), "orders",
        pl.when(orders > 1).then(days(pl.col("last"), pl.col("first")) / (orders - 1)).alias("mean_days_between_orders"),
        "revenue", (pl.col("revenue") / orders).alias("average_order_value"),
        "units", (pl.col("units") / orders).alias("units_per_order"),
        (pl.col("paid") / pl.col("bought")).alias("average_unit_price"), "distinct_products", "distinct_categories",
        (pl.col("lines") / orders).alias("lines_per_order"),
    )
    result.collect(engine="streaming" if formulation.endswith("streaming") else "in-memory").write_parquet(out)
    return time.perf_counter() - started


ENGINES = {
    "duckdb": (duckdb, ["one-level", "two-levels", "unordered"]),
    "polars": (polars, ["one-level-streaming", "two-levels-streaming", "one-level"]),
}

if __name__ == "__main__":
    engine, formulation, file, as_of, out = sys.argv[1:]
    print(ENGINES[engine][0](formulation, file, as_of, out))
