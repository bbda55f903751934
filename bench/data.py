"""Twelve features of customers from a table of lines: Shoal against DuckDB and polars, in turns on the same two cores.

Every run is a process of its own and ends with the features in a Parquet file; the peers' time is counted from opening the file, Shoal's
is the whole process. Before a ratio is printed the three tables are held against each other to 1e-9. Peak memory is the largest
resident set of the process. The share of the limit is the file's bytes, at the rate at which this machine reads the file again, over
the time.
"""

import argparse, json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
from data_peer import ENGINES, FEATURES, THREADS

AS_OF = "2025-01-01"


def timed(command):
    """What the process printed, its seconds and its largest resident set in MB; None where it fails."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaint:
        child = subprocess.Popen(list(map(str, command)), stdout=said, stderr=complaint)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0), complaint.seek(0)
        if child.returncode != 0:
            return None, complaint.read().decode(errors="replace").strip(), 0.0
        return said.read().decode(), seconds, used.ru_maxrss / 1024


class Side:
    """One program in one formulation, with what its runs took."""

    def __init__(self, name, formulation, command, out):
        self.name, self.formulation, self.command, self.out = name, formulation, command, out
        self.seconds, self.peak = [], 0.0

    def run(self):
        """Runs once; a complaint where that fails."""
        pathlib.Path(self.out).unlink(missing_ok=True)
        said, seconds, peak = timed(self.command)
        if said is None:
            return seconds
        self.seconds.append(float(said) if said.strip() else seconds)
        self.peak = max(self.peak, peak)
        return None

    def median(self):
        return statistics.median(self.seconds)


def ours(shoal, file, out):
    return Side("shoal", "", [
        shoal, "-q", "--threads", THREADS, "features", "compute", file, "-o", out, "--as-of", AS_OF, "--features", ",".join(FEATURES),
    ], out)


def fastest(engine, file, work):
    """The peer in its best formulation, each tried once."""
    sides = []
    for formulation in ENGINES[engine][1]:
        out = work / f"{engine}-{formulation}.parquet"
        side = Side(engine, formulation, [sys.executable, HERE / "data_peer.py", engine, formulation, file, AS_OF, out], out)
        complaint = side.run()
        if complaint:
            print(f"  {engine} {formulation} failed: {complaint.splitlines()[-1]}")
            continue
        print(f"  {engine:7} {formulation:22} {side.seconds[0]:8.3f} s  peak {side.peak:7.0f} MB", flush=True)
        sides.append(side)
    best = min(sides, key=Side.median)
    best.seconds.clear()
    return best


def same(first, second):
    """Whether two tables say the same; the first difference in words."""
    import polars as pl

    read = lambda path: pl.read_parquet(path).with_columns(pl.col("customer_id").cast(pl.String)).sort("customer_id")
    one, other = read(first), read(second)
    if not one["customer_id"].equals(other["customer_id"]):
        return f"{len(one)} and {len(other)} customers, or others"
    for name in FEATURES:
        left, right = one[name].cast(pl.Float64), other[name].cast(pl.Float64)
        if not left.is_null().equals(right.is_null()):
            return f"{name} is missing for others"
        worst = ((left - right).abs() / pl.select(pl.max_horizontal(left.abs(), 1.0)).to_series()).max()
        if worst is not None and worst > 1e-9:
            return f"{name} differs by {worst:.3g}"
    return None


def read_rate(file):
    """Bytes a second at which one thread reads the file when the system has it in memory (best of three)."""
    block, best = bytearray(1 << 20), 0.0
    for _ in range(3):
        started = time.perf_counter()
        with open(file, "rb", buffering=0) as source:
            while source.readinto(block):
                pass
        best = max(best, os.path.getsize(file) / (time.perf_counter() - started))
    return best


def compare(file, work, options):
    size = os.path.getsize(file)
    limit = size / read_rate(file)
    print(f"\n{file.name}: {size / 1e6:,.0f} MB, read again in {limit:.3f} s", flush=True)
    sides = [] if options.peers_only else [ours(options.shoal, file, work / "shoal.parquet")]
    complaint = sides[0].run() if sides else None
    if complaint:
        print(f"  shoal does not take it: {complaint.splitlines()[0]}")
        sides = []
    for side in sides:
        side.seconds.clear()
    sides += [fastest(engine, file, work) for engine in ENGINES]
    for _ in range(options.repeats):
        for side in sides:
            side.run()
    for side in sides:
        share = 100 * limit / side.median()
        print(
            f"{side.name:7} {side.formulation:22} median {side.median():8.3f} s  min {min(side.seconds):8.3f} s"
            f"  peak {side.peak:7.0f} MB  limit {share:5.1f} %"
        )
    for side in sides[1:]:
        difference = same(sides[0].out, side.out)
        if difference:
            print(f"{sides[0].name} and {side.name} do not agree: {difference}")
            continue
        times, memory = side.median() / sides[0].median(), sides[0].peak / side.peak
        print(f"{side.name} / {sides[0].name}: {times:.2f} times the time; {sides[0].name} takes {memory:.2f} of its memory; features equal to 1e-9")


def check_sql(file, work, options):
    """Every feature of the catalogue by the statement that Shoal prints for DuckDB against Shoal's own."""
    import duckdb, polars as pl

    sql = subprocess.run([options.shoal, "features", "sql", "--dialect", "duckdb", "--as-of", AS_OF, "--lines", "shop",
                          "--without", "discount,channel"], check=True, capture_output=True, text=True).stdout
    base = duckdb.connect(config={"threads": THREADS})
    base.execute(f"""CREATE VIEW shop AS SELECT customer_id AS customer, order_id, order_date AS time, product_id AS product, category,
        CASE WHEN quantity < 0 THEN 'return' ELSE 'purchase' END AS kind, ABS(quantity) AS quantity,
        CAST(ABS(quantity) * CAST(unit_price AS DECIMAL(12, 2)) AS DECIMAL(18, 2)) AS amount FROM '{file}'""")
    theirs = base.sql(sql.rstrip().rstrip(";")).pl().with_columns(pl.col("customer_id").cast(pl.String)).sort("customer_id")
    out = work / "all.parquet"
    subprocess.run([options.shoal, "-q", "features", "compute", file.with_suffix(".csv"), "-o", out, "--as-of", AS_OF], check=True)
    own = pl.read_parquet(out).sort("customer_id")
    assert own["customer_id"].equals(theirs["customer_id"]), "the same customers"
    names, worst = [name for name in theirs.columns if name != "customer_id"], 0.0
    for name in names:
        left, right = own[name].cast(pl.Float64), theirs[name].cast(pl.Float64)
        assert left.is_null().equals(right.is_null()), f"{name} is missing for others"
        gap = ((left - right).abs() / pl.select(pl.max_horizontal(left.abs(), 1.0)).to_series()).max() or 0.0
        assert gap <= 1e-9, f"{name} differs by {gap}"
        worst = max(worst, gap)
    print(f"\nthe SQL for DuckDB: {len(names)} features of {len(own):,} customers equal (largest difference {worst:.1g})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shoal")
    parser.add_argument("repeats", nargs="?", type=int, default=5)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=None, help="[default: a twentieth of the lines]")
    parser.add_argument("--only", choices=["csv", "parquet"])
    parser.add_argument("--peers-only", action="store_true", help="leave Shoal out")
    options = parser.parse_args()
    try:
        import duckdb, polars
    except ImportError as missing:
        sys.exit(f"{missing}: name an interpreter with numpy, polars and duckdb by --peer")
    customers = options.customers or options.lines // 20
    load = lambda: " ".join(f"{load:.2f}" for load in os.getloadavg())
    print(f"{options.lines:,} lines of {customers:,} customers; DuckDB {duckdb.__version__}, polars {polars.__version__}; "
          f"{THREADS} of {os.cpu_count()} cores; load {load()}; {options.repeats} runs in turns")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        subprocess.run([sys.executable, HERE / "data_shop.py", str(options.lines), str(customers), folder], check=True)
        for ending in [options.only] if options.only else ["parquet", "csv"]:
            compare(work / f"lines.{ending}", work, options)
        if not options.peers_only:
            check_sql(work / "lines.parquet", work, options)
    print(f"load {load()}")


if __name__ == "__main__":
    main()
