"""Times whole runs of the program, alternating with a peer where one is given, and relates them to the limit.

The limit: the input's bytes over the rate at which this machine copies memory, measured here. A run cannot be faster than
one pass over its input.
"""

import argparse, os, pathlib, resource, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).parent
ECOMMERCE = [HERE / "../../shared/data/ecommerce" / f"{name}.csv" for name in ("Customers", "Transactions", "Products")]


def timed(command):
    """Seconds of a whole process, and the largest resident set of any process so far in kilobytes."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return seconds


def memory_rate():
    """Bytes per second at which one thread copies memory between pages that are there (best of five copies of 256 MB)."""
    block = bytearray(os.urandom(1 << 20) * 256)
    target = bytearray(block)
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        memoryview(target)[:] = block
        best = max(best, len(block) / (time.perf_counter() - start))
    return best


def report(name, seconds, size, rate):
    limit = size / rate
    print(
        f"{name:38} min {min(seconds):7.3f} s   median {statistics.median(seconds):7.3f} s   max {max(seconds):7.3f} s"
        f"   {size / 1e6:7.1f} MB   limit {limit * 1e3:6.2f} ms   share {100 * limit / min(seconds):5.2f} %"
    )


def compare(title, shoal, files, out, options):
    size = sum(os.path.getsize(file) for file in files)
    ours = [shoal, "-q", "run", *map(str, files), "--out", str(out)]
    peer = [options.peer, str(HERE / "peer.py"), *map(str, files), str(out) + ".peer"] if options.peer else None
    timed(ours)
    first, second = [], []
    for _ in range(options.repeats):
        first.append(timed(ours))
        if peer:
            second.append(timed(peer))
    report(f"shoal run, {title}", first, size, options.rate)
    if peer:
        report(f"peer, {title}", second, size, options.rate)
        print(f"{'':38} peer / shoal: {min(second) / min(first):.1f} by minimum")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shoal")
    parser.add_argument("repeats", nargs="?", type=int, default=7)
    parser.add_argument("--peer", metavar="PYTHON")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    options = parser.parse_args()
    options.rate = memory_rate()
    print(f"{os.cpu_count()} cores; one thread copies {options.rate / 1e9:.1f} GB/s; times are whole processes")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        if all(path.exists() for path in ECOMMERCE):
            compare("200 customers, 1,000 lines", options.shoal, ECOMMERCE, work / "small", options)
        else:
            subprocess.run([options.shoal, "-q", "demo", "--customers", "80", "--tables", work / "s", "--out", work / "o"], check=True, stdout=subprocess.DEVNULL)
            files = [work / "s" / f"{name}.csv" for name in ("Customers", "Transactions", "Products")]
            compare("80 customers of the demo", options.shoal, files, work / "small", options)
        files = large(options, work)
        compare(f"{options.customers:,} customers, {options.lines:,} lines", options.shoal, files, work / "large", options)
        print(f"largest resident set of any of these processes: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def large(options, work):
    """The demonstration shop, cut to the number of lines asked for (evenly, so that every customer keeps a share)."""
    command = [options.shoal, "-q", "demo", "--customers", str(options.customers), "--tables", work / "l", "--out", work / "o"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    table = work / "l" / "Transactions.csv"
    header, *lines = table.read_text().splitlines(keepends=True)
    if len(lines) < options.lines:
        sys.exit(f"the shop has only {len(lines)} lines")
    kept = [lines[i * len(lines) // options.lines] for i in range(options.lines)]
    table.write_text(header + "".join(kept))
    return [work / "l" / f"{name}.csv" for name in ("Customers", "Transactions", "Products")]


if __name__ == "__main__":
    main()
