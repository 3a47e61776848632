#!/usr/bin/env python3
"""Times the Python package beside the functions that one writes by hand, in one run.

    scripts/bench/python.py CORPUS [--rounds N]

CORPUS is a folder of logs, such as one made by trailgen. The package trailq must be installed
(or on PYTHONPATH, with TRAILQ naming the command). Each job is a process of its own; they
take turns, and the fastest run of each counts. All jobs must agree on what they counted.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from collections import Counter

FIELDS = ["eventTime", "eventName", "userIdentity.arn"]


def read_events(folder):
    """Yield the records of a folder: the function that everybody has somewhere."""
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".json.gz"):
                with gzip.open(os.path.join(directory, name)) as file:
                    yield from json.load(file).get("Records", [])


def events_by_hand(folder):
    """Take three fields of every event."""
    rows = 0
    for event in read_events(folder):
        row = {"eventTime": event["eventTime"], "eventName": event["eventName"], "arn": event["userIdentity"].get("arn")}
        rows += len(row) > 0
    return rows


def top_by_hand(folder):
    """Count the calls."""
    return Counter((event["eventSource"], event["eventName"]) for event in read_events(folder)).most_common()


def events_by_trailq(folder):
    import trailq

    return sum(len(row) > 0 for row in trailq.events(folder, fields=FIELDS))


def top_by_trailq(folder):
    import trailq

    rows = trailq.top(folder, by="eventSource,eventName", limit=0)
    return [((row["eventSource"], row["eventName"]), row["events"]) for row in rows]


JOBS = {
    "events with three fields": (events_by_hand, events_by_trailq),
    "top": (top_by_hand, top_by_trailq),
}


def time_job(function, corpus):
    """Return the answer, and seconds by the clock and of CPU, of a function in a process of its own."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, __file__, corpus, "--job", function.__name__], stdout=subprocess.PIPE, text=True)
    answer = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{function.__name__}: status {status}")
    return answer, time.monotonic() - start, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--job", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.job:
        answer = globals()[arguments.job](arguments.corpus)
        print(answer if isinstance(answer, int) else sorted(answer))
        return
    best = {}
    for _ in range(arguments.rounds):
        for name, functions in JOBS.items():
            answers = set()
            for function in functions:
                answer, *figures = time_job(function, arguments.corpus)
                answers.add(answer)
                best[function] = [min(pair) for pair in zip(best.get(function, figures), figures)]
            if len(answers) > 1:
                sys.exit(f"{name}: the answers differ")
    print(f"{'job':26} {'by hand s':>10} {'trailq s':>10} {'faster':>8}   {'CPU s':>8} {'CPU s':>8} {'less CPU':>9}")
    for name, (hand, ours) in JOBS.items():
        (wall, cpu), (own_wall, own_cpu) = best[hand], best[ours]
        print(f"{name:26} {wall:10.2f} {own_wall:10.2f} {wall / own_wall:7.1f}x   {cpu:8.2f} {own_cpu:8.2f} {cpu / own_cpu:8.1f}x")


if __name__ == "__main__":
    main()
