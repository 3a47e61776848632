#!/usr/bin/env bash
# Generates random queries, asks Trino's engine and compares trailq's answers:
#   scripts/trino/generate.sh [queries] [seed]
# It takes Java and Maven as record.sh does. Some answers are kept in generated.jsonl.
# What differs is written beside the answers. Most answers that differ for a reason
# are in docs/trino-differences.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
records=$root/internal/dialect/testdata/trino/odd.jsonl
out=${TRINO_OUT:-$(mktemp -d)}
cd "$root"

go run ./internal/trailtest/cmd/sqlgen -table "$records" > "$out/table.sql"
go run ./internal/trailtest/cmd/sqlgen -queries "${1:-1000}" -seed "${2:-1}" | sort > "$out/queries.sql"
mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$out/lib"
javac -d "$out/classes" -cp "$out/lib/*" "$here/src/main/java/Recorder.java"
java -Xmx2g -XX:TieredStopAtLevel=1 -cp "$out/classes:$out/lib/*" Recorder \
  "$out/table.sql" "$out/queries.sql" "$out/answers.jsonl" 2> "$out/log"
TRINO_ANSWERS=$out/answers.jsonl go test ./internal/duck -run TestGeneratedQueries -v
