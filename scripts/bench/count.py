#!/usr/bin/env python3
"""Counts (eventSource, eventName) the way one would by hand, in one process.

usage: count.py FOLDER

This is the baseline that trailq's speed is compared with: every .json.gz file
below the folder is read with gzip, parsed with json.load and its Records are
counted. It prints one JSON object: files, records, the count of each
"eventSource eventName", most frequent first, wall-clock and CPU seconds. The
counts have the form of trailgen's "actions", so that the two can be compared.
Files without Records, digests for example, are passed over.
"""

import collections
import gzip
import json
import os
import sys
import time


def log_files(folder):
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".json.gz"):
                yield os.path.join(directory, name)


def main(folder):
    wall, cpu = time.perf_counter(), time.process_time()
    files = 0
    counts = collections.Counter()
    for path in log_files(folder):
        with gzip.open(path) as log:
            document = json.load(log)
        if "Records" not in document:
            continue
        files += 1
        for record in document["Records"]:
            counts[record.get("eventSource"), record.get("eventName")] += 1
    result = {
        "files": files,
        "records": counts.total(),
        "actions": {f"{source} {name}": n for (source, name), n in counts.most_common()},
        "wallSeconds": round(time.perf_counter() - wall, 3),
        "cpuSeconds": round(time.process_time() - cpu, 3),
    }
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    main(sys.argv[1])
