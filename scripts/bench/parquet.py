#!/usr/bin/env python3
"""Times trailq on logs and on the same as Parquet, in one run, and prints ratios.

    scripts/bench/parquet.py CORPUS [--rounds N]

CORPUS is a folder made by trailgen. It is converted with whole records and
without; then `trailq top` takes turns on logs and Parquet, N times each, and so
does `trailq sql 'SELECT 1'`, which is the start of the process and the engine.
What counts is the fastest run of each: other work on the machine only ever adds.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def run(*command):
    """Runs a command; returns what it printed, wall and CPU seconds, peak bytes."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        if status != 0:
            sys.exit(f"{' '.join(command)}: status {status}")
        out.seek(0)
        return out.read(), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def size(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def convert(trailq, corpus, folder, *flags):
    """Converts, and prints how fast it was and how large the folder is."""
    _, wall, cpu, memory = run(trailq, "convert", corpus, folder, *flags)
    printed, *_ = run(trailq, "sql", folder, "SELECT count(*) FROM cloudtrail_logs", "-o", "csv")
    events = int(printed.split()[1])
    print(f"convert {' '.join(flags):12} {events / wall:9,.0f} events/s  {events / cpu:9,.0f} events/CPU s"
          f"  {memory / 1e6:5.0f} MB  {size(folder) / size(corpus):.3f} of the gzip")


def fastest(rounds, jobs):
    """Lets the jobs take turns; returns the least wall and CPU seconds of each."""
    best = {}
    for _ in range(rounds):
        printed = set()
        for name, command in jobs.items():
            out, wall, cpu, _ = run(*command)
            if name != "start":
                printed.add(out)
            before = best.get(name, (wall, cpu))
            best[name] = (min(wall, before[0]), min(cpu, before[1]))
        if len(printed) != 1:
            sys.exit("the answers differ")
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        trailq = os.path.join(scratch, "trailq")
        subprocess.run(["go", "build", "-o", trailq, "./cmd/trailq"], cwd=ROOT, check=True)
        whole, small = os.path.join(scratch, "whole"), os.path.join(scratch, "small")
        convert(trailq, arguments.corpus, whole)
        convert(trailq, arguments.corpus, small, "--no-record")
        best = fastest(arguments.rounds, {
            "logs": [trailq, "top", arguments.corpus],
            "parquet": [trailq, "top", whole],
            "start": [trailq, "sql", whole, "SELECT 1"],
        })
    for name, (wall, cpu) in best.items():
        print(f"{'top on ' + name if name != 'start' else name:15} {wall * 1000:6.0f} ms  {cpu * 1000:6.0f} ms CPU")
    print(f"top on Parquet after the start: {(best['parquet'][0] - best['start'][0]) * 1000:.0f} ms;"
          f" logs / Parquet: {best['logs'][0] / best['parquet'][0]:.1f} times")


main()
