"""Compares what other engines read from a converted folder: see check.sh."""

import collections
import json
import sys

import duckdb
import pandas
import pyarrow.dataset

scratch = sys.argv[1]
folder = f"{scratch}/parquet"
with open(f"{scratch}/want.json", encoding="utf-8") as file:
    answer = json.load(file)
rows = answer if isinstance(answer, list) else next(iter(answer.values()))
want = collections.Counter()
for row in rows:
    want[row["account"], row["region"], row["eventsource"], row["arn"]] = row["events"]


def check(engine, got):
    if got != want:
        sys.exit(f"{engine}: {len(got)} groups, want {len(want)}: {(got - want).most_common(3)} {(want - got).most_common(3)}")
    print(f"{engine}: {sum(got.values())} events in {len(got)} groups, as in the logs")


def groups(accounts, regions, sources, callers):
    arns = (caller["arn"] if caller else None for caller in callers)
    return collections.Counter(zip(accounts, regions, sources, arns))


connection = duckdb.connect()
relation = f"read_parquet('{folder}/**/*.parquet', hive_types = {{account: VARCHAR, region: VARCHAR, date: VARCHAR}})"
check(f"duckdb {duckdb.__version__}", groups(*zip(*connection.execute(
    f"SELECT account, region, eventsource, useridentity FROM {relation}").fetchall())))

text = pyarrow.string()
partitions = pyarrow.dataset.partitioning(
    pyarrow.schema([("account", text), ("region", text), ("date", text)]), flavor="hive")
dataset = pyarrow.dataset.dataset(folder, partitioning=partitions)
table = dataset.to_table(columns=["account", "region", "eventsource", "useridentity", "record"])
columns = table.to_pydict()
check(f"pyarrow {pyarrow.__version__}", groups(*(columns[name] for name in ("account", "region", "eventsource", "useridentity"))))
with open(f"{scratch}/records.jsonl", encoding="utf-8") as file:
    if sorted(record.encode() for record in columns["record"]) != [line.rstrip("\n").encode() for line in file]:
        sys.exit("pyarrow: the records are not those of the logs")

frame = pandas.read_parquet(folder, partitioning=partitions)
frame = frame.astype(object).where(frame.notna(), None)
check(f"pandas {pandas.__version__}", groups(*(frame[name] for name in ("account", "region", "eventsource", "useridentity"))))
