"""Runs Lintel beside its peers on the same portfolios, compares every verdict, and writes what it found.

    python Benchmarks/run.py [--work FOLDER] [--sizes 1 200 2000] [--repeat 5] [--output Benchmarks/RESULTS.md]

Programs take turns, so that whatever else the machine does falls on all of them alike. A number is the best of the runs, for
what disturbs a run only makes it slower; the ratios of one run of this script mean something, the seconds of two days do not.
"""
import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
LINTEL = os.environ.get("LINTEL", os.path.join(ROOT, ".build", "release", "lintel"))
SEED = 1
ROWS = {1: 2000, 200: 2000, 2000: 1500}


class Program:
    def __init__(self, name, *command):
        self.name = name
        self.command = command


def programs():
    peer = [sys.executable, "-B"]
    return [
        Program("Lintel", LINTEL, "portfolio", "--standard", os.path.join(ROOT, "Standards", "benchmark"), "--threads", "2"),
        Program("Polars", *peer, os.path.join(HERE, "polars_rules.py")),
        Program("DuckDB", *peer, os.path.join(HERE, "duckdb_rules.py")),
    ]


class Run:
    """One process: seconds from start to end, seconds of processors, most memory, what it wrote, and its parts."""

    def __init__(self, command):
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile("w+") as errors:
            started = time.perf_counter()
            process = subprocess.Popen(command, stdout=output, stderr=errors, env={**os.environ, "BENCH_THREADS": "2"})
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            errors.seek(0)
            self.output, message = output.read(), errors.read()
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{message}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.parts = {}
        for line in message.splitlines():
            words = line.split()
            if len(words) == 2 and words[0] in ("load", "evaluate", "write"):
                self.parts[words[0]] = float(words[1])


def portfolio(work, shelters):
    folder = os.path.join(work, str(shelters))
    if not os.path.exists(os.path.join(folder, "as-of.txt")):
        subprocess.run(
            [sys.executable, "-B", os.path.join(HERE, "generate.py"), folder, "--shelters", str(shelters), "--rows",
             str(ROWS.get(shelters, 1500)), "--seed", str(SEED)], check=True)
    return folder


def measure(folder, repeat):
    """All runs by program; also those of Lintel that say how long each part took."""
    found = {program.name: [] for program in programs()}
    timed = []
    for _ in range(repeat):
        for program in programs():
            found[program.name].append(Run([*program.command, folder]))
            if program.name == "Lintel":
                timed.append(Run([*program.command, folder, "--timings"]))
    outputs = {run.output for runs in [*found.values(), timed] for run in runs}
    if len(outputs) > 1:
        for name, runs in found.items():
            print(f"{name}: {differences(runs[0].output, found['Lintel'][0].output)}", file=sys.stderr)
        raise SystemExit("the programs do not say the same")
    return found, timed, outputs.pop()


def differences(left, right):
    pairs = zip(left.splitlines(), right.splitlines())
    apart = [f"{a.decode()} / {b.decode()}" for a, b in pairs if a != b]
    return f"{len(apart)} lines apart {apart[:3]}"


def best(values):
    return min(values)


def spread(values):
    """How far the runs lie apart, as a part of their middle."""
    return (max(values) - min(values)) / statistics.median(values)


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) // 1024 // 1024
    return f"{model}, {os.cpu_count()} processors, {memory} GiB of memory, Linux {platform.release().split('-')[0]}"


def versions():
    lintel = subprocess.run([LINTEL, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return (f"Lintel {lintel}, Polars {metadata.version('polars')}, DuckDB {metadata.version('duckdb')}, "
            f"Python {platform.python_version()}")


def size_of(folder):
    names = [name for name in os.listdir(folder) if name.endswith(".csv")]
    rows = 0
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            rows += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
    return rows, sum(os.path.getsize(os.path.join(folder, name)) for name in names)


def section(folder, shelters, repeat):
    """One portfolio: a table and the raw numbers."""
    rows, size = size_of(folder)
    found, timed, output = measure(folder, repeat)
    verdicts = output.count(b"\n") - 1
    own = best([run.wall for run in found["Lintel"]])
    own_cpu = best([run.cpu for run in found["Lintel"]])
    lines = [
        f"## {shelters} shelter{'s' if shelters > 1 else ''}, {rows:,} rows, {size / 1e6:.1f} MB of CSV", "",
        f"All {verdicts:,} verdicts of the three are the same.", "",
        "| program | whole process s | × Lintel | spread | processors s | × Lintel | read s | evaluate s | peak MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for name, runs in found.items():
        walls, cpus = [run.wall for run in runs], [run.cpu for run in runs]
        parts = timed if name == "Lintel" else runs
        lines.append(
            f"| {name} | {best(walls):.3f} | {best(walls) / own:.1f} | {spread(walls):.0%} | {best(cpus):.2f} "
            f"| {best(cpus) / own_cpu:.1f} | {best([run.parts['load'] for run in parts]):.3f} "
            f"| {best([run.parts['evaluate'] for run in parts]):.3f} | {max(run.memory for run in runs):.0f} |")
    lines += ["", "<details><summary>Every run</summary>", "", "| program | whole process s | processors s | MB |", "| --- | --- | --- | --- |"]
    for name, runs in found.items():
        lines.append(
            f"| {name} | {' '.join(f'{run.wall:.3f}' for run in runs)} | {' '.join(f'{run.cpu:.2f}' for run in runs)} "
            f"| {' '.join(f'{run.memory:.0f}' for run in runs)} |")
    return lines + ["", "</details>", ""]


def main():
    parser = argparse.ArgumentParser(description="Measures Lintel beside its peers.")
    parser.add_argument("--work", default=os.path.join(ROOT, ".build-bench"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 200, 2000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--output", default=os.path.join(HERE, "RESULTS.md"))
    options = parser.parse_args()
    before = os.getloadavg()[0]
    sections = []
    for shelters in options.sizes:
        sections += section(portfolio(options.work, shelters), shelters, options.repeat)
        print("\n".join(sections[-20:]), flush=True)
    text = "\n".join([
        "# Lintel beside DuckDB and Polars", "",
        f"Written by `make bench` on {time.strftime('%Y-%m-%d', time.gmtime())}. Read [README.md](README.md) first: it says what is measured and how.", "",
        f"- machine: {machine()}; others were at work on it: load {before:.1f} before, {os.getloadavg()[0]:.1f} after",
        f"- versions: {versions()}",
        f"- portfolios: Benchmarks/generate.py, seed {SEED}; {options.repeat} runs each, in turns; two threads each", "",
        *sections])
    with open(options.output, "w") as file:
        file.write(text.rstrip("\n") + "\n")


if __name__ == "__main__":
    main()
