"""Times every method and index of Shoal against its peers, run by run in turns on the same rows.

Each side is a process of its own that holds the rows (as `f64`, row after row) and waits; the clock runs from there to the
result, whatever has to be converted included. Both sides do the same work where they can (same start, same number of
iterations, same radius), and what they found is held against each other before a ratio is printed. Where each side searches on
its own (`kmeans`, `kmeans-sweep`, `gmm-sweep`), Shoal's sums must be no larger than the peer's times 1 + 1e-6; else the line says so.

A ratio is the median over the turns of the peer's time by Shoal's. The share of the limit: the time in which this machine,
measured just before, reads the rows once and does the arithmetic that cannot be left out, by Shoal's best time; above 100 % the
work that others must do was avoided. Pinned versions of the peers: see PINNED; others are told.
"""

import argparse, datetime, os, pathlib, platform, statistics, subprocess, sys, tempfile, time

PEER = pathlib.Path(__file__).parent / "methods_peer.py"
RUST = pathlib.Path(__file__).parent / "rust-peers"
# Peers in Rust, which are built when they are named.
RUST_PEERS = {"linfa": "linfa-clustering", "kmeans-rs": "kmeans"}
PEERS = ["sklearn", "sklearn-f32", "sklearnex", "faiss", "daal4py", "scipy"]
SEARCHES = {"kmeans", "kmeans-sweep", "gmm-sweep"}
PINNED = {"scikit-learn": "1.9.1", "scikit-learn-intelex": "2026.2.0", "faiss-cpu": "1.15.1", "scipy": "1.17.1", "numpy": "2.4.6"}
# How far apart results may be, relatively, that count as the same, where it is not 1e-6: in single precision, and with daal4py's
# noise (see methods_peer.py).
WITHIN = {"faiss": 1e-3, "sklearn-f32": 1e-3, "daal4py": 5e-3}
# Libraries go on spinning for a while after their work; the next side must not feel it.
PAUSE = 0.3
# Seconds of a first run above which a case is run only once.
LONG = 20.0


