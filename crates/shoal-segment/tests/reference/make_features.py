"""Writes features.json: a small dirty shop, and what pandas makes of every feature of the catalogue.

    python3 make_features.py    (needs numpy and pandas; the versions are written into the file)

The shop has what real tables have: customers with one order, with several orders on one day, with orders whose lines are days
apart, with lines without product, category or channel, with lines of no money and of no units, with returns on order ids of their own
and on those of purchases, with more returned than bought, with nothing but returns, and without any line.
Money and units are kept in their smallest unit (cents, tenths). Rows are those customers (orders) that have a purchase and a
net revenue of at least zero.
"""

import json
import pathlib
import platform

import numpy
import pandas

GENERATOR = numpy.random.default_rng(20240903)
CUSTOMERS = 60
AS_OF = pandas.Timestamp("2024-03-15")
MONEY, UNITS = 100, 10
MONTHS = "january february march april may june july august september october november december".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def lines_of(customer, order):
    """The lines of one customer; `order` gives new order numbers."""
    orders = int(GENERATOR.choice([0, 1, 1, 2, 3, 5, 9, 20])) if customer > 2 else [0, 1, 3][customer]
    begin = AS_OF - pandas.Timedelta(days=int(GENERATOR.integers(1, 900)))
    reach = (AS_OF - begin).days
    for _ in range(orders):
        number = order()
        same_day = customer % 11 == 3
        day = begin if same_day else begin + pandas.Timedelta(days=int(GENERATOR.integers(0, reach + 1)))
        for _ in range(int(GENERATOR.integers(1, 6))):
            late = int(GENERATOR.integers(1, 4)) if GENERATOR.random() < 0.08 else 0
            time = day + pandas.Timedelta(days=late, seconds=int(GENERATOR.integers(0, 86400)))
            if time.normalize() > AS_OF:
                time = day
            product = int(GENERATOR.integers(0, 12))
            price = int(GENERATOR.integers(50, 20000))
            quantity = int(GENERATOR.choice([0, 5, 10, 10, 10, 20, 30, 120]))
            amount = 0 if GENERATOR.random() < 0.06 else price * max(quantity, 1) // UNITS
            off = int(amount * GENERATOR.choice([0, 0, 0, 0.1, 0.5]))
            kind = "purchase"
            here = number
            if GENERATOR.random() < 0.12:
                kind, off = "return", 0
                here = number if GENERATOR.random() < 0.5 else order()
            yield {
                "customer": customer,
                "order": here,
                "time": int((time - pandas.Timestamp("1970-01-01")).total_seconds()),
                "product": None if GENERATOR.random() < 0.05 else product,
                "category": None if GENERATOR.random() < 0.1 else product % 4,
                "channel": None if GENERATOR.random() < 0.1 else int(GENERATOR.integers(0, 3)),
                "kind": kind,
                "quantity": quantity,
                "amount": amount - off,
                "discount": off,
            }


