#!/usr/bin/env python3
"""Times trailq on corpora of different make, beside what people would use instead.

    scripts/bench/run.py CORPUS... [--grown CORPUS] [--rounds N] [--peer-rounds N]

A CORPUS is a folder of logs, as trailgen and corpus.py make them. In each round the
jobs take turns; what counts is the fastest run of each, because other work on the
machine only ever adds. Wall and CPU seconds and the peak of resident memory are the
kernel's (wait4). The peers are the Python of count.py, the read_json of the newest
DuckDB and of the version that trailq has in it, both from PyPI, and jq where that is;
one round of them is enough. The grown corpus has ten times the events of the first one,
and the reports on it are timed once. What cannot be had is left out, and that is said. All that
count calls must come to the same counts, or the run fails.
"""

import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

REPORTS = {
    "top": ["top", "SOURCE", "-n", "0"],
    "timeline --by caller": ["timeline", "SOURCE", "--by", "caller"],
    "cost": ["cost", "SOURCE"],
    "who --tree": ["who", "SOURCE", "--tree"],
}

# The relation of two jobs, and how large it can be for us to be content.
LIMITS = [
    ("count", "inflate", "CPU", 1.5), ("top", "count", "CPU", 1.2),
    ("timeline --by caller", "top", "CPU", 1.5), ("cost", "top", "CPU", 1.5), ("who --tree", "top", "CPU", 1.5),
    ("first top --warm, answer", "top", "wall", 1.3), ("next top --warm", "top on Parquet", "CPU", 1.5),
]

MOST_GROWTH = 10.5  # of CPU time, for ten times the events


def timed(command):
    """Runs a command; returns what it printed, wall and CPU seconds, peak bytes."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile("w+") as said:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        if status != 0:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: status {status}\n{said.read()}")
        out.seek(0)
        printed = out.read().decode()
    return printed, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def answered(command):
    """Runs a command; returns the wall seconds until it had written its answer, and no more."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        printed = process.stdout.readline()
        wall = time.monotonic() - start
        printed += process.stdout.read()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {process.returncode}")
    return printed.decode(), wall, float("nan"), 0


class Bench:
    """The jobs of one corpus, and the best figures of each."""

    def __init__(self, corpus, scratch, databases):
        self.corpus = os.path.realpath(corpus)
        self.databases = databases
        self.scratch = scratch
        self.trailq = os.path.join(scratch, "trailq")
        self.trailcount = os.path.join(scratch, "trailcount")
        self.parquet = os.path.join(scratch, "parquet")
        self.best = {}
        self.counts = {}

    def time(self, name, command, read_counts=None, timer=timed):
        printed, *figures = timer(command)
        if read_counts:
            self.counts[name] = read_counts(printed)
        old = self.best.get(name, figures)
        self.best[name] = [min(old[0], figures[0]), min(old[1], figures[1]), max(old[2], figures[2])]

    def time_logs(self):
        self.time("inflate", [self.trailcount, "inflate", self.corpus])
        self.time("count", [self.trailcount, "count", self.corpus], read_json_counts)
        self.time_reports(self.corpus, "")

    def time_reports(self, source, suffix):
        for name, words in REPORTS.items():
            command = [self.trailq] + [source if word == "SOURCE" else word for word in words] + ["-o", "csv", "-q"]
            self.time(name + suffix, command, read_csv_counts if name == "top" else None)

    def time_convert(self):
        shutil.rmtree(self.parquet, ignore_errors=True)
        self.time("convert", [self.trailq, "convert", self.corpus, self.parquet, "-q"])

    def time_warm(self):
        cache = os.path.join(self.scratch, "cache")
        command = [self.trailq, "top", self.corpus, "-n", "0", "-o", "csv", "-q", "--warm", "--cache", cache]
        shutil.rmtree(cache, ignore_errors=True)
        self.time("first top --warm, answer", command, read_csv_counts, answered)
        self.time("next top --warm", command, read_csv_counts)

    def time_peers(self):
        self.time("Python", [sys.executable, os.path.join(HERE, "count.py"), self.corpus], read_json_counts)
        for version, python in self.databases.items():
            self.time("DuckDB " + version, [python, "-c", DUCKDB, self.corpus], read_json_counts)
        if shutil.which("jq"):
            self.time("jq", ["bash", "-c", JQ, "bash", self.corpus], read_lines)


