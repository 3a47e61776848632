"""Tests of the package as it is installed, on the sample logs."""

import datetime
import gzip
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import warnings
from collections import Counter

import pytest

import trailq

TESTDATA = pathlib.Path(os.environ["TRAILQ_TESTDATA"])
LOGS = TESTDATA / "logs"


def records():
    """Read the logs with Python alone: what the package must give."""
    for path in sorted(LOGS.rglob("*.json.gz")):
        if "/CloudTrail/" in str(path) or "/CloudTrail-Insight/" in str(path):
            with gzip.open(path) as file:
                yield from json.load(file)["Records"]


def test_events_are_the_records():
    got = Counter(json.dumps(event, sort_keys=True) for event in trailq.events(LOGS))
    assert got == Counter(json.dumps(record, sort_keys=True) for record in records())


def test_fields_and_conditions():
    got = Counter(e["eventName"] for e in trailq.events(LOGS, fields=["eventName"], where=["errorCode=AccessDenied"]))
    assert got and got == Counter(r["eventName"] for r in records() if r.get("errorCode") == "AccessDenied")


def test_times_are_arguments():
    begin = datetime.datetime(2023, 11, 2, tzinfo=datetime.timezone.utc)
    end = begin + datetime.timedelta(hours=1)
    got = sum(1 for _ in trailq.events(LOGS, from_=begin, to=end))
    assert got == sum(1 for r in records() if "2023-11-02T00" <= r["eventTime"] < "2023-11-02T01") > 0


def children(parent=None):
    listed = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(parent or os.getpid())], capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if "trailq" in line and "defunct" not in line]


def test_leaving_the_loop_ends_the_command():
    for event in trailq.events([LOGS] * 50):
        assert event["eventTime"]
        break
    deadline = time.time() + 10
    while children() and time.time() < deadline:
        time.sleep(0.05)
    assert not children()


@pytest.mark.parametrize("call", ["for event in trailq.events(logs): pass", "trailq.top(logs)"])
def test_an_interrupt_ends_the_command(call):
    program = f"""
import trailq
logs = {[str(LOGS)] * 500}
try:
    {call}
except KeyboardInterrupt:
    print("interrupted", flush=True)
    input()
"""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        deadline = time.time() + 60
        while not children(process.pid) and time.time() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)  # until the command reads, and Python waits for it
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
        assert not children(process.pid)
        _, said = process.communicate("\n")
    assert process.returncode == 0 and said == ""


def test_top_agrees_with_python():
    answer = trailq.top(LOGS, by="eventSource,eventName", limit=0)
    want = Counter((r["eventSource"], r["eventName"]) for r in records() if r.get("eventCategory") != "Insight")
    got = {(row["eventSource"], row["eventName"]): row["events"] for row in answer if "(Insight)" not in row["eventName"]}
    assert got == want


def test_data_frames_have_types():
    answer = trailq.sql(LOGS, "SELECT eventtime, eventname, 1.5 AS half FROM cloudtrail_logs ORDER BY eventtime LIMIT 3")
    frame = answer.df()
    assert str(frame.eventtime.dtype).startswith("datetime64") and frame.eventtime.dt.tz is not None
    assert frame.half.sum() == 4.5
    assert str(answer.pl().schema["eventtime"]) == "Datetime(time_unit='us', time_zone='UTC')"
    assert str(answer.arrow().schema.field("eventtime").type) == "timestamp[us, tz=UTC]"
    assert answer.arrow()["eventtime"][0].as_py() == frame.eventtime[0].to_pydatetime()


def test_answers_with_several_tables():
    answer = trailq.who(LOGS, "data-api-exporter")
    assert answer.name == next(iter(answer.tables)) == "subject"
    assert len(answer.tables["tree"].df()) > 1
    assert [row["name"] for row in answer][0].endswith("role/data-api-exporter")
    assert {"causes"} <= {name.lower() for name in trailq.diff(LOGS, at="2023-11-02T02:00").tables}


def test_cost_and_timeline():
    frame = trailq.cost(LOGS, by="role", ip_ranges=TESTDATA / "ip-ranges.json").df()
    assert frame.role[0].endswith("data-api-exporter") and 170 < frame.totalUSD[0] < 190
    assert str(trailq.timeline(LOGS).df().time.dtype).startswith("datetime64")


def test_errors_are_the_commands_words():
    with pytest.raises(trailq.TrailqError, match="no such file or folder") as caught:
        list(trailq.events("no-such-folder"))
    assert caught.value.exit_code == 4
    with pytest.raises(trailq.TrailqError, match="line 1, column") as caught:
        trailq.sql(LOGS, "SELECT 1 FRM cloudtrail_logs")
    assert caught.value.exit_code == 2


def test_a_broken_file_is_a_warning(tmp_path):
    (tmp_path / "good.json").write_text(json.dumps({"Records": [next(records())]}))
    (tmp_path / "bad.json.gz").write_bytes(b"\x1f\x8b\x08 nothing more")
    with pytest.warns(trailq.IncompleteWarning, match="bad.json.gz"):
        assert len(list(trailq.events(tmp_path))) == 1


def test_hostile_names(tmp_path):
    folder = tmp_path / "--help"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps({"Records": [next(records())]}))
    os.chdir(tmp_path)
    assert len(list(trailq.events("--help"))) == 1


def test_no_warnings_on_good_logs():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(trailq.events(LOGS, fields=["eventID"]))) == sum(1 for _ in records())


def test_the_command_is_installed():
    done = subprocess.run([sys.executable, "-c", "import trailq; print(trailq.find_command())"], capture_output=True, text=True, check=True)
    assert os.access(done.stdout.strip(), os.X_OK)