def shop():
    count = iter(range(100000))
    rows = [row for customer in range(CUSTOMERS) for row in lines_of(customer, lambda: next(count))]
    # One who gave back more than was bought.
    rows += [dict(rows[0], customer=4, order=next(count), kind="return", amount=90000000, discount=0)]
    lines = pandas.DataFrame(rows).astype({"product": "Int64", "category": "Int64", "channel": "Int64"})
    lines.loc[lines.customer == 8, "kind"] = "return"
    lines.loc[lines.customer.isin([6, 8]), "discount"] = 0
    lines.loc[lines.customer == 6, "amount"] = 0
    signup = [None if c % 5 == 0 else int(AS_OF.timestamp() // 86400) - int(GENERATOR.integers(0, 1200)) for c in range(CUSTOMERS)]
    return lines, signup


def ratio(over, under):
    return float(over) / float(under) if under else None


def herfindahl(sums):
    return float(((sums / sums.sum()) ** 2).sum()) if len(sums) and sums.sum() else None


def goods(bought, back, out):
    """What is computed in one way for customers and for orders."""
    paid = bought.amount.sum()
    out["highest_unit_price"] = None
    priced = bought[bought.quantity > 0]
    if len(priced):
        out["highest_unit_price"] = float(((priced.amount / MONEY) / (priced.quantity / UNITS)).max())
    out["discount_share"] = ratio(bought.discount.sum(), bought.discount.sum() + paid)
    out["distinct_products"] = int(bought["product"].nunique())
    out["distinct_categories"] = int(bought.category.nunique())
    out["product_concentration"] = herfindahl(bought.dropna(subset="product").groupby("product").amount.sum())
    out["category_concentration"] = herfindahl(bought.dropna(subset="category").groupby("category").amount.sum())
    out["return_rate"] = ratio(back.amount.sum(), paid)
    units = (bought.quantity.sum() - back.quantity.sum()) / UNITS
    price = ratio(paid / MONEY, bought.quantity.sum() / UNITS)
    return float(units), price


def of_order(lines):
    bought, back = lines[lines.kind == "purchase"], lines[lines.kind == "return"]
    out = {}
    out["units"], out["unit_price"] = goods(bought, back, out)
    out["order_value"] = float((bought.amount.sum() - back.amount.sum()) / MONEY)
    out["lines"] = len(bought)
    return out


def of_customer(lines, signup):
    bought, back = lines[lines.kind == "purchase"], lines[lines.kind == "return"]
    out = {}
    out["units"], out["average_unit_price"] = goods(bought, back, out)
    orders = bought.groupby("order").agg(
        time=("time", "min"), amount=("amount", "sum"), discount=("discount", "sum"), lines=("amount", "size")
    )
    orders = orders.reset_index().sort_values(["time", "order"])
    orders["day"] = orders.time // 86400
    today = int(AS_OF.timestamp()) // 86400
    days = bought.time // 86400
    first, last, n = int(days.min()), int(days.max()), len(orders)
    paid, net = bought.amount.sum() / MONEY, (bought.amount.sum() - back.amount.sum()) / MONEY
    months = max((today - first) / 30.4375, 1.0)
    when = pandas.to_datetime(bought.time, unit="s")
    out["recency_days"] = today - last
    out["tenure_days"] = today - min(first, first if signup is None else signup)
    out["lifespan_days"] = last - first
    out["days_to_first_order"] = None if signup is None else max(first - signup, 0)
    out["orders"] = n
    out["orders_per_month"] = n / months
    out["active_months"] = int(when.dt.to_period("M").nunique())
    out["active_days"] = int(days.nunique())
    gaps = orders.day.diff().dropna()
    mean_gap = (last - first) / (n - 1) if n > 1 else None
    out["mean_days_between_orders"] = mean_gap
    out["median_days_between_orders"] = float(gaps.median()) if len(gaps) else None
    out["longest_days_between_orders"] = float(gaps.max()) if len(gaps) else None
    out["sd_days_between_orders"] = float(gaps.std(ddof=1)) if len(gaps) > 1 else None
    out["gap_variation"] = float(gaps.std(ddof=1) / gaps.mean()) if len(gaps) > 1 and gaps.mean() > 0 else None
    out["overdue_ratio"] = (today - last) / mean_gap if mean_gap else None
    out["revenue"] = float(net)
    out["purchased_amount"] = float(paid)
    out["revenue_per_month"] = float(net / months)
    out["average_order_value"] = float(net / n)
    values = orders.amount / MONEY
    out["median_order_value"] = float(values.median())
    out["largest_order_value"] = float(values.max())
    out["first_order_value"] = float(values.iloc[0])
    out["last_order_value"] = float(values.iloc[-1])
    out["order_value_variation"] = float(values.std(ddof=1) / values.mean()) if n > 1 and values.mean() > 0 else None
    out["units_per_order"] = out["units"] / n
    out["lines_per_order"] = len(bought) / n
    out["products_per_order"] = float(bought.groupby("order")["product"].nunique().mean())
    out["discounted_orders_share"] = float((orders.discount > 0).mean())
    per_category = bought.dropna(subset="category").groupby("category").amount.sum()
    out["favourite_category_share"] = ratio(per_category.max() if len(per_category) else 0, per_category.sum())
    in_orders = bought.dropna(subset="product").groupby("product").order.nunique()
    out["repeat_product_share"] = float((in_orders > 1).mean()) if len(in_orders) else None
    out["returns_per_order"] = back.order.nunique() / n
    trend(out, bought, orders, today, first)
    season(out, bought, when)
    per_channel = bought.dropna(subset="channel").groupby("channel").amount.sum()
    out["channels"] = int(bought.channel.nunique())
    out["main_channel_share"] = ratio(per_channel.max() if len(per_channel) else 0, per_channel.sum())
    return out


def trend(out, bought, orders, today, first):
    ago, order_ago = today - bought.time // 86400, today - orders.day
    now = float(bought.amount[ago < 90].sum() / MONEY), int((order_ago < 90).sum())
    before = float(bought.amount[(ago >= 90) & (ago < 180)].sum() / MONEY), int(((order_ago >= 90) & (order_ago < 180)).sum())
    earlier = float(bought.amount[ago >= 90].sum() / MONEY), int((order_ago >= 90).sum())
    known = today - first
    for i, word in enumerate(["spend", "orders"]):
        out[f"{word}_last_90_days"] = now[i]
        compared = known >= 180
        out[f"{word}_change"] = ratio(now[i] - before[i], now[i] + before[i]) if compared else None
        out[f"{word}_pace"] = ratio(now[i] / 90, earlier[i] / (known - 90)) if compared else None


def season(out, bought, when):
    paid = bought.amount.sum()
    for month, word in enumerate(MONTHS, 1):
        out[f"share_{word}"] = ratio(bought.amount[when.dt.month == month].sum(), paid)
    for quarter in range(1, 5):
        out[f"share_q{quarter}"] = ratio(bought.amount[when.dt.quarter == quarter].sum(), paid)
    for day, word in enumerate(DAYS):
        out[f"share_{word}"] = ratio(bought.amount[when.dt.day_of_week == day].sum(), paid)
    out["share_weekend"] = ratio(bought.amount[when.dt.day_of_week >= 5].sum(), paid)


def fifths(values, best_is_low):
    """One more than the number of whole fifths in the share of those with a strictly smaller value; recency the other way."""
    below = numpy.array([(values < value).sum() for value in values])
    score = below * 5 // len(values) + 1
    return [int(6 - s) if best_is_low else int(s) for s in score]


def is_row(lines):
    sign = numpy.where(lines.kind == "purchase", 1, -1)
    return (lines.kind == "purchase").any() and (lines.amount * sign).sum() >= 0


def columns(rows):
    return {name: [row[name] for row in rows] for name in sorted(rows[0])}


def main():
    lines, signup = shop()
    members = [c for c, part in lines.groupby("customer") if is_row(part)]
    customers = columns([of_customer(lines[lines.customer == c], signup[c]) for c in members])
    for score, measure, low in [("r_score", "recency_days", True), ("f_score", "orders", False), ("m_score", "revenue", False)]:
        customers[score] = fifths(numpy.array(customers[measure]), low)
    per_order = [part for _, part in lines.groupby(["order", "customer"]) if is_row(part)]
    kinds = lines.assign(kind=(lines.kind == "return").astype(int))
    rows = [[None if pandas.isna(value) else int(value) for value in row] for row in kinds.itertuples(index=False)]
    document = {
        "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "pandas": pandas.__version__},
        "as_of": int(AS_OF.timestamp()) // 86400,
        "signup": signup,
        "columns": list(lines.columns),
        "lines": rows,
        "customer": {"rows": [int(c) for c in members], "features": customers},
        "order": {"rows": [int(part.order.iloc[0]) for part in per_order], "features": columns([of_order(part) for part in per_order])},
    }
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    pathlib.Path(__file__).with_name("features.json").write_text(text.replace("],[", "],\n[").replace("],\"", "],\n\"") + "\n")


if __name__ == "__main__":
    main()
