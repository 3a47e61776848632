#!/usr/bin/env bash
# Runs the tests that need a Trino server, on one that it starts and stops:
#   scripts/trino/cluster.sh [arguments of go test]
# With -short it fetches no packages for Iceberg, which are many, and tests the rest.
# It takes Java 25 and Maven. Where they or Trino's packages cannot be had it says so, and
# skips the tests. It builds the S3 server where `make tools` has not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
case " $* " in *" -short "*) export TRINO_WITHOUT_ICEBERG=1 ;; esac
folder=$(mktemp -d)
trap '"$here/server/down.sh" "$folder" 2>/dev/null || true; rm -rf "$folder"' EXIT
code=0
address=$("$here/server/up.sh" "$folder" $((20000 + RANDOM % 10000))) || code=$?
[ "$code" != 3 ] || { echo "the tests on a Trino server are skipped"; exit 0; }
[ "$code" = 0 ] || exit "$code"
[ -x bin/versitygw ] || command -v versitygw >/dev/null || go build -C tools -o ../bin/ github.com/versity/versitygw/cmd/versitygw
TRAILQ_TRINO=$address TRAILQ_TRINO_DATA=$folder go test -count=1 -timeout 30m ./internal/cli ./internal/web ./internal/trino ./internal/athena -run Cluster "$@"
