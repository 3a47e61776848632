#!/usr/bin/env bash
# Runs the tests that need a Trino server, on one that it starts and stops:
#   scripts/trino/cluster.sh [flags of go test]
# With -short it fetches no packages for Iceberg, which are many, and tests the rest.
# It takes Java 25 and Maven. Where they or Trino's packages cannot be had it says so, and
# skips the tests. It builds the tests and the S3 server while the server starts.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
flags=()
for flag in "$@"; do case $flag in
  -short) # its statements are short, too: a better compiler of Java's takes more than it gives
    export TRINO_WITHOUT_ICEBERG=1 TRINO_JAVA_FLAGS=-XX:TieredStopAtLevel=1
    flags+=(-test.short) ;;
  -*) flags+=("-test.${flag#-}") ;;
  *) flags+=("$flag") ;;
esac; done
"$here/server/java.sh" >/dev/null || { echo "the tests on a Trino server are skipped"; exit 0; }
folder=$(mktemp -d)
trap '"$here/server/down.sh" "$folder" 2>/dev/null || true; rm -rf "$folder"' EXIT
build() {
  [ -x bin/versitygw ] || command -v versitygw >/dev/null || go build -C tools -o ../bin/ github.com/versity/versitygw/cmd/versitygw
  for package in "$@"; do go test -c -vet=off -o "$folder/$package.test" "./internal/$package"; done
}
build cli trino & building=$!
code=0
address=$("$here/server/up.sh" "$folder" $((20000 + RANDOM % 10000))) || code=$?
wait "$building"
[ "$code" != 3 ] || { echo "the tests on a Trino server are skipped"; exit 0; }
[ "$code" = 0 ] || exit "$code"
for package in cli trino; do
  (cd "internal/$package" && TRAILQ_TRINO=$address TRAILQ_TRINO_DATA=$folder "$folder/$package.test" -test.timeout 30m -test.run 'Cluster|OverTrino' "${flags[@]}")
done
