"""Other programs read the answers of every command by their plain calls."""

import subprocess

import pytest
from test_trailq import LOGS, records

import trailq

COMMANDS = {
    "events": ["events", LOGS],
    "top": ["top", LOGS, "-n", "0"],
    "cost": ["cost", LOGS, "-n", "0"],
    "timeline": ["timeline", LOGS],
    "diff": ["diff", LOGS, "--before", "2023-11-01", "--after", "2023-11-02"],
    "who": ["who", LOGS, "--tree"],
    "sql": ["sql", LOGS, "SELECT eventname, count(*) AS events, min(from_iso8601_timestamp(eventtime)) AS first FROM cloudtrail_logs GROUP BY 1"],
    "coverage": ["coverage", LOGS],
}


def run(arguments, **rest):
    done = subprocess.run([trailq.find_command(), *map(str, arguments), "-q"], capture_output=True, check=False, **rest)
    assert done.returncode in (0, 3), done.stderr
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_forms_agree(command, tmp_path):
    """The first table is the same in CSV, Parquet and both of Arrow's formats, with times and numbers as such."""
    pandas = pytest.importorskip("pandas")
    ipc = pytest.importorskip("pyarrow.ipc")
    run([*COMMANDS[command], "-O", tmp_path / "a.csv"])
    run([*COMMANDS[command], "-O", tmp_path / "a.parquet"])
    run([*COMMANDS[command], "-O", tmp_path / "a.arrow"])
    text = pandas.read_csv(tmp_path / "a.csv")
    parquet = pandas.read_parquet(tmp_path / "a.parquet")
    arrow = pandas.read_feather(tmp_path / "a.arrow")
    stream = ipc.open_stream(run([*COMMANDS[command], "-o", "arrow"])).read_all().to_pandas()
    assert len(text) == len(parquet) == len(arrow) == len(stream) > 0
    assert list(text.columns) == list(parquet.columns) == list(arrow.columns)
    # Groups of the same number have no order of their own.
    if command not in ("sql", "events"):
        pandas.testing.assert_frame_equal(parquet, arrow, check_dtype=False)
        pandas.testing.assert_frame_equal(stream, arrow, check_dtype=False)
    for name in {"events", "calls", "files"} & set(parquet.columns):
        assert pandas.api.types.is_integer_dtype(parquet[name]), name
        assert parquet[name].sum() == text[name].sum() == stream[name].sum()
    for name in {"eventTime", "time", "first", "last", "since", "hour"} & set(parquet.columns):
        assert isinstance(parquet[name].dtype, pandas.DatetimeTZDtype), name
        assert isinstance(stream[name].dtype, pandas.DatetimeTZDtype), name


def test_counts(tmp_path):
    """Polars reads the counts, and they are those of the logs."""
    polars = pytest.importorskip("polars")
    (tmp_path / "top.parquet").write_bytes(b"")
    run(["top", LOGS, "--by", "eventName", "-n", "0", "-O", tmp_path / "top.parquet"])
    counts = dict(polars.read_parquet(tmp_path / "top.parquet").select("eventName", "events").iter_rows())
    want = {}
    for record in records():
        want[record.get("eventName")] = want.get(record.get("eventName"), 0) + 1
    assert {name: count for name, count in counts.items() if not str(name).endswith("(Insight)")} == {
        name: count for name, count in want.items() if name
    }
    stream = polars.read_ipc_stream(run(["top", LOGS, "--by", "eventName", "-n", "0", "-o", "arrow"]))
    assert stream["events"].sum() == sum(counts.values())


def test_folder(tmp_path):
    """A folder has all tables."""
    pandas = pytest.importorskip("pandas")
    run([*COMMANDS["diff"], "-O", f"{tmp_path}/answers/", "-o", "parquet"])
    changes = pandas.read_parquet(tmp_path / "answers" / "changes.parquet")
    assert {"caller", "bucket"} <= set(changes["dimension"])
    assert len(pandas.read_parquet(tmp_path / "answers" / "timeline.parquet")) > 0
