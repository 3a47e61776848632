"""Other programs read a converted folder by their plain calls, and find in it what the logs say."""

import json
import os
import pathlib
import re
import shutil
import subprocess
from collections import Counter

import pytest
from test_trailq import LOGS, records

import trailq

REAL = os.environ.get("TRAILQ_REAL_LOGS")
DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "columns.md"
ZEROS = "012345678901"


def convert(source, folder):
    done = subprocess.run([trailq.find_command(), "convert", "-q", str(source), str(folder)], capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr
    return folder


@pytest.fixture(scope="module", params=["sample", "odd", "real"])
def converted(request, tmp_path_factory):
    """Return a converted folder, and how many events each account and caller has by trailq's own account."""
    logs = LOGS
    if request.param == "odd":  # an account with a zero, and events that tell neither account nor time
        logs = tmp_path_factory.mktemp("odd")
        event = dict(next(records()), recipientAccountId=ZEROS)
        odd = [event, {"eventName": "Nothing"}, dict(event, eventTime="yesterday"), dict(event, additionalEventData={"bytesTransferredOut": 7.0})]
        (logs / "a.json").write_text(json.dumps({"Records": odd}))
    if request.param == "real":
        if not REAL:
            pytest.skip("TRAILQ_REAL_LOGS names no real logs")
        logs = pathlib.Path(REAL)
    folder = convert(logs, tmp_path_factory.mktemp("converted") / "parquet")
    with pytest.warns() if request.param == "real" else _quiet():
        return folder, Counter(caller_of(event["caller"]) for event in trailq.events(logs, fields=["caller"]))


def caller_of(text):
    """Return what the column has: an Insights event is about a caller, but nobody called."""
    return None if text and text.endswith(" (Insight)") else text


class _quiet:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


def check(rows, want):
    """Compare rows of account, region, time as text, caller, bytes and time with what trailq counts."""
    rows = list(rows)
    assert Counter(row[3] for row in rows) == want
    for account, _, _, _, bytes_out, time in rows:
        assert isinstance(account, str) and re.fullmatch(r"\d{12}|unknown", account)
        assert bytes_out is None or bytes_out >= 0
        assert time is None or time.utcoffset().total_seconds() == 0
    assert any(row[5] is not None for row in rows)
    if len(rows) == 4:
        assert Counter(row[0] for row in rows) == {ZEROS: 3, "unknown": 1}
        assert [row[4] for row in rows if row[4] is not None and row[4] == 7] == [7]


COLUMNS = ["account_id", "awsregion", "eventtime", "caller", "bytes_out", "event_time"]


def test_nothing_but_parquet(converted):
    files = [path for path in (converted[0] / "data").rglob("*") if path.is_file()]
    assert files and all(path.suffix == ".parquet" for path in files)
    assert not any("HIVE_DEFAULT" in str(path) for path in files)


def test_pandas(converted):
    pandas = pytest.importorskip("pandas")
    for folder in converted[0] / "data", converted[0]:
        frame = pandas.read_parquet(folder)
        assert not frame[["account", "region", "date"]].isna().any().any()
        frame = frame[COLUMNS].astype(object)
        check(frame.where(frame.notna(), None).itertuples(index=False, name=None), converted[1])


def test_polars(converted):
    polars = pytest.importorskip("polars")
    check(polars.scan_parquet(converted[0] / "data").select(COLUMNS).collect().rows(), converted[1])
    check(polars.read_parquet(f"{converted[0]}/data/").select(COLUMNS).rows(), converted[1])


def test_arrow(converted):
    dataset = pytest.importorskip("pyarrow.dataset")
    for folder in converted[0] / "data", converted[0]:
        table = dataset.dataset(folder).to_table(columns=COLUMNS)
        check(zip(*(table[name].to_pylist() for name in COLUMNS)), converted[1])


def test_duckdb(converted):
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    check(connection.execute(f"SELECT {', '.join(COLUMNS)} FROM '{converted[0]}/data/**/*.parquet'").fetchall(), converted[1])


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java, which is not here")
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def test_spark(converted, spark):
    frame = spark.read.parquet(f"{converted[0]}/data")
    assert dict(frame.dtypes)["event_time"] == "timestamp"
    rows = frame.selectExpr("account_id", "region", "date", "caller", "bytes_out").collect()
    assert Counter(row.caller for row in rows) == converted[1]
    assert all(isinstance(row.account_id, str) and row.region and row.date for row in rows)
    if len(rows) == 4:
        assert Counter(row.account_id for row in rows) == {ZEROS: 3, "unknown": 1}


def test_every_column_is_documented(converted):
    dataset = pytest.importorskip("pyarrow.dataset")
    documented = re.findall(r"^\| `(\w+)` \| (.+?) \| .{10,} \|$", DOCUMENT.read_text(encoding="utf-8"), re.M)
    schema = dataset.dataset(converted[0] / "data").schema
    assert [name for name, _ in documented] == schema.names
    for name, kind in documented:
        assert kind == _kind(schema.field(name).type), name


def _kind(found):
    text = str(found)
    for beginning, kind in {"list": "list", "struct": "struct", "map": "map", "timestamp[us, tz=UTC]": "time, UTC", "binary": "bytes"}.items():
        if text.startswith(beginning):
            return kind
    return {"string": "text", "int64": "number", "bool": "boolean"}.get(text, text)
