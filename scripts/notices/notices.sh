#!/bin/sh
# Prints the licences of all that the released binary contains: scripts/notices/notices.sh >THIRD_PARTY_NOTICES
#
# It fails if a module has no licence file, or if DuckDB is no longer the version
# whose licences duckdb-*.txt has (they are copied from third_party/, extension/ and src/
# of its source, since the Go module of its libraries has DuckDB's own only).
set -eu
cd "$(dirname "$0")/../.."

heading() {
	printf '%s\n%s\n%s\n\n' "$rule" "$1" "$rule"
}
rule='=============================================================================='

bindings=$(go list -m -f '{{.Version}}' github.com/duckdb/duckdb-go-bindings)
[ "$bindings" = v0.10506.0 ] || {
	echo "notices.sh: DuckDB's bindings are $bindings now: collect the licences of that version's third_party" >&2
	exit 1
}

cat <<-TEXT
	trailq is licensed under the Apache License 2.0. The released binary contains the
	following software of others, each under its own licence.

	The binary for Linux is linked with the GNU C Library (LGPL 2.1 or later, see
	https://www.gnu.org/software/libc/) and with libstdc++ and libgcc (GPL 3 with the
	GCC Runtime Library Exception, see https://gcc.gnu.org/onlinedocs/libstdc++/manual/license.html).
	trailq's source and \`make release\` are what relinking it with another version of
	these libraries takes.

TEXT
heading "Go, its standard library and runtime"
cat "$(go env GOROOT)/LICENSE"
echo

go list -tags netgo,osusergo -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/trailq |
	sort -u | while read -r path version directory; do
	heading "$path $version"
	found=false
	for file in "$directory"/LICEN[CS]E* "$directory"/License* "$directory"/COPYING* "$directory"/NOTICE* "$directory"/PATENTS*; do
		[ -f "$file" ] || continue
		found=true
		cat "$file"
		echo
	done
	$found || { echo "notices.sh: $path has no licence file" >&2; exit 1; }
done
for directory in internal/web/static/lib/*/; do
	heading "$(basename "$directory"), in the web page"
	cat "$directory/LICENSE"
	echo
done
cat scripts/notices/duckdb-1.5.6.txt
