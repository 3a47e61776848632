#!/bin/sh
# Runs every fuzz target of the module for a number of inputs: scripts/fuzz.sh 30000x
#
# A time (scripts/fuzz.sh 10m) is taken too, but before Go 1.27 a run that ends by
# the clock can fail with "context deadline exceeded" though no input failed
# (golang.org/issue/75804). So a check that must be right counts inputs.
set -eu
cd "$(dirname "$0")/.."
grep -rlE --include='*_test.go' '^func Fuzz' . | while read -r file; do
	grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | while read -r _ target; do
		echo "fuzz $(dirname "$file") $target"
		go test "$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 10x </dev/null
	done
done