class Side:
    """A process that does one case again and again."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def once(self):
        time.sleep(PAUSE)
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n").split("\t")

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def ours(side):
    seconds, peak, size, operations, found, remark = side.once()
    return {"seconds": float(seconds), "peak": float(peak), "bytes": float(size), "operations": float(operations), "found": [float(word) for word in found.split()], "remark": remark}


def agreement(case, own, found, within):
    """Whether what both found is the same, or, where both search, ours no worse; and the words for it."""
    if len(own) != len(found):
        return "nothing to compare"
    worst = max((a - b) / (abs(b) or 1.0) for a, b in zip(own, found))
    if case in SEARCHES:
        better = max((b - a) / (abs(b) or 1.0) for a, b in zip(own, found))
        return f"no worse, better by up to {better:.1e}" if worst <= 1e-6 else f"WORSE by {worst:.1e}"
    apart = max(abs(a - b) / (abs(b) or 1.0) for a, b in zip(own, found))
    return "same" if apart <= within else f"APART by {apart:.1e}"


def start_peers(case, columns, data, options):
    path, eps, centres = data
    sides = {}
    for peer in options.peers:
        program = [options.rust] if peer in RUST_PEERS else [options.peer, str(PEER)]
        if program[0] is None:
            continue
        side = Side([*program, peer, case, columns, path, eps, centres])
        if side.process.stdout.readline():
            sides[peer] = side
        else:
            side.end()
    return sides


def compare(case, rows, columns, data, options):
    side = Side([options.bench, "serve", case, columns, data[0]])
    peers = start_peers(case, columns, data, options)
    first, times, found, gone = [ours(side)], {peer: [] for peer in peers}, {}, []
    turns = [ours(side)]
    for turn in range(options.repeats):
        for peer, it in peers.items():
            if peer in gone or (turn and times[peer][0] > LONG):
                continue
            try:
                if turn == 0:
                    seconds, *_ = it.once() if case not in SEARCHES else (0.0,)
                seconds, *values = it.once()
            except EOFError:
                gone.append(peer)
                continue
            times[peer].append(float(seconds))
            found[peer] = [float(value) for value in values]
        turns.append(ours(side))
    side.end()
    for it in peers.values():
        it.end()
    best = min(turn["seconds"] for turn in turns)
    last = turns[-1]
    limit = max(last["bytes"] / options.limits["memory"], last["operations"] / options.limits["arithmetic"])
    share = f"{100 * limit / best:5.1f} % of the limit" if limit else "limit unknown"
    print(f"{case}, {rows:,} x {columns}: {1e3 * statistics.median(turn['seconds'] for turn in turns):.2f} ms (best {1e3 * best:.2f}), {share}, peak {last['peak']:.0f} MB {last['remark']}")
    for peer, seconds in times.items():
        if peer in gone or not seconds:
            print(f"    {peer:12} gave up")
            continue
        ratios = [theirs / own["seconds"] for theirs, own in zip(seconds, turns[1:])]
        words = agreement(case, last["found"], found[peer], WITHIN.get(peer, 1e-6))
        print(f"    {peer:12} {1e3 * statistics.median(seconds):10.2f} ms  {statistics.median(ratios):7.1f} x  {words}", flush=True)


def build_rust(peers):
    """The program that runs the peers in Rust, or nothing where none is named. `kmeans` wants a compiler of the night; the variable
    makes the stable one take it."""
    if not RUST_PEERS.keys() & set(peers):
        return None
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", RUST.parent.parent / "target")) / "rust-peers"
    command = ["cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", str(RUST / "Cargo.toml")]
    subprocess.run(command, check=True, env=os.environ | {"CARGO_TARGET_DIR": str(target), "RUSTC_BOOTSTRAP": "1"})
    packages = (RUST / "Cargo.lock").read_text().split("[[package]]")
    for name in RUST_PEERS.values():
        lines = next(package for package in packages if f'name = "{name}"\n' in package).splitlines()
        print(f"  {name} {next(line for line in lines if line.startswith('version')).split(chr(34))[1]}")
    return str(target / "release" / "rust-peers")


def versions(python):
    code = "import importlib.metadata as m, sys\nfor name in sys.argv[1:]:\n  try: print(name, m.version(name))\n  except m.PackageNotFoundError: print(name, 'missing')"
    for line in subprocess.run([python, "-c", code, *PINNED], capture_output=True, text=True).stdout.splitlines():
        name, version = line.split()
        print(f"  {line}" + ("" if version == PINNED[name] else f" (pinned: {PINNED[name]})"))


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines() if os.path.exists("/proc/cpuinfo") else []
    facts = {line.split(":")[0].strip(): line.split(":")[1].strip() for line in lines if ":" in line}
    return f"{facts.get('model name', platform.processor())} (family {facts.get('cpu family', '?')}, model {facts.get('model', '?')})"


def limits(bench):
    lines = subprocess.run([bench, "limits"], check=True, capture_output=True, text=True).stdout.splitlines()
    widest, threads = lines[0].split("\t")
    print(f"{datetime.date.today()}, {processor()}, {threads} threads, {widest}, load {os.getloadavg()[0]:.2f}")
    found = {}
    for line in lines[1:]:
        name, one, every, unit = line.split("\t")
        print(f"  {name}: {float(one):.1f} {unit} with one thread, {float(every):.1f} with all")
        found[name] = float(every) * 1e9
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", help="the program built from benches/methods")
    parser.add_argument("repeats", nargs="?", type=int, default=5)
    parser.add_argument("--peer", metavar="PYTHON", help="interpreter that has the peers")
    parser.add_argument("--peers", type=lambda words: words.split(","), default=PEERS, help=f"which of them, with commas; {', '.join(RUST_PEERS)} are built when named")
    parser.add_argument("--only", metavar="CASES", type=lambda words: words.split(","), help="cases by name, with commas")
    parser.add_argument("--rows", type=int, help="only tables of this many rows")
    options = parser.parse_args()
    options.limits = limits(options.bench)
    if options.peer:
        versions(options.peer)
    options.rust = build_rust(options.peers)
    cases = [line.split("\t") for line in subprocess.run([options.bench, "cases"], check=True, capture_output=True, text=True).stdout.splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        tables = {}
        for case, table, columns, sizes in cases:
            for rows in sizes.split():
                if options.only and case not in options.only or options.rows and int(rows) != options.rows:
                    continue
                key = f"{table}-{rows}-{columns}"
                if key not in tables:
                    path = str(pathlib.Path(folder) / key)
                    line = subprocess.run([options.bench, "data", table, rows, columns, path], check=True, capture_output=True, text=True).stdout
                    tables[key] = (path, *line.rstrip("\n").split("\t"))
                compare(case, int(rows), columns, tables[key], options)


if __name__ == "__main__":
    main()
