#!/usr/bin/env bash
# Runs every fuzz target of the module for a number of inputs: scripts/fuzz.sh 30000x
#
# Packages take turns on all processors, one worker each, so that one is linked while
# another is fuzzed. What a package printed appears when it is done.
#
# A time (scripts/fuzz.sh 10m) is taken too, but before Go 1.27 a run that ends by
# the clock can fail with "context deadline exceeded" though no input failed
# (golang.org/issue/75804). So a check that must be right counts inputs.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export work limit=$1

# fuzz_package runs the targets of the package in folder $1.
fuzz_package() {
	set -eu
	package=$work/package${1//\//_}
	fuzz_targets "$1" "$package.test" >"$package.log" 2>&1 && code=0 || code=$?
	cat "$package.log"
	return "$code"
}

# fuzz_targets links the tests of the folder $1 once for all its targets, as $2. Inputs of
# earlier runs are where go test keeps them.
fuzz_targets() {
	kept=$(go env GOCACHE)/fuzz/$(go list "$1") || return
	go test -c -vet=off -fuzz=. -o "$2" "$1" || return
	cd "$1" || return
	grep -hoE '^func Fuzz[A-Za-z0-9_]+' ./*_test.go | while read -r _ target; do
		echo "fuzz $1 $target"
		"$2" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$limit" -test.fuzzminimizetime 10x \
			-test.fuzzcachedir "$kept" -test.parallel 1 </dev/null || return
	done
}
export -f fuzz_package fuzz_targets

grep -rlE --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u |
	xargs -P "$(nproc)" -I{} bash -c 'fuzz_package {}'
