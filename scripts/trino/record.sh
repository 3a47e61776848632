#!/usr/bin/env bash
# Records what Trino answers to the cases of internal/dialect/testdata/trino:
#   scripts/trino/record.sh
# Trino's engine comes from Maven Central and runs inside one Java process
# (Java 17 or newer, 2 GB). No server is started, nothing listens. The tests
# need none of this: they read answers.jsonl.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$here/../../internal/dialect/testdata/trino
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$build/lib"
javac -d "$build/classes" -cp "$build/lib/*" "$here/src/main/java/Recorder.java"
java -Xmx2g -cp "$build/classes:$build/lib/*" Recorder \
  "$data/table.sql" "$data/cases.sql" "$build/answers.jsonl" 2> "$build/log" || { cat "$build/log" >&2; exit 1; }
mv "$build/answers.jsonl" "$data/answers.jsonl"
echo "$(wc -l < "$data/answers.jsonl") answers, $(grep -c '"error"' "$data/answers.jsonl" || true) of them errors"
