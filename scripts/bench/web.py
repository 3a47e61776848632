#!/usr/bin/env python3
"""Times what a click on the page of `trailq web` costs its server.

    scripts/bench/web.py TRAILQ SOURCE [--rounds N] [flags of trailq web...]

It opens SOURCE, waits for the first progress, the first numbers and the table, and then
asks what the page asks: the open facets, clicks on their values, a split, bytes, a
region against the rest, all facets, the list. Seconds are by the clock and by the
server's processors; memory is what the table keeps resident, by a million events.
"""

import argparse
import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")


class Page:
    """A page that is open, and the process that serves it."""

    def __init__(self, command):
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        for line in self.process.stdout:
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/launch\?\S+", line):
                self.opener.open(found[0]).read()
                self.address = found[1]
                return
        sys.exit(f"{' '.join(command)} printed no address")

    def ask(self, path, **words):
        """Returns the answer to a GET, and None while there is none yet."""
        with self.opener.open(f"{self.address}/api/{path}?{urllib.parse.urlencode(words, doseq=True)}") as answer:
            text = answer.read()
            return json.loads(text) if answer.status == 200 else None

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) * 1024

    def elapsed(self):
        return time.monotonic() - self.began

    def close(self):
        self.process.terminate()
        self.process.wait()


def open_source(page):
    """Waits for the table, and prints when there was what."""
    empty, seen = page.resident(), {}
    while True:
        source = page.ask("source")
        if source["progress"]["events"] or source["progress"]["done"]:
            seen.setdefault("first progress", (page.elapsed(), page.cpu()))
        if "first numbers" not in seen and source["state"] != "failed" and page.ask("view", n=0) is not None:
            seen["first numbers"] = (page.elapsed(), page.cpu())
        if source["state"] != "opening":
            break
        time.sleep(0.02)
    if source["state"] != "ready":
        sys.exit(f"{source['state']}: {source.get('error')} {source.get('hint')}")
    seen["table"] = (page.elapsed(), page.cpu())
    for name, (wall, cpu) in seen.items():
        print(f"{name:24}{wall:8.2f} s{cpu:8.2f} s CPU")
    print(f"{source['events']:,} events, {(page.resident() - empty) / source['events']:.0f} MB of memory a million")
    return source


def name_requests(page, source):
    """Returns the requests of each kind of click."""
    view = page.ask("view", n=10)
    values = [value["is"] for facet in view["facets"] for value in facet["values"] if "is" in value][:20]
    fields = ",".join(field["name"] for field in source["fields"])
    middle = [source["focus"][name] for name in ("from", "to")] if "focus" in source else [source["first"], source["last"]]
    return {
        "open facets": [("view", {"n": 10})] * 5,
        "click on a value": [("view", {"where": value}) for value in values],
        "split": [("view", {"by": "caller"})] * 3,
        "bytes": [("view", {"sum": "bytesOut"})] * 3,
        "contrast, open facets": [("contrast", {"select": "..".join(middle)})] * 3,
        "contrast, all facets": [("contrast", {"select": "..".join(middle), "facets": fields})] * 3,
        "list": [("events", {"n": 200})] * 5,
    }


def time_requests(page, requests, rounds):
    walls, before = [], page.cpu()
    for path, words in requests * rounds:
        start = time.monotonic()
        while page.ask(path, **words) is None:
            time.sleep(0.1)
        walls.append(1000 * (time.monotonic() - start))
    walls.sort()
    return statistics.median(walls), walls[int(0.95 * (len(walls) - 1))], 1000 * (page.cpu() - before) / len(walls)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trailq")
    parser.add_argument("source")
    parser.add_argument("--rounds", type=int, default=3)
    options, flags = parser.parse_known_args()
    page = Page([options.trailq, "web", options.source, "--no-browser", *flags])
    try:
        source = open_source(page)
        print(f"{'milliseconds':24}{'p50':>8}{'p95':>8}{'CPU':>8}")
        for name, requests in name_requests(page, source).items():
            print(f"{name:24}" + "".join(f"{ms:8.0f}" for ms in time_requests(page, requests, options.rounds)))
    except urllib.error.HTTPError as err:
        sys.exit(f"{err.url}: {err.code} {err.read().decode()}")
    finally:
        page.close()


if __name__ == "__main__":
    main()
