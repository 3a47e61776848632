#!/usr/bin/env python3
"""Times trailq against the Python that it replaces, in one run, and prints ratios.

    scripts/bench/run.py CORPUS [--rounds N]

CORPUS is a folder made by trailgen. The jobs take turns, N times each; what
counts is the fastest run of each, because other work on the machine only ever
adds. Wall and CPU seconds and the peak of resident memory are the kernel's
(wait4). The counts of all jobs must be equal, or the run fails.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


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
        printed = out.read()
    return printed, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-python", action="store_true", help="leave out the slow baseline")
    arguments = parser.parse_args()

    binary = os.path.join(tempfile.mkdtemp(), "trailcount")
    subprocess.run(["go", "build", "-o", binary, "./internal/trailtest/cmd/trailcount"], cwd=ROOT, check=True)
    jobs = {
        "python": [sys.executable, os.path.join(HERE, "count.py"), arguments.corpus],
        "count": [binary, "count", arguments.corpus],
        "decode": [binary, "decode", arguments.corpus],
        "records": [binary, "records", arguments.corpus],
        "inflate": [binary, "inflate", arguments.corpus],
    }
    if arguments.no_python:
        del jobs["python"]
    best = {}
    counts = {}
    for _ in range(arguments.rounds):
        for name, command in jobs.items():
            printed, *figures = timed(command)
            printed = json.loads(printed)
            if "actions" in printed:
                counts[name] = (printed["records"], printed["actions"])
            old = best.get(name, figures)
            best[name] = [min(a, b) for a, b in zip(old[:2], figures[:2])] + [max(old[2], figures[2])]
    if any(count != counts["count"] for count in counts.values()):
        sys.exit("the jobs do not agree on the counts")
    report(best, counts["count"][0])


def report(best, records):
    print(f"{records:,} records; the fastest of each job; x is how many times faster than Python")
    print(f"{'job':8} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'wall x':>7} {'CPU x':>7}")
    python = best.get("python")
    for name, (wall, cpu, peak) in best.items():
        ratios = f"{python[0] / wall:7.1f} {python[1] / cpu:7.1f}" if python else ""
        print(f"{name:8} {wall:8.2f} {cpu:8.2f} {peak / 1e6:8.0f} {ratios}")
    print(f"count takes {best['count'][1] / best['inflate'][1]:.2f} times the CPU of inflate")


if __name__ == "__main__":
    main()
