"""The lines of a made-up shop, the same for the same numbers: python data_shop.py LINES CUSTOMERS FOLDER

Orders per customer are skewed (Pareto, everybody has one at least), orders have one to many lines (geometric, 4 on average), products
are bought by Zipf's law (4,000 of them in 24 categories), times lie within two years, prices are decimals, and 2 % of the lines are
returns (a negative quantity). Rows are in order of time, as a shop's own export has them. Writes lines.csv and lines.parquet.
"""

import pathlib, sys

import numpy as np
import polars as pl

SEED, PRODUCTS, CATEGORIES = 4, 4_000, 24
START, DAYS = np.datetime64("2023-01-01", "s"), 731


def lines(count, customers):
    random = np.random.default_rng(SEED)
    orders = max(customers, count // 4)
    weight = np.cumsum(random.pareto(1.5, customers) + 1)
    others = np.searchsorted(weight, random.random(orders - customers) * weight[-1])
    customer = np.concatenate([np.arange(customers), others]).astype(np.int32)
    random.shuffle(customer)
    time = np.sort(random.integers(0, DAYS * 86_400, orders))
    size = random.geometric(0.25, orders)
    order = np.repeat(np.arange(orders, dtype=np.int32), size)
    # Cut, or filled up with further lines of orders drawn at random, to the number that was asked for.
    if len(order) > count:
        order = np.sort(random.choice(order, count, replace=False))
    else:
        order = np.sort(np.concatenate([order, random.integers(0, orders, count - len(order), dtype=np.int32)]))
    rank = np.cumsum(1 / np.arange(1, PRODUCTS + 1) ** 1.1)
    product = np.searchsorted(rank, random.random(count) * rank[-1]).astype(np.int32)
    price = np.round(np.exp(random.normal(2, 1, PRODUCTS)) + 0.29, 2)
    quantity = random.geometric(0.35, count) * np.where(random.random(count) < 0.02, -1, 1)
    names = pl.Series([f"P{at:05}" for at in range(PRODUCTS)])
    categories = pl.Series([f"Category {at % CATEGORIES:02}" for at in range(PRODUCTS)])
    return pl.DataFrame(
        {
            "order_id": order + 500_000,
            "customer_id": customer[order] + 10_000,
            "order_date": (START + time[order].astype("timedelta64[s]")).astype("datetime64[us]"),
            "product_id": names.gather(product),
            "category": categories.gather(product),
            "quantity": quantity.astype(np.int32),
            "unit_price": price[product],
        }
    )


def main():
    count, customers, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    table = lines(count, customers)
    table.write_csv(folder / "lines.csv", datetime_format="%Y-%m-%d %H:%M:%S", float_precision=2)
    table.write_parquet(folder / "lines.parquet", compression="snappy", row_group_size=1 << 20)


if __name__ == "__main__":
    main()