DUCKDB = """
import duckdb, json, sys
duckdb.sql("SET enable_progress_bar = false")
rows = duckdb.sql(f'''
    SELECT record.eventSource || ' ' || record.eventName, count(*)
    FROM (SELECT unnest(Records) AS record FROM read_json('{sys.argv[1]}/**/*.json.gz',
        columns = {{Records: 'STRUCT(eventSource VARCHAR, eventName VARCHAR)[]'}}, maximum_object_size = 1000000000))
    GROUP BY 1''').fetchall()
print(json.dumps({"actions": dict(rows)}))
"""

JQ = """find "$1" -name '*.json.gz' -not -path '*Digest*' -print0 | xargs -0 zcat |
jq -r '.Records[] | .eventSource + " " + .eventName' | sort | uniq -c"""


def install_databases(scratch):
    """Installs DuckDB from PyPI, the newest one and the engine's; returns the Python of each by version."""
    said = subprocess.run([scratch + "/trailq", "version"], check=True, capture_output=True, text=True).stdout
    pythons = {}
    for wanted in ["duckdb", "duckdb==" + re.search(r"DuckDB ([0-9.]+)", said)[1]]:
        folder = os.path.join(scratch, wanted)
        venv.create(folder, with_pip=True)
        python = folder + "/bin/python"
        if subprocess.run([python, "-m", "pip", "install", "--quiet", wanted], stderr=subprocess.DEVNULL).returncode != 0:
            print(f"{wanted} cannot be had from PyPI: left out", file=sys.stderr)
            continue
        pythons[subprocess.run([python, "-c", "import duckdb; print(duckdb.__version__)"], check=True, capture_output=True, text=True).stdout.strip()] = python
    return pythons


def read_json_counts(printed):
    return dict(json.loads(printed)["actions"])


def read_csv_counts(printed):
    return {f"{row['eventSource']} {row['eventName']}": int(row["events"]) for row in csv.DictReader(io.StringIO(printed))}


def read_lines(printed):
    rows = (line.split(maxsplit=1) for line in printed.splitlines())
    return {name: int(count) for count, name in rows}


def size_of(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def report(bench):
    counts = bench.counts["count"]
    different = [name for name, found in bench.counts.items() if found != counts]
    if different:
        sys.exit(f"{bench.corpus}: these do not count what count does: {', '.join(different)}")
    size = size_of(bench.corpus)
    print(f"\n{bench.corpus}: {sum(counts.values()):,} events, {size / 1e6:,.0f} MB; the fastest run of each job; x: how many times faster than the Python")
    print(f"{'job':26} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'wall x':>7} {'CPU x':>7}")
    python = bench.best.get("Python")
    for name, (wall, cpu, peak) in bench.best.items():
        ratios = f"{python[0] / wall:7.1f} {python[1] / cpu:7.1f}" if python and not name.startswith("first") else ""
        print(f"{name:26} {wall:8.2f} {cpu:8.2f} {peak / 1e6:8.0f} {ratios}")
    for job, base, unit, limit in LIMITS:
        if job in bench.best and base in bench.best:
            place = 0 if unit == "wall" else 1
            print(f"{job} takes {bench.best[job][place] / bench.best[base][place]:.2f} times the {unit} time of {base}; wanted {limit}")
    print(f"convert writes {size_of(bench.parquet) / size:.2f} times the bytes of the logs")


def report_growth(small, grown):
    """Times the reports on ten times the events."""
    grown.time_reports(grown.corpus, "")
    print(f"\n{grown.corpus}: ten times the events of {small.corpus}")
    for name, (wall, cpu, peak) in grown.best.items():
        print(f"{name:26} {wall:8.2f} {cpu:8.2f} {peak / 1e6:8.0f}, {cpu / small.best[name][1]:.1f} times the CPU time; wanted {MOST_GROWTH}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--grown", metavar="CORPUS", help="ten times the events of the first corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-rounds", type=int, default=1, help="0 leaves out the slow peers")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        for program in ["cmd/trailq", "internal/trailtest/cmd/trailcount"]:
            subprocess.run(["go", "build", "-o", scratch + "/", "./" + program], cwd=ROOT, check=True)
        databases = install_databases(scratch) if arguments.peer_rounds else {}
        benches = [Bench(corpus, scratch, databases) for corpus in arguments.corpus]
        for bench in benches:
            for n in range(arguments.rounds):
                bench.time_logs()
                bench.time_convert()
                bench.time_reports(bench.parquet, " on Parquet")
                bench.time_warm()
                if n < arguments.peer_rounds:
                    bench.time_peers()
            report(bench)
        if arguments.grown:
            report_growth(benches[0], Bench(arguments.grown, scratch, databases))


if __name__ == "__main__":
    main()
