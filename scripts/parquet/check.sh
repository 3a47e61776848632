#!/bin/sh
# Reads a converted folder with plain DuckDB, pyarrow and pandas, as their users
# would, and compares with what trailq says of the logs. Needs python3 and PyPI:
#
#     scripts/parquet/check.sh LOGS
set -eu
logs=$(realpath "$1")
cd "$(dirname "$0")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet duckdb pyarrow pandas
go build -o "$scratch/trailq" ./cmd/trailq
"$scratch/trailq" convert "$logs" "$scratch/parquet"
"$scratch/trailq" sql "$logs" "SELECT account, region, eventsource, useridentity.arn AS arn, count(*) AS events
	FROM cloudtrail_logs GROUP BY 1, 2, 3, 4" -o json -q >"$scratch/want.json"
"$scratch/trailq" events "$logs" -q | LC_ALL=C sort >"$scratch/records.jsonl"
"$scratch/venv/bin/python" scripts/parquet/check.py "$scratch"
