#!/usr/bin/env python3
"""Times the reports on one corpus in one run, and prints their ratios to top.

    scripts/bench/reports.py CORPUS [--parquet FOLDER] [--rounds N]

CORPUS is a folder of logs made by trailgen; FOLDER is the same as trailq convert
wrote it, and is made anew in a temporary folder where --parquet has no value. The
jobs take turns, N times each; what counts is the fastest run of each, because
other work on the machine only ever adds. Commands that this trailq does not have
are skipped.
"""

import argparse
import os
import subprocess
import sys
import tempfile

from run import ROOT, timed

# Each report, with the place of the source. The days are those of trailgen.
JOBS = {
    "top": ["top", "SOURCE"],
    "top --by caller": ["top", "SOURCE", "--by", "caller"],
    "timeline": ["timeline", "SOURCE"],
    "timeline --by caller": ["timeline", "SOURCE", "--by", "caller"],
    "timeline --sum bytesOut": ["timeline", "SOURCE", "--by", "bucket", "--sum", "bytesOut"],
    "cost": ["cost", "SOURCE"],
    "cost --by caller": ["cost", "SOURCE", "--by", "caller"],
    "diff": ["diff", "SOURCE", "--before", "2023-11-01", "--after", "2023-11-02"],
    "diff --measure dollars": ["diff", "SOURCE", "--before", "2023-11-01", "--after", "2023-11-02", "--measure", "dollars"],
    "who": ["who", "SOURCE", "media-delivery-role"],
    "who --tree": ["who", "SOURCE", "--tree"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--parquet", nargs="?", const="", metavar="FOLDER", help="time the Parquet folder too")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        binary = os.path.join(scratch, "trailq")
        subprocess.run(["go", "build", "-o", binary, "./cmd/trailq"], cwd=ROOT, check=True)
        sources = {"raw": arguments.corpus}
        if arguments.parquet is not None:
            sources["parquet"] = arguments.parquet or convert(binary, arguments.corpus, os.path.join(scratch, "parquet"))
        for name, source in sources.items():
            report(name, time_all(binary, source, arguments.rounds))


def convert(binary, corpus, folder):
    """Makes a Parquet folder of the corpus."""
    if not known(binary, "convert"):
        sys.exit("this trailq has no convert: --parquet FOLDER names a folder that is there")
    _, wall, cpu, _ = timed([binary, "convert", corpus, folder, "--quiet"])
    print(f"convert: {wall:.2f} s, {cpu:.2f} s of CPU")
    return folder


def known(binary, command):
    """Tells a command that this trailq has: its help lists them."""
    text = subprocess.run([binary, "--help"], check=True, capture_output=True, text=True).stdout
    return any(line.split()[:1] == [command] for line in text.splitlines() if line.startswith("  "))


def time_all(binary, source, rounds):
    """Returns the best figures of each job, and None of those that are skipped."""
    best = {name: None for name in JOBS}
    commands = {
        name: [binary] + [source if word == "SOURCE" else word for word in words] + ["--output", "csv", "--quiet"]
        for name, words in JOBS.items()
        if known(binary, words[0])
    }
    for _ in range(rounds):
        for name, command in commands.items():
            _, *figures = timed(command)
            old = best[name] or figures
            best[name] = [min(a, b) for a, b in zip(old[:2], figures[:2])] + [max(old[2], figures[2])]
    return best


def report(source, best):
    print(f"\n{source}: the fastest of each; x is how many times as long as top")
    print(f"{'report':24} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'wall x':>7} {'CPU x':>7}")
    top = best["top"]
    for name, figures in best.items():
        if figures is None:
            print(f"{name:24} skipped: there is no such command")
            continue
        wall, cpu, peak = figures
        print(f"{name:24} {wall:8.2f} {cpu:8.2f} {peak / 1e6:8.0f} {wall / top[0]:7.2f} {cpu / top[1]:7.2f}")


if __name__ == "__main__":
    main()
